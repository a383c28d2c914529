/* ui/figure-view-marks.c - outlines over the cached body of a figure.
 *
 * Selection and a lesson's points are part of the shapes, so that an export
 * has them, too.  The hover changes with every motion of the pointer and in
 * all views at once: it is a render node on top of a body that stays.
 */
#include "ui/figure-view-private.h"

/* Thinner than any mark that stays: told from them without colour. */
#define OUTLINE_WIDTH 1.0f
#define OUTLINE_GAP   1.0 /* between a shape and its outline */
#define NEIGHBOUR_GAP 6.0 /* shapes of one row closer than this get one outline */

static bool
object_frames (FolFigureView *self, struct sim_object object, guint64 *first, guint64 *count)
{
  uint32_t order = self->state->layout->pageblock_order;
  sim_pfn pfn = object.a;

  if (object.kind != SIM_OBJECT_PAGEBLOCK && !fol_object_frames (self->state, object, &pfn, &order))
    return false;
  *first = pfn;
  *count = 1ull << order;
  return true;
}

/* How well `shape` stands for `object`: 0 not at all; else the number of frames
 * by which it is larger, plus 1, so that the tightest fit can be chosen.  A
 * shape inside the object is as good as the object itself; but a small object is
 * not all of its frames. */
static guint64
looseness (FolFigureView *self, const struct fol_shape *shape, struct sim_object object)
{
  guint64 first, count, shape_first, shape_count;

  if (shape->object.kind == SIM_OBJECT_NONE || shape->kind == FOL_SHAPE_RASTER)
    return 0;
  if (sim_object_equal (shape->object, object))
    return 1;
  if (shape->object.kind == SIM_OBJECT_SMALL || !object_frames (self, object, &first, &count) ||
      !object_frames (self, shape->object, &shape_first, &shape_count))
    return 0;
  if (shape_first >= first && shape_first + shape_count <= first + count)
    return 1;
  if (first >= shape_first && first + count <= shape_first + shape_count)
    return shape_count - count + 1;
  return 0;
}

static void
append_outline (GtkSnapshot *snapshot, const graphene_rect_t *place, double radius,
                const struct fol_colour *colour)
{
  GdkRGBA rgba = { .red = (float) colour->red,
                   .green = (float) colour->green,
                   .blue = (float) colour->blue,
                   .alpha = 1.0f };
  graphene_rect_t bounds = *place;
  double outset = OUTLINE_GAP + OUTLINE_WIDTH;
  GskRoundedRect outline;

  graphene_rect_inset (&bounds, (float) -outset, (float) -outset);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, (float) (radius + outset));
  gtk_snapshot_append_border (
      snapshot, &outline, (float[4]){ OUTLINE_WIDTH, OUTLINE_WIDTH, OUTLINE_WIDTH, OUTLINE_WIDTH },
      (GdkRGBA[4]){ rgba, rgba, rgba, rgba });
}

/* A step is one row, however far apart its function and its words stand. */
static bool
continues_row (const graphene_rect_t *row, const struct fol_shape *shape)
{
  bool step = shape->object.kind == SIM_OBJECT_STEP;
  double end = row->origin.x + row->size.width;

  return ABS (shape->y - row->origin.y) < 0.5 && ABS (shape->height - row->size.height) < 0.5 &&
         shape->x >= row->origin.x && (step || shape->x - end <= NEIGHBOUR_GAP);
}

static void
outline_shapes (FolFigureView *self, GtkSnapshot *snapshot, struct sim_object object,
                guint64 tightest, const struct fol_colour *colour)
{
  graphene_rect_t row = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  double radius = 0;

  for (guint i = 0; i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);
    graphene_rect_t place;

    if (shape->kind == FOL_SHAPE_FRAME || looseness (self, shape, object) - 1 >= tightest)
      continue;
    place = GRAPHENE_RECT_INIT ((float) shape->x, (float) shape->y, (float) shape->width,
                                (float) shape->height);
    if (row.size.width > 0 && continues_row (&row, shape)) {
      graphene_rect_union (&row, &place, &row);
      continue;
    }
    if (row.size.width > 0)
      append_outline (snapshot, &row, radius, colour);
    row = place;
    radius = shape->radius;
  }
  if (row.size.width > 0)
    append_outline (snapshot, &row, radius, colour);
}

void
fol_figure_view_snapshot_hover (FolFigureView *self, GtkSnapshot *snapshot)
{
  struct sim_object object = fol_selection_get_hovered (self->selection);
  const struct fol_colour *colour = &fol_palettes[self->theme].style[FOL_ROLE_HOVER].stroke;
  guint64 tightest = G_MAXUINT64;

  if (object.kind == SIM_OBJECT_NONE || self->shapes == NULL || self->state == NULL)
    return;

  for (guint i = 0; i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);
    guint64 fit;

    if (shape->kind == FOL_SHAPE_RASTER) {
      graphene_rect_t place = fol_figure_view_place (self, (int) i, object);

      if (place.size.width > 0)
        append_outline (snapshot, &place, 2, colour);
      continue;
    }
    fit = looseness (self, shape, object);
    if (fit > 0 && shape->kind != FOL_SHAPE_FRAME)
      tightest = MIN (tightest, fit);
  }
  if (tightest != G_MAXUINT64)
    outline_shapes (self, snapshot, object, tightest, colour);
}
