/* app/lesson-say.c - the texts of a lesson at the moment the learner is at. */
#include "app/lesson-run-private.h"
#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static struct fol_scope
scope_before (const FolRun *run)
{
  const struct fol_plan_step *planned = fol_run_plan_step (run);

  return fol_scope_of_state (planned->before_state, planned->names_before);
}

static struct fol_scope
scope_after (const FolRun *run)
{
  const struct fol_plan_step *planned = fol_run_plan_step (run);

  return fol_scope_of_state (planned->after_state, planned->names);
}

/* The plan has expanded every text once, so that this does not fail; if it does
 * (values of a learner's own branch), the author's text is better than none. */
static char *
say (const FolRun *run, const struct fol_text *text, const struct fol_scope *scope)
{
  const char *template = fol_text_get (text, run->plan->lesson->language);
  char *expanded = fol_template_expand (template, scope, NULL);

  return expanded != NULL ? expanded : g_strdup (template);
}

char *
fol_run_title (const FolRun *run)
{
  const FolLesson *lesson = run->plan->lesson;
  const struct fol_text *title =
      run->phase == FOL_RUN_FINISHED ? lesson->title : fol_run_lesson_step (run)->title;

  return g_strdup (fol_text_get (title, lesson->language));
}

char *
fol_run_say (const FolRun *run, const struct fol_state *state)
{
  const struct fol_lesson_step *step = fol_run_lesson_step (run);
  struct fol_scope before = scope_before (run), after = scope_after (run);

  if (run->phase == FOL_RUN_FINISHED)
    return g_strdup (fol_text_get (run->plan->lesson->question, run->plan->lesson->language));
  if (run->phase >= FOL_RUN_AFTER && step->then != NULL)
    return say (run, step->then, &after);
  return say (run, step->say, &before);
}

char *
fol_run_question (const FolRun *run, const struct fol_state *state)
{
  const struct fol_lesson_step *step = fol_run_lesson_step (run);
  struct fol_scope before = scope_before (run), after = scope_after (run);

  if (run->phase == FOL_RUN_TRYING)
    return say (run, step->task->task, &after);
  if (run->phase <= FOL_RUN_DOING && step->ask != NULL)
    return say (run, step->ask->question, &before);
  return NULL;
}

char *
fol_run_notes (const FolRun *run)
{
  const FolLesson *lesson = run->plan->lesson;
  const struct fol_lesson_step *step = fol_run_lesson_step (run);
  struct fol_scope before = scope_before (run);
  bool opening = run->step == 0 && lesson->notes != NULL;
  g_autofree char *notes = NULL;

  if (run->phase == FOL_RUN_FINISHED)
    return NULL;
  if (step->notes != NULL)
    notes = say (run, step->notes, &before);
  if (!opening)
    return g_steal_pointer (&notes);
  return g_strconcat (fol_text_get (lesson->notes, lesson->language), notes != NULL ? "\n\n" : NULL,
                      notes, NULL);
}

/* An answer that was clicked on small objects, as a name: "object 0xffff...", "the slab at
 * frame 40", "kmalloc-96", "set 3". */
static char *
name_of_answer (const FolRun *run, enum fol_ask_kind kind, gint64 answer)
{
  struct sim_view view = fol_state_view (fol_run_plan_step (run)->before_state);
  char name[SIM_CACHE_NAME_BYTES];
  struct sim_kmem_cache cache;

  switch (kind) {
  case FOL_ASK_OBJECT:
    return g_strdup_printf (_ ("object 0x%" PRIx64), (uint64_t) answer);
  case FOL_ASK_SLAB:
    return g_strdup_printf (_ ("the slab at frame %" PRId64), answer);
  case FOL_ASK_SET:
    return g_strdup_printf (_ ("set %" PRId64), answer);
  default:
    sim_view_cache (&view, (uint32_t) answer, &cache);
    sim_cache_name (&cache, name);
    return g_strdup (name);
  }
}

