/* engine/slab/slub.c - SLUB: a slab for each CPU, and lists of partly free slabs behind it.
 *
 *   CPU's free list  ->  its slab's own list  ->  the CPU's partial slabs
 *                    ->  the node's partial slabs  ->  a new slab
 *
 * A slab that a CPU has, or has on its list, is frozen: only that CPU takes from it, and
 * whoever frees to it does no more than put the object on the slab's own list.  A full slab
 * is on no list; the first object freed to it brings it to the list of the CPU that freed.
 *
 * Leaves out: races (one thread), get_any_partial ()'s refusal at random, 23 times in 1024,
 * memory reserves (pfmemalloc), and the delay of RCU before slabs of SLAB_TYPESAFE_BY_RCU go.
 *
 * Kernel: mm/slub.c with CONFIG_SLUB_CPU_PARTIAL, without hardening.
 */
#include "engine/slab/slub-private.h"

#include "engine/physical/gfp.h"

/* kmem_cache_shrink () sorts slabs with at most so many free objects. */
#define SHRINK_PROMOTE_MAX 32u

static struct sim_kmem_cache_cpu *
this_cpu (struct sim_world *world, uint32_t cache)
{
  return sim_cache_cpu_of (world, cache, world->header->cpu);
}

/* --- back to the node --- */

/* deactivate_slab (): the slab leaves the CPU, with what is left of the CPU's free list. */
static void
deactivate_slab (struct sim_world *world, uint32_t entry, sim_ref freelist, uint32_t cpu)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  bool tail = slab->freelist != SIM_REF_NONE;
  uint32_t count = 0;
  sim_ref last = SIM_REF_NONE;

  /* No more than the slab can have: a damaged chain may be a circle. */
  for (sim_ref ref = freelist; ref != SIM_REF_NONE && count < slab->inuse; count++) {
    last = ref;
    ref = sim_slub_next (world, ref);
  }
  sim_cost_slab (world, entry);
  SIM_TELL (world, DEACTIVATE_SLAB, DEACTIVATE, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab->cache - 1, cpu, slab->pfn, count, slab->inuse - count);
  sim_put (world, &slab->frozen, 0);
  sim_slub_put_where (world, entry, SIM_SLAB_NOWHERE, 0);
  if (last != SIM_REF_NONE) {
    sim_slub_set_next (world, last, slab->freelist);
    sim_put (world, &slab->freelist, freelist);
    sim_put (world, &slab->inuse, slab->inuse - count);
  }
  if (slab->inuse == 0 && sim_slub_has_enough (world, entry)) {
    sim_slub_discard_slab (world, entry);
  } else if (slab->freelist != SIM_REF_NONE) {
    sim_cost_level (world, SIM_LEVEL_NODE);
    sim_slub_cost_node (world, sim_slub_node (world, entry), true);
    sim_slub_add_partial (world, entry, tail);
  }
}

/* __unfreeze_partials (): a CPU's partial slabs, chained, to the tails of their nodes. */
static void
unfreeze_partials (struct sim_world *world, uint32_t entry)
{
  uint32_t discard = SIM_SLAB_NONE;

  if (entry != SIM_SLAB_NONE)
    sim_cost_level (world, SIM_LEVEL_NODE);
  while (entry != SIM_SLAB_NONE) {
    struct sim_slab *slab = sim_slab_of (world, entry);
    uint32_t next = slab->next;

    sim_slub_cost_node (world, sim_slub_node (world, entry), true);
    sim_cost_slab (world, entry);
    sim_put (world, &slab->frozen, 0);
    sim_slub_put_where (world, entry, SIM_SLAB_NOWHERE, 0);
    if (slab->inuse == 0 && sim_slub_has_enough (world, entry)) {
      sim_put (world, &slab->next, discard);
      discard = entry;
    } else {
      sim_slub_add_partial (world, entry, true);
    }
    entry = next;
  }
  while (discard != SIM_SLAB_NONE) {
    uint32_t next = sim_slab_of (world, discard)->next;

    sim_slub_discard_slab (world, discard);
    discard = next;
  }
}

