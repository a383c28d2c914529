/* ui/figures/map-build.h - the two ways to draw the map (private to ui/figures). */
#pragma once

#include "ui/figures/figure-private.h"
#include "ui/figures/map-overview.h"
#include "ui/figures/map-private.h"

#include <math.h>

#define FOL_MAP_CELLS_MAX  4096u /* frames; beyond that: a raster */
#define FOL_MAP_LEGEND_MAX 19    /* what frames are, and what differs */
#define FOL_MAP_STEP       96.0  /* the largest cell: panning goes by whole ones */

/* Families of identities (shapes.h). */
enum { FOL_MAP_CELLS = 1, FOL_MAP_BARS, FOL_MAP_RASTER };

struct fol_map_numbers {
  enum fol_map_colour colour;
  uint64_t free, used, pcp, in_hand, reserved, hole;
};

struct fol_map_build {
  const struct fol_state *state;
  const struct fol_marks *marks;
  const struct fol_figure_options *options;
  struct fol_shapes *shapes;
  struct fol_map_key key;
  double width, height;
  double top; /* where the data begins, below the title */
};

/* Legend items for the roles that occur; returns how many. */
guint fol_map_legend (const uint64_t count[FOL_ROLE_COUNT], struct fol_legend_item *items,
                      bool counts);

/* One cell of a map, named, with its letter or number. */
struct fol_map_cell {
  double x, y, width, height; /* width may reach the next cell of the same block */
  double side;
};
void fol_map_add_cell (struct fol_map_build *build, const struct sim_block *block, sim_pfn pfn,
                       const struct fol_map_cell *cell);

/* False if cells would be too small: then it has added nothing. */
bool fol_map_cells_build (struct fol_map_build *build);
void fol_map_large_build (struct fol_map_build *build);

/* Where the middle of a frame would lie in the figure if nothing were panned (it
 * may be outside), and the pan that is really taken for the one asked for. */
struct fol_map_window {
  double x, y;
  double pan_x, pan_y;
};
bool fol_map_cells_place (const struct fol_map_build *build, sim_pfn pfn,
                          struct fol_map_window *window);
void fol_map_large_place (const struct fol_map_build *build, sim_pfn pfn,
                          struct fol_map_window *window);
/* For the overview: false if cells would be too small. */
bool fol_map_cells_overview (const struct fol_map_build *build, struct fol_map_overview *overview);
void fol_map_large_overview (const struct fol_map_build *build, struct fol_map_overview *overview);

/* To ask where things would be, without shapes. */
void fol_map_build_init (struct fol_map_build *build, const struct fol_state *state,
                         const struct fol_figure_options *options, double width, double height);
void fol_map_place (const struct fol_state *state, const struct fol_figure_options *options,
                    double width, double height, sim_pfn pfn, struct fol_map_window *window);

/* Largest power of two up to the zoom asked for. */
uint32_t fol_map_zoom (const struct fol_figure_options *options);
