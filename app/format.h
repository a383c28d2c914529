/* app/format.h - the shape of a JSON file as one table of members.
 *
 * Reader and schema derive from the same table, so that what the reader takes
 * is what `folioscope-cli schema` prints.  The check here is about shape:
 * members, types, ranges, choices.  What texts and expressions mean is for
 * their readers.
 */
#pragma once

#include "app/json.h"

enum fol_format_kind {
  FOL_FORMAT_VERSION,  /* an integer that must be `most` */
  FOL_FORMAT_CONSTANT, /* a string that must be choices[0] */
  FOL_FORMAT_STRING,   /* not empty */
  FOL_FORMAT_ID,       /* a-z 0-9 and single hyphens, as in a file's name */
  FOL_FORMAT_CHOICE,   /* one of `choices` */
  FOL_FORMAT_UINT,     /* least .. most */
  FOL_FORMAT_SIZE,     /* bytes: an integer, or a string "0x..." */
  FOL_FORMAT_BOOL,
  FOL_FORMAT_TEXT,       /* { "en": "...", "zh_CN": "..." }; "en" must be there */
  FOL_FORMAT_EXPRESSION, /* app/expression.h */
  FOL_FORMAT_TARGET,
  FOL_FORMAT_OPERATION, /* a line of text or an object: app/operation-text.h */
  FOL_FORMAT_RANGE,     /* [start, size] or [start, size, "name"] of FOL_FORMAT_SIZE */
  FOL_FORMAT_OBJECT,    /* of `members` */
};

struct fol_member {
  const char *name;
  enum fol_format_kind kind;
  bool required;
  bool array;                       /* an array of that kind; least .. most elements */
  guint64 least, most;              /* most 0: no limit */
  const struct fol_member *members; /* of OBJECT; ends with a NULL name */
  const char *const *choices;       /* NULL-terminated */
  const char *meaning;              /* English, for the schema */
};

/* Adds every problem ("FILE:LINE:COLUMN: PATH: ...", owned strings) in the
 * object `node` to `problems`.  True: there is none. */
bool fol_format_check (FolJson *json, JsonNode *node, const struct fol_member *members,
                       GPtrArray *problems);

/* True for "en", "zh_CN", "pt_BR", "ast", ... */
bool fol_format_is_language (const char *name);
