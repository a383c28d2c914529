/* engine/world-private.h - the inside of struct sim_world, for engine/ only.
 *
 * State is in the arena and nowhere else.  What stands beside it here is
 * derived from the machine when it is opened and never changes: pointers to
 * the parts of the arena, zonelists, the profile.  `sink` and `depth` live
 * only as long as one operation.
 */
#pragma once

#include "engine/base/check.h"
#include "engine/machine/profile.h"
#include "engine/physical/load.h"
#include "engine/physical/page.h"
#include "engine/world.h"

/* The zones a request may use, best first. */
struct sim_zonelist {
  uint32_t count;
  uint8_t zone[SIM_ZONES_MAX]; /* indexes */
};

/* What an operation on small objects has touched so far. */
#define SIM_COST_THINGS 512u
struct sim_cost {
  struct sim_slab_cost sum;
  uint32_t count;
  uint64_t thing[SIM_COST_THINGS]; /* word of the arena << 2 | kind */
};

struct sim_world {
  struct sim_arena arena;
  struct sim_layout *layout; /* owned reference */
  struct sim_machine machine;
  const struct sim_profile *profile; /* static */

  /* Parts of the arena. */
  struct sim_header *header;
  struct sim_zone *zones;
  struct sim_pcp *pcps;
  struct sim_link *heads;
  uint32_t *pageblocks;
  uint32_t *flags;
  struct sim_link *links;

  /* By node, own node only (__GFP_THISNODE) or not, highest zone type. */
  struct sim_zonelist zonelists[SIM_NODES_MAX][2][SIM_MAX_NR_ZONES];

  /* Where slabs get their pages instead of the page allocator: a recording that knows
   * only which they were.  NULL: from the page allocator. */
  struct sim_page_source page_source;

  /* As long as one operation: */
  struct sim_cost *cost; /* NULL: nobody counts */
  bool slab_pool_full;
  uint32_t reports;
  const struct sim_sink *sink; /* NULL: nobody listens */
  uint32_t depth;
};

/* A world whose memory is all in use (SIM_PAGE_KERNEL) and whose lists are
 * empty; for boot and for loading a recording. */
struct sim_world *sim_world_new (const struct sim_machine *machine,
                                 struct sim_machine_problem *problem);
