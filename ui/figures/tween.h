/* ui/figures/tween.h - from one list of shapes to the next, and every moment between.
 *
 * Pairs the shapes of two lists and yields the list at any t between 0 (the old)
 * and 1 (the new), so that one sees what became of what:
 *
 *   same identity         moves to its new place; what looks different cross-fades
 *   no identity           stays if it looks the same; else the same text moves,
 *                         and another text at the same place cross-fades
 *   part of an old block  grows out of its part of that block: a split
 *   part of a new block   moves into its part of that block and goes: a merge
 *   all else              fades in, or fades out, where it is
 *
 * Blocks are told by their identities (fol_identity_block ()).  A raster has no
 * moments between: it is the new one from the start.
 *
 * Pure: the clock, the easing and whether anything moves at all are the view's.
 */
#pragma once

#include "ui/figures/shapes.h"

struct fol_tween;

enum fol_tween_motion {
  FOL_TWEEN_STILL, /* alike at every moment between */
  FOL_TWEEN_FADE,  /* keeps its place */
  FOL_TWEEN_MOVE,
};

/* Both lists are lent and must stay as long as the tween. */
struct fol_tween *fol_tween_new (const struct fol_shapes *from, const struct fol_shapes *to);
void fol_tween_free (struct fol_tween *tween); /* NULL is allowed */

/* Whether there is anything to see: some shape that is not still. */
bool fol_tween_moves (const struct fol_tween *tween);

/* The shapes of the moments between, in painting order: always the same ones,
 * only their places and how much they are faded depend on t.  What `shape`
 * points to belongs to the two lists. */
guint fol_tween_count (const struct fol_tween *tween);
enum fol_tween_motion fol_tween_get (const struct fol_tween *tween, guint index, double t,
                                     struct fol_shape *shape);

/* The whole list at t; 0 and less is the old one, 1 and more the new one.  The
 * caller owns it. */
struct fol_shapes *fol_tween_at (const struct fol_tween *tween, double t);
