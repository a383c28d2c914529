/* engine/machine/machine.c - defaults, and the check of a description. */
#include "engine/machine/machine.h"

#include <string.h>

void
sim_machine_defaults (struct sim_machine *machine)
{
  static const uint32_t ratio[SIM_MAX_NR_ZONES] = { 256, 256, 32, 0 };

  memset (machine, 0, sizeof *machine);
  machine->max_order = SIM_MAX_ORDER;
  machine->pageblock_order = 9;
  machine->cpu_count = 1;
  machine->smp = true;
  machine->mobility_grouping = -1;
  machine->min_free_kbytes = -1;
  machine->watermark_scale_factor = 10;
  machine->watermark_boost_factor = 15000;
  machine->slab_merge = true;
  machine->cpu_cache[0] =
      (struct sim_cpu_cache){ .level = 1, .size = 32768, .ways = 8, .line_size = 64 };
  machine->cpu_cache_count = 1;
  memcpy (machine->lowmem_reserve_ratio, ratio, sizeof ratio);
  machine->zone_end[SIM_ZONE_DMA] = UINT64_C (16) << 20;
  machine->zone_end[SIM_ZONE_DMA32] = UINT64_C (4) << 30;
  machine->zone_end[SIM_ZONE_NORMAL] = UINT64_MAX;
}

static bool
refuse (struct sim_machine_problem *problem, enum sim_machine_error error, const char *member,
        uint32_t index, uint64_t value, uint64_t limit)
{
  *problem = (struct sim_machine_problem){
    .error = error, .member = member, .index = index, .number = { value, limit }
  };
  return false;
}

/* Ascending, disjoint, not empty, not beyond the end of addresses. */
static bool
check_ranges (const struct sim_range *range, uint32_t count, const char *member,
              struct sim_machine_problem *problem)
{
  if (count > SIM_MACHINE_RANGES_MAX)
    return refuse (problem, SIM_MACHINE_BAD_RANGE, member, count, count, SIM_MACHINE_RANGES_MAX);
  for (uint32_t i = 0; i < count; i++) {
    if (range[i].size == 0 || range[i].start + range[i].size < range[i].start)
      return refuse (problem, SIM_MACHINE_BAD_RANGE, member, i, range[i].start, range[i].size);
    if (i > 0 && range[i].start < range[i - 1].start + range[i - 1].size)
      return refuse (problem, SIM_MACHINE_OVERLAP, member, i, range[i].start,
                     range[i - 1].start + range[i - 1].size);
  }
  return true;
}

static bool
check_reserved_inside (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  for (uint32_t i = 0; i < machine->reserved_count; i++) {
    uint64_t at = machine->reserved[i].start, end = at + machine->reserved[i].size;

    for (uint32_t j = 0; j < machine->ram_count; j++) {
      uint64_t ram_end = machine->ram[j].start + machine->ram[j].size;

      if (at >= machine->ram[j].start && at < ram_end)
        at = ram_end;
    }
    if (at < end)
      return refuse (problem, SIM_MACHINE_OUTSIDE_RAM, "reserved", i, at, end);
  }
  return true;
}

static bool
check_zone_ends (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  const struct sim_range *last = &machine->ram[machine->ram_count - 1];
  uint64_t before = 0;

  for (uint32_t type = 0; type < SIM_MAX_NR_ZONES; type++) {
    uint64_t end = machine->zone_end[type];

    if (end == 0)
      continue;
    if (end <= before || (end != UINT64_MAX && end % (1u << SIM_PAGE_SHIFT) != 0))
      return refuse (problem, SIM_MACHINE_BAD_ZONES, "zones", type, end, before);
    before = end;
  }
  if (before < last->start + last->size)
    return refuse (problem, SIM_MACHINE_BAD_ZONES, "zones", SIM_MAX_NR_ZONES, before,
                   last->start + last->size);
  return true;
}

