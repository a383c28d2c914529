/* app/paths.c - see paths.h. */
#include "app/paths.h"

#include <string.h>

/* The places, in order; each owned.  Source and installed directories are
 * compiled in; the first exists only where the program was built. */
static GStrv
places (const char *kind)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  const char *given = g_getenv ("FOLIOSCOPE_DATA");
  g_autofree char *installed = g_build_filename (FOL_PKGDATADIR, kind, NULL);
  g_autofree char *source = NULL, *other = NULL;
  GStrv all;

  if (given != NULL && given[0] != '\0') {
    other = g_build_filename (given, kind, NULL);
    g_strv_builder_add (builder, other);
  }
  source = g_str_equal (kind, "lessons") ? g_build_filename (FOL_SOURCE_DIR, kind, NULL)
                                         : g_build_filename (FOL_SOURCE_DIR, "data", kind, NULL);
  g_strv_builder_add (builder, source);
  g_strv_builder_add (builder, installed);
  all = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return all;
}

char *
fol_paths_find (const char *kind, const char *name)
{
  g_auto (GStrv) all = places (kind);

  for (guint i = 0; all[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (all[i], name, NULL);

    if (g_file_test (path, name != NULL ? G_FILE_TEST_EXISTS : G_FILE_TEST_IS_DIR))
      return g_steal_pointer (&path);
  }
  return NULL;
}

static int
compare (gconstpointer x, gconstpointer y)
{
  return strcmp (*(const char *const *) x, *(const char *const *) y);
}

GStrv
fol_paths_list (const char *kind, const char *suffix)
{
  g_autofree char *path = fol_paths_find (kind, NULL);
  g_autoptr (GDir) directory = path != NULL ? g_dir_open (path, 0, NULL) : NULL;
  GPtrArray *names = g_ptr_array_new ();
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (name[0] != '.' && g_str_has_suffix (name, suffix))
      g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (suffix)));
  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

char *
fol_paths_state_dir (void)
{
  return g_build_filename (g_get_user_state_dir (), "folioscope", NULL);
}
