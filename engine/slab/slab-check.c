/* engine/slab/slab-check.c - SLAB's slabs as they are seen, and what must hold of them.
 *
 *   L1  a slab is on the list of its node that its number of free objects says, and on no
 *       other; nodes count their slabs and free slabs
 *   L2  the node's free objects are those of its slabs
 *   L3  every object is allocated, in the slab's index list or in one array, and in no two
 *   L4  arrays keep to their limits; what is in one belongs there (its node, its cache)
 *   L5  the first object lies at colour * colour_off, the colour exists, all objects and the
 *       index list fit; a list inside lies in a free object, at the bottom of its own stack
 */
#include "engine/slab/slab-private.h"

#include <string.h>

#define PAGE_BYTES  (1u << SIM_PAGE_SHIFT)
#define OBJECTS_MAX 256u

/* All arrays of a cache, one after the other. */
struct arrays {
  struct sim_kmem_cache_cpu cpu[SIM_CPUS_MAX];
  struct sim_kmem_cache_node node[SIM_NODES_MAX];
};

struct array {
  enum sim_place_state state;
  uint32_t number; /* CPU; node */
  uint32_t home;   /* node that its objects' slabs are on */
  uint32_t avail, limit;
  const uint32_t *entry;
};

static void
read_arrays (const struct sim_view *view, uint32_t cache, struct arrays *out)
{
  for (uint32_t cpu = 0; cpu < view->layout->cpu_count; cpu++)
    sim_view_cache_cpu (view, cache, cpu, &out->cpu[cpu]);
  for (uint32_t node = 0; node < view->layout->node_count; node++)
    sim_view_cache_node (view, cache, node, &out->node[node]);
}

/* Array `number` of them, counted from 0; false: there are no more. */
static bool
nth_array (const struct sim_view *view, const struct arrays *arrays, uint32_t number,
           struct array *out)
{
  uint32_t cpus = view->layout->cpu_count, nodes = view->layout->node_count, node;

  if (number < cpus) {
    *out = (struct array){ SIM_PLACE_FREE_CPU,        number,         SIM_NODE_ANY,
                           arrays->cpu[number].avail, SIM_ARRAY_MOST, arrays->cpu[number].entry };
    return true;
  }
  number -= cpus;
  if (number < nodes) {
    *out = (struct array){ SIM_PLACE_FREE_SHARED,
                           number,
                           number,
                           arrays->node[number].shared.avail,
                           arrays->node[number].shared.limit,
                           arrays->node[number].shared_entry };
    return true;
  }
  number -= nodes;
  node = number / nodes;
  if (node >= nodes)
    return false;
  *out = (struct array){ SIM_PLACE_FREE_ALIEN,
                         node,
                         number % nodes,
                         arrays->node[node].alien[number % nodes].avail,
                         arrays->node[node].alien[number % nodes].limit,
                         arrays->node[node].alien_entry[number % nodes] };
  return true;
}

/* Index of an object in the slab, or OBJECTS_MAX: it is not in it, or between its objects. */
static uint32_t
index_of (const struct sim_view *view, const struct sim_kmem_cache *cache, uint32_t head,
          const struct sim_slab *slab, sim_ref ref)
{
  struct sim_slab frame;
  uint32_t offset;

  if (SIM_REF_ENTRY (ref) >= view->layout->slab.entry_count)
    return OBJECTS_MAX;
  sim_view_slab (view, SIM_REF_ENTRY (ref), &frame);
  if (frame.cache != slab->cache || frame.head != head)
    return OBJECTS_MAX;
  offset = (frame.pfn - slab->pfn) * PAGE_BYTES + SIM_REF_OFFSET (ref) - slab->s_mem;
  return offset % cache->size == 0 && offset / cache->size < cache->oo_objects
             ? offset / cache->size
             : OBJECTS_MAX;
}

static uint32_t
free_index (const struct sim_view *view, const struct sim_kmem_cache *cache,
            const struct sim_slab *slab, uint32_t number)
{
  struct sim_slab frame, in;
  uint32_t offset;

  if (cache->freelist_place == SIM_FREELIST_ON_SLAB)
    return sim_view_slab_byte (view, slab,
                               (PAGE_BYTES << slab->order) - cache->freelist_size + number);
  sim_view_slab (view, SIM_REF_ENTRY (slab->freelist), &frame);
  sim_view_slab (view, frame.head, &in);
  offset = (frame.pfn - in.pfn) * PAGE_BYTES + SIM_REF_OFFSET (slab->freelist) + number;
  return sim_view_slab_byte (view, &in, offset);
}

