/* ui/figures/svg.c - the SVG writer: real text, so that a slide can edit it.
 *
 * Cairo writes glyph outlines; this writes <text> with the same fonts, sizes,
 * base lines and ellipses as the other painters, patterns as <pattern>, and
 * the picture's words for those who cannot see it as <title> and <desc>.
 */
#include "ui/figures/paint-private.h"

#include <math.h>

/* Numbers without trailing zeros, in every locale. */
static void
number (GString *out, const char *name, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  value = round (value * 1000) / 1000 + 0.0;
  g_string_append_printf (out, " %s=\"%s\"", name,
                          g_ascii_formatd (buffer, sizeof buffer, "%g", value));
}

static void
colour (GString *out, const char *name, struct fol_colour c)
{
  g_string_append_printf (out, " %s=\"#%02x%02x%02x\"", name, (guint) lround (c.red * 255),
                          (guint) lround (c.green * 255), (guint) lround (c.blue * 255));
}

static void
escaped (GString *out, const char *text)
{
  g_autofree char *safe = g_markup_escape_text (text, -1);

  g_string_append (out, safe);
}

static void
box (GString *out, const struct fol_shape *shape, double inset)
{
  number (out, "x", shape->x + inset);
  number (out, "y", shape->y + inset);
  number (out, "width", MAX (0, shape->width - 2 * inset));
  number (out, "height", MAX (0, shape->height - 2 * inset));
  if (shape->radius > inset)
    number (out, "rx", MIN (shape->radius - inset, MIN (shape->width, shape->height) / 2 - inset));
}

/* Cairo draws lines every STEP along an axis at 45 degrees; turned, they are
 * STEP / sqrt 2 apart.  A tile has its line in the middle, and half a tile goes
 * left, so that lines and dots lie where Cairo puts them. */
static void
write_pattern (GString *out, int role, const struct fol_style *style)
{
  bool cross = style->pattern == FOL_PATTERN_CROSS, dotted = style->pattern == FOL_PATTERN_DOTS;
  double side = dotted ? FOL_DOTS_STEP : (cross ? FOL_CROSS_STEP : FOL_HATCH_STEP) / G_SQRT2;

  g_string_append_printf (out, "<pattern id=\"p%d\" patternUnits=\"userSpaceOnUse\"", role);
  number (out, "x", -side / 2);
  number (out, "y", -side / 2);
  number (out, "width", side);
  number (out, "height", side);
  if (!dotted)
    g_string_append (out, " patternTransform=\"rotate(45)\"");
  g_string_append (out, "><rect");
  number (out, "width", side);
  number (out, "height", side);
  colour (out, "fill", style->fill);
  g_string_append (out, "/>");
  if (dotted) {
    g_string_append (out, "<circle");
    number (out, "cx", side / 2);
    number (out, "cy", side / 2);
    number (out, "r", FOL_DOTS_RADIUS);
    colour (out, "fill", style->stroke);
  } else {
    g_string_append (out, "<rect");
    number (out, "x", (side - (cross ? FOL_CROSS_LINE : FOL_HATCH_LINE)) / 2);
    number (out, "width", cross ? FOL_CROSS_LINE : FOL_HATCH_LINE);
    number (out, "height", side);
    colour (out, "fill", style->stroke);
  }
  if (cross) {
    g_string_append (out, "/><rect");
    number (out, "y", (side - FOL_CROSS_LINE) / 2);
    number (out, "width", side);
    number (out, "height", FOL_CROSS_LINE);
    colour (out, "fill", style->stroke);
  }
  g_string_append (out, "/></pattern>\n");
}

static void
write_patterns (GString *out, const struct fol_shapes *shapes, const struct fol_palette *palette)
{
  bool used[FOL_ROLE_COUNT] = { false };

  g_string_append (out, "<defs>\n");
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->kind == FOL_SHAPE_RECT && !used[shape->role] &&
        palette->style[shape->role].pattern != FOL_PATTERN_NONE)
      write_pattern (out, shape->role, &palette->style[shape->role]);
    used[shape->role] |= shape->kind == FOL_SHAPE_RECT;
  }
  g_string_append (out, "</defs>\n");
}

