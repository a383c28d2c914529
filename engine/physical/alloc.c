/* engine/physical/alloc.c - passes over the zones, and the way back. */
#include "engine/physical/alloc.h"

#include "engine/physical/gfp.h"
#include "engine/physical/pcp.h"

/* What stays the same through all passes of a request (struct alloc_context). */
struct request {
  uint32_t order, gfp, type, highest_zoneidx;
  const struct sim_zonelist *zonelist;
  uint32_t zone; /* result: where the block was found */
};

/* rmqueue_buddy () */
static sim_pfn SIM_SELDOM
rmqueue_buddy (struct sim_world *world, uint32_t zone, const struct request *request,
               uint32_t alloc_flags)
{
  uint32_t order = request->order, found_type = SIM_MIGRATE_HIGHATOMIC;
  sim_pfn pfn = SIM_PFN_NONE;

  sim_enter (world);
  SIM_TELL (world, RMQUEUE_BUDDY, ENTER, SIM_OBJECTS (sim_on_zone (zone)), zone);
  if ((alloc_flags & SIM_ALLOC_HIGHATOMIC) != 0)
    pfn = sim_buddy_take (world, zone, order, SIM_MIGRATE_HIGHATOMIC);
  if (pfn == SIM_PFN_NONE)
    pfn = sim_rmqueue (world, zone, order, request->type, alloc_flags, &found_type);
  if (pfn == SIM_PFN_NONE && (alloc_flags & SIM_ALLOC_NON_BLOCK) != 0) {
    found_type = SIM_MIGRATE_HIGHATOMIC;
    pfn = sim_buddy_take (world, zone, order, SIM_MIGRATE_HIGHATOMIC);
  }
  if (pfn != SIM_PFN_NONE) {
    sim_mod_free_pages (world, zone, -(1 << order));
    if (found_type == SIM_MIGRATE_CMA)
      sim_mod_free_cma (world, zone, -(1 << order));
  }
  sim_leave (world);
  return pfn;
}

/* rmqueue () */
static sim_pfn
rmqueue (struct sim_world *world, uint32_t zone_index, const struct request *request,
         uint32_t alloc_flags)
{
  struct sim_zone *zone = &world->zones[zone_index];
  sim_pfn pfn = SIM_PFN_NONE;

  sim_enter (world);
  SIM_TELL (world, RMQUEUE, ENTER, SIM_OBJECTS (sim_on_zone (zone_index)), zone_index);
  if (sim_pcp_allowed (world, request->order) &&
      ((alloc_flags & SIM_ALLOC_CMA) != 0 || request->type != SIM_MIGRATE_MOVABLE))
    pfn = sim_pcp_take (world, zone_index, request->order, request->type, alloc_flags);
  if (pfn == SIM_PFN_NONE)
    pfn = rmqueue_buddy (world, zone_index, request, alloc_flags);
  if (__builtin_expect ((zone->flags & SIM_ZONE_BOOSTED_WATERMARK) != 0, 0) &&
      (alloc_flags & SIM_ALLOC_KSWAPD) != 0) {
    sim_put (world, &zone->flags, zone->flags & ~SIM_ZONE_BOOSTED_WATERMARK);
    SIM_TELL (world, WAKEUP_KSWAPD, WAKE, SIM_OBJECTS (sim_on_zone (zone_index)), zone_index, 0);
  }
  sim_leave (world);
  return pfn;
}

/* get_page_from_freelist (): one pass, twice where NOFRAGMENT found nothing. */
static sim_pfn
pass (struct sim_world *world, struct request *request, uint32_t alloc_flags, uint32_t number)
{
  const struct sim_zonelist *zonelist = request->zonelist;
  sim_pfn pfn;
  bool again;

  do {
    again = (alloc_flags & SIM_ALLOC_NOFRAGMENT) != 0;
    SIM_TELL (world, GET_PAGE_FROM_FREELIST, PASS, SIM_OBJECTS (sim_on_zone (zonelist->zone[0])),
              number, alloc_flags);
    for (uint32_t i = 0; i < zonelist->count; i++) {
      uint32_t zone = zonelist->zone[i];

      /* Keeping to this node matters more than keeping types apart. */
      if (again && world->zones[zone].node != world->zones[zonelist->zone[0]].node)
        break;
      if (!sim_zone_watermark_ok (world, zone, request->order, request->highest_zoneidx,
                                  alloc_flags, request->gfp) &&
          (alloc_flags & SIM_ALLOC_NO_WATERMARKS) == 0)
        continue;
      pfn = rmqueue (world, zone, request, alloc_flags);
      if (pfn != SIM_PFN_NONE) {
        request->zone = zone;
        if (request->order > 0 && (alloc_flags & SIM_ALLOC_HIGHATOMIC) != 0) {
          /* The walk over the pageblock must not take it for free. */
          sim_put (world, &world->flags[pfn],
                   SIM_PAGE_FLAGS (SIM_PAGE_IN_HAND, request->order, 0, 0, 0, zone));
          sim_reserve_highatomic (world, zone, pfn);
        }
        return pfn;
      }
      if (again)
        SIM_TELL (world, GET_PAGE_FROM_FREELIST, ZONE_NOFRAGMENT, SIM_OBJECTS (sim_on_zone (zone)),
                  zone, request->order, request->type);
    }
    alloc_flags &= ~(uint32_t) SIM_ALLOC_NOFRAGMENT;
  } while (again);
  return SIM_PFN_NONE;
}

