/* tests/engine/test-random.c - long random streams: invariants, determinism, journal, snapshots. */
#include "tests/engine/testing.h"

struct stream {
  struct sim_world *world;
  guint64 random;
  GArray *held; /* sim_pfn */
  guint top;    /* orders below this */
};

static const guint32 masks[] = {
  SIM_GFP_KERNEL,
  UNMOVABLE,
  MOVABLE,
  MOVABLE,
  SIM_GFP_HIGHUSER_MOVABLE,
  UNMOVABLE | SIM_GFP_RECLAIMABLE,
  SIM_GFP_ATOMIC_REQUEST,
  UNMOVABLE | SIM_GFP_DMA32,
  UNMOVABLE | SIM_GFP_DMA,
  UNMOVABLE | SIM_GFP_NOMEMALLOC,
  UNMOVABLE | SIM_GFP_MEMALLOC,
};

static void
stream_start (struct stream *stream, const struct sim_machine *machine, guint64 seed)
{
  stream->world = open_world (machine);
  stream->random = seed;
  stream->held = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  stream->top = machine->max_order;
}

static void
stream_stop (struct stream *stream)
{
  g_array_unref (stream->held);
  sim_world_close (stream->world);
}

/* The next operation; memory swings between nearly empty and full. */
static struct sim_op
next_op (struct stream *stream, guint index, guint *slot)
{
  guint frames = sim_world_layout (stream->world)->frame_count;
  guint what = random_below (&stream->random, 100);
  gboolean filling = index / (frames < 1000 ? 150 : 3000) % 2 == 0;
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES };

  *slot = G_MAXUINT;
  if (what < 3) {
    op.kind = what == 0 ? SIM_OP_DRAIN_ALL_PAGES : SIM_OP_DRAIN_LOCAL_PAGES;
  } else if (what < 6) {
    op.kind = SIM_OP_SET_CPU;
    op.argument[0] = random_below (&stream->random, sim_world_layout (stream->world)->cpu_count);
  } else if (what < 12 && stream->held->len > 0) {
    guint at = random_below (&stream->random, stream->held->len);

    op.kind = what < 10 ? SIM_OP_SET_PAGE_LRU : SIM_OP_CLEAR_PAGE_LRU;
    op.argument[0] = g_array_index (stream->held, sim_pfn, at);
  } else if (what < 14) {
    /* Anything at all; most of it will be refused. */
    op.kind = random_below (&stream->random, 2) ? SIM_OP_FREE_PAGES : SIM_OP_SET_PAGE_LRU;
    op.argument[0] = random_below (&stream->random, frames + 10);
    op.argument[1] = random_below (&stream->random, 14);
  } else if (stream->held->len > 0 && what >= (filling ? 75u : 40u)) {
    *slot = random_below (&stream->random, stream->held->len);
    op.kind = SIM_OP_FREE_PAGES;
    op.argument[0] = g_array_index (stream->held, sim_pfn, *slot);
    op.argument[1] = SIM_ORDER_OF_BLOCK;
  } else {
    guint order = 0;

    while (order + 1 < stream->top && random_below (&stream->random, 2))
      order++;
    op.argument[0] = order;
    op.argument[1] = masks[random_below (&stream->random, G_N_ELEMENTS (masks))];
    op.argument[2] = SIM_NODE_ANY;
  }
  return op;
}

static void
stream_note (struct stream *stream, const struct sim_op *op, const struct sim_result *result,
             guint slot)
{
  if (op->kind == SIM_OP_ALLOC_PAGES && result->status == SIM_OK)
    g_array_append_val (stream->held, result->pfn);
  if (slot != G_MAXUINT) {
    g_assert_cmpint (result->status, ==, SIM_OK);
    g_array_remove_index_fast (stream->held, slot);
  } else if (op->kind == SIM_OP_FREE_PAGES && result->status == SIM_OK) {
    for (guint i = 0; i < stream->held->len; i++) {
      if (g_array_index (stream->held, sim_pfn, i) == op->argument[0]) {
        g_array_remove_index_fast (stream->held, i);
        return;
      }
    }
    g_assert_not_reached ();
  }
}

