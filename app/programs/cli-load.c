/* app/programs/cli-load.c - from a FILE argument to a history. */
#include "app/programs/cli-load.h"

#include "app/describe.h"
#include "app/machine-reader.h"
#include "app/paths.h"
#include "app/session-file.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

void
fol_source_free (struct fol_source *source)
{
  if (source == NULL)
    return;
  g_clear_pointer (&source->plan, fol_plan_free);
  g_clear_pointer (&source->lesson, fol_lesson_free);
  g_clear_pointer (&source->history, fol_history_free);
  g_clear_pointer (&source->notes, fol_session_notes_free);
  g_clear_pointer (&source->problems, g_ptr_array_unref);
  g_free (source);
}

static struct fol_history *
open_machine (const struct sim_machine *machine, GError **error)
{
  struct sim_machine_problem problem;
  struct fol_history *history = fol_history_new (machine, &problem);

  if (history == NULL) {
    g_autofree char *text = fol_describe_problem (&problem);

    g_set_error_literal (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_INVALID, text);
  }
  return history;
}

/* Takes the machine; NULL stands for the error that is set already. */
static struct fol_source *
load_machine (struct fol_machine *machine, GError **error)
{
  g_autoptr (FolSource) source = g_new0 (struct fol_source, 1);

  if (machine == NULL)
    return NULL;
  source->kind = FOL_SOURCE_MACHINE;
  source->history = open_machine (&machine->sim, error);
  fol_machine_free (machine);
  if (source->history == NULL)
    return NULL;
  source->position = fol_history_position (source->history);
  return g_steal_pointer (&source);
}

static struct fol_source *
load_lesson (const char *path, GError **error)
{
  g_autoptr (FolSource) source = g_new0 (struct fol_source, 1);

  source->kind = FOL_SOURCE_LESSON;
  source->lesson = fol_lesson_load (path, error);
  if (source->lesson == NULL)
    return NULL;
  source->plan = fol_plan_new (source->lesson, NULL, error);
  if (source->plan == NULL)
    return NULL;
  source->history = open_machine (&source->plan->machine, error);
  if (source->history == NULL)
    return NULL;
  if (source->plan->ops->len > 0) {
    struct sim_result last;

    fol_history_apply_many (source->history, (const struct sim_op *) source->plan->ops->data,
                            source->plan->ops->len, &last, NULL);
  }
  if (source->plan->steps->len > 0)
    source->names =
        g_array_index (source->plan->steps, struct fol_plan_step, source->plan->steps->len - 1)
            .names;
  source->position = fol_history_position (source->history);
  return g_steal_pointer (&source);
}

static struct fol_source *
load_session (const char *path, GError **error)
{
  g_autoptr (FolSource) source = g_new0 (struct fol_source, 1);
  struct fol_loaded_session *loaded = fol_session_file_load (path, NULL, NULL, NULL, error);

  if (loaded == NULL)
    return NULL;
  source->kind = FOL_SOURCE_SESSION;
  source->history = g_steal_pointer (&loaded->history);
  source->notes = g_steal_pointer (&loaded->notes);
  source->names = source->notes->names;
  source->problems = g_ptr_array_ref (loaded->problems);
  source->position = loaded->position;
  fol_loaded_session_free (loaded);
  return g_steal_pointer (&source);
}

/* A name that nothing has is a file that cannot be read. */
static struct fol_source *
load_named_machine (const char *name, GError **error)
{
  GError *problem = NULL;
  struct fol_machine *machine = fol_machine_find (name, &problem);

  if (machine != NULL)
    return load_machine (machine, error);
  if (problem->domain == FOL_MACHINE_ERROR && problem->code == FOL_MACHINE_ERROR_UNKNOWN) {
    problem->domain = G_FILE_ERROR;
    problem->code = G_FILE_ERROR_NOENT;
  }
  g_propagate_error (error, problem);
  return NULL;
}

/* A session says what it is in its first line, which is a whole JSON value. */
static bool
looks_like_session (const char *text, gsize length)
{
  const char *newline = memchr (text, '\n', length);
  gsize line = newline != NULL ? (gsize) (newline - text) : length;

  return g_strstr_len (text, (gssize) line, "\"folioscope-session\"") != NULL;
}

static struct fol_source *
load_document (const char *path, GError **error)
{
  g_autoptr (FolJson) json = fol_json_load (path, NULL, error);
  JsonNode *root;

  if (json == NULL)
    return NULL;
  root = fol_json_root (json);
  if (fol_json_member_opt (root, "steps") != NULL)
    return load_lesson (path, error);
  if (fol_json_member_opt (root, "ram") != NULL)
    return load_machine (fol_machine_load (path, error), error);
  fol_json_set_error (
      json, root, FOL_JSON_VALUE, error,
      _ ("expected a lesson (with \"steps\"), a machine (with \"ram\") or a session "
         "(whose first line has \"type\":\"folioscope-session\")"));
  return NULL;
}

/* The beginning of a file, enough for a first line; its length, or -1. */
static gssize
read_beginning (const char *path, char *buffer, gsize size, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, size, &length, NULL, error)) {
    g_prefix_error (error, "%s: ", path);
    return -1;
  }
  return (gssize) length;
}

struct fol_source *
fol_source_load (const char *file, GError **error)
{
  g_autofree char *beginning = g_malloc (65536);
  gssize length;

  if (!g_file_test (file, G_FILE_TEST_EXISTS) && strchr (file, '/') == NULL &&
      strstr (file, ".json") == NULL) {
    g_autofree char *lesson = fol_lesson_find (file);

    return lesson != NULL ? load_lesson (lesson, error) : load_named_machine (file, error);
  }

  length = read_beginning (file, beginning, 65536, error);
  if (length < 0)
    return NULL;
  if (looks_like_session (beginning, (gsize) length))
    return load_session (file, error);
  return load_document (file, error);
}

guint64
fol_source_length (const struct fol_source *source, uint32_t branch)
{
  struct fol_branch outline;

  fol_history_branch (source->history, branch, &outline);
  return outline.length;
}

bool
fol_source_seek (struct fol_source *source, struct fol_position position, GError **error)
{
  struct fol_state *state;
  uint32_t steps;
  guint64 length;

  if (position.branch >= fol_history_branch_count (source->history)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("there is no branch %u; the last is %u"), position.branch,
                 fol_history_branch_count (source->history) - 1);
    return false;
  }
  length = fol_source_length (source, position.branch);
  if (position.index > length) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("there is no operation %u; the last is %u"), (guint) position.index,
                 (guint) length);
    return false;
  }
  fol_history_seek (source->history, position, NULL);
  if (position.step == FOL_STEP_END)
    return true;

  state = fol_history_state (source->history);
  steps = state->steps->count;
  fol_state_unref (state);
  if (position.step > steps) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("operation %u has no step %u; its last is %u"), (guint) position.index,
                 position.step, steps);
    return false;
  }
  return true;
}

enum fol_exit
fol_cli_report_problems (const struct fol_source *source)
{
  if (source->problems == NULL || source->problems->len == 0)
    return FOL_EXIT_DONE;
  for (guint i = 0; i < source->problems->len; i++)
    fprintf (stderr, "%s\n", (const char *) g_ptr_array_index (source->problems, i));
  return FOL_EXIT_CONTENT;
}
