/* app/workload.h - operations made by a seed, for trying what a busy machine does.
 *
 *   workload ops=100000 seed=7 mix=uniform fill=90
 *   workload small=80 cached=25 largest=256
 *
 * A stream of alloc_pages, free_pages and set_cpu, and of kmalloc, kfree,
 * kmem_cache_alloc and kmem_cache_free if it is to have small objects.  The same seed
 * and parameters on the same state give the same operations everywhere: the random
 * numbers are its own.  Frees are of blocks and objects that the stream got itself, so
 * it is made while it is applied (fol_session_workload ()); the history records plain
 * operations.
 *
 * A stream with small objects begins with what they need: kmem_cache_init if the slab
 * layer is down, and kmem_cache_create for caches of the user's that are to be used and
 * are not there.  If the layer finds no memory, the first small object is refused.
 *
 * The parameters are one table: parser, text, forms and help derive from it.
 */
#pragma once

#include "app/host/history.h"

#include <glib.h>

#define FOL_WORKLOAD_ERROR (fol_workload_error_quark ())
GQuark fol_workload_error_quark (void);
enum fol_workload_error {
  FOL_WORKLOAD_SYNTAX, /* not "workload name=value ..." */
  FOL_WORKLOAD_VALUE,  /* unknown parameter, or a value that is not in its range */
};

enum fol_workload_parameter {
  FOL_WORKLOAD_OPS,
  FOL_WORKLOAD_SEED,
  FOL_WORKLOAD_ORDER,
  FOL_WORKLOAD_MIX,      /* enum fol_workload_mix */
  FOL_WORKLOAD_LIFETIME, /* enum fol_workload_lifetime */
  FOL_WORKLOAD_UNMOVABLE,
  FOL_WORKLOAD_MOVABLE,
  FOL_WORKLOAD_RECLAIMABLE,
  FOL_WORKLOAD_FILL,
  FOL_WORKLOAD_CPUS,
  FOL_WORKLOAD_SMALL,
  FOL_WORKLOAD_CACHED,
  FOL_WORKLOAD_CACHES,
  FOL_WORKLOAD_WHOSE, /* enum fol_workload_whose */
  FOL_WORKLOAD_SMALLEST,
  FOL_WORKLOAD_LARGEST,
  FOL_WORKLOAD_SIZES, /* enum fol_workload_mix */
  FOL_WORKLOAD_PARAMETERS,
};
enum fol_workload_mix { FOL_MIX_GEOMETRIC, FOL_MIX_UNIFORM };
enum fol_workload_lifetime { FOL_LIFETIME_MIXED, FOL_LIFETIME_SHORT, FOL_LIFETIME_LONG };
enum fol_workload_whose { FOL_CACHES_USER, FOL_CACHES_KERNEL, FOL_CACHES_BOTH };

/* What a parameter is about, for a form. */
enum fol_workload_part {
  FOL_WORKLOAD_OF_ALL,
  FOL_WORKLOAD_OF_PAGES, /* of no use if all requests are for small objects */
  FOL_WORKLOAD_OF_SMALL, /* of no use if none is */
};

struct fol_workload {
  guint64 value[FOL_WORKLOAD_PARAMETERS];
};

struct fol_workload_info {
  const char *name;             /* in the text: "ops" */
  const char *label;            /* for a form; translate with _() */
  const char *meaning;          /* a sentence; translate with _() */
  const char *const *choices;   /* NULL-terminated words for 0, 1, ..., as in the text; or NULL */
  const char *const *as_labels; /* the same for a form; translate with _() */
  guint64 least, most, otherwise;
  enum fol_workload_part part;
};
const struct fol_workload_info *fol_workload_info (enum fol_workload_parameter parameter);

void fol_workload_defaults (struct fol_workload *workload);

/* Whether a line is meant for the parser below. */
bool fol_workload_is_text (const char *text);
bool fol_workload_parse (const char *text, struct fol_workload *workload, GError **error);

/* What parses to the same; only what is not the default.  The caller owns it. */
char *fol_workload_text (const struct fol_workload *workload);

/* false: a value is not in its range, all three shares are 0, or no size is possible. */
bool fol_workload_check (const struct fol_workload *workload, GError **error);

/* The stream as the host takes it; one thread at a time.  The first call looks at
 * the state that it begins with. */
struct fol_workload_stream;
struct fol_workload_stream *fol_workload_stream_new (const struct fol_workload *workload);
void fol_workload_stream_free (struct fol_workload_stream *stream); /* NULL is allowed */
bool fol_workload_stream_next (void *stream, const struct sim_view *view,
                               const struct sim_result *last, struct sim_op *op);
