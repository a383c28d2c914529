/* tests/engine/test-slob.c - SLOB: where pieces lie, what the bytes say, lists of pages. */
#include "engine/physical/load.h"
#include "engine/slab/load.h"
#include "tests/engine/slab-testing.h"

static struct sim_world *
slob_world (void)
{
  struct sim_machine machine = slab_machine (teaching_machine (), SIM_ALLOCATOR_SLOB);

  return open_world (&machine);
}

/* The pages of a list in order. */
static guint
list_pages (struct sim_world *world, enum sim_slob_list list, sim_pfn *pfn, guint most)
{
  struct sim_view view = sim_world_view (world);
  struct sim_slab_header header;
  struct sim_slab slab;
  guint count = 0;

  sim_view_slab_header (&view, &header);
  for (uint32_t entry = header.slob[list].next; (entry & SIM_NODE_HEAD) == 0; entry = slab.next) {
    sim_view_slab (&view, entry, &slab);
    if (count < most)
      pfn[count] = slab.pfn;
    count++;
  }
  return count;
}

static guint16
units_at (struct sim_world *world, uint64_t page, guint unit)
{
  return (guint16) (byte_at (world, page, unit * 2) | byte_at (world, page, unit * 2 + 1) << 8);
}

/* First fit, headers, natural alignment, and what a free block says of itself. */
static void
test_fit (void)
{
  struct sim_world *world = slob_world ();
  uint64_t a = kmalloc (world, 100), page = a - 8, b, c, d;

  g_assert_cmpuint (offset_in_page (a), ==, 8);
  g_assert_cmpuint (units_at (world, page, 0), ==, 100);
  g_assert_cmpuint (ksize (world, a), ==, 100);
  g_assert_cmpuint (units_at (world, page, 54), ==, 2048 - 54);
  g_assert_cmpuint (units_at (world, page, 55), ==, 2048);

  /* A power of two is aligned to its size; the gap in front stays free. */
  b = kmalloc (world, 64);
  g_assert_cmpuint (b - page, ==, 128);
  g_assert_cmpuint (units_at (world, page, 54), ==, 6);
  g_assert_cmpuint (units_at (world, page, 55), ==, (128 + 64) / 2);
  /* Twelve bytes fit there, with their header only four of them. */
  c = kmalloc (world, 3);
  g_assert_cmpuint (c - page, ==, 128 + 64 + 8);
  g_assert_cmpuint (ksize (world, c), ==, 4);
  /* From 112 on, an aligned place: the gap is 108 to 112, which is too short for it. */
  d = kmalloc (world, 1);
  g_assert_cmpuint (d - page, ==, 216);
  g_assert_cmpuint (ksize (world, d), ==, 2);

  /* What was free for a moment, between the gap and the piece, still says so. */
  g_assert_cmpuint (units_at (world, page, 60), ==, 64);
  /* What is freed merges with both sides. */
  kfree (world, a);
  g_assert_cmpuint (units_at (world, page, 0), ==, 60);
  kfree (world, b);
  g_assert_cmpuint (units_at (world, page, 0), ==, 96);
  g_assert_cmpuint (units_at (world, page, 1), ==, 204 / 2);
  kfree (world, c);
  kfree (world, d);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_SMALL, NULL, 0), ==, 0);
  sim_world_close (world);
}

/* A block of a single unit has no room for its size. */
static void
test_single_unit (void)
{
  struct sim_world *world = slob_world ();
  uint64_t a = kmalloc (world, 6), b = kmalloc (world, 40), page = a - 8;

  /* 14 bytes, then two of a gap. */
  g_assert_cmpuint (b - page, ==, 24);
  g_assert_cmpuint (units_at (world, page, 7), ==, (guint16) -32);
  kfree (world, a);
  g_assert_cmpuint (units_at (world, page, 0), ==, 8);
  g_assert_cmpuint (units_at (world, page, 1), ==, 32);
  kfree (world, b);
  sim_world_close (world);
}

/* Three lists by size; the page that served comes first; a full one leaves, and comes back to
 * the list of what is freed first. */
