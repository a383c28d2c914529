/* tests/lessons/test-lesson-run.c - the bundled lessons, played to the end.
 *
 * Method: a private history takes the part of window and worker: whatever the
 * run wants to stand at is seeked to, and the state is handed back.  Each
 * lesson is played with right, with wrong and without answers, with every text
 * asked for in both languages and every task solved on a branch; going back,
 * leaving the script and progress are looked at on the way.
 */
#include "app/lesson-run.h"
#include "engine/slab/slab.h"

#include <string.h>

#include <glib/gstdio.h>

struct stage {
  FolLesson *lesson;
  FolRun *run;
  struct fol_history *history;
  struct fol_state *state;
};

static void
show (struct stage *stage, struct fol_position position)
{
  g_assert_true (fol_history_seek (stage->history, position, NULL));
  if (stage->state != NULL)
    fol_state_unref (stage->state);
  stage->state = fol_history_state (stage->history);
  fol_run_state_changed (stage->run, stage->state);
}

static void
open_stage (struct stage *stage, const char *id)
{
  g_autofree char *path = fol_lesson_find (id);
  g_autoptr (GError) error = NULL;
  struct sim_machine_problem problem;
  struct sim_result result;
  FolPlan *plan;

  memset (stage, 0, sizeof *stage);
  stage->lesson = fol_lesson_load (path, &error);
  g_assert_no_error (error);
  plan = fol_plan_new (stage->lesson, NULL, &error);
  g_assert_no_error (error);
  stage->history = fol_history_new (&plan->machine, &problem);
  g_assert_cmpuint (fol_history_apply_many (stage->history, (struct sim_op *) plan->ops->data,
                                            plan->ops->len, &result, NULL),
                    ==, plan->ops->len);
  stage->run = fol_run_new (plan);
  show (stage, fol_run_position (stage->run));
}

static void
close_stage (struct stage *stage)
{
  fol_state_unref (stage->state);
  fol_run_free (stage->run);
  fol_history_free (stage->history);
  fol_lesson_free (stage->lesson);
}

static void
press_next (struct stage *stage)
{
  g_assert_true (fol_run_next (stage->run));
  show (stage, fol_run_position (stage->run));
}

static void
skip_rest (struct stage *stage)
{
  g_assert_true (fol_run_skip (stage->run));
  show (stage, fol_run_position (stage->run));
}

/* No text may be missing, empty or have braces left in it. */
static void
check_text (char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpstr (text, !=, "");
  g_assert_null (strpbrk (text, "{}"));
  g_free (text);
}

static const struct fol_lesson_step *
step_of (struct stage *stage)
{
  return g_ptr_array_index (stage->lesson->steps, fol_run_step (stage->run));
}

static const struct fol_plan_step *
planned_of (struct stage *stage)
{
  return &g_array_index (fol_run_plan (stage->run)->steps, struct fol_plan_step,
                         fol_run_step (stage->run));
}

static void
take_hints (struct stage *stage, GPtrArray *hints)
{
  for (guint i = 0; i < hints->len; i++) {
    g_assert_cmpuint (fol_run_hints_left (stage->run), ==, hints->len - i);
    check_text (fol_run_hint (stage->run, stage->state));
  }
  g_assert_null (fol_run_hint (stage->run, stage->state));
}

/* Clicks the right slab or cache, or the first other one that there is. */
static void
guess_slab_or_cache (struct stage *stage, enum fol_ask_kind kind, bool right)
{
  struct sim_view view = fol_state_view (planned_of (stage)->before_state);
  gint64 most = kind == FOL_ASK_CACHE ? SIM_CACHES_MAX : stage->state->layout->frame_count;
  struct sim_object object = { .kind = kind == FOL_ASK_CACHE ? SIM_OBJECT_CACHE : SIM_OBJECT_SLAB };

  for (gint64 i = 0; i < most; i++) {
    struct sim_kmem_cache cache;
    struct sim_slab slab = { .pfn = SIM_PFN_NONE };
    uint32_t entry = SIM_SLAB_NONE;

    if (kind == FOL_ASK_SLAB && (entry = sim_view_slab_entry (&view, (sim_pfn) i)) != SIM_SLAB_NONE)
      sim_view_slab (&view, entry, &slab);
    if (kind == FOL_ASK_CACHE ? !sim_view_cache (&view, (uint32_t) i, &cache)
                              : slab.head != entry || entry == SIM_SLAB_NONE)
      continue;
    if ((i == planned_of (stage)->answer) != right)
      continue;
    object.a = (uint32_t) i;
    g_assert_true (fol_run_guess_object (stage->run, object, stage->state));
    return;
  }
  g_assert_not_reached ();
}

