/* ui/lesson-pane.c - the lesson: text, prediction, what the kernel just did, the next thing. */
#include "ui/lesson-pane.h"
#include "ui/actions.h"
#include "ui/operation-form.h"
#include "ui/sequence-list.h"
#include "ui/widgets.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _FolLessonPane {
  GtkBox parent_instance;

  FolRun *run; /* lent */
  guint step;  /* what is shown now, to notice that it is another */
  enum fol_run_phase phase;
  const FolRun *shown; /* likewise; never followed */
  guint reveal_tick, frames_to_reveal;

  GtkWidget *scroller, *content;
  GtkWidget *progress, *counter, *title, *text;
  GtkWidget *now, *now_where, *now_text;
  GtkWidget *predict, *question, *how, *answer_row, *guess, *number, *number_button, *number_error;
  GtkWidget *hint;
  GtkWidget *sequence, *hints, *note;
  GtkWidget *verdict, *verdict_title, *verdict_text;
  GtkWidget *task, *task_text, *task_hint, *task_hints, *form;
  GtkWidget *facts;
  GtkWidget *footer, *back, *skip, *next, *next_label, *next_key;
};

enum { GUESS_NUMBER, GUESS_SEQUENCE, SEEK_STEP, SIGNALS };
static guint signals[SIGNALS];

G_DEFINE_FINAL_TYPE (FolLessonPane, fol_lesson_pane, GTK_TYPE_BOX)

static const struct fol_lesson_step *
current_step (FolLessonPane *self)
{
  GPtrArray *steps = fol_run_plan (self->run)->lesson->steps;
  guint step = fol_run_step (self->run);

  return step < steps->len ? g_ptr_array_index (steps, step) : NULL;
}

static void
dash_cb (GtkButton *dash, gpointer user_data)
{
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (dash), "step"));

  g_signal_emit (user_data, signals[SEEK_STEP], 0, step);
}

static void
make_progress (FolLessonPane *self)
{
  const FolLesson *lesson = fol_run_plan (self->run)->lesson;

  fol_clear_box (self->progress);
  for (guint i = 0; i < lesson->steps->len; i++) {
    const struct fol_lesson_step *step = g_ptr_array_index (lesson->steps, i);
    GtkWidget *dash = gtk_button_new ();
    g_autofree char *name =
        g_strdup_printf (_ ("Step %u: %s"), i + 1, fol_text_get (step->title, lesson->language));

    fol_add_classes (dash, "progress-dash");
    gtk_widget_set_hexpand (dash, TRUE);
    gtk_widget_set_focus_on_click (dash, FALSE);
    gtk_widget_set_tooltip_text (dash, name);
    fol_name_widget (dash, name);
    g_object_set_data (G_OBJECT (dash), "step", GUINT_TO_POINTER (i));
    g_signal_connect (dash, "clicked", G_CALLBACK (dash_cb), self);
    gtk_box_append (GTK_BOX (self->progress), dash);
  }
}

static void
update_progress (FolLessonPane *self)
{
  guint at = fol_run_step (self->run), i = 0;
  gboolean finished = fol_run_phase (self->run) == FOL_RUN_FINISHED;
  guint count = fol_run_plan (self->run)->lesson->steps->len;
  GtkWidget *dash = gtk_widget_get_first_child (self->progress);
  g_autofree char *counter = NULL;

  for (; dash != NULL; dash = gtk_widget_get_next_sibling (dash), i++) {
    gtk_widget_remove_css_class (dash, "done");
    gtk_widget_remove_css_class (dash, "current");
    if (i < at || finished)
      gtk_widget_add_css_class (dash, "done");
    else if (i == at)
      gtk_widget_add_css_class (dash, "current");
  }
  counter =
      finished ? g_strdup (_ ("Finished")) : g_strdup_printf (_ ("Step %u of %u"), at + 1, count);
  gtk_label_set_text (GTK_LABEL (self->counter), counter);
}

