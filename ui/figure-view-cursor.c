/* ui/figure-view-cursor.c - the current shape of a figure: walking, its name, its place.
 *
 * One real child widget stands over the current shape.  It has the keyboard
 * focus, its label is the shape's name, and CSS draws its focus ring.
 */
#include "ui/figure-view-private.h"

#include "app/describe.h"

#include <glib/gi18n-lib.h>

#define SMALLEST 3.0 /* pixels: so that one frame of a large map can be seen */

static bool
raster_place (const struct fol_state *state, const struct fol_shape *shape,
              struct sim_object object, graphene_rect_t *place)
{
  graphene_rect_t window = GRAPHENE_RECT_INIT ((float) shape->x, (float) shape->y,
                                               (float) shape->width, (float) shape->height);
  double x, y, width, height;
  uint32_t order;
  sim_pfn pfn;

  if (!fol_object_frames (state, object, &pfn, &order))
    return false;
  fol_raster_rect (shape->raster, pfn, order, &x, &y, &width, &height);
  x -= MAX (SMALLEST - width, 0) / 2;
  y -= MAX (SMALLEST - height, 0) / 2;
  *place = GRAPHENE_RECT_INIT ((float) (shape->x + x), (float) (shape->y + y),
                               (float) MAX (width, SMALLEST), (float) MAX (height, SMALLEST));
  return graphene_rect_intersection (place, &window, place);
}

graphene_rect_t
fol_figure_view_place (FolFigureView *self, int index, struct sim_object object)
{
  graphene_rect_t place = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  const struct fol_shape *shape;

  if (self->shapes == NULL || index < 0 || (guint) index >= fol_shapes_count (self->shapes))
    return place;
  shape = fol_shapes_get (self->shapes, (guint) index);
  if (shape->kind != FOL_SHAPE_RASTER)
    return GRAPHENE_RECT_INIT ((float) shape->x, (float) shape->y, (float) shape->width,
                               (float) shape->height);
  if (!raster_place (self->state, shape, object, &place))
    return GRAPHENE_RECT_INIT (0, 0, 0, 0);
  return place;
}

char *
fol_figure_view_name (FolFigureView *self, int index, struct sim_object object)
{
  const struct fol_shape *shape = fol_shapes_get (self->shapes, (guint) index);
  struct sim_view view = fol_state_view (self->state);
  struct sim_block block;
  g_autofree char *frames = NULL;

  if (shape->kind != FOL_SHAPE_RASTER || object.kind != SIM_OBJECT_FRAME)
    return g_strdup (shape->name);

  /* A raster has one name for millions of frames: it is made on demand. */
  sim_view_block (&view, object.a, &block);
  frames = fol_describe_frames (block.pfn, block.order);
  /* Translators: frame number; its state ("free"); the frames of its block. */
  return g_strdup_printf (_ ("Frame %u, %s, %s"), object.a, fol_describe_state (block.state),
                          frames);
}

void
fol_figure_view_cursor_label (FolFigureView *self)
{
  bool selected = self->current >= 0 &&
                  sim_object_equal (self->current_object, fol_selection_get (self->selection));
  g_autofree char *name = NULL;

  if (self->shapes == NULL)
    name = g_strdup ("");
  else if (self->current >= 0)
    name = fol_figure_view_name (self, self->current, self->current_object);
  else
    name = g_strdup (self->shapes->title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cursor), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : "", -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->cursor), GTK_ACCESSIBLE_STATE_SELECTED,
                               selected, -1);
}

