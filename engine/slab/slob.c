/* engine/slab/slob.c - slob. */
#include "engine/slab/cache.h"

const struct sim_allocator sim_slob = { .alloc = NULL };
