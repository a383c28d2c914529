/* tests/engine/test-slab.c - SLAB: how slabs are cut, and the ways objects take. */
#include "engine/slab/slab.h"

#include "tests/engine/testing.h"

/* A machine of SLAB whose caches are never merged; `mebibytes` on each of `nodes` nodes, CPUs
 * on them in turn. */
static struct sim_machine
slab_machine (guint mebibytes, guint nodes, guint cpus)
{
  struct sim_machine machine;
  guint frames = mebibytes << (20 - SIM_PAGE_SHIFT);

  sim_machine_defaults (&machine);
  machine.slab_allocator = SIM_ALLOCATOR_SLAB;
  machine.slab_boot = true;
  machine.slab_merge = false;
  machine.cpu_count = cpus;
  machine.smp = cpus > 1;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, (uint64_t) frames * nodes << SIM_PAGE_SHIFT };
  for (guint node = 0; node < nodes; node++)
    machine.zone[machine.zone_count++] = (struct sim_zone_spec){
      .node = node,
      .type = SIM_ZONE_DMA32,
      .start_pfn = node * frames,
      .spanned = frames,
      .present = frames,
      .managed = frames,
    };
  for (guint cpu = 0; cpu < cpus; cpu++)
    machine.cpu_node[cpu] = cpu % nodes;
  return machine;
}

static struct sim_world *
open_slab_world (guint mebibytes, guint nodes, guint cpus)
{
  struct sim_machine machine = slab_machine (mebibytes, nodes, cpus);

  return open_world (&machine);
}

static struct sim_result
try_create (struct sim_world *world, const char *name, guint size, guint align, guint flags,
            guint ctor)
{
  struct sim_op op = { .kind = SIM_OP_KMEM_CACHE_CREATE,
                       .argument = { sim_name_pack (name), size, align, flags, ctor } };
  struct sim_result result;

  sim_apply (world, &op, &result, NULL);
  return result;
}

static guint
create (struct sim_world *world, const char *name, guint size, guint ctor)
{
  struct sim_result result = try_create (world, name, size, 0, 0, ctor);

  g_assert_cmpint (result.status, ==, SIM_OK);
  return (guint) result.value;
}

static struct sim_result
alloc_on (struct sim_world *world, guint cache, guint node)
{
  struct sim_result result = apply_op (world, SIM_OP_KMEM_CACHE_ALLOC, cache, SIM_GFP_KERNEL, node);

  g_assert_cmpint (result.status, ==, SIM_OK);
  check_world (world);
  return result;
}

static guint64
alloc (struct sim_world *world, guint cache)
{
  return alloc_on (world, cache, SIM_NODE_ANY).value;
}

static struct sim_result
release (struct sim_world *world, guint cache, guint64 address)
{
  struct sim_result result = apply_op (world, SIM_OP_KMEM_CACHE_FREE, cache, address, 0);

  g_assert_cmpint (result.status, ==, SIM_OK);
  check_world (world);
  return result;
}

static void
set_cpu (struct sim_world *world, guint cpu)
{
  g_assert_cmpint (apply_op (world, SIM_OP_SET_CPU, cpu, 0, 0).status, ==, SIM_OK);
}

static void
on_cache (struct sim_world *world, enum sim_operation_kind kind, guint cache)
{
  g_assert_cmpint (apply_op (world, kind, cache, 0, 0).status, ==, SIM_OK);
  check_world (world);
}

static struct sim_kmem_cache
cache_of (struct sim_world *world, guint cache)
{
  struct sim_view view = sim_world_view (world);
  struct sim_kmem_cache out;

  g_assert_true (sim_view_cache (&view, cache, &out));
  return out;
}

static struct sim_kmem_cache_cpu
cpu_of (struct sim_world *world, guint cache, guint cpu)
{
  struct sim_view view = sim_world_view (world);
  struct sim_kmem_cache_cpu out;

  sim_view_cache_cpu (&view, cache, cpu, &out);
  return out;
}

