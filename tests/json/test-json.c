/* tests/json/test-json.c - the strict JSON reader against texts that must not pass.
 *
 * Method: one table of texts with the exact message each must give, one of
 * texts that must pass, and generated ones (deep, huge, cut short at every
 * byte) that must end in an error and not in a crash.
 */
#include "app/json.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

struct bad {
  const char *text, *message;
};

static const struct bad bad_texts[] = {
  { "", "f:1:1: the text is empty; expected a JSON value" },
  { " \n \n", "f:3:1: the text is empty; expected a JSON value" },
  { "{", "f:1:2: the text ends here; expected a string in double quotes" },
  { "[", "f:1:2: the text ends here; expected a value" },
  { "{\"a\":1", "f:1:7: the text ends here; expected \",\" or \"}\"" },
  { "[1,]", "f:1:4: expected a value ({, [, a string, a number, true, false or null), but found "
            "\"]\"" },
  { "{\"a\" 1}", "f:1:6: expected \":\", but found \"1\"" },
  { "{a:1}", "f:1:2: expected a string in double quotes, but found \"a\"" },
  { "{\"a\":1,\n \"b\":2,\n  \"a\":3}", "f:3:3: the member \"a\" stands here a second time" },
  { "{\"a\":1,\"\\u0061\":3}", "f:1:8: the member \"a\" stands here a second time" },
  { "1 2", "f:1:3: expected the end of the text after the value, but found \"2\"" },
  { "{} x", "f:1:4: expected the end of the text after the value, but found \"x\"" },
  { "[9223372036854775808]",
    "f:1:2: the number is too large; expected one below 2^63 (or a string: \"0x...\")" },
  { "[1, -99999999999999999999]",
    "f:1:5: the number is too large; expected one below 2^63 (or a string: \"0x...\")" },
  { "[1e999]", "f:1:2: the number is too large; expected one below 2^63 (or a string: \"0x...\")" },
  { "[01]", "f:1:3: a number does not begin with 0" },
  { "[-]", "f:1:3: expected a digit, but found \"]\"" },
  { "[1.]", "f:1:4: expected a digit after the decimal point, but found \"]\"" },
  { "[1e+]", "f:1:5: expected a digit of the exponent, but found \"]\"" },
  { "[NaN]",
    "f:1:2: expected a value ({, [, a string, a number, true, false or null), but found \"N\"" },
  { "/* no */ 1",
    "f:1:1: expected a value ({, [, a string, a number, true, false or null), but found \"/\"" },
  { "['a']",
    "f:1:2: expected a value ({, [, a string, a number, true, false or null), but found \"'\"" },
  { "\"a", "f:1:3: the text ends here; expected a closing quote" },
  { "\"\xe4\xbd\xa0\\q\"",
    "f:1:4: expected one of \" \\ / b f n r t u after a backslash, but found \"q\"" },
  { "\"a\nb\"",
    "f:1:3: expected a closing quote (line ends in a string are written \\n), but found "
    "the byte 0x0a" },
  { "\"\\u12g4\"", "f:1:6: expected four hexadecimal digits after \\u, but found \"g\"" },
  { "\"\\u0000\"", "f:1:8: the character U+0000 is not allowed" },
  { "\"\\ud83d\"", "f:1:8: half a surrogate pair; expected \\uD800-\\uDBFF, then \\uDC00-\\uDFFF" },
  { "\"\\ude00\\ud83d\"",
    "f:1:8: half a surrogate pair; expected \\uD800-\\uDBFF, then \\uDC00-\\uDFFF" },
  { "{\n\"a\xff\"", "f:2:3: not valid UTF-8; expected text in UTF-8" },
  { "\xff\xfe{", "f:1:1: the text is UTF-16; save it as UTF-8" },
};

static void
test_bad_texts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_texts); i++) {
    g_autoptr (GError) error = NULL;
    FolJson *json = fol_json_parse ("f", 1, bad_texts[i].text, -1, NULL, &error);

    g_assert_null (json);
    g_assert_error (error, FOL_JSON_ERROR, error->code);
    g_assert_cmpstr (error->message, ==, bad_texts[i].message);
  }
}

static void
test_binary (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fol_json_parse ("f", 1, "{\n\"a\0\"", 6, NULL, &error));
  g_assert_cmpstr (error->message, ==, "f:2:3: a zero byte; expected text, this is a binary file");
}

static const char good_text[] =
    "\xef\xbb\xbf{\n"
    "  \"name\": \"\\u4f60\xe5\xa5\xbd \\ud83d\\ude00 \\\"\\n\",\n"
    "  \"n\": [0, -1, 9223372036854775807, -9223372036854775807, 1.5e3, true, null, {}, []],\n"
    "  \"hex\": \"0xffffffffffffffff\", \"on\": false, \"two words\": {\"x\": [[7]]}\n"
    "}\n";

