/* tests/figures/test-figures.c - what the figures show, and how one gets about in them.
 *
 * Golden lists lie in golden/; with FOLIOSCOPE_UPDATE_GOLDEN set they are
 * written anew, to be read before they are committed.
 */
#include "tests/figures/golden.h"
#include "tests/figures/states.h"

#include "engine/physical/gfp.h"
#include "ui/figures/figure.h"
#include "ui/figures/paint.h"

#include <math.h>
#include <string.h>

static void
golden (const char *name, const struct fol_state *state, const struct fol_marks *marks,
        enum fol_map_colour colour, double width, double height)
{
  struct fol_figure_options options = fol_figure_options_default;

  options.colour = colour;
  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    g_autofree char *full = g_strdup_printf ("%s-%s", name, fol_figures[figure].name);
    struct fol_shapes *shapes = fol_figure_build (figure, state, marks, &options, width, height);

    fol_test_golden (full, shapes);
    fol_shapes_free (shapes);
  }
}

static void
test_golden (void)
{
  struct fol_marks marks = { .selected = { SIM_OBJECT_FRAME, 40 },
                             .pointed = { { SIM_OBJECT_BLOCK, 24, 3 } },
                             .pointed_count = 1 };
  struct fol_history *history;
  struct fol_state *state;

  if (!fol_test_has_fonts ()) {
    g_test_skip ("needs the fonts Cantarell and DejaVu Sans Mono");
    return;
  }
  history = fol_test_teaching ();
  state = fol_history_state (history);
  golden ("boot", state, NULL, FOL_MAP_BY_STATE, 1040, 560);
  fol_state_unref (state);
  fol_test_alloc (history, 0, SIM_GFP_HIGHUSER_MOVABLE);
  state = fol_test_state_at (history, 12);
  golden ("split", state, NULL, FOL_MAP_BY_ORDER, 1040, 560);
  fol_state_unref (state);
  fol_history_free (history);

  history = fol_test_used ();
  state = fol_history_state (history);
  golden ("used", state, &marks, FOL_MAP_BY_MOBILITY, 640, 320);
  golden ("narrow", state, &marks, FOL_MAP_BY_MOBILITY, 280, 320);
  fol_state_unref (state);
  fol_history_free (history);

  history = fol_test_pc (256);
  fol_test_alloc (history, 3, SIM_GFP_KERNEL);
  state = fol_history_state (history);
  golden ("large", state, NULL, FOL_MAP_BY_ZONE, 1040, 560);
  golden ("narrow-large", state, NULL, FOL_MAP_BY_ZONE, 280, 560);
  fol_state_unref (state);
  fol_history_free (history);
}

static struct fol_shapes *
build (enum fol_figure_id figure, struct fol_history *history, uint32_t step, double width,
       double height)
{
  struct fol_state *state = fol_test_state_at (history, step);
  struct fol_shapes *shapes = fol_figure_build (figure, state, NULL, NULL, width, height);

  fol_state_unref (state);
  return shapes;
}

/* Every shape with an object is found in its middle, unless something that was
 * painted later covers it there. */
static void
test_hit (void)
{
  struct fol_history *history = fol_test_used ();
  struct sim_object object;

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    struct fol_shapes *shapes = build (figure, history, FOL_STEP_END, 900, 500);
    guint found = 0;

    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);
      int hit;

      if (shape->object.kind == SIM_OBJECT_NONE || shape->kind == FOL_SHAPE_FRAME)
        continue;
      hit = fol_shapes_hit (shapes, shape->x + shape->width / 2, shape->y + shape->height / 2,
                            &object);
      g_assert_cmpint (hit, >=, (int) i);
      found += sim_object_equal (object, shape->object);
    }
    /* Without caches there is nothing to point at; see test-slabs.c. */
    if (figure != FOL_FIGURE_SLABS && figure != FOL_FIGURE_SETS && figure != FOL_FIGURE_COMPARE)
      g_assert_cmpuint (found, >=, figure == FOL_FIGURE_MAP ? 64 : 5);
    g_assert_cmpint (fol_shapes_hit (shapes, -5, -5, &object), ==, -1);
    g_assert_cmpint (object.kind, ==, SIM_OBJECT_NONE);
    fol_shapes_free (shapes);
  }
  fol_history_free (history);
}

