/* app/lesson-plan.h - a lesson played through once, ahead of the learner.
 *
 * A lesson is a prefilled timeline: all its operations, set-up first, are
 * applied once to a private history; the plan keeps the operations with their
 * names resolved, where each step begins and ends, the answer to every
 * question and the value of every assertion.  The window then opens the same
 * operations in its worker, stands at the first step, and moving through the
 * lesson is seeking.  Leaving the script is a branch; coming back is a seek.
 *
 * The linter is the same plan with every problem reported.
 */
#pragma once

#include "app/lesson.h"
#include "app/host/history.h"

struct fol_plan_step {
  guint64 before, after;      /* operation indexes: the memory before and after `do` */
  bool has_answer;
  gint64 answer;              /* of `ask`, in the words of its kind */
  struct fol_names *names;    /* known after `do`; owned */
};

typedef struct fol_plan FolPlan;
struct fol_plan {
  const FolLesson *lesson;      /* lent */
  struct sim_machine machine;
  GArray *ops;                  /* struct sim_op, set-up first */
  GArray *steps;                /* struct fol_plan_step, one per lesson step */
};

/* A problem found by lint: "FILE:LINE:COLUMN: message". */
struct fol_problem {
  char *text;
};

/* Plays the lesson.  Problems (false assertion, operation refused, answer that
 * cannot be evaluated, reply that fits the right answer, task solved before it
 * begins or not solved by its solution, missing translation, unknown figure)
 * are added to `problems` (GPtrArray of char *) if it is not NULL; else the
 * first becomes the error.  NULL if it cannot be played at all. */
FolPlan *fol_plan_new (const FolLesson *lesson, GPtrArray *problems, GError **error);
void fol_plan_free (FolPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolPlan, fol_plan_free)
