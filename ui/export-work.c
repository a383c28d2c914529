/* ui/export-work.c - what an export does on a thread: show a page, measure, write. */
#include "ui/export-work.h"

#include "app/host/compare.h"

#include <glib/gi18n-lib.h>

struct fol_export_source {
  gint refs;
  struct fol_state *state; /* owned reference */
  struct fol_marks marks;
  struct fol_state *since;     /* owned; what the marks lend, or NULL */
  struct fol_history *history; /* owned; NULL until another moment is asked for */
  uint64_t length;             /* how far it goes */
  struct fol_compare *compare; /* owned; NULL until a moment with lanes is asked for */
};

struct visit {
  struct fol_export_work *work;
  GCancellable *cancellable;
};

guint
fol_export_span_count (const struct fol_export_span *span)
{
  return span->range == FOL_EXPORT_MOMENT ? 1 : (guint) (span->to - span->from + 1);
}

struct fol_export_source *
fol_export_source_new (struct fol_state *state, const struct fol_marks *marks)
{
  struct fol_export_source *source = g_new0 (struct fol_export_source, 1);

  source->refs = 1;
  source->state = fol_state_ref (state);
  source->marks = *marks;
  if (marks->since != NULL)
    source->since = fol_state_ref ((struct fol_state *) marks->since);
  return source;
}

struct fol_export_source *
fol_export_source_ref (struct fol_export_source *source)
{
  g_atomic_int_inc (&source->refs);
  return source;
}

void
fol_export_source_unref (struct fol_export_source *source)
{
  if (!g_atomic_int_dec_and_test (&source->refs))
    return;
  if (source->history != NULL)
    fol_history_free (source->history);
  fol_compare_free (source->compare);
  fol_state_unref (source->state);
  fol_state_unref (source->since);
  g_free (source);
}

const struct fol_state *
fol_export_source_state (const struct fol_export_source *source)
{
  return source->state;
}

void
fol_export_work_free (struct fol_export_work *work)
{
  fol_export_source_unref (work->source);
  g_free ((char *) work->picture.export.caption);
  g_free (work->path);
  if (work->shapes != NULL)
    fol_shapes_free (work->shapes);
  g_free (work);
}

static bool
asked_cb (void *user_data, uint64_t done, uint64_t total)
{
  return g_cancellable_is_cancelled (user_data);
}

/* A history that reaches as far as this work's last moment. */
static bool
open_history (struct visit *visit, GError **error)
{
  struct fol_export_source *source = visit->work->source;
  const struct fol_export_span *span = &visit->work->span;
  uint64_t length = span->range == FOL_EXPORT_OPERATIONS ? span->to : source->state->position.index;
  const struct fol_cancel cancel = { asked_cb, visit->cancellable };

  if (source->history != NULL && source->length >= length)
    return true;
  g_clear_pointer (&source->history, fol_history_free);
  source->history = fol_history_new_for_line (source->state, length, &cancel);
  source->length = length;
  if (source->history != NULL)
    return true;
  if (!g_cancellable_set_error_if_cancelled (visit->cancellable, error))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("Only the moment shown can be exported here."));
  return false;
}

/* The figure that compares needs what the session's states have while it is shown. */
static void
add_lanes (struct visit *visit, struct fol_state *state)
{
  struct fol_export_source *source = visit->work->source;
  const struct fol_cancel cancel = { asked_cb, visit->cancellable };

  if (visit->work->picture.figure != FOL_FIGURE_COMPARE)
    return;
  if (source->compare == NULL)
    source->compare = fol_compare_new (&state->machine);
  if (source->compare != NULL)
    fol_compare_add_lanes (source->compare, state, &cancel);
}

static struct fol_state *
get_moment (void *user_data, guint index, struct fol_marks *marks, GError **error)
{
  struct visit *visit = user_data;
  struct fol_export_source *source = visit->work->source;
  const struct fol_export_span *span = &visit->work->span;
  struct fol_position position = { .step = FOL_STEP_END };
  struct fol_state *state;

  if (span->range == FOL_EXPORT_MOMENT) {
    *marks = source->marks;
    return fol_state_ref (source->state);
  }
  if (!open_history (visit, error))
    return NULL;
  position.index =
      span->range == FOL_EXPORT_OPERATIONS ? span->from + index : source->state->position.index;
  if (span->range == FOL_EXPORT_STEPS)
    position.step = (uint32_t) (span->from + index);
  fol_history_seek (source->history, position, NULL);
  state = fol_history_state (source->history);
  add_lanes (visit, state);
  return state;
}

static void
progress_cb (void *user_data, guint done, guint total)
{
  struct visit *visit = user_data;

  g_atomic_int_set (&visit->work->total, (gint) total);
  g_atomic_int_set (&visit->work->done, (gint) done);
}

static void
thread_cb (GTask *task, gpointer owner, gpointer data, GCancellable *cancellable)
{
  struct fol_export_work *work = data;
  struct visit visit = { work, cancellable };
  const struct fol_moments moments = { fol_export_span_count (&work->span), get_moment, &visit };
  const struct fol_picture_work picture_work = { cancellable, progress_cb, &visit };
  GError *error = NULL;
  bool ok = false;

  switch (work->task) {
  case FOL_EXPORT_PAGE:
    work->shapes = fol_picture_page (&work->picture, &moments, work->page, work->scale, &error);
    ok = work->shapes != NULL;
    break;
  case FOL_EXPORT_MEASURE:
    work->scale = fol_picture_scale (&work->picture, &moments, &picture_work, &error);
    ok = work->scale > 0;
    break;
  case FOL_EXPORT_SAVE:
    ok = fol_picture_save (&work->picture, &moments, work->path, &picture_work, &error);
    break;
  }
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
fol_export_work_run (GObject *owner, struct fol_export_work *work, GCancellable *cancellable,
                     GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (owner, cancellable, callback, NULL);

  /* What a thread has finished is told as it is, cancelled or not. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, (GDestroyNotify) fol_export_work_free);
  g_task_run_in_thread (task, thread_cb);
}
