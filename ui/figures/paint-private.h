/* ui/figures/paint-private.h - what the Cairo painter and the SVG writer share. */
#pragma once

#include "ui/figures/export.h"
#include "ui/figures/paint.h"

/* Distances of the patterns' lines and dots, and how thick they are. */
#define FOL_HATCH_STEP  5.5
#define FOL_HATCH_LINE  1.1
#define FOL_CROSS_STEP  8.0
#define FOL_CROSS_LINE  0.8
#define FOL_DASH        3.0 /* of an outline in two tones: dashes and gaps */
#define FOL_DOTS_STEP   5.0
#define FOL_DOTS_RADIUS 0.9
#define FOL_ARROW_SIZE  7.0

enum fol_align fol_shape_text_align (const struct fol_shape *shape);
struct fol_colour fol_shape_text_colour (const struct fol_shape *shape,
                                         const struct fol_palette *palette);

/* The part of a raster that its shape shows, as an image; the caller owns it. */
cairo_surface_t *fol_paint_raster_image (const struct fol_shape *shape,
                                         const struct fol_palette *palette);

/* Where the picture lies on the page. */
struct fol_page {
  double width, height;
  double x, y, scale; /* of the picture */
  double unit;        /* of margins and foot: 1 on a page of 1280 x 720 */
};
void fol_page_place (const struct fol_export *export, const struct fol_shapes *shapes,
                     struct fol_page *page);

/* Foot of a page, in page units: own words, and where the picture comes from.
 * The caller owns the shapes. */
#define FOL_FOOTER_SIZE 11.0
struct fol_shapes *fol_page_foot (const struct fol_export *export, const struct fol_shapes *shapes,
                                  const struct fol_page *page);

char *fol_svg_write (const struct fol_export *export, const struct fol_shapes *shapes);

/* As PNG, or APNG; see fol_export_write (). */
bool fol_png_write (const struct fol_export *export, const struct fol_pages *pages,
                    GOutputStream *stream, GCancellable *cancellable, GError **error);
