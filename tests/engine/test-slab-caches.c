/* tests/engine/test-slab-caches.c - creating caches: which sizes and flags there are, which
 * are shared, what a constructor leaves; with each allocator.
 *
 * Kernel: mm/slab_common.c, CACHE_CREATE_MASK of mm/slab.h.
 */
#include "engine/slab/cache.h"
#include "tests/engine/slab-testing.h"

static struct sim_world *
world_of (enum sim_slab_allocator allocator, gboolean merge)
{
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);

  machine.slab_merge = merge;
  return open_world (&machine);
}

/* From one byte on; SLUB and SLAB need room for a pointer, or an index. */
static void
test_small (gconstpointer data)
{
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  struct sim_world *world = world_of (allocator, FALSE);

  g_assert_cmpint (
      small_op (world, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("none"), 0, 0, 0).status, ==,
      SIM_BAD_SIZE);
  for (guint size = 1; size < 8; size++) {
    g_autofree char *name = g_strdup_printf ("of-%u", size);
    uint32_t cache = cache_create (world, name, size, 0, 0);
    uint64_t first = cache_alloc (world, cache), second = cache_alloc (world, cache);

    g_assert_cmpuint (sim_cache_of (world, cache)->object_size, ==, size);
    g_assert_cmpuint (sim_cache_of (world, cache)->size, ==,
                      allocator == SIM_ALLOCATOR_SLUB   ? 8
                      : allocator == SIM_ALLOCATOR_SLAB ? 16
                                                        : (size + 1) / 2 * 2);
    g_assert_cmpuint (first, !=, second);
    g_assert_cmpuint (first % 8, ==, 0);
    g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, first, 0, 0).status, ==,
                     SIM_OK);
    g_assert_cmpuint (cache_alloc (world, cache), ==, first);
  }
  sim_world_close (world);
}

/* What an allocator does not know is taken away without a word; what only kmalloc's caches
 * have is refused. */
static void
test_flags (gconstpointer data)
{
  static const uint32_t taken_away[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = SIM_SLAB_MEM_SPREAD,
    [SIM_ALLOCATOR_SLAB] = SIM_SLAB_DEBUG_FLAGS,
    [SIM_ALLOCATOR_SLOB] = SIM_SLAB_DEBUG_FLAGS | SIM_SLAB_RECLAIM_ACCOUNT | SIM_SLAB_MEM_SPREAD,
  };
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  struct sim_world *world = world_of (allocator, FALSE);
  uint32_t cache = cache_create (world, "all", 100, 0, SIM_SLAB_FLAGS_PERMITTED);

  g_assert_cmphex (sim_cache_of (world, cache)->flags & SIM_SLAB_FLAGS_ALL, ==,
                   SIM_SLAB_FLAGS_PERMITTED & ~taken_away[allocator]);
  g_assert_cmpint (
      small_op (world, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("more"), 100, 0, SIM_SLAB_KMALLOC)
          .status,
      ==, SIM_BAD_FLAGS);
  sim_world_close (world);
}

/* Of two caches that would do the older one serves, whatever numbers they have.  With SLAB
 * there can be two: it does not share an alignment that only the size happens to give. */
static void
test_oldest (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLAB, TRUE);
  uint32_t gone = cache_create (world, "gone", 320, 0, 0);
  uint32_t old = cache_create (world, "old", 64, 0, 0), young;

  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_DESTROY, gone, 0, 0, 0).status, ==, SIM_OK);
  young = cache_create (world, "young", 64, 64, 0);
  g_assert_cmpuint (young, ==, gone);
  g_assert_cmpuint (cache_create (world, "again", 60, 0, 0), ==, old);
  g_assert_cmpuint (cache_create (world, "aligned", 64, 32, 0), ==, young);

  old = cache_create (world, "old-too", 256, 0, 0);
  young = cache_create (world, "young-too", 256, 64, 0);
  g_assert_cmpuint (young, >, old);
  g_assert_cmpuint (cache_create (world, "again-too", 255, 0, 0), ==, old);
  sim_world_close (world);
}

/* Checks alone do not keep caches apart; what takes bytes around the object does. */
static void
test_checked (void)
{
  static const uint32_t apart[] = { SIM_SLAB_RED_ZONE,        SIM_SLAB_POISON,
                                    SIM_SLAB_STORE_USER,      SIM_SLAB_TYPESAFE_BY_RCU,
                                    SIM_SLAB_RECLAIM_ACCOUNT, SIM_SLAB_CACHE_DMA };
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLUB, TRUE);
  uint32_t plain = cache_create (world, "plain", 96, 0, 0);
  uint32_t checked = cache_create (world, "checked", 200, 0, SIM_SLAB_CONSISTENCY_CHECKS);

  g_assert_cmpuint (cache_create (world, "b", 96, 0, SIM_SLAB_CONSISTENCY_CHECKS), ==, plain);
  g_assert_cmpuint (sim_cache_of (world, plain)->flags & SIM_SLAB_CONSISTENCY_CHECKS, ==, 0);
  g_assert_cmpuint (cache_create (world, "c", 200, 0, 0), ==, checked);
  g_assert_cmpuint (sim_cache_of (world, checked)->refcount, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (apart); i++) {
    g_autofree char *name = g_strdup_printf ("apart-%u", i);

    g_assert_cmpuint (cache_create (world, name, 96, 0, apart[i]), !=, plain);
  }
  sim_world_close (world);
}

