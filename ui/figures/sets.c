/* ui/figures/sets.c - figure 7: in which sets of the CPU's cache objects land.
 *
 * Where there is width the slabs and the misses stand beside the grids, else the grids
 * come first, beside each other if they can.  An allocator that does not colour has one
 * grid.
 */
#include "ui/figures/sets.h"

#include "ui/figures/paint.h"
#include "ui/figures/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH_WIDE 820.0
#define WIDTH_TWO  456.0 /* two grids beside each other */
#define SLAB_SHARE 0.56
#define GRID_LEAST 208.0
#define FACTS      48.0

static const struct {
  const char *what, *next; /* what is missing, and what to do */
} lacks[] = {
  [FOL_SETS_NO_CPU_CACHE] = { N_ ("This machine does not say what caches its CPU has."),
                              N_ ("Open a machine whose file has “cpu_caches”.") },
  [FOL_SETS_DOWN] = { N_ ("There are no slabs yet: the slab allocator is not up."),
                      N_ ("Run kmem_cache_init () to bring it up.") },
  [FOL_SETS_SLOB] = { N_ ("SLOB puts objects of all sizes on the same pages: it has no slabs of "
                          "one cache, and no colours."),
                      N_ ("Open a machine with SLAB to see colouring, or one with SLUB to "
                          "compare.") },
  [FOL_SETS_NO_CACHE] = { N_ ("There is no such cache."),
                          N_ ("Choose another one, or make one with kmem_cache_create ().") },
  [FOL_SETS_NO_OBJECTS] = { NULL, /* names the cache */
                            N_ ("Allocate some with kmem_cache_alloc (), or choose another "
                                "cache.") },
};

static char *
lack_words (const struct fol_sets_data *data)
{
  if (data->lack == FOL_SETS_NO_OBJECTS)
    return g_strdup_printf (_ ("Cache “%s” has no objects, so no line falls in any set."),
                            data->name);
  return g_strdup (_ (lacks[data->lack].what));
}

static double
add_lack (struct fol_sets_build *build, double top, double width)
{
  const char *next = _ (lacks[build->data.lack].next);
  g_autofree char *what = lack_words (&build->data);
  g_autofree char *name = g_strdup_printf ("%s %s", what, next);
  guint well =
      fol_shapes_add (build->shapes, &(struct fol_shape){
                                         .kind = FOL_SHAPE_RECT,
                                         .role = FOL_ROLE_WELL,
                                         .y = top,
                                         .width = width,
                                         .radius = 10,
                                         .name = name,
                                         .identity = fol_identity_thing (FOL_SETS_BAR, 255),
                                     });
  double y = fol_add_lines (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, 16, top + 12, width - 32,
                            20, what);

  y = fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_TEXT, 16, y + 4, width - 32, 20, next);
  g_array_index (build->shapes->shape, struct fol_shape, well).height = y + 12 - top;
  return y + 12;
}

/* "32 KiB" */
static char *
size_words (uint32_t bytes)
{
  return bytes >= 1u << 20 && bytes % (1u << 20) == 0 ? g_strdup_printf ("%u MiB", bytes >> 20)
                                                      : g_strdup_printf ("%u KiB", bytes >> 10);
}

static char *
subtitle (const struct fol_sets_data *data)
{
  g_autofree char *level = NULL, *size = NULL, *objects = NULL;

  if (data->lack != FOL_SETS_NOTHING_LACKS)
    return lack_words (data);
  level = fol_sets_level_name (data->cpu);
  size = size_words (data->cpu->size);
  objects = fol_grouped (data->read.lines.all_objects);
  return g_strdup_printf (_ ("“%s”: objects %s, slabs %u · %s: %s, %u ways, lines of %u bytes"),
                          data->name, objects, data->read.lines.all_slabs, level, size,
                          data->cpu->ways, data->cpu->line_size);
}

