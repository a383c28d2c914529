/* ui/figures/map-raster.c - counts frames into pixels, straight from the snapshot.
 *
 * The inner loop adds, for every flags word, a vector of sixteen byte counters
 * looked up by the word: a head adds its whole block (up to one bin), a tail
 * adds nothing.  So a bin of 2^k frames is a sum without a branch, and a block
 * that covers bins fills them at once.
 */
#include "ui/figures/map-raster.h"

#include "ui/figures/map-private.h"

#include <math.h>
#include <string.h>

#define LANES       16
#define BIN_MAX     64u /* frames; a lane is a byte and must not overflow */
#define CHUNK_WORDS (SIM_CHUNK_BYTES / 4)
#define CHUNK_ORDER (SIM_CHUNK_SHIFT - 2)

/* Two bits of a word that tell who has the block, behind the types of mobility. */
#define OWNER_BITS  (SIM_PAGE_SLAB | SIM_PAGE_LARGE)
#define OWNER_SHIFT 14u

/* Frames of up to fifteen roles; which lane has which role is up to the colouring. */
typedef uint8_t lanes __attribute__ ((vector_size (LANES)));

struct fol_raster {
  gint refs;
  struct fol_state *state;
  struct fol_raster_place place;
  uint32_t frames, regions;
  guint band_count;
  struct fol_raster_band band[FOL_RASTER_BANDS_MAX];
  int width, height;                    /* of the whole map */
  uint32_t pixel_frames;                /* in one pixel: a power of two */
  uint32_t bin;                         /* frames of one sum */
  enum fol_role role[LANES];            /* of a lane; NONE: none */
  uint32_t index_shift, index_mask;     /* upper part of the table's index */
  uint32_t owner_mask;                  /* its top: SIM_PAGE_SLAB and SIM_PAGE_LARGE */
  lanes *row;                           /* owned; counts by index_of () */
  uint16_t place_of[FOL_REGION_FRAMES]; /* bin number to x | y << 8 in the region, pixels */
};

static uint32_t
index_of (const struct fol_raster *raster, uint32_t flags)
{
  return (flags & 0x7f) | ((flags >> raster->index_shift) & raster->index_mask) |
         ((flags >> OWNER_SHIFT) & raster->owner_mask);
}

static int
lane_of (struct fol_raster *raster, enum fol_role role)
{
  int lane = 0;

  /* The last lane stands for what is beyond the end of memory. */
  while (raster->role[lane] != FOL_ROLE_NONE && raster->role[lane] != role)
    lane++;
  g_assert (lane < LANES - 1);
  raster->role[lane] = role;
  return lane;
}

/* The word's upper part is what the colouring asks of it: the type asked for and
 * the owner, or the zone. */
static void
build_rows (struct fol_raster *raster, const struct fol_map_key *key)
{
  bool by_zone = raster->place.colour == FOL_MAP_BY_ZONE;
  uint32_t upper = by_zone ? 32 : 8, from = by_zone ? 18 : 10, count;

  raster->index_shift = from - 7;
  raster->index_mask = (upper - 1) << 7;
  raster->owner_mask = by_zone ? 0 : OWNER_BITS >> OWNER_SHIFT;
  count = by_zone ? upper << 7 : 4 * (upper << 7);
  raster->row = g_aligned_alloc0 (count, sizeof (lanes), sizeof (lanes));
  for (uint32_t i = 0; i < count; i++) {
    uint32_t flags = (i & 0x7f) | (i & raster->index_mask) << raster->index_shift |
                     (i & raster->owner_mask) << OWNER_SHIFT;
    enum fol_role role = fol_map_role (key, flags);
    lanes row = { 0 };

    if (role != FOL_ROLE_NONE && SIM_PAGE_ORDER (flags) < SIM_MAX_ORDER) {
      row[lane_of (raster, role)] = (uint8_t) MIN (1u << SIM_PAGE_ORDER (flags), raster->bin);
      raster->row[i] = row;
    }
  }
}

/* Even bits of a number, packed. */
static uint32_t
even_bits (uint32_t z)
{
  uint32_t out = 0;

  for (uint32_t bit = 0; bit < 16; bit++)
    out |= (z >> (2 * bit) & 1) << bit;
  return out;
}

