/* ui/figures/linked.h - a thing, what belongs to it, and which shapes of any figure that marks.
 *
 * A figure can say of a shape what else belongs to it (fol_shape.related): of a set of the
 * CPU's cache the small objects whose lines fall in it.  That goes both ways and across
 * figures:
 *
 *   a set is pointed at     its objects are marked wherever they are drawn; where they are not,
 *                           the slabs and frames they lie in
 *   an object is pointed at the sets in which its lines fall
 *
 * The thing's own shape is not among them: it is marked by itself.
 */
#pragma once

#include "app/host/state.h"
#include "ui/figures/shapes.h"

struct fol_linked {
  struct sim_object object;   /* kind NONE: nothing */
  struct sim_object *related; /* owned; sorted */
  guint count;
};

/* Copies `related`; false if nothing has changed.  A zeroed struct is about nothing. */
bool fol_linked_set (struct fol_linked *linked, struct sim_object object,
                     const struct sim_object *related, guint count);
void fol_linked_clear (struct fol_linked *linked);

/* Whether `object` belongs to the thing. */
bool fol_linked_has (const struct fol_linked *linked, struct sim_object object);

/* The shapes to mark, as indices (guint) in their order; the caller owns the array. */
GArray *fol_linked_shapes (const struct fol_linked *linked, const struct fol_shapes *shapes,
                           const struct fol_state *state);

/* The frames (sim_pfn) in which lies what belongs to the thing, ascending, each once; the
 * caller owns the array.  For maps that are drawn pixel by pixel. */
GArray *fol_linked_frames (const struct fol_linked *linked, const struct fol_state *state);
