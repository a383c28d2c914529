/* ui/figures/map-cells.c - the map with a cell for every frame. */
#include "ui/figures/map-build.h"
#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>

/* Room for an outline around cells at the edge. */
#define EDGE 4.0

/* Where the cells lie.  Columns are a power of two, so that every block is a
 * part of a row or whole rows. */
struct grid {
  uint32_t columns, rows;
  double wide, side;   /* of a cell: width, and height, which is not more */
  double gap_x, gap_y; /* between cells */
  double left, top;
  uint32_t first_column, first_row; /* of those shown */
  uint32_t shown_columns, shown_rows;
  bool bars; /* a line under the cells of one block; else its cells join */
  bool labels, legend;
};

#define LEAST     9.0  /* sides smaller than this cannot be pointed at */
#define READABLE  18.0 /* sides from which letters are easy to read */
#define BARS_FROM 24.0 /* sides: cells with a line under their block */
#define WIDE_FROM 14.0 /* cells two pixels apart */
#define SIDE_MOST 72.0
#define WIDEST    1.6 /* times the height */

static void
set_gaps (struct grid *grid)
{
  grid->bars = grid->side >= BARS_FROM;
  grid->gap_x = grid->side >= WIDE_FROM ? 2 : 1;
  grid->gap_y = grid->bars ? 6 : grid->gap_x;
}

/* The largest cell with such gaps, its height below `most`. */
static void
size_cell (struct grid *grid, double width, double height, double gap_x, double gap_y, double most)
{
  double wide = floor ((width + gap_x) / grid->columns - gap_x);
  double high = floor ((height + gap_y) / grid->rows - gap_y);

  grid->side = MIN (MIN (wide, high), most);
  grid->wide = CLAMP (floor (grid->side * WIDEST), grid->side, MAX (wide, grid->side));
  grid->wide = MIN (grid->wide, FOL_MAP_STEP);
}

/* Sizes cells in so many columns: as large as their gaps allow. */
static void
try_columns (struct grid *grid, uint32_t frames, uint32_t columns, double width, double height)
{
  grid->columns = columns;
  grid->rows = (frames + columns - 1) / columns;
  size_cell (grid, width, height, 2, 6, SIDE_MOST);
  if (grid->side >= BARS_FROM)
    return;
  size_cell (grid, width, height, 2, 2, BARS_FROM - 1);
  if (grid->side < WIDE_FROM)
    size_cell (grid, width, height, 1, 1, WIDE_FROM - 1);
}

static double
area (const struct grid *grid)
{
  return grid->side > 0 ? grid->wide * grid->side : 0;
}

static void
choose_columns (struct grid *grid, uint32_t frames, bool page, double width, double height)
{
  struct grid best = *grid, tried = *grid;

  try_columns (&best, frames, 8, width, height);
  for (uint32_t columns = 16; columns <= 256 && columns < 2 * MAX (frames, 8); columns *= 2) {
    try_columns (&tried, frames, columns, width, height);
    if (area (&tried) >= area (&best))
      best = tried;
  }
  /* Sixteen in a row read best while there is room for it; a page is filled. */
  if (frames <= 256 && best.columns != 16 && !page) {
    try_columns (&tried, frames, 16, width, height);
    if (tried.side >= BARS_FROM || area (&tried) >= area (&best) * 0.6)
      best = tried;
  }
  *grid = best;
}

/* Zooming shows fewer, larger, always whole cells. */
static void
choose_window (struct grid *grid, const struct fol_map_build *build, double width, double height)
{
  uint32_t zoom = fol_map_zoom (build->options);
  double pitch_x, pitch_y;

  if (zoom > 1) {
    grid->side = MIN (grid->side * zoom, FOL_MAP_STEP);
    grid->wide = MIN (grid->wide * zoom, FOL_MAP_STEP);
  }
  set_gaps (grid);
  pitch_x = grid->wide + grid->gap_x;
  pitch_y = grid->side + grid->gap_y;
  grid->shown_columns = grid->columns;
  grid->shown_rows = grid->rows;
  if (zoom > 1)
    grid->shown_columns = MIN (grid->columns, (uint32_t) MAX (1, (width + grid->gap_x) / pitch_x));
  if (zoom > 1)
    grid->shown_rows = MIN (grid->rows, (uint32_t) MAX (1, (height + grid->gap_y) / pitch_y));
  grid->first_column = MIN ((uint32_t) MAX (0, build->options->pan_x / pitch_x + 0.5),
                            grid->columns - grid->shown_columns);
  grid->first_row = MIN ((uint32_t) MAX (0, build->options->pan_y / pitch_y + 0.5),
                         grid->rows - grid->shown_rows);
}

