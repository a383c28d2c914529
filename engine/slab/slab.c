/* engine/slab/slab.c - SLAB: arrays of free objects in front of slabs.
 *
 *   alloc   the CPU's array -> the node's shared array -> partial, free slabs -> a new slab
 *   free    the CPU's array -> shared array -> the slabs     (of this node)
 *           the alien array -> the other node's shared array, slabs
 *
 * An array is a stack.  When it is full its oldest objects leave, when it is empty a batch
 * of them comes; whoever moves objects keeps their order.
 */
#include "engine/slab/slab-private.h"

#include "engine/physical/gfp.h"

#define BATCHREFILL_LIMIT 16u

static uint32_t
this_cpu (const struct sim_world *world)
{
  return world->header->cpu;
}

static uint32_t
this_node (const struct sim_world *world)
{
  return world->machine.cpu_node[world->header->cpu];
}

/* gfp_exact_node (): no reclaim, on no other node. */
static uint32_t
exact_node (uint32_t gfp)
{
  return (gfp | SIM_GFP_THISNODE | SIM_GFP_NOWARN) & ~(uint32_t) (SIM_GFP_RECLAIM | SIM_GFP_NOFAIL);
}

/* --- arrays --- */

static void
array_push (struct sim_world *world, struct sim_slab_array *array, sim_ref ref)
{
  SIM_ASSERT (*array->avail < array->limit);
  sim_slab_cost_entry (world, array, *array->avail);
  sim_put (world, &array->entry[*array->avail], ref);
  sim_put (world, array->avail, *array->avail + 1);
}

static sim_ref
array_pop (struct sim_world *world, struct sim_slab_array *array)
{
  sim_put (world, array->avail, *array->avail - 1);
  sim_slab_cost_entry (world, array, *array->avail);
  return array->entry[*array->avail];
}

/* The `count` oldest have gone. */
static void
array_shift (struct sim_world *world, struct sim_slab_array *array, uint32_t count)
{
  uint32_t left = *array->avail - count;

  sim_slab_cost_array (world, array);
  for (uint32_t i = 0; i < left; i++) {
    sim_slab_cost_entry (world, array, i);
    sim_slab_cost_entry (world, array, i + count);
    sim_put (world, &array->entry[i], array->entry[i + count]);
  }
  sim_put (world, array->avail, left);
}

/* `count` entries of `from`, beginning with number `first`, are copied. */
static void
array_append (struct sim_world *world, struct sim_slab_array *to, const struct sim_slab_array *from,
              uint32_t first, uint32_t count)
{
  for (uint32_t i = first; i < first + count; i++) {
    sim_slab_cost_entry (world, from, i);
    array_push (world, to, from->entry[i]);
  }
}

/* free_block () of the `count` oldest. */
static uint32_t
free_oldest (struct sim_world *world, uint32_t cache, uint32_t node,
             const struct sim_slab_array *array, uint32_t count, uint32_t doomed)
{
  for (uint32_t i = 0; i < count; i++)
    sim_slab_cost_entry (world, array, i);
  return sim_slab_free_block (world, cache, node, array->entry, count, doomed);
}

/* transfer_objects (): the newest of `from`; how many. */
static uint32_t
transfer (struct sim_world *world, struct sim_slab_array *to, struct sim_slab_array *from,
          uint32_t most)
{
  uint32_t count = to->limit - *to->avail;

  if (count > *from->avail)
    count = *from->avail;
  if (count > most)
    count = most;
  sim_slab_cost_array (world, from);
  array_append (world, to, from, *from->avail - count, count);
  sim_put (world, from->avail, *from->avail - count);
  return count;
}

/* --- allocation --- */

/* From the slabs of the node; what they had was counted in its free objects. */
static void
refill_from_slabs (struct sim_world *world, uint32_t cache, uint32_t node, uint32_t batch)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  uint32_t taken = 0;

  while (taken < batch) {
    uint32_t entry = sim_slab_get_first (world, cache, node);

    if (entry == SIM_SLAB_NONE)
      break;
    taken += sim_slab_alloc_block (world, entry, this_cpu (world), batch - taken);
    sim_slab_fixup_list (world, entry);
  }
  sim_put (world, &part->free_objects, part->free_objects - taken);
}

