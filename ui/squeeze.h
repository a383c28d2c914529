/* ui/squeeze.h - FolSqueeze: words where they fit, something smaller where they do not.
 *
 * The second of two widgets stands for the first where that has not its natural width.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_SQUEEZE (fol_squeeze_get_type ())
G_DECLARE_FINAL_TYPE (FolSqueeze, fol_squeeze, FOL, SQUEEZE, GtkWidget)

/* Both become children, and go with it. */
GtkWidget *fol_squeeze_new (GtkWidget *wide, GtkWidget *narrow);

/* Whether there was room for the first widget when places were last given. */
gboolean fol_squeeze_is_wide (FolSqueeze *self);
