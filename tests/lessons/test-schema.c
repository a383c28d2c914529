/* tests/lessons/test-schema.c - the printed schemas against what the readers take.
 *
 * Method: each schema is parsed and its references resolved; the bundled
 * lessons and machines are held against it by a small validator for the
 * keywords that the schemas use (an unknown keyword fails the test); the
 * machine reader's own list of members is compared with the table.
 */
#include "app/lesson.h"
#include "app/machine-reader.h"
#include "app/paths.h"
#include "app/schema.h"

#include <string.h>

static JsonNode *
schema_of (const char *name)
{
  g_autofree char *text = fol_schema_text (name);
  g_autoptr (GError) error = NULL;
  JsonNode *schema;

  g_assert_nonnull (text);
  schema = json_from_string (text, &error);
  g_assert_no_error (error);
  return schema;
}

static bool valid (JsonNode *schema, JsonObject *root, JsonNode *value);

static bool
valid_type (JsonNode *type, JsonNode *value)
{
  const char *is = "null";

  if (JSON_NODE_HOLDS_ARRAY (type)) {
    for (guint i = 0; i < json_array_get_length (json_node_get_array (type)); i++)
      if (valid_type (json_array_get_element (json_node_get_array (type), i), value))
        return true;
    return false;
  }
  if (JSON_NODE_HOLDS_OBJECT (value))
    is = "object";
  else if (JSON_NODE_HOLDS_ARRAY (value))
    is = "array";
  else if (json_node_get_value_type (value) == G_TYPE_STRING)
    is = "string";
  else if (json_node_get_value_type (value) == G_TYPE_INT64)
    is = "integer";
  else if (json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    is = "boolean";
  return strcmp (json_node_get_string (type), is) == 0;
}

static bool
is_type (JsonNode *value, GType type)
{
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == type;
}

static bool
valid_members (JsonObject *schema, JsonObject *root, JsonNode *value)
{
  JsonObject *properties = NULL, *patterns = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return true;
  if (json_object_has_member (schema, "properties"))
    properties = json_object_get_object_member (schema, "properties");
  if (json_object_has_member (schema, "patternProperties"))
    patterns = json_object_get_object_member (schema, "patternProperties");
  json_object_iter_init (&iter, json_node_get_object (value));
  while (json_object_iter_next (&iter, &name, &member)) {
    bool known = properties != NULL && json_object_has_member (properties, name);
    JsonObjectIter pattern;
    const char *expression;
    JsonNode *inner;

    if (known && !valid (json_object_get_member (properties, name), root, member))
      return false;
    if (patterns != NULL) {
      json_object_iter_init (&pattern, patterns);
      while (json_object_iter_next (&pattern, &expression, &inner))
        if (g_regex_match_simple (expression, name, 0, 0)) {
          known = true;
          if (!valid (inner, root, member))
            return false;
        }
    }
    if (!known)
      return false; /* additionalProperties is false everywhere */
  }
  return true;
}

static bool
valid_items (JsonObject *schema, JsonObject *root, JsonNode *value)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;
  guint count = array != NULL ? json_array_get_length (array) : 0;

  if (array == NULL)
    return true;
  if (json_object_has_member (schema, "minItems") &&
      count < json_object_get_int_member (schema, "minItems"))
    return false;
  if (json_object_has_member (schema, "maxItems") &&
      count > json_object_get_int_member (schema, "maxItems"))
    return false;
  for (guint i = 0; i < count; i++) {
    JsonNode *items = json_object_get_member (schema, "items");

    if (json_object_has_member (schema, "prefixItems"))
      items = json_array_get_element (json_object_get_array_member (schema, "prefixItems"), i);
    if (!valid (items, root, json_array_get_element (array, i)))
      return false;
  }
  return true;
}

static bool
valid_choice (JsonNode *choices, JsonNode *value)
{
  JsonArray *array = json_node_get_array (choices);

  for (guint i = 0; i < json_array_get_length (array); i++)
    if (json_node_equal (json_array_get_element (array, i), value))
      return true;
  return false;
}

static guint
count_valid (JsonNode *schemas, JsonObject *root, JsonNode *value)
{
  JsonArray *array = json_node_get_array (schemas);
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    count += valid (json_array_get_element (array, i), root, value);
  return count;
}

static bool
valid_required (JsonNode *names, JsonNode *value)
{
  JsonArray *array = json_node_get_array (names);

  for (guint i = 0; i < json_array_get_length (array) && JSON_NODE_HOLDS_OBJECT (value); i++)
    if (!json_object_has_member (json_node_get_object (value),
                                 json_array_get_string_element (array, i)))
      return false;
  return true;
}

