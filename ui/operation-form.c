/* ui/operation-form.c - an operation put together with controls instead of text. */
#include "ui/operation-form.h"
#include "ui/argument-picker.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include "app/describe.h"
#include "app/expression.h"

#include <glib/gi18n-lib.h>

struct _FolOperationForm {
  GtkBox parent_instance;

  FolSession *session;     /* owned */
  FolSelection *selection; /* owned */
  GtkWidget *picker, *rows, *line, *error, *apply;
  GtkWidget *control[SIM_ARGUMENTS_MAX]; /* lent by rows; NULL: the operation has fewer */
  guint max_order, cpu_count, node_count;
  struct sim_object selected;
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (FolOperationForm, fol_operation_form, GTK_TYPE_BOX)

static enum sim_operation_kind
current_kind (FolOperationForm *self)
{
  return (enum sim_operation_kind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->picker));
}

/* What the person chose, as text; empty: left out. */
static char *
control_text (FolOperationForm *self, guint index)
{
  GtkWidget *control = self->control[index];

  if (GTK_IS_SPIN_BUTTON (control))
    return g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (control)));
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (control))));
}

static char *
make_line (FolOperationForm *self)
{
  const struct sim_operation_info *info = &sim_operations[current_kind (self)];
  GString *line = g_string_new (info->name);

  for (guint i = 0; i < info->argument_count; i++) {
    g_autofree char *text = self->control[i] != NULL ? control_text (self, i) : g_strdup ("");

    if (*text != '\0')
      g_string_append_printf (line, " %s=%s", info->argument[i].name, text);
  }
  return g_string_free (line, FALSE);
}

static void
changed_cb (FolOperationForm *self)
{
  g_autofree char *line = NULL;

  if (self->quiet)
    return;
  line = make_line (self);
  gtk_label_set_text (GTK_LABEL (self->line), line);
  fol_set_text (self->error, NULL);
}

static void
apply_cb (FolOperationForm *self)
{
  g_autofree char *line = make_line (self);
  g_autoptr (GError) error = NULL;

  if (self->session == NULL)
    return;
  if (!fol_session_apply_text (self->session, line, &error)) {
    fol_set_text (self->error, error->message);
    fol_trace ("form-error text=%s", error->message);
  }
}

/* What an empty entry says: what to write, or what it means. */
static char *
placeholder (const struct sim_argument_info *argument)
{
  switch (argument->kind) {
  case SIM_ARGUMENT_FRAME:
    return g_strdup (_ ("number or $name"));
  case SIM_ARGUMENT_CACHE:
    return g_strdup (_ ("its name or $name"));
  case SIM_ARGUMENT_ADDRESS:
    return g_strdup (_ ("address or $name"));
  case SIM_ARGUMENT_NAME:
    return g_strdup (_ ("a new name"));
  case SIM_ARGUMENT_SLAB_FLAGS:
    return g_strdup ("SLAB_RED_ZONE|SLAB_POISON");
  case SIM_ARGUMENT_FLAG:
    return g_strdup (_ ("1 or 0"));
  default:
    break;
  }
  if (argument->kind == SIM_ARGUMENT_ORDER || argument->kind == SIM_ARGUMENT_NODE)
    return g_strdup (_ ("as it is"));
  return g_strdup_printf ("%" G_GUINT64_FORMAT, argument->otherwise);
}

/* Whether every value is a number that buttons can count up and down. */
static gboolean
counts (const struct sim_argument_info *argument)
{
  return argument->kind == SIM_ARGUMENT_OFFSET ||
         (argument->required &&
          (argument->kind == SIM_ARGUMENT_NUMBER || argument->kind == SIM_ARGUMENT_ORDER ||
           argument->kind == SIM_ARGUMENT_CPU || argument->kind == SIM_ARGUMENT_NODE));
}

