/* tests/host/test-history.c - every moment can be reached again, whatever way.
 *
 * Method: a straight run notes the hash after every operation; then the same
 * moments are reached by jumps, steps and branches, with snapshots at every
 * possible place, and the hashes must agree.  A failure names its line; runs
 * are the same every time.
 */
#include "tests/host/histories.h"

#define COUNT 3000u

static void
test_log_keeps_operations (void)
{
  struct fol_log log = { .chunk = NULL };
  struct fol_log_reader reader;
  struct sim_op *ops = calloc (10000, sizeof *ops), op;
  uint64_t seed = 7;

  for (uint32_t i = 0; i < 10000; i++) {
    ops[i].kind = (uint32_t) (test_random (&seed) % SIM_OP_COUNT);
    for (uint32_t j = 0; j < sim_operations[ops[i].kind].argument_count; j++)
      ops[i].argument[j] = test_random (&seed) % 4 == 0
                               ? sim_operations[ops[i].kind].argument[j].otherwise
                               : test_random (&seed) >> (test_random (&seed) % 64);
    fol_log_append (&log, &ops[i], i);
  }
  CHECK (log.count == 10000);
  for (uint32_t i = 0; i < 10000; i += 37) {
    fol_log_get (&log, i, &op);
    CHECK (fol_op_equal (&op, &ops[i]));
  }
  fol_log_reader_init (&reader, &log, 4090);
  for (uint32_t i = 4090; i < 10000; i++)
    CHECK (fol_log_reader_next (&reader, &op) && fol_op_equal (&op, &ops[i]));
  CHECK (!fol_log_reader_next (&reader, &op));

  /* To the middle of a chunk, to its end, to nothing; and on from there. */
  for (uint32_t keep = 9000; keep > 0; keep = keep > 8192 ? 8192 : keep / 4096 * 2048) {
    fol_log_truncate (&log, keep);
    fol_log_append (&log, &ops[9999], 1);
    fol_log_get (&log, keep - 1, &op);
    CHECK (log.count == keep + 1 && fol_op_equal (&op, &ops[keep - 1]));
    fol_log_get (&log, keep, &op);
    CHECK (fol_op_equal (&op, &ops[9999]));
  }
  fol_log_clear (&log);
  free (ops);
  test_passed ("log keeps operations");
}

/* Hash after each of the operations, by the plain engine. */
static uint64_t *
straight_run (const struct sim_machine *machine, const struct sim_op *ops, uint64_t count)
{
  struct sim_machine_problem problem;
  struct sim_world *world = sim_world_open (machine, &problem);
  uint64_t *hash = calloc (count + 1, sizeof *hash);

  hash[0] = sim_arena_hash (sim_world_arena (world));
  for (uint64_t i = 0; i < count; i++) {
    struct sim_result result;

    sim_apply (world, &ops[i], &result, NULL);
    hash[i + 1] = sim_arena_hash (sim_world_arena (world));
  }
  sim_world_close (world);
  return hash;
}

static void
test_seek_is_straight_run (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, COUNT, 1);
  uint64_t *hash = straight_run (&machine, ops, COUNT), seed = 3;
  struct fol_history *history = test_open_history (&machine);
  struct sim_result result;

  CHECK (fol_history_apply_many (history, ops, COUNT / 2, &result, NULL) == COUNT / 2);
  for (uint64_t i = COUNT / 2; i < COUNT; i++)
    CHECK (fol_history_apply (history, &ops[i], &result) == result.status &&
           test_hash (history) == hash[i + 1]);
  CHECK (history->branch[0].kept_count > 10);
  for (uint32_t i = 0; i < 400; i++) {
    uint64_t index = test_random (&seed) % (COUNT + 1);

    /* Every third time only one operation on or back. */
    if (i % 3 != 0)
      index = fol_history_position (history).index;
    if (i % 3 == 1 && index < COUNT)
      index++;
    if (i % 3 == 2 && index > 0)
      index--;
    CHECK (fol_history_seek (history, test_at (0, index), NULL));
    CHECK (test_hash (history) == hash[index]);
    CHECK (fol_history_position (history).index == index);
  }
  CHECK (!fol_history_seek (history, test_at (0, COUNT + 1), NULL));
  CHECK (!fol_history_seek (history, test_at (1, 0), NULL));
  CHECK (fol_history_branch_count (history) == 1);
  fol_history_free (history);
  free (hash);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("seek is the straight run");
}

