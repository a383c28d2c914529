/* tests/session/test-recorded-play.c - a recording as a timeline: rows, differences, where it stops.
 *
 * usage: test-recorded-play FOLDER [FILE...]     plays FILEs and says what came of them
 */
#include "app/recorded-play.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder; /* of the recordings */

static struct fol_played *
play (const char *path, GError **error)
{
  return fol_played_new (path, NULL, NULL, NULL, error);
}

/* The recording, unpacked, with one text replaced by another, in a file of its own. */
static char *
changed_copy (const char *name, const char *from, const char *to)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *made = NULL;
  g_autofree char *text = NULL, *out = NULL, *errors = NULL;
  g_autoptr (GError) error = NULL;
  char *argv[] = { "gzip", "-dc", path, NULL };
  g_autoptr (GString) all = NULL;
  int fd;

  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, &errors,
                               NULL, &error));
  g_assert_no_error (error);
  all = g_string_new (text);
  if (from != NULL)
    g_assert_cmpuint (g_string_replace (all, from, to, 1), ==, 1);
  fd = g_file_open_tmp ("played-XXXXXX.jsonl", &made, &error);
  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (made, all->str, (gssize) all->len, &error));
  return g_steal_pointer (&made);
}

static const struct fol_played_row *
row_of (const struct fol_played *played, guint i)
{
  return &g_array_index (played->rows, struct fol_played_row, i);
}

/* Every operation of the history has its row, and the rows' comparisons are all there are. */
static void
test_rows (void)
{
  g_autofree char *path = g_build_filename (folder, "buddy-split-64m.jsonl.gz", NULL);
  g_autoptr (GError) error = NULL;
  struct fol_played *played = play (path, &error);
  struct fol_verification result;
  struct fol_branch branch;
  guint64 checked = 0, differ = 0, last = 0;
  guint answers = 0;

  g_assert_no_error (error);
  g_assert_true (fol_verify_file (path, &result, &error));
  for (guint i = 0; i < played->rows->len; i++) {
    const struct fol_played_row *row = row_of (played, i);

    checked += row->checked;
    differ += row->differ;
    g_assert_cmpuint (row->index, >=, last);
    last = row->index;
    if (row->kind == FOL_PLAYED_ALLOC && row->kernel != SIM_PFN_NONE) {
      g_autofree char *kernel = fol_played_answer_text (row, true);
      g_autofree char *model = fol_played_answer_text (row, false);

      g_assert_cmpstr (kernel, ==, model);
      answers++;
    }
  }
  g_assert_cmpuint (answers, >, 10);
  g_assert_cmpuint (checked, ==, result.checked);
  g_assert_cmpuint (differ, ==, 0);
  fol_history_branch (played->history, 0, &branch);
  g_assert_cmpuint (branch.length, ==, result.operations);
  g_assert_cmpuint (last, ==, branch.length);
  g_assert_cmpuint (row_of (played, fol_played_row_at (played, 5))->index, ==, 5);
  g_assert_cmpint (fol_played_find (played, 0, 1, true), ==, -1);
  g_assert_cmpint (fol_played_find (played, 0, 1, false), >, 0);
  fol_verification_clear (&result);
  fol_played_free (played);
}

