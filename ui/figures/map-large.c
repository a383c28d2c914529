/* ui/figures/map-large.c - the map as a raster of 4 MiB squares; cells when zoomed in.
 *
 * At zoom 1 the scale is the finest at which all of memory fits, each pixel a
 * power of two of frames; each doubling of zoom doubles the squares and keeps
 * how many stand in a row.  From 16 pixels a frame the squares are taken apart
 * into named cells.
 */
#include "ui/figures/map-build.h"
#include "ui/figures/map-raster.h"

#include "engine/slab/slab.h"
#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define EDGE      4.0
#define GUTTER    8.0 /* between row labels and squares */
#define FOLD      24u /* height of the strip for a long hole, with air */
#define CELL_SIDE 16u /* pixels a frame from which frames are shapes */

static uint32_t
gap_for (uint32_t side)
{
  return side >= 128 ? 4 : side >= 32 ? 2 : side >= 16 ? 1 : 0;
}

/* The stretches of the map, and the room for it. */
struct room {
  struct fol_raster_band band[FOL_RASTER_BANDS_MAX];
  guint band_count;
  double width, height;
};

static bool
fits (struct room *room, const struct fol_raster_place *place, uint32_t columns)
{
  struct fol_raster_place tried = *place;
  int width, height;

  if (columns == 0)
    return false;
  tried.columns = columns;
  fol_raster_place_bands (&tried, room->band, room->band_count, &width, &height);
  return width <= room->width && height <= room->height;
}

static uint32_t
longest_band (const struct room *room)
{
  uint32_t longest = 1;

  for (guint i = 0; i < room->band_count; i++)
    if (!room->band[i].folded)
      longest = MAX (longest, room->band[i].count);
  return longest;
}

/* How many squares in a row, or 0 if they do not fit: all of them, or a power of
 * two if one does, else three times one, else a multiple of 16. */
static uint32_t
columns_for (struct room *room, const struct fol_raster_place *place)
{
  uint32_t most = (uint32_t) ((room->width + place->gap) / (place->side + place->gap)), two = 1;
  uint32_t all = longest_band (room);

  if (all <= most)
    return fits (room, place, all) ? all : 0;
  if (!fits (room, place, most))
    return 0;
  while (two * 2 <= most)
    two *= 2;
  if (fits (room, place, two))
    return two;
  if (fits (room, place, two / 2 * 3))
    return two / 2 * 3;
  return fits (room, place, most / 16 * 16) ? most / 16 * 16 : most;
}

/* The next that takes less room: at first without gaps, then coarser.  A frame
 * takes whole pixels, or a pixel whole blocks; where the next side is half of
 * this one, a tall one lies in between. */
static bool
next_scale (struct fol_raster_place *place)
{
  if (place->side <= 32 && place->gap > 0) {
    place->gap = 0;
    return true;
  }
  if (place->tall)
    place->tall = false;
  else if (place->side > 64)
    place->side -= 32;
  else if (place->side > 1) {
    place->side /= 2;
    place->tall = true;
  } else
    return false;
  place->gap = gap_for (place->side);
  return true;
}

static void
choose_place (const struct fol_map_build *build, double width, double height,
              struct fol_raster_place *place)
{
  uint32_t zoom = fol_map_zoom (build->options);
  struct room room = { .width = width, .height = height };

  room.band_count = fol_raster_find_bands (build->state, room.band);
  place->colour = build->key.colour;
  place->fold = FOLD;
  place->side = 480;
  place->gap = gap_for (place->side);
  do
    place->columns = columns_for (&room, place);
  while (place->columns == 0 && next_scale (place));
  if (place->columns == 0)
    place->columns = MAX (1, MIN (longest_band (&room), (uint32_t) width));
  if (zoom == 1)
    return;
  /* Zoomed, frames are square. */
  place->tall = false;
  while (zoom > 1 && place->side * 2 <= FOL_RASTER_SIDE_MAX) {
    place->side *= 2;
    zoom /= 2;
  }
  place->gap = gap_for (place->side);
}

