/* tests/engine/test-slab-boot.c - the first caches: in which order, out of
 * what, as recorded; and what a cache itself lies in.
 *
 * Sizes, alignments and flags are those seen in Linux 6.1 on x86-64.
 */
#include "engine/slab/cache.h"
#include "tests/engine/slab-testing.h"

struct expected {
  const char *name;
  guint size, object_size, align, flags;
};

static const struct expected slub_caches[] = {
  { "kmem_cache_node", 64, 64, 64, 0x40002000 },  { "kmem_cache", 256, 208, 64, 0x40002000 },
  { "kmalloc-8", 8, 8, 8, 0x40001000 },           { "kmalloc-16", 16, 16, 16, 0x40001000 },
  { "kmalloc-32", 32, 32, 32, 0x40001000 },       { "kmalloc-64", 64, 64, 64, 0x40001000 },
  { "kmalloc-96", 96, 96, 8, 0x40001000 },        { "kmalloc-128", 128, 128, 128, 0x40001000 },
  { "kmalloc-192", 192, 192, 8, 0x40001000 },     { "kmalloc-256", 256, 256, 256, 0x40001000 },
  { "kmalloc-512", 512, 512, 512, 0x40001000 },   { "kmalloc-1k", 1024, 1024, 1024, 0x40001000 },
  { "kmalloc-2k", 2048, 2048, 2048, 0x40001000 }, { "kmalloc-4k", 4096, 4096, 4096, 0x40001000 },
  { "kmalloc-8k", 8192, 8192, 8192, 0x40001000 }, { "kmalloc-rcl-8", 8, 8, 8, 0x40021000 },
};

static const struct expected slab_caches[] = {
  { "kmem_cache", 128, 128, 128, 0x40002000 },    { "kmalloc-128", 128, 128, 128, 0x40003000 },
  { "kmalloc-32", 32, 32, 32, 0x00003000 },       { "kmalloc-64", 64, 64, 64, 0x40003000 },
  { "kmalloc-96", 128, 96, 64, 0x40003000 },      { "kmalloc-192", 192, 192, 64, 0x40003000 },
  { "kmalloc-256", 256, 256, 256, 0x40003000 },   { "kmalloc-512", 512, 512, 512, 0x40003000 },
  { "kmalloc-1k", 1024, 1024, 1024, 0x40003000 }, { "kmalloc-2k", 2048, 2048, 2048, 0x40003000 },
  { "kmalloc-4k", 4096, 4096, 4096, 0x40003000 }, { "kmalloc-8k", 8192, 8192, 8192, 0x40003000 },
  { "kmalloc-rcl-32", 32, 32, 32, 0x00023000 },
};

static void
check_caches (struct sim_world *world, const struct expected *expected, guint count)
{
  struct sim_view view = sim_world_view (world);
  char name[SIM_CACHE_NAME_BYTES];
  struct sim_kmem_cache cache;

  for (guint i = 0; i < count; i++) {
    g_assert_true (sim_view_cache (&view, i, &cache));
    sim_cache_name (&cache, name);
    g_assert_cmpstr (name, ==, expected[i].name);
    g_assert_cmpuint (cache.size, ==, expected[i].size);
    g_assert_cmpuint (cache.object_size, ==, expected[i].object_size);
    g_assert_cmpuint (cache.align, ==, expected[i].align);
    g_assert_cmphex (cache.flags, ==, expected[i].flags);
  }
}

static guint
allocated (struct sim_world *world, const char *name)
{
  struct sim_view view = sim_world_view (world);

  return sim_cache_allocated (world, sim_view_cache_find (&view, name));
}

static struct sim_world *
booted (enum sim_slab_allocator allocator, guint caches)
{
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);
  struct sim_world *world = open_world (&machine);
  struct sim_view view = sim_world_view (world);
  struct sim_slab_header header;

  check_world (world);
  sim_view_slab_header (&view, &header);
  g_assert_cmpint (header.state, ==, SIM_SLAB_UP);
  g_assert_cmpuint (header.cache_count, ==, caches);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0, 0).status, ==, SIM_SLAB_IS_UP);
  return world;
}

