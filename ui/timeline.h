/* ui/timeline.h - the strip at the bottom: every operation a tick, a curve, branches.
 *
 * Signals: "seek" (FolTimeline, gpointer position: const struct fol_position *),
 * emitted while dragging (scrubbing) and on clicks and keys (Left, Right, Home,
 * End).  It shows a state's outline and never asks the engine.
 * Up to what fits, ticks are single operations coloured by kind; beyond that
 * they are binned exactly (min and max of free memory per column).
 */
#pragma once

#include "app/host/state.h"
#include "ui/figures/palette.h"

#include <gtk/gtk.h>

#define FOL_TYPE_TIMELINE (fol_timeline_get_type ())
G_DECLARE_FINAL_TYPE (FolTimeline, fol_timeline, FOL, TIMELINE, GtkWidget)

GtkWidget *fol_timeline_new (void);
void fol_timeline_set_state (FolTimeline *self, struct fol_state *state); /* takes a ref */
void fol_timeline_set_theme (FolTimeline *self, enum fol_theme theme);

/* Operations the lesson has not reached yet are drawn pale from `index` on; G_MAXUINT64: none. */
void fol_timeline_set_reached (FolTimeline *self, guint64 index);
