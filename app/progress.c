/* app/progress.c - see progress.h. */
#include "app/progress.h"

#include "app/format.h"
#include "app/json.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

static char *problem; /* owned; for fol_progress_take_problem () */

static void
set_problem (char *text)
{
  g_free (problem);
  problem = text;
}

char *
fol_progress_take_problem (void)
{
  return g_steal_pointer (&problem);
}

static char *
file_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "folioscope", "progress.json", NULL);
}

static const struct fol_member lesson_members[] = {
  { .name = "step", .kind = FOL_FORMAT_STRING },
  { .name = "done", .kind = FOL_FORMAT_UINT, .required = true, .most = 100000 },
  { .name = "of", .kind = FOL_FORMAT_UINT, .required = true, .most = 100000 },
  { .name = "finished", .kind = FOL_FORMAT_BOOL, .required = true },
  { 0 },
};

/* The file's shape; lessons are named by their ids, so no table can name them. */
static bool
check_shape (FolJson *json, GError **error)
{
  static const char *const known[] = { "format", "lessons", NULL };
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  JsonNode *root = fol_json_root (json), *lessons, *member;
  JsonObjectIter iter;
  JsonObject *object;
  const char *name;
  guint64 format;

  if (!fol_json_only (json, root, known, error) ||
      !fol_json_uint (json, root, "format", 1, &format, error))
    return false;
  lessons = fol_json_member (json, root, "lessons", error);
  if (lessons == NULL || !fol_json_get_object (json, lessons, &object, error))
    return false;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    fol_format_check (json, member, lesson_members, problems);
  if (problems->len == 0)
    return true;
  g_set_error_literal (error, FOL_JSON_ERROR, FOL_JSON_VALUE, problems->pdata[0]);
  return false;
}

static FolJson *
load (GError **error)
{
  g_autofree char *path = file_path ();
  g_autoptr (FolJson) json = fol_json_load (path, NULL, error);

  return json != NULL && check_shape (json, error) ? g_steal_pointer (&json) : NULL;
}

/* NULL: nothing is remembered. */
static FolJson *
load_or_move_aside (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL, *aside = NULL;
  FolJson *json = load (&error);

  if (json != NULL || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return json;
  path = file_path ();
  aside = g_strconcat (path, ".damaged", NULL);
  if (error->domain != G_FILE_ERROR && g_rename (path, aside) == 0)
    set_problem (g_strdup_printf (
        _ ("Your remembered progress could not be read and starts anew; the old file is kept as "
           "%s. %s"),
        aside, error->message));
  else
    set_problem (g_strdup_printf (_ ("Your progress cannot be remembered: %s"), error->message));
  return NULL;
}

static JsonObject *
lesson_of (FolJson *json, const char *lesson_id)
{
  JsonObject *lessons;

  if (json == NULL)
    return NULL;
  lessons = json_object_get_object_member (json_node_get_object (fol_json_root (json)), "lessons");
  return json_object_has_member (lessons, lesson_id)
             ? json_object_get_object_member (lessons, lesson_id)
             : NULL;
}

void
fol_progress_get (const char *lesson_id, guint *done, guint *of, bool *finished)
{
  g_autoptr (FolJson) json = load_or_move_aside ();
  JsonObject *lesson = lesson_of (json, lesson_id);

  *done = lesson != NULL ? (guint) json_object_get_int_member (lesson, "done") : 0;
  *of = lesson != NULL ? (guint) json_object_get_int_member (lesson, "of") : 0;
  *finished = lesson != NULL && json_object_get_boolean_member (lesson, "finished");
}

char *
fol_progress_get_step (const char *lesson_id)
{
  g_autoptr (FolJson) json = load_or_move_aside ();
  JsonObject *lesson = lesson_of (json, lesson_id);

  return lesson != NULL
             ? g_strdup (json_object_get_string_member_with_default (lesson, "step", NULL))
             : NULL;
}

static JsonNode *
changed (FolJson *json, const char *lesson_id, const char *step_id, guint done, guint of,
         bool finished)
{
  g_autoptr (JsonObject) root = json_object_new ();
  JsonObject *lessons = json_object_new ();
  JsonObject *lesson = json_object_new ();
  JsonNode *node = json_node_alloc ();

  if (json != NULL) {
    JsonObject *old =
        json_object_get_object_member (json_node_get_object (fol_json_root (json)), "lessons");
    JsonObjectIter iter;
    JsonNode *member;
    const char *name;

    json_object_iter_init_ordered (&iter, old);
    while (json_object_iter_next_ordered (&iter, &name, &member))
      json_object_set_member (lessons, name, json_node_copy (member));
  }
  if (step_id != NULL)
    json_object_set_string_member (lesson, "step", step_id);
  json_object_set_int_member (lesson, "done", done);
  json_object_set_int_member (lesson, "of", of);
  json_object_set_boolean_member (lesson, "finished", finished);
  json_object_set_object_member (lessons, lesson_id, lesson);
  json_object_set_int_member (root, "format", 1);
  json_object_set_object_member (root, "lessons", lessons);
  json_node_init_object (node, root);
  return node;
}

void
fol_progress_set (const char *lesson_id, const char *step_id, guint done, guint of, bool finished)
{
  g_autofree char *path = file_path (), *directory = g_path_get_dirname (path), *text = NULL;
  g_autoptr (FolJson) json = load_or_move_aside ();
  g_autoptr (GError) error = NULL;
  JsonObject *old = lesson_of (json, lesson_id);
  JsonNode *node;

  if (old != NULL && json_object_get_boolean_member (old, "finished"))
    finished = true;
  node = changed (json, lesson_id, step_id, done, of, finished);
  text = json_to_string (node, TRUE);
  json_node_unref (node);
  if (g_mkdir_with_parents (directory, 0700) != 0)
    set_problem (g_strdup_printf (_ ("Your progress cannot be remembered: %s: %s"), directory,
                                  g_strerror (errno)));
  else if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    set_problem (g_strdup_printf (_ ("Your progress cannot be remembered: %s"), error->message));
}
