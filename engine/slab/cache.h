/* engine/slab/cache.h - kmem_cache_*, kmalloc: the one door to all allocators.
 *
 *   operation/apply-slab.c  checks, then calls here
 *   cache.c                 create, merge, destroy; goes on to the cache's allocator
 *   kmalloc.c               sizes to caches or to the page allocator
 *   bootstrap.c             kmem_cache_init ()
 *   slub.c slab.c slob.c    the allocators, one table each (struct sim_allocator)
 *   debug.c                 SLUB's red zones, poison, owner
 *
 * Kernel: mm/slab_common.c.  engine/ only.
 */
#pragma once

#include "engine/slab/pool.h"

struct sim_cache_request;

/* What an allocator is.  `cache` is a number; arguments are right. */
struct sim_allocator {
  /* SIM_SLAB_* that it does not know: they are taken away from a new cache's flags, as
   * CACHE_CREATE_MASK does. */
  uint32_t flags_ignored;
  /* Whether a slab can hold such an object: SIM_OK or SIM_BAD_SIZE. */
  enum sim_status (*check_size) (const struct sim_world *world,
                                 const struct sim_cache_request *request);
  /* Completes a cache whose name, object_size, align, flags and ctor stand: geometry, per-CPU
   * and per-node parts.  SIM_BAD_SIZE if no slab can hold an object, SIM_NO_MEMORY. */
  enum sim_status (*create) (struct sim_world *world, uint32_t cache);
  /* A free object, or SIM_REF_NONE. */
  sim_ref (*alloc) (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node);
  /* false: debugging refused it, and the object is what it was. */
  bool (*free) (struct sim_world *world, uint32_t cache, sim_ref ref);
  void (*shrink) (struct sim_world *world, uint32_t cache);
  /* All objects are free: gives every slab back and takes the parts apart. */
  void (*shutdown) (struct sim_world *world, uint32_t cache);
  uint32_t (*ksize) (struct sim_world *world, uint32_t cache, sim_ref ref);
  /* sim_view_slab_places () and the invariants of one allocator's caches (SLOB: of its
   * pages, with cache SIM_CACHE_SLOB). */
  uint32_t (*places) (const struct sim_view *view, uint32_t entry, struct sim_place *place,
                      uint32_t most);
  const char *(*check) (const struct sim_view *view, uint32_t cache, struct sim_object *where);
};
extern const struct sim_allocator sim_slub, sim_slab, sim_slob;
const struct sim_allocator *sim_allocator_of (uint32_t allocator);

/* kmem_cache_init_late () of SLAB: until now its caches had arrays for one object. */
void sim_slab_init_late (struct sim_world *world);

/* cache_reap () of the CPU, and validate_slab_cache (). */
void sim_slab_reap (struct sim_world *world);
void sim_slub_validate (struct sim_world *world, uint32_t cache);
/* kfree () of byte `at` of a slab of `cache`, at which no object can begin since it is not a
 * multiple of eight; the cache has SLAB_CONSISTENCY_CHECKS, so nothing is freed. */
void sim_slub_free_misaligned (struct sim_world *world, uint32_t cache, uint32_t entry,
                               uint32_t at);
/* __flush_cpu_slab (): what the running CPU has goes back to slabs and nodes. */
void sim_slub_flush (struct sim_world *world, uint32_t cache);

struct sim_cache_request {
  enum sim_cache_role role;
  uint32_t number;
  uint64_t name; /* packed; role USER */
  uint32_t allocator, size, align, flags, ctor;
};

/* kmem_cache_create (): merges or makes one; *cache is its number. */
enum sim_status sim_cache_create (struct sim_world *world, const struct sim_cache_request *request,
                                  uint32_t *cache);
/* Whether a cache can be as it is asked for: SIM_OK or SIM_BAD_SIZE.  Changes nothing. */
enum sim_status sim_cache_check (const struct sim_world *world,
                                 const struct sim_cache_request *request);
/* No object is allocated; the last user is gone. */
void sim_cache_destroy (struct sim_world *world, uint32_t cache);
uint32_t sim_cache_allocated (struct sim_world *world, uint32_t cache); /* objects */

sim_ref sim_cache_alloc (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node);
void sim_cache_free (struct sim_world *world, uint32_t cache, sim_ref ref);

/* What a constructor does is not known to the model: where the cache has one, it fills the
 * object with this byte, the model's own.  SLAB and SLUB call it once for each object, when
 * the slab is made, SLOB each time that it hands out an object. */
#define SIM_SLAB_CONSTRUCTED 0xc0u
void sim_cache_construct (struct sim_world *world, uint32_t cache, sim_ref ref);

/* Whether the slab layer itself keeps something in that object: the struct of a cache or of a
 * node, or SLAB's index list of some slab. */
bool sim_ref_is_kernels (struct sim_world *world, sim_ref ref);

/* check.c: whether a CPU that writes bytes [from, to) of a slab may break what the allocator
 * keeps there, so that sim_view_slab_check () can no longer count on it. */
bool sim_slab_write_breaks (struct sim_world *world, uint32_t entry, uint32_t from, uint32_t to);

/* calculate_alignment () */
uint32_t sim_cache_alignment (const struct sim_world *world, uint32_t flags, uint32_t align,
                              uint32_t size);
uint32_t sim_cache_line (const struct sim_world *world); /* bytes, of the nearest CPU cache */

/* --- kmalloc.c --- */

/* A kernel address, or 0.  Small objects and large ones. */
#define SIM_KMALLOC_CACHE_MOST (2u << SIM_PAGE_SHIFT) /* KMALLOC_MAX_CACHE_SIZE of SLUB and SLAB */

uint64_t sim_kmalloc (struct sim_world *world, uint64_t size, uint32_t gfp, uint32_t node);
/* kmalloc (0) is SIM_ZERO_SIZE_PTR; that and 0 may be freed and resized. */
uint64_t sim_krealloc (struct sim_world *world, uint64_t address, uint64_t size, uint32_t gfp);
uint64_t sim_kmalloc_most (const struct sim_world *world); /* bytes: a block of the highest order */
void sim_kfree (struct sim_world *world, uint64_t address);
uint64_t sim_ksize (struct sim_world *world, uint64_t address);
uint32_t sim_kmalloc_index_size (uint32_t index); /* bytes of kmalloc's cache of that number */

/* --- bootstrap.c --- */

/* kmem_cache_init (): SIM_OK or SIM_NO_MEMORY. */
enum sim_status sim_kmem_cache_init (struct sim_world *world);
/* The struct kmem_cache of a cache to be, an object of kmem_cache; SIM_REF_NONE: a static one,
 * there is no such cache yet. */
enum sim_status sim_cache_take_struct (struct sim_world *world, uint32_t allocator, uint32_t cache,
                                       sim_ref *self);
void sim_cache_give_struct (struct sim_world *world, uint32_t allocator, sim_ref self);
/* The same for SLAB's struct kmem_cache_node, all nodes; SIM_NO_MEMORY: none is taken.  SLUB
 * does it for itself, since its first cache gives its own. */
enum sim_status sim_cache_take_nodes (struct sim_world *world, uint32_t cache);
void sim_cache_give_nodes (struct sim_world *world, uint32_t cache);
/* Before any cache: lists empty, state DOWN. */
void sim_slab_prepare (struct sim_world *world);
