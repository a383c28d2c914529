/* tests/engine/test-slab-geometry.c - how SLUB and SLAB cut slabs: every object size from 1 to
 * 16384, with many alignments, flags and CPUs, against a second account of the rules.
 *
 * The account is written as one would tell it, from tables of what each order holds; it
 * shares nothing with the engine.
 *
 * Kernel: calculate_sizes () and calculate_order () of mm/slub.c, __kmem_cache_create () and
 * calculate_slab_order () of mm/slab.c.
 */
#include "tests/engine/slub-testing.h"

#define MOST      16384u
#define ORDERS    11u
#define IMAGE     18u /* MiB that pc_machine () reserves */
#define LARGEST   3u  /* order that SLUB takes without need */
#define BLOCK(o)  (4096u << (o))
#define DMA_FLAGS (SIM_SLAB_CACHE_DMA | SIM_SLAB_RECLAIM_ACCOUNT)

static guint
up_to (guint value, guint multiple)
{
  while (value % multiple != 0)
    value++;
  return value;
}

/* Of a cache line as many equal parts as hold the object. */
static guint
alignment (guint size, guint align, guint32 flags)
{
  guint part = 64;

  if ((flags & SIM_SLAB_HWCACHE_ALIGN) != 0) {
    for (guint smaller = 32; smaller >= size; smaller /= 2)
      part = smaller;
    align = MAX (align, part);
  }
  return up_to (MAX (align, 8), 8);
}

/* --- SLUB --- */

struct slub_layout {
  guint place, inuse, pointer, left;
};

static struct slub_layout
slub_layout (guint size, guint align, guint32 flags, gboolean ctor)
{
  gboolean red = (flags & SIM_SLAB_RED_ZONE) != 0;
  struct slub_layout layout = { .inuse = up_to (size, 8) };
  guint end;

  if (red && layout.inuse == size)
    layout.inuse += 8;
  end = layout.inuse;
  /* The pointer lies in the object, unless somebody else wants those bytes when it is free. */
  if (ctor || (flags & (SIM_SLAB_POISON | SIM_SLAB_TYPESAFE_BY_RCU)) != 0 || (red && size < 8)) {
    layout.pointer = end;
    end += 8;
  } else {
    layout.pointer = size / 16 * 8;
  }
  if ((flags & SIM_SLAB_STORE_USER) != 0)
    end += 2 * SIM_TRACK_BYTES;
  if (red) {
    layout.left = up_to (8, align);
    end += 8 + layout.left;
  }
  layout.place = up_to (end, align);
  return layout;
}

/* First enough objects with little waste, then with more, then fewer objects. */
static guint
slub_order (guint place, guint cpus)
{
  guint bits = 0, least;

  while (cpus >> bits != 0)
    bits++;
  for (least = MIN (4 * (bits + 1), BLOCK (LARGEST) / place); least > 1; least--)
    for (guint part = 16; part >= 4; part /= 2)
      for (guint order = 0; order <= LARGEST; order++)
        if (BLOCK (order) / place >= least && BLOCK (order) % place * part <= BLOCK (order))
          return order;
  for (guint order = 0; order < ORDERS; order++)
    if (BLOCK (order) >= place)
      return order;
  g_assert_not_reached ();
}

static void
check_slub (struct sim_world *world, guint size, guint asked, guint32 flags, gboolean ctor,
            guint cpus)
{
  guint align = alignment (size, asked, flags);
  struct sim_kmem_cache its = { .object_size = size, .align = align, .flags = flags, .ctor = ctor };
  struct slub_layout layout = slub_layout (size, align, flags, ctor);
  guint order = slub_order (layout.place, cpus), least = 0;

  while (BLOCK (least) < layout.place)
    least++;
  g_assert_true (sim_slub_calculate (world, 0, &its));
  if (its.size != layout.place || its.inuse != layout.inuse || its.offset != layout.pointer ||
      its.red_left_pad != layout.left || its.oo_order != order ||
      its.oo_objects != BLOCK (order) / layout.place || its.min_order != least ||
      its.min_objects != BLOCK (least) / layout.place)
    g_error ("SLUB, size %u, align %u, flags 0x%x, ctor %d, CPUs %u: size %u, inuse %u, offset %u, "
             "pad %u, order %u, objects %u; should be %u, %u, %u, %u, %u, %u",
             size, asked, flags, ctor, cpus, its.size, its.inuse, its.offset, its.red_left_pad,
             its.oo_order, its.oo_objects, layout.place, layout.inuse, layout.pointer, layout.left,
             order, BLOCK (order) / layout.place);
}

static void
test_slub (void)
{
  static const guint32 flags[] = {
    0,
    SIM_SLAB_HWCACHE_ALIGN,
    SIM_SLAB_TYPESAFE_BY_RCU,
    SIM_SLAB_CONSISTENCY_CHECKS,
    SIM_SLAB_RED_ZONE,
    SIM_SLAB_POISON,
    SIM_SLAB_STORE_USER,
    SIM_SLAB_RED_ZONE | SIM_SLAB_STORE_USER | SIM_SLAB_HWCACHE_ALIGN,
    SIM_SLAB_DEBUG_FLAGS,
  };
  static const guint aligns[] = { 0, 8, 16, 64, 128, 1024, 4096 }, cpus[] = { 1, 2, 4, 8 };

  for (gsize c = 0; c < G_N_ELEMENTS (cpus); c++) {
    struct sim_world *world = open_slub (1, cpus[c]);

    for (guint size = 1; size <= MOST; size++)
      for (gsize f = 0; f < G_N_ELEMENTS (flags); f++)
        for (guint ctor = 0; ctor < 2; ctor++)
          check_slub (world, size, aligns[(size + f) % G_N_ELEMENTS (aligns)], flags[f], ctor != 0,
                      cpus[c]);
    sim_world_close (world);
  }
}

