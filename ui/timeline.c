/* ui/timeline.c - see timeline.h; this file: the type, pointer, keys, words. */
#include "ui/timeline-private.h"

#include "app/describe.h"

#include <glib/gi18n-lib.h>

#define LEAST_WIDTH  200 /* pixels */
#define LEAST_HEIGHT 92
#define PAGE         10 /* operations, of Page Up and Page Down */

enum { SIGNAL_SEEK, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolTimeline, fol_timeline, GTK_TYPE_WIDGET)

/* Where we are, or shall be once the answer to the last seek is here: keys and
 * drags go on from there, however late it comes. */
static struct fol_position
aim (FolTimeline *self)
{
  return self->pending ? self->asked : self->state->position;
}

static void
seek (FolTimeline *self, guint branch, guint64 index)
{
  struct fol_position to = { .branch = branch, .index = index, .step = FOL_STEP_END };
  struct fol_position from = aim (self);

  if (to.branch == from.branch && to.index == from.index && to.step == from.step)
    return;
  self->pending = TRUE;
  self->asked = to;
  g_signal_emit (self, signals[SIGNAL_SEEK], 0, &to);
}

static char *
operation_text (FolTimeline *self, guint branch, guint64 index)
{
  struct sim_op op;

  if (index == 0)
    return g_strdup (_ ("the opening"));
  if (!fol_state_op (self->state, branch, index, &op))
    return g_strdup ("");
  return fol_describe_op_short (&op);
}

static void
update_label (FolTimeline *self)
{
  const struct fol_position *at;
  guint64 length;
  g_autofree char *operation = NULL, *label = NULL;

  if (self->state == NULL) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Timeline"), -1);
    return;
  }
  at = &self->state->position;
  length = self->state->track[at->branch]->branch.length;
  operation = operation_text (self, at->branch, at->index);
  if (at->step != FOL_STEP_END && at->index > 0)
    /* Translators: operation number, how many there are, step, how many, operation. */
    label = g_strdup_printf (_ ("Timeline, inside operation %" G_GUINT64_FORMAT
                                " of %" G_GUINT64_FORMAT ", step %u of %u: %s"),
                             at->index, length, at->step, self->state->steps->count, operation);
  else
    /* Translators: operation number, how many there are, operation. */
    label = g_strdup_printf (
        _ ("Timeline, operation %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ": %s"), at->index,
        length, operation);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) length,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) at->index,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, operation, -1);
}

static void
redraw (FolTimeline *self)
{
  g_clear_pointer (&self->body, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (FolTimeline *self, double x, double y)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "walking");
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->state == NULL)
    return;
  self->drag_x = x;
  self->drag_branch = fol_timeline_branch_at (self, x, y);
  seek (self, self->drag_branch, fol_timeline_index_at (self, self->drag_branch, x));
}

static void
drag_update_cb (FolTimeline *self, double dx, double dy)
{
  if (self->state == NULL)
    return;
  if (self->drag_branch >= self->state->branch_count)
    self->drag_branch = 0;
  seek (self, self->drag_branch,
        fol_timeline_index_at (self, self->drag_branch, self->drag_x + dx));
}

static void
motion_cb (FolTimeline *self, double x, double y)
{
  guint branch;
  guint64 index;

  if (self->state == NULL)
    return;
  branch = fol_timeline_branch_at (self, x, y);
  index = fol_timeline_index_at (self, branch, x);
  if (branch == self->hover_branch && index == self->hover_index)
    return;
  self->hover_branch = branch;
  self->hover_index = index;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (FolTimeline *self)
{
  self->hover_index = FOL_TIMELINE_NOT_HOVERED;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
tooltip_cb (FolTimeline *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  guint branch;
  guint64 index;
  guint32 kind, free;
  g_autofree char *operation = NULL, *text = NULL;

  if (self->state == NULL)
    return FALSE;
  if (keyboard) {
    branch = self->state->position.branch;
    index = self->state->position.index;
  } else {
    branch = fol_timeline_branch_at (self, x, y);
    index = fol_timeline_index_at (self, branch, x);
  }
  free = self->state->opening_free;
  if (index > 0 && !fol_state_track (self->state, branch, index, &kind, &free))
    return FALSE;
  operation = operation_text (self, branch, index);
  /* Translators: number of an operation, the operation, free frames after it. */
  text = g_strdup_printf (_ ("#%" G_GUINT64_FORMAT " %s\n%'u frames free after it"), index,
                          operation, free);
  gtk_tooltip_set_text (tooltip, text);
  x = (int) fol_timeline_x (self, (double) index);
  gtk_tooltip_set_tip_area (
      tooltip, &(GdkRectangle){ x - 2, 0, 4, gtk_widget_get_height (GTK_WIDGET (self)) });
  return TRUE;
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
  if (by < 0)
    seek (self, at.branch, at.index - MIN (back, at.index));
  else
    seek (self, at.branch, MIN (at.index + (guint64) by, length));
  return TRUE;
}

static void
fol_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  fol_timeline_draw (FOL_TIMELINE (widget), snapshot);
}

static void
fol_timeline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
}

