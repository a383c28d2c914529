/* ui/why-list.c - "why is it here?": the operations that touched a thing, newest first. */
#include "ui/why-list.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>

#define WHY_DELAY_MS 120u
/* So many are enough for an answer; the rest waits behind a button. */
#define SHOWN_FIRST 5u

struct _FolWhyList {
  GtkBox parent_instance;

  FolSession *session;      /* owned */
  struct fol_state *state;  /* owned reference */
  struct sim_object object; /* NONE: nothing is asked */
  guint source;
  GtkWidget *touches, *more, *incomplete, *nothing;
  gboolean all; /* the button was pressed for this object */

  /* The list came from `asked`; since then one has only gone to a moment of it. */
  gboolean listed;
  struct fol_position asked;
  guint64 walked;
};

enum { SEEK, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolWhyList, fol_why_list, GTK_TYPE_BOX)

static guint64
index_of (GtkWidget *touch)
{
  return *(guint64 *) g_object_get_data (G_OBJECT (touch), "index");
}

/* Marks what is the moment shown, dims what comes after it, and hides what is too much. */
static void
update_touches (FolWhyList *self)
{
  struct fol_position position = self->state->position;
  guint count = 0;

  for (GtkWidget *touch = gtk_widget_get_first_child (self->touches); touch != NULL;
       touch = gtk_widget_get_next_sibling (touch), count++) {
    guint64 index = index_of (touch);
    gboolean now = index == position.index && (position.step == FOL_STEP_END || index == 0);
    gboolean later = index > position.index || (index == position.index && !now);

    if (now)
      gtk_widget_add_css_class (touch, "current");
    else
      gtk_widget_remove_css_class (touch, "current");
    if (later)
      gtk_widget_add_css_class (touch, "later");
    else
      gtk_widget_remove_css_class (touch, "later");
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (touch), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
        now ? _ ("The moment shown") : _ ("Go to the moment after this operation"), -1);
    gtk_widget_set_visible (touch, self->all || count < SHOWN_FIRST || now);
  }
  if (!self->all && count > SHOWN_FIRST) {
    g_autofree char *text =
        g_strdup_printf (ngettext ("All of it: %u more", "All of it: %u more", count - SHOWN_FIRST),
                         count - SHOWN_FIRST);

    gtk_button_set_label (GTK_BUTTON (self->more), text);
  }
  gtk_widget_set_visible (self->more, !self->all && count > SHOWN_FIRST);
}

static gboolean
ask_cb (gpointer user_data)
{
  FolWhyList *self = user_data;

  self->source = 0;
  if (self->session != NULL && self->object.kind != SIM_OBJECT_NONE &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    fol_session_why (self->session, self->object);
  return G_SOURCE_REMOVE;
}

static void
ask_later (FolWhyList *self)
{
  if (self->source != 0)
    g_source_remove (self->source);
  self->source = g_timeout_add (WHY_DELAY_MS, ask_cb, self);
}

static void
forget (FolWhyList *self)
{
  self->listed = FALSE;
  self->all = FALSE;
  fol_clear_box (self->touches);
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_set_visible (self->incomplete, FALSE);
  gtk_widget_set_visible (self->nothing, FALSE);
}

static void
touch_cb (GtkButton *button, FolWhyList *self)
{
  self->walked = index_of (GTK_WIDGET (button));
  g_signal_emit (self, signals[SEEK], 0, self->walked);
}

static GtkWidget *
make_words (const char *title, const char *text)
{
  GtkWidget *words = fol_box_new (GTK_ORIENTATION_VERTICAL, 1, NULL);
  GtkWidget *label = fol_label_new (title, "touch-title");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (words), label);
  gtk_box_append (GTK_BOX (words), fol_text_new (text, "touch-text"));
  return words;
}

