/* tests/session/test-operations.c - operations as text and JSON, and completion.
 *
 * Method: what is written is read back the same; what is wrong is refused with
 * the place and what was expected.
 */
#include "app/operation-text.h"

#include "engine/physical/gfp.h"

static void
assert_round_trip (const char *text, const char *expected)
{
  struct fol_operation operation, again;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL, *json = NULL, *from_json = NULL;
  g_autoptr (GString) string = g_string_new (NULL);
  g_autoptr (FolJson) parsed = NULL;

  fol_operation_parse_text (text, &operation, &error);
  g_assert_no_error (error);
  written = fol_operation_to_text (&operation);
  g_assert_cmpstr (written, ==, expected);

  fol_operation_append_json (string, &operation);
  parsed = fol_json_parse ("test", 1, string->str, -1, NULL, &error);
  g_assert_no_error (error);
  fol_operation_parse_json (parsed, fol_json_root (parsed), NULL, &again, &error);
  g_assert_no_error (error);
  from_json = fol_operation_to_text (&again);
  g_assert_cmpstr (from_json, ==, expected);
  fol_operation_clear (&operation);
  fol_operation_clear (&again);
}

static void
test_text (void)
{
  assert_round_trip ("alloc_pages 3", "alloc_pages order=3");
  assert_round_trip ("  a=alloc_pages   order=3  ", "a = alloc_pages order=3");
  assert_round_trip ("a = alloc_pages order=3 gfp=GFP_KERNEL|__GFP_ZERO nid=0",
                     "a = alloc_pages order=3 gfp=GFP_KERNEL|__GFP_ZERO nid=0");
  assert_round_trip ("alloc_pages 0 GFP_KERNEL", "alloc_pages order=0");
  assert_round_trip ("alloc_pages 0 0xcc0 any", "alloc_pages order=0");
  assert_round_trip ("alloc_pages gfp=GFP_ATOMIC 1 order=2",
                     "alloc_pages order=2 gfp=GFP_ATOMIC nid=1");
  assert_round_trip ("free_pages $a", "free_pages pfn=$a");
  assert_round_trip ("free_pages pfn=0x28 order=0", "free_pages pfn=40 order=0");
  assert_round_trip ("drain_all_pages", "drain_all_pages");
  assert_round_trip ("set_cpu cpu=1", "set_cpu cpu=1");
  assert_round_trip ("c = kmem_cache_create inode 600 flags=SLAB_POISON|SLAB_RED_ZONE ctor=true",
                     "c = kmem_cache_create name=inode size=600 flags=SLAB_RED_ZONE|SLAB_POISON "
                     "ctor=1");
  assert_round_trip ("kmem_cache_create a-b_c.d 8 flags=0xc00 ctor=0",
                     "kmem_cache_create name=a-b_c.d size=8 flags=SLAB_RED_ZONE|SLAB_POISON");
  assert_round_trip ("a = kmem_cache_alloc $c", "a = kmem_cache_alloc cache=$c");
  assert_round_trip ("kmem_cache_alloc kmalloc-64", "kmem_cache_alloc cache=kmalloc-64");
  assert_round_trip ("kmem_cache_shrink 7", "kmem_cache_shrink cache=7");
  assert_round_trip ("kmem_cache_free cache=$c object=$a", "kmem_cache_free cache=$c object=$a");
  assert_round_trip ("kfree 0xFFFF888000123040", "kfree object=0xffff888000123040");
  assert_round_trip ("memset $b offset=-8 byte=0xff", "memset object=$b offset=-8 byte=255");
  assert_round_trip ("b = krealloc $b 200", "b = krealloc object=$b size=200");
}

static void
assert_refused (const char *text, int code, const char *message)
{
  struct fol_operation operation;
  g_autoptr (GError) error = NULL;

  g_assert_false (fol_operation_parse_text (text, &operation, &error));
  g_assert_error (error, FOL_OPERATION_ERROR, code);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s”: “%s” does not say “%s”", text, error->message, message);
}