static void
test_inside_operations (void)
{
  struct sim_machine machine = test_machine (64, 5);
  struct sim_op *ops = test_operations (&machine, 60, 5);
  uint64_t *hash = straight_run (&machine, ops, 60);
  struct fol_history *history = test_open_history (&machine);
  struct sim_result result;
  uint32_t steps_seen = 0, changed = 0;

  fol_history_apply_many (history, ops, 60, &result, NULL);
  for (uint64_t index = 60; index > 0; index--) {
    struct fol_state *state;
    uint32_t count;

    CHECK (fol_history_seek (history, test_at (0, index), NULL));
    state = fol_history_state (history);
    count = state->steps->count;
    CHECK (sim_snapshot_hash (state->snapshot) == hash[index]);
    CHECK (sim_snapshot_hash (state->before) == hash[index - 1]);
    fol_state_unref (state);
    for (uint32_t step = 0; step <= count; step++) {
      struct fol_position position = { .branch = 0, .index = index, .step = step };

      CHECK (fol_history_seek (history, position, NULL));
      CHECK (fol_history_position (history).step == (step < count ? step : END));
      if (step == 0 && count > 0)
        CHECK (test_hash (history) == hash[index - 1]);
      if (step == count)
        CHECK (test_hash (history) == hash[index]);
      changed += test_hash (history) != hash[index] && test_hash (history) != hash[index - 1];
      steps_seen++;
    }
    /* Jumping away from the inside, and into the inside at once. */
    CHECK (fol_history_seek (history, (struct fol_position){ 0, index, count / 2 }, NULL));
    CHECK (fol_history_seek (history, test_at (0, 0), NULL) && test_hash (history) == hash[0]);
    CHECK (fol_history_seek (history, (struct fol_position){ 0, index, count / 2 }, NULL));
    CHECK (fol_history_seek (history, test_at (0, index), NULL) &&
           test_hash (history) == hash[index]);
  }
  CHECK (steps_seen > 300 && changed > 50);
  fol_history_free (history);
  free (hash);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("inside operations");
}

static void
test_branches (void)
{
  struct sim_machine machine = test_machine (64, 5);
  struct fol_history *history = test_open_history (&machine);
  struct sim_op one = test_alloc (1), two = test_alloc (2), op;
  struct sim_result result;
  struct fol_branch branch;
  uint64_t tip, other;

  for (uint32_t i = 0; i < 4; i++)
    fol_history_apply (history, &one, &result);
  tip = test_hash (history);

  /* Elsewhere: a branch. */
  CHECK (fol_history_seek (history, test_at (0, 2), NULL));
  fol_history_apply (history, &two, &result);
  CHECK (fol_history_branch_count (history) == 2);
  CHECK (fol_history_position (history).branch == 1 && fol_history_position (history).index == 3);
  fol_history_branch (history, 1, &branch);
  CHECK (branch.parent == 0 && branch.fork == 2 && branch.length == 3);
  other = test_hash (history);

  /* The same again is no new branch, on either line. */
  CHECK (fol_history_seek (history, test_at (0, 2), NULL));
  fol_history_apply (history, &two, &result);
  CHECK (fol_history_position (history).branch == 1 && test_hash (history) == other);
  CHECK (fol_history_seek (history, test_at (1, 1), NULL));
  fol_history_apply (history, &one, &result);
  CHECK (fol_history_position (history).branch == 1 && fol_history_position (history).index == 2);
  CHECK (fol_history_branch_count (history) == 2);

  /* A branch of the branch, forked before the branch itself: its parent is the main line. */
  CHECK (fol_history_seek (history, test_at (1, 1), NULL));
  fol_history_apply (history, &two, &result);
  fol_history_branch (history, 2, &branch);
  CHECK (branch.parent == 0 && branch.fork == 1 && branch.length == 2);

  CHECK (fol_history_op (history, 1, 1, &op) && op.argument[0] == 1);
  CHECK (fol_history_op (history, 1, 3, &op) && op.argument[0] == 2);
  CHECK (!fol_history_op (history, 1, 4, &op) && !fol_history_op (history, 1, 0, &op));
  CHECK (fol_history_seek (history, test_at (0, 4), NULL) && test_hash (history) == tip);
  CHECK (fol_history_seek (history, test_at (1, 3), NULL) && test_hash (history) == other);

  /* What is refused is not recorded and changes nothing. */
  op = test_free (9999);
  CHECK (fol_history_apply (history, &op, &result) != SIM_OK);
  CHECK (test_hash (history) == other && fol_history_position (history).index == 3);
  CHECK (fol_history_apply_many (history, &op, 1, &result, NULL) == 0);
  CHECK (result.status == SIM_BAD_ARGUMENT || result.status == SIM_BAD_FRAME);
  CHECK (test_hash (history) == other && fol_history_branch_count (history) == 3);
  CHECK (fol_history_seek (history, test_at (0, 1), NULL));
  CHECK (fol_history_apply_many (history, &op, 1, &result, NULL) == 0);
  CHECK (fol_history_branch_count (history) == 3);
  /* Its steps are still there to be looked into. */
  CHECK (fol_history_seek (history, (struct fol_position){ 0, 1, 0 }, NULL));
  CHECK (fol_history_position (history).step == 0);
  fol_history_free (history);
  test_passed ("branches");
}