struct fol_raster *
fol_raster_new (const struct fol_state *state, const struct fol_raster_place *place)
{
  struct fol_raster *raster = g_new0 (struct fol_raster, 1);
  uint32_t tall = place->tall && place->side < 32 ? 1 : 0;
  uint32_t pixels = MIN (place->side, 32) * MIN (place->side, 32) << tall;
  struct fol_map_key key;

  g_assert (place->side > 0);
  g_assert (place->side % 32 == 0 || (place->side < 32 && 32 % place->side == 0));
  g_assert (place->side <= (place->tall ? 32 : FOL_RASTER_SIDE_MAX) && place->columns > 0);
  raster->refs = 1;
  raster->state = fol_state_ref ((struct fol_state *) state);
  raster->place = *place;
  raster->frames = state->layout->frame_count;
  raster->regions = (raster->frames + FOL_REGION_FRAMES - 1) / FOL_REGION_FRAMES;
  raster->pixel_frames = FOL_REGION_FRAMES / pixels;
  raster->bin = MIN (raster->pixel_frames, BIN_MAX);
  /* A pixel of a tall region is a block of odd order, and the next bit says
   * whether it is the upper or the lower of two. */
  for (uint32_t i = 0; i < pixels; i++)
    raster->place_of[i] = (uint16_t) (even_bits (i >> tall) | even_bits (tall ? i : i >> 1) << 8);
  raster->band_count = fol_raster_find_bands (state, raster->band);
  fol_raster_place_bands (place, raster->band, raster->band_count, &raster->width, &raster->height);
  fol_map_key_init (&key, state, place->colour);
  build_rows (raster, &key);
  return raster;
}

struct fol_raster *
fol_raster_ref (struct fol_raster *raster)
{
  g_atomic_int_inc (&raster->refs);
  return raster;
}

void
fol_raster_unref (struct fol_raster *raster)
{
  if (raster == NULL || !g_atomic_int_dec_and_test (&raster->refs))
    return;
  fol_state_unref (raster->state);
  g_aligned_free (raster->row);
  g_free (raster);
}

const struct fol_raster_place *
fol_raster_get_place (const struct fol_raster *raster)
{
  return &raster->place;
}

static uint32_t
pitch_of (const struct fol_raster *raster)
{
  return raster->place.side + raster->place.gap;
}

static uint32_t
pitch_y_of (const struct fol_raster *raster)
{
  return fol_raster_region_height (&raster->place) + raster->place.gap;
}

const struct fol_raster_band *
fol_raster_get_bands (const struct fol_raster *raster, guint *count)
{
  *count = raster->band_count;
  return raster->band;
}

void
fol_raster_size (const struct fol_raster *raster, int *width, int *height)
{
  *width = raster->width;
  *height = raster->height;
}

/* The words of a region, or a copy padded with tails where memory ends in it. */
static const uint32_t *
chunk_words (const struct fol_raster *raster, uint32_t pfn, uint32_t *buffer)
{
  const struct fol_state *state = raster->state;
  const uint32_t *words =
      sim_snapshot_chunk (state->snapshot, (size_t) ((state->layout->flags + pfn) / CHUNK_WORDS));

  if (pfn + CHUNK_WORDS <= raster->frames)
    return words;
  memset (buffer, 0, SIM_CHUNK_BYTES);
  if (pfn < raster->frames)
    memcpy (buffer, words, (raster->frames - pfn) * sizeof (uint32_t));
  return buffer;
}

static inline lanes
sum_bin (const struct fol_raster *raster, const uint32_t *words)
{
  lanes sum = { 0 }, other = { 0 };
  uint32_t bin = raster->bin;

  if (bin < 2)
    return raster->row[index_of (raster, words[0])];
  for (uint32_t i = 0; i < bin; i += 2) {
    sum += raster->row[index_of (raster, words[i])];
    other += raster->row[index_of (raster, words[i + 1])];
  }
  return sum + other;
}

/* Chunks lie anywhere, so the processor cannot guess the next one. */
static inline void
prefetch_chunk (const struct fol_raster *raster, uint32_t pfn)
{
  const struct fol_state *state = raster->state;
  const char *words;

  if (pfn >= raster->frames)
    return;
  words = (const char *) sim_snapshot_chunk (state->snapshot,
                                             (size_t) ((state->layout->flags + pfn) / CHUNK_WORDS));
  for (int line = 0; line < (int) SIM_CHUNK_BYTES; line += 64)
    __builtin_prefetch (words + line);
}

