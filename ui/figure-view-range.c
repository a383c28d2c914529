/* ui/figure-view-range.c - frames marked by a drag across the map, or with Shift and the arrows.
 *
 * A range goes along the frames' numbers, from where the drag began to where it
 * is.  It belongs to the selection, so that all figures show it.
 */
#include "ui/figure-view-private.h"

#define SHADE 0.28f /* of the accent over what is marked: letters stay readable */

/* The frame at a place, or the nearest on a map around it; false without any. */
static bool
frame_near (FolFigureView *self, double x, double y, sim_pfn *pfn)
{
  const struct fol_shapes *shapes = fol_figure_view_get_shapes (self);
  double best = G_MAXDOUBLE, left, top;

  if (shapes == NULL)
    return false;
  fol_figure_view_get_offset (self, &left, &top);
  x -= left;
  y -= top;
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);
    double off_x, off_y;

    if (shape->kind == FOL_SHAPE_RASTER) {
      if (fol_raster_frame_at (shape->raster, CLAMP (x - shape->x, 0, shape->width - 1),
                               CLAMP (y - shape->y, 0, shape->height - 1), pfn))
        return true;
      continue;
    }
    if (shape->kind != FOL_SHAPE_RECT || shape->object.kind != SIM_OBJECT_FRAME)
      continue;
    off_x = MAX (0, MAX (shape->x - x, x - shape->x - shape->width));
    off_y = MAX (0, MAX (shape->y - y, y - shape->y - shape->height));
    if (off_x + 4 * off_y < best) {
      best = off_x + 4 * off_y;
      *pfn = shape->object.a;
    }
  }
  return best < G_MAXDOUBLE;
}

bool
fol_figure_view_range_begin (FolFigureView *self, double x, double y)
{
  self->ranging = self->figure == FOL_FIGURE_MAP && self->state != NULL &&
                  frame_near (self, x, y, &self->range_from);
  self->range_by_pointer = self->ranging;
  return self->ranging;
}

void
fol_figure_view_range_to (FolFigureView *self, double x, double y)
{
  sim_pfn pfn;

  if (self->ranging && frame_near (self, x, y, &pfn))
    fol_selection_set_range (self->selection, MIN (self->range_from, pfn),
                             MAX (self->range_from, pfn));
}

bool
fol_figure_view_range_walk (FolFigureView *self, int dx, int dy)
{
  sim_pfn first, last, other;

  if (self->figure != FOL_FIGURE_MAP || self->options.zoom > 1 || self->state == NULL)
    return false;
  if (!fol_selection_get_range (self->selection, &first, &last)) {
    if (self->current_object.kind != SIM_OBJECT_FRAME)
      return fol_figure_view_cursor_walk (self, dx, dy);
    self->range_from = self->current_object.a;
  }
  self->range_by_pointer = false;
  /* One end stays; the cursor is the other. */
  other = self->range_from;
  if (!fol_figure_view_cursor_walk (self, dx, dy) || self->current_object.kind != SIM_OBJECT_FRAME)
    return true;
  fol_selection_set_range (self->selection, MIN (other, self->current_object.a),
                           MAX (other, self->current_object.a));
  return true;
}

void
fol_figure_view_range_done (FolFigureView *self)
{
  sim_pfn first, last;

  self->ranging = false;
  if (fol_selection_get_range (self->selection, &first, &last))
    fol_figure_view_emit_range (self, first, last);
}

/* The pointer's place if it is here, else the cursor's. */
void
fol_figure_view_get_range_place (FolFigureView *self, GdkRectangle *place)
{
  graphene_rect_t current = fol_figure_view_place (self, self->current, self->current_object);
  double x, y;

  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));

  fol_figure_view_get_offset (self, &x, &y);
  if (self->range_by_pointer || current.size.width <= 0)
    *place = (GdkRectangle){ (int) MAX (self->pointer_x, 0), (int) MAX (self->pointer_y, 0), 1, 1 };
  else
    *place = (GdkRectangle){ (int) (current.origin.x + x), (int) (current.origin.y + y),
                             (int) current.size.width, (int) current.size.height };
}

static void
append_shade (FolFigureView *self, GtkSnapshot *snapshot, double x, double y, double width,
              double height)
{
  const struct fol_colour *accent = &fol_palettes[self->theme].accent;

  gtk_snapshot_append_color (
      snapshot,
      &(GdkRGBA){ (float) accent->red, (float) accent->green, (float) accent->blue, SHADE },
      &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

/* A raster's frames, as the largest blocks that lie in the range. */
static void
shade_raster (FolFigureView *self, GtkSnapshot *snapshot, const struct fol_shape *shape,
              sim_pfn first, sim_pfn last)
{
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) shape->x, (float) shape->y,
                                               (float) shape->width, (float) shape->height));
  for (sim_pfn pfn = first; pfn <= last;) {
    uint32_t order = pfn == 0 ? 10 : MIN ((uint32_t) __builtin_ctz (pfn), 10);
    double x, y, width, height;

    while ((UINT32_C (1) << order) > last - pfn + 1)
      order--;
    fol_raster_rect (shape->raster, pfn, order, &x, &y, &width, &height);
    if (x + width > 0 && y + height > 0 && x < shape->width && y < shape->height)
      append_shade (self, snapshot, shape->x + x, shape->y + y, width, height);
    pfn += UINT32_C (1) << order;
  }
  gtk_snapshot_pop (snapshot);
}

/* Whether all frames that a shape stands for are marked. */
static bool
marked (const struct fol_shape *shape, sim_pfn first, sim_pfn last)
{
  uint32_t frames = 1;

  if (shape->kind != FOL_SHAPE_RECT || shape->role == FOL_ROLE_WELL)
    return false;
  if (shape->object.kind == SIM_OBJECT_BLOCK)
    frames = UINT32_C (1) << shape->object.b;
  else if (shape->object.kind != SIM_OBJECT_FRAME)
    return false;
  return shape->object.a >= first && shape->object.a + frames - 1 <= last;
}

void
fol_figure_view_snapshot_range (FolFigureView *self, GtkSnapshot *snapshot)
{
  sim_pfn first, last;

  if (self->shapes == NULL || !fol_selection_get_range (self->selection, &first, &last))
    return;
  for (guint i = 0; i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);

    if (shape->kind == FOL_SHAPE_RASTER)
      shade_raster (self, snapshot, shape, first, last);
    else if (marked (shape, first, last))
      append_shade (self, snapshot, shape->x, shape->y, shape->width, shape->height);
  }
}
