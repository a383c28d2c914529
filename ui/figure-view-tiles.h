/* ui/figure-view-tiles.h - a raster on screen: one kept render node for each tile.
 *
 * GTK compares render nodes by address: the node of a tile that did not change
 * is appended again and costs nothing, so only what changed is drawn.  Panning
 * moves all nodes under one transform.  Nodes out of sight are given up.
 */
#pragma once

#include "ui/figures/map-raster.h"

#include <gtk/gtk.h>

struct fol_tiles;

struct fol_tiles *fol_tiles_new (void);
void fol_tiles_free (struct fol_tiles *tiles); /* NULL is allowed */

/* Appends the raster of `shape` in its place, clipped to it. */
void fol_tiles_snapshot (struct fol_tiles *tiles, GtkSnapshot *snapshot,
                         const struct fol_shape *shape, const struct fol_palette *palette);

/* How many tiles were drawn (not just appended) since the beginning; for tests and traces. */
guint64 fol_tiles_drawn (const struct fol_tiles *tiles);