static void
write_text (GString *out, const struct fol_shape *shape, const struct fol_palette *palette)
{
  double size = shape->text_size > 0 ? shape->text_size : 13;
  g_autofree char *text = NULL;
  double x = shape->x;
  const char *anchor = NULL;

  text = fol_text_fit (shape->text, size, shape->bold, shape->monospace, shape->width);
  if (text[0] == '\0')
    return;
  if (fol_shape_text_align (shape) == FOL_ALIGN_CENTRE) {
    x += shape->width / 2;
    anchor = "middle";
  } else if (fol_shape_text_align (shape) == FOL_ALIGN_END) {
    x += shape->width;
    anchor = "end";
  }
  g_string_append (out, "<text");
  number (out, "x", x);
  number (out, "y", fol_paint_baseline (shape->y, shape->height, size));
  number (out, "font-size", size);
  g_string_append (out, shape->monospace
                            ? " font-family=\"'DejaVu Sans Mono', 'Liberation Mono', monospace\""
                            : " font-family=\"Cantarell, Inter, 'DejaVu Sans', sans-serif\"");
  if (shape->bold)
    g_string_append (out, " font-weight=\"700\"");
  if (anchor != NULL)
    g_string_append_printf (out, " text-anchor=\"%s\"", anchor);
  colour (out, "fill", fol_shape_text_colour (shape, palette));
  g_string_append (out, " xml:space=\"preserve\">");
  escaped (out, text);
  g_string_append (out, "</text>\n");
}

static void
write_rect (GString *out, const struct fol_shape *shape, const struct fol_style *style)
{
  bool stroked = style->stroke_width > 0 && shape->width > 3 && shape->height > 3;

  g_string_append (out, "<rect");
  box (out, shape, stroked ? style->stroke_width / 2 : 0);
  if (style->pattern != FOL_PATTERN_NONE)
    g_string_append_printf (out, " fill=\"url(#p%d)\"", shape->role);
  else
    colour (out, "fill", style->fill);
  if (stroked) {
    colour (out, "stroke", style->stroke);
    number (out, "stroke-width", style->stroke_width);
  }
}

static void
write_line (GString *out, const struct fol_shape *shape, const struct fol_style *style)
{
  double x = shape->x + shape->width, y = shape->y + shape->height;
  double angle = atan2 (shape->height, shape->width);

  g_string_append (out, "<line");
  number (out, "x1", shape->x);
  number (out, "y1", shape->y);
  number (out, "x2", x);
  number (out, "y2", y);
  colour (out, "stroke", style->stroke);
  number (out, "stroke-width", style->stroke_width > 0 ? style->stroke_width : 1);
  if (shape->kind != FOL_SHAPE_ARROW)
    return;
  g_string_append (out, "/>\n<path");
  g_string_append_printf (
      out, " d=\"M%.2f %.2fL%.2f %.2fL%.2f %.2fZ\"", x, y, x - FOL_ARROW_SIZE * cos (angle - 0.45),
      y - FOL_ARROW_SIZE * sin (angle - 0.45), x - FOL_ARROW_SIZE * cos (angle + 0.45),
      y - FOL_ARROW_SIZE * sin (angle + 0.45));
  colour (out, "fill", style->stroke);
}

