/* engine/physical/gfp.c - the table of names. */
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