/* As a click would: on a frame, whatever is asked. */
static void
answer (struct stage *stage, bool right)
{
  const struct fol_ask *ask = step_of (stage)->ask;
  gint64 value = planned_of (stage)->answer;
  struct sim_object object = { .kind = SIM_OBJECT_FRAME };

  if (!right && ask->kind == FOL_ASK_BLOCK)
    value = value == 0 ? stage->state->layout->frame_count - 1 : 0;
  else if (!right)
    value = value == 0 ? 1 : value - 1;
  object.a = (uint32_t) value;
  switch (ask->kind) {
  case FOL_ASK_ORDER:
    object = (struct sim_object){ .kind = SIM_OBJECT_FREE_LIST, .b = (uint32_t) value };
    g_assert_true (fol_run_guess_object (stage->run, object, stage->state));
    break;
  case FOL_ASK_NUMBER:
    g_assert_false (fol_run_guess_object (stage->run, object, stage->state));
    g_assert_true (fol_run_guess_number (stage->run, value));
    break;
  case FOL_ASK_OBJECT:
    /* The wrong one is its neighbour, whatever that is. */
    value = planned_of (stage)->answer - (right ? 0 : 8);
    object = (struct sim_object){ SIM_OBJECT_SMALL,
                                  (uint32_t) (((uint64_t) value - SIM_PAGE_OFFSET) >> 12),
                                  (uint32_t) value & 4095u, 0 };
    g_assert_true (fol_run_guess_object (stage->run, object, stage->state));
    break;
  case FOL_ASK_SET:
    /* Of another CPU cache, or an object: no answer. */
    object = (struct sim_object){ .kind = SIM_OBJECT_CPU_SET, .a = 1, .b = (uint32_t) value };
    g_assert_false (fol_run_guess_object (stage->run, object, stage->state));
    object.a = 0;
    g_assert_true (fol_run_guess_object (stage->run, object, stage->state));
    g_assert_true (fol_run_is_guess (stage->run, object));
    break;
  case FOL_ASK_SLAB:
  case FOL_ASK_CACHE:
    guess_slab_or_cache (stage, ask->kind, right);
    break;
  case FOL_ASK_SEQUENCE: {
    guint order[64];
    g_auto (GStrv) items = fol_run_items (stage->run);

    g_assert_cmpuint (g_strv_length (items), ==, ask->items->len);
    for (guint i = 0; i < ask->items->len; i++)
      check_text (g_strdup (items[i]));
    for (guint i = 0; i < ask->items->len; i++)
      order[i] = right ? i : ask->items->len - 1 - i;
    g_assert_true (fol_run_guess_sequence (stage->run, order, ask->items->len));
    break;
  }
  default:
    g_assert_true (fol_run_guess_object (stage->run, object, stage->state));
    break;
  }
  g_assert_true (fol_run_has_guess (stage->run));
  g_assert_cmpint (fol_run_phase (stage->run), ==, FOL_RUN_ANSWERED);
  g_assert_cmpint (fol_run_guess_right (stage->run), ==, right);
}

/* Plays the solution on a branch, operation by operation. */
static void
solve (struct stage *stage)
{
  const struct fol_try *task = step_of (stage)->task;
  struct fol_names *names = fol_names_copy (planned_of (stage)->names);

  g_assert_cmpint (fol_run_phase (stage->run), ==, FOL_RUN_TRYING);
  take_hints (stage, task->hints);
  check_text (fol_run_question (stage->run, stage->state));
  for (guint i = 0; i < task->solution->len; i++) {
    const struct fol_lesson_operation *given = g_ptr_array_index (task->solution, i);
    struct fol_operation operation = FOL_OPERATION_INIT;
    g_autoptr (GError) error = NULL;
    struct sim_result result;
    struct sim_view view;

    g_assert_cmpint (fol_run_phase (stage->run), ==, FOL_RUN_TRYING);
    fol_operation_copy (&operation, &given->operation);
    view = sim_world_view (fol_history_world (stage->history));
    fol_operation_resolve (&operation, names, &view, &error);
    g_assert_no_error (error);
    g_assert_cmpint (fol_history_apply (stage->history, &operation.op, &result), <=, SIM_NO_MEMORY);
    if (operation.as != NULL)
      fol_names_add (names, operation.as, result.object, result.value, 0, 1000 + i);
    fol_operation_clear (&operation);
    show (stage, fol_history_position (stage->history));
    g_assert_false (fol_run_away (stage->run));
  }
  fol_names_free (names);
  g_assert_cmpint (fol_run_phase (stage->run), ==, FOL_RUN_SOLVED);
  check_text (fol_run_verdict (stage->run, stage->state));
}

