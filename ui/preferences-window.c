/* ui/preferences-window.c - the window of preferences, made from their table. */
#include "ui/preferences.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

#define WIDTH       600
#define WIDTH_MOST  800 /* with large text */
#define HEIGHT_MOST 560 /* beyond, it scrolls */

static GtkWidget *shown; /* while there is one */

static void
selected_cb (GtkDropDown *choice, GParamSpec *pspec, gpointer user_data)
{
  enum fol_preference_id id = GPOINTER_TO_UINT (user_data);
  guint value = gtk_drop_down_get_selected (choice);

  if (value == fol_preference_get (id))
    return;
  fol_preference_set (id, value);
  fol_trace ("preference key=%s value=%s", fol_preferences[id].key,
             fol_preferences[id].values[value]);
}

static GtkWidget *
make_choice (enum fol_preference_id id)
{
  const struct fol_preference *preference = &fol_preferences[id];
  const char *labels[FOL_PREFERENCE_VALUES_MAX + 1] = { NULL };
  GtkWidget *choice;

  for (guint i = 0; preference->labels[i] != NULL; i++)
    labels[i] = _ (preference->labels[i]);
  choice = gtk_drop_down_new_from_strings (labels);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), fol_preference_get (id));
  gtk_widget_set_valign (choice, GTK_ALIGN_CENTER);
  fol_name_widget (choice, _ (preference->label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (preference->help), -1);
  g_signal_connect (choice, "notify::selected", G_CALLBACK (selected_cb), GUINT_TO_POINTER (id));
  return choice;
}

static GtkWidget *
make_row (enum fol_preference_id id, GtkSizeGroup *choices)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 24, "preference");
  GtkWidget *words = fol_box_new (GTK_ORIENTATION_VERTICAL, 2, NULL);
  GtkWidget *choice = make_choice (id);

  gtk_box_append (GTK_BOX (words), fol_label_new (_ (fol_preferences[id].label), "strong"));
  gtk_box_append (GTK_BOX (words), fol_text_new (_ (fol_preferences[id].help), "caption"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_size_group_add_widget (choices, choice);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), choice);
  return row;
}

static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
add_close_keys (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  static const char *const triggers[] = { "Escape", "<Control>w" };

  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (triggers[i]),
                          gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
}

void
fol_preferences_window_show (GtkWindow *parent)
{
  GtkWidget *scroller, *box;
  int width, height;
  g_autoptr (GtkSizeGroup) choices = NULL;

  if (shown != NULL) {
    gtk_window_present (GTK_WINDOW (shown));
    return;
  }
  shown = gtk_window_new ();
  g_object_add_weak_pointer (G_OBJECT (shown), (gpointer *) &shown);
  gtk_window_set_title (GTK_WINDOW (shown), _ ("Preferences"));
  gtk_window_set_transient_for (GTK_WINDOW (shown), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (shown), TRUE);
  fol_add_classes (shown, "folioscope");

  choices = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  box = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, "page");
  for (guint id = 0; id < FOL_PREFERENCES; id++)
    gtk_box_append (GTK_BOX (box), make_row (id, choices));
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (shown), scroller);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  width = CLAMP (width, WIDTH, WIDTH_MOST);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  gtk_window_set_default_size (GTK_WINDOW (shown), width, MIN (height, HEIGHT_MOST));
  add_close_keys (shown);
  gtk_window_present (GTK_WINDOW (shown));
}