/* put_cpu_partial () */
static void
put_cpu_partial (struct sim_world *world, uint32_t cache, uint32_t entry, bool drain)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  struct sim_kmem_cache_cpu *part = this_cpu (world, cache);
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t old = part->partial, cpu = world->header->cpu, unfreeze = SIM_SLAB_NONE;

  sim_cost_list (world, &part->partial);
  sim_cost_place (world, part, 0);
  sim_cost_slab (world, entry);
  if (old != SIM_SLAB_NONE)
    sim_cost_slab (world, old); /* it has the count */
  if (drain && old != SIM_SLAB_NONE && part->partial_slabs >= its->cpu_partial_slabs) {
    SIM_TELL (world, PUT_CPU_PARTIAL, CPU_PARTIAL_FULL, SIM_OBJECTS (sim_on_cache_cpu (cache, cpu)),
              cache, cpu, part->partial_slabs, its->cpu_partial_slabs);
    unfreeze = old;
    old = SIM_SLAB_NONE;
    sim_put (world, &part->partial_slabs, 0);
  }
  sim_put (world, &slab->next, old);
  sim_slub_put_where (world, entry, SIM_SLAB_CPU_LIST, cpu);
  sim_put (world, &part->partial, entry);
  sim_put (world, &part->partial_slabs, part->partial_slabs + 1);
  SIM_TELL (world, PUT_CPU_PARTIAL, CPU_PARTIAL_PUT,
            SIM_OBJECTS (sim_on_slab (world, entry), sim_on_cache_cpu (cache, cpu)), cache, cpu,
            slab->pfn, part->partial_slabs, its->cpu_partial_slabs);
  sim_enter (world);
  unfreeze_partials (world, unfreeze);
  sim_leave (world);
}

/* flush_slab () and unfreeze_partials () of one CPU. */
static void
flush_cpu (struct sim_world *world, uint32_t cache, uint32_t cpu)
{
  struct sim_kmem_cache_cpu *part = sim_cache_cpu_of (world, cache, cpu);
  uint32_t entry = part->slab, partial = part->partial;
  sim_ref freelist = part->freelist;

  if (entry == SIM_SLAB_NONE && partial == SIM_SLAB_NONE)
    return;
  SIM_TELL (world, FLUSH_CPU_SLAB, FLUSH, SIM_OBJECTS (sim_on_cache_cpu (cache, cpu)), cache, cpu);
  sim_enter (world);
  sim_put (world, &part->slab, SIM_SLAB_NONE);
  sim_put (world, &part->freelist, SIM_REF_NONE);
  if (entry != SIM_SLAB_NONE)
    deactivate_slab (world, entry, freelist, cpu);
  sim_put (world, &part->partial, SIM_SLAB_NONE);
  sim_put (world, &part->partial_slabs, 0);
  unfreeze_partials (world, partial);
  sim_leave (world);
}

void
sim_slub_flush_all (struct sim_world *world, uint32_t cache)
{
  for (uint32_t cpu = 0; cpu < world->layout->cpu_count; cpu++)
    flush_cpu (world, cache, cpu);
}

void
sim_slub_flush (struct sim_world *world, uint32_t cache)
{
  flush_cpu (world, cache, world->header->cpu);
}

/* --- allocating --- */

static bool
node_match (struct sim_world *world, uint32_t entry, uint32_t node)
{
  return node == SIM_NODE_ANY || sim_slab_node (world, entry) == node;
}

/* The CPU's first free object, which there is. */
static sim_ref
take_first (struct sim_world *world, uint32_t cache)
{
  struct sim_kmem_cache_cpu *part = this_cpu (world, cache);
  sim_ref ref = part->freelist;

  sim_cost_level (world, SIM_LEVEL_CPU);
  sim_cost_list (world, &part->freelist);
  sim_cost_place (world, part, 0);
  SIM_TELL (world, SLUB_ALLOC, FREELIST_TAKE, SIM_OBJECTS (sim_on_object (world, ref)), cache,
            world->header->cpu, sim_slab_of (world, part->slab)->pfn, sim_slub_index (world, ref));
  sim_put (world, &part->freelist, sim_slub_next (world, ref));
  return ref;
}

