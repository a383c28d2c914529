/* engine/physical/memory.h - how the modules of physical memory touch it.
 *
 * Small inline helpers that everything in engine/physical/ is written with:
 * places in the arena, circular lists, counters with per-CPU deltas, and the
 * sending of steps.  engine/ only.
 *
 * Kernel: include/linux/list.h, mmzone.h, mm/vmstat.c.
 */
#pragma once

#include "engine/world-private.h"

static inline void
sim_put (struct sim_world *world, uint32_t *place, uint32_t value)
{
#ifdef SIM_BULK
  sim_arena_put_unnoted (&world->arena, place, value);
#else
  sim_arena_put (&world->arena, place, value);
#endif
}

/* What only some operations need stays out of the way that most of them take:
 * there, everything is one function when nobody watches. */
#define SIM_SELDOM __attribute__ ((noinline))
#ifdef SIM_BULK
#define SIM_ALL_IN_ONE __attribute__ ((flatten))
#else
#define SIM_ALL_IN_ONE
#endif

/* --- places --- */

static inline struct sim_pcp *
sim_pcp_of (struct sim_world *world, uint32_t zone, uint32_t cpu)
{
  return &world->pcps[zone * world->layout->cpu_count + cpu];
}

static inline uint32_t *
sim_pageblock_of (struct sim_world *world, sim_pfn pfn)
{
  return &world->pageblocks[pfn >> world->layout->pageblock_order];
}

static inline uint32_t
sim_pageblock_type (const struct sim_world *world, sim_pfn pfn)
{
  return world->pageblocks[pfn >> world->layout->pageblock_order];
}

static inline uint32_t
sim_pageblock_pages (const struct sim_world *world)
{
  return UINT32_C (1) << world->layout->pageblock_order;
}

static inline bool
sim_zone_spans (const struct sim_zone *zone, sim_pfn pfn)
{
  return pfn >= zone->start_pfn && pfn - zone->start_pfn < zone->spanned_pages;
}

static inline bool
sim_migratetype_mergeable (uint32_t type)
{
  return type < SIM_MIGRATE_PCPTYPES;
}

/* --- lists --- */

static inline struct sim_link *
sim_link_of (struct sim_world *world, uint32_t node)
{
  return (node & SIM_NODE_HEAD) != 0 ? &world->heads[node & ~SIM_NODE_HEAD] : &world->links[node];
}

/* First block of a list, or SIM_PFN_NONE. */
static inline sim_pfn
sim_list_first (const struct sim_world *world, uint32_t list)
{
  uint32_t node = world->heads[list].next;

  return (node & SIM_NODE_HEAD) != 0 ? SIM_PFN_NONE : node;
}

static inline sim_pfn
sim_list_last (const struct sim_world *world, uint32_t list)
{
  uint32_t node = world->heads[list].prev;

  return (node & SIM_NODE_HEAD) != 0 ? SIM_PFN_NONE : node;
}

static inline void
sim_list_insert (struct sim_world *world, sim_pfn pfn, uint32_t before, uint32_t after)
{
  struct sim_link *link = &world->links[pfn];

  sim_put (world, &link->next, after);
  sim_put (world, &link->prev, before);
  sim_put (world, &sim_link_of (world, before)->next, pfn);
  sim_put (world, &sim_link_of (world, after)->prev, pfn);
}

static inline void
sim_list_add_head (struct sim_world *world, uint32_t list, sim_pfn pfn)
{
  sim_list_insert (world, pfn, SIM_NODE_HEAD + list, world->heads[list].next);
}

static inline void
sim_list_add_tail (struct sim_world *world, uint32_t list, sim_pfn pfn)
{
  sim_list_insert (world, pfn, world->heads[list].prev, SIM_NODE_HEAD + list);
}

/* The block's own link is left as it is: it is written again before it is read. */
static inline void
sim_list_del (struct sim_world *world, sim_pfn pfn)
{
  struct sim_link *link = &world->links[pfn];

  sim_put (world, &sim_link_of (world, link->prev)->next, link->next);
  sim_put (world, &sim_link_of (world, link->next)->prev, link->prev);
}

/* Where memory is looked at inside an operation, a block that is on no list
 * at that moment must still be a block.  Nobody can look unless there is a
 * journal, and what comes after overwrites it, so bulk replay does without. */
static inline void
sim_page_in_hand (struct sim_world *world, sim_pfn pfn, uint32_t order, uint32_t zone)
{
#ifdef SIM_BULK
  return;
#endif
  if (__builtin_expect (world->arena.journal_on, 0))
    sim_put (world, &world->flags[pfn],
             SIM_PAGE_FLAGS (SIM_PAGE_IN_HAND, order, 0, 0, 0, zone) |
                 (world->flags[pfn] & SIM_PAGE_LRU));
}

