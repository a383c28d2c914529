/* ui/timeline.c - see timeline.h; this file: the type, what it is told, its words. */
#include "ui/timeline-private.h"

#include "app/describe.h"
#include "ui/appearance.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define LEAST_WIDTH 200 /* pixels */

enum { SIGNAL_SEEK, SIGNAL_MENU, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolTimeline, fol_timeline, GTK_TYPE_WIDGET)

static gboolean
is_there (const struct fol_state *state, const struct fol_position *at)
{
  return at->branch < state->branch_count && at->index <= state->track[at->branch]->branch.length;
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

/* On which branch that is, and what the moment was named. */
static char *
add_place (FolTimeline *self, const char *label)
{
  const struct fol_position *at = &self->state->position;
  GString *whole = g_string_new (label);

  if (at->branch > 0) {
    g_autofree char *branch = fol_timeline_branch_name (self, at->branch);

    g_string_append_printf (whole, ", %s", branch);
  }
  for (guint i = 0; i < fol_timeline_bookmarks (self); i++)
    if (fol_position_equal (&fol_timeline_bookmark (self, i)->position, at)) {
      g_string_append (whole, ", ");
      /* Translators: the name of a bookmark. */
      g_string_append_printf (whole, _ ("bookmark “%s”"), fol_timeline_bookmark (self, i)->label);
    }
  return g_string_free (whole, FALSE);
}

static void
update_label (FolTimeline *self)
{
  const struct fol_position *at;
  guint64 length;
  g_autofree char *operation = NULL, *label = NULL, *whole = NULL;

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
    label = g_strdup_printf (
        _ ("Timeline, inside operation %" PRIu64 " of %" PRIu64 ", step %u of %u: %s"), at->index,
        length, at->step, self->state->steps->count, operation);
  else
    /* Translators: operation number, how many there are, operation. */
    label = g_strdup_printf (_ ("Timeline, operation %" PRIu64 " of %" PRIu64 ": %s"), at->index,
                             length, operation);
  whole = add_place (self, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, whole,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) length,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) at->index,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, operation, -1);
}

void
fol_timeline_emit_seek (FolTimeline *self, struct fol_position *to)
{
  g_signal_emit (self, signals[SIGNAL_SEEK], 0, to);
}

void
fol_timeline_emit_menu (FolTimeline *self, struct fol_timeline_hit *hit, double x, double y)
{
  struct fol_timeline_place place = {
    .position = hit->position,
    .bookmark = hit->part == FOL_TIMELINE_BOOKMARK ? (gint) hit->bookmark : -1,
    .x = x,
    .y = y,
  };

  if (hit->part != FOL_TIMELINE_STRIP_PART)
    g_signal_emit (self, signals[SIGNAL_MENU], 0, &place);
}

char *
fol_timeline_branch_name (FolTimeline *self, guint branch)
{
  g_autofree char *key = fol_branch_key (branch);
  const char *given = self->notes != NULL ? g_hash_table_lookup (self->notes->view, key) : NULL;

  if (given != NULL && given[0] != '\0')
    return g_strdup (given);
  if (branch == 0)
    return g_strdup (_ ("main line"));
  if (self->state != NULL && self->state->branch_count == 2)
    return g_strdup (_ ("your branch"));
  return g_strdup_printf (_ ("your branch %u"), branch);
}

static char *
step_text (FolTimeline *self, const struct fol_position *at)
{
  struct sim_view view = fol_state_view (self->state);
  const struct sim_step *step = &self->state->steps->step[at->step - 1];
  g_autofree char *clause = fol_describe_step (&view, step);

  /* Translators: step, how many there are, kernel function, what it did. */
  return g_strdup_printf (_ ("step %u of %u: %s: %s"), at->step, self->state->steps->count,
                          sim_function_name (step->function), clause);
}

