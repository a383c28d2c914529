/* ui/timeline-input.c - the timeline's pointer, wheel, pinch and keys. */
#include "ui/timeline-private.h"

#include <math.h>

#define PAGE          10   /* operations, of Page Up and Page Down */
#define ZOOM_STEP     1.3  /* of a key, and of one notch of a wheel */
#define PAN_SHARE     0.1  /* of what is in sight, likewise */
#define SURFACE_NOTCH 30.0 /* pixels of a touchpad that count as a notch */

/* Where we are, or shall be once the answer to the last seek is here: keys and
 * drags go on from there, however late it comes. */
static struct fol_position
aim (FolTimeline *self)
{
  return self->pending ? self->asked : self->state->position;
}

void
fol_timeline_seek (FolTimeline *self, const struct fol_position *to)
{
  struct fol_position from = aim (self);

  if (fol_position_equal (to, &from))
    return;
  self->pending = TRUE;
  self->asked = *to;
  fol_timeline_emit_seek (self, &self->asked);
}

/* Where dragging along the line of the press leads. */
static struct fol_position
drag_place (FolTimeline *self, double x, double y)
{
  struct fol_position at = self->drag.position;

  at.index = fol_timeline_index_at (self, at.branch, x);
  at.step = FOL_STEP_END;
  if (y >= fol_timeline_main_line (self) - FOL_TIMELINE_NEAR) {
    struct fol_timeline_hit hit = fol_timeline_hit (self, x, fol_timeline_y (self, at.branch));

    if (hit.part == FOL_TIMELINE_MOMENT && hit.position.branch == at.branch)
      at = hit.position;
  }
  return at;
}

/* The strip: the part in sight is where the pointer is. */
static void
drag_strip (FolTimeline *self, double x)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * FOL_TIMELINE_MARGIN;
  double share = (x - FOL_TIMELINE_MARGIN) / MAX (width, 1);

  fol_timeline_pan_to (self,
                       share * (double) fol_timeline_last (self) - fol_timeline_span (self) / 2);
}

static void
drag_begin_cb (FolTimeline *self, double x, double y)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "walking");
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag = fol_timeline_hit (self, x, y);
  self->drag_x = x;
  self->drag_y = y;
  self->dragging = TRUE;
  if (self->drag.part == FOL_TIMELINE_STRIP_PART)
    drag_strip (self, x);
  else if (self->drag.part != FOL_TIMELINE_NOWHERE)
    fol_timeline_seek (self, &self->drag.position);
}

static void
drag_update_cb (FolTimeline *self, double dx, double dy)
{
  struct fol_position to;

  if (self->state == NULL)
    return;
  if (self->drag.part == FOL_TIMELINE_STRIP_PART) {
    drag_strip (self, self->drag_x + dx);
    return;
  }
  /* A flag is pressed, not dragged along. */
  if (self->drag.part == FOL_TIMELINE_NOWHERE ||
      (self->drag.part == FOL_TIMELINE_BOOKMARK && fabs (dx) < FOL_TIMELINE_NEAR))
    return;
  if (self->drag.position.branch >= self->state->branch_count)
    self->drag.position.branch = 0;
  to = drag_place (self, self->drag_x + dx, self->drag_y);
  fol_timeline_seek (self, &to);
}

static void
drag_end_cb (FolTimeline *self, double dx, double dy)
{
  self->dragging = FALSE;
}

static gboolean
same_hit (const struct fol_timeline_hit *a, const struct fol_timeline_hit *b)
{
  return a->part == b->part && a->bookmark == b->bookmark &&
         fol_position_equal (&a->position, &b->position);
}

