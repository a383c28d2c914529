/* ui/leftover.h - a session that a killed program left behind, in words.
 *
 * Which there are says fol_autosave_recover (); here is what one reads about
 * each before deciding.
 */
#pragma once

#include <glib.h>

/* "Today, 14:02" or "3 May 2026, 14:02". */
char *fol_leftover_when (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* "teaching machine, 64 frames · 12 operations". */
char *fol_leftover_what (const char *path) G_GNUC_WARN_UNUSED_RESULT;
