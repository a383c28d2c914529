/* engine/slab/slab-geometry.c - how SLAB cuts a slab, and how many free objects it keeps.
 *
 * Three places for the index list are tried in turn (enum sim_freelist_place): in a free
 * object, which costs nothing; outside, if the list is small against the objects; at the
 * end of the slab.  What is left over in a slab becomes colours.
 */
#include "engine/slab/slab-private.h"

#include "engine/physical/gfp.h"

#define WORD_BYTES      8u
#define OBJECT_MIN_SIZE 16u  /* SLAB_OBJ_MIN_SIZE: an index is a byte ... */
#define OBJECTS_MAX     255u /* SLAB_OBJ_MAX_NUM */
#define ORDER_HIGH_RAM  (UINT64_C (32) << 20)
#define BOOT_LIMIT      1u /* BOOT_CPUCACHE_ENTRIES */
#define SHARED_BATCHES  8u
#define PLACES          3u
#define PAGE_BYTES      (1u << SIM_PAGE_SHIFT)

static const uint32_t order_of_trial[PLACES] = { SIM_FREELIST_OBJECT, SIM_FREELIST_OFF_SLAB,
                                                 SIM_FREELIST_ON_SLAB };

struct geometry {
  uint32_t size, colour_off;
  struct {
    uint32_t order, objects, left_over;
    bool serves;
  } tried[PLACES]; /* those behind the one that serves were not tried */
  uint32_t place;
};

/* slab_max_order: memory of order 1 is no trouble where there is more than 32 MiB. */
static uint32_t
max_order (const struct sim_world *world)
{
  uint64_t pages = 0;

  for (uint32_t zone = 0; zone < world->layout->zone_count; zone++)
    pages += world->zones[zone].managed_pages;
  return pages > ORDER_HIGH_RAM >> SIM_PAGE_SHIFT ? 1u : 0u;
}

/* kmalloc_slab (): the cache for an index list of `bytes`, or SIM_CACHE_NONE. */
static uint32_t
list_cache (const struct sim_world *world, uint32_t bytes)
{
  const struct sim_slab_header *header =
      (const struct sim_slab_header *) (world->arena.words + world->layout->slab.header);
  uint32_t index = sim_kmalloc_index (SIM_ALLOCATOR_SLAB, bytes);

  return index == 0 || header->kmalloc[0][index] == 0 ? SIM_CACHE_NONE
                                                      : header->kmalloc[0][index] - 1;
}

/* Whether a list of `objects` bytes may lie outside a cache for objects of object_size. */
static bool
list_may_be_off (const struct sim_world *world, uint32_t objects, uint32_t object_size)
{
  const struct sim_kmem_cache *caches =
      (const struct sim_kmem_cache *) (world->arena.words + world->layout->slab.caches);
  uint32_t cache = list_cache (world, objects);

  return cache != SIM_CACHE_NONE && (caches[cache].flags & SIM_SLAB_CFLGS_OFF) == 0 &&
         caches[cache].size <= object_size / 2;
}

/* calculate_slab_order () */
static void
try_place (const struct sim_world *world, const struct sim_cache_request *request,
           struct geometry *g, uint32_t place)
{
  uint32_t index_bytes = place == SIM_FREELIST_ON_SLAB ? 1 : 0;

  g->tried[place].objects = 0;
  for (uint32_t order = 0; order < world->layout->max_order; order++) {
    uint32_t bytes = PAGE_BYTES << order, objects = bytes / (g->size + index_bytes);

    if (objects == 0)
      continue;
    if (objects > OBJECTS_MAX)
      break;
    if (place == SIM_FREELIST_OFF_SLAB && !list_may_be_off (world, objects, request->size))
      continue;
    g->tried[place].objects = objects;
    g->tried[place].order = order;
    g->tried[place].left_over = bytes % (g->size + index_bytes);
    if ((request->flags & SIM_SLAB_RECLAIM_ACCOUNT) != 0 || order >= max_order (world) ||
        g->tried[place].left_over * 8 <= bytes)
      break;
  }
}

