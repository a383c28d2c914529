/* tests/host/test-compare.c - one line of operations with every allocator.
 *
 * What each lane holds must be what that allocator makes of the same operations done
 * directly, whatever way one came to the moment: forwards, backwards, over a branch.
 */
#include "tests/host/testing.h"

#include "app/host/compare.h"
#include "engine/slab/slab.h"

#define COUNT 400u

static struct sim_machine
machine_of (enum sim_slab_allocator allocator)
{
  struct sim_machine machine = test_machine (1024, 11);

  machine.slab_allocator = allocator;
  machine.slab_boot = true;
  machine.slab_merge = false;
  return machine;
}

static struct sim_op
op_of (enum sim_operation_kind kind)
{
  struct sim_op op = { .kind = kind };

  for (uint32_t i = 0; i < sim_operations[kind].argument_count; i++)
    op.argument[i] = sim_operations[kind].argument[i].otherwise;
  return op;
}

static uint64_t
apply (struct fol_history *history, const struct sim_op *op)
{
  struct sim_result result;

  fol_history_apply (history, op, &result);
  CHECK (result.status == SIM_OK);
  return result.value;
}

/* A cache, objects of it and of kmalloc, large ones among them, and pages; some given
 * back.  The same choices for every allocator, each with its own addresses. */
static void
work (struct fol_history *history, uint64_t seed)
{
  uint64_t live[COUNT], cached[COUNT];
  uint32_t live_count = 0, cached_count = 0;
  struct sim_op op = op_of (SIM_OP_KMEM_CACHE_CREATE);
  uint64_t cache;

  op.argument[0] = sim_name_pack ("inode");
  op.argument[1] = 600;
  cache = apply (history, &op);
  for (uint32_t i = 0; i < COUNT; i++) {
    uint64_t dice = test_random (&seed) % 10;

    if (dice < 3) {
      op = op_of (SIM_OP_KMALLOC);
      op.argument[0] = 1 + test_random (&seed) % (dice == 0 ? 20000 : 700);
      live[live_count++] = apply (history, &op);
    } else if (dice < 6) {
      op = op_of (SIM_OP_KMEM_CACHE_ALLOC);
      op.argument[0] = cache;
      cached[cached_count++] = apply (history, &op);
    } else if (dice < 8 && live_count > 0) {
      uint64_t which = test_random (&seed) % live_count;

      op = op_of (SIM_OP_KFREE);
      op.argument[0] = live[which];
      live[which] = live[--live_count];
      apply (history, &op);
    } else if (cached_count > 0) {
      uint64_t which = test_random (&seed) % cached_count;

      op = op_of (SIM_OP_KMEM_CACHE_FREE);
      op.argument[0] = cache;
      op.argument[1] = cached[which];
      cached[which] = cached[--cached_count];
      apply (history, &op);
    }
  }
}

static struct fol_history *
history_of (enum sim_slab_allocator allocator, uint64_t seed)
{
  struct sim_machine machine = machine_of (allocator);
  struct sim_machine_problem problem;
  struct fol_history *history = fol_history_new (&machine, &problem);

  CHECK (history != NULL);
  if (seed != 0)
    work (history, seed);
  return history;
}

static uint64_t
lane_hash (struct fol_compare *compare, enum sim_slab_allocator allocator)
{
  struct fol_state *state = fol_compare_state (compare, allocator);
  uint64_t hash;

  CHECK (state != NULL);
  hash = sim_snapshot_hash (state->snapshot);
  fol_state_unref (state);
  return hash;
}

static void
follow (struct fol_compare *compare, struct fol_history *history, uint32_t branch, uint64_t index)
{
  struct fol_position position = { .branch = branch, .index = index, .step = END };
  struct fol_state *state;

  CHECK (fol_history_seek (history, position, NULL));
  state = fol_history_state (history);
  CHECK (fol_compare_follow (compare, state, NULL));
  fol_state_unref (state);
}

