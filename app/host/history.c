/* app/host/history.c - log, branches and snapshots: see history.h. */
#include "app/host/history-private.h"

#include "engine/base/check.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A snapshot is kept between these amounts of work: as soon as it is cheap for
 * the operations it stands for, at the latest when a jump would become slow. */
#define WORK_NS_LEAST     UINT64_C (8000000)
#define WORK_NS_MOST      UINT64_C (9000000)
#define SNAPSHOT_OP_BYTES 72u

/* Then every second snapshot is dropped, and from then on fewer are kept. */
#define KEPT_BYTES_MAX ((size_t) 2 << 30)

/* Operations between two questions whether to give up; the clock of a thread's
 * work is a system call and is looked at less often. */
#define BATCH         256u
#define CLOCK_BATCHES 4u

uint64_t
fol_clock_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (uint64_t) now.tv_sec * UINT64_C (1000000000) + (uint64_t) now.tv_nsec;
}

/* Work is measured in processor time, so that a busy computer neither makes
 * snapshots more frequent nor their memory larger. */
uint64_t
fol_work_clock_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (uint64_t) now.tv_sec * UINT64_C (1000000000) + (uint64_t) now.tv_nsec;
}

bool
fol_cancel_asked (const struct fol_cancel *cancel, uint64_t done, uint64_t total)
{
  return cancel != NULL && cancel->asked (cancel->user_data, done, total);
}

/* All per-CPU deltas and zone counters are words; adding them up costs less
 * than copying the structs, and it is done after every operation. */
static void
find_free_words (struct fol_history *history)
{
  const struct sim_layout *layout = history->layout;
  uint32_t count = layout->zone_count * (1 + layout->cpu_count), at = 0;

  history->free_word = fol_host_alloc ((count > 0 ? count : 1) * sizeof *history->free_word);
  for (uint32_t zone = 0; zone < layout->zone_count; zone++) {
    history->free_word[at++] = (uint32_t) (layout->zones + (uint64_t) zone * layout->zone_words +
                                           offsetof (struct sim_zone, nr_free) / 4);
    for (uint32_t cpu = 0; layout->smp && cpu < layout->cpu_count; cpu++)
      history->free_word[at++] =
          (uint32_t) (layout->pcps +
                      ((uint64_t) zone * layout->cpu_count + cpu) * layout->pcp_words +
                      offsetof (struct sim_pcp, free_diff) / 4);
  }
  history->free_words = at;
}

static inline uint32_t
count_free (const struct fol_history *history)
{
  const uint32_t *words = history->arena->words;
  uint32_t free_pages = 0;

  for (uint32_t i = 0; i < history->free_words; i++)
    free_pages += words[history->free_word[i]];
  return free_pages;
}

static struct fol_history_branch *
add_branch (struct fol_history *history, uint32_t parent, uint64_t fork)
{
  struct fol_history_branch *branch;

  if (history->branch_count == history->branch_space) {
    history->branch_space = history->branch_space * 2 + 4;
    history->branch =
        fol_host_realloc (history->branch, history->branch_space * sizeof *history->branch);
  }
  branch = &history->branch[history->branch_count++];
  *branch = (struct fol_history_branch){ .at = { .parent = parent, .fork = fork, .length = fork } };
  return branch;
}

struct sim_snapshot *
fol_history_snapshot (struct fol_history *history)
{
  if (history->here != NULL)
    return sim_snapshot_ref (history->here);
  for (size_t i = 0; i < history->touched_words; i++)
    history->touched[i] |= sim_arena_dirty_bits (history->arena, i);
  return sim_arena_snapshot (history->arena);
}

static void
drop_last_kept (struct fol_history *history, struct fol_history_branch *branch)
{
  struct fol_kept_snapshot *kept = &branch->kept[--branch->kept_count];

  history->kept_bytes -= kept->bytes;
  free (kept->touched);
  sim_snapshot_unref (kept->snapshot);
}

static void
clear_branch (struct fol_history *history, struct fol_history_branch *branch)
{
  while (branch->kept_count > 0)
    drop_last_kept (history, branch);
  free (branch->kept);
  fol_log_clear (&branch->log);
  fol_track_unref (branch->track);
}

