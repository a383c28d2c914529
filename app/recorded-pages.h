/* app/recorded-pages.h - the pages that a recording's slabs were made of.
 *
 * A recording of small objects says nothing of the page allocator, but each object says
 * in which page it lay.  So a cache of the recording that wants a new slab gets the next
 * page that the recording tells of it and that no slab of the model lies in: beginning
 * with the record that is being replayed.  What the model then does with it is its own
 * affair; the page never makes a wrong choice right.
 *
 *   recorded cache 2, line 40:   8906 8907 8907 8911 ...
 *   slabs of the model:          8906 8907              -> the next one lies at 8911
 *
 * Where a state tells that a slab of SLUB there is of a lower order than the cache would like,
 * the kernel had no larger block, and so the model gets none.
 *
 * Every other cache (what caches themselves are made of, index lists of SLAB) gets pages
 * that the recording never speaks of.
 *
 * Answers are kept by their number, so a moment that is reached again by replaying is
 * the same.  One thread at a time.
 */
#pragma once

#include "app/recording.h"
#include "engine/physical/load.h"

struct fol_recorded_pages;

/* Pages of kmalloc, and of all of SLOB: they belong to no cache of the recording. */
#define FOL_RECORDED_KMALLOC UINT32_MAX

/* Reads what the recording at `path` says of pages, as far as it can be read; what is wrong
 * with it is told by who replays it.  NULL: there is no recording, all pages are others. */
struct fol_recorded_pages *fol_recorded_pages_new (const char *path, bool slob);

/* From now on the world asks for pages here, and owns this. */
void fol_recorded_pages_give_to (struct fol_recorded_pages *pages, struct sim_world *world);

/* Cache `cache` of the model is number `recorded` of the recording. */
void fol_recorded_pages_know (struct fol_recorded_pages *pages, uint32_t cache, guint recorded);

/* The record that is replayed; `failed`: the kernel got no memory there. */
void fol_recorded_pages_at (struct fol_recorded_pages *pages, guint line, bool failed);

/* The recording is over; whatever is asked beyond it gets other pages. */
void fol_recorded_pages_end (struct fol_recorded_pages *pages);
