/* tests/session/test-session.c - FolSession from the main loop's side.
 *
 * Each test makes one session, waits for it with a main loop, and ends in
 * g_assert_finalize_object and no snapshot alive: every test is a leak test.
 */
#include "app/session.h"

#include <glib/gstdio.h>
#include <string.h>

struct fixture {
  FolSession *session;
  guint changed, applied, opened, messages, notes;
  char *problem, *message; /* of the last opened and message */
  struct fol_event event;  /* of the last applied or why */
  guint why;
  guint64 done, total;
  guint progress;
};

static char *directory;

static void
changed_cb (FolSession *session, struct fixture *fixture)
{
  fixture->changed++;
}

static void
opened_cb (FolSession *session, const char *problem, struct fixture *fixture)
{
  fixture->opened++;
  g_free (fixture->problem);
  fixture->problem = g_strdup (problem);
}

static void
applied_cb (FolSession *session, const struct fol_event *event,
            const struct fol_operation *operation, struct fixture *fixture)
{
  fixture->applied++;
  fixture->event = *event;
  /* The state that goes with the event is there already. */
  if (!event->cancelled && fol_session_get_target (session).index == event->position.index)
    g_assert_cmpuint (fol_session_get_state (session)->position.index, >=, 1);
}

static void
why_cb (FolSession *session, const struct fol_event *event, struct fixture *fixture)
{
  fixture->why++;
  fixture->event = *event;
}

static void
progress_cb (FolSession *session, guint64 done, guint64 total, struct fixture *fixture)
{
  fixture->progress++;
  fixture->done = done;
  fixture->total = total;
}

static void
message_cb (FolSession *session, const char *text, struct fixture *fixture)
{
  fixture->messages++;
  g_free (fixture->message);
  fixture->message = g_strdup (text);
}

static void
notes_cb (FolSession *session, struct fixture *fixture)
{
  fixture->notes++;
}

static void
set_up (struct fixture *fixture, gconstpointer data)
{
  fixture->session = fol_session_new (GPOINTER_TO_INT (data));
  g_signal_connect (fixture->session, "changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (fixture->session, "opened", G_CALLBACK (opened_cb), fixture);
  g_signal_connect (fixture->session, "applied", G_CALLBACK (applied_cb), fixture);
  g_signal_connect (fixture->session, "why", G_CALLBACK (why_cb), fixture);
  g_signal_connect (fixture->session, "progress", G_CALLBACK (progress_cb), fixture);
  g_signal_connect (fixture->session, "message", G_CALLBACK (message_cb), fixture);
  g_signal_connect (fixture->session, "notes", G_CALLBACK (notes_cb), fixture);
}

static void
settle (struct fixture *fixture)
{
  while (fol_session_is_busy (fixture->session))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (struct fixture *fixture, gconstpointer data)
{
  /* A thread that has saved may still hold the session for a moment. */
  for (int i = 0; i < 5000 && G_OBJECT (fixture->session)->ref_count > 1; i++)
    g_usleep (1000);
  g_assert_finalize_object (fixture->session);
  /* So may one that has loaded or autosaved hold a state. */
  for (int i = 0; i < 5000; i++) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    if (sim_snapshot_count_alive () == 0)
      break;
    g_usleep (1000);
  }
  g_free (fixture->problem);
  g_free (fixture->message);
  g_assert_cmpuint (sim_snapshot_count_alive (), ==, 0);
}

static void
open_teaching (struct fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fol_session_open_name (fixture->session, "teaching-64", &error));
  g_assert_no_error (error);
  settle (fixture);
  g_assert_cmpstr (fixture->problem, ==, NULL);
}

static void
apply (struct fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fol_session_apply_text (fixture->session, text, &error));
  g_assert_no_error (error);
}

static const struct fol_state *
state (struct fixture *fixture)
{
  return fol_session_get_state (fixture->session);
}

