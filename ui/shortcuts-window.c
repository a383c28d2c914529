/* ui/shortcuts-window.c - the page of shortcuts, made from the table of actions. */
#include "ui/shortcuts-window.h"
#include "ui/actions.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_keys (const struct fol_action *action)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  for (guint i = 0; action->keys[i] != NULL; i++) {
    g_autofree char *text = NULL;
    GtkWidget *label;
    guint key;
    GdkModifierType modifiers;

    gtk_accelerator_parse (action->keys[i], &key, &modifiers);
    text = gtk_accelerator_get_label (key, modifiers);
    label = gtk_label_new (text);
    gtk_widget_add_css_class (label, "key");
    gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (box), label);
  }
  return box;
}

static GtkWidget *
make_group (enum fol_action_group group, GtkSizeGroup *columns)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *title = gtk_label_new (_ (fol_action_group_titles[group]));
  int row = 1;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 24);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "section-title");
  gtk_grid_attach (GTK_GRID (grid), title, 0, 0, 2, 1);
  for (const struct fol_action *action = fol_actions; action->label != NULL; action++) {
    GtkWidget *help, *keys;

    if (action->group != group || action->keys[0] == NULL)
      continue;
    help = gtk_label_new (_ (action->help));
    gtk_label_set_wrap (GTK_LABEL (help), TRUE);
    gtk_label_set_xalign (GTK_LABEL (help), 0);
    gtk_widget_set_hexpand (help, TRUE);
    keys = make_keys (action);
    gtk_size_group_add_widget (columns, keys);
    gtk_grid_attach (GTK_GRID (grid), keys, 0, row, 1, 1);
    gtk_grid_attach (GTK_GRID (grid), help, 1, row++, 1, 1);
  }
  return grid;
}

static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

void
fol_shortcuts_window_show (GtkWindow *parent)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  g_autoptr (GtkSizeGroup) columns = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  gtk_window_set_title (GTK_WINDOW (window), _ ("Keyboard shortcuts"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 640);
  gtk_widget_add_css_class (window, "folioscope");
  gtk_widget_add_css_class (box, "page");
  for (guint group = 0; group < FOL_ACTIONS_GROUPS; group++)
    gtk_box_append (GTK_BOX (box), make_group (group, columns));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  gtk_window_present (GTK_WINDOW (window));
}
