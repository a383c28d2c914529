/* engine/physical/load.h - building a world from a state that was observed elsewhere.
 *
 *   sim_load_begin ()      all memory in use by nobody we know, lists empty
 *   sim_load_free () ...   blocks to the tails of their lists, in order
 *   sim_load_zone () ...   counters as observed
 *
 * or, for the state before the hand-over at boot, sim_load_hand_over ().
 *
 * A block that is not where it can be (misaligned, in another zone, not memory,
 * placed before) is refused and changes nothing.  Counters are taken as they
 * are given: sim_view_check () tells whether they fit.
 */
#pragma once

#include "engine/world.h"

/* `managed_pages` is what the machine's zones say.  NULL: see *problem. */
struct sim_world *sim_load_begin (const struct sim_machine *machine,
                                  struct sim_machine_problem *problem);

/* The hand-over of free memory; returns the pages freed. */
uint64_t sim_load_hand_over (struct sim_world *world);

/* Block number `index` of what sim_load_hand_over () would free, from *pfn on;
 * false: there is none.  Start with *pfn 0, go on behind the block. */
bool sim_load_next_to_free (const struct sim_world *world, sim_pfn *pfn, uint32_t *order);

/* Watermarks, boost, lowmem_reserve, nr_reserved_highatomic, nr_free,
 * nr_free_cma, stat_threshold and flags of `state`. */
void sim_load_zone (struct sim_world *world, uint32_t zone, const struct sim_zone *state);

/* high, batch, free_factor and deltas; `count` follows from the blocks. */
void sim_load_pcp (struct sim_world *world, uint32_t zone, uint32_t cpu,
                   const struct sim_pcp *state);

void sim_load_cpu (struct sim_world *world, uint32_t cpu);
void sim_load_grouping (struct sim_world *world, bool on);
void sim_load_pageblock (struct sim_world *world, sim_pfn pfn, enum sim_migratetype type);

/* To the tail of a list. */
bool sim_load_free (struct sim_world *world, uint32_t zone, uint32_t order, uint32_t type,
                    sim_pfn pfn);
bool sim_load_pcp_block (struct sim_world *world, uint32_t zone, uint32_t cpu, uint32_t list,
                         uint32_t type, sim_pfn pfn);

/* An LRU mark on one frame in use. */
bool sim_load_lru (struct sim_world *world, sim_pfn pfn);

/* Where slabs and large objects get their pages instead of the page allocator; for recordings
 * that know nothing of its state.  What comes back is again "in use by nobody we know". */
struct sim_page_source {
  /* The block for request `number` of this world, counted from 0; `cache` is a number or
   * SIM_CACHE_SLOB, SIM_CACHE_NONE for a large object.  It must be in use by nobody we know;
   * SIM_PFN_NONE: no memory.  Moments are reached again by replaying, so the same number in
   * the same state must get the same block. */
  sim_pfn (*take) (void *user_data, const struct sim_view *view, uint32_t number, uint32_t cache,
                   uint32_t order, uint32_t node);
  void (*drop) (void *user_data); /* when the world is closed */
  void *user_data;
};

/* From now on, until the world is closed; once only. */
void sim_load_page_source (struct sim_world *world, const struct sim_page_source *source);

/* The same for one block: from "in use by nobody we know" to used, and back.  False: it is
 * not such a block. */
bool sim_load_used (struct sim_world *world, sim_pfn pfn, uint32_t order, uint32_t gfp);
void sim_load_unused (struct sim_world *world, sim_pfn pfn);
