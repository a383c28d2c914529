/* ui/figure-view-nodes.c - see figure-view-nodes.h. */
#include "ui/figure-view-nodes.h"

#include "ui/figures/paint.h"
#include "ui/still-node.h"

#include <math.h>

#define ROOM 8.0 /* pixels around a shape: strokes, heads of arrows, tails of letters */

#define PICTURES_MOST 2000u /* forgotten together then: those in use live on in the tables above */

/* Larger ones are few, and mostly one fill. */
#define STILL_AREA_MOST (96.0 * 96.0)

struct fol_nodes {
  const struct fol_palette *palette; /* lent; of all nodes */
  int scale;
  GHashTable *kept, *used; /* GBytes of how and where a shape looks -> GskRenderNode; owned */
  GHashTable *pictures;    /* GBytes of how -> GskRenderNode at the origin; owned */
  guint64 drawn;
};

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref,
                                (GDestroyNotify) gsk_render_node_unref);
}

struct fol_nodes *
fol_nodes_new (void)
{
  struct fol_nodes *nodes = g_new0 (struct fol_nodes, 1);

  nodes->kept = new_table ();
  nodes->used = new_table ();
  nodes->pictures = new_table ();
  return nodes;
}

void
fol_nodes_free (struct fol_nodes *nodes)
{
  if (nodes == NULL)
    return;
  g_hash_table_unref (nodes->kept);
  g_hash_table_unref (nodes->used);
  g_hash_table_unref (nodes->pictures);
  g_free (nodes);
}

guint64
fol_nodes_drawn (const struct fol_nodes *nodes)
{
  return nodes->drawn;
}

void
fol_nodes_begin (struct fol_nodes *nodes, const struct fol_palette *palette, int scale)
{
  if (palette != nodes->palette || scale != nodes->scale) {
    g_hash_table_remove_all (nodes->kept);
    g_hash_table_remove_all (nodes->pictures);
  } else if (g_hash_table_size (nodes->pictures) > PICTURES_MOST) {
    g_hash_table_remove_all (nodes->pictures);
  }
  nodes->palette = palette;
  nodes->scale = scale;
}

void
fol_nodes_end (struct fol_nodes *nodes)
{
  GHashTable *given_up = nodes->kept;

  g_hash_table_remove_all (given_up);
  nodes->kept = nodes->used;
  nodes->used = given_up;
}

/* A shape at the pixel it begins in, whichever that is: shapes that look alike share
 * one node, wherever they stand. */
static struct fol_shape
at_origin (const struct fol_shape *shape)
{
  struct fol_shape moved = *shape;

  moved.x -= floor (shape->x);
  moved.y -= floor (shape->y);
  return moved;
}

/* All that can be seen of a shape; not what it stands for. */
static GBytes *
looks_of (const struct fol_shape *shape)
{
  GByteArray *looks = g_byte_array_new ();
  const double numbers[] = { shape->x,      shape->y,      shape->width,
                             shape->height, shape->radius, shape->text_size };
  const gint32 kinds[] = { (gint32) shape->kind, (gint32) shape->role, (gint32) shape->align,
                           shape->bold,          shape->monospace,     (gint32) shape->text_role };

  g_byte_array_append (looks, (const guint8 *) numbers, sizeof numbers);
  g_byte_array_append (looks, (const guint8 *) kinds, sizeof kinds);
  if (shape->text != NULL)
    g_byte_array_append (looks, (const guint8 *) shape->text, (guint) strlen (shape->text));
  return g_byte_array_free_to_bytes (looks);
}

struct drawing {
  const struct fol_shape *shape;
  const struct fol_palette *palette;
};

static void
draw_shape (gpointer user_data, cairo_t *cr)
{
  const struct drawing *drawing = user_data;

  fol_paint_shape (cr, drawing->shape, drawing->palette);
}

static GskRenderNode *
draw (struct fol_nodes *nodes, const struct fol_shape *shape)
{
  struct drawing drawing = { .shape = shape, .palette = nodes->palette };
  double left = floor (MIN (shape->x, shape->x + shape->width) - ROOM);
  double top = floor (MIN (shape->y, shape->y + shape->height) - ROOM);
  double right = ceil (MAX (shape->x, shape->x + shape->width) + ROOM);
  double bottom = ceil (MAX (shape->y, shape->y + shape->height) + ROOM);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (right - left),
                                               (float) (bottom - top));
  GskRenderNode *node;
  cairo_t *cr;

  nodes->drawn++;
  if ((right - left) * (bottom - top) <= STILL_AREA_MOST)
    return fol_still_node_new (&bounds, nodes->scale, draw_shape, &drawing);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  draw_shape (&drawing, cr);
  cairo_destroy (cr);
  return node;
}

/* A node of its own, as long as it stands there: GTK compares by address. */
static GskRenderNode *
place (struct fol_nodes *nodes, const struct fol_shape *shape)
{
  struct fol_shape moved = at_origin (shape);
  GBytes *looks = looks_of (&moved);
  GskRenderNode *picture = g_hash_table_lookup (nodes->pictures, looks);
  graphene_point_t to = GRAPHENE_POINT_INIT ((float) floor (shape->x), (float) floor (shape->y));
  GskTransform *transform = gsk_transform_translate (NULL, &to);
  GskRenderNode *node;

  if (picture == NULL) {
    picture = draw (nodes, &moved);
    g_hash_table_insert (nodes->pictures, g_bytes_ref (looks), picture);
  }
  /* Nowhere to go is no transform. */
  node = transform != NULL ? gsk_transform_node_new (picture, transform)
                           : gsk_render_node_ref (picture);
  gsk_transform_unref (transform);
  g_bytes_unref (looks);
  return node;
}

void
fol_nodes_append (struct fol_nodes *nodes, GtkSnapshot *snapshot, const struct fol_shape *shape)
{
  g_autoptr (GBytes) looks = looks_of (shape);
  GskRenderNode *node = g_hash_table_lookup (nodes->used, looks);
  gpointer kept_looks, kept_node;

  if (node == NULL) {
    if (g_hash_table_steal_extended (nodes->kept, looks, &kept_looks, &kept_node)) {
      g_bytes_unref (kept_looks);
      node = kept_node;
    } else {
      node = place (nodes, shape);
    }
    g_hash_table_insert (nodes->used, g_bytes_ref (looks), node);
  }
  gtk_snapshot_append_node (snapshot, node);
}