/* Random walks over a growing tree of branches; the model is the list of operations. */
static void
test_tree_of_branches (void)
{
  struct sim_machine machine = test_machine (256, 8);
  struct fol_history *history = test_open_history (&machine);
  uint64_t seed = 11;

  for (uint32_t round = 0; round < 60; round++) {
    uint32_t branch = (uint32_t) (test_random (&seed) % fol_history_branch_count (history));
    struct fol_branch outline;
    struct sim_machine_problem problem;
    struct sim_world *world = sim_world_open (&machine, &problem);
    struct sim_result result;
    struct sim_op op;
    uint64_t index;

    fol_history_branch (history, branch, &outline);
    index = test_random (&seed) % (outline.length + 1);
    CHECK (fol_history_seek (history, test_at (branch, index), NULL));
    for (uint64_t i = 1; i <= index; i++) {
      CHECK (fol_history_op (history, branch, i, &op));
      sim_apply (world, &op, &result, NULL);
    }
    CHECK (sim_arena_hash (sim_world_arena (world)) == test_hash (history));
    for (uint32_t i = 0; i < 20; i++) {
      op = test_alloc ((uint32_t) (test_random (&seed) % 2));
      if (round % 2 == 0)
        CHECK (fol_history_apply_many (history, &op, 1, &result, NULL) == 1);
      else
        fol_history_apply (history, &op, &result);
      sim_apply (world, &op, &result, NULL);
    }
    CHECK (sim_arena_hash (sim_world_arena (world)) == test_hash (history));
    CHECK (fol_history_position (history).index == index + 20);
    sim_world_close (world);
  }
  CHECK (fol_history_branch_count (history) > 20);
  fol_history_free (history);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("tree of branches");
}

struct countdown {
  struct fol_history *history;
  uint32_t left;
  bool look;
};

static bool
count_down (void *user_data, uint64_t done, uint64_t total)
{
  struct countdown *countdown = user_data;

  CHECK (done <= total);
  /* A state taken in the middle must not disturb, nor be disturbed. */
  if (countdown->look) {
    struct fol_state *state = fol_history_state (countdown->history);

    CHECK (!state->settled && state->before == NULL && state->steps->count == 0);
    CHECK (sim_snapshot_hash (state->snapshot) == test_hash (countdown->history));
    fol_state_unref (state);
  }
  return countdown->left-- == 0;
}

