/* ui/figures/export.c - pictures as files: formats, and replacing a file whole. */
#include "ui/figures/paint-private.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

const struct fol_format_info fol_formats[FOL_PICTURE_COUNT] = {
  [FOL_PICTURE_SVG] = { "svg", "svg", N_ ("SVG, text stays text"), false, false },
  [FOL_PICTURE_PDF] = { "pdf", "pdf", N_ ("PDF, text stays text"), true, false },
  [FOL_PICTURE_PNG] = { "png", "png", N_ ("PNG, pixels"), false, true },
  [FOL_PICTURE_APNG] = { "apng", "apng", N_ ("Animated PNG"), true, true },
  [FOL_PICTURE_TEXT] = { "text", "txt", N_ ("Text, for a terminal"), false, false },
};

/* A page of 96 units to the inch: a slide at the size of a screen, paper at its own. */
const struct fol_page_size fol_page_sizes[] = {
  { "16:9", N_ ("Slide 16:9"), 1280, 720 },         { "4:3", N_ ("Slide 4:3"), 1024, 768 },
  { "half", N_ ("Half a slide"), 640, 720 },        { "a4", N_ ("A4 landscape"), 1123, 794 },
  { "a4-portrait", N_ ("A4 portrait"), 794, 1123 },
};
const guint fol_page_size_count = G_N_ELEMENTS (fol_page_sizes);

int
fol_format_find (const char *name)
{
  for (int i = 0; i < FOL_PICTURE_COUNT; i++)
    if (g_strcmp0 (fol_formats[i].name, name) == 0)
      return i;
  return -1;
}

int
fol_format_of_path (const char *path)
{
  const char *dot = strrchr (path, '.');

  for (int i = 0; i < FOL_PICTURE_COUNT && dot != NULL; i++)
    if (g_str_equal (fol_formats[i].ending, dot + 1))
      return i;
  return -1;
}

char *
fol_format_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < FOL_PICTURE_COUNT; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fol_formats[i].name);
  return g_string_free (names, FALSE);
}

int
fol_page_size_find (const char *name)
{
  for (guint i = 0; i < fol_page_size_count; i++)
    if (g_strcmp0 (fol_page_sizes[i].name, name) == 0)
      return (int) i;
  return -1;
}

char *
fol_page_size_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < fol_page_size_count; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fol_page_sizes[i].name);
  return g_string_free (names, FALSE);
}

bool
fol_page_size_parse (const char *text, double *width, double *height)
{
  char *after;

  errno = 0;
  *width = (double) g_ascii_strtoull (text, &after, 10);
  if (errno != 0 || *after != 'x' || !g_ascii_isdigit (after[1]))
    return false;
  *height = (double) g_ascii_strtoull (after + 1, &after, 10);
  return errno == 0 && *after == '\0' && *width >= FOL_PAGE_LEAST && *height >= FOL_PAGE_LEAST &&
         *width <= FOL_PAGE_MOST && *height <= FOL_PAGE_MOST;
}

void
fol_export_paint (cairo_t *cr, const struct fol_export *export, const struct fol_shapes *shapes,
                  double *width, double *height)
{
  const struct fol_palette *palette = export->palette;
  struct fol_shapes *foot;
  struct fol_page page;

  fol_page_place (export, shapes, &page);
  *width = page.width;
  *height = page.height;
  if (cr == NULL)
    return;
  cairo_set_source_rgb (cr, palette->surface.red, palette->surface.green, palette->surface.blue);
  cairo_rectangle (cr, 0, 0, page.width, page.height);
  cairo_fill (cr);
  cairo_save (cr);
  cairo_translate (cr, page.x, page.y);
  cairo_scale (cr, page.scale, page.scale);
  fol_paint (cr, shapes, palette);
  cairo_restore (cr);
  foot = fol_page_foot (export, shapes, &page);
  fol_paint (cr, foot, palette);
  fol_shapes_free (foot);
}

struct sink {
  GOutputStream *stream;
  GCancellable *cancellable;
  GError *error;
};

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  struct sink *sink = closure;

  if (sink->error == NULL)
    g_output_stream_write_all (sink->stream, data, length, NULL, sink->cancellable, &sink->error);
  return sink->error == NULL ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* Cairo knows only that writing failed; the stream knows why. */
static bool
finish (struct sink *sink, cairo_status_t status, GError **error)
{
  if (sink->error != NULL) {
    g_propagate_error (error, sink->error);
    return false;
  }
  if (status != CAIRO_STATUS_SUCCESS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("the picture cannot be drawn: %s"),
                 cairo_status_to_string (status));
    return false;
  }
  return true;
}

