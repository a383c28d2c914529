/* engine/physical/pcp.c - refill, take, add, return. */
#include "engine/physical/pcp.h"

static inline void
list_block (struct sim_world *world, uint32_t zone, uint32_t cpu, uint32_t list, sim_pfn pfn,
            uint32_t order, uint32_t type, bool to_tail)
{
  uint32_t head = sim_pcp_head (world, zone, cpu, list);

  sim_put (world, &world->flags[pfn],
           SIM_PAGE_FLAGS (SIM_PAGE_PCP, order, type, sim_pcp_list_type (list), cpu, zone));
  if (to_tail)
    sim_list_add_tail (world, head, pfn);
  else
    sim_list_add_head (world, head, pfn);
}

/* rmqueue_bulk () */
static void SIM_SELDOM
refill (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type, uint32_t alloc_flags)
{
  uint32_t cpu = world->header->cpu, list = sim_pcp_list (order, type);
  struct sim_pcp *pcp = sim_pcp_of (world, zone, cpu);
  uint32_t batch = world->profile->pcp_refill_count (order, pcp->batch);
  uint32_t taken = 0;

  SIM_TELL (world, RMQUEUE_PCPLIST, PCP_EMPTY, SIM_OBJECTS (sim_on_pcp_list (zone, cpu, list)),
            zone, cpu, order, type, batch);
  sim_enter (world);
  SIM_TELL (world, RMQUEUE_BULK, ENTER, SIM_OBJECTS (sim_on_zone (zone)), zone);
  for (; taken < batch; taken++) {
    uint32_t found_type;
    sim_pfn pfn = sim_rmqueue (world, zone, order, type, alloc_flags, &found_type);

    if (pfn == SIM_PFN_NONE)
      break;
    list_block (world, zone, cpu, list, pfn, order, found_type, true);
    if (found_type == SIM_MIGRATE_CMA)
      sim_mod_free_cma (world, zone, -(1 << order));
  }
  if (taken > 0) {
    sim_mod_free_pages (world, zone, -(int32_t) (taken << order));
    sim_put (world, &pcp->count, pcp->count + (taken << order));
  }
  sim_leave (world);
}

sim_pfn
sim_pcp_take (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type,
              uint32_t alloc_flags)
{
  uint32_t cpu = world->header->cpu, list = sim_pcp_list (order, type);
  struct sim_pcp *pcp = sim_pcp_of (world, zone, cpu);
  uint32_t head = sim_pcp_head (world, zone, cpu, list);
  sim_pfn pfn;

  sim_enter (world);
  SIM_TELL (world, RMQUEUE_PCPLIST, PCP_USE, SIM_OBJECTS (sim_on_pcp_list (zone, cpu, list)), zone,
            cpu, order, type, pcp->count);
  if (pcp->free_factor != 0)
    sim_put (world, &pcp->free_factor, pcp->free_factor >> 1);
  if (sim_list_first (world, head) == SIM_PFN_NONE)
    refill (world, zone, order, type, alloc_flags);
  pfn = sim_list_first (world, head);
  if (pfn != SIM_PFN_NONE) {
    sim_list_del (world, pfn);
    sim_page_in_hand (world, pfn, order, zone);
    sim_put (world, &pcp->count, pcp->count - (UINT32_C (1) << order));
    SIM_TELL (world, RMQUEUE_PCPLIST, PCP_TAKE,
              SIM_OBJECTS (sim_on_block (pfn, order), sim_on_pcp_list (zone, cpu, list)), pfn, zone,
              cpu, order, type, pcp->count);
  }
  sim_leave (world);
  return pfn;
}

/* free_pcppages_bulk (): `count` pages (at least) from the tails, starting with
 * list `first` and going round. */
static void SIM_SELDOM
return_pages (struct sim_world *world, uint32_t zone, uint32_t cpu, uint32_t count, uint32_t first)
{
  struct sim_pcp *pcp = sim_pcp_of (world, zone, cpu);
  uint32_t list = first;
  int32_t left = (int32_t) (count < pcp->count ? count : pcp->count);

  sim_enter (world);
  while (left > 0) {
    uint32_t head = sim_pcp_head (world, zone, cpu, list);
    uint32_t order = sim_pcp_list_order (list, world->layout->pageblock_order);
    sim_pfn pfn;

    while (left > 0 && (pfn = sim_list_last (world, head)) != SIM_PFN_NONE) {
      uint32_t type = SIM_PAGE_TYPE (world->flags[pfn]);

      SIM_TELL (world, FREE_PCPPAGES_BULK, PCP_RETURN,
                SIM_OBJECTS (sim_on_block (pfn, order), sim_on_pcp_list (zone, cpu, list)), pfn,
                order, zone, cpu, type);
      sim_list_del (world, pfn);
      sim_page_in_hand (world, pfn, order, zone);
      left -= 1 << order;
      sim_put (world, &pcp->count, pcp->count - (UINT32_C (1) << order));
      sim_buddy_give (world, zone, pfn, order, type, false);
    }
    list = list + 1 == SIM_NR_PCP_LISTS ? 0 : list + 1;
  }
  sim_leave (world);
}