static gint64
length_of (JsonNode *value)
{
  return g_utf8_strlen (json_node_get_string (value), -1);
}

static bool
valid_keyword (const char *keyword, JsonNode *rule, JsonObject *schema, JsonObject *root,
               JsonNode *value)
{
  static const char *const elsewhere[] = {
    "$schema",  "title",    "description",          "$defs", "patternProperties", "prefixItems",
    "minItems", "maxItems", "additionalProperties", NULL
  };
  const char *name;

  if (g_strv_contains (elsewhere, keyword))
    return true;
  if (strcmp (keyword, "$ref") == 0) {
    name = json_node_get_string (rule) + strlen ("#/$defs/");
    return valid (json_object_get_member (json_object_get_object_member (root, "$defs"), name),
                  root, value);
  }
  if (strcmp (keyword, "type") == 0)
    return valid_type (rule, value) && valid_members (schema, root, value) &&
           valid_items (schema, root, value);
  if (strcmp (keyword, "properties") == 0 || strcmp (keyword, "items") == 0)
    return true; /* with the type, which stands beside them always */
  if (strcmp (keyword, "required") == 0)
    return valid_required (rule, value);
  if (strcmp (keyword, "enum") == 0)
    return valid_choice (rule, value);
  if (strcmp (keyword, "const") == 0)
    return json_node_equal (rule, value);
  if (strcmp (keyword, "oneOf") == 0)
    return count_valid (rule, root, value) == 1;
  if (strcmp (keyword, "minimum") == 0)
    return !is_type (value, G_TYPE_INT64) || json_node_get_int (value) >= json_node_get_int (rule);
  if (strcmp (keyword, "maximum") == 0)
    return !is_type (value, G_TYPE_INT64) || json_node_get_int (value) <= json_node_get_int (rule);
  if (strcmp (keyword, "minLength") == 0)
    return !is_type (value, G_TYPE_STRING) || length_of (value) >= json_node_get_int (rule);
  if (strcmp (keyword, "maxLength") == 0)
    return !is_type (value, G_TYPE_STRING) || length_of (value) <= json_node_get_int (rule);
  if (strcmp (keyword, "pattern") == 0)
    return !is_type (value, G_TYPE_STRING) ||
           g_regex_match_simple (json_node_get_string (rule), json_node_get_string (value), 0, 0);
  g_error ("the schema uses the keyword \"%s\", which nobody checks", keyword);
}

static bool
valid (JsonNode *schema, JsonObject *root, JsonNode *value)
{
  JsonObject *object = json_node_get_object (schema);
  JsonObjectIter iter;
  const char *keyword;
  JsonNode *rule;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &keyword, &rule))
    if (!valid_keyword (keyword, rule, object, root, value))
      return false;
  return true;
}

static bool
valid_text (JsonNode *schema, const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *value = json_from_string (text, &error);
  bool result;

  g_assert_no_error (error);
  result = valid (schema, json_node_get_object (schema), value);
  json_node_unref (value);
  return result;
}

static void
test_lessons (void)
{
  JsonNode *schema = schema_of ("lesson");
  g_auto (GStrv) paths = fol_lesson_list (NULL);

  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *text = NULL;
    g_autoptr (GString) changed = NULL;

    g_assert_true (g_file_get_contents (paths[i], &text, NULL, NULL));
    g_assert_true (valid_text (schema, text));
    changed = g_string_new (text);
    g_string_replace (changed, "\"say\"", "\"sya\"", 1);
    g_assert_false (valid_text (schema, changed->str));
    g_string_assign (changed, text);
    g_string_replace (changed, "\"minutes\": ", "\"minutes\": 1000", 1);
    g_assert_false (valid_text (schema, changed->str));
  }
  json_node_unref (schema);
}

static void
test_machines (void)
{
  JsonNode *schema = schema_of ("machine");
  g_auto (GStrv) names = fol_machine_names ();

  g_assert_cmpuint (g_strv_length (names), >=, 1);
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *file = g_strconcat (names[i], ".json", NULL);
    g_autofree char *path = fol_paths_find ("machines", file);
    g_autofree char *text = NULL, *written = NULL;
    struct fol_machine *machine;

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_test_message ("%s", path);
    g_assert_true (valid_text (schema, text));
    machine = fol_machine_find (names[i], NULL);
    written = fol_machine_to_json (&machine->sim);
    g_assert_true (valid_text (schema, written));
    fol_machine_free (machine);
  }
  g_assert_false (valid_text (schema, "{\"format\":1,\"name\":\"x\"}"));
  json_node_unref (schema);
}

