/* tests/engine/test-slab-random.c - SLAB, SLUB and SLOB side by side on one
 * page allocator, short of memory half of the time: invariants, and that nobody
 * writes into another's object.
 */
#include "engine/slab/cache.h"
#include "tests/engine/slab-testing.h"

#define HELD_MOST  4000u
#define CACHES     24u
#define BLOCKS     300u
#define MARK_BYTES 8u

struct held {
  guint64 address;
  guint32 cache; /* or SIM_CACHE_NONE: from kmalloc */
  guint8 mark;
};

struct stream {
  struct sim_world *world;
  guint64 random;
  struct held held[HELD_MOST];
  guint held_count;
  sim_pfn block[BLOCKS];
  guint block_count;
  guint32 cache[CACHES];             /* SIM_CACHE_NONE: not made */
  enum sim_slab_allocator allocator; /* of kmalloc */
  guint made, refused, names;        /* a cache that was merged keeps its first name */
};

static guint
below (struct stream *stream, guint limit)
{
  return random_below (&stream->random, limit);
}

static struct sim_result
run (struct stream *stream, enum sim_operation_kind kind, guint64 a, guint64 b, guint64 c,
     guint64 d)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c, d } };
  struct sim_result result;

  sim_apply (stream->world, &op, &result, NULL);
  if (result.status == SIM_NO_MEMORY)
    stream->refused++;
  else
    g_assert_cmpint (result.status, ==, SIM_OK);
  g_assert_cmpuint (result.reports, ==, 0);
  return result;
}

/* The first bytes of an object are its owner's alone; whole blocks have none
 * here. */
static gboolean
has_bytes (struct stream *stream, guint64 address)
{
  struct sim_view view = sim_world_view (stream->world);

  return sim_view_slab_entry (&view, frame_at (address)) != SIM_SLAB_NONE;
}

static void
mark (struct stream *stream, struct held *held)
{
  if (!has_bytes (stream, held->address))
    return;
  held->mark = (guint8) (1 + below (stream, 255));
  run (stream, SIM_OP_MEMSET, held->address, 0, held->mark, MARK_BYTES);
}

static void
check_mark (struct stream *stream, const struct held *held)
{
  if (held->mark == 0)
    return;
  for (guint i = 0; i < MARK_BYTES; i++)
    g_assert_cmpuint (byte_at (stream->world, held->address, i), ==, held->mark);
}

static void
hold (struct stream *stream, struct sim_result result, guint32 cache)
{
  struct held *held = &stream->held[stream->held_count];

  if (result.status != SIM_OK)
    return;
  g_assert_cmpuint (result.value % 8, ==, 0);
  *held = (struct held){ .address = result.value, .cache = cache };
  stream->held_count++;
  stream->made++;
  mark (stream, held);
}

static void
let_go (struct stream *stream, guint slot)
{
  struct held *held = &stream->held[slot];

  check_mark (stream, held);
  if (held->cache == SIM_CACHE_NONE)
    run (stream, SIM_OP_KFREE, held->address, 0, 0, 0);
  else
    run (stream, SIM_OP_KMEM_CACHE_FREE, held->cache, held->address, 0, 0);
  *held = stream->held[--stream->held_count];
}

static guint32
some_gfp (struct stream *stream)
{
  static const guint32 gfp[] = { UNMOVABLE, UNMOVABLE, SIM_GFP_KERNEL, SIM_GFP_ATOMIC_REQUEST,
                                 UNMOVABLE | SIM_GFP_RECLAIMABLE };

  return gfp[below (stream, G_N_ELEMENTS (gfp))];
}

static guint
some_size (struct stream *stream)
{
  return 8 + below (stream, 1u << (3 + below (stream, 11)));
}