/* acquire_slab () for the CPU itself, and the slab that is new: all its free objects become
 * the CPU's. */
static bool
load (struct sim_world *world, uint32_t cache, uint32_t entry)
{
  struct sim_kmem_cache_cpu *part = this_cpu (world, cache);
  struct sim_slab *slab = sim_slab_of (world, entry);
  sim_ref freelist = slab->freelist;

  sim_cost_list (world, &slab->freelist);
  sim_cost_slab (world, entry);
  sim_put (world, &slab->freelist, SIM_REF_NONE);
  sim_put (world, &slab->inuse, slab->objects);
  sim_put (world, &slab->frozen, 1);
  sim_slub_put_where (world, entry, SIM_SLAB_ACTIVE, world->header->cpu);
  sim_put (world, &part->slab, entry);
  if (!sim_slub_is_free (world, freelist))
    freelist = SIM_REF_NONE;
  sim_put (world, &part->freelist, freelist);
  return freelist != SIM_REF_NONE;
}

/* get_freelist (): what others freed to the CPU's slab; false: nothing, the slab is full and
 * leaves. */
static bool
take_over (struct sim_world *world, uint32_t cache)
{
  struct sim_kmem_cache_cpu *part = this_cpu (world, cache);
  uint32_t entry = part->slab, cpu = world->header->cpu;
  struct sim_slab *slab = sim_slab_of (world, entry);

  sim_cost_slab (world, entry);
  sim_cost_list (world, &slab->freelist);
  if (slab->freelist != SIM_REF_NONE) {
    SIM_TELL (world, GET_FREELIST, SLAB_TAKE_OVER, SIM_OBJECTS (sim_on_slab (world, entry)), cache,
              cpu, slab->pfn, slab->objects - slab->inuse);
    if (load (world, cache, entry))
      return true;
  }
  SIM_TELL (world, GET_FREELIST, SLAB_FULL, SIM_OBJECTS (sim_on_slab (world, entry)), cache, cpu,
            slab->pfn);
  sim_put (world, &slab->inuse, slab->objects);
  sim_put (world, &slab->frozen, 0);
  sim_slub_put_where (world, entry, SIM_SLAB_NOWHERE, 0);
  sim_put (world, &part->slab, SIM_SLAB_NONE);
  return false;
}

/* Something to take from in the CPU's own slabs, one after the other. */
static bool
find_on_cpu (struct sim_world *world, uint32_t cache, uint32_t node)
{
  struct sim_kmem_cache_cpu *part = this_cpu (world, cache);
  uint32_t cpu = world->header->cpu;

  for (;;) {
    uint32_t entry = part->slab;

    if (entry != SIM_SLAB_NONE && !node_match (world, entry, node)) {
      sim_ref freelist = part->freelist;

      SIM_TELL (world, SLUB_ALLOC_SLOW, NODE_MISMATCH, SIM_OBJECTS (sim_on_slab (world, entry)),
                cache, cpu, sim_slab_of (world, entry)->pfn, sim_slab_node (world, entry), node);
      sim_put (world, &part->slab, SIM_SLAB_NONE);
      sim_put (world, &part->freelist, SIM_REF_NONE);
      deactivate_slab (world, entry, freelist, cpu);
    } else if (entry != SIM_SLAB_NONE &&
               (part->freelist != SIM_REF_NONE || take_over (world, cache))) {
      return true;
    }
    entry = part->partial;
    if (entry == SIM_SLAB_NONE)
      return false;
    sim_cost_list (world, &part->partial);
    sim_cost_slab (world, entry);
    sim_put (world, &part->partial, sim_slab_of (world, entry)->next);
    sim_put (world, &part->partial_slabs, part->partial_slabs - 1);
    sim_put (world, &part->slab, entry);
    sim_slub_put_where (world, entry, SIM_SLAB_ACTIVE, cpu);
    SIM_TELL (world, SLUB_ALLOC_SLOW, CPU_PARTIAL_TAKE, SIM_OBJECTS (sim_on_slab (world, entry)),
              cache, cpu, sim_slab_of (world, entry)->pfn, part->partial_slabs);
  }
}

