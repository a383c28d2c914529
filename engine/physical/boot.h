/* engine/physical/boot.h - from a machine's description to memory in its zones.
 *
 *   ram, reserved  ->  descriptors: all frames cut into the largest aligned
 *                      blocks that fit (holes, reserved, to be handed over)
 *   hand-over      ->  these blocks, lowest first, each to the tail of its list,
 *                      merging as usual (memblock_free_all ())
 *
 * Every pageblock starts as movable, but one whose first frame is no memory
 * stays unmovable.
 *
 * Leaves out: memblock itself, and what the kernel allocates after the hand-over.
 * Kernel: mm/memblock.c, mm/page_alloc.c.  engine/ only.
 */
#pragma once

#include "engine/physical/memory.h"

/* Zones from the description; returns how many. */
uint32_t sim_boot_zones (const struct sim_machine *machine, struct sim_zone_spec *zones);

/* Beyond the last frame. */
uint32_t sim_boot_frame_count (const struct sim_machine *machine);

/* Descriptors, zones, empty lists and pageblock types of a new world. */
void sim_boot_prepare (struct sim_world *world, const struct sim_zone_spec *zones);

/* Frees everything that is SIM_PAGE_KERNEL and sets up watermarks.  Returns
 * the pages freed. */
uint64_t sim_boot_hand_over (struct sim_world *world);
