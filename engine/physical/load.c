/* engine/physical/load.c - placing observed blocks and counters. */
#include "engine/physical/load.h"

#include "engine/physical/alloc.h"
#include "engine/physical/boot.h"
#include "engine/physical/buddy.h"
#include "engine/physical/pcp.h"
#include "engine/physical/zone.h"

struct sim_world *
sim_load_begin (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  struct sim_world *world = sim_world_new (machine, problem);

  if (world == NULL)
    return NULL;
  if (!machine->boot_pcp)
    sim_zone_set_watermarks (world);
  sim_load_grouping (world, machine->mobility_grouping != 0);
  return world;
}

uint64_t
sim_load_hand_over (struct sim_world *world)
{
  return sim_boot_hand_over (world);
}

bool
sim_load_next_to_free (const struct sim_world *world, sim_pfn *pfn, uint32_t *order)
{
  while (*pfn < world->layout->frame_count) {
    uint32_t flags = world->flags[*pfn];

    *order = SIM_PAGE_ORDER (flags);
    if (SIM_PAGE_STATE (flags) == SIM_PAGE_KERNEL && SIM_PAGE_ZONE (flags) != SIM_PAGE_NO_ZONE)
      return true;
    *pfn += UINT32_C (1) << *order;
  }
  return false;
}

void
sim_load_zone (struct sim_world *world, uint32_t zone, const struct sim_zone *state)
{
  struct sim_zone *to = &world->zones[zone];

  for (uint32_t i = 0; i < SIM_NR_WMARK; i++)
    sim_put (world, &to->watermark[i], state->watermark[i]);
  for (uint32_t i = 0; i < SIM_MAX_NR_ZONES; i++)
    sim_put (world, &to->lowmem_reserve[i], state->lowmem_reserve[i]);
  sim_put (world, &to->watermark_boost, state->watermark_boost);
  sim_put (world, &to->nr_reserved_highatomic, state->nr_reserved_highatomic);
  sim_put (world, &to->nr_free, state->nr_free);
  sim_put (world, &to->nr_free_cma, state->nr_free_cma);
  sim_put (world, &to->stat_threshold, state->stat_threshold);
  sim_put (world, &to->flags, state->flags);
}

void
sim_load_pcp (struct sim_world *world, uint32_t zone, uint32_t cpu, const struct sim_pcp *state)
{
  struct sim_pcp *to = sim_pcp_of (world, zone, cpu);

  sim_put (world, &to->high, state->high);
  sim_put (world, &to->batch, state->batch);
  sim_put (world, &to->free_factor, state->free_factor);
  sim_put (world, &to->free_diff, state->free_diff);
  sim_put (world, &to->free_cma_diff, state->free_cma_diff);
}

void
sim_load_cpu (struct sim_world *world, uint32_t cpu)
{
  SIM_ASSERT (cpu < world->layout->cpu_count);
  sim_put (world, &world->header->cpu, cpu);
}

void
sim_load_grouping (struct sim_world *world, bool on)
{
  sim_put (world, &world->header->page_group_by_mobility_disabled, !on);
  world->layout->grouping_possible = on;
}

void
sim_load_pageblock (struct sim_world *world, sim_pfn pfn, enum sim_migratetype type)
{
  SIM_ASSERT (pfn < world->layout->frame_count);
  sim_put (world, sim_pageblock_of (world, pfn), (uint32_t) type);
}

/* Cuts the block in use around [pfn, pfn + 2^order) until exactly that is a
 * block.  False if those frames are not one aligned part of one. */
