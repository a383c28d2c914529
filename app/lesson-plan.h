/* app/lesson-plan.h - a lesson played through once, ahead of the learner.
 *
 * A lesson is a prefilled timeline: all its operations, set-up first, are
 * applied once to a private history; the plan keeps the operations with their
 * names resolved, the memory before and after each step, the answer to every
 * question.  The window then opens the same operations in its worker, stands at
 * the first step, and moving through the lesson is seeking.  Leaving the script
 * is a branch; coming back is a seek.
 *
 * Live values in `say`, in questions and in their hints are those of the memory
 * before the step's `do`, all others those after it: a text goes on being true
 * when the learner looks at another moment.  Names in them likewise are those
 * that were known then.
 *
 * A step with `until` ends inside an operation; the one behind it begins there.  A
 * moment after an operation's last step is after the operation.
 *
 * The linter is the same plan with every problem reported.
 */
#pragma once

#include "app/lesson.h"
#include "app/host/history.h"

struct fol_plan_step {
  struct fol_position before, after; /* on branch 0: the memory before and after `do` */
  bool has_answer;
  gint64 answer; /* of `ask`, in the words of its kind; for BLOCK the frame the author named */
  struct fol_names *names_before; /* known before `do`; owned */
  struct fol_names *names;        /* known after `do`; owned */
  struct fol_state *before_state; /* owned */
  struct fol_state *after_state;  /* owned */
};

typedef struct fol_plan FolPlan;
struct fol_plan {
  const FolLesson *lesson; /* lent */
  struct sim_machine machine;
  GArray *ops;             /* struct sim_op, set-up first */
  GArray *step_counts;     /* guint: kernel steps of each operation */
  GArray *steps;           /* struct fol_plan_step, one per lesson step */
  struct fol_names *names; /* of all results; owned */
};

/* Plays the lesson.  If `problems` (GPtrArray of owned strings
 * "FILE:LINE:COLUMN: message") is NULL the first problem becomes the error and
 * the result is NULL.  Else all are added, those of style too, and the result
 * is NULL only if nothing can be played.
 *
 * Problems: machine unknown; operation refused; assertion false; value, target
 * or answer that cannot be evaluated; `until` that holds nowhere; reply that fits the right answer; task
 * solved before it begins, by the script, or not by its solution.  Of style:
 * translation missing; number in the prose that is no live value. */
FolPlan *fol_plan_new (const FolLesson *lesson, GPtrArray *problems,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fol_plan_free (FolPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolPlan, fol_plan_free)

/* Reads and plays a file and adds all problems; an index (lessons/index.json) is
 * compared with the lessons of its folder.  True if there are none; *error is
 * set only if the file cannot be read at all. */
bool fol_lesson_lint (const char *path, GPtrArray *problems, GError **error);

/* Before (< 0), at, or after (> 0): two moments of branch 0. */
int fol_plan_compare (struct fol_position x, struct fol_position y);

/* Where a position lies on branch 0's line: *index, and true if the memory there
 * is one of the script's. */
bool fol_plan_on_script (const FolPlan *plan, const struct fol_state *state, guint64 *index);