/* Receives, pixel after pixel in Z-order, how many frames of which lane it has. */
struct pixels {
  const struct fol_raster *raster;
  uint32_t colour[LANES]; /* of a pixel of one lane only */
  uint16_t open[LANES];   /* counts of a pixel made of several bins */
  uint32_t open_bins;
  lanes last; /* most pixels are like the one before */
  uint32_t last_colour;
  uint32_t *out;
};

/* Mean of the frames' colours; see the header for what is rare. */
static uint32_t
mix (const struct fol_raster *raster, const uint32_t colour[LANES], const uint16_t count[LANES])
{
  uint32_t sum[3] = { 0 }, most = 0, missing = raster->pixel_frames, out = 0xff;
  uint32_t rest, n[LANES];
  int parts = 0;

  for (int i = 0; i < LANES - 1; i++) {
    n[i] = count[i];
    missing -= count[i];
  }
  n[LANES - 1] = missing;
  for (uint32_t i = 0; i < LANES; i++) {
    if (n[i] == 0)
      continue;
    parts++;
    most = n[i] > n[most] ? i : most;
    for (int c = 0; c < 3; c++)
      sum[c] += n[i] * (colour[i] >> (16 - 8 * c) & 0xff);
  }
  if (parts == 1)
    return colour[most];
  rest = raster->pixel_frames - n[most];
  for (int c = 0; c < 3; c++) {
    uint32_t pure = colour[most] >> (16 - 8 * c) & 0xff, value;

    if (rest * 4 < raster->pixel_frames)
      value = (3 * pure * rest + sum[c] - n[most] * pure + 2 * rest) / (4 * rest);
    else
      value = (sum[c] + raster->pixel_frames / 2) / raster->pixel_frames;
    out = out << 8 | value;
  }
  /* Rounding must not hide that there is something else. */
  for (int i = 0; i < LANES; i++)
    if (n[i] > 0 && out == colour[i])
      out ^= 1;
  return out;
}

static void
emit_bin (struct pixels *pixels, lanes sum)
{
  const struct fol_raster *raster = pixels->raster;
  uint32_t bins = raster->pixel_frames / raster->bin;

  if (bins == 1 && memcmp (&sum, &pixels->last, sizeof sum) == 0) {
    *pixels->out++ = pixels->last_colour;
    return;
  }
  for (int i = 0; i < LANES; i++)
    pixels->open[i] = (uint16_t) (pixels->open[i] + sum[i]);
  if (++pixels->open_bins < bins)
    return;
  pixels->last_colour = mix (raster, pixels->colour, pixels->open);
  pixels->last = sum;
  *pixels->out++ = pixels->last_colour;
  pixels->open_bins = 0;
  memset (pixels->open, 0, sizeof pixels->open);
}

/* Counts one region, bin after bin.  A block larger than a bin is known from
 * its head; its tails are not read. */
static inline __attribute__ ((always_inline)) void
count_region (const struct fol_raster *raster, uint32_t region,
              void (*emit) (struct pixels *pixels, lanes sum), struct pixels *pixels)
{
  uint32_t buffer[CHUNK_WORDS], first = region * FOL_REGION_FRAMES;
  uint32_t bin_order = (uint32_t) __builtin_ctz (raster->bin);

  for (uint32_t at = 0; at < FOL_REGION_FRAMES;) {
    const uint32_t *words = chunk_words (raster, first + (at & ~(CHUNK_WORDS - 1)), buffer);
    uint32_t stop = (at & ~(CHUNK_WORDS - 1)) + CHUNK_WORDS;

    if (SIM_PAGE_ORDER (words[at & (CHUNK_WORDS - 1)]) < CHUNK_ORDER)
      prefetch_chunk (raster, first + stop + CHUNK_WORDS);
    while (at < stop) {
      uint32_t head = words[at & (CHUNK_WORDS - 1)];

      if (SIM_PAGE_STATE (head) != SIM_PAGE_TAIL && SIM_PAGE_ORDER (head) > bin_order) {
        lanes whole = raster->row[index_of (raster, head)];
        uint32_t end = MIN (at + (1u << SIM_PAGE_ORDER (head)), FOL_REGION_FRAMES);

        for (; at < end; at += raster->bin)
          emit (pixels, whole);
      } else {
        emit (pixels, sum_bin (raster, words + (at & (CHUNK_WORDS - 1))));
        at += raster->bin;
      }
    }
  }
}