static bool
serves (const struct sim_cache_request *request, const struct geometry *g, uint32_t place)
{
  uint32_t objects = g->tried[place].objects;

  if (objects == 0)
    return false;
  if (place == SIM_FREELIST_OBJECT)
    return !request->ctor && (request->flags & SIM_SLAB_TYPESAFE_BY_RCU) == 0 &&
           objects <= request->size;
  /* With room for it in the slab it had better be there. */
  return place == SIM_FREELIST_ON_SLAB || g->tried[place].left_over < objects;
}

/* request->align is what calculate_alignment () made of it.  false: no slab can hold one. */
static bool
geometry_of (const struct sim_world *world, const struct sim_cache_request *request,
             struct geometry *g)
{
  uint32_t align = request->align, line = sim_cache_line (world);

  *g = (struct geometry){ .size = (request->size + align - 1) / align * align,
                          .colour_off = line < align ? align : line };
  if (g->size < OBJECT_MIN_SIZE)
    g->size = (OBJECT_MIN_SIZE + align - 1) / align * align;
  for (uint32_t i = 0; i < PLACES; i++) {
    g->place = order_of_trial[i];
    try_place (world, request, g, g->place);
    g->tried[g->place].serves = serves (request, g, g->place);
    if (g->tried[g->place].serves)
      return true;
  }
  return false;
}

enum sim_status
sim_slab_check_size (const struct sim_world *world, const struct sim_cache_request *request)
{
  struct sim_cache_request aligned = *request;
  struct geometry g;

  aligned.align = sim_cache_alignment (world, request->flags, request->align, request->size);
  return geometry_of (world, &aligned, &g) ? SIM_OK : SIM_BAD_SIZE;
}

static void
tell_places (struct sim_world *world, uint32_t cache, const struct geometry *g)
{
  for (uint32_t i = 0; i < PLACES; i++) {
    uint32_t place = order_of_trial[i];

    if (place == g->place) {
      SIM_TELL (world, CALCULATE_SLAB_ORDER, LIST_PLACE, SIM_OBJECTS (sim_on_cache (cache)), cache,
                place, g->tried[place].order, g->tried[place].objects, g->tried[place].left_over);
      return;
    }
    SIM_TELL (world, CALCULATE_SLAB_ORDER, LIST_PLACE_REFUSED, SIM_OBJECTS (sim_on_cache (cache)),
              cache, place, g->tried[place].order, g->tried[place].objects,
              g->tried[place].left_over);
  }
}

static void
put_geometry (struct sim_world *world, uint32_t cache, const struct geometry *g)
{
  struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t flags = its->flags, allocflags = SIM_GFP_COMP;
  uint32_t objects = g->tried[g->place].objects;

  if (g->place == SIM_FREELIST_OBJECT)
    flags |= SIM_SLAB_CFLGS_OBJFREELIST;
  if (g->place == SIM_FREELIST_OFF_SLAB)
    flags |= SIM_SLAB_CFLGS_OFF;
  if ((flags & SIM_SLAB_CACHE_DMA) != 0)
    allocflags |= SIM_GFP_DMA;
  if ((flags & SIM_SLAB_RECLAIM_ACCOUNT) != 0)
    allocflags |= SIM_GFP_RECLAIMABLE;
  sim_put (world, &its->flags, flags);
  sim_put (world, &its->allocflags, allocflags);
  sim_put (world, &its->size, g->size);
  sim_put (world, &its->inuse, its->object_size);
  sim_put (world, &its->oo_order, g->tried[g->place].order);
  sim_put (world, &its->oo_objects, objects);
  sim_put (world, &its->left_over, g->tried[g->place].left_over);
  sim_put (world, &its->colour, g->tried[g->place].left_over / g->colour_off);
  sim_put (world, &its->colour_off, g->colour_off);
  sim_put (world, &its->freelist_size, objects);
  sim_put (world, &its->freelist_place, g->place);
  sim_put (world, &its->freelist_cache,
           g->place == SIM_FREELIST_OFF_SLAB ? list_cache (world, objects) : SIM_CACHE_NONE);
}