static struct sim_kmem_cache_node
node_of (struct sim_world *world, guint cache, guint node)
{
  struct sim_view view = sim_world_view (world);
  struct sim_kmem_cache_node out;

  sim_view_cache_node (&view, cache, node, &out);
  return out;
}

static struct sim_located
locate (struct sim_world *world, guint64 address)
{
  struct sim_view view = sim_world_view (world);
  struct sim_located out;

  sim_view_locate (&view, address, &out);
  g_assert_true (out.found);
  return out;
}

static struct sim_slab
slab_at (struct sim_world *world, guint64 address)
{
  struct sim_view view = sim_world_view (world);
  struct sim_slab out;

  sim_view_slab (&view, locate (world, address).slab, &out);
  return out;
}

/* --- geometry --- */

struct row {
  guint size, align, flags, ctor;
  guint total, order, objects, colours, left_over, place;
};

static void
check_rows (struct sim_world *world, const struct row *rows, guint count)
{
  for (guint i = 0; i < count; i++) {
    const struct row *row = &rows[i];
    struct sim_result result =
        try_create (world, "row", row->size, row->align, row->flags, row->ctor);
    struct sim_kmem_cache cache;

    g_test_message ("size %u, ctor %u", row->size, row->ctor);
    g_assert_cmpint (result.status, ==, SIM_OK);
    cache = cache_of (world, (guint) result.value);
    g_assert_cmpuint (cache.size, ==, row->total);
    g_assert_cmpuint (cache.oo_order, ==, row->order);
    g_assert_cmpuint (cache.oo_objects, ==, row->objects);
    g_assert_cmpuint (cache.colour, ==, row->colours);
    g_assert_cmpuint (cache.left_over, ==, row->left_over);
    g_assert_cmpuint (cache.freelist_place, ==, row->place);
    on_cache (world, SIM_OP_KMEM_CACHE_DESTROY, (guint) result.value);
  }
}

/* As Linux 6.1 has them. */
static void
test_geometry (void)
{
  static const struct row large[] = {
    { 8, 0, 0, 0, 16, 0, 240, 0, 16, SIM_FREELIST_ON_SLAB },
    { 32, 0, 0, 0, 32, 0, 124, 0, 4, SIM_FREELIST_ON_SLAB },
    { 100, 0, 0, 0, 104, 0, 39, 0, 40, SIM_FREELIST_OBJECT },
    { 300, 0, 0, 0, 304, 0, 13, 2, 144, SIM_FREELIST_OBJECT },
    { 520, 128, 0, 0, 640, 0, 6, 2, 256, SIM_FREELIST_OBJECT },
    { 700, 0, SIM_SLAB_HWCACHE_ALIGN, 0, 704, 1, 11, 7, 448, SIM_FREELIST_OBJECT },
    { 5000, 0, 0, 0, 5000, 1, 1, 49, 3192, SIM_FREELIST_OBJECT },
    { 64, 0, 0, 1, 64, 0, 63, 0, 1, SIM_FREELIST_ON_SLAB },
    { 256, 0, 0, 1, 256, 0, 16, 0, 0, SIM_FREELIST_OFF_SLAB },
    { 300, 0, 0, 1, 304, 0, 13, 2, 131, SIM_FREELIST_ON_SLAB },
    { 640, 0, SIM_SLAB_RECLAIM_ACCOUNT, 1, 640, 0, 6, 3, 250, SIM_FREELIST_ON_SLAB },
    { 2080, 0, SIM_SLAB_HWCACHE_ALIGN | SIM_SLAB_TYPESAFE_BY_RCU, 1, 2112, 1, 3, 28, 1853,
      SIM_FREELIST_ON_SLAB },
  };
  static const struct row small[] = {
    { 700, 0, 0, 0, 704, 0, 5, 9, 576, SIM_FREELIST_OBJECT },
    { 5000, 0, 0, 0, 5000, 1, 1, 49, 3192, SIM_FREELIST_OBJECT },
  };
  struct sim_world *world = open_slab_world (64, 1, 1);

  check_rows (world, large, G_N_ELEMENTS (large));
  sim_world_close (world);
  /* 32 MiB of RAM or less: no blocks of two frames where one would do. */
  world = open_slab_world (16, 1, 1);
  check_rows (world, small, G_N_ELEMENTS (small));
  sim_world_close (world);
}

