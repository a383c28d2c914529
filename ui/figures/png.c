/* ui/figures/png.c - PNG with words in it, and many pages as an animated one.
 *
 * Cairo codes the pixels; its chunks are put together anew, with title and
 * description (iTXt) and, for an animation, acTL, fcTL and fdAT as the PNG
 * specification (third edition) has them.  A frame of an animation holds only
 * the rectangle that differs from the frame before.
 */
#include "ui/figures/paint-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PIXELS_MOST  32767.0 /* Cairo's own limit, each way */
#define SIGNATURE    8u
#define CHUNK_AROUND 12u /* length, name, check sum */
#define HEADER       (SIGNATURE + CHUNK_AROUND + 13u)

struct writer {
  const struct fol_export *export;
  GOutputStream *stream;
  GCancellable *cancellable;
  guint count, sequence;
  cairo_surface_t *before; /* owned; the frame before, or NULL */
};

struct place {
  int x, y, width, height;
};

/* CRC-32 as in ISO 3309, four bits at a time. */
static guint32
checked (guint32 sum, const guint8 *data, gsize length)
{
  static const guint32 table[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
  };

  for (gsize i = 0; i < length; i++) {
    sum ^= data[i];
    sum = sum >> 4 ^ table[sum & 15];
    sum = sum >> 4 ^ table[sum & 15];
  }
  return sum;
}

static void
append_number (GByteArray *out, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static void
append_short (GByteArray *out, guint16 value)
{
  guint16 big = GUINT16_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &big, sizeof big);
}

static guint32
read_number (const guint8 *data)
{
  guint32 big;

  memcpy (&big, data, sizeof big);
  return GUINT32_FROM_BE (big);
}

static void
append_chunk (GByteArray *out, const char *name, const guint8 *data, gsize length)
{
  gsize from;

  append_number (out, (guint32) length);
  from = out->len;
  g_byte_array_append (out, (const guint8 *) name, 4);
  g_byte_array_append (out, data, (guint) length);
  append_number (out, ~checked (0xffffffff, out->data + from, length + 4));
}

/* Uncompressed, in whatever language the words are. */
static void
append_words (GByteArray *out, const char *keyword, const char *text)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  static const guint8 plain[4];

  if (text == NULL)
    return;
  g_byte_array_append (data, (const guint8 *) keyword, (guint) strlen (keyword) + 1);
  g_byte_array_append (data, plain, sizeof plain);
  g_byte_array_append (data, (const guint8 *) text, (guint) strlen (text));
  append_chunk (out, "iTXt", data->data, data->len);
}

static void
append_animation (GByteArray *out, guint count)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  append_number (data, count);
  append_number (data, 0); /* again and again */
  append_chunk (out, "acTL", data->data, data->len);
}

static void
append_frame (struct writer *writer, GByteArray *out, const struct place *place)
{
  guint delay = writer->export->delay > 0 ? writer->export->delay : FOL_DELAY_DEFAULT;
  static const guint8 stays_and_replaces[2];
  g_autoptr (GByteArray) data = g_byte_array_new ();

  append_number (data, writer->sequence++);
  append_number (data, (guint32) place->width);
  append_number (data, (guint32) place->height);
  append_number (data, (guint32) place->x);
  append_number (data, (guint32) place->y);
  append_short (data, (guint16) MIN (delay, FOL_DELAY_MOST));
  append_short (data, 1000);
  g_byte_array_append (data, stays_and_replaces, sizeof stays_and_replaces);
  append_chunk (out, "fcTL", data->data, data->len);
}

/* The pixels that Cairo coded: its IDATs, in a later frame as fdATs. */
static void
append_pixels (struct writer *writer, GByteArray *out, const GByteArray *coded)
{
  gsize at = HEADER;

  while (at + CHUNK_AROUND <= coded->len) {
    guint32 length = read_number (coded->data + at);
    const guint8 *name = coded->data + at + 4, *data = name + 4;

    if (memcmp (name, "IDAT", 4) == 0 && writer->before == NULL) {
      g_byte_array_append (out, coded->data + at, length + CHUNK_AROUND);
    } else if (memcmp (name, "IDAT", 4) == 0) {
      g_autoptr (GByteArray) frame = g_byte_array_sized_new (length + 4);

      append_number (frame, writer->sequence++);
      g_byte_array_append (frame, data, length);
      append_chunk (out, "fdAT", frame->data, frame->len);
    }
    at += length + CHUNK_AROUND;
  }
}

static bool
same_pixels (const guint8 *a, const guint8 *b, int count)
{
  const guint32 *x = (const guint32 *) (const void *) a, *y = (const guint32 *) (const void *) b;

  for (int i = 0; i < count; i++)
    if ((x[i] ^ y[i]) & 0xffffff)
      return false;
  return true;
}

