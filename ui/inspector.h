/* ui/inspector.h - what is known about the selected object, why, and what can be done.
 *
 *   Normal › pageblock 0         what it is part of (crumbs)
 *   Frame 40             free
 *   physical 0x28000
 *   zone             Normal      every field of app/describe.h (field-list)
 *   ...
 *   Why is it here?              the operations that touched it (why-list)
 *   You can                      app/possibility.h
 *
 * Signals:
 *
 *   "seek"      (guint64 index)     an operation of the list was chosen
 *   "activated" (gpointer object)   "Allocate here" or "Free": as a double click in a figure
 *   "shown"     (gpointer object)   it was selected here: to be brought into sight
 */
#pragma once

#include "app/session.h"
#include "ui/selection.h"

#include <gtk/gtk.h>

#define FOL_TYPE_INSPECTOR (fol_inspector_get_type ())
G_DECLARE_FINAL_TYPE (FolInspector, fol_inspector, FOL, INSPECTOR, GtkBox)

GtkWidget *fol_inspector_new (FolSelection *selection);
void fol_inspector_set_session (FolInspector *self, FolSession *session); /* or NULL */
void fol_inspector_set_state (FolInspector *self,
                              struct fol_state *state); /* takes a ref; or NULL */
