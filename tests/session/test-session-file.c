/* tests/session/test-session-file.c - sessions on disk survive everything.
 *
 * Method: save and load give the same bytes of memory at every moment (by
 * hash); files broken in every way lose only what is broken; a process that is
 * killed in the middle leaves a file from which the same state comes back.
 */
#include "tests/session/histories.h"

#include "app/machine-reader.h"
#include "app/paths.h"
#include "app/session-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *directory;

static char *
in_directory (const char *name)
{
  return g_build_filename (directory, name, NULL);
}

static struct fol_history *
open_machine (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolMachine) machine = fol_machine_find (name, &error);
  struct sim_machine_problem problem;
  struct fol_history *history;

  g_assert_no_error (error);
  history = fol_history_new (&machine->sim, &problem);
  g_assert_nonnull (history);
  return history;
}

static void
apply (struct fol_history *history, struct fol_names *names, const char *text)
{
  struct sim_view view = sim_world_view (fol_history_world (history));
  struct fol_operation operation;
  struct fol_position position;
  struct sim_result result;
  g_autoptr (GError) error = NULL;

  fol_operation_parse_text (text, &operation, &error);
  g_assert_no_error (error);
  fol_operation_resolve (&operation, names, &view, &error);
  g_assert_no_error (error);
  fol_history_apply (history, &operation.op, &result);
  g_assert_true (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
  position = fol_history_position (history);
  if (operation.as != NULL)
    fol_names_add (names, operation.as, result.object, result.value, position.branch,
                   position.index);
  fol_operation_clear (&operation);
}

/* A few branches, names, bookmarks; stands inside an operation. */
static struct fol_history *
make_session (struct fol_session_notes *notes)
{
  struct fol_history *history = open_machine ("teaching-64");
  struct fol_bookmark bookmark = { .position = test_at (0, 2),
                                   .label = g_strdup ("a \"b\"\n\\ ü") };

  apply (history, notes->names, "a = alloc_pages order=2 gfp=GFP_KERNEL|__GFP_ZERO");
  apply (history, notes->names, "b = alloc_pages order=0 gfp=GFP_HIGHUSER_MOVABLE");
  apply (history, notes->names, "free_pages $a");
  apply (history, notes->names, "alloc_pages order=4");
  fol_history_seek (history, test_at (0, 2), NULL);
  apply (history, notes->names, "c = alloc_pages order=1");
  apply (history, notes->names, "free_pages $c order=1");
  fol_history_seek (history, test_at (1, 3), NULL);
  apply (history, notes->names, "free_pages $b");
  apply (history, notes->names, "drain_all_pages");
  g_array_append_val (notes->bookmarks, bookmark);
  bookmark = (struct fol_bookmark){ .position = { 2, 4, 1 }, .label = g_strdup ("inside") };
  g_array_append_val (notes->bookmarks, bookmark);
  g_hash_table_insert (notes->view, g_strdup ("colour"), g_strdup ("mobility"));
  fol_history_seek (history, (struct fol_position){ 2, 4, 2 }, NULL);
  return history;
}

static void
save (struct fol_history *history, const struct fol_session_notes *notes, const char *path,
      GError **error)
{
  struct fol_state *state = fol_history_state (history);

  g_assert_true (fol_session_file_save (path, state, notes, NULL, NULL, NULL, error) ==
                 (*error == NULL));
  fol_state_unref (state);
}

static void
test_save_and_load (void)
{
  g_autoptr (FolSessionNotes) notes = fol_session_notes_new ();
  struct fol_history *history = make_session (notes);
  g_autofree char *path = in_directory ("session.jsonl"), *again = in_directory ("again.jsonl");
  g_autofree char *text = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FolLoadedSession) loaded = NULL;
  struct fol_position position;
  struct fol_name name;

  save (history, notes, path, &error);
  g_assert_no_error (error);
  loaded = fol_session_file_load (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->problem_count, ==, 0);
  position = fol_history_position (loaded->history);
  g_assert_true (position.branch == 2 && position.index == 4 && position.step == 2);
  g_assert_cmphex (test_hash (history), ==, test_hash (loaded->history));
  test_same_histories (history, loaded->history);
  g_assert_true (fol_names_lookup (loaded->notes->names, "c", &name) && name.object.b == 1);
  g_assert_cmpuint (loaded->notes->bookmarks->len, ==, 2);
  g_assert_cmpstr (g_array_index (loaded->notes->bookmarks, struct fol_bookmark, 0).label, ==,
                   "a \"b\"\n\\ ü");
  g_assert_cmpuint (g_array_index (loaded->notes->bookmarks, struct fol_bookmark, 1).position.step,
                    ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (loaded->notes->view, "colour"), ==, "mobility");

  save (loaded->history, loaded->notes, again, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (again, &second, NULL, NULL));
  g_assert_cmpstr (text, ==, second);
  fol_history_free (history);
}