/* The nearest left or upper edge of a cell in squares that follow each other. */
static int
cell_edge (const struct fol_raster_place *place, int at)
{
  int cell = (int) place->side / 32, pitch = (int) (place->side + place->gap);

  return at / pitch * pitch + MIN ((at % pitch + cell / 2) / cell * cell, (int) place->side);
}

/* Keeps the window inside the map, and cells whole. */
static void
choose_pan (const struct fol_map_build *build, const struct fol_raster *raster, double width,
            double height, int *x, int *y)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  const struct fol_raster_band *band;
  int map_width, map_height;
  guint count;

  fol_raster_size (raster, &map_width, &map_height);
  *x = (int) CLAMP (build->options->pan_x, 0, MAX (0, map_width - width));
  *y = (int) CLAMP (build->options->pan_y, 0, MAX (0, map_height - height));
  if (place->side < 32 * CELL_SIDE)
    return;
  *x = cell_edge (place, *x);
  for (band = fol_raster_get_bands (raster, &count); count > 0; band++, count--)
    if (*y >= band->y && *y < band->y + band->height)
      *y = band->folded ? band->y : band->y + cell_edge (place, *y - band->y);
}

/* "1.5 GiB" from a number of frames: exact if it is whole MiB. */
static char *
size_label (uint64_t frames)
{
  uint64_t mib = frames / 256;
  char number[32];
  size_t length;

  if (mib == 0)
    return g_strdup ("0");
  if (mib < 1024 || mib % 128 != 0)
    return g_strdup_printf (_ ("%" PRIu64 " MiB"), mib);
  g_snprintf (number, sizeof number, "%.3f", (double) mib / 1024);
  length = strlen (number);
  while (number[length - 1] == '0')
    number[--length] = '\0';
  if (!g_ascii_isdigit (number[length - 1]))
    number[length - 1] = '\0';
  return g_strdup_printf (_ ("%s GiB"), number);
}

#define LABEL_PITCH 24.0 /* from one row's label to the next, at least */
#define LABEL       14.0

/* The address at which a row begins, for as many rows as can be told apart; the
 * first row of a band always has one.  Width of the longest; adds them if there
 * is a list to add to. */
static double
band_labels (struct fol_shapes *shapes, const struct fol_raster_place *place,
             const struct fol_raster_band *band, const struct fol_shape *window)
{
  double pitch = fol_raster_region_height (place) + place->gap, longest = 0;
  uint32_t each = (uint32_t) MAX (1, ceil (LABEL_PITCH / pitch));

  while (each & (each - 1))
    each++;
  for (uint32_t row = 0; row * pitch < band->height; row += each) {
    double y = band->y + row * pitch - place->pan_y;
    uint64_t first = (uint64_t) band->first + (uint64_t) row * place->columns;
    g_autofree char *label = NULL;

    if (y < 0)
      continue;
    if (y >= window->height || (y > 0 && y + LABEL - 2 > window->height))
      break;
    label = size_label (first * FOL_REGION_FRAMES);
    longest = MAX (longest, fol_text_width (label, FOL_SIZE_CAPTION, false, true));
    if (shapes != NULL)
      fol_add_mono (shapes, FOL_ROLE_MUTED, 0, window->y + y - (pitch < LABEL ? 2 : 0),
                    window->x - GUTTER, LABEL, FOL_ALIGN_END, label);
  }
  return ceil (longest);
}

