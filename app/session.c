/* app/session.c - FolSession: posts, takes, gives names: see session.h.
 *
 * Operations wait here, not in the host's queue: one is with the worker at a
 * time, so that its result has a name before the next one is resolved.  Seeks
 * go to the host at once; it keeps only the newest.
 */
#include "app/session.h"

#include "app/describe.h"
#include "app/session-private.h"

#include <glib/gi18n-lib.h>

/* More than this is not formatted between two frames but on a thread. */
#define AUTOSAVE_NOW_MAX 2000u
#define AUTOSAVE_AGAIN_S 10u

enum { CHANGED, OPENED, APPLIED, WHY, PROGRESS, MESSAGE, NOTES, SIGNALS };
static guint signals[SIGNALS];

/* What is to be posted when all before it has been. */
enum pending_kind { PENDING_OPERATION, PENDING_OPERATIONS, PENDING_SEEK };
struct pending {
  enum pending_kind kind;
  struct fol_operation operation;
  struct sim_op *ops; /* owned, malloc'ed */
  guint64 count;
  struct fol_position position;
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
  struct fol_position target;
  bool why_posted, why_wanted;
  sim_pfn why_pfn;

  GCancellable *loading; /* owned: of the file being loaded, or NULL */
  bool wants_autosave, autosave_busy, autosave_failed;
  struct fol_autosave *autosave; /* owned; not while autosave_busy */
  guint autosave_again;          /* source id */
};

G_DEFINE_FINAL_TYPE (FolSession, fol_session, G_TYPE_OBJECT)

static void post_next (FolSession *self);
static void autosave (FolSession *self);

static void
pending_free (gpointer data)
{
  struct pending *pending = data;

  if (pending == NULL)
    return;
  fol_operation_clear (&pending->operation);
  free (pending->ops);
  g_free (pending);
}

static void
message (FolSession *self, const char *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, text);
}

static bool
post (FolSession *self, struct fol_command *command)
{
  command->tag = ++self->last_tag;
  if (fol_host_post (self->host, command))
    return true;
  message (self, _ ("Too much is waiting to be done; this was left out."));
  return false;
}

static void
drop_pending (FolSession *self)
{
  g_queue_clear_full (&self->pending, pending_free);
}

/* --- events --- */

static void
name_result (FolSession *self, const struct fol_operation *operation, const struct fol_event *event)
{
  if (operation->as == NULL || event->count == 0 || event->result.status != SIM_OK)
    return;
  fol_names_add (self->notes->names, operation->as, event->result.pfn,
                 fol_operation_result_order (&event->op), event->position.branch,
                 event->position.index);
  g_clear_pointer (&self->names, fol_names_free);
  g_signal_emit (self, signals[NOTES], 0);
}

static void
applied (FolSession *self, const struct fol_event *event)
{
  struct pending *posted = g_steal_pointer (&self->posted);

  if (posted == NULL)
    return;
  if (self->seeking == 0)
    self->target = event->position;
  if (posted->kind == PENDING_OPERATION)
    name_result (self, &posted->operation, event);
  g_signal_emit (self, signals[APPLIED], 0, event,
                 posted->kind == PENDING_OPERATION ? &posted->operation : NULL);
  pending_free (posted);
  post_next (self);
}

static void
opened (FolSession *self, const struct fol_event *event)
{
  g_autofree char *problem = NULL;

  self->opening--;
  if (self->opening > 0)
    return; /* a newer one is on its way */
  if (event->problem.error != SIM_MACHINE_OK)
    problem = fol_describe_problem (&event->problem);
  else if (event->cancelled)
    problem = g_strdup (_ ("Opening was given up."));
  if (problem != NULL) {
    g_clear_pointer (&self->opening_notes, fol_session_notes_free);
    if (self->state != NULL)
      self->target = self->state->position;
  } else {
    fol_session_notes_free (self->notes);
    self->notes = g_steal_pointer (&self->opening_notes);
    g_clear_pointer (&self->names, fol_names_free);
    self->target = event->position;
    self->number++;
    g_clear_pointer (&self->autosave, fol_autosave_free);
    g_clear_handle_id (&self->autosave_again, g_source_remove);
  }
  g_signal_emit (self, signals[OPENED], 0, problem);
  if (problem == NULL)
    g_signal_emit (self, signals[NOTES], 0);
  post_next (self);
}

