/* ui/figures/map-raster.h - a map of more frames than fit shapes: exact, tile by tile.
 *
 * Memory is cut into regions of 1024 frames (4 MiB, the largest block there
 * is).  A region is a square; regions go left to right in rows of `columns`.
 * A long run of regions without any memory is left out: a strip of `fold`
 * pixels stands for it, and memory goes on below in a new row.
 * What lies between two strips is a band; all places come from the bands.
 *
 * Inside a region frames follow the Z-order curve, so that every buddy block is
 * a square (even order) or two of them side by side (odd order), and the buddy
 * of a block is its neighbour:
 *
 *    0  1  4  5 | 16 ..      frames 0-3 are a square of order 2,
 *    2  3  6  7 |            frames 4-7 are its buddy, 0-7 a block of order 3
 *    8  9 12 13 |
 *   10 11 14 15 |
 *
 * Sides are powers of two from 1 pixel (1024 frames in it) to 32 (a frame a
 * pixel), then multiples of 32 (a frame a square).  Up to 32 a region may also
 * be tall, twice as high as wide, for the powers of two in between.  One pixel
 * therefore always stands for exactly the frames of one aligned block, and
 * zooming never reorders.
 *
 * Colour of a pixel: the exact mean of its frames' colours, each frame counted,
 * none sampled; with one exception that makes the rare visible: where one
 * category holds more than 3/4 of the frames, the others together still get
 * 1/4 of the colour.  A mixed pixel never has the colour of one of its parts.
 *
 * A raster is immutable and counted; it holds its state.  Nothing is cached but
 * small tables: a tile is drawn from the snapshot in about a millisecond at
 * worst, and whether it must be drawn again is told by comparing chunk
 * references.  Any thread may use it.
 */
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/palette.h"

#define FOL_TILE            256 /* pixels */
#define FOL_REGION_FRAMES   1024u
#define FOL_RASTER_SIDE_MAX 2048u

struct fol_raster_place {
  enum fol_map_colour colour;
  uint32_t columns; /* regions in a row */
  uint32_t side;    /* of a region: 1, 2, 4, 8, 16, or a multiple of 32 up to FOL_RASTER_SIDE_MAX */
  bool tall;        /* a region is twice as high as wide; side at most 32 */
  uint32_t fold;    /* height of the strip for a long hole */
  uint32_t gap;     /* between regions; the ground shows */
  int pan_x, pan_y; /* map pixel at the shape's top left corner */
};

static inline uint32_t
fol_raster_region_height (const struct fol_raster_place *place)
{
  return place->tall ? 2 * place->side : place->side;
}

/* A stretch of regions: rows of them, or a long hole folded to a strip.  Bands
 * follow each other without a gap in memory and cover all of it. */
struct fol_raster_band {
  uint32_t first, count; /* regions */
  bool folded;           /* none of its frames has memory */
  int y, height;         /* map pixels; by fol_raster_place_bands () */
};
#define FOL_RASTER_BANDS_MAX (2 * SIM_MACHINE_RANGES_MAX + 1)

/* What the map of a machine is made of, whatever its size; at most
 * FOL_RASTER_BANDS_MAX.  And where that lies with a place's columns and sides:
 * sets y and height of each, and the size of the whole map. */
guint fol_raster_find_bands (const struct fol_state *state, struct fol_raster_band *bands);
void fol_raster_place_bands (const struct fol_raster_place *place, struct fol_raster_band *bands,
                             guint count, int *width, int *height);

/* Keeps a reference to the state.  The caller owns the raster. */
struct fol_raster *fol_raster_new (const struct fol_state *state,
                                   const struct fol_raster_place *place);
struct fol_raster *fol_raster_ref (struct fol_raster *raster);
void fol_raster_unref (struct fol_raster *raster); /* NULL is allowed */

const struct fol_raster_place *fol_raster_get_place (const struct fol_raster *raster);

/* They belong to the raster. */
const struct fol_raster_band *fol_raster_get_bands (const struct fol_raster *raster, guint *count);

/* Pixels of the whole map at this side. */
void fol_raster_size (const struct fol_raster *raster, int *width, int *height);

/* Draws tile (tx, ty), which covers map pixels tx * FOL_TILE .. + FOL_TILE - 1:
 * 0xffRRGGBB, FOL_TILE x FOL_TILE of them.  Tiles are numbered from the map's
 * corner, so panning moves them and redraws none.  `stride` in bytes. */
void fol_raster_draw_tile (const struct fol_raster *raster, const struct fol_palette *palette,
                           int tx, int ty, uint32_t *pixels, size_t stride);

/* Makes a tile of `old` that is in `pixels` into that of `new`: draws the regions
 * that changed, or all of it if the two have another grid or colouring. */
void fol_raster_update_tile (const struct fol_raster *old_raster,
                             const struct fol_raster *new_raster, const struct fol_palette *palette,
                             int tx, int ty, uint32_t *pixels, size_t stride);

/* Whether a tile of `old` may be kept for `new`: same grid, same colouring, same
 * content.  Exact up to writes that put back the same words.  O(regions in it). */
bool fol_raster_tile_same (const struct fol_raster *old_raster, const struct fol_raster *new_raster,
                           int tx, int ty);

/* Place in the shape (pan taken off) to frame and back.  A rectangle may lie
 * outside the shape.  Frames of a folded hole lie side by side along its strip,
 * many to a pixel. */
bool fol_raster_frame_at (const struct fol_raster *raster, double x, double y, sim_pfn *pfn);
void fol_raster_rect (const struct fol_raster *raster, sim_pfn pfn, uint32_t order, double *x,
                      double *y, double *width, double *height);

/* How many frames of each role the whole map has: counted, O(frames). */
void fol_raster_count (const struct fol_raster *raster, uint64_t count[FOL_ROLE_COUNT]);