char *
fol_timeline_tooltip (FolTimeline *self, const struct fol_timeline_hit *hit)
{
  const struct fol_position *at = &hit->position;
  guint32 value;
  g_autofree char *operation = NULL, *branch = NULL, *place = NULL, *curve = NULL;

  if (hit->part == FOL_TIMELINE_BOOKMARK)
    return g_strdup (fol_timeline_bookmark (self, hit->bookmark)->label);
  if (hit->part == FOL_TIMELINE_STRIP_PART)
    return g_strdup (_ ("What is in sight; drag to move"));
  if (hit->part != FOL_TIMELINE_MOMENT || !is_there (self->state, at))
    return NULL;
  operation = operation_text (self, at->branch, at->index);
  if (at->branch > 0) {
    branch = fol_timeline_branch_name (self, at->branch);
    /* Translators: number of an operation, the operation, whose branch it is on. */
    place = g_strdup_printf (_ ("#%" PRIu64 " %s · %s"), at->index, operation, branch);
  } else {
    /* Translators: number of an operation, the operation. */
    place = g_strdup_printf (_ ("#%" PRIu64 " %s"), at->index, operation);
  }
  if (at->step != FOL_STEP_END) {
    g_autofree char *step = step_text (self, at);

    return g_strdup_printf ("%s\n%s", place, step);
  }
  if (!fol_timeline_value (self, at->branch, at->index, &value))
    return g_steal_pointer (&place);
  curve = fol_curve_label (&self->curve, self->state);
  /* Translators: an operation, a curve, its value after it, and the unit. */
  return g_strdup_printf (_ ("%s\n%s: %'u %s"), place, curve, value,
                          _ (fol_curve_info (self->curve.kind)->unit));
}

static gboolean
tooltip_cb (FolTimeline *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  struct fol_timeline_hit hit = { .part = FOL_TIMELINE_MOMENT };
  g_autofree char *text = NULL;

  if (self->state == NULL)
    return FALSE;
  if (keyboard)
    hit.position = self->state->position;
  else
    hit = fol_timeline_hit (self, x, y);
  if (keyboard && hit.position.step == 0)
    hit.position.step = FOL_STEP_END;
  text = fol_timeline_tooltip (self, &hit);
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  if (hit.part != FOL_TIMELINE_STRIP_PART)
    x = (int) fol_timeline_position_x (self, &hit.position);
  gtk_tooltip_set_tip_area (
      tooltip, &(GdkRectangle){ x - 2, 0, 4, gtk_widget_get_height (GTK_WIDGET (self)) });
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
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                            ? LEAST_WIDTH
                            : fol_timeline_height (FOL_TIMELINE (widget));
}

static void
fol_timeline_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  fol_timeline_redraw (FOL_TIMELINE (widget));
  /* Popovers belong to no layout manager: whoever is their parent places them. */
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_popover_present (GTK_POPOVER (child));
}

static void
fol_timeline_dispose (GObject *object)
{
  FolTimeline *self = FOL_TIMELINE (object);

  g_clear_pointer (&self->state, fol_state_unref);
  g_clear_pointer (&self->values, fol_curve_values_unref);
  g_clear_pointer (&self->body, gsk_render_node_unref);
  G_OBJECT_CLASS (fol_timeline_parent_class)->dispose (object);
}

