/* app/lesson-run.c - the state machine; see lesson-run.h. What is said is in lesson-say.c. */
#include "app/lesson-run-private.h"
#include "engine/slab/slab.h"

#include <string.h>

const struct fol_lesson_step *
fol_run_lesson_step (const FolRun *run)
{
  return g_ptr_array_index (run->plan->lesson->steps, run->step);
}

const struct fol_plan_step *
fol_run_plan_step (const FolRun *run)
{
  return &g_array_index (run->plan->steps, struct fol_plan_step, run->step);
}

static guint
step_count (const FolRun *run)
{
  return run->plan->lesson->steps->len;
}

static void
remember (const FolRun *run)
{
  bool finished = run->phase == FOL_RUN_FINISHED;

  /* A finished lesson begins at its beginning when it is opened again. */
  fol_progress_set (run->plan->lesson->id, finished ? NULL : fol_run_lesson_step (run)->id,
                    finished ? step_count (run) : run->step, step_count (run), finished);
}

/* The figures of the last step that named any, with this step's own targets. */
static void
merge_show (FolRun *run)
{
  static const struct fol_show none;

  run->show = none;
  run->shows = false;
  for (guint i = 0; i <= run->step; i++) {
    const struct fol_lesson_step *step = g_ptr_array_index (run->plan->lesson->steps, i);

    if (step->show == NULL)
      continue;
    run->shows = true;
    if (step->show->figures->len > 0 || run->show.figures == NULL)
      run->show.figures = step->show->figures;
    run->show.point = i == run->step ? step->show->point : NULL;
    run->show.select = i == run->step ? step->show->select : NULL;
  }
  if (run->show.point == NULL)
    run->show.point = run->no_points;
}

static void
enter (FolRun *run, guint step)
{
  run->step = step;
  run->phase = fol_run_lesson_step (run)->ask != NULL ? FOL_RUN_ASKED : FOL_RUN_READ;
  run->has_guess = false;
  run->hints_given = 0;
  run->away = false;
  merge_show (run);
  remember (run);
}

FolRun *
fol_run_new (FolPlan *plan)
{
  FolRun *run = g_new0 (FolRun, 1);
  g_autofree char *remembered = fol_progress_get_step (plan->lesson->id);
  guint start = 0;

  run->plan = plan;
  run->no_points = g_ptr_array_new ();
  for (guint i = 0; i < plan->lesson->steps->len && remembered != NULL; i++) {
    const struct fol_lesson_step *step = g_ptr_array_index (plan->lesson->steps, i);

    if (strcmp (step->id, remembered) == 0)
      start = i;
  }
  enter (run, start);
  return run;
}

void
fol_run_free (FolRun *run)
{
  if (run == NULL)
    return;
  g_ptr_array_unref (run->no_points);
  fol_plan_free (run->plan);
  g_free (run);
}

const FolPlan *
fol_run_plan (const FolRun *run)
{
  return run->plan;
}

enum fol_run_phase
fol_run_phase (const FolRun *run)
{
  return run->phase;
}

guint
fol_run_step (const FolRun *run)
{
  return run->step;
}

struct fol_position
fol_run_position (const FolRun *run)
{
  const struct fol_plan_step *planned = fol_run_plan_step (run);

  if (run->phase == FOL_RUN_DOING)
    return run->watching;
  return run->phase < FOL_RUN_DOING ? planned->before : planned->after;
}

static bool
next_step (FolRun *run)
{
  if (run->step + 1 < step_count (run)) {
    enter (run, run->step + 1);
    return true;
  }
  run->phase = FOL_RUN_FINISHED;
  run->away = false;
  remember (run);
  return true;
}

static bool
leave_after (FolRun *run)
{
  if (fol_run_lesson_step (run)->task == NULL)
    return next_step (run);
  run->phase = FOL_RUN_TRYING;
  run->hints_given = 0;
  return true;
}

static void
enter_after (FolRun *run)
{
  run->phase = FOL_RUN_AFTER;
}

