/* tests/engine/test-arena.c - snapshots, restore, journal and hash against plain copies. */
#include "engine/base/arena.h"
#include "tests/engine/testing.h"

enum { WORDS = 90000, KEPT = 12 };

static void
write_some (struct sim_arena *arena, guint64 *random, guint count)
{
  guint base = random_below (random, WORDS);

  for (guint i = 0; i < count; i++) {
    guint word = random_below (random, 4) == 0 ? random_below (random, WORDS)
                                               : (base + random_below (random, 300)) % WORDS;

    sim_arena_put (arena, &arena->words[word], (uint32_t) random_below (random, 3));
  }
}

static void
assert_equal (const struct sim_snapshot *snapshot, const uint32_t *copy)
{
  for (guint i = 0; i < WORDS; i++)
    g_assert_cmpuint (sim_snapshot_word (snapshot, i), ==, copy[i]);
}

static void
test_snapshots (void)
{
  guint64 random = test_seed (1);
  struct sim_snapshot *snapshot[KEPT];
  uint32_t *copy[KEPT];
  guint64 hash[KEPT];
  struct sim_arena arena;

  g_assert_true (sim_arena_init (&arena, WORDS * 4));
  for (guint i = 0; i < KEPT; i++) {
    write_some (&arena, &random, i == 5 ? 0 : 500);
    snapshot[i] = sim_arena_snapshot (&arena);
    copy[i] = g_memdup2 (arena.words, WORDS * 4);
    hash[i] = sim_arena_hash (&arena);
    g_assert_cmpuint (sim_snapshot_hash (snapshot[i]), ==, hash[i]);
  }
  g_assert_cmpuint (hash[4], ==, hash[5]);
  for (guint round = 0; round < 200; round++) {
    guint i = random_below (&random, KEPT);

    write_some (&arena, &random, random_below (&random, 40));
    sim_arena_restore (&arena, snapshot[i]);
    g_assert_cmpmem (arena.words, WORDS * 4, copy[i], WORDS * 4);
    g_assert_cmpuint (sim_arena_hash (&arena), ==, hash[i]);
  }
  for (guint i = 0; i < KEPT; i++) {
    assert_equal (snapshot[i], copy[i]);
    g_free (copy[i]);
  }
  /* In any order, and some of them after the arena. */
  for (guint i = 0; i < KEPT; i += 2)
    sim_snapshot_unref (snapshot[i]);
  sim_arena_clear (&arena);
  for (guint i = 1; i < KEPT; i += 2)
    sim_snapshot_unref (snapshot[i]);
  g_assert_cmpuint (sim_snapshot_count_alive (), ==, 0);
}

static void
test_sharing (void)
{
  struct sim_snapshot *empty, *one, *back;
  struct sim_arena arena;

  g_assert_true (sim_arena_init (&arena, 64u << 20));
  empty = sim_arena_snapshot (&arena);
  g_assert_cmpuint (sim_snapshot_own_bytes (empty, NULL), <, 16384);
  sim_arena_put (&arena, &arena.words[5000], 7);
  one = sim_arena_snapshot (&arena);
  /* A directory, one leaf and one chunk. */
  g_assert_cmpuint (sim_snapshot_own_bytes (one, empty), <, 16384);
  g_assert_true (sim_snapshot_chunk (one, 3) == sim_snapshot_chunk (empty, 3));
  g_assert_true (sim_snapshot_chunk (one, 5000 / 128) != sim_snapshot_chunk (empty, 5000 / 128));
  /* Written, but back to what it was: nothing new. */
  sim_arena_put (&arena, &arena.words[5000], 8);
  sim_arena_put (&arena, &arena.words[5000], 7);
  back = sim_arena_snapshot (&arena);
  g_assert_true (back->leaf[0] == one->leaf[0]);
  sim_snapshot_unref (empty);
  sim_snapshot_unref (one);
  sim_snapshot_unref (back);
  sim_arena_clear (&arena);
  g_assert_cmpuint (sim_snapshot_count_alive (), ==, 0);
}

static void
test_dirty_bits (void)
{
  guint64 random = test_seed (4);
  struct sim_arena arena;

  g_assert_true (sim_arena_init (&arena, WORDS * 4));
  for (guint round = 0; round < 50; round++) {
    for (guint i = 0; i < round * 4; i++) {
      guint word = random_below (&random, WORDS);

      if (i % 2 == 0)
        sim_arena_put (&arena, &arena.words[word], 1);
      else
        sim_arena_put_unnoted (&arena, &arena.words[word], 1);
      g_assert_cmpuint (sim_arena_dirty_bits (&arena, word / 128 / 64) >> word / 128 % 64 & 1, ==,
                        1);
    }
    for (guint chunk = 0; chunk < WORDS / 128; chunk++)
      g_assert_cmpint (sim_arena_dirty_bits (&arena, chunk / 64) >> chunk % 64 & 1, ==,
                       arena.dirty[chunk]);
    sim_snapshot_unref (sim_arena_snapshot (&arena));
    g_assert_cmpuint (sim_arena_dirty_bits (&arena, 0), ==, 0);
  }
  sim_arena_clear (&arena);
}

static void
test_journal (void)
{
  guint64 random = test_seed (2);
  struct sim_snapshot *before;
  struct sim_arena arena;
  guint64 hash[400];

  g_assert_true (sim_arena_init (&arena, WORDS * 4));
  write_some (&arena, &random, 3000);
  before = sim_arena_snapshot (&arena);
  sim_arena_journal_begin (&arena, true);
  for (guint i = 0; i < G_N_ELEMENTS (hash); i++) {
    hash[i] = sim_arena_hash (&arena);
    while (arena.journal_count == i) /* writing what is there already is no entry */
      sim_arena_put (&arena, &arena.words[random_below (&random, 2000)],
                     (uint32_t) random_next (&random));
  }
  for (guint round = 0; round < 300; round++) {
    guint at = random_below (&random, G_N_ELEMENTS (hash));

    sim_arena_journal_seek (&arena, at);
    g_assert_cmpuint (sim_arena_hash (&arena), ==, hash[at]);
  }
  /* The middle of an operation can be kept, and left by going back to it. */
  {
    struct sim_snapshot *middle = sim_arena_snapshot (&arena);
    guint64 hash_middle = sim_arena_hash (&arena);

    sim_arena_journal_seek (&arena, 0);
    g_assert_cmpuint (sim_arena_hash (&arena), ==, sim_snapshot_hash (before));
    sim_arena_restore (&arena, middle);
    g_assert_cmpuint (sim_arena_hash (&arena), ==, hash_middle);
    g_assert_cmpuint (arena.journal_count, ==, 0);
    sim_snapshot_unref (middle);
  }
  sim_snapshot_unref (before);
  sim_arena_clear (&arena);
  g_assert_cmpuint (sim_snapshot_count_alive (), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arena/snapshots", test_snapshots);
  g_test_add_func ("/arena/sharing", test_sharing);
  g_test_add_func ("/arena/dirty-bits", test_dirty_bits);
  g_test_add_func ("/arena/journal", test_journal);
  return g_test_run ();
}
