/* ui/figure-view-motion.c - see figure-view-motion.h. */
#include "ui/figure-view-motion.h"

#include "ui/appearance.h"
#include "ui/figures/paint.h"
#include "ui/figures/tween.h"

#include <math.h>

#define DURATION      220  /* milliseconds */
#define SEGMENTS_MOST 300u /* stretches of the list that are drawn apart in each frame */
#define ROOM          8.0  /* pixels around a shape: strokes, heads of arrows, tails of letters */

/* A stretch of the list between that is drawn alike. */
struct segment {
  enum fol_tween_motion motion;
  double fade_from, fade_to;
  GskRenderNode *node; /* owned; NULL: nothing, or a shape that moves */
  guint index;         /* of the shape that moves */
};

struct fol_motion {
  struct fol_tween *tween;           /* owned */
  const struct fol_palette *palette; /* lent */
  GArray *segment;                   /* of struct segment */
};

/* While the segments are made. */
struct making {
  struct fol_motion *motion;
  double top, bottom;
  fol_motion_draw draw;
  gpointer view;
  GArray *run; /* of struct fol_shape: the segment at hand */
  struct segment at;
};

static void
clear_segment (gpointer data)
{
  g_clear_pointer (&((struct segment *) data)->node, gsk_render_node_unref);
}

static bool
outside (const struct making *making, const struct fol_shape *shape)
{
  double top = MIN (shape->y, shape->y + shape->height);
  double bottom = MAX (shape->y, shape->y + shape->height);

  return bottom + ROOM < making->top || top - ROOM > making->bottom;
}

static void
end_run (struct making *making)
{
  GtkSnapshot *snapshot;

  if (making->run->len == 0)
    return;
  snapshot = gtk_snapshot_new ();
  making->draw (making->view, snapshot, (const struct fol_shape *) (void *) making->run->data,
                making->run->len);
  making->at.node = gtk_snapshot_free_to_node (snapshot);
  g_array_append_val (making->motion->segment, making->at);
  g_array_set_size (making->run, 0);
}

static void
add_to_run (struct making *making, enum fol_tween_motion motion, const struct fol_shape *start,
            const struct fol_shape *end)
{
  struct fol_shape whole = *end;

  if (making->run->len > 0 && (making->at.motion != motion || making->at.fade_from != start->fade ||
                               making->at.fade_to != end->fade))
    end_run (making);
  making->at = (struct segment){
    .motion = motion,
    .fade_from = start->fade,
    .fade_to = end->fade,
  };
  whole.fade = 0;
  g_array_append_val (making->run, whole);
}

static void
make_segments (struct making *making)
{
  const struct fol_tween *tween = making->motion->tween;

  for (guint i = 0; i < fol_tween_count (tween); i++) {
    struct fol_shape start, end;
    enum fol_tween_motion motion = fol_tween_get (tween, i, 1, &end);

    fol_tween_get (tween, i, 0, &start);
    if (outside (making, &start) && outside (making, &end))
      continue;
    if (motion == FOL_TWEEN_MOVE) {
      struct segment segment = { .motion = motion, .index = i };

      end_run (making);
      g_array_append_val (making->motion->segment, segment);
    } else {
      add_to_run (making, motion, &start, &end);
    }
    if (making->motion->segment->len > SEGMENTS_MOST)
      return;
  }
  end_run (making);
}

struct fol_motion *
fol_motion_new (const struct fol_shapes *from, const struct fol_shapes *to,
                const struct fol_palette *palette, double top, double bottom, fol_motion_draw draw,
                gpointer view)
{
  struct fol_motion *motion = g_new0 (struct fol_motion, 1);
  struct making making = {
    .motion = motion,
    .top = top,
    .bottom = bottom,
    .draw = draw,
    .view = view,
  };

  motion->tween = fol_tween_new (from, to);
  motion->palette = palette;
  motion->segment = g_array_new (FALSE, FALSE, sizeof (struct segment));
  g_array_set_clear_func (motion->segment, clear_segment);
  if (fol_tween_moves (motion->tween)) {
    making.run = g_array_new (FALSE, FALSE, sizeof (struct fol_shape));
    make_segments (&making);
    g_array_unref (making.run);
  }
  if (motion->segment->len == 0 || motion->segment->len > SEGMENTS_MOST)
    g_clear_pointer (&motion, fol_motion_free);
  return motion;
}

void
fol_motion_free (struct fol_motion *motion)
{
  if (motion == NULL)
    return;
  fol_tween_free (motion->tween);
  g_array_unref (motion->segment);
  g_free (motion);
}

static void
snapshot_moving (const struct fol_motion *motion, GtkSnapshot *snapshot, guint index, double t)
{
  struct fol_shape shape;
  double left, top, right, bottom;
  cairo_t *cr;

  fol_tween_get (motion->tween, index, t, &shape);
  left = floor (MIN (shape.x, shape.x + shape.width) - ROOM);
  top = floor (MIN (shape.y, shape.y + shape.height) - ROOM);
  right = ceil (MAX (shape.x, shape.x + shape.width) + ROOM);
  bottom = ceil (MAX (shape.y, shape.y + shape.height) + ROOM);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) left, (float) top,
                                                                 (float) (right - left),
                                                                 (float) (bottom - top)));
  fol_paint_shape (cr, &shape, motion->palette);
  cairo_destroy (cr);
}

void
fol_motion_snapshot (struct fol_motion *motion, GtkSnapshot *snapshot, double t)
{
  /* Fast at first, so that one sees at once that something happens. */
  t = 1 - pow (1 - CLAMP (t, 0, 1), 3);

  for (guint i = 0; i < motion->segment->len; i++) {
    const struct segment *segment = &g_array_index (motion->segment, struct segment, i);
    double fade = segment->fade_from + (segment->fade_to - segment->fade_from) * t;

    if (segment->motion == FOL_TWEEN_MOVE) {
      snapshot_moving (motion, snapshot, segment->index, t);
    } else if (segment->node != NULL && fade < 1) {
      if (fade > 0)
        gtk_snapshot_push_opacity (snapshot, 1 - fade);
      gtk_snapshot_append_node (snapshot, segment->node);
      if (fade > 0)
        gtk_snapshot_pop (snapshot);
    }
  }
}

guint
fol_motion_duration (void)
{
  return (guint) lround (DURATION * fol_appearance_motion (fol_appearance_get_default ()));
}