static bool
check_zone_specs (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  uint64_t before = 0;

  if (machine->zone_count > SIM_ZONES_MAX)
    return refuse (problem, SIM_MACHINE_BAD_ZONES, "zones", machine->zone_count,
                   machine->zone_count, SIM_ZONES_MAX);
  for (uint32_t i = 0; i < machine->zone_count; i++) {
    const struct sim_zone_spec *zone = &machine->zone[i];
    uint64_t end = (uint64_t) zone->start_pfn + zone->spanned;

    if (zone->node >= SIM_NODES_MAX || zone->type >= SIM_MAX_NR_ZONES || zone->spanned == 0 ||
        zone->present > zone->spanned || zone->managed > zone->present)
      return refuse (problem, SIM_MACHINE_BAD_ZONES, "zones", i, zone->start_pfn, zone->spanned);
    if (zone->start_pfn < before || (i > 0 && zone->node * SIM_MAX_NR_ZONES + zone->type <=
                                                  zone[-1].node * SIM_MAX_NR_ZONES + zone[-1].type))
      return refuse (problem, SIM_MACHINE_BAD_ZONES, "zones", i, zone->start_pfn, before);
    if (end > SIM_FRAMES_MAX)
      return refuse (problem, SIM_MACHINE_TOO_LARGE, "zones", i, end, SIM_FRAMES_MAX);
    before = end;
  }
  return true;
}

static bool
check_numbers (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  if (machine->max_order < 1 || machine->max_order > SIM_MAX_ORDER)
    return refuse (problem, SIM_MACHINE_BAD_ORDER, "max_order", 0, machine->max_order,
                   SIM_MAX_ORDER);
  if (machine->pageblock_order >= machine->max_order)
    return refuse (problem, SIM_MACHINE_BAD_ORDER, "pageblock_order", 0, machine->pageblock_order,
                   machine->max_order - 1);
  if (machine->cpu_count < 1 || machine->cpu_count > SIM_CPUS_MAX)
    return refuse (problem, SIM_MACHINE_BAD_CPUS, "cpus", 0, machine->cpu_count, SIM_CPUS_MAX);
  for (uint32_t cpu = 0; cpu < machine->cpu_count; cpu++) {
    if (machine->cpu_node[cpu] >= SIM_NODES_MAX)
      return refuse (problem, SIM_MACHINE_BAD_CPUS, "cpu_node", cpu, machine->cpu_node[cpu],
                     SIM_NODES_MAX - 1);
  }
  return true;
}

static bool
power_of_two (uint32_t value)
{
  return value != 0 && (value & (value - 1)) == 0;
}

static bool
check_caches (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  if (machine->slab_allocator >= SIM_ALLOCATORS)
    return refuse (problem, SIM_MACHINE_BAD_CACHE, "slab", 0, machine->slab_allocator,
                   SIM_ALLOCATORS - 1);
  if (machine->cpu_cache_count > SIM_CPU_CACHES_MAX)
    return refuse (problem, SIM_MACHINE_BAD_CACHE, "cpu_caches", SIM_CPU_CACHES_MAX,
                   machine->cpu_cache_count, SIM_CPU_CACHES_MAX);
  for (uint32_t i = 0; i < machine->cpu_cache_count; i++) {
    const struct sim_cpu_cache *cache = &machine->cpu_cache[i];

    if (!power_of_two (cache->line_size) || cache->line_size < 8 || cache->line_size > 1024 ||
        cache->ways == 0 || cache->ways > 64 ||
        cache->size % (cache->ways * cache->line_size) != 0 ||
        !power_of_two (cache->size / (cache->ways * cache->line_size)))
      return refuse (problem, SIM_MACHINE_BAD_CACHE, "cpu_caches", i, cache->size,
                     (uint64_t) cache->ways * cache->line_size);
  }
  return true;
}

bool
sim_machine_check (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  uint64_t end;

  *problem = (struct sim_machine_problem){ .error = SIM_MACHINE_OK };
  if (!check_numbers (machine, problem) || !check_caches (machine, problem))
    return false;
  if (machine->ram_count == 0)
    return refuse (problem, SIM_MACHINE_NO_RAM, "ram", 0, 0, 0);
  if (!check_ranges (machine->ram, machine->ram_count, "ram", problem) ||
      !check_ranges (machine->reserved, machine->reserved_count, "reserved", problem) ||
      !check_reserved_inside (machine, problem))
    return false;
  end = machine->ram[machine->ram_count - 1].start + machine->ram[machine->ram_count - 1].size;
  if (end >> SIM_PAGE_SHIFT > SIM_FRAMES_MAX)
    return refuse (problem, SIM_MACHINE_TOO_LARGE, "ram", machine->ram_count - 1,
                   end >> SIM_PAGE_SHIFT, SIM_FRAMES_MAX);
  return machine->zone_count > 0 ? check_zone_specs (machine, problem)
                                 : check_zone_ends (machine, problem);
}
