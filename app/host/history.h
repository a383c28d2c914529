/* app/host/history.h - every moment of a world: log, branches, snapshots, seek.
 *
 * A history owns a world and remembers every operation applied to it.  Any
 * moment can be reached again: the nearest snapshot before it is restored and
 * the operations in between are replayed; they are deterministic.  A moment
 * *inside* an operation is the state after it with the tail of its journal
 * undone.
 *
 *   branch 0   o--o--o--o--o          operations 1..5; position 0 is the opening
 *                     \
 *   branch 1           o--o           forked after operation 3
 *
 * Operation n of a branch is the n-th since opening, whichever branches its
 * first n were on; so a branch's numbers go on from its fork.  Applying at the
 * tip appends; applying anywhere else starts a branch (or continues one whose
 * next operation is the very same).
 *
 * Snapshots are taken by replay budget: about 8 ms of work between two.
 * Memory: per operation a few bytes of log (variable length), kind and free
 * pages for the timeline, and its share of the snapshots' chunks.
 *
 * One thread at a time (the worker's, or a test's).  No GLib: TSan must see it.
 */
#pragma once

#include "app/host/state.h"
#include "engine/world.h"

struct fol_history;

/* Asked often during long work; true means: give up and leave everything as it
 * was before the call.  `done` of `total`; may be NULL. */
struct fol_cancel {
  bool (*asked) (void *user_data, uint64_t done, uint64_t total);
  void *user_data;
};

/* Takes a copy of the description. */
struct fol_history *fol_history_new (const struct sim_machine *machine,
                                     struct sim_machine_problem *problem);

/* Takes over a world that was built otherwise (recordings); its state is position 0. */
struct fol_history *fol_history_new_for_world (struct sim_world *world);
void fol_history_free (struct fol_history *history);

/* The world at the current position; never apply to it behind the history's back. */
struct sim_world *fol_history_world (struct fol_history *history);
struct fol_position fol_history_position (const struct fol_history *history);

/* Applies at the current position (leaving the inside of an operation first:
 * the operation is finished).  A refused operation (neither OK nor NO_MEMORY)
 * is not recorded.  Keeps its steps for looking inside. */
enum sim_status fol_history_apply (struct fol_history *history, const struct sim_op *op,
                                   struct sim_result *result);

/* The same without steps and journal, for long runs; `count` operations, stops
 * at the first refused one and returns how many were applied. */
uint64_t fol_history_apply_many (struct fol_history *history, const struct sim_op *ops,
                                 uint64_t count, struct sim_result *last,
                                 const struct fol_cancel *cancel);

/* position.step: 0 .. step count of that operation; FOL_STEP_END = after it.  On
 * arrival the operation's steps and the memory before it are known, also if it
 * was applied without.  false: no such moment, or given up. */
bool fol_history_seek (struct fol_history *history, struct fol_position position,
                       const struct fol_cancel *cancel);

uint32_t fol_history_branch_count (const struct fol_history *history);
void fol_history_branch (const struct fol_history *history, uint32_t branch,
                         struct fol_branch *out);

/* Operation `index` (1-based) as seen from `branch`; walks through parents. */
bool fol_history_op (const struct fol_history *history, uint32_t branch, uint64_t index,
                     struct sim_op *op);

/* "Why is it here?": the operations on this line, newest first from the
 * current position, that changed the block frame `pfn` belongs to (its state,
 * extent, owner or list).  One that the position is inside of has not happened
 * yet.  Exact, found by replaying snapshot intervals that
 * touched it; restores the position afterwards.  At most `most` entries.
 * *complete says whether the opening was reached.  Returns the count. */
struct fol_touch {
  uint64_t index; /* operation; 0 = the opening */
  struct sim_op op;
  struct sim_block before, after;
};
uint32_t fol_history_why (struct fol_history *history, sim_pfn pfn, struct fol_touch *touches,
                          uint32_t most, bool *complete, const struct fol_cancel *cancel);

/* Immutable picture of the current position for other threads; the caller owns it. */
struct fol_state *fol_history_state (struct fol_history *history);

/* Bytes held by log, timeline and snapshots (without the arena itself). */
size_t fol_history_bytes (const struct fol_history *history);
