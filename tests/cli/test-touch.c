/* tests/cli/test-touch.c - "why is it here?" of slabs, small objects and caches, in words.
 *
 * Method: short stories with every allocator, told by the history and compared word by word;
 * then every pair of looks that there can be, each of which must have words.
 */
#include "tests/slab-machine.h"

#include "app/describe.h"
#include "engine/physical/gfp.h"

#include <string.h>

#define GFP SIM_GFP_KERNEL

/* 4 MiB, where small objects are from the beginning. */
static struct fol_history *
open_history (enum sim_slab_allocator allocator)
{
  struct sim_machine machine = test_slab_machine (allocator, 1);
  struct sim_machine_problem problem;
  struct fol_history *history;

  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

/* Returns what the operation gave: an address, a cache. */
static guint64
apply (struct fol_history *history, enum sim_operation_kind kind, guint64 a, guint64 b, guint64 c,
       guint64 d)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c, d } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
  return result.value;
}

static struct sim_object
small_at (guint64 address)
{
  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = (sim_pfn) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT),
                              .b = address & 4095 };
}

static struct sim_object
slab_at (guint64 address)
{
  return (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = small_at (address).a };
}

static void
assert_words (const char *text)
{
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_null (strchr (text, '{'));
}

/* Oldest first. */
static void
assert_told (struct fol_history *history, struct sim_object object, const char *expected)
{
  struct sim_view view = sim_world_view (fol_history_world (history));
  g_autoptr (GString) told = g_string_new (NULL);
  struct fol_touch touch[24];
  bool complete;
  guint count = fol_history_why (history, object, touch, G_N_ELEMENTS (touch), &complete, NULL);

  g_assert_true (complete);
  for (guint i = count; i-- > 0;) {
    g_autofree char *words = fol_describe_touch (&view, &touch[i], object);

    g_string_append_printf (told, "%" G_GUINT64_FORMAT " %s\n", touch[i].index, words);
  }
  g_assert_cmpstr (told->str, ==, expected);
}

static void
test_slub (void)
{
  struct fol_history *history = open_history (SIM_ALLOCATOR_SLUB);
  guint64 cache, object, other;

  cache = apply (history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("foo"), 100, 0, 0);
  object = apply (history, SIM_OP_KMEM_CACHE_ALLOC, cache, GFP, SIM_NODE_ANY, 0);
  other = apply (history, SIM_OP_KMEM_CACHE_ALLOC, cache, GFP, SIM_NODE_ANY, 0);
  apply (history, SIM_OP_MEMSET, object, 0, 0x5a, 16);
  apply (history, SIM_OP_KMEM_CACHE_FREE, cache, object, 0, 0);
  apply (history, SIM_OP_MEMSET, object, 4, 1, 1);
  apply (history, SIM_OP_MEMSET, object, 101, 2, 2);
  apply (history, SIM_OP_KMEM_CACHE_FREE, cache, other, 0, 0);
  apply (history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("bar"), 100, 0, 0);
  apply (history, SIM_OP_KMEM_CACHE_DESTROY, cache, 0, 0, 0);
  apply (history, SIM_OP_KMEM_CACHE_SHRINK, cache, 0, 0, 0);
  assert_told (history, (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = (guint32) cache },
               "1 made: foo, objects of 100 bytes\n"
               "2 got slabs: 1, 0 before\n"
               "9 another cache was merged into it: 2 users\n"
               "10 one user is gone: 1 left\n"
               "11 gave slabs back: 0, 1 before\n");
  apply (history, SIM_OP_KMEM_CACHE_DESTROY, cache, 0, 0, 0);
  assert_told (history, (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = 0 },
               "0 there from the beginning\n");
  assert_told (history, small_at (object),
               "2 a slab of foo was made, and the object allocated\n"
               "4 wrote 0x5a to its bytes 0–15\n"
               "5 freed, back to the free list of CPU 0\n"
               "6 wrote 0x01 to its byte 4, though it is free\n"
               "7 wrote 0x02 beside it, where only the allocator may write\n"
               "11 its slab was empty and went back to the page allocator\n");
  assert_told (history, slab_at (object),
               "2 made for foo: frame 4, 39 objects; now the slab that CPU 0 uses\n"
               "3 2 of 39 objects allocated, 1 before\n"
               "5 1 of 39 objects allocated, 2 before\n"
               "8 0 of 39 objects allocated, 1 before\n"
               "11 went back to the page allocator: frame 4 of foo\n");
  fol_history_free (history);
}