static GtkWidget *
make_control (FolOperationForm *self, const struct sim_argument_info *argument)
{
  GtkWidget *control;
  double most = (double) MIN (argument->most, (uint64_t) G_MAXINT);

  if (argument->required && argument->kind == SIM_ARGUMENT_ORDER)
    most = self->max_order - 1;
  if (argument->kind == SIM_ARGUMENT_CPU)
    most = self->cpu_count - 1;
  if (counts (argument)) {
    control = gtk_spin_button_new_with_range ((double) (gint64) argument->least, most, 1);
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), (double) argument->otherwise);
    gtk_editable_set_width_chars (GTK_EDITABLE (control), 4);
  } else {
    g_autofree char *hint = placeholder (argument);
    g_autofree char *gfp = fol_gfp_to_text ((uint32_t) argument->otherwise);

    control = gtk_entry_new ();
    if (argument->kind == SIM_ARGUMENT_GFP)
      gtk_editable_set_text (GTK_EDITABLE (control), gfp);
    gtk_editable_set_width_chars (GTK_EDITABLE (control), 8);
    gtk_entry_set_activates_default (GTK_ENTRY (control), FALSE);
    gtk_entry_set_placeholder_text (GTK_ENTRY (control), hint);
    g_signal_connect_swapped (control, "activate", G_CALLBACK (apply_cb), self);
  }
  fol_add_classes (control, "mono");
  g_signal_connect_swapped (control, "changed", G_CALLBACK (changed_cb), self);
  return control;
}

/* The cache that the selected object is, or is of, by its name; NULL: none. */
static char *
selected_cache (FolOperationForm *self)
{
  const struct fol_state *state =
      self->session != NULL ? fol_session_get_state (self->session) : NULL;
  struct sim_object object = self->selected;
  gint64 cache = object.a;
  struct sim_view view;

  if (state == NULL)
    return NULL;
  view = fol_state_view (state);
  if (object.kind == SIM_OBJECT_SLAB || object.kind == SIM_OBJECT_SMALL)
    cache = object.a < state->layout->frame_count ? fol_cache_at (&view, object.a) : -1;
  else if (object.kind != SIM_OBJECT_CACHE && object.kind != SIM_OBJECT_CACHE_CPU &&
           object.kind != SIM_OBJECT_CACHE_LIST)
    cache = -1;
  return cache >= 0 ? fol_describe_cache (&view, (uint64_t) cache) : NULL;
}

/* The selected object as an argument of this kind, or NULL. */
static char *
selected_text (FolOperationForm *self, enum sim_argument_kind kind)
{
  struct sim_object object = self->selected;

  if (kind == SIM_ARGUMENT_FRAME &&
      (object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK))
    return g_strdup_printf ("%u", object.a);
  if (kind == SIM_ARGUMENT_CACHE)
    return selected_cache (self);
  if (kind == SIM_ARGUMENT_ADDRESS && object.kind == SIM_OBJECT_SMALL)
    return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x",
                            SIM_PAGE_OFFSET + ((guint64) object.a << SIM_PAGE_SHIFT) + object.b);
  return NULL;
}

static void
fill_selected (FolOperationForm *self)
{
  const struct sim_operation_info *info = &sim_operations[current_kind (self)];

  for (guint i = 0; i < info->argument_count; i++) {
    g_autofree char *text = selected_text (self, info->argument[i].kind);

    if (text != NULL)
      gtk_editable_set_text (GTK_EDITABLE (self->control[i]), text);
  }
}

/* A row of the grid: what the argument is called, its control, and perhaps a choice. */
static void
attach_row (FolOperationForm *self, guint index, int row)
{
  const struct sim_argument_info *argument = &sim_operations[current_kind (self)].argument[index];
  GtkWidget *control = self->control[index], *cell = control;
  GtkWidget *label = fol_label_new (argument->name, "form-label mono");
  const char *help = fol_argument_help (current_kind (self), index);

  if (fol_argument_picker_serves (argument->kind)) {
    cell = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 6, NULL);
    gtk_box_append (GTK_BOX (cell), control);
    gtk_box_append (GTK_BOX (cell),
                    fol_argument_picker_new (control, current_kind (self), index, self->session));
  }
  gtk_widget_set_hexpand (control, TRUE);
  gtk_widget_set_name (control, argument->name);
  gtk_widget_set_tooltip_text (label, help);
  gtk_widget_set_tooltip_text (control, help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  argument->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help, -1);
  gtk_grid_attach (GTK_GRID (self->rows), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->rows), cell, 1, row, 1, 1);
}

