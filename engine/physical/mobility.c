/* engine/physical/mobility.c - the rules of fallback and stealing. */
#include "engine/physical/mobility.h"

static bool
grouping_off (const struct sim_world *world)
{
  return world->header->page_group_by_mobility_disabled != 0;
}

static void
set_pageblock_type (struct sim_world *world, sim_pfn pfn, uint32_t type)
{
  uint32_t *place = sim_pageblock_of (world, pfn);
  uint32_t before = *place;

  if (grouping_off (world) && sim_migratetype_mergeable (type))
    type = SIM_MIGRATE_UNMOVABLE;
  sim_put (world, place, type);
  sim_enter (world);
  SIM_TELL (world, SET_PAGEBLOCK_MIGRATETYPE, CLAIM, SIM_OBJECTS (sim_on_pageblock (world, pfn)),
            pfn & ~(sim_pageblock_pages (world) - 1), type, before);
  sim_leave (world);
}

/* move_freepages_block (): all free blocks of the pageblock of `pfn` go to
 * `type`'s lists.  Returns the pages moved; 0 if the zone ends inside the
 * pageblock.  *movable counts the used pages that are movable. */
static uint32_t
move_pageblock (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t type,
                uint32_t *movable)
{
  sim_pfn start = pfn & ~(sim_pageblock_pages (world) - 1);
  sim_pfn end = start + sim_pageblock_pages (world);
  uint32_t moved = 0;

  *movable = 0;
  if (!sim_zone_spans (&world->zones[zone], end - 1))
    return 0;
  if (!sim_zone_spans (&world->zones[zone], start))
    start = pfn;
  for (sim_pfn at = start; at < end;) {
    uint32_t flags = world->flags[at];
    uint32_t pages = UINT32_C (1) << SIM_PAGE_ORDER (flags);

    if (SIM_PAGE_STATE (flags) == SIM_PAGE_FREE) {
      sim_buddy_move (world, at, type);
      moved += pages;
      at += pages;
    } else if (SIM_PAGE_STATE (flags) != SIM_PAGE_TAIL && (flags & SIM_PAGE_LRU_INSIDE) == 0) {
      at += pages;
    } else {
      *movable += (flags & SIM_PAGE_LRU) != 0;
      at++;
    }
  }
  return moved;
}

/* boost_watermark () */
static bool
boost_watermark (struct sim_world *world, uint32_t zone_index)
{
  struct sim_zone *zone = &world->zones[zone_index];
  uint32_t pages = sim_pageblock_pages (world);
  uint64_t limit, boost;

  if (world->machine.watermark_boost_factor == 0 ||
      (uint64_t) pages * world->profile->zone_boost_blocks > zone->managed_pages)
    return false;
  limit =
      (uint64_t) zone->watermark[SIM_WMARK_HIGH] * world->machine.watermark_boost_factor / 10000;
  if (limit == 0)
    return false;
  if (limit < pages)
    limit = pages;
  boost = (uint64_t) zone->watermark_boost + pages;
  if (boost > limit)
    boost = limit;
  sim_put (world, &zone->watermark_boost, (uint32_t) boost);
  sim_enter (world);
  SIM_TELL (world, BOOST_WATERMARK, BOOST, SIM_OBJECTS (sim_on_zone (zone_index)), zone_index,
            (uint32_t) boost, (uint32_t) limit);
  sim_leave (world);
  return true;
}

/* can_steal_fallback (): may more than this one block be taken? */
static bool
may_take_pageblock (const struct sim_world *world, uint32_t order, uint32_t type)
{
  return order >= world->layout->pageblock_order / 2 || type == SIM_MIGRATE_RECLAIMABLE ||
         type == SIM_MIGRATE_UNMOVABLE || grouping_off (world);
}

/* find_suitable_fallback (): the type to steal from, or -1. */
static int
find_fallback (const struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type)
{
  if (world->zones[zone].area_nr_free[order] == 0)
    return -1;
  for (uint32_t i = 0; i < SIM_FALLBACKS; i++) {
    uint32_t from = world->profile->fallbacks[type][i];

    if (sim_list_first (world, sim_buddy_list (world, zone, order, from)) != SIM_PFN_NONE)
      return (int) from;
  }
  return -1;
}

static void
steal_one_block (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t order, uint32_t type,
                 uint32_t from)
{
  sim_buddy_move (world, pfn, type);
  SIM_TELL (world, STEAL_SUITABLE_FALLBACK, STEAL_BLOCK,
            SIM_OBJECTS (sim_on_block (pfn, order), sim_on_free_list (zone, order, type)), pfn,
            order, type, from);
}