/* SLAB and SLUB construct a slab's objects when it is made, SLOB each object it gives. */
static void
test_constructor (gconstpointer data)
{
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  struct sim_world *world = world_of (allocator, FALSE);
  const struct sim_op create = { .kind = SIM_OP_KMEM_CACHE_CREATE,
                                 .argument = { sim_name_pack ("built"), 44, 0, 0, 1 } };
  struct sim_result made;
  uint64_t object;

  g_assert_cmpint (sim_apply (world, &create, &made, NULL), ==, SIM_OK);
  object = cache_alloc (world, (uint32_t) made.value);
  for (guint i = 0; i < 44; i++)
    g_assert_cmphex (byte_at (world, object, i), ==, SIM_SLAB_CONSTRUCTED);
  small_op (world, SIM_OP_MEMSET, object, 0, 0x11, 44);
  g_assert_cmpint (
      small_op (world, SIM_OP_KMEM_CACHE_FREE, (uint32_t) made.value, object, 0, 0).status, ==,
      SIM_OK);
  g_assert_cmpuint (cache_alloc (world, (uint32_t) made.value), ==, object);
  for (guint i = 0; i < 44; i++)
    g_assert_cmphex (byte_at (world, object, i), ==,
                     allocator == SIM_ALLOCATOR_SLOB ? SIM_SLAB_CONSTRUCTED : 0x11);
  sim_world_close (world);
}

/* --- what a CPU may write without breaking what the allocators keep in slabs --- */

static bool
breaks (struct sim_world *world, uint64_t address, guint offset, guint count)
{
  uint32_t entry = sim_slab_of (world, sim_slab_entry_of (world, frame_at (address)))->head;
  uint32_t from =
      offset + (uint32_t) (address - SIM_PAGE_OFFSET -
                           ((uint64_t) sim_slab_of (world, entry)->pfn << SIM_PAGE_SHIFT));

  return sim_slab_write_breaks (world, entry, from, from + count);
}

/* SLUB keeps a pointer in each free object, in its middle, or behind it where it is poisoned. */
static void
test_writes_slub (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLUB, FALSE);
  uint32_t plain = cache_create (world, "plain", 64, 0, 0);
  uint32_t debugged = cache_create (world, "debugged", 64, 0, SIM_SLAB_DEBUG_FLAGS);
  const struct sim_kmem_cache *its = sim_cache_of (world, debugged);
  uint64_t mine = cache_alloc (world, plain), next = mine + 64;
  uint64_t other = cache_alloc (world, debugged), freed = cache_alloc (world, debugged);

  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_FREE, debugged, freed, 0, 0).status, ==,
                   SIM_OK);
  g_assert_false (breaks (world, mine, 0, 64));
  g_assert_false (breaks (world, mine, 0, 64 + 32));
  g_assert_true (breaks (world, mine, 0, 64 + 33));
  g_assert_true (breaks (world, next, 39, 1));
  g_assert_false (breaks (world, next, 40, 24));
  /* Red zones, owners, poison, padding: the checks' matter. */
  g_assert_false (breaks (world, other, 0, 72));
  g_assert_false (breaks (world, freed, 0, its->offset));
  g_assert_true (breaks (world, freed, its->offset, 8));
  g_assert_false (breaks (world, freed, its->offset + 8, 1));
  small_op (world, SIM_OP_MEMSET, other, 64, 0x11, 4);
  g_assert_cmpuint (sim_slab_header (world)->tampered, ==, 0);
  small_op (world, SIM_OP_MEMSET, next, 39, 0x11, 1);
  g_assert_cmpuint (sim_slab_header (world)->tampered, ==, 1);
  sim_world_close (world);
}

