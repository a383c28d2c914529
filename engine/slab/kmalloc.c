/* engine/slab/kmalloc.c - sizes to caches, or to the page allocator. */
#include "engine/slab/cache.h"

uint64_t
sim_kmalloc_most (const struct sim_world *world)
{
  return UINT64_C (1) << (world->layout->max_order - 1 + SIM_PAGE_SHIFT);
}

uint64_t
sim_kmalloc (struct sim_world *world, uint64_t size, uint32_t gfp, uint32_t node)
{
  return 0;
}

uint64_t
sim_krealloc (struct sim_world *world, uint64_t address, uint64_t size, uint32_t gfp)
{
  return 0;
}

void
sim_kfree (struct sim_world *world, uint64_t address)
{
}

uint64_t
sim_ksize (struct sim_world *world, uint64_t address)
{
  return 0;
}
