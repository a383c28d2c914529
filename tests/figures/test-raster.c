/* tests/figures/test-raster.c - does a tile show exactly what memory holds? */
#include "tests/figures/states.h"

#include "engine/physical/gfp.h"
#include "ui/figures/map-private.h"
#include "ui/figures/map-raster.h"

#include <math.h>

#define PIXELS (FOL_TILE * FOL_TILE)

static uint32_t
packed (struct fol_colour colour)
{
  return 0xff000000 | (uint32_t) lround (colour.red * 255) << 16 |
         (uint32_t) lround (colour.green * 255) << 8 | (uint32_t) lround (colour.blue * 255);
}

/* The header's rule, frame by frame and with nothing clever. */
static uint32_t
expected_colour (const struct fol_state *state, const struct fol_map_key *key,
                 const struct fol_palette *palette, sim_pfn first, uint32_t frames)
{
  struct sim_view view = fol_state_view (state);
  uint32_t count[FOL_ROLE_COUNT] = { 0 }, most = 0, colour = 0xff, parts = 0, pure[FOL_ROLE_COUNT];

  for (uint32_t i = 0; i < frames; i++) {
    struct sim_block block;
    enum fol_role role = FOL_ROLE_NONE;

    if (first + i < state->layout->frame_count) {
      sim_view_block (&view, first + i, &block);
      role = fol_map_role (key, sim_view_flags (&view, block.pfn));
    }
    count[role]++;
  }
  for (uint32_t role = 0; role < FOL_ROLE_COUNT; role++) {
    pure[role] =
        packed (role == FOL_ROLE_NONE ? palette->surface : fol_style_flat (&palette->style[role]));
    parts += count[role] > 0;
    most = count[role] > count[most] ? role : most;
  }
  if (parts == 1)
    return pure[most];
  for (int shift = 16; shift >= 0; shift -= 8) {
    uint64_t rest = frames - count[most], others = 0, main = pure[most] >> shift & 0xff;

    for (uint32_t role = 0; role < FOL_ROLE_COUNT; role++)
      if (role != most)
        others += (uint64_t) count[role] * (pure[role] >> shift & 0xff);
    if (rest * 4 < frames)
      colour = colour << 8 | (uint32_t) ((3 * main * rest + others + 2 * rest) / (4 * rest));
    else
      colour = colour << 8 | (uint32_t) ((main * count[most] + others + frames / 2) / frames);
  }
  return colour;
}

static uint32_t
channel_distance (uint32_t a, uint32_t b)
{
  uint32_t most = 0;

  for (int shift = 0; shift <= 16; shift += 8) {
    int difference = (int) (a >> shift & 0xff) - (int) (b >> shift & 0xff);

    most = MAX (most, (uint32_t) ABS (difference));
  }
  return most;
}

/* Random work that leaves blocks of all orders, free and in use. */
static void
churn (struct fol_history *history, GRand *random, int operations)
{
  static const uint32_t gfp[] = { SIM_GFP_KERNEL, SIM_GFP_HIGHUSER_MOVABLE,
                                  SIM_GFP_KERNEL | SIM_GFP_RECLAIMABLE };
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (sim_pfn));

  for (int i = 0; i < operations; i++) {
    struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES };
    struct sim_result result;
    guint at = used->len > 0 ? (guint) g_rand_int_range (random, 0, (gint32) used->len) : 0;

    if (used->len > 0 && g_rand_int_range (random, 0, 100) < 40) {
      fol_test_free (history, g_array_index (used, sim_pfn, at));
      g_array_remove_index_fast (used, at);
      continue;
    }
    op.argument[0] = (uint64_t) g_rand_int_range (random, 0, 4);
    op.argument[1] = gfp[g_rand_int_range (random, 0, 3)];
    op.argument[2] = SIM_NODE_ANY;
    if (fol_history_apply (history, &op, &result) == SIM_OK)
      g_array_append_val (used, result.pfn);
  }
}

static struct fol_history *
odd_machine (void)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;

  sim_machine_defaults (&machine);
  machine.ram_count = 2;
  machine.ram[0] = (struct sim_range){ 0, 3000 * 4096 };
  machine.ram[1] = (struct sim_range){ 3500 * 4096, 2777 * 4096 };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 100 * 4096 };
  return fol_history_new (&machine, &problem);
}

/* 12 MiB at 2 MiB, 6 MiB at 100 MiB, 5 MiB at 1 GiB: the two long holes are
 * folded, the short one at the beginning is not. */
static struct fol_history *
torn_machine (void)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;

  sim_machine_defaults (&machine);
  machine.ram_count = 3;
  machine.ram[0] = (struct sim_range){ 2 << 20, 12 << 20 };
  machine.ram[1] = (struct sim_range){ 100 << 20, 6 << 20 };
  machine.ram[2] = (struct sim_range){ 1 << 30, 5 << 20 };
  return fol_history_new (&machine, &problem);
}

