/* ui/widgets.h - the few ways in which this window makes labels and boxes.
 *
 * Only what would otherwise be repeated in every pane: no widget classes.
 */
#pragma once

#include <gtk/gtk.h>

/* A label at the start of its line; `classes` is NULL or CSS classes joined by spaces. */
GtkWidget *fol_label_new (const char *text, const char *classes);

/* The same for prose: wraps at words, can be selected by nobody (clicks pass). */
GtkWidget *fol_text_new (const char *text, const char *classes);

GtkWidget *fol_box_new (GtkOrientation orientation, int spacing, const char *classes);
void fol_add_classes (GtkWidget *widget, const char *classes);
void fol_clear_box (GtkWidget *box);

/* Text, and whether there is any: an empty label takes no room. */
void fol_set_text (GtkWidget *label, const char *text);

/* Prose in which `words of the kernel` stand between backticks: shown in monospace;
 * *words* between asterisks are stressed. */
void fol_set_prose (GtkWidget *label, const char *text);

/* What a screen reader calls a control.  A menu button or drop-down keeps the focus in a button
 * inside it, which needs the name as well. */
void fol_name_widget (GtkWidget *widget, const char *name);

/* A button that shows a symbolic icon. */
GtkWidget *fol_icon_button_new (const char *icon, const char *classes);
