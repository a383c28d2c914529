/* ui/figures/buddy.c - figure 2, the buddy system of one zone: free lists above, a tree below. */
#include "ui/figures/buddy.h"
#include "ui/figures/map-build.h"
#include "ui/figures/paint.h"

#include "app/describe.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CHIP            20.0 /* head of a list */
#define LINK            8.0  /* between blocks of a list */
#define LIST_GAP        16.0
#define LIST_GAP_NARROW 6.0
#define BLOCK_PAD       8.0  /* around a number where it is narrow */
#define MORE_LEAST      8.0  /* of "+12", cut */
#define LISTS_HEAD      24.0 /* what stands over the columns */
#define COMPACT         22.0 /* pitch of rows when height is short */

/* Columns beside the lanes, and from which width on. */
#define WIDTH_WIDE   400.0
#define LANE         152.0
#define LANE_NARROW  56.0
#define COUNT        48.0
#define COUNT_NARROW 42.0

/* The zone an object lies in, or UINT32_MAX. */
static uint32_t
zone_of (const struct fol_buddy_build *build, struct sim_object object)
{
  switch (object.kind) {
  case SIM_OBJECT_FRAME:
  case SIM_OBJECT_BLOCK:
  case SIM_OBJECT_PAGEBLOCK:
    if (object.a < build->state->layout->frame_count)
      return sim_view_zone_of (&build->view, object.a);
    break;
  case SIM_OBJECT_FREE_LIST:
  case SIM_OBJECT_PCP:
  case SIM_OBJECT_PCP_LIST:
  case SIM_OBJECT_ZONE:
    if (object.a < build->state->layout->zone_count)
      return object.a;
    break;
  default:
    break;
  }
  return UINT32_MAX;
}

static uint32_t
largest_zone (const struct fol_buddy_build *build)
{
  uint32_t best = 0, most = 0;

  for (uint32_t i = 0; i < build->state->layout->zone_count; i++) {
    struct sim_zone zone;

    sim_view_zone (&build->view, i, &zone);
    if (zone.managed_pages > most) {
      most = zone.managed_pages;
      best = i;
    }
  }
  return best;
}

#define CONCERNS_MAX 16u

static void
add_concern (struct sim_object objects[CONCERNS_MAX], guint *count, const struct sim_object *more,
             guint more_count)
{
  for (guint i = 0; i < more_count && *count < CONCERNS_MAX; i++)
    objects[(*count)++] = more[i];
}

/* What matters most, first: inside an operation what it does, after it what was
 * selected; then what a lesson points at, before what the last operation did if
 * that is not marked. */
static guint
concerns (const struct fol_buddy_build *build, struct sim_object objects[CONCERNS_MAX])
{
  const struct fol_marks *marks = build->marks;
  bool inside = build->state->position.step != FOL_STEP_END;
  guint count = 0;

  if (!inside)
    add_concern (objects, &count, &marks->selected, 1);
  add_concern (objects, &count, build->marking.now, build->marking.now_count);
  add_concern (objects, &count, marks->pointed, marks->pointed_count);
  add_concern (objects, &count, build->now, build->now_count);
  if (inside)
    add_concern (objects, &count, &marks->selected, 1);
  return count;
}

static uint32_t
choose_zone (const struct fol_buddy_build *build, const struct fol_figure_options *options)
{
  struct sim_object objects[CONCERNS_MAX];
  guint count = concerns (build, objects);

  if (options->zone < build->state->layout->zone_count)
    return options->zone;
  for (guint i = 0; i < count; i++) {
    uint32_t zone = zone_of (build, objects[i]);

    if (zone < build->state->layout->zone_count)
      return zone;
  }
  return largest_zone (build);
}

/* The smallest free block shows best how memory was split. */
static sim_pfn
some_split_block (const struct fol_buddy_build *build)
{
  const struct sim_layout *layout = build->state->layout;

  for (uint32_t order = 0; order < layout->max_order; order++)
    for (uint32_t type = 0; type < SIM_MIGRATE_TYPES; type++) {
      uint32_t list = sim_free_list (layout, build->zone, order, type);
      uint32_t node = sim_view_list_first (&build->view, list);

      if (!(node & SIM_NODE_HEAD))
        return node;
    }
  return SIM_PFN_NONE;
}

