/* ui/workload-form.h - many operations at once, made by a seed: the form of a workload.
 *
 *   Operations  [ 10000 ]
 *   Seed        [     1 ]
 *   ...
 *   > More about pages, > More about small objects    as far as there are to be any
 *   workload ops=20000            the same as text, for the command line
 *   [ Run ]                       while it runs: how far it is, and Cancel
 *
 * The fields come from the table of app/workload.h.  What a run gave is told by
 * the session's "applied" signal to whoever listens.
 */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define FOL_TYPE_WORKLOAD_FORM (fol_workload_form_get_type ())
G_DECLARE_FINAL_TYPE (FolWorkloadForm, fol_workload_form, FOL, WORKLOAD_FORM, GtkBox)

GtkWidget *fol_workload_form_new (void);
void fol_workload_form_set_session (FolWorkloadForm *self, FolSession *session); /* or NULL */

/* As text: what the fields say now. */
const char *fol_workload_form_get_text (FolWorkloadForm *self);
