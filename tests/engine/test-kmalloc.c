/* tests/engine/test-kmalloc.c - every size to its cache, and what becomes of
 * objects resized.
 *
 * The table is what Linux 6.1 was seen to do (CONFIG_SLUB and CONFIG_SLAB,
 * x86-64).
 */
#include "engine/slab/cache.h"
#include "tests/engine/slab-testing.h"

struct range {
  guint last; /* size */
  const char *name;
  guint bytes;
};

static const struct range slub_ranges[] = {
  { 8, "8", 8 },        { 16, "16", 16 },     { 32, "32", 32 },     { 64, "64", 64 },
  { 96, "96", 96 },     { 128, "128", 128 },  { 192, "192", 192 },  { 256, "256", 256 },
  { 512, "512", 512 },  { 1024, "1k", 1024 }, { 2048, "2k", 2048 }, { 4096, "4k", 4096 },
  { 8192, "8k", 8192 }, { 16384, NULL, 0 },
};

/* SLAB has none below 32. */
static const struct range *const slab_ranges = slub_ranges + 2;

static const struct {
  const char *prefix;
  guint32 gfp;
} types[] = {
  { "kmalloc-", UNMOVABLE },
  { "kmalloc-rcl-", UNMOVABLE | SIM_GFP_RECLAIMABLE },
  { "dma-kmalloc-", UNMOVABLE | SIM_GFP_DMA },
};

static void
check_size (struct sim_world *world, const struct range *range, guint type, guint size)
{
  const guint64 arguments[] = { size, types[type].gfp, SIM_NODE_ANY };
  struct sim_result result =
      apply_op (world, SIM_OP_KMALLOC, arguments[0], arguments[1], arguments[2]);
  struct sim_view view = sim_world_view (world);
  char name[SIM_CACHE_NAME_BYTES], *expected;
  struct sim_kmem_cache cache;
  struct sim_located at;
  struct sim_block block;

  g_assert_cmpint (result.status, ==, SIM_OK);
  if (range->name == NULL) {
    sim_view_block (&view, frame_at (result.value), &block);
    g_assert_true (block.large);
    g_assert_cmpuint (offset_in_page (result.value), ==, 0);
    g_assert_cmpuint (block.order, ==, size > 16384 ? 3 : 2);
  } else {
    sim_view_locate (&view, result.value, &at);
    g_assert_true (sim_view_cache (&view, at.cache, &cache));
    sim_cache_name (&cache, name);
    expected = g_strconcat (types[type].prefix, range->name, NULL);
    g_assert_cmpstr (name, ==, expected);
    g_assert_cmpuint (cache.object_size, ==, range->bytes);
    g_assert_cmpuint (sim_kmalloc_size (cache.allocator, size), ==, range->bytes);
    g_free (expected);
  }
  g_assert_cmpint (apply_op (world, SIM_OP_KFREE, result.value, 0, 0).status, ==, SIM_OK);
}

static void
check_all_sizes (enum sim_slab_allocator allocator, const struct range *ranges)
{
  struct sim_machine machine = slab_machine (pc_machine (64, 0), allocator);
  struct sim_world *world = open_world (&machine);

  for (guint type = 0; type < G_N_ELEMENTS (types); type++) {
    const struct range *range = ranges;

    for (guint size = 1; size <= 16384; size++) {
      if (size > range->last)
        range++;
      check_size (world, range, type, size);
    }
  }
  check_world (world);
  sim_world_close (world);
}

static void
test_slub_sizes (void)
{
  check_all_sizes (SIM_ALLOCATOR_SLUB, slub_ranges);
}

static void
test_slab_sizes (void)
{
  check_all_sizes (SIM_ALLOCATOR_SLAB, slab_ranges);
}

static void
test_slob_sizes (void)
{
  struct sim_machine machine = slab_machine (pc_machine (64, 0), SIM_ALLOCATOR_SLOB);
  struct sim_world *world = open_world (&machine);

  for (guint size = 1; size <= 16384; size++) {
    guint64 bytes = sim_kmalloc_size (SIM_ALLOCATOR_SLOB, size);
    struct sim_result result = apply_op (world, SIM_OP_KMALLOC, size, UNMOVABLE, SIM_NODE_ANY);

    g_assert_cmpint (result.status, ==, SIM_OK);
    g_assert_cmpuint (bytes, ==,
                      size < 4088    ? (size + 1) / 2 * 2
                      : size <= 4096 ? 4096
                      : size <= 8192 ? 8192
                                     : 16384);
    g_assert_cmpuint (apply_op (world, SIM_OP_KSIZE, result.value, 0, 0).value, ==, bytes);
    g_assert_cmpint (apply_op (world, SIM_OP_KFREE, result.value, 0, 0).status, ==, SIM_OK);
  }
  sim_world_close (world);
}

