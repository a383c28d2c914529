/* ui/window-actions.c - which actions there are at this moment. */
#include "ui/actions.h"
#include "ui/window-private.h"

static void
set_action_enabled (FolWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* What concerns a moment or a figure does nothing where none is shown. */
static gboolean
needs_figures (const struct fol_action *action)
{
  static const char *const others[] = { "next", "inspector" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (action->name, others[i]))
      return TRUE;
  return action->group == FOL_ACTIONS_TIME || action->group == FOL_ACTIONS_MEMORY ||
         action->group == FOL_ACTIONS_FIGURE;
}

void
fol_window_update_actions (FolWindow *self)
{
  static const char *const jumps[] = { "next-difference", "previous-difference", "next-state",
                                       "previous-state" };
  FolRun *run = fol_window_run (self);
  gboolean working = !self->start_shown, shown = working && fol_window_state (self) != NULL;
  gboolean taught = working && run != NULL && !self->sandbox;
  gboolean recorded = working && self->space == &self->recorded;

  for (const struct fol_action *action = fol_actions; action->label != NULL; action++)
    if (action->activate != NULL && needs_figures (action))
      set_action_enabled (self, action->name, working);
  set_action_enabled (self, "back",
                      taught && (fol_run_step (run) > 0 || fol_run_phase (run) > FOL_RUN_ANSWERED));
  set_action_enabled (self, "skip", taught);
  set_action_enabled (self, "hint", taught && fol_run_hints_left (run) > 0);
  set_action_enabled (self, "restart", working && run != NULL);
  set_action_enabled (self, "to-lesson", working && run != NULL);
  set_action_enabled (self, "reset-figures", working && self->figures_own);
  set_action_enabled (self, "export", shown);
  set_action_enabled (self, "copy-figure", shown);
  set_action_enabled (self, "present", shown);
  /* A session begins with an empty machine, a recording does not. */
  set_action_enabled (self, "save", shown && !recorded);
  set_action_enabled (self, "save-as", shown && !recorded);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++)
    set_action_enabled (self, jumps[i], recorded);
}