static guint
steps_of (const FolRun *run, guint64 index)
{
  return index > 0 ? g_array_index (run->plan->step_counts, guint, index - 1) : 0;
}

static void
one_step_on (FolRun *run)
{
  struct fol_position *at = &run->watching;

  if (at->step == FOL_STEP_END || at->step >= steps_of (run, at->index)) {
    at->index++;
    at->step = 1;
  } else {
    at->step++;
  }
}

/* Behind the last question or text before `do`. */
static bool
begin_doing (FolRun *run)
{
  const struct fol_lesson_step *step = fol_run_lesson_step (run);
  const struct fol_plan_step *planned = fol_run_plan_step (run);

  if (fol_plan_compare (planned->before, planned->after) == 0) {
    /* Nothing happens: the verdict or `then` is still to be read. */
    if (step->ask == NULL && step->then == NULL)
      return leave_after (run);
    enter_after (run);
    return true;
  }
  run->phase = FOL_RUN_DOING;
  run->watching = planned->after;
  if (step->watch) {
    run->watching = planned->before;
    one_step_on (run);
  }
  return true;
}

/* One kernel step on; at the end of `do` it is over.  After an operation's last step is after
 * the operation. */
static bool
watch_on (FolRun *run)
{
  struct fol_position at;

  one_step_on (run);
  at = run->watching;
  if (at.index <= run->plan->ops->len && at.step >= steps_of (run, at.index))
    at.step = FOL_STEP_END;
  if (fol_plan_compare (at, fol_run_plan_step (run)->after) >= 0)
    enter_after (run);
  return true;
}

bool
fol_run_next (FolRun *run)
{
  switch (run->phase) {
  case FOL_RUN_READ:
  case FOL_RUN_ASKED:
  case FOL_RUN_ANSWERED:
    run->away = false;
    return begin_doing (run);
  case FOL_RUN_DOING:
    run->away = false;
    return watch_on (run);
  case FOL_RUN_AFTER:
    run->away = false;
    return leave_after (run);
  case FOL_RUN_TRYING:
  case FOL_RUN_SOLVED:
    return next_step (run);
  case FOL_RUN_FINISHED:
    break;
  }
  return false;
}

bool
fol_run_skip (FolRun *run)
{
  if (run->phase != FOL_RUN_DOING)
    return false;
  run->away = false;
  enter_after (run);
  return true;
}

bool
fol_run_back (FolRun *run)
{
  bool at_start = run->phase <= FOL_RUN_ANSWERED;

  if (at_start && run->step == 0)
    return false;
  enter (run, at_start ? run->step - 1 : run->step);
  return true;
}

bool
fol_run_goto (FolRun *run, guint step)
{
  if (step >= step_count (run))
    return false;
  enter (run, step);
  return true;
}

bool
fol_run_restart (FolRun *run)
{
  return fol_run_goto (run, 0);
}

static bool
accept_guess (FolRun *run, gint64 guess)
{
  run->guess = guess;
  run->has_guess = true;
  run->phase = FOL_RUN_ANSWERED;
  return true;
}

static const struct fol_ask *
open_question (const FolRun *run)
{
  bool open = run->phase == FOL_RUN_ASKED || run->phase == FOL_RUN_ANSWERED;

  return open ? fol_run_lesson_step (run)->ask : NULL;
}

/* The block of a frame in the memory that the question is about. */
static struct sim_block
block_before (const FolRun *run, gint64 pfn)
{
  struct sim_view view = fol_state_view (fol_run_plan_step (run)->before_state);
  struct sim_block block;

  sim_view_block (&view, (sim_pfn) pfn, &block);
  return block;
}

/* The cache that something belongs to, in the memory that the question is about, or -1. */
static gint64
cache_before (const FolRun *run, struct sim_object object)
{
  struct sim_view view = fol_state_view (fol_run_plan_step (run)->before_state);
  struct sim_kmem_cache cache;

  if (object.kind == SIM_OBJECT_SMALL || object.kind == SIM_OBJECT_SLAB)
    return fol_cache_at (&view, object.a);
  if (object.kind != SIM_OBJECT_CACHE && object.kind != SIM_OBJECT_CACHE_CPU &&
      object.kind != SIM_OBJECT_CACHE_LIST)
    return -1;
  return sim_view_cache (&view, object.a, &cache) ? (gint64) object.a : -1;
}

