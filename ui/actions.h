/* ui/actions.h - everything the window can be told to do: one table.
 *
 * From fol_actions[] come the window's GActions, its accelerators, the menu,
 * the tooltips' key hints and the page of shortcuts; nothing else knows a key.
 *
 * Keys come in two kinds.  Those with Control or Alt and the function keys work
 * everywhere.  *Plain* keys (letters, arrows, Space) work only while no text is
 * being edited and after the focused widget had its chance, so that they never
 * take a key from an entry, a list or a figure.
 *
 * An entry without `activate` is done by the focused widget itself; it stands
 * here for the page of shortcuts.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _FolWindow FolWindow;

enum fol_action_group {
  FOL_ACTIONS_LESSON,
  FOL_ACTIONS_TIME,
  FOL_ACTIONS_MEMORY,
  FOL_ACTIONS_FIGURE,
  FOL_ACTIONS_FILES,
  FOL_ACTIONS_WINDOW,
  FOL_ACTIONS_GROUPS,
};
extern const char *const fol_action_group_titles[FOL_ACTIONS_GROUPS]; /* translatable */

enum fol_action_menu {
  FOL_MENU_NONE,
  FOL_MENU_FILE,
  FOL_MENU_FIGURES,
  FOL_MENU_THEME,
  FOL_MENU_VIEW,
  FOL_MENU_HELP,
};

#define FOL_ACTION_KEYS_MAX 3u

struct fol_action {
  const char *name;   /* of the GAction, in the group "win" */
  const char *target; /* or NULL; entries of one name share one stateful action */
  const char *keys[FOL_ACTION_KEYS_MAX + 1]; /* as gtk_accelerator_parse () reads them */
  gboolean plain;
  enum fol_action_group group;
  enum fol_action_menu menu;
  const char *label; /* translatable: a menu item */
  const char *help;  /* translatable: one sentence for the page of shortcuts */
  void (*activate) (FolWindow *window, const char *target);
};

/* Ends with a NULL label. */
extern const struct fol_action fol_actions[];

const struct fol_action *fol_action_find (const char *name, const char *target);

/* Adds the actions to the window. */
void fol_actions_install (FolWindow *window);

/* Sets the accelerators that are not plain. */
void fol_actions_set_accels (GtkApplication *application);

/* A key that no widget wanted: runs its plain action.  false: there is none. */
gboolean fol_actions_key (FolWindow *window, guint keyval, GdkModifierType state);

/* The items of one section of the menu. */
GMenuModel *fol_actions_menu (enum fol_action_menu section) G_GNUC_WARN_UNUSED_RESULT;

/* "Ctrl+E", the first key as people read it; NULL: none.  The caller owns it. */
char *fol_action_key_label (const struct fol_action *action) G_GNUC_WARN_UNUSED_RESULT;

/* Sets the action, the tooltip (help and key) and the accessible name of a button. */
void fol_actions_button (GtkWidget *button, const char *name, const char *target);
