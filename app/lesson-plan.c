/* app/lesson-plan.c - playing a lesson ahead; see lesson-plan.h. */
#include "app/lesson-plan.h"

#include "app/describe.h"
#include "app/lesson-check.h"
#include "app/lesson-private.h"
#include "app/machine-reader.h"

#include <stdarg.h>

static void
plan_step_clear (gpointer data)
{
  struct fol_plan_step *step = data;

  fol_names_free (step->names_before);
  fol_names_free (step->names);
  fol_state_unref (step->before_state);
  fol_state_unref (step->after_state);
}

void
fol_plan_free (FolPlan *plan)
{
  if (plan == NULL)
    return;
  g_array_unref (plan->ops);
  g_array_unref (plan->step_counts);
  g_array_unref (plan->steps);
  fol_names_free (plan->names);
  g_free (plan);
}

static FolPlan *
plan_alloc (const FolLesson *lesson, const struct sim_machine *machine)
{
  FolPlan *plan = g_new0 (FolPlan, 1);

  plan->lesson = lesson;
  plan->machine = *machine;
  plan->ops = g_array_new (FALSE, FALSE, sizeof (struct sim_op));
  plan->step_counts = g_array_new (FALSE, FALSE, sizeof (guint));
  plan->steps = g_array_new (FALSE, TRUE, sizeof (struct fol_plan_step));
  g_array_set_clear_func (plan->steps, plan_step_clear);
  plan->names = fol_names_new ();
  return plan;
}

bool
fol_player_problem (struct fol_player *player, JsonNode *node, const char *format, ...)
{
  g_autofree char *what = NULL;
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fol_json_set_error (player->lesson->json, node, FOL_JSON_VALUE, &error, "%s", what);
  g_ptr_array_add (player->problems, g_strdup (error->message));
  return false;
}

bool
fol_player_error (struct fol_player *player, GError *error)
{
  g_ptr_array_add (player->problems, g_strdup (error->message));
  g_error_free (error);
  return false;
}

/* Applies one operation at the history's position and names its result.  False,
 * with a problem, if it is refused. */
bool
fol_player_apply (struct fol_player *player, const struct fol_lesson_operation *operation,
                  struct fol_names *names, struct sim_op *op)
{
  struct fol_operation copy = FOL_OPERATION_INIT;
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  struct sim_result result;
  enum sim_status status;
  struct sim_view view;
  bool resolved;

  fol_operation_copy (&copy, &operation->operation);
  view = sim_world_view (fol_history_world (player->history));
  resolved = fol_operation_resolve (&copy, names, &view, &error);
  *op = copy.op;
  fol_operation_clear (&copy);
  if (!resolved)
    return fol_player_problem (player, operation->node, "%s", error->message);
  status = fol_history_apply (player->history, op, &result);
  view = sim_world_view (fol_history_world (player->history));
  if (status != SIM_OK && status != SIM_NO_MEMORY) {
    reason = fol_describe_result (&view, op, &result);
    return fol_player_problem (player, operation->node, "the operation is refused: %s", reason);
  }
  if (status == SIM_OK && operation->operation.as != NULL) {
    struct fol_position position = fol_history_position (player->history);

    fol_names_add (names, operation->operation.as, result.object, result.value, position.branch,
                   position.index);
  }
  return true;
}

static void
play (struct fol_player *player, GPtrArray *operations)
{
  FolPlan *plan = player->plan;

  for (guint i = 0; i < operations->len; i++) {
    struct fol_state *state;
    struct sim_op op;

    if (!fol_player_apply (player, g_ptr_array_index (operations, i), plan->names, &op))
      continue;
    state = fol_history_state (player->history);
    g_array_append_val (plan->ops, op);
    g_array_append_val (plan->step_counts, state->steps->count);
    fol_state_unref (state);
  }
}

/* Lets the operation under way end. */
static void
finish (struct fol_player *player)
{
  struct fol_position end = { .index = player->plan->ops->len, .step = FOL_STEP_END };

  if (player->inside == NULL)
    return;
  fol_history_seek (player->history, end, NULL);
  g_clear_pointer (&player->inside, fol_names_free);
}

/* Whether `until` holds now; an error says why it has no value. */
static bool
holds (struct fol_player *player, const struct fol_expression *until, GError **error)
{
  struct fol_scope scope = { .view = sim_world_view (fol_history_world (player->history)),
                             .names = player->inside };
  gint64 value;

  return fol_expression_evaluate (until, &scope, &value, error) && value != 0;
}

/* Goes on inside the operation under way, to the next moment at which `until` holds. */
static void
stop_inside (struct fol_player *player, const struct fol_expression *until)
{
  struct fol_position at = fol_history_position (player->history);
  guint count = g_array_index (player->plan->step_counts, guint, at.index - 1);
  g_autoptr (GError) error = NULL;

  for (at.step++; at.step <= count; at.step++) {
    g_clear_error (&error);
    fol_history_seek (player->history, at, NULL);
    if (!holds (player, until, &error))
      continue;
    if (at.step == count)
      finish (player);
    return;
  }
  finish (player);
  if (error != NULL)
    fol_player_problem (player, fol_expression_node (until), "%s", error->message);
  else
    fol_player_problem (player, fol_expression_node (until),
                        "\"%s\" holds at no moment of the operation from there on",
                        fol_expression_text (until));
}