/* Drops every second snapshot, but neither the first nor the last of a branch. */
void
fol_history_thin (struct fol_history *history)
{
  history->kept_bytes = 0;
  for (uint32_t i = 0; i < history->branch_count; i++) {
    struct fol_history_branch *branch = &history->branch[i];
    uint32_t to = 0;

    for (uint32_t from = 0; from < branch->kept_count; from++) {
      struct fol_kept_snapshot *kept = &branch->kept[from];
      struct sim_snapshot *previous = to > 0 ? branch->kept[to - 1].snapshot : NULL;

      /* What was before it may have been dropped, and with it what was written there. */
      free (kept->touched);
      kept->touched = NULL;
      if (from % 2 != 0 && from + 1 < branch->kept_count) {
        sim_snapshot_unref (kept->snapshot);
        continue;
      }
      if (to == 0 && i > 0)
        previous = history->branch[0].kept[0].snapshot;
      kept->bytes = sim_snapshot_own_bytes (kept->snapshot, previous);
      history->kept_bytes += kept->bytes;
      branch->kept[to++] = *kept;
    }
    branch->kept_count = to;
  }
  history->work_ns_least *= 2;
  history->work_ns_most *= 2;
}

/* Takes over `snapshot` as that of `index`, the newest operation of the branch. */
static void
keep_snapshot (struct fol_history *history, struct fol_history_branch *branch, uint64_t index,
               struct sim_snapshot *snapshot)
{
  const struct sim_snapshot *previous = NULL;
  struct fol_kept_snapshot *kept;

  if (branch->kept_count > 0)
    previous = branch->kept[branch->kept_count - 1].snapshot;
  else if (branch != history->branch)
    previous = fol_history_nearest (history, branch->at.parent, branch->at.fork)->snapshot;
  if (branch->kept_count == branch->kept_space) {
    branch->kept_space = branch->kept_space * 2 + 4;
    branch->kept = fol_host_realloc (branch->kept, branch->kept_space * sizeof *branch->kept);
  }
  kept = &branch->kept[branch->kept_count++];
  kept->index = index;
  kept->snapshot = snapshot;
  kept->touched = NULL;
  if (history->touched_known) {
    kept->touched = fol_host_alloc (history->touched_words * sizeof *kept->touched);
    memcpy (kept->touched, history->touched, history->touched_words * sizeof *kept->touched);
  }
  memset (history->touched, 0, history->touched_words * sizeof *history->touched);
  history->touched_known = true;
  kept->bytes = sim_snapshot_own_bytes (snapshot, previous) +
                history->touched_words * sizeof *history->touched;
  history->kept_bytes += kept->bytes;
  history->work_ns = history->work_ops = 0;
  if (history->kept_bytes > KEPT_BYTES_MAX)
    fol_history_thin (history);
}

static size_t
dirty_bytes (const struct fol_history *history)
{
  size_t chunks = 0;

  for (size_t i = 0; i < history->touched_words; i++)
    chunks += (size_t) __builtin_popcountll (sim_arena_dirty_bits (history->arena, i));
  return chunks * SIM_CHUNK_BYTES;
}

/* Called where the position is the tip of `branch`. */
static void
maybe_keep_snapshot (struct fol_history *history, struct fol_history_branch *branch)
{
  if (history->work_ops == 0 || history->work_ns < history->work_ns_least)
    return;
  if (history->work_ns < history->work_ns_most &&
      dirty_bytes (history) > history->work_ops * SNAPSHOT_OP_BYTES)
    return;
  keep_snapshot (history, branch, branch->at.length, fol_history_snapshot (history));
}

void
fol_history_keep_published (struct fol_history *history, struct sim_snapshot *snapshot)
{
  struct fol_history_branch *branch = &history->branch[history->position.branch];
  uint64_t index = history->position.index;

  if (index == branch->at.length && history->work_ns >= history->work_ns_least / 2 &&
      (branch->kept_count == 0 || branch->kept[branch->kept_count - 1].index < index))
    keep_snapshot (history, branch, index, sim_snapshot_ref (snapshot));
}

struct fol_history *
fol_history_new (const struct sim_machine *machine, struct sim_machine_problem *problem)
{
  struct sim_world *world = sim_world_open (machine, problem);
  struct fol_history *history;

  if (world == NULL)
    return NULL;
  history = fol_history_new_for_world (world);
  history->from_machine = true;
  return history;
}

