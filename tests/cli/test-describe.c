/* tests/cli/test-describe.c - that every code of the engine has words, and numbers reach them.
 *
 * Method: walk the engine's own tables (decisions, statuses, states, problems)
 * and look for texts that are missing, empty, still have a place to fill in, or are not
 * translated; a few whole sentences.
 */
#include "app/describe.h"
#include "app/language.h"
#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

#include <string.h>

static struct sim_world *
open_world_with (enum sim_slab_allocator allocator)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_world *world;

  sim_machine_defaults (&machine);
  machine.max_order = 5;
  machine.pageblock_order = 3;
  machine.boot_pcp = true;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << SIM_PAGE_SHIFT };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 8u << SIM_PAGE_SHIFT };
  machine.slab_allocator = allocator;
  world = sim_world_open (&machine, &problem);
  g_assert_nonnull (world);
  return world;
}

static struct sim_world *
open_world (void)
{
  return open_world_with (SIM_ALLOCATOR_SLUB);
}

/* A text that someone can read: not empty, in UTF-8, nothing left to fill in. */
static void
assert_words (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 0);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strchr (text, '{'));
  g_assert_null (strchr (text, '}'));
}

static void
test_steps (void)
{
  struct sim_world *world = open_world ();
  struct sim_view view = sim_world_view (world);

  for (guint decision = 0; decision < SIM_DECISION_COUNT; decision++) {
    for (guint number = 0; number < 3; number++) {
      struct sim_step step = { .function = SIM_FN_ALLOC_PAGES, .decision = (uint16_t) decision };
      g_autofree char *words = NULL;

      for (guint i = 0; i < SIM_STEP_NUMBERS_MAX; i++)
        step.number[i] = number;
      words = fol_describe_step (&view, &step);
      assert_words (words);
    }
  }
  sim_world_close (world);
}

static void
assert_step (const struct sim_view *view, struct sim_step step, const char *expected)
{
  g_autofree char *words = fol_describe_step (view, &step);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_sentences (void)
{
  struct sim_world *world = open_world ();
  struct sim_view view = sim_world_view (world);
  const struct sim_step found = { .decision = SIM_DECISION_FOUND,
                                  .number = { 40, 0, 3, SIM_MIGRATE_MOVABLE, 0 } };
  const struct sim_step merged = { .decision = SIM_DECISION_BUDDY_FREE,
                                   .number = { 44, 40, 2, 40 } };
  const struct sim_step low = { .decision = SIM_DECISION_ZONE_LOW,
                                .number = { 0, (uint32_t) -3, 5, 7, 1 } };
  const struct sim_step failed = { .decision = SIM_DECISION_FAILED,
                                   .number = { 4, SIM_GFP_KERNEL } };

  assert_step (&view, found,
               "found on the movable list of order 3, to be split down to order 0: frames 40–47");
  assert_step (&view, merged,
               "the buddy is free too, frames 40–43: they merge to order 3, frames 40–47");
  assert_step (&view, low, "zone DMA may not serve order 1: -3 usable ≤ watermark 5 + reserve 7");
  assert_step (&view, failed, "no page: order 4, GFP_KERNEL, returns NULL");
  sim_world_close (world);
}

static void
test_results (void)
{
  struct sim_world *world = open_world ();
  struct sim_view view = sim_world_view (world);

  for (guint kind = 0; kind < SIM_OP_COUNT; kind++) {
    for (guint status = 0; status < SIM_STATUS_COUNT; status++) {
      struct sim_op op = { .kind = kind };
      struct sim_result result = { .status = status };
      g_autofree char *words = NULL, *shorter = NULL;

      words = fol_describe_result (&view, &op, &result);
      shorter = fol_describe_op_short (&op);
      assert_words (words);
      assert_words (shorter);
    }
  }
  sim_world_close (world);
}

/* Facts ("cache-gone: cache 3") are what is told of a decision that nobody has written a
 * sentence for. */
static void
test_every_decision (void)
{
  struct sim_world *world = open_world ();
  struct sim_view view = sim_world_view (world);

  for (guint decision = 0; decision < SIM_DECISION_COUNT; decision++) {
    const struct sim_step step = { .function = SIM_FN_KMALLOC, .decision = (uint16_t) decision };
    g_autofree char *words = fol_describe_step (&view, &step);
    g_autofree char *facts = g_strconcat (sim_decision_tag (decision), ":", NULL);

    if (g_str_has_prefix (words, facts) || g_str_equal (words, sim_decision_tag (decision)))
      g_error ("there is no sentence for %s", sim_decision_tag (decision));
  }
  sim_world_close (world);
}

static bool
has_chinese (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gunichar c = g_utf8_get_char (text);

    if (c >= 0x4e00 && c <= 0x9fff)
      return true;
  }
  return false;
}

