/* app/schema.h - JSON Schemas (draft 2020-12) of everything a person may write.
 *
 * Generated from the tables that the readers use: members of lessons
 * (app/lesson-format.c), operations (engine/operation/operation.h), functions of
 * expressions (app/expression-functions.c); machines and sessions have their
 * table here, and a test holds bundled and saved files against it.
 */
#pragma once

#include "app/format.h"

/* "lesson", "machine", "operations", "session"; NULL-terminated, static. */
extern const char *const fol_schema_names[];

/* The schema as JSON text, or NULL if there is none of that name. */
char *fol_schema_text (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Members of a machine description and of a session's first line, for tests. */
extern const struct fol_member fol_machine_members[];
extern const struct fol_member fol_session_members[];