static sim_pfn
choose_block (const struct fol_buddy_build *build, const struct fol_figure_options *options)
{
  struct sim_object objects[CONCERNS_MAX];
  guint count = concerns (build, objects);
  struct sim_zone zone;
  uint32_t order;
  sim_pfn pfn;

  if (options->block < build->state->layout->frame_count)
    return options->block;
  for (guint i = 0; i < count; i++)
    if (fol_object_frames (build->state, objects[i], &pfn, &order) &&
        zone_of (build, objects[i]) == build->zone)
      return pfn;
  pfn = some_split_block (build);
  sim_view_zone (&build->view, build->zone, &zone);
  return pfn != SIM_PFN_NONE ? pfn : zone.start_pfn;
}

void
fol_buddy_mark (struct fol_buddy_build *build, const struct fol_shape *shape)
{
  fol_add_marks (build->shapes, &build->marking, shape);
}

/* One list in its lane: which blocks fit. */
struct list {
  uint32_t type, length, shown;
  double need, room;
};

struct lane {
  uint32_t order, list_count;
  struct list list[SIM_MIGRATE_TYPES];
  double x, y, width, height;
  double block; /* width of a block of this order */
};

static char *
range_text (sim_pfn pfn, uint32_t order)
{
  if (order == 0)
    return g_strdup_printf ("%u", pfn);
  return g_strdup_printf ("%u–%u", pfn, pfn + (1u << order) - 1);
}

/* Of the largest frame numbers of the zone. */
static double
text_width (const struct fol_buddy_build *build, uint32_t order)
{
  g_autofree char *widest = NULL;
  struct sim_zone zone;

  sim_view_zone (&build->view, build->zone, &zone);
  widest = range_text (zone.start_pfn + zone.spanned_pages - (1u << order), order);
  return ceil (fol_text_width (widest, FOL_SIZE_CAPTION, false, true));
}

/* Where it is narrow, a block's first frame must do. */
static double
least_width (const struct fol_buddy_build *build, uint32_t order)
{
  return build->narrow ? text_width (build, 0) + BLOCK_PAD
                       : MAX (text_width (build, order) + 12, 32);
}

/* "44–47", or "44" for all blocks of a lane if that does not fit. */
static char *
block_text (const struct fol_buddy_build *build, sim_pfn pfn, uint32_t order, double width)
{
  bool fits = !build->narrow || text_width (build, order) + BLOCK_PAD <= width;

  return range_text (pfn, fits ? order : 0);
}

/* Widths halve with the order as long as the numbers fit. */
static double
block_width (const struct fol_buddy_build *build, uint32_t order, double lane)
{
  uint32_t top = build->state->layout->max_order - 1;
  double scaled = floor (lane * (top > 6 ? 0.3 : 0.48));

  for (uint32_t i = order; i < top; i++)
    scaled = floor (scaled / 2);
  return MAX (scaled, least_width (build, order));
}

static double
list_gap (const struct fol_buddy_build *build)
{
  return build->narrow ? LIST_GAP_NARROW : LIST_GAP;
}

/* From the last block shown on. */
static double
more_room (const struct fol_buddy_build *build, const struct list *list)
{
  return fol_more_width (list->length, build->narrow) + (build->narrow ? LINK + 2 : 0);
}

/* Shares the lane: who needs less leaves the rest to the others. */
static void
share_lane (const struct fol_buddy_build *build, struct lane *lane)
{
  double left = lane->width - 8 - list_gap (build) * MAX (0, (int) lane->list_count - 1);
  uint32_t open = lane->list_count;
  bool again = true;

  while (again && open > 0) {
    double share = left / open;

    again = false;
    for (uint32_t i = 0; i < lane->list_count; i++) {
      struct list *list = &lane->list[i];

      if (list->room > 0 || list->need > share)
        continue;
      list->room = list->need;
      list->shown = list->length;
      left -= list->need;
      open--;
      again = true;
    }
  }
  for (uint32_t i = 0; i < lane->list_count; i++) {
    struct list *list = &lane->list[i];

    if (list->room > 0)
      continue;
    list->room = left / open;
    list->shown =
        (uint32_t) MAX (0, (list->room - CHIP - more_room (build, list)) / (lane->block + LINK));
    list->shown = MIN (list->shown, list->length);
  }
}

