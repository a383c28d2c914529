/* ui/window-files.c - open, save, recover, close. */
#include "ui/compat.h"
#include "ui/figure-card.h"
#include "ui/preferences.h"
#include "ui/recent.h"
#include "ui/settings.h"
#include "ui/shortcuts-window.h"
#include "ui/trace.h"
#include "ui/window-private.h"
#include "app/paths.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* What a file says it is, in its first bytes. */
enum content {
  CONTENT_UNREADABLE,
  CONTENT_SESSION,
  CONTENT_LESSON,
  CONTENT_MACHINE,
  CONTENT_RECORDING,
};

/* The first bytes, unpacked if need be. */
static char *
read_start (const char *path, GError **error)
{
  guint8 start[4096];
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GInputStream) unpacked = NULL;
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), start, 2, &length, NULL, error) ||
      !g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, error)) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  if (length == 2 && start[0] == 0x1f && start[1] == 0x8b) {
    g_autoptr (GZlibDecompressor) gzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);

    unpacked = g_converter_input_stream_new (G_INPUT_STREAM (stream), G_CONVERTER (gzip));
  } else {
    unpacked = G_INPUT_STREAM (g_object_ref (stream));
  }
  /* Damage further on is for the reader to tell, with its place. */
  g_input_stream_read_all (unpacked, start, sizeof start, &length, NULL, NULL);
  return g_strndup ((const char *) start, length);
}

static enum content
sniff (const char *path, GError **error)
{
  g_autofree char *text = read_start (path, error);

  if (text == NULL)
    return CONTENT_UNREADABLE;
  if (strstr (text, "\"folioscope-session\"") != NULL)
    return CONTENT_SESSION;
  if (g_regex_match_simple ("^\\s*\\{[^\n]*\"t\"\\s*:\\s*\"machine\"", text, 0, 0))
    return CONTENT_RECORDING;
  if (g_str_has_suffix (path, ".jsonl"))
    return CONTENT_SESSION;
  if (g_strchug (text)[0] == '{')
    return strstr (text, "\"ram\"") != NULL && strstr (text, "\"steps\"") == NULL ? CONTENT_MACHINE
                                                                                  : CONTENT_LESSON;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
               _ ("%s is not a session, a lesson, a machine or a recording."), path);
  return CONTENT_UNREADABLE;
}

/* What was done and not saved stays in its window; the new thing gets another. */
static FolWindow *
window_for_new (FolWindow *self)
{
  FolWindow *other;

  if (!self->free.changed)
    return self;
  other = FOL_WINDOW (fol_window_new (gtk_window_get_application (GTK_WINDOW (self))));
  gtk_window_present (GTK_WINDOW (other));
  return other;
}

static struct fol_workspace *
new_free_space (FolWindow *self, const char *title)
{
  fol_workspace_clear (&self->free);
  fol_selection_set (self->selection, (struct sim_object){ .kind = SIM_OBJECT_NONE });
  fol_window_new_session (self, &self->free);
  self->free.title = g_strdup (title);
  return &self->free;
}

gboolean
fol_window_open_machine (FolWindow *self, const char *name, GError **error)
{
  g_autoptr (FolMachine) machine = fol_machine_find (name, error);
  struct fol_workspace *space;

  if (machine == NULL)
    return FALSE;
  self = window_for_new (self);
  space = new_free_space (self, _ ("Sandbox"));
  fol_session_open_machine (space->session, &machine->sim, NULL, 0, NULL,
                            (struct fol_position){ .step = FOL_STEP_END });
  fol_window_set_space (self, space, TRUE);
  return TRUE;
}

FolWindow *
fol_window_open_session (FolWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  struct fol_workspace *space;

  self = window_for_new (self);
  space = new_free_space (self, name);
  space->path = g_strdup (path);
  fol_session_open_file (space->session, path);
  fol_window_set_space (self, space, TRUE);
  return self;
}

static gboolean
open_path (FolWindow *self, const char *path, GError **error)
{
  switch (sniff (path, error)) {
  case CONTENT_SESSION:
    fol_window_open_session (self, path);
    return TRUE;
  case CONTENT_LESSON:
    return fol_window_open_lesson (self, path, error);
  case CONTENT_MACHINE: {
    /* With a slash it is a path for sure. */
    g_autofree char *canonical = g_canonicalize_filename (path, NULL);

    return fol_window_open_machine (self, canonical, error);
  }
  case CONTENT_RECORDING:
    fol_window_open_recording (self, path);
    return TRUE;
  case CONTENT_UNREADABLE:
  default:
    return FALSE;
  }
}

