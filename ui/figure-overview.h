/* ui/figure-overview.h - all of a zoomed map in a corner, and a frame around what is seen.
 *
 * Pressing or dragging in it asks for another part:
 *
 *   "moved" (FolFigureOverview, double x, double y)  fractions of the map: the middle of what is wanted
 *
 * For the pointer only: keys pan the map itself.  Rasters are kept tile by tile,
 * as in the view.
 */
#pragma once

#include "ui/figures/map-overview.h"
#include "ui/figures/palette.h"

#include <gtk/gtk.h>

#define FOL_TYPE_FIGURE_OVERVIEW (fol_figure_overview_get_type ())
G_DECLARE_FINAL_TYPE (FolFigureOverview, fol_figure_overview, FOL, FIGURE_OVERVIEW, GtkWidget)

GtkWidget *fol_figure_overview_new (void);

/* Takes a ref to the state; `palette` is lent and must stay.  NULL: shows nothing. */
void fol_figure_overview_set (FolFigureOverview *self, struct fol_state *state,
                              const struct fol_map_overview *overview,
                              const struct fol_palette *palette);