/* Moves the pageblock's free pages, and claims the pageblock if at least half
 * of it is free or of a kind like the request.  False if it cannot be moved. */
static bool
steal_pageblock (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t type)
{
  uint32_t old_type = sim_pageblock_type (world, pfn);
  uint32_t pages = sim_pageblock_pages (world);
  uint32_t movable, alike = 0;
  uint32_t freed = move_pageblock (world, zone, pfn, type, &movable);

  if (freed == 0)
    return false;
  if (type == SIM_MIGRATE_MOVABLE)
    alike = movable;
  else if (old_type == SIM_MIGRATE_MOVABLE)
    alike = pages - (freed + movable);
  SIM_TELL (world, STEAL_SUITABLE_FALLBACK, STEAL_PAGEBLOCK,
            SIM_OBJECTS (sim_on_pageblock (world, pfn)), pfn & ~(pages - 1), type, old_type, freed,
            freed, alike);
  if (freed + alike >= pages / 2 || grouping_off (world))
    set_pageblock_type (world, pfn, type);
  return true;
}

/* steal_suitable_fallback () */
static void
steal (struct sim_world *world, uint32_t zone, sim_pfn pfn, uint32_t alloc_flags, uint32_t type,
       uint32_t from, bool whole)
{
  uint32_t order = SIM_PAGE_ORDER (world->flags[pfn]);
  uint32_t pageblock_order = world->layout->pageblock_order;

  sim_enter (world);
  SIM_TELL (world, STEAL_SUITABLE_FALLBACK, ENTER_BLOCK, SIM_OBJECTS (sim_on_block (pfn, order)),
            pfn, order);
  if (sim_pageblock_type (world, pfn) == SIM_MIGRATE_HIGHATOMIC) {
    steal_one_block (world, zone, pfn, order, type, from);
  } else if (order >= pageblock_order) {
    for (uint32_t i = 0; i < UINT32_C (1) << (order - pageblock_order); i++)
      set_pageblock_type (world, pfn + (i << pageblock_order), type);
    steal_one_block (world, zone, pfn, order, type, from);
  } else {
    struct sim_zone *state = &world->zones[zone];

    if (boost_watermark (world, zone) && (alloc_flags & SIM_ALLOC_KSWAPD) != 0)
      sim_put (world, &state->flags, state->flags | SIM_ZONE_BOOSTED_WATERMARK);
    if (!whole || !steal_pageblock (world, zone, pfn, type))
      steal_one_block (world, zone, pfn, order, type, from);
  }
  sim_leave (world);
}

/* __rmqueue_fallback (): steals, so that a repeated search succeeds. */
static bool
fallback (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type,
          uint32_t alloc_flags)
{
  uint32_t max_order = world->layout->max_order;
  uint32_t least = order, at;
  bool whole;
  int from = -1;

  if (order < world->layout->pageblock_order && (alloc_flags & SIM_ALLOC_NOFRAGMENT) != 0)
    least = world->layout->pageblock_order;
  sim_enter (world);
  for (at = max_order; at > least && from < 0;)
    from = find_fallback (world, zone, --at, type);
  if (from < 0) {
    SIM_TELL (world, RMQUEUE_FALLBACK, NO_BLOCK, SIM_OBJECTS (sim_on_zone (zone)), zone, order,
              type);
    sim_leave (world);
    return false;
  }
  whole = may_take_pageblock (world, at, type);
  /* A movable page in a strange pageblock does no lasting harm, so a small
   * block is broken rather than a large one. */
  if (!whole && type == SIM_MIGRATE_MOVABLE && at > order) {
    from = -1;
    for (at = order; at < max_order && from < 0; at++)
      from = find_fallback (world, zone, at, type);
    at--;
    whole = may_take_pageblock (world, at, type);
    SIM_ASSERT (from >= 0);
  }
  {
    sim_pfn pfn = sim_list_first (world, sim_buddy_list (world, zone, at, (uint32_t) from));

    SIM_TELL (world, RMQUEUE_FALLBACK, FALLBACK,
              SIM_OBJECTS (sim_on_block (pfn, at), sim_on_free_list (zone, at, (uint32_t) from)),
              zone, at, type, (uint32_t) from, whole);
    steal (world, zone, pfn, alloc_flags, type, (uint32_t) from, whole);
  }
  sim_leave (world);
  return true;
}

