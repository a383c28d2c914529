/* ui/figure-view-motion.h - the short while in which a figure goes from one state to the next.
 *
 * Plays a tween (figures/tween.h) over render nodes: what is still is drawn
 * once for the whole while, what fades is drawn once and shown at changing
 * opacity, and only what moves is drawn anew in each frame.  Where very much
 * changes at once nothing is played: one would not see what became of what, and
 * it would take longer than a frame.
 *
 * Whether there is a way to show between two states, and when, is the view's.
 */
#pragma once

#include "ui/figures/palette.h"
#include "ui/figures/shapes.h"

#include <gtk/gtk.h>

struct fol_motion;

/* Draws shapes that do not change, in their order. */
typedef void (*fol_motion_draw) (gpointer view, GtkSnapshot *snapshot,
                                 const struct fol_shape *shapes, guint count);

/* From one list to the other; both are lent and must stay as long as the motion.
 * `top` and `bottom`: what lies outside is not drawn.  NULL if there is nothing to
 * play.  `draw` is only called before this returns. */
struct fol_motion *fol_motion_new (const struct fol_shapes *from, const struct fol_shapes *to,
                                   const struct fol_palette *palette, double top, double bottom,
                                   fol_motion_draw draw, gpointer view);
void fol_motion_free (struct fol_motion *motion); /* NULL is allowed */

/* The moment t, 0 .. 1, eased here. */
void fol_motion_snapshot (struct fol_motion *motion, GtkSnapshot *snapshot, double t);

/* How long it takes, in milliseconds; 0: nothing is to move. */
guint fol_motion_duration (void);
