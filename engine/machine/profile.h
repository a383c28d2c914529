/* engine/machine/profile.h - what distinguishes one kernel version from another.
 *
 * Data and a few pure functions.  The modules ask the profile and never a
 * version number.
 *
 * Kernel: mm/page_alloc.c, mm/vmstat.c of Linux 6.1.
 */
#pragma once

#include "engine/physical/page.h"

#define SIM_FALLBACKS 2u

struct sim_profile {
  const char *name;

  /* Free lists to steal from, in this order, for U, M and R requests. */
  uint8_t fallbacks[SIM_MIGRATE_PCPTYPES][SIM_FALLBACKS];

  uint32_t pcp_scale_max;     /* free_factor stops here (CONFIG_PCP_BATCH_SCALE_MAX) */
  uint32_t costly_order;      /* up to it, giving up is preceded by unreserving */
  uint32_t zone_boost_blocks; /* zones with fewer pageblocks are never boosted */

  /* min_free_kbytes from the KiB that ordinary requests may use. */
  uint32_t (*min_free_kbytes) (uint64_t kbytes);

  /* min, low, high of a zone from its share of min_free_kbytes, in pages. */
  void (*watermarks) (uint32_t share, uint32_t managed, uint32_t scale_factor,
                      uint32_t mark[SIM_NR_WMARK]);

  uint32_t (*pcp_batch) (uint32_t managed);
  uint32_t (*pcp_high) (uint32_t low_watermark, uint32_t cpus, uint32_t batch);

  /* Pages back to the buddy system when a per-CPU list is too long;
   * *free_factor is counted up. */
  uint32_t (*pcp_free_count) (uint32_t high, uint32_t batch, uint32_t scale_max,
                              uint32_t *free_factor);
  uint32_t (*pcp_refill_count) (uint32_t order, uint32_t batch);

  /* How far a CPU's counter may drift. */
  uint32_t (*stat_threshold) (uint32_t cpus, uint32_t managed);

  /* Most pages that may become high-atomic in a zone. */
  uint32_t (*highatomic_limit) (uint32_t managed, uint32_t pageblock_pages);
};

extern const struct sim_profile sim_profile_linux_6_1;
