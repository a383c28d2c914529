/* app/programs/bench-history.c - figures of engine and history: speed, jumps, bytes. */
#include "app/programs/bench.h"

#include "app/describe.h"
#include "app/programs/bench-buddy.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

#define FRAMES           (1u << 20)
#define SEED             UINT64_C (20241102)
#define ROUNDS           11u
#define ROUND_OPERATIONS 200000u
#define JUMP_OPERATIONS  1000000u
#define JUMPS            400u

/* What a real struct page takes. */
#define STRUCT_PAGE_BYTES 64.0

static void
set_problem (GError **error, const struct sim_machine_problem *problem)
{
  g_autofree char *text = fol_describe_problem (problem);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, text);
}

static void
resolve_bare (struct bench_stream *stream, struct bare_buddy *buddy, guint64 count, GArray *pfns,
              GArray *ops)
{
  while (!bench_stream_filled (stream) || count > 0) {
    struct bench_event event = bench_stream_next (stream);
    struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES, .argument = { event.order, event.gfp } };
    uint32_t pfn;

    if (bench_stream_filled (stream) && count > 0)
      count--;
    if (event.free) {
      pfn = g_array_index (pfns, uint32_t, event.slot);
      if (pfn == SIM_PFN_NONE)
        continue;
      op = (struct sim_op){ .kind = SIM_OP_FREE_PAGES, .argument = { pfn, event.order } };
      bare_buddy_give (buddy, pfn, event.order);
    } else {
      if (event.slot >= pfns->len)
        g_array_set_size (pfns, event.slot + 1);
      g_array_index (pfns, uint32_t, event.slot) = bare_buddy_take (buddy, event.order);
    }
    g_array_append_val (ops, op);
  }
}

static void
apply_bare (struct bare_buddy *buddy, const struct sim_op *ops, guint64 count)
{
  for (guint64 i = 0; i < count; i++) {
    const uint64_t *argument = ops[i].argument;

    if (ops[i].kind == SIM_OP_ALLOC_PAGES)
      bare_buddy_take (buddy, (uint32_t) argument[0]);
    else
      bare_buddy_give (buddy, (uint32_t) argument[0], (uint32_t) argument[1]);
  }
}

/* The same stream for both, in the same form: `fill` operations to get to 70 %,
 * then the rounds. */
struct throughput {
  struct fol_history *history; /* owned */
  struct bare_buddy *bare;     /* owned */
  GArray *ops, *bare_ops;      /* owned */
  guint64 fill, bare_fill;
};

static void
throughput_clear (struct throughput *run)
{
  g_clear_pointer (&run->history, fol_history_free);
  bare_buddy_free (run->bare);
  g_array_unref (run->ops);
  g_array_unref (run->bare_ops);
}

static bool
prepare_world (struct throughput *run, const struct sim_machine *machine, GError **error)
{
  struct bench_stream *stream = bench_stream_new (FRAMES, SEED);
  g_autoptr (GArray) pfns = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  struct sim_machine_problem problem;
  struct sim_world *world = sim_world_open (machine, &problem);

  if (world == NULL) {
    set_problem (error, &problem);
    bench_stream_free (stream);
    return false;
  }
  bench_resolve (stream, world, 0, pfns, run->ops);
  run->fill = run->ops->len;
  bench_resolve (stream, world, ROUNDS * ROUND_OPERATIONS, pfns, run->ops);
  sim_world_close (world);
  bench_stream_free (stream);
  return true;
}

static void
prepare_bare (struct throughput *run)
{
  struct bench_stream *stream = bench_stream_new (FRAMES, SEED);
  g_autoptr (GArray) pfns = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  struct bare_buddy *buddy = bare_buddy_new (FRAMES);

  resolve_bare (stream, buddy, 0, pfns, run->bare_ops);
  run->bare_fill = run->bare_ops->len;
  resolve_bare (stream, buddy, ROUNDS * ROUND_OPERATIONS, pfns, run->bare_ops);
  bare_buddy_free (buddy);
  bench_stream_free (stream);
}

