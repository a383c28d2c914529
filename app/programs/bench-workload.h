/* app/programs/bench-workload.h - the operations that the figures are measured with.
 *
 * A stream of allocations and frees as an aged machine sees them: order k has
 * the probability 2^-(k+1), up to order 10; a free takes any live block, all
 * alike likely; requests are movable (1/2), unmovable (3/8) and reclaimable
 * (1/8).  First the memory fills to 70 % with two allocations for one free;
 * then it stays within a percent of that.
 *
 * The stream depends on its seed alone, never on an allocator: it names blocks
 * by slots.  To run it, an allocator's answers are put in, once and untimed;
 * what is timed then carries frame numbers and does no look-up of its own.
 */
#pragma once

#include "engine/world.h"

#include <glib.h>

struct bench_event {
  uint32_t slot; /* which block */
  uint8_t order;
  bool free;
  uint32_t gfp; /* allocations only */
};

struct bench_stream; /* makes events without end */
struct bench_stream *bench_stream_new (uint32_t frames, uint64_t seed);
void bench_stream_free (struct bench_stream *stream);
struct bench_event bench_stream_next (struct bench_stream *stream);
bool bench_stream_filled (const struct bench_stream *stream); /* reached 70 % */

/* The next random number below `limit` (> 0), from the stream's own seed. */
uint32_t bench_stream_random (struct bench_stream *stream, uint32_t limit);

/* A machine with one bank of `frames` frames from address 0 and nothing reserved
 * but the first MiB. */
void bench_machine (struct sim_machine *machine, uint32_t frames);

/* An event as an operation; false: it frees a block that the world could not give. */
bool bench_resolve_one (const struct bench_event *event, const GArray *pfns, struct sim_op *op);

/* Puts a world's answers in: applies events to `world` until the stream is
 * filled and `count` further ones, or exactly `count` if it is filled already.
 * `ops` (of struct sim_op, may be NULL) gets what was applied; `pfns` (of
 * uint32_t, by slot) lives as long as the world. */
void bench_resolve (struct bench_stream *stream, struct sim_world *world, guint64 count,
                    GArray *pfns, GArray *ops);
