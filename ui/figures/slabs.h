/* ui/figures/slabs.h - the parts of the figure of slab caches (private to ui/figures).
 *
 *   slabs.c         which of the views, title, legend; what to do while there are no caches
 *   slabs-all.c     all caches, a row each
 *   slabs-one.c     one cache: what its CPUs have, what its nodes have
 *   slabs-array.c   arrays of free objects (SLAB)
 *   slabs-slob.c    the three lists of SLOB
 *   slabs-strip.c   a slab to scale: objects, colour, index list, what is left over
 *   slabs-bytes.c   the bytes of one object
 *   slabs-levels.c  from one of these views to another, and the way back
 */
#pragma once

#include "ui/figures/figure-private.h"

#define FOL_SLABS_GAP  16.0
#define FOL_SLABS_LINE 18.0 /* a row of words */

/* Left and right of everything, so that an outline around a row does not touch its words. */
#define FOL_SLABS_INSET 6.0

/* Families of identities (shapes.h). */
enum {
  FOL_SLABS_ROWS = 1, /* caches: the number */
  FOL_SLABS_BARS,
  FOL_SLABS_SLABS,   /* entry */
  FOL_SLABS_OBJECTS, /* ref */
  FOL_SLABS_PARTS,   /* colour, index list: entry * 2 */
  FOL_SLABS_STOCK,   /* arrays */
  FOL_SLABS_CHIPS,   /* refs */
  FOL_SLABS_BYTES,
  FOL_SLABS_FOLD,
};

/* A slab in use, of any cache. */
struct fol_slab {
  uint32_t entry;
  struct sim_slab slab;
};

/* Objects of a cache by where they are. */
struct fol_slabs_counts {
  uint32_t slabs, frames;
  uint32_t objects, allocated, cpu, node, free;
  uint32_t lost; /* behind a damaged free pointer */
};

struct fol_slabs_build {
  const struct fol_state *state;
  const struct fol_figure_options *options;
  struct fol_shapes *shapes;
  struct sim_view view;
  struct sim_slab_header header;
  struct fol_marking marking;
  double width;
  bool narrow;
  GArray *slabs;                   /* owned; of struct fol_slab, by entry */
  struct fol_slabs_counts *counts; /* owned; of each cache */
  uint64_t seen[FOL_ROLE_COUNT];   /* what the legend has to explain */
};

#define FOL_SLABS_MOST 256u /* so many are looked at object by object */
void fol_slabs_count_slab (const struct fol_slabs_build *build, const struct fol_slab *slab,
                           struct fol_slabs_counts *out); /* added to *out */

/* What of a slab, or in it, is marked; 0: nothing. */
enum fol_mark fol_slabs_concerned (const struct fol_slabs_build *build, uint32_t entry);

/* The place that a small object is; false: there is none (any more). */
bool fol_slabs_locate (const struct sim_view *view, struct sim_object object,
                       struct sim_located *out);

/* The cache inside which an object is, or SIM_CACHE_NONE: also for a cache itself. */
uint32_t fol_slabs_cache_of (const struct sim_view *view, struct sim_object object);

/* The way back from one cache or, with `inside`, from an object of it: "All caches › inode ›".
 * *x, *top: where what is shown may begin. */
void fol_slabs_way (struct fol_slabs_build *build, uint32_t cache, struct sim_object inside,
                    double *x, double *top);

/* What one can do next, below a view in the window; where it ends. */
double fol_slabs_hint (struct fol_slabs_build *build, const char *text, double top);

/* The views; where they end. */
double fol_slabs_all (struct fol_slabs_build *build, double top);
double fol_slabs_one (struct fol_slabs_build *build, uint32_t cache, double top);
double fol_slabs_slob (struct fol_slabs_build *build, double top);
double fol_slabs_bytes (struct fol_slabs_build *build, struct sim_object object, double top);

/* One slab: what is left of its frame numbers, the strip and what stands right of it. */
struct fol_strip {
  uint32_t entry;
  double x, width;
  double label; /* width of the frame numbers: the same for all that are to be compared */
  bool large;   /* in as many rows as its objects need to be read */
};
double fol_slabs_label (const struct fol_slabs_build *build, uint32_t cache);
double fol_slabs_strip (struct fol_slabs_build *build, const struct fol_strip *strip, double top);

/* A list of slabs from `first` on, through `next`, below its heading; where it ends. */
double fol_slabs_list (struct fol_slabs_build *build, uint32_t first, const struct fol_strip *strip,
                       double top);

/* A row of words that stands for a part of a cache, and is called `name`. */
double fol_slabs_part (struct fol_slabs_build *build, struct sim_object object, double x,
                       double top, double width, const char *text, const char *facts);

/* An array of free objects, the next one first: `refs` bottom first. */
struct fol_slabs_array {
  struct sim_object object; /* what it is to a click */
  const char *label;
  const uint32_t *refs;
  uint32_t avail, limit, batchcount;
  enum fol_role role;
  double x, width;
};
double fol_slabs_array (struct fol_slabs_build *build, const struct fol_slabs_array *array,
                        double top);

/* The object of a place in a slab. */
struct sim_object fol_slabs_object (const struct fol_slabs_build *build,
                                    const struct sim_slab *slab, uint32_t offset);

/* "frame 40", "frames 40–43"; the caller owns it. */
char *fol_slabs_frames (const struct sim_slab *slab, bool words);

enum fol_role fol_slabs_role (const struct sim_place *place);

/* A heading; where it ends. */
double fol_slabs_heading (struct fol_slabs_build *build, double x, double y, double width,
                          const char *text, const char *facts);
