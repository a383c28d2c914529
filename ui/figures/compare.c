/* ui/figures/compare.c - figure 15, one workload with SLAB, SLUB and SLOB in step.
 *
 * For every allocator a lane: how many frames its slabs hold, how much of them is in
 * objects, what the last operation cost it, and every slab as a tile as large as its
 * frames, filled as far as it is in use.  All lanes have one scale.  The lanes come
 * with the state (app/host/compare.h); objects of other lanes are not those of the
 * machine, so only the machine's own lane can be clicked.
 */
#include "ui/figures/figure-private.h"
#include "ui/figures/text.h"

#include "app/describe.h"
#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP         24.0
#define COLUMN      176.0 /* narrower lanes stand below each other */
#define TILE        26.0  /* of one frame */
#define TILE_SPACE  4.0
#define ROW         20.0
#define FOOT        36.0 /* two lines below the legend */
#define BAR         12.0
#define FRAME_BYTES 4096u

/* Rows of slabs that a lane shows however little room it has: a view scrolls, and a page would
 * rather be drawn smaller. */
#define ROWS_LEAST      3
#define ROWS_LEAST_PAGE 12

static const char *const allocator_names[SIM_ALLOCATORS] = {
  [SIM_ALLOCATOR_SLUB] = "SLUB",
  [SIM_ALLOCATOR_SLAB] = "SLAB",
  [SIM_ALLOCATOR_SLOB] = "SLOB",
};

/* In the order in which the kernel got them. */
static const enum sim_slab_allocator lane_order[SIM_ALLOCATORS] = { SIM_ALLOCATOR_SLAB,
                                                                    SIM_ALLOCATOR_SLUB,
                                                                    SIM_ALLOCATOR_SLOB };

enum { COMPARE_TILES = 1 }; /* family of identities: + number of the lane */

struct slab_use {
  struct sim_slab slab;
  uint32_t entry, used; /* bytes in objects */
};

struct lane {
  enum sim_slab_allocator allocator;
  const struct fol_state *state;
  GArray *slabs; /* of struct slab_use; owned */
  guint64 frames, used;
  guint64 left_out;
};

struct compare {
  const struct fol_state *state;
  const struct fol_marking *marking;
  struct fol_shapes *shapes;
  struct lane lane[SIM_ALLOCATORS];
  guint count;
  guint64 most; /* frames, of the largest lane */
  guint rows_least;
};

static uint32_t
used_bytes (const struct sim_view *view, const struct sim_slab *slab)
{
  struct sim_kmem_cache cache;

  if (slab->cache == SIM_CACHE_SLOB + 1)
    return (FRAME_BYTES << slab->order) - 2 * slab->inuse;
  if (!sim_view_cache (view, slab->cache - 1, &cache))
    return 0;
  return sim_view_slab_allocated (view, slab) * cache.object_size;
}

static void
read_lane (struct lane *lane)
{
  struct sim_view view = fol_state_view (lane->state);
  struct sim_slab_header header;

  lane->slabs = g_array_new (FALSE, FALSE, sizeof (struct slab_use));
  sim_view_slab_header (&view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    struct slab_use use = { .entry = entry };

    sim_view_slab (&view, entry, &use.slab);
    if (use.slab.cache == 0 || use.slab.head != entry)
      continue;
    use.used = used_bytes (&view, &use.slab);
    lane->frames += 1u << use.slab.order;
    lane->used += use.used;
    g_array_append_val (lane->slabs, use);
  }
}

/* What stands instead of the lanes; NULL: there are lanes. */
static const char *
why_nothing (const struct fol_state *state, guint count)
{
  if (!state->from_machine)
    return _ ("A recording begins with memory that no machine opens with; so there is nothing to "
              "compare it with. Open a machine or a lesson instead.");
  return count < 2 ? _ ("The other allocators are catching up with these operations.") : NULL;
}

static char *
cost_text (const struct fol_state *state)
{
  const struct sim_slab_cost *cost = &state->result.cost;
  static const char *const level[SIM_LEVELS] = { NULL, N_ ("what the CPU had at hand"),
                                                 N_ ("a slab that was there"),
                                                 N_ ("the page allocator") };

  if (state->position.index == 0 || cost->level == SIM_LEVEL_NONE || cost->level >= SIM_LEVELS)
    return g_strdup (_ ("the last operation: nothing"));
  return g_strdup_printf (_ ("the last operation: %s; lists %u, cache lines %u, locks %u"),
                          _ (level[cost->level]), cost->lists, cost->lines, cost->locks);
}

static char *
size_text (const struct lane *lane)
{
  guint64 held = lane->frames * FRAME_BYTES;
  g_autofree char *count = fol_grouped (lane->frames), *used = fol_grouped (lane->used);
  g_autofree char *frames =
      g_strdup_printf (ngettext ("%s frame", "%s frames", (gulong) lane->frames), count);

  return g_strdup_printf (_ ("%s · %s bytes in objects (%u %%)"), frames, used,
                          held == 0 ? 0 : (guint) (lane->used * 100 / held));
}

