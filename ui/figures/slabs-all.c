/* ui/figures/slabs-all.c - all caches: a row each, their slabs to one scale. */
#include "ui/figures/slabs.h"

#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROW         22.0
#define ROW_NARROW  42.0 /* two lines */
#define NAME        136.0
#define SIZE        52.0 /* "4096" */
#define USE         96.0 /* "100 of 192" */
#define STOCK       52.0 /* at CPUs */
#define FRAME_MOST  40.0 /* pixels of a frame */
#define FRAME_LEAST 5.0  /* below, a cache is one bar */
#define OPEN        16.0 /* what opens a cache */

struct columns {
  double bar, bar_width, use, stock, end;
  double frame;    /* pixels */
  bool one_by_one; /* slabs */
};

/* Whether a cache can be looked into from here. */
static bool
opens (const struct fol_slabs_build *build)
{
  return !build->options->page && build->options->cache[0] == '\0';
}

static void
choose_columns (const struct fol_slabs_build *build, struct columns *columns)
{
  uint32_t most = 1;

  columns->end = build->width - FOL_SLABS_INSET - (opens (build) ? OPEN : 0);
  columns->bar = build->narrow ? FOL_SLABS_INSET : NAME + SIZE + 16;
  columns->stock = columns->end - STOCK;
  columns->use = build->narrow ? columns->end - USE : columns->stock - 8 - USE;
  columns->bar_width = columns->use - 8 - columns->bar;
  for (uint32_t cache = 0; cache < SIM_CACHES_MAX; cache++) {
    struct sim_kmem_cache its;

    if (sim_view_cache (&build->view, cache, &its))
      most = MAX (most, build->counts[cache].frames);
  }
  columns->frame = MIN (FRAME_MOST, columns->bar_width / most);
  columns->one_by_one = columns->frame >= FRAME_LEAST && build->slabs->len <= FOL_SLABS_MOST;
}

static void
add_part (struct fol_slabs_build *build, enum fol_role role, double x, double y, double width,
          double height, uint64_t identity)
{
  if (width < 0.5)
    return;
  build->seen[role]++;
  fol_add_rect (build->shapes, role, x, y, width, height, MIN (2, width / 2));
  fol_identify (build->shapes, identity);
}

/* What of a stretch is allocated, at CPUs, in arrays and lost; the rest is free. */
static void
add_shares (struct fol_slabs_build *build, const struct fol_slabs_counts *counts, double x,
            double y, double width, double height, uint64_t identity)
{
  double scale = counts->objects > 0 ? width / counts->objects : 0;
  const struct {
    enum fol_role role;
    uint32_t count;
  } parts[] = { { FOL_ROLE_USED, counts->allocated },
                { FOL_ROLE_PCP, counts->cpu },
                { FOL_ROLE_ARRAY, counts->node },
                { FOL_ROLE_REFUSED, counts->lost } };

  build->seen[FOL_ROLE_FREE] += counts->free > 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    add_part (build, parts[i].role, x, y, parts[i].count * scale, height,
              identity | (uint64_t) (i + 1) << 48);
    x += parts[i].count * scale;
  }
}

/* Every slab a small box, in the order in which they came to the pool. */
static void
add_slabs (struct fol_slabs_build *build, const struct columns *columns, uint32_t cache, double y,
           double height)
{
  double x = columns->bar;

  for (guint i = 0; i < build->slabs->len; i++) {
    const struct fol_slab *slab = &g_array_index (build->slabs, struct fol_slab, i);
    struct fol_slabs_counts counts = { 0 };
    enum fol_mark mark;
    struct fol_shape shape = {
      .kind = FOL_SHAPE_RECT,
      .role = FOL_ROLE_FREE,
      .x = x,
      .y = y,
      .width = (1u << slab->slab.order) * columns->frame - 2,
      .height = height,
      .radius = 2,
      .object = { .kind = SIM_OBJECT_SLAB, .a = slab->slab.pfn },
      .identity = fol_identity_thing (FOL_SLABS_SLABS, slab->entry),
    };

    if (slab->slab.cache != cache + 1)
      continue;
    fol_shapes_add (build->shapes, &shape);
    fol_slabs_count_slab (build, slab, &counts);
    add_shares (build, &counts, x, y, shape.width, height, shape.identity);
    mark = fol_slabs_concerned (build, slab->entry);
    if (mark != 0)
      fol_add_outline (build->shapes, mark == FOL_MARK_SELECTED ? FOL_ROLE_SELECTION : FOL_ROLE_NOW,
                       x, y, shape.width, height, 2);
    x += shape.width + 2;
  }
}