/* `every` operations between two checks; returns the hash at the end. */
static guint64
run_stream (const struct sim_machine *machine, guint64 seed, guint count, guint every)
{
  struct stream stream;
  guint64 hash;

  stream_start (&stream, machine, seed);
  for (guint i = 0; i < count; i++) {
    struct sim_result result;
    struct sim_op op;
    guint slot;

    op = next_op (&stream, i, &slot);
    sim_apply (stream.world, &op, &result, NULL);
    stream_note (&stream, &op, &result, slot);
    if (i % every == 0)
      check_world (stream.world);
  }
  check_world (stream.world);
  while (stream.held->len > 0) {
    free_block (stream.world, g_array_index (stream.held, sim_pfn, stream.held->len - 1));
    g_array_set_size (stream.held, stream.held->len - 1);
  }
  apply_op (stream.world, SIM_OP_DRAIN_ALL_PAGES, 0, 0, 0);
  check_world (stream.world);
  hash = sim_arena_hash (sim_world_arena (stream.world));
  for (guint zone = 0; zone < sim_world_layout (stream.world)->zone_count; zone++) {
    struct sim_view view = sim_world_view (stream.world);
    struct sim_zone state;

    sim_view_zone (&view, zone, &state);
    g_assert_cmpint (sim_view_zone_free (&view, zone), ==, state.managed_pages);
  }
  stream_stop (&stream);
  return hash;
}

/* How many times longer the streams of the suite `long` are. */
#define SLOW_TIMES 300u

static void
twice (const struct sim_machine *machine, guint64 seed, guint count, guint every)
{
  guint64 hash;

  if (g_test_slow ())
    count *= SLOW_TIMES;
  hash = run_stream (machine, seed, count, every);

  g_assert_cmpuint (run_stream (machine, seed, count, every), ==, hash);
  g_assert_cmpuint (run_stream (machine, seed + 2, count, every), !=, hash);
}

static void
test_teaching (void)
{
  struct sim_machine machine = teaching_machine ();
  guint64 seed = test_seed (11);

  twice (&machine, seed, 6000, 1);
  /* The same with per-CPU lists, several CPUs and their counters. */
  machine.boot_pcp = false;
  machine.smp = true;
  machine.cpu_count = 3;
  machine.min_free_kbytes = 16;
  twice (&machine, seed, 6000, 1);
  machine.mobility_grouping = 0;
  twice (&machine, seed, 3000, 1);
}

static void
test_64m (void)
{
  struct sim_machine machine = pc_machine (64, 0);

  twice (&machine, test_seed (12), 20000, 500);
  machine.thp = true;
  machine.cpu_count = 2;
  twice (&machine, test_seed (13), 10000, 500);
}

static void
test_256m (void)
{
  struct sim_machine machine = pc_machine (128, 128);

  machine.cpu_count = 4;
  twice (&machine, test_seed (14), 30000, 2000);
}

static void
test_5g (void)
{
  struct sim_machine machine = pc_machine (3072, 2048);

  twice (&machine, test_seed (15), 30000, 30000);
}

/* --- looking inside operations --- */

struct steps {
  struct sim_world *world;
  GArray *journal; /* guint: entries before each step */
};

static void
note_step (void *user_data, const struct sim_step *step)
{
  struct steps *steps = user_data;
  guint count = (guint) sim_world_arena (steps->world)->journal_count;

  g_assert_cmpuint (step->journal, ==, count);
  g_assert_cmpuint (step->function, <, SIM_FN_COUNT);
  g_assert_cmpuint (step->decision, <, SIM_DECISION_COUNT);
  g_assert_cmpuint (step->depth, <, 16);
  g_assert_nonnull (sim_function_file (step->function));
  g_array_append_val (steps->journal, count);
}

