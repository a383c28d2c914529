/* ui/timeline-draw.c - the timeline's position, words, flags and strip; putting it together. */
#include "ui/still-node.h"
#include "ui/timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TAG_HEIGHT   (FOL_TIMELINE_TAG * self->text_scale)
#define TEXT_SIZE    (11.0 * self->text_scale)
#define LABEL_HEIGHT (10.0 * self->text_scale)
#define EMPTY_LEAST  6.0 /* operations: how far the dashes of an empty timeline reach */

const struct fol_palette *
fol_timeline_palette (FolTimeline *self)
{
  return &fol_palettes[self->theme];
}

struct fol_colour
fol_timeline_mix (struct fol_colour a, struct fol_colour b, double share)
{
  return (struct fol_colour){ a.red + (b.red - a.red) * share,
                              a.green + (b.green - a.green) * share,
                              a.blue + (b.blue - a.blue) * share };
}

void
fol_timeline_set_colour (cairo_t *cr, struct fol_colour colour)
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
  fol_timeline_set_colour (cr, colour);
  cairo_move_to (cr, floor (x - align * width), floor (y));
  pango_cairo_show_layout (cr, layout);
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

static gboolean
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

static double
position_x (FolTimeline *self)
{
  return floor (fol_timeline_position_x (self, &self->state->position)) + 0.5;
}

/* Room that is taken in a row: from, to. */
struct taken {
  double y, left, right;
};

static gboolean
is_free (FolTimeline *self, const GArray *taken, double y, double left, double right)
{
  for (guint i = 0; i < taken->len; i++) {
    const struct taken *other = &g_array_index (taken, struct taken, i);

    if (fabs (other->y - y) < LABEL_HEIGHT && left < other->right && right > other->left)
      return FALSE;
  }
  return TRUE;
}

static void
take (GArray *taken, double y, double left, double right)
{
  struct taken room = { y, left, right };

  g_array_append_val (taken, room);
}

static double
tag_y (FolTimeline *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) - TAG_HEIGHT - 6;
}

/* The number's box, kept inside the strip. */
static void
position_tag (FolTimeline *self, const char *text, double *left, double *width)
{
  int most = gtk_widget_get_width (GTK_WIDGET (self));

  *width = MAX (30, 14 + text_width (self, text, true));
  *left = CLAMP (floor (position_x (self) - *width / 2), 0, MAX (most - *width, 0));
}

/* Before the branch's bend or behind its end, wherever there is room; else hovering tells. */
static void
draw_branch_label (FolTimeline *self, cairo_t *cr, guint i, GArray *taken)
{
  const struct fol_branch *branch = &self->state->track[i]->branch;
  struct fol_colour violet = fol_timeline_palette (self)->style[FOL_ROLE_BRANCH].fill;
  g_autofree char *label = fol_timeline_branch_name (self, i);
  double width = text_width (self, label, true), y = fol_timeline_y (self, i);
  double most = gtk_widget_get_width (GTK_WIDGET (self)) - 2;
  double before = fol_timeline_x (self, (double) branch->fork) - 4 - width;
  double behind = fol_timeline_x (self, (double) MAX (branch->length, branch->fork + 1)) + 12;
  double places[] = { before, behind, CLAMP (behind, 2, most - width) };
  guint place = 0;

  while (place < G_N_ELEMENTS (places) &&
         (places[place] < 2 || places[place] + width > most ||
          !is_free (self, taken, y, places[place] - 4, places[place] + width + 4)))
    place++;
  if (place == G_N_ELEMENTS (places))
    return;
  take (taken, y, places[place], places[place] + width);
  draw_text (self, cr, label, places[place], y - TEXT_SIZE * 0.7, 0, true, violet);
}

static void
draw_branch_labels (FolTimeline *self, cairo_t *cr)
{
  const struct fol_state *state = self->state;
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (struct taken));
  g_autofree char *text = position_text (self);
  double left, width;

  position_tag (self, text, &left, &width);
  take (taken, tag_y (self) + TAG_HEIGHT / 2, left, left + width);
  for (guint i = 1; i < state->branch_count; i++) {
    const struct fol_branch *branch = &state->track[i]->branch;

    if (fol_timeline_in_sight (self, i))
      take (taken, fol_timeline_y (self, i), fol_timeline_x (self, (double) branch->fork),
            fol_timeline_x (self, (double) branch->length) + 6);
  }
  if (state->position.branch > 0)
    draw_branch_label (self, cr, state->position.branch, taken);
  for (guint i = state->branch_count; i-- > 1;)
    if (i != state->position.branch && fol_timeline_in_sight (self, i))
      draw_branch_label (self, cr, i, taken);
}

