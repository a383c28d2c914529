/* app/template.c - live values in texts, and what a lesson points at. */
#include "app/expression-private.h"
#include "engine/slab/slab.h"

#include <string.h>

enum form { FORM_NUMBER, FORM_FRAMES, FORM_BITS, FORM_HEX, FORM_CACHE };
static const struct {
  const char *word;
  enum form form;
} forms[] = {
  { "frames", FORM_FRAMES }, { "bits", FORM_BITS }, { "hex", FORM_HEX }, { "cache", FORM_CACHE }
};

/* A word in front of an expression; `frames(` is the function. */
static enum form
take_form (const char **at)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    gsize length = strlen (forms[i].word);

    if (g_str_has_prefix (*at, forms[i].word) && g_ascii_isspace ((*at)[length])) {
      *at += length;
      return forms[i].form;
    }
  }
  return FORM_NUMBER;
}

static void
append_frames (GString *out, gint64 first, gint64 order)
{
  if (order == 0)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, first);
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT "\u2013%" G_GINT64_FORMAT, first,
                            first + ((gint64) 1 << order) - 1);
}

static void
append_bits (GString *out, gint64 value, uint32_t frame_count)
{
  guint width = MAX (g_bit_storage (frame_count - 1), g_bit_storage ((gulong) value));

  while (width-- > 0)
    g_string_append_c (out, (value >> width & 1) != 0 ? '1' : '0');
}

static bool
append_cache (GString *out, const struct fol_expression *first, const struct fol_scope *scope,
              GError **error)
{
  char name[SIM_CACHE_NAME_BYTES];
  struct sim_kmem_cache cache;
  gint64 value;

  if (!fol_expression_argument (first, first->root, FOL_ARGUMENT_CACHE, scope, &value, error))
    return false;
  sim_view_cache (&scope->view, (uint32_t) value, &cache);
  sim_cache_name (&cache, name);
  g_string_append (out, name);
  return true;
}

/* One value; `second` is what stands behind a comma, or NULL. */
static bool
append_value (GString *out, enum form form, const struct fol_expression *first,
              const struct fol_expression *second, const struct fol_scope *scope, GError **error)
{
  struct sim_block block;
  gint64 value, order;

  if (form == FORM_FRAMES) {
    if (!fol_expression_argument (first, first->root, FOL_ARGUMENT_FRAME, scope, &value, error))
      return false;
    if (second == NULL) {
      sim_view_block (&scope->view, (sim_pfn) value, &block);
      append_frames (out, block.pfn, block.order);
      return true;
    }
    if (!fol_expression_argument (second, second->root, FOL_ARGUMENT_ORDER, scope, &order, error))
      return false;
    append_frames (out, value, order);
    return true;
  }
  if (form == FORM_CACHE)
    return append_cache (out, first, scope, error);
  if (!fol_expression_evaluate (first, scope, &value, error))
    return false;
  if (form == FORM_BITS && value >= 0)
    append_bits (out, value, scope->view.layout->frame_count);
  else if (form == FORM_HEX && value >= 0)
    g_string_append_printf (out, "0x%" G_GINT64_MODIFIER "x", (guint64) value);
  else
    fol_expression_append_value (out, value);
  return true;
}

/* An expression, or where a cache is meant its name. */
static struct fol_expression *
parse_argument (const char *text, const char **at, bool cache, bool whole, FolJson *json,
                JsonNode *node, GError **error)
{
  struct fol_expression *name = cache ? fol_expression_parse_cache (text, at, json, node) : NULL;

  return name != NULL ? name : fol_expression_parse_part (text, at, whole, json, node, error);
}

/* From behind "{" to behind "}".  Without `scope` only the syntax is looked at. */
static bool
expand_one (const char *text, const char **at, FolJson *json, JsonNode *node,
            const struct fol_scope *scope, GString *out, GError **error)
{
  g_autoptr (FolExpression) first = NULL, second = NULL;
  enum form form;

  while (g_ascii_isspace (**at))
    (*at)++;
  form = take_form (at);
  first = parse_argument (text, at, form == FORM_CACHE, false, json, node, error);
  if (first == NULL)
    return false;
  if (form == FORM_FRAMES && **at == ',') {
    (*at)++;
    second = fol_expression_parse_part (text, at, false, json, node, error);
    if (second == NULL)
      return false;
  }
  if (**at != '}') {
    fol_expression_set_error (json, node, FOL_EXPRESSION_SYNTAX, text,
                              (guint) g_utf8_pointer_to_offset (text, *at) + 1, error,
                              "expected \"}\" after the expression");
    return false;
  }
  (*at)++;
  return scope == NULL || append_value (out, form, first, second, scope, error);
}

