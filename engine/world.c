/* engine/world.c - laying out a world, opening and closing it. */
#include "engine/world-private.h"

#include <string.h>

#include "engine/physical/boot.h"
#include "engine/slab/cache.h"

#define CHUNK_WORDS (SIM_CHUNK_BYTES / 4u)

/* Reserves `words` words at *at, rounded up to whole chunks. */
static uint64_t
place (uint64_t *at, uint64_t words)
{
  uint64_t here = *at;

  *at += (words + CHUNK_WORDS - 1) / CHUNK_WORDS * CHUNK_WORDS;
  return here;
}

#define WORDS(type) (sizeof (type) / sizeof (uint32_t))

/* Untouched, it costs nothing but a pointer for each 64 KiB in every snapshot: that is
 * why the pool has a limit. */
static void
place_slabs (struct sim_layout *layout, uint64_t *at)
{
  uint32_t entries = layout->frame_count;

  if (entries > SIM_SLAB_ENTRIES)
    entries = SIM_SLAB_ENTRIES;
  layout->slab.entry_count = entries;
  layout->slab.header = place (at, WORDS (struct sim_slab_header));
  layout->slab.caches = place (at, SIM_CACHES_MAX * WORDS (struct sim_kmem_cache));
  layout->slab.cpus =
      place (at, (uint64_t) SIM_CACHES_MAX * layout->cpu_count * WORDS (struct sim_kmem_cache_cpu));
  layout->slab.nodes = place (at, (uint64_t) SIM_CACHES_MAX * layout->node_count *
                                      WORDS (struct sim_kmem_cache_node));
  layout->slab.entries = place (at, entries * WORDS (struct sim_slab));
  layout->slab.maps = place (at, (uint64_t) entries * SIM_SLAB_MAP_WORDS);
  layout->slab.contents = place (at, (uint64_t) entries * SIM_SLAB_FRAME_WORDS);
}

static struct sim_layout *
layout_new (const struct sim_machine *machine, const struct sim_zone_spec *zones,
            uint32_t zone_count)
{
  struct sim_layout *layout = calloc (1, sizeof *layout);
  uint64_t frames, block = UINT64_C (1) << (machine->max_order - 1), at = 0;

  if (layout == NULL)
    return NULL;
  layout->refs_ = 1;
  layout->frame_count = sim_boot_frame_count (machine);
  layout->max_order = machine->max_order;
  layout->pageblock_order = machine->pageblock_order;
  layout->zone_count = zone_count;
  layout->cpu_count = machine->cpu_count;
  layout->smp = machine->smp;
  layout->first_pcp_list = zone_count * machine->max_order * SIM_MIGRATE_TYPES;
  layout->list_count = layout->first_pcp_list + zone_count * machine->cpu_count * SIM_NR_PCP_LISTS;
  layout->node_count = 1;
  for (uint32_t i = 0; i < zone_count; i++) {
    if (zones[i].node >= layout->node_count)
      layout->node_count = zones[i].node + 1;
  }
  for (uint32_t cpu = 0; cpu < machine->cpu_count; cpu++) {
    if (machine->cpu_node[cpu] >= layout->node_count)
      layout->node_count = machine->cpu_node[cpu] + 1;
  }
  /* The buddy of the last block may lie beyond the last frame; it must have a
   * descriptor, which stays zero: no block. */
  frames = (layout->frame_count + block - 1) / block * block;
  layout->pageblock_count = (uint32_t) (frames >> machine->pageblock_order);
  layout->zone_words = sizeof (struct sim_zone) / sizeof (uint32_t);
  layout->pcp_words = sizeof (struct sim_pcp) / sizeof (uint32_t);
  layout->header = place (&at, sizeof (struct sim_header) / sizeof (uint32_t));
  layout->zones = place (&at, (uint64_t) zone_count * layout->zone_words);
  layout->pcps = place (&at, (uint64_t) zone_count * machine->cpu_count * layout->pcp_words);
  layout->heads = place (&at, 2u * (uint64_t) layout->list_count);
  layout->pageblocks = place (&at, layout->pageblock_count);
  layout->flags = place (&at, frames);
  layout->links = place (&at, 2 * frames);
  place_slabs (layout, &at);
  layout->total_words = at;
  return layout;
}

