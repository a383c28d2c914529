/* tests/engine/test-outlook.c - what is told of a request is what happens when it is made. */
#include "tests/engine/testing.h"

#include "engine/physical/alloc.h"

static const guint32 classes[] = {
  SIM_GFP_KERNEL,
  SIM_GFP_KERNEL | SIM_GFP_DMA,
  SIM_GFP_KERNEL | SIM_GFP_DMA32,
  SIM_GFP_KERNEL | SIM_GFP_RECLAIMABLE,
  SIM_GFP_HIGHUSER_MOVABLE,
  SIM_GFP_ATOMIC_REQUEST,
  SIM_GFP_ATOMIC_REQUEST | SIM_GFP_NOMEMALLOC,
  SIM_GFP_ATOMIC_REQUEST | SIM_GFP_DIRECT_RECLAIM,
  SIM_GFP_KSWAPD_RECLAIM,
};

/* Three zones of 4, 12 and 48 MiB, each with a reserve for those above. */
static struct sim_world *
three_zones (void)
{
  struct sim_machine machine;

  sim_machine_defaults (&machine);
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << 20 };
  machine.pageblock_order = 5;
  machine.max_order = 8;
  machine.zone_end[SIM_ZONE_DMA] = 4u << 20;
  machine.zone_end[SIM_ZONE_DMA32] = 16u << 20;
  return open_world (&machine);
}

static bool
served (struct sim_world *world, guint32 gfp, bool by_zone[SIM_ZONES_MAX])
{
  struct sim_view view = sim_world_view (world);
  bool any = false;

  for (guint zone = 0; zone < view.layout->zone_count; zone++) {
    struct sim_outlook outlook;

    sim_view_outlook (&view, zone, gfp, &outlook);
    by_zone[zone] = outlook.reaches && sim_zone_margin (&outlook.last) > 0;
    any |= by_zone[zone];
    /* The slow path never asks for more. */
    if (outlook.reaches)
      g_assert_cmpint (sim_zone_margin (&outlook.last), >=, sim_zone_margin (&outlook.first));
  }
  return any;
}

static void
test_foretold (void)
{
  guint64 seed = test_seed (14);
  struct sim_world *world = three_zones ();
  struct sim_view view = sim_world_view (world);
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  guint refused[G_N_ELEMENTS (classes)] = { 0 }, boosted = 0;

  for (guint round = 0; round < 60000; round++) {
    guint which = random_below (&seed, G_N_ELEMENTS (classes));
    bool by_zone[SIM_ZONES_MAX], expected = served (world, classes[which], by_zone);
    struct sim_result result;
    struct sim_zone zone;
    struct sim_block block;

    /* Memory fills up, and then stays nearly full. */
    if (used->len > 0 && random_below (&seed, 100) < (round < 20000 ? 5 : 49)) {
      guint index = random_below (&seed, used->len);

      free_block (world, g_array_index (used, sim_pfn, index));
      g_array_remove_index_fast (used, index);
      continue;
    }
    result = apply_op (world, SIM_OP_ALLOC_PAGES, 0, classes[which], SIM_NODE_ANY);
    g_assert_true ((result.status == SIM_OK) == expected);
    if (result.status != SIM_OK) {
      refused[which]++;
      continue;
    }
    sim_view_block (&view, result.pfn, &block);
    g_assert_true (by_zone[block.zone]);
    g_array_append_val (used, result.pfn);
    sim_view_zone (&view, block.zone, &zone);
    boosted += zone.watermark_boost > 0;
  }
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    g_assert_cmpuint (refused[i], >, 0);
  g_assert_cmpuint (boosted, >, 0);
  check_world (world);
  sim_world_close (world);
}

/* A zone above the highest one is not tried; rights lower the mark to 3/8. */
static void
test_terms (void)
{
  struct sim_world *world = three_zones ();
  struct sim_view view = sim_world_view (world);
  struct sim_outlook outlook;
  struct sim_zone zone;

  sim_view_zone (&view, 1, &zone);
  sim_view_outlook (&view, 2, SIM_GFP_KERNEL | SIM_GFP_DMA32, &outlook);
  g_assert_false (outlook.reaches);
  sim_view_outlook (&view, 1, SIM_GFP_KERNEL, &outlook);
  g_assert_true (outlook.reaches);
  g_assert_cmpint (outlook.first.mark, ==, zone.watermark[SIM_WMARK_LOW]);
  g_assert_cmpint (outlook.last.mark, ==, zone.watermark[SIM_WMARK_MIN]);
  g_assert_cmpint (outlook.last.reserve, ==, zone.lowmem_reserve[SIM_ZONE_NORMAL]);
  g_assert_cmpint (outlook.last.reserve, >, 0);
  g_assert_cmpint (outlook.last.usable, ==, zone.nr_free);
  sim_view_outlook (&view, 1, SIM_GFP_KERNEL | SIM_GFP_DMA32, &outlook);
  g_assert_cmpint (outlook.last.reserve, ==, 0);
  sim_view_outlook (&view, 1, SIM_GFP_ATOMIC_REQUEST, &outlook);
  g_assert_cmpint (outlook.first.mark, ==, zone.watermark[SIM_WMARK_LOW]);
  g_assert_cmpint (outlook.last.mark, <=, (zone.watermark[SIM_WMARK_MIN] + 1) / 2);
  g_assert_cmpint (outlook.last.mark, >=, zone.watermark[SIM_WMARK_MIN] * 3 / 8);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outlook/foretold", test_foretold);
  g_test_add_func ("/outlook/terms", test_terms);
  return g_test_run ();
}
