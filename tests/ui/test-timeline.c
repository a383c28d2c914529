/* tests/ui/test-timeline.c - the timeline: exact bins, scrubbing, keys, branches, words. */
#include "tests/ui/ui-fixture.h"

#include "engine/physical/gfp.h"
#include "ui/timeline-bins.h"
#include "ui/timeline.h"

#define WIDTH  800
#define HEIGHT 100

/* A track made by hand: chunks are all that bins look at. */
static struct fol_track *
make_track (const guint32 *free, guint64 fork, guint64 count, const struct fol_track *grown_from)
{
  guint chunks = (guint) ((count + FOL_TRACK_ENTRIES - 1) / FOL_TRACK_ENTRIES);
  struct fol_track *track = g_malloc0 (sizeof *track + chunks * sizeof track->chunk[0]);

  track->chunk_count = chunks;
  track->branch = (struct fol_branch){ .fork = fork, .length = fork + count };
  for (guint i = 0; i < chunks; i++) {
    guint64 left = count - (guint64) i * FOL_TRACK_ENTRIES;

    if (grown_from != NULL && (guint64) (i + 1) * FOL_TRACK_ENTRIES <=
                                  grown_from->branch.length - grown_from->branch.fork) {
      track->chunk[i] = grown_from->chunk[i];
      continue;
    }
    track->chunk[i] = g_new0 (struct fol_track_chunk, 1);
    memcpy (track->chunk[i]->free, free + (gsize) i * FOL_TRACK_ENTRIES,
            MIN (left, FOL_TRACK_ENTRIES) * sizeof *free);
    for (guint j = 0; j < MIN (left, FOL_TRACK_ENTRIES); j++)
      track->chunk[i]->kind[j] = (guint8) (track->chunk[i]->free[j] % SIM_OP_COUNT);
  }
  return track;
}

static void
free_track (struct fol_track *track, guint first_own)
{
  for (guint i = first_own; i < track->chunk_count; i++)
    g_free (track->chunk[i]);
  g_free (track);
}

static void
check_range (const struct fol_bins *bins, const struct fol_track *track, const guint32 *free,
             guint64 first, guint64 last)
{
  guint32 least = G_MAXUINT32, most = 0, found_least = 0, found_most = 0;
  struct fol_kinds kinds = { { 0 } }, found_kinds = { { 0 } };

  for (guint64 i = first; i <= last; i++) {
    least = MIN (least, free[i - track->branch.fork - 1]);
    most = MAX (most, free[i - track->branch.fork - 1]);
    kinds.count[free[i - track->branch.fork - 1] % SIM_OP_COUNT]++;
  }
  g_assert_true (fol_bins_range (bins, track, first, last, &found_least, &found_most));
  g_assert_cmpuint (found_least, ==, least);
  g_assert_cmpuint (found_most, ==, most);
  fol_bins_kinds (bins, track, first, last, &found_kinds);
  g_assert_cmpmem (&found_kinds, sizeof found_kinds, &kinds, sizeof kinds);
}

/* Is every range what one would find by looking at each operation, also after the
 * track has grown?  The seed can be given by SIM_SEED. */
