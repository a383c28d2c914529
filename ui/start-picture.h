/* ui/start-picture.h - what the program does, shown by doing it.
 *
 * The memory map of the teaching machine, drawn as everywhere else, while the
 * model works: every moment it applies the next of a few operations, and the
 * line below says what happened.  Under reduced motion it stands still.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_START_PICTURE (fol_start_picture_get_type ())
G_DECLARE_FINAL_TYPE (FolStartPicture, fol_start_picture, FOL, START_PICTURE, GtkBox)

GtkWidget *fol_start_picture_new (void);
