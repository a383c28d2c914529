/* app/host/state.h - one moment, frozen: what crosses from worker to window.
 *
 * Immutable and counted; any thread may keep, read and release it.  It holds
 * the memory (a snapshot), where in the history that is, what the operation
 * there did, and the outline of the whole history for the timeline.
 */
#pragma once

#include "engine/physical/view.h"
#include "engine/operation/operation.h"
#include "engine/machine/machine.h"

#define FOL_STEP_END UINT32_MAX

struct fol_position {
  uint32_t branch;
  uint64_t index; /* operations since opening; 0 = the opening */
  uint32_t step;  /* how many steps of operation `index` are in force; FOL_STEP_END = all */
};

struct fol_branch {
  uint32_t parent;  /* itself for branch 0 */
  uint64_t fork;    /* index of the last operation it shares with its parent */
  uint64_t length;  /* index of its last operation (>= fork) */
};

/* One entry per operation, for ticks and the curve.  Chunks are immutable once full. */
#define FOL_TRACK_SHIFT 12u
struct fol_track_chunk {
  uint32_t refs_;
  uint8_t kind[1u << FOL_TRACK_SHIFT];   /* enum sim_operation_kind */
  uint32_t free[1u << FOL_TRACK_SHIFT];  /* free pages on buddy lists, all zones, after it */
};

struct fol_track {
  uint32_t refs_;
  uint32_t chunk_count;
  struct fol_branch branch;       /* which stretch: operations fork + 1 .. length */
  struct fol_track_chunk *chunk[]; /* entry i is operation fork + 1 + i */
};

/* The steps of the operation at the position; empty after long runs until asked. */
struct fol_steps {
  uint32_t refs_;
  uint32_t count;
  struct sim_step step[];
};

struct fol_state {
  uint32_t refs_;
  uint64_t generation; /* raised by opening, loading and seeking */
  struct sim_layout *layout;
  struct sim_snapshot *snapshot;
  struct sim_machine machine;
  struct fol_position position;
  uint32_t opening_free;       /* free pages at position 0 */
  struct sim_op op;            /* operation position.index (if > 0) */
  struct sim_result result;    /* its result */
  struct fol_steps *steps;     /* its steps, never NULL */
  struct sim_snapshot *before; /* the memory before it; NULL at position 0 */
  uint32_t branch_count;
  struct fol_track **track;    /* one per branch */
};

struct fol_state *fol_state_ref (struct fol_state *state);
void fol_state_unref (struct fol_state *state); /* NULL is allowed */

static inline struct sim_view
fol_state_view (const struct fol_state *state)
{
  return (struct sim_view){ .layout = state->layout, .snapshot = state->snapshot };
}

/* Operation `index` >= 1 on the line of `branch`: kind and free pages; false if there is none. */
bool fol_state_track (const struct fol_state *state, uint32_t branch, uint64_t index,
                      uint32_t *kind, uint32_t *free_pages);
