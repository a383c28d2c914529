/* tests/figures/test-page.c - a page holds the whole figure, as large as it can be read. */
#include "tests/figures/states.h"

#include "ui/figures/page.h"
#include "ui/figures/paint-private.h"

#include <math.h>

static const struct {
  double width, height;
} sizes[] = { { 1280, 720 }, { 1024, 768 }, { 1123, 794 }, { 640, 720 }, { 900, 900 } };

static void
assert_whole_words (const struct fol_shapes *shapes)
{
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);
    g_autofree char *shown = NULL;

    if (shape->kind != FOL_SHAPE_TEXT || shape->text == NULL)
      continue;
    shown = fol_text_fit (shape->text, shape->text_size, shape->bold, shape->monospace,
                          shape->width + 0.5);
    g_assert_cmpstr (shown, ==, shape->text);
  }
}

/* All of it between the margins and above the foot, and nothing ends in an ellipsis. */
static void
test_fits (void)
{
  struct fol_history *history = fol_test_used ();
  struct fol_state *state = fol_history_state (history);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
      const struct fol_export export = { .width = sizes[i].width, .height = sizes[i].height };
      struct fol_shapes *shapes = fol_page_build (&export, figure, state, NULL, NULL, 0);
      struct fol_shapes *foot;
      struct fol_page page;

      fol_page_place (&export, shapes, &page);
      g_assert_cmpfloat (fabs (page.scale - shapes->page_scale), <, 0.01);
      g_assert_cmpfloat (page.x, ==, page.y);
      g_assert_cmpfloat (page.x, >=, 20);
      g_assert_cmpfloat (page.x + shapes->width * page.scale, <=, export.width - page.x + 1);
      foot = fol_page_foot (&export, shapes, &page);
      g_assert_cmpuint (fol_shapes_count (foot), ==, 1);
      g_assert_cmpfloat (page.y + shapes->height * page.scale, <,
                         fol_shapes_get (foot, 0)->y - FOL_FOOTER_SIZE * page.unit / 2);
      assert_whole_words (shapes);
      fol_shapes_free (foot);
      fol_shapes_free (shapes);
    }
  fol_state_unref (state);
  fol_history_free (history);
}

/* Own words stand below the figure, whole, above where it comes from; what is
 * not wanted leaves its room to the figure. */
static void
test_foot (void)
{
  struct fol_export export = { .width = 794, .height = 1123 };
  struct fol_history *history = fol_test_used ();
  struct fol_state *state = fol_history_state (history);

  for (guint lines = 0; lines <= 2; lines++)
    for (int footer = 0; footer < 2; footer++) {
      struct fol_shapes *shapes, *foot;
      struct fol_page page;
      double above;

      export.no_footer = footer == 0;
      export.caption = lines == 0   ? NULL
                       : lines == 1 ? "One line"
                                    : "So many words of one's own that they need more than one "
                                      "line of this page, which stands upright, to be read";
      shapes = fol_page_build (&export, FOL_FIGURE_BUDDY, state, NULL, NULL, 0);
      fol_page_place (&export, shapes, &page);
      foot = fol_page_foot (&export, shapes, &page);
      g_assert_cmpuint (fol_shapes_count (foot), ==, lines + (guint) footer);
      above = page.y + shapes->height * page.scale;
      for (guint i = fol_shapes_count (foot); i-- > 0;) {
        const struct fol_shape *line = fol_shapes_get (foot, i);

        g_assert_cmpfloat (line->y - line->text_size / 2, >=, above);
        above = line->y + line->text_size / 2;
      }
      g_assert_cmpfloat (above, <=, export.height - 12);
      assert_whole_words (foot);
      fol_shapes_free (foot);
      fol_shapes_free (shapes);
    }
  fol_state_unref (state);
  fol_history_free (history);
}

/* On a slide, words of a small machine are read from the last row: a fortieth
 * of its height, and captions not much less. */
static void
test_large (void)
{
  const struct fol_export export = { .width = 1280, .height = 720 };
  struct fol_history *history = fol_test_used ();
  struct fol_state *state = fol_history_state (history);

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++)
    g_assert_cmpfloat (13 * fol_page_scale (&export, figure, state, NULL, NULL), >=, 720 / 45.0);
  fol_state_unref (state);
  fol_history_free (history);
}

/* A page twice as large shows the same, twice as large. */
static void
test_proportional (void)
{
  const struct fol_export small = { .width = 800, .height = 450 };
  const struct fol_export large = { .width = 1600, .height = 900 };
  struct fol_history *history = fol_test_used ();
  struct fol_state *state = fol_history_state (history);

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    double scale = fol_page_scale (&small, figure, state, NULL, NULL);
    struct fol_shapes *a = fol_page_build (&small, figure, state, NULL, NULL, scale);
    struct fol_shapes *b = fol_page_build (&large, figure, state, NULL, NULL, 2 * scale);
    g_autofree char *a_text = fol_shapes_dump (a), *b_text = fol_shapes_dump (b);

    g_assert_cmpfloat (fabs (fol_page_scale (&large, figure, state, NULL, NULL) - 2 * scale), <,
                       1e-9);
    g_assert_cmpstr (a_text, ==, b_text);
    fol_shapes_free (a);
    fol_shapes_free (b);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* A page given a scale keeps it, whatever it holds: pages of a flip book do not jump. */
static void
test_given_scale (void)
{
  const struct fol_export export = { .width = 1280, .height = 720 };
  struct fol_history *history = fol_test_used ();
  struct fol_state *state = fol_history_state (history);

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    struct fol_shapes *shapes = fol_page_build (&export, figure, state, NULL, NULL, 0.8);
    struct fol_page page;

    fol_page_place (&export, shapes, &page);
    g_assert_cmpfloat (page.scale, ==, 0.8);
    fol_shapes_free (shapes);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* A machine with eleven orders and a long list still fits on its page. */
static void
test_large_machine (void)
{
  const struct fol_export export = { .width = 1280, .height = 720 };
  struct fol_history *history = fol_test_pc (512);
  struct fol_state *state = fol_history_state (history);

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    struct fol_shapes *shapes = fol_page_build (&export, figure, state, NULL, NULL, 0);

    g_assert_cmpfloat (shapes->page_scale, >=, 0.85);
    g_assert_cmpfloat (shapes->height * shapes->page_scale, <=, 720 - 96 - 24 + 1);
    assert_whole_words (shapes);
    fol_shapes_free (shapes);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/fits", test_fits);
  g_test_add_func ("/page/foot", test_foot);
  g_test_add_func ("/page/large", test_large);
  g_test_add_func ("/page/proportional", test_proportional);
  g_test_add_func ("/page/given-scale", test_given_scale);
  g_test_add_func ("/page/large-machine", test_large_machine);
  return g_test_run ();
}
