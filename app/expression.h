/* app/expression.h - small questions about a state, for lessons.
 *
 *   free(Normal) == 48 and order(40) == 3        an assertion
 *   {count(Normal, 3)} blocks                    a live value in a text
 *   frame $a, list Normal 3 movable              a target to point at
 *
 * Integers only (64 bits, signed).  Names of operations' results ($a) are
 * looked up in the names given.  The functions are one table (expression.c,
 * fol_functions[]): name, arguments, meaning; the schema and lessons/README.md
 * are derived from it.  Errors carry file, line and column.
 *
 * Functions: free(zone) blocks(zone, order) blocks(zone, order, type)
 * first(zone, order, type) [pfn at the head of that list]  order(pfn) head(pfn)
 * state(pfn) == used/free/pcp/reserved/kernel/hole  type(pfn) pageblock(pfn)
 * buddy(pfn, order) [pfn xor 1 << order]  smallest(zone, order) [smallest order
 * >= order with a free block, or -1]  free_largest(zone) pcp(zone, cpu)
 * min/low/high(zone) failed() [1: the last operation got no memory] steps()
 * unusable(zone, order) frames() answer [what the learner answered].
 */
#pragma once

#include "app/json.h"
#include "app/operation-text.h"
#include "app/host/state.h"

struct fol_expression;

/* What an expression is evaluated against. */
struct fol_scope {
  struct sim_view view;
  const struct fol_names *names;   /* may be NULL */
  const struct sim_result *result; /* of the last operation; may be NULL */
  guint64 step_count;              /* steps of the last operation */
  gint64 answer;                   /* of the learner */
};

/* `json` and `node` (both may be NULL) say where the text stands, for errors. */
struct fol_expression *fol_expression_parse (const char *text, FolJson *json, JsonNode *node,
                                             GError **error);
void fol_expression_free (struct fol_expression *expression);
const char *fol_expression_text (const struct fol_expression *expression);
bool fol_expression_evaluate (const struct fol_expression *expression,
                              const struct fol_scope *scope, gint64 *value, GError **error);

/* Replaces every {expression} of a text by its value; {{ is a brace.  `{frames
 * EXPR}` prints the range of the block there ("40-47").  The caller owns the text. */
char *fol_template_expand (const char *text, const struct fol_scope *scope, GError **error);

/* "frame EXPR", "block EXPR", "list ZONE ORDER TYPE", "zone ZONE", "pageblock EXPR". */
struct fol_target;
struct fol_target *fol_target_parse (const char *text, FolJson *json, JsonNode *node,
                                     GError **error);
void fol_target_free (struct fol_target *target);
bool fol_target_evaluate (const struct fol_target *target, const struct fol_scope *scope,
                          struct sim_object *object, GError **error);
