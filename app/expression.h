/* app/expression.h - small questions about a state, for lessons.
 *
 *   free(Normal) == 48 and order(40) == 3        an assertion
 *   {blocks(Normal, 3)} blocks                   a live value in a text
 *   block $a, list Normal 3 movable              a target to point at
 *
 * Integers only (64 bits, signed); overflow and division by zero are errors.
 * Operators, the tightest first, those of one line from left to right:
 *   -x   not is written `not x` and binds looser than comparisons
 *   * / % <<
 *   + - ^                  ^ is exclusive or
 *   == != < <= > >=        one per comparison: a < b < c is refused
 *   not
 *   and
 *   or
 * Words: $name is what the operation named so returned: the first frame of a
 * block, the kernel address of an object (a negative number), the number of a
 * cache; a cache's name (kmalloc-96) stands where a cache is asked for; movable, ... are migrate types; free, used, pcp, kernel, reserved,
 * hole are states; allocated, on_slab, ... those of objects; a zone (Normal, DMA, ...) stands only where a zone is asked
 * for; `answer` is what the learner answered.
 *
 * The functions are three tables (expression-functions.c, -slab.c, -sets.c): name, arguments,
 * meaning.  The schema is derived from it and lessons/README.md is checked
 * against it.  Errors carry file, line and column, and the character in the text.
 */
#pragma once

#include "app/json.h"
#include "app/operation-text.h"
#include "app/host/state.h"

#define FOL_EXPRESSION_ERROR (fol_expression_error_quark ())
GQuark fol_expression_error_quark (void);
enum fol_expression_error {
  FOL_EXPRESSION_SYNTAX,  /* with parsing; reported as FOL_JSON_VALUE where a document is known */
  FOL_EXPRESSION_UNKNOWN, /* function, word, name or zone that does not exist */
  FOL_EXPRESSION_RANGE,   /* no such frame, order, ...; overflow, division by zero */
};

typedef struct fol_expression FolExpression;

/* What an expression is evaluated against. */
struct fol_scope {
  struct sim_view view;
  const struct sim_machine *machine;
  const struct fol_names *names;   /* may be NULL */
  const struct sim_result *result; /* of the last operation; may be NULL */
  const struct sim_step *step;     /* of the last operation, */
  uint32_t step_count;             /* if there are any */
  bool has_answer;
  gint64 answer; /* of the learner */
};

/* The scope of a moment; lends everything from both. */
struct fol_scope fol_scope_of_state (const struct fol_state *state, const struct fol_names *names);

/* `json` and `node` (both may be NULL) say where the text stands, for errors;
 * they must live as long as the expression. */
struct fol_expression *fol_expression_parse (const char *text, FolJson *json, JsonNode *node,
                                             GError **error);
void fol_expression_free (struct fol_expression *expression); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolExpression, fol_expression_free)
const char *fol_expression_text (const struct fol_expression *expression);
JsonNode *fol_expression_node (const struct fol_expression *expression); /* lent, or NULL */
bool fol_expression_evaluate (const struct fol_expression *expression,
                              const struct fol_scope *scope, gint64 *value, GError **error);

/* What its value depends on besides the state: names, and the last operation's steps. */
void fol_expression_needs (const struct fol_expression *expression, bool *names, bool *steps);

/* For "expected A == B, but ...": the two sides' values if the whole is one
 * comparison; false otherwise. */
bool fol_expression_sides (const struct fol_expression *expression, const struct fol_scope *scope,
                           gint64 *left, gint64 *right);

/* A value for people: decimal, a kernel address in hexadecimal. */
void fol_expression_append_value (GString *text, gint64 value);
char *fol_expression_value_text (gint64 value) G_GNUC_WARN_UNUSED_RESULT;

/* Replaces every {expression} of a text by its value; {{ and }} are braces.
 *   {frames EXPR}        the range of the block that frame EXPR is in: 40-47
 *   {frames EXPR, ORDER} the range of that many frames: 40-41
 *   {bits EXPR}          in binary, as wide as the machine's frame numbers: 101000
 *   {hex EXPR}           0x28
 *   {cache CACHE}        the name of a cache: kmalloc-96
 * A kernel address is always written in hexadecimal.
 * The caller owns the text. */
char *fol_template_expand (const char *text, const struct fol_scope *scope, GError **error);

/* Reads all expressions of a text without evaluating them. */
bool fol_template_check (const char *text, FolJson *json, JsonNode *node, GError **error);

/* "frame EXPR", "block EXPR", "list ZONE, ORDER, TYPE", "zone ZONE", "pageblock EXPR",
 * "cache CACHE", "cache_cpu CACHE, CPU", "partial_slabs CACHE, NODE" (full_, free_),
 * "slab EXPR", "object EXPR", "set EXPR" (of the CPU's nearest cache). */
typedef struct fol_target FolTarget;
struct fol_target *fol_target_parse (const char *text, FolJson *json, JsonNode *node,
                                     GError **error);
void fol_target_free (struct fol_target *target); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolTarget, fol_target_free)
bool fol_target_evaluate (const struct fol_target *target, const struct fol_scope *scope,
                          struct sim_object *object, GError **error);

/* The slab of a frame or a kernel address, the object an address lies in (kind NONE: none is
 * there), the cache whose slab it is (or -1).  `place` is in memory. */
struct sim_object fol_slab_at (const struct sim_view *view, gint64 place);
struct sim_object fol_small_at (const struct sim_view *view, uint64_t address);
gint64 fol_cache_at (const struct sim_view *view, gint64 place);
gint64 fol_small_address (struct sim_object object); /* kind SMALL: its kernel address */

/* The table of functions, for schema, help and tests; false behind its end. */
struct fol_function_info {
  const char *name;      /* "blocks" */
  const char *arguments; /* "zone, order, [type]" */
  const char *meaning;   /* English */
};
bool fol_expression_function (guint number, struct fol_function_info *info);
