/* ui/timeline-bins.c - see timeline-bins.h. */
#include "ui/timeline-bins.h"

#define BINS_OF_CHUNK (FOL_TRACK_ENTRIES / FOL_BIN)

struct bin {
  guint32 least, most;
  guint8 kind[SIM_OP_COUNT]; /* at most FOL_BIN */
};
G_STATIC_ASSERT (FOL_BIN <= G_MAXUINT8);

struct fol_bins {
  GArray *bin; /* of struct bin */
};

struct fol_bins *
fol_bins_new (void)
{
  struct fol_bins *bins = g_new0 (struct fol_bins, 1);

  bins->bin = g_array_new (FALSE, FALSE, sizeof (struct bin));
  return bins;
}

void
fol_bins_free (struct fol_bins *bins)
{
  if (bins == NULL)
    return;
  g_array_unref (bins->bin);
  g_free (bins);
}

static struct bin
sum_up (const struct fol_track_chunk *chunk, guint at, guint count)
{
  struct bin bin = { .least = G_MAXUINT32 };

  for (guint i = at; i < at + count; i++) {
    bin.least = MIN (bin.least, chunk->free[i]);
    bin.most = MAX (bin.most, chunk->free[i]);
    if (chunk->kind[i] < SIM_OP_COUNT)
      bin.kind[chunk->kind[i]]++;
  }
  return bin;
}

static guint64
entries (const struct fol_track *track)
{
  return track->branch.length - track->branch.fork;
}

void
fol_bins_update (struct fol_bins *bins, const struct fol_track *old, const struct fol_track *track)
{
  guint64 count = entries (track);
  guint64 first_new = 0;

  if (old == track)
    return;

  /* A full chunk never changes again, so the same address has the same content. */
  while (old != NULL && first_new < (entries (old) >> FOL_TRACK_SHIFT) &&
         first_new < (count >> FOL_TRACK_SHIFT) && old->chunk[first_new] == track->chunk[first_new])
    first_new++;

  g_array_set_size (bins->bin, (guint) ((count + FOL_BIN - 1) / FOL_BIN));
  for (guint64 i = first_new * BINS_OF_CHUNK; i < bins->bin->len; i++) {
    const struct fol_track_chunk *chunk = track->chunk[i / BINS_OF_CHUNK];
    guint at = (guint) (i % BINS_OF_CHUNK) * FOL_BIN;

    g_array_index (bins->bin, struct bin, i) =
        sum_up (chunk, at, (guint) MIN (FOL_BIN, count - i * FOL_BIN));
  }
}

/* The summary of what lies from entry `at` on, up to the next border or `end`. */
static struct bin
part_at (const struct fol_bins *bins, const struct fol_track *track, guint64 at, guint64 end,
         guint *length)
{
  *length = (guint) MIN (FOL_BIN - at % FOL_BIN, end - at);
  if (*length == FOL_BIN)
    return g_array_index (bins->bin, struct bin, at / FOL_BIN);
  return sum_up (track->chunk[at >> FOL_TRACK_SHIFT], (guint) (at & (FOL_TRACK_ENTRIES - 1)),
                 *length);
}

gboolean
fol_bins_range (const struct fol_bins *bins, const struct fol_track *track, guint64 first,
                guint64 last, guint32 *least, guint32 *most)
{
  struct bin sum = { .least = G_MAXUINT32, .most = 0 };
  guint64 end;
  guint length;

  g_return_val_if_fail (first > track->branch.fork, FALSE);
  g_return_val_if_fail (last <= track->branch.length, FALSE);

  end = last - track->branch.fork;
  if (last < first)
    return FALSE;
  for (guint64 at = first - track->branch.fork - 1; at < end; at += length) {
    struct bin part = part_at (bins, track, at, end, &length);

    sum.least = MIN (sum.least, part.least);
    sum.most = MAX (sum.most, part.most);
  }
  *least = sum.least;
  *most = sum.most;
  return TRUE;
}

void
fol_bins_kinds (const struct fol_bins *bins, const struct fol_track *track, guint64 first,
                guint64 last, struct fol_kinds *kinds)
{
  guint64 end;
  guint length;

  g_return_if_fail (first > track->branch.fork);
  g_return_if_fail (last <= track->branch.length);

  end = last - track->branch.fork;
  for (guint64 at = first - track->branch.fork - 1; at < end; at += length) {
    struct bin part = part_at (bins, track, at, end, &length);

    for (guint i = 0; i < SIM_OP_COUNT; i++)
      kinds->count[i] += part.kind[i];
  }
}
