/* ui/figures/sets-grid.c - the sets of a CPU cache as a grid, with the lines that fall in them.
 *
 * A cell is one set, or, where a cache has more sets than there is room, as many as make a
 * power of two: it shows the fullest of them and names the sum.  Where a cell has room, a
 * tick for each way has the colour of the slab whose line falls there.
 */
#include "ui/figures/sets.h"

#include "ui/figures/paint.h"
#include "ui/figures/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SLABS_NAMED 12u
#define CELLS_MOST  256u
#define CELL_LEAST  23.0 /* room for three digits */
#define CELL_HEIGHT 20.0
#define CELL_MOST   32.0
#define CELL_GAP    4.0
#define HEADING     44.0
#define TICK        5.0
#define TICK_LEAST  2.0
#define TICKS_ROW   26.0 /* with its gap: height from which a cell has room for ticks */

struct grid {
  struct fol_sets_build *build;
  const struct sim_lines_run *run;
  uint32_t which;
  uint32_t cells, each; /* each: sets in a cell */
  uint32_t columns;
  double left, top, width, height; /* of a cell, with its gap */
  uint32_t *first, *slab;          /* slabs of the lines of a set, one set after the other */
  GArray **related;                /* objects in a cell */
  bool ticks;
};

static enum fol_role
heat (uint32_t lines, uint32_t ways)
{
  if (lines == 0)
    return FOL_ROLE_FREE;
  if (lines > ways)
    return FOL_ROLE_SET_OVER;
  return lines * 3 > ways * 2 ? FOL_ROLE_SET_3 : lines * 3 > ways ? FOL_ROLE_SET_2 : FOL_ROLE_SET_1;
}

/* Whose lines they are: by counting first, as sets differ much. */
static void
sort_lines (struct grid *grid)
{
  const struct fol_sets_data *data = &grid->build->data;
  uint32_t sets = data->sets, sum = 0;
  g_autofree uint32_t *next = g_new (uint32_t, sets);
  uint64_t met = UINT64_MAX;

  grid->first = g_new (uint32_t, sets + 1);
  for (uint32_t i = 0; i < sets; i++) {
    grid->first[i] = next[i] = sum;
    sum += grid->run->set[i].lines;
  }
  grid->first[sets] = sum;
  grid->slab = g_new (uint32_t, MAX (sum, 1));
  grid->related = g_new0 (GArray *, grid->cells);
  for (uint32_t i = 0; i < data->read.lines.object_count; i++) {
    struct sim_object object = fol_sets_object (data, i);
    uint32_t count;
    uint64_t line = sim_lines_of (&data->read.lines, i, &grid->run->pattern, data->cpu->line_size,
                                  grid->run->plain, &count);

    for (; count > 0; count--, line++) {
      uint32_t set = (uint32_t) (line % sets), cell = set / grid->each;

      if (grid->related[cell] == NULL)
        grid->related[cell] = g_array_new (FALSE, FALSE, sizeof object);
      g_array_append_val (grid->related[cell], object);
      if (line != met)
        grid->slab[next[set]++] = data->read.lines.object[i].slab;
      met = line;
    }
  }
}

/* Slabs are numbered from 1 in the order in which they were made. */
static char *
slab_list (const struct grid *grid, uint32_t from, uint32_t to)
{
  GString *out = g_string_new (NULL);
  uint32_t last = UINT32_MAX, shown = 0;

  for (uint32_t i = from; i < to; i++) {
    if (grid->slab[i] == last)
      continue;
    if (shown == SLABS_NAMED) {
      g_string_append (out, " …");
      break;
    }
    last = grid->slab[i];
    g_string_append_printf (out, "%s%u", shown++ > 0 ? ", " : "", last + 1);
  }
  return g_string_free (out, FALSE);
}

struct cell {
  uint32_t set, lines, most, full, misses;
};

static void
count_cell (const struct grid *grid, uint32_t index, struct cell *cell)
{
  *cell = (struct cell){ .set = index * grid->each };
  for (uint32_t i = cell->set; i < cell->set + grid->each; i++) {
    const struct sim_lines_set *set = &grid->run->set[i];

    cell->lines += set->lines;
    cell->misses += set->misses;
    cell->most = MAX (cell->most, set->lines);
    cell->full += set->lines > grid->build->data.cpu->ways;
  }
}

