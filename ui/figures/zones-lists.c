/* ui/figures/zones-lists.c - what a CPU keeps of a zone: counts, and its lists. */
#include "ui/figures/zones.h"

#include "app/describe.h"
#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NAME        64.0 /* "CPU 0", "order 0" */
#define NAME_NARROW 52.0
#define CHIP        20.0 /* head of a list */
#define LINK        8.0
#define GAUGE       72.0

struct lists {
  uint32_t zone, cpu;
  struct sim_pcp pcp;
  double x, width;
  double name; /* width of the column of names */
};

/* An empty list is shown when something is said about it. */
static bool
is_concerned (const struct fol_zones_build *build, struct sim_object list)
{
  const struct fol_marks *marks = build->marking.marks;

  for (guint i = 0; i < build->marking.now_count; i++)
    if (sim_object_equal (build->marking.now[i], list))
      return true;
  for (guint i = 0; i < marks->pointed_count; i++)
    if (sim_object_equal (marks->pointed[i], list))
      return true;
  return sim_object_equal (marks->selected, list);
}

/* Count against high, and what else decides when pages go back; where that ends. */
static double
add_counts (struct fol_zones_build *build, const struct lists *lists, double y)
{
  const struct sim_pcp *pcp = &lists->pcp;
  double x = lists->x + lists->name, height = 12, top = y + (build->row - height) / 2;
  double full = pcp->high > 0 ? MIN (1.0, (double) pcp->count / pcp->high) : 0;
  double wide = build->narrow ? lists->width - lists->name : GAUGE;
  g_autofree char *text = NULL, *zone = fol_zones_name (build, lists->zone), *name = NULL;
  struct fol_shape track = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_WELL,
    .x = x,
    .y = top,
    .width = wide,
    .height = height,
    .radius = 3,
    .object = { SIM_OBJECT_PCP, lists->zone, lists->cpu },
  };

  text = g_strdup_printf ("count %u · high %u · batch %u · free_factor %u", pcp->count, pcp->high,
                          pcp->batch, pcp->free_factor);
  name = g_strdup_printf (_ ("CPU %u, zone %s: %s"), lists->cpu, zone, text);
  track.name = name;
  fol_shapes_add (build->shapes, &track);
  if (full > 0)
    fol_shapes_add (build->shapes, &(struct fol_shape){
                                       .kind = FOL_SHAPE_RECT,
                                       .role = FOL_ROLE_PCP,
                                       .x = x,
                                       .y = top,
                                       .width = MAX (1.0, round (wide * full)),
                                       .height = height,
                                       .radius = MIN (3, MAX (1.0, round (wide * full)) / 2),
                                       .identity = FOL_ZONES_COUNT (lists->zone, lists->cpu),
                                   });
  fol_add_marks (build->shapes, &build->marking, &track);
  if (build->narrow)
    return fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, lists->x, y + build->row,
                          lists->width, FOL_ZONES_LINE, text);
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x + GAUGE + 8, y,
                lists->width - lists->name - GAUGE - 8, build->row, FOL_ALIGN_START, text);
  return y + build->row;
}

static double
add_block (struct fol_zones_build *build, sim_pfn pfn, uint32_t order, double x, double y,
           double width)
{
  g_autofree char *text = order == 0 ? g_strdup_printf ("%u", pfn)
                                     : g_strdup_printf ("%u–%u", pfn, pfn + (1u << order) - 1);
  g_autofree char *name = NULL;
  struct sim_block block;
  struct fol_shape shape;

  sim_view_block (&build->view, pfn, &block);
  name = fol_block_name (&build->view, &block);
  fol_add_line (build->shapes, FOL_ROLE_MUTED, x, y + build->row / 2, LINK, 0);
  shape = (struct fol_shape){
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_PCP,
    .x = x + LINK,
    .y = y + 2,
    .width = width,
    .height = build->row - 4,
    .radius = 5,
    .text_size = FOL_SIZE_CAPTION,
    .monospace = true,
    .text = text,
    .name = name,
    .object = { .kind = SIM_OBJECT_BLOCK, .a = pfn, .b = order },
    .identity = (uint64_t) (order + 1) << 32 | pfn,
  };
  fol_shapes_add (build->shapes, &shape);
  fol_add_marks (build->shapes, &build->marking, &shape);
  return x + LINK + width;
}

/* Room for the largest frame numbers of the zone. */
static double
block_width (const struct fol_zones_build *build, uint32_t index, uint32_t order)
{
  g_autofree char *widest = NULL;
  struct sim_zone zone;
  sim_pfn last;

  sim_view_zone (&build->view, index, &zone);
  last = zone.start_pfn + zone.spanned_pages - 1;
  widest = order == 0 ? g_strdup_printf ("%u", last) : g_strdup_printf ("%u–%u", last, last);
  return MAX (ceil (fol_text_width (widest, FOL_SIZE_CAPTION, false, true)) + 12, 32);
}

