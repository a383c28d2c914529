/* ui/workload-form.c - many operations at once, made by a seed: the form of a workload. */
#include "ui/workload-form.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

struct _FolWorkloadForm {
  GtkBox parent_instance;

  FolSession *session;                         /* owned */
  GtkWidget *control[FOL_WORKLOAD_PARAMETERS]; /* lent by the grids */
  GtkWidget *more[FOL_WORKLOAD_OF_SMALL + 1];  /* [0]: NULL; expanders */
  GtkWidget *line, *error, *run, *running, *progress, *progress_text;
};

G_DEFINE_FINAL_TYPE (FolWorkloadForm, fol_workload_form, GTK_TYPE_BOX)

static void
read_fields (FolWorkloadForm *self, struct fol_workload *workload)
{
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++) {
    GtkWidget *control = self->control[i];

    workload->value[i] = GTK_IS_DROP_DOWN (control)
                             ? gtk_drop_down_get_selected (GTK_DROP_DOWN (control))
                             : (guint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (control));
  }
}

static void
changed_cb (FolWorkloadForm *self)
{
  struct fol_workload workload;
  g_autofree char *text = NULL;

  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++)
    if (self->control[i] == NULL)
      return; /* still being made */
  read_fields (self, &workload);
  gtk_widget_set_visible (self->more[FOL_WORKLOAD_OF_PAGES],
                          workload.value[FOL_WORKLOAD_SMALL] < 100);
  gtk_widget_set_visible (self->more[FOL_WORKLOAD_OF_SMALL],
                          workload.value[FOL_WORKLOAD_SMALL] > 0);
  text = fol_workload_text (&workload);
  gtk_label_set_text (GTK_LABEL (self->line), text);
  fol_set_text (self->error, NULL);
}

const char *
fol_workload_form_get_text (FolWorkloadForm *self)
{
  return gtk_label_get_text (GTK_LABEL (self->line));
}

static void
run_cb (FolWorkloadForm *self)
{
  struct fol_workload workload;
  g_autoptr (GError) error = NULL;

  if (self->session == NULL)
    return;
  read_fields (self, &workload);
  if (!fol_workload_check (&workload, &error)) {
    fol_set_text (self->error, error->message);
    fol_trace ("form-error text=%s", error->message);
    return;
  }
  fol_session_workload (self->session, &workload);
}

static void
cancel_cb (FolWorkloadForm *self)
{
  if (self->session != NULL)
    fol_session_cancel (self->session);
}

static void
progress_cb (FolSession *session, guint64 done, guint64 total, FolWorkloadForm *self)
{
  gboolean busy = done < total;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->running, busy);
  gtk_widget_set_visible (self->run, !busy);
  if (!busy)
    return;
  text = g_strdup_printf (_ ("%u %% done"), (guint) (done * 100 / total));
  gtk_label_set_text (GTK_LABEL (self->progress_text), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), (double) done / (double) total);
}

static GtkWidget *
make_control (FolWorkloadForm *self, const struct fol_workload_info *info)
{
  GtkWidget *control;

  if (info->choices != NULL) {
    g_autoptr (GPtrArray) labels = g_ptr_array_new ();

    for (guint i = 0; info->as_labels[i] != NULL; i++)
      g_ptr_array_add (labels, (gpointer) _ (info->as_labels[i]));
    g_ptr_array_add (labels, NULL);
    control = gtk_drop_down_new_from_strings ((const char *const *) labels->pdata);
    gtk_drop_down_set_selected (GTK_DROP_DOWN (control), (guint) info->otherwise);
    g_signal_connect_swapped (control, "notify::selected", G_CALLBACK (changed_cb), self);
    return control;
  }
  /* A spin button counts in doubles: exact up to 2^53. */
  control = gtk_spin_button_new_with_range (
      (double) info->least, (double) MIN (info->most, G_GUINT64_CONSTANT (1) << 53),
      info->most > 1000000 && info->otherwise >= 1000 ? 1000 : 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (control), 6);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), (double) info->otherwise);
  g_signal_connect_swapped (control, "value-changed", G_CALLBACK (changed_cb), self);
  fol_add_classes (control, "mono");
  return control;
}