/* A bar as long as the frames held, in objects and not: all lanes on one scale. */
static void
add_bar (struct compare *compare, const struct lane *lane, double x, double y, double width)
{
  double held = compare->most == 0 ? 0 : width * (double) lane->frames / (double) compare->most;
  double used =
      lane->frames == 0 ? 0 : held * (double) lane->used / (double) (lane->frames * FRAME_BYTES);

  fol_add_rect (compare->shapes, FOL_ROLE_WELL, x, y, width, BAR, 3);
  if (held > 0)
    fol_add_rect (compare->shapes, FOL_ROLE_FREE, x, y, held, BAR, 3);
  if (used > 0)
    fol_add_rect (compare->shapes, FOL_ROLE_USED, x, y, used, BAR, 3);
}

static char *
tile_name (const struct sim_view *view, const struct slab_use *use)
{
  struct sim_kmem_cache cache;
  char name[SIM_CACHE_NAME_BYTES] = "SLOB";

  if (use->slab.cache != SIM_CACHE_SLOB + 1 && sim_view_cache (view, use->slab.cache - 1, &cache))
    sim_cache_name (&cache, name);
  return g_strdup_printf (_ ("Slab of %s at frame %u: %u of %u bytes in objects"), name,
                          use->slab.pfn, use->used, FRAME_BYTES << use->slab.order);
}

static void
add_tile (struct compare *compare, const struct lane *lane, const struct slab_use *use, double x,
          double y, double width)
{
  struct sim_view view = fol_state_view (lane->state);
  bool own = lane->allocator == compare->state->machine.slab_allocator;
  double share = (double) use->used / (double) (FRAME_BYTES << use->slab.order);
  g_autofree char *name = tile_name (&view, use);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_FREE,
    .x = x,
    .y = y,
    .width = width,
    .height = TILE,
    .radius = 3,
    .name = name,
    .identity = fol_identity_thing (COMPARE_TILES + lane->allocator, use->slab.pfn),
  };

  if (own)
    shape.object = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = use->slab.pfn };
  fol_shapes_add (compare->shapes, &shape);
  if (share > 0)
    fol_add_rect (compare->shapes, FOL_ROLE_USED, x, y + TILE * (1 - share), width, TILE * share,
                  2);
  if (own)
    fol_add_marks (compare->shapes, compare->marking, &shape);
}

/* Slabs in the order of their entries, in rows; what does not fit is counted.  Returns the
 * height. */
static double
add_tiles (struct compare *compare, const struct lane *lane, double x, double y, double width,
           double height)
{
  double at_x = x, at_y = y;

  height = MAX (height, compare->rows_least * (TILE + TILE_SPACE));

  for (guint i = 0; i < lane->slabs->len; i++) {
    const struct slab_use *use = &g_array_index (lane->slabs, struct slab_use, i);
    double wide =
        MIN (TILE * (1u << use->slab.order) + TILE_SPACE * ((1u << use->slab.order) - 1), width);

    if (at_x + wide > x + width + 0.01) {
      at_x = x;
      at_y += TILE + TILE_SPACE;
    }
    if (at_y + 2 * TILE + TILE_SPACE > y + height && at_x == x && i + 1 < lane->slabs->len &&
        at_y > y) {
      g_autofree char *more = fol_more_text (lane->slabs->len, i, false);

      fol_add_text (compare->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x, at_y, width, ROW,
                    FOL_ALIGN_START, more);
      return at_y + ROW - y;
    }
    add_tile (compare, lane, use, at_x, at_y, wide);
    at_x += wide + TILE_SPACE;
  }
  return at_y + TILE - y;
}

/* What the lane is, has, and did; where its slabs may begin. */
static double
add_words (struct compare *compare, const struct lane *lane, double x, double y, double width)
{
  bool own = lane->allocator == compare->state->machine.slab_allocator;
  g_autofree char *size = size_text (lane), *cost = cost_text (lane->state);
  g_autofree char *heading =
      own ? g_strdup_printf (_ ("%s, of this machine"), allocator_names[lane->allocator])
          : g_strdup (allocator_names[lane->allocator]);

  fol_add_text (compare->shapes, FOL_ROLE_TITLE, FOL_SIZE_TEXT, true, x, y, width, ROW,
                FOL_ALIGN_START, heading);
  y += ROW + 2;
  add_bar (compare, lane, x, y, width);
  y = fol_add_lines (compare->shapes, FOL_ROLE_LABEL, FOL_SIZE_CAPTION, x, y + BAR + 4, width, 16,
                     size);
  y = fol_add_lines (compare->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, x, y, width, 16, cost);
  if (lane->left_out > 0) {
    g_autofree char *left_out = g_strdup_printf (
        g_dngettext (NULL, "%u operation it does not have was left out",
                     "%u operations it does not have were left out", (gulong) lane->left_out),
        (guint) lane->left_out);

    y = fol_add_lines (compare->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, x, y, width, 16,
                       left_out);
  }
  return y + FOL_GRID;
}