static void
test_giving_up_runs (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, COUNT, 1), *others = calloc (2000, sizeof *ops);
  struct fol_history *history = test_open_history (&machine);
  struct sim_result result;
  uint64_t hash, seed = 5;

  for (uint32_t i = 0; i < 2000; i++)
    others[i] = test_alloc (i % 2);
  CHECK (fol_history_apply_many (history, ops, 1000, &result, NULL) == 1000);
  for (uint32_t round = 0; round < 40; round++) {
    struct countdown countdown = { history, round % 7, round % 2 == 0 };
    struct fol_cancel cancel = { .asked = count_down, .user_data = &countdown };
    struct fol_branch branch;
    uint64_t index = round % 3 == 0 ? 1000 : test_random (&seed) % 1000;

    /* At the tip, and elsewhere, where a new branch begins or the old one is followed. */
    CHECK (fol_history_seek (history, test_at (0, index), NULL));
    hash = test_hash (history);
    CHECK (fol_history_apply_many (history, round % 4 == 0 ? ops + index : others, 2000, &result,
                                   &cancel) == 0);
    CHECK (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
    CHECK (test_hash (history) == hash && fol_history_position (history).index == index);
    CHECK (fol_history_position (history).branch == 0);
    CHECK (fol_history_branch_count (history) == 1);
    fol_history_branch (history, 0, &branch);
    CHECK (branch.length == 1000);
    CHECK (fol_history_seek (history, (struct fol_position){ 0, index, 1 }, NULL));
    CHECK (fol_history_seek (history, test_at (0, index), NULL) && test_hash (history) == hash);
  }
  CHECK (fol_history_seek (history, test_at (0, 1000), NULL));
  CHECK (fol_history_apply_many (history, ops + 1000, 2000, &result, NULL) == 2000);
  hash = test_hash (history);
  CHECK (fol_history_seek (history, test_at (0, 1500), NULL));
  CHECK (fol_history_seek (history, test_at (0, 3000), NULL) && test_hash (history) == hash);
  fol_history_free (history);
  free (others);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("giving up runs");
}

static void
test_giving_up_seeks (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, COUNT, 1);
  struct fol_history *history = test_open_history (&machine);
  struct sim_result result;

  /* Only the opening is kept, so that every jump is long. */
  history->work_ns_least = history->work_ns_most = UINT64_MAX;
  CHECK (fol_history_apply_many (history, ops, COUNT, &result, NULL) == COUNT);
  for (uint32_t round = 0; round < 20; round++) {
    struct countdown countdown = { history, round % 5, false };
    struct fol_cancel cancel = { .asked = count_down, .user_data = &countdown };
    struct fol_position before = { .index = 2500 + round, .step = round % 2 == 0 ? END : 1 };
    struct fol_touch touch[2];
    uint64_t hash;
    bool complete;

    CHECK (fol_history_seek (history, before, NULL));
    before = fol_history_position (history);
    hash = test_hash (history);
    CHECK (!fol_history_seek (history, test_at (0, 2000 + round), &cancel));
    CHECK (test_hash (history) == hash && fol_history_position (history).index == before.index);
    CHECK (fol_history_position (history).step == before.step);
    countdown.left = round % 5;
    CHECK (fol_history_why (history, test_frame (9), touch, 2, &complete, &cancel) == 0 &&
           !complete);
    CHECK (test_hash (history) == hash && fol_history_position (history).step == before.step);
    CHECK (fol_history_seek (history, test_at (0, before.index), NULL));
    CHECK (fol_history_seek (history, before, NULL) && test_hash (history) == hash);
  }
  CHECK (history->branch[0].kept_count == 1);
  fol_history_free (history);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("giving up seeks");
}

/* When memory becomes scarce, every second snapshot goes; nothing else changes. */
static void
test_thinning (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, COUNT, 1);
  uint64_t *hash = straight_run (&machine, ops, COUNT);
  struct fol_history *history = test_open_history (&machine);
  struct sim_result result;
  struct fol_touch touch[24];
  uint32_t kept, count;
  bool complete;

  fol_history_apply_many (history, ops, COUNT, &result, NULL);
  kept = history->branch[0].kept_count;
  count = fol_history_why (history, test_frame (100), touch, 24, &complete, NULL);
  fol_history_thin (history);
  CHECK (history->branch[0].kept_count <= kept / 2 + 2 && history->work_ns_least == 2);
  CHECK (fol_history_why (history, test_frame (100), touch, 24, &complete, NULL) == count);
  for (uint64_t index = 0; index <= COUNT; index += 97)
    CHECK (fol_history_seek (history, test_at (0, index), NULL) &&
           test_hash (history) == hash[index]);
  fol_history_free (history);
  free (hash);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("thinning");
}

