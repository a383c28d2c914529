/* ui/shortcuts-window.h - the page of shortcuts, made from the table of actions.
 *
 * An own window, since GtkShortcutsWindow is deprecated from 4.18 on.
 */
#pragma once

#include <gtk/gtk.h>

/* Shows the page over `parent`. */
void fol_shortcuts_window_show (GtkWindow *parent);
