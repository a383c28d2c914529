/* app/host/seek.c - reaching any moment again: see history.h. */
#include "app/host/history-private.h"

#include "engine/base/check.h"

#include <stdlib.h>
#include <string.h>

/* Operations between two questions whether to give up. */
#define BATCH 256u

uint32_t
fol_history_owner (const struct fol_history *history, uint32_t branch, uint64_t index)
{
  while (branch != 0 && index <= history->branch[branch].at.fork)
    branch = history->branch[branch].at.parent;
  return branch;
}

const struct fol_kept_snapshot *
fol_history_nearest (const struct fol_history *history, uint32_t branch, uint64_t index)
{
  for (;;) {
    const struct fol_history_branch *at = &history->branch[branch];
    uint32_t low = 0, high = at->kept_count; /* kept[low - 1].index <= index < kept[high].index */

    while (low < high) {
      uint32_t middle = low + (high - low) / 2;

      if (at->kept[middle].index <= index)
        low = middle + 1;
      else
        high = middle;
    }
    if (low > 0)
      return &at->kept[low - 1];
    SIM_ASSERT (branch != 0);
    index = index < at->at.fork ? index : at->at.fork;
    branch = at->at.parent;
  }
}

/* Finds the log that holds operation `index`, and how far it does. */
static void
enter_part (struct fol_line_reader *reader)
{
  const struct fol_history *history = reader->history;
  uint32_t owner = fol_history_owner (history, reader->branch, reader->index);
  uint32_t branch = reader->branch;
  const struct fol_history_branch *at = &history->branch[owner];

  reader->part_end = at->at.length;
  while (branch != owner) {
    reader->part_end = history->branch[branch].at.fork;
    branch = history->branch[branch].at.parent;
  }
  fol_log_reader_init (&reader->log, &at->log, reader->index - at->at.fork - 1);
}

void
fol_line_reader_init (struct fol_line_reader *reader, const struct fol_history *history,
                      uint32_t branch, uint64_t index)
{
  SIM_ASSERT (index > 0);
  *reader = (struct fol_line_reader){ .history = history, .branch = branch, .index = index };
}

bool
fol_line_reader_next (struct fol_line_reader *reader, struct sim_op *op)
{
  if (reader->index > reader->history->branch[reader->branch].at.length)
    return false;
  if (reader->index > reader->part_end)
    enter_part (reader);
  reader->index++;
  return fol_log_reader_next (&reader->log, op);
}

static void
note_step (void *user_data, const struct sim_step *step)
{
  struct fol_step_list *list = user_data;

  if (list->count == list->space) {
    list->space = list->space * 2 + 32;
    list->step = fol_host_realloc (list->step, list->space * sizeof *list->step);
  }
  list->step[list->count++] = *step;
}

/* Operations between two questions: they take longer where each is looked at. */
#define BATCH_LOOKING 64u

