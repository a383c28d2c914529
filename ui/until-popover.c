/* ui/until-popover.c - asks for the condition of "run until". */
#include "ui/until-popover.h"
#include "app/expression.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ENTRY_CHARS 34
#define LIST_WIDTH  440
#define LIST_HEIGHT 148

struct until {
  GtkWidget *popover, *entry, *error, *list, *scrolled;
  fol_until_func run;
  gpointer user_data;
};

/* Conditions that say something on every machine. */
static const char *const examples[] = { "failed()", "largest(Normal) < 3",
                                        "free(Normal) < min(Normal)" };

static void
run (struct until *until, gboolean backward)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (until->entry)));
  g_autoptr (GError) error = NULL;

  if (until->run (text, backward, until->user_data, &error)) {
    gtk_popover_popdown (GTK_POPOVER (until->popover));
    return;
  }
  fol_set_text (until->error, error->message);
  fol_add_classes (until->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (until->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  fol_trace ("until-error text=%s", error->message);
}

static void
run_cb (struct until *until)
{
  run (until, FALSE);
}

static void
back_cb (struct until *until)
{
  run (until, TRUE);
}

/* The word before the cursor: where it begins, in characters. */
static int
word_start (const char *text, int cursor)
{
  const char *at = g_utf8_offset_to_pointer (text, cursor);

  while (at > text && (g_ascii_isalnum (at[-1]) || at[-1] == '_'))
    at--;
  return (int) g_utf8_pointer_to_offset (text, at);
}

static void
add_row (GtkWidget *list, const char *insert, const char *title, const char *meaning)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkWidget *label = fol_label_new (meaning, "muted");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_box_append (GTK_BOX (box), fol_label_new (title, "mono"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "insert", g_strdup (insert), g_free);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

/* An empty entry gets examples, a word the functions that begin so. */
static void
update_list (struct until *until)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (until->entry));
  int cursor = gtk_editable_get_position (GTK_EDITABLE (until->entry));
  int start = word_start (text, cursor);
  g_autofree char *word = g_utf8_substring (text, start, cursor);
  struct fol_function_info info;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (until->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (until->list), child);
  if (text[0] == '\0')
    for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
      add_row (until->list, examples[i], examples[i], _ ("an example"));
  for (guint i = 0; fol_expression_function (i, &info); i++) {
    g_autofree char *title = g_strdup_printf ("%s(%s)", info.name, info.arguments);
    g_autofree char *insert = g_strconcat (info.name, info.arguments[0] != '\0' ? "(" : "()", NULL);

    if (g_str_has_prefix (info.name, word))
      add_row (until->list, insert, title, _ (info.meaning));
  }
  gtk_widget_set_visible (until->scrolled, gtk_widget_get_first_child (until->list) != NULL);
}

static void
changed_cb (struct until *until)
{
  gtk_widget_remove_css_class (until->entry, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (until->entry), GTK_ACCESSIBLE_STATE_INVALID);
  fol_set_text (until->error, NULL);
  update_list (until);
}

static void
row_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  struct until *until = user_data;
  GtkEditable *entry = GTK_EDITABLE (until->entry);
  g_autofree char *insert = g_strdup (g_object_get_data (G_OBJECT (row), "insert"));
  int cursor = gtk_editable_get_position (entry);
  int start = word_start (gtk_editable_get_text (entry), cursor);

  gtk_editable_delete_text (entry, start, cursor);
  gtk_editable_insert_text (entry, insert, -1, &start);
  gtk_widget_grab_focus (until->entry);
  gtk_editable_select_region (entry, start, start);
}

/* Down goes from the entry to the list. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  struct until *until = user_data;
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (GTK_LIST_BOX (until->list), 0);

  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down) || first == NULL)
    return FALSE;
  return gtk_widget_grab_focus (GTK_WIDGET (first));
}

static GtkWidget *
make_list (struct until *until)
{
  until->scrolled = gtk_scrolled_window_new ();
  until->list = gtk_list_box_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (until->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What can be asked"), -1);
  g_signal_connect (until->list, "row-activated", G_CALLBACK (row_cb), until);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (until->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (until->scrolled, LIST_WIDTH, LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (until->scrolled), until->list);
  return until->scrolled;
}

static GtkWidget *
make_row (struct until *until)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkWidget *forward = gtk_button_new_with_label (_ ("Run"));
  GtkWidget *back = gtk_button_new_with_label (_ ("Run Back"));
  GtkEventController *keys = gtk_event_controller_key_new ();

  until->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (until->entry), ENTRY_CHARS);
  gtk_widget_set_hexpand (until->entry, TRUE);
  fol_add_classes (until->entry, "mono");
  gtk_accessible_update_property (GTK_ACCESSIBLE (until->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Condition to run until"), -1);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), until);
  gtk_widget_add_controller (until->entry, keys);
  gtk_widget_set_tooltip_text (back, _ ("To the last moment before this one at which it holds"));
  gtk_widget_set_tooltip_text (forward, _ ("To the next moment at which it holds"));
  fol_add_classes (forward, "suggested-action");
  g_signal_connect_swapped (until->entry, "activate", G_CALLBACK (run_cb), until);
  g_signal_connect_swapped (until->entry, "changed", G_CALLBACK (changed_cb), until);
  g_signal_connect_swapped (forward, "clicked", G_CALLBACK (run_cb), until);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (back_cb), until);
  gtk_box_append (GTK_BOX (row), until->entry);
  gtk_box_append (GTK_BOX (row), back);
  gtk_box_append (GTK_BOX (row), forward);
  return row;
}

GtkWidget *
fol_until_popover_show (GtkWidget *parent, const GdkRectangle *at, const char *text,
                        fol_until_func run_func, gpointer user_data)
{
  struct until *until = g_new0 (struct until, 1);
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, "name-popover");
  GtkWidget *list = make_list (until), *row = make_row (until);

  until->popover = gtk_popover_new ();
  until->run = run_func;
  until->user_data = user_data;
  until->error = fol_text_new (NULL, "error");
  g_object_set_data_full (G_OBJECT (until->popover), "until", until, g_free);
  gtk_box_append (GTK_BOX (box), fol_label_new (_ ("Run until"), "strong"));
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), until->error);
  gtk_box_append (GTK_BOX (box), list);
  gtk_editable_set_text (GTK_EDITABLE (until->entry), text);
  changed_cb (until);
  gtk_popover_set_child (GTK_POPOVER (until->popover), box);
  gtk_popover_set_pointing_to (GTK_POPOVER (until->popover), at);
  gtk_popover_set_position (GTK_POPOVER (until->popover), GTK_POS_TOP);
  gtk_widget_set_parent (until->popover, parent);
  gtk_popover_popup (GTK_POPOVER (until->popover));
  gtk_widget_grab_focus (until->entry);
  fol_trace ("popover name=until");
  return until->popover;
}
