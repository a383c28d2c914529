/* ui/figure-view.c - see figure-view.h; this file: the type, its shapes, layout, drawing. */
#include "ui/figure-view-private.h"

#include "ui/appearance.h"
#include "ui/figures/map-overview.h"
#include "ui/figures/paint.h"

#include <math.h>

#define BAR_SIZE            12  /* pixels, of a scroll bar */
#define LEAST_WIDTH         160 /* pixels */
#define LEAST_HEIGHT        28  /* about a row of any figure; the rest scrolls */
#define NATURAL_HEIGHT      192
#define WANTED_STEP         4   /* pixels; see fol_figure_view_wanted_height () */
#define NODES_MOST          400 /* shapes that get a node each */
#define SIZE_UNSHOWN_WIDTH  640 /* what a figure is told before the view has a size */
#define SIZE_UNSHOWN_HEIGHT 400

enum { SIGNAL_ACTIVATED, SIGNAL_PICKED, SIGNAL_OPTIONS_CHANGED, SIGNAL_RANGE, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolFigureView, fol_figure_view, GTK_TYPE_WIDGET)

void
fol_figure_view_emit (FolFigureView *self, bool activated, struct sim_object object)
{
  g_signal_emit (self, signals[activated ? SIGNAL_ACTIVATED : SIGNAL_PICKED], 0, &object);
}

void
fol_figure_view_emit_options (FolFigureView *self)
{
  g_signal_emit (self, signals[SIGNAL_OPTIONS_CHANGED], 0);
}

void
fol_figure_view_emit_range (FolFigureView *self, sim_pfn first, sim_pfn last)
{
  g_signal_emit (self, signals[SIGNAL_RANGE], 0, first, last);
}

void
fol_figure_view_invalidate (FolFigureView *self)
{
  g_clear_pointer (&self->motion, fol_motion_free);
  g_clear_pointer (&self->shapes, fol_shapes_free);
  g_clear_pointer (&self->body, gsk_render_node_unref);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* A map drawn pixel by pixel keeps its pixels. */
static double
wanted_scale (FolFigureView *self, int width, int height)
{
  double scale = fol_appearance_text_scale (fol_appearance_get_default ());
  struct fol_map_overview map;

  if (scale == 1 || self->state == NULL || self->figure != FOL_FIGURE_MAP)
    return scale;
  fol_map_overview (self->state, &self->options, width / scale, height / scale, &map);
  return map.columns > 0 ? scale : 1;
}

static struct fol_shapes *
build_scaled (FolFigureView *self, double scale, double width, double height)
{
  struct fol_shapes *shapes = fol_figure_build (self->figure, self->state, &self->marks,
                                                &self->options, width / scale, height / scale);

  if (scale != 1)
    fol_shapes_scale (shapes, scale);
  return shapes;
}

static void
build (FolFigureView *self, double width, double height)
{
  g_clear_pointer (&self->shapes, fol_shapes_free);
  self->shapes = build_scaled (self, self->scale, width, height);
}

/* A figure that is too large gets scroll bars, and is built once more beside
 * them so that they cover nothing. */
static void
ensure_shapes (FolFigureView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  bool bar_x, bar_y;

  if (width <= 0 || height <= 0) {
    width = SIZE_UNSHOWN_WIDTH;
    height = SIZE_UNSHOWN_HEIGHT;
  }
  if (self->shapes != NULL && self->built_width == width && self->built_height == height)
    return;

  g_clear_pointer (&self->motion, fol_motion_free);
  if (self->built_width != width || self->built_height != height)
    fol_figure_view_play_stop (self);
  self->built_width = width;
  self->built_height = height;
  g_clear_pointer (&self->body, gsk_render_node_unref);
  g_clear_pointer (&self->shapes, fol_shapes_free);
  self->scale = wanted_scale (self, width, height);
  if (self->state != NULL) {
    build (self, width, height);
    bar_y = self->shapes->height > height + 0.5;
    bar_x = self->shapes->width > width + 0.5;
    if (bar_x || bar_y) {
      build (self, bar_y ? width - BAR_SIZE : width, bar_x ? height - BAR_SIZE : height);
      bar_y = self->shapes->height > height - (bar_x ? BAR_SIZE : 0) + 0.5;
      bar_x = self->shapes->width > width - (bar_y ? BAR_SIZE : 0) + 0.5;
    }
  } else {
    bar_x = bar_y = false;
  }

  gtk_widget_set_child_visible (self->bar_x, bar_x);
  gtk_widget_set_child_visible (self->bar_y, bar_y);
  width -= bar_y ? BAR_SIZE : 0;
  height -= bar_x ? BAR_SIZE : 0;
  gtk_adjustment_configure (self->scroll_x, gtk_adjustment_get_value (self->scroll_x), 0,
                            bar_x ? self->shapes->width : width, 24, width * 0.9, width);
  gtk_adjustment_configure (self->scroll_y, gtk_adjustment_get_value (self->scroll_y), 0,
                            bar_y ? self->shapes->height : height, 24, height * 0.9, height);
  if (self->shapes != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    self->shapes->title != NULL ? self->shapes->title : "",
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    self->shapes->summary != NULL ? self->shapes->summary : "", -1);
  fol_figure_view_cursor_restore (self);
  fol_figure_view_overview_update (self);
  fol_figure_view_tell_related (self);
}

static double
filled (FolFigureView *self, int width, int height)
{
  struct fol_shapes *shapes =
      build_scaled (self, wanted_scale (self, width, height), width, height);
  double result = shapes->height;

  fol_shapes_free (shapes);
  return result;
}

int
fol_figure_view_wanted_height (FolFigureView *self, int height)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), wanted;
  double most;

  g_return_val_if_fail (FOL_IS_FIGURE_VIEW (self), height);

  if (self->state == NULL || width <= 0 || height <= 0)
    return height;
  most = filled (self, width, height);
  /* A figure may keep some room to itself before it makes its cells larger. */
  for (wanted = (int) ceil (most); wanted < height; wanted += WANTED_STEP)
    if (filled (self, width, wanted) >= most)
      break;
  return MIN (wanted, height);
}

