/* tests/ui/test-workload-form.c - the form of a workload: the same as its text, and it runs. */
#include "ui-fixture.h"
#include "ui/workload-form.h"

/* The form says the same as the text, and runs it; the session tells what came of it. */
static void
test_workload_form (void)
{
  FolSession *session = fol_session_new (FALSE);
  GtkWidget *form = g_object_ref_sink (fol_workload_form_new ());
  GtkWidget *window;
  struct fol_history *history = fixture_history ();
  struct fol_position position = { .step = FOL_STEP_END };
  struct fol_workload workload;
  g_autoptr (GError) error = NULL;

  fol_session_open_history (session, history, NULL, position);
  while (fol_session_get_state (session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  fol_workload_form_set_session (FOL_WORKLOAD_FORM (form), session);
  g_assert_true (fol_workload_is_text (fol_workload_form_get_text (FOL_WORKLOAD_FORM (form))));
  fol_workload_parse (fol_workload_form_get_text (FOL_WORKLOAD_FORM (form)), &workload, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++)
    g_assert_cmpuint (workload.value[i], ==, fol_workload_info (i)->otherwise);
  window = fixture_window (form, 320, 400);
  g_signal_emit_by_name (fixture_find (form, "primary"), "clicked");
  while (fol_session_get_state (session)->position.index != workload.value[FOL_WORKLOAD_OPS])
    g_main_context_iteration (NULL, TRUE);
  /* The last state comes before the word that the run has ended. */
  while (fixture_find (form, "primary") == NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture_destroy (window);
  g_assert_finalize_object (form);
  g_assert_finalize_object (session);
}

static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  if (g_str_equal (gtk_widget_get_name (widget), name))
    return widget;
  if (GTK_IS_EXPANDER (widget)) /* closed, it does not have its child as one */
    return find_named (gtk_expander_get_child (GTK_EXPANDER (widget)), name);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_named (child, name);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
set_value (GtkWidget *form, const char *name, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_named (form, name)), value);
}

/* Whether the expander is there that the control is in. */
static gboolean
is_shown (GtkWidget *form, const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (form); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_EXPANDER (child) && find_named (child, name) != NULL)
      return gtk_widget_get_visible (child);
  g_error ("no expander has %s", name);
}

/* What is of no use is not there: nothing about small objects without any, nothing about pages
 * where there are no requests for them.  What cannot be is said, and not run. */
static void
test_small_objects (void)
{
  GtkWidget *form = g_object_ref_sink (fol_workload_form_new ());
  FolSession *session = fol_session_new (FALSE);
  GtkWidget *window = fixture_window (form, 320, 600);

  g_assert_true (is_shown (form, "order"));
  g_assert_false (is_shown (form, "cached"));
  set_value (form, "small", 50);
  g_assert_true (is_shown (form, "order"));
  g_assert_true (is_shown (form, "cached"));
  set_value (form, "small", 100);
  g_assert_false (is_shown (form, "order"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_named (form, "whose")), FOL_CACHES_KERNEL);
  g_assert_cmpstr (fol_workload_form_get_text (FOL_WORKLOAD_FORM (form)), ==,
                   "workload small=100 whose=kernel");
  fol_workload_form_set_session (FOL_WORKLOAD_FORM (form), session);
  set_value (form, "smallest", 2000);
  g_signal_emit_by_name (fixture_find (form, "primary"), "clicked");
  g_assert_nonnull (fixture_find (form, "form-error"));
  g_assert_false (fol_session_is_busy (session));
  set_value (form, "largest", 2000);
  g_assert_null (fixture_find (form, "form-error"));
  fixture_destroy (window);
  g_assert_finalize_object (form);
  g_assert_finalize_object (session);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload-form/run", test_workload_form);
  g_test_add_func ("/workload-form/small-objects", test_small_objects);
  return g_test_run ();
}
