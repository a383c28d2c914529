/* tests/figures/test-export.c - palettes that can be read, files that are whole. */
#include "tests/figures/states.h"

#include "ui/figures/page.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const enum fol_vision visions[] = { FOL_VISION_USUAL, FOL_VISION_PROTAN, FOL_VISION_DEUTAN,
                                           FOL_VISION_TRITAN };

/* Roles that never carry text on their fill. */
static bool
wordless (int role)
{
  return role == FOL_ROLE_LINE;
}

static void
test_contrast (void)
{
  for (int theme = 0; theme < FOL_THEME_COUNT; theme++)
    for (int role = 0; role < FOL_ROLE_COUNT; role++)
      for (guint v = 0; v < G_N_ELEMENTS (visions); v++) {
        const struct fol_style *style = &fol_palettes[theme].style[role];
        double contrast = fol_contrast (fol_colour_seen (style->fill, visions[v]),
                                        fol_colour_seen (style->text, visions[v]));

        if (!wordless (role) && contrast < 4.5)
          g_error ("%s, role %d, vision %d: %.2f", fol_palettes[theme].name, role, visions[v],
                   contrast);
      }
}

/* Captions stand on the ground of a card and on lanes alike. */
static void
test_caption_contrast (void)
{
  static const enum fol_role texts[] = { FOL_ROLE_TITLE, FOL_ROLE_LABEL, FOL_ROLE_MUTED,
                                         FOL_ROLE_VALUE };
  static const enum fol_role grounds[] = { FOL_ROLE_CARD, FOL_ROLE_WELL, FOL_ROLE_FREE,
                                           FOL_ROLE_NOW };

  for (int theme = 0; theme < FOL_THEME_COUNT; theme++)
    for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
      for (guint g = 0; g < G_N_ELEMENTS (grounds); g++)
        g_assert_cmpfloat (fol_contrast (fol_palettes[theme].style[texts[t]].text,
                                         fol_palettes[theme].style[grounds[g]].fill),
                           >=, 4.5);
}

/* Free memory stands apart from all that is in use, for everybody; and orders
 * differ from the next one in lightness. */
static void
test_states_differ (void)
{
  for (int theme = 0; theme < FOL_THEME_COUNT; theme++)
    for (guint v = 0; v < G_N_ELEMENTS (visions); v++) {
      const struct fol_style *style = fol_palettes[theme].style;

      for (int role = FOL_ROLE_UNMOVABLE; role <= FOL_ROLE_USED; role++) {
        double contrast = fol_contrast (fol_colour_seen (style[role].fill, visions[v]),
                                        fol_colour_seen (style[FOL_ROLE_FREE].fill, visions[v]));

        /* On paper the letter, the pattern and the dark outline do the rest. */
        g_assert_cmpfloat (contrast, >=, theme == FOL_THEME_PRINT ? 1.12 : 3.0);
      }
      for (int order = 0; order + 1 < (int) SIM_MAX_ORDER; order++)
        g_assert_cmpfloat (
            fol_contrast (fol_colour_seen (style[FOL_ROLE_ORDER_0 + order].fill, visions[v]),
                          fol_colour_seen (style[FOL_ROLE_ORDER_0 + order + 1].fill, visions[v])),
            >=, 1.1);
    }
}

static struct fol_shapes *
used_shapes (enum fol_figure_id figure)
{
  struct fol_history *history = fol_test_used ();
  struct fol_state *state = fol_history_state (history);
  const struct fol_export export = { .width = 1280, .height = 800 };
  struct fol_shapes *shapes = fol_page_build (&export, figure, state, NULL, NULL, 0);

  fol_state_unref (state);
  fol_history_free (history);
  return shapes;
}

static char *
export_figure (enum fol_figure_id figure, enum fol_format format, const char *directory)
{
  struct fol_export export = {
    .format = format, .palette = &fol_palettes[0], .width = 1280, .height = 800
  };
  struct fol_shapes *shapes = used_shapes (figure);
  char *path =
      g_strdup_printf ("%s/%s.%s", directory, fol_figures[figure].name, fol_format_names[format]);
  g_autoptr (GError) error = NULL;

  fol_export_file (&export, &shapes, 1, path, &error);
  g_assert_no_error (error);
  fol_shapes_free (shapes);
  return path;
}

static char *
run (const char *program, const char *a, const char *b, const char *c)
{
  const char *argv[] = { program, a, b, c, NULL };
  g_autofree char *found = g_find_program_in_path (program);
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status;

  if (found == NULL)
    return NULL;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                               NULL, &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return output;
}

static void
remove_all (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (directory, name, NULL);

    g_unlink (path);
  }
  g_rmdir (directory);
}

