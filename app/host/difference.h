/* app/host/difference.h - which frames are not the same in two states.
 *
 * A frame differs if its block does: another extent, state, list, owner or
 * allocation (a block that was freed and given out again is not the same).  Its
 * place on a list does not count, nor what is not about frames.
 *
 * Shared chunks are skipped, so the cost follows what happened in between; at the
 * most (16 Mi frames, nothing shared) some tens of milliseconds.  Any thread.
 */
#pragma once

#include "app/host/state.h"

struct fol_difference {
  uint32_t frame_count;
  uint32_t changed; /* frames */
  uint64_t bits[];  /* bit pfn % 64 of bits[pfn / 64] */
};

/* NULL: the states are of different openings, or there is no memory.  Free with
 * fol_difference_free (). */
struct fol_difference *fol_difference_new (const struct fol_state *from,
                                           const struct fol_state *to);
void fol_difference_free (struct fol_difference *difference); /* NULL is allowed */

static inline bool
fol_difference_has (const struct fol_difference *difference, sim_pfn pfn)
{
  return pfn < difference->frame_count && (difference->bits[pfn / 64] >> pfn % 64 & 1) != 0;
}

/* The first frame from `pfn` on that differs (`changed` true) or does not, or the
 * frame count: for walking ranges. */
sim_pfn fol_difference_next (const struct fol_difference *difference, sim_pfn pfn, bool changed);
