/* app/lesson.h - a lesson as data: what an author wrote, read strictly.
 *
 * Immutable once read.  The format is described in lessons/README.md and by
 * `folioscope-cli schema lesson`; the reader refuses what it does not know.
 * Playing it is app/lesson-plan.h (what will happen) and app/lesson-run.h
 * (where the learner is).
 *
 * A step, in the order a learner meets it:
 *   say    text at the memory as it is before `do`
 *   show   which figures, what to point at
 *   ask    a prediction about what `do` will bring
 *   do     operations
 *   until  stop inside the last of them, or inside the one under way
 *   then   text at the memory after `do`
 *   try    an open task, done on a branch of the learner's own
 *   expect assertions about the memory after `do` (lint checks them)
 *   notes  what a presenter says; never shown to a learner
 *
 * Texts are plain, with two marks: `code` and *strong* (fol_text_to_markup ()).
 */
#pragma once

#include "app/expression.h"
#include "app/json.h"
#include "app/operation-text.h"

#define FOL_LESSON_FORMAT 1u

/* A text in all languages the lesson has; live values stand in {braces}. */
struct fol_text;
/* The text in `language` ("en", "zh_CN"; NULL: the session's), English if it has none. */
const char *fol_text_get (const struct fol_text *text, const char *language);
bool fol_text_has (const struct fol_text *text, const char *language);
JsonNode *fol_text_node (const struct fol_text *text); /* for places in messages; lent */

/* The first of the session's languages that `available` (NULL-terminated) has,
 * or "en"; lent by `available`, or static.  "zh" takes zh_CN if there is no zh. */
const char *fol_language_choose (const char *const *available);

/* Pango markup: `x` becomes <tt>x</tt>, *x* <b>x</b>, and <, >, & are escaped.
 * A mark without its partner stays as it is. */
char *fol_text_to_markup (const char *text) G_GNUC_WARN_UNUSED_RESULT;

enum fol_ask_kind {
  FOL_ASK_FRAME,    /* click a frame: the answer is a pfn */
  FOL_ASK_BLOCK,    /* click any frame of a block: the answer is a pfn inside it */
  FOL_ASK_ORDER,    /* click an order or a free list, or type it: the answer is an order */
  FOL_ASK_NUMBER,   /* type a number */
  FOL_ASK_SEQUENCE, /* put the given items in order */
  FOL_ASK_OBJECT,   /* click a small object: the answer is its kernel address */
  FOL_ASK_SLAB,     /* click a slab or anything in it: the answer is its first frame */
  FOL_ASK_CACHE,    /* click a cache or anything of it: the answer is its number */
  FOL_ASK_SET,      /* click a set of the CPU's nearest cache: the answer is its number */
};

struct fol_reply {             /* what to say to a likely wrong answer */
  struct fol_expression *when; /* over `answer`, after `do`; owned */
  struct fol_text *reply;      /* owned */
};

struct fol_ask {
  enum fol_ask_kind kind;
  struct fol_text *question;
  struct fol_expression
      *answer;            /* evaluated after `do`: the engine is the judge; not for SEQUENCE */
  GPtrArray *hints;       /* of struct fol_text */
  GArray *replies;        /* of struct fol_reply */
  GPtrArray *items;       /* SEQUENCE: struct fol_text, in the right order */
  struct fol_text *right; /* said to a right answer; may be NULL */
};

struct fol_try {
  struct fol_text *task;
  struct fol_expression *goal; /* true on the branch: solved, whatever the way */
  GPtrArray *hints;
  GPtrArray *solution; /* of struct fol_lesson_operation: one way; lint plays it */
  struct fol_text *done;
};

struct fol_shown_figure {
  char *figure;       /* name in the table of figures */
  GPtrArray *options; /* of char *: "colour=order", ... */
};

struct fol_show {
  GArray *figures;           /* of struct fol_shown_figure; empty: as before */
  GPtrArray *point;          /* of struct fol_target: what to point at */
  struct fol_target *select; /* or NULL */
};

struct fol_lesson_operation {
  struct fol_operation operation; /* references not resolved */
  JsonNode *node;                 /* lent: for places */
};

struct fol_lesson_step {
  char *id;
  struct fol_text *title, *say, *then; /* then may be NULL */
  struct fol_text *notes;              /* the speaker's, at the memory before `do`; may be NULL */
  struct fol_show *show;               /* may be NULL */
  struct fol_ask *ask;                 /* may be NULL */
  struct fol_try *task;                /* "try"; may be NULL */
  bool watch;                          /* go through `do` one kernel step at a time */
  GPtrArray *operations;               /* "do": struct fol_lesson_operation */
  struct fol_expression *until;        /* may be NULL */
  GPtrArray *expect;                   /* struct fol_expression */
  JsonNode *node;                      /* lent: for places */
};

typedef struct fol_lesson FolLesson;

struct fol_lesson {
  FolJson *json;                     /* for places in messages */
  char *path, *id, *machine, *next;  /* next: id of another lesson, or NULL */
  struct fol_text *title, *question; /* question: the one someone really has */
  guint minutes;
  char **rows;            /* of the model: "A8", ... */
  char **languages;       /* that the title has; all texts should have them */
  const char *language;   /* of the session, lent from `languages` */
  GPtrArray *setup;       /* struct fol_lesson_operation: sets the scene */
  GPtrArray *steps;       /* struct fol_lesson_step */
  GPtrArray *keep;        /* three facts, struct fol_text */
  struct fol_text *real;  /* where a real machine shows the same */
  struct fol_text *notes; /* the speaker's, before the first step; may be NULL */
};

/* Figures live above this layer: whoever has them installs a check of names and
 * options ("colour=order"; NULL: only the figure).  Call it before any lesson is
 * read.  Without one, figures are not checked. */
typedef gboolean (*fol_figure_check_func) (const char *figure, const char *option, GError **error);
void fol_lesson_set_figure_check (fol_figure_check_func check);

/* The first problem is the error. */
FolLesson *fol_lesson_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Reads on after a problem; each is added to `problems` (owned strings
 * "FILE:LINE:COLUMN: ...").  NULL if there was any; *error only if the file
 * cannot be read at all (a G_FILE_ERROR). */
FolLesson *fol_lesson_load_all (const char *path, GPtrArray *problems, GError **error);
void fol_lesson_free (FolLesson *lesson);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolLesson, fol_lesson_free)

/* The bundled lessons in curriculum order (lessons/index.json): paths. */
char **fol_lesson_list (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Path of the bundled lesson with that id; NULL if there is none. */
char *fol_lesson_find (const char *id) G_GNUC_WARN_UNUSED_RESULT;
