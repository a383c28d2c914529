/* app/operation-json.c - operations as JSON objects: see operation-text.h. */
#include "app/operation-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
type_text (const struct sim_argument_info *argument)
{
  switch (argument->kind) {
  case SIM_ARGUMENT_GFP:
    return g_strdup_printf (_ ("%s must be a string of gfp flags, like \"GFP_KERNEL\""),
                            argument->name);
  case SIM_ARGUMENT_SLAB_FLAGS:
    return g_strdup_printf (_ ("%s must be a string of cache flags, like \"SLAB_POISON\""),
                            argument->name);
  case SIM_ARGUMENT_ADDRESS: /* a number in JSON ends at 2^63 */
    return g_strdup_printf (_ ("%s must be a string, like \"0xffff888000000000\" or \"$name\""),
                            argument->name);
  case SIM_ARGUMENT_NAME:
    return g_strdup_printf (_ ("%s must be a string"), argument->name);
  case SIM_ARGUMENT_FLAG:
    return g_strdup_printf (_ ("%s must be true or false"), argument->name);
  default:
    return g_strdup_printf (_ ("%s must be a whole number"), argument->name);
  }
}

/* What would stand in a line of text; NULL: a value of this type cannot. */
static char *
written_value (JsonNode *node, enum sim_argument_kind kind)
{
  bool number = kind != SIM_ARGUMENT_ADDRESS && kind != SIM_ARGUMENT_NAME;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64 && number &&
      (json_node_get_int (node) >= 0 || kind == SIM_ARGUMENT_OFFSET))
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN && kind == SIM_ARGUMENT_FLAG)
    return g_strdup (json_node_get_boolean (node) ? "1" : "0");
  return NULL;
}

static bool
parse_value (struct fol_json *json, JsonNode *node, struct fol_operation *out, guint number,
             GError **error)
{
  const struct sim_argument_info *argument = &sim_operations[out->op.kind].argument[number];
  g_autofree char *written = written_value (node, argument->kind), *expected = NULL, *type = NULL;

  if (written == NULL) {
    type = type_text (argument);
    fol_json_set_error (json, node, FOL_JSON_TYPE, error, "%s", type);
    return false;
  }
  if (fol_operation_read_value (out, number, written, &expected))
    return true;
  fol_json_set_error (json, node, FOL_JSON_VALUE, error, "%s", expected);
  return false;
}

static bool
parse_as (struct fol_json *json, JsonNode *node, const struct sim_operation_info *info,
          struct fol_operation *out, GError **error)
{
  const char *as;

  if (!fol_json_node_string (json, node, &as, error))
    return false;
  if (!info->has_result) {
    fol_json_set_error (json, node, FOL_JSON_VALUE, error,
                        _ ("%s returns nothing that could be named"), info->name);
    return false;
  }
  if (!fol_operation_name_ok (as)) {
    fol_json_set_error (json, node, FOL_JSON_VALUE, error,
                        _ ("a name is a letter, then letters, digits and _ (at most 32)"));
    return false;
  }
  out->as = g_strdup (as);
  return true;
}

static bool
parse_members (struct fol_json *json, JsonNode *node, const char *const *also,
               struct fol_operation *out, GError **error)
{
  const struct sim_operation_info *info = &sim_operations[out->op.kind];
  JsonObject *object = json_node_get_object (node);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    int argument = fol_operation_argument (info, name);

    if (g_str_equal (name, "op") || (also != NULL && g_strv_contains (also, name)))
      continue;
    if (g_str_equal (name, "as")) {
      if (!parse_as (json, member, info, out, error))
        return false;
    } else if (argument < 0) {
      g_autofree char *message = fol_operation_unknown_argument_text (info, name);

      fol_json_set_error (json, member, FOL_JSON_UNKNOWN, error, "%s", message);
      return false;
    } else if (!parse_value (json, member, out, (guint) argument, error)) {
      return false;
    }
  }
  for (guint i = 0; i < info->argument_count; i++)
    if (info->argument[i].required && !json_object_has_member (object, info->argument[i].name)) {
      fol_json_set_error (json, node, FOL_JSON_MISSING, error, _ ("%s needs \"%s\""), info->name,
                          info->argument[i].name);
      return false;
    }
  return true;
}

bool
fol_operation_parse_json (struct fol_json *json, JsonNode *node, const char *const *also,
                          struct fol_operation *out, GError **error)
{
  enum sim_operation_kind kind;
  JsonObject *object;
  const char *name;

  *out = (struct fol_operation){ .as = NULL };
  if (!fol_json_get_object (json, node, &object, error) ||
      !fol_json_string (json, node, "op", &name, error))
    return false;
  kind = fol_operation_find (name);
  if (kind == SIM_OP_COUNT) {
    g_autofree char *message = fol_operation_unknown_text (name);

    fol_json_set_error (json, fol_json_member_opt (node, "op"), FOL_JSON_VALUE, error, "%s",
                        message);
    return false;
  }
  fol_operation_init (out, kind);
  if (parse_members (json, node, also, out, error))
    return true;
  fol_operation_clear (out);
  return false;
}

static bool
is_word (enum sim_argument_kind kind)
{
  return kind == SIM_ARGUMENT_GFP || kind == SIM_ARGUMENT_SLAB_FLAGS ||
         kind == SIM_ARGUMENT_ADDRESS || kind == SIM_ARGUMENT_NAME;
}

void
fol_operation_append_json (GString *string, const struct fol_operation *operation)
{
  const struct sim_operation_info *info = &sim_operations[operation->op.kind];

  g_string_append_printf (string, "{\"op\":\"%s\"", info->name);
  for (guint i = 0; i < info->argument_count; i++) {
    const struct sim_argument_info *argument = &info->argument[i];
    uint64_t value = operation->op.argument[i];
    const char *quote;

    if (operation->reference[i] == NULL && !argument->required && value == argument->otherwise)
      continue;
    quote = operation->reference[i] != NULL || is_word (argument->kind) ? "\"" : "";
    g_string_append_printf (string, ",\"%s\":%s", argument->name, quote);
    fol_operation_append_value (string, operation, i);
    g_string_append (string, quote);
  }
  if (operation->as != NULL)
    g_string_append_printf (string, ",\"as\":\"%s\"", operation->as);
  g_string_append_c (string, '}');
}
