/* tests/engine/slub-testing.h - what the tests of SLUB share: worlds without the kernel's own
 * caches, caches in them, and the check after each step.
 *
 * They call the allocator itself (engine/slab/cache.h), so that nothing refuses what a
 * learner may not do.
 */
#pragma once

#include "engine/slab/slub-private.h"
#include "tests/engine/testing.h"

/* 4096 frames in one zone for each node, as many CPUs as nodes or given. */
static inline struct sim_world *
open_slub (guint nodes, guint cpus)
{
  struct sim_machine machine;
  const guint frames = 4096;

  sim_machine_defaults (&machine);
  machine.cpu_count = cpus;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, (guint64) nodes * frames << SIM_PAGE_SHIFT };
  machine.zone_count = nodes;
  for (guint i = 0; i < nodes; i++)
    machine.zone[i] = (struct sim_zone_spec){ .node = i,
                                              .type = SIM_ZONE_NORMAL,
                                              .start_pfn = i * frames,
                                              .spanned = frames,
                                              .present = frames,
                                              .managed = frames };
  for (guint i = 0; i < cpus; i++)
    machine.cpu_node[i] = i % nodes;
  return open_world (&machine);
}

static inline guint32
make_cache (struct sim_world *world, guint32 size, guint32 align, guint32 flags)
{
  static guint64 name = 1;
  struct sim_cache_request request = { .role = SIM_CACHE_USER,
                                       .name = name++,
                                       .allocator = SIM_ALLOCATOR_SLUB,
                                       .size = size,
                                       .align = align,
                                       .flags = flags };
  guint32 cache;

  g_assert_cmpint (sim_cache_create (world, &request, &cache), ==, SIM_OK);
  return cache;
}

static inline sim_ref
take (struct sim_world *world, guint32 cache)
{
  sim_ref ref = sim_cache_alloc (world, cache, UNMOVABLE, SIM_NODE_ANY);

  g_assert_cmpuint (ref, !=, SIM_REF_NONE);
  return ref;
}

static inline void
on_cpu (struct sim_world *world, guint cpu)
{
  apply_op (world, SIM_OP_SET_CPU, cpu, 0, 0);
}

static inline guint
reports_of (struct sim_world *world)
{
  return sim_slab_header (world)->report_count;
}

static inline const struct sim_slab_report *
last_report (struct sim_world *world)
{
  const struct sim_slab_header *header = sim_slab_header (world);

  return &header->report[(header->report_count - 1) % SIM_REPORTS_MAX];
}

/* The invariants, and the places of every slab agree with the counts. */
static inline void
check_cache (struct sim_world *world, guint32 cache)
{
  static struct sim_place place[4096];
  struct sim_view view = sim_world_view (world);
  struct sim_object where = { 0 };
  const char *broken = sim_slub_check (&view, cache, &where);
  guint allocated = 0;

  if (broken != NULL)
    g_error ("%s (object of kind %u: %u, %u, %u)", broken, where.kind, where.a, where.b, where.c);
  for (guint32 entry = 0; entry < sim_slab_header (world)->entry_top; entry++) {
    const struct sim_slab *slab = sim_slab_of (world, entry);
    guint count;

    if (slab->cache != cache + 1 || slab->head != entry)
      continue;
    count = sim_view_slab_places (&view, entry, place, G_N_ELEMENTS (place));
    g_assert_cmpuint (count, ==, slab->objects);
    for (guint i = 0; i < count; i++) {
      allocated += place[i].state == SIM_PLACE_ALLOCATED;
      if (reports_of (world) == 0 && sim_slab_header (world)->tampered == 0)
        g_assert_cmpint (place[i].state, !=, SIM_PLACE_LOST);
    }
  }
  g_assert_cmpuint (allocated, ==, sim_cache_allocated (world, cache));
}
