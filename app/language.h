/* app/language.h - which language the program speaks, and where its words are.
 *
 * gettext and GLib look at LANGUAGE, LC_ALL, LC_MESSAGES and LANG, and need a
 * locale that exists: asked for zh_CN.UTF-8 on a computer where nobody has
 * generated it, they fall back to "C" and to English.  The words themselves
 * need no such locale; so where it is missing, this goes on with C.UTF-8, which
 * is always there, and keeps what was asked for in LANGUAGE.
 *
 * The catalogues are those of the build folder, if the program was built there
 * and it still exists, else the installed ones.
 *
 * Both functions change the environment and the locale: call them first in
 * main (), before any other thread runs and before the first text.  (GTK sets
 * the locale once more unless gtk_disable_setlocale () is called before it.)
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* As the environment asks for. */
void fol_language_set_up (void);

/* Rather this one: "en", "zh_CN", ...  Whatever the locale is, even "C".  False
 * if it does not look like a language; then nothing has changed. */
bool fol_language_use (const char *language);
