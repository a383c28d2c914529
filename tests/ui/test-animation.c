/* tests/ui/test-animation.c - the short while between two states, as it is seen. */
#include "tests/ui/ui-fixture.h"

#include "ui/figure-view.h"

#define WIDTH  700
#define HEIGHT 420
#define TRIES  10 /* a machine under load may be slower than the motion */

struct set {
  struct fol_history *history;
  FolSelection *selection;
  FolFigureView *view;
  GtkWidget *window;
  gulong painted;
  bool hurry;        /* another state comes right after the first */
  GPtrArray *frames; /* of owned checksums: what each frame showed since watch () */
};

/* What the view shows, as pixels. */
static char *
picture (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);
  char *sum;

  gdk_paintable_snapshot (paintable, snapshot, WIDTH, HEIGHT);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA1, cairo_image_surface_get_data (image),
                                     (gsize) cairo_image_surface_get_stride (image) * HEIGHT);
  cairo_surface_destroy (image);
  return sum;
}

static void
painted_cb (struct set *set)
{
  if (set->frames != NULL)
    g_ptr_array_add (set->frames, picture (GTK_WIDGET (set->view)));
}

static void
show (struct set *set)
{
  struct fol_state *state = fol_history_state (set->history);

  fol_figure_view_set_state (set->view, state);
  fol_state_unref (state);
}

static void
set_up (struct set *set, enum fol_figure_id figure, bool animations)
{
  GdkFrameClock *clock;

  *set = (struct set){ .history = fixture_history (), .selection = fol_selection_new () };
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", animations, NULL);
  set->view = FOL_FIGURE_VIEW (fol_figure_view_new (set->selection));
  fol_figure_view_set_figure (set->view, figure);
  fixture_alloc (set->history, 2);
  show (set);
  set->window = fixture_window (GTK_WIDGET (set->view), WIDTH, HEIGHT);
  fixture_settle ();
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (set->view));
  set->painted = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), set);
}

static void
tear_down (struct set *set)
{
  g_signal_handler_disconnect (gtk_widget_get_frame_clock (GTK_WIDGET (set->view)), set->painted);
  g_object_add_weak_pointer (G_OBJECT (set->view), (gpointer *) &set->view);
  fixture_destroy (set->window);
  g_assert_null (set->view);
  g_assert_finalize_object (set->selection);
  fol_history_free (set->history);
}

/* Shows the history's newest state and counts the different pictures between
 * the old one and the new one. */
static guint
count_between (struct set *set)
{
  g_autofree char *before = picture (GTK_WIDGET (set->view)), *after = NULL;
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func (g_free);
  guint between = 0;

  set->frames = frames;
  show (set);
  if (set->hurry) {
    fixture_alloc (set->history, 1);
    show (set);
  }
  fixture_settle ();
  fixture_settle ();
  fixture_settle ();
  set->frames = NULL;
  after = picture (GTK_WIDGET (set->view));
  g_assert_cmpstr (before, !=, after);
  for (guint i = 0; i < frames->len; i++)
    between += !g_str_equal (frames->pdata[i], before) && !g_str_equal (frames->pdata[i], after);
  return between;
}

static void
test_plays (void)
{
  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    struct set set;
    guint between = 0;

    /* Pages move nothing where only small objects are drawn. */
    if (figure == FOL_FIGURE_SLABS || figure == FOL_FIGURE_SETS || figure == FOL_FIGURE_COMPARE)
      continue;
    set_up (&set, (enum fol_figure_id) figure, true);
    for (guint i = 0; i < TRIES && between == 0; i++) {
      fixture_alloc (set.history, 0);
      between = count_between (&set);
    }
    g_assert_cmpuint (between, >, 0);
    tear_down (&set);
  }
}

/* What is shown in the end does not depend on how one got there. */
static void
test_ends (void)
{
  struct set set, fresh;
  g_autofree char *got = NULL, *expected = NULL;

  set_up (&set, FOL_FIGURE_BUDDY, true);
  fixture_alloc (set.history, 0);
  count_between (&set);
  got = picture (GTK_WIDGET (set.view));
  tear_down (&set);

  set_up (&fresh, FOL_FIGURE_BUDDY, false);
  fixture_alloc (fresh.history, 0);
  count_between (&fresh);
  expected = picture (GTK_WIDGET (fresh.view));
  g_assert_cmpstr (got, ==, expected);
  tear_down (&fresh);
}

static void
test_turned_off (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, false);
  fixture_alloc (set.history, 0);
  g_assert_cmpuint (count_between (&set), ==, 0);
  tear_down (&set);
}

/* Moments that are far apart have nothing between them. */
static void
test_far (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, true);
  fixture_alloc (set.history, 0);
  fixture_alloc (set.history, 0);
  g_assert_cmpuint (count_between (&set), ==, 0);
  tear_down (&set);
}

/* States that come faster than the motion are shown at once. */
static void
test_hurried (void)
{
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, true);
  fixture_alloc (set.history, 0);
  set.hurry = true;
  g_assert_cmpuint (count_between (&set), ==, 0);
  tear_down (&set);
}

/* Zooming in the middle of it shows the state as it is. */
static void
test_zoom_ends_it (void)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func (g_free);
  struct set set;

  set_up (&set, FOL_FIGURE_MAP, true);
  fixture_alloc (set.history, 0);
  show (&set);
  fol_figure_view_zoom (set.view, 2);
  set.frames = frames;
  fixture_settle ();
  fixture_settle ();
  set.frames = NULL;
  g_assert_cmpuint (frames->len, >, 0);
  for (guint i = 1; i < frames->len; i++)
    g_assert_cmpstr (frames->pdata[i], ==, frames->pdata[0]);
  tear_down (&set);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/animation/plays", test_plays);
  g_test_add_func ("/animation/ends", test_ends);
  g_test_add_func ("/animation/turned-off", test_turned_off);
  g_test_add_func ("/animation/far", test_far);
  g_test_add_func ("/animation/hurried", test_hurried);
  g_test_add_func ("/animation/zoom-ends-it", test_zoom_ends_it);
  return g_test_run ();
}
