/* ui/name-popover.h - asks for a name, beside what gets it.
 *
 * Enter or the button takes it; Escape, or a press elsewhere, leaves all as it was.
 * An empty name is told as "".  Closes and goes by itself; at most one of a parent.
 */
#pragma once

#include <gtk/gtk.h>

typedef void (*fol_named_func) (const char *name, gpointer user_data);

/* Points at `at` of the parent.  `action`: a button beside, as "label" and a detailed
 * action, or NULL.  The popover is lent: unparent it to be rid of it early. */
GtkWidget *fol_name_popover_show (GtkWidget *parent, const GdkRectangle *at, const char *title,
                                  const char *name, fol_named_func named, gpointer user_data);
