/* app/programs/bench-workload.c - the operations that the figures are measured with. */
#include "app/programs/bench-workload.h"

#include "engine/physical/gfp.h"

struct live {
  uint32_t slot;
  uint8_t order;
};

struct bench_stream {
  uint64_t seed;
  uint32_t target; /* frames */
  uint32_t used;   /* frames, if every allocation were served */
  uint32_t slots;  /* given out so far */
  bool filled;
  GArray *live; /* of struct live */
};

uint32_t
bench_stream_random (struct bench_stream *stream, uint32_t limit)
{
  uint64_t x = stream->seed += UINT64_C (0x9e3779b97f4a7c15);

  x = (x ^ x >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * UINT64_C (0x94d049bb133111eb);
  x ^= x >> 31;
  return (uint32_t) ((x >> 32) * limit >> 32);
}

struct bench_stream *
bench_stream_new (uint32_t frames, uint64_t seed)
{
  struct bench_stream *stream = g_new0 (struct bench_stream, 1);

  stream->seed = seed;
  stream->target = (uint32_t) ((uint64_t) frames * 7 / 10);
  stream->live = g_array_new (FALSE, FALSE, sizeof (struct live));
  return stream;
}

void
bench_stream_free (struct bench_stream *stream)
{
  g_array_unref (stream->live);
  g_free (stream);
}

bool
bench_stream_filled (const struct bench_stream *stream)
{
  return stream->filled;
}

static bool
next_is_free (struct bench_stream *stream)
{
  uint32_t slack = stream->target / 100;

  if (stream->live->len == 0)
    return false;
  if (!stream->filled)
    return bench_stream_random (stream, 3) == 0;
  if (stream->used > stream->target + slack)
    return true;
  if (stream->used < stream->target - slack)
    return false;
  return bench_stream_random (stream, 2) == 0;
}

struct bench_event
bench_stream_next (struct bench_stream *stream)
{
  struct live live;
  uint32_t roll;

  if (next_is_free (stream)) {
    uint32_t victim = bench_stream_random (stream, stream->live->len);

    live = g_array_index (stream->live, struct live, victim);
    g_array_remove_index_fast (stream->live, victim);
    stream->used -= 1u << live.order;
    return (struct bench_event){ .slot = live.slot, .order = live.order, .free = true };
  }

  roll = bench_stream_random (stream, 1u << SIM_MAX_ORDER);
  live.order = roll != 0 ? (uint8_t) __builtin_ctz (roll) : SIM_MAX_ORDER - 1;
  live.slot = stream->slots++;
  g_array_append_val (stream->live, live);
  stream->used += 1u << live.order;
  if (stream->used >= stream->target)
    stream->filled = true;

  roll = bench_stream_random (stream, 8);
  return (struct bench_event){ .slot = live.slot,
                               .order = live.order,
                               .gfp = roll < 4   ? SIM_GFP_HIGHUSER_MOVABLE
                                      : roll < 7 ? SIM_GFP_KERNEL
                                                 : SIM_GFP_KERNEL | SIM_GFP_RECLAIMABLE };
}

void
bench_machine (struct sim_machine *machine, uint32_t frames)
{
  sim_machine_defaults (machine);
  g_strlcpy (machine->name, "bench", sizeof machine->name);
  machine->ram_count = 1;
  machine->ram[0] = (struct sim_range){ 0, (uint64_t) frames << SIM_PAGE_SHIFT };
  machine->reserved_count = 1;
  machine->reserved[0] = (struct sim_range){ 0, 1u << 20 };
}

bool
bench_resolve_one (const struct bench_event *event, const GArray *pfns, struct sim_op *op)
{
  if (!event->free) {
    *op = (struct sim_op){ .kind = SIM_OP_ALLOC_PAGES,
                           .argument = { event->order, event->gfp, SIM_NODE_ANY } };
    return true;
  }
  *op =
      (struct sim_op){ .kind = SIM_OP_FREE_PAGES,
                       .argument = { g_array_index (pfns, uint32_t, event->slot), event->order } };
  return op->argument[0] != SIM_PFN_NONE;
}

void
bench_resolve (struct bench_stream *stream, struct sim_world *world, guint64 count, GArray *pfns,
               GArray *ops)
{
  while (!stream->filled || count > 0) {
    struct bench_event event = bench_stream_next (stream);
    struct sim_result result;
    struct sim_op op;

    if (stream->filled && count > 0)
      count--;
    if (!event.free && event.slot >= pfns->len)
      g_array_set_size (pfns, event.slot + 1);
    if (!bench_resolve_one (&event, pfns, &op))
      continue;
    sim_apply (world, &op, &result, NULL);
    if (!event.free)
      g_array_index (pfns, uint32_t, event.slot) =
          result.status == SIM_OK ? result.pfn : SIM_PFN_NONE;
    if (ops != NULL)
      g_array_append_val (ops, op);
  }
}
