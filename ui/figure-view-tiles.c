/* ui/figure-view-tiles.c - see figure-view-tiles.h. */
#include "ui/figure-view-tiles.h"

struct tile {
  int tx, ty;
  GskRenderNode *node; /* owned */
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

/* Keeps the nodes that are still right for `raster` and inside the range seen. */
static void
keep (struct fol_tiles *tiles, struct fol_raster *raster, const struct fol_palette *palette,
      const cairo_rectangle_int_t *seen)
{
  for (guint i = tiles->tile->len; i-- > 0;) {
    const struct tile *tile = &g_array_index (tiles->tile, struct tile, i);
    bool in_sight = tile->tx >= seen->x && tile->tx < seen->x + seen->width &&
                    tile->ty >= seen->y && tile->ty < seen->y + seen->height;

    if (!in_sight || palette != tiles->palette ||
        (raster != tiles->raster &&
         !fol_raster_tile_same (tiles->raster, raster, tile->tx, tile->ty)))
      g_array_remove_index_fast (tiles->tile, i);
  }
  tiles->palette = palette;
  if (raster != tiles->raster) {
    fol_raster_unref (tiles->raster);
    tiles->raster = fol_raster_ref (raster);
  }
}

static GskRenderNode *
draw (struct fol_tiles *tiles, int tx, int ty)
{
  graphene_rect_t bounds;
  GskRenderNode *node;
  cairo_surface_t *image;
  cairo_t *cr;
  int width, height;

  /* The last tiles are cut where the map ends. */
  fol_raster_size (tiles->raster, &width, &height);
  bounds = GRAPHENE_RECT_INIT ((float) (tx * FOL_TILE), (float) (ty * FOL_TILE),
                               (float) MIN (FOL_TILE, width - tx * FOL_TILE),
                               (float) MIN (FOL_TILE, height - ty * FOL_TILE));
  image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, FOL_TILE, FOL_TILE);
  fol_raster_draw_tile (tiles->raster, tiles->palette, tx, ty,
                        (uint32_t *) (void *) cairo_image_surface_get_data (image),
                        (size_t) cairo_image_surface_get_stride (image));
  cairo_surface_mark_dirty (image);

  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, image, tx * FOL_TILE, ty * FOL_TILE);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
  tiles->drawn++;
  return node;
}

static GskRenderNode *
find_or_draw (struct fol_tiles *tiles, int tx, int ty)
{
  struct tile made = { .tx = tx, .ty = ty };

  for (guint i = 0; i < tiles->tile->len; i++) {
    const struct tile *tile = &g_array_index (tiles->tile, struct tile, i);

    if (tile->tx == tx && tile->ty == ty)
      return tile->node;
  }
  made.node = draw (tiles, tx, ty);
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
