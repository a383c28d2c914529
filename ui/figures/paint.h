/* ui/figures/paint.h - the painter: one list of shapes on any Cairo context.
 *
 * The screen's render nodes, PDF and PNG are drawn by fol_paint ().  Leaves out:
 * files (export.h).
 */
#pragma once

#include "ui/figures/palette.h"
#include "ui/figures/shapes.h"

#include <cairo.h>
#include <gio/gio.h>

void fol_paint (cairo_t *cr, const struct fol_shapes *shapes, const struct fol_palette *palette);

/* Where the base line of a text of `size` lies in a box: capitals look centred. */
double fol_paint_baseline (double y, double height, double size);

/* Width of a text in pixels, and the text cut with an ellipsis to fit a width
 * (caller owns it).  Any thread. */
double fol_text_width (const char *text, double size, bool bold, bool monospace);
char *fol_text_fit (const char *text, double size, bool bold, bool monospace, double width);

/* One shape (for animation and highlights on top). */
void fol_paint_shape (cairo_t *cr, const struct fol_shape *shape,
                      const struct fol_palette *palette);

/* The golden form: one line per shape, stable, for tests and for diffing. */
char *fol_shapes_dump (const struct fol_shapes *shapes);
