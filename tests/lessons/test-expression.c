/* tests/lessons/test-expression.c - questions about a state: values, errors, texts, targets.
 *
 * Method: the teaching machine as it opens (frames 0-7 reserved, then free
 * blocks 8-15, 16-31, 32-47, 48-63), one block of order 0 taken and named $a;
 * tables of texts with the value or the message each must give.
 */
#include "app/expression.h"
#include "app/host/history.h"
#include "app/machine-reader.h"
#include "app/paths.h"
#include "engine/slab/slab.h"

#include <string.h>

struct fixture {
  struct fol_history *history;
  struct fol_names *names;
  struct fol_state *state;
  struct fol_scope scope;
};

static void
set_up (struct fixture *f)
{
  g_autoptr (GError) error = NULL;
  struct fol_machine *machine = fol_machine_find ("teaching-64", &error);
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES };
  struct sim_machine_problem problem;
  struct sim_result result;
  uint32_t gfp = 0;

  g_assert_no_error (error);
  f->history = fol_history_new (&machine->sim, &problem);
  fol_machine_free (machine);
  f->names = fol_names_new ();
  for (uint32_t i = 0; i < sim_operations[op.kind].argument_count; i++)
    op.argument[i] = sim_operations[op.kind].argument[i].otherwise;
  op.argument[0] = 0;
  g_assert_true (fol_gfp_parse ("GFP_HIGHUSER_MOVABLE", &gfp, &error));
  op.argument[1] = gfp;
  g_assert_cmpint (fol_history_apply (f->history, &op, &result), ==, SIM_OK);
  fol_names_add (f->names, "a", result.object, result.value, 0, 1);
  f->state = fol_history_state (f->history);
  f->scope = fol_scope_of_state (f->state, f->names);
  f->scope.has_answer = true;
  f->scope.answer = 7;
}

static void
tear_down (struct fixture *f)
{
  fol_state_unref (f->state);
  fol_names_free (f->names);
  fol_history_free (f->history);
}

static const struct {
  const char *text;
  gint64 value;
} right[] = {
  { "1 + 2 * 3", 7 },
  { "(1 + 2) * 3", 9 },
  { "10 - 4 - 3", 3 },
  { "-3 - -4", 1 },
  { "7 / 2 * 2 + 7 % 2", 7 },
  { "1 << 3 + 1", 9 }, /* << binds before + */
  { "40 ^ 8", 32 },
  { "0x28", 40 },
  { "1 < 2 and 2 < 3", 1 },
  { "1 == 2 or not 1 == 2", 1 },
  { "not 1 == 1", 0 },
  { "not not 5", 1 },
  { "1 or 1 / 0", 1 },
  { "0 and 1 / 0", 0 },
  { "9223372036854775807", G_MAXINT64 },
  { "answer", 7 },
  { "$a", 8 },
  { "free(Normal)", 55 },
  { "managed(Normal)", 56 },
  { "blocks(Normal, 4)", 3 },
  { "blocks(Normal, 4, movable)", 3 },
  { "blocks(Normal, 4, unmovable)", 0 },
  { "first(Normal, 4, movable)", 16 },
  { "last(Normal, 4, movable)", 48 },
  { "first(Normal, 3, movable)", -1 },
  { "smallest(Normal, 0)", 0 },
  { "smallest(Normal, 3)", 4 },
  { "smallest(Normal, 3, reclaimable)", -1 },
  { "largest(Normal)", 4 },
  { "unusable(Normal, 0)", 0 },
  { "unusable(Normal, 4)", 7 * 1000 / 55 },
  { "fragmentation(Normal, 4)", -1000 },
  { "pcp(Normal, 0)", 0 },
  { "pcp_blocks(Normal, 0, 0, movable)", 0 },
  { "pcp_first(Normal, 0, 0, movable)", -1 },
  { "pcp_last(Normal, 0, 4, movable)", -1 },
  { "pcp_batch(Normal, 0)", 1 },
  { "pcp_high(Normal, 0)", 0 },
  { "pcp_factor(Normal, 0)", 0 },
  { "pcp_cpu($a)", -1 },
  { "min(Normal) + low(Normal) + high(Normal)", 0 },
  { "order(5)", 3 },
  { "head(13)", 12 },
  { "state(0) == reserved", 1 },
  { "state($a) == used and state(9) == free", 1 },
  { "type($a) == movable and type(0) == -1", 1 },
  { "pageblock(63) == movable", 1 },
  { "pageblocks(Normal, movable)", 8 },
  { "lru($a)", 0 },
  { "buddy(44, 2)", 40 },
  { "frames()", 64 },
  { "orders()", 5 },
  { "cpu()", 0 },
  { "failed()", 0 },
  { "splits()", 3 },
  { "merges()", 0 },
  { "steps() > 5", 1 },
};