static void
pixels_init (struct pixels *pixels, const struct fol_raster *raster,
             const struct fol_palette *palette)
{
  memset (pixels, 0, sizeof *pixels);
  pixels->raster = raster;
  for (int i = 0; i < LANES; i++) {
    struct fol_colour colour = palette->surface;

    if (raster->role[i] != FOL_ROLE_NONE)
      colour = fol_style_flat (&palette->style[raster->role[i]]);
    pixels->colour[i] = 0xff000000 | (uint32_t) lround (colour.red * 255) << 16 |
                        (uint32_t) lround (colour.green * 255) << 8 |
                        (uint32_t) lround (colour.blue * 255);
  }
  /* No pixel has this count, so the first is computed. */
  memset (&pixels->last, 0xff, sizeof pixels->last);
}

struct target {
  uint32_t *pixels;
  size_t stride; /* in pixels */
};

static void
fill (const struct target *target, int x, int y, int width, int height, uint32_t colour)
{
  int right = MIN (x + width, FOL_TILE), bottom = MIN (y + height, FOL_TILE);

  for (int row = MAX (y, 0); row < bottom; row++)
    for (int column = MAX (x, 0); column < right; column++)
      target->pixels[(size_t) row * target->stride + (size_t) column] = colour;
}

/* Puts a region's pixels at (x, y) of the tile, which may cut it. */
static void
put_region (const struct fol_raster *raster, const uint32_t *colours, const struct target *target,
            int x, int y)
{
  int side = (int) raster->place.side, height = (int) fol_raster_region_height (&raster->place);
  int cell = MAX (side / 32, 1), gap = cell >= 8 ? 1 : 0;
  int cell_height = side == 32 && raster->place.tall ? 2 : cell;
  uint32_t count = FOL_REGION_FRAMES / raster->pixel_frames;

  if (cell_height == 1 && x >= 0 && y >= 0 && x + side <= FOL_TILE && y + height <= FOL_TILE) {
    uint32_t *corner = target->pixels + (size_t) y * target->stride + (size_t) x;

    for (uint32_t i = 0; i < count; i++)
      corner[(raster->place_of[i] >> 8) * target->stride + (raster->place_of[i] & 0xff)] =
          colours[i];
    return;
  }
  for (uint32_t i = 0; i < count; i++)
    fill (target, x + (raster->place_of[i] & 0xff) * cell,
          y + (raster->place_of[i] >> 8) * cell_height, cell - gap, cell_height - gap, colours[i]);
}

/* What is done with a region of a tile; (x, y) is its corner in the tile.  False: enough. */
typedef bool (*visit_region) (const struct fol_raster *raster, uint32_t region, int x, int y,
                              void *data);

/* False if a visit said so. */
static bool
visit_band (const struct fol_raster *raster, const struct fol_raster_band *band, int left, int top,
            visit_region visit, void *data)
{
  int pitch_x = (int) pitch_of (raster), pitch_y = (int) pitch_y_of (raster);
  int columns = (int) raster->place.columns, from = MAX (0, top - band->y);
  int end = MIN (band->height, top + FOL_TILE - band->y);
  int right = MIN (columns, (left + FOL_TILE + pitch_x - 1) / pitch_x);

  for (int row = from / pitch_y; row * pitch_y < end; row++)
    for (int column = left / pitch_x; column < right; column++) {
      uint32_t index = (uint32_t) (row * columns + column);

      if (index < band->count && !visit (raster, band->first + index, column * pitch_x - left,
                                         band->y + row * pitch_y - top, data))
        return false;
    }
  return true;
}

/* Visits the regions that a tile shows, in their order. */
static bool
visit_tile (const struct fol_raster *raster, int tx, int ty, visit_region visit, void *data)
{
  if (tx < 0 || ty < 0)
    return true;
  for (guint i = 0; i < raster->band_count; i++)
    if (!raster->band[i].folded &&
        !visit_band (raster, &raster->band[i], tx * FOL_TILE, ty * FOL_TILE, visit, data))
      return false;
  return true;
}

