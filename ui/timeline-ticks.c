/* ui/timeline-ticks.c - operations, their steps, and the branches they stand on. */
#include "ui/timeline-private.h"

#include <math.h>

#define BAR_HEIGHT 5.0 /* most, above and below the line */

enum glyph { GLYPH_CIRCLE, GLYPH_DIAMOND, GLYPH_SQUARE };

/* What an operation does has a shape, and within a shape filled or hollow: colour only
 * helps.  Where there is no room for shapes, place tells: what allocates stands above
 * the line, what frees below it, all else across it. */
static const struct tick {
  enum glyph glyph;
  gboolean hollow;
  int side; /* 1: above, -1: below, 0: across */
  enum fol_role role;
} ticks[SIM_OP_COUNT] = {
  [SIM_OP_ALLOC_PAGES] = { GLYPH_CIRCLE, FALSE, 1, FOL_ROLE_MOVABLE },
  [SIM_OP_FREE_PAGES] = { GLYPH_CIRCLE, TRUE, -1, FOL_ROLE_UNMOVABLE },
  [SIM_OP_DRAIN_LOCAL_PAGES] = { GLYPH_DIAMOND, TRUE, 0, FOL_ROLE_PCP },
  [SIM_OP_DRAIN_ALL_PAGES] = { GLYPH_DIAMOND, FALSE, 0, FOL_ROLE_PCP },
  [SIM_OP_SET_PAGE_LRU] = { GLYPH_SQUARE, FALSE, 0, FOL_ROLE_RECLAIMABLE },
  [SIM_OP_CLEAR_PAGE_LRU] = { GLYPH_SQUARE, TRUE, 0, FOL_ROLE_RECLAIMABLE },
  [SIM_OP_SET_CPU] = { GLYPH_SQUARE, FALSE, 0, FOL_ROLE_KERNEL },
};

static void
outline_glyph (cairo_t *cr, enum glyph glyph, double x, double y, double radius)
{
  switch (glyph) {
  case GLYPH_DIAMOND:
    cairo_move_to (cr, x, y - radius - 0.5);
    cairo_line_to (cr, x + radius + 0.5, y);
    cairo_line_to (cr, x, y + radius + 0.5);
    cairo_line_to (cr, x - radius - 0.5, y);
    cairo_close_path (cr);
    return;
  case GLYPH_SQUARE:
    cairo_rectangle (cr, x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6);
    return;
  case GLYPH_CIRCLE:
    cairo_new_sub_path (cr);
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
    return;
  }
}

/* The opening is no operation: SIM_OP_COUNT. */
static void
draw_tick (FolTimeline *self, cairo_t *cr, guint32 kind, double x, double y, double radius,
           gboolean pale)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  gboolean hollow = kind < SIM_OP_COUNT && ticks[kind].hollow;
  enum glyph glyph = kind < SIM_OP_COUNT ? ticks[kind].glyph : GLYPH_CIRCLE;
  struct fol_colour colour = kind < SIM_OP_COUNT
                                 ? palette->style[ticks[kind].role].fill
                                 : fol_timeline_mix (palette->muted, palette->line, 0.3);

  if (pale)
    colour = fol_timeline_mix (palette->muted, palette->raised, 0.45);
  outline_glyph (cr, glyph, x, y, radius + (radius > 3 ? 2 : 1));
  fol_timeline_set_colour (cr, palette->raised);
  cairo_fill (cr);
  outline_glyph (cr, glyph, x, y, hollow ? radius - 0.75 : radius);
  fol_timeline_set_colour (cr, colour);
  cairo_set_line_width (cr, 1.5);
  if (hollow)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

static void
draw_single (FolTimeline *self, cairo_t *cr, guint branch, guint64 from, guint64 to)
{
  double step = fol_timeline_spacing (self), radius = step >= 14 ? 4 : step >= 9 ? 3 : 2;

  for (guint64 i = from; i <= to; i++) {
    guint32 kind = SIM_OP_COUNT, free;

    if (i > 0)
      fol_state_track (self->state, branch, i, &kind, &free);
    draw_tick (self, cr, kind, fol_timeline_x (self, (double) i), fol_timeline_y (self, branch),
               branch > 0 ? MIN (radius, 3.5) : radius, branch == 0 && i > self->reached);
  }
}

static void
draw_bar (FolTimeline *self, cairo_t *cr, double x, double y, double height,
          struct fol_colour colour)
{
  cairo_rectangle (cr, x, y, 1, height);
  fol_timeline_set_colour (cr, colour);
  cairo_fill (cr);
}

/* One column: how much of it allocates and frees, and whether there is anything else. */
static void
draw_column (FolTimeline *self, cairo_t *cr, double x, double y, const struct fol_kinds *kinds)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  guint32 total = 0;
  double up = 0, down = 0;

  for (guint i = 0; i < SIM_OP_COUNT; i++)
    total += kinds->count[i];
  for (guint i = 0; i < SIM_OP_COUNT; i++) {
    double height = total > 0 ? ceil (BAR_HEIGHT * kinds->count[i] / total) : 0;
    struct fol_colour colour = palette->style[ticks[i].role].fill;

    if (height == 0)
      continue;
    if (ticks[i].side > 0) {
      draw_bar (self, cr, x, y - 1 - up - height, height, colour);
      up += height;
    } else if (ticks[i].side < 0) {
      draw_bar (self, cr, x, y + 1 + down, height, colour);
      down += height;
    } else {
      draw_bar (self, cr, x, y - 2, 4, colour);
    }
  }
}

