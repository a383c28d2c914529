/* ui/sandbox-pane.h - the left pane of the sandbox: do anything, see what it did.
 *
 * A command line with completion, the same operation as a form, what the last
 * one answered, and the operations up to here; a click on one goes to its
 * moment (signal "seek" (guint64 index)).
 */
#pragma once

#include "app/session.h"
#include "ui/selection.h"

#include <gtk/gtk.h>

#define FOL_TYPE_SANDBOX_PANE (fol_sandbox_pane_get_type ())
G_DECLARE_FINAL_TYPE (FolSandboxPane, fol_sandbox_pane, FOL, SANDBOX_PANE, GtkBox)

GtkWidget *fol_sandbox_pane_new (FolSelection *selection);
void fol_sandbox_pane_set_session (FolSandboxPane *self, FolSession *session);         /* or NULL */
void fol_sandbox_pane_set_state (FolSandboxPane *self, const struct fol_state *state); /* or NULL */

/* What the last operation answered; `good` is false if it was refused. */
void fol_sandbox_pane_set_result (FolSandboxPane *self, const char *text, gboolean good);
void fol_sandbox_pane_focus_command (FolSandboxPane *self);
