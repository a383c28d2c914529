/* ui/figures/sets.h - the parts of the figure of CPU-cache sets (private to ui/figures). */
#pragma once

#include "app/cpu-lines.h"
#include "ui/figures/figure-private.h"

#define FOL_SETS_GAP 16.0

/* Families of identities (shapes.h); the two grids are PLAIN and PLAIN + 1. */
enum { FOL_SETS_PLAIN = 1, FOL_SETS_COLOURED, FOL_SETS_SLAB, FOL_SETS_PLACE, FOL_SETS_BAR };

/* Why there is nothing to draw. */
enum fol_sets_lack {
  FOL_SETS_NOTHING_LACKS,
  FOL_SETS_NO_CPU_CACHE,
  FOL_SETS_DOWN,
  FOL_SETS_SLOB,
  FOL_SETS_NO_CACHE,
  FOL_SETS_NO_OBJECTS,
};

/* What is to be drawn. */
struct fol_sets_data {
  enum fol_sets_lack lack;
  uint32_t cache; /* its number */
  struct sim_kmem_cache its;
  char name[SIM_CACHE_NAME_BYTES];
  uint32_t level; /* index of the CPU cache */
  const struct sim_cpu_cache *cpu;
  uint32_t sets;
  struct fol_cpu_lines read;
  bool colours; /* the allocator colours its slabs; else the two are the same */
};

/* Index of the machine's CPU cache of that level; the nearest if there is none. */
uint32_t fol_sets_level (const struct sim_machine *machine, uint32_t asked);

/* Never fails; `data` is freed all the same.  Lends state->machine. */
void fol_sets_data_init (struct fol_sets_data *data, const struct fol_state *state,
                         const struct fol_marks *marks, const struct fol_figure_options *options);
void fol_sets_data_clear (struct fol_sets_data *data);

/* The kernel address of an object as SIM_OBJECT_SMALL. */
struct sim_object fol_sets_object (const struct fol_sets_data *data, uint32_t object);

struct fol_sets_build {
  struct fol_sets_data data;
  const struct fol_state *state;
  struct fol_shapes *shapes;
  struct fol_marking marking;
  enum fol_sets_grids grids;
  bool page;
  bool grouped;                  /* a cell is several sets */
  uint64_t seen[FOL_ROLE_COUNT]; /* what the legend has to explain */
};

/* Heading and grid of one run (index in data.run), at most `height` high if that can be;
 * where it ends. */
double fol_sets_grid (struct fol_sets_build *build, uint32_t run, double left, double top,
                      double width, double height);

/* Slabs to scale, as many as fit in `height` (and at least a few); where that ends. */
double fol_sets_slabs (struct fol_sets_build *build, double left, double top, double width,
                       double height);

/* What is read, and how often that misses with and without colouring; where that ends. */
double fol_sets_misses (struct fol_sets_build *build, double left, double top, double width);

/* The colour with that number; they repeat. */
static inline enum fol_role
fol_sets_colour (uint32_t colour)
{
  return FOL_ROLE_COLOUR_0 + colour % (FOL_ROLE_COLOUR_LAST - FOL_ROLE_COLOUR_0 + 1);
}

/* "L1", or "CPU cache" where a machine does not say; the caller owns it. */
char *fol_sets_level_name (const struct sim_cpu_cache *cpu);