/* A page's name for its place in the outline: what it shows and of which moment. */
static void
add_outline (cairo_surface_t *surface, const struct fol_shapes *shapes)
{
  g_autofree char *name = g_strdup_printf ("%s%s%s", shapes->title != NULL ? shapes->title : "",
                                           shapes->footer != NULL ? " · " : "", shapes->footer);

  cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, name, "",
                                 CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void
set_metadata (cairo_surface_t *surface, const struct fol_export *export,
              const struct fol_shapes *shapes)
{
  const char *title = export->title != NULL ? export->title : shapes->title;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Folioscope");
  if (title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  if (shapes->summary != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, shapes->summary);
}

static bool
write_pdf (const struct fol_export *export, const struct fol_pages *pages, struct sink *sink,
           GError **error)
{
  /* Points; each page sets its own. */
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (write_cb, sink, 1, 1);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;
  bool whole = true;

  for (guint i = 0; i < pages->count && whole; i++) {
    struct fol_shapes *shapes = pages->get (pages->user_data, i, error);
    double width, height;

    whole = shapes != NULL;
    if (shapes == NULL)
      break;
    if (i == 0)
      set_metadata (surface, export, shapes);
    fol_export_paint (NULL, export, shapes, &width, &height);
    cairo_pdf_surface_set_size (surface, width * 0.75, height * 0.75);
    cairo_save (cr);
    cairo_scale (cr, 0.75, 0.75);
    fol_export_paint (cr, export, shapes, &width, &height);
    cairo_restore (cr);
    add_outline (surface, shapes);
    cairo_show_page (cr);
    fol_shapes_free (shapes);
  }
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (whole)
    return finish (sink, status, error);
  g_clear_error (&sink->error);
  return false;
}

/* What it says, for a terminal: names and texts in reading order. */
static char *
write_plain (const struct fol_shapes *shapes)
{
  GString *out = g_string_new (NULL);

  if (shapes->title != NULL)
    g_string_append_printf (out, "%s\n", shapes->title);
  if (shapes->summary != NULL)
    g_string_append_printf (out, "%s\n", shapes->summary);
  for (guint i = 0; i < fol_shapes_count (shapes); i++)
    if (fol_shapes_get (shapes, i)->name != NULL)
      g_string_append_printf (out, "  %s\n", fol_shapes_get (shapes, i)->name);
  return g_string_free (out, FALSE);
}

static bool
write_words (const struct fol_export *export, const struct fol_pages *pages, struct sink *sink,
             GError **error)
{
  struct fol_shapes *shapes = pages->get (pages->user_data, 0, error);
  g_autofree char *text = NULL;

  if (shapes == NULL)
    return false;
  text = export->format == FOL_PICTURE_SVG ? fol_svg_write (export, shapes) : write_plain (shapes);
  fol_shapes_free (shapes);
  return g_output_stream_write_all (sink->stream, text, strlen (text), NULL, sink->cancellable,
                                    error);
}

bool
fol_export_write (const struct fol_export *export, const struct fol_pages *pages,
                  GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  struct sink sink = { .stream = stream, .cancellable = cancellable };

  g_return_val_if_fail (pages->count > 0, false);
  g_return_val_if_fail (pages->count == 1 || fol_formats[export->format].many, false);
  /* The frames of an animation are of one size. */
  g_return_val_if_fail (export->format != FOL_PICTURE_APNG || export->width > 0, false);

  switch (export->format) {
  case FOL_PICTURE_PDF:
    return write_pdf (export, pages, &sink, error);
  case FOL_PICTURE_PNG:
  case FOL_PICTURE_APNG:
    return fol_png_write (export, pages, stream, cancellable, error);
  case FOL_PICTURE_SVG:
  case FOL_PICTURE_TEXT:
  case FOL_PICTURE_COUNT:
    break;
  }
  return write_words (export, pages, &sink, error);
}

/* A file beside the target takes the bytes and then its place, so that at no
 * moment there is half a picture.  What is no plain file (/dev/stdout, a pipe)
 * is written directly. */
static bool
write_to_path (const struct fol_export *export, const struct fol_pages *pages, const char *path,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GCancellable) stop = NULL;
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL);

  if (type == G_FILE_TYPE_SPECIAL)
    stream = g_file_append_to (file, G_FILE_CREATE_NONE, cancellable, error);
  else
    stream =
        g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error);
  if (stream == NULL)
    return false;
  if (fol_export_write (export, pages, G_OUTPUT_STREAM (stream), cancellable, error) &&
      g_output_stream_flush (G_OUTPUT_STREAM (stream), cancellable, error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);

  /* Closing with a cancelled cancellable drops the new file and keeps the old. */
  stop = g_cancellable_new ();
  g_cancellable_cancel (stop);
  g_output_stream_close (G_OUTPUT_STREAM (stream), stop, NULL);
  return false;
}

bool
fol_export_file (const struct fol_export *export, const struct fol_pages *pages, const char *path,
                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *shown = NULL;

  if (write_to_path (export, pages, path, cancellable, &local))
    return true;
  /* What went wrong with a page has nothing to do with the file. */
  if (local->domain != G_IO_ERROR || local->code == G_IO_ERROR_CANCELLED) {
    g_propagate_error (error, g_steal_pointer (&local));
    return false;
  }
  shown = g_filename_display_name (path);
  g_set_error (error, local->domain, local->code, _ ("%s: cannot be written: %s"), shown,
               local->message);
  return false;
}