/* Every frame belongs to some block, also in the middle of an operation. */
static void
look_at_all (struct sim_world *world)
{
  struct sim_view view = sim_world_view (world);

  for (sim_pfn pfn = 0; pfn < view.layout->frame_count; pfn++) {
    struct sim_block block;

    sim_view_block (&view, pfn, &block);
    g_assert_cmpuint (block.pfn, <=, pfn);
    g_assert_cmpuint (pfn - block.pfn, <, 1u << block.order);
    g_assert_cmpint (block.state, !=, SIM_PAGE_TAIL);
  }
}

/* The steps of an operation, and going to each of them and back. */
static void
test_inside (void)
{
  struct sim_machine machine = teaching_machine ();
  struct stream stream, plain;
  guint64 seed = test_seed (16);

  stream_start (&stream, &machine, seed);
  stream_start (&plain, &machine, seed);
  for (guint i = 0; i < 1500; i++) {
    g_autoptr (GArray) journal = g_array_new (FALSE, FALSE, sizeof (guint));
    struct steps steps = { stream.world, journal };
    struct sim_sink sink = { note_step, &steps };
    struct sim_arena *arena = sim_world_arena (stream.world);
    guint64 before = sim_arena_hash (arena), after;
    struct sim_result result;
    struct sim_op op;
    guint slot;

    op = next_op (&stream, i, &slot);
    sim_arena_journal_begin (arena, true);
    sim_apply (stream.world, &op, &result, &sink);
    stream_note (&stream, &op, &result, slot);
    after = sim_arena_hash (arena);
    if (result.status == SIM_OK || result.status == SIM_NO_MEMORY)
      g_assert_cmpuint (journal->len, >=, op.kind == SIM_OP_ALLOC_PAGES ? 2 : 1);
    for (guint j = 0; j < journal->len; j++) {
      sim_arena_journal_seek (arena, g_array_index (journal, guint, j));
      look_at_all (stream.world);
    }
    sim_arena_journal_seek (arena, 0);
    g_assert_cmpuint (sim_arena_hash (arena), ==, before);
    sim_arena_journal_seek (arena, arena->journal_count);
    g_assert_cmpuint (sim_arena_hash (arena), ==, after);

    /* Nobody listening, no journal: the same bytes. */
    op = next_op (&plain, i, &slot);
    sim_apply (plain.world, &op, &result, NULL);
    stream_note (&plain, &op, &result, slot);
    g_assert_cmpuint (sim_arena_hash (sim_world_arena (plain.world)), ==, after);
  }
  stream_stop (&stream);
  stream_stop (&plain);
}

/* A view of a snapshot tells what the live view told then. */
static void
test_snapshot_views (void)
{
  struct sim_machine machine = teaching_machine ();
  struct sim_snapshot *snapshots[300];
  guint64 hashes[300];
  struct sim_layout *layout;
  struct stream stream;

  stream_start (&stream, &machine, test_seed (17));
  for (guint i = 0; i < G_N_ELEMENTS (snapshots); i++) {
    struct sim_result result;
    struct sim_op op;
    guint slot;

    op = next_op (&stream, i, &slot);
    sim_apply (stream.world, &op, &result, NULL);
    stream_note (&stream, &op, &result, slot);
    snapshots[i] = sim_arena_snapshot (sim_world_arena (stream.world));
    hashes[i] = sim_arena_hash (sim_world_arena (stream.world));
  }
  for (guint i = 0; i < 100; i++) {
    guint at = random_below (&stream.random, G_N_ELEMENTS (snapshots));

    sim_arena_restore (sim_world_arena (stream.world), snapshots[at]);
    g_assert_cmpuint (sim_arena_hash (sim_world_arena (stream.world)), ==, hashes[at]);
    check_world (stream.world);
  }
  layout = sim_layout_ref (sim_world_layout (stream.world));
  stream_stop (&stream);
  for (guint i = 0; i < G_N_ELEMENTS (snapshots); i++) {
    struct sim_view view = sim_snapshot_view (layout, snapshots[i]);
    struct sim_object where;

    g_assert_null (sim_view_check (&view, &where));
    g_assert_cmpuint (sim_snapshot_hash (snapshots[i]), ==, hashes[i]);
    sim_snapshot_unref (snapshots[i]);
  }
  sim_layout_unref (layout);
  g_assert_cmpuint (sim_snapshot_count_alive (), ==, 0);
}

