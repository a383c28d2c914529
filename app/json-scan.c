/* app/json-scan.c - see json-scan.h. */
#include "app/json-scan.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define DEPTH_HARD_MAX 256u

struct scan {
  const char *file_name;
  const char *at, *end;
  guint line;
  const char *column_at; /* `column` is the column of this byte */
  guint column;
  guint depth, depth_max;
  GPtrArray *names; /* per depth: GHashTable of the names of the object there */
  GArray *places;
  GError **error;
};

static bool scan_value (struct scan *scan);

/* Columns are counted from where they were asked for last, so that asking for
 * every value of one long line costs no more than reading it. */
static guint
column_here (struct scan *scan)
{
  for (; scan->column_at < scan->at; scan->column_at++)
    if (((guchar) *scan->column_at & 0xc0) != 0x80)
      scan->column++;
  return scan->column;
}

static void
fail (struct scan *scan, enum fol_json_error code, const char *what)
{
  guint column = column_here (scan);

  g_set_error (scan->error, FOL_JSON_ERROR, (gint) code, "%s:%u:%u: %s", scan->file_name,
               scan->line, column, what);
}

static void
fail_unexpected (struct scan *scan, const char *expected)
{
  g_autofree char *what = NULL;
  guchar c;

  if (scan->at == scan->end) {
    what = g_strdup_printf ("the text ends here; expected %s", expected);
  } else {
    c = (guchar) *scan->at;
    if (c < 0x20 || c == 0x7f) {
      what = g_strdup_printf ("expected %s, but found the byte 0x%02x", expected, c);
    } else {
      g_autofree char *found = g_utf8_substring (scan->at, 0, 1);

      what = g_strdup_printf ("expected %s, but found \"%s\"", expected, found);
    }
  }
  fail (scan, FOL_JSON_SYNTAX, what);
}

static void
skip_space (struct scan *scan)
{
  for (; scan->at < scan->end; scan->at++) {
    if (*scan->at == '\n') {
      scan->line++;
      scan->column = 1;
      scan->column_at = scan->at + 1;
    } else if (*scan->at != ' ' && *scan->at != '\t' && *scan->at != '\r') {
      return;
    }
  }
}

static bool
scan_hex4 (struct scan *scan, guint *out)
{
  guint value = 0;

  for (int i = 0; i < 4; i++, scan->at++) {
    int digit = scan->at < scan->end ? g_ascii_xdigit_value (*scan->at) : -1;

    if (digit < 0) {
      fail_unexpected (scan, "four hexadecimal digits after \\u");
      return false;
    }
    value = value * 16 + (guint) digit;
  }
  *out = value;
  return true;
}

/* Behind "\u". */
static bool
scan_unicode (struct scan *scan, gunichar *out)
{
  guint high, low;

  if (!scan_hex4 (scan, &high))
    return false;
  *out = high;
  if (high == 0) {
    fail (scan, FOL_JSON_SYNTAX, "the character U+0000 is not allowed");
    return false;
  }
  if (high < 0xd800 || high > 0xdfff)
    return true;
  if (high < 0xdc00 && scan->end - scan->at >= 2 && scan->at[0] == '\\' && scan->at[1] == 'u') {
    scan->at += 2;
    if (!scan_hex4 (scan, &low))
      return false;
    if (low >= 0xdc00 && low <= 0xdfff) {
      *out = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
      return true;
    }
  }
  fail (scan, FOL_JSON_SYNTAX,
        "half a surrogate pair; expected \\uD800-\\uDBFF, then \\uDC00-\\uDFFF");
  return false;
}

static bool
scan_escape (struct scan *scan, GString *into)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *found;
  gunichar c;

  scan->at++;
  if (scan->at < scan->end && *scan->at == 'u') {
    scan->at++;
    if (!scan_unicode (scan, &c))
      return false;
    if (into != NULL)
      g_string_append_unichar (into, c);
    return true;
  }
  found = scan->at < scan->end ? strchr (from, *scan->at) : NULL;
  if (found == NULL) {
    fail_unexpected (scan, "one of \" \\ / b f n r t u after a backslash");
    return false;
  }
  if (into != NULL)
    g_string_append_c (into, to[found - from]);
  scan->at++;
  return true;
}

