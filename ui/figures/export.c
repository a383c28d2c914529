/* ui/figures/export.c - pictures as files: formats, and replacing a file whole. */
#include "ui/figures/paint-private.h"
#include "ui/figures/text.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>

const char *const fol_format_names[FOL_PICTURE_COUNT] = { "svg", "pdf", "png", "text" };

int
fol_format_find (const char *name)
{
  for (int i = 0; i < FOL_PICTURE_COUNT; i++)
    if (g_strcmp0 (fol_format_names[i], name) == 0)
      return i;
  return -1;
}

static void
paint_page (cairo_t *cr, const struct fol_export *export, const struct fol_shapes *shapes)
{
  const struct fol_palette *palette = export->palette;
  struct fol_page page;

  fol_page_place (export, shapes, &page);
  cairo_set_source_rgb (cr, palette->surface.red, palette->surface.green, palette->surface.blue);
  cairo_paint (cr);
  cairo_save (cr);
  cairo_translate (cr, page.x, page.y);
  cairo_scale (cr, page.scale, page.scale);
  fol_paint (cr, shapes, palette);
  cairo_restore (cr);
  if (shapes->footer != NULL) {
    double size = fol_page_footer_size (&page);
    struct fol_shape foot = {
      .kind = FOL_SHAPE_TEXT,
      .role = FOL_ROLE_MUTED,
      .text_size = size,
      .text = shapes->footer,
      .x = page.x,
      .width = page.width - 2 * page.x,
    };

    foot.y = fol_page_footer_y (&page) - fol_paint_baseline (0, 0, size);
    fol_paint_shape (cr, &foot, palette);
  }
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

static bool
write_pdf (const struct fol_export *export, struct fol_shapes *const *pages, guint count,
           struct sink *sink, GError **error)
{
  const char *title = export->title != NULL ? export->title : pages[0]->title;
  struct fol_page page;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  fol_page_place (export, pages[0], &page);
  surface =
      cairo_pdf_surface_create_for_stream (write_cb, sink, page.width * 0.75, page.height * 0.75);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Folioscope");
  if (title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  if (pages[0]->summary != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, pages[0]->summary);
  cr = cairo_create (surface);
  for (guint i = 0; i < count; i++) {
    fol_page_place (export, pages[i], &page);
    cairo_pdf_surface_set_size (surface, page.width * 0.75, page.height * 0.75);
    cairo_save (cr);
    /* PDF counts in points. */
    cairo_scale (cr, 0.75, 0.75);
    paint_page (cr, export, pages[i]);
    cairo_restore (cr);
    if (pages[i]->title != NULL)
      cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, pages[i]->title, "",
                                     CAIRO_PDF_OUTLINE_FLAG_OPEN);
    cairo_show_page (cr);
  }
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return finish (sink, status, error);
}

static bool
write_png (const struct fol_export *export, const struct fol_shapes *shapes, struct sink *sink,
           GError **error)
{
  double scale = export->scale > 0 ? export->scale : 1;
  cairo_surface_t *surface;
  struct fol_page page;
  cairo_status_t status;
  cairo_t *cr;

  fol_page_place (export, shapes, &page);
  if (page.width * scale > 32767 || page.height * scale > 32767) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("a PNG of %.0f × %.0f pixels is too large; at most 32767 each way"),
                 page.width * scale, page.height * scale);
    return false;
  }
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (page.width * scale),
                                        (int) ceil (page.height * scale));
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  paint_page (cr, export, shapes);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, write_cb, sink);
  cairo_surface_destroy (surface);
  return finish (sink, status, error);
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

bool
fol_export_write (const struct fol_export *export, struct fol_shapes *const *pages, guint count,
                  GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  struct sink sink = { .stream = stream, .cancellable = cancellable };
  g_autofree char *text = NULL;

  g_return_val_if_fail (count > 0, false);
  g_return_val_if_fail (count == 1 || export->format == FOL_PICTURE_PDF, false);

  switch (export->format) {
  case FOL_PICTURE_PDF:
    return write_pdf (export, pages, count, &sink, error);
  case FOL_PICTURE_PNG:
    return write_png (export, pages[0], &sink, error);
  case FOL_PICTURE_SVG:
    text = fol_svg_write (export, pages[0]);
    break;
  case FOL_PICTURE_TEXT:
  case FOL_PICTURE_COUNT:
    text = write_plain (pages[0]);
    break;
  }
  return g_output_stream_write_all (stream, text, strlen (text), NULL, cancellable, error);
}

/* A file beside the target takes the bytes and then its place, so that at no
 * moment there is half a picture.  What is no plain file (/dev/stdout, a pipe)
 * is written directly. */
static bool
write_to_path (const struct fol_export *export, struct fol_shapes *const *pages, guint count,
               const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GCancellable) stop = NULL;
  GFileType type = g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL);

  if (type == G_FILE_TYPE_SPECIAL)
    stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, error);
  else
    stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, error);
  if (stream == NULL)
    return false;
  if (fol_export_write (export, pages, count, G_OUTPUT_STREAM (stream), NULL, error) &&
      g_output_stream_flush (G_OUTPUT_STREAM (stream), NULL, error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);

  /* Closing with a cancelled cancellable drops the new file and keeps the old. */
  stop = g_cancellable_new ();
  g_cancellable_cancel (stop);
  g_output_stream_close (G_OUTPUT_STREAM (stream), stop, NULL);
  return false;
}

bool
fol_export_file (const struct fol_export *export, struct fol_shapes *const *pages, guint count,
                 const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *shown = NULL;

  if (write_to_path (export, pages, count, path, &local))
    return true;
  shown = g_filename_display_name (path);
  g_set_error (error, local->domain, local->code, _ ("cannot write “%s”: %s"), shown,
               local->message);
  return false;
}
