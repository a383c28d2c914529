/* tests/engine/test-operations.c - refusals say why and leave no trace; machines likewise. */
#include "tests/engine/testing.h"

/* Applies, expects this answer, and no changed byte. */
static void
refused (struct sim_world *world, enum sim_status status, guint64 number0, guint64 number1,
         guint64 number2, struct sim_op op)
{
  struct sim_arena *arena = sim_world_arena (world);
  guint64 before = sim_arena_hash (arena);
  struct sim_result result;

  sim_arena_journal_begin (arena, true);
  g_assert_cmpint (sim_apply (world, &op, &result, NULL), ==, status);
  g_assert_cmpuint (result.number[0], ==, number0);
  g_assert_cmpuint (result.number[1], ==, number1);
  g_assert_cmpuint (result.number[2], ==, number2);
  g_assert_cmpuint (result.pfn, ==, SIM_PFN_NONE);
  g_assert_cmpuint (arena->journal_count, ==, 0);
  g_assert_cmpuint (sim_arena_hash (arena), ==, before);
  sim_arena_journal_begin (arena, false);
}

#define OP(kind_, ...) ((struct sim_op){ .kind = SIM_OP_##kind_, .argument = { __VA_ARGS__ } })

static void
test_refusals (void)
{
  struct sim_machine machine = pc_machine (64, 0);
  struct sim_world *world = open_world (&machine);
  sim_pfn pfn = alloc_block (world, 2, UNMOVABLE), on_pcp = alloc_block (world, 0, UNMOVABLE);
  sim_pfn large = alloc_block (world, 5, UNMOVABLE);
  struct sim_view view = sim_world_view (world);
  struct sim_block block;

  free_block (world, on_pcp);
  free_block (world, large);
  sim_view_block (&view, large, &block);
  g_assert_cmpint (block.state, ==, SIM_PAGE_FREE);

  refused (world, SIM_BAD_OPERATION, 99, 0, 0, (struct sim_op){ .kind = 99 });
  refused (world, SIM_BAD_ORDER, 11, 10, 0, OP (ALLOC_PAGES, 11, UNMOVABLE, SIM_NODE_ANY));
  refused (world, SIM_BAD_GFP, 0x18, 0, 0, OP (ALLOC_PAGES, 0, 0x18, SIM_NODE_ANY));
  refused (world, SIM_BAD_GFP, 0x5, 0, 0, OP (ALLOC_PAGES, 0, 0x5, SIM_NODE_ANY));
  refused (world, SIM_BAD_GFP, 0x1000000, 0x1000000, 0,
           OP (ALLOC_PAGES, 0, 0x1000000, SIM_NODE_ANY));
  refused (world, SIM_BAD_ARGUMENT, 2, 1, 0, OP (ALLOC_PAGES, 0, UNMOVABLE, 1));
  refused (world, SIM_BAD_FRAME, 1u << 20, 16352, 0, OP (FREE_PAGES, 1u << 20, 0));
  refused (world, SIM_BAD_FRAME, UINT64_MAX, 16352, 0, OP (FREE_PAGES, UINT64_MAX, 0));
  refused (world, SIM_BAD_ORDER, 12, 10, 0, OP (FREE_PAGES, pfn, 12));
  refused (world, SIM_FREE_HOLE, 0, 0, 0, OP (FREE_PAGES, 0, 0));
  refused (world, SIM_FREE_HOLE, 200, 0, 0, OP (FREE_PAGES, 200, 0));
  refused (world, SIM_FREE_RESERVED, 0x1234, 0, 0, OP (FREE_PAGES, 0x1234, 0));
  refused (world, SIM_FREE_TWICE, large, block.pfn, block.order, OP (FREE_PAGES, large, 5));
  refused (world, SIM_FREE_ON_PCP, on_pcp, on_pcp, 0, OP (FREE_PAGES, on_pcp, 0));
  refused (world, SIM_FREE_TAIL, pfn + 1, pfn, 2, OP (FREE_PAGES, pfn + 1, 0));
  refused (world, SIM_FREE_ORDER, pfn, 3, 2, OP (FREE_PAGES, pfn, 3));
  refused (world, SIM_NOT_USED, large, SIM_PAGE_FREE, 0, OP (SET_PAGE_LRU, large, 1));
  refused (world, SIM_BAD_ARGUMENT, 1, 4, 3, OP (SET_PAGE_LRU, pfn + 1, 4));
  refused (world, SIM_BAD_FRAME, 1u << 23, 16352, 0, OP (CLEAR_PAGE_LRU, 1u << 23, 1));
  refused (world, SIM_BAD_CPU, 1, 1, 0, OP (SET_CPU, 1));
  check_world (world);
  free_block (world, pfn);
  refused (world, SIM_FREE_ON_PCP, pfn, pfn, 2, OP (FREE_PAGES, pfn, SIM_ORDER_OF_BLOCK));
  sim_world_close (world);
}

/* The table says the same as apply (). */
static void
test_table (void)
{
  for (guint i = 0; i < SIM_OP_COUNT; i++) {
    g_assert_nonnull (sim_operations[i].name);
    g_assert_cmpuint (sim_operations[i].argument_count, <=, SIM_ARGUMENTS_MAX);
    for (guint j = 0; j < sim_operations[i].argument_count; j++) {
      const struct sim_argument_info *argument = &sim_operations[i].argument[j];

      g_assert_nonnull (argument->name);
      if (argument->kind == SIM_ARGUMENT_OFFSET)
        g_assert_cmpint ((gint64) argument->least, <=, (gint64) argument->most);
      else
        g_assert_cmpuint (argument->least, <=, argument->most);
      g_assert_true (argument->required || argument->otherwise <= argument->most);
    }
  }
}

