/* ui/figure-view-marks.c - outlines over the cached body of a figure.
 *
 * Selection and a lesson's points are part of the shapes, so that an export
 * has them, too.  The hover changes with every motion of the pointer and in
 * all views at once: it is a render node on top of a body that stays.  So is
 * what belongs to the hovered or selected thing (figures/linked.h), which another
 * figure may have told.
 */
#include "ui/figure-view-private.h"

/* Thinner than any mark that stays: told from them without colour. */
#define OUTLINE_WIDTH 1.0
#define OUTLINE_GAP   1.0  /* between a shape and its outline */
#define LINKED_WIDTH  1.5  /* of each of two tones */
#define LINKED_LEAST  8.0  /* a shape smaller than this has room for one tone */
#define NEIGHBOUR_GAP 6.0  /* shapes of one row closer than this get one outline */
#define FRAMES_MOST   512u /* outlines on a raster */

static bool
object_frames (FolFigureView *self, struct sim_object object, guint64 *first, guint64 *count)
{
  uint32_t order = self->state->layout->pageblock_order;
  sim_pfn pfn = object.a;

  if (object.kind != SIM_OBJECT_PAGEBLOCK && !fol_object_frames (self->state, object, &pfn, &order))
    return false;
  *first = pfn;
  *count = 1ull << order;
  return true;
}

/* How well `shape` stands for `object`: 0 not at all; else the number of frames
 * by which it is larger, plus 1, so that the tightest fit can be chosen.  A
 * shape inside the object is as good as the object itself; but a small object is
 * not all of its frames, nor they as good as itself. */
static guint64
looseness (FolFigureView *self, const struct fol_shape *shape, struct sim_object object)
{
  guint64 first, count, shape_first, shape_count, around = object.kind == SIM_OBJECT_SMALL;

  if (shape->object.kind == SIM_OBJECT_NONE || shape->leads != NULL ||
      shape->kind == FOL_SHAPE_RASTER)
    return 0;
  if (sim_object_equal (shape->object, object))
    return 1;
  if (shape->object.kind == SIM_OBJECT_SMALL || !object_frames (self, object, &first, &count) ||
      !object_frames (self, shape->object, &shape_first, &shape_count))
    return 0;
  if (shape_first >= first && shape_first + shape_count <= first + count)
    return 1 + around;
  if (first >= shape_first && first + count <= shape_first + shape_count)
    return shape_count - count + 1 + around;
  return 0;
}

static void
append_border (GtkSnapshot *snapshot, const graphene_rect_t *place, double radius, double outset,
               double width, const struct fol_colour *colour)
{
  GdkRGBA rgba = { .red = (float) colour->red,
                   .green = (float) colour->green,
                   .blue = (float) colour->blue,
                   .alpha = 1.0f };
  float wide = (float) width;
  graphene_rect_t bounds = *place;
  GskRoundedRect outline;

  graphene_rect_inset (&bounds, (float) -outset, (float) -outset);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, (float) MAX (0, radius + outset));
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ wide, wide, wide, wide },
                              (GdkRGBA[4]){ rgba, rgba, rgba, rgba });
}

/* What belongs to a thing is often one of many that stand close together and are filled: its
 * outline has two tones, of which one is seen on any ground. */
static void
append_outline (GtkSnapshot *snapshot, const graphene_rect_t *place, double radius,
                const struct fol_style *style, bool linked)
{
  if (!linked) {
    append_border (snapshot, place, radius, OUTLINE_GAP + OUTLINE_WIDTH, OUTLINE_WIDTH,
                   &style->stroke);
    return;
  }
  append_border (snapshot, place, radius, LINKED_WIDTH, LINKED_WIDTH, &style->stroke);
  if (MIN (place->size.width, place->size.height) >= LINKED_LEAST)
    append_border (snapshot, place, radius, 0, LINKED_WIDTH, &style->fill);
}

/* A step is one thing, however far apart its function and its words stand, on however many
 * lines. */
static bool
continues_row (const graphene_rect_t *row, const struct fol_shape *shape)
{
  double end = row->origin.x + row->size.width;

  if (shape->object.kind == SIM_OBJECT_STEP)
    return true;
  return ABS (shape->y - row->origin.y) < 0.5 && ABS (shape->height - row->size.height) < 0.5 &&
         shape->x >= row->origin.x && shape->x - end <= NEIGHBOUR_GAP;
}

/* Outlines of shapes in their order: one for all of a row that stand close together. */
struct outlines {
  GtkSnapshot *snapshot;
  const struct fol_style *style;
  bool linked;
  graphene_rect_t row;
  double radius;
};

