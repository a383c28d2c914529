/* ui/name-popover.c - asks for a name, beside what gets it. */
#include "ui/name-popover.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

#define NAME_CHARS 24

struct asked {
  GtkWidget *popover, *entry;
  fol_named_func named;
  gpointer user_data;
};

static void
take_cb (struct asked *asked)
{
  g_autofree char *name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (asked->entry)));
  fol_named_func named = asked->named;
  gpointer user_data = asked->user_data;

  gtk_popover_popdown (GTK_POPOVER (asked->popover));
  named (g_strstrip (name), user_data);
}

GtkWidget *
fol_name_popover_show (GtkWidget *parent, const GdkRectangle *at, const char *title,
                       const char *name, fol_named_func named, gpointer user_data)
{
  struct asked *asked = g_new0 (struct asked, 1);
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, "name-popover");
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkWidget *take = gtk_button_new_with_label (_ ("Name It"));

  asked->popover = gtk_popover_new ();
  asked->entry = gtk_entry_new ();
  asked->named = named;
  asked->user_data = user_data;
  g_object_set_data_full (G_OBJECT (asked->popover), "asked", asked, g_free);
  gtk_editable_set_text (GTK_EDITABLE (asked->entry), name);
  gtk_editable_set_width_chars (GTK_EDITABLE (asked->entry), NAME_CHARS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (asked->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  fol_add_classes (take, "suggested-action");
  gtk_box_append (GTK_BOX (row), asked->entry);
  gtk_box_append (GTK_BOX (row), take);
  gtk_box_append (GTK_BOX (box), fol_label_new (title, "strong"));
  gtk_box_append (GTK_BOX (box), row);
  g_signal_connect_swapped (asked->entry, "activate", G_CALLBACK (take_cb), asked);
  g_signal_connect_swapped (take, "clicked", G_CALLBACK (take_cb), asked);
  gtk_popover_set_child (GTK_POPOVER (asked->popover), box);
  gtk_popover_set_pointing_to (GTK_POPOVER (asked->popover), at);
  gtk_popover_set_position (GTK_POPOVER (asked->popover), GTK_POS_TOP);
  gtk_widget_set_parent (asked->popover, parent);
  gtk_popover_popup (GTK_POPOVER (asked->popover));
  gtk_widget_grab_focus (asked->entry);
  fol_trace ("popover name=name");
  return asked->popover;
}
