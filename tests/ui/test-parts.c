/* tests/ui/test-parts.c - the parts of the window, each alone: made, used, gone.
 *
 * Every case ends with a check that nothing keeps the widget alive: a handler,
 * a source or a reference that outlives a part keeps sessions and their threads.
 */
#include "ui-fixture.h"
#include "ui/actions.h"
#include "ui/card-layout.h"
#include "ui/command-entry.h"
#include "ui/export-dialog.h"
#include "ui/export-preview.h"
#include "ui/command-palette.h"
#include "ui/field-list.h"
#include "ui/figure-card.h"
#include "ui/inspector.h"
#include "ui/lesson-pane.h"
#include "ui/message-bar.h"
#include "ui/operation-form.h"
#include "ui/recent.h"
#include "ui/recording-pane.h"
#include "ui/sandbox-pane.h"
#include "ui/sequence-list.h"
#include "ui/settings.h"
#include "ui/slide.h"
#include "ui/start-page.h"
#include "ui/transport.h"
#include "ui/why-list.h"
#include "ui/widgets.h"
#include "ui/window.h"
#include "ui/window-private.h"
#include "app/describe.h"
#include "app/paths.h"

#include <glib/gstdio.h>

/* Shows the part, whose only reference is the caller's, lets it go, and finds it gone. */
static void
show_and_drop (GtkWidget *part)
{
  GtkWidget *window;

  window = fixture_window (part, 420, 500);
  fixture_settle ();
  fixture_destroy (window);
  g_assert_finalize_object (part);
}

static struct fol_state *
some_state (sim_pfn *pfn)
{
  struct fol_history *history = fixture_history ();
  struct fol_state *state;

  *pfn = fixture_alloc (history, 1);
  state = fol_history_state (history);
  fol_history_free (history);
  return state;
}

static const char *
text_of (GtkWidget *widget, const char *class)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, class))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const char *text = text_of (child, class);

    if (text != NULL)
      return text;
  }
  return NULL;
}

static guint
count_class (GtkWidget *widget, const char *class)
{
  guint count = gtk_widget_has_css_class (widget, class);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_class (child, class);
  return count;
}

/* The first toggle button below `widget`, or NULL. */
static GtkWidget *
find_toggle (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_TOGGLE_BUTTON (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_toggle (child);
  return found;
}

/* What this program has put on the clipboard; good until the next call. */
static const char *
clipboard_text (GdkClipboard *clipboard)
{
  static char *text;
  GdkContentProvider *content = gdk_clipboard_get_content (clipboard);
  g_auto (GValue) value = G_VALUE_INIT;

  g_clear_pointer (&text, g_free);
  g_value_init (&value, G_TYPE_STRING);
  if (content != NULL && gdk_content_provider_get_value (content, &value, NULL))
    text = g_value_dup_string (&value);
  return text;
}

static void
test_message_bar (void)
{
  GtkWidget *bar = fol_message_bar_new ();
  const struct fol_message_button buttons[] = { { "Do it", "win.none" }, { NULL } };

  g_object_ref_sink (bar);
  g_assert_false (fol_message_bar_is_shown (FOL_MESSAGE_BAR (bar)));
  fol_message_bar_show (FOL_MESSAGE_BAR (bar), FOL_MESSAGE_ERROR, "It went wrong", buttons);
  g_assert_true (fol_message_bar_is_shown (FOL_MESSAGE_BAR (bar)));
  g_assert_true (gtk_widget_has_css_class (bar, "error"));
  g_assert_nonnull (fol_message_bar_get_button (FOL_MESSAGE_BAR (bar)));
  fol_message_bar_show (FOL_MESSAGE_BAR (bar), FOL_MESSAGE_SUCCESS, "All is well", NULL);
  g_assert_false (gtk_widget_has_css_class (bar, "error"));
  g_assert_null (fol_message_bar_get_button (FOL_MESSAGE_BAR (bar)));
  show_and_drop (bar);
}

static void
test_transport (void)
{
  GtkWidget *transport = fol_transport_new ();
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);

  g_object_ref_sink (transport);
  fol_transport_set_state (FOL_TRANSPORT (transport), state);
  g_assert_cmpstr (text_of (transport, "strong"), ==, "operation 1 of 1");
  fol_transport_set_state (FOL_TRANSPORT (transport), NULL);
  g_assert_cmpstr (text_of (transport, "strong"), ==, "");
  fol_transport_set_playing (FOL_TRANSPORT (transport), TRUE);
  fol_transport_set_speed (FOL_TRANSPORT (transport), 4);
  fol_state_unref (state);
  show_and_drop (transport);
}