/* What one watches stands below the text: in a low window it has to be scrolled to.  It has its
 * place only after the next layout. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  FolLessonPane *self = FOL_LESSON_PANE (widget);
  graphene_rect_t place;

  if (self->frames_to_reveal-- > 0)
    return G_SOURCE_CONTINUE;
  self->reveal_tick = 0;
  if (gtk_widget_get_visible (self->now) &&
      gtk_widget_compute_bounds (self->now, self->content, &place))
    gtk_adjustment_clamp_page (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), place.origin.y,
        place.origin.y + place.size.height + 8);
  return G_SOURCE_REMOVE;
}

static void
reveal (FolLessonPane *self)
{
  self->frames_to_reveal = 1;
  if (self->reveal_tick == 0)
    self->reveal_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
}

/* The kernel's own step: function and sentence, while one watches. */
static void
update_now (FolLessonPane *self, const struct fol_state *state)
{
  enum fol_run_phase phase = fol_run_phase (self->run);
  const struct fol_position *at = &state->position;
  guint index = at->step == FOL_STEP_END ? state->steps->count : at->step;
  gboolean inside =
      phase == FOL_RUN_DOING && at->index > 0 && index > 0 && index <= state->steps->count;

  gtk_widget_set_visible (self->now, inside);
  if (inside) {
    const struct sim_step *step = &state->steps->step[index - 1];
    struct sim_view view = fol_state_view (state);
    g_autofree char *sentence = fol_describe_step (&view, step);
    g_autofree char *where = g_strdup_printf ("%s · %s", sim_function_name (step->function),
                                              sim_function_file (step->function));

    gtk_label_set_text (GTK_LABEL (self->now_where), where);
    fol_set_prose (self->now_text, sentence);
    reveal (self);
  }
}

static const char *
how_to_answer (const struct fol_ask *ask)
{
  switch (ask->kind) {
  case FOL_ASK_FRAME:
    return _ ("Click it in a figure. Then press Space and watch.");
  case FOL_ASK_BLOCK:
    return _ ("Click any frame of it in a figure. Then press Space and watch.");
  case FOL_ASK_ORDER:
    return _ ("Click the order in the buddy system, or type it. Then press Space and watch.");
  case FOL_ASK_NUMBER:
    return _ ("Type the number. Then press Space and watch.");
  case FOL_ASK_SEQUENCE:
    return _ ("Put these in order. Then press Space and watch.");
  case FOL_ASK_OBJECT:
    return _ ("Click the object in a figure. Then press Space and watch.");
  case FOL_ASK_SLAB:
    return _ ("Click the slab, or anything in it. Then press Space and watch.");
  case FOL_ASK_CACHE:
    return _ ("Click the cache, or anything of it. Then press Space and watch.");
  case FOL_ASK_SET:
    return _ ("Click the set in the grid. Then press Space and watch.");
  default:
    return NULL;
  }
}

static char *
guess_text (FolLessonPane *self, const struct fol_ask *ask, const struct fol_state *state)
{
  g_autofree char *name = NULL;
  gint64 guess;

  if (!fol_run_has_guess (self->run) || ask->kind == FOL_ASK_SEQUENCE)
    return NULL;
  name = fol_run_guess_name (self->run);
  guess = fol_run_guess (self->run);
  if (name != NULL)
    return g_strdup_printf (_ ("Your guess: %s"), name);
  if (ask->kind == FOL_ASK_ORDER)
    return g_strdup_printf (_ ("Your guess: order %" PRId64), guess);
  return g_strdup_printf (_ ("Your guess: %" PRId64), guess);
}

static void
update_predict (FolLessonPane *self, const struct fol_state *state)
{
  const struct fol_lesson_step *step = current_step (self);
  enum fol_run_phase phase = fol_run_phase (self->run);
  gboolean asked = phase == FOL_RUN_ASKED || phase == FOL_RUN_ANSWERED;
  const struct fol_ask *ask = step != NULL ? step->ask : NULL;
  g_autofree char *question = NULL;
  g_autofree char *guess = NULL;
  gboolean typed;

  gtk_widget_set_visible (self->predict, asked && ask != NULL);
  if (!asked || ask == NULL)
    return;
  question = fol_run_question (self->run, state);
  guess = guess_text (self, ask, state);
  typed = ask->kind == FOL_ASK_NUMBER || ask->kind == FOL_ASK_ORDER;
  fol_set_prose (self->question, question);
  gtk_label_set_text (GTK_LABEL (self->how), how_to_answer (ask));
  gtk_widget_set_visible (self->number, typed);
  gtk_widget_set_visible (self->number_button, typed);
  fol_set_text (self->guess, guess);
  gtk_widget_set_visible (self->sequence, ask->kind == FOL_ASK_SEQUENCE);
  gtk_widget_set_visible (self->hint, fol_run_hints_left (self->run) > 0);
}