/* The lanes of each allocator's machine, against the others' own histories. */
static void
test_lanes (void)
{
  struct fol_history *alone[SIM_ALLOCATORS];

  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    alone[i] = history_of (i, 11);
  for (uint32_t own = 0; own < SIM_ALLOCATORS; own++) {
    struct sim_machine machine = machine_of (own);
    struct fol_compare *compare = fol_compare_new (&machine);
    uint64_t length = fol_history_position (alone[own]).index, middle = length / 2;

    CHECK (compare != NULL && length > COUNT / 2);
    for (uint32_t round = 0; round < 3; round++) {
      /* There, back, and there again. */
      uint64_t to = round == 1 ? middle : length;

      follow (compare, alone[own], 0, to);
      for (uint32_t i = 0; i < SIM_ALLOCATORS; i++) {
        struct fol_position position = { .index = to, .step = END };

        CHECK (fol_history_seek (alone[i], position, NULL));
        CHECK (lane_hash (compare, i) == test_hash (alone[i]));
        CHECK (fol_compare_left_out (compare, i) == 0);
      }
    }
    fol_compare_free (compare);
  }
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    fol_history_free (alone[i]);
  test_passed ("lanes");
}

/* Another future from the middle; then the first one again. */
static void
test_branches (void)
{
  struct fol_history *history = history_of (SIM_ALLOCATOR_SLUB, 5);
  struct sim_machine machine = machine_of (SIM_ALLOCATOR_SLUB);
  struct fol_compare *compare = fol_compare_new (&machine);
  uint64_t length = fol_history_position (history).index, before[SIM_ALLOCATORS];
  struct sim_op op = op_of (SIM_OP_KMALLOC);

  follow (compare, history, 0, length);
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    before[i] = lane_hash (compare, i);
  follow (compare, history, 0, length / 2);
  op.argument[0] = 333;
  apply (history, &op);
  follow (compare, history, 1, length / 2 + 1);
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    CHECK (lane_hash (compare, i) != before[i]);
  follow (compare, history, 0, length);
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    CHECK (lane_hash (compare, i) == before[i]);
  fol_compare_free (compare);
  fol_history_free (history);
  test_passed ("branches");
}

/* What a lane's allocator does not have is left out there, and there only. */
static void
test_left_out (void)
{
  struct fol_history *history = history_of (SIM_ALLOCATOR_SLAB, 0);
  struct sim_machine machine = machine_of (SIM_ALLOCATOR_SLAB);
  struct fol_compare *compare = fol_compare_new (&machine);
  struct sim_op op = op_of (SIM_OP_CACHE_REAP);

  apply (history, &op);
  follow (compare, history, 0, 1);
  CHECK (fol_compare_left_out (compare, SIM_ALLOCATOR_SLAB) == 0);
  CHECK (fol_compare_left_out (compare, SIM_ALLOCATOR_SLUB) == 1);
  CHECK (fol_compare_left_out (compare, SIM_ALLOCATOR_SLOB) == 1);
  follow (compare, history, 0, 0);
  CHECK (fol_compare_left_out (compare, SIM_ALLOCATOR_SLUB) == 0);
  fol_compare_free (compare);
  fol_history_free (history);
  test_passed ("left-out");
}

static bool
at_once (void *user_data, uint64_t done, uint64_t total)
{
  (void) user_data;
  (void) done;
  (void) total;
  return true;
}

/* Given up in the middle, it goes on where it was. */
static void
test_giving_up (void)
{
  struct fol_history *history = history_of (SIM_ALLOCATOR_SLOB, 23);
  struct sim_machine machine = machine_of (SIM_ALLOCATOR_SLOB);
  struct fol_compare *compare = fol_compare_new (&machine), *other = fol_compare_new (&machine);
  struct fol_cancel cancel = { .asked = at_once };
  struct fol_state *state = fol_history_state (history);

  CHECK (!fol_compare_follow (compare, state, &cancel));
  CHECK (fol_compare_follow (compare, state, NULL));
  CHECK (fol_compare_add_lanes (other, state, NULL));
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    CHECK (lane_hash (compare, i) == sim_snapshot_hash (state->lane[i]->snapshot));
  fol_state_unref (state);
  fol_compare_free (compare);
  fol_compare_free (other);
  fol_history_free (history);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("giving-up");
}

int
main (void)
{
  test_lanes ();
  test_branches ();
  test_left_out ();
  test_giving_up ();
  printf ("4 passed, 0 failed\n");
  return 0;
}
