/* app/programs/bench-buddy.h - the baseline: a bare buddy allocator and nothing else.
 *
 * Shows what splitting and merging cost by themselves: one zone, one list per
 * order, intrusive doubly linked lists, 16 bytes a frame, no mobility, no
 * watermarks, no per-CPU lists, no history, no steps.
 *
 * Invariants: a free block's first frame has `free` set and its order; a block
 * is aligned to its size; two free buddies are merged.
 */
#pragma once

#include "engine/base/types.h"

struct bare_buddy;

/* `frames`: a multiple of the largest block.  All free. */
struct bare_buddy *bare_buddy_new (uint32_t frames);
void bare_buddy_free (struct bare_buddy *buddy);

/* First frame of a block of 2^order, or SIM_PFN_NONE. */
uint32_t bare_buddy_take (struct bare_buddy *buddy, uint32_t order);

/* Gives back the block of 2^order at `pfn`; the caller says the truth. */
void bare_buddy_give (struct bare_buddy *buddy, uint32_t pfn, uint32_t order);
