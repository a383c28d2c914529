/* ui/figures/sets-slabs.c - slabs of a cache to scale: their colour, their objects, what is read.
 *
 * The oldest first, as many as there is room for.  An object is seen by itself while it is
 * wide enough; else what is allocated is a lane.
 */
#include "ui/figures/sets.h"

#include "ui/figures/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define ROW          22.0
#define ROW_GAP      6.0
#define ROW_CLOSE    2.0
#define NUMBER       28.0 /* of the slab */
#define CHIP         20.0
#define BYTES        60.0 /* "1216 B" */
#define HEADING      26.0
#define OBJECT_LEAST 5.0
#define READ_LEAST   3.0
#define ROWS_LEAST   2u
#define ROWS_PAGE                                                                                  \
  8u /* the same on a page, which is not scrolled: as many as there often are colours */

struct rows {
  struct fol_sets_build *build;
  double left, width; /* of the whole row */
  double x, scale;    /* of the slab's first byte, pixels per byte */
};

/* Objects are numbered as in the kernel, free ones too. */
static char *
object_name (const struct rows *rows, uint32_t object)
{
  const struct fol_sets_data *data = &rows->build->data;
  const struct sim_lines_object *its = &data->read.lines.object[object];
  const struct sim_lines_slab *slab = &data->read.lines.slab[its->slab];
  uint64_t offset = its->physical - ((uint64_t) slab->pfn << SIM_PAGE_SHIFT) - slab->shift;
  uint32_t count, number = (uint32_t) (offset / data->its.size);
  uint64_t line = sim_lines_of (&data->read.lines, object, &data->read.run[1].pattern,
                                data->cpu->line_size, false, &count);
  uint32_t first = (uint32_t) (line % data->sets);

  if (count == 1)
    return g_strdup_printf (_ ("Object %u of slab %u: read in set %u"), number, its->slab + 1,
                            first);
  return g_strdup_printf (_ ("Object %u of slab %u: read in %u sets from set %u on"), number,
                          its->slab + 1, MIN (count, data->sets), first);
}

/* What is read of it, in amber. */
static void
add_read (struct rows *rows, const struct fol_shape *shape, uint32_t object)
{
  const struct fol_sets_data *data = &rows->build->data;
  const struct sim_access_pattern *pattern = &data->read.run[1].pattern;
  uint32_t last = MAX (data->read.lines.object[object].size, 1) - 1;
  double x = shape->x, width = shape->width;

  if (pattern->access != SIM_ACCESS_OBJECT) {
    width = READ_LEAST + 1;
    x = MIN (x + MIN (pattern->offset, last) * rows->scale, shape->x + shape->width - width);
  }
  fol_add_rect (rows->build->shapes, FOL_ROLE_SET_READ, x, shape->y + 1, width, shape->height - 2,
                MIN (1.5, width / 2));
  rows->build->seen[FOL_ROLE_SET_READ]++;
}

static void
add_object (struct rows *rows, uint32_t object, double y)
{
  const struct fol_sets_data *data = &rows->build->data;
  const struct sim_lines_object *its = &data->read.lines.object[object];
  const struct sim_lines_slab *slab = &data->read.lines.slab[its->slab];
  double offset = (double) (its->physical - ((uint64_t) slab->pfn << SIM_PAGE_SHIFT));
  g_autofree char *name = object_name (rows, object);
  struct sim_object address = fol_sets_object (data, object);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_FREE,
    .x = rows->x + offset * rows->scale,
    .y = y + 1,
    .width = MAX (its->size * rows->scale - 1, 1),
    .height = ROW - 2,
    .radius = 2,
    .name = name,
    .object = address,
    .identity = fol_identity_thing (FOL_SETS_PLACE, address.a << 9 | address.b / 8),
  };

  fol_shapes_add (rows->build->shapes, &shape);
  add_read (rows, &shape, object);
  fol_add_marks (rows->build->shapes, &rows->build->marking, &shape);
}

/* All objects of a slab whose objects are too narrow to be seen. */
static void
add_lane (struct rows *rows, const struct sim_lines_slab *slab, double y)
{
  const struct sim_lines_object *object = &rows->build->data.read.lines.object[slab->first];
  const struct sim_lines_object *last = object + slab->count - 1;
  double offset = (double) (object->physical - ((uint64_t) slab->pfn << SIM_PAGE_SHIFT));
  double bytes = (double) (last->physical + last->size - object->physical);

  fol_add_rect (rows->build->shapes, FOL_ROLE_SET_READ, rows->x + offset * rows->scale, y + 2,
                MAX (bytes * rows->scale, 1), ROW - 4, 2);
  rows->build->seen[FOL_ROLE_SET_READ]++;
}

