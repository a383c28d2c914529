/* ui/lesson-list.h - all lessons in the order of the curriculum, and how far one is.
 *
 * Read again whenever it is shown, since progress changes.  A row runs the
 * window action "win.lesson" with the lesson's path.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_LESSON_LIST (fol_lesson_list_get_type ())
G_DECLARE_FINAL_TYPE (FolLessonList, fol_lesson_list, FOL, LESSON_LIST, GtkBox)

GtkWidget *fol_lesson_list_new (void);
