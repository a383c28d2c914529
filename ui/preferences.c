/* ui/preferences.c - what a person can set for good: the table, reading and applying. */
#include "ui/preferences.h"

#include "app/language.h"
#include "ui/appearance.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <glib/gi18n-lib.h>

/* In the order of enum fol_theme_choice. */
static void
apply_theme (guint value)
{
  fol_theme_choose (fol_theme_get_default (), (enum fol_theme_choice) value);
}

static void
apply_text_size (guint value)
{
  const char *percent = fol_preferences[FOL_PREFERENCE_TEXT_SIZE].values[value];

  fol_appearance_choose_text_scale (fol_appearance_get_default (),
                                    (double) g_ascii_strtoull (percent, NULL, 10) / 100);
}

/* In the order of enum fol_pace. */
static void
apply_motion (guint value)
{
  fol_appearance_choose_pace (fol_appearance_get_default (), (enum fol_pace) value);
}

const struct fol_preference fol_preferences[FOL_PREFERENCES] = {
  [FOL_PREFERENCE_THEME] = {
    .key = "theme",
    .label = N_ ("Theme"),
    .help = N_ ("Colours and contrast of the window. Exported figures have their own."),
    .values = { "follow", "light", "dark", "contrast-light", "contrast-dark" },
    .labels = { N_ ("Follow System"), N_ ("Light"), N_ ("Dark"), N_ ("High Contrast, Light"),
                N_ ("High Contrast, Dark") },
    .apply = apply_theme,
  },
  [FOL_PREFERENCE_TEXT_SIZE] = {
    .key = "text-size",
    .label = N_ ("Text size"),
    .help = N_ ("On top of the text size of the system."),
    .values = { "80", "90", "100", "110", "125", "150", "175", "200" },
    .labels = { "80 %", "90 %", "100 %", "110 %", "125 %", "150 %", "175 %", "200 %" },
    .otherwise = 2,
    .apply = apply_text_size,
  },
  [FOL_PREFERENCE_MOTION] = {
    .key = "motion",
    .label = N_ ("Animation"),
    .help = N_ ("How blocks move from one moment to the next. Always off if the system asks for less motion."),
    .values = { "off", "slow", "normal", "fast" },
    .labels = { N_ ("Off"), N_ ("Slow"), N_ ("Normal"), N_ ("Fast") },
    .otherwise = FOL_PACE_NORMAL,
    .apply = apply_motion,
  },
  [FOL_PREFERENCE_LANGUAGE] = {
    .key = "language",
    .label = N_ ("Language"),
    .help = N_ ("Of the window, the lessons and the figures. Changes when Folioscope starts the next time."),
    .values = { "system", "en", "zh_CN" },
    .labels = { N_ ("Follow System"), "English", "简体中文" },
  },
  [FOL_PREFERENCE_START] = {
    .key = "start",
    .label = N_ ("At the start"),
    .help = N_ ("What Folioscope shows when it is opened without a file."),
    .values = { "page", "lesson" },
    .labels = { N_ ("Start Page"), N_ ("Last Lesson") },
  },
};

int
fol_preference_find (enum fol_preference_id id, const char *value)
{
  g_return_val_if_fail (id < FOL_PREFERENCES, -1);

  for (int i = 0; fol_preferences[id].values[i] != NULL; i++)
    if (g_strcmp0 (fol_preferences[id].values[i], value) == 0)
      return i;
  return -1;
}

guint
fol_preference_get (enum fol_preference_id id)
{
  g_autofree char *stored = NULL;
  int value;

  g_return_val_if_fail (id < FOL_PREFERENCES, 0);

  stored = fol_settings_get (fol_preferences[id].key, NULL);
  value = fol_preference_find (id, stored);
  return value >= 0 ? (guint) value : fol_preferences[id].otherwise;
}

void
fol_preference_set (enum fol_preference_id id, guint value)
{
  const struct fol_preference *preference = &fol_preferences[id];

  g_return_if_fail (id < FOL_PREFERENCES);
  g_return_if_fail (value < g_strv_length ((char **) preference->values));

  fol_settings_set (preference->key, preference->values[value]);
  if (preference->apply != NULL)
    preference->apply (value);
}

void
fol_preferences_apply (void)
{
  for (guint id = 0; id < FOL_PREFERENCES; id++)
    if (fol_preferences[id].apply != NULL)
      fol_preferences[id].apply (fol_preference_get (id));
}

void
fol_preferences_use_language (void)
{
  guint value = fol_preference_get (FOL_PREFERENCE_LANGUAGE);

  if (value != fol_preferences[FOL_PREFERENCE_LANGUAGE].otherwise)
    fol_language_use (fol_preferences[FOL_PREFERENCE_LANGUAGE].values[value]);
}
