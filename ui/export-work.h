/* ui/export-work.h - what an export does on a thread: show a page, measure, write.
 *
 * The moments of a picture come from a source: the state that was shown when
 * it was made, and for others a history of its own, replayed from that state's
 * log when first needed.  So the window's session stays where it is.
 *
 * One piece of work at a time on a source.
 */
#pragma once

#include "app/host/state.h"
#include "ui/figures/picture.h"

#include <gio/gio.h>

/* Which moments. */
enum fol_export_range {
  FOL_EXPORT_MOMENT,     /* the one shown */
  FOL_EXPORT_STEPS,      /* steps from .. to of the operation shown */
  FOL_EXPORT_OPERATIONS, /* operations from .. to of the line shown */
};

struct fol_export_span {
  enum fol_export_range range;
  uint64_t from, to; /* both included, from <= to; of no meaning for one moment */
};

guint fol_export_span_count (const struct fol_export_span *span);

struct fol_export_source;

/* Takes a reference to the state; `marks` are of this moment only. */
struct fol_export_source *fol_export_source_new (struct fol_state *state,
                                                 const struct fol_marks *marks);
struct fol_export_source *fol_export_source_ref (struct fol_export_source *source);
void fol_export_source_unref (struct fol_export_source *source);
const struct fol_state *fol_export_source_state (const struct fol_export_source *source);

enum fol_export_task {
  FOL_EXPORT_PAGE,    /* -> shapes of page `page` at `scale` */
  FOL_EXPORT_MEASURE, /* -> scale of all of them */
  FOL_EXPORT_SAVE,    /* -> files at `path` */
};

struct fol_export_work {
  enum fol_export_task task;
  struct fol_export_source *source; /* owned */
  struct fol_export_span span;
  struct fol_picture picture; /* its caption is owned here */
  char *path;                 /* owned */
  guint page, serial;         /* serial: the caller's */
  double scale;
  struct fol_shapes *shapes; /* owned; the answer to PAGE */
  gint done, total;          /* atomic */
};

void fol_export_work_free (struct fol_export_work *work);

/* Takes `work` over; the callback finds it as the task's data and ends with
 * g_task_propagate_boolean (). */
void fol_export_work_run (GObject *owner, struct fol_export_work *work, GCancellable *cancellable,
                          GAsyncReadyCallback callback);
