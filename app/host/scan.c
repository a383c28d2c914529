/* app/host/scan.c - looking at one moment after the other: see history-private.h.
 *
 * While a scan is under way the memory is away from the position.  It stays away
 * when the scan is interrupted, since what comes next is mostly a jump, which
 * restores a snapshot anyhow: the way home and out again would be paid for
 * nothing.  `here` is the position's memory meanwhile.
 */
#include "app/host/history-private.h"

#include "engine/base/check.h"

void
fol_history_leave (struct fol_history *history)
{
  if (history->here != NULL)
    return;
  history->here = fol_history_snapshot (history);
  history->away_known = history->position.step == FOL_STEP_END;
  history->away_branch = history->position.branch;
  history->away_index = history->position.index;
}

void
fol_history_settle (struct fol_history *history)
{
  if (history->here != NULL)
    sim_snapshot_unref (history->here);
  history->here = NULL;
}

void
fol_history_come_home (struct fol_history *history)
{
  if (history->here == NULL)
    return;
  sim_arena_restore (history->arena, history->here);
  history->journal_live = false;
  fol_history_settle (history);
}

/* Brings the memory to after operation `index` of the line; false if given up. */
static bool
go_away_to (struct fol_history *history, uint32_t branch, uint64_t index,
            const struct fol_cancel *cancel)
{
  const struct fol_kept_snapshot *kept = fol_history_nearest (history, branch, index);
  uint64_t start;

  fol_history_leave (history);
  start = history->away_index;
  if (!history->away_known || start > index || start < kept->index ||
      fol_history_owner (history, history->away_branch, start) !=
          fol_history_owner (history, branch, start)) {
    sim_arena_restore (history->arena, kept->snapshot);
    start = kept->index;
  }
  history->away_known = fol_history_replay (history, branch, start, index, cancel);
  history->away_branch = branch;
  history->away_index = index;
  return history->away_known;
}

enum fol_scan_end
fol_history_scan (struct fol_history *history, struct fol_scan *scan)
{
  enum fol_scan_end end;

  SIM_ASSERT (scan->from > 0);
  if (scan->from > scan->to)
    return FOL_SCAN_DONE;
  if (!go_away_to (history, scan->branch, scan->from - 1, scan->cancel))
    return FOL_SCAN_GIVEN_UP;
  end = fol_history_visit (history, scan);
  history->away_index = scan->reached;
  return end;
}

/* --- run until --- */

struct until {
  const struct fol_condition *condition;
  bool backward;
  uint64_t found; /* operation; valid if any */
  bool any;
};

static bool
ask (void *user_data, const struct fol_moment *moment)
{
  struct until *until = user_data;

  if (!until->condition->holds (until->condition->user_data, moment))
    return false;
  until->found = moment->index;
  until->any = true;
  return !until->backward;
}

/* The memory at the opening fulfils it too, or not. */
static void
ask_opening (struct fol_history *history, struct until *until)
{
  struct fol_moment moment = { .view = sim_snapshot_view (history->layout,
                                                          history->branch[0].kept[0].snapshot) };

  ask (until, &moment);
}

/* From the newest stretch back to the opening; false if given up. */
static bool
search_back (struct fol_history *history, struct fol_scan *scan, struct until *until)
{
  uint64_t end = scan->to;

  while (end > 0 && !until->any) {
    const struct fol_kept_snapshot *kept = fol_history_nearest (history, scan->branch, end - 1);

    scan->from = kept->index + 1;
    scan->to = end;
    if (fol_history_scan (history, scan) == FOL_SCAN_GIVEN_UP)
      return false;
    scan->done += end - kept->index;
    end = kept->index;
  }
  if (!until->any)
    ask_opening (history, until);
  return true;
}

enum fol_run_end
fol_history_run_until (struct fol_history *history, const struct fol_condition *condition,
                       bool backward, const struct fol_cancel *cancel)
{
  struct fol_position at = history->position;
  struct until until = { .condition = condition, .backward = backward };
  struct fol_scan scan = { .branch = at.branch,
                           .look = ask,
                           .user_data = &until,
                           .wants_steps = condition->wants_steps,
                           .cancel = cancel };
  bool given_up = false;

  if (backward && at.index > 0) {
    scan.to = scan.total = at.index - 1;
    given_up = !search_back (history, &scan, &until);
  } else if (!backward) {
    /* From inside an operation, its end is the next moment. */
    scan.from = at.index + (at.step == FOL_STEP_END);
    scan.to = history->branch[at.branch].at.length;
    scan.total = scan.to + 1 - scan.from;
    given_up = fol_history_scan (history, &scan) == FOL_SCAN_GIVEN_UP;
  }
  if (given_up)
    return FOL_RUN_GIVEN_UP;
  if (!until.any) {
    fol_history_come_home (history);
    return FOL_RUN_NOT_REACHED;
  }
  at.index = until.found;
  at.step = FOL_STEP_END;
  fol_history_seek (history, at, NULL);
  return FOL_RUN_REACHED;
}
