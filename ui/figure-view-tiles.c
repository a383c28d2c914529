/* ui/figure-view-tiles.c - see figure-view-tiles.h. */
#include "ui/figure-view-tiles.h"

struct tile {
  int tx, ty;
  cairo_surface_t *image; /* owned; what the node shows, to be changed in part */
  GskRenderNode *node;    /* owned */
};

struct fol_tiles {
  struct fol_raster *raster;         /* owned; what the nodes show; NULL: nothing */
  const struct fol_palette *palette; /* lent */
  GArray *tile;                      /* of struct tile */
  guint64 drawn;
};

static void
clear_tile (gpointer data)
{
  struct tile *tile = data;

  g_clear_pointer (&tile->image, cairo_surface_destroy);
  g_clear_pointer (&tile->node, gsk_render_node_unref);
}

struct fol_tiles *
fol_tiles_new (void)
{
  struct fol_tiles *tiles = g_new0 (struct fol_tiles, 1);

  tiles->tile = g_array_new (FALSE, FALSE, sizeof (struct tile));
  g_array_set_clear_func (tiles->tile, clear_tile);
  return tiles;
}

void
fol_tiles_free (struct fol_tiles *tiles)
{
  if (tiles == NULL)
    return;
  fol_raster_unref (tiles->raster);
  g_array_unref (tiles->tile);
  g_free (tiles);
}

guint64
fol_tiles_drawn (const struct fol_tiles *tiles)
{
  return tiles->drawn;
}

/* A new node for the tile's image as it is now. */
static void
make_node (struct fol_tiles *tiles, const struct fol_raster *raster, struct tile *tile)
{
  graphene_rect_t bounds;
  int left = tile->tx * FOL_TILE, top = tile->ty * FOL_TILE, width, height;
  cairo_t *cr;

  /* The last tiles are cut where the map ends. */
  fol_raster_size (raster, &width, &height);
  bounds = GRAPHENE_RECT_INIT ((float) left, (float) top, (float) MIN (FOL_TILE, width - left),
                               (float) MIN (FOL_TILE, height - top));
  cairo_surface_mark_dirty (tile->image);
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  tile->node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (tile->node);
  cairo_set_source_surface (cr, tile->image, left, top);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height);
  cairo_fill (cr);
  cairo_destroy (cr);
  tiles->drawn++;
}

static uint32_t *
pixels_of (const struct tile *tile, size_t *stride)
{
  *stride = (size_t) cairo_image_surface_get_stride (tile->image);
  return (uint32_t *) (void *) cairo_image_surface_get_data (tile->image);
}

/* Brings a tile of the raster shown so far to what `raster` has there.  The old
 * node may be on screen still: flushing gives it a copy of its own. */
static void
update (struct fol_tiles *tiles, const struct fol_raster *raster, struct tile *tile)
{
  size_t stride;
  uint32_t *pixels;

  cairo_surface_flush (tile->image);
  pixels = pixels_of (tile, &stride);
  fol_raster_update_tile (tiles->raster, raster, tiles->palette, tile->tx, tile->ty, pixels,
                          stride);
  make_node (tiles, raster, tile);
}

/* Keeps the tiles inside the range seen, and brings them to `raster`. */
static void
keep (struct fol_tiles *tiles, struct fol_raster *raster, const struct fol_palette *palette,
      const cairo_rectangle_int_t *seen)
{
  for (guint i = tiles->tile->len; i-- > 0;) {
    struct tile *tile = &g_array_index (tiles->tile, struct tile, i);
    bool in_sight = tile->tx >= seen->x && tile->tx < seen->x + seen->width &&
                    tile->ty >= seen->y && tile->ty < seen->y + seen->height;

    if (!in_sight || palette != tiles->palette)
      g_array_remove_index_fast (tiles->tile, i);
    else if (raster != tiles->raster &&
             !fol_raster_tile_same (tiles->raster, raster, tile->tx, tile->ty))
      update (tiles, raster, tile);
  }
  tiles->palette = palette;
  if (raster != tiles->raster) {
    fol_raster_unref (tiles->raster);
    tiles->raster = fol_raster_ref (raster);
  }
}

static GskRenderNode *
find_or_draw (struct fol_tiles *tiles, int tx, int ty)
{
  struct tile made = { .tx = tx, .ty = ty };
  size_t stride;
  uint32_t *pixels;

  for (guint i = 0; i < tiles->tile->len; i++) {
    const struct tile *tile = &g_array_index (tiles->tile, struct tile, i);

    if (tile->tx == tx && tile->ty == ty)
      return tile->node;
  }
  made.image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, FOL_TILE, FOL_TILE);
  pixels = pixels_of (&made, &stride);
  fol_raster_draw_tile (tiles->raster, tiles->palette, tx, ty, pixels, stride);
  make_node (tiles, tiles->raster, &made);
  g_array_append_val (tiles->tile, made);
  return made.node;
}

void
fol_tiles_snapshot (struct fol_tiles *tiles, GtkSnapshot *snapshot, const struct fol_shape *shape,
                    const struct fol_palette *palette)
{
  const struct fol_raster_place *place = fol_raster_get_place (shape->raster);
  int width, height, right, bottom;
  cairo_rectangle_int_t seen;

  fol_raster_size (shape->raster, &width, &height);
  seen.x = MAX (place->pan_x, 0) / FOL_TILE;
  seen.y = MAX (place->pan_y, 0) / FOL_TILE;
  right = MIN (place->pan_x + (int) ceil (shape->width), width);
  bottom = MIN (place->pan_y + (int) ceil (shape->height), height);
  seen.width = MAX ((right + FOL_TILE - 1) / FOL_TILE - seen.x, 0);
  seen.height = MAX ((bottom + FOL_TILE - 1) / FOL_TILE - seen.y, 0);
  keep (tiles, shape->raster, palette, &seen);

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) shape->x, (float) shape->y,
                                               (float) shape->width, (float) shape->height));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (shape->x - place->pan_x),
                                                          (float) (shape->y - place->pan_y)));
  for (int ty = seen.y; ty < seen.y + seen.height; ty++)
    for (int tx = seen.x; tx < seen.x + seen.width; tx++)
      gtk_snapshot_append_node (snapshot, find_or_draw (tiles, tx, ty));
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}
