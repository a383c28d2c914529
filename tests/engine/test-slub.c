/* tests/engine/test-slub.c - SLUB: layout, the ways of allocating and freeing, damage. */
#include "tests/engine/slub-testing.h"

/* As Linux 6.1 makes them on one CPU; from tests/recordings. */
static void
test_geometry (void)
{
  static const struct {
    guint32 size, align, flags, ctor;
    guint32 place, inuse, offset, order, objects, min_objects, min_partial, cpu_partial, slabs;
  } known[] = {
    { 8, 0, 0, 0, 8, 8, 0, 0, 512, 512, 5, 120, 1 },
    { 100, 0, 0, 0, 104, 104, 48, 0, 39, 39, 5, 120, 7 },
    { 150, 64, 0, 0, 192, 152, 72, 0, 21, 21, 5, 120, 12 },
    { 200, 0, SIM_SLAB_HWCACHE_ALIGN, 0, 256, 200, 96, 0, 16, 16, 5, 52, 7 },
    { 700, 0, 0, 0, 704, 704, 344, 1, 11, 5, 5, 52, 10 },
    { 64, 0, 0, 1, 72, 64, 64, 0, 56, 56, 5, 120, 5 },
    { 1000, 0, 0, 1, 1008, 1000, 1000, 1, 8, 4, 5, 52, 13 },
  };
  struct sim_world *world = open_slub (1, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    struct sim_cache_request request = { .role = SIM_CACHE_USER,
                                         .name = 1000 + i,
                                         .size = known[i].size,
                                         .align = known[i].align,
                                         .flags = known[i].flags,
                                         .ctor = known[i].ctor };
    const struct sim_kmem_cache *cache;
    guint32 number;

    sim_put (world, &sim_slab_header (world)->merge, 0);
    g_assert_cmpint (sim_cache_create (world, &request, &number), ==, SIM_OK);
    cache = sim_cache_of (world, number);
    g_assert_cmpuint (cache->size, ==, known[i].place);
    g_assert_cmpuint (cache->inuse, ==, known[i].inuse);
    g_assert_cmpuint (cache->offset, ==, known[i].offset);
    g_assert_cmpuint (cache->oo_order, ==, known[i].order);
    g_assert_cmpuint (cache->oo_objects, ==, known[i].objects);
    g_assert_cmpuint (cache->min_objects, ==, known[i].min_objects);
    g_assert_cmpuint (cache->min_partial, ==, known[i].min_partial);
    g_assert_cmpuint (cache->cpu_partial, ==, known[i].cpu_partial);
    g_assert_cmpuint (cache->cpu_partial_slabs, ==, known[i].slabs);
    g_assert_cmpuint (cache->allocflags, ==, known[i].order > 0 ? SIM_GFP_COMP : 0);
  }
  sim_world_close (world);
}

/* In order of address; last in, first out. */
static void
test_cpu_slab (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 256, 0, 0);
  sim_ref first = take (world, cache), second = take (world, cache);

  g_assert_cmpuint (sim_ref_address (world, second), ==, sim_ref_address (world, first) + 256);
  check_cache (world, cache);
  sim_cache_free (world, cache, first);
  sim_cache_free (world, cache, second);
  check_cache (world, cache);
  g_assert_cmpuint (take (world, cache), ==, second);
  g_assert_cmpuint (take (world, cache), ==, first);
  sim_world_close (world);
}

/* A slab of another CPU: to its own list, which the owner takes over when it has no more. */
static void
test_remote (void)
{
  struct sim_world *world = open_slub (1, 2);
  guint32 cache = make_cache (world, 512, 0, 0);
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  sim_ref held[64];
  const struct sim_slab *slab;

  for (guint i = 0; i < its->oo_objects; i++)
    held[i] = take (world, cache);
  slab = sim_slab_of (world, sim_ref_slab (world, held[0]));
  on_cpu (world, 1);
  sim_cache_free (world, cache, held[3]);
  sim_cache_free (world, cache, held[1]);
  check_cache (world, cache);
  g_assert_cmpuint (slab->where, ==, SIM_SLAB_ACTIVE);
  g_assert_cmpuint (slab->inuse, ==, its->oo_objects - 2);
  /* CPU 1 has no right to it. */
  g_assert_cmpuint (sim_ref_slab (world, take (world, cache)), !=, sim_ref_slab (world, held[0]));
  on_cpu (world, 0);
  g_assert_cmpuint (take (world, cache), ==, held[1]);
  g_assert_cmpuint (slab->inuse, ==, its->oo_objects);
  g_assert_cmpuint (take (world, cache), ==, held[3]);
  check_cache (world, cache);
  sim_world_close (world);
}

/* Full slabs come to the CPU's list, all of which goes to the node when it is full; empty ones
 * beyond min_partial go back. */
