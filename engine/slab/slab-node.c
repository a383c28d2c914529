/* engine/slab/slab-node.c - SLAB's slabs: made, filled, emptied, on three lists of a node.
 *
 * A slab that was taken from goes to the head of its list, one that got an object back to
 * the tail of the partial list (the more time for its other objects to come back), one that
 * became free to the head of the free list; free slabs leave from the tail.
 */
#include "engine/slab/slab-private.h"

#include "engine/physical/gfp.h"

#define PAGE_BYTES (1u << SIM_PAGE_SHIFT)

/* GFP_CONSTRAINT_MASK and GFP_RECLAIM_MASK */
#define GFP_CONSTRAINTS (SIM_GFP_HARDWALL | SIM_GFP_THISNODE)
#define GFP_MANNER                                                                                 \
  (SIM_GFP_RECLAIM | SIM_GFP_HIGH | SIM_GFP_IO | SIM_GFP_FS | SIM_GFP_NOWARN |                     \
   SIM_GFP_RETRY_MAYFAIL | SIM_GFP_NOFAIL | SIM_GFP_NORETRY | SIM_GFP_MEMALLOC |                   \
   SIM_GFP_NOMEMALLOC | SIM_GFP_ATOMIC)

static struct sim_kmem_cache *
cache_of_slab (struct sim_world *world, uint32_t entry)
{
  return sim_cache_of (world, sim_slab_of (world, entry)->cache - 1);
}

static uint32_t
pfn_of (struct sim_world *world, uint32_t entry)
{
  return sim_slab_of (world, entry)->pfn;
}

/* --- the index list --- */

/* Where byte `index` of the list is: entry of a slab and offset in it. */
static uint32_t
list_place (struct sim_world *world, uint32_t entry, uint32_t index, uint32_t *offset)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = cache_of_slab (world, entry);

  sim_cost_list (world, &slab->freelist);
  sim_cost_slab (world, slab->head);
  if (its->freelist_place == SIM_FREELIST_ON_SLAB) {
    *offset = (PAGE_BYTES << slab->order) - its->freelist_size + index;
  } else {
    SIM_ASSERT (slab->freelist != SIM_REF_NONE);
    *offset = sim_ref_offset (world, slab->freelist) + index;
    entry = sim_ref_slab (world, slab->freelist);
  }
  sim_cost_byte (world, entry, *offset);
  return entry;
}

static uint32_t
get_free_index (struct sim_world *world, uint32_t entry, uint32_t index)
{
  uint32_t offset, in = list_place (world, entry, index, &offset);

  return sim_slab_get8 (world, in, offset);
}

static void
put_free_index (struct sim_world *world, uint32_t entry, uint32_t index, uint32_t value)
{
  uint32_t offset, in = list_place (world, entry, index, &offset);

  sim_slab_put8 (world, in, offset, (uint8_t) value);
}

/* An index that cannot be: nothing more comes from this slab but what is given back to it.
 * A slab that is on a list was counted with its node's free objects. */
static void
lose_rest (struct sim_world *world, uint32_t entry, uint32_t index)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t cache = slab->cache - 1, num = sim_cache_of (world, cache)->oo_objects, offset;
  uint32_t in = list_place (world, entry, slab->inuse, &offset);
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, sim_slab_node (world, entry));

  SIM_TELL (world, SLAB_GET_OBJ, INDEX_LIST_LOST, SIM_OBJECTS (sim_on_slab (world, entry)), cache,
            slab->pfn, index, num);
  sim_slab_report (world, &(struct sim_slab_report){ .bug = SIM_BUG_FREELIST,
                                                     .serial = world->header->serial,
                                                     .cache = cache,
                                                     .object = SIM_REF_NONE,
                                                     .slab = in,
                                                     .from = offset,
                                                     .to = offset + 1,
                                                     .found = index });
  if (slab->where == SIM_SLAB_NODE_LIST)
    sim_put (world, &part->free_objects, part->free_objects - (num - slab->inuse));
  sim_put (world, &slab->inuse, num);
}

sim_ref
sim_slab_get_obj (struct sim_world *world, uint32_t entry)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = cache_of_slab (world, entry);
  uint32_t index = get_free_index (world, entry, slab->inuse);

  if (index >= its->oo_objects) {
    lose_rest (world, entry, index);
    return SIM_REF_NONE;
  }
  sim_put (world, &slab->inuse, slab->inuse + 1);
  return sim_ref_at (world, entry, slab->s_mem + index * its->size);
}

