/* ui/figure-view-input.c - pointer and keys of a figure: hover, click, zoom, pan, walk. */
#include "ui/figure-view-private.h"

#include <math.h>

#define ZOOM_STEP      2.0  /* of a key; the map of many frames only knows powers of two */
#define WHEEL_STEP     2.0  /* of a notch */
#define CELL_MAX       64.0 /* pixels: as far as zooming makes sense */
#define PAN_PAGE       0.8  /* of what is seen */
#define PAN_LINE       48.0 /* pixels, of a notch or an arrow key */
#define DRAG_THRESHOLD 6.0

static bool
zooms (FolFigureView *self)
{
  return self->figure == FOL_FIGURE_MAP && self->state != NULL;
}

static int
hit (FolFigureView *self, double x, double y, struct sim_object *object)
{
  double left, top;

  *object = (struct sim_object){ .kind = SIM_OBJECT_NONE };
  if (fol_figure_view_get_shapes (self) == NULL)
    return -1;
  fol_figure_view_get_offset (self, &left, &top);
  return fol_shapes_hit (self->shapes, x - left, y - top, object);
}

static const struct fol_shape *
find_raster (FolFigureView *self)
{
  if (fol_figure_view_get_shapes (self) == NULL)
    return NULL;
  for (guint i = 0; i < fol_shapes_count (self->shapes); i++)
    if (fol_shapes_get (self->shapes, i)->kind == FOL_SHAPE_RASTER)
      return fol_shapes_get (self->shapes, i);
  return NULL;
}

static double
zoom_most (FolFigureView *self)
{
  double area = MAX (self->built_width, 1) * (double) MAX (self->built_height, 1);

  /* The map is sqrt (frames / area) cells to a pixel when all of it fits; twice
   * that, as the figure may round down to a power of two. */
  return MAX (4.0, 2 * CELL_MAX * sqrt (self->state->layout->frame_count / area));
}

void
fol_figure_view_set_pan (FolFigureView *self, double x, double y)
{
  const struct fol_shape *raster = find_raster (self);
  double most_x = (self->options.zoom - 1) * self->built_width / self->scale;
  double most_y = (self->options.zoom - 1) * self->built_height / self->scale;

  if (raster != NULL) {
    int width, height;

    fol_raster_size (raster->raster, &width, &height);
    most_x = width - raster->width;
    most_y = height - raster->height;
  }
  x = CLAMP (x, 0, MAX (most_x, 0));
  y = CLAMP (y, 0, MAX (most_y, 0));
  if (x == self->options.pan_x && y == self->options.pan_y)
    return;
  fol_figure_view_play_stop (self);
  self->options.pan_x = x;
  self->options.pan_y = y;
  fol_figure_view_invalidate (self);
  fol_figure_view_emit_options (self);
}

/* The middle of what stands for `object`, in figure coordinates, seen or not. */
static bool
centre_of (FolFigureView *self, struct sim_object object, double *x, double *y)
{
  const struct fol_shape *raster = find_raster (self);
  double left, top, width, height;
  graphene_rect_t place;

  if (raster != NULL && object.kind == SIM_OBJECT_FRAME) {
    fol_raster_rect (raster->raster, object.a, 0, &left, &top, &width, &height);
    *x = raster->x + left + width / 2;
    *y = raster->y + top + height / 2;
    return true;
  }
  place = fol_figure_view_place (self, fol_figure_view_find (self, object), object);
  *x = place.origin.x + place.size.width / 2;
  *y = place.origin.y + place.size.height / 2;
  return place.size.width > 0;
}

bool
fol_figure_view_reveal (FolFigureView *self, struct sim_object object)
{
  const struct fol_shape *raster = find_raster (self);
  double x, y, pan_x = self->options.pan_x, pan_y = self->options.pan_y;

  if (raster == NULL || !centre_of (self, object, &x, &y))
    return false;
  if (x < raster->x || x >= raster->x + raster->width)
    pan_x += x - raster->x - raster->width / 2;
  if (y < raster->y || y >= raster->y + raster->height)
    pan_y += y - raster->y - raster->height / 2;
  fol_figure_view_set_pan (self, pan_x, pan_y);
  return true;
}

