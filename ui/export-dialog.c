/* ui/export-dialog.c - a figure as a file: which, as what, how large, in which colours, where. */
#include "ui/export-dialog.h"
#include "ui/compat.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "ui/figures/picture.h"

#include <glib/gi18n-lib.h>

/* Text has no place on a slide: the last format is for terminals. */
#define FORMATS FOL_PICTURE_TEXT

struct dialog {
  GtkWindow *window;       /* not owned: the window owns this */
  struct fol_state *state; /* owned reference */
  struct fol_figure_options options;
  struct fol_marks marks;
  GtkWidget *figure, *format, *size, *theme, *path, *note, *write;
  gboolean path_chosen; /* by the person: its name is left alone */
};

/* All that the thread needs; nothing of the window. */
struct job {
  struct fol_state *state; /* owned reference */
  struct fol_marks marks;
  struct fol_picture picture;
  char *path; /* owned */
};

static void
dialog_free (gpointer data)
{
  struct dialog *self = data;

  fol_state_unref (self->state);
  g_free (self);
}

static void
job_free (gpointer data)
{
  struct job *job = data;

  fol_state_unref (job->state);
  g_free (job->path);
  g_free (job);
}

static guint
selected (GtkWidget *drop_down)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down));
}

static void
set_note (struct dialog *self, const char *text, const char *class)
{
  gtk_widget_remove_css_class (self->note, "form-error");
  gtk_widget_remove_css_class (self->note, "muted");
  gtk_widget_add_css_class (self->note, class);
  gtk_label_set_text (GTK_LABEL (self->note), text);
}

/* Says before it happens what would be replaced. */
static void
path_changed_cb (struct dialog *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->path));
  gboolean exists = *path != '\0' && g_file_test (path, G_FILE_TEST_EXISTS);

  gtk_widget_set_sensitive (self->write, *path != '\0');
  gtk_button_set_label (GTK_BUTTON (self->write), exists ? _ ("Replace") : _ ("Export"));
  set_note (self, exists ? _ ("This file exists and will be replaced.") : "", "muted");
}

static void
path_typed_cb (struct dialog *self)
{
  if (gtk_widget_has_focus (self->path) || gtk_widget_get_focus_child (self->path) != NULL)
    self->path_chosen = TRUE;
  path_changed_cb (self);
}

/* figure-index.format in the folder that was used last. */
static void
suggest_path (struct dialog *self)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  g_autofree char *folder =
      fol_settings_get ("export-folder", pictures != NULL ? pictures : g_get_home_dir ());
  const char *format = fol_formats[selected (self->format)].ending;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  if (self->path_chosen) {
    /* Only the ending follows the format. */
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->path));
    const char *dot = strrchr (text, '.');

    if (dot == NULL || strchr (dot, '/') != NULL || fol_format_of_path (dot) < 0)
      return;
    path = g_strdup_printf ("%.*s.%s", (int) (dot - text), text, format);
  } else {
    name =
        g_strdup_printf ("%s-%" G_GUINT64_FORMAT ".%s", fol_figures[selected (self->figure)].name,
                         self->state->position.index, format);
    path = g_build_filename (folder, name, NULL);
  }
  gtk_editable_set_text (GTK_EDITABLE (self->path), path);
}

static struct fol_state *
get_state (void *user_data, guint index, struct fol_marks *marks, GError **error)
{
  struct job *job = user_data;

  *marks = job->marks;
  return fol_state_ref (job->state);
}

static void
thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  struct job *job = data;
  const struct fol_moments moments = { 1, get_state, job };
  GError *error = NULL;

  if (fol_picture_save (&job->picture, &moments, job->path, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (source);
  struct dialog *self = g_object_get_data (source, "dialog");
  struct job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (job->path);

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    fol_trace ("exported path=%s", job->path);
    fol_settings_set ("export-folder", folder);
    gtk_window_destroy (window);
    return;
  }
  fol_trace ("export-error text=%s", error->message);
  gtk_widget_set_sensitive (self->write, TRUE);
  set_note (self, error->message, "form-error");
}

static void
write_cb (struct dialog *self)
{
  g_autoptr (GTask) task = g_task_new (self->window, NULL, written_cb, NULL);
  struct job *job = g_new0 (struct job, 1);
  const struct fol_page_size *size = &fol_page_sizes[selected (self->size)];

  job->state = fol_state_ref (self->state);
  job->marks = self->marks;
  job->picture.options = self->options;
  job->picture.options.no_title = false;
  job->picture.figure = selected (self->figure);
  job->picture.export.format = selected (self->format);
  job->picture.export.palette = &fol_palettes[selected (self->theme)];
  job->picture.export.width = size->width;
  job->picture.export.height = size->height;
  /* Pixels for a projector twice as fine as the layout. */
  job->picture.export.scale = 2;
  job->path = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->path)));
  fol_settings_set ("export-format", fol_formats[job->picture.export.format].name);
  fol_settings_set ("export-theme", job->picture.export.palette->name);
  gtk_widget_set_sensitive (self->write, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, thread_cb);
}

static void
chosen_cb (GFile *file, gpointer user_data)
{
  GtkWindow *window = user_data;
  struct dialog *self = g_object_get_data (G_OBJECT (window), "dialog");
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    return;
  self->path_chosen = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->path), path);
}

