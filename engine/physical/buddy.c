/* engine/physical/buddy.c - the buddy system proper. */
#include "engine/physical/buddy.h"

void
sim_buddy_move (struct sim_world *world, sim_pfn pfn, uint32_t type)
{
  uint32_t flags = world->flags[pfn];
  uint32_t zone = SIM_PAGE_ZONE (flags), order = SIM_PAGE_ORDER (flags);

  sim_list_del (world, pfn);
  sim_put (world, &world->flags[pfn], SIM_PAGE_FLAGS (SIM_PAGE_FREE, order, type, 0, 0, zone));
  sim_list_add_tail (world, sim_buddy_list (world, zone, order, type), pfn);
}

/* Splits the block of `high` at pfn, which is off all lists, down to `low`. */
static void
expand (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t low, uint32_t high,
        uint32_t type)
{
  sim_enter (world);
  while (high > low) {
    sim_pfn upper;

    high--;
    upper = pfn + (UINT32_C (1) << high);
    sim_page_in_hand (world, pfn, high, zone);
    sim_buddy_add (world, zone, upper, high, type, false);
    SIM_TELL (world, EXPAND, PUT_BACK,
              SIM_OBJECTS (sim_on_block (upper, high), sim_on_free_list (zone, high, type)), upper,
              high, zone, type);
  }
  sim_leave (world);
}

sim_pfn
sim_buddy_take (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type)
{
  uint32_t max_order = world->layout->max_order;
  uint32_t list = sim_buddy_list (world, zone, order, type);

  sim_enter (world);
  for (uint32_t high = order; high < max_order; high++, list += SIM_MIGRATE_TYPES) {
    sim_pfn pfn = sim_list_first (world, list);

    if (pfn == SIM_PFN_NONE) {
      SIM_TELL (world, RMQUEUE_SMALLEST, LIST_EMPTY,
                SIM_OBJECTS (sim_on_free_list (zone, high, type)), zone, high, type);
      continue;
    }
    SIM_TELL (world, RMQUEUE_SMALLEST, FOUND,
              SIM_OBJECTS (sim_on_block (pfn, high), sim_on_free_list (zone, high, type)), pfn,
              zone, high, type, order);
    sim_buddy_del (world, zone, pfn, high);
    sim_page_in_hand (world, pfn, high, zone);
    if (high > order)
      expand (world, zone, pfn, order, high, type);
    sim_leave (world);
    return pfn;
  }
  SIM_TELL (world, RMQUEUE_SMALLEST, NO_BLOCK, SIM_OBJECTS (sim_on_zone (zone)), zone, order, type);
  sim_leave (world);
  return SIM_PFN_NONE;
}

enum { BLOCK_MASK = SIM_PAGE_FLAGS (7, 15, 0, 0, 0, 31) };

/* page_is_buddy (): free, of this order, in this zone. */
static inline bool
is_free_block (const struct sim_world *world, sim_pfn pfn, uint32_t order, uint32_t zone)
{
  return (world->flags[pfn] & BLOCK_MASK) == SIM_PAGE_FLAGS (SIM_PAGE_FREE, order, 0, 0, 0, zone);
}

/* Why no merge: the four ways not to be a buddy, told apart. */
static void __attribute__ ((noinline, cold))
tell_no_merge (struct sim_world *world, uint32_t zone, sim_pfn pfn, sim_pfn buddy, uint32_t order)
{
  uint32_t flags = world->flags[buddy];
  struct sim_object block = sim_on_block (pfn, order), other = sim_on_block (buddy, order);

  if (buddy >= world->layout->frame_count || SIM_PAGE_STATE (flags) == SIM_PAGE_HOLE ||
      !sim_zone_spans (&world->zones[zone], buddy))
    SIM_TELL (world, FREE_ONE_PAGE, BUDDY_OUTSIDE, SIM_OBJECTS (block, other), pfn, buddy, order);
  else if (SIM_PAGE_STATE (flags) == SIM_PAGE_FREE)
    SIM_TELL (world, FREE_ONE_PAGE, BUDDY_SMALLER, SIM_OBJECTS (block, other), pfn, buddy, order,
              SIM_PAGE_ORDER (flags));
  else
    SIM_TELL (world, FREE_ONE_PAGE, BUDDY_BUSY, SIM_OBJECTS (block, other), pfn, buddy, order,
              SIM_PAGE_STATE (flags));
}

/* Above pageblock_order a merge would mix pageblocks.  Blocks of types that
 * must keep to themselves (high-atomic, CMA, isolated) do not. */
static bool
pageblocks_may_merge (struct sim_world *world, sim_pfn pfn, sim_pfn buddy, uint32_t order,
                      uint32_t type)
{
  uint32_t buddy_type = sim_pageblock_type (world, buddy);

  if (type == buddy_type ||
      (sim_migratetype_mergeable (type) && sim_migratetype_mergeable (buddy_type)))
    return true;
  SIM_TELL (world, FREE_ONE_PAGE, BUDDY_TYPE,
            SIM_OBJECTS (sim_on_block (pfn, order), sim_on_block (buddy, order)), pfn, buddy, order,
            type, buddy_type);
  return false;
}

void SIM_SELDOM
sim_buddy_give (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order, uint32_t type,
                bool to_tail)
{
  uint32_t top = world->layout->max_order - 1;
  uint32_t pageblock_order = world->layout->pageblock_order;
  sim_pfn parent = SIM_PFN_NONE;

  sim_enter (world);
  if (type != SIM_MIGRATE_ISOLATE)
    sim_mod_free_pages (world, zone, 1 << order);
  if (type == SIM_MIGRATE_CMA)
    sim_mod_free_cma (world, zone, 1 << order);

  for (; order < top; order++) {
    sim_pfn buddy = pfn ^ UINT32_C (1) << order;

    if (!is_free_block (world, buddy, order, zone)) {
      if (sim_traced (world))
        tell_no_merge (world, zone, pfn, buddy, order);
      break;
    }
    if (order >= pageblock_order && !pageblocks_may_merge (world, pfn, buddy, order, type))
      break;
    SIM_TELL (world, FREE_ONE_PAGE, BUDDY_FREE,
              SIM_OBJECTS (sim_on_block (pfn, order), sim_on_block (buddy, order)), pfn, buddy,
              order, pfn & buddy);
    sim_buddy_del (world, zone, buddy, order);
    /* Both heads end: one becomes the tail of the other. */
    sim_put (world, &world->flags[pfn | buddy], 0);
    pfn &= buddy;
    sim_page_in_hand (world, pfn, order + 1, zone);
  }
  if (order == top)
    SIM_TELL (world, FREE_ONE_PAGE, MAX_ORDER_REACHED, SIM_OBJECTS (sim_on_block (pfn, order)), pfn,
              order);

  /* buddy_merge_likely (): would the block of the next order have a free buddy? */
  if (!to_tail && order + 1 < top) {
    parent = pfn & ~(UINT32_C (1) << order);
    to_tail = is_free_block (world, parent ^ UINT32_C (2) << order, order + 1, zone);
  }
  sim_buddy_add (world, zone, pfn, order, type, to_tail);
  if (to_tail)
    SIM_TELL (world, FREE_ONE_PAGE, ADD_TAIL,
              SIM_OBJECTS (sim_on_block (pfn, order), sim_on_free_list (zone, order, type)), pfn,
              zone, order, type, parent);
  else
    SIM_TELL (world, FREE_ONE_PAGE, ADD_HEAD,
              SIM_OBJECTS (sim_on_block (pfn, order), sim_on_free_list (zone, order, type)), pfn,
              zone, order, type);
  sim_leave (world);
}