/* Pixels of a frame's side, as drawn. */
static double
cell_size (FolFigureView *self)
{
  const struct fol_shape *raster = find_raster (self);
  double x, y, width, height;

  if (raster != NULL) {
    fol_raster_rect (raster->raster, 0, 0, &x, &y, &width, &height);
    return width;
  }
  for (guint i = 0; i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);

    if (shape->kind == FOL_SHAPE_RECT && shape->object.kind == SIM_OBJECT_FRAME)
      return shape->width;
  }
  return 0;
}

/* Cells are only shown whole, so rounding may have pushed out the very one that
 * was under the pointer: then it is the next row or column. */
static void
mend_pan (FolFigureView *self, struct sim_object object)
{
  double x = self->options.pan_x, y = self->options.pan_y,
         size = cell_size (self) / self->scale + 2;

  if (object.kind != SIM_OBJECT_FRAME || find_raster (self) != NULL)
    return;
  for (guint i = 1; i < 4 && fol_figure_view_find (self, object) < 0; i++) {
    fol_figure_view_set_pan (self, x + (i & 2 ? size : 0), y + (i & 1 ? size : 0));
    fol_figure_view_get_shapes (self);
  }
  if (fol_figure_view_find (self, object) < 0)
    fol_figure_view_set_pan (self, x, y);
}

/* Keeps what is under (x, y) under it; how zoom becomes pixels is the figure's
 * own business. */
static void
zoom_at (FolFigureView *self, double zoom, double x, double y)
{
  struct fol_figure_options old = self->options;
  struct sim_object object;
  double size;

  if (!zooms (self) || fol_figure_view_get_shapes (self) == NULL)
    return;
  zoom = CLAMP (zoom, 1.0, zoom_most (self));
  if (zoom == old.zoom)
    return;

  fol_figure_view_play_stop (self);
  size = cell_size (self);
  hit (self, x, y, &object);
  fol_figure_zoom_at (self->figure, self->state, &self->options, self->built_width / self->scale,
                      self->built_height / self->scale, x / self->scale, y / self->scale,
                      zoom / old.zoom);
  fol_figure_view_invalidate (self);
  if (zoom >= 2 * old.zoom && cell_size (self) < size * 1.01) {
    /* It was as large as it gets. */
    self->options = old;
    fol_figure_view_invalidate (self);
    return;
  }
  fol_figure_view_set_pan (self, self->options.pan_x, self->options.pan_y);
  if (zoom > 1)
    mend_pan (self, object);
  fol_figure_view_emit_options (self);
}

void
fol_figure_view_zoom (FolFigureView *self, double factor)
{
  double x, y;

  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));
  g_return_if_fail (factor >= 0);

  /* The keyboard zooms where its cursor is. */
  if (self->current < 0 || !centre_of (self, self->current_object, &x, &y)) {
    x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
    y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  }
  zoom_at (self, factor > 0 ? self->options.zoom * factor : 1.0, x, y);
}

static bool
both_seen (FolFigureView *self, struct sim_object first, struct sim_object last)
{
  fol_figure_view_get_shapes (self);
  return fol_figure_view_find (self, first) >= 0 && fol_figure_view_find (self, last) >= 0;
}

void
fol_figure_view_zoom_to (FolFigureView *self, sim_pfn first, sim_pfn last)
{
  struct sim_object ends[] = { { .kind = SIM_OBJECT_FRAME, .a = first },
                               { .kind = SIM_OBJECT_FRAME, .a = last } };
  struct sim_object middle = { .kind = SIM_OBJECT_FRAME, .a = first + (last - first) / 2 };
  struct fol_figure_options fits;
  double x, y;

  g_return_if_fail (FOL_IS_FIGURE_VIEW (self));

  if (!zooms (self))
    return;
  fol_figure_view_zoom (self, 0);
  do {
    fits = self->options;
    fol_figure_view_get_shapes (self);
    if (!centre_of (self, middle, &x, &y))
      return;
    zoom_at (self, fits.zoom * ZOOM_STEP, x, y);
    fol_figure_view_get_shapes (self);
    if (self->options.zoom > fits.zoom && centre_of (self, middle, &x, &y))
      fol_figure_view_set_pan (self,
                               self->options.pan_x + (x - self->built_width / 2.0) / self->scale,
                               self->options.pan_y + (y - self->built_height / 2.0) / self->scale);
  } while (self->options.zoom > fits.zoom && both_seen (self, ends[0], ends[1]));
  fol_figure_view_set_options (self, &fits);
  fol_figure_view_emit_options (self);
}

