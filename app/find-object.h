/* app/find-object.h - objects and moments by what people type.
 *
 *   40, frame 40, pfn 0x28      the frame
 *   block 40                    the block that frame 40 belongs to
 *   pageblock 3                 the third but first one
 *   zone Normal                 by its name, or its number
 *   list 3 movable              a free list: order and type; of zone Normal: "list 3 movable Normal"
 *   cpu 1                       its per-CPU lists in the zone that matters most
 *   cache kmalloc-96, cache 3   a cache, by its name or number; its name alone will do
 *   slab 0x28                   the slab that a frame is part of
 *   object 0xffff888000028060   the object at a kernel address, or the large one of kmalloc;
 *                               the address alone will do, and finds the frame elsewhere
 *   op 12, operation 12, #12    the moment after that operation
 *   $a                          the block that was named a
 *
 * Pure: looks at a state and at names, changes nothing.
 */
#pragma once

#include "app/operation-text.h"

enum fol_found_kind {
  FOL_FOUND_NOTHING, /* is not about an object: words like any others */
  FOL_FOUND_OBJECT,
  FOL_FOUND_MOMENT, /* `index` on the branch that is shown */
  FOL_FOUND_WRONG,  /* is about an object that there is not; `words` says what there is */
};

struct fol_found {
  enum fol_found_kind kind;
  struct sim_object object;
  guint64 index;
  char *words; /* owned: what was found ("Frame 40"), or what is wrong */
};
void fol_found_clear (struct fol_found *found);

/* `names` may be NULL.  The caller clears *found. */
void fol_find_object (const char *text, const struct fol_state *state,
                      const struct fol_names *names, struct fol_found *found);

/* The forms above for a hint: "pfn 0x28, zone Normal, ..."; in the reader's language. */
const char *fol_find_object_examples (void);