/* `into` gets the text without quotes and escapes; may be NULL. */
static bool
scan_string (struct scan *scan, GString *into)
{
  if (scan->at == scan->end || *scan->at != '"') {
    fail_unexpected (scan, "a string in double quotes");
    return false;
  }
  scan->at++;
  while (scan->at < scan->end && *scan->at != '"') {
    if (*scan->at == '\\') {
      if (!scan_escape (scan, into))
        return false;
    } else if ((guchar) *scan->at < 0x20) {
      fail_unexpected (scan, "a closing quote (line ends in a string are written \\n)");
      return false;
    } else {
      if (into != NULL)
        g_string_append_c (into, *scan->at);
      scan->at++;
    }
  }
  if (scan->at == scan->end) {
    fail_unexpected (scan, "a closing quote");
    return false;
  }
  scan->at++;
  return true;
}

static guint
scan_digits (struct scan *scan)
{
  const char *start = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;
  return (guint) (scan->at - start);
}

/* json-glib reads integers as signed 64 bits and lets larger ones wrap. */
static bool
check_number (struct scan *scan, const char *start, bool real)
{
  g_autofree char *text = g_strndup (start, (gsize) (scan->at - start));
  const char *digits = text[0] == '-' ? text + 1 : text;
  guint64 magnitude;

  if (real) {
    if (isfinite (g_ascii_strtod (text, NULL)))
      return true;
  } else {
    errno = 0;
    magnitude = g_ascii_strtoull (digits, NULL, 10);
    if (errno == 0 && magnitude <= G_MAXINT64)
      return true;
  }
  scan->at = start; /* the place of the number, not of what follows */
  fail (scan, FOL_JSON_LIMIT,
        "the number is too large; expected one below 2^63 (or a string: \"0x...\")");
  return false;
}

static bool
scan_number (struct scan *scan)
{
  const char *start = scan->at;
  bool real = false;

  column_here (scan);
  if (*scan->at == '-')
    scan->at++;
  if (scan->at < scan->end && *scan->at == '0') {
    scan->at++;
    if (scan->at < scan->end && g_ascii_isdigit (*scan->at)) {
      fail (scan, FOL_JSON_SYNTAX, "a number does not begin with 0");
      return false;
    }
  } else if (scan_digits (scan) == 0) {
    fail_unexpected (scan, "a digit");
    return false;
  }
  if (scan->at < scan->end && *scan->at == '.') {
    real = true;
    scan->at++;
    if (scan_digits (scan) == 0) {
      fail_unexpected (scan, "a digit after the decimal point");
      return false;
    }
  }
  if (scan->at < scan->end && (*scan->at == 'e' || *scan->at == 'E')) {
    real = true;
    scan->at++;
    if (scan->at < scan->end && (*scan->at == '+' || *scan->at == '-'))
      scan->at++;
    if (scan_digits (scan) == 0) {
      fail_unexpected (scan, "a digit of the exponent");
      return false;
    }
  }
  return check_number (scan, start, real);
}

static bool
scan_word (struct scan *scan)
{
  static const char *const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);

    if ((gsize) (scan->end - scan->at) >= length && memcmp (scan->at, words[i], length) == 0) {
      scan->at += length;
      return true;
    }
  }
  fail_unexpected (scan, "a value ({, [, a string, a number, true, false or null)");
  return false;
}

static bool
scan_name (struct scan *scan, GHashTable *names, struct fol_json_place *place)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *what = NULL;
  struct scan start = *scan;

  place->name_line = scan->line;
  place->name_column = column_here (scan);
  if (!scan_string (scan, name))
    return false;
  if (!g_hash_table_add (names, g_strdup (name->str))) {
    what = g_strdup_printf ("the member \"%s\" stands here a second time", name->str);
    fail (&start, FOL_JSON_SYNTAX, what);
    return false;
  }
  skip_space (scan);
  if (scan->at == scan->end || *scan->at != ':') {
    fail_unexpected (scan, "\":\"");
    return false;
  }
  scan->at++;
  return true;
}

static GHashTable *
names_of_depth (struct scan *scan)
{
  GHashTable *names;

  while (scan->names->len < scan->depth)
    g_ptr_array_add (scan->names, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL));
  names = g_ptr_array_index (scan->names, scan->depth - 1);
  g_hash_table_remove_all (names);
  return names;
}

