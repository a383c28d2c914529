/* engine/base/chunks.h - where the chunks of all snapshots of the process live.
 *
 * Counted chunks of SIM_CHUNK_BYTES, cut from aligned slabs.  The counts of a
 * slab's chunks lie together at its start: sharing a leaf of chunks touches a
 * few cache lines instead of one for each chunk, and a chunk costs no call of
 * malloc.  Empty slabs go back to the host, but for a few megabytes of them.
 *
 *   slab  [ counts | chunk | chunk | ... ]        64 KiB, aligned to its size
 *
 * Any thread; everything but the locking itself needs the lock, which is held
 * for one leaf at a time.  arena.c only.
 */
#pragma once

#include "engine/base/arena.h"

void sim_chunks_lock (void);
void sim_chunks_unlock (void);

/* A chunk with one reference; its content is undefined. */
uint32_t *sim_chunk_new (void);
void sim_chunk_ref (const uint32_t *words);
void sim_chunk_unref (const uint32_t *words);

/* Says so and ends the program. */
_Noreturn void sim_chunks_no_memory (size_t bytes);