bool
fol_figure_view_move_by (FolFigureView *self, double dx, double dy)
{
  double x = gtk_adjustment_get_value (self->scroll_x);
  double y = gtk_adjustment_get_value (self->scroll_y);

  if (zooms (self) && self->options.zoom > 1) {
    fol_figure_view_set_pan (self, self->options.pan_x + dx / self->scale,
                             self->options.pan_y + dy / self->scale);
    return true;
  }
  gtk_adjustment_set_value (self->scroll_x, x + dx);
  gtk_adjustment_set_value (self->scroll_y, y + dy);
  return x != gtk_adjustment_get_value (self->scroll_x) ||
         y != gtk_adjustment_get_value (self->scroll_y);
}

static bool
leads_on (FolFigureView *self, int shape)
{
  return shape >= 0 && fol_shapes_get (self->shapes, (guint) shape)->leads != NULL;
}

static void
hover_at (FolFigureView *self, double x, double y)
{
  const struct fol_shape *shape;
  struct sim_object object;
  int index;
  bool leads;

  self->pointer_x = x;
  self->pointer_y = y;
  index = hit (self, x, y, &object);
  shape = index >= 0 ? fol_shapes_get (self->shapes, (guint) index) : NULL;
  leads = leads_on (self, index);
  /* A hand, as over a link: what it leads to is not what is pointed at. */
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), leads ? "pointer" : NULL);
  if (leads)
    object = (struct sim_object){ .kind = SIM_OBJECT_NONE };
  fol_selection_hover (self->selection, object, shape != NULL ? shape->related : NULL,
                       shape != NULL ? shape->related_count : 0);
}

static void
motion_cb (FolFigureView *self, double x, double y)
{
  hover_at (self, x, y);
}

static void
leave_cb (FolFigureView *self)
{
  self->pointer_x = self->pointer_y = -1;
  fol_selection_hover (self->selection, (struct sim_object){ .kind = SIM_OBJECT_NONE }, NULL, 0);
}

static void
pressed_cb (FolFigureView *self)
{
  gtk_widget_remove_css_class (self->cursor, "walking");
  fol_selection_clear_range (self->selection);
  gtk_widget_grab_focus (self->cursor);
}

/* On release, so that a drag that pans picks nothing. */
static void
released_cb (FolFigureView *self, int n_press, double x, double y)
{
  struct sim_object object;
  int shape = hit (self, x, y, &object);

  if (shape < 0 || (n_press == 1 && fol_figure_view_lead (self, shape, object)) ||
      leads_on (self, shape))
    return;
  if (n_press == 1) {
    fol_figure_view_cursor_set (self, shape, object);
    fol_selection_set (self->selection, object);
    fol_figure_view_emit (self, false, object);
  } else if (n_press == 2 && !fol_figure_view_step (self, 1)) {
    fol_figure_view_emit (self, true, object);
  }
}

static void
drag_begin_cb (FolFigureView *self, double x, double y, GtkGesture *gesture)
{
  GdkModifierType mods =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  bool primary =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY;
  bool map = zooms (self) && self->options.zoom > 1;

  self->ranging = false;
  if (primary && (!map || (mods & GDK_SHIFT_MASK) != 0))
    fol_figure_view_range_begin (self, x, y);
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
  self->drag_x = map ? self->options.pan_x : gtk_adjustment_get_value (self->scroll_x);
  self->drag_y = map ? self->options.pan_y : gtk_adjustment_get_value (self->scroll_y);
}