/* kmem_cache_node's own first object is its own node; both first caches move.
 */
static void
test_slub (void)
{
  struct sim_world *world = booted (SIM_ALLOCATOR_SLUB, 2 + 3 * 13);
  struct sim_view view = sim_world_view (world);
  struct sim_kmem_cache caches, nodes;
  struct sim_kmem_cache_node node;
  struct sim_located at;

  check_caches (world, slub_caches, G_N_ELEMENTS (slub_caches));
  sim_view_cache (&view, 0, &nodes);
  sim_view_cache (&view, 1, &caches);
  sim_view_cache_node (&view, 0, 0, &node);
  sim_view_locate (&view, sim_view_ref_address (&view, node.self), &at);
  g_assert_cmpuint (at.cache, ==, 0);
  g_assert_cmpuint (at.place.index, ==, 0);
  sim_view_locate (&view, sim_view_ref_address (&view, caches.self), &at);
  g_assert_cmpuint (at.cache, ==, 1);
  g_assert_cmpuint (at.place.index, ==, 0);
  sim_view_locate (&view, sim_view_ref_address (&view, nodes.self), &at);
  g_assert_cmpuint (at.cache, ==, 1);
  g_assert_cmpuint (at.place.index, ==, 1);
  g_assert_cmpuint (allocated (world, "kmem_cache"), ==, 41);
  g_assert_cmpuint (allocated (world, "kmem_cache_node"), ==, 41);
  sim_world_close (world);
}

/* kmem_cache stays static; kmalloc-128 comes first, for the nodes. */
static void
test_slab (void)
{
  struct sim_world *world = booted (SIM_ALLOCATOR_SLAB, 1 + 3 * 11);
  struct sim_view view = sim_world_view (world);
  struct sim_kmem_cache cache;
  struct sim_kmem_cache_node node;
  struct sim_located at;

  check_caches (world, slab_caches, G_N_ELEMENTS (slab_caches));
  sim_view_cache (&view, 0, &cache);
  g_assert_cmpuint (cache.self, ==, SIM_REF_NONE);
  sim_view_cache (&view, 1, &cache);
  sim_view_locate (&view, sim_view_ref_address (&view, cache.self), &at);
  g_assert_cmpuint (at.cache, ==, 0);
  for (guint i = 0; i < 34; i++) {
    sim_view_cache_node (&view, i, 0, &node);
    sim_view_locate (&view, sim_view_ref_address (&view, node.self), &at);
    g_assert_cmpuint (at.cache, ==, 1);
  }
  g_assert_cmpuint (allocated (world, "kmem_cache"), ==, 33);
  g_assert_cmpuint (allocated (world, "kmalloc-128"), ==, 34);
  sim_world_close (world);
}

static void
test_slob (void)
{
  static const struct expected only = { "kmem_cache", 64, 64, 8, SIM_SLAB_PANIC };
  struct sim_world *world = booted (SIM_ALLOCATOR_SLOB, 1);
  struct sim_view view = sim_world_view (world);
  struct sim_kmem_cache cache;
  uint32_t made;

  check_caches (world, &only, 1);
  made = cache_create (world, "mine", 20, 0, 0);
  sim_view_cache (&view, made, &cache);
  g_assert_cmpuint (sim_view_ref_address (&view, cache.self) % 4096, ==, 0);
  sim_world_close (world);
}

/* What a cache is made of comes back when it goes. */
static void
test_later (gconstpointer data)
{
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  const char *nodes = allocator == SIM_ALLOCATOR_SLUB ? "kmem_cache_node" : "kmalloc-128";
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);
  struct sim_world *world = open_world (&machine);
  guint caches_before = allocated (world, "kmem_cache"), nodes_before = allocated (world, nodes);
  uint32_t cache = cache_create (world, "mine", 200, 0, 0);

  g_assert_cmpuint (allocated (world, "kmem_cache"), ==, caches_before + 1);
  g_assert_cmpuint (allocated (world, nodes), ==, nodes_before + 1);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_DESTROY, cache, 0, 0, 0).status, ==, SIM_OK);
  g_assert_cmpuint (allocated (world, "kmem_cache"), ==, caches_before);
  g_assert_cmpuint (allocated (world, nodes), ==, nodes_before);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_DESTROY, 0, 0, 0, 0).status, ==,
                   SIM_CACHE_KERNELS);
  sim_world_close (world);
}