/* All places of a slab; how often each was met is added to `met`, if it is wanted. */
static void
find_places (const struct sim_view *view, const struct sim_kmem_cache *cache, uint32_t entry,
             const struct sim_slab *slab, const struct arrays *arrays,
             struct sim_place place[OBJECTS_MAX], uint8_t met[OBJECTS_MAX])
{
  struct array array;

  memset (met, 0, OBJECTS_MAX);
  for (uint32_t i = 0; i < cache->oo_objects; i++) {
    place[i] = (struct sim_place){ .index = i,
                                   .offset = slab->s_mem + i * cache->size,
                                   .size = cache->object_size,
                                   .state = SIM_PLACE_LOST };
    if (sim_view_slab_begins (view, slab, place[i].offset)) {
      place[i].state = SIM_PLACE_ALLOCATED;
      met[i]++;
    }
  }
  for (uint32_t i = slab->inuse; i < cache->oo_objects; i++) {
    uint32_t index = free_index (view, cache, slab, i);

    if (index >= cache->oo_objects)
      continue;
    if (met[index]++ == 0) {
      place[index].state = SIM_PLACE_FREE;
      place[index].order = i - slab->inuse;
    }
  }
  for (uint32_t number = 0; nth_array (view, arrays, number, &array); number++) {
    for (uint32_t i = 0; i < array.avail; i++) {
      uint32_t index = index_of (view, cache, entry, slab, array.entry[i]);

      if (index == OBJECTS_MAX || met[index]++ > 0)
        continue;
      place[index].state = array.state;
      place[index].cpu = array.number;
      place[index].order = array.avail - 1 - i;
    }
  }
}

uint32_t
sim_slab_places (const struct sim_view *view, uint32_t entry, struct sim_place *place,
                 uint32_t most)
{
  struct sim_place all[OBJECTS_MAX];
  uint8_t met[OBJECTS_MAX];
  struct sim_kmem_cache cache;
  struct arrays arrays;
  struct sim_slab slab;

  sim_view_slab (view, entry, &slab);
  if (!sim_view_cache (view, slab.cache - 1, &cache))
    return 0;
  read_arrays (view, slab.cache - 1, &arrays);
  find_places (view, &cache, entry, &slab, &arrays, all, met);
  for (uint32_t i = 0; i < cache.oo_objects && i < most; i++)
    place[i] = all[i];
  return cache.oo_objects;
}

/* --- invariants --- */

static uint32_t
node_of (const struct sim_view *view, const struct sim_slab *slab)
{
  struct sim_block block;
  struct sim_zone zone;

  sim_view_block (view, slab->pfn, &block);
  if (block.zone == SIM_PAGE_NO_ZONE)
    return 0;
  sim_view_zone (view, block.zone, &zone);
  return zone.node;
}

/* L5 */
static const char *
check_geometry (const struct sim_view *view, const struct sim_kmem_cache *cache, uint32_t entry,
                const struct sim_slab *slab)
{
  uint32_t end = slab->s_mem + cache->oo_objects * cache->size, bytes = PAGE_BYTES << slab->order;
  uint32_t last = cache->oo_objects - 1;

  if (slab->s_mem != slab->colour * cache->colour_off ||
      (slab->colour > 0 && slab->colour >= cache->colour))
    return "L5: a slab's first object is not where its colour says";
  if (cache->freelist_place == SIM_FREELIST_ON_SLAB)
    end += cache->freelist_size;
  if (end > bytes)
    return "L5: a slab is smaller than what is in it";
  if (cache->freelist_place == SIM_FREELIST_OBJECT) {
    if ((slab->freelist == SIM_REF_NONE) != (slab->inuse == cache->oo_objects))
      return "L5: a slab has no index list, or one too many";
    if (slab->freelist != SIM_REF_NONE &&
        free_index (view, cache, slab, last) != index_of (view, cache, entry, slab, slab->freelist))
      return "L5: an index list is not in the object at its bottom";
  }
  return NULL;
}

/* L1 and L2 of one list; what it has is taken from the counts of the node. */
static const char *
check_list (const struct sim_view *view, const struct sim_kmem_cache *cache, uint32_t number,
            uint32_t node, uint32_t list, struct sim_kmem_cache_node *left)
{
  uint32_t at = left->head[list].next, before = SIM_NODE_HEAD, num = cache->oo_objects;
  struct sim_slab slab;

  for (; (at & SIM_NODE_HEAD) == 0; at = slab.next) {
    sim_view_slab (view, at, &slab);
    if (slab.cache != number + 1 || slab.head != at || slab.where != SIM_SLAB_NODE_LIST ||
        slab.list != list || node_of (view, &slab) != node)
      return "L1: a slab is on a list that is not its own";
    if ((before & SIM_NODE_HEAD) == 0 ? slab.prev != before : (slab.prev & SIM_NODE_HEAD) == 0)
      return "L1: a list of slabs is not whole";
    if (list != (slab.inuse == 0     ? (uint32_t) SIM_SLABS_FREE
                 : slab.inuse == num ? (uint32_t) SIM_SLABS_FULL
                                     : (uint32_t) SIM_SLABS_PARTIAL))
      return "L1: a slab is not on the list that its free objects say";
    if (left->nr_slabs-- == 0)
      return "L1: a node has more slabs than it counts";
    left->free_slabs -= list == SIM_SLABS_FREE;
    left->free_objects -= num - slab.inuse;
    left->total_objects -= num;
    before = at;
  }
  return NULL;
}

