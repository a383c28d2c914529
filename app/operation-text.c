/* app/operation-text.c - one line of text <-> operation: see operation-text.h. */
#include "app/operation-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

G_DEFINE_QUARK (fol - operation - error - quark, fol_operation_error)

void
fol_operation_clear (struct fol_operation *operation)
{
  g_clear_pointer (&operation->as, g_free);
  for (guint i = 0; i < SIM_ARGUMENTS_MAX; i++)
    g_clear_pointer (&operation->reference[i], g_free);
}

void
fol_operation_copy (struct fol_operation *to, const struct fol_operation *from)
{
  *to = (struct fol_operation){ .op = from->op, .as = g_strdup (from->as) };
  for (guint i = 0; i < SIM_ARGUMENTS_MAX; i++) {
    to->reference[i] = g_strdup (from->reference[i]);
    to->of_cache[i] = from->of_cache[i];
  }
}

enum sim_operation_kind
fol_operation_find (const char *name)
{
  guint kind;

  for (kind = 0; kind < SIM_OP_COUNT; kind++)
    if (g_str_equal (sim_operations[kind].name, name))
      break;
  return kind;
}

void
fol_operation_init (struct fol_operation *operation, enum sim_operation_kind kind)
{
  *operation = (struct fol_operation){ .op = { .kind = kind } };
  for (guint i = 0; i < sim_operations[kind].argument_count; i++)
    operation->op.argument[i] = sim_operations[kind].argument[i].otherwise;
}

int
fol_operation_argument (const struct sim_operation_info *info, const char *name)
{
  for (guint i = 0; i < info->argument_count; i++)
    if (g_str_equal (info->argument[i].name, name))
      return (int) i;
  return -1;
}

bool
fol_operation_name_ok (const char *name)
{
  if (!g_ascii_isalpha (name[0]) && name[0] != '_')
    return false;
  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '_')
      return false;
  return strlen (name) <= FOL_NAME_BYTES_MAX;
}

static char *
join (const char *const *words)
{
  return g_strjoinv (", ", (char **) words);
}

char *
fol_operation_unknown_text (const char *word)
{
  const char *known[SIM_OP_COUNT + 1] = { NULL };
  g_autofree char *all = NULL;
  const char *closest;

  for (guint i = 0; i < SIM_OP_COUNT; i++)
    known[i] = sim_operations[i].name;
  all = join (known);
  closest = fol_json_closest (word, known);
  if (closest != NULL)
    return g_strdup_printf (_ ("no operation is called “%s”; did you mean %s?"), word, closest);
  return g_strdup_printf (_ ("no operation is called “%s”; there are: %s"), word, all);
}

char *
fol_operation_unknown_argument_text (const struct sim_operation_info *info, const char *word)
{
  const char *known[SIM_ARGUMENTS_MAX + 1] = { NULL };
  g_autofree char *all = NULL;
  const char *closest;

  if (info->argument_count == 0)
    return g_strdup_printf (_ ("%s takes no arguments"), info->name);
  for (guint i = 0; i < info->argument_count; i++)
    known[i] = info->argument[i].name;
  all = join (known);
  closest = fol_json_closest (word, known);
  if (closest != NULL)
    return g_strdup_printf (_ ("%s has no argument “%s”; did you mean %s?"), info->name, word,
                            closest);
  return g_strdup_printf (_ ("%s has no argument “%s”; it has: %s"), info->name, word, all);
}

/* A line being read. */
struct reader {
  const char *text, *at;
};

static bool
fail (const struct reader *reader, const char *at, enum fol_operation_error code, GError **error,
      const char *message)
{
  g_set_error (error, FOL_OPERATION_ERROR, code, _ ("column %ld: %s"),
               g_utf8_pointer_to_offset (reader->text, at) + 1, message);
  return false;
}

static void
skip_space (struct reader *reader)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
}

static char *
take_word (struct reader *reader)
{
  const char *start = reader->at;

  while (g_ascii_isalnum (*reader->at) || *reader->at == '_')
    reader->at++;
  return g_strndup (start, (gsize) (reader->at - start));
}

static char *
take_token (struct reader *reader)
{
  const char *start = reader->at;

  while (*reader->at != '\0' && !g_ascii_isspace (*reader->at))
    reader->at++;
  return g_strndup (start, (gsize) (reader->at - start));
}

