/* ui/still-node.h - a drawing kept as pixels.
 *
 * A Cairo node keeps the commands, and does them again wherever anything beside or
 * over it changes.  What is expensive to draw and stays, while much moves around
 * it, is cheaper as a picture.
 */
#pragma once

#include <gtk/gtk.h>

typedef void (*fol_still_draw_func) (gpointer user_data, cairo_t *cr);

/* Draws what lies in `bounds` (whole numbers), as sharp as `scale` pixels for one.
 * The caller owns the node, and makes another one when the scale factor changes. */
GskRenderNode *fol_still_node_new (const graphene_rect_t *bounds, int scale,
                                   fol_still_draw_func draw, gpointer user_data);
