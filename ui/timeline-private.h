/* ui/timeline-private.h - what the files of FolTimeline share.
 *
 *   timeline.c       the type, pointer and keys
 *   timeline-draw.c  geometry and drawing
 *   timeline-bins.c  exact least and most of any stretch
 */
#pragma once

#include "ui/timeline-bins.h"
#include "ui/timeline.h"

#define FOL_TIMELINE_NOT_HOVERED G_MAXUINT64

struct _FolTimeline {
  GtkWidget parent_instance;

  struct fol_state *state; /* owned, may be NULL */
  enum fol_theme theme;
  guint64 reached;

  struct fol_bins *main_bins, *own_bins; /* owned; of branch 0, of the branch we are on */
  GArray *lane; /* of guint: for every branch the row it is drawn in, from 1; 0: the main line */
  guint lane_count;
  GskRenderNode *body; /* owned; NULL when stale: all but position and hover */

  gboolean pending; /* asked for, not yet arrived */
  struct fol_position asked;
  guint drag_branch;
  double drag_x;

  guint hover_branch;
  guint64 hover_index; /* FOL_TIMELINE_NOT_HOVERED: the pointer is elsewhere */
};

/* timeline-draw.c.  Indexes are operations; 0 is the opening. */
guint64 fol_timeline_last (FolTimeline *self); /* the largest index of any branch */
double fol_timeline_x (FolTimeline *self, double index);
double fol_timeline_y (FolTimeline *self, guint branch); /* of its line */
guint64 fol_timeline_index_at (FolTimeline *self, guint branch, double x);

/* Which line a press at a place means. */
guint fol_timeline_branch_at (FolTimeline *self, double x, double y);
void fol_timeline_assign_lanes (FolTimeline *self);
void fol_timeline_draw (FolTimeline *self, GtkSnapshot *snapshot);