static void
test_text_errors (void)
{
  assert_refused ("", FOL_OPERATION_SYNTAX, "column 1: ");
  assert_refused ("   ", FOL_OPERATION_SYNTAX, "column 4: ");
  assert_refused ("alloc_page 3", FOL_OPERATION_UNKNOWN,
                  "column 1: no operation is called "
                  "“alloc_page”; did you mean alloc_pages?");
  assert_refused ("xyzzy", FOL_OPERATION_UNKNOWN, "there are: alloc_pages, free_pages");
  assert_refused ("alloc_pages", FOL_OPERATION_MISSING, "column 12: alloc_pages needs order");
  assert_refused ("alloc_pages 11", FOL_OPERATION_VALUE,
                  "column 13: order must be a number from 0 to 10");
  assert_refused ("alloc_pages order=-1", FOL_OPERATION_VALUE, "column 19: ");
  assert_refused ("alloc_pages order=", FOL_OPERATION_VALUE, "column 19: ");
  assert_refused ("alloc_pages 99999999999999999999999", FOL_OPERATION_VALUE, "column 13: ");
  assert_refused ("alloc_pages oder=1", FOL_OPERATION_UNKNOWN, "did you mean order?");
  assert_refused ("alloc_pages 1 order=1", FOL_OPERATION_SYNTAX, "order is given twice");
  assert_refused ("alloc_pages 1 GFP_KERNAL", FOL_OPERATION_VALUE, "did you mean GFP_KERNEL?");
  assert_refused ("alloc_pages 1 GFP_KERNEL 0 7", FOL_OPERATION_SYNTAX,
                  "column 28: alloc_pages order [gfp] [nid]");
  assert_refused ("drain_all_pages 1", FOL_OPERATION_SYNTAX, "column 17: ");
  assert_refused ("drain_all_pages x=1", FOL_OPERATION_UNKNOWN, "takes no arguments");
  assert_refused ("a = drain_all_pages", FOL_OPERATION_SYNTAX, "returns nothing");
  assert_refused ("1 = alloc_pages 1", FOL_OPERATION_SYNTAX, "column 1: a name is a letter");
  assert_refused ("free_pages $", FOL_OPERATION_VALUE, "column 12: pfn must be a frame number");
  assert_refused ("free_pages pfn=16777216", FOL_OPERATION_VALUE, "column 16: ");
  assert_refused ("free_pages\xff 1", FOL_OPERATION_SYNTAX, "UTF-8");
  assert_refused ("alloc_pages,1", FOL_OPERATION_SYNTAX, "column 12: a space");
}