static void
update_verdict (FolLessonPane *self, const struct fol_state *state)
{
  enum fol_run_phase phase = fol_run_phase (self->run);
  gboolean right = FALSE, told;
  g_autofree char *text = NULL;

  if (phase == FOL_RUN_AFTER || phase == FOL_RUN_SOLVED)
    text = fol_run_verdict (self->run, state);
  gtk_widget_set_visible (self->verdict, text != NULL && *text != '\0');
  if (text == NULL)
    return;
  /* Who only looked was neither right nor wrong. */
  told = phase == FOL_RUN_AFTER && !fol_run_has_guess (self->run);
  right = told || phase == FOL_RUN_SOLVED || fol_run_guess_right (self->run);
  gtk_widget_remove_css_class (self->verdict, right ? "wrong" : "right");
  gtk_widget_add_css_class (self->verdict, right ? "right" : "wrong");
  gtk_label_set_text (GTK_LABEL (self->verdict_title), phase == FOL_RUN_SOLVED ? _ ("Solved")
                                                       : told                  ? _ ("The answer")
                                                       : right ? _ ("You predicted it")
                                                               : _ ("It came differently"));
  fol_set_prose (self->verdict_text, text);
}

static void
add_fact (FolLessonPane *self, const char *text)
{
  GtkWidget *label = fol_text_new (NULL, "body key-fact");

  fol_set_prose (label, text);
  gtk_box_append (GTK_BOX (self->facts), label);
}

static void
update_facts (FolLessonPane *self)
{
  const FolLesson *lesson = fol_run_plan (self->run)->lesson;
  gboolean finished = fol_run_phase (self->run) == FOL_RUN_FINISHED;
  GtkWidget *real;

  gtk_widget_set_visible (self->facts, finished);
  if (!finished)
    return;
  fol_clear_box (self->facts);
  gtk_box_append (GTK_BOX (self->facts), fol_label_new (_ ("To keep"), "section-title"));
  for (guint i = 0; lesson->keep != NULL && i < lesson->keep->len; i++)
    add_fact (self, fol_text_get (g_ptr_array_index (lesson->keep, i), lesson->language));
  if (lesson->real != NULL) {
    gtk_box_append (GTK_BOX (self->facts),
                    fol_label_new (_ ("On a real machine"), "section-title"));
    real = fol_text_new (NULL, "body");
    fol_set_prose (real, fol_text_get (lesson->real, lesson->language));
    gtk_box_append (GTK_BOX (self->facts), real);
  }
}

static void
update_task (FolLessonPane *self, const struct fol_state *state)
{
  enum fol_run_phase phase = fol_run_phase (self->run);
  const struct fol_lesson_step *step = current_step (self);
  gboolean trying = phase == FOL_RUN_TRYING && step != NULL && step->task != NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->task, trying);
  if (!trying)
    return;
  text = fol_run_question (self->run, state);
  fol_set_prose (self->task_text, text);
  gtk_widget_set_visible (self->task_hint, fol_run_hints_left (self->run) > 0);
  fol_operation_form_set_state (FOL_OPERATION_FORM (self->form), state);
}

static void
update_footer (FolLessonPane *self)
{
  enum fol_run_phase phase = fol_run_phase (self->run);
  g_autofree char *label = fol_run_next_label (self->run);
  gboolean end = phase == FOL_RUN_FINISHED && fol_run_plan (self->run)->lesson->next == NULL;
  gboolean away = fol_run_away (self->run) && phase < FOL_RUN_TRYING;

  gtk_label_set_text (GTK_LABEL (self->next_label), end    ? _ ("All lessons")
                                                    : away ? _ ("Back to the lesson")
                                                           : label);
  /* What is said is what is seen. */
  fol_name_widget (self->next, gtk_label_get_text (GTK_LABEL (self->next_label)));
  gtk_widget_set_visible (self->skip, phase == FOL_RUN_DOING && !away);
  /* An open task has a button of its own that comes next; Space must not end it. */
  gtk_widget_set_visible (self->next_key, phase != FOL_RUN_TRYING);
  if (phase == FOL_RUN_TRYING)
    gtk_widget_remove_css_class (self->next, "primary");
  else
    gtk_widget_add_css_class (self->next, "primary");
}

