/* ui/window-present.c - presenting: what the window shows, as a slide with notes.
 *
 * The window itself stays as it is behind the slide, so there is nothing to
 * restore when it ends; what the speaker moved on to stays moved.
 */
#include "ui/figure-card.h"
#include "ui/presenter.h"
#include "ui/trace.h"
#include "ui/window-private.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static void
wish_cb (gpointer user_data, enum fol_presenter_wish wish)
{
  FolWindow *self = user_data;
  FolRun *run = fol_window_run (self);
  gboolean taught = run != NULL && !self->sandbox;

  switch (wish) {
  case FOL_PRESENTER_NEXT:
    (taught ? fol_window_next : fol_window_operation_on) (self, NULL);
    break;
  case FOL_PRESENTER_SKIP:
    (taught ? fol_window_skip : fol_window_operation_on) (self, NULL);
    break;
  case FOL_PRESENTER_BACK:
    (taught ? fol_window_back : fol_window_operation_back) (self, NULL);
    break;
  case FOL_PRESENTER_LEAVE:
    fol_window_end_presenting (self);
    gtk_window_present (GTK_WINDOW (self));
    break;
  }
}

/* What the kernel does at this very step; NULL between operations. */
static char *
happening_now (const struct fol_state *state)
{
  struct sim_view view = fol_state_view (state);
  uint32_t step = state->position.step;

  if (state->position.index == 0 || step == 0 || step > state->steps->count)
    return NULL;
  return fol_describe_step (&view, &state->steps->step[step - 1]);
}

static const char *
step_title (const FolLesson *lesson, guint step)
{
  const struct fol_lesson_step *written;

  if (step >= lesson->steps->len)
    return NULL;
  written = g_ptr_array_index (lesson->steps, step);
  return fol_text_get (written->title, lesson->language);
}

static char *
lesson_words (FolRun *run, const struct fol_state *state, struct fol_slide_text *text)
{
  const FolLesson *lesson = fol_run_plan (run)->lesson;
  gboolean finished = fol_run_phase (run) == FOL_RUN_FINISHED;

  text->title = fol_run_title (run);
  text->steps = lesson->steps->len;
  text->done = finished ? text->steps : fol_run_step (run);
  text->counter = finished ? g_strdup (_ ("Finished"))
                           : g_strdup_printf (_ ("Step %u of %u"), text->done + 1, text->steps);
  text->say = fol_run_say (run, state);
  text->question = fol_run_question (run, state);
  text->verdict = fol_run_verdict (run, state);
  if (fol_run_phase (run) == FOL_RUN_DOING && state != NULL)
    text->now = happening_now (state);
  return g_strdup (step_title (lesson, finished ? text->steps : text->done + 1));
}

/* Without a lesson the figures speak: which operation this is, and nothing else. */
static void
moment_words (FolWindow *self, const struct fol_state *state, struct fol_slide_text *text)
{
  uint32_t branch = state->position.branch;

  text->title = g_strdup (self->space->lesson != NULL ? fol_text_get (self->space->lesson->title,
                                                                      self->space->lesson->language)
                                                      : self->space->title);
  if (state->position.index > 0) {
    g_free (text->title);
    text->title = fol_describe_op (&state->op);
  }
  text->counter = g_strdup_printf (_ ("operation %" PRIu64 " of %" PRIu64), state->position.index,
                                   state->track[branch]->branch.length);
}

static guint
list_figures (FolWindow *self, struct fol_slide_figure figures[FOL_SLIDE_FIGURES])
{
  guint count = MIN (self->cards_shown, FOL_SLIDE_FIGURES);

  for (guint i = 0; i < count; i++) {
    FolFigureView *view = fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[i]));

    figures[i].figure = fol_figure_view_get_figure (view);
    figures[i].options = *fol_figure_view_get_options (view);
    figures[i].options.no_title = false;
  }
  return count;
}

void
fol_window_update_presenting (FolWindow *self)
{
  const struct fol_state *state = fol_window_state (self);
  FolRun *run = self->sandbox ? NULL : fol_window_run (self);
  struct fol_slide_figure figures[FOL_SLIDE_FIGURES];
  struct fol_slide_text text = { .title = NULL };
  struct fol_marks marks = { .pointed_count = 0 };
  g_autofree char *notes = NULL;
  g_autofree char *next = NULL;
  g_autofree char *where = NULL;
  FolSlide *slide;

  if (self->presenter == NULL)
    return;
  slide = fol_presenter_get_slide (self->presenter);
  if (run != NULL) {
    next = lesson_words (run, state, &text);
    notes = fol_run_notes (run);
  } else if (state != NULL) {
    moment_words (self, state, &text);
  }
  where = g_strdup (text.counter);
  fol_trace ("presenting text=%s", text.counter != NULL ? text.counter : "");
  fol_slide_set_text (slide, &text);
  if (state != NULL)
    marks = fol_window_marks (self, state);
  fol_slide_set_figures (slide, (struct fol_state *) state, &marks, figures,
                         list_figures (self, figures));
  fol_presenter_set_notes (self->presenter, where, notes, next);
}

void
fol_window_present (FolWindow *self, const char *target)
{
  if (self->presenter != NULL || self->start_shown)
    return;
  self->presenter = fol_presenter_new (
      GTK_WINDOW (self), fol_theme_get_theme (fol_theme_get_default ()), wish_cb, self);
  fol_trace ("presenter shown=1");
  fol_window_update_presenting (self);
}

void
fol_window_end_presenting (FolWindow *self)
{
  if (self->presenter == NULL)
    return;
  g_clear_pointer (&self->presenter, fol_presenter_free);
  fol_trace ("presenter shown=0");
}