static char *
summary (const struct fol_sets_data *data, const char *subtitle)
{
  const struct sim_lines_run *plain = &data->read.run[0], *run = &data->read.run[1];
  g_autofree char *without = NULL;

  if (data->lack != FOL_SETS_NOTHING_LACKS)
    return g_strdup_printf ("%s %s", subtitle, _ (lacks[data->lack].next));
  if (data->colours)
    without = g_strdup_printf (_ ("; without colours sets used %u, too full %u, misses %u"),
                               plain->used_sets, plain->full_sets,
                               (uint32_t) plain->last[data->level].misses);
  return g_strdup_printf (_ ("%s: sets used %u, too full %u, misses in the last round %u%s"),
                          subtitle, run->used_sets, run->full_sets,
                          (uint32_t) run->last[data->level].misses, without != NULL ? without : "");
}

struct fact {
  const char *label;
  char *value;
};

/* "2 objects, order 0" */
static char *
slab_words (const struct sim_kmem_cache *its)
{
  return g_strdup_printf (ngettext ("%u object, order %u", "%u objects, order %u", its->oo_objects),
                          its->oo_objects, its->oo_order);
}

/* The kernel counts no colour where less than one is left over, and one where slabs have no
 * other: both begin all slabs alike. */
static char *
colour_words (const struct sim_kmem_cache *its)
{
  if (its->colour < 2)
    return g_strdup (_ ("none: all begin alike"));
  return g_strdup_printf (_ ("%u, %u bytes apart"), its->colour, its->colour_off);
}

/* How SLAB comes to its colours, one number after the other; where that ends. */
static double
add_facts (struct fol_sets_build *build, double left, double top, double width)
{
  const struct sim_kmem_cache *its = &build->data.its;
  struct fact facts[] = {
    { _ ("object"), its->size != its->object_size
                        ? g_strdup_printf (_ ("%u → %u bytes"), its->object_size, its->size)
                        : g_strdup_printf (_ ("%u bytes"), its->size) },
    { _ ("slab"), slab_words (its) },
    { _ ("left over"),
      g_strdup_printf (ngettext ("%u byte", "%u bytes", its->left_over), its->left_over) },
    { _ ("colours"), colour_words (its) },
  };
  double widest = 0, step;
  guint count = G_N_ELEMENTS (facts), columns;

  for (guint i = 0; i < count; i++)
    widest = MAX (widest, MAX (fol_text_width (facts[i].value, FOL_SIZE_TEXT, true, false),
                               fol_text_width (facts[i].label, FOL_SIZE_CAPTION, false, false)));
  columns = CLAMP ((guint) (width / (ceil (widest) + 16)), 1, count);
  columns = columns == 3 ? 2 : columns; /* not one alone in a row */
  step = floor (width / columns);
  for (guint i = 0; i < count; i++) {
    double x = left + i % columns * step, y = top + floor (i / columns) * FACTS;

    fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x, y, step, 16,
                  FOL_ALIGN_START, facts[i].label);
    fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, true, x, y + 16, step, 20,
                  FOL_ALIGN_START, facts[i].value);
    g_free (facts[i].value);
  }
  return top + ((count + columns - 1) / columns) * FACTS;
}

static bool
has_two_grids (const struct fol_sets_build *build)
{
  return build->data.colours && build->grids == FOL_SETS_BOTH;
}

/* Both grids, or the one; where they end. */
static double
add_grids (struct fol_sets_build *build, double left, double top, double width, double height,
           bool beside)
{
  double half = floor ((width - FOL_SETS_GAP) / 2), y;

  if (!has_two_grids (build))
    return fol_sets_grid (build, build->grids == FOL_SETS_WITHOUT_COLOURS ? 0 : 1, left, top, width,
                          height);
  if (beside) {
    fol_sets_grid (build, 0, left, top, half, height);
    return fol_sets_grid (build, 1, left + half + FOL_SETS_GAP, top, half, height);
  }
  height = (height - FOL_SETS_GAP) / 2;
  y = fol_sets_grid (build, 0, left, top, width, height) + FOL_SETS_GAP;
  return fol_sets_grid (build, 1, left, y, width, height);
}

/* Slabs, how they come to be coloured, and misses. */
static double
add_left (struct fol_sets_build *build, double top, double width, double height)
{
  double facts = build->data.colours ? FACTS + 8 : 0;
  double y = fol_sets_slabs (build, 0, top, width, height - facts - 140) + 8;

  if (facts > 0)
    y = add_facts (build, 0, y, width);
  return fol_sets_misses (build, 0, y + 4, width);
}