static void
add_touch (FolWhyList *self, const struct sim_view *view, const struct fol_touch *touch)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 10, NULL);
  g_autofree char *number = g_strdup_printf ("#%" G_GUINT64_FORMAT, touch->index);
  g_autofree char *op =
      touch->index > 0 ? fol_describe_op_short (&touch->op) : g_strdup (_ ("boot"));
  g_autofree char *text = fol_describe_touch (view, touch, self->object);
  g_autofree char *name = g_strdup_printf ("%s %s: %s", number, op, text);
  GtkWidget *label = fol_label_new (number, "op-number");
  guint64 *index = g_new (guint64, 1);

  *index = touch->index;
  g_object_set_data_full (G_OBJECT (button), "index", index, g_free);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), make_words (op, text));
  gtk_button_set_child (GTK_BUTTON (button), row);
  fol_add_classes (button, "quiet touch");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, _ ("Go to the moment after this operation"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (touch_cb), self);
  gtk_box_append (GTK_BOX (self->touches), button);
}

static void
why_cb (FolSession *session, const struct fol_event *event, FolWhyList *self)
{
  struct sim_view view;

  if (self->state == NULL || self->object.kind == SIM_OBJECT_NONE ||
      !sim_object_equal (event->object, self->object))
    return;
  view = fol_state_view (self->state);
  fol_clear_box (self->touches);
  for (guint i = 0; i < event->touch_count; i++)
    add_touch (self, &view, &event->touch[i]);
  self->listed = TRUE;
  self->asked = self->state->position;
  self->walked = self->asked.index;
  update_touches (self);
  gtk_widget_set_visible (self->incomplete, !event->complete);
  gtk_widget_set_visible (self->nothing, event->complete && event->touch_count == 0);
  if (fol_trace_wanted ())
    fol_trace ("why kind=%u a=%u touches=%u complete=%d", self->object.kind, self->object.a,
               event->touch_count, event->complete);
}

static gboolean
still_listed (FolWhyList *self)
{
  struct fol_position position = self->state->position;

  return self->listed && position.branch == self->asked.branch &&
         position.index <= self->asked.index &&
         (position.index == self->walked || !self->state->settled) &&
         (position.step == FOL_STEP_END || position.index == 0);
}

void
fol_why_list_set (FolWhyList *self, struct fol_state *state, struct sim_object object)
{
  struct fol_state *before = self->state;
  gboolean other;

  if (state == NULL || !fol_can_look (object.kind))
    object = (struct sim_object){ .kind = SIM_OBJECT_NONE };
  other = !sim_object_equal (object, self->object);

  self->state = state != NULL ? fol_state_ref (state) : NULL;
  fol_state_unref (before);
  self->object = object;
  gtk_widget_set_visible (GTK_WIDGET (self), object.kind != SIM_OBJECT_NONE);
  if (other)
    forget (self);
  if (object.kind == SIM_OBJECT_NONE)
    return;
  if (still_listed (self))
    update_touches (self);
  else
    ask_later (self);
}

void
fol_why_list_set_session (FolWhyList *self, FolSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  forget (self);
  if (session != NULL)
    g_signal_connect (session, "why", G_CALLBACK (why_cb), self);
}

static void
more_cb (FolWhyList *self)
{
  self->all = TRUE;
  update_touches (self);
}

static void
fol_why_list_dispose (GObject *object)
{
  FolWhyList *self = FOL_WHY_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->state, fol_state_unref);
  G_OBJECT_CLASS (fol_why_list_parent_class)->dispose (object);
}

static void
fol_why_list_class_init (FolWhyListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_why_list_dispose;
  signals[SEEK] = g_signal_new ("seek", FOL_TYPE_WHY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
fol_why_list_init (FolWhyList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->touches = fol_box_new (GTK_ORIENTATION_VERTICAL, 2, NULL);
  self->more = gtk_button_new ();
  fol_add_classes (self->more, "quiet more-fields");
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  gtk_widget_set_focus_on_click (self->more, FALSE);
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
  self->incomplete = fol_text_new (_ ("Older operations are not listed."), "caption");
  gtk_widget_set_visible (self->incomplete, FALSE);
  self->nothing = fol_text_new (_ ("Nothing has been here up to this moment."), "caption");
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_box_append (GTK_BOX (self), fol_label_new (_ ("Why is it here?"), "section-title why-title"));
  gtk_box_append (GTK_BOX (self), self->touches);
  gtk_box_append (GTK_BOX (self), self->more);
  gtk_box_append (GTK_BOX (self), self->incomplete);
  gtk_box_append (GTK_BOX (self), self->nothing);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
fol_why_list_new (void)
{
  return g_object_new (FOL_TYPE_WHY_LIST, NULL);
}
