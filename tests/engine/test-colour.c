/* tests/engine/test-colour.c - sets, hits and misses against what one works out by hand,
 * and against a reader that takes no short cut.
 */
#include "tests/engine/testing.h"

#include "engine/slab/colour.h"

#define OBJECTS 1024u
#define SETS    4096u

/* A cache as somebody might lay it out: all slabs in a row from physical address 0. */
struct bench {
  struct sim_machine machine;
  struct sim_lines_slab slab[64];
  struct sim_lines_object object[OBJECTS];
  struct sim_lines lines;
  struct sim_lines_set set[SETS];
  struct sim_lines_run run;
};

static void
add_cache (struct bench *bench, guint32 size, guint32 ways)
{
  guint32 at = bench->machine.cpu_cache_count++;

  bench->machine.cpu_cache[at] = (struct sim_cpu_cache){ at + 1, size, ways, 64 };
}

/* `slabs` slabs of 2^order frames with `each` objects, the first of them at `colours`
 * possible places, `step` apart. */
static void
lay_out (struct bench *bench, guint32 slabs, guint32 order, guint32 size, guint32 each,
         guint32 colours, guint32 step)
{
  memset (bench, 0, sizeof *bench);
  sim_machine_defaults (&bench->machine);
  bench->machine.cpu_cache_count = 0;
  bench->lines.slab = bench->slab;
  bench->lines.object = bench->object;
  for (guint32 i = 0; i < slabs; i++) {
    guint32 colour = (i + 1) % colours, pfn = i << order;

    bench->slab[i] = (struct sim_lines_slab){ .pfn = pfn,
                                              .order = order,
                                              .colour = colour,
                                              .shift = colour * step,
                                              .first = i * each,
                                              .count = each };
    for (guint32 j = 0; j < each; j++)
      bench->object[i * each + j] = (struct sim_lines_object){
        .physical = ((guint64) pfn << SIM_PAGE_SHIFT) + colour * step + j * size,
        .size = size,
        .slab = i,
      };
  }
  bench->lines.slab_count = slabs;
  bench->lines.object_count = slabs * each;
}

static const struct sim_lines_run *
run (struct bench *bench, enum sim_access access, guint32 offset, guint32 rounds, bool plain,
     guint32 level)
{
  guint64 words = sim_lines_scratch (&bench->machine, bench->lines.object_count);
  g_autofree guint64 *scratch = g_new (guint64, words);

  memset (scratch, 0xa5, words * sizeof *scratch);
  bench->run = (struct sim_lines_run){
    .machine = &bench->machine,
    .lines = &bench->lines,
    .pattern = { .access = access, .offset = offset, .rounds = rounds, .seed = 14 },
    .plain = plain,
    .level = level,
    .set = bench->set,
    .scratch = scratch,
  };
  sim_lines_run (&bench->run);
  return &bench->run;
}

/* 16 slabs of 11 objects of 704 bytes, seven colours, as SLAB makes them of 700 bytes: in
 * 8 KiB each slab begins at set 0, so 11 sets hold one line of each slab. */
static void
test_helps (void)
{
  struct bench *bench = g_new (struct bench, 1);
  const struct sim_lines_run *found;

  lay_out (bench, 16, 1, 704, 11, 7, 64);
  add_cache (bench, 32768, 8);
  found = run (bench, SIM_ACCESS_FIELD, 0, 10, true, 0);
  g_assert_cmpuint (found->lines_read, ==, 176);
  g_assert_cmpuint (found->used_sets, ==, 11);
  g_assert_cmpuint (found->full_sets, ==, 11);
  g_assert_cmpuint (found->most, ==, 16);
  g_assert_true (found->fits);
  g_assert_cmpuint (found->all[0].reads, ==, 1760);
  g_assert_cmpuint (found->all[0].misses, ==, 1760);
  g_assert_cmpuint (found->all[0].first, ==, 176);
  g_assert_cmpuint (found->last[0].misses, ==, 176);
  g_assert_cmpuint (bench->set[0].lines, ==, 16);
  g_assert_cmpuint (bench->set[0].misses, ==, 16);
  g_assert_cmpuint (bench->set[1].lines, ==, 0);
  g_assert_cmpuint (bench->set[11].lines, ==, 16); /* object 1: 704 / 64 */

  found = run (bench, SIM_ACCESS_FIELD, 0, 10, false, 0);
  g_assert_cmpuint (found->lines_read, ==, 176);
  g_assert_cmpuint (found->used_sets, ==, 52);
  g_assert_cmpuint (found->full_sets, ==, 0);
  g_assert_cmpuint (found->most, ==, 5);
  g_assert_cmpuint (found->all[0].misses, ==, 176);
  g_assert_cmpuint (found->last[0].misses, ==, 0);
  /* Colour 0 twice (slabs 6 and 13), object 0; no other object of 704 j + 64 c comes there. */
  g_assert_cmpuint (bench->set[0].lines, ==, 2);
  g_free (bench);
}

