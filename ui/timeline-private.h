/* ui/timeline-private.h - what the files of FolTimeline share.
 *
 *   timeline.c        the type, what it is told, its words
 *   timeline-input.c  pointer and keys
 *   timeline-view.c   what is in sight and where it stands; rows of branches
 *   timeline-curve.c  the curve
 *   timeline-ticks.c  operations, steps and branches
 *   timeline-draw.c   all the rest: position, labels, flags, the strip
 *   timeline-bins.c   exact sums of any stretch
 */
#pragma once

#include "ui/timeline-bins.h"
#include "ui/timeline.h"

#define FOL_TIMELINE_MARGIN        8.0  /* left and right of the first and last tick */
#define FOL_TIMELINE_SPACING_TICKS 5.0  /* below that ticks would touch: bins */
#define FOL_TIMELINE_CURVE_TOP     22.0 /* times the text scale: the curve's label stands above */
#define FOL_TIMELINE_TAG           17.0 /* likewise: height of the number's box */
#define FOL_TIMELINE_NEAR          9.0  /* pixels: a press this close means the line */
#define FOL_TIMELINE_LANES_MOST    3u   /* rows of branches in sight; more scroll */
#define FOL_TIMELINE_STRIP         5.0  /* height of the strip that says what is in sight */

enum fol_timeline_part {
  FOL_TIMELINE_NOWHERE,
  FOL_TIMELINE_MOMENT,
  FOL_TIMELINE_BOOKMARK,
  FOL_TIMELINE_STRIP_PART,
};

/* What a place of the widget means. */
struct fol_timeline_hit {
  enum fol_timeline_part part;
  struct fol_position position; /* of a moment or a bookmark */
  guint bookmark;
};

struct _FolTimeline {
  GtkWidget parent_instance;

  struct fol_state *state; /* owned, may be NULL */
  enum fol_theme theme;
  double text_scale; /* as the person wants to read */
  guint64 reached;

  struct fol_curve curve;
  struct fol_curve_values *values; /* owned; NULL: none are known, or the curve is plain */
  GPtrArray *bins; /* of struct fol_bins, for every branch; NULL: nobody has asked yet */
  GArray *lane;    /* of guint: for every branch the row it is drawn in, from 1; 0: the main line */
  guint lane_count, lane_first; /* of the rows in sight the first one, from 0 */
  double first, span;  /* in sight: from operation `first` on, so many; span 0: all, as they come */
  GskRenderNode *body; /* owned; NULL when stale: all but position and hover */

  struct fol_session_notes *notes; /* owned; NULL: none.  Bookmarks, and names of branches */
  gboolean is_pinned;
  struct fol_position pinned;

  gboolean pending; /* asked for, not yet arrived */
  struct fol_position asked;
  gboolean dragging;
  struct fol_timeline_hit drag; /* what the press meant */
  double drag_x, drag_y;
  double zoom_scale; /* of the pinch, so far */

  struct fol_timeline_hit hover;
  double pointer_x, pointer_y; /* where the pointer was last: the wheel zooms there */
};

/* timeline-view.c.  Indexes are operations; 0 is the opening. */
guint64 fol_timeline_last (FolTimeline *self);   /* the largest index of any branch */
double fol_timeline_spacing (FolTimeline *self); /* pixels from one operation to the next */
double fol_timeline_first (FolTimeline *self);   /* the first in sight */
double fol_timeline_span (FolTimeline *self);    /* how many are */
void fol_timeline_sight (FolTimeline *self, guint64 *from, guint64 *to); /* and one more each */
double fol_timeline_x (FolTimeline *self, double index);
double fol_timeline_step_x (FolTimeline *self, guint step); /* of the operation we are at */
gboolean fol_timeline_shows_steps (FolTimeline *self);
double fol_timeline_position_x (FolTimeline *self, const struct fol_position *position);
double fol_timeline_main_line (FolTimeline *self);                /* y */
double fol_timeline_y (FolTimeline *self, guint branch);          /* of its line */
gboolean fol_timeline_in_sight (FolTimeline *self, guint branch); /* its row is */
guint64 fol_timeline_index_at (FolTimeline *self, guint branch, double x);
gboolean fol_timeline_on_line (FolTimeline *self, guint branch); /* the one we are on, or before */
int fol_timeline_height (FolTimeline *self);
double fol_timeline_flag_y (FolTimeline *self, const struct fol_bookmark *bookmark);

guint fol_timeline_bookmarks (FolTimeline *self); /* how many */
const struct fol_bookmark *fol_timeline_bookmark (FolTimeline *self, guint i);

/* Which line a press at a place means, and all that it means. */
guint fol_timeline_branch_at (FolTimeline *self, double x, double y);
struct fol_timeline_hit fol_timeline_hit (FolTimeline *self, double x, double y);
void fol_timeline_assign_lanes (FolTimeline *self);
void fol_timeline_scroll_lanes (FolTimeline *self, int by);
void fol_timeline_zoom_at (FolTimeline *self, double x, double factor);
void fol_timeline_zoom_here (FolTimeline *self, double factor); /* where we are */
void fol_timeline_pan_to (FolTimeline *self, double first);
void fol_timeline_follow (FolTimeline *self); /* the position stays in sight */
void fol_timeline_redraw (FolTimeline *self);

/* timeline-input.c */
void fol_timeline_input_class_init (GtkWidgetClass *klass);
void fol_timeline_input_init (FolTimeline *self);
void fol_timeline_seek (FolTimeline *self, const struct fol_position *to);

/* timeline.c */
char *fol_timeline_tooltip (FolTimeline *self, const struct fol_timeline_hit *hit);
void fol_timeline_emit_menu (FolTimeline *self, struct fol_timeline_hit *hit, double x, double y);
void fol_timeline_emit_seek (FolTimeline *self, struct fol_position *to);

/* timeline-curve.c */
void fol_timeline_draw_curve (FolTimeline *self, cairo_t *cr);
gboolean fol_timeline_value (FolTimeline *self, guint branch, guint64 index, guint32 *value);

/* timeline-ticks.c */
void fol_timeline_draw_ticks (FolTimeline *self, cairo_t *cr);
void fol_timeline_draw_steps (FolTimeline *self, cairo_t *cr);

/* timeline-draw.c */
const struct fol_palette *fol_timeline_palette (FolTimeline *self);
struct fol_colour fol_timeline_mix (struct fol_colour a, struct fol_colour b, double share);
void fol_timeline_set_colour (cairo_t *cr, struct fol_colour colour);
void fol_timeline_draw (FolTimeline *self, GtkSnapshot *snapshot);
