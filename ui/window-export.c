/* ui/window-export.c - the figure that has the focus, as a file or on the clipboard. */
#include "ui/export-choices.h"
#include "ui/export-dialog.h"
#include "ui/figure-card.h"
#include "ui/trace.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

/* A figure on its way to the clipboard; nothing of the window. */
struct copy {
  struct fol_state *state; /* owned reference */
  struct fol_marks marks;
  struct fol_picture picture;
  GBytes *svg, *png; /* owned; the answers */
};

static void
copy_free (gpointer data)
{
  struct copy *copy = data;

  fol_state_unref (copy->state);
  g_clear_pointer (&copy->svg, g_bytes_unref);
  g_clear_pointer (&copy->png, g_bytes_unref);
  g_free (copy);
}

static FolFigureView *
chosen_view (FolWindow *self)
{
  return fol_figure_card_get_view (FOL_FIGURE_CARD (fol_window_focused_card (self)));
}

struct fol_marks
fol_window_marks (FolWindow *self, const struct fol_state *state)
{
  struct fol_marks marks = { .selected = fol_selection_get (self->selection),
                             .calm = fol_window_calm (self) };

  if (self->space->run != NULL && !fol_run_away (self->space->run))
    marks.pointed_count =
        fol_run_points (self->space->run, state, marks.pointed, G_N_ELEMENTS (marks.pointed));
  return marks;
}

void
fol_window_export (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);
  FolFigureView *view = chosen_view (self);
  struct fol_marks marks;

  if (state == NULL)
    return;
  marks = fol_window_marks (self, state);
  fol_export_dialog_show (GTK_WINDOW (self), (struct fol_state *) state,
                          fol_figure_view_get_figure (view), fol_figure_view_get_options (view),
                          &marks);
}

static struct fol_state *
get_state (void *user_data, guint index, struct fol_marks *marks, GError **error)
{
  struct copy *copy = user_data;

  *marks = copy->marks;
  return fol_state_ref (copy->state);
}

static GBytes *
draw (struct copy *copy, enum fol_format format, GError **error)
{
  const struct fol_moments moments = { 1, get_state, copy };
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  copy->picture.export.format = format;
  if (!fol_picture_write (&copy->picture, &moments, stream, NULL, error) ||
      !g_output_stream_close (stream, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
copy_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  struct copy *copy = data;
  GError *error = NULL;

  copy->svg = draw (copy, FOL_PICTURE_SVG, &error);
  if (copy->svg != NULL)
    copy->png = draw (copy, FOL_PICTURE_PNG, &error);
  if (copy->png != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FolWindow *self = FOL_WINDOW (source);
  struct copy *copy = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GdkContentProvider *both[2];
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autofree char *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) ||
      (texture = gdk_texture_new_from_bytes (copy->png, &error)) == NULL) {
    fol_window_say (self, FOL_MESSAGE_ERROR, error->message);
    return;
  }
  both[0] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  both[1] = gdk_content_provider_new_for_bytes ("image/svg+xml", copy->svg);
  provider = gdk_content_provider_new_union (both, G_N_ELEMENTS (both));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), provider);
  text = g_strdup_printf (_ ("Copied “%s”, as it was exported last."),
                          _ (fol_figures[copy->picture.figure].title));
  fol_window_say (self, FOL_MESSAGE_SUCCESS, text);
  fol_trace ("copied figure=%s svg=%" G_GSIZE_FORMAT " width=%d",
             fol_figures[copy->picture.figure].name, g_bytes_get_size (copy->svg),
             gdk_texture_get_width (texture));
}

void
fol_window_copy_figure (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);
  FolFigureView *view = chosen_view (self);
  g_autoptr (GTask) task = NULL;
  struct copy *copy;

  if (state == NULL)
    return;
  copy = g_new0 (struct copy, 1);
  copy->state = fol_state_ref ((struct fol_state *) state);
  copy->marks = fol_window_marks (self, state);
  copy->picture.figure = fol_figure_view_get_figure (view);
  copy->picture.options = *fol_figure_view_get_options (view);
  copy->picture.options.zoom = 1;
  copy->picture.options.pan_x = copy->picture.options.pan_y = 0;
  fol_export_choices_load (&copy->picture);
  task = g_task_new (self, NULL, copied_cb, NULL);
  g_task_set_task_data (task, copy, copy_free);
  g_task_run_in_thread (task, copy_cb);
}
