/* tests/figures/test-tween.c - what lies between two lists of shapes. */
#include "tests/figures/states.h"

#include "engine/physical/gfp.h"
#include "ui/figures/figure.h"
#include "ui/figures/paint.h"
#include "ui/figures/tween.h"

#include <math.h>

enum { LISTED = 1, LABELS };

static void
add_block (struct fol_shapes *shapes, enum fol_role role, uint32_t order, sim_pfn pfn, double x,
           double y, double width)
{
  fol_shapes_add (shapes,
                  &(struct fol_shape){ .kind = FOL_SHAPE_RECT,
                                       .role = role,
                                       .x = x,
                                       .y = y,
                                       .width = width,
                                       .height = 20,
                                       .identity = fol_identity_block (LISTED, order, pfn) });
}

static void
add_label (struct fol_shapes *shapes, double x, double y, const char *text)
{
  fol_shapes_add (shapes, &(struct fol_shape){ .kind = FOL_SHAPE_TEXT,
                                               .role = FOL_ROLE_LABEL,
                                               .x = x,
                                               .y = y,
                                               .width = 40,
                                               .height = 20,
                                               .text = text });
}

static void
assert_same (const struct fol_shapes *got, const struct fol_shapes *expected)
{
  g_autofree char *a = fol_shapes_dump (got), *b = fol_shapes_dump (expected);

  g_assert_cmpstr (a, ==, b);
  for (guint i = 0; i < fol_shapes_count (expected); i++)
    g_assert_cmpuint (fol_shapes_get (got, i)->identity, ==,
                      fol_shapes_get (expected, i)->identity);
}

/* The lists at both ends are exactly the two given ones; the one between is told. */
static void
assert_tween (struct fol_shapes *from, struct fol_shapes *to, double t, const char *expected)
{
  struct fol_tween *tween = fol_tween_new (from, to);
  struct fol_shapes *start = fol_tween_at (tween, 0), *end = fol_tween_at (tween, 1);
  struct fol_shapes *middle = fol_tween_at (tween, t);
  g_autofree char *dump = fol_shapes_dump (middle);

  assert_same (start, from);
  assert_same (end, to);
  g_assert_cmpstr (dump, ==, expected);
  fol_shapes_free (start);
  fol_shapes_free (middle);
  fol_shapes_free (end);
  fol_tween_free (tween);
  fol_shapes_free (from);
  fol_shapes_free (to);
}

static void
test_move (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();

  add_block (from, FOL_ROLE_FREE, 0, 7, 0, 0, 40);
  add_block (from, FOL_ROLE_FREE, 0, 9, 100, 0, 40);
  add_block (to, FOL_ROLE_FREE, 0, 9, 200, 40, 80);
  add_block (to, FOL_ROLE_FREE, 0, 7, 0, 0, 40);
  assert_tween (from, to, 0.25,
                "-\n-\n"
                "rect free 125,10 50x20\n"
                "rect free 0,0 40x20\n");
}

static void
test_colour (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();

  add_block (from, FOL_ROLE_FREE, 0, 7, 0, 0, 40);
  add_block (to, FOL_ROLE_MOVABLE, 0, 7, 0, 0, 40);
  /* The old one stays whole below, or the ground would shine through both. */
  assert_tween (from, to, 0.25,
                "-\n-\n"
                "rect free 0,0 40x20\n"
                "rect movable 0,0 40x20 faded=75%\n");
}

static void
test_words (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();

  add_label (from, 0, 0, "order 1");
  add_label (from, 50, 0, "3");
  add_label (from, 90, 0, "gone");
  add_label (to, 0, 0, "order 1");
  add_label (to, 50, 0, "4");
  add_label (to, 0, 60, "come");
  assert_tween (from, to, 0.25,
                "-\n-\n"
                "text label 0,0 40x20 \"order 1\"\n"
                "text label 50,0 40x20 faded=25% \"3\"\n"
                "text label 50,0 40x20 faded=75% \"4\"\n"
                "text label 0,60 40x20 faded=75% \"come\"\n"
                "text label 90,0 40x20 faded=25% \"gone\"\n");
}

/* Texts without an identity are known by what they say, those alike in their order. */
static void
test_labels_move (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();

  add_label (from, 0, 0, "empty");
  add_label (from, 0, 20, "empty");
  add_label (to, 0, 0, "empty");
  add_label (to, 0, 40, "empty");
  assert_tween (from, to, 0.5,
                "-\n-\n"
                "text label 0,0 40x20 \"empty\"\n"
                "text label 0,30 40x20 \"empty\"\n");
}

/* 8-15 becomes 8-11 and 12-15: each grows out of its half. */
static void
test_split (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();

  add_block (from, FOL_ROLE_FREE, 3, 8, 100, 0, 160);
  add_block (to, FOL_ROLE_FREE, 2, 8, 0, 40, 80);
  add_block (to, FOL_ROLE_FREE, 2, 12, 100, 40, 80);
  assert_tween (from, to, 0.5,
                "-\n-\n"
                "rect free 50,20 80x20 faded=50%\n"
                "rect free 140,20 80x20 faded=50%\n"
                "rect free 100,0 160x20 faded=50%\n");
}

