/* app/operation-values.c - values of arguments, kind by kind: read, looked up, written. */
#include "app/operation-private.h"

#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

bool
fol_operation_in_range (const struct sim_argument_info *argument, uint64_t value)
{
  if (argument->kind == SIM_ARGUMENT_OFFSET)
    return (int64_t) value >= (int64_t) argument->least &&
           (int64_t) value <= (int64_t) argument->most;
  return (value >= argument->least && value <= argument->most) ||
         (!argument->required && value == argument->otherwise);
}

bool
fol_operation_read_number (const char *text, uint64_t *value)
{
  bool hex = g_str_has_prefix (text, "0x") || g_str_has_prefix (text, "0X");
  const char *digits = hex ? text + 2 : text;
  char *end;

  if (!(hex ? g_ascii_isxdigit (*digits) : g_ascii_isdigit (*digits)) || strlen (digits) > 20)
    return false;
  errno = 0;
  *value = g_ascii_strtoull (digits, &end, hex ? 16 : 10);
  return *end == '\0' && errno == 0;
}

static char *
expected_text (const struct sim_argument_info *argument)
{
  switch (argument->kind) {
  case SIM_ARGUMENT_FRAME:
    return g_strdup_printf (
        _ ("%s must be a frame number up to %" PRIu64 ", or $name of an earlier result"),
        argument->name, argument->most);
  case SIM_ARGUMENT_CACHE:
    return g_strdup_printf (
        _ ("%s must be a cache: its name, its number up to %" PRIu64 ", or $name of a result"),
        argument->name, argument->most);
  case SIM_ARGUMENT_ADDRESS:
    return g_strdup_printf (
        _ ("%s must be an address like 0xffff888000000000, or $name of an earlier result"),
        argument->name);
  case SIM_ARGUMENT_NAME:
    return g_strdup_printf (_ ("%s must be a word of at most %u of a–z, 0–9, _ - ."),
                            argument->name, SIM_NAME_LENGTH);
  case SIM_ARGUMENT_OFFSET:
    return g_strdup_printf (_ ("%s must be a number from %" PRId64 " to %" PRId64), argument->name,
                            (int64_t) argument->least, (int64_t) argument->most);
  case SIM_ARGUMENT_FLAG:
    return g_strdup_printf (_ ("%s must be 1 or 0, true or false"), argument->name);
  default:
    return g_strdup_printf (_ ("%s must be a number from %" PRIu64 " to %" PRIu64), argument->name,
                            argument->least, argument->most);
  }
}

/* What the name of a cache is made of; the kernel's own ones have capitals nowhere. */
static bool
is_cache_name (const char *text)
{
  return text[0] != '\0' && strlen (text) < SIM_CACHE_NAME_BYTES &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_-.") == strlen (text);
}

static bool
read_offset (const char *text, uint64_t *value)
{
  bool negative = text[0] == '-';

  if (!fol_operation_read_number (text + negative, value) || *value > G_MAXINT32)
    return false;
  if (negative)
    *value = (uint64_t) - (int64_t) *value;
  return true;
}

/* A value that stands for itself. */
static bool
read_plain (const struct sim_argument_info *argument, const char *text, uint64_t *value,
            GError **error)
{
  uint32_t bits;

  switch (argument->kind) {
  case SIM_ARGUMENT_GFP:
    if (!fol_gfp_parse (text, &bits, error))
      return false;
    *value = bits;
    return true;
  case SIM_ARGUMENT_SLAB_FLAGS:
    if (!fol_slab_flags_parse (text, &bits, error))
      return false;
    *value = bits;
    return true;
  case SIM_ARGUMENT_NODE:
    if (!g_str_equal (text, "any"))
      break;
    *value = SIM_NODE_ANY;
    return true;
  case SIM_ARGUMENT_FLAG:
    if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
      break;
    *value = g_str_equal (text, "true");
    return true;
  case SIM_ARGUMENT_NAME:
    *value = sim_name_pack (text);
    return *value != 0;
  case SIM_ARGUMENT_OFFSET:
    return read_offset (text, value);
  default:
    break;
  }
  return fol_operation_read_number (text, value);
}

bool
fol_operation_read_value (struct fol_operation *operation, guint number, const char *text,
                          char **expected)
{
  const struct sim_argument_info *argument = &sim_operations[operation->op.kind].argument[number];
  bool refers = argument->kind == SIM_ARGUMENT_FRAME || argument->kind == SIM_ARGUMENT_CACHE ||
                argument->kind == SIM_ARGUMENT_ADDRESS;
  uint64_t *value = &operation->op.argument[number];
  g_autoptr (GError) error = NULL;

  if (refers && text[0] == '$' && fol_operation_name_ok (text + 1)) {
    operation->reference[number] = g_strdup (text + 1);
    *value = 0;
    return true;
  }
  if (read_plain (argument, text, value, &error)) {
    if (fol_operation_in_range (argument, *value))
      return true;
  } else if (argument->kind == SIM_ARGUMENT_CACHE && is_cache_name (text)) {
    operation->reference[number] = g_strdup (text);
    operation->of_cache[number] = true;
    *value = 0;
    return true;
  }
  *expected = error != NULL ? g_strdup (error->message) : expected_text (argument);
  return false;
}