static void
choose_cb (struct dialog *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->path));
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder_path = g_path_get_dirname (path);
  g_autoptr (GFile) folder = g_file_new_for_path (folder_path);
  const struct fol_file_choice choice = {
    .title = _ ("Export figure"), .accept = _ ("Choose"), .name = name, .folder = folder
  };

  fol_choose_file (self->window, &choice, chosen_cb, self->window);
}

static void
add_row (GtkWidget *grid, int row, const char *name, GtkWidget *control)
{
  GtkWidget *label = fol_label_new (name, "form-label");

  gtk_widget_set_hexpand (control, TRUE);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), control, 1, row, 1, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static GtkWidget *
make_path_row (struct dialog *self)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkWidget *choose = gtk_button_new_with_label (_ ("Choose…"));

  self->path = gtk_entry_new ();
  gtk_widget_set_hexpand (self->path, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->path), 30);
  gtk_entry_set_activates_default (GTK_ENTRY (self->path), TRUE);
  g_signal_connect_swapped (self->path, "changed", G_CALLBACK (path_typed_cb), self);
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (choose_cb), self);
  gtk_box_append (GTK_BOX (row), self->path);
  gtk_box_append (GTK_BOX (row), choose);
  return row;
}

static GtkWidget *
make_drop_down (guint count, const char *(*label) (guint index))
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < count; i++)
    gtk_string_list_append (list, label (i));
  return gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&list)), NULL);
}

static const char *
figure_label (guint index)
{
  return _ (fol_figures[index].title);
}

static const char *
format_label (guint index)
{
  return _ (fol_formats[index].title);
}

static const char *
size_label (guint index)
{
  return _ (fol_page_sizes[index].title);
}

static const char *
theme_label (guint index)
{
  return _ (fol_palettes[index].title);
}

static void
use_settings (struct dialog *self, enum fol_figure_id figure)
{
  g_autofree char *format = fol_settings_get ("export-format", "svg");
  g_autofree char *theme = fol_settings_get ("export-theme", "light");
  int known_format = fol_format_find (format), known_theme = fol_theme_find (theme);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->figure), figure);
  if (known_format >= 0 && known_format < (int) FORMATS)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->format), (guint) known_format);
  if (known_theme >= 0)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->theme), (guint) known_theme);
}

static GtkWidget *
make_footer (struct dialog *self)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 10, NULL);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  self->write = gtk_button_new_with_label (_ ("Export"));
  fol_add_classes (self->write, "primary");
  gtk_widget_set_size_request (self->write, 120, -1);
  gtk_widget_set_hexpand (row, TRUE);
  gtk_widget_set_halign (row, GTK_ALIGN_END);
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_destroy), self->window);
  g_signal_connect_swapped (self->write, "clicked", G_CALLBACK (write_cb), self);
  gtk_box_append (GTK_BOX (row), cancel);
  gtk_box_append (GTK_BOX (row), self->write);
  return row;
}

static GtkWidget *
make_content (struct dialog *self, enum fol_figure_id figure)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 20, "page");
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *head = fol_box_new (GTK_ORIENTATION_VERTICAL, 4, NULL);

  gtk_grid_set_row_spacing (GTK_GRID (grid), 10);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 20);
  self->figure = make_drop_down (FOL_FIGURE_COUNT, figure_label);
  self->format = make_drop_down (FORMATS, format_label);
  self->size = make_drop_down (fol_page_size_count, size_label);
  self->theme = make_drop_down (FOL_THEME_COUNT, theme_label);
  self->note = fol_text_new (NULL, "muted");
  gtk_box_append (GTK_BOX (head), fol_label_new (_ ("Export a figure"), "page-title"));
  gtk_box_append (GTK_BOX (head),
                  fol_text_new (_ ("The moment shown, ready for a slide."), "muted"));
  add_row (grid, 0, _ ("Figure"), self->figure);
  add_row (grid, 1, _ ("Format"), self->format);
  add_row (grid, 2, _ ("Size"), self->size);
  add_row (grid, 3, _ ("Colours"), self->theme);
  add_row (grid, 4, _ ("File"), make_path_row (self));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), grid);
  gtk_box_append (GTK_BOX (box), self->note);
  gtk_box_append (GTK_BOX (box), make_footer (self));
  use_settings (self, figure);
  suggest_path (self);
  g_signal_connect_swapped (self->figure, "notify::selected", G_CALLBACK (suggest_path), self);
  g_signal_connect_swapped (self->format, "notify::selected", G_CALLBACK (suggest_path), self);
  return box;
}

static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

void
fol_export_dialog_show (GtkWindow *parent, struct fol_state *state, enum fol_figure_id figure,
                        const struct fol_figure_options *options, const struct fol_marks *marks)
{
  struct dialog *self = g_new0 (struct dialog, 1);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->window = GTK_WINDOW (gtk_window_new ());
  self->state = fol_state_ref (state);
  self->options = *options;
  self->options.zoom = 1;
  self->options.pan_x = self->options.pan_y = 0;
  self->marks = *marks;
  g_object_set_data_full (G_OBJECT (self->window), "dialog", self, dialog_free);
  gtk_window_set_title (self->window, _ ("Export figure"));
  gtk_window_set_transient_for (self->window, parent);
  gtk_window_set_modal (self->window, TRUE);
  gtk_window_set_destroy_with_parent (self->window, TRUE);
  gtk_window_set_resizable (self->window, FALSE);
  gtk_window_set_child (self->window, make_content (self, figure));
  gtk_window_set_default_widget (self->window, self->write);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->window), keys);
  gtk_window_present (self->window);
  gtk_widget_grab_focus (self->path);
  fol_trace ("dialog name=export");
}