/* Another step or phase: old hints are gone, and the reader starts at the top. */
static void
begin_phase (FolLessonPane *self)
{
  const struct fol_lesson_step *step = current_step (self);
  enum fol_run_phase phase = fol_run_phase (self->run);
  gboolean other_step = self->shown != self->run || self->step != fol_run_step (self->run);

  if (self->shown == self->run && !other_step && self->phase == phase)
    return;
  if (other_step) {
    fol_clear_box (self->hints);
    fol_clear_box (self->task_hints);
    gtk_editable_set_text (GTK_EDITABLE (self->number), "");
    if (step != NULL && step->ask != NULL && step->ask->kind == FOL_ASK_SEQUENCE) {
      g_auto (GStrv) items = fol_run_items (self->run);

      fol_sequence_list_set_items (FOL_SEQUENCE_LIST (self->sequence), (const char *const *) items);
    }
  }
  if (other_step || phase == FOL_RUN_AFTER)
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  self->shown = self->run;
  self->step = fol_run_step (self->run);
  self->phase = phase;
}

void
fol_lesson_pane_update (FolLessonPane *self, const struct fol_state *state)
{
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->content, self->run != NULL && state != NULL);
  gtk_widget_set_visible (self->footer, self->run != NULL && state != NULL);
  if (self->run == NULL || state == NULL)
    return;
  begin_phase (self);
  title = fol_run_title (self->run);
  text = fol_run_say (self->run, state);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  fol_set_prose (self->text, text);
  update_progress (self);
  update_now (self, state);
  update_predict (self, state);
  update_verdict (self, state);
  update_task (self, state);
  update_facts (self);
  update_footer (self);
}

gboolean
fol_lesson_pane_hint (FolLessonPane *self, const struct fol_state *state)
{
  g_autofree char *hint = NULL;
  GtkWidget *box, *label;

  if (self->run == NULL || state == NULL)
    return FALSE;
  hint = fol_run_hint (self->run, state);
  if (hint == NULL)
    return FALSE;
  box = fol_run_phase (self->run) == FOL_RUN_TRYING ? self->task_hints : self->hints;
  label = fol_text_new (NULL, "body hint");
  fol_set_prose (label, hint);
  gtk_box_append (GTK_BOX (box), label);
  fol_lesson_pane_update (self, state);
  return TRUE;
}

void
fol_lesson_pane_set_run (FolLessonPane *self, FolRun *run)
{
  self->run = run;
  self->shown = NULL;
  if (run != NULL)
    make_progress (self);
  fol_lesson_pane_update (self, NULL);
}

void
fol_lesson_pane_set_session (FolLessonPane *self, FolSession *session)
{
  fol_operation_form_set_session (FOL_OPERATION_FORM (self->form), session);
}

static void
set_number_error (FolLessonPane *self, const char *text)
{
  fol_set_text (self->number_error, text);
  if (text != NULL)
    gtk_widget_add_css_class (self->number, "error");
  else
    gtk_widget_remove_css_class (self->number, "error");
}

static void
number_changed_cb (FolLessonPane *self)
{
  set_number_error (self, NULL);
}

static void
number_cb (FolLessonPane *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->number));
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT64, &number, NULL)) {
    set_number_error (self, _ ("A whole number is expected, like 12."));
    return;
  }
  g_signal_emit (self, signals[GUESS_NUMBER], 0, number);
  /* The run knows what can be an answer. */
  if (!fol_run_has_guess (self->run) || fol_run_guess (self->run) != number)
    set_number_error (self, _ ("There is no such order on this machine."));
}

/* Space goes on, also from here: a number has no spaces. */
static gboolean
number_key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
               gpointer user_data)
{
  FolLessonPane *self = user_data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->number));

  if (keyval != GDK_KEY_space)
    return FALSE;
  /* Nothing to guess with, or it was refused before: then one wants to see. */
  if (*text == '\0' || gtk_widget_has_css_class (self->number, "error"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.next", NULL);
  else
    number_cb (self);
  return TRUE;
}

gboolean
fol_lesson_pane_type_digit (FolLessonPane *self, guint keyval)
{
  gunichar digit = gdk_keyval_to_unicode (keyval);
  char text[2] = { (char) digit, '\0' };

  if (digit < '0' || digit > '9' || !gtk_widget_get_mapped (self->number))
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->number), text);
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->number));
  gtk_editable_set_position (GTK_EDITABLE (self->number), -1);
  return TRUE;
}