static void
outlines_end (struct outlines *outlines)
{
  if (outlines->row.size.width > 0)
    append_outline (outlines->snapshot, &outlines->row, outlines->radius, outlines->style,
                    outlines->linked);
  outlines->row = GRAPHENE_RECT_INIT (0, 0, 0, 0);
}

static void
outlines_add (struct outlines *outlines, const struct fol_shape *shape)
{
  graphene_rect_t place = GRAPHENE_RECT_INIT ((float) shape->x, (float) shape->y,
                                              (float) shape->width, (float) shape->height);

  if (outlines->row.size.width > 0 && continues_row (&outlines->row, shape)) {
    graphene_rect_union (&outlines->row, &place, &outlines->row);
    return;
  }
  outlines_end (outlines);
  outlines->row = place;
  outlines->radius = shape->radius;
}

static void
outline_frame (FolFigureView *self, struct outlines *outlines, int raster, struct sim_object object)
{
  graphene_rect_t place = fol_figure_view_place (self, raster, object);

  if (place.size.width > 0)
    append_outline (outlines->snapshot, &place, 2, outlines->style, outlines->linked);
}

/* The shapes that stand for `object`, as closely as any here does. */
static void
outline_object (FolFigureView *self, struct outlines *outlines, struct sim_object object)
{
  guint64 tightest = G_MAXUINT64;

  for (guint i = 0; i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);
    guint64 fit;

    if (shape->kind == FOL_SHAPE_RASTER) {
      outline_frame (self, outlines, (int) i, object);
      continue;
    }
    fit = looseness (self, shape, object);
    if (fit > 0 && shape->kind != FOL_SHAPE_FRAME)
      tightest = MIN (tightest, fit);
  }
  for (guint i = 0; tightest != G_MAXUINT64 && i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);

    if (shape->kind != FOL_SHAPE_FRAME && looseness (self, shape, object) - 1 < tightest)
      outlines_add (outlines, shape);
  }
  outlines_end (outlines);
}

static void
outline_linked (FolFigureView *self, struct outlines *outlines, const struct fol_linked *linked)
{
  GArray *shapes = fol_linked_shapes (linked, self->shapes, self->state);

  for (guint i = 0; i < shapes->len; i++)
    outlines_add (outlines, fol_shapes_get (self->shapes, g_array_index (shapes, guint, i)));
  outlines_end (outlines);
  g_array_unref (shapes);
  for (guint i = 0; linked->count > 0 && i < fol_shapes_count (self->shapes); i++) {
    GArray *frames;

    if (fol_shapes_get (self->shapes, i)->kind != FOL_SHAPE_RASTER)
      continue;
    frames = fol_linked_frames (linked, self->state);
    for (guint f = 0; f < MIN (frames->len, FRAMES_MOST); f++)
      outline_frame (
          self, outlines, (int) i,
          (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = g_array_index (frames, sim_pfn, f) });
    g_array_unref (frames);
  }
}

void
fol_figure_view_snapshot_hover (FolFigureView *self, GtkSnapshot *snapshot)
{
  const struct fol_linked *hovered = fol_selection_get_hovered_link (self->selection);
  const struct fol_palette *palette = &fol_palettes[self->theme];
  struct outlines outlines = { .snapshot = snapshot };

  if (self->shapes == NULL || self->state == NULL)
    return;
  outlines.style = &palette->style[FOL_ROLE_SELECTION];
  outlines.linked = true;
  outline_linked (self, &outlines, fol_selection_get_link (self->selection));
  if (hovered->object.kind == SIM_OBJECT_NONE)
    return;
  outlines.style = &palette->style[FOL_ROLE_HOVER];
  outlines.linked = false;
  outline_object (self, &outlines, hovered->object);
  outlines.linked = true;
  outline_linked (self, &outlines, hovered);
}

/* A lesson selects a set of the CPU's cache whatever objects one looks at there. */
static bool
stands_for (const struct fol_shape *shape, struct sim_object object)
{
  if (object.kind == SIM_OBJECT_CPU_SET && object.c == 0)
    object.c = shape->object.c;
  return sim_object_equal (shape->object, object);
}

/* The last such shape: of two grids of sets, the one that shows the objects where they are. */
void
fol_figure_view_tell_related (FolFigureView *self)
{
  struct sim_object selected = fol_selection_get (self->selection);
  const struct fol_shape *found = NULL;
  bool told = self->relates;

  for (guint i = 0; self->shapes != NULL && i < fol_shapes_count (self->shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (self->shapes, i);

    if (shape->related_count > 0 && stands_for (shape, selected))
      found = shape;
  }
  self->relates = found != NULL;
  if (found != NULL)
    fol_selection_relate (self->selection, found->related, found->related_count);
  else if (told)
    fol_selection_relate (self->selection, NULL, 0);
}