static bool
carve (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order)
{
  struct sim_view view = sim_world_view (world);
  struct sim_block block;

  if (order >= world->layout->max_order || pfn >= world->layout->frame_count ||
      (pfn & ((UINT32_C (1) << order) - 1)) != 0)
    return false;
  sim_view_block (&view, pfn, &block);
  if (block.state != SIM_PAGE_KERNEL || block.zone != zone)
    return false;
  if (block.order < order) {
    /* Several small blocks may make up the whole. */
    sim_pfn end = pfn + (UINT32_C (1) << order);

    for (sim_pfn at = pfn; at < end; at += UINT32_C (1) << block.order) {
      if (at >= world->layout->frame_count)
        return false;
      sim_view_block (&view, at, &block);
      if (block.pfn != at || block.state != SIM_PAGE_KERNEL || block.zone != zone ||
          block.order > order)
        return false;
    }
    for (sim_pfn at = pfn; at < end; at++)
      sim_put (world, &world->flags[at], 0);
    return true;
  }
  while (block.order > order) {
    sim_pfn upper;

    block.order--;
    upper = block.pfn + (UINT32_C (1) << block.order);
    sim_put (world, &world->flags[block.pfn],
             SIM_PAGE_FLAGS (SIM_PAGE_KERNEL, block.order, 0, 0, 0, zone));
    sim_put (world, &world->flags[upper],
             SIM_PAGE_FLAGS (SIM_PAGE_KERNEL, block.order, 0, 0, 0, zone));
    if (pfn >= upper)
      block.pfn = upper;
  }
  return true;
}

bool
sim_load_free (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type, sim_pfn pfn)
{
  SIM_ASSERT (zone < world->layout->zone_count && type < SIM_MIGRATE_TYPES);
  if (!carve (world, zone, pfn, order))
    return false;
  sim_buddy_add (world, zone, pfn, order, type, true);
  return true;
}

bool
sim_load_pcp_block (struct sim_world *world, uint32_t zone, uint32_t cpu, uint32_t list,
                    uint32_t type, sim_pfn pfn)
{
  uint32_t order = sim_pcp_list_order (list, world->layout->pageblock_order);
  struct sim_pcp *pcp;

  SIM_ASSERT (zone < world->layout->zone_count && cpu < world->layout->cpu_count &&
              list < SIM_NR_PCP_LISTS && type < SIM_MIGRATE_TYPES);
  if (!carve (world, zone, pfn, order))
    return false;
  pcp = sim_pcp_of (world, zone, cpu);
  sim_put (world, &world->flags[pfn],
           SIM_PAGE_FLAGS (SIM_PAGE_PCP, order, type, sim_pcp_list_type (list), cpu, zone));
  sim_list_add_tail (world, sim_pcp_head (world, zone, cpu, list), pfn);
  sim_put (world, &pcp->count, pcp->count + (UINT32_C (1) << order));
  return true;
}

bool
sim_load_lru (struct sim_world *world, sim_pfn pfn)
{
  struct sim_view view = sim_world_view (world);
  struct sim_block block;

  if (pfn >= world->layout->frame_count)
    return false;
  sim_view_block (&view, pfn, &block);
  if (block.state != SIM_PAGE_KERNEL && block.state != SIM_PAGE_USED)
    return false;
  sim_mark_lru (world, block.pfn, pfn, 1, true);
  return true;
}

void
sim_load_page_source (struct sim_world *world, const struct sim_page_source *source)
{
  SIM_ASSERT (world->page_source.take == NULL);
  world->page_source = *source;
}

bool
sim_load_used (struct sim_world *world, sim_pfn pfn, uint32_t order, uint32_t gfp)
{
  struct sim_view view = sim_world_view (world);
  uint32_t zone = pfn < world->layout->frame_count ? sim_view_zone_of (&view, pfn) : UINT32_MAX;

  if (zone == UINT32_MAX || !carve (world, zone, pfn, order))
    return false;
  sim_put (world, &world->flags[pfn], SIM_PAGE_FLAGS (SIM_PAGE_USED, order, 0, 0, 0, zone));
  sim_put (world, &world->links[pfn].next, gfp);
  sim_put (world, &world->links[pfn].prev, world->header->serial);
  return true;
}

void
sim_load_unused (struct sim_world *world, sim_pfn pfn)
{
  uint32_t flags = world->flags[pfn];

  SIM_ASSERT (SIM_PAGE_STATE (flags) == SIM_PAGE_USED);
  sim_put (
      world, &world->flags[pfn],
      SIM_PAGE_FLAGS (SIM_PAGE_KERNEL, SIM_PAGE_ORDER (flags), 0, 0, 0, SIM_PAGE_ZONE (flags)));
}
