/* tests/host/histories.h - histories that look into themselves. */
#pragma once

#include "tests/host/testing.h"

#include "app/host/history-private.h"

/* Keeps a snapshot after every batch: many places to start from. */
static inline struct fol_history *
test_open_history (const struct sim_machine *machine)
{
  struct sim_machine_problem problem;
  struct fol_history *history = fol_history_new (machine, &problem);

  CHECK (history != NULL);
  history->work_ns_least = history->work_ns_most = 1;
  return history;
}

static inline struct fol_position
test_at (uint32_t branch, uint64_t index)
{
  return (struct fol_position){ .branch = branch, .index = index, .step = END };
}
