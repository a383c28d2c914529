/* ui/window-lesson.c - the lesson: next, back, guess, away and back again. */
#include "ui/figure-card.h"
#include "ui/lesson-pane.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

static void
open_run (FolWindow *self, FolLesson *lesson, FolPlan *plan)
{
  struct fol_workspace *space = &self->taught;
  struct sim_machine machine = plan->machine;

  /* Panes were lent the old run. */
  fol_lesson_pane_set_run (FOL_LESSON_PANE (self->lesson_pane), NULL);
  fol_workspace_clear (space);
  fol_selection_set (self->selection, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  space->lesson = lesson;
  space->run = fol_run_new (plan);
  fol_window_new_session (self, space);
  fol_session_open_machine (space->session, &machine, (const struct sim_op *) plan->ops->data,
                            plan->ops->len, plan->names, fol_run_position (space->run));
  fol_settings_set ("lesson", lesson->path);
  fol_window_set_space (self, space, FALSE);
  fol_trace ("lesson id=%s steps=%u", lesson->id, lesson->steps->len);
}

gboolean
fol_window_open_lesson (FolWindow *self, const char *path, GError **error)
{
  g_autoptr (FolLesson) lesson = fol_lesson_load (path, error);
  FolPlan *plan;

  if (lesson == NULL)
    return FALSE;
  plan = fol_plan_new (lesson, NULL, error);
  if (plan == NULL)
    return FALSE;
  open_run (self, g_steal_pointer (&lesson), plan);
  return TRUE;
}

static void
apply_figures (FolWindow *self, GArray *figures)
{
  const FolLesson *lesson = self->space->lesson;
  g_autofree char *scope = g_strdup_printf ("lesson.%s", lesson->id);
  g_autoptr (GString) given = g_string_new ("auto");
  const char *part = NULL;

  for (guint i = 0; i < MIN (figures->len, FOL_CARDS); i++) {
    const struct fol_shown_figure *shown = &g_array_index (figures, struct fol_shown_figure, i);

    g_string_append_printf (given, ";%s", shown->figure);
    for (guint k = 0; shown->options != NULL && k < shown->options->len; k++)
      g_string_append_printf (given, ",%s", (char *) g_ptr_array_index (shown->options, k));
  }
  for (guint i = 0; part == NULL && i < lesson->steps->len; i++) {
    const struct fol_lesson_step *step = g_ptr_array_index (lesson->steps, i);

    if (step->show != NULL && step->show->figures == figures)
      part = step->id;
  }
  fol_window_show_figures (self, scope, part, given->str);
}

/* The figures a step brings are shown once; what the learner made of them the last time, if so.
 * What it selects is selected again when its operations have been done. */
static void
show_step (FolWindow *self)
{
  FolRun *run = self->space->run;
  const struct fol_show *show = fol_run_show (run);
  guint64 moment = fol_run_step (run) * 2 + (fol_run_phase (run) >= FOL_RUN_AFTER);
  struct sim_object object;

  if (self->shown_run == run && self->shown_moment == moment)
    return;
  if (self->shown_run != run)
    self->shown_figures = NULL;
  self->shown_run = run;
  self->shown_moment = moment;
  if (show == NULL)
    return;
  if (show->figures != NULL && show->figures->len > 0 && self->shown_figures != show->figures) {
    self->shown_figures = show->figures;
    apply_figures (self, show->figures);
  }
  if (fol_run_select (run, &object))
    fol_selection_set (self->selection, object);
}

void
fol_window_lesson_state (FolWindow *self, const struct fol_state *state)
{
  FolRun *run = self->space->run;
  enum fol_run_phase before = fol_run_phase (run);

  fol_run_state_changed (run, state);
  show_step (self);
  if (fol_run_phase (run) == FOL_RUN_SOLVED && before == FOL_RUN_TRYING)
    fol_window_say (self, FOL_MESSAGE_SUCCESS, _ ("Solved."));
}

/* The run has moved: the timeline follows, and the pane at once. */
static void
follow (FolWindow *self)
{
  fol_window_seek (self, fol_run_position (self->space->run));
  fol_message_bar_hide (FOL_MESSAGE_BAR (self->message));
  show_step (self);
  fol_window_refresh (self);
}

static void
open_next_lesson (FolWindow *self)
{
  const char *next = self->space->lesson->next;
  g_autofree char *copy = g_strdup (next);

  if (copy == NULL)
    fol_window_lessons (self, NULL);
  else
    fol_window_open (self, copy);
}

void
fol_window_next (FolWindow *self, const char *target)
{
  FolRun *run = fol_window_run (self);

  if (self->sandbox || run == NULL) {
    fol_window_play (self, target);
    return;
  }
  fol_window_stop (self);
  if (fol_window_state (self) == NULL)
    return;
  if (fol_run_phase (run) == FOL_RUN_FINISHED) {
    open_next_lesson (self);
  } else if (fol_run_away (run) && fol_run_phase (run) != FOL_RUN_TRYING &&
             fol_run_phase (run) != FOL_RUN_SOLVED) {
    fol_window_to_lesson (self, NULL);
  } else if (fol_run_next (run)) {
    follow (self);
  } else {
    fol_window_refresh (self);
  }
}

void
fol_window_skip (FolWindow *self, const char *target)
{
  FolRun *run = fol_window_run (self);

  if (run == NULL || self->sandbox)
    return;
  if (fol_run_skip (run))
    follow (self);
  else
    fol_window_next (self, target);
}

void
fol_window_back (FolWindow *self, const char *target)
{
  FolRun *run = fol_window_run (self);

  if (run != NULL && !self->sandbox && fol_run_back (run))
    follow (self);
}

void
fol_window_restart (FolWindow *self, const char *target)
{
  FolRun *run = fol_window_run (self);

  if (run == NULL)
    return;
  if (self->sandbox)
    fol_window_mode (self, "lesson");
  if (fol_run_restart (run))
    follow (self);
}

void
fol_window_hint (FolWindow *self, const char *target)
{
  fol_lesson_pane_hint (FOL_LESSON_PANE (self->lesson_pane), fol_window_state (self));
  fol_trace ("hint");
}

void
fol_window_to_lesson (FolWindow *self, const char *target)
{
  if (fol_window_run (self) == NULL)
    return;
  if (self->sandbox)
    fol_window_mode (self, "lesson");
  follow (self);
}

void
fol_window_lessons (FolWindow *self, const char *target)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->header.lessons));
}