GtkWidget *
fol_lesson_pane_get_next (FolLessonPane *self)
{
  return self->next;
}

GtkWidget *
fol_lesson_pane_get_answer (FolLessonPane *self)
{
  if (gtk_widget_get_mapped (self->number))
    return self->number;
  if (gtk_widget_get_mapped (self->sequence))
    return gtk_widget_get_last_child (gtk_widget_get_first_child (self->sequence));
  return NULL;
}

static void
sequence_cb (FolLessonPane *self)
{
  guint count;
  const guint *order = fol_sequence_list_get_order (FOL_SEQUENCE_LIST (self->sequence), &count);

  g_signal_emit (self, signals[GUESS_SEQUENCE], 0, order, count);
}

static void
fol_lesson_pane_class_init (FolLessonPaneClass *klass)
{
  signals[GUESS_NUMBER] = g_signal_new ("guess-number", FOL_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[GUESS_SEQUENCE] =
      g_signal_new ("guess-sequence", FOL_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
  signals[SEEK_STEP] = g_signal_new ("seek-step", FOL_TYPE_LESSON_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static GtkWidget *
make_hint_button (void)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Hint"));

  fol_actions_button (button, "hint", NULL);
  fol_add_classes (button, "flat-link");
  return button;
}

static void
make_predict (FolLessonPane *self)
{
  GtkWidget *typed_row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->predict = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, "predict");
  self->question = fol_text_new (NULL, "predict-question");
  self->how = fol_text_new (NULL, "body");
  self->answer_row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  self->guess = fol_label_new (NULL, "guess");
  self->number = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->number), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->number), 5);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->number), GTK_INPUT_PURPOSE_DIGITS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->number), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Your guess"), -1);
  g_signal_connect_swapped (self->number, "activate", G_CALLBACK (number_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (number_key_cb), self);
  gtk_widget_add_controller (self->number, keys);
  self->number_button = gtk_button_new_with_label (_ ("Guess"));
  gtk_widget_set_focus_on_click (self->number_button, FALSE);
  g_signal_connect_swapped (self->number_button, "clicked", G_CALLBACK (number_cb), self);
  self->hint = make_hint_button ();
  self->sequence = fol_sequence_list_new ();
  g_signal_connect_swapped (self->sequence, "changed", G_CALLBACK (sequence_cb), self);
  self->hints = fol_box_new (GTK_ORIENTATION_VERTICAL, 6, NULL);
  self->note = fol_text_new (_ ("Wrong guesses teach most: nothing is counted."), "caption");
  gtk_box_append (GTK_BOX (self->predict), fol_label_new (_ ("Predict"), "predict-label"));
  gtk_box_append (GTK_BOX (self->predict), self->question);
  gtk_box_append (GTK_BOX (self->predict), self->how);
  gtk_box_append (GTK_BOX (self->predict), self->sequence);
  gtk_box_append (GTK_BOX (typed_row), self->number);
  gtk_box_append (GTK_BOX (typed_row), self->number_button);
  gtk_box_append (GTK_BOX (self->predict), typed_row);
  self->number_error = fol_text_new (NULL, "form-error");
  gtk_widget_set_visible (self->number_error, FALSE);
  g_signal_connect_swapped (self->number, "changed", G_CALLBACK (number_changed_cb), self);
  gtk_box_append (GTK_BOX (self->predict), self->number_error);
  gtk_box_append (GTK_BOX (self->answer_row), self->guess);
  gtk_box_append (GTK_BOX (self->answer_row), self->hint);
  gtk_box_append (GTK_BOX (self->predict), self->answer_row);
  gtk_box_append (GTK_BOX (self->predict), self->hints);
  gtk_box_append (GTK_BOX (self->predict), self->note);
  gtk_box_append (GTK_BOX (self->content), self->predict);
}

static void
make_task (FolLessonPane *self, FolSelection *selection)
{
  self->task = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, "task");
  self->task_text = fol_text_new (NULL, "body");
  self->form = fol_operation_form_new (selection);
  self->task_hint = make_hint_button ();
  gtk_widget_set_halign (self->task_hint, GTK_ALIGN_START);
  self->task_hints = fol_box_new (GTK_ORIENTATION_VERTICAL, 6, NULL);
  gtk_box_append (GTK_BOX (self->task), fol_label_new (_ ("Task"), "task-label"));
  gtk_box_append (GTK_BOX (self->task), self->task_text);
  gtk_box_append (GTK_BOX (self->task), self->form);
  gtk_box_append (GTK_BOX (self->task), self->task_hints);
  gtk_box_append (GTK_BOX (self->task), self->task_hint);
  gtk_box_append (GTK_BOX (self->content), self->task);
}