static void
test_inspector (void)
{
  FolSelection *selection = fol_selection_new ();
  GtkWidget *inspector = fol_inspector_new (selection);
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);
  g_autofree char *title = g_strdup_printf ("Frame %u", pfn);

  g_object_ref_sink (inspector);
  fol_inspector_set_state (FOL_INSPECTOR (inspector), state);
  fol_selection_set (selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
  g_assert_cmpstr (
      text_of (gtk_widget_get_last_child (gtk_widget_get_first_child (
                   gtk_widget_get_first_child (gtk_widget_get_first_child (inspector)))),
               "object-title"),
      ==, title);
  g_assert_cmpstr (text_of (inspector, "chip"), ==, "in use");
  /* Beyond the end of memory there is nothing to tell, and nothing to crash on. */
  fol_selection_set (selection, (struct sim_object){ .kind = SIM_OBJECT_ZONE, .a = 0 });
  fol_inspector_set_state (FOL_INSPECTOR (inspector), NULL);
  fol_state_unref (state);
  show_and_drop (inspector);
  g_assert_finalize_object (selection);
}

static void
test_field_list (void)
{
  static const char *const later[] = { "pfn", NULL };
  GtkWidget *list = g_object_ref_sink (fol_field_list_new ());
  GtkWidget *window = fixture_window (list, 300, 500);
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);
  struct sim_view view = fol_state_view (state);
  struct sim_object object = { .kind = SIM_OBJECT_FRAME, .a = pfn };
  g_autoptr (GPtrArray) fields = fol_describe_fields (&view, state->steps, object);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (list);

  fol_field_list_set (FOL_FIELD_LIST (list), fields, later);
  fixture_settle ();
  g_assert_false (fol_field_list_toggle (FOL_FIELD_LIST (list), "no such field"));
  g_assert_null (fixture_find (list, "field-detail"));
  /* From the first row that is shown to the next; Enter opens it, Control and C copy it. */
  gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
  fixture_key ("Down");
  fixture_key ("Return");
  fixture_key ("ctrl+c");
  g_assert_nonnull (fixture_find (list, "field-detail"));
  g_assert_cmpstr (clipboard_text (clipboard), ==, "zone Normal");
  /* Another state of the same fields leaves open what is open. */
  fol_field_list_set (FOL_FIELD_LIST (list), fields, later);
  g_assert_nonnull (fixture_find (list, "field-detail"));
  fol_state_unref (state);
  fixture_destroy (window);
  g_assert_finalize_object (list);
}

/* Following outlives what is not a choice, and ends with one. */
static void
test_following (void)
{
  FolSelection *selection = fol_selection_new ();
  GtkWidget *inspector = g_object_ref_sink (fol_inspector_new (selection));
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);
  GtkWidget *toggle;

  fol_selection_set_followed (selection, TRUE);
  g_assert_false (fol_selection_is_followed (selection));
  fol_inspector_set_state (FOL_INSPECTOR (inspector), state);
  fol_selection_set (selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
  fol_selection_set_followed (selection, TRUE);
  toggle = find_toggle (inspector);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
  g_signal_emit_by_name (toggle, "clicked");
  g_assert_false (fol_selection_is_followed (selection));
  fol_selection_set_followed (selection, TRUE);
  fol_selection_set (selection, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = 0 });
  g_assert_false (fol_selection_is_followed (selection));
  fol_state_unref (state);
  show_and_drop (inspector);
  g_assert_finalize_object (selection);
}

