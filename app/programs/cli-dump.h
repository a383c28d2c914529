/* app/programs/cli-dump.h - a state as JSON, for other programs and for diffing.
 *
 *   { "format": 1, "type": "folioscope-state", "machine": "teaching-64",
 *     "branch": 0, "operation": 3, "step": 2,          "step" only inside an operation
 *     "frames": 64, "cpu": 0,
 *     "zones": [ { "name": "Normal", ...,
 *                  "free_area": [ { "order": 3, "nr_free": 2, "movable": [40, 8] }, ... ],
 *                  "per_cpu_pages": [ { "cpu": 0, ..., "lists": [ ... ] } ] } ],
 *     "pageblocks": { "order": 3, "types": [ { "first": 0, "count": 8, "type": "movable" } ] },
 *     "blocks": [ { "pfn": 0, "order": 3, "state": "reserved" }, ... ] }
 *
 * Lists are in the kernel's order, head first.  One block or list a line, so
 * that two dumps can be compared with diff.  Words are never translated.
 */
#pragma once

#include "app/host/history.h"

#include <gio/gio.h>

/* Writes the state the history stands at. */
bool fol_dump_state (struct fol_history *history, GOutputStream *stream, GError **error);
