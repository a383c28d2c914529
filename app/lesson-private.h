/* app/lesson-private.h - shared by the lesson's own files. */
#pragma once

#include "app/lesson.h"

/* `node` has passed the check of FOL_FORMAT_TEXT. */
struct fol_text *fol_lesson_text_new (JsonNode *node);
void fol_lesson_text_free (struct fol_text *text); /* NULL is allowed */
