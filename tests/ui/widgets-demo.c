/* tests/ui/widgets-demo.c - the widgets and the style sheet side by side, to look at.
 *
 * Not installed and not a test.  widgets-demo [dark] [FRAMES]: with more frames
 * the machine is larger and the map a raster.
 */
#include "tests/ui/ui-fixture.h"

#include "engine/physical/gfp.h"
#include "ui/figure-view.h"
#include "ui/theme.h"
#include "ui/timeline.h"

struct demo {
  struct fol_history *history;
  FolFigureView *map, *buddy;
  FolTimeline *timeline;
};

static void
show (struct demo *demo, struct fol_position to)
{
  struct fol_state *state;

  if (!fol_history_seek (demo->history, to, NULL))
    return;
  state = fol_history_state (demo->history);
  fol_figure_view_set_state (demo->map, state);
  fol_figure_view_set_state (demo->buddy, state);
  fol_timeline_set_state (demo->timeline, state);
  fol_state_unref (state);
}

static void
seek_cb (FolTimeline *timeline, const struct fol_position *position, struct demo *demo)
{
  show (demo, *position);
}

static GtkWidget *
text (const char *string, const char *class)
{
  GtkWidget *label = gtk_label_new (string);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), strchr (string, 0x20) != NULL && strlen (string) > 40);
  gtk_widget_add_css_class (label, class);
  return label;
}

static GtkWidget *
box (GtkOrientation orientation, int spacing, const char *class)
{
  GtkWidget *made = gtk_box_new (orientation, spacing);

  if (class != NULL)
    gtk_widget_add_css_class (made, class);
  return made;
}

static void
add (GtkWidget *parent, GtkWidget *child)
{
  gtk_box_append (GTK_BOX (parent), child);
}

static GtkWidget *
button (const char *label, const char *class)
{
  GtkWidget *made = gtk_button_new_with_label (label);

  if (class != NULL)
    gtk_widget_add_css_class (made, class);
  return made;
}

static GtkWidget *
segmented (void)
{
  static const char *const names[] = { "Lesson", "Sandbox", "Recording" };
  GtkWidget *all = box (GTK_ORIENTATION_HORIZONTAL, 0, "segmented"), *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GtkWidget *one = gtk_toggle_button_new_with_label (names[i]);

    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (one), GTK_TOGGLE_BUTTON (first));
    if (first == NULL)
      first = one;
    add (all, one);
  }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (first), TRUE);
  return all;
}

static GtkWidget *
header (void)
{
  GtkWidget *bar = gtk_header_bar_new (), *titles = box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  GtkWidget *menu = gtk_menu_button_new ();

  gtk_widget_add_css_class (bar, "header");
  gtk_widget_set_valign (titles, GTK_ALIGN_CENTER);
  add (titles, text ("Buddy I: splitting", "header-title"));
  add (titles, text ("Linux 6.1 · teaching machine, 64 frames", "header-caption"));
  gtk_header_bar_pack_start (GTK_HEADER_BAR (bar), button ("‹  Lessons", NULL));
  gtk_header_bar_pack_start (GTK_HEADER_BAR (bar), titles);
  gtk_header_bar_set_title_widget (GTK_HEADER_BAR (bar), segmented ());
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "open-menu-symbolic");
  gtk_header_bar_pack_end (GTK_HEADER_BAR (bar), menu);
  gtk_header_bar_pack_end (GTK_HEADER_BAR (bar), button ("Export", NULL));
  return bar;
}

static GtkWidget *
predict (void)
{
  GtkWidget *all = box (GTK_ORIENTATION_VERTICAL, 6, "predict");
  GtkWidget *row = box (GTK_ORIENTATION_HORIZONTAL, 8, NULL);

  add (all, text ("Predict", "predict-label"));
  add (all, text ("Which frame will you get?", "predict-question"));
  add (all, text ("Click it in the memory map. Then press Space and watch the kernel split the "
                  "block, one function at a time.",
                  "body"));
  add (row, button ("Your guess: 40", NULL));
  add (row, button ("Hint", "flat-link"));
  add (all, row);
  add (all, text ("Wrong guesses teach most: nothing is counted.", "caption"));
  return all;
}

