/* app/json.h - the one strict reader of JSON, over json-glib.
 *
 * json-glib 1.6 crashes on 100,000 nested brackets, lets numbers above 2^63 turn
 * negative, keeps the last of duplicate keys, reads comments and unquoted words,
 * and takes an empty file for success.  So the text is scanned first: size,
 * UTF-8, RFC 8259 and nothing else, depth, duplicate keys, number range, one
 * value only; the places of all values are kept.  After that json-glib parses
 * it, and the getters below report file, line, column and JSON path of whatever
 * does not fit.
 *
 * A byte order mark at the start of a file is skipped.  Columns count characters.
 * Files that cannot be opened or read give a G_FILE_ERROR, everything else a
 * FOL_JSON_ERROR.
 */
#pragma once

#include "engine/base/types.h"

#include <json-glib/json-glib.h>

#define FOL_JSON_ERROR (fol_json_error_quark ())
GQuark fol_json_error_quark (void);
enum fol_json_error {
  FOL_JSON_SYNTAX,  /* not JSON */
  FOL_JSON_LIMIT,   /* too large, too deep, number too large */
  FOL_JSON_TYPE,    /* a string where a number belongs, ... */
  FOL_JSON_VALUE,   /* the right type, but no possible value */
  FOL_JSON_MISSING, /* a member that must be there */
  FOL_JSON_UNKNOWN, /* a member nobody knows */
};

#define FOL_JSON_BYTES_MAX (16u << 20)
#define FOL_JSON_DEPTH_MAX 32u

/* NULL or zeros mean the limits above; a depth beyond 256 counts as 256. */
struct fol_json_limits {
  gsize bytes_max;
  guint depth_max;
};

typedef struct fol_json FolJson; /* a parsed document with its places */

/* Parses `length` bytes (-1: to the NUL), which are line `first_line` of
 * `file_name` and what follows.  The text is not kept. */
FolJson *fol_json_parse (const char *file_name, guint first_line, const char *text, gssize length,
                         const struct fol_json_limits *limits,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a file, at most one byte more than the limit. */
FolJson *fol_json_load (const char *path, const struct fol_json_limits *limits,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fol_json_free (FolJson *json);
JsonNode *fol_json_root (FolJson *json); /* lent */
const char *fol_json_file_name (const FolJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolJson, fol_json_free)

/* "FILE:LINE:COLUMN: $.steps[3].ask: what was expected" as a GError about `node`
 * (NULL: about the file).  `json` NULL leaves the place out. */
void fol_json_set_error (FolJson *json, JsonNode *node, enum fol_json_error code, GError **error,
                         const char *format, ...) G_GNUC_PRINTF (5, 6);

/* Line and column (1-based) and JSON path of a node; each out may be NULL. */
void fol_json_where (FolJson *json, JsonNode *node, guint *line, guint *column, char **path);

/* Getters: the member of an object, of the right type and in range, or an error.
 * `_opt` leave *out alone if the member is absent.  What comes back is lent by
 * the document. */
bool fol_json_get_object (FolJson *json, JsonNode *node, JsonObject **out, GError **error);
JsonNode *fol_json_member (FolJson *json, JsonNode *object, const char *name, GError **error);
JsonNode *fol_json_member_opt (JsonNode *object, const char *name);
bool fol_json_string (FolJson *json, JsonNode *object, const char *name, const char **out,
                      GError **error);
bool fol_json_string_opt (FolJson *json, JsonNode *object, const char *name, const char **out,
                          GError **error);
bool fol_json_uint (FolJson *json, JsonNode *object, const char *name, guint64 most, guint64 *out,
                    GError **error);
bool fol_json_uint_opt (FolJson *json, JsonNode *object, const char *name, guint64 most,
                        guint64 *out, GError **error);
bool fol_json_bool_opt (FolJson *json, JsonNode *object, const char *name, bool *out,
                        GError **error);
bool fol_json_array (FolJson *json, JsonNode *object, const char *name, JsonArray **out,
                     GError **error);
bool fol_json_array_opt (FolJson *json, JsonNode *object, const char *name, JsonArray **out,
                         GError **error);

/* A node as a string, or as a number: an integer, or a string "0x..." or of digits. */
bool fol_json_node_string (FolJson *json, JsonNode *node, const char **out, GError **error);
bool fol_json_node_uint (FolJson *json, JsonNode *node, guint64 most, guint64 *out, GError **error);

/* An error at the first member of `object` that is not in `known` (NULL-terminated). */
bool fol_json_only (FolJson *json, JsonNode *object, const char *const *known, GError **error);

/* The same for one member's name; `member` is its value. */
bool fol_json_known (FolJson *json, JsonNode *member, const char *name, const char *const *known,
                     GError **error);

/* The word of `known` (NULL-terminated) that `word` was probably meant to be, or NULL. */
const char *fol_json_closest (const char *word, const char *const *known);
