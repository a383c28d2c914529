/* ui/figures/map-large.c - the map as a raster of 4 MiB squares; cells when zoomed in.
 *
 * At zoom 1 the squares are as large as fits, a power of two of pixels; each
 * doubling of zoom doubles them and keeps how many stand in a row.  From 16
 * pixels a frame the squares are taken apart into named cells.
 */
#include "ui/figures/map-build.h"
#include "ui/figures/map-raster.h"
#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>

#define EDGE      4.0
#define CELL_SIDE 16u /* pixels a frame from which frames are shapes */

static uint32_t
gap_for (uint32_t side)
{
  return side >= 128 ? 4 : side >= 32 ? 2 : side >= 16 ? 1 : 0;
}

/* How many squares in a row, if this side fits at all: a power of two if one
 * does, else three times one, else a multiple of 16. */
static uint32_t
columns_for (uint32_t regions, uint32_t side, double width, double height)
{
  uint32_t pitch = side + gap_for (side), most = (uint32_t) ((width + gap_for (side)) / pitch);
  uint32_t rows = (uint32_t) ((height + gap_for (side)) / pitch), least, two = 1;

  if (most == 0 || rows == 0)
    return 0;
  least = (regions + rows - 1) / rows;
  if (least > most)
    return 0;
  if (regions <= most)
    return regions;
  while (two * 2 <= most)
    two *= 2;
  if (two >= least)
    return two;
  if (two / 2 * 3 <= most && two / 2 * 3 >= least)
    return two / 2 * 3;
  return most / 16 * 16 >= least ? most / 16 * 16 : most;
}

/* A frame takes whole pixels, or a pixel whole blocks. */
static uint32_t
next_side (uint32_t side)
{
  return side > 32 ? side - 32 : side / 2;
}

static void
choose_place (const struct fol_map_build *build, double width, double height,
              struct fol_raster_place *place)
{
  uint32_t regions =
      (build->state->layout->frame_count + FOL_REGION_FRAMES - 1) / FOL_REGION_FRAMES;
  uint32_t zoom = fol_map_zoom (build->options);

  place->colour = build->key.colour;
  for (place->side = 480; place->side > 1; place->side = next_side (place->side)) {
    place->columns = columns_for (regions, place->side, width, height);
    if (place->columns > 0)
      break;
  }
  if (place->side == 1)
    place->columns = MAX (1, MIN (regions, (uint32_t) width));
  while (zoom > 1 && place->side * 2 <= FOL_RASTER_SIDE_MAX) {
    place->side *= 2;
    zoom /= 2;
  }
  place->gap = gap_for (place->side);
}

/* Keeps the window inside the map, and cells whole. */
static void
choose_pan (const struct fol_map_build *build, const struct fol_raster_place *place, int map_width,
            int map_height, double width, double height, int *x, int *y)
{
  int cell = place->side >= 32 * CELL_SIDE ? (int) place->side / 32 : 1;

  *x = (int) CLAMP (build->options->pan_x, 0, MAX (0, map_width - width));
  *y = (int) CLAMP (build->options->pan_y, 0, MAX (0, map_height - height));
  if (cell > 1) {
    int pitch = (int) (place->side + place->gap);

    *x = *x / pitch * pitch + MIN ((*x % pitch + cell / 2) / cell * cell, (int) place->side);
    *y = *y / pitch * pitch + MIN ((*y % pitch + cell / 2) / cell * cell, (int) place->side);
  }
}

/* "1.5 GiB" from a number of frames. */
static char *
size_label (uint64_t frames)
{
  uint64_t mib = frames / 256;

  if (mib == 0)
    return g_strdup ("0");
  if (mib < 1024)
    return g_strdup_printf (_ ("%" G_GUINT64_FORMAT " MiB"), mib);
  if (mib % 1024 == 0)
    return g_strdup_printf (_ ("%" G_GUINT64_FORMAT " GiB"), mib / 1024);
  return g_strdup_printf (_ ("%.1f GiB"), (double) mib / 1024);
}

static void
add_row_labels (struct fol_map_build *build, const struct fol_raster_place *place, double top,
                double width, double height)
{
  double pitch = place->side + place->gap;
  uint32_t each = (uint32_t) MAX (1, ceil (24 / pitch)), row;

  while (each & (each - 1))
    each++;
  row = (uint32_t) ceil (place->pan_y / pitch / each) * each;
  for (; row * pitch - place->pan_y + 12 < height; row += each) {
    g_autofree char *label = size_label ((uint64_t) row * place->columns * FOL_REGION_FRAMES);

    if ((uint64_t) row * place->columns * FOL_REGION_FRAMES >= build->state->layout->frame_count)
      return;
    fol_add_mono (build->shapes, FOL_ROLE_MUTED, 0, top + row * pitch - place->pan_y - 2, width, 14,
                  FOL_ALIGN_END, label);
  }
}

