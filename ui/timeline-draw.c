/* ui/timeline-draw.c - where things stand on the timeline, and what they look like. */
#include "ui/timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARGIN        8.0 /* left and right of the first and last tick */
#define SLOTS_LEAST   6u  /* room for so many operations at least: the first few do not jump */
#define SPACING_TICKS 5.0 /* below that ticks would touch: bins */
#define CAPTION_TOP   5.0
#define CURVE_TOP     22.0
#define BELOW_CURVE   42.0 /* from the foot of the curve to the bottom */
#define BELOW_LINE    36.0 /* from the main line to the bottom */
#define LANES_TOP     17.0 /* from the main line to the first branch */
#define LANES_HEIGHT  14.0
#define TAG_HEIGHT    17.0
#define TEXT_SIZE     11.0
#define STEP_LEAST    3.0 /* pixels between two step ticks */
#define NEAR          9.0 /* pixels: a press this close means the line */

guint64
fol_timeline_last (FolTimeline *self)
{
  guint64 last = 0;

  for (guint i = 0; self->state != NULL && i < self->state->branch_count; i++)
    last = MAX (last, self->state->track[i]->branch.length);
  return last;
}

static double
spacing (FolTimeline *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;

  return MAX (width, 1) / (double) MAX (fol_timeline_last (self), SLOTS_LEAST);
}

double
fol_timeline_x (FolTimeline *self, double index)
{
  return MARGIN + index * spacing (self);
}

static double
main_line (FolTimeline *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) - BELOW_LINE;
}

double
fol_timeline_y (FolTimeline *self, guint branch)
{
  guint lane = branch < self->lane->len ? g_array_index (self->lane, guint, branch) : 0;
  double step;

  if (lane == 0)
    return main_line (self);
  step = self->lane_count > 1 ? LANES_HEIGHT / (self->lane_count - 1) : 0;
  return main_line (self) + LANES_TOP + (lane - 1) * MIN (step, LANES_HEIGHT / 2);
}

guint64
fol_timeline_index_at (FolTimeline *self, guint branch, double x)
{
  double index = floor ((x - MARGIN) / spacing (self) + 0.5);

  if (self->state == NULL || branch >= self->state->branch_count || index <= 0)
    return 0;
  return (guint64) MIN (index, (double) self->state->track[branch]->branch.length);
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
  self->lane_count = end->len;
}

guint
fol_timeline_branch_at (FolTimeline *self, double x, double y)
{
  double nearest = NEAR;
  guint found = self->state != NULL ? self->state->position.branch : 0;

  /* The curve is that of the line we are on. */
  if (self->state == NULL || y < main_line (self) - NEAR)
    return found;
  for (guint i = 0; i < self->state->branch_count; i++) {
    const struct fol_branch *branch = &self->state->track[i]->branch;
    double away = fabs (y - fol_timeline_y (self, i));

    if (away < nearest && x >= fol_timeline_x (self, i > 0 ? branch->fork : 0) - NEAR &&
        x <= fol_timeline_x (self, branch->length) + NEAR) {
      nearest = away;
      found = i;
    }
  }
  return found;
}

/* Drawing */

static const struct fol_palette *
palette_of (FolTimeline *self)
{
  return &fol_palettes[self->theme];
}

static struct fol_colour
mix (struct fol_colour a, struct fol_colour b, double share)
{
  return (struct fol_colour){ a.red + (b.red - a.red) * share,
                              a.green + (b.green - a.green) * share,
                              a.blue + (b.blue - a.blue) * share };
}

static void
set_colour (cairo_t *cr, struct fol_colour colour)
{
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
}

static PangoLayout *
text_layout (FolTimeline *self, const char *text, bool bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes,
                          pango_attr_size_new_absolute ((int) (TEXT_SIZE * PANGO_SCALE)));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static double