/* The same codes in the other language: all of them have sentences there, too. */
static void
test_chinese (void)
{
  struct sim_world *world = open_world ();
  struct sim_view view = sim_world_view (world);

  g_assert_true (fol_language_use ("zh_CN"));
  for (guint decision = 0; decision < SIM_DECISION_COUNT; decision++) {
    const struct sim_step step = { .function = SIM_FN_KMALLOC, .decision = (uint16_t) decision };
    g_autofree char *words = fol_describe_step (&view, &step);

    if (!has_chinese (words))
      g_error ("%s is not translated: %s", sim_decision_tag (decision), words);
  }
  for (guint kind = 0; kind < SIM_OP_COUNT; kind++) {
    for (guint status = 0; status < SIM_STATUS_COUNT; status++) {
      const struct sim_op op = { .kind = kind };
      const struct sim_result result = { .status = status };
      g_autofree char *words = fol_describe_result (&view, &op, &result);

      if (!has_chinese (words))
        g_error ("status %u of %s is not translated: %s", status, sim_operations[kind].name, words);
    }
  }
  g_assert_true (fol_language_use ("en"));
  sim_world_close (world);
}

/* What small objects cost, and what is wasted of them. */
static void
test_small_results (void)
{
  static const struct {
    enum sim_slab_allocator allocator;
    struct sim_op op;
    uint32_t lists, locks;
    const char *expected;
  } cases[] = {
    { SIM_ALLOCATOR_SLUB,
      { SIM_OP_KMALLOC, { 84, SIM_GFP_KERNEL, SIM_NODE_ANY } },
      1,
      0,
      "Allocated 0xffff888000014000 from kmalloc-96. 84 bytes were asked for; 12 of 96 are wasted. "
      "From a new slab of the buddy system: 1 list, 5 cache lines, no lock." },
    { SIM_ALLOCATOR_SLUB,
      { SIM_OP_KMALLOC, { 96, SIM_GFP_KERNEL, SIM_NODE_ANY } },
      1,
      0,
      "Allocated 0xffff888000014060 from kmalloc-96. "
      "From the CPU’s own stock: 1 list, 5 cache lines, no lock." },
    { SIM_ALLOCATOR_SLUB,
      { SIM_OP_KREALLOC, { 0xffff888000014060, 95, SIM_GFP_KERNEL } },
      0,
      0,
      "Allocated 0xffff888000014060 from kmalloc-96. 95 bytes were asked for; 1 of 96 are "
      "wasted." },
    { SIM_ALLOCATOR_SLUB,
      { SIM_OP_KFREE, { 0xffff888000014060 } },
      1,
      0,
      "Given back: 0xffff888000014060. To the CPU’s own stock: 1 list, 5 cache lines, no lock." },
    { SIM_ALLOCATOR_SLUB,
      { SIM_OP_KMALLOC, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
      0,
      0,
      "No bytes: 0x10 is ZERO_SIZE_PTR, where nothing lies." },
    { SIM_ALLOCATOR_SLUB, { SIM_OP_KFREE, { SIM_ZERO_SIZE_PTR } }, 0, 0, "Given back: 0x10." },
    { SIM_ALLOCATOR_SLUB,
      { SIM_OP_KMALLOC, { 8193, SIM_GFP_KERNEL, SIM_NODE_ANY } },
      0,
      0,
      "Allocated 0xffff888000018000, a large object: frames 24–27. 8193 bytes were asked for; 8191 "
      "of 16384 are wasted. From the buddy system." },
    { SIM_ALLOCATOR_SLUB,
      { SIM_OP_KFREE, { 0xffff888000018000 } },
      0,
      0,
      "Given back: 0xffff888000018000. On to the buddy system." },
    { SIM_ALLOCATOR_SLOB,
      { SIM_OP_KMALLOC, { 1, SIM_GFP_KERNEL, SIM_NODE_ANY } },
      1,
      1,
      "Allocated 0xffff888000010008. 1 byte was asked for; 1 of 2 are wasted. "
      "From a new page of the buddy system: 1 list, 5 cache lines, 1 lock." },
    { SIM_ALLOCATOR_SLOB,
      { SIM_OP_KMALLOC, { 64, SIM_GFP_KERNEL, SIM_NODE_ANY } },
      1,
      1,
      "Allocated 0xffff888000010040. From a page that was there: 1 list, 5 cache lines, 1 lock." },
    { SIM_ALLOCATOR_SLOB,
      { SIM_OP_KFREE, { 0xffff888000010040 } },
      0,
      1,
      "Given back: 0xffff888000010040. To its page: no list, 5 cache lines, 1 lock." },
  };
  struct sim_world *world = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    struct sim_op init = { .kind = SIM_OP_KMEM_CACHE_INIT };
    struct sim_result result;
    struct sim_view view;
    g_autofree char *words = NULL;

    if (i == 0 || cases[i].allocator != cases[i - 1].allocator) {
      g_clear_pointer (&world, sim_world_close);
      world = open_world_with (cases[i].allocator);
      g_assert_cmpint (sim_apply (world, &init, &result, NULL), ==, SIM_OK);
    }
    sim_apply (world, &cases[i].op, &result, NULL);
    /* The words are tested here; what is counted is for the tests of the engine. */
    if (result.cost.lines > 0)
      result.cost = (struct sim_slab_cost){
        .level = result.cost.level, .lists = cases[i].lists, .lines = 5, .locks = cases[i].locks
      };
    view = sim_world_view (world);
    words = fol_describe_result (&view, &cases[i].op, &result);
    g_assert_cmpstr (words, ==, cases[i].expected);
  }
  sim_world_close (world);
}

