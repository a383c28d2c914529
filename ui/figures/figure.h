/* ui/figures/figure.h - figures: pure functions from a state to shapes.
 *
 * One table, fol_figures[], names every figure with its title and options;
 * menus, command line, lessons, help and tests derive from it.
 *
 *   fol_state  --figure->  fol_shapes  --painter->  GtkSnapshot, PDF, PNG, SVG, text
 *
 * A figure fits the size it is offered as well as it can; what cannot be made
 * smaller takes more (shapes->width, height) and the view scrolls.  The title
 * and the legend are part of the figure; nothing else stands around the data.
 */
#pragma once

#include "app/host/difference.h"
#include "engine/slab/colour.h"
#include "ui/figures/shapes.h"

enum fol_figure_id {
  FOL_FIGURE_MAP,     /* 1 physical memory map:  "map" */
  FOL_FIGURE_BUDDY,   /* 2 buddy system:         "buddy" */
  FOL_FIGURE_ZONES,   /* 3 zones, per-CPU lists: "zones" */
  FOL_FIGURE_SLABS,   /* 6 slab caches:          "slabs" */
  FOL_FIGURE_SETS,    /* 7 CPU-cache sets:       "sets" */
  FOL_FIGURE_CALLS,   /* 14 call chain:          "calls" */
  FOL_FIGURE_COMPARE, /* 15 allocators in step: "compare" */
  FOL_FIGURE_COUNT,
};

enum fol_map_colour {
  FOL_MAP_BY_STATE,
  FOL_MAP_BY_ORDER,
  FOL_MAP_BY_MOBILITY,
  FOL_MAP_BY_ZONE,
  FOL_MAP_BY_OWNER, /* slabs with the name of their cache, where there is room */
  FOL_MAP_COLOURS,
};

/* Which grids of sets; where nothing is coloured there is one. */
enum fol_sets_grids {
  FOL_SETS_BOTH,
  FOL_SETS_WITHOUT_COLOURS,
  FOL_SETS_WITH_COLOURS,
};

struct fol_figure_options {
  enum fol_map_colour colour; /* map; default by mobility */
  uint32_t zone;              /* buddy: zone index; UINT32_MAX = the zone that matters most now;
                               * zones: the only zone shown; UINT32_MAX = all */
  uint32_t cpu;               /* zones: the only CPU whose lists are shown; UINT32_MAX = all */
  uint32_t block; /* buddy: any pfn of the maximal block whose tree is drawn; SIM_PFN_NONE = the
                     * one the current operation or the selection concerns */
  /* slabs: name of the only cache shown, or "all"; "": what is selected decides.  sets: name of
   * the cache whose objects are read; "" and "all": what is selected, at work, or fullest */
  char cache[SIM_CACHE_NAME_BYTES];
  bool bytes;             /* slabs: only the bytes of the selected object, if one is */
  bool empty;             /* slabs: the kernel's caches without a slab, too, which fold up */
  uint32_t level;         /* sets: level of the CPU cache; one that does not exist = the nearest */
  enum sim_access access; /* sets: what is read of each object */
  enum fol_sets_grids grids;
  uint32_t field;           /* sets: byte that is read */
  uint32_t rounds;          /* sets: how often; 1 or more */
  double zoom;              /* map: 1 = all memory fits; rounded down to a power of two */
  double pan_x, pan_y;      /* map: top left corner in pixels at this zoom; kept inside the map */
  bool no_title, no_legend; /* the window shows the title in its own card header */
  bool frame_numbers;       /* default true */
  bool page;                /* not a view, which scrolls: what would scroll stands closer instead */
};
extern const struct fol_figure_options fol_figure_options_default;

/* What is pointed at, besides the state itself: drawn as outlines on top.
 *
 * Amber (FOL_ROLE_NOW) is where to look now: what happens at this step, what the
 * operation just did, and what a lesson points at.  The last two can be apart
 * in time, and then only one of them counts: `calm` leaves out what the finished
 * operation did, while a step of a lesson is read or asked and its own
 * operations have not begun.  The selection is the accent's.
 *
 * Dashes of two tones (FOL_ROLE_CHANGED) are around what differs from another moment
 * (`since`), on any colour; the legend and the summary tell how much that is. */
struct fol_marks {
  struct sim_object selected;
  struct sim_object pointed[8]; /* by a lesson */
  uint32_t pointed_count;
  /* The moment that is compared with, lent, NULL: none; and which frames differ from it,
   * which fol_figure_build () finds for the figures. */
  const struct fol_state *since;
  const struct fol_difference *changed;
  bool calm; /* what a step inside an operation does is marked all the same */
};

struct fol_figure_option_info {
  const char *name;          /* "colour" */
  const char *const *values; /* "state", "order", ..., NULL; NULL: a number */
  const char *const *labels; /* translatable, N_() */
  /* Of an option worth a place in the header of a card, NULL for the others, which are for
   * export and lessons: what it is called in the menu, and what the header says of its value
   * ("coloured %s"); translatable, N_(). */
  const char *heading, *said;
};

struct fol_figure_info {
  const char *name;                             /* "map" */
  const char *title;                            /* translatable, N_() */
  const struct fol_figure_option_info *options; /* ends with a NULL name */
  struct fol_shapes *(*build) (const struct fol_state *state, const struct fol_marks *marks,
                               const struct fol_figure_options *options, double width,
                               double height);
};
extern const struct fol_figure_info fol_figures[FOL_FIGURE_COUNT];

/* -1 if there is no such figure. */
int fol_figure_find (const char *name);

/* Sets an option by its name and value as text; GError lists what is possible. */
bool fol_figure_set_option (struct fol_figure_options *options, enum fol_figure_id figure,
                            const char *name, const char *value, GError **error);

/* Whether there is such a figure and it has such an option, as "NAME=VALUE" (NULL: none is
 * asked about): what fol_lesson_set_figure_check () takes. */
gboolean fol_figure_check (const char *figure, const char *option, GError **error);

/* The caller owns the shapes. */
struct fol_shapes *fol_figure_build (enum fol_figure_id figure, const struct fol_state *state,
                                     const struct fol_marks *marks,
                                     const struct fol_figure_options *options, double width,
                                     double height);

/* Frames that an object is about: the frame or block itself, a slab's, those in which a small
 * object lies; false if it has none. */
bool fol_object_frames (const struct fol_state *state, struct sim_object object, sim_pfn *pfn,
                        uint32_t *order);

/* Whether there is anything to see at this moment (NULL: none): no caches, no figure of them. */
bool fol_figure_has_data (enum fol_figure_id figure, const struct fol_state *state);

/* What a role means, in a word or two: "free", "movable"; translated. */
const char *fol_role_label (enum fol_role role);

/* Figures that go inside what is selected (slabs: all caches, one cache, the bytes of an object).
 * One step in (`by` > 0), out (< 0), or out to all (0): changes options and what is selected as
 * that takes.  false: there is nothing further, or the figure does not. */
bool fol_figure_step (enum fol_figure_id figure, const struct fol_state *state,
                      struct fol_figure_options *options, struct sim_object *selected, int by);

/* Changes zoom (by a factor; 0: back to all) and pan so that the frame under a
 * point of the figure stays there.  What the figure was built with otherwise is
 * given again. */
void fol_figure_zoom_at (enum fol_figure_id figure, const struct fol_state *state,
                         struct fol_figure_options *options, double width, double height, double x,
                         double y, double factor);

/* Pans by pixels; what would lead out of the map is dropped. */
void fol_figure_pan_by (enum fol_figure_id figure, const struct fol_state *state,
                        struct fol_figure_options *options, double width, double height, double dx,
                        double dy);