static void
test_hit_frame_on_raster (void)
{
  struct fol_history *history = fol_test_pc (256);
  struct fol_shapes *shapes = build (FOL_FIGURE_MAP, history, FOL_STEP_END, 900, 500);
  struct sim_object object;

  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->kind != FOL_SHAPE_RASTER)
      continue;
    g_assert_cmpint (fol_shapes_hit (shapes, shape->x, shape->y, &object), ==, (int) i);
    g_assert_cmpint (object.kind, ==, SIM_OBJECT_FRAME);
    g_assert_cmpuint (object.a, ==, 0);
    fol_shapes_free (shapes);
    fol_history_free (history);
    return;
  }
  g_assert_not_reached ();
}

static void
test_keyboard (void)
{
  static const int directions[][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
  struct fol_history *history = fol_test_used ();

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    struct fol_shapes *shapes = build (figure, history, FOL_STEP_END, 900, 500);
    g_autofree bool *seen = g_new0 (bool, fol_shapes_count (shapes));
    g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (int));
    int first = fol_shapes_neighbour (shapes, -1, 1, 0);

    g_assert_cmpint (first, >=, 0);
    g_array_append_val (queue, first);
    seen[first] = true;
    for (guint at = 0; at < queue->len; at++)
      for (guint d = 0; d < G_N_ELEMENTS (directions); d++) {
        int next = fol_shapes_neighbour (shapes, g_array_index (queue, int, at), directions[d][0],
                                         directions[d][1]);

        if (next < 0 || seen[next])
          continue;
        g_assert_nonnull (fol_shapes_get (shapes, (guint) next)->name);
        seen[next] = true;
        g_array_append_val (queue, next);
      }
    for (guint i = 0; i < fol_shapes_count (shapes); i++)
      g_assert_true (seen[i] == (fol_shapes_get (shapes, i)->name != NULL));
    fol_shapes_free (shapes);
  }
  fol_history_free (history);
}

/* On the map, down from a frame is the frame a row below. */
static void
test_keyboard_rows (void)
{
  struct fol_history *history = fol_test_used ();
  struct fol_shapes *shapes = build (FOL_FIGURE_MAP, history, FOL_STEP_END, 900, 500);
  int at = fol_shapes_neighbour (shapes, -1, 0, 0);

  g_assert_cmpuint (fol_shapes_get (shapes, (guint) at)->object.a, ==, 0);
  at = fol_shapes_neighbour (shapes, at, 0, 1);
  g_assert_cmpuint (fol_shapes_get (shapes, (guint) at)->object.a, ==, 16);
  at = fol_shapes_neighbour (shapes, at, 1, 0);
  g_assert_cmpuint (fol_shapes_get (shapes, (guint) at)->object.a, ==, 17);
  at = fol_shapes_neighbour (shapes, at, 0, -1);
  g_assert_cmpuint (fol_shapes_get (shapes, (guint) at)->object.a, ==, 1);
  g_assert_cmpint (fol_shapes_neighbour (shapes, at, 0, -1), ==, -1);
  fol_shapes_free (shapes);
  fol_history_free (history);
}

static void
test_shows (void)
{
  struct fol_shape shape = { .object = { SIM_OBJECT_BLOCK, 40, 3 } };

  g_assert_true (fol_shape_shows (&shape, (struct sim_object){ SIM_OBJECT_FRAME, 47 }));
  g_assert_true (fol_shape_shows (&shape, (struct sim_object){ SIM_OBJECT_BLOCK, 44, 2 }));
  g_assert_false (fol_shape_shows (&shape, (struct sim_object){ SIM_OBJECT_FRAME, 48 }));
  g_assert_false (fol_shape_shows (&shape, (struct sim_object){ SIM_OBJECT_BLOCK, 32, 4 }));
  g_assert_false (fol_shape_shows (&shape, (struct sim_object){ SIM_OBJECT_NONE }));
}

/* Whatever the size, nothing named or written lies outside what the figure says
 * it took. */
