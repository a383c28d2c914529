/* app/progress.h - how far the learner got, remembered between runs.
 *
 * One small file, $XDG_DATA_HOME/folioscope/progress.json, replaced as a whole:
 *
 *   {"format":1,"lessons":{"buddy-1-splitting":
 *     {"step":"split","done":4,"of":11,"finished":false}}}
 *
 * Steps are remembered by id, so that a lesson may be edited.  A file that
 * cannot be read is moved aside (progress.json.damaged) and a message kept; a
 * file that cannot be written costs nothing but the memory of it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Nothing is remembered: all 0 and false. */
void fol_progress_get (const char *lesson_id, guint *done, guint *of, bool *finished);

/* Id of the step where the learner was; NULL if nothing is remembered or the
 * lesson was finished. */
char *fol_progress_get_step (const char *lesson_id) G_GNUC_WARN_UNUSED_RESULT;

/* Finished stays finished. */
void fol_progress_set (const char *lesson_id, const char *step_id, guint done, guint of,
                       bool finished);

/* What went wrong with the file since the last call, for a person to read, or NULL. */
char *fol_progress_take_problem (void) G_GNUC_WARN_UNUSED_RESULT;