/* --- steps --- */

static inline bool
sim_traced (const struct sim_world *world)
{
#ifdef SIM_BULK
  return false;
#else
  return __builtin_expect (world->sink != NULL, 0);
#endif
}

static inline void
sim_enter (struct sim_world *world)
{
  if (sim_traced (world))
    world->depth++;
}

static inline void
sim_leave (struct sim_world *world)
{
  if (sim_traced (world))
    world->depth--;
}

/* Sends one step; see SIM_TELL. */
void sim_tell (struct sim_world *world, enum sim_function function, enum sim_decision decision,
               const struct sim_object *objects, uint32_t object_count, const uint32_t *numbers,
               uint32_t number_count);

/* SIM_TELL (world, EXPAND, PUT_BACK, SIM_OBJECTS (a, b), number, ...) */
#define SIM_OBJECTS(...)                                                                           \
  ((const struct sim_object[]){ __VA_ARGS__ }),                                                    \
      (uint32_t) (sizeof ((const struct sim_object[]){ __VA_ARGS__ }) /                            \
                  sizeof (struct sim_object))
#define SIM_TELL(world, function, decision, objects, ...)                                          \
  do {                                                                                             \
    if (sim_traced (world))                                                                        \
      sim_tell (world, SIM_FN_##function, SIM_DECISION_##decision, objects,                        \
                (const uint32_t[]){ __VA_ARGS__ },                                                 \
                (uint32_t) (sizeof ((const uint32_t[]){ __VA_ARGS__ }) / sizeof (uint32_t)));      \
  } while (0)

#define SIM_NO_OBJECT NULL, 0

static inline struct sim_object
sim_on_block (sim_pfn pfn, uint32_t order)
{
  return (struct sim_object){ .kind = SIM_OBJECT_BLOCK, .a = pfn, .b = order };
}

static inline struct sim_object
sim_on_free_list (uint32_t zone, uint32_t order, uint32_t type)
{
  return (struct sim_object){ .kind = SIM_OBJECT_FREE_LIST, .a = zone, .b = order, .c = type };
}

static inline struct sim_object
sim_on_zone (uint32_t zone)
{
  return (struct sim_object){ .kind = SIM_OBJECT_ZONE, .a = zone };
}

static inline struct sim_object
sim_on_pcp (uint32_t zone, uint32_t cpu)
{
  return (struct sim_object){ .kind = SIM_OBJECT_PCP, .a = zone, .b = cpu };
}

static inline struct sim_object
sim_on_pcp_list (uint32_t zone, uint32_t cpu, uint32_t list)
{
  return (struct sim_object){ .kind = SIM_OBJECT_PCP_LIST, .a = zone, .b = cpu, .c = list };
}

static inline struct sim_object
sim_on_pageblock (const struct sim_world *world, sim_pfn pfn)
{
  return (struct sim_object){ .kind = SIM_OBJECT_PAGEBLOCK,
                              .a = pfn & ~(sim_pageblock_pages (world) - 1) };
}

/* --- counters --- */

void sim_zone_fold_told (struct sim_world *world, uint32_t zone, uint32_t cpu, int32_t delta);

/* __mod_zone_page_state (): a change stays with the CPU until it exceeds the
 * threshold; then all of it goes to the zone.  Without SMP at once. */
static inline void
sim_mod_zone_counter (struct sim_world *world, uint32_t zone, uint32_t *total, uint32_t *diff,
                      int32_t change)
{
  int32_t threshold, sum;

  if (!world->layout->smp) {
    sim_put (world, total, *total + (uint32_t) change);
    return;
  }
  threshold = (int32_t) world->zones[zone].stat_threshold;
  sum = (int32_t) *diff + change;
  if (sum > threshold || sum < -threshold) {
    sim_put (world, total, *total + (uint32_t) sum);
    if (sim_traced (world))
      sim_zone_fold_told (world, zone, world->header->cpu, sum);
    sum = 0;
  }
  sim_put (world, diff, (uint32_t) sum);
}

static inline void
sim_mod_free_pages (struct sim_world *world, uint32_t zone, int32_t change)
{
  sim_mod_zone_counter (world, zone, &world->zones[zone].nr_free,
                        &sim_pcp_of (world, zone, world->header->cpu)->free_diff, change);
}

static inline void
sim_mod_free_cma (struct sim_world *world, uint32_t zone, int32_t change)
{
  sim_mod_zone_counter (world, zone, &world->zones[zone].nr_free_cma,
                        &sim_pcp_of (world, zone, world->header->cpu)->free_cma_diff, change);
}