static void
sought_cb (GtkWidget *list, guint64 index, guint64 *sought)
{
  *sought = index;
}

/* Waits until the list shows as many operations. */
static void
wait_for_touches (GtkWidget *list, guint count)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (count_class (list, "touch") != count && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_class (list, "touch"), ==, count);
}

/* The list stays while one goes to a moment of it, and marks that moment. */
static void
test_why_list (void)
{
  FolSession *session = fol_session_new (FALSE);
  GtkWidget *list = g_object_ref_sink (fol_why_list_new ());
  GtkWidget *window;
  struct fol_history *history = fixture_history ();
  sim_pfn pfn = fixture_alloc (history, 1);
  struct sim_object frame = { .kind = SIM_OBJECT_FRAME, .a = pfn };
  struct fol_state *state;
  GtkWidget *touch;
  guint64 sought = 99;

  fixture_free (history, pfn);
  state = fol_history_state (history);
  fol_session_open_history (session, history, NULL, state->position);
  fol_state_unref (state);
  while (fol_session_get_state (session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (list, "seek", G_CALLBACK (sought_cb), &sought);
  fol_why_list_set_session (FOL_WHY_LIST (list), session);
  fol_why_list_set (FOL_WHY_LIST (list), (struct fol_state *) fol_session_get_state (session),
                    frame);
  window = fixture_window (list, 300, 500);
  wait_for_touches (list, 3);
  touch = fixture_find (list, "current");
  g_assert_cmpstr (text_of (touch, "op-number"), ==, "#2");
  touch = gtk_widget_get_next_sibling (touch);
  g_signal_emit_by_name (touch, "clicked");
  g_assert_cmpuint (sought, ==, 1);
  fol_session_seek (session, (struct fol_position){ .index = 1, .step = FOL_STEP_END });
  while (fol_session_get_state (session)->position.index != 1)
    g_main_context_iteration (NULL, TRUE);
  fol_why_list_set (FOL_WHY_LIST (list), (struct fol_state *) fol_session_get_state (session),
                    frame);
  g_assert_cmpstr (text_of (fixture_find (list, "current"), "op-number"), ==, "#1");
  g_assert_cmpuint (count_class (list, "touch"), ==, 3);
  /* Somewhere else by another way: asked anew. */
  fol_session_seek (session, (struct fol_position){ .index = 0, .step = FOL_STEP_END });
  while (fol_session_get_state (session)->position.index != 0)
    g_main_context_iteration (NULL, TRUE);
  fol_why_list_set (FOL_WHY_LIST (list), (struct fol_state *) fol_session_get_state (session),
                    frame);
  wait_for_touches (list, 1);
  fixture_destroy (window);
  g_assert_finalize_object (list);
  g_assert_finalize_object (session);
}

static void
test_figure_card (void)
{
  FolSelection *selection = fol_selection_new ();
  GtkWidget *card = fol_figure_card_new (selection);
  g_autoptr (GError) error = NULL;
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);

  g_object_ref_sink (card);
  fol_figure_card_set_state (FOL_FIGURE_CARD (card), state);
  g_assert_cmpstr (text_of (card, "card-title"), ==, "Physical memory");
  g_assert_true (fol_figure_card_set_option (FOL_FIGURE_CARD (card), "colour", "order", &error));
  g_assert_no_error (error);
  g_assert_false (fol_figure_card_set_option (FOL_FIGURE_CARD (card), "colour", "taste", &error));
  g_assert_nonnull (error);
  fol_figure_card_set_figure (FOL_FIGURE_CARD (card), FOL_FIGURE_BUDDY);
  g_assert_cmpstr (text_of (card, "card-title"), ==, "Buddy system");
  fol_figure_card_set_state (FOL_FIGURE_CARD (card), state);
  fol_state_unref (state);
  show_and_drop (card);
  g_assert_finalize_object (selection);
}

/* A layout goes into the preferences and comes back; damage counts as none. */
static void
test_card_layout (void)
{
  static const char *const damaged[] = { "",        "auto",      "auto;nonsense",
                                         "odd;map", "auto;;map", "auto;map;map;map;map;map" };
  const double shares[FOL_CARD_LINES] = { 0.25, 0, 0.5 };
  FolSelection *selection = fol_selection_new ();
  GtkWidget *card = g_object_ref_sink (fol_figure_card_new (selection));
  struct fol_card_layout layout;
  double read[FOL_CARD_LINES];
  g_autofree char *text = NULL;

  g_assert_true (fol_card_layout_parse (&layout, "beside;buddy,zone=1;map,colour=order"));
  g_assert_cmpuint (layout.count, ==, 2);
  text = fol_card_layout_format (&layout);
  g_assert_cmpstr (text, ==, "beside;buddy,zone=1;map,colour=order");
  fol_figure_card_restore (FOL_FIGURE_CARD (card), layout.figures[1]);
  g_free (text);
  text = fol_figure_card_describe (FOL_FIGURE_CARD (card));
  g_assert_cmpstr (text, ==, "map,colour=order");
  /* Of what is not known the rest is shown all the same, and options begin anew. */
  fol_figure_card_restore (FOL_FIGURE_CARD (card), "map,taste=sweet,frame-numbers");
  g_free (text);
  text = fol_figure_card_describe (FOL_FIGURE_CARD (card));
  g_assert_cmpstr (text, ==, "map");
  fol_card_layout_clear (&layout);
  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    g_assert_false (fol_card_layout_parse (&layout, damaged[i]));

  fol_card_shares_set ("shares.test", shares);
  fol_card_shares_get ("shares.test", read);
  for (guint i = 0; i < FOL_CARD_LINES; i++)
    g_assert_cmpfloat (shares[i], ==, read[i]);
  fol_settings_set ("shares.test", "7 nan x");
  fol_card_shares_get ("shares.test", read);
  for (guint i = 0; i < FOL_CARD_LINES; i++)
    g_assert_cmpfloat (read[i], ==, 0);
  show_and_drop (card);
  g_assert_finalize_object (selection);
}

static struct fol_palette_entry *
find_nothing (const char *text, gpointer user_data)
{
  struct fol_palette_entry *entry = NULL;

  if (g_str_equal (text, "wrong")) {
    entry = fol_palette_entry_new (FOL_PALETTE_OBJECTS, "There is no such frame");
    entry->wrong = TRUE;
  }
  return entry;
}

static void
taken_cb (FolCommandPalette *palette, gpointer entry, char **title)
{
  g_free (*title);
  *title = g_strdup (((struct fol_palette_entry *) entry)->title);
}

static void
test_palette (void)
{
  GtkWidget *button = g_object_ref_sink (gtk_menu_button_new ());
  GtkWidget *palette = g_object_ref_sink (fol_command_palette_new (find_nothing, NULL));
  GtkWidget *window;
  GPtrArray *entries = g_ptr_array_new_with_free_func (fol_palette_entry_free);
  g_autofree char *listed = NULL, *taken = NULL;

  for (guint i = 0; i < 6; i++) {
    g_autofree char *title = g_strdup_printf ("Action %u", i);

    g_ptr_array_add (entries, fol_palette_entry_new (FOL_PALETTE_ACTIONS, title));
  }
  g_ptr_array_add (entries, fol_palette_entry_new (FOL_PALETTE_LESSONS, "An action in a lesson"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), palette);
  g_signal_connect (palette, "chosen", G_CALLBACK (taken_cb), &taken);
  window = fixture_window (button, 420, 300);
  fol_command_palette_fill (FOL_COMMAND_PALETTE (palette), entries);
  listed = fol_command_palette_describe (FOL_COMMAND_PALETTE (palette));
  g_assert_cmpstr (listed, ==,
                   "Actions: Action 0; Action 1; Action 2; Action 3 | "
                   "Lessons: An action in a lesson");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  fixture_settle ();
  fixture_key ("a c t i o n");
  fixture_key ("Down Down Up Return");
  g_assert_cmpstr (taken, ==, "Action 1");
  /* What is wrong is said, and cannot be taken. */
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  fixture_settle ();
  fixture_key ("ctrl+a");
  fixture_key ("w r o n g Return");
  g_free (listed);
  listed = fol_command_palette_describe (FOL_COMMAND_PALETTE (palette));
  g_assert_cmpstr (listed, ==, "In memory: There is no such frame");
  g_assert_cmpstr (taken, ==, "Action 1");
  fixture_key ("Escape");
  fixture_destroy (window);
  g_assert_finalize_object (button);
  g_assert_finalize_object (palette);
}

static void
test_forms (void)
{
  FolSelection *selection = fol_selection_new ();
  FolSession *session = fol_session_new (FALSE);
  GtkWidget *form = g_object_ref_sink (fol_operation_form_new (selection));
  GtkWidget *pane = g_object_ref_sink (fol_sandbox_pane_new (selection));
  GtkWidget *entry = g_object_ref_sink (fol_command_entry_new ());
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);

  fol_operation_form_set_session (FOL_OPERATION_FORM (form), session);
  fol_operation_form_set_state (FOL_OPERATION_FORM (form), state);
  fol_sandbox_pane_set_session (FOL_SANDBOX_PANE (pane), session);
  fol_sandbox_pane_set_state (FOL_SANDBOX_PANE (pane), state);
  fol_sandbox_pane_set_result (FOL_SANDBOX_PANE (pane), "Refused: frame 3", FALSE);
  fol_command_entry_set_session (FOL_COMMAND_ENTRY (entry), session);
  fol_command_entry_set_error (FOL_COMMAND_ENTRY (entry), "column 3: what");
  g_assert_cmpstr (text_of (entry, "form-error"), ==, "column 3: what");
  fol_state_unref (state);
  show_and_drop (form);
  show_and_drop (pane);
  show_and_drop (entry);
  g_assert_finalize_object (session);
  g_assert_finalize_object (selection);
}

