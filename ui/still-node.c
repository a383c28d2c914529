/* ui/still-node.c - see still-node.h. */
#include "ui/still-node.h"

GskRenderNode *
fol_still_node_new (const graphene_rect_t *bounds, int scale, fol_still_draw_func draw,
                    gpointer user_data)
{
  cairo_surface_t *picture = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, (int) bounds->size.width * scale, (int) bounds->size.height * scale);
  GskRenderNode *node = gsk_cairo_node_new (bounds);
  cairo_t *cr;

  cairo_surface_set_device_scale (picture, scale, scale);
  cairo_surface_set_device_offset (picture, -bounds->origin.x * (double) scale,
                                   -bounds->origin.y * (double) scale);
  cr = cairo_create (picture);
  draw (user_data, cr);
  cairo_destroy (cr);

  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
  return node;
}