/* More rows than are in sight: a bar at their right end says which are. */
static void
draw_lane_bar (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  double x = gtk_widget_get_width (GTK_WIDGET (self)) - 4, y = fol_timeline_main_line (self) + 11;
  double height = tag_y (self) + TAG_HEIGHT - y;

  if (self->lane_count <= FOL_TIMELINE_LANES_MOST)
    return;
  round_rectangle (cr, x, y, 3, height, 1.5);
  fol_timeline_set_colour (cr, palette->line);
  cairo_fill (cr);
  round_rectangle (cr, x, y + height * self->lane_first / self->lane_count, 3,
                   MAX (height * FOL_TIMELINE_LANES_MOST / self->lane_count, 5), 1.5);
  fol_timeline_set_colour (cr, palette->muted);
  cairo_fill (cr);
}

/* A line from top to bottom with a number that says where we are. */
static void
draw_position (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  double x = position_x (self), y = tag_y (self), width, left;
  g_autofree char *text = position_text (self);

  if (x < 0 || x > gtk_widget_get_width (GTK_WIDGET (self)))
    return; /* the strip says where it is */
  position_tag (self, text, &left, &width);

  cairo_move_to (cr, x, 4);
  cairo_line_to (cr, x, y + 1);
  cairo_set_line_width (cr, 1.6);
  fol_timeline_set_colour (cr, palette->ink);
  cairo_stroke (cr);
  round_rectangle (cr, left, y, width, TAG_HEIGHT, 5);
  cairo_fill (cr);
  draw_text (self, cr, text, left + width / 2, y + 1, 0.5, true, palette->raised);
}

/* The moment that is compared with: a dashed line, and a letter beside the position's number. */
static void
draw_pinned (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  const double dashes[] = { 3, 3 };
  g_autofree char *text = position_text (self);
  double x, left, position_left, position_width;

  if (!self->is_pinned || self->pinned.branch >= self->state->branch_count)
    return;
  x = floor (fol_timeline_position_x (self, &self->pinned)) + 0.5;
  if (x < 0 || x > gtk_widget_get_width (GTK_WIDGET (self)))
    return;
  cairo_save (cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, x, 4);
  cairo_line_to (cr, x, tag_y (self));
  cairo_set_line_width (cr, 1.4);
  fol_timeline_set_colour (cr, palette->accent);
  cairo_stroke (cr);
  cairo_restore (cr);

  left = MAX (floor (x - TAG_HEIGHT / 2), 0);
  position_tag (self, text, &position_left, &position_width);
  if (left + TAG_HEIGHT + 3 > position_left && left < position_left + position_width + 3)
    left = position_left >= TAG_HEIGHT + 3 ? position_left - TAG_HEIGHT - 3
                                           : position_left + position_width + 3;
  round_rectangle (cr, left, tag_y (self), TAG_HEIGHT, TAG_HEIGHT, 5);
  fol_timeline_set_colour (cr, palette->accent);
  cairo_fill (cr);
  /* Translators: the mark of the moment that is compared with. */
  draw_text (self, cr, _ ("A"), left + TAG_HEIGHT / 2, tag_y (self) + 1, 0.5, true,
             palette->raised);
}

static void
draw_flags (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = fol_timeline_palette (self);

  for (guint i = 0; i < fol_timeline_bookmarks (self); i++) {
    const struct fol_bookmark *bookmark = fol_timeline_bookmark (self, i);
    guint branch = bookmark->position.branch;
    double x = floor (fol_timeline_position_x (self, &bookmark->position)) + 0.5;
    double y = fol_timeline_flag_y (self, bookmark);

    if (branch >= self->state->branch_count || !fol_timeline_in_sight (self, branch))
      continue;
    cairo_move_to (cr, x, fol_timeline_y (self, branch) - 4);
    cairo_line_to (cr, x, y);
    cairo_line_to (cr, x + 9, y + 3.5);
    cairo_line_to (cr, x, y + 7);
    fol_timeline_set_colour (cr, palette->raised);
    cairo_set_line_width (cr, 4);
    cairo_stroke_preserve (cr);
    fol_timeline_set_colour (cr, palette->style[FOL_ROLE_NOW].stroke);
    cairo_fill_preserve (cr);
    cairo_set_line_width (cr, 1.4);
    cairo_stroke (cr);
  }
}