static void
test_sizes (void)
{
  static const double sizes[][2] = { { 100, 80 },   { 320, 200 },  { 624, 180 },  { 624, 400 },
                                     { 1040, 560 }, { 1600, 900 }, { 300, 1200 }, { 3000, 300 } };
  struct fol_history *histories[] = { fol_test_used (), fol_test_odd (), fol_test_pc (512) };

  for (guint h = 0; h < G_N_ELEMENTS (histories); h++) {
    if (h > 0)
      fol_test_alloc (histories[h], 0, SIM_GFP_KERNEL);
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
        struct fol_shapes *shapes =
            build (figure, histories[h], FOL_STEP_END, sizes[s][0], sizes[s][1]);

        for (guint i = 0; i < fol_shapes_count (shapes); i++) {
          const struct fol_shape *shape = fol_shapes_get (shapes, i);

          g_assert_cmpfloat (shape->x, >=, 0);
          g_assert_cmpfloat (shape->y, >=, 0);
          g_assert_cmpfloat (shape->width, >=, 0);
          g_assert_cmpfloat (shape->y + shape->height, <=, shapes->height + 0.01);
          if (shape->kind != FOL_SHAPE_TEXT)
            g_assert_cmpfloat (shape->x + shape->width, <=, shapes->width + 0.01);
        }
        fol_shapes_free (shapes);
      }
    fol_history_free (histories[h]);
  }
}

/* A map with cells has one for every frame, however it was fitted. */
static void
test_all_frames (void)
{
  struct fol_history *histories[] = { fol_test_used (), fol_test_odd () };

  for (guint h = 0; h < G_N_ELEMENTS (histories); h++) {
    struct fol_state *state = fol_history_state (histories[h]);

    for (double width = 200; width < 2000; width += 37)
      for (double height = 100; height < 1000; height += 83) {
        struct fol_shapes *shapes =
            fol_figure_build (FOL_FIGURE_MAP, state, NULL, NULL, width, height);
        uint32_t frames = 0;

        for (guint i = 0; i < fol_shapes_count (shapes); i++)
          frames += fol_shapes_get (shapes, i)->object.kind == SIM_OBJECT_FRAME;
        g_assert_cmpuint (frames, ==, state->layout->frame_count);
        /* Where there is room for cells of some size, they fit the width. */
        if (width >= 1000)
          g_assert_cmpfloat (shapes->width, <=, floor (width));
        fol_shapes_free (shapes);
      }
    fol_state_unref (state);
    fol_history_free (histories[h]);
  }
}

/* Frames that a shape of a role outlines, by where its middle lies. */
static guint
outlines (const struct fol_shapes *shapes, enum fol_role role)
{
  guint count = 0;

  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    count += fol_shapes_get (shapes, i)->kind == FOL_SHAPE_FRAME &&
             fol_shapes_get (shapes, i)->role == role;
  return count;
}

/* What a lesson points at is amber; what the finished operation did is, too, but
 * not when calm was asked for.  A step inside an operation always is. */
static void
test_calm (void)
{
  static const enum fol_figure_id figures[] = { FOL_FIGURE_MAP, FOL_FIGURE_BUDDY };
  struct fol_history *history = fol_test_used ();

  fol_test_alloc (history, 0, SIM_GFP_KERNEL);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    for (int inside = 0; inside <= 1; inside++)
      for (int pointed = 0; pointed <= 1; pointed++) {
        struct fol_marks calm = { .pointed = { { SIM_OBJECT_BLOCK, 24, 3 } },
                                  .pointed_count = (uint32_t) pointed,
                                  .calm = true };
        struct fol_state *state = fol_test_state_at (history, inside ? 1 : FOL_STEP_END);
        struct fol_shapes *shapes = fol_figure_build (figures[i], state, &calm, NULL, 900, 500);
        guint marked = outlines (shapes, FOL_ROLE_NOW), all;

        fol_shapes_free (shapes);
        calm.calm = false;
        shapes = fol_figure_build (figures[i], state, &calm, NULL, 900, 500);
        all = outlines (shapes, FOL_ROLE_NOW);
        g_assert_cmpuint (outlines (shapes, FOL_ROLE_ACCENT), ==, 0);
        if (inside) {
          g_assert_cmpuint (marked, ==, all);
        } else {
          g_assert_true ((marked > 0) == (pointed == 1));
          g_assert_cmpuint (all, >, pointed == 1 ? 1 : 0);
        }
        fol_shapes_free (shapes);
        fol_state_unref (state);
      }
  fol_history_free (history);
}

