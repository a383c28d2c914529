/* tests/session/test-session-runs.c - run until, workloads, curves and bookmarks
 * from the main loop's side, and their tables (a workload's: test-workload.c).
 */
#include "app/curve.h"
#include "app/session.h"
#include "app/until.h"

#include <string.h>

struct fixture {
  FolSession *session;
  guint messages, ran, curves, notes;
  char *message;
  struct fol_event event; /* of the last applied or ran */
  guint told, ended;      /* how often progress was told, and its end */
};

static void
progress_cb (FolSession *session, guint64 done, guint64 total, struct fixture *fixture)
{
  if (done < total)
    fixture->told++;
  else
    fixture->ended++;
}

static void
message_cb (FolSession *session, const char *text, struct fixture *fixture)
{
  fixture->messages++;
  g_free (fixture->message);
  fixture->message = g_strdup (text);
}

static void
applied_cb (FolSession *session, const struct fol_event *event,
            const struct fol_operation *operation, struct fixture *fixture)
{
  fixture->event = *event;
}

static void
ran_cb (FolSession *session, const struct fol_event *event, const char *text,
        struct fixture *fixture)
{
  g_assert_nonnull (text);
  fixture->ran++;
  fixture->event = *event;
}

static void
count_cb (FolSession *session, guint *count)
{
  ++*count;
}

static void
settle (struct fixture *fixture)
{
  while (fol_session_is_busy (fixture->session))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (struct fixture *fixture, gconstpointer machine)
{
  g_autoptr (GError) error = NULL;

  fixture->session = fol_session_new (FALSE);
  g_signal_connect (fixture->session, "message", G_CALLBACK (message_cb), fixture);
  g_signal_connect (fixture->session, "progress", G_CALLBACK (progress_cb), fixture);
  g_signal_connect (fixture->session, "applied", G_CALLBACK (applied_cb), fixture);
  g_signal_connect (fixture->session, "ran", G_CALLBACK (ran_cb), fixture);
  g_signal_connect (fixture->session, "curve", G_CALLBACK (count_cb), &fixture->curves);
  g_signal_connect (fixture->session, "notes", G_CALLBACK (count_cb), &fixture->notes);
  g_assert_true (fol_session_open_name (fixture->session, machine, &error));
  g_assert_no_error (error);
  settle (fixture);
}

static void
tear_down (struct fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  g_free (fixture->message);
  g_assert_cmpuint (sim_snapshot_count_alive (), ==, 0);
}

static const struct fol_state *
state (struct fixture *fixture)
{
  return fol_session_get_state (fixture->session);
}

static void
apply (struct fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (fol_session_apply_text (fixture->session, text, &error));
  g_assert_no_error (error);
}

static void
seek (struct fixture *fixture, guint64 index)
{
  fol_session_seek (fixture->session,
                    (struct fol_position){ .index = index, .step = FOL_STEP_END });
}

static bool
run_until (struct fixture *fixture, const char *text, bool backward)
{
  g_autoptr (GError) error = NULL;
  guint ran = fixture->ran;

  g_assert_true (fol_session_run_until (fixture->session, text, backward, &error));
  g_assert_no_error (error);
  settle (fixture);
  g_assert_cmpuint (fixture->ran, ==, ran + 1);
  g_assert_cmpuint (state (fixture)->position.index, ==,
                    fol_session_get_target (fixture->session).index);
  return fixture->event.count == 1;
}

static void
expect_refused (struct fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fol_session_run_until (fixture->session, text, FALSE, &error));
  g_assert_nonnull (error);
}