static GtkWidget *
lesson_pane (void)
{
  GtkWidget *pane = box (GTK_ORIENTATION_VERTICAL, 12, "lesson-pane");
  GtkWidget *progress = box (GTK_ORIENTATION_HORIZONTAL, 0, "progress");
  GtkWidget *well = box (GTK_ORIENTATION_VERTICAL, 2, "well");
  GtkWidget *footer = box (GTK_ORIENTATION_HORIZONTAL, 10, "lesson-footer");
  GtkWidget *next = gtk_button_new (), *next_box = box (GTK_ORIENTATION_HORIZONTAL, 8, NULL);
  GtkWidget *spring = box (GTK_ORIENTATION_VERTICAL, 0, NULL), *hint;

  gtk_widget_set_size_request (pane, 320, -1);
  for (guint i = 0; i < 9; i++) {
    GtkWidget *dash = box (GTK_ORIENTATION_HORIZONTAL, 0, "progress-dash");

    gtk_widget_set_hexpand (dash, TRUE);
    if (i < 4)
      gtk_widget_add_css_class (dash, "done");
    add (progress, dash);
  }
  add (pane, progress);
  add (pane, text ("Step 4 of 9", "step-counter"));
  add (pane, text ("One frame, please", "step-title"));
  add (pane, text ("You ask for a single frame (order 0).\nThe lists for orders 0, 1 and 2 are "
                   "empty. The smallest free block has order 3: eight frames.",
                   "step-text"));
  add (well, text ("smallest free block", "caption"));
  add (well, text ("order 3, frames 40–47", "value"));
  add (pane, well);
  add (pane, predict ());
  gtk_widget_set_vexpand (spring, TRUE);
  add (pane, spring);
  gtk_widget_add_css_class (next, "primary");
  gtk_widget_set_hexpand (next, TRUE);
  add (next_box, gtk_label_new ("Show me"));
  hint = text ("Space", "key-hint");
  gtk_widget_set_hexpand (hint, TRUE);
  gtk_label_set_xalign (GTK_LABEL (hint), 1);
  add (next_box, hint);
  gtk_button_set_child (GTK_BUTTON (next), next_box);
  add (footer, button ("Back", NULL));
  add (footer, next);
  add (pane, footer);
  return pane;
}

static GtkWidget *
card (const char *title, GtkWidget *view)
{
  static const char *const colours[] = { "coloured by mobility", "coloured by order", NULL };
  GtkWidget *all = box (GTK_ORIENTATION_VERTICAL, 0, "card");
  GtkWidget *head = box (GTK_ORIENTATION_HORIZONTAL, 8, "card-header");
  GtkWidget *name = text (title, "card-title"),
            *body = box (GTK_ORIENTATION_VERTICAL, 0, "card-body");
  GtkWidget *choice = gtk_drop_down_new_from_strings (colours);

  gtk_widget_add_css_class (choice, "quiet");
  gtk_widget_set_hexpand (name, TRUE);
  add (head, name);
  add (head, choice);
  add (all, head);
  gtk_widget_set_vexpand (view, TRUE);
  gtk_widget_set_hexpand (view, TRUE);
  add (body, view);
  add (all, body);
  return all;
}

static GtkWidget *
inspector (void)
{
  static const char *const rows[][2] = {
    { "zone", "Normal" },
    { "head of block", "order 3" },
    { "free list", "3, movable" },
    { "pageblock", "2 (movable)" },
    { "_refcount", "0" },
    { "_mapcount", "-1" },
    { "private", "3" },
    { "flags", "buddy" },
  };
  GtkWidget *all = box (GTK_ORIENTATION_VERTICAL, 0, "card");
  GtkWidget *head = box (GTK_ORIENTATION_HORIZONTAL, 8, NULL), *title, *chip;
  GtkWidget *entry = gtk_entry_new (), *spin = gtk_spin_button_new_with_range (0, 10, 1);

  gtk_widget_add_css_class (all, "inspector");
  gtk_widget_set_size_request (all, 256, -1);
  title = text ("Frame 40", "object-title");
  gtk_widget_set_hexpand (title, TRUE);
  add (head, title);
  chip = text ("free", "chip");
  gtk_widget_add_css_class (chip, "chip-free");
  add (head, chip);
  add (all, head);
  add (all, text ("physical 0x28000", "mono"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWidget *row = box (GTK_ORIENTATION_HORIZONTAL, 8, "inspector-row");
    GtkWidget *name = text (rows[i][0], "field-name");

    gtk_widget_set_hexpand (name, TRUE);
    add (row, name);
    add (row, text (rows[i][1], "field-value"));
    add (all, row);
  }
  add (all, text ("Why is it here?", "section-title"));
  add (all, text ("You can", "section-caption"));
  add (all, entry);
  add (all, spin);
  add (all, gtk_check_button_new_with_label ("__GFP_ZERO"));
  add (all, button ("Allocate here", NULL));
  gtk_editable_set_text (GTK_EDITABLE (entry), "alloc_pages order=0");
  return all;
}

static GtkWidget *
transport (void)
{
  static const char *const icons[] = { "|‹", "‹", "▶", "›", "›|" };
  GtkWidget *all = box (GTK_ORIENTATION_HORIZONTAL, 4, "transport");

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++) {
    GtkWidget *one = button (icons[i], "square");

    if (i == 2)
      gtk_widget_add_css_class (one, "play");
    add (all, one);
  }
  gtk_widget_set_valign (all, GTK_ALIGN_CENTER);
  return all;
}

