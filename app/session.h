/* app/session.h - FolSession: the main thread's face of a simulation.
 *
 * Whoever shows or drives a simulation holds a FolSession.  It posts commands
 * to the worker (app/host/host.h), keeps the newest state, and gives results
 * names.  Everything is asynchronous: methods return at once, the answers come
 * as signals from the main loop.
 *
 * Signals (G_TYPE_POINTER arguments are lent for the call):
 *   changed   ()                                 fol_session_get_state () is new
 *   opened    (const char *problem)              NULL: a new session is open; else why not
 *   applied   (const struct fol_event *event,    one operation's result, or a list's last;
 *              const struct fol_operation *op)   op has the names, NULL for a list
 *   ran       (const struct fol_event *event,    a run until ended: count 1 if it arrived;
 *              const char *text)                 text is the condition
 *   why       (const struct fol_event *event)    answer to fol_session_why ()
 *   progress  (guint64 done, guint64 total)      long work; done == total: it ended
 *   message   (const char *text)                 something a person should know
 *   notes     ()                                 names, bookmarks or view changed
 *   curve     ()                                 the curve, or what is known of it, is new
 *
 * Operations given one after the other wait for each other, so that `$a` may
 * name the result of one that has not been applied yet.
 */
#pragma once

#include "app/host/host.h"
#include "app/machine-reader.h"
#include "app/operation-text.h"
#include "app/session-file.h"
#include "app/workload.h"

#include <gio/gio.h>

#define FOL_TYPE_SESSION (fol_session_get_type ())
G_DECLARE_FINAL_TYPE (FolSession, fol_session, FOL, SESSION, GObject)

/* Autosaves what happens in it if `autosave`. */
FolSession *fol_session_new (gboolean autosave);

/* Opens a machine and applies `ops` as branch 0; stands at `position` then.
 * `names`: of their results, or NULL.  Everything is copied. */
void fol_session_open_machine (FolSession *self, const struct sim_machine *machine,
                               const struct sim_op *ops, guint64 count,
                               const struct fol_names *names, struct fol_position position);

/* The same by name (see fol_machine_find ()), empty.  false: no such machine. */
gboolean fol_session_open_name (FolSession *self, const char *name, GError **error);

/* Takes over a history made elsewhere (a loaded file, a recording) with its notes (or NULL). */
void fol_session_open_history (FolSession *self, struct fol_history *history,
                               struct fol_session_notes *notes, struct fol_position position);

/* Loads a saved session on a thread; "opened" tells, "message" lists problems. */
void fol_session_open_file (FolSession *self, const char *path);

/* Saves what is open as it is now. */
void fol_session_save_file (FolSession *self, const char *path, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean fol_session_save_file_finish (FolSession *self, GAsyncResult *result, GError **error);

/* Applies at the position that is current when its turn comes. Copied. */
void fol_session_apply (FolSession *self, const struct fol_operation *operation);
gboolean fol_session_apply_text (FolSession *self, const char *text, GError **error);

/* Many at once, without names. Copied. */
void fol_session_apply_many (FolSession *self, const struct sim_op *ops, guint64 count);

/* Makes and applies a workload (which must be valid) at the position that is current
 * when its turn comes; "applied" tells, as for a list.  If it is given up, what was
 * applied stays. */
void fol_session_workload (FolSession *self, const struct fol_workload *workload);

/* Goes along the branch to the next moment at which the expression (app/until.h)
 * holds, or back to the last one before; "ran" tells.  If there is none, the position
 * stays and "message" says so.  FALSE: the expression is wrong. */
gboolean fol_session_run_until (FolSession *self, const char *expression, gboolean backward,
                                GError **error);

/* Goes to a moment; a newer seek replaces one that has not arrived. */
void fol_session_seek (FolSession *self, struct fol_position position);

/* Relative to where the last seek wants to go: `delta` operations, kept within
 * the branch; steps inside go on into the neighbouring operations. */
void fol_session_step (FolSession *self, gint64 delta);
void fol_session_step_inside (FolSession *self, int delta);

/* The newest question replaces one that has not been answered. */
void fol_session_why (FolSession *self, struct sim_object object);

/* Whether states have lanes: the same operations with every allocator (app/host/compare.h).
 * It stays when another session is opened. */
void fol_session_set_comparing (FolSession *self, gboolean comparing);

/* What the timeline shows besides free pages (app/curve.h).  It stays when another
 * session is opened, if that has such a curve.  The values grow ("curve") until all
 * are known; lent until the next "curve".  NULL: nothing is known, or the curve is
 * plain (fol_curve_is_plain ()). */
void fol_session_set_curve (FolSession *self, const struct fol_curve *curve);
struct fol_curve fol_session_get_curve (FolSession *self);
const struct fol_curve_values *fol_session_get_curve_values (FolSession *self);

/* Gives up what is under way and what is queued. */
void fol_session_cancel (FolSession *self);

/* Newest state, lent until the next "changed"; NULL before anything was opened. */
const struct fol_state *fol_session_get_state (FolSession *self);

/* Where the session stands or is on its way to. */
struct fol_position fol_session_get_target (FolSession *self);

/* true: something has been posted whose answer has not come. */
gboolean fol_session_is_busy (FolSession *self);

/* Names in force at the current position, lent until the next signal. */
const struct fol_names *fol_session_get_names (FolSession *self);
const struct fol_session_notes *fol_session_get_notes (FolSession *self);
void fol_session_add_bookmark (FolSession *self, struct fol_position position, const char *label);
void fol_session_rename_bookmark (FolSession *self, guint number, const char *label);
void fol_session_remove_bookmark (FolSession *self, guint number);
void fol_session_set_view (FolSession *self, const char *key, const char *value);
