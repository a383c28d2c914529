/* ui/message-bar.h - one line over the figures: errors, results, questions.
 *
 * Never a modal window: what went wrong stands where one is working, with the
 * whole reason, until it is closed or replaced.  Mere information leaves by
 * itself after some seconds.  Buttons run window actions.
 */
#pragma once

#include <gtk/gtk.h>

#define FOL_TYPE_MESSAGE_BAR (fol_message_bar_get_type ())
G_DECLARE_FINAL_TYPE (FolMessageBar, fol_message_bar, FOL, MESSAGE_BAR, GtkBox)

enum fol_message {
  FOL_MESSAGE_INFO,    /* leaves by itself */
  FOL_MESSAGE_SUCCESS, /* likewise */
  FOL_MESSAGE_WARNING,
  FOL_MESSAGE_ERROR,
  FOL_MESSAGE_BRANCH, /* "you are on your own branch": has no closing button */
};

struct fol_message_button {
  const char *label;  /* NULL ends a list */
  const char *action; /* detailed: "win.to-lesson" */
};

GtkWidget *fol_message_bar_new (void);

/* `buttons` ends with a NULL label; may be NULL. */
void fol_message_bar_show (FolMessageBar *self, enum fol_message kind, const char *text,
                           const struct fol_message_button *buttons);
void fol_message_bar_hide (FolMessageBar *self);
gboolean fol_message_bar_is_shown (FolMessageBar *self);

/* The first button shown, lent, or NULL. */
GtkWidget *fol_message_bar_get_button (FolMessageBar *self);