static void
test_partial (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 512, 0, 0);
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  const struct sim_kmem_cache_cpu *cpu = sim_cache_cpu_of (world, cache, 0);
  const struct sim_kmem_cache_node *node = sim_cache_node_of (world, cache, 0);
  guint slabs = its->cpu_partial_slabs + 2, n = its->oo_objects;
  g_autofree sim_ref *held = g_new (sim_ref, (slabs + 1) * n);

  for (guint i = 0; i < (slabs + 1) * n; i++)
    held[i] = take (world, cache);
  for (guint i = 0; i < its->cpu_partial_slabs; i++)
    sim_cache_free (world, cache, held[i * n]);
  g_assert_cmpuint (cpu->partial_slabs, ==, its->cpu_partial_slabs);
  g_assert_cmpuint (cpu->partial, ==, sim_ref_slab (world, held[(slabs - 3) * n]));
  g_assert_cmpuint (node->nr_partial, ==, 0);
  sim_cache_free (world, cache, held[(slabs - 2) * n]);
  g_assert_cmpuint (cpu->partial_slabs, ==, 1);
  g_assert_cmpuint (node->nr_partial, ==, slabs - 2);
  check_cache (world, cache);
  /* The node's list has enough, so empty slabs on it are not kept. */
  g_assert_cmpuint (node->nr_partial, >, its->min_partial);
  for (guint i = 1; i < n; i++)
    sim_cache_free (world, cache, held[i]);
  g_assert_cmpuint (node->nr_partial, ==, slabs - 3);
  g_assert_cmpuint (node->nr_slabs, ==, slabs);
  check_cache (world, cache);
  /* And are, where it has not. */
  for (guint i = n; i < (slabs - 2) * n; i++)
    if (i % n != 0)
      sim_cache_free (world, cache, held[i]);
  g_assert_cmpuint (node->nr_partial, ==, its->min_partial - 1);
  check_cache (world, cache);
  sim_allocator_of (SIM_ALLOCATOR_SLUB)->shrink (world, cache);
  g_assert_cmpuint (node->nr_partial, ==, 1);
  g_assert_cmpuint (node->nr_slabs, ==, 3);
  check_cache (world, cache);
  sim_world_close (world);
}

static void
assert_listed (struct sim_world *world, guint32 cache, const guint32 *entry, guint count)
{
  guint32 at = sim_slab_list_first (world, sim_slab_head (world, cache, 0, SIM_SLABS_PARTIAL));

  for (guint i = 0; i < count; i++, at = sim_slab_list_next (world, at))
    g_assert_cmpuint (at, ==, entry[i]);
  g_assert_cmpuint (at, ==, SIM_SLAB_NONE);
}

/* A CPU's list that is full comes to the tail of the node's, newest first. */
static void
test_drained (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 512, 0, 0), want[32];
  guint n = sim_cache_of (world, cache)->oo_objects, count = 0;
  guint most = sim_cache_of (world, cache)->cpu_partial_slabs;
  g_autofree sim_ref *held = g_new (sim_ref, (most + 3) * n);

  g_assert_cmpuint (most + 3, <, G_N_ELEMENTS (want));
  for (guint i = 0; i < (most + 3) * n; i++)
    held[i] = take (world, cache);
  sim_cache_free (world, cache, held[0]);
  sim_slub_flush (world, cache);
  want[count++] = sim_ref_slab (world, held[0]);
  assert_listed (world, cache, want, count);
  for (guint i = 1; i <= most + 1; i++)
    sim_cache_free (world, cache, held[i * n]);
  for (guint i = most; i > 0; i--)
    want[count++] = sim_ref_slab (world, held[i * n]);
  assert_listed (world, cache, want, count);
  check_cache (world, cache);

  sim_world_close (world);
}

/* The slab that a CPU gives up comes to the head, unless others freed to it. */
static void
test_given_up (void)
{
  struct sim_world *world = open_slub (1, 3);
  guint32 cache = make_cache (world, 512, 0, 0), slab[3];
  sim_ref ref = SIM_REF_NONE;

  for (guint cpu = 0; cpu < 3; cpu++) {
    on_cpu (world, cpu);
    take (world, cache);
    ref = take (world, cache);
    slab[cpu] = sim_ref_slab (world, ref);
  }
  on_cpu (world, 0);
  sim_cache_free (world, cache, ref);
  for (guint cpu = 0; cpu < 3; cpu++) {
    on_cpu (world, cpu);
    sim_slub_flush (world, cache);
  }
  assert_listed (world, cache, (const guint32[]){ slab[1], slab[0], slab[2] }, 3);
  check_cache (world, cache);
  sim_world_close (world);
}