/* What the layer keeps in objects of its own is not for anybody to free: the structs of a
 * cache and of its nodes, and an index list of SLAB that lies outside its slab. */
static void
test_own_objects (gconstpointer data)
{
  enum sim_slab_allocator allocator = GPOINTER_TO_UINT (data);
  struct sim_machine machine = slab_machine (teaching_machine (), allocator);
  struct sim_world *world = open_world (&machine);
  /* With a constructor, so that SLAB cannot keep its list in an object. */
  const struct sim_op create = { .kind = SIM_OP_KMEM_CACHE_CREATE,
                                 .argument = { sim_name_pack ("mine"), 256, 0, 0, 1 } };
  struct sim_result made;
  enum sim_status status = sim_apply (world, &create, &made, NULL);
  uint32_t cache = (uint32_t) made.value;
  uint64_t object =
      small_op (world, SIM_OP_KMEM_CACHE_ALLOC, cache, SIM_GFP_KERNEL, SIM_NODE_ANY, 0).value;
  sim_ref own[3] = { sim_cache_of (world, cache)->self, sim_cache_node_of (world, cache, 0)->self,
                     SIM_REF_NONE };
  guint kept = 0;

  g_assert_cmpint (status, ==, SIM_OK);
  g_assert_cmpuint (object, !=, 0);
  if (allocator == SIM_ALLOCATOR_SLAB)
    own[2] =
        sim_slab_of (world, sim_ref_slab (world, sim_ref_of_address (world, object)))->freelist;
  for (guint i = 0; i < G_N_ELEMENTS (own); i++) {
    uint64_t hash = sim_arena_hash (&world->arena);

    if (own[i] == SIM_REF_NONE)
      continue;
    kept++;
    g_assert_cmpint (
        small_op (world, SIM_OP_KFREE, sim_ref_address (world, own[i]), 0, 0, 0).status, ==,
        SIM_OBJECT_KERNELS);
    g_assert_cmpuint (sim_arena_hash (&world->arena), ==, hash);
  }
  g_assert_cmpuint (kept, ==,
                    allocator == SIM_ALLOCATOR_SLAB   ? 3
                    : allocator == SIM_ALLOCATOR_SLUB ? 2
                                                      : 1);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, object, 0, 0).status, ==,
                   SIM_OK);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_DESTROY, cache, 0, 0, 0).status, ==, SIM_OK);
  sim_world_close (world);
}

/* However little memory there is: up, or as if it had never been tried. */
static void
test_no_memory (gconstpointer data)
{
  struct sim_machine machine = teaching_machine ();
  gboolean failed = FALSE, done = FALSE;

  machine.slab_allocator = GPOINTER_TO_UINT (data);
  for (guint left = 0; left < 24; left++) {
    struct sim_world *world = open_world (&machine);
    struct sim_view view = sim_world_view (world);
    struct sim_slab_header header;
    sim_pfn pfn[64];
    enum sim_status status;

    for (guint i = 0; i < 64 - left; i++)
      pfn[i] = alloc_block (world, 0, UNMOVABLE);
    status = small_op (world, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0, 0).status;
    sim_view_slab_header (&view, &header);
    if (status == SIM_OK) {
      g_assert_cmpint (header.state, ==, SIM_SLAB_UP);
      done = TRUE;
    } else {
      g_assert_cmpint (status, ==, SIM_NO_MEMORY);
      g_assert_cmpint (header.state, ==, SIM_SLAB_DOWN);
      g_assert_cmpuint (header.cache_count, ==, 0);
      g_assert_cmpuint (header.entries_used, ==, 0);
      for (guint i = 0; i < 64 - left; i++)
        free_block (world, pfn[i]);
      g_assert_cmpint (sim_view_zone_free (&view, 0), ==, 64);
      g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0, 0).status, ==, SIM_OK);
      failed = TRUE;
    }
    sim_world_close (world);
  }
  g_assert_true (done);
  g_assert_true (failed || machine.slab_allocator == SIM_ALLOCATOR_SLOB);
}

