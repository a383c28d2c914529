/* ui/why-list.h - "why is it here?": the operations that touched a thing, newest first.
 *
 *   #15  free_pages frame 48          the moment shown is marked
 *        gave back frames 48–63 ...
 *   #2   alloc_pages order 4
 *
 * Asks the session a moment after the last change, so that scrubbing does not
 * pile up questions.  Whoever goes to a moment of the list keeps the list, and
 * with it the way back to the newer ones, until something else moves the
 * timeline.  Signal:
 *
 *   "seek" (guint64 index)   an operation of the list was chosen
 */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define FOL_TYPE_WHY_LIST (fol_why_list_get_type ())
G_DECLARE_FINAL_TYPE (FolWhyList, fol_why_list, FOL, WHY_LIST, GtkBox)

GtkWidget *fol_why_list_new (void);
void fol_why_list_set_session (FolWhyList *self, FolSession *session); /* or NULL */

/* Why is `object` as it is at this moment?  One that has no answer (app/host/look.h), as
 * nothing: none is asked.  `state` is kept with a reference of its own; NULL: nothing is shown. */
void fol_why_list_set (FolWhyList *self, struct fol_state *state, struct sim_object object);
