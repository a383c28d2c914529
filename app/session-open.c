/* app/session-open.c - FolSession and files: opening, loading, saving, autosave.
 *
 * Files are read and written on threads of their own (GTask), which get
 * immutable states and copies of notes, and give a history or an error.
 */
#include "app/session-object.h"
#include "app/session-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* More than this is not formatted between two frames but on a thread. */
#define AUTOSAVE_NOW_MAX 2000u
#define AUTOSAVE_AGAIN_S 10u

/* --- the session, seen from a thread --- */

/* A thread holds the session weakly: a task may be let go of by its thread
 * last, and a session must not end there. */
struct weak_session {
  GWeakRef session;
};

static struct weak_session *
weak_session_new (FolSession *self)
{
  struct weak_session *weak = g_atomic_rc_box_new0 (struct weak_session);

  g_weak_ref_init (&weak->session, self);
  return weak;
}

static void
weak_session_clear (gpointer data)
{
  struct weak_session *weak = data;

  g_weak_ref_clear (&weak->session);
}

static void
weak_session_unref (struct weak_session *weak)
{
  g_atomic_rc_box_release_full (weak, weak_session_clear);
}

/* --- autosave --- */

struct autosave_job {
  struct weak_session *session;  /* owned */
  guint number;                  /* of the session */
  struct fol_autosave *autosave; /* owned */
  struct fol_state *state;
  struct fol_session_notes *notes;
};

static void
autosave_job_free (gpointer data)
{
  struct autosave_job *job = data;

  weak_session_unref (job->session);
  fol_autosave_free (job->autosave);
  fol_state_unref (job->state);
  fol_session_notes_free (job->notes);
  g_free (job);
}