/* From "{" or "[" to its end. */
static bool
scan_container (struct scan *scan)
{
  bool object = *scan->at == '{';
  char close = object ? '}' : ']';
  GHashTable *names = object ? names_of_depth (scan) : NULL;

  scan->at++;
  skip_space (scan);
  if (scan->at < scan->end && *scan->at == close) {
    scan->at++;
    return true;
  }
  for (;;) {
    struct fol_json_place place = { 0 };
    guint index;

    skip_space (scan);
    if (object && !scan_name (scan, names, &place))
      return false;
    index = scan->places->len;
    if (!scan_value (scan))
      return false;
    g_array_index (scan->places, struct fol_json_place, index).name_line = place.name_line;
    g_array_index (scan->places, struct fol_json_place, index).name_column = place.name_column;
    skip_space (scan);
    if (scan->at < scan->end && *scan->at == close) {
      scan->at++;
      return true;
    }
    if (scan->at == scan->end || *scan->at != ',') {
      fail_unexpected (scan, object ? "\",\" or \"}\"" : "\",\" or \"]\"");
      return false;
    }
    scan->at++;
  }
}

static bool
scan_value (struct scan *scan)
{
  struct fol_json_place place = { 0 };
  g_autofree char *what = NULL;
  bool done;

  skip_space (scan);
  place.line = scan->line;
  place.column = column_here (scan);
  g_array_append_val (scan->places, place);
  if (scan->at == scan->end) {
    fail_unexpected (scan, "a value");
    return false;
  }
  switch (*scan->at) {
  case '{':
  case '[':
    if (scan->depth == scan->depth_max) {
      what = g_strdup_printf ("more than %u brackets are open here", scan->depth_max);
      fail (scan, FOL_JSON_LIMIT, what);
      return false;
    }
    scan->depth++;
    done = scan_container (scan);
    scan->depth--;
    return done;
  case '"':
    return scan_string (scan, NULL);
  default:
    if (*scan->at == '-' || g_ascii_isdigit (*scan->at))
      return scan_number (scan);
    return scan_word (scan);
  }
}

/* Moves to `to`, over text that need not be JSON. */
static void
skip_to (struct scan *scan, const char *to)
{
  for (; scan->at < to; scan->at++)
    if (*scan->at == '\n') {
      scan->line++;
      scan->column = 1;
      scan->column_at = scan->at + 1;
    }
}

static bool
check_text (struct scan *scan)
{
  gsize length = (gsize) (scan->end - scan->at);
  const char *bad;

  if (length >= 2 &&
      (memcmp (scan->at, "\xff\xfe", 2) == 0 || memcmp (scan->at, "\xfe\xff", 2) == 0)) {
    fail (scan, FOL_JSON_SYNTAX, "the text is UTF-16; save it as UTF-8");
    return false;
  }
  bad = length > 0 ? memchr (scan->at, '\0', length) : NULL;
  if (bad != NULL) {
    skip_to (scan, bad);
    fail (scan, FOL_JSON_SYNTAX, "a zero byte; expected text, this is a binary file");
    return false;
  }
  if (!g_utf8_validate_len (scan->at, length, &bad)) {
    skip_to (scan, bad);
    fail (scan, FOL_JSON_SYNTAX, "not valid UTF-8; expected text in UTF-8");
    return false;
  }
  return true;
}

bool
fol_json_scan (const char *file_name, guint first_line, const char *text, gsize length,
               const struct fol_json_limits *limits, GArray *places, GError **error)
{
  g_autoptr (GPtrArray) names =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  gsize bytes_max =
      limits != NULL && limits->bytes_max > 0 ? limits->bytes_max : FOL_JSON_BYTES_MAX;
  guint depth_max =
      limits != NULL && limits->depth_max > 0 ? limits->depth_max : FOL_JSON_DEPTH_MAX;
  struct scan scan = { .file_name = file_name,
                       .at = text,
                       .end = text + length,
                       .line = first_line,
                       .column_at = text,
                       .column = 1,
                       .depth_max = MIN (depth_max, DEPTH_HARD_MAX),
                       .names = names,
                       .places = places,
                       .error = error };

  if (length > bytes_max) {
    g_set_error (error, FOL_JSON_ERROR, FOL_JSON_LIMIT,
                 "%s:%u: too large: %" G_GSIZE_FORMAT " bytes; expected at most %" G_GSIZE_FORMAT,
                 file_name, first_line, length, bytes_max);
    return false;
  }
  if (length >= 3 && first_line == 1 && memcmp (text, "\xef\xbb\xbf", 3) == 0) {
    scan.at += 3;
    scan.column_at = scan.at;
  }
  if (!check_text (&scan))
    return false;
  skip_space (&scan);
  if (scan.at == scan.end) {
    fail (&scan, FOL_JSON_SYNTAX, "the text is empty; expected a JSON value");
    return false;
  }
  if (!scan_value (&scan))
    return false;
  skip_space (&scan);
  if (scan.at < scan.end) {
    fail_unexpected (&scan, "the end of the text after the value");
    return false;
  }
  return true;
}
