/* tests/engine/test-slab-debug.c - red zones, poison, owners: what they find, and that they find
 * nothing where nothing is wrong. */
#include "engine/slab/load.h"
#include "tests/engine/slub-testing.h"

#define ALL SIM_SLAB_DEBUG_FLAGS

/* Any bytes from the object's start on, also before it. */
static void
scribble (struct sim_world *world, sim_ref ref, int offset, guint8 byte, guint count)
{
  sim_slab_fill (world, sim_ref_slab (world, ref),
                 (guint32) ((int) sim_ref_offset (world, ref) + offset), byte, count);
}

static guint8
byte_at (struct sim_world *world, sim_ref ref, int offset)
{
  return sim_slab_get8 (world, sim_ref_slab (world, ref),
                        (guint32) ((int) sim_ref_offset (world, ref) + offset));
}

/* What one call reported: a bug, and where it is from the object's start. */
static void
assert_found (struct sim_world *world, guint before, enum sim_slab_bug bug, sim_ref ref, int from,
              int to)
{
  const struct sim_slab_report *report = last_report (world);
  int at = (int) sim_ref_offset (world, ref);

  g_assert_cmpuint (reports_of (world), ==, before + 1);
  g_assert_cmpint (report->bug, ==, bug);
  g_assert_cmpint ((int) report->from, ==, at + from);
  g_assert_cmpint ((int) report->to, ==, at + to);
}

/* slub_debug=FZPU of 100 bytes: 8 red, 100, 4 red, pointer, two tracks, padding. */
static void
test_layout (void)
{
  static const struct {
    enum sim_object_part part;
    guint32 from, to;
  } parts[] = {
    { SIM_PART_LEFT_REDZONE, 0, 8 },      { SIM_PART_OBJECT, 8, 108 },
    { SIM_PART_RIGHT_REDZONE, 108, 112 }, { SIM_PART_FREE_POINTER, 112, 120 },
    { SIM_PART_TRACK_ALLOC, 120, 152 },   { SIM_PART_TRACK_FREE, 152, 184 },
    { SIM_PART_PADDING, 184, 192 },
  };
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, ALL);
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  struct sim_view view = sim_world_view (world);
  struct sim_object_layout layout;

  g_assert_cmpuint (its->size, ==, 192);
  g_assert_cmpuint (its->inuse, ==, 104);
  g_assert_cmpuint (its->offset, ==, 104);
  g_assert_cmpuint (its->red_left_pad, ==, 8);
  g_assert_cmpuint (its->cpu_partial, ==, 0);
  g_assert_cmphex (its->flags, ==, ALL | SIM_SLAB_OBJECT_POISON);
  g_assert_true (sim_view_object_layout (&view, cache, &layout));
  g_assert_cmpuint (layout.count, ==, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_assert_cmpint (layout.part[i].part, ==, parts[i].part);
    g_assert_cmpuint (layout.part[i].from, ==, parts[i].from);
    g_assert_cmpuint (layout.part[i].to, ==, parts[i].to);
  }
  g_assert_cmpuint (layout.object, ==, 8);
  g_assert_cmpuint (layout.free_pointer, ==, 112);
  /* A whole word of red zone where the object fills its last one. */
  its = sim_cache_of (world, make_cache (world, 64, 0, SIM_SLAB_RED_ZONE));
  g_assert_cmpuint (its->inuse, ==, 72);
  g_assert_cmpuint (its->offset, ==, 32);
  g_assert_cmpuint (its->size, ==, 88);
  sim_world_close (world);
}

