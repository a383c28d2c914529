/* app/lesson-index.c - the bundled lessons, in the order of the curriculum. */
#include "app/lesson.h"

#include "app/lesson-format.h"
#include "app/paths.h"

#include <string.h>

/* lessons/index.json, read and checked; *directory is where it lies. */
static FolJson *
load_index (char **directory, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = fol_paths_find ("lessons", "index.json");
  g_autoptr (FolJson) json = NULL;

  if (path == NULL) {
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                         "lessons/index.json: not found where the program's data lies");
    return NULL;
  }
  json = fol_json_load (path, NULL, error);
  if (json == NULL)
    return NULL;
  if (!fol_format_check (json, fol_json_root (json), fol_lesson_index_members, problems)) {
    g_set_error_literal (error, FOL_JSON_ERROR, FOL_JSON_VALUE, problems->pdata[0]);
    return NULL;
  }
  *directory = g_path_get_dirname (path);
  return g_steal_pointer (&json);
}

/* All paths, or only those of the lesson `id`. */
static char **
list (const char *id, GError **error)
{
  g_autofree char *directory = NULL;
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_autoptr (FolJson) json = load_index (&directory, error);
  JsonArray *lessons;

  if (json == NULL)
    return NULL;
  lessons = json_object_get_array_member (json_node_get_object (fol_json_root (json)), "lessons");
  for (guint i = 0; i < json_array_get_length (lessons); i++) {
    JsonObject *entry = json_array_get_object_element (lessons, i);
    g_autofree char *path =
        g_build_filename (directory, json_object_get_string_member (entry, "file"), NULL);

    if (id == NULL || strcmp (json_object_get_string_member (entry, "id"), id) == 0)
      g_strv_builder_add (paths, path);
  }
  return g_strv_builder_end (paths);
}

char **
fol_lesson_list (GError **error)
{
  return list (NULL, error);
}

char *
fol_lesson_find (const char *id)
{
  g_auto (GStrv) paths = list (id, NULL);

  return paths != NULL ? g_strdup (paths[0]) : NULL;
}
