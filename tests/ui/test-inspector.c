/* tests/ui/test-inspector.c - the inspector for small objects: why they are as they are, and the way up.
 *
 * A session with SLUB, whose answers come from the worker as in the window.
 */
#include "tests/slab-machine.h"

#include "ui-fixture.h"
#include "ui/inspector.h"
#include "engine/physical/gfp.h"

/* 4 MiB, where small objects are from the beginning. */
static struct fol_history *
slub_history (void)
{
  struct sim_machine machine = test_slab_machine (SIM_ALLOCATOR_SLUB, 1);
  struct sim_machine_problem problem;
  struct fol_history *history;

  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

static struct sim_result
apply (struct fol_history *history, enum sim_operation_kind kind, guint64 a, guint64 b, guint64 c)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
  return result;
}

struct fixture {
  FolSelection *selection;
  FolSession *session;
  GtkWidget *inspector, *window;
  struct sim_object object, slab, cache;
  guint64 sought;
};

static void
sought_cb (GtkWidget *inspector, guint64 index, struct fixture *fixture)
{
  fixture->sought = index;
}

/* kmalloc 96, kfree: an object of kmalloc-96, selected by whoever uses this. */
static void
set_up (struct fixture *fixture)
{
  struct fol_history *history = slub_history ();
  struct sim_result result = apply (history, SIM_OP_KMALLOC, 96, SIM_GFP_KERNEL, SIM_NODE_ANY);
  struct sim_view view = sim_world_view (fol_history_world (history));
  struct sim_located located;
  struct fol_state *state;

  *fixture = (struct fixture){ .object = result.object, .sought = 99 };
  sim_view_locate (&view, result.value, &located);
  fixture->slab = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = result.object.a };
  fixture->cache = (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = located.cache };
  apply (history, SIM_OP_KFREE, result.value, 0, 0);
  state = fol_history_state (history);
  fixture->session = fol_session_new (FALSE);
  fol_session_open_history (fixture->session, history, NULL, state->position);
  fol_state_unref (state);
  while (fol_session_get_state (fixture->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture->selection = fol_selection_new ();
  fixture->inspector = g_object_ref_sink (fol_inspector_new (fixture->selection));
  fol_inspector_set_session (FOL_INSPECTOR (fixture->inspector), fixture->session);
  fol_inspector_set_state (FOL_INSPECTOR (fixture->inspector),
                           (struct fol_state *) fol_session_get_state (fixture->session));
  g_signal_connect (fixture->inspector, "seek", G_CALLBACK (sought_cb), fixture);
  fixture->window = fixture_window (fixture->inspector, 360, 700);
}

static void
tear_down (struct fixture *fixture)
{
  fixture_destroy (fixture->window);
  g_assert_finalize_object (fixture->inspector);
  g_assert_finalize_object (fixture->selection);
  g_assert_finalize_object (fixture->session);
}

/* The words of all labels of that class, a line each. */
static void
append_texts (GString *text, GtkWidget *widget, const char *class)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, class) &&
      gtk_widget_get_mapped (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_texts (text, child, class);
}

