/* app/recorded-play.h - a recording as a timeline, the kernel's answers beside the model's.
 *
 * The same replay as fol_verify_file () (verify.h), but its world keeps a history, and every
 * answer and comparison becomes a row.  Rows are in the order of the file; `index` says
 * how many operations the history has done by then.
 *
 * The replay stops at the first line after the first state that the model does not have; what
 * came before is kept, with a last row that says what stopped it, in plain words.  Lines before
 * the first state that the model does not have are rows too, and left out of the replay: the
 * state shows what they did.
 *
 * Leaves out: saving it as a session, which begins with an empty machine.
 */
#pragma once

#include "app/verify.h"
#include "app/host/history.h"

#include <gio/gio.h>

enum fol_played_kind {
  FOL_PLAYED_MACHINE, /* the formulas */
  FOL_PLAYED_BOOT,    /* the hand-over of free memory */
  FOL_PLAYED_STATE,
  FOL_PLAYED_COUNTS,
  FOL_PLAYED_ALLOC,
  FOL_PLAYED_FREE,
  FOL_PLAYED_DRAIN,
  FOL_PLAYED_MARK,
  FOL_PLAYED_CACHE,  /* the geometry of a cache */
  FOL_PLAYED_SIZES,  /* sizes and caches of kmalloc */
  FOL_PLAYED_KALLOC, /* a small object */
  FOL_PLAYED_KFREE,
  FOL_PLAYED_CALL,     /* an operation without an answer, as the kernel calls it */
  FOL_PLAYED_LEFT_OUT, /* not modelled, before the first state */
  FOL_PLAYED_STOP,
};

#define FOL_PLAYED_NOT_SAID (SIM_PFN_NONE - 1) /* the recording does not tell */

struct fol_played_row {
  guint64 index;
  guint line;
  enum fol_played_kind kind;
  guint id, order;
  sim_pfn kernel, model; /* answers of ALLOC, FREE, KALLOC, KFREE; SIM_PFN_NONE: no memory */
  guint kernel_part, model_part; /* of KALLOC and KFREE: number of the object in the slab ... */
  bool bytes;                    /* ... or byte in the page */
  guint checked, differ;         /* values compared by this row */
  char *text;                    /* owned; a state's label, a cache's name, why it stops; or NULL */
  char *note;                    /* owned; the differences, one a line; NULL: none */
};

struct fol_played {
  struct fol_history *history; /* owned until somebody takes it */
  struct sim_machine machine;
  GArray *rows; /* struct fol_played_row */
  guint64 checked, differ;
};

/* Called now and then from the thread that plays. */
typedef void (*fol_played_progress) (double share, gpointer user_data);

/* NULL: there is nothing to show, and *error says why; also when cancelled. */
struct fol_played *fol_played_new (const char *path, fol_played_progress progress,
                                   gpointer user_data, GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fol_played_free (struct fol_played *played);

/* The first row whose memory is that after `index` operations. */
guint fol_played_row_at (const struct fol_played *played, guint64 index);

/* The nearest row after (before) `from` that differs, or is a state; -1: there is none. */
int fol_played_find (const struct fol_played *played, guint from, int direction, bool differing);

/* Whether the row has an answer of the kernel and one of the model. */
bool fol_played_has_answer (const struct fol_played_row *row);

/* What the row is, for people: "alloc 17, order 0", "state: after drain". */
char *fol_played_row_text (const struct fol_played_row *row) G_GNUC_WARN_UNUSED_RESULT;
/* "40", "40 #3" (object 3 of that slab), "40 +96" (byte 96), "no memory", "not said"; ""
 * where there is no answer. */
char *fol_played_answer_text (const struct fol_played_row *row,
                              bool kernel) G_GNUC_WARN_UNUSED_RESULT;
