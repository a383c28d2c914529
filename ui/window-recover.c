/* ui/window-recover.c - sessions that a killed program left behind: offered, restored, discarded. */
#include "ui/start-page.h"
#include "ui/window-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

/* After a restored session has been opened; its autosave comes within one. */
#define FORGET_SECONDS 4

/* A discarded session waits under such a name as long as it can be brought back. */
#define DISCARDED ".discarded"

void
fol_window_offer_recovery (FolWindow *self)
{
  g_auto (GStrv) left = fol_autosave_recover ();
  guint count = g_strv_length (left);
  g_autofree char *restore = NULL, *discard = NULL, *text = NULL;
  struct fol_message_button buttons[3] = { 0 };

  /* The start page lists them. */
  if (count == 0 || self->start_shown)
    return;
  restore = g_strconcat ("win.restore::", left[0], NULL);
  discard = g_strconcat ("win.discard::", left[0], NULL);
  buttons[0] = (struct fol_message_button){ _ ("Restore"), restore };
  if (count == 1) {
    text = g_strdup (_ ("Folioscope ended unexpectedly. What you did last was kept, and can be "
                        "restored as a sandbox; lessons go on where you left them."));
    buttons[1] = (struct fol_message_button){ _ ("Discard"), discard };
  } else {
    text = g_strdup_printf (_ ("Folioscope ended unexpectedly. %u sessions were kept; the newest "
                               "can be restored as a sandbox now."),
                            count);
    buttons[1] = (struct fol_message_button){ _ ("Show all"), "win.start" };
  }
  fol_message_bar_show (FOL_MESSAGE_BAR (self->message), FOL_MESSAGE_WARNING, text, buttons);
}

/* As long as it is locked it is nobody's to offer again. */
static void
unlock_restored (FolWindow *self)
{
  if (self->restored_lock >= 0)
    close (self->restored_lock);
  self->restored_lock = -1;
}

static gboolean
forget_restored_cb (gpointer user_data)
{
  FolWindow *self = user_data;

  self->forget_source = 0;
  g_unlink (self->restored);
  unlock_restored (self);
  g_clear_pointer (&self->restored, g_free);
  return G_SOURCE_REMOVE;
}

/* By now the new session's own autosave has everything: the old file would only
 * be offered again. */
void
fol_window_opened_restored (FolWindow *self)
{
  if (self->restored != NULL && self->forget_source == 0)
    self->forget_source = g_timeout_add_seconds (FORGET_SECONDS, forget_restored_cb, self);
}

/* Closed on purpose: neither it nor what it was restored from is offered again. */
void
fol_window_forget_restored (FolWindow *self)
{
  g_clear_handle_id (&self->forget_source, g_source_remove);
  if (self->restored != NULL)
    forget_restored_cb (self);
}

static void
restore_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  g_autofree char *path = g_variant_dup_string (parameter, NULL);

  fol_message_bar_hide (FOL_MESSAGE_BAR (self->message));
  self = fol_window_open_session (self, path);
  fol_window_forget_restored (self);
  self->restored = g_strdup (path);
  self->restored_lock = g_open (path, O_RDWR | O_CLOEXEC, 0);
  if (self->restored_lock >= 0)
    flock (self->restored_lock, LOCK_EX | LOCK_NB);
  /* It must be saved under a name of its own; the new autosave has it by then. */
  g_clear_pointer (&self->free.path, g_free);
  g_free (self->free.title);
  self->free.title = g_strdup (_ ("Restored session"));
  self->free.changed = TRUE;
  fol_window_refresh (self);
}

static void
undo_discard (FolWindow *self, gpointer data)
{
  g_autofree char *aside = g_strconcat (data, DISCARDED, NULL);

  if (g_rename (aside, data) != 0)
    fol_window_say (self, FOL_MESSAGE_ERROR, g_strerror (errno));
  fol_start_page_update_left (FOL_START_PAGE (self->start_page));
  fol_window_offer_recovery (self);
}

/* It cannot be brought back any more. */
static void
discarded_free (gpointer data)
{
  g_autofree char *aside = g_strconcat (data, DISCARDED, NULL);

  g_unlink (aside);
  g_free (data);
}

static void
discard_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  const char *path = g_variant_get_string (parameter, NULL);
  g_autofree char *aside = g_strconcat (path, DISCARDED, NULL);

  if (g_rename (path, aside) != 0) {
    fol_window_say (self, FOL_MESSAGE_ERROR, g_strerror (errno));
    return;
  }
  fol_start_page_update_left (FOL_START_PAGE (self->start_page));
  fol_window_say_undo (self, _ ("The session that was kept is discarded."), undo_discard,
                       g_strdup (path), discarded_free);
}

void
fol_window_drop_restored (FolWindow *self)
{
  g_clear_handle_id (&self->forget_source, g_source_remove);
  g_clear_pointer (&self->restored, g_free);
  unlock_restored (self);
}

void
fol_window_recover_connect (FolWindow *self)
{
  const GActionEntry entries[] = {
    { .name = "restore", .activate = restore_cb, .parameter_type = "s" },
    { .name = "discard", .activate = discard_cb, .parameter_type = "s" },
  };

  self->restored_lock = -1;
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
