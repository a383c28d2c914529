/* ui/slabinfo-window.h - /proc/slabinfo in a window of its own.
 *
 *   +----------------------------------------------------------+
 *   | slub-4m, after operation 93                 [Copy] [Save] |
 *   | slabinfo - version: 2.1                                   |
 *   | # name            <active_objs> <num_objs> ...            |
 *   | inode                 59     60    200   20    1 : ...    |
 *   +----------------------------------------------------------+
 *
 * The text of app/slabinfo.h for the state that was set last; lines that differ from the text
 * before are bold.  Where there is no such file, it says why.  Not modal: one moves in time in the
 * other window, and this one follows.  Escape closes it; the window that it stands over does, too.
 */
#pragma once

#include "app/host/state.h"

#include <gtk/gtk.h>

#define FOL_TYPE_SLABINFO_WINDOW (fol_slabinfo_window_get_type ())
G_DECLARE_FINAL_TYPE (FolSlabinfoWindow, fol_slabinfo_window, FOL, SLABINFO_WINDOW, GtkWindow)

GtkWidget *fol_slabinfo_window_new (GtkWindow *parent);

/* NULL: nothing is open yet. */
void fol_slabinfo_window_set_state (FolSlabinfoWindow *self, const struct fol_state *state);

/* The whole text, or why there is none; lent until the next state. */
const char *fol_slabinfo_window_get_text (FolSlabinfoWindow *self);

/* Writes the text to `file`; whether that worked is said in the window. */
gboolean fol_slabinfo_window_save (FolSlabinfoWindow *self, GFile *file);
