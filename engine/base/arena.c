/* engine/base/arena.c - dirty chunks, two-level snapshots, XOR journal, hash.
 *
 * The all-zero chunk and the leaf made of nothing else are static and never
 * counted, so a large machine that is mostly untouched costs almost nothing.
 * All other chunks of snapshots live in chunks.c.
 *
 * A host that has no memory left for a snapshot or a journal ends the
 * program: there is no state in which a history with holes would be right.
 */
#include "engine/base/arena.h"

#include <string.h>

#include "engine/base/check.h"
#include "engine/base/chunks.h"

#define CHUNK_WORDS (SIM_CHUNK_BYTES / 4u)

/* How many chunks ahead copying fetches. */
#define FETCH_AHEAD 2u

static const uint32_t zero_chunk[CHUNK_WORDS] __attribute__ ((aligned (64)));

#define ZERO_1  zero_chunk
#define ZERO_8  ZERO_1, ZERO_1, ZERO_1, ZERO_1, ZERO_1, ZERO_1, ZERO_1, ZERO_1
#define ZERO_64 ZERO_8, ZERO_8, ZERO_8, ZERO_8, ZERO_8, ZERO_8, ZERO_8, ZERO_8
_Static_assert(SIM_LEAF_CHUNKS == 128, "zero_leaf spells out 128 chunks");
static struct sim_leaf zero_leaf = { .chunk = { ZERO_64, ZERO_64 } };

static uint32_t snapshots_alive;

static void *
must_alloc (size_t bytes)
{
  void *memory = malloc (bytes);

  if (memory == NULL)
    sim_chunks_no_memory (bytes);
  return memory;
}

static inline void
ref (uint32_t *refs)
{
  __atomic_fetch_add (refs, 1, __ATOMIC_RELAXED);
}

/* Whether that was the last reference. */
static inline bool
unref (uint32_t *refs)
{
  if (__atomic_fetch_sub (refs, 1, __ATOMIC_RELEASE) != 1)
    return false;
  /* An acquiring load, not a fence: ThreadSanitizer does not see fences. */
  (void) __atomic_load_n (refs, __ATOMIC_ACQUIRE);
  return true;
}

static void
leaf_unref (struct sim_leaf *leaf)
{
  if (leaf == &zero_leaf || !unref (&leaf->refs_))
    return;
  sim_chunks_lock ();
  for (uint32_t i = 0; i < SIM_LEAF_CHUNKS; i++) {
    if (leaf->chunk[i] != zero_chunk)
      sim_chunk_unref (leaf->chunk[i]);
  }
  sim_chunks_unlock ();
  free (leaf);
}

static inline void
leaf_ref (struct sim_leaf *leaf)
{
  if (leaf != &zero_leaf)
    ref (&leaf->refs_);
}

/* A snapshot's reference to a chunk it shares. */
static inline const uint32_t *
chunk_share (const uint32_t *words)
{
  if (words != zero_chunk)
    sim_chunk_ref (words);
  return words;
}

/* A snapshot's copy of one chunk: shared with zero, or with `before`, if equal.
 * Where much has changed nobody looks at `before`: it is rarely equal, and
 * fetching it costs as much as the copy. */
static const uint32_t *
chunk_copy (const uint32_t *words, const uint32_t *before, bool compare)
{
  uint32_t *copy;

  if (compare && memcmp (words, before, SIM_CHUNK_BYTES) == 0)
    return chunk_share (before);
  if (memcmp (words, zero_chunk, SIM_CHUNK_BYTES) == 0)
    return zero_chunk;
  copy = sim_chunk_new ();
  memcpy (copy, words, SIM_CHUNK_BYTES);
  return copy;
}

static size_t
leaf_count_of (const struct sim_arena *arena)
{
  return arena->word_count / CHUNK_WORDS / SIM_LEAF_CHUNKS;
}

