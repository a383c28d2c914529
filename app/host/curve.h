/* app/host/curve.h - a number after every operation, for the timeline.
 *
 * The free pages of all zones come with every state (fol_state_track ()); any
 * other curve is asked for (FOL_COMMAND_CURVE, fol_history_ask_curve ()) and
 * found by replaying, in the background, all branches, that of the asker first.
 * Exact for every operation: nothing is sampled.  What is known so far is handed
 * over as fol_curve_values: immutable and counted; a newer one shares the chunks.
 *
 * Integers only.  Leaves out names and units: app/curve.h.
 */
#pragma once

#include "app/host/state.h"

enum fol_curve_kind {
  FOL_CURVE_FREE,     /* free pages on the buddy lists */
  FOL_CURVE_UNUSABLE, /* share of them in blocks smaller than `order`, per mille */
  FOL_CURVE_BLOCKS,   /* free blocks of `order` */
  FOL_CURVE_PCP,      /* pages on the per-CPU lists */
  FOL_CURVE_KINDS,
};

struct fol_curve {
  uint32_t kind;  /* enum fol_curve_kind */
  uint32_t zone;  /* index, or SIM_ALL_ZONES */
  uint32_t order; /* 0 if the kind does not ask for one */
};

/* Values of one branch's own operations fork + 1 .. fork + known. */
struct fol_curve_stretch {
  struct fol_branch branch;
  uint64_t known;
  uint32_t first_chunk;
};

struct fol_curve_chunk {
  uint32_t refs_;
  uint32_t value[FOL_TRACK_ENTRIES]; /* those that are known are never written again */
};

struct fol_curve_values {
  uint32_t refs_;
  struct fol_curve curve;
  uint64_t known, total; /* operations, of all branches; equal when complete */
  uint32_t opening;      /* the value at position 0 */
  uint32_t branch_count, chunk_count;
  struct fol_curve_stretch *stretch; /* owned */
  struct fol_curve_chunk **chunk;    /* owned */
};

struct fol_curve_values *fol_curve_values_ref (struct fol_curve_values *values);
void fol_curve_values_unref (struct fol_curve_values *values); /* NULL is allowed */

/* Whether a machine has such a curve. */
bool fol_curve_is_valid (const struct fol_curve *curve, const struct sim_layout *layout);
bool fol_curve_equal (const struct fol_curve *x, const struct fol_curve *y);

/* The curve's value in a state. */
uint32_t fol_curve_sample (const struct fol_curve *curve, const struct sim_view *view);

/* The value after operation `index` on the line of `branch` (0: the opening);
 * false if it is not known (yet). */
bool fol_curve_value (const struct fol_curve_values *values, uint32_t branch, uint64_t index,
                      uint32_t *value);

/* The values of operation `index` >= 1 and those that follow it, for whoever draws
 * many: lent, *count of them; NULL if it is not known. */
const uint32_t *fol_curve_run (const struct fol_curve_values *values, uint32_t branch,
                               uint64_t index, uint32_t *count);
