/* ui/sequence-list.c - a few sentences to be put in order, by pointer or keyboard. */
#include "ui/sequence-list.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

struct _FolSequenceList {
  GtkBox parent_instance;

  GPtrArray *items; /* owned strings */
  GArray *order;    /* owned; of guint */
};

enum { CHANGED, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolSequenceList, fol_sequence_list, GTK_TYPE_BOX)

static void rebuild (FolSequenceList *self);

/* Whoever moves by keys goes on moving the same item, at the end the other way. */
static void
focus_move (FolSequenceList *self, int at, int by)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self)), *later;

  while (at-- > 0)
    row = gtk_widget_get_next_sibling (row);
  later = gtk_widget_get_last_child (row);
  if (!gtk_widget_grab_focus (by > 0 ? later : gtk_widget_get_prev_sibling (later)))
    gtk_widget_grab_focus (by > 0 ? gtk_widget_get_prev_sibling (later) : later);
}

static void
move_cb (GtkButton *button, gpointer user_data)
{
  FolSequenceList *self = user_data;
  int from = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "from"));
  int to = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "to"));
  guint *order = (guint *) (gpointer) self->order->data;
  guint moved = order[from];

  gboolean focused = gtk_widget_has_focus (GTK_WIDGET (button));

  order[from] = order[to];
  order[to] = moved;
  rebuild (self);
  if (focused)
    focus_move (self, to, to - from);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_move (FolSequenceList *self, GtkWidget *row, const char *icon, const char *name, int from,
          int to)
{
  GtkWidget *button = fol_icon_button_new (icon, "quiet square small");

  g_object_set_data (G_OBJECT (button), "from", GINT_TO_POINTER (from));
  g_object_set_data (G_OBJECT (button), "to", GINT_TO_POINTER (to));
  gtk_widget_set_sensitive (button, to >= 0 && to < (int) self->order->len);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (move_cb), self);
  gtk_box_append (GTK_BOX (row), button);
}

static void
rebuild (FolSequenceList *self)
{
  fol_clear_box (GTK_WIDGET (self));
  for (guint i = 0; i < self->order->len; i++) {
    guint item = g_array_index (self->order, guint, i);
    GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 4, "sequence-row");
    g_autofree char *number = g_strdup_printf ("%u", i + 1);
    GtkWidget *place = fol_label_new (number, "op-number"), *text = fol_text_new (NULL, "body");

    gtk_widget_set_valign (place, GTK_ALIGN_CENTER);
    fol_set_prose (text, g_ptr_array_index (self->items, item));
    gtk_box_append (GTK_BOX (row), place);
    gtk_box_append (GTK_BOX (row), text);
    add_move (self, row, "go-up-symbolic", _ ("Earlier"), (int) i, (int) i - 1);
    add_move (self, row, "go-down-symbolic", _ ("Later"), (int) i, (int) i + 1);
    gtk_box_append (GTK_BOX (self), row);
  }
}

void
fol_sequence_list_set_items (FolSequenceList *self, const char *const *items)
{
  guint count = g_strv_length ((char **) items), odd = count / 2;

  g_ptr_array_set_size (self->items, 0);
  g_array_set_size (self->order, 0);
  for (guint i = 0; i < count; i++) {
    /* The odd ones first: 1 3 0 2; never the right order, whatever the count. */
    guint item = i < odd ? 2 * i + 1 : 2 * (i - odd);

    g_ptr_array_add (self->items, g_strdup (items[i]));
    g_array_append_val (self->order, item);
  }
  rebuild (self);
}

const guint *
fol_sequence_list_get_order (FolSequenceList *self, guint *count)
{
  *count = self->order->len;
  return (const guint *) (gconstpointer) self->order->data;
}

static void
fol_sequence_list_dispose (GObject *object)
{
  FolSequenceList *self = FOL_SEQUENCE_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_array_unref);
  G_OBJECT_CLASS (fol_sequence_list_parent_class)->dispose (object);
}

static void
fol_sequence_list_class_init (FolSequenceListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_sequence_list_dispose;
  signals[CHANGED] = g_signal_new ("changed", FOL_TYPE_SEQUENCE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
fol_sequence_list_init (FolSequenceList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  self->items = g_ptr_array_new_with_free_func (g_free);
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
}

GtkWidget *
fol_sequence_list_new (void)
{
  return g_object_new (FOL_TYPE_SEQUENCE_LIST, NULL);
}
