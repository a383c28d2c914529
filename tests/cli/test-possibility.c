/* tests/cli/test-possibility.c - that one can do what the inspector says one can do. */
#include "app/host/history.h"
#include "app/operation-text.h"
#include "app/possibility.h"
#include "engine/physical/gfp.h"

/* Two CPUs, 64 frames; 8-15 in use, 16 on a list of CPU 0, 17 in use. */
static struct fol_history *
make_history (void)
{
  const struct sim_op ops[] = {
    { SIM_OP_ALLOC_PAGES, { 3, SIM_GFP_HIGHUSER_MOVABLE, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_FREE_PAGES, { 16, SIM_ORDER_OF_BLOCK } },
  };
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;
  struct sim_result result;

  sim_machine_defaults (&machine);
  machine.cpu_count = 2;
  machine.max_order = 5;
  machine.pageblock_order = 3;
  machine.boot_pcp = false;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << SIM_PAGE_SHIFT };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 8u << SIM_PAGE_SHIFT };
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    g_assert_cmpint (fol_history_apply (history, &ops[i], &result), ==, SIM_OK);
  return history;
}

/* The labels, joined by " | ". */
static char *
labels (const struct sim_view *view, struct sim_object object)
{
  struct fol_possibility possible[FOL_POSSIBILITIES_MAX];
  guint count = fol_possibilities (view, object, possible);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", possible[i].label);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_labels (void)
{
  static const struct {
    struct sim_object object;
    const char *labels;
  } cases[] = {
    { { SIM_OBJECT_FRAME, 0, 0, 0 }, "Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 40, 0, 0 }, "Allocate here | Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 20, 0, 0 },
      "Allocate here | Select its buddy | Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 9, 0, 0 }, "Free block | Select its buddy | Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 17, 0, 0 }, "Free frame | Select its buddy | Follow it | Its pageblock" },
    { { SIM_OBJECT_BLOCK, 16, 0, 0 },
      "Allocate here | Drain the lists | Follow it | Its pageblock" },
    { { SIM_OBJECT_FREE_LIST, 0, 4, SIM_MIGRATE_MOVABLE }, "Allocate from it | Its first block" },
    { { SIM_OBJECT_FREE_LIST, 0, 4, SIM_MIGRATE_UNMOVABLE }, "Allocate from it" },
    { { SIM_OBJECT_FREE_LIST, 0, 4, SIM_MIGRATE_CMA }, "" },
    { { SIM_OBJECT_PCP, 0, 0, 0 }, "Drain these lists | Drain all CPUs" },
    { { SIM_OBJECT_PCP, 0, 1, 0 }, "Run on this CPU | Drain all CPUs" },
    { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "Allocate from it | Drain this CPU | Its first block" },
    { { SIM_OBJECT_PCP_LIST, 0, 1, 0 }, "Run on this CPU" },
    { { SIM_OBJECT_ZONE, 0, 0, 0 }, "Allocate from it | Drain the lists" },
    { { SIM_OBJECT_PAGEBLOCK, 8, 0, 0 }, "Show its frames | Follow it" },
    { { SIM_OBJECT_STEP, 1, 0, 0 }, "Go to this step" },
    { { SIM_OBJECT_NONE, 0, 0, 0 }, "" },
    { { SIM_OBJECT_FRAME, 64, 0, 0 }, "" },
    { { SIM_OBJECT_ZONE, 9, 0, 0 }, "" },
  };
  struct fol_history *history = make_history ();
  struct fol_state *state = fol_history_state (history);
  struct sim_view view = fol_state_view (state);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = labels (&view, cases[i].object);

    g_assert_cmpstr (text, ==, cases[i].labels);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* Does all that can be done with an object, each time with a world of its own. */
static void
do_all (struct sim_object object)
{
  struct fol_possibility possible[FOL_POSSIBILITIES_MAX];
  struct fol_history *history = make_history ();
  struct fol_state *state = fol_history_state (history);
  struct sim_view view = fol_state_view (state);
  guint count = fol_possibilities (&view, object, possible);

  for (guint i = 0; i < count; i++) {
    struct fol_operation operation = FOL_OPERATION_INIT;
    struct sim_result result;
    g_autoptr (GError) error = NULL;

    if (possible[i].effect == FOL_CAN_SELECT)
      g_assert_cmpuint (possible[i].object.a, <, view.layout->frame_count);
    if (possible[i].effect != FOL_CAN_APPLY)
      continue;
    fol_operation_parse_text (possible[i].operation, &operation, &error);
    g_assert_no_error (error);
    g_assert_cmpint (fol_history_apply (history, &operation.op, &result), ==, SIM_OK);
    fol_operation_clear (&operation);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

static void
test_operations (void)
{
  for (guint pfn = 0; pfn < 64; pfn++) {
    do_all ((struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
    do_all ((struct sim_object){ .kind = SIM_OBJECT_BLOCK, .a = pfn });
    do_all ((struct sim_object){ .kind = SIM_OBJECT_PAGEBLOCK, .a = pfn });
  }
  for (guint order = 0; order < 5; order++)
    for (guint type = 0; type < SIM_MIGRATE_TYPES; type++)
      do_all ((struct sim_object){ SIM_OBJECT_FREE_LIST, 0, order, type });
  for (guint cpu = 0; cpu < 2; cpu++) {
    do_all ((struct sim_object){ SIM_OBJECT_PCP, 0, cpu, 0 });
    for (guint list = 0; list < SIM_NR_PCP_LISTS; list++)
      do_all ((struct sim_object){ SIM_OBJECT_PCP_LIST, 0, cpu, list });
  }
  do_all ((struct sim_object){ .kind = SIM_OBJECT_ZONE });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/possibility/labels", test_labels);
  g_test_add_func ("/possibility/operations", test_operations);
  return g_test_run ();
}