/* The reasons of real refusals, with their numbers. */
static void
test_refusals (void)
{
  static const struct {
    struct sim_op op;
    const char *expected;
  } cases[] = {
    { { SIM_OP_ALLOC_PAGES, { 3, SIM_GFP_HIGHUSER_MOVABLE, SIM_NODE_ANY } },
      "Allocated order 3: frames 8–15." },
    { { SIM_OP_FREE_PAGES, { 9, SIM_ORDER_OF_BLOCK } },
      "Frame 9 is not the first of its block: it was allocated with order 3, frames 8–15. A block "
      "is given back by its first frame, 8." },
    { { SIM_OP_FREE_PAGES, { 8, 2 } },
      "The block at frame 8 was allocated with order 3 and cannot be given back with order 2." },
    { { SIM_OP_FREE_PAGES, { 8, SIM_ORDER_OF_BLOCK } }, "Given back: frames 8–15." },
    { { SIM_OP_FREE_PAGES, { 40, SIM_ORDER_OF_BLOCK } },
      "Frame 40 is free already: it lies in the free block of order 4, frames 32–47. Given back "
      "twice, it could be handed out to two owners." },
    { { SIM_OP_FREE_PAGES, { 0, SIM_ORDER_OF_BLOCK } },
      "Frame 0 cannot be given back: it was reserved at boot and never belonged to the buddy "
      "system." },
    { { SIM_OP_FREE_PAGES, { 64, SIM_ORDER_OF_BLOCK } },
      "There is no frame 64: this machine has 64 frames, and counts them from 0." },
    { { SIM_OP_ALLOC_PAGES, { 5, SIM_GFP_KERNEL, SIM_NODE_ANY } },
      "There is no order 5 on this machine: its largest block has order 4." },
    { { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_DMA | SIM_GFP_DMA32, SIM_NODE_ANY } },
      "The GFP flags __GFP_DMA|__GFP_DMA32 contradict each other." },
    { { SIM_OP_SET_CPU, { 7 } }, "There is no CPU 7: this machine has 1, counted from 0." },
  };
  struct sim_world *world = open_world ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    struct sim_result result;
    struct sim_view view;
    g_autofree char *words = NULL;

    sim_apply (world, &cases[i].op, &result, NULL);
    view = sim_world_view (world);
    words = fol_describe_result (&view, &cases[i].op, &result);
    g_assert_cmpstr (words, ==, cases[i].expected);
  }
  sim_world_close (world);
}

static void
test_words (void)
{
  for (guint state = 0; state < SIM_PAGE_STATES; state++)
    assert_words (fol_describe_state (state));
  for (guint type = 0; type < SIM_MIGRATE_TYPES; type++) {
    assert_words (fol_describe_type (type));
    g_assert_cmpint (fol_type_letter (type), ==, "UMRHCI"[type]);
  }
  g_assert_cmpint (fol_type_letter (SIM_MIGRATE_TYPES), ==, '?');
  for (guint error = 0; error <= SIM_MACHINE_NO_MEMORY; error++) {
    const struct sim_machine_problem problem = { .error = error, .member = "ram", .index = 2 };
    g_autofree char *words = fol_describe_problem (&problem);

    assert_words (words);
  }
}

