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
  return g_test_run ();
}