static void
test_good_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolJson) json = fol_json_parse ("f", 1, good_text, -1, NULL, &error);
  g_autofree char *path = NULL;
  const char *text = NULL;
  guint64 number = 0;
  bool on = true;
  JsonArray *array = NULL;
  JsonNode *seven;
  guint line, column;

  g_assert_no_error (error);
  g_assert_true (fol_json_string (json, fol_json_root (json), "name", &text, &error));
  g_assert_cmpstr (text, ==, "\xe4\xbd\xa0\xe5\xa5\xbd \xf0\x9f\x98\x80 \"\n");
  g_assert_true (fol_json_uint (json, fol_json_root (json), "hex", G_MAXUINT64, &number, &error));
  g_assert_cmpuint (number, ==, G_MAXUINT64);
  g_assert_true (fol_json_bool_opt (json, fol_json_root (json), "on", &on, &error));
  g_assert_false (on);
  g_assert_true (fol_json_array (json, fol_json_root (json), "n", &array, &error));
  g_assert_cmpuint (json_array_get_length (array), ==, 9);
  g_assert_cmpint (json_array_get_int_element (array, 2), ==, G_MAXINT64);
  g_assert_cmpint (json_array_get_int_element (array, 3), ==, -G_MAXINT64);

  seven = fol_json_member (json, fol_json_root (json), "two words", &error);
  seven =
      json_array_get_element (json_node_get_array (fol_json_member (json, seven, "x", &error)), 0);
  seven = json_array_get_element (json_node_get_array (seven), 0);
  fol_json_where (json, seven, &line, &column, &path);
  g_assert_cmpuint (line, ==, 4);
  g_assert_cmpuint (column, ==, 66);
  g_assert_cmpstr (path, ==, "$[\"two words\"].x[0][0]");
}

/* Each getter's complaint about { "s": "x", "n": -1, "o": {"ä": [1, {"b": true}]} }. */
static void
test_getters (void)
{
  g_autoptr (FolJson) json = fol_json_parse (
      "f", 5, "{\"s\": \"x\", \"n\": -1,\n \"o\": {\"\xc3\xa4\": [1, {\"b\": 2.5}]}}", -1, NULL,
      NULL);
  static const char *const known[] = { "bb", "colour", NULL };
  JsonNode *root = fol_json_root (json), *inner;
  g_autoptr (GError) error = NULL;
  const char *text = "kept";
  JsonArray *array = NULL;
  guint64 number = 77;
  bool on = true;

  g_assert_false (fol_json_string (json, root, "t", &text, &error));
  g_assert_cmpstr (error->message, ==, "f:5:1: $: the member \"t\" is missing");
  g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_MISSING);
  g_clear_error (&error);
  g_assert_true (fol_json_string_opt (json, root, "t", &text, &error));
  g_assert_cmpstr (text, ==, "kept");
  g_assert_false (fol_json_string (json, root, "n", &text, &error));
  g_assert_cmpstr (error->message, ==, "f:5:17: $.n: expected a string, but this is a number");
  g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_TYPE);
  g_clear_error (&error);
  g_assert_false (fol_json_uint (json, root, "n", 9, &number, &error));
  g_assert_cmpstr (error->message, ==, "f:5:17: $.n: expected a whole number from 0 to 9");
  g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_VALUE);
  g_clear_error (&error);
  g_assert_false (fol_json_uint (json, root, "s", 9, &number, &error));
  g_assert_cmpstr (error->message, ==, "f:5:7: $.s: expected a whole number from 0 to 9");
  g_clear_error (&error);
  g_assert_cmpuint (number, ==, 77);
  g_assert_false (fol_json_array (json, root, "s", &array, &error));
  g_assert_cmpstr (error->message, ==, "f:5:7: $.s: expected an array, but this is a string");
  g_clear_error (&error);
  g_assert_false (fol_json_bool_opt (json, root, "o", &on, &error));
  g_assert_cmpstr (error->message, ==, "f:6:7: $.o: expected true or false, but this is an object");
  g_clear_error (&error);

  inner = fol_json_member (json, root, "o", NULL);
  inner =
      json_array_get_element (json_object_get_array_member (json_node_get_object (inner), "ä"), 1);
  g_assert_false (fol_json_only (json, inner, known, &error));
  g_assert_cmpstr (error->message, ==,
                   "f:6:18: $.o[\"\xc3\xa4\"][1].b: unknown member \"b\"; did you mean \"bb\"?");
  g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_UNKNOWN);
  g_clear_error (&error);
  g_assert_false (fol_json_only (json, root, known, &error));
  g_assert_cmpstr (error->message, ==,
                   "f:5:2: $.s: unknown member \"s\"; expected one of: bb, colour");
  g_clear_error (&error);
  g_assert_false (fol_json_uint (json, inner, "b", 9, &number, &error));
  g_assert_cmpstr (error->message, ==,
                   "f:6:23: $.o[\"\xc3\xa4\"][1].b: expected a whole number (or a string: "
                   "\"0x...\"), but this is a number with a fraction");
}

