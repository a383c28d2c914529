/* ui/figures/picture.h - one figure at one or many moments, as a file or as files.
 *
 * What the export dialog and `folioscope-cli render` both call: a description
 * of the picture (which figure with which options, on which page, in which
 * format) and a source of moments.  The same description and moments give the
 * same bytes.
 *
 * Many moments become the pages of a file whose format can hold them (PDF,
 * animated PNG), else numbered files.  They have one scale, the smallest of
 * theirs, or what is leafed through would jump; so each moment is asked for
 * twice.
 *
 * Any thread, if the source allows it.
 */
#pragma once

#include "ui/figures/export.h"
#include "ui/figures/figure.h"

struct fol_picture {
  enum fol_figure_id figure;
  struct fol_figure_options options; /* title, legend and frame numbers among them */
  struct fol_export export;
};

#define FOL_MOMENTS_MOST 10000u

struct fol_moments {
  guint count;
  /* The state, a reference for the caller, and what is pointed at in it.  NULL:
   * there is no such moment, or it was given up. */
  struct fol_state *(*get) (void *user_data, guint index, struct fol_marks *marks, GError **error);
  void *user_data;
};

/* How long it takes, and an end to it; all may be NULL. */
struct fol_picture_work {
  GCancellable *cancellable;
  void (*progress) (void *user_data, guint done, guint total); /* on the thread that works */
  void *user_data;
};

/* The scale at which all moments are shown; 0 and an error if that failed. */
double fol_picture_scale (const struct fol_picture *picture, const struct fol_moments *moments,
                          const struct fol_picture_work *work, GError **error);

/* The page of one moment at this scale (0: the best for it alone), as it will
 * be written.  The caller owns the shapes. */
struct fol_shapes *fol_picture_page (const struct fol_picture *picture,
                                     const struct fol_moments *moments, guint index, double scale,
                                     GError **error);

/* To a stream; many moments only in a format that can hold them. */
bool fol_picture_write (const struct fol_picture *picture, const struct fol_moments *moments,
                        GOutputStream *stream, const struct fol_picture_work *work, GError **error);

/* To a file, or to numbered files beside it.  Each takes its place when it is
 * whole; those that are whole when another fails or is cancelled stay. */
bool fol_picture_save (const struct fol_picture *picture, const struct fol_moments *moments,
                       const char *path, const struct fol_picture_work *work, GError **error);

/* How many files that makes, and the name of one of them: "out.svg", or for the
 * third of several "out-0003.svg".  The caller owns the name. */
guint fol_picture_files (enum fol_format format, guint moments);
char *fol_picture_path (const char *path, guint index, guint files);