static void
test_states_outlive (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, 9000, 2), op;
  struct fol_history *history = test_open_history (&machine);
  struct sim_result result;
  struct fol_state *state;
  uint64_t hash;

  fol_history_apply_many (history, ops, 9000, &result, NULL);
  state = fol_history_state (history);
  hash = test_hash (history);
  fol_history_seek (history, test_at (0, 10), NULL);
  fol_history_free (history);
  CHECK (sim_snapshot_hash (state->snapshot) == hash && state->settled && state->from_machine);
  CHECK (state->branch_count == 1 && state->track[0]->branch.length == 9000);
  for (uint64_t i = 1; i <= 9000; i += 111) {
    uint32_t kind, free_pages;

    CHECK (fol_state_op (state, 0, i, &op) && fol_op_equal (&op, &ops[i - 1]));
    CHECK (fol_state_track (state, 0, i, &kind, &free_pages) && kind == op.kind);
    CHECK (free_pages <= 4096);
  }
  CHECK (!fol_state_op (state, 0, 9001, &op) && !fol_state_op (state, 1, 1, &op));
  fol_state_unref (state);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("states outlive their history");
}

/* A line told again from a state has the same moments, inside operations too. */
static void
test_line_again (void)
{
  struct sim_machine machine = test_machine (4096, 11);
  struct sim_op *ops = test_operations (&machine, 2000, 5);
  struct fol_history *history = test_open_history (&machine), *again;
  const struct fol_position inside = { .index = 1600, .step = 1 };
  struct sim_result result;
  struct fol_state *state;

  fol_history_apply_many (history, ops, 2000, &result, NULL);
  fol_history_seek (history, test_at (0, 1500), NULL);
  for (uint32_t i = 0; i < 100; i++) {
    struct sim_op op = test_alloc (i % 4);

    fol_history_apply (history, &op, &result);
  }
  state = fol_history_state (history);
  CHECK (state->position.branch == 1 && state->position.index == 1600);
  again = fol_history_new_for_line (state, 1600, NULL);
  CHECK (again != NULL && test_hash (again) == test_hash (history));
  fol_history_seek (history, (struct fol_position){ 1, 1600, 1 }, NULL);
  CHECK (fol_history_seek (again, inside, NULL) && test_hash (again) == test_hash (history));
  fol_history_free (again);
  CHECK (fol_history_new_for_line (state, 1601, NULL) == NULL);
  state->from_machine = false;
  CHECK (fol_history_new_for_line (state, 10, NULL) == NULL);
  fol_state_unref (state);
  fol_history_free (history);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("a line told again");
}

/* The free pages of the curve are those the view counts, with all CPUs and zones. */
static void
test_curve (void)
{
  struct sim_machine machine = test_machine (65536, 11);
  struct fol_history *history;
  struct fol_state *state;
  struct sim_result result;
  struct sim_view view;
  uint32_t kind, free_pages;
  int64_t counted = 0;

  machine.smp = true;
  machine.cpu_count = 2;
  machine.zone_end[SIM_ZONE_DMA32] = UINT64_C (64) << 20;
  history = test_open_history (&machine);
  for (uint32_t i = 0; i < 100; i++) {
    struct sim_op op =
        i == 50 ? (struct sim_op){ .kind = SIM_OP_SET_CPU, .argument = { 1 } } : test_alloc (i % 4);

    CHECK (fol_history_apply (history, &op, &result) == SIM_OK);
  }
  state = fol_history_state (history);
  view = fol_state_view (state);
  for (uint32_t zone = 0; zone < view.layout->zone_count; zone++)
    counted += sim_view_zone_free (&view, zone);
  CHECK (view.layout->zone_count == 2);
  CHECK (fol_state_track (state, 0, 100, &kind, &free_pages) && free_pages == counted);
  CHECK (state->opening_free > free_pages);
  fol_state_unref (state);
  fol_history_free (history);
  test_passed ("curve");
}

int
main (void)
{
  test_log_keeps_operations ();
  test_seek_is_straight_run ();
  test_inside_operations ();
  test_branches ();
  test_tree_of_branches ();
  test_giving_up_runs ();
  test_giving_up_seeks ();
  test_thinning ();
  test_states_outlive ();
  test_line_again ();
  test_curve ();
  printf ("11 passed, 0 failed\n");
  return 0;
}
