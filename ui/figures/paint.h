/* ui/figures/paint.h - painters: one list of shapes to Cairo, SVG, PDF, PNG, text.
 *
 * fol_paint () draws on any Cairo context (the screen's render nodes, PDF, PNG);
 * SVG has a writer of its own, since Cairo writes glyph outlines where a slide
 * wants text.  Files are written to a stream first and then replaced whole: a
 * failed export leaves what was there.
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

enum fol_format {
  FOL_PICTURE_SVG,
  FOL_PICTURE_PDF,
  FOL_PICTURE_PNG,
  FOL_PICTURE_TEXT,
  FOL_PICTURE_COUNT
};
extern const char *const fol_format_names[FOL_PICTURE_COUNT]; /* "svg", "pdf", "png", "text" */
int fol_format_find (const char *name);

struct fol_export {
  enum fol_format format;
  const struct fol_palette *palette;
  double width, height; /* of the page; what was not built for it (page.h) is scaled to fit, with a
                         * margin; 0: as large as the picture and its margin */
  double scale;         /* PNG: pixels per unit, 1 if 0 */
  const char *title;    /* document metadata; NULL: the figure's title */
};

/* One figure, or many as pages of a PDF (count > 1 only with PDF). */
bool fol_export_write (const struct fol_export *export, struct fol_shapes *const *pages,
                       guint count, GOutputStream *stream, GCancellable *cancellable,
                       GError **error);

/* The same to a file; GError names the file and the reason; an existing file is
 * kept unless all went well. */
bool fol_export_file (const struct fol_export *export, struct fol_shapes *const *pages, guint count,
                      const char *path, GError **error);

/* The golden form: one line per shape, stable, for tests and for diffing. */
char *fol_shapes_dump (const struct fol_shapes *shapes);
