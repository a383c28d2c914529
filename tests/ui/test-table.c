/* tests/ui/test-table.c - a figure as a table: walked, selected both ways, long without cost. */
#include "tests/ui/ui-fixture.h"

#include "ui/figure-card.h"
#include "ui/figure-table.h"
#include "ui/table-rows.h"

#define WIDTH  700
#define HEIGHT 420

struct set {
  struct fol_history *history;
  FolSelection *selection;
  FolFigureCard *card;
  GtkWidget *window;
  guint activated;
  struct sim_object object;
};

static void
activated_cb (FolFigureView *view, const struct sim_object *object, struct set *set)
{
  set->activated++;
  set->object = *object;
}

static void
show (struct set *set)
{
  struct fol_state *state = fol_history_state (set->history);

  fol_figure_card_set_state (set->card, state);
  fol_state_unref (state);
}

static void
set_up (struct set *set, enum fol_figure_id figure, guint frames)
{
  *set = (struct set){ .history = fixture_history_of (frames), .selection = fol_selection_new () };
  set->card = FOL_FIGURE_CARD (fol_figure_card_new (set->selection));
  fol_figure_card_set_figure (set->card, figure);
  g_signal_connect (fol_figure_card_get_view (set->card), "activated", G_CALLBACK (activated_cb),
                    set);
  show (set);
  set->window = fixture_window (GTK_WIDGET (set->card), WIDTH, HEIGHT);
}

static void
tear_down (struct set *set)
{
  g_object_add_weak_pointer (G_OBJECT (set->card), (gpointer *) &set->card);
  fixture_destroy (set->window);
  g_assert_null (set->card);
  g_assert_finalize_object (set->selection);
  fol_history_free (set->history);
}

static sim_pfn
selected (struct set *set)
{
  struct sim_object object = fol_selection_get (set->selection);

  g_assert_cmpuint (object.kind, ==, SIM_OBJECT_FRAME);
  return object.a;
}

static void
test_rows (void)
{
  struct fol_history *history = fixture_history ();
  struct fol_state *state;
  FolTableRows *rows = fol_table_rows_new ();
  sim_pfn pfn = fixture_alloc (history, 0);
  g_autoptr (FolTableRow) row = NULL;
  struct sim_object object;

  state = fol_history_state (history);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 0);
  fol_table_rows_set (rows, FOL_FIGURE_MAP, &fol_figure_options_default, state);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 64);
  row = g_list_model_get_item (G_LIST_MODEL (rows), pfn);
  g_assert_cmpstr (fol_table_row_get_kind (row), ==, "frame");
  g_assert_nonnull (strstr (fol_table_row_get_name (row), "Frame"));
  object = fol_table_row_get_object (row);
  g_assert_cmpuint (object.a, ==, pfn);
  g_assert_cmpuint (fol_table_rows_find (rows, object), ==, pfn);
  g_assert_cmpuint (fol_table_rows_find (rows, (struct sim_object){ .kind = SIM_OBJECT_ZONE }), ==,
                    G_MAXUINT);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (rows), 64));
  fol_table_rows_set (rows, FOL_FIGURE_MAP, &fol_figure_options_default, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 0);
  g_assert_finalize_object (rows);
  fol_state_unref (state);
  fol_history_free (history);
}

/* A row for 4 MiB, which tells how many of its frames are what. */
static void
test_regions (void)
{
  struct fol_history *history = fixture_history_of (65536);
  FolTableRows *rows = fol_table_rows_new ();
  struct fol_state *state;
  g_autoptr (FolTableRow) row = NULL;

  state = fol_history_state (history);
  fol_table_rows_set (rows, FOL_FIGURE_MAP, &fol_figure_options_default, state);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (rows)), ==, 64);
  row = g_list_model_get_item (G_LIST_MODEL (rows), 5);
  g_assert_cmpstr (fol_table_row_get_name (row), ==, "Frames 5120–6143");
  g_assert_cmpstr (fol_table_row_get_value (row), ==, "1024 free");
  g_assert_cmpuint (
      fol_table_rows_find (rows, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 6143 }), ==,
      5);
  g_assert_finalize_object (rows);
  fol_state_unref (state);
  fol_history_free (history);
}

static void
test_walk (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, 64);
  g_assert_false (fol_figure_card_get_table (set.card));
  fol_selection_set (set.selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 20 });
  gtk_widget_grab_focus (GTK_WIDGET (fol_figure_card_get_view (set.card)));
  fol_figure_card_set_table (set.card, TRUE);
  fixture_settle ();
  g_assert_true (fol_figure_card_get_table (set.card));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fol_figure_card_get_view (set.card))));
  /* The row of what was selected has the focus; from there one walks. */
  fixture_key ("Down");
  g_assert_cmpuint (selected (&set), ==, 21);
  fixture_key ("Down");
  fixture_key ("Up");
  fixture_key ("Up");
  g_assert_cmpuint (selected (&set), ==, 20);
  fixture_key ("Return");
  g_assert_cmpuint (set.activated, ==, 1);
  g_assert_cmpuint (set.object.a, ==, 20);
  /* Selected elsewhere, it is followed. */
  fol_selection_set (set.selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 40 });
  fixture_settle ();
  fixture_key ("Down");
  g_assert_cmpuint (selected (&set), ==, 41);
  fol_figure_card_set_table (set.card, FALSE);
  fixture_settle ();
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fol_figure_card_get_view (set.card))));
  tear_down (&set);
}

/* Another moment has other rows; the selection stays. */
static void
test_state (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_BUDDY, 64);
  fol_figure_card_set_table (set.card, TRUE);
  fixture_settle ();
  fol_selection_set (set.selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 60 });
  fixture_alloc (set.history, 0);
  show (&set);
  fixture_settle ();
  g_assert_cmpuint (selected (&set), ==, 60);
  fol_figure_card_set_figure (set.card, FOL_FIGURE_CALLS);
  fixture_settle ();
  fol_figure_card_set_state (set.card, NULL);
  fixture_settle ();
  tear_down (&set);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/rows", test_rows);
  g_test_add_func ("/table/regions", test_regions);
  g_test_add_func ("/table/walk", test_walk);
  g_test_add_func ("/table/state", test_state);
  return g_test_run ();
}