/* What stands in an object's place through its life. */
static void
test_bytes (void)
{
  struct sim_world *world = open_slub (1, 2);
  guint32 cache = make_cache (world, 100, 0, ALL);
  sim_ref ref;

  on_cpu (world, 1);
  ref = take (world, cache);
  g_assert_cmphex (byte_at (world, ref, -1), ==, 0xcc);
  g_assert_cmphex (byte_at (world, ref, 0), ==, 0x6b);
  g_assert_cmphex (byte_at (world, ref, 99), ==, 0xa5);
  g_assert_cmphex (byte_at (world, ref, 100), ==, 0xcc);
  g_assert_cmphex (byte_at (world, ref, 176), ==, 0x5a);
  g_assert_cmpuint (byte_at (world, ref, 112 + SIM_TRACK_SERIAL), ==, world->header->serial);
  g_assert_cmpuint (byte_at (world, ref, 112 + SIM_TRACK_CPU), ==, 1);
  on_cpu (world, 0);
  scribble (world, ref, 0, 0x11, 100);
  sim_cache_free (world, cache, ref);
  g_assert_cmphex (byte_at (world, ref, -1), ==, 0xbb);
  g_assert_cmphex (byte_at (world, ref, 50), ==, 0x6b);
  g_assert_cmphex (byte_at (world, ref, 100), ==, 0xbb);
  g_assert_cmpuint (byte_at (world, ref, 144 + SIM_TRACK_SERIAL), ==, world->header->serial);
  g_assert_cmpuint (byte_at (world, ref, 144 + SIM_TRACK_CPU), ==, 0);
  g_assert_cmpuint (reports_of (world), ==, 0);
  check_cache (world, cache);
  sim_world_close (world);
}

/* One object at a time; full slabs are on the full list if owners are kept. */
static void
test_lists (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, ALL);
  const struct sim_kmem_cache_node *node = sim_cache_node_of (world, cache, 0);
  guint n = sim_cache_of (world, cache)->oo_objects;
  sim_ref held[128];

  for (guint i = 0; i < n; i++) {
    held[i] = take (world, cache);
    g_assert_cmpuint (node->nr_partial, ==, i + 1 < n ? 1 : 0);
    check_cache (world, cache);
  }
  g_assert_cmpuint (sim_cache_cpu_of (world, cache, 0)->slab, ==, SIM_SLAB_NONE);
  g_assert_cmpuint (sim_slab_list_first (world, sim_slab_head (world, cache, 0, SIM_SLABS_FULL)),
                    ==, sim_ref_slab (world, held[0]));
  sim_cache_free (world, cache, held[5]);
  check_cache (world, cache);
  g_assert_cmpuint (node->nr_partial, ==, 1);
  g_assert_cmpuint (take (world, cache), ==, held[5]);
  check_cache (world, cache);
  sim_world_close (world);
}

/* Every byte of both red zones, and every length of an overrun. */
static void
test_overruns (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 60, 0, ALL);
  guint right = sim_cache_of (world, cache)->inuse - 60;
  int left = (int) sim_cache_of (world, cache)->red_left_pad;
  sim_ref ref = take (world, cache);

  for (int n = 1; n <= left; n++) {
    guint before = reports_of (world);

    scribble (world, ref, -n, 0x41, (guint) n);
    sim_cache_free (world, cache, ref);
    assert_found (world, before, SIM_BUG_LEFT_REDZONE, ref, -n, 0);
    g_assert_cmphex (last_report (world)->expected, ==, 0xcc);
    g_assert_cmphex (last_report (world)->found, ==, 0x41);
    /* Mended, but not freed. */
    g_assert_cmphex (byte_at (world, ref, -n), ==, 0xcc);
    g_assert_true (sim_ref_allocated (world, ref));
    check_cache (world, cache);
  }
  for (guint n = 1; n <= right; n++) {
    guint before = reports_of (world);

    scribble (world, ref, 60, 0x41, n);
    sim_cache_free (world, cache, ref);
    assert_found (world, before, SIM_BUG_RIGHT_REDZONE, ref, 60, 60 + (int) n);
  }
  for (guint i = 0; i < 60; i++)
    scribble (world, ref, (int) i, 0x41, 1);
  sim_cache_free (world, cache, ref);
  g_assert_false (sim_ref_allocated (world, ref));
  g_assert_cmpuint (reports_of (world), ==, (guint) left + right);
  check_cache (world, cache);
  sim_world_close (world);
}

/* A write to a freed object at any byte is found when it is handed out again; its slab is not
 * used any more. */
