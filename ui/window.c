/* ui/window.c - the window: building it, showing a state, its size and its keys. */
#include "ui/preferences.h"
#include "ui/window-private.h"
#include "ui/actions.h"
#include "ui/curve-picker.h"
#include "ui/figure-card.h"
#include "ui/inspector.h"
#include "ui/lesson-pane.h"
#include "ui/recording-pane.h"
#include "ui/sandbox-pane.h"
#include "ui/settings.h"
#include "ui/timeline.h"
#include "ui/trace.h"
#include "ui/transport.h"
#include "ui/widgets.h"
#include "ui/window-trace.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

G_DEFINE_FINAL_TYPE (FolWindow, fol_window, GTK_TYPE_APPLICATION_WINDOW)

const struct fol_state *
fol_window_state (FolWindow *self)
{
  return self->space->session != NULL ? fol_session_get_state (self->space->session) : NULL;
}

FolRun *
fol_window_run (FolWindow *self)
{
  return self->space->run;
}

/* "teaching machine, 64 frames"; sessions carry only the name of their machine. */
static char *
machine_text (const struct fol_state *state)
{
  guint64 frames = state->layout->frame_count;
  g_autoptr (FolMachine) bundled = fol_machine_find (state->machine.name, NULL);
  g_autofree char *size = NULL;

  if (bundled != NULL && bundled->title != NULL)
    return g_strdup (bundled->title);
  size = g_format_size_full (frames << SIM_PAGE_SHIFT, G_FORMAT_SIZE_IEC_UNITS);
  return g_strdup_printf (_ ("%s, %" PRIu64 " frames (%s)"), state->machine.name, frames, size);
}

static void
update_header (FolWindow *self, const struct fol_state *state)
{
  struct fol_workspace *space = self->space;
  const char *title = space->title;
  g_autofree char *caption = NULL;

  if (self->start_shown) {
    fol_header_set (&self->header, "Folioscope", _ ("How Linux manages memory"));
    return;
  }
  if (space->lesson != NULL)
    title = fol_text_get (space->lesson->title, space->lesson->language);
  if (state != NULL && space->machine == NULL)
    space->machine = machine_text (state);
  if (space->machine != NULL)
    caption = g_strdup_printf (_ ("Linux 6.1 · %s"), space->machine);
  fol_header_set (&self->header, title, caption);
}

static void
update_branch_bar (FolWindow *self)
{
  FolRun *run = fol_window_run (self);
  gboolean away = run != NULL && fol_run_away (run) && fol_run_phase (run) != FOL_RUN_TRYING &&
                  fol_run_phase (run) != FOL_RUN_SOLVED;
  const struct fol_state *state = fol_window_state (self);
  const struct fol_message_button buttons[] = {
    { _ ("Back to the lesson"), "win.to-lesson" },
    { NULL },
  };
  const char *text;

  if (!away || state == NULL) {
    fol_message_bar_hide (FOL_MESSAGE_BAR (self->branch_bar));
    return;
  }
  text = state->position.branch != 0
             ? _ ("You are on your own branch. The lesson waits where you left it.")
             : _ ("You are looking at another moment. The lesson waits where you left it.");
  fol_message_bar_show (FOL_MESSAGE_BAR (self->branch_bar), FOL_MESSAGE_BRANCH, text, buttons);
}

/* The call chain follows the kernel: the step in force stays in sight, and
 * another operation begins at its top. */
static void
show_current_step (FolWindow *self, const struct fol_state *state)
{
  struct sim_object step = { .kind = SIM_OBJECT_STEP };
  struct fol_position before = self->shown_position;

  if (state == NULL)
    return;
  self->shown_position = state->position;
  if (state->position.step != FOL_STEP_END && state->position.step > 0)
    step.a = state->position.step - 1;
  else if (before.index == state->position.index && before.branch == state->position.branch)
    return;
  for (guint i = 0; i < self->cards_shown; i++) {
    FolFigureView *view = fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[i]));

    if (fol_figure_view_get_figure (view) == FOL_FIGURE_CALLS)
      fol_figure_view_show_object (view, step);
  }
}

