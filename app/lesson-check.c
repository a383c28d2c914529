/* app/lesson-check.c - is it true, and is it all there; see lesson-check.h. */
#include "app/lesson-check.h"
#include "engine/slab/colour.h"

#include <string.h>

#define SETS_MOST 64u

/* Expands a text in all its languages; a failure is a problem at that language. */
static void
check_text (struct fol_player *player, const struct fol_text *text, const struct fol_scope *scope)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  if (text == NULL)
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (fol_text_node (text)));
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    g_autoptr (GError) error = NULL;
    g_autofree char *expanded = fol_template_expand (json_node_get_string (member), scope, &error);

    if (expanded == NULL)
      fol_player_problem (player, member, "%s", error->message);
  }
}

static void
check_texts (struct fol_player *player, GPtrArray *texts, const struct fol_scope *scope)
{
  for (guint i = 0; i < texts->len; i++)
    check_text (player, g_ptr_array_index (texts, i), scope);
}

static void
check_expectations (struct fol_player *player, const struct fol_lesson_step *step,
                    const struct fol_scope *scope)
{
  for (guint i = 0; i < step->expect->len; i++) {
    const struct fol_expression *expect = g_ptr_array_index (step->expect, i);
    JsonNode *node = fol_expression_node (expect);
    const char *text = fol_expression_text (expect);
    g_autofree char *left_text = NULL, *right_text = NULL;
    gint64 value, left, right;
    GError *error = NULL;

    if (!fol_expression_evaluate (expect, scope, &value, &error)) {
      fol_player_error (player, error);
      continue;
    }
    if (value != 0)
      continue;
    if (fol_expression_sides (expect, scope, &left, &right)) {
      left_text = fol_expression_value_text (left);
      right_text = fol_expression_value_text (right);
      fol_player_problem (player, node, "\"%s\" is false: the left side is %s, the right side %s",
                          text, left_text, right_text);
    } else {
      fol_player_problem (player, node, "\"%s\" is false", text);
    }
  }
}

/* An object, slab, cache or set that is there when the question is asked.  Up to SETS_MOST
 * sets each have a place of their own in the figure, however narrow it is. */
static bool
can_be_clicked (enum fol_ask_kind kind, const struct fol_plan_step *planned)
{
  struct sim_view view = fol_state_view (planned->before_state);
  const struct sim_machine *machine = &planned->before_state->machine;
  gint64 answer = planned->answer;
  struct sim_kmem_cache cache;
  struct sim_object object;
  uint32_t sets;

  switch (kind) {
  case FOL_ASK_OBJECT:
    object = fol_small_at (&view, (uint64_t) answer);
    return object.kind != SIM_OBJECT_NONE && fol_small_address (object) == answer;
  case FOL_ASK_SLAB:
    if (answer < 0 || answer >= view.layout->frame_count)
      return false;
    object = fol_slab_at (&view, answer);
    return object.kind != SIM_OBJECT_NONE && object.a == answer;
  case FOL_ASK_SET:
    sets = machine->cpu_cache_count > 0 ? sim_cpu_cache_sets (&machine->cpu_cache[0]) : 0;
    return sets <= SETS_MOST && answer >= 0 && answer < sets;
  default:
    return answer >= 0 && answer < SIM_CACHES_MAX &&
           sim_view_cache (&view, (uint32_t) answer, &cache);
  }
}

/* An answer that can be given, and what it is compared with. */
static void
check_answer_range (struct fol_player *player, const struct fol_ask *ask,
                    const struct fol_plan_step *planned)
{
  const struct sim_layout *layout = planned->after_state->layout;
  gint64 most = G_MAXINT64;
  bool possible;

  if (ask->kind == FOL_ASK_FRAME || ask->kind == FOL_ASK_BLOCK)
    most = (gint64) layout->frame_count - 1;
  else if (ask->kind == FOL_ASK_ORDER)
    most = (gint64) layout->max_order - 1;
  if (ask->kind >= FOL_ASK_OBJECT)
    possible = can_be_clicked (ask->kind, planned);
  else
    possible = planned->answer >= (ask->kind == FOL_ASK_NUMBER ? G_MININT64 : 0) &&
               planned->answer <= most;
  if (!possible)
    fol_player_problem (player, fol_expression_node (ask->answer),
                        "\"%s\" is %" G_GINT64_FORMAT "; no answer of this kind can be that",
                        fol_expression_text (ask->answer), planned->answer);
}

