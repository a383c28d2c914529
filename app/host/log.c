/* app/host/log.c - packing operations: see log.h. */
#include "app/host/log.h"

#include "engine/base/check.h"

#include <stdlib.h>
#include <string.h>

void *
fol_host_alloc (size_t bytes)
{
  void *memory = malloc (bytes);

  SIM_ASSERT (memory != NULL);
  return memory;
}

void *
fol_host_realloc (void *old, size_t bytes)
{
  void *memory = realloc (old, bytes);

  SIM_ASSERT (memory != NULL);
  return memory;
}

static void
chunk_unref (struct fol_track_chunk *chunk)
{
  if (__atomic_sub_fetch (&chunk->refs_, 1, __ATOMIC_ACQ_REL) > 0)
    return;
  free (chunk->log_);
  free (chunk);
}

/* What the first `count` entries need, and no more. */
static struct fol_track_chunk *
chunk_copy (const struct fol_track_chunk *from, uint32_t count, uint32_t log_bytes)
{
  struct fol_track_chunk *chunk = fol_host_alloc (sizeof *chunk);
  uint32_t marks = (count + FOL_LOG_STRIDE - 1) / FOL_LOG_STRIDE;

  chunk->refs_ = 1;
  chunk->count = count;
  chunk->log_bytes = log_bytes;
  chunk->log_ = fol_host_alloc (log_bytes > 0 ? log_bytes : 1);
  memcpy (chunk->log_, from->log_, log_bytes);
  memcpy (chunk->log_at, from->log_at, marks * sizeof chunk->log_at[0]);
  memcpy (chunk->kind, from->kind, count * sizeof chunk->kind[0]);
  memcpy (chunk->free, from->free, count * sizeof chunk->free[0]);
  return chunk;
}

void
fol_log_clear (struct fol_log *log)
{
  for (uint32_t i = 0; i < log->chunk_count; i++)
    chunk_unref (log->chunk[i]);
  free (log->chunk);
  *log = (struct fol_log){ .chunk = NULL };
}

static struct fol_track_chunk *
chunk_new (struct fol_log *log)
{
  struct fol_track_chunk *chunk = fol_host_alloc (sizeof *chunk);

  if (log->chunk_count == log->chunk_space) {
    log->chunk_space = log->chunk_space * 2 + 4;
    log->chunk = fol_host_realloc (log->chunk, log->chunk_space * sizeof *log->chunk);
  }
  if (log->chunk_count > 0) {
    struct fol_track_chunk *full = log->chunk[log->chunk_count - 1];

    /* The next chunk will need about as much. */
    full->log_ = fol_host_realloc (full->log_, full->log_bytes > 0 ? full->log_bytes : 1);
    log->log_space = full->log_bytes + full->log_bytes / 16 + 1024;
  } else {
    log->log_space = 1024;
  }
  chunk->refs_ = 1;
  chunk->count = chunk->log_bytes = 0;
  chunk->log_ = fol_host_alloc (log->log_space);
  log->chunk[log->chunk_count++] = chunk;
  return chunk;
}

static inline uint8_t *
put_number (uint8_t *at, uint64_t number)
{
  while (number >= 0x80) {
    *at++ = (uint8_t) (number | 0x80);
    number >>= 7;
  }
  *at++ = (uint8_t) number;
  return at;
}

void
fol_log_append (struct fol_log *log, const struct sim_op *op, uint32_t free_pages)
{
  const struct sim_operation_info *info = &sim_operations[op->kind];
  uint32_t entry = (uint32_t) (log->count & (FOL_TRACK_ENTRIES - 1));
  struct fol_track_chunk *chunk;
  uint8_t *mask, *at;

  chunk = entry == 0 ? chunk_new (log) : log->chunk[log->chunk_count - 1];
  if (log->log_space - chunk->log_bytes < FOL_LOG_OP_BYTES_MAX) {
    log->log_space *= 2;
    chunk->log_ = fol_host_realloc (chunk->log_, log->log_space);
  }
  if (entry % FOL_LOG_STRIDE == 0)
    chunk->log_at[entry / FOL_LOG_STRIDE] = chunk->log_bytes;

  mask = chunk->log_ + chunk->log_bytes;
  at = mask + 1;
  *mask = 0;
  for (uint32_t i = 0; i < info->argument_count; i++)
    if (op->argument[i] != info->argument[i].otherwise) {
      *mask |= (uint8_t) (1u << i);
      at = put_number (at, op->argument[i]);
    }
  chunk->log_bytes = (uint32_t) (at - chunk->log_);
  chunk->kind[entry] = (uint8_t) op->kind;
  chunk->free[entry] = free_pages;
  chunk->count = entry + 1;
  log->count++;
}

/* Decodes one entry's arguments; returns how many bytes they took. */
static uint32_t
unpack (uint32_t kind, const uint8_t *bytes, struct sim_op *op)
{
  const struct sim_operation_info *info = &sim_operations[kind];
  const uint8_t *at = bytes + 1;

  op->kind = kind;
  for (uint32_t i = 0; i < SIM_ARGUMENTS_MAX; i++) {
    uint64_t number = 0;

    if (i >= info->argument_count) {
      op->argument[i] = 0;
    } else if ((*bytes & 1u << i) == 0) {
      op->argument[i] = info->argument[i].otherwise;
    } else {
      for (uint32_t shift = 0;; shift += 7) {
        number |= (uint64_t) (*at & 0x7f) << shift;
        if ((*at++ & 0x80) == 0)
          break;
      }
      op->argument[i] = number;
    }
  }
  return (uint32_t) (at - bytes);
}

