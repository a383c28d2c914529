/* engine/world.h - one simulated machine: open, apply, look, close.
 *
 * The world is one value in one arena; this is its handle.  It belongs to one
 * thread.  No files, clock, locale or randomness of its own, and no allocation
 * after opening but for journal and snapshots.
 */
#pragma once

#include "engine/base/arena.h"
#include "engine/machine/machine.h"
#include "engine/operation/operation.h"
#include "engine/physical/view.h"

struct sim_world; /* opaque: engine/world-private.h is for engine/ only */

/* Builds the machine and hands its free memory to the buddy system as boot
 * does.  NULL, and *problem says why, if the description is wrong. */
struct sim_world *sim_world_open (const struct sim_machine *machine,
                                  struct sim_machine_problem *problem);
void sim_world_close (struct sim_world *world);

/* Applies one operation; see operation.h.  `sink` may be NULL. */
enum sim_status sim_apply (struct sim_world *world, const struct sim_op *op,
                           struct sim_result *result, const struct sim_sink *sink);

/* A hint that `op` will be applied soon, for replaying many: frames lie all over
 * memory, and waiting for them one after another is half the time.  Best some
 * sixteen operations ahead.  Changes nothing. */
void sim_prefetch (const struct sim_world *world, const struct sim_op *op);

struct sim_arena *sim_world_arena (struct sim_world *world);
const struct sim_machine *sim_world_machine (const struct sim_world *world);

/* Counted: may outlive the world, with the snapshots that need it. */
struct sim_layout *sim_world_layout (struct sim_world *world); /* lent */
struct sim_layout *sim_layout_ref (struct sim_layout *layout); /* any thread */
void sim_layout_unref (struct sim_layout *layout);

/* The live state; valid until the world changes or closes. */
struct sim_view sim_world_view (const struct sim_world *world);

/* A snapshot's state; both must outlive the view. */
static inline struct sim_view
sim_snapshot_view (const struct sim_layout *layout, const struct sim_snapshot *snapshot)
{
  return (struct sim_view){ .layout = layout, .snapshot = snapshot };
}

/* Checks every invariant of every module (list in engine/README.md).  NULL if
 * all hold, else a static string naming the broken one, with *where.  O(frames). */
const char *sim_view_check (const struct sim_view *view, struct sim_object *where);