/* Shrinking puts the fullest first. */
static void
test_shrink (void)
{
  static const guint freed[] = { 2, 5, 1, 5, 3 };
  static const guint order[] = { 2, 0, 4, 3, 1 };
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 256, 0, 0), at;
  guint n = sim_cache_of (world, cache)->oo_objects;
  sim_ref held[6 * 64];
  guint32 head = sim_slab_head (world, cache, 0, SIM_SLABS_PARTIAL);

  for (guint i = 0; i < 6 * n; i++)
    held[i] = take (world, cache);
  for (guint i = 0; i < 5; i++)
    for (guint k = 0; k < freed[i]; k++)
      sim_cache_free (world, cache, held[i * n + k]);
  sim_allocator_of (SIM_ALLOCATOR_SLUB)->shrink (world, cache);
  check_cache (world, cache);
  at = sim_slab_list_first (world, head);
  /* The last CPU's list is chained newest first, so of two alike the older stands behind. */
  for (guint i = 0; i < 5; i++, at = sim_slab_list_next (world, at))
    g_assert_cmpuint (sim_slab_of (world, at)->inuse, ==, n - freed[order[i]]);
  g_assert_cmpuint (at, ==, SIM_SLAB_NONE);
  sim_world_close (world);
}

/* A request for another node leaves the CPU's slab; another node's spare slabs are used. */
static void
test_nodes (void)
{
  struct sim_world *world = open_slub (2, 2);
  guint32 cache = make_cache (world, 512, 0, 0);
  guint n = sim_cache_of (world, cache)->oo_objects, slabs = 16;
  g_autofree sim_ref *held = g_new (sim_ref, slabs * n);
  sim_ref here = take (world, cache), there;

  there = sim_cache_alloc (world, cache, UNMOVABLE, 1);
  g_assert_cmpuint (sim_slab_node (world, sim_ref_slab (world, here)), ==, 0);
  g_assert_cmpuint (sim_slab_node (world, sim_ref_slab (world, there)), ==, 1);
  g_assert_cmpuint (sim_cache_node_of (world, cache, 0)->nr_partial, ==, 1);
  check_cache (world, cache);
  on_cpu (world, 1);
  for (guint i = 0; i < slabs * n; i++)
    held[i] = take (world, cache);
  for (guint i = 0; i < slabs - 1; i++)
    sim_cache_free (world, cache, held[i * n]);
  sim_allocator_of (SIM_ALLOCATOR_SLUB)->shrink (world, cache);
  check_cache (world, cache);
  g_assert_cmpuint (sim_cache_node_of (world, cache, 1)->nr_partial, ==, slabs - 1 + 1);
  on_cpu (world, 0);
  for (guint i = 0; i < n; i++)
    here = take (world, cache);
  g_assert_cmpuint (sim_slab_node (world, sim_ref_slab (world, here)), ==, 1);
  check_cache (world, cache);
  sim_world_close (world);
}

/* No block of the wished order: the least will do, and then nothing. */
static void
test_little_memory (void)
{
  struct sim_machine machine = teaching_machine ();
  struct sim_world *world = open_world (&machine);
  guint32 cache = make_cache (world, 1024, 0, 0);
  guint small = 0;
  sim_ref ref;

  for (guint i = 0; i < 64; i++)
    alloc_block (world, 0, UNMOVABLE);
  for (sim_pfn pfn = 0; pfn < 64; pfn += 2)
    free_block (world, pfn);
  g_assert_cmpuint (sim_cache_of (world, cache)->oo_order, >, 0);
  while ((ref = sim_cache_alloc (world, cache, UNMOVABLE, SIM_NODE_ANY)) != SIM_REF_NONE) {
    g_assert_cmpuint (sim_slab_of (world, sim_ref_slab (world, ref))->order, ==, 0);
    check_cache (world, cache);
    small++;
  }
  g_assert_cmpuint (small, ==, 32 * 4);
  check_world (world);
  sim_world_close (world);
}

/* --- damage without debugging --- */

static void
write_bytes (struct sim_world *world, sim_ref ref, guint32 offset, guint8 byte, guint32 count)
{
  struct sim_slab_header *header = sim_slab_header (world);

  sim_put (world, &header->tampered, 1);
  sim_slab_fill (world, sim_ref_slab (world, ref), sim_ref_offset (world, ref) + offset, byte,
                 count);
}

static void
test_damage (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 256, 0, 0);
  sim_ref held[4];

  for (guint i = 0; i < 4; i++)
    held[i] = take (world, cache);
  sim_cache_free (world, cache, held[0]);
  sim_cache_free (world, cache, held[1]);
  write_bytes (world, held[1], 0, 0x41, 256); /* after its end */
  check_cache (world, cache);
  g_assert_cmpuint (reports_of (world), ==, 0);
  g_assert_cmpuint (take (world, cache), ==, held[1]);
  g_assert_cmpuint (reports_of (world), ==, 1);
  g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_FREELIST);
  g_assert_cmpuint (last_report (world)->object, ==, held[1]);
  g_assert_cmpuint (last_report (world)->to - last_report (world)->from, ==, 8);
  /* What lay behind is lost; a new slab serves. */
  g_assert_cmpuint (sim_ref_slab (world, take (world, cache)), !=, sim_ref_slab (world, held[0]));
  check_cache (world, cache);
  sim_world_close (world);
}

