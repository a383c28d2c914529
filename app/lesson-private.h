/* app/lesson-private.h - shared by the lesson's own files. */
#pragma once

#include "app/json.h"
#include "app/lesson.h"

/* `node` has passed the check of FOL_FORMAT_TEXT. */
struct fol_text *fol_lesson_text_new (JsonNode *node);
void fol_lesson_text_free (struct fol_text *text); /* NULL is allowed */

/* Whether a document is an index rather than a lesson: it has the member "lessons". */
bool fol_lesson_is_index (FolJson *json);

/* Adds what is wrong with the index at `path`: a file that is no lesson of its
 * id, the same lesson twice, a lesson's `next` that is not in it, a file of the
 * folder that is missing in it. */
void fol_lesson_check_index (FolJson *json, const char *path, GPtrArray *problems);