enum guess { GUESS_WRONG, GUESS_RIGHT, GUESS_NOT };

/* Who does not guess is told: the answer itself, and the author's explanation. */
static void
check_told (struct stage *stage)
{
  const struct fol_ask *ask = step_of (stage)->ask;
  g_autofree char *verdict = fol_run_verdict (stage->run, stage->state);
  gint64 value = planned_of (stage)->answer;
  g_autofree char *answer = ask->kind == FOL_ASK_CACHE ? g_strdup (". ")
                            : ask->kind == FOL_ASK_OBJECT
                                ? g_strdup_printf ("0x%" G_GINT64_MODIFIER "x. ", (guint64) value)
                                : g_strdup_printf ("%" G_GINT64_FORMAT ". ", value);

  g_assert_false (fol_run_has_guess (stage->run));
  /* A sequence is told by its items. */
  if (ask->kind != FOL_ASK_SEQUENCE) {
    g_assert_true (g_str_has_prefix (verdict, "It was "));
    g_assert_nonnull (strstr (verdict, answer));
  }
  g_assert_nonnull (ask->right);
  g_assert_cmpuint (strlen (verdict), >, strlen ("It was order 3. ") + 10);
  check_text (g_steal_pointer (&verdict));
}

/* From ASKED or READ to behind the step. */
static void
play_step (struct stage *stage, enum guess guess)
{
  const struct fol_lesson_step *step = step_of (stage);
  guint index = fol_run_step (stage->run), pressed = 0;
  struct sim_object points[8];

  g_test_message ("step %s", step->id);
  g_assert_cmpint (fol_run_phase (stage->run), ==,
                   step->ask != NULL ? FOL_RUN_ASKED : FOL_RUN_READ);
  g_assert_false (fol_run_away (stage->run));
  check_text (fol_run_title (stage->run));
  check_text (fol_run_say (stage->run, stage->state));
  check_text (fol_run_next_label (stage->run));
  check_text (fol_run_notes (stage->run));
  g_assert_nonnull (fol_run_show (stage->run));
  g_assert_cmpuint (fol_run_show (stage->run)->figures->len, >, 0);
  fol_run_points (stage->run, stage->state, points, 8);
  if (step->ask != NULL) {
    check_text (fol_run_question (stage->run, stage->state));
    take_hints (stage, step->ask->hints);
    if (guess != GUESS_NOT)
      answer (stage, guess == GUESS_RIGHT);
    g_assert_null (fol_run_verdict (stage->run, stage->state));
  }
  press_next (stage);
  while (fol_run_phase (stage->run) == FOL_RUN_DOING) {
    g_assert_true (step->watch);
    g_assert_cmpuint (pressed++, <, 200);
    /* Who has seen enough of a very long one skips the rest. */
    if (pressed == 150)
      skip_rest (stage);
    else
      press_next (stage);
  }
  if (step->watch)
    g_assert_cmpuint (pressed, >, 3);
  if (fol_run_phase (stage->run) == FOL_RUN_AFTER) {
    g_assert_cmpint (fol_plan_compare (stage->state->position, planned_of (stage)->after), ==, 0);
    check_text (fol_run_say (stage->run, stage->state));
    if (step->ask != NULL && guess == GUESS_NOT)
      check_told (stage);
    else if (step->ask != NULL)
      check_text (fol_run_verdict (stage->run, stage->state));
    press_next (stage);
  }
  if (step->task != NULL) {
    solve (stage);
    press_next (stage);
  }
  if (fol_run_phase (stage->run) != FOL_RUN_FINISHED)
    g_assert_cmpuint (fol_run_step (stage->run), ==, index + 1);
}