/* All of a step's operations; with `until`, the last one only as far as that. */
static void
play_do (struct fol_player *player, const struct fol_lesson_step *step)
{
  struct fol_position position;
  struct fol_names *before;

  if (step->until == NULL || step->operations->len > 0)
    finish (player);
  before = fol_names_copy (player->plan->names);
  play (player, step->operations);
  position = fol_history_position (player->history);
  if (step->until != NULL && step->operations->len > 0 && position.index > 0) {
    position.step = 0;
    fol_history_seek (player->history, position, NULL);
    player->inside = g_steal_pointer (&before);
  }
  fol_names_free (before);
  if (step->until == NULL)
    return;
  if (player->inside != NULL)
    stop_inside (player, step->until);
  else
    fol_player_problem (player, fol_expression_node (step->until),
                        "\"until\" needs an operation to stop in: in this step's \"do\", or "
                        "under way since the step before");
}

static const struct fol_names *
known_names (const struct fol_player *player)
{
  return player->inside != NULL ? player->inside : player->plan->names;
}

static void
play_step (struct fol_player *player, const struct fol_lesson_step *step)
{
  FolPlan *plan = player->plan;
  struct fol_plan_step planned = { .before = fol_history_position (player->history),
                                   .names_before = fol_names_copy (known_names (player)),
                                   .before_state = fol_history_state (player->history) };

  play_do (player, step);
  planned.after = fol_history_position (player->history);
  planned.names = fol_names_copy (known_names (player));
  planned.after_state = fol_history_state (player->history);
  if (step->ask != NULL && step->ask->answer != NULL) {
    struct fol_scope scope = fol_scope_of_state (planned.after_state, planned.names);
    GError *error = NULL;

    planned.has_answer =
        fol_expression_evaluate (step->ask->answer, &scope, &planned.answer, &error);
    if (!planned.has_answer)
      fol_player_error (player, error);
  } else if (step->ask != NULL) {
    planned.has_answer = true; /* a sequence: 1 is right */
    planned.answer = 1;
  }
  g_array_append_val (plan->steps, planned);
}

static struct fol_history *
open_history (struct fol_player *player, struct fol_machine **machine)
{
  JsonNode *node = fol_json_member_opt (fol_json_root (player->lesson->json), "machine");
  struct sim_machine_problem problem;
  struct fol_history *history;
  g_autofree char *what = NULL;
  g_autoptr (GError) error = NULL;

  *machine = fol_machine_find (player->lesson->machine, &error);
  if (*machine == NULL) {
    fol_player_problem (player, node, "%s", error->message);
    return NULL;
  }
  history = fol_history_new (&(*machine)->sim, &problem);
  if (history == NULL) {
    what = fol_machine_problem_text (&problem);
    fol_player_problem (player, node, "%s", what);
  }
  return history;
}

FolPlan *
fol_plan_new (const FolLesson *lesson, GPtrArray *problems, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  struct fol_player player = { .lesson = lesson, .problems = found };
  struct fol_machine *machine = NULL;
  FolPlan *plan = NULL;

  player.history = open_history (&player, &machine);
  if (player.history != NULL) {
    plan = player.plan = plan_alloc (lesson, &machine->sim);
    play (&player, lesson->setup);
    for (guint i = 0; i < lesson->steps->len; i++)
      play_step (&player, g_ptr_array_index (lesson->steps, i));
    finish (&player);
    fol_player_check (&player);
    fol_history_free (player.history);
  }
  fol_machine_free (machine);
  if (problems != NULL) {
    if (plan != NULL)
      fol_player_check_style (&player);
    g_ptr_array_extend_and_steal (problems, g_steal_pointer (&found));
  } else if (found->len > 0) {
    g_set_error_literal (error, FOL_JSON_ERROR, FOL_JSON_VALUE, found->pdata[0]);
    g_clear_pointer (&plan, fol_plan_free);
  }
  return plan;
}

bool
fol_lesson_lint (const char *path, GPtrArray *problems, GError **error)
{
  guint before = problems->len;
  g_autoptr (FolJson) json = fol_json_load (path, NULL, NULL);
  g_autoptr (FolLesson) lesson = NULL;
  g_autoptr (FolPlan) plan = NULL;

  if (json != NULL && fol_lesson_is_index (json)) {
    fol_lesson_check_index (json, path, problems);
    return problems->len == before;
  }
  lesson = fol_lesson_load_all (path, problems, error);
  plan = lesson != NULL ? fol_plan_new (lesson, problems, error) : NULL;
  return plan != NULL && problems->len == before;
}

int
fol_plan_compare (struct fol_position x, struct fol_position y)
{
  if (x.index != y.index)
    return x.index < y.index ? -1 : 1;
  return x.step == y.step ? 0 : x.step < y.step ? -1 : 1;
}

bool
fol_plan_on_script (const FolPlan *plan, const struct fol_state *state, guint64 *index)
{
  uint32_t branch = state->position.branch;

  *index = state->position.index;
  while (branch != 0 && *index <= state->track[branch]->branch.fork)
    branch = state->track[branch]->branch.parent;
  return branch == 0 && *index <= plan->ops->len;
}
