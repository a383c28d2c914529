/* app/lesson-run.h - where the learner is in a lesson: a small state machine.
 *
 * No toolkit, no thread: the window tells it what the learner did and what
 * state is shown; it answers with what to show, what to say and where the
 * timeline should stand.  Progress is remembered (app/progress.h).
 *
 *   READ ----> (no ask) ----------------> DOING -> AFTER -> next step
 *     ASKED -> answer -> ANSWERED -------/           \-> TRYING -> SOLVED -> next step
 *
 * A step with a question begins at ASKED (`say` and the question are shown
 * together); ASKED may be left without a guess.  A step without `do` has no
 * DOING; one without anything to say or do after READ goes straight on.
 *
 * DOING ends when the memory after `do` is shown, however the learner got there:
 * by fol_run_next () (with "watch", one kernel step at a time), or by moving
 * the timeline.
 *
 * Texts are plain with `code` and *strong* marks; fol_text_to_markup () makes
 * Pango markup of them.
 */
#pragma once

#include "app/lesson-plan.h"
#include "app/progress.h"

enum fol_run_phase {
  FOL_RUN_READ,     /* `say` is shown; nothing asked */
  FOL_RUN_ASKED,    /* waiting for a prediction */
  FOL_RUN_ANSWERED, /* a prediction was made; the verdict waits until `do` was watched */
  FOL_RUN_DOING,    /* between before and after: stepping through the kernel's functions */
  FOL_RUN_AFTER,    /* `then` is shown */
  FOL_RUN_TRYING,   /* the open task, on a branch */
  FOL_RUN_SOLVED,
  FOL_RUN_FINISHED, /* three facts, next lesson */
};

typedef struct fol_run FolRun;

FolRun *fol_run_new (FolPlan *plan); /* takes the plan; starts at the remembered step or 0 */
void fol_run_free (FolRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolRun, fol_run_free)
const FolPlan *fol_run_plan (const FolRun *run);
enum fol_run_phase fol_run_phase (const FolRun *run);
guint fol_run_step (const FolRun *run); /* index into lesson->steps */

/* Where the timeline should stand now (branch 0), for all phases; while TRYING
 * the place where the task begins. */
struct fol_position fol_run_position (const FolRun *run);

/* The learner's moves.  Each changes phase or step; the window then seeks to
 * fol_run_position () if it returns true.  next: in TRYING the task is left
 * unsolved.  back: to the beginning of the step, or of the one before. */
bool fol_run_next (FolRun *run); /* "Show me", "Continue": the one obvious next thing */
bool fol_run_skip (FolRun *run); /* DOING: to its end at once */
bool fol_run_back (FolRun *run);
bool fol_run_goto (FolRun *run, guint step);
bool fol_run_restart (FolRun *run);

/* A click on an object while ASKED or ANSWERED, or a typed number (FRAME, BLOCK,
 * ORDER, NUMBER), or a sequence (item indexes): the guess.  False if it does not
 * fit the kind of question.  `state` is the one shown. */
bool fol_run_guess_object (FolRun *run, struct sim_object object, const struct fol_state *state);
bool fol_run_guess_number (FolRun *run, gint64 number);
bool fol_run_guess_sequence (FolRun *run, const guint *order, guint count);
bool fol_run_has_guess (const FolRun *run);
gint64 fol_run_guess (const FolRun *run); /* BLOCK: its first frame; SEQUENCE: 1 right, 0 wrong */
bool fol_run_is_guess (const FolRun *run, struct sim_object object); /* clicked again */
char *
fol_run_guess_name (const FolRun *run); /* of OBJECT, SLAB, CACHE, SET; NULL; owned by the caller */
bool fol_run_guess_right (const FolRun *run); /* from ANSWERED on */

/* The state shown has changed: notices that watching is over, that the learner
 * left the script (then fol_run_away () is true), or that a task is solved. */
void fol_run_state_changed (FolRun *run, const struct fol_state *state);
bool fol_run_away (const FolRun *run); /* on a branch or another moment */

/* Texts for now; owned by the caller.  Live values are those of the step's own
 * moment; of a solved task, those of `state`, which may be NULL otherwise.
 *
 *             READ .. DOING   AFTER           TRYING          SOLVED   FINISHED
 *   title     the step's      the step's      the step's      same     the lesson's
 *   say       say             then, or say    then, or say    same     the lesson's question
 *   question  ask (not READ)  NULL            task            NULL     NULL
 *   verdict   NULL            on the guess    NULL            done     NULL
 *
 * Without a guess the verdict tells the answer and why.
 */
char *fol_run_title (const FolRun *run);
char *fol_run_say (const FolRun *run, const struct fol_state *state);
char *fol_run_question (const FolRun *run, const struct fol_state *state);
char **fol_run_items (const FolRun *run); /* of a sequence, in the right order; else empty */
char *fol_run_verdict (const FolRun *run, const struct fol_state *state);
char *fol_run_next_label (const FolRun *run); /* "Continue", "Show me", "Finish" */
char *fol_run_hint (FolRun *run, const struct fol_state *state); /* the next hint; NULL: no more */
guint fol_run_hints_left (const FolRun *run);

/* What a presenter says at this step, for another window; before the first step's
 * come the lesson's own.  NULL: nothing.  Owned by the caller. */
char *fol_run_notes (const FolRun *run);

/* In force at this step: its own targets, and the figures of the last step that
 * named any.  Lent until the run moves. */
const struct fol_show *fol_run_show (const FolRun *run);

/* What to point at now; returns the count. */
guint fol_run_points (const FolRun *run, const struct fol_state *state, struct sim_object *objects,
                      guint most);

/* What the step wants selected; false: nothing. */
bool fol_run_select (const FolRun *run, struct sim_object *object);
