/* app/recorded-state.h - one recorded state: read it, build it, compare with it.
 *
 * A state holds everything the page allocator decides by: per zone the free
 * lists in order, the per-CPU lists in order with the type each block
 * remembers, pageblock types, and all counters.
 */
#pragma once

#include "app/recording.h"
#include "app/verify.h"

#define FOL_RECORDED_NO_TYPE 255u /* a pageblock without memory map */

struct fol_recorded_block {
  sim_pfn pfn;
  uint32_t type; /* the list it will be drained to */
};

struct fol_recorded_zone {
  uint32_t index;           /* of the machine's zones */
  struct sim_zone counters; /* nr_free, nr_free_cma, boost, flags, high-atomic, threshold */
  bool has_deltas;
  bool has_pcp[SIM_CPUS_MAX];
  struct sim_pcp pcp[SIM_CPUS_MAX];
  GArray *pcp_list[SIM_CPUS_MAX][SIM_NR_PCP_LISTS];    /* struct fol_recorded_block; or NULL */
  GArray *free_list[SIM_MAX_ORDER][SIM_MIGRATE_TYPES]; /* sim_pfn; or NULL */
  GByteArray *pageblocks;                              /* types, from the pageblock of start_pfn */
};

struct fol_recorded_state {
  char *label;
  uint32_t cpu;     /* which the recorder was on */
  GPtrArray *zones; /* struct fol_recorded_zone, owned */
};

/* Where comparing stands, and where it puts what it finds. */
struct fol_comparison {
  struct fol_verification *result;
  const char *path;
  guint line;
  GString *notes;          /* lent; differences are also written here, one a line; or NULL */
  guint notes_most, noted; /* so many of them */
};

/* Counts one comparison; if not `same`, notes the text behind FILE:LINE. */
void fol_comparison_check (struct fol_comparison *comparison, bool same, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

struct fol_recorded_state *fol_recorded_state_parse (FolJson *record,
                                                     const struct sim_machine *machine,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void fol_recorded_state_free (struct fol_recorded_state *state);

/* Index of a zone record's zone in the machine. */
bool fol_recorded_zone_index (FolJson *record, JsonNode *zone, const struct sim_machine *machine,
                              uint32_t *index, GError **error);

/* Reads "pcpu_diff" into the deltas of `zone`, if it is there. */
bool fol_recorded_deltas (FolJson *record, JsonNode *node, const struct sim_machine *machine,
                          struct fol_recorded_zone *zone, GError **error);

/* A world of this machine in this state, with LRU marks on `lru_pfns` (may be NULL). */
struct sim_world *fol_recorded_state_open (const struct fol_recorded_state *state, FolJson *record,
                                           const struct sim_machine *machine,
                                           const GArray *lru_pfns,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* sim_load_begin () with a GError. */
struct sim_world *fol_recorded_begin (FolJson *record, const struct sim_machine *machine,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

void fol_recorded_state_compare (const struct fol_recorded_state *state, struct sim_world *world,
                                 struct fol_comparison *comparison);

/* "DMA32", with its node where there are several. */
const char *fol_recorded_zone_name (const struct sim_machine *machine, uint32_t index);
