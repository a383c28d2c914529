/* app/verify-slab.h - recordings of small objects, replayed: SLUB, SLAB, SLOB and kmalloc.
 *
 *   verify-slab.c         operations, and the way into the world
 *   verify-slab-caches.c  geometry of caches, sizes of kmalloc
 *   verify-slab-state.c   SLUB's and SLAB's slabs and lists (kstate)
 *   verify-slab-slob.c    SLOB's lists (slobstate)
 *
 * These recordings do not tell of the page allocator; see recorded-pages.h for where the
 * model's slabs get their pages.  They begin after kmem_cache_init (), which the model
 * runs first.  SLOB's lists are not empty then: they are loaded from the first slobstate.
 *
 * Leaves out: batchcount of shared and alien arrays (a mark that the kernel never reads),
 * and names of caches that are longer than the model's.
 */
#pragma once

#include "app/recorded-pages.h"
#include "app/verify-private.h"
#include "engine/slab/slab.h"

struct fol_slab_replay {
  struct fol_recorded_pages *pages; /* the world's */
  uint32_t allocator;               /* enum sim_slab_allocator */
  GHashTable *caches;               /* number in the recording -> of the model, plus one */
  GHashTable *held;                 /* id -> struct fol_slab_held */
  struct sim_world *scratch;        /* for trying caches of the kernel's own; or NULL */
  guint64 cpu;                      /* where the recorder was last */
  bool unloaded;                    /* the first state is still to be loaded */
};

/* Where an object lies: number in the slab, or byte in the page. */
struct fol_place {
  sim_pfn pfn; /* SIM_PFN_NONE: no object */
  guint32 number;
  guint32 offset; /* SLAB: byte in the slab; else as number */
};

/* An object that the recording has allocated. */
struct fol_slab_held {
  guint64 address; /* in the model; 0: it had no memory */
  guint64 cache;   /* of the recording, or FOL_SLAB_KMALLOC */
};
#define FOL_SLAB_KMALLOC G_MAXUINT64
#define FOL_SLAB_ID_MOST G_MAXINT32

void fol_slab_replay_free (struct fol_slab_replay *slab);

/* Records of the types cache, kmalloc_map, kstate and slobstate, and operations on small
 * objects.  False with *unknown: it is not one of them, or not to be replayed here. */
bool fol_slab_record (struct fol_replay *replay, FolJson *record, const char *type,
                      const char **unknown, GError **error);
bool fol_slab_op (struct fol_replay *replay, FolJson *record, const char *name,
                  const char **unknown, GError **error);

/* --- between the files --- */

/* Cache of the model for the record's "c"; *cache SIM_CACHE_NONE: the model refused it. */
bool fol_slab_cache (struct fol_replay *replay, FolJson *record, guint64 *recorded, uint32_t *cache,
                     GError **error);
char *fol_slab_cache_text (struct fol_replay *replay, uint32_t cache) G_GNUC_WARN_UNUSED_RESULT;

/* What a kstate is of: "seq64: after four allocs". */
char *fol_slab_state_text (struct fol_replay *replay, FolJson *record,
                           const char *label) G_GNUC_WARN_UNUSED_RESULT;

bool fol_slab_take_cache (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_slab_take_kmalloc_map (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_slab_take_kstate (struct fol_replay *replay, FolJson *record, GError **error);
bool fol_slab_take_slobstate (struct fol_replay *replay, FolJson *record, GError **error);

/* Counts one comparison of a number; `where` and `what` make up the note. */
void fol_slab_check (struct fol_replay *replay, const char *where, const char *what,
                     gint64 expected, gint64 got);
/* The same, of the member `name` of `node`.  False: it is not a number from 0 to `most`. */
bool fol_slab_check_member (struct fol_replay *replay, FolJson *record, JsonNode *node,
                            const char *where, const char *name, guint64 got, GError **error);