/* Eight slabs fill the eight ways: nothing to avoid. */
static void
test_fits_the_ways (void)
{
  struct bench *bench = g_new (struct bench, 1);

  lay_out (bench, 8, 1, 704, 11, 7, 64);
  add_cache (bench, 32768, 8);
  g_assert_cmpuint (run (bench, SIM_ACCESS_FIELD, 0, 3, true, 0)->last[0].misses, ==, 0);
  g_assert_cmpuint (bench->run.most, ==, 8);
  g_assert_cmpuint (bench->run.full_sets, ==, 0);
  g_assert_cmpuint (run (bench, SIM_ACCESS_FIELD, 0, 3, false, 0)->last[0].misses, ==, 0);
  g_free (bench);
}

/* Pages cut into halves: nothing is left over, so there is one colour and no help. */
static void
test_nothing_left_over (void)
{
  struct bench *bench = g_new (struct bench, 1);

  for (int plain = 0; plain < 2; plain++) {
    lay_out (bench, 16, 0, 2048, 2, 1, 64);
    add_cache (bench, 32768, 8);
    run (bench, SIM_ACCESS_FIELD, 64, 2, plain == 1, 0);
    g_assert_cmpuint (bench->run.used_sets, ==, 2);
    g_assert_cmpuint (bench->set[1].lines, ==, 16);
    g_assert_cmpuint (bench->set[33].lines, ==, 16);
    g_assert_cmpuint (bench->run.last[0].misses, ==, 32);
  }
  g_free (bench);
}

/* Big slabs cover all sets by themselves: 8 slabs of 8 frames, 46 objects each.  The line of
 * object j is 11 j; 11 and 64 have no common factor, so 46 sets have one of each slab. */
static void
test_big_slabs (void)
{
  struct bench *bench = g_new (struct bench, 1);

  lay_out (bench, 8, 3, 704, 46, 5, 64);
  add_cache (bench, 32768, 8);
  run (bench, SIM_ACCESS_FIELD, 0, 2, true, 0);
  g_assert_cmpuint (bench->run.used_sets, ==, 46);
  g_assert_cmpuint (bench->run.most, ==, 8);
  g_assert_cmpuint (bench->run.last[0].misses, ==, 0);
  g_assert_cmpuint (run (bench, SIM_ACCESS_FIELD, 0, 2, false, 0)->last[0].misses, ==, 0);
  g_free (bench);
}

/* Every line of every object: more than the cache holds, colours or not. */
static void
test_whole_object (void)
{
  struct bench *bench = g_new (struct bench, 1);
  guint32 count;

  lay_out (bench, 16, 1, 704, 11, 7, 64);
  add_cache (bench, 32768, 8);
  run (bench, SIM_ACCESS_OBJECT, 0, 1, true, 0);
  g_assert_cmpuint (bench->run.lines_read, ==, 16 * 121);
  g_assert_false (bench->run.fits);
  g_assert_cmpuint (bench->run.all[0].first, ==, 16 * 121);
  g_assert_cmpuint (bench->set[0].lines, ==, 32);  /* lines 0 .. 120 of a slab: 0 and 64 */
  g_assert_cmpuint (bench->set[60].lines, ==, 16); /* 124 is behind the last object */
  g_assert_cmpuint (sim_lines_of (&bench->lines, 1, &bench->run.pattern, 64, true, &count), ==, 11);
  g_assert_cmpuint (count, ==, 11);
  g_assert_cmpuint (sim_lines_of (&bench->lines, 1, &bench->run.pattern, 64, false, &count), ==,
                    12);
  g_free (bench);
}