/* A cache that cannot be made leaves nothing behind. */
static void
test_create_fails (gconstpointer data)
{
  struct sim_machine machine = slab_machine (teaching_machine (), GPOINTER_TO_UINT (data));
  struct sim_world *world = open_world (&machine);
  struct sim_view view = sim_world_view (world);
  struct sim_slab_header before, after;
  struct sim_result result = { .status = SIM_OK };
  char name[8];

  while (apply_op (world, SIM_OP_ALLOC_PAGES, 0, UNMOVABLE, SIM_NODE_ANY).status == SIM_OK)
    ;
  for (guint i = 0; i < 150 && result.status == SIM_OK; i++) {
    sim_view_slab_header (&view, &before);
    g_snprintf (name, sizeof name, "c%u", i);
    result = small_op (world, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack (name), 100 + 8 * i, 0, 0);
  }
  sim_view_slab_header (&view, &after);
  g_assert_cmpint (result.status, ==, SIM_NO_MEMORY);
  g_assert_cmpuint (after.cache_count, ==, before.cache_count);
  g_assert_cmpuint (after.entries_used, ==, before.entries_used);
  sim_world_close (world);
}

struct heard {
  guint count[SIM_DECISION_COUNT];
};

static void
hear (void *user_data, const struct sim_step *step)
{
  struct heard *heard = user_data;

  heard->count[step->decision]++;
}

/* Each cache is told of, with where its structs came from. */
static void
test_steps (void)
{
  struct sim_machine machine = teaching_machine ();
  struct heard heard = { { 0 } };
  struct sim_sink sink = { .step = hear, .user_data = &heard };
  struct sim_op op = { .kind = SIM_OP_KMEM_CACHE_INIT };
  struct sim_result result;
  struct sim_world *world;

  machine.slab_allocator = SIM_ALLOCATOR_SLUB;
  world = open_world (&machine);
  g_assert_cmpint (sim_apply (world, &op, &result, &sink), ==, SIM_OK);
  g_assert_cmpuint (heard.count[SIM_DECISION_CACHE_NEW], ==, 41);
  g_assert_cmpuint (heard.count[SIM_DECISION_STRUCT_STATIC], ==, 2);
  g_assert_cmpuint (heard.count[SIM_DECISION_STRUCT_FROM], ==, 41);
  g_assert_cmpuint (heard.count[SIM_DECISION_STRUCT_MOVED], ==, 2);
  g_assert_cmpuint (heard.count[SIM_DECISION_NODE_FROM], ==, 41);
  g_assert_cmpuint (heard.count[SIM_DECISION_SLAB_STATE], ==, 3);
  sim_world_close (world);
}

static void
add (const char *path, enum sim_slab_allocator allocator, GTestDataFunc test)
{
  static const char *const names[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = "slub", [SIM_ALLOCATOR_SLAB] = "slab", [SIM_ALLOCATOR_SLOB] = "slob"
  };
  g_autofree char *name = g_strdup_printf ("/slab-boot/%s/%s", path, names[allocator]);

  g_test_add_data_func (name, GUINT_TO_POINTER (allocator), test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slab-boot/slub", test_slub);
  g_test_add_func ("/slab-boot/slab", test_slab);
  g_test_add_func ("/slab-boot/slob", test_slob);
  g_test_add_func ("/slab-boot/steps", test_steps);
  add ("later", SIM_ALLOCATOR_SLUB, test_later);
  add ("later", SIM_ALLOCATOR_SLAB, test_later);
  add ("own-objects", SIM_ALLOCATOR_SLUB, test_own_objects);
  add ("own-objects", SIM_ALLOCATOR_SLAB, test_own_objects);
  add ("own-objects", SIM_ALLOCATOR_SLOB, test_own_objects);
  for (guint allocator = 0; allocator < SIM_ALLOCATORS; allocator++) {
    add ("no-memory", allocator, test_no_memory);
    add ("create-fails", allocator, test_create_fails);
  }
  return g_test_run ();
}