/* What get_partial_node () and a new slab give: a slab for the CPU, or with debugging one
 * object of it. */
struct supply {
  uint32_t entry; /* SIM_SLAB_NONE: nothing */
  sim_ref object;
};

/* A partial slab of the node for the CPU, and some more for its list. */
static struct supply
get_partial_node (struct sim_world *world, uint32_t cache, uint32_t node)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);
  uint32_t head = sim_slab_head (world, cache, node, SIM_SLABS_PARTIAL), more = 0, next;
  struct supply supply = { SIM_SLAB_NONE, SIM_REF_NONE };

  sim_slub_cost_node (world, part, false);
  if (part->nr_partial == 0) {
    SIM_TELL (world, GET_PARTIAL_NODE, NODE_PARTIAL_NONE,
              SIM_OBJECTS (sim_on_cache_list (cache, node, SIM_SLABS_PARTIAL)), cache, node);
    return supply;
  }
  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slub_cost_node (world, part, true);
  for (uint32_t entry = sim_slab_list_first (world, head); entry != SIM_SLAB_NONE; entry = next) {
    struct sim_slab *slab = sim_slab_of (world, entry);

    next = sim_slab_list_next (world, entry);
    if (sim_slub_debugged (its)) {
      supply.object = sim_debug_alloc_from_partial (world, entry);
      supply.entry = supply.object == SIM_REF_NONE ? SIM_SLAB_NONE : entry;
      if (supply.object != SIM_REF_NONE)
        break;
      continue;
    }
    sim_slub_remove_partial (world, entry);
    if (supply.entry == SIM_SLAB_NONE) {
      supply.entry = entry;
      SIM_TELL (world, GET_PARTIAL_NODE, NODE_PARTIAL_TAKE,
                SIM_OBJECTS (sim_on_slab (world, entry)), cache, node, slab->pfn,
                world->header->cpu, slab->objects - slab->inuse);
    } else {
      sim_put (world, &slab->frozen, 1);
      SIM_TELL (world, GET_PARTIAL_NODE, NODE_PARTIAL_SPARE,
                SIM_OBJECTS (sim_on_slab (world, entry)), cache, node, slab->pfn,
                world->header->cpu, this_cpu (world, cache)->partial_slabs + 1);
      put_cpu_partial (world, cache, entry, false);
      more++;
    }
    if (more > its->cpu_partial_slabs / 2)
      break;
  }
  return supply;
}

/* get_any_partial (): other nodes that have more than they keep. */
static struct supply
get_any_partial (struct sim_world *world, uint32_t cache, uint32_t gfp)
{
  uint32_t own = world->machine.cpu_node[world->header->cpu];
  const struct sim_zonelist *list = &world->zonelists[own][0][sim_gfp_highest_zone (gfp)];
  uint32_t keep = sim_cache_of (world, cache)->min_partial;

  for (uint32_t i = 0; i < list->count; i++) {
    uint32_t node = world->zones[list->zone[i]].node;
    uint32_t nr_partial = sim_cache_node_of (world, cache, node)->nr_partial;
    struct supply supply;

    sim_slub_cost_node (world, sim_cache_node_of (world, cache, node), false);

    if (nr_partial <= keep) {
      if (node != own)
        SIM_TELL (world, GET_ANY_PARTIAL, NODE_TOO_FEW,
                  SIM_OBJECTS (sim_on_cache_list (cache, node, SIM_SLABS_PARTIAL)), cache, node,
                  nr_partial, keep);
      continue;
    }
    supply = get_partial_node (world, cache, node);
    if (supply.entry != SIM_SLAB_NONE)
      return supply;
  }
  return (struct supply){ SIM_SLAB_NONE, SIM_REF_NONE };
}

