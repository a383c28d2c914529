/* engine/slab/bootstrap.c - kmem_cache_init (), and what a cache itself lies in.
 *
 * A cache is described by a struct kmem_cache and, for each node, a struct kmem_cache_node.
 * Those are small objects, too, so the first caches have nothing to be allocated from:
 *
 *   SLUB  kmem_cache_node   static; its own first slab gives its nodes' structs
 *         kmem_cache        static; nodes from kmem_cache_node
 *         both move into an object of kmem_cache
 *         kmalloc-8 ...
 *   SLAB  kmem_cache        static, and stays so; nodes static
 *         kmalloc-128       from kmem_cache; nodes static: this is the cache that such fit
 *         nodes of both move into objects of kmalloc-128
 *         kmalloc-32 ...
 *   SLOB  kmem_cache        static; no other cache
 *
 * A cache that is made later gets its structs here and gives them back.
 *
 * Leaves out: what lies in percpu memory, and SLAB's shared and alien arrays.
 *
 * Kernel: mm/slab_common.c, kmem_cache_init () of mm/slub.c, mm/slab.c, mm/slob.c.
 */
#include "engine/physical/gfp.h"
#include "engine/slab/cache.h"
#include "engine/slab/load.h"
#include "engine/slab/slub-private.h"

#define NODE_INDEX 7u /* SLAB's INDEX_NODE: struct kmem_cache_node of 120 bytes is in kmalloc-128 */
#define GFP_NOWAIT SIM_GFP_KSWAPD_RECLAIM

#define SLUB_NODE_BYTES  64u /* sizeof (struct kmem_cache_node) */
#define SLOB_CACHE_BYTES 64u /* sizeof (struct kmem_cache) */

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

static void
set_state (struct sim_world *world, enum sim_slab_state state)
{
  sim_put (world, &sim_slab_header (world)->state, state);
  SIM_TELL (world, KMEM_CACHE_INIT, SLAB_STATE, SIM_NO_OBJECT, state);
}

/* --- where a cache's structs come from --- */

/* The kernel's cache of one allocator in a role, or SIM_CACHE_NONE. */
static uint32_t
find_role (struct sim_world *world, uint32_t allocator, enum sim_cache_role role, uint32_t number)
{
  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
    const struct sim_kmem_cache *cache = sim_cache_of (world, i);

    if (cache->role == role && cache->allocator == allocator && cache->number == number)
      return i;
  }
  return SIM_CACHE_NONE;
}

/* SLAB's cache that struct kmem_cache_node fits into; NONE: a world that was loaded does not
 * know it. */
static uint32_t
node_cache (struct sim_world *world)
{
  return find_role (world, SIM_ALLOCATOR_SLAB, SIM_CACHE_KMALLOC, NODE_INDEX);
}

static uint32_t
struct_gfp (struct sim_world *world)
{
  return (sim_slab_header (world)->state == SIM_SLAB_UP ? SIM_GFP_KERNEL : GFP_NOWAIT) |
         SIM_GFP_ZERO;
}

enum sim_status
sim_cache_take_struct (struct sim_world *world, uint32_t allocator, uint32_t cache, sim_ref *self)
{
  uint32_t from = find_role (world, allocator, SIM_CACHE_KMEM_CACHE, 0);

  *self = SIM_REF_NONE;
  if (from == SIM_CACHE_NONE) {
    SIM_TELL (world, KMEM_CACHE_CREATE, STRUCT_STATIC, SIM_OBJECTS (sim_on_cache (cache)), cache);
    return SIM_OK;
  }
  sim_enter (world);
  *self = sim_cache_alloc (world, from, struct_gfp (world), SIM_NODE_ANY);
  sim_leave (world);
  if (*self == SIM_REF_NONE)
    return SIM_NO_MEMORY;
  SIM_TELL (world, KMEM_CACHE_CREATE, STRUCT_FROM,
            SIM_OBJECTS (sim_on_cache (cache), sim_on_object (world, *self)), cache, from,
            sim_slab_of (world, SIM_REF_ENTRY (*self))->pfn, SIM_REF_OFFSET (*self));
  return SIM_OK;
}

void
sim_cache_give_struct (struct sim_world *world, uint32_t allocator, sim_ref self)
{
  if (self != SIM_REF_NONE)
    sim_cache_free (world, find_role (world, allocator, SIM_CACHE_KMEM_CACHE, 0), self);
}

