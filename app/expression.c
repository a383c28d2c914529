/* app/expression.c - parsing and evaluating; see expression.h. */
#include "app/expression-private.h"
#include "engine/slab/slab.h"

#include <errno.h>
#include <string.h>

#define DEPTH_MAX     64u
#define OPERATORS_MAX 1000u /* bounds the depth of the tree: a + a + ... leans left */

G_DEFINE_QUARK (fol - expression - error - quark, fol_expression_error)

/* Words that are numbers. */
static const struct {
  const char *word;
  gint64 value;
} words[] = {
  { "unmovable", SIM_MIGRATE_UNMOVABLE },
  { "movable", SIM_MIGRATE_MOVABLE },
  { "reclaimable", SIM_MIGRATE_RECLAIMABLE },
  { "highatomic", SIM_MIGRATE_HIGHATOMIC },
  { "cma", SIM_MIGRATE_CMA },
  { "isolate", SIM_MIGRATE_ISOLATE },
  { "free", SIM_PAGE_FREE },
  { "used", SIM_PAGE_USED },
  { "pcp", SIM_PAGE_PCP },
  { "kernel", SIM_PAGE_KERNEL },
  { "reserved", SIM_PAGE_RESERVED },
  { "hole", SIM_PAGE_HOLE },
  { "allocated", SIM_PLACE_ALLOCATED },
  { "on_slab", SIM_PLACE_FREE },
  { "on_cpu", SIM_PLACE_FREE_CPU },
  { "on_shared", SIM_PLACE_FREE_SHARED },
  { "on_alien", SIM_PLACE_FREE_ALIEN },
};
static const char *const zone_words[] = { "DMA", "DMA32", "Normal", "Movable", NULL };

/* Binary operators by level, the loosest first; level 2 (`not`) has none. */
static const struct {
  const char *text;
  guint level;
  enum fol_operator op;
} operators[] = {
  { "or", 0, FOL_OR },      { "and", 1, FOL_AND },       { "==", 3, FOL_EQUAL },
  { "!=", 3, FOL_UNEQUAL }, { "<=", 3, FOL_LESS_EQUAL }, { ">=", 3, FOL_GREATER_EQUAL },
  { "<<", 5, FOL_SHIFT },   { "<", 3, FOL_LESS },        { ">", 3, FOL_GREATER },
  { "+", 4, FOL_ADD },      { "-", 4, FOL_SUBTRACT },    { "^", 4, FOL_XOR },
  { "*", 5, FOL_MULTIPLY }, { "/", 5, FOL_DIVIDE },      { "%", 5, FOL_MODULO },
};
#define LEVEL_NOT     2u
#define LEVEL_COMPARE 3u
#define LEVEL_UNARY   6u

struct parser {
  const char *text, *at;
  guint depth, operators;
  FolJson *json;
  JsonNode *json_node;
  GError **error;
};

static struct fol_node *parse_level (struct parser *parser, guint level);

void
fol_expression_set_error (FolJson *json, JsonNode *node, enum fol_expression_error code,
                          const char *text, guint at, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL, *placed = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  placed = at > 0 ? g_strdup_printf ("\"%s\", character %u: %s", text, at, what)
                  : g_strdup_printf ("\"%s\": %s", text, what);
  if (json != NULL)
    fol_json_set_error (json, node, FOL_JSON_VALUE, error, "%s", placed);
  else
    g_set_error_literal (error, FOL_EXPRESSION_ERROR, (gint) code, placed);
}

static guint
character (const struct parser *parser)
{
  return (guint) g_utf8_pointer_to_offset (parser->text, parser->at) + 1;
}

static void
free_node (struct fol_node *node)
{
  if (node == NULL)
    return;
  for (guint i = 0; i < FOL_ARGUMENTS_MAX; i++)
    free_node (node->argument[i]);
  g_free (node->name);
  g_free (node);
}
typedef struct fol_node FolNode;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolNode, free_node)

static struct fol_node *
new_node (const struct parser *parser, enum fol_node_kind kind)
{
  struct fol_node *node = g_new0 (struct fol_node, 1);

  node->kind = kind;
  node->at = character (parser);
  return node;
}

static void
skip_space (struct parser *parser)
{
  while (g_ascii_isspace (*parser->at))
    parser->at++;
}

static gsize
word_length (const char *text)
{
  gsize length = 0;

  while (g_ascii_isalnum (text[length]) || text[length] == '_')
    length++;
  return length;
}

static void
fail_expected (struct parser *parser, const char *expected)
{
  g_autofree char *found = g_utf8_substring (parser->at, 0, *parser->at != '\0' ? 1 : 0);
  g_autofree char *what = *parser->at != '\0'
                              ? g_strdup_printf ("expected %s, but found \"%s\"", expected, found)
                              : g_strdup_printf ("expected %s at the end", expected);

  fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_SYNTAX, parser->text,
                            character (parser), parser->error, "%s", what);
}