/* setup_kmem_cache_nodes (): arrays that nodes have, and how much they may keep. */
static void
set_up_nodes (struct sim_world *world, uint32_t cache)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t nodes = world->layout->node_count;

  for (uint32_t node = 0; node < nodes; node++) {
    struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
    uint32_t cpus = 0;

    for (uint32_t cpu = 0; cpu < world->layout->cpu_count; cpu++)
      cpus += world->machine.cpu_node[cpu] == node;
    sim_put (world, &part->free_limit, (1 + cpus) * its->batchcount + its->oo_objects);
    sim_put (world, &part->has_shared, its->shared > 0);
    sim_put (world, &part->shared.limit, its->shared * its->batchcount);
    for (uint32_t home = 0; home < nodes; home++)
      if (home != node)
        sim_put (world, &part->alien[home].limit, its->limit > 1 ? SIM_ALIEN_MOST : its->limit);
  }
}

static uint32_t
array_limit (uint32_t size)
{
  if (size > 131072u)
    return 1;
  if (size > PAGE_BYTES)
    return 8;
  if (size > 1024u)
    return 24;
  return size > 256u ? 54 : SIM_ARRAY_MOST;
}

/* enable_cpucache (): arrays of their full size, for a cache that may have been in use. */
static void
enable_cpucache (struct sim_world *world, uint32_t cache)
{
  struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t limit = array_limit (its->size);
  uint32_t possible =
      world->machine.cpus_possible > 0 ? world->machine.cpus_possible : world->layout->cpu_count;

  sim_put (world, &its->limit, limit);
  sim_put (world, &its->batchcount, (limit + 1) / 2);
  sim_put (world, &its->shared, its->size <= PAGE_BYTES && possible > 1 ? SHARED_BATCHES : 0);
  SIM_TELL (world, ENABLE_CPUCACHE, CPU_ARRAYS, SIM_OBJECTS (sim_on_cache (cache)), cache,
            its->limit, its->batchcount, its->shared);
  /* The new arrays are empty: what the small ones of boot hold goes back. */
  sim_enter (world);
  for (uint32_t cpu = 0; cpu < world->layout->cpu_count; cpu++) {
    struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, cpu);
    uint32_t doomed = sim_slab_free_block (world, cache, world->machine.cpu_node[cpu], array.entry,
                                           *array.avail, SIM_SLAB_NONE);

    sim_put (world, array.avail, 0);
    sim_put (world, &sim_cache_cpu_of (world, cache, cpu)->touched, 0);
    sim_slab_destroy_all (world, doomed);
  }
  sim_leave (world);
  set_up_nodes (world, cache);
}

enum sim_status
sim_slab_create (struct sim_world *world, uint32_t cache)
{
  struct sim_kmem_cache *its = sim_cache_of (world, cache);
  const struct sim_cache_request request = {
    .size = its->object_size, .align = its->align, .flags = its->flags, .ctor = its->ctor
  };
  struct geometry g;

  if (!geometry_of (world, &request, &g))
    return SIM_BAD_SIZE;
  tell_places (world, cache, &g);
  put_geometry (world, cache, &g);
  if (sim_slab_header (world)->state == SIM_SLAB_UP) {
    enable_cpucache (world, cache);
    return SIM_OK;
  }
  sim_put (world, &its->limit, BOOT_LIMIT);
  sim_put (world, &its->batchcount, BOOT_LIMIT);
  return SIM_OK;
}

void
sim_slab_init_late (struct sim_world *world)
{
  SIM_ASSERT (sim_slab_header (world)->state == SIM_SLAB_UP);
  /* The newest first, as the kernel's list is walked. */
  for (uint32_t cache = SIM_CACHES_MAX; cache-- > 0;) {
    const struct sim_kmem_cache *its = sim_cache_of (world, cache);

    if (its->role != SIM_CACHE_UNUSED && its->allocator == SIM_ALLOCATOR_SLAB)
      enable_cpucache (world, cache);
  }
}