/* SLAB keeps a list of bytes, in a free object, at the slab's end, or in an object of kmalloc. */
static void
test_writes_slab (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLAB, FALSE);
  const struct sim_op create = { .kind = SIM_OP_KMEM_CACHE_CREATE,
                                 .argument = { sim_name_pack ("outside"), 256, 0, 0, 1 } };
  uint32_t object = cache_create (world, "in-object", 256, 0, 0);
  uint32_t end = cache_create (world, "at-end", 32, 0, 0);
  struct sim_result made;
  const struct sim_slab *slab;
  uint64_t mine, page;
  sim_ref list;

  /* The last object has the list until it is taken itself. */
  mine = cache_alloc (world, object);
  for (guint i = 0; i < 4; i++)
    cache_alloc (world, object);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_SHRINK, object, 0, 0, 0).status, ==, SIM_OK);
  slab = sim_slab_of (world, sim_ref_slab (world, sim_ref_of_address (world, mine)));
  g_assert_cmpuint (slab->freelist, !=, SIM_REF_NONE);
  g_assert_false (breaks (world, mine, 0, 256));
  g_assert_true (breaks (world, sim_ref_address (world, slab->freelist), 15, 1));
  g_assert_false (breaks (world, sim_ref_address (world, slab->freelist), 16, 240));

  mine = cache_alloc (world, end);
  page = mine & ~UINT64_C (4095);
  g_assert_cmpint (sim_cache_of (world, end)->freelist_place, ==, SIM_FREELIST_ON_SLAB);
  g_assert_true (breaks (world, page, 4095, 1));
  g_assert_false (breaks (world, page, 0, 4096 - sim_cache_of (world, end)->freelist_size));

  g_assert_cmpint (sim_apply (world, &create, &made, NULL), ==, SIM_OK);
  g_assert_cmpint (sim_cache_of (world, (uint32_t) made.value)->freelist_place, ==,
                   SIM_FREELIST_OFF_SLAB);
  mine = cache_alloc (world, (uint32_t) made.value);
  list = sim_slab_of (world, sim_ref_slab (world, sim_ref_of_address (world, mine)))->freelist;
  g_assert_false (breaks (world, mine, 0, 256));
  g_assert_true (breaks (world, sim_ref_address (world, list), 0, 1));
  sim_world_close (world);
}

/* SLOB keeps headers, and sizes in free blocks. */
static void
test_writes_slob (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLOB, FALSE);
  uint64_t mine = kmalloc (world, 100);

  g_assert_false (breaks (world, mine, 0, 100));
  g_assert_false (breaks (world, mine, 40, 0));
  g_assert_true (breaks (world, mine - 8, 0, 1));
  g_assert_true (breaks (world, mine, 0, 101));
  sim_world_close (world);
}

/* Right and wrong use of checked caches, and writes anywhere: as long as no write was one that
 * breaks them, all invariants hold. */
static void
run_writes (guint64 seed, guint32 flags)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLUB, FALSE);
  uint32_t cache = cache_create (world, "mine", 20 + seed % 90, 0, flags);
  uint64_t held[64], random = seed, address;
  guint count = 0;

  for (guint i = 0; i < 300 && sim_slab_header (world)->tampered == 0; i++) {
    guint what = random_below (&random, 10), which = random_below (&random, 64);

    if (what < 4 || count == 0) {
      struct sim_result result =
          small_op (world, SIM_OP_KMEM_CACHE_ALLOC, cache, UNMOVABLE, SIM_NODE_ANY, 0);

      if (result.status == SIM_OK)
        held[count < 64 ? count++ : which] = result.value;
      continue;
    }
    address = held[which % count];
    if (what < 7) /* perhaps freed before, perhaps not quite an object */
      small_op (world, SIM_OP_KMEM_CACHE_FREE, cache,
                address + (what == 6 ? random_below (&random, 40) : 0), 0, 0);
    else if (what == 7)
      small_op (world, SIM_OP_VALIDATE_SLAB, cache, 0, 0, 0);
    else
      small_op (world, SIM_OP_MEMSET, address - 8, random_below (&random, 200), 0x41,
                1 + random_below (&random, 12));
  }
  check_world (world);
  sim_world_close (world);
}

static void
test_writes_random (void)
{
  static const guint32 more[] = { SIM_SLAB_RED_ZONE, SIM_SLAB_POISON, SIM_SLAB_STORE_USER };
  guint64 seed = test_seed (17);

  for (guint i = 0; i < 160; i++) {
    guint32 flags = SIM_SLAB_CONSISTENCY_CHECKS;

    for (guint k = 0; k < G_N_ELEMENTS (more); k++)
      flags |= (i >> k & 1) != 0 ? more[k] : 0;
    run_writes (seed + 2 * i, flags);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    GTestDataFunc run;
  } tests[] = {
    { "small", test_small },
    { "flags", test_flags },
    { "constructor", test_constructor },
  };
  static const char *const names[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = "slub",
    [SIM_ALLOCATOR_SLAB] = "slab",
    [SIM_ALLOCATOR_SLOB] = "slob",
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint k = 0; k < SIM_ALLOCATORS; k++) {
      g_autofree char *path = g_strdup_printf ("/slab-caches/%s/%s", tests[i].path, names[k]);

      g_test_add_data_func (path, GUINT_TO_POINTER (k), tests[i].run);
    }
  g_test_add_func ("/slab-caches/oldest", test_oldest);
  g_test_add_func ("/slab-caches/checked", test_checked);
  g_test_add_func ("/slab-caches/writes/slub", test_writes_slub);
  g_test_add_func ("/slab-caches/writes/random", test_writes_random);
  g_test_add_func ("/slab-caches/writes/slab", test_writes_slab);
  g_test_add_func ("/slab-caches/writes/slob", test_writes_slob);
  return g_test_run ();
}
