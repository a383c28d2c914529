/* ui/figures/changed.c - what differs from the moment that is compared with. */
#include "ui/figures/figure-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Shapes at least this high carry it inside, so that other marks stay seen; around the
 * text of others there is no room. */
#define INSET_FROM 20.0
#define INSET      3.0

bool
fol_changed_any (const struct fol_marks *marks, sim_pfn pfn, uint32_t order)
{
  return marks->changed != NULL &&
         fol_difference_next (marks->changed, pfn, true) < (uint64_t) pfn + (1ull << order);
}

void
fol_add_changed_outline (struct fol_shapes *shapes, double x, double y, double width, double height,
                         double radius)
{
  double inset = MIN (width, height) >= INSET_FROM ? INSET : -1;

  fol_add_outline (shapes, FOL_ROLE_CHANGED, x + inset, y + inset, width - 2 * inset,
                   height - 2 * inset, MAX (radius - inset, 1));
}

void
fol_add_changed (struct fol_shapes *shapes, const struct fol_marks *marks,
                 const struct fol_shape *shape)
{
  struct sim_object object = shape->object;

  if (shape->kind == FOL_SHAPE_RECT &&
      (object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK) &&
      fol_changed_any (marks, object.a, object.kind == SIM_OBJECT_BLOCK ? object.b : 0))
    fol_add_changed_outline (shapes, shape->x, shape->y, shape->width, shape->height,
                             shape->radius);
}

static char *
since_text (const struct fol_position *since)
{
  if (since->index == 0)
    return g_strdup (_ ("differ from the opening"));
  return g_strdup_printf (_ ("differ from operation %" PRIu64), since->index);
}

guint
fol_changed_legend (struct fol_shapes *shapes, const struct fol_marks *marks,
                    struct fol_legend_item *item)
{
  g_autofree char *label = NULL;

  if (marks == NULL || marks->changed == NULL)
    return 0;
  label = since_text (&marks->since->position);
  *item = (struct fol_legend_item){
    .role = FOL_ROLE_CHANGED,
    .label = g_string_chunk_insert (shapes->text, label),
    .count = marks->changed->changed,
  };
  return 1;
}

char *
fol_changed_summary (const struct fol_marks *marks)
{
  const struct fol_position *since = &marks->since->position;
  guint changed = marks->changed->changed;

  if (since->index == 0)
    return g_strdup_printf (ngettext ("%u frame differs from the opening.",
                                      "%u frames differ from the opening.", changed),
                            changed);
  return g_strdup_printf (ngettext ("%u frame differs from operation %" PRIu64 ".",
                                    "%u frames differ from operation %" PRIu64 ".", changed),
                          changed, since->index);
}