static void
handle_event (FolSession *self, const struct fol_event *event)
{
  switch (event->kind) {
  case FOL_EVENT_OPENED:
    opened (self, event);
    break;
  case FOL_EVENT_APPLIED:
    applied (self, event);
    break;
  case FOL_EVENT_SOUGHT:
    if (event->tag == self->seeking) {
      self->seeking = 0;
      self->target = event->position;
      post_next (self);
    }
    break;
  case FOL_EVENT_WHY:
    self->why_posted = false;
    if (self->why_wanted)
      fol_session_why (self, self->why_pfn);
    else if (!event->cancelled)
      g_signal_emit (self, signals[WHY], 0, event);
    break;
  case FOL_EVENT_PROGRESS:
    g_signal_emit (self, signals[PROGRESS], 0, event->count, event->total);
    break;
  default:
    g_return_if_reached ();
  }
}

static void
take_state (FolSession *self)
{
  struct fol_state *newest = fol_host_take (self->host);

  if (newest == NULL)
    return;
  fol_state_unref (self->state);
  self->state = newest;
  g_clear_pointer (&self->names, fol_names_free);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* A command's state is published before its event: events are taken first, the
 * state next, so that whoever handles an event finds the state that goes with it. */
static gboolean
wakeup_cb (gpointer user_data)
{
  g_autoptr (FolSession) self = g_object_ref (FOL_SESSION (user_data));
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_free);
  struct fol_event event;

  while (fol_host_take_event (self->host, &event))
    g_ptr_array_add (events, g_memdup2 (&event, sizeof event));
  take_state (self);
  for (guint i = 0; i < events->len && self->host != NULL; i++)
    handle_event (self, g_ptr_array_index (events, i));
  if (self->host != NULL)
    autosave (self);
  return G_SOURCE_CONTINUE;
}

/* On the worker.  Only wakes: no reference is taken, nothing is allocated. */
static void
wake_main_loop (void *user_data)
{
  g_source_set_ready_time (user_data, 0);
}

static gboolean
wakeup_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1); /* before the take: a wake in between is kept */
  return callback (user_data);
}

static GSourceFuncs wakeup_funcs = { .dispatch = wakeup_dispatch };

/* --- autosave --- */

struct autosave_job {
  guint number;                  /* of the session */
  struct fol_autosave *autosave; /* owned */
  struct fol_state *state;
  struct fol_session_notes *notes;
};

static void
autosave_job_free (gpointer data)
{
  struct autosave_job *job = data;

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
  autosave (self);
  return G_SOURCE_REMOVE;
}

/* A full disk is told once, and tried again from time to time. */
static void
autosave_result (FolSession *self, const GError *error)
{
  if (error != NULL && !self->autosave_failed)
    message (self, error->message);
  self->autosave_failed = error != NULL;
  if (error != NULL && self->autosave_again == 0)
    self->autosave_again = g_timeout_add_seconds (AUTOSAVE_AGAIN_S, autosave_again_cb, self);
}

static void
autosave_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FolSession *self = FOL_SESSION (object);
  struct autosave_job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  self->autosave_busy = false;
  /* Disposed, or another session was opened meanwhile: the job's file goes. */
  if (self->host == NULL || self->number != job->number)
    return;
  self->autosave = g_steal_pointer (&job->autosave);
  autosave_result (self, error);
  if (error == NULL)
    autosave (self);
}

static void
autosave_on_thread (FolSession *self)
{
  struct autosave_job *job = g_new0 (struct autosave_job, 1);
  g_autoptr (GTask) task = g_task_new (self, NULL, autosave_done_cb, NULL);

  job->number = self->number;
  job->autosave = g_steal_pointer (&self->autosave);
  job->state = fol_state_ref (self->state);
  job->notes = fol_session_notes_copy (self->notes);
  self->autosave_busy = true;
  g_task_set_task_data (task, job, autosave_job_free);
  g_task_run_in_thread (task, autosave_thread);
}

static void
autosave (FolSession *self)
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
  drop_pending (self);
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
  if (post (self, command)) {
    self->opening++;
    return;
  }
  fol_history_free (command->history);
  free (command->machine);
  free (command->ops);
}

static void *
copy_for_host (const void *from, gsize bytes)
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
  command.machine = copy_for_host (machine, sizeof *machine);
  command.ops = copy_for_host (ops, count * sizeof *ops);
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

struct load_progress {
  FolSession *session; /* owned */
  GCancellable *of;    /* owned: only the newest loading tells */
  guint64 done, total;
};

static gboolean
load_progress_cb (gpointer data)
{
  struct load_progress *progress = data;

  if (progress->session->loading == progress->of)
    g_signal_emit (progress->session, signals[PROGRESS], 0, progress->done, progress->total);
  return G_SOURCE_REMOVE;
}