static bool
region_same (const struct fol_raster *a, uint32_t region, int x, int y, void *data)
{
  const struct fol_raster *b = data;
  size_t chunk = (a->state->layout->flags + region * FOL_REGION_FRAMES) / CHUNK_WORDS;
  size_t end = chunk + FOL_REGION_FRAMES / CHUNK_WORDS;
  size_t last = (a->state->layout->flags + a->frames + CHUNK_WORDS - 1) / CHUNK_WORDS;

  end = MIN (end, last);
  if (chunk >> SIM_LEAF_SHIFT == (end - 1) >> SIM_LEAF_SHIFT &&
      a->state->snapshot->leaf[chunk >> SIM_LEAF_SHIFT] ==
          b->state->snapshot->leaf[chunk >> SIM_LEAF_SHIFT])
    return true;
  for (; chunk < end; chunk++)
    if (sim_snapshot_chunk (a->state->snapshot, chunk) !=
        sim_snapshot_chunk (b->state->snapshot, chunk))
      return false;
  return true;
}

/* The same layout is the same machine, and so are its bands: chunks of two
 * machines never compare. */
static bool
same_grid (const struct fol_raster *a, const struct fol_raster *b)
{
  return a->state->layout == b->state->layout && a->place.colour == b->place.colour &&
         a->place.columns == b->place.columns && a->place.side == b->place.side &&
         a->place.tall == b->place.tall && a->place.fold == b->place.fold &&
         a->place.gap == b->place.gap;
}

bool
fol_raster_tile_same (const struct fol_raster *a, const struct fol_raster *b, int tx, int ty)
{
  if (a == b)
    return true;
  if (!same_grid (a, b))
    return false;
  if (a->state->snapshot == b->state->snapshot)
    return true;
  return visit_tile (a, tx, ty, region_same, (struct fol_raster *) b);
}

struct drawing {
  struct target target;
  struct pixels pixels;
  const struct fol_raster *old;        /* what the target shows already; NULL: nothing */
  uint32_t colours[FOL_REGION_FRAMES]; /* of the region being drawn */
};

static bool
draw_region (const struct fol_raster *raster, uint32_t region, int x, int y, void *data)
{
  struct drawing *drawing = data;

  if (drawing->old != NULL && region_same (raster, region, x, y, (void *) drawing->old))
    return true;
  drawing->pixels.out = drawing->colours;
  count_region (raster, region, emit_bin, &drawing->pixels);
  put_region (raster, drawing->colours, &drawing->target, x, y);
  return true;
}

void
fol_raster_draw_tile (const struct fol_raster *raster, const struct fol_palette *palette, int tx,
                      int ty, uint32_t *out, size_t stride)
{
  struct drawing drawing = { .target = { out, stride / sizeof (uint32_t) } };

  pixels_init (&drawing.pixels, raster, palette);
  fill (&drawing.target, 0, 0, FOL_TILE, FOL_TILE, drawing.pixels.colour[LANES - 1]);
  visit_tile (raster, tx, ty, draw_region, &drawing);
}

void
fol_raster_update_tile (const struct fol_raster *old, const struct fol_raster *raster,
                        const struct fol_palette *palette, int tx, int ty, uint32_t *out,
                        size_t stride)
{
  struct drawing drawing = { .target = { out, stride / sizeof (uint32_t) }, .old = old };

  if (!same_grid (old, raster)) {
    fol_raster_draw_tile (raster, palette, tx, ty, out, stride);
    return;
  }
  pixels_init (&drawing.pixels, raster, palette);
  visit_tile (raster, tx, ty, draw_region, &drawing);
}

/* Along the strip of a folded hole, which is as wide as the map. */
static uint64_t
frame_on_strip (const struct fol_raster *raster, const struct fol_raster_band *band, uint32_t left)
{
  return (uint64_t) left * band->count * FOL_REGION_FRAMES / (uint32_t) raster->width;
}