static void
test_values (void)
{
  struct fixture f;

  set_up (&f);
  for (guint i = 0; i < G_N_ELEMENTS (right); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FolExpression) expression = fol_expression_parse (right[i].text, NULL, NULL, &error);
    gint64 value = 0;

    g_assert_no_error (error);
    g_test_message ("%s", right[i].text);
    g_assert_true (fol_expression_evaluate (expression, &f.scope, &value, &error));
    g_assert_cmpint (value, ==, right[i].value);
  }
  tear_down (&f);
}

/* A machine, and the operations of `lines` on it. */
static void
play (struct fixture *f, const char *name, const char *const *lines, guint count)
{
  g_autoptr (GError) error = NULL;
  struct fol_machine *machine = fol_machine_find (name, &error);
  struct sim_machine_problem problem;
  struct sim_result result;

  g_assert_no_error (error);
  f->history = fol_history_new (&machine->sim, &problem);
  fol_machine_free (machine);
  f->names = fol_names_new ();
  for (guint i = 0; i < count; i++) {
    struct fol_operation operation = FOL_OPERATION_INIT;
    struct sim_view view = sim_world_view (fol_history_world (f->history));

    g_assert_true (fol_operation_parse_text (lines[i], &operation, &error));
    g_assert_true (fol_operation_resolve (&operation, f->names, &view, &error));
    g_assert_cmpint (fol_history_apply (f->history, &operation.op, &result), ==, SIM_OK);
    if (operation.as != NULL)
      fol_names_add (f->names, operation.as, result.object, result.value, 0, i + 1);
    fol_operation_clear (&operation);
  }
  f->state = fol_history_state (f->history);
  f->scope = fol_scope_of_state (f->state, f->names);
}

/* On the SLUB machine: a checked cache with one object, whose red zone was damaged and found;
 * two objects of kmalloc-96, one of them free again; a large object. */
static void
set_up_slabs (struct fixture *f)
{
  static const char *const lines[] = {
    "c = kmem_cache_create red size=40 "
    "flags=SLAB_RED_ZONE|SLAB_POISON|SLAB_STORE_USER|SLAB_CONSISTENCY_CHECKS",
    "r = kmem_cache_alloc $c",
    "a = kmalloc 70",
    "b = kmalloc 70",
    "kfree $a",
    "memset $r 41 255",
    "validate_slab_cache $c",
    "l = kmalloc 100000",
  };

  play (f, "slub-4m", lines, G_N_ELEMENTS (lines));
}

