/* ui/application.h - the program: one process, its command line, its windows.
 *
 *   folioscope [LESSON | SESSION | MACHINE]
 *
 * Without an argument the lesson one was in last opens, or the first one.  An
 * argument is a file or the name of a bundled lesson or machine.  What cannot
 * be opened is said in a window that shows the lesson.
 *
 * With FOLIOSCOPE_EXIT_AFTER_FIRST_FRAME in the environment the program ends
 * once its window has been painted: for measuring the start.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_APPLICATION (fol_application_get_type ())
G_DECLARE_FINAL_TYPE (FolApplication, fol_application, FOL, APPLICATION, GtkApplication)

FolApplication *fol_application_new (void);
