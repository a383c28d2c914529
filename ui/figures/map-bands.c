/* ui/figures/map-bands.c - which stretches a large map is made of, and where each lies. */
#include "ui/figures/map-raster.h"

#define FOLD_LEAST 16u /* regions: a shorter hole is drawn like memory */
#define FOLD_SHARE 8u  /* and one that takes less than 1/8 of what memory takes */

#define REGION_BYTES ((uint64_t) FOL_REGION_FRAMES * 4096)

static void
add_band (struct fol_raster_band *bands, guint *count, uint32_t first, uint32_t end, bool folded)
{
  struct fol_raster_band *last = *count > 0 ? &bands[*count - 1] : NULL;

  if (first >= end)
    return;
  if (last != NULL && last->folded == folded) {
    last->count = end - last->first;
    return;
  }
  bands[(*count)++] =
      (struct fol_raster_band){ .first = first, .count = end - first, .folded = folded };
}

/* The regions that a range of RAM touches. */
static void
regions_of (struct sim_range range, uint32_t regions, uint32_t *first, uint32_t *end)
{
  *first = (uint32_t) MIN (range.start / REGION_BYTES, regions);
  *end = (uint32_t) MIN ((range.start + range.size + REGION_BYTES - 1) / REGION_BYTES, regions);
}

guint
fol_raster_find_bands (const struct fol_state *state, struct fol_raster_band *bands)
{
  const struct sim_machine *machine = &state->machine;
  uint32_t regions = (state->layout->frame_count + FOL_REGION_FRAMES - 1) / FOL_REGION_FRAMES;
  uint32_t memory = 0, at = 0, first, end, least;
  guint count = 0;

  for (uint32_t i = 0; i < machine->ram_count; i++) {
    regions_of (machine->ram[i], regions, &first, &end);
    memory += end - MIN (end, MAX (first, at));
    at = MAX (at, end);
  }
  least = MAX (FOLD_LEAST, memory / FOLD_SHARE);
  at = 0;
  for (uint32_t i = 0; i < machine->ram_count; i++) {
    regions_of (machine->ram[i], regions, &first, &end);
    first = MAX (first, at);
    end = MAX (end, at);
    add_band (bands, &count, at, first, first - at >= least);
    add_band (bands, &count, first, end, false);
    at = end;
  }
  add_band (bands, &count, at, regions, regions - at >= least);
  return count;
}

void
fol_raster_place_bands (const struct fol_raster_place *place, struct fol_raster_band *bands,
                        guint count, int *width, int *height)
{
  int pitch_x = (int) (place->side + place->gap);
  int pitch_y = (int) (fol_raster_region_height (place) + place->gap), y = 0;
  uint32_t most = 1;

  for (guint i = 0; i < count; i++) {
    struct fol_raster_band *band = &bands[i];
    uint32_t rows = (band->count + place->columns - 1) / place->columns;

    band->y = y;
    band->height = band->folded ? (int) place->fold : (int) rows * pitch_y - (int) place->gap;
    y += band->height;
    if (!band->folded)
      most = MAX (most, MIN (band->count, place->columns));
  }
  *width = (int) most * pitch_x - (int) place->gap;
  *height = count > 0 ? bands[count - 1].y + bands[count - 1].height : 0;
}