static void
test_run_until (struct fixture *fixture, gconstpointer data)
{
  apply (fixture, "a = alloc_pages order=0"); /* 1 */
  apply (fixture, "b = alloc_pages order=2");
  apply (fixture, "free_pages $a");
  apply (fixture, "a = alloc_pages order=1"); /* 4: another a */
  apply (fixture, "c = alloc_pages order=4");
  apply (fixture, "d = alloc_pages order=4");
  apply (fixture, "e = alloc_pages order=4"); /* 7: fails */
  seek (fixture, 0);
  settle (fixture);

  g_assert_true (run_until (fixture, "failed()", false));
  g_assert_cmpuint (state (fixture)->position.index, ==, 7);
  g_assert_false (run_until (fixture, "failed()", false));
  g_assert_cmpuint (fixture->messages, ==, 1);
  g_assert_nonnull (strstr (fixture->message, "failed()"));
  g_assert_cmpuint (state (fixture)->position.index, ==, 7);

  /* Back to the last moment before; the opening is one too. */
  g_assert_true (run_until (fixture, "merges() > 0", true));
  g_assert_cmpuint (state (fixture)->position.index, ==, 3);
  g_assert_true (run_until (fixture, "free(Normal) == 56", true));
  g_assert_cmpuint (state (fixture)->position.index, ==, 0);

  /* $a is what it is at each moment: of order 1 only after the fourth. */
  g_assert_true (run_until (fixture, "order($a) == 1", false));
  g_assert_cmpuint (state (fixture)->position.index, ==, 4);
  g_assert_true (run_until (fixture, "order($a) == 0 and state($a) == used", true));
  g_assert_cmpuint (state (fixture)->position.index, ==, 2);

  /* A division by zero on the way is no answer. */
  seek (fixture, 0);
  settle (fixture);
  g_assert_true (run_until (fixture, "$a == $a and 10 / splits() == 10", false));

  expect_refused (fixture, "free(Normal) <");
  expect_refused (fixture, "free(DMA) == 0");
  expect_refused (fixture, "order(64) == 0");
  expect_refused (fixture, "nonsense()");
}

static void
test_workload (struct fixture *fixture, gconstpointer data)
{
  struct fol_workload workload;
  struct fol_position at;
  uint64_t hash;

  g_assert_true (
      fol_workload_parse ("workload ops=20000 seed=5 order=4 cpus=2 fill=80", &workload, NULL));
  fol_session_workload (fixture->session, &workload);
  settle (fixture);
  g_assert_cmpuint (fixture->event.count, ==, 20000);
  g_assert_false (fixture->event.cancelled);
  g_assert_cmpuint (state (fixture)->position.index, ==, 20000);
  g_assert_true (state (fixture)->settled);
  g_assert_nonnull (state (fixture)->before);
  hash = sim_snapshot_hash (state (fixture)->snapshot);

  /* It filled up the memory, and kept it so. */
  {
    uint32_t kind, free_pages, all = state (fixture)->opening_free;
    guint kinds[SIM_OP_COUNT] = { 0 };

    for (guint64 i = 1; i <= 20000; i++) {
      g_assert_true (fol_state_track (state (fixture), 0, i, &kind, &free_pages));
      kinds[kind]++;
      if (i > 15000) {
        g_assert_cmpuint (free_pages, >, all * 15 / 100);
        g_assert_cmpuint (free_pages, <, all * 27 / 100);
      }
    }
    g_assert_cmpuint (kinds[SIM_OP_ALLOC_PAGES], >, 8000);
    g_assert_cmpuint (kinds[SIM_OP_FREE_PAGES], >, 6000);
    g_assert_cmpuint (kinds[SIM_OP_SET_CPU], ==, 0); /* the machine has one CPU */
  }

  /* The same again is the same; another seed makes a branch. */
  seek (fixture, 0);
  fol_session_workload (fixture->session, &workload);
  settle (fixture);
  g_assert_cmpuint (sim_snapshot_hash (state (fixture)->snapshot), ==, hash);
  g_assert_cmpuint (state (fixture)->branch_count, ==, 1);
  workload.value[FOL_WORKLOAD_SEED] = 6;
  seek (fixture, 10000);
  fol_session_workload (fixture->session, &workload);
  settle (fixture);
  g_assert_cmpuint (state (fixture)->branch_count, ==, 2);
  at = state (fixture)->position;
  g_assert_cmpuint (at.branch, ==, 1);
  g_assert_cmpuint (at.index, ==, 30000);

  /* Given up: what was applied stays. */
  workload.value[FOL_WORKLOAD_OPS] = 10000000;
  fol_session_workload (fixture->session, &workload);
  fixture->told = fixture->ended = 0;
  while (state (fixture)->position.index == at.index || fixture->told == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->ended, ==, 0);
  fol_session_cancel (fixture->session);
  settle (fixture);
  g_assert_cmpuint (fixture->ended, ==, 1);
  g_assert_true (fixture->event.cancelled);
  g_assert_cmpuint (state (fixture)->position.index, ==, at.index + fixture->event.count);
  g_assert_cmpuint (fixture->event.count, >, 0);
}