static void
test_after_free (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 60, 0, ALL);

  for (int i = 0; i < 60; i++) {
    guint before = reports_of (world);
    sim_ref ref = take (world, cache), next;

    sim_cache_free (world, cache, ref);
    scribble (world, ref, i, 0x42, 1);
    next = take (world, cache);
    assert_found (world, before, SIM_BUG_POISON, ref, i, i + 1);
    g_assert_cmphex (last_report (world)->expected, ==, i < 59 ? 0x6b : 0xa5);
    g_assert_cmpuint (sim_ref_slab (world, next), !=, sim_ref_slab (world, ref));
    g_assert_cmpuint (sim_slab_of (world, sim_ref_slab (world, ref))->where, ==, SIM_SLAB_NOWHERE);
    check_cache (world, cache);
    sim_cache_free (world, cache, next);
    check_cache (world, cache);
  }
  sim_cache_destroy (world, cache);
  g_assert_cmpuint (sim_slab_header (world)->entries_used, ==, 0);
  check_world (world);
  sim_world_close (world);
}

static void
test_wrong_frees (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, ALL), other = make_cache (world, 60, 0, ALL);
  sim_ref ref = take (world, cache), kept = take (world, cache), mine = take (world, other);
  guint inuse = sim_slab_of (world, sim_ref_slab (world, ref))->inuse;

  sim_cache_free (world, cache, ref + 2);
  assert_found (world, 0, SIM_BUG_INVALID_FREE, ref, 16, 17);
  /* "The free pointer" of what begins there was cleared: four bytes of it are the red zone. */
  sim_cache_free (world, cache, ref - 1);
  g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_INVALID_FREE);
  g_assert_cmpuint (sim_slab_of (world, sim_ref_slab (world, ref))->inuse, ==, inuse);
  sim_cache_free (world, cache, ref);
  assert_found (world, 2, SIM_BUG_RIGHT_REDZONE, ref, 100, 104);
  g_assert_cmphex (last_report (world)->found, ==, 0);
  g_assert_true (sim_ref_allocated (world, ref));
  sim_cache_free (world, cache, ref);
  g_assert_cmpuint (reports_of (world), ==, 3);
  sim_cache_free (world, cache, ref);
  assert_found (world, 3, SIM_BUG_DOUBLE_FREE, ref, 0, 1);
  check_cache (world, cache);
  g_assert_true (sim_ref_allocated (world, kept));
  /* Told, and freed to the cache it is of. */
  sim_cache_free (world, cache, mine);
  g_assert_cmpuint (reports_of (world), ==, 5);
  g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_WRONG_CACHE);
  g_assert_false (sim_ref_allocated (world, mine));
  check_cache (world, cache);
  check_cache (world, other);
  sim_world_close (world);
}

/* A second free is refused, but it has cut the list behind the object: the next free in the
 * slab finds the count wrong, and what lay behind is used for good. */
static void
test_twice (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, ALL);
  guint n = sim_cache_of (world, cache)->oo_objects;
  sim_ref held[4];
  const struct sim_slab *slab;

  for (guint i = 0; i < 4; i++)
    held[i] = take (world, cache);
  slab = sim_slab_of (world, sim_ref_slab (world, held[0]));
  sim_cache_free (world, cache, held[0]);
  sim_cache_free (world, cache, held[1]);
  sim_cache_free (world, cache, held[0]);
  assert_found (world, 0, SIM_BUG_DOUBLE_FREE, held[0], 0, 1);
  g_assert_cmpuint (slab->inuse, ==, 2);
  check_cache (world, cache);
  sim_cache_free (world, cache, held[2]);
  g_assert_cmpuint (reports_of (world), ==, 2);
  g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_FREELIST);
  g_assert_cmpuint (last_report (world)->found, ==, 2);
  g_assert_cmpuint (last_report (world)->expected, ==, n - 2);
  g_assert_cmpuint (slab->inuse, ==, n - 3);
  check_cache (world, cache);
  /* Three are left, and then a new slab serves. */
  g_assert_cmpuint (take (world, cache), ==, held[2]);
  g_assert_cmpuint (take (world, cache), ==, held[1]);
  g_assert_cmpuint (take (world, cache), ==, held[0]);
  g_assert_cmpuint (sim_ref_slab (world, take (world, cache)), !=, sim_ref_slab (world, held[0]));
  g_assert_cmpuint (reports_of (world), ==, 2);
  check_cache (world, cache);
  sim_world_close (world);
}