/* What a click says to a question about small objects; false: nothing. */
static bool
small_guess (const FolRun *run, enum fol_ask_kind kind, struct sim_object object, gint64 *guess)
{
  struct sim_view view = fol_state_view (fol_run_plan_step (run)->before_state);
  bool place = object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK ||
               object.kind == SIM_OBJECT_SLAB || object.kind == SIM_OBJECT_SMALL;

  if (kind == FOL_ASK_OBJECT && object.kind == SIM_OBJECT_SMALL) {
    *guess = fol_small_address (object);
    return true;
  }
  if (kind == FOL_ASK_SLAB && place) {
    object = fol_slab_at (&view, object.a);
    *guess = object.a;
    return object.kind != SIM_OBJECT_NONE;
  }
  if (kind == FOL_ASK_SET) {
    *guess = object.b;
    return object.kind == SIM_OBJECT_CPU_SET && object.a == 0;
  }
  if (kind != FOL_ASK_CACHE)
    return false;
  *guess = cache_before (run, object);
  return *guess >= 0;
}

bool
fol_run_guess_number (FolRun *run, gint64 number)
{
  const struct fol_ask *ask = open_question (run);
  const struct sim_layout *layout = fol_run_plan_step (run)->before_state->layout;

  if (ask == NULL || ask->kind >= FOL_ASK_SEQUENCE)
    return false;
  if (ask->kind == FOL_ASK_NUMBER)
    return accept_guess (run, number);
  if (number < 0 ||
      number >= (ask->kind == FOL_ASK_ORDER ? layout->max_order : layout->frame_count))
    return false;
  return accept_guess (run, ask->kind == FOL_ASK_BLOCK ? block_before (run, number).pfn : number);
}

bool
fol_run_guess_object (FolRun *run, struct sim_object object, const struct fol_state *state)
{
  const struct fol_ask *ask = open_question (run);
  bool place = object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK;
  gint64 guess;

  if (ask == NULL)
    return false;
  switch (ask->kind) {
  case FOL_ASK_FRAME:
    return (object.kind == SIM_OBJECT_FRAME || (place && object.b == 0)) &&
           fol_run_guess_number (run, object.a);
  case FOL_ASK_BLOCK:
    return place && fol_run_guess_number (run, object.a);
  case FOL_ASK_ORDER:
    if (object.kind == SIM_OBJECT_FRAME && object.a < state->layout->frame_count)
      return fol_run_guess_number (run, block_before (run, object.a).order);
    return (object.kind == SIM_OBJECT_FREE_LIST || object.kind == SIM_OBJECT_BLOCK) &&
           fol_run_guess_number (run, object.b);
  case FOL_ASK_OBJECT:
  case FOL_ASK_SLAB:
  case FOL_ASK_CACHE:
  case FOL_ASK_SET:
    return small_guess (run, ask->kind, object, &guess) && accept_guess (run, guess);
  case FOL_ASK_NUMBER:
  case FOL_ASK_SEQUENCE:
    break;
  }
  return false;
}

bool
fol_run_guess_sequence (FolRun *run, const guint *order, guint count)
{
  const struct fol_ask *ask = open_question (run);
  bool right = true;

  if (ask == NULL || ask->kind != FOL_ASK_SEQUENCE || count != ask->items->len)
    return false;
  for (guint i = 0; i < count; i++)
    right = right && order[i] == i;
  return accept_guess (run, right);
}

bool
fol_run_has_guess (const FolRun *run)
{
  return run->has_guess;
}

bool
fol_run_is_guess (const FolRun *run, struct sim_object object)
{
  const struct fol_ask *ask = fol_run_lesson_step (run)->ask;
  gint64 guess = object.a;

  if (!run->has_guess || ask == NULL)
    return false;
  return (ask->kind < FOL_ASK_OBJECT || small_guess (run, ask->kind, object, &guess)) &&
         guess == run->guess;
}