static enum sim_status
place_node (struct sim_world *world, uint32_t cache, uint32_t from, uint32_t node)
{
  sim_ref ref;

  sim_enter (world);
  ref = sim_cache_alloc (world, from, struct_gfp (world), node);
  sim_leave (world);
  if (ref == SIM_REF_NONE)
    return SIM_NO_MEMORY;
  sim_put (world, &sim_cache_node_of (world, cache, node)->self, ref);
  SIM_TELL (world, KMEM_CACHE_CREATE, NODE_FROM,
            SIM_OBJECTS (sim_on_cache (cache), sim_on_object (world, ref)), cache, node, from,
            sim_slab_of (world, SIM_REF_ENTRY (ref))->pfn, SIM_REF_OFFSET (ref));
  return SIM_OK;
}

enum sim_status
sim_cache_take_nodes (struct sim_world *world, uint32_t cache)
{
  uint32_t from = node_cache (world);

  if (sim_cache_of (world, cache)->allocator != SIM_ALLOCATOR_SLAB)
    return SIM_OK;
  for (uint32_t node = 0; node < world->layout->node_count; node++) {
    if (sim_slab_header (world)->state < SIM_SLAB_PARTIAL_NODE)
      SIM_TELL (world, KMEM_CACHE_CREATE, NODE_STATIC, SIM_OBJECTS (sim_on_cache (cache)), cache,
                node);
    else if (from != SIM_CACHE_NONE && place_node (world, cache, from, node) != SIM_OK) {
      sim_cache_give_nodes (world, cache);
      return SIM_NO_MEMORY;
    }
  }
  return SIM_OK;
}

void
sim_cache_give_nodes (struct sim_world *world, uint32_t cache)
{
  if (sim_cache_of (world, cache)->allocator != SIM_ALLOCATOR_SLAB)
    return;
  for (uint32_t node = 0; node < world->layout->node_count; node++) {
    struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

    if (part->self == SIM_REF_NONE)
      continue;
    sim_cache_free (world, node_cache (world), part->self);
    sim_put (world, &part->self, SIM_REF_NONE);
  }
}

/* --- the first caches --- */

/* create_boot_cache () */
static enum sim_status
create (struct sim_world *world, enum sim_cache_role role, uint32_t number, uint32_t size,
        uint32_t flags, uint32_t *cache)
{
  struct sim_cache_request request = { .role = role,
                                       .number = number,
                                       .allocator = sim_slab_header (world)->allocator,
                                       .size = size,
                                       .align = (size & (size - 1)) == 0 ? size : 8,
                                       .flags = flags };

  return sim_cache_create (world, &request, cache);
}

static enum sim_status
create_kmalloc_cache (struct sim_world *world, uint32_t type, uint32_t index)
{
  static const uint32_t of_type[SIM_KMALLOC_TYPES] = { 0, SIM_SLAB_RECLAIM_ACCOUNT,
                                                       SIM_SLAB_CACHE_DMA };
  uint32_t flags = SIM_SLAB_KMALLOC | of_type[type], cache;

  if (sim_slab_header (world)->kmalloc[type][index] != 0)
    return SIM_OK;
  if (sim_slab_header (world)->allocator == SIM_ALLOCATOR_SLAB)
    flags |= SIM_SLAB_HWCACHE_ALIGN;
  return create (world, SIM_CACHE_KMALLOC + type, index, sim_kmalloc_index_size (index), flags,
                 &cache);
}

/* Powers of two in order; 96 follows 64, and 192 follows 128. */
static enum sim_status
create_kmalloc_caches (struct sim_world *world)
{
  uint32_t first = sim_kmalloc_index (sim_slab_header (world)->allocator, 1);
  uint32_t last = sim_kmalloc_index (sim_slab_header (world)->allocator, SIM_KMALLOC_CACHE_MOST);
  enum sim_status status = SIM_OK;

  for (uint32_t type = 0; type < SIM_KMALLOC_TYPES; type++)
    for (uint32_t index = first; index <= last && status == SIM_OK; index++) {
      status = create_kmalloc_cache (world, type, index);
      if (status == SIM_OK && (index == 6 || index == 7))
        status = create_kmalloc_cache (world, type, index - 5);
    }
  return status;
}

/* bootstrap (): from the static struct into an object of kmem_cache; the CPU's slab goes to its
 * node, since the struct that knew it is no more. */
static enum sim_status
move_struct (struct sim_world *world, uint32_t cache)
{
  sim_ref self;

  if (sim_cache_take_struct (world, SIM_ALLOCATOR_SLUB, cache, &self) != SIM_OK)
    return SIM_NO_MEMORY;
  sim_put (world, &sim_cache_of (world, cache)->self, self);
  sim_enter (world);
  sim_slub_flush_all (world, cache);
  sim_leave (world);
  SIM_TELL (world, BOOTSTRAP, STRUCT_MOVED,
            SIM_OBJECTS (sim_on_cache (cache), sim_on_object (world, self)), cache,
            sim_slab_of (world, SIM_REF_ENTRY (self))->pfn, SIM_REF_OFFSET (self));
  return SIM_OK;
}

