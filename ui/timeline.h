/* ui/timeline.h - the strip at the bottom: every operation a tick, a curve, branches.
 *
 *   free frames: 24
 *   ~~~~~~~~\____/~~~~~      free frames after each operation, as an area
 *   o--o--o--|--o--o--o      branch 0; filled: allocated, hollow: freed, ...
 *       \____o [3]           other branches below; where we stand
 *
 * Signals: "seek" (FolTimeline, gpointer position: const struct fol_position *),
 * emitted while dragging (scrubbing) and on clicks and keys (Left, Right, Page
 * Up/Down, Home, End).  A press on the curve moves along the line we are on, one
 * on a tick or a branch along that one.  It shows a state's outline and never
 * asks the engine; who listens answers with a state.
 *
 * Up to what fits, ticks are single operations, told apart by shape and colour;
 * beyond that they are binned exactly (least and most free frames of every
 * column of pixels), from a cache that only looks at what is new.
 *
 * Inside an operation the steps are small ticks between it and the one before.
 *
 * Assistive technology meets a slider whose label says where we are in words:
 * GTK 4.8 exposes the value only of its own ranges.
 */
#pragma once

#include "app/host/state.h"
#include "ui/figures/palette.h"

#include <gtk/gtk.h>

#define FOL_TYPE_TIMELINE (fol_timeline_get_type ())
G_DECLARE_FINAL_TYPE (FolTimeline, fol_timeline, FOL, TIMELINE, GtkWidget)

GtkWidget *fol_timeline_new (void);
void fol_timeline_set_state (FolTimeline *self,
                             struct fol_state *state); /* takes a ref; NULL: empty */
void fol_timeline_set_theme (FolTimeline *self, enum fol_theme theme);

/* Operations the lesson has not reached yet are drawn pale from `index` on; G_MAXUINT64: none. */
void fol_timeline_set_reached (FolTimeline *self, guint64 index);

/* Where operation `index` of `branch` stands in the widget, for tests; false if there is none. */
gboolean fol_timeline_get_place (FolTimeline *self, guint branch, guint64 index, double *x,
                                 double *y);
