/* ui/recording-pane.c - the left pane of a recording: what the kernel answered, and the model. */
#include "ui/recording-pane.h"
#include "ui/actions.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

#define ANSWER_CHARS 6

/* --- rows, made when they are seen --- */

#define FOL_TYPE_PLAYED_ITEM (fol_played_item_get_type ())
G_DECLARE_FINAL_TYPE (FolPlayedItem, fol_played_item, FOL, PLAYED_ITEM, GObject)

struct _FolPlayedItem {
  GObject parent_instance;

  guint row;
};

G_DEFINE_FINAL_TYPE (FolPlayedItem, fol_played_item, G_TYPE_OBJECT)

static void
fol_played_item_class_init (FolPlayedItemClass *klass)
{
}

static void
fol_played_item_init (FolPlayedItem *self)
{
}

#define FOL_TYPE_PLAYED_LIST (fol_played_list_get_type ())
G_DECLARE_FINAL_TYPE (FolPlayedList, fol_played_list, FOL, PLAYED_LIST, GObject)

struct _FolPlayedList {
  GObject parent_instance;

  guint count;
};

static GType
list_item_type (GListModel *model)
{
  return FOL_TYPE_PLAYED_ITEM;
}

static guint
list_n_items (GListModel *model)
{
  return FOL_PLAYED_LIST (model)->count;
}

static gpointer
list_item (GListModel *model, guint position)
{
  FolPlayedItem *item;

  if (position >= FOL_PLAYED_LIST (model)->count)
    return NULL;
  item = g_object_new (FOL_TYPE_PLAYED_ITEM, NULL);
  item->row = position;
  return item;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = list_item_type;
  interface->get_n_items = list_n_items;
  interface->get_item = list_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FolPlayedList, fol_played_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
fol_played_list_class_init (FolPlayedListClass *klass)
{
}

static void
fol_played_list_init (FolPlayedList *self)
{
}

/* --- the pane --- */

struct _FolRecordingPane {
  GtkBox parent_instance;

  const struct fol_played *played; /* lent; NULL: none */
  FolPlayedList *rows;             /* owned */
  GtkSingleSelection *chosen;      /* owned by the list view */
  GtkWidget *title, *summary, *branch, *list, *detail, *detail_title, *kernel, *model, *note;
  gboolean following; /* the row is chosen because of the state, not by the person */
};

enum { SEEK, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolRecordingPane, fol_recording_pane, GTK_TYPE_BOX)

static const struct fol_played_row *
row_at (FolRecordingPane *self, guint position)
{
  if (self->played == NULL || position >= self->played->rows->len)
    return NULL;
  return &g_array_index (self->played->rows, struct fol_played_row, position);
}

static void
set_answer_column (GtkWidget *label)
{
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_width_chars (GTK_LABEL (label), ANSWER_CHARS);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, "played-row");
  GtkWidget *line = fol_label_new (NULL, "op-number");
  GtkWidget *text = fol_label_new (NULL, NULL);
  GtkWidget *kernel = fol_label_new (NULL, "value");
  GtkWidget *model = fol_label_new (NULL, "value");

  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_label_set_xalign (GTK_LABEL (line), 1);
  gtk_label_set_width_chars (GTK_LABEL (line), 4);
  set_answer_column (kernel);
  set_answer_column (model);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), kernel);
  gtk_box_append (GTK_BOX (box), model);
  gtk_list_item_set_child (item, box);
}

/* Both answers; records say how much agrees. */
static void
set_answers (const struct fol_played_row *row, GtkWidget *kernel, GtkWidget *model)
{
  g_autofree char *said = fol_played_answer_text (row, true);
  g_autofree char *got = NULL;

  if (fol_played_has_answer (row)) {
    got = fol_played_answer_text (row, false);
  } else if (row->checked > 0) {
    got = row->differ > 0 ? g_strdup_printf (_ ("%u of %u differ"), row->differ, row->checked)
                          : g_strdup_printf (_ ("%u agree"), row->checked);
  }
  fol_set_text (kernel, said);
  fol_set_text (model, got);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, FolRecordingPane *self)
{
  guint position = FOL_PLAYED_ITEM (gtk_list_item_get_item (item))->row;
  const struct fol_played_row *row = row_at (self, position);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *line = gtk_widget_get_first_child (box);
  GtkWidget *text = gtk_widget_get_next_sibling (line);
  GtkWidget *kernel = gtk_widget_get_next_sibling (text);
  g_autofree char *number = NULL, *words = NULL;

  if (row == NULL)
    return;
  number = g_strdup_printf ("%u", row->line);
  words = fol_played_row_text (row);
  gtk_label_set_text (GTK_LABEL (line), number);
  gtk_label_set_text (GTK_LABEL (text), words);
  gtk_widget_set_tooltip_text (box, words);
  set_answers (row, kernel, gtk_widget_get_next_sibling (kernel));
  gtk_widget_remove_css_class (box, "differs");
  gtk_widget_remove_css_class (box, "record");
  if (row->differ > 0 || row->kind == FOL_PLAYED_STOP)
    fol_add_classes (box, "differs");
  else if (!fol_played_has_answer (row))
    fol_add_classes (box, "record");
}

