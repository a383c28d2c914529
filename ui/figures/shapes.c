/* ui/figures/shapes.c - the list of shapes: keep it, point into it, walk it. */
#include "ui/figures/shapes.h"

#include "ui/figures/map-raster.h"

#include <math.h>

#define TEXT_SIZE 13.0 /* of a shape that names none */

struct fol_shapes *
fol_shapes_new (void)
{
  struct fol_shapes *shapes = g_new0 (struct fol_shapes, 1);

  shapes->shape = g_array_new (FALSE, FALSE, sizeof (struct fol_shape));
  shapes->text = g_string_chunk_new (1024);
  shapes->related = g_ptr_array_new_with_free_func (g_free);
  return shapes;
}

void
fol_shapes_free (struct fol_shapes *shapes)
{
  if (shapes == NULL)
    return;
  for (guint i = 0; i < shapes->shape->len; i++)
    fol_raster_unref (g_array_index (shapes->shape, struct fol_shape, i).raster);
  g_array_unref (shapes->shape);
  g_string_chunk_free (shapes->text);
  g_ptr_array_unref (shapes->related);
  g_free (shapes->title);
  g_free (shapes->summary);
  g_free (shapes->footer);
  g_free (shapes);
}

guint
fol_shapes_add (struct fol_shapes *shapes, const struct fol_shape *shape)
{
  struct fol_shape copy = *shape;

  g_assert (shape->role < FOL_ROLE_COUNT);
  /* Letters and types repeat thousands of times; one copy of each is enough. */
  if (copy.text != NULL)
    copy.text = g_string_chunk_insert_const (shapes->text, copy.text);
  if (copy.name != NULL)
    copy.name = g_string_chunk_insert (shapes->text, copy.name);
  if (copy.leads != NULL)
    copy.leads = g_string_chunk_insert_const (shapes->text, copy.leads);
  if (copy.related_count > 0) {
    copy.related = g_memdup2 (copy.related, copy.related_count * sizeof *copy.related);
    g_ptr_array_add (shapes->related, (gpointer) copy.related);
  }
  if (copy.raster != NULL)
    fol_raster_ref (copy.raster);
  g_array_append_val (shapes->shape, copy);
  return shapes->shape->len - 1;
}

void
fol_shapes_cut (struct fol_shapes *shapes, guint count)
{
  for (guint i = count; i < shapes->shape->len; i++)
    fol_raster_unref (g_array_index (shapes->shape, struct fol_shape, i).raster);
  g_array_set_size (shapes->shape, MIN (count, shapes->shape->len));
}

void
fol_shapes_scale (struct fol_shapes *shapes, double by)
{
  for (guint i = 0; i < shapes->shape->len; i++) {
    struct fol_shape *shape = &g_array_index (shapes->shape, struct fol_shape, i);

    shape->x *= by;
    shape->y *= by;
    shape->width *= by;
    shape->height *= by;
    shape->radius *= by;
    shape->text_size = (shape->text_size > 0 ? shape->text_size : TEXT_SIZE) * by;
  }
  shapes->width *= by;
  shapes->height *= by;
}

const struct fol_shape *
fol_shapes_get (const struct fol_shapes *shapes, guint index)
{
  g_return_val_if_fail (index < shapes->shape->len, NULL);
  return &g_array_index (shapes->shape, struct fol_shape, index);
}

guint
fol_shapes_count (const struct fol_shapes *shapes)
{
  return shapes->shape->len;
}

int
fol_shapes_hit (const struct fol_shapes *shapes, double x, double y, struct sim_object *object)
{
  for (guint i = shapes->shape->len; i-- > 0;) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);
    sim_pfn pfn;

    if (x < shape->x || y < shape->y || x >= shape->x + shape->width ||
        y >= shape->y + shape->height)
      continue;
    if (shape->kind == FOL_SHAPE_RASTER) {
      if (!fol_raster_frame_at (shape->raster, x - shape->x, y - shape->y, &pfn))
        continue;
      *object = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn };
      return (int) i;
    }
    /* An outline lets through what it surrounds. */
    if ((shape->object.kind == SIM_OBJECT_NONE && shape->leads == NULL) ||
        shape->kind == FOL_SHAPE_FRAME)
      continue;
    *object = shape->object;
    return (int) i;
  }
  *object = (struct sim_object){ .kind = SIM_OBJECT_NONE };
  return -1;
}

