/* ui/lesson-pane.h - the lesson: text, prediction, what the kernel just did, the next thing.
 *
 * Shows where a FolRun stands; it decides nothing.  One thing is always the
 * obvious next one: the coloured button at the bottom (Space).  Buttons run
 * window actions; guesses that are typed or put in order come as signals:
 *
 *   "guess-number"   (gint64 number)
 *   "guess-sequence" (gpointer order: const guint *, guint count)
 *   "seek-step"      (guint step)    a dash of the progress line was clicked
 */
#pragma once

#include "app/lesson-run.h"
#include "app/session.h"
#include "ui/selection.h"

#include <gtk/gtk.h>

#define FOL_TYPE_LESSON_PANE (fol_lesson_pane_get_type ())
G_DECLARE_FINAL_TYPE (FolLessonPane, fol_lesson_pane, FOL, LESSON_PANE, GtkBox)

GtkWidget *fol_lesson_pane_new (FolSelection *selection);

/* `run` is lent until the next call; NULL: no lesson. */
void fol_lesson_pane_set_run (FolLessonPane *self, FolRun *run);
void fol_lesson_pane_set_session (FolLessonPane *self, FolSession *session); /* for open tasks */

/* Shows where the run stands, with the live values of `state`. */
void fol_lesson_pane_update (FolLessonPane *self, const struct fol_state *state);

/* A digit begins the answer of a question that is answered by typing; false: there is none. */
gboolean fol_lesson_pane_type_digit (FolLessonPane *self, guint keyval);

/* What goes on; lent. */
GtkWidget *fol_lesson_pane_get_next (FolLessonPane *self);

/* Where the question shown is answered, if that is in this pane: the entry, or the button that
 * moves the first of a sequence down; NULL.  Lent. */
GtkWidget *fol_lesson_pane_get_answer (FolLessonPane *self);

/* Shows the next hint; false: there are no more. */
gboolean fol_lesson_pane_hint (FolLessonPane *self, const struct fol_state *state);
