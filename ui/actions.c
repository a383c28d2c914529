/* ui/actions.c - everything the window can be told to do: one table. */
#include "ui/actions.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

const char *const fol_action_group_titles[FOL_ACTIONS_GROUPS] = {
  [FOL_ACTIONS_LESSON] = N_ ("Lesson"), [FOL_ACTIONS_TIME] = N_ ("Moments"),
  [FOL_ACTIONS_MEMORY] = N_ ("Memory"), [FOL_ACTIONS_FIGURE] = N_ ("In a figure"),
  [FOL_ACTIONS_FILES] = N_ ("Files"),   [FOL_ACTIONS_WINDOW] = N_ ("Window"),
};

/* clang-format off */
const struct fol_action fol_actions[] = {
  { "next", NULL, { "space" }, TRUE, FOL_ACTIONS_LESSON, FOL_MENU_NONE,
    N_ ("Next"), N_ ("Goes on: shows what happens, one kernel function at a time. In the sandbox: plays and pauses"),
    fol_window_next },
  { "skip", NULL, { "Return", "KP_Enter" }, TRUE, FOL_ACTIONS_LESSON, FOL_MENU_NONE,
    N_ ("Skip to the end"), N_ ("Skips the remaining functions of what is being shown"), fol_window_skip },
  { "back", NULL, { "BackSpace" }, TRUE, FOL_ACTIONS_LESSON, FOL_MENU_NONE,
    N_ ("Back"), N_ ("Goes back in the lesson"), fol_window_back },
  { "hint", NULL, { "h" }, TRUE, FOL_ACTIONS_LESSON, FOL_MENU_NONE,
    N_ ("Hint"), N_ ("Gives a hint"), fol_window_hint },
  { "to-lesson", NULL, { "l" }, TRUE, FOL_ACTIONS_LESSON, FOL_MENU_NONE,
    N_ ("Back to the lesson"), N_ ("Leaves your own branch and returns to the lesson"), fol_window_to_lesson },
  { "lessons", NULL, { "<Control>l" }, FALSE, FOL_ACTIONS_LESSON, FOL_MENU_NONE,
    N_ ("Lessons"), N_ ("Shows all lessons and how far you are"), fol_window_lessons },
  { "start", NULL, { "<Alt>Home" }, FALSE, FOL_ACTIONS_LESSON, FOL_MENU_NONE,
    N_ ("Start page"), N_ ("Shows where you were, and all there is"), fol_window_start },
  { "restart", NULL, { NULL }, FALSE, FOL_ACTIONS_LESSON, FOL_MENU_FILE,
    N_ ("Start This Lesson Again"), N_ ("Goes to the first step of the lesson"), fol_window_restart },

  { "operation-back", NULL, { "Left", "<Alt>Left" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Operation back"), N_ ("Goes back by one operation"), fol_window_operation_back },
  { "operation-on", NULL, { "Right", "<Alt>Right" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Operation on"), N_ ("Goes on by one operation"), fol_window_operation_on },
  { "step-back", NULL, { "comma", "Up" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Step back inside"), N_ ("Goes back by one step inside the operation"), fol_window_step_back },
  { "step-on", NULL, { "period", "Down" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Step inside"), N_ ("Goes on by one step inside the operation"), fol_window_step_on },
  { "first", NULL, { "Home" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("To the opening"), N_ ("Goes to the moment before the first operation"), fol_window_first },
  { "last", NULL, { "End" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("To the last operation"), N_ ("Goes to the end of this branch"), fol_window_last },
  { "play", NULL, { "p" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Play or pause"), N_ ("Plays the operations one after the other"), fol_window_play },
  { "slower", NULL, { "bracketleft" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Slower"), N_ ("Plays slower"), fol_window_slower },
  { "faster", NULL, { "bracketright" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Faster"), N_ ("Plays faster"), fol_window_faster },
  { "run-until", NULL, { "u" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Run until…"), N_ ("Goes to the next moment at which a condition holds, such as free(Normal) < 16"), fol_window_run_until },
  { "pin", NULL, { "m" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Compare from here"), N_ ("Marks in all figures what differs from this moment, until pressed again"), fol_window_pin },
  { "bookmark", NULL, { "b" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Set a bookmark"), N_ ("Sets a bookmark at this moment and asks for its name"), fol_window_bookmark },
  { "bookmark-back", NULL, { "less" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Bookmark back"), N_ ("Goes to the last bookmark before this moment"), fol_window_bookmark_back },
  { "bookmark-on", NULL, { "greater" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Bookmark on"), N_ ("Goes to the next bookmark after this moment"), fol_window_bookmark_on },
  { "places", NULL, { "g" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Bookmarks and branches"), N_ ("Lists all bookmarks and branches, to go to one"), fol_window_places },
  { "branch-up", NULL, { "<Control>Up" }, FALSE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Branch up"), N_ ("Switches to the branch above, at the same operation"), fol_window_branch_up },
  { "branch-down", NULL, { "<Control>Down" }, FALSE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Branch down"), N_ ("Switches to the branch below, at the same operation"), fol_window_branch_down },
  { NULL, NULL, { "plus", "minus", "0" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Zoom the timeline"), N_ ("While it has the focus: zooms in, out and back to all; Shift with the arrows moves, Menu tells what can be done"), NULL },

  { "next-difference", NULL, { "n" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Next difference"), N_ ("In a recording: goes to the next answer in which kernel and model differ"), fol_window_next_difference },
  { "previous-difference", NULL, { "<Alt>n" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Difference before"), N_ ("In a recording: goes back to a difference"), fol_window_previous_difference },
  { "next-state", NULL, { "t" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("Next state"), N_ ("In a recording: goes to the next moment at which all lists were recorded"), fol_window_next_state },
  { "previous-state", NULL, { "<Alt>t" }, TRUE, FOL_ACTIONS_TIME, FOL_MENU_NONE,
    N_ ("State before"), N_ ("In a recording: goes back to such a moment"), fol_window_previous_state },

  { "allocate", NULL, { "a" }, TRUE, FOL_ACTIONS_MEMORY, FOL_MENU_NONE,
    N_ ("Allocate a frame"), N_ ("Asks the kernel for one movable frame"), fol_window_allocate },
  { "free", NULL, { "f" }, TRUE, FOL_ACTIONS_MEMORY, FOL_MENU_NONE,
    N_ ("Free"), N_ ("Frees the block that the selected frame belongs to"), fol_window_free_selected },
  { "drain", NULL, { "d" }, TRUE, FOL_ACTIONS_MEMORY, FOL_MENU_NONE,
    N_ ("Drain per-CPU lists"), N_ ("Returns all frames on per-CPU lists to the buddy system"), fol_window_drain },
  { "command", NULL, { "slash", "colon" }, TRUE, FOL_ACTIONS_MEMORY, FOL_MENU_NONE,
    N_ ("Type an operation"), N_ ("Moves to the command line of the sandbox"), fol_window_command },

  { NULL, NULL, { "Up", "Down" }, TRUE, FOL_ACTIONS_FIGURE, FOL_MENU_NONE,
    N_ ("Walk"), N_ ("Arrow keys walk from block to block while a figure has the focus"), NULL },
  { NULL, NULL, { "Return" }, TRUE, FOL_ACTIONS_FIGURE, FOL_MENU_NONE,
    N_ ("Allocate, free, look inside"), N_ ("As a double click: asks for a frame, frees the block, looks inside a cache or an object. In a lesson: guesses, and goes on"), NULL },
  { NULL, NULL, { "plus", "minus", "0" }, TRUE, FOL_ACTIONS_FIGURE, FOL_MENU_NONE,
    N_ ("Zoom"), N_ ("Zooms in, out and back to all: the map, or from all caches to the bytes of an object; Page Up and Down move"), NULL },
  { "figure-table", NULL, { "<Control>t" }, FALSE, FOL_ACTIONS_FIGURE, FOL_MENU_NONE,
    N_ ("Show as a Table"), N_ ("Shows the figure that has the focus as a table, or drawn again"), fol_window_figure_table },
  { "figure-full", NULL, { "z" }, TRUE, FOL_ACTIONS_FIGURE, FOL_MENU_NONE,
    N_ ("Show Alone"), N_ ("Fills the window with the figure that has the focus; once more, or Escape, brings the others back"), fol_window_figure_full },
  { NULL, NULL, { "<Shift>Left", "<Shift>Right" }, TRUE, FOL_ACTIONS_FIGURE, FOL_MENU_NONE,
    N_ ("Mark frames"), N_ ("Marks a range of frames, as a drag does; Enter shows what can be done to it. Moves a zoomed map"), NULL },
  { "leave", NULL, { "Escape" }, TRUE, FOL_ACTIONS_FIGURE, FOL_MENU_NONE,
    N_ ("Leave the figure"), N_ ("Goes one step out inside a figure; then gives the arrow keys back to the timeline; closes a message"), fol_window_leave },

  { "open", NULL, { "<Control>o" }, FALSE, FOL_ACTIONS_FILES, FOL_MENU_FILE,
    N_ ("Open…"), N_ ("Opens a session, a lesson, a machine or a recording"), fol_window_ask_open },
  { "save", NULL, { "<Control>s" }, FALSE, FOL_ACTIONS_FILES, FOL_MENU_FILE,
    N_ ("Save Session"), N_ ("Saves every operation and branch"), fol_window_save },
  { "save-as", NULL, { "<Control><Shift>s" }, FALSE, FOL_ACTIONS_FILES, FOL_MENU_FILE,
    N_ ("Save Session As…"), N_ ("Saves under another name"), fol_window_ask_save },
  { "export", NULL, { "<Control>e" }, FALSE, FOL_ACTIONS_FILES, FOL_MENU_FILE,
    N_ ("Export Figure…"), N_ ("Writes a figure as SVG, PDF or PNG, as it stands or moving"), fol_window_export },
  { "copy-figure", NULL, { "<Control><Shift>c" }, FALSE, FOL_ACTIONS_FILES, FOL_MENU_FILE,
    N_ ("Copy Figure"), N_ ("Copies the figure that has the focus, as it was exported last"), fol_window_copy_figure },

  { "mode", "lesson", { "<Control>1" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_NONE,
    N_ ("Lesson"), N_ ("Shows the lesson"), fol_window_mode },
  { "mode", "sandbox", { "<Control>2" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_NONE,
    N_ ("Sandbox"), N_ ("Shows the operations: try anything, from this very moment"), fol_window_mode },
  { "figures", "1", { "<Alt>1" }, FALSE, FOL_ACTIONS_FIGURE, FOL_MENU_FIGURES,
    N_ ("One Figure"), N_ ("Shows one figure"), fol_window_figures },
  { "figures", "2", { "<Alt>2" }, FALSE, FOL_ACTIONS_FIGURE, FOL_MENU_FIGURES,
    N_ ("Two Figures"), N_ ("Shows two figures"), fol_window_figures },
  { "figures", "3", { "<Alt>3" }, FALSE, FOL_ACTIONS_FIGURE, FOL_MENU_FIGURES,
    N_ ("Three Figures"), N_ ("Shows three figures"), fol_window_figures },
  { "figures", "4", { "<Alt>4" }, FALSE, FOL_ACTIONS_FIGURE, FOL_MENU_FIGURES,
    N_ ("Four Figures"), N_ ("Shows four figures"), fol_window_figures },
  { "beside", NULL, { "<Alt>s" }, FALSE, FOL_ACTIONS_FIGURE, FOL_MENU_FIGURES,
    N_ ("Side by Side or Stacked"), N_ ("Puts the figures side by side, or one below the other"), fol_window_beside },
  { "reset-figures", NULL, { "<Alt>0" }, FALSE, FOL_ACTIONS_FIGURE, FOL_MENU_FIGURES,
    N_ ("Reset Figures"), N_ ("Shows the lesson’s figures again, or the usual ones in the sandbox"), fol_window_reset_figures },
  { "undo", NULL, { "<Control>z" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_NONE,
    N_ ("Undo"), N_ ("Brings back what a message says was lost"), fol_window_undo },
  { "mode", "recording", { "<Control>3" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_NONE,
    N_ ("Recording"), N_ ("Shows what a real kernel did, beside what the model does"), fol_window_mode },
  { "palette", NULL, { "<Control>k" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_NONE,
    N_ ("Find Anything"), N_ ("Finds actions, lessons, figures, frames, operations and files by a few letters"), fol_window_palette },
  { "inspector", NULL, { "F9" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_VIEW,
    N_ ("Show or Hide Inspector"), N_ ("Shows or hides what is known about the selected object"), fol_window_inspector },
  { "slabinfo", NULL, { "<Control>i" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_VIEW,
    N_ ("Show /proc/slabinfo"), N_ ("Shows what the kernel says of its slab caches in /proc/slabinfo, at the moment shown"), fol_window_slabinfo },
  { "present", NULL, { "F5" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_VIEW,
    N_ ("Present"), N_ ("Shows all of it large for an audience; N opens the speaker's notes, C changes the colours, 1 to 4 show one figure alone, 0 all"), fol_window_present },
  { NULL, NULL, { "Page_Down", "Page_Up" }, TRUE, FOL_ACTIONS_WINDOW, FOL_MENU_NONE,
    N_ ("While presenting"), N_ ("Goes on and back, as do the arrow keys and a clicker; Escape ends it"), NULL },
  { "fullscreen", NULL, { "F11" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_VIEW,
    N_ ("Full Screen"), N_ ("Fills the screen, or not"), fol_window_fullscreen },
  { "theme", "follow", { NULL }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_THEME,
    N_ ("Follow System"), N_ ("Light or dark, and with as much contrast as the desktop has"), fol_window_theme },
  { "theme", "light", { NULL }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_THEME,
    N_ ("Light"), N_ ("Dark on light"), fol_window_theme },
  { "theme", "dark", { NULL }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_THEME,
    N_ ("Dark"), N_ ("Light on dark"), fol_window_theme },
  { "theme", "contrast-light", { NULL }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_THEME,
    N_ ("High Contrast, Light"), N_ ("Black on white, with lines around everything"), fol_window_theme },
  { "theme", "contrast-dark", { NULL }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_THEME,
    N_ ("High Contrast, Dark"), N_ ("White on black, with lines around everything"), fol_window_theme },
  { "preferences", NULL, { "<Control>comma" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_HELP,
    N_ ("Preferences"), N_ ("Theme, text size, animation, language and what to show at the start"), fol_window_preferences },
  { "shortcuts", NULL, { "<Control>question", "F1" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_HELP,
    N_ ("Keyboard Shortcuts"), N_ ("Shows this page"), fol_window_shortcuts },
  { "about", NULL, { NULL }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_HELP,
    N_ ("About Folioscope"), N_ ("Version and licence"), fol_window_about },
  { "close", NULL, { "<Control>w", "<Control>q" }, FALSE, FOL_ACTIONS_WINDOW, FOL_MENU_NONE,
    N_ ("Close"), N_ ("Closes the window"), fol_window_close },
  { NULL },
};
/* clang-format on */

const struct fol_action *
fol_action_find (const char *name, const char *target)
{
  for (const struct fol_action *action = fol_actions; action->label != NULL; action++)
    if (g_strcmp0 (action->name, name) == 0 && g_strcmp0 (action->target, target) == 0)
      return action;
  return NULL;
}

static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  const char *target = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  const struct fol_action *entry = fol_action_find (name, target);

  if (entry != NULL)
    entry->activate (FOL_WINDOW (user_data), target);
}

void
fol_actions_install (FolWindow *window)
{
  for (const struct fol_action *entry = fol_actions; entry->label != NULL; entry++) {
    g_autoptr (GSimpleAction) action = NULL;

    if (entry->activate == NULL ||
        g_action_map_lookup_action (G_ACTION_MAP (window), entry->name) != NULL)
      continue;
    action = entry->target != NULL
                 ? g_simple_action_new_stateful (entry->name, G_VARIANT_TYPE_STRING,
                                                 g_variant_new_string (entry->target))
                 : g_simple_action_new (entry->name, NULL);
    g_signal_connect (action, "activate", G_CALLBACK (activate_cb), window);
    g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
  }
}

static char *
detailed_name (const struct fol_action *action)
{
  return action->target != NULL ? g_strdup_printf ("win.%s::%s", action->name, action->target)
                                : g_strdup_printf ("win.%s", action->name);
}

void
fol_actions_set_accels (GtkApplication *application)
{
  for (const struct fol_action *action = fol_actions; action->label != NULL; action++) {
    g_autofree char *name = NULL;

    if (action->plain || action->activate == NULL || action->keys[0] == NULL)
      continue;
    name = detailed_name (action);
    gtk_application_set_accels_for_action (application, name, action->keys);
  }
}

gboolean
fol_actions_key (FolWindow *window, guint keyval, GdkModifierType state)
{
  /* Shift is part of what was typed: "?" or ":" need it. */
  GdkModifierType wanted = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  for (const struct fol_action *action = fol_actions; action->label != NULL; action++) {
    if (!action->plain || action->activate == NULL)
      continue;
    for (guint i = 0; action->keys[i] != NULL; i++) {
      guint key;
      GdkModifierType modifiers;

      if (!gtk_accelerator_parse (action->keys[i], &key, &modifiers) || modifiers != wanted ||
          key != keyval)
        continue;
      return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action->name)
                 ? (action->activate (window, action->target), TRUE)
                 : FALSE;
    }
  }
  return FALSE;
}

GMenuModel *
fol_actions_menu (enum fol_action_menu section)
{
  GMenu *menu = g_menu_new ();

  for (const struct fol_action *action = fol_actions; action->label != NULL; action++) {
    g_autofree char *name = NULL;

    if (action->menu != section || action->activate == NULL)
      continue;
    name = detailed_name (action);
    g_menu_append (menu, _ (action->label), name);
  }
  return G_MENU_MODEL (menu);
}

char *
fol_action_key_label (const struct fol_action *action)
{
  guint key;
  GdkModifierType modifiers;

  if (action->keys[0] == NULL || !gtk_accelerator_parse (action->keys[0], &key, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (key, modifiers);
}

void
fol_actions_button (GtkWidget *button, const char *name, const char *target)
{
  const struct fol_action *action = fol_action_find (name, target);
  g_autofree char *detailed = NULL;
  g_autofree char *key = NULL;
  g_autofree char *tooltip = NULL;

  g_assert (action != NULL);
  detailed = detailed_name (action);
  key = fol_action_key_label (action);
  tooltip = key != NULL ? g_strdup_printf ("%s (%s)", _ (action->help), key)
                        : g_strdup (_ (action->help));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), detailed);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (action->label), -1);
  /* A click must not take the focus along: the next Space would press it again. */
  gtk_widget_set_focus_on_click (button, FALSE);
}