static void
drag_update_cb (FolFigureView *self, double dx, double dy, GtkGesture *gesture)
{
  bool map = zooms (self) && self->options.zoom > 1;

  if (hypot (dx, dy) >= DRAG_THRESHOLD)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)) == NULL ||
      gtk_gesture_get_sequence_state (gesture, gtk_gesture_get_last_updated_sequence (gesture)) !=
          GTK_EVENT_SEQUENCE_CLAIMED)
    return;
  if (self->ranging) {
    double x, y;

    gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y);
    self->pointer_x = x + dx;
    self->pointer_y = y + dy;
    fol_figure_view_range_to (self, x + dx, y + dy);
  } else if (map) {
    fol_figure_view_set_pan (self, self->drag_x - dx / self->scale,
                             self->drag_y - dy / self->scale);
  } else {
    gtk_adjustment_set_value (self->scroll_x, self->drag_x - dx);
    gtk_adjustment_set_value (self->scroll_y, self->drag_y - dy);
  }
}

static void
drag_end_cb (FolFigureView *self, double dx, double dy)
{
  if (self->ranging && hypot (dx, dy) >= DRAG_THRESHOLD)
    fol_figure_view_range_done (self);
  self->ranging = false;
}

static void
pinch_begin_cb (FolFigureView *self)
{
  self->pinch_zoom = self->options.zoom;
}

static void
pinch_cb (FolFigureView *self, double scale, GtkGesture *gesture)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    zoom_at (self, self->pinch_zoom * scale, x, y);
}

static gboolean
scroll_cb (FolFigureView *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType mods = gtk_event_controller_get_current_event_state (controller);

  if (zooms (self) && !(mods & GDK_SHIFT_MASK) && dy != 0) {
    zoom_at (self, self->options.zoom * pow (WHEEL_STEP, -dy), self->pointer_x, self->pointer_y);
    return TRUE;
  }
  if ((mods & GDK_SHIFT_MASK) && dx == 0) {
    dx = dy;
    dy = 0;
  }
  return fol_figure_view_move_by (self, dx * PAN_LINE, dy * PAN_LINE);
}

static gboolean
tooltip_cb (FolFigureView *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  struct sim_object object = self->current_object;
  int shape = keyboard ? self->current : hit (self, x, y, &object);
  double left, top;
  graphene_rect_t place;
  g_autofree char *name = NULL;
  sim_pfn first, last;

  /* What is marked is told by the menu beside it. */
  if (shape < 0 || self->shapes == NULL || fol_selection_get_range (self->selection, &first, &last))
    return FALSE;
  name = fol_figure_view_name (self, shape, object);
  if (name == NULL)
    return FALSE;
  place = fol_figure_view_place (self, shape, object);
  fol_figure_view_get_offset (self, &left, &top);
  gtk_tooltip_set_text (tooltip, name);
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle){ (int) floor (place.origin.x + left),
                                                      (int) floor (place.origin.y + top),
                                                      (int) ceil (place.size.width),
                                                      (int) ceil (place.size.height) });
  return TRUE;
}

void
fol_figure_view_add_controllers (FolFigureView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  self->pointer_x = self->pointer_y = -1;
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));

  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
}

/* GTK hides the focus again when an arrow key is let go, as if it had only moved
 * something; but here the cursor is what moves, and must be seen. */
static void
show_focus (FolFigureView *self)
{
  gtk_widget_add_css_class (self->cursor, "walking");
}

static gboolean
walk_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  int dx, dy;

  show_focus (FOL_FIGURE_VIEW (widget));
  g_variant_get (args, "(ii)", &dx, &dy);
  fol_selection_clear_range (FOL_FIGURE_VIEW (widget)->selection);
  fol_figure_view_cursor_walk (FOL_FIGURE_VIEW (widget), dx, dy);
  /* At the edge the key does nothing; it must not jump to another widget. */
  return TRUE;
}

