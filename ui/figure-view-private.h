/* ui/figure-view-private.h - what the files of FolFigureView share.
 *
 *   figure-view.c         the type: setters, shapes, layout, drawing
 *   figure-view-play.c    from one state to the next: when, and how far it is
 *   figure-view-motion.c  what that looks like
 *   figure-view-range.c   frames marked by a drag
 *   figure-view-overview.c  all of a zoomed map, in a corner
 *   figure-view-input.c   pointer, keys, zoom, pan
 *   figure-view-levels.c  into what is selected, and out again
 *   figure-view-cursor.c  the current shape: walking, its name, its place
 *   figure-view-marks.c   outlines over the cached body
 *   figure-view-nodes.c   render nodes of shapes, one each
 *   figure-view-tiles.c   render nodes of rasters, tile by tile
 *
 * Coordinates: *view* are the widget's pixels; *figure* are the shapes';
 * figure = view + scroll.
 */
#pragma once

#include "ui/figure-view.h"
#include "ui/figure-view-motion.h"
#include "ui/figure-view-nodes.h"
#include "ui/figure-view-tiles.h"

struct _FolFigureView {
  GtkWidget parent_instance;

  FolSelection *selection; /* owned */
  enum fol_figure_id figure;
  struct fol_figure_options options;
  enum fol_theme theme;
  struct fol_state *state; /* owned, may be NULL */
  struct fol_marks marks;
  struct fol_state *since; /* owned; what marks.since lends; NULL: none */

  struct fol_shapes *shapes; /* owned; NULL when stale */
  int built_width, built_height;
  double scale; /* of letters, and of all with them; pan counts in what was built: view / scale */
  struct fol_tiles *tiles;      /* owned */
  struct fol_nodes *nodes;      /* owned */
  GskRenderNode *body;          /* owned; NULL when stale */
  double body_top, body_bottom; /* the stretch of the figure that `body` holds */

  struct fol_shapes *from;   /* owned; what was shown before, while it becomes `shapes`; or NULL */
  struct fol_motion *motion; /* owned; NULL: not made yet, or nothing to play */
  guint tick;                /* 0: not running */
  gint64 play_began;         /* of the frame clock; 0: not yet */
  gint64 state_came;         /* monotonic */
  double progress;           /* 0 .. 1 */

  GtkAdjustment *scroll_x, *scroll_y; /* owned */
  GtkWidget *bar_x, *bar_y;           /* children */

  GtkWidget *overview;              /* child; FolFigureOverview */
  GtkWidget *cursor;                /* child; see figure-view-cursor.c */
  int current;                      /* shape under the cursor, or -1 */
  struct sim_object current_object; /* of that shape; of a raster: the frame in it */
  uint64_t current_identity;        /* of that shape, to tell it from others of the same object */
  bool follow;                      /* the selection has changed since shapes were built */
  bool relates;                     /* it told the selection what belongs to it */

  bool ranging; /* this drag marks frames */
  bool range_by_pointer;
  sim_pfn range_from; /* where it began: the end that stays */

  double pinch_zoom;           /* zoom when the pinch began */
  double drag_x, drag_y;       /* pan or scroll when the drag began */
  double pointer_x, pointer_y; /* view coordinates; negative: outside */
};

/* Drops shapes and body; they are built again in the next frame. */
void fol_figure_view_invalidate (FolFigureView *self);
void fol_figure_view_emit (FolFigureView *self, bool activated, struct sim_object object);
void fol_figure_view_emit_options (FolFigureView *self);
void fol_figure_view_emit_range (FolFigureView *self, sim_pfn first, sim_pfn last);

/* Shapes as they are, in their order; `count` of them from `shapes` on. */
void fol_figure_view_append (FolFigureView *self, GtkSnapshot *snapshot,
                             const struct fol_shape *shapes, guint count);

/* Settles which stretch of the figure is drawn now. */
void fol_figure_view_set_stretch (FolFigureView *self);

/* figure-view-play.c */
/* Before the view takes `next` in place of its state: keeps what is seen if one
 * became the other in a step that can be shown. */
void fol_figure_view_play_begin (FolFigureView *self, const struct fol_state *next);
void fol_figure_view_play_stop (FolFigureView *self); /* shows the state at once */
/* Draws the moment between; false if there is none. */
bool fol_figure_view_play_snapshot (FolFigureView *self, GtkSnapshot *snapshot);

/* figure-view-overview.c */
void fol_figure_view_overview_add (FolFigureView *self);
void fol_figure_view_overview_update (FolFigureView *self); /* after the shapes were built */
void fol_figure_view_overview_allocate (FolFigureView *self, int width, int height);

/* figure-view-input.c */
void fol_figure_view_class_add_bindings (GtkWidgetClass *klass);
void fol_figure_view_add_controllers (FolFigureView *self);

/* To a corner of the map in pixels; kept inside it. */
void fol_figure_view_set_pan (FolFigureView *self, double x, double y);
/* Moves what is seen: a zoomed map by its pan, everything else by its scroll
 * bars; whether that moved anything. */
bool fol_figure_view_move_by (FolFigureView *self, double dx, double dy);
/* Pans a raster until `object` is seen; false if there is no raster. */
bool fol_figure_view_reveal (FolFigureView *self, struct sim_object object);

/* figure-view-levels.c */
/* One level in, out, or out to all, as fol_figure_step (). */
bool fol_figure_view_step (FolFigureView *self, int by);
/* Goes where a shape leads, with the object that is there; false: it leads nowhere. */
bool fol_figure_view_lead (FolFigureView *self, int shape, struct sim_object object);

/* figure-view-cursor.c */
void fol_figure_view_cursor_add (FolFigureView *self);
void fol_figure_view_cursor_set (FolFigureView *self, int shape, struct sim_object object);
/* After the shapes were built: finds the current thing again. */
void fol_figure_view_cursor_restore (FolFigureView *self);
void fol_figure_view_cursor_follow (FolFigureView *self); /* the selection, if it is shown here */
bool fol_figure_view_cursor_walk (FolFigureView *self, int dx, int dy);
void fol_figure_view_cursor_allocate (FolFigureView *self);
void fol_figure_view_cursor_label (FolFigureView *self);

/* The first shape that stands for exactly this object, or the raster in which it is seen; -1. */
int fol_figure_view_find (FolFigureView *self, struct sim_object object);

/* Where `object` is drawn by shape `index`, in figure coordinates. */
graphene_rect_t fol_figure_view_place (FolFigureView *self, int index, struct sim_object object);
char *fol_figure_view_name (FolFigureView *self, int index, struct sim_object object);

/* figure-view-range.c */
/* Places in the view.  Whether a range can begin there; and where it goes on to. */
bool fol_figure_view_range_begin (FolFigureView *self, double x, double y);
void fol_figure_view_range_to (FolFigureView *self, double x, double y);
/* By the keyboard, from the cursor; false if this map pans instead. */
bool fol_figure_view_range_walk (FolFigureView *self, int dx, int dy);
void fol_figure_view_range_done (FolFigureView *self); /* tells the window */
void fol_figure_view_snapshot_range (FolFigureView *self, GtkSnapshot *snapshot);

/* figure-view-marks.c */
/* After the shapes were built: what belongs to what is selected, if it is seen here. */
void fol_figure_view_tell_related (FolFigureView *self);
/* Draws in figure coordinates. */
void fol_figure_view_snapshot_hover (FolFigureView *self, GtkSnapshot *snapshot);
