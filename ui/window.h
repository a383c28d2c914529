/* ui/window.h - the window: header, left pane, figures, inspector, timeline.
 *
 * One window holds up to two *workspaces*, each with a simulation of its own:
 * the lesson's, and a free one (a machine or session that was opened).  The
 * switch in the header chooses what one does: "Lesson" shows the lesson,
 * "Sandbox" the free workspace if there is one, else the lesson's memory at
 * this very moment with all operations at hand.  Switching loses nothing.
 *
 * The window never changes memory itself: it posts to the session, and shows
 * whatever state comes back.  What the person did in a lesson goes to FolRun,
 * which says what to show next.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_WINDOW (fol_window_get_type ())
G_DECLARE_FINAL_TYPE (FolWindow, fol_window, FOL, WINDOW, GtkApplicationWindow)

GtkWidget *fol_window_new (GtkApplication *application);

/* Opens a lesson, session or machine: a path, or the name of a bundled lesson
 * or machine ("pc:512M" too).  Sessions are read in the background and tell
 * later.  false: the window says why and stays as it is. */
gboolean fol_window_open (FolWindow *self, const char *what);

/* The lesson one was in last, or the first one. */
void fol_window_open_default (FolWindow *self);
