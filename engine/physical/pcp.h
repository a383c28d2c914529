/* engine/physical/pcp.h - per-CPU lists: a CPU's private stock of small blocks.
 *
 *   allocation  head <- [ ][ ][ ] <- tail  refill: `batch` blocks from the buddy system
 *   free        head -> [ ][ ][ ] -> tail  too many: the oldest go back, `free_factor`
 *                                          doubles how many while nobody allocates
 *
 * Each list holds blocks of one order and type; the count of pages is common
 * to all lists of a zone and CPU.  Pages of high-atomic and CMA pageblocks wait
 * on the movable list and remember their own type.
 *
 * Leaves out: locks, draining when kswapd works long, remote vmstat work.
 * Kernel: mm/page_alloc.c.  engine/ only.
 */
#pragma once

#include "engine/physical/mobility.h"

static inline bool
sim_pcp_allowed (const struct sim_world *world, uint32_t order)
{
  return order < SIM_PCP_ORDERS || (world->machine.thp && order == world->layout->pageblock_order);
}

static inline uint32_t
sim_pcp_head (const struct sim_world *world, uint32_t zone, uint32_t cpu, uint32_t list)
{
  const struct sim_layout *layout = world->layout;

  return layout->first_pcp_list + (zone * layout->cpu_count + cpu) * SIM_NR_PCP_LISTS + list;
}

/* rmqueue_pcplist (): a block for this CPU, or SIM_PFN_NONE.  Off all lists. */
sim_pfn sim_pcp_take (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type,
                      uint32_t alloc_flags);

/* free_unref_page () from where the type is known: the block, off all lists,
 * goes to this CPU's list.  `type` is that of its pageblock. */
void sim_pcp_give (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order,
                   uint32_t type);

/* drain_pages (): all lists of `cpu`, zone by zone.  Runs on the current CPU. */
void sim_pcp_drain (struct sim_world *world, uint32_t cpu);

/* high and batch of a zone, from its watermarks. */
void sim_pcp_set_limits (struct sim_world *world, uint32_t zone);
