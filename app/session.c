/* app/session.c - FolSession: posts, takes, gives names: see session.h.
 *
 * Operations wait here, not in the host's queue: one is with the worker at a
 * time, so that its result has a name before the next one is resolved.  Seeks
 * go to the host at once; it keeps only the newest.  Opening, saving and
 * autosaving are in session-open.c.
 */
#include "app/session.h"

#include "app/describe.h"
#include "app/session-object.h"
#include "app/session-private.h"

#include <glib/gi18n-lib.h>

guint fol_session_signals[FOL_SESSION_SIGNALS];

G_DEFINE_FINAL_TYPE (FolSession, fol_session, G_TYPE_OBJECT)

static void post_next (FolSession *self);

static void
pending_free (gpointer data)
{
  struct pending *pending = data;

  if (pending == NULL)
    return;
  fol_operation_clear (&pending->operation);
  free (pending->ops);
  g_free (pending->text);
  if (pending->release != NULL)
    pending->release (pending->release_data);
  g_free (pending);
}

void
fol_session_tell (FolSession *self, const char *text)
{
  g_signal_emit (self, fol_session_signals[FOL_SESSION_MESSAGE], 0, text);
}

void
fol_session_progress (FolSession *self, guint64 done, guint64 total)
{
  self->progress_total = total;
  g_signal_emit (self, fol_session_signals[FOL_SESSION_PROGRESS], 0, done, total);
}

void
fol_session_progress_end (FolSession *self)
{
  guint64 total = self->progress_total;

  if (total != 0)
    fol_session_progress (self, total, total);
  self->progress_total = 0;
}

bool
fol_session_post (FolSession *self, struct fol_command *command)
{
  command->tag = ++self->last_tag;
  if (fol_host_post (self->host, command))
    return true;
  fol_session_tell (self, _ ("Too much is waiting to be done; this was left out."));
  return false;
}

void
fol_session_drop_pending (FolSession *self)
{
  g_queue_clear_full (&self->pending, pending_free);
}

/* --- events --- */

static void
name_result (FolSession *self, const struct fol_operation *operation, const struct fol_event *event)
{
  if (operation->as == NULL || event->count == 0 || event->result.status != SIM_OK)
    return;
  fol_names_add (self->notes->names, operation->as, event->result.object, event->result.value,
                 event->position.branch, event->position.index);
  g_clear_pointer (&self->names, fol_names_free);
  g_signal_emit (self, fol_session_signals[FOL_SESSION_NOTES], 0);
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
  if (posted->kind == PENDING_RUN)
    fol_session_ran (self, posted, event);
  else
    g_signal_emit (self, fol_session_signals[FOL_SESSION_APPLIED], 0, event,
                   posted->kind == PENDING_OPERATION ? &posted->operation : NULL);
  pending_free (posted);
  post_next (self);
}

/* Another session is open now. */
static void
replace_notes (FolSession *self, struct fol_session_notes *notes)
{
  fol_session_notes_free (self->notes);
  self->notes = notes;
  self->number++;
  g_clear_pointer (&self->names, fol_names_free);
  g_clear_pointer (&self->autosave, fol_autosave_free);
  g_clear_handle_id (&self->autosave_again, g_source_remove);
}

static void
opened (FolSession *self, const struct fol_event *event)
{
  g_autofree char *problem = NULL;

  self->opening--;
  if (self->opening > 0) {
    /* A newer one is on its way.  If that fails, this one stays, without its notes. */
    if (event->problem.error == SIM_MACHINE_OK && !event->cancelled)
      replace_notes (self, fol_session_notes_new ());
    return;
  }
  if (event->problem.error != SIM_MACHINE_OK)
    problem = fol_describe_problem (&event->problem);
  else if (event->cancelled)
    problem = g_strdup (_ ("Opening was given up."));
  if (problem != NULL) {
    g_clear_pointer (&self->opening_notes, fol_session_notes_free);
    if (self->state != NULL)
      self->target = self->state->position;
  } else {
    replace_notes (self, g_steal_pointer (&self->opening_notes));
    self->target = event->position;
  }
  g_signal_emit (self, fol_session_signals[FOL_SESSION_OPENED], 0, problem);
  if (problem == NULL) {
    fol_session_curve_of_new (self);
    g_signal_emit (self, fol_session_signals[FOL_SESSION_NOTES], 0);
  }
  post_next (self);
}

