/* tests/figures/test-zones.c - the figure of zones says what the engine then does. */
#include "tests/figures/states.h"

#include "engine/physical/gfp.h"
#include "ui/figures/figure.h"

#include <string.h>

/* One zone without per-CPU lists: a page leaves the zone when it is given out. */
static struct fol_history *
small (void)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;

  sim_machine_defaults (&machine);
  machine.max_order = 6;
  machine.pageblock_order = 3;
  machine.smp = false;
  machine.boot_pcp = true;
  machine.min_free_kbytes = 64;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 128 * 4096 };
  memset (machine.zone_end, 0, sizeof machine.zone_end);
  machine.zone_end[SIM_ZONE_NORMAL] = 128 * 4096;
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

static struct fol_shapes *
build (struct fol_history *history, const struct fol_figure_options *options)
{
  struct fol_state *state = fol_history_state (history);
  struct fol_shapes *shapes = fol_figure_build (FOL_FIGURE_ZONES, state, NULL, options, 1040, 560);

  fol_state_unref (state);
  return shapes;
}

/* The text at the end of the row of a kind of request. */
static const char *
verdict (const struct fol_shapes *shapes, const char *class)
{
  bool here = false;

  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->kind != FOL_SHAPE_TEXT)
      continue;
    if (here)
      return shape->text;
    here = g_str_equal (shape->text, class);
  }
  g_error ("no row for %s", class);
}

/* The names of the chips are what assistive technology reads. */
static const char *
row_name (const struct fol_shapes *shapes, const char *class)
{
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->name != NULL && g_str_has_prefix (shape->name, class))
      return shape->name;
  }
  g_error ("no name for %s", class);
}

static guint
number_in (const char *text)
{
  const char *digits = strpbrk (text, "0123456789");

  g_assert_nonnull (digits);
  return (guint) g_ascii_strtoull (digits, NULL, 10);
}

static bool
try_alloc (struct fol_history *history, uint32_t gfp)
{
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES, .argument = { 0, gfp, SIM_NODE_ANY } };
  struct sim_result result;

  return fol_history_apply (history, &op, &result) == SIM_OK;
}

/* As many as it says, and not one more; then those with rights go on. */
static void
test_more (void)
{
  static const struct {
    const char *name;
    uint32_t gfp;
  } classes[] = { { "GFP_KERNEL", SIM_GFP_KERNEL }, { "GFP_ATOMIC", SIM_GFP_ATOMIC_REQUEST } };
  struct fol_history *history = small ();

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    struct fol_shapes *shapes = build (history, NULL);
    guint more = number_in (verdict (shapes, classes[i].name)), taken = 0;

    g_assert_null (strstr (shapes->summary, classes[i].name));
    fol_shapes_free (shapes);
    while (try_alloc (history, classes[i].gfp))
      taken++;
    g_assert_cmpuint (more, >, 0);
    g_assert_cmpuint (taken, ==, more);
    shapes = build (history, NULL);
    g_assert_nonnull (strstr (verdict (shapes, classes[i].name), "≤"));
    g_assert_nonnull (strstr (row_name (shapes, classes[i].name), "would be refused"));
    g_assert_nonnull (strstr (shapes->summary, classes[i].name));
    fol_shapes_free (shapes);
  }
  fol_history_free (history);
}

static guint
count_kind (const struct fol_shapes *shapes, enum sim_object_kind kind)
{
  guint count = 0;

  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    count += fol_shapes_get (shapes, i)->object.kind == kind;
  return count;
}

/* Lists stand head first, as the engine has them, with as many as are counted. */
static void
test_lists (void)
{
  struct fol_history *history = fol_test_pc (256);
  struct fol_figure_options options = fol_figure_options_default;
  struct fol_state *state;
  struct fol_shapes *shapes;
  struct sim_view view;
  uint32_t zone, list, node;
  guint blocks = 0, more = 0;
  struct sim_block block;
  sim_pfn pfn = fol_test_alloc (history, 0, SIM_GFP_HIGHUSER_MOVABLE);

  state = fol_history_state (history);
  view = fol_state_view (state);
  sim_view_block (&view, pfn, &block);
  zone = block.zone;
  list = sim_pcp_list_of (state->layout, zone, 0, sim_pcp_list (0, SIM_MIGRATE_MOVABLE));
  options.zone = zone;
  shapes = build (history, &options);
  node = sim_view_list_first (&view, list);
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->kind == FOL_SHAPE_TEXT && shape->text != NULL && shape->text[0] == '+')
      more = number_in (shape->text);
    if (shape->object.kind != SIM_OBJECT_BLOCK)
      continue;
    g_assert_cmpuint (shape->object.a, ==, node);
    g_assert_cmpuint (shape->identity, ==, UINT64_C (1) << 32 | node);
    node = sim_view_list_next (&view, node);
    blocks++;
  }
  g_assert_cmpuint (blocks, >, 2);
  g_assert_cmpuint (blocks + more, ==, sim_view_list_length (&view, list, UINT32_MAX));
  g_assert_cmpuint (count_kind (shapes, SIM_OBJECT_PCP_LIST), ==, 1);
  g_assert_cmpuint (count_kind (shapes, SIM_OBJECT_PCP), ==, 1);
  fol_shapes_free (shapes);
  fol_state_unref (state);
  fol_history_free (history);
}

/* An empty list is there when it is pointed at. */
static void
test_pointed (void)
{
  struct fol_history *history = fol_test_pc (64);
  struct fol_state *state = fol_history_state (history);
  struct fol_marks marks = { .pointed = { { SIM_OBJECT_PCP_LIST, 0, 0, 4 } }, .pointed_count = 1 };
  struct fol_shapes *shapes = fol_figure_build (FOL_FIGURE_ZONES, state, &marks, NULL, 640, 320);
  guint amber = 0;

  g_assert_cmpuint (count_kind (shapes, SIM_OBJECT_PCP_LIST), ==, 1);
  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    amber += fol_shapes_get (shapes, i)->role == FOL_ROLE_NOW;
  g_assert_cmpuint (amber, ==, 1);
  fol_shapes_free (shapes);
  fol_state_unref (state);
  fol_history_free (history);
}

/* Zones and CPUs can be picked, and one that is not there shows all. */
static void
test_picked (void)
{
  struct fol_history *history = fol_test_pc (5120);
  struct fol_figure_options options = fol_figure_options_default;
  guint all = 0;

  for (uint32_t zone = 0; zone <= 3; zone++) {
    struct fol_shapes *shapes;
    guint found = 0;

    options.zone = zone < 3 ? zone : UINT32_MAX;
    shapes = build (history, &options);
    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      if (shape->object.kind == SIM_OBJECT_ZONE) {
        g_assert_true (zone == 3 || shape->object.a == zone);
        found++;
      }
    }
    g_assert_cmpuint (found, >=, 4);
    if (zone < 3)
      all += found;
    else
      g_assert_cmpuint (found, ==, all);
    fol_shapes_free (shapes);
  }
  fol_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zones/more", test_more);
  g_test_add_func ("/zones/lists", test_lists);
  g_test_add_func ("/zones/pointed", test_pointed);
  g_test_add_func ("/zones/picked", test_picked);
  return g_test_run ();
}