/* The blocks, head first, as many as there is room for. */
static void
add_blocks (struct fol_zones_build *build, const struct lists *lists, uint32_t number,
            uint32_t length, double x, double y)
{
  uint32_t order = sim_pcp_list_order (number, build->state->layout->pageblock_order);
  uint32_t node = sim_view_list_first (
      &build->view, sim_pcp_list_of (build->state->layout, lists->zone, lists->cpu, number));
  double block = block_width (build, lists->zone, order), room = lists->x + lists->width - x;
  uint32_t shown = length;
  double more = fol_more_width (length, build->narrow) + (build->narrow ? LINK + 4 : 0);
  g_autofree char *text = NULL;

  if (length * (block + LINK) > room)
    shown = (uint32_t) MAX (0, (room - more) / (block + LINK));
  for (uint32_t i = 0; i < shown && !(node & SIM_NODE_HEAD); i++) {
    x = add_block (build, node, order, x, y, block);
    node = sim_view_list_next (&build->view, node);
  }
  if (shown == length)
    return;
  text = fol_more_text (length, shown, build->narrow);
  fol_add_line (build->shapes, FOL_ROLE_MUTED, x, y + build->row / 2, LINK, 0);
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x + LINK + 4, y,
                fol_more_width (length, build->narrow), build->row, FOL_ALIGN_START, text);
}

static void
add_list (struct fol_zones_build *build, const struct lists *lists, uint32_t number,
          uint32_t length, double y)
{
  uint32_t order = sim_pcp_list_order (number, build->state->layout->pageblock_order);
  uint32_t type = sim_pcp_list_type (number);
  double side = MIN (CHIP, build->row - 3);
  g_autofree char *label = g_strdup_printf (_ ("order %u"), order);
  g_autofree char *name = NULL;
  struct fol_shape chip = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_UNMOVABLE + type,
    .x = lists->x + lists->name + (CHIP - side) / 2,
    .y = y + (build->row - side) / 2,
    .width = side,
    .height = side,
    .radius = 5,
    .text_size = FOL_SIZE_CAPTION,
    .bold = true,
    .text = fol_role_letter (FOL_ROLE_UNMOVABLE + type),
    .object = { SIM_OBJECT_PCP_LIST, lists->zone, lists->cpu, number },
    .identity = FOL_ZONES_HEAD (lists->zone, lists->cpu, number),
  };

  name = g_strdup_printf (ngettext ("Head of the %s list of order %u of CPU %u: %u block",
                                    "Head of the %s list of order %u of CPU %u: %u blocks", length),
                          fol_describe_type (type), order, lists->cpu, length);
  chip.name = name;
  build->seen[chip.role]++;
  build->seen[FOL_ROLE_PCP] += length > 0;
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, lists->x, y, lists->name,
                build->row, FOL_ALIGN_START, label);
  fol_shapes_add (build->shapes, &chip);
  fol_add_marks (build->shapes, &build->marking, &chip);
  if (length == 0)
    fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false,
                  lists->x + lists->name + CHIP + LINK, y, 96, build->row, FOL_ALIGN_START,
                  _ ("empty"));
  else
    add_blocks (build, lists, number, length, lists->x + lists->name + CHIP, y);
}

double
fol_zones_lists (struct fol_zones_build *build, uint32_t zone, uint32_t cpu, double left,
                 double top, double width)
{
  const struct sim_layout *layout = build->state->layout;
  struct lists lists = {
    .zone = zone, .cpu = cpu, .x = left, .width = width, .name = build->narrow ? NAME_NARROW : NAME
  };
  g_autofree char *title = g_strdup_printf (_ ("CPU %u"), cpu);
  guint shown = 0;

  sim_view_pcp (&build->view, zone, cpu, &lists.pcp);
  /* The one that runs the operations stands out. */
  fol_add_text (build->shapes, cpu == build->header.cpu ? FOL_ROLE_LABEL : FOL_ROLE_MUTED,
                FOL_SIZE_TEXT, cpu == build->header.cpu, left, top, lists.name, build->row,
                FOL_ALIGN_START, title);
  top = add_counts (build, &lists, top);
  for (uint32_t number = 0; number < SIM_NR_PCP_LISTS; number++) {
    uint32_t length = sim_view_list_length (
        &build->view, sim_pcp_list_of (layout, zone, cpu, number), FOL_LIST_MOST);
    struct sim_object object = { SIM_OBJECT_PCP_LIST, zone, cpu, number };

    if (length == 0 && !is_concerned (build, object))
      continue;
    add_list (build, &lists, number, length, top);
    top += build->row;
    shown++;
  }
  if (shown > 0)
    return top;
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, left + lists.name, top,
                width - lists.name, build->row, FOL_ALIGN_START, _ ("all lists are empty"));
  return top + build->row;
}
