/* tests/figures/states.h - the moments that figure tests look at. */
#pragma once

#include "app/host/history.h"

#include <glib.h>

/* 64 frames, orders 0 to 4, the first eight reserved; nothing allocated. */
struct fol_history *fol_test_teaching (void);

/* The same after a few allocations and frees of all three mobilities. */
struct fol_history *fol_test_used (void);

/* 1000 frames with a hole in the middle, orders 0 to 10. */
struct fol_history *fol_test_odd (void);

/* `mib` MiB with the zones of a PC. */
struct fol_history *fol_test_pc (uint64_t mib);

/* 1 MiB with one CPU, its caches there: kmem_cache_init was the first operation. */
struct fol_history *fol_test_slabs (enum sim_slab_allocator allocator);
struct fol_history *fol_test_slabs_in (enum sim_slab_allocator allocator, uint64_t frames);

/* Any operation that can only succeed; sim_result.value. */
uint64_t fol_test_apply (struct fol_history *history, enum sim_operation_kind kind, uint64_t a,
                         uint64_t b, uint64_t c, uint64_t d);

/* alloc_pages; returns the frame. */
sim_pfn fol_test_alloc (struct fol_history *history, uint32_t order, uint32_t gfp);
void fol_test_free (struct fol_history *history, sim_pfn pfn);

/* State at step `step` of the last operation. */
struct fol_state *fol_test_state_at (struct fol_history *history, uint32_t step);

/* Slabs of all caches, and SLOB's pages. */
guint fol_test_count_slabs (const struct fol_state *state);
