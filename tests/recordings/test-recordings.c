/* tests/recordings/test-recordings.c - the model against recordings of a real Linux 6.1.
 *
 * Every file in this folder must agree completely.  That the comparison can
 * fail is shown with changed copies; that no input crashes it, with damaged
 * ones (SIM_SEED repeats the random damage).
 */
#include "tests/recordings/changed.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder; /* where the recordings are */

/* --- agreement --- */

static void
test_agrees (gconstpointer data)
{
  g_autofree char *path = g_build_filename (folder, data, NULL);
  struct fol_verification result;
  GError *error = NULL;

  if (!fol_verify_file (path, &result, &error))
    g_error ("%s", error->message);
  for (guint i = 0; i < result.notes->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (result.notes, i));
  g_assert_cmpuint (result.differ, ==, 0);
  g_assert_cmpuint (result.checked, >, 150);
  g_assert_cmpuint (result.states, >=, 2);
  fol_verification_clear (&result);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
add_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".jsonl.gz"))
      g_ptr_array_add (names, g_strdup (name));
  }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path =
        g_strconcat ("/recordings/", (char *) g_ptr_array_index (names, i), NULL);

    g_test_add_data_func (path, g_ptr_array_index (names, i), test_agrees);
  }
  return names;
}

/* One wrong frame, list or counter is found, and the note says where. */
static void
test_differences (void)
{
  static const struct {
    const char *mark, *old, *replacement, *note;
  } changes[] = {
    { "\"op\":\"alloc\"", "\"pfn\":", "\"pfn\":1", ":3: alloc 0: expected" },
    { "\"label\":\"op ", "\"nr_free\":", "\"nr_free\":1", "nr_free: expected" },
    { "\"label\":\"op ", "\"boost\":0", "\"boost\":3", "watermark boost: expected 3, got 0" },
    { "\"label\":\"op ", "[[\"U\"", "[[\"R\"", "pageblock at 0: expected type R, got U" },
    { "\"label\":\"op ", "\"free_factor\":0", "\"free_factor\":4", "free_factor" },
    { "\"label\":\"op ", "[10,\"M\",[", "[10,\"M\",[64512,", "at place 1 expected 64512 (M)" },
    { "\"wmark\"", "\"min\":", "\"min\":9", "DMA: min: expected" },
  };
  g_autofree char *text = NULL;
  gsize length;

  text = changed_unpack (folder, "random-64m-s1.jsonl.gz", &length);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree char *wrong =
        changed_text (text, changes[i].mark, changes[i].old, changes[i].replacement);
    struct fol_verification result;
    GError *error = NULL;
    const char *note;

    if (!changed_verify (wrong, -1, &result, &error))
      g_error ("%s", error->message);
    g_assert_cmpuint (result.differ, >=, 1);
    note = g_ptr_array_index (result.notes, 0);
    if (strstr (note, changes[i].note) == NULL)
      g_error ("expected \"%s\" in \"%s\"", changes[i].note, note);
    fol_verification_clear (&result);
  }
}

static void
test_not_modelled (void)
{
  struct fol_verification result;
  g_autofree char *text = NULL, *other = NULL;
  GError *error = NULL;
  gsize length;

  text = changed_unpack (folder, "random-36m-s9.jsonl.gz", &length);
  other = changed_text (text, "\"op\":\"free\"", "\"op\":\"free\"", "\"op\":\"cma_alloc\"");
  g_assert_false (changed_verify (other, -1, &result, &error));
  g_assert_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_NOT_MODELLED);
  g_assert_nonnull (strstr (error->message, "not modelled: cma_alloc"));
  g_error_free (error);
  fol_verification_clear (&result);
}

/* --- bad input --- */

