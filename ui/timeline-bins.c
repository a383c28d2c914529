/* ui/timeline-bins.c - see timeline-bins.h. */
#include "ui/timeline-bins.h"

#define BINS_OF_CHUNK (FOL_TRACK_ENTRIES / FOL_BIN)

struct bin {
  guint32 least, most;
};

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
sum_up (const guint32 *free, guint count)
{
  struct bin bin = { .least = G_MAXUINT32, .most = 0 };

  for (guint i = 0; i < count; i++) {
    bin.least = MIN (bin.least, free[i]);
    bin.most = MAX (bin.most, free[i]);
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
        sum_up (chunk->free + at, (guint) MIN (FOL_BIN, count - i * FOL_BIN));
  }
}

gboolean
fol_bins_range (const struct fol_bins *bins, const struct fol_track *track, guint64 first,
                guint64 last, guint32 *least, guint32 *most)
{
  struct bin sum = { .least = G_MAXUINT32, .most = 0 };
  guint64 at, end;

  g_return_val_if_fail (first > track->branch.fork, FALSE);
  g_return_val_if_fail (last <= track->branch.length, FALSE);

  at = first - track->branch.fork - 1;
  end = last - track->branch.fork;
  if (at >= end)
    return FALSE;
  while (at < end) {
    struct bin part;
    guint64 length = MIN (FOL_BIN - at % FOL_BIN, end - at);

    if (length == FOL_BIN)
      part = g_array_index (bins->bin, struct bin, at / FOL_BIN);
    else
      part = sum_up (track->chunk[at >> FOL_TRACK_SHIFT]->free + (at & (FOL_TRACK_ENTRIES - 1)),
                     (guint) length);
    sum.least = MIN (sum.least, part.least);
    sum.most = MAX (sum.most, part.most);
    at += length;
  }
  *least = sum.least;
  *most = sum.most;
  return TRUE;
}