static void
autosave_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  struct autosave_job *job = data;
  GError *error = NULL;

  if (fol_autosave_update (job->autosave, job->state, job->notes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
autosave_again_cb (gpointer user_data)
{
  FolSession *self = user_data;

  self->autosave_again = 0;
  fol_session_autosave (self);
  return G_SOURCE_REMOVE;
}

/* A full disk is told once, and tried again from time to time. */
static void
autosave_result (FolSession *self, const GError *error)
{
  if (error != NULL && !self->autosave_failed)
    fol_session_tell (self, error->message);
  self->autosave_failed = error != NULL;
  if (error != NULL && self->autosave_again == 0)
    self->autosave_again = g_timeout_add_seconds (AUTOSAVE_AGAIN_S, autosave_again_cb, self);
}

static void
autosave_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  struct autosave_job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (FolSession) self = g_weak_ref_get (&job->session->session);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (self == NULL)
    return;
  self->autosave_busy = false;
  /* Disposed, or another session was opened meanwhile: the job's file goes. */
  if (self->host == NULL || self->number != job->number)
    return;
  self->autosave = g_steal_pointer (&job->autosave);
  autosave_result (self, error);
  if (error == NULL)
    fol_session_autosave (self);
}

static void
autosave_on_thread (FolSession *self)
{
  struct autosave_job *job = g_new0 (struct autosave_job, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, autosave_done_cb, NULL);

  job->session = weak_session_new (self);
  job->number = self->number;
  job->autosave = g_steal_pointer (&self->autosave);
  job->state = fol_state_ref (self->state);
  job->notes = fol_session_notes_copy (self->notes);
  self->autosave_busy = true;
  g_task_set_task_data (task, job, autosave_job_free);
  g_task_run_in_thread (task, autosave_thread);
}

void
fol_session_autosave (FolSession *self)
{
  g_autoptr (GError) error = NULL;
  guint64 pending;

  if (!self->wants_autosave || self->autosave_busy || self->autosave_again != 0 ||
      self->opening > 0 || self->state == NULL || !self->state->settled ||
      !self->state->from_machine)
    return;
  /* A session in which nothing was done needs no file. */
  if (self->autosave == NULL && self->state->branch_count == 1 &&
      self->state->track[0]->branch.length == 0)
    return;
  if (self->autosave == NULL)
    self->autosave = fol_autosave_new (&error);
  if (self->autosave == NULL) {
    autosave_result (self, error);
    return;
  }
  pending = fol_autosave_pending (self->autosave, self->state);
  if (pending > AUTOSAVE_NOW_MAX) {
    autosave_on_thread (self);
    return;
  }
  fol_autosave_update (self->autosave, self->state, self->notes, &error);
  autosave_result (self, error);
}

/* --- opening --- */

/* What was open is given up: its queue, its autosave. */
static void
begin_opening (FolSession *self, struct fol_session_notes *notes, struct fol_position position)
{
  fol_session_drop_pending (self);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  fol_session_notes_free (self->opening_notes);
  self->opening_notes = notes;
  self->seeking = 0;
  self->target = position;
}

static void
post_opening (FolSession *self, struct fol_command *command)
{
  if (fol_session_post (self, command)) {
    self->opening++;
    return;
  }
  fol_history_free (command->history);
  free (command->machine);
  free (command->ops);
}

void *
fol_session_copy_for_host (const void *from, gsize bytes)
{
  void *copy = malloc (bytes > 0 ? bytes : 1);

  if (copy == NULL)
    g_error ("out of memory");
  if (bytes > 0)
    memcpy (copy, from, bytes);
  return copy;
}

void
fol_session_open_machine (FolSession *self, const struct sim_machine *machine,
                          const struct sim_op *ops, guint64 count, const struct fol_names *names,
                          struct fol_position position)
{
  struct fol_command command = { .kind = FOL_COMMAND_OPEN, .position = position };
  struct fol_session_notes *notes = fol_session_notes_new ();

  g_return_if_fail (FOL_IS_SESSION (self));
  if (names != NULL) {
    fol_names_free (notes->names);
    notes->names = fol_names_copy (names);
  }
  command.machine = fol_session_copy_for_host (machine, sizeof *machine);
  command.ops = fol_session_copy_for_host (ops, count * sizeof *ops);
  command.op_count = count;
  begin_opening (self, notes, position);
  post_opening (self, &command);
}

gboolean
fol_session_open_name (FolSession *self, const char *name, GError **error)
{
  g_autoptr (FolMachine) machine = fol_machine_find (name, error);
  struct fol_position position = { .step = FOL_STEP_END };

  g_return_val_if_fail (FOL_IS_SESSION (self), FALSE);
  if (machine == NULL)
    return FALSE;
  fol_session_open_machine (self, &machine->sim, NULL, 0, NULL, position);
  return TRUE;
}

void
fol_session_open_history (FolSession *self, struct fol_history *history,
                          struct fol_session_notes *notes, struct fol_position position)
{
  struct fol_command command = { .kind = FOL_COMMAND_TAKE_HISTORY,
                                 .history = history,
                                 .position = position };

  g_return_if_fail (FOL_IS_SESSION (self));
  begin_opening (self, notes != NULL ? notes : fol_session_notes_new (), position);
  post_opening (self, &command);
}

struct load_job {
  struct weak_session *session; /* owned */
  char *path;
};

static void
load_job_free (gpointer data)
{
  struct load_job *job = data;

  weak_session_unref (job->session);
  g_free (job->path);
  g_free (job);
}

struct load_progress {
  struct weak_session *session; /* owned */
  GCancellable *of;             /* owned: only the newest loading tells */
  guint64 done, total;
};

static gboolean
load_progress_cb (gpointer data)
{
  struct load_progress *progress = data;
  g_autoptr (FolSession) self = g_weak_ref_get (&progress->session->session);

  if (self != NULL && self->loading == progress->of)
    fol_session_progress (self, progress->done, progress->total);
  return G_SOURCE_REMOVE;
}

static void
load_progress_free (gpointer data)
{
  struct load_progress *progress = data;

  weak_session_unref (progress->session);
  g_object_unref (progress->of);
  g_free (progress);
}

/* On the loading thread. */
static void
load_progress (guint64 done, guint64 total, gpointer user_data)
{
  GTask *task = user_data;
  struct load_job *job = g_task_get_task_data (task);
  struct load_progress *progress = g_new0 (struct load_progress, 1);
  g_autoptr (GSource) idle = NULL;

  progress->session = g_atomic_rc_box_acquire (job->session);
  progress->of = g_object_ref (g_task_get_cancellable (task));
  progress->done = done;
  progress->total = total;
  idle = g_idle_source_new ();
  g_source_set_callback (idle, load_progress_cb, progress, load_progress_free);
  g_source_attach (idle, g_task_get_context (task));
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  struct load_job *job = data;
  GError *error = NULL;
  struct fol_loaded_session *loaded =
      fol_session_file_load (job->path, cancellable, load_progress, task, &error);

  if (loaded != NULL)
    g_task_return_pointer (task, loaded, (GDestroyNotify) fol_loaded_session_free);
  else
    g_task_return_error (task, error);
}

static void
tell_problems (FolSession *self, const struct fol_loaded_session *loaded)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (loaded->problem_count == 0)
    return;
  g_string_printf (
      text,
      ngettext ("%" PRIu64 " line could not be used:", "%" PRIu64 " lines could not be used:",
                (gulong) loaded->problem_count),
      loaded->problem_count);
  for (guint i = 0; i < loaded->problems->len && i < 8; i++)
    g_string_append_printf (text, "\n%s", (const char *) g_ptr_array_index (loaded->problems, i));
  fol_session_tell (self, text->str);
}

