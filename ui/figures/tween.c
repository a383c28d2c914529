/* ui/figures/tween.c - see tween.h. */
#include "ui/figures/tween.h"

#include <math.h>

#define NOBODY G_MAXUINT

struct place {
  double x, y, width, height, radius;
};

/* One shape of the moments between. */
struct item {
  const struct fol_shape *look; /* lent */
  struct place from, to;
  double fade_from, fade_to;
};

struct fol_tween {
  const struct fol_shapes *from, *to; /* lent */
  GArray *item;                       /* of struct item, in painting order */
  bool moves;
};

/* While pairing: who became whom. */
struct pairing {
  const struct fol_shapes *from, *to;
  guint *old_of, *new_of;              /* owned; NOBODY: none */
  GHashTable *old_blocks, *new_blocks; /* identity -> index, owned */
};

static struct place
place_of (const struct fol_shape *shape)
{
  return (struct place){ shape->x, shape->y, shape->width, shape->height, shape->radius };
}

static bool
same_place (const struct place *a, const struct place *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height &&
         a->radius == b->radius;
}

/* What can be seen of it besides its place. */
static bool
same_look (const struct fol_shape *a, const struct fol_shape *b)
{
  return a->kind == b->kind && a->role == b->role && a->text_size == b->text_size &&
         a->align == b->align && a->bold == b->bold && a->monospace == b->monospace &&
         a->text_role == b->text_role && g_strcmp0 (a->text, b->text) == 0;
}

static GHashTable *
index_identities (const struct fol_shapes *shapes)
{
  GHashTable *table = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->identity != 0 && !g_hash_table_contains (table, &shape->identity))
      g_hash_table_insert (table, (gpointer) &shape->identity, GUINT_TO_POINTER (i));
  }
  return table;
}

static guint
find_identity (GHashTable *table, uint64_t identity)
{
  gpointer found;

  if (!g_hash_table_lookup_extended (table, &identity, NULL, &found))
    return NOBODY;
  return GPOINTER_TO_UINT (found);
}

static void
pair (struct pairing *pairing, guint old, guint new)
{
  pairing->new_of[old] = new;
  pairing->old_of[new] = old;
}

static void
pair_identities (struct pairing *pairing)
{
  for (guint i = 0; i < fol_shapes_count (pairing->to); i++) {
    const struct fol_shape *shape = fol_shapes_get (pairing->to, i);
    guint old =
        shape->identity != 0 ? find_identity (pairing->old_blocks, shape->identity) : NOBODY;

    if (old != NOBODY && pairing->new_of[old] == NOBODY &&
        fol_shapes_get (pairing->from, old)->kind == shape->kind)
      pair (pairing, old, i);
  }
}

/* What two shapes without an identity have in common when they are one thing. */
typedef char *(*key_func) (const struct fol_shape *shape);

static char *
whole_key (const struct fol_shape *shape)
{
  return g_strdup_printf ("%d %d %a %a %a %a %a %d%d%d%d %a %s", shape->kind, shape->role, shape->x,
                          shape->y, shape->width, shape->height, shape->radius, shape->align,
                          shape->bold, shape->monospace, shape->text_role, shape->text_size,
                          shape->text != NULL ? shape->text : "");
}

static char *
text_key (const struct fol_shape *shape)
{
  if (shape->text == NULL)
    return NULL;
  return g_strdup_printf ("%d %d %a %d %s", shape->kind, shape->role, shape->text_size, shape->bold,
                          shape->text);
}

static char *
place_key (const struct fol_shape *shape)
{
  return g_strdup_printf ("%d %a %a %a %a", shape->kind, shape->x, shape->y, shape->width,
                          shape->height);
}

