/* tests/figures/states.c - the moments that figure tests look at. */
#include "tests/figures/states.h"

#include "engine/physical/gfp.h"

#include <glib.h>

struct fol_history *
fol_test_teaching (void)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;

  sim_machine_defaults (&machine);
  g_strlcpy (machine.name, "teaching-64", sizeof machine.name);
  machine.max_order = 5;
  machine.pageblock_order = 3;
  machine.cpu_count = 1;
  machine.smp = false;
  machine.boot_pcp = true;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64 * 4096 };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 8 * 4096 };
  memset (machine.zone_end, 0, sizeof machine.zone_end);
  machine.zone_end[SIM_ZONE_NORMAL] = 64 * 4096;
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

struct fol_history *
fol_test_pc (uint64_t mib)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;

  sim_machine_defaults (&machine);
  g_snprintf (machine.name, sizeof machine.name, "pc-%u", (guint) mib);
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, mib << 20 };
  machine.reserved_count = 2;
  machine.reserved[0] = (struct sim_range){ 0, 1 << 20 };
  machine.reserved[1] = (struct sim_range){ 16 << 20, 24 << 20 };
  machine.zone_end[SIM_ZONE_DMA] = 16 << 20;
  machine.zone_end[SIM_ZONE_DMA32] = UINT64_C (4) << 30;
  machine.zone_end[SIM_ZONE_NORMAL] = mib << 20;
  if (mib <= 4096) {
    machine.zone_end[SIM_ZONE_DMA32] = mib << 20;
    machine.zone_end[SIM_ZONE_NORMAL] = 0;
  }
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

struct fol_history *
fol_test_odd (void)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;

  sim_machine_defaults (&machine);
  machine.ram_count = 2;
  machine.ram[0] = (struct sim_range){ 0, 700 * 4096 };
  machine.ram[1] = (struct sim_range){ 768 * 4096, 232 * 4096 };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 100 * 4096 };
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

sim_pfn
fol_test_alloc (struct fol_history *history, uint32_t order, uint32_t gfp)
{
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES, .argument = { order, gfp, SIM_NODE_ANY } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
  return result.pfn;
}

void
fol_test_free (struct fol_history *history, sim_pfn pfn)
{
  struct sim_op op = { .kind = SIM_OP_FREE_PAGES, .argument = { pfn, SIM_ORDER_OF_BLOCK } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
}

struct fol_history *
fol_test_used (void)
{
  struct fol_history *history = fol_test_teaching ();
  sim_pfn freed[3];

  fol_test_alloc (history, 3, SIM_GFP_HIGHUSER_MOVABLE);
  fol_test_alloc (history, 2, SIM_GFP_HIGHUSER_MOVABLE);
  freed[0] = fol_test_alloc (history, 1, SIM_GFP_HIGHUSER_MOVABLE);
  fol_test_alloc (history, 2, SIM_GFP_KERNEL);
  fol_test_alloc (history, 0, SIM_GFP_KERNEL);
  freed[1] = fol_test_alloc (history, 0, SIM_GFP_KERNEL);
  fol_test_alloc (history, 1, SIM_GFP_KERNEL | SIM_GFP_RECLAIMABLE);
  freed[2] = fol_test_alloc (history, 2, SIM_GFP_HIGHUSER_MOVABLE);
  fol_test_alloc (history, 0, SIM_GFP_HIGHUSER_MOVABLE);
  for (int i = 0; i < 3; i++)
    fol_test_free (history, freed[i]);
  return history;
}

struct fol_state *
fol_test_state_at (struct fol_history *history, uint32_t step)
{
  struct fol_position position = fol_history_position (history);

  position.step = step;
  g_assert_true (fol_history_seek (history, position, NULL));
  return fol_history_state (history);
}

uint64_t
fol_test_apply (struct fol_history *history, enum sim_operation_kind kind, uint64_t a, uint64_t b,
                uint64_t c, uint64_t d)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c, d } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
  return result.value;
}

struct fol_history *
fol_test_slabs (enum sim_slab_allocator allocator)
{
  return fol_test_slabs_in (allocator, 256);
}

struct fol_history *
fol_test_slabs_in (enum sim_slab_allocator allocator, uint64_t frames)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;

  sim_machine_defaults (&machine);
  g_strlcpy (machine.name, "slabs-256", sizeof machine.name);
  machine.max_order = 9;
  machine.pageblock_order = 5;
  machine.cpu_count = 1;
  machine.smp = false;
  machine.boot_pcp = true;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, frames * 4096 };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 8 * 4096 };
  memset (machine.zone_end, 0, sizeof machine.zone_end);
  machine.zone_end[SIM_ZONE_NORMAL] = frames * 4096;
  machine.slab_allocator = allocator;
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  fol_test_apply (history, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0, 0);
  return history;
}

guint
fol_test_count_slabs (const struct fol_state *state)
{
  struct sim_view view = fol_state_view (state);
  struct sim_slab_header header;
  struct sim_slab slab;
  guint count = 0;

  sim_view_slab_header (&view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    sim_view_slab (&view, entry, &slab);
    count += slab.cache != 0 && slab.head == entry;
  }
  return count;
}