/* Lessons and machines that come with the program are found without a list. */
static gboolean
is_bundled (const char *path)
{
  g_auto (GStrv) lessons = fol_lesson_list (NULL);
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autofree char *machines = fol_paths_find ("machines", NULL);
  g_autofree char *folder = g_path_get_dirname (whole);

  if (g_strcmp0 (folder, machines) == 0)
    return TRUE;
  for (guint i = 0; lessons != NULL && lessons[i] != NULL; i++) {
    g_autofree char *lesson = g_canonicalize_filename (lessons[i], NULL);

    if (g_str_equal (lesson, whole))
      return TRUE;
  }
  return FALSE;
}

gboolean
fol_window_open (FolWindow *self, const char *what)
{
  g_autofree char *lesson = NULL;
  g_autoptr (GError) error = NULL;
  gboolean opened;

  if (g_file_test (what, G_FILE_TEST_EXISTS)) {
    opened = open_path (self, what, &error);
    /* A recording says later whether it is one. */
    if (opened && self->reading == NULL && !is_bundled (what))
      fol_recent_add (what);
  } else if ((lesson = fol_lesson_find (what)) != NULL)
    opened = fol_window_open_lesson (self, lesson, &error);
  else if (strchr (what, '/') != NULL)
    opened = (sniff (what, &error), FALSE);
  else
    opened = fol_window_open_machine (self, what, &error);
  if (!opened)
    fol_window_say (self, FOL_MESSAGE_ERROR, error->message);
  return opened;
}

void
fol_window_open_default (FolWindow *self)
{
  g_autofree char *last = fol_settings_get ("lesson", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) paths = NULL;

  if (last != NULL && fol_window_open_lesson (self, last, NULL))
    return;
  paths = fol_lesson_list (&error);
  if (paths != NULL && paths[0] != NULL && fol_window_open_lesson (self, paths[0], &error))
    return;
  /* Without lessons there is still memory to play with. */
  if (error != NULL)
    fol_window_say (self, FOL_MESSAGE_ERROR, error->message);
  fol_window_open_machine (self, "teaching-64", NULL);
}

static void
open_chosen_cb (GFile *file, gpointer user_data)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    fol_window_open (user_data, path);
}

static const char *const session_patterns[] = { "*.jsonl", NULL };
static const char *const open_patterns[] = { "*.jsonl", "*.jsonl.gz", "*.json", NULL };

void
fol_window_ask_open (FolWindow *self, const char *target)
{
  const struct fol_file_choice choice = { .title =
                                              _ ("Open a session, lesson, machine or recording"),
                                          .accept = _ ("Open"),
                                          .filter_name =
                                              _ ("Sessions, lessons, machines, recordings"),
                                          .patterns = open_patterns };

  fol_choose_file (GTK_WINDOW (self), &choice, open_chosen_cb, self);
  fol_trace ("dialog name=open");
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FolWindow) self = user_data;
  FolSession *session = FOL_SESSION (source);
  struct fol_workspace *space = session == self->free.session     ? &self->free
                                : session == self->taught.session ? &self->taught
                                                                  : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!fol_session_save_file_finish (session, result, &error)) {
    fol_window_say (self, FOL_MESSAGE_ERROR, error->message);
    return;
  }
  if (space == NULL)
    return;
  space->changed = FALSE;
  fol_recent_add (space->path);
  text = g_strdup_printf (_ ("Saved to %s"), space->path);
  fol_window_say (self, FOL_MESSAGE_SUCCESS, text);
}

static void
save_to (FolWindow *self, const char *path)
{
  g_free (self->space->path);
  self->space->path = g_strdup (path);
  fol_session_save_file (self->space->session, path, NULL, saved_cb, g_object_ref (self));
}

static void
save_chosen_cb (GFile *file, gpointer user_data)
{
  FolWindow *self = user_data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->space->session != NULL) {
    g_autofree char *folder = g_path_get_dirname (path);

    fol_settings_set ("session-folder", folder);
    save_to (self, path);
  }
}