static gboolean
home_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);

  show_focus (FOL_FIGURE_VIEW (widget));
  fol_figure_view_cursor_set (self, -1, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  fol_selection_set (self->selection, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  return fol_figure_view_cursor_walk (self, 1, 0);
}

static gboolean
activate_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);
  sim_pfn first, last;

  if (fol_selection_get_range (self->selection, &first, &last)) {
    fol_figure_view_range_done (self);
    return TRUE;
  }
  fol_figure_view_get_shapes (self);
  if (fol_figure_view_lead (self, self->current, self->current_object))
    return TRUE;
  if (self->current < 0 || self->current_object.kind == SIM_OBJECT_NONE)
    return FALSE;
  fol_selection_set (self->selection, self->current_object);
  if (!fol_figure_view_step (self, 1))
    fol_figure_view_emit (self, true, self->current_object);
  return TRUE;
}

static gboolean
zoom_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);
  double factor = g_variant_get_double (args);

  if (!zooms (self))
    return fol_figure_view_step (self, factor == 0 ? 0 : factor > 1 ? 1 : -1);
  fol_figure_view_zoom (self, factor);
  return TRUE;
}

static gboolean
pan_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);
  double dx, dy, page;

  g_variant_get (args, "(ddd)", &dx, &dy, &page);
  if (page == 0 && fol_figure_view_range_walk (self, (int) dx, (int) dy)) {
    show_focus (self);
    return TRUE;
  }
  fol_figure_view_move_by (self,
                           dx * PAN_LINE + dx * page * PAN_PAGE * gtk_widget_get_width (widget),
                           dy * PAN_LINE + dy * page * PAN_PAGE * gtk_widget_get_height (widget));
  return TRUE;
}

static gboolean
escape_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);
  sim_pfn first, last;

  if (fol_selection_get_range (self->selection, &first, &last)) {
    fol_selection_clear_range (self->selection);
    return TRUE;
  }
  if (fol_figure_view_step (self, -1))
    return TRUE;
  if (fol_selection_get (self->selection).kind == SIM_OBJECT_NONE)
    return FALSE;
  fol_selection_set (self->selection, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  return TRUE;
}

void
fol_figure_view_class_add_bindings (GtkWidgetClass *klass)
{
  static const struct {
    guint key, keypad;
    int dx, dy;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };
  static const struct {
    guint key;
    double factor;
  } zoom[] = {
    { GDK_KEY_plus, ZOOM_STEP },
    { GDK_KEY_equal, ZOOM_STEP },
    { GDK_KEY_KP_Add, ZOOM_STEP },
    { GDK_KEY_minus, 1 / ZOOM_STEP },
    { GDK_KEY_KP_Subtract, 1 / ZOOM_STEP },
    { GDK_KEY_0, 0.0 },
    { GDK_KEY_KP_0, 0.0 },
  };
  static const guint enter[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter };

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++) {
    gtk_widget_class_add_binding (klass, arrows[i].key, 0, walk_binding_cb, "(ii)", arrows[i].dx,
                                  arrows[i].dy);
    gtk_widget_class_add_binding (klass, arrows[i].keypad, 0, walk_binding_cb, "(ii)", arrows[i].dx,
                                  arrows[i].dy);
    gtk_widget_class_add_binding (klass, arrows[i].key, GDK_SHIFT_MASK, pan_binding_cb, "(ddd)",
                                  (double) arrows[i].dx, (double) arrows[i].dy, 0.0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (zoom); i++)
    gtk_widget_class_add_binding (klass, zoom[i].key, 0, zoom_binding_cb, "d", zoom[i].factor);
  for (guint i = 0; i < G_N_ELEMENTS (enter); i++)
    gtk_widget_class_add_binding (klass, enter[i], 0, activate_binding_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Up, 0, pan_binding_cb, "(ddd)", 0.0, -1.0, 1.0);
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Down, 0, pan_binding_cb, "(ddd)", 0.0, 1.0,
                                1.0);
  gtk_widget_class_add_binding (klass, GDK_KEY_Home, 0, home_binding_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, escape_binding_cb, NULL);
}
