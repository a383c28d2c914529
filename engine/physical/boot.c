/* engine/physical/boot.c - descriptors and hand-over. */
#include "engine/physical/boot.h"

#include "engine/physical/buddy.h"
#include "engine/physical/zone.h"

/* Whole pages of a range of RAM. */
static sim_pfn
first_whole (struct sim_range range)
{
  return (sim_pfn) ((range.start + (1u << SIM_PAGE_SHIFT) - 1) >> SIM_PAGE_SHIFT);
}

static sim_pfn
end_whole (struct sim_range range)
{
  return (sim_pfn) ((range.start + range.size) >> SIM_PAGE_SHIFT);
}

uint32_t
sim_boot_frame_count (const struct sim_machine *machine)
{
  uint32_t end = end_whole (machine->ram[machine->ram_count - 1]);

  for (uint32_t i = 0; i < machine->zone_count; i++) {
    uint32_t zone_end = machine->zone[i].start_pfn + machine->zone[i].spanned;

    if (zone_end > end)
      end = zone_end;
  }
  return end;
}

/* Pages of RAM in [start, end); *first is set to the first of them. */
static uint32_t
count_ram (const struct sim_machine *machine, sim_pfn start, sim_pfn end, sim_pfn *first)
{
  uint32_t count = 0;

  for (uint32_t i = 0; i < machine->ram_count; i++) {
    sim_pfn from = first_whole (machine->ram[i]), to = end_whole (machine->ram[i]);

    if (from < start)
      from = start;
    if (to > end)
      to = end;
    if (from >= to)
      continue;
    if (count == 0)
      *first = from;
    count += to - from;
  }
  return count;
}

uint32_t
sim_boot_zones (const struct sim_machine *machine, struct sim_zone_spec *zones)
{
  sim_pfn start = 0, end_of_ram = sim_boot_frame_count (machine), first_ram = 0, ignored;
  uint32_t count = 0;

  if (machine->zone_count > 0) {
    for (; count < machine->zone_count; count++)
      zones[count] = machine->zone[count];
    return count;
  }
  count_ram (machine, 0, end_of_ram, &first_ram);
  for (uint32_t type = 0; type < SIM_MAX_NR_ZONES; type++) {
    uint64_t limit = machine->zone_end[type] >> SIM_PAGE_SHIFT;
    sim_pfn end = limit < end_of_ram ? (sim_pfn) limit : end_of_ram;
    uint32_t present;

    if (end <= start)
      continue;
    if (start < first_ram)
      start = first_ram < end ? first_ram : end;
    present = count_ram (machine, start, end, &ignored);
    if (present > 0)
      zones[count++] = (struct sim_zone_spec){
        .type = type, .start_pfn = start, .spanned = end - start, .present = present
      };
    start = end;
  }
  return count;
}

/* Cuts [start, end) into the largest aligned blocks that fit. */
static void
fill (struct sim_world *world, sim_pfn start, sim_pfn end, enum sim_page_state state, uint32_t zone)
{
  uint32_t top = world->layout->max_order - 1;

  while (start < end) {
    uint32_t order = start == 0 ? top : (uint32_t) __builtin_ctz (start);

    if (order > top)
      order = top;
    while ((uint64_t) start + (UINT64_C (1) << order) > end)
      order--;
    sim_put (world, &world->flags[start], SIM_PAGE_FLAGS (state, order, 0, 0, 0, zone));
    start += UINT32_C (1) << order;
  }
}

/* One stretch of one state may reach through several zones and the gaps between. */
static void
fill_zones (struct sim_world *world, sim_pfn start, sim_pfn end, enum sim_page_state state)
{
  for (uint32_t i = 0; i < world->layout->zone_count && start < end; i++) {
    const struct sim_zone *zone = &world->zones[i];
    sim_pfn zone_end = zone->start_pfn + zone->spanned_pages;
    sim_pfn stop = end < zone_end ? end : zone_end;

    if (start < zone->start_pfn) {
      sim_pfn gap = end < zone->start_pfn ? end : zone->start_pfn;

      fill (world, start, gap, state, SIM_PAGE_NO_ZONE);
      start = gap;
    }
    if (start < stop) {
      fill (world, start, stop, state, i);
      start = stop;
    }
  }
  fill (world, start, end, state, SIM_PAGE_NO_ZONE);
}

