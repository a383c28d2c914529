/* app/host/state.c - counting and reading what was handed over: see state.h. */
#include "app/host/history-private.h"

#include "engine/base/check.h"

#include <stdlib.h>

static bool
drop (uint32_t *refs)
{
  return __atomic_sub_fetch (refs, 1, __ATOMIC_ACQ_REL) == 0;
}

struct fol_steps *
fol_steps_ref (struct fol_steps *steps)
{
  __atomic_fetch_add (&steps->refs_, 1, __ATOMIC_RELAXED);
  return steps;
}

void
fol_steps_unref (struct fol_steps *steps)
{
  if (steps != NULL && drop (&steps->refs_))
    free (steps);
}

struct fol_track *
fol_track_ref (struct fol_track *track)
{
  __atomic_fetch_add (&track->refs_, 1, __ATOMIC_RELAXED);
  return track;
}

void
fol_track_unref (struct fol_track *track)
{
  if (track == NULL || !drop (&track->refs_))
    return;
  for (uint32_t i = 0; i < track->chunk_count; i++)
    if (drop (&track->chunk[i]->refs_)) {
      free (track->chunk[i]->log_);
      free (track->chunk[i]);
    }
  free (track);
}

struct fol_state *
fol_state_ref (struct fol_state *state)
{
  __atomic_fetch_add (&state->refs_, 1, __ATOMIC_RELAXED);
  return state;
}

void
fol_state_unref (struct fol_state *state)
{
  if (state == NULL || !drop (&state->refs_))
    return;
  sim_snapshot_unref (state->snapshot);
  if (state->before != NULL)
    sim_snapshot_unref (state->before);
  sim_layout_unref (state->layout);
  fol_steps_unref (state->steps);
  for (uint32_t i = 0; i < state->branch_count; i++)
    fol_track_unref (state->track[i]);
  free (state->track);
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    fol_state_unref (state->lane[i]);
  free (state);
}

/* The chunk and entry that hold operation `index` on the line of `branch`. */
static const struct fol_track_chunk *
find (const struct fol_state *state, uint32_t branch, uint64_t index, uint32_t *entry)
{
  const struct fol_track *track;
  uint64_t at;

  if (branch >= state->branch_count || index == 0)
    return NULL;
  track = state->track[branch];
  if (index > track->branch.length)
    return NULL;
  while (branch != 0 && index <= track->branch.fork) {
    branch = track->branch.parent;
    track = state->track[branch];
  }
  at = index - track->branch.fork - 1;
  *entry = (uint32_t) (at & (FOL_TRACK_ENTRIES - 1));
  return track->chunk[at >> FOL_TRACK_SHIFT];
}

bool
fol_state_track (const struct fol_state *state, uint32_t branch, uint64_t index, uint32_t *kind,
                 uint32_t *free_pages)
{
  uint32_t entry;
  const struct fol_track_chunk *chunk = find (state, branch, index, &entry);

  if (chunk == NULL)
    return false;
  *kind = chunk->kind[entry];
  *free_pages = chunk->free[entry];
  return true;
}

bool
fol_state_op (const struct fol_state *state, uint32_t branch, uint64_t index, struct sim_op *op)
{
  uint32_t entry;
  const struct fol_track_chunk *chunk = find (state, branch, index, &entry);

  if (chunk == NULL)
    return false;
  fol_track_chunk_op (chunk, entry, op);
  return true;
}