static void
read_lane (struct fol_buddy_build *build, struct lane *lane)
{
  uint32_t blocks = 0;
  double room;

  lane->list_count = 0;
  for (uint32_t type = 0; type < SIM_MIGRATE_TYPES; type++) {
    uint32_t list = sim_free_list (build->state->layout, build->zone, lane->order, type);
    uint32_t length = sim_view_list_length (&build->view, list, FOL_LIST_MOST);

    if (length > 0)
      lane->list[lane->list_count++] = (struct list){
        .type = type,
        .length = length,
      };
    blocks += length;
  }
  /* Rather narrower blocks than blocks that are only counted. */
  room = lane->width - 10 - lane->list_count * (CHIP + list_gap (build)) + list_gap (build);
  if (blocks > 0)
    lane->block =
        MAX (MIN (lane->block, floor (room / blocks) - LINK), least_width (build, lane->order));
  for (uint32_t i = 0; i < lane->list_count; i++)
    lane->list[i].need = CHIP + lane->list[i].length * (lane->block + LINK);
  share_lane (build, lane);
}

static double
add_block (struct fol_buddy_build *build, const struct lane *lane, sim_pfn pfn, double x)
{
  double inset = lane->height >= 24 ? 4 : 2;
  g_autofree char *text = block_text (build, pfn, lane->order, lane->block);
  g_autofree char *name = NULL;
  struct sim_block block;
  struct fol_shape shape;

  sim_view_block (&build->view, pfn, &block);
  name = fol_block_name (&build->view, &block);
  fol_add_line (build->shapes, FOL_ROLE_MUTED, x, lane->y + lane->height / 2, LINK, 0);
  fol_identify (build->shapes, fol_identity_block (FOL_BUDDY_LINKS, lane->order, pfn));
  shape = (struct fol_shape){
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_FREE,
    .x = x + LINK,
    .y = lane->y + inset,
    .width = lane->block,
    .height = lane->height - 2 * inset,
    .radius = 5,
    .text_size = FOL_SIZE_CAPTION,
    .text_role = FOL_ROLE_VALUE,
    .monospace = true,
    .text = text,
    .name = name,
    .object = { .kind = SIM_OBJECT_BLOCK, .a = pfn, .b = lane->order },
    .identity = fol_identity_block (FOL_BUDDY_LISTED, lane->order, pfn),
  };
  fol_shapes_add (build->shapes, &shape);
  fol_buddy_mark (build, &shape);
  return x + LINK + lane->block;
}

/* Where it is too narrow for the number, that is left to the chip's name. */
static void
add_more (struct fol_buddy_build *build, const struct lane *lane, const struct list *list, double x)
{
  uint32_t head = sim_free_list (build->state->layout, build->zone, lane->order, list->type);
  g_autofree char *more = fol_more_text (list->length, list->shown, build->narrow);
  double width = fol_more_width (list->length, build->narrow);
  bool cramped = list->shown == 0 && list->room < CHIP + more_room (build, list);

  if (!cramped) {
    fol_add_line (build->shapes, FOL_ROLE_MUTED, x, lane->y + lane->height / 2, LINK, 0);
    x += LINK;
  } else {
    width = MIN (width, list->room - CHIP - 2);
  }
  if (width < MORE_LEAST)
    return;
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x + (build->narrow ? 2 : 4),
                lane->y, width, lane->height, FOL_ALIGN_START, more);
  fol_identify (build->shapes, fol_identity_thing (FOL_BUDDY_MORE, head));
}

static void
add_list (struct fol_buddy_build *build, const struct lane *lane, const struct list *list, double x)
{
  uint32_t head = sim_free_list (build->state->layout, build->zone, lane->order, list->type);
  uint32_t node = sim_view_list_first (&build->view, head);
  double side = MIN (CHIP, lane->height - 2);
  g_autofree char *name = NULL;
  struct fol_shape chip;

  name =
      g_strdup_printf (ngettext ("Head of the %s free list of order %u: %u block",
                                 "Head of the %s free list of order %u: %u blocks", list->length),
                       fol_describe_type (list->type), lane->order, list->length);
  chip = (struct fol_shape){
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_UNMOVABLE + list->type,
    .x = x + (CHIP - side) / 2,
    .y = lane->y + (lane->height - side) / 2,
    .width = side,
    .height = side,
    .radius = 5,
    .text_size = FOL_SIZE_CAPTION,
    .bold = true,
    .text = fol_role_letter (FOL_ROLE_UNMOVABLE + list->type),
    .name = name,
    .object = { SIM_OBJECT_FREE_LIST, build->zone, lane->order, list->type },
    .identity = fol_identity_thing (FOL_BUDDY_HEADS, head),
  };
  fol_shapes_add (build->shapes, &chip);
  build->seen[chip.role]++;
  fol_buddy_mark (build, &chip);
  x += CHIP;
  for (uint32_t i = 0; i < list->shown && !(node & SIM_NODE_HEAD); i++) {
    x = add_block (build, lane, node, x);
    node = sim_view_list_next (&build->view, node);
  }
  if (list->shown < list->length)
    add_more (build, lane, list, x);
}

