/* app/host/history-private.h - what history.c, seek.c and why.c share.
 *
 * The current operation (operation `index` of the position) is kept with the
 * memory before it, its result and its steps.  Its journal lives in the arena
 * and is lost by a restore; then `journal_live` is false and the operation is
 * applied once more when someone looks inside.
 *
 * Invariants: H1 the arena is what the position says, unless it is away (`here`
 * is set): then `here` is; H2 position.step is
 * FOL_STEP_END or less than the current operation's step count; H3 a branch's
 * snapshots are in rising order, and index 0 of branch 0 is always there;
 * H4 a branch other than 0 has at least one operation of its own.
 */
#pragma once

#include "app/host/history.h"
#include "app/host/log.h"

struct fol_kept_snapshot {
  uint64_t index;
  struct sim_snapshot *snapshot; /* owned */
  size_t bytes;                  /* not shared with the one before it */

  /* Owned; a bit for every chunk written since the one before it on the line,
   * even if it was written back as it was.  NULL: not known. */
  uint64_t *touched;
};

struct fol_history_branch {
  struct fol_branch at;
  struct fol_log log;             /* operations at.fork + 1 .. at.length */
  struct fol_kept_snapshot *kept; /* owned */
  uint32_t kept_count, kept_space;
  struct fol_track *track; /* owned; what the last state had, or NULL if stale */
};

struct fol_step_list {
  struct sim_step *step; /* owned */
  uint32_t count, space;
};

/* The values of a branch's first `known` own operations. */
struct fol_curve_line {
  struct fol_curve_chunk **chunk; /* owned references */
  uint32_t chunk_count, chunk_space;
  uint64_t known;
};

struct fol_curve_store {
  bool wanted;
  struct fol_curve curve;
  uint32_t branch, opening;
  uint64_t known;              /* of all lines */
  struct fol_curve_line *line; /* owned; one per branch, or fewer: nothing is known of the rest */
  uint32_t line_count;
};

struct fol_history {
  struct sim_world *world; /* owned */
  struct sim_arena *arena; /* the world's */
  struct sim_layout *layout;

  bool from_machine;
  struct fol_history_branch *branch; /* owned */
  uint32_t branch_count, branch_space;
  struct fol_position position;
  bool running; /* inside apply_many: nothing is known of the current operation but its result */

  /* The current operation; before is NULL if it is not known how it went. */
  struct sim_op op;
  struct sim_result result;
  struct sim_snapshot *before;  /* owned */
  struct fol_step_list steps;   /* of the current operation */
  struct fol_step_list scratch; /* of one that may yet be refused */
  struct fol_steps *shared;     /* owned; copy of steps for states, or NULL if stale */
  bool journal_live;

  /* Work since the last snapshot kept, or since the start of the interval. */
  uint64_t work_ns, work_ops;
  uint64_t run_clock_ns; /* in a run: when the clock was last looked at */
  uint32_t run_batches;  /* and the batches since then, whose time is not in work_ns yet */
  uint64_t work_ns_least, work_ns_most; /* raised when memory becomes scarce */

  /* Chunks written since the snapshot kept last, up to the arena's last snapshot. */
  uint64_t *touched; /* owned */
  size_t touched_words;
  bool touched_known;

  uint32_t *free_word; /* owned; words of the arena whose sum is the number of free pages */
  uint32_t free_words;
  uint32_t opening_free;
  size_t kept_bytes;

  /* Away: the memory at the position (owned), and where the arena is, if known. */
  struct sim_snapshot *here;
  bool away_known;
  uint32_t away_branch;
  uint64_t away_index;

  struct fol_curve_store curve;
};

/* app/host/state.c */
struct fol_steps *fol_steps_ref (struct fol_steps *steps);
void fol_steps_unref (struct fol_steps *steps); /* NULL is allowed */
struct fol_track *fol_track_ref (struct fol_track *track);
void fol_track_unref (struct fol_track *track); /* NULL is allowed */