/* A slab of which nothing is allocated takes nothing back, whether it is searched or not. */
static void
test_none_allocated (void)
{
  static const guint32 flags[] = { ALL, SIM_SLAB_RED_ZONE };

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++) {
    struct sim_world *world = open_slub (1, 1);
    guint32 cache = make_cache (world, 100, 0, flags[i]);
    sim_ref ref = take (world, cache);

    sim_cache_free (world, cache, ref);
    sim_cache_free (world, cache, ref);
    g_assert_cmpuint (reports_of (world), ==, 1);
    g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_NONE_ALLOCATED);
    g_assert_cmpuint (sim_slab_of (world, sim_ref_slab (world, ref))->inuse, ==, 0);
    check_cache (world, cache);
    sim_world_close (world);
  }
}

/* A slab that was taken out of use keeps what is allocated in it. */
static void
test_disabled (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, ALL);
  sim_ref kept = take (world, cache), ref = take (world, cache);

  sim_cache_free (world, cache, ref);
  scribble (world, ref, 3, 0x42, 1);
  take (world, cache);
  g_assert_cmpuint (reports_of (world), ==, 1);
  sim_cache_free (world, cache, kept);
  g_assert_cmpuint (reports_of (world), ==, 2);
  g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_DISABLED);
  g_assert_true (sim_ref_allocated (world, kept));
  /* Not one more is allocated for having been freed twice. */
  sim_cache_free (world, cache, ref);
  g_assert_false (sim_ref_allocated (world, ref));
  check_cache (world, cache);
  sim_world_close (world);
}

/* No object can begin there; the kernel says so, and clears eight bytes on the way. */
static void
test_misaligned (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, ALL), plain = make_cache (world, 100, 0, 0);
  sim_ref ref = take (world, cache), other = take (world, plain);
  guint64 address = sim_ref_address (world, ref), inner = sim_ref_address (world, other) + 3;
  guint inuse = sim_slab_of (world, sim_ref_slab (world, ref))->inuse;

  sim_load_slab_up (world);
  g_assert_cmpint (apply_op (world, SIM_OP_KFREE, address + 2, 0, 0).status, ==, SIM_OK);
  assert_found (world, 0, SIM_BUG_INVALID_FREE, ref, 2, 3);
  g_assert_cmpuint (last_report (world)->object, ==, SIM_REF_NONE);
  g_assert_cmpuint (sim_slab_of (world, sim_ref_slab (world, ref))->inuse, ==, inuse);
  g_assert_true (sim_ref_allocated (world, ref));
  for (int i = 0; i < 8; i++)
    g_assert_cmphex (byte_at (world, ref, 104 + 2 + i), ==, 0);
  g_assert_cmpint (apply_op (world, SIM_OP_KMEM_CACHE_FREE, cache, address + 50, 0).status, ==,
                   SIM_OK);
  g_assert_cmpuint (reports_of (world), ==, 2);
  check_cache (world, cache);
  /* What is asked about must be an object, and without checks so must what is freed. */
  g_assert_cmpint (apply_op (world, SIM_OP_KSIZE, address + 2, 0, 0).status, ==, SIM_OBJECT_INSIDE);
  g_assert_cmpint (apply_op (world, SIM_OP_KREALLOC, address + 2, 10, UNMOVABLE).status, ==,
                   SIM_OBJECT_INSIDE);
  g_assert_cmpint (apply_op (world, SIM_OP_KMEM_CACHE_FREE, plain, address + 2, 0).status, ==,
                   SIM_OBJECT_INSIDE);
  g_assert_cmpint (apply_op (world, SIM_OP_KFREE, inner, 0, 0).status, ==, SIM_OBJECT_INSIDE);
  g_assert_cmpuint (reports_of (world), ==, 2);
  sim_world_close (world);
}

