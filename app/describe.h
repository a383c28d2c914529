/* app/describe.h - numbers to sentences: the only place that words the engine.
 *
 * Steps, results, objects, blocks and fields in plain, translatable English;
 * used by the window, the command line and the lessons alike.  All returned
 * strings belong to the caller unless they are const.
 *
 * Three forms.  A *step* is a clause without a full stop, to stand behind its
 * function's name.  A *result* is whole sentences.  An *object* is a name with
 * a capital, to stand as a title.  Ranges of frames are written with both ends
 * ("frames 40–47").
 *
 * Leaves out: numbers of the machine itself (addresses, flags), which are never
 * localised, and kernel names, which are written as the kernel writes them.
 */
#pragma once

#include "app/host/history.h"

#include <glib.h>

/* "found on the movable list of order 3: frames 40–47".  `view` is any state of
 * the machine; it only tells zones' names. */
char *fol_describe_step (const struct sim_view *view, const struct sim_step *step);

/* Why an operation was refused or failed, with all reasons; or what it gave. */
char *fol_describe_result (const struct sim_view *view, const struct sim_op *op,
                           const struct sim_result *result);

/* What to do next after a refusal; NULL: nothing to advise. */
char *fol_describe_advice (const struct sim_op *op, const struct sim_result *result);

/* What a list of operations or a workload gave: how many were applied, whether it was given up,
 * how much is free now, and why it ended early if it did. */
char *fol_describe_run (const struct sim_view *view, uint64_t count, bool cancelled,
                        const struct sim_op *last, const struct sim_result *result);

/* "alloc_pages order=3 gfp=GFP_KERNEL" and, shorter, "alloc_pages order 3". */
char *fol_describe_op (const struct sim_op *op);
char *fol_describe_op_short (const struct sim_op *op);

/* "Frame 40", "Free block of order 3, frames 40–47", "Zone Normal", ... */
char *fol_describe_object (const struct sim_view *view, struct sim_object object);
const char *fol_describe_kind (enum sim_object_kind kind); /* "frame", "free list", ... */

/* One line of "why is it here": what this operation did to the object. */
char *fol_describe_touch (const struct sim_view *view, const struct fol_touch *touch,
                          struct sim_object object);

char *fol_describe_frames (sim_pfn pfn, guint order);       /* "frames 40–47", "frame 40" */
const char *fol_describe_state (enum sim_page_state state); /* "free", "in use", ... */
const char *fol_describe_type (guint type);                 /* "movable"; */
char fol_type_letter (guint type);                          /* U M R H C I; ? for no type */
const char *fol_zone_name (guint zone_type);         /* "DMA", "DMA32", "Normal", "Movable" */
const char *fol_allocator_name (uint32_t allocator); /* "SLUB", "SLAB", "SLOB" */
char *fol_describe_cache (const struct sim_view *view, uint64_t cache); /* its name */
char *fol_describe_problem (const struct sim_machine_problem *problem);

/* The inspector's table: every field of every kind of object.  One table
 * (describe-fields.c) for the window, the command line's documentation, and tests. */
struct fol_field_info {
  enum sim_object_kind kind;
  const char *name;     /* as in the kernel, or a word for what the kernel has no name for */
  const char *meaning;  /* what it tells */
  const char *encoding; /* how and where the kernel keeps it, or that it does not */
};

/* Field `number` of the table, in the reader's language; false at the end. */
bool fol_field_info (guint number, struct fol_field_info *out);

struct fol_field {
  struct fol_field_info info;
  char *value; /* owned */
};
/* GPtrArray of struct fol_field with a free function, in the table's order;
 * fields the object has not now are left out.  Empty for an object that does
 * not exist in this state.  `steps`: of the operation at this moment; NULL: no
 * step has fields. */
GPtrArray *fol_describe_fields (const struct sim_view *view, const struct fol_steps *steps,
                                struct sim_object object) G_GNUC_WARN_UNUSED_RESULT;
