/* tests/ui/test-slabinfo.c - /proc/slabinfo in its window: follows the moment, is copied and saved. */
#include "tests/ui/ui-fixture.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"
#include "ui/slabinfo-window.h"

#include <glib/gstdio.h>
#include <string.h>

struct set {
  struct fol_history *history;
  GtkWidget *parent, *window;
};

static uint64_t
apply (struct set *set, enum sim_operation_kind kind, uint64_t a, uint64_t b, uint64_t c)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (set->history, &op, &result), ==, SIM_OK);
  return result.value;
}

static const char *
text_now (struct set *set)
{
  struct fol_state *state = fol_history_state (set->history);

  fol_slabinfo_window_set_state (FOL_SLABINFO_WINDOW (set->window), state);
  fol_state_unref (state);
  return fol_slabinfo_window_get_text (FOL_SLABINFO_WINDOW (set->window));
}

static void
set_up (struct set *set)
{
  set->history = fixture_history_of (1024);
  set->parent = fixture_window (gtk_label_new ("parent"), 300, 200);
  set->window = fol_slabinfo_window_new (GTK_WINDOW (set->parent));
  gtk_window_present (GTK_WINDOW (set->window));
  fixture_settle ();
}

/* The other window takes it along. */
static void
tear_down (struct set *set)
{
  g_object_add_weak_pointer (G_OBJECT (set->window), (gpointer *) &set->window);
  fixture_destroy (set->parent);
  fixture_settle ();
  g_assert_null (set->window);
  fol_history_free (set->history);
}

static GtkWidget *
text_view_in (GtkWidget *in)
{
  GtkWidget *found = GTK_IS_TEXT_VIEW (in) ? in : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (in); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = text_view_in (child);
  return found;
}

/* What stands there, and how many of its lines are marked as new. */
static char *
shown (struct set *set, guint *marked)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text_view_in (set->window)));
  GtkTextTag *changed =
      gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "changed");
  GtkTextIter start, end;

  *marked = 0;
  gtk_text_buffer_get_start_iter (buffer, &start);
  do {
    *marked += gtk_text_iter_has_tag (&start, changed);
  } while (gtk_text_iter_forward_line (&start));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
assert_shown (struct set *set, guint marked)
{
  guint count;
  g_autofree char *text = shown (set, &count);

  g_assert_cmpstr (text, ==, fol_slabinfo_window_get_text (FOL_SLABINFO_WINDOW (set->window)));
  g_assert_cmpuint (count, ==, marked);
}

static void
test_follows (void)
{
  struct set set;
  const char *text;
  uint64_t cache;

  set_up (&set);
  fol_slabinfo_window_set_state (FOL_SLABINFO_WINDOW (set.window), NULL);
  assert_shown (&set, 0);
  text = text_now (&set);
  g_assert_nonnull (strstr (text, "no caches yet"));
  assert_shown (&set, 0);
  apply (&set, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0);
  g_assert_true (g_str_has_prefix (text_now (&set), "slabinfo - version: 2.1\n"));
  assert_shown (&set, 0);
  cache = apply (&set, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("inode"), 200, 0);
  g_assert_nonnull (strstr (text_now (&set), "\ninode                  0      0    200 "));
  assert_shown (&set, 0); /* a line more: another text */
  apply (&set, SIM_OP_KMEM_CACHE_ALLOC, cache, SIM_GFP_KERNEL, SIM_NODE_ANY);
  text = text_now (&set);
  g_assert_null (strstr (text, "\ninode                  0 "));
  assert_shown (&set, 1);
  /* The same moment again is no news; the next one, which changes nothing there, is. */
  text_now (&set);
  assert_shown (&set, 1);
  fixture_alloc (set.history, 0);
  text_now (&set);
  assert_shown (&set, 0);
  tear_down (&set);
}

static void
test_keys (void)
{
  struct set set;
  GtkWidget *view;
  GtkTextBuffer *buffer;

  set_up (&set);
  apply (&set, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0);
  text_now (&set);
  view = text_view_in (set.window);
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "/proc/slabinfo");
  /* It can be selected, and is read only. */
  g_assert_true (gtk_widget_has_focus (view));
  fixture_key ("x ctrl+a");
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_assert_true (gtk_text_buffer_get_has_selection (buffer));
  assert_shown (&set, 0);
  g_object_add_weak_pointer (G_OBJECT (set.window), (gpointer *) &set.window);
  fixture_key ("Escape");
  g_assert_null (set.window);
  fixture_destroy (set.parent);
  fol_history_free (set.history);
}

static void
test_save (void)
{
  struct set set;
  g_autofree char *folder = g_dir_make_tmp ("folioscope-slabinfo.XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "slabinfo.txt", NULL), *written = NULL;
  g_autofree char *nowhere = g_build_filename (folder, "none", "slabinfo.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) bad = g_file_new_for_path (nowhere);

  set_up (&set);
  apply (&set, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0);
  text_now (&set);
  g_assert_true (fol_slabinfo_window_save (FOL_SLABINFO_WINDOW (set.window), file));
  g_assert_true (g_file_get_contents (path, &written, NULL, NULL));
  g_assert_cmpstr (written, ==, fol_slabinfo_window_get_text (FOL_SLABINFO_WINDOW (set.window)));
  g_assert_null (fixture_find (set.window, "form-error"));
  g_assert_false (fol_slabinfo_window_save (FOL_SLABINFO_WINDOW (set.window), bad));
  fixture_settle ();
  g_assert_nonnull (fixture_find (set.window, "form-error"));
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  tear_down (&set);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slabinfo/follows", test_follows);
  g_test_add_func ("/slabinfo/keys", test_keys);
  g_test_add_func ("/slabinfo/save", test_save);
  return g_test_run ();
}
