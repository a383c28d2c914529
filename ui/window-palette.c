/* ui/window-palette.c - the command palette of a window: what is in it, and what it does. */
#include "ui/actions.h"
#include "ui/command-palette.h"
#include "ui/figure-card.h"
#include "ui/recent.h"
#include "ui/window-private.h"
#include "app/describe.h"
#include "app/find-object.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static void
add_actions (FolWindow *self, GPtrArray *entries)
{
  for (const struct fol_action *action = fol_actions; action->label != NULL; action++) {
    struct fol_palette_entry *entry;

    if (action->activate == NULL || g_str_equal (action->name, "palette") ||
        !g_action_group_get_action_enabled (G_ACTION_GROUP (self), action->name))
      continue;
    entry = fol_palette_entry_new (FOL_PALETTE_ACTIONS, _ (action->label));
    entry->detail = fol_action_key_label (action);
    entry->terms =
        g_strconcat (_ (action->help), " ", _ (fol_action_group_titles[action->group]), NULL);
    entry->target = action->target != NULL
                        ? g_strdup_printf ("win.%s::%s", action->name, action->target)
                        : g_strdup_printf ("win.%s", action->name);
    g_ptr_array_add (entries, entry);
  }
}

static void
add_lessons (GPtrArray *entries)
{
  g_auto (GStrv) paths = fol_lesson_list (NULL);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++) {
    g_autoptr (FolLesson) lesson = fol_lesson_load (paths[i], NULL);
    struct fol_palette_entry *entry;

    if (lesson == NULL)
      continue;
    entry =
        fol_palette_entry_new (FOL_PALETTE_LESSONS, fol_text_get (lesson->title, lesson->language));
    entry->terms = g_strdup (fol_text_get (lesson->question, lesson->language));
    entry->detail =
        g_strdup_printf (ngettext ("%u minute", "%u minutes", lesson->minutes), lesson->minutes);
    entry->target = g_strdup (paths[i]);
    g_ptr_array_add (entries, entry);
  }
}

static void
add_figures (GPtrArray *entries)
{
  for (guint i = 0; i < FOL_FIGURE_COUNT; i++) {
    struct fol_palette_entry *entry =
        fol_palette_entry_new (FOL_PALETTE_FIGURES, _ (fol_figures[i].title));

    entry->terms = g_strconcat (fol_figures[i].name, " ", _ ("figure"), NULL);
    entry->target = g_strdup (fol_figures[i].name);
    g_ptr_array_add (entries, entry);
  }
}

static void
add_notes (FolWindow *self, GPtrArray *entries)
{
  const struct fol_session_notes *notes;
  struct fol_name name;
  struct sim_view view;

  if (self->space->session == NULL || fol_window_state (self) == NULL)
    return;
  view = fol_state_view (fol_window_state (self));
  notes = fol_session_get_notes (self->space->session);
  for (guint i = 0; i < notes->bookmarks->len; i++) {
    const struct fol_bookmark *bookmark = &g_array_index (notes->bookmarks, struct fol_bookmark, i);
    struct fol_palette_entry *entry =
        fol_palette_entry_new (FOL_PALETTE_BOOKMARKS, bookmark->label);

    entry->position = bookmark->position;
    entry->detail = g_strdup_printf (_ ("operation %" PRIu64), bookmark->position.index);
    g_ptr_array_add (entries, entry);
  }
  for (guint i = 0; fol_names_get (fol_session_get_names (self->space->session), i, &name); i++) {
    g_autofree char *title = g_strconcat ("$", name.name, NULL);
    struct fol_palette_entry *entry = fol_palette_entry_new (FOL_PALETTE_NAMES, title);

    entry->object = name.object;
    entry->detail = fol_describe_object (&view, name.object);
    g_ptr_array_add (entries, entry);
  }
}

static void
add_machines (GPtrArray *entries)
{
  g_auto (GStrv) names = fol_machine_names ();

  for (guint i = 0; names[i] != NULL; i++) {
    g_autoptr (FolMachine) machine = fol_machine_find (names[i], NULL);
    gboolean titled = machine != NULL && machine->title != NULL;
    struct fol_palette_entry *entry =
        fol_palette_entry_new (FOL_PALETTE_MACHINES, titled ? machine->title : names[i]);

    entry->terms = g_strconcat (names[i], " ", _ ("machine"), NULL);
    entry->target = g_strdup (names[i]);
    g_ptr_array_add (entries, entry);
  }
}