/* --- SLAB --- */

struct slab_cut {
  guint order, objects, left;
};

/* The object of kmalloc that a list of so many bytes would take; 96 fills two lines. */
static guint
list_bytes (guint bytes)
{
  static const guint sizes[] = { 32, 64, 96, 128, 192, 256 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (bytes <= sizes[i])
      return sizes[i] == 96 ? 128 : sizes[i];
  g_assert_not_reached ();
}

/* Orders in turn, until one wastes no more than an eighth or is as large as slabs may be. */
static struct slab_cut
slab_cut (guint size, guint each, guint32 flags, gboolean off, guint largest)
{
  struct slab_cut cut = { 0 };

  for (guint order = 0; order < ORDERS; order++) {
    guint objects = BLOCK (order) / each;

    if (objects > 255)
      return cut;
    if (objects == 0 || (off && list_bytes (objects) > size / 2))
      continue;
    cut = (struct slab_cut){ order, objects, BLOCK (order) - objects * each };
    if ((flags & SIM_SLAB_RECLAIM_ACCOUNT) != 0 || order >= largest ||
        cut.left <= BLOCK (order) / 8)
      return cut;
  }
  return cut;
}

static enum sim_freelist_place
slab_choice (guint size, guint place, guint32 flags, gboolean ctor, guint largest,
             struct slab_cut *cut)
{
  if (!ctor && (flags & SIM_SLAB_TYPESAFE_BY_RCU) == 0) {
    *cut = slab_cut (size, place, flags, FALSE, largest);
    if (cut->objects > 0 && cut->objects <= size)
      return SIM_FREELIST_OBJECT;
  }
  *cut = slab_cut (size, place, flags, TRUE, largest);
  if (cut->objects > 0 && cut->left < cut->objects)
    return SIM_FREELIST_OFF_SLAB;
  *cut = slab_cut (size, place + 1, flags, FALSE, largest);
  return SIM_FREELIST_ON_SLAB;
}

static void
check_slab (struct sim_world *world, guint size, guint asked, guint32 flags, gboolean ctor,
            guint largest)
{
  struct sim_cache_request request = { .role = SIM_CACHE_USER,
                                       .name = 1,
                                       .allocator = SIM_ALLOCATOR_SLAB,
                                       .size = size,
                                       .align = asked,
                                       .flags = flags,
                                       .ctor = ctor };
  guint align = alignment (size, asked, flags), step = MAX (align, 64);
  guint place = up_to (MAX (up_to (size, align), 16), align), limit;
  const struct sim_kmem_cache *its;
  enum sim_freelist_place where;
  struct slab_cut cut;
  guint32 cache;

  where = slab_choice (size, place, flags, ctor, largest, &cut);
  limit = place > 4096 ? 8 : place > 1024 ? 24 : place > 256 ? 54 : 120;
  g_assert_cmpint (sim_cache_create (world, &request, &cache), ==, SIM_OK);
  its = sim_cache_of (world, cache);
  if (its->size != place || its->oo_order != cut.order || its->oo_objects != cut.objects ||
      its->freelist_place != where || its->left_over != cut.left || its->colour_off != step ||
      its->colour != cut.left / step || its->limit != limit || its->batchcount != limit / 2)
    g_error (
        "SLAB, size %u, align %u, flags 0x%x, ctor %d: size %u, order %u, objects %u, list %u, "
        "left %u, colours %u of %u, limit %u; should be %u, %u, %u, %u, %u, of %u, %u",
        size, asked, flags, ctor, its->size, its->oo_order, its->oo_objects, its->freelist_place,
        its->left_over, its->colour, its->colour_off, its->limit, place, cut.order, cut.objects,
        where, cut.left, step, limit);
  sim_cache_destroy (world, cache);
}

static void
test_slab (gconstpointer data)
{
  static const guint32 flags[] = { 0, SIM_SLAB_HWCACHE_ALIGN, SIM_SLAB_TYPESAFE_BY_RCU,
                                   SIM_SLAB_RECLAIM_ACCOUNT, DMA_FLAGS };
  static const guint aligns[] = { 0, 8, 16, 64, 128, 1024, 4096 };
  guint megabytes = GPOINTER_TO_UINT (data), largest = megabytes - IMAGE > 32 ? 1 : 0;
  struct sim_machine machine = pc_machine (megabytes, 0);
  struct sim_world *world;

  machine.slab_allocator = SIM_ALLOCATOR_SLAB;
  machine.slab_boot = true;
  machine.slab_merge = false;
  world = open_world (&machine);
  for (guint size = 1; size <= MOST; size++)
    for (gsize f = 0; f < G_N_ELEMENTS (flags); f++)
      check_slab (world, size, aligns[(size + f) % G_N_ELEMENTS (aligns)], flags[f],
                  size / 7 % 2 != 0, largest);
  /* The alignments take turns above; here each size has none. */
  for (guint size = 1; size <= MOST; size++)
    for (guint ctor = 0; ctor < 2; ctor++)
      check_slab (world, size, 0, 0, ctor != 0, largest);
  check_world (world);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slab-geometry/slub", test_slub);
  g_test_add_data_func ("/slab-geometry/slab", GUINT_TO_POINTER (64), test_slab);
  g_test_add_data_func ("/slab-geometry/slab/little-memory", GUINT_TO_POINTER (44), test_slab);
  return g_test_run ();
}
