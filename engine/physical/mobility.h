/* engine/physical/mobility.h - grouping by migrate type: fallback, stealing, reserves.
 *
 * Each pageblock has a migrate type, and freed blocks go to the list of their
 * pageblock's type.  A request whose lists are empty takes from another type,
 * the largest block first, and if it pays takes the whole pageblock over.
 *
 * Leaves out: isolation and CMA allocation (a later module changes pageblocks
 * to those types; lists and rules here know them).
 *
 * Kernel: mm/page_alloc.c.  engine/ only.
 */
#pragma once

#include "engine/physical/buddy.h"

/* What a request may do on its way (the kernel's ALLOC_ bits, own values but
 * for the watermark index in the lowest two bits). */
enum sim_alloc_flag {
  SIM_ALLOC_WMARK_MASK = 3, /* enum sim_watermark */
  SIM_ALLOC_NO_WATERMARKS = 1 << 2,
  SIM_ALLOC_NON_BLOCK = 1 << 4,   /* cannot wait */
  SIM_ALLOC_MIN_RESERVE = 1 << 5, /* __GFP_HIGH */
  SIM_ALLOC_CMA = 1 << 7,
  SIM_ALLOC_NOFRAGMENT = 1 << 8, /* steal whole pageblocks only */
  SIM_ALLOC_HIGHATOMIC = 1 << 9, /* may use and reserve high-atomic pageblocks */
  SIM_ALLOC_KSWAPD = 1 << 11,
};

/* __rmqueue (): one block off the buddy lists, with fallback.  SIM_PFN_NONE if
 * the zone has none that this request may take.  *found_type is the type of
 * the list it came from.  The caller writes its flags and counts the pages. */
sim_pfn sim_rmqueue (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type,
                     uint32_t alloc_flags, uint32_t *found_type);

/* reserve_highatomic_pageblock (): makes the pageblock of `pfn` high-atomic. */
void sim_reserve_highatomic (struct sim_world *world, uint32_t zone, sim_pfn pfn);

/* unreserve_highatomic_pageblock (), forced: gives one back to `type`.  Whether
 * that freed any page for it. */
bool sim_unreserve_highatomic (struct sim_world *world, const struct sim_zonelist *zonelist,
                               uint32_t type);