static gboolean
does_something (FolRun *run)
{
  const struct fol_plan_step *step =
      &g_array_index (fol_run_plan (run)->steps, struct fol_plan_step, fol_run_step (run));

  return fol_plan_compare (step->after, step->before) > 0;
}

/* Until a step has done something itself, what the last operation did is no news. */
gboolean
fol_window_calm (FolWindow *self)
{
  FolRun *run = fol_window_run (self);
  enum fol_run_phase phase;

  if (run == NULL || self->sandbox || fol_run_away (run))
    return FALSE;
  phase = fol_run_phase (run);
  return phase < FOL_RUN_DOING || phase == FOL_RUN_TRYING || phase == FOL_RUN_FINISHED ||
         (phase == FOL_RUN_AFTER && !does_something (run));
}

static void
update_cards (FolWindow *self, const struct fol_state *state)
{
  struct sim_object points[8];
  FolRun *run = fol_window_run (self);
  guint count = 0;

  if (run != NULL && state != NULL && !fol_run_away (run))
    count = fol_run_points (run, state, points, G_N_ELEMENTS (points));
  for (guint i = 0; i < FOL_CARDS; i++) {
    FolFigureCard *card = FOL_FIGURE_CARD (self->card[i]);

    /* A figure nobody sees need not follow. */
    fol_figure_card_set_state (card, i < self->cards_shown ? (struct fol_state *) state : NULL);
    fol_figure_view_set_points (fol_figure_card_get_view (card), points, count);
    fol_figure_view_set_calm (fol_figure_card_get_view (card), fol_window_calm (self));
    fol_figure_view_set_since (fol_figure_card_get_view (card), self->pinned);
  }
  show_current_step (self, state);
}

/* Selects the object and brings it into sight wherever a figure has it. */
void
fol_window_show_object (FolWindow *self, struct sim_object object)
{
  fol_selection_set (self->selection, object);
  for (guint i = 0; i < self->cards_shown; i++)
    fol_figure_view_show_object (fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[i])),
                                 object);
}

static void
update_timeline (FolWindow *self, const struct fol_state *state)
{
  FolRun *run = fol_window_run (self);
  guint64 reached = G_MAXUINT64;

  if (run != NULL && fol_run_phase (run) <= FOL_RUN_AFTER)
    reached = fol_run_position (run).index;
  fol_timeline_set_reached (FOL_TIMELINE (self->timeline), reached);
  fol_timeline_set_state (FOL_TIMELINE (self->timeline), (struct fol_state *) state);
  fol_window_show_curve (self);
  fol_transport_set_state (FOL_TRANSPORT (self->transport), state);
}

void
fol_window_refresh (FolWindow *self)
{
  const struct fol_state *state = fol_window_state (self);

  update_header (self, state);
  fol_window_ask_lanes (self);
  update_cards (self, state);
  if (fol_selection_is_followed (self->selection))
    fol_window_show_object (self, fol_selection_get (self->selection));
  update_timeline (self, state);
  fol_inspector_set_state (FOL_INSPECTOR (self->inspector), (struct fol_state *) state);
  fol_lesson_pane_update (FOL_LESSON_PANE (self->lesson_pane), state);
  fol_sandbox_pane_set_state (FOL_SANDBOX_PANE (self->sandbox_pane), state);
  if (self->space == &self->recorded)
    fol_recording_pane_set_state (FOL_RECORDING_PANE (self->recording_pane), state);
  update_branch_bar (self);
  fol_window_update_actions (self);
  if (state != NULL && self->cards_placed == 0)
    gtk_widget_queue_resize (self->card_panes[0]);
  fol_window_update_presenting (self);
  fol_window_update_slabinfo (self);
  fol_window_trace (self);
}

void
fol_workspace_clear (struct fol_workspace *space)
{
  g_clear_pointer (&space->run, fol_run_free);
  g_clear_pointer (&space->lesson, fol_lesson_free);
  g_clear_object (&space->session);
  g_clear_pointer (&space->title, g_free);
  g_clear_pointer (&space->machine, g_free);
  g_clear_pointer (&space->path, g_free);
  space->changed = FALSE;
}

