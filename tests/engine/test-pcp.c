/* tests/engine/test-pcp.c - per-CPU lists: refill, order, return, drain, two CPUs. */
#include "tests/engine/testing.h"

enum { U = SIM_MIGRATE_UNMOVABLE, M = SIM_MIGRATE_MOVABLE };

static struct sim_pcp
pcp_of (struct sim_world *world, guint zone, guint cpu)
{
  struct sim_view view = sim_world_view (world);
  struct sim_pcp pcp;

  sim_view_pcp (&view, zone, cpu, &pcp);
  return pcp;
}

/* 256 MiB in one zone, so that batch is large. */
static struct sim_world *
normal_only (guint cpus)
{
  struct sim_machine machine;

  sim_machine_defaults (&machine);
  machine.cpu_count = cpus;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 256u << 20 };
  machine.zone_end[SIM_ZONE_DMA] = 0;
  machine.zone_end[SIM_ZONE_DMA32] = 0;
  return open_world (&machine);
}

/* 65536 / 1024 / 4 = 16; 16 + 8 = 24, down to 16, less one. */
static void
test_limits (void)
{
  struct sim_world *world = normal_only (1), *two = normal_only (2);
  struct sim_view view = sim_world_view (world);
  struct sim_pcp pcp = pcp_of (world, 0, 0);
  struct sim_zone zone;

  sim_view_zone (&view, 0, &zone);
  g_assert_cmpuint (pcp.batch, ==, 15);
  g_assert_cmpuint (zone.watermark[SIM_WMARK_MIN], ==, 512); /* sqrt (16 * 262144 KiB) KiB */
  g_assert_cmpuint (zone.watermark[SIM_WMARK_LOW], ==, 640);
  g_assert_cmpuint (zone.watermark[SIM_WMARK_HIGH], ==, 768);
  g_assert_cmpuint (pcp.high, ==, 640);
  g_assert_cmpuint (pcp_of (two, 0, 1).high, ==, 320);
  sim_world_close (world);
  sim_world_close (two);
}

/* A refill takes `batch` blocks; they are handed out in the order they came. */
static void
test_refill (void)
{
  struct sim_world *world = normal_only (1);

  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 0);
  assert_pcp_list (world, 0, 0, 0, M, "1 2 3 4 5 6 7 8 9 10 11 12 13 14");
  g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 14);
  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 1);
  /* Last in, first out: it is still in the cache. */
  free_block (world, 0);
  assert_pcp_list (world, 0, 0, 0, M, "0 2 3 4 5 6 7 8 9 10 11 12 13 14");
  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 0);
  /* Other orders have their own lists and smaller refills. */
  g_assert_cmpuint (alloc_block (world, 2, MOVABLE), ==, 16);
  assert_pcp_list (world, 0, 0, 2, M, "20 24");
  check_world (world);
  apply_op (world, SIM_OP_DRAIN_LOCAL_PAGES, 0, 0, 0);
  g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 0);
  assert_pcp_list (world, 0, 0, 0, M, "");
  check_world (world);
  sim_world_close (world);
}

/* Only freeing: more and more goes back, and free_factor says how much. */
static void
test_return (void)
{
  struct sim_world *world = normal_only (1);
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  guint last = 0, most = 0;

  for (guint i = 0; i < 4000; i++) {
    sim_pfn pfn = alloc_block (world, 0, MOVABLE);

    g_array_append_val (held, pfn);
  }
  for (guint i = 0; i < held->len; i++) {
    struct sim_pcp before = pcp_of (world, 0, 0), after;

    free_block (world, g_array_index (held, sim_pfn, i));
    after = pcp_of (world, 0, 0);
    g_assert_cmpuint (after.count, <, after.high);
    if (after.count == before.count + 1)
      continue;
    /* The free that reached `high`: batch << free_factor went, at most
     * high - batch, and the factor rose while that was not reached. */
    g_assert_cmpuint (before.count + 1, ==, after.high);
    g_assert_cmpuint (before.count + 1 - after.count, ==,
                      MIN (15u << before.free_factor, 640u - 15u));
    g_assert_cmpuint (after.free_factor, ==, MIN (5, before.free_factor + 1));
    last = after.free_factor;
    most = MAX (most, last);
  }
  g_assert_cmpuint (most, ==, 5);
  /* An allocation halves it. */
  alloc_block (world, 0, MOVABLE);
  g_assert_cmpuint (pcp_of (world, 0, 0).free_factor, ==, last / 2);
  /* While it is not zero, a larger block takes everything with it. */
  {
    sim_pfn pfn = alloc_block (world, 1, MOVABLE);

    for (guint i = 0; pcp_of (world, 0, 0).free_factor == 0 && i < held->len; i++)
      g_assert_not_reached ();
    free_block (world, pfn);
    g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 0);
  }
  check_world (world);
  sim_world_close (world);
}

/* Blocks of order 4 and above pass the lists by. */
static void
test_large_orders (void)
{
  struct sim_world *world = normal_only (1);

  for (guint order = 4; order < 11; order++)
    free_block (world, alloc_block (world, order, MOVABLE));
  g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 0);
  free_block (world, alloc_block (world, 3, MOVABLE));
  g_assert_cmpuint (pcp_of (world, 0, 0).count, >, 0);
  check_world (world);
  sim_world_close (world);
}

/* A block goes to the list of the CPU that frees it. */
static void
test_two_cpus (void)
{
  struct sim_world *world = normal_only (2);
  sim_pfn pfn = alloc_block (world, 0, MOVABLE);

  g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 14);
  g_assert_cmpint (apply_op (world, SIM_OP_SET_CPU, 1, 0, 0).status, ==, SIM_OK);
  free_block (world, pfn);
  g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 14);
  assert_pcp_list (world, 0, 1, 0, M, "0");
  apply_op (world, SIM_OP_DRAIN_LOCAL_PAGES, 0, 0, 0);
  g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 14);
  g_assert_cmpuint (pcp_of (world, 0, 1).count, ==, 0);
  check_world (world);
  apply_op (world, SIM_OP_DRAIN_ALL_PAGES, 0, 0, 0);
  g_assert_cmpuint (pcp_of (world, 0, 0).count, ==, 0);
  check_world (world);
  sim_world_close (world);
}

/* Small changes of the counter wait with the CPU. */
static void
test_deltas (void)
{
  struct sim_world *world = normal_only (1);
  struct sim_view view = sim_world_view (world);
  struct sim_zone zone;
  gint64 before = sim_view_zone_free (&view, 0);

  sim_view_zone (&view, 0, &zone);
  g_assert_cmpuint (zone.stat_threshold, ==, 2 * 1 * (1 + 2)); /* 65536 >> 15 = 2, fls 2 */
  apply_op (world, SIM_OP_DRAIN_ALL_PAGES, 0, 0, 0);
  for (guint i = 0; i < 8; i++)
    alloc_block (world, 4, UNMOVABLE);
  g_assert_cmpint (sim_view_zone_free (&view, 0), ==, before - 8 * 16);
  check_world (world);
  /* One page at a time through a refill of two. */
  alloc_block (world, 3, UNMOVABLE);
  check_world (world);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pcp/limits", test_limits);
  g_test_add_func ("/pcp/refill", test_refill);
  g_test_add_func ("/pcp/return", test_return);
  g_test_add_func ("/pcp/large-orders", test_large_orders);
  g_test_add_func ("/pcp/two-cpus", test_two_cpus);
  g_test_add_func ("/pcp/deltas", test_deltas);
  return g_test_run ();
}
