/* ui/operation-form.h - an operation put together with controls instead of text.
 *
 * Made from the table sim_operations[]: a picker of operations, one control per
 * argument, the line of text that comes out of it, and a button.  A new
 * operation needs no change here.  Frames may be numbers or $names.  What an argument
 * means stands in its tooltip; caches, names and flags are offered (argument-picker.h).
 */
#pragma once

#include "app/session.h"
#include "ui/selection.h"

#include <gtk/gtk.h>

#define FOL_TYPE_OPERATION_FORM (fol_operation_form_get_type ())
G_DECLARE_FINAL_TYPE (FolOperationForm, fol_operation_form, FOL, OPERATION_FORM, GtkBox)

GtkWidget *fol_operation_form_new (FolSelection *selection);
void fol_operation_form_set_session (FolOperationForm *self, FolSession *session); /* or NULL */

/* Limits of the controls: the machine of this state. */
void fol_operation_form_set_state (FolOperationForm *self, const struct fol_state *state);
