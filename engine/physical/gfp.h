/* engine/physical/gfp.h - request flags: names, bits, and what follows from them.
 *
 * The bit values are those of Linux 6.1 on x86-64 without highmem and KASAN.  The table
 * serves parsers, printers and completion: single flags first, then the common
 * combinations, the largest last.
 *
 * Kernel: include/linux/gfp_types.h, gfp.h.
 */
#pragma once

#include "engine/base/types.h"

#define SIM_GFP_TABLE(X)                                                                           \
  X (DMA, 0x1u)                                                                                    \
  X (HIGHMEM, 0x2u)                                                                                \
  X (DMA32, 0x4u)                                                                                  \
  X (MOVABLE, 0x8u)                                                                                \
  X (RECLAIMABLE, 0x10u)                                                                           \
  X (HIGH, 0x20u)                                                                                  \
  X (IO, 0x40u)                                                                                    \
  X (FS, 0x80u)                                                                                    \
  X (ZERO, 0x100u)                                                                                 \
  X (ATOMIC, 0x200u)                                                                               \
  X (DIRECT_RECLAIM, 0x400u)                                                                       \
  X (KSWAPD_RECLAIM, 0x800u)                                                                       \
  X (WRITE, 0x1000u)                                                                               \
  X (NOWARN, 0x2000u)                                                                              \
  X (RETRY_MAYFAIL, 0x4000u)                                                                       \
  X (NOFAIL, 0x8000u)                                                                              \
  X (NORETRY, 0x10000u)                                                                            \
  X (MEMALLOC, 0x20000u)                                                                           \
  X (COMP, 0x40000u)                                                                               \
  X (NOMEMALLOC, 0x80000u)                                                                         \
  X (HARDWALL, 0x100000u)                                                                          \
  X (THISNODE, 0x200000u)                                                                          \
  X (ACCOUNT, 0x400000u)                                                                           \
  X (ZEROTAGS, 0x800000u)

enum {
#define X(name, bits) SIM_GFP_##name = bits,
  SIM_GFP_TABLE (X)
#undef X
      SIM_GFP_ALL = 0xffffff,

  SIM_GFP_RECLAIM = SIM_GFP_DIRECT_RECLAIM | SIM_GFP_KSWAPD_RECLAIM,
  SIM_GFP_KERNEL = SIM_GFP_RECLAIM | SIM_GFP_IO | SIM_GFP_FS,
  SIM_GFP_ATOMIC_REQUEST = SIM_GFP_HIGH | SIM_GFP_ATOMIC | SIM_GFP_KSWAPD_RECLAIM, /* GFP_ATOMIC */
  SIM_GFP_USER = SIM_GFP_KERNEL | SIM_GFP_HARDWALL,
  SIM_GFP_HIGHUSER = SIM_GFP_USER | SIM_GFP_HIGHMEM,
  SIM_GFP_HIGHUSER_MOVABLE = SIM_GFP_HIGHUSER | SIM_GFP_MOVABLE,
};

struct sim_gfp_name {
  const char *name; /* "__GFP_IO", "GFP_KERNEL" */
  uint32_t bits;
};

extern const struct sim_gfp_name sim_gfp_names[]; /* the last has no name */

/* Whether the bits exist and do not contradict each other: at most one of the
 * zone bits (but movable with highmem), not both movable and reclaimable. */
static inline bool
sim_gfp_valid (uint32_t gfp)
{
  uint32_t low = gfp & (SIM_GFP_DMA | SIM_GFP_HIGHMEM | SIM_GFP_DMA32);

  if ((gfp & ~(uint32_t) SIM_GFP_ALL) != 0 || (low & (low - 1)) != 0)
    return false;
  return (gfp & SIM_GFP_MOVABLE) == 0 || (gfp & SIM_GFP_RECLAIMABLE) == 0;
}

/* The highest zone that a request may use (gfp_zone ()). */
static inline enum sim_zone_type
sim_gfp_highest_zone (uint32_t gfp)
{
  switch (gfp & (SIM_GFP_DMA | SIM_GFP_HIGHMEM | SIM_GFP_DMA32 | SIM_GFP_MOVABLE)) {
  case SIM_GFP_DMA:
  case SIM_GFP_DMA | SIM_GFP_MOVABLE:
    return SIM_ZONE_DMA;
  case SIM_GFP_DMA32:
  case SIM_GFP_DMA32 | SIM_GFP_MOVABLE:
    return SIM_ZONE_DMA32;
  case SIM_GFP_HIGHMEM | SIM_GFP_MOVABLE:
    return SIM_ZONE_MOVABLE;
  default:
    return SIM_ZONE_NORMAL;
  }
}

/* What its pages will be (gfp_migratetype () with grouping on). */
static inline enum sim_migratetype
sim_gfp_migratetype (uint32_t gfp)
{
  return (enum sim_migratetype) ((gfp & (SIM_GFP_MOVABLE | SIM_GFP_RECLAIMABLE)) >> 3);
}