/* A new slab whose objects fill the array. */
static void
refill_by_growing (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t batch)
{
  uint32_t entry = sim_slab_grow_begin (world, cache, exact_node (gfp), this_node (world));

  if (entry == SIM_SLAB_NONE)
    return;
  sim_slab_alloc_block (world, entry, this_cpu (world), batch);
  sim_slab_grow_end (world, cache, entry);
}

static void
cache_alloc_refill (struct sim_world *world, uint32_t cache, uint32_t gfp)
{
  uint32_t node = this_node (world), batch = sim_cache_of (world, cache)->batchcount, count = 0;
  struct sim_kmem_cache_cpu *cpu = sim_cache_cpu_of (world, cache, this_cpu (world));
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, this_cpu (world));
  struct sim_slab_array shared = sim_slab_array_shared (world, cache, node);

  if (cpu->touched == 0 && batch > BATCHREFILL_LIMIT)
    batch = BATCHREFILL_LIMIT;
  SIM_TELL (world, CACHE_ALLOC_REFILL, ARRAY_EMPTY,
            SIM_OBJECTS (sim_on_cache_cpu (cache, this_cpu (world))), cache, this_cpu (world),
            batch, cpu->touched);
  sim_enter (world);
  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slab_cost_counts (world, part);
  if (shared.limit > 0)
    sim_slab_cost_array (world, &shared);
  if (part->free_objects == 0 && *shared.avail == 0) {
    SIM_TELL (world, CACHE_ALLOC_REFILL, NODE_NOTHING_FREE, SIM_OBJECTS (sim_on_cache (cache)),
              cache, node);
  } else {
    sim_slab_cost_lock (world, part);
    count = *shared.avail > 0 ? transfer (world, &array, &shared, batch) : 0;
    if (count > 0) {
      sim_put (world, &part->shared.touched, 1);
      SIM_TELL (world, CACHE_ALLOC_REFILL, SHARED_TAKE, SIM_OBJECTS (sim_on_cache (cache)), cache,
                node, this_cpu (world), count, *shared.avail);
    } else {
      refill_from_slabs (world, cache, node, batch);
    }
  }
  if (*array.avail == 0)
    refill_by_growing (world, cache, gfp, batch);
  sim_leave (world);
}

static sim_ref
cache_alloc (struct sim_world *world, uint32_t cache, uint32_t gfp)
{
  struct sim_kmem_cache_cpu *cpu = sim_cache_cpu_of (world, cache, this_cpu (world));
  struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, this_cpu (world));
  uint32_t entry;
  sim_ref ref;

  sim_cost_level (world, SIM_LEVEL_CPU);
  sim_slab_cost_array (world, &array);
  if (*array.avail == 0)
    cache_alloc_refill (world, cache, gfp);
  if (*array.avail == 0)
    return SIM_REF_NONE;
  sim_put (world, &cpu->touched, 1);
  ref = array_pop (world, &array);
  entry = sim_ref_slab (world, ref);
  SIM_TELL (world, CACHE_ALLOC, ARRAY_TAKE,
            SIM_OBJECTS (sim_on_object (world, ref), sim_on_cache_cpu (cache, this_cpu (world))),
            cache, this_cpu (world), sim_slab_of (world, entry)->pfn,
            sim_slab_index (world, entry, ref), *array.avail);
  return ref;
}

/* One object straight from the slabs of a node that has some. */
static sim_ref
take_from_node (struct sim_world *world, uint32_t cache, uint32_t node)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  uint32_t entry;

  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slab_cost_lock (world, part);
  while ((entry = sim_slab_get_first (world, cache, node)) != SIM_SLAB_NONE) {
    sim_ref ref = sim_slab_get_obj (world, entry);

    sim_slab_cost_counts (world, part);
    if (ref != SIM_REF_NONE)
      sim_put (world, &part->free_objects, part->free_objects - 1);
    sim_slab_fixup_list (world, entry);
    if (ref != SIM_REF_NONE)
      return ref;
  }
  return SIM_REF_NONE;
}