const struct fol_shapes *
fol_figure_view_get_shapes (FolFigureView *self)
{
  g_return_val_if_fail (FOL_IS_FIGURE_VIEW (self), NULL);

  ensure_shapes (self);
  return self->shapes;
}

void
fol_figure_view_get_offset (FolFigureView *self, double *x, double *y)
{
  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));

  /* Whole pixels: text that is moved by a fraction blurs. */
  *x = -floor (gtk_adjustment_get_value (self->scroll_x));
  *y = -floor (gtk_adjustment_get_value (self->scroll_y));
}

static bool
in_body (FolFigureView *self, const struct fol_shape *shape)
{
  double top = MIN (shape->y, shape->y + shape->height);
  double bottom = MAX (shape->y, shape->y + shape->height);

  return bottom + 8 >= self->body_top && top - 8 <= self->body_bottom;
}

/* One node for many small shapes, as a node each would be many textures. */
static void
append_run (FolFigureView *self, GtkSnapshot *snapshot, const struct fol_shape *shapes, guint count)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, (float) self->body_top,
                                               (float) MAX (self->shapes->width, self->built_width),
                                               (float) (self->body_bottom - self->body_top));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  for (guint i = 0; i < count; i++)
    if (in_body (self, &shapes[i]))
      fol_paint_shape (cr, &shapes[i], &fol_palettes[self->theme]);
  cairo_destroy (cr);
}

static void
append_small (FolFigureView *self, GtkSnapshot *snapshot, const struct fol_shape *shapes,
              guint count)
{
  if (count == 0)
    return;
  if (fol_shapes_count (self->shapes) > NODES_MOST) {
    append_run (self, snapshot, shapes, count);
    return;
  }
  for (guint i = 0; i < count; i++)
    if (in_body (self, &shapes[i]))
      fol_nodes_append (self->nodes, snapshot, &shapes[i]);
}

void
fol_figure_view_append (FolFigureView *self, GtkSnapshot *snapshot, const struct fol_shape *shapes,
                        guint count)
{
  guint done = 0;

  for (guint i = 0; i < count; i++) {
    if (shapes[i].kind != FOL_SHAPE_RASTER)
      continue;
    append_small (self, snapshot, shapes + done, i - done);
    fol_tiles_snapshot (self->tiles, snapshot, &shapes[i], &fol_palettes[self->theme]);
    done = i + 1;
  }
  append_small (self, snapshot, shapes + done, count - done);
}

/* What is seen and a view's height around it: a renderer may turn a whole node
 * into a texture, so none must be as long as a long figure. */
void
fol_figure_view_set_stretch (FolFigureView *self)
{
  double top = gtk_adjustment_get_value (self->scroll_y);
  double bottom = top + self->built_height;

  self->body_top = MAX (0, top - self->built_height);
  self->body_bottom = MAX (bottom, MIN (bottom + self->built_height, self->shapes->height));
}

