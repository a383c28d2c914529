/* ui/recent.c - the files that were opened or saved last, the newest first. */
#include "ui/recent.h"
#include "ui/settings.h"

#define KEY "recent"

/* A path may hold anything but a line end after this. */
static GPtrArray *
read_list (void)
{
  g_autofree char *text = fol_settings_get (KEY, "");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *path = g_strcompress (lines[i]);

    if (g_path_is_absolute (path))
      g_ptr_array_add (paths, g_steal_pointer (&path));
  }
  return paths;
}

static void
write_list (GPtrArray *paths)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (paths->len, FOL_RECENT_MAX); i++) {
    g_autofree char *line = g_strescape (g_ptr_array_index (paths, i), NULL);

    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
  }
  fol_settings_set (KEY, text->str);
}

static int
place_of (GPtrArray *paths, const char *path)
{
  guint place;

  return g_ptr_array_find_with_equal_func (paths, path, g_str_equal, &place) ? (int) place : -1;
}

GStrv
fol_recent_list (void)
{
  GPtrArray *paths = read_list ();

  g_ptr_array_add (paths, NULL);
  return (GStrv) g_ptr_array_free (paths, FALSE);
}

int
fol_recent_remove (const char *path)
{
  g_autoptr (GPtrArray) paths = read_list ();
  int place = place_of (paths, path);

  if (place >= 0) {
    g_ptr_array_remove_index (paths, (guint) place);
    write_list (paths);
  }
  return place;
}

void
fol_recent_insert (const char *path, guint place)
{
  g_autoptr (GPtrArray) paths = read_list ();

  g_ptr_array_insert (paths, (int) MIN (place, paths->len), g_strdup (path));
  write_list (paths);
}

void
fol_recent_add (const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);

  fol_recent_remove (whole);
  fol_recent_insert (whole, 0);
}