void
fol_figure_view_cursor_set (FolFigureView *self, int shape, struct sim_object object)
{
  self->current = shape;
  self->current_object = shape >= 0 ? object : (struct sim_object){ .kind = SIM_OBJECT_NONE };
  self->current_identity = shape >= 0 ? fol_shapes_get (self->shapes, (guint) shape)->identity : 0;
  fol_figure_view_cursor_label (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The first shape that stands for exactly this, or the raster that holds it. */
int
fol_figure_view_find (FolFigureView *self, struct sim_object object)
{
  if (object.kind == SIM_OBJECT_NONE || self->shapes == NULL)
    return -1;
  for (guint i = 0; i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);
    graphene_rect_t place;

    if (shape->kind == FOL_SHAPE_RASTER ? raster_place (self->state, shape, object, &place)
                                        : shape->name != NULL && shape->leads == NULL &&
                                              sim_object_equal (shape->object, object))
      return (int) i;
  }
  return -1;
}

/* The same object may be shown more than once: as long as its shape has an
 * identity, the cursor stays on the one it was on. */
void
fol_figure_view_cursor_restore (FolFigureView *self)
{
  struct sim_object selected = fol_selection_get (self->selection);
  int shape = -1;

  if (self->shapes == NULL) {
    self->current = -1;
    fol_figure_view_cursor_label (self);
    return;
  }
  if (self->follow && !sim_object_equal (selected, self->current_object) &&
      fol_figure_view_find (self, selected) >= 0) {
    self->current_object = selected;
    self->current_identity = 0;
  }
  self->follow = false;
  for (guint i = 0; self->current_identity != 0 && i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *at = fol_shapes_get (self->shapes, i);

    if (at->identity == self->current_identity && at->name != NULL &&
        sim_object_equal (at->object, self->current_object))
      shape = (int) i;
  }
  if (shape < 0)
    shape = fol_figure_view_find (self, self->current_object);
  self->current = shape;
  fol_figure_view_cursor_label (self);
}

void
fol_figure_view_cursor_follow (FolFigureView *self)
{
  struct sim_object selected = fol_selection_get (self->selection);
  int shape = fol_figure_view_find (self, selected);

  if (shape >= 0)
    fol_figure_view_cursor_set (self, shape, selected);
  else
    fol_figure_view_cursor_label (self);
}

static void
scroll_to_cursor (FolFigureView *self)
{
  graphene_rect_t place = fol_figure_view_place (self, self->current, self->current_object);

  gtk_adjustment_clamp_page (self->scroll_x, place.origin.x - 8,
                             place.origin.x + place.size.width + 8);
  gtk_adjustment_clamp_page (self->scroll_y, place.origin.y - 8,
                             place.origin.y + place.size.height + 8);
}

void
fol_figure_view_show_object (FolFigureView *self, struct sim_object object)
{
  int shape;
  graphene_rect_t place;

  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));
  fol_figure_view_get_shapes (self); /* those of the newest state */
  shape = fol_figure_view_find (self, object);
  if (shape < 0)
    return;
  place = fol_figure_view_place (self, shape, object);
  /* With what stands around it: one wants to see where it is going. */
  gtk_adjustment_clamp_page (self->scroll_y, place.origin.y - place.size.height * 1.5,
                             place.origin.y + place.size.height * 2.5);
}

