/* ui/argument-picker.h - a button beside an entry that offers what could stand in it.
 *
 *   cache  [ inode          ][v]    $c, inode, kmalloc-8, ...      one is chosen
 *   gfp    [ GFP_KERNEL     ][v]    GFP_USER, ... [x] __GFP_ZERO   flags are put in and out
 *
 * Caches and names are those of the moment shown, as completion offers them
 * (app/operation-text.h); flags are those of their tables.  The text is what counts: it
 * may say anything else, and the button changes nothing but the text.
 */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

/* Whether there is anything to offer for arguments of this kind. */
gboolean fol_argument_picker_serves (enum sim_argument_kind kind);

/* `entry` must live as long as the button; the session may be NULL. */
GtkWidget *fol_argument_picker_new (GtkWidget *entry, enum sim_operation_kind kind, guint argument,
                                    FolSession *session);