/* Those with the same key, one by one in their order. */
static void
pair_by_key (struct pairing *pairing, key_func key_of)
{
  g_autoptr (GHashTable) waiting =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_queue_free);

  for (guint i = 0; i < fol_shapes_count (pairing->from); i++) {
    const struct fol_shape *shape = fol_shapes_get (pairing->from, i);
    g_autofree char *key = NULL;
    GQueue *queue;

    if (pairing->new_of[i] != NOBODY || shape->identity != 0 || (key = key_of (shape)) == NULL)
      continue;
    queue = g_hash_table_lookup (waiting, key);
    if (queue == NULL) {
      queue = g_queue_new ();
      g_hash_table_insert (waiting, g_steal_pointer (&key), queue);
    }
    g_queue_push_tail (queue, GUINT_TO_POINTER (i));
  }
  for (guint i = 0; i < fol_shapes_count (pairing->to); i++) {
    const struct fol_shape *shape = fol_shapes_get (pairing->to, i);
    g_autofree char *key = NULL;
    GQueue *queue;

    if (pairing->old_of[i] != NOBODY || shape->identity != 0 || (key = key_of (shape)) == NULL)
      continue;
    queue = g_hash_table_lookup (waiting, key);
    if (queue != NULL && !g_queue_is_empty (queue))
      pair (pairing, GPOINTER_TO_UINT (g_queue_pop_head (queue)), i);
  }
}

/* The part of the smallest block among `others` that holds all of `shape`'s
 * frames; false if there is none. */
static bool
find_whole (const struct fol_shapes *others, GHashTable *blocks, const struct fol_shape *shape,
            struct place *part)
{
  uint32_t family, order;
  sim_pfn pfn;

  if (!fol_identity_read (shape->identity, &family, &order, &pfn))
    return false;
  for (uint32_t larger = order + 1; larger < 32; larger++) {
    sim_pfn first = pfn & ~((UINT32_C (1) << larger) - 1);
    guint index = find_identity (blocks, fol_identity_block (family, larger, first));

    if (index == NOBODY)
      continue;
    *part = place_of (fol_shapes_get (others, index));
    part->x += part->width * ldexp (pfn - first, -(int) larger);
    part->width = ldexp (part->width, (int) order - (int) larger);
    return true;
  }
  return false;
}

static void
add_item (struct fol_tween *tween, const struct fol_shape *look, struct place from, struct place to,
          double fade_from, double fade_to)
{
  struct item item = { look, from, to, fade_from, fade_to };

  tween->moves |= fade_from != fade_to || !same_place (&from, &to);
  g_array_append_val (tween->item, item);
}

static void
add_gone (struct fol_tween *tween, const struct pairing *pairing, guint old)
{
  const struct fol_shape *shape = fol_shapes_get (tween->from, old);
  struct place from = place_of (shape), to = from;

  if (shape->kind == FOL_SHAPE_RASTER)
    return;
  find_whole (tween->to, pairing->new_blocks, shape, &to);
  add_item (tween, shape, from, to, 0, 1);
}

static void
add_come (struct fol_tween *tween, const struct pairing *pairing, guint new)
{
  const struct fol_shape *shape = fol_shapes_get (tween->to, new);
  struct place to = place_of (shape), from = to;

  if (shape->kind == FOL_SHAPE_RASTER) {
    add_item (tween, shape, to, to, 0, 0);
    return;
  }
  find_whole (tween->from, pairing->old_blocks, shape, &from);
  add_item (tween, shape, from, to, 1, 0);
}

static void
add_pair (struct fol_tween *tween, guint old, guint new)
{
  const struct fol_shape *shape = fol_shapes_get (tween->to, new);
  const struct fol_shape *before = fol_shapes_get (tween->from, old);
  struct place from = place_of (before), to = place_of (shape);

  if (shape->kind == FOL_SHAPE_RASTER) {
    add_item (tween, shape, to, to, 0, 0);
  } else if (same_look (before, shape)) {
    add_item (tween, shape, from, to, 0, 0);
  } else {
    /* A new filling covers the old one; what has none must let go of the old. */
    add_item (tween, before, from, to, 0, shape->kind == FOL_SHAPE_RECT ? 0 : 1);
    add_item (tween, shape, from, to, 1, 0);
    tween->moves = true;
  }
}