static struct fol_node *
parse_number (struct parser *parser)
{
  g_autoptr (FolNode) node = new_node (parser, FOL_NODE_NUMBER);
  bool hexadecimal = parser->at[0] == '0' && parser->at[1] == 'x';
  const char *digits = hexadecimal ? parser->at + 2 : parser->at;
  char *end = NULL;
  guint64 value;

  errno = 0;
  value = g_ascii_strtoull (digits, &end, hexadecimal ? 16 : 10);
  if (end == digits || word_length (end) > 0 || (hexadecimal && !g_ascii_isxdigit (*digits))) {
    fail_expected (parser, "a number");
    return NULL;
  }
  /* Kernel addresses have the highest bit set. */
  if (errno != 0 || (value > G_MAXINT64 && (!hexadecimal || value < SIM_PAGE_OFFSET))) {
    fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_RANGE, parser->text,
                              node->at, parser->error, "the number is too large");
    return NULL;
  }
  node->value = (gint64) value;
  parser->at = end;
  return g_steal_pointer (&node);
}

static struct fol_node *
parse_name (struct parser *parser)
{
  g_autoptr (FolNode) node = new_node (parser, FOL_NODE_NAME);
  gsize length = word_length (parser->at + 1);

  if (length == 0) {
    parser->at++;
    fail_expected (parser, "a name after $");
    return NULL;
  }
  node->name = g_strndup (parser->at + 1, length);
  parser->at += 1 + length;
  return g_steal_pointer (&node);
}

/* "kmalloc-96": a name of a cache may have - and . in it, so it is looked for where a cache
 * is asked for.  NULL: something else stands there. */
static struct fol_node *
parse_cache (struct parser *parser)
{
  struct fol_node *node;
  const char *behind;
  gsize length = 0;

  if (!g_ascii_isalpha (*parser->at) && *parser->at != '_')
    return NULL;
  while (g_ascii_isalnum (parser->at[length]) ||
         (parser->at[length] != '\0' && strchr ("_-.", parser->at[length]) != NULL))
    length++;
  for (behind = parser->at + length; g_ascii_isspace (*behind); behind++)
    ;
  if (*behind == '(' || (length == 6 && memcmp (parser->at, "answer", 6) == 0))
    return NULL;
  node = new_node (parser, FOL_NODE_CACHE);
  node->name = g_strndup (parser->at, length);
  parser->at += length;
  return node;
}

static struct fol_node *
parse_argument (struct parser *parser, enum fol_argument_kind kind)
{
  struct fol_node *cache = kind == FOL_ARGUMENT_CACHE ? parse_cache (parser) : NULL;

  return cache != NULL ? cache : parse_level (parser, 0);
}

/* Behind "(" of a call. */
static bool
parse_arguments (struct parser *parser, struct fol_node *node)
{
  const struct fol_function *function = node->function;

  skip_space (parser);
  while (*parser->at != ')') {
    if (node->count == function->most) {
      fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_SYNTAX,
                                parser->text, character (parser), parser->error,
                                "too many arguments; expected %s(%s)", function->info.name,
                                function->info.arguments);
      return false;
    }
    node->argument[node->count] = parse_argument (parser, function->kind[node->count]);
    if (node->argument[node->count] == NULL)
      return false;
    if (node->argument[node->count]->kind == FOL_NODE_ZONE &&
        function->kind[node->count] != FOL_ARGUMENT_ZONE) {
      fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_SYNTAX,
                                parser->text, node->argument[node->count]->at, parser->error,
                                "a zone does not fit here; expected %s(%s)", function->info.name,
                                function->info.arguments);
      return false;
    }
    node->count++;
    skip_space (parser);
    if (*parser->at == ',')
      parser->at++;
    else if (*parser->at != ')') {
      fail_expected (parser, "\",\" or \")\"");
      return false;
    }
    skip_space (parser);
  }
  if (node->count < function->least) {
    fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_SYNTAX, parser->text,
                              character (parser), parser->error,
                              "too few arguments; expected %s(%s)", function->info.name,
                              function->info.arguments);
    return false;
  }
  parser->at++;
  return true;
}

static void
fail_unknown (struct parser *parser, const char *what, const char *word, const char *const *known)
{
  const char *meant = fol_json_closest (word, known);
  g_autofree char *list = g_strjoinv (", ", (char **) known);
  g_autofree char *hint = meant != NULL ? g_strdup_printf ("did you mean %s?", meant)
                                        : g_strdup_printf ("expected one of: %s", list);

  fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_UNKNOWN, parser->text,
                            character (parser), parser->error, "no %s is called \"%s\"; %s", what,
                            word, hint);
}

