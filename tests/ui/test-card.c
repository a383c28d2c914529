/* tests/ui/test-card.c - the header of a figure's card at any width. */
#include "ui-fixture.h"
#include "ui/figure-card.h"
#include "ui/squeeze.h"

static GtkWidget *
label_with (GtkWidget *in, const char *text)
{
  if (GTK_IS_LABEL (in) && g_str_equal (gtk_label_get_text (GTK_LABEL (in)), text))
    return in;
  for (GtkWidget *child = gtk_widget_get_first_child (in); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = label_with (child, text);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* In a narrow card the option is an icon, no wider than that, and still tells what it is. */
static void
test_narrow (void)
{
  static const int widths[] = { 280, 600 };

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++) {
    FolSelection *selection = fol_selection_new ();
    GtkWidget *card = fol_figure_card_new (selection), *window, *words, *button;
    struct fol_history *history = fixture_history ();
    struct fol_state *state = fol_history_state (history);
    gboolean wide = widths[i] == 600;

    g_object_ref_sink (card);
    fol_figure_card_set_state (FOL_FIGURE_CARD (card), state);
    fol_figure_card_set_can (FOL_FIGURE_CARD (card), TRUE, TRUE);
    window = fixture_window (card, widths[i], 300);
    fixture_settle ();
    g_assert_cmpint (gtk_widget_get_width (card), ==, widths[i]);
    words = label_with (card, "coloured by mobility");
    g_assert_nonnull (words);
    g_assert_cmpint (gtk_widget_get_mapped (words), ==, wide);
    button = gtk_widget_get_ancestor (words, GTK_TYPE_MENU_BUTTON);
    g_assert_true (gtk_widget_get_mapped (button));
    g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "coloured by mobility"));
    if (!wide)
      g_assert_cmpint (gtk_widget_get_width (button), <=, 44);
    words = gtk_widget_get_ancestor (words, FOL_TYPE_SQUEEZE);
    g_assert_cmpint (fol_squeeze_is_wide (FOL_SQUEEZE (words)), ==, wide);
    fol_state_unref (state);
    fol_history_free (history);
    fixture_destroy (window);
    g_assert_finalize_object (card);
    g_assert_finalize_object (selection);
  }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/narrow", test_narrow);
  return g_test_run ();
}
