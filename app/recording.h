/* app/recording.h - reading recordings of a real kernel's memory manager.
 *
 * A recording is JSON Lines, plain or compressed with gzip: a machine record,
 * then states and operations.  It is read line by line, so its size does not
 * matter; every complaint says FILE:LINE:COLUMN and what was expected.
 *
 * Numbers that make up lists of frames are packed: an item is a number or
 * [start, count, step].
 *
 * Leaves out: what the records mean for the model (recorded-state.h) and the
 * replay (verify.h).
 */
#pragma once

#include "app/json.h"
#include "engine/world.h"

#include <gio/gio.h>

#define FOL_RECORDING_ERROR (fol_recording_error_quark ())
GQuark fol_recording_error_quark (void);
enum fol_recording_error {
  FOL_RECORDING_FORMAT,       /* not a recording, or a damaged one */
  FOL_RECORDING_MACHINE,      /* a machine that cannot be built */
  FOL_RECORDING_NOT_MODELLED, /* holds an operation that the model does not have */
};

typedef struct fol_recording FolRecording;

FolRecording *fol_recording_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fol_recording_free (FolRecording *recording);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FolRecording, fol_recording_free)

const char *fol_recording_path (const FolRecording *recording);

/* The next record: a JSON object with a member "t".  *record is owned by the
 * caller, *type lent by it; *record NULL at the end.  False: *error is set. */
bool fol_recording_next (FolRecording *recording, FolJson **record, const char **type,
                         GError **error);

/* Line of the record last read, from 1. */
guint fol_recording_line (const FolRecording *recording);

/* How much of the file has been read, 0 to 1. */
double fol_recording_share (const FolRecording *recording);

/* The machine record. */
bool fol_recording_machine (FolJson *record, struct sim_machine *machine, GError **error);

/* RAM of the machine, from a list of [start, size, ...]; with `kind` >= 0 only
 * those whose third number it is.  Sorted. */
bool fol_recording_ranges (FolJson *record, JsonArray *list, int kind, struct sim_range *range,
                           uint32_t *count, GError **error);

/* Zone specs from a list of zones; `managed` counts. */
bool fol_recording_zones (FolJson *record, JsonArray *list, struct sim_machine *machine,
                          GError **error);

/* Appends the numbers of a packed list (uint32_t) to `out`; each is at most `most`. */
bool fol_recording_unpack (FolJson *record, JsonNode *node, guint32 most, GArray *out,
                           GError **error);

/* A number that may be negative. */
bool fol_recording_int (FolJson *record, JsonNode *node, gint64 least, gint64 most, gint64 *out,
                        GError **error);
bool fol_recording_member_int (FolJson *record, JsonNode *object, const char *name, gint64 least,
                               gint64 most, gint64 *out, GError **error);

/* A letter U M R H C I as migrate type, a zone's name as its type. */
bool fol_recording_type (FolJson *record, JsonNode *node, uint32_t *type, GError **error);
bool fol_recording_zone_type (FolJson *record, JsonNode *zone, uint32_t *type, GError **error);
extern const char fol_recording_type_letters[SIM_MIGRATE_TYPES + 1];

/* The world at the first state of a recording; NULL: *error is set.  For
 * looking at a real machine and going on from there. */
struct sim_world *fol_recording_open_world (const char *path,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