static int
first_named (const struct fol_shapes *shapes)
{
  for (guint i = 0; i < shapes->shape->len; i++)
    if (fol_shapes_get (shapes, i)->name != NULL)
      return (int) i;
  return -1;
}

/* How far two ranges on one axis are apart; negative: they overlap. */
static double
gap_between (double a, double a_size, double b, double b_size)
{
  return MAX (a, b) - MIN (a + a_size, b + b_size);
}

/* Distance of `to` in the direction, or a negative number if it does not lie
 * there.  Being off the line costs more than being far along it, so that a walk
 * keeps its row. */
static double
distance (const struct fol_shape *from, const struct fol_shape *to, int dx, int dy)
{
  double along_x = to->x + to->width / 2 - (from->x + from->width / 2);
  double along_y = to->y + to->height / 2 - (from->y + from->height / 2);
  double off = 0, along = 0;

  if (dx != 0) {
    along = along_x * dx;
    off = MAX (0, gap_between (from->y, from->height, to->y, to->height) + 1);
    off = off * 4 + fabs (along_y) / 64;
  }
  if (dy != 0) {
    along = along_y * dy;
    off = MAX (0, gap_between (from->x, from->width, to->x, to->width) + 1);
    off = off * 4 + fabs (along_x) / 64;
  }
  return along > 0.25 ? along + off : -1;
}

/* Left and right reach everything: at the end of a row the walk goes on with
 * the next named shape in reading order. */
static int
next_in_order (const struct fol_shapes *shapes, int from, int step)
{
  for (int i = from + step; i >= 0 && i < (int) shapes->shape->len; i += step)
    if (fol_shapes_get (shapes, (guint) i)->name != NULL)
      return i;
  return -1;
}

int
fol_shapes_neighbour (const struct fol_shapes *shapes, int from, int dx, int dy)
{
  const struct fol_shape *start;
  double best = G_MAXDOUBLE;
  int found = -1;

  if (from < 0 || from >= (int) shapes->shape->len)
    return first_named (shapes);
  if (dx != 0 && dy == 0)
    return next_in_order (shapes, from, dx);
  start = fol_shapes_get (shapes, (guint) from);
  for (guint i = 0; i < shapes->shape->len; i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);
    double d;

    if (shape->name == NULL || (int) i == from)
      continue;
    d = distance (start, shape, dx, dy);
    if (d >= 0 && d < best) {
      best = d;
      found = (int) i;
    }
  }
  return found;
}

/* First frame and number of frames, for the kinds that have any. */
static bool
extent (struct sim_object object, uint64_t *first, uint64_t *count)
{
  if (object.kind != SIM_OBJECT_FRAME && object.kind != SIM_OBJECT_BLOCK)
    return false;
  *first = object.a;
  *count = object.kind == SIM_OBJECT_BLOCK ? UINT64_C (1) << object.b : 1;
  return true;
}

bool
fol_shape_shows (const struct fol_shape *shape, struct sim_object object)
{
  uint64_t first, count, other_first, other_count;

  if (object.kind == SIM_OBJECT_NONE || shape->object.kind == SIM_OBJECT_NONE)
    return false;
  if (sim_object_equal (shape->object, object))
    return true;
  for (guint i = 0; i < shape->related_count; i++)
    if (sim_object_equal (shape->related[i], object))
      return true;
  if (!extent (shape->object, &first, &count) || !extent (object, &other_first, &other_count))
    return false;
  return first <= other_first && other_first + other_count <= first + count;
}
