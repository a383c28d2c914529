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

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload-form/run", test_workload_form);
  return g_test_run ();
}