static struct fol_workspace *
space_of (FolWindow *self, FolSession *session)
{
  if (session == self->taught.session)
    return &self->taught;
  if (session == self->recorded.session)
    return &self->recorded;
  return session == self->free.session ? &self->free : NULL;
}

static void
changed_cb (FolSession *session, FolWindow *self)
{
  struct fol_workspace *space = space_of (self, session);

  if (space != self->space)
    return;
  if (space->run != NULL)
    fol_window_lesson_state (self, fol_session_get_state (session));
  else
    fol_window_free_figures (self, FALSE);
  fol_window_refresh (self);
}

static void
opened_cb (FolSession *session, const char *problem, FolWindow *self)
{
  fol_window_unpin (self);
  fol_trace ("opened problem=%s", problem != NULL ? problem : "none");
  if (problem != NULL) {
    fol_window_not_opened (self);
    fol_window_say (self, FOL_MESSAGE_ERROR, problem);
  } else if (session == self->free.session) {
    fol_window_opened_restored (self);
  }
}

static void
applied_cb (FolSession *session, const struct fol_event *event, const struct fol_operation *op,
            FolWindow *self)
{
  struct fol_workspace *space = space_of (self, session);

  if (space != NULL)
    fol_window_applied (self, space, event, op);
}

static void
message_cb (FolSession *session, const char *text, FolWindow *self)
{
  fol_window_say (self, FOL_MESSAGE_WARNING, text);
}

static void
progress_cb (FolSession *session, guint64 done, guint64 total, FolWindow *self)
{
  gboolean busy = done < total;

  gtk_widget_set_visible (self->progress, busy);
  if (busy)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   (double) done / (double) total);
  if (busy)
    fol_window_until_progress (self);
}

void
fol_window_new_session (FolWindow *self, struct fol_workspace *space)
{
  g_assert (space->session == NULL);
  /* A recording is a file already. */
  space->session = fol_session_new (space != &self->recorded);
  g_signal_connect_object (space->session, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (space->session, "opened", G_CALLBACK (opened_cb), self, 0);
  g_signal_connect_object (space->session, "applied", G_CALLBACK (applied_cb), self, 0);
  g_signal_connect_object (space->session, "message", G_CALLBACK (message_cb), self, 0);
  fol_window_moments_connect (self, space->session);
  g_signal_connect_object (space->session, "progress", G_CALLBACK (progress_cb), self, 0);
}

static const char *
mode_name (FolWindow *self)
{
  if (self->space == &self->recorded)
    return "recording";
  return self->sandbox ? "sandbox" : "lesson";
}

void
fol_window_set_space (FolWindow *self, struct fol_workspace *space, gboolean sandbox)
{
  GAction *mode = g_action_map_lookup_action (G_ACTION_MAP (self), "mode");

  fol_window_stop (self);
  fol_window_leave_start (self);
  if (self->space != space)
    fol_window_unpin (self);
  if (self->space != space)
    fol_message_bar_hide (FOL_MESSAGE_BAR (self->message));
  self->space = space;
  self->sandbox = sandbox;
  g_simple_action_set_state (G_SIMPLE_ACTION (mode), g_variant_new_string (mode_name (self)));
  gtk_stack_set_visible_child_name (GTK_STACK (self->left), mode_name (self));
  fol_lesson_pane_set_run (FOL_LESSON_PANE (self->lesson_pane), space->run);
  fol_lesson_pane_set_session (FOL_LESSON_PANE (self->lesson_pane), space->session);
  fol_sandbox_pane_set_session (FOL_SANDBOX_PANE (self->sandbox_pane), space->session);
  fol_inspector_set_session (FOL_INSPECTOR (self->inspector), space->session);
  fol_window_close_moment_popover (self);
  fol_window_show_notes (self);
  if (space->run == NULL) {
    fol_window_free_figures (self, self->shown_run != NULL);
    self->shown_run = NULL;
  } else if (fol_window_state (self) != NULL) {
    fol_window_lesson_state (self, fol_window_state (self));
  }
  fol_window_refresh (self);
}

void
fol_window_mode (FolWindow *self, const char *target)
{
  gboolean sandbox = g_strcmp0 (target, "sandbox") == 0;
  gboolean recorded = g_strcmp0 (target, "recording") == 0;

  if (recorded && self->recorded.session != NULL)
    fol_window_set_space (self, &self->recorded, TRUE);
  else if (recorded)
    fol_window_ask_open (self, NULL);
  else if (sandbox && self->free.session == NULL && self->taught.session == NULL)
    fol_window_open_machine (self, "teaching-64", NULL);
  else if (sandbox)
    fol_window_set_space (self, self->free.session != NULL ? &self->free : &self->taught, TRUE);
  else if (self->taught.session != NULL)
    fol_window_set_space (self, &self->taught, FALSE);
  else
    fol_window_open_default (self);
  if (!self->start_shown)
    fol_trace ("mode name=%s", mode_name (self));
}

static void
fol_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FolWindow *self = FOL_WINDOW (widget);

  GTK_WIDGET_CLASS (fol_window_parent_class)->size_allocate (widget, width, height, baseline);
  fol_window_fit (self, width);
}

