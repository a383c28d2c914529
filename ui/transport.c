/* ui/transport.c - the buttons left of the timeline, and where one stands. */
#include "ui/transport.h"
#include "ui/actions.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _FolTransport {
  GtkBox parent_instance;

  GtkWidget *play, *speed, *where, *inside;
};

G_DEFINE_FINAL_TYPE (FolTransport, fol_transport, GTK_TYPE_BOX)

void
fol_transport_set_state (FolTransport *self, const struct fol_state *state)
{
  g_autofree char *where = NULL;
  g_autofree char *inside = NULL;
  g_autofree char *longest = NULL;
  const struct fol_position *at;
  guint64 length;

  if (state == NULL) {
    gtk_label_set_text (GTK_LABEL (self->where), "");
    gtk_label_set_text (GTK_LABEL (self->inside), "");
    return;
  }
  at = &state->position;
  length = state->track[at->branch]->branch.length;
  if (at->index == 0)
    where = g_strdup_printf (_ ("opening, %" PRIu64 " operations"), length);
  else
    where = g_strdup_printf (_ ("operation %" PRIu64 " of %" PRIu64), at->index, length);
  /* Room for the longest number there will be: the timeline must not move while one scrubs. */
  longest = g_strdup_printf (_ ("operation %" PRIu64 " of %" PRIu64), length, length);
  gtk_label_set_width_chars (GTK_LABEL (self->where), (int) g_utf8_strlen (longest, -1));
  if (at->index > 0 && at->step != FOL_STEP_END)
    inside = at->step == 0 ? g_strdup (_ ("before it"))
                           : g_strdup_printf (_ ("step %u of %u"), at->step, state->steps->count);
  gtk_label_set_text (GTK_LABEL (self->where), where);
  gtk_label_set_text (GTK_LABEL (self->inside), inside != NULL ? inside : "");
}

void
fol_transport_set_playing (FolTransport *self, gboolean playing)
{
  gtk_button_set_icon_name (GTK_BUTTON (self->play), playing ? "media-playback-pause-symbolic"
                                                             : "media-playback-start-symbolic");
}

void
fol_transport_set_speed (FolTransport *self, double per_second)
{
  g_autofree char *text = g_strdup_printf (_ ("%g/s"), per_second);

  gtk_button_set_label (GTK_BUTTON (self->speed), text);
}

static GtkWidget *
add_button (GtkWidget *box, const char *icon, const char *action, const char *classes)
{
  GtkWidget *button = fol_icon_button_new (icon, classes);

  fol_actions_button (button, action, NULL);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
fol_transport_class_init (FolTransportClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
fol_transport_init (FolTransport *self)
{
  GtkWidget *buttons = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 4, "transport");
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 6, NULL);
  GtkWidget *labels = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 6, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);

  add_button (buttons, "go-first-symbolic", "first", "square");
  add_button (buttons, "go-previous-symbolic", "operation-back", "square");
  self->play = add_button (buttons, "media-playback-start-symbolic", "play", "square play");
  add_button (buttons, "go-next-symbolic", "operation-on", "square");
  add_button (buttons, "go-last-symbolic", "last", "square");
  self->speed = gtk_button_new ();
  fol_add_classes (self->speed, "quiet");
  fol_actions_button (self->speed, "faster", NULL);
  gtk_box_append (GTK_BOX (buttons), self->speed);
  add_button (buttons, "media-seek-forward-symbolic", "run-until", "square");

  self->where = fol_label_new (NULL, "strong");
  self->inside = fol_label_new (NULL, "muted");
  gtk_widget_set_hexpand (labels, TRUE);
  gtk_box_append (GTK_BOX (labels), self->where);
  gtk_box_append (GTK_BOX (labels), self->inside);
  gtk_box_append (GTK_BOX (row), labels);
  add_button (row, "user-bookmarks-symbolic", "places", "quiet square small");
  add_button (row, "go-up-symbolic", "step-back", "quiet square small");
  add_button (row, "go-down-symbolic", "step-on", "quiet square small");
  gtk_box_append (GTK_BOX (self), buttons);
  gtk_box_append (GTK_BOX (self), row);
  gtk_widget_set_size_request (GTK_WIDGET (self), 252, -1);
  /* The timeline takes what is left, although a label in here expands. */
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
}

GtkWidget *
fol_transport_new (void)
{
  return g_object_new (FOL_TYPE_TRANSPORT, NULL);
}
