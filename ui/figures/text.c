/* ui/figures/text.c - how wide a text is, and how it is cut, the same for every painter. */
#include "ui/figures/text.h"

#include "ui/figures/paint.h"

/* Widths already measured: figures ask for the same words at every state. */
struct width_key {
  const char *text; /* owned by the table */
  double size;
  bool bold, monospace;
};

#define WIDTHS_MOST 4096u /* then the table begins anew */

struct measure {
  PangoLayout *layout; /* owned */
  GHashTable *width;   /* owned; struct width_key to double */
};

static guint
width_key_hash (gconstpointer data)
{
  const struct width_key *key = data;

  return g_str_hash (key->text) * 31 + (guint) (key->size * 8) * 4 + key->bold * 2u +
         key->monospace;
}

static gboolean
width_key_equal (gconstpointer a, gconstpointer b)
{
  const struct width_key *x = a, *y = b;

  return x->size == y->size && x->bold == y->bold && x->monospace == y->monospace &&
         g_str_equal (x->text, y->text);
}

static void
width_key_free (gpointer data)
{
  struct width_key *key = data;

  g_free ((char *) key->text);
  g_free (key);
}

static void
measure_free (gpointer data)
{
  struct measure *measure = data;

  g_object_unref (measure->layout);
  g_hash_table_unref (measure->width);
  g_free (measure);
}

/* Pango contexts belong to one thread; each thread keeps its own. */
static GPrivate own_measure = G_PRIVATE_INIT (measure_free);

static struct measure *
get_measure (void)
{
  struct measure *measure = g_private_get (&own_measure);

  if (measure == NULL) {
    PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

    fol_text_prepare_context (context);
    measure = g_new (struct measure, 1);
    measure->layout = pango_layout_new (context);
    measure->width =
        g_hash_table_new_full (width_key_hash, width_key_equal, width_key_free, g_free);
    g_object_unref (context);
    g_private_set (&own_measure, measure);
  }
  return measure;
}

void
fol_text_prepare_context (PangoContext *context)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Hinted widths depend on the scale; a figure must not. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
}

void
fol_text_set_font (PangoLayout *layout, double size, bool bold, bool monospace)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family (font, monospace ? FOL_FONT_MONO : FOL_FONT_TEXT);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

static double
width_of (PangoLayout *layout, const char *text, int length)
{
  int width;

  pango_layout_set_text (layout, text, length);
  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

double
fol_text_width (const char *text, double size, bool bold, bool monospace)
{
  struct measure *measure = get_measure ();
  struct width_key key = { text, size, bold, monospace };
  const double *known = g_hash_table_lookup (measure->width, &key);
  double width;

  if (known != NULL)
    return *known;
  fol_text_set_font (measure->layout, size, bold, monospace);
  width = width_of (measure->layout, text, -1);
  if (g_hash_table_size (measure->width) >= WIDTHS_MOST)
    g_hash_table_remove_all (measure->width);
  key.text = g_strdup (text);
  g_hash_table_insert (measure->width, g_memdup2 (&key, sizeof key),
                       g_memdup2 (&width, sizeof width));
  return width;
}

char *
fol_text_fit (const char *text, double size, bool bold, bool monospace, double width)
{
  PangoLayout *layout = get_measure ()->layout;
  g_autofree char *cut = NULL;
  long low = 0, high;

  fol_text_set_font (layout, size, bold, monospace);
  if (width_of (layout, text, -1) <= width + 0.01)
    return g_strdup (text);
  high = g_utf8_strlen (text, -1);
  while (low < high) {
    long middle = (low + high + 1) / 2;

    g_free (cut);
    cut = g_utf8_substring (text, 0, middle);
    g_strchomp (cut);
    cut = g_realloc (cut, strlen (cut) + sizeof ("…"));
    strcat (cut, "…");
    if (width_of (layout, cut, -1) <= width)
      low = middle;
    else
      high = middle - 1;
  }
  if (low == 0)
    return g_strdup ("");
  g_free (cut);
  cut = g_utf8_substring (text, 0, low);
  g_strchomp (cut);
  return g_strconcat (cut, "…", NULL);
}

char **
fol_text_wrap (const char *text, double size, double width, guint most)
{
  GPtrArray *lines = g_ptr_array_new ();
  PangoLayout *layout = get_measure ()->layout;

  fol_text_set_font (layout, size, false, false);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  for (int i = 0; i < pango_layout_get_line_count (layout) && lines->len < most; i++) {
    const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
    gsize length =
        lines->len + 1 == most ? strlen (text + line->start_index) : (gsize) line->length;

    g_ptr_array_add (lines, g_strstrip (g_strndup (text + line->start_index, length)));
  }
  pango_layout_set_width (layout, -1);
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}

size_t
fol_text_first_line (const char *text, double size, bool bold, double width)
{
  PangoLayout *layout = get_measure ()->layout;
  size_t length;

  fol_text_set_font (layout, size, bold, false);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_set_text (layout, text, -1);
  length = (size_t) pango_layout_get_line_readonly (layout, 0)->length;
  pango_layout_set_width (layout, -1);
  return length;
}

double
fol_paint_baseline (double y, double height, double size)
{
  return y + height / 2 + 0.355 * size;
}