/* GTK gives the focus to the first button there is; Space would press that. */
static void
fol_window_show (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fol_window_parent_class)->show (widget);
  gtk_window_set_focus (GTK_WINDOW (widget), NULL);
  if (FOL_WINDOW (widget)->start_shown)
    fol_window_start (FOL_WINDOW (widget), NULL);
}

/* Keys that no widget wanted, and only while no text is being edited. */
static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  FolWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus) ||
                        gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)) {
    if (keyval == GDK_KEY_Escape && GTK_IS_EDITABLE (focus)) {
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
      return TRUE;
    }
    return FALSE;
  }
  if (self->start_shown) {
    if (keyval == GDK_KEY_Escape)
      fol_window_leave (self, NULL);
    return keyval == GDK_KEY_Escape;
  }
  /* A task is left by its button, not by a Space too many. */
  if (!self->sandbox && fol_window_run (self) != NULL &&
      fol_run_phase (fol_window_run (self)) == FOL_RUN_TRYING &&
      (keyval == GDK_KEY_space || keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter))
    return TRUE;
  if (!self->sandbox && (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0 &&
      fol_lesson_pane_type_digit (FOL_LESSON_PANE (self->lesson_pane), keyval))
    return TRUE;
  return fol_actions_key (self, keyval, state);
}

/* Enter in a figure allocates or frees, but not while the lesson leads: then it
 * answers the question, and goes on. */
static gboolean
early_key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
              gpointer user_data)
{
  FolWindow *self = user_data;
  FolRun *run = fol_window_run (self);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  struct sim_object selected = fol_selection_get (self->selection);
  enum fol_run_phase phase;

  if ((keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter) || self->start_shown ||
      self->sandbox || run == NULL || fol_run_away (run) || focus == NULL ||
      gtk_widget_get_ancestor (focus, FOL_TYPE_FIGURE_VIEW) == NULL)
    return FALSE;
  phase = fol_run_phase (run);
  if (phase == FOL_RUN_TRYING)
    return FALSE;
  if (phase == FOL_RUN_ASKED || (phase == FOL_RUN_ANSWERED && !fol_run_is_guess (run, selected)))
    fol_window_guess (self, selected);
  else
    fol_window_skip (self, NULL);
  return TRUE;
}

void
fol_window_leave (FolWindow *self, const char *target)
{
  fol_window_set_full (self, NULL);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  fol_message_bar_hide (FOL_MESSAGE_BAR (self->message));
  if (fol_window_cancel_reading (self))
    return;
  if (self->space->session != NULL && gtk_widget_get_visible (self->progress))
    fol_session_cancel (self->space->session);
}

void
fol_window_command (FolWindow *self, const char *target)
{
  if (!self->sandbox || self->space == &self->recorded)
    fol_window_mode (self, "sandbox");
  fol_sandbox_pane_focus_command (FOL_SANDBOX_PANE (self->sandbox_pane));
}

