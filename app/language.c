/* app/language.c - see language.h. */
#include "app/language.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

/* "C" and "POSIX" say: no translation, whatever LANGUAGE is. */
static bool
is_plain (const char *locale)
{
  return locale == NULL || g_str_equal (locale, "C") || g_str_equal (locale, "POSIX");
}

/* Any locale that lets gettext look at LANGUAGE; the language it is for does not matter. */
static void
leave_plain_locale (void)
{
  static const char *const tries[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };

  for (guint i = 0; is_plain (setlocale (LC_MESSAGES, NULL)) && i < G_N_ELEMENTS (tries); i++) {
    setlocale (LC_CTYPE, tries[i]);
    setlocale (LC_MESSAGES, tries[i]);
  }
}

/* The locale that the environment asks for, or NULL. */
static const char *
asked_for (void)
{
  static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = g_getenv (names[i]);

    if (value != NULL && value[0] != '\0')
      return value;
  }
  return NULL;
}

void
fol_language_set_up (void)
{
  const char *built = FOL_BUILT_LOCALEDIR, *language = g_getenv ("LANGUAGE");
  const char *locale = asked_for ();
  bool missing = setlocale (LC_ALL, "") == NULL;

  if (missing && !is_plain (locale)) {
    if (language == NULL || language[0] == '\0')
      g_setenv ("LANGUAGE", locale, TRUE);
    leave_plain_locale ();
  }
  bindtextdomain (GETTEXT_PACKAGE, g_file_test (built, G_FILE_TEST_IS_DIR) ? built : FOL_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  /* At the first text GLib decides for good whether anything is to be translated;
   * for a program without a domain of its own it always is.  So it shall decide
   * now: fol_language_use () may come later. */
  g_dgettext (GETTEXT_PACKAGE, "Folioscope");
  textdomain (GETTEXT_PACKAGE);
}

bool
fol_language_use (const char *language)
{
  if (language[0] == '\0')
    return false;
  for (const char *c = language; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("_@-.", *c) == NULL)
      return false;
  g_setenv ("LANGUAGE", language, TRUE);
  leave_plain_locale ();
  textdomain (GETTEXT_PACKAGE); /* makes gettext forget what it has looked up */
  return true;
}