static double
add_body (struct fol_sets_build *build, double top, double width, double height)
{
  bool beside = width >= WIDTH_TWO;
  double y, grids, left = floor (width * SLAB_SHARE);

  if (width >= WIDTH_WIDE) {
    y = add_left (build, top, left, height);
    grids = add_grids (build, left + 2 * FOL_SETS_GAP, top, width - left - 2 * FOL_SETS_GAP, height,
                       false);
    return MAX (y, grids);
  }
  y = add_grids (build, 0, top, width, beside || !has_two_grids (build) ? GRID_LEAST + 44 : 500,
                 beside);
  y = fol_sets_misses (build, 0, y + FOL_SETS_GAP, width);
  y = fol_sets_slabs (build, 0, y + FOL_SETS_GAP, width, MAX (height - y - 40, 160));
  return build->data.colours ? add_facts (build, 0, y + 8, width) : y;
}

static guint
legend_items (const struct fol_sets_build *build, struct fol_legend_item *items)
{
  static const struct {
    enum fol_role role;
    const char *label;
  } all[] = {
    { FOL_ROLE_FREE, N_ ("no line falls in the set") },
    { FOL_ROLE_SET_1, N_ ("up to a third of its ways") },
    { FOL_ROLE_SET_2, N_ ("up to two thirds") },
    { FOL_ROLE_SET_3, N_ ("up to all ways") },
    { FOL_ROLE_SET_OVER, N_ ("more than ways: a conflict") },
    { FOL_ROLE_SET_READ, N_ ("what is read") },
  };
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (build->seen[all[i].role] > 0)
      items[count++] =
          (struct fol_legend_item){ .role = all[i].role, .label = _ (all[i].label), .count = -1 };
  return count + fol_changed_legend (build->shapes, build->marking.marks, &items[count]);
}

/* What a number in the grid is. */
static char *
caption (const struct fol_sets_data *data, bool grouped)
{
  return g_strdup (grouped ? _ ("Number: most lines in one of the sets that a cell stands for.")
                           : _ ("Number: lines that fall in the set. Set: physical address ÷ "
                                "line, modulo the number of sets."));
}

static double
add_foot (struct fol_sets_build *build, double y, double width)
{
  struct fol_legend_item items[8];
  guint count = legend_items (build, items);
  g_autofree char *words = caption (&build->data, build->grouped);

  y = fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, 0, y, width, 16, words);
  fol_add_legend (build->shapes, items, count, 0, y, width);
  return y + fol_legend_height (items, count, width);
}

struct fol_shapes *
fol_sets_build (const struct fol_state *state, const struct fol_marks *marks,
                const struct fol_figure_options *options, double width, double height)
{
  struct fol_sets_build build = {
    .state = state,
    .shapes = fol_shapes_new (),
    .grids = options->grids,
    .page = options->page,
  };
  g_autofree char *line = NULL;
  double y;

  width = floor (MAX (width, options->page ? WIDTH_TWO : FOL_NARROWEST));
  fol_marking_init (&build.marking, state, marks);
  fol_sets_data_init (&build.data, state, marks, options);
  line = subtitle (&build.data);
  build.shapes->title = g_strdup (_ ("CPU-cache sets"));
  build.shapes->summary = summary (&build.data, line);
  y = fol_add_header (build.shapes, options, build.shapes->title,
                      build.data.lack == FOL_SETS_NOTHING_LACKS ? line : NULL, width);
  if (build.data.lack != FOL_SETS_NOTHING_LACKS) {
    y = add_lack (&build, y, width);
  } else {
    if (options->no_title)
      y = fol_add_lines (build.shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, 0, y, width, 16, line) + 8;
    y = add_body (&build, y, width, height - y - (options->no_legend ? 0 : 64));
    if (!options->no_legend)
      y = add_foot (&build, y + 12, width);
  }
  fol_sets_data_clear (&build.data);
  build.shapes->width = width;
  build.shapes->height = y + 2;
  return build.shapes;
}
