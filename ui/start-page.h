/* ui/start-page.h - the first minute: what this is, where you were, what there is.
 *
 *   what the program does, and the one button        the teaching machine, at work
 *   sessions left behind, if the program was killed
 *   lessons: question, duration, how far one is      machines to play with
 *   recordings of a real kernel                      recent files
 *
 * Everything here runs an action of the window ("win.lesson", "win.machine",
 * "win.open", "win.open-recent", "win.forget-recent", "win.restore",
 * "win.discard"); the page knows no window.  It reads progress and files again whenever it is shown.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_START_PAGE (fol_start_page_get_type ())
G_DECLARE_FINAL_TYPE (FolStartPage, fol_start_page, FOL, START_PAGE, GtkWidget)

GtkWidget *fol_start_page_new (void);

/* Reads recent files again: one was taken out or put back. */
void fol_start_page_update_recent (FolStartPage *self);

/* The same for sessions that a killed program left behind. */
void fol_start_page_update_left (FolStartPage *self);
/* The newest one's row, or what discards it; lent, or NULL. */
GtkWidget *fol_start_page_get_left_button (FolStartPage *self, gboolean discard);

/* The one button; lent; for the focus and for tests. */
GtkWidget *fol_start_page_get_main_button (FolStartPage *self);

/* "Take the tour"; lent; hidden once a lesson was begun. */
GtkWidget *fol_start_page_get_tour_button (FolStartPage *self);

/* The newest recent file's row, or what takes it out; lent; NULL: there is none. */
GtkWidget *fol_start_page_get_recent_button (FolStartPage *self, gboolean forget);