static const struct {
  const char *text;
  gint64 value;
} slabs[] = {
  { "caches()", 42 },
  { "slab_state()", 3 },
  { "object_index(cache_struct(kmem_cache))", 0 },
  { "cache_of(cache_struct(red)) == cache(kmem_cache)", 1 },
  { "cache_of(node_struct(red)) == cache(kmem_cache_node)", 1 },
  { "node_struct(kmem_cache_node, 0) == object_at(node_struct(kmem_cache_node), 0)", 1 },
  { "cache(red)", 41 },
  { "cache($c)", 41 },
  { "cache_object_size(red)", 40 },
  { "cache_size(red)", 136 },
  { "cache_align(red)", 8 },
  { "cache_order(red)", 0 },
  { "cache_per_slab(red)", 30 },
  { "cache_users(red)", 1 },
  { "cache_slabs(red)", 1 },
  { "cache_objects(red)", 1 },
  { "cache_objects(kmalloc-96)", 1 },
  { "cache_total(red)", 30 },
  { "cache_partial(red)", 1 },
  { "cache_full(red)", 0 },
  { "cache_free(red)", 0 },
  { "cache_left_over(red)", 16 },
  { "cache_colours(red)", 0 },
  { "cache_colour_off(red)", 0 },
  { "cache_limit(red)", 0 },
  { "cache_batch(red)", 0 },
  { "cache_shared(red)", 0 },
  { "cache_allocs(kmalloc-96, 1)", 1 },
  { "cache_frees(kmalloc-96, 1)", 1 },
  { "cpu_slab(kmalloc-96, 0) == slab($b)", 1 },
  { "cpu_partial(kmalloc-96, 0)", 0 },
  { "cpu_free(kmalloc-96, 0)", 41 },
  { "next_object(kmalloc-96) == $a", 1 },
  { "cache_of($b) == cache(kmalloc-96)", 1 },
  { "cache_of(8)", -1 },
  { "slab($b) == frame($b)", 1 },
  { "slab_order($b)", 0 },
  { "slab_objects($b)", 42 },
  { "slab_inuse($b)", 1 },
  { "slab_frozen($b)", 1 },
  { "slab_colour($b)", 0 },
  { "slab_start($b)", 0 },
  { "object_at($b, 1) == $b", 1 },
  { "object_index($b)", 1 },
  { "object_offset($b)", 96 },
  { "object_size($b)", 96 },
  { "object_state($b) == allocated", 1 },
  { "object_state($a) == on_cpu", 1 },
  { "object_cpu($a)", 0 },
  { "object_turn($a)", 0 },
  { "byte($r, 39)", 165 },
  { "byte($r, 40)", 204 },
  { "frame($b)", 517 },
  { "address(16) + 4096 == address(17)", 1 },
  { "kmalloc_cache(70) == cache(kmalloc-96)", 1 },
  { "kmalloc_cache(100000)", -1 },
  { "kmalloc_size(70)", 96 },
  { "kmalloc_waste(70)", 26 },
  { "result() == $l", 1 },
  { "level()", 3 },
  { "lists()", 0 },
  { "lines()", 0 },
  { "locks()", 0 },
  { "reports()", 0 },
  { "all_reports()", 1 },
};

static void
test_slabs (void)
{
  struct fixture f = { 0 };

  set_up_slabs (&f);
  for (guint i = 0; i < G_N_ELEMENTS (slabs); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FolExpression) expression = fol_expression_parse (slabs[i].text, NULL, NULL, &error);
    gint64 value = 0;

    g_assert_no_error (error);
    g_assert_true (fol_expression_evaluate (expression, &f.scope, &value, &error));
    g_test_message ("%s: %" G_GINT64_FORMAT, slabs[i].text, value);
    g_assert_cmpint (value, ==, slabs[i].value);
  }
  tear_down (&f);
}

/* Texts and targets about small objects. */
static void
test_slab_texts (void)
{
  struct fixture f = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (FolTarget) object = NULL, slab = NULL, list = NULL, nothing = NULL;
  struct sim_object found;

  set_up_slabs (&f);
  text = fol_template_expand ("{cache cache_of($b)} {cache kmalloc-96} {address(16)} {hex 40}",
                              &f.scope, &error);
  g_assert_cmpstr (text, ==, "kmalloc-96 kmalloc-96 0xffff888000010000 0x28");
  object = fol_target_parse ("object $b", NULL, NULL, &error);
  g_assert_true (fol_target_evaluate (object, &f.scope, &found, &error));
  g_assert_cmpuint (found.kind, ==, SIM_OBJECT_SMALL);
  g_assert_cmpuint (found.b, ==, 96);
  slab = fol_target_parse ("slab $b", NULL, NULL, &error);
  g_assert_true (fol_target_evaluate (slab, &f.scope, &found, &error));
  g_assert_cmpuint (found.kind, ==, SIM_OBJECT_SLAB);
  list = fol_target_parse ("partial_slabs red, 0", NULL, NULL, &error);
  g_assert_true (fol_target_evaluate (list, &f.scope, &found, &error));
  g_assert_cmpuint (found.kind, ==, SIM_OBJECT_CACHE_LIST);
  g_assert_cmpuint (found.c, ==, SIM_SLABS_PARTIAL);
  nothing = fol_target_parse ("slab 8", NULL, NULL, &error);
  g_assert_false (fol_target_evaluate (nothing, &f.scope, &found, &error));
  g_assert_nonnull (error);
  tear_down (&f);
}