static void
test_lesson_pane (void)
{
  FolSelection *selection = fol_selection_new ();
  GtkWidget *pane = g_object_ref_sink (fol_lesson_pane_new (selection));
  GtkWidget *list = g_object_ref_sink (fol_sequence_list_new ());
  const char *items[] = { "first", "then `kfree`", NULL };

  fol_sequence_list_set_items (FOL_SEQUENCE_LIST (list), items);
  g_assert_cmpstr (text_of (list, "body"), ==, "then kfree");
  g_assert_cmpuint (count_class (list, "body"), ==, 2);
  fol_lesson_pane_update (FOL_LESSON_PANE (pane), NULL);
  g_assert_false (fol_lesson_pane_hint (FOL_LESSON_PANE (pane), NULL));
  show_and_drop (pane);
  show_and_drop (list);
  g_assert_finalize_object (selection);
}

static void
test_prose (void)
{
  GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

  fol_set_prose (label, "a `__free_pages` & *one* more");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "a __free_pages & one more");
  fol_set_prose (label, "3 * 4 < 13, a ` alone");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "3 * 4 < 13, a ` alone");
  fol_set_prose (label, NULL);
  g_assert_false (gtk_widget_get_visible (label));
  g_assert_finalize_object (label);
}

/* No key twice, every action reachable, every accelerator readable. */
static void
test_actions (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const struct fol_action *action = fol_actions; action->label != NULL; action++) {
    g_assert_cmpstr (action->help, !=, "");
    g_assert_true (action->activate == NULL || action->name != NULL);
    for (guint i = 0; action->keys[i] != NULL; i++) {
      guint key;
      GdkModifierType modifiers;

      g_assert_true (gtk_accelerator_parse (action->keys[i], &key, &modifiers));
      g_assert_true (!action->plain || (modifiers & GDK_CONTROL_MASK) == 0);
      if (action->activate != NULL)
        g_assert_true (g_hash_table_add (keys, g_strdup (action->keys[i])));
    }
  }
  g_assert_null (fol_action_find ("no-such-action", NULL));
}

