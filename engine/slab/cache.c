/* engine/slab/cache.c - making, merging and destroying caches; the way to their allocator. */
#include "engine/slab/cache.h"

#include "engine/physical/gfp.h"

/* SLAB_NEVER_MERGE and SLAB_MERGE_SAME of mm/slab_common.c.  Checks alone keep nothing in an
 * object's place, and so they keep nobody from sharing a cache. */
#define NEVER_MERGE                                                                                \
  (SIM_SLAB_RED_ZONE | SIM_SLAB_POISON | SIM_SLAB_STORE_USER | SIM_SLAB_TYPESAFE_BY_RCU)
#define MERGE_SAME (SIM_SLAB_RECLAIM_ACCOUNT | SIM_SLAB_CACHE_DMA)

#define WORD_BYTES 8u

const struct sim_allocator *
sim_allocator_of (uint32_t allocator)
{
  static const struct sim_allocator *const all[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = &sim_slub,
    [SIM_ALLOCATOR_SLAB] = &sim_slab,
    [SIM_ALLOCATOR_SLOB] = &sim_slob,
  };

  SIM_ASSERT (allocator < SIM_ALLOCATORS);
  return all[allocator];
}

static uint32_t
round_up (uint32_t value, uint32_t to)
{
  return (value + to - 1) / to * to;
}

uint32_t
sim_cache_line (const struct sim_world *world)
{
  return world->machine.cpu_cache_count > 0 ? world->machine.cpu_cache[0].line_size : 64u;
}

uint32_t
sim_cache_alignment (const struct sim_world *world, uint32_t flags, uint32_t align, uint32_t size)
{
  if ((flags & SIM_SLAB_HWCACHE_ALIGN) != 0) {
    uint32_t line = sim_cache_line (world);

    /* Small objects share a line, as many as fit. */
    while (size <= line / 2)
      line /= 2;
    if (align < line)
      align = line;
  }
  return round_up (align < WORD_BYTES ? WORD_BYTES : align, WORD_BYTES);
}

enum sim_status
sim_cache_check (const struct sim_world *world, const struct sim_cache_request *request)
{
  return sim_allocator_of (request->allocator)->check_size (world, request);
}

/* Whether objects of `cache` are as good as those asked for, which take `size` bytes each. */
static bool
is_as_good (const struct sim_kmem_cache *cache, const struct sim_cache_request *request,
            uint32_t size, uint32_t align)
{
  /* kmalloc's have a usersize, so 6.1 never shares them; the first two are static. */
  if (cache->role != SIM_CACHE_USER || cache->allocator != request->allocator || cache->ctor != 0 ||
      (cache->flags & NEVER_MERGE) != 0)
    return false;
  if (cache->size < size || cache->size - size >= WORD_BYTES || cache->size % align != 0 ||
      (request->flags & MERGE_SAME) != (cache->flags & MERGE_SAME))
    return false;
  return request->allocator != SIM_ALLOCATOR_SLAB ||
         (align <= cache->align && cache->align % align == 0);
}

/* find_mergeable (): the oldest cache whose objects are as good, or SIM_CACHE_NONE.  The kernel
 * walks its list from the end, and a new cache comes to the front. */
static uint32_t
find_mergeable (struct sim_world *world, const struct sim_cache_request *request)
{
  uint32_t size = round_up (request->size, WORD_BYTES), found = SIM_CACHE_NONE;
  uint32_t align = sim_cache_alignment (world, request->flags, request->align, size);

  size = round_up (size, align);
  if (sim_slab_header (world)->merge == 0 || request->ctor != 0 ||
      (request->flags & NEVER_MERGE) != 0 || request->allocator == SIM_ALLOCATOR_SLOB)
    return SIM_CACHE_NONE;
  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
    const struct sim_kmem_cache *cache = sim_cache_of (world, i);

    if (is_as_good (cache, request, size, align) &&
        (found == SIM_CACHE_NONE || cache->serial < sim_cache_of (world, found)->serial))
      found = i;
  }
  return found;
}