/* Without the arrays, on `node` only. */
static sim_ref
alloc_on_node (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  sim_ref ref = take_from_node (world, cache, node);
  uint32_t entry;

  if (ref != SIM_REF_NONE) {
    entry = sim_ref_slab (world, ref);
    SIM_TELL (world, CACHE_ALLOC_NODE, BLOCK_TAKE, SIM_OBJECTS (sim_on_object (world, ref)), cache,
              sim_slab_of (world, entry)->pfn, 1, sim_slab_of (world, entry)->inuse,
              sim_cache_of (world, cache)->oo_objects);
    return ref;
  }
  SIM_TELL (world, CACHE_ALLOC_NODE, NODE_NOTHING_FREE, SIM_OBJECTS (sim_on_cache (cache)), cache,
            node);
  sim_enter (world);
  entry = sim_slab_grow_begin (world, cache, exact_node (gfp), node);
  if (entry != SIM_SLAB_NONE) {
    ref = sim_slab_get_obj (world, entry);
    sim_slab_grow_end (world, cache, entry);
  }
  sim_leave (world);
  return ref;
}

/* A node that has free objects, else a slab from wherever the page allocator finds one. */
static sim_ref
fallback_alloc (struct sim_world *world, uint32_t cache, uint32_t gfp)
{
  const struct sim_zonelist *list =
      &world->zonelists[this_node (world)][0][sim_gfp_highest_zone (gfp)];
  sim_ref ref = SIM_REF_NONE;
  uint32_t entry;

  if ((gfp & SIM_GFP_THISNODE) != 0)
    return ref;
  for (uint32_t i = 0; i < list->count && ref == SIM_REF_NONE; i++) {
    uint32_t node = world->zones[list->zone[i]].node;
    uint32_t free_objects = sim_cache_node_of (world, cache, node)->free_objects;

    sim_slab_cost_counts (world, sim_cache_node_of (world, cache, node));
    if (free_objects == 0)
      continue;
    SIM_TELL (world, FALLBACK_ALLOC, OTHER_NODE, SIM_OBJECTS (sim_on_cache (cache)), cache, node,
              free_objects);
    sim_enter (world);
    ref = alloc_on_node (world, cache, exact_node (gfp), node);
    sim_leave (world);
  }
  if (ref != SIM_REF_NONE)
    return ref;
  entry = sim_slab_grow_begin (world, cache, gfp, this_node (world));
  if (entry == SIM_SLAB_NONE)
    return ref;
  sim_slab_grow_end (world, cache, entry);
  return alloc_on_node (world, cache, exact_node (gfp), sim_slab_node (world, entry));
}

static sim_ref
slab_alloc (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  sim_ref ref = SIM_REF_NONE;

  gfp &= ~(uint32_t) (SIM_GFP_DMA32 | SIM_GFP_HIGHMEM); /* GFP_SLAB_BUG_MASK */
  if (node == SIM_NODE_ANY)
    node = this_node (world);
  if (node == this_node (world))
    ref = cache_alloc (world, cache, gfp);
  if (ref == SIM_REF_NONE)
    ref = alloc_on_node (world, cache, gfp, node);
  return ref != SIM_REF_NONE ? ref : fallback_alloc (world, cache, gfp);
}

/* --- free --- */

/* __drain_alien_cache (): to the shared array of their node first. */
static uint32_t
drain_alien (struct sim_world *world, uint32_t cache, uint32_t node, uint32_t home, uint32_t doomed)
{
  struct sim_slab_array alien = sim_slab_array_alien (world, cache, node, home);
  struct sim_slab_array shared = sim_slab_array_shared (world, cache, home);
  uint32_t moved, count;

  if (*alien.avail == 0)
    return doomed;
  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slab_cost_lock (world, sim_cache_node_of (world, cache, home));
  sim_slab_cost_counts (world, sim_cache_node_of (world, cache, home));
  moved = shared.limit > 0 ? transfer (world, &shared, &alien, alien.limit) : 0;
  count = *alien.avail;
  SIM_TELL (world, DRAIN_ALIEN_CACHE, ALIEN_DRAIN, SIM_OBJECTS (sim_on_cache (cache)), cache, node,
            home, moved, count);
  sim_enter (world);
  doomed = free_oldest (world, cache, home, &alien, count, doomed);
  sim_leave (world);
  sim_put (world, alien.avail, 0);
  return doomed;
}