static void
play_lesson (const char *id, enum guess guess)
{
  struct stage stage;
  guint done, of;
  bool finished;

  open_stage (&stage, id);
  fol_run_restart (stage.run);
  show (&stage, fol_run_position (stage.run));
  for (guint i = 0; i < stage.lesson->steps->len; i++)
    play_step (&stage, guess);
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_FINISHED);
  g_assert_false (fol_run_next (stage.run));
  g_assert_null (fol_run_notes (stage.run));
  check_text (fol_run_title (stage.run));
  check_text (fol_run_say (stage.run, stage.state));
  fol_progress_get (id, &done, &of, &finished);
  g_assert_true (finished);
  g_assert_cmpuint (done, ==, of);
  close_stage (&stage);
}

static void
test_play (void)
{
  g_auto (GStrv) paths = fol_lesson_list (NULL);

  for (guint i = 0; paths[i] != NULL; i++) {
    g_autoptr (FolLesson) lesson = fol_lesson_load (paths[i], NULL);

    play_lesson (lesson->id, GUESS_RIGHT);
    play_lesson (lesson->id, GUESS_WRONG);
    play_lesson (lesson->id, GUESS_NOT);
  }
}

/* In words: what is said to somebody who pressed "Show me". */
static void
test_told (void)
{
  struct stage stage;
  g_autofree char *verdict = NULL, *early = NULL;

  open_stage (&stage, "buddy-1-splitting");
  for (guint i = 0; i < stage.lesson->steps->len; i++) {
    fol_run_goto (stage.run, i);
    if (strcmp (step_of (&stage)->id, "split") == 0)
      break;
  }
  show (&stage, fol_run_position (stage.run));
  early = fol_run_verdict (stage.run, stage.state);
  g_assert_null (early);
  g_assert_true (fol_run_next (stage.run));
  g_assert_true (fol_run_skip (stage.run));
  show (&stage, fol_run_position (stage.run));
  verdict = fol_run_verdict (stage.run, stage.state);
  g_assert_true (g_str_has_prefix (verdict, "It was frame 40. Frame 40: the lowest"));
  close_stage (&stage);
}

/* The replies that the two lessons have ready, found by their words. */
static void
test_replies (void)
{
  struct stage stage;
  g_autofree char *verdict = NULL;

  open_stage (&stage, "buddy-1-splitting");
  g_assert_true (fol_run_goto (stage.run, 4));
  show (&stage, fol_run_position (stage.run));
  g_assert_cmpstr (step_of (&stage)->id, ==, "split");
  g_assert_true (fol_run_guess_number (stage.run, 47));
  g_assert_true (fol_run_guess_number (stage.run, 48)); /* changed one's mind */
  g_assert_true (fol_run_next (stage.run));
  g_assert_true (fol_run_skip (stage.run));
  show (&stage, fol_run_position (stage.run));
  verdict = fol_run_verdict (stage.run, stage.state);
  g_assert_nonnull (strstr (verdict, "larger than it need be"));
  close_stage (&stage);
}

static void
test_kinds_of_guess (void)
{
  struct sim_object list = { .kind = SIM_OBJECT_FREE_LIST, .b = 2 };
  struct sim_object pair = { .kind = SIM_OBJECT_BLOCK, .a = 42, .b = 1 };
  struct sim_object zone = { .kind = SIM_OBJECT_ZONE };
  struct stage stage;

  open_stage (&stage, "buddy-1-splitting");
  g_assert_true (fol_run_restart (stage.run));
  g_assert_false (fol_run_guess_number (stage.run, 3)); /* nothing is asked */
  fol_run_goto (stage.run, 4);                          /* a frame */
  g_assert_false (fol_run_guess_object (stage.run, list, stage.state));
  g_assert_false (fol_run_guess_object (stage.run, pair, stage.state));
  g_assert_false (fol_run_guess_number (stage.run, 64));
  g_assert_false (fol_run_guess_number (stage.run, -1));
  g_assert_false (fol_run_guess_sequence (stage.run, NULL, 0));
  g_assert_false (fol_run_has_guess (stage.run));
  fol_run_goto (stage.run, 6); /* a block: any frame of it */
  g_assert_false (fol_run_guess_object (stage.run, zone, stage.state));
  g_assert_true (fol_run_guess_number (stage.run, 43));
  g_assert_cmpint (fol_run_guess (stage.run), ==, 42);
  g_assert_true (fol_run_guess_right (stage.run));
  fol_run_goto (stage.run, 3); /* an order */
  g_assert_false (fol_run_guess_number (stage.run, 5));
  g_assert_true (fol_run_guess_object (stage.run, pair, stage.state));
  g_assert_cmpint (fol_run_guess (stage.run), ==, 1);
  close_stage (&stage);
}

