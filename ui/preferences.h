/* ui/preferences.h - what a person can set for good: one table.
 *
 * Every preference is a choice of a few values.  From fol_preferences[] the
 * window, reading and applying at the start, and the tests are made; the values
 * stand in the settings file (settings.h) under their names.
 *
 * Leaves out what is remembered but not chosen: sizes of panes, recent files,
 * the last export.  Main thread only.
 */
#pragma once

#include <gtk/gtk.h>

enum fol_preference_id {
  FOL_PREFERENCE_THEME,
  FOL_PREFERENCE_TEXT_SIZE,
  FOL_PREFERENCE_MOTION,
  FOL_PREFERENCE_LANGUAGE,
  FOL_PREFERENCE_START,
  FOL_PREFERENCES
};

/* Values of FOL_PREFERENCE_START. */
enum fol_start { FOL_START_PAGE, FOL_START_LESSON };

#define FOL_PREFERENCE_VALUES_MAX 8u

struct fol_preference {
  const char *key;                                   /* in the settings file */
  const char *label, *help;                          /* translatable, N_() */
  const char *values[FOL_PREFERENCE_VALUES_MAX + 1]; /* as they are stored; ends with NULL */
  const char *labels[FOL_PREFERENCE_VALUES_MAX + 1]; /* translatable */
  guint otherwise;                                   /* what holds if nothing is stored */
  void (*apply) (guint value);                       /* NULL: read where it is needed */
};
extern const struct fol_preference fol_preferences[FOL_PREFERENCES];

/* Index of the value that holds. */
guint fol_preference_get (enum fol_preference_id id);

/* Keeps the value and applies it at once. */
void fol_preference_set (enum fol_preference_id id, guint value);

/* -1 if the preference has no such value. */
int fol_preference_find (enum fol_preference_id id, const char *value);

/* All of them, when the program has a display. */
void fol_preferences_apply (void);

/* The language, before the first word: see app/language.h. */
void fol_preferences_use_language (void);

/* The window; the one that is open already comes to the front. */
void fol_preferences_window_show (GtkWindow *parent);