/* Where entry `entry` (<= count) begins, found from the last mark before it. */
static uint32_t
chunk_place (const struct fol_track_chunk *chunk, uint32_t entry)
{
  uint32_t at, byte;
  struct sim_op op;

  if (entry == chunk->count)
    return chunk->log_bytes;
  byte = chunk->log_at[entry / FOL_LOG_STRIDE];
  for (at = entry & ~(FOL_LOG_STRIDE - 1); at < entry; at++)
    byte += unpack (chunk->kind[at], chunk->log_ + byte, &op);
  return byte;
}

void
fol_track_chunk_op (const struct fol_track_chunk *chunk, uint32_t entry, struct sim_op *op)
{
  unpack (chunk->kind[entry], chunk->log_ + chunk_place (chunk, entry), op);
}

void
fol_log_truncate (struct fol_log *log, uint64_t count)
{
  uint32_t chunks = (uint32_t) ((count + FOL_TRACK_ENTRIES - 1) >> FOL_TRACK_SHIFT);
  uint32_t entries;
  struct fol_track_chunk *last;

  SIM_ASSERT (count <= log->count);
  if (count == log->count)
    return;
  while (log->chunk_count > chunks)
    chunk_unref (log->chunk[--log->chunk_count]);
  log->count = count;
  if (count == 0)
    return;
  entries = (uint32_t) ((count - 1) & (FOL_TRACK_ENTRIES - 1)) + 1;

  /* A state may hold the chunk that was full: the log goes on in a copy. */
  last = log->chunk[chunks - 1];
  log->chunk[chunks - 1] = chunk_copy (last, entries, chunk_place (last, entries));
  log->log_space = log->chunk[chunks - 1]->log_bytes;
  if (log->log_space < 1024) {
    log->log_space = 1024;
    log->chunk[chunks - 1]->log_ = fol_host_realloc (log->chunk[chunks - 1]->log_, 1024);
  }
  chunk_unref (last);
}

void
fol_log_get (const struct fol_log *log, uint64_t entry, struct sim_op *op)
{
  SIM_ASSERT (entry < log->count);
  fol_track_chunk_op (log->chunk[entry >> FOL_TRACK_SHIFT],
                      (uint32_t) (entry & (FOL_TRACK_ENTRIES - 1)), op);
}

void
fol_log_reader_init (struct fol_log_reader *reader, const struct fol_log *log, uint64_t entry)
{
  SIM_ASSERT (entry <= log->count);
  reader->log = log;
  reader->entry = entry;
  reader->byte = entry == log->count ? 0
                                     : chunk_place (log->chunk[entry >> FOL_TRACK_SHIFT],
                                                    (uint32_t) (entry & (FOL_TRACK_ENTRIES - 1)));
}

bool
fol_log_reader_next (struct fol_log_reader *reader, struct sim_op *op)
{
  const struct fol_track_chunk *chunk;
  uint32_t at = (uint32_t) (reader->entry & (FOL_TRACK_ENTRIES - 1));

  if (reader->entry >= reader->log->count)
    return false;
  chunk = reader->log->chunk[reader->entry >> FOL_TRACK_SHIFT];
  if (at == 0)
    reader->byte = 0;
  reader->byte += unpack (chunk->kind[at], chunk->log_ + reader->byte, op);
  reader->entry++;
  return true;
}

size_t
fol_log_bytes (const struct fol_log *log)
{
  size_t bytes = log->chunk_space * sizeof *log->chunk;

  for (uint32_t i = 0; i < log->chunk_count; i++)
    bytes += sizeof **log->chunk +
             (i + 1 < log->chunk_count ? log->chunk[i]->log_bytes : log->log_space);
  return bytes;
}

struct fol_track *
fol_log_track (const struct fol_log *log, struct fol_branch branch)
{
  struct fol_track *track;

  track = fol_host_alloc (sizeof *track + log->chunk_count * sizeof track->chunk[0]);
  track->refs_ = 1;
  track->branch = branch;
  track->chunk_count = log->chunk_count;
  for (uint32_t i = 0; i < log->chunk_count; i++) {
    struct fol_track_chunk *chunk = log->chunk[i];

    if (i + 1 == log->chunk_count) {
      track->chunk[i] = chunk_copy (chunk, chunk->count, chunk->log_bytes);
    } else {
      __atomic_fetch_add (&chunk->refs_, 1, __ATOMIC_RELAXED);
      track->chunk[i] = chunk;
    }
  }
  return track;
}

bool
fol_op_equal (const struct sim_op *x, const struct sim_op *y)
{
  if (x->kind != y->kind || x->kind >= SIM_OP_COUNT)
    return false;
  for (uint32_t i = 0; i < sim_operations[x->kind].argument_count; i++)
    if (x->argument[i] != y->argument[i])
      return false;
  return true;
}