static void
test_slab (void)
{
  struct fol_history *history = open_history (SIM_ALLOCATOR_SLAB);
  guint64 object = apply (history, SIM_OP_KMALLOC, 1000, GFP, SIM_NODE_ANY, 0);
  guint64 other = apply (history, SIM_OP_KMALLOC, 1000, GFP, SIM_NODE_ANY, 0);

  apply (history, SIM_OP_KFREE, object, 0, 0, 0);
  apply (history, SIM_OP_KFREE, other, 0, 0, 0);
  for (guint i = 0; i < 3; i++)
    apply (history, SIM_OP_CACHE_REAP, 0, 0, 0, 0);
  assert_told (history, small_at (object),
               "1 a slab of kmalloc-1k was made, and the object allocated\n"
               "3 freed, back to the array of CPU 0\n"
               "7 moved from the array of CPU 0 to the free list of its slab\n");
  assert_told (history, slab_at (object),
               "1 made for kmalloc-1k: frame 4, 4 objects; now on the full list of its node\n"
               "2 2 of 4 objects allocated, 1 before\n"
               "3 1 of 4 objects allocated, 2 before\n"
               "4 0 of 4 objects allocated, 1 before\n"
               "6 2 of 4 objects off its free list, 4 before; now on the partial list of its node\n"
               "7 1 of 4 objects off its free list, 2 before\n");
  fol_history_free (history);
}

static void
test_slob (void)
{
  struct fol_history *history = open_history (SIM_ALLOCATOR_SLOB);
  guint64 object = apply (history, SIM_OP_KMALLOC, 100, GFP, SIM_NODE_ANY, 0);
  guint64 other = apply (history, SIM_OP_KMALLOC, 200, GFP, SIM_NODE_ANY, 0);

  apply (history, SIM_OP_KFREE, object, 0, 0, 0);
  assert_told (history, small_at (object),
               "1 a slab of SLOB was made, and the object allocated\n"
               "3 freed, back to a free block of its page\n");
  apply (history, SIM_OP_KFREE, other, 0, 0, 0);
  assert_told (history, slab_at (object),
               "1 made a page of SLOB: frame 0; now on the list of pages for small objects\n"
               "2 1890 units free, 1994 before\n"
               "3 1944 units free, 1890 before\n"
               "4 went back to the page allocator: frame 0 of SLOB\n");
  fol_history_free (history);
}

/* A look at a slab, an object in it, or a cache; `number` says which. */
static struct fol_look
nth_look (guint number)
{
  struct fol_look look = { .there = number % 2 != 0 };

  if (!look.there)
    return look;
  look.found = (number /= 2) % 2 != 0;
  look.allocator = (number /= 2) % SIM_ALLOCATORS;
  look.cache = (number /= SIM_ALLOCATORS) % 2 != 0 ? SIM_CACHE_SLOB : 3;
  look.place.state = look.found ? (number /= 2) % SIM_PLACE_STATES : 0;
  look.slab.where = (number /= SIM_PLACE_STATES) % (SIM_SLAB_NODE_LIST + 1);
  look.slab.serial = look.serial = look.slab.inuse = look.slabs = number % 2;
  look.refcount = number % 3;
  look.place.size = 32;
  look.to = 32;
  return look;
}

static void
test_all_words (void)
{
  static const enum sim_object_kind kinds[] = { SIM_OBJECT_SMALL, SIM_OBJECT_SLAB,
                                                SIM_OBJECT_CACHE };
  struct fol_history *history = open_history (SIM_ALLOCATOR_SLUB);
  struct sim_view view = sim_world_view (fol_history_world (history));

  for (guint one = 0; one < 1200; one++) {
    for (guint other = 0; other < 1200; other += 7) {
      struct fol_touch touch = { .index = 1, .before = nth_look (one), .after = nth_look (other) };

      for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++) {
        struct sim_object object = { .kind = kinds[kind] };
        g_autofree char *words = NULL, *opening = NULL;

        if (!fol_same_look (object.kind, &touch.before, &touch.after)) {
          words = fol_describe_touch (&view, &touch, object);
          assert_words (words);
        }
        if (touch.after.there) {
          struct fol_touch first = { .before = touch.after, .after = touch.after };

          opening = fol_describe_touch (&view, &first, object);
          assert_words (opening);
        }
      }
    }
  }
  fol_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/touch/slub", test_slub);
  g_test_add_func ("/touch/slab", test_slab);
  g_test_add_func ("/touch/slob", test_slob);
  g_test_add_func ("/touch/all-words", test_all_words);
  return g_test_run ();
}