static void
motion_cb (FolTimeline *self, double x, double y)
{
  struct fol_timeline_hit hit = fol_timeline_hit (self, x, y);

  self->pointer_x = x;
  self->pointer_y = y;
  if (same_hit (&hit, &self->hover))
    return;
  self->hover = hit;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (FolTimeline *self)
{
  self->hover.part = FOL_TIMELINE_NOWHERE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
menu_cb (FolTimeline *self, int presses, double x, double y)
{
  struct fol_timeline_hit hit = fol_timeline_hit (self, x, y);

  if (hit.part != FOL_TIMELINE_NOWHERE)
    fol_timeline_emit_menu (self, &hit, x, y);
}

static void
long_press_cb (FolTimeline *self, double x, double y)
{
  menu_cb (self, 1, x, y);
}

/* Over the rows of branches, if there are more than fit, the wheel scrolls them. */
static gboolean
over_lanes (FolTimeline *self)
{
  return self->lane_count > FOL_TIMELINE_LANES_MOST && self->hover.part == FOL_TIMELINE_MOMENT &&
         self->pointer_y > fol_timeline_main_line (self) + FOL_TIMELINE_NEAR;
}

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, gpointer user_data)
{
  FolTimeline *self = user_data;
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (self->state == NULL)
    return FALSE;
  if (gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_SURFACE) {
    dx /= SURFACE_NOTCH;
    dy /= SURFACE_NOTCH;
  }
  if ((state & GDK_SHIFT_MASK) != 0 && dx == 0) {
    dx = dy;
    dy = 0;
  }
  if (dx != 0)
    fol_timeline_pan_to (self,
                         fol_timeline_first (self) + dx * PAN_SHARE * fol_timeline_span (self));
  if (dy != 0 && over_lanes (self) && (state & GDK_CONTROL_MASK) == 0)
    fol_timeline_scroll_lanes (self, dy > 0 ? 1 : -1);
  else if (dy != 0)
    fol_timeline_zoom_at (self, self->pointer_x, pow (ZOOM_STEP, -dy));
  return TRUE;
}

static void
pinch_begin_cb (FolTimeline *self)
{
  self->zoom_scale = 1;
}

static void
pinch_cb (FolTimeline *self, double scale, GtkGesture *pinch)
{
  double x, y;

  if (self->state == NULL || scale <= 0)
    return;
  if (!gtk_gesture_get_bounding_box_center (pinch, &x, &y))
    x = self->pointer_x;
  fol_timeline_zoom_at (self, x, scale / self->zoom_scale);
  self->zoom_scale = scale;
}

static gboolean
move_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolTimeline *self = FOL_TIMELINE (widget);
  int by = g_variant_get_int32 (args);
  struct fol_position at;
  guint64 length, back;

  if (self->state == NULL)
    return FALSE;
  /* GTK hides the focus again when an arrow key is let go. */
  gtk_widget_add_css_class (widget, "walking");
  at = aim (self);
  if (at.branch >= self->state->branch_count)
    return FALSE;
  length = self->state->track[at.branch]->branch.length;
  /* From inside an operation, on is to its end and back to before it. */
  if (by > 0 && at.step != FOL_STEP_END)
    by--;
  back = (guint64) MAX (-(gint64) by, 0);
  at.index = by < 0 ? at.index - MIN (back, at.index) : MIN (at.index + (guint64) by, length);
  at.step = FOL_STEP_END;
  fol_timeline_seek (self, &at);
  return TRUE;
}

static gboolean
zoom_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolTimeline *self = FOL_TIMELINE (widget);
  int by = g_variant_get_int32 (args);

  if (self->state == NULL)
    return FALSE;
  gtk_widget_add_css_class (widget, "walking");
  fol_timeline_zoom_here (self, by == 0 ? 0 : by > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
  return TRUE;
}

static gboolean
pan_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolTimeline *self = FOL_TIMELINE (widget);

  if (self->state == NULL)
    return FALSE;
  gtk_widget_add_css_class (widget, "walking");
  fol_timeline_pan_to (self, fol_timeline_first (self) +
                                 g_variant_get_int32 (args) * PAN_SHARE * fol_timeline_span (self));
  return TRUE;
}

static gboolean
menu_binding_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  FolTimeline *self = FOL_TIMELINE (widget);
  struct fol_timeline_hit hit = { .part = FOL_TIMELINE_MOMENT };

  if (self->state == NULL)
    return FALSE;
  hit.position = self->state->position;
  for (guint i = 0; i < fol_timeline_bookmarks (self); i++) {
    const struct fol_bookmark *bookmark = fol_timeline_bookmark (self, i);

    if (fol_position_equal (&bookmark->position, &hit.position)) {
      hit.part = FOL_TIMELINE_BOOKMARK;
      hit.bookmark = i;
    }
  }
  fol_timeline_emit_menu (self, &hit, fol_timeline_position_x (self, &hit.position),
                          fol_timeline_y (self, hit.position.branch));
  return TRUE;
}

static void
add_move (GtkWidgetClass *klass, guint key, guint keypad, int by)
{
  gtk_widget_class_add_binding (klass, key, 0, move_binding_cb, "i", by);
  gtk_widget_class_add_binding (klass, keypad, 0, move_binding_cb, "i", by);
}

void
fol_timeline_input_class_init (GtkWidgetClass *klass)
{
  static const struct {
    guint key;
    int by;
  } zooms[] = {
    { GDK_KEY_plus, 1 },         { GDK_KEY_equal, 1 }, { GDK_KEY_KP_Add, 1 }, { GDK_KEY_minus, -1 },
    { GDK_KEY_KP_Subtract, -1 }, { GDK_KEY_0, 0 },     { GDK_KEY_KP_0, 0 },
  };

  add_move (klass, GDK_KEY_Left, GDK_KEY_KP_Left, -1);
  add_move (klass, GDK_KEY_Right, GDK_KEY_KP_Right, 1);
  add_move (klass, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -PAGE);
  add_move (klass, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE);
  add_move (klass, GDK_KEY_Home, GDK_KEY_KP_Home, G_MININT + 1);
  add_move (klass, GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT);
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding (klass, zooms[i].key, 0, zoom_binding_cb, "i", zooms[i].by);
  gtk_widget_class_add_binding (klass, GDK_KEY_plus, GDK_SHIFT_MASK, zoom_binding_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Left, GDK_SHIFT_MASK, pan_binding_cb, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Right, GDK_SHIFT_MASK, pan_binding_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Menu, 0, menu_binding_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F10, GDK_SHIFT_MASK, menu_binding_cb, NULL);
}

void
fol_timeline_input_init (FolTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *drag = gtk_gesture_drag_new (), *press = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new (), *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (menu_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (press));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect_swapped (hold, "pressed", G_CALLBACK (long_press_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (hold));
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
}
