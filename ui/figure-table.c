/* ui/figure-table.c - see figure-table.h. */
#include "ui/figure-table.h"

#include "ui/table-rows.h"

#include <glib/gi18n-lib.h>

#define KIND_WIDTH  96 /* pixels; names take what is left */
#define VALUE_WIDTH 140

struct _FolFigureTable {
  GtkWidget parent_instance;

  FolSelection *selection;   /* owned */
  FolTableRows *rows;        /* owned */
  GtkSingleSelection *model; /* owned */
  GtkWidget *scroller, *list;
  guint shown_source; /* 0: none */
  bool following;     /* the table follows the selection, not the other way round */
};

enum { SIGNAL_ACTIVATED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolFigureTable, fol_figure_table, GTK_TYPE_WIDGET)

typedef const char *(*text_func) (FolTableRow *row);

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  g_object_set_data (G_OBJECT (label), "item", item);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  text_func text_of = (text_func) g_object_get_data (G_OBJECT (factory), "text");
  const char *text = text_of (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), text);
}

static void
add_column (FolFigureTable *self, const char *title, text_func text_of, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_object_set_data (G_OBJECT (factory), "text", (gpointer) text_of);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, width < 0);
  gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->list), column);
  g_object_unref (column);
}

/* The list inside the column view: its children are the rows. */
static GtkWidget *
list_of (FolFigureTable *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->list);

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_below (GtkWidget *widget)
{
  return widget != NULL ? gtk_widget_get_first_child (widget) : NULL;
}

/* Walking goes on from the row that has the focus, so the selected one must get it. */
static bool
focus_row (FolFigureTable *self, guint position)
{
  GtkWidget *list = list_of (self);

  for (GtkWidget *row = first_below (list); row != NULL; row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *label = first_below (first_below (row));
    GtkListItem *item = label != NULL ? g_object_get_data (G_OBJECT (label), "item") : NULL;

    if (item != NULL && gtk_list_item_get_position (item) == position)
      return gtk_widget_grab_focus (row);
  }
  return false;
}

static void
show_row (FolFigureTable *self, guint position)
{
  GtkWidget *list = list_of (self);

  if (list != NULL)
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
  if (list != NULL && gtk_widget_get_focus_child (list) != NULL)
    focus_row (self, position);
}

/* From the shared selection to the row. */
static void
follow (FolFigureTable *self)
{
  guint row = fol_table_rows_find (self->rows, fol_selection_get (self->selection));

  self->following = true;
  gtk_single_selection_set_selected (self->model,
                                     row != G_MAXUINT ? row : GTK_INVALID_LIST_POSITION);
  if (row != G_MAXUINT)
    show_row (self, row);
  self->following = false;
}

/* And back: where one walks in the table is what is selected. */
static void
row_cb (FolFigureTable *self)
{
  FolTableRow *row = gtk_single_selection_get_selected_item (self->model);
  struct sim_object object;

  if (self->following || row == NULL)
    return;
  object = fol_table_row_get_object (row);
  if (object.kind == SIM_OBJECT_NONE)
    return;
  self->following = true;
  fol_selection_set (self->selection, object);
  self->following = false;
}

static void
selected_cb (FolFigureTable *self)
{
  if (!self->following)
    follow (self);
}

static void
activate_cb (FolFigureTable *self, guint position)
{
  g_autoptr (FolTableRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);
  struct sim_object object;

  if (row == NULL)
    return;
  object = fol_table_row_get_object (row);
  if (object.kind != SIM_OBJECT_NONE)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, &object);
}

static gboolean
shown_cb (gpointer data)
{
  FolFigureTable *self = data;

  self->shown_source = 0;
  follow (self);
  return G_SOURCE_REMOVE;
}

/* Rows have places only once they were laid out. */
static void
fol_figure_table_map (GtkWidget *widget)
{
  FolFigureTable *self = FOL_FIGURE_TABLE (widget);

  GTK_WIDGET_CLASS (fol_figure_table_parent_class)->map (widget);
  if (self->shown_source == 0)
    self->shown_source = g_idle_add (shown_cb, self);
}

static gboolean
fol_figure_table_grab_focus (GtkWidget *widget)
{
  FolFigureTable *self = FOL_FIGURE_TABLE (widget);
  guint selected = gtk_single_selection_get_selected (self->model);

  return (selected != GTK_INVALID_LIST_POSITION && focus_row (self, selected)) ||
         gtk_widget_grab_focus (self->list);
}

static void
fol_figure_table_dispose (GObject *object)
{
  FolFigureTable *self = FOL_FIGURE_TABLE (object);

  g_clear_handle_id (&self->shown_source, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  g_clear_object (&self->rows);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (fol_figure_table_parent_class)->dispose (object);
}

static void
fol_figure_table_class_init (FolFigureTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_figure_table_dispose;
  widget_class->grab_focus = fol_figure_table_grab_focus;
  widget_class->map = fol_figure_table_map;
  gtk_widget_class_set_css_name (widget_class, "figuretable");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_ACTIVATED] =
      g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
fol_figure_table_init (FolFigureTable *self)
{
  self->rows = fol_table_rows_new ();
  self->model = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->model, FALSE);
  gtk_single_selection_set_can_unselect (self->model, TRUE);
  self->list = gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->model)));
  add_column (self, _ ("What is shown"), fol_table_row_get_name, -1);
  add_column (self, _ ("Kind"), fol_table_row_get_kind, KIND_WIDTH);
  add_column (self, _ ("Value"), fol_table_row_get_value, VALUE_WIDTH);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->list);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect_object (self->model, "notify::selected", G_CALLBACK (row_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
fol_figure_table_new (FolSelection *selection)
{
  FolFigureTable *self;

  g_return_val_if_fail (FOL_IS_SELECTION (selection), NULL);

  self = g_object_new (FOL_TYPE_FIGURE_TABLE, NULL);
  self->selection = g_object_ref (selection);
  g_signal_connect_object (selection, "selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
fol_figure_table_set (FolFigureTable *self, enum fol_figure_id figure,
                      const struct fol_figure_options *options, struct fol_state *state)
{
  g_return_if_fail (FOL_IS_FIGURE_TABLE (self));
  g_return_if_fail (options != NULL);

  self->following = true;
  fol_table_rows_set (self->rows, figure, options, state);
  self->following = false;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (fol_figures[figure].title), -1);
  follow (self);
}
