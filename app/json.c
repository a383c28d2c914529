/* app/json.c - see json.h; the scan before parsing is json-scan.c. */
#include "app/json.h"

#include "app/json-scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

G_DEFINE_QUARK (fol - json - error - quark, fol_json_error)

struct fol_json {
  char *file_name;
  JsonNode *root;
  GArray *places; /* struct fol_json_place, in document order */
};

FolJson *
fol_json_parse (const char *file_name, guint first_line, const char *text, gssize length,
                const struct fol_json_limits *limits, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (struct fol_json_place));
  g_autoptr (GError) problem = NULL;
  gsize bytes = length < 0 ? strlen (text) : (gsize) length;
  FolJson *json;

  if (!fol_json_scan (file_name, first_line, text, bytes, limits, places, error))
    return NULL;
  if (bytes >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) {
    text += 3;
    bytes -= 3;
  }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) bytes, &problem)) {
    g_set_error (error, FOL_JSON_ERROR, FOL_JSON_SYNTAX, "%s:%u: %s", file_name, first_line,
                 problem->message);
    return NULL;
  }
  json = g_new0 (FolJson, 1);
  json->file_name = g_strdup (file_name);
  json->root = json_parser_steal_root (parser);
  json->places = g_steal_pointer (&places);
  return json;
}

static void
set_file_error (GError **error, const char *path, int number)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s: cannot be read: %s",
               path, g_strerror (number));
}

/* Up to `most` bytes.  Works for pipes, and for files that grow meanwhile. */
static GByteArray *
read_some (int fd, const char *path, gsize most, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];

  while (bytes->len < most) {
    gssize count = read (fd, buffer, MIN (sizeof buffer, most - bytes->len));

    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0) {
      set_file_error (error, path, errno);
      return NULL;
    }
    if (count == 0)
      break;
    g_byte_array_append (bytes, buffer, (guint) count);
  }
  return g_steal_pointer (&bytes);
}

FolJson *
fol_json_load (const char *path, const struct fol_json_limits *limits, GError **error)
{
  gsize most = limits != NULL && limits->bytes_max > 0 ? limits->bytes_max : FOL_JSON_BYTES_MAX;
  g_autoptr (GByteArray) bytes = NULL;
  struct stat about;
  int fd;

  g_return_val_if_fail (most < G_MAXUINT, NULL);

  fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) {
    set_file_error (error, path, errno);
    return NULL;
  }
  if (fstat (fd, &about) != 0) {
    set_file_error (error, path, errno);
  } else if (S_ISREG (about.st_mode) && (guint64) about.st_size > most) {
    g_set_error (error, FOL_JSON_ERROR, FOL_JSON_LIMIT,
                 "%s: too large: %" G_GUINT64_FORMAT " bytes; expected at most %" G_GSIZE_FORMAT,
                 path, (guint64) about.st_size, most);
  } else {
    bytes = read_some (fd, path, most + 1, error);
  }
  close (fd);
  if (bytes == NULL)
    return NULL;
  return fol_json_parse (path, 1, bytes->data != NULL ? (const char *) bytes->data : "",
                         (gssize) bytes->len, limits, error);
}

void
fol_json_free (FolJson *json)
{
  if (json == NULL)
    return;
  g_free (json->file_name);
  json_node_unref (json->root);
  g_array_unref (json->places);
  g_free (json);
}

JsonNode *
fol_json_root (FolJson *json)
{
  return json->root;
}

const char *
fol_json_file_name (const FolJson *json)
{
  return json->file_name;
}

static void
append_name (GString *path, const char *name)
{
  bool plain = g_ascii_isalpha (name[0]) || name[0] == '_';

  for (const char *c = name; *c != '\0' && plain; c++)
    plain = g_ascii_isalnum (*c) || *c == '_' || *c == '-';
  if (plain)
    g_string_append_printf (path, ".%s", name);
  else
    g_string_append_printf (path, "[\"%s\"]", name);
}

/* Walks in document order, as the scan did, until `wanted`; *index counts. */
static bool
find_node (JsonNode *node, JsonNode *wanted, guint *index, GString *path)
{
  gsize length = path->len;

  if (node == wanted)
    return true;
  (*index)++;
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObjectIter iter;
    const char *name;
    JsonNode *member;

    json_object_iter_init_ordered (&iter, json_node_get_object (node));
    while (json_object_iter_next_ordered (&iter, &name, &member)) {
      append_name (path, name);
      if (find_node (member, wanted, index, path))
        return true;
      g_string_truncate (path, length);
    }
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++) {
      g_string_append_printf (path, "[%u]", i);
      if (find_node (json_array_get_element (array, i), wanted, index, path))
        return true;
      g_string_truncate (path, length);
    }
  }
  return false;
}