/* slab_put_obj () */
static void
put_obj (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = cache_of_slab (world, entry);
  uint32_t index = sim_slab_index (world, entry, ref);

  SIM_ASSERT (slab->inuse > 0);
  sim_put (world, &slab->inuse, slab->inuse - 1);
  /* The first object that comes back to a full slab takes the list. */
  if (its->freelist_place == SIM_FREELIST_OBJECT && slab->freelist == SIM_REF_NONE)
    sim_put (world, &slab->freelist, ref);
  put_free_index (world, entry, slab->inuse, index);
  SIM_TELL (world, SLAB_PUT_OBJ, OBJECT_BACK,
            SIM_OBJECTS (sim_on_object (world, ref), sim_on_slab (world, entry)), slab->cache - 1,
            slab->pfn, index, slab->inuse);
}

/* --- the three lists --- */

static void
list_add (struct sim_world *world, uint32_t entry, enum sim_slab_list list, bool tail)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t node = sim_slab_node (world, entry), cache = slab->cache - 1;

  sim_slab_list_add (world, sim_slab_head (world, cache, node, list), entry, tail);
  sim_put (world, &slab->where, SIM_SLAB_NODE_LIST);
  sim_put (world, &slab->list, list);
}

static void
list_del (struct sim_world *world, uint32_t entry)
{
  struct sim_slab *slab = sim_slab_of (world, entry);

  if (slab->where != SIM_SLAB_NODE_LIST)
    return;
  sim_cost_list (
      world,
      &sim_cache_node_of (world, slab->cache - 1, sim_slab_node (world, entry))->head[slab->list]);
  sim_slab_list_del (world, entry);
  sim_put (world, &slab->where, SIM_SLAB_NOWHERE);
}

static void
add_free_slabs (struct sim_world *world, uint32_t cache, uint32_t node, uint32_t slabs)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

  sim_put (world, &part->free_slabs, part->free_slabs + slabs);
}

static void
add_slabs (struct sim_world *world, uint32_t cache, uint32_t node, uint32_t slabs)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  uint32_t objects = slabs * sim_cache_of (world, cache)->oo_objects;

  sim_put (world, &part->nr_slabs, part->nr_slabs + slabs);
  sim_put (world, &part->total_objects, part->total_objects + objects);
}

uint32_t
sim_slab_get_first (struct sim_world *world, uint32_t cache, uint32_t node)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  uint32_t entry =
      sim_slab_list_first (world, sim_slab_head (world, cache, node, SIM_SLABS_PARTIAL));

  sim_cost_list (world, &part->head[SIM_SLABS_PARTIAL]);
  sim_cost_place (world, part->head, 0);
  if (entry != SIM_SLAB_NONE)
    return entry;
  sim_slab_cost_counts (world, part);
  sim_put (world, &part->free_touched, 1);
  sim_cost_list (world, &part->head[SIM_SLABS_FREE]);
  entry = sim_slab_list_first (world, sim_slab_head (world, cache, node, SIM_SLABS_FREE));
  if (entry != SIM_SLAB_NONE)
    add_free_slabs (world, cache, node, UINT32_MAX);
  return entry;
}

uint32_t
sim_slab_alloc_block (struct sim_world *world, uint32_t entry, uint32_t cpu, uint32_t count)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t cache = slab->cache - 1, taken = 0, num = sim_cache_of (world, cache)->oo_objects;
  struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, cpu);

  while (slab->inuse < num && taken < count) {
    sim_ref ref = sim_slab_get_obj (world, entry);

    if (ref == SIM_REF_NONE)
      break;
    sim_put (world, &array.entry[*array.avail], ref);
    sim_slab_cost_entry (world, &array, *array.avail);
    sim_put (world, array.avail, *array.avail + 1);
    taken++;
  }
  SIM_TELL (world, ALLOC_BLOCK, BLOCK_TAKE,
            SIM_OBJECTS (sim_on_slab (world, entry), sim_on_cache_cpu (cache, cpu)), cache,
            slab->pfn, taken, slab->inuse, num);
  return taken;
}

