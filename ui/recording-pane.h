/* ui/recording-pane.h - the left pane of a recording: what the kernel answered, and the model.
 *
 *   name, "12185 checked, none differ"
 *   < difference >   < state >
 *   165  alloc 17, order 0      40   40       a row per answer and per record
 *   the row chosen: both answers in full, and every difference
 *
 * Rows are made as they come into sight.  Signal "seek" (guint64 index): the
 * person chose a row; the pane follows the state it is given afterwards.
 */
#pragma once

#include "app/recorded-play.h"

#include <gtk/gtk.h>

#define FOL_TYPE_RECORDING_PANE (fol_recording_pane_get_type ())
G_DECLARE_FINAL_TYPE (FolRecordingPane, fol_recording_pane, FOL, RECORDING_PANE, GtkBox)

GtkWidget *fol_recording_pane_new (void);

/* `played` is lent until the next call; NULL: nothing is open. */
void fol_recording_pane_set_played (FolRecordingPane *self, const struct fol_played *played,
                                    const char *name);
void fol_recording_pane_set_state (FolRecordingPane *self, const struct fol_state *state);

/* To the next difference or state record from the row chosen; FALSE: there is none. */
gboolean fol_recording_pane_jump (FolRecordingPane *self, int direction, gboolean differing);
