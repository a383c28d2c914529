/* ui/theme.h - light or dark, as the desktop says or as chosen; and the style sheet.
 *
 * Follows org.freedesktop.appearance color-scheme through the settings portal
 * (asynchronously; without a portal: light), sets GTK's prefer-dark, loads
 * data/style.css, and adds the class "dark" or "light" to the windows given.
 * Signal "changed".
 */
#pragma once

#include "ui/figures/palette.h"

#include <gtk/gtk.h>

#define FOL_TYPE_THEME (fol_theme_get_type ())
G_DECLARE_FINAL_TYPE (FolTheme, fol_theme, FOL, THEME, GObject)

enum fol_theme_choice { FOL_THEME_FOLLOW, FOL_THEME_CHOOSE_LIGHT, FOL_THEME_CHOOSE_DARK };

FolTheme *fol_theme_get_default (void); /* one for the process; lent */
enum fol_theme fol_theme_get_theme (FolTheme *self);
void fol_theme_choose (FolTheme *self, enum fol_theme_choice choice);
