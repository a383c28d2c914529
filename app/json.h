/* app/json.h - the one strict reader of JSON, over json-glib.
 *
 * json-glib 1.6 crashes on 100,000 nested brackets, lets numbers above 2^63 turn
 * negative, keeps the last of duplicate keys and takes an empty file for
 * success.  So the text is scanned first: UTF-8, size, depth, duplicate keys,
 * number range, one value only; positions of all values are kept.  After that
 * json-glib parses it, and the getters below report file, line, column and
 * JSON path of whatever does not fit.
 */
#pragma once

#include "engine/base/types.h"

#include <json-glib/json-glib.h>

#define FOL_JSON_ERROR (fol_json_error_quark ())
GQuark fol_json_error_quark (void);
enum fol_json_error { FOL_JSON_SYNTAX, FOL_JSON_LIMIT, FOL_JSON_TYPE, FOL_JSON_VALUE, FOL_JSON_MISSING, FOL_JSON_UNKNOWN };

struct fol_json_limits {
  gsize bytes_max; /* 0: 16 MiB */
  guint depth_max; /* 0: 32 */
};

typedef struct fol_json FolJson; /* a parsed document with its positions */

FolJson *fol_json_parse (const char *file_name, guint first_line, const char *text,
                                 gssize length, const struct fol_json_limits *limits,
                                 GError **error);
FolJson *fol_json_load (const char *path, const struct fol_json_limits *limits,
                                GError **error);
void fol_json_free (FolJson *json);
JsonNode *fol_json_root (FolJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolJson, fol_json_free)

/* "FILE:LINE:COLUMN: $.steps[3].ask: what was expected" as a GError about `node`. */
void fol_json_set_error (FolJson *json, JsonNode *node, enum fol_json_error code,
                         GError **error, const char *format, ...) G_GNUC_PRINTF (5, 6);

/* Line and column (1-based) and JSON path of a node. */
void fol_json_where (FolJson *json, JsonNode *node, guint *line, guint *column,
                     char **path);

/* Getters: the member of an object, of the right type and in range, or an error.
 * `_opt` leave *out alone if the member is absent. */
bool fol_json_get_object (FolJson *json, JsonNode *node, JsonObject **out, GError **error);
JsonNode *fol_json_member (FolJson *json, JsonNode *object, const char *name, GError **error);
JsonNode *fol_json_member_opt (JsonNode *object, const char *name);
bool fol_json_string (FolJson *json, JsonNode *object, const char *name, const char **out, GError **error);
bool fol_json_string_opt (FolJson *json, JsonNode *object, const char *name, const char **out, GError **error);
bool fol_json_uint (FolJson *json, JsonNode *object, const char *name, guint64 most, guint64 *out, GError **error);
bool fol_json_uint_opt (FolJson *json, JsonNode *object, const char *name, guint64 most, guint64 *out, GError **error);
bool fol_json_bool_opt (FolJson *json, JsonNode *object, const char *name, bool *out, GError **error);
bool fol_json_array (FolJson *json, JsonNode *object, const char *name, JsonArray **out, GError **error);
bool fol_json_array_opt (FolJson *json, JsonNode *object, const char *name, JsonArray **out, GError **error);

/* A node as a number: an integer, or a string "0x…" or of digits. */
bool fol_json_node_uint (FolJson *json, JsonNode *node, guint64 most, guint64 *out, GError **error);

/* An error at the first member of `object` that is not in `known` (NULL-terminated). */
bool fol_json_only (FolJson *json, JsonNode *object, const char *const *known, GError **error);
