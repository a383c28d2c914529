/* ui/figures/export.h - pictures as files: formats, sizes of pages, and what stands on a page.
 *
 * Two tables: fol_formats[] and fol_page_sizes[].  The export dialog, the
 * command line, its help and the tests derive from them.
 *
 * A file is written beside its place and then takes it: a failed or cancelled
 * export leaves what was there.  Text stays text in SVG (Cairo would write
 * outlines) and PDF, which carries its fonts; a PNG carries title and
 * description as iTXt.  Cairo 1.16 writes no alternative text for a part of a
 * page: a PDF has the first page's in its subject.
 *
 * Leaves out: which figure, which moments (picture.h); what fits (page.h).
 */
#pragma once

#include "ui/figures/palette.h"
#include "ui/figures/shapes.h"

#include <cairo.h>
#include <gio/gio.h>

enum fol_format {
  FOL_PICTURE_SVG,
  FOL_PICTURE_PDF,
  FOL_PICTURE_PNG,
  FOL_PICTURE_APNG,
  FOL_PICTURE_TEXT, /* names and texts in reading order, for a terminal */
  FOL_PICTURE_COUNT
};

struct fol_format_info {
  const char *name;   /* "svg" */
  const char *ending; /* of a file's name, without the dot */
  const char *title;  /* translatable, N_() */
  bool many;          /* one file holds many pages; else they are numbered files */
  bool pixels;        /* `scale` matters */
};
extern const struct fol_format_info fol_formats[FOL_PICTURE_COUNT];

int fol_format_find (const char *name);    /* -1 if there is none */
int fol_format_of_path (const char *path); /* by its ending */
char *fol_format_names (void);             /* "svg, pdf, ..."; the caller owns it */

struct fol_page_size {
  const char *name;     /* "16:9" */
  const char *title;    /* translatable, N_() */
  double width, height; /* in 1/96 inch */
};
extern const struct fol_page_size fol_page_sizes[];
extern const guint fol_page_size_count;

int fol_page_size_find (const char *name); /* -1 if there is none */
char *fol_page_size_names (void);          /* "16:9, 4:3, ..."; the caller owns it */

#define FOL_PAGE_LEAST 16.0
#define FOL_PAGE_MOST  32767.0
/* "WIDTHxHEIGHT", both within the limits. */
bool fol_page_size_parse (const char *text, double *width, double *height);

#define FOL_SCALE_MOST    8.0
#define FOL_DELAY_DEFAULT 1000u /* milliseconds */
#define FOL_DELAY_MOST    60000u

struct fol_export {
  enum fol_format format;
  const struct fol_palette *palette;
  double width, height; /* of the page; what was not built for it (page.h) is scaled to fit, with a
                         * margin; 0: as large as the picture and its margin */
  double scale;         /* of pixels: so many per unit, 1 if 0 */
  guint delay;          /* APNG: milliseconds that a page stays; 0: FOL_DELAY_DEFAULT */
  bool no_margin;       /* the picture may reach the edge: it is part of a larger whole */
  bool no_footer;       /* without the line that says where the picture comes from */
  const char *caption;  /* own words above that line, three lines at most; NULL: none */
  const char *title;    /* document metadata; NULL: the figure's title */
};

/* Pages one after the other, asked for in order, each once. */
struct fol_pages {
  guint count;
  struct fol_shapes *(*get) (void *user_data, guint index, GError **error); /* the caller owns it */
  void *user_data;
};

/* All pages as one file; a format without `many` takes one. */
bool fol_export_write (const struct fol_export *export, const struct fol_pages *pages,
                       GOutputStream *stream, GCancellable *cancellable, GError **error);

/* The same to a file; of an error in writing it GError names it and the reason. */
bool fol_export_file (const struct fol_export *export, const struct fol_pages *pages,
                      const char *path, GCancellable *cancellable, GError **error);

/* The page as every painter shows it, in page units from 0, 0: for a preview.
 * Gives its size; cr may be NULL. */
void fol_export_paint (cairo_t *cr, const struct fol_export *export,
                       const struct fol_shapes *shapes, double *width, double *height);
