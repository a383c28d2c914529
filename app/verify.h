/* app/verify.h - does the model do what the real kernel did?
 *
 * A world is built from the recording's machine and its first state, then every
 * operation is applied to it and everything recorded is compared: each frame
 * handed out, every list in its order, per-CPU lists, pageblock types, counters
 * with their per-CPU deltas; and at the start watermarks, reserves, batch, high
 * and thresholds against the kernel's formulas.
 *
 * Recordings of small objects (verify-slab.h) are compared by the geometry of caches, each
 * object handed out, and each list and array; slabs get their pages from the recording.
 *
 * Recordings of a boot are compared up to the moment when all free memory is
 * with the buddy system; what the kernel itself allocated after that is not in
 * the recording, so those states are counted as skipped.
 *
 * Exact or not: there is no tolerance, and the model's state is never corrected
 * from the recording after the start.
 */
#pragma once

#include "app/recording.h"

#define FOL_VERIFY_NOTES_MAX 8u

struct fol_verification {
  guint64 checked;    /* values compared */
  guint64 differ;     /* of them, how many differ */
  guint64 operations; /* applied */
  guint64 states;     /* states, counts, caches and sizes of kmalloc compared */
  guint64 skipped;    /* states the model cannot derive (see above) */
  GPtrArray *notes;   /* char *: the first differences, "FILE:LINE: what: expected ..., got ..." */
};

/* Fills *result, which the caller clears.  False: the file cannot be read or
 * replayed, and *error says where and why (result then holds what came before). */
bool fol_verify_file (const char *path, struct fol_verification *result, GError **error);
void fol_verification_clear (struct fol_verification *result);