static void
add_files (GPtrArray *entries)
{
  g_auto (GStrv) paths = fol_recent_list ();

  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *name = g_filename_display_basename (paths[i]);
    struct fol_palette_entry *entry = fol_palette_entry_new (FOL_PALETTE_FILES, name);

    entry->terms = g_filename_display_name (paths[i]);
    entry->target = g_strdup (paths[i]);
    g_ptr_array_add (entries, entry);
  }
}

static struct fol_palette_entry *
find (const char *text, gpointer user_data)
{
  FolWindow *self = user_data;
  struct fol_found found;
  struct fol_palette_entry *entry = NULL;

  if (self->space->session == NULL)
    return NULL;
  fol_find_object (text, fol_window_state (self), fol_session_get_names (self->space->session),
                   &found);
  if (found.kind != FOL_FOUND_NOTHING) {
    entry = fol_palette_entry_new (FOL_PALETTE_OBJECTS, found.words);
    entry->wrong = found.kind == FOL_FOUND_WRONG;
    entry->object = found.object;
    entry->position = (struct fol_position){ .branch = fol_window_state (self)->position.branch,
                                             .index = found.index,
                                             .step = FOL_STEP_END };
  }
  fol_found_clear (&found);
  return entry;
}

/* The figure with the keyboard, or the last one that was used, or the first. */
static GtkWidget *
card_to_fill (FolWindow *self)
{
  for (guint i = 0; i < self->cards_shown; i++)
    if (self->card[i] == self->palette_card)
      return self->card[i];
  return self->card[0];
}

static void
go_to (FolWindow *self, struct fol_position position)
{
  fol_window_stop (self);
  fol_window_seek (self, position);
}

static void
chosen_cb (FolCommandPalette *palette, gpointer data, FolWindow *self)
{
  const struct fol_palette_entry *entry = data;

  switch (entry->group) {
  case FOL_PALETTE_OBJECTS:
  case FOL_PALETTE_NAMES:
    if (entry->object.kind == SIM_OBJECT_NONE)
      go_to (self, entry->position);
    else
      fol_window_show_object (self, entry->object);
    break;
  case FOL_PALETTE_BOOKMARKS:
    go_to (self, entry->position);
    break;
  case FOL_PALETTE_ACTIONS: {
    g_autoptr (GVariant) target = NULL;
    g_autofree char *name = NULL;

    if (g_action_parse_detailed_name (entry->target, &name, &target, NULL))
      gtk_widget_activate_action_variant (GTK_WIDGET (self), name, target);
    break;
  }
  case FOL_PALETTE_LESSONS:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.lesson", "s", entry->target);
    break;
  case FOL_PALETTE_MACHINES:
    gtk_widget_activate_action (GTK_WIDGET (self), "win.machine", "s", entry->target);
    break;
  case FOL_PALETTE_FIGURES:
    gtk_widget_activate_action (card_to_fill (self), "card.figure", "s", entry->target);
    break;
  case FOL_PALETTE_FILES:
    fol_window_open (self, entry->target);
    break;
  case FOL_PALETTE_GROUPS:
    break;
  }
}

/* Before it opens, whether by the key or by a click: what there is now. */
static void
fill_cb (GtkMenuButton *button, gpointer user_data)
{
  FolWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GPtrArray *entries = g_ptr_array_new_with_free_func (fol_palette_entry_free);

  self->palette_card = focus != NULL ? gtk_widget_get_ancestor (focus, FOL_TYPE_FIGURE_CARD) : NULL;
  add_actions (self, entries);
  add_lessons (entries);
  add_figures (entries);
  add_notes (self, entries);
  add_machines (entries);
  add_files (entries);
  fol_command_palette_fill (FOL_COMMAND_PALETTE (gtk_menu_button_get_popover (button)), entries);
}

void
fol_window_make_palette (FolWindow *self)
{
  GtkWidget *palette = fol_command_palette_new (find, self);

  g_signal_connect (palette, "chosen", G_CALLBACK (chosen_cb), self);
  fol_header_set_palette (&self->header, palette);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->header.find), fill_cb, self, NULL);
}

void
fol_window_palette (FolWindow *self, const char *target)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->header.find));
}
