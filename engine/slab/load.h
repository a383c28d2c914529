/* engine/slab/load.h - placing small objects as they were observed elsewhere.
 *
 * For recordings that begin with lists which are not empty.  As in physical/load.h, what
 * is in use and not told of belongs to nobody we know: it is never handed out, and never
 * given back.
 */
#pragma once

#include "engine/slab/slab.h"
#include "engine/world.h"

/* The slab layer as it is after kmem_cache_init (), but without any cache of its own:
 * those that a recording knows are made one by one. */
void sim_load_slab_up (struct sim_world *world);

struct sim_slob_free {
  uint32_t offset; /* bytes, in the page */
  uint32_t units;  /* of two bytes */
};

/* A page of SLOB to the tail of a list, with its free blocks in order of address.  False: the
 * page is not one in use by nobody we know, there is no room for it in the model, or the
 * blocks are not as they can be (none, overlapping, touching); nothing has changed then. */
bool sim_load_slob_page (struct sim_world *world, enum sim_slob_list list, sim_pfn pfn,
                         const struct sim_slob_free *block, uint32_t count);
