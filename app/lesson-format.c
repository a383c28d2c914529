/* app/lesson-format.c - the table; lessons/README.md says the same in prose. */
#include "app/lesson-format.h"

#include "app/lesson.h"

const char *const fol_ask_kinds[] = { "frame",  "block", "order", "number", "sequence",
                                      "object", "slab",  "cache", "set",    NULL };

#define TEXT(member, needed, about)                                                                \
  {                                                                                                \
    .name = member, .kind = FOL_FORMAT_TEXT, .required = needed, .meaning = about                  \
  }
#define TEXTS(member, needed, fewest, mosts, about)                                                \
  {                                                                                                \
    .name = member, .kind = FOL_FORMAT_TEXT, .required = needed, .array = true, .least = fewest,   \
    .most = mosts, .meaning = about                                                                \
  }
#define OPERATIONS(member, fewest, about)                                                          \
  {                                                                                                \
    .name = member, .kind = FOL_FORMAT_OPERATION, .array = true, .least = fewest, .meaning = about \
  }

static const struct fol_member figure_members[] = {
  { .name = "figure",
    .kind = FOL_FORMAT_ID,
    .required = true,
    .meaning = "name of a figure: map, buddy, calls" },
  { .name = "options",
    .kind = FOL_FORMAT_STRING,
    .array = true,
    .meaning = "its options, each as \"name=value\"" },
  { 0 },
};

static const struct fol_member show_members[] = {
  { .name = "figures",
    .kind = FOL_FORMAT_OBJECT,
    .array = true,
    .least = 1,
    .most = 4,
    .members = figure_members,
    .meaning = "the figures side by side; left out: as before" },
  { .name = "point",
    .kind = FOL_FORMAT_TARGET,
    .array = true,
    .most = 8,
    .meaning = "what is outlined in all figures" },
  { .name = "select", .kind = FOL_FORMAT_TARGET, .meaning = "what the inspector shows" },
  { 0 },
};

static const struct fol_member reply_members[] = {
  { .name = "when",
    .kind = FOL_FORMAT_EXPRESSION,
    .required = true,
    .meaning = "which wrong answers this is for, as in \"answer == 47\"; after `do`" },
  TEXT ("say", true, "what is said then"),
  { 0 },
};

static const struct fol_member ask_members[] = {
  { .name = "kind",
    .kind = FOL_FORMAT_CHOICE,
    .required = true,
    .choices = fol_ask_kinds,
    .meaning = "what is answered with: a frame, a block, an order, a number, a sequence" },
  TEXT ("question", true, "the question"),
  { .name = "answer",
    .kind = FOL_FORMAT_EXPRESSION,
    .meaning = "the right answer, evaluated after `do`; not for a sequence" },
  TEXTS ("items", false, 2, 8, "of a sequence: the items in the right order"),
  TEXTS ("hints", false, 0, 0, "given one after the other when asked for"),
  { .name = "replies",
    .kind = FOL_FORMAT_OBJECT,
    .array = true,
    .members = reply_members,
    .meaning = "replies to likely wrong answers; the first that fits is said" },
  TEXT ("right", false, "said to the right answer"),
  { 0 },
};

static const struct fol_member try_members[] = {
  TEXT ("task", true, "what to bring about"),
  { .name = "goal",
    .kind = FOL_FORMAT_EXPRESSION,
    .required = true,
    .meaning = "true as soon as the task is solved, whatever the way" },
  TEXTS ("hints", false, 0, 0, "given one after the other when asked for"),
  { .name = "solution",
    .kind = FOL_FORMAT_OPERATION,
    .required = true,
    .array = true,
    .least = 1,
    .meaning = "one way to solve it; the checker plays it" },
  TEXT ("done", true, "said when it is solved"),
  { 0 },
};

static const struct fol_member step_members[] = {
  { .name = "id",
    .kind = FOL_FORMAT_ID,
    .required = true,
    .meaning = "never changes: remembered progress refers to it" },
  TEXT ("title", true, "heading of the step"),
  TEXT ("say", true, "two to five sentences about the memory before `do`"),
  { .name = "show",
    .kind = FOL_FORMAT_OBJECT,
    .members = show_members,
    .meaning = "figures, and what to point at" },
  { .name = "ask",
    .kind = FOL_FORMAT_OBJECT,
    .members = ask_members,
    .meaning = "a prediction, asked before `do` is shown" },
  OPERATIONS ("do", 1, "operations, one after the other"),
  { .name = "until",
    .kind = FOL_FORMAT_EXPRESSION,
    .meaning = "stop inside the last operation, or inside the one under way, where this holds "
               "first; the first step without `until` lets it end" },
  { .name = "watch",
    .kind = FOL_FORMAT_BOOL,
    .meaning = "go through `do` one kernel step at a time" },
  TEXT ("then", false, "text about the memory after `do`"),
  { .name = "try",
    .kind = FOL_FORMAT_OBJECT,
    .members = try_members,
    .meaning = "an open task, begun at the memory after `do`" },
  { .name = "expect",
    .kind = FOL_FORMAT_EXPRESSION,
    .array = true,
    .meaning = "assertions about the memory after `do`" },
  TEXT ("notes", false, "what a presenter says; learners do not see it"),
  { 0 },
};

const struct fol_member fol_lesson_members[] = {
  { .name = "format",
    .kind = FOL_FORMAT_VERSION,
    .required = true,
    .most = FOL_LESSON_FORMAT,
    .meaning = "version of the format" },
  { .name = "id",
    .kind = FOL_FORMAT_ID,
    .required = true,
    .meaning = "never changes: remembered progress refers to it" },
  { .name = "machine",
    .kind = FOL_FORMAT_STRING,
    .required = true,
    .meaning = "name of a machine: teaching-64, pc:256M, ..." },
  TEXT ("title", true, "its languages are those that all texts should have"),
  TEXT ("question", true, "the question someone really has, with which the lesson begins"),
  { .name = "minutes",
    .kind = FOL_FORMAT_UINT,
    .required = true,
    .least = 1,
    .most = 60,
    .meaning = "how long it takes" },
  { .name = "rows",
    .kind = FOL_FORMAT_STRING,
    .array = true,
    .meaning = "which parts of the model it makes visible" },
  OPERATIONS ("setup", 0, "sets the scene before the first step"),
  { .name = "steps",
    .kind = FOL_FORMAT_OBJECT,
    .required = true,
    .array = true,
    .least = 1,
    .most = 100,
    .members = step_members,
    .meaning = "what the learner goes through" },
  TEXTS ("keep", true, 3, 3, "three facts to keep"),
  TEXT ("real", true, "where a real machine shows the same"),
  TEXT ("notes", false, "what a presenter says before the first step"),
  { .name = "next", .kind = FOL_FORMAT_ID, .meaning = "id of the lesson that follows" },
  { 0 },
};

static const struct fol_member entry_members[] = {
  { .name = "id", .kind = FOL_FORMAT_ID, .required = true, .meaning = "id of the lesson" },
  { .name = "file",
    .kind = FOL_FORMAT_STRING,
    .required = true,
    .meaning = "its file, next to the index" },
  { 0 },
};

const struct fol_member fol_lesson_index_members[] = {
  { .name = "format",
    .kind = FOL_FORMAT_VERSION,
    .required = true,
    .most = FOL_LESSON_FORMAT,
    .meaning = "version of the format" },
  { .name = "lessons",
    .kind = FOL_FORMAT_OBJECT,
    .required = true,
    .array = true,
    .members = entry_members,
    .meaning = "the lessons in the order of the curriculum" },
  { 0 },
};
