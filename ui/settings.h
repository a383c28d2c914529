/* ui/settings.h - preferences: one key file in the user's configuration folder.
 *
 * $XDG_CONFIG_HOME/folioscope/settings.ini, read once, written when something
 * changed (at most once a second, and when the program ends).  Not GSettings: a
 * program run from its build directory has no installed schema.  A file that
 * cannot be read or written costs the preferences, never the session.
 *
 * Main thread only.
 */
#pragma once

#include <glib.h>

/* The caller owns the text; a copy of `otherwise` (may be NULL) if it is not set. */
char *fol_settings_get (const char *key, const char *otherwise) G_GNUC_WARN_UNUSED_RESULT;
int fol_settings_get_int (const char *key, int least, int most, int otherwise);

void fol_settings_set (const char *key, const char *value); /* NULL: as if it had never been set */
void fol_settings_set_int (const char *key, int value);

/* Writes what has changed and forgets everything read. */
void fol_settings_close (void);
