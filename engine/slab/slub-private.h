/* engine/slab/slub-private.h - the parts of SLUB: slub*.c and debug.c.
 *
 *   slub.c           the ways of allocating and freeing, per-CPU slabs, shrinking
 *   slub-slab.c      one slab: free pointers, making and giving back, lists of the node
 *   slub-geometry.c  object layout and order
 *   slub-view.c      places and invariants
 *   debug.c          caches with debugging, and what it finds
 *
 * Damaged free pointers.  The kernel without debugging follows whatever the bytes say: it
 * hands out memory that is no free object, or faults.  The model stops there: a pointer that
 * leads to no free object of the slab is reported (SIM_BUG_FREELIST) and the chain is cut
 * before it, as freelist_corrupted () does.  What lay behind counts as used for good.
 */
#pragma once

#include "engine/slab/cache.h"

/* --- slub-geometry.c --- */

/* calculate_sizes () and kmem_cache_open (): completes *its, whose object_size, align, flags
 * and ctor stand.  false: no slab can hold an object. */
bool sim_slub_calculate (struct sim_world *world, uint32_t cache, struct sim_kmem_cache *its);
enum sim_status sim_slub_check_size (const struct sim_world *world,
                                     const struct sim_cache_request *request);

/* --- slub-slab.c; `entry` is a slab's head --- */

static inline bool
sim_slub_debugged (const struct sim_kmem_cache *cache) /* kmem_cache_debug () */
{
  return (cache->flags & SIM_SLAB_DEBUG_FLAGS) != 0;
}

static inline struct sim_kmem_cache *
sim_slub_cache (struct sim_world *world, uint32_t entry)
{
  return sim_cache_of (world, sim_slab_of (world, entry)->cache - 1);
}

static inline struct sim_kmem_cache_node *
sim_slub_node (struct sim_world *world, uint32_t entry)
{
  return sim_cache_node_of (world, sim_slab_of (world, entry)->cache - 1,
                            sim_slab_node (world, entry));
}

/* The list's lock, and the line in which it lies with everything else of a node's part. */
static inline void
sim_slub_cost_node (struct sim_world *world, const struct sim_kmem_cache_node *part, bool lock)
{
  sim_cost_place (world, &part->head[0], 0);
  if (lock)
    sim_cost_lock (world, part);
}

sim_ref sim_slub_object (struct sim_world *world, uint32_t entry, uint32_t index);
uint32_t sim_slub_index (struct sim_world *world, sim_ref ref); /* ref: of an object */

/* check_valid_pointer (): the object of the slab that begins at `address`; SIM_REF_NONE with
 * *bad false for NULL, with *bad true if there is none. */
sim_ref sim_slub_pointer (struct sim_world *world, uint32_t entry, uint64_t address, bool *bad);

uint64_t sim_slub_get_pointer (struct sim_world *world, sim_ref ref);
void sim_slub_set_next (struct sim_world *world, sim_ref ref, sim_ref next);

/* The free object behind `ref`; a pointer that leads elsewhere is reported and cut off. */
sim_ref sim_slub_next (struct sim_world *world, sim_ref ref);
/* Whether a free list may begin with `ref`; otherwise that is reported. */
bool sim_slub_is_free (struct sim_world *world, sim_ref ref);

void sim_slub_put_where (struct sim_world *world, uint32_t entry, enum sim_slab_where where,
                         uint32_t detail); /* CPU or list */
void sim_slub_add_partial (struct sim_world *world, uint32_t entry, bool tail);
void sim_slub_remove_partial (struct sim_world *world, uint32_t entry);
/* inc_slabs_node (), dec_slabs_node () */
void sim_slub_count (struct sim_world *world, uint32_t entry, bool more);
/* Whether the node has so many partial slabs that an empty one need not be kept. */
bool sim_slub_has_enough (struct sim_world *world, uint32_t entry);

/* new_slab (): on no list, not counted yet; all its objects on its list, in order of
 * address.  SIM_SLAB_NONE: no memory. */
uint32_t sim_slub_new_slab (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node);
/* free_slab () without and with dec_slabs_node (): off all lists already. */
void sim_slub_free_slab (struct sim_world *world, uint32_t entry);
void sim_slub_discard_slab (struct sim_world *world, uint32_t entry);

/* --- slub.c --- */

/* flush_all (): what the CPUs have goes back to slabs and nodes. */
void sim_slub_flush_all (struct sim_world *world, uint32_t cache);

/* --- slub-view.c --- */

uint32_t sim_slub_places (const struct sim_view *view, uint32_t entry, struct sim_place *place,
                          uint32_t most);
const char *sim_slub_check (const struct sim_view *view, uint32_t cache, struct sim_object *where);

/* --- debug.c: caches with debugging have no slab of a CPU --- */

/* setup_slab_debug (), before the objects; setup_object_debug (), each of them. */
void sim_debug_init_slab (struct sim_world *world, uint32_t entry);
void sim_debug_init_object (struct sim_world *world, sim_ref ref, bool active);
/* check_slab () and all objects, as free ones, before the slab goes. */
void sim_debug_check_free_slab (struct sim_world *world, uint32_t entry);
/* set_track (TRACK_ALLOC) */
void sim_debug_track_alloc (struct sim_world *world, sim_ref ref);
/* SIM_REF_NONE: the object was found damaged, and the slab is out of use. */
sim_ref sim_debug_alloc_from_partial (struct sim_world *world, uint32_t entry);
sim_ref sim_debug_alloc_from_new (struct sim_world *world, uint32_t entry);
/* cache_from_obj () */
uint32_t sim_debug_cache_of (struct sim_world *world, uint32_t cache, sim_ref ref);
/* free_to_partial_list (); false: the object is not freed. */
bool sim_debug_free (struct sim_world *world, sim_ref ref);
