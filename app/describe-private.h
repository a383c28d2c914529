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
#include "engine/slab/slab.h"

/* Appends the value of the place called `name`; false if there is none, then
 * the place is left in the text as it is written. */
typedef bool (*fol_place_func) (GString *text, const char *name, gconstpointer user_data);

/* `template` with its places filled in; the caller owns it. */
char *fol_fill (const char *template, fol_place_func place, gconstpointer user_data);

/* The same with the places of a sentence about a block: what it was before, and is. */
char *fol_fill_block (const char *template, const struct sim_view *view,
                      const struct sim_block *before, const struct sim_block *block, sim_pfn pfn);

/* "Normal", or "Normal on node 1" where the machine has several nodes. */
void fol_append_zone (GString *text, const struct sim_view *view, uint32_t zone);

/* "frames 40–47" or "frame 40". */
void fol_append_frames (GString *text, sim_pfn pfn, guint order);

/* A cache by its name, or "cache number 3" where there is none, or no view to look in. */
void fol_append_cache (GString *text, const struct sim_view *view, uint64_t cache);

/* The number called `name` of a step; false if its decision has none. */
bool fol_step_number (const struct sim_step *step, const char *name, uint32_t *number);

/* fol_describe_step () for small objects; NULL: the decision is not one of theirs. */
char *fol_describe_slab_step (const struct sim_view *view, const struct sim_step *step);

/* Words of small objects; numbers as in engine/slab/slab.h. */
const char *fol_describe_bug (enum sim_slab_bug bug); /* as the kernel prints it */
const char *fol_describe_slab_state (uint32_t state); /* "PARTIAL_NODE" */
const char *fol_describe_freelist_place (uint32_t place);
const char *fol_describe_slab_list (uint32_t list);
const char *fol_describe_slob_list (uint32_t list);
const char *fol_describe_level (uint32_t level);

/* fol_describe_object () for caches, slabs, small objects and CPU caches. */
char *fol_describe_slab_object (const struct sim_view *view, struct sim_object object);

/* What an operation on small objects that went well gave; the view is of the state after it. */
char *fol_describe_slab_result (const struct sim_view *view, const struct sim_op *op,
                                const struct sim_result *result);