struct fol_history *
fol_history_new_for_world (struct sim_world *world)
{
  struct fol_history *history = calloc (1, sizeof *history);

  SIM_ASSERT (history != NULL);
  history->world = world;
  history->arena = sim_world_arena (world);
  history->layout = sim_world_layout (world);
  history->position.step = FOL_STEP_END;
  history->work_ns_least = WORK_NS_LEAST;
  history->work_ns_most = WORK_NS_MOST;
  history->touched_words = (history->arena->word_count * 4 / SIM_CHUNK_BYTES + 63) / 64;
  history->touched = calloc (history->touched_words, sizeof *history->touched);
  SIM_ASSERT (history->touched != NULL);
  find_free_words (history);
  history->opening_free = count_free (history);
  sim_arena_journal_begin (history->arena, false);
  add_branch (history, 0, 0);
  keep_snapshot (history, &history->branch[0], 0, fol_history_snapshot (history));
  return history;
}

void
fol_history_free (struct fol_history *history)
{
  if (history == NULL)
    return;
  fol_history_forget_how (history);
  fol_history_settle (history);
  fol_history_clear_curve (history);
  for (uint32_t i = 0; i < history->branch_count; i++)
    clear_branch (history, &history->branch[i]);
  free (history->branch);
  free (history->steps.step);
  free (history->scratch.step);
  free (history->free_word);
  free (history->touched);
  sim_world_close (history->world);
  free (history);
}

struct sim_world *
fol_history_world (struct fol_history *history)
{
  fol_history_come_home (history);
  return history->world;
}

struct fol_position
fol_history_position (const struct fol_history *history)
{
  return history->position;
}

uint32_t
fol_history_branch_count (const struct fol_history *history)
{
  return history->branch_count;
}

void
fol_history_branch (const struct fol_history *history, uint32_t branch, struct fol_branch *out)
{
  SIM_ASSERT (branch < history->branch_count);
  *out = history->branch[branch].at;
}

bool
fol_history_op (const struct fol_history *history, uint32_t branch, uint64_t index,
                struct sim_op *op)
{
  const struct fol_history_branch *owner;

  if (branch >= history->branch_count || index == 0 || index > history->branch[branch].at.length)
    return false;
  owner = &history->branch[fol_history_owner (history, branch, index)];
  fol_log_get (&owner->log, index - owner->at.fork - 1, op);
  return true;
}

/* Where `op` leads from the position without anything new: to the next operation
 * of this branch, or into one that forked here and begins with it. */
static bool
find_continuation (const struct fol_history *history, const struct sim_op *op, uint32_t *out)
{
  struct fol_position at = history->position;
  uint32_t owner = fol_history_owner (history, at.branch, at.index);
  struct sim_op next;

  if (fol_history_op (history, at.branch, at.index + 1, &next) && fol_op_equal (&next, op)) {
    *out = at.branch;
    return true;
  }
  for (uint32_t i = 0; i < history->branch_count; i++) {
    const struct fol_branch *branch = &history->branch[i].at;

    if ((i == owner || (i != 0 && branch->parent == owner && branch->fork == at.index)) &&
        fol_history_op (history, i, at.index + 1, &next) && fol_op_equal (&next, op)) {
      *out = i;
      return true;
    }
  }
  return false;
}

/* The branch at whose tip the next operation will be: the position's own, or a new one. */
static struct fol_history_branch *
tip_branch (struct fol_history *history)
{
  struct fol_position *at = &history->position;
  uint32_t owner;

  if (at->index != history->branch[at->branch].at.length) {
    owner = fol_history_owner (history, at->branch, at->index);
    if (at->index == history->branch[owner].at.length) {
      at->branch = owner;
    } else {
      add_branch (history, owner, at->index);
      at->branch = history->branch_count - 1;
    }
  }
  return &history->branch[at->branch];
}

static void
append (struct fol_history *history, struct fol_history_branch *branch, const struct sim_op *op)
{
  fol_log_append (&branch->log, op, count_free (history));
  branch->at.length++;
}