static void
fol_timeline_finalize (GObject *object)
{
  FolTimeline *self = FOL_TIMELINE (object);

  g_ptr_array_unref (self->bins);
  g_clear_pointer (&self->notes, fol_session_notes_free);
  g_array_unref (self->lane);
  G_OBJECT_CLASS (fol_timeline_parent_class)->finalize (object);
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
  fol_timeline_input_class_init (widget_class);

  signals[SIGNAL_SEEK] = g_signal_new ("seek", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
clear_bins (gpointer bins)
{
  fol_bins_free (bins);
}

static void
appearance_cb (FolAppearance *appearance, FolTimeline *self)
{
  self->text_scale = fol_appearance_text_scale (appearance);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  fol_timeline_redraw (self);
}

static void
fol_timeline_init (FolTimeline *self)
{
  FolAppearance *appearance = fol_appearance_get_default ();

  g_signal_connect_object (appearance, "changed", G_CALLBACK (appearance_cb), self, 0);
  self->text_scale = fol_appearance_text_scale (appearance);
  self->theme = FOL_THEME_LIGHT;
  self->curve = (struct fol_curve){ .kind = FOL_CURVE_FREE, .zone = SIM_ALL_ZONES };
  self->reached = G_MAXUINT64;
  self->bins = g_ptr_array_new_with_free_func (clear_bins);
  self->lane = g_array_new (FALSE, TRUE, sizeof (guint));
  fol_timeline_input_init (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (fol_timeline_redraw), NULL);
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

/* Bins that exist are those of the last state.  Both states are alive here, so chunks of
 * the same address are the same. */
static void
update_bins (FolTimeline *self, const struct fol_state *old, const struct fol_state *state)
{
  if (old == NULL || state->branch_count < old->branch_count)
    g_ptr_array_set_size (self->bins, 0);
  g_ptr_array_set_size (self->bins, (int) state->branch_count);
  for (guint i = 0; i < state->branch_count; i++) {
    const struct fol_track *known = self->bins->pdata[i] != NULL ? old->track[i] : NULL;

    if (known == NULL && !fol_timeline_on_line (self, i))
      continue;
    if (known == NULL)
      self->bins->pdata[i] = fol_bins_new ();
    fol_bins_update (self->bins->pdata[i], known, state->track[i]);
  }
}

/* What the pointer is over may be gone, or be something else. */
static void
check_hover (FolTimeline *self, const struct fol_state *old)
{
  const struct fol_state *state = self->state;

  if (state == NULL || old == NULL || !is_there (state, &self->hover.position) ||
      (self->hover.position.step != FOL_STEP_END &&
       (old->position.index != state->position.index ||
        old->position.branch != state->position.branch)))
    self->hover.part = FOL_TIMELINE_NOWHERE;
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
  if (state == NULL || old == NULL)
    self->span = 0;
  if (state != NULL && old != NULL && !fol_position_equal (&old->position, &state->position))
    fol_timeline_follow (self);
  check_hover (self, old);
  fol_state_unref (old);
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_timeline_set_curve (FolTimeline *self, const struct fol_curve *curve,
                        const struct fol_curve_values *values)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));

  if (values == self->values && fol_curve_equal (curve, &self->curve))
    return;
  if (values != NULL)
    fol_curve_values_ref ((struct fol_curve_values *) values);
  fol_curve_values_unref (self->values);
  self->values = (struct fol_curve_values *) values;
  self->curve = *curve;
  fol_timeline_redraw (self);
}

char *
fol_branch_key (guint branch)
{
  return g_strdup_printf ("branch-%u", branch);
}

/* Names of results, which can be many, are left out. */
void
fol_timeline_set_notes (FolTimeline *self, const struct fol_session_notes *notes)
{
  struct fol_session_notes *copy = NULL;
  GHashTableIter iter;
  gpointer key, value;

  g_return_if_fail (FOL_IS_TIMELINE (self));

  if (notes != NULL) {
    copy = fol_session_notes_new ();
    for (guint i = 0; i < notes->bookmarks->len; i++) {
      struct fol_bookmark bookmark = g_array_index (notes->bookmarks, struct fol_bookmark, i);

      bookmark.label = g_strdup (bookmark.label);
      g_array_append_val (copy->bookmarks, bookmark);
    }
    g_hash_table_iter_init (&iter, notes->view);
    while (g_hash_table_iter_next (&iter, &key, &value))
      g_hash_table_insert (copy->view, g_strdup (key), g_strdup (value));
  }
  g_clear_pointer (&self->notes, fol_session_notes_free);
  self->notes = copy;
  self->hover.part = FOL_TIMELINE_NOWHERE;
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_timeline_set_pinned (FolTimeline *self, const struct fol_position *pinned)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));

  self->is_pinned = pinned != NULL;
  if (pinned != NULL)
    self->pinned = *pinned;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_timeline_zoom (FolTimeline *self, double factor)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));

  if (self->state != NULL)
    fol_timeline_zoom_here (self, factor);
}

void
fol_timeline_get_sight (FolTimeline *self, double *first, double *span)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));

  *first = fol_timeline_first (self);
  *span = fol_timeline_span (self);
}

void
fol_timeline_set_theme (FolTimeline *self, enum fol_theme theme)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));
  g_return_if_fail (theme < FOL_THEME_COUNT);

  if (theme == self->theme)
    return;
  self->theme = theme;
  fol_timeline_redraw (self);
}

void
fol_timeline_set_reached (FolTimeline *self, guint64 index)
{
  g_return_if_fail (FOL_IS_TIMELINE (self));

  if (index == self->reached)
    return;
  self->reached = index;
  fol_timeline_redraw (self);
}

gboolean
fol_timeline_get_place (FolTimeline *self, const struct fol_position *position, double *x,
                        double *y)
{
  guint branch = position->branch;

  g_return_val_if_fail (FOL_IS_TIMELINE (self), FALSE);

  if (self->state == NULL || !is_there (self->state, position))
    return FALSE;
  *x = fol_timeline_position_x (self, position);
  if (position->index <= self->state->track[branch]->branch.fork)
    branch = 0;
  *y = fol_timeline_y (self, branch);
  return TRUE;
}
