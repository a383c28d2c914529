/* ui/desktop.h - what the desktop wishes for everybody's eyes, through the settings portal.
 *
 * Asks once (asynchronously) and follows what changes.  Without a portal, and
 * until it has answered, there is no wish.  Leaves out what GTK follows by
 * itself: fonts, the text scale, the theme of its widgets.
 *
 * Signal "changed": a wish is another one.  Main thread only.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#define FOL_TYPE_DESKTOP (fol_desktop_get_type ())
G_DECLARE_FINAL_TYPE (FolDesktop, fol_desktop, FOL, DESKTOP, GObject)

enum fol_wish {
  FOL_WISH_DARK,     /* dark windows */
  FOL_WISH_CONTRAST, /* more contrast */
  FOL_WISH_STILL,    /* nothing that moves */
  FOL_WISHES
};

FolDesktop *fol_desktop_new (void);
bool fol_desktop_wishes (FolDesktop *self, enum fol_wish wish);