static void
assert_arrays (struct sim_world *world, guint size, guint limit, guint batchcount, guint shared)
{
  guint number = create (world, "arrays", size, 0);
  struct sim_kmem_cache cache = cache_of (world, number);

  g_assert_cmpuint (cache.limit, ==, limit);
  g_assert_cmpuint (cache.batchcount, ==, batchcount);
  g_assert_cmpuint (cache.shared, ==, shared);
  on_cache (world, SIM_OP_KMEM_CACHE_DESTROY, number);
}

static void
test_limits (void)
{
  struct sim_world *world = open_slab_world (64, 1, 2);
  struct sim_kmem_cache cache;
  struct sim_result result;

  assert_arrays (world, 256, 120, 60, 8);
  assert_arrays (world, 264, 54, 27, 8);
  assert_arrays (world, 4096, 24, 12, 8);
  assert_arrays (world, 4104, 8, 4, 0);
  assert_arrays (world, 131080, 1, 1, 0);
  g_assert_cmpuint (node_of (world, create (world, "a", 256, 0), 0).free_limit, ==, 3 * 60 + 16);
  result = try_create (world, "debug", 256, 0, SIM_SLAB_RED_ZONE | SIM_SLAB_RECLAIM_ACCOUNT, 0);
  cache = cache_of (world, (guint) result.value);
  g_assert_cmphex (cache.flags, ==, SIM_SLAB_RECLAIM_ACCOUNT | SIM_SLAB_CFLGS_OBJFREELIST);
  g_assert_cmphex (cache.allocflags, ==, SIM_GFP_COMP | SIM_GFP_RECLAIMABLE);
  sim_world_close (world);
}

/* --- one CPU --- */

static void
test_colours (void)
{
  struct sim_world *world = open_slab_world (64, 1, 1);
  static const guint expected[] = { 64, 128, 192, 0, 64, 128 };
  guint cache = create (world, "colour", 320, 0); /* 12 objects, 256 bytes left over */

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    struct sim_slab slab = { 0 };

    for (guint object = 0; object < 12; object++)
      slab = slab_at (world, alloc (world, cache));
    g_assert_cmpuint (slab.s_mem, ==, expected[i]);
    g_assert_cmpuint (slab.colour, ==, expected[i] / 64);
  }
  sim_world_close (world);
}

static void
test_array (void)
{
  struct sim_world *world = open_slab_world (64, 1, 1);
  guint cache = create (world, "array", 64, 0);
  guint64 address[16];
  struct sim_result result = alloc_on (world, cache, SIM_NODE_ANY);

  /* An array that nobody used lately is filled with 16; the last of them goes first. */
  address[0] = result.value;
  g_assert_cmpuint (result.cost.level, ==, SIM_LEVEL_PAGE);
  g_assert_cmpuint (locate (world, address[0]).place.index, ==, 15);
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 15);
  for (guint i = 1; i < 16; i++) {
    result = alloc_on (world, cache, SIM_NODE_ANY);
    address[i] = result.value;
    g_assert_cmpuint (address[i], ==, address[0] - 64 * i);
    g_assert_cmpuint (result.cost.level, ==, SIM_LEVEL_CPU);
    g_assert_cmpuint (result.cost.locks, ==, 0);
  }
  /* What was freed last is allocated first, and its place says so before. */
  release (world, cache, address[3]);
  result = release (world, cache, address[9]);
  g_assert_cmpuint (result.cost.level, ==, SIM_LEVEL_CPU);
  g_assert_cmpint (locate (world, address[9]).place.state, ==, SIM_PLACE_FREE_CPU);
  g_assert_cmpuint (locate (world, address[9]).place.order, ==, 0);
  g_assert_cmpuint (locate (world, address[3]).place.order, ==, 1);
  g_assert_cmpuint (alloc (world, cache), ==, address[9]);
  g_assert_cmpuint (alloc (world, cache), ==, address[3]);
  /* Now it was used: a whole batch, but the slab has 48 more and no other is made for it. */
  result = alloc_on (world, cache, SIM_NODE_ANY);
  g_assert_cmpuint (result.cost.level, ==, SIM_LEVEL_NODE);
  g_assert_cmpuint (result.cost.locks, ==, 1);
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 47);
  sim_world_close (world);
}

