/* ui/figures/figure-private.h - bricks that every figure is built from.
 *
 * One grid and three sizes of type for all: 20 for a title, 13 for words, 11
 * for captions and numbers; distances are multiples of 8.
 */
#pragma once

#include "ui/figures/figure.h"

#define FOL_SIZE_TITLE   20.0
#define FOL_SIZE_TEXT    13.0
#define FOL_SIZE_CAPTION 11.0
#define FOL_GRID         8.0
#define FOL_ORDER_LABEL  64.0 /* width of "order 10" */

/* Figures fit this width in a view, be it by leaving out what the reader can do
 * without and by standing things below each other; anything narrower scrolls.
 * On a page they never are that narrow: a page is scaled. */
#define FOL_NARROWEST 216.0

#define FOL_LIST_MOST 4096u /* beyond, a list is "over 4096" */

struct fol_legend_item {
  enum fol_role role;
  char letter[4];
  const char *label; /* translated */
  int64_t count;     /* frames; -1: not told */
};

struct fol_shapes *fol_map_build (const struct fol_state *state, const struct fol_marks *marks,
                                  const struct fol_figure_options *options, double width,
                                  double height);
struct fol_shapes *fol_buddy_build (const struct fol_state *state, const struct fol_marks *marks,
                                    const struct fol_figure_options *options, double width,
                                    double height);
struct fol_shapes *fol_zones_build (const struct fol_state *state, const struct fol_marks *marks,
                                    const struct fol_figure_options *options, double width,
                                    double height);
struct fol_shapes *fol_slabs_build (const struct fol_state *state, const struct fol_marks *marks,
                                    const struct fol_figure_options *options, double width,
                                    double height);
bool fol_slabs_step (const struct fol_state *state, struct fol_figure_options *options,
                     struct sim_object *selected, int by); /* fol_figure_step () */
struct fol_shapes *fol_calls_build (const struct fol_state *state, const struct fol_marks *marks,
                                    const struct fol_figure_options *options, double width,
                                    double height);

struct fol_shapes *fol_compare_build (const struct fol_state *state, const struct fol_marks *marks,
                                      const struct fol_figure_options *options, double width,
                                      double height);
struct fol_shapes *fol_sets_build (const struct fol_state *state, const struct fol_marks *marks,
                                   const struct fol_figure_options *options, double width,
                                   double height);

/* A text in a box; returns the index. */
guint fol_add_text (struct fol_shapes *shapes, enum fol_role role, double size, bool bold, double x,
                    double y, double width, double height, enum fol_align align, const char *text);
guint fol_add_mono (struct fol_shapes *shapes, enum fol_role role, double x, double y, double width,
                    double height, enum fol_align align, const char *text);
void fol_add_rect (struct fol_shapes *shapes, enum fol_role role, double x, double y, double width,
                   double height, double radius);
void fol_add_outline (struct fol_shapes *shapes, enum fol_role role, double x, double y,
                      double width, double height, double radius);
void fol_add_line (struct fol_shapes *shapes, enum fol_role role, double x, double y, double width,
                   double height);

/* Gives the shape added last its identity. */
void fol_identify (struct fol_shapes *shapes, uint64_t identity);

/* The same for an outline around what has an identity; it goes along with it. */
enum fol_mark { FOL_MARK_NOW = 1, FOL_MARK_POINTED, FOL_MARK_SELECTED };
void fol_identify_mark (struct fol_shapes *shapes, enum fol_mark mark, uint64_t marked);

/* A text of `size` in as many lines as it takes at this width, `line` apart; where the
 * last of them ends. */
double fol_add_lines (struct fol_shapes *shapes, enum fol_role role, double size, double x,
                      double y, double width, double line, const char *text);

/* Title and a line of numbers; the y where the data may begin.  Without a title
 * the data begins at the top. */
double fol_add_header (struct fol_shapes *shapes, const struct fol_figure_options *options,
                       const char *title, const char *subtitle, double width);

/* Height that a legend will take, and the legend itself. */
double fol_legend_height (const struct fol_legend_item *items, guint count, double width);
void fol_add_legend (struct fol_shapes *shapes, const struct fol_legend_item *items, guint count,
                     double x, double y, double width);

/* What a list has besides the blocks shown, of `length` in all: "+ 12 more", or just
 * "+12" where it is narrow (the caller owns it); and room for such a text. */
char *fol_more_text (uint32_t length, uint32_t shown, bool narrow);
double fol_more_width (uint32_t length, bool narrow);

/* "Folioscope · Linux 6.1 · teaching-64 · operation 3"; the caller owns it. */
char *fol_figure_footer (const struct fol_state *state);

/* What the current step is about, or, after the operation, its result. */
guint fol_now_objects (const struct fol_state *state, struct sim_object objects[4]);

/* Those of them that are to be marked. */
guint fol_marked_now (const struct fol_state *state, const struct fol_marks *marks,
                      struct sim_object objects[4]);

/* What is outlined on top of a shape: what happens now and what a lesson points
 * at (amber), and the selection. */
struct fol_marking {
  const struct fol_marks *marks;
  struct sim_object now[4];
  guint now_count;
};
void fol_marking_init (struct fol_marking *marking, const struct fol_state *state,
                       const struct fol_marks *marks);
void fol_add_marks (struct fol_shapes *shapes, const struct fol_marking *marking,
                    const struct fol_shape *shape);

/* changed.c: what differs from the moment that is compared with.  Whether any of the
 * block's frames does; dashes around a shape of a frame or block if so, or around a place;
 * the item of a legend (0: nothing is compared; marks may be NULL), and the sentence for the summary. */
bool fol_changed_any (const struct fol_marks *marks, sim_pfn pfn, uint32_t order);
void fol_add_changed (struct fol_shapes *shapes, const struct fol_marks *marks,
                      const struct fol_shape *shape);
void fol_add_changed_outline (struct fol_shapes *shapes, double x, double y, double width,
                              double height, double radius);
guint fol_changed_legend (struct fol_shapes *shapes, const struct fol_marks *marks,
                          struct fol_legend_item *item);
char *fol_changed_summary (const struct fol_marks *marks);

/* owners.c: the name of the cache whose slab a frame is in, or "SLOB"; false: in none. */
bool fol_slab_cache_name (const struct sim_view *view, sim_pfn pfn,
                          char name[SIM_CACHE_NAME_BYTES]);

/* How a role is told apart without colour: "M"; "" for patterns and free memory. */
const char *fol_role_letter (enum fol_role role);

/* "Frame 40, free, in a block of order 3, frames 40-47"; the caller owns it. */
char *fol_frame_name (const struct sim_view *view, const struct sim_block *block, sim_pfn pfn);
char *fol_block_name (const struct sim_view *view, const struct sim_block *block);

/* 1234567 as "1 234 567"; the caller owns it. */
char *fol_grouped (uint64_t number);
