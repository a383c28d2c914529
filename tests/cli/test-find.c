/* tests/cli/test-find.c - finding by a few letters, and objects by what people type. */
#include "app/find-object.h"
#include "app/fuzzy.h"
#include "app/host/history.h"
#include "engine/physical/gfp.h"

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

static void
test_objects (void)
{
  static const struct {
    const char *text;
    enum fol_found_kind kind;
    struct sim_object object;
    guint64 index;
    const char *words;
  } cases[] = {
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
    { "zone", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "frames of lists", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
    { "$", FOL_FOUND_NOTHING, { 0 }, 0, NULL },
  };
  struct fol_state *state = make_state ();
  struct fol_names *names = fol_names_new ();

  fol_names_add (names, "a", (struct sim_object){ SIM_OBJECT_BLOCK, 8, 3, 0 }, 0, 0, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    struct fol_found found;

    fol_find_object (cases[i].text, state, names, &found);
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (found.kind, ==, cases[i].kind);
    g_assert_cmpstr (found.words, ==, cases[i].words);
    if (found.kind == FOL_FOUND_OBJECT)
      g_assert_true (sim_object_equal (found.object, cases[i].object));
    if (found.kind == FOL_FOUND_MOMENT)
      g_assert_cmpuint (found.index, ==, cases[i].index);
    fol_found_clear (&found);
  }
  fol_names_free (names);
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
  g_test_add_func ("/find/no-state", test_no_state);
  return g_test_run ();
}