static struct fol_node *
parse_call (struct parser *parser, const char *word)
{
  g_autoptr (FolNode) node = new_node (parser, FOL_NODE_CALL);

  node->function = fol_function_find (word);
  if (node->function == NULL) {
    g_autofree const char **known = fol_function_names ();

    fail_unknown (parser, "function", word, known);
    return NULL;
  }
  parser->at = strchr (parser->at, '(') + 1;
  return parse_arguments (parser, node) ? g_steal_pointer (&node) : NULL;
}

static struct fol_node *
parse_word (struct parser *parser)
{
  gsize length = word_length (parser->at);
  g_autofree char *word = g_strndup (parser->at, length);
  const char *known[G_N_ELEMENTS (words) + G_N_ELEMENTS (zone_words) + 1] = { NULL };
  const char *behind = parser->at + length;
  struct fol_node *node = NULL;
  guint count = 0;

  while (g_ascii_isspace (*behind))
    behind++;
  if (*behind == '(')
    return parse_call (parser, word);
  for (guint i = 0; i < G_N_ELEMENTS (words) && node == NULL; i++) {
    known[count++] = words[i].word;
    if (strcmp (words[i].word, word) == 0) {
      node = new_node (parser, FOL_NODE_NUMBER);
      node->value = words[i].value;
    }
  }
  if (node == NULL && g_strv_contains (zone_words, word)) {
    node = new_node (parser, FOL_NODE_ZONE);
    node->name = g_strdup (word);
  } else if (node == NULL && strcmp (word, "answer") == 0) {
    node = new_node (parser, FOL_NODE_ANSWER);
  }
  if (node == NULL) {
    known[count++] = "answer";
    for (guint i = 0; zone_words[i] != NULL; i++)
      known[count++] = zone_words[i];
    fail_unknown (parser, "word", word, known);
    return NULL;
  }
  parser->at += length;
  return node;
}

static struct fol_node *
parse_primary (struct parser *parser)
{
  struct fol_node *node;

  skip_space (parser);
  if (g_ascii_isdigit (*parser->at))
    return parse_number (parser);
  if (*parser->at == '$')
    return parse_name (parser);
  if (g_ascii_isalpha (*parser->at) || *parser->at == '_')
    return parse_word (parser);
  if (*parser->at != '(') {
    fail_expected (parser, "a number, $name, word, function or \"(\"");
    return NULL;
  }
  parser->at++;
  node = parse_level (parser, 0);
  if (node == NULL)
    return NULL;
  skip_space (parser);
  if (*parser->at != ')') {
    fail_expected (parser, "\")\"");
    free_node (node);
    return NULL;
  }
  parser->at++;
  return node;
}

/* `-` and `not`: skips the word if it stands here. */
static bool
take_unary (struct parser *parser, guint level)
{
  skip_space (parser);
  if (level == LEVEL_UNARY && *parser->at == '-') {
    parser->at++;
    return true;
  }
  if (level == LEVEL_NOT && word_length (parser->at) == 3 && memcmp (parser->at, "not", 3) == 0) {
    parser->at += 3;
    return true;
  }
  return false;
}

static struct fol_node *
parse_unary (struct parser *parser, guint level)
{
  g_autoptr (FolNode) node = NULL;

  skip_space (parser);
  node = new_node (parser, FOL_NODE_UNARY);
  if (!take_unary (parser, level))
    return level == LEVEL_UNARY ? parse_primary (parser) : parse_level (parser, level + 1);
  node->op = level == LEVEL_UNARY ? FOL_NEGATE : FOL_NOT;
  node->argument[0] = parse_level (parser, level);
  node->count = 1;
  return node->argument[0] != NULL ? g_steal_pointer (&node) : NULL;
}

/* The operator of this level that stands here, or -1. */
static int
find_operator (const struct parser *parser, guint level)
{
  gsize length = word_length (parser->at);

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++) {
    const char *text = operators[i].text;

    if (g_ascii_isalpha (text[0])
            ? length == strlen (text) && strncmp (parser->at, text, length) == 0
            : g_str_has_prefix (parser->at, text))
      return operators[i].level == level ? (int) i : -1;
  }
  return -1;
}

static struct fol_node *
parse_binary (struct parser *parser, guint level)
{
  g_autoptr (FolNode) left = parse_level (parser, level + 1);
  bool compared = false;
  int found;

  for (;;) {
    struct fol_node *both;

    if (left == NULL)
      return NULL;
    skip_space (parser);
    found = find_operator (parser, level);
    if (found < 0)
      return g_steal_pointer (&left);
    if (compared) {
      fail_expected (parser, "\"and\" between two comparisons");
      return NULL;
    }
    if (parser->operators++ == OPERATORS_MAX) {
      fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_SYNTAX, "...", 0,
                                parser->error, "more than %u operators", OPERATORS_MAX);
      return NULL;
    }
    compared = level == LEVEL_COMPARE;
    both = new_node (parser, FOL_NODE_BINARY);
    both->op = operators[found].op;
    both->argument[0] = g_steal_pointer (&left);
    both->count = 2;
    left = both;
    parser->at += strlen (operators[found].text);
    both->argument[1] = parse_level (parser, level + 1);
    if (both->argument[1] == NULL)
      return NULL;
  }
}