static void
test_svg (void)
{
  static const char *const words[] = { ">20</text>", ">40–47</text>", ">free_unref_page</text>" };
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    g_autofree char *path = export_figure (figure, FOL_PICTURE_SVG, directory);
    g_autofree char *text = NULL, *output = NULL;

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_assert_nonnull (strstr (text, "role=\"img\""));
    g_assert_nonnull (strstr (text, "<desc id=\"d\">"));
    g_assert_nonnull (strstr (text, words[figure]));
    g_assert_null (strstr (text, "<path id=\"glyph"));
    output = run ("xmllint", "--noout", path, NULL);
  }
  remove_all (directory);
}

static void
test_pdf (void)
{
  struct fol_export export = { .format = FOL_PICTURE_PDF,
                               .palette = &fol_palettes[0],
                               .width = 1280,
                               .height = 800,
                               .title = "Lesson & more" };
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = g_strdup_printf ("%s/all.pdf", directory);
  g_autofree char *text = NULL, *info = NULL;
  struct fol_shapes *pages[FOL_FIGURE_COUNT];
  g_autoptr (GError) error = NULL;

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++)
    pages[figure] = used_shapes (figure);
  fol_export_file (&export, pages, FOL_FIGURE_COUNT, path, &error);
  g_assert_no_error (error);
  text = run ("pdftotext", path, "-", NULL);
  info = run ("pdfinfo", path, NULL, NULL);
  if (text == NULL || info == NULL) {
    g_test_skip ("needs pdftotext and pdfinfo");
  } else {
    g_assert_nonnull (strstr (text, "Physical memory"));
    g_assert_nonnull (strstr (text, "Buddy system"));
    g_assert_nonnull (strstr (text, "order 3"));
    g_assert_nonnull (strstr (info, "Lesson & more"));
    g_assert_nonnull (strstr (info, "Pages:           3"));
    g_assert_nonnull (strstr (info, "960 x 600 pts"));
  }
  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++)
    fol_shapes_free (pages[figure]);
  remove_all (directory);
}

static void
test_png (void)
{
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = export_figure (FOL_FIGURE_MAP, FOL_PICTURE_PNG, directory);
  cairo_surface_t *image = cairo_image_surface_create_from_png (path);

  g_assert_cmpint (cairo_surface_status (image), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (image), ==, 1280);
  g_assert_cmpint (cairo_image_surface_get_height (image), ==, 800);
  cairo_surface_destroy (image);
  remove_all (directory);
}

static void
test_text (void)
{
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = export_figure (FOL_FIGURE_MAP, FOL_PICTURE_TEXT, directory);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "Physical memory\n64 frames of 4 KiB"));
  g_assert_nonnull (strstr (text, "Frame 40, free"));
  remove_all (directory);
}

static bool
export_to (const char *path, GError **error)
{
  struct fol_export export = { .format = FOL_PICTURE_PDF, .palette = &fol_palettes[0] };
  struct fol_shapes *shapes = used_shapes (FOL_FIGURE_MAP);
  bool ok = fol_export_file (&export, &shapes, 1, path, error);

  fol_shapes_free (shapes);
  return ok;
}

static void
test_unwritable (void)
{
  g_autoptr (GError) missing = NULL, full = NULL, directory = NULL;

  g_assert_false (export_to ("/nonexistent/deep/map.pdf", &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (missing->message, "/nonexistent/deep/map.pdf"));
  g_assert_false (export_to ("/", &directory));
  g_assert_nonnull (directory);
  if (g_access ("/dev/full", W_OK) != 0)
    return;
  g_assert_false (export_to ("/dev/full", &full));
  g_assert_error (full, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (full->message, "/dev/full"));
}

/* A picture that cannot be written leaves the one that was there, and nothing
 * else beside it. */
static void
test_old_file_kept (void)
{
  struct fol_export export = {
    .format = FOL_PICTURE_PNG, .palette = &fol_palettes[0], .width = 90000, .height = 90000
  };
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "map.png", NULL);
  g_autofree char *text = NULL;
  struct fol_shapes *shapes = used_shapes (FOL_FIGURE_MAP);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  int files = 0;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_false (fol_export_file (&export, &shapes, 1, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  dir = g_dir_open (directory, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    files++;
  g_assert_cmpint (files, ==, 1);
  fol_shapes_free (shapes);
  remove_all (directory);
}

/* The disk is full in the middle of the file. */
static void
test_full_disk (void)
{
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "map.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;
  bool ok;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 100;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ok = export_to (path, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (ok);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  remove_all (directory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/caption-contrast", test_caption_contrast);
  g_test_add_func ("/palette/states-differ", test_states_differ);
  g_test_add_func ("/export/svg", test_svg);
  g_test_add_func ("/export/pdf", test_pdf);
  g_test_add_func ("/export/png", test_png);
  g_test_add_func ("/export/text", test_text);
  g_test_add_func ("/export/unwritable", test_unwritable);
  g_test_add_func ("/export/old-file-kept", test_old_file_kept);
  g_test_add_func ("/export/full-disk", test_full_disk);
  return g_test_run ();
}
