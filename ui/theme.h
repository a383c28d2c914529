/* ui/theme.h - light or dark, and how much contrast, as the desktop says or as chosen.
 *
 * Follows what the desktop wishes (ui/desktop.h; also where its GTK theme is one
 * of high contrast), sets GTK's prefer-dark and, for high contrast, its theme,
 * loads data/style.css with the colours, and adds the class "dark" or "light",
 * and "contrast", to the windows given.  Signal "changed": another theme, or another
 * choice.
 */
#pragma once

#include "ui/figures/palette.h"

#include <gtk/gtk.h>

#define FOL_TYPE_THEME (fol_theme_get_type ())
G_DECLARE_FINAL_TYPE (FolTheme, fol_theme, FOL, THEME, GObject)

enum fol_theme_choice {
  FOL_THEME_FOLLOW,
  FOL_THEME_CHOOSE_LIGHT,
  FOL_THEME_CHOOSE_DARK,
  FOL_THEME_CHOOSE_CONTRAST_LIGHT,
  FOL_THEME_CHOOSE_CONTRAST_DARK,
  FOL_THEME_CHOICES
};

FolTheme *fol_theme_get_default (void); /* one for the process; lent */
enum fol_theme fol_theme_get_theme (FolTheme *self);
enum fol_theme_choice fol_theme_get_choice (FolTheme *self);
void fol_theme_choose (FolTheme *self, enum fol_theme_choice choice);