static bool
expand (const char *text, FolJson *json, JsonNode *node, const struct fol_scope *scope,
        GString *out, GError **error)
{
  const char *at = text;

  while (*at != '\0') {
    bool doubled = at[0] == at[1];

    if ((*at == '{' || *at == '}') && doubled) {
      g_string_append_c (out, *at);
      at += 2;
    } else if (*at == '{') {
      at++;
      if (!expand_one (text, &at, json, node, scope, out, error))
        return false;
    } else if (*at == '}') {
      fol_expression_set_error (json, node, FOL_EXPRESSION_SYNTAX, text,
                                (guint) g_utf8_pointer_to_offset (text, at) + 1, error,
                                "a closing brace without an opening one; a brace is written }}");
      return false;
    } else {
      g_string_append_c (out, *at);
      at++;
    }
  }
  return true;
}

char *
fol_template_expand (const char *text, const struct fol_scope *scope, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (scope != NULL, NULL);
  if (!expand (text, NULL, NULL, scope, out, error))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}

bool
fol_template_check (const char *text, FolJson *json, JsonNode *node, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  return expand (text, json, node, NULL, out, error);
}

static const struct target_info {
  const char *word;
  enum sim_object_kind kind;
  guint count;
  enum fol_argument_kind argument[FOL_ARGUMENTS_MAX];
  uint32_t list; /* CACHE_LIST: enum sim_slab_list */
} targets[] = {
  { "frame", SIM_OBJECT_FRAME, 1, { FOL_ARGUMENT_FRAME } },
  { "block", SIM_OBJECT_BLOCK, 1, { FOL_ARGUMENT_FRAME } },
  { "list", SIM_OBJECT_FREE_LIST, 3, { FOL_ARGUMENT_ZONE, FOL_ARGUMENT_ORDER, FOL_ARGUMENT_TYPE } },
  { "pcp", SIM_OBJECT_PCP, 2, { FOL_ARGUMENT_ZONE, FOL_ARGUMENT_CPU } },
  { "zone", SIM_OBJECT_ZONE, 1, { FOL_ARGUMENT_ZONE } },
  { "pageblock", SIM_OBJECT_PAGEBLOCK, 1, { FOL_ARGUMENT_FRAME } },
  { "cache", SIM_OBJECT_CACHE, 1, { FOL_ARGUMENT_CACHE } },
  { "cache_cpu", SIM_OBJECT_CACHE_CPU, 2, { FOL_ARGUMENT_CACHE, FOL_ARGUMENT_CPU } },
  { "partial_slabs",
    SIM_OBJECT_CACHE_LIST,
    2,
    { FOL_ARGUMENT_CACHE, FOL_ARGUMENT_NODE },
    SIM_SLABS_PARTIAL },
  { "full_slabs",
    SIM_OBJECT_CACHE_LIST,
    2,
    { FOL_ARGUMENT_CACHE, FOL_ARGUMENT_NODE },
    SIM_SLABS_FULL },
  { "free_slabs",
    SIM_OBJECT_CACHE_LIST,
    2,
    { FOL_ARGUMENT_CACHE, FOL_ARGUMENT_NODE },
    SIM_SLABS_FREE },
  { "slab", SIM_OBJECT_SLAB, 1, { FOL_ARGUMENT_PLACE } },
  { "object", SIM_OBJECT_SMALL, 1, { FOL_ARGUMENT_ADDRESS } },
  { "set", SIM_OBJECT_CPU_SET, 1, { FOL_ARGUMENT_CPU_SET } },
};

struct fol_target {
  const struct target_info *info;
  struct fol_expression *argument[FOL_ARGUMENTS_MAX]; /* owned */
};