/* The reader of machines lists its members when it meets an unknown one. */
static void
test_machine_members (void)
{
  g_autoptr (FolJson) json =
      fol_json_parse ("f", 1, "{\"format\": 1, \"zzzzzzzz\": 1}", -1, NULL, NULL);
  g_autoptr (GString) expected =
      g_string_new ("f:1:15: $.zzzzzzzz: unknown member \"zzzzzzzz\"; expected one of: ");
  g_autoptr (GError) error = NULL;

  for (const struct fol_member *member = fol_machine_members; member->name != NULL; member++)
    g_string_append_printf (expected, "%s%s", member == fol_machine_members ? "" : ", ",
                            member->name);
  g_assert_null (fol_machine_read (json, fol_json_root (json), &error));
  g_assert_cmpstr (error->message, ==, expected->str);
}

static void
test_operations (void)
{
  JsonNode *schema = schema_of ("operations");

  for (guint i = 0; i < SIM_OP_COUNT; i++) {
    const struct sim_operation_info *info = &sim_operations[i];
    g_autoptr (GString) text = g_string_new (NULL);

    g_string_append_printf (text, "{\"op\":\"%s\"", info->name);
    for (guint j = 0; j < info->argument_count; j++) {
      enum sim_argument_kind kind = info->argument[j].kind;
      bool word = kind == SIM_ARGUMENT_NAME || kind == SIM_ARGUMENT_ADDRESS;

      if (!info->argument[j].required)
        continue;
      g_string_append_c (text, '}');
      g_assert_false (valid_text (schema, text->str)); /* without what it needs */
      g_string_truncate (text, text->len - 1);
      g_string_append_printf (text, word ? ",\"%s\":\"a\"" : ",\"%s\":1", info->argument[j].name);
    }
    g_string_append_c (text, '}');
    g_assert_true (valid_text (schema, text->str));
    g_string_insert (text, text->len - 1, ",\"none\":1");
    g_assert_false (valid_text (schema, text->str));
  }
  g_assert_true (valid_text (schema, "{\"op\":\"alloc_pages\",\"order\":3,\"as\":\"a\"}"));
  g_assert_true (valid_text (schema, "{\"op\":\"free_pages\",\"pfn\":\"$a\"}"));
  g_assert_false (valid_text (schema, "{\"op\":\"alloc_pages\",\"order\":99}"));
  g_assert_false (valid_text (schema, "{\"op\":\"free_pages\"}"));
  g_assert_false (valid_text (schema, "{\"op\":\"no_such\"}"));
  json_node_unref (schema);
}

static void
test_session (void)
{
  JsonNode *schema = schema_of ("session");
  static const char *const lines[] = {
    "{\"op\":\"alloc_pages\",\"order\":3,\"as\":\"a\"}",
    "{\"branch\":1,\"parent\":0,\"fork\":1}",
    "{\"branch\":0}",
    "{\"bookmark\":\"here it split\",\"branch\":0,\"index\":1,\"step\":4}",
    "{\"view\":\"map-colour\",\"value\":\"mobility\"}",
    "{\"position\":{\"branch\":0,\"index\":2}}",
    NULL
  };
  struct fol_machine *machine = fol_machine_find ("teaching-64", NULL);
  g_autofree char *json = fol_machine_to_json (&machine->sim);
  g_autofree char *first =
      g_strdup_printf ("{\"format\":1,\"type\":\"folioscope-session\",\"machine\":%s}", json);

  g_assert_true (valid_text (schema, first));
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_true (valid_text (schema, lines[i]));
  g_assert_false (valid_text (schema, "{\"bookmark\":\"x\"}"));
  g_assert_false (valid_text (schema, "{}"));
  fol_machine_free (machine);
  json_node_unref (schema);
}

static void
test_names (void)
{
  for (guint i = 0; fol_schema_names[i] != NULL; i++)
    json_node_unref (schema_of (fol_schema_names[i]));
  g_assert_null (fol_schema_text ("cinema"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/names", test_names);
  g_test_add_func ("/schema/lessons", test_lessons);
  g_test_add_func ("/schema/machines", test_machines);
  g_test_add_func ("/schema/machine-members", test_machine_members);
  g_test_add_func ("/schema/operations", test_operations);
  g_test_add_func ("/schema/session", test_session);
  return g_test_run ();
}
