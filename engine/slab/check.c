/* engine/slab/check.c - the invariants of small objects, and /proc/slabinfo's counts.
 *
 *   S1  an entry in use is a frame of a slab, each knows the other (P5: and all of them)
 *   S2  an entry belongs to a cache that exists, or to SLOB; unused ones are on the free chain
 *   S3  only what is in use has allocated objects
 *   S4  caches are counted; kmalloc's table has each of its caches in its place
 *   S5  the structs of a cache lie in allocated objects of the right cache
 *   S6  an object is allocated if and only if its slab says so: the map agrees with what the
 *       bytes, arrays and lists leave
 *
 * and those of each allocator (slub.c, slab.c, slob.c).  Once a CPU has written over what an
 * allocator keeps in slabs (sim_slab_header.tampered), bytes may say anything: S6 and the
 * allocators' own no longer need to hold.
 */
#include "engine/slab/slub-private.h"

static const char *
broken (struct sim_object *where, struct sim_object object, const char *invariant)
{
  *where = object;
  return invariant;
}

static struct sim_object
on_frame (sim_pfn pfn)
{
  return (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = pfn };
}

static uint32_t
map_word (const struct sim_view *view, uint32_t entry, uint32_t word)
{
  return sim_view_word (view,
                        view->layout->slab.maps + (uint64_t) entry * SIM_SLAB_MAP_WORDS + word);
}

static bool
map_bit (const struct sim_view *view, uint32_t entry, uint32_t offset)
{
  return (map_word (view, entry, offset / 8 / 32) >> offset / 8 % 32 & 1) != 0;
}

/* Whether an allocated object of `cache` begins at `ref`. */
static bool
is_object_of (const struct sim_view *view, sim_ref ref, const struct sim_kmem_cache *cache,
              enum sim_cache_role role)
{
  struct sim_kmem_cache from;
  struct sim_slab slab;

  if (SIM_REF_ENTRY (ref) >= view->layout->slab.entry_count ||
      !map_bit (view, SIM_REF_ENTRY (ref), SIM_REF_OFFSET (ref)))
    return false;
  sim_view_slab (view, SIM_REF_ENTRY (ref), &slab);
  if (slab.cache == SIM_CACHE_SLOB + 1)
    return cache->allocator == SIM_ALLOCATOR_SLOB;
  return sim_view_cache (view, slab.cache - 1, &from) && from.role == role &&
         from.allocator == cache->allocator;
}

/* --- entries and frames --- */

static const char *
check_entry (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab,
             struct sim_object *where)
{
  struct sim_kmem_cache cache;
  struct sim_block block;

  if (slab->pfn >= view->layout->frame_count || sim_view_slab_entry (view, slab->pfn) != entry)
    return broken (where, on_frame (slab->pfn), "S1: the frame of a slab does not know its entry");
  sim_view_block (view, slab->pfn, &block);
  if (block.state != SIM_PAGE_USED || block.order != slab->order || block.large ||
      slab->head != sim_view_slab_entry (view, block.pfn))
    return broken (where, on_frame (slab->pfn), "S1: a slab is not the block that it says");
  if (slab->cache != SIM_CACHE_SLOB + 1 && !sim_view_cache (view, slab->cache - 1, &cache))
    return broken (where, on_frame (slab->pfn), "S2: a slab of no cache");
  return NULL;
}

static const char *
check_entries (const struct sim_view *view, const struct sim_slab_header *header,
               struct sim_object *where)
{
  uint32_t used = 0, unused = 0;
  struct sim_slab slab;
  const char *invariant;

  for (uint32_t entry = 0; entry < header->entry_top; entry++) {
    sim_view_slab (view, entry, &slab);
    if (slab.cache != 0) {
      used++;
      invariant = check_entry (view, entry, &slab, where);
      if (invariant != NULL)
        return invariant;
      continue;
    }
    for (uint32_t word = 0; word < SIM_SLAB_MAP_WORDS; word++)
      if (map_word (view, entry, word) != 0)
        return broken (where, on_frame (slab.pfn), "S3: objects where there is no slab");
  }
  for (uint32_t entry = header->entry_free; entry != SIM_SLAB_NONE && unused <= header->entry_top;
       entry = slab.next, unused++) {
    sim_view_slab (view, entry, &slab);
    if (slab.cache != 0)
      return broken (where, on_frame (slab.pfn), "S2: an entry in use is on the free chain");
  }
  if (used != header->entries_used || unused != header->entry_top - used)
    return broken (where, (struct sim_object){ .kind = SIM_OBJECT_NONE },
                   "S2: entries are counted, and all others are on the free chain");
  return NULL;
}

/* --- caches --- */