static uint32_t
unused_cache (struct sim_world *world)
{
  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++)
    if (sim_cache_of (world, i)->role == SIM_CACHE_UNUSED)
      return i;
  return SIM_CACHE_NONE;
}

static void
put_cache (struct sim_world *world, uint32_t cache, const struct sim_kmem_cache *as)
{
  uint32_t *to = (uint32_t *) sim_cache_of (world, cache);
  const uint32_t *from = (const uint32_t *) as;

  for (size_t i = 0; i < sizeof *as / sizeof *from; i++)
    if (to[i] != from[i])
      sim_put (world, &to[i], from[i]);
}

/* Parts of a cache that nobody has used yet. */
static void
prepare_parts (struct sim_world *world, uint32_t cache)
{
  for (uint32_t cpu = 0; cpu < world->layout->cpu_count; cpu++) {
    struct sim_kmem_cache_cpu *part = sim_cache_cpu_of (world, cache, cpu);

    sim_put (world, &part->slab, SIM_SLAB_NONE);
    sim_put (world, &part->freelist, SIM_REF_NONE);
    sim_put (world, &part->partial, SIM_SLAB_NONE);
    sim_put (world, &part->partial_slabs, 0);
    sim_put (world, &part->avail, 0);
    sim_put (world, &part->touched, 0);
  }
  for (uint32_t node = 0; node < world->layout->node_count; node++) {
    struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
    uint32_t *words = (uint32_t *) part;

    for (size_t i = 0; i < offsetof (struct sim_kmem_cache_node, head) / sizeof *words; i++)
      sim_put (world, &words[i], 0);
    sim_put (world, &part->self, SIM_REF_NONE);
    sim_put (world, &part->has_shared, 0);
    sim_put (world, &part->shared.avail, 0);
    sim_put (world, &part->shared.limit, 0);
    sim_put (world, &part->shared.touched, 0);
    for (uint32_t other = 0; other < SIM_NODES_MAX; other++) {
      sim_put (world, &part->alien[other].avail, 0);
      sim_put (world, &part->alien[other].limit, 0);
    }
    for (uint32_t list = 0; list < SIM_SLAB_LISTS; list++)
      sim_slab_list_init (world, sim_slab_head (world, cache, node, list));
  }
}

/* Merging makes the shared cache as large as the largest wish (__kmem_cache_alias ()). */
static void
join (struct sim_world *world, uint32_t cache, const struct sim_cache_request *request)
{
  struct sim_kmem_cache *its = sim_cache_of (world, cache);

  sim_put (world, &its->refcount, its->refcount + 1);
  if (its->object_size < request->size)
    sim_put (world, &its->object_size, request->size);
  if (request->allocator == SIM_ALLOCATOR_SLUB && its->inuse < round_up (request->size, WORD_BYTES))
    sim_put (world, &its->inuse, round_up (request->size, WORD_BYTES));
  SIM_TELL (world, KMEM_CACHE_CREATE, CACHE_MERGED, SIM_OBJECTS (sim_on_cache (cache)), cache,
            request->size, its->refcount);
}