static void
test_bins_are_exact (void)
{
  const char *given = g_getenv ("SIM_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : 61;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  const guint64 before = 9000, after = 21001, fork = 17;
  g_autofree guint32 *free = g_new (guint32, after);
  struct fol_bins *bins = fol_bins_new ();
  struct fol_track *small, *large;
  guint32 least, most;

  g_test_message ("SIM_SEED=%u", seed);
  for (guint64 i = 0; i < after; i++)
    free[i] = g_rand_int (rand) >> 8;
  small = make_track (free, fork, before, NULL);
  large = make_track (free, fork, after, small);
  g_assert_true (large->chunk[0] == small->chunk[0]);

  fol_bins_update (bins, NULL, small);
  for (guint i = 0; i < 400; i++) {
    guint64 first = fork + 1 + (guint64) g_rand_int_range (rand, 0, (gint32) before);
    guint64 last = (guint64) g_rand_int_range (rand, (gint32) first, (gint32) (fork + before + 1));

    check_range (bins, small, free, first, last);
  }
  fol_bins_update (bins, small, large);
  check_range (bins, large, free, fork + 1, fork + after);
  for (guint i = 0; i < 400; i++) {
    guint64 first = fork + 1 + (guint64) g_rand_int_range (rand, 0, (gint32) after);
    guint64 last = (guint64) g_rand_int_range (rand, (gint32) first, (gint32) (fork + after + 1));

    check_range (bins, large, free, first, last);
  }
  /* Back to the shorter one, as after leaving a branch. */
  fol_bins_update (bins, large, small);
  check_range (bins, small, free, fork + 1, fork + before);
  g_assert_false (fol_bins_range (bins, small, fork + 5, fork + 4, &least, &most));

  fol_bins_free (bins);
  free_track (large, (guint) (before / FOL_TRACK_ENTRIES));
  free_track (small, 0);
}

struct heard {
  guint count;
  struct fol_position last;
};

static void
seek_cb (FolTimeline *timeline, const struct fol_position *position, struct heard *heard)
{
  heard->count++;
  heard->last = *position;
}

/* Eight operations, then a branch of two after the third. */
static struct fol_history *
branched (void)
{
  struct fol_history *history = fixture_history ();
  struct fol_position back = { .branch = 0, .index = 3, .step = FOL_STEP_END };
  sim_pfn pfn[4];

  for (guint i = 0; i < 4; i++)
    pfn[i] = fixture_alloc (history, i % 3);
  for (guint i = 0; i < 4; i++)
    fixture_free (history, pfn[i]);
  g_assert_true (fol_history_seek (history, back, NULL));
  fixture_alloc (history, 4);
  fixture_alloc (history, 0);
  return history;
}

static void
show (FolTimeline *timeline, struct fol_history *history, guint branch, guint64 index, guint step)
{
  struct fol_position to = { .branch = branch, .index = index, .step = step };
  struct fol_state *state;

  g_assert_true (fol_history_seek (history, to, NULL));
  state = fol_history_state (history);
  fol_timeline_set_state (timeline, state);
  fol_state_unref (state);
}

static gboolean
place (FolTimeline *timeline, guint branch, guint64 index, double *x, double *y)
{
  struct fol_position at = { .branch = branch, .index = index, .step = FOL_STEP_END };

  return fol_timeline_get_place (timeline, &at, x, y);
}

static void
test_words (void)
{
  struct fol_history *history = branched ();
  FolTimeline *timeline = FOL_TIMELINE (g_object_ref_sink (fol_timeline_new ()));

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Timeline");
  show (timeline, history, 0, 0, FOL_STEP_END);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Timeline, operation 0 of 8: the opening");
  show (timeline, history, 0, 2, FOL_STEP_END);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Timeline, operation 2 of 8: alloc_pages order 1");
  show (timeline, history, 1, 5, FOL_STEP_END);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Timeline, operation 5 of 5: alloc_pages order 0, your branch");
  fol_timeline_set_state (timeline, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Timeline");
  g_assert_finalize_object (timeline);
  fol_history_free (history);
}

/* A bookmark is named where we are, and its flag leads to it. */
static void
test_bookmark (void)
{
  struct fol_history *history = branched ();
  FolTimeline *timeline = FOL_TIMELINE (fol_timeline_new ());
  GtkWidget *window = fixture_window (GTK_WIDGET (timeline), WIDTH, HEIGHT);
  struct fol_session_notes *notes = fol_session_notes_new ();
  struct fol_bookmark bookmark = { { 0, 6, FOL_STEP_END }, g_strdup ("all is well") };
  struct heard heard = { 0 };
  double x, y;

  g_signal_connect (timeline, "seek", G_CALLBACK (seek_cb), &heard);
  g_array_append_val (notes->bookmarks, bookmark);
  show (timeline, history, 0, 2, FOL_STEP_END);
  fol_timeline_set_notes (timeline, notes);
  fixture_settle ();
  g_assert_true (place (timeline, 0, 6, &x, &y));
  fixture_click (GTK_WIDGET (timeline), x + 4, y - 15, 1);
  g_assert_cmpuint (heard.last.index, ==, 6);
  show (timeline, history, 0, 6, FOL_STEP_END);
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (timeline), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Timeline, operation 6 of 8: free_pages frame 18, bookmark “all is well”");
  fol_timeline_set_notes (timeline, NULL);
  fixture_destroy (window);
  fol_session_notes_free (notes);
  fol_history_free (history);
}

static void
test_pointer (void)
{
  struct fol_history *history = branched ();
  FolTimeline *timeline = FOL_TIMELINE (fol_timeline_new ());
  GtkWidget *window;
  struct heard heard = { 0 };
  double x, y;

  g_object_add_weak_pointer (G_OBJECT (timeline), (gpointer *) &timeline);
  window = fixture_window (GTK_WIDGET (timeline), WIDTH, HEIGHT);
  g_signal_connect (timeline, "seek", G_CALLBACK (seek_cb), &heard);
  show (timeline, history, 0, 8, FOL_STEP_END);
  fixture_settle ();

  /* A press on a tick goes there, once. */
  g_assert_true (place (timeline, 0, 5, &x, &y));
  fixture_click (GTK_WIDGET (timeline), x, y, 1);
  g_assert_cmpuint (heard.count, ==, 1);
  g_assert_cmpuint (heard.last.branch, ==, 0);
  g_assert_cmpuint (heard.last.index, ==, 5);
  g_assert_cmpuint (heard.last.step, ==, FOL_STEP_END);
  show (timeline, history, 0, 5, FOL_STEP_END);

  /* Dragging tells every operation on the way, and only those. */
  fixture_xdotool ("mousedown 1");
  for (guint64 i = 4; i >= 1; i--) {
    place (timeline, 0, i, &x, &y);
    fixture_move (GTK_WIDGET (timeline), x, y);
    g_assert_cmpuint (heard.last.index, ==, i);
  }
  fixture_xdotool ("mouseup 1");
  g_assert_cmpuint (heard.count, ==, 5);

  /* The end of a branch is on the branch. */
  g_assert_true (place (timeline, 1, 5, &x, &y));
  fixture_click (GTK_WIDGET (timeline), x, y, 1);
  g_assert_cmpuint (heard.last.branch, ==, 1);
  g_assert_cmpuint (heard.last.index, ==, 5);
  g_assert_false (place (timeline, 1, 6, &x, &y));

  /* On the branch, the curve is the branch's; far right is its end. */
  show (timeline, history, 1, 4, FOL_STEP_END);
  place (timeline, 0, 8, &x, &y);
  fixture_click (GTK_WIDGET (timeline), x, 30, 1);
  g_assert_cmpuint (heard.last.branch, ==, 1);
  g_assert_cmpuint (heard.last.index, ==, 5);

  fixture_destroy (window);
  g_assert_null (timeline);
  fol_history_free (history);
}

static void
test_keys (void)
{
  struct fol_history *history = branched ();
  FolTimeline *timeline = FOL_TIMELINE (fol_timeline_new ());
  GtkWidget *window = fixture_window (GTK_WIDGET (timeline), WIDTH, HEIGHT);
  struct heard heard = { 0 };

  g_signal_connect (timeline, "seek", G_CALLBACK (seek_cb), &heard);
  show (timeline, history, 0, 4, FOL_STEP_END);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (timeline)));

  fixture_key ("Right");
  g_assert_cmpuint (heard.last.index, ==, 5);
  /* No answer has come, and one more is one more. */
  fixture_key ("Right");
  g_assert_cmpuint (heard.last.index, ==, 6);
  fixture_key ("End");
  g_assert_cmpuint (heard.last.index, ==, 8);
  g_assert_cmpuint (heard.count, ==, 3);
  fixture_key ("Right");
  g_assert_cmpuint (heard.count, ==, 3);
  fixture_key ("Home");
  g_assert_cmpuint (heard.last.index, ==, 0);
  fixture_key ("Left");
  g_assert_cmpuint (heard.count, ==, 4);

  /* From inside an operation: on to its end, back to before it. */
  show (timeline, history, 0, 4, 1);
  fixture_key ("Right");
  g_assert_cmpuint (heard.last.index, ==, 4);
  g_assert_cmpuint (heard.last.step, ==, FOL_STEP_END);
  show (timeline, history, 0, 4, 1);
  fixture_key ("Left");
  g_assert_cmpuint (heard.last.index, ==, 3);

  fixture_destroy (window);
  fol_history_free (history);
}

