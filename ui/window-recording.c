/* ui/window-recording.c - recordings of a real kernel: reading one, and moving in it. */
#include "ui/recent.h"
#include "ui/recording-pane.h"
#include "ui/trace.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#define TELL_MS 60

/* Belongs to the task's thread and, for the share, to the main one. */
struct reading {
  char *path;      /* owned */
  gint per_mille;  /* atomic; how much has been read */
  gboolean on_top; /* said to be under way */
};

static void
reading_free (gpointer data)
{
  struct reading *reading = data;

  g_free (reading->path);
  g_free (reading);
}

static void
share_cb (double share, gpointer user_data)
{
  struct reading *reading = user_data;

  g_atomic_int_set (&reading->per_mille, (int) (share * 1000));
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  struct reading *reading = data;
  GError *error = NULL;
  struct fol_played *played =
      fol_played_new (reading->path, share_cb, reading, cancellable, &error);

  if (played != NULL)
    g_task_return_pointer (task, played, (GDestroyNotify) fol_played_free);
  else
    g_task_return_error (task, error);
}

/* A short recording is there before anybody needs to be told. */
static gboolean
tell_cb (gpointer user_data)
{
  FolWindow *self = user_data;
  struct reading *reading = g_task_get_task_data (self->reading);
  const struct fol_message_button buttons[] = { { _ ("Cancel"), "win.cancel-reading" }, { NULL } };
  g_autofree char *name = g_filename_display_basename (reading->path);
  g_autofree char *text = g_strdup_printf (_ ("Reading %s…"), name);

  if (!reading->on_top)
    fol_message_bar_show (FOL_MESSAGE_BAR (self->message), FOL_MESSAGE_INFO, text, buttons);
  reading->on_top = TRUE;
  gtk_widget_set_visible (self->progress, TRUE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                 g_atomic_int_get (&reading->per_mille) / 1000.0);
  return G_SOURCE_CONTINUE;
}

static void
show_played (FolWindow *self, struct fol_played *played, const char *path)
{
  struct fol_workspace *space = &self->recorded;
  g_autofree char *name = g_filename_display_basename (path);

  fol_recording_pane_set_played (FOL_RECORDING_PANE (self->recording_pane), NULL, NULL);
  fol_workspace_clear (space);
  g_clear_pointer (&self->played, fol_played_free);
  fol_selection_set (self->selection, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  self->played = played;
  space->title = g_strdup (name);
  fol_window_new_session (self, space);
  fol_session_open_history (space->session, g_steal_pointer (&played->history), NULL,
                            (struct fol_position){ .step = FOL_STEP_END });
  fol_recording_pane_set_played (FOL_RECORDING_PANE (self->recording_pane), played, name);
  fol_window_set_space (self, space, TRUE);
  fol_recent_add (path);
  fol_trace ("recording rows=%u checked=%u differ=%u", played->rows->len, (guint) played->checked,
             (guint) played->differ);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FolWindow *self = FOL_WINDOW (source);
  const struct reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  struct fol_played *played = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->reading != G_TASK (result)) {
    /* Another one was opened since, or the window has gone. */
    fol_played_free (played);
    return;
  }
  fol_window_stop_reading (self);
  if (reading->on_top)
    fol_message_bar_hide (FOL_MESSAGE_BAR (self->message));
  if (played != NULL)
    show_played (self, played, reading->path);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fol_window_say (self, FOL_MESSAGE_INFO, _ ("Reading the recording was cancelled."));
  else
    fol_window_say (self, FOL_MESSAGE_ERROR, error->message);
}

void
fol_window_stop_reading (FolWindow *self)
{
  g_clear_handle_id (&self->reading_source, g_source_remove);
  g_clear_object (&self->reading);
  if (self->progress != NULL)
    gtk_widget_set_visible (self->progress, FALSE);
}

gboolean
fol_window_cancel_reading (FolWindow *self)
{
  if (self->reading == NULL)
    return FALSE;
  g_cancellable_cancel (g_task_get_cancellable (self->reading));
  return TRUE;
}

void
fol_window_open_recording (FolWindow *self, const char *path)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  struct reading *reading = g_new0 (struct reading, 1);

  fol_window_cancel_reading (self);
  fol_window_stop_reading (self);
  reading->path = g_strdup (path);
  self->reading = g_task_new (self, cancellable, read_cb, NULL);
  g_task_set_task_data (self->reading, reading, reading_free);
  self->reading_source = g_timeout_add (TELL_MS, tell_cb, self);
  g_task_run_in_thread (self->reading, read_thread);
}

void
fol_window_drop_recording (FolWindow *self)
{
  fol_window_cancel_reading (self);
  fol_window_stop_reading (self);
  fol_workspace_clear (&self->recorded);
  g_clear_pointer (&self->played, fol_played_free);
}

static void
jump (FolWindow *self, int direction, gboolean differing)
{
  if (self->space != &self->recorded ||
      fol_recording_pane_jump (FOL_RECORDING_PANE (self->recording_pane), direction, differing))
    return;
  if (differing)
    fol_window_say (self, FOL_MESSAGE_INFO, _ ("There is no other difference in this direction."));
  else
    fol_window_say (self, FOL_MESSAGE_INFO, _ ("There is no other state in this direction."));
}

void
fol_window_next_difference (FolWindow *self, const char *target)
{
  jump (self, 1, TRUE);
}

void
fol_window_previous_difference (FolWindow *self, const char *target)
{
  jump (self, -1, TRUE);
}

void
fol_window_next_state (FolWindow *self, const char *target)
{
  jump (self, 1, FALSE);
}

void
fol_window_previous_state (FolWindow *self, const char *target)
{
  jump (self, -1, FALSE);
}
