/* app/programs/cli-load.h - what a FILE argument is: lesson, session or machine.
 *
 * Told by content, never by the file's name.  A machine or a bundled lesson may
 * also be given by its name ("teaching-64", "pc:512M", "buddy-1").  Whichever it is, it becomes a history:
 * a machine's has no operations, a lesson's has all of its script.
 */
#pragma once

#include "app/lesson-plan.h"
#include "app/programs/cli.h"

enum fol_source_kind { FOL_SOURCE_MACHINE, FOL_SOURCE_LESSON, FOL_SOURCE_SESSION };

typedef struct fol_source FolSource; /* for g_autoptr () */
struct fol_source {
  enum fol_source_kind kind;
  struct fol_history *history; /* owned */
  struct fol_position
      position; /* where to look if nobody says: its end, or where a session stood */
  const struct fol_names *names;   /* lent by plan or notes; NULL if there are none */
  GPtrArray *problems;             /* of char *, owned: broken lines of a session; NULL: none */
  FolLesson *lesson;               /* owned; LESSON only */
  FolPlan *plan;                   /* owned; LESSON only */
  struct fol_session_notes *notes; /* owned; SESSION only */
};

/* NULL and an error if it cannot be read or is none of them. */
struct fol_source *fol_source_load (const char *file, GError **error);
void fol_source_free (struct fol_source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolSource, fol_source_free)

/* Index of the last operation on `branch`. */
guint64 fol_source_length (const struct fol_source *source, uint32_t branch);

/* Goes there; an error if the source has no such moment. */
bool fol_source_seek (struct fol_source *source, struct fol_position position, GError **error);

/* Says the broken lines of a session on standard error; FOL_EXIT_CONTENT if there are any. */
enum fol_exit fol_cli_report_problems (const struct fol_source *source);
