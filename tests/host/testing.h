/* tests/host/testing.h - the little that tests without GLib need.
 *
 * These tests run under ThreadSanitizer, which cannot see GLib's locks.
 */
#pragma once

#include "app/host/history.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf (stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);               \
      exit (1);                                                                                    \
    }                                                                                              \
  } while (0)

#define END FOL_STEP_END

/* xorshift: the same numbers everywhere. */
static inline uint64_t
test_random (uint64_t *seed)
{
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  *seed ^= *seed << 17;
  return *seed;
}

/* One zone of `frames` frames, as the teaching machine. */
static inline struct sim_machine
test_machine (uint32_t frames, uint32_t max_order)
{
  struct sim_machine machine;

  sim_machine_defaults (&machine);
  strcpy (machine.name, "test");
  machine.max_order = max_order;
  machine.pageblock_order = max_order > 9 ? 9 : max_order - 2;
  machine.smp = false;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0].start = 0;
  machine.ram[0].size = (uint64_t) frames * 4096;
  memset (machine.zone_end, 0, sizeof machine.zone_end);
  machine.zone_end[SIM_ZONE_NORMAL] = (uint64_t) frames * 4096;
  return machine;
}

static inline struct sim_op
test_alloc (uint32_t order)
{
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES, .argument = { order } };

  op.argument[1] = sim_operations[SIM_OP_ALLOC_PAGES].argument[1].otherwise;
  op.argument[2] = sim_operations[SIM_OP_ALLOC_PAGES].argument[2].otherwise;
  return op;
}

static inline struct sim_object
test_frame (sim_pfn pfn)
{
  return (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn };
}

static inline struct sim_op
test_free (sim_pfn pfn)
{
  return (struct sim_op){ .kind = SIM_OP_FREE_PAGES, .argument = { pfn, SIM_ORDER_OF_BLOCK } };
}

/* `count` operations that a fresh machine accepts one after the other; malloc'ed. */
static inline struct sim_op *
test_operations (const struct sim_machine *machine, uint64_t count, uint64_t seed)
{
  struct sim_machine_problem problem;
  struct sim_world *world = sim_world_open (machine, &problem);
  struct sim_op *ops = calloc (count, sizeof *ops);
  sim_pfn *live = calloc (count + 1, sizeof *live);
  uint64_t live_count = 0;

  CHECK (world != NULL && ops != NULL && live != NULL);
  for (uint64_t i = 0; i < count; i++) {
    uint64_t dice = test_random (&seed) % 100;
    struct sim_result result;

    if (dice < 2) {
      ops[i].kind = dice == 0 ? SIM_OP_DRAIN_LOCAL_PAGES : SIM_OP_DRAIN_ALL_PAGES;
    } else if (live_count == 0 || dice < 54) {
      ops[i] = test_alloc ((uint32_t) (test_random (&seed) % 3));
    } else {
      uint64_t which = test_random (&seed) % live_count;

      ops[i] = test_free (live[which]);
      live[which] = live[--live_count];
    }
    sim_apply (world, &ops[i], &result, NULL);
    CHECK (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
    if (ops[i].kind == SIM_OP_ALLOC_PAGES && result.status == SIM_OK)
      live[live_count++] = result.pfn;
  }
  free (live);
  sim_world_close (world);
  return ops;
}

static inline uint64_t
test_hash (struct fol_history *history)
{
  return sim_arena_hash (sim_world_arena (fol_history_world (history)));
}

static inline void
test_passed (const char *name)
{
  printf ("ok - %s\n", name);
}
