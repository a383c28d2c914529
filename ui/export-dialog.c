/* ui/export-dialog.c - a figure as a file: what, as what, where, and how it will look. */
#include "ui/export-dialog.h"
#include "ui/compat.h"
#include "ui/export-choices.h"
#include "ui/export-form.h"
#include "ui/export-preview.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define WIDTH       880
#define HEIGHT      580
#define FORM_WIDTH  320
#define PROGRESS_MS 80

struct dialog {
  GtkWindow *window;                /* not owned: the window owns this */
  struct fol_export_source *source; /* owned */
  struct fol_export_form form;
  GtkWidget *columns, *preview, *pages, *page_label, *previous, *next;
  GtkWidget *path, *note, *progress, *cancel, *write;
  gboolean path_chosen; /* by the person: its name is left alone */
  gboolean ready;       /* the form is complete: changes mean something */

  /* One piece of work at a time; what is wanted next waits. */
  GCancellable *working;        /* owned; NULL: nothing under way */
  struct fol_export_work *work; /* lent by its task while it is under way */
  gboolean page_wanted, save_wanted, saving, closed;
  guint page, serial; /* serial: of what the pages look like */
  double scale;       /* of all pages; 0: not measured yet */
  guint progress_source;
};

static void next_work (struct dialog *self);

static void
dialog_free (gpointer data)
{
  struct dialog *self = data;

  fol_export_source_unref (self->source);
  g_clear_object (&self->working);
  g_free (self);
}

static void
set_note (struct dialog *self, const char *text, const char *class)
{
  gtk_widget_remove_css_class (self->note, "form-error");
  gtk_widget_remove_css_class (self->note, "muted");
  gtk_widget_add_css_class (self->note, class);
  gtk_label_set_text (GTK_LABEL (self->note), text);
}

static guint
count_files (struct dialog *self, guint *count)
{
  struct fol_picture picture;
  struct fol_export_span span;

  fol_export_form_read (&self->form, &picture, &span);
  *count = fol_export_span_count (&span);
  return fol_picture_files (picture.export.format, *count);
}

/* How many of the files that would be written are there already. */
static guint
count_existing (struct dialog *self, const char *path, guint files)
{
  guint existing = 0;

  for (guint i = 0; i < files; i++) {
    g_autofree char *own = fol_picture_path (path, i, files);

    existing += g_file_test (own, G_FILE_TEST_EXISTS);
  }
  return existing;
}

/* Says before it happens what is written and what would be replaced.  Returns whether something would. */
static gboolean
update_target (struct dialog *self)
{
  const char *path = gtk_editable_get_text (GTK_EDITABLE (self->path));
  guint count, files = count_files (self, &count);
  guint existing = *path != '\0' ? count_existing (self, path, files) : 0;
  g_autofree char *first = fol_picture_path (path, 0, files);
  g_autofree char *last = fol_picture_path (path, files - 1, files);
  g_autofree char *first_name = g_path_get_basename (first);
  g_autofree char *last_name = g_path_get_basename (last);
  g_autofree char *note = NULL;

  gtk_widget_set_sensitive (self->write, *path != '\0' && !self->saving);
  gtk_button_set_label (GTK_BUTTON (self->write), existing > 0 ? _ ("Replace") : _ ("Export"));
  if (existing > 0 && files == 1)
    note = g_strdup (_ ("This file exists and will be replaced."));
  else if (existing > 0)
    note =
        g_strdup_printf (ngettext ("%u file of this name exists and will be replaced.",
                                   "%u files of these names exist and will be replaced.", existing),
                         existing);
  else if (files > 1)
    note = g_strdup_printf (_ ("%u files, %s to %s"), files, first_name, last_name);
  set_note (self, note != NULL ? note : "", "muted");
  return existing > 0;
}

static void
path_changed_cb (struct dialog *self)
{
  int format = fol_format_of_path (gtk_editable_get_text (GTK_EDITABLE (self->path)));

  if (gtk_widget_get_focus_child (self->path) != NULL) {
    self->path_chosen = TRUE;
    if (format >= 0)
      fol_export_form_set_format (&self->form, (enum fol_format) format);
  }
  update_target (self);
}