static struct fol_node *
parse_level (struct parser *parser, guint level)
{
  struct fol_node *node;

  /* One nesting of brackets passes all levels once. */
  if (parser->depth == DEPTH_MAX * (LEVEL_UNARY + 1)) {
    fol_expression_set_error (parser->json, parser->json_node, FOL_EXPRESSION_SYNTAX, parser->text,
                              character (parser), parser->error, "nested too deeply");
    return NULL;
  }
  parser->depth++;
  node = level == LEVEL_UNARY || level == LEVEL_NOT ? parse_unary (parser, level)
                                                    : parse_binary (parser, level);
  parser->depth--;
  return node;
}

/* A zone is no number: it may stand only as an argument. */
static const struct fol_node *
stray_zone (const struct fol_node *node)
{
  const struct fol_node *found = NULL;

  if (node->kind == FOL_NODE_ZONE)
    return node;
  for (guint i = 0; i < node->count && found == NULL; i++)
    if (node->kind != FOL_NODE_CALL || node->argument[i]->kind != FOL_NODE_ZONE)
      found = stray_zone (node->argument[i]);
  return found;
}

static struct fol_expression *
new_expression (const struct parser *parser, struct fol_node *root)
{
  struct fol_expression *expression = g_new0 (struct fol_expression, 1);

  expression->text = g_strdup (parser->text);
  expression->json = parser->json;
  expression->json_node = parser->json_node;
  expression->root = root;
  return expression;
}

struct fol_expression *
fol_expression_parse_part (const char *text, const char **at, bool whole, FolJson *json,
                           JsonNode *node, GError **error)
{
  struct parser parser = {
    .text = text, .at = *at, .json = json, .json_node = node, .error = error
  };
  g_autoptr (FolNode) root = parse_level (&parser, 0);

  if (root == NULL)
    return NULL;
  skip_space (&parser);
  if (whole && *parser.at != '\0') {
    fail_expected (&parser, "an operator or the end");
    return NULL;
  }
  if (root->kind != FOL_NODE_ZONE && stray_zone (root) != NULL) {
    fol_expression_set_error (json, node, FOL_EXPRESSION_SYNTAX, text, stray_zone (root)->at, error,
                              "a zone can only be given to a function, as in free(Normal)");
    return NULL;
  }
  *at = parser.at;
  return new_expression (&parser, g_steal_pointer (&root));
}

struct fol_expression *
fol_expression_parse_cache (const char *text, const char **at, FolJson *json, JsonNode *node)
{
  struct parser parser = { .text = text, .at = *at, .json = json, .json_node = node };
  struct fol_node *root;

  skip_space (&parser);
  root = parse_cache (&parser);
  if (root == NULL)
    return NULL;
  skip_space (&parser);
  *at = parser.at;
  return new_expression (&parser, root);
}

struct fol_expression *
fol_expression_parse (const char *text, FolJson *json, JsonNode *node, GError **error)
{
  const char *at = text;
  struct fol_expression *expression =
      fol_expression_parse_part (text, &at, true, json, node, error);

  if (expression != NULL && expression->root->kind == FOL_NODE_ZONE) {
    fol_expression_set_error (json, node, FOL_EXPRESSION_SYNTAX, text, 1, error,
                              "a zone can only be given to a function, as in free(Normal)");
    g_clear_pointer (&expression, fol_expression_free);
  }
  return expression;
}

void
fol_expression_free (struct fol_expression *expression)
{
  if (expression == NULL)
    return;
  free_node (expression->root);
  g_free (expression->text);
  g_free (expression);
}

static void
find_needs (const struct fol_node *node, bool *names, bool *steps)
{
  *names = *names || node->kind == FOL_NODE_NAME;
  *steps = *steps || (node->kind == FOL_NODE_CALL && node->function->needs_steps);
  for (guint i = 0; i < node->count; i++)
    find_needs (node->argument[i], names, steps);
}

void
fol_expression_needs (const struct fol_expression *expression, bool *names, bool *steps)
{
  *names = *steps = false;
  find_needs (expression->root, names, steps);
}

const char *
fol_expression_text (const struct fol_expression *expression)
{
  return expression->text;
}

JsonNode *
fol_expression_node (const struct fol_expression *expression)
{
  return expression->json_node;
}
