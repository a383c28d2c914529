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

#include "app/host/curve.h"
#include "app/host/look.h"
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

/* A history of one's own of the line that `state` stands on, up to operation
 * `length`, for another thread: its moments are those of branch 0.  NULL if
 * given up, if the line is shorter, or if it does not begin with a machine. */
struct fol_history *fol_history_new_for_line (const struct fol_state *state, uint64_t length,
                                              const struct fol_cancel *cancel);

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

/* Makes operations one after the other, seeing what the last one gave: NULL before
 * the first.  false: there are no more.  Called on the history's thread. */
struct fol_generator {
  bool (*next) (void *user_data, const struct sim_view *view, const struct sim_result *last,
                struct sim_op *op);
  void *user_data;
};

/* Applies up to `most` operations of the generator at the current position, without
 * steps; stops at the first refused one, or when asked to give up.  What was
 * applied stays: one stretch of plain operations.  Returns how many. */
uint64_t fol_history_apply_generated (struct fol_history *history,
                                      const struct fol_generator *source, uint64_t most,
                                      struct sim_result *last, const struct fol_cancel *cancel);

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
 * current position, that changed a thing (app/host/look.h says of what kinds, and
 * what counts as a change) or wrote to it.  A cache is the one that has the number
 * now; what had it before was another.  An operation that the position is inside of
 * has not happened yet.  Exact, found by replaying snapshot intervals that
 * touched it; restores the position afterwards.  At most `most` entries; the last
 * one is the opening, if the thing was there.
 * *complete says whether there are no others.  Returns the count. */
struct fol_touch {
  uint64_t index; /* operation; 0 = the opening */
  struct sim_op op;
  struct fol_look before, after;
};
uint32_t fol_history_why (struct fol_history *history, struct sim_object object,
                          struct fol_touch *touches, uint32_t most, bool *complete,
                          const struct fol_cancel *cancel);

/* A moment that is only passed: everything is lent for the call. */
struct fol_moment {
  struct sim_view view;
  uint64_t index;                  /* after this operation; 0: the opening */
  const struct sim_result *result; /* its result; NULL at the opening */
  const struct sim_step *step;     /* its steps, if they were wanted */
  uint32_t step_count;
};

/* What a run looks for.  Called on the history's thread. */
struct fol_condition {
  bool (*holds) (void *user_data, const struct fol_moment *moment);
  void *user_data;
  bool wants_steps; /* costs: a run with steps takes some three times as long */
};

/* Goes along the branch from the current position to the first moment after it
 * (or back to the last one before it) at which the condition holds.  If there is
 * none, or given up, the position stays. */
enum fol_run_end { FOL_RUN_REACHED, FOL_RUN_NOT_REACHED, FOL_RUN_GIVEN_UP };
enum fol_run_end fol_history_run_until (struct fol_history *history,
                                        const struct fol_condition *condition, bool backward,
                                        const struct fol_cancel *cancel);

/* Wants a curve (NULL: none); the values of another one are forgotten.  false: this
 * machine has no such curve or branch, and none is wanted now. */
bool fol_history_ask_curve (struct fol_history *history, const struct fol_curve *curve,
                            uint32_t branch);
bool fol_history_curve_is_pending (const struct fol_history *history);

/* Finds values until all are known (true) or given up; goes on there when called
 * again.  The position stays. */
bool fol_history_advance_curve (struct fol_history *history, const struct fol_cancel *cancel);

/* What is known of the curve that is wanted; the caller owns it. */
struct fol_curve_values *fol_history_curve_values (const struct fol_history *history);

/* Immutable picture of the current position for other threads; the caller owns it. */
struct fol_state *fol_history_state (struct fol_history *history);

/* Bytes held by log, timeline and snapshots (without the arena itself). */
size_t fol_history_bytes (const struct fol_history *history);