/* A stretch of RAM: reserved and other parts in turn. */
static void
fill_ram (struct sim_world *world, sim_pfn start, sim_pfn end)
{
  const struct sim_machine *machine = &world->machine;

  for (uint32_t i = 0; i < machine->reserved_count && start < end; i++) {
    uint64_t from = machine->reserved[i].start >> SIM_PAGE_SHIFT;
    uint64_t to =
        (machine->reserved[i].start + machine->reserved[i].size + (1u << SIM_PAGE_SHIFT) - 1) >>
        SIM_PAGE_SHIFT;

    if (to <= start || from >= end)
      continue;
    if (from > start)
      fill_zones (world, start, (sim_pfn) from, SIM_PAGE_KERNEL);
    if (from < start)
      from = start;
    if (to > end)
      to = end;
    fill_zones (world, (sim_pfn) from, (sim_pfn) to, SIM_PAGE_RESERVED);
    start = (sim_pfn) to;
  }
  fill_zones (world, start, end, SIM_PAGE_KERNEL);
}

static bool
is_ram (const struct sim_machine *machine, sim_pfn pfn)
{
  sim_pfn ignored;

  return count_ram (machine, pfn, pfn + 1, &ignored) > 0;
}

static void
prepare_lists (struct sim_world *world)
{
  for (uint32_t i = 0; i < world->layout->list_count; i++) {
    sim_put (world, &world->heads[i].next, SIM_NODE_HEAD + i);
    sim_put (world, &world->heads[i].prev, SIM_NODE_HEAD + i);
  }
}

static void
prepare_zones (struct sim_world *world, const struct sim_zone_spec *zones)
{
  for (uint32_t i = 0; i < world->layout->zone_count; i++) {
    struct sim_zone *zone = &world->zones[i];

    sim_put (world, &zone->node, zones[i].node);
    sim_put (world, &zone->type, zones[i].type);
    sim_put (world, &zone->start_pfn, zones[i].start_pfn);
    sim_put (world, &zone->spanned_pages, zones[i].spanned);
    sim_put (world, &zone->present_pages, zones[i].present);
    sim_put (world, &zone->managed_pages, zones[i].managed);
    for (uint32_t cpu = 0; cpu < world->layout->cpu_count; cpu++)
      sim_put (world, &sim_pcp_of (world, i, cpu)->batch, 1);
  }
}

void
sim_boot_prepare (struct sim_world *world, const struct sim_zone_spec *zones)
{
  const struct sim_machine *machine = &world->machine;
  sim_pfn at = 0;

  prepare_zones (world, zones);
  prepare_lists (world);
  for (uint32_t i = 0; i < machine->ram_count; i++) {
    sim_pfn start = first_whole (machine->ram[i]), end;

    /* Neighbours are one stretch, as memblock would merge them. */
    while (i + 1 < machine->ram_count &&
           machine->ram[i].start + machine->ram[i].size == machine->ram[i + 1].start)
      i++;
    end = end_whole (machine->ram[i]);
    if (start >= end)
      continue;
    fill_zones (world, at, start, SIM_PAGE_HOLE);
    fill_ram (world, start, end);
    at = end;
  }
  fill_zones (world, at, world->layout->frame_count, SIM_PAGE_HOLE);
  for (uint32_t i = 0; i < world->layout->pageblock_count; i++) {
    if (is_ram (machine, i << machine->pageblock_order))
      sim_put (world, &world->pageblocks[i], SIM_MIGRATE_MOVABLE);
  }
  sim_zone_build_zonelists (world);
}

uint64_t
sim_boot_hand_over (struct sim_world *world)
{
  const struct sim_machine *machine = &world->machine;
  uint64_t freed = 0;
  uint32_t order;

  for (uint32_t i = 0; i < world->layout->zone_count; i++)
    sim_put (world, &world->zones[i].managed_pages, 0);
  for (sim_pfn pfn = 0; pfn < world->layout->frame_count; pfn += UINT32_C (1) << order) {
    uint32_t flags = world->flags[pfn], zone = SIM_PAGE_ZONE (flags);

    order = SIM_PAGE_ORDER (flags);
    if (SIM_PAGE_STATE (flags) != SIM_PAGE_KERNEL || zone == SIM_PAGE_NO_ZONE)
      continue;
    freed += UINT64_C (1) << order;
    sim_put (world, &world->zones[zone].managed_pages,
             world->zones[zone].managed_pages + (UINT32_C (1) << order));
    sim_buddy_give (world, zone, pfn, order, sim_pageblock_type (world, pfn), true);
  }
  if (machine->mobility_grouping >= 0)
    sim_put (world, &world->header->page_group_by_mobility_disabled,
             machine->mobility_grouping == 0);
  else
    sim_put (world, &world->header->page_group_by_mobility_disabled,
             freed < (uint64_t) sim_pageblock_pages (world) * SIM_MIGRATE_TYPES);
  sim_zone_set_watermarks (world);
  return freed;
}