static void
draw_binned (FolTimeline *self, cairo_t *cr, guint branch, guint64 first, guint64 last)
{
  double step = fol_timeline_spacing (self), origin = fol_timeline_x (self, 0);

  for (double x = floor (fol_timeline_x (self, (double) first));
       x < fol_timeline_x (self, (double) last) + 1; x++) {
    guint64 from = (guint64) MAX (ceil ((x - origin) / step), 0);
    guint64 to = (guint64) MAX (ceil ((x + 1 - origin) / step) - 1, 0);
    struct fol_kinds kinds = { { 0 } };

    from = MAX (from, first);
    to = MIN (to, last);
    if (to < from)
      continue;
    fol_bins_kinds (self->bins->pdata[branch], self->state->track[branch], from, to, &kinds);
    draw_column (self, cr, x, fol_timeline_y (self, branch), &kinds);
  }
}

static void
draw_branch (FolTimeline *self, cairo_t *cr, guint i)
{
  const struct fol_branch *branch = &self->state->track[i]->branch;
  const struct fol_palette *palette = fol_timeline_palette (self);
  struct fol_colour violet = palette->style[FOL_ROLE_BRANCH].fill;
  gboolean ours = i == self->state->position.branch, roomy;
  double step = fol_timeline_spacing (self);
  double x = fol_timeline_x (self, (double) branch->fork), y = fol_timeline_y (self, i);
  double from = fol_timeline_y (self, branch->parent);
  double end = fol_timeline_x (self, (double) branch->length), bend;

  roomy = step >= FOL_TIMELINE_SPACING_TICKS;
  /* The bend is over where the branch's first operation stands. */
  bend = MIN (30.0, (roomy ? step : end - x) / 2);
  cairo_move_to (cr, x, from);
  cairo_curve_to (cr, x + bend, from, x + bend, y, x + 2 * bend, y);
  cairo_line_to (cr, MAX (end, x + 2 * bend), y);
  cairo_set_line_width (cr, ours ? 1.8 : 1.2);
  if (!ours)
    violet = fol_timeline_mix (violet, palette->raised, 0.4);
  fol_timeline_set_colour (cr, violet);
  cairo_stroke (cr);
  if (!roomy) {
    cairo_arc (cr, end, y, ours ? 4 : 3, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static void
draw_on (FolTimeline *self, cairo_t *cr, guint i)
{
  const struct fol_branch *branch = &self->state->track[i]->branch;
  guint64 from, to;

  fol_timeline_sight (self, &from, &to);
  from = MAX (from, i > 0 ? branch->fork + 1 : 0);
  to = MIN (to, branch->length);
  if (from > to)
    return;
  if (fol_timeline_spacing (self) >= FOL_TIMELINE_SPACING_TICKS)
    draw_single (self, cr, i, from, to);
  else if (self->bins->pdata[i] != NULL && MAX (from, 1) <= to)
    draw_binned (self, cr, i, MAX (from, 1), to);
}

void
fol_timeline_draw_ticks (FolTimeline *self, cairo_t *cr)
{
  double y = fol_timeline_main_line (self);
  guint count = self->state->branch_count;

  cairo_move_to (cr, fol_timeline_x (self, 0), y);
  cairo_line_to (cr, fol_timeline_x (self, (double) self->state->track[0]->branch.length), y);
  cairo_set_line_width (cr, 2);
  fol_timeline_set_colour (cr, fol_timeline_palette (self)->line);
  cairo_stroke (cr);
  for (guint i = 1; i < count; i++)
    if (fol_timeline_in_sight (self, i))
      draw_branch (self, cr, i);
  for (guint i = count; i-- > 0;)
    if (fol_timeline_in_sight (self, i))
      draw_on (self, cr, i);
}

/* Steps of the operation we are at: those that happened are tall. */
void
fol_timeline_draw_steps (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  const struct fol_position *at = &self->state->position;
  const struct fol_branch *branch = &self->state->track[at->branch]->branch;
  /* The way to a branch's first operation bends: its steps stay on the line above. */
  double y = fol_timeline_y (self, at->index == branch->fork + 1 ? branch->parent : at->branch);
  gboolean tall = fol_timeline_shows_steps (self);

  if (at->index == 0 || fol_timeline_spacing (self) < 3.0 * self->state->steps->count)
    return;
  cairo_set_line_width (cr, tall ? 2 : 1);
  for (guint i = 1; i < self->state->steps->count; i++) {
    double x = floor (fol_timeline_step_x (self, i)) + (tall ? 0 : 0.5);
    gboolean done = at->step != FOL_STEP_END && i <= at->step;
    double reach = done ? 5 : 3.5;

    cairo_move_to (cr, x, y - reach);
    cairo_line_to (cr, x, y + reach);
    fol_timeline_set_colour (cr, done ? palette->style[FOL_ROLE_NOW].stroke
                                      : fol_timeline_mix (palette->line, palette->muted, 0.6));
    cairo_stroke (cr);
  }
}