/* From a list of the node, or new. */
static struct supply
find_elsewhere (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  uint32_t own = world->machine.cpu_node[world->header->cpu];
  struct supply supply;

  do {
    supply = get_partial_node (world, cache, node == SIM_NODE_ANY ? own : node);
    if (supply.entry == SIM_SLAB_NONE && node == SIM_NODE_ANY && world->layout->node_count > 1)
      supply = get_any_partial (world, cache, gfp);
    if (supply.entry != SIM_SLAB_NONE)
      return supply;
    supply.entry = sim_slub_new_slab (world, cache, gfp, node);
    if (supply.entry == SIM_SLAB_NONE)
      return supply;
    if (!sim_slub_debugged (sim_cache_of (world, cache))) {
      sim_slub_count (world, supply.entry, true);
      return supply;
    }
    supply.object = sim_debug_alloc_from_new (world, supply.entry);
  } while (supply.object == SIM_REF_NONE);
  return supply;
}

/* ___slab_alloc () */
static sim_ref
alloc_slow (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  sim_cost_place (world, this_cpu (world, cache), 0);
  for (;;) {
    struct supply supply;

    if (find_on_cpu (world, cache, node))
      return take_first (world, cache);
    supply = find_elsewhere (world, cache, gfp, node);
    if (supply.entry == SIM_SLAB_NONE)
      return SIM_REF_NONE;
    if (supply.object != SIM_REF_NONE) {
      sim_debug_track_alloc (world, supply.object);
      return supply.object;
    }
    /* Not if its list is damaged: then it looks full to the CPU. */
    if (load (world, cache, supply.entry))
      return take_first (world, cache);
  }
}

/* slab_alloc_node () */
static sim_ref
slub_alloc (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  const struct sim_kmem_cache_cpu *part = this_cpu (world, cache);
  uint32_t cpu = world->header->cpu;
  sim_ref ref;

  if (part->slab != SIM_SLAB_NONE && part->freelist != SIM_REF_NONE &&
      node_match (world, part->slab, node))
    return take_first (world, cache);
  if (part->slab == SIM_SLAB_NONE)
    SIM_TELL (world, SLUB_ALLOC, NO_CPU_SLAB, SIM_OBJECTS (sim_on_cache_cpu (cache, cpu)), cache,
              cpu);
  else if (part->freelist == SIM_REF_NONE)
    SIM_TELL (world, SLUB_ALLOC, FREELIST_EMPTY, SIM_OBJECTS (sim_on_cache_cpu (cache, cpu)), cache,
              cpu, sim_slab_of (world, part->slab)->pfn);
  sim_enter (world);
  ref = alloc_slow (world, cache, gfp, node);
  sim_leave (world);
  return ref;
}

/* --- freeing --- */

/* __slab_free (): to the slab's own list. */
static void
free_slow (struct sim_world *world, uint32_t cache, uint32_t entry, sim_ref ref)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  bool was_full = slab->freelist == SIM_REF_NONE, was_frozen = slab->frozen != 0;

  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_cost_list (world, &slab->freelist);
  sim_slub_set_next (world, ref, slab->freelist);
  sim_put (world, &slab->freelist, ref);
  /* Damaged lists can have made the count wrong. */
  sim_put (world, &slab->inuse, slab->inuse > 0 ? slab->inuse - 1 : 0);
  SIM_TELL (world, SLUB_FREE, FREE_TO_SLAB, SIM_OBJECTS (sim_on_object (world, ref)), cache,
            slab->pfn, sim_slub_index (world, ref), slab->inuse, was_frozen);
  if (was_frozen)
    return;
  if (was_full) {
    sim_put (world, &slab->frozen, 1);
    put_cpu_partial (world, cache, entry, true);
    return;
  }
  if (slab->inuse > 0)
    return;
  sim_slub_cost_node (world, sim_slub_node (world, entry), true);
  if (sim_slub_has_enough (world, entry)) {
    sim_slub_remove_partial (world, entry);
    sim_slub_discard_slab (world, entry);
  }
}

