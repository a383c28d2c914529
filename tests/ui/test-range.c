/* tests/ui/test-range.c - frames marked by a drag across a map, and by the keyboard. */
#include "tests/ui/ui-fixture.h"

#include "ui/figure-view.h"

#define WIDTH  700
#define HEIGHT 340

struct set {
  struct fol_history *history;
  FolSelection *selection;
  FolFigureView *view;
  GtkWidget *window;
  guint heard, first, last;
};

static void
range_cb (struct set *set, guint first, guint last)
{
  set->heard++;
  set->first = first;
  set->last = last;
}

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
  g_signal_connect_swapped (set->view, "range-selected", G_CALLBACK (range_cb), set);
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
find (struct set *set, sim_pfn pfn, double *x, double *y)
{
  const struct fol_shapes *shapes = fol_figure_view_get_shapes (set->view);
  double left, top;

  fol_figure_view_get_offset (set->view, &left, &top);
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->name != NULL && shape->object.kind == SIM_OBJECT_FRAME && shape->object.a == pfn) {
      *x = shape->x + shape->width / 2 + left;
      *y = shape->y + shape->height / 2 + top;
      return;
    }
  }
  g_assert_not_reached ();
}

static void
drag (struct set *set, sim_pfn from, sim_pfn to)
{
  double x, y;

  find (set, from, &x, &y);
  fixture_move (GTK_WIDGET (set->view), x, y);
  fixture_xdotool ("mousedown 1");
  find (set, to, &x, &y);
  fixture_move (GTK_WIDGET (set->view), x - 4, y);
  fixture_move (GTK_WIDGET (set->view), x, y);
  fixture_xdotool ("mouseup 1");
}

static void
assert_range (struct set *set, sim_pfn first, sim_pfn last)
{
  sim_pfn a, b;

  g_assert_true (fol_selection_get_range (set->selection, &a, &b));
  g_assert_cmpuint (a, ==, first);
  g_assert_cmpuint (b, ==, last);
}

static void
assert_no_range (struct set *set)
{
  sim_pfn a, b;

  g_assert_false (fol_selection_get_range (set->selection, &a, &b));
}

static void
test_drag (void)
{
  struct set set;
  double x, y;

  set_up (&set, FOL_FIGURE_MAP, 64);
  drag (&set, 20, 44);
  g_assert_cmpuint (set.heard, ==, 1);
  g_assert_cmpuint (set.first, ==, 20);
  g_assert_cmpuint (set.last, ==, 44);
  assert_range (&set, 20, 44);
  /* Backwards it is the same; a drag selects nothing. */
  drag (&set, 44, 30);
  g_assert_cmpuint (set.heard, ==, 2);
  assert_range (&set, 30, 44);
  g_assert_cmpuint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_NONE);
  /* A click ends it. */
  find (&set, 8, &x, &y);
  fixture_click (GTK_WIDGET (set.view), x, y, 1);
  assert_no_range (&set);
  g_assert_cmpuint (set.heard, ==, 2);
  tear_down (&set);
}

/* A zoomed map pans instead, unless Shift is held. */
static void
test_zoomed (void)
{
  struct set set;
  double pan;

  set_up (&set, FOL_FIGURE_MAP, 64);
  fol_figure_view_zoom_to (set.view, 40, 43);
  fixture_settle ();
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->zoom, >, 1);
  pan = fol_figure_view_get_options (set.view)->pan_x;
  fixture_xdotool ("keydown shift");
  drag (&set, 40, 42);
  fixture_xdotool ("keyup shift");
  g_assert_cmpuint (set.heard, ==, 1);
  assert_range (&set, 40, 42);
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->pan_x, ==, pan);
  drag (&set, 42, 40);
  g_assert_cmpuint (set.heard, ==, 1);
  g_assert_cmpfloat (fol_figure_view_get_options (set.view)->pan_x, !=, pan);
  tear_down (&set);
}

static void
test_keys (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, 64);
  fol_selection_set (set.selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 20 });
  gtk_widget_grab_focus (GTK_WIDGET (set.view));
  fixture_settle ();
  fixture_key ("shift+Right");
  assert_range (&set, 20, 21);
  fixture_key ("shift+Right");
  assert_range (&set, 20, 22);
  fixture_key ("shift+Left");
  fixture_key ("shift+Left");
  fixture_key ("shift+Left");
  assert_range (&set, 19, 20);
  g_assert_cmpuint (set.heard, ==, 0);
  fixture_key ("Return");
  g_assert_cmpuint (set.heard, ==, 1);
  g_assert_cmpuint (set.first, ==, 19);
  fixture_key ("Escape");
  assert_no_range (&set);
  g_assert_cmpuint (fol_selection_get (set.selection).kind, ==, SIM_OBJECT_FRAME);
  tear_down (&set);
}

/* Many frames to a pixel: from where one is to where one goes, at least. */
static void
test_raster (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, 65536);
  fixture_move (GTK_WIDGET (set.view), 100, 20);
  fixture_xdotool ("mousedown 1");
  fixture_move (GTK_WIDGET (set.view), 180, 24);
  fixture_move (GTK_WIDGET (set.view), 200, 24);
  fixture_xdotool ("mouseup 1");
  g_assert_cmpuint (set.heard, ==, 1);
  g_assert_cmpuint (set.last, >, set.first);
  g_assert_cmpuint (set.last, <, 65536);
  tear_down (&set);
}

/* Where there are no frames to mark, a drag marks none. */
static void
test_other_figure (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_BUDDY, 64);
  fixture_move (GTK_WIDGET (set.view), 200, 100);
  fixture_xdotool ("mousedown 1");
  fixture_move (GTK_WIDGET (set.view), 260, 140);
  fixture_xdotool ("mouseup 1");
  g_assert_cmpuint (set.heard, ==, 0);
  assert_no_range (&set);
  tear_down (&set);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/drag", test_drag);
  g_test_add_func ("/range/zoomed", test_zoomed);
  g_test_add_func ("/range/keys", test_keys);
  g_test_add_func ("/range/raster", test_raster);
  g_test_add_func ("/range/other-figure", test_other_figure);
  return g_test_run ();
}
