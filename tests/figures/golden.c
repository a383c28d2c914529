/* tests/figures/golden.c - shapes as they were, in files beside the tests. */
#include "tests/figures/golden.h"

#include "ui/figures/paint.h"
#include "ui/figures/text.h"

#include <pango/pangocairo.h>

/* Places depend on the width of words, and that on the font. */
bool
fol_test_has_fonts (void)
{
  PangoFontFamily **families;
  bool text = false, mono = false;
  int count;

  pango_font_map_list_families (pango_cairo_font_map_get_default (), &families, &count);
  for (int i = 0; i < count; i++) {
    text |= g_str_equal (pango_font_family_get_name (families[i]), "Cantarell");
    mono |= g_str_equal (pango_font_family_get_name (families[i]), "DejaVu Sans Mono");
  }
  g_free (families);
  return text && mono;
}

/* Says which line differs, not that two pages do. */
static void
compare_lines (const char *name, const char *got, const char *expected)
{
  g_auto (GStrv) a = g_strsplit (got, "\n", -1), b = g_strsplit (expected, "\n", -1);

  for (guint i = 0; a[i] != NULL || b[i] != NULL; i++) {
    if (g_strcmp0 (a[i], b[i]) != 0)
      g_error ("golden/%s.txt, line %u:\n  is      %s\n  was     %s\n"
               "If that is meant, run with FOLIOSCOPE_UPDATE_GOLDEN=1 and read the difference.",
               name, i + 1, a[i] != NULL ? a[i] : "-", b[i] != NULL ? b[i] : "-");
    if (a[i] == NULL || b[i] == NULL)
      return;
  }
}

/* A macro that takes an argument twice draws it twice, and nobody sees it. */
static void
assert_once (const char *name, const char *dump)
{
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 2; lines[i] != NULL && *lines[i] != '\0'; i++)
    if (!g_str_has_prefix (lines[i], "frame ") && !g_hash_table_add (seen, lines[i]))
      g_error ("golden/%s.txt: drawn twice: %s", name, lines[i]);
}

void
fol_test_golden (const char *name, const struct fol_shapes *shapes)
{
  g_autofree char *file = g_strdup_printf ("%s.txt", name);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", file, NULL);
  g_autofree char *expected = NULL;
  g_autofree char *dump = fol_shapes_dump (shapes);
  g_autoptr (GError) error = NULL;

  assert_once (name, dump);
  if (g_getenv ("FOLIOSCOPE_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (path, dump, -1, &error));
  g_assert_true (g_file_get_contents (path, &expected, NULL, &error));
  compare_lines (name, dump, expected);
}

void
fol_test_room (const struct fol_shapes *shapes)
{
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    g_assert_cmpfloat (shape->x, >=, 0);
    g_assert_cmpfloat (shape->x + shape->width, <=, shapes->width + 0.01);
    g_assert_cmpfloat (shape->y + shape->height, <=, shapes->height + 0.01);
    if (shape->text == NULL || shape->role == FOL_ROLE_TITLE ||
        (shape->role == FOL_ROLE_MUTED && shape->text_size > 12))
      continue;
    if (fol_text_width (shape->text, shape->text_size, shape->bold, shape->monospace) >
        shape->width + 0.5)
      g_error ("“%s” in %.0f of a figure of %.0fx%.0f", shape->text, shape->width, shapes->width,
               shapes->height);
  }
}