static bool
place_of (const struct grid *grid, sim_pfn pfn, double *x, double *y)
{
  uint32_t column = pfn % grid->columns, row = pfn / grid->columns;

  *x = grid->left + ((double) column - grid->first_column) * (grid->wide + grid->gap_x);
  *y = grid->top + ((double) row - grid->first_row) * (grid->side + grid->gap_y);
  return column >= grid->first_column && column < grid->first_column + grid->shown_columns &&
         row >= grid->first_row && row < grid->first_row + grid->shown_rows;
}

/* The smallest rectangle around the shown cells of a block. */
static bool
rect_of (const struct grid *grid, sim_pfn pfn, uint32_t order, double rect[4])
{
  bool any = false;
  double x, y;

  for (uint32_t i = 0; i < 1u << order; i++)
    if (place_of (grid, pfn + i, &x, &y)) {
      rect[0] = any ? MIN (rect[0], x) : x;
      rect[1] = any ? MIN (rect[1], y) : y;
      rect[2] = any ? MAX (rect[2], x + grid->wide) : x + grid->wide;
      rect[3] = any ? MAX (rect[3], y + grid->side) : y + grid->side;
      any = true;
    }
  return any;
}

static void
add_mark (struct fol_map_build *build, const struct grid *grid, struct sim_object object,
          enum fol_mark mark, double out)
{
  enum fol_role role = mark == FOL_MARK_SELECTED ? FOL_ROLE_SELECTION : FOL_ROLE_NOW;
  double rect[4], radius = MIN (grid->side / 8, 5) + out;
  uint32_t order;
  sim_pfn pfn;

  if (!fol_object_frames (build->state, object, &pfn, &order) || !rect_of (grid, pfn, order, rect))
    return;
  fol_add_outline (build->shapes, role, rect[0] - out, rect[1] - out, rect[2] - rect[0] + 2 * out,
                   rect[3] - rect[1] + 2 * out, radius);
  fol_identify_mark (build->shapes, mark, fol_identity_block (FOL_MAP_CELLS, order, pfn));
}

/* One outline for all cells of a row that follow each other. */
static void
add_changed (struct fol_map_build *build, const struct grid *grid)
{
  const struct fol_difference *changed = build->marks->changed;
  uint32_t frames = build->state->layout->frame_count;

  for (sim_pfn pfn = 0; changed != NULL && pfn < frames;) {
    sim_pfn first = fol_difference_next (changed, pfn, true), end;
    double left, top, right, unused;

    if (first >= frames)
      break;
    end = MIN (fol_difference_next (changed, first, false), frames);
    end = MIN (end, (first / grid->columns + 1) * grid->columns);
    pfn = end;
    /* Of a run that is partly out of sight, the part that is not. */
    while (first < end && !place_of (grid, first, &left, &top))
      first++;
    while (end > first && !place_of (grid, end - 1, &right, &unused))
      end--;
    if (first < end)
      fol_add_changed_outline (build->shapes, left, top, right + grid->wide - left, grid->side,
                               MIN (grid->side / 8, 5));
  }
}

static void
add_marks (struct fol_map_build *build, const struct grid *grid)
{
  double out = grid->side >= 24 ? 2 : 1;
  struct sim_object now[4];
  guint count = fol_marked_now (build->state, build->marks, now);

  add_changed (build, grid);
  for (guint i = 0; i < count; i++)
    add_mark (build, grid, now[i], FOL_MARK_NOW, out + 1);
  for (guint i = 0; i < build->marks->pointed_count; i++)
    add_mark (build, grid, build->marks->pointed[i], FOL_MARK_POINTED, out + 1);
  add_mark (build, grid, build->marks->selected, FOL_MARK_SELECTED, 0);
}