/* Eight bytes each: eight objects share a line, which is read eight times and misses once. */
static void
test_shared_lines (void)
{
  struct bench *bench = g_new (struct bench, 1);

  lay_out (bench, 1, 0, 8, 512, 1, 64);
  add_cache (bench, 32768, 8);
  run (bench, SIM_ACCESS_FIELD, 100, 1, false, 0);
  g_assert_cmpuint (bench->run.lines_read, ==, 64);
  g_assert_cmpuint (bench->run.all[0].reads, ==, 512);
  g_assert_cmpuint (bench->run.all[0].misses, ==, 64);
  g_assert_cmpuint (bench->run.all[0].first, ==, 64);
  run (bench, SIM_ACCESS_OBJECT, 0, 1, false, 0);
  g_assert_cmpuint (bench->run.all[0].misses, ==, 64);
  run (bench, SIM_ACCESS_RANDOM, 0, 4, false, 0);
  g_assert_cmpuint (bench->run.all[0].reads, ==, 4 * 512);
  g_assert_cmpuint (bench->run.all[0].misses, ==, bench->run.all[0].first);
  g_free (bench);
}

/* Two sets of two ways, and behind them four sets of two.  Pages' first lines all fall in
 * set 0 of both; two fit, three throw each other out in turn, on both levels. */
static void
test_levels (void)
{
  struct bench *bench = g_new (struct bench, 1);

  lay_out (bench, 3, 0, 64, 1, 1, 64);
  add_cache (bench, 256, 2);
  add_cache (bench, 1024, 4);
  run (bench, SIM_ACCESS_FIELD, 0, 5, false, 1);
  g_assert_cmpuint (bench->run.all[0].reads, ==, 15);
  g_assert_cmpuint (bench->run.all[0].misses, ==, 15);
  g_assert_cmpuint (bench->run.all[1].reads, ==, 15);
  g_assert_cmpuint (bench->run.all[1].misses, ==, 3); /* three of four ways */
  g_assert_cmpuint (bench->run.last[1].misses, ==, 0);
  g_assert_cmpuint (bench->set[0].lines, ==, 3);
  g_assert_cmpuint (bench->run.full_sets, ==, 0);
  bench->lines.object_count = 2;
  run (bench, SIM_ACCESS_FIELD, 0, 5, false, 0);
  g_assert_cmpuint (bench->run.all[0].misses, ==, 2);
  g_assert_cmpuint (bench->run.all[1].reads, ==, 2);
  g_free (bench);
}

/* The same by way of a clock for every line: no rounds are skipped. */
struct plain_level {
  guint64 line[SETS], used[SETS];
};

static void
read_plainly (struct bench *bench, guint32 rounds, bool plain, guint64 misses[SIM_CPU_CACHES_MAX])
{
  struct plain_level *levels = g_new0 (struct plain_level, SIM_CPU_CACHES_MAX);
  guint64 clock = 0;

  for (guint32 round = 0; round < rounds; round++)
    for (guint32 i = 0; i < bench->lines.object_count; i++) {
      guint32 count;
      guint64 line = sim_lines_of (&bench->lines, i, &bench->run.pattern, 64, plain, &count);

      for (; count > 0; count--, line++)
        for (guint32 level = 0; level < bench->machine.cpu_cache_count; level++) {
          const struct sim_cpu_cache *cache = &bench->machine.cpu_cache[level];
          guint32 first = sim_cpu_cache_set (cache, line * 64) * cache->ways, oldest = first;
          bool hit = false;

          for (guint32 way = first; way < first + cache->ways; way++) {
            hit |= levels[level].used[way] > 0 && levels[level].line[way] == line;
            if (hit || levels[level].used[way] < levels[level].used[oldest])
              oldest = way;
            if (hit)
              break;
          }
          levels[level].line[oldest] = line;
          levels[level].used[oldest] = ++clock;
          if (hit)
            break;
          misses[level]++;
        }
    }
  g_free (levels);
}