/* Alignment padding is looked at before the poison, which ends the check. */
static void
test_padding_first (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, SIM_SLAB_POISON | SIM_SLAB_CONSISTENCY_CHECKS);
  sim_ref ref = take (world, cache);

  sim_cache_free (world, cache, ref);
  scribble (world, ref, 98, 0x42, 4);
  take (world, cache);
  g_assert_cmpuint (reports_of (world), ==, 2);
  g_assert_cmpint (sim_slab_header (world)->report[0].bug, ==, SIM_BUG_PADDING);
  g_assert_cmpuint (sim_slab_header (world)->report[0].from, ==, sim_ref_offset (world, ref) + 100);
  g_assert_cmpint (sim_slab_header (world)->report[1].bug, ==, SIM_BUG_POISON);
  sim_world_close (world);
}

/* A list that leads back to itself is longer than it can be; the check comes to an end all the
 * same. */
static void
test_circle (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 64, 0, SIM_SLAB_CONSISTENCY_CHECKS);
  sim_ref first = take (world, cache), second = take (world, cache);
  guint32 entry = sim_ref_slab (world, first);

  sim_cache_free (world, cache, second);
  sim_cache_free (world, cache, first);
  g_assert_cmpuint (sim_slab_of (world, entry)->freelist, ==, first);
  sim_slab_put64 (world, entry,
                  sim_ref_offset (world, second) + sim_cache_of (world, cache)->offset,
                  sim_ref_address (world, first));
  sim_slub_validate (world, cache);
  g_assert_cmpuint (reports_of (world), ==, 1);
  g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_FREELIST);
  sim_world_close (world);
}

/* Padding is mended and the object freed all the same; so is the slab's end. */
static void
test_padding (void)
{
  struct sim_world *world = open_slub (1, 1);
  guint32 cache = make_cache (world, 100, 0, ALL);
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  sim_ref ref = take (world, cache);
  guint32 entry = sim_ref_slab (world, ref), used = its->oo_objects * its->size;

  scribble (world, ref, 178, 0x43, 3);
  sim_cache_free (world, cache, ref);
  assert_found (world, 0, SIM_BUG_PADDING, ref, 178, 181);
  g_assert_false (sim_ref_allocated (world, ref));
  ref = take (world, cache);
  g_assert_cmpuint (used, <, 4096u << its->oo_order);
  sim_slab_put8 (world, entry, used + 1, 0);
  sim_slub_validate (world, cache);
  g_assert_cmpuint (reports_of (world), ==, 2);
  g_assert_cmpint (last_report (world)->bug, ==, SIM_BUG_SLAB_PADDING);
  g_assert_cmpuint (last_report (world)->from, ==, used + 1);
  g_assert_cmpuint (last_report (world)->to, ==, used + 2);
  sim_slub_validate (world, cache);
  g_assert_cmpuint (reports_of (world), ==, 2);
  check_cache (world, cache);
  sim_world_close (world);
}

/* validate_slab_cache () sees full slabs and partial ones, free objects and allocated ones. */
static void
test_validate (void)
{
  struct sim_world *world = open_slub (2, 2);
  guint32 cache = make_cache (world, 100, 0, ALL);
  guint n = sim_cache_of (world, cache)->oo_objects;
  sim_ref held[256], freed;

  for (guint i = 0; i < n + 2; i++)
    held[i] = take (world, cache);
  freed = take (world, cache);
  sim_cache_free (world, cache, freed);
  sim_slub_validate (world, cache);
  g_assert_cmpuint (reports_of (world), ==, 0);
  scribble (world, held[2], 100, 0, 1);
  sim_slub_validate (world, cache);
  assert_found (world, 0, SIM_BUG_RIGHT_REDZONE, held[2], 100, 101);
  scribble (world, freed, 10, 0, 1);
  sim_slub_validate (world, cache);
  assert_found (world, 1, SIM_BUG_POISON, freed, 10, 11);
  scribble (world, freed, (int) sim_cache_of (world, cache)->offset, 0x44, 8);
  sim_slub_validate (world, cache);
  g_assert_cmpuint (reports_of (world), >, 2);
  check_cache (world, cache);
  sim_slub_validate (world, cache);
  g_assert_cmpuint (sim_cache_allocated (world, cache), ==, n + 2);
  sim_world_close (world);
}