static void
add_nothing (struct compare *compare, const char *why, double y, double width)
{
  double end = fol_add_lines (compare->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, 0, y,
                              MIN (width, 560), 20, why);

  /* So that the keyboard, and who cannot see it, finds something here. */
  fol_shapes_add (compare->shapes, &(struct fol_shape){ .kind = FOL_SHAPE_RECT,
                                                        .role = FOL_ROLE_NONE,
                                                        .y = y,
                                                        .width = MIN (width, 560),
                                                        .height = end - y,
                                                        .name = why });
  compare->shapes->width = width;
  compare->shapes->height = end;
  compare->shapes->summary = g_strdup (why);
}

static void
read_lanes (struct compare *compare)
{
  for (guint i = 0; i < SIM_ALLOCATORS; i++) {
    enum sim_slab_allocator allocator = lane_order[i];
    struct lane *lane = &compare->lane[compare->count];

    if (compare->state->lane[allocator] == NULL)
      continue;
    *lane = (struct lane){ .allocator = allocator,
                           .state = compare->state->lane[allocator],
                           .left_out = compare->state->lane_left_out[allocator] };
    read_lane (lane);
    compare->most = MAX (compare->most, lane->frames);
    compare->count++;
  }
}

static char *
summary_of (const struct compare *compare)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < compare->count; i++) {
    g_autofree char *size = size_text (&compare->lane[i]);

    g_string_append_printf (text, "%s%s: %s", i > 0 ? ". " : "",
                            allocator_names[compare->lane[i].allocator], size);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Beside each other, all slabs begin at one height, so that they can be compared. */
static double
add_beside (struct compare *compare, double y, double width, double height)
{
  double wide = floor ((width - (compare->count - 1) * GAP) / compare->count), top = y, end = y;

  for (guint i = 0; i < compare->count; i++) {
    double words = add_words (compare, &compare->lane[i], i * (wide + GAP), y, wide);

    top = MAX (top, words);
  }
  for (guint i = 0; i < compare->count; i++) {
    double took = add_tiles (compare, &compare->lane[i], i * (wide + GAP), top, wide, height - top);

    end = MAX (end, top + took);
  }
  return end;
}

static double
add_below (struct compare *compare, double y, double width, double height)
{
  double tall = floor ((height - y) / compare->count) - GAP, end = y;

  for (guint i = 0; i < compare->count; i++) {
    double top = add_words (compare, &compare->lane[i], 0, y, width);

    end = top + add_tiles (compare, &compare->lane[i], 0, top, width, tall - (top - y));
    y = end + GAP;
  }
  return end;
}

static void
add_lanes (struct compare *compare, double y, double width, double height)
{
  bool beside = width >= compare->count * COLUMN + (compare->count - 1) * GAP;

  compare->shapes->width = width;
  compare->shapes->height =
      beside ? add_beside (compare, y, width, height) : add_below (compare, y, width, height);
}

/* What the bars and boxes are, below the legend of their colours. */
static void
add_legend (struct compare *compare, const struct fol_legend_item *items, guint count)
{
  double width = compare->shapes->width, y = compare->shapes->height + 2 * FOL_GRID;

  fol_add_legend (compare->shapes, items, count, 0, y, width);
  y += fol_legend_height (items, count, width);
  compare->shapes->height =
      fol_add_lines (compare->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, 0, y + 4, width, 16,
                     _ ("A box is a slab, as wide as its frames; a bar is all that an allocator "
                        "holds, on one scale."));
}

struct fol_shapes *
fol_compare_build (const struct fol_state *state, const struct fol_marks *marks,
                   const struct fol_figure_options *options, double width, double height)
{
  struct fol_legend_item legend[] = { { FOL_ROLE_USED, "", _ ("in objects"), -1 },
                                      { FOL_ROLE_FREE, "", _ ("held, but in no object"), -1 } };
  g_autofree char *subtitle = g_strdup_printf (
      g_dngettext (NULL, "the same %u operation with each allocator",
                   "the same %u operations with each allocator", (gulong) state->position.index),
      (guint) state->position.index);
  struct compare compare = { .state = state, .shapes = fol_shapes_new () };
  struct fol_marking marking;
  const char *why;
  double y;

  width = MAX (width, FOL_NARROWEST);
  fol_marking_init (&marking, state, marks);
  compare.marking = &marking;
  read_lanes (&compare);
  y = fol_add_header (compare.shapes, options, _ ("Allocators compared"), subtitle, width);
  why = why_nothing (state, compare.count);
  if (why != NULL) {
    add_nothing (&compare, why, y, width);
  } else {
    double foot = options->no_legend ? 0
                                     : fol_legend_height (legend, G_N_ELEMENTS (legend), width) +
                                           2 * FOL_GRID + FOOT;

    compare.rows_least = options->page ? ROWS_LEAST_PAGE : ROWS_LEAST;
    add_lanes (&compare, y, width, height - foot);
    if (!options->no_legend)
      add_legend (&compare, legend, G_N_ELEMENTS (legend));
    compare.shapes->summary = summary_of (&compare);
  }
  for (guint i = 0; i < compare.count; i++)
    g_array_unref (compare.lane[i].slabs);
  return compare.shapes;
}
