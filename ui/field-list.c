/* ui/field-list.c - the fields of an object, each of which opens and tells more. */
#include "ui/field-list.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>

struct _FolFieldList {
  GtkBox parent_instance;

  GtkWidget *list, *more;
  GHashTable *open; /* names of open rows; owned strings */
  gboolean all;     /* those behind the button are shown */
};

G_DEFINE_FINAL_TYPE (FolFieldList, fol_field_list, GTK_TYPE_BOX)

/* What a row is made of; owned by the row, lends its widgets. */
struct row {
  char *name, *value; /* owned */
  GtkWidget *value_label, *arrow, *detail;
  gboolean later;
};

static void
row_free (gpointer data)
{
  struct row *row = data;

  g_free (row->name);
  g_free (row->value);
  g_free (row);
}

static struct row *
row_of (GtkListBoxRow *widget)
{
  return g_object_get_data (G_OBJECT (widget), "field");
}

static GtkListBoxRow *
nth_row (FolFieldList *self, guint number)
{
  return gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) number);
}

static GtkListBoxRow *
find_row (FolFieldList *self, const char *name)
{
  GtkListBoxRow *widget;

  for (guint i = 0; name != NULL && (widget = nth_row (self, i)) != NULL; i++)
    if (g_str_equal (row_of (widget)->name, name))
      return widget;
  return NULL;
}

static void
show_open (FolFieldList *self, GtkListBoxRow *widget)
{
  struct row *row = row_of (widget);
  gboolean open = g_hash_table_contains (self->open, row->name);

  gtk_widget_set_visible (row->detail, open);
  gtk_image_set_from_icon_name (GTK_IMAGE (row->arrow),
                                open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
set_value (GtkListBoxRow *widget, const char *value)
{
  struct row *row = row_of (widget);
  g_autofree char *label = NULL;

  if (g_strcmp0 (row->value, value) == 0)
    return;
  g_free (row->value);
  row->value = g_strdup (value);
  label = g_strdup_printf ("%s: %s", row->name, value);
  gtk_label_set_text (GTK_LABEL (row->value_label), value);
  /* Columns stand below each other. */
  gtk_label_set_justify (GTK_LABEL (row->value_label),
                         strchr (value, '\n') != NULL ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static GtkWidget *
make_line (struct row *row, const struct fol_field *field)
{
  GtkWidget *line = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, "inspector-row");

  row->value_label = fol_label_new (NULL, "field-value");
  gtk_label_set_wrap (GTK_LABEL (row->value_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (row->value_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (row->value_label), 1);
  gtk_widget_set_hexpand (row->value_label, TRUE);
  row->arrow = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (row->arrow), 12);
  fol_add_classes (row->arrow, "field-arrow");
  gtk_box_append (GTK_BOX (line), fol_label_new (field->info.name, "field-name"));
  gtk_box_append (GTK_BOX (line), row->value_label);
  gtk_box_append (GTK_BOX (line), row->arrow);
  return line;
}

static void
add_row (FolFieldList *self, const struct fol_field *field, gboolean later)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *content = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, NULL);
  struct row *row = g_new0 (struct row, 1);

  row->name = g_strdup (field->info.name);
  row->later = later;
  g_object_set_data_full (G_OBJECT (widget), "field", row, row_free);
  row->detail = fol_box_new (GTK_ORIENTATION_VERTICAL, 3, "field-detail");
  gtk_box_append (GTK_BOX (row->detail), fol_text_new (field->info.meaning, "field-meaning"));
  gtk_box_append (GTK_BOX (row->detail), fol_text_new (field->info.encoding, "field-encoding"));
  gtk_box_append (GTK_BOX (content), make_line (row, field));
  gtk_box_append (GTK_BOX (content), row->detail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), content);
  gtk_widget_set_tooltip_text (widget, field->info.meaning);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  field->info.meaning, -1);
  gtk_widget_set_visible (widget, self->all || !later);
  gtk_list_box_append (GTK_LIST_BOX (self->list), widget);
  set_value (GTK_LIST_BOX_ROW (widget), field->value);
  show_open (self, GTK_LIST_BOX_ROW (widget));
}

/* Whether the rows are those of `fields`, whatever their values. */
static gboolean
same_fields (FolFieldList *self, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++) {
    const struct fol_field *field = g_ptr_array_index (fields, i);
    GtkListBoxRow *widget = nth_row (self, i);

    if (widget == NULL || !g_str_equal (row_of (widget)->name, field->info.name))
      return FALSE;
  }
  return nth_row (self, fields->len) == NULL;
}