static void
test_settings (void)
{
  g_autofree char *otherwise = fol_settings_get ("colour", "blue");
  g_autofree char *kept = NULL;

  g_assert_cmpstr (otherwise, ==, "blue");
  fol_settings_set ("colour", "red");
  fol_settings_set_int ("width", 99999);
  fol_settings_close ();
  kept = fol_settings_get ("colour", "blue");
  g_assert_cmpstr (kept, ==, "red");
  g_assert_cmpint (fol_settings_get_int ("width", 100, 2000, 1280), ==, 1280);
  g_assert_cmpint (fol_settings_get_int ("nothing", 0, 9, 4), ==, 4);
  fol_settings_close ();
}

static void
test_window (void)
{
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_autoptr (GError) error = NULL;
  GtkWidget *window;
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
  window = g_object_ref (fol_window_new (application));
  g_assert_true (fol_window_open (FOL_WINDOW (window), "teaching-64"));
  g_assert_false (fol_window_open (FOL_WINDOW (window), "no-such-thing"));
  gtk_window_present (GTK_WINDOW (window));
  while (fol_window_state (FOL_WINDOW (window)) == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (fol_window_state (FOL_WINDOW (window)));
  fol_window_allocate (FOL_WINDOW (window), NULL);
  while (fol_window_state (FOL_WINDOW (window))->position.index == 0 &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fol_window_state (FOL_WINDOW (window))->position.index, ==, 1);
  fixture_settle ();
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_settle ();
  g_assert_finalize_object (window);
}

/* Newest first, no doubles, not too many; what was taken out goes back to its place. */
static void
test_recent (void)
{
  g_auto (GStrv) paths = NULL;

  fol_settings_set ("recent", NULL);
  for (guint i = 0; i < FOL_RECENT_MAX + 2; i++) {
    g_autofree char *path = g_strdup_printf ("/nowhere/%u\t\n\"\\ü.jsonl", i);

    fol_recent_add (path);
  }
  fol_recent_add ("/nowhere/5\t\n\"\\ü.jsonl");
  paths = fol_recent_list ();
  g_assert_cmpuint (g_strv_length (paths), ==, FOL_RECENT_MAX);
  g_assert_cmpstr (paths[0], ==, "/nowhere/5\t\n\"\\ü.jsonl");
  g_assert_cmpstr (paths[1], ==, "/nowhere/9\t\n\"\\ü.jsonl");
  g_assert_cmpint (fol_recent_remove (paths[1]), ==, 1);
  g_assert_cmpint (fol_recent_remove (paths[1]), ==, -1);
  fol_recent_insert (paths[1], 1);
  g_strfreev (paths);
  paths = fol_recent_list ();
  g_assert_cmpstr (paths[1], ==, "/nowhere/9\t\n\"\\ü.jsonl");
  fol_settings_set ("recent", "not absolute");
  g_strfreev (paths);
  paths = fol_recent_list ();
  g_assert_null (paths[0]);
}

/* Rows, the way to a difference, and nothing once the recording has gone. */
static void
test_recording_pane (void)
{
  GtkWidget *widget = g_object_ref_sink (fol_recording_pane_new ());
  FolRecordingPane *pane = FOL_RECORDING_PANE (widget);
  struct fol_played_row rows[3] = {
    { .kind = FOL_PLAYED_MACHINE, .line = 1, .checked = 9 },
    { .kind = FOL_PLAYED_ALLOC, .line = 3, .index = 1, .kernel = 8, .model = 8, .checked = 1 },
    { .kind = FOL_PLAYED_ALLOC, .line = 4, .index = 2, .kernel = 9, .differ = 1, .checked = 1 },
  };
  struct fol_played played = { .checked = 11, .differ = 1 };
  GtkWidget *window;

  played.rows = g_array_new (FALSE, FALSE, sizeof rows[0]);
  g_array_append_vals (played.rows, rows, G_N_ELEMENTS (rows));
  g_assert_false (fol_recording_pane_jump (pane, 1, TRUE));
  fol_recording_pane_set_played (pane, &played, "some.jsonl");
  window = fixture_window (widget, 320, 500);
  fixture_settle ();
  g_assert_cmpstr (text_of (widget, "step-title"), ==, "some.jsonl");
  g_assert_true (fol_recording_pane_jump (pane, 1, TRUE));
  g_assert_false (fol_recording_pane_jump (pane, 1, TRUE));
  g_assert_false (fol_recording_pane_jump (pane, -1, FALSE));
  fixture_settle ();
  fol_recording_pane_set_played (pane, NULL, NULL);
  g_array_unref (played.rows);
  fixture_settle ();
  fixture_destroy (window);
  g_assert_finalize_object (widget);
}

static void
test_start_page (void)
{
  GtkWidget *page = g_object_ref_sink (fol_start_page_new ());
  FolStartPage *start = FOL_START_PAGE (page);
  GtkWidget *window = fixture_window (page, 900, 600);

  fol_recent_add ("/nowhere/gone.jsonl");
  fol_start_page_update_recent (start);
  fixture_settle ();
  g_assert_true (gtk_widget_get_mapped (fol_start_page_get_main_button (start)));
  g_assert_cmpstr (text_of (page, "page-title"), !=, NULL);
  g_assert_nonnull (fol_start_page_get_recent_button (start, TRUE));
  fol_recent_remove ("/nowhere/gone.jsonl");
  fol_start_page_update_recent (start);
  g_assert_null (fol_start_page_get_recent_button (start, FALSE));
  fixture_destroy (window);
  g_assert_finalize_object (page);
}

/* What was dropped: a machine opens, what is nothing says so, a folder too. */
static void
test_drop (void)
{
  g_autoptr (GtkApplication) application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_autofree char *nothing = g_build_filename (g_get_tmp_dir (), "folioscope-nothing.txt", NULL);
  g_autofree char *machine = fol_paths_find ("machines", "teaching-64.json");
  g_autoptr (GError) error = NULL;
  GtkWidget *widget;
  FolWindow *window;
  GSList one = { 0 };

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_true (g_file_set_contents (nothing, "hello", -1, &error));
  g_assert_no_error (error);
  widget = g_object_ref (fol_window_new (application));
  window = FOL_WINDOW (widget);
  fol_window_start (window, NULL);
  one.data = g_file_new_for_path (nothing);
  g_assert_false (fol_window_drop_files (window, &one));
  g_assert_true (fol_message_bar_is_shown (FOL_MESSAGE_BAR (window->message)));
  g_assert_true (window->start_shown);
  g_object_unref (one.data);
  one.data = g_file_new_for_path (g_get_tmp_dir ());
  g_assert_false (fol_window_drop_files (window, &one));
  g_object_unref (one.data);
  one.data = g_file_new_for_uri ("https://example.org/a.jsonl");
  g_assert_false (fol_window_drop_files (window, &one));
  g_object_unref (one.data);
  one.data = g_file_new_for_path (machine);
  g_assert_true (fol_window_drop_files (window, &one));
  g_assert_false (window->start_shown);
  g_object_unref (one.data);
  fixture_settle ();
  gtk_window_destroy (GTK_WINDOW (widget));
  fixture_settle ();
  g_assert_finalize_object (widget);
  g_unlink (nothing);
}

/* More words than there is room for, and figures of all counts. */
static void
test_slide (void)
{
  GtkWidget *slide = g_object_ref_sink (fol_slide_new ());
  const struct fol_marks marks = { .pointed_count = 0 };
  struct fol_slide_figure figures[FOL_SLIDE_FIGURES];
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);
  GtkWidget *window = fixture_window (slide, 640, 360);

  for (guint i = 0; i < FOL_SLIDE_FIGURES; i++)
    figures[i] = (struct fol_slide_figure){ i % FOL_FIGURE_COUNT, fol_figure_options_default };
  for (guint count = 0; count <= FOL_SLIDE_FIGURES; count++) {
    struct fol_slide_text text = { .title = g_strdup ("A *title* <of> `code`"),
                                   .say = g_strnfill (count * 900, 'w'),
                                   .question = g_strdup ("Why?"),
                                   .done = count,
                                   .steps = FOL_SLIDE_FIGURES };

    fol_slide_set_text (FOL_SLIDE (slide), &text);
    fol_slide_set_figures (FOL_SLIDE (slide), state, &marks, figures, count);
    fol_slide_set_palette (FOL_SLIDE (slide), &fol_palettes[count % FOL_THEME_COUNT]);
    fol_slide_show_figures (FOL_SLIDE (slide), (int) count - 2);
    fixture_settle ();
  }
  fol_slide_set_figures (FOL_SLIDE (slide), NULL, &marks, NULL, 0);
  fixture_settle ();
  fol_state_unref (state);
  fixture_destroy (window);
  g_assert_finalize_object (slide);
}