gboolean
fol_window_guess (FolWindow *self, struct sim_object object)
{
  FolRun *run = fol_window_run (self);
  const struct fol_state *state = fol_window_state (self);

  if (run == NULL || self->sandbox || state == NULL || fol_run_away (run))
    return FALSE;
  if (fol_run_phase (run) != FOL_RUN_ASKED && fol_run_phase (run) != FOL_RUN_ANSWERED)
    return FALSE;
  if (!fol_run_guess_object (run, object, state))
    return FALSE;
  fol_window_refresh (self);
  return TRUE;
}

static void
guess_number_cb (FolLessonPane *pane, gint64 number, FolWindow *self)
{
  FolRun *run = fol_window_run (self);

  if (run != NULL && fol_run_guess_number (run, number)) {
    /* Space is for going on now, not for the entry. */
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
    fol_window_refresh (self);
  }
}

static void
guess_sequence_cb (FolLessonPane *pane, gpointer order, guint count, FolWindow *self)
{
  FolRun *run = fol_window_run (self);

  if (run != NULL && fol_run_guess_sequence (run, order, count))
    fol_window_refresh (self);
}

static void
seek_step_cb (FolLessonPane *pane, guint step, FolWindow *self)
{
  FolRun *run = fol_window_run (self);

  if (run != NULL && fol_run_goto (run, step))
    follow (self);
}

void
fol_window_lesson_connect (FolWindow *self)
{
  g_signal_connect (self->lesson_pane, "guess-number", G_CALLBACK (guess_number_cb), self);
  g_signal_connect (self->lesson_pane, "guess-sequence", G_CALLBACK (guess_sequence_cb), self);
  g_signal_connect (self->lesson_pane, "seek-step", G_CALLBACK (seek_step_cb), self);
}