uint32_t
fol_map_zoom (const struct fol_figure_options *options)
{
  uint32_t zoom = 1;

  while (zoom < 65536 && zoom * 2 <= options->zoom)
    zoom *= 2;
  return zoom;
}

/* The name of the cache, if it fits into the cell. */
static bool
cache_text (struct fol_map_build *build, const struct sim_block *block, struct fol_shape *shape,
            char buffer[SIM_CACHE_NAME_BYTES])
{
  struct sim_view view = fol_state_view (build->state);

  shape->text_size = FOL_SIZE_CAPTION;
  if (shape->height < 14 || !fol_slab_cache_name (&view, block->pfn, buffer) ||
      fol_text_width (buffer, FOL_SIZE_CAPTION, false, false) > shape->width - 4)
    return false;
  shape->text = buffer;
  return true;
}

/* Words in a cell: the letter of what is in it, or the number of a free frame. */
static void
cell_text (struct fol_map_build *build, enum fol_role role, const struct sim_block *block,
           sim_pfn pfn, struct fol_shape *shape, char buffer[SIM_CACHE_NAME_BYTES])
{
  bool large = MIN (shape->height, shape->width) >= 44;

  shape->text_size = large ? FOL_SIZE_TEXT : FOL_SIZE_CAPTION;
  if (build->key.colour == FOL_MAP_BY_ORDER && role == FOL_ROLE_USED && shape->height >= 14) {
    g_snprintf (buffer, 16, "%u", block->order);
    shape->text = buffer;
    return;
  }
  if (build->key.colour == FOL_MAP_BY_OWNER && role == FOL_ROLE_SLAB &&
      cache_text (build, block, shape, buffer))
    return;
  shape->text = fol_role_letter (role);
  shape->bold = true;
  if (shape->text[0] != '\0') {
    if (shape->height < 12)
      shape->text = NULL;
    return;
  }
  shape->text = NULL;
  if (!build->options->frame_numbers || (role != FOL_ROLE_FREE && role != FOL_ROLE_IN_HAND))
    return;
  g_snprintf (buffer, 16, "%u", pfn);
  shape->bold = false;
  shape->monospace = true;
  if (fol_text_width (buffer, shape->text_size, false, true) <= shape->width - 4)
    shape->text = buffer;
}

void
fol_map_add_cell (struct fol_map_build *build, const struct sim_block *block, sim_pfn pfn,
                  const struct fol_map_cell *cell)
{
  struct sim_view view = fol_state_view (build->state);
  enum fol_role role = fol_map_role (&build->key, sim_view_flags (&view, block->pfn));
  g_autofree char *name = fol_frame_name (&view, block, pfn);
  char text[SIM_CACHE_NAME_BYTES];
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = role == FOL_ROLE_NONE ? FOL_ROLE_HOLE : role,
    .x = cell->x,
    .y = cell->y,
    .width = cell->width,
    .height = cell->height,
    .radius = MIN (floor (cell->side / 8), 5),
    .name = name,
    .object = { .kind = SIM_OBJECT_FRAME, .a = pfn },
    .identity = fol_identity_block (FOL_MAP_CELLS, 0, pfn),
  };

  cell_text (build, role, block, pfn, &shape, text);
  fol_shapes_add (build->shapes, &shape);
}

/* A quiet line under the frames of one block, row by row. */
static void
add_bar (struct fol_map_build *build, const struct grid *grid, const struct sim_block *block)
{
  struct sim_view view = fol_state_view (build->state);
  enum fol_role role = fol_map_role (&build->key, sim_view_flags (&view, block->pfn));
  uint32_t frames = 1u << block->order, step = MIN (frames, grid->columns);
  uint32_t order = (uint32_t) __builtin_ctz (step);
  double rect[4];

  /* Free memory is too pale for a line. */
  if (role == FOL_ROLE_FREE || role == FOL_ROLE_NONE)
    role = FOL_ROLE_LINE;
  for (uint32_t i = 0; i < frames; i += step)
    if (rect_of (grid, block->pfn + i, order, rect)) {
      struct fol_shape bar = {
        .kind = FOL_SHAPE_RECT,
        .role = role,
        .x = rect[0] + 2,
        .y = rect[3] + 2,
        .width = rect[2] - rect[0] - 4,
        .height = 2,
        .radius = 1,
        .identity = fol_identity_block (FOL_MAP_BARS, order, block->pfn + i),
      };

      fol_shapes_add (build->shapes, &bar);
    }
}