/* figure-index.format in the folder that was used last. */
static void
suggest_path (struct dialog *self)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  g_autofree char *folder =
      fol_settings_get ("export-folder", pictures != NULL ? pictures : g_get_home_dir ());
  struct fol_picture picture;
  struct fol_export_span span;
  const char *ending;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  fol_export_form_read (&self->form, &picture, &span);
  ending = fol_formats[picture.export.format].ending;
  if (self->path_chosen) {
    /* Only the ending follows the format. */
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->path));
    const char *dot = strrchr (text, '.');

    if (dot == NULL || strchr (dot, '/') != NULL || fol_format_of_path (dot) < 0)
      return;
    path = g_strdup_printf ("%.*s.%s", (int) (dot - text), text, ending);
  } else {
    name = g_strdup_printf ("%s-%" G_GUINT64_FORMAT ".%s", fol_figures[picture.figure].name,
                            fol_export_source_state (self->source)->position.index, ending);
    path = g_build_filename (folder, name, NULL);
  }
  if (strcmp (path, gtk_editable_get_text (GTK_EDITABLE (self->path))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->path), path);
}

static void
update_pages (struct dialog *self)
{
  g_autofree char *text = NULL;
  guint count;

  count_files (self, &count);
  self->page = MIN (self->page, count - 1);
  text = g_strdup_printf (_ ("%u of %u"), self->page + 1, count);
  gtk_label_set_text (GTK_LABEL (self->page_label), text);
  gtk_widget_set_visible (self->pages, count > 1);
  gtk_widget_set_sensitive (self->previous, self->page > 0);
  gtk_widget_set_sensitive (self->next, self->page + 1 < count);
}

static void
changed_cb (gpointer user_data, enum fol_export_change change)
{
  struct dialog *self = user_data;
  struct fol_picture picture;
  struct fol_export_span span;

  if (!self->ready)
    return;
  fol_export_form_read (&self->form, &picture, &span);
  if (change == FOL_EXPORT_CHANGE_LAYOUT) {
    self->serial++;
    self->scale = 0;
    self->page_wanted = TRUE;
    if (self->working != NULL)
      g_cancellable_cancel (self->working);
  }
  fol_export_preview_set_palette (FOL_EXPORT_PREVIEW (self->preview), picture.export.palette);
  suggest_path (self);
  update_target (self);
  update_pages (self);
  next_work (self);
}

static void
turn (struct dialog *self, int by)
{
  self->page = (guint) MAX (0, (int) self->page + by);
  self->page_wanted = TRUE;
  if (self->working != NULL)
    g_cancellable_cancel (self->working);
  update_pages (self);
  next_work (self);
}

static void
previous_cb (struct dialog *self)
{
  turn (self, -1);
}

static void
next_cb (struct dialog *self)
{
  turn (self, 1);
}

static void
stop_saving (struct dialog *self)
{
  self->saving = FALSE;
  g_clear_handle_id (&self->progress_source, g_source_remove);
  gtk_widget_set_sensitive (self->columns, TRUE);
  gtk_widget_set_sensitive (gtk_widget_get_parent (self->path), TRUE);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_widget_set_visible (self->note, TRUE);
  gtk_widget_grab_focus (self->path);
  update_target (self);
}

static void
saved (struct dialog *self, const struct fol_export_work *work, const GError *error)
{
  g_autofree char *folder = g_path_get_dirname (work->path);

  if (error == NULL) {
    fol_trace ("exported path=%s", work->path);
    fol_settings_set ("export-folder", folder);
    gtk_window_destroy (self->window);
    return;
  }
  stop_saving (self);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    set_note (self, _ ("Cancelled."), "muted");
    return;
  }
  fol_trace ("export-error text=%s", error->message);
  set_note (self, error->message, "form-error");
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  struct dialog *self = g_object_get_data (source, "dialog");
  struct fol_export_work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);
  struct fol_picture picture;
  struct fol_export_span span;

  g_clear_object (&self->working);
  self->work = NULL;
  if (self->closed)
    return;
  if (work->task == FOL_EXPORT_SAVE) {
    saved (self, work, error);
    if (self->closed)
      return;
  } else if (work->serial != self->serial) {
    /* Of a form that has changed. */
  } else if (!done) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      set_note (self, error->message, "form-error");
  } else if (work->task == FOL_EXPORT_MEASURE) {
    self->scale = work->scale;
    self->page_wanted = TRUE;
  } else {
    fol_export_form_read (&self->form, &picture, &span);
    fol_export_preview_set_page (FOL_EXPORT_PREVIEW (self->preview), &picture.export,
                                 g_steal_pointer (&work->shapes));
    fol_trace ("export-preview page=%u scale=%.2f", work->page + 1, work->scale);
  }
  next_work (self);
}

