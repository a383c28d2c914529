/* app/host/host.h - the thread boundary: the only file that knows two threads.
 *
 *   main thread                          worker thread
 *   fol_host_post (command)   ------>    bounded queue -> history -> engine
 *   fol_host_take ()          <------    newest state (newer replaces older)
 *   fol_host_take_event ()    <------    bounded ring of results, nothing lost
 *   fol_host_take_curve ()    <------    newest values of the curve that is wanted
 *                             <......    notify (): "there is something to take"
 *
 * Only values cross: commands are copied in, states are immutable.  History
 * and world are born, live and die on the worker.  notify () is called on the
 * worker, at most once between two takes; it may only wake the main loop.
 * pthreads and C11 atomics, no GLib: ThreadSanitizer sees all of it.
 *
 * Generations: OPEN, TAKE_HISTORY, SEEK and RUN_UNTIL raise one when posted; a state from
 * before the last of them is dropped on arrival (fol_host_take () returns only
 * the newest generation's).
 *
 * Giving up: OPEN, TAKE_HISTORY and freeing the host interrupt whatever runs
 * and drop what is queued; CANCEL interrupts what runs; SEEK interrupts a SEEK,
 * WHY or RUN_UNTIL, and replaces a SEEK that is last in the queue (which then has
 * no event), so that scrubbing never piles up.  All within a millisecond.
 * Interrupted work leaves the history as it was before, and its event says so;
 * only GENERATE keeps what it has applied.
 *
 * The curve (app/host/curve.h) is found when nothing else is to do: any command
 * interrupts that, and it goes on a moment after the last one.
 *
 * A run that takes long publishes a state every 16 ms, at most, and progress.
 * Each command's state is published before its event arrives.
 */
#pragma once

#include "app/host/history.h"

enum fol_command_kind {
  FOL_COMMAND_OPEN,         /* machine, then `ops` are applied as branch 0; stays at position 0 */
  FOL_COMMAND_TAKE_HISTORY, /* a history made elsewhere (a loaded session) moves to the worker */
  FOL_COMMAND_APPLY,        /* ops, at the current position; the last with steps */
  FOL_COMMAND_SEEK,         /* position */
  FOL_COMMAND_WHY,          /* object */
  FOL_COMMAND_RUN_UNTIL,    /* condition, backward; stays if no moment fulfils it */
  FOL_COMMAND_GENERATE,     /* generator, op_count: at the current position */
  FOL_COMMAND_CURVE,        /* curve, position.branch; a curve that is not valid: none.  No event */
  FOL_COMMAND_COMPARE,      /* on: from now on states have lanes, or no more.  No event */
  FOL_COMMAND_CANCEL,       /* never queued */
};

struct fol_command {
  enum fol_command_kind kind;
  uint64_t tag;                /* comes back in the event */
  struct sim_machine *machine; /* OPEN: malloc'ed; owned by the host once posted */
  struct fol_history *history; /* TAKE_HISTORY: owned by the host once posted */
  struct sim_op *ops;          /* OPEN, APPLY: malloc'ed; owned by the host once posted */
  uint64_t op_count;
  struct fol_position position;   /* SEEK, and OPEN/TAKE_HISTORY: where to stand */
  struct sim_object object;       /* WHY */
  struct fol_condition condition; /* RUN_UNTIL */
  bool backward;
  struct fol_generator generator; /* GENERATE */
  struct fol_curve curve;
  bool on; /* COMPARE */

  /* Called once, on either thread, when condition or generator will not be used any
   * more; owned by the host once posted. */
  void (*release) (void *user_data);
  void *release_data;
};

enum fol_event_kind {
  FOL_EVENT_OPENED,   /* or problem.error says why not; count of total operations applied */
  FOL_EVENT_APPLIED,  /* APPLY, GENERATE: the last one's result; count = how many were applied */
  FOL_EVENT_SOUGHT,   /* the seek arrived (count = 1), or was given up or impossible (0) */
  FOL_EVENT_WHY,      /* touches */
  FOL_EVENT_RUN,      /* RUN_UNTIL: a moment was reached (count = 1), or none (0), or given up */
  FOL_EVENT_PROGRESS, /* count of total; replaced by newer ones */
};

#define FOL_TOUCHES_MAX 24u
struct fol_event {
  enum fol_event_kind kind;
  uint64_t tag;
  uint64_t count, total;
  bool cancelled; /* given up: everything is as before the command, but for GENERATE's `count` */
  struct sim_machine_problem problem;
  struct sim_op op;             /* OPENED, APPLIED: the last one, */
  struct sim_result result;     /* and its result: if it was refused, why */
  struct fol_position position; /* where it left the history */
  struct sim_object object;     /* WHY: the one asked for, */
  uint32_t touch_count;         /* its touches, and whether they are all */
  bool complete;
  struct fol_touch touch[FOL_TOUCHES_MAX];
};

struct fol_host;
typedef void (*fol_host_notify_func) (void *user_data);

struct fol_host *fol_host_new (fol_host_notify_func notify, void *user_data);

/* Never blocks.  false: the queue is full, nothing was taken over. */
bool fol_host_post (struct fol_host *host, const struct fol_command *command);

/* The newest state since the last take, owned by the caller, or NULL. */
struct fol_state *fol_host_take (struct fol_host *host);

/* The newest values since the last take, owned by the caller, or NULL: nothing new.
 * Those of a history that a newer OPEN or TAKE_HISTORY replaces do not arrive. */
struct fol_curve_values *fol_host_take_curve (struct fol_host *host);

/* The oldest event not yet taken; false if there is none.  Call until false. */
bool fol_host_take_event (struct fol_host *host, struct fol_event *event);

/* Interrupts and joins; no notify () after it returns. */
void fol_host_free (struct fol_host *host);