void
sim_slab_fixup_list (struct sim_world *world, uint32_t entry)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = cache_of_slab (world, entry);
  enum sim_slab_list list = slab->inuse == its->oo_objects ? SIM_SLABS_FULL : SIM_SLABS_PARTIAL;
  uint32_t cache = slab->cache - 1, node = sim_slab_node (world, entry);

  list_del (world, entry);
  list_add (world, entry, list, false);
  if (list == SIM_SLABS_FULL && its->freelist_place == SIM_FREELIST_OBJECT)
    sim_put (world, &slab->freelist, SIM_REF_NONE);
  SIM_TELL (world, FIXUP_SLAB_LIST, SLAB_LISTED,
            SIM_OBJECTS (sim_on_slab (world, entry), sim_on_cache_list (cache, node, list)), cache,
            node, slab->pfn, list, 0, slab->inuse);
}

/* --- new slabs --- */

/* alloc_slabmgmt (): false: no memory for a list outside. */
static bool
place_index_list (struct sim_world *world, uint32_t entry, uint32_t gfp, uint32_t node)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = cache_of_slab (world, entry);
  sim_ref list = SIM_REF_NONE;

  SIM_TELL (world, ALLOC_SLABMGMT, INDEX_LIST, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab->cache - 1, slab->pfn, its->freelist_place, its->freelist_size);
  if (its->freelist_place == SIM_FREELIST_OFF_SLAB) {
    sim_enter (world);
    list = sim_cache_alloc (world, its->freelist_cache, gfp & ~(uint32_t) GFP_CONSTRAINTS, node);
    sim_leave (world);
    if (list == SIM_REF_NONE)
      return false;
  }
  sim_put (world, &slab->freelist, list);
  return true;
}

/* cache_init_objs () */
static void
init_objects (struct sim_world *world, uint32_t entry)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = cache_of_slab (world, entry);

  if (its->freelist_place == SIM_FREELIST_OBJECT)
    sim_put (world, &slab->freelist,
             sim_ref_at (world, entry, slab->s_mem + (its->oo_objects - 1) * its->size));
  for (uint32_t i = 0; i < its->oo_objects; i++) {
    sim_cache_construct (world, slab->cache - 1,
                         sim_ref_at (world, entry, slab->s_mem + i * its->size));
    put_free_index (world, entry, i, i);
  }
  SIM_TELL (world, CACHE_INIT_OBJS, OBJECTS_INIT, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab->cache - 1, slab->pfn, its->oo_objects, its->ctor);
}

uint32_t
sim_slab_grow_begin (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t manner = gfp & (GFP_CONSTRAINTS | GFP_MANNER), entry, colour, home;
  struct sim_kmem_cache_node *part;
  struct sim_slab *slab;

  sim_enter (world);
  entry = sim_slab_new (world, cache, its->oo_order, manner | its->allocflags, node);
  sim_leave (world);
  if (entry == SIM_SLAB_NONE) {
    SIM_TELL (world, CACHE_GROW_BEGIN, SLAB_NO_MEMORY, SIM_OBJECTS (sim_on_cache (cache)), cache,
              its->oo_order);
    return entry;
  }
  slab = sim_slab_of (world, entry);
  home = sim_slab_node (world, entry);
  part = sim_cache_node_of (world, cache, home);
  /* Increased first: the first slab of a cache has colour 1, if there are two. */
  colour = part->colour_next + 1 >= its->colour ? 0 : part->colour_next + 1;
  sim_slab_cost_counts (world, part);
  sim_cost_slab (world, entry);
  sim_put (world, &part->colour_next, colour);
  sim_put (world, &slab->colour, colour);
  sim_put (world, &slab->s_mem, colour * its->colour_off);
  sim_put (world, &slab->objects, its->oo_objects);
  SIM_TELL (world, CACHE_GROW_BEGIN, SLAB_GROWN, SIM_OBJECTS (sim_on_slab (world, entry)), cache,
            home, slab->pfn, slab->order, colour, slab->s_mem);
  sim_enter (world);
  if (place_index_list (world, entry, manner, home)) {
    init_objects (world, entry);
  } else {
    sim_slab_delete (world, entry);
    entry = SIM_SLAB_NONE;
  }
  sim_leave (world);
  return entry;
}

