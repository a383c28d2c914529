/* app/lesson-check.h - what the linter looks at in a lesson that was played.
 *
 * Between lesson-plan.c, which plays, and lesson-check.c, which judges.
 */
#pragma once

#include "app/lesson-plan.h"

struct fol_player {
  const FolLesson *lesson;
  FolPlan *plan;
  struct fol_history *history; /* at the end of the script */
  struct fol_names *inside;    /* while an operation is under way: those known before it; owned */
  GPtrArray *problems;         /* owned strings */
};

/* Both add a problem and return false. */
bool fol_player_problem (struct fol_player *player, JsonNode *node, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
bool fol_player_error (struct fol_player *player, GError *error); /* takes the error */

bool fol_player_apply (struct fol_player *player, const struct fol_lesson_operation *operation,
                       struct fol_names *names, struct sim_op *op);

/* Whether what the lesson claims is true; leaves the history anywhere. */
void fol_player_check (struct fol_player *player);

/* Translations, numbers in the prose. */
void fol_player_check_style (struct fol_player *player);
