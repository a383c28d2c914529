/* ui/figures/buddy-tree.c - how one block of the largest order is cut: a row for
 * every order, every part to scale over the frames it spans.
 *
 *   order 3  [            40-47             ]   split: quiet
 *   order 2  [   40-43     ][    44-47      ]   a leaf: free, in use, on a per-CPU list
 *   order 1  [40-41][42-43]
 */
#include "ui/figures/buddy.h"
#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>

#define HEAD        32.0
#define GAP         3.0
#define NARROWEST   6.0  /* a part this narrow is not taken apart any more */
#define NARROW_PAGE 14.0 /* nor this narrow on a page, where it must be seen from afar */

struct tree {
  struct fol_buddy_build *build;
  sim_pfn first;
  uint32_t top, bottom; /* orders */
  double x, y, width;
  double row, gap; /* height of a row, and between rows */
};

static sim_pfn
tree_first (const struct fol_buddy_build *build, sim_pfn pfn)
{
  return pfn & ~((1u << (build->state->layout->max_order - 1)) - 1);
}

static uint32_t
lowest_order (const struct fol_buddy_build *build, sim_pfn first, uint32_t top)
{
  uint32_t lowest = top;
  sim_pfn end = MIN (first + (1u << top), build->state->layout->frame_count);

  for (sim_pfn pfn = first; pfn < end;) {
    struct sim_block block;

    sim_view_block (&build->view, pfn, &block);
    lowest = MIN (lowest, block.order);
    pfn = block.pfn + (1u << block.order);
  }
  return lowest;
}

static double
narrowest (const struct fol_buddy_build *build)
{
  return build->page ? NARROW_PAGE : NARROWEST;
}

/* The last row.  On a page it is the one below the last that can be taken
 * apart: what is summed up needs no rows of its own. */
static uint32_t
bottom_order (const struct fol_buddy_build *build, sim_pfn pfn)
{
  uint32_t top = build->state->layout->max_order - 1, least = 0;
  uint32_t lowest = lowest_order (build, tree_first (build, pfn), top);
  double width = build->width - build->lane;

  if (!build->page)
    return lowest;
  while (least < top && width / (1u << (top - least)) < NARROW_PAGE)
    least++;
  return least > 0 ? MAX (lowest, least - 1) : lowest;
}

double
fol_buddy_tree_height (const struct fol_buddy_build *build, sim_pfn pfn, double row)
{
  return HEAD + (build->state->layout->max_order - bottom_order (build, pfn)) * (row + GAP);
}

static double
row_y (const struct tree *tree, uint32_t order)
{
  return tree->y + (tree->top - order) * (tree->row + tree->gap);
}

static double
frame_x (const struct tree *tree, sim_pfn pfn)
{
  return tree->x + tree->width * (pfn - tree->first) / (1u << tree->top);
}

/* What fits of "M 44-47", "44-47", "M". */
static char *
part_text (enum fol_role role, sim_pfn pfn, uint32_t order, double width)
{
  const char *letter = fol_role_letter (role);
  g_autofree char *range = order == 0 ? g_strdup_printf ("%u", pfn)
                                      : g_strdup_printf ("%u–%u", pfn, pfn + (1u << order) - 1);
  g_autofree char *both =
      letter[0] != '\0' ? g_strdup_printf ("%s %s", letter, range) : g_strdup (range);

  /* Nothing can be read on a pattern. */
  if (role == FOL_ROLE_RESERVED || role == FOL_ROLE_HOLE)
    return NULL;
  if (fol_text_width (both, FOL_SIZE_CAPTION, false, true) <= width - 6)
    return g_steal_pointer (&both);
  if (letter[0] == '\0' && fol_text_width (range, FOL_SIZE_CAPTION, false, true) <= width - 6)
    return g_steal_pointer (&range);
  if (fol_text_width (letter, FOL_SIZE_CAPTION, false, true) <= width - 2)
    return g_strdup (letter);
  return NULL;
}

static void
add_part (struct tree *tree, enum fol_role role, sim_pfn pfn, uint32_t order, const char *name)
{
  double left = frame_x (tree, pfn), right = frame_x (tree, pfn + (1u << order));
  double gap = right - left >= 8 ? 1 : right - left >= 4 ? 0.5 : 0;
  g_autofree char *text = part_text (role, pfn, order, right - left);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = role,
    .x = left + gap,
    .y = row_y (tree, order),
    .width = right - left - 2 * gap,
    .height = tree->row,
    .radius = MIN (5, (right - left) / 4),
    .text_size = FOL_SIZE_CAPTION,
    .monospace = true,
    .text = text,
    .name = name,
    .object = { .kind = SIM_OBJECT_BLOCK, .a = pfn, .b = order },
    .identity = fol_identity_block (FOL_BUDDY_TREE, order, pfn),
  };

  fol_shapes_add (tree->build->shapes, &shape);
  if (role != FOL_ROLE_WELL) {
    tree->build->seen[role] += 1u << order;
    fol_buddy_mark (tree->build, &shape);
  }
}

