/* app/programs/cli-dump.h - a state as JSON, for other programs and for diffing.
 *
 *   { "format": 1, "type": "folioscope-state", "machine": "teaching-64",
 *     "branch": 0, "operation": 3, "step": 2,          "step" only inside an operation
 *     "frames": 64, "cpu": 0,
 *     "zones": [ { "name": "Normal", ...,
 *                  "free_area": [ { "order": 3, "nr_free": 2, "movable": [40, 8] }, ... ],
 *                  "per_cpu_pages": [ { "cpu": 0, ..., "lists": [ ... ] } ] } ],
 *     "pageblocks": { "order": 3, "types": [ { "first": 0, "count": 8, "type": "movable" } ] },
 *     "blocks": [ { "pfn": 0, "order": 3, "state": "reserved" }, ... ],
 *     "slab": { "state": "UP", "allocator": "SLUB",      only once there are small objects
 *       "caches": [ { "number": 0, "name": "kmem_cache_node", ..., "cpus": [ ... ], "nodes": [ ... ] } ],
 *       "slabs": [ { "pfn": 512, "order": 0, "cache": 0, ..., "objects": [ ... ] } ] } }
 *
 * Objects of slabs are letters: A allocated, f free on the slab, c at hand of a CPU, s in a
 * shared array, a in an alien array, x lost.
 *
 * Lists are in the kernel's order, head first.  One block or list a line, so
 * that two dumps can be compared with diff.  Words are never translated.
 */
#pragma once

#include "app/host/history.h"

#include <gio/gio.h>

/* Writes the state the history stands at. */
bool fol_dump_state (struct fol_history *history, GOutputStream *stream, GError **error);