/* 64 frames in a low card: wide cells that can be read, and all of it fits. */
static void
test_low_cells (void)
{
  static const double sizes[][2] = { { 520, 90 }, { 596, 130 }, { 596, 178 }, { 900, 120 } };
  struct fol_history *history = fol_test_used ();
  struct fol_figure_options options = fol_figure_options_default;
  struct fol_state *state = fol_history_state (history);

  options.no_title = true;
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
    struct fol_shapes *shapes =
        fol_figure_build (FOL_FIGURE_MAP, state, NULL, &options, sizes[s][0], sizes[s][1]);

    g_assert_cmpfloat (shapes->height, <=, sizes[s][1]);
    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      if (shape->object.kind != SIM_OBJECT_FRAME)
        continue;
      g_assert_cmpfloat (shape->height, >=, 18);
      g_assert_cmpfloat (shape->width, >=, shape->height);
      g_assert_cmpfloat (shape->width, <=, 1.6 * shape->height + 2);
      if (shape->role != FOL_ROLE_RESERVED)
        g_assert_nonnull (shape->text);
    }
    fol_shapes_free (shapes);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* Five orders are seen whole in a low card, and more of them wherever they can. */
static void
test_low_buddy (void)
{
  static const double heights[] = { 134, 150, 170, 200 };
  struct fol_history *history = fol_test_used ();
  struct fol_figure_options options = fol_figure_options_default;
  struct fol_state *state = fol_history_state (history);

  options.no_title = true;
  for (guint h = 0; h < G_N_ELEMENTS (heights); h++) {
    struct fol_shapes *shapes =
        fol_figure_build (FOL_FIGURE_BUDDY, state, NULL, &options, 520, heights[h]);
    guint lanes = 0;

    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      lanes += shape->role == FOL_ROLE_WELL && shape->object.kind == SIM_OBJECT_NONE &&
               shape->y + shape->height <= heights[h];
    }
    g_assert_cmpuint (lanes, ==, 5);
    fol_shapes_free (shapes);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* The whole map is shown, in at least a third of the room, whatever the machine. */
static void
test_map_fills (void)
{
  static const double sizes[][2] = { { 596, 205 }, { 596, 330 }, { 960, 540 }, { 1568, 860 } };

  for (uint64_t mib = 64; mib <= 16384; mib *= 2) {
    struct fol_history *history = fol_test_pc (mib);
    struct fol_figure_options options = fol_figure_options_default;
    struct fol_state *state = fol_history_state (history);

    options.no_title = options.no_legend = true;
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
      struct fol_shapes *shapes =
          fol_figure_build (FOL_FIGURE_MAP, state, NULL, &options, sizes[s][0], sizes[s][1]);

      g_assert_cmpfloat (shapes->height, <=, sizes[s][1]);
      for (guint i = 0; i < fol_shapes_count (shapes); i++) {
        const struct fol_shape *shape = fol_shapes_get (shapes, i);

        if (shape->kind == FOL_SHAPE_RASTER)
          g_assert_cmpfloat (shape->width * shape->height, >, sizes[s][0] * sizes[s][1] / 3);
      }
      fol_shapes_free (shapes);
    }
    fol_state_unref (state);
    fol_history_free (history);
  }
}