static void
assert_json_refused (const char *text, const char *message)
{
  struct fol_operation operation;
  g_autoptr (GError) error = NULL;
  g_autoptr (FolJson) json = fol_json_parse ("f", 1, text, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (fol_operation_parse_json (json, fol_json_root (json), NULL, &operation, &error));
  if (strstr (error->message, message) == NULL)
    g_error ("“%s”: “%s” does not say “%s”", text, error->message, message);
}

static void
test_json_errors (void)
{
  assert_json_refused ("{\"op\":\"kfree\",\"object\":5}",
                       "$.object: object must be a string, like");
  assert_json_refused ("{\"op\":\"kfree\",\"object\":\"b\"}",
                       "$.object: object must be an address");
  assert_json_refused ("{\"op\":\"kmem_cache_shrink\",\"cache\":192}", "$.cache: cache must be a");
  assert_json_refused ("{\"op\":\"kmem_cache_create\",\"name\":7,\"size\":8}",
                       "$.name: name must be a string");
  assert_json_refused ("{\"op\":\"kmem_cache_create\",\"name\":\"a\",\"size\":8,\"flags\":"
                       "\"SLAB_POISN\"}",
                       "did you mean SLAB_POISON?");
  assert_json_refused ("[]", "f:1:1: ");
  assert_json_refused ("{}", "op");
  assert_json_refused ("{\"op\":\"free_page\"}", "did you mean free_pages?");
  assert_json_refused ("{\"op\":7}", "f:1:7: $.op");
  assert_json_refused ("{\"op\":\"alloc_pages\"}", "needs \"order\"");
  assert_json_refused ("{\"op\":\"alloc_pages\",\"order\":true}", "$.order");
  assert_json_refused ("{\"op\":\"alloc_pages\",\"order\":1.5}", "$.order");
  assert_json_refused ("{\"op\":\"alloc_pages\",\"order\":-1}", "$.order");
  assert_json_refused ("{\"op\":\"alloc_pages\",\"order\":11}", "$.order: order must be a number");
  assert_json_refused ("{\"op\":\"alloc_pages\",\"ordre\":1}", "did you mean order?");
  assert_json_refused ("{\"op\":\"alloc_pages\",\"order\":1,\"as\":\"a b\"}", "$.as");
  assert_json_refused ("{\"op\":\"alloc_pages\",\"order\":1,\"gfp\":[]}", "gfp flags");
  assert_json_refused ("{\"op\":\"free_pages\",\"pfn\":\"$\"}", "$.pfn");
  assert_json_refused ("{\"op\":\"set_cpu\",\"cpu\":0,\"as\":\"a\"}", "returns nothing");
}

static void
test_gfp (void)
{
  for (guint i = 0; sim_gfp_names[i].name != NULL; i++) {
    g_autofree char *text = fol_gfp_to_text (sim_gfp_names[i].bits);
    g_autoptr (GError) error = NULL;
    uint32_t bits;

    fol_gfp_parse (text, &bits, &error);
    g_assert_no_error (error);
    g_assert_cmphex (bits, ==, sim_gfp_names[i].bits);
  }
  for (guint i = 0; i < 2000; i++) {
    uint32_t gfp = (uint32_t) g_test_rand_int (), bits;
    g_autofree char *text = fol_gfp_to_text (gfp);

    g_assert_true (fol_gfp_parse (text, &bits, NULL));
    g_assert_cmphex (bits, ==, gfp);
  }
}

static void
assert_complete (const char *text, const struct fol_names *names, gsize start,
                 const char *candidates)
{
  gsize at;
  g_auto (GStrv) found = fol_operation_complete (text, strlen (text), names, NULL, &at);
  g_autofree char *joined = g_strjoinv (" ", found);

  g_assert_cmpstr (joined, ==, candidates);
  g_assert_cmpuint (at, ==, start);
}

#define BLOCK(pfn, order) ((struct sim_object){ SIM_OBJECT_BLOCK, pfn, order, 0 })

static void
test_complete (void)
{
  g_autoptr (FolNames) names = fol_names_new ();

  fol_names_add (names, "a", BLOCK (8, 0), 0, 0, 1);
  fol_names_add (names, "bee", BLOCK (9, 0), 0, 0, 2);
  fol_names_add (names, "a", BLOCK (10, 0), 0, 0, 3);
  assert_complete ("al", names, 0, "alloc_pages");
  assert_complete ("x = dr", names, 4, "drain_local_pages drain_all_pages");
  assert_complete ("alloc_pages o", names, 12, "order=");
  assert_complete ("alloc_pages order=1 g", names, 20, "gfp=");
  assert_complete ("alloc_pages order=1 n", names, 20, "nid=");
  assert_complete ("alloc_pages order=1 GFP_K", names, 20, "GFP_KERNEL GFP_KERNEL_ACCOUNT");
  assert_complete ("alloc_pages 1 gfp=GFP_KERNEL|__GFP_THI", names, 29, "__GFP_THISNODE");
  assert_complete ("alloc_pages 1 GFP_HIGHUSER_", names, 14, "GFP_HIGHUSER_MOVABLE");
  assert_complete ("free_pages $", names, 11, "$a $bee");
  assert_complete ("free_pages pfn=$b", names, 15, "$bee");
  assert_complete ("nothing ", names, 8, "");
}

/* Each kind of result where each kind of argument is wanted. */
static void
test_named_kinds (void)
{
  const struct sim_object cache = { SIM_OBJECT_CACHE, 23, 0, 0 };
  const struct sim_object object = { SIM_OBJECT_SMALL, 40, 64, 0 };
  static const struct {
    const char *line;
    guint argument;
    guint64 value;
    const char *error; /* NULL: it fits */
  } cases[] = {
    { "free_pages $pages", 0, 40, NULL },
    { "free_pages $large", 0, 48, NULL },
    { "free_pages $small", 0, 40, NULL },
    { "free_pages $cache", 0, 0, "$cache is a cache and no frame" },
    { "kmem_cache_shrink $cache", 0, 23, NULL },
    { "kmem_cache_shrink $small", 0, 0, "$small is no cache" },
    { "kmem_cache_shrink kmalloc-64", 0, 0, "there are no caches here yet" },
    { "kmem_cache_free $cache $small", 1, SIM_PAGE_OFFSET + 0x28040, NULL },
    { "kfree $large", 0, SIM_PAGE_OFFSET + 0x30000, NULL },
    { "kfree $pages", 0, 0, "$pages is a block of pages" },
    { "kfree $cache", 0, 0, "$cache is a cache and no object of it" },
    { "kfree $nothing", 0, 0, "nothing is called $nothing here" },
  };
  g_autoptr (FolNames) names = fol_names_new ();

  fol_names_add (names, "pages", BLOCK (40, 2), 0, 0, 1);
  fol_names_add (names, "large", BLOCK (48, 2), SIM_PAGE_OFFSET + 0x30000, 0, 2);
  fol_names_add (names, "cache", cache, 23, 0, 3);
  fol_names_add (names, "small", object, SIM_PAGE_OFFSET + 0x28040, 0, 4);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    struct fol_operation operation, copy;
    g_autoptr (GError) error = NULL;

    g_assert_true (fol_operation_parse_text (cases[i].line, &operation, NULL));
    fol_operation_copy (&copy, &operation);
    g_assert_cmpint (fol_operation_resolve (&copy, names, NULL, &error), ==,
                     cases[i].error == NULL);
    if (cases[i].error == NULL)
      g_assert_cmphex (copy.op.argument[cases[i].argument], ==, cases[i].value);
    else if (!g_str_has_prefix (error->message, cases[i].error))
      g_error ("%s: %s", cases[i].line, error->message);
    fol_operation_clear (&operation);
    fol_operation_clear (&copy);
  }
  assert_complete ("kmem_cache_alloc $", names, 17, "$cache");
  assert_complete ("kfree $", names, 6, "$small $large");
  assert_complete ("free_pages $", names, 11, "$large $pages");
  assert_complete ("kmem_cache_create a 8 flags=SLAB_POISON|SLAB_R", names, 40,
                   "SLAB_RED_ZONE SLAB_RECLAIM_ACCOUNT");
}

