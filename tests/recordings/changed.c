/* tests/recordings/changed.c - recordings with something wrong in them. */
#include "tests/recordings/changed.h"

#include <glib/gstdio.h>
#include <string.h>

char *
changed_unpack (const char *folder, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) packed = g_file_read (file, NULL, NULL);
  g_autoptr (GZlibDecompressor) decompressor =
      g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GInputStream) stream = NULL;

  g_assert_nonnull (packed);
  stream = g_converter_input_stream_new (G_INPUT_STREAM (packed), G_CONVERTER (decompressor));
  g_assert_cmpint (g_output_stream_splice (memory, stream, 0, NULL, NULL), >, 0);
  g_assert_true (g_output_stream_write_all (memory, "", 1, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (memory, NULL, NULL));
  *length = g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)) - 1;
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (memory));
}

bool
changed_verify (const char *text, gssize length, struct fol_verification *result, GError **error)
{
  g_autofree char *dir = g_dir_make_tmp ("recording-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "changed.jsonl", NULL);
  bool ok;

  g_assert_true (g_file_set_contents (path, text, length, NULL));
  ok = fol_verify_file (path, result, error);
  g_assert_true (ok == (error == NULL || *error == NULL));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
  return ok;
}

char *
changed_text (const char *text, const char *mark, const char *old, const char *replacement)
{
  const char *at = strstr (strstr (text, mark), old);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, replacement, at + strlen (old));
}

void
changed_refused (const char *text, gssize length, const char *expected)
{
  struct fol_verification result;
  GError *error = NULL;

  if (changed_verify (text, length, &result, &error))
    g_error ("not refused, but expected \"%s\"", expected);
  g_assert_nonnull (error);
  if (strstr (error->message, "changed.jsonl") == NULL || strstr (error->message, expected) == NULL)
    g_error ("expected the file's name and \"%s\" in \"%s\"", expected, error->message);
  g_error_free (error);
  fol_verification_clear (&result);
}
