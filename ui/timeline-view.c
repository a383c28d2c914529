/* ui/timeline-view.c - what of the timeline is in sight, and where it stands in the widget. */
#include "ui/timeline-private.h"

#include <math.h>

#define SLOTS_LEAST  6u   /* room for so many operations at least: the first few do not jump */
#define SPAN_LEAST   1.5  /* operations in sight at the deepest zoom */
#define HEIGHT       53.0 /* with one row of branches, without what grows with the text */
#define BELOW_LINE   19.0 /* from the main line to the bottom, likewise */
#define LANES_TOP    17.0 /* from the main line to the first row */
#define LANE_HEIGHT  12.0
#define STEP_LEAST   6.0  /* pixels between two steps that can be clicked */
#define FOLLOW_SHARE 0.08 /* of the width: the position comes no nearer to an edge by itself */
#define FLAG_HEIGHT  19.0
#define FLAG_WIDTH   9.0

void
fol_timeline_redraw (FolTimeline *self)
{
  g_clear_pointer (&self->body, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint64
fol_timeline_last (FolTimeline *self)
{
  guint64 last = 0;

  for (guint i = 0; self->state != NULL && i < self->state->branch_count; i++)
    last = MAX (last, self->state->track[i]->branch.length);
  return last;
}

static double
all (FolTimeline *self)
{
  return (double) MAX (fol_timeline_last (self), SLOTS_LEAST);
}

static double
room (FolTimeline *self)
{
  return MAX (gtk_widget_get_width (GTK_WIDGET (self)) - 2 * FOL_TIMELINE_MARGIN, 1);
}

double
fol_timeline_span (FolTimeline *self)
{
  return self->span > 0 ? MIN (self->span, all (self)) : all (self);
}

double
fol_timeline_first (FolTimeline *self)
{
  return self->span > 0 ? CLAMP (self->first, 0, all (self) - fol_timeline_span (self)) : 0;
}

double
fol_timeline_spacing (FolTimeline *self)
{
  return room (self) / fol_timeline_span (self);
}

void
fol_timeline_sight (FolTimeline *self, guint64 *from, guint64 *to)
{
  double beside = FOL_TIMELINE_MARGIN / fol_timeline_spacing (self) + 1;
  double first = fol_timeline_first (self);

  *from = (guint64) MAX (floor (first - beside), 0);
  *to = (guint64) ceil (first + fol_timeline_span (self) + beside);
}

double
fol_timeline_x (FolTimeline *self, double index)
{
  return FOL_TIMELINE_MARGIN + (index - fol_timeline_first (self)) * fol_timeline_spacing (self);
}

double
fol_timeline_step_x (FolTimeline *self, guint step)
{
  const struct fol_state *state = self->state;
  guint count = MAX (state->steps->count, 1);

  return fol_timeline_x (self,
                         (double) state->position.index - 1 + (double) MIN (step, count) / count);
}

gboolean
fol_timeline_shows_steps (FolTimeline *self)
{
  const struct fol_state *state = self->state;

  return state->position.index > 0 && state->steps->count > 1 &&
         fol_timeline_spacing (self) / state->steps->count >= STEP_LEAST;
}

/* Inside an operation: between it and the one before; how far is known of the one we are at. */
double
fol_timeline_position_x (FolTimeline *self, const struct fol_position *position)
{
  const struct fol_position *at = &self->state->position;

  if (position->step == FOL_STEP_END || position->index == 0)
    return fol_timeline_x (self, (double) position->index);
  if (position->branch == at->branch && position->index == at->index &&
      self->state->steps->count > 0)
    return fol_timeline_step_x (self, position->step);
  return fol_timeline_x (self, (double) position->index - 0.5);
}

static guint
lanes_shown (FolTimeline *self)
{
  return MIN (self->lane_count, FOL_TIMELINE_LANES_MOST);
}

static double
lanes_height (FolTimeline *self)
{
  return lanes_shown (self) > 1 ? (lanes_shown (self) - 1) * LANE_HEIGHT * self->text_scale : 0;
}

int
fol_timeline_height (FolTimeline *self)
{
  double text = (FOL_TIMELINE_CURVE_TOP + FOL_TIMELINE_TAG) * self->text_scale;

  return (int) ceil (HEIGHT + text + lanes_height (self));
}

double
fol_timeline_main_line (FolTimeline *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) - BELOW_LINE -
         FOL_TIMELINE_TAG * self->text_scale - lanes_height (self);
}

static guint
lane_of (FolTimeline *self, guint branch)
{
  return branch < self->lane->len ? g_array_index (self->lane, guint, branch) : 0;
}

gboolean
fol_timeline_in_sight (FolTimeline *self, guint branch)
{
  guint lane = lane_of (self, branch);

  return lane == 0 || (lane > self->lane_first && lane <= self->lane_first + lanes_shown (self));
}

/* A row that is not in sight is as good as the border it is behind. */
double
fol_timeline_y (FolTimeline *self, guint branch)
{
  double lane = lane_of (self, branch);

  if (lane == 0)
    return fol_timeline_main_line (self);
  lane = CLAMP (lane - 1 - self->lane_first, -0.5, lanes_shown (self) - 0.5);
  return fol_timeline_main_line (self) + LANES_TOP + lane * LANE_HEIGHT * self->text_scale;
}

guint64
fol_timeline_index_at (FolTimeline *self, guint branch, double x)
{
  double index = floor (fol_timeline_first (self) +
                        (x - FOL_TIMELINE_MARGIN) / fol_timeline_spacing (self) + 0.5);

  if (self->state == NULL || branch >= self->state->branch_count || index <= 0)
    return 0;
  return (guint64) MIN (index, (double) self->state->track[branch]->branch.length);
}

gboolean
fol_timeline_on_line (FolTimeline *self, guint branch)
{
  guint at = self->state->position.branch;

  while (at != branch && at != 0)
    at = self->state->track[at]->branch.parent;
  return at == branch;
}

/* Rows */

static void
show_lane (FolTimeline *self, guint lane)
{
  guint most = self->lane_count - lanes_shown (self);

  if (lane > 0 && lane <= self->lane_first)
    self->lane_first = lane - 1;
  else if (lane > self->lane_first + lanes_shown (self))
    self->lane_first = lane - lanes_shown (self);
  self->lane_first = MIN (self->lane_first, most);
}

/* First fit: a branch takes the first row in which nothing else lies where it lies. */
void
fol_timeline_assign_lanes (FolTimeline *self)
{
  g_autoptr (GArray) end = g_array_new (FALSE, TRUE, sizeof (guint64));
  guint count = self->state != NULL ? self->state->branch_count : 0;

  g_array_set_size (self->lane, count);
  for (guint i = 0; i < count; i++) {
    const struct fol_branch *branch = &self->state->track[i]->branch;
    guint lane = 0;

    if (i > 0) {
      while (lane < end->len && g_array_index (end, guint64, lane) >= branch->fork)
        lane++;
      if (lane == end->len)
        g_array_set_size (end, lane + 1);
      g_array_index (end, guint64, lane) =
          MAX (g_array_index (end, guint64, lane), branch->length + 1);
      lane++;
    }
    g_array_index (self->lane, guint, i) = lane;
  }
  if (MIN (end->len, FOL_TIMELINE_LANES_MOST) != lanes_shown (self))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->lane_count = end->len;
  show_lane (self, self->state != NULL ? lane_of (self, self->state->position.branch) : 0);
}

void
fol_timeline_scroll_lanes (FolTimeline *self, int by)
{
  int most = (int) (self->lane_count - lanes_shown (self));

  self->lane_first = (guint) CLAMP ((int) self->lane_first + by, 0, most);
  fol_timeline_redraw (self);
}

/* Pressing */

guint
fol_timeline_branch_at (FolTimeline *self, double x, double y)
{
  double nearest = FOL_TIMELINE_NEAR;
  guint found = self->state != NULL ? self->state->position.branch : 0;

  /* The curve is that of the line we are on. */
  if (self->state == NULL || y < fol_timeline_main_line (self) - FOL_TIMELINE_NEAR)
    return found;
  for (guint i = 0; i < self->state->branch_count; i++) {
    const struct fol_branch *branch = &self->state->track[i]->branch;
    double away = fabs (y - fol_timeline_y (self, i));

    if (away < nearest && fol_timeline_in_sight (self, i) &&
        x >= fol_timeline_x (self, (double) (i > 0 ? branch->fork : 0)) - FOL_TIMELINE_NEAR &&
        x <= fol_timeline_x (self, (double) branch->length) + FOL_TIMELINE_NEAR) {
      nearest = away;
      found = i;
    }
  }
  return found;
}

guint
fol_timeline_bookmarks (FolTimeline *self)
{
  return self->notes != NULL ? self->notes->bookmarks->len : 0;
}

const struct fol_bookmark *
fol_timeline_bookmark (FolTimeline *self, guint i)
{
  return &g_array_index (self->notes->bookmarks, struct fol_bookmark, i);
}

double
fol_timeline_flag_y (FolTimeline *self, const struct fol_bookmark *bookmark)
{
  guint branch = bookmark->position.branch;

  return fol_timeline_y (self, branch < self->lane->len ? branch : 0) - FLAG_HEIGHT;
}

static gboolean
find_bookmark (FolTimeline *self, double x, double y, struct fol_timeline_hit *hit)
{
  for (guint i = fol_timeline_bookmarks (self); i-- > 0;) {
    const struct fol_bookmark *bookmark = fol_timeline_bookmark (self, i);
    double left = fol_timeline_position_x (self, &bookmark->position);
    double top = fol_timeline_flag_y (self, bookmark);

    if (bookmark->position.branch >= self->state->branch_count ||
        !fol_timeline_in_sight (self, bookmark->position.branch) || x < left - 3 ||
        x > left + FLAG_WIDTH + 2 || y < top - 2 || y > top + FLAG_HEIGHT / 2 + 2)
      continue;
    *hit = (struct fol_timeline_hit){ .part = FOL_TIMELINE_BOOKMARK,
                                      .position = bookmark->position,
                                      .bookmark = i };
    return TRUE;
  }
  return FALSE;
}

/* On the line itself, between an operation and the one before, are its steps. */
static void
find_step (FolTimeline *self, double x, double y, struct fol_position *position)
{
  const struct fol_position *at = &self->state->position;
  double in;

  if (!fol_timeline_shows_steps (self) || position->branch != at->branch ||
      fabs (y - fol_timeline_y (self, at->branch)) > FOL_TIMELINE_NEAR)
    return;
  in = (x - fol_timeline_step_x (self, 0)) / fol_timeline_spacing (self);
  in = floor (in * self->state->steps->count + 0.5);
  if (in < 1 || in >= self->state->steps->count)
    return;
  position->index = at->index;
  position->step = (guint32) in;
}

struct fol_timeline_hit
fol_timeline_hit (FolTimeline *self, double x, double y)
{
  struct fol_timeline_hit hit = { .part = FOL_TIMELINE_NOWHERE };

  if (self->state == NULL)
    return hit;
  if (self->span > 0 && y >= gtk_widget_get_height (GTK_WIDGET (self)) - FOL_TIMELINE_STRIP - 2) {
    hit.part = FOL_TIMELINE_STRIP_PART;
    return hit;
  }
  if (find_bookmark (self, x, y, &hit))
    return hit;
  hit.part = FOL_TIMELINE_MOMENT;
  hit.position.branch = fol_timeline_branch_at (self, x, y);
  hit.position.index = fol_timeline_index_at (self, hit.position.branch, x);
  hit.position.step = FOL_STEP_END;
  find_step (self, x, y, &hit.position);
  return hit;
}

/* Zoom */

void
fol_timeline_pan_to (FolTimeline *self, double first)
{
  double now = fol_timeline_first (self);

  if (self->span <= 0)
    return;
  self->first = CLAMP (first, 0, all (self) - fol_timeline_span (self));
  if (self->first != now)
    fol_timeline_redraw (self);
}

void
fol_timeline_zoom_at (FolTimeline *self, double x, double factor)
{
  double share = CLAMP ((x - FOL_TIMELINE_MARGIN) / room (self), 0, 1);
  double there = fol_timeline_first (self) + share * fol_timeline_span (self);
  double span = fol_timeline_span (self) / factor;

  self->span = MAX (span, SPAN_LEAST);
  /* All of them, and all that will come. */
  if (factor <= 0 || self->span >= all (self))
    self->span = 0;
  self->first = there - share * self->span;
  self->first = fol_timeline_first (self);
  fol_timeline_redraw (self);
}

void
fol_timeline_follow (FolTimeline *self)
{
  double first = fol_timeline_first (self), span = fol_timeline_span (self);
  double edge = self->dragging ? 0 : span * FOLLOW_SHARE;
  double at, from;

  if (self->span <= 0 || self->state == NULL)
    return;
  at = first + (fol_timeline_position_x (self, &self->state->position) - FOL_TIMELINE_MARGIN) /
                   fol_timeline_spacing (self);
  /* Where steps can be pressed, all of the operation's. */
  from = fol_timeline_shows_steps (self) ? MIN (at, (double) self->state->position.index - 1) : at;
  if (at < first - span || at > first + 2 * span)
    fol_timeline_pan_to (self, at - span / 2);
  else if (from < first + edge)
    fol_timeline_pan_to (self, from - edge);
  else if (at > first + span - edge)
    fol_timeline_pan_to (self, at - span + edge);
}

void
fol_timeline_zoom_here (FolTimeline *self, double factor)
{
  fol_timeline_zoom_at (self, fol_timeline_position_x (self, &self->state->position), factor);
  fol_timeline_follow (self);
}
