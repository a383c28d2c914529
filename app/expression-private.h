/* app/expression-private.h - shared by expression*.c and template.c.
 *
 * The tree of a parsed expression, and how a function sees its arguments:
 * evaluated and checked against the machine, so that a function cannot be
 * called with a frame, order or zone that does not exist.
 */
#pragma once

#include "app/expression.h"

#define FOL_ARGUMENTS_MAX 4u

enum fol_argument_kind {
  FOL_ARGUMENT_NUMBER,
  FOL_ARGUMENT_ZONE,  /* a zone's name; the function gets the zone's index */
  FOL_ARGUMENT_ORDER, /* below the machine's max_order */
  FOL_ARGUMENT_TYPE,  /* enum sim_migratetype */
  FOL_ARGUMENT_FRAME, /* below the machine's frame count */
  FOL_ARGUMENT_CPU,
  FOL_ARGUMENT_NODE,
  FOL_ARGUMENT_CACHE,     /* a cache's name as it is, or its number; the function gets the number */
  FOL_ARGUMENT_ADDRESS,   /* kernel address in a frame of the machine */
  FOL_ARGUMENT_PLACE,     /* such an address, or a frame */
  FOL_ARGUMENT_LEVEL,     /* enum sim_slab_level but NONE */
  FOL_ARGUMENT_SIZE,      /* that kmalloc may be asked for */
  FOL_ARGUMENT_CPU_CACHE, /* level of a CPU cache; the function gets its index in the machine */
  FOL_ARGUMENT_CPU_SET,   /* of the nearest CPU cache */
};

struct fol_function {
  struct fol_function_info info;
  guint least, most; /* number of arguments */
  enum fol_argument_kind kind[FOL_ARGUMENTS_MAX];
  gint64 (*call) (const struct fol_scope *scope, guint count, const gint64 *argument);
  bool needs_steps;
};

const struct fol_function *fol_function_find (const char *name); /* NULL: none */
const char **fol_function_names (void); /* NULL-terminated; the caller frees the array only */

/* The parts of the table about small objects (expression-slab.c), and about the sets of the
 * CPU's caches in which they lie (expression-sets.c). */
const struct fol_function *fol_slab_functions (guint *count);
const struct fol_function *fol_set_functions (guint *count);

/* Index of the first zone of that name's type, or -1 if the machine has none. */
gint64 fol_zone_find (const struct sim_view *view, const char *name);

enum fol_node_kind {
  FOL_NODE_NUMBER,
  FOL_NODE_NAME, /* $name */
  FOL_NODE_ANSWER,
  FOL_NODE_ZONE,
  FOL_NODE_CACHE,
  FOL_NODE_CALL,
  FOL_NODE_UNARY,
  FOL_NODE_BINARY,
};

enum fol_operator {
  FOL_NEGATE,
  FOL_NOT,
  FOL_MULTIPLY,
  FOL_DIVIDE,
  FOL_MODULO,
  FOL_SHIFT,
  FOL_ADD,
  FOL_SUBTRACT,
  FOL_XOR,
  FOL_EQUAL,
  FOL_UNEQUAL,
  FOL_LESS,
  FOL_LESS_EQUAL,
  FOL_GREATER,
  FOL_GREATER_EQUAL,
  FOL_AND,
  FOL_OR,
};

struct fol_node {
  enum fol_node_kind kind;
  guint at; /* character of the text, 1-based */
  gint64 value;
  char *name; /* owned: $name, zone or cache */
  const struct fol_function *function;
  enum fol_operator op;
  guint count;
  struct fol_node *argument[FOL_ARGUMENTS_MAX]; /* owned; operands too */
};

struct fol_expression {
  char *text; /* owned */
  FolJson *json;
  JsonNode *json_node; /* lent */
  struct fol_node *root;
};

/* The cache's name that stands at `text`, as an argument of that kind; NULL: something else,
 * an expression.  For targets. */
struct fol_expression *fol_expression_parse_cache (const char *text, const char **at, FolJson *json,
                                                   JsonNode *node);

/* Parses a part of `text`, from `*at` to where it cannot go on; *at moves there.
 * `whole`: it must end with the text.  For targets and templates. */
struct fol_expression *fol_expression_parse_part (const char *text, const char **at, bool whole,
                                                  FolJson *json, JsonNode *node, GError **error);

/* An error about character `at` (1-based; 0: the whole) of `text`. */
void fol_expression_set_error (FolJson *json, JsonNode *node, enum fol_expression_error code,
                               const char *text, guint at, GError **error, const char *format, ...)
    G_GNUC_PRINTF (7, 8);

/* Evaluates an argument of that kind, checked. */
bool fol_expression_argument (const struct fol_expression *expression, const struct fol_node *node,
                              enum fol_argument_kind kind, const struct fol_scope *scope,
                              gint64 *value, GError **error);