/* NULL if `node` is not of this document. */
static const struct fol_json_place *
place_of (FolJson *json, JsonNode *node, GString *path)
{
  guint index = 0;

  g_string_assign (path, "$");
  if (node == NULL || !find_node (json->root, node, &index, path))
    return NULL;
  g_assert (index < json->places->len);
  return &g_array_index (json->places, struct fol_json_place, index);
}

void
fol_json_where (FolJson *json, JsonNode *node, guint *line, guint *column, char **path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const struct fol_json_place *place = place_of (json, node, text);

  if (line != NULL)
    *line = place != NULL ? place->line : 1;
  if (column != NULL)
    *column = place != NULL ? place->column : 1;
  if (path != NULL)
    *path = g_strdup (text->str);
}

void
fol_json_set_error (FolJson *json, JsonNode *node, enum fol_json_error code, GError **error,
                    const char *format, ...)
{
  g_autoptr (GString) path = g_string_new (NULL);
  const struct fol_json_place *place;
  g_autofree char *what = NULL;
  va_list arguments;

  if (error == NULL)
    return;
  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (json == NULL) {
    g_set_error_literal (error, FOL_JSON_ERROR, (gint) code, what);
    return;
  }
  place = place_of (json, node, path);
  if (place == NULL)
    g_set_error (error, FOL_JSON_ERROR, (gint) code, "%s: %s", json->file_name, what);
  else
    g_set_error (error, FOL_JSON_ERROR, (gint) code, "%s:%u:%u: %s: %s", json->file_name,
                 place->line, place->column, path->str, what);
}

static const char *
type_name (JsonNode *node)
{
  switch (json_node_get_node_type (node)) {
  case JSON_NODE_OBJECT:
    return "an object";
  case JSON_NODE_ARRAY:
    return "an array";
  case JSON_NODE_NULL:
    return "null";
  case JSON_NODE_VALUE:
    break;
  }
  switch (json_node_get_value_type (node)) {
  case G_TYPE_STRING:
    return "a string";
  case G_TYPE_BOOLEAN:
    return "true or false";
  case G_TYPE_DOUBLE:
    return "a number with a fraction";
  default:
    return "a number";
  }
}

static bool
expected (FolJson *json, JsonNode *node, const char *what, GError **error)
{
  fol_json_set_error (json, node, FOL_JSON_TYPE, error, "expected %s, but this is %s", what,
                      type_name (node));
  return false;
}

bool
fol_json_get_object (FolJson *json, JsonNode *node, JsonObject **out, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return expected (json, node, "an object", error);
  *out = json_node_get_object (node);
  return true;
}

JsonNode *
fol_json_member_opt (JsonNode *object, const char *name)
{
  return JSON_NODE_HOLDS_OBJECT (object)
             ? json_object_get_member (json_node_get_object (object), name)
             : NULL;
}

JsonNode *
fol_json_member (FolJson *json, JsonNode *object, const char *name, GError **error)
{
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (object)) {
    expected (json, object, "an object", error);
    return NULL;
  }
  member = fol_json_member_opt (object, name);
  if (member == NULL)
    fol_json_set_error (json, object, FOL_JSON_MISSING, error, "the member \"%s\" is missing",
                        name);
  return member;
}

bool
fol_json_node_string (FolJson *json, JsonNode *node, const char **out, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return expected (json, node, "a string", error);
  *out = json_node_get_string (node);
  return true;
}

bool
fol_json_string_opt (FolJson *json, JsonNode *object, const char *name, const char **out,
                     GError **error)
{
  JsonNode *member = fol_json_member_opt (object, name);

  return member == NULL || fol_json_node_string (json, member, out, error);
}

bool
fol_json_string (FolJson *json, JsonNode *object, const char *name, const char **out,
                 GError **error)
{
  JsonNode *member = fol_json_member (json, object, name, error);

  return member != NULL && fol_json_node_string (json, member, out, error);
}

/* Digits, or 0x and hexadecimal digits; nothing else. */
static bool
parse_uint (const char *text, guint64 *out)
{
  bool hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  const char *digits = hexadecimal ? text + 2 : text;

  if (*digits == '\0')
    return false;
  for (const char *c = digits; *c != '\0'; c++)
    if (hexadecimal ? !g_ascii_isxdigit (*c) : !g_ascii_isdigit (*c))
      return false;
  errno = 0;
  *out = g_ascii_strtoull (digits, NULL, hexadecimal ? 16 : 10);
  return errno == 0;
}

