/* engine/physical/page.h - what the model keeps of a page frame: 12 bytes.
 *
 *   flags   one word:  state 0-2 | order 3-6 | type 7-9 | asked 10-12 | LRU 13 | cpu 14-17
 *                      | zone 18-22 | LRU marks inside 23 | slab 24 | large kmalloc 25
 *   link    two words: next, prev on a list; for a used block: gfp, serial
 *
 * Only the *head* of a block has a state; the frames behind it are SIM_PAGE_TAIL
 * (all zero except for LRU).  Free, used, reserved and missing memory alike is
 * cut into such blocks, so that one rule finds the block of any frame
 * (sim_view_block ()): the nearest aligned head below whose order reaches it.
 *
 *   state     type                          asked                  link
 *   FREE      list it is on                 -                      on the free list
 *   PCP       list it will be drained to    type of its pcp list   on the per-CPU list
 *             (page->index in the kernel)
 *   USED      -                             type of the request    gfp, serial of the operation
 *     of a slab -                             type of the request    number of its slab entry, serial
 *   KERNEL    -                             -                      in use before operation 1, by
 *                                                                  nobody we know (recordings)
 *   RESERVED  -                             -                      never given to the buddy system
 *   HOLE      -                             -                      no memory
 *   IN_HAND   -                             -                      off all lists, on its way inside
 *                                                                  an operation; never between two
 *
 * A real struct page has 64 bytes; _refcount and _mapcount follow from the
 * state until processes exist (a used block has _refcount 1).
 *
 * Lists are circular, as in the kernel.  A *node* is a pfn, or
 * SIM_NODE_HEAD + number of a list head; so a block can be unlinked without
 * knowing which list it is on.
 */
#pragma once

#include "engine/base/types.h"

enum sim_page_state {
  SIM_PAGE_TAIL,
  SIM_PAGE_FREE,
  SIM_PAGE_PCP,
  SIM_PAGE_USED,
  SIM_PAGE_KERNEL,
  SIM_PAGE_RESERVED,
  SIM_PAGE_HOLE,
  SIM_PAGE_IN_HAND,
  SIM_PAGE_STATES,
};

#define SIM_PAGE_STATE(flags) ((enum sim_page_state) ((flags) &7u))
#define SIM_PAGE_ORDER(flags) (((flags) >> 3) & 15u)
#define SIM_PAGE_TYPE(flags)  (((flags) >> 7) & 7u)
#define SIM_PAGE_ASKED(flags) (((flags) >> 10) & 7u)
#define SIM_PAGE_LRU          (1u << 13)
#define SIM_PAGE_CPU(flags)   (((flags) >> 14) & 15u)
#define SIM_PAGE_ZONE(flags)  (((flags) >> 18) & 31u) /* index, or SIM_PAGE_NO_ZONE */
#define SIM_PAGE_LRU_INSIDE   (1u << 23) /* on a head: some frame of the block has SIM_PAGE_LRU */

#define SIM_PAGE_SLAB  (1u << 24) /* PG_slab: the block is a slab; engine/slab/slab.h */
#define SIM_PAGE_LARGE (1u << 25) /* the block is one object of kmalloc, too large for a cache */

#define SIM_PAGE_NO_ZONE 31u

#define SIM_PAGE_FLAGS(state, order, type, asked, cpu, zone)                                       \
  ((uint32_t) (state) | (uint32_t) (order) << 3 | (uint32_t) (type) << 7 |                         \
   (uint32_t) (asked) << 10 | (uint32_t) (cpu) << 14 | (uint32_t) (zone) << 18)

struct sim_link {
  uint32_t next, prev;
};

#define SIM_NODE_HEAD UINT32_C (0x80000000)

#define SIM_ZONE_BOOSTED_WATERMARK 1u /* kswapd is to be woken by the next allocation */
#define SIM_ZONE_RECLAIM_ACTIVE    2u /* kswapd is at work: per-CPU lists are kept short */

enum sim_watermark { SIM_WMARK_MIN, SIM_WMARK_LOW, SIM_WMARK_HIGH, SIM_NR_WMARK };

/* struct zone.  All members are words, since the arena is made of them. */
struct sim_zone {
  uint32_t node, type; /* enum sim_zone_type */
  uint32_t start_pfn, spanned_pages, present_pages, managed_pages;
  uint32_t watermark[SIM_NR_WMARK]; /* without the boost */
  uint32_t watermark_boost;
  uint32_t lowmem_reserve[SIM_MAX_NR_ZONES];
  uint32_t nr_reserved_highatomic;
  uint32_t nr_unreserved;               /* high-atomic pageblocks given back so far; for check.c */
  uint32_t nr_free;                     /* NR_FREE_PAGES as the watermark code reads it (int32_t) */
  uint32_t nr_free_cma;                 /* likewise */
  uint32_t stat_threshold;              /* of the per-CPU deltas; 0 without SMP */
  uint32_t flags;                       /* SIM_ZONE_BOOSTED_WATERMARK, SIM_ZONE_RECLAIM_ACTIVE */
  uint32_t area_nr_free[SIM_MAX_ORDER]; /* free blocks of each order, all types */
};

/* struct per_cpu_pages and per_cpu_zonestat of one zone and CPU. */
struct sim_pcp {
  uint32_t count, high, batch, free_factor; /* count in pages */
  uint32_t free_diff, free_cma_diff;        /* int32_t: not yet in nr_free */
};

static inline uint32_t
sim_pcp_list (uint32_t order, uint32_t type)
{
  if (order < SIM_PCP_ORDERS)
    return order * SIM_MIGRATE_PCPTYPES + type;
  return SIM_NR_LOWORDER_PCP_LISTS + (type == SIM_MIGRATE_MOVABLE ? 1u : 0u);
}

static inline uint32_t
sim_pcp_list_order (uint32_t list, uint32_t pageblock_order)
{
  return list < SIM_NR_LOWORDER_PCP_LISTS ? list / SIM_MIGRATE_PCPTYPES : pageblock_order;
}

static inline uint32_t
sim_pcp_list_type (uint32_t list)
{
  if (list < SIM_NR_LOWORDER_PCP_LISTS)
    return list % SIM_MIGRATE_PCPTYPES;
  return list == SIM_NR_LOWORDER_PCP_LISTS ? SIM_MIGRATE_UNMOVABLE : SIM_MIGRATE_MOVABLE;
}
