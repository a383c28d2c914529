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

/* Scrubbing: a pointer drawn over the timeline of so many operations. */
#define SCRUB_OPERATIONS UINT64_C (1000000)
#define SCRUB_FRAMES     400u

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
    struct sim_op op;

    if (!event.free && event.slot >= pfns->len) {
      g_array_set_size (pfns, event.slot + 1);
      g_array_index (pfns, uint32_t, event.slot) = SIM_PFN_NONE;
    }
    if (!bench_resolve_one (&event, pfns, &op))
      continue;
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

/* The stream as operations of a history, which answers. */
struct stream_generator {
  struct bench_stream *stream;
  GArray *pfns;
  guint slot; /* of the request whose answer is to come, or G_MAXUINT */
};

static bool
next_of_stream (void *user_data, const struct sim_view *view, const struct sim_result *last,
                struct sim_op *op)
{
  struct stream_generator *generator = user_data;
  struct bench_event event;

  if (last != NULL && generator->slot != G_MAXUINT)
    g_array_index (generator->pfns, uint32_t, generator->slot) =
        last->status == SIM_OK ? last->pfn : SIM_PFN_NONE;
  do
    event = bench_stream_next (generator->stream);
  while (!bench_resolve_one (&event, generator->pfns, op));
  generator->slot = event.free ? G_MAXUINT : event.slot;
  if (!event.free && event.slot >= generator->pfns->len)
    g_array_set_size (generator->pfns, event.slot + 1);
  return true;
}

/* Both sides of scrubbing: the worker's seek and state, and the window's picture. */
struct fol_bench_scrub {
  double seek_ms, seek_p99_ms, paint_ms, paint_p99_ms, fill_ms;
};

void
fol_bench_scrub_free (struct fol_bench_scrub *scrub)
{
  g_free (scrub);
}

/* To and fro, slowly and fast: where the pointer is in frame `frame`. */
static guint64
scrub_place (guint frame)
{
  guint64 turn = SCRUB_FRAMES / 4, part = frame % turn;

  switch (frame / turn) {
  case 0:
    return SCRUB_OPERATIONS / 2 + part * 2500;
  case 1:
    return SCRUB_OPERATIONS - part * 10000 % SCRUB_OPERATIONS;
  case 2:
    return part * 10000;
  default:
    return SCRUB_OPERATIONS / 3 + part;
  }
}

static void
measure_scrub (struct fol_history *history, struct fol_bench_scrub *scrub)
{
  struct painter painter = { .image = g_new0 (uint32_t, WIDTH * HEIGHT),
                             .tiles = g_new0 (uint32_t,
                                              TILES_ACROSS * TILES_DOWN * FOL_TILE * FOL_TILE) };
  g_autoptr (GArray) seeks = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) paints = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) fills = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < SCRUB_FRAMES; i++) {
    struct fol_position to = { .index = scrub_place (i), .step = FOL_STEP_END };
    double fill = time_fill (&painter, i), seek, paint_;
    struct fol_state *state;

    seek = fol_bench_clock ();
    fol_history_seek (history, to, NULL);
    state = fol_history_state (history);
    seek = (fol_bench_clock () - seek) * 1e3;
    paint_ = fol_bench_clock ();
    paint (&painter, state);
    fol_state_unref (state);
    paint_ = (fol_bench_clock () - paint_) * 1e3;
    if (i == 0)
      continue; /* the first picture of all warms up */
    g_array_append_val (seeks, seek);
    g_array_append_val (paints, paint_);
    g_array_append_val (fills, fill);
  }
  scrub->seek_ms = fol_bench_quantile (seeks, 0.5);
  scrub->seek_p99_ms = fol_bench_quantile (seeks, 0.99);
  scrub->paint_ms = fol_bench_quantile (paints, 0.5);
  scrub->paint_p99_ms = fol_bench_quantile (paints, 0.99);
  scrub->fill_ms = fol_bench_quantile (fills, 0.5);
  g_clear_pointer (&painter.shapes, fol_shapes_free);
  g_free (painter.tiles);
  g_free (painter.image);
}

static bool
need_scrub (struct fol_bench *bench, GError **error)
{
  struct bench_stream *stream;
  g_autoptr (GArray) pfns = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  struct stream_generator streaming = { .pfns = pfns, .slot = G_MAXUINT };
  struct fol_generator generator = { .next = next_of_stream, .user_data = &streaming };
  struct fol_history *history;
  struct sim_result last;

  if (bench->scrub != NULL)
    return true;
  stream = streaming.stream = bench_stream_new (FRAMES, SEED);
  history = open_aged (stream, pfns, error);
  if (history != NULL) {
    bench->scrub = g_new0 (struct fol_bench_scrub, 1);
    fol_history_apply_generated (history, &generator, SCRUB_OPERATIONS, &last, NULL);
    measure_scrub (history, bench->scrub);
    fol_history_free (history);
  }
  bench_stream_free (stream);
  return history != NULL;
}

bool
fol_bench_scrub_seek (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_scrub (bench, error))
    return false;
  value->value = bench->scrub->seek_ms;
  value->baseline = bench->scrub->fill_ms;
  value->detail =
      g_strdup_printf (_ ("baseline: filling the image once; %.1f ms in one of a hundred frames"),
                       bench->scrub->seek_p99_ms);
  return true;
}

bool
fol_bench_scrub_paint (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_scrub (bench, error))
    return false;
  value->value = bench->scrub->paint_ms;
  value->baseline = bench->scrub->fill_ms;
  value->detail =
      g_strdup_printf (_ ("baseline: filling the image once; %.1f ms in one of a hundred frames"),
                       bench->scrub->paint_p99_ms);
  return true;
}
