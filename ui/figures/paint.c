/* ui/figures/paint.c - shapes on any Cairo context. */
#include "ui/figures/paint-private.h"

#include "ui/figures/map-raster.h"
#include "ui/figures/text.h"

#include <math.h>

/* Fonts are set up once per picture, and equal words are laid out once. */
struct painter {
  cairo_t *cr;
  const struct fol_palette *palette;
  PangoContext *context;
  GHashTable *layouts; /* key -> PangoLayout */
};

static void
painter_init (struct painter *painter, cairo_t *cr, const struct fol_palette *palette)
{
  painter->cr = cr;
  painter->palette = palette;
  painter->context = pango_cairo_create_context (cr);
  fol_text_prepare_context (painter->context);
  painter->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static void
painter_clear (struct painter *painter)
{
  g_hash_table_unref (painter->layouts);
  g_object_unref (painter->context);
}

static void
set_colour (cairo_t *cr, struct fol_colour colour)
{
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
}

static void
trace_rect (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  double r = MIN (radius, MIN (width, height) / 2);

  if (r <= 0) {
    cairo_rectangle (cr, x, y, width, height);
    return;
  }
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Lines at 45 degrees whose place depends on the page, not on the shape, so
 * that neighbours join. */
static void
hatch (cairo_t *cr, const struct fol_shape *shape, double step, bool falling)
{
  double from = falling ? shape->x - (shape->y + shape->height) : shape->x + shape->y;
  double to = falling ? shape->x + shape->width - shape->y
                      : shape->x + shape->width + shape->y + shape->height;

  for (double c = floor (from / step) * step; c <= to; c += step) {
    if (falling) {
      cairo_move_to (cr, shape->y + c, shape->y);
      cairo_line_to (cr, shape->y + shape->height + c, shape->y + shape->height);
    } else {
      cairo_move_to (cr, c - shape->y, shape->y);
      cairo_line_to (cr, c - shape->y - shape->height, shape->y + shape->height);
    }
  }
  cairo_stroke (cr);
}

static void
dots (cairo_t *cr, const struct fol_shape *shape, double step)
{
  for (double y = ceil (shape->y / step) * step; y < shape->y + shape->height; y += step)
    for (double x = ceil (shape->x / step) * step; x < shape->x + shape->width; x += step) {
      cairo_arc (cr, x, y, FOL_DOTS_RADIUS, 0, 2 * G_PI);
      cairo_close_path (cr);
    }
  cairo_fill (cr);
}

static void
paint_pattern (cairo_t *cr, const struct fol_shape *shape, const struct fol_style *style)
{
  cairo_save (cr);
  trace_rect (cr, shape->x, shape->y, shape->width, shape->height, shape->radius);
  cairo_clip (cr);
  set_colour (cr, style->stroke);
  cairo_set_line_width (cr, FOL_HATCH_LINE);
  switch (style->pattern) {
  case FOL_PATTERN_HATCH:
    hatch (cr, shape, FOL_HATCH_STEP, false);
    break;
  case FOL_PATTERN_CROSS:
    cairo_set_line_width (cr, FOL_CROSS_LINE);
    hatch (cr, shape, FOL_CROSS_STEP, false);
    hatch (cr, shape, FOL_CROSS_STEP, true);
    break;
  case FOL_PATTERN_DOTS:
    dots (cr, shape, FOL_DOTS_STEP);
    break;
  case FOL_PATTERN_NONE:
    break;
  }
  cairo_restore (cr);
}

static PangoLayout *
get_layout (struct painter *painter, const struct fol_shape *shape, double width)
{
  double size = shape->text_size > 0 ? shape->text_size : 13;
  g_autofree char *key = NULL;
  g_autofree char *text = NULL;
  PangoLayout *layout;

  text = fol_text_fit (shape->text, size, shape->bold, shape->monospace, width);
  key = g_strdup_printf ("%g %d%d %s", size, shape->bold, shape->monospace, text);
  layout = g_hash_table_lookup (painter->layouts, key);
  if (layout == NULL) {
    layout = pango_layout_new (painter->context);
    fol_text_set_font (layout, size, shape->bold, shape->monospace);
    pango_layout_set_text (layout, text, -1);
    g_hash_table_insert (painter->layouts, g_steal_pointer (&key), layout);
  }
  return layout;
}

static void
paint_text (struct painter *painter, const struct fol_shape *shape)
{
  double size = shape->text_size > 0 ? shape->text_size : 13;
  PangoLayout *layout = get_layout (painter, shape, shape->width);
  double x = shape->x, width;
  int pango_width;

  pango_layout_get_size (layout, &pango_width, NULL);
  width = (double) pango_width / PANGO_SCALE;
  if (fol_shape_text_align (shape) == FOL_ALIGN_CENTRE)
    x += (shape->width - width) / 2;
  else if (fol_shape_text_align (shape) == FOL_ALIGN_END)
    x += shape->width - width;
  set_colour (painter->cr, fol_shape_text_colour (shape, painter->palette));
  cairo_move_to (painter->cr, x, fol_paint_baseline (shape->y, shape->height, size));
  /* Cairo 1.16 puts glyphs on whole pixels, which tears unhinted words apart;
   * outlines stay where they belong.  A PDF keeps its text, and a single letter
   * has nothing to be torn from. */
  if (g_utf8_strlen (shape->text, -1) > 1 &&
      cairo_surface_get_type (cairo_get_target (painter->cr)) != CAIRO_SURFACE_TYPE_PDF) {
    pango_cairo_layout_line_path (painter->cr, pango_layout_get_line_readonly (layout, 0));
    cairo_fill (painter->cr);
  } else {
    pango_cairo_show_layout_line (painter->cr, pango_layout_get_line_readonly (layout, 0));
    cairo_new_path (painter->cr);
  }
}

enum fol_align
fol_shape_text_align (const struct fol_shape *shape)
{
  return shape->kind == FOL_SHAPE_RECT ? FOL_ALIGN_CENTRE : shape->align;
}

struct fol_colour
fol_shape_text_colour (const struct fol_shape *shape, const struct fol_palette *palette)
{
  enum fol_role role = shape->text_role != FOL_ROLE_NONE ? shape->text_role : shape->role;

  return palette->style[role].text;
}

static void
paint_rect (struct painter *painter, const struct fol_shape *shape, const struct fol_style *style)
{
  cairo_t *cr = painter->cr;
  double half = style->stroke_width / 2;

  set_colour (cr, style->fill);
  trace_rect (cr, shape->x, shape->y, shape->width, shape->height, shape->radius);
  cairo_fill (cr);
  if (style->pattern != FOL_PATTERN_NONE)
    paint_pattern (cr, shape, style);
  /* The line lies inside the shape: neighbours keep their distance. */
  if (style->stroke_width > 0 && shape->width > 3 && shape->height > 3) {
    set_colour (cr, style->stroke);
    cairo_set_line_width (cr, style->stroke_width);
    trace_rect (cr, shape->x + half, shape->y + half, shape->width - 2 * half,
                shape->height - 2 * half, shape->radius - half);
    cairo_stroke (cr);
  }
}

/* On any colour: the dashes are of the stroke's, the gaps of the fill's. */
static void
stroke_dashed (cairo_t *cr, const struct fol_style *style)
{
  const double dash = FOL_DASH;

  set_colour (cr, style->fill);
  cairo_stroke_preserve (cr);
  cairo_save (cr);
  set_colour (cr, style->stroke);
  cairo_set_dash (cr, &dash, 1, 0);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_line (cairo_t *cr, const struct fol_shape *shape, const struct fol_style *style)
{
  double x = shape->x + shape->width, y = shape->y + shape->height;
  double angle = atan2 (shape->height, shape->width);

  set_colour (cr, style->stroke);
  cairo_set_line_width (cr, style->stroke_width > 0 ? style->stroke_width : 1);
  cairo_move_to (cr, shape->x, shape->y);
  cairo_line_to (cr, x, y);
  cairo_stroke (cr);
  if (shape->kind != FOL_SHAPE_ARROW)
    return;
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - FOL_ARROW_SIZE * cos (angle - 0.45),
                 y - FOL_ARROW_SIZE * sin (angle - 0.45));
  cairo_line_to (cr, x - FOL_ARROW_SIZE * cos (angle + 0.45),
                 y - FOL_ARROW_SIZE * sin (angle + 0.45));
  cairo_close_path (cr);
  cairo_fill (cr);
}

cairo_surface_t *
fol_paint_raster_image (const struct fol_shape *shape, const struct fol_palette *palette)
{
  const struct fol_raster_place *place = fol_raster_get_place (shape->raster);
  int width = (int) shape->width, height = (int) shape->height;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_RGB24, FOL_TILE, FOL_TILE);
  cairo_t *cr = cairo_create (image);

  set_colour (cr, palette->surface);
  cairo_paint (cr);
  for (int ty = place->pan_y / FOL_TILE; ty * FOL_TILE < place->pan_y + height; ty++)
    for (int tx = place->pan_x / FOL_TILE; tx * FOL_TILE < place->pan_x + width; tx++) {
      cairo_surface_flush (tile);
      fol_raster_draw_tile (shape->raster, palette, tx, ty,
                            (uint32_t *) (void *) cairo_image_surface_get_data (tile),
                            (size_t) cairo_image_surface_get_stride (tile));
      cairo_surface_mark_dirty (tile);
      cairo_set_source_surface (cr, tile, tx * FOL_TILE - place->pan_x,
                                ty * FOL_TILE - place->pan_y);
      cairo_paint (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (tile);
  return image;
}

/* Every pixel as a square of `by` x `by`. */
static cairo_surface_t *
enlarge (cairo_surface_t *image, int by)
{
  cairo_surface_t *large =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, cairo_image_surface_get_width (image) * by,
                                  cairo_image_surface_get_height (image) * by);
  cairo_t *cr = cairo_create (large);

  cairo_scale (cr, by, by);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
  return large;
}

/* A pixel is a fact: it is never blurred into its neighbours.  At a scale that
 * is no whole number, squares too large are averaged down, so that all come out
 * alike. */
static void
paint_raster (struct painter *painter, const struct fol_shape *shape)
{
  cairo_surface_t *image = fol_paint_raster_image (shape, painter->palette);
  cairo_t *cr = painter->cr;
  cairo_matrix_t matrix;
  int by = 1;

  cairo_get_matrix (cr, &matrix);
  if (cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE &&
      fabs (matrix.xx - round (matrix.xx)) > 1e-6 && matrix.xx < 4)
    by = 4;
  if (by > 1)
    image = enlarge (image, by);
  cairo_save (cr);
  cairo_rectangle (cr, shape->x, shape->y, shape->width, shape->height);
  cairo_clip (cr);
  cairo_translate (cr, shape->x, shape->y);
  cairo_scale (cr, 1.0 / by, 1.0 / by);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            by > 1 ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

static void
paint_whole (struct painter *painter, const struct fol_shape *shape)
{
  const struct fol_style *style = &painter->palette->style[shape->role];
  cairo_t *cr = painter->cr;

  switch (shape->kind) {
  case FOL_SHAPE_RECT:
    paint_rect (painter, shape, style);
    break;
  case FOL_SHAPE_FRAME:
    set_colour (cr, style->stroke);
    cairo_set_line_width (cr, style->stroke_width > 0 ? style->stroke_width : 1);
    trace_rect (cr, shape->x, shape->y, shape->width, shape->height, shape->radius);
    if (style->pattern != FOL_PATTERN_NONE)
      stroke_dashed (cr, style);
    else
      cairo_stroke (cr);
    break;
  case FOL_SHAPE_LINE:
  case FOL_SHAPE_ARROW:
    paint_line (cr, shape, style);
    break;
  case FOL_SHAPE_RASTER:
    paint_raster (painter, shape);
    break;
  case FOL_SHAPE_TEXT:
    break;
  }
  if (shape->text != NULL && shape->text[0] != '\0')
    paint_text (painter, shape);
}

static void
paint_one (struct painter *painter, const struct fol_shape *shape)
{
  if (shape->fade <= 0) {
    paint_whole (painter, shape);
  } else if (shape->fade < 1) {
    cairo_push_group (painter->cr);
    paint_whole (painter, shape);
    cairo_pop_group_to_source (painter->cr);
    cairo_paint_with_alpha (painter->cr, 1 - shape->fade);
  }
}

void
fol_paint (cairo_t *cr, const struct fol_shapes *shapes, const struct fol_palette *palette)
{
  struct painter painter;

  painter_init (&painter, cr, palette);
  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    paint_one (&painter, fol_shapes_get (shapes, i));
  painter_clear (&painter);
}

void
fol_paint_shape (cairo_t *cr, const struct fol_shape *shape, const struct fol_palette *palette)
{
  struct painter painter;

  painter_init (&painter, cr, palette);
  paint_one (&painter, shape);
  painter_clear (&painter);
}
