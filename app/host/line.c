/* app/host/line.c - a line of operations again, for another thread: see history.h. */
#include "app/host/history-private.h"

#include <stdlib.h>

/* Operations between two questions whether to give up. */
#define BATCH 1024u

struct fol_history *
fol_history_new_for_line (const struct fol_state *state, uint64_t length,
                          const struct fol_cancel *cancel)
{
  struct fol_history *history = NULL;
  struct sim_machine_problem problem;
  struct sim_op *ops;
  bool whole = true;

  if (state->from_machine)
    history = fol_history_new (&state->machine, &problem);
  if (history == NULL)
    return NULL;
  ops = fol_host_realloc (NULL, BATCH * sizeof *ops);
  for (uint64_t done = 0; done < length && whole;) {
    uint64_t count = length - done < BATCH ? length - done : BATCH;
    struct sim_result last;

    whole = !fol_cancel_asked (cancel, done, length);
    for (uint64_t i = 0; i < count && whole; i++)
      whole = fol_state_op (state, state->position.branch, done + 1 + i, &ops[i]);
    whole = whole && fol_history_apply_many (history, ops, count, &last, NULL) == count;
    done += count;
  }
  free (ops);
  if (whole)
    return history;
  fol_history_free (history);
  return NULL;
}