static struct sim_snapshot *
snapshot_new (size_t leaf_count)
{
  struct sim_snapshot *snapshot;

  snapshot = must_alloc (sizeof *snapshot + leaf_count * sizeof snapshot->leaf[0]);
  snapshot->refs_ = 1;
  snapshot->leaf_count = (uint32_t) leaf_count;
  __atomic_fetch_add (&snapshots_alive, 1, __ATOMIC_RELAXED);
  return snapshot;
}

bool
sim_arena_init (struct sim_arena *arena, size_t bytes)
{
  size_t leaf_bytes = (size_t) SIM_CHUNK_BYTES * SIM_LEAF_CHUNKS;
  size_t leaves = (bytes + leaf_bytes - 1) / leaf_bytes;

  memset (arena, 0, sizeof *arena);
  if (leaves == 0)
    leaves = 1;
  if (leaves > UINT32_MAX / (CHUNK_WORDS * SIM_LEAF_CHUNKS))
    return false;
  arena->word_count = leaves * CHUNK_WORDS * SIM_LEAF_CHUNKS;
  arena->words = calloc (arena->word_count, sizeof arena->words[0]);
  arena->dirty = calloc (leaves * SIM_LEAF_CHUNKS, sizeof arena->dirty[0]);
  if (arena->words == NULL || arena->dirty == NULL) {
    free (arena->words);
    free (arena->dirty);
    memset (arena, 0, sizeof *arena);
    return false;
  }
  arena->base = snapshot_new (leaves);
  for (size_t i = 0; i < leaves; i++)
    arena->base->leaf[i] = &zero_leaf;
  return true;
}

void
sim_arena_clear (struct sim_arena *arena)
{
  if (arena->base != NULL)
    sim_snapshot_unref (arena->base);
  free (arena->words);
  free (arena->dirty);
  free (arena->journal);
  memset (arena, 0, sizeof *arena);
}

void
sim_arena_journal_note (struct sim_arena *arena, uint32_t word, uint32_t flip)
{
  SIM_ASSERT (arena->journal_at == arena->journal_count);
  if (arena->journal_count == arena->journal_space) {
    size_t space = arena->journal_space == 0 ? 256 : arena->journal_space * 2;
    struct sim_journal_entry *grown = must_alloc (space * sizeof *grown);

    if (arena->journal_count > 0)
      memcpy (grown, arena->journal, arena->journal_count * sizeof *grown);
    free (arena->journal);
    arena->journal = grown;
    arena->journal_space = space;
  }
  arena->journal[arena->journal_count++] = (struct sim_journal_entry){ .word = word, .flip = flip };
  arena->journal_at = arena->journal_count;
}

void
sim_arena_journal_begin (struct sim_arena *arena, bool on)
{
  SIM_ASSERT (arena->journal_at == arena->journal_count);
  arena->journal_count = 0;
  arena->journal_at = 0;
  arena->journal_on = on;
}

static inline void
flip_entry (struct sim_arena *arena, const struct sim_journal_entry *entry)
{
  size_t chunk = entry->word >> (SIM_CHUNK_SHIFT - 2);

  arena->dirty[chunk] = true;
  arena->words[entry->word] ^= entry->flip;
}

void
sim_arena_journal_seek (struct sim_arena *arena, size_t at)
{
  SIM_ASSERT (at <= arena->journal_count);
  while (arena->journal_at > at)
    flip_entry (arena, &arena->journal[--arena->journal_at]);
  while (arena->journal_at < at)
    flip_entry (arena, &arena->journal[arena->journal_at++]);
}

static bool
leaf_is_dirty (const struct sim_arena *arena, size_t leaf)
{
  return memchr (arena->dirty + leaf * SIM_LEAF_CHUNKS, 1, SIM_LEAF_CHUNKS) != NULL;
}

static bool
chunk_is_dirty (const struct sim_arena *arena, size_t chunk)
{
  return arena->dirty[chunk];
}

