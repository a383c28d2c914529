/* tests/ui/test-overview.c - the overview of a zoomed map under a person's pointer. */
#include "tests/ui/ui-fixture.h"

#include "ui/figure-overview.h"
#include "ui/figure-view.h"

#define WIDTH  700
#define HEIGHT 340

struct set {
  struct fol_history *history;
  FolSelection *selection;
  FolFigureView *view;
  GtkWidget *overview, *window;
};

static void
set_up (struct set *set, enum fol_figure_id figure, guint frames)
{
  struct fol_state *state;

  *set = (struct set){ .history = fixture_history_of (frames), .selection = fol_selection_new () };
  set->view = FOL_FIGURE_VIEW (fol_figure_view_new (set->selection));
  fol_figure_view_set_figure (set->view, figure);
  state = fol_history_state (set->history);
  fol_figure_view_set_state (set->view, state);
  fol_state_unref (state);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (set->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (FOL_IS_FIGURE_OVERVIEW (child))
      set->overview = child;
  g_assert_nonnull (set->overview);
  set->window = fixture_window (GTK_WIDGET (set->view), WIDTH, HEIGHT);
}

static void
tear_down (struct set *set)
{
  g_object_add_weak_pointer (G_OBJECT (set->view), (gpointer *) &set->view);
  fixture_destroy (set->window);
  g_assert_null (set->view);
  g_assert_finalize_object (set->selection);
  fol_history_free (set->history);
}

static void
zoom (struct set *set, double factor)
{
  fol_figure_view_zoom (set->view, factor);
  fixture_settle ();
}

static void
seen (struct set *set, struct fol_map_overview *out)
{
  struct fol_state *state = fol_history_state (set->history);

  g_assert_true (
      fol_map_overview (state, fol_figure_view_get_options (set->view), WIDTH, HEIGHT, out));
  fol_state_unref (state);
}

/* Pressing in a corner shows that corner; a drag goes on to where it ends. */
static void
check_moves (struct set *set)
{
  int width = gtk_widget_get_width (set->overview), height = gtk_widget_get_height (set->overview);
  struct fol_map_overview at;

  fixture_click (set->overview, 1, 1, 1);
  seen (set, &at);
  g_assert_cmpfloat_with_epsilon (at.x, 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (at.y, 0, 1e-9);

  fixture_click (set->overview, width - 2, height - 2, 1);
  seen (set, &at);
  g_assert_cmpfloat_with_epsilon (at.x + at.width, 1, 0.02);
  g_assert_cmpfloat_with_epsilon (at.y + at.height, 1, 0.02);

  fixture_move (set->overview, 3, 3);
  fixture_xdotool ("mousedown 1");
  fixture_move (set->overview, width - 2, 3);
  fixture_xdotool ("mouseup 1");
  seen (set, &at);
  g_assert_cmpfloat_with_epsilon (at.x + at.width, 1, 0.02);
  g_assert_cmpfloat_with_epsilon (at.y, 0, 1e-9);
}

static void
check_map (guint frames)
{
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, frames);
  g_assert_false (gtk_widget_get_child_visible (set.overview));
  zoom (&set, 2);
  zoom (&set, 2);
  g_assert_true (gtk_widget_get_child_visible (set.overview));
  g_assert_cmpint (gtk_widget_get_width (set.overview), >, 20);
  check_moves (&set);
  /* A click in it is not one in the map. */
  g_assert_cmpuint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_NONE);
  zoom (&set, 0);
  g_assert_false (gtk_widget_get_child_visible (set.overview));
  tear_down (&set);
}

static void
test_cells (void)
{
  check_map (64);
}

static void
test_raster (void)
{
  check_map (65536);
}

/* It makes way for what one is looking at. */
static void
test_makes_way (void)
{
  struct fol_figure_options options = fol_figure_options_default;
  struct set set;
  graphene_rect_t place;

  set_up (&set, FOL_FIGURE_MAP, 64);
  options.no_title = options.no_legend = true;
  fol_figure_view_set_options (set.view, &options);
  fol_selection_set (set.selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 63 });
  gtk_widget_grab_focus (GTK_WIDGET (set.view));
  fixture_settle ();
  zoom (&set, 2);
  zoom (&set, 2);
  g_assert_true (gtk_widget_compute_bounds (set.overview, GTK_WIDGET (set.view), &place));
  g_assert_cmpfloat (place.origin.y, <, HEIGHT / 2);
  fol_selection_set (set.selection, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  tear_down (&set);
}

static void
test_map_only (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_BUDDY, 64);
  g_assert_false (gtk_widget_get_child_visible (set.overview));
  tear_down (&set);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overview/cells", test_cells);
  g_test_add_func ("/overview/raster", test_raster);
  g_test_add_func ("/overview/makes-way", test_makes_way);
  g_test_add_func ("/overview/map-only", test_map_only);
  return g_test_run ();
}