static void
add_mark (struct fol_map_build *build, const struct fol_raster *raster,
          const struct fol_shape *window, struct sim_object object, enum fol_role role, double out)
{
  double x, y, width, height;
  uint32_t order;
  sim_pfn pfn;

  if (!fol_object_frames (object, &pfn, &order))
    return;
  fol_raster_rect (raster, pfn, order, &x, &y, &width, &height);
  if (x + width <= 0 || y + height <= 0 || x >= window->width || y >= window->height)
    return;
  /* However small the block is, its outline can be seen. */
  if (width < 8)
    out = MAX (out, (8 - width) / 2);
  fol_add_outline (build->shapes, role, window->x + x - out, window->y + y - out, width + 2 * out,
                   height + 2 * out, 3);
}

static void
add_marks (struct fol_map_build *build, const struct fol_raster *raster,
           const struct fol_shape *window)
{
  struct sim_object now[4];
  guint count = fol_now_objects (build->state, now);

  for (guint i = 0; i < count; i++)
    add_mark (build, raster, window, now[i], FOL_ROLE_NOW, 2);
  for (guint i = 0; i < build->marks->pointed_count; i++)
    add_mark (build, raster, window, build->marks->pointed[i], FOL_ROLE_ACCENT, 1);
  add_mark (build, raster, window, build->marks->selected, FOL_ROLE_SELECTION, 0);
}

/* Every frame whose cell lies whole in the window. */
static void
add_cells (struct fol_map_build *build, const struct fol_raster *raster,
           const struct fol_shape *window)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  struct sim_view view = fol_state_view (build->state);
  double side = place->side / 32.0;
  uint64_t count[FOL_ROLE_COUNT] = { 0 };

  for (double y = 0; y + side <= window->height;) {
    double next = y + side;

    for (double x = 0; x + side <= window->width;) {
      double left, top, width, height;
      struct fol_map_cell cell;
      struct sim_block block;
      sim_pfn pfn;

      if (!fol_raster_frame_at (raster, x + 0.5, y + 0.5, &pfn)) {
        x += side;
        continue;
      }
      fol_raster_rect (raster, pfn, 0, &left, &top, &width, &height);
      sim_view_block (&view, pfn, &block);
      cell = (struct fol_map_cell){ window->x + left, window->y + top, side - 1, side - 1, side };
      if (left >= 0 && top >= 0 && left + side <= window->width && top + side <= window->height)
        fol_map_add_cell (build, &block, pfn, &cell, count);
      x = MAX (x, left) + side;
      /* Behind the last cell of a square comes its gap. */
      if ((int) (x + place->pan_x) % (int) (place->side + place->gap) == (int) place->side)
        x += place->gap;
      next = MAX (next, top + side);
    }
    y = next;
    if ((int) (y + place->pan_y) % (int) (place->side + place->gap) == (int) place->side)
      y += place->gap;
  }
}

static guint
legend_items (const struct fol_map_build *build, struct fol_legend_item *items)
{
  uint64_t may[FOL_ROLE_COUNT] = { [FOL_ROLE_RESERVED] = 1, [FOL_ROLE_HOLE] = 1 };

  /* Counting all frames for every state would cost more than drawing them. */
  switch (build->key.colour) {
  case FOL_MAP_BY_STATE:
    may[FOL_ROLE_FREE] = may[FOL_ROLE_USED] = may[FOL_ROLE_PCP] = 1;
    break;
  case FOL_MAP_BY_ORDER:
    for (uint32_t order = 0; order < build->state->layout->max_order; order++)
      may[FOL_ROLE_ORDER_0 + order] = 1;
    may[FOL_ROLE_USED] = 1;
    break;
  case FOL_MAP_BY_MOBILITY:
    may[FOL_ROLE_FREE] = may[FOL_ROLE_UNMOVABLE] = may[FOL_ROLE_MOVABLE] = 1;
    may[FOL_ROLE_RECLAIMABLE] = may[FOL_ROLE_PCP] = 1;
    break;
  case FOL_MAP_BY_ZONE:
    for (uint32_t i = 0; i < build->state->layout->zone_count && i < SIM_PAGE_NO_ZONE; i++)
      may[FOL_ROLE_ZONE_0 + build->key.zone_type[i]] = 1;
    break;
  case FOL_MAP_COLOURS:
    break;
  }
  return fol_map_legend (may, items, false);
}

