/* app/format.c - see format.h. */
#include "app/format.h"

#include <string.h>

static bool check_object (FolJson *json, JsonNode *node, const struct fol_member *members,
                          GPtrArray *problems);

/* Takes the error's message. */
static bool
add_problem (GPtrArray *problems, GError *error)
{
  g_ptr_array_add (problems, g_strdup (error->message));
  g_error_free (error);
  return false;
}

static bool
value_problem (FolJson *json, JsonNode *node, GPtrArray *problems, const char *what)
{
  GError *error = NULL;

  fol_json_set_error (json, node, FOL_JSON_VALUE, &error, "%s", what);
  return add_problem (problems, error);
}

bool
fol_format_is_language (const char *name)
{
  gsize length = 0;

  while (g_ascii_islower (name[length]))
    length++;
  if (length < 2 || length > 3)
    return false;
  if (name[length] == '\0')
    return true;
  return name[length] == '_' && g_ascii_isupper (name[length + 1]) &&
         g_ascii_isupper (name[length + 2]) && name[length + 3] == '\0';
}

static bool
is_id (const char *text)
{
  if (*text == '\0' || *text == '-' || strlen (text) > 60)
    return false;
  for (; *text != '\0'; text++)
    if (*text == '-' ? text[1] == '-' || text[1] == '\0'
                     : !g_ascii_islower (*text) && !g_ascii_isdigit (*text))
      return false;
  return true;
}

static bool
check_text (FolJson *json, JsonNode *node, GPtrArray *problems)
{
  GError *error = NULL;
  bool right = true;
  JsonObjectIter iter;
  JsonObject *object;
  const char *name, *text;
  JsonNode *member;

  if (!fol_json_get_object (json, node, &object, &error))
    return add_problem (problems, error);
  if (fol_json_member (json, node, "en", &error) == NULL) {
    right = add_problem (problems, error);
    error = NULL;
  }
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    if (!fol_format_is_language (name))
      right = value_problem (json, member, problems,
                             "expected a language as the member's name: \"en\", \"zh_CN\", ...");
    else if (!fol_json_node_string (json, member, &text, &error)) {
      right = add_problem (problems, error);
      error = NULL;
    } else if (*text == '\0')
      right = value_problem (json, member, problems, "the text is empty");
  }
  return right;
}

static bool
check_string (FolJson *json, JsonNode *node, const struct fol_member *member, GPtrArray *problems)
{
  g_autofree char *what = NULL, *list = NULL;
  GError *error = NULL;
  const char *text;

  if (!fol_json_node_string (json, node, &text, &error))
    return add_problem (problems, error);
  switch (member->kind) {
  case FOL_FORMAT_ID:
    return is_id (text) || value_problem (json, node, problems,
                                          "expected an id: a-z, 0-9 and hyphens between them");
  case FOL_FORMAT_CHOICE:
    if (g_strv_contains (member->choices, text))
      return true;
    list = g_strjoinv (", ", (char **) member->choices);
    what = g_strdup_printf ("\"%s\" is not possible; expected one of: %s", text, list);
    return value_problem (json, node, problems, what);
  case FOL_FORMAT_CONSTANT:
    if (strcmp (text, member->choices[0]) == 0)
      return true;
    what = g_strdup_printf ("expected \"%s\"", member->choices[0]);
    return value_problem (json, node, problems, what);
  default:
    return *text != '\0' || value_problem (json, node, problems, "the string is empty");
  }
}

static bool
check_number (FolJson *json, JsonNode *node, const struct fol_member *member, GPtrArray *problems)
{
  guint64 most = member->most > 0 && !member->array ? member->most : G_MAXUINT64;
  g_autofree char *what = NULL;
  GError *error = NULL;
  guint64 value = 0;

  if (member->kind == FOL_FORMAT_VERSION) {
    if (!fol_json_node_uint (json, node, G_MAXUINT64, &value, &error))
      return add_problem (problems, error);
    if (value == member->most)
      return true;
    what = g_strdup_printf ("this is format %" G_GUINT64_FORMAT
                            "; this program reads format %" G_GUINT64_FORMAT,
                            value, member->most);
    return value_problem (json, node, problems, what);
  }
  if (!fol_json_node_uint (json, node, most, &value, &error))
    return add_problem (problems, error);
  if (member->array || value >= member->least)
    return true;
  what = g_strdup_printf ("expected at least %" G_GUINT64_FORMAT, member->least);
  return value_problem (json, node, problems, what);
}