/* 200,000 operations: saved, loaded by the quick way, given up on request. */
static struct sim_op *
many_operations (const char *machine, guint count)
{
  struct fol_history *history = open_machine (machine);
  struct sim_op *ops = g_new0 (struct sim_op, count);
  g_autofree sim_pfn *live = g_new (sim_pfn, count);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint live_count = 0;

  for (guint i = 0; i < count; i++) {
    struct sim_result result;
    guint which = live_count > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) live_count) : 0;

    if (live_count == 0 || (live_count < 5000 && g_rand_boolean (rand)))
      ops[i] = (struct sim_op){ .kind = SIM_OP_ALLOC_PAGES,
                                .argument = { i % 3, i % 7 == 0 ? 0xdc0 : 0xcc0, SIM_NODE_ANY } };
    else
      ops[i] = (struct sim_op){ .kind = SIM_OP_FREE_PAGES,
                                .argument = { live[which], SIM_ORDER_OF_BLOCK } };
    sim_apply (fol_history_world (history), &ops[i], &result, NULL);
    g_assert_cmpint (result.status, ==, SIM_OK);
    if (ops[i].kind == SIM_OP_ALLOC_PAGES)
      live[live_count++] = result.pfn;
    else
      live[which] = live[--live_count];
  }
  fol_history_free (history);
  return ops;
}

struct watch {
  guint calls;
  guint64 last;
  GCancellable *cancellable; /* cancelled at the first call */
};

static void
watch_progress (guint64 done, guint64 total, gpointer user_data)
{
  struct watch *watch = user_data;

  g_assert_cmpuint (done, <=, total);
  g_assert_cmpuint (done, >=, watch->last);
  watch->last = done;
  watch->calls++;
  if (watch->cancellable != NULL)
    g_cancellable_cancel (watch->cancellable);
}

#define MANY 200000u