struct stream {
  struct sim_world *world;
  guint32 cache[4];
  GArray *held[4];
  guint64 random;
};

static void
stream_step (struct stream *stream, guint nodes, guint cpus, gboolean damage)
{
  guint which = random_below (&stream->random, 4), what = random_below (&stream->random, 100);
  GArray *held = stream->held[which];
  guint32 cache = stream->cache[which];
  sim_ref ref;

  on_cpu (stream->world, random_below (&stream->random, cpus));
  if (what < 3) {
    sim_allocator_of (SIM_ALLOCATOR_SLUB)->shrink (stream->world, cache);
  } else if (held->len < 400 &&
             what < (stream->random >> 40 & 1 ? 40u : 62u) + (held->len < 20 ? 30u : 0u)) {
    guint node = random_below (&stream->random, 4) > 0 ? SIM_NODE_ANY
                                                       : random_below (&stream->random, nodes);

    ref = sim_cache_alloc (stream->world, cache, UNMOVABLE, node);
    if (ref == SIM_REF_NONE)
      return;
    for (guint i = 0; i < held->len; i++)
      g_assert_cmpuint (g_array_index (held, sim_ref, i), !=, ref);
    g_array_append_val (held, ref);
  } else if (held->len > 0) {
    guint i = random_below (&stream->random, held->len);

    ref = g_array_index (held, sim_ref, i);
    g_array_remove_index_fast (held, i);
    sim_cache_free (stream->world, cache, ref);
    if (damage && what > 90 && sim_slab_of (stream->world, SIM_REF_ENTRY (ref))->cache != 0)
      write_bytes (stream->world, ref, 8 * random_below (&stream->random, 4),
                   (guint8) random_below (&stream->random, 3) * 0x7f,
                   1 + random_below (&stream->random, 24));
  }
  check_cache (stream->world, cache);
}

static void
run_stream (guint64 seed, guint nodes, guint cpus, guint steps, gboolean damage)
{
  static const guint32 sizes[] = { 64, 200, 512, 1500 };
  struct stream stream = { .world = open_slub (nodes, cpus), .random = seed };

  sim_put (stream.world, &sim_slab_header (stream.world)->merge, 0);
  for (guint i = 0; i < 4; i++) {
    stream.cache[i] = make_cache (stream.world, sizes[i], 0, 0);
    stream.held[i] = g_array_new (FALSE, FALSE, sizeof (sim_ref));
  }
  for (guint i = 0; i < steps; i++)
    stream_step (&stream, nodes, cpus, damage);
  g_assert_true (damage || reports_of (stream.world) == 0);
  for (guint i = 0; i < 4; i++) {
    for (guint k = 0; k < stream.held[i]->len; k++)
      sim_cache_free (stream.world, stream.cache[i], g_array_index (stream.held[i], sim_ref, k));
    check_cache (stream.world, stream.cache[i]);
    sim_cache_destroy (stream.world, stream.cache[i]);
    g_array_unref (stream.held[i]);
  }
  g_assert_cmpuint (sim_slab_header (stream.world)->entries_used, ==, 0);
  check_world (stream.world);
  sim_world_close (stream.world);
}

static void
test_random (void)
{
  guint64 seed = test_seed (7);

  run_stream (seed, 1, 1, 3000, FALSE);
  run_stream (seed + 2, 1, 3, 3000, FALSE);
  run_stream (seed + 4, 2, 4, 3000, FALSE);
}

/* Whatever is written over free objects: nothing is handed out twice, and nothing breaks. */
static void
test_random_damage (void)
{
  guint64 seed = test_seed (11);

  for (guint i = 0; i < 12; i++)
    run_stream (seed + 2 * i, 1 + i % 2, 1 + i % 3, 600, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slub/geometry", test_geometry);
  g_test_add_func ("/slub/cpu-slab", test_cpu_slab);
  g_test_add_func ("/slub/remote", test_remote);
  g_test_add_func ("/slub/partial", test_partial);
  g_test_add_func ("/slub/drained", test_drained);
  g_test_add_func ("/slub/given-up", test_given_up);
  g_test_add_func ("/slub/shrink", test_shrink);
  g_test_add_func ("/slub/nodes", test_nodes);
  g_test_add_func ("/slub/little-memory", test_little_memory);
  g_test_add_func ("/slub/damage", test_damage);
  g_test_add_func ("/slub/random", test_random);
  g_test_add_func ("/slub/random-damage", test_random_damage);
  return g_test_run ();
}
