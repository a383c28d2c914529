/* app/lesson-index.c - the lessons of a folder, in the order of the curriculum: found and checked. */
#include "app/lesson-private.h"

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

bool
fol_lesson_is_index (FolJson *json)
{
  JsonNode *root = fol_json_root (json);

  return JSON_NODE_HOLDS_OBJECT (root) &&
         json_object_has_member (json_node_get_object (root), "lessons");
}

struct index {
  FolJson *json;
  char *directory, *name;  /* owned */
  GHashTable *ids, *files; /* owned; sets of what was read so far */
  GPtrArray *problems;
};

static void G_GNUC_PRINTF (3, 4)
    add_problem (struct index *index, JsonNode *node, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fol_json_set_error (index->json, node, FOL_JSON_VALUE, &error, "%s", text);
  g_ptr_array_add (index->problems, g_strdup (error->message));
}

/* The lesson of an entry; NULL if it has none, which is then a problem. */
static FolLesson *
load_entry (struct index *index, JsonNode *id, JsonNode *file)
{
  const char *name = json_node_get_string (file);
  g_autofree char *path = g_build_filename (index->directory, name, NULL);
  g_autoptr (GError) error = NULL;
  FolLesson *lesson;

  if (strchr (name, G_DIR_SEPARATOR) != NULL) {
    add_problem (index, file, "expected a file next to the index, without a folder");
    return NULL;
  }
  if (!g_hash_table_add (index->files, g_strdup (name)))
    add_problem (index, file, "%s stands here a second time", name);
  lesson = fol_lesson_load (path, &error);
  if (lesson == NULL)
    add_problem (index, file, "%s is no lesson: %s", name, error->message);
  else if (strcmp (lesson->id, json_node_get_string (id)) != 0)
    add_problem (index, id, "the lesson in %s has the id \"%s\"", name, lesson->id);
  return lesson;
}

static void
check_next (struct index *index, GPtrArray *lessons, JsonArray *entries)
{
  for (guint i = 0; i < lessons->len; i++) {
    const FolLesson *lesson = g_ptr_array_index (lessons, i);

    if (lesson != NULL && lesson->next != NULL && !g_hash_table_contains (index->ids, lesson->next))
      add_problem (index, json_array_get_element (entries, i),
                   "\"next\" of this lesson is \"%s\", which is not in the index", lesson->next);
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* What lies in the folder and would never be shown. */
static void
check_folder (struct index *index, JsonNode *lessons)
{
  g_autoptr (GDir) folder = g_dir_open (index->directory, 0, NULL);
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".json") && strcmp (name, index->name) != 0 &&
        !g_hash_table_contains (index->files, name))
      g_ptr_array_add (left, g_strdup (name));
  g_ptr_array_sort (left, compare_names);
  for (guint i = 0; i < left->len; i++)
    add_problem (index, lessons, "%s lies in the folder, but not in the index",
                 (const char *) g_ptr_array_index (left, i));
}

static void
free_lesson (gpointer lesson)
{
  if (lesson != NULL)
    fol_lesson_free (lesson);
}

static void
check_entries (struct index *index, JsonNode *node)
{
  g_autoptr (GPtrArray) lessons = g_ptr_array_new_with_free_func (free_lesson);
  JsonArray *entries = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (entries); i++) {
    JsonObject *entry = json_array_get_object_element (entries, i);
    JsonNode *id = json_object_get_member (entry, "id");

    if (!g_hash_table_add (index->ids, g_strdup (json_node_get_string (id))))
      add_problem (index, id, "the lesson \"%s\" stands here a second time",
                   json_node_get_string (id));
    g_ptr_array_add (lessons, load_entry (index, id, json_object_get_member (entry, "file")));
  }
  check_next (index, lessons, entries);
  check_folder (index, node);
}

void
fol_lesson_check_index (FolJson *json, const char *path, GPtrArray *problems)
{
  struct index index = {
    .json = json,
    .directory = g_path_get_dirname (path),
    .name = g_path_get_basename (path),
    .ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .problems = problems,
  };
  JsonNode *root = fol_json_root (json);

  /* Entries of another shape cannot be looked into. */
  if (fol_format_check (json, root, fol_lesson_index_members, problems))
    check_entries (&index, json_object_get_member (json_node_get_object (root), "lessons"));
  g_hash_table_unref (index.ids);
  g_hash_table_unref (index.files);
  g_free (index.directory);
  g_free (index.name);
}