static char *
small_verdict (const FolRun *run, enum fol_ask_kind kind)
{
  gint64 answer = fol_run_plan_step (run)->answer;
  g_autofree char *right = name_of_answer (run, kind, answer);
  g_autofree char *guess = name_of_answer (run, kind, run->guess);

  return fol_run_guess_right (run) ? g_strdup_printf (_ ("It is %s."), right)
                                   : g_strdup_printf (_ ("You said %s; it is %s."), guess, right);
}

/* When the author has said nothing about it. */
static char *
plain_verdict (const FolRun *run, enum fol_ask_kind kind)
{
  gint64 answer = fol_run_plan_step (run)->answer;
  bool right = fol_run_guess_right (run);

  switch (kind) {
  case FOL_ASK_FRAME:
    return right ? g_strdup_printf (_ ("Frame %" PRId64 " it is."), answer)
                 : g_strdup_printf (_ ("You said frame %" PRId64 "; it is frame %" PRId64 "."),
                                    run->guess, answer);
  case FOL_ASK_BLOCK:
    return right ? g_strdup_printf (_ ("It is the block at frame %" PRId64 "."), run->guess)
                 : g_strdup_printf (_ ("You said the block at frame %" PRId64
                                       "; it is the one with frame %" PRId64 "."),
                                    run->guess, answer);
  case FOL_ASK_ORDER:
    return right ? g_strdup_printf (_ ("Order %" PRId64 " it is."), answer)
                 : g_strdup_printf (_ ("You said order %" PRId64 "; it is order %" PRId64 "."),
                                    run->guess, answer);
  case FOL_ASK_NUMBER:
    return right ? g_strdup_printf (_ ("It is %" PRId64 "."), answer)
                 : g_strdup_printf (_ ("You said %" PRId64 "; it is %" PRId64 "."), run->guess,
                                    answer);
  case FOL_ASK_SEQUENCE:
    return g_strdup (right ? _ ("This is the order.") : _ ("The order is another one."));
  case FOL_ASK_OBJECT:
  case FOL_ASK_SLAB:
  case FOL_ASK_CACHE:
  case FOL_ASK_SET:
    return small_verdict (run, kind);
  }
  g_assert_not_reached ();
}

char **
fol_run_items (const FolRun *run)
{
  const struct fol_lesson_step *step = fol_run_lesson_step (run);
  g_autoptr (GStrvBuilder) items = g_strv_builder_new ();
  struct fol_scope before = scope_before (run);

  for (guint i = 0; step != NULL && step->ask != NULL && i < step->ask->items->len; i++) {
    g_autofree char *item = say (run, g_ptr_array_index (step->ask->items, i), &before);

    g_strv_builder_add (items, item);
  }
  return g_strv_builder_end (items);
}

static char *
right_sequence (const FolRun *run)
{
  g_auto (GStrv) items = fol_run_items (run);
  g_autofree char *all = g_strjoinv (" → ", items);

  return g_strdup_printf (_ ("The order was: %s."), all);
}

static char *
plain_answer (const FolRun *run, enum fol_ask_kind kind)
{
  gint64 answer = fol_run_plan_step (run)->answer;
  g_autofree char *name = NULL;

  switch (kind) {
  case FOL_ASK_FRAME:
    return g_strdup_printf (_ ("It was frame %" PRId64 "."), answer);
  case FOL_ASK_BLOCK:
    return g_strdup_printf (_ ("It was the block with frame %" PRId64 "."), answer);
  case FOL_ASK_ORDER:
    return g_strdup_printf (_ ("It was order %" PRId64 "."), answer);
  case FOL_ASK_NUMBER:
    return g_strdup_printf (_ ("It was %" PRId64 "."), answer);
  case FOL_ASK_SEQUENCE:
    return right_sequence (run);
  case FOL_ASK_OBJECT:
  case FOL_ASK_SLAB:
  case FOL_ASK_CACHE:
  case FOL_ASK_SET:
    name = name_of_answer (run, kind, answer);
    return g_strdup_printf (_ ("It was %s."), name);
  }
  g_assert_not_reached ();
}