/* Inside a raster: to the frame beside the current one, at least a pixel away. */
static bool
walk_raster (FolFigureView *self, int dx, int dy)
{
  const struct fol_shape *shape;
  double x, y, width, height;
  sim_pfn pfn;

  if (self->current < 0 || self->current_object.kind != SIM_OBJECT_FRAME)
    return false;
  shape = fol_shapes_get (self->shapes, (guint) self->current);
  if (shape->kind != FOL_SHAPE_RASTER)
    return false;

  fol_raster_rect (shape->raster, self->current_object.a, 0, &x, &y, &width, &height);
  if (width < 1) {
    /* Many frames to a pixel: a step is a pixel. */
    x = floor (x);
    y = floor (y);
    width = height = 1;
  }
  /* A few pixels more than a gap between regions, so that the walk crosses it. */
  for (int tries = 0; tries < 8; tries++) {
    double by = tries + 0.5;

    if (fol_raster_frame_at (shape->raster,
                             dx == 0  ? x + width / 2
                             : dx > 0 ? x + width + by
                                      : x - by,
                             dy == 0  ? y + height / 2
                             : dy > 0 ? y + height + by
                                      : y - by,
                             &pfn) &&
        pfn != self->current_object.a) {
      fol_figure_view_cursor_set (self, self->current,
                                  (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
      fol_figure_view_reveal (self, self->current_object);
      return true;
    }
  }
  return false;
}

static bool
walk_shapes (FolFigureView *self, int dx, int dy)
{
  int next = fol_shapes_neighbour (self->shapes, self->current, dx, dy);
  const struct fol_shape *shape;
  struct sim_object object;

  if (next < 0)
    return false;
  shape = fol_shapes_get (self->shapes, (guint) next);
  object = shape->object;
  if (shape->kind == FOL_SHAPE_RASTER) {
    sim_pfn pfn;

    if (!fol_raster_frame_at (shape->raster, 0.5, 0.5, &pfn))
      return false;
    object = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn };
  }
  fol_figure_view_cursor_set (self, next, object);
  return true;
}

/* Whether a zoomed map ends here for the eye: a step would find nothing, or go
 * on in the next row as lines of text do. */
static bool
at_edge (FolFigureView *self, int dx, int dy)
{
  int next;

  if (self->figure != FOL_FIGURE_MAP || self->options.zoom <= 1 || self->current < 0)
    return false;
  next = fol_shapes_neighbour (self->shapes, self->current, dx, dy);
  return next < 0 || (dx != 0 && fol_shapes_get (self->shapes, (guint) next)->y !=
                                     fol_shapes_get (self->shapes, (guint) self->current)->y);
}

/* A zoomed map of cells only has the shapes one sees: the next one is out of
 * sight, so sight moves first, by about one shape. */
static void
pan_past_edge (FolFigureView *self, int dx, int dy)
{
  graphene_rect_t place = fol_figure_view_place (self, self->current, self->current_object);

  fol_figure_view_move_by (self, dx * (place.size.width + 8), dy * (place.size.height + 8));
  fol_figure_view_get_shapes (self);
}

bool
fol_figure_view_cursor_walk (FolFigureView *self, int dx, int dy)
{
  if (fol_figure_view_get_shapes (self) == NULL)
    return false;
  if (self->current < 0)
    fol_figure_view_cursor_follow (self);
  if (!walk_raster (self, dx, dy)) {
    if (at_edge (self, dx, dy))
      pan_past_edge (self, dx, dy);
    if (!walk_shapes (self, dx, dy))
      return false;
  }
  scroll_to_cursor (self);
  if (self->current_object.kind != SIM_OBJECT_NONE &&
      fol_shapes_get (self->shapes, (guint) self->current)->leads == NULL)
    fol_selection_set (self->selection, self->current_object);
  return true;
}

void
fol_figure_view_cursor_allocate (FolFigureView *self)
{
  graphene_rect_t place = fol_figure_view_place (self, self->current, self->current_object);
  double x, y;

  fol_figure_view_get_offset (self, &x, &y);
  if (place.size.width <= 0)
    /* Nothing is current, or it is out of sight: the ring goes around it all. */
    place = GRAPHENE_RECT_INIT ((float) (4 - x), (float) (4 - y),
                                (float) MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 8, 0),
                                (float) MAX (gtk_widget_get_height (GTK_WIDGET (self)) - 8, 0));
  gtk_widget_measure (self->cursor, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (
      self->cursor,
      &(GtkAllocation){ (int) floor (place.origin.x + x), (int) floor (place.origin.y + y),
                        (int) ceil (place.size.width), (int) ceil (place.size.height) },
      -1);
}

static void
focus_enter_cb (FolFigureView *self)
{
  if (self->current < 0 && fol_figure_view_get_shapes (self) != NULL)
    fol_figure_view_cursor_follow (self);
}

void
fol_figure_view_cursor_add (FolFigureView *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->cursor =
      g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "css-name",
                    "figurecursor", "focusable", TRUE, "can-target", FALSE, NULL);
  gtk_widget_set_parent (self->cursor, GTK_WIDGET (self));
  self->current = -1;
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (focus_enter_cb), self);
  gtk_widget_add_controller (self->cursor, focus);
}