bool
fol_json_node_uint (FolJson *json, JsonNode *node, guint64 most, guint64 *out, GError **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
  bool in_range;
  guint64 value = 0;

  if (type == G_TYPE_INT64) {
    in_range = json_node_get_int (node) >= 0;
    value = (guint64) json_node_get_int (node);
  } else if (type == G_TYPE_STRING) {
    in_range = parse_uint (json_node_get_string (node), &value);
  } else {
    return expected (json, node, "a whole number (or a string: \"0x...\")", error);
  }
  if (!in_range || value > most) {
    fol_json_set_error (json, node, FOL_JSON_VALUE, error,
                        "expected a whole number from 0 to %" G_GUINT64_FORMAT, most);
    return false;
  }
  *out = value;
  return true;
}

bool
fol_json_uint_opt (FolJson *json, JsonNode *object, const char *name, guint64 most, guint64 *out,
                   GError **error)
{
  JsonNode *member = fol_json_member_opt (object, name);

  return member == NULL || fol_json_node_uint (json, member, most, out, error);
}

bool
fol_json_uint (FolJson *json, JsonNode *object, const char *name, guint64 most, guint64 *out,
               GError **error)
{
  JsonNode *member = fol_json_member (json, object, name, error);

  return member != NULL && fol_json_node_uint (json, member, most, out, error);
}

bool
fol_json_bool_opt (FolJson *json, JsonNode *object, const char *name, bool *out, GError **error)
{
  JsonNode *member = fol_json_member_opt (object, name);

  if (member == NULL)
    return true;
  if (!JSON_NODE_HOLDS_VALUE (member) || json_node_get_value_type (member) != G_TYPE_BOOLEAN)
    return expected (json, member, "true or false", error);
  *out = json_node_get_boolean (member);
  return true;
}

static bool
node_array (FolJson *json, JsonNode *node, JsonArray **out, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return expected (json, node, "an array", error);
  *out = json_node_get_array (node);
  return true;
}

bool
fol_json_array (FolJson *json, JsonNode *object, const char *name, JsonArray **out, GError **error)
{
  JsonNode *member = fol_json_member (json, object, name, error);

  return member != NULL && node_array (json, member, out, error);
}

bool
fol_json_array_opt (FolJson *json, JsonNode *object, const char *name, JsonArray **out,
                    GError **error)
{
  JsonNode *member = fol_json_member_opt (object, name);

  return member == NULL || node_array (json, member, out, error);
}

/* Insertions, deletions and replacements from one word to the other. */
static guint
distance (const char *from, const char *to)
{
  guint row[64];
  gsize width = strlen (to);

  if (width >= G_N_ELEMENTS (row))
    return G_MAXUINT;
  for (guint i = 0; i <= width; i++)
    row[i] = i;
  for (guint y = 1; from[y - 1] != '\0'; y++) {
    guint diagonal = row[0];

    row[0] = y;
    for (guint x = 1; x <= width; x++) {
      guint replace = diagonal + (from[y - 1] != to[x - 1] ? 1 : 0);

      diagonal = row[x];
      row[x] = MIN (replace, MIN (row[x], row[x - 1]) + 1);
    }
  }
  return row[width];
}

const char *
fol_json_closest (const char *word, const char *const *known)
{
  const char *best = NULL;
  guint least = G_MAXUINT;

  if (strlen (word) >= 64)
    return NULL;
  for (; *known != NULL; known++) {
    guint cost = distance (word, *known);

    if (cost < least && cost <= 1 + strlen (*known) / 4) {
      least = cost;
      best = *known;
    }
  }
  return best;
}

bool
fol_json_known (FolJson *json, JsonNode *member, const char *name, const char *const *known,
                GError **error)
{
  g_autofree char *shown = NULL, *hint = NULL, *list = NULL;
  g_autoptr (GString) path = NULL;
  const struct fol_json_place *place;
  const char *meant;

  if (g_strv_contains (known, name))
    return true;
  path = g_string_new (NULL);
  place = place_of (json, member, path);
  g_assert (place != NULL);
  shown = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 40));
  meant = fol_json_closest (name, known);
  list = g_strjoinv (", ", (char **) known);
  hint = meant != NULL ? g_strdup_printf ("did you mean \"%s\"?", meant)
                       : g_strdup_printf ("expected one of: %s", list);
  g_set_error (error, FOL_JSON_ERROR, FOL_JSON_UNKNOWN, "%s:%u:%u: %s: unknown member \"%s\"; %s",
               json->file_name, place->name_line, place->name_column, path->str, shown, hint);
  return false;
}

bool
fol_json_only (FolJson *json, JsonNode *object, const char *const *known, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (object))
    return expected (json, object, "an object", error);
  json_object_iter_init_ordered (&iter, json_node_get_object (object));
  while (json_object_iter_next_ordered (&iter, &name, &member)) {
    if (!fol_json_known (json, member, name, known, error))
      return false;
  }
  return true;
}
