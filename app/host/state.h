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

static inline bool
fol_position_equal (const struct fol_position *a, const struct fol_position *b)
{
  return a->branch == b->branch && a->index == b->index && a->step == b->step;
}

struct fol_branch {
  uint32_t parent; /* itself for branch 0 */
  uint64_t fork;   /* index of the last operation it shares with its parent */
  uint64_t length; /* index of its last operation (>= fork) */
};

/* 4096 operations: for ticks, the curve, and the operations themselves (packed,
 * app/host/log.h).  Chunks are immutable once full; of the last one of a branch
 * a state has a copy. */
#define FOL_TRACK_SHIFT   12u
#define FOL_TRACK_ENTRIES (1u << FOL_TRACK_SHIFT)
#define FOL_LOG_STRIDE    64u /* operations from one entry of log_at to the next */
struct fol_track_chunk {
  uint32_t refs_;
  uint32_t count, log_bytes; /* entries and bytes in use */
  uint32_t log_at[FOL_TRACK_ENTRIES / FOL_LOG_STRIDE];
  uint8_t *log_;                    /* owned: arguments, packed */
  uint8_t kind[FOL_TRACK_ENTRIES];  /* enum sim_operation_kind */
  uint32_t free[FOL_TRACK_ENTRIES]; /* free pages on buddy lists, all zones, after it */
};

struct fol_track {
  uint32_t refs_;
  uint32_t chunk_count;
  struct fol_branch branch;        /* which stretch: operations fork + 1 .. length */
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
  bool settled;        /* false: in the middle of a long run, which may yet be given up */
  struct sim_layout *layout;
  struct sim_snapshot *snapshot;
  struct sim_machine machine;
  bool from_machine; /* position 0 is what opening `machine` gives; false for recordings */
  struct fol_position position;
  uint32_t opening_free;       /* free pages at position 0 */
  struct sim_op op;            /* operation position.index (if > 0) */
  struct sim_result result;    /* its result */
  struct fol_steps *steps;     /* its steps, never NULL */
  struct sim_snapshot *before; /* the memory before it; NULL at position 0 and if not settled */
  uint32_t branch_count;
  struct fol_track **track; /* one per branch */

  /* The same operations with each allocator (app/host/compare.h), owned references; NULL:
   * nobody asked for it, or that machine cannot be opened. */
  struct fol_state *lane[SIM_ALLOCATORS];
  uint64_t lane_left_out[SIM_ALLOCATORS]; /* operations that lane does not have */
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

/* Operation `index` >= 1 on the line of `branch`; false if there is none. */
bool fol_state_op (const struct fol_state *state, uint32_t branch, uint64_t index,
                   struct sim_op *op);