/* What is left out here, between two hairlines. */
static void
add_fold (struct fol_map_build *build, const struct fol_raster_place *place,
          const struct fol_raster_band *band, const struct fol_shape *window)
{
  uint64_t end = MIN ((uint64_t) (band->first + band->count) * FOL_REGION_FRAMES,
                      build->state->layout->frame_count);
  g_autofree char *from = size_label ((uint64_t) band->first * FOL_REGION_FRAMES);
  g_autofree char *to = size_label (end);
  g_autofree char *text = g_strdup_printf (_ ("no memory, %s – %s"), from, to);
  double y = window->y + band->y - place->pan_y, middle = y + band->height / 2.0;
  double room, width, left;

  if (y < window->y || y + band->height > window->y + window->height)
    return;
  width = ceil (fol_text_width (text, FOL_SIZE_CAPTION, false, false)) + 1;
  room = MIN (MAX (width, window->width), build->width - window->x);
  width = MIN (width, room);
  left = floor ((room - width) / 2);
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, window->x + left, y, width,
                band->height, FOL_ALIGN_START, text);
  if (left < 16)
    return;
  fol_add_line (build->shapes, FOL_ROLE_LINE, window->x, middle, left - 8, 0);
  fol_add_line (build->shapes, FOL_ROLE_LINE, window->x + left + width + 8, middle,
                room - left - width - 8, 0);
}

static void
add_labels (struct fol_map_build *build, const struct fol_raster *raster,
            const struct fol_shape *window)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  const struct fol_raster_band *band;
  guint count;

  for (band = fol_raster_get_bands (raster, &count); count > 0; band++, count--)
    if (band->folded)
      add_fold (build, place, band, window);
    else
      band_labels (build->shapes, place, band, window);
}