/* Frame 8 is given and taken back, over and over. */
static struct fol_history *
long_history (guint64 count)
{
  struct fol_history *history = fixture_history ();
  struct sim_op *ops = g_new0 (struct sim_op, count);
  struct sim_result result;
  sim_pfn pfn = fixture_alloc (history, 0);

  fixture_free (history, pfn);
  for (guint64 i = 0; i < count; i++)
    ops[i] = i % 2 == 0 ? (struct sim_op){ SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } }
                        : (struct sim_op){ SIM_OP_FREE_PAGES, { pfn, SIM_ORDER_OF_BLOCK } };
  g_assert_cmpuint (fol_history_apply_many (history, ops, count, &result, NULL), ==, count);
  g_free (ops);
  return history;
}

static double
span_of (FolTimeline *timeline)
{
  double first, span;

  fol_timeline_get_sight (timeline, &first, &span);
  return span;
}

/* The wheel keeps what is under the pointer there, down to one operation and its steps. */
static void
test_zoom (void)
{
  struct fol_history *history = long_history (100000);
  FolTimeline *timeline = FOL_TIMELINE (fol_timeline_new ());
  GtkWidget *window = fixture_window (GTK_WIDGET (timeline), WIDTH, HEIGHT);
  struct fol_position step = { .branch = 0, .step = 2 };
  struct heard heard = { 0 };
  double x, y, before, first, span;

  g_signal_connect (timeline, "seek", G_CALLBACK (seek_cb), &heard);
  show (timeline, history, 0, 70000, FOL_STEP_END);
  fixture_settle ();
  g_assert_cmpfloat (span_of (timeline), ==, 100002);
  g_assert_true (place (timeline, 0, 70000, &before, &y));
  fixture_move (GTK_WIDGET (timeline), before, 40);
  fixture_xdotool ("click --repeat 12 --delay 15 4");
  g_assert_cmpfloat (span_of (timeline), <, 100002 / 10.0);
  g_assert_true (place (timeline, 0, 70000, &x, &y));
  /* The pointer stands on whole pixels, and one has become some twenty. */
  g_assert_cmpfloat (ABS (x - before), <, 30);

  /* Moving about changes what is in sight, not where we are. */
  fixture_xdotool ("keydown shift");
  fixture_xdotool ("click --repeat 3 --delay 15 5");
  fixture_xdotool ("keyup shift");
  place (timeline, 0, 70000, &x, &y);
  g_assert_cmpfloat (x, <, before - 100);
  g_assert_cmpuint (heard.count, ==, 0);
  fol_timeline_get_sight (timeline, &first, &span);

  /* The strip: a press at its left end shows the beginning. */
  fixture_click (GTK_WIDGET (timeline), 10, gtk_widget_get_height (GTK_WIDGET (timeline)) - 3, 1);
  fol_timeline_get_sight (timeline, &first, &span);
  g_assert_cmpfloat (first, ==, 0);
  g_assert_cmpuint (heard.count, ==, 0);
  /* A new position comes into sight. */
  show (timeline, history, 0, 70001, FOL_STEP_END);
  place (timeline, 0, 70001, &x, &y);
  g_assert_cmpfloat (x, >, 0);
  g_assert_cmpfloat (x, <, WIDTH);

  /* Down to single steps, which can be pressed. */
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (timeline)));
  for (guint i = 0; i < 60; i++)
    fol_timeline_zoom (timeline, 1.3);
  fixture_settle ();
  g_assert_cmpfloat (span_of (timeline), <, 2);
  step.index = 70001;
  g_assert_true (fol_timeline_get_place (timeline, &step, &x, &y));
  fixture_click (GTK_WIDGET (timeline), x, y, 1);
  g_assert_cmpuint (heard.last.index, ==, 70001);
  g_assert_cmpuint (heard.last.step, ==, 2);

  fixture_key ("minus");
  g_assert_cmpfloat (span_of (timeline), >, 1.6);
  fixture_key ("0");
  g_assert_cmpfloat (span_of (timeline), ==, 100002);

  fixture_destroy (window);
  fol_history_free (history);
}

