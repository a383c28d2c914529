/* ui/recent.h - the files that were opened or saved last, the newest first.
 *
 * Kept in the preferences: GtkRecentManager would mix in, and show to, every
 * other program.  A file that has gone stays in the list until somebody takes
 * it out; whether it is there is for the one who shows it.
 *
 * Main thread only.
 */
#pragma once

#include <glib.h>

#define FOL_RECENT_MAX 8u

GStrv fol_recent_list (void) G_GNUC_WARN_UNUSED_RESULT; /* absolute paths */

/* To the top of the list; what is over FOL_RECENT_MAX falls out. */
void fol_recent_add (const char *path);

/* Where it stood, to put it back; -1 if it did not. */
int fol_recent_remove (const char *path);
void fol_recent_insert (const char *path, guint place);
