/* engine/slab/pool.h - entries, bytes, lists and pages of slabs: what the allocators share.
 *
 * One rule for all of engine/slab/: state is written through sim_put () only, and
 * bytes of slabs through sim_slab_put8 () and its like, so journal, snapshots and
 * hash are right.  Everything here is compiled once; it does not matter to the bytes
 * whether somebody watches.
 *
 *   frame --links[pfn].next--> entry --+-- struct sim_slab   (of the head: the slab)
 *                                      +-- 1024 words        (what lies in the frame)
 *                                      +-- 32 words          (bit g: an allocated object begins
 *                                                             at byte 8 * g; behind them SLOB's
 *                                                             own bits, see slob.c)
 *
 * Kernel: mm/slab.h, include/linux/list.h.  engine/ only.
 */
#pragma once

#include "engine/physical/memory.h"
#include "engine/slab/slab.h"

#define SIM_SLAB_FRAME_WORDS 1024u
#define SIM_SLAB_MAP_WORDS   32u

/* --- places in the arena --- */

static inline struct sim_slab_header *
sim_slab_header (struct sim_world *world)
{
  return (struct sim_slab_header *) (world->arena.words + world->layout->slab.header);
}

static inline struct sim_kmem_cache *
sim_cache_of (struct sim_world *world, uint32_t cache)
{
  SIM_ASSERT (cache < SIM_CACHES_MAX);
  return (struct sim_kmem_cache *) (world->arena.words + world->layout->slab.caches) + cache;
}

static inline struct sim_kmem_cache_cpu *
sim_cache_cpu_of (struct sim_world *world, uint32_t cache, uint32_t cpu)
{
  return (struct sim_kmem_cache_cpu *) (world->arena.words + world->layout->slab.cpus) +
         cache * world->layout->cpu_count + cpu;
}

static inline struct sim_kmem_cache_node *
sim_cache_node_of (struct sim_world *world, uint32_t cache, uint32_t node)
{
  return (struct sim_kmem_cache_node *) (world->arena.words + world->layout->slab.nodes) +
         cache * world->layout->node_count + node;
}

static inline struct sim_slab *
sim_slab_of (struct sim_world *world, uint32_t entry)
{
  SIM_ASSERT (entry < world->layout->slab.entry_count);
  return (struct sim_slab *) (world->arena.words + world->layout->slab.entries) + entry;
}

/* --- slabs and their pages --- */

/* alloc_slab_page (): a block of the page allocator as a slab of `cache` (a number, or
 * SIM_CACHE_SLOB).  Returns the head entry with pfn, order, cache, head and serial set,
 * on no list; or SIM_SLAB_NONE: no memory, or no room in the model (then
 * world->slab_pool_full is set, and apply tells it).  node SIM_NODE_ANY: the CPU's. */
uint32_t sim_slab_new (struct sim_world *world, uint32_t cache, uint32_t order, uint32_t gfp,
                       uint32_t node);

/* The same of a block in use by nobody we know, where it was observed; SIM_SLAB_NONE: it is
 * not such a block, or there is no room. */
uint32_t sim_slab_load (struct sim_world *world, uint32_t cache, sim_pfn pfn, uint32_t order);

/* __free_slab (): off all lists already. */
void sim_slab_delete (struct sim_world *world, uint32_t entry);

/* A block of the page allocator as one large object of kmalloc; its bytes are not kept.
 * A page source is asked for it with cache SIM_CACHE_NONE. */
sim_pfn sim_large_new (struct sim_world *world, uint32_t order, uint32_t gfp, uint32_t node);
void sim_large_delete (struct sim_world *world, sim_pfn pfn);

uint32_t sim_order_of (uint32_t bytes); /* get_order () */

uint32_t sim_slab_node (const struct sim_world *world, uint32_t entry); /* its pages' node */

/* Entry of any frame of a slab, or SIM_SLAB_NONE; its .head is the slab. */
uint32_t sim_slab_entry_of (const struct sim_world *world, sim_pfn pfn);

/* --- bytes; offsets count from the slab's start, through all its frames --- */

uint8_t sim_slab_get8 (struct sim_world *world, uint32_t entry, uint32_t offset);
void sim_slab_put8 (struct sim_world *world, uint32_t entry, uint32_t offset, uint8_t value);
uint64_t sim_slab_get64 (struct sim_world *world, uint32_t entry,
                         uint32_t offset); /* offset % 8 == 0 */
void sim_slab_put64 (struct sim_world *world, uint32_t entry, uint32_t offset, uint64_t value);
uint16_t sim_slab_get16 (struct sim_world *world, uint32_t entry,
                         uint32_t offset); /* offset % 2 == 0 */
