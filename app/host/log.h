/* app/host/log.h - the operations of one branch, packed, with the timeline's curve.
 *
 * An operation takes one byte of kind, four of free pages, and its arguments:
 * a byte that says which of them differ from the table's default, and those as
 * variable-length numbers.  Every 64th entry's place is noted, so that reading
 * any entry decodes at most 64.
 *
 *   chunk   kind [4096]   free [4096]   log: |mask a b|mask|mask a|...
 *                                            ^log_at[0]          ^log_at[1]
 *
 * Full chunks are immutable and shared with the states that were handed out;
 * the last chunk is the log's own, and states get a copy of it.
 *
 * Invariants: L1 all chunks but the last are full; L2 the last chunk has one
 * reference; L3 there is no empty chunk.
 *
 * Private to app/host/.
 */
#pragma once

#include "app/host/state.h"

#define FOL_LOG_OP_BYTES_MAX (1u + SIM_ARGUMENTS_MAX * 10u)

struct fol_log {
  struct fol_track_chunk **chunk; /* owned */
  uint32_t chunk_count, chunk_space;
  uint32_t log_space; /* bytes that the last chunk's log_ has room for */
  uint64_t count;
};

/* Reads entries one after the other. */
struct fol_log_reader {
  const struct fol_log *log;
  uint64_t entry; /* the next one */
  uint32_t byte;  /* where its arguments are */
};

void fol_log_clear (struct fol_log *log);
void fol_log_append (struct fol_log *log, const struct sim_op *op, uint32_t free_pages);

/* Forgets all entries from `count` on. */
void fol_log_truncate (struct fol_log *log, uint64_t count);

void fol_log_get (const struct fol_log *log, uint64_t entry, struct sim_op *op);
void fol_log_reader_init (struct fol_log_reader *reader, const struct fol_log *log, uint64_t entry);
bool fol_log_reader_next (struct fol_log_reader *reader, struct sim_op *op);

size_t fol_log_bytes (const struct fol_log *log);

/* A track that shares the full chunks; the caller owns it. */
struct fol_track *fol_log_track (const struct fol_log *log, struct fol_branch branch);

/* Entry `entry` of a chunk. */
void fol_track_chunk_op (const struct fol_track_chunk *chunk, uint32_t entry, struct sim_op *op);

/* Same operation, as far as the table says what matters. */
bool fol_op_equal (const struct sim_op *x, const struct sim_op *y);

/* Memory or abort: what is asked for here is small beside the arena. */
void *fol_host_alloc (size_t bytes);
void *fol_host_realloc (void *old, size_t bytes);