static void
test_lists (void)
{
  struct sim_world *world = slob_world ();
  uint64_t small = kmalloc (world, 247), medium = kmalloc (world, 248), large[3], fill;
  sim_pfn pfn[4];

  g_assert_cmpuint (list_pages (world, SIM_SLOB_SMALL, pfn, 4), ==, 1);
  g_assert_cmpuint (pfn[0], ==, frame_at (small));
  g_assert_cmpuint (list_pages (world, SIM_SLOB_MEDIUM, pfn, 4), ==, 1);
  g_assert_cmpuint (pfn[0], ==, frame_at (medium));
  /* Three pages, since none holds two of these; the newest is the first. */
  for (guint i = 0; i < 3; i++)
    large[i] = kmalloc (world, 2500);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 4), ==, 3);
  g_assert_cmpuint (pfn[0], ==, frame_at (large[2]));
  g_assert_cmpuint (pfn[2], ==, frame_at (large[0]));
  /* Room for a whole list's length in the middle one only. */
  kfree (world, large[1]);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 4), ==, 2);
  large[1] = kmalloc (world, 1500);
  g_assert_cmpuint (frame_at (large[1]), ==, frame_at (large[2]));
  fill = kmalloc (world, 1500);
  g_assert_cmpuint (frame_at (fill), ==, frame_at (large[0]));
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 4), ==, 2);
  g_assert_cmpuint (pfn[0], ==, frame_at (large[0]));
  kfree (world, fill);
  kfree (world, large[0]);

  /* All of a page: it leaves its list. */
  fill = kmalloc (world, 4087);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 4), ==, 1);
  g_assert_cmpuint (pfn[0], ==, frame_at (large[2]));
  kfree (world, fill);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 4), ==, 1);
  kfree (world, large[1]);
  kfree (world, large[2]);
  kfree (world, small);
  kfree (world, medium);
  for (guint list = 0; list < SIM_SLOB_LISTS; list++)
    g_assert_cmpuint (list_pages (world, list, NULL, 0), ==, 0);
  sim_world_close (world);
}

/* A full page is on no list; its first free piece brings it back to the head. */
static void
test_page_back (void)
{
  struct sim_world *world = slob_world ();
  uint32_t cache = cache_create (world, "half", 2048, 0, 0);
  uint64_t first = cache_alloc (world, cache), second = cache_alloc (world, cache), other;
  sim_pfn pfn[2];

  g_assert_cmpuint (second, ==, first + 2048);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 2), ==, 0);
  other = cache_alloc (world, cache);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 2), ==, 1);
  small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, first, 0, 0);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 2), ==, 2);
  g_assert_cmpuint (pfn[0], ==, frame_at (first));
  g_assert_cmpuint (pfn[1], ==, frame_at (other));
  g_assert_cmpuint (units_at (world, first, 0), ==, 1024);
  g_assert_cmpuint (units_at (world, first, 1), ==, 2048);
  small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, other, 0, 0);
  small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, second, 0, 0);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_LARGE, pfn, 2), ==, 0);
  sim_world_close (world);
}

static void
test_whole_pages (void)
{
  struct sim_world *world = slob_world ();
  struct sim_view view = sim_world_view (world);
  uint64_t last = kmalloc (world, 4087), first = kmalloc (world, 4088),
           many = kmalloc (world, 9000);
  uint32_t cache = cache_create (world, "whole", 5000, 0, 0);
  uint64_t object;
  struct sim_block block;

  g_assert_cmpuint (offset_in_page (last), ==, 8);
  g_assert_cmpuint (ksize (world, last), ==, 4088);
  g_assert_cmpuint (offset_in_page (first), ==, 0);
  g_assert_cmpuint (ksize (world, first), ==, 4096);
  g_assert_cmpuint (ksize (world, many), ==, 16384);
  sim_view_block (&view, frame_at (many), &block);
  g_assert_true (block.large && !block.slab);
  g_assert_cmpuint (block.order, ==, 2);
  object = cache_alloc (world, cache);
  sim_view_block (&view, frame_at (object), &block);
  g_assert_true (block.slab);
  g_assert_cmpuint (block.order, ==, 1);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_DESTROY, cache, 0, 0, 0).status, ==,
                   SIM_CACHE_IN_USE);
  small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, object, 0, 0);
  sim_view_block (&view, frame_at (object), &block);
  g_assert_false (block.slab);
  kfree (world, many);
  kfree (world, first);
  kfree (world, last);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_DESTROY, cache, 0, 0, 0).status, ==, SIM_OK);
  sim_world_close (world);
}

/* SLOB cannot tell a cache's objects from kmalloc's; the model can, and refuses. */
static void
test_mixed_up (void)
{
  struct sim_world *world = slob_world ();
  uint32_t cache = cache_create (world, "forty", 40, 0, 0);
  uint32_t other = cache_create (world, "fortyeight", 48, 0, 0);
  uint64_t object = cache_alloc (world, cache), piece = kmalloc (world, 40);

  g_assert_cmpint (small_op (world, SIM_OP_KFREE, object, 0, 0, 0).status, ==, SIM_WRONG_CACHE);
  g_assert_cmpint (small_op (world, SIM_OP_KSIZE, object, 0, 0, 0).status, ==, SIM_WRONG_CACHE);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, piece, 0, 0).status, ==,
                   SIM_WRONG_CACHE);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_FREE, other, object, 0, 0).status, ==,
                   SIM_WRONG_CACHE);
  g_assert_cmpint (small_op (world, SIM_OP_KFREE, piece + 8, 0, 0, 0).status, ==,
                   SIM_OBJECT_INSIDE);
  kfree (world, piece);
  g_assert_cmpint (small_op (world, SIM_OP_KFREE, piece, 0, 0, 0).status, ==, SIM_OBJECT_IS_FREE);
  g_assert_cmpint (small_op (world, SIM_OP_KMEM_CACHE_FREE, cache, object, 0, 0).status, ==,
                   SIM_OK);
  sim_world_close (world);
}

