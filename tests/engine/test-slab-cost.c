/* tests/engine/test-slab-cost.c - what a call costs at each level: lists, cache lines, locks.
 *
 * Each number was counted by reading the way through the kernel (mm/slub.c, slab.c, slob.c),
 * with lines of 64 bytes and the structures of x86-64.  The comments say what the lines are:
 * "descriptor" is struct slab, "node" a line of struct kmem_cache_node, of which SLUB's has one
 * and SLAB's two: lock and lists, counts and arrays.
 */
#include "engine/slab/cache.h"
#include "tests/engine/slab-testing.h"

struct cost {
  enum sim_slab_level level;
  guint lists, lines, locks;
};

#define assert_cost(result, ...)                                                                   \
  assert_cost_at (G_STRLOC, result, &(const struct cost){ __VA_ARGS__ })

static void
assert_cost_at (const char *where, struct sim_result result, const struct cost *cost)
{
  g_assert_cmpint (result.status, ==, SIM_OK);
  if (result.cost.level != cost->level || result.cost.lists != cost->lists ||
      result.cost.lines != cost->lines || result.cost.locks != cost->locks)
    g_error ("%s: level %u, %u lists, %u lines, %u locks; should be level %u, %u, %u, %u", where,
             result.cost.level, result.cost.lists, result.cost.lines, result.cost.locks,
             cost->level, cost->lists, cost->lines, cost->locks);
}

static struct sim_world *
world_of (enum sim_slab_allocator allocator)
{
  struct sim_machine machine = slab_machine (pc_machine (64, 0), allocator);

  machine.slab_merge = false;
  machine.cpu_count = 2;
  return open_world (&machine);
}

static struct sim_result
take (struct sim_world *world, uint32_t cache)
{
  return small_op (world, SIM_OP_KMEM_CACHE_ALLOC, cache, UNMOVABLE, SIM_NODE_ANY, 0);
}

static struct sim_result
give (struct sim_world *world, uint32_t cache, uint64_t address)
{
  return small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, address, 0, 0);
}

/* Objects of 256 bytes, 16 on a slab of one frame: each has a line for its pointer. */
static void
test_slub_alloc (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLUB);
  uint32_t cache = cache_create (world, "c", 256, 0, 0);
  uint64_t held[64];
  struct sim_result result;

  g_assert_cmpuint (sim_cache_of (world, cache)->oo_objects, ==, 16);
  /* The CPU's part, the node (looked into, then counted up), the descriptor, all pointers; the
   * slab's list becomes the CPU's. */
  result = take (world, cache);
  held[0] = result.value;
  assert_cost (result, SIM_LEVEL_PAGE, 2, 1 + 1 + 1 + 16, 0);
  /* The CPU's part and the pointer. */
  for (guint i = 1; i < 48; i++) {
    result = take (world, cache);
    held[i] = result.value;
    if (i % 16 != 0)
      assert_cost (result, SIM_LEVEL_CPU, 1, 2, 0);
  }
  /* Two slabs come to the CPU's list.  The first is taken when the CPU's own, full one has been
   * looked at: the part, two descriptors, the pointer; lists: of both slabs, partial, the CPU's. */
  give (world, cache, held[0]);
  give (world, cache, held[16]);
  result = take (world, cache);
  g_assert_cmpuint (result.value, ==, held[16]);
  assert_cost (result, SIM_LEVEL_CPU, 4, 4, 0);
  /* The last one goes to the node's list, and comes from there: one more line, and its lock. */
  small_op (world, SIM_OP_KMEM_CACHE_SHRINK, cache, 0, 0, 0);
  result = take (world, cache);
  g_assert_cmpuint (result.value, ==, held[0]);
  /* No slab was the CPU's: its part, the node, the descriptor, the pointer. */
  assert_cost (result, SIM_LEVEL_NODE, 3, 4, 1);
  sim_world_close (world);
}

static void
test_slub_free (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLUB);
  uint32_t cache = cache_create (world, "c", 256, 0, 0);
  uint64_t held[160];
  struct sim_result result;
  guint most = sim_cache_of (world, cache)->cpu_partial_slabs;

  g_assert_cmpuint (most, ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    held[i] = take (world, cache).value;
  /* The descriptor, which says whose slab it is, the CPU's part, the pointer. */
  assert_cost (give (world, cache, held[159]), SIM_LEVEL_CPU, 1, 3, 0);
  /* A full slab comes to the empty list of the CPU: no other line, another list. */
  assert_cost (give (world, cache, held[0]), SIM_LEVEL_NODE, 2, 3, 0);
  /* And to one that is not empty: its first slab has the count. */
  assert_cost (give (world, cache, held[16]), SIM_LEVEL_NODE, 2, 4, 0);
  /* To one that is there already: only the slab's own list. */
  assert_cost (give (world, cache, held[1]), SIM_LEVEL_NODE, 1, 3, 0);
  for (guint i = 2; i < most; i++)
    give (world, cache, held[16 * i]);
  /* All seven go to the node: their descriptors and its line on top of the three. */
  assert_cost (give (world, cache, held[16 * most]), SIM_LEVEL_NODE, 3, 3 + most + 1, 1);
  /* A slab of the node's list that has others left; no lock. */
  assert_cost (give (world, cache, held[17]), SIM_LEVEL_NODE, 1, 3, 0);
  for (guint i = 2; i < 15; i++)
    give (world, cache, held[i]);
  /* Empty, and the node has more than five: it leaves the list (its neighbours' lines, one of
   * them the node's), is counted off, and goes. */
  result = give (world, cache, held[15]);
  assert_cost (result, SIM_LEVEL_PAGE, 2, 3 + 1 + 1, 1);
  sim_world_close (world);
}