static void
add_bar (struct fol_slabs_build *build, const struct columns *columns, uint32_t cache,
         const struct fol_slabs_counts *counts, double y, double height)
{
  double width = counts->frames * columns->frame;
  uint64_t identity = fol_identity_thing (FOL_SLABS_BARS, cache);

  if (counts->frames == 0)
    return;
  fol_add_rect (build->shapes, FOL_ROLE_FREE, columns->bar, y, MAX (width, 1), height,
                MIN (2, width / 2));
  fol_identify (build->shapes, identity);
  add_shares (build, counts, columns->bar, y, width, height, identity);
}

static void
add_numbers (struct fol_slabs_build *build, const struct columns *columns,
             const struct sim_kmem_cache *cache, const struct fol_slabs_counts *counts, double y,
             double line)
{
  g_autofree char *size = g_strdup_printf ("%u", cache->object_size);
  g_autofree char *use = g_strdup_printf (_ ("%u of %u"), counts->allocated, counts->objects);
  g_autofree char *stock = g_strdup_printf ("%u", counts->cpu);
  enum fol_role role = counts->objects > 0 ? FOL_ROLE_VALUE : FOL_ROLE_MUTED;

  if (build->narrow) {
    fol_add_mono (build->shapes, FOL_ROLE_MUTED, NAME, y, columns->end - NAME, line, FOL_ALIGN_END,
                  size);
    fol_add_mono (build->shapes, role, columns->use, y + line, USE, line, FOL_ALIGN_END, use);
    return;
  }
  fol_add_mono (build->shapes, FOL_ROLE_MUTED, NAME, y, SIZE, line, FOL_ALIGN_END, size);
  fol_add_mono (build->shapes, role, columns->use, y, USE, line, FOL_ALIGN_END, use);
  fol_add_mono (build->shapes, counts->cpu > 0 ? FOL_ROLE_VALUE : FOL_ROLE_MUTED, columns->stock, y,
                STOCK, line, FOL_ALIGN_END, stock);
}

/* At the end of its row: a click opens the cache, as a double click on the row does. */
static void
add_open (struct fol_slabs_build *build, const struct columns *columns, uint32_t cache, double y,
          double height)
{
  if (!opens (build))
    return;
  fol_shapes_add (build->shapes,
                  &(struct fol_shape){ .kind = FOL_SHAPE_TEXT,
                                       .role = FOL_ROLE_LINK,
                                       .x = columns->end,
                                       .y = y,
                                       .width = build->width - columns->end,
                                       .height = height,
                                       .text_size = FOL_SIZE_TEXT,
                                       .align = FOL_ALIGN_CENTRE,
                                       .text = "›",
                                       .object = { .kind = SIM_OBJECT_CACHE_CPU, .a = cache },
                                       .leads = "" });
}

static char *
row_name (const struct sim_kmem_cache *cache, const struct fol_slabs_counts *counts)
{
  char title[SIM_CACHE_NAME_BYTES];
  g_autofree char *slabs =
      g_strdup_printf (ngettext ("%u slab", "%u slabs", counts->slabs), counts->slabs);

  sim_cache_name (cache, title);
  return g_strdup_printf (
      _ ("Cache %s, objects of %u bytes: %u of %u allocated, %u free at CPUs, %s"), title,
      cache->object_size, counts->allocated, counts->objects, counts->cpu, slabs);
}

static double
add_cache (struct fol_slabs_build *build, const struct columns *columns, uint32_t number,
           const struct sim_kmem_cache *cache, double y)
{
  double height = build->narrow ? ROW_NARROW : ROW, line = build->narrow ? height / 2 - 1 : height;
  double bar = y + (build->narrow ? line : 0) + 4;
  struct fol_slabs_counts counts = build->counts[number];
  char title[SIM_CACHE_NAME_BYTES];
  g_autofree char *name = NULL;
  struct fol_shape row = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_CARD,
    .y = y,
    .width = build->width,
    .height = height,
    .radius = 4,
    .object = { .kind = SIM_OBJECT_CACHE, .a = number },
    .identity = fol_identity_thing (FOL_SLABS_ROWS, number),
  };

  sim_cache_name (cache, title);
  name = row_name (cache, &counts);
  row.name = name;
  fol_shapes_add (build->shapes, &row);
  fol_add_text (build->shapes, counts.slabs > 0 ? FOL_ROLE_LABEL : FOL_ROLE_MUTED, FOL_SIZE_CAPTION,
                false, FOL_SLABS_INSET, y, NAME - FOL_SLABS_INSET, line, FOL_ALIGN_START, title);
  add_numbers (build, columns, cache, &counts, y, line);
  if (columns->one_by_one)
    add_slabs (build, columns, number, bar, line - 8);
  else
    add_bar (build, columns, number, &counts, bar, line - 8);
  add_open (build, columns, number, y, height);
  fol_add_marks (build->shapes, &build->marking, &row);
  return y + height + 2;
}