static const char *
check_node (const struct sim_view *view, const struct sim_kmem_cache *cache, uint32_t number,
            uint32_t node, uint32_t *slabs)
{
  struct sim_kmem_cache_node left;
  const char *broken = NULL;

  sim_view_cache_node (view, number, node, &left);
  *slabs += left.nr_slabs;
  for (uint32_t list = 0; list < SIM_SLAB_LISTS && broken == NULL; list++)
    broken = check_list (view, cache, number, node, list, &left);
  if (broken != NULL)
    return broken;
  if (left.nr_slabs != 0 || left.free_slabs != 0 || left.total_objects != 0)
    return "L1: a node does not count its slabs right";
  return left.free_objects != 0 ? "L2: a node does not count its free objects right" : NULL;
}

/* L4 */
static const char *
check_array (const struct sim_view *view, const struct sim_kmem_cache *cache, uint32_t number,
             const struct array *array)
{
  uint32_t limit = array->state == SIM_PLACE_FREE_CPU ? cache->limit : array->limit;

  if (array->avail > limit)
    return "L4: an array has more objects than its limit";
  for (uint32_t i = 0; i < array->avail; i++) {
    struct sim_slab frame, slab;

    if (SIM_REF_ENTRY (array->entry[i]) >= view->layout->slab.entry_count)
      return "L4: an array has something that is no object";
    sim_view_slab (view, SIM_REF_ENTRY (array->entry[i]), &frame);
    if (frame.cache != number + 1)
      return "L4: an array has an object of another cache";
    sim_view_slab (view, frame.head, &slab);
    if (index_of (view, cache, frame.head, &slab, array->entry[i]) == OBJECTS_MAX)
      return "L4: an array has something that is no object";
    if (array->home != SIM_NODE_ANY && node_of (view, &slab) != array->home)
      return "L4: an array has an object of another node";
  }
  return NULL;
}

/* L3 and L5 of all slabs, whose number must be `slabs`. */
static const char *
check_slabs (const struct sim_view *view, const struct sim_kmem_cache *cache, uint32_t number,
             uint32_t slabs, const struct arrays *arrays, struct sim_object *where)
{
  struct sim_slab_header header;
  const char *broken;

  sim_view_slab_header (view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    struct sim_place place[OBJECTS_MAX];
    uint8_t met[OBJECTS_MAX];
    struct sim_slab slab;

    sim_view_slab (view, entry, &slab);
    if (slab.cache != number + 1 || slab.head != entry)
      continue;
    *where = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = slab.pfn };
    if (slabs-- == 0)
      return "L1: a slab is on no list";
    broken = check_geometry (view, cache, entry, &slab);
    /* What a CPU wrote over an index list is not the allocator's fault. */
    if (header.tampered != 0)
      continue;
    if (broken != NULL)
      return broken;
    find_places (view, cache, entry, &slab, arrays, place, met);
    for (uint32_t i = 0; i < cache->oo_objects; i++)
      if (met[i] != 1)
        return met[i] == 0 ? "L3: an object is nowhere" : "L3: an object is in two places";
  }
  return slabs != 0 ? "L1: a node has fewer slabs than it counts" : NULL;
}

const char *
sim_slab_check (const struct sim_view *view, uint32_t cache, struct sim_object *where)
{
  const char *broken = NULL;
  struct sim_kmem_cache its;
  struct arrays arrays;
  uint32_t slabs = 0;
  struct array array;

  if (!sim_view_cache (view, cache, &its))
    return NULL;
  *where = sim_on_cache (cache);
  for (uint32_t node = 0; node < view->layout->node_count && broken == NULL; node++)
    broken = check_node (view, &its, cache, node, &slabs);
  read_arrays (view, cache, &arrays);
  for (uint32_t i = 0; broken == NULL && nth_array (view, &arrays, i, &array); i++)
    broken = check_array (view, &its, cache, &array);
  return broken != NULL ? broken : check_slabs (view, &its, cache, slabs, &arrays, where);
}
