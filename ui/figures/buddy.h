/* ui/figures/buddy.h - the two halves of the buddy figure (private to ui/figures). */
#pragma once

#include "ui/figures/figure-private.h"
#include "ui/figures/map-private.h"

/* Families of identities (shapes.h). */
enum {
  FOL_BUDDY_LISTED = 1, /* blocks on the free lists */
  FOL_BUDDY_LINKS,      /* the line to each of them */
  FOL_BUDDY_HEADS,
  FOL_BUDDY_MORE, /* what a list has besides those shown */
  FOL_BUDDY_LANES,
  FOL_BUDDY_LABELS, /* of a lane, and so on along it */
  FOL_BUDDY_FRAMES,
  FOL_BUDDY_EMPTY,
  FOL_BUDDY_COUNTS,
  FOL_BUDDY_ORDERS, /* rows of the tree */
  FOL_BUDDY_TREE,
};

struct fol_buddy_build {
  const struct fol_state *state;
  const struct fol_marks *marks;
  struct fol_shapes *shapes;
  struct sim_view view;
  struct fol_map_key key;
  uint32_t zone;
  double width;
  double lane;  /* where lanes and the tree begin, right of "order 10" and "1024 frames" */
  double count; /* width of the column of nr_free */
  bool narrow;  /* too narrow to say how many frames a block of each order has */
  bool page;    /* as in fol_figure_options */
  struct sim_object now[4];
  guint now_count;
  struct fol_marking marking;
  uint64_t seen[FOL_ROLE_COUNT]; /* frames by role, for the legend */
};

/* The free lists from `top` on, a row every `pitch` pixels; where they end. */
double fol_buddy_lists (struct fol_buddy_build *build, double top, double pitch);

/* The tree of the maximal block around `pfn`: its height, and the tree; where it ends. */
double fol_buddy_tree_height (const struct fol_buddy_build *build, sim_pfn pfn, double row);
double fol_buddy_tree (struct fol_buddy_build *build, sim_pfn pfn, double top, double row);

/* Amber, accent and selection outlines around a shape that shows a marked object. */
void fol_buddy_mark (struct fol_buddy_build *build, const struct fol_shape *shape);