enum sim_status
sim_cache_create (struct sim_world *world, const struct sim_cache_request *request, uint32_t *cache)
{
  struct sim_slab_header *header = sim_slab_header (world);
  struct sim_kmem_cache *its;
  enum sim_status status;
  sim_ref self;

  if (request->role == SIM_CACHE_USER) {
    *cache = find_mergeable (world, request);
    if (*cache != SIM_CACHE_NONE) {
      join (world, *cache, request);
      return SIM_OK;
    }
  }
  *cache = unused_cache (world);
  SIM_ASSERT (*cache != SIM_CACHE_NONE);
  if (sim_cache_take_struct (world, request->allocator, *cache, &self) != SIM_OK)
    return SIM_NO_MEMORY;
  prepare_parts (world, *cache);
  put_cache (
      world, *cache,
      &(struct sim_kmem_cache){
          .role = request->role,
          .number = request->number,
          .name = { (uint32_t) request->name, (uint32_t) (request->name >> 32) },
          .allocator = request->allocator,
          .refcount = 1,
          .serial = world->header->serial,
          .self = self,
          .flags = request->flags,
          .ctor = request->ctor,
          .object_size = request->size,
          .size = request->size,
          .align = sim_cache_alignment (world, request->flags, request->align, request->size),
      });
  SIM_TELL (world, KMEM_CACHE_CREATE, CACHE_NEW, SIM_OBJECTS (sim_on_cache (*cache)), *cache,
            request->size, request->align, request->flags);
  sim_enter (world);
  status = sim_allocator_of (request->allocator)->create (world, *cache);
  sim_leave (world);
  its = sim_cache_of (world, *cache);
  if (status == SIM_OK) {
    status = sim_cache_take_nodes (world, *cache);
    if (status != SIM_OK)
      sim_allocator_of (request->allocator)->shutdown (world, *cache);
  }
  if (status != SIM_OK) {
    sim_cache_give_struct (world, request->allocator, self);
    sim_put (world, &its->role, SIM_CACHE_UNUSED);
    return status;
  }
  sim_put (world, &header->cache_count, header->cache_count + 1);
  if (request->role >= SIM_CACHE_KMALLOC && request->allocator == header->allocator)
    sim_put (world, &header->kmalloc[request->role - SIM_CACHE_KMALLOC][request->number],
             *cache + 1);
  SIM_TELL (world, KMEM_CACHE_CREATE, CACHE_MADE, SIM_OBJECTS (sim_on_cache (*cache)), *cache,
            its->size, its->oo_order, its->oo_objects, its->left_over);
  return SIM_OK;
}

void
sim_cache_destroy (struct sim_world *world, uint32_t cache)
{
  struct sim_slab_header *header = sim_slab_header (world);
  struct sim_kmem_cache *its = sim_cache_of (world, cache);

  sim_put (world, &its->refcount, its->refcount - 1);
  SIM_TELL (world, KMEM_CACHE_DESTROY, CACHE_GONE, SIM_OBJECTS (sim_on_cache (cache)), cache,
            its->refcount);
  if (its->refcount > 0)
    return;
  sim_enter (world);
  sim_allocator_of (its->allocator)->shutdown (world, cache);
  sim_cache_give_nodes (world, cache);
  sim_cache_give_struct (world, its->allocator, its->self);
  sim_leave (world);
  sim_put (world, &its->role, SIM_CACHE_UNUSED);
  sim_put (world, &header->cache_count, header->cache_count - 1);
}

uint32_t
sim_cache_allocated (struct sim_world *world, uint32_t cache)
{
  struct sim_slab_header *header = sim_slab_header (world);
  const uint32_t *map = world->arena.words + world->layout->slab.maps;
  uint32_t allocated = 0;

  for (uint32_t entry = 0; entry < header->entry_top; entry++) {
    const struct sim_slab *slab = sim_slab_of (world, entry);

    if (slab->cache != cache + 1)
      continue;
    for (uint32_t i = 0; i < SIM_FRAME_OBJECTS / 32; i++)
      allocated += (uint32_t) __builtin_popcount (map[(uint64_t) entry * SIM_SLAB_MAP_WORDS + i]);
  }
  return allocated;
}

/* A call inside another (an index list, a struct) has its own level; the operation's is the
 * farthest of all. */
static uint32_t
level_begin (struct sim_world *world)
{
  uint32_t outer = SIM_LEVEL_NONE;

  if (world->cost != NULL) {
    outer = world->cost->sum.level;
    world->cost->sum.level = SIM_LEVEL_NONE;
  }
  return outer;
}

static uint32_t
level_end (struct sim_world *world, uint32_t outer)
{
  uint32_t own = SIM_LEVEL_NONE;

  if (world->cost != NULL) {
    own = world->cost->sum.level;
    world->cost->sum.level = own < outer ? outer : own;
  }
  return own;
}