/* Without a shared array the oldest go back to their slabs. */
static void
test_flush (void)
{
  struct sim_world *world = open_slab_world (64, 1, 1);
  guint cache = create (world, "flush", 1024, 0); /* 4 objects a slab, limit 54, batch 27 */
  struct sim_kmem_cache_node node;
  guint64 address[120];

  for (guint i = 0; i < 120; i++)
    address[i] = alloc (world, cache);
  g_assert_cmpuint (node_of (world, cache, 0).nr_slabs, ==, 30);
  for (guint i = 0; i < 54; i++)
    g_assert_cmpuint (release (world, cache, address[i]).cost.level, ==, SIM_LEVEL_CPU);
  node = node_of (world, cache, 0);
  g_assert_cmpuint (node.free_objects, ==, 0);
  g_assert_cmpuint (release (world, cache, address[54]).cost.level, ==, SIM_LEVEL_NODE);
  node = node_of (world, cache, 0);
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 28);
  g_assert_cmpuint (node.free_objects, ==, 27);
  g_assert_cmpuint (node.free_slabs, ==, 6);
  g_assert_cmpint (locate (world, address[0]).place.state, ==, SIM_PLACE_FREE);
  g_assert_cmpint (locate (world, address[27]).place.state, ==, SIM_PLACE_FREE_CPU);
  /* More free objects than free_limit, 2 * 27 + 4: slabs go back to the page allocator. */
  for (guint i = 55; i < 120; i++)
    release (world, cache, address[i]);
  node = node_of (world, cache, 0);
  g_assert_cmpuint (node.free_limit, ==, 58);
  g_assert_cmpuint (node.free_objects, <=, 58);
  g_assert_cmpuint (node.nr_slabs, <, 30);
  on_cache (world, SIM_OP_KMEM_CACHE_SHRINK, cache);
  g_assert_cmpuint (node_of (world, cache, 0).nr_slabs, ==, 0);
  on_cache (world, SIM_OP_KMEM_CACHE_DESTROY, cache);
  sim_world_close (world);
}

static void
test_reap (void)
{
  struct sim_world *world = open_slab_world (64, 1, 1);
  guint cache = create (world, "reap", 256, 0); /* 16 objects a slab */
  guint64 address[60];

  for (guint i = 0; i < G_N_ELEMENTS (address); i++)
    address[i] = alloc (world, cache);
  for (guint i = 0; i < G_N_ELEMENTS (address); i++)
    release (world, cache, address[i]);
  /* 60 of the objects, and 4 that were never handed out. */
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 64);
  on_cache (world, SIM_OP_CACHE_REAP, 0); /* it was used: left alone */
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 64);
  on_cache (world, SIM_OP_CACHE_REAP, 0); /* a fifth of the limit, 120 */
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 40);
  on_cache (world, SIM_OP_CACHE_REAP, 0);
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 16);
  on_cache (world, SIM_OP_CACHE_REAP, 0); /* fewer than a fifth: half of what there is */
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 8);
  sim_world_close (world);
}

static guint
kmalloc_32_objects (struct sim_world *world)
{
  struct sim_view view = sim_world_view (world);
  struct sim_slabinfo info;
  guint cache = sim_view_cache_find (&view, "kmalloc-32"), allocated = 0;
  struct sim_kmem_cache_node node;

  sim_view_slabinfo (&view, cache, &info);
  sim_view_cache_node (&view, cache, 0, &node);
  allocated = info.num_objs - node.free_objects - cpu_of (world, cache, 0).avail;
  return allocated;
}

