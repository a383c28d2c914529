/* app/lesson.c - from JSON to a lesson.
 *
 * The shape was checked against the table (lesson-format.c) before anything
 * here runs; what is left to complain about are expressions, operations,
 * templates and figures, all of which are collected.
 */
#include "app/lesson-private.h"

#include "app/lesson-format.h"
#include "app/paths.h"

#include <string.h>

struct reader {
  FolJson *json;
  GPtrArray *problems;
};

static fol_figure_check_func figure_check;

void
fol_lesson_set_figure_check (fol_figure_check_func check)
{
  figure_check = check;
}

static void
take_problem (struct reader *reader, GError **error)
{
  g_ptr_array_add (reader->problems, g_strdup ((*error)->message));
  g_clear_error (error);
}

static void
add_problem (struct reader *reader, JsonNode *node, const char *what)
{
  GError *error = NULL;

  fol_json_set_error (reader->json, node, FOL_JSON_VALUE, &error, "%s", what);
  take_problem (reader, &error);
}

static JsonArray *
array_of (JsonNode *object, const char *name)
{
  JsonNode *member = fol_json_member_opt (object, name);

  return member != NULL ? json_node_get_array (member) : NULL;
}

static guint
length_of (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

static const char *
string_of (JsonNode *object, const char *name)
{
  JsonNode *member = fol_json_member_opt (object, name);

  return member != NULL ? json_node_get_string (member) : NULL;
}

static struct fol_text *
read_text_node (struct reader *reader, JsonNode *node)
{
  GError *error = NULL;
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (!fol_template_check (json_node_get_string (member), reader->json, member, &error))
      take_problem (reader, &error);
  return fol_lesson_text_new (node);
}

static struct fol_text *
read_text (struct reader *reader, JsonNode *object, const char *name)
{
  JsonNode *node = fol_json_member_opt (object, name);

  return node != NULL ? read_text_node (reader, node) : NULL;
}

static GPtrArray *
read_texts (struct reader *reader, JsonNode *object, const char *name)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) fol_lesson_text_free);
  JsonArray *array = array_of (object, name);

  for (guint i = 0; i < length_of (array); i++)
    g_ptr_array_add (texts, read_text_node (reader, json_array_get_element (array, i)));
  return texts;
}

static struct fol_expression *
read_expression_node (struct reader *reader, JsonNode *node)
{
  GError *error = NULL;
  struct fol_expression *expression =
      fol_expression_parse (json_node_get_string (node), reader->json, node, &error);

  if (expression == NULL)
    take_problem (reader, &error);
  return expression;
}

static struct fol_expression *
read_expression (struct reader *reader, JsonNode *object, const char *name)
{
  JsonNode *node = fol_json_member_opt (object, name);

  return node != NULL ? read_expression_node (reader, node) : NULL;
}

static struct fol_target *
read_target (struct reader *reader, JsonNode *node)
{
  GError *error = NULL;
  struct fol_target *target =
      fol_target_parse (json_node_get_string (node), reader->json, node, &error);

  if (target == NULL)
    take_problem (reader, &error);
  return target;
}

static void
operation_free (gpointer data)
{
  struct fol_lesson_operation *operation = data;

  fol_operation_clear (&operation->operation);
  g_free (operation);
}