/* A click that answers, whatever was clicked of the thing. */
static void
assert_click (struct stage *stage, struct sim_object object, gint64 guess)
{
  g_autofree char *name = NULL;

  g_assert_true (fol_run_guess_object (stage->run, object, stage->state));
  g_assert_cmpint (fol_run_guess (stage->run), ==, guess);
  g_assert_cmpint (fol_run_guess_right (stage->run), ==, guess == planned_of (stage)->answer);
  g_assert_true (fol_run_is_guess (stage->run, object));
  name = fol_run_guess_name (stage->run);
  check_text (g_steal_pointer (&name));
}

static void
assert_no_click (struct stage *stage, enum sim_object_kind kind, uint32_t a, uint32_t b)
{
  const struct sim_object object = { kind, a, b, 0 };

  g_assert_false (fol_run_guess_object (stage->run, object, stage->state));
}

/* The slab that starts at frame `pfn` as it was before `do`. */
static struct sim_slab
slab_before (struct stage *stage, gint64 pfn)
{
  struct sim_view view = fol_state_view (planned_of (stage)->before_state);
  uint32_t entry = sim_view_slab_entry (&view, (sim_pfn) pfn);
  struct sim_slab slab;

  g_assert_cmpuint (entry, !=, SIM_SLAB_NONE);
  sim_view_slab (&view, entry, &slab);
  return slab;
}