static void
test_many (void)
{
  g_autofree struct sim_op *ops = many_operations ("pc-64m", MANY);
  g_autoptr (FolSessionNotes) notes = fol_session_notes_new ();
  struct fol_history *history = open_machine ("pc-64m");
  g_autofree char *path = in_directory ("many.jsonl");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (FolLoadedSession) loaded = NULL;
  g_autoptr (GError) error = NULL;
  struct watch watch = { .calls = 0 };
  struct sim_result result;
  gint64 start;

  g_assert_cmpuint (fol_history_apply_many (history, ops, MANY, &result, NULL), ==, MANY);
  save (history, notes, path, &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  loaded = fol_session_file_load (path, NULL, watch_progress, &watch, &error);
  g_test_message ("loading %u operations took %.3f s", MANY,
                  (double) (g_get_monotonic_time () - start) / 1e6);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->problem_count, ==, 0);
  g_assert_cmphex (test_hash (history), ==, test_hash (loaded->history));
  g_assert_cmpuint (watch.calls, >, 0);

  watch = (struct watch){ .cancellable = cancellable };
  g_assert_null (fol_session_file_load (path, cancellable, watch_progress, &watch, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* Saving over it, given up: the old file stays, and nothing beside it. */
  {
    struct fol_state *state = fol_history_state (history);
    g_autoptr (GDir) listing = NULL;
    const char *name;

    g_assert_false (fol_session_file_save (path, state, notes, cancellable, NULL, NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    fol_state_unref (state);
    listing = g_dir_open (directory, 0, NULL);
    while ((name = g_dir_read_name (listing)) != NULL)
      g_assert_false (g_str_has_prefix (name, "many.jsonl."));
  }
  fol_history_free (history);
}

/* --- files that are wrong --- */

#define HEADER                                                                                     \
  "{\"format\":1,\"type\":\"folioscope-session\",\"machine\":{\"format\":1,\"name\":\"m\","        \
  "\"max_order\":5,\"pageblock_order\":3,\"smp\":false,\"min_free_kbytes\":0,"                     \
  "\"ram\":[[0,\"0x40000\"]],\"zones\":{\"Normal\":\"0x40000\"}}}\n"
#define ALLOC "{\"op\":\"alloc_pages\",\"order\":0}\n"

static struct fol_loaded_session *
load_text (const char *text, gssize length, GError **error)
{
  g_autofree char *path = in_directory ("broken.jsonl");

  g_assert_true (g_file_set_contents (path, text, length, NULL));
  return fol_session_file_load (path, NULL, NULL, NULL, error);
}

static void
test_bad_first_lines (void)
{
  static const char *const wrong[] = {
    "\n",
    "{\n",
    "[]\n",
    "null\n",
    "{}\n",
    "not JSON at all",
    "{\"format\":1,\"type\":\"something-else\"}\n",
    "{\"type\":\"folioscope-session\"}\n",
    "{\"format\":1,\"type\":\"folioscope-session\"}\n",
    "{\"format\":1,\"type\":\"folioscope-session\",\"machine\":7}\n",
    "{\"format\":1,\"type\":\"folioscope-session\",\"machine\":{\"format\":1,\"name\":\"m\"}}\n",
    "{\"format\":1,\"type\":\"folioscope-session\",\"machine\":{},\"machine\":{}}\n",
    "{\"format\":\"1\",\"type\":\"folioscope-session\",\"machine\":{}}\n",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autofree char *long_line = g_malloc (3 << 20);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_null (load_text (wrong[i], -1, &error));
    if (error == NULL || strstr (error->message, "broken.jsonl") == NULL)
      g_error ("%s: %s", wrong[i], error != NULL ? error->message : "no error");
    g_clear_error (&error);
  }
  g_assert_null (load_text ("", 0, &error));
  g_assert_error (error, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_EMPTY);
  g_clear_error (&error);
  g_assert_null (load_text ("{\"format\":2,\"type\":\"folioscope-session\"}\n", -1, &error));
  g_assert_error (error, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_VERSION);
  g_clear_error (&error);
  g_assert_null (load_text ("\x7f"
                            "ELF\0\1\2\3",
                            8, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (load_text (deep->str, -1, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  memset (long_line, 'x', 3 << 20);
  g_assert_null (load_text (long_line, 3 << 20, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (fol_session_file_load ("/no/such/session", NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (fol_session_file_load (directory, NULL, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

/* Each of these lines, between good ones, is one problem, and the good ones are kept. */
static void
test_broken_lines (void)
{
  static const struct {
    const char *line, *message;
    guint applied;
  } wrong[] = {
    { "{\"op\":\"alloc_pages\",\"order\":0", "broken.jsonl:3", 3 },
    { "{\"op\":\"alloc_pages\",\"order\":0}}", "broken.jsonl:3", 3 },
    { "{\"op\":\"alloc_pages\",\"order\":0,\"order\":0}", "broken.jsonl:3", 3 },
    { "{\"op\":\"alloc_pages\",\"order\":99}", "broken.jsonl:3:29: $.order", 3 },
    { "{\"op\":\"alloc_pages\"}", "order", 3 },
    { "{\"op\":\"alloc_pagse\",\"order\":0}", "did you mean alloc_pages?", 3 },
    { "{\"op\":\"free_pages\",\"pfn\":\"$nobody\"}", "$nobody", 3 },
    { "{\"op\":\"free_pages\",\"pfn\":63}", "broken.jsonl:3: free_pages pfn=63 was refused: ", 3 },
    { "{\"op\":\"free_pages\",\"pfn\":18446744073709551616}", "broken.jsonl:3", 3 },
    { "{}", "broken.jsonl:3", 3 },
    { "7", "broken.jsonl:3", 3 },
    { "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "broken.jsonl:3", 3 },
    { "\x01\x02\xff\xfe", "broken.jsonl:3", 3 },
    { "{\"bookmark\":\"x\",\"index\":0,\"branch\":5}", "there is no branch 5", 3 },
    { "{\"position\":{\"index\":-1}}", "$.position.index", 3 },
    { "{\"view\":\"x\",\"value\":7}", "$.value", 3 },
    { "{\"hello\":1}", "a line is an operation", 3 },
    { "{\"branch\":7,\"parent\":0,\"fork\":0}", "the next branch is 1", 1 },
    { "{\"branch\":1,\"parent\":0}", "fork", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *text = g_strconcat (HEADER ALLOC, wrong[i].line, "\n" ALLOC ALLOC, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (FolLoadedSession) loaded = load_text (text, -1, &error);
    struct fol_branch branch;
    const char *message;

    g_assert_no_error (error);
    if (loaded->problem_count != 1)
      g_error ("%s: %u problems", wrong[i].line, (guint) loaded->problem_count);
    message = g_ptr_array_index (loaded->problems, 0);
    if (strstr (message, wrong[i].message) == NULL || strstr (message, "broken.jsonl:3") == NULL)
      g_error ("%s: “%s” does not say “%s”", wrong[i].line, message, wrong[i].message);
    fol_history_branch (loaded->history, 0, &branch);
    g_assert_cmpuint (branch.length, ==, wrong[i].applied);
  }
}

static void
test_odd_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolLoadedSession) loaded = NULL;
  g_autoptr (GString) text = g_string_new (HEADER ALLOC);
  struct fol_branch branch;

  /* Line ends of other systems, empty lines, no newline at the end, a line cut off. */
  loaded = load_text (HEADER "\r\n" ALLOC "\n\n{\"op\":\"alloc_pages\",\"order\":0}\r\n"
                             "{\"op\": \"alloc_pages\", \"order\": 0}\n"
                             "{\"op\":\"alloc_pages\",\"order\":0}",
                      -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->problem_count, ==, 0);
  fol_history_branch (loaded->history, 0, &branch);
  g_assert_cmpuint (branch.length, ==, 4);
  g_clear_pointer (&loaded, fol_loaded_session_free);

  loaded = load_text (HEADER ALLOC ALLOC "{\"op\":\"alloc_pa", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->problem_count, ==, 1);
  g_clear_pointer (&loaded, fol_loaded_session_free);

  /* A line of three megabytes is one problem; more problems than anyone reads are counted. */
  for (guint i = 0; i < 3 << 20; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\n" ALLOC);
  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "{\"op\":\"free_pages\",\"pfn\":62}\n");
  g_string_append (text, ALLOC);
  loaded = load_text (text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->problem_count, ==, 5001);
  g_assert_cmpuint (loaded->problems->len, ==, FOL_PROBLEMS_MAX);
  fol_history_branch (loaded->history, 0, &branch);
  g_assert_cmpuint (branch.length, ==, 3);
}

/* --- disks that are full, places that cannot be written --- */

static void
test_full_disk (void)
{
  g_autoptr (FolSessionNotes) notes = fol_session_notes_new ();
  struct fol_history *history = make_session (notes);
  g_autofree char *path = in_directory ("kept.jsonl"), *missing = in_directory ("no/where.jsonl");
  g_autofree char *link = in_directory ("link.jsonl");
  struct rlimit old, tiny;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *target = NULL;

  g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
  /* A file size limit is what a full disk looks like to one process. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  tiny = old;
  tiny.rlim_cur = 200;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tiny), ==, 0);
  save (history, notes, path, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "kept.jsonl"));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "precious");

  save (history, notes, "/dev/full", &error);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_clear_error (&error);
  g_assert_true (g_file_test ("/dev/full", G_FILE_TEST_EXISTS));
  save (history, notes, missing, &error);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  save (history, notes, directory, &error);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);

  /* A link goes on being one; the file's permissions stay. */
  g_assert_cmpint (chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink (path, link), ==, 0);
  save (history, notes, link, &error);
  g_assert_no_error (error);
  target = g_file_read_link (link, NULL);
  g_assert_cmpstr (target, ==, path);
  {
    GStatBuf status;

    g_assert_cmpint (g_stat (path, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 0777, ==, 0640);
    g_assert_cmpint (status.st_size, >, 200);
  }
  fol_history_free (history);
}

static void
test_recording_is_no_session (void)
{
  g_autoptr (FolSessionNotes) notes = fol_session_notes_new ();
  g_autoptr (FolMachine) machine = fol_machine_find ("teaching-64", NULL);
  g_autofree char *path = in_directory ("recording.jsonl");
  struct sim_machine_problem problem;
  struct fol_history *history =
      fol_history_new_for_world (sim_world_open (&machine->sim, &problem));
  g_autoptr (GError) error = NULL;

  save (history, notes, path, &error);
  g_assert_error (error, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_MACHINE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fol_history_free (history);
}

/* --- autosave --- */

static void
update (struct fol_autosave *autosave, struct fol_history *history,
        const struct fol_session_notes *notes, GError **error)
{
  struct fol_state *state = fol_history_state (history);

  fol_autosave_update (autosave, state, notes, error);
  fol_state_unref (state);
}

/* Operations that are right anywhere, mostly different from the one before. */
static const char *
operation_number (guint64 i)
{
  static const char *const texts[] = { "a = alloc_pages order=0", "drain_all_pages",
                                       "alloc_pages order=1 gfp=GFP_HIGHUSER_MOVABLE",
                                       "b = alloc_pages order=2", "drain_local_pages" };

  return texts[i % G_N_ELEMENTS (texts)];
}

static void
test_autosave (void)
{
  g_autoptr (FolSessionNotes) notes = fol_session_notes_new ();
  struct fol_history *history = open_machine ("teaching-64");
  g_autoptr (GError) error = NULL;
  struct fol_autosave *autosave = fol_autosave_new (&error);
  g_autoptr (FolLoadedSession) loaded = NULL;
  g_auto (GStrv) left = NULL;
  struct fol_bookmark bookmark;
  g_autofree char *path = NULL;
  struct rlimit old, tiny;
  GStatBuf before, after;

  g_assert_no_error (error);
  path = g_strdup (fol_autosave_path (autosave));
  for (guint i = 0; i < 30; i++) {
    bookmark = (struct fol_bookmark){ .position = test_at (0, 0), .label = g_strdup ("x") };
    if (i % 3 == 0)
      fol_history_seek (history, test_at (0, i / 4), NULL);
    apply (history, notes->names, operation_number (i));
    if (i % 10 == 0)
      g_array_append_val (notes->bookmarks, bookmark);
    else
      g_free (bookmark.label);
    update (autosave, history, notes, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpuint (fol_history_branch_count (history), >, 3);

  /* A full disk: the file stays readable, and the next update catches up. */
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  apply (history, notes->names, "alloc_pages order=0 gfp=GFP_HIGHUSER_MOVABLE");
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  tiny = old;
  tiny.rlim_cur = (rlim_t) before.st_size + 10;
  setrlimit (RLIMIT_FSIZE, &tiny);
  update (autosave, history, notes, &error);
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (g_stat (path, &after), ==, 0);
  g_assert_cmpint (before.st_size, ==, after.st_size);
  update (autosave, history, notes, &error);
  g_assert_no_error (error);

  /* Nobody is offered what is still open. */
  left = fol_autosave_recover ();
  g_assert_cmpuint (g_strv_length (left), ==, 0);
  loaded = fol_session_file_load (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->problem_count, ==, 0);
  g_assert_cmphex (test_hash (history), ==, test_hash (loaded->history));
  test_same_histories (history, loaded->history);
  g_assert_cmpuint (loaded->notes->bookmarks->len, ==, 3);
  fol_autosave_free (autosave);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fol_history_free (history);
}

/* The child: works and autosaves, tells the hash after each operation, until it is killed. */
static void
work_until_killed (int tell)
{
  g_autoptr (FolSessionNotes) notes = fol_session_notes_new ();
  struct fol_history *history = open_machine ("teaching-64");
  struct fol_autosave *autosave = fol_autosave_new (NULL);

  for (guint64 i = 0;; i++) {
    guint64 told[2];

    if (i % 11 == 10)
      fol_history_seek (history, test_at (0, i / 20), NULL);
    apply (history, notes->names, operation_number (i));
    update (autosave, history, notes, NULL);
    told[0] = test_hash (history);
    told[1] = i;
    if (write (tell, told, sizeof told) != sizeof told)
      _exit (1);
  }
}

static void
test_killed (void)
{
  for (guint round = 0; round < 5; round++) {
    g_auto (GStrv) left = NULL;
    g_autoptr (FolLoadedSession) loaded = NULL;
    g_autoptr (GError) error = NULL;
    guint64 told[2] = { 0, 0 }, last[2] = { 0, 0 };
    int pipes[2], status;
    bool agrees;
    pid_t child;

    g_assert_cmpint (pipe (pipes), ==, 0);
    child = fork ();
    g_assert_cmpint (child, >=, 0);
    if (child == 0) {
      close (pipes[0]);
      work_until_killed (pipes[1]);
    }
    close (pipes[1]);
    for (guint i = 0; i < 50 + round * 37; i++)
      g_assert_cmpint (read (pipes[0], told, sizeof told), ==, sizeof told);
    kill (child, SIGKILL);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    g_assert_true (WIFSIGNALED (status));
    memcpy (last, told, sizeof last);
    while (read (pipes[0], told, sizeof told) == sizeof told)
      memcpy (last, told, sizeof last);
    close (pipes[0]);

    left = fol_autosave_recover ();
    g_assert_cmpuint (g_strv_length (left), ==, 1);
    loaded = fol_session_file_load (left[0], NULL, NULL, NULL, &error);
    g_assert_no_error (error);
    /* It may have been killed between saving the next one and telling. */
    agrees = test_hash (loaded->history) == last[0];
    if (!agrees) {
      struct fol_position position = loaded->position;
      struct fol_branch branch;

      fol_history_branch (loaded->history, position.branch, &branch);
      position.index--;
      agrees = fol_history_seek (loaded->history, position, NULL) &&
               (test_hash (loaded->history) == last[0] || (last[1] + 1) % 11 == 10);
    }
    g_assert_true (agrees);
    g_assert_cmpuint (loaded->problem_count, <=, 1); /* a line may be cut */
    g_unlink (left[0]);
  }
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) listing = g_dir_open (path, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    if (g_file_test (inner, G_FILE_TEST_IS_DIR) && !g_file_test (inner, G_FILE_TEST_IS_SYMLINK))
      remove_all (inner);
    else
      g_unlink (inner);
  }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  int failed;

  directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", directory, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-file/save-and-load", test_save_and_load);
  g_test_add_func ("/session-file/many", test_many);
  g_test_add_func ("/session-file/bad-first-lines", test_bad_first_lines);
  g_test_add_func ("/session-file/broken-lines", test_broken_lines);
  g_test_add_func ("/session-file/odd-files", test_odd_files);
  g_test_add_func ("/session-file/full-disk", test_full_disk);
  g_test_add_func ("/session-file/recording", test_recording_is_no_session);
  g_test_add_func ("/session-file/autosave", test_autosave);
  g_test_add_func ("/session-file/killed", test_killed);
  failed = g_test_run ();
  remove_all (directory);
  g_free (directory);
  return failed;
}