static void
add_mark (struct fol_map_build *build, const struct fol_raster *raster,
          const struct fol_shape *window, struct sim_object object, enum fol_role role, double out)
{
  double x, y, width, height;
  uint32_t order;
  sim_pfn pfn;

  if (!fol_object_frames (build->state, object, &pfn, &order))
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

#define CHANGED_LEAST     4.0 /* pixels: the least side of an outline of what differs */
#define CHANGED_MOST      1200u
#define CHANGED_ORDER_MAX 14u

/* Outlines of what differs, each an aligned block of 2^order frames or more; how many there
 * are in the window, at most `most`.  They are only counted if not `add`. */
static guint
changed_blocks (struct fol_map_build *build, const struct fol_raster *raster,
                const struct fol_shape *window, uint32_t order, guint most, bool add)
{
  const struct fol_difference *changed = build->marks->changed;
  uint32_t frames = build->state->layout->frame_count;
  guint count = 0;

  for (sim_pfn pfn = 0; pfn < frames && count <= most;) {
    sim_pfn first = fol_difference_next (changed, pfn, true), same;
    double x, y, width, height;
    uint32_t large = order;

    if (first >= frames)
      break;
    first &= ~((1u << order) - 1);
    same = fol_difference_next (changed, MAX (first, pfn), false);
    /* A whole block that differs gets one outline. */
    while (1u << large < FOL_REGION_FRAMES && (first & ((2u << large) - 1)) == 0 &&
           (uint64_t) first + (2ull << large) <= same)
      large++;
    pfn = first + (1u << large);
    fol_raster_rect (raster, first, large, &x, &y, &width, &height);
    if (x + width <= 0 || y + height <= 0 || x >= window->width || y >= window->height)
      continue;
    count++;
    if (add)
      fol_add_changed_outline (build->shapes, window->x + x, window->y + y, width, height, 1);
  }
  return count;
}

/* As fine as can be seen, and not finer than can be drawn in time. */
static void
add_changed (struct fol_map_build *build, const struct fol_raster *raster,
             const struct fol_shape *window)
{
  double x, y, width, height;
  uint32_t order = 0;

  if (build->marks->changed == NULL || build->marks->changed->changed == 0)
    return;
  for (; order < CHANGED_ORDER_MAX; order++) {
    fol_raster_rect (raster, 0, order, &x, &y, &width, &height);
    if (MIN (width, height) >= CHANGED_LEAST &&
        changed_blocks (build, raster, window, order, CHANGED_MOST, false) <= CHANGED_MOST)
      break;
  }
  changed_blocks (build, raster, window, order, CHANGED_MOST, true);
}

static void
add_marks (struct fol_map_build *build, const struct fol_raster *raster,
           const struct fol_shape *window)
{
  struct sim_object now[4];
  guint count = fol_marked_now (build->state, build->marks, now);

  add_changed (build, raster, window);
  for (guint i = 0; i < count; i++)
    add_mark (build, raster, window, now[i], FOL_ROLE_NOW, 2);
  for (guint i = 0; i < build->marks->pointed_count; i++)
    add_mark (build, raster, window, build->marks->pointed[i], FOL_ROLE_NOW, 2);
  add_mark (build, raster, window, build->marks->selected, FOL_ROLE_SELECTION, 0);
}

/* The cells of one square that lie whole in the window. */
static void
add_square (struct fol_map_build *build, const struct fol_raster *raster,
            const struct fol_shape *window, sim_pfn first)
{
  struct sim_view view = fol_state_view (build->state);
  sim_pfn end = MIN (first + FOL_REGION_FRAMES, build->state->layout->frame_count);

  for (sim_pfn pfn = first; pfn < end; pfn++) {
    double left, top, side, height;
    struct fol_map_cell cell;
    struct sim_block block;

    fol_raster_rect (raster, pfn, 0, &left, &top, &side, &height);
    if (left < 0 || top < 0 || left + side > window->width || top + height > window->height)
      continue;
    sim_view_block (&view, pfn, &block);
    cell =
        (struct fol_map_cell){ window->x + left, window->y + top, side - 1, height - 1, side - 1 };
    fol_map_add_cell (build, &block, pfn, &cell);
  }
}

static void
add_cells (struct fol_map_build *build, const struct fol_raster *raster,
           const struct fol_shape *window)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  uint32_t pitch = place->side + place->gap;
  uint32_t left = (uint32_t) place->pan_x / pitch;
  uint32_t right = MIN (place->columns, (uint32_t) (place->pan_x + window->width) / pitch + 1);
  const struct fol_raster_band *band;
  guint count;

  for (band = fol_raster_get_bands (raster, &count); count > 0; band++, count--) {
    int top = MAX (0, place->pan_y - band->y);
    int bottom = MIN (band->height, place->pan_y + (int) window->height - band->y);

    if (band->folded)
      continue;
    for (uint32_t row = (uint32_t) top / pitch; (int) (row * pitch) < bottom; row++)
      for (uint32_t column = left; column < right; column++) {
        uint32_t index = row * place->columns + column;

        if (index < band->count)
          add_square (build, raster, window, (band->first + index) * FOL_REGION_FRAMES);
      }
  }
}

static guint
legend_items (const struct fol_map_build *build, struct fol_legend_item *items)
{
  uint64_t may[FOL_ROLE_COUNT] = { [FOL_ROLE_RESERVED] = 1, [FOL_ROLE_HOLE] = 1 };
  struct sim_view view = fol_state_view (build->state);
  struct sim_slab_header slabs;
  guint n;

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
  case FOL_MAP_BY_OWNER:
    may[FOL_ROLE_FREE] = may[FOL_ROLE_USED] = may[FOL_ROLE_PCP] = 1;
    break;
  case FOL_MAP_BY_ZONE:
    for (uint32_t i = 0; i < build->state->layout->zone_count && i < SIM_PAGE_NO_ZONE; i++)
      may[FOL_ROLE_ZONE_0 + build->key.zone_type[i]] = 1;
    break;
  case FOL_MAP_COLOURS:
    break;
  }
  if (build->key.colour == FOL_MAP_BY_OWNER || build->key.colour == FOL_MAP_BY_MOBILITY) {
    sim_view_slab_header (&view, &slabs);
    may[FOL_ROLE_SLAB] = may[FOL_ROLE_LARGE] = slabs.state != SIM_SLAB_DOWN;
  }
  n = fol_map_legend (may, items, false);
  return n + fol_changed_legend (build->shapes, build->marks, items + n);
}