/* What a square and a pixel are, and where one is when not all is seen. */
static char *
scale_text (const struct fol_raster *raster)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  uint32_t side = MIN (place->side, 32), in_pixel = FOL_REGION_FRAMES / (side * side);
  GString *out = g_string_new (NULL);
  sim_pfn pfn;

  if (in_pixel > 1)
    g_string_append_printf (
        out, _ ("A square is 4 MiB, a pixel is %u frames; inside, buddies lie side by side."),
        in_pixel);
  else
    g_string_append (out, _ ("A square is 4 MiB; inside, buddies lie side by side."));
  if ((place->pan_x > 0 || place->pan_y > 0) && fol_raster_frame_at (raster, 0, 0, &pfn)) {
    g_autofree char *number = fol_grouped (pfn);

    g_string_append_printf (out, _ (" Top left: frame %s."), number);
  }
  return g_string_free (out, FALSE);
}

static void
add_foot (struct fol_map_build *build, const struct fol_raster *raster, double left, double y)
{
  struct fol_legend_item items[FOL_MAP_LEGEND_MAX];
  double width = build->width - left;
  g_autofree char *scale = scale_text (raster);
  guint count;

  if (build->options->no_legend)
    return;
  count = legend_items (build, items);
  fol_add_legend (build->shapes, items, count, left, y, width);
  y += fol_legend_height (items, count, width);
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, left, y, width, 20,
                FOL_ALIGN_START, scale);
  build->shapes->height = y + 20;
}

#define GUTTER 64.0 /* for "1.5 GiB" */

/* The window on the map, and the map in it. */
static struct fol_raster *
open_window (const struct fol_map_build *build, struct fol_shape *window)
{
  double foot = build->options->no_legend ? EDGE : 80;
  struct fol_raster_place place = { 0 };
  struct fol_raster *raster;
  double width, height;
  int map_width, map_height;

  window->x = GUTTER + 8;
  window->y = build->top + EDGE;
  width = MAX (32, floor (build->width - window->x - EDGE));
  height = MAX (32, floor (build->height - window->y - foot));
  choose_place (build, width, height, &place);
  raster = fol_raster_new (build->state, &place);
  fol_raster_size (raster, &map_width, &map_height);
  choose_pan (build, &place, map_width, map_height, width, height, &place.pan_x, &place.pan_y);
  fol_raster_unref (raster);
  window->width = MIN (width, map_width - place.pan_x);
  window->height = MIN (height, map_height - place.pan_y);
  return fol_raster_new (build->state, &place);
}

void
fol_map_large_place (const struct fol_map_build *build, sim_pfn pfn, struct fol_map_window *out)
{
  struct fol_shape window = { 0 };
  struct fol_raster *raster = open_window (build, &window);
  double x, y, width, height;

  fol_raster_rect (raster, pfn, 0, &x, &y, &width, &height);
  out->pan_x = fol_raster_get_place (raster)->pan_x;
  out->pan_y = fol_raster_get_place (raster)->pan_y;
  out->x = window.x + x + out->pan_x + width / 2;
  out->y = window.y + y + out->pan_y + height / 2;
  fol_raster_unref (raster);
}

void
fol_map_large_build (struct fol_map_build *build)
{
  struct fol_shape window = { .kind = FOL_SHAPE_RASTER, .role = FOL_ROLE_CARD };
  struct fol_raster *raster = open_window (build, &window);
  const struct fol_raster_place *place = fol_raster_get_place (raster);

  window.name = build->shapes->summary;
  window.raster = raster;
  window.identity = UINT64_C (1) << 48;
  add_row_labels (build, place, window.y, GUTTER, window.height);
  if (place->side >= 32 * CELL_SIDE)
    add_cells (build, raster, &window);
  else
    fol_shapes_add (build->shapes, &window);
  add_marks (build, raster, &window);
  build->shapes->width = MAX (build->width, window.x + window.width + EDGE);
  build->shapes->height = window.y + window.height + EDGE;
  add_foot (build, raster, window.x, build->shapes->height + 8);
  fol_raster_unref (raster);
}
