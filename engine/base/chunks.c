/* engine/base/chunks.c - slabs of counted chunks. */
#include "engine/base/chunks.h"

#include <string.h>

#include "engine/base/check.h"

#define SLAB_BYTES  65536u
#define HEAD_CHUNKS 2u
#define SLAB_CHUNKS (SLAB_BYTES / SIM_CHUNK_BYTES)

/* Empty slabs that are kept: 8 MiB.  A jump needs some megabytes and frees those
 * of the one before, and fetching the host's pages again takes longer than
 * filling them. */
#define EMPTY_MOST 128u

/* At the start of a slab, in the place of its first chunks. */
struct slab {
  struct slab *next, *prev; /* of those with a free chunk; itself if full */
  uint32_t live;            /* chunks in use */
  uint32_t first_free;      /* index, or 0; a free chunk's first word holds the next */
  uint32_t refs[SLAB_CHUNKS];
};

_Static_assert(sizeof (struct slab) <= HEAD_CHUNKS * SIM_CHUNK_BYTES, "the counts fit");

static struct slab partial = { .next = &partial, .prev = &partial };
static uint32_t empty_count; /* slabs of `partial` without a chunk in use: the last ones */
static uint32_t locked;

void
sim_chunks_lock (void)
{
  /* Held for microseconds; whoever waits for a leaf of another snapshot spins. */
  while (__atomic_exchange_n (&locked, 1, __ATOMIC_ACQUIRE) != 0) {}
}

void
sim_chunks_unlock (void)
{
  __atomic_store_n (&locked, 0, __ATOMIC_RELEASE);
}

_Noreturn void
sim_chunks_no_memory (size_t bytes)
{
  fprintf (stderr, "folioscope: out of memory while remembering a state (%zu bytes)\n", bytes);
  abort ();
}

static struct slab *
slab_of (const uint32_t *words)
{
  return (struct slab *) ((uintptr_t) words & ~(uintptr_t) (SLAB_BYTES - 1));
}

static uint32_t
index_of (const uint32_t *words)
{
  return (uint32_t) ((uintptr_t) words & (SLAB_BYTES - 1)) / SIM_CHUNK_BYTES;
}

static uint32_t *
words_at (struct slab *slab, uint32_t index)
{
  return (uint32_t *) (void *) ((char *) slab + (size_t) index * SIM_CHUNK_BYTES);
}

static void
unlink_slab (struct slab *slab)
{
  slab->next->prev = slab->prev;
  slab->prev->next = slab->next;
  slab->next = slab;
  slab->prev = slab;
}

/* Used up before those that come later. */
static void
link_slab (struct slab *slab)
{
  slab->next = partial.next;
  slab->prev = &partial;
  partial.next->prev = slab;
  partial.next = slab;
}

static void
link_last (struct slab *slab)
{
  slab->next = &partial;
  slab->prev = partial.prev;
  partial.prev->next = slab;
  partial.prev = slab;
}

static struct slab *
slab_new (void)
{
  struct slab *slab = aligned_alloc (SLAB_BYTES, SLAB_BYTES);

  if (slab == NULL)
    sim_chunks_no_memory (SLAB_BYTES);
  memset (slab, 0, sizeof *slab);
  /* Chunks that were never used follow `live` in order; see sim_chunk_new (). */
  slab->first_free = 0;
  slab->next = slab;
  slab->prev = slab;
  link_slab (slab);
  empty_count++;
  return slab;
}

uint32_t *
sim_chunk_new (void)
{
  struct slab *slab = partial.next != &partial ? partial.next : slab_new ();
  uint32_t index = slab->first_free;

  /* refs[0] and refs[1] belong to the head's own chunks; the first says how
   * many chunks were ever used.  So a slab's pages are touched only as needed. */
  if (index != 0)
    slab->first_free = *words_at (slab, index);
  else
    index = HEAD_CHUNKS + slab->refs[0]++;
  slab->refs[index] = 1;
  empty_count -= slab->live == 0;
  if (++slab->live == SLAB_CHUNKS - HEAD_CHUNKS)
    unlink_slab (slab);
  return words_at (slab, index);
}

void
sim_chunk_ref (const uint32_t *words)
{
  slab_of (words)->refs[index_of (words)]++;
}

void
sim_chunk_unref (const uint32_t *words)
{
  struct slab *slab = slab_of (words);
  uint32_t index = index_of (words);

  if (--slab->refs[index] > 0)
    return;
  if (slab->live-- == SLAB_CHUNKS - HEAD_CHUNKS)
    link_slab (slab);
  *words_at (slab, index) = slab->first_free;
  slab->first_free = index;
  if (slab->live > 0)
    return;
  unlink_slab (slab);
  if (empty_count < EMPTY_MOST) {
    link_last (slab);
    empty_count++;
  } else {
    free (slab);
  }
}
