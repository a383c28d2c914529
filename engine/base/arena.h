/* engine/base/arena.h - the bytes of one simulated world, and its history's atoms.
 *
 * All simulated state lies in one flat arena of 32-bit words without pointers.
 * Reading is plain C.  Writing goes through sim_arena_put (), which marks the
 * word's 512-byte chunk dirty and, while the journal is on, notes (word, old ^
 * new).  From that follow:
 *
 *   snapshot   an immutable, counted picture; chunks that did not change since
 *              the last snapshot are shared.  Any thread may read and unref it.
 *   restore    copies back only the chunks that differ.
 *   journal    what the current operation wrote, in order.  Applying a stretch
 *              of it undoes or redoes that stretch, since XOR is its own inverse.
 *   hash       of all bytes, for determinism.
 *
 *   arena    [ chunk | chunk | chunk | ... ]              512 bytes each
 *   snapshot  dir -> leaf -> chunk        128 chunks a leaf, all-zero chunks shared
 *
 * 128 chunks a leaf keeps both parts of a snapshot's cost small: one pointer
 * for each leaf (3072 for 16 Mi frames) and 128 for each leaf that changed.
 *
 * Leaves out: who may write what (that is each module's), threads (an arena
 * belongs to one thread; only snapshots cross), branches (app/host/history.h).
 *
 * Invariants: A1 a clean chunk equals its chunk in `base`; A2 `base` is the
 * last snapshot taken or restored; A3 a snapshot never changes.
 */
#pragma once

#include <string.h>

#include "engine/base/types.h"

#define SIM_CHUNK_SHIFT 9u
#define SIM_CHUNK_BYTES (1u << SIM_CHUNK_SHIFT)
#define SIM_LEAF_SHIFT  7u /* chunks per leaf: 2^7, so a leaf covers 64 KiB */
#define SIM_LEAF_CHUNKS (1u << SIM_LEAF_SHIFT)

struct sim_snapshot; /* laid out below only so that reading it can be inline */

struct sim_journal_entry {
  uint32_t word; /* index of the word in the arena */
  uint32_t flip; /* old ^ new */
};

struct sim_arena {
  uint32_t *words; /* owned */
  size_t word_count;
  bool *dirty;               /* owned; one per chunk: storing it costs less than setting a bit */
  struct sim_snapshot *base; /* owned reference */
  bool journal_on;
  struct sim_journal_entry *journal; /* owned */
  size_t journal_count;              /* entries written since sim_arena_journal_begin () */
  size_t journal_space;
  size_t journal_at; /* entries in force: journal_count unless moved back */
};

/* An all-zero arena of at least `bytes` bytes; false when there is no memory. */
bool sim_arena_init (struct sim_arena *arena, size_t bytes);
void sim_arena_clear (struct sim_arena *arena);

void sim_arena_journal_note (struct sim_arena *arena, uint32_t word, uint32_t flip);

/* Writes where the journal is known to be off. */
static inline void
sim_arena_put_unnoted (struct sim_arena *arena, uint32_t *place, uint32_t value)
{
  size_t word = (size_t) (place - arena->words);

  arena->dirty[word >> (SIM_CHUNK_SHIFT - 2)] = true;
  *place = value;
}

/* The only other way to write. */
static inline void
sim_arena_put (struct sim_arena *arena, uint32_t *place, uint32_t value)
{
  size_t word = (size_t) (place - arena->words);

  if (__builtin_expect (arena->journal_on, 0) && *place != value)
    sim_arena_journal_note (arena, (uint32_t) word, *place ^ value);
  sim_arena_put_unnoted (arena, place, value);
}

/* Whether chunks 64 * group .. 64 * group + 63 are dirty, as bits. */
static inline uint64_t
sim_arena_dirty_bits (const struct sim_arena *arena, size_t group)
{
  uint64_t bits = 0;

  for (size_t i = 0; i < 8; i++) {
    uint64_t eight;

    memcpy (&eight, arena->dirty + group * 64 + i * 8, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64 (eight);
#endif
    /* Gathers eight bytes of 0 or 1 in the top byte, the first one lowest. */
    if (eight != 0)
      bits |= (eight * UINT64_C (0x0102040810204080) >> 56) << (i * 8);
  }
  return bits;
}

/* Starts the journal of one operation (forgets the previous one); `on` false
 * turns journalling off for bulk replay. */
void sim_arena_journal_begin (struct sim_arena *arena, bool on);

/* Undoes or redoes so that exactly the first `at` entries are in force. */
void sim_arena_journal_seek (struct sim_arena *arena, size_t at);

/* The state as it is now; the caller owns one reference.  Cost: changed chunks. */
struct sim_snapshot *sim_arena_snapshot (struct sim_arena *arena);

/* Makes the arena equal to `snapshot` (of the same arena size); forgets the journal. */
void sim_arena_restore (struct sim_arena *arena, struct sim_snapshot *snapshot);

uint64_t sim_arena_hash (const struct sim_arena *arena);
uint64_t sim_snapshot_hash (const struct sim_snapshot *snapshot);

struct sim_snapshot *sim_snapshot_ref (struct sim_snapshot *snapshot); /* any thread */
void sim_snapshot_unref (struct sim_snapshot *snapshot);               /* any thread */

/* Bytes that this snapshot holds which `other` (may be NULL) does not share. */
size_t sim_snapshot_own_bytes (const struct sim_snapshot *snapshot,
                               const struct sim_snapshot *other);

/* How many snapshots are alive in this process; 0 at the end of every test. */
size_t sim_snapshot_count_alive (void);

/* Immutable once made.  Read through the functions below. */
struct sim_leaf {
  uint32_t refs_;                         /* private, atomic */
  const uint32_t *chunk[SIM_LEAF_CHUNKS]; /* equal pointers mean equal content */
};

struct sim_snapshot {
  uint32_t refs_; /* private, atomic */
  uint32_t leaf_count;
  struct sim_leaf *leaf[]; /* equal pointers mean a whole leaf of equal chunks */
};

/* The 128 words of chunk `chunk`; lent by the snapshot. */
static inline const uint32_t *
sim_snapshot_chunk (const struct sim_snapshot *snapshot, size_t chunk)
{
  return snapshot->leaf[chunk >> SIM_LEAF_SHIFT]->chunk[chunk & (SIM_LEAF_CHUNKS - 1)];
}

static inline uint32_t
sim_snapshot_word (const struct sim_snapshot *snapshot, size_t word)
{
  return sim_snapshot_chunk (snapshot,
                             word >> (SIM_CHUNK_SHIFT - 2))[word & (SIM_CHUNK_BYTES / 4 - 1)];
}
