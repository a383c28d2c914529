/* app/paths.h - where the program's own data lies: machines and lessons.
 *
 * Looked up in this order: the directory in the environment variable
 * FOLIOSCOPE_DATA, the source tree the program was built from (if it is still
 * there), the installed data directory.  Each has the same shape:
 *
 *   machines/NAME.json      lessons/...
 *
 * so that a program runs from its build directory without installing.  In the
 * source tree machines lie in data/machines and lessons in lessons.
 */
#pragma once

#include <gio/gio.h>

/* Path of `name` in the data directory `kind` ("machines", "lessons"), or NULL
 * if no place has it.  `name` NULL asks for the directory itself. */
char *fol_paths_find (const char *kind, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Names of the files in directory `kind` that end in `suffix`, without it,
 * sorted; from the first place that has the directory.  Never NULL. */
GStrv fol_paths_list (const char *kind, const char *suffix) G_GNUC_WARN_UNUSED_RESULT;

/* $XDG_STATE_HOME/folioscope, not created. */
char *fol_paths_state_dir (void) G_GNUC_WARN_UNUSED_RESULT;