static void
add_cells (struct fol_map_build *build, const struct grid *grid)
{
  struct sim_view view = fol_state_view (build->state);
  uint32_t frames = build->state->layout->frame_count;

  for (sim_pfn pfn = 0; pfn < frames;) {
    struct sim_block block;
    sim_pfn end;

    sim_view_block (&view, pfn, &block);
    end = MIN (frames, block.pfn + (1u << block.order));
    for (; pfn < end; pfn++) {
      struct fol_map_cell cell = { .width = grid->wide, .height = grid->side, .side = grid->side };

      if (!place_of (grid, pfn, &cell.x, &cell.y))
        continue;
      if (!grid->bars && pfn + 1 < end && (pfn + 1) % grid->columns != 0)
        cell.width += grid->gap_x;
      fol_map_add_cell (build, &block, pfn, &cell);
    }
    if (grid->bars && block.order > 0 && block.state != SIM_PAGE_RESERVED &&
        block.state != SIM_PAGE_HOLE)
      add_bar (build, grid, &block);
  }
}

#define LABEL_PITCH 15.0

/* The first frame of each row, where rows are far enough apart. */
static void
add_row_labels (struct fol_map_build *build, const struct grid *grid, double width)
{
  double pitch = grid->side + grid->gap_y;
  uint32_t each = (uint32_t) MAX (1, ceil (LABEL_PITCH / pitch));

  while (each & (each - 1))
    each++;
  for (uint32_t row = 0; row < grid->shown_rows; row++) {
    g_autofree char *label = NULL;

    if ((row + grid->first_row) % each != 0)
      continue;
    label = g_strdup_printf ("%u", (row + grid->first_row) * grid->columns + grid->first_column);
    fol_add_mono (build->shapes, FOL_ROLE_MUTED, 0, grid->top + row * pitch, width, grid->side,
                  FOL_ALIGN_END, label);
  }
}

#define GUTTER     12.0 /* between row labels and cells */
#define LEGEND_GAP 12.0

/* The legend, which tells how many frames of all memory are what. */
static guint
legend_items (const struct fol_map_build *build, struct fol_legend_item *items)
{
  struct sim_view view = fol_state_view (build->state);
  uint32_t frames = build->state->layout->frame_count;
  uint64_t count[FOL_ROLE_COUNT] = { 0 };
  guint n;

  for (sim_pfn pfn = 0; pfn < frames;) {
    struct sim_block block;
    enum fol_role role;
    sim_pfn end;

    sim_view_block (&view, pfn, &block);
    role = fol_map_role (&build->key, sim_view_flags (&view, block.pfn));
    end = MIN (frames, block.pfn + (1u << block.order));
    count[role == FOL_ROLE_NONE ? FOL_ROLE_HOLE : role] += end - pfn;
    pfn = end;
  }
  if (build->options->no_legend)
    return 0;
  n = fol_map_legend (count, items, true);
  return n + fol_changed_legend (build->shapes, build->marks, items + n);
}

static double
gutter_of (const struct fol_map_build *build)
{
  g_autofree char *last = g_strdup_printf ("%u", build->state->layout->frame_count);

  return ceil (fol_text_width (last, FOL_SIZE_CAPTION, false, true)) + GUTTER;
}

/* Cells in what labels and legend leave; room is left in `width` and `height`. */
static void
try_grid (const struct fol_map_build *build, struct grid *grid, bool labels, bool legend,
          double *width, double *height)
{
  struct fol_legend_item items[FOL_MAP_LEGEND_MAX];
  guint count = legend ? legend_items (build, items) : 0;

  grid->labels = labels;
  grid->legend = count > 0;
  grid->left = labels ? gutter_of (build) : EDGE;
  grid->top = build->top + EDGE;
  *width = MAX (72, build->width - grid->left - EDGE);
  *height = build->height - grid->top - EDGE;
  if (count > 0)
    *height -= LEGEND_GAP + fol_legend_height (items, count, *width);
  *height = MAX (32, *height);
  choose_columns (grid, build->state->layout->frame_count, build->options->page, *width, *height);
}

