/* app/session-object.h - what the files of FolSession (session*.c) share. */
#pragma once

#include "app/session.h"

enum fol_session_signal {
  FOL_SESSION_CHANGED,
  FOL_SESSION_OPENED,
  FOL_SESSION_APPLIED,
  FOL_SESSION_WHY,
  FOL_SESSION_PROGRESS,
  FOL_SESSION_MESSAGE,
  FOL_SESSION_NOTES,
  FOL_SESSION_RAN,
  FOL_SESSION_CURVE,
  FOL_SESSION_SIGNALS,
};
extern guint fol_session_signals[FOL_SESSION_SIGNALS];

/* What is to be posted when all before it has been. */
enum pending_kind {
  PENDING_OPERATION,
  PENDING_OPERATIONS,
  PENDING_SEEK,
  PENDING_RUN,
  PENDING_WORKLOAD,
};
struct pending {
  enum pending_kind kind;
  struct fol_operation operation;
  struct sim_op *ops; /* owned, malloc'ed */
  guint64 count;
  struct fol_position position;

  char *text;    /* owned: the condition of a run */
  bool backward; /* the run */
  void (*release) (void *user_data);
  void *release_data; /* owned through release; until it is posted */
};

struct _FolSession {
  GObject parent_instance;

  struct fol_host *host;           /* owned */
  GSource *wakeup;                 /* owned */
  struct fol_state *state;         /* owned, or NULL */
  struct fol_session_notes *notes; /* owned */
  struct fol_names *names;         /* owned: notes->names at the position, or NULL if stale */

  GQueue pending;                          /* of struct pending, owned */
  struct pending *posted;                  /* owned: with the worker now, or NULL */
  guint number;                            /* of sessions opened so far */
  guint opening;                           /* OPENED events to come */
  struct fol_session_notes *opening_notes; /* owned: for the newest of them */
  guint seeking;                           /* tag of the newest seek, 0: arrived */
  guint last_tag;
  guint64 progress_total; /* of work whose progress was told and not yet its end; 0: none */
  struct fol_position target;
  bool comparing;                        /* states have lanes */
  struct fol_curve curve;                /* what the timeline shows */
  struct fol_curve_values *curve_values; /* owned; of that curve, or NULL */
  bool why_posted, why_wanted;
  struct sim_object why_object;

  GCancellable *loading; /* owned: of the file being loaded, or NULL */
  bool wants_autosave, autosave_busy, autosave_failed;
  struct fol_autosave *autosave; /* owned; not while autosave_busy */
  guint autosave_again;          /* source id */
};

/* Queues; takes over `pending`. */
void fol_session_append_pending (FolSession *self, struct pending *pending);

/* session-runs.c: the command of a PENDING_RUN or PENDING_WORKLOAD; a run's answer;
 * the curve: newer values, and that another session was opened. */
struct fol_command fol_session_run_command (struct pending *pending);
void fol_session_ran (FolSession *self, const struct pending *pending,
                      const struct fol_event *event);
void fol_session_take_curve (FolSession *self);
void fol_session_curve_of_new (FolSession *self);

/* Emits "message". */
void fol_session_tell (FolSession *self, const char *text);

/* Emits "progress"; the end is told once, if anything was told before. */
void fol_session_progress (FolSession *self, guint64 done, guint64 total);
void fol_session_progress_end (FolSession *self);

/* Posts with a new tag, self->last_tag; false (and a message) if the queue is full. */
bool fol_session_post (FolSession *self, struct fol_command *command);
void fol_session_drop_pending (FolSession *self);

/* Writes what is new to the autosave, if one is wanted and nothing is in the way. */
void fol_session_autosave (FolSession *self);

/* As malloc'ed memory, which the host frees. */
void *fol_session_copy_for_host (const void *from, gsize bytes);
