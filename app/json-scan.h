/* app/json-scan.h - what app/json.c has checked before json-glib sees a text.
 *
 * Accepts exactly RFC 8259 in UTF-8, within limits, without duplicate keys,
 * without the character U+0000 and lone surrogates (C strings cannot hold
 * them), and with numbers that fit: integers of magnitude below 2^63, finite
 * reals.  Takes time linear in the text.
 */
#pragma once

#include "app/json.h"

/* Where a value stands, and the name in front of it if it is a member. */
struct fol_json_place {
  guint line, column;
  guint name_line, name_column; /* 0 if it is not a member */
};

/* Appends the place of every value to `places` (GArray of struct
 * fol_json_place), in document order: a container before what is in it. */
bool fol_json_scan (const char *file_name, guint first_line, const char *text, gsize length,
                    const struct fol_json_limits *limits, GArray *places, GError **error);