static double
time_history (struct throughput *run, guint64 first, guint64 count)
{
  double begin = fol_bench_clock ();
  struct sim_result last;

  fol_history_apply_many (run->history, &g_array_index (run->ops, struct sim_op, first), count,
                          &last, NULL);
  return (fol_bench_clock () - begin) / (double) count;
}

static double
time_bare (struct throughput *run, guint64 first, guint64 count)
{
  double begin = fol_bench_clock ();

  apply_bare (run->bare, &g_array_index (run->bare_ops, struct sim_op, first), count);
  return (fol_bench_clock () - begin) / (double) count;
}

/* The rounds in turn: history, bare, history, ... */
static void
measure_rounds (struct throughput *run, struct fol_bench_value *value)
{
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (double));
  guint64 own_count = (run->ops->len - run->fill) / ROUNDS;
  guint64 bare_count = (run->bare_ops->len - run->bare_fill) / ROUNDS;

  time_history (run, 0, run->fill);
  time_bare (run, 0, run->bare_fill);
  for (guint round = 0; round < ROUNDS; round++) {
    double own = time_history (run, run->fill + round * own_count, own_count);
    double bare = time_bare (run, run->bare_fill + round * bare_count, bare_count);
    double ratio = bare / own;

    g_array_append_val (ours, own);
    g_array_append_val (theirs, bare);
    g_array_append_val (ratios, ratio);
  }
  value->value = fol_bench_quantile (ratios, 0.5);
  value->baseline = 1.0;
  value->detail = g_strdup_printf (_ ("%.1f ns an operation with history, %.1f ns bare"),
                                   fol_bench_quantile (ours, 0.5) * 1e9,
                                   fol_bench_quantile (theirs, 0.5) * 1e9);
}

/* Runs everything once, unmeasured: in a virtual machine, memory that nobody has
 * touched since it was started costs ten times what it costs from then on, and
 * that says nothing of either side.  (The bare one ran while its stream was made.) */
static bool
warm_up (const struct throughput *run, const struct sim_machine *machine,
         struct sim_machine_problem *problem)
{
  struct fol_history *history = fol_history_new (machine, problem);
  struct sim_result last;

  if (history == NULL)
    return false;
  fol_history_apply_many (history, (const struct sim_op *) run->ops->data, run->ops->len, &last,
                          NULL);
  fol_history_free (history);
  return true;
}

bool
fol_bench_throughput (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  struct throughput run = {
    .ops = g_array_new (FALSE, FALSE, sizeof (struct sim_op)),
    .bare_ops = g_array_new (FALSE, FALSE, sizeof (struct sim_op)),
  };
  struct sim_machine machine;
  struct sim_machine_problem problem;
  bool ready;

  bench_machine (&machine, FRAMES);
  ready = prepare_world (&run, &machine, error);
  if (ready) {
    prepare_bare (&run);
    run.bare = bare_buddy_new (FRAMES);
    if (warm_up (&run, &machine, &problem))
      run.history = fol_history_new (&machine, &problem);
    if (run.history != NULL)
      measure_rounds (&run, value);
    else
      set_problem (error, &problem);
    ready = run.history != NULL;
  }
  throughput_clear (&run);
  return ready;
}

/* One history of a million operations serves three figures. */
struct fol_bench_jumps {
  double median_ms, p99_ms, copy_ms;
  double bytes_per_operation;
};

void
fol_bench_jumps_free (struct fol_bench_jumps *jumps)
{
  g_free (jumps);
}

/* Copying all of the arena: what a history of whole copies would cost a jump. */
static double
time_copy (struct sim_world *world, uint32_t *room)
{
  const struct sim_arena *arena = sim_world_arena (world);
  double begin = fol_bench_clock ();

  memcpy (room, arena->words, arena->word_count * sizeof (uint32_t));
  __asm__ volatile("" : : "r"(room) : "memory");
  return (fol_bench_clock () - begin) * 1e3;
}