/* "a = alloc_pages" or "alloc_pages". */
static bool
parse_head (struct reader *reader, struct fol_operation *out, GError **error)
{
  g_autofree char *first = NULL, *as = NULL, *message = NULL;
  const char *start;
  enum sim_operation_kind kind;

  skip_space (reader);
  start = reader->at;
  first = take_word (reader);
  skip_space (reader);
  if (*reader->at == '=') {
    if (!fol_operation_name_ok (first))
      return fail (reader, start, FOL_OPERATION_SYNTAX, error,
                   _ ("a name is a letter, then letters, digits and _ (at most 32)"));
    as = g_steal_pointer (&first);
    reader->at++;
    skip_space (reader);
    start = reader->at;
    first = take_word (reader);
  }
  if (first[0] == '\0')
    return fail (reader, start, FOL_OPERATION_SYNTAX, error,
                 _ ("the name of an operation is expected, like alloc_pages"));
  kind = fol_operation_find (first);
  if (kind == SIM_OP_COUNT) {
    message = fol_operation_unknown_text (first);
    return fail (reader, start, FOL_OPERATION_UNKNOWN, error, message);
  }
  if (as != NULL && !sim_operations[kind].has_result) {
    message = g_strdup_printf (_ ("%s returns nothing that could be named"), first);
    return fail (reader, start, FOL_OPERATION_SYNTAX, error, message);
  }
  if (*reader->at != '\0' && !g_ascii_isspace (*reader->at) && !g_ascii_isspace (reader->at[-1]))
    return fail (reader, reader->at, FOL_OPERATION_SYNTAX, error, _ ("a space is expected here"));
  fol_operation_init (out, kind);
  out->as = g_steal_pointer (&as);
  return true;
}

/* "order=3" or "3"; `given` has a bit for each argument that was there. */
static bool
parse_argument (struct reader *reader, guint *next, guint *given, struct fol_operation *out,
                GError **error)
{
  const struct sim_operation_info *info = &sim_operations[out->op.kind];
  const char *start = reader->at;
  g_autofree char *token = take_token (reader);
  g_autofree char *message = NULL;
  char *value = strchr (token, '=');
  int argument = (int) *next;

  if (value != NULL) {
    *value++ = '\0';
    argument = fol_operation_argument (info, token);
    if (argument < 0) {
      message = fol_operation_unknown_argument_text (info, token);
      return fail (reader, start, FOL_OPERATION_UNKNOWN, error, message);
    }
    start += value - token;
  } else {
    value = token;
    if (*next >= info->argument_count) {
      message = fol_operation_usage (out->op.kind);
      return fail (reader, start, FOL_OPERATION_SYNTAX, error, message);
    }
  }
  if (*given & 1u << argument) {
    message = g_strdup_printf (_ ("%s is given twice"), info->argument[argument].name);
    return fail (reader, start, FOL_OPERATION_SYNTAX, error, message);
  }
  if (!fol_operation_read_value (out, (guint) argument, value, &message))
    return fail (reader, start, FOL_OPERATION_VALUE, error, message);
  *given |= 1u << argument;
  *next = (guint) argument + 1;
  return true;
}

static bool
parse (struct reader *reader, struct fol_operation *out, GError **error)
{
  const struct sim_operation_info *info;
  guint next = 0, given = 0;

  if (!parse_head (reader, out, error))
    return false;
  info = &sim_operations[out->op.kind];
  for (;;) {
    skip_space (reader);
    if (*reader->at == '\0')
      break;
    if (!parse_argument (reader, &next, &given, out, error))
      return false;
  }
  for (guint i = 0; i < info->argument_count; i++)
    if (info->argument[i].required && (given & 1u << i) == 0) {
      g_autofree char *message =
          g_strdup_printf (_ ("%s needs %s"), info->name, info->argument[i].name);

      return fail (reader, reader->at, FOL_OPERATION_MISSING, error, message);
    }
  return true;
}

bool
fol_operation_parse_text (const char *text, struct fol_operation *out, GError **error)
{
  struct reader reader = { .text = text, .at = text };

  g_return_val_if_fail (text != NULL, false);
  *out = (struct fol_operation){ .as = NULL };
  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error_literal (error, FOL_OPERATION_ERROR, FOL_OPERATION_SYNTAX,
                         _ ("the line is not valid UTF-8"));
    return false;
  }
  if (parse (&reader, out, error))
    return true;
  fol_operation_clear (out);
  return false;
}

char *
fol_operation_to_text (const struct fol_operation *operation)
{
  const struct sim_operation_info *info = &sim_operations[operation->op.kind];
  GString *text = g_string_new (NULL);

  if (operation->as != NULL)
    g_string_append_printf (text, "%s = ", operation->as);
  g_string_append (text, info->name);
  for (guint i = 0; i < info->argument_count; i++) {
    const struct sim_argument_info *argument = &info->argument[i];
    uint64_t value = operation->op.argument[i];

    if (operation->reference[i] == NULL && !argument->required && value == argument->otherwise)
      continue;
    g_string_append_printf (text, " %s=", argument->name);
    fol_operation_append_value (text, operation, i);
  }
  return g_string_free (text, FALSE);
}

char *
fol_op_to_text (const struct sim_op *op)
{
  struct fol_operation operation = { .op = *op };

  return fol_operation_to_text (&operation);
}

char *
fol_operation_usage (enum sim_operation_kind kind)
{
  const struct sim_operation_info *info = &sim_operations[kind];
  GString *text = g_string_new (info->name);

  for (guint i = 0; i < info->argument_count; i++)
    g_string_append_printf (text, info->argument[i].required ? " %s" : " [%s]",
                            info->argument[i].name);
  return g_string_free (text, FALSE);
}
