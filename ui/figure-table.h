/* ui/figure-table.h - a figure as a table: the named shapes in reading order, a row each.
 *
 * For people who cannot see the figure, and for those who would rather read it.
 * The selection is the shared one, both ways; Enter does what it does in the
 * figure:
 *
 *   "activated" (FolFigureTable, gpointer object)  const struct sim_object *, good for the call
 *
 * Rows are made when they come in sight.  Memory of more frames than the map has
 * cells for has a row for every region of 4 MiB.
 */
#pragma once

#include "ui/figures/figure.h"
#include "ui/selection.h"

#include <gtk/gtk.h>

#define FOL_TYPE_FIGURE_TABLE (fol_figure_table_get_type ())
G_DECLARE_FINAL_TYPE (FolFigureTable, fol_figure_table, FOL, FIGURE_TABLE, GtkWidget)

GtkWidget *fol_figure_table_new (FolSelection *selection);

/* What it lists from now on; takes a ref to the state.  NULL: nothing. */
void fol_figure_table_set (FolFigureTable *self, enum fol_figure_id figure,
                           const struct fol_figure_options *options, struct fol_state *state);