/* To the picture that a window would be handed. */
static double
time_jump (struct fol_history *history, guint64 index)
{
  double begin = fol_bench_clock ();
  struct fol_position position = { .index = index, .step = FOL_STEP_END };
  struct fol_state *state;

  fol_history_seek (history, position, NULL);
  state = fol_history_state (history);
  begin = (fol_bench_clock () - begin) * 1e3;
  fol_state_unref (state);
  return begin;
}

static void
measure_jumps (struct fol_history *history, struct bench_stream *stream,
               struct fol_bench_jumps *jumps)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (double));
  struct sim_world *world = fol_history_world (history);
  uint32_t *room = g_malloc (sim_world_arena (world)->word_count * sizeof (uint32_t));

  time_copy (world, room);
  for (guint i = 0; i < JUMPS; i++) {
    double time = time_jump (history, 1 + bench_stream_random (stream, JUMP_OPERATIONS));
    double copy = time_copy (world, room);

    g_array_append_val (times, time);
    g_array_append_val (copies, copy);
  }
  jumps->median_ms = fol_bench_quantile (times, 0.5);
  jumps->p99_ms = fol_bench_quantile (times, 0.99);
  jumps->copy_ms = fol_bench_quantile (copies, 0.5);
  g_free (room);
}

static bool
need_jumps (struct fol_bench *bench, GError **error)
{
  g_autoptr (GArray) ops = NULL;
  g_autoptr (GArray) pfns = NULL;
  struct bench_stream *stream;
  struct fol_history *history;
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_result last;
  struct sim_world *world;

  if (bench->jumps != NULL)
    return true;

  bench_machine (&machine, FRAMES);
  world = sim_world_open (&machine, &problem);
  history = world != NULL ? fol_history_new (&machine, &problem) : NULL;
  if (history == NULL) {
    g_clear_pointer (&world, sim_world_close);
    set_problem (error, &problem);
    return false;
  }

  stream = bench_stream_new (FRAMES, SEED);
  ops = g_array_new (FALSE, FALSE, sizeof (struct sim_op));
  pfns = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  bench_resolve (stream, world, JUMP_OPERATIONS, pfns, ops);
  sim_world_close (world);
  fol_history_apply_many (history, (const struct sim_op *) ops->data, JUMP_OPERATIONS, &last, NULL);

  bench->jumps = g_new0 (struct fol_bench_jumps, 1);
  bench->jumps->bytes_per_operation =
      (double) fol_history_bytes (history) / (double) JUMP_OPERATIONS;
  measure_jumps (history, stream, bench->jumps);
  fol_history_free (history);
  bench_stream_free (stream);
  return true;
}

bool
fol_bench_jump_median (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_jumps (bench, error))
    return false;
  value->value = bench->jumps->median_ms;
  value->baseline = bench->jumps->copy_ms;
  value->detail = g_strdup (_ ("baseline: copying the arena once"));
  return true;
}

bool
fol_bench_jump_p99 (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_jumps (bench, error))
    return false;
  value->value = bench->jumps->p99_ms;
  value->baseline = bench->jumps->copy_ms;
  value->detail = g_strdup (_ ("baseline: copying the arena once"));
  return true;
}

bool
fol_bench_history_bytes (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_jumps (bench, error))
    return false;
  value->value = bench->jumps->bytes_per_operation;
  value->baseline = sizeof (struct sim_op);
  value->detail = g_strdup (_ ("baseline: an operation's arguments, uncoded"));
  return true;
}

bool
fol_bench_arena_bytes (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_world *world;
  struct sim_view view;

  bench_machine (&machine, FRAMES);
  world = sim_world_open (&machine, &problem);
  if (world == NULL) {
    set_problem (error, &problem);
    return false;
  }
  /* What describes frames; the pool of slabs behind it costs nothing before there are slabs. */
  view = sim_world_view (world);
  value->value = (double) view.layout->slab.header * sizeof (uint32_t) / FRAMES;
  value->baseline = STRUCT_PAGE_BYTES;
  value->detail = g_strdup (_ ("baseline: a real struct page"));
  sim_world_close (world);
  return true;
}