static void
show_detail (FolRecordingPane *self)
{
  const struct fol_played_row *row =
      row_at (self, gtk_single_selection_get_selected (self->chosen));
  g_autofree char *words = NULL, *kernel = NULL, *model = NULL, *said = NULL, *got = NULL;

  gtk_widget_set_visible (self->detail, row != NULL);
  if (row == NULL)
    return;
  words = fol_played_row_text (row);
  kernel = fol_played_answer_text (row, true);
  model = fol_played_answer_text (row, false);
  said = *kernel != '\0' ? g_strdup_printf (_ ("kernel: %s"), kernel) : NULL;
  got = *model != '\0' ? g_strdup_printf (_ ("model: %s"), model) : NULL;
  fol_set_text (self->detail_title, words);
  fol_set_text (self->kernel, said);
  fol_set_text (self->model, got);
  fol_set_text (self->note, row->note);
  if (row->differ > 0)
    gtk_widget_add_css_class (self->detail, "differs");
  else
    gtk_widget_remove_css_class (self->detail, "differs");
  fol_trace ("row line=%u index=%u differ=%u text=%s", row->line, (guint) row->index, row->differ,
             words);
}

static void
choose (FolRecordingPane *self, guint position)
{
  self->following = TRUE;
  gtk_single_selection_set_selected (self->chosen, position);
  self->following = FALSE;
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", position);
}

static void
chosen_cb (FolRecordingPane *self)
{
  const struct fol_played_row *row =
      row_at (self, gtk_single_selection_get_selected (self->chosen));

  show_detail (self);
  if (row != NULL && !self->following)
    g_signal_emit (self, signals[SEEK], 0, row->index);
}

gboolean
fol_recording_pane_jump (FolRecordingPane *self, int direction, gboolean differing)
{
  guint from = gtk_single_selection_get_selected (self->chosen);
  int to;

  if (self->played == NULL)
    return FALSE;
  to = fol_played_find (self->played, from == GTK_INVALID_LIST_POSITION ? 0 : from, direction,
                        differing);
  if (to < 0)
    return FALSE;
  choose (self, (guint) to);
  g_signal_emit (self, signals[SEEK], 0, row_at (self, (guint) to)->index);
  return TRUE;
}

static char *
summary_text (const struct fol_played *played)
{
  g_autofree char *checked = g_strdup_printf ("%" G_GUINT64_FORMAT, played->checked);
  g_autofree char *differ = g_strdup_printf ("%" G_GUINT64_FORMAT, played->differ);
  const struct fol_played_row *last =
      &g_array_index (played->rows, struct fol_played_row, played->rows->len - 1);
  g_autofree char *text = NULL;

  if (played->differ == 0)
    text = g_strdup_printf (_ ("%s values checked: the model agrees in all."), checked);
  else
    text = g_strdup_printf (_ ("%s values checked, %s differ."), checked, differ);
  if (last->kind != FOL_PLAYED_STOP)
    return g_steal_pointer (&text);
  return g_strdup_printf (_ ("%s It stops at line %u: %s."), text, last->line, last->text);
}

void
fol_recording_pane_set_played (FolRecordingPane *self, const struct fol_played *played,
                               const char *name)
{
  guint before = self->rows->count;
  g_autofree char *summary = NULL;

  self->following = TRUE;
  self->played = played;
  self->rows->count = played != NULL ? played->rows->len : 0;
  g_list_model_items_changed (G_LIST_MODEL (self->rows), 0, before, self->rows->count);
  self->following = FALSE;
  fol_set_text (self->title, name);
  if (played != NULL && played->rows->len > 0)
    summary = summary_text (played);
  fol_set_text (self->summary, summary);
  if (played != NULL && played->differ > 0)
    gtk_widget_add_css_class (self->summary, "differs");
  else
    gtk_widget_remove_css_class (self->summary, "differs");
  show_detail (self);
}