static bool
structs_right (const struct sim_view *view, uint32_t number, const struct sim_kmem_cache *cache)
{
  enum sim_cache_role role =
      cache->allocator == SIM_ALLOCATOR_SLUB ? SIM_CACHE_KMEM_CACHE_NODE : SIM_CACHE_KMALLOC;
  struct sim_kmem_cache_node node;

  if (cache->self != SIM_REF_NONE && !is_object_of (view, cache->self, cache, SIM_CACHE_KMEM_CACHE))
    return false;
  for (uint32_t i = 0; i < view->layout->node_count; i++) {
    sim_view_cache_node (view, number, i, &node);
    if (node.self != SIM_REF_NONE && !is_object_of (view, node.self, cache, role))
      return false;
  }
  return true;
}

static const char *
check_caches (const struct sim_view *view, const struct sim_slab_header *header,
              struct sim_object *where)
{
  struct sim_kmem_cache cache;
  uint32_t used = 0;

  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
    struct sim_object object = { .kind = SIM_OBJECT_CACHE, .a = i };

    if (!sim_view_cache (view, i, &cache))
      continue;
    used++;
    if (cache.role >= SIM_CACHE_KMALLOC && cache.allocator == header->allocator &&
        header->kmalloc[cache.role - SIM_CACHE_KMALLOC][cache.number] != i + 1)
      return broken (where, object, "S4: kmalloc does not find its cache");
    if (!structs_right (view, i, &cache))
      return broken (where, object,
                     "S5: the struct of a cache is not an object of the right cache");
  }
  if (used != header->cache_count)
    return broken (where, (struct sim_object){ .kind = SIM_OBJECT_NONE },
                   "S4: cache_count counts the caches");
  return NULL;
}

/* --- places --- */

static const char *
check_places (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab,
              struct sim_object *where)
{
  struct sim_place place[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  uint32_t most = sizeof place / sizeof place[0], allocated = 0, marked = 0, count;

  count = sim_view_slab_places (view, entry, place, most);
  for (uint32_t i = 0; i < count && i < most; i++) {
    uint32_t frame = sim_view_slab_frame (view, slab, place[i].offset >> SIM_PAGE_SHIFT);
    uint32_t offset = place[i].offset & ((1u << SIM_PAGE_SHIFT) - 1);
    bool taken = place[i].state == SIM_PLACE_ALLOCATED;

    allocated += taken;
    /* A free block of SLOB need not begin at a multiple of eight. */
    if (taken != map_bit (view, frame, offset) && (taken || offset % 8 == 0))
      return broken (where, on_frame (slab->pfn), "S6: an object is free and allocated");
  }
  for (uint32_t number = 0; number < UINT32_C (1) << slab->order; number++)
    for (uint32_t word = 0; word < SIM_FRAME_OBJECTS / 32; word++)
      marked += (uint32_t) __builtin_popcount (
          map_word (view, sim_view_slab_frame (view, slab, number), word));
  if (marked != allocated)
    return broken (where, on_frame (slab->pfn), "S6: an object is allocated where there is none");
  return NULL;
}

static const char *
check_contents (const struct sim_view *view, const struct sim_slab_header *header,
                struct sim_object *where)
{
  const char *invariant = sim_slob.check (view, SIM_CACHE_SLOB, where);
  struct sim_kmem_cache cache;
  struct sim_slab slab;

  for (uint32_t i = 0; i < SIM_CACHES_MAX && invariant == NULL; i++)
    if (sim_view_cache (view, i, &cache))
      invariant = sim_allocator_of (cache.allocator)->check (view, i, where);
  for (uint32_t entry = 0; entry < header->entry_top && invariant == NULL; entry++) {
    sim_view_slab (view, entry, &slab);
    if (slab.cache != 0 && slab.head == entry)
      invariant = check_places (view, entry, &slab, where);
  }
  return invariant;
}

#define HEADER_WORD(view, member)                                                                  \
  sim_view_word (view, (view)->layout->slab.header + offsetof (struct sim_slab_header, member) / 4u)

/* No cache, and no entry was ever used: then there is nothing below either, since the first
 * cache takes the first place.  Checked builds ask after every operation, and most machines
 * know pages only. */
static bool
is_untouched (const struct sim_view *view)
{
  return HEADER_WORD (view, state) == SIM_SLAB_DOWN && HEADER_WORD (view, cache_count) == 0 &&
         HEADER_WORD (view, entry_top) == 0 && HEADER_WORD (view, entries_used) == 0 &&
         sim_view_cache_role (view, 0) == SIM_CACHE_UNUSED;
}

const char *
sim_view_slab_check (const struct sim_view *view, struct sim_object *where)
{
  struct sim_slab_header header;
  const char *invariant;

  if (is_untouched (view))
    return NULL;
  sim_view_slab_header (view, &header);
  invariant = check_entries (view, &header, where);
  if (invariant == NULL)
    invariant = check_caches (view, &header, where);
  if (invariant == NULL && header.tampered == 0)
    invariant = check_contents (view, &header, where);
  return invariant;
}

/* --- what a write can break --- */

/* Whether [from, to) and `count` bytes from `at` on have one in common. */
static bool
meets (uint32_t from, uint32_t to, uint32_t at, uint32_t count)
{
  return at < to && at + count > from;
}

/* SLUB: the pointer of a free object.  That of an allocated one is written when it is freed. */
static bool
meets_pointer (struct sim_world *world, uint32_t entry, uint32_t from, uint32_t to)
{
  uint32_t offset = sim_slub_cache (world, entry)->offset;

  for (uint32_t i = 0; i < sim_slab_of (world, entry)->objects; i++) {
    sim_ref ref = sim_slub_object (world, entry, i);

    if (meets (from, to, sim_ref_offset (world, ref) + offset, 8) &&
        !sim_ref_allocated (world, ref))
      return true;
  }
  return false;
}

/* SLAB: the slab's own index list, or that of another slab, which is an object here. */
static bool
meets_index_list (struct sim_world *world, uint32_t entry, uint32_t from, uint32_t to)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = sim_cache_of (world, slab->cache - 1);
  uint32_t end = UINT32_C (1) << (SIM_PAGE_SHIFT + slab->order);