enum sim_status
fol_history_apply (struct fol_history *history, const struct sim_op *op, struct sim_result *result)
{
  struct fol_history_branch *branch;
  uint32_t continued;
  uint64_t start;

  fol_history_come_home (history);
  fol_history_finish_operation (history);
  start = fol_work_clock_ns ();
  fol_history_apply_watched (history, op, result);
  if (result->status != SIM_OK && result->status != SIM_NO_MEMORY)
    return result->status;

  if (find_continuation (history, op, &continued)) {
    history->position.branch = continued;
    history->position.index++;
    return result->status;
  }
  branch = tip_branch (history);
  append (history, branch, op);
  fol_track_unref (branch->track);
  branch->track = NULL;
  history->position.index++;
  history->work_ns += fol_work_clock_ns () - start;
  history->work_ops++;
  maybe_keep_snapshot (history, branch);
  fol_history_note_curve (history);
  return result->status;
}

/* What a long run may have to go back to.  The memory is not kept: giving up is
 * rare, and then it is replayed. */
struct mark {
  struct fol_position position;
  uint32_t branch_count;
  uint64_t length; /* of the branch that grows, before it did */
  struct sim_op op;
  struct sim_result result;
  uint64_t work_ns, work_ops;
};

static struct mark
set_mark (struct fol_history *history)
{
  return (struct mark){
    .position = history->position,
    .branch_count = history->branch_count,
    .op = history->op,
    .result = history->result,
    .work_ns = history->work_ns,
    .work_ops = history->work_ops,
  };
}

/* Undoes what a run did; `grown` is the branch it appended to, or NULL. */
static void
go_back (struct fol_history *history, const struct mark *mark, struct fol_history_branch *grown)
{
  bool moved = history->position.index != mark->position.index;

  history->position = mark->position;
  history->op = mark->op;
  history->result = mark->result;
  if (history->branch_count > mark->branch_count) {
    clear_branch (history, &history->branch[--history->branch_count]);
  } else if (grown != NULL) {
    while (grown->kept_count > 0 && grown->kept[grown->kept_count - 1].index > mark->length)
      drop_last_kept (history, grown);
    fol_log_truncate (&grown->log, mark->length - grown->at.fork);
    grown->at.length = mark->length;
    fol_track_unref (grown->track);
    grown->track = NULL;
  }
  if (moved)
    fol_history_return (history);
  history->work_ns = mark->work_ns;
  history->work_ops = mark->work_ops;
}

/* Applies up to BATCH operations that are new; returns how many were applied.
 * *result is of the last one applied; *refused, if fewer were, of the next. */
static uint64_t
append_batch (struct fol_history *history, struct fol_history_branch *branch,
              const struct sim_op *ops, uint64_t count, struct sim_result *result,
              struct sim_result *refused)
{
  uint64_t most = count < BATCH ? count : BATCH, i;
  struct sim_result slot[2];

  for (i = 0; i < most; i++) {
    enum sim_status status;

    if (i + FOL_FETCH_AHEAD < count)
      sim_prefetch (history->world, &ops[i + FOL_FETCH_AHEAD]);
    status = sim_apply (history->world, &ops[i], &slot[i & 1], NULL);

    if (status != SIM_OK && status != SIM_NO_MEMORY)
      break;
    append (history, branch, &ops[i]);
  }
  if (i > 0)
    *result = slot[(i - 1) & 1];
  if (i < most)
    *refused = slot[i & 1];
  history->position.index += i;
  history->work_ops += i;
  fol_track_unref (branch->track);
  branch->track = NULL;
  return i;
}

/* Follows operations that are there already; returns how many. */
static uint64_t
follow (struct fol_history *history, const struct sim_op *ops, uint64_t count,
        struct sim_result *result)
{
  uint64_t most = count < BATCH ? count : BATCH, i;
  uint32_t branch;

  for (i = 0; i < most && find_continuation (history, &ops[i], &branch); i++) {
    sim_apply (history->world, &ops[i], result, NULL);
    history->position.branch = branch;
    history->position.index++;
  }
  return i;
}

/* Adds the work of a run since the last look at the clock, and keeps a snapshot if
 * it is time to. */
static void
settle_work (struct fol_history *history, struct fol_history_branch *branch)
{
  history->work_ns += fol_work_clock_ns () - history->run_clock_ns;
  maybe_keep_snapshot (history, branch);
  history->run_clock_ns = fol_work_clock_ns ();
  history->run_batches = 0;
}