static void
ensure_body (FolFigureView *self)
{
  double top = gtk_adjustment_get_value (self->scroll_y);
  double bottom = top + self->built_height;
  GtkSnapshot *body;

  if (self->body != NULL && top >= self->body_top && bottom <= self->body_bottom)
    return;
  g_clear_pointer (&self->body, gsk_render_node_unref);
  if (self->shapes == NULL)
    return;

  fol_figure_view_set_stretch (self);
  body = gtk_snapshot_new ();
  fol_nodes_begin (self->nodes, &fol_palettes[self->theme],
                   gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  if (fol_shapes_count (self->shapes) > 0)
    fol_figure_view_append (self, body, fol_shapes_get (self->shapes, 0),
                            fol_shapes_count (self->shapes));
  fol_nodes_end (self->nodes);
  self->body = gtk_snapshot_free_to_node (body);
}

static void
fol_figure_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);
  double x, y;

  ensure_shapes (self);
  fol_figure_view_get_offset (self, &x, &y);

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  if (!fol_figure_view_play_snapshot (self, snapshot)) {
    ensure_body (self);
    if (self->body != NULL)
      gtk_snapshot_append_node (snapshot, self->body);
  }
  fol_figure_view_snapshot_range (self, snapshot);
  fol_figure_view_snapshot_hover (self, snapshot);
  gtk_snapshot_restore (snapshot);

  /* The cursor draws its focus ring through CSS, above the cached body. */
  gtk_widget_snapshot_child (widget, self->cursor, snapshot);
  gtk_widget_snapshot_child (widget, self->overview, snapshot);
  gtk_widget_snapshot_child (widget, self->bar_x, snapshot);
  gtk_widget_snapshot_child (widget, self->bar_y, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
allocate_bar (GtkWidget *bar, int x, int y, int width, int height)
{
  if (!gtk_widget_get_child_visible (bar))
    return;
  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (bar, GTK_ORIENTATION_VERTICAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (bar, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
fol_figure_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);
  bool bar_x, bar_y;

  ensure_shapes (self);
  bar_x = gtk_widget_get_child_visible (self->bar_x);
  bar_y = gtk_widget_get_child_visible (self->bar_y);
  allocate_bar (self->bar_x, 0, height - BAR_SIZE, width - (bar_y ? BAR_SIZE : 0), BAR_SIZE);
  allocate_bar (self->bar_y, width - BAR_SIZE, 0, BAR_SIZE, height - (bar_x ? BAR_SIZE : 0));
  fol_figure_view_cursor_allocate (self);
  fol_figure_view_overview_allocate (self, width, height);
}

static void
fol_figure_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  bool across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = across ? SIZE_UNSHOWN_WIDTH : NATURAL_HEIGHT;
}

static gboolean
fol_figure_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (FOL_FIGURE_VIEW (widget)->cursor);
}

static void
selected_cb (FolFigureView *self)
{
  self->marks.selected = fol_selection_get (self->selection);
  self->follow = true;
  fol_figure_view_invalidate (self);
}