static void
picked_cb (FolFigureView *view, gpointer object, FolWindow *self)
{
  const struct sim_object *picked = object;

  fol_trace ("picked kind=%u a=%u b=%u c=%u", picked->kind, picked->a, picked->b, picked->c);
  if (picked->kind == SIM_OBJECT_STEP)
    fol_window_activate_object (self, *picked);
  else
    fol_window_guess (self, *picked);
}

static void
activated_cb (GtkWidget *widget, gpointer object, FolWindow *self)
{
  fol_window_activate_object (self, *(const struct sim_object *) object);
}

static void
shown_cb (GtkWidget *widget, gpointer object, FolWindow *self)
{
  fol_window_show_object (self, *(const struct sim_object *) object);
}

static void
range_cb (FolFigureView *view, guint first, guint last, FolWindow *self)
{
  fol_window_range (self, GTK_WIDGET (view), first, last);
}

static void
seek_cb (FolTimeline *timeline, gpointer position, FolWindow *self)
{
  fol_window_stop (self);
  fol_window_seek (self, *(const struct fol_position *) position);
}

static void
seek_index_cb (GtkWidget *widget, guint64 index, FolWindow *self)
{
  const struct fol_state *state = fol_window_state (self);

  if (state != NULL)
    fol_window_seek (self, (struct fol_position){ .branch = state->position.branch,
                                                  .index = index,
                                                  .step = FOL_STEP_END });
}

static void
theme_cb (FolTheme *theme, FolWindow *self)
{
  enum fol_theme now = fol_theme_get_theme (theme);
  const char *choice = fol_preferences[FOL_PREFERENCE_THEME].values[fol_theme_get_choice (theme)];
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "theme");

  for (guint i = 0; i < FOL_CARDS; i++)
    fol_figure_view_set_theme (fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[i])), now);
  fol_timeline_set_theme (FOL_TIMELINE (self->timeline), now);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (choice));
}

static void
selected_cb (FolWindow *self)
{
  struct sim_object object = fol_selection_get (self->selection);

  fol_trace ("selected kind=%u a=%u b=%u", object.kind, object.a, object.b);
}

/* Building. */

static GtkWidget *
make_cards (FolWindow *self)
{
  GtkWidget *area = fol_window_make_cards (self);

  for (guint i = 0; i < FOL_CARDS; i++) {
    FolFigureView *view = fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[i]));

    g_signal_connect (view, "picked", G_CALLBACK (picked_cb), self);
    g_signal_connect (view, "activated", G_CALLBACK (activated_cb), self);
    g_signal_connect (view, "range-selected", G_CALLBACK (range_cb), self);
  }
  return area;
}

static GtkWidget *
make_left (FolWindow *self)
{
  self->left = gtk_stack_new ();
  self->lesson_pane = fol_lesson_pane_new (self->selection);
  self->sandbox_pane = fol_sandbox_pane_new (self->selection);
  g_signal_connect (self->sandbox_pane, "seek", G_CALLBACK (seek_index_cb), self);
  gtk_stack_add_named (GTK_STACK (self->left), self->lesson_pane, "lesson");
  self->recording_pane = fol_recording_pane_new ();
  g_signal_connect (self->recording_pane, "seek", G_CALLBACK (seek_index_cb), self);
  gtk_stack_add_named (GTK_STACK (self->left), self->sandbox_pane, "sandbox");
  gtk_stack_add_named (GTK_STACK (self->left), self->recording_pane, "recording");
  gtk_widget_set_size_request (self->left, FOL_LEFT_WIDTH_LEAST, -1);
  return self->left;
}

/* Figures may have to stand one below the other now, or need not any more. */
static void
moved_cb (FolWindow *self)
{
  fol_window_fit (self, gtk_widget_get_width (GTK_WIDGET (self)));
}

