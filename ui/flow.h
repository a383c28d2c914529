/* ui/flow.h - two parts side by side, or one below the other where there is no room.
 *
 * Room is what the words need: the width from which they stand side by side is
 * given for text at its usual size, and grows with it.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_FLOW (fol_flow_get_type ())
G_DECLARE_FINAL_TYPE (FolFlow, fol_flow, FOL, FLOW, GtkWidget)

/* `share` of the width is the first's, beside the other; `least`: the width for that. */
GtkWidget *fol_flow_new (GtkWidget *first, GtkWidget *second, double share, int least, int spacing);