static void
test_apply (struct fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct fol_name name;

  g_assert_null (state (fixture));
  open_teaching (fixture);
  g_assert_cmpuint (fixture->opened, ==, 1);
  g_assert_cmpuint (fixture->changed, ==, 1);

  /* $a is used before the operation that gives it has been applied. */
  apply (fixture, "a = alloc_pages order=3");
  apply (fixture, "free_pages $a");
  apply (fixture, "b = alloc_pages order=1");
  g_assert_true (fol_session_is_busy (fixture->session));
  settle (fixture);
  g_assert_cmpuint (fixture->applied, ==, 3);
  g_assert_cmpint (fixture->event.result.status, ==, SIM_OK);
  g_assert_cmpuint (state (fixture)->position.index, ==, 3);
  g_assert_true (fol_names_lookup (fol_session_get_names (fixture->session), "b", &name));
  g_assert_cmpuint (name.object.b, ==, 1);

  /* Names are known only where they have been given. */
  fol_session_seek (fixture->session, (struct fol_position){ .index = 2, .step = FOL_STEP_END });
  settle (fixture);
  g_assert_false (fol_names_lookup (fol_session_get_names (fixture->session), "b", &name));
  g_assert_false (fol_session_apply_text (fixture->session, "free_pages $b", &error));
  g_assert_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_NAME);
  g_clear_error (&error);
  g_assert_false (fol_session_apply_text (fixture->session, "free_pagse 1", &error));
  g_assert_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_UNKNOWN);

  /* Behind a seek that has not arrived: order is kept. */
  fol_session_seek (fixture->session, (struct fol_position){ .index = 3, .step = FOL_STEP_END });
  apply (fixture, "free_pages $b");
  fol_session_seek (fixture->session, (struct fol_position){ .index = 1, .step = FOL_STEP_END });
  apply (fixture, "c = alloc_pages order=0");
  settle (fixture);
  g_assert_cmpuint (state (fixture)->branch_count, ==, 2);
  g_assert_cmpuint (state (fixture)->track[0]->branch.length, ==, 4);
  g_assert_cmpuint (state (fixture)->position.branch, ==, 1);
  g_assert_cmpuint (state (fixture)->position.index, ==, 2);
  g_assert_cmpuint (fixture->messages, ==, 0);

  /* What is refused is told and not recorded. */
  apply (fixture, "free_pages 63");
  settle (fixture);
  g_assert_cmpint (fixture->event.result.status, ==, SIM_FREE_TWICE);
  g_assert_cmpuint (state (fixture)->position.index, ==, 2);
}

static void
test_steps (struct fixture *fixture, gconstpointer data)
{
  guint count;

  open_teaching (fixture);
  fol_session_step (fixture->session, 1); /* there is nothing to step to */
  settle (fixture);
  apply (fixture, "alloc_pages order=0");
  apply (fixture, "alloc_pages order=1");
  settle (fixture);
  count = state (fixture)->steps->count;
  g_assert_cmpuint (count, >, 3);

  fol_session_step_inside (fixture->session, -1);
  settle (fixture);
  g_assert_cmpuint (state (fixture)->position.step, ==, count - 1);
  fol_session_step_inside (fixture->session, 1);
  settle (fixture);
  g_assert_cmpuint (state (fixture)->position.step, ==, FOL_STEP_END);

  /* All the way back, one by one, and forward again, faster than it arrives. */
  for (guint i = 0; i < 100; i++) {
    fol_session_step_inside (fixture->session, -1);
    settle (fixture);
  }
  g_assert_cmpuint (state (fixture)->position.index, ==, 0);
  fol_session_step_inside (fixture->session, 1);
  settle (fixture);
  g_assert_cmpuint (state (fixture)->position.index, ==, 1);
  g_assert_cmpuint (state (fixture)->position.step, ==, 1);
  fol_session_step (fixture->session, 1);
  settle (fixture);
  g_assert_cmpuint (state (fixture)->position.index, ==, 1);
  g_assert_cmpuint (state (fixture)->position.step, ==, FOL_STEP_END);
  for (guint i = 0; i < 5; i++)
    fol_session_step (fixture->session, 1);
  settle (fixture);
  g_assert_cmpuint (state (fixture)->position.index, ==, 2);
  fol_session_step (fixture->session, -7);
  settle (fixture);
  g_assert_cmpuint (state (fixture)->position.index, ==, 0);
}