/* What part of all is in sight, where we are in it, and what can be dragged to move. */
static void
draw_strip (FolTimeline *self, cairo_t *cr)
{
  const struct fol_palette *palette = fol_timeline_palette (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * FOL_TIMELINE_MARGIN;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) - FOL_TIMELINE_STRIP;
  double all = (double) MAX (fol_timeline_last (self), 1);
  double left = FOL_TIMELINE_MARGIN + width * fol_timeline_first (self) / all;
  double long_ = MAX (width * fol_timeline_span (self) / all, 14);

  if (self->span <= 0)
    return;
  left = MIN (left, FOL_TIMELINE_MARGIN + width - long_);
  round_rectangle (cr, FOL_TIMELINE_MARGIN, y, width, FOL_TIMELINE_STRIP - 1, 2);
  fol_timeline_set_colour (cr, palette->line);
  cairo_fill (cr);
  round_rectangle (cr, left, y, long_, FOL_TIMELINE_STRIP - 1, 2);
  fol_timeline_set_colour (cr, palette->muted);
  cairo_fill (cr);
  cairo_rectangle (cr, FOL_TIMELINE_MARGIN + width * (double) self->state->position.index / all - 1,
                   y - 1, 2, FOL_TIMELINE_STRIP + 1);
  fol_timeline_set_colour (cr, palette->ink);
  cairo_fill (cr);
}

static void
draw_hover (FolTimeline *self, cairo_t *cr)
{
  const struct fol_position *at = &self->hover.position;
  double x = floor (fol_timeline_position_x (self, at)) + 0.5;
  double y = fol_timeline_y (self, at->branch);

  if (self->hover.part != FOL_TIMELINE_MOMENT)
    return;
  cairo_move_to (cr, x, FOL_TIMELINE_CURVE_TOP * self->text_scale);
  cairo_line_to (cr, x, y - 6);
  cairo_set_line_width (cr, 1);
  fol_timeline_set_colour (cr, fol_timeline_mix (fol_timeline_palette (self)->line,
                                                 fol_timeline_palette (self)->muted, 0.6));
  cairo_stroke (cr);
  cairo_arc (cr, x, y, 6.5, 0, 2 * G_PI);
  cairo_stroke (cr);
}

/* Where operations will stand, as long as there is none. */
static void
draw_empty (FolTimeline *self, cairo_t *cr)
{
  double y = fol_timeline_main_line (self);
  const double dashes[] = { 2, 6 };

  cairo_save (cr);
  cairo_move_to (cr, fol_timeline_x (self, 0) + 16, y);
  cairo_line_to (cr, fol_timeline_x (self, EMPTY_LEAST), y);
  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  fol_timeline_set_colour (cr, fol_timeline_palette (self)->line);
  cairo_stroke (cr);
  cairo_restore (cr);
  draw_text (self, cr, _ ("Operations appear here"), fol_timeline_x (self, 0) + 16,
             y - TEXT_SIZE - 10, 0, false, fol_timeline_palette (self)->muted);
}

/* All but position and hover. */
static void
draw_body (gpointer user_data, cairo_t *cr)
{
  fol_timeline_draw_curve (user_data, cr);
  fol_timeline_draw_ticks (user_data, cr);
  draw_lane_bar (user_data, cr);
}

void
fol_timeline_draw (FolTimeline *self, GtkSnapshot *snapshot)
{
  graphene_rect_t bounds =
      GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                          (float) gtk_widget_get_height (GTK_WIDGET (self)));
  cairo_t *cr;

  if (self->state == NULL || self->state->branch_count == 0 || bounds.size.width < 1)
    return;
  if (self->body == NULL)
    self->body = fol_still_node_new (&bounds, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                                     draw_body, self);
  gtk_snapshot_append_node (snapshot, self->body);

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (fol_timeline_last (self) == 0)
    draw_empty (self, cr);
  draw_branch_labels (self, cr);
  fol_timeline_draw_steps (self, cr);
  draw_flags (self, cr);
  draw_hover (self, cr);
  draw_pinned (self, cr);
  draw_position (self, cr);
  draw_strip (self, cr);
  cairo_destroy (cr);
}