static void
handle_event (FolSession *self, const struct fol_event *event)
{
  /* An answer ends the work, whether or not the worker's last word was 100 %. */
  if (event->kind != FOL_EVENT_PROGRESS)
    fol_session_progress_end (self);
  switch (event->kind) {
  case FOL_EVENT_OPENED:
    opened (self, event);
    break;
  case FOL_EVENT_APPLIED:
  case FOL_EVENT_RUN:
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
      fol_session_why (self, self->why_object);
    else if (!event->cancelled)
      g_signal_emit (self, fol_session_signals[FOL_SESSION_WHY], 0, event);
    break;
  case FOL_EVENT_PROGRESS:
    fol_session_progress (self, event->count, event->total);
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
  g_signal_emit (self, fol_session_signals[FOL_SESSION_CHANGED], 0);
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
  fol_session_take_curve (self);
  for (guint i = 0; i < events->len && self->host != NULL; i++)
    handle_event (self, g_ptr_array_index (events, i));
  if (self->host != NULL)
    fol_session_autosave (self);
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

  if (fol_session_post (self, &command))
    self->seeking = self->last_tag;
}

static bool
resolve (FolSession *self, struct fol_operation *operation, GError **error)
{
  struct sim_view view;

  if (self->state == NULL)
    return fol_operation_resolve (operation, fol_session_get_names (self), NULL, error);
  view = fol_state_view (self->state);
  return fol_operation_resolve (operation, fol_session_get_names (self), &view, error);
}

/* Takes over `pending`, also if nothing comes of it. */
static void
post_operations (FolSession *self, struct pending *pending)
{
  struct fol_command command = { .kind = FOL_COMMAND_APPLY };
  g_autoptr (GError) error = NULL;

  if (pending->kind == PENDING_OPERATION) {
    if (!resolve (self, &pending->operation, &error)) {
      fol_session_tell (self, error->message);
      pending_free (pending);
      return;
    }
    command.ops = fol_session_copy_for_host (&pending->operation.op, sizeof pending->operation.op);
    command.op_count = 1;
  } else if (pending->kind == PENDING_OPERATIONS) {
    command.ops = g_steal_pointer (&pending->ops);
    command.op_count = pending->count;
  } else {
    command = fol_session_run_command (pending);
  }
  if (fol_session_post (self, &command)) {
    self->posted = pending;
    return;
  }
  free (command.ops);
  if (command.release != NULL)
    command.release (command.release_data);
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
fol_session_append_pending (FolSession *self, struct pending *pending)
{
  g_queue_push_tail (&self->pending, pending);
  post_next (self);
}

void
fol_session_apply (FolSession *self, const struct fol_operation *operation)
{
  struct pending *pending = g_new0 (struct pending, 1);

  g_return_if_fail (FOL_IS_SESSION (self));
  pending->kind = PENDING_OPERATION;
  fol_operation_copy (&pending->operation, operation);
  fol_session_append_pending (self, pending);
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
  fine = fol_session_is_busy (self) || resolve (self, &operation, error);
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
  pending->ops = fol_session_copy_for_host (ops, count * sizeof *ops);
  pending->count = count;
  fol_session_append_pending (self, pending);
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
fol_session_why (FolSession *self, struct sim_object object)
{
  struct fol_command command = { .kind = FOL_COMMAND_WHY, .object = object };

  g_return_if_fail (FOL_IS_SESSION (self));
  self->why_object = object;
  self->why_wanted = self->why_posted;
  if (!self->why_posted)
    self->why_posted = fol_session_post (self, &command);
}

void
fol_session_cancel (FolSession *self)
{
  struct fol_command command = { .kind = FOL_COMMAND_CANCEL };

  g_return_if_fail (FOL_IS_SESSION (self));
  fol_session_drop_pending (self);
  self->why_wanted = false;
  fol_host_post (self->host, &command);
  if (self->state != NULL && self->seeking == 0)
    self->target = self->state->position;
  if (self->loading != NULL) {
    g_cancellable_cancel (self->loading);
    g_clear_object (&self->loading);
    g_signal_emit (self, fol_session_signals[FOL_SESSION_OPENED], 0, _ ("Opening was given up."));
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
  g_signal_emit (self, fol_session_signals[FOL_SESSION_NOTES], 0);
  fol_session_autosave (self);
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
fol_session_rename_bookmark (FolSession *self, guint number, const char *label)
{
  struct fol_bookmark *bookmark;

  g_return_if_fail (FOL_IS_SESSION (self));
  g_return_if_fail (number < self->notes->bookmarks->len);
  bookmark = &g_array_index (self->notes->bookmarks, struct fol_bookmark, number);
  if (g_str_equal (bookmark->label, label))
    return;
  g_free (bookmark->label);
  bookmark->label = g_strdup (label);
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
  fol_session_drop_pending (self);
  g_clear_pointer (&self->posted, pending_free);
  g_clear_pointer (&self->state, fol_state_unref);
  g_clear_pointer (&self->curve_values, fol_curve_values_unref);
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

  fol_session_signals[FOL_SESSION_CHANGED] = add_signal ("changed", 0, 0, 0);
  fol_session_signals[FOL_SESSION_OPENED] = add_signal ("opened", 1, G_TYPE_STRING, 0);
  fol_session_signals[FOL_SESSION_APPLIED] =
      add_signal ("applied", 2, G_TYPE_POINTER, G_TYPE_POINTER);
  fol_session_signals[FOL_SESSION_WHY] = add_signal ("why", 1, G_TYPE_POINTER, 0);
  fol_session_signals[FOL_SESSION_PROGRESS] =
      add_signal ("progress", 2, G_TYPE_UINT64, G_TYPE_UINT64);
  fol_session_signals[FOL_SESSION_MESSAGE] = add_signal ("message", 1, G_TYPE_STRING, 0);
  fol_session_signals[FOL_SESSION_NOTES] = add_signal ("notes", 0, 0, 0);
  fol_session_signals[FOL_SESSION_RAN] = add_signal ("ran", 2, G_TYPE_POINTER, G_TYPE_STRING);
  fol_session_signals[FOL_SESSION_CURVE] = add_signal ("curve", 0, 0, 0);
}

static void
fol_session_init (FolSession *self)
{
  g_queue_init (&self->pending);
  self->notes = fol_session_notes_new ();
  self->target.step = FOL_STEP_END;
  self->curve = (struct fol_curve){ .kind = FOL_CURVE_FREE, .zone = SIM_ALL_ZONES };
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
