/* tests/figures/test-compare.c - SLAB, SLUB and SLOB in step: the lanes, and what is in them.
 *
 * Golden lists are kept as in test-figures.c.
 */
#include "tests/figures/golden.h"
#include "tests/figures/states.h"

#include "app/host/compare.h"
#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"
#include "ui/figures/figure.h"
#include "ui/figures/paint.h"

#include <string.h>

#define OBJECTS 60u

/* A cache of 200 bytes and kmalloc in turn, some given back; SLUB is the machine's own. */
static struct fol_history *
make_workload (void)
{
  static const uint64_t sizes[] = { 24, 100, 300, 900, 3000 };
  struct fol_history *history = fol_test_slabs (SIM_ALLOCATOR_SLUB);
  uint64_t object[OBJECTS];
  uint64_t cache =
      fol_test_apply (history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("inode"), 200, 0, 0);

  for (guint i = 0; i < OBJECTS; i++) {
    object[i] =
        fol_test_apply (history, SIM_OP_KMEM_CACHE_ALLOC, cache, SIM_GFP_KERNEL, SIM_NODE_ANY, 0);
    if (i % 4 == 1)
      fol_test_apply (history, SIM_OP_KMALLOC, sizes[i / 4 % G_N_ELEMENTS (sizes)], SIM_GFP_KERNEL,
                      SIM_NODE_ANY, 0);
    if (i % 5 == 4)
      fol_test_apply (history, SIM_OP_KMEM_CACHE_FREE, cache, object[i - 3], 0, 0);
  }
  return history;
}

/* The moment after operation `index`, with its lanes; the caller owns the state. */
static struct fol_state *
state_at (struct fol_history *history, struct fol_compare *compare, uint64_t index)
{
  struct fol_position position = { .branch = 0, .index = index, .step = FOL_STEP_END };
  struct fol_state *state;

  g_assert_true (fol_history_seek (history, position, NULL));
  state = fol_history_state (history);
  g_assert_true (fol_compare_add_lanes (compare, state, NULL));
  return state;
}

static struct fol_compare *
compare_with (struct fol_history *history)
{
  struct fol_state *state = fol_history_state (history);
  struct fol_compare *compare = fol_compare_new (&state->machine);

  fol_state_unref (state);
  g_assert_nonnull (compare);
  return compare;
}

static void
test_golden (void)
{
  static const struct {
    const char *name;
    uint64_t index;
    double width, height;
  } lists[] = { { "lanes-boot", 1, 1040, 560 },
                { "lanes-middle", 30, 1040, 560 },
                { "lanes-end", 88, 1040, 560 },
                { "lanes-narrow", 88, 280, 560 } };
  struct fol_history *history;
  struct fol_compare *compare;

  if (!fol_test_has_fonts ()) {
    g_test_skip ("needs the fonts Cantarell and DejaVu Sans Mono");
    return;
  }
  history = make_workload ();
  compare = compare_with (history);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    struct fol_state *state = state_at (history, compare, lists[i].index);
    struct fol_shapes *shapes =
        fol_figure_build (FOL_FIGURE_COMPARE, state, NULL, NULL, lists[i].width, lists[i].height);

    fol_test_golden (lists[i].name, shapes);
    fol_shapes_free (shapes);
    fol_state_unref (state);
  }
  fol_compare_free (compare);
  fol_history_free (history);
}

/* Each slab of each lane is a box, at every moment, there and back; only the machine's own can
 * be clicked. */
static void
test_follows (void)
{
  static const uint64_t moments[] = { 1, 20, 50, 88, 50, 1, 88 };
  struct fol_history *history = make_workload ();
  struct fol_compare *compare = compare_with (history);

  for (guint m = 0; m < G_N_ELEMENTS (moments); m++) {
    struct fol_state *state = state_at (history, compare, moments[m]);
    struct fol_shapes *shapes = fol_figure_build (FOL_FIGURE_COMPARE, state, NULL, NULL, 1040, 560);
    guint boxes = 0, own = 0, slabs = 0;

    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      boxes += shape->name != NULL && g_str_has_prefix (shape->name, "Slab of ");
      own += shape->object.kind == SIM_OBJECT_SLAB;
    }
    for (guint lane = 0; lane < SIM_ALLOCATORS; lane++) {
      g_assert_nonnull (state->lane[lane]);
      g_assert_cmpuint (state->lane[lane]->position.index, ==, moments[m]);
      slabs += fol_test_count_slabs (state->lane[lane]);
    }
    g_assert_cmpuint (boxes, ==, slabs);
    g_assert_cmpuint (own, ==, fol_test_count_slabs (state));
    g_assert_nonnull (strstr (shapes->summary, "SLOB: "));
    fol_shapes_free (shapes);
    fol_state_unref (state);
  }
  fol_compare_free (compare);
  fol_history_free (history);
}

/* All is inside, and every word has the room it needs; what has no room is counted. */
static void
test_room (void)
{
  static const double sizes[][2] = { { 216, 120 }, { 456, 300 }, { 744, 200 }, { 1600, 900 } };
  struct fol_history *history = make_workload ();
  struct fol_compare *compare = compare_with (history);
  struct fol_state *state = state_at (history, compare, 88);

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (int page = 0; page <= 1; page++) {
      struct fol_figure_options options = fol_figure_options_default;
      struct fol_shapes *shapes;

      options.page = page == 1;
      options.no_title = true;
      shapes =
          fol_figure_build (FOL_FIGURE_COMPARE, state, NULL, &options, sizes[s][0], sizes[s][1]);
      for (guint i = 0; i < fol_shapes_count (shapes); i++) {
        const struct fol_shape *shape = fol_shapes_get (shapes, i);

        g_assert_cmpfloat (shape->x, >=, 0);
        g_assert_cmpfloat (shape->x + shape->width, <=, shapes->width + 0.01);
        g_assert_cmpfloat (shape->y + shape->height, <=, shapes->height + 0.01);
        if (shape->text != NULL && fol_text_width (shape->text, shape->text_size, shape->bold,
                                                   shape->monospace) > shape->width + 0.5)
          g_error ("“%s” in %.0f at %.0fx%.0f", shape->text, shape->width, sizes[s][0],
                   sizes[s][1]);
      }
      fol_shapes_free (shapes);
    }
  fol_state_unref (state);
  fol_compare_free (compare);
  fol_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/golden", test_golden);
  g_test_add_func ("/compare/follows", test_follows);
  g_test_add_func ("/compare/room", test_room);
  return g_test_run ();
}
