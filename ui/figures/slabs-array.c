/* ui/figures/slabs-array.c - an array of free objects: how full, and what comes next.
 *
 * A bar from 0 to the limit, with a mark at the batchcount, which goes in and out
 * at once; below it the objects as on a stack, the top of it first.
 */
#include "ui/figures/slabs.h"

#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAUGE      12.0
#define CHIP       18.0
#define CHIP_GAP   4.0
#define CHIP_LINES 2

/* The index of the object in its slab. */
static uint32_t
index_of (const struct fol_slabs_build *build, sim_ref ref, struct sim_slab *slab)
{
  struct sim_kmem_cache cache;
  struct sim_slab frame;
  uint32_t offset;

  sim_view_slab (&build->view, SIM_REF_ENTRY (ref), &frame);
  sim_view_slab (&build->view, frame.head, slab);
  if (!sim_view_cache (&build->view, slab->cache - 1, &cache) || cache.size == 0)
    return 0;
  offset = ((frame.pfn - slab->pfn) << SIM_PAGE_SHIFT) + SIM_REF_OFFSET (ref);
  return (offset - MIN (offset, slab->s_mem)) / cache.size;
}

static void
add_gauge (struct fol_slabs_build *build, const struct fol_slabs_array *array, double y)
{
  double scale = array->limit > 0 ? array->width / MAX (array->limit, array->avail) : 0;
  double width = array->avail * scale;

  fol_add_rect (build->shapes, FOL_ROLE_WELL, array->x, y, array->width, GAUGE, 3);
  if (width >= 1) {
    build->seen[array->role]++;
    fol_add_rect (build->shapes, array->role, array->x, y, width, GAUGE, MIN (3, width / 2));
    fol_identify (build->shapes, (uint64_t) FOL_SLABS_STOCK << 40 |
                                     (uint64_t) array->object.kind << 48 |
                                     (array->object.a << 8 | array->object.b));
  }
  if (array->batchcount > 0 && array->batchcount < array->limit)
    fol_add_line (build->shapes, FOL_ROLE_MUTED, array->x + round (array->batchcount * scale), y, 0,
                  GAUGE);
}

static double
add_chip (struct fol_slabs_build *build, const struct fol_slabs_array *array, uint32_t from_top,
          double x, double y, double width)
{
  sim_ref ref = array->refs[array->avail - 1 - from_top];
  uint64_t address = sim_view_ref_address (&build->view, ref) - SIM_PAGE_OFFSET;
  struct sim_slab slab;
  uint32_t index = index_of (build, ref, &slab);
  g_autofree char *text = g_strdup_printf ("%u #%u", slab.pfn, index);
  g_autofree char *name =
      g_strdup_printf (_ ("%s: object %u of the slab at frame %u, handed out as number %u"),
                       array->label, index, slab.pfn, from_top + 1);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = array->role,
    .x = x,
    .y = y,
    .width = width,
    .height = CHIP,
    .radius = 4,
    .text_size = FOL_SIZE_CAPTION,
    .monospace = true,
    .bold = from_top == 0,
    .text = text,
    .name = name,
    .object = { .kind = SIM_OBJECT_SMALL,
                .a = (sim_pfn) (address >> SIM_PAGE_SHIFT),
                .b = (uint32_t) address & ((1u << SIM_PAGE_SHIFT) - 1) },
    .identity = fol_identity_thing (FOL_SLABS_CHIPS, ref),
  };

  fol_shapes_add (build->shapes, &shape);
  fol_add_marks (build->shapes, &build->marking, &shape);
  return x + width + CHIP_GAP;
}

/* Room for any object of these. */
static double
chip_width (const struct fol_slabs_build *build, const struct fol_slabs_array *array)
{
  double most = 0;

  for (uint32_t i = 0; i < array->avail; i++) {
    struct sim_slab slab;
    uint32_t index = index_of (build, array->refs[i], &slab);
    g_autofree char *text = g_strdup_printf ("%u #%u", slab.pfn, index);

    most = MAX (most, fol_text_width (text, FOL_SIZE_CAPTION, true, true));
  }
  return ceil (most) + 10;
}

static double
add_chips (struct fol_slabs_build *build, const struct fol_slabs_array *array, double top)
{
  double wide = chip_width (build, array), x = array->x;
  uint32_t line = (uint32_t) MAX (1, (array->width + CHIP_GAP) / (wide + CHIP_GAP));
  uint32_t shown = array->avail;
  g_autofree char *more = NULL;

  if (shown > line * CHIP_LINES)
    shown = line * CHIP_LINES - (uint32_t) MIN (line, ceil (64 / (wide + CHIP_GAP)));
  for (uint32_t i = 0; i < shown; i++) {
    if (i > 0 && i % line == 0) {
      x = array->x;
      top += CHIP + CHIP_GAP;
    }
    x = add_chip (build, array, i, x, top, wide);
  }
  if (shown < array->avail) {
    more = g_strdup_printf ("+%u", array->avail - shown);
    fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x, top,
                  array->x + array->width - x, CHIP, FOL_ALIGN_START, more);
  }
  return top + CHIP + CHIP_GAP;
}

double
fol_slabs_array (struct fol_slabs_build *build, const struct fol_slabs_array *array, double top)
{
  g_autofree char *facts =
      array->batchcount > 0
          ? g_strdup_printf (_ ("avail %u · limit %u · batchcount %u · next first"), array->avail,
                             array->limit, array->batchcount)
          : g_strdup_printf (_ ("avail %u · limit %u · next first"), array->avail, array->limit);

  top = fol_slabs_part (build, array->object, array->x, top, array->width, array->label, facts);
  add_gauge (build, array, top);
  top += GAUGE + 6;
  if (array->avail > 0)
    top = add_chips (build, array, top);
  return top + 6;
}