static void
begin (struct dialog *self, enum fol_export_task task)
{
  struct fol_export_work *work = g_new0 (struct fol_export_work, 1);

  fol_export_form_read (&self->form, &work->picture, &work->span);
  work->picture.export.caption = g_strdup (work->picture.export.caption);
  work->task = task;
  work->source = fol_export_source_ref (self->source);
  work->page = self->page;
  work->serial = self->serial;
  work->scale = self->scale;
  if (task == FOL_EXPORT_SAVE)
    work->path = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->path)));
  self->work = work;
  self->working = g_cancellable_new ();
  fol_export_work_run (G_OBJECT (self->window), work, self->working, worked_cb);
}

/* Writing comes first, then the page one looks at, then the scale of them all. */
static void
next_work (struct dialog *self)
{
  guint count;

  if (self->working != NULL)
    return;
  count_files (self, &count);
  if (self->save_wanted) {
    self->save_wanted = FALSE;
    begin (self, FOL_EXPORT_SAVE);
  } else if (self->page_wanted) {
    self->page_wanted = FALSE;
    begin (self, FOL_EXPORT_PAGE);
  } else if (count > 1 && self->scale <= 0) {
    begin (self, FOL_EXPORT_MEASURE);
  }
}

static gboolean
progress_cb (gpointer user_data)
{
  struct dialog *self = user_data;
  int total = self->work != NULL ? g_atomic_int_get (&self->work->total) : 0;

  if (self->work == NULL || self->work->task != FOL_EXPORT_SAVE)
    return G_SOURCE_CONTINUE;
  gtk_widget_set_visible (self->progress, TRUE);
  gtk_widget_set_visible (self->note, FALSE);
  if (total > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   (double) g_atomic_int_get (&self->work->done) / total);
  return G_SOURCE_CONTINUE;
}

static void
write_cb (struct dialog *self)
{
  gboolean agreed = strcmp (gtk_button_get_label (GTK_BUTTON (self->write)), _ ("Replace")) == 0;
  struct fol_picture picture;
  struct fol_export_span span;

  if (self->saving)
    return;
  /* A file that came to be there meanwhile has not been agreed to. */
  if (update_target (self) && !agreed)
    return;
  fol_export_form_read (&self->form, &picture, &span);
  fol_export_choices_save (&picture);
  self->saving = self->save_wanted = TRUE;
  gtk_widget_grab_focus (self->cancel); /* before what has the focus loses it */
  gtk_widget_set_sensitive (self->columns, FALSE);
  gtk_widget_set_sensitive (gtk_widget_get_parent (self->path), FALSE);
  gtk_widget_set_sensitive (self->write, FALSE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
  self->progress_source = g_timeout_add (PROGRESS_MS, progress_cb, self);
  if (self->working != NULL)
    g_cancellable_cancel (self->working);
  next_work (self);
}

/* While something is written, that is what is given up; the dialog stays. */
static void
cancel_cb (struct dialog *self)
{
  if (!self->saving)
    gtk_window_destroy (self->window);
  else if (self->working != NULL)
    g_cancellable_cancel (self->working);
}

static void
destroy_cb (struct dialog *self)
{
  self->closed = TRUE;
  g_clear_handle_id (&self->progress_source, g_source_remove);
  if (self->working != NULL)
    g_cancellable_cancel (self->working);
}

static void
chosen_cb (GFile *file, gpointer user_data)
{
  GtkWindow *window = user_data;
  struct dialog *self = g_object_get_data (G_OBJECT (window), "dialog");
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || self->closed)
    return;
  self->path_chosen = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->path), path);
  if (fol_format_of_path (path) >= 0)
    fol_export_form_set_format (&self->form, (enum fol_format) fol_format_of_path (path));
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

static GtkWidget *
make_path_row (struct dialog *self)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkWidget *choose = gtk_button_new_with_label (_ ("Choose…"));

  self->path = gtk_entry_new ();
  gtk_widget_set_hexpand (self->path, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->path), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("File"), -1);
  gtk_entry_set_activates_default (GTK_ENTRY (self->path), TRUE);
  g_signal_connect_swapped (self->path, "changed", G_CALLBACK (path_changed_cb), self);
  g_signal_connect_swapped (choose, "clicked", G_CALLBACK (choose_cb), self);
  gtk_box_append (GTK_BOX (row), fol_label_new (_ ("File"), "form-label"));
  gtk_box_append (GTK_BOX (row), self->path);
  gtk_box_append (GTK_BOX (row), choose);
  return row;
}

static GtkWidget *
make_page_button (const char *icon, const char *name, void (*callback) (struct dialog *self),
                  struct dialog *self)
{
  GtkWidget *button = fol_icon_button_new (icon, "quiet square");

  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (callback), self);
  return button;
}