static void
free_alien (struct sim_world *world, uint32_t cache, sim_ref ref, uint32_t home)
{
  uint32_t node = this_node (world), entry = sim_ref_slab (world, ref), doomed = SIM_SLAB_NONE;
  struct sim_slab_array alien = sim_slab_array_alien (world, cache, node, home);
  const struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slab_cost_counts (world, part);
  if (alien.limit == 0) { /* while the kernel boots */
    sim_slab_cost_lock (world, sim_cache_node_of (world, cache, home));
    doomed = sim_slab_free_block (world, cache, home, &ref, 1, doomed);
    sim_slab_destroy_all (world, doomed);
    return;
  }
  /* The node has a pointer for each node. */
  sim_cost_place (world, &part->alien[0].limit, 8 * home);
  sim_cost_lock (world, alien.avail);
  if (*alien.avail == alien.limit) {
    SIM_TELL (world, CACHE_FREE_ALIEN, ALIEN_FULL, SIM_OBJECTS (sim_on_cache (cache)), cache, node,
              home, alien.limit);
    sim_enter (world);
    doomed = drain_alien (world, cache, node, home, doomed);
    sim_leave (world);
  }
  array_push (world, &alien, ref);
  SIM_TELL (world, CACHE_FREE_ALIEN, ALIEN_PUT, SIM_OBJECTS (sim_on_object (world, ref)), cache,
            node, home, sim_slab_of (world, entry)->pfn, sim_slab_index (world, entry, ref),
            *alien.avail);
  sim_slab_destroy_all (world, doomed);
}

/* cache_flusharray () */
static void
flush (struct sim_world *world, uint32_t cache)
{
  uint32_t node = this_node (world), count = sim_cache_of (world, cache)->batchcount;
  struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, this_cpu (world));
  struct sim_slab_array shared = sim_slab_array_shared (world, cache, node);
  uint32_t room = shared.limit - *shared.avail, doomed = SIM_SLAB_NONE;

  SIM_TELL (world, CACHE_FLUSHARRAY, ARRAY_FULL,
            SIM_OBJECTS (sim_on_cache_cpu (cache, this_cpu (world))), cache, this_cpu (world),
            array.limit, count);
  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slab_cost_lock (world, sim_cache_node_of (world, cache, node));
  sim_slab_cost_counts (world, sim_cache_node_of (world, cache, node));
  if (shared.limit > 0)
    sim_slab_cost_array (world, &shared);
  sim_enter (world);
  if (room > 0) {
    if (count > room)
      count = room;
    array_append (world, &shared, &array, 0, count);
    SIM_TELL (world, CACHE_FLUSHARRAY, SHARED_PUT, SIM_OBJECTS (sim_on_cache (cache)), cache, node,
              count, *shared.avail, shared.limit);
  } else {
    if (shared.limit > 0)
      SIM_TELL (world, CACHE_FLUSHARRAY, SHARED_FULL, SIM_OBJECTS (sim_on_cache (cache)), cache,
                node, shared.limit);
    doomed = free_oldest (world, cache, node, &array, count, doomed);
  }
  array_shift (world, &array, count);
  sim_slab_destroy_all (world, doomed);
  sim_leave (world);
}

static bool
slab_free (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, this_cpu (world));
  uint32_t entry = sim_ref_slab (world, ref), home = sim_slab_node (world, entry);

  sim_cost_slab (world, entry);
  if (home != this_node (world)) {
    free_alien (world, cache, ref, home);
    return true;
  }
  sim_cost_level (world, SIM_LEVEL_CPU);
  if (*array.avail == array.limit)
    flush (world, cache);
  array_push (world, &array, ref);
  SIM_TELL (world, CACHE_FREE, ARRAY_PUT,
            SIM_OBJECTS (sim_on_object (world, ref), sim_on_cache_cpu (cache, this_cpu (world))),
            cache, this_cpu (world), sim_slab_of (world, entry)->pfn,
            sim_slab_index (world, entry, ref), *array.avail, array.limit);
  return true;
}