static double
add_heads (struct fol_slabs_build *build, const struct columns *columns, double y)
{
  if (build->narrow)
    return y;
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, FOL_SLABS_INSET, y,
                NAME - 2 * FOL_SLABS_INSET - 4, 16, FOL_ALIGN_START, _ ("cache"));
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, NAME - 8, y, SIZE + 8, 16,
                FOL_ALIGN_END, _ ("bytes"));
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, columns->bar, y,
                columns->bar_width, 16, FOL_ALIGN_START, _ ("slabs, to scale"));
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, columns->use - 8, y,
                USE + 8, 16, FOL_ALIGN_END, _ ("allocated"));
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, columns->stock - 8, y,
                STOCK + 8, 16, FOL_ALIGN_END, _ ("at CPUs"));
  return y + 20;
}

/* Most of the kernel's own caches have no slab, and would only bury the others: they fold up, but
 * for what is pointed at. */
static bool
is_left_out (const struct fol_slabs_build *build, uint32_t number,
             const struct sim_kmem_cache *cache)
{
  struct sim_object row = { .kind = SIM_OBJECT_CACHE, .a = number };
  const struct fol_marks *marks = build->marking.marks;

  if (cache->role == SIM_CACHE_USER || sim_object_equal (marks->selected, row))
    return false;
  for (uint32_t i = 0; i < marks->pointed_count; i++)
    if (sim_object_equal (marks->pointed[i], row))
      return false;
  return build->counts[number].slabs == 0;
}

/* So many of them; in the window a click shows them, and folds them up again. */
static double
add_fold (struct fol_slabs_build *build, uint32_t count, double y)
{
  bool shown = build->options->empty, page = build->options->page;
  g_autofree char *text =
      g_strdup_printf (g_dngettext (NULL, "and %u cache of the kernel without a slab",
                                    "and %u caches of the kernel without a slab", count),
                       count);
  g_autofree char *few = g_strdup_printf (_ ("%u without a slab"), count);
  g_autofree char *marked = g_strdup_printf ("%s  %s", shown ? "▾" : "▸",
                                             shown           ? _ ("Without a slab: fold up")
                                             : build->narrow ? few
                                                             : text);

  if (count == 0 || (page && shown))
    return y;
  if (!page)
    fol_shapes_add (build->shapes,
                    &(struct fol_shape){
                        .kind = FOL_SHAPE_RECT,
                        .role = FOL_ROLE_CARD,
                        .y = y,
                        .width = build->width,
                        .height = ROW,
                        .radius = 4,
                        .name = shown ? _ ("Fold up the caches without a slab") : text,
                        .leads = shown ? "empty=no" : "empty=yes",
                        .identity = fol_identity_thing (FOL_SLABS_FOLD, 0),
                    });
  fol_add_text (build->shapes, page ? FOL_ROLE_MUTED : FOL_ROLE_LINK, FOL_SIZE_CAPTION, false,
                FOL_SLABS_INSET, y, build->width - 2 * FOL_SLABS_INSET, ROW, FOL_ALIGN_START,
                page ? text : marked);
  return y + ROW + 2;
}

double
fol_slabs_all (struct fol_slabs_build *build, double top)
{
  struct columns columns;
  uint32_t empty = 0;

  choose_columns (build, &columns);
  top = add_heads (build, &columns, top);
  for (uint32_t cache = 0; cache < SIM_CACHES_MAX; cache++) {
    struct sim_kmem_cache its;
    bool folds;

    if (!sim_view_cache (&build->view, cache, &its))
      continue;
    folds = is_left_out (build, cache, &its);
    empty += folds;
    if (!folds || build->options->empty)
      top = add_cache (build, &columns, cache, &its, top);
  }
  top = add_fold (build, empty, top);
  return opens (build) ? fol_slabs_hint (build,
                                         _ ("Double-click a cache, or press Enter on it, to look "
                                            "inside. Escape leads back."),
                                         top)
                       : top;
}
