/* ui/field-list.h - the fields of an object, each of which opens and tells more.
 *
 *   zone                 Normal   >
 *   _refcount                 0   v
 *     How many hold the frame; ...          meaning
 *     atomic_t, 32 bits at offset 52 ...    encoding
 *
 * A click or Enter opens and closes a row; Up and Down walk; Ctrl+C copies the
 * row one is on as "name value".  What is open stays open while values change
 * and for the next object of the same kind.  Space is left to the window.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_FIELD_LIST (fol_field_list_get_type ())
G_DECLARE_FINAL_TYPE (FolFieldList, fol_field_list, FOL, FIELD_LIST, GtkBox)

GtkWidget *fol_field_list_new (void);

/* Shows `fields` (struct fol_field of app/describe.h), lent for the call.  Those named in
 * `later` (ends with NULL, or NULL) wait behind a button: the heading says them already. */
void fol_field_list_set (FolFieldList *self, GPtrArray *fields, const char *const *later);

/* Opens or closes the row of that name, as a click does; false: there is none. */
gboolean fol_field_list_toggle (FolFieldList *self, const char *name);
