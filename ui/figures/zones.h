/* ui/figures/zones.h - the two halves of the figure of zones (private to ui/figures). */
#pragma once

#include "ui/figures/figure-private.h"

#define FOL_ZONES_GAP   16.0 /* between zones, and between the two halves of one */
#define FOL_ZONES_ROW   24.0
#define FOL_ZONES_LABEL 152.0 /* "GFP_HIGHUSER_MOVABLE" */
#define FOL_ZONES_LINE  18.0  /* a row of words only, where it is narrow */

/* Identities: blocks have (order + 1) << 32 | pfn, which stays below 1 << 36. */
#define FOL_ZONES_BAR(zone, row)   (UINT64_C (1) << 40 | (uint64_t) (zone) << 8 | (row))
#define FOL_ZONES_COUNT(zone, cpu) (UINT64_C (2) << 40 | (uint64_t) (zone) << 8 | (cpu))
#define FOL_ZONES_HEAD(zone, cpu, list)                                                            \
  (UINT64_C (3) << 40 | (uint64_t) (zone) << 16 | (cpu) << 8 | (list))

struct fol_zones_build {
  const struct fol_state *state;
  struct fol_shapes *shapes;
  struct sim_view view;
  struct sim_header header;
  struct fol_marking marking;
  double row;                    /* height of a row, FOL_ZONES_ROW or less */
  bool narrow;                   /* numbers stand below names, not beside them */
  uint64_t seen[FOL_ROLE_COUNT]; /* what the legend has to explain */
};

/* The gauge of a zone, and below it each kind of request with what the zone has
 * for it now; where that ends. */
double fol_zones_gauge (struct fol_zones_build *build, uint32_t zone, double top, double width);

/* The lists of one CPU in a zone; where they end. */
double fol_zones_lists (struct fol_zones_build *build, uint32_t zone, uint32_t cpu, double left,
                        double top, double width);

/* Kernel names of the kinds of requests that no zone would serve now, with
 * commas; NULL if there is none.  The caller owns it. */
char *fol_zones_refused (const struct fol_zones_build *build);

/* "Normal", or "Normal, node 1" where there are several; the caller owns it. */
char *fol_zones_name (const struct fol_zones_build *build, uint32_t zone);
