/* tests/session/test-session-small.c - sessions with small objects: saved, opened again, gone on with.
 *
 * Method: with each allocator the same bytes of memory at every moment (by hash), and names of
 * caches and objects that mean the same at each of them.
 */
#include "tests/session/histories.h"

#include "app/machine-reader.h"
#include "app/session-file.h"
#include "app/workload.h"
#include "engine/slab/slab.h"

#include <glib/gstdio.h>

static char *directory;

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
  struct fol_state *state = fol_history_state (history);
  struct sim_view view = sim_world_view (fol_history_world (history));
  g_autoptr (FolNames) here = fol_names_at (names, state);
  struct fol_operation operation;
  struct fol_position position;
  struct sim_result result;
  g_autoptr (GError) error = NULL;

  fol_operation_parse_text (text, &operation, &error);
  g_assert_no_error (error);
  fol_operation_resolve (&operation, here, &view, &error);
  g_assert_no_error (error);
  fol_history_apply (history, &operation.op, &result);
  g_assert_true (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
  position = fol_history_position (history);
  if (operation.as != NULL)
    fol_names_add (names, operation.as, result.object, result.value, position.branch,
                   position.index);
  fol_operation_clear (&operation);
  fol_state_unref (state);
}

static void
save (struct fol_history *history, const struct fol_session_notes *notes, const char *path)
{
  struct fol_state *state = fol_history_state (history);
  g_autoptr (GError) error = NULL;

  fol_session_file_save (path, state, notes, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  fol_state_unref (state);
}

static struct fol_name
name_at (struct fol_history *history, const struct fol_names *names, const char *name,
         struct fol_position position)
{
  struct fol_state *state;
  struct fol_names *known;
  struct fol_name found = { .name = NULL };

  g_assert_true (fol_history_seek (history, position, NULL));
  state = fol_history_state (history);
  known = fol_names_at (names, state);
  fol_names_lookup (known, name, &found);
  fol_names_free (known);
  fol_state_unref (state);
  return found;
}

/* A cache, objects of it and of kmalloc, a large one; some go back, one is written beyond; a
 * branch on which the same names mean others; and some hundred more. */
static struct fol_history *
make_small_session (const char *machine, struct fol_session_notes *notes)
{
  struct fol_history *history = open_machine (machine);
  struct fol_workload workload;
  struct fol_generator generator = { .next = fol_workload_stream_next };
  struct sim_result last;

  apply (history, notes->names, "c = kmem_cache_create inode size=600 flags=SLAB_HWCACHE_ALIGN");
  apply (history, notes->names, "o = kmem_cache_alloc $c");
  apply (history, notes->names, "k = kmalloc 100");
  apply (history, notes->names, "memset $k offset=100 byte=0x5a count=4");
  apply (history, notes->names, "l = kmalloc 20000");
  apply (history, notes->names, "k = krealloc $k 300");
  apply (history, notes->names, "kmem_cache_free $c $o"); /* 7 */
  fol_history_seek (history, test_at (0, 2), NULL);
  apply (history, notes->names, "k = kmalloc 9"); /* branch 1 */
  apply (history, notes->names, "o = kmem_cache_alloc inode");
  apply (history, notes->names, "kfree $k");
  g_assert_true (fol_workload_parse ("workload ops=500 small=80 whose=both", &workload, NULL));
  generator.user_data = fol_workload_stream_new (&workload);
  g_assert_cmpuint (fol_history_apply_generated (history, &generator, 500, &last, NULL), ==, 500);
  fol_workload_stream_free (generator.user_data);
  return history;
}

static void
test_small_objects (gconstpointer data)
{
  g_autoptr (FolSessionNotes) notes = fol_session_notes_new ();
  struct fol_history *history = make_small_session (data, notes), *other;
  g_autofree char *path = g_build_filename (directory, "small.jsonl", NULL),
                  *again = g_build_filename (directory, "again.jsonl", NULL);
  g_autofree char *text = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FolLoadedSession) loaded = NULL;

  save (history, notes, path);
  loaded = fol_session_file_load (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->problem_count, ==, 0);
  g_assert_cmphex (test_hash (history), ==, test_hash (loaded->history));
  test_same_histories (history, loaded->history);
  save (loaded->history, loaded->notes, again);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (again, &second, NULL, NULL));
  g_assert_cmpstr (text, ==, second);

  /* Names are those of the moment, and go on naming things of their kind. */
  other = loaded->history;
  for (guint i = 0; i < 2; i++) {
    struct fol_names *names = i == 0 ? notes->names : loaded->notes->names;
    struct fol_history *in = i == 0 ? history : other;
    struct fol_name first = name_at (in, names, "k", test_at (0, 4));
    struct fol_name moved = name_at (in, names, "k", test_at (0, 6));
    struct fol_name branch = name_at (in, names, "k", test_at (1, 3));
    struct fol_name object = name_at (in, names, "o", test_at (0, 7));
    struct fol_name cache = name_at (in, names, "c", test_at (1, 4));
    struct fol_name large = name_at (in, names, "l", test_at (0, 7));
    struct sim_view view = sim_world_view (fol_history_world (in));
    struct sim_kmem_cache values;
    char name[SIM_CACHE_NAME_BYTES];

    g_assert_null (name_at (in, names, "k", test_at (0, 2)).name);
    g_assert_null (name_at (in, names, "l", test_at (1, 4)).name);
    g_assert_cmpuint (first.object.kind, ==, SIM_OBJECT_SMALL);
    g_assert_cmpuint (branch.object.kind, ==, SIM_OBJECT_SMALL);
    g_assert_cmphex (first.value, !=, moved.value);
    g_assert_cmphex (first.value, >, SIM_PAGE_OFFSET);
    g_assert_cmpuint (object.index, ==, 2);
    g_assert_cmpuint (name_at (in, names, "o", test_at (1, 4)).index, ==, 4);
    g_assert_cmpuint (large.object.kind, ==, SIM_OBJECT_BLOCK);
    g_assert_cmphex (large.value, ==,
                     SIM_PAGE_OFFSET + ((uint64_t) large.object.a << SIM_PAGE_SHIFT));
    g_assert_cmpuint (cache.object.kind, ==, SIM_OBJECT_CACHE);
    g_assert_true (sim_view_cache (&view, (uint32_t) cache.value, &values));
    sim_cache_name (&values, name);
    g_assert_cmpstr (name, ==, "inode");

    /* The object written beyond its end is what it was, byte by byte, and one can go on. */
    fol_history_seek (in, test_at (0, 7), NULL);
    apply (in, names, "kfree $l");
    apply (in, names, "o = kmem_cache_alloc $c");
    apply (in, names, "kmem_cache_free inode $o");
  }
  g_assert_cmphex (test_hash (history), ==, test_hash (other));
  fol_history_free (history);
  g_unlink (path);
  g_unlink (again);
}

int
main (int argc, char **argv)
{
  static const char *const machines[] = { "slub-4m", "slub-2cpu", "slab-4m", "slob-4m" };
  int failed;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (machines); i++) {
    g_autofree char *path = g_strconcat ("/session-small/", machines[i], NULL);

    g_test_add_data_func (path, machines[i], test_small_objects);
  }
  failed = g_test_run ();
  g_rmdir (directory);
  g_free (directory);
  return failed;
}
