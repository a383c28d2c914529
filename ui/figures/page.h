/* ui/figures/page.h - a figure on a page: as large as all of it can be read.
 *
 * A view scrolls, a page does not: there a figure is built for the largest
 * scale at which everything fits and no words are cut, so that a slide can be
 * read from the last row.  Pages that are leafed through (a flip book) need one
 * scale for all, the smallest of theirs; else the picture would jump.
 *
 *   double scale = fol_page_scale (&export, figure, state, &marks, &options);
 *   shapes = fol_page_build (&export, figure, state, &marks, &options, scale);
 *
 * Of the export only what makes the page is looked at: its size, and what
 * stands at its foot.  Without a size there is no page, and the figure is built
 * for 960 x 540 as it is.  marks and options
 * may be NULL.  Any thread may do this.
 */
#pragma once

#include "ui/figures/export.h"
#include "ui/figures/figure.h"

/* Page units (1/96 inch) for one unit of the figure, in steps of 0.05. */
double fol_page_scale (const struct fol_export *export, enum fol_figure_id figure,
                       const struct fol_state *state, const struct fol_marks *marks,
                       const struct fol_figure_options *options);

/* At this scale; 0: at the best for this figure alone.  The caller owns the shapes. */
struct fol_shapes *fol_page_build (const struct fol_export *export, enum fol_figure_id figure,
                                   const struct fol_state *state, const struct fol_marks *marks,
                                   const struct fol_figure_options *options, double scale);