gint64
fol_run_guess (const FolRun *run)
{
  return run->guess;
}

bool
fol_run_guess_right (const FolRun *run)
{
  return run->has_guess && fol_run_lesson_step (run)->ask != NULL &&
         run->guess == fol_run_right_guess (run);
}

gint64
fol_run_right_guess (const FolRun *run)
{
  gint64 answer = fol_run_plan_step (run)->answer;

  if (fol_run_lesson_step (run)->ask->kind == FOL_ASK_BLOCK)
    return block_before (run, answer).pfn;
  return answer;
}

static void
look_for_solution (FolRun *run, const struct fol_state *state, bool on_script, guint64 index)
{
  const struct fol_plan_step *planned = fol_run_plan_step (run);
  struct fol_scope scope = fol_scope_of_state (state, planned->names);
  gint64 value;

  run->away = on_script && index != planned->after.index;
  if (on_script && index <= planned->after.index)
    return; /* the past may look like the goal, but nobody has done anything yet */
  if (fol_expression_evaluate (fol_run_lesson_step (run)->task->goal, &scope, &value, NULL) &&
      value != 0) {
    run->phase = FOL_RUN_SOLVED;
    run->away = false;
  }
}

/* Whether a moment of the script lies in what the step does, its ends included. */
static bool
in_step (const FolRun *run, struct fol_position at)
{
  const struct fol_plan_step *planned = fol_run_plan_step (run);

  return fol_plan_compare (at, planned->before) >= 0 && fol_plan_compare (at, planned->after) <= 0;
}

void
fol_run_state_changed (FolRun *run, const struct fol_state *state)
{
  struct fol_position at = { .step = state->position.step };
  bool on_script = fol_plan_on_script (run->plan, state, &at.index);

  if (!state->settled)
    return;
  if (at.step >= state->steps->count)
    at.step = FOL_STEP_END;
  switch (run->phase) {
  case FOL_RUN_DOING:
    run->away = !on_script || !in_step (run, at);
    if (run->away)
      return;
    run->watching = (struct fol_position){ .index = at.index, .step = state->position.step };
    if (fol_plan_compare (at, fol_run_plan_step (run)->after) == 0)
      enter_after (run);
    return;
  case FOL_RUN_TRYING:
    if (at.step == FOL_STEP_END)
      look_for_solution (run, state, on_script, at.index);
    return;
  case FOL_RUN_SOLVED:
    return;
  case FOL_RUN_AFTER:
    /* Going through the operation again is looking, not leaving. */
    run->away = !on_script || !in_step (run, at);
    return;
  default:
    run->away = !on_script || fol_plan_compare (at, fol_run_position (run)) != 0;
    return;
  }
}

bool
fol_run_away (const FolRun *run)
{
  return run->away;
}

const struct fol_show *
fol_run_show (const FolRun *run)
{
  return run->shows ? &run->show : NULL;
}

/* A target may name what only `do` brings. */
static bool
evaluate_target (const FolRun *run, const struct fol_target *target, struct sim_object *object)
{
  const struct fol_plan_step *planned = fol_run_plan_step (run);
  bool before = run->phase < FOL_RUN_DOING;
  struct fol_scope scope = before
                               ? fol_scope_of_state (planned->before_state, planned->names_before)
                               : fol_scope_of_state (planned->after_state, planned->names);

  return fol_target_evaluate (target, &scope, object, NULL);
}

guint
fol_run_points (const FolRun *run, const struct fol_state *state, struct sim_object *objects,
                guint most)
{
  guint count = 0;

  if (run->phase >= FOL_RUN_TRYING || run->away)
    return 0;
  for (guint i = 0; i < run->show.point->len && count < most; i++)
    if (evaluate_target (run, g_ptr_array_index (run->show.point, i), &objects[count]))
      count++;
  return count;
}

bool
fol_run_select (const FolRun *run, struct sim_object *object)
{
  return run->show.select != NULL && evaluate_target (run, run->show.select, object);
}
