/* app/cpu-lines.h - the objects of a slab cache read with the CPU caches of a machine, as they
 * lie and as if nothing were coloured.
 *
 * Memory for engine/slab/colour.h.  All of the cache's objects are counted; no more are read
 * than one can wait for (lines.object_count of lines.all_objects), those in the oldest slabs.
 */
#pragma once

#include "engine/slab/colour.h"

struct fol_cpu_lines {
  struct sim_lines lines;
  struct sim_lines_run run[2]; /* as if nothing were coloured, and as it is */
};

/* The cache exists, and so does CPU cache `level` (an index) of the machine, which is lent until
 * the clearing.  False: there are no objects, and nothing was run.  Cleared all the same; not
 * copied, as it points into itself. */
bool fol_cpu_lines_read (struct fol_cpu_lines *read, const struct sim_view *view,
                         const struct sim_machine *machine, uint32_t cache, uint32_t level,
                         const struct sim_access_pattern *pattern);
void fol_cpu_lines_clear (struct fol_cpu_lines *read);