static void
test_why (struct fixture *fixture, gconstpointer data)
{
  open_teaching (fixture);
  apply (fixture, "alloc_pages order=0");
  settle (fixture);
  for (sim_pfn pfn = 0; pfn < 30; pfn++) /* as a pointer passes over the map */
    fol_session_why (fixture->session, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
  settle (fixture);
  g_assert_cmpuint (fixture->event.object.a, ==, 29);
  g_assert_cmpuint (fixture->why, >=, 1);
  g_assert_cmpuint (fixture->why, <=, 2);
  g_assert_true (fixture->event.complete);
}

static void
test_opening (struct fixture *fixture, gconstpointer data)
{
  struct sim_machine wrong;
  struct fol_position start = { .step = FOL_STEP_END };
  g_autoptr (GError) error = NULL;

  g_assert_false (fol_session_open_name (fixture->session, "no-such", &error));
  g_assert_nonnull (error);
  sim_machine_defaults (&wrong);
  fol_session_open_machine (fixture->session, &wrong, NULL, 0, NULL, start);
  settle (fixture);
  g_assert_nonnull (fixture->problem);
  g_assert_null (state (fixture));

  /* Many in a row: the last one counts, and says so once. */
  fixture->opened = 0;
  for (guint i = 0; i < 10; i++)
    g_assert_true (
        fol_session_open_name (fixture->session, i % 2 ? "teaching-64" : "pc-64m", NULL));
  apply (fixture, "alloc_pages order=0");
  settle (fixture);
  g_assert_cmpuint (fixture->opened, ==, 1);
  g_assert_null (fixture->problem);
  g_assert_cmpstr (state (fixture)->machine.name, ==, "teaching-64");
  g_assert_cmpuint (state (fixture)->position.index, ==, 1);

  /* What was open stays open if the new one is wrong. */
  fol_session_open_machine (fixture->session, &wrong, NULL, 0, NULL, start);
  settle (fixture);
  g_assert_nonnull (fixture->problem);
  g_assert_cmpstr (state (fixture)->machine.name, ==, "teaching-64");
  g_assert_cmpuint (state (fixture)->position.index, ==, 1);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  GError **error = data;

  g_assert_true (fol_session_save_file_finish (FOL_SESSION (object), result, error) ==
                 (*error == NULL));
  if (*error == NULL)
    *error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS, "saved");
}

