/* ui/command-entry.c - one line for operations: completion, history, errors in place. */
#include "ui/command-entry.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

#define SUGGESTIONS_MAX 8u
#define HISTORY_MAX     100u
#define HISTORY_KEY     "command-history"

struct _FolCommandEntry {
  GtkBox parent_instance;

  FolSession *session; /* owned */
  GtkWidget *entry, *error, *popover, *list;
  GPtrArray *history; /* owned strings, the oldest first */
  guint at;           /* in the history; its length: a new line */
  char *draft;        /* owned; the new line while one looks at older ones */
  gsize start;        /* byte in the text that the suggestions replace from */
  gboolean quiet;     /* the text is being set by us */
};

G_DEFINE_FINAL_TYPE (FolCommandEntry, fol_command_entry, GTK_TYPE_BOX)

static const char *
get_text (FolCommandEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

static void
set_text (FolCommandEntry *self, const char *text)
{
  self->quiet = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->quiet = FALSE;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

void
fol_command_entry_set_error (FolCommandEntry *self, const char *text)
{
  fol_set_text (self->error, text);
  if (text != NULL)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
}

static gsize
cursor_byte (FolCommandEntry *self)
{
  const char *text = get_text (self);

  return (gsize) (g_utf8_offset_to_pointer (
                      text, gtk_editable_get_position (GTK_EDITABLE (self->entry))) -
                  text);
}

static void
suggest (FolCommandEntry *self)
{
  const char *text = get_text (self);
  gsize cursor = cursor_byte (self);
  const struct fol_names *names = NULL;
  const struct fol_state *state = NULL;
  struct sim_view view;
  g_auto (GStrv) words = NULL;
  GtkWidget *row;
  guint count;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  if (self->session != NULL)
    names = fol_session_get_names (self->session);
  if (self->session != NULL)
    state = fol_session_get_state (self->session);
  if (state != NULL)
    view = fol_state_view (state);
  words = fol_operation_complete (text, cursor, names, state != NULL ? &view : NULL, &self->start);
  count = MIN (g_strv_length (words), SUGGESTIONS_MAX);
  /* A word that stands there already is no suggestion. */
  if (count == 1 && strlen (words[0]) == cursor - self->start)
    count = 0;
  for (guint i = 0; i < count; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), fol_label_new (words[i], "mono"));
  if (count > 0 && gtk_widget_get_mapped (self->entry)) {
    gtk_widget_set_size_request (self->popover, gtk_widget_get_width (self->entry), -1);
    gtk_popover_popup (GTK_POPOVER (self->popover));
  } else {
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  }
}

static void
changed_cb (FolCommandEntry *self)
{
  if (self->quiet)
    return;
  fol_command_entry_set_error (self, NULL);
  if (*get_text (self) == '\0')
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  else
    suggest (self);
}

static void
accept_row (FolCommandEntry *self, GtkListBoxRow *row)
{
  GtkWidget *label = gtk_list_box_row_get_child (row);
  const char *word = gtk_label_get_text (GTK_LABEL (label));
  const char *text = get_text (self);
  gsize cursor = cursor_byte (self);
  g_autoptr (GString) line = g_string_new_len (text, (gssize) self->start);
  int position;

  g_string_append (line, word);
  /* "order=" waits for its value; a whole word is followed by the next one. */
  if (!g_str_has_suffix (word, "=") && text[cursor] == '\0')
    g_string_append_c (line, ' ');
  position = (int) g_utf8_strlen (line->str, -1);
  g_string_append (line, text + cursor);
  set_text (self, line->str);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), position);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), position, position);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  accept_row (user_data, row);
}

/* What was typed is there again the next time the program runs. */
static void
load_history (FolCommandEntry *self)
{
  g_autofree char *text = fol_settings_get (HISTORY_KEY, "");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_ptr_array_add (self->history, g_steal_pointer (&lines[i]));
  self->at = self->history->len;
}

static void
remember (FolCommandEntry *self, const char *line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->history->len == 0 ||
      !g_str_equal (g_ptr_array_index (self->history, self->history->len - 1), line))
    g_ptr_array_add (self->history, g_strdup (line));
  if (self->history->len > HISTORY_MAX)
    g_ptr_array_remove_index (self->history, 0);
  self->at = self->history->len;
  for (guint i = 0; i < self->history->len; i++)
    g_string_append_printf (text, i > 0 ? "\n%s" : "%s",
                            (const char *) g_ptr_array_index (self->history, i));
  fol_settings_set (HISTORY_KEY, text->str);
}