static GtkWidget *
make_grid (FolWorkloadForm *self, enum fol_workload_part part)
{
  GtkWidget *grid = gtk_grid_new ();
  int row = 0;

  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++) {
    const struct fol_workload_info *info = fol_workload_info (i);
    GtkWidget *label;

    if (info->part != part)
      continue;
    self->control[i] = make_control (self, info);
    gtk_widget_set_name (self->control[i], info->name);
    gtk_widget_set_hexpand (self->control[i], TRUE);
    gtk_widget_set_tooltip_text (self->control[i], _ (info->meaning));
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->control[i]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _ (info->label),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ (info->meaning), -1);
    label = fol_label_new (_ (info->label), "form-label");
    gtk_widget_set_tooltip_text (label, _ (info->meaning));
    gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), self->control[i], 1, row++, 1, 1);
  }
  return grid;
}

static GtkWidget *
make_more (FolWorkloadForm *self, enum fol_workload_part part, const char *label)
{
  GtkWidget *grid = make_grid (self, part);

  gtk_widget_set_margin_top (grid, 8);
  self->more[part] = gtk_expander_new (label);
  gtk_expander_set_child (GTK_EXPANDER (self->more[part]), grid);
  return self->more[part];
}

static GtkWidget *
make_running (FolWorkloadForm *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Cancel"));

  self->progress = gtk_progress_bar_new ();
  self->progress_text = fol_label_new (NULL, "caption");
  gtk_widget_set_focus_on_click (cancel, FALSE);
  gtk_widget_set_tooltip_text (cancel, _ ("Stops; what has been applied stays (Escape)"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_box_append (GTK_BOX (box), self->progress_text);
  gtk_box_append (GTK_BOX (box), self->progress);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_widget_set_visible (box, FALSE);
  return box;
}

void
fol_workload_form_set_session (FolWorkloadForm *self, FolSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  gtk_widget_set_sensitive (self->run, session != NULL);
  gtk_widget_set_visible (self->running, FALSE);
  gtk_widget_set_visible (self->run, TRUE);
  if (session != NULL)
    g_signal_connect (session, "progress", G_CALLBACK (progress_cb), self);
}

static void
fol_workload_form_dispose (GObject *object)
{
  FolWorkloadForm *self = FOL_WORKLOAD_FORM (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fol_workload_form_parent_class)->dispose (object);
}

static void
fol_workload_form_class_init (FolWorkloadFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_workload_form_dispose;
}

static void
fol_workload_form_init (FolWorkloadForm *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  self->line = fol_text_new (NULL, "mono caption");
  self->error = fol_text_new (NULL, "form-error");
  gtk_widget_set_visible (self->error, FALSE);
  self->run = gtk_button_new_with_label (_ ("Run"));
  gtk_widget_set_focus_on_click (self->run, FALSE);
  fol_add_classes (self->run, "primary");
  g_signal_connect_swapped (self->run, "clicked", G_CALLBACK (run_cb), self);
  gtk_box_append (GTK_BOX (self), make_grid (self, FOL_WORKLOAD_OF_ALL));
  gtk_box_append (GTK_BOX (self), make_more (self, FOL_WORKLOAD_OF_PAGES, _ ("More about pages")));
  gtk_box_append (GTK_BOX (self),
                  make_more (self, FOL_WORKLOAD_OF_SMALL, _ ("More about small objects")));
  gtk_box_append (GTK_BOX (self), self->line);
  gtk_box_append (GTK_BOX (self), self->error);
  gtk_box_append (GTK_BOX (self), self->run);
  self->running = make_running (self);
  gtk_box_append (GTK_BOX (self), self->running);
  changed_cb (self);
}

GtkWidget *
fol_workload_form_new (void)
{
  return g_object_new (FOL_TYPE_WORKLOAD_FORM, NULL);
}