static void
do_kmalloc (struct stream *stream)
{
  struct held *held;
  struct sim_result result;
  guint slot;

  if (stream->held_count == 0 || below (stream, 4) != 0) {
    hold (stream,
          run (stream, below (stream, 2) ? SIM_OP_KMALLOC : SIM_OP_KZALLOC, some_size (stream),
               some_gfp (stream), SIM_NODE_ANY, 0),
          SIM_CACHE_NONE);
    return;
  }
  slot = below (stream, stream->held_count);
  held = &stream->held[slot];
  if (held->cache != SIM_CACHE_NONE)
    return;
  result = run (stream, SIM_OP_KREALLOC, held->address, some_size (stream), some_gfp (stream), 0);
  if (result.status != SIM_OK)
    return;
  /* What came along is still there; a whole block's bytes are not known. */
  if (!has_bytes (stream, held->address) || !has_bytes (stream, result.value))
    held->mark = 0;
  held->address = result.value;
  check_mark (stream, held);
  mark (stream, held);
}

static void
do_cache_alloc (struct stream *stream)
{
  guint32 cache = stream->cache[below (stream, CACHES)];

  if (cache != SIM_CACHE_NONE)
    hold (stream, run (stream, SIM_OP_KMEM_CACHE_ALLOC, cache, some_gfp (stream), SIM_NODE_ANY, 0),
          cache);
}

/* The allocator of kmalloc is the world's; a cache may have any. */
static void
make_cache (struct stream *stream, guint slot)
{
  static const guint32 flags[] = { 0, 0, SIM_SLAB_HWCACHE_ALIGN, SIM_SLAB_RECLAIM_ACCOUNT,
                                   SIM_SLAB_TYPESAFE_BY_RCU };
  struct sim_slab_header *header = sim_slab_header (stream->world);
  struct sim_arena *arena = sim_world_arena (stream->world);
  g_autofree char *name = g_strdup_printf ("cache-%u", stream->names++);
  struct sim_result result;
  guint size = slot % 8 == 7 ? 4096 + below (stream, 3000) : some_size (stream);

  sim_arena_put (arena, &header->allocator, slot % SIM_ALLOCATORS);
  result = run (stream, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack (name), size,
                below (stream, 4) == 0 ? 8u << below (stream, 6) : 0,
                flags[below (stream, G_N_ELEMENTS (flags))]);
  sim_arena_put (arena, &header->allocator, stream->allocator);
  stream->cache[slot] = result.status == SIM_OK ? (guint32) result.value : SIM_CACHE_NONE;
}

/* Destroys a cache, its objects first, or makes it. */
static void
change_cache (struct stream *stream)
{
  guint slot = below (stream, CACHES);
  guint32 cache = stream->cache[slot];

  if (cache == SIM_CACHE_NONE) {
    make_cache (stream, slot);
    return;
  }
  for (guint i = stream->held_count; i-- > 0;)
    if (stream->held[i].cache == cache)
      let_go (stream, i);
  run (stream, SIM_OP_KMEM_CACHE_DESTROY, cache, 0, 0, 0);
  stream->cache[slot] = SIM_CACHE_NONE;
}

static void
change_block (struct stream *stream, gboolean filling)
{
  struct sim_result result;
  guint slot;

  if (stream->block_count > 0 &&
      (stream->block_count == BLOCKS || below (stream, 3) >= (filling ? 2u : 1u))) {
    slot = below (stream, stream->block_count);
    run (stream, SIM_OP_FREE_PAGES, stream->block[slot], SIM_ORDER_OF_BLOCK, 0, 0);
    stream->block[slot] = stream->block[--stream->block_count];
    return;
  }
  result = run (stream, SIM_OP_ALLOC_PAGES, below (stream, 4),
                below (stream, 2) ? UNMOVABLE : MOVABLE, SIM_NODE_ANY, 0);
  if (result.status == SIM_OK)
    stream->block[stream->block_count++] = result.pfn;
}

