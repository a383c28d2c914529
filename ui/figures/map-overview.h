/* ui/figures/map-overview.h - all of a zoomed map, small: what there is, and which part is seen.
 *
 * The same layout as the map itself, without labels, letters and outlines: a
 * pixel or a few for a frame, or a raster of a smaller scale.
 */
#pragma once

#include "ui/figures/map-raster.h"

#include <cairo.h>

struct fol_map_overview {
  double x, y, width, height;    /* what is seen, as fractions of the map */
  double map_width, map_height;  /* pixels of the map at this zoom: what a pan counts in */
  uint32_t columns, rows;        /* of cells; 0: a raster */
  struct fol_raster_place place; /* of that raster, as it is seen */
  enum fol_map_colour colour;
};

/* For a map built with these; false if all of it is seen. */
bool fol_map_overview (const struct fol_state *state, const struct fol_figure_options *options,
                       double width, double height, struct fol_map_overview *overview);

/* Pixels that it takes, at most about those given and whole ones for each cell. */
void fol_map_overview_size (const struct fol_map_overview *overview, int most_width,
                            int most_height, int *width, int *height);

/* Of cells: paints them from the origin, over so many pixels. */
void fol_map_overview_paint (cairo_t *cr, const struct fol_state *state,
                             const struct fol_map_overview *overview,
                             const struct fol_palette *palette, int width, int height);

/* Of a raster: the same map as large as fits, or at the smallest scale there is;
 * the caller owns it. */
struct fol_raster *fol_map_overview_raster (const struct fol_state *state,
                                            const struct fol_map_overview *overview, int most_width,
                                            int most_height);
