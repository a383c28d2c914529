/* ui/window-time.c - moving in time, and playing. */
#include "ui/transport.h"
#include "ui/trace.h"
#include "ui/window-private.h"

/* Operations in a second. */
static const double speeds[] = { 0.5, 1, 2, 4, 8, 20 };

double
fol_window_speed (FolWindow *self)
{
  return speeds[self->speed];
}

void
fol_window_seek (FolWindow *self, struct fol_position position)
{
  if (self->space->session != NULL && fol_window_state (self) != NULL)
    fol_session_seek (self->space->session, position);
}

void
fol_window_stop (FolWindow *self)
{
  if (self->play_source == 0)
    return;
  g_clear_handle_id (&self->play_source, g_source_remove);
  fol_transport_set_playing (FOL_TRANSPORT (self->transport), FALSE);
  fol_trace ("play on=0");
}

static gboolean
at_end (FolWindow *self)
{
  const struct fol_state *state = fol_window_state (self);
  struct fol_position at = fol_session_get_target (self->space->session);

  return at.branch >= state->branch_count ||
         (at.index >= state->track[at.branch]->branch.length && at.step == FOL_STEP_END);
}

static gboolean
play_cb (gpointer user_data)
{
  FolWindow *self = user_data;

  if (self->space->session == NULL || fol_window_state (self) == NULL || at_end (self)) {
    /* The source is this one: it ends by what is returned. */
    self->play_source = 0;
    fol_transport_set_playing (FOL_TRANSPORT (self->transport), FALSE);
    fol_trace ("play on=0");
    return G_SOURCE_REMOVE;
  }
  fol_session_step (self->space->session, 1);
  return G_SOURCE_CONTINUE;
}

static void
start (FolWindow *self)
{
  self->play_source = g_timeout_add ((guint) (1000 / fol_window_speed (self)), play_cb, self);
}

void
fol_window_play (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);

  if (self->play_source != 0) {
    fol_window_stop (self);
    return;
  }
  if (state == NULL)
    return;
  /* At the end, playing means: again from the beginning. */
  if (at_end (self))
    fol_window_first (self, NULL);
  start (self);
  fol_transport_set_playing (FOL_TRANSPORT (self->transport), TRUE);
  fol_trace ("play on=1");
}

static void
set_speed (FolWindow *self, guint speed)
{
  self->speed = speed;
  fol_transport_set_speed (FOL_TRANSPORT (self->transport), fol_window_speed (self));
  if (self->play_source != 0) {
    g_source_remove (self->play_source);
    start (self);
  }
}

void
fol_window_slower (FolWindow *self, const char *target)
{
  set_speed (self, self->speed > 0 ? self->speed - 1 : 0);
}

void
fol_window_faster (FolWindow *self, const char *target)
{
  set_speed (self, (self->speed + 1) % G_N_ELEMENTS (speeds));
}

static void
step (FolWindow *self, gint64 operations, int inside)
{
  fol_window_stop (self);
  if (self->space->session == NULL || fol_window_state (self) == NULL)
    return;
  if (operations != 0)
    fol_session_step (self->space->session, operations);
  else
    fol_session_step_inside (self->space->session, inside);
}

void
fol_window_operation_back (FolWindow *self, const char *target)
{
  step (self, -1, 0);
}

void
fol_window_operation_on (FolWindow *self, const char *target)
{
  step (self, 1, 0);
}

void
fol_window_step_back (FolWindow *self, const char *target)
{
  step (self, 0, -1);
}

void
fol_window_step_on (FolWindow *self, const char *target)
{
  step (self, 0, 1);
}

void
fol_window_first (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);

  fol_window_stop (self);
  if (state != NULL)
    fol_window_seek (
        self, (struct fol_position){ .branch = state->position.branch, .step = FOL_STEP_END });
}

void
fol_window_last (FolWindow *self, const char *target)
{
  const struct fol_state *state = fol_window_state (self);

  fol_window_stop (self);
  if (state != NULL)
    fol_window_seek (
        self, (struct fol_position){ .branch = state->position.branch,
                                     .index = state->track[state->position.branch]->branch.length,
                                     .step = FOL_STEP_END });
}
