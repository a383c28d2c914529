/* ui/window-message.c - what the window says, and what it can bring back. */
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
fol_window_say (FolWindow *self, enum fol_message kind, const char *text)
{
  fol_message_bar_show (FOL_MESSAGE_BAR (self->message), kind, text, NULL);
}

void
fol_window_forget_lost (FolWindow *self)
{
  if (self->lost.destroy != NULL)
    self->lost.destroy (self->lost.data);
  memset (&self->lost, 0, sizeof self->lost);
}

void
fol_window_say_undo (FolWindow *self, const char *text,
                     void (*undo) (FolWindow *self, gpointer data), gpointer data,
                     GDestroyNotify destroy)
{
  const struct fol_message_button buttons[] = { { _ ("Undo"), "win.undo" }, { NULL } };

  fol_window_forget_lost (self);
  self->lost.undo = undo;
  self->lost.data = data;
  self->lost.destroy = destroy;
  fol_message_bar_show (FOL_MESSAGE_BAR (self->message), FOL_MESSAGE_INFO, text, buttons);
}

void
fol_window_undo (FolWindow *self, const char *target)
{
  if (self->lost.undo == NULL || !fol_message_bar_is_shown (FOL_MESSAGE_BAR (self->message)))
    return;
  fol_message_bar_hide (FOL_MESSAGE_BAR (self->message));
  self->lost.undo (self, self->lost.data);
  fol_window_forget_lost (self);
}
