/* ui/table-rows.h - the named shapes of a figure as a list model, made row by row on demand. */
#pragma once

#include "ui/figures/figure.h"

#include <gio/gio.h>

#define FOL_TYPE_TABLE_ROW (fol_table_row_get_type ())
G_DECLARE_FINAL_TYPE (FolTableRow, fol_table_row, FOL, TABLE_ROW, GObject)

const char *fol_table_row_get_name (FolTableRow *self);
const char *fol_table_row_get_kind (FolTableRow *self);  /* "frame", "free list", ... */
const char *fol_table_row_get_value (FolTableRow *self); /* what it is now: "free", "movable" */
struct sim_object fol_table_row_get_object (FolTableRow *self);

#define FOL_TYPE_TABLE_ROWS (fol_table_rows_get_type ())
G_DECLARE_FINAL_TYPE (FolTableRows, fol_table_rows, FOL, TABLE_ROWS, GObject)

FolTableRows *fol_table_rows_new (void);

/* Other rows from now on: of a figure that is built here.  Takes a ref to the state; NULL: none. */
void fol_table_rows_set (FolTableRows *self, enum fol_figure_id figure,
                         const struct fol_figure_options *options, struct fol_state *state);

/* The row that stands for an object, or for what holds it; G_MAXUINT: none. */
guint fol_table_rows_find (FolTableRows *self, struct sim_object object);
