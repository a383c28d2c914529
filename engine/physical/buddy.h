/* engine/physical/buddy.h - free lists by order and migrate type: take, split, merge.
 *
 *   order 3   [ 40 ......... 47 ]                taken from the head of its list
 *   expand    [ 40 .. 43 ][ 44 .. 47 ]           upper half to the head of order 2
 *             [40,41][42,43]                     upper half to the head of order 1
 *             [40]                               what was asked for
 *
 * Freeing goes the other way: while the buddy (pfn with bit `order` flipped)
 * is free, of the same order and in the same zone, the two become one block.
 * It goes to the head of its list, or to the tail if the next merge looks
 * likely, so that it is left alone for a while.
 *
 * Leaves out: guard pages, shuffling, isolation, compaction's page capture.
 *
 * Invariants B1-B4 in check.c.  Kernel: mm/page_alloc.c.  engine/ only.
 */
#pragma once

#include "engine/physical/memory.h"

static inline uint32_t
sim_buddy_list (const struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type)
{
  return (zone * world->layout->max_order + order) * SIM_MIGRATE_TYPES + type;
}

/* add_to_free_list () and add_to_free_list_tail (). */
static inline void
sim_buddy_add (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order, uint32_t type,
               bool to_tail)
{
  uint32_t list = sim_buddy_list (world, zone, order, type);
  uint32_t *count = &world->zones[zone].area_nr_free[order];

  sim_put (world, &world->flags[pfn], SIM_PAGE_FLAGS (SIM_PAGE_FREE, order, type, 0, 0, zone));
  if (to_tail)
    sim_list_add_tail (world, list, pfn);
  else
    sim_list_add_head (world, list, pfn);
  sim_put (world, count, *count + 1);
}

/* del_page_from_free_list ().  The caller writes the head's flags next. */
static inline void
sim_buddy_del (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order)
{
  uint32_t *count = &world->zones[zone].area_nr_free[order];

  sim_list_del (world, pfn);
  sim_put (world, count, *count - 1);
}

/* move_to_free_list (): to the tail of another type's list of the same order. */
void sim_buddy_move (struct sim_world *world, sim_pfn pfn, uint32_t type);

/* __rmqueue_smallest (): the head of the smallest non-empty list of `type`,
 * split down to `order`.  SIM_PFN_NONE if there is none.  The block is off all
 * lists; the caller writes its flags and counts the pages. */
sim_pfn sim_buddy_take (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type);

/* __free_one_page (): counts the pages, merges and lists the block, which must
 * be off all lists.  `type` is that of its pageblock. */
void sim_buddy_give (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order,
                     uint32_t type, bool to_tail);
