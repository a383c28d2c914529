/* ui/figures/linked.c - see linked.h. */
#include "ui/figures/linked.h"

#include "ui/figures/figure.h"

#include <stdlib.h>
#include <string.h>

static int
compare_objects (const void *a, const void *b)
{
  const struct sim_object *x = a, *y = b;

  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  if (x->b != y->b)
    return x->b < y->b ? -1 : 1;
  return x->c == y->c ? 0 : x->c < y->c ? -1 : 1;
}

static int
compare_frames (const void *a, const void *b)
{
  sim_pfn x = *(const sim_pfn *) a, y = *(const sim_pfn *) b;

  return x == y ? 0 : x < y ? -1 : 1;
}

bool
fol_linked_set (struct fol_linked *linked, struct sim_object object,
                const struct sim_object *related, guint count)
{
  struct sim_object *sorted = g_new (struct sim_object, count);
  bool same = sim_object_equal (linked->object, object) && linked->count == count;

  for (guint i = 0; i < count; i++)
    sorted[i] = related[i];
  if (count > 1)
    qsort (sorted, count, sizeof *sorted, compare_objects);
  for (guint i = 0; i < count && same; i++)
    same = sim_object_equal (linked->related[i], sorted[i]);
  g_free (linked->related);
  linked->related = sorted;
  linked->object = object;
  linked->count = count;
  return !same;
}

void
fol_linked_clear (struct fol_linked *linked)
{
  g_free (linked->related);
  *linked = (struct fol_linked){ .object = { .kind = SIM_OBJECT_NONE } };
}

bool
fol_linked_has (const struct fol_linked *linked, struct sim_object object)
{
  return linked->count > 0 && bsearch (&object, linked->related, linked->count,
                                       sizeof *linked->related, compare_objects) != NULL;
}

/* One of the thing's, or one to which the thing belongs. */
static bool
belongs (const struct fol_linked *linked, const struct fol_shape *shape)
{
  if (shape->kind == FOL_SHAPE_FRAME || shape->object.kind == SIM_OBJECT_NONE)
    return false;
  if (fol_linked_has (linked, shape->object))
    return true;
  for (guint i = 0; i < shape->related_count; i++)
    if (sim_object_equal (shape->related[i], linked->object))
      return true;
  return false;
}

GArray *
fol_linked_frames (const struct fol_linked *linked, const struct fol_state *state)
{
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  guint kept = 0;

  for (guint i = 0; i < linked->count; i++) {
    uint32_t order;
    sim_pfn pfn;

    if (!fol_object_frames (state, linked->related[i], &pfn, &order))
      continue;
    for (sim_pfn frame = pfn; frame < pfn + (1u << order); frame++)
      g_array_append_val (frames, frame);
  }
  g_array_sort (frames, compare_frames);
  for (guint i = 0; i < frames->len; i++) {
    sim_pfn frame = g_array_index (frames, sim_pfn, i);

    if (i == 0 || frame != g_array_index (frames, sim_pfn, kept - 1))
      g_array_index (frames, sim_pfn, kept++) = frame;
  }
  g_array_set_size (frames, kept);
  return frames;
}

/* Whether any of the frames is in first .. first + count - 1. */
static bool
any_frame (const GArray *frames, sim_pfn first, uint64_t count)
{
  guint low = 0, high = frames->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (frames, sim_pfn, middle) < first)
      low = middle + 1;
    else
      high = middle;
  }
  return low < frames->len && g_array_index (frames, sim_pfn, low) < first + count;
}

/* Whether the shape is a slab or a part of memory that holds one of the frames, and is not so
 * large that this says nothing: no more than the slab itself. */
static bool
holds (const GArray *frames, const struct fol_shape *shape, const struct fol_state *state)
{
  struct sim_object object = shape->object;
  struct sim_view view = fol_state_view (state);
  struct sim_slab slab;
  uint32_t order;
  sim_pfn pfn;

  if (shape->kind == FOL_SHAPE_FRAME || shape->kind == FOL_SHAPE_RASTER ||
      (object.kind != SIM_OBJECT_FRAME && object.kind != SIM_OBJECT_BLOCK &&
       object.kind != SIM_OBJECT_SLAB) ||
      !fol_object_frames (state, object, &pfn, &order) || !any_frame (frames, pfn, 1u << order))
    return false;
  return sim_view_slab_of (&view, pfn, &slab) && order <= slab.order;
}

GArray *
fol_linked_shapes (const struct fol_linked *linked, const struct fol_shapes *shapes,
                   const struct fol_state *state)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *frames;

  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    if (belongs (linked, fol_shapes_get (shapes, i)))
      g_array_append_val (found, i);
  if (found->len > 0 || linked->count == 0)
    return found;
  frames = fol_linked_frames (linked, state);
  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    if (holds (frames, fol_shapes_get (shapes, i), state))
      g_array_append_val (found, i);
  g_array_unref (frames);
  return found;
}
