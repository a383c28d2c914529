/* app/host/compare.h - the same operations with the other allocators, in step.
 *
 * A kernel has one allocator for small objects; what another one would have made of
 * the same operations is seen in a *lane*: a history of its own, of the same machine
 * but for the allocator.  The lane of the machine's own allocator is there too, since
 * only it tells what each operation returned.
 *
 *   operation 7 of the line    kfree 0xffff888000201040     what operation 3 returned
 *   lane SLAB                  kfree 0xffff888000203fc0     what operation 3 returned there
 *
 * An operation whose argument no earlier one returned, or that the lane's allocator does
 * not have, is left out in that lane, and counted.
 *
 * One thread at a time.  No GLib: TSan must see it.
 */
#pragma once

#include "app/host/history.h"

struct fol_compare;

/* NULL: the machine cannot be opened with its own allocator. */
struct fol_compare *fol_compare_new (const struct sim_machine *machine);
void fol_compare_free (struct fol_compare *compare);

/* Goes to the moment of `state`, a moment of a history of this machine; inside an
 * operation to the moment before it.  false: given up; calling it again goes on. */
bool fol_compare_follow (struct fol_compare *compare, const struct fol_state *state,
                         const struct fol_cancel *cancel);

/* Follows to the moment of `state` and gives it its lanes.  A state that no machine opens
 * with (a recording's) has none: false, as when given up. */
bool fol_compare_add_lanes (struct fol_compare *compare, struct fol_state *state,
                            const struct fol_cancel *cancel);

/* The moment of a lane; the caller owns it.  NULL: the machine cannot be opened with that
 * allocator. */
struct fol_state *fol_compare_state (struct fol_compare *compare,
                                     enum sim_slab_allocator allocator);

/* Operations before this moment that the lane left out. */
uint64_t fol_compare_left_out (const struct fol_compare *compare,
                               enum sim_slab_allocator allocator);