/* Objects of 256 bytes, 16 on a slab, the index list in one of them; 16 bytes of an array are
 * its header, so that entry 6 begins a line. */
static void
test_slab_alloc (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLAB);
  uint32_t cache = cache_create (world, "c", 256, 0, 0);
  struct sim_result result = take (world, cache);

  /* 16 entries of the array (3), both lines of the node, the shared array, the descriptor, the
   * index list; lists: both arrays, the indexes, the full slabs. */
  assert_cost (result, SIM_LEVEL_PAGE, 4, 3 + 2 + 1 + 1 + 1, 1);
  /* The header and entry 14; from entry 5 down they share a line. */
  assert_cost (take (world, cache), SIM_LEVEL_CPU, 1, 2, 0);
  for (guint i = 2; i < 11; i++)
    take (world, cache);
  assert_cost (take (world, cache), SIM_LEVEL_CPU, 1, 1, 0);
  for (guint i = 12; i < 33; i++)
    take (world, cache);
  /* 15 objects of the third slab go back to it, and come again: as above, and the first of the
   * full slabs, which gets a new neighbour; lists: partial and free slabs, too. */
  small_op (world, SIM_OP_KMEM_CACHE_SHRINK, cache, 0, 0, 0);
  assert_cost (take (world, cache), SIM_LEVEL_NODE, 6, 3 + 2 + 1 + 1 + 1 + 1, 1);
  sim_world_close (world);
}

static void
test_slab_free (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLAB);
  uint32_t cache = cache_create (world, "c", 256, 0, 0);
  uint64_t held[160];

  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    held[i] = take (world, cache).value;
  /* The descriptor, and the array's first line. */
  assert_cost (give (world, cache, held[0]), SIM_LEVEL_CPU, 1, 2, 0);
  for (guint i = 1; i < 119; i++)
    give (world, cache, held[i]);
  /* Entry 119 is in its sixteenth line. */
  assert_cost (give (world, cache, held[119]), SIM_LEVEL_CPU, 1, 3, 0);
  /* 60 objects to the shared array (8 lines), 60 down to the array's bottom (16), the node. */
  assert_cost (give (world, cache, held[120]), SIM_LEVEL_NODE, 2, 8 + 16 + 2 + 1, 1);
  sim_world_close (world);
}

/* Of a page and more: no shared array, and a slab for each object.  The fourth batch of four is
 * too much for the node, which keeps 13. */
static void
test_slab_free_slabs (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLAB);
  uint32_t cache = cache_create (world, "c", 8192, 0, 0);
  uint64_t held[24];

  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    held[i] = take (world, cache).value;
  for (guint i = 0; i < 20; i++)
    give (world, cache, held[i]);
  /* The array (2), the node (2), the descriptor of the object; slabs 12 to 15 lie between 11
   * and 16 in their lists (6), each writes its index into its object (4); slabs 0 to 2 go from
   * the end of the free list, behind 3 (4).  Lists: array, free, full, four of indexes. */
  assert_cost (give (world, cache, held[20]), SIM_LEVEL_PAGE, 7, 2 + 2 + 1 + 6 + 4 + 4, 1);
  sim_world_close (world);
}

static struct sim_result
slob_alloc (struct sim_world *world, guint size)
{
  return small_op (world, SIM_OP_KMALLOC, size, UNMOVABLE, SIM_NODE_ANY, 0);
}

static struct sim_result
slob_free (struct sim_world *world, uint64_t address)
{
  return small_op (world, SIM_OP_KFREE, address, 0, 0, 0);
}

/* Pieces of 100 bytes and their headers begin at bytes 0, 108, 216 of the page, in lines 0, 1
 * and 3.  One lock for all, whether it is taken once or twice. */
static void
test_slob (void)
{
  struct sim_world *world = world_of (SIM_ALLOCATOR_SLOB);
  struct sim_result first = slob_alloc (world, 100), second;

  /* The heads, the descriptor, the piece, the block behind it; lists: of pages, of blocks. */
  assert_cost (first, SIM_LEVEL_PAGE, 2, 1 + 1 + 2, 1);
  second = slob_alloc (world, 100);
  assert_cost (second, SIM_LEVEL_NODE, 2, 1 + 1 + 2, 1);
  /* The piece's header and the block behind it, which it takes in; the page stays in its list. */
  assert_cost (slob_free (world, second.value), SIM_LEVEL_NODE, 1, 1 + 2, 1);
  /* The page leaves its list. */
  assert_cost (slob_free (world, first.value), SIM_LEVEL_PAGE, 1, 1 + 1 + 1, 1);
  /* A whole block of the page allocator: nothing of SLOB's. */
  first = slob_alloc (world, 5000);
  assert_cost (first, SIM_LEVEL_PAGE, 0, 0, 0);
  assert_cost (slob_free (world, first.value), SIM_LEVEL_PAGE, 0, 0, 0);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slab-cost/slub/alloc", test_slub_alloc);
  g_test_add_func ("/slab-cost/slub/free", test_slub_free);
  g_test_add_func ("/slab-cost/slab/alloc", test_slab_alloc);
  g_test_add_func ("/slab-cost/slab/free", test_slab_free);
  g_test_add_func ("/slab-cost/slab/free-slabs", test_slab_free_slabs);
  g_test_add_func ("/slab-cost/slob", test_slob);
  return g_test_run ();
}
