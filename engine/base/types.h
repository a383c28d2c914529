/* engine/base/types.h - ids, limits and small names that every module shares.
 *
 * Words: a *frame* is a page frame of physical memory and has a number, the
 * pfn; a *block* is 2^order frames that start at a multiple of their size; a
 * *pageblock* is the unit in which memory is grouped by migrate type.
 * (engine/README.md has the whole glossary.)
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint32_t sim_pfn;

/* Where the kernel sees physical memory on x86-64 with four levels of page tables. */
#define SIM_PAGE_OFFSET UINT64_C (0xffff888000000000)

#define SIM_PFN_NONE   UINT32_MAX
#define SIM_PAGE_SHIFT 12u
#define SIM_FRAMES_MAX (1u << 24) /* 64 GiB */

/* The kernel's MAX_ORDER: orders 0 .. SIM_MAX_ORDER - 1.  A machine may use fewer. */
#define SIM_MAX_ORDER 11u

/* Orders that go through per-CPU lists: 0 .. PAGE_ALLOC_COSTLY_ORDER. */
#define SIM_PCP_ORDERS 4u

/* enum migratetype of include/linux/mmzone.h, in its order. */
enum sim_migratetype {
  SIM_MIGRATE_UNMOVABLE,
  SIM_MIGRATE_MOVABLE,
  SIM_MIGRATE_RECLAIMABLE,
  SIM_MIGRATE_HIGHATOMIC,
  SIM_MIGRATE_CMA,
  SIM_MIGRATE_ISOLATE,
  SIM_MIGRATE_TYPES,
};
#define SIM_MIGRATE_PCPTYPES      3u /* the first three have per-CPU lists */
#define SIM_NR_LOWORDER_PCP_LISTS (SIM_PCP_ORDERS * SIM_MIGRATE_PCPTYPES)

/* Machines with transparent huge pages have two more lists, of pageblock_order:
 * for all other types, then for movable.  They are always empty elsewhere. */
#define SIM_NR_PCP_LISTS (SIM_NR_LOWORDER_PCP_LISTS + 2u)

/* enum zone_type of an x86-64 kernel, in its order. */
enum sim_zone_type {
  SIM_ZONE_DMA,
  SIM_ZONE_DMA32,
  SIM_ZONE_NORMAL,
  SIM_ZONE_MOVABLE,
  SIM_MAX_NR_ZONES,
};

#define SIM_ZONES_MAX 16u /* zones of all nodes together */
#define SIM_CPUS_MAX  16u
#define SIM_NODES_MAX 4u
#define SIM_NODE_ANY  UINT32_MAX

/* Who hands out small objects: a choice of the kernel's configuration. */
enum sim_slab_allocator {
  SIM_ALLOCATOR_SLUB,
  SIM_ALLOCATOR_SLAB,
  SIM_ALLOCATOR_SLOB,
  SIM_ALLOCATORS,
};

/* What an id in a step, a shape or a selection stands for. */
enum sim_object_kind {
  SIM_OBJECT_NONE,
  SIM_OBJECT_FRAME,      /* a = pfn */
  SIM_OBJECT_BLOCK,      /* a = first pfn, b = order */
  SIM_OBJECT_FREE_LIST,  /* a = zone index, b = order, c = migrate type */
  SIM_OBJECT_PCP,        /* a = zone index, b = cpu */
  SIM_OBJECT_PCP_LIST,   /* a = zone index, b = cpu, c = number, see sim_pcp_list () */
  SIM_OBJECT_ZONE,       /* a = zone index */
  SIM_OBJECT_PAGEBLOCK,  /* a = first pfn of the pageblock */
  SIM_OBJECT_STEP,       /* a = step of the current operation */
  SIM_OBJECT_CACHE,      /* a = number of the kmem_cache */
  SIM_OBJECT_CACHE_CPU,  /* a = cache, b = cpu: its kmem_cache_cpu or array_cache */
  SIM_OBJECT_CACHE_LIST, /* a = cache, b = node, c = enum sim_slab_list */
  SIM_OBJECT_SLAB,       /* a = first pfn of the slab */
  SIM_OBJECT_SMALL, /* a small object: a = pfn of the frame the object starts in, b = offset there */
  SIM_OBJECT_CPU_SET, /* a = CPU cache of the machine, b = set, c = 1 + the cache whose objects
                       * one looks at there, or 0 */
  SIM_OBJECT_KINDS,
};

struct sim_object {
  uint32_t kind; /* enum sim_object_kind */
  uint32_t a, b, c;
};

static inline bool
sim_object_equal (struct sim_object x, struct sim_object y)
{
  return x.kind == y.kind && x.a == y.a && x.b == y.b && x.c == y.c;
}