static GPtrArray *
read_operations (struct reader *reader, JsonNode *object, const char *name)
{
  GPtrArray *operations = g_ptr_array_new_with_free_func (operation_free);
  JsonArray *array = array_of (object, name);

  for (guint i = 0; i < length_of (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    struct fol_operation parsed = FOL_OPERATION_INIT;
    struct fol_lesson_operation *operation;
    GError *error = NULL;

    if (JSON_NODE_HOLDS_OBJECT (node)) {
      if (!fol_operation_parse_json (reader->json, node, NULL, &parsed, &error)) {
        take_problem (reader, &error);
        continue;
      }
    } else if (!fol_operation_parse_text (json_node_get_string (node), &parsed, &error)) {
      add_problem (reader, node, error->message);
      g_error_free (error);
      continue;
    }
    operation = g_new0 (struct fol_lesson_operation, 1);
    operation->operation = parsed;
    operation->node = node;
    g_ptr_array_add (operations, operation);
  }
  return operations;
}

static bool
check_figure (struct reader *reader, JsonNode *node, const char *figure, const char *option)
{
  GError *error = NULL;

  if (figure_check == NULL || figure_check (figure, option, &error))
    return true;
  add_problem (reader, node, error->message);
  g_error_free (error);
  return false;
}

static void
shown_figure_clear (gpointer data)
{
  struct fol_shown_figure *shown = data;

  g_free (shown->figure);
  g_ptr_array_unref (shown->options);
}

static void
read_shown_figure (struct reader *reader, JsonNode *node, struct fol_shown_figure *shown)
{
  JsonArray *options = array_of (node, "options");
  bool known;

  shown->figure = g_strdup (string_of (node, "figure"));
  shown->options = g_ptr_array_new_with_free_func (g_free);
  known = check_figure (reader, fol_json_member_opt (node, "figure"), shown->figure, NULL);
  for (guint i = 0; i < length_of (options); i++) {
    JsonNode *option = json_array_get_element (options, i);

    if (known)
      check_figure (reader, option, shown->figure, json_node_get_string (option));
    g_ptr_array_add (shown->options, g_strdup (json_node_get_string (option)));
  }
}

static struct fol_show *
read_show (struct reader *reader, JsonNode *node)
{
  struct fol_show *show;
  JsonArray *figures, *point;

  if (node == NULL)
    return NULL;
  show = g_new0 (struct fol_show, 1);
  show->figures = g_array_new (FALSE, TRUE, sizeof (struct fol_shown_figure));
  g_array_set_clear_func (show->figures, shown_figure_clear);
  show->point = g_ptr_array_new_with_free_func ((GDestroyNotify) fol_target_free);
  figures = array_of (node, "figures");
  for (guint i = 0; i < length_of (figures); i++) {
    struct fol_shown_figure shown = { 0 };

    read_shown_figure (reader, json_array_get_element (figures, i), &shown);
    g_array_append_val (show->figures, shown);
  }
  point = array_of (node, "point");
  for (guint i = 0; i < length_of (point); i++) {
    struct fol_target *target = read_target (reader, json_array_get_element (point, i));

    if (target != NULL)
      g_ptr_array_add (show->point, target);
  }
  if (fol_json_member_opt (node, "select") != NULL)
    show->select = read_target (reader, fol_json_member_opt (node, "select"));
  return show;
}

static void
show_free (struct fol_show *show)
{
  if (show == NULL)
    return;
  g_array_unref (show->figures);
  g_ptr_array_unref (show->point);
  fol_target_free (show->select);
  g_free (show);
}

static void
reply_clear (gpointer data)
{
  struct fol_reply *reply = data;

  fol_expression_free (reply->when);
  fol_lesson_text_free (reply->reply);
}

/* Which members go with which kind of question. */
static void
check_ask (struct reader *reader, JsonNode *node, const struct fol_ask *ask)
{
  bool sequence = ask->kind == FOL_ASK_SEQUENCE;

  if (sequence != (ask->items->len > 0))
    add_problem (reader, node,
                 sequence ? "a question of kind sequence needs \"items\""
                          : "only a question of kind sequence has \"items\"");
  if (sequence == (fol_json_member_opt (node, "answer") != NULL))
    add_problem (reader, node,
                 sequence ? "a question of kind sequence has no \"answer\": the items stand in the "
                            "right order"
                          : "the member \"answer\" is missing");
}

static struct fol_ask *
read_ask (struct reader *reader, JsonNode *node)
{
  struct fol_ask *ask;
  JsonArray *replies;

  if (node == NULL)
    return NULL;
  ask = g_new0 (struct fol_ask, 1);
  while (strcmp (fol_ask_kinds[ask->kind], string_of (node, "kind")) != 0)
    ask->kind++;
  ask->question = read_text (reader, node, "question");
  ask->answer = read_expression (reader, node, "answer");
  ask->hints = read_texts (reader, node, "hints");
  ask->items = read_texts (reader, node, "items");
  ask->right = read_text (reader, node, "right");
  ask->replies = g_array_new (FALSE, TRUE, sizeof (struct fol_reply));
  g_array_set_clear_func (ask->replies, reply_clear);
  replies = array_of (node, "replies");
  for (guint i = 0; i < length_of (replies); i++) {
    JsonNode *element = json_array_get_element (replies, i);
    struct fol_reply reply = { .when = read_expression (reader, element, "when"),
                               .reply = read_text (reader, element, "say") };

    g_array_append_val (ask->replies, reply);
  }
  check_ask (reader, node, ask);
  return ask;
}

static void
ask_free (struct fol_ask *ask)
{
  if (ask == NULL)
    return;
  fol_lesson_text_free (ask->question);
  fol_expression_free (ask->answer);
  g_ptr_array_unref (ask->hints);
  g_ptr_array_unref (ask->items);
  fol_lesson_text_free (ask->right);
  g_array_unref (ask->replies);
  g_free (ask);
}

static struct fol_try *
read_try (struct reader *reader, JsonNode *node)
{
  struct fol_try *task;

  if (node == NULL)
    return NULL;
  task = g_new0 (struct fol_try, 1);
  task->task = read_text (reader, node, "task");
  task->goal = read_expression (reader, node, "goal");
  task->hints = read_texts (reader, node, "hints");
  task->solution = read_operations (reader, node, "solution");
  task->done = read_text (reader, node, "done");
  return task;
}

static void
try_free (struct fol_try *task)
{
  if (task == NULL)
    return;
  fol_lesson_text_free (task->task);
  fol_expression_free (task->goal);
  g_ptr_array_unref (task->hints);
  g_ptr_array_unref (task->solution);
  fol_lesson_text_free (task->done);
  g_free (task);
}

static struct fol_lesson_step *
read_step (struct reader *reader, JsonNode *node)
{
  struct fol_lesson_step *step = g_new0 (struct fol_lesson_step, 1);
  JsonArray *expect = array_of (node, "expect");

  step->node = node;
  step->id = g_strdup (string_of (node, "id"));
  step->title = read_text (reader, node, "title");
  step->say = read_text (reader, node, "say");
  step->then = read_text (reader, node, "then");
  step->notes = read_text (reader, node, "notes");
  step->show = read_show (reader, fol_json_member_opt (node, "show"));
  step->ask = read_ask (reader, fol_json_member_opt (node, "ask"));
  step->task = read_try (reader, fol_json_member_opt (node, "try"));
  step->operations = read_operations (reader, node, "do");
  step->until = read_expression (reader, node, "until");
  fol_json_bool_opt (reader->json, node, "watch", &step->watch, NULL);
  step->expect = g_ptr_array_new_with_free_func ((GDestroyNotify) fol_expression_free);
  for (guint i = 0; i < length_of (expect); i++) {
    struct fol_expression *one = read_expression_node (reader, json_array_get_element (expect, i));

    if (one != NULL)
      g_ptr_array_add (step->expect, one);
  }
  return step;
}

static void
step_free (gpointer data)
{
  struct fol_lesson_step *step = data;

  g_free (step->id);
  fol_lesson_text_free (step->title);
  fol_lesson_text_free (step->say);
  fol_lesson_text_free (step->then);
  fol_lesson_text_free (step->notes);
  show_free (step->show);
  ask_free (step->ask);
  try_free (step->task);
  g_ptr_array_unref (step->operations);
  fol_expression_free (step->until);
  g_ptr_array_unref (step->expect);
  g_free (step);
}

static void
read_steps (struct reader *reader, JsonNode *root, FolLesson *lesson)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = array_of (root, "steps");

  lesson->steps = g_ptr_array_new_with_free_func (step_free);
  for (guint i = 0; i < length_of (array); i++) {
    struct fol_lesson_step *step = read_step (reader, json_array_get_element (array, i));

    g_ptr_array_add (lesson->steps, step);
    if (!g_hash_table_add (seen, step->id))
      add_problem (reader, fol_json_member_opt (step->node, "id"),
                   "an earlier step has this id already");
  }
}

