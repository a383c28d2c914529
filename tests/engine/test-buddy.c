/* tests/engine/test-buddy.c - splitting, merging and where blocks go, by hand on 64 frames. */
#include "tests/engine/testing.h"

enum { U = SIM_MIGRATE_UNMOVABLE, M = SIM_MIGRATE_MOVABLE };

static struct sim_world *
teaching (void)
{
  struct sim_machine machine = teaching_machine ();

  return open_world (&machine);
}

static void
finish (struct sim_world *world)
{
  check_world (world);
  sim_world_close (world);
  g_assert_cmpuint (sim_snapshot_count_alive (), ==, 0);
}

static void
test_open (void)
{
  struct sim_world *world = teaching ();
  struct sim_view view = sim_world_view (world);
  struct sim_zone zone;

  check_world (world);
  assert_free_list (world, 0, 4, M, "0 16 32 48");
  sim_view_zone (&view, 0, &zone);
  g_assert_cmpuint (zone.type, ==, SIM_ZONE_NORMAL);
  g_assert_cmpuint (zone.managed_pages, ==, 64);
  g_assert_cmpuint (zone.nr_free, ==, 64);
  g_assert_cmpuint (sim_view_pageblock_type (&view, 63), ==, M);
  finish (world);
}

/* One frame from a block of order 3: the upper halves go back. */
static void
test_split (void)
{
  struct sim_world *world = teaching ();

  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (alloc_block (world, 3, MOVABLE), ==, i * 8);
  free_block (world, 40);
  assert_free_list (world, 0, 3, M, "40");
  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 40);
  assert_free_list (world, 0, 0, M, "41");
  assert_free_list (world, 0, 1, M, "42");
  assert_free_list (world, 0, 2, M, "44");
  assert_free_list (world, 0, 3, M, "");
  assert_free_list (world, 0, 4, M, "48");
  /* The next ones come from what was put back, smallest first. */
  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 41);
  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 42);
  assert_free_list (world, 0, 0, M, "43");
  finish (world);
}

/* A freed block merges with its XOR buddy only, as often as it can. */
static void
test_merge (void)
{
  struct sim_world *world = teaching ();

  for (guint i = 0; i < 8; i++)
    g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, i);
  free_block (world, 1);
  free_block (world, 2); /* side by side with 1, but not its buddy */
  assert_free_list (world, 0, 1, M, "");
  free_block (world, 0); /* 0 ^ 1 */
  assert_free_list (world, 0, 1, M, "0");
  free_block (world, 3); /* 2 ^ 3, then 0 ^ 2 */
  assert_free_list (world, 0, 1, M, "");
  assert_free_list (world, 0, 2, M, "0");
  for (guint i = 7; i >= 4; i--)
    free_block (world, i);
  /* 4-7 with 0-3, then 8-15, which was free all along. */
  assert_free_list (world, 0, 3, M, "");
  assert_free_list (world, 0, 4, M, "0 16 32 48");
  finish (world);
}

/* To the tail if the next merge is likely, else to the head. */
static void
test_head_or_tail (void)
{
  struct sim_world *world = teaching ();

  for (guint i = 0; i < 16; i++)
    g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, i);
  free_block (world, 5);
  free_block (world, 8);
  assert_free_list (world, 0, 0, M, "8 5");
  free_block (world, 2);
  free_block (world, 3);
  assert_free_list (world, 0, 1, M, "2");
  /* Once 1 is free, 0-1 will find 2-3 free: so 0 is left alone for a while. */
  free_block (world, 0);
  assert_free_list (world, 0, 0, M, "8 5 0");
  free_block (world, 11);
  assert_free_list (world, 0, 0, M, "11 8 5 0");
  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 11);
  finish (world);
}

static void
test_largest (void)
{
  struct sim_world *world = teaching ();
  struct sim_result result;

  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (alloc_block (world, 4, MOVABLE), ==, i * 16);
  result = apply_op (world, SIM_OP_ALLOC_PAGES, 0, MOVABLE, SIM_NODE_ANY);
  g_assert_cmpint (result.status, ==, SIM_NO_MEMORY);
  g_assert_cmpuint (result.pfn, ==, SIM_PFN_NONE);
  /* The highest order never merges, whatever its neighbour. */
  free_block (world, 16);
  free_block (world, 0);
  assert_free_list (world, 0, 4, M, "0 16");
  finish (world);
}

/* Reserved frames and holes stay out; what is free is cut into aligned blocks. */
static void
test_reserved (void)
{
  struct sim_machine machine = teaching_machine ();
  struct sim_world *world;
  struct sim_block block;
  struct sim_view view;

  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 3u << SIM_PAGE_SHIFT };
  machine.ram_count = 2;
  machine.ram[0].size = 22u << SIM_PAGE_SHIFT;
  machine.ram[1] = (struct sim_range){ 40u << SIM_PAGE_SHIFT, 24u << SIM_PAGE_SHIFT };
  machine.mobility_grouping = 1;
  world = open_world (&machine);
  check_world (world);
  assert_free_list (world, 0, 0, M, "3");
  assert_free_list (world, 0, 2, M, "4 16");
  assert_free_list (world, 0, 1, M, "20");
  assert_free_list (world, 0, 3, M, "8 40");
  assert_free_list (world, 0, 4, M, "48");
  view = sim_world_view (world);
  sim_view_block (&view, 1, &block);
  g_assert_cmpint (block.state, ==, SIM_PAGE_RESERVED);
  sim_view_block (&view, 30, &block);
  g_assert_cmpint (block.state, ==, SIM_PAGE_HOLE);
  /* Its first frame is no memory, so nobody marked this pageblock. */
  g_assert_cmpuint (sim_view_pageblock_type (&view, 24), ==, U);
  finish (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buddy/open", test_open);
  g_test_add_func ("/buddy/split", test_split);
  g_test_add_func ("/buddy/merge", test_merge);
  g_test_add_func ("/buddy/head-or-tail", test_head_or_tail);
  g_test_add_func ("/buddy/largest", test_largest);
  g_test_add_func ("/buddy/reserved", test_reserved);
  return g_test_run ();
}