static void
load_progress_free (gpointer data)
{
  struct load_progress *progress = data;

  g_object_unref (progress->session);
  g_object_unref (progress->of);
  g_free (progress);
}

/* On the loading thread. */
static void
load_progress (guint64 done, guint64 total, gpointer user_data)
{
  GTask *task = user_data;
  struct load_progress *progress = g_new0 (struct load_progress, 1);
  g_autoptr (GSource) idle = NULL;

  progress->session = g_object_ref (g_task_get_source_object (task));
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
  GError *error = NULL;
  struct fol_loaded_session *loaded =
      fol_session_file_load (data, cancellable, load_progress, task, &error);

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
      ngettext ("%" G_GUINT64_FORMAT " line could not be used:",
                "%" G_GUINT64_FORMAT " lines could not be used:", (gulong) loaded->problem_count),
      loaded->problem_count);
  for (guint i = 0; i < loaded->problems->len && i < 8; i++)
    g_string_append_printf (text, "\n%s", (const char *) g_ptr_array_index (loaded->problems, i));
  message (self, text->str);
}

static void
load_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  FolSession *self = FOL_SESSION (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (FolLoadedSession) loaded = g_task_propagate_pointer (G_TASK (result), &error);
  bool wanted = self->loading == g_task_get_cancellable (G_TASK (result));

  if (self->host == NULL || !wanted)
    return;
  g_clear_object (&self->loading);
  if (loaded == NULL) {
    g_signal_emit (self, signals[OPENED], 0, error->message);
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

  g_return_if_fail (FOL_IS_SESSION (self));
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, load_done_cb, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
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

/* --- operations and seeks, in order --- */

static bool
has_references (const struct fol_operation *operation)
{
  for (guint i = 0; i < SIM_ARGUMENTS_MAX; i++)
    if (operation->reference[i] != NULL)
      return true;
  return false;
}

static void
post_seek (FolSession *self, struct fol_position position)
{
  struct fol_command command = { .kind = FOL_COMMAND_SEEK, .position = position };

  if (post (self, &command))
    self->seeking = self->last_tag;
}

/* Takes over `pending`, also if nothing comes of it. */
static void
post_operations (FolSession *self, struct pending *pending)
{
  struct fol_command command = { .kind = FOL_COMMAND_APPLY };
  g_autoptr (GError) error = NULL;

  if (pending->kind == PENDING_OPERATION) {
    if (!fol_operation_resolve (&pending->operation, fol_session_get_names (self), &error)) {
      message (self, error->message);
      pending_free (pending);
      return;
    }
    command.ops = copy_for_host (&pending->operation.op, sizeof pending->operation.op);
    command.op_count = 1;
  } else {
    command.ops = g_steal_pointer (&pending->ops);
    command.op_count = pending->count;
  }
  if (post (self, &command)) {
    self->posted = pending;
    return;
  }
  free (command.ops);
  pending_free (pending);
}

static void
post_next (FolSession *self)
{
  struct pending *first;

  while ((first = g_queue_peek_head (&self->pending)) != NULL && self->opening == 0) {
    if (first->kind == PENDING_SEEK) {
      post_seek (self, first->position);
      pending_free (g_queue_pop_head (&self->pending));
      continue;
    }
    /* Names depend on where one stands, so that must be known. */
    if (self->posted != NULL || (self->seeking != 0 && has_references (&first->operation)))
      break;
    post_operations (self, g_queue_pop_head (&self->pending));
  }
}

void
fol_session_apply (FolSession *self, const struct fol_operation *operation)
{
  struct pending *pending = g_new0 (struct pending, 1);

  g_return_if_fail (FOL_IS_SESSION (self));
  pending->kind = PENDING_OPERATION;
  fol_operation_copy (&pending->operation, operation);
  g_queue_push_tail (&self->pending, pending);
  post_next (self);
}

gboolean
fol_session_apply_text (FolSession *self, const char *text, GError **error)
{
  struct fol_operation operation;
  bool fine;

  g_return_val_if_fail (FOL_IS_SESSION (self), FALSE);
  if (!fol_operation_parse_text (text, &operation, error))
    return FALSE;
  /* If nothing is under way that could still give the name, say so at once. */
  fine = fol_session_is_busy (self) ||
         fol_operation_resolve (&operation, fol_session_get_names (self), error);
  if (fine)
    fol_session_apply (self, &operation);
  fol_operation_clear (&operation);
  return fine;
}

void
fol_session_apply_many (FolSession *self, const struct sim_op *ops, guint64 count)
{
  struct pending *pending = g_new0 (struct pending, 1);

  g_return_if_fail (FOL_IS_SESSION (self));
  pending->kind = PENDING_OPERATIONS;
  pending->ops = copy_for_host (ops, count * sizeof *ops);
  pending->count = count;
  g_queue_push_tail (&self->pending, pending);
  post_next (self);
}

void
fol_session_seek (FolSession *self, struct fol_position position)
{
  struct pending *last = g_queue_peek_tail (&self->pending);

  g_return_if_fail (FOL_IS_SESSION (self));
  self->target = position;
  if (last == NULL || last->kind != PENDING_SEEK) {
    last = g_new0 (struct pending, 1);
    last->kind = PENDING_SEEK;
    g_queue_push_tail (&self->pending, last);
  }
  last->position = position;
  post_next (self);
}

void
fol_session_step (FolSession *self, gint64 delta)
{
  struct fol_position to = self->target;
  uint64_t length;

  g_return_if_fail (FOL_IS_SESSION (self));
  if (self->state == NULL || to.branch >= self->state->branch_count || delta == 0)
    return;
  length = self->state->track[to.branch]->branch.length;
  /* From the inside of an operation, its end is the next stop. */
  if (to.step != FOL_STEP_END && delta > 0)
    delta--;
  to.step = FOL_STEP_END;
  if (delta < 0)
    to.index -= MIN (to.index, (uint64_t) -delta);
  else
    to.index = MIN (length, to.index + (uint64_t) delta);
  fol_session_seek (self, to);
}

/* One step on; the memory before the first step is that after the operation before. */
static bool
next_step (FolSession *self, struct fol_position *at)
{
  if (at->step != FOL_STEP_END) {
    at->step++; /* beyond the last one means: the end */
    return true;
  }
  if (at->index >= self->state->track[at->branch]->branch.length)
    return false;
  at->index++;
  at->step = 1;
  return true;
}

static bool
previous_step (FolSession *self, struct fol_position *at)
{
  const struct fol_state *state = self->state;

  if (at->index == 0)
    return false;
  if (at->step == FOL_STEP_END && at->index == state->position.index &&
      at->branch == state->position.branch && state->before != NULL) {
    if (state->steps->count > 1)
      at->step = state->steps->count - 1;
    else
      at->index--;
  } else if (at->step == FOL_STEP_END) {
    at->step = 0; /* its steps are not known yet; arriving there tells them */
  } else if (at->step > 1) {
    at->step--;
  } else {
    at->index--;
    at->step = FOL_STEP_END;
  }
  return true;
}

void
fol_session_step_inside (FolSession *self, int delta)
{
  struct fol_position to = self->target;

  g_return_if_fail (FOL_IS_SESSION (self));
  if (self->state == NULL || to.branch >= self->state->branch_count)
    return;
  for (; delta > 0 && next_step (self, &to); delta--)
    ;
  for (; delta < 0 && previous_step (self, &to); delta++)
    ;
  if (to.index != self->target.index || to.step != self->target.step)
    fol_session_seek (self, to);
}

void
fol_session_why (FolSession *self, sim_pfn pfn)
{
  struct fol_command command = { .kind = FOL_COMMAND_WHY, .pfn = pfn };

  g_return_if_fail (FOL_IS_SESSION (self));
  self->why_pfn = pfn;
  self->why_wanted = self->why_posted;
  if (!self->why_posted)
    self->why_posted = post (self, &command);
}

void
fol_session_cancel (FolSession *self)
{
  struct fol_command command = { .kind = FOL_COMMAND_CANCEL };

  g_return_if_fail (FOL_IS_SESSION (self));
  drop_pending (self);
  self->why_wanted = false;
  fol_host_post (self->host, &command);
  if (self->state != NULL && self->seeking == 0)
    self->target = self->state->position;
  if (self->loading != NULL) {
    g_cancellable_cancel (self->loading);
    g_clear_object (&self->loading);
    g_signal_emit (self, signals[OPENED], 0, _ ("Opening was given up."));
  }
}

/* --- getters and notes --- */

const struct fol_state *
fol_session_get_state (FolSession *self)
{
  g_return_val_if_fail (FOL_IS_SESSION (self), NULL);
  return self->state;
}

struct fol_position
fol_session_get_target (FolSession *self)
{
  return self->target;
}

gboolean
fol_session_is_busy (FolSession *self)
{
  g_return_val_if_fail (FOL_IS_SESSION (self), FALSE);
  return self->posted != NULL || self->opening > 0 || self->seeking != 0 || self->why_posted ||
         self->loading != NULL || !g_queue_is_empty (&self->pending);
}

const struct fol_names *
fol_session_get_names (FolSession *self)
{
  g_return_val_if_fail (FOL_IS_SESSION (self), NULL);
  if (self->names == NULL)
    self->names =
        self->state != NULL ? fol_names_at (self->notes->names, self->state) : fol_names_new ();
  return self->names;
}

const struct fol_session_notes *
fol_session_get_notes (FolSession *self)
{
  g_return_val_if_fail (FOL_IS_SESSION (self), NULL);
  return self->notes;
}

static void
notes_changed (FolSession *self)
{
  g_signal_emit (self, signals[NOTES], 0);
  autosave (self);
}

void
fol_session_add_bookmark (FolSession *self, struct fol_position position, const char *label)
{
  struct fol_bookmark bookmark = { .position = position, .label = g_strdup (label) };

  g_return_if_fail (FOL_IS_SESSION (self));
  g_array_append_val (self->notes->bookmarks, bookmark);
  notes_changed (self);
}

void
fol_session_remove_bookmark (FolSession *self, guint number)
{
  g_return_if_fail (FOL_IS_SESSION (self));
  g_return_if_fail (number < self->notes->bookmarks->len);
  g_array_remove_index (self->notes->bookmarks, number);
  notes_changed (self);
}

void
fol_session_set_view (FolSession *self, const char *key, const char *value)
{
  g_return_if_fail (FOL_IS_SESSION (self));
  if (g_strcmp0 (g_hash_table_lookup (self->notes->view, key), value) == 0)
    return;
  g_hash_table_insert (self->notes->view, g_strdup (key), g_strdup (value));
  notes_changed (self);
}

/* --- life --- */

static void
fol_session_dispose (GObject *object)
{
  FolSession *self = FOL_SESSION (object);

  /* In this order: after the join nobody can wake the source any more. */
  g_clear_pointer (&self->host, fol_host_free);
  if (self->wakeup != NULL)
    g_source_destroy (self->wakeup);
  g_clear_pointer (&self->wakeup, g_source_unref);
  g_clear_handle_id (&self->autosave_again, g_source_remove);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  drop_pending (self);
  g_clear_pointer (&self->posted, pending_free);
  g_clear_pointer (&self->state, fol_state_unref);
  g_clear_pointer (&self->autosave, fol_autosave_free);

  G_OBJECT_CLASS (fol_session_parent_class)->dispose (object);
}

static void
fol_session_finalize (GObject *object)
{
  FolSession *self = FOL_SESSION (object);

  fol_session_notes_free (self->notes);
  fol_session_notes_free (self->opening_notes);
  fol_names_free (self->names);

  G_OBJECT_CLASS (fol_session_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint count, GType first, GType second)
{
  return g_signal_new (name, FOL_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       count, first, second);
}

static void
fol_session_class_init (FolSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fol_session_dispose;
  object_class->finalize = fol_session_finalize;

  signals[CHANGED] = add_signal ("changed", 0, 0, 0);
  signals[OPENED] = add_signal ("opened", 1, G_TYPE_STRING, 0);
  signals[APPLIED] = add_signal ("applied", 2, G_TYPE_POINTER, G_TYPE_POINTER);
  signals[WHY] = add_signal ("why", 1, G_TYPE_POINTER, 0);
  signals[PROGRESS] = add_signal ("progress", 2, G_TYPE_UINT64, G_TYPE_UINT64);
  signals[MESSAGE] = add_signal ("message", 1, G_TYPE_STRING, 0);
  signals[NOTES] = add_signal ("notes", 0, 0, 0);
}

static void
fol_session_init (FolSession *self)
{
  g_queue_init (&self->pending);
  self->notes = fol_session_notes_new ();
  self->target.step = FOL_STEP_END;
  self->wakeup = g_source_new (&wakeup_funcs, sizeof (GSource));
  g_source_set_name (self->wakeup, "folioscope session");
  g_source_set_callback (self->wakeup, wakeup_cb, self, NULL);
  g_source_attach (self->wakeup, g_main_context_get_thread_default ());
  self->host = fol_host_new (wake_main_loop, self->wakeup);
}

FolSession *
fol_session_new (gboolean autosaves)
{
  FolSession *self = g_object_new (FOL_TYPE_SESSION, NULL);

  self->wants_autosave = autosaves;
  return self;
}
