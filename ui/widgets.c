/* ui/widgets.c - the few ways in which this window makes labels and boxes. */
#include "ui/widgets.h"

void
fol_add_classes (GtkWidget *widget, const char *classes)
{
  g_auto (GStrv) list = g_strsplit (classes != NULL ? classes : "", " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (*list[i] != '\0')
      gtk_widget_add_css_class (widget, list[i]);
}

GtkWidget *
fol_label_new (const char *text, const char *classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  fol_add_classes (label, classes);
  return label;
}

GtkWidget *
fol_text_new (const char *text, const char *classes)
{
  GtkWidget *label = fol_label_new (text, classes);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* The pane decides the width, never the prose. */
  gtk_label_set_width_chars (GTK_LABEL (label), 1);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

GtkWidget *
fol_box_new (GtkOrientation orientation, int spacing, const char *classes)
{
  GtkWidget *box = gtk_box_new (orientation, spacing);

  fol_add_classes (box, classes);
  return box;
}

void
fol_clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

void
fol_set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

void
fol_set_prose (GtkWidget *label, const char *text)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "`", -1);
  guint count = g_strv_length (parts);

  for (guint i = 0; i < count; i++) {
    g_autofree char *escaped = g_markup_escape_text (parts[i], -1);
    /* A backtick without a partner is just a backtick. */
    gboolean code = i % 2 == 1 && i + 1 < count;

    if (code)
      g_string_append_printf (markup, "<tt><span size=\"92%%\">%s</span></tt>", escaped);
    else
      g_string_append_printf (markup, "%s%s", i % 2 == 1 ? "`" : "", escaped);
  }
  gtk_label_set_markup (GTK_LABEL (label), markup->str);
  gtk_widget_set_visible (label, count > 0 && *text != '\0');
}

GtkWidget *
fol_icon_button_new (const char *icon, const char *classes)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  fol_add_classes (button, classes);
  return button;
}
