/* app/programs/bench-map.c - figures of the memory map: CPU time to the painted image.
 *
 * What is timed is what a window does when the memory has changed: build the
 * figure from the new state, ask for each tile whether it changed, draw those
 * that did and copy them to the image.
 */
#include "app/programs/bench.h"

#include "app/describe.h"
#include "ui/figures/figure.h"
#include "ui/figures/map-raster.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define FRAMES  SIM_FRAMES_MAX
#define WIDTH   1600
#define HEIGHT  900
#define SEED    UINT64_C (20241103)
#define SAMPLES 41u

/* More than lie across and down the image, wherever the map begins. */
#define TILES_ACROSS (WIDTH / FOL_TILE + 2)
#define TILES_DOWN   (HEIGHT / FOL_TILE + 2)

struct painter {
  uint32_t *image;           /* WIDTH x HEIGHT, owned */
  uint32_t *tiles;           /* TILES of FOL_TILE x FOL_TILE, owned; as a window keeps them */
  struct fol_shapes *shapes; /* of the image, owned; NULL: nothing painted yet */
};

static const struct fol_shape *
find_raster (const struct fol_shapes *shapes)
{
  for (guint i = 0; shapes != NULL && i < fol_shapes_count (shapes); i++) {
    if (fol_shapes_get (shapes, i)->kind == FOL_SHAPE_RASTER)
      return fol_shapes_get (shapes, i);
  }
  return NULL;
}

/* Puts the tile at map pixel (x, y) where the shape has it, as far as it is seen. */
static void
copy_tile (struct painter *painter, const struct fol_shape *shape,
           const struct fol_raster_place *place, const uint32_t *tile, int x, int y)
{
  int left = (int) shape->x + x - place->pan_x, top = (int) shape->y + y - place->pan_y;
  int from = MAX (0, (int) shape->x - left), to = MIN (FOL_TILE, WIDTH - left);

  to = MIN (to, (int) (shape->x + shape->width) - left);
  for (int row = 0; row < FOL_TILE && from < to; row++) {
    if (top + row < MAX (0, (int) shape->y) ||
        top + row >= MIN (HEIGHT, (int) (shape->y + shape->height)))
      continue;
    memcpy (painter->image + (size_t) (top + row) * WIDTH + left + from,
            tile + row * FOL_TILE + from, (size_t) (to - from) * sizeof (uint32_t));
  }
}

/* Paints the state, keeping tiles that are the same; returns how many it drew. */
static guint
paint (struct painter *painter, const struct fol_state *state)
{
  const struct fol_marks marks = { .selected = { .kind = SIM_OBJECT_NONE } };
  struct fol_shapes *shapes =
      fol_figure_build (FOL_FIGURE_MAP, state, &marks, &fol_figure_options_default, WIDTH, HEIGHT);
  const struct fol_shape *shape = find_raster (shapes);
  const struct fol_shape *old = find_raster (painter->shapes);
  const struct fol_raster_place *place = fol_raster_get_place (shape->raster);
  int right = place->pan_x + (int) shape->width, bottom = place->pan_y + (int) shape->height;
  guint drawn = 0;

  for (int ty = place->pan_y / FOL_TILE; ty * FOL_TILE < bottom; ty++) {
    for (int tx = place->pan_x / FOL_TILE; tx * FOL_TILE < right; tx++) {
      const struct fol_palette *palette = &fol_palettes[FOL_THEME_LIGHT];
      uint32_t *tile =
          painter->tiles +
          (size_t) (ty % TILES_DOWN * TILES_ACROSS + tx % TILES_ACROSS) * FOL_TILE * FOL_TILE;
      size_t stride = FOL_TILE * sizeof (uint32_t);

      if (old != NULL && fol_raster_tile_same (old->raster, shape->raster, tx, ty))
        continue;
      if (old != NULL)
        fol_raster_update_tile (old->raster, shape->raster, palette, tx, ty, tile, stride);
      else
        fol_raster_draw_tile (shape->raster, palette, tx, ty, tile, stride);
      copy_tile (painter, shape, place, tile, tx * FOL_TILE, ty * FOL_TILE);
      drawn++;
    }
  }
  g_clear_pointer (&painter->shapes, fol_shapes_free);
  painter->shapes = shapes;
  return drawn;
}

