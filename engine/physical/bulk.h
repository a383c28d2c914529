/* engine/physical/bulk.h - operations that nobody watches, from their own copy of the code.
 *
 * Most operations run with neither steps nor journal: long runs, and replay on
 * the way to a moment.  Asking at every write and every step whether someone
 * listens was a good part of their time.  So bulk.c compiles the modules on the
 * way of an operation a second time, all in one, where the answer is no.
 *
 * Leaves out: any difference in what happens.  Both copies come from the same
 * source and leave the same bytes behind; tests/engine holds them to it.
 *
 * engine/ only.
 */
#pragma once

#include "engine/world-private.h"

/* Checks and applies; the result's other members are as sim_apply () set them. */
enum sim_status sim_dispatch (struct sim_world *world, const struct sim_op *op,
                              struct sim_result *result);

/* The same, for a world without sink and with its journal off. */
enum sim_status sim_bulk_dispatch (struct sim_world *world, const struct sim_op *op,
                                   struct sim_result *result);