/* Many branches from one place: three rows in sight, the one we are on among them. */
static void
test_rows (void)
{
  struct fol_history *history = fixture_history ();
  FolTimeline *timeline = FOL_TIMELINE (fol_timeline_new ());
  GtkWidget *window = fixture_window (GTK_WIDGET (timeline), WIDTH, HEIGHT);
  struct fol_position start = { .branch = 0, .index = 1, .step = FOL_STEP_END };
  struct heard heard = { 0 };
  double x, y;

  g_signal_connect (timeline, "seek", G_CALLBACK (seek_cb), &heard);
  fixture_alloc (history, 0);
  fixture_alloc (history, 0);
  for (guint i = 0; i < 12; i++) {
    g_assert_true (fol_history_seek (history, start, NULL));
    /* What follows must differ, or the branch there is goes on. */
    fixture_alloc (history, 1 + i % 3);
    for (guint j = 0; j < i / 3; j++)
      fixture_alloc (history, 0);
    fixture_alloc (history, 2);
  }
  show (timeline, history, 1, 2, FOL_STEP_END);
  g_assert_cmpuint (fol_history_branch_count (history), >, 8);
  fixture_settle ();
  g_assert_true (place (timeline, 1, 2, &x, &y));
  fixture_click (GTK_WIDGET (timeline), x, y, 1);
  g_assert_cmpuint (heard.count, ==, 0);
  for (guint i = fol_history_branch_count (history); i-- > 1;) {
    show (timeline, history, i, 2, FOL_STEP_END);
    fixture_settle ();
    place (timeline, i, 3, &x, &y);
    fixture_click (GTK_WIDGET (timeline), x, y, 1);
    g_assert_cmpuint (heard.last.branch, ==, i);
    g_assert_cmpuint (heard.last.index, ==, 3);
  }
  fixture_destroy (window);
  fol_history_free (history);
}