/* Writing every pixel once: the least that a new image can cost. */
static double
time_fill (struct painter *painter, guint round)
{
  double begin = fol_bench_clock ();

  memset (painter->image, (int) (round & 0xff), (size_t) WIDTH * HEIGHT * sizeof (uint32_t));
  __asm__ volatile("" : : "r"(painter->image) : "memory");
  return (fol_bench_clock () - begin) * 1e3;
}

/* A history of 16 Mi frames that has been in use for long. */
static struct fol_history *
open_aged (struct bench_stream *stream, GArray *pfns, GError **error)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_world *world;
  struct fol_history *history;

  bench_machine (&machine, FRAMES);
  world = sim_world_open (&machine, &problem);
  if (world == NULL) {
    g_autofree char *text = fol_describe_problem (&problem);

    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, text);
    return NULL;
  }
  bench_resolve (stream, world, 1000000, pfns, NULL);
  history = fol_history_new_for_world (world);
  if (history == NULL) {
    sim_world_close (world);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         _ ("there is not enough memory for a history of 16 Mi frames"));
  }
  return history;
}

/* The next event of the stream, as an operation that the history takes. */
static void
apply_next (struct fol_history *history, struct bench_stream *stream, GArray *pfns)
{
  struct sim_result result = { .status = SIM_NO_MEMORY };

  while (result.status != SIM_OK) {
    struct bench_event event = bench_stream_next (stream);
    struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES,
                         .argument = { event.order, event.gfp, SIM_NODE_ANY } };

    if (event.free) {
      op = (struct sim_op){ .kind = SIM_OP_FREE_PAGES,
                            .argument = { g_array_index (pfns, uint32_t, event.slot),
                                          event.order } };
      if (op.argument[0] == SIM_PFN_NONE)
        continue;
    } else if (event.slot >= pfns->len) {
      g_array_set_size (pfns, event.slot + 1);
      g_array_index (pfns, uint32_t, event.slot) = SIM_PFN_NONE;
    }
    fol_history_apply (history, &op, &result);
    if (!event.free && result.status == SIM_OK)
      g_array_index (pfns, uint32_t, event.slot) = result.pfn;
  }
}

static void
measure (struct fol_history *history, struct bench_stream *stream, GArray *pfns, bool everything,
         struct fol_bench_value *value)
{
  struct painter painter = { .image = g_new0 (uint32_t, WIDTH * HEIGHT),
                             .tiles = g_new0 (uint32_t,
                                              TILES_ACROSS * TILES_DOWN * FOL_TILE * FOL_TILE) };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) fills = g_array_new (FALSE, FALSE, sizeof (double));
  guint drawn = 0;

  for (guint i = 0; i <= SAMPLES; i++) {
    struct fol_state *state;
    double fill = time_fill (&painter, i), begin;

    apply_next (history, stream, pfns);
    state = fol_history_state (history);
    if (everything)
      g_clear_pointer (&painter.shapes, fol_shapes_free);
    begin = fol_bench_clock ();
    drawn = paint (&painter, state);
    begin = (fol_bench_clock () - begin) * 1e3;
    fol_state_unref (state);
    if (i == 0)
      continue; /* the first picture of all warms up */
    g_array_append_val (times, begin);
    g_array_append_val (fills, fill);
  }
  value->value = fol_bench_quantile (times, 0.5);
  value->baseline = fol_bench_quantile (fills, 0.5);
  value->detail =
      g_strdup_printf (ngettext ("baseline: filling the image once; %u tile drawn",
                                 "baseline: filling the image once; %u tiles drawn", drawn),
                       drawn);
  g_clear_pointer (&painter.shapes, fol_shapes_free);
  g_free (painter.tiles);
  g_free (painter.image);
}

static bool
measure_repaint (bool everything, struct fol_bench_value *value, GError **error)
{
  struct bench_stream *stream = bench_stream_new (FRAMES, SEED);
  g_autoptr (GArray) pfns = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  struct fol_history *history = open_aged (stream, pfns, error);

  if (history != NULL) {
    measure (history, stream, pfns, everything, value);
    fol_history_free (history);
  }
  bench_stream_free (stream);
  return history != NULL;
}

bool
fol_bench_repaint_one (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  return measure_repaint (false, value, error);
}

bool
fol_bench_repaint_all (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  return measure_repaint (true, value, error);
}