/* do_slab_free () */
static bool
slub_free (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  uint32_t entry = sim_ref_slab (world, ref), cpu = world->header->cpu;
  struct sim_kmem_cache_cpu *part;

  cache = sim_debug_cache_of (world, cache, ref);
  part = this_cpu (world, cache);
  sim_cost_level (world, SIM_LEVEL_CPU);
  sim_cost_slab (world, entry);
  sim_cost_place (world, part, 0);
  if (sim_slub_debugged (sim_cache_of (world, cache)))
    return sim_debug_free (world, ref);
  if (part->slab != entry) {
    sim_enter (world);
    free_slow (world, cache, entry, ref);
    sim_leave (world);
    return true;
  }
  sim_cost_list (world, &part->freelist);
  sim_slub_set_next (world, ref, part->freelist);
  sim_put (world, &part->freelist, ref);
  SIM_TELL (world, DO_SLAB_FREE, FREE_TO_CPU, SIM_OBJECTS (sim_on_object (world, ref)), cache, cpu,
            sim_slab_of (world, entry)->pfn, sim_slub_index (world, ref));
  return true;
}

/* --- the whole cache --- */

/* Slabs without objects leave the list; the others move to its front, fullest first. */
static uint32_t
sort_partial (struct sim_world *world, uint32_t cache, uint32_t node)
{
  uint32_t head = sim_slab_head (world, cache, node, SIM_SLABS_PARTIAL), discard = SIM_SLAB_NONE;
  uint32_t next;

  for (uint32_t entry = sim_slab_list_first (world, head); entry != SIM_SLAB_NONE; entry = next) {
    next = sim_slab_list_next (world, entry);
    if (sim_slab_of (world, entry)->inuse > 0)
      continue;
    sim_slub_remove_partial (world, entry);
    sim_slub_count (world, entry, false);
    sim_put (world, &sim_slab_of (world, entry)->next, discard);
    discard = entry;
  }
  for (uint32_t free = SHRINK_PROMOTE_MAX; free > 0; free--) {
    for (uint32_t entry = sim_slab_list_first (world, head); entry != SIM_SLAB_NONE; entry = next) {
      const struct sim_slab *slab = sim_slab_of (world, entry);

      next = sim_slab_list_next (world, entry);
      if (slab->objects - slab->inuse != free)
        continue;
      sim_slab_list_del (world, entry);
      sim_slab_list_add (world, head, entry, false);
      SIM_TELL (world, SLUB_SHRINK, SHRINK_SORT, SIM_OBJECTS (sim_on_slab (world, entry)), cache,
                node, slab->pfn, free);
    }
  }
  return discard;
}

/* __kmem_cache_shrink () */
static void
slub_shrink (struct sim_world *world, uint32_t cache)
{
  sim_slub_flush_all (world, cache);
  for (uint32_t node = 0; node < world->layout->node_count; node++) {
    uint32_t discard;

    sim_slub_cost_node (world, sim_cache_node_of (world, cache, node), true);
    discard = sort_partial (world, cache, node);
    while (discard != SIM_SLAB_NONE) {
      uint32_t next = sim_slab_of (world, discard)->next;

      sim_slub_free_slab (world, discard);
      discard = next;
    }
  }
}

/* The cache of struct kmem_cache_node, or SIM_CACHE_NONE. */
static uint32_t
node_cache (struct sim_world *world)
{
  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++)
    if (sim_cache_of (world, i)->role == SIM_CACHE_KMEM_CACHE_NODE &&
        sim_cache_of (world, i)->allocator == SIM_ALLOCATOR_SLUB)
      return i;
  return SIM_CACHE_NONE;
}

/* early_kmem_cache_node_alloc (): the first object of the cache that it is part of. */
static sim_ref
early_node (struct sim_world *world, uint32_t cache, uint32_t node)
{
  uint32_t entry = sim_slub_new_slab (world, cache, SIM_GFP_KSWAPD_RECLAIM, node);
  struct sim_slab *slab;
  sim_ref ref;

  if (entry == SIM_SLAB_NONE)
    return SIM_REF_NONE;
  slab = sim_slab_of (world, entry);
  ref = slab->freelist;
  sim_put (world, &slab->freelist, sim_slub_next (world, ref));
  sim_put (world, &slab->inuse, 1);
  sim_debug_init_object (world, ref, true);
  sim_ref_set_allocated (world, ref, true);
  sim_slub_count (world, entry, true);
  sim_slub_add_partial (world, entry, false);
  return ref;
}