sim_ref
sim_cache_alloc (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t outer = level_begin (world), level;
  sim_ref ref;

  SIM_TELL (world, KMEM_CACHE_ALLOC, ENTER_CACHE, SIM_OBJECTS (sim_on_cache (cache)), cache,
            world->header->cpu);
  sim_enter (world);
  ref = sim_allocator_of (its->allocator)->alloc (world, cache, gfp, node);
  sim_leave (world);
  level = level_end (world, outer);
  if (ref == SIM_REF_NONE)
    return ref;
  sim_ref_set_allocated (world, ref, true);
  if ((gfp & SIM_GFP_ZERO) != 0)
    sim_slab_fill (world, sim_ref_slab (world, ref), sim_ref_offset (world, ref), 0,
                   its->object_size);
  sim_put (world, &its->alloc_level[level], its->alloc_level[level] + 1);
  SIM_TELL (world, KMEM_CACHE_ALLOC, OBJECT_TAKEN, SIM_OBJECTS (sim_on_object (world, ref)), cache,
            sim_slab_of (world, SIM_REF_ENTRY (ref))->pfn, SIM_REF_OFFSET (ref), level);
  return ref;
}

void
sim_cache_free (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t outer = level_begin (world), level;
  bool allocated = sim_ref_allocated (world, ref);

  SIM_TELL (world, KMEM_CACHE_FREE, ENTER_CACHE, SIM_OBJECTS (sim_on_object (world, ref)), cache,
            world->header->cpu);
  if (allocated)
    sim_ref_set_allocated (world, ref, false);
  sim_enter (world);
  if (!sim_allocator_of (its->allocator)->free (world, cache, ref) && allocated)
    sim_ref_set_allocated (world, ref, true);
  sim_leave (world);
  level = level_end (world, outer);
  sim_put (world, &its->free_level[level], its->free_level[level] + 1);
  SIM_TELL (world, KMEM_CACHE_FREE, LEVEL, SIM_OBJECTS (sim_on_cache (cache)), cache, level);
}

void
sim_cache_construct (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);

  if (its->ctor != 0)
    sim_slab_fill (world, sim_ref_slab (world, ref), sim_ref_offset (world, ref),
                   SIM_SLAB_CONSTRUCTED, its->object_size);
}

/* An index list that lies outside its slab. */
static bool
is_index_list (struct sim_world *world, uint32_t cache, uint32_t node, sim_ref ref)
{
  for (uint32_t list = 0; list < SIM_SLAB_LISTS; list++)
    for (uint32_t slab = sim_slab_list_first (world, sim_slab_head (world, cache, node, list));
         slab != SIM_SLAB_NONE; slab = sim_slab_list_next (world, slab))
      if (sim_slab_of (world, slab)->freelist == ref)
        return true;
  return false;
}

bool
sim_ref_is_kernels (struct sim_world *world, sim_ref ref)
{
  uint32_t from = sim_slab_of (world, sim_ref_slab (world, ref))->cache - 1;

  if (from != SIM_CACHE_SLOB && sim_cache_of (world, from)->role == SIM_CACHE_USER)
    return false;
  for (uint32_t cache = 0; cache < SIM_CACHES_MAX; cache++) {
    const struct sim_kmem_cache *its = sim_cache_of (world, cache);
    bool lists_outside = its->allocator == SIM_ALLOCATOR_SLAB &&
                         its->freelist_place == SIM_FREELIST_OFF_SLAB &&
                         its->freelist_cache == from;

    if (its->role == SIM_CACHE_UNUSED)
      continue;
    if (its->self == ref)
      return true;
    for (uint32_t node = 0; node < world->layout->node_count; node++)
      if (sim_cache_node_of (world, cache, node)->self == ref ||
          (lists_outside && is_index_list (world, cache, node, ref)))
        return true;
  }
  return false;
}