/* What a pixel is, and where one is when not all is seen; as much of it as fits. */
static char *
scale_text (const struct fol_raster *raster, double width)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  uint32_t side = MIN (place->side, 32), in_pixel = FOL_REGION_FRAMES / (side * side);
  g_autofree char *number = NULL, *longer = NULL;
  char *text;
  sim_pfn pfn;

  if (place->tall && side < 32)
    in_pixel /= 2;
  if (in_pixel > 1)
    text = g_strdup_printf (_ ("A pixel is %u frames, buddies are neighbours."), in_pixel);
  else if (place->gap > 0)
    text = g_strdup (_ ("A square is 4 MiB, inside buddies are neighbours."));
  else
    text = g_strdup (_ ("A pixel is a frame, buddies are neighbours."));
  if ((place->pan_x <= 0 && place->pan_y <= 0) || !fol_raster_frame_at (raster, 0, 0, &pfn))
    return text;
  number = fol_grouped (pfn);
  longer = g_strdup_printf (_ ("%s Top left: frame %s."), text, number);
  if (fol_text_width (longer, FOL_SIZE_CAPTION, false, false) > width)
    return text;
  g_free (text);
  return g_steal_pointer (&longer);
}

#define FOOT_GAP    8.0
#define SCALE       20.0 /* the line about pixels */
#define MAP_LEAST   56.0 /* height that legend and scale leave to the map */
#define FRAME_LEAST 32.0

/* The legend below the map, which goes when there is no room for it. */
struct foot {
  struct fol_legend_item items[FOL_MAP_LEGEND_MAX];
  guint count;
  bool scale;
  double left, legend, height;
};

static void
choose_foot (const struct fol_map_build *build, double left, double room, struct foot *foot)
{
  double narrow;

  *foot = (struct foot){ .left = left };
  if (build->options->no_legend)
    return;
  foot->count = legend_items (build, foot->items);
  narrow = fol_legend_height (foot->items, foot->count, build->width - left);
  foot->legend = fol_legend_height (foot->items, foot->count, build->width);
  /* Below the map's edge, unless a row less is needed from the figure's edge. */
  if (narrow > foot->legend)
    foot->left = 0;
  foot->scale = room - foot->legend - FOOT_GAP - SCALE >= MAP_LEAST;
  if (room - foot->legend - FOOT_GAP < MAP_LEAST)
    foot->count = 0;
  else
    foot->height = FOOT_GAP + foot->legend + (foot->scale ? SCALE : 0);
}

static void
add_foot (struct fol_map_build *build, const struct fol_raster *raster, const struct foot *foot)
{
  double y = build->shapes->height + FOOT_GAP, width = build->width - foot->left;

  if (foot->count == 0)
    return;
  fol_add_legend (build->shapes, foot->items, foot->count, foot->left, y, width);
  y += foot->legend;
  if (foot->scale) {
    g_autofree char *scale = scale_text (raster, width);

    fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, foot->left, y, width,
                  SCALE, FOL_ALIGN_START, scale);
    y += SCALE;
  }
  build->shapes->height = y;
}

static uint32_t
region_pixels (const struct fol_raster_place *place)
{
  return place->side * fol_raster_region_height (place);
}

/* The window on the map behind a gutter of this width, and the map in it. */
static struct fol_raster *
try_window (const struct fol_map_build *build, double gutter, struct fol_shape *window,
            struct foot *foot)
{
  struct fol_raster_place place = { 0 }, finer = { 0 };
  struct fol_raster *raster;
  double width, height, room;
  int map_width, map_height;