static bool
list_shown (const struct lane *lane, uint32_t type)
{
  for (uint32_t i = 0; i < lane->list_count; i++)
    if (lane->list[i].type == type)
      return true;
  return false;
}

/* An empty list has no head to be marked: its lane is. */
static bool
concerns_empty (const struct fol_buddy_build *build, const struct lane *lane,
                const struct sim_object *objects, guint count)
{
  for (guint i = 0; i < count; i++)
    if (objects[i].kind == SIM_OBJECT_FREE_LIST && objects[i].a == build->zone &&
        objects[i].b == lane->order && !list_shown (lane, objects[i].c))
      return true;
  return false;
}

static void
mark_empty (struct fol_buddy_build *build, const struct lane *lane)
{
  if (concerns_empty (build, lane, build->marking.now, build->marking.now_count) ||
      concerns_empty (build, lane, build->marks->pointed, build->marks->pointed_count))
    fol_add_outline (build->shapes, FOL_ROLE_NOW, lane->x, lane->y, lane->width, lane->height, 8);
}

/* Left of the lane. */
static void
add_labels (struct fol_buddy_build *build, const struct lane *lane)
{
  g_autofree char *label = g_strdup_printf (_ ("order %u"), lane->order);
  g_autofree char *frames = NULL;

  fol_add_text (build->shapes, FOL_ROLE_LABEL, build->narrow ? FOL_SIZE_CAPTION : FOL_SIZE_TEXT,
                true, 0, lane->y, MIN (64, build->lane), lane->height, FOL_ALIGN_START, label);
  fol_identify (build->shapes, fol_identity_thing (FOL_BUDDY_LABELS, lane->order));
  if (build->narrow)
    return;
  frames =
      g_strdup_printf (ngettext ("%u frame", "%u frames", 1u << lane->order), 1u << lane->order);
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, 68, lane->y,
                build->lane - 76, lane->height, FOL_ALIGN_START, frames);
  fol_identify (build->shapes, fol_identity_thing (FOL_BUDDY_FRAMES, lane->order));
}

static void
add_lane (struct fol_buddy_build *build, struct lane *lane)
{
  g_autofree char *count = NULL;
  double x = lane->x + 5;
  struct sim_zone zone;

  sim_view_zone (&build->view, build->zone, &zone);
  count = fol_grouped (zone.area_nr_free[lane->order]);
  add_labels (build, lane);
  fol_add_rect (build->shapes, FOL_ROLE_WELL, lane->x, lane->y, lane->width, lane->height, 8);
  fol_identify (build->shapes, fol_identity_thing (FOL_BUDDY_LANES, lane->order));
  read_lane (build, lane);
  if (lane->list_count == 0) {
    fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, lane->x + 12, lane->y,
                  MIN (160, lane->width - 12), lane->height, FOL_ALIGN_START, _ ("empty"));
    fol_identify (build->shapes, fol_identity_thing (FOL_BUDDY_EMPTY, lane->order));
  }
  for (uint32_t i = 0; i < lane->list_count; i++) {
    add_list (build, lane, &lane->list[i], x);
    x += lane->list[i].room + list_gap (build);
  }
  mark_empty (build, lane);
  fol_add_mono (build->shapes, zone.area_nr_free[lane->order] > 0 ? FOL_ROLE_VALUE : FOL_ROLE_MUTED,
                build->width - build->count, lane->y, build->count, lane->height, FOL_ALIGN_END,
                count);
  fol_identify (build->shapes, fol_identity_thing (FOL_BUDDY_COUNTS, lane->order));
}

double
fol_buddy_lists (struct fol_buddy_build *build, double top, double pitch)
{
  struct lane lane = { .x = build->lane,
                       .height = pitch - (pitch >= 40   ? 8
                                          : pitch >= 28 ? 4
                                                        : 2) };
  double head = pitch > COMPACT ? LISTS_HEAD : LISTS_HEAD - 6;

  lane.width = build->width - lane.x - build->count - 4;
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, lane.x, top, lane.width, 16,
                FOL_ALIGN_START, _ ("free lists, head first"));
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false,
                build->width - (build->narrow ? build->count : 64), top,
                build->narrow ? build->count : 64, 16, FOL_ALIGN_END, "nr_free");
  top += head;
  for (uint32_t order = build->state->layout->max_order; order-- > 0;) {
    lane.order = order;
    lane.y = top;
    lane.block = block_width (build, order, lane.width);
    add_lane (build, &lane);
    top += pitch;
  }
  return top - (pitch - lane.height);
}

