/* engine/slab/slub.c - slub. */
#include "engine/slab/cache.h"

const struct sim_allocator sim_slub = { .alloc = NULL };

void
sim_slub_validate (struct sim_world *world, uint32_t cache)
{
}
