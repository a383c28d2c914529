/* app/host/difference.c - comparing two states: see difference.h. */
#include "app/host/difference.h"

#include <stdlib.h>

#define CHUNK_WORDS (SIM_CHUNK_BYTES / 4)

struct comparison {
  const struct fol_state *from, *to;
  struct fol_difference *difference;
};

/* Sets bits first .. end - 1. */
static void
set_bits (struct fol_difference *difference, uint32_t first, uint32_t end)
{
  while (first < end) {
    uint32_t in_word = 64 - first % 64;
    uint32_t count = end - first < in_word ? end - first : in_word;
    uint64_t mask = (count == 64 ? ~UINT64_C (0) : (UINT64_C (1) << count) - 1) << first % 64;
    uint64_t *word = &difference->bits[first / 64];

    difference->changed += (uint32_t) __builtin_popcountll (mask & ~*word);
    *word |= mask;
    first += count;
  }
}

static void
mark_block (struct comparison *comparison, const struct fol_state *state, sim_pfn pfn)
{
  struct sim_view view = fol_state_view (state);
  struct sim_block block;
  uint64_t end;

  sim_view_block (&view, pfn, &block);
  end = (uint64_t) block.pfn + (UINT64_C (1) << block.order);
  if (end > comparison->difference->frame_count)
    end = comparison->difference->frame_count;
  set_bits (comparison->difference, block.pfn, (uint32_t) end);
}

static void
mark (struct comparison *comparison, sim_pfn pfn)
{
  mark_block (comparison, comparison->from, pfn);
  mark_block (comparison, comparison->to, pfn);
}

static void
flags_differ (struct comparison *comparison, uint64_t at)
{
  mark (comparison, (sim_pfn) at);
}

/* Links say something about the block only if it is in use. */
static void
links_differ (struct comparison *comparison, uint64_t at)
{
  sim_pfn pfn = (sim_pfn) (at / 2);
  struct sim_view from = fol_state_view (comparison->from), to = fol_state_view (comparison->to);

  if (SIM_PAGE_STATE (sim_view_flags (&from, pfn)) == SIM_PAGE_USED &&
      SIM_PAGE_STATE (sim_view_flags (&to, pfn)) == SIM_PAGE_USED)
    mark (comparison, pfn);
}

/* Calls `differ` with every word of first .. first + count - 1 that is not the same. */
static void
compare (struct comparison *comparison, uint64_t first, uint64_t count,
         void (*differ) (struct comparison *comparison, uint64_t at))
{
  const struct sim_snapshot *x = comparison->from->snapshot, *y = comparison->to->snapshot;
  uint64_t end = first + count;

  for (uint64_t word = first; word < end;) {
    uint64_t chunk = word / CHUNK_WORDS, leaf = chunk >> SIM_LEAF_SHIFT;
    const uint32_t *ours, *theirs;
    uint64_t chunk_end = (chunk + 1) * CHUNK_WORDS;

    if (x->leaf[leaf] == y->leaf[leaf]) {
      word = ((leaf + 1) << SIM_LEAF_SHIFT) * CHUNK_WORDS;
      continue;
    }
    ours = sim_snapshot_chunk (x, chunk);
    theirs = sim_snapshot_chunk (y, chunk);
    if (ours == theirs) {
      word = chunk_end;
      continue;
    }
    for (; word < chunk_end && word < end; word++)
      if (ours[word % CHUNK_WORDS] != theirs[word % CHUNK_WORDS])
        differ (comparison, word - first);
  }
}

struct fol_difference *
fol_difference_new (const struct fol_state *from, const struct fol_state *to)
{
  const struct sim_layout *layout = from->layout;
  struct comparison comparison = { .from = from, .to = to };
  size_t words = ((size_t) layout->frame_count + 63) / 64;

  if (to->layout != layout)
    return NULL;
  comparison.difference = calloc (1, sizeof *comparison.difference + words * sizeof (uint64_t));
  if (comparison.difference == NULL)
    return NULL;
  comparison.difference->frame_count = layout->frame_count;
  compare (&comparison, layout->flags, layout->frame_count, flags_differ);
  compare (&comparison, layout->links, 2 * (uint64_t) layout->frame_count, links_differ);
  return comparison.difference;
}

void
fol_difference_free (struct fol_difference *difference)
{
  free (difference);
}

sim_pfn
fol_difference_next (const struct fol_difference *difference, sim_pfn pfn, bool changed)
{
  while (pfn < difference->frame_count) {
    uint64_t word = difference->bits[pfn / 64];

    word = (changed ? word : ~word) >> pfn % 64;
    if (word != 0) {
      pfn += (sim_pfn) __builtin_ctzll (word);
      return pfn < difference->frame_count ? pfn : difference->frame_count;
    }
    pfn = (pfn / 64 + 1) * 64;
  }
  return difference->frame_count;
}