static void
make_text (FolLessonPane *self)
{
  GtkWidget *head = fol_box_new (GTK_ORIENTATION_VERTICAL, 8, NULL);

  self->progress = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 0, "progress");
  self->counter = fol_label_new (NULL, "step-counter");
  self->title = fol_text_new (NULL, "step-title");
  self->text = fol_text_new (NULL, "step-text");
  gtk_box_append (GTK_BOX (head), self->counter);
  gtk_box_append (GTK_BOX (head), self->title);
  gtk_box_append (GTK_BOX (head), self->text);

  self->verdict = fol_box_new (GTK_ORIENTATION_VERTICAL, 4, "verdict");
  self->verdict_title = fol_label_new (NULL, "strong");
  self->verdict_text = fol_text_new (NULL, "body");
  gtk_box_append (GTK_BOX (self->verdict), self->verdict_title);
  gtk_box_append (GTK_BOX (self->verdict), self->verdict_text);

  self->now = fol_box_new (GTK_ORIENTATION_VERTICAL, 4, "well now");
  self->now_where = fol_text_new (NULL, "caption");
  self->now_text = fol_text_new (NULL, "body strong");
  gtk_box_append (GTK_BOX (self->now), self->now_where);
  gtk_box_append (GTK_BOX (self->now), self->now_text);
  gtk_box_append (GTK_BOX (self->content), head);
  gtk_box_append (GTK_BOX (self->content), self->now);
  gtk_box_append (GTK_BOX (self->content), self->verdict);
}

static void
make_footer (FolLessonPane *self)
{
  GtkWidget *row = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 10, NULL);
  GtkWidget *inside = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);

  self->footer = fol_box_new (GTK_ORIENTATION_VERTICAL, 6, "lesson-footer");
  self->skip = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->skip), fol_label_new (_ ("Skip to the end"), NULL));
  fol_actions_button (self->skip, "skip", NULL);
  fol_add_classes (self->skip, "flat-link");
  gtk_widget_set_halign (self->skip, GTK_ALIGN_END);
  self->back = gtk_button_new_with_label (_ ("Back"));
  gtk_widget_set_size_request (self->back, 84, -1);
  fol_actions_button (self->back, "back", NULL);
  self->next = gtk_button_new ();
  self->next_label = fol_label_new (NULL, NULL);
  gtk_widget_set_hexpand (self->next_label, TRUE);
  gtk_box_append (GTK_BOX (inside), self->next_label);
  self->next_key = fol_label_new (_ ("Space"), "key-hint");
  gtk_box_append (GTK_BOX (inside), self->next_key);
  gtk_button_set_child (GTK_BUTTON (self->next), inside);
  fol_actions_button (self->next, "next", NULL);
  fol_add_classes (self->next, "primary");
  gtk_widget_set_hexpand (self->next, TRUE);
  gtk_box_append (GTK_BOX (row), self->back);
  gtk_box_append (GTK_BOX (row), self->next);
  gtk_box_append (GTK_BOX (self->footer), self->skip);
  gtk_box_append (GTK_BOX (self->footer), row);
}

static void
fol_lesson_pane_init (FolLessonPane *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  fol_add_classes (GTK_WIDGET (self), "lesson-pane");
}

GtkWidget *
fol_lesson_pane_new (FolSelection *selection)
{
  FolLessonPane *self = g_object_new (FOL_TYPE_LESSON_PANE, NULL);

  self->content = fol_box_new (GTK_ORIENTATION_VERTICAL, 18, "pane-content");
  make_text (self);
  make_predict (self);
  make_task (self, selection);
  self->facts = fol_box_new (GTK_ORIENTATION_VERTICAL, 10, NULL);
  gtk_box_append (GTK_BOX (self->content), self->facts);
  make_footer (self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->content);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (self), self->progress);
  gtk_box_append (GTK_BOX (self), self->scroller);
  gtk_box_append (GTK_BOX (self), self->footer);
  fol_lesson_pane_update (self, NULL);
  return GTK_WIDGET (self);
}
