/* app/lesson-format.h - every member a lesson may have: for reader and schema. */
#pragma once

#include "app/format.h"

extern const struct fol_member fol_lesson_members[];
extern const struct fol_member fol_lesson_index_members[]; /* lessons/index.json */

/* "frame", "block", ... in the order of enum fol_ask_kind. */
extern const char *const fol_ask_kinds[];