static bool
check_range (FolJson *json, JsonNode *node, GPtrArray *problems)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint count = array != NULL ? json_array_get_length (array) : 0;
  GError *error = NULL;
  const char *name;
  guint64 number;

  if (count < 2 || count > 3)
    return value_problem (json, node, problems,
                          "expected [start, size] or [start, size, \"name\"]");
  for (guint i = 0; i < 2; i++)
    if (!fol_json_node_uint (json, json_array_get_element (array, i), G_MAXUINT64, &number, &error))
      return add_problem (problems, error);
  if (count == 3 && !fol_json_node_string (json, json_array_get_element (array, 2), &name, &error))
    return add_problem (problems, error);
  return true;
}

static bool
check_value (FolJson *json, JsonNode *node, const struct fol_member *member, GPtrArray *problems)
{
  GError *error = NULL;

  switch (member->kind) {
  case FOL_FORMAT_VERSION:
  case FOL_FORMAT_UINT:
  case FOL_FORMAT_SIZE:
    return check_number (json, node, member, problems);
  case FOL_FORMAT_BOOL:
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
      return true;
    return value_problem (json, node, problems, "expected true or false");
  case FOL_FORMAT_TEXT:
    return check_text (json, node, problems);
  case FOL_FORMAT_RANGE:
    return check_range (json, node, problems);
  case FOL_FORMAT_OBJECT:
    return check_object (json, node, member->members, problems);
  case FOL_FORMAT_OPERATION:
    if (JSON_NODE_HOLDS_OBJECT (node))
      return true;
    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
      return true;
    fol_json_set_error (json, node, FOL_JSON_TYPE, &error,
                        "expected an operation: \"a = alloc_pages 3\" or {\"op\": ...}");
    return add_problem (problems, error);
  default:
    return check_string (json, node, member, problems);
  }
}

static bool
check_member (FolJson *json, JsonNode *node, const struct fol_member *member, GPtrArray *problems)
{
  g_autofree char *what = NULL;
  bool right = true;
  JsonArray *array;
  guint count;

  if (!member->array)
    return check_value (json, node, member, problems);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return value_problem (json, node, problems, "expected an array");
  array = json_node_get_array (node);
  count = json_array_get_length (array);
  if (count < member->least || (member->most > 0 && count > member->most)) {
    if (member->most == 0)
      what = g_strdup_printf ("expected at least %" G_GUINT64_FORMAT " elements", member->least);
    else if (member->least == member->most)
      what = g_strdup_printf ("expected %" G_GUINT64_FORMAT " elements", member->least);
    else
      what = g_strdup_printf ("expected %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " elements",
                              member->least, member->most);
    right = value_problem (json, node, problems, what);
  }
  for (guint i = 0; i < count; i++)
    if (!check_value (json, json_array_get_element (array, i), member, problems))
      right = false;
  return right;
}

/* Names one after the other, so that every unknown one is reported. */
static bool
check_names (FolJson *json, JsonNode *node, const struct fol_member *members, GPtrArray *problems)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  GError *error = NULL;
  JsonObjectIter iter;
  const char *name;
  bool right = true;
  JsonNode *value;

  for (const struct fol_member *member = members; member->name != NULL; member++)
    g_ptr_array_add (known, (gpointer) member->name);
  g_ptr_array_add (known, NULL);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    if (!fol_json_known (json, value, name, (const char *const *) known->pdata, &error)) {
      right = add_problem (problems, error);
      error = NULL;
    }
  }
  return right;
}

static bool
check_object (FolJson *json, JsonNode *node, const struct fol_member *members, GPtrArray *problems)
{
  GError *error = NULL;
  JsonObject *object;
  bool right;

  if (!fol_json_get_object (json, node, &object, &error))
    return add_problem (problems, error);
  right = check_names (json, node, members, problems);
  for (const struct fol_member *member = members; member->name != NULL; member++) {
    JsonNode *value = json_object_get_member (object, member->name);

    if (value != NULL) {
      if (!check_member (json, value, member, problems))
        right = false;
    } else if (member->required) {
      fol_json_member (json, node, member->name, &error);
      right = add_problem (problems, error);
      error = NULL;
    }
  }
  return right;
}

bool
fol_format_check (FolJson *json, JsonNode *node, const struct fol_member *members,
                  GPtrArray *problems)
{
  return check_object (json, node, members, problems);
}