static void
rebuild (FolOperationForm *self)
{
  const struct sim_operation_info *info = &sim_operations[current_kind (self)];
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_grid_remove (GTK_GRID (self->rows), child);
  self->quiet = TRUE;
  for (guint i = 0; i < SIM_ARGUMENTS_MAX; i++) {
    const struct sim_argument_info *argument = &info->argument[i];

    self->control[i] = NULL;
    /* Nobody chooses among one node. */
    if (i >= info->argument_count || (argument->kind == SIM_ARGUMENT_NODE && self->node_count < 2))
      continue;
    self->control[i] = make_control (self, argument);
    attach_row (self, i, row++);
  }
  gtk_widget_set_visible (self->rows, row > 0);
  fill_selected (self);
  self->quiet = FALSE;
  changed_cb (self);
}

static void
selected_cb (FolOperationForm *self)
{
  struct sim_object object = fol_selection_get (self->selection);

  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_FRAME:
  case SIM_OBJECT_BLOCK:
  case SIM_OBJECT_CACHE:
  case SIM_OBJECT_CACHE_CPU:
  case SIM_OBJECT_CACHE_LIST:
  case SIM_OBJECT_SLAB:
  case SIM_OBJECT_SMALL:
    break;
  default:
    return;
  }
  self->selected = object;
  fill_selected (self);
}

void
fol_operation_form_set_session (FolOperationForm *self, FolSession *session)
{
  if (g_set_object (&self->session, session))
    rebuild (self); /* the choices are the session's */
  gtk_widget_set_sensitive (self->apply, session != NULL);
}

void
fol_operation_form_set_state (FolOperationForm *self, const struct fol_state *state)
{
  const struct sim_layout *layout = state != NULL ? state->layout : NULL;

  if (layout == NULL ||
      (self->max_order == layout->max_order && self->cpu_count == layout->cpu_count &&
       self->node_count == layout->node_count))
    return;
  self->max_order = layout->max_order;
  self->cpu_count = layout->cpu_count;
  self->node_count = layout->node_count;
  rebuild (self);
}

static void
fol_operation_form_dispose (GObject *object)
{
  FolOperationForm *self = FOL_OPERATION_FORM (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (fol_operation_form_parent_class)->dispose (object);
}

static void
fol_operation_form_class_init (FolOperationFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_operation_form_dispose;
}

static void
fol_operation_form_init (FolOperationForm *self)
{
  const char *names[SIM_OP_COUNT + 1] = { NULL };

  for (guint i = 0; i < SIM_OP_COUNT; i++)
    names[i] = sim_operations[i].name;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  self->max_order = SIM_MAX_ORDER;
  self->cpu_count = self->node_count = 1;

  self->picker = gtk_drop_down_new_from_strings (names);
  fol_add_classes (self->picker, "mono");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picker), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Operation"), -1);
  self->rows = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->rows), 8);
  gtk_grid_set_column_spacing (GTK_GRID (self->rows), 12);
  self->line = fol_text_new (NULL, "mono caption");
  self->error = fol_text_new (NULL, "form-error");
  self->apply = gtk_button_new_with_label (_ ("Apply"));
  gtk_widget_set_focus_on_click (self->apply, FALSE);
  fol_add_classes (self->apply, "primary");
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (apply_cb), self);
  gtk_box_append (GTK_BOX (self), self->picker);
  gtk_box_append (GTK_BOX (self), self->rows);
  gtk_box_append (GTK_BOX (self), self->line);
  gtk_box_append (GTK_BOX (self), self->error);
  gtk_box_append (GTK_BOX (self), self->apply);
  rebuild (self);
  gtk_widget_set_visible (self->error, FALSE);
  g_signal_connect_swapped (self->picker, "notify::selected", G_CALLBACK (rebuild), self);
}

GtkWidget *
fol_operation_form_new (FolSelection *selection)
{
  FolOperationForm *self = g_object_new (FOL_TYPE_OPERATION_FORM, NULL);

  self->selection = g_object_ref (selection);
  g_signal_connect_swapped (selection, "selected", G_CALLBACK (selected_cb), self);
  selected_cb (self);
  return GTK_WIDGET (self);
}
