/* ui/sequence-list.h - a few sentences to be put in order, by pointer or keyboard.
 *
 * Every row has two buttons that move it up or down; the items are shown
 * shuffled, always in the same way, so that nobody learns a position by heart.
 * Signal "changed" ().
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_SEQUENCE_LIST (fol_sequence_list_get_type ())
G_DECLARE_FINAL_TYPE (FolSequenceList, fol_sequence_list, FOL, SEQUENCE_LIST, GtkBox)

GtkWidget *fol_sequence_list_new (void);

/* `items`: in the right order, with code between backticks; ends with NULL. */
void fol_sequence_list_set_items (FolSequenceList *self, const char *const *items);

/* The item numbers in the order shown; lent until the next change. */
const guint *fol_sequence_list_get_order (FolSequenceList *self, guint *count);