void sim_slab_put16 (struct sim_world *world, uint32_t entry, uint32_t offset, uint16_t value);
void sim_slab_fill (struct sim_world *world, uint32_t entry, uint32_t offset, uint8_t value,
                    uint32_t count);

/* --- refs --- */

/* `offset` is a multiple of 8, inside the slab. */
sim_ref sim_ref_at (const struct sim_world *world, uint32_t entry, uint32_t offset);
uint32_t sim_ref_slab (struct sim_world *world, sim_ref ref);   /* head entry */
uint32_t sim_ref_offset (struct sim_world *world, sim_ref ref); /* from the slab's start */
uint64_t sim_ref_address (struct sim_world *world, sim_ref ref);

/* The ref of a kernel address inside a slab; SIM_REF_NONE: not in a slab, or not a multiple
 * of 8. */
sim_ref sim_ref_of_address (const struct sim_world *world, uint64_t address);

/* Whether an allocated object begins there, for finding mistakes of the learner. */
bool sim_ref_allocated (struct sim_world *world, sim_ref ref);
void sim_ref_set_allocated (struct sim_world *world, sim_ref ref, bool allocated);

static inline struct sim_object
sim_on_object (struct sim_world *world, sim_ref ref)
{
  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = sim_slab_of (world, SIM_REF_ENTRY (ref))->pfn,
                              .b = SIM_REF_OFFSET (ref) };
}

static inline struct sim_object
sim_on_slab (struct sim_world *world, uint32_t entry)
{
  return (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = sim_slab_of (world, entry)->pfn };
}

static inline struct sim_object
sim_on_cache (uint32_t cache)
{
  return (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = cache };
}

static inline struct sim_object
sim_on_cache_cpu (uint32_t cache, uint32_t cpu)
{
  return (struct sim_object){ .kind = SIM_OBJECT_CACHE_CPU, .a = cache, .b = cpu };
}

static inline struct sim_object
sim_on_cache_list (uint32_t cache, uint32_t node, uint32_t list)
{
  return (struct sim_object){ .kind = SIM_OBJECT_CACHE_LIST, .a = cache, .b = node, .c = list };
}

/* The same of a view: whether one begins `offset` bytes behind the slab's start. */
bool sim_view_slab_begins (const struct sim_view *view, const struct sim_slab *slab,
                           uint32_t offset);

/* --- circular lists of slabs; a head is known by its number --- */

#define SIM_SLOB_HEAD(list) (UINT32_C (0x40000000) + (list))

static inline uint32_t
sim_slab_head (const struct sim_world *world, uint32_t cache, uint32_t node, uint32_t list)
{
  return (cache * world->layout->node_count + node) * SIM_SLAB_LISTS + list;
}

void sim_slab_list_init (struct sim_world *world, uint32_t head);
uint32_t sim_slab_list_first (struct sim_world *world, uint32_t head); /* or SIM_SLAB_NONE */
uint32_t sim_slab_list_last (struct sim_world *world, uint32_t head);
uint32_t sim_slab_list_next (struct sim_world *world, uint32_t entry); /* or SIM_SLAB_NONE */
void sim_slab_list_add (struct sim_world *world, uint32_t head, uint32_t entry, bool tail);
void sim_slab_list_del (struct sim_world *world, uint32_t entry);
/* Makes `entry` the first; the order behind it stays (list_rotate_to_front ()). */
void sim_slab_list_rotate_to_front (struct sim_world *world, uint32_t head, uint32_t entry);

/* --- what an operation costs --- */

/* Each counts one thing once per operation; `what` tells things apart: the address of
 * something in the arena that stands for it.
 *
 * Counted is what the kernel's ways through the slab layer read or change in structures that
 * change: descriptors of slabs, per-CPU and per-node parts, arrays, list links of neighbours,
 * free pointers, index lists, headers.  Not counted: struct kmem_cache itself, which is only
 * read; the objects' contents; what the page allocator does.  Exact up to SIM_COST_THINGS. */
void sim_cost_level (struct sim_world *world, enum sim_slab_level level);
void sim_cost_list (struct sim_world *world, const void *what);
void sim_cost_lock (struct sim_world *world, const void *what);
/* The cache line of byte `at` of the kernel's structure that `what` stands for; such a
 * structure begins with a line. */
void sim_cost_place (struct sim_world *world, const void *what, uint32_t at);
/* That of a byte of a slab, and of a slab's descriptor (struct slab, 64 bytes). */
void sim_cost_byte (struct sim_world *world, uint32_t entry, uint32_t offset);
void sim_cost_slab (struct sim_world *world, uint32_t entry);

/* Notes what debugging found, and tells it as a step.  Offsets from the slab's start. */
void sim_slab_report (struct sim_world *world, const struct sim_slab_report *report);