/* --- shrink --- */

/* The `count` oldest objects of an array go back to the slabs of `node`. */
static void
drain (struct sim_world *world, uint32_t cache, struct sim_slab_array *array, uint32_t node,
       uint32_t count)
{
  uint32_t doomed;

  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slab_cost_lock (world, sim_cache_node_of (world, cache, node));
  sim_enter (world);
  doomed = free_oldest (world, cache, node, array, count, SIM_SLAB_NONE);
  array_shift (world, array, count);
  sim_slab_destroy_all (world, doomed);
  sim_leave (world);
}

static void
drain_cpu (struct sim_world *world, uint32_t cache, uint32_t cpu)
{
  struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, cpu);

  SIM_TELL (world, DO_DRAIN, ARRAY_DRAIN, SIM_OBJECTS (sim_on_cache_cpu (cache, cpu)), cache, cpu,
            *array.avail, 0);
  drain (world, cache, &array, world->machine.cpu_node[cpu], *array.avail);
}

/* drain_cpu_caches (), then all free slabs. */
static void
slab_shrink (struct sim_world *world, uint32_t cache)
{
  uint32_t nodes = world->layout->node_count;

  for (uint32_t cpu = 0; cpu < world->layout->cpu_count; cpu++)
    drain_cpu (world, cache, cpu);
  for (uint32_t node = 0; node < nodes; node++)
    for (uint32_t home = 0; home < nodes; home++) {
      struct sim_slab_array alien = sim_slab_array_alien (world, cache, node, home);

      if (alien.limit == 0)
        continue;
      sim_cost_lock (world, alien.avail);
      sim_slab_cost_array (world, &alien);
      sim_slab_destroy_all (world, drain_alien (world, cache, node, home, SIM_SLAB_NONE));
    }
  for (uint32_t node = 0; node < nodes; node++) {
    struct sim_slab_array shared = sim_slab_array_shared (world, cache, node);

    sim_slab_cost_lock (world, sim_cache_node_of (world, cache, node));
    sim_slab_cost_counts (world, sim_cache_node_of (world, cache, node));
    if (*shared.avail == 0)
      continue;
    SIM_TELL (world, DRAIN_ARRAY, SHARED_DRAIN, SIM_OBJECTS (sim_on_cache (cache)), cache, node,
              *shared.avail, 0);
    drain (world, cache, &shared, node, *shared.avail);
  }
  for (uint32_t node = 0; node < nodes; node++)
    sim_slab_drain_freelist (world, cache, node, UINT32_MAX);
}

/* --- the reaper --- */

/* drain_array (): a fifth of the limit goes, unless the array was used since the last time. */
static uint32_t
reaped (const struct sim_slab_array *array)
{
  uint32_t count = (array->limit + 4) / 5;

  return count > *array->avail ? (*array->avail + 1) / 2 : count;
}

static void
reap_array (struct sim_world *world, uint32_t cache)
{
  uint32_t cpu = this_cpu (world), count;
  struct sim_kmem_cache_cpu *part = sim_cache_cpu_of (world, cache, cpu);
  struct sim_slab_array array = sim_slab_array_of_cpu (world, cache, cpu);

  sim_slab_cost_array (world, &array);
  if (*array.avail == 0)
    return;
  if (part->touched != 0) {
    sim_put (world, &part->touched, 0);
    SIM_TELL (world, DRAIN_ARRAY, ARRAY_TOUCHED, SIM_OBJECTS (sim_on_cache_cpu (cache, cpu)), cache,
              cpu);
    return;
  }
  count = reaped (&array);
  SIM_TELL (world, DRAIN_ARRAY, ARRAY_DRAIN, SIM_OBJECTS (sim_on_cache_cpu (cache, cpu)), cache,
            cpu, count, *array.avail - count);
  drain (world, cache, &array, this_node (world), count);
}