static void
test_bad_input (void)
{
  g_autofree char *text = NULL, *deep = g_strnfill (100000, '['), *cut = NULL, *other = NULL;
  g_autofree char *twice = NULL, *overlap = NULL;
  struct fol_verification result;
  GError *error = NULL;
  gsize length;

  text = changed_unpack (folder, "random-36m-s9.jsonl.gz", &length);
  g_assert_false (fol_verify_file ("/nonexistent/x.jsonl", &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  fol_verification_clear (&result);

  changed_refused ("", 0, "empty");
  changed_refused ("\n", 1, ":1");
  changed_refused ("\0\1\2\3\4\5", 6, ":1");
  changed_refused ("\x1f\x8b\x08", 3, ":1");
  changed_refused ("[1,2]\n", -1, ":1");
  changed_refused ("{\"t\":\"state\"}\n", -1, "machine record");
  changed_refused ("{\"t\":\"machine\"}\n", -1, ":1");
  changed_refused ("{\"t\":\"machine\",\"t\":\"machine\"}\n", -1, ":1");
  changed_refused (deep, -1, ":1");

  cut = g_strndup (text, length / 2);
  *strrchr (cut, '}') = ' ';
  changed_refused (cut, -1, ":");
  other = changed_text (text, "\"op\":\"alloc\"", "\"order\":", "\"order\":9");
  changed_refused (other, -1, ":");
  /* The machine record alone: nothing to compare with. */
  *strchr (cut, '\n') = '\0';
  changed_refused (cut, -1, "before its first state");
  twice = g_strdup_printf ("%s\n%s\n", cut, cut);
  changed_refused (twice, -1, ":2");
  /* A frame on two lists. */
  overlap = changed_text (text, "\"label\":\"start\"", "[10,\"M\",[",
                          "[0,\"H\",[2048]],[10,\"M\",[2048,");
  changed_refused (overlap, -1, ":2");
}

static void
test_truncated_gzip (void)
{
  g_autofree char *path = g_build_filename (folder, "random-64m-s1.jsonl.gz", NULL);
  g_autofree char *packed = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &packed, &length, NULL));
  changed_refused (packed, (gssize) length - 20, ":");
  changed_refused (packed, (gssize) length / 2, ":");
  packed[length / 2] ^= 0x55;
  changed_refused (packed, (gssize) length, ":");
}

/* Anything may come out, but no crash and no endless loop. */
static void
test_damaged (void)
{
  const char *seed_text = g_getenv ("SIM_SEED");
  guint32 seed = seed_text != NULL ? (guint32) g_ascii_strtoull (seed_text, NULL, 0) : 4711;
  static const char alphabet[] = "0123456789-{}[],:\"tfnMURHCI. \n";
  static const char *const names[] = { "random-36m-s9.jsonl.gz", "up-boot-32m.jsonl.gz",
                                       "pcp-36m.jsonl.gz", "slub-ctor-1.jsonl.gz",
                                       "slob-directed.jsonl.gz" };
  GRand *random = g_rand_new_with_seed (seed);
  guint refused = 0;

  g_test_message ("SIM_SEED=%u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = NULL;
    gsize length;

    text = changed_unpack (folder, names[i], &length);
    for (guint round = 0; round < 60; round++) {
      g_autofree char *damaged = g_memdup2 (text, length);
      struct fol_verification result;
      GError *error = NULL;

      for (gint changes = g_rand_int_range (random, 1, 6); changes > 0; changes--) {
        gint limit = g_rand_boolean (random) ? (gint) length : (gint) MIN (length, 6000);

        damaged[g_rand_int_range (random, 0, limit)] =
            alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];
      }
      if (!changed_verify (damaged, (gssize) length, &result, &error)) {
        refused++;
        g_error_free (error);
      }
      fol_verification_clear (&result);
    }
  }
  g_assert_cmpuint (refused, >, 30);
  g_rand_free (random);
}

/* A world from a recording is one to go on with. */
static void
test_open_world (void)
{
  g_autofree char *path = g_build_filename (folder, "random-3z-256m-s7.jsonl.gz", NULL);
  struct sim_op op = { SIM_OP_ALLOC_PAGES, { 3, 0x28c0, SIM_NODE_ANY } };
  GError *error = NULL;
  struct sim_world *world = fol_recording_open_world (path, &error);
  struct sim_result result;
  struct sim_object where;
  struct sim_view view;

  g_assert_no_error (error);
  view = sim_world_view (world);
  g_assert_null (sim_view_check (&view, &where));
  g_assert_cmpint (sim_apply (world, &op, &result, NULL), ==, SIM_OK);
  g_assert_cmpuint (result.pfn, ==, 1048984); /* as recorded */
  g_assert_null (sim_view_check (&view, &where));
  op = (struct sim_op){ SIM_OP_FREE_PAGES, { 1048576, SIM_ORDER_OF_BLOCK } };
  g_assert_cmpint (sim_apply (world, &op, &result, NULL), ==, SIM_FREE_FOREIGN);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) names = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];
  names = add_files ();
  g_assert_cmpuint (names->len, >, 40);
  g_test_add_func ("/recordings/differences", test_differences);
  g_test_add_func ("/recordings/not-modelled", test_not_modelled);
  g_test_add_func ("/recordings/bad-input", test_bad_input);
  g_test_add_func ("/recordings/truncated-gzip", test_truncated_gzip);
  g_test_add_func ("/recordings/damaged", test_damaged);
  g_test_add_func ("/recordings/open-world", test_open_world);
  status = g_test_run ();
  return status;
}
