/* tests/figures/test-export.c - palettes that can be read, files that are whole. */
#include "tests/figures/states.h"

#include "ui/figures/page.h"
#include "ui/figures/picture.h"

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

static double
contrast_least (int theme)
{
  return theme == FOL_THEME_CONTRAST_LIGHT || theme == FOL_THEME_CONTRAST_DARK ? 7 : 4.5;
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

        if (!wordless (role) && contrast < contrast_least (theme))
          g_error ("%s, role %d, vision %d: %.2f", fol_palettes[theme].name, role, visions[v],
                   contrast);
      }
}

/* Captions stand on the ground of a card and on lanes alike. */
static void
test_caption_contrast (void)
{
  static const enum fol_role texts[] = { FOL_ROLE_TITLE, FOL_ROLE_LABEL, FOL_ROLE_MUTED,
                                         FOL_ROLE_VALUE, FOL_ROLE_LINK };
  static const enum fol_role grounds[] = { FOL_ROLE_CARD, FOL_ROLE_WELL, FOL_ROLE_FREE,
                                           FOL_ROLE_NOW };

  for (int theme = 0; theme < FOL_THEME_COUNT; theme++)
    for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
      for (guint g = 0; g < G_N_ELEMENTS (grounds); g++)
        g_assert_cmpfloat (fol_contrast (fol_palettes[theme].style[texts[t]].text,
                                         fol_palettes[theme].style[grounds[g]].fill),
                           >=, contrast_least (theme));
}

/* Free memory stands apart from all that is in use, for everybody; and orders
 * differ from the next one in lightness. */
static void
test_states_differ (void)
{
  for (int theme = 0; theme < FOL_THEME_COUNT; theme++)
    for (guint v = 0; v < G_N_ELEMENTS (visions); v++) {
      const struct fol_style *style = fol_palettes[theme].style;

      for (int role = FOL_ROLE_UNMOVABLE; role <= FOL_ROLE_LARGE; role++) {
        double contrast = fol_contrast (fol_colour_seen (style[role].fill, visions[v]),
                                        fol_colour_seen (style[FOL_ROLE_FREE].fill, visions[v]));

        /* On paper the letter, the pattern and the dark outline do the rest. */
        g_assert_cmpfloat (contrast, >=,
                           theme == FOL_THEME_PRINT       ? 1.12
                           : theme == FOL_THEME_PROJECTOR ? 4.0
                                                          : 3.0);
      }
      for (int order = 0; order + 1 < (int) SIM_MAX_ORDER; order++)
        g_assert_cmpfloat (
            fol_contrast (fol_colour_seen (style[FOL_ROLE_ORDER_0 + order].fill, visions[v]),
                          fol_colour_seen (style[FOL_ROLE_ORDER_0 + order + 1].fill, visions[v])),
            >=, 1.1);
    }
}

/* What high contrast is for: nothing that means something has a thin line or
 * none, and one sees what happens now and what is selected from afar. */
