/* ui/export-dialog.h - a figure as a file: which, as what, how large, in which colours, where.
 *
 * Shows what would be written and says in place what is wrong with the target;
 * it stays open until the file is on the disk.  Building and writing happen on
 * a thread, from a reference to the state: the window goes on.
 */
#pragma once

#include "app/host/state.h"
#include "ui/figures/figure.h"

#include <gtk/gtk.h>

/* Shows the dialog over `parent` for the moment `state` (a reference is taken). */
void fol_export_dialog_show (GtkWindow *parent, struct fol_state *state, enum fol_figure_id figure,
                             const struct fol_figure_options *options,
                             const struct fol_marks *marks);
