/* ui/timeline.h - the strip at the bottom: every operation a tick, a curve, branches.
 *
 *   ~~~~~~~~\____/~~~~~      a number after each operation, as an area (ui/curve-picker.h)
 *   o--o-|>--o--|--o--o      branch 0; filled: allocated, hollow: freed, ...; a flag: a bookmark
 *       \____o [3]           other branches below; where we stand; [A]: what is compared with
 *   ----####----------       if not all is in sight: which part is
 *
 * Signals: "seek" (FolTimeline, gpointer position: const struct fol_position *),
 * emitted while dragging (scrubbing) and on clicks and keys (Left, Right, Page
 * Up/Down, Home, End).  A press on the curve moves along the line we are on, one
 * on a tick or a branch along that one, one on a flag goes there.  "menu"
 * (FolTimeline, gpointer place: const struct fol_timeline_place *): what can be
 * done with a moment was asked for (secondary button, long press, Menu key).
 * It shows a state's outline and never asks the engine; who listens answers with
 * a state.
 *
 * Zoom: the wheel and two fingers at the pointer; plus, minus and 0 where we are;
 * Shift with the wheel or the arrows, and the strip, move.  A new position comes
 * into sight by itself.  With all in sight it stays so, whatever is added.
 *
 * Up to what fits, ticks are single operations, told apart by shape and colour;
 * beyond that they are binned exactly: least and most of the curve in every column
 * of pixels, and how much of it allocates (above the line), frees (below) or does
 * something else (across), from a cache that only looks at what is new.
 *
 * Inside an operation the steps are small ticks between it and the one before;
 * where they have room, a press on one goes there.
 *
 * More than three rows of branches scroll (the wheel over them); the row we are
 * on is always in sight.
 *
 * Assistive technology meets a slider whose label says where we are in words:
 * GTK 4.8 exposes the value only of its own ranges.
 */
#pragma once

#include "app/curve.h"
#include "app/session-file.h"
#include "ui/figures/palette.h"

#include <gtk/gtk.h>

#define FOL_TYPE_TIMELINE (fol_timeline_get_type ())
G_DECLARE_FINAL_TYPE (FolTimeline, fol_timeline, FOL, TIMELINE, GtkWidget)

/* What a menu was asked for, and where in the widget. */
struct fol_timeline_place {
  struct fol_position position;
  gint bookmark; /* -1: none */
  double x, y;
};

GtkWidget *fol_timeline_new (void);
void fol_timeline_set_state (FolTimeline *self,
                             struct fol_state *state); /* takes a ref; NULL: empty */
void fol_timeline_set_theme (FolTimeline *self, enum fol_theme theme);

/* What the curve tells; as fol_curve_read () takes them.  Takes a reference to the values. */
void fol_timeline_set_curve (FolTimeline *self, const struct fol_curve *curve,
                             const struct fol_curve_values *values);

/* Operations the lesson has not reached yet are drawn pale from `index` on; G_MAXUINT64: none. */
void fol_timeline_set_reached (FolTimeline *self, guint64 index);

/* Bookmarks and the names of branches; copied; NULL: none. */
void fol_timeline_set_notes (FolTimeline *self, const struct fol_session_notes *notes);

/* The moment that figures compare with, or NULL. */
void fol_timeline_set_pinned (FolTimeline *self, const struct fol_position *pinned);

/* Around the position; 0: all. */
void fol_timeline_zoom (FolTimeline *self, double factor);
void fol_timeline_get_sight (FolTimeline *self, double *first, double *span); /* operations */

/* "your branch 2", or as it was named: the caller owns it. */
char *fol_timeline_branch_name (FolTimeline *self, guint branch) G_GNUC_WARN_UNUSED_RESULT;

/* Under which key of a session's view the name of a branch is kept; the caller owns it. */
char *fol_branch_key (guint branch) G_GNUC_WARN_UNUSED_RESULT;

/* Where a moment stands in the widget; false if there is none. */
gboolean fol_timeline_get_place (FolTimeline *self, const struct fol_position *position, double *x,
                                 double *y);