static void
fol_timeline_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  redraw (FOL_TIMELINE (widget));
}

static void
fol_timeline_dispose (GObject *object)
{
  FolTimeline *self = FOL_TIMELINE (object);

  g_clear_pointer (&self->state, fol_state_unref);
  g_clear_pointer (&self->body, gsk_render_node_unref);
  G_OBJECT_CLASS (fol_timeline_parent_class)->dispose (object);
}

static void
fol_timeline_finalize (GObject *object)
{
  FolTimeline *self = FOL_TIMELINE (object);

  fol_bins_free (self->main_bins);
  fol_bins_free (self->own_bins);
  g_array_unref (self->lane);
  G_OBJECT_CLASS (fol_timeline_parent_class)->finalize (object);
}

static void
add_binding (GtkWidgetClass *klass, guint key, guint keypad, int by)
{
  gtk_widget_class_add_binding (klass, key, 0, move_binding_cb, "i", by);
  gtk_widget_class_add_binding (klass, keypad, 0, move_binding_cb, "i", by);
}

static void
fol_timeline_class_init (FolTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_timeline_dispose;
  G_OBJECT_CLASS (klass)->finalize = fol_timeline_finalize;
  widget_class->snapshot = fol_timeline_snapshot;
  widget_class->measure = fol_timeline_measure;
  widget_class->size_allocate = fol_timeline_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  add_binding (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, -1);
  add_binding (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, 1);
  add_binding (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -PAGE);
  add_binding (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, PAGE);
  add_binding (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, G_MININT + 1);
  add_binding (widget_class, GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT);

  signals[SIGNAL_SEEK] = g_signal_new ("seek", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
fol_timeline_init (FolTimeline *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->theme = FOL_THEME_LIGHT;
  self->reached = G_MAXUINT64;
  self->hover_index = FOL_TIMELINE_NOT_HOVERED;
  self->main_bins = fol_bins_new ();
  self->own_bins = fol_bins_new ();
  self->lane = g_array_new (FALSE, TRUE, sizeof (guint));

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  update_label (self);
}

GtkWidget *
fol_timeline_new (void)
{
  return g_object_new (FOL_TYPE_TIMELINE, NULL);
}

static bool
same_outline (const struct fol_state *a, const struct fol_state *b)
{
  if (a == NULL || b == NULL || a->branch_count != b->branch_count ||
      a->position.branch != b->position.branch || a->opening_free != b->opening_free)
    return false;
  for (guint i = 0; i < a->branch_count; i++)
    if (a->track[i] != b->track[i])
      return false;
  return true;
}

/* Both states are alive here, so chunks of the same address are the same. */
static void
update_bins (FolTimeline *self, const struct fol_state *old, const struct fol_state *state)
{
  guint own = state->position.branch;

  fol_bins_update (self->main_bins, old != NULL ? old->track[0] : NULL, state->track[0]);
  if (own > 0)
    fol_bins_update (self->own_bins,
                     old != NULL && old->position.branch == own ? old->track[own] : NULL,
                     state->track[own]);
}

void
fol_timeline_set_state (FolTimeline *self, struct fol_state *state)
{
  struct fol_state *old;

  g_return_if_fail (FOL_IS_TIMELINE (self));

  if (state == self->state)
    return;
  old = self->state;
  self->state = state != NULL ? fol_state_ref (state) : NULL;
  self->pending = FALSE;
  if (state != NULL && !same_outline (old, state)) {
    update_bins (self, old, state);
    fol_timeline_assign_lanes (self);
    g_clear_pointer (&self->body, gsk_render_node_unref);
  }
  if (self->hover_index != FOL_TIMELINE_NOT_HOVERED &&
      (state == NULL || self->hover_branch >= state->branch_count ||
       self->hover_index > state->track[self->hover_branch]->branch.length))
    self->hover_index = FOL_TIMELINE_NOT_HOVERED;
  fol_state_unref (old);
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_timeline_set_theme (FolTimeline *self, enum fol_theme theme)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));
  g_return_if_fail (theme < FOL_THEME_COUNT);

  if (theme == self->theme)
    return;
  self->theme = theme;
  redraw (self);
}

void
fol_timeline_set_reached (FolTimeline *self, guint64 index)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));

  if (index == self->reached)
    return;
  self->reached = index;
  redraw (self);
}

gboolean
fol_timeline_get_place (FolTimeline *self, guint branch, guint64 index, double *x, double *y)
{
  g_return_val_if_fail (FOL_IS_TIMELINE (self), FALSE);

  if (self->state == NULL || branch >= self->state->branch_count ||
      index > self->state->track[branch]->branch.length)
    return FALSE;
  *x = fol_timeline_x (self, (double) index);
  *y = fol_timeline_y (self, index > self->state->track[branch]->branch.fork ? branch : 0);
  return TRUE;
}