static void
test_lru (void)
{
  struct sim_machine machine = teaching_machine ();
  struct sim_world *world = open_world (&machine);
  sim_pfn pfn = alloc_block (world, 2, MOVABLE);
  struct sim_view view = sim_world_view (world);

  g_assert_cmpint (apply_op (world, SIM_OP_SET_PAGE_LRU, pfn + 1, 2, 0).status, ==, SIM_OK);
  check_world (world);
  g_assert_false (sim_view_frame_lru (&view, pfn));
  g_assert_true (sim_view_frame_lru (&view, pfn + 1));
  g_assert_true (sim_view_frame_lru (&view, pfn + 2));
  g_assert_cmpint (apply_op (world, SIM_OP_CLEAR_PAGE_LRU, pfn + 1, 1, 0).status, ==, SIM_OK);
  check_world (world);
  g_assert_false (sim_view_frame_lru (&view, pfn + 1));
  g_assert_true (sim_view_frame_lru (&view, pfn + 2));
  g_assert_cmpint (apply_op (world, SIM_OP_SET_PAGE_LRU, pfn, 0, 0).status, ==, SIM_OK);
  g_assert_true (sim_view_frame_lru (&view, pfn + 3));
  /* Whoever frees a page takes it off the LRU. */
  free_block (world, pfn);
  check_world (world);
  for (guint i = 0; i < 4; i++)
    g_assert_false (sim_view_frame_lru (&view, pfn + i));
  sim_world_close (world);
}

static void
machine_refused (const struct sim_machine *machine, enum sim_machine_error error,
                 const char *member, guint index)
{
  struct sim_machine_problem problem;

  g_assert_null (sim_world_open (machine, &problem));
  g_assert_cmpint (problem.error, ==, error);
  g_assert_cmpstr (problem.member, ==, member);
  g_assert_cmpuint (problem.index, ==, index);
}

#define CHANGED(...)                                                                               \
  ({                                                                                               \
    machine = pc_machine (64, 0);                                                                  \
    __VA_ARGS__;                                                                                   \
    &machine;                                                                                      \
  })

static void
test_machines (void)
{
  struct sim_machine machine;

  machine_refused (CHANGED (machine.ram_count = 0), SIM_MACHINE_NO_RAM, "ram", 0);
  machine_refused (CHANGED (machine.ram[1].size = 0), SIM_MACHINE_BAD_RANGE, "ram", 1);
  machine_refused (CHANGED (machine.ram[1].size = UINT64_MAX), SIM_MACHINE_BAD_RANGE, "ram", 1);
  machine_refused (CHANGED (machine.ram[1].start = 0x2000), SIM_MACHINE_OVERLAP, "ram", 1);
  machine_refused (CHANGED (machine.ram[1].size = UINT64_C (65) << 30), SIM_MACHINE_TOO_LARGE,
                   "ram", 1);
  machine_refused (CHANGED (machine.reserved[0].start = 0xa0000), SIM_MACHINE_OUTSIDE_RAM,
                   "reserved", 0);
  machine_refused (CHANGED (machine.max_order = 12), SIM_MACHINE_BAD_ORDER, "max_order", 0);
  machine_refused (CHANGED (machine.max_order = 0), SIM_MACHINE_BAD_ORDER, "max_order", 0);
  machine_refused (CHANGED (machine.pageblock_order = 11), SIM_MACHINE_BAD_ORDER, "pageblock_order",
                   0);
  machine_refused (CHANGED (machine.cpu_count = 17), SIM_MACHINE_BAD_CPUS, "cpus", 0);
  machine_refused (CHANGED (machine.cpu_node[0] = 4), SIM_MACHINE_BAD_CPUS, "cpu_node", 0);
  machine_refused (CHANGED (machine.zone_end[SIM_ZONE_DMA32] = 0x1000), SIM_MACHINE_BAD_ZONES,
                   "zones", SIM_ZONE_DMA32);
  machine_refused (
      CHANGED (machine.zone_end[SIM_ZONE_DMA32] = 0x2000000, machine.zone_end[SIM_ZONE_NORMAL] = 0),
      SIM_MACHINE_BAD_ZONES, "zones", SIM_MAX_NR_ZONES);
  machine_refused (CHANGED (machine.reserved[0] = machine.ram[0],
                            machine.reserved[1] = machine.ram[1], machine.reserved_count = 2),
                   SIM_MACHINE_NOTHING_FREE, "reserved", 0);
  machine_refused (CHANGED (machine.ram_count = 1, machine.reserved_count = 0,
                            machine.ram[0] = (struct sim_range){ 10, 20 }),
                   SIM_MACHINE_NO_RAM, "ram", 0);
}

/* 16 Mi frames: opens, works, is not larger than promised. */
static void
test_largest_machine (void)
{
  struct sim_machine machine = pc_machine (3072, 0);
  struct sim_world *world;
  sim_pfn pfn;

  machine.ram[2] = (struct sim_range){ UINT64_C (4) << 30, UINT64_C (60) << 30 };
  machine.ram_count = 3;
  world = open_world (&machine);
  g_assert_cmpuint (sim_world_layout (world)->frame_count, ==, SIM_FRAMES_MAX);
  g_assert_cmpuint (sim_world_layout (world)->total_words * 4, <=, UINT64_C (32) * SIM_FRAMES_MAX);
  pfn = alloc_block (world, 0, MOVABLE);
  g_assert_cmpuint (pfn, >=, 1u << 20);
  free_block (world, pfn);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operations/refusals", test_refusals);
  g_test_add_func ("/operations/table", test_table);
  g_test_add_func ("/operations/lru", test_lru);
  g_test_add_func ("/operations/machines", test_machines);
  g_test_add_func ("/operations/largest-machine", test_largest_machine);
  return g_test_run ();
}
