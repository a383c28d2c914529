/* tests/session/histories.h - moments of histories, and whether two are the same. */
#pragma once

#include "app/host/history.h"

#include <glib.h>

static inline struct fol_position
test_at (uint32_t branch, uint64_t index)
{
  return (struct fol_position){ .branch = branch, .index = index, .step = FOL_STEP_END };
}

static inline guint64
test_hash (struct fol_history *history)
{
  return sim_arena_hash (sim_world_arena (fol_history_world (history)));
}

/* The same branches, and the same bytes at some fifty moments of each. */
static inline void
test_same_histories (struct fol_history *one, struct fol_history *two)
{
  struct fol_position here = fol_history_position (one);

  g_assert_cmpuint (fol_history_branch_count (one), ==, fol_history_branch_count (two));
  for (uint32_t i = 0; i < fol_history_branch_count (one); i++) {
    struct fol_branch a, b;

    fol_history_branch (one, i, &a);
    fol_history_branch (two, i, &b);
    g_assert_true (a.parent == b.parent && a.fork == b.fork && a.length == b.length);
    for (uint64_t index = 0; index <= a.length; index += 1 + a.length / 50) {
      g_assert_true (fol_history_seek (one, test_at (i, index), NULL));
      g_assert_true (fol_history_seek (two, test_at (i, index), NULL));
      g_assert_cmphex (test_hash (one), ==, test_hash (two));
    }
  }
  fol_history_seek (one, here, NULL);
  fol_history_seek (two, here, NULL);
}