static enum sim_status
init_slub (struct sim_world *world)
{
  uint32_t nodes, caches;

  if (create (world, SIM_CACHE_KMEM_CACHE_NODE, 0, SLUB_NODE_BYTES, SIM_SLAB_HWCACHE_ALIGN,
              &nodes) != SIM_OK)
    return SIM_NO_MEMORY;
  set_state (world, SIM_SLAB_PARTIAL);
  /* The struct ends with a pointer for each node; so does SLAB's. */
  if (create (world, SIM_CACHE_KMEM_CACHE, 0, 200 + 8 * world->layout->node_count,
              SIM_SLAB_HWCACHE_ALIGN, &caches) != SIM_OK ||
      move_struct (world, caches) != SIM_OK || move_struct (world, nodes) != SIM_OK)
    return SIM_NO_MEMORY;
  return create_kmalloc_caches (world);
}

static enum sim_status
init_slab (struct sim_world *world)
{
  uint32_t caches, nodes;

  if (create (world, SIM_CACHE_KMEM_CACHE, 0, 120 + 8 * world->layout->node_count,
              SIM_SLAB_HWCACHE_ALIGN, &caches) != SIM_OK)
    return SIM_NO_MEMORY;
  set_state (world, SIM_SLAB_PARTIAL);
  if (create_kmalloc_cache (world, 0, NODE_INDEX) != SIM_OK)
    return SIM_NO_MEMORY;
  set_state (world, SIM_SLAB_PARTIAL_NODE);
  nodes = node_cache (world);
  /* init_list (): out of the static ones. */
  for (uint32_t node = 0; node < world->layout->node_count; node++)
    if (place_node (world, caches, nodes, node) != SIM_OK ||
        place_node (world, nodes, nodes, node) != SIM_OK)
      return SIM_NO_MEMORY;
  return create_kmalloc_caches (world);
}

/* kmem_cache_boot, which is compiled in: with kmalloc's alignment, not that of its size. */
static enum sim_status
init_slob (struct sim_world *world)
{
  const struct sim_cache_request request = { .role = SIM_CACHE_KMEM_CACHE,
                                             .allocator = SIM_ALLOCATOR_SLOB,
                                             .size = SLOB_CACHE_BYTES,
                                             .align = 8,
                                             .flags = SIM_SLAB_PANIC };
  uint32_t cache;

  return sim_cache_create (world, &request, &cache);
}

/* The kernel panics; here everything is as it was. */
static void
undo (struct sim_world *world)
{
  struct sim_slab_header *header = sim_slab_header (world);

  for (uint32_t entry = 0; entry < header->entry_top; entry++) {
    const struct sim_slab *slab = sim_slab_of (world, entry);

    if (slab->cache != 0 && slab->head == entry)
      sim_slab_delete (world, entry);
  }
  for (uint32_t cache = 0; cache < SIM_CACHES_MAX; cache++)
    if (sim_cache_of (world, cache)->role != SIM_CACHE_UNUSED)
      sim_put (world, &sim_cache_of (world, cache)->role, SIM_CACHE_UNUSED);
  for (uint32_t type = 0; type < SIM_KMALLOC_TYPES; type++)
    for (uint32_t index = 0; index < sizeof header->kmalloc[0] / sizeof (uint32_t); index++)
      sim_put (world, &header->kmalloc[type][index], 0);
  sim_put (world, &header->cache_count, 0);
  set_state (world, SIM_SLAB_DOWN);
}

enum sim_status
sim_kmem_cache_init (struct sim_world *world)
{
  static enum sim_status (*const init[SIM_ALLOCATORS]) (struct sim_world * world) = {
    [SIM_ALLOCATOR_SLUB] = init_slub,
    [SIM_ALLOCATOR_SLAB] = init_slab,
    [SIM_ALLOCATOR_SLOB] = init_slob,
  };
  enum sim_status status;

  SIM_TELL (world, KMEM_CACHE_INIT, SLAB_STATE, SIM_NO_OBJECT, SIM_SLAB_DOWN);
  sim_enter (world);
  status = init[sim_slab_header (world)->allocator](world);
  if (status == SIM_OK)
    set_state (world, SIM_SLAB_UP);
  else
    undo (world);
  if (status == SIM_OK && sim_slab_header (world)->allocator == SIM_ALLOCATOR_SLAB)
    sim_slab_init_late (world);
  sim_leave (world);
  return status;
}
