/* app/verify-private.h - one replay under way, shared by verify*.c. */
#pragma once

#include "app/recorded-play.h"
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
  struct sim_world *world; /* NULL before the first state; the history's if there is one */
  struct fol_recorded_state *last;
  struct fol_counts counts[SIM_ZONES_MAX];
  GHashTable *ids; /* the recording's ids -> frames of the model, plus one */

  /* When it is played and not only verified. */
  struct fol_played *played;   /* lent; NULL: rows are not wanted */
  struct fol_history *history; /* NULL until the first operation */
  guint64 applied;             /* operations that the history has */
  guint64 noted_checked, noted_differ;

  struct fol_slab_replay *slab; /* small objects; NULL: none so far */

  bool boot;        /* the recording of a boot */
  bool handed_over; /* and all free memory is with the buddy system */
  bool after_boot;  /* the kernel has allocated since, unseen */
};

/* `result` is the caller's, to clear in any case. */
bool fol_replay_open (struct fol_replay *replay, const char *path, struct fol_verification *result,
                      GError **error);
void fol_replay_close (struct fol_replay *replay);

/* What the next record says.  False with *unknown: the model does not have it; *error is
 * set in any case. */
bool fol_replay_record (struct fol_replay *replay, FolJson *record, const char *type,
                        const char **unknown, GError **error);

/* Ends a row: everything compared since the last one is its.  Lent until the next one; NULL
 * where rows are not wanted. */
struct fol_played_row *fol_replay_note (struct fol_replay *replay, enum fol_played_kind kind,
                                        guint id, guint order, sim_pfn kernel, sim_pfn model);

/* The same for a small object, with a name for where it is from; `kernel` NULL: not said. */
struct fol_place;
void fol_replay_note_object (struct fol_replay *replay, enum fol_played_kind kind, guint id,
                             const struct fol_place *kernel, const struct fol_place *model,
                             bool bytes, const char *text);
void fol_replay_note_call (struct fol_replay *replay, const char *name);

/* The world with its past; NULL if there is none. */
struct fol_history *fol_replay_take_history (struct fol_replay *replay) G_GNUC_WARN_UNUSED_RESULT;

/* Applies an operation, as a part of the history if there is one. */
enum sim_status fol_replay_apply (struct fol_replay *replay, const struct sim_op *op,
                                  struct sim_result *result);

/* Goes to the CPU that the record says the recorder was on. */
bool fol_replay_set_cpu (struct fol_replay *replay, FolJson *record, guint64 otherwise,
                         GError **error);

/* Applies one operation and compares its result.  False with *unknown: the
 * model has no such operation; else *error. */
bool fol_replay_op (struct fol_replay *replay, FolJson *record, const char **unknown,
                    GError **error);

bool fol_replay_memblock (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_replay_mbfree (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_replay_after_mem_init (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_replay_boot_state (struct fol_replay *replay, FolJson *record, GError **error);
