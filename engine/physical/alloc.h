/* engine/physical/alloc.h - the way of a request: alloc_pages, free_pages.
 *
 *   first pass    low watermark, zone by zone
 *   slow path     wake kswapd; min watermark, with the rights that the flags give;
 *                 once more, without any mark for __GFP_MEMALLOC
 *   last resort   requests that may reclaim give a high-atomic pageblock back
 *
 * Leaves out: direct reclaim, compaction, OOM.  A request that may reclaim
 * (__GFP_DIRECT_RECLAIM) fails where the kernel would begin to reclaim and find
 * nothing, but for the last resort above.  Waking kswapd is told as a step
 * and changes nothing but a zone's BOOSTED flag.
 *
 * Kernel: mm/page_alloc.c.  engine/ only.
 */
#pragma once

#include "engine/physical/memory.h"
#include "engine/physical/view.h"
#include "engine/physical/zone.h"

/* alloc_pages_node (): the block's first frame, or SIM_PFN_NONE.  Arguments are
 * right: gfp valid, order < max_order, node exists. */
sim_pfn sim_alloc_pages (struct sim_world *world, uint32_t order, uint32_t gfp, uint32_t node,
                         uint32_t serial);

/* How a request for a single page would fare in one zone, without making it. */
struct sim_outlook {
  bool reaches;                /* false: the zone is above those it may use; nothing else is told */
  struct sim_zone_terms first; /* the first pass: low mark */
  struct sim_zone_terms last;  /* the slow path: min mark, with the rights that the flags give */
};
void sim_view_outlook (const struct sim_view *view, uint32_t zone, uint32_t gfp,
                       struct sim_outlook *out);

/* Pages that the test still lets go; 0 or less: the request is refused. */
static inline int64_t
sim_zone_margin (const struct sim_zone_terms *terms)
{
  return terms->usable - terms->mark - terms->reserve;
}

/* __free_pages () of the used block at `pfn`. */
void sim_free_pages (struct sim_world *world, sim_pfn pfn);

/* Sets or clears SIM_PAGE_LRU on frames [pfn, pfn + count) of the block at head. */
void sim_mark_lru (struct sim_world *world, sim_pfn head, sim_pfn pfn, uint32_t count, bool set);
