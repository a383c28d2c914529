/* app/machine-private.h - what reading and making machine descriptions share. */
#pragma once

#include "app/machine-reader.h"

#define FOL_MACHINE_FORMAT 1u

/* Index of the zone called `name` ("DMA", "DMA32", "Normal", "Movable"), or -1. */
int fol_machine_zone_type (const char *name);
extern const char *const fol_machine_zone_names[]; /* by enum sim_zone_type; NULL-terminated */

/* Zones of an x86-64 PC. */
void fol_machine_pc_zones (struct sim_machine *machine);

/* "slab", "cpus_possible" and "cpu_caches" of a description (app/machine-slab.c): reads them
 * into `machine`, whose CPUs are known; appends those that are not the usual ones. */
bool fol_machine_read_slab (struct fol_json *json, JsonNode *node, struct sim_machine *machine,
                            GError **error);
void fol_machine_append_slab (GString *json, const struct sim_machine *machine);
extern const char *const fol_machine_allocators[]; /* by enum sim_slab_allocator; NULL-terminated */
#define FOL_MACHINE_CPUS_POSSIBLE 8192u            /* CONFIG_NR_CPUS at most */