/* A constructor's work must not be undone by the allocator: the list lies outside. */
static void
test_constructor (void)
{
  struct sim_world *world = open_slab_world (64, 1, 1);
  guint cache = create (world, "ctor", 256, 1), before = kmalloc_32_objects (world);
  guint64 address = alloc (world, cache);
  struct sim_view view = sim_world_view (world);
  struct sim_slab slab = slab_at (world, address);
  struct sim_op op = { .kind = SIM_OP_MEMSET, .argument = { address, 4, 0x11, 2 } };
  struct sim_result result;
  guint offset = locate (world, address).place.offset;

  g_assert_cmpuint (kmalloc_32_objects (world), ==, before + 1);
  for (guint i = 0; i < 16 * 256; i++)
    g_assert_cmphex (sim_view_slab_byte (&view, &slab, i), ==, 0xc0);
  g_assert_cmpint (sim_apply (world, &op, &result, NULL), ==, SIM_OK);
  release (world, cache, address);
  g_assert_cmpuint (alloc (world, cache), ==, address);
  view = sim_world_view (world);
  g_assert_cmphex (sim_view_slab_byte (&view, &slab, offset + 3), ==, 0xc0);
  g_assert_cmphex (sim_view_slab_byte (&view, &slab, offset + 4), ==, 0x11);
  release (world, cache, address);
  on_cache (world, SIM_OP_KMEM_CACHE_SHRINK, cache);
  g_assert_cmpuint (kmalloc_32_objects (world), ==, before);
  sim_world_close (world);
}

/* A write behind an object's end hits the list of its slab, which lies in the next object. */
static void
test_damaged_list (void)
{
  struct sim_world *world = open_slab_world (64, 1, 1);
  guint cache = create (world, "damaged", 128, 0); /* 32 objects; the list in the last */
  guint64 address = alloc (world, cache);
  struct sim_op op = { .kind = SIM_OP_MEMSET };
  struct sim_result result;
  guint64 last = address + 16 * 128; /* object 15 was the first */

  op.argument[0] = address;
  op.argument[1] = last - address + 20;
  op.argument[2] = 0xff;
  op.argument[3] = 1;
  g_assert_cmpint (sim_apply (world, &op, &result, NULL), ==, SIM_OK);
  for (guint i = 0; i < 15; i++)
    alloc (world, cache);
  /* Of the next 16 there are four before the damaged index. */
  result = alloc_on (world, cache, SIM_NODE_ANY);
  g_assert_cmpuint (result.reports, ==, 1);
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 3);
  g_assert_cmpint (locate (world, last).place.state, ==, SIM_PLACE_LOST);
  g_assert_cmpuint (node_of (world, cache, 0).free_objects, ==, 0);
  release (world, cache, result.value);
  on_cache (world, SIM_OP_KMEM_CACHE_SHRINK, cache);
  sim_world_close (world);
}

/* --- two CPUs, two nodes --- */

static void
test_shared (void)
{
  struct sim_world *world = open_slab_world (64, 1, 2);
  guint cache = create (world, "shared", 64, 0);
  struct sim_result result;
  guint64 address[128];

  for (guint i = 0; i < 128; i++)
    address[i] = alloc (world, cache);
  for (guint i = 0; i < 121; i++)
    result = release (world, cache, address[i]);
  /* The 121st did not fit: the 60 oldest went to the array that the CPUs share. */
  g_assert_cmpuint (result.cost.level, ==, SIM_LEVEL_NODE);
  g_assert_cmpuint (cpu_of (world, cache, 0).avail, ==, 61);
  g_assert_cmpuint (node_of (world, cache, 0).shared.avail, ==, 60);
  g_assert_cmpint (locate (world, address[59]).place.state, ==, SIM_PLACE_FREE_SHARED);
  g_assert_cmpuint (locate (world, address[59]).place.order, ==, 0);
  set_cpu (world, 1);
  g_assert_cmpuint (alloc (world, cache), ==, address[59]);
  g_assert_cmpuint (node_of (world, cache, 0).shared.avail, ==, 44);
  g_assert_cmpuint (cpu_of (world, cache, 1).avail, ==, 15);
  sim_world_close (world);
}