enum fol_scan_end
fol_history_visit (struct fol_history *history, struct fol_scan *scan)
{
  struct fol_step_list *steps = &history->scratch;
  struct sim_sink sink = { .step = note_step, .user_data = steps };
  struct sim_op ahead[FOL_FETCH_AHEAD]; /* a ring */
  struct fol_line_reader reader;
  struct sim_result result;
  struct fol_moment moment = { .view = sim_world_view (history->world), .result = &result };
  uint64_t read = 0, count = scan->to - scan->from + 1;
  uint32_t batch = scan->look != NULL ? BATCH_LOOKING : BATCH;

  scan->reached = scan->from - 1;
  sim_arena_journal_begin (history->arena, false);
  fol_line_reader_init (&reader, history, scan->branch, scan->from);
  for (uint64_t done = 0; done < count; done++) {
    if (done % batch == 0 && fol_cancel_asked (scan->cancel, scan->done + done, scan->total))
      return FOL_SCAN_GIVEN_UP;
    for (; read < count && read - done < FOL_FETCH_AHEAD; read++) {
      struct sim_op *op = &ahead[read % FOL_FETCH_AHEAD];
      bool there = fol_line_reader_next (&reader, op);

      SIM_ASSERT (there);
      sim_prefetch (history->world, op);
    }
    steps->count = 0;
    sim_apply (history->world, &ahead[done % FOL_FETCH_AHEAD], &result,
               scan->wants_steps ? &sink : NULL);
    SIM_ASSERT (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
    moment.index = ++scan->reached;
    moment.step = steps->step;
    moment.step_count = steps->count;
    if (scan->look != NULL && scan->look (scan->user_data, &moment))
      return FOL_SCAN_STOPPED;
  }
  return FOL_SCAN_DONE;
}

bool
fol_history_replay (struct fol_history *history, uint32_t branch, uint64_t from, uint64_t to,
                    const struct fol_cancel *cancel)
{
  struct fol_scan scan = {
    .branch = branch, .from = from + 1, .to = to, .total = to - from, .cancel = cancel
  };

  return from == to || fol_history_visit (history, &scan) == FOL_SCAN_DONE;
}

/* Applies `op` to the arena as it is, with steps into `list` and the journal on. */
static void
apply_noting (struct fol_history *history, const struct sim_op *op, struct sim_result *result,
              struct fol_step_list *list)
{
  struct sim_sink sink = { .step = note_step, .user_data = list };

  list->count = 0;
  sim_arena_journal_begin (history->arena, true);
  sim_apply (history->world, op, result, &sink);
}

void
fol_history_forget_how (struct fol_history *history)
{
  if (history->before != NULL)
    sim_snapshot_unref (history->before);
  history->before = NULL;
  history->steps.count = 0;
  fol_steps_unref (history->shared);
  history->shared = NULL;
  history->journal_live = false;
}

enum sim_status
fol_history_apply_watched (struct fol_history *history, const struct sim_op *op,
                           struct sim_result *result)
{
  struct sim_snapshot *before = fol_history_snapshot (history);
  struct fol_step_list list;

  apply_noting (history, op, result, &history->scratch);
  if (result->status != SIM_OK && result->status != SIM_NO_MEMORY) {
    history->journal_live = false; /* it was the refused one's */
    sim_snapshot_unref (before);
    return result->status;
  }
  fol_history_forget_how (history);
  list = history->steps;
  history->steps = history->scratch;
  history->scratch = list;
  history->before = before;
  history->op = *op;
  history->result = *result;
  history->journal_live = true;
  return result->status;
}

/* Makes sure that the arena's journal is the current operation's, all in force. */
static void
revive_journal (struct fol_history *history)
{
  struct sim_result result;

  SIM_ASSERT (history->before != NULL);
  fol_history_come_home (history);
  if (!history->journal_live) {
    sim_arena_restore (history->arena, history->before);
    apply_noting (history, &history->op, &result, &history->steps);
    SIM_ASSERT (result.status == history->result.status && result.pfn == history->result.pfn);
    history->journal_live = true;
  }
  sim_arena_journal_seek (history->arena, history->arena->journal_count);
}

void
fol_history_finish_operation (struct fol_history *history)
{
  if (history->position.step == FOL_STEP_END)
    return;
  revive_journal (history);
  history->position.step = FOL_STEP_END;
}

/* Moves inside the current operation, which is known. */
static void
seek_step (struct fol_history *history, uint32_t step)
{
  if (step >= history->steps.count) {
    fol_history_finish_operation (history);
    return;
  }
  revive_journal (history);
  /* What is written before the first step (the serial) is part of the operation. */
  sim_arena_journal_seek (history->arena, step > 0 ? history->steps.step[step].journal : 0);
  history->position.step = step;
}

static void
restore_kept (struct fol_history *history, const struct fol_kept_snapshot *kept)
{
  sim_arena_restore (history->arena, kept->snapshot);
  memset (history->touched, 0, history->touched_words * sizeof *history->touched);
  history->touched_known = true;
}

/* From where the operations up to `index` are replayed: the current position if it
 * is on the way, else a snapshot, which is restored. */
static uint64_t
go_to_start (struct fol_history *history, uint32_t branch, uint64_t index)
{
  const struct fol_kept_snapshot *kept = fol_history_nearest (history, branch, index);
  const struct fol_position *at = &history->position;

  if (at->index <= index && at->index >= kept->index &&
      fol_history_owner (history, at->branch, at->index) ==
          fol_history_owner (history, branch, at->index)) {
    fol_history_come_home (history);
    fol_history_finish_operation (history);
    return at->index;
  }
  restore_kept (history, kept);
  history->work_ns = history->work_ops = 0;
  return kept->index;
}

void
fol_history_return (struct fol_history *history)
{
  struct fol_position at = history->position;
  const struct fol_kept_snapshot *kept = fol_history_nearest (history, at.branch, at.index);

  restore_kept (history, kept);
  fol_history_replay (history, at.branch, kept->index, at.index, NULL);
}

/* Goes to operation `index` of the line, which is not the current one. */
static bool
seek_operation (struct fol_history *history, uint32_t branch, uint64_t index,
                const struct fol_cancel *cancel)
{
  struct sim_snapshot *here = fol_history_snapshot (history);
  uint64_t clock = fol_work_clock_ns (), start;
  struct sim_result result;
  struct sim_op op;
  uint32_t step = history->position.step;

  start = go_to_start (history, branch, index > 0 ? index - 1 : 0);
  if (!fol_history_replay (history, branch, start, index > 0 ? index - 1 : 0, cancel)) {
    sim_arena_restore (history->arena, here);
    sim_snapshot_unref (here);
    fol_history_settle (history);
    history->touched_known = false;
    history->journal_live = false;
    history->position.step = step;
    return false;
  }
  sim_snapshot_unref (here);
  fol_history_settle (history);
  if (index > 0) {
    bool there = fol_history_op (history, branch, index, &op);

    SIM_ASSERT (there);
    fol_history_apply_watched (history, &op, &result);
    SIM_ASSERT (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
  } else {
    fol_history_forget_how (history);
    history->op = (struct sim_op){ .kind = 0 };
    history->result = (struct sim_result){ .status = SIM_OK, .pfn = SIM_PFN_NONE };
  }
  history->position =
      (struct fol_position){ .branch = branch, .index = index, .step = FOL_STEP_END };
  history->work_ns += fol_work_clock_ns () - clock;
  history->work_ops += index - start;
  return true;
}

bool
fol_history_seek (struct fol_history *history, struct fol_position position,
                  const struct fol_cancel *cancel)
{
  const struct fol_position *at = &history->position;
  uint32_t owner;

  if (position.branch >= history->branch_count ||
      position.index > history->branch[position.branch].at.length)
    return false;
  owner = fol_history_owner (history, position.branch, position.index);
  if (position.index == at->index && owner == fol_history_owner (history, at->branch, at->index) &&
      (history->before != NULL || position.index == 0)) {
    history->position.branch = position.branch;
  } else if (!seek_operation (history, position.branch, position.index, cancel)) {
    return false;
  }
  if (position.index > 0)
    seek_step (history, position.step);
  return true;
}

static struct fol_steps *
shared_steps (struct fol_history *history)
{
  uint32_t count = history->running ? 0 : history->steps.count;
  struct fol_steps *steps;

  if (!history->running && history->shared != NULL)
    return fol_steps_ref (history->shared);
  steps = fol_host_alloc (sizeof *steps + count * sizeof steps->step[0]);
  steps->refs_ = 1;
  steps->count = count;
  if (count > 0)
    memcpy (steps->step, history->steps.step, count * sizeof steps->step[0]);
  if (!history->running)
    history->shared = fol_steps_ref (steps);
  return steps;
}

struct fol_state *
fol_history_state (struct fol_history *history)
{
  struct fol_state *state = calloc (1, sizeof *state);

  SIM_ASSERT (state != NULL);
  state->refs_ = 1;
  state->settled = !history->running;
  state->layout = sim_layout_ref (history->layout);
  state->snapshot = fol_history_snapshot (history);
  if (history->running)
    fol_history_keep_published (history, state->snapshot);
  state->machine = *sim_world_machine (history->world);
  state->from_machine = history->from_machine;
  state->position = history->position;
  state->opening_free = history->opening_free;
  state->op = history->op;
  state->result = history->result;
  state->steps = shared_steps (history);
  if (!history->running && history->before != NULL)
    state->before = sim_snapshot_ref (history->before);
  state->branch_count = history->branch_count;
  state->track = fol_host_alloc (history->branch_count * sizeof *state->track);
  for (uint32_t i = 0; i < history->branch_count; i++) {
    struct fol_history_branch *branch = &history->branch[i];

    if (branch->track == NULL)
      branch->track = fol_log_track (&branch->log, branch->at);
    state->track[i] = fol_track_ref (branch->track);
  }
  return state;
}

size_t
fol_history_bytes (const struct fol_history *history)
{
  size_t bytes = history->kept_bytes;

  for (uint32_t i = 0; i < history->branch_count; i++) {
    const struct fol_history_branch *branch = &history->branch[i];

    bytes += fol_log_bytes (&branch->log) + branch->kept_space * sizeof *branch->kept;
  }
  return bytes;
}