/* Whether a place on the map shows frames, not ground or a folded hole. */
static bool
shows_frames (const struct fol_raster *raster, uint32_t x, uint32_t y)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  uint32_t height = fol_raster_region_height (place);
  const struct fol_raster_band *band;
  guint count;

  if (x % (place->side + place->gap) >= place->side)
    return false;
  for (band = fol_raster_get_bands (raster, &count); count > 0; band++, count--)
    if ((int) y >= band->y && (int) y < band->y + band->height)
      return !band->folded && (y - (uint32_t) band->y) % (height + place->gap) < height;
  return false;
}

static void
check_tiles (const struct fol_state *state, const struct fol_raster_place *place,
             const struct fol_palette *palette)
{
  struct fol_raster *raster = fol_raster_new (state, place);
  uint32_t side = MIN (place->side, 32), tall = place->tall && side < 32 ? 2 : 1;
  uint32_t frames = FOL_REGION_FRAMES / (side * side * tall);
  g_autofree uint32_t *pixels = g_new (uint32_t, PIXELS);
  struct fol_map_key key;
  int width, height, wrong = 0;

  fol_map_key_init (&key, state, place->colour);
  fol_raster_size (raster, &width, &height);
  for (int ty = 0; ty * FOL_TILE < height; ty++)
    for (int tx = 0; tx * FOL_TILE < width; tx++) {
      fol_raster_draw_tile (raster, palette, tx, ty, pixels, FOL_TILE * sizeof *pixels);
      for (int i = 0; i < PIXELS; i++) {
        uint32_t x = (uint32_t) (tx * FOL_TILE + i % FOL_TILE);
        uint32_t y = (uint32_t) (ty * FOL_TILE + i / FOL_TILE);
        uint32_t expected = packed (palette->surface);
        sim_pfn pfn;

        if (shows_frames (raster, x, y) && fol_raster_frame_at (raster, x, y, &pfn))
          expected = expected_colour (state, &key, palette, pfn & ~(frames - 1), frames);
        /* One off: what keeps a mixed pixel from looking pure. */
        wrong += channel_distance (expected, pixels[i]) > 1;
      }
    }
  g_assert_cmpint (wrong, ==, 0);
  fol_raster_unref (raster);
}

static void
test_exact (void)
{
  struct fol_history *history = odd_machine ();
  GRand *random = g_rand_new_with_seed (1);
  struct fol_state *state;

  g_assert_nonnull (history);
  for (int round = 0; round < 3; round++) {
    churn (history, random, 400);
    state = fol_history_state (history);
    for (uint32_t side = 1; side <= 64; side *= 2)
      for (int colour = 0; colour < FOL_MAP_COLOURS; colour++)
        check_tiles (state,
                     &(struct fol_raster_place){
                         .colour = colour, .columns = 3, .side = side, .gap = side >= 16 ? 1 : 0 },
                     &fol_palettes[round % FOL_THEME_COUNT]);
    fol_state_unref (state);
  }
  g_rand_free (random);
  fol_history_free (history);
}

/* The same where a pixel is a block of odd order, and where holes are folded. */
static void
test_exact_tall_and_folded (void)
{
  struct fol_history *histories[] = { odd_machine (), torn_machine () };
  GRand *random = g_rand_new_with_seed (4);

  for (guint h = 0; h < G_N_ELEMENTS (histories); h++) {
    struct fol_state *state;

    g_assert_nonnull (histories[h]);
    churn (histories[h], random, 400);
    state = fol_history_state (histories[h]);
    for (uint32_t side = 1; side <= 64; side *= 2)
      for (uint32_t columns = 1; columns <= 4; columns++)
        check_tiles (state,
                     &(struct fol_raster_place){ .colour = FOL_MAP_BY_MOBILITY,
                                                 .columns = columns,
                                                 .side = side,
                                                 .tall = side <= 32,
                                                 .fold = 24,
                                                 .gap = columns % 2 },
                     &fol_palettes[0]);
    fol_state_unref (state);
    fol_history_free (histories[h]);
  }
  g_rand_free (random);
}