void
sim_slab_grow_end (struct sim_world *world, uint32_t cache, uint32_t entry)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t node = sim_slab_node (world, entry);
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

  sim_slab_cost_lock (world, part);
  sim_slab_cost_counts (world, part);
  add_slabs (world, cache, node, 1);
  sim_enter (world);
  if (slab->inuse == 0) {
    list_add (world, entry, SIM_SLABS_FREE, true);
    add_free_slabs (world, cache, node, 1);
    SIM_TELL (
        world, CACHE_GROW_END, SLAB_LISTED,
        SIM_OBJECTS (sim_on_slab (world, entry), sim_on_cache_list (cache, node, SIM_SLABS_FREE)),
        cache, node, slab->pfn, SIM_SLABS_FREE, 1, 0);
  } else {
    sim_slab_fixup_list (world, entry);
  }
  sim_leave (world);
  sim_put (world, &part->free_objects, part->free_objects + slab->objects - slab->inuse);
}

/* --- objects and slabs go back --- */

/* Takes the last of the free slabs away. */
static uint32_t
unlink_last_free (struct sim_world *world, uint32_t cache, uint32_t node)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  uint32_t entry = sim_slab_list_last (world, sim_slab_head (world, cache, node, SIM_SLABS_FREE));

  if (entry == SIM_SLAB_NONE)
    return entry;
  list_del (world, entry);
  add_free_slabs (world, cache, node, UINT32_MAX);
  add_slabs (world, cache, node, UINT32_MAX);
  sim_put (world, &part->free_objects,
           part->free_objects - sim_cache_of (world, cache)->oo_objects);
  return entry;
}

uint32_t
sim_slab_free_block (struct sim_world *world, uint32_t cache, uint32_t node, const uint32_t *ref,
                     uint32_t count, uint32_t doomed)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

  sim_slab_cost_counts (world, part);
  sim_put (world, &part->free_objects, part->free_objects + count);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t entry = sim_ref_slab (world, ref[i]);
    const struct sim_slab *slab = sim_slab_of (world, entry);
    enum sim_slab_list list;

    list_del (world, entry);
    put_obj (world, entry, ref[i]);
    list = slab->inuse == 0 ? SIM_SLABS_FREE : SIM_SLABS_PARTIAL;
    list_add (world, entry, list, list == SIM_SLABS_PARTIAL);
    if (list == SIM_SLABS_FREE)
      add_free_slabs (world, cache, node, 1);
    SIM_TELL (world, FREE_BLOCK, SLAB_LISTED,
              SIM_OBJECTS (sim_on_slab (world, entry), sim_on_cache_list (cache, node, list)),
              cache, node, slab->pfn, list, list == SIM_SLABS_PARTIAL, slab->inuse);
  }
  while (part->free_objects > part->free_limit) {
    uint32_t free_objects = part->free_objects, entry = unlink_last_free (world, cache, node);

    if (entry == SIM_SLAB_NONE)
      break;
    SIM_TELL (world, FREE_BLOCK, TOO_MANY_FREE, SIM_OBJECTS (sim_on_slab (world, entry)), cache,
              node, pfn_of (world, entry), free_objects, part->free_limit);
    sim_put (world, &sim_slab_of (world, entry)->next, doomed);
    doomed = entry;
  }
  return doomed;
}

/* slab_destroy () */
static void
destroy (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab slab = *sim_slab_of (world, entry);
  const struct sim_kmem_cache *its = cache_of_slab (world, entry);

  SIM_TELL (world, SLAB_DESTROY, SLAB_GIVEN_BACK, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab.cache - 1, slab.pfn, slab.order);
  sim_enter (world);
  sim_slab_delete (world, entry);
  if (its->freelist_place == SIM_FREELIST_OFF_SLAB)
    sim_cache_free (world, its->freelist_cache, slab.freelist);
  sim_leave (world);
}

void
sim_slab_destroy_all (struct sim_world *world, uint32_t doomed)
{
  while (doomed != SIM_SLAB_NONE) {
    uint32_t next = sim_slab_of (world, doomed)->next;

    destroy (world, doomed);
    doomed = next;
  }
}

void
sim_slab_drain_freelist (struct sim_world *world, uint32_t cache, uint32_t node, uint32_t most)
{
  const struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  uint32_t count = part->free_slabs < most ? part->free_slabs : most;

  SIM_TELL (world, DRAIN_FREELIST, FREE_SLABS,
            SIM_OBJECTS (sim_on_cache_list (cache, node, SIM_SLABS_FREE)), cache, node,
            part->free_slabs, count);
  sim_enter (world);
  while (count-- > 0) {
    uint32_t entry = unlink_last_free (world, cache, node);

    if (entry == SIM_SLAB_NONE)
      break;
    sim_slab_cost_lock (world, part);
    destroy (world, entry);
  }
  sim_leave (world);
}
