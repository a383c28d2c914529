/* ui/figure-view-nodes.h - a render node for each shape, kept while it looks the same.
 *
 * A state changes few shapes.  GTK compares nodes by address, so those that
 * look as before cost nothing and only the others' places on screen are
 * redrawn; one node for a whole figure would redraw all of it every time.  Small
 * shapes that look alike share one picture, wherever they stand.
 *
 * For figures of a few hundred shapes: a GPU's renderer makes a texture of
 * every node.
 */
#pragma once

#include "ui/figures/palette.h"
#include "ui/figures/shapes.h"

#include <gtk/gtk.h>

struct fol_nodes;

struct fol_nodes *fol_nodes_new (void);
void fol_nodes_free (struct fol_nodes *nodes); /* NULL is allowed */

/* A pass over the shapes in painting order; what it does not name is given up.
 * `scale`: the widget's. */
void fol_nodes_begin (struct fol_nodes *nodes, const struct fol_palette *palette, int scale);
void fol_nodes_append (struct fol_nodes *nodes, GtkSnapshot *snapshot,
                       const struct fol_shape *shape);
void fol_nodes_end (struct fol_nodes *nodes);

/* How many nodes were drawn (not just appended) since the beginning; for tests. */
guint64 fol_nodes_drawn (const struct fol_nodes *nodes);
