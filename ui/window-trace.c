/* ui/window-trace.c - tells the trace what the window shows now. */
#include "ui/window-trace.h"
#include "ui/figure-card.h"
#include "ui/lesson-pane.h"
#include "ui/start-page.h"
#include "ui/trace.h"
#include "ui/window-private.h"

static const char *const phase_names[] = {
  [FOL_RUN_READ] = "read",     [FOL_RUN_ASKED] = "asked",       [FOL_RUN_ANSWERED] = "answered",
  [FOL_RUN_DOING] = "doing",   [FOL_RUN_AFTER] = "after",       [FOL_RUN_TRYING] = "trying",
  [FOL_RUN_SOLVED] = "solved", [FOL_RUN_FINISHED] = "finished",
};

static void
append_run (FolWindow *self, GString *line)
{
  FolRun *run = fol_window_run (self);

  if (run == NULL)
    return;
  g_string_append_printf (line, " lesson=%s lesson-step=%u phase=%s away=%d",
                          self->space->lesson->id, fol_run_step (run) + 1,
                          phase_names[fol_run_phase (run)], fol_run_away (run));
  if (fol_run_has_guess (run))
    g_string_append_printf (line, " guess=%" G_GINT64_FORMAT, fol_run_guess (run));
  if (fol_run_phase (run) >= FOL_RUN_AFTER && fol_run_step (run) < fol_run_plan (run)->steps->len) {
    const struct fol_plan_step *step =
        &g_array_index (fol_run_plan (run)->steps, struct fol_plan_step, fol_run_step (run));

    if (fol_run_has_guess (run))
      g_string_append_printf (line, " right=%d", fol_run_guess_right (run));
    if (step->has_answer)
      g_string_append_printf (line, " answer=%" G_GINT64_FORMAT, step->answer);
  }
}

/* The middle of something else that is pressed: a message's first button, where to answer. */
static void
append_widget (FolWindow *self, GString *line, const char *name, GtkWidget *widget)
{
  graphene_point_t to;
  double left, top;

  if (widget == NULL || !gtk_widget_get_mapped (widget))
    return;
  gtk_native_get_surface_transform (GTK_NATIVE (self), &left, &top);
  if (gtk_widget_compute_point (widget, GTK_WIDGET (self),
                                &GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (widget) / 2,
                                                      (float) gtk_widget_get_height (widget) / 2),
                                &to))
    g_string_append_printf (line, " %s:%d,%d", name, (int) (to.x + left), (int) (to.y + top));
}

/* Every figure: the middle of the view, and the buttons of its header. */
static void
append_cards (FolWindow *self, GString *line)
{
  for (guint i = 0; i < self->cards_shown; i++) {
    FolFigureCard *card = FOL_FIGURE_CARD (self->card[i]);
    g_autofree char *name = g_strdup_printf ("card%u", i + 1);
    g_autofree char *add = g_strdup_printf ("add%u", i + 1);
    g_autofree char *remove = g_strdup_printf ("remove%u", i + 1);
    g_autofree char *option = g_strdup_printf ("option%u", i + 1);

    append_widget (self, line, name, GTK_WIDGET (fol_figure_card_get_view (card)));
    append_widget (self, line, add, fol_figure_card_get_button (card, TRUE));
    append_widget (self, line, remove, fol_figure_card_get_button (card, FALSE));
    append_widget (self, line, option, fol_figure_card_get_option (card));
  }
}

/* Centres of what stands for frames, or for sets of the CPU's cache, in the first figure, in
 * window coordinates: where a test has to click. */
static void
append_shapes (FolWindow *self, GString *line)
{
  FolFigureView *view = fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[0]));
  const struct fol_shapes *shapes = fol_figure_view_get_shapes (view);
  double left, top; /* of the window in its surface */
  double x, y;      /* of the shapes in their view */
  guint written = 0;

  if (gtk_native_get_surface (GTK_NATIVE (self)) == NULL)
    return;
  gtk_native_get_surface_transform (GTK_NATIVE (self), &left, &top);
  fol_figure_view_get_offset (view, &x, &y);
  for (guint i = 0; shapes != NULL && i < fol_shapes_count (shapes) && written < 128; i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);
    graphene_point_t from, to;

    bool set = shape->object.kind == SIM_OBJECT_CPU_SET;

    if (shape->kind != FOL_SHAPE_RECT || (shape->object.kind != SIM_OBJECT_FRAME && !set))
      continue;
    graphene_point_init (&from, (float) (x + shape->x + shape->width / 2),
                         (float) (y + shape->y + shape->height / 2));
    if (!gtk_widget_compute_point (GTK_WIDGET (view), GTK_WIDGET (self), &from, &to))
      return;
    g_string_append_printf (line, " %s%u:%d,%d", set ? "set" : "",
                            set ? shape->object.b : shape->object.a, (int) (to.x + left),
                            (int) (to.y + top));
    written++;
  }
}