void
fol_window_ask_save (FolWindow *self, const char *target)
{
  g_autofree char *folder_path = fol_settings_get ("session-folder", NULL);
  g_autoptr (GFile) folder = folder_path != NULL ? g_file_new_for_path (folder_path) : NULL;
  const struct fol_file_choice choice = { .title = _ ("Save session"),
                                          .accept = _ ("Save"),
                                          .filter_name = _ ("Sessions"),
                                          .patterns = session_patterns,
                                          .name = "session.jsonl",
                                          .folder = folder };

  if (fol_window_state (self) == NULL)
    return;
  fol_choose_file (GTK_WINDOW (self), &choice, save_chosen_cb, self);
  fol_trace ("dialog name=save");
}

void
fol_window_save (FolWindow *self, const char *target)
{
  if (fol_window_state (self) == NULL)
    return;
  if (self->space->path != NULL) {
    g_autofree char *path = g_strdup (self->space->path);

    save_to (self, path);
  } else {
    fol_window_ask_save (self, target);
  }
}

/* A session that could not be opened leaves no empty window behind. */
void
fol_window_not_opened (FolWindow *self)
{
  if (self->space != &self->free || fol_window_state (self) != NULL)
    return;
  if (self->taught.session != NULL)
    fol_window_set_space (self, &self->taught, FALSE);
  else
    fol_window_start (self, NULL);
}

static void
cancel_reading_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  fol_window_cancel_reading (user_data);
}

static void
machine_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!fol_window_open_machine (self, g_variant_get_string (parameter, NULL), &error))
    fol_window_say (self, FOL_MESSAGE_ERROR, error->message);
}

static void
lesson_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->header.lessons));
  if (!fol_window_open_lesson (self, g_variant_get_string (parameter, NULL), &error))
    fol_window_say (self, FOL_MESSAGE_ERROR, error->message);
}

static void
close_anyway_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  FolWindow *self = user_data;

  self->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

void
fol_window_file_actions (FolWindow *self)
{
  const GActionEntry entries[] = {
    { .name = "cancel-reading", .activate = cancel_reading_cb },
    { .name = "close-anyway", .activate = close_anyway_cb },
    { .name = "machine", .activate = machine_cb, .parameter_type = "s" },
    { .name = "lesson", .activate = lesson_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  fol_window_recover_connect (self);
}

/* What was done in a lesson can be done again; a session of one's own is asked for. */
gboolean
fol_window_close_request (FolWindow *self)
{
  const struct fol_message_button buttons[] = { { _ ("Save…"), "win.save" },
                                                { _ ("Close Without Saving"), "win.close-anyway" },
                                                { NULL } };

  if (self->may_close || !self->free.changed) {
    fol_window_forget_restored (self);
    return TRUE;
  }
  fol_window_set_space (self, &self->free, TRUE);
  fol_message_bar_show (FOL_MESSAGE_BAR (self->message), FOL_MESSAGE_WARNING,
                        _ ("This session has not been saved."), buttons);
  return FALSE;
}

void
fol_window_close (FolWindow *self, const char *target)
{
  gtk_window_close (GTK_WINDOW (self));
}

void
fol_window_fullscreen (FolWindow *self, const char *target)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_unfullscreen (GTK_WINDOW (self));
  else
    gtk_window_fullscreen (GTK_WINDOW (self));
}

void
fol_window_theme (FolWindow *self, const char *target)
{
  int choice = fol_preference_find (FOL_PREFERENCE_THEME, target);

  g_return_if_fail (choice >= 0);
  fol_preference_set (FOL_PREFERENCE_THEME, (guint) choice);
  fol_trace ("theme name=%s", target);
}

void
fol_window_preferences (FolWindow *self, const char *target)
{
  fol_preferences_window_show (GTK_WINDOW (self));
  fol_trace ("dialog name=preferences");
}

void
fol_window_shortcuts (FolWindow *self, const char *target)
{
  fol_shortcuts_window_show (GTK_WINDOW (self));
  fol_trace ("dialog name=shortcuts");
}

void
fol_window_about (FolWindow *self, const char *target)
{
  gtk_show_about_dialog (
      GTK_WINDOW (self), "program-name", "Folioscope", "version", FOL_VERSION, "comments",
      _ ("Shows how Linux manages memory, by the rules of Linux 6.1. It works on "
         "a model, never on the memory of this computer."),
      "license-type", GTK_LICENSE_GPL_3_0, "logo-icon-name", "org.folioscope.Folioscope", NULL);
  fol_trace ("dialog name=about");
}
