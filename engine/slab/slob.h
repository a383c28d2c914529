/* engine/slab/slob.h - SLOB's pieces, as kmalloc takes and gives them.
 *
 * A piece of kmalloc has its size in the eight bytes in front of it, that of a cache has
 * none: SLOB itself cannot tell them apart, and frees nonsense if they are mixed up.
 *
 * Kernel: mm/slob.c.  engine/ only.
 */
#pragma once

#include "engine/slab/pool.h"

#define SIM_SLOB_HEADER 8u /* max (ARCH_KMALLOC_MINALIGN, arch_slab_minalign ()) */
#define SIM_SLOB_TOO_LARGE                                                                         \
  ((1u << SIM_PAGE_SHIFT) - SIM_SLOB_HEADER) /* from here on, whole pages */

/* 0 < size < SIM_SLOB_TOO_LARGE.  SIM_REF_NONE: no memory. */
sim_ref sim_slob_kmalloc (struct sim_world *world, uint32_t size, uint32_t gfp, uint32_t node);
void sim_slob_kfree (struct sim_world *world, sim_ref ref);
uint32_t sim_slob_ksize (struct sim_world *world, sim_ref ref); /* by the header, right or not */

/* What begins at `ref`: bytes from there to the end of an allocated piece, 0 if none begins
 * there.  *cached: it is a cache's and has no header. */
uint32_t sim_slob_piece (struct sim_world *world, sim_ref ref, bool *cached);
