/* ui/message-bar.c - one line over the figures: errors, results, questions. */
#include "ui/message-bar.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

#define LEAVE_SECONDS 9

struct _FolMessageBar {
  GtkBox parent_instance;

  GtkWidget *text, *buttons, *close;
  guint leave; /* source */
};

G_DEFINE_FINAL_TYPE (FolMessageBar, fol_message_bar, GTK_TYPE_BOX)

static const char *const classes[] = { NULL, "success", "warning", "error", "branch" };
static const char *const names[] = { "info", "success", "warning", "error", "branch" };

static gboolean
leave_cb (gpointer user_data)
{
  FolMessageBar *self = user_data;

  self->leave = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return G_SOURCE_REMOVE;
}

void
fol_message_bar_hide (FolMessageBar *self)
{
  g_clear_handle_id (&self->leave, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
fol_message_bar_is_shown (FolMessageBar *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

GtkWidget *
fol_message_bar_get_button (FolMessageBar *self)
{
  return fol_message_bar_is_shown (self) ? gtk_widget_get_first_child (self->buttons) : NULL;
}

void
fol_message_bar_show (FolMessageBar *self, enum fol_message kind, const char *text,
                      const struct fol_message_button *buttons)
{
  g_return_if_fail (FOL_IS_MESSAGE_BAR (self));

  g_clear_handle_id (&self->leave, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (classes[i] != NULL && i != kind)
      gtk_widget_remove_css_class (GTK_WIDGET (self), classes[i]);
  if (classes[kind] != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), classes[kind]);

  gtk_label_set_text (GTK_LABEL (self->text), text);
  fol_clear_box (self->buttons);
  for (guint i = 0; buttons != NULL && buttons[i].label != NULL; i++) {
    GtkWidget *button = gtk_button_new_with_label (buttons[i].label);

    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), buttons[i].action);
    gtk_widget_set_focus_on_click (button, FALSE);
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (self->buttons), button);
  }
  gtk_widget_set_visible (self->close, kind != FOL_MESSAGE_BRANCH);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (buttons == NULL && (kind == FOL_MESSAGE_INFO || kind == FOL_MESSAGE_SUCCESS))
    self->leave = g_timeout_add_seconds (LEAVE_SECONDS, leave_cb, self);
  fol_trace ("message kind=%s text=%s", names[kind], text);
}

static void
fol_message_bar_dispose (GObject *object)
{
  FolMessageBar *self = FOL_MESSAGE_BAR (object);

  g_clear_handle_id (&self->leave, g_source_remove);
  G_OBJECT_CLASS (fol_message_bar_parent_class)->dispose (object);
}

static void
fol_message_bar_class_init (FolMessageBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_message_bar_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
fol_message_bar_init (FolMessageBar *self)
{
  fol_add_classes (GTK_WIDGET (self), "message-bar");
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->text = fol_text_new (NULL, NULL);
  /* As wide as the words need, up to a line that is easy to read. */
  gtk_label_set_width_chars (GTK_LABEL (self->text), -1);
  gtk_label_set_max_width_chars (GTK_LABEL (self->text), 76);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->text), GTK_NATURAL_WRAP_WORD);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->close = fol_icon_button_new ("window-close-symbolic", "quiet square");
  gtk_widget_set_valign (self->close, GTK_ALIGN_CENTER);
  gtk_widget_set_focus_on_click (self->close, FALSE);
  gtk_widget_set_tooltip_text (self->close, _ ("Close this message"));
  g_signal_connect_swapped (self->close, "clicked", G_CALLBACK (fol_message_bar_hide), self);
  gtk_box_append (GTK_BOX (self), self->text);
  gtk_box_append (GTK_BOX (self), self->buttons);
  gtk_box_append (GTK_BOX (self), self->close);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
fol_message_bar_new (void)
{
  return g_object_new (FOL_TYPE_MESSAGE_BAR, NULL);
}