static void
test_high_contrast (void)
{
  static const enum fol_theme themes[] = { FOL_THEME_CONTRAST_LIGHT, FOL_THEME_CONTRAST_DARK };

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++) {
    const struct fol_palette *palette = &fol_palettes[themes[i]];

    for (int role = FOL_ROLE_WELL; role <= FOL_ROLE_ZONE_LAST; role++) {
      g_assert_cmpfloat (palette->style[role].stroke_width, >=, 1);
      g_assert_cmpfloat (fol_contrast (palette->style[role].stroke, palette->surface), >=, 4.5);
    }
    for (int role = FOL_ROLE_NOW; role <= FOL_ROLE_SELECTION; role++) {
      g_assert_cmpfloat (palette->style[role].stroke_width, >=, 2);
      g_assert_cmpfloat (fol_contrast (palette->style[role].stroke, palette->surface), >=, 4.5);
    }
    g_assert_cmpfloat (fol_contrast (palette->accent, palette->surface), >=, 7);
    g_assert_cmpfloat (fol_contrast (palette->muted, palette->surface), >=, 7);
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

static struct fol_shapes *
next_page (void *user_data, guint index, GError **error)
{
  struct fol_shapes **pages = user_data;

  return g_steal_pointer (&pages[index]);
}

/* Takes the pages over, as far as they were asked for. */
static bool
export_pages (const struct fol_export *export, struct fol_shapes **shapes, guint count,
              const char *path, GError **error)
{
  const struct fol_pages pages = { count, next_page, shapes };
  bool ok = fol_export_file (export, &pages, path, NULL, error);

  for (guint i = 0; i < count; i++)
    g_clear_pointer (&shapes[i], fol_shapes_free);
  return ok;
}

static char *
export_figure (enum fol_figure_id figure, enum fol_format format, const char *directory)
{
  struct fol_export export = {
    .format = format, .palette = &fol_palettes[0], .width = 1280, .height = 800
  };
  struct fol_shapes *shapes = used_shapes (figure);
  char *path =
      g_strdup_printf ("%s/%s.%s", directory, fol_figures[figure].name, fol_formats[format].ending);
  g_autoptr (GError) error = NULL;

  export_pages (&export, &shapes, 1, path, &error);
  g_assert_no_error (error);
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
  static const char *const words[FOL_FIGURE_COUNT] = {
    [FOL_FIGURE_MAP] = ">20</text>",
    [FOL_FIGURE_BUDDY] = ">40–47</text>",
    [FOL_FIGURE_ZONES] = ">36 of 56 free</text>",
    [FOL_FIGURE_SLABS] = ">There are no slab caches yet.",
    [FOL_FIGURE_SETS] = ">Run kmem_cache_init () to bring it up.</text>",
    [FOL_FIGURE_CALLS] = ">free_unref_page</text>",
    [FOL_FIGURE_COMPARE] = ">The other allocators are ",
  };
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

/* Each line but the heading: name, type, encoding, then emb, sub, uni. */
static void
assert_embedded (const char *fonts)
{
  g_auto (GStrv) lines = g_strsplit (g_strchomp ((char *) fonts), "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >, 2);
  for (guint i = 2; lines[i] != NULL; i++)
    g_assert_nonnull (strstr (lines[i], " yes yes yes "));
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
  g_autofree char *text = NULL, *info = NULL, *fonts = NULL;
  g_autofree char *counted = g_strdup_printf ("Pages:           %d", FOL_FIGURE_COUNT);
  struct fol_shapes *pages[FOL_FIGURE_COUNT];
  g_autoptr (GError) error = NULL;

  for (int figure = 0; figure < FOL_FIGURE_COUNT; figure++)
    pages[figure] = used_shapes (figure);
  export_pages (&export, pages, FOL_FIGURE_COUNT, path, &error);
  g_assert_no_error (error);
  text = run ("pdftotext", path, "-", NULL);
  info = run ("pdfinfo", path, NULL, NULL);
  fonts = run ("pdffonts", path, NULL, NULL);
  if (text == NULL || info == NULL) {
    g_test_skip ("needs pdftotext and pdfinfo");
  } else {
    g_assert_nonnull (strstr (text, "Physical memory"));
    g_assert_nonnull (strstr (text, "Buddy system"));
    g_assert_nonnull (strstr (text, "order 3"));
    g_assert_nonnull (strstr (info, "Lesson & more"));
    g_assert_nonnull (strstr (text, "Zones and per-CPU lists"));
    g_assert_nonnull (strstr (info, counted));
    g_assert_nonnull (strstr (info, "960 x 600 pts"));
    g_assert_nonnull (strstr (info, "Subject:         64 frames of 4 KiB"));
    assert_embedded (fonts);
  }
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

struct chunk {
  char name[5];
  const guint8 *data;
  guint32 length;
};

static guint32
number_at (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

/* The plain definition, bit by bit. */
static guint32
check_sum (const guint8 *data, gsize length)
{
  guint32 sum = 0xffffffff;

  for (gsize i = 0; i < length; i++) {
    sum ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      sum = sum & 1 ? sum >> 1 ^ 0xedb88320 : sum >> 1;
  }
  return ~sum;
}

/* All chunks of a PNG, each with a right check sum, up to the very end. */
static GArray *
read_chunks (const char *path, char **content)
{
  GArray *chunks = g_array_new (FALSE, FALSE, sizeof (struct chunk));
  const guint8 *at;
  gsize length;

  g_assert_true (g_file_get_contents (path, content, &length, NULL));
  g_assert_cmpmem (*content, 8, "\x89PNG\r\n\x1a\n", 8);
  at = (const guint8 *) *content + 8;
  for (gsize left = length - 8; left > 0;) {
    struct chunk chunk = { .length = number_at (at), .data = at + 8 };

    g_assert_cmpuint (left, >=, chunk.length + 12);
    memcpy (chunk.name, at + 4, 4);
    g_assert_cmphex (number_at (chunk.data + chunk.length), ==,
                     check_sum (at + 4, chunk.length + 4));
    g_array_append_val (chunks, chunk);
    left -= chunk.length + 12;
    at += chunk.length + 12;
  }
  return chunks;
}

static const struct chunk *
find_chunk (GArray *chunks, const char *name, const char *begins)
{
  for (guint i = 0; i < chunks->len; i++) {
    const struct chunk *chunk = &g_array_index (chunks, struct chunk, i);

    if (strcmp (chunk->name, name) == 0 &&
        (begins == NULL || strncmp ((const char *) chunk->data, begins, chunk->length) == 0))
      return chunk;
  }
  return NULL;
}

static void
test_png_words (void)
{
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = export_figure (FOL_FIGURE_MAP, FOL_PICTURE_PNG, directory);
  g_autofree char *content = NULL;
  g_autoptr (GArray) chunks = read_chunks (path, &content);
  const struct chunk *words = find_chunk (chunks, "iTXt", "Description");
  g_autofree char *text = NULL;

  g_assert_nonnull (words);
  text = g_strndup ((const char *) words->data + 16, words->length - 16);
  g_assert_true (g_str_has_prefix (text, "64 frames of 4 KiB"));
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (find_chunk (chunks, "iTXt", "Title"));
  g_assert_null (find_chunk (chunks, "acTL", NULL));
  remove_all (directory);
}

struct run {
  struct fol_history *history;
  GCancellable *cancellable;
  guint cancel_at; /* moment; 0: none */
};

static struct fol_state *
visit_run (void *user_data, guint index, struct fol_marks *marks, GError **error)
{
  struct run *run = user_data;
  const struct fol_position position = { .index = index, .step = FOL_STEP_END };

  if (run->cancel_at > 0 && index == run->cancel_at)
    g_cancellable_cancel (run->cancellable);
  g_assert_true (fol_history_seek (run->history, position, NULL));
  return fol_history_state (run->history);
}

static void
check_frames (GArray *chunks, guint count, guint32 width, guint32 height, guint delay)
{
  guint frames = 0, sequence = 0;

  for (guint i = 0; i < chunks->len; i++) {
    const struct chunk *chunk = &g_array_index (chunks, struct chunk, i);
    const guint8 *data = chunk->data;

    if (strcmp (chunk->name, "fcTL") != 0 && strcmp (chunk->name, "fdAT") != 0)
      continue;
    g_assert_cmpuint (number_at (data), ==, sequence++);
    if (strcmp (chunk->name, "fdAT") == 0)
      continue;
    g_assert_cmpuint (chunk->length, ==, 26);
    g_assert_cmpuint (number_at (data + 4), >=, frames == 0 ? width : 1);
    g_assert_cmpuint (number_at (data + 12) + number_at (data + 4), <=, width);
    g_assert_cmpuint (number_at (data + 16) + number_at (data + 8), <=, height);
    g_assert_cmpuint (data[20] * 256u + data[21], ==, delay);
    g_assert_cmpuint (data[22] * 256u + data[23], ==, 1000);
    frames++;
  }
  g_assert_cmpuint (frames, ==, count);
}

static void
test_animated (void)
{
  struct run run = { .history = fol_test_used () };
  const struct fol_moments moments = { 5, visit_run, &run };
  const struct fol_picture picture = {
    .figure = FOL_FIGURE_BUDDY,
    .options = fol_figure_options_default,
    .export = { .format = FOL_PICTURE_APNG,
                .palette = &fol_palettes[FOL_THEME_DARK],
                .width = 640,
                .height = 360,
                .scale = 2,
                .delay = 250 },
  };
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "run.apng", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GArray) chunks = NULL;
  g_autoptr (GError) error = NULL;
  const struct chunk *animation;

  fol_picture_save (&picture, &moments, path, NULL, &error);
  g_assert_no_error (error);
  chunks = read_chunks (path, &content);
  animation = find_chunk (chunks, "acTL", NULL);
  g_assert_nonnull (animation);
  g_assert_cmpuint (number_at (animation->data), ==, 5);
  g_assert_cmpuint (number_at (animation->data + 4), ==, 0);
  g_assert_cmpstr (g_array_index (chunks, struct chunk, 0).name, ==, "IHDR");
  g_assert_cmpstr (g_array_index (chunks, struct chunk, chunks->len - 1).name, ==, "IEND");
  check_frames (chunks, 5, 1280, 720, 250);
  fol_history_free (run.history);
  remove_all (directory);
}

/* Those that are whole stay, the one at work leaves nothing. */
static void
test_cancelled (void)
{
  struct run run = { .history = fol_test_used (), .cancellable = g_cancellable_new () };
  const struct fol_moments moments = { 4, visit_run, &run };
  const struct fol_picture_work work = { .cancellable = run.cancellable };
  struct fol_picture picture = {
    .figure = FOL_FIGURE_MAP,
    .options = fol_figure_options_default,
    .export = { .format = FOL_PICTURE_PDF,
                .palette = &fol_palettes[0],
                .width = 640,
                .height = 360 },
  };
  g_autofree char *directory = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "run.pdf", NULL);
  g_autoptr (GError) error = NULL;

  run.cancel_at = 2;
  g_assert_false (fol_picture_save (&picture, &moments, path, &work, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_object_unref (run.cancellable);
  fol_history_free (run.history);
  remove_all (directory);
}

/* A table's presets and a written size are told apart; what is no size is none. */
static void
test_page_sizes (void)
{
  static const char *const wrong[] = { "",      "9",         "x9",       "15x720",
                                       "1280x", "1280x720x", "32768x16", "-16x16" };
  double width, height;

  for (guint i = 0; i < fol_page_size_count; i++)
    g_assert_cmpint (fol_page_size_find (fol_page_sizes[i].name), ==, (int) i);
  g_assert_cmpint (fol_page_size_find ("21:9"), ==, -1);
  g_assert_true (fol_page_size_parse ("1920x1080", &width, &height));
  g_assert_cmpfloat (width, ==, 1920);
  g_assert_cmpfloat (height, ==, 1080);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (fol_page_size_parse (wrong[i], &width, &height));
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

  return export_pages (&export, &shapes, 1, path, error);
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
  g_assert_false (export_pages (&export, &shapes, 1, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  dir = g_dir_open (directory, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    files++;
  g_assert_cmpint (files, ==, 1);
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
  g_test_add_func ("/palette/high-contrast", test_high_contrast);
  g_test_add_func ("/export/svg", test_svg);
  g_test_add_func ("/export/pdf", test_pdf);
  g_test_add_func ("/export/png", test_png);
  g_test_add_func ("/export/png-words", test_png_words);
  g_test_add_func ("/export/animated", test_animated);
  g_test_add_func ("/export/cancelled", test_cancelled);
  g_test_add_func ("/export/page-sizes", test_page_sizes);
  g_test_add_func ("/export/text", test_text);
  g_test_add_func ("/export/unwritable", test_unwritable);
  g_test_add_func ("/export/old-file-kept", test_old_file_kept);
  g_test_add_func ("/export/full-disk", test_full_disk);
  return g_test_run ();
}