/* Whatever is folded has no memory, whatever is not short of memory is shown. */
static void
test_bands (void)
{
  static const struct fol_raster_band expected[] = {
    { .first = 0, .count = 4 },   { .first = 4, .count = 21, .folded = true },
    { .first = 25, .count = 2 },  { .first = 27, .count = 229, .folded = true },
    { .first = 256, .count = 2 },
  };
  struct fol_history *history = torn_machine ();
  struct fol_state *state = fol_history_state (history);
  struct sim_view view = fol_state_view (state);
  struct fol_raster_band band[FOL_RASTER_BANDS_MAX];
  struct fol_raster_place place = { .columns = 2, .side = 8, .fold = 20 };
  int width, height;

  g_assert_cmpuint (fol_raster_find_bands (state, band), ==, G_N_ELEMENTS (expected));
  fol_raster_place_bands (&place, band, G_N_ELEMENTS (expected), &width, &height);
  g_assert_cmpint (width, ==, 16);
  g_assert_cmpint (height, ==, 16 + 20 + 8 + 20 + 8);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    sim_pfn end = (band[i].first + band[i].count) * FOL_REGION_FRAMES;

    g_assert_cmpuint (band[i].first, ==, expected[i].first);
    g_assert_cmpuint (band[i].count, ==, expected[i].count);
    g_assert_true (band[i].folded == expected[i].folded);
    for (sim_pfn pfn = band[i].first * FOL_REGION_FRAMES; band[i].folded && pfn < end; pfn++) {
      struct sim_block block;

      sim_view_block (&view, pfn, &block);
      g_assert_cmpint (block.state, ==, SIM_PAGE_HOLE);
    }
  }
  fol_state_unref (state);
  fol_history_free (history);
}

static void
test_counts (void)
{
  struct fol_history *history = odd_machine ();
  GRand *random = g_rand_new_with_seed (2);
  uint64_t count[FOL_ROLE_COUNT], sum = 0, free_pages = 0;
  struct fol_raster *raster;
  struct fol_state *state;
  struct sim_view view;

  churn (history, random, 300);
  state = fol_history_state (history);
  view = fol_state_view (state);
  raster = fol_raster_new (
      state, &(struct fol_raster_place){ .colour = FOL_MAP_BY_STATE, .columns = 2, .side = 8 });
  fol_raster_count (raster, count);
  for (int role = 0; role < FOL_ROLE_COUNT; role++)
    sum += count[role];
  for (uint32_t zone = 0; zone < state->layout->zone_count; zone++)
    free_pages += (uint64_t) sim_view_zone_free (&view, zone);
  g_assert_cmpuint (sum, ==, state->layout->frame_count);
  g_assert_cmpuint (count[FOL_ROLE_FREE], ==, free_pages);
  g_assert_cmpuint (count[FOL_ROLE_HOLE], >=, 500);
  fol_raster_unref (raster);
  fol_state_unref (state);
  g_rand_free (random);
  fol_history_free (history);
}

/* A tile that is said to be the same has the same pixels; one that changed is
 * never said to be the same, and is mended in part. */
static void
test_same (void)
{
  struct fol_raster_place place = { .colour = FOL_MAP_BY_MOBILITY, .columns = 8, .side = 128 };
  struct fol_history *history = fol_test_pc (128);
  GRand *random = g_rand_new_with_seed (3);
  g_autofree uint32_t *before = g_new (uint32_t, PIXELS), *after = g_new (uint32_t, PIXELS);
  int kept = 0, changed = 0;

  churn (history, random, 50);
  for (int round = 0; round < 30; round++) {
    struct fol_state *old_state = fol_history_state (history), *new_state;
    struct fol_raster *old_raster = fol_raster_new (old_state, &place), *new_raster;

    fol_test_alloc (history, (uint32_t) round % 10, SIM_GFP_KERNEL);
    new_state = fol_history_state (history);
    new_raster = fol_raster_new (new_state, &place);
    for (int tile = 0; tile < 8; tile++) {
      bool same = fol_raster_tile_same (old_raster, new_raster, tile % 4, tile / 4);
      bool equal;

      fol_raster_draw_tile (old_raster, &fol_palettes[0], tile % 4, tile / 4, before,
                            FOL_TILE * sizeof *before);
      fol_raster_draw_tile (new_raster, &fol_palettes[0], tile % 4, tile / 4, after,
                            FOL_TILE * sizeof *after);
      equal = memcmp (before, after, PIXELS * sizeof *before) == 0;
      g_assert_true (equal || !same);
      fol_raster_update_tile (old_raster, new_raster, &fol_palettes[0], tile % 4, tile / 4, before,
                              FOL_TILE * sizeof *before);
      g_assert_cmpmem (before, PIXELS * sizeof *before, after, PIXELS * sizeof *after);
      kept += same;
      changed += !equal;
    }
    fol_raster_unref (old_raster);
    fol_raster_unref (new_raster);
    fol_state_unref (old_state);
    fol_state_unref (new_state);
  }
  g_assert_cmpint (changed, >, 10);
  g_assert_cmpint (kept, >, 150);
  g_rand_free (random);
  fol_history_free (history);
}