static void
click_object (struct stage *stage)
{
  gint64 answer = planned_of (stage)->answer;
  uint32_t pfn = (uint32_t) (((uint64_t) answer - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
  struct sim_object object = { SIM_OBJECT_SMALL, pfn, (uint32_t) answer & 4095u, 0 };

  assert_no_click (stage, SIM_OBJECT_FRAME, pfn, 0);
  assert_no_click (stage, SIM_OBJECT_SLAB, pfn, 0);
  assert_no_click (stage, SIM_OBJECT_CACHE, 0, 0);
  assert_click (stage, object, answer);
  object.b ^= 8;
  g_assert_false (fol_run_is_guess (stage->run, object));
  assert_click (stage, object, answer ^ 8);
}

static void
click_slab (struct stage *stage)
{
  gint64 answer = planned_of (stage)->answer;
  struct sim_slab slab = slab_before (stage, answer);
  uint32_t first = (uint32_t) answer, last = first + (1u << slab.order) - 1;

  assert_no_click (stage, SIM_OBJECT_FRAME, 0, 0); /* the kernel image */
  assert_no_click (stage, SIM_OBJECT_CACHE, slab.cache - 1, 0);
  assert_click (stage, (struct sim_object){ SIM_OBJECT_SLAB, first, 0, 0 }, answer);
  assert_click (stage, (struct sim_object){ SIM_OBJECT_FRAME, last, 0, 0 }, answer);
  assert_click (stage, (struct sim_object){ SIM_OBJECT_BLOCK, first, slab.order, 0 }, answer);
  assert_click (stage, (struct sim_object){ SIM_OBJECT_SMALL, last, 0, 0 }, answer);
}

static void
click_cache (struct stage *stage)
{
  uint32_t answer = (uint32_t) planned_of (stage)->answer;
  struct sim_view view = fol_state_view (planned_of (stage)->before_state);

  assert_no_click (stage, SIM_OBJECT_CACHE, SIM_CACHES_MAX - 1, 0); /* there is none */
  assert_no_click (stage, SIM_OBJECT_FRAME, 0, 0);
  assert_click (stage, (struct sim_object){ SIM_OBJECT_CACHE, answer, 0, 0 }, answer);
  assert_click (stage, (struct sim_object){ SIM_OBJECT_CACHE_CPU, answer, 0, 0 }, answer);
  assert_click (stage, (struct sim_object){ SIM_OBJECT_CACHE_LIST, answer, 0, 0 }, answer);
  for (uint32_t pfn = 0; pfn < view.layout->frame_count; pfn++) {
    if (fol_cache_at (&view, pfn) != (gint64) answer)
      continue;
    assert_click (stage, (struct sim_object){ SIM_OBJECT_SLAB, pfn, 0, 0 }, answer);
    assert_click (stage, (struct sim_object){ SIM_OBJECT_SMALL, pfn, 0, 0 }, answer);
    return;
  }
}

/* Questions about small objects, in all bundled lessons. */
static void
test_small_guesses (void)
{
  g_auto (GStrv) paths = fol_lesson_list (NULL);
  guint asked[FOL_ASK_CACHE + 1] = { 0 };

  for (guint i = 0; paths[i] != NULL; i++) {
    g_autoptr (FolLesson) lesson = fol_lesson_load (paths[i], NULL);
    struct stage stage;

    open_stage (&stage, lesson->id);
    for (guint j = 0; j < stage.lesson->steps->len; j++) {
      g_assert_true (fol_run_goto (stage.run, j));
      show (&stage, fol_run_position (stage.run));
      if (step_of (&stage)->ask == NULL)
        continue;
      if (step_of (&stage)->ask->kind == FOL_ASK_OBJECT)
        click_object (&stage);
      else if (step_of (&stage)->ask->kind == FOL_ASK_SLAB)
        click_slab (&stage);
      else if (step_of (&stage)->ask->kind == FOL_ASK_CACHE)
        click_cache (&stage);
      else
        continue;
      assert_no_click (&stage, SIM_OBJECT_ZONE, 0, 0);
      assert_no_click (&stage, SIM_OBJECT_FREE_LIST, 0, 0);
      g_assert_false (fol_run_guess_number (stage.run, planned_of (&stage)->answer));
      asked[step_of (&stage)->ask->kind]++;
    }
    close_stage (&stage);
  }
  g_assert_cmpuint (asked[FOL_ASK_OBJECT], >, 5);
  g_assert_cmpuint (asked[FOL_ASK_SLAB], >, 2);
  g_assert_cmpuint (asked[FOL_ASK_CACHE], >, 0);
}

/* Scrubbing, a branch of one's own, and back. */
static void
test_leaving (void)
{
  struct sim_op op = { .kind = SIM_OP_DRAIN_ALL_PAGES };
  struct fol_position position;
  struct sim_result result;
  struct stage stage;

  open_stage (&stage, "buddy-2-coalescing");
  fol_run_goto (stage.run, 3); /* "busy": watched */
  position = fol_run_position (stage.run);
  show (&stage, position);
  g_assert_false (fol_run_away (stage.run));
  show (&stage, (struct fol_position){ .index = 2, .step = FOL_STEP_END });
  g_assert_true (fol_run_away (stage.run));
  show (&stage, position);
  g_assert_false (fol_run_away (stage.run));

  g_assert_cmpint (fol_history_apply (stage.history, &op, &result), ==, SIM_OK);
  show (&stage, fol_history_position (stage.history));
  g_assert_cmpuint (stage.state->position.branch, !=, 0);
  g_assert_true (fol_run_away (stage.run));
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_READ);
  /* The same moment on another branch is still the lesson's moment. */
  show (&stage,
        (struct fol_position){ .branch = 1, .index = position.index, .step = FOL_STEP_END });
  g_assert_false (fol_run_away (stage.run));

  /* Watching is over as well when the learner drags the timeline to its end. */
  g_assert_true (fol_run_next (stage.run));
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_DOING);
  show (&stage, (struct fol_position){ .index = position.index + 1, .step = 2 });
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_DOING);
  g_assert_cmpuint (fol_run_position (stage.run).step, ==, 2);
  show (&stage, (struct fol_position){ .index = position.index + 1, .step = FOL_STEP_END });
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_AFTER);
  g_assert_true (fol_run_back (stage.run));
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_READ);
  g_assert_cmpuint (fol_run_step (stage.run), ==, 3);
  g_assert_true (fol_run_back (stage.run));
  g_assert_cmpuint (fol_run_step (stage.run), ==, 2);
  g_assert_false (fol_run_goto (stage.run, 1000));
  close_stage (&stage);
}

/* The opening looks like the goal of "make it whole", but nobody has done it. */
static void
test_goal_in_the_past (void)
{
  struct stage stage;

  open_stage (&stage, "buddy-2-coalescing");
  fol_run_goto (stage.run, stage.lesson->steps->len - 1);
  show (&stage, fol_run_position (stage.run));
  while (fol_run_phase (stage.run) != FOL_RUN_TRYING)
    press_next (&stage);
  show (&stage, (struct fol_position){ .index = 0, .step = FOL_STEP_END });
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_TRYING);
  g_assert_true (fol_run_away (stage.run));
  g_assert_true (fol_run_next (stage.run)); /* left unsolved */
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_FINISHED);
  close_stage (&stage);
}