static char *
slab_name (const struct sim_lines_slab *slab, uint32_t index, bool colours)
{
  if (!colours)
    return g_strdup_printf (ngettext ("Slab %u: %u object", "Slab %u: %u objects", slab->count),
                            index + 1, slab->count);
  return g_strdup_printf (ngettext ("Slab %u, colour %u: the first object begins at byte %u; "
                                    "%u object",
                                    "Slab %u, colour %u: the first object begins at byte %u; "
                                    "%u objects",
                                    slab->count),
                          index + 1, slab->colour, slab->shift, slab->count);
}

/* Number and bytes of the colour, at the end of the row. */
static void
add_colour (struct rows *rows, const struct sim_lines_slab *slab, double y)
{
  double end = rows->left + rows->width;
  g_autofree char *bytes = g_strdup_printf (_ ("%u B"), slab->shift);
  g_autofree char *number = g_strdup_printf ("%u", slab->colour);

  if (slab->shift > 0)
    fol_add_rect (rows->build->shapes, fol_sets_colour (slab->colour), rows->x, y,
                  MAX (slab->shift * rows->scale, 2), ROW, 2);
  fol_add_mono (rows->build->shapes, FOL_ROLE_VALUE, end - CHIP - BYTES, y, BYTES - 8, ROW,
                FOL_ALIGN_END, bytes);
  fol_shapes_add (rows->build->shapes, &(struct fol_shape){
                                           .kind = FOL_SHAPE_RECT,
                                           .role = fol_sets_colour (slab->colour),
                                           .x = end - CHIP,
                                           .y = y + (ROW - CHIP) / 2,
                                           .width = CHIP,
                                           .height = CHIP,
                                           .radius = CHIP / 2,
                                           .text_size = FOL_SIZE_CAPTION,
                                           .bold = true,
                                           .text = number,
                                       });
}

static void
add_row (struct rows *rows, uint32_t index, double y)
{
  const struct fol_sets_data *data = &rows->build->data;
  const struct sim_lines_slab *slab = &data->read.lines.slab[index];
  double bytes = (double) (UINT64_C (1) << (SIM_PAGE_SHIFT + slab->order));
  g_autofree char *name = slab_name (slab, index, data->colours);
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_WELL,
    .x = rows->x,
    .y = y,
    .width = bytes * rows->scale,
    .height = ROW,
    .radius = 3,
    .name = name,
    .object = { .kind = SIM_OBJECT_SLAB, .a = slab->pfn },
    .identity = fol_identity_thing (FOL_SETS_SLAB, slab->pfn),
  };

  fol_add_mono (rows->build->shapes, FOL_ROLE_MUTED, rows->left, y, NUMBER - 8, ROW, FOL_ALIGN_END,
                number);
  fol_shapes_add (rows->build->shapes, &shape);
  if (data->colours)
    add_colour (rows, slab, y);
  if (slab->count > 0 && data->its.size * rows->scale < OBJECT_LEAST)
    add_lane (rows, slab, y);
  else
    for (uint32_t i = slab->first; i < slab->first + slab->count; i++)
      add_object (rows, i, y);
  fol_add_marks (rows->build->shapes, &rows->build->marking, &shape);
}

static uint32_t
widest_order (const struct sim_lines *lines, uint32_t count)
{
  uint32_t order = 0;

  for (uint32_t i = 0; i < count; i++)
    order = MAX (order, lines->slab[i].order);
  return order;
}

double
fol_sets_slabs (struct fol_sets_build *build, double left, double top, double width, double height)
{
  const struct sim_lines *lines = &build->data.read.lines;
  double room = height - HEADING - 24, step = ROW + ROW_GAP;
  double ends = build->data.colours ? CHIP + BYTES + 8 : 0;
  uint32_t shown;
  g_autofree char *heading = NULL;
  struct rows rows = { .build = build, .left = left, .width = width, .x = left + NUMBER };

  if (room < step * lines->slab_count)
    step = ROW + ROW_CLOSE;
  shown = MIN (lines->slab_count,
               MAX (build->page ? ROWS_PAGE : ROWS_LEAST, (uint32_t) MAX (0, room / step)));
  rows.scale = (width - NUMBER - ends) /
               (double) (UINT64_C (1) << (SIM_PAGE_SHIFT + widest_order (lines, shown)));
  heading =
      shown < lines->all_slabs
          ? g_strdup_printf (_ ("%u of %u slabs, to scale"), shown, lines->all_slabs)
          : g_strdup_printf (ngettext ("%u slab, to scale", "%u slabs, to scale", shown), shown);
  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_CAPTION, true, left, top,
                width - (ends > 0 ? 80 : 0), 18, FOL_ALIGN_START, heading);
  if (build->data.colours)
    fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_CAPTION, true, left + width - 80, top, 80,
                  18, FOL_ALIGN_END, _ ("colour"));
  top += HEADING;
  for (uint32_t i = 0; i < shown; i++, top += step)
    add_row (&rows, i, top);
  return top;
}