/* Zooming about a point leaves the frame there near it, in the same 4 MiB. */
static void
test_zoom (void)
{
  const double x = 160, y = 130;
  struct fol_history *history = fol_test_pc (256);
  struct fol_state *state = fol_history_state (history);
  struct fol_figure_options options = fol_figure_options_default;
  struct sim_object before, after;

  /* At first the whole map fits, and stays at its corner. */
  options.zoom = 4;
  for (int i = 0; i < 4; i++) {
    struct fol_shapes *shapes = fol_figure_build (FOL_FIGURE_MAP, state, NULL, &options, 900, 500);

    fol_shapes_hit (shapes, x, y, &before);
    fol_shapes_free (shapes);
    g_assert_cmpint (before.kind, ==, SIM_OBJECT_FRAME);
    fol_figure_zoom_at (FOL_FIGURE_MAP, state, &options, 900, 500, x, y, 2);
    shapes = fol_figure_build (FOL_FIGURE_MAP, state, NULL, &options, 900, 500);
    /* The point may lie between two cells now. */
    fol_shapes_hit (shapes, x, y, &after);
    if (after.kind == SIM_OBJECT_NONE)
      fol_shapes_hit (shapes, x + 5, y + 5, &after);
    fol_shapes_free (shapes);
    g_assert_cmpint (after.kind, ==, SIM_OBJECT_FRAME);
    g_assert_cmpuint (after.a / 1024, ==, before.a / 1024);
  }
  fol_figure_pan_by (FOL_FIGURE_MAP, state, &options, 900, 500, 1e6, -1e6);
  g_assert_cmpfloat (options.pan_x, <, 70000);
  g_assert_cmpfloat (options.pan_y, ==, 0);
  fol_figure_zoom_at (FOL_FIGURE_MAP, state, &options, 900, 500, x, y, 0);
  g_assert_cmpfloat (options.zoom, ==, 1);
  g_assert_cmpfloat (options.pan_x, ==, 0);
  fol_state_unref (state);
  fol_history_free (history);
}

static void
refused (enum fol_figure_id figure, const char *name, const char *value, const char *possible)
{
  struct fol_figure_options options = fol_figure_options_default;
  g_autoptr (GError) error = NULL;

  g_assert_false (fol_figure_set_option (&options, figure, name, value, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, possible));
}

static void
test_options (void)
{
  struct fol_figure_options options = fol_figure_options_default;

  g_assert_true (fol_figure_set_option (&options, FOL_FIGURE_MAP, "colour", "zone", NULL));
  g_assert_cmpint (options.colour, ==, FOL_MAP_BY_ZONE);
  g_assert_true (fol_figure_set_option (&options, FOL_FIGURE_MAP, "zoom", "4", NULL));
  g_assert_cmpfloat (options.zoom, ==, 4);
  g_assert_true (fol_figure_set_option (&options, FOL_FIGURE_BUDDY, "block", "40", NULL));
  g_assert_cmpuint (options.block, ==, 40);
  g_assert_true (fol_figure_set_option (&options, FOL_FIGURE_BUDDY, "title", "no", NULL));
  g_assert_true (options.no_title);
  refused (FOL_FIGURE_MAP, "colour", "blue", "state, order, mobility, zone");
  refused (FOL_FIGURE_MAP, "colur", "zone", "colour, zoom");
  refused (FOL_FIGURE_MAP, "zoom", "many", "a number from 0");
  refused (FOL_FIGURE_MAP, "zoom", "nan", "a number from 0");
  refused (FOL_FIGURE_BUDDY, "zone", "-1", "a number from 0");
  refused (FOL_FIGURE_BUDDY, "block", "99999999999", "a number from 0");
  refused (FOL_FIGURE_CALLS, "legend", "yes", "title");
  g_assert_cmpint (fol_figure_find ("buddy"), ==, FOL_FIGURE_BUDDY);
  g_assert_cmpint (fol_figure_find ("nonsense"), ==, -1);
}

/* A chain of hundreds of steps is folded, but never around what happens now. */
static void
test_folding (void)
{
  struct fol_history *history = fol_test_pc (2048);
  struct sim_op drain = { .kind = SIM_OP_DRAIN_LOCAL_PAGES };
  struct sim_result result;
  struct fol_shapes *shapes;
  struct fol_state *state;
  uint32_t steps;
  bool found = false;

  fol_test_alloc (history, 0, SIM_GFP_KERNEL);
  g_assert_cmpint (fol_history_apply (history, &drain, &result), ==, SIM_OK);
  state = fol_history_state (history);
  steps = state->steps->count;
  fol_state_unref (state);
  g_assert_cmpuint (steps, >, 60);

  shapes = build (FOL_FIGURE_CALLS, history, steps / 2, 900, 400);
  g_assert_cmpuint (fol_shapes_count (shapes), <, steps);
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    found |= shape->role == FOL_ROLE_NOW && shape->object.a == steps / 2 - 1;
  }
  g_assert_true (found);
  fol_shapes_free (shapes);
  fol_history_free (history);
}

