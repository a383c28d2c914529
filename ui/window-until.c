/* ui/window-until.c - run until: to the next moment at which a condition holds. */
#include "ui/window-private.h"
#include "ui/trace.h"
#include "ui/until-popover.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static void
say_running (FolWindow *self)
{
  const struct fol_message_button buttons[] = { { _ ("Cancel"), "win.run-cancel" }, { NULL } };
  g_autofree char *text = g_strdup_printf (_ ("Looking for a moment at which %s…"), self->until);

  fol_message_bar_show (FOL_MESSAGE_BAR (self->message), FOL_MESSAGE_INFO, text, buttons);
}

static gboolean
run_cb (const char *text, gboolean backward, gpointer user_data, GError **error)
{
  FolWindow *self = user_data;
  const struct fol_state *state = fol_window_state (self);

  if (state == NULL || !fol_session_run_until (self->space->session, text, backward, error))
    return state == NULL;
  fol_window_stop (self);
  g_free (self->until);
  self->until = g_strdup (text);
  self->until_from = state->position;
  self->running = TRUE;
  return TRUE;
}

void
fol_window_run_until (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);
  GdkRectangle at;

  if (state == NULL)
    return;
  at = fol_window_moment_place (self, &state->position);
  fol_window_close_moment_popover (self);
  fol_window_adopt_popover (self, fol_until_popover_show (self->timeline, &at,
                                                          self->until != NULL ? self->until : "",
                                                          run_cb, self));
}

/* A short run says only where it came to; a long one that it is under way. */
void
fol_window_until_progress (FolWindow *self)
{
  if (self->running && !fol_message_bar_is_shown (FOL_MESSAGE_BAR (self->message)))
    say_running (self);
}

void
fol_window_until_ran (FolWindow *self, const struct fol_event *event, const char *condition)
{
  const struct fol_message_button buttons[] = { { _ ("Back"), "win.run-back" }, { NULL } };
  g_autofree char *text = NULL;

  self->running = FALSE;
  fol_trace ("ran reached=%u cancelled=%d index=%" PRIu64, (guint) event->count, event->cancelled,
             event->position.index);
  if (event->cancelled) {
    fol_window_say (self, FOL_MESSAGE_INFO, _ ("Given up; you are where you were."));
    return;
  }
  if (event->count == 0)
    return; /* the session says so */
  text = g_strdup_printf (_ ("Reached at operation %" PRIu64 ": %s."), event->position.index,
                          condition);
  fol_message_bar_show (FOL_MESSAGE_BAR (self->message), FOL_MESSAGE_SUCCESS, text, buttons);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  const struct fol_state *state = fol_window_state (self);

  fol_message_bar_hide (FOL_MESSAGE_BAR (self->message));
  if (state != NULL && self->until_from.branch < state->branch_count)
    fol_window_seek (self, self->until_from);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;

  if (self->running && self->space->session != NULL)
    fol_session_cancel (self->space->session);
}

void
fol_window_until_init (FolWindow *self)
{
  const GActionEntry entries[] = {
    { .name = "run-back", .activate = back_cb },
    { .name = "run-cancel", .activate = cancel_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