  if (its->freelist_place == SIM_FREELIST_ON_SLAB &&
      meets (from, to, end - its->freelist_size, its->freelist_size))
    return true;
  if (its->freelist_place == SIM_FREELIST_OBJECT && slab->freelist != SIM_REF_NONE &&
      meets (from, to, sim_ref_offset (world, slab->freelist), its->freelist_size))
    return true;
  for (uint32_t i = 0; i < its->oo_objects; i++) {
    uint32_t at = slab->s_mem + i * its->size;

    if (meets (from, to, at, its->size) &&
        sim_ref_is_kernels (world, sim_ref_at (world, entry, at)))
      return true;
  }
  return false;
}

/* Whether bytes [from, to) of a slab are all in one allocated object. */
static bool
in_object (struct sim_world *world, uint32_t entry, uint32_t from, uint32_t to)
{
  struct sim_view view = sim_world_view (world);
  struct sim_located at;

  sim_view_locate (
      &view,
      SIM_PAGE_OFFSET + ((uint64_t) sim_slab_of (world, entry)->pfn << SIM_PAGE_SHIFT) + from, &at);
  return at.found && at.place.state == SIM_PLACE_ALLOCATED && to <= at.place.offset + at.place.size;
}

bool
sim_slab_write_breaks (struct sim_world *world, uint32_t entry, uint32_t from, uint32_t to)
{
  uint32_t cache = sim_slab_of (world, entry)->cache - 1;
  uint32_t allocator =
      cache == SIM_CACHE_SLOB ? SIM_ALLOCATOR_SLOB : sim_cache_of (world, cache)->allocator;

  if (from == to)
    return false;
  switch (allocator) {
  case SIM_ALLOCATOR_SLUB:
    return meets_pointer (world, entry, from, to);
  case SIM_ALLOCATOR_SLAB:
    return meets_index_list (world, entry, from, to);
  default:
    /* Headers and free blocks are all that is outside. */
    return !in_object (world, entry, from, to);
  }
}

/* --- /proc/slabinfo --- */

/* count_partial (): free objects on the partial list of a node; those of the CPUs count as
 * active. */
static uint32_t
partial_free (const struct sim_view *view, const struct sim_kmem_cache_node *node)
{
  uint32_t entry = node->head[SIM_SLABS_PARTIAL].next, free = 0;
  struct sim_slab slab;

  for (; (entry & SIM_NODE_HEAD) == 0; entry = slab.next) {
    sim_view_slab (view, entry, &slab);
    free += slab.objects - slab.inuse;
  }
  return free;
}

void
sim_view_slabinfo (const struct sim_view *view, uint32_t cache, struct sim_slabinfo *out)
{
  struct sim_kmem_cache_node node;
  struct sim_kmem_cache its;

  *out = (struct sim_slabinfo){ .objsize = 0 };
  if (!sim_view_cache (view, cache, &its))
    return;
  out->objsize = its.size;
  /* SLOB has no such file; nothing but sizes is known of its caches. */
  if (its.allocator == SIM_ALLOCATOR_SLOB)
    return;
  out->objperslab = its.oo_objects;
  out->pagesperslab = UINT32_C (1) << its.oo_order;
  for (uint32_t i = 0; i < view->layout->node_count; i++) {
    sim_view_cache_node (view, cache, i, &node);
    out->num_slabs += node.nr_slabs;
    out->num_objs += node.total_objects;
    if (its.allocator == SIM_ALLOCATOR_SLUB) {
      out->active_slabs += node.nr_slabs;
      out->active_objs += node.total_objects - partial_free (view, &node);
    } else {
      out->active_slabs += node.nr_slabs - node.free_slabs;
      out->active_objs += node.total_objects - node.free_objects;
      out->sharedavail += node.shared.avail;
    }
  }
  if (its.allocator == SIM_ALLOCATOR_SLAB) {
    out->limit = its.limit;
    out->batchcount = its.batchcount;
    out->shared = its.shared;
  }
}
