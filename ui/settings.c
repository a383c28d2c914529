/* ui/settings.c - preferences: one key file in the user's configuration folder. */
#include "ui/settings.h"

#include <gio/gio.h>

#define GROUP "folioscope"

static GKeyFile *file;
static guint write_source;

static char *
settings_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "folioscope", "settings.ini", NULL);
}

static GKeyFile *
settings_file (void)
{
  if (file == NULL) {
    g_autofree char *path = settings_path ();

    file = g_key_file_new ();
    /* No file yet, or a damaged one: the defaults. */
    g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  }
  return file;
}

static gboolean
write_cb (gpointer user_data)
{
  g_autofree char *path = settings_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  write_source = 0;
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_key_file_save_to_file (settings_file (), path, &error))
    g_info ("preferences are not kept: %s", error != NULL ? error->message : folder);
  return G_SOURCE_REMOVE;
}

char *
fol_settings_get (const char *key, const char *otherwise)
{
  char *value = g_key_file_get_string (settings_file (), GROUP, key, NULL);

  return value != NULL ? value : g_strdup (otherwise);
}

int
fol_settings_get_int (const char *key, int least, int most, int otherwise)
{
  g_autoptr (GError) error = NULL;
  int value = g_key_file_get_integer (settings_file (), GROUP, key, &error);

  return error == NULL && value >= least && value <= most ? value : otherwise;
}

void
fol_settings_set (const char *key, const char *value)
{
  g_autofree char *before = fol_settings_get (key, NULL);

  if (g_strcmp0 (before, value) == 0)
    return;
  if (value != NULL)
    g_key_file_set_string (settings_file (), GROUP, key, value);
  else
    g_key_file_remove_key (settings_file (), GROUP, key, NULL);
  if (write_source == 0)
    write_source = g_timeout_add_seconds (1, write_cb, NULL);
}

void
fol_settings_set_int (const char *key, int value)
{
  g_autofree char *text = g_strdup_printf ("%d", value);

  fol_settings_set (key, text);
}

void
fol_settings_close (void)
{
  if (write_source != 0) {
    g_source_remove (write_source);
    write_cb (NULL);
  }
  g_clear_pointer (&file, g_key_file_unref);
}
