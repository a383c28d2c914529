/* app/machine-private.h - what reading and making machine descriptions share. */
#pragma once

#include "app/machine-reader.h"

#define FOL_MACHINE_FORMAT 1u

/* Index of the zone called `name` ("DMA", "DMA32", "Normal", "Movable"), or -1. */
int fol_machine_zone_type (const char *name);
extern const char *const fol_machine_zone_names[]; /* by enum sim_zone_type; NULL-terminated */

/* Zones of an x86-64 PC. */
void fol_machine_pc_zones (struct sim_machine *machine);
