/* engine/physical/zone.c - the watermark test, term by term as the kernel has it. */
#include "engine/physical/zone.h"

#include "engine/physical/gfp.h"
#include "engine/physical/pcp.h"

/* --- setting up --- */

static void
set_lowmem_reserve (struct sim_world *world, uint32_t index)
{
  struct sim_zone *zone = &world->zones[index];
  uint32_t ratio = world->machine.lowmem_reserve_ratio[zone->type];
  uint64_t above = 0;

  for (uint32_t type = 0; type < SIM_MAX_NR_ZONES; type++) {
    uint64_t reserve = 0;

    if (type > zone->type) {
      for (uint32_t i = 0; i < world->layout->zone_count; i++) {
        if (world->zones[i].node == zone->node && world->zones[i].type == type)
          above += world->zones[i].managed_pages;
      }
      reserve = ratio == 0 || zone->managed_pages == 0 ? 0 : above / ratio;
    }
    sim_put (world, &zone->lowmem_reserve[type], (uint32_t) reserve);
  }
}

static uint32_t
total_reserve (const struct sim_world *world)
{
  uint64_t total = 0;

  for (uint32_t i = 0; i < world->layout->zone_count; i++) {
    const struct sim_zone *zone = &world->zones[i];
    uint64_t most = 0;

    for (uint32_t type = zone->type; type < SIM_MAX_NR_ZONES; type++) {
      if (zone->lowmem_reserve[type] > most)
        most = zone->lowmem_reserve[type];
    }
    most += zone->watermark[SIM_WMARK_HIGH];
    total += most < zone->managed_pages ? most : zone->managed_pages;
  }
  return (uint32_t) total;
}

void
sim_zone_set_watermarks (struct sim_world *world)
{
  const struct sim_machine *machine = &world->machine;
  uint64_t managed = 0, ordinary = 0;
  uint32_t min_free_kbytes;

  for (uint32_t i = 0; i < world->layout->zone_count; i++) {
    managed += world->zones[i].managed_pages;
    if (world->zones[i].type <= SIM_ZONE_NORMAL)
      ordinary += world->zones[i].managed_pages;
  }
  min_free_kbytes = machine->min_free_kbytes >= 0
                        ? (uint32_t) machine->min_free_kbytes
                        : world->profile->min_free_kbytes (ordinary << (SIM_PAGE_SHIFT - 10));
  for (uint32_t i = 0; i < world->layout->zone_count; i++) {
    struct sim_zone *zone = &world->zones[i];
    uint64_t share = min_free_kbytes >> (SIM_PAGE_SHIFT - 10);
    uint32_t mark[SIM_NR_WMARK];

    share = managed == 0 ? 0 : share * zone->managed_pages / managed;
    world->profile->watermarks ((uint32_t) share, zone->managed_pages,
                                machine->watermark_scale_factor, mark);
    for (uint32_t j = 0; j < SIM_NR_WMARK; j++)
      sim_put (world, &zone->watermark[j], mark[j]);
    set_lowmem_reserve (world, i);
    sim_put (world, &zone->stat_threshold,
             machine->smp && !machine->boot_pcp
                 ? world->profile->stat_threshold (machine->cpu_count, zone->managed_pages)
                 : 0);
    sim_pcp_set_limits (world, i);
  }
  sim_put (world, &world->header->totalreserve_pages, total_reserve (world));
}

static void
append_zones (struct sim_world *world, struct sim_zonelist *list, uint32_t node, uint32_t highest)
{
  for (uint32_t i = world->layout->zone_count; i-- > 0;) {
    const struct sim_zone *zone = &world->zones[i];

    if (zone->node == node && zone->type <= highest && zone->present_pages > 0)
      list->zone[list->count++] = (uint8_t) i;
  }
}

void
sim_zone_build_zonelists (struct sim_world *world)
{
  uint32_t nodes = world->layout->node_count;

  for (uint32_t node = 0; node < nodes; node++) {
    for (uint32_t highest = 0; highest < SIM_MAX_NR_ZONES; highest++) {
      struct sim_zonelist *all = &world->zonelists[node][0][highest];

      all->count = 0;
      for (uint32_t i = 0; i < nodes; i++)
        append_zones (world, all, (node + i) % nodes, highest);
      world->zonelists[node][1][highest].count = 0;
      append_zones (world, &world->zonelists[node][1][highest], node, highest);
    }
  }
}

/* --- testing --- */

enum {
  ALLOC_RESERVES = SIM_ALLOC_NON_BLOCK | SIM_ALLOC_MIN_RESERVE,
};

static inline int64_t
not_negative (uint32_t counter)
{
  return (int32_t) counter < 0 ? 0 : (int32_t) counter;
}

/* Free pages that this request could not use in any case. */
static inline int64_t
unusable_free (const struct sim_zone *zone, uint32_t order, uint32_t alloc_flags)
{
  int64_t unusable = (INT64_C (1) << order) - 1;

  if ((alloc_flags & ALLOC_RESERVES) == 0)
    unusable += zone->nr_reserved_highatomic;
  if ((alloc_flags & SIM_ALLOC_CMA) == 0)
    unusable += not_negative (zone->nr_free_cma);
  return unusable;
}