  window->x = gutter + GUTTER;
  window->y = build->top + EDGE;
  width = MAX (FRAME_LEAST, floor (build->width - window->x - EDGE));
  room = floor (build->height - window->y - EDGE);
  choose_foot (build, window->x, room, foot);
  height = MAX (FRAME_LEAST, floor (room - foot->height));
  choose_place (build, width, height, &place);
  if (foot->scale) {
    /* Rather twice as large than explained. */
    choose_place (build, width, height + SCALE, &finer);
    if (region_pixels (&finer) > region_pixels (&place)) {
      place = finer;
      foot->scale = false;
      foot->height -= SCALE;
      height += SCALE;
    }
  }
  raster = fol_raster_new (build->state, &place);
  fol_raster_size (raster, &map_width, &map_height);
  choose_pan (build, raster, width, height, &place.pan_x, &place.pan_y);
  fol_raster_unref (raster);
  window->width = MIN (width, map_width - place.pan_x);
  window->height = MIN (height, map_height - place.pan_y);
  return fol_raster_new (build->state, &place);
}

/* The gutter is as wide as the labels that come to stand in it. */
static struct fol_raster *
open_window (const struct fol_map_build *build, struct fol_shape *window, struct foot *foot)
{
  double gutter = ceil (fol_text_width ("000 MiB", FOL_SIZE_CAPTION, false, true)), longest;
  struct fol_raster *raster = NULL;

  for (int tries = 0; tries < 3; tries++) {
    const struct fol_raster_band *band;
    guint count;

    fol_raster_unref (raster);
    raster = try_window (build, gutter, window, foot);
    longest = 0;
    for (band = fol_raster_get_bands (raster, &count); count > 0; band++, count--)
      if (!band->folded)
        longest = MAX (longest, band_labels (NULL, fol_raster_get_place (raster), band, window));
    if (longest <= gutter)
      break;
    gutter = longest;
  }
  return raster;
}

void
fol_map_large_place (const struct fol_map_build *build, sim_pfn pfn, struct fol_map_window *out)
{
  struct fol_shape window = { 0 };
  struct foot foot;
  struct fol_raster *raster = open_window (build, &window, &foot);
  double x, y, width, height;

  fol_raster_rect (raster, pfn, 0, &x, &y, &width, &height);
  out->pan_x = fol_raster_get_place (raster)->pan_x;
  out->pan_y = fol_raster_get_place (raster)->pan_y;
  out->x = window.x + x + out->pan_x + width / 2;
  out->y = window.y + y + out->pan_y + height / 2;
  fol_raster_unref (raster);
}

void
fol_map_large_overview (const struct fol_map_build *build, struct fol_map_overview *overview)
{
  struct fol_shape window = { 0 };
  struct foot foot;
  struct fol_raster *raster = open_window (build, &window, &foot);
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  int width, height;

  fol_raster_size (raster, &width, &height);
  overview->place = *place;
  overview->x = (double) place->pan_x / width;
  overview->y = (double) place->pan_y / height;
  overview->width = window.width / width;
  overview->height = window.height / height;
  overview->map_width = width;
  overview->map_height = height;
  fol_raster_unref (raster);
}

void
fol_map_large_build (struct fol_map_build *build)
{
  struct fol_shape window = { .kind = FOL_SHAPE_RASTER, .role = FOL_ROLE_CARD };
  struct foot foot;
  struct fol_raster *raster = open_window (build, &window, &foot);
  const struct fol_raster_place *place = fol_raster_get_place (raster);

  window.name = build->shapes->summary;
  window.raster = raster;
  window.identity = fol_identity_thing (FOL_MAP_RASTER, 0);
  if (place->side >= 32 * CELL_SIDE)
    add_cells (build, raster, &window);
  else
    fol_shapes_add (build->shapes, &window);
  add_labels (build, raster, &window);
  add_marks (build, raster, &window);
  build->shapes->width = MAX (build->width, window.x + window.width + EDGE);
  build->shapes->height = window.y + window.height + EDGE;
  add_foot (build, raster, &foot);
  fol_raster_unref (raster);
}
