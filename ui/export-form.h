/* ui/export-form.h - what can be chosen about an export: a form, and what it says as a picture.
 *
 * Part of the export dialog only.  Rows that mean nothing for what is chosen
 * (pixels of an SVG) are not shown.
 */
#pragma once

#include "ui/export-work.h"

#include <gtk/gtk.h>

enum fol_export_row {
  FOL_EXPORT_ROW_FIGURE,
  FOL_EXPORT_ROW_MOMENTS,
  FOL_EXPORT_ROW_SPAN,
  FOL_EXPORT_ROW_FORMAT,
  FOL_EXPORT_ROW_SIZE,
  FOL_EXPORT_ROW_CUSTOM,
  FOL_EXPORT_ROW_PIXELS,
  FOL_EXPORT_ROW_DELAY,
  FOL_EXPORT_ROW_THEME,
  FOL_EXPORT_ROW_SHOW,
  FOL_EXPORT_ROW_CAPTION,
  FOL_EXPORT_ROWS,
};

/* What a change is about. */
enum fol_export_change {
  FOL_EXPORT_CHANGE_LAYOUT, /* other shapes */
  FOL_EXPORT_CHANGE_LOOK,   /* the same in other colours */
  FOL_EXPORT_CHANGE_FILE,   /* the same as another file */
};

typedef void (*fol_export_changed_func) (gpointer user_data, enum fol_export_change change);

struct fol_export_form {
  GtkWidget *grid;
  GtkWidget *label[FOL_EXPORT_ROWS], *control[FOL_EXPORT_ROWS];
  GtkWidget *from, *to, *width, *height, *title, *legend, *frame_numbers, *footer, *caption;
  const struct fol_state *state;     /* lent */
  struct fol_figure_options options; /* of the view it began with */
  fol_export_changed_func changed;
  gpointer user_data;
};

/* `picture`: what it begins with. */
void fol_export_form_init (struct fol_export_form *form, const struct fol_state *state,
                           const struct fol_picture *picture, fol_export_changed_func changed,
                           gpointer user_data);

/* The picture's caption is lent until the form changes. */
void fol_export_form_read (const struct fol_export_form *form, struct fol_picture *picture,
                           struct fol_export_span *span);

/* As the ending of a file's name that was typed. */
void fol_export_form_set_format (struct fol_export_form *form, enum fol_format format);
