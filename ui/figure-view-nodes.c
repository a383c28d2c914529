/* ui/figure-view-nodes.c - see figure-view-nodes.h. */
#include "ui/figure-view-nodes.h"

#include "ui/figures/paint.h"

#include <math.h>

#define ROOM 8.0 /* pixels around a shape: strokes, heads of arrows, tails of letters */

struct fol_nodes {
  const struct fol_palette *palette; /* lent; of all nodes */
  GHashTable *kept, *used;           /* GBytes of how a shape looks -> GskRenderNode; owned */
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
  return nodes;
}

void
fol_nodes_free (struct fol_nodes *nodes)
{
  if (nodes == NULL)
    return;
  g_hash_table_unref (nodes->kept);
  g_hash_table_unref (nodes->used);
  g_free (nodes);
}

guint64
fol_nodes_drawn (const struct fol_nodes *nodes)
{
  return nodes->drawn;
}

void
fol_nodes_begin (struct fol_nodes *nodes, const struct fol_palette *palette)
{
  if (palette != nodes->palette)
    g_hash_table_remove_all (nodes->kept);
  nodes->palette = palette;
}

void
fol_nodes_end (struct fol_nodes *nodes)
{
  GHashTable *given_up = nodes->kept;

  g_hash_table_remove_all (given_up);
  nodes->kept = nodes->used;
  nodes->used = given_up;
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

static GskRenderNode *
draw (struct fol_nodes *nodes, const struct fol_shape *shape)
{
  double left = floor (MIN (shape->x, shape->x + shape->width) - ROOM);
  double top = floor (MIN (shape->y, shape->y + shape->height) - ROOM);
  double right = ceil (MAX (shape->x, shape->x + shape->width) + ROOM);
  double bottom = ceil (MAX (shape->y, shape->y + shape->height) + ROOM);
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (
      (float) left, (float) top, (float) (right - left), (float) (bottom - top)));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  fol_paint_shape (cr, shape, nodes->palette);
  cairo_destroy (cr);
  nodes->drawn++;
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
      node = draw (nodes, shape);
    }
    g_hash_table_insert (nodes->used, g_bytes_ref (looks), node);
  }
  gtk_snapshot_append_node (snapshot, node);
}