/* And back; what was not a part of it only fades. */
static void
test_merge (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();

  add_block (from, FOL_ROLE_FREE, 2, 8, 0, 40, 80);
  add_block (from, FOL_ROLE_FREE, 2, 12, 100, 40, 80);
  add_block (from, FOL_ROLE_FREE, 2, 20, 200, 40, 80);
  add_block (to, FOL_ROLE_FREE, 3, 8, 100, 0, 160);
  assert_tween (from, to, 0.5,
                "-\n-\n"
                "rect free 100,0 160x20 faded=50%\n"
                "rect free 50,20 80x20 faded=50%\n"
                "rect free 140,20 80x20 faded=50%\n"
                "rect free 200,40 80x20 faded=50%\n");
}

/* The smallest whole counts: 8 came from 8-9, not from 8-15. */
static void
test_nested (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();

  add_block (from, FOL_ROLE_WELL, 3, 8, 0, 0, 160);
  add_block (from, FOL_ROLE_FREE, 1, 8, 0, 40, 40);
  add_block (to, FOL_ROLE_WELL, 3, 8, 0, 0, 160);
  add_block (to, FOL_ROLE_WELL, 1, 8, 0, 40, 40);
  add_block (to, FOL_ROLE_FREE, 0, 8, 0, 60, 20);
  assert_tween (from, to, 0.5,
                "-\n-\n"
                "rect well 0,0 160x20\n"
                "rect free 0,40 40x20\n"
                "rect well 0,40 40x20 faded=50%\n"
                "rect free 0,50 20x20 faded=50%\n");
}

static void
test_nothing (void)
{
  struct fol_shapes *from = fol_shapes_new (), *to = fol_shapes_new ();
  struct fol_tween *tween;

  add_block (from, FOL_ROLE_FREE, 3, 8, 0, 0, 160);
  add_label (from, 0, 0, "order 1");
  add_block (to, FOL_ROLE_FREE, 3, 8, 0, 0, 160);
  add_label (to, 0, 0, "order 1");
  tween = fol_tween_new (from, to);
  g_assert_false (fol_tween_moves (tween));
  fol_tween_free (tween);
  fol_shapes_free (from);
  fol_shapes_free (to);
}

static struct fol_shapes *
build (struct fol_history *history, enum fol_figure_id figure)
{
  struct fol_state *state = fol_history_state (history);
  struct fol_shapes *shapes = fol_figure_build (figure, state, NULL, NULL, 900, 600);

  fol_state_unref (state);
  return shapes;
}

/* Every figure: the ends are the lists; nothing without an identity crosses the
 * figure; blocks of an allocation grow out of a larger one. */
static void
test_figures (void)
{
  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    struct fol_history *history = fol_test_used ();
    struct fol_shapes *from = build (history, (enum fol_figure_id) figure), *to, *start, *end;
    struct fol_tween *tween;

    fol_test_alloc (history, 0, SIM_GFP_KERNEL);
    to = build (history, (enum fol_figure_id) figure);
    tween = fol_tween_new (from, to);
    start = fol_tween_at (tween, 0);
    end = fol_tween_at (tween, 1);
    assert_same (start, from);
    assert_same (end, to);
    /* Without caches nothing moves in theirs. */
    g_assert_true (fol_tween_moves (tween) ==
                   (figure != FOL_FIGURE_SLABS && figure != FOL_FIGURE_SETS));
    for (guint i = 0; i < fol_tween_count (tween); i++) {
      struct fol_shape before, after;

      fol_tween_get (tween, i, 0, &before);
      fol_tween_get (tween, i, 1, &after);
      g_assert_cmpstr (before.text, ==, after.text);
      if (after.identity == 0)
        g_assert_cmpfloat (hypot (after.x - before.x, after.y - before.y), <, 80);
    }
    fol_shapes_free (start);
    fol_shapes_free (end);
    fol_tween_free (tween);
    fol_shapes_free (from);
    fol_shapes_free (to);
    fol_history_free (history);
  }
}

/* No two shapes of a figure have the same identity. */
static void
test_identities (void)
{
  struct fol_history *history = fol_test_used ();

  fol_test_alloc (history, 0, SIM_GFP_KERNEL);
  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    struct fol_shapes *shapes = build (history, (enum fol_figure_id) figure);
    g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      if (shape->identity != 0)
        g_assert_true (g_hash_table_add (seen, (gpointer) &shape->identity));
    }
    if (figure != FOL_FIGURE_COMPARE && figure != FOL_FIGURE_SLABS)
      g_assert_cmpuint (g_hash_table_size (seen), >, 0);
    fol_shapes_free (shapes);
  }
  fol_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tween/move", test_move);
  g_test_add_func ("/tween/colour", test_colour);
  g_test_add_func ("/tween/words", test_words);
  g_test_add_func ("/tween/labels-move", test_labels_move);
  g_test_add_func ("/tween/split", test_split);
  g_test_add_func ("/tween/merge", test_merge);
  g_test_add_func ("/tween/nested", test_nested);
  g_test_add_func ("/tween/nothing", test_nothing);
  g_test_add_func ("/tween/figures", test_figures);
  g_test_add_func ("/tween/identities", test_identities);
  return g_test_run ();
}
