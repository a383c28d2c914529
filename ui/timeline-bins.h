/* ui/timeline-bins.h - what any stretch of a branch amounts to, fast.
 *
 * A two-level summary of a track: every 64 operations have their least and most
 * free frames, and how many of each kind there are.  A million operations are summed up once in a few milliseconds; after
 * that only chunks that are new or have grown are looked at again.
 *
 * Exact: a range is answered from whole summaries plus the entries at its ends.
 */
#pragma once

#include "app/host/state.h"

#include <glib.h>

#define FOL_BIN 64u /* operations in a summary; divides FOL_TRACK_ENTRIES */

struct fol_bins;

/* Operations of every kind. */
struct fol_kinds {
  guint32 count[SIM_OP_COUNT];
};

struct fol_bins *fol_bins_new (void);
void fol_bins_free (struct fol_bins *bins); /* NULL is allowed */

/* `old` is the track of the last update, NULL if there was none or it was of
 * another branch; it must still be alive, as chunks are told apart by address. */
void fol_bins_update (struct fol_bins *bins, const struct fol_track *old,
                      const struct fol_track *track);

/* Free frames after operations `first` .. `last` (indexes, both on the track's own
 * stretch) of the track last updated with; false if the range is empty. */
gboolean fol_bins_range (const struct fol_bins *bins, const struct fol_track *track, guint64 first,
                         guint64 last, guint32 *least, guint32 *most);

/* Adds to `kinds` what operations `first` .. `last` of the same track are; all must be there. */
void fol_bins_kinds (const struct fol_bins *bins, const struct fol_track *track, guint64 first,
                     guint64 last, struct fol_kinds *kinds);
