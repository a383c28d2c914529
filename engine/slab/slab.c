/* engine/slab/slab.c - slab. */
#include "engine/slab/cache.h"

const struct sim_allocator sim_slab = { .alloc = NULL };

void
sim_slab_reap (struct sim_world *world)
{
}