static const struct {
  const char *text;
  gint64 value;
} sets[] = {
  { "cpu_sets()", 32 },
  { "cpu_sets(1)", 32 },
  { "cpu_ways()", 2 },
  { "cpu_line(1)", 64 },
  /* The first slab has colour 1, and its last object is handed out first: 64 + 2 * 1280 bytes
   * are 41 lines. */
  { "cpu_set($a)", 41 - 32 },
  { "cpu_set($a, 200)", 44 - 32 },
  { "cpu_set($a, -64, 1)", 40 - 32 },
  { "cpu_set(address(2))", 0 },
  { "cpu_set($a, 1 << 40)", -1 },
  { "misses(inode)", 0 },
  { "misses(inode, 0, 1)", 24 },
  { "misses($c, 200, 10, 1)", 0 },
  { "misses(inode, -1)", 24 * 20 },
  { "misses(inode, -2)", -1 },
  { "misses(inode, 0, 0)", -1 },
  { "plain_misses(inode)", 24 },
  { "plain_misses(empty)", 0 },
};

/* 24 objects of 20 lines, three in a slab, four colours; 32 sets of two ways. */
static void
set_up_sets (struct fixture *f)
{
  static const char *lines[26] = { "c = kmem_cache_create inode size=1280",
                                   "kmem_cache_create empty size=100",
                                   "a = kmem_cache_alloc inode" };

  for (guint i = 3; i < 26; i++)
    lines[i] = "kmem_cache_alloc inode";
  play (f, "slab-colour", lines, 26);
}

static void
test_sets (void)
{
  struct fixture f = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (FolTarget) last = NULL, beyond = NULL;
  g_autoptr (FolExpression) level = NULL;
  struct sim_object found;
  gint64 value;

  set_up_sets (&f);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
    g_autoptr (FolExpression) expression = fol_expression_parse (sets[i].text, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_true (fol_expression_evaluate (expression, &f.scope, &value, &error));
    g_test_message ("%s: %" G_GINT64_FORMAT, sets[i].text, value);
    g_assert_cmpint (value, ==, sets[i].value);
  }
  level = fol_expression_parse ("cpu_sets(2)", NULL, NULL, &error);
  g_assert_false (fol_expression_evaluate (level, &f.scope, &value, &error));
  g_assert_nonnull (strstr (error->message, "this machine names no CPU cache of level 2"));
  g_clear_error (&error);
  last = fol_target_parse ("set 31", NULL, NULL, &error);
  g_assert_true (fol_target_evaluate (last, &f.scope, &found, &error));
  g_assert_cmpuint (found.kind, ==, SIM_OBJECT_CPU_SET);
  g_assert_cmpuint (found.b, ==, 31);
  beyond = fol_target_parse ("set 32", NULL, NULL, &error);
  g_assert_false (fol_target_evaluate (beyond, &f.scope, &found, &error));
  g_assert_nonnull (strstr (error->message, "set 32 does not exist; expected 0 to 31"));
  tear_down (&f);
}

/* A machine that does not say what caches its CPU has. */
static void
test_no_sets (void)
{
  static const char *const texts[] = { "cpu_sets()",         "cpu_ways()",
                                       "cpu_line()",         "cpu_set($a)",
                                       "misses(kmalloc-96)", "plain_misses(kmalloc-96)" };
  struct fixture f = { 0 };
  struct sim_machine without;
  g_autoptr (GError) error = NULL;
  g_autoptr (FolTarget) set = fol_target_parse ("set 0", NULL, NULL, NULL);
  struct sim_object found;

  play (&f, "slub-4m", (const char *const[]){ "a = kmalloc 70" }, 1);
  without = f.state->machine;
  without.cpu_cache_count = 0;
  f.scope.machine = &without;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (FolExpression) expression = fol_expression_parse (texts[i], NULL, NULL, NULL);
    gint64 value = 77;

    g_assert_true (fol_expression_evaluate (expression, &f.scope, &value, NULL));
    g_assert_cmpint (value, ==, -1);
  }
  g_assert_false (fol_target_evaluate (set, &f.scope, &found, &error));
  g_assert_nonnull (strstr (error->message, "this machine names no CPU cache"));
  tear_down (&f);
}

/* Every function of the table stands in the tables of values above. */
static void
test_every_function (void)
{
  struct fol_function_info info;

  for (guint i = 0; fol_expression_function (i, &info); i++) {
    g_autofree char *call = g_strconcat (info.name, "(", NULL);
    bool found = false;

    for (guint j = 0; j < G_N_ELEMENTS (right); j++)
      found = found || strstr (right[j].text, call) != NULL;
    for (guint j = 0; j < G_N_ELEMENTS (slabs); j++)
      found = found || strstr (slabs[j].text, call) != NULL;
    for (guint j = 0; j < G_N_ELEMENTS (sets); j++)
      found = found || strstr (sets[j].text, call) != NULL;
    if (!found)
      g_error ("no value is tested of %s()", info.name);
  }
}