static void
seldom (struct stream *stream)
{
  guint32 cache = stream->cache[below (stream, CACHES)];

  switch (below (stream, 8)) {
  case 0:
    change_cache (stream);
    break;
  case 1:
    run (stream, SIM_OP_SET_CPU, below (stream, sim_world_layout (stream->world)->cpu_count), 0, 0,
         0);
    break;
  case 2:
    run (stream, SIM_OP_DRAIN_ALL_PAGES, 0, 0, 0, 0);
    break;
  case 3:
    if (stream->allocator == SIM_ALLOCATOR_SLAB)
      run (stream, SIM_OP_CACHE_REAP, 0, 0, 0, 0);
    break;
  default:
    if (cache != SIM_CACHE_NONE)
      run (stream, SIM_OP_KMEM_CACHE_SHRINK, cache, 0, 0, 0);
  }
}

static void
one_operation (struct stream *stream, guint index)
{
  gboolean filling = index / 4000 % 2 == 0;
  guint what = below (stream, 100);

  if (what < 3)
    seldom (stream);
  else if (what < 12)
    change_block (stream, filling);
  else if (stream->held_count > 0 &&
           (stream->held_count == HELD_MOST || what >= (filling ? 65u : 45u)))
    let_go (stream, below (stream, stream->held_count));
  else if (below (stream, 2))
    do_kmalloc (stream);
  else
    do_cache_alloc (stream);
}

/* Two CPUs. */
static struct sim_machine
small_machine (enum sim_slab_allocator allocator, guint frames)
{
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);

  machine.max_order = 11;
  machine.pageblock_order = 9;
  machine.cpu_count = 2;
  machine.smp = true;
  machine.boot_pcp = false;
  machine.ram[0].size = (guint64) frames << SIM_PAGE_SHIFT;
  return machine;
}

static void
run_stream (enum sim_slab_allocator allocator, guint frames, guint count, guint every)
{
  struct sim_machine machine = small_machine (allocator, frames);
  struct stream *stream = g_new0 (struct stream, 1);

  stream->random = test_seed (2026 + allocator);
  stream->allocator = allocator;
  stream->world = open_world (&machine);
  for (guint i = 0; i < CACHES; i++)
    make_cache (stream, i);
  for (guint i = 0; i < count; i++) {
    one_operation (stream, i);
    if (i % every == 0)
      check_world (stream->world);
  }
  check_world (stream->world);
  g_assert_cmpuint (stream->made, >, count / 5);
  g_assert_cmpuint (stream->refused, >, 0);
  g_assert_cmpuint (sim_slab_header (stream->world)->tampered, ==, 0);

  /* Everything comes back. */
  while (stream->held_count > 0)
    let_go (stream, stream->held_count - 1);
  for (guint i = 0; i < CACHES; i++)
    if (stream->cache[i] != SIM_CACHE_NONE)
      run (stream, SIM_OP_KMEM_CACHE_DESTROY, stream->cache[i], 0, 0, 0);
  check_world (stream->world);
  sim_world_close (stream->world);
  g_free (stream);
}

/* Every operation in a few thousand, so that the first that breaks something is
 * found. */
static void
test_each (gconstpointer data)
{
  run_stream (GPOINTER_TO_UINT (data), 200, 3000, 1);
}

static void
test_stream (gconstpointer data)
{
  run_stream (GPOINTER_TO_UINT (data), 384, g_test_slow () ? 1000000 / 3 + 1 : 17000, 200);
}

int
main (int argc, char **argv)
{
  static const char *const names[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = "slub", [SIM_ALLOCATOR_SLAB] = "slab", [SIM_ALLOCATOR_SLOB] = "slob"
  };

  g_test_init (&argc, &argv, NULL);
  for (guint allocator = 0; allocator < SIM_ALLOCATORS; allocator++) {
    g_autofree char *each = g_strconcat ("/slab-random/each/", names[allocator], NULL);
    g_autofree char *stream = g_strconcat ("/slab-random/stream/", names[allocator], NULL);

    g_test_add_data_func (each, GUINT_TO_POINTER (allocator), test_each);
    g_test_add_data_func (stream, GUINT_TO_POINTER (allocator), test_stream);
  }
  return g_test_run ();
}
