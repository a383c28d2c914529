/* tests/engine/test-mobility.c - fallback between types, reserves, and who may have the last page. */
#include "tests/engine/testing.h"

enum {
  U = SIM_MIGRATE_UNMOVABLE,
  M = SIM_MIGRATE_MOVABLE,
  R = SIM_MIGRATE_RECLAIMABLE,
  H = SIM_MIGRATE_HIGHATOMIC
};

static guint
pageblock (struct sim_world *world, sim_pfn pfn)
{
  struct sim_view view = sim_world_view (world);

  return sim_view_pageblock_type (&view, pfn);
}

static struct sim_zone
zone_of (struct sim_world *world, guint index)
{
  struct sim_view view = sim_world_view (world);
  struct sim_zone zone;

  sim_view_zone (&view, index, &zone);
  return zone;
}

/* The largest block of another type is claimed, with all its pageblocks. */
static void
test_claim_whole (void)
{
  struct sim_machine machine = teaching_machine ();
  struct sim_world *world = open_world (&machine);

  g_assert_cmpuint (alloc_block (world, 0, UNMOVABLE), ==, 0);
  g_assert_cmpuint (pageblock (world, 0), ==, U);
  g_assert_cmpuint (pageblock (world, 8), ==, U);
  g_assert_cmpuint (pageblock (world, 16), ==, M);
  assert_free_list (world, 0, 3, U, "8");
  assert_free_list (world, 0, 4, M, "16 32 48");
  /* The next one needs no fallback. */
  g_assert_cmpuint (alloc_block (world, 1, UNMOVABLE), ==, 2);
  check_world (world);
  sim_world_close (world);
}

/* Fills memory with movable single pages and frees some of pageblock 0. */
static struct sim_world *
filled (guint freed, gboolean lru)
{
  struct sim_machine machine = teaching_machine ();
  struct sim_world *world = open_world (&machine);

  for (guint i = 0; i < 64; i++)
    g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, i);
  if (lru) {
    for (guint i = 0; i < 64; i++)
      apply_op (world, SIM_OP_SET_PAGE_LRU, i, 0, 0);
  }
  for (guint i = 0; i < freed; i++)
    free_block (world, i * 2);
  return world;
}

/* Used pages that are not on the LRU count as being like the request: 2 free
 * + 6 alike are at least half of 8, so the pageblock is claimed. */
static void
test_claim_part (void)
{
  struct sim_world *world = filled (2, FALSE);

  alloc_block (world, 0, UNMOVABLE);
  g_assert_cmpuint (pageblock (world, 0), ==, U);
  assert_free_list (world, 0, 0, M, "");
  check_world (world);
  sim_world_close (world);
}

/* If they are movable they do not: 2 of 8 are too few.  All free pages of the
 * pageblock are taken, in address order, but its type stays. */
static void
test_steal_pages (void)
{
  struct sim_world *world = filled (3, TRUE);

  assert_free_list (world, 0, 0, M, "4 2 0");
  g_assert_cmpuint (alloc_block (world, 0, UNMOVABLE), ==, 0);
  g_assert_cmpuint (pageblock (world, 0), ==, M);
  assert_free_list (world, 0, 0, U, "2 4");
  assert_free_list (world, 0, 0, M, "");
  check_world (world);
  /* Freed, it goes home: to the type of its pageblock. */
  free_block (world, 0);
  assert_free_list (world, 0, 0, M, "0");
  check_world (world);
  sim_world_close (world);
}

/* Too few pageblocks for grouping: all requests count as unmovable. */
static void
test_grouping_off (void)
{
  struct sim_machine machine = teaching_machine ();
  struct sim_world *world;

  machine.ram[0].size = 40u << SIM_PAGE_SHIFT;
  world = open_world (&machine);
  g_assert_false (sim_world_layout (world)->grouping_possible);
  g_assert_cmpuint (alloc_block (world, 0, MOVABLE), ==, 0);
  g_assert_cmpuint (pageblock (world, 0), ==, U);
  assert_free_list (world, 0, 0, U, "1");
  check_world (world);
  sim_world_close (world);
}

/* 64 MiB in one zone; returns single pages held after taking all that `gfp` may have. */
static guint
take_all (struct sim_world *world, guint order, guint32 gfp, GArray *held)
{
  guint count = 0;

  for (;; count++) {
    struct sim_result result = apply_op (world, SIM_OP_ALLOC_PAGES, order, gfp, SIM_NODE_ANY);

    if (result.status == SIM_NO_MEMORY)
      return count;
    g_assert_cmpint (result.status, ==, SIM_OK);
    g_array_append_val (held, result.pfn);
  }
}

static struct sim_world *
small_normal (void)
{
  struct sim_machine machine;

  sim_machine_defaults (&machine);
  machine.smp = false; /* exact counters */
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << 20 };
  machine.zone_end[SIM_ZONE_DMA] = 0;
  machine.zone_end[SIM_ZONE_DMA32] = 0;
  return open_world (&machine);
}

static void
assert_just_below (struct sim_world *world, guint mark)
{
  guint pages = zone_of (world, 0).nr_free;

  g_assert_cmpuint (pages, <, mark);
  g_assert_cmpuint (pages, >=, mark - 3);
}