void
fol_recording_pane_set_state (FolRecordingPane *self, const struct fol_state *state)
{
  const struct fol_played_row *row;
  guint64 index;

  if (state == NULL || self->played == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (self->branch, state->position.branch != 0);
  if (state->position.branch != 0)
    return;
  row = row_at (self, gtk_single_selection_get_selected (self->chosen));
  index = state->position.index;
  if (row == NULL || row->index != index)
    choose (self, fol_played_row_at (self->played, index));
}

static void
fol_recording_pane_dispose (GObject *object)
{
  FolRecordingPane *self = FOL_RECORDING_PANE (object);

  g_clear_object (&self->rows);
  G_OBJECT_CLASS (fol_recording_pane_parent_class)->dispose (object);
}

static void
fol_recording_pane_class_init (FolRecordingPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_recording_pane_dispose;
  signals[SEEK] = g_signal_new ("seek", FOL_TYPE_RECORDING_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static GtkWidget *
make_jump (const char *label, const char *back, const char *on)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 4, NULL);
  GtkWidget *text = fol_label_new (label, "caption");
  GtkWidget *before = fol_icon_button_new ("go-up-symbolic", "quiet square small");
  GtkWidget *after = fol_icon_button_new ("go-down-symbolic", "quiet square small");

  fol_actions_button (before, back, NULL);
  fol_actions_button (after, on, NULL);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), before);
  gtk_box_append (GTK_BOX (box), after);
  return box;
}

/* Over the columns of the list. */
static GtkWidget *
make_heads (void)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, "played-heads");
  GtkWidget *line = fol_label_new (_ ("line"), "caption");
  GtkWidget *kernel = fol_label_new (_ ("kernel"), "caption");
  GtkWidget *model = fol_label_new (_ ("model"), "caption");

  gtk_widget_set_hexpand (line, TRUE);
  set_answer_column (kernel);
  set_answer_column (model);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), kernel);
  gtk_box_append (GTK_BOX (box), model);
  return box;
}

static GtkWidget *
make_list (FolRecordingPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->rows = g_object_new (FOL_TYPE_PLAYED_LIST, NULL);
  self->chosen = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_object (self->chosen, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
  self->list = gtk_list_view_new (GTK_SELECTION_MODEL (self->chosen), factory);
  fol_add_classes (self->list, "step-list");
  fol_name_widget (self->list, _ ("What was recorded"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
fol_recording_pane_init (FolRecordingPane *self)
{
  GtkWidget *head = fol_box_new (GTK_ORIENTATION_VERTICAL, 6, "recording-head");
  GtkWidget *jumps = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 16, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  fol_add_classes (GTK_WIDGET (self), "lesson-pane recording-pane");
  self->title = fol_label_new (NULL, "step-title");
  gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_MIDDLE);
  self->summary = fol_text_new (NULL, "body");
  /* An empty line of a set height has its baseline below itself, says GTK. */
  fol_set_text (self->summary, NULL);
  self->branch =
      fol_text_new (_ ("You are on your own branch; the recording goes on without it."), "caption");
  gtk_widget_set_visible (self->branch, FALSE);
  gtk_box_append (GTK_BOX (jumps),
                  make_jump (_ ("Difference"), "previous-difference", "next-difference"));
  gtk_box_append (GTK_BOX (jumps), make_jump (_ ("State"), "previous-state", "next-state"));
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->summary);
  gtk_box_append (GTK_BOX (head), self->branch);
  gtk_box_append (GTK_BOX (head), jumps);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), make_heads ());
  gtk_box_append (GTK_BOX (self), make_list (self));

  self->detail = fol_box_new (GTK_ORIENTATION_VERTICAL, 4, "well played-detail");
  self->detail_title = fol_text_new (NULL, "strong");
  self->kernel = fol_text_new (NULL, "value");
  self->model = fol_text_new (NULL, "value");
  self->note = fol_text_new (NULL, "caption");
  gtk_box_append (GTK_BOX (self->detail), self->detail_title);
  gtk_box_append (GTK_BOX (self->detail), self->kernel);
  gtk_box_append (GTK_BOX (self->detail), self->model);
  gtk_box_append (GTK_BOX (self->detail), self->note);
  gtk_widget_set_visible (self->detail, FALSE);
  gtk_box_append (GTK_BOX (self), self->detail);
}

GtkWidget *
fol_recording_pane_new (void)
{
  return g_object_new (FOL_TYPE_RECORDING_PANE, NULL);
}