/* Where the timeline is in the window, and which operations are in sight there. */
static void
trace_timeline (FolWindow *self)
{
  double left, top, first, span;
  graphene_point_t at;
  g_autofree char *line = NULL;

  if (gtk_native_get_surface (GTK_NATIVE (self)) == NULL ||
      !gtk_widget_compute_point (self->timeline, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (0, 0),
                                 &at))
    return;
  gtk_native_get_surface_transform (GTK_NATIVE (self), &left, &top);
  fol_timeline_get_sight (FOL_TIMELINE (self->timeline), &first, &span);
  line = g_strdup_printf ("timeline left=%d top=%d width=%d height=%d first=%.3f span=%.3f",
                          (int) (at.x + left), (int) (at.y + top),
                          gtk_widget_get_width (self->timeline),
                          gtk_widget_get_height (self->timeline), first, span);
  if (g_strcmp0 (line, self->traced_timeline) == 0)
    return;
  fol_trace ("%s", line);
  g_free (self->traced_timeline);
  self->traced_timeline = g_steal_pointer (&line);
}

static gboolean
shapes_cb (gpointer user_data)
{
  FolWindow *self = user_data;
  FolStartPage *page = FOL_START_PAGE (self->start_page);
  g_autoptr (GString) line = g_string_new ("frames");

  append_shapes (self, line);
  append_cards (self, line);
  append_widget (self, line, "start", fol_start_page_get_main_button (page));
  append_widget (self, line, "tour", fol_start_page_get_tour_button (page));
  append_widget (self, line, "left", fol_start_page_get_left_button (page, FALSE));
  append_widget (self, line, "discard", fol_start_page_get_left_button (page, TRUE));
  append_widget (self, line, "recent", fol_start_page_get_recent_button (page, FALSE));
  append_widget (self, line, "forget", fol_start_page_get_recent_button (page, TRUE));
  append_widget (self, line, "button",
                 fol_message_bar_get_button (FOL_MESSAGE_BAR (self->message)));
  append_widget (self, line, "next",
                 fol_lesson_pane_get_next (FOL_LESSON_PANE (self->lesson_pane)));
  append_widget (self, line, "answer",
                 fol_lesson_pane_get_answer (FOL_LESSON_PANE (self->lesson_pane)));
  if (g_strcmp0 (line->str, self->traced) != 0) {
    g_free (self->traced);
    self->traced = g_strdup (line->str);
    fol_trace ("%s", line->str);
  }
  trace_timeline (self);
  return G_SOURCE_CONTINUE;
}

guint
fol_window_trace_shapes (FolWindow *self)
{
  return fol_trace_wanted () ? g_timeout_add (100, shapes_cb, self) : 0;
}

void
fol_window_trace (FolWindow *self)
{
  const struct fol_state *state = fol_window_state (self);
  g_autoptr (GString) line = NULL;
  gint64 free_pages = 0;
  struct sim_view view;

  if (!fol_trace_wanted () || state == NULL)
    return;
  view = fol_state_view (state);
  for (guint zone = 0; zone < view.layout->zone_count; zone++)
    free_pages += sim_view_zone_free (&view, zone);
  line = g_string_new ("state");
  g_string_append_printf (line, " branch=%u index=%" G_GUINT64_FORMAT, state->position.branch,
                          state->position.index);
  if (state->position.step == FOL_STEP_END)
    g_string_append (line, " step=end");
  else
    g_string_append_printf (line, " step=%u", state->position.step);
  g_string_append_printf (line, " branches=%u length=%" G_GUINT64_FORMAT " free=%" G_GINT64_FORMAT,
                          state->branch_count, state->track[state->position.branch]->branch.length,
                          free_pages);
  append_run (self, line);
  fol_trace ("%s", line->str);
}

void
fol_window_trace_curve (FolWindow *self)
{
  const struct fol_curve_values *values = fol_session_get_curve_values (self->space->session);
  struct fol_curve curve = fol_session_get_curve (self->space->session);
  const struct fol_state *state = fol_window_state (self);
  g_autofree char *text = NULL;

  if (!fol_trace_wanted () || state == NULL)
    return;
  text = fol_curve_text (&curve, state);
  fol_trace ("curve known=%" G_GUINT64_FORMAT " total=%" G_GUINT64_FORMAT " text=%s",
             values != NULL ? values->known : 0, values != NULL ? values->total : 0, text);
}
