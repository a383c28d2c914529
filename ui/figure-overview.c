/* ui/figure-overview.c - see figure-overview.h. */
#include "ui/figure-overview.h"

#include "ui/figure-view-tiles.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_WIDTH  144 /* pixels; about a quarter of a card at 900 x 600 */
#define MOST_HEIGHT 80
#define ROOM        5 /* around the map, inside the border */

struct _FolFigureOverview {
  GtkWidget parent_instance;

  struct fol_state *state; /* owned */
  struct fol_map_overview overview;
  const struct fol_palette *palette; /* lent */
  struct fol_raster *raster;         /* owned; NULL: cells */
  struct fol_tiles *tiles;           /* owned */
  GskRenderNode *cells;              /* owned; NULL: a raster, or stale */
  int width, height;                 /* of the map in it */
};

enum { SIGNAL_MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolFigureOverview, fol_figure_overview, GTK_TYPE_WIDGET)

static void
snapshot_raster (FolFigureOverview *self, GtkSnapshot *snapshot)
{
  struct fol_shape shape = { .kind = FOL_SHAPE_RASTER, .raster = self->raster };
  int width, height;

  fol_raster_size (self->raster, &width, &height);
  shape.width = width;
  shape.height = height;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) self->width / (float) width,
                      (float) self->height / (float) height);
  fol_tiles_snapshot (self->tiles, snapshot, &shape, self->palette);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_cells (FolFigureOverview *self, GtkSnapshot *snapshot)
{
  if (self->cells == NULL) {
    cairo_t *cr;

    self->cells =
        gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height));
    cr = gsk_cairo_node_get_draw_context (self->cells);
    fol_map_overview_paint (cr, self->state, &self->overview, self->palette, self->width,
                            self->height);
    cairo_destroy (cr);
  }
  gtk_snapshot_append_node (snapshot, self->cells);
}

static void
append_border (GtkSnapshot *snapshot, double x, double y, double width, double height, double thick,
               const struct fol_colour *colour)
{
  GdkRGBA rgba = { (float) colour->red, (float) colour->green, (float) colour->blue, 1 };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height), 2);
  gtk_snapshot_append_border (
      snapshot, &outline, (float[4]){ (float) thick, (float) thick, (float) thick, (float) thick },
      (GdkRGBA[4]){ rgba, rgba, rgba, rgba });
}

/* A line in the accent's colour with the ground's on both sides: seen on any memory. */
static void
snapshot_window (FolFigureOverview *self, GtkSnapshot *snapshot)
{
  const struct fol_map_overview *seen = &self->overview;
  double x = floor (seen->x * self->width) - 2, y = floor (seen->y * self->height) - 2;
  double width = MAX (ceil (MIN (seen->width, 1) * self->width), 3) + 4;
  double height = MAX (ceil (MIN (seen->height, 1) * self->height), 3) + 4;

  append_border (snapshot, x - 1, y - 1, width + 2, height + 2, 4, &self->palette->surface);
  append_border (snapshot, x, y, width, height, 2, &self->palette->accent);
}

static void
fol_figure_overview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FolFigureOverview *self = FOL_FIGURE_OVERVIEW (widget);

  if (self->state == NULL)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (ROOM, ROOM));
  if (self->raster != NULL)
    snapshot_raster (self, snapshot);
  else
    snapshot_cells (self, snapshot);
  snapshot_window (self, snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
fol_figure_overview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  FolFigureOverview *self = FOL_FIGURE_OVERVIEW (widget);

  *minimum = *natural =
      2 * ROOM + (orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height);
}

static void
move_to (FolFigureOverview *self, double x, double y)
{
  g_signal_emit (self, signals[SIGNAL_MOVED], 0, CLAMP ((x - ROOM) / self->width, 0, 1),
                 CLAMP ((y - ROOM) / self->height, 0, 1));
}

static void
drag_begin_cb (FolFigureOverview *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  move_to (self, x, y);
}

static void
drag_update_cb (FolFigureOverview *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  move_to (self, x + dx, y + dy);
}

static void
drop_contents (FolFigureOverview *self)
{
  g_clear_pointer (&self->state, fol_state_unref);
  g_clear_pointer (&self->raster, fol_raster_unref);
  g_clear_pointer (&self->cells, gsk_render_node_unref);
}

/* Unscaled if it fits: its pixels are facts. */
static void
open_raster (FolFigureOverview *self)
{
  int width, height;

  self->raster = fol_map_overview_raster (self->state, &self->overview, MOST_WIDTH, MOST_HEIGHT);
  fol_raster_size (self->raster, &width, &height);
  if (width <= MOST_WIDTH && height <= MOST_HEIGHT) {
    self->width = width;
    self->height = height;
  }
}

static void
fol_figure_overview_dispose (GObject *object)
{
  FolFigureOverview *self = FOL_FIGURE_OVERVIEW (object);

  drop_contents (self);
  g_clear_pointer (&self->tiles, fol_tiles_free);
  G_OBJECT_CLASS (fol_figure_overview_parent_class)->dispose (object);
}

static void
fol_figure_overview_class_init (FolFigureOverviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_figure_overview_dispose;
  widget_class->snapshot = fol_figure_overview_snapshot;
  widget_class->measure = fol_figure_overview_measure;
  gtk_widget_class_set_css_name (widget_class, "figureoverview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[SIGNAL_MOVED] =
      g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
fol_figure_overview_init (FolFigureOverview *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->tiles = fol_tiles_new ();
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "move");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("All memory, and the part that is seen"), -1);
}

GtkWidget *
fol_figure_overview_new (void)
{
  return g_object_new (FOL_TYPE_FIGURE_OVERVIEW, NULL);
}

void
fol_figure_overview_set (FolFigureOverview *self, struct fol_state *state,
                         const struct fol_map_overview *overview, const struct fol_palette *palette)
{
  int width = self->width, height = self->height;

  g_return_if_fail (FOL_IS_FIGURE_OVERVIEW (self));
  g_return_if_fail (state == NULL || (overview != NULL && palette != NULL));

  if (state != NULL)
    fol_state_ref (state);
  drop_contents (self);
  self->state = state;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (state == NULL)
    return;
  self->overview = *overview;
  self->palette = palette;
  fol_map_overview_size (overview, MOST_WIDTH, MOST_HEIGHT, &self->width, &self->height);
  if (overview->columns == 0)
    open_raster (self);
  if (width != self->width || height != self->height)
    gtk_widget_queue_resize (GTK_WIDGET (self));
}
