/* ui/figures/dump.c - shapes as text, one line each: the golden form. */
#include "ui/figures/paint.h"

#include "ui/figures/map-raster.h"

static const char *const kind_names[] = {
  [FOL_SHAPE_RECT] = "rect",   [FOL_SHAPE_FRAME] = "frame", [FOL_SHAPE_LINE] = "line",
  [FOL_SHAPE_ARROW] = "arrow", [FOL_SHAPE_TEXT] = "text",   [FOL_SHAPE_RASTER] = "raster",
};

static const char *const role_names[FOL_ROLE_COUNT] = {
  [FOL_ROLE_NONE] = "none",
  [FOL_ROLE_CARD] = "card",
  [FOL_ROLE_WELL] = "well",
  [FOL_ROLE_FREE] = "free",
  [FOL_ROLE_UNMOVABLE] = "unmovable",
  [FOL_ROLE_MOVABLE] = "movable",
  [FOL_ROLE_RECLAIMABLE] = "reclaimable",
  [FOL_ROLE_HIGHATOMIC] = "highatomic",
  [FOL_ROLE_CMA] = "cma",
  [FOL_ROLE_ISOLATE] = "isolate",
  [FOL_ROLE_PCP] = "pcp",
  [FOL_ROLE_KERNEL] = "kernel",
  [FOL_ROLE_USED] = "used",
  [FOL_ROLE_SLAB] = "slab",
  [FOL_ROLE_LARGE] = "large",
  [FOL_ROLE_ARRAY] = "array",
  [FOL_ROLE_RED_ZONE] = "red-zone",
  [FOL_ROLE_POINTER] = "pointer",
  [FOL_ROLE_TRACK] = "track",
  [FOL_ROLE_IN_HAND] = "in-hand",
  [FOL_ROLE_RESERVED] = "reserved",
  [FOL_ROLE_HOLE] = "hole",
  [FOL_ROLE_BELOW_MIN] = "below-min",
  [FOL_ROLE_BELOW_LOW] = "below-low",
  [FOL_ROLE_BELOW_HIGH] = "below-high",
  [FOL_ROLE_REFUSED] = "refused",
  [FOL_ROLE_SET_1] = "set-1",
  [FOL_ROLE_SET_2] = "set-2",
  [FOL_ROLE_SET_3] = "set-3",
  [FOL_ROLE_SET_OVER] = "set-over",
  [FOL_ROLE_SET_READ] = "set-read",
  [FOL_ROLE_CONFLICT] = "conflict",
  [FOL_ROLE_CALM] = "calm",
  [FOL_ROLE_LINK] = "link",
  [FOL_ROLE_LINE] = "line",
  [FOL_ROLE_TITLE] = "title",
  [FOL_ROLE_LABEL] = "label",
  [FOL_ROLE_MUTED] = "muted",
  [FOL_ROLE_VALUE] = "value",
  [FOL_ROLE_ACCENT] = "accent",
  [FOL_ROLE_NOW] = "now",
  [FOL_ROLE_BRANCH] = "branch",
  [FOL_ROLE_SELECTION] = "selection",
  [FOL_ROLE_CHANGED] = "changed",
  [FOL_ROLE_HOVER] = "hover",
};

static void
append_role (GString *out, enum fol_role role)
{
  if (role >= FOL_ROLE_ORDER_0 && role <= FOL_ROLE_ORDER_LAST)
    g_string_append_printf (out, "order-%d", role - FOL_ROLE_ORDER_0);
  else if (role >= FOL_ROLE_ZONE_0 && role <= FOL_ROLE_ZONE_LAST)
    g_string_append_printf (out, "zone-%d", role - FOL_ROLE_ZONE_0);
  else if (role >= FOL_ROLE_COLOUR_0 && role <= FOL_ROLE_COLOUR_LAST)
    g_string_append_printf (out, "colour-%d", role - FOL_ROLE_COLOUR_0);
  else
    g_string_append (out, role_names[role]);
}

static void
append_raster (GString *out, const struct fol_raster *raster)
{
  const struct fol_raster_place *place = fol_raster_get_place (raster);
  uint64_t count[FOL_ROLE_COUNT];

  g_string_append_printf (out, " columns=%u side=%u gap=%u pan=%d,%d", place->columns, place->side,
                          place->gap, place->pan_x, place->pan_y);
  fol_raster_count (raster, count);
  for (int role = 0; role < FOL_ROLE_COUNT; role++)
    if (count[role] > 0) {
      g_string_append_c (out, ' ');
      append_role (out, role);
      g_string_append_printf (out, "=%" G_GUINT64_FORMAT, count[role]);
    }
}

/* Whole pixels: what a font adds in fractions is not what a test is about. */
char *
fol_shapes_dump (const struct fol_shapes *shapes)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n%s\n", shapes->title != NULL ? shapes->title : "-",
                          shapes->summary != NULL ? shapes->summary : "-");
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    g_string_append_printf (out, "%s ", kind_names[shape->kind]);
    append_role (out, shape->role);
    g_string_append_printf (out, " %.0f,%.0f %.0fx%.0f", shape->x, shape->y, shape->width,
                            shape->height);
    if (shape->fade > 0)
      g_string_append_printf (out, " faded=%.0f%%", shape->fade * 100);
    if (shape->text != NULL)
      g_string_append_printf (out, " \"%s\"", shape->text);
    if (shape->object.kind != SIM_OBJECT_NONE)
      g_string_append_printf (out, " object=%u:%u,%u,%u", shape->object.kind, shape->object.a,
                              shape->object.b, shape->object.c);
    if (shape->leads != NULL)
      g_string_append_printf (out, " leads=%s", shape->leads);
    if (shape->name != NULL)
      g_string_append_printf (out, " (%s)", shape->name);
    if (shape->kind == FOL_SHAPE_RASTER)
      append_raster (out, shape->raster);
    g_string_append_c (out, '\n');
  }
  return g_string_free (out, FALSE);
}