/* Follows or appends some of the operations; *branch is set with the first that is new. */
static uint64_t
run_batch (struct fol_history *history, const struct sim_op *ops, uint64_t count,
           struct fol_history_branch **branch, struct mark *mark, struct sim_result *refused)
{
  uint64_t applied = 0;

  if (*branch == NULL)
    applied = follow (history, ops, count, &history->result);
  if (applied == 0) {
    if (*branch == NULL) {
      *branch = tip_branch (history);
      mark->length = (*branch)->at.length;
      history->run_clock_ns = fol_work_clock_ns ();
    }
    applied = append_batch (history, *branch, ops, count, &history->result, refused);
    if (++history->run_batches == CLOCK_BATCHES)
      settle_work (history, *branch);
  }
  if (applied > 0)
    history->op = ops[applied - 1];
  return applied;
}

uint64_t
fol_history_apply_many (struct fol_history *history, const struct sim_op *ops, uint64_t count,
                        struct sim_result *last, const struct fol_cancel *cancel)
{
  struct fol_history_branch *branch = NULL;
  struct sim_result refused = { .status = SIM_OK };
  struct mark mark;
  uint64_t done = 0;
  bool given_up = false;

  fol_history_come_home (history);
  fol_history_finish_operation (history);
  mark = set_mark (history);
  sim_arena_journal_begin (history->arena, false);
  history->journal_live = false;
  history->running = true;
  history->run_batches = 0;
  while (done < count && refused.status == SIM_OK && !given_up) {
    given_up = fol_cancel_asked (cancel, done, count);
    if (!given_up)
      done += run_batch (history, ops + done, count - done, &branch, &mark, &refused);
  }
  if (history->run_batches > 0 && !given_up)
    settle_work (history, branch);
  history->running = false;
  if (given_up || done == 0) {
    go_back (history, &mark, branch);
    done = 0;
  } else {
    fol_history_forget_how (history);
  }
  *last = refused.status != SIM_OK ? refused : history->result;
  return done;
}

/* Applies one and records it; false: refused. */
static bool
apply_made (struct fol_history *history, const struct sim_op *op,
            struct fol_history_branch **branch, struct sim_result *result)
{
  uint32_t continued = history->position.branch;
  bool follows = *branch == NULL && find_continuation (history, op, &continued);

  sim_apply (history->world, op, result, NULL);
  if (result->status != SIM_OK && result->status != SIM_NO_MEMORY)
    return false;
  history->op = *op;
  history->result = *result;
  if (follows) {
    history->position.branch = continued;
  } else {
    if (*branch == NULL)
      *branch = tip_branch (history);
    append (history, *branch, op);
    history->work_ops++;
  }
  history->position.index++;
  return true;
}

/* Between two batches of operations that are new. */
static void
settle_batch (struct fol_history *history, struct fol_history_branch *branch)
{
  fol_track_unref (branch->track);
  branch->track = NULL;
  settle_work (history, branch);
}

uint64_t
fol_history_apply_generated (struct fol_history *history, const struct fol_generator *generator,
                             uint64_t most, struct sim_result *last,
                             const struct fol_cancel *cancel)
{
  struct sim_view view = sim_world_view (history->world);
  struct fol_history_branch *branch = NULL;
  struct sim_result result = { .status = SIM_OK, .pfn = SIM_PFN_NONE };
  struct sim_op op;
  uint64_t done = 0;

  fol_history_come_home (history);
  fol_history_finish_operation (history);
  sim_arena_journal_begin (history->arena, false);
  history->journal_live = false;
  history->running = true;
  history->run_clock_ns = fol_work_clock_ns ();
  while (done < most) {
    if (done % BATCH == 0) {
      if (branch != NULL)
        settle_batch (history, branch);
      if (fol_cancel_asked (cancel, done, most))
        break;
    }
    if (!generator->next (generator->user_data, &view, done > 0 ? &result : NULL, &op) ||
        !apply_made (history, &op, &branch, &result))
      break;
    done++;
  }
  if (branch != NULL)
    settle_batch (history, branch);
  history->running = false;
  if (done > 0)
    fol_history_forget_how (history);
  *last = result;
  return done;
}