/* The preview, and below it the pages to leaf through. */
static GtkWidget *
make_view (struct dialog *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);

  self->preview = fol_export_preview_new ();
  gtk_widget_set_hexpand (self->preview, TRUE);
  gtk_widget_set_vexpand (self->preview, TRUE);
  self->pages = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  gtk_widget_set_halign (self->pages, GTK_ALIGN_CENTER);
  self->previous =
      make_page_button ("go-previous-symbolic", _ ("Previous page"), previous_cb, self);
  self->next = make_page_button ("go-next-symbolic", _ ("Next page"), next_cb, self);
  self->page_label = fol_label_new (NULL, "caption");
  gtk_box_append (GTK_BOX (self->pages), self->previous);
  gtk_box_append (GTK_BOX (self->pages), self->page_label);
  gtk_box_append (GTK_BOX (self->pages), self->next);
  gtk_box_append (GTK_BOX (box), self->preview);
  gtk_box_append (GTK_BOX (box), self->pages);
  return box;
}

static GtkWidget *
make_columns (struct dialog *self)
{
  GtkWidget *columns = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 24, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->form.grid);
  gtk_widget_set_size_request (scrolled, FORM_WIDTH, -1);
  gtk_widget_set_vexpand (columns, TRUE);
  gtk_box_append (GTK_BOX (columns), scrolled);
  gtk_box_append (GTK_BOX (columns), make_view (self));
  return columns;
}

static GtkWidget *
make_footer (struct dialog *self)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 10, NULL);

  self->note = fol_text_new (NULL, "muted");
  gtk_widget_set_hexpand (self->note, TRUE);
  gtk_widget_set_valign (self->note, GTK_ALIGN_CENTER);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_hexpand (self->progress, TRUE);
  gtk_widget_set_valign (self->progress, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Export"), -1);
  self->cancel = gtk_button_new_with_label (_ ("Cancel"));
  self->write = gtk_button_new_with_label (_ ("Export"));
  fol_add_classes (self->write, "primary");
  gtk_widget_set_size_request (self->write, 120, -1);
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  g_signal_connect_swapped (self->write, "clicked", G_CALLBACK (write_cb), self);
  gtk_box_append (GTK_BOX (row), self->note);
  gtk_box_append (GTK_BOX (row), self->progress);
  gtk_box_append (GTK_BOX (row), self->cancel);
  gtk_box_append (GTK_BOX (row), self->write);
  return row;
}

static GtkWidget *
make_content (struct dialog *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 16, "export");

  self->columns = make_columns (self);
  gtk_box_append (GTK_BOX (box), self->columns);
  gtk_box_append (GTK_BOX (box), make_path_row (self));
  gtk_box_append (GTK_BOX (box), make_footer (self));
  return box;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  cancel_cb (g_object_get_data (G_OBJECT (widget), "dialog"));
  return TRUE;
}

static void
make_window (struct dialog *self, GtkWindow *parent)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_window_set_title (self->window, _ ("Export figure"));
  gtk_window_set_transient_for (self->window, parent);
  gtk_window_set_modal (self->window, TRUE);
  gtk_window_set_destroy_with_parent (self->window, TRUE);
  gtk_window_set_default_size (self->window, WIDTH, HEIGHT);
  gtk_window_set_child (self->window, make_content (self));
  gtk_window_set_default_widget (self->window, self->write);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->window), keys);
  g_signal_connect_swapped (self->window, "destroy", G_CALLBACK (destroy_cb), self);
}

void
fol_export_dialog_show (GtkWindow *parent, struct fol_state *state, enum fol_figure_id figure,
                        const struct fol_figure_options *options, const struct fol_marks *marks)
{
  struct dialog *self = g_new0 (struct dialog, 1);
  struct fol_picture picture = { .figure = figure, .options = *options };

  fol_export_choices_load (&picture);
  picture.options.zoom = 1;
  picture.options.pan_x = picture.options.pan_y = 0;
  self->source = fol_export_source_new (state, marks);
  self->window = GTK_WINDOW (gtk_window_new ());
  g_object_set_data_full (G_OBJECT (self->window), "dialog", self, dialog_free);
  fol_export_form_init (&self->form, state, &picture, changed_cb, self);
  make_window (self, parent);
  self->ready = TRUE;
  changed_cb (self, FOL_EXPORT_CHANGE_LAYOUT);
  gtk_window_present (self->window);
  gtk_widget_grab_focus (self->path);
  fol_trace ("dialog name=export");
}