static GtkWidget *
make_right (FolWindow *self)
{
  self->figures = fol_box_new (GTK_ORIENTATION_VERTICAL, 12, "figures");
  self->branch_bar = fol_message_bar_new ();
  self->message = fol_message_bar_new ();
  self->inspector = fol_inspector_new (self->selection);
  gtk_widget_set_size_request (self->inspector, 256, -1);
  g_signal_connect (self->inspector, "seek", G_CALLBACK (seek_index_cb), self);
  g_signal_connect (self->inspector, "activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (self->inspector, "shown", G_CALLBACK (shown_cb), self);
  self->right_panes = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_paned_set_start_child (GTK_PANED (self->right_panes), make_cards (self));
  gtk_paned_set_end_child (GTK_PANED (self->right_panes), self->inspector);
  gtk_paned_set_resize_end_child (GTK_PANED (self->right_panes), FALSE);
  gtk_paned_set_shrink_start_child (GTK_PANED (self->right_panes), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (self->right_panes), FALSE);
  g_signal_connect_swapped (self->right_panes, "notify::position", G_CALLBACK (moved_cb), self);
  gtk_widget_set_vexpand (self->right_panes, TRUE);
  gtk_box_append (GTK_BOX (self->figures), self->branch_bar);
  gtk_box_append (GTK_BOX (self->figures), self->right_panes);
  /* Over the figures: what one is looking at must not move when something is said. */
  gtk_widget_set_halign (self->message, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->message, GTK_ALIGN_END);
  fol_add_classes (self->message, "floating");
  self->work_overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->work_overlay), self->figures);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->work_overlay), self->message);
  return self->work_overlay;
}

static GtkWidget *
make_bottom (FolWindow *self)
{
  GtkWidget *bar = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 16, "timeline-bar");
  GtkWidget *overlay = gtk_overlay_new ();

  self->transport = fol_transport_new ();
  self->timeline = fol_timeline_new ();
  gtk_widget_set_hexpand (self->timeline, TRUE);
  self->curve_picker = fol_curve_picker_new ();
  gtk_widget_set_halign (self->curve_picker, GTK_ALIGN_START);
  gtk_widget_set_valign (self->curve_picker, GTK_ALIGN_START);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->timeline);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->curve_picker);
  g_signal_connect (self->timeline, "seek", G_CALLBACK (seek_cb), self);
  gtk_box_append (GTK_BOX (bar), self->transport);
  gtk_box_append (GTK_BOX (bar), overlay);
  return bar;
}

static void
make_window (FolWindow *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 0, NULL);

  fol_header_init (&self->header);
  fol_window_make_palette (self);
  gtk_window_set_titlebar (GTK_WINDOW (self), self->header.bar);
  self->panes = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  fol_add_classes (self->panes, "outer");
  gtk_paned_set_start_child (GTK_PANED (self->panes), make_left (self));
  gtk_paned_set_end_child (GTK_PANED (self->panes), make_right (self));
  gtk_paned_set_resize_start_child (GTK_PANED (self->panes), FALSE);
  gtk_paned_set_shrink_start_child (GTK_PANED (self->panes), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (self->panes), FALSE);
  gtk_paned_set_position (GTK_PANED (self->panes),
                          fol_settings_get_int ("left-width", FOL_LEFT_WIDTH_LEAST, 800, 320));
  gtk_widget_set_vexpand (self->panes, TRUE);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_box_append (GTK_BOX (box), self->panes);
  gtk_box_append (GTK_BOX (box), self->progress);
  gtk_box_append (GTK_BOX (box), make_bottom (self));
  self->pages = gtk_stack_new ();
  fol_add_classes (self->pages, "pages");
  gtk_stack_add_named (GTK_STACK (self->pages), box, "work");
  gtk_stack_add_named (GTK_STACK (self->pages), fol_window_make_start (self), "start");
  gtk_stack_set_hhomogeneous (GTK_STACK (self->pages), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (self->pages), FALSE);
  gtk_window_set_child (GTK_WINDOW (self), self->pages);
  fol_window_start_connect (self);
}