/* Any bytes at all in place of headers and free blocks: the engine goes on, and what the pool
 * knows stays right. */
static void
test_damage (void)
{
  struct sim_world *world = slob_world ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  uint64_t held[64] = { 0 };
  guint done = 0, reports = 0;

  for (guint i = 0; i < 20000; i++) {
    guint slot = g_rand_int_range (rand, 0, G_N_ELEMENTS (held));
    struct sim_result result;

    if (held[slot] == 0) {
      result = small_op (world, SIM_OP_KMALLOC, g_rand_int_range (rand, 1, 1200), UNMOVABLE,
                         SIM_NODE_ANY, 0);
      if (result.status == SIM_OK)
        held[slot] = result.value;
    } else if (g_rand_int_range (rand, 0, 3) == 0) {
      guint where = offset_in_page (held[slot]);

      small_op (world, SIM_OP_MEMSET, held[slot],
                (uint64_t) (gint64) g_rand_int_range (rand, -(gint) MIN (where, 16u),
                                                      (gint) MIN (4096 - where, 300u)),
                g_rand_int_range (rand, 0, 256), g_rand_int_range (rand, 1, 5));
      result = small_op (world, SIM_OP_KSIZE, held[slot], 0, 0, 0);
    } else if (g_rand_int_range (rand, 0, 4) == 0) {
      result = small_op (world, SIM_OP_KREALLOC, held[slot], g_rand_int_range (rand, 1, 4000),
                         UNMOVABLE, 0);
      if (result.status == SIM_OK)
        held[slot] = result.value;
    } else {
      result = small_op (world, SIM_OP_KFREE, held[slot], 0, 0, 0);
      held[slot] = 0;
    }
    done += result.status == SIM_OK;
    reports += result.reports;
  }
  g_assert_cmpuint (done, >, 1000);
  g_assert_cmpuint (reports, >, 0);
  sim_world_close (world);
}

/* Observed pages, and that those which cannot be are refused without a trace. */
static void
test_load (void)
{
  static const struct sim_slob_free blocks[] = { { 210, 3 }, { 1270, 1 }, { 1888, 1104 } };
  static const struct sim_slob_free touching[] = { { 210, 3 }, { 216, 1 } };
  struct sim_machine machine = slab_machine (teaching_machine (), SIM_ALLOCATOR_SLOB);
  struct sim_machine_problem problem;
  struct sim_world *world;
  struct sim_view view;
  sim_pfn pfn[4];
  guint64 hash;

  machine.slab_boot = false;
  world = sim_load_begin (&machine, &problem);
  view = sim_world_view (world);
  sim_load_slab_up (world);
  hash = sim_arena_hash (sim_world_arena (world));
  g_assert_false (sim_load_slob_page (world, SIM_SLOB_SMALL, 9, touching, 2));
  g_assert_false (sim_load_slob_page (world, SIM_SLOB_SMALL, 9, blocks, 0));
  g_assert_false (sim_load_slob_page (world, SIM_SLOB_SMALL, 1u << 20, blocks, 3));
  g_assert_cmpuint (sim_arena_hash (sim_world_arena (world)), ==, hash);
  g_assert_true (sim_load_slob_page (world, SIM_SLOB_SMALL, 9, blocks, 3));
  g_assert_false (sim_load_slob_page (world, SIM_SLOB_SMALL, 9, blocks, 3));
  g_assert_true (sim_load_slob_page (world, SIM_SLOB_SMALL, 4, blocks + 2, 1));
  check_world (world);
  g_assert_cmpuint (list_pages (world, SIM_SLOB_SMALL, pfn, 4), ==, 2);
  g_assert_cmpuint (pfn[0], ==, 9);
  g_assert_cmpuint (pfn[1], ==, 4);
  g_assert_cmpuint (kmalloc (world, 8), ==, SIM_PAGE_OFFSET + 9 * 4096 + 1896);
  g_assert_cmpuint (sim_view_slab_entry (&view, 5), ==, SIM_SLAB_NONE);
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slob/fit", test_fit);
  g_test_add_func ("/slob/single-unit", test_single_unit);
  g_test_add_func ("/slob/lists", test_lists);
  g_test_add_func ("/slob/page-back", test_page_back);
  g_test_add_func ("/slob/whole-pages", test_whole_pages);
  g_test_add_func ("/slob/mixed-up", test_mixed_up);
  g_test_add_func ("/slob/damage", test_damage);
  g_test_add_func ("/slob/load", test_load);
  return g_test_run ();
}