static void
test_curve (struct fixture *fixture, gconstpointer data)
{
  struct fol_curve curve, plain = fol_session_get_curve (fixture->session);
  struct fol_workload workload;
  uint32_t value, free_pages, kind;

  g_assert_true (fol_curve_is_plain (&plain));
  fol_workload_defaults (&workload);
  fol_session_workload (fixture->session, &workload);
  g_assert_true (fol_curve_parse ("free:Normal", state (fixture), &curve));
  fol_session_set_curve (fixture->session, &curve);
  settle (fixture);
  for (;;) {
    const struct fol_curve_values *values = fol_session_get_curve_values (fixture->session);

    if (values != NULL && values->known == 10000)
      break;
    g_main_context_iteration (NULL, TRUE);
  }
  for (guint64 i = 0; i <= 10000; i += 100) {
    const struct fol_curve_values *values = fol_session_get_curve_values (fixture->session);

    /* The machine has no other zone. */
    g_assert_true (fol_curve_read (&curve, state (fixture), values, 0, i, &value));
    g_assert_true (fol_curve_read (&plain, state (fixture), NULL, 0, i, &free_pages));
    g_assert_cmpuint (value, ==, free_pages);
    if (i > 0)
      g_assert_true (fol_state_track (state (fixture), 0, i, &kind, &free_pages));
    g_assert_cmpuint (value, ==, free_pages);
  }
  g_assert_false (fol_curve_read (&curve, state (fixture), NULL, 0, 1, &value));
  g_assert_cmpuint (fixture->curves, >, 1);

  /* It stays with the next session, whose values are its own. */
  g_assert_true (fol_session_open_name (fixture->session, "teaching-64", NULL));
  settle (fixture);
  curve = fol_session_get_curve (fixture->session);
  g_assert_cmpuint (curve.zone, ==, 0);
  apply (fixture, "alloc_pages order=3");
  settle (fixture);
  while (fol_session_get_curve_values (fixture->session) == NULL ||
         fol_session_get_curve_values (fixture->session)->known < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (fol_curve_value (fol_session_get_curve_values (fixture->session), 0, 1, &value));
  g_assert_cmpuint (value, ==, 48);
  fol_session_set_curve (fixture->session, &plain);
  g_assert_null (fol_session_get_curve_values (fixture->session));
}

static void
test_curve_table (struct fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "",          "fre",      "free:Nothing",      "unusable",
                                       "blocks:11", "blocks:x", "blocks:0:Normal:1", "pcp:5",
                                       "free:" };
  struct fol_curve curve;

  for (guint i = 0; i < FOL_CURVE_KINDS; i++) {
    const struct fol_curve_info *info = fol_curve_info (i);

    for (guint zones = 0; zones < 2; zones++) {
      g_autofree char *text =
          g_strconcat (info->name, info->takes_order ? ":4" : "", zones ? ":Normal" : "", NULL);
      g_autofree char *back = NULL;
      g_autofree char *label = NULL;

      g_assert_true (fol_curve_parse (text, state (fixture), &curve));
      g_assert_cmpuint (curve.kind, ==, i);
      g_assert_cmpuint (curve.order, ==, info->takes_order ? 4 : 0);
      g_assert_true (fol_curve_is_valid (&curve, state (fixture)->layout));
      back = fol_curve_text (&curve, state (fixture));
      g_assert_cmpstr (back, ==, text);
      label = fol_curve_label (&curve, state (fixture));
      g_assert_true (g_str_has_prefix (label, info->label));
      g_assert_cmpint (strstr (label, "Normal") != NULL, ==, zones);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (fol_curve_parse (wrong[i], state (fixture), &curve));
}

static void
test_bookmarks (struct fixture *fixture, gconstpointer data)
{
  const struct fol_session_notes *notes;
  guint before = fixture->notes;

  fol_session_add_bookmark (fixture->session, (struct fol_position){ .index = 0 }, "one");
  fol_session_add_bookmark (fixture->session, (struct fol_position){ .index = 0 }, "two");
  fol_session_rename_bookmark (fixture->session, 1, "another");
  fol_session_rename_bookmark (fixture->session, 1, "another");
  fol_session_remove_bookmark (fixture->session, 0);
  g_assert_cmpuint (fixture->notes, ==, before + 4);
  notes = fol_session_get_notes (fixture->session);
  g_assert_cmpuint (notes->bookmarks->len, ==, 1);
  g_assert_cmpstr (g_array_index (notes->bookmarks, struct fol_bookmark, 0).label, ==, "another");
}

#define ADD(path, machine, test) g_test_add (path, struct fixture, machine, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/runs/until", "teaching-64", test_run_until);
  ADD ("/runs/workload", "pc-64m", test_workload);
  ADD ("/runs/curve", "teaching-64", test_curve);
  ADD ("/runs/curve-table", "teaching-64", test_curve_table);
  ADD ("/runs/bookmarks", "teaching-64", test_bookmarks);
  return g_test_run ();
}