static void
fill (struct demo *demo)
{
  sim_pfn kept[6];
  struct fol_position back = { .branch = 0, .index = 3, .step = FOL_STEP_END };

  for (guint i = 0; i < 6; i++)
    kept[i] = fixture_alloc (demo->history, i % 3);
  fixture_free (demo->history, kept[1]);
  fixture_free (demo->history, kept[3]);
  g_assert_true (fol_history_seek (demo->history, back, NULL));
  fixture_alloc (demo->history, 3);
  fixture_alloc (demo->history, 0);
  show (demo, (struct fol_position){ .branch = 0, .index = 5, .step = FOL_STEP_END });
  fol_timeline_set_reached (demo->timeline, 6);
}

static gboolean
ended_cb (gboolean *ended)
{
  *ended = TRUE;
  return FALSE;
}

int
main (int argc, char *argv[])
{
  struct demo demo = { 0 };
  FolSelection *selection = fol_selection_new ();
  struct fol_figure_options options = fol_figure_options_default;
  bool dark = argc > 1 && g_str_equal (argv[1], "dark");
  enum fol_theme theme = dark ? FOL_THEME_DARK : FOL_THEME_LIGHT;
  GtkWidget *window, *all, *upper, *figures, *bar;
  gboolean ended = FALSE;

  gtk_init ();
  fol_theme_choose (fol_theme_get_default (),
                    dark ? FOL_THEME_CHOOSE_DARK : FOL_THEME_CHOOSE_LIGHT);
  demo.history = argc > 2 ? fixture_history_of ((guint) g_ascii_strtoull (argv[2], NULL, 10))
                          : fixture_history ();
  demo.map = FOL_FIGURE_VIEW (fol_figure_view_new (selection));
  demo.buddy = FOL_FIGURE_VIEW (fol_figure_view_new (selection));
  demo.timeline = FOL_TIMELINE (fol_timeline_new ());
  fol_figure_view_set_figure (demo.buddy, FOL_FIGURE_BUDDY);
  options.no_title = true;
  fol_figure_view_set_options (demo.map, &options);
  fol_figure_view_set_options (demo.buddy, &options);
  fol_figure_view_set_theme (demo.map, theme);
  fol_figure_view_set_theme (demo.buddy, theme);
  fol_timeline_set_theme (demo.timeline, theme);
  g_signal_connect (demo.timeline, "seek", G_CALLBACK (seek_cb), &demo);

  window = gtk_window_new ();
  gtk_window_set_titlebar (GTK_WINDOW (window), header ());
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  all = box (GTK_ORIENTATION_VERTICAL, 0, NULL);
  upper = box (GTK_ORIENTATION_HORIZONTAL, 0, NULL);
  figures = box (GTK_ORIENTATION_VERTICAL, 12, NULL);
  gtk_widget_set_vexpand (upper, TRUE);
  add (upper, lesson_pane ());
  bar = box (GTK_ORIENTATION_HORIZONTAL, 16, "figures");
  add (figures, card ("Physical memory", GTK_WIDGET (demo.map)));
  add (figures, card ("Buddy system", GTK_WIDGET (demo.buddy)));
  add (bar, figures);
  add (bar, inspector ());
  add (upper, bar);
  add (all, upper);
  bar = box (GTK_ORIENTATION_HORIZONTAL, 24, "timeline-bar");
  add (bar, transport ());
  gtk_widget_set_hexpand (GTK_WIDGET (demo.timeline), TRUE);
  add (bar, GTK_WIDGET (demo.timeline));
  add (all, bar);
  gtk_window_set_child (GTK_WINDOW (window), all);
  fill (&demo);
  fol_selection_set (selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 40 });
  g_signal_connect_swapped (window, "destroy", G_CALLBACK (ended_cb), &ended);
  gtk_window_present (GTK_WINDOW (window));
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (selection);
  fol_history_free (demo.history);
  return 0;
}
