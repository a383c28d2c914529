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

static GtkWidget *
options_button (GtkWidget *card)
{
  return fixture_find (card, "card-caption");
}

/* "label / label [label] [label]", with what is in a menu behind it in brackets. */
static char *
menu_text (GtkWidget *button)
{
  GMenuModel *menu = gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (button));
  GString *text = g_string_new (NULL);

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) part = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
    g_autofree char *label = NULL;

    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
    g_string_append_printf (text, "%s%s", i > 0 ? " / " : "", label);
    for (int j = 0; part != NULL && j < g_menu_model_get_n_items (part); j++) {
      g_autofree char *item = NULL;

      g_menu_model_get_item_attribute (part, j, G_MENU_ATTRIBUTE_LABEL, "s", &item);
      g_string_append_printf (text, " [%s]", item);
    }
  }
  return g_string_free (text, FALSE);
}

static gboolean
menu_is_open (GtkWidget *button)
{
  return gtk_widget_get_visible (
      GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))));
}

static void
assert_menu (GtkWidget *card, const char *expected)
{
  g_autofree char *text = menu_text (options_button (card));

  g_assert_cmpstr (text, ==, expected);
}

static struct fol_state *
slab_state (struct fol_history **history)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_op up = { .kind = SIM_OP_KMEM_CACHE_INIT };
  struct sim_result result;

  sim_machine_defaults (&machine);
  machine.slab_allocator = SIM_ALLOCATOR_SLAB;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 16 << 20 };
  machine.cpu_cache_count = 2;
  machine.cpu_cache[0] = (struct sim_cpu_cache){ 1, 32768, 8, 64 };
  machine.cpu_cache[1] = (struct sim_cpu_cache){ 2, 1 << 20, 16, 64 };
  *history = fol_history_new (&machine, &problem);
  g_assert_cmpint (fol_history_apply (*history, &up, &result), ==, SIM_OK);
  return fol_history_state (*history);
}

/* Several options are menus behind one, with the keyboard as with the mouse; what is
 * chosen is told and is what the figure shows. */
static void
test_options (void)
{
  FolSelection *selection = fol_selection_new ();
  GtkWidget *card = fol_figure_card_new (selection), *window;
  struct fol_history *history;
  struct fol_state *state = slab_state (&history);
  const struct fol_figure_options *options;
  g_autofree char *text = NULL, *description = NULL;

  g_object_ref_sink (card);
  options = fol_figure_view_get_options (fol_figure_card_get_view (FOL_FIGURE_CARD (card)));
  window = fixture_window (card, 700, 400);
  fol_figure_card_set_figure (FOL_FIGURE_CARD (card), FOL_FIGURE_SETS);
  fol_figure_card_set_state (FOL_FIGURE_CARD (card), state);
  fixture_settle ();
  /* As cards do when there are more or fewer of them. */
  gtk_window_set_child (GTK_WINDOW (window), NULL);
  gtk_window_set_child (GTK_WINDOW (window), card);
  fixture_settle ();
  text = menu_text (options_button (card));
  g_assert_true (g_str_has_prefix (
      text, "What is read: one field of each object [one field of each object] [whole objects] "
            "[objects at random] / "
            "Which byte of an object: byte 0 [byte 0] [byte 64] [byte 128] [byte 256] [byte 512] "
            "[byte 1024] / "
            "CPU cache: L1 [L1] [L2] / "
            "Grids: without and with colours [without and with colours] [without colours] "
            "[with colours] / "
            "How often: 10 rounds [1 round] [2 rounds] [10 rounds] [100 rounds] / "
            "Cache: as selected [as selected] "));
  /* Not an underlined c. */
  g_assert_nonnull (strstr (text, " [kmem__cache]"));
  g_assert_nonnull (label_with (card, "one field of each object"));

  gtk_widget_grab_focus (options_button (card));
  fixture_key ("space");
  fixture_settle ();
  fixture_key ("Down Down Right");
  fixture_settle ();
  fixture_key ("Down Down space");
  fixture_settle ();
  g_assert_cmpuint (options->level, ==, 2);
  g_assert_false (menu_is_open (options_button (card)));
  g_assert_nonnull (label_with (card, "one field of each object · L2"));
  gtk_widget_activate_action (card, "card.grids", "s", "with");
  g_assert_cmpint (options->grids, ==, FOL_SETS_WITH_COLOURS);
  g_assert_nonnull (label_with (card, "one field of each object · L2 · with colours"));
  description = fol_figure_card_describe (FOL_FIGURE_CARD (card));
  g_assert_cmpstr (description, ==, "sets,level=2,grids=with");

  /* The options of another figure; the only one needs no heading. */
  gtk_widget_grab_focus (fixture_find (card, "figure-picker"));
  fixture_key ("space");
  fixture_settle ();
  fixture_key ("Home space");
  fixture_settle ();
  g_assert_false (menu_is_open (fixture_find (card, "figure-picker")));
  g_assert_cmpint (fol_figure_view_get_figure (fol_figure_card_get_view (FOL_FIGURE_CARD (card))),
                   ==, FOL_FIGURE_MAP);
  assert_menu (card, "by state / by order / by mobility / by zone / by owner");
  fol_figure_card_set_figure (FOL_FIGURE_CARD (card), FOL_FIGURE_CALLS);
  g_assert_null (options_button (card));
  fol_figure_card_restore (FOL_FIGURE_CARD (card), description);
  g_assert_nonnull (label_with (card, "one field of each object · L2 · with colours"));

  fol_state_unref (state);
  fol_history_free (history);
  fixture_destroy (window);
  g_assert_finalize_object (card);
  g_assert_finalize_object (selection);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/narrow", test_narrow);
  g_test_add_func ("/card/options", test_options);
  return g_test_run ();
}
