/* app/session-runs.c - FolSession: what runs for long: run until, workloads, curves. */
#include "app/session-object.h"

#include "app/curve.h"
#include "app/until.h"

#include <glib/gi18n-lib.h>

/* --- run until --- */

static void
release_until (void *user_data)
{
  fol_until_free (user_data);
}

gboolean
fol_session_run_until (FolSession *self, const char *text, gboolean backward, GError **error)
{
  struct pending *pending;
  FolUntil *until;

  g_return_val_if_fail (FOL_IS_SESSION (self), FALSE);
  if (self->state == NULL) {
    g_set_error_literal (error, FOL_EXPRESSION_ERROR, FOL_EXPRESSION_UNKNOWN,
                         _ ("Nothing is open."));
    return FALSE;
  }
  until = fol_until_new (text, self->state, self->target.branch, self->notes->names, error);
  if (until == NULL)
    return FALSE;
  pending = g_new0 (struct pending, 1);
  pending->kind = PENDING_RUN;
  pending->text = g_strdup (text);
  pending->backward = backward;
  pending->release = release_until;
  pending->release_data = until;
  fol_session_append_pending (self, pending);
  return TRUE;
}

void
fol_session_ran (FolSession *self, const struct pending *pending, const struct fol_event *event)
{
  g_autofree char *words = NULL;

  if (event->count == 0 && !event->cancelled) {
    words = g_strdup_printf (pending->backward
                                 /* TRANSLATORS: an expression, as “free(Normal) < 100”. */
                                 ? _ ("“%s” holds at no moment before this one.")
                                 /* TRANSLATORS: an expression, as “free(Normal) < 100”. */
                                 : _ ("“%s” holds at no moment up to the end of the branch."),
                             pending->text);
    fol_session_tell (self, words);
  }
  g_signal_emit (self, fol_session_signals[FOL_SESSION_RAN], 0, event, pending->text);
}

/* --- workloads --- */

static void
release_stream (void *user_data)
{
  fol_workload_stream_free (user_data);
}

void
fol_session_workload (FolSession *self, const struct fol_workload *workload)
{
  struct pending *pending;

  g_return_if_fail (FOL_IS_SESSION (self));
  g_return_if_fail (fol_workload_check (workload, NULL));
  pending = g_new0 (struct pending, 1);
  pending->kind = PENDING_WORKLOAD;
  pending->count = workload->value[FOL_WORKLOAD_OPS];
  pending->release = release_stream;
  pending->release_data = fol_workload_stream_new (workload);
  fol_session_append_pending (self, pending);
}

/* What the command for `pending` is; takes its data over. */
struct fol_command
fol_session_run_command (struct pending *pending)
{
  struct fol_command command = { .kind = FOL_COMMAND_GENERATE, .op_count = pending->count };

  command.release = pending->release;
  command.release_data = g_steal_pointer (&pending->release_data);
  pending->release = NULL;
  if (pending->kind == PENDING_RUN) {
    command.kind = FOL_COMMAND_RUN_UNTIL;
    command.condition = fol_until_condition (command.release_data);
    command.backward = pending->backward;
  } else {
    command.generator = (struct fol_generator){ .next = fol_workload_stream_next,
                                                .user_data = command.release_data };
  }
  return command;
}

/* --- the curve --- */

/* Asks the host for the curve that is chosen, or for none. */
static void
ask_curve (FolSession *self)
{
  struct fol_command command = { .kind = FOL_COMMAND_CURVE, .curve = self->curve };

  if (fol_curve_is_plain (&self->curve))
    command.curve.kind = FOL_CURVE_KINDS;
  command.position = self->target;
  fol_session_post (self, &command);
}

void
fol_session_set_comparing (FolSession *self, gboolean comparing)
{
  struct fol_command command = { .kind = FOL_COMMAND_COMPARE, .on = comparing };

  g_return_if_fail (FOL_IS_SESSION (self));
  if (self->comparing == comparing)
    return;
  self->comparing = comparing;
  fol_session_post (self, &command);
}

void
fol_session_set_curve (FolSession *self, const struct fol_curve *curve)
{
  g_return_if_fail (FOL_IS_SESSION (self));
  g_return_if_fail (self->state != NULL && fol_curve_is_valid (curve, self->state->layout));
  if (fol_curve_equal (&self->curve, curve))
    return;
  self->curve = *curve;
  g_clear_pointer (&self->curve_values, fol_curve_values_unref);
  ask_curve (self);
  g_signal_emit (self, fol_session_signals[FOL_SESSION_CURVE], 0);
}

struct fol_curve
fol_session_get_curve (FolSession *self)
{
  return self->curve;
}

const struct fol_curve_values *
fol_session_get_curve_values (FolSession *self)
{
  g_return_val_if_fail (FOL_IS_SESSION (self), NULL);
  return self->curve_values;
}

void
fol_session_take_curve (FolSession *self)
{
  struct fol_curve_values *values = fol_host_take_curve (self->host);

  if (values == NULL)
    return;
  if (!fol_curve_equal (&values->curve, &self->curve)) {
    fol_curve_values_unref (values); /* of a choice before the last one */
    return;
  }
  fol_curve_values_unref (self->curve_values);
  self->curve_values = values;
  g_signal_emit (self, fol_session_signals[FOL_SESSION_CURVE], 0);
}

void
fol_session_curve_of_new (FolSession *self)
{
  g_clear_pointer (&self->curve_values, fol_curve_values_unref);
  if (self->state == NULL || !fol_curve_is_valid (&self->curve, self->state->layout))
    self->curve = (struct fol_curve){ .kind = FOL_CURVE_FREE, .zone = SIM_ALL_ZONES };
  if (!fol_curve_is_plain (&self->curve))
    ask_curve (self);
  g_signal_emit (self, fol_session_signals[FOL_SESSION_CURVE], 0);
}