/* However narrow the figure is, what happens now can be read to its end, and
 * nothing is written beyond the right edge. */
static void
test_narrow_calls (void)
{
  static const double widths[] = { 216, 280, 360, 520, 900 };
  struct fol_history *history = fol_test_teaching ();
  struct fol_state *state;
  uint32_t steps;

  fol_test_alloc (history, 0, SIM_GFP_HIGHUSER_MOVABLE);
  state = fol_history_state (history);
  steps = state->steps->count;
  fol_state_unref (state);
  for (uint32_t step = 1; step < steps; step++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++) {
      struct fol_shapes *shapes = build (FOL_FIGURE_CALLS, history, step, widths[w], 200);
      double top = 0, bottom = 0;

      for (guint i = 0; i < fol_shapes_count (shapes); i++) {
        const struct fol_shape *shape = fol_shapes_get (shapes, i);

        g_assert_cmpfloat (shape->x + shape->width, <=, shapes->width + 0.01);
        if (shape->role == FOL_ROLE_NOW) {
          top = shape->y;
          bottom = shape->y + shape->height;
        }
        if (shape->kind != FOL_SHAPE_TEXT || shape->object.a != step - 1 ||
            shape->object.kind != SIM_OBJECT_STEP)
          continue;
        g_assert_cmpfloat (shape->y + shape->height / 2, >, top);
        g_assert_cmpfloat (shape->y + shape->height / 2, <, bottom);
        g_assert_cmpfloat (
            fol_text_width (shape->text, shape->text_size, shape->bold, shape->monospace), <=,
            shape->width + 0.5);
      }
      fol_shapes_free (shapes);
    }
  fol_history_free (history);
}

/* Only blocks and what is known to be cut; the words of a call chain are looked at above. */
static void
check_fits (enum fol_figure_id figure, const struct fol_state *state, double width)
{
  struct fol_figure_options options = fol_figure_options_default;
  struct fol_shapes *shapes;

  options.no_title = true;
  shapes = fol_figure_build (figure, state, NULL, &options, width, 240);
  g_assert_cmpfloat (shapes->width, <=, width);
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);
    double right = shape->x + shape->width;

    g_assert_cmpfloat (shape->x, >=, 0);
    g_assert_cmpfloat (shape->width, >=, 0);
    if (shape->kind != FOL_SHAPE_FRAME)
      g_assert_cmpfloat (right, <=, width + 0.01);
    if (shape->text == NULL || figure == FOL_FIGURE_CALLS || g_str_has_prefix (shape->text, "+") ||
        g_str_has_prefix (shape->text, ">"))
      continue;
    if (fol_text_width (shape->text, shape->text_size, shape->bold, shape->monospace) >
        shape->width + 1)
      g_error ("%s, %g wide: \"%s\" is cut at %g", fol_figures[figure].name, width, shape->text,
               shape->width);
  }
  fol_shapes_free (shapes);
}

/* In the narrowest card nothing is cut, and nothing is so wide that one has to scroll sideways. */
static void
test_narrow (void)
{
  static const enum fol_figure_id figures[] = { FOL_FIGURE_BUDDY, FOL_FIGURE_ZONES,
                                                FOL_FIGURE_CALLS };
  static const double widths[] = { 216, 224, 236, 248, 280, 330, 399 };
  struct fol_history *histories[] = { fol_test_teaching (), fol_test_used (), fol_test_odd (),
                                      fol_test_pc (64), fol_test_pc (8192) };

  for (guint h = 0; h < G_N_ELEMENTS (histories); h++) {
    struct fol_state *state;

    for (guint i = 0; i < 6; i++)
      fol_test_alloc (histories[h], i % 3, i % 2 != 0 ? SIM_GFP_KERNEL : SIM_GFP_HIGHUSER_MOVABLE);
    state = fol_history_state (histories[h]);
    for (guint f = 0; f < G_N_ELEMENTS (figures); f++)
      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        check_fits (figures[f], state, widths[w]);
    fol_state_unref (state);
    fol_history_free (histories[h]);
  }
}

