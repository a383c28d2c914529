/* ui/until-popover.h - asks for the condition of "run until".
 *
 *   Run until                         [free(Normal) < 16              ]
 *   1:6: there is no function "fre"   [Back] [Run]
 *   free(zone)    free frames on the buddy lists of the zone
 *   first(...)    ...
 *
 * Below the entry stand the functions that begin as the word that is being typed,
 * from the table of functions; Down reaches them, Enter or a press completes.
 * An error stays here, with its place in the text; what can be run closes it.
 */
#pragma once

#include <gtk/gtk.h>

/* FALSE: it cannot be run, and `error` says why. */
typedef gboolean (*fol_until_func) (const char *text, gboolean backward, gpointer user_data,
                                    GError **error);

/* A popover at `at` of the parent, with a text to begin with.  Lent: whoever asked
 * unparents it once it has closed. */
GtkWidget *fol_until_popover_show (GtkWidget *parent, const GdkRectangle *at, const char *text,
                                   fol_until_func run, gpointer user_data);