text_width (FolTimeline *self, const char *text, bool bold)
{
  g_autoptr (PangoLayout) layout = text_layout (self, text, bold);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static void
draw_text (FolTimeline *self, cairo_t *cr, const char *text, double x, double y, double align,
           bool bold, struct fol_colour colour)
{
  g_autoptr (PangoLayout) layout = text_layout (self, text, bold);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  set_colour (cr, colour);
  cairo_move_to (cr, floor (x - align * width), floor (y));
  pango_cairo_show_layout (cr, layout);
}

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

static const struct fol_track *
own_track (FolTimeline *self)
{
  guint branch = self->state->position.branch;

  return branch > 0 && branch < self->state->branch_count ? self->state->track[branch] : NULL;
}

/* The scale: from a little below the least value to the most, so that a few
 * frames' change shows on a machine of any size; from 0 if that is near. */
static void
measure_curve (FolTimeline *self, struct curve *curve)
{
  const struct fol_track *track = self->state->track[0], *own = own_track (self);
  guint32 least, most, below;

  curve->head = CURVE_TOP;
  curve->foot = gtk_widget_get_height (GTK_WIDGET (self)) - BELOW_CURVE;
  curve->least = curve->most = self->state->opening_free;
  if (fol_bins_range (self->main_bins, track, 1, track->branch.length, &least, &most)) {
    curve->least = MIN (curve->least, least);
    curve->most = MAX (curve->most, most);
  }
  if (own != NULL && fol_bins_range (self->own_bins, own, own->branch.fork + 1, own->branch.length,
                                     &least, &most)) {
    curve->least = MIN (curve->least, least);
    curve->most = MAX (curve->most, most);
  }
  below = (curve->most - curve->least) / 2 + 1;
  curve->least = curve->least > below ? curve->least - below : 0;
}

static guint32
free_after (FolTimeline *self, guint branch, guint64 index)
{
  guint32 kind, free = self->state->opening_free;

  if (index > 0)
    fol_state_track (self->state, branch, index, &kind, &free);
  return free;
}

/* The upper edge of the curve over first .. last as a path; single values if
 * they fit, else two points for every column: its most, then its least. */
static void
trace_curve (FolTimeline *self, cairo_t *cr, const struct curve *curve, guint branch,
             const struct fol_bins *bins, guint64 first, guint64 last)
{
  const struct fol_track *track = self->state->track[branch];
  double step = spacing (self);

  cairo_move_to (cr, fol_timeline_x (self, first),
                 curve_y (curve, free_after (self, branch, first)));
  if (step >= 2) {
    for (guint64 i = first + 1; i <= last; i++)
      cairo_line_to (cr, fol_timeline_x (self, i), curve_y (curve, free_after (self, branch, i)));
    return;
  }
  for (double x = ceil (fol_timeline_x (self, first)); x < fol_timeline_x (self, last) + 1; x++) {
    /* Column x holds the operations that stand in [x, x + 1). */
    guint64 from = (guint64) ceil (MAX ((x - MARGIN) / step, 0));
    guint64 to = (guint64) MAX (ceil ((x + 1 - MARGIN) / step) - 1, 0);
    guint32 least, most;

    from = MAX (from, first + 1);
    to = MIN (to, last);
    if (to < from || !fol_bins_range (bins, track, from, to, &least, &most))
      continue;
    cairo_line_to (cr, x + 0.25, curve_y (curve, most));
    cairo_line_to (cr, x + 0.75, curve_y (curve, least));
  }
}

static void
draw_stretch (FolTimeline *self, cairo_t *cr, const struct curve *curve, guint64 first,
              guint64 last, bool pale)
{
  const struct fol_palette *palette = palette_of (self);

  if (last < first)
    return;
  trace_curve (self, cr, curve, 0, self->main_bins, first, last);
  cairo_line_to (cr, fol_timeline_x (self, last), curve->foot);
  cairo_line_to (cr, fol_timeline_x (self, first), curve->foot);
  cairo_close_path (cr);
  set_colour (cr, pale ? mix (palette->raised, palette->line, 0.35)
                       : mix (palette->raised, palette->accent, 0.12));
  cairo_fill (cr);
  trace_curve (self, cr, curve, 0, self->main_bins, first, last);
  cairo_set_line_width (cr, 1.6);
  set_colour (cr, pale ? mix (palette->line, palette->muted, 0.35) : palette->accent);
  cairo_stroke (cr);
}

static void
draw_curve (FolTimeline *self, cairo_t *cr)
{
  const struct fol_track *own = own_track (self);
  guint64 length = self->state->track[0]->branch.length;
  guint64 reached = MIN (length, self->reached == G_MAXUINT64 ? length : self->reached);
  struct curve curve;

  measure_curve (self, &curve);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (reached < length)
    draw_stretch (self, cr, &curve, reached, length, true);
  draw_stretch (self, cr, &curve, 0, reached, false);
  if (own != NULL && own->branch.length > own->branch.fork) {
    trace_curve (self, cr, &curve, self->state->position.branch, self->own_bins, own->branch.fork,
                 own->branch.length);
    cairo_set_line_width (cr, 1.6);
    set_colour (cr, palette_of (self)->style[FOL_ROLE_BRANCH].fill);
    cairo_stroke (cr);
  }
}

static void
outline_glyph (cairo_t *cr, guint32 kind, double x, double y, double radius)
{
  switch (kind) {
  case SIM_OP_DRAIN_LOCAL_PAGES:
  case SIM_OP_DRAIN_ALL_PAGES:
    cairo_move_to (cr, x, y - radius - 0.5);
    cairo_line_to (cr, x + radius + 0.5, y);
    cairo_line_to (cr, x, y + radius + 0.5);
    cairo_line_to (cr, x - radius - 0.5, y);
    cairo_close_path (cr);
    return;
  case SIM_OP_SET_PAGE_LRU:
  case SIM_OP_CLEAR_PAGE_LRU:
  case SIM_OP_SET_CPU:
    cairo_rectangle (cr, x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6);
    return;
  default:
    cairo_new_sub_path (cr);
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
    return;
  }
}

/* What an operation does has a shape, and within a shape filled or hollow:
 * colour only helps. */
static void
draw_tick (FolTimeline *self, cairo_t *cr, guint32 kind, double x, double y, double radius,
           bool pale)
{
  static const enum fol_role roles[SIM_OP_COUNT] = {
    [SIM_OP_ALLOC_PAGES] = FOL_ROLE_MOVABLE,      [SIM_OP_FREE_PAGES] = FOL_ROLE_UNMOVABLE,
    [SIM_OP_DRAIN_LOCAL_PAGES] = FOL_ROLE_PCP,    [SIM_OP_DRAIN_ALL_PAGES] = FOL_ROLE_PCP,
    [SIM_OP_SET_PAGE_LRU] = FOL_ROLE_RECLAIMABLE, [SIM_OP_CLEAR_PAGE_LRU] = FOL_ROLE_RECLAIMABLE,
    [SIM_OP_SET_CPU] = FOL_ROLE_KERNEL,
  };
  const struct fol_palette *palette = palette_of (self);
  bool hollow = kind == SIM_OP_FREE_PAGES || kind == SIM_OP_CLEAR_PAGE_LRU ||
                kind == SIM_OP_DRAIN_LOCAL_PAGES;
  struct fol_colour colour = kind < SIM_OP_COUNT ? palette->style[roles[kind]].fill
                                                 : mix (palette->muted, palette->line, 0.3);

  if (pale)
    colour = mix (palette->muted, palette->raised, 0.45);
  outline_glyph (cr, kind, x, y, radius + (radius > 3 ? 2 : 1));
  set_colour (cr, palette->raised);
  cairo_fill (cr);
  outline_glyph (cr, kind, x, y, hollow ? radius - 0.75 : radius);
  set_colour (cr, colour);
  cairo_set_line_width (cr, 1.5);
  if (hollow)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

static void
draw_ticks (FolTimeline *self, cairo_t *cr, guint branch, guint64 first)
{
  double step = spacing (self), radius = step >= 14 ? 4 : step >= 9 ? 3 : 2;
  guint64 last = self->state->track[branch]->branch.length;

  if (step < SPACING_TICKS)
    return;
  for (guint64 i = first; i <= last; i++) {
    guint32 kind = SIM_OP_COUNT, free;

    if (i > 0)
      fol_state_track (self->state, branch, i, &kind, &free);
    draw_tick (self, cr, kind, fol_timeline_x (self, i), fol_timeline_y (self, branch), radius,
               branch == 0 && i > self->reached);
  }
}

static void
draw_branch (FolTimeline *self, cairo_t *cr, guint i)
{
  const struct fol_branch *branch = &self->state->track[i]->branch;
  const struct fol_colour violet = palette_of (self)->style[FOL_ROLE_BRANCH].fill;
  bool ours = i == self->state->position.branch;
  double x = fol_timeline_x (self, branch->fork), y = fol_timeline_y (self, i);
  double from = fol_timeline_y (self, branch->parent);
  double end = fol_timeline_x (self, branch->length);
  /* The bend is over where the branch's first operation stands. */
  double bend = MIN (30.0, (spacing (self) >= SPACING_TICKS ? spacing (self) : end - x) / 2);

  cairo_move_to (cr, x, from);
  cairo_curve_to (cr, x + bend, from, x + bend, y, x + 2 * bend, y);
  cairo_line_to (cr, MAX (end, x + 2 * bend), y);
  cairo_set_line_width (cr, ours ? 1.8 : 1.2);
  set_colour (cr, ours ? violet : mix (violet, palette_of (self)->raised, 0.4));
  cairo_stroke (cr);

  if (spacing (self) >= SPACING_TICKS) {
    for (guint64 at = branch->fork + 1; at <= branch->length; at++) {
      cairo_arc (cr, fol_timeline_x (self, at), y, at == branch->length ? 4 : 2.5, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  } else {
    cairo_arc (cr, end, y, 4, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static void
draw_body (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = palette_of (self);
  double y = main_line (self);

  draw_curve (self, cr);
  cairo_move_to (cr, fol_timeline_x (self, 0), y);
  cairo_line_to (cr, fol_timeline_x (self, self->state->track[0]->branch.length), y);
  cairo_set_line_width (cr, 2);
  set_colour (cr, palette->line);
  cairo_stroke (cr);
  for (guint i = 1; i < self->state->branch_count; i++)
    draw_branch (self, cr, i);
  draw_ticks (self, cr, 0, 0);
}

static void
draw_steps (FolTimeline *self, cairo_t *cr)
{
  const struct fol_state *state = self->state;
  const struct fol_position *at = &state->position;
  const struct fol_branch *branch = &state->track[at->branch]->branch;
  /* The way to a branch's first operation bends: its steps stay on the line above. */
  double y = fol_timeline_y (self, at->index == branch->fork + 1 ? branch->parent : at->branch);
  guint count = state->steps->count;

  if (at->index == 0 || count < 2 || spacing (self) / count < STEP_LEAST)
    return;
  cairo_set_line_width (cr, 1);
  for (guint i = 1; i < count; i++) {
    double x = floor (fol_timeline_x (self, at->index - 1 + (double) i / count)) + 0.5;
    bool done = at->step != FOL_STEP_END && i <= at->step;

    cairo_move_to (cr, x, y - 4);
    cairo_line_to (cr, x, y + 4);
    set_colour (cr, done ? palette_of (self)->style[FOL_ROLE_NOW].stroke
                         : mix (palette_of (self)->line, palette_of (self)->muted, 0.5));
    cairo_stroke (cr);
  }
}

static void
round_rectangle (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

static bool
inside (FolTimeline *self)
{
  const struct fol_position *at = &self->state->position;

  return at->step != FOL_STEP_END && at->index > 0 && self->state->steps->count > 0;
}

static char *
position_text (FolTimeline *self)
{
  const struct fol_position *at = &self->state->position;
  guint count = self->state->steps->count;

  if (inside (self))
    return g_strdup_printf ("%" G_GUINT64_FORMAT " · %u/%u", at->index, MIN (at->step, count),
                            count);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, at->index);
}

/* Inside an operation: between it and the one before. */
static double
position_x (FolTimeline *self)
{
  const struct fol_position *at = &self->state->position;
  double index = (double) at->index;

  if (inside (self))
    index += MIN (at->step / (double) self->state->steps->count, 1.0) - 1;
  return floor (fol_timeline_x (self, index)) + 0.5;
}

/* The number's box, kept inside the strip. */
static void
position_tag (FolTimeline *self, const char *text, double *left, double *width)
{
  int most = gtk_widget_get_width (GTK_WIDGET (self));

  *width = MAX (30, 14 + text_width (self, text, true));
  *left = CLAMP (floor (position_x (self) - *width / 2), 0, MAX (most - *width, 0));
}

/* Before the branch's bend or behind its end, wherever the position's number leaves room. */
static void
draw_branch_label (FolTimeline *self, cairo_t *cr)
{
  const struct fol_state *state = self->state;
  struct fol_colour violet = palette_of (self)->style[FOL_ROLE_BRANCH].fill;
  const char *label = _ ("your branch");
  guint i = state->position.branch > 0 ? state->position.branch : state->branch_count - 1;
  const struct fol_branch *branch;
  double width = text_width (self, label, true), before, behind, left, tag_left, tag_width;
  g_autofree char *text = position_text (self);

  if (state->branch_count < 2)
    return;
  branch = &state->track[i]->branch;
  position_tag (self, text, &tag_left, &tag_width);
  before = fol_timeline_x (self, branch->fork) - 4 - width;
  behind = fol_timeline_x (self, MAX (branch->length, branch->fork + 1)) + 12;
  if (tag_left + tag_width + 4 > behind && tag_left < behind + width)
    behind = tag_left + tag_width + 6;
  left = before;
  if (before < 4 || (tag_left < before + width + 4 && tag_left + tag_width + 4 > before))
    left = behind;
  if (left + width > gtk_widget_get_width (GTK_WIDGET (self)))
    left = MAX (MIN (before, tag_left - width - 6), 0);
  draw_text (self, cr, label, left, fol_timeline_y (self, i) - TEXT_SIZE * 0.7, 0, true, violet);
}

/* A line from top to bottom with a number that says where we are. */
static void
draw_position (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = palette_of (self);
  double x = position_x (self), width, left;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autofree char *text = position_text (self);

  position_tag (self, text, &left, &width);

  cairo_move_to (cr, x, 4);
  cairo_line_to (cr, x, height - TAG_HEIGHT - 5);
  cairo_set_line_width (cr, 1.6);
  set_colour (cr, palette->ink);
  cairo_stroke (cr);
  round_rectangle (cr, left, height - TAG_HEIGHT - 6, width, TAG_HEIGHT, 5);
  cairo_fill (cr);
  draw_text (self, cr, text, left + width / 2, height - TAG_HEIGHT - 5, 0.5, true, palette->raised);
}

static void
draw_hover (FolTimeline *self, cairo_t *cr)
{
  double x = floor (fol_timeline_x (self, (double) self->hover_index)) + 0.5;

  cairo_move_to (cr, x, CURVE_TOP);
  cairo_line_to (cr, x, fol_timeline_y (self, self->hover_branch) - 6);
  cairo_set_line_width (cr, 1);
  set_colour (cr, mix (palette_of (self)->line, palette_of (self)->muted, 0.6));
  cairo_stroke (cr);
  cairo_arc (cr, x, fol_timeline_y (self, self->hover_branch), 6.5, 0, 2 * G_PI);
  cairo_stroke (cr);
}

static void
draw_caption (FolTimeline *self, cairo_t *cr)
{
  const struct fol_position *at = &self->state->position;
  guint64 index = at->step == FOL_STEP_END || at->index == 0 ? at->index : at->index - 1;
  double left = MARGIN - 4, line = position_x (self), width;
  g_autofree char *text = NULL;

  text = g_strdup_printf (_ ("free frames: %'u"), free_after (self, at->branch, index));
  width = text_width (self, text, false);
  /* The line of the position stands from top to bottom: beside it, not under it. */
  if (line < left + width + 5)
    left = line + 6;
  draw_text (self, cr, text, left, CAPTION_TOP, 0, false, palette_of (self)->muted);
}

/* Where operations will stand, as long as there is none. */
static void
draw_empty (FolTimeline *self, cairo_t *cr)
{
  double y = main_line (self);
  const double dashes[] = { 2, 6 };

  cairo_save (cr);
  cairo_move_to (cr, fol_timeline_x (self, 0) + 16, y);
  cairo_line_to (cr, fol_timeline_x (self, SLOTS_LEAST), y);
  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  set_colour (cr, palette_of (self)->line);
  cairo_stroke (cr);
  cairo_restore (cr);
  draw_text (self, cr, _ ("Operations appear here"), fol_timeline_x (self, 0) + 16,
             y - TEXT_SIZE - 10, 0, false, palette_of (self)->muted);
}

void
fol_timeline_draw (FolTimeline *self, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                          (float) gtk_widget_get_height (GTK_WIDGET (self)));
  cairo_t *cr;

  if (self->state == NULL || self->state->branch_count == 0)
    return;
  if (self->body == NULL) {
    self->body = gsk_cairo_node_new (&bounds);
    cr = gsk_cairo_node_get_draw_context (self->body);
    draw_body (self, cr);
    cairo_destroy (cr);
  }
  gtk_snapshot_append_node (snapshot, self->body);

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  draw_caption (self, cr);
  if (fol_timeline_last (self) == 0)
    draw_empty (self, cr);
  draw_branch_label (self, cr);
  draw_steps (self, cr);
  if (self->hover_index != FOL_TIMELINE_NOT_HOVERED)
    draw_hover (self, cr);
  draw_position (self, cr);
  cairo_destroy (cr);
}