/* What differs from another moment is outlined, and told in legend and summary. */
static void
test_changed (void)
{
  static const enum fol_figure_id figures[] = { FOL_FIGURE_MAP, FOL_FIGURE_BUDDY };
  struct fol_history *history = fol_test_teaching ();
  struct fol_state *before = fol_history_state (history), *state;
  struct fol_marks marks = { .since = before };
  sim_pfn pfn = fol_test_alloc (history, 2, SIM_GFP_KERNEL);

  state = fol_history_state (history);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++) {
    struct fol_shapes *shapes = fol_figure_build (figures[i], state, &marks, NULL, 900, 500);

    g_assert_cmpuint (outlines (shapes, FOL_ROLE_CHANGED), >, 0);
    g_assert_true (strstr (shapes->summary, "differ from the opening") != NULL);
    fol_shapes_free (shapes);
    shapes = fol_figure_build (figures[i], state, NULL, NULL, 900, 500);
    g_assert_cmpuint (outlines (shapes, FOL_ROLE_CHANGED), ==, 0);
    g_assert_true (strstr (shapes->summary, "differ") == NULL);
    fol_shapes_free (shapes);
    /* A moment does not differ from itself; only the legend's swatch is left. */
    marks.since = state;
    shapes = fol_figure_build (figures[i], state, &marks, NULL, 900, 500);
    g_assert_cmpuint (outlines (shapes, FOL_ROLE_CHANGED), ==, i == 0 ? 1 : 0);
    fol_shapes_free (shapes);
    marks.since = before;
  }
  g_assert_cmpuint (pfn, !=, SIM_PFN_NONE);
  fol_state_unref (state);
  fol_state_unref (before);
  fol_history_free (history);
}

/* On a large map, too: few outlines, however much differs. */
static void
test_changed_large (void)
{
  struct fol_history *history = fol_test_pc (256);
  struct fol_state *before = fol_history_state (history), *state;
  struct fol_marks marks = { .since = before };
  struct fol_shapes *shapes;
  guint few, many;

  fol_test_alloc (history, 9, SIM_GFP_KERNEL);
  state = fol_history_state (history);
  shapes = fol_figure_build (FOL_FIGURE_MAP, state, &marks, NULL, 900, 500);
  few = outlines (shapes, FOL_ROLE_CHANGED);
  fol_shapes_free (shapes);
  fol_state_unref (state);
  for (guint i = 0; i < 20000; i++)
    fol_test_alloc (history, i % 2, SIM_GFP_KERNEL);
  state = fol_history_state (history);
  shapes = fol_figure_build (FOL_FIGURE_MAP, state, &marks, NULL, 900, 500);
  many = outlines (shapes, FOL_ROLE_CHANGED);
  fol_shapes_free (shapes);
  g_assert_cmpuint (few, >, 1);
  g_assert_cmpuint (many, >, few);
  g_assert_cmpuint (many, <, 1300);
  fol_state_unref (state);
  fol_state_unref (before);
  fol_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figures/golden", test_golden);
  g_test_add_func ("/figures/hit", test_hit);
  g_test_add_func ("/figures/hit-frame-on-raster", test_hit_frame_on_raster);
  g_test_add_func ("/figures/keyboard", test_keyboard);
  g_test_add_func ("/figures/keyboard-rows", test_keyboard_rows);
  g_test_add_func ("/figures/shows", test_shows);
  g_test_add_func ("/figures/sizes", test_sizes);
  g_test_add_func ("/figures/all-frames", test_all_frames);
  g_test_add_func ("/figures/calm", test_calm);
  g_test_add_func ("/figures/changed", test_changed);
  g_test_add_func ("/figures/changed-large", test_changed_large);
  g_test_add_func ("/figures/low-cells", test_low_cells);
  g_test_add_func ("/figures/low-buddy", test_low_buddy);
  g_test_add_func ("/figures/map-fills", test_map_fills);
  g_test_add_func ("/figures/zoom", test_zoom);
  g_test_add_func ("/figures/options", test_options);
  g_test_add_func ("/figures/folding", test_folding);
  g_test_add_func ("/figures/narrow", test_narrow);
  g_test_add_func ("/figures/narrow-calls", test_narrow_calls);
  return g_test_run ();
}
