/* tests/cli/test-bench-buddy.c - that the baseline is a right buddy allocator.
 *
 * A baseline that lost or doubled blocks would be fast for the wrong reason.
 * Method: random allocations and frees beside a plain byte per frame.
 */
#include "app/programs/bench-buddy.h"

#include <glib.h>

#define FRAMES 4096u

static void
mark (guint8 *used, uint32_t pfn, uint32_t order, guint8 from, guint8 to)
{
  g_assert_cmpuint (pfn % (1u << order), ==, 0);
  for (uint32_t i = 0; i < 1u << order; i++) {
    g_assert_cmpuint (used[pfn + i], ==, from);
    used[pfn + i] = to;
  }
}

static void
test_random (void)
{
  struct bare_buddy *buddy = bare_buddy_new (FRAMES);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 used[FRAMES] = { 0 };
  struct {
    uint32_t pfn, order;
  } live[FRAMES];
  guint count = 0;

  for (guint i = 0; i < 200000; i++) {
    if (g_rand_boolean (rand) && count < FRAMES) {
      uint32_t order = (uint32_t) g_rand_int_range (rand, 0, 6);
      uint32_t pfn = bare_buddy_take (buddy, order);

      if (pfn == SIM_PFN_NONE)
        continue;
      mark (used, pfn, order, 0, 1);
      live[count].pfn = pfn;
      live[count++].order = order;
    } else if (count > 0) {
      guint victim = (guint) g_rand_int_range (rand, 0, (gint) count);

      mark (used, live[victim].pfn, live[victim].order, 1, 0);
      bare_buddy_give (buddy, live[victim].pfn, live[victim].order);
      live[victim] = live[--count];
    }
  }
  while (count-- > 0)
    bare_buddy_give (buddy, live[count].pfn, live[count].order);

  /* All merged again: exactly the largest blocks are left. */
  for (guint i = 0; i < FRAMES >> (SIM_MAX_ORDER - 1); i++)
    g_assert_cmpuint (bare_buddy_take (buddy, SIM_MAX_ORDER - 1), !=, SIM_PFN_NONE);
  g_assert_cmpuint (bare_buddy_take (buddy, 0), ==, SIM_PFN_NONE);
  bare_buddy_free (buddy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bench-buddy/random", test_random);
  return g_test_run ();
}
