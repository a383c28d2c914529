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

/* Escaped text, with what stands between two marks in a tag; a mark without a
 * partner is just a character. */
static void
append_marked (GString *markup, const char *text, const char *mark, const char *open,
               const char *close, void (*append) (GString *markup, const char *text))
{
  g_auto (GStrv) parts = g_strsplit (text, mark, -1);
  guint count = g_strv_length (parts);

  for (guint i = 0; i < count; i++) {
    gboolean inside = i % 2 == 1 && i + 1 < count;
    g_autofree char *escaped = g_markup_escape_text (parts[i], -1);

    if (inside)
      g_string_append_printf (markup, "%s%s%s", open, escaped, close);
    else if (i % 2 == 1)
      g_string_append (markup, mark);
    if (!inside)
      append (markup, parts[i]);
  }
}

static void
append_plain (GString *markup, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (markup, escaped);
}

static void
append_stressed (GString *markup, const char *text)
{
  append_marked (markup, text, "*", "<b>", "</b>", append_plain);
}

void
fol_set_prose (GtkWidget *label, const char *text)
{
  g_autoptr (GString) markup = g_string_new (NULL);

  append_marked (markup, text != NULL ? text : "", "`", "<tt><span size=\"92%\">", "</span></tt>",
                 append_stressed);
  gtk_label_set_markup (GTK_LABEL (label), markup->str);
  gtk_widget_set_visible (label, markup->len > 0);
}

void
fol_name_widget (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget))
    fol_name_widget (gtk_widget_get_first_child (widget), name);
}

GtkWidget *
fol_icon_button_new (const char *icon, const char *classes)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  fol_add_classes (button, classes);
  return button;
}