static void
fill (struct sim_world *world, guint64 address, guint count)
{
  for (guint i = 0; i < count; i++)
    small_op (world, SIM_OP_MEMSET, address, i, i % 251 + 1, 1);
}

static void
check_filled (struct sim_world *world, guint64 address, guint count)
{
  for (guint i = 0; i < count; i++)
    g_assert_cmpuint (byte_at (world, address, i), ==, i % 251 + 1);
}

static guint64
krealloc (struct sim_world *world, guint64 address, guint64 size)
{
  struct sim_result result = small_op (world, SIM_OP_KREALLOC, address, size, UNMOVABLE, 0);

  g_assert_cmpint (result.status, ==, SIM_OK);
  return result.value;
}

/* In place as long as the object has room; else the bytes go along. */
static void
test_krealloc (gconstpointer data)
{
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);
  struct sim_world *world = open_world (&machine);
  guint64 address = kmalloc (world, 60), moved, room = ksize (world, address);

  fill (world, address, 60);
  g_assert_cmpuint (krealloc (world, address, room), ==, address);
  g_assert_cmpuint (krealloc (world, address, 1), ==, address);
  moved = krealloc (world, address, room + 1);
  g_assert_cmpuint (moved, !=, address);
  check_filled (world, moved, 60);
  g_assert_cmpint (small_op (world, SIM_OP_KFREE, address, 0, 0, 0).status, !=, SIM_OK);
  address = krealloc (world, moved, 10000);
  g_assert_cmpuint (ksize (world, address), ==, 16384);
  g_assert_cmpuint (krealloc (world, address, 16384), ==, address);
  g_assert_cmpuint (krealloc (world, address, 0), ==, SIM_ZERO_SIZE_PTR);
  g_assert_cmpint (small_op (world, SIM_OP_KFREE, address, 0, 0, 0).status, !=, SIM_OK);
  /* No memory: the old object stays. */
  address = kmalloc (world, 60);
  while (apply_op (world, SIM_OP_ALLOC_PAGES, 4, UNMOVABLE, SIM_NODE_ANY).status == SIM_OK)
    ;
  g_assert_cmpint (small_op (world, SIM_OP_KREALLOC, address, 1u << 16, UNMOVABLE, 0).status, ==,
                   SIM_NO_MEMORY);
  kfree (world, address);
  sim_world_close (world);
}

/* With __GFP_ZERO an object that stays is cleared from its new end on. */
static void
test_krealloc_zero (gconstpointer data)
{
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);
  struct sim_world *world = open_world (&machine);
  guint64 address = kmalloc (world, 60), room = ksize (world, address);
  struct sim_result result;

  fill (world, address, (guint) room);
  result = small_op (world, SIM_OP_KREALLOC, address, 21, UNMOVABLE | SIM_GFP_ZERO, 0);
  g_assert_cmpint (result.status, ==, SIM_OK);
  g_assert_cmpuint (result.value, ==, address);
  check_filled (world, address, 21);
  for (guint i = 21; i < room; i++)
    g_assert_cmpuint (byte_at (world, address, i), ==, 0);
  /* Moved: the old bytes, and nothing behind them. */
  result = small_op (world, SIM_OP_KREALLOC, address, room + 40, UNMOVABLE | SIM_GFP_ZERO, 0);
  g_assert_cmpuint (result.value, !=, address);
  check_filled (world, result.value, 21);
  for (guint i = 21; i < room + 40; i++)
    g_assert_cmpuint (byte_at (world, result.value, i), ==, 0);
  sim_world_close (world);
}

/* Memory that has no address in the kernel is not for objects: SLUB and SLAB mend the mask. */
static void
test_zones (void)
{
  struct sim_machine machine = slab_machine (pc_machine (5120, 0), SIM_ALLOCATOR_SLUB);
  struct sim_world *world = open_world (&machine);
  struct sim_view view = sim_world_view (world);
  guint64 plain = kmalloc (world, 20000);
  struct sim_result result =
      small_op (world, SIM_OP_KMALLOC, 20000, UNMOVABLE | SIM_GFP_DMA32, SIM_NODE_ANY, 0);

  g_assert_cmpint (result.status, ==, SIM_OK);
  g_assert_cmpuint (sim_view_zone_of (&view, frame_at (result.value)), ==,
                    sim_view_zone_of (&view, frame_at (plain)));
  sim_world_close (world);
}