static void
free_nodes (struct sim_world *world, uint32_t cache)
{
  uint32_t from = node_cache (world);

  for (uint32_t node = 0; node < world->layout->node_count; node++) {
    struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

    if (part->self != SIM_REF_NONE && from != cache)
      sim_cache_free (world, from, part->self);
    sim_put (world, &part->self, SIM_REF_NONE);
  }
}

/* init_kmem_cache_nodes (); a world without the kernel's own caches has them for nothing. */
static bool
init_nodes (struct sim_world *world, uint32_t cache)
{
  uint32_t from = node_cache (world);

  for (uint32_t node = 0; node < world->layout->node_count && from != SIM_CACHE_NONE; node++) {
    sim_ref ref = from == cache ? early_node (world, cache, node)
                                : sim_cache_alloc (world, from, SIM_GFP_KERNEL, node);

    if (ref == SIM_REF_NONE) {
      free_nodes (world, cache);
      return false;
    }
    sim_put (world, &sim_cache_node_of (world, cache, node)->self, ref);
    SIM_TELL (world, KMEM_CACHE_CREATE, NODE_FROM,
              SIM_OBJECTS (sim_on_cache (cache), sim_on_object (world, ref)), cache, node, from,
              sim_slab_of (world, SIM_REF_ENTRY (ref))->pfn, SIM_REF_OFFSET (ref));
  }
  return true;
}

/* kmem_cache_open () */
static enum sim_status
slub_create (struct sim_world *world, uint32_t cache)
{
  uint32_t *to = (uint32_t *) sim_cache_of (world, cache);
  struct sim_kmem_cache its = *sim_cache_of (world, cache);
  const uint32_t *from = (const uint32_t *) &its;

  if (!sim_slub_calculate (world, cache, &its))
    return SIM_BAD_SIZE;
  for (size_t i = 0; i < sizeof its / sizeof *from; i++)
    if (to[i] != from[i])
      sim_put (world, &to[i], from[i]);
  return init_nodes (world, cache) ? SIM_OK : SIM_NO_MEMORY;
}

/* __kmem_cache_shutdown ().  Slabs that damage took out of use stay behind in the kernel, and
 * the cache with them; here their pages go back, too. */
static void
slub_shutdown (struct sim_world *world, uint32_t cache)
{
  sim_slub_flush_all (world, cache);
  slub_shrink (world, cache);
  for (uint32_t entry = 0; entry < sim_slab_header (world)->entry_top; entry++) {
    const struct sim_slab *slab = sim_slab_of (world, entry);

    if (slab->cache != cache + 1 || slab->head != entry)
      continue;
    if (slab->where == SIM_SLAB_NODE_LIST && slab->list == SIM_SLABS_PARTIAL)
      sim_slub_remove_partial (world, entry);
    else if (slab->where == SIM_SLAB_NODE_LIST)
      sim_slab_list_del (world, entry);
    sim_slub_discard_slab (world, entry);
  }
  free_nodes (world, cache);
}

/* slab_ksize () */
static uint32_t
slub_ksize (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);

  if ((its->flags & (SIM_SLAB_RED_ZONE | SIM_SLAB_POISON)) != 0)
    return its->object_size;
  if ((its->flags & (SIM_SLAB_TYPESAFE_BY_RCU | SIM_SLAB_STORE_USER)) != 0)
    return its->inuse;
  return its->size;
}

const struct sim_allocator sim_slub = {
  .flags_ignored = SIM_SLAB_MEM_SPREAD,
  .check_size = sim_slub_check_size,
  .create = slub_create,
  .alloc = slub_alloc,
  .free = slub_free,
  .shrink = slub_shrink,
  .shutdown = slub_shutdown,
  .ksize = slub_ksize,
  .places = sim_slub_places,
  .check = sim_slub_check,
};
