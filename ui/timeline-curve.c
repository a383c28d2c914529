/* ui/timeline-curve.c - the curve over the line we are on: a number after each operation. */
#include "ui/timeline-private.h"

#include <math.h>

#define ABOVE_LINE 6.0 /* from the foot of the curve to the main line */

struct curve {
  double foot, head; /* y */
  guint32 least, most;
};

static double
curve_y (const struct curve *curve, double value)
{
  if (curve->most == curve->least)
    return (curve->foot + curve->head) / 2;
  return curve->foot - (value - curve->least) / (curve->most - (double) curve->least) *
                           (curve->foot - curve->head);
}

gboolean
fol_timeline_value (FolTimeline *self, guint branch, guint64 index, guint32 *value)
{
  return fol_curve_read (&self->curve, self->state, self->values, branch, index, value);
}

/* The last operation of a branch whose value is known; its fork if none of its own is. */
static guint64
known (FolTimeline *self, guint branch)
{
  const struct fol_branch *own = &self->state->track[branch]->branch;

  if (fol_curve_is_plain (&self->curve))
    return own->length;
  if (self->values == NULL || branch >= self->values->branch_count)
    return own->fork;
  return MIN (own->fork + self->values->stretch[branch].known, own->length);
}

/* Least and most of operations from .. to, all of the branch's own and known.  Values that
 * come with the state have bins; those that were asked for are looked at one by one, which
 * costs about a millisecond for a million, and only when the body is drawn anew. */
static gboolean
range (FolTimeline *self, guint branch, guint64 from, guint64 to, guint32 *least, guint32 *most)
{
  if (from > to)
    return FALSE;
  if (fol_curve_is_plain (&self->curve))
    return fol_bins_range (self->bins->pdata[branch], self->state->track[branch], from, to, least,
                           most);
  *least = G_MAXUINT32;
  *most = 0;
  while (from <= to) {
    guint32 count;
    const guint32 *value = fol_curve_run (self->values, branch, from, &count);

    if (value == NULL)
      return FALSE;
    count = (guint32) MIN (count, to - from + 1);
    for (guint32 i = 0; i < count; i++) {
      *least = MIN (*least, value[i]);
      *most = MAX (*most, value[i]);
    }
    from += count;
  }
  return TRUE;
}

static void
widen (struct curve *curve, guint32 least, guint32 most)
{
  curve->least = MIN (curve->least, least);
  curve->most = MAX (curve->most, most);
}

static void
measure_branch (FolTimeline *self, struct curve *curve, guint branch, guint64 from, guint64 to)
{
  guint32 least, most;

  from = MAX (from, self->state->track[branch]->branch.fork + 1);
  to = MIN (to, known (self, branch));
  if (range (self, branch, from, to, &least, &most))
    widen (curve, least, most);
}

/* The scale of what is in sight: from a little below the least value to the most,
 * so that a few frames' change shows on a machine of any size; from 0 if that is near. */
static void
measure_curve (FolTimeline *self, struct curve *curve)
{
  guint32 below, opening;
  guint64 from, to;

  fol_timeline_sight (self, &from, &to);
  curve->head = FOL_TIMELINE_CURVE_TOP * self->text_scale;
  curve->foot = fol_timeline_main_line (self) - ABOVE_LINE;
  curve->least = G_MAXUINT32;
  curve->most = 0;
  if (from == 0 && fol_timeline_value (self, 0, 0, &opening))
    widen (curve, opening, opening);
  for (guint i = 0; i < self->state->branch_count; i++)
    if (self->bins->pdata[i] != NULL && fol_timeline_on_line (self, i))
      measure_branch (self, curve, i, from, to);
  if (curve->least > curve->most) /* beyond the end of this line, or nothing is known yet */
    curve->least = curve->most = 0;
  below = (curve->most - curve->least) / 2 + 1;
  curve->least = curve->least > below ? curve->least - below : 0;
}

/* The upper edge of the curve over first .. last as a path; single values if
 * they fit, else two points for every column: its most, then its least. */
