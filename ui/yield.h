/* ui/yield.h - FolYield: two widgets in a row, of which the second gives way first.
 *
 * The first is at the beginning and has what is left.  The second is at the end, with
 * its natural width where both have theirs, else with its least: a button is no wider
 * than what it shows then.  Only when that is not enough, the first has less, too.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_YIELD (fol_yield_get_type ())
G_DECLARE_FINAL_TYPE (FolYield, fol_yield, FOL, YIELD, GtkWidget)

/* Both become children, and go with it; the second may be hidden. */
GtkWidget *fol_yield_new (GtkWidget *first, GtkWidget *second, int spacing);