/* A check that cannot fail checks nothing: damaged states must be found. */
static void
test_damage (void)
{
  struct sim_machine machine = teaching_machine ();
  struct stream stream;
  guint found = 0, harmless = 0;

  stream_start (&stream, &machine, test_seed (18));
  for (guint i = 0; i < 400; i++) {
    struct sim_arena *arena = sim_world_arena (stream.world);
    const struct sim_layout *layout = sim_world_layout (stream.world);
    struct sim_view view = sim_world_view (stream.world);
    struct sim_object where;
    struct sim_result result;
    struct sim_op op;
    uint32_t *word;
    guint slot;

    op = next_op (&stream, i, &slot);
    sim_apply (stream.world, &op, &result, NULL);
    stream_note (&stream, &op, &result, slot);
    /* One bit of one frame's state, order or zone. */
    sim_arena_journal_begin (arena, true);
    word = arena->words + layout->flags + random_below (&stream.random, 64);
    sim_arena_put (arena, word, *word ^ 1u << random_below (&stream.random, 7));
    if (sim_view_check (&view, &where) != NULL)
      found++;
    else
      harmless++;
    sim_arena_journal_seek (arena, 0);
    sim_arena_journal_seek (arena, 1);
    sim_arena_journal_seek (arena, 0);
    arena->journal_count = 0;
    sim_arena_journal_begin (arena, false);
    g_assert_null (sim_view_check (&view, &where));
  }
  /* A used block may turn into one in use by the kernel unnoticed. */
  g_assert_cmpuint (found, >, 20 * harmless);
  stream_stop (&stream);
}

static void
count_step (void *user_data, const struct sim_step *step)
{
  ++*(guint *) user_data;
}

/* Whoever watches must see what happens when nobody does: same answers, same bytes. */
static void
watched_and_not (const struct sim_machine *machine, guint64 seed, guint count, guint every)
{
  struct stream stream, watched;
  guint steps = 0, slot;
  struct sim_sink sink = { .step = count_step, .user_data = &steps };

  stream_start (&stream, machine, seed);
  stream_start (&watched, machine, seed);
  for (guint i = 0; i < count; i++) {
    struct sim_op op = next_op (&stream, i, &slot);
    struct sim_result result, same;

    sim_arena_journal_begin (sim_world_arena (watched.world), i % 3 != 0);
    sim_apply (stream.world, &op, &result, NULL);
    sim_apply (watched.world, &op, &same, i % 3 != 1 ? &sink : NULL);
    stream_note (&stream, &op, &result, slot);
    g_assert_cmpmem (&result, sizeof result, &same, sizeof same);
    if (i % every == 0)
      g_assert_cmpuint (sim_arena_hash (sim_world_arena (stream.world)), ==,
                        sim_arena_hash (sim_world_arena (watched.world)));
  }
  g_assert_cmpuint (sim_arena_hash (sim_world_arena (stream.world)), ==,
                    sim_arena_hash (sim_world_arena (watched.world)));
  g_assert_cmpuint (steps, >, count);
  stream_stop (&stream);
  stream_stop (&watched);
}

static void
test_watched_and_not (void)
{
  struct sim_machine teaching = teaching_machine (), pc = pc_machine (64, 16);

  watched_and_not (&teaching, test_seed (71), 6000, 1);
  pc.cpu_count = 4;
  pc.smp = true;
  pc.thp = true;
  watched_and_not (&pc, test_seed (72), 30000, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/teaching", test_teaching);
  g_test_add_func ("/random/64m", test_64m);
  g_test_add_func ("/random/256m", test_256m);
  g_test_add_func ("/random/5g", test_5g);
  g_test_add_func ("/random/inside", test_inside);
  g_test_add_func ("/random/watched-and-not", test_watched_and_not);
  g_test_add_func ("/random/snapshot-views", test_snapshot_views);
  g_test_add_func ("/random/damage", test_damage);
  return g_test_run ();
}