static void
check_ask (struct fol_player *player, const struct fol_ask *ask,
           const struct fol_plan_step *planned, const struct fol_scope *before,
           const struct fol_scope *after)
{
  struct fol_scope answered = *after;

  check_text (player, ask->question, before);
  check_texts (player, ask->hints, before);
  check_texts (player, ask->items, before);
  if (!planned->has_answer)
    return;
  if (ask->answer != NULL)
    check_answer_range (player, ask, planned);
  answered.has_answer = true;
  answered.answer = planned->answer;
  check_text (player, ask->right, &answered);
  for (guint i = 0; i < ask->replies->len; i++) {
    const struct fol_reply *reply = &g_array_index (ask->replies, struct fol_reply, i);
    GError *error = NULL;
    gint64 value;

    check_text (player, reply->reply, &answered);
    if (!fol_expression_evaluate (reply->when, &answered, &value, &error))
      fol_player_error (player, error);
    else if (value != 0)
      fol_player_problem (player, fol_expression_node (reply->when),
                          "\"%s\" fits the right answer, %" G_GINT64_FORMAT,
                          fol_expression_text (reply->when), planned->answer);
  }
}

/* A target may be about what `do` brings, so it must exist before or after. */
static void
check_target (struct fol_player *player, const struct fol_lesson_step *step,
              const struct fol_target *target, const struct fol_scope *before,
              const struct fol_scope *after)
{
  struct sim_object object;
  GError *error = NULL;

  if (target == NULL || fol_target_evaluate (target, before, &object, NULL))
    return;
  if (!fol_target_evaluate (target, after, &object, &error))
    fol_player_error (player, error);
}

static void
check_step (struct fol_player *player, const struct fol_lesson_step *step,
            const struct fol_plan_step *planned)
{
  struct fol_scope before = fol_scope_of_state (planned->before_state, planned->names_before);
  struct fol_scope after = fol_scope_of_state (planned->after_state, planned->names);

  check_text (player, step->say, &before);
  check_text (player, step->then, &after);
  check_text (player, step->notes, &before);
  if (step->ask != NULL)
    check_ask (player, step->ask, planned, &before, &after);
  if (step->show != NULL) {
    for (guint i = 0; i < step->show->point->len; i++)
      check_target (player, step, g_ptr_array_index (step->show->point, i), &before, &after);
    check_target (player, step, step->show->select, &before, &after);
  }
  check_expectations (player, step, &after);
  if (step->task != NULL) {
    check_text (player, step->task->task, &after);
    check_texts (player, step->task->hints, &after);
  }
}

static bool
goal_reached (struct fol_player *player, const struct fol_try *task, const struct fol_state *state,
              const struct fol_names *names, bool *reached)
{
  struct fol_scope scope = fol_scope_of_state (state, names);
  GError *error = NULL;
  gint64 value;

  if (!fol_expression_evaluate (task->goal, &scope, &value, &error))
    return fol_player_error (player, error);
  *reached = value != 0;
  return true;
}

/* The learner could otherwise solve it by looking on in the script. */
static void
check_goal_on_script (struct fol_player *player, guint number, const struct fol_try *task)
{
  GArray *steps = player->plan->steps;
  JsonNode *node = fol_expression_node (task->goal);
  bool reached;

  for (guint i = number; i < steps->len; i++) {
    const struct fol_plan_step *planned = &g_array_index (steps, struct fol_plan_step, i);
    const struct fol_lesson_step *step = g_ptr_array_index (player->lesson->steps, i);

    if (!goal_reached (player, task, planned->after_state, planned->names, &reached))
      return;
    if (reached) {
      if (i == number)
        fol_player_problem (player, node, "the task is solved before it begins");
      else
        fol_player_problem (player, node, "the lesson itself solves the task, in step \"%s\"",
                            step->id);
      return;
    }
  }
}