static void
remember_size (FolWindow *self)
{
  int width, height;

  fol_window_keep_shares (self);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (self->left_width == 0)
    fol_settings_set_int ("left-width", gtk_paned_get_position (GTK_PANED (self->panes)));
  fol_settings_set_int ("width", width);
  fol_settings_set_int ("height", height);
  fol_settings_set_int ("maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static gboolean
fol_window_close_request_vfunc (GtkWindow *window)
{
  FolWindow *self = FOL_WINDOW (window);

  if (!fol_window_close_request (self))
    return TRUE;
  remember_size (self);
  return GTK_WINDOW_CLASS (fol_window_parent_class)->close_request (window);
}

static void
fol_window_dispose (GObject *object)
{
  FolWindow *self = FOL_WINDOW (object);

  fol_window_end_presenting (self);
  fol_window_drop_slabinfo (self);
  fol_window_stop (self);
  fol_window_close_moment_popover (self);
  g_signal_handlers_disconnect_by_data (fol_theme_get_default (), self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->lesson_pane != NULL) {
    /* What the panes were lent goes before they do. */
    fol_lesson_pane_set_run (FOL_LESSON_PANE (self->lesson_pane), NULL);
    fol_recording_pane_set_played (FOL_RECORDING_PANE (self->recording_pane), NULL, NULL);
    self->lesson_pane = NULL;
  }
  self->progress = NULL;
  fol_window_drop_recording (self);
  fol_workspace_clear (&self->taught);
  fol_workspace_clear (&self->free);
  fol_window_drop_cards (self);
  fol_window_forget_lost (self);
  g_clear_object (&self->selection);
  fol_window_drop_restored (self);
  g_clear_handle_id (&self->trace_source, g_source_remove);
  g_clear_pointer (&self->until, g_free);
  g_clear_pointer (&self->pinned, fol_state_unref);
  g_clear_pointer (&self->traced, g_free);
  g_clear_pointer (&self->traced_timeline, g_free);
  G_OBJECT_CLASS (fol_window_parent_class)->dispose (object);
}

static void
fol_window_class_init (FolWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_window_dispose;
  GTK_WIDGET_CLASS (klass)->show = fol_window_show;
  GTK_WIDGET_CLASS (klass)->size_allocate = fol_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = fol_window_close_request_vfunc;
}

static void
fol_window_init (FolWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *early_keys = gtk_event_controller_key_new ();

  self->space = &self->taught;
  self->selection = fol_selection_new ();
  self->speed = 1;
  self->wish = SIM_PFN_NONE;
  self->inspector_wanted = fol_settings_get_int ("inspector", 0, 1, 1);
  fol_actions_install (self);
  fol_window_file_actions (self);
  make_window (self);
  fol_window_show_figures (self, "sandbox", NULL, NULL);
  fol_window_update_inspector (self);
  fol_window_lesson_connect (self);
  fol_window_moments_init (self);
  fol_window_until_init (self);
  fol_transport_set_speed (FOL_TRANSPORT (self->transport), fol_window_speed (self));
  g_signal_connect_swapped (self->selection, "selected", G_CALLBACK (selected_cb), self);
  g_signal_connect (fol_theme_get_default (), "changed", G_CALLBACK (theme_cb), self);
  fol_window_follow_text (self);
  theme_cb (fol_theme_get_default (), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_event_controller_set_propagation_phase (early_keys, GTK_PHASE_CAPTURE);
  g_signal_connect (early_keys, "key-pressed", G_CALLBACK (early_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), early_keys);
  gtk_window_set_default_size (GTK_WINDOW (self), fol_settings_get_int ("width", 600, 16384, 1280),
                               fol_settings_get_int ("height", 400, 16384, 800));
  if (fol_settings_get_int ("maximized", 0, 1, 0))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_window_set_icon_name (GTK_WINDOW (self), "org.folioscope.Folioscope");
  gtk_window_set_title (GTK_WINDOW (self), "Folioscope");
  self->trace_source = fol_window_trace_shapes (self);
}

GtkWidget *
fol_window_new (GtkApplication *application)
{
  return g_object_new (FOL_TYPE_WINDOW, "application", application, NULL);
}