static void
trace_curve (FolTimeline *self, cairo_t *cr, const struct curve *curve, guint branch, guint64 first,
             guint64 last)
{
  double step = fol_timeline_spacing (self), origin = fol_timeline_x (self, 0);
  guint32 value;

  /* Where it leaves its parent it may not be known. */
  if (fol_timeline_value (self, branch, first, &value))
    cairo_move_to (cr, fol_timeline_x (self, (double) first), curve_y (curve, value));
  if (step >= 2) {
    for (guint64 i = first + 1; i <= last; i++)
      if (fol_timeline_value (self, branch, i, &value))
        cairo_line_to (cr, fol_timeline_x (self, (double) i), curve_y (curve, value));
    return;
  }
  for (double x = ceil (fol_timeline_x (self, (double) first));
       x < fol_timeline_x (self, (double) last) + 1; x++) {
    /* Column x holds the operations that stand in [x, x + 1). */
    guint64 from = (guint64) ceil (MAX ((x - origin) / step, 0));
    guint64 to = (guint64) MAX (ceil ((x + 1 - origin) / step) - 1, 0);
    guint32 least, most;

    from = MAX (from, first + 1);
    to = MIN (to, last);
    if (!range (self, branch, from, to, &least, &most))
      continue;
    cairo_line_to (cr, x + 0.25, curve_y (curve, most));
    cairo_line_to (cr, x + 0.75, curve_y (curve, least));
  }
}

static void
draw_stretch (FolTimeline *self, cairo_t *cr, const struct curve *curve, guint64 first,
              guint64 last, gboolean pale)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  struct fol_colour line =
      pale ? fol_timeline_mix (palette->line, palette->muted, 0.35) : palette->accent;
  struct fol_colour area = pale ? fol_timeline_mix (palette->raised, palette->line, 0.35)
                                : fol_timeline_mix (palette->raised, palette->accent, 0.12);
  guint64 from, to;

  fol_timeline_sight (self, &from, &to);
  first = MAX (first, from);
  last = MIN (MIN (last, known (self, 0)), to);
  if (last < first)
    return;
  trace_curve (self, cr, curve, 0, first, last);
  cairo_line_to (cr, fol_timeline_x (self, (double) last), curve->foot);
  cairo_line_to (cr, fol_timeline_x (self, (double) first), curve->foot);
  cairo_close_path (cr);
  fol_timeline_set_colour (cr, area);
  cairo_fill (cr);
  trace_curve (self, cr, curve, 0, first, last);
  cairo_set_line_width (cr, 1.6);
  fol_timeline_set_colour (cr, line);
  cairo_stroke (cr);
}

/* The branches that led to where we are, each up to where the next one leaves it. */
static void
draw_own (FolTimeline *self, cairo_t *cr, const struct curve *curve)
{
  guint64 from, to, end = self->state->track[self->state->position.branch]->branch.length;

  fol_timeline_sight (self, &from, &to);
  cairo_set_line_width (cr, 1.6);
  fol_timeline_set_colour (cr, fol_timeline_palette (self)->style[FOL_ROLE_BRANCH].fill);
  for (guint i = self->state->position.branch; i != 0;) {
    const struct fol_branch *branch = &self->state->track[i]->branch;
    guint64 first = MAX (branch->fork, from), last = MIN (MIN (end, known (self, i)), to);

    if (last > first) {
      trace_curve (self, cr, curve, i, first, last);
      cairo_stroke (cr);
    }
    end = branch->fork;
    i = branch->parent;
  }
}

void
fol_timeline_draw_curve (FolTimeline *self, cairo_t *cr)
{
  guint64 length = self->state->track[0]->branch.length;
  guint64 reached = MIN (length, self->reached);
  struct curve curve;

  measure_curve (self, &curve);
  cairo_save (cr);
  cairo_rectangle (cr, 0, curve.head - 2, gtk_widget_get_width (GTK_WIDGET (self)),
                   curve.foot - curve.head + 3);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (reached < length)
    draw_stretch (self, cr, &curve, reached, length, TRUE);
  draw_stretch (self, cr, &curve, 0, reached, FALSE);
  draw_own (self, cr, &curve);
  cairo_restore (cr);
}