/* The branch that holds operation `index` of the line of `branch`. */
uint32_t fol_history_owner (const struct fol_history *history, uint32_t branch, uint64_t index);

/* The kept snapshot nearest to and not after `index` on the line. */
const struct fol_kept_snapshot *fol_history_nearest (const struct fol_history *history,
                                                     uint32_t branch, uint64_t index);

/* Reads the operations of a line one after the other, over forks. */
struct fol_line_reader {
  const struct fol_history *history;
  uint32_t branch;   /* whose line */
  uint64_t index;    /* of the next operation */
  uint64_t part_end; /* last index that `log` holds of this line */
  struct fol_log_reader log;
};
void fol_line_reader_init (struct fol_line_reader *reader, const struct fol_history *history,
                           uint32_t branch, uint64_t index);
bool fol_line_reader_next (struct fol_line_reader *reader, struct sim_op *op);

/* Operations from the hint that one will be applied until it is; a power of two. */
#define FOL_FETCH_AHEAD 16u

/* A look at the moments after operations `from` .. `to` of a line. */
struct fol_scan {
  uint32_t branch;
  uint64_t from, to;
  bool (*look) (void *user_data, const struct fol_moment *moment); /* true: stop here */
  void *user_data;
  bool wants_steps;
  const struct fol_cancel *cancel;
  uint64_t done, total; /* for progress: looked at before this, and in all */
  uint64_t reached;     /* out: the last operation applied */
};
enum fol_scan_end { FOL_SCAN_DONE, FOL_SCAN_STOPPED, FOL_SCAN_GIVEN_UP };

/* The memory is away afterwards. */
enum fol_scan_end fol_history_scan (struct fol_history *history, struct fol_scan *scan);

/* The same where the memory is after operation from - 1 already. */
enum fol_scan_end fol_history_visit (struct fol_history *history, struct fol_scan *scan);

/* The memory will be away; it is back at the position; it is to be back there.
 * Whoever needs the arena as the position says calls the last one first. */
void fol_history_leave (struct fol_history *history);
void fol_history_settle (struct fol_history *history);
void fol_history_come_home (struct fol_history *history);

/* The current operation, the newest of its branch, was applied: its value, if the
 * curve is known up to it. */
void fol_history_note_curve (struct fol_history *history);
void fol_history_clear_curve (struct fol_history *history);

/* Brings the memory to where the position is, after a run that is given up: from
 * the nearest snapshot, by replay. */
void fol_history_return (struct fol_history *history);

/* Applies the operations after `from` up to `to` of the line, without steps;
 * false if given up, in the middle. */
bool fol_history_replay (struct fol_history *history, uint32_t branch, uint64_t from, uint64_t to,
                         const struct fol_cancel *cancel);

/* Applies `op` with steps and journal.  On success it is the current operation. */
enum sim_status fol_history_apply_watched (struct fol_history *history, const struct sim_op *op,
                                           struct sim_result *result);

/* Leaves the inside of the current operation: step = END. */
void fol_history_finish_operation (struct fol_history *history);

/* Forgets the memory before the current operation and its steps. */
void fol_history_forget_how (struct fol_history *history);

/* The arena's snapshot; all snapshots are taken here, so that `touched` stays right. */
struct sim_snapshot *fol_history_snapshot (struct fol_history *history);

/* A snapshot was paid for in the middle of a run: keeps it, if it is of use. */
void fol_history_keep_published (struct fol_history *history, struct sim_snapshot *snapshot);

/* Frees about half of the snapshots' memory; jumps take twice as long from then on. */
void fol_history_thin (struct fol_history *history);

bool fol_cancel_asked (const struct fol_cancel *cancel, uint64_t done, uint64_t total);
uint64_t fol_clock_ns (void);      /* of the wall */
uint64_t fol_work_clock_ns (void); /* of this thread's work */