static char *
cell_name (const struct grid *grid, const struct cell *cell)
{
  uint32_t ways = grid->build->data.cpu->ways;
  g_autofree char *slabs = NULL;

  if (grid->each > 1)
    return g_strdup_printf (_ ("Sets %u–%u: %u lines, at most %u in a set of %u ways, "
                               "%u sets too full, %u misses in the last round"),
                            cell->set, cell->set + grid->each - 1, cell->lines, cell->most, ways,
                            cell->full, cell->misses);
  if (cell->lines == 0)
    return g_strdup_printf (_ ("Set %u: no line"), cell->set);
  slabs = slab_list (grid, grid->first[cell->set], grid->first[cell->set + 1]);
  return g_strdup_printf (
      _ ("Set %u: %u lines for %u ways, of slabs %s; %u misses in the last round"), cell->set,
      cell->lines, ways, slabs, cell->misses);
}

/* Below the cell, a tick for each way that a line takes; lines that find none are in the
 * number alone. */
static void
add_ticks (struct grid *grid, const struct fol_shape *shape, uint32_t set)
{
  const struct fol_sets_data *data = &grid->build->data;
  uint32_t ways = data->cpu->ways, lines = grid->run->set[set].lines;
  double width = shape->width / ways;

  for (uint32_t i = 0; i < MIN (ways, lines); i++) {
    const struct sim_lines_slab *slab = &data->read.lines.slab[grid->slab[grid->first[set] + i]];
    enum fol_role role = fol_sets_colour (grid->run->plain ? 0 : slab->colour);

    fol_add_rect (grid->build->shapes, role, shape->x + i * width, shape->y + shape->height + 2,
                  width - 1, TICK, 1);
  }
}

/* A mark is on a cell that holds the set, for whichever cache it is. */
static void
add_cell_marks (struct grid *grid, const struct fol_shape *shape)
{
  struct fol_marking marking = grid->build->marking;
  struct fol_marks marks = *marking.marks;
  uint32_t first = shape->object.b;

  for (uint32_t i = 0; i < marks.pointed_count; i++)
    if (marks.pointed[i].kind == SIM_OBJECT_CPU_SET && marks.pointed[i].a == shape->object.a &&
        marks.pointed[i].b - first < grid->each)
      marks.pointed[i] = shape->object;
  if (marks.selected.kind == SIM_OBJECT_CPU_SET && marks.selected.a == shape->object.a &&
      marks.selected.b - first < grid->each)
    marks.selected = shape->object;
  marking.marks = &marks;
  fol_add_marks (grid->build->shapes, &marking, shape);
}

static void
add_cell (struct grid *grid, uint32_t index)
{
  struct fol_sets_build *build = grid->build;
  g_autofree char *name = NULL, *number = NULL;
  struct fol_shape shape;
  struct cell cell;
  double x = grid->left + index % grid->columns * grid->width;
  double y = grid->top + floor (index / grid->columns) * grid->height;

  count_cell (grid, index, &cell);
  name = cell_name (grid, &cell);
  number = g_strdup_printf ("%u", cell.most);
  shape = (struct fol_shape){
    .kind = FOL_SHAPE_RECT,
    .role = heat (cell.most, build->data.cpu->ways),
    .x = round (x),
    .y = y,
    .width = round (x + grid->width) - round (x) - CELL_GAP,
    .height = grid->height - CELL_GAP - (grid->ticks ? TICK + 2 : 0),
    .radius = 4,
    .text_size = FOL_SIZE_CAPTION,
    .bold = cell.most > 0,
    .monospace = true,
    .text = number,
    .name = name,
    .object = { .kind = SIM_OBJECT_CPU_SET,
                .a = build->data.level,
                .b = cell.set,
                .c = build->data.cache + 1 },
    .identity = fol_identity_thing (FOL_SETS_PLAIN + grid->which, index),
  };
  if (grid->related[index] != NULL) {
    shape.related = (const struct sim_object *) grid->related[index]->data;
    shape.related_count = grid->related[index]->len;
  }
  build->seen[shape.role]++;
  fol_shapes_add (build->shapes, &shape);
  if (grid->ticks)
    add_ticks (grid, &shape, cell.set);
  add_cell_marks (grid, &shape);
}