static void
marked_cb (FolFigureView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
appearance_cb (FolFigureView *self)
{
  fol_figure_view_play_stop (self);
  fol_figure_view_invalidate (self);
}

static void
scrolled_cb (FolFigureView *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GtkWidget *
add_bar (FolFigureView *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkWidget *bar = gtk_scrollbar_new (orientation, adjustment);

  gtk_widget_set_parent (bar, GTK_WIDGET (self));
  gtk_widget_set_child_visible (bar, FALSE);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  return bar;
}

static void
fol_figure_view_dispose (GObject *object)
{
  FolFigureView *self = FOL_FIGURE_VIEW (object);

  fol_figure_view_play_stop (self);
  g_clear_pointer (&self->shapes, fol_shapes_free);
  if (self->relates)
    fol_figure_view_tell_related (self);
  g_clear_pointer (&self->body, gsk_render_node_unref);
  g_clear_pointer (&self->tiles, fol_tiles_free);
  g_clear_pointer (&self->nodes, fol_nodes_free);
  g_clear_pointer (&self->state, fol_state_unref);
  g_clear_pointer (&self->since, fol_state_unref);
  g_clear_pointer (&self->cursor, gtk_widget_unparent);
  g_clear_pointer (&self->overview, gtk_widget_unparent);
  g_clear_pointer (&self->bar_x, gtk_widget_unparent);
  g_clear_pointer (&self->bar_y, gtk_widget_unparent);
  g_clear_object (&self->scroll_x);
  g_clear_object (&self->scroll_y);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (fol_figure_view_parent_class)->dispose (object);
}

static void
fol_figure_view_class_init (FolFigureViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_figure_view_dispose;
  widget_class->snapshot = fol_figure_view_snapshot;
  widget_class->size_allocate = fol_figure_view_size_allocate;
  widget_class->measure = fol_figure_view_measure;
  widget_class->grab_focus = fol_figure_view_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "figureview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  fol_figure_view_class_add_bindings (widget_class);

  signals[SIGNAL_ACTIVATED] =
      g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_OPTIONS_CHANGED] =
      g_signal_new ("options-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RANGE] =
      g_signal_new ("range-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
fol_figure_view_init (FolFigureView *self)
{
  self->options = fol_figure_options_default;
  self->theme = FOL_THEME_LIGHT;
  self->scale = 1;
  self->tiles = fol_tiles_new ();
  self->nodes = fol_nodes_new ();
  self->scroll_x = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  self->scroll_y = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  fol_figure_view_cursor_add (self);
  fol_figure_view_overview_add (self);
  self->bar_x = add_bar (self, GTK_ORIENTATION_HORIZONTAL, self->scroll_x);
  self->bar_y = add_bar (self, GTK_ORIENTATION_VERTICAL, self->scroll_y);
  fol_figure_view_add_controllers (self);
}

GtkWidget *
fol_figure_view_new (FolSelection *selection)
{
  FolFigureView *self;

  g_return_val_if_fail (FOL_IS_SELECTION (selection), NULL);

  self = g_object_new (FOL_TYPE_FIGURE_VIEW, NULL);
  self->selection = g_object_ref (selection);
  self->marks.selected = fol_selection_get (selection);
  g_signal_connect_object (selection, "selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "hovered", G_CALLBACK (marked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "related", G_CALLBACK (marked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fol_appearance_get_default (), "changed", G_CALLBACK (appearance_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "ranged", G_CALLBACK (marked_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
fol_figure_view_set_figure (FolFigureView *self, enum fol_figure_id figure)
{
  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));
  g_return_if_fail (figure < FOL_FIGURE_COUNT);

  if (figure == self->figure)
    return;
  fol_figure_view_play_stop (self);
  self->figure = figure;
  gtk_adjustment_set_value (self->scroll_x, 0);
  gtk_adjustment_set_value (self->scroll_y, 0);
  fol_figure_view_invalidate (self);
}

enum fol_figure_id
fol_figure_view_get_figure (FolFigureView *self)
{
  g_return_val_if_fail (FOL_IS_FIGURE_VIEW (self), FOL_FIGURE_MAP);

  return self->figure;
}

void
fol_figure_view_set_options (FolFigureView *self, const struct fol_figure_options *options)
{
  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));
  g_return_if_fail (options != NULL);

  fol_figure_view_play_stop (self);
  self->options = *options;
  fol_figure_view_invalidate (self);
}

const struct fol_figure_options *
fol_figure_view_get_options (FolFigureView *self)
{
  g_return_val_if_fail (FOL_IS_FIGURE_VIEW (self), NULL);

  return &self->options;
}

void
fol_figure_view_set_state (FolFigureView *self, struct fol_state *state)
{
  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));

  if (state == self->state)
    return;
  fol_figure_view_play_begin (self, state);
  if (state != NULL)
    fol_state_ref (state);
  fol_state_unref (self->state);
  self->state = state;
  fol_figure_view_invalidate (self);
}

void
fol_figure_view_set_points (FolFigureView *self, const struct sim_object *objects, guint count)
{
  bool same;

  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));
  g_return_if_fail (objects != NULL || count == 0);

  count = MIN (count, G_N_ELEMENTS (self->marks.pointed));
  same = count == self->marks.pointed_count;
  for (guint i = 0; same && i < count; i++)
    same = sim_object_equal (objects[i], self->marks.pointed[i]);
  if (same)
    return;
  for (guint i = 0; i < count; i++)
    self->marks.pointed[i] = objects[i];
  self->marks.pointed_count = count;
  fol_figure_view_invalidate (self);
}

void
fol_figure_view_set_calm (FolFigureView *self, bool calm)
{
  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));

  if (calm == self->marks.calm)
    return;
  self->marks.calm = calm;
  fol_figure_view_invalidate (self);
}

void
fol_figure_view_set_since (FolFigureView *self, struct fol_state *since)
{
  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));

  if (since == self->since)
    return;
  if (since != NULL)
    fol_state_ref (since);
  fol_state_unref (self->since);
  self->marks.since = self->since = since;
  fol_figure_view_invalidate (self);
}

void
fol_figure_view_set_theme (FolFigureView *self, enum fol_theme theme)
{
  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));
  g_return_if_fail (theme < FOL_THEME_COUNT);

  if (theme == self->theme)
    return;
  fol_figure_view_play_stop (self);
  self->theme = theme;
  fol_figure_view_overview_update (self);
  g_clear_pointer (&self->body, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