static void
test_alien (void)
{
  struct sim_world *world = open_slab_world (32, 2, 2);
  guint cache = create (world, "alien", 256, 0);
  struct sim_result result;
  guint64 address[13];

  for (guint i = 0; i < 13; i++)
    address[i] = alloc (world, cache);
  set_cpu (world, 1);
  for (guint i = 0; i < 12; i++)
    release (world, cache, address[i]);
  g_assert_cmpuint (cpu_of (world, cache, 1).avail, ==, 0);
  g_assert_cmpuint (node_of (world, cache, 1).alien[0].avail, ==, 12);
  g_assert_cmpint (locate (world, address[0]).place.state, ==, SIM_PLACE_FREE_ALIEN);
  release (world, cache, address[12]);
  g_assert_cmpuint (node_of (world, cache, 1).alien[0].avail, ==, 1);
  g_assert_cmpuint (node_of (world, cache, 0).shared.avail, ==, 12);
  /* The reaper of CPU 1 empties it. */
  on_cache (world, SIM_OP_CACHE_REAP, 0);
  g_assert_cmpuint (node_of (world, cache, 1).alien[0].avail, ==, 0);
  g_assert_cmpuint (node_of (world, cache, 0).shared.avail, ==, 13);
  /* An object of the other node does not come from this CPU's array. */
  result = alloc_on (world, cache, 0);
  g_assert_cmpuint (result.pfn, <, 32u << (20 - SIM_PAGE_SHIFT));
  g_assert_cmpuint (cpu_of (world, cache, 1).avail, ==, 0);
  sim_world_close (world);
}

/* The node is full: an object from the other, unless it must be this one. */
static void
test_fallback (void)
{
  struct sim_world *world = open_slab_world (4, 2, 2);
  guint cache = create (world, "fallback", 4096, 0);
  guint32 thisnode = SIM_GFP_KERNEL | SIM_GFP_THISNODE;
  struct sim_result result;

  for (;;) {
    result = apply_op (world, SIM_OP_KMEM_CACHE_ALLOC, cache, thisnode, SIM_NODE_ANY);
    if (result.status != SIM_OK)
      break;
    g_assert_cmpuint (result.pfn, <, 1024);
  }
  g_assert_cmpint (result.status, ==, SIM_NO_MEMORY);
  check_world (world);
  g_assert_cmpuint (alloc_on (world, cache, SIM_NODE_ANY).pfn, >=, 1024);
  sim_world_close (world);
}

/* --- random --- */

struct random_work {
  struct sim_world *world;
  guint64 random;
  guint nodes, cpus;
  guint cache[6];
  GArray *held[6]; /* addresses */
};

