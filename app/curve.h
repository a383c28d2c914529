/* app/curve.h - the curves of the timeline by name: one table.
 *
 *   free            free pages of all zones
 *   free:Normal     of one zone (its number, if there are two of that type)
 *   unusable:3      fragmentation as order 3 sees it
 *   blocks:0:DMA    free blocks of order 0 in zone DMA
 *
 * Menus, settings and tests derive from the table; the values are in app/host/curve.h.
 */
#pragma once

#include "app/host/curve.h"

#include <glib.h>

struct fol_curve_info {
  const char *name;  /* in texts: "unusable" */
  const char *label; /* translate with _(): "Fragmentation" */
  const char *unit;  /* translate with _(): "pages", "‰" */
  bool takes_order;  /* all take a zone, or all zones */
};
const struct fol_curve_info *fol_curve_info (enum fol_curve_kind kind);

/* false: there is no such curve on this machine.  The inverse is fol_curve_text ().  */
bool fol_curve_parse (const char *text, const struct fol_state *state, struct fol_curve *curve);
char *fol_curve_text (const struct fol_curve *curve, const struct fol_state *state);

/* "Free blocks, order 3, zone Normal", translated. */
char *fol_curve_label (const struct fol_curve *curve, const struct fol_state *state);

/* Free pages of all zones: known with every state, never asked for. */
bool fol_curve_is_plain (const struct fol_curve *curve);

/* The value after operation `index` on the line of `branch`, of a plain curve from
 * the state and of any other from `values` (may be NULL); false if it is not known. */
bool fol_curve_read (const struct fol_curve *curve, const struct fol_state *state,
                     const struct fol_curve_values *values, uint32_t branch, uint64_t index,
                     uint32_t *value);