/* The cache of that name in this state. */
static bool
resolve_cache (const char *name, const struct sim_view *view, uint64_t *value, GError **error)
{
  char words[SIM_CACHES_MAX][SIM_CACHE_NAME_BYTES];
  const char *known[SIM_CACHES_MAX + 1];
  const char *closest;
  guint count = 0;

  for (uint32_t cache = 0; view != NULL && cache < SIM_CACHES_MAX; cache++) {
    struct sim_kmem_cache values;

    if (!sim_view_cache (view, cache, &values))
      continue;
    sim_cache_name (&values, words[count]);
    if (g_str_equal (words[count], name)) {
      *value = cache;
      return true;
    }
    known[count] = words[count];
    count++;
  }
  known[count] = NULL;
  closest = fol_json_closest (name, known);
  if (count == 0)
    g_set_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_NAME,
                 _ ("there are no caches here yet, so none is called “%s”"), name);
  else
    g_set_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_NAME,
                 closest != NULL ? _ ("no cache is called “%s” here; did you mean %s?")
                                 : _ ("no cache is called “%s” here; make one with "
                                      "kmem_cache_create, or give its number"),
                 name, closest);
  return false;
}

/* What `named` is where an argument of this kind is wanted; false: it is nothing of the kind. */
static bool
value_of_name (const struct fol_name *named, enum sim_argument_kind kind, uint64_t *value)
{
  bool has_address = named->object.kind == SIM_OBJECT_SMALL || named->value != 0;

  switch (kind) {
  case SIM_ARGUMENT_CACHE:
    *value = named->value;
    return named->object.kind == SIM_OBJECT_CACHE;
  case SIM_ARGUMENT_ADDRESS:
    *value = named->value;
    return named->object.kind != SIM_OBJECT_CACHE && has_address;
  default:
    *value = named->object.a;
    return named->object.kind == SIM_OBJECT_BLOCK || named->object.kind == SIM_OBJECT_SMALL;
  }
}

static char *
misfit_text (const char *name, const struct fol_name *named, enum sim_argument_kind kind)
{
  if (kind == SIM_ARGUMENT_CACHE)
    return g_strdup_printf (_ ("$%s is no cache: kmem_cache_create returns one"), name);
  if (kind == SIM_ARGUMENT_FRAME)
    return g_strdup_printf (_ ("$%s is a cache and no frame"), name);
  if (named->object.kind == SIM_OBJECT_CACHE)
    return g_strdup_printf (_ ("$%s is a cache and no object of it"), name);
  return g_strdup_printf (_ ("$%s is a block of pages: objects come from kmalloc or "
                             "kmem_cache_alloc"),
                          name);
}

bool
fol_operation_resolve (struct fol_operation *operation, const struct fol_names *names,
                       const struct sim_view *view, GError **error)
{
  const struct sim_operation_info *info = &sim_operations[operation->op.kind];

  for (guint i = 0; i < info->argument_count; i++) {
    const char *name = operation->reference[i];
    uint64_t *value = &operation->op.argument[i];
    struct fol_name named;

    if (name == NULL)
      continue;
    if (operation->of_cache[i]) {
      if (!resolve_cache (name, view, value, error))
        return false;
    } else if (!fol_names_lookup (names, name, &named)) {
      g_set_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_NAME,
                   _ ("nothing is called $%s here; name a result like this: %s = alloc_pages"),
                   name, name);
      return false;
    } else if (!value_of_name (&named, info->argument[i].kind, value)) {
      g_autofree char *text = misfit_text (name, &named, info->argument[i].kind);

      g_set_error_literal (error, FOL_OPERATION_ERROR, FOL_OPERATION_NAME, text);
      return false;
    }
  }
  return true;
}

void
fol_operation_append_value (GString *text, const struct fol_operation *operation, guint number)
{
  uint64_t value = operation->op.argument[number];
  g_autofree char *names = NULL;
  char word[SIM_NAME_LENGTH + 1];

  if (operation->reference[number] != NULL) {
    g_string_append_printf (text, "%s%s", operation->of_cache[number] ? "" : "$",
                            operation->reference[number]);
    return;
  }
  switch (sim_operations[operation->op.kind].argument[number].kind) {
  case SIM_ARGUMENT_GFP:
    names = fol_gfp_to_text ((uint32_t) value);
    g_string_append (text, names);
    break;
  case SIM_ARGUMENT_SLAB_FLAGS:
    names = fol_slab_flags_to_text ((uint32_t) value);
    g_string_append (text, names);
    break;
  case SIM_ARGUMENT_ADDRESS:
    g_string_append_printf (text, "0x%" PRIx64, value);
    break;
  case SIM_ARGUMENT_NAME:
    sim_name_unpack (value, word);
    g_string_append (text, word);
    break;
  case SIM_ARGUMENT_OFFSET:
    g_string_append_printf (text, "%" PRId64, (int64_t) value);
    break;
  default:
    g_string_append_printf (text, "%" PRIu64, value);
    break;
  }
}