/* The learner wanted to see rather than to guess: the answer is told, and why. */
static char *
tell_answer (const FolRun *run, const struct fol_ask *ask)
{
  g_autofree char *answer = plain_answer (run, ask->kind);
  g_autofree char *why = NULL;
  struct fol_scope scope = scope_after (run);

  if (ask->right == NULL)
    return g_steal_pointer (&answer);
  scope.has_answer = true;
  scope.answer = fol_run_right_guess (run);
  why = say (run, ask->right, &scope);
  /* Translators: the answer, and then why; two sentences. */
  return g_strdup_printf (_ ("%s %s"), answer, why);
}

char *
fol_run_guess_name (const FolRun *run)
{
  const struct fol_ask *ask = fol_run_lesson_step (run)->ask;

  return ask != NULL && ask->kind >= FOL_ASK_OBJECT ? name_of_answer (run, ask->kind, run->guess)
                                                    : NULL;
}

char *
fol_run_verdict (const FolRun *run, const struct fol_state *state)
{
  const struct fol_lesson_step *step = fol_run_lesson_step (run);
  struct fol_scope scope = scope_after (run);
  gint64 value;

  if (run->phase == FOL_RUN_SOLVED) {
    if (state != NULL)
      scope = fol_scope_of_state (state, fol_run_plan_step (run)->names);
    return say (run, step->task->done, &scope);
  }
  if (run->phase != FOL_RUN_AFTER || step->ask == NULL)
    return NULL;
  if (!run->has_guess)
    return tell_answer (run, step->ask);
  scope.has_answer = true;
  scope.answer = run->guess;
  if (fol_run_guess_right (run))
    return step->ask->right != NULL ? say (run, step->ask->right, &scope)
                                    : plain_verdict (run, step->ask->kind);
  for (guint i = 0; i < step->ask->replies->len; i++) {
    const struct fol_reply *reply = &g_array_index (step->ask->replies, struct fol_reply, i);

    if (fol_expression_evaluate (reply->when, &scope, &value, NULL) && value != 0)
      return say (run, reply->reply, &scope);
  }
  return plain_verdict (run, step->ask->kind);
}

char *
fol_run_next_label (const FolRun *run)
{
  const struct fol_plan_step *planned = fol_run_plan_step (run);
  bool last = run->step + 1 == run->plan->lesson->steps->len;
  const struct fol_lesson_step *step = fol_run_lesson_step (run);

  switch (run->phase) {
  case FOL_RUN_READ:
  case FOL_RUN_ASKED:
  case FOL_RUN_ANSWERED:
    if (fol_plan_compare (planned->before, planned->after) < 0 || step->ask != NULL)
      return g_strdup (_ ("Show me"));
    return g_strdup (last && step->task == NULL && step->then == NULL ? _ ("Finish")
                                                                      : _ ("Continue"));
  case FOL_RUN_DOING:
    return g_strdup (_ ("Next step"));
  case FOL_RUN_AFTER:
    if (step->task != NULL)
      return g_strdup (_ ("Try it"));
    return g_strdup (last ? _ ("Finish") : _ ("Continue"));
  case FOL_RUN_TRYING:
    return g_strdup (_ ("Leave the task"));
  case FOL_RUN_SOLVED:
    return g_strdup (last ? _ ("Finish") : _ ("Continue"));
  case FOL_RUN_FINISHED:
    break;
  }
  return g_strdup (run->plan->lesson->next != NULL ? _ ("Next lesson") : _ ("Close"));
}

/* Those of the question or of the task, whichever is open. */
static GPtrArray *
open_hints (const FolRun *run)
{
  const struct fol_lesson_step *step = fol_run_lesson_step (run);

  if (run->phase == FOL_RUN_ASKED || run->phase == FOL_RUN_ANSWERED)
    return step->ask->hints;
  return run->phase == FOL_RUN_TRYING ? step->task->hints : NULL;
}

guint
fol_run_hints_left (const FolRun *run)
{
  GPtrArray *hints = open_hints (run);

  return hints != NULL ? hints->len - run->hints_given : 0;
}

char *
fol_run_hint (FolRun *run, const struct fol_state *state)
{
  GPtrArray *hints = open_hints (run);
  struct fol_scope scope = run->phase == FOL_RUN_TRYING ? scope_after (run) : scope_before (run);

  if (hints == NULL || run->hints_given == hints->len)
    return NULL;
  return say (run, g_ptr_array_index (hints, run->hints_given++), &scope);
}
