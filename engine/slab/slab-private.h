/* engine/slab/slab-private.h - between the files of SLAB.
 *
 *   slab-geometry.c  order, number of objects, place of the index list, limits
 *   slab-node.c      slabs: made, filled, emptied, on the three lists of their node
 *   slab.c           arrays of free objects in front of them; the table sim_slab
 *   slab-check.c     places of a slab, invariants
 *
 * Index list.  Every slab has a stack of bytes, the indexes of its free objects.  Entries
 * [active, num) are free, entry `active` is handed out next.  The bytes lie in the slab's
 * contents or in an object of kmalloc; an index that cannot be (a CPU wrote over it) makes
 * the kernel hand out memory that is not the slab's.  What follows is not one future but
 * any, so the model reports it (SIM_BUG_FREELIST) and loses the rest of the slab's objects.
 *
 * Constructors run once, when the slab is made.  SLAB never writes into such an object, so
 * what the last user left is what the next one finds.
 *
 * Leaves out: CONFIG_DEBUG_SLAB.  As in a kernel without it SLAB_RED_ZONE, SLAB_POISON,
 * SLAB_STORE_USER and SLAB_CONSISTENCY_CHECKS are taken away from a cache's flags.  Memory
 * reserves (pfmemalloc), freelist randomisation, RCU's delay.  kmem_cache_node, shared and alien arrays
 * take no memory of kmalloc; their parts of the state stand for them.
 *
 * Kernel: mm/slab.c.
 */
#pragma once

#include "engine/slab/cache.h"

/* struct array_cache, and struct alien_cache with a lock in front of it. */
#define SIM_ARRAY_HEADER 16u
#define SIM_ALIEN_HEADER 24u

/* An array of free objects, wherever it is: the last of `entry` is handed out next. */
struct sim_slab_array {
  uint32_t *avail, *entry;
  uint32_t limit;
  uint32_t header; /* bytes in front of the first entry, in the kernel */
};

/* The array's own line, and that of one entry. */
static inline void
sim_slab_cost_array (struct sim_world *world, const struct sim_slab_array *array)
{
  sim_cost_list (world, array->avail);
  sim_cost_place (world, array->avail, 0);
}

static inline void
sim_slab_cost_entry (struct sim_world *world, const struct sim_slab_array *array, uint32_t index)
{
  sim_slab_cost_array (world, array);
  sim_cost_place (world, array->avail, array->header + 8 * index);
}

/* struct kmem_cache_node: its lock and the heads of the lists lie in the first line, counts and
 * arrays in the second. */
static inline void
sim_slab_cost_lock (struct sim_world *world, const struct sim_kmem_cache_node *part)
{
  sim_cost_lock (world, part->head);
  sim_cost_place (world, part->head, 0);
}

static inline void
sim_slab_cost_counts (struct sim_world *world, const struct sim_kmem_cache_node *part)
{
  sim_cost_place (world, part->head, 64);
}

static inline struct sim_slab_array
sim_slab_array_of_cpu (struct sim_world *world, uint32_t cache, uint32_t cpu)
{
  struct sim_kmem_cache_cpu *part = sim_cache_cpu_of (world, cache, cpu);

  return (struct sim_slab_array){ &part->avail, part->entry, sim_cache_of (world, cache)->limit,
                                  SIM_ARRAY_HEADER };
}

static inline struct sim_slab_array
sim_slab_array_shared (struct sim_world *world, uint32_t cache, uint32_t node)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

  return (struct sim_slab_array){ &part->shared.avail, part->shared_entry, part->shared.limit,
                                  SIM_ARRAY_HEADER };
}

/* Of `node`, for objects whose slabs are on node `home`. */
static inline struct sim_slab_array
sim_slab_array_alien (struct sim_world *world, uint32_t cache, uint32_t node, uint32_t home)
{
  struct sim_kmem_cache_node *part = sim_cache_node_of (world, cache, node);

  return (struct sim_slab_array){ &part->alien[home].avail, part->alien_entry[home],
                                  part->alien[home].limit, SIM_ALIEN_HEADER };
}

/* Index of an object in its slab, `entry`. */
static inline uint32_t
sim_slab_index (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  return (sim_ref_offset (world, ref) - slab->s_mem) / sim_cache_of (world, slab->cache - 1)->size;
}

/* --- slab-geometry.c --- */

enum sim_status sim_slab_check_size (const struct sim_world *world,
                                     const struct sim_cache_request *request);
enum sim_status sim_slab_create (struct sim_world *world, uint32_t cache);

/* --- slab-node.c --- */

/* get_first_slab (): of the partial, else the free slabs of the node, or SIM_SLAB_NONE. */
uint32_t sim_slab_get_first (struct sim_world *world, uint32_t cache, uint32_t node);
/* slab_get_obj (): the object on top of the index list.  SIM_REF_NONE: the list is damaged
 * and the rest of the slab is lost. */
sim_ref sim_slab_get_obj (struct sim_world *world, uint32_t entry);
/* alloc_block (): up to `count` objects of a slab to the CPU's array; how many it took. */
uint32_t sim_slab_alloc_block (struct sim_world *world, uint32_t entry, uint32_t cpu,
                               uint32_t count);
void sim_slab_fixup_list (struct sim_world *world, uint32_t entry);

/* cache_grow_begin (): a new slab, on no list and not counted yet, or SIM_SLAB_NONE. */
uint32_t sim_slab_grow_begin (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node);
void sim_slab_grow_end (struct sim_world *world, uint32_t cache, uint32_t entry);

/* free_block (): objects go back to their slabs, which are on `node`.  Slabs that are one
 * free slab too many leave the lists and are put in front of the chain `doomed`
 * (SIM_SLAB_NONE: empty), which is returned. */
uint32_t sim_slab_free_block (struct sim_world *world, uint32_t cache, uint32_t node,
                              const uint32_t *ref, uint32_t count, uint32_t doomed);
/* slabs_destroy () */
void sim_slab_destroy_all (struct sim_world *world, uint32_t doomed);
/* drain_freelist (): up to `most` free slabs, from the tail. */
void sim_slab_drain_freelist (struct sim_world *world, uint32_t cache, uint32_t node,
                              uint32_t most);

/* --- slab-check.c --- */

uint32_t sim_slab_places (const struct sim_view *view, uint32_t entry, struct sim_place *place,
                          uint32_t most);
const char *sim_slab_check (const struct sim_view *view, uint32_t cache, struct sim_object *where);
