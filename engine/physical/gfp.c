/* engine/physical/gfp.c - the table of names, and the zone that flags ask for. */
#include "engine/physical/gfp.h"

const struct sim_gfp_name sim_gfp_names[] = {
#define X(name, bits) { "__GFP_" #name, bits },
  SIM_GFP_TABLE (X)
#undef X
      { "__GFP_RECLAIM", SIM_GFP_RECLAIM },
  { "GFP_DMA", SIM_GFP_DMA },
  { "GFP_DMA32", SIM_GFP_DMA32 },
  { "GFP_NOWAIT", SIM_GFP_KSWAPD_RECLAIM },
  { "GFP_ATOMIC", SIM_GFP_ATOMIC_REQUEST },
  { "GFP_NOIO", SIM_GFP_RECLAIM },
  { "GFP_NOFS", SIM_GFP_RECLAIM | SIM_GFP_IO },
  { "GFP_KERNEL", SIM_GFP_KERNEL },
  { "GFP_KERNEL_ACCOUNT", SIM_GFP_KERNEL | SIM_GFP_ACCOUNT },
  { "GFP_USER", SIM_GFP_USER },
  { "GFP_HIGHUSER", SIM_GFP_HIGHUSER },
  { "GFP_HIGHUSER_MOVABLE", SIM_GFP_HIGHUSER_MOVABLE },
  { NULL, 0 },
};

enum {
  ZONE_BITS = SIM_GFP_DMA | SIM_GFP_HIGHMEM | SIM_GFP_DMA32 | SIM_GFP_MOVABLE,
};

bool
sim_gfp_valid (uint32_t gfp)
{
  uint32_t low = gfp & (SIM_GFP_DMA | SIM_GFP_HIGHMEM | SIM_GFP_DMA32);

  if ((gfp & ~(uint32_t) SIM_GFP_ALL) != 0 || (low & (low - 1)) != 0)
    return false;
  return (gfp & SIM_GFP_MOVABLE) == 0 || (gfp & SIM_GFP_RECLAIMABLE) == 0;
}

enum sim_zone_type
sim_gfp_highest_zone (uint32_t gfp)
{
  switch (gfp & ZONE_BITS) {
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
