/* tests/ui/test-selection.c - what is selected and hovered: said once, and only when it changes. */
#include "ui/selection.h"

static void
count_cb (FolSelection *selection, guint *count)
{
  (*count)++;
}

static void
test_changes (void)
{
  FolSelection *selection = fol_selection_new ();
  struct sim_object frame = { .kind = SIM_OBJECT_FRAME, .a = 40 };
  struct sim_object block = { .kind = SIM_OBJECT_BLOCK, .a = 40, .b = 3 };
  struct sim_object none = { .kind = SIM_OBJECT_NONE };
  guint selected = 0, hovered = 0;

  g_signal_connect (selection, "selected", G_CALLBACK (count_cb), &selected);
  g_signal_connect (selection, "hovered", G_CALLBACK (count_cb), &hovered);
  g_assert_cmpuint (fol_selection_get (selection).kind, ==, SIM_OBJECT_NONE);

  fol_selection_set (selection, none);
  g_assert_cmpuint (selected, ==, 0);
  fol_selection_set (selection, frame);
  fol_selection_set (selection, frame);
  g_assert_cmpuint (selected, ==, 1);
  g_assert_true (sim_object_equal (fol_selection_get (selection), frame));

  fol_selection_hover (selection, block);
  fol_selection_hover (selection, block);
  g_assert_cmpuint (hovered, ==, 1);
  g_assert_true (sim_object_equal (fol_selection_get_hovered (selection), block));
  /* One does not touch the other. */
  g_assert_true (sim_object_equal (fol_selection_get (selection), frame));
  g_assert_cmpuint (selected, ==, 1);

  fol_selection_hover (selection, none);
  fol_selection_set (selection, none);
  g_assert_cmpuint (hovered, ==, 2);
  g_assert_cmpuint (selected, ==, 2);
  g_assert_finalize_object (selection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/selection/changes", test_changes);
  return g_test_run ();
}