/* The name of the row with the focus, or NULL; the caller owns it. */
static char *
focused_name (FolFieldList *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (self->list);

  return GTK_IS_LIST_BOX_ROW (focus) ? g_strdup (row_of (GTK_LIST_BOX_ROW (focus))->name) : NULL;
}

static void
rebuild (FolFieldList *self, GPtrArray *fields, const char *const *later)
{
  g_autofree char *focused = focused_name (self);
  GtkListBoxRow *widget;

  while ((widget = nth_row (self, 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (widget));
  for (guint i = 0; i < fields->len; i++) {
    const struct fol_field *field = g_ptr_array_index (fields, i);

    add_row (self, field, later != NULL && g_strv_contains (later, field->info.name));
  }
  widget = find_row (self, focused);
  if (widget != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (widget));
}

static void
update_more (FolFieldList *self)
{
  GtkListBoxRow *widget;
  guint count = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; (widget = nth_row (self, i)) != NULL; i++)
    if (row_of (widget)->later) {
      gtk_widget_set_visible (GTK_WIDGET (widget), self->all);
      count++;
    }
  text = self->all ? g_strdup (_ ("Fewer fields"))
                   : g_strdup_printf (ngettext ("%u more field", "%u more fields", count), count);
  gtk_button_set_label (GTK_BUTTON (self->more), text);
  gtk_widget_set_visible (self->more, count > 0);
}

void
fol_field_list_set (FolFieldList *self, GPtrArray *fields, const char *const *later)
{
  if (!same_fields (self, fields)) {
    rebuild (self, fields, later);
    update_more (self);
    return;
  }
  for (guint i = 0; i < fields->len; i++)
    set_value (nth_row (self, i), ((struct fol_field *) g_ptr_array_index (fields, i))->value);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *widget, FolFieldList *self)
{
  const char *name = row_of (widget)->name;
  gboolean open = g_hash_table_contains (self->open, name);

  if (open)
    g_hash_table_remove (self->open, name);
  else
    g_hash_table_add (self->open, g_strdup (name));
  show_open (self, widget);
  fol_trace ("field open=%d text=%s", !open, name);
}

gboolean
fol_field_list_toggle (FolFieldList *self, const char *name)
{
  GtkListBoxRow *widget = find_row (self, name);

  if (widget == NULL)
    return FALSE;
  activated_cb (GTK_LIST_BOX (self->list), widget, self);
  return TRUE;
}

static void
more_cb (FolFieldList *self)
{
  self->all = !self->all;
  update_more (self);
}

static void
copy_row (FolFieldList *self, GtkListBoxRow *widget)
{
  struct row *row = row_of (widget);
  g_autofree char *text = g_strdup_printf ("%s %s", row->name, row->value);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  fol_trace ("copied text=%s", text);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  FolFieldList *self = user_data;
  GtkWidget *focus = gtk_widget_get_focus_child (self->list);

  if (keyval == GDK_KEY_space)
    return gtk_widget_activate_action (GTK_WIDGET (self), "win.next", NULL);
  if ((state & GDK_CONTROL_MASK) == 0 || (keyval != GDK_KEY_c && keyval != GDK_KEY_Insert) ||
      !GTK_IS_LIST_BOX_ROW (focus))
    return FALSE;
  copy_row (self, GTK_LIST_BOX_ROW (focus));
  return TRUE;
}

static void
fol_field_list_finalize (GObject *object)
{
  g_hash_table_unref (FOL_FIELD_LIST (object)->open);
  G_OBJECT_CLASS (fol_field_list_parent_class)->finalize (object);
}

static void
fol_field_list_class_init (FolFieldListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fol_field_list_finalize;
}

static void
fol_field_list_init (FolFieldList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  fol_add_classes (GTK_WIDGET (self), "fields");
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->list = gtk_list_box_new ();
  /* None: what is under the keyboard is marked by the focus, and nothing else needs to be. */
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (self->list), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Fields"), -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->list, keys);
  self->more = gtk_button_new ();
  fol_add_classes (self->more, "quiet more-fields");
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  gtk_widget_set_focus_on_click (self->more, FALSE);
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
  gtk_box_append (GTK_BOX (self), self->list);
  gtk_box_append (GTK_BOX (self), self->more);
}

GtkWidget *
fol_field_list_new (void)
{
  return g_object_new (FOL_TYPE_FIELD_LIST, NULL);
}
