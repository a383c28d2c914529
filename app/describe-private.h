/* app/describe-private.h - what the files of app/describe.h share: templates.
 *
 * A template is a translatable sentence with named places: "found {frames} on
 * the {type} list".  Names keep a sentence whole for its translator, who may
 * put them in any order.
 *
 * Leaves out: plural forms; whoever needs them chooses the template with ngettext ().
 */
#pragma once

#include "app/describe.h"

/* Appends the value of the place called `name`; false if there is none, then
 * the place is left in the text as it is written. */
typedef bool (*fol_place_func) (GString *text, const char *name, gconstpointer user_data);

/* `template` with its places filled in; the caller owns it. */
char *fol_fill (const char *template, fol_place_func place, gconstpointer user_data);

/* "Normal", or "Normal on node 1" where the machine has several nodes. */
void fol_append_zone (GString *text, const struct sim_view *view, uint32_t zone);

/* "frames 40–47" or "frame 40". */
void fol_append_frames (GString *text, sim_pfn pfn, guint order);

/* A cache by its name, or "cache number 3" where there is none, or no view to look in. */
void fol_append_cache (GString *text, const struct sim_view *view, uint64_t cache);

/* fol_describe_object () for caches, slabs, small objects and CPU caches. */
char *fol_describe_slab_object (const struct sim_view *view, struct sim_object object);

/* What an operation on small objects that went well gave; the view is of the state after it. */
char *fol_describe_slab_result (const struct sim_view *view, const struct sim_op *op,
                                const struct sim_result *result);