/* As many cells as fit, at most CELLS_MOST, each a power of two of sets. */
static void
choose_cells (struct grid *grid, double width, double height)
{
  uint32_t sets = grid->build->data.sets;
  uint32_t cells = MIN (sets, CELLS_MOST);

  for (;; cells /= 2) {
    grid->columns = cells <= 8 ? cells : cells <= 64 ? 8 : 16;
    grid->width = (width + CELL_GAP) / grid->columns;
    grid->height = floor (MIN ((height + CELL_GAP) / (cells / grid->columns), CELL_MOST));
    if (cells <= 64 || (grid->width - CELL_GAP >= CELL_LEAST && grid->height >= CELL_HEIGHT))
      break;
  }
  grid->height = MAX (grid->height, CELL_HEIGHT);
  grid->cells = cells;
  grid->each = sets / cells;
  grid->ticks = grid->each == 1 && grid->height >= TICKS_ROW &&
                (grid->width - CELL_GAP) / grid->build->data.cpu->ways >= TICK_LEAST + 1;
}

/* What is to be seen there, in as many words as there is room for. */
static char *
verdict_words (const struct grid *grid, double width)
{
  const struct sim_lines_run *run = grid->run;
  uint32_t ways = grid->build->data.cpu->ways;
  char *words;

  if (run->full_sets == 0)
    words = g_strdup_printf (_ ("no set gets more lines than its %u ways"), ways);
  else
    words = g_strdup_printf (ngettext ("%u set too full: up to %u lines compete for %u ways",
                                       "%u sets too full: up to %u lines compete for %u ways",
                                       run->full_sets),
                             run->full_sets, run->most, ways);
  if (fol_text_width (words, FOL_SIZE_CAPTION, true, false) <= width)
    return words;
  g_free (words);
  if (run->full_sets == 0)
    return g_strdup (_ ("no set is too full"));
  return g_strdup_printf (ngettext ("%u set too full: %u lines, %u ways",
                                    "%u sets too full: %u lines, %u ways", run->full_sets),
                          run->full_sets, run->most, ways);
}

/* "64 sets, without colours", and what to see there. */
static void
add_heading (struct grid *grid, double left, double top, double width)
{
  const struct fol_sets_data *data = &grid->build->data;
  const struct sim_lines_run *run = grid->run;
  g_autofree char *title = NULL, *verdict = verdict_words (grid, width);

  if (!data->colours)
    title = g_strdup_printf (ngettext ("%u set", "%u sets", data->sets), data->sets);
  else if (run->plain)
    title = g_strdup_printf (
        ngettext ("%u set, without colours", "%u sets, without colours", data->sets), data->sets);
  else
    title = g_strdup_printf (ngettext ("%u set, with colours", "%u sets, with colours", data->sets),
                             data->sets);
  fol_add_text (grid->build->shapes, FOL_ROLE_TITLE, FOL_SIZE_TEXT + 1, true, left, top, width, 20,
                FOL_ALIGN_START, title);
  fol_add_text (grid->build->shapes, run->full_sets > 0 ? FOL_ROLE_CONFLICT : FOL_ROLE_CALM,
                FOL_SIZE_CAPTION, true, left, top + 20, width, 18, FOL_ALIGN_START, verdict);
}

double
fol_sets_grid (struct fol_sets_build *build, uint32_t run, double left, double top, double width,
               double height)
{
  struct grid grid = {
    .build = build,
    .run = &build->data.read.run[run],
    .which = run,
    .left = left,
    .top = top + HEADING,
  };

  choose_cells (&grid, width, height - HEADING);
  build->grouped |= grid.each > 1;
  add_heading (&grid, left, top, width);
  sort_lines (&grid);
  for (uint32_t i = 0; i < grid.cells; i++)
    add_cell (&grid, i);
  for (uint32_t i = 0; i < grid.cells; i++)
    if (grid.related[i] != NULL)
      g_array_unref (grid.related[i]);
  g_free (grid.related);
  g_free (grid.first);
  g_free (grid.slab);
  return grid.top + grid.cells / grid.columns * grid.height - CELL_GAP;
}