static void
load_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  struct load_job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (FolSession) self = g_weak_ref_get (&job->session->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (FolLoadedSession) loaded = g_task_propagate_pointer (G_TASK (result), &error);

  if (self == NULL || self->host == NULL ||
      self->loading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->loading);
  if (loaded == NULL) {
    fol_session_progress_end (self);
    g_signal_emit (self, fol_session_signals[FOL_SESSION_OPENED], 0, error->message);
    return;
  }
  tell_problems (self, loaded);
  fol_session_open_history (self, g_steal_pointer (&loaded->history),
                            g_steal_pointer (&loaded->notes), loaded->position);
}

void
fol_session_open_file (FolSession *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  struct load_job *job;

  g_return_if_fail (FOL_IS_SESSION (self));
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  job = g_new0 (struct load_job, 1);
  job->session = weak_session_new (self);
  job->path = g_strdup (path);
  task = g_task_new (NULL, self->loading, load_done_cb, NULL);
  g_task_set_task_data (task, job, load_job_free);
  g_task_run_in_thread (task, load_thread);
}

/* --- saving --- */

struct save_job {
  char *path;
  struct fol_state *state;
  struct fol_session_notes *notes;
};

static void
save_job_free (gpointer data)
{
  struct save_job *job = data;

  g_free (job->path);
  fol_state_unref (job->state);
  fol_session_notes_free (job->notes);
  g_free (job);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  struct save_job *job = data;
  GError *error = NULL;

  if (fol_session_file_save (job->path, job->state, job->notes, cancellable, NULL, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
fol_session_save_file (FolSession *self, const char *path, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  struct save_job *job;

  g_return_if_fail (FOL_IS_SESSION (self));
  g_task_set_source_tag (task, fol_session_save_file);
  if (self->state == NULL) {
    g_task_return_new_error (task, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_EMPTY,
                             _ ("nothing is open that could be saved"));
    return;
  }
  job = g_new0 (struct save_job, 1);
  job->path = g_strdup (path);
  job->state = fol_state_ref (self->state);
  job->notes = fol_session_notes_copy (self->notes);
  g_task_set_task_data (task, job, save_job_free);
  g_task_run_in_thread (task, save_thread);
}

gboolean
fol_session_save_file_finish (FolSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