static void
test_short_cut (void)
{
  struct bench *bench = g_new (struct bench, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) test_seed (7));

  for (int i = 0; i < 200; i++) {
    guint32 order = (guint32) g_rand_int_range (random, 0, 3), size, each;
    guint32 rounds = (guint32) g_rand_int_range (random, 1, 9);
    guint32 colours = (guint32) g_rand_int_range (random, 1, 5);
    enum sim_access access = (enum sim_access) g_rand_int_range (random, 0, SIM_ACCESS_RANDOM);
    bool plain = g_rand_boolean (random);

    size = 8 * (guint32) g_rand_int_range (random, 8, 100);
    each = MIN (15, ((4096u << order) - 64 * (colours - 1)) / size);
    lay_out (bench, (guint32) g_rand_int_range (random, 1, 20), order, size, each, colours, 64);
    add_cache (bench, 64 * 8 * 2, 2);
    add_cache (bench, 64 * 16 * 3, 3);
    add_cache (bench, 64 * 32 * 4, 4);
    for (guint32 j = 0; j < bench->lines.object_count; j++)
      bench->object[j].size =
          MAX (8, bench->object[j].size - (guint32) g_rand_int_range (random, 0, 9));
    run (bench, access, 24, rounds, plain, 1);
    for (guint32 level = 0; level < 3; level++) {
      guint64 misses[SIM_CPU_CACHES_MAX] = { 0 }, before[SIM_CPU_CACHES_MAX] = { 0 };

      read_plainly (bench, rounds, plain, misses);
      read_plainly (bench, rounds - 1, plain, before);
      g_assert_cmpuint (bench->run.all[level].misses, ==, misses[level]);
      g_assert_cmpuint (bench->run.last[level].misses, ==, misses[level] - before[level]);
    }
  }
  g_free (bench);
}

/* Drawn alike from the same seed; what is drawn is less than all, and first means first. */
static void
test_random (void)
{
  struct bench *bench = g_new (struct bench, 1);
  guint64 misses, first;

  lay_out (bench, 16, 1, 704, 11, 7, 64);
  add_cache (bench, 32768, 8);
  run (bench, SIM_ACCESS_RANDOM, 0, 1, false, 0);
  first = bench->run.all[0].first;
  g_assert_cmpuint (first, >, 80);
  g_assert_cmpuint (first, <, 140); /* 176 draws of 176: 111 expected */
  misses = run (bench, SIM_ACCESS_RANDOM, 0, 20, true, 0)->all[0].misses;
  g_assert_cmpuint (run (bench, SIM_ACCESS_RANDOM, 0, 20, true, 0)->all[0].misses, ==, misses);
  g_assert_cmpuint (bench->run.all[0].first, <=, 176);
  g_assert_cmpuint (misses, >, 176 * 4);
  g_assert_cmpuint (run (bench, SIM_ACCESS_RANDOM, 0, 20, false, 0)->all[0].misses, <=, 176);
  g_free (bench);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/colour/helps", test_helps);
  g_test_add_func ("/colour/fits-the-ways", test_fits_the_ways);
  g_test_add_func ("/colour/nothing-left-over", test_nothing_left_over);
  g_test_add_func ("/colour/big-slabs", test_big_slabs);
  g_test_add_func ("/colour/whole-object", test_whole_object);
  g_test_add_func ("/colour/shared-lines", test_shared_lines);
  g_test_add_func ("/colour/levels", test_levels);
  g_test_add_func ("/colour/short-cut", test_short_cut);
  g_test_add_func ("/colour/random", test_random);
  return g_test_run ();
}
