/* app/expression-evaluate.c - the value of a parsed expression in a scope. */
#include "app/expression-private.h"
#include "engine/slab/colour.h"

static bool evaluate (const struct fol_expression *expression, const struct fol_node *node,
                      const struct fol_scope *scope, gint64 *value, GError **error);

struct fol_scope
fol_scope_of_state (const struct fol_state *state, const struct fol_names *names)
{
  return (struct fol_scope){ .view = fol_state_view (state),
                             .machine = &state->machine,
                             .names = names,
                             .result = state->position.index > 0 ? &state->result : NULL,
                             .step = state->steps->step,
                             .step_count = state->steps->count };
}

static bool
fail (const struct fol_expression *expression, const struct fol_node *node,
      enum fol_expression_error code, GError **error, const char *what)
{
  fol_expression_set_error (expression->json, expression->json_node, code, expression->text,
                            node->at, error, "%s", what);
  return false;
}

static bool
in_range (const struct fol_expression *expression, const struct fol_node *node, gint64 value,
          const char *what, gint64 count, GError **error)
{
  g_autofree char *text = NULL;

  if (value >= 0 && value < count)
    return true;
  text = g_strdup_printf ("%s %" G_GINT64_FORMAT " does not exist; expected 0 to %" G_GINT64_FORMAT,
                          what, value, count - 1);
  return fail (expression, node, FOL_EXPRESSION_RANGE, error, text);
}

/* A cache's name, or its number. */
static bool
cache_argument (const struct fol_expression *expression, const struct fol_node *node,
                const struct fol_scope *scope, gint64 *value, GError **error)
{
  g_autofree char *text = NULL;
  struct sim_kmem_cache cache;

  if (node->kind == FOL_NODE_CACHE) {
    *value = sim_view_cache_find (&scope->view, node->name);
    if (*value != SIM_CACHE_NONE)
      return true;
    text = g_strdup_printf ("there is no cache called \"%s\"", node->name);
  } else if (!evaluate (expression, node, scope, value, error)) {
    return false;
  } else if (*value >= 0 && *value < SIM_CACHES_MAX &&
             sim_view_cache (&scope->view, (uint32_t) *value, &cache)) {
    return true;
  } else {
    text = g_strdup_printf ("there is no cache number %" G_GINT64_FORMAT, *value);
  }
  return fail (expression, node, FOL_EXPRESSION_UNKNOWN, error, text);
}