static void
test_files (struct fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (directory, "s.jsonl", NULL);
  g_autofree char *broken = g_build_filename (directory, "broken.jsonl", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL, unsaved = NULL;
  g_autoptr (GString) longer = NULL;
  guint64 hash;

  fol_session_save_file (fixture->session, path, NULL, saved_cb, &unsaved);
  while (unsaved == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (unsaved, FOL_SESSION_FILE_ERROR, FOL_SESSION_FILE_EMPTY);

  open_teaching (fixture);
  apply (fixture, "a = alloc_pages order=2");
  apply (fixture, "alloc_pages order=0");
  fol_session_seek (fixture->session, (struct fol_position){ .index = 1, .step = 2 });
  settle (fixture);
  fol_session_add_bookmark (fixture->session, state (fixture)->position, "here");
  fol_session_set_view (fixture->session, "colour", "order");
  hash = sim_snapshot_hash (state (fixture)->snapshot);
  fol_session_save_file (fixture->session, path, NULL, saved_cb, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);

  g_assert_true (fol_session_open_name (fixture->session, "pc-64m", NULL));
  settle (fixture);
  g_assert_cmpuint (fol_session_get_notes (fixture->session)->bookmarks->len, ==, 0);
  fol_session_open_file (fixture->session, "/no/such/file");
  settle (fixture);
  g_assert_nonnull (strstr (fixture->problem, "/no/such/file"));
  g_assert_cmpstr (state (fixture)->machine.name, ==, "pc-64m");

  fol_session_open_file (fixture->session, "/no/such/file");
  fol_session_open_file (fixture->session, path); /* the newest counts */
  settle (fixture);
  g_assert_null (fixture->problem);
  g_assert_cmphex (sim_snapshot_hash (state (fixture)->snapshot), ==, hash);
  g_assert_cmpuint (state (fixture)->position.step, ==, 2);
  g_assert_cmpuint (fol_session_get_notes (fixture->session)->bookmarks->len, ==, 1);
  fol_session_remove_bookmark (fixture->session, 0);
  g_assert_cmpuint (fixture->messages, ==, 0);
  apply (fixture, "free_pages $a");
  settle (fixture);
  g_assert_cmpint (fixture->event.result.status, ==, SIM_OK);

  /* A broken line is told, and the rest is there. */
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  longer = g_string_new (text);
  g_string_append (longer, "{\"op\":7}\n");
  g_assert_true (g_file_set_contents (broken, longer->str, -1, NULL));
  fol_session_open_file (fixture->session, broken);
  settle (fixture);
  g_assert_null (fixture->problem);
  g_assert_cmpuint (fixture->messages, ==, 1);
  g_assert_nonnull (strstr (fixture->message, "broken.jsonl:"));
  g_assert_cmpuint (state (fixture)->track[0]->branch.length, ==, 2);
}

static void
test_long (struct fixture *fixture, gconstpointer data)
{
  g_autofree struct sim_op *ops = g_new0 (struct sim_op, 2000000);

  open_teaching (fixture);
  /* Nearly all of them fail for want of memory, which takes its time, too. */
  for (guint i = 0; i < 2000000; i++)
    ops[i] = (struct sim_op){ .kind = SIM_OP_ALLOC_PAGES, .argument = { 4, 0xcc0, SIM_NODE_ANY } };
  fol_session_apply_many (fixture->session, ops, 2000000);
  fol_session_apply_many (fixture->session, ops, 10); /* waits, and is given up as well */
  while (fixture->progress == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->total, ==, 1999999);
  fol_session_cancel (fixture->session);
  settle (fixture);
  g_assert_true (fixture->event.cancelled);
  g_assert_cmpuint (fixture->applied, ==, 1);
  g_assert_cmpuint (state (fixture)->position.index, ==, 0);
  g_assert_true (state (fixture)->settled);

  fol_session_apply_many (fixture->session, ops, 5000);
  settle (fixture);
  g_assert_cmpuint (fixture->event.count, ==, 5000);
  for (guint i = 0; i < 500; i++) /* scrubbing */
    fol_session_seek (fixture->session,
                      (struct fol_position){ .index = 10 * i, .step = FOL_STEP_END });
  settle (fixture);
  g_assert_cmpuint (state (fixture)->position.index, ==, 4990);
  fol_session_apply_many (fixture->session, ops, 2000000); /* and closed in the middle */
}

static void
test_autosave (struct fixture *fixture, gconstpointer data)
{
  g_autofree char *where = g_build_filename (directory, "folioscope", NULL);
  g_autofree struct sim_op *ops = g_new0 (struct sim_op, 10000);
  g_autoptr (GDir) listing = NULL;
  g_autofree char *path = NULL;
  g_autoptr (FolLoadedSession) loaded = NULL;
  g_autoptr (GError) error = NULL;
  guint64 hash;

  open_teaching (fixture);
  listing = g_dir_open (where, 0, NULL);
  g_assert_true (listing == NULL || g_dir_read_name (listing) == NULL);
  g_clear_pointer (&listing, g_dir_close);
  apply (fixture, "a = alloc_pages order=2");
  settle (fixture);
  for (guint i = 0; i < 10000; i++)
    ops[i].kind = i % 2 == 0 ? SIM_OP_DRAIN_ALL_PAGES : SIM_OP_DRAIN_LOCAL_PAGES;
  fol_session_apply_many (fixture->session, ops, 10000); /* written on a thread */
  settle (fixture);
  apply (fixture, "free_pages $a");
  settle (fixture);
  hash = sim_snapshot_hash (state (fixture)->snapshot);
  listing = g_dir_open (where, 0, NULL);
  g_assert_nonnull (listing);
  path = g_build_filename (where, g_dir_read_name (listing), NULL);
  do {
    g_clear_pointer (&loaded, fol_loaded_session_free);
    g_main_context_iteration (NULL, FALSE);
    loaded = fol_session_file_load (path, NULL, NULL, NULL, &error);
    g_assert_no_error (error);
  } while (loaded->position.index < 10002);
  g_assert_cmpuint (loaded->problem_count, ==, 0);
  g_assert_cmphex (sim_arena_hash (sim_world_arena (fol_history_world (loaded->history))), ==,
                   hash);
  g_clear_pointer (&loaded, fol_loaded_session_free);

  /* Another session, another file. */
  open_teaching (fixture);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define ADD(name, autosave, function)                                                              \
  g_test_add (name, struct fixture, GINT_TO_POINTER (autosave), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state_dir = NULL;
  int failed;

  directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  state_dir = g_build_filename (directory, "folioscope", NULL);
  g_setenv ("XDG_STATE_HOME", directory, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("/session/apply", FALSE, test_apply);
  ADD ("/session/steps", FALSE, test_steps);
  ADD ("/session/why", FALSE, test_why);
  ADD ("/session/opening", FALSE, test_opening);
  ADD ("/session/files", FALSE, test_files);
  ADD ("/session/long", FALSE, test_long);
  ADD ("/session/autosave", TRUE, test_autosave);
  failed = g_test_run ();
  g_rmdir (state_dir);
  {
    g_autofree char *saved = g_build_filename (directory, "s.jsonl", NULL);
    g_autofree char *broken = g_build_filename (directory, "broken.jsonl", NULL);

    g_unlink (saved);
    g_unlink (broken);
  }
  g_rmdir (directory);
  g_free (directory);
  return failed;
}