/* A falsified answer is told where it stands, and nowhere before. */
static void
test_falsified (void)
{
  g_autofree char *plain = changed_copy ("buddy-split-64m.jsonl.gz", NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;
  g_autofree char *from = NULL, *to = NULL;
  g_autoptr (GError) error = NULL;
  struct fol_played *played;
  const char *at, *pfn;
  int row;

  g_assert_true (g_file_get_contents (plain, &text, NULL, &error));
  at = strstr (text, "\"op\":\"alloc\"");
  g_assert_nonnull (at);
  pfn = strstr (at, "\"pfn\":");
  g_assert_nonnull (pfn);
  from = g_strndup (at, (gsize) (pfn - at) + strcspn (pfn, "},"));
  to = g_strdup_printf ("%.*s\"pfn\":7", (int) (pfn - at), at);
  path = changed_copy ("buddy-split-64m.jsonl.gz", from, to);
  played = play (path, &error);
  g_assert_no_error (error);
  row = fol_played_find (played, 0, 1, true);
  g_assert_cmpint (row, >, 0);
  g_assert_cmpint (row_of (played, (guint) row)->kind, ==, FOL_PLAYED_ALLOC);
  g_assert_cmpuint (row_of (played, (guint) row)->kernel, ==, 7);
  g_assert_cmpuint (row_of (played, (guint) row)->model, !=, 7);
  g_assert_nonnull (row_of (played, (guint) row)->note);
  g_assert_cmpint (fol_played_find (played, (guint) row, -1, true), ==, -1);
  fol_played_free (played);
  g_unlink (path);
  g_unlink (plain);
}

static guint64
hash_of (const struct fol_played *played)
{
  return sim_arena_hash (sim_world_arena (fol_history_world (played->history)));
}

static bool
go (const struct fol_played *played, guint64 index)
{
  struct fol_position position = { .index = index, .step = FOL_STEP_END };

  return fol_history_seek (played->history, position, NULL);
}

/* A moment that is reached again by replaying has the same slabs, and small objects have
 * their answers and states their labels. */
static void
test_small_objects (void)
{
  static const char *const names[] = { "slub-seq-1", "slab-seq-1", "slob-directed" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_strconcat (names[i], ".jsonl.gz", NULL);
    g_autofree char *path = g_build_filename (folder, file, NULL);
    g_autoptr (GError) error = NULL;
    struct fol_played *played = play (path, &error);
    struct fol_branch branch;
    guint answers = 0, states = 0;
    guint64 hash;

    g_assert_no_error (error);
    g_assert_cmpuint (played->differ, ==, 0);
    for (guint j = 0; j < played->rows->len; j++) {
      const struct fol_played_row *row = row_of (played, j);
      g_autofree char *kernel = fol_played_answer_text (row, true);
      g_autofree char *model = fol_played_answer_text (row, false);

      if (row->kind == FOL_PLAYED_KALLOC) {
        g_assert_cmpstr (kernel, ==, model);
        g_assert_nonnull (strchr (kernel, row->bytes ? '+' : '#'));
        answers++;
      }
      states += row->kind == FOL_PLAYED_STATE && row->text != NULL;
    }
    g_assert_cmpuint (answers, >, 20);
    g_assert_cmpuint (states, >, 10);
    fol_history_branch (played->history, 0, &branch);
    g_assert_cmpuint (branch.length, >, 40);
    hash = hash_of (played);
    for (guint64 at = 0; at < branch.length; at += 7)
      g_assert_true (go (played, at));
    g_assert_true (go (played, branch.length));
    g_assert_cmpuint (hash_of (played), ==, hash);
    fol_played_free (played);
  }
}

/* What the model does not have stops it there, with what came before; damage likewise; and
 * without any state there is nothing, which is said. */
static void
test_stops (void)
{
  static const char *const added[] = { "{\"t\":\"op\",\"op\":\"cma_alloc\"}\n", "{\"t\":\"op\n" };
  g_autofree char *plain = changed_copy ("buddy-split-64m.jsonl.gz", NULL, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *second;

  g_assert_true (g_file_get_contents (plain, &text, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (added); i++) {
    g_autofree char *longer = g_strconcat (text, added[i], NULL);
    const struct fol_played_row *last;
    struct fol_played *played;

    g_assert_true (g_file_set_contents (plain, longer, -1, &error));
    played = play (plain, &error);
    g_assert_no_error (error);
    last = row_of (played, played->rows->len - 1);
    g_assert_cmpint (last->kind, ==, FOL_PLAYED_STOP);
    g_assert_nonnull (last->text);
    g_assert_nonnull (played->history);
    fol_played_free (played);
  }
  second = strchr (text, '\n');
  g_assert_true (g_file_set_contents (plain, text, second - text + 1, &error));
  g_assert_null (play (plain, &error));
  g_assert_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_FORMAT);
  g_unlink (plain);
}

static void
cancel_cb (double share, gpointer user_data)
{
  g_assert_cmpfloat (share, >=, 0);
  g_assert_cmpfloat (share, <=, 1);
  g_cancellable_cancel (user_data);
}

static void
test_cancelled (void)
{
  g_autofree char *path = g_build_filename (folder, "buddy-split-64m.jsonl.gz", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (fol_played_new (path, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static int
say (char **paths)
{
  for (; *paths != NULL; paths++) {
    g_autoptr (GError) error = NULL;
    struct fol_played *played = play (*paths, &error);

    if (played == NULL) {
      g_print ("%s\n", error->message);
      continue;
    }
    g_print ("%s: %u rows, %" G_GUINT64_FORMAT " checked, %" G_GUINT64_FORMAT " differ", *paths,
             played->rows->len, played->checked, played->differ);
    if (played->rows->len > 0) {
      const struct fol_played_row *last = row_of (played, played->rows->len - 1);
      g_autofree char *words = fol_played_row_text (last);

      g_print ("; line %u: %s\n", last->line, words);
    }
    fol_played_free (played);
  }
  return 0;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 2)
    return say (argv + 2);
  folder = argv[1];
  g_test_add_func ("/recorded-play/rows", test_rows);
  g_test_add_func ("/recorded-play/falsified", test_falsified);
  g_test_add_func ("/recorded-play/small-objects", test_small_objects);
  g_test_add_func ("/recorded-play/stops", test_stops);
  g_test_add_func ("/recorded-play/cancelled", test_cancelled);
  return g_test_run ();
}