static const struct {
  const char *text, *message;
} wrong[] = {
  { "", "\"\", character 1: expected a number, $name, word, function or \"(\" at the end" },
  { "1 +", "\"1 +\", character 4: expected a number, $name, word, function or \"(\" at the end" },
  { "1 2", "\"1 2\", character 3: expected an operator or the end, but found \"2\"" },
  { "(1", "\"(1\", character 3: expected \")\" at the end" },
  { "1 < 2 < 3",
    "\"1 < 2 < 3\", character 7: expected \"and\" between two comparisons, but found \"<\"" },
  { "12x", "\"12x\", character 1: expected a number, but found \"1\"" },
  { "0x", "\"0x\", character 1: expected a number, but found \"0\"" },
  { "9223372036854775808", "\"9223372036854775808\", character 1: the number is too large" },
  { "$", "\"$\", character 2: expected a name after $ at the end" },
  { "fre(Normal)",
    "\"fre(Normal)\", character 1: no function is called \"fre\"; did you mean free?" },
  { "movible == 1",
    "\"movible == 1\", character 1: no word is called \"movible\"; did you mean movable?" },
  { "free()", "\"free()\", character 6: too few arguments; expected free(zone)" },
  { "free(Normal, 1)",
    "\"free(Normal, 1)\", character 14: too many arguments; expected free(zone)" },
  { "order(Normal)",
    "\"order(Normal)\", character 7: a zone does not fit here; expected order(frame)" },
  { "Normal + 1",
    "\"Normal + 1\", character 1: a zone can only be given to a function, as in free(Normal)" },
  { "Normal",
    "\"Normal\", character 1: a zone can only be given to a function, as in free(Normal)" },
  { "free(1)", "\"free(1)\", character 6: expected a zone: DMA, DMA32, Normal or Movable" },
  { "free(DMA)", "\"free(DMA)\", character 6: this machine has no zone DMA" },
  { "order(64)", "\"order(64)\", character 7: frame 64 does not exist; expected 0 to 63" },
  { "order(-1)", "\"order(-1)\", character 7: frame -1 does not exist; expected 0 to 63" },
  { "blocks(Normal, 5)",
    "\"blocks(Normal, 5)\", character 16: order 5 does not exist; expected 0 to 4" },
  { "blocks(Normal, 0, 6)",
    "\"blocks(Normal, 0, 6)\", character 19: migrate type 6 does not exist; expected 0 to 5" },
  { "pcp(Normal, 1)", "\"pcp(Normal, 1)\", character 13: CPU 1 does not exist; expected 0 to 0" },
  { "1 / (2 - 2)", "\"1 / (2 - 2)\", character 3: division by zero" },
  { "5 % 0", "\"5 % 0\", character 3: division by zero" },
  { "9223372036854775807 + 1",
    "\"9223372036854775807 + 1\", character 21: the result does not fit 64 bits" },
  { "1 << 64", "\"1 << 64\", character 3: the result does not fit 64 bits" },
  { "$b", "\"$b\", character 1: no operation before this has returned $b" },
  { "\xe9\xa1\xb5",
    "\"\xe9\xa1\xb5\", character 1: expected a number, $name, word, function or \"(\", "
    "but found \"\xe9\xa1\xb5\"" },
};

static void
test_errors (void)
{
  struct fixture f;

  set_up (&f);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FolExpression) expression = fol_expression_parse (wrong[i].text, NULL, NULL, &error);
    gint64 value = 77;

    if (expression != NULL)
      g_assert_false (fol_expression_evaluate (expression, &f.scope, &value, &error));
    g_assert_nonnull (error);
    g_assert_cmpstr (error->message, ==, wrong[i].message);
    g_assert_cmpint (value, ==, 77);
  }
  tear_down (&f);
}

/* Neither brackets nor long sums may end the process. */
static void
test_deep (void)
{
  g_autoptr (GString) brackets = g_string_new (NULL), sum = g_string_new ("1");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++) {
    g_string_append_c (brackets, '(');
    g_string_append (sum, "+1");
  }
  g_assert_null (fol_expression_parse (brackets->str, NULL, NULL, &error));
  g_assert_true (g_str_has_suffix (error->message, "nested too deeply"));
  g_clear_error (&error);
  g_assert_null (fol_expression_parse (sum->str, NULL, NULL, &error));
  g_assert_true (g_str_has_suffix (error->message, "more than 1000 operators"));
}

