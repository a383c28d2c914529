/* ui/place-list.h - all bookmarks and branches of a session, to go to one.
 *
 * Bookmarks come in the order of their moments, then the branches.  Arrow keys and
 * Enter choose; what was chosen is told, and the popover is the caller's to close.
 */
#pragma once

#include "ui/timeline.h"

typedef void (*fol_place_func) (gpointer user_data, const struct fol_position *position);

/* A popover at `at` of the timeline, which tells the branches' names.  Lent: its parent is
 * the timeline, and whoever asked unparents it once it has closed. */
GtkWidget *fol_place_list_show (FolTimeline *timeline, const GdkRectangle *at,
                                const struct fol_state *state,
                                const struct fol_session_notes *notes, fol_place_func chosen,
                                gpointer user_data);