/* --- random work --- */

struct stream {
  struct sim_world *world;
  guint32 cache;
  GArray *held;
  guint64 random;
};

static void
work (struct stream *stream, guint cpus)
{
  on_cpu (stream->world, random_below (&stream->random, cpus));
  if (stream->held->len < 20 ||
      (stream->held->len < 150 && random_below (&stream->random, 2) == 0)) {
    sim_ref ref = take (stream->world, stream->cache);

    scribble (stream->world, ref, 0, (guint8) random_below (&stream->random, 256),
              sim_cache_of (stream->world, stream->cache)->object_size);
    g_array_append_val (stream->held, ref);
  } else {
    guint i = random_below (&stream->random, stream->held->len);

    sim_cache_free (stream->world, stream->cache, g_array_index (stream->held, sim_ref, i));
    g_array_remove_index_fast (stream->held, i);
  }
}

/* Looks until nothing more is found. */
static void
settle (struct stream *stream)
{
  guint before;

  do {
    before = reports_of (stream->world);
    sim_slub_validate (stream->world, stream->cache);
  } while (reports_of (stream->world) > before);
}

/* One fault, which the next look must find. */
static void
fault (struct stream *stream)
{
  const struct sim_kmem_cache *its = sim_cache_of (stream->world, stream->cache);
  guint before = reports_of (stream->world), i = random_below (&stream->random, stream->held->len);
  guint kind = random_below (&stream->random, 5), n, inuse;
  bool behind;
  sim_ref ref = g_array_index (stream->held, sim_ref, i);
  int size = (int) its->object_size;

  switch (kind) {
  case 0:
    n = 1 + random_below (&stream->random, its->red_left_pad);
    scribble (stream->world, ref, -(int) n, 0x41, n);
    sim_cache_free (stream->world, stream->cache, ref);
    assert_found (stream->world, before, SIM_BUG_LEFT_REDZONE, ref, -(int) n, 0);
    return;
  case 1:
    n = 1 + random_below (&stream->random, its->inuse - its->object_size);
    scribble (stream->world, ref, size, 0x41, n);
    sim_cache_free (stream->world, stream->cache, ref);
    assert_found (stream->world, before, SIM_BUG_RIGHT_REDZONE, ref, size, size + (int) n);
    return;
  case 2:
    sim_cache_free (stream->world, stream->cache, ref + 1);
    assert_found (stream->world, before, SIM_BUG_INVALID_FREE, ref, 8, 9);
    return;
  default:
    break;
  }
  g_array_remove_index_fast (stream->held, i);
  sim_cache_free (stream->world, stream->cache, ref);
  /* Its slab may have gone with it. */
  if (sim_slab_of (stream->world, SIM_REF_ENTRY (ref))->cache != stream->cache + 1)
    return;
  if (kind == 3) {
    inuse = sim_slab_of (stream->world, sim_ref_slab (stream->world, ref))->inuse;
    behind = sim_slub_get_pointer (stream->world, ref) != 0;
    sim_cache_free (stream->world, stream->cache, ref);
    if (inuse > 0)
      assert_found (stream->world, before, SIM_BUG_DOUBLE_FREE, ref, 0, 1);
    else
      g_assert_cmpint (last_report (stream->world)->bug, ==, SIM_BUG_NONE_ALLOCATED);
    /* What lay behind it is lost: the count is wrong, and then each of them looks free but is
     * on no list, one at each look. */
    settle (stream);
    g_assert_cmpint (reports_of (stream->world) > before + 1, ==, behind);
    return;
  }
  n = random_below (&stream->random, its->object_size);
  scribble (stream->world, ref, (int) n, 0x41, 1);
  sim_slub_validate (stream->world, stream->cache);
  assert_found (stream->world, before, SIM_BUG_POISON, ref, (int) n, (int) n + 1);
}