/* Waits until the inspector says so. */
static void
wait_for_texts (struct fixture *fixture, const char *class, const char *expected)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autoptr (GString) text = g_string_new (NULL);

  while (g_get_monotonic_time () < end) {
    g_string_truncate (text, 0);
    append_texts (text, fixture->inspector, class);
    if (g_str_equal (text->str, expected))
      return;
    g_main_context_iteration (NULL, TRUE);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_why (void)
{
  struct fixture fixture;

  set_up (&fixture);
  fol_selection_set (fixture.selection, fixture.object);
  wait_for_texts (&fixture, "touch-text",
                  "freed, back to the free list of CPU 0\n"
                  "a slab of kmalloc-96 was made, and the object allocated\n");
  fol_selection_set (fixture.selection, fixture.slab);
  wait_for_texts (&fixture, "touch-text",
                  "0 of 42 objects allocated, 1 before\n"
                  "made for kmalloc-96: frame 4, 42 objects; now the slab that CPU 0 uses\n");
  fol_selection_set (fixture.selection, fixture.cache);
  wait_for_texts (&fixture, "touch-text", "got slabs: 1, 0 before\nthere from the beginning\n");
  g_signal_emit_by_name (fixture_find (fixture.inspector, "touch"), "clicked");
  g_assert_cmpuint (fixture.sought, ==, 1);
  /* Nothing is asked about what has no answer. */
  fol_selection_set (fixture.selection, (struct sim_object){ .kind = SIM_OBJECT_ZONE });
  fixture_settle ();
  g_assert_null (fixture_find (fixture.inspector, "why-title"));
  tear_down (&fixture);
}

static void
append_crumbs (GString *text, GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "crumb"))
    g_string_append_printf (text, "%s%s", text->len > 0 ? " | " : "",
                            gtk_button_get_label (GTK_BUTTON (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_crumbs (text, child);
}

/* Lent until the next call. */
static const char *
crumb_labels (struct fixture *fixture)
{
  static char labels[128];
  g_autoptr (GString) text = g_string_new (NULL);

  append_crumbs (text, fixture->inspector);
  g_strlcpy (labels, text->str, sizeof labels);
  return labels;
}

static void
shown_cb (GtkWidget *inspector, const struct sim_object *object, struct sim_object *shown)
{
  *shown = *object;
}

/* From an object up to its frame, and from there to the slab and the cache. */
static void
test_crumbs (void)
{
  struct fixture fixture;
  struct sim_object shown = { .kind = SIM_OBJECT_NONE }, selected;
  GtkWidget *crumb;

  set_up (&fixture);
  g_signal_connect (fixture.inspector, "shown", G_CALLBACK (shown_cb), &shown);
  fol_selection_set (fixture.selection, fixture.object);
  g_assert_cmpstr (crumb_labels (&fixture), ==, "kmalloc-96 | slab 4 | frame 4");
  crumb = fixture_find (fixture.inspector, "crumb");
  fixture_click (crumb, 10, 8, 1);
  g_assert_true (sim_object_equal (fol_selection_get (fixture.selection), fixture.cache));
  g_assert_true (sim_object_equal (shown, fixture.cache));
  g_assert_null (fixture_find (fixture.inspector, "crumb"));

  /* With the keyboard, to the last of them. */
  fol_selection_set (fixture.selection, fixture.object);
  fixture_settle ();
  gtk_widget_grab_focus (fixture_find (fixture.inspector, "crumb"));
  fixture_key ("Tab");
  fixture_key ("Tab");
  fixture_key ("Return");
  selected = fol_selection_get (fixture.selection);
  g_assert_cmpuint (selected.kind, ==, SIM_OBJECT_FRAME);
  g_assert_cmpuint (selected.a, ==, fixture.slab.a);
  g_assert_cmpstr (crumb_labels (&fixture), ==, "kmalloc-96 | slab 4");

  /* The way is that of the moment shown: before the first operation there is no slab. */
  fol_session_seek (fixture.session, (struct fol_position){ .index = 0, .step = FOL_STEP_END });
  while (fol_session_get_state (fixture.session)->position.index != 0)
    g_main_context_iteration (NULL, TRUE);
  fol_inspector_set_state (FOL_INSPECTOR (fixture.inspector),
                           (struct fol_state *) fol_session_get_state (fixture.session));
  g_assert_cmpstr (crumb_labels (&fixture), ==, "DMA | pageblock 0");
  fol_selection_set (fixture.selection, fixture.object);
  g_assert_cmpstr (crumb_labels (&fixture), ==, "frame 4");
  wait_for_texts (&fixture, "caption", "Nothing has been here up to this moment.\n");
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspector/why", test_why);
  g_test_add_func ("/inspector/crumbs", test_crumbs);
  return g_test_run ();
}