/* Frame of a band at a place in it; false between its last region and the right edge. */
static bool
frame_in_band (const struct fol_raster *raster, const struct fol_raster_band *band, uint32_t left,
               uint32_t top, uint64_t *frame)
{
  uint32_t pitch = pitch_of (raster), pitch_y = pitch_y_of (raster), side = raster->place.side;
  uint32_t height = fol_raster_region_height (&raster->place);
  uint32_t region = top / pitch_y * raster->place.columns + left / pitch;
  /* From pixels to a frame's cell of the 32 x 32. */
  uint32_t x = MIN (left % pitch, side - 1) * 32 / side;
  uint32_t y = MIN (top % pitch_y, height - 1) * 32 / height;

  if (left / pitch >= raster->place.columns || region >= band->count)
    return false;
  *frame = 0;
  for (uint32_t bit = 0; bit < 5; bit++)
    *frame |= (uint64_t) (x >> bit & 1) << (2 * bit) | (uint64_t) (y >> bit & 1) << (2 * bit + 1);
  *frame += (uint64_t) region * FOL_REGION_FRAMES;
  return true;
}

bool
fol_raster_frame_at (const struct fol_raster *raster, double x, double y, sim_pfn *pfn)
{
  double left = floor (x) + raster->place.pan_x, top = floor (y) + raster->place.pan_y;
  const struct fol_raster_band *band = raster->band;
  uint64_t frame = 0;

  if (left < 0 || top < 0 || left >= raster->width || top >= raster->height)
    return false;
  /* The gap below a band is its own. */
  while (band + 1 < raster->band + raster->band_count && top >= band[1].y)
    band++;
  if (band->folded)
    frame = frame_on_strip (raster, band, (uint32_t) left);
  else if (!frame_in_band (raster, band, (uint32_t) left, (uint32_t) (top - band->y), &frame))
    return false;
  frame += (uint64_t) band->first * FOL_REGION_FRAMES;
  if (frame >= raster->frames)
    return false;
  *pfn = (sim_pfn) frame;
  return true;
}

void
fol_raster_rect (const struct fol_raster *raster, sim_pfn pfn, uint32_t order, double *x, double *y,
                 double *width, double *height)
{
  double cell = raster->place.side / 32.0;
  double cell_height = fol_raster_region_height (&raster->place) / 32.0;
  uint32_t region = pfn / FOL_REGION_FRAMES, inside = pfn % FOL_REGION_FRAMES;
  const struct fol_raster_band *band = raster->band;
  uint32_t o = MIN (order, 10);

  while (band + 1 < raster->band + raster->band_count && region >= band[1].first)
    band++;
  region -= band->first;
  *width = (1u << (o + 1) / 2) * cell;
  *height = (1u << o / 2) * cell_height;
  if (band->folded) {
    double all = (double) band->count * FOL_REGION_FRAMES;

    /* Rounded up, so that the frame at this place is not one before it. */
    *x = ceil (((double) region * FOL_REGION_FRAMES + inside) * raster->width / all);
    *width = MIN (*width, raster->width);
    *x = MIN (*x, raster->width - *width);
    *y = band->y;
    *height = band->height;
  } else {
    *x = (double) (region % raster->place.columns) * pitch_of (raster) + even_bits (inside) * cell;
    *y = band->y + (double) (region / raster->place.columns) * pitch_y_of (raster) +
         even_bits (inside >> 1) * cell_height;
  }
  *x -= raster->place.pan_x;
  *y -= raster->place.pan_y;
}

struct totals {
  struct pixels pixels; /* first, so that emit_total () can find the rest */
  uint64_t lane[LANES];
};

static void
emit_total (struct pixels *pixels, lanes sum)
{
  struct totals *totals = (struct totals *) pixels;

  for (int i = 0; i < LANES; i++)
    totals->lane[i] += sum[i];
}

void
fol_raster_count (const struct fol_raster *raster, uint64_t count[FOL_ROLE_COUNT])
{
  struct totals totals = { .pixels.raster = raster };

  for (uint32_t region = 0; region < raster->regions; region++)
    count_region (raster, region, emit_total, &totals.pixels);
  memset (count, 0, FOL_ROLE_COUNT * sizeof *count);
  for (int i = 0; i < LANES; i++)
    if (raster->role[i] != FOL_ROLE_NONE)
      count[raster->role[i]] += totals.lane[i];
}
