/* ui/command-entry.h - one line for operations: completion, history, errors in place.
 *
 *   alloc_pages order=3_          Tab or a click completes, Up and Down walk the
 *     gfp=                        suggestions, or the history while there are none
 *     nid=
 *   column 13: ...                what is wrong stands below, the text stays
 *
 * Enter gives the line to the session; its result comes by the session's signals.
 */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

#define FOL_TYPE_COMMAND_ENTRY (fol_command_entry_get_type ())
G_DECLARE_FINAL_TYPE (FolCommandEntry, fol_command_entry, FOL, COMMAND_ENTRY, GtkBox)

GtkWidget *fol_command_entry_new (void);
void fol_command_entry_set_session (FolCommandEntry *self, FolSession *session); /* or NULL */
void fol_command_entry_focus (FolCommandEntry *self);

/* What the session said to the last line: below it, until the next is typed. */
void fol_command_entry_set_error (FolCommandEntry *self, const char *text);
