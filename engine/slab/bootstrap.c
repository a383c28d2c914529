/* engine/slab/bootstrap.c - kmem_cache_init (), cache by cache. */
#include "engine/slab/cache.h"
#include "engine/slab/load.h"

void
sim_slab_prepare (struct sim_world *world)
{
  struct sim_slab_header *header = sim_slab_header (world);

  sim_put (world, &header->allocator, world->machine.slab_allocator);
  sim_put (world, &header->merge, world->machine.slab_merge);
  sim_put (world, &header->entry_free, SIM_SLAB_NONE);
  for (uint32_t list = 0; list < SIM_SLOB_LISTS; list++)
    sim_slab_list_init (world, SIM_SLOB_HEAD (list));
}

void
sim_load_slab_up (struct sim_world *world)
{
  sim_put (world, &sim_slab_header (world)->state, SIM_SLAB_UP);
}

enum sim_status
sim_kmem_cache_init (struct sim_world *world)
{
  return SIM_NO_MEMORY;
}