/* The next dirty chunks are wanted soon; the host's own guesses end at a page. */
static inline void
fetch_ahead (const struct sim_arena *arena, size_t chunk)
{
  const char *at = (const char *) (arena->words + chunk * CHUNK_WORDS);

  if (chunk >= arena->word_count / CHUNK_WORDS || !chunk_is_dirty (arena, chunk))
    return;
  for (size_t line = 0; line < SIM_CHUNK_BYTES; line += 64)
    __builtin_prefetch (at + line);
}

static struct sim_leaf *
leaf_copy (const struct sim_arena *arena, size_t index, struct sim_leaf *before, bool compare)
{
  struct sim_leaf *leaf = must_alloc (sizeof *leaf);
  bool same = true;

  leaf->refs_ = 1;
  sim_chunks_lock ();
  for (size_t i = 0; i < SIM_LEAF_CHUNKS; i++) {
    size_t chunk = index * SIM_LEAF_CHUNKS + i;

    fetch_ahead (arena, chunk + FETCH_AHEAD);
    if (chunk_is_dirty (arena, chunk))
      leaf->chunk[i] = chunk_copy (arena->words + chunk * CHUNK_WORDS, before->chunk[i], compare);
    else
      leaf->chunk[i] = chunk_share (before->chunk[i]);
    same &= leaf->chunk[i] == before->chunk[i];
  }
  sim_chunks_unlock ();
  if (!same)
    return leaf;
  leaf_unref (leaf);
  leaf_ref (before);
  return before;
}

/* More dirty chunks than this are not compared with what they were. */
#define COMPARE_MOST 2048u

static bool
few_are_dirty (const struct sim_arena *arena, size_t leaf_count)
{
  size_t count = 0;

  for (size_t i = 0; i < leaf_count * SIM_LEAF_CHUNKS / 64 && count <= COMPARE_MOST; i++)
    count += (size_t) __builtin_popcountll (sim_arena_dirty_bits (arena, i));
  return count <= COMPARE_MOST;
}

struct sim_snapshot *
sim_arena_snapshot (struct sim_arena *arena)
{
  size_t leaf_count = leaf_count_of (arena);
  struct sim_snapshot *snapshot = snapshot_new (leaf_count);
  bool compare = few_are_dirty (arena, leaf_count);

  for (size_t i = 0; i < leaf_count; i++) {
    struct sim_leaf *before = arena->base->leaf[i];

    if (leaf_is_dirty (arena, i)) {
      snapshot->leaf[i] = leaf_copy (arena, i, before, compare);
      memset (&arena->dirty[i * SIM_LEAF_CHUNKS], 0, SIM_LEAF_CHUNKS * sizeof arena->dirty[0]);
    } else {
      leaf_ref (before);
      snapshot->leaf[i] = before;
    }
  }
  sim_snapshot_unref (arena->base);
  arena->base = sim_snapshot_ref (snapshot);
  return snapshot;
}

void
sim_arena_restore (struct sim_arena *arena, struct sim_snapshot *snapshot)
{
  size_t leaf_count = leaf_count_of (arena);

  SIM_ASSERT (snapshot->leaf_count == leaf_count);
  for (size_t i = 0; i < leaf_count; i++) {
    const struct sim_leaf *from = arena->base->leaf[i];
    const struct sim_leaf *to = snapshot->leaf[i];

    if (from == to && !leaf_is_dirty (arena, i))
      continue;
    for (size_t j = 0; j < SIM_LEAF_CHUNKS; j++) {
      size_t chunk = i * SIM_LEAF_CHUNKS + j;

      if (from->chunk[j] != to->chunk[j] || chunk_is_dirty (arena, chunk))
        memcpy (arena->words + chunk * CHUNK_WORDS, to->chunk[j], SIM_CHUNK_BYTES);
    }
    memset (&arena->dirty[i * SIM_LEAF_CHUNKS], 0, SIM_LEAF_CHUNKS * sizeof arena->dirty[0]);
  }
  sim_snapshot_ref (snapshot);
  sim_snapshot_unref (arena->base);
  arena->base = snapshot;
  arena->journal_count = 0;
  arena->journal_at = 0;
}