static void
run_stream (guint64 seed, guint32 size, guint32 flags, guint steps, gboolean faulty)
{
  struct stream stream = { .world = open_slub (2, 3), .random = seed };

  stream.cache = make_cache (stream.world, size, 0, flags);
  stream.held = g_array_new (FALSE, FALSE, sizeof (sim_ref));
  for (guint i = 0; i < steps; i++) {
    guint before;

    if (faulty && stream.held->len > 10 && random_below (&stream.random, 5) == 0)
      fault (&stream);
    before = reports_of (stream.world);
    work (&stream, 3);
    if (random_below (&stream.random, 20) == 0)
      sim_slub_validate (stream.world, stream.cache);
    if (random_below (&stream.random, 100) == 0)
      sim_allocator_of (SIM_ALLOCATOR_SLUB)->shrink (stream.world, stream.cache);
    g_assert_cmpuint (reports_of (stream.world), ==, before);
    check_cache (stream.world, stream.cache);
  }
  g_assert_true (!faulty || reports_of (stream.world) > 0);
  while (stream.held->len > 0) {
    sim_cache_free (stream.world, stream.cache, g_array_index (stream.held, sim_ref, 0));
    g_array_remove_index_fast (stream.held, 0);
  }
  sim_cache_destroy (stream.world, stream.cache);
  g_assert_cmpuint (sim_slab_header (stream.world)->entries_used, ==, 0);
  g_array_unref (stream.held);
  sim_world_close (stream.world);
}

/* Right use, with every combination of the flags: nothing is reported. */
static void
test_right_use (void)
{
  static const guint32 flags[] = { SIM_SLAB_CONSISTENCY_CHECKS, SIM_SLAB_RED_ZONE, SIM_SLAB_POISON,
                                   SIM_SLAB_STORE_USER };
  static const guint32 sizes[] = { 8, 33, 100, 704 };
  guint64 seed = test_seed (3);

  for (guint set = 1; set < 16; set++) {
    guint32 all = set % 3 == 0 ? SIM_SLAB_KMALLOC : 0;

    for (guint i = 0; i < 4; i++)
      all |= (set >> i & 1) != 0 ? flags[i] : 0;
    run_stream (seed + 2 * set, sizes[set % 4], all, 250, FALSE);
  }
}

static void
test_faulty_use (void)
{
  static const guint32 sizes[] = { 16, 33, 100, 704 };
  guint64 seed = test_seed (5);

  for (guint i = 0; i < 8; i++)
    run_stream (seed + 2 * i, sizes[i % 4], ALL, 400, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slab-debug/layout", test_layout);
  g_test_add_func ("/slab-debug/bytes", test_bytes);
  g_test_add_func ("/slab-debug/lists", test_lists);
  g_test_add_func ("/slab-debug/overruns", test_overruns);
  g_test_add_func ("/slab-debug/after-free", test_after_free);
  g_test_add_func ("/slab-debug/wrong-frees", test_wrong_frees);
  g_test_add_func ("/slab-debug/twice", test_twice);
  g_test_add_func ("/slab-debug/none-allocated", test_none_allocated);
  g_test_add_func ("/slab-debug/disabled", test_disabled);
  g_test_add_func ("/slab-debug/misaligned", test_misaligned);
  g_test_add_func ("/slab-debug/padding", test_padding);
  g_test_add_func ("/slab-debug/padding-first", test_padding_first);
  g_test_add_func ("/slab-debug/circle", test_circle);
  g_test_add_func ("/slab-debug/validate", test_validate);
  g_test_add_func ("/slab-debug/right-use", test_right_use);
  g_test_add_func ("/slab-debug/faulty-use", test_faulty_use);
  return g_test_run ();
}
