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

  fol_selection_hover (selection, block, NULL, 0);
  fol_selection_hover (selection, block, NULL, 0);
  g_assert_cmpuint (hovered, ==, 1);
  g_assert_true (sim_object_equal (fol_selection_get_hovered (selection), block));
  /* One does not touch the other. */
  g_assert_true (sim_object_equal (fol_selection_get (selection), frame));
  g_assert_cmpuint (selected, ==, 1);

  fol_selection_hover (selection, none, NULL, 0);
  fol_selection_set (selection, none);
  g_assert_cmpuint (hovered, ==, 2);
  g_assert_cmpuint (selected, ==, 2);
  g_assert_finalize_object (selection);
}

/* What belongs to what is hovered or selected: said when it changes, gone with the thing. */
static void
test_related (void)
{
  FolSelection *selection = fol_selection_new ();
  const struct sim_object set = { .kind = SIM_OBJECT_CPU_SET, .b = 3, .c = 1 };
  const struct sim_object objects[] = { { .kind = SIM_OBJECT_SMALL, .a = 41 },
                                        { .kind = SIM_OBJECT_SMALL, .a = 40, .b = 64 } };
  const struct sim_object other = { .kind = SIM_OBJECT_SMALL, .a = 40 };
  guint hovered = 0, related = 0;

  g_signal_connect (selection, "hovered", G_CALLBACK (count_cb), &hovered);
  g_signal_connect (selection, "related", G_CALLBACK (count_cb), &related);
  fol_selection_hover (selection, set, objects, G_N_ELEMENTS (objects));
  fol_selection_hover (selection, set, objects, G_N_ELEMENTS (objects));
  g_assert_cmpuint (hovered, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    g_assert_true (fol_linked_has (fol_selection_get_hovered_link (selection), objects[i]));
  g_assert_false (fol_linked_has (fol_selection_get_hovered_link (selection), other));
  /* The same set in the other grid, where another object falls in it. */
  fol_selection_hover (selection, set, &other, 1);
  g_assert_cmpuint (hovered, ==, 2);
  g_assert_true (fol_linked_has (fol_selection_get_hovered_link (selection), other));
  g_assert_false (fol_linked_has (fol_selection_get_hovered_link (selection), objects[0]));

  fol_selection_set (selection, set);
  g_assert_cmpuint (related, ==, 0);
  fol_selection_relate (selection, objects, G_N_ELEMENTS (objects));
  fol_selection_relate (selection, objects, G_N_ELEMENTS (objects));
  g_assert_cmpuint (related, ==, 1);
  g_assert_true (sim_object_equal (fol_selection_get (selection), set));
  g_assert_true (fol_linked_has (fol_selection_get_link (selection), objects[1]));
  fol_selection_set (selection, other);
  g_assert_cmpuint (fol_selection_get_link (selection)->count, ==, 0);
  g_assert_finalize_object (selection);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/selection/changes", test_changes);
  g_test_add_func ("/selection/related", test_related);
  return g_test_run ();
}