static char *
nested (guint depth, gboolean closed)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < depth && closed; i++)
    g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  struct fol_json_limits limits = { .depth_max = 100000 };

  for (int closed = 0; closed < 2; closed++) {
    g_autofree char *deep = nested (100000, closed);
    g_autofree char *fits = nested (FOL_JSON_DEPTH_MAX, TRUE);
    g_autoptr (GError) error = NULL;
    g_autoptr (FolJson) json = fol_json_parse ("f", 1, fits, -1, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (json);
    g_assert_null (fol_json_parse ("f", 1, deep, -1, NULL, &error));
    g_assert_cmpstr (error->message, ==, "f:1:33: more than 32 brackets are open here");
    g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_LIMIT);
    g_clear_error (&error);
    g_assert_null (fol_json_parse ("f", 1, deep, -1, &limits, &error));
    g_assert_cmpstr (error->message, ==, "f:1:257: more than 256 brackets are open here");
  }
}

static void
test_truncated (void)
{
  gsize whole = strlen (good_text) - 2; /* without "}" and line end */

  for (gsize length = 0; length <= whole; length++) {
    g_autoptr (GError) error = NULL;
    /* A copy of exactly this length: reading on would be seen by ASan. */
    g_autofree char *part = length > 0 ? g_memdup2 (good_text, length) : g_strdup ("");

    g_assert_null (fol_json_parse ("f", 1, part, (gssize) length, NULL, &error));
    g_assert_nonnull (error);
  }
}

/* One line of 400 KB: positions must not cost the square of its length. */
static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (FolJson) json = NULL;
  g_autoptr (GError) error = NULL;
  guint line, column;
  JsonNode *last;

  for (guint i = 0; i < 25000; i++)
    g_string_append (text, "{\"pfn\":1234567},");
  g_string_append (text, "0]");
  json = fol_json_parse ("f", 9, text->str, (gssize) text->len, NULL, &error);
  g_assert_no_error (error);
  last = json_array_get_element (json_node_get_array (fol_json_root (json)), 25000);
  fol_json_where (json, last, &line, &column, NULL);
  g_assert_cmpuint (line, ==, 9);
  g_assert_cmpuint (column, ==, text->len - 1);
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("folioscope-XXXXXX", NULL);
  g_autofree char *huge = g_build_filename (dir, "huge.json", NULL);
  g_autofree char *none = g_build_filename (dir, "none.json", NULL);
  g_autofree char *too_large =
      g_strdup_printf ("%s: too large: 1073741824 bytes; expected at most 16777216", huge);
  struct fol_json_limits small = { .bytes_max = 4 };
  int fd;

  g_assert_null (fol_json_load (none, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (fol_json_load (dir, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);

  /* One sparse gibibyte: refused by its size, not by reading it. */
  fd = g_open (huge, O_CREAT | O_WRONLY, 0600);
  g_assert_cmpint (ftruncate (fd, 1 << 30), ==, 0);
  g_assert_null (fol_json_load (huge, NULL, &error));
  g_assert_cmpstr (error->message, ==, too_large);
  g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_LIMIT);
  g_clear_error (&error);
  g_assert_cmpint (ftruncate (fd, 0), ==, 0);
  g_assert_null (fol_json_load (huge, NULL, &error));
  g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_SYNTAX);
  g_clear_error (&error);
  g_assert_cmpint (write (fd, "12345", 5), ==, 5);
  g_assert_null (fol_json_load (huge, &small, &error));
  g_assert_error (error, FOL_JSON_ERROR, FOL_JSON_LIMIT);
  g_clear_error (&error);
  close (fd);

  /* No end and no size: only the limit stops it. */
  g_assert_null (fol_json_load ("/dev/zero", NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "/dev/zero:1: too large: 16777217 bytes; expected at most 16777216");
  g_remove (huge);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/bad-texts", test_bad_texts);
  g_test_add_func ("/json/binary", test_binary);
  g_test_add_func ("/json/good-text", test_good_text);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/truncated", test_truncated);
  g_test_add_func ("/json/long-line", test_long_line);
  g_test_add_func ("/json/files", test_files);
  return g_test_run ();
}