/* alloc_flags_nofragment (): worth it only where there is a zone below Normal
 * to go to instead. */
static uint32_t
nofragment (const struct sim_world *world, const struct sim_zonelist *zonelist)
{
  const struct sim_zone *zone = &world->zones[zonelist->zone[0]];

  if (zone->type != SIM_ZONE_NORMAL)
    return 0;
  if (world->layout->node_count == 1)
    return SIM_ALLOC_NOFRAGMENT;
  for (uint32_t i = 0; i < world->layout->zone_count; i++) {
    const struct sim_zone *other = &world->zones[i];

    if (other->node == zone->node && other->type == SIM_ZONE_DMA32 && other->present_pages > 0)
      return SIM_ALLOC_NOFRAGMENT;
  }
  return 0;
}

/* gfp_to_alloc_flags () */
static uint32_t
slow_flags (uint32_t order, uint32_t gfp)
{
  uint32_t flags = SIM_WMARK_MIN;

  if ((gfp & SIM_GFP_HIGH) != 0)
    flags |= SIM_ALLOC_MIN_RESERVE;
  if ((gfp & (SIM_GFP_DIRECT_RECLAIM | SIM_GFP_NOMEMALLOC)) == 0) {
    flags |= SIM_ALLOC_NON_BLOCK;
    if (order > 0 && (flags & SIM_ALLOC_MIN_RESERVE) != 0)
      flags |= SIM_ALLOC_HIGHATOMIC;
  }
  return flags;
}

/* Atomic and able to reclaim contradict each other; the kernel then takes the
 * request for an ordinary one. */
static uint32_t
slow_gfp (uint32_t gfp)
{
  return (gfp & SIM_GFP_DIRECT_RECLAIM) != 0 ? gfp & ~(uint32_t) SIM_GFP_ATOMIC : gfp;
}

/* What holds for all passes. */
static uint32_t
common_flags (uint32_t gfp, uint32_t type)
{
  uint32_t flags = 0;

  if (type == SIM_MIGRATE_MOVABLE)
    flags |= SIM_ALLOC_CMA;
  if ((gfp & SIM_GFP_KSWAPD_RECLAIM) != 0)
    flags |= SIM_ALLOC_KSWAPD;
  return flags;
}

/* wake_all_kswapds () */
static void
wake_kswapds (struct sim_world *world, const struct request *request)
{
  uint32_t last = UINT32_MAX;

  sim_enter (world);
  for (uint32_t i = 0; i < request->zonelist->count; i++) {
    uint32_t zone = request->zonelist->zone[i];

    if (world->zones[zone].node == last || world->zones[zone].managed_pages == 0)
      continue;
    SIM_TELL (world, WAKEUP_KSWAPD, WAKE, SIM_OBJECTS (sim_on_zone (zone)), zone, request->order);
    last = world->zones[zone].node;
  }
  sim_leave (world);
}

/* __alloc_pages_slowpath () */
static sim_pfn SIM_SELDOM
slow_path (struct sim_world *world, struct request *request, uint32_t common)
{
  uint32_t flags = slow_flags (request->order, request->gfp) | common;
  bool kswapd = (common & SIM_ALLOC_KSWAPD) != 0;
  sim_pfn pfn;

  request->gfp = slow_gfp (request->gfp);
  sim_enter (world);
  SIM_TELL (world, ALLOC_PAGES_SLOWPATH, ENTER,
            SIM_OBJECTS (sim_on_zone (request->zonelist->zone[0])), request->zonelist->zone[0]);
  if (kswapd && sim_traced (world))
    wake_kswapds (world, request);
  sim_enter (world);
  pfn = pass (world, request, flags, 2);
  if (pfn == SIM_PFN_NONE) {
    if ((request->gfp & SIM_GFP_MEMALLOC) != 0 && (request->gfp & SIM_GFP_NOMEMALLOC) == 0)
      flags = SIM_ALLOC_NO_WATERMARKS | common;
    pfn = pass (world, request, flags, 3);
  }
  if (pfn == SIM_PFN_NONE && (request->gfp & SIM_GFP_DIRECT_RECLAIM) != 0 &&
      request->order <= world->profile->costly_order &&
      sim_unreserve_highatomic (world, request->zonelist, request->type))
    pfn = pass (world, request, flags, 4);
  sim_leave (world);
  sim_leave (world);
  return pfn;
}

