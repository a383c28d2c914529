/* app/lesson-run-private.h - shared by lesson-run.c (where) and lesson-say.c (what is said). */
#pragma once

#include "app/lesson-run.h"

struct fol_run {
  FolPlan *plan; /* owned */
  guint step;
  enum fol_run_phase phase;
  bool has_guess, away;
  gint64 guess;
  guint hints_given;
  struct fol_position watching; /* DOING: where the learner is in it */
  struct fol_show show;         /* merged; lends everything from the lesson */
  bool shows;
  GPtrArray *no_points; /* owned, empty */
};

const struct fol_lesson_step *fol_run_lesson_step (const FolRun *run);
const struct fol_plan_step *fol_run_plan_step (const FolRun *run);

/* What fol_run_guess () is for a right guess; the step asks something. */
gint64 fol_run_right_guess (const FolRun *run);