static void
test_zero (gconstpointer data)
{
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);
  struct sim_world *world = open_world (&machine);
  guint64 address = kmalloc (world, 120);

  fill (world, address, 120);
  kfree (world, address);
  address = small_op (world, SIM_OP_KZALLOC, 120, UNMOVABLE, SIM_NODE_ANY, 0).value;
  for (guint i = 0; i < 120; i++)
    g_assert_cmpuint (byte_at (world, address, i), ==, 0);
  kfree (world, address);

  g_assert_cmpuint (kmalloc (world, 0), ==, SIM_ZERO_SIZE_PTR);
  kfree (world, SIM_ZERO_SIZE_PTR);
  kfree (world, 0);
  g_assert_cmpuint (ksize (world, SIM_ZERO_SIZE_PTR), ==, 0);
  address = krealloc (world, SIM_ZERO_SIZE_PTR, 30);
  g_assert_cmpuint (ksize (world, address), >=, 30);
  kfree (world, address);
  g_assert_cmpint (small_op (world, SIM_OP_MEMSET, SIM_ZERO_SIZE_PTR, 0, 1, 1).status, ==,
                   SIM_NO_OBJECT_THERE);
  g_assert_cmpint (
      small_op (world, SIM_OP_KMALLOC, (1u << 16) + 1, UNMOVABLE, SIM_NODE_ANY, 0).status, ==,
      SIM_BAD_SIZE);
  sim_world_close (world);
}

/* What lies at an address is the place that the slab has there, whether the map alone tells it
 * or the free lists are needed. */
static void
test_locate (gconstpointer data)
{
  static struct sim_place places[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  static const guint sizes[] = { 24, 96, 192, 700, 3000 };
  struct sim_machine machine = slab_machine (pc_machine (64, 0), GPOINTER_TO_UINT (data));
  struct sim_world *world = open_world (&machine);
  struct sim_view view = sim_world_view (world);
  guint allocated = 0, free = 0, nowhere = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    guint64 address = kmalloc (world, sizes[i]), start;
    struct sim_located at;
    struct sim_slab slab;
    guint count;

    kfree (world, kmalloc (world, sizes[i]));
    sim_view_locate (&view, address, &at);
    sim_view_slab (&view, at.slab, &slab);
    count = sim_view_slab_places (&view, at.slab, places, G_N_ELEMENTS (places));
    start = SIM_PAGE_OFFSET + ((guint64) slab.pfn << SIM_PAGE_SHIFT);
    for (guint byte = 0, next = 0; byte < (1u << SIM_PAGE_SHIFT << slab.order); byte++) {
      while (next < count && byte >= places[next].offset + places[next].size)
        next++;
      sim_view_locate (&view, start + byte, &at);
      g_assert_cmpint (at.found, ==, next < count && byte >= places[next].offset);
      nowhere += !at.found;
      if (!at.found)
        continue;
      g_assert_cmpmem (&at.place, sizeof at.place, &places[next], sizeof places[next]);
      g_assert_cmpuint (at.byte, ==, byte - places[next].offset);
      allocated += at.place.state == SIM_PLACE_ALLOCATED;
      free += at.place.state != SIM_PLACE_ALLOCATED;
    }
  }
  g_assert_cmpuint (allocated, >, 0);
  g_assert_cmpuint (free, >, 0);
  g_assert_cmpuint (nowhere, >, 0);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "slub", "slab", "slob" };
  static const enum sim_slab_allocator allocators[] = { SIM_ALLOCATOR_SLUB, SIM_ALLOCATOR_SLAB,
                                                        SIM_ALLOCATOR_SLOB };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kmalloc/sizes/slub", test_slub_sizes);
  g_test_add_func ("/kmalloc/sizes/slab", test_slab_sizes);
  g_test_add_func ("/kmalloc/sizes/slob", test_slob_sizes);
  g_test_add_func ("/kmalloc/zones", test_zones);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *resized = g_strconcat ("/kmalloc/krealloc/", names[i], NULL);
    g_autofree char *zeroed = g_strconcat ("/kmalloc/zero/", names[i], NULL);
    g_autofree char *spare = g_strconcat ("/kmalloc/krealloc-zero/", names[i], NULL);
    g_autofree char *located = g_strconcat ("/kmalloc/locate/", names[i], NULL);

    g_test_add_data_func (resized, GUINT_TO_POINTER (allocators[i]), test_krealloc);
    g_test_add_data_func (zeroed, GUINT_TO_POINTER (allocators[i]), test_zero);
    g_test_add_data_func (spare, GUINT_TO_POINTER (allocators[i]), test_krealloc_zero);
    g_test_add_data_func (located, GUINT_TO_POINTER (allocators[i]), test_locate);
  }
  return g_test_run ();
}