/* Every argument is explained. */
static void
test_help (void)
{
  for (guint kind = 0; kind < SIM_OP_COUNT; kind++)
    for (guint i = 0; i < sim_operations[kind].argument_count; i++)
      if (fol_argument_help (kind, i) == NULL)
        g_error ("%s of %s has no help", sim_operations[kind].argument[i].name,
                 sim_operations[kind].name);
  g_assert_cmpstr (fol_argument_help (SIM_OP_KREALLOC, 1), !=,
                   fol_argument_help (SIM_OP_KMALLOC, 0));
}

static void
test_names (void)
{
  g_autoptr (FolNames) names = fol_names_new ();
  struct fol_operation operation;
  g_autoptr (GError) error = NULL;

  fol_operation_parse_text ("free_pages $a", &operation, &error);
  g_assert_no_error (error);
  g_assert_false (fol_operation_resolve (&operation, names, NULL, &error));
  g_assert_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_NAME);
  fol_names_add (names, "a", BLOCK (40, 3), 0, 0, 1);
  g_assert_true (fol_operation_resolve (&operation, names, NULL, NULL));
  g_assert_cmpuint (operation.op.argument[0], ==, 40);
  fol_names_add (names, "a", BLOCK (48, 3), 0, 0, 2);
  g_assert_true (fol_operation_resolve (&operation, names, NULL, NULL));
  g_assert_cmpuint (operation.op.argument[0], ==, 48);
  g_assert_cmpstr (fol_names_of_frame (names, 40), ==, "a");
  g_assert_null (fol_names_of_frame (names, 41));
  fol_operation_clear (&operation);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operations/text", test_text);
  g_test_add_func ("/operations/text-errors", test_text_errors);
  g_test_add_func ("/operations/json-errors", test_json_errors);
  g_test_add_func ("/operations/gfp", test_gfp);
  g_test_add_func ("/operations/complete", test_complete);
  g_test_add_func ("/operations/names", test_names);
  g_test_add_func ("/operations/help", test_help);
  g_test_add_func ("/operations/named-kinds", test_named_kinds);
  return g_test_run ();
}