static char *
subtitle (const struct fol_buddy_build *build)
{
  g_autofree char *free = NULL, *managed = NULL, *pcp_text = NULL;
  struct sim_zone zone;
  uint64_t pcp_pages = 0, listed = 0;
  GString *out = g_string_new (NULL);

  sim_view_zone (&build->view, build->zone, &zone);
  for (uint32_t cpu = 0; cpu < build->state->layout->cpu_count; cpu++) {
    struct sim_pcp pcp;

    sim_view_pcp (&build->view, build->zone, cpu, &pcp);
    pcp_pages += pcp.count;
  }
  /* NR_FREE_PAGES lags inside an operation; what the lists hold does not. */
  for (uint32_t order = 0; order < build->state->layout->max_order; order++)
    listed += (uint64_t) zone.area_nr_free[order] << order;
  free = fol_grouped (listed);
  managed = fol_grouped (zone.managed_pages);
  pcp_text = fol_grouped (pcp_pages);
  g_string_append_printf (out, _ ("zone %s · %s of %s frames on the free lists"),
                          fol_zone_name (zone.type), free, managed);
  if (pcp_pages > 0)
    g_string_append_printf (out, _ (" · %s on per-CPU lists"), pcp_text);
  return g_string_free (out, FALSE);
}

struct fol_shapes *
fol_buddy_build (const struct fol_state *state, const struct fol_marks *marks,
                 const struct fol_figure_options *options, double width, double height)
{
  struct fol_buddy_build build = {
    .state = state,
    .marks = marks,
    .shapes = fol_shapes_new (),
    .view = fol_state_view (state),
    .narrow = !options->page && width < WIDTH_WIDE,
    .page = options->page,
  };
  struct fol_legend_item items[FOL_MAP_LEGEND_MAX];
  double y, pitch, tree, rest, row = 24;
  guint legend;
  sim_pfn pfn;

  build.width = floor (MAX (width, build.narrow ? FOL_NARROWEST : WIDTH_WIDE));
  build.lane = build.narrow ? LANE_NARROW : LANE;
  build.count = build.narrow ? COUNT_NARROW : COUNT;
  fol_map_key_init (&build.key, state, FOL_MAP_BY_MOBILITY);
  build.now_count = fol_now_objects (state, build.now);
  fol_marking_init (&build.marking, state, marks);
  build.zone = choose_zone (&build, options);
  build.shapes->title = g_strdup (_ ("Buddy system"));
  build.shapes->summary = subtitle (&build);
  y = fol_add_header (build.shapes, options, build.shapes->title, build.shapes->summary,
                      build.width);
  pfn = choose_block (&build, options);
  rest = y + 24 + 24 + (options->no_legend ? 0 : 40);
  tree = fol_buddy_tree_height (&build, pfn, row);
  /* First the tree's rows give way, then the lanes. */
  if (rest + tree + 32 * state->layout->max_order > height) {
    row = 16;
    tree = fol_buddy_tree_height (&build, pfn, row);
  }
  pitch = floor ((height - rest - tree) / state->layout->max_order / 4) * 4;
  pitch = CLAMP (pitch, build.page ? 24 : 28, 40);
  /* Where the view will scroll, all orders are seen before that. */
  if (!build.page && y + LISTS_HEAD + pitch * state->layout->max_order - 4 > height)
    pitch = CLAMP (floor ((height - y - LISTS_HEAD) / state->layout->max_order), COMPACT, 28);
  y = fol_buddy_lists (&build, y, pitch);
  y = fol_buddy_tree (&build, pfn, y + 24, row);
  legend = options->no_legend ? 0 : fol_map_legend (build.seen, items, false);
  if (legend > 0) {
    double left = build.narrow ? 0 : build.lane;

    y += 12;
    fol_add_legend (build.shapes, items, legend, left, y, build.width - left);
    y += fol_legend_height (items, legend, build.width - left);
  }
  build.shapes->width = build.width;
  build.shapes->height = y + 2;
  return build.shapes;
}