static uint64_t
hash_chunk (uint64_t hash, const uint32_t *words)
{
  uint64_t lanes[4] = { hash, 1, 2, 3 };

  for (uint32_t i = 0; i < CHUNK_WORDS; i += 4) {
    for (uint32_t lane = 0; lane < 4; lane++) {
      lanes[lane] = (lanes[lane] ^ words[i + lane]) * UINT64_C (0x9e3779b97f4a7c15);
      lanes[lane] ^= lanes[lane] >> 29;
    }
  }
  for (uint32_t lane = 1; lane < 4; lane++)
    lanes[0] = (lanes[0] ^ lanes[lane]) * UINT64_C (0xff51afd7ed558ccd);
  return lanes[0] ^ lanes[0] >> 32;
}

/* Most of an arena was never written: an all-zero chunk adds nothing, and each of the
 * others its place. */
static uint64_t
hash_at (uint64_t hash, size_t chunk, const uint32_t *words)
{
  if (words == zero_chunk || memcmp (words, zero_chunk, SIM_CHUNK_BYTES) == 0)
    return hash;
  return hash_chunk (hash ^ chunk, words);
}

uint64_t
sim_arena_hash (const struct sim_arena *arena)
{
  uint64_t hash = arena->word_count;

  for (size_t i = 0; i < leaf_count_of (arena); i++) {
    if (arena->base->leaf[i] == &zero_leaf && !leaf_is_dirty (arena, i))
      continue;
    for (size_t chunk = i * SIM_LEAF_CHUNKS; chunk < (i + 1) * SIM_LEAF_CHUNKS; chunk++)
      hash = hash_at (hash, chunk, arena->words + chunk * CHUNK_WORDS);
  }
  return hash;
}

uint64_t
sim_snapshot_hash (const struct sim_snapshot *snapshot)
{
  uint64_t hash = (uint64_t) snapshot->leaf_count * SIM_LEAF_CHUNKS * CHUNK_WORDS;

  for (size_t i = 0; i < snapshot->leaf_count; i++) {
    for (size_t j = 0; j < SIM_LEAF_CHUNKS && snapshot->leaf[i] != &zero_leaf; j++)
      hash = hash_at (hash, i * SIM_LEAF_CHUNKS + j, snapshot->leaf[i]->chunk[j]);
  }
  return hash;
}

struct sim_snapshot *
sim_snapshot_ref (struct sim_snapshot *snapshot)
{
  ref (&snapshot->refs_);
  return snapshot;
}

void
sim_snapshot_unref (struct sim_snapshot *snapshot)
{
  if (!unref (&snapshot->refs_))
    return;
  for (size_t i = 0; i < snapshot->leaf_count; i++)
    leaf_unref (snapshot->leaf[i]);
  free (snapshot);
  __atomic_fetch_sub (&snapshots_alive, 1, __ATOMIC_RELAXED);
}

size_t
sim_snapshot_own_bytes (const struct sim_snapshot *snapshot, const struct sim_snapshot *other)
{
  size_t bytes = sizeof *snapshot + snapshot->leaf_count * sizeof snapshot->leaf[0];

  for (size_t i = 0; i < snapshot->leaf_count; i++) {
    const struct sim_leaf *mine = snapshot->leaf[i];
    const struct sim_leaf *theirs =
        other != NULL && i < other->leaf_count ? other->leaf[i] : &zero_leaf;

    if (mine == theirs || mine == &zero_leaf)
      continue;
    bytes += sizeof *mine;
    for (size_t j = 0; j < SIM_LEAF_CHUNKS; j++) {
      if (mine->chunk[j] != theirs->chunk[j] && mine->chunk[j] != zero_chunk)
        bytes += SIM_CHUNK_BYTES + sizeof (uint32_t);
    }
  }
  return bytes;
}

size_t
sim_snapshot_count_alive (void)
{
  return __atomic_load_n (&snapshots_alive, __ATOMIC_RELAXED);
}