/* Many more operations than pixels: everything can still be reached and drawn. */
static void
test_many (void)
{
  const guint64 count = 100000;
  struct fol_history *history = long_history (count);
  FolTimeline *timeline = FOL_TIMELINE (fol_timeline_new ());
  GtkWidget *window = fixture_window (GTK_WIDGET (timeline), WIDTH, HEIGHT);
  struct heard heard = { 0 };
  double x, y;

  g_signal_connect (timeline, "seek", G_CALLBACK (seek_cb), &heard);
  show (timeline, history, 0, count / 2, FOL_STEP_END);
  fixture_settle ();
  place (timeline, 0, count / 4, &x, &y);
  fixture_click (GTK_WIDGET (timeline), x, y - 20, 1);
  /* A pixel is 128 operations here. */
  g_assert_cmpuint (heard.last.index, >, count / 4 - 150);
  g_assert_cmpuint (heard.last.index, <, count / 4 + 150);
  fol_timeline_set_reached (timeline, count / 2);
  fol_timeline_set_theme (timeline, FOL_THEME_DARK);
  fixture_settle ();

  fixture_destroy (window);
  fol_history_free (history);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/bins-are-exact", test_bins_are_exact);
  g_test_add_func ("/timeline/words", test_words);
  g_test_add_func ("/timeline/bookmark", test_bookmark);
  g_test_add_func ("/timeline/pointer", test_pointer);
  g_test_add_func ("/timeline/keys", test_keys);
  g_test_add_func ("/timeline/zoom", test_zoom);
  g_test_add_func ("/timeline/rows", test_rows);
  g_test_add_func ("/timeline/many", test_many);
  return g_test_run ();
}