/* A part too narrow to be taken apart: how much of it is what, to scale, over
 * the rows that it would have filled. */
static void
add_summary (struct tree *tree, sim_pfn pfn, uint32_t order)
{
  struct fol_buddy_build *build = tree->build;
  double left = frame_x (tree, pfn), width = frame_x (tree, pfn + (1u << order)) - left;
  double top = row_y (tree, order), height = row_y (tree, tree->bottom) + tree->row - top;
  uint32_t all = 1u << order, count[FOL_ROLE_COUNT] = { 0 };
  g_autofree char *name = NULL;
  struct fol_shape shape;

  for (sim_pfn at = pfn; at < pfn + all && at < build->state->layout->frame_count;) {
    struct sim_block block;

    sim_view_block (&build->view, at, &block);
    count[fol_map_role (&build->key, sim_view_flags (&build->view, block.pfn))] += 1u
                                                                                   << block.order;
    at = block.pfn + (1u << block.order);
  }
  name = g_strdup_printf (_ ("Frames %u–%u, split further: %u free, %u not free"), pfn,
                          pfn + all - 1, count[FOL_ROLE_FREE], all - count[FOL_ROLE_FREE]);
  shape = (struct fol_shape){
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_WELL,
    .x = left,
    .y = top,
    .width = width - 0.5,
    .height = height,
    .name = name,
    .object = { .kind = SIM_OBJECT_BLOCK, .a = pfn, .b = order },
    .identity = fol_identity_block (FOL_BUDDY_TREE, order, pfn),
  };
  fol_shapes_add (build->shapes, &shape);
  for (int role = FOL_ROLE_FREE; role <= FOL_ROLE_HOLE; role++) {
    if (count[role] == 0)
      continue;
    fol_add_rect (build->shapes, role, left, top, width - 0.5, height * count[role] / all, 0);
    top += height * count[role] / all;
    build->seen[role] += count[role];
  }
  fol_buddy_mark (build, &shape);
}

static void
add_node (struct tree *tree, sim_pfn pfn, uint32_t order)
{
  struct fol_buddy_build *build = tree->build;
  g_autofree char *name = NULL;
  struct sim_block block;
  enum fol_role role;

  if (pfn >= build->state->layout->frame_count)
    return;
  sim_view_block (&build->view, pfn, &block);
  if (block.order >= order) {
    role = fol_map_role (&build->key, sim_view_flags (&build->view, block.pfn));
    name = fol_block_name (&tree->build->view, &block);
    add_part (tree, role == FOL_ROLE_NONE ? FOL_ROLE_HOLE : role, pfn, order, name);
    return;
  }
  if (frame_x (tree, pfn + (1u << (order - 1))) - frame_x (tree, pfn) < narrowest (build)) {
    add_summary (tree, pfn, order);
    return;
  }
  name = g_strdup_printf (_ ("Frames %u–%u, order %u, split"), pfn, pfn + (1u << order) - 1, order);
  add_part (tree, FOL_ROLE_WELL, pfn, order, name);
  add_node (tree, pfn, order - 1);
  add_node (tree, pfn + (1u << (order - 1)), order - 1);
}

/* The rows tell the order where there is no room for it. */
static char *
tree_title (const struct fol_buddy_build *build, sim_pfn first, uint32_t top)
{
  sim_pfn last = first + (1u << top) - 1;
  g_autofree char *title =
      g_strdup_printf (_ ("Frames %u–%u, from order %u down"), first, last, top);

  if (!build->narrow || fol_text_width (title, FOL_SIZE_TEXT, true, false) <= build->width)
    return g_steal_pointer (&title);
  return g_strdup_printf (_ ("Frames %u–%u"), first, last);
}

double
fol_buddy_tree (struct fol_buddy_build *build, sim_pfn pfn, double top, double row)
{
  struct tree tree = {
    .build = build,
    .top = build->state->layout->max_order - 1,
    .first = tree_first (build, pfn),
    .x = build->lane,
    .y = top + HEAD,
    .width = build->width - build->lane,
    .row = row,
    .gap = GAP,
  };
  g_autofree char *title = NULL;

  tree.bottom = bottom_order (build, pfn);
  title = tree_title (build, tree.first, tree.top);
  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, true, build->narrow ? 0 : tree.x, top,
                build->narrow ? build->width : tree.width, 24, FOL_ALIGN_START, title);
  for (uint32_t order = tree.top + 1; order-- > tree.bottom;) {
    bool summed = order == tree.bottom && lowest_order (build, tree.first, tree.top) < order;
    g_autofree char *label = summed ? g_strdup_printf (_ ("orders %u–0"), order)
                                    : g_strdup_printf (_ ("order %u"), order);

    fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, 0, row_y (&tree, order),
                  MIN (FOL_ORDER_LABEL, build->lane), row, FOL_ALIGN_START, label);
    fol_identify (build->shapes, fol_identity_thing (FOL_BUDDY_ORDERS, order));
  }
  add_node (&tree, tree.first, tree.top);
  return row_y (&tree, tree.bottom) + row;
}
