/* ui/crumbs.c - what the selected object is part of, to go up from it. */
#include "ui/crumbs.h"
#include "ui/widgets.h"
#include "app/describe.h"
#include "app/object-path.h"

struct _FolCrumbs {
  GtkBox parent_instance;

  struct fol_path path; /* as it is shown */
};

enum { CHOSEN, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolCrumbs, fol_crumbs, GTK_TYPE_BOX)

static void
pressed_cb (GtkButton *button, FolCrumbs *self)
{
  guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "number"));
  struct sim_object object = self->path.object[number];

  g_signal_emit (self, signals[CHOSEN], 0, &object);
}

static void
add_crumb (FolCrumbs *self, const struct sim_view *view, guint number)
{
  g_autofree char *brief = fol_describe_briefly (view, self->path.object[number]);
  g_autofree char *whole = fol_describe_object (view, self->path.object[number]);
  GtkWidget *button = gtk_button_new_with_label (brief);
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  if (number > 0)
    gtk_box_append (GTK_BOX (self), fol_label_new ("›", "caption"));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  fol_add_classes (button, "quiet crumb");
  gtk_widget_set_tooltip_text (button, whole);
  fol_name_widget (button, whole);
  gtk_widget_set_focus_on_click (button, FALSE);
  g_object_set_data (G_OBJECT (button), "number", GUINT_TO_POINTER (number));
  g_signal_connect (button, "clicked", G_CALLBACK (pressed_cb), self);
  gtk_box_append (GTK_BOX (self), button);
}

static gboolean
same_path (const struct fol_path *x, const struct fol_path *y)
{
  for (guint i = 0; i < x->count && i < y->count; i++)
    if (!sim_object_equal (x->object[i], y->object[i]))
      return FALSE;
  return x->count == y->count;
}

/* A number may stand for another cache than before: its words tell. */
static gboolean
same_words (FolCrumbs *self, const struct sim_view *view)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  for (guint i = 0; i < self->path.count; child = gtk_widget_get_next_sibling (child)) {
    g_autofree char *brief = NULL;

    if (!GTK_IS_BUTTON (child))
      continue;
    brief = fol_describe_briefly (view, self->path.object[i++]);
    if (!g_str_equal (brief, gtk_button_get_label (GTK_BUTTON (child))))
      return FALSE;
  }
  return TRUE;
}

/* Buttons that stay the same stay: one of them may have the focus. */
void
fol_crumbs_set (FolCrumbs *self, const struct sim_view *view, struct sim_object object)
{
  struct fol_path path;

  fol_object_path (view, object, &path);
  if (same_path (&path, &self->path) && same_words (self, view))
    return;
  self->path = path;
  fol_clear_box (GTK_WIDGET (self));
  for (guint i = 0; i < path.count; i++)
    add_crumb (self, view, i);
  gtk_widget_set_visible (GTK_WIDGET (self), path.count > 0);
}

static void
fol_crumbs_class_init (FolCrumbsClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", FOL_TYPE_CRUMBS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
fol_crumbs_init (FolCrumbs *self)
{
  fol_add_classes (GTK_WIDGET (self), "crumbs");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
fol_crumbs_new (void)
{
  return g_object_new (FOL_TYPE_CRUMBS, NULL);
}