static void
test_advice (void)
{
  const struct sim_op op = { SIM_OP_FREE_PAGES, { 9, SIM_ORDER_OF_BLOCK } };
  const struct sim_result tail = { .status = SIM_FREE_TAIL, .number = { 9, 8, 3 } };
  const struct sim_result fine = { .status = SIM_OK };
  g_autofree char *advice = fol_describe_advice (&op, &tail);
  struct sim_world *world = open_world ();
  struct sim_view view = sim_world_view (world);
  g_autofree char *run = fol_describe_run (&view, 3, false, &op, &fine);
  g_autofree char *stopped = fol_describe_run (&view, 1, true, &op, &fine);

  g_assert_cmpstr (advice, ==, "Free frame 8 instead.");
  g_assert_null (fol_describe_advice (&op, &fine));
  g_assert_cmpstr (run, ==, "3 operations were applied. 56 frames are free on the buddy lists.");
  g_assert_cmpstr (stopped, ==,
                   "Stopped: 1 operation was applied and stays. "
                   "56 frames are free on the buddy lists.");
  for (guint status = 0; status < SIM_STATUS_COUNT; status++) {
    const struct sim_result result = { .status = status };
    g_autofree char *words = fol_describe_advice (&op, &result);

    if (words != NULL)
      assert_words (words);
  }
  sim_world_close (world);
}

static struct sim_object
frame (sim_pfn pfn)
{
  return (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn };
}

static void
test_touches (void)
{
  static const struct {
    struct fol_touch touch;
    const char *expected;
  } cases[] = {
    { { .index = 0, .after = { .block = { .pfn = 32, .order = 4, .state = SIM_PAGE_FREE } } },
      "boot handed it over to the buddy system in frames 32–47, order 4" },
    { { .index = 2,
        .before = { .block = { .pfn = 32, .order = 4, .state = SIM_PAGE_FREE } },
        .after = { .block = { .pfn = 40,
                              .order = 3,
                              .state = SIM_PAGE_FREE,
                              .type = SIM_MIGRATE_MOVABLE } } },
      "split frames 32–47 and put frames 40–47 back on the movable list of order 3" },
    { { .index = 3,
        .before = { .block = { .pfn = 40, .order = 3, .state = SIM_PAGE_FREE } },
        .after = { .block = { .pfn = 40, .order = 0, .state = SIM_PAGE_USED } } },
      "split frames 40–47 and handed out frame 40" },
    { { .index = 4,
        .before = { .block = { .pfn = 40, .order = 0, .state = SIM_PAGE_USED } },
        .after = { .block = { .pfn = 40, .order = 3, .state = SIM_PAGE_FREE } } },
      "gave back frame 40; merged into a free block of order 3, frames 40–47" },
  };
  struct sim_world *world = open_world ();
  struct sim_view view = sim_world_view (world);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = fol_describe_touch (&view, &cases[i].touch, frame (40));

    g_assert_cmpstr (words, ==, cases[i].expected);
  }
  for (guint before = SIM_PAGE_FREE; before < SIM_PAGE_STATES; before++) {
    for (guint after = SIM_PAGE_FREE; after < SIM_PAGE_STATES; after++) {
      const struct fol_touch touch = { .index = 1,
                                       .before = { .block = { .pfn = 8, .state = before } },
                                       .after = { .block = { .pfn = 8, .state = after } } };
      g_autofree char *words = fol_describe_touch (&view, &touch, frame (8));

      assert_words (words);
    }
  }
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  fol_language_set_up ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/describe/steps", test_steps);
  g_test_add_func ("/describe/sentences", test_sentences);
  g_test_add_func ("/describe/results", test_results);
  g_test_add_func ("/describe/every-decision", test_every_decision);
  g_test_add_func ("/describe/small-results", test_small_results);
  g_test_add_func ("/describe/refusals", test_refusals);
  g_test_add_func ("/describe/words", test_words);
  g_test_add_func ("/describe/advice", test_advice);
  g_test_add_func ("/describe/touches", test_touches);
  g_test_add_func ("/describe/chinese", test_chinese);
  return g_test_run ();
}