/* Stations inside one operation: each step begins where the one before it ended. */
static void
test_inside (void)
{
  struct fol_position position;
  struct stage stage;
  guint last = 0, found = 0;

  open_stage (&stage, "slab-bootstrap");
  for (guint i = 0; found < 7; i++) {
    g_assert_true (fol_run_goto (stage.run, i));
    if (step_of (&stage)->until == NULL)
      continue;
    found++;
    position = fol_run_position (stage.run);
    g_assert_cmpuint (position.index, ==, found > 1);
    g_assert_cmpuint (position.step, ==, found > 1 ? last : FOL_STEP_END);
    show (&stage, position);
    g_assert_false (fol_run_away (stage.run));
    g_assert_true (fol_run_next (stage.run));
    last = planned_of (&stage)->after.step;
    if (!step_of (&stage)->watch) {
      /* Somewhere on the way, then there. */
      show (&stage, (struct fol_position){ .index = 1, .step = last - 1 });
      g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_DOING);
    }
    /* Before the station, and behind it, is not where the step is. */
    show (&stage, (struct fol_position){ .index = 0, .step = FOL_STEP_END });
    g_assert_cmpint (fol_run_away (stage.run), ==, found > 1);
    show (&stage, (struct fol_position){ .index = 1, .step = FOL_STEP_END });
    g_assert_true (fol_run_away (stage.run));
    show (&stage, planned_of (&stage)->after);
    g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_AFTER);
    g_assert_false (fol_run_away (stage.run));
  }
  /* The step behind the last station lets the operation end. */
  press_next (&stage);
  g_assert_null (step_of (&stage)->until);
  g_assert_cmpuint (fol_run_position (stage.run).step, ==, last);
  press_next (&stage);
  g_assert_cmpint (fol_run_phase (stage.run), ==, FOL_RUN_AFTER);
  g_assert_cmpuint (fol_run_position (stage.run).index, ==, 1);
  g_assert_cmpuint (fol_run_position (stage.run).step, ==, FOL_STEP_END);
  close_stage (&stage);
}

/* The lesson's own notes come before those of its first step, and only there. */
static void
test_notes (void)
{
  const char *opening;
  struct stage stage;

  open_stage (&stage, "buddy-1-splitting");
  fol_run_restart (stage.run);
  opening = fol_text_get (stage.lesson->notes, stage.lesson->language);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *notes = fol_run_notes (stage.run);

    g_assert_cmpint (g_str_has_prefix (notes, opening), ==, i == 0);
    g_assert_cmpuint (strlen (notes), >, i == 0 ? strlen (opening) + 2 : 0);
    g_assert_true (fol_run_goto (stage.run, 1));
  }
  close_stage (&stage);
}

/* Opened again, a lesson goes on where it was; a finished one at its start. */
static void
test_resume (void)
{
  struct stage stage;

  open_stage (&stage, "buddy-1-splitting");
  fol_run_goto (stage.run, 5);
  close_stage (&stage);
  open_stage (&stage, "buddy-1-splitting");
  g_assert_cmpuint (fol_run_step (stage.run), ==, 5);
  g_assert_cmpuint (fol_run_show (stage.run)->figures->len, ==, 2);
  g_assert_true (fol_run_restart (stage.run));
  close_stage (&stage);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL, *file = NULL, *folder = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  data = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_add_func ("/lesson-run/resume", test_resume);
  g_test_add_func ("/lesson-run/notes", test_notes);
  g_test_add_func ("/lesson-run/play", test_play);
  g_test_add_func ("/lesson-run/replies", test_replies);
  g_test_add_func ("/lesson-run/told", test_told);
  g_test_add_func ("/lesson-run/kinds-of-guess", test_kinds_of_guess);
  g_test_add_func ("/lesson-run/small-guesses", test_small_guesses);
  g_test_add_func ("/lesson-run/leaving", test_leaving);
  g_test_add_func ("/lesson-run/inside", test_inside);
  g_test_add_func ("/lesson-run/goal-in-the-past", test_goal_in_the_past);
  result = g_test_run ();
  folder = g_build_filename (data, "folioscope", NULL);
  file = g_build_filename (folder, "progress.json", NULL);
  g_remove (file);
  g_rmdir (folder);
  g_rmdir (data);
  return result;
}