/* One operation, or a workload of many. */
static gboolean
apply (FolCommandEntry *self, const char *line, GError **error)
{
  struct fol_workload workload;

  if (!fol_workload_is_text (line))
    return fol_session_apply_text (self->session, line, error);
  if (!fol_workload_parse (line, &workload, error) || !fol_workload_check (&workload, error))
    return FALSE;
  fol_session_workload (self->session, &workload);
  return TRUE;
}

static void
run (FolCommandEntry *self)
{
  g_autofree char *text = g_strstrip (g_strdup (get_text (self)));
  g_autoptr (GError) error = NULL;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (*text == '\0' || self->session == NULL)
    return;
  if (!apply (self, text, &error)) {
    fol_command_entry_set_error (self, error->message);
    fol_trace ("command-error text=%s", error->message);
    return;
  }
  remember (self, text);
  g_clear_pointer (&self->draft, g_free);
  fol_command_entry_set_error (self, NULL);
  set_text (self, "");
}

static void
walk_history (FolCommandEntry *self, int by)
{
  gint64 to = (gint64) self->at + by;

  if (to < 0 || to > self->history->len)
    return;
  if (self->at == self->history->len) {
    g_free (self->draft);
    self->draft = g_strdup (get_text (self));
  }
  self->at = (guint) to;
  set_text (self, self->at == self->history->len ? (self->draft != NULL ? self->draft : "")
                                                 : g_ptr_array_index (self->history, self->at));
}

static void
walk_suggestions (FolCommandEntry *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  int index = row != NULL ? gtk_list_box_row_get_index (row) + by : (by > 0 ? 0 : -1);

  row = index >= 0 ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), index) : NULL;
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
        gpointer user_data)
{
  FolCommandEntry *self = user_data;
  gboolean open = gtk_widget_get_visible (self->popover);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  switch (keyval) {
  case GDK_KEY_Up:
  case GDK_KEY_Down:
    if (open)
      walk_suggestions (self, keyval == GDK_KEY_Up ? -1 : 1);
    else if (keyval == GDK_KEY_Down && *get_text (self) == '\0' && self->at == self->history->len)
      suggest (self);
    else
      walk_history (self, keyval == GDK_KEY_Up ? -1 : 1);
    return TRUE;
  case GDK_KEY_Tab:
    if (!open)
      return FALSE;
    if (row == NULL)
      row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0);
    accept_row (self, row);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (open && row != NULL)
      accept_row (self, row);
    else
      run (self);
    return TRUE;
  case GDK_KEY_Escape:
    if (!open)
      return FALSE;
    gtk_popover_popdown (GTK_POPOVER (self->popover));
    return TRUE;
  default:
    return FALSE;
  }
}

void
fol_command_entry_set_session (FolCommandEntry *self, FolSession *session)
{
  g_set_object (&self->session, session);
}

void
fol_command_entry_focus (FolCommandEntry *self)
{
  gtk_widget_grab_focus (self->entry);
}

static void
fol_command_entry_dispose (GObject *object)
{
  FolCommandEntry *self = FOL_COMMAND_ENTRY (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  g_clear_pointer (&self->draft, g_free);
  G_OBJECT_CLASS (fol_command_entry_parent_class)->dispose (object);
}

/* A popover belongs to no layout manager: whoever is its parent places it. */
static void
fol_command_entry_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FolCommandEntry *self = FOL_COMMAND_ENTRY (widget);

  GTK_WIDGET_CLASS (fol_command_entry_parent_class)
      ->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
fol_command_entry_class_init (FolCommandEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fol_command_entry_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = fol_command_entry_size_allocate;
}

static void
fol_command_entry_init (FolCommandEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  self->history = g_ptr_array_new_with_free_func (g_free);
  load_history (self);

  self->entry = gtk_entry_new ();
  fol_add_classes (self->entry, "mono");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), "alloc_pages order=2");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("An operation"), -1);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  /* Before the text widget: Tab and the arrows are ours while there is something to choose. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->entry, keys);

  self->error = fol_text_new (NULL, "form-error");
  gtk_widget_set_visible (self->error, FALSE);
  gtk_box_append (GTK_BOX (self), self->entry);
  gtk_box_append (GTK_BOX (self), self->error);

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_SINGLE);
  gtk_list_box_set_activate_on_single_click (GTK_LIST_BOX (self->list), TRUE);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->popover = gtk_popover_new ();
  fol_add_classes (self->popover, "suggestions");
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->list);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

GtkWidget *
fol_command_entry_new (void)
{
  return g_object_new (FOL_TYPE_COMMAND_ENTRY, NULL);
}