static void
test_export_preview (void)
{
  const struct fol_export export = {
    .palette = &fol_palettes[0], .width = 1280, .height = 720, .caption = "Own words"
  };
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);
  GtkWidget *preview = g_object_ref_sink (fol_export_preview_new ());

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++)
    fol_export_preview_set_page (FOL_EXPORT_PREVIEW (preview), &export,
                                 fol_figure_build (figure, state, NULL, NULL, 640, 360));
  fol_export_preview_set_palette (FOL_EXPORT_PREVIEW (preview), &fol_palettes[1]);
  fol_state_unref (state);
  show_and_drop (preview);
}

/* Closed while it works: what works then touches nothing of it. */
static void
test_export_dialog (void)
{
  const struct fol_marks marks = { .pointed_count = 0 };
  sim_pfn pfn;
  struct fol_state *state = some_state (&pfn);
  GtkWidget *parent = fixture_window (gtk_label_new (NULL), 200, 100);
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *dialog = NULL;

  fol_export_dialog_show (GTK_WINDOW (parent), state, FOL_FIGURE_MAP, &fol_figure_options_default,
                          &marks);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (window != parent)
      dialog = window;
  }
  g_assert_nonnull (dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  fol_state_unref (state);
  fixture_settle ();
  for (int i = 0; i < 200 && dialog != NULL; i++) {
    g_usleep (10000);
    fixture_settle ();
  }
  g_assert_null (dialog);
  fixture_destroy (parent);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/actions", test_actions);
  g_test_add_func ("/parts/settings", test_settings);
  g_test_add_func ("/parts/prose", test_prose);
  g_test_add_func ("/parts/message-bar", test_message_bar);
  g_test_add_func ("/parts/transport", test_transport);
  g_test_add_func ("/parts/inspector", test_inspector);
  g_test_add_func ("/parts/field-list", test_field_list);
  g_test_add_func ("/parts/following", test_following);
  g_test_add_func ("/parts/why-list", test_why_list);
  g_test_add_func ("/parts/figure-card", test_figure_card);
  g_test_add_func ("/parts/card-layout", test_card_layout);
  g_test_add_func ("/parts/palette", test_palette);
  g_test_add_func ("/parts/forms", test_forms);
  g_test_add_func ("/parts/lesson-pane", test_lesson_pane);
  g_test_add_func ("/parts/recent", test_recent);
  g_test_add_func ("/parts/recording-pane", test_recording_pane);
  g_test_add_func ("/parts/start-page", test_start_page);
  g_test_add_func ("/parts/slide", test_slide);
  g_test_add_func ("/parts/export-preview", test_export_preview);
  g_test_add_func ("/parts/export-dialog", test_export_dialog);
  g_test_add_func ("/parts/window", test_window);
  g_test_add_func ("/parts/drop", test_drop);
  return g_test_run ();
}