/* The new list's order, and what goes where it was in the old one. */
static void
add_items (struct fol_tween *tween, const struct pairing *pairing)
{
  guint old_count = fol_shapes_count (tween->from), next = 0;

  for (guint i = 0; i < fol_shapes_count (tween->to); i++) {
    guint old = pairing->old_of[i];

    for (; old != NOBODY && next < old; next++)
      if (pairing->new_of[next] == NOBODY)
        add_gone (tween, pairing, next);
    if (old == NOBODY)
      add_come (tween, pairing, i);
    else
      add_pair (tween, old, i);
  }
  for (; next < old_count; next++)
    if (pairing->new_of[next] == NOBODY)
      add_gone (tween, pairing, next);
}

static guint *
nobodies (guint count)
{
  guint *list = g_new (guint, MAX (count, 1));

  for (guint i = 0; i < count; i++)
    list[i] = NOBODY;
  return list;
}

struct fol_tween *
fol_tween_new (const struct fol_shapes *from, const struct fol_shapes *to)
{
  struct fol_tween *tween = g_new0 (struct fol_tween, 1);
  struct pairing pairing = {
    .from = from,
    .to = to,
    .old_of = nobodies (fol_shapes_count (to)),
    .new_of = nobodies (fol_shapes_count (from)),
    .old_blocks = index_identities (from),
    .new_blocks = index_identities (to),
  };

  tween->from = from;
  tween->to = to;
  tween->item = g_array_sized_new (FALSE, FALSE, sizeof (struct item), fol_shapes_count (to) + 16);
  pair_identities (&pairing);
  pair_by_key (&pairing, whole_key);
  pair_by_key (&pairing, text_key);
  pair_by_key (&pairing, place_key);
  add_items (tween, &pairing);

  g_free (pairing.old_of);
  g_free (pairing.new_of);
  g_hash_table_unref (pairing.old_blocks);
  g_hash_table_unref (pairing.new_blocks);
  return tween;
}

void
fol_tween_free (struct fol_tween *tween)
{
  if (tween == NULL)
    return;
  g_array_unref (tween->item);
  g_free (tween);
}

bool
fol_tween_moves (const struct fol_tween *tween)
{
  return tween->moves;
}

guint
fol_tween_count (const struct fol_tween *tween)
{
  return tween->item->len;
}

static double
between (double from, double to, double t)
{
  return from + (to - from) * t;
}

enum fol_tween_motion
fol_tween_get (const struct fol_tween *tween, guint index, double t, struct fol_shape *shape)
{
  const struct item *item = &g_array_index (tween->item, struct item, index);

  *shape = *item->look;
  shape->x = between (item->from.x, item->to.x, t);
  shape->y = between (item->from.y, item->to.y, t);
  shape->width = between (item->from.width, item->to.width, t);
  shape->height = between (item->from.height, item->to.height, t);
  shape->radius = between (item->from.radius, item->to.radius, t);
  shape->fade = between (item->fade_from, item->fade_to, t);
  if (!same_place (&item->from, &item->to))
    return FOL_TWEEN_MOVE;
  return item->fade_from != item->fade_to ? FOL_TWEEN_FADE : FOL_TWEEN_STILL;
}

struct fol_shapes *
fol_tween_at (const struct fol_tween *tween, double t)
{
  const struct fol_shapes *like = t <= 0 ? tween->from : tween->to;
  struct fol_shapes *shapes = fol_shapes_new ();

  shapes->width = like->width;
  shapes->height = like->height;
  shapes->page_scale = like->page_scale;
  shapes->title = g_strdup (like->title);
  shapes->summary = g_strdup (like->summary);
  shapes->footer = g_strdup (like->footer);
  if (t <= 0 || t >= 1) {
    for (guint i = 0; i < fol_shapes_count (like); i++)
      fol_shapes_add (shapes, fol_shapes_get (like, i));
    return shapes;
  }
  for (guint i = 0; i < tween->item->len; i++) {
    struct fol_shape shape;

    fol_tween_get (tween, i, t, &shape);
    fol_shapes_add (shapes, &shape);
  }
  return shapes;
}