/* Where cells would be hard to read, first the legend gives way, then the row
 * labels do, if that helps.  A page has both. */
static void
share_room (const struct fol_map_build *build, struct grid *grid, double *width, double *height)
{
  struct grid tried = *grid;
  double w, h;

  try_grid (build, grid, true, true, width, height);
  if (grid->side >= READABLE || build->options->page)
    return;
  try_grid (build, &tried, true, false, &w, &h);
  if (area (&tried) > area (grid)) {
    *grid = tried;
    *width = w;
    *height = h;
  }
  if (grid->side >= READABLE || grid->legend)
    return;
  try_grid (build, &tried, false, false, &w, &h);
  if (area (&tried) > area (grid)) {
    *grid = tried;
    *width = w;
    *height = h;
  }
}

/* False if cells would be too small. */
static bool
choose_grid (const struct fol_map_build *build, struct grid *grid)
{
  uint32_t frames = build->state->layout->frame_count;
  double width, height;

  if (frames > FOL_MAP_CELLS_MAX)
    return false;
  share_room (build, grid, &width, &height);
  if (grid->side < LEAST && frames > 1024)
    return false;
  if (grid->side < LEAST) {
    /* Too many for the height: the view scrolls. */
    try_grid (build, grid, true, true, &width, &height);
    grid->side = LEAST;
    for (grid->columns = 8; grid->columns * 2 * (LEAST + 1) <= width;)
      grid->columns *= 2;
    grid->wide = CLAMP (floor (width / grid->columns) - 1, LEAST, floor (LEAST * WIDEST));
    grid->rows = (frames + grid->columns - 1) / grid->columns;
  }
  choose_window (grid, build, width, height);
  return true;
}

bool
fol_map_cells_place (const struct fol_map_build *build, sim_pfn pfn, struct fol_map_window *out)
{
  struct grid grid = { 0 };

  if (!choose_grid (build, &grid))
    return false;
  place_of (&grid, pfn, &out->x, &out->y);
  out->pan_x = grid.first_column * (grid.wide + grid.gap_x);
  out->pan_y = grid.first_row * (grid.side + grid.gap_y);
  out->x += out->pan_x + grid.wide / 2;
  out->y += out->pan_y + grid.side / 2;
  return true;
}

bool
fol_map_cells_overview (const struct fol_map_build *build, struct fol_map_overview *overview)
{
  struct grid grid = { 0 };

  if (!choose_grid (build, &grid))
    return false;
  overview->columns = grid.columns;
  overview->rows = grid.rows;
  overview->x = (double) grid.first_column / grid.columns;
  overview->y = (double) grid.first_row / grid.rows;
  overview->width = (double) grid.shown_columns / grid.columns;
  overview->height = (double) grid.shown_rows / grid.rows;
  overview->map_width = grid.columns * (grid.wide + grid.gap_x);
  overview->map_height = grid.rows * (grid.side + grid.gap_y);
  return true;
}

bool
fol_map_cells_build (struct fol_map_build *build)
{
  struct fol_legend_item items[FOL_MAP_LEGEND_MAX];
  struct grid grid = { 0 };
  double width;

  if (!choose_grid (build, &grid))
    return false;
  width = build->width - grid.left - EDGE;
  if (grid.labels)
    add_row_labels (build, &grid, grid.left - GUTTER);
  add_cells (build, &grid);
  add_marks (build, &grid);
  build->shapes->width = MAX (build->width, grid.left - grid.gap_x + EDGE +
                                                grid.shown_columns * (grid.wide + grid.gap_x));
  build->shapes->height = grid.top + grid.shown_rows * (grid.side + grid.gap_y) - grid.gap_y + EDGE;
  if (grid.legend) {
    guint count = legend_items (build, items);
    double y = build->shapes->height + LEGEND_GAP - EDGE;

    fol_add_legend (build->shapes, items, count, grid.left, y, width);
    build->shapes->height = y + fol_legend_height (items, count, width);
  }
  return true;
}