static struct sim_world *
no_memory (struct sim_world *world, uint64_t bytes, struct sim_machine_problem *problem)
{
  if (world != NULL)
    sim_world_close (world);
  *problem = (struct sim_machine_problem){ .error = SIM_MACHINE_NO_MEMORY,
                                           .member = "ram",
                                           .number = { (bytes >> 20) + 1 } };
  return NULL;
}

struct sim_world *
sim_world_new (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  struct sim_zone_spec zones[SIM_ZONES_MAX];
  struct sim_world *world;
  uint32_t zone_count;
  uint32_t *words;

  if (!sim_machine_check (machine, problem))
    return NULL;
  zone_count = sim_boot_zones (machine, zones);
  if (zone_count == 0) {
    *problem = (struct sim_machine_problem){ .error = SIM_MACHINE_NO_RAM, .member = "ram" };
    return NULL;
  }
  world = calloc (1, sizeof *world);
  if (world == NULL)
    return no_memory (NULL, sizeof *world, problem);
  world->machine = *machine;
  world->profile = &sim_profile_linux_6_1;
  world->layout = layout_new (machine, zones, zone_count);
  if (world->layout == NULL)
    return no_memory (world, sizeof *world->layout, problem);
  if (!sim_arena_init (&world->arena, (size_t) world->layout->total_words * sizeof (uint32_t)))
    return no_memory (world, world->layout->total_words * sizeof (uint32_t), problem);
  words = world->arena.words;
  world->header = (struct sim_header *) (words + world->layout->header);
  world->zones = (struct sim_zone *) (words + world->layout->zones);
  world->pcps = (struct sim_pcp *) (words + world->layout->pcps);
  world->heads = (struct sim_link *) (words + world->layout->heads);
  world->pageblocks = words + world->layout->pageblocks;
  world->flags = words + world->layout->flags;
  world->links = (struct sim_link *) (words + world->layout->links);
  sim_boot_prepare (world, zones);
  sim_slab_prepare (world);
  return world;
}

struct sim_world *
sim_world_open (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  struct sim_world *world = sim_world_new (machine, problem);

  if (world == NULL)
    return NULL;
  if (sim_boot_hand_over (world) == 0) {
    sim_world_close (world);
    *problem =
        (struct sim_machine_problem){ .error = SIM_MACHINE_NOTHING_FREE, .member = "reserved" };
    return NULL;
  }
  world->layout->grouping_possible = world->header->page_group_by_mobility_disabled == 0;
  if (machine->slab_boot && sim_kmem_cache_init (world) != SIM_OK) {
    sim_world_close (world);
    *problem = (struct sim_machine_problem){ .error = SIM_MACHINE_NOTHING_FREE, .member = "slab" };
    return NULL;
  }
  return world;
}

void
sim_world_close (struct sim_world *world)
{
  if (world->page_source.drop != NULL)
    world->page_source.drop (world->page_source.user_data);
  sim_arena_clear (&world->arena);
  if (world->layout != NULL)
    sim_layout_unref (world->layout);
  free (world);
}

struct sim_arena *
sim_world_arena (struct sim_world *world)
{
  return &world->arena;
}

const struct sim_machine *
sim_world_machine (const struct sim_world *world)
{
  return &world->machine;
}

struct sim_layout *
sim_world_layout (struct sim_world *world)
{
  return world->layout;
}

struct sim_layout *
sim_layout_ref (struct sim_layout *layout)
{
  __atomic_fetch_add (&layout->refs_, 1, __ATOMIC_RELAXED);
  return layout;
}

void
sim_layout_unref (struct sim_layout *layout)
{
  if (__atomic_fetch_sub (&layout->refs_, 1, __ATOMIC_ACQ_REL) == 1)
    free (layout);
}

struct sim_view
sim_world_view (const struct sim_world *world)
{
  return (struct sim_view){ .layout = world->layout, .words = world->arena.words };
}