/* The smallest rectangle outside of which both are alike; at least one pixel. */
static void
find_change (cairo_surface_t *before, cairo_surface_t *now, struct place *place)
{
  int width = cairo_image_surface_get_width (now), height = cairo_image_surface_get_height (now);
  int stride = cairo_image_surface_get_stride (now);
  const guint8 *a = cairo_image_surface_get_data (before), *b = cairo_image_surface_get_data (now);
  int top = 0, bottom = height, left = width, right = 0;

  while (top < height - 1 && same_pixels (a + top * stride, b + top * stride, width))
    top++;
  while (bottom > top + 1 &&
         same_pixels (a + (bottom - 1) * stride, b + (bottom - 1) * stride, width))
    bottom--;
  for (int y = top; y < bottom; y++) {
    const guint8 *x = a + y * stride, *z = b + y * stride;
    int from = 0, to = width;

    while (from < left && same_pixels (x + 4 * from, z + 4 * from, 1))
      from++;
    while (to > right && same_pixels (x + 4 * (to - 1), z + 4 * (to - 1), 1))
      to--;
    left = MIN (left, from);
    right = MAX (right, to);
  }
  left = MIN (left, width - 1);
  *place = (struct place){ left, top, MAX (1, right - left), bottom - top };
}

static cairo_status_t
collect_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
draw (const struct fol_export *export, const struct fol_shapes *shapes, GError **error)
{
  double scale = export->scale > 0 ? export->scale : 1, width, height;
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  fol_export_paint (NULL, export, shapes, &width, &height);
  width = ceil (width * scale);
  height = ceil (height * scale);
  if (width > PIXELS_MOST || height > PIXELS_MOST) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("a PNG of %.0f × %.0f pixels is too large; at most 32767 each way"), width,
                 height);
    return NULL;
  }
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  fol_export_paint (cr, export, shapes, &width, &height);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("the picture cannot be drawn: %s"),
               cairo_status_to_string (status));
  return NULL;
}

static bool
code (cairo_surface_t *surface, const struct place *place, GByteArray *coded, GError **error)
{
  int stride = cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);
  cairo_surface_t *part =
      cairo_image_surface_create_for_data (data + place->y * stride + place->x * 4,
                                           CAIRO_FORMAT_RGB24, place->width, place->height, stride);
  cairo_status_t status = cairo_surface_write_to_png_stream (part, collect_cb, coded);

  cairo_surface_destroy (part);
  if (status == CAIRO_STATUS_SUCCESS)
    return true;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("the picture cannot be drawn: %s"),
               cairo_status_to_string (status));
  return false;
}

static bool
write_frame (struct writer *writer, const struct fol_shapes *shapes, GError **error)
{
  bool animated = writer->export->format == FOL_PICTURE_APNG, first = writer->before == NULL;
  cairo_surface_t *surface = draw (writer->export, shapes, error);
  g_autoptr (GByteArray) coded = g_byte_array_new (), out = g_byte_array_new ();
  struct place place = { 0 };

  if (surface == NULL)
    return false;
  place.width = cairo_image_surface_get_width (surface);
  place.height = cairo_image_surface_get_height (surface);
  if (!first)
    find_change (writer->before, surface, &place);
  if (!code (surface, &place, coded, error)) {
    cairo_surface_destroy (surface);
    return false;
  }
  if (first) {
    const char *title = writer->export->title;

    g_byte_array_append (out, coded->data, HEADER);
    if (animated)
      append_animation (out, writer->count);
    append_words (out, "Title", title != NULL ? title : shapes->title);
    append_words (out, "Description", shapes->summary);
    append_words (out, "Software", "Folioscope");
  }
  if (animated)
    append_frame (writer, out, &place);
  append_pixels (writer, out, coded);
  g_clear_pointer (&writer->before, cairo_surface_destroy);
  writer->before = surface;
  return g_output_stream_write_all (writer->stream, out->data, out->len, NULL, writer->cancellable,
                                    error);
}

bool
fol_png_write (const struct fol_export *export, const struct fol_pages *pages,
               GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  struct writer writer = {
    .export = export, .stream = stream, .cancellable = cancellable, .count = pages->count
  };
  g_autoptr (GByteArray) end = g_byte_array_new ();
  bool ok = true;

  for (guint i = 0; i < pages->count && ok; i++) {
    struct fol_shapes *shapes = pages->get (pages->user_data, i, error);

    ok = shapes != NULL && write_frame (&writer, shapes, error);
    if (shapes != NULL)
      fol_shapes_free (shapes);
  }
  g_clear_pointer (&writer.before, cairo_surface_destroy);
  append_chunk (end, "IEND", end->data, 0);
  return ok && g_output_stream_write_all (stream, end->data, end->len, NULL, cancellable, error);
}