static void
check_solution (struct fol_player *player, const struct fol_try *task,
                const struct fol_plan_step *planned)
{
  struct fol_names *names = fol_names_copy (planned->names);
  struct fol_state *state;
  struct fol_scope scope;
  bool reached = false, played = true;
  struct sim_op op;

  fol_history_seek (player->history, planned->after, NULL);
  for (guint i = 0; i < task->solution->len && played; i++)
    played = fol_player_apply (player, g_ptr_array_index (task->solution, i), names, &op);
  state = fol_history_state (player->history);
  if (played && goal_reached (player, task, state, names, &reached)) {
    scope = fol_scope_of_state (state, names);
    check_text (player, task->done, &scope);
    if (!reached)
      fol_player_problem (player, fol_expression_node (task->goal),
                          "\"%s\" is still false after the solution",
                          fol_expression_text (task->goal));
  }
  fol_state_unref (state);
  fol_names_free (names);
}

void
fol_player_check (struct fol_player *player)
{
  for (guint i = 0; i < player->plan->steps->len; i++) {
    const struct fol_lesson_step *step = g_ptr_array_index (player->lesson->steps, i);
    const struct fol_plan_step *planned =
        &g_array_index (player->plan->steps, struct fol_plan_step, i);

    check_step (player, step, planned);
    if (step->task != NULL && planned->after.step != FOL_STEP_END) {
      fol_player_problem (player, fol_expression_node (step->until),
                          "a task begins between two operations, not inside one");
    } else if (step->task != NULL) {
      check_goal_on_script (player, i, step->task);
      check_solution (player, step->task, planned);
    }
  }
}

static void
check_translations (struct fol_player *player, const struct fol_text *text)
{
  for (char **language = player->lesson->languages; *language != NULL; language++)
    if (!fol_text_has (text, *language))
      fol_player_problem (player, fol_text_node (text), "the text in \"%s\" is missing", *language);
}

/* The first digit outside of braces, `code` and words like x86, or NULL. */
static const char *
bare_number (const char *text)
{
  bool braces = false, code = false;

  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '`')
      code = !code;
    else if (*at == '{' || *at == '}')
      braces = *at == '{';
    else if (g_ascii_isdigit (*at) && !braces && !code &&
             (at == text || (!g_ascii_isalnum (at[-1]) && at[-1] != '.')))
      return at;
  }
  return NULL;
}

static void
check_numbers (struct fol_player *player, const struct fol_text *text)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  json_object_iter_init_ordered (&iter, json_node_get_object (fol_text_node (text)));
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    const char *number = bare_number (json_node_get_string (member));

    if (number != NULL)
      fol_player_problem (player, member,
                          "the number \"%.*s\" stands in the text; write it as a live value, "
                          "{expression}, so that it cannot be wrong",
                          (int) strspn (number, "0123456789"), number);
  }
}

/* What is shown without a moment can have no live values. */
static void
check_timeless (struct fol_player *player, const struct fol_text *text)
{
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  check_translations (player, text);
  json_object_iter_init_ordered (&iter, json_node_get_object (fol_text_node (text)));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (strpbrk (json_node_get_string (member), "{}") != NULL)
      fol_player_problem (player, member, "a text that is shown at no moment has no live values");
}

static void
check_style (struct fol_player *player, const struct fol_text *text)
{
  if (text == NULL)
    return;
  check_translations (player, text);
  check_numbers (player, text);
}

static void
check_styles (struct fol_player *player, GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    check_style (player, g_ptr_array_index (texts, i));
}

static void
check_step_style (struct fol_player *player, const struct fol_lesson_step *step)
{
  check_timeless (player, step->title);
  check_style (player, step->say);
  check_style (player, step->then);
  check_style (player, step->notes);
  if (step->ask != NULL) {
    check_style (player, step->ask->question);
    check_styles (player, step->ask->hints);
    check_styles (player, step->ask->items);
    check_style (player, step->ask->right);
    for (guint i = 0; i < step->ask->replies->len; i++)
      check_style (player, g_array_index (step->ask->replies, struct fol_reply, i).reply);
  }
  if (step->task != NULL) {
    check_style (player, step->task->task);
    check_styles (player, step->task->hints);
    check_style (player, step->task->done);
  }
}

void
fol_player_check_style (struct fol_player *player)
{
  const FolLesson *lesson = player->lesson;

  check_timeless (player, lesson->title);
  check_timeless (player, lesson->question);
  for (guint i = 0; i < lesson->steps->len; i++)
    check_step_style (player, g_ptr_array_index (lesson->steps, i));
  for (guint i = 0; i < lesson->keep->len; i++)
    check_timeless (player, g_ptr_array_index (lesson->keep, i));
  check_timeless (player, lesson->real);
  if (lesson->notes != NULL)
    check_timeless (player, lesson->notes);
}
