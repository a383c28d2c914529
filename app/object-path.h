/* app/object-path.h - what an object is part of, to go up from it.
 *
 *   a small object   its cache, its slab, the frame that it begins in
 *   a slab           its cache, its first frame
 *   a part of a cache (of a CPU, a list)      the cache
 *   a frame, a block                          its cache and slab, or its zone and pageblock
 *   a pageblock, a list, the lists of a CPU   the zone; of one list the CPU's lists too
 *
 * The largest comes first.  Only what there is at this moment.
 */
#pragma once

#include "engine/physical/view.h"

#include <glib.h>

#define FOL_PATH_MAX 3u

struct fol_path {
  guint count;
  struct sim_object object[FOL_PATH_MAX];
};

void fol_object_path (const struct sim_view *view, struct sim_object object, struct fol_path *path);

/* A member of a path, short: "kmalloc-96", "slab 516", "Normal".  The caller owns it. */
char *fol_describe_briefly (const struct sim_view *view, struct sim_object object);
