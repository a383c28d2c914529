/* engine/physical/zone.h - watermarks, reserves, and the zones a request may use.
 *
 *   free ----------------------------------------------------------> 0
 *        | first pass |    second pass    | only with rights |
 *              low + reserve        min + reserve       min * 3/8 + reserve
 *
 * A zone keeps back lowmem_reserve[j] from requests that could also use the
 * zones above it, up to type j.
 *
 * Leaves out: percpu_drift_mark (kswapd's exact count), the promotion mark.
 * Kernel: mm/page_alloc.c, mm/vmstat.c.  engine/ only.
 */
#pragma once

#include "engine/physical/mobility.h"

/* setup_per_zone_wmarks () and what hangs on it: min_free_kbytes, watermarks,
 * lowmem_reserve, totalreserve_pages, thresholds, limits of per-CPU lists. */
void sim_zone_set_watermarks (struct sim_world *world);

/* zone_watermark_fast (): may a request of this order take from the zone? */
bool sim_zone_watermark_ok (struct sim_world *world, uint32_t zone, uint32_t order,
                            uint32_t highest_zoneidx, uint32_t alloc_flags, uint32_t gfp);

/* What the test compares: a single page passes where usable > mark + reserve. */
struct sim_zone_terms {
  int64_t usable;  /* free pages, without those that this request could not use */
  int64_t mark;    /* with the boost, and lowered by the rights of the request */
  int64_t reserve; /* lowmem_reserve[highest_zoneidx] */
};

/* The terms by which zone_watermark_fast () decides about a single page.  Any
 * state of a zone, the world's or a view's. */
struct sim_zone_terms sim_zone_terms (const struct sim_zone *zone, uint32_t highest_zoneidx,
                                      uint32_t alloc_flags, uint32_t gfp);

/* From the zones of the machine; once, when it is opened. */
void sim_zone_build_zonelists (struct sim_world *world);
