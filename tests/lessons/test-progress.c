/* tests/lessons/test-progress.c - remembering, and a file that cannot be read.
 *
 * Method: a data folder of our own; the file is written and damaged by hand.
 */
#include "app/progress.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

static char *file, *damaged, *folder;

static void
test_remember (void)
{
  g_autofree char *step = NULL, *other = NULL, *text = NULL;
  guint done = 9, of = 9;
  bool finished = true;

  fol_progress_get ("a", &done, &of, &finished);
  g_assert_cmpuint (done + of, ==, 0);
  g_assert_false (finished);
  g_assert_null (fol_progress_get_step ("a"));

  fol_progress_set ("a", "split", 3, 11, false);
  fol_progress_set ("b", NULL, 7, 7, true);
  fol_progress_get ("a", &done, &of, &finished);
  g_assert_cmpuint (done, ==, 3);
  g_assert_cmpuint (of, ==, 11);
  g_assert_false (finished);
  step = fol_progress_get_step ("a");
  g_assert_cmpstr (step, ==, "split");
  g_assert_null (fol_progress_get_step ("b"));

  /* Looking into a finished lesson again does not unfinish it. */
  fol_progress_set ("b", "start", 0, 7, false);
  fol_progress_get ("b", &done, &of, &finished);
  g_assert_true (finished);
  other = fol_progress_get_step ("b");
  g_assert_cmpstr (other, ==, "start");
  g_assert_null (fol_progress_take_problem ());
}

static void
damage (const char *text)
{
  g_autofree char *problem = NULL, *kept = NULL;
  guint done = 9, of = 9;
  bool finished = true;

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  fol_progress_get ("a", &done, &of, &finished);
  g_assert_cmpuint (done + of, ==, 0);
  problem = fol_progress_take_problem ();
  g_assert_nonnull (problem);
  g_assert_nonnull (strstr (problem, damaged));
  g_assert_nonnull (strstr (problem, "progress.json:1:"));
  g_assert_null (fol_progress_take_problem ());
  g_assert_true (g_file_get_contents (damaged, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, text);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));

  fol_progress_set ("a", "x", 1, 2, false);
  fol_progress_get ("a", &done, &of, &finished);
  g_assert_cmpuint (done, ==, 1);
  g_assert_null (fol_progress_take_problem ());
}

static void
test_damaged (void)
{
  damage ("{\"format\":1,\"lessons\":{\"a\":{\"ste");
  damage ("");
  damage ("{\"format\":7,\"lessons\":{}}");
  damage ("{\"format\":1,\"lessons\":{\"a\":{\"done\":-1,\"of\":3,\"finished\":false}}}");
  damage ("{\"format\":1,\"lessons\":{\"a\":{\"done\":1,\"of\":3,\"finished\":false,\"x\":1}}}");
  damage ("{\"format\":1,\"lessons\":[]}");
  damage ("{\"format\":1}");
}

/* The file's place is taken by a folder: nothing is remembered, nothing breaks. */
static void
test_unwritable (void)
{
  g_autofree char *problem = NULL;

  g_remove (file);
  g_assert_cmpint (g_mkdir (file, 0700), ==, 0);
  fol_progress_set ("a", "x", 1, 2, false);
  problem = fol_progress_take_problem ();
  g_assert_nonnull (problem);
  g_assert_true (g_str_has_prefix (problem, "Your progress cannot be remembered: "));
  g_assert_cmpint (g_rmdir (file), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *data = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  data = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  folder = g_build_filename (data, "folioscope", NULL);
  file = g_build_filename (folder, "progress.json", NULL);
  damaged = g_strconcat (file, ".damaged", NULL);
  g_test_add_func ("/progress/remember", test_remember);
  g_test_add_func ("/progress/damaged", test_damaged);
  g_test_add_func ("/progress/unwritable", test_unwritable);
  result = g_test_run ();
  g_remove (file);
  g_remove (damaged);
  g_rmdir (folder);
  g_rmdir (data);
  g_free (file);
  g_free (damaged);
  g_free (folder);
  return result;
}
