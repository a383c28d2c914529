/* tests/cli/test-find.c - finding by a few letters, and objects by what people type. */
#include "tests/slab-machine.h"

#include "app/find-object.h"
#include "app/fuzzy.h"
#include "app/host/history.h"
#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

static void
test_fits (void)
{
  static const struct {
    const char *query, *text;
    gboolean fits;
  } cases[] = {
    { "", "anything", TRUE },
    { "dr", "Drain per-CPU lists", TRUE },
    { "DRAIN", "Drain per-CPU lists", TRUE },
    { "lists drain", "Drain per-CPU lists", TRUE },
    { "dpcl", "Drain per-CPU lists", TRUE },
    { "cpu", "Drain per-CPU lists", TRUE },
    { "rain", "Drain per-CPU lists", TRUE },
    { "drl", "Drain per-CPU lists", TRUE },
    { "dns", "Drain per-CPU lists", FALSE }, /* letters in the middle of words are no match */
    { "drain lissts", "Drain per-CPU lists", FALSE },
    { "x", "Drain per-CPU lists", FALSE },
    { "abc", "ab", FALSE },
    { "über", "Über alles", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if ((fol_fuzzy_score (cases[i].query, cases[i].text) > 0) != cases[i].fits)
      g_error ("“%s” in “%s”", cases[i].query, cases[i].text);
}

/* The first of two texts is the better one. */
static void
test_ranks (void)
{
  static const struct {
    const char *query, *better, *worse;
  } cases[] = {
    { "open", "Open", "Open…  something else" },
    { "open", "Open…", "Reopen" },
    { "buddy", "Buddy I", "Lesson about buddies and a buddy" },
    { "free", "Free", "Freed frames" },
    { "free", "Free frames", "Set free" },
    { "ra", "raise", "drain" },
    { "pcl", "pcl", "per-CPU lists" },
    { "map", "Physical map", "Physical remapping" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (fol_fuzzy_score (cases[i].query, cases[i].better), >,
                      fol_fuzzy_score (cases[i].query, cases[i].worse));
}

/* 64 frames; operation 1 gave frames 8-15, which have the name $a. */
static struct fol_state *
make_state (void)
{
  const struct sim_op op = { SIM_OP_ALLOC_PAGES, { 3, SIM_GFP_HIGHUSER_MOVABLE, SIM_NODE_ANY } };
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;
  struct fol_state *state;
  struct sim_result result;

  sim_machine_defaults (&machine);
  machine.max_order = 5;
  machine.pageblock_order = 3;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << SIM_PAGE_SHIFT };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 8u << SIM_PAGE_SHIFT };
  history = fol_history_new (&machine, &problem);
  fol_history_apply (history, &op, &result);
  state = fol_history_state (history);
  fol_history_free (history);
  return state;
}

struct find_case {
  const char *text;
  enum fol_found_kind kind;
  struct sim_object object;
  guint64 index;
  const char *words;
};

static void
check_case (const struct find_case *expected, const struct fol_state *state,
            const struct fol_names *names)
{
  struct fol_found found;

  fol_find_object (expected->text, state, names, &found);
  g_test_message ("%s", expected->text);
  g_assert_cmpstr (found.words, ==, expected->words);
  g_assert_cmpint (found.kind, ==, expected->kind);
  if (found.kind == FOL_FOUND_OBJECT)
    g_assert_true (sim_object_equal (found.object, expected->object));
  if (found.kind == FOL_FOUND_MOMENT)
    g_assert_cmpuint (found.index, ==, expected->index);
  fol_found_clear (&found);
}

static void
test_objects (void)
{
  static const struct find_case cases[] = {
    { "40", FOL_FOUND_OBJECT, { SIM_OBJECT_FRAME, 40, 0, 0 }, 0, "Frame 40" },
    { "0x28", FOL_FOUND_OBJECT, { SIM_OBJECT_FRAME, 40, 0, 0 }, 0, "Frame 40" },
    { " frame  63 ", FOL_FOUND_OBJECT, { SIM_OBJECT_FRAME, 63, 0, 0 }, 0, "Frame 63" },
    { "PFN 0x3F", FOL_FOUND_OBJECT, { SIM_OBJECT_FRAME, 63, 0, 0 }, 0, "Frame 63" },
    { "pfn 0x40", FOL_FOUND_WRONG, { 0 }, 0, "Frames are numbered from 0 to 63 (0x3f)." },
    { "frame x", FOL_FOUND_WRONG, { 0 }, 0, "Frames are numbered from 0 to 63 (0x3f)." },
    { "99999999999999999999999", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "block 9",
      FOL_FOUND_OBJECT,
      { SIM_OBJECT_BLOCK, 9, 0, 0 },
      0,
      "Block of order 3 in use (movable), frames 8–15" },
    { "pageblock 7",
      FOL_FOUND_OBJECT,
      { SIM_OBJECT_PAGEBLOCK, 56, 0, 0 },
      0,
      "Pageblock 7, frames 56–63" },
    { "pageblock 8", FOL_FOUND_WRONG, { 0 }, 0, "Pageblocks are numbered from 0 to 7." },
    { "zone dma", FOL_FOUND_OBJECT, { SIM_OBJECT_ZONE, 0, 0, 0 }, 0, "Zone DMA" },
    { "zone 0", FOL_FOUND_OBJECT, { SIM_OBJECT_ZONE, 0, 0, 0 }, 0, "Zone DMA" },
    { "zone Normal", FOL_FOUND_WRONG, { 0 }, 0, "The zones of this machine are: DMA." },
    { "list 3 mov",
      FOL_FOUND_OBJECT,
      { SIM_OBJECT_FREE_LIST, 0, 3, SIM_MIGRATE_MOVABLE },
      0,
      "Free list of order 3, movable, zone DMA" },
    { "list 3 cma DMA",
      FOL_FOUND_OBJECT,
      { SIM_OBJECT_FREE_LIST, 0, 3, SIM_MIGRATE_CMA },
      0,
      "Free list of order 3, CMA, zone DMA" },
    { "list 5", FOL_FOUND_WRONG, { 0 }, 0, "Free lists have orders from 0 to 4." },
    { "list 3 odd",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "Migrate types are: unmovable, movable, reclaimable, highatomic, cma, isolate." },
    { "cpu 0", FOL_FOUND_OBJECT, { SIM_OBJECT_PCP, 0, 0, 0 }, 0, "Lists of CPU 0, zone DMA" },
    { "cpu 1", FOL_FOUND_WRONG, { 0 }, 0, "This machine has 1 CPU, counted from 0." },
    { "op 1", FOL_FOUND_MOMENT, { 0 }, 1, "Operation 1: alloc_pages order 3" },
    { "operation 1", FOL_FOUND_MOMENT, { 0 }, 1, "Operation 1: alloc_pages order 3" },
    { "#0", FOL_FOUND_MOMENT, { 0 }, 0, "Before the first operation" },
    { "op 2",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "The operations of this branch are numbered from 1 to 1." },
    { "$a",
      FOL_FOUND_OBJECT,
      { SIM_OBJECT_BLOCK, 8, 3, 0 },
      0,
      "Block of order 3 in use (movable), frames 8–15" },
    { "$b", FOL_FOUND_WRONG, { 0 }, 0, "Nothing has the name $b at this moment." },
    { "cache kmalloc-96",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "There are no caches yet: run kmem_cache_init first." },
    { "slab 9", FOL_FOUND_WRONG, { 0 }, 0, "There are no caches yet: run kmem_cache_init first." },
    { "object 0xffff888000009000",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "There are no caches yet: run kmem_cache_init first." },
    { "0xffff888000009010", FOL_FOUND_OBJECT, { SIM_OBJECT_FRAME, 9, 0, 0 }, 0, "Frame 9" },
    { "0xffff888000040000",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "Memory is at the addresses from 0xffff888000000000 to 0xffff88800003ffff." },
    { "kmalloc-96", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "zone", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "frames of lists", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "$", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
  };
  struct fol_state *state = make_state ();
  struct fol_names *names = fol_names_new ();

  fol_names_add (names, "a", (struct sim_object){ SIM_OBJECT_BLOCK, 8, 3, 0 }, 0, 0, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], state, names);
  fol_names_free (names);
  fol_state_unref (state);
}

/* 4 MiB with small objects; an object of 90 bytes and a large one, if they are wanted. */
static struct fol_state *
make_slab_state (enum sim_slab_allocator allocator, guint64 *small, guint64 *large)
{
  const struct sim_op ops[] = { { SIM_OP_KMALLOC, { 90, SIM_GFP_KERNEL, SIM_NODE_ANY } },
                                { SIM_OP_KMALLOC, { 20000, SIM_GFP_KERNEL, SIM_NODE_ANY } } };
  struct sim_machine machine = test_slab_machine (allocator, 1);
  struct sim_machine_problem problem;
  struct fol_history *history;
  struct fol_state *state;
  struct sim_result result;

  history = fol_history_new (&machine, &problem);
  if (small != NULL) {
    g_assert_cmpint (fol_history_apply (history, &ops[0], &result), ==, SIM_OK);
    *small = result.value;
    g_assert_cmpint (fol_history_apply (history, &ops[1], &result), ==, SIM_OK);
    *large = result.value;
  }
  state = fol_history_state (history);
  fol_history_free (history);
  return state;
}

static void
test_small_objects (void)
{
  guint64 small, large;
  struct fol_state *state = make_slab_state (SIM_ALLOCATOR_SLUB, &small, &large);
  struct sim_view view = fol_state_view (state);
  sim_pfn frame = (sim_pfn) ((small - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
  sim_pfn first = (sim_pfn) ((large - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
  uint32_t cache = sim_view_cache_find (&view, "kmalloc-96");
  struct sim_object object = { SIM_OBJECT_SMALL, frame, small & 4095, 0 };
  g_autofree char *middle = g_strdup_printf ("object 0x%" G_GINT64_MODIFIER "x", small + 95);
  g_autofree char *behind = g_strdup_printf ("object 0x%" G_GINT64_MODIFIER "x", small | 4090);
  g_autofree char *bare = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", small + 1);
  g_autofree char *big = g_strdup_printf ("Object 0x%" G_GINT64_MODIFIER "x", large + 4097);
  g_autofree char *slab = g_strdup_printf ("slab 0x%x", frame);
  g_autofree char *number = g_strdup_printf ("cache %u", cache);
  g_autofree char *named = g_strdup_printf ("Object at 0x%" G_GINT64_MODIFIER "x", small);
  g_autofree char *slab_words = g_strdup_printf ("Slab at frame %u", frame);
  g_autofree char *nothing =
      g_strdup_printf ("No object is at 0x%" G_GINT64_MODIFIER
                       "x, only what the slab at frame %u has around its objects.",
                       small | 4090, frame);
  g_autofree char *big_words =
      g_strdup_printf ("Block of order 3 in use (unmovable), frames %u–%u", first, first + 7);
  const struct find_case cases[] = {
    { "cache KMALLOC-96",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "The caches here are: kmem_cache_node, kmem_cache, kmalloc-8, kmalloc-16, kmalloc-32, "
      "kmalloc-64, kmalloc-96, kmalloc-128, kmalloc-192, kmalloc-256, kmalloc-512, kmalloc-1k "
      "and 29 more." },
    { "cache kmalloc-96",
      FOL_FOUND_OBJECT,
      { SIM_OBJECT_CACHE, cache, 0, 0 },
      0,
      "Cache kmalloc-96" },
    { "kmalloc-96", FOL_FOUND_OBJECT, { SIM_OBJECT_CACHE, cache, 0, 0 }, 0, "Cache kmalloc-96" },
    { number, FOL_FOUND_OBJECT, { SIM_OBJECT_CACHE, cache, 0, 0 }, 0, "Cache kmalloc-96" },
    { slab, FOL_FOUND_OBJECT, { SIM_OBJECT_SLAB, frame, 0, 0 }, 0, slab_words },
    { "slab 1023",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "Frame 1023 is no part of a slab. Slabs begin at the frames 0, 1, 2, 3, 4." },
    { "slab 1024", FOL_FOUND_WRONG, { 0 }, 0, "Frames are numbered from 0 to 1023 (0x3ff)." },
    { middle, FOL_FOUND_OBJECT, object, 0, named },
    { bare, FOL_FOUND_OBJECT, object, 0, named },
    { behind, FOL_FOUND_WRONG, { 0 }, 0, nothing },
    { big, FOL_FOUND_OBJECT, { SIM_OBJECT_BLOCK, first, 3, 0 }, 0, big_words },
    { "object 96",
      FOL_FOUND_WRONG,
      { 0 },
      0,
      "Memory is at the addresses from 0xffff888000000000 to 0xffff8880003fffff." },
    { "0xffff8880003ff000", FOL_FOUND_OBJECT, { SIM_OBJECT_FRAME, 1023, 0, 0 }, 0, "Frame 1023" },
  };

  g_assert_cmpuint (cache, !=, SIM_CACHE_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], state, NULL);
  fol_state_unref (state);
}

/* SLOB has no caches but those that one makes; its pages are slabs all the same. */
static void
test_slob (void)
{
  static const struct find_case cases[] = {
    { "cache kmalloc-96", FOL_FOUND_WRONG, { 0 }, 0, "The caches here are: kmem_cache." },
    { "slab 0", FOL_FOUND_OBJECT, { SIM_OBJECT_SLAB, 0, 0, 0 }, 0, "Slab at frame 0" },
  };
  static const struct find_case none = {
    "slab 9", FOL_FOUND_WRONG, { 0 }, 0, "Frame 9 is no part of a slab: there is none."
  };
  guint64 small, large;
  struct fol_state *state = make_slab_state (SIM_ALLOCATOR_SLOB, &small, &large);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&cases[i], state, NULL);
  fol_state_unref (state);
  state = make_slab_state (SIM_ALLOCATOR_SLOB, NULL, NULL);
  check_case (&none, state, NULL);
  fol_state_unref (state);
}

static void
test_no_state (void)
{
  struct fol_found found;

  fol_find_object ("frame 4", NULL, NULL, &found);
  g_assert_cmpint (found.kind, ==, FOL_FOUND_NOTHING);
  g_assert_cmpuint (g_utf8_strlen (fol_find_object_examples (), -1), >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/find/fits", test_fits);
  g_test_add_func ("/find/ranks", test_ranks);
  g_test_add_func ("/find/objects", test_objects);
  g_test_add_func ("/find/small-objects", test_small_objects);
  g_test_add_func ("/find/slob", test_slob);
  g_test_add_func ("/find/no-state", test_no_state);
  return g_test_run ();
}