static const struct {
  const char *text, *expanded;
} templates[] = {
  { "no braces", "no braces" },
  { "{{x}} {1 + 1}", "{x} 2" },
  { "frames {frames $a} and {frames 17}", "frames 8 and 16\xe2\x80\x93"
                                          "31" },
  { "{frames 44, 2}, {frames()} frames", "44\xe2\x80\x93"
                                         "47, 64 frames" },
  { "{bits 40} {bits 1} {hex 40}", "101000 000001 0x28" },
  { "{answer}", "7" },
};
static const struct {
  const char *text, *message;
} bad_templates[] = {
  { "{1", "\"{1\", character 3: expected \"}\" after the expression" },
  { "a } b",
    "\"a } b\", character 3: a closing brace without an opening one; a brace is written }}" },
  { "{}",
    "\"{}\", character 2: expected a number, $name, word, function or \"(\", but found \"}\"" },
};

static void
test_templates (void)
{
  struct fixture f;

  set_up (&f);
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *text = fol_template_expand (templates[i].text, &f.scope, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (text, ==, templates[i].expanded);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad_templates); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (fol_template_check (bad_templates[i].text, NULL, NULL, &error));
    g_assert_cmpstr (error->message, ==, bad_templates[i].message);
  }
  tear_down (&f);
}

static const struct {
  const char *text;
  struct sim_object object;
} targets[] = {
  { "frame 9", { SIM_OBJECT_FRAME, 9, 0, 0 } },
  { "block 20", { SIM_OBJECT_BLOCK, 16, 4, 0 } },
  { "block $a", { SIM_OBJECT_BLOCK, 8, 0, 0 } },
  { "list Normal, 3, movable", { SIM_OBJECT_FREE_LIST, 0, 3, SIM_MIGRATE_MOVABLE } },
  { "pcp Normal, 0", { SIM_OBJECT_PCP, 0, 0, 0 } },
  { "zone Normal", { SIM_OBJECT_ZONE, 0, 0, 0 } },
  { "pageblock 21", { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 } },
};

static void
test_targets (void)
{
  static const char *const bad[] = {
    "",          "frame",    "fram 3",         "list Normal 3 movable",
    "zone 3",    "frame 64", "list Normal, 3", "pcp Normal, 1",
    "block 1 2", NULL
  };
  struct fixture f;

  set_up (&f);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FolTarget) target = fol_target_parse (targets[i].text, NULL, NULL, &error);
    struct sim_object object;

    g_assert_no_error (error);
    g_assert_true (fol_target_evaluate (target, &f.scope, &object, &error));
    g_assert_true (sim_object_equal (object, targets[i].object));
  }
  for (guint i = 0; bad[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FolTarget) target = fol_target_parse (bad[i], NULL, NULL, &error);
    struct sim_object object;

    g_assert_true (target == NULL || !fol_target_evaluate (target, &f.scope, &object, &error));
    g_assert_nonnull (error);
  }
  tear_down (&f);
}

/* The manual has the table of functions, word by word. */
static void
test_manual (void)
{
  g_autofree char *path = fol_paths_find ("lessons", "README.md");
  g_autofree char *manual = NULL;
  struct fol_function_info info;

  g_assert_nonnull (path);
  g_assert_true (g_file_get_contents (path, &manual, NULL, NULL));
  for (guint i = 0; fol_expression_function (i, &info); i++) {
    g_autofree char *row =
        g_strdup_printf ("| `%s(%s)` | %s |", info.name, info.arguments, info.meaning);

    if (strstr (manual, row) == NULL)
      g_error ("lessons/README.md lacks this row:\n%s", row);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expression/values", test_values);
  g_test_add_func ("/expression/slabs", test_slabs);
  g_test_add_func ("/expression/slab-texts", test_slab_texts);
  g_test_add_func ("/expression/sets", test_sets);
  g_test_add_func ("/expression/no-sets", test_no_sets);
  g_test_add_func ("/expression/every-function", test_every_function);
  g_test_add_func ("/expression/errors", test_errors);
  g_test_add_func ("/expression/deep", test_deep);
  g_test_add_func ("/expression/templates", test_templates);
  g_test_add_func ("/expression/targets", test_targets);
  g_test_add_func ("/expression/manual", test_manual);
  return g_test_run ();
}