static cairo_status_t
collect (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
write_raster (GString *out, const struct fol_shape *shape, const struct fol_palette *palette)
{
  cairo_surface_t *image = fol_paint_raster_image (shape, palette);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autofree char *coded = NULL;

  cairo_surface_write_to_png_stream (image, collect, png);
  cairo_surface_destroy (image);
  coded = g_base64_encode (png->data, png->len);
  g_string_append (out, "<image");
  box (out, shape, 0);
  g_string_append (out, " image-rendering=\"pixelated\" href=\"data:image/png;base64,");
  g_string_append (out, coded);
  g_string_append (out, "\"");
}

static void
write_whole (GString *out, const struct fol_shape *shape, const struct fol_palette *palette)
{
  const struct fol_style *style = &palette->style[shape->role];

  switch (shape->kind) {
  case FOL_SHAPE_RECT:
    write_rect (out, shape, style);
    break;
  case FOL_SHAPE_FRAME:
    if (style->pattern != FOL_PATTERN_NONE) {
      /* The gaps of the dashes that follow. */
      g_string_append (out, "<rect");
      box (out, shape, 0);
      g_string_append (out, " fill=\"none\"");
      colour (out, "stroke", style->fill);
      number (out, "stroke-width", style->stroke_width);
      g_string_append (out, "/>\n");
    }
    g_string_append (out, "<rect");
    box (out, shape, 0);
    g_string_append (out, " fill=\"none\"");
    colour (out, "stroke", style->stroke);
    number (out, "stroke-width", style->stroke_width > 0 ? style->stroke_width : 1);
    if (style->pattern != FOL_PATTERN_NONE)
      number (out, "stroke-dasharray", FOL_DASH);
    break;
  case FOL_SHAPE_LINE:
  case FOL_SHAPE_ARROW:
    write_line (out, shape, style);
    break;
  case FOL_SHAPE_RASTER:
    write_raster (out, shape, palette);
    break;
  case FOL_SHAPE_TEXT:
    break;
  }
  if (shape->kind != FOL_SHAPE_TEXT && shape->name != NULL) {
    g_string_append (out, "><title>");
    escaped (out, shape->name);
    g_string_append_printf (out, "</title></%s>\n",
                            shape->kind == FOL_SHAPE_RASTER ? "image"
                            : shape->kind == FOL_SHAPE_LINE || shape->kind == FOL_SHAPE_ARROW
                                ? "line"
                                : "rect");
  } else if (shape->kind != FOL_SHAPE_TEXT) {
    g_string_append (out, "/>\n");
  }
  if (shape->text != NULL)
    write_text (out, shape, palette);
}

static void
write_shape (GString *out, const struct fol_shape *shape, const struct fol_palette *palette)
{
  if (shape->fade <= 0) {
    write_whole (out, shape, palette);
  } else if (shape->fade < 1) {
    g_string_append (out, "<g");
    number (out, "opacity", 1 - shape->fade);
    g_string_append (out, ">\n");
    write_whole (out, shape, palette);
    g_string_append (out, "</g>\n");
  }
}

char *
fol_svg_write (const struct fol_export *export, const struct fol_shapes *shapes)
{
  const struct fol_palette *palette = export->palette;
  const char *title = export->title != NULL ? export->title : shapes->title;
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  struct fol_shapes *foot;
  struct fol_page page;

  fol_page_place (export, shapes, &page);
  g_string_append (out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""
                        " aria-labelledby=\"t d\"");
  number (out, "width", page.width);
  number (out, "height", page.height);
  g_string_append_printf (out, " viewBox=\"0 0 %d %d\">\n<title id=\"t\">", (int) ceil (page.width),
                          (int) ceil (page.height));
  escaped (out, title != NULL ? title : "");
  g_string_append (out, "</title>\n<desc id=\"d\">");
  escaped (out, shapes->summary != NULL ? shapes->summary : "");
  g_string_append (out, "</desc>\n");
  write_patterns (out, shapes, palette);
  g_string_append (out, "<rect width=\"100%\" height=\"100%\"");
  colour (out, "fill", palette->surface);
  g_string_append (out, "/>\n");
  {
    char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE], s[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_printf (out, "<g transform=\"translate(%s %s) scale(%s)\">\n",
                            g_ascii_formatd (x, sizeof x, "%g", page.x),
                            g_ascii_formatd (y, sizeof y, "%g", page.y),
                            g_ascii_formatd (s, sizeof s, "%.6g", page.scale));
  }
  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    write_shape (out, fol_shapes_get (shapes, i), palette);
  g_string_append (out, "</g>\n");
  foot = fol_page_foot (export, shapes, &page);
  for (guint i = 0; i < fol_shapes_count (foot); i++)
    write_shape (out, fol_shapes_get (foot, i), palette);
  fol_shapes_free (foot);
  g_string_append (out, "</svg>\n");
  return g_string_free (out, FALSE);
}