/* Down to min, then to 3/8 of it, then to nothing. */
static void
test_reserves (void)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  struct sim_world *world = small_normal ();
  guint min = zone_of (world, 0).watermark[SIM_WMARK_MIN];
  guint pages;

  take_all (world, 0, UNMOVABLE, held);
  /* A request that finds no more than the mark is refused; the one before it
   * may have refilled the per-CPU list with up to three pages. */
  assert_just_below (world, min + 1);
  take_all (world, 0, SIM_GFP_ATOMIC_REQUEST, held);
  assert_just_below (world, min - min / 2 - (min - min / 2) / 4 + 1);
  pages = held->len;
  take_all (world, 0, UNMOVABLE | SIM_GFP_MEMALLOC, held);
  g_assert_cmpuint (held->len, >, pages);
  g_assert_cmpuint (zone_of (world, 0).nr_free, ==, 0);
  check_world (world);
  for (guint i = 0; i < held->len; i++)
    free_block (world, g_array_index (held, sim_pfn, i));
  apply_op (world, SIM_OP_DRAIN_ALL_PAGES, 0, 0, 0);
  check_world (world);
  g_assert_cmpuint (zone_of (world, 0).nr_free, ==, zone_of (world, 0).managed_pages);
  sim_world_close (world);
}

/* An atomic request of order > 0 that needed the reserves gets a pageblock for
 * its like; a request that could have reclaimed gives it back in the end. */
static void
test_highatomic (void)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  struct sim_world *world = small_normal ();
  struct sim_result result;
  sim_pfn pfn;

  take_all (world, 3, UNMOVABLE, held);
  pfn = alloc_block (world, 3, SIM_GFP_ATOMIC_REQUEST);
  g_assert_cmpuint (pageblock (world, pfn), ==, H);
  g_assert_cmpuint (zone_of (world, 0).nr_reserved_highatomic, ==, 512);
  check_world (world);
  /* Freed blocks of it wait on the movable list and remember where they belong. */
  free_block (world, pfn);
  assert_pcp_list (world, 0, 0, 3, U, "");
  apply_op (world, SIM_OP_DRAIN_ALL_PAGES, 0, 0, 0);
  check_world (world);

  /* Ignoring watermarks is no right to these. */
  take_all (world, 0, UNMOVABLE | SIM_GFP_MEMALLOC, held);
  g_assert_cmpuint (zone_of (world, 0).nr_reserved_highatomic, ==, 512);
  g_assert_cmpuint (zone_of (world, 0).nr_free, >, 0);
  result = apply_op (world, SIM_OP_ALLOC_PAGES, 0, SIM_GFP_KERNEL, SIM_NODE_ANY);
  g_assert_cmpint (result.status, ==, SIM_NO_MEMORY);
  g_assert_cmpuint (zone_of (world, 0).nr_reserved_highatomic, ==, 0);
  g_assert_cmpuint (pageblock (world, pfn), ==, U);
  check_world (world);
  alloc_block (world, 0, UNMOVABLE | SIM_GFP_MEMALLOC);
  check_world (world);
  sim_world_close (world);
}

/* Zones: the preferred one first, the lower ones keep something back. */
static void
test_zones (void)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  struct sim_machine machine = pc_machine (128, 128);
  struct sim_world *world = open_world (&machine);
  struct sim_zone dma = zone_of (world, 0);

  g_assert_cmpuint (zone_of (world, 2).type, ==, SIM_ZONE_NORMAL);
  g_assert_cmpuint (alloc_block (world, 0, UNMOVABLE), >=, 1u << 20);
  g_assert_cmpuint (alloc_block (world, 0, UNMOVABLE | SIM_GFP_DMA32), <, 1u << 20);
  g_assert_cmpuint (alloc_block (world, 0, UNMOVABLE | SIM_GFP_DMA), <, 4096);
  g_assert_cmpuint (dma.lowmem_reserve[SIM_ZONE_NORMAL], ==,
                    (zone_of (world, 1).managed_pages + zone_of (world, 2).managed_pages) / 256);
  take_all (world, 0, UNMOVABLE, held);
  check_world (world);
  /* What ordinary requests left of DMA is there for those who need it. */
  g_assert_cmpuint (alloc_block (world, 0, UNMOVABLE | SIM_GFP_DMA), <, 4096);
  g_assert_cmpuint (zone_of (world, 0).nr_free + 8, >=,
                    dma.watermark[SIM_WMARK_MIN] + dma.lowmem_reserve[SIM_ZONE_NORMAL]);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mobility/claim-whole", test_claim_whole);
  g_test_add_func ("/mobility/claim-part", test_claim_part);
  g_test_add_func ("/mobility/steal-pages", test_steal_pages);
  g_test_add_func ("/mobility/grouping-off", test_grouping_off);
  g_test_add_func ("/mobility/reserves", test_reserves);
  g_test_add_func ("/mobility/highatomic", test_highatomic);
  g_test_add_func ("/mobility/zones", test_zones);
  return g_test_run ();
}
