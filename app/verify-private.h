/* app/verify-private.h - one replay under way, shared by verify*.c. */
#pragma once

#include "app/recorded-state.h"

/* What the last `counts` records said of one zone. */
struct fol_counts {
  bool known, has_deltas;
  gint32 nr_free;
  guint32 boost, highatomic;
  gint32 delta[SIM_CPUS_MAX];
  guint32 pcp_count[SIM_CPUS_MAX], free_factor[SIM_CPUS_MAX];
  guint32 by_order[SIM_MAX_ORDER];
};

struct fol_replay {
  FolRecording *recording;
  struct fol_comparison comparison;
  struct sim_machine machine;
  bool have_machine;
  GArray *lru_pfns;
  struct sim_world *world; /* NULL before the first state */
  struct fol_recorded_state *last;
  struct fol_counts counts[SIM_ZONES_MAX];
  GHashTable *ids; /* the recording's ids -> frames of the model, plus one */

  bool boot;        /* the recording of a boot */
  bool handed_over; /* and all free memory is with the buddy system */
  bool after_boot;  /* the kernel has allocated since, unseen */
};

/* Applies one operation and compares its result.  False with *unknown: the
 * model has no such operation; else *error. */
bool fol_replay_op (struct fol_replay *replay, FolJson *record, const char **unknown,
                    GError **error);

bool fol_replay_memblock (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_replay_mbfree (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_replay_after_mem_init (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_replay_boot_state (struct fol_replay *replay, FolJson *record, GError **error);