static const struct target_info *
take_target_word (const char *text, const char **at)
{
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    gsize length = strlen (targets[i].word);

    if (g_str_has_prefix (text, targets[i].word) && g_ascii_isspace (text[length])) {
      *at = text + length;
      return &targets[i];
    }
  }
  return NULL;
}

struct fol_target *
fol_target_parse (const char *text, FolJson *json, JsonNode *node, GError **error)
{
  g_autoptr (FolTarget) target = g_new0 (struct fol_target, 1);
  const char *at = text;

  target->info = take_target_word (text, &at);
  if (target->info == NULL) {
    fol_expression_set_error (json, node, FOL_EXPRESSION_SYNTAX, text, 0, error,
                              "expected frame EXPR, block EXPR, list ZONE, ORDER, TYPE, pcp ZONE, "
                              "CPU, zone ZONE, pageblock EXPR, cache CACHE, cache_cpu CACHE, CPU, "
                              "partial_slabs, full_slabs or free_slabs CACHE, NODE, slab EXPR, "
                              "object EXPR or set EXPR");
    return NULL;
  }
  for (guint i = 0; i < target->info->count; i++) {
    bool last = i + 1 == target->info->count;

    target->argument[i] = parse_argument (
        text, &at, target->info->argument[i] == FOL_ARGUMENT_CACHE, last, json, node, error);
    if (target->argument[i] == NULL)
      return NULL;
    if (last ? *at != '\0' : *at != ',') {
      fol_expression_set_error (json, node, FOL_EXPRESSION_SYNTAX, text,
                                (guint) g_utf8_pointer_to_offset (text, at) + 1, error,
                                last ? "expected the end"
                                     : "expected \",\"; write list ZONE, ORDER, TYPE, or pcp ZONE, "
                                       "CPU");
      return NULL;
    }
    at++;
  }
  return g_steal_pointer (&target);
}

void
fol_target_free (struct fol_target *target)
{
  if (target == NULL)
    return;
  for (guint i = 0; i < FOL_ARGUMENTS_MAX; i++)
    fol_expression_free (target->argument[i]);
  g_free (target);
}

/* A slab by a frame or an address in it, an object by an address in it. */
static bool
find_in_slab (const struct fol_target *target, const struct fol_scope *scope, gint64 place,
              struct sim_object *object, GError **error)
{
  const struct fol_expression *argument = target->argument[0];
  bool small = target->info->kind == SIM_OBJECT_SMALL;

  *object =
      small ? fol_small_at (&scope->view, (uint64_t) place) : fol_slab_at (&scope->view, place);
  if (object->kind != SIM_OBJECT_NONE)
    return true;
  fol_expression_set_error (argument->json, argument->json_node, FOL_EXPRESSION_RANGE,
                            argument->text, argument->root->at, error,
                            small ? "no small object is there" : "no slab is there");
  return false;
}

bool
fol_target_evaluate (const struct fol_target *target, const struct fol_scope *scope,
                     struct sim_object *object, GError **error)
{
  gint64 value[FOL_ARGUMENTS_MAX] = { 0 };
  struct sim_block block;

  for (guint i = 0; i < target->info->count; i++)
    if (!fol_expression_argument (target->argument[i], target->argument[i]->root,
                                  target->info->argument[i], scope, &value[i], error))
      return false;
  *object = (struct sim_object){ .kind = target->info->kind,
                                 .a = (uint32_t) value[0],
                                 .b = (uint32_t) value[1],
                                 .c = (uint32_t) value[2] };
  if (target->info->kind == SIM_OBJECT_BLOCK) {
    sim_view_block (&scope->view, (sim_pfn) value[0], &block);
    object->a = block.pfn;
    object->b = block.order;
  } else if (target->info->kind == SIM_OBJECT_PAGEBLOCK) {
    object->a &= ~((UINT32_C (1) << scope->view.layout->pageblock_order) - 1);
  } else if (target->info->kind == SIM_OBJECT_CPU_SET) {
    object->a = 0;
    object->b = (uint32_t) value[0];
  } else if (target->info->kind == SIM_OBJECT_CACHE_LIST) {
    object->c = target->info->list;
  } else if (target->info->kind == SIM_OBJECT_SLAB || target->info->kind == SIM_OBJECT_SMALL) {
    return find_in_slab (target, scope, value[0], object, error);
  }
  return true;
}