sim_pfn SIM_ALL_IN_ONE
sim_alloc_pages (struct sim_world *world, uint32_t order, uint32_t gfp, uint32_t node,
                 uint32_t serial)
{
  struct request request = {
    .order = order,
    .gfp = gfp,
    .type = sim_gfp_migratetype (gfp),
    .highest_zoneidx = sim_gfp_highest_zone (gfp),
  };
  uint32_t common;
  sim_pfn pfn = SIM_PFN_NONE;

  if (world->header->page_group_by_mobility_disabled != 0)
    request.type = SIM_MIGRATE_UNMOVABLE;
  request.zonelist =
      &world->zonelists[node][(gfp & SIM_GFP_THISNODE) != 0][request.highest_zoneidx];
  common = common_flags (gfp, request.type);

  SIM_TELL (world, ALLOC_PAGES, ENTER_ALLOC, SIM_NO_OBJECT, order, gfp, request.type,
            request.highest_zoneidx, world->header->cpu);
  if (request.zonelist->count > 0) {
    sim_enter (world);
    pfn = pass (world, &request, SIM_WMARK_LOW | common | nofragment (world, request.zonelist), 1);
    sim_leave (world);
    if (pfn == SIM_PFN_NONE)
      pfn = slow_path (world, &request, common);
  }
  if (pfn == SIM_PFN_NONE) {
    SIM_TELL (world, ALLOC_PAGES, FAILED, SIM_NO_OBJECT, order, gfp);
    return SIM_PFN_NONE;
  }
  sim_put (world, &world->flags[pfn],
           SIM_PAGE_FLAGS (SIM_PAGE_USED, order, 0, request.type, 0, request.zone));
  sim_put (world, &world->links[pfn].next, gfp);
  sim_put (world, &world->links[pfn].prev, serial);
  SIM_TELL (world, ALLOC_PAGES, DONE, SIM_OBJECTS (sim_on_block (pfn, order)), pfn, order);
  return pfn;
}

void
sim_view_outlook (const struct sim_view *view, uint32_t index, uint32_t gfp,
                  struct sim_outlook *out)
{
  uint32_t type = sim_gfp_migratetype (gfp), highest = sim_gfp_highest_zone (gfp);
  uint32_t common;
  struct sim_header header;
  struct sim_zone zone;

  sim_view_header (view, &header);
  sim_view_zone (view, index, &zone);
  if (header.page_group_by_mobility_disabled != 0)
    type = SIM_MIGRATE_UNMOVABLE;
  common = common_flags (gfp, type);
  *out = (struct sim_outlook){ .reaches = zone.type <= highest };
  if (!out->reaches)
    return;
  out->first = sim_zone_terms (&zone, highest, SIM_WMARK_LOW | common, gfp);
  out->last = sim_zone_terms (&zone, highest, slow_flags (0, gfp) | common, slow_gfp (gfp));
}

void SIM_SELDOM
sim_mark_lru (struct sim_world *world, sim_pfn head, sim_pfn pfn, uint32_t count, bool set)
{
  uint32_t inside = 0;

  for (sim_pfn at = pfn; at < pfn + count; at++) {
    uint32_t flags = world->flags[at];

    sim_put (world, &world->flags[at], set ? flags | SIM_PAGE_LRU : flags & ~SIM_PAGE_LRU);
  }
  if (set)
    inside = SIM_PAGE_LRU_INSIDE;
  for (uint32_t i = 0; inside == 0 && i < UINT32_C (1) << SIM_PAGE_ORDER (world->flags[head]);
       i++) {
    if ((world->flags[head + i] & SIM_PAGE_LRU) != 0)
      inside = SIM_PAGE_LRU_INSIDE;
  }
  sim_put (world, &world->flags[head], (world->flags[head] & ~SIM_PAGE_LRU_INSIDE) | inside);
}

void SIM_ALL_IN_ONE
sim_free_pages (struct sim_world *world, sim_pfn pfn)
{
  uint32_t flags = world->flags[pfn];
  uint32_t order = SIM_PAGE_ORDER (flags), zone = SIM_PAGE_ZONE (flags);
  uint32_t type = sim_pageblock_type (world, pfn);

  SIM_TELL (world, FREE_PAGES, ENTER_FREE, SIM_OBJECTS (sim_on_block (pfn, order)), pfn, order);
  if ((flags & SIM_PAGE_LRU_INSIDE) != 0)
    sim_mark_lru (world, pfn, pfn, UINT32_C (1) << order, false);
  sim_page_in_hand (world, pfn, order, zone);
  sim_enter (world);
  if (sim_pcp_allowed (world, order) && type != SIM_MIGRATE_ISOLATE) {
    SIM_TELL (world, FREE_UNREF_PAGE, ENTER_BLOCK, SIM_OBJECTS (sim_on_block (pfn, order)), pfn,
              order);
    sim_pcp_give (world, zone, pfn, order, type);
  } else {
    sim_buddy_give (world, zone, pfn, order, type, false);
  }
  sim_leave (world);
  SIM_TELL (world, FREE_PAGES, DONE, SIM_OBJECTS (sim_on_block (pfn, order)), pfn, order);
}
