/* app/machine-reader.h - machine files: JSON <-> struct sim_machine.
 *
 *   { "format": 1,
 *     "name": "teaching-64",
 *     "title": { "en": "...", "zh_CN": "..." },
 *     "profile": "linux-6.1",
 *     "max_order": 5, "pageblock_order": 3,         11 and 9 if left out
 *     "cpus": 1, "smp": false,                      1, true
 *     "per_cpu_lists": "boot",                      or "normal", the default
 *     "min_free_kbytes": 0,                         by the kernel's formula
 *     "watermark_scale_factor": 10, "watermark_boost_factor": 15000,
 *     "lowmem_reserve_ratio": [256, 256, 32, 0],
 *     "ram":      [["0x0", "0x40000"]],             [start, size]
 *     "reserved": [["0x0", "0x8000", "kernel image"]],
 *     "zones": { "Normal": "0x40000" } }            first byte beyond each zone
 *
 * Rarer: "thp", "mobility_grouping" (true, false), "cpu_nodes" ([0, 1]), and
 * "zone_list" instead of "ram" for zones that a recording knows outright.
 *
 * Only format, name and ram must be there.  Unknown members are errors: typing
 * mistakes must not vanish.  Without "zones" an x86-64 PC's are taken: DMA to
 * 16 MiB, DMA32 to 4 GiB, Normal beyond.  Sizes and addresses are numbers or
 * strings ("0x1000").  Errors name file, line, column and JSON path.
 */
#pragma once

#include "app/json.h"
#include "engine/machine/machine.h"

#define FOL_MACHINE_ERROR (fol_machine_error_quark ())
GQuark fol_machine_error_quark (void);
enum fol_machine_error {
  FOL_MACHINE_ERROR_UNKNOWN, /* no such bundled machine or file */
  FOL_MACHINE_ERROR_SIZE,    /* pc:SIZE is not a size, or not a sensible one */
  FOL_MACHINE_ERROR_INVALID, /* sim_machine_check () refused it */
};

/* A description with what only people read. */
struct fol_machine {
  struct sim_machine sim;
  char *title;                                 /* owned; in the user's language */
  char *title_en;                              /* owned */
  char *title_zh;                              /* owned, or NULL */
  char *reserved_name[SIM_MACHINE_RANGES_MAX]; /* owned, or NULL; of sim.reserved[i] */
};

typedef struct fol_machine FolMachine; /* for g_autoptr */
void fol_machine_free (struct fol_machine *machine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolMachine, fol_machine_free)

/* Reads the description at `node` of a parsed document (a machine file's root,
 * or the "machine" member of a session or lesson).  Checked; never wrong. */
struct fol_machine *fol_machine_read (struct fol_json *json, JsonNode *node, GError **error);

/* Reads a machine file. */
struct fol_machine *fol_machine_load (const char *path, GError **error);

/* A PC with `bytes` of RAM, as firmware and a 6.1 kernel would leave it. */
struct fol_machine *fol_machine_of_size (const char *kind, guint64 bytes, GError **error);

/* `name`: a bundled machine ("teaching-64"), "pc:SIZE" ("pc:512M", "pc:16G"),
 * or the path of a file (anything with a slash or ending in .json). */
struct fol_machine *fol_machine_find (const char *name, GError **error);

/* Names of the bundled machines, the smallest first. */
GStrv fol_machine_names (void) G_GNUC_WARN_UNUSED_RESULT;

/* As one line of JSON, such that reading it gives the same description.
 * Works for descriptions with outright zones (recordings) too. */
char *fol_machine_to_json (const struct sim_machine *machine) G_GNUC_WARN_UNUSED_RESULT;

/* What sim_world_open () or sim_machine_check () found, as a sentence. */
char *
fol_machine_problem_text (const struct sim_machine_problem *problem) G_GNUC_WARN_UNUSED_RESULT;