static char **
read_strings (JsonNode *object, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = array_of (object, name);

  for (guint i = 0; i < length_of (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  return g_strv_builder_end (builder);
}

static char **
member_names (JsonNode *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObjectIter iter;
  JsonNode *member;
  const char *name;

  json_object_iter_init_ordered (&iter, json_node_get_object (object));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    g_strv_builder_add (builder, name);
  return g_strv_builder_end (builder);
}

/* Takes `json`. */
static FolLesson *
read_lesson (FolJson *json, const char *path, GPtrArray *problems)
{
  struct reader reader = { .json = json, .problems = problems };
  JsonNode *root = fol_json_root (json);
  FolLesson *lesson = g_new0 (FolLesson, 1);

  lesson->json = json;
  lesson->path = g_strdup (path);
  lesson->id = g_strdup (string_of (root, "id"));
  lesson->machine = g_strdup (string_of (root, "machine"));
  lesson->next = g_strdup (string_of (root, "next"));
  lesson->title = read_text (&reader, root, "title");
  lesson->question = read_text (&reader, root, "question");
  lesson->minutes = (guint) json_object_get_int_member (json_node_get_object (root), "minutes");
  lesson->rows = read_strings (root, "rows");
  lesson->languages = member_names (fol_json_member_opt (root, "title"));
  lesson->language = fol_language_choose ((const char *const *) lesson->languages);
  lesson->setup = read_operations (&reader, root, "setup");
  read_steps (&reader, root, lesson);
  lesson->keep = read_texts (&reader, root, "keep");
  lesson->real = read_text (&reader, root, "real");
  lesson->notes = read_text (&reader, root, "notes");
  return lesson;
}

void
fol_lesson_free (FolLesson *lesson)
{
  if (lesson == NULL)
    return;
  g_free (lesson->path);
  g_free (lesson->id);
  g_free (lesson->machine);
  g_free (lesson->next);
  fol_lesson_text_free (lesson->title);
  fol_lesson_text_free (lesson->question);
  g_strfreev (lesson->rows);
  g_strfreev (lesson->languages);
  g_ptr_array_unref (lesson->setup);
  g_ptr_array_unref (lesson->steps);
  g_ptr_array_unref (lesson->keep);
  fol_lesson_text_free (lesson->real);
  fol_lesson_text_free (lesson->notes);
  fol_json_free (lesson->json);
  g_free (lesson);
}

/* A file from a newer program is not full of unknown members: it is newer. */
static bool
check_version (FolJson *json, GPtrArray *problems)
{
  JsonNode *format = fol_json_member_opt (fol_json_root (json), "format");
  struct reader reader = { .json = json, .problems = problems };
  g_autofree char *what = NULL;
  guint64 version = 0;

  if (format == NULL || !fol_json_node_uint (json, format, G_MAXUINT64, &version, NULL) ||
      version == FOL_LESSON_FORMAT)
    return true;
  what = g_strdup_printf ("this is format %" G_GUINT64_FORMAT "; this program reads format %u",
                          version, FOL_LESSON_FORMAT);
  add_problem (&reader, format, what);
  return false;
}

FolLesson *
fol_lesson_load_all (const char *path, GPtrArray *problems, GError **error)
{
  g_autoptr (GError) problem = NULL;
  FolJson *json = fol_json_load (path, NULL, &problem);
  guint before = problems->len;
  FolLesson *lesson;

  if (json == NULL && problem->domain == G_FILE_ERROR) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  if (json == NULL) {
    g_ptr_array_add (problems, g_strdup (problem->message));
    return NULL;
  }
  if (!check_version (json, problems) ||
      !fol_format_check (json, fol_json_root (json), fol_lesson_members, problems)) {
    fol_json_free (json);
    return NULL;
  }
  lesson = read_lesson (json, path, problems);
  if (problems->len > before)
    g_clear_pointer (&lesson, fol_lesson_free);
  return lesson;
}

FolLesson *
fol_lesson_load (const char *path, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  FolLesson *lesson = fol_lesson_load_all (path, problems, error);

  if (lesson == NULL && problems->len > 0)
    g_set_error_literal (error, FOL_JSON_ERROR, FOL_JSON_VALUE, problems->pdata[0]);
  return lesson;
}