/* A kernel address of memory that is there; with `frames`, also a frame. */
static bool
address_argument (const struct fol_expression *expression, const struct fol_node *node,
                  const struct fol_scope *scope, bool frames, gint64 value, GError **error)
{
  uint64_t pfn = ((uint64_t) value - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT;
  g_autofree char *text = NULL;

  if (value >= 0 && frames)
    return in_range (expression, node, value, "frame", scope->view.layout->frame_count, error);
  if (value < 0 && (uint64_t) value >= SIM_PAGE_OFFSET && pfn < scope->view.layout->frame_count)
    return true;
  text = value < 0 ? g_strdup_printf ("no memory is at 0x%" G_GINT64_MODIFIER "x", (guint64) value)
                   : g_strdup_printf ("%" G_GINT64_FORMAT " is no kernel address", value);
  return fail (expression, node, FOL_EXPRESSION_RANGE, error, text);
}

/* The index of the CPU's cache of that level. */
static bool
cpu_cache_argument (const struct fol_expression *expression, const struct fol_node *node,
                    const struct fol_scope *scope, gint64 *value, GError **error)
{
  const struct sim_machine *machine = scope->machine;
  g_autofree char *text = NULL;

  for (uint32_t i = 0; i < machine->cpu_cache_count; i++)
    if (machine->cpu_cache[i].level == *value) {
      *value = i;
      return true;
    }
  text = g_strdup_printf ("this machine names no CPU cache of level %" G_GINT64_FORMAT, *value);
  return fail (expression, node, FOL_EXPRESSION_RANGE, error, text);
}

static bool
cpu_set_argument (const struct fol_expression *expression, const struct fol_node *node,
                  const struct fol_scope *scope, gint64 value, GError **error)
{
  if (scope->machine->cpu_cache_count == 0)
    return fail (expression, node, FOL_EXPRESSION_RANGE, error, "this machine names no CPU cache");
  return in_range (expression, node, value, "set",
                   sim_cpu_cache_sets (&scope->machine->cpu_cache[0]), error);
}

bool
fol_expression_argument (const struct fol_expression *expression, const struct fol_node *node,
                         enum fol_argument_kind kind, const struct fol_scope *scope, gint64 *value,
                         GError **error)
{
  const struct sim_layout *layout = scope->view.layout;
  g_autofree char *text = NULL;

  if (kind == FOL_ARGUMENT_ZONE) {
    if (node->kind != FOL_NODE_ZONE)
      return fail (expression, node, FOL_EXPRESSION_SYNTAX, error,
                   "expected a zone: DMA, DMA32, Normal or Movable");
    *value = fol_zone_find (&scope->view, node->name);
    if (*value >= 0)
      return true;
    text = g_strdup_printf ("this machine has no zone %s", node->name);
    return fail (expression, node, FOL_EXPRESSION_UNKNOWN, error, text);
  }
  if (kind == FOL_ARGUMENT_CACHE)
    return cache_argument (expression, node, scope, value, error);
  if (!evaluate (expression, node, scope, value, error))
    return false;
  switch (kind) {
  case FOL_ARGUMENT_ORDER:
    return in_range (expression, node, *value, "order", layout->max_order, error);
  case FOL_ARGUMENT_TYPE:
    return in_range (expression, node, *value, "migrate type", SIM_MIGRATE_TYPES, error);
  case FOL_ARGUMENT_FRAME:
    return in_range (expression, node, *value, "frame", layout->frame_count, error);
  case FOL_ARGUMENT_CPU:
    return in_range (expression, node, *value, "CPU", layout->cpu_count, error);
  case FOL_ARGUMENT_NODE:
    return in_range (expression, node, *value, "node", layout->node_count, error);
  case FOL_ARGUMENT_ADDRESS:
  case FOL_ARGUMENT_PLACE:
    return address_argument (expression, node, scope, kind == FOL_ARGUMENT_PLACE, *value, error);
  case FOL_ARGUMENT_LEVEL:
    if (*value >= SIM_LEVEL_CPU && *value < SIM_LEVELS)
      return true;
    return fail (expression, node, FOL_EXPRESSION_RANGE, error, "expected level 1, 2 or 3");
  case FOL_ARGUMENT_CPU_CACHE:
    return cpu_cache_argument (expression, node, scope, value, error);
  case FOL_ARGUMENT_CPU_SET:
    return cpu_set_argument (expression, node, scope, *value, error);
  case FOL_ARGUMENT_SIZE:
    return in_range (expression, node, *value, "kmalloc of size", SIM_KMALLOC_MOST + 1, error);
  default:
    return true;
  }
}

static bool
call (const struct fol_expression *expression, const struct fol_node *node,
      const struct fol_scope *scope, gint64 *value, GError **error)
{
  const struct fol_function *function = node->function;
  gint64 argument[FOL_ARGUMENTS_MAX] = { 0 };

  for (guint i = 0; i < node->count; i++)
    if (!fol_expression_argument (expression, node->argument[i], function->kind[i], scope,
                                  &argument[i], error))
      return false;
  *value = function->call (scope, node->count, argument);
  return true;
}

/* False: it does not fit 64 bits, or a division by zero. */
static bool
calculate (enum fol_operator op, gint64 x, gint64 y, gint64 *value)
{
  switch (op) {
  case FOL_MULTIPLY:
    return !__builtin_mul_overflow (x, y, value);
  case FOL_ADD:
    return !__builtin_add_overflow (x, y, value);
  case FOL_SUBTRACT:
    return !__builtin_sub_overflow (x, y, value);
  case FOL_DIVIDE:
  case FOL_MODULO:
    if (y == 0 || (x == G_MININT64 && y == -1))
      return false;
    *value = op == FOL_DIVIDE ? x / y : x % y;
    return true;
  case FOL_SHIFT:
    return y >= 0 && y < 63 && !__builtin_mul_overflow (x, (gint64) 1 << y, value);
  case FOL_XOR:
    *value = x ^ y;
    return true;
  case FOL_EQUAL:
    *value = x == y;
    return true;
  case FOL_UNEQUAL:
    *value = x != y;
    return true;
  case FOL_LESS:
    *value = x < y;
    return true;
  case FOL_LESS_EQUAL:
    *value = x <= y;
    return true;
  case FOL_GREATER:
    *value = x > y;
    return true;
  case FOL_GREATER_EQUAL:
    *value = x >= y;
    return true;
  default:
    g_assert_not_reached ();
  }
}

/* The right side of `and` and `or` is looked at only if it matters, so that
 * `first(...) != -1 and order(first(...)) == 3` is safe. */
static bool
binary (const struct fol_expression *expression, const struct fol_node *node,
        const struct fol_scope *scope, gint64 *value, GError **error)
{
  gint64 x, y;

  if (!evaluate (expression, node->argument[0], scope, &x, error))
    return false;
  if ((node->op == FOL_AND && x == 0) || (node->op == FOL_OR && x != 0)) {
    *value = x != 0;
    return true;
  }
  if (!evaluate (expression, node->argument[1], scope, &y, error))
    return false;
  if (node->op == FOL_AND || node->op == FOL_OR) {
    *value = y != 0;
    return true;
  }
  if (calculate (node->op, x, y, value))
    return true;
  return fail (expression, node, FOL_EXPRESSION_RANGE, error,
               (node->op == FOL_DIVIDE || node->op == FOL_MODULO) && y == 0
                   ? "division by zero"
                   : "the result does not fit 64 bits");
}

static bool
named (const struct fol_expression *expression, const struct fol_node *node,
       const struct fol_scope *scope, gint64 *value, GError **error)
{
  g_autofree char *text = NULL;
  struct fol_name found;

  if (fol_names_lookup (scope->names, node->name, &found)) {
    *value = found.value != 0 || found.object.kind == SIM_OBJECT_CACHE ? (gint64) found.value
                                                                       : (gint64) found.object.a;
    return true;
  }
  text = g_strdup_printf ("no operation before this has returned $%s", node->name);
  return fail (expression, node, FOL_EXPRESSION_UNKNOWN, error, text);
}

static bool
evaluate (const struct fol_expression *expression, const struct fol_node *node,
          const struct fol_scope *scope, gint64 *value, GError **error)
{
  gint64 operand;

  switch (node->kind) {
  case FOL_NODE_NUMBER:
    *value = node->value;
    return true;
  case FOL_NODE_NAME:
    return named (expression, node, scope, value, error);
  case FOL_NODE_ANSWER:
    if (!scope->has_answer)
      return fail (expression, node, FOL_EXPRESSION_UNKNOWN, error,
                   "nothing has been answered here");
    *value = scope->answer;
    return true;
  case FOL_NODE_CALL:
    return call (expression, node, scope, value, error);
  case FOL_NODE_BINARY:
    return binary (expression, node, scope, value, error);
  case FOL_NODE_UNARY:
    if (!evaluate (expression, node->argument[0], scope, &operand, error))
      return false;
    if (node->op == FOL_NOT) {
      *value = operand == 0;
      return true;
    }
    if (calculate (FOL_SUBTRACT, 0, operand, value))
      return true;
    return fail (expression, node, FOL_EXPRESSION_RANGE, error, "the result does not fit 64 bits");
  case FOL_NODE_ZONE:
  case FOL_NODE_CACHE:
    break;
  }
  return fail (expression, node, FOL_EXPRESSION_SYNTAX, error, "a zone is not a number");
}

bool
fol_expression_evaluate (const struct fol_expression *expression, const struct fol_scope *scope,
                         gint64 *value, GError **error)
{
  gint64 result;

  if (!evaluate (expression, expression->root, scope, &result, error))
    return false;
  *value = result;
  return true;
}

/* Kernel addresses are the only numbers that far below 0. */
void
fol_expression_append_value (GString *text, gint64 value)
{
  if (value < (gint64) (SIM_PAGE_OFFSET + ((uint64_t) SIM_FRAMES_MAX << SIM_PAGE_SHIFT)) &&
      value >= (gint64) SIM_PAGE_OFFSET)
    g_string_append_printf (text, "0x%" G_GINT64_MODIFIER "x", (guint64) value);
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, value);
}

char *
fol_expression_value_text (gint64 value)
{
  GString *text = g_string_new (NULL);

  fol_expression_append_value (text, value);
  return g_string_free (text, FALSE);
}

bool
fol_expression_sides (const struct fol_expression *expression, const struct fol_scope *scope,
                      gint64 *left, gint64 *right)
{
  const struct fol_node *root = expression->root;

  return root->kind == FOL_NODE_BINARY && root->op >= FOL_EQUAL && root->op <= FOL_GREATER_EQUAL &&
         evaluate (expression, root->argument[0], scope, left, NULL) &&
         evaluate (expression, root->argument[1], scope, right, NULL);
}