static void
random_create (struct random_work *work, guint at)
{
  static const guint sizes[] = { 16, 64, 100, 192, 256, 700, 1024, 2000, 4096, 5000 };
  guint size = sizes[random_below (&work->random, G_N_ELEMENTS (sizes))];
  char name[] = { 'r', (char) ('a' + at), '\0' };
  struct sim_result result =
      try_create (work->world, name, size, 0, 0, random_below (&work->random, 3) == 0);

  g_assert_true (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
  work->cache[at] = result.status == SIM_OK ? (guint) result.value : G_MAXUINT;
}

static void
random_destroy (struct random_work *work, guint at)
{
  for (guint i = 0; i < work->held[at]->len; i++)
    g_assert_cmpint (apply_op (work->world, SIM_OP_KMEM_CACHE_FREE, work->cache[at],
                               g_array_index (work->held[at], guint64, i), 0)
                         .status,
                     ==, SIM_OK);
  g_array_set_size (work->held[at], 0);
  on_cache (work->world, SIM_OP_KMEM_CACHE_DESTROY, work->cache[at]);
  work->cache[at] = G_MAXUINT;
}

static void
random_object (struct random_work *work, guint at, gboolean filling)
{
  GArray *held = work->held[at];
  struct sim_result result;

  if (held->len > 0 && random_below (&work->random, 10) >= (filling ? 7 : 3)) {
    guint which = random_below (&work->random, held->len);

    result = apply_op (work->world, SIM_OP_KMEM_CACHE_FREE, work->cache[at],
                       g_array_index (held, guint64, which), 0);
    g_assert_cmpint (result.status, ==, SIM_OK);
    g_array_remove_index_fast (held, which);
    return;
  }
  result =
      apply_op (work->world, SIM_OP_KMEM_CACHE_ALLOC, work->cache[at],
                random_below (&work->random, 4) == 0 ? SIM_GFP_ATOMIC_REQUEST : SIM_GFP_KERNEL,
                random_below (&work->random, 4) == 0 ? random_below (&work->random, work->nodes)
                                                     : SIM_NODE_ANY);
  g_assert_true (result.status == SIM_OK || result.status == SIM_NO_MEMORY);
  if (result.status == SIM_OK)
    g_array_append_val (held, result.value);
}

static void
random_step (struct random_work *work, guint index)
{
  guint what = random_below (&work->random, 100);
  guint at = random_below (&work->random, G_N_ELEMENTS (work->cache));

  if (what < 8)
    set_cpu (work->world, random_below (&work->random, work->cpus));
  else if (what < 9)
    on_cache (work->world, SIM_OP_CACHE_REAP, 0);
  else if (work->cache[at] == G_MAXUINT)
    random_create (work, at);
  else if (what < 10)
    on_cache (work->world, SIM_OP_KMEM_CACHE_SHRINK, work->cache[at]);
  else if (what < 11 && random_below (&work->random, 5) == 0)
    random_destroy (work, at);
  else
    random_object (work, at, index / 400 % 2 == 0);
  check_world (work->world);
}

static void
random_work (guint mebibytes, guint nodes, guint cpus, guint steps)
{
  struct random_work work = { .world = open_slab_world (mebibytes, nodes, cpus),
                              .random = test_seed (nodes * 10 + cpus),
                              .nodes = nodes,
                              .cpus = cpus };
  struct sim_view view;

  for (guint i = 0; i < G_N_ELEMENTS (work.cache); i++) {
    work.cache[i] = G_MAXUINT;
    work.held[i] = g_array_new (FALSE, FALSE, sizeof (guint64));
  }
  for (guint i = 0; i < steps; i++)
    random_step (&work, i);
  for (guint i = 0; i < G_N_ELEMENTS (work.cache); i++) {
    if (work.cache[i] != G_MAXUINT)
      random_destroy (&work, i);
    g_array_unref (work.held[i]);
  }
  view = sim_world_view (work.world);
  for (guint i = 0; i < SIM_CACHES_MAX; i++) {
    struct sim_kmem_cache cache;

    g_assert_true (!sim_view_cache (&view, i, &cache) || cache.role != SIM_CACHE_USER);
  }
  sim_world_close (work.world);
}

static void
test_random (void)
{
  random_work (4, 1, 1, 3000);
  random_work (4, 1, 3, 3000);
  random_work (3, 2, 4, 3000);
  random_work (40, 1, 2, 800);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slab/geometry", test_geometry);
  g_test_add_func ("/slab/limits", test_limits);
  g_test_add_func ("/slab/colours", test_colours);
  g_test_add_func ("/slab/array", test_array);
  g_test_add_func ("/slab/flush", test_flush);
  g_test_add_func ("/slab/reap", test_reap);
  g_test_add_func ("/slab/constructor", test_constructor);
  g_test_add_func ("/slab/damaged-list", test_damaged_list);
  g_test_add_func ("/slab/shared", test_shared);
  g_test_add_func ("/slab/alien", test_alien);
  g_test_add_func ("/slab/fallback", test_fallback);
  g_test_add_func ("/slab/random", test_random);
  return g_test_run ();
}