static bool
has_suitable_block (const struct sim_world *world, uint32_t zone, uint32_t order,
                    uint32_t alloc_flags)
{
  for (; order < world->layout->max_order; order++) {
    uint32_t list = sim_buddy_list (world, zone, order, 0);

    if (world->zones[zone].area_nr_free[order] == 0)
      continue;
    for (uint32_t type = 0; type < SIM_MIGRATE_PCPTYPES; type++) {
      if (sim_list_first (world, list + type) != SIM_PFN_NONE)
        return true;
    }
    if ((alloc_flags & SIM_ALLOC_CMA) != 0 &&
        sim_list_first (world, list + SIM_MIGRATE_CMA) != SIM_PFN_NONE)
      return true;
    if ((alloc_flags & SIM_ALLOC_HIGHATOMIC) != 0 &&
        sim_list_first (world, list + SIM_MIGRATE_HIGHATOMIC) != SIM_PFN_NONE)
      return true;
  }
  return false;
}

/* What is left of a mark for a request with rights to the reserves. */
static int64_t
lowered_mark (int64_t mark, uint32_t alloc_flags)
{
  if ((alloc_flags & SIM_ALLOC_MIN_RESERVE) != 0) {
    mark -= mark / 2;
    if ((alloc_flags & SIM_ALLOC_NON_BLOCK) != 0)
      mark -= mark / 4;
  }
  return mark;
}

static inline struct sim_zone_terms
terms_at (const struct sim_zone *zone, uint32_t order, int64_t mark, uint32_t highest_zoneidx,
          uint32_t alloc_flags)
{
  return (struct sim_zone_terms){
    .usable = not_negative (zone->nr_free) - unusable_free (zone, order, alloc_flags),
    .mark = lowered_mark (mark, alloc_flags),
    .reserve = zone->lowmem_reserve[highest_zoneidx],
  };
}

/* A boost is there to make kswapd reclaim, not to fail atomic requests. */
static inline bool
boost_passed_over (const struct sim_zone *zone, uint32_t order, uint32_t alloc_flags, uint32_t gfp)
{
  return order == 0 && zone->watermark_boost > 0 &&
         (alloc_flags & SIM_ALLOC_WMARK_MASK) == SIM_WMARK_MIN && (gfp & SIM_GFP_ATOMIC) != 0;
}

/* Where the boost is passed over the kernel tests with it first; what passes
 * then passes without it, too. */
struct sim_zone_terms
sim_zone_terms (const struct sim_zone *zone, uint32_t highest_zoneidx, uint32_t alloc_flags,
                uint32_t gfp)
{
  int64_t mark = zone->watermark[alloc_flags & SIM_ALLOC_WMARK_MASK];

  if (!boost_passed_over (zone, 0, alloc_flags, gfp))
    mark += zone->watermark_boost;
  return terms_at (zone, 0, mark, highest_zoneidx, alloc_flags);
}

/* __zone_watermark_ok () */
static bool
watermark_ok (struct sim_world *world, uint32_t index, uint32_t order, int64_t mark,
              uint32_t highest_zoneidx, uint32_t alloc_flags)
{
  struct sim_zone_terms terms =
      terms_at (&world->zones[index], order, mark, highest_zoneidx, alloc_flags);

  if (terms.usable <= terms.mark + terms.reserve) {
    SIM_TELL (world, ZONE_WATERMARK_FAST, ZONE_LOW, SIM_OBJECTS (sim_on_zone (index)), index,
              (uint32_t) terms.usable, (uint32_t) terms.mark, (uint32_t) terms.reserve, order);
    return false;
  }
  if (order > 0 && !has_suitable_block (world, index, order, alloc_flags)) {
    SIM_TELL (world, ZONE_WATERMARK_FAST, ZONE_NO_BLOCK, SIM_OBJECTS (sim_on_zone (index)), index,
              order);
    return false;
  }
  SIM_TELL (world, ZONE_WATERMARK_FAST, ZONE_OK, SIM_OBJECTS (sim_on_zone (index)), index,
            (uint32_t) terms.usable, (uint32_t) terms.mark, (uint32_t) terms.reserve, order);
  return true;
}

bool
sim_zone_watermark_ok (struct sim_world *world, uint32_t index, uint32_t order,
                       uint32_t highest_zoneidx, uint32_t alloc_flags, uint32_t gfp)
{
  const struct sim_zone *zone = &world->zones[index];
  uint32_t which = alloc_flags & SIM_ALLOC_WMARK_MASK;
  int64_t mark = (int64_t) zone->watermark[which] + zone->watermark_boost;
  bool ok;

  /* Single pages are let through without lowering the mark first; the
   * high-atomic pages may be counted too high here, but never below zero.  A
   * larger block that is let through even so would be with the mark lowered,
   * too, if there is one to cut it from; mostly one of the largest is left. */
  if (!sim_traced (world)) {
    int64_t usable = not_negative (zone->nr_free) - unusable_free (zone, order, alloc_flags);
    uint32_t largest =
        sim_buddy_list (world, index, world->layout->max_order - 1, SIM_MIGRATE_MOVABLE);

    if ((usable < 0 ? 0 : usable) > mark + zone->lowmem_reserve[highest_zoneidx] &&
        (sim_list_first (world, largest) != SIM_PFN_NONE || order == 0))
      return true;
  }
  sim_enter (world);
  ok = watermark_ok (world, index, order, mark, highest_zoneidx, alloc_flags);
  if (!ok && boost_passed_over (zone, order, alloc_flags, gfp))
    ok = watermark_ok (world, index, order, zone->watermark[SIM_WMARK_MIN], highest_zoneidx,
                       alloc_flags);
  sim_leave (world);
  return ok;
}
