/* ui/timeline-curve.c - the curve over the line we are on: free frames after each operation. */
#include "ui/timeline-private.h"

#include <math.h>

#define ABOVE_LINE 6.0 /* from the foot of the curve to the main line */

struct curve {
  double foot, head; /* y */
  guint32 least, most;
};

static double
curve_y (const struct curve *curve, double free)
{
  if (curve->most == curve->least)
    return (curve->foot + curve->head) / 2;
  return curve->foot - (free - curve->least) / (curve->most - (double) curve->least) *
                           (curve->foot - curve->head);
}

guint32
fol_timeline_free_after (FolTimeline *self, guint branch, guint64 index)
{
  guint32 kind, free = self->state->opening_free;

  if (index > 0)
    fol_state_track (self->state, branch, index, &kind, &free);
  return free;
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
  const struct fol_track *track = self->state->track[branch];
  guint32 least, most;

  from = MAX (from, track->branch.fork + 1);
  to = MIN (to, track->branch.length);
  if (from <= to && fol_bins_range (self->bins->pdata[branch], track, from, to, &least, &most))
    widen (curve, least, most);
}

/* The scale of what is in sight: from a little below the least value to the most,
 * so that a few frames' change shows on a machine of any size; from 0 if that is near. */
static void
measure_curve (FolTimeline *self, struct curve *curve)
{
  guint32 below;
  guint64 from, to;

  fol_timeline_sight (self, &from, &to);
  curve->head = FOL_TIMELINE_CURVE_TOP;
  curve->foot = fol_timeline_main_line (self) - ABOVE_LINE;
  curve->least = G_MAXUINT32;
  curve->most = 0;
  if (from == 0)
    widen (curve, self->state->opening_free, self->state->opening_free);
  for (guint i = 0; i < self->state->branch_count; i++)
    if (self->bins->pdata[i] != NULL && fol_timeline_on_line (self, i))
      measure_branch (self, curve, i, from, to);
  if (curve->least > curve->most) /* beyond the end of this line */
    curve->least = curve->most = self->state->opening_free;
  below = (curve->most - curve->least) / 2 + 1;
  curve->least = curve->least > below ? curve->least - below : 0;
}

/* The upper edge of the curve over first .. last as a path; single values if
 * they fit, else two points for every column: its most, then its least. */
static void
trace_curve (FolTimeline *self, cairo_t *cr, const struct curve *curve, guint branch, guint64 first,
             guint64 last)
{
  const struct fol_track *track = self->state->track[branch];
  double step = fol_timeline_spacing (self), origin = fol_timeline_x (self, 0);

  cairo_move_to (cr, fol_timeline_x (self, (double) first),
                 curve_y (curve, fol_timeline_free_after (self, branch, first)));
  if (step >= 2) {
    for (guint64 i = first + 1; i <= last; i++)
      cairo_line_to (cr, fol_timeline_x (self, (double) i),
                     curve_y (curve, fol_timeline_free_after (self, branch, i)));
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
    if (to < from || !fol_bins_range (self->bins->pdata[branch], track, from, to, &least, &most))
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
  last = MIN (last, to);
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
    guint64 first = MAX (branch->fork, from), last = MIN (end, to);

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