static void
reap_shared (struct sim_world *world, uint32_t cache, uint32_t node)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  struct sim_slab_array array = sim_slab_array_shared (world, cache, node);
  uint32_t count;

  sim_slab_cost_counts (world, part);
  if (array.limit > 0)
    sim_slab_cost_array (world, &array);
  if (*array.avail == 0)
    return;
  if (part->shared.touched != 0) {
    sim_put (world, &part->shared.touched, 0);
    SIM_TELL (world, DRAIN_ARRAY, SHARED_TOUCHED, SIM_OBJECTS (sim_on_cache (cache)), cache, node);
    return;
  }
  count = reaped (&array);
  SIM_TELL (world, DRAIN_ARRAY, SHARED_DRAIN, SIM_OBJECTS (sim_on_cache (cache)), cache, node,
            count, *array.avail - count);
  drain (world, cache, &array, node, count);
}

static void
reap_cache (struct sim_world *world, uint32_t cache, uint32_t home)
{
  uint32_t node = this_node (world), num = sim_cache_of (world, cache)->oo_objects;
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

  if (home != node)
    sim_slab_destroy_all (world, drain_alien (world, cache, node, home, SIM_SLAB_NONE));
  reap_array (world, cache);
  reap_shared (world, cache, node);
  if (part->free_touched != 0) {
    sim_put (world, &part->free_touched, 0);
    SIM_TELL (world, CACHE_REAP, NODE_TOUCHED, SIM_OBJECTS (sim_on_cache (cache)), cache, node);
  } else {
    sim_slab_drain_freelist (world, cache, node, (part->free_limit + 5 * num - 1) / (5 * num));
  }
}

/* The cache made last before `before` (SIM_CACHE_NONE: of all), or SIM_CACHE_NONE. */
static uint32_t
next_older (struct sim_world *world, uint32_t before)
{
  uint32_t found = SIM_CACHE_NONE;

  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
    const struct sim_kmem_cache *its = sim_cache_of (world, i);

    if (its->role == SIM_CACHE_UNUSED || its->allocator != SIM_ALLOCATOR_SLAB)
      continue;
    if (before != SIM_CACHE_NONE) {
      uint32_t serial = sim_cache_of (world, before)->serial;

      if (its->serial > serial || (its->serial == serial && i >= before))
        continue;
    }
    /* Of one operation (boot) the higher number is the newer. */
    if (found == SIM_CACHE_NONE || its->serial >= sim_cache_of (world, found)->serial)
      found = i;
  }
  return found;
}

/* Time does not pass in the model: next_reap, which lets the kernel skip a node's shared
 * array and free slabs every other time, has always come. */
void
sim_slab_reap (struct sim_world *world)
{
  struct sim_slab_header *header = sim_slab_header (world);
  uint32_t cpu = this_cpu (world), nodes = world->layout->node_count;
  uint32_t home = (this_node (world) + 1 + header->reaps[cpu]) % nodes;

  SIM_TELL (world, CACHE_REAP, REAP, SIM_NO_OBJECT, cpu, this_node (world), home);
  sim_enter (world);
  for (uint32_t cache = next_older (world, SIM_CACHE_NONE); cache != SIM_CACHE_NONE;
       cache = next_older (world, cache))
    reap_cache (world, cache, home);
  sim_leave (world);
  sim_put (world, &header->reaps[cpu], header->reaps[cpu] + 1);
}

static uint32_t
slab_ksize (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  return sim_cache_of (world, cache)->object_size;
}

const struct sim_allocator sim_slab = {
  .flags_ignored = SIM_SLAB_DEBUG_FLAGS,
  .check_size = sim_slab_check_size,
  .create = sim_slab_create,
  .alloc = slab_alloc,
  .free = slab_free,
  .shrink = slab_shrink,
  .shutdown = slab_shrink, /* the parts of the cache have no memory of their own */
  .ksize = slab_ksize,
  .places = sim_slab_places,
  .check = sim_slab_check,
};