/* More than half of what is free is CMA: movable requests go there first. */
static bool
cma_first (const struct sim_world *world, uint32_t zone)
{
  int32_t cma = (int32_t) world->zones[zone].nr_free_cma;
  int32_t all = (int32_t) world->zones[zone].nr_free;

  return (cma < 0 ? 0 : cma) > (all < 0 ? 0 : all) / 2;
}

static bool
has_cma (const struct sim_world *world, uint32_t zone, uint32_t order)
{
  for (; order < world->layout->max_order; order++) {
    if (sim_list_first (world, sim_buddy_list (world, zone, order, SIM_MIGRATE_CMA)) !=
        SIM_PFN_NONE)
      return true;
  }
  return false;
}

sim_pfn
sim_rmqueue (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type,
             uint32_t alloc_flags, uint32_t *found_type)
{
  bool cma = (alloc_flags & SIM_ALLOC_CMA) != 0;
  sim_pfn pfn = SIM_PFN_NONE;

  *found_type = SIM_MIGRATE_CMA;
  if (__builtin_expect (cma && cma_first (world, zone) && has_cma (world, zone, order), 0)) {
    pfn = sim_buddy_take (world, zone, order, SIM_MIGRATE_CMA);
    if (pfn != SIM_PFN_NONE)
      return pfn;
  }
  do {
    *found_type = type;
    pfn = sim_buddy_take (world, zone, order, type);
    if (__builtin_expect (pfn != SIM_PFN_NONE, 1))
      return pfn;
    if (cma && has_cma (world, zone, order)) {
      *found_type = SIM_MIGRATE_CMA;
      pfn = sim_buddy_take (world, zone, order, SIM_MIGRATE_CMA);
      if (pfn != SIM_PFN_NONE)
        return pfn;
    }
  } while (fallback (world, zone, order, type, alloc_flags));
  return SIM_PFN_NONE;
}

void SIM_SELDOM
sim_reserve_highatomic (struct sim_world *world, uint32_t zone_index, sim_pfn pfn)
{
  struct sim_zone *zone = &world->zones[zone_index];
  uint32_t pages = sim_pageblock_pages (world);
  uint32_t limit = world->profile->highatomic_limit (zone->managed_pages, pages);
  uint32_t ignored;

  if (zone->nr_reserved_highatomic >= limit ||
      !sim_migratetype_mergeable (sim_pageblock_type (world, pfn)))
    return;
  sim_enter (world);
  sim_put (world, &zone->nr_reserved_highatomic, zone->nr_reserved_highatomic + pages);
  SIM_TELL (world, RESERVE_HIGHATOMIC, RESERVE, SIM_OBJECTS (sim_on_pageblock (world, pfn)),
            pfn & ~(pages - 1), zone_index, zone->nr_reserved_highatomic, limit);
  set_pageblock_type (world, pfn, SIM_MIGRATE_HIGHATOMIC);
  move_pageblock (world, zone_index, pfn, SIM_MIGRATE_HIGHATOMIC, &ignored);
  sim_leave (world);
}

bool
sim_unreserve_highatomic (struct sim_world *world, const struct sim_zonelist *zonelist,
                          uint32_t type)
{
  uint32_t pages = sim_pageblock_pages (world);

  for (uint32_t i = 0; i < zonelist->count; i++) {
    uint32_t index = zonelist->zone[i];
    struct sim_zone *zone = &world->zones[index];

    for (uint32_t order = 0; order < world->layout->max_order; order++) {
      sim_pfn pfn =
          sim_list_first (world, sim_buddy_list (world, index, order, SIM_MIGRATE_HIGHATOMIC));
      uint32_t reserved = zone->nr_reserved_highatomic, ignored;

      if (pfn == SIM_PFN_NONE)
        continue;
      sim_enter (world);
      if (sim_pageblock_type (world, pfn) == SIM_MIGRATE_HIGHATOMIC)
        sim_put (world, &zone->nr_reserved_highatomic, reserved > pages ? reserved - pages : 0);
      SIM_TELL (world, UNRESERVE_HIGHATOMIC, UNRESERVE, SIM_OBJECTS (sim_on_pageblock (world, pfn)),
                pfn & ~(pages - 1), index, type);
      sim_put (world, &zone->nr_unreserved, zone->nr_unreserved + 1);
      set_pageblock_type (world, pfn, type);
      reserved = move_pageblock (world, index, pfn, type, &ignored);
      sim_leave (world);
      if (reserved > 0)
        return true;
    }
  }
  return false;
}