static void
test_places (void)
{
  struct fol_history *history = fol_test_pc (64);
  struct fol_state *state = fol_history_state (history);

  for (uint32_t side = 32; side <= 512; side *= 2) {
    struct fol_raster_place place = { .columns = 5, .side = side, .gap = 3, .pan_x = 40 };
    struct fol_raster *raster = fol_raster_new (state, &place);

    for (sim_pfn pfn = 0; pfn < state->layout->frame_count; pfn += 37) {
      double x, y, width, height;
      sim_pfn found;

      fol_raster_rect (raster, pfn, 0, &x, &y, &width, &height);
      g_assert_true (fol_raster_frame_at (raster, x + width / 2, y + height / 2, &found));
      g_assert_cmpuint (found, ==, pfn);
    }
    fol_raster_unref (raster);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* Every frame of memory is found where it is said to be, and no strip swallows
 * a walk: it has frames of its hole, in their order. */
static void
test_places_folded (void)
{
  struct fol_history *history = torn_machine ();
  struct fol_state *state = fol_history_state (history);

  for (uint32_t side = 32; side <= 512; side *= 2) {
    struct fol_raster_place place = { .columns = 3, .side = side, .gap = 2, .fold = 24 };
    struct fol_raster *raster = fol_raster_new (state, &place);
    const struct fol_raster_band *band;
    guint count;

    for (band = fol_raster_get_bands (raster, &count); count > 0; band++, count--) {
      uint32_t frames =
          MIN ((band->first + band->count) * FOL_REGION_FRAMES, state->layout->frame_count);

      for (sim_pfn pfn = band->first * FOL_REGION_FRAMES; pfn < frames; pfn += 37) {
        double x, y, width, height;
        sim_pfn found;

        fol_raster_rect (raster, pfn, 0, &x, &y, &width, &height);
        g_assert_cmpfloat (y, >=, band->y);
        g_assert_cmpfloat (y + height, <=, band->y + band->height);
        g_assert_true (fol_raster_frame_at (raster, x + width / 2, y + height / 2, &found));
        if (band->folded)
          g_assert_cmpuint (found / FOL_REGION_FRAMES - band->first, <, band->count);
        else
          g_assert_cmpuint (found, ==, pfn);
      }
    }
    fol_raster_unref (raster);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* 64 GiB, all free but one frame: there is a pixel that says so, and it differs
 * enough to be seen.  `hole`: the same with a quarter of it folded. */
static void
check_lone_frame (bool hole)
{
  struct fol_raster_place place = {
    .colour = FOL_MAP_BY_MOBILITY, .columns = 192, .side = 1, .fold = 24
  };
  const uint64_t gib = UINT64_C (1) << 30;
  struct fol_history *history;
  struct sim_machine machine;
  struct sim_machine_problem problem;
  g_autofree uint32_t *pixels = g_new (uint32_t, PIXELS);
  uint32_t pure = packed (fol_palettes[0].style[FOL_ROLE_FREE].fill), odd = 0, total = 0;
  struct fol_raster *raster;
  struct fol_state *state;
  int width, height;

  /* Per-CPU lists as during boot keep nothing back. */
  sim_machine_defaults (&machine);
  machine.boot_pcp = true;
  machine.cpu_count = 1;
  machine.ram_count = hole ? 2 : 1;
  machine.ram[0] = (struct sim_range){ 0, (hole ? 24 : 64) * gib };
  machine.ram[1] = (struct sim_range){ 40 * gib, 24 * gib };
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  fol_test_alloc (history, 0, SIM_GFP_HIGHUSER_MOVABLE);
  state = fol_history_state (history);
  raster = fol_raster_new (state, &place);
  fol_raster_size (raster, &width, &height);
  g_assert_cmpint (height, ==, hole ? 32 + 24 + 32 : 86);
  fol_raster_draw_tile (raster, &fol_palettes[0], 0, 0, pixels, FOL_TILE * sizeof *pixels);
  for (uint32_t y = 0; y < 88; y++)
    for (uint32_t x = 0; x < 192; x++) {
      if (!shows_frames (raster, x, y) || (!hole && y * 192 + x >= 64 * 256))
        continue;
      total++;
      odd += channel_distance (pixels[y * FOL_TILE + x], pure) >= 24;
    }
  g_assert_cmpuint (total, ==, (hole ? 48 : 64) * 256);
  g_assert_cmpuint (odd, ==, 1);
  fol_raster_unref (raster);
  fol_state_unref (state);
  fol_history_free (history);
}

static void
test_lone_frame (void)
{
  check_lone_frame (false);
  check_lone_frame (true);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/raster/exact", test_exact);
  g_test_add_func ("/raster/exact-tall-and-folded", test_exact_tall_and_folded);
  g_test_add_func ("/raster/bands", test_bands);
  g_test_add_func ("/raster/counts", test_counts);
  g_test_add_func ("/raster/same", test_same);
  g_test_add_func ("/raster/places", test_places);
  g_test_add_func ("/raster/places-folded", test_places_folded);
  g_test_add_func ("/raster/lone-frame", test_lone_frame);
  return g_test_run ();
}