/* nr_pcp_high () */
static uint32_t
effective_high (const struct sim_world *world, uint32_t zone, const struct sim_pcp *pcp,
                bool free_high)
{
  if (pcp->high == 0 || free_high)
    return 0;
  if ((world->zones[zone].flags & SIM_ZONE_RECLAIM_ACTIVE) == 0)
    return pcp->high;
  return pcp->batch * 4 < pcp->high ? pcp->batch * 4 : pcp->high;
}

void
sim_pcp_give (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order, uint32_t type)
{
  uint32_t cpu = world->header->cpu;
  uint32_t list = sim_pcp_list (order, type < SIM_MIGRATE_PCPTYPES ? type : SIM_MIGRATE_MOVABLE);
  struct sim_pcp *pcp = sim_pcp_of (world, zone, cpu);
  uint32_t high;
  bool free_high;

  sim_enter (world);
  list_block (world, zone, cpu, list, pfn, order, type, false);
  sim_put (world, &pcp->count, pcp->count + (UINT32_C (1) << order));
  SIM_TELL (world, FREE_UNREF_PAGE_COMMIT, PCP_ADD,
            SIM_OBJECTS (sim_on_block (pfn, order), sim_on_pcp_list (zone, cpu, list)), pfn, zone,
            cpu, order, type, pcp->count);
  /* While pages are only freed, larger blocks are not kept: someone may need
   * them whole. */
  free_high = pcp->free_factor != 0 && order > 0 && order < SIM_PCP_ORDERS;
  high = effective_high (world, zone, pcp, free_high);
  if (pcp->count >= high) {
    uint32_t count = pcp->count, factor = pcp->free_factor;

    if (!free_high)
      count =
          world->profile->pcp_free_count (high, pcp->batch, world->profile->pcp_scale_max, &factor);
    SIM_TELL (world, FREE_UNREF_PAGE_COMMIT, PCP_HIGH, SIM_OBJECTS (sim_on_pcp (zone, cpu)), zone,
              cpu, pcp->count, high, count, factor);
    sim_put (world, &pcp->free_factor, factor);
    return_pages (world, zone, cpu, count, list);
  }
  sim_leave (world);
}

void
sim_pcp_drain (struct sim_world *world, uint32_t cpu)
{
  sim_enter (world);
  for (uint32_t zone = 0; zone < world->layout->zone_count; zone++) {
    struct sim_pcp *pcp = sim_pcp_of (world, zone, cpu);

    if (pcp->count == 0)
      continue;
    SIM_TELL (world, DRAIN_PAGES_ZONE, DRAIN, SIM_OBJECTS (sim_on_pcp (zone, cpu)), zone, cpu,
              pcp->count);
    return_pages (world, zone, cpu, pcp->count, 0);
  }
  sim_leave (world);
}

void
sim_pcp_set_limits (struct sim_world *world, uint32_t zone_index)
{
  const struct sim_machine *machine = &world->machine;
  const struct sim_zone *zone = &world->zones[zone_index];
  uint32_t batch = 1, high = 0, cpus = 0;

  for (uint32_t cpu = 0; cpu < machine->cpu_count; cpu++)
    cpus += machine->cpu_node[cpu] == zone->node;
  /* A node without CPUs is shared out among all. */
  if (cpus == 0)
    cpus = machine->cpu_count;
  if (!machine->boot_pcp) {
    batch = world->profile->pcp_batch (zone->managed_pages);
    high = world->profile->pcp_high (zone->watermark[SIM_WMARK_LOW], cpus, batch);
  }
  for (uint32_t cpu = 0; cpu < machine->cpu_count; cpu++) {
    struct sim_pcp *pcp = sim_pcp_of (world, zone_index, cpu);

    sim_put (world, &pcp->high, high);
    sim_put (world, &pcp->batch, batch);
  }
}
