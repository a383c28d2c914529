/* ui/figures/shapes.h - a picture as a list of shapes, before any pixel.
 *
 * A figure yields shapes; the same list is painted on screen, written to SVG,
 * PDF and PNG, printed as plain text, searched for what is under the pointer,
 * walked by the keyboard, told to assistive technology, compared in tests and
 * asked by lessons.  No shape knows a colour, a toolkit or a file.
 *
 * Units: 1/96 inch pixels at scale 1, y down.  Order is painting order.
 * Strings and shapes belong to the list.
 */
#pragma once

#include "engine/base/types.h"

#include <glib.h>

/* What a shape is for; a palette says how that looks (palette.h). */
enum fol_role {
  FOL_ROLE_NONE,
  FOL_ROLE_CARD,      /* the figure's own ground */
  FOL_ROLE_WELL,      /* a quiet lane that holds blocks */
  FOL_ROLE_FREE,      /* free memory: pale */
  FOL_ROLE_UNMOVABLE, /* used memory by mobility: saturated */
  FOL_ROLE_MOVABLE,
  FOL_ROLE_RECLAIMABLE,
  FOL_ROLE_HIGHATOMIC,
  FOL_ROLE_CMA,
  FOL_ROLE_ISOLATE,
  FOL_ROLE_PCP,      /* on a per-CPU list */
  FOL_ROLE_KERNEL,   /* in use since before the first operation */
  FOL_ROLE_USED,     /* in use, whoever asked (coloured by state or order) */
  FOL_ROLE_SLAB,     /* the same: a slab, which caches cut into small objects */
  FOL_ROLE_LARGE,    /* the same: one object of kmalloc, too large for a cache */
  FOL_ROLE_IN_HAND,  /* off all lists, on its way inside an operation */
  FOL_ROLE_RESERVED, /* hatched */
  FOL_ROLE_HOLE,     /* no memory: crossed out */
  FOL_ROLE_ORDER_0,  /* + order: a ramp, for "coloured by order" */
  FOL_ROLE_ORDER_LAST = FOL_ROLE_ORDER_0 + SIM_MAX_ORDER - 1,
  FOL_ROLE_ZONE_0, /* + zone type */
  FOL_ROLE_ZONE_LAST = FOL_ROLE_ZONE_0 + SIM_MAX_NR_ZONES - 1,
  FOL_ROLE_COLOUR_0, /* + number of a slab's colour, modulo their count */
  FOL_ROLE_COLOUR_LAST = FOL_ROLE_COLOUR_0 + 6,
  FOL_ROLE_ARRAY,     /* a free object in an array of a node */
  FOL_ROLE_RED_ZONE,  /* bytes around an object that nobody may write; pale, as the next two */
  FOL_ROLE_POINTER,   /* where the next free object is */
  FOL_ROLE_TRACK,     /* who allocated and freed it */
  FOL_ROLE_BELOW_MIN, /* on a gauge of free pages: below a watermark, the lowest the darkest */
  FOL_ROLE_BELOW_LOW,
  FOL_ROLE_BELOW_HIGH,
  FOL_ROLE_REFUSED, /* a request that would fail */
  FOL_ROLE_SET_1, /* lines in a set of the CPU's cache: up to a third of its ways, two thirds, all */
  FOL_ROLE_SET_2,
  FOL_ROLE_SET_3,
  FOL_ROLE_SET_OVER, /* more than its ways */
  FOL_ROLE_SET_READ, /* bytes of an object that are read */
  FOL_ROLE_CONFLICT, /* a text about too much, and about enough */
  FOL_ROLE_CALM,
  FOL_ROLE_LINK,  /* a text that leads to another view of the figure */
  FOL_ROLE_LINE,  /* hairlines, brackets */
  FOL_ROLE_TITLE, /* texts */
  FOL_ROLE_LABEL,
  FOL_ROLE_MUTED,
  FOL_ROLE_VALUE,  /* monospace */
  FOL_ROLE_ACCENT, /* what one does next */
  FOL_ROLE_NOW,    /* what is happening at this step: amber outline */
  FOL_ROLE_BRANCH,
  FOL_ROLE_SELECTION,
  FOL_ROLE_CHANGED, /* differs from the moment that is compared with: dashes of two tones */
  FOL_ROLE_HOVER,
  FOL_ROLE_COUNT,
};

enum fol_shape_kind {
  FOL_SHAPE_RECT,   /* filled by role; radius; may carry a centred text */
  FOL_SHAPE_FRAME,  /* outline only */
  FOL_SHAPE_LINE,   /* x, y to x + width, y + height */
  FOL_SHAPE_ARROW,  /* the same with a head at the end */
  FOL_SHAPE_TEXT,   /* text in the box, aligned; ellipsised if too long */
  FOL_SHAPE_RASTER, /* a map of more frames than fit shapes; see map-raster.h */
};

enum fol_align { FOL_ALIGN_START, FOL_ALIGN_CENTRE, FOL_ALIGN_END };

#define FOL_COLOURS (FOL_ROLE_COLOUR_LAST - FOL_ROLE_COLOUR_0 + 1)

struct fol_raster; /* map-raster.h: exact aggregation, tile by tile */

struct fol_shape {
  enum fol_shape_kind kind;
  enum fol_role role;
  double x, y, width, height;
  double radius;
  double fade; /* 0: as it is .. 1: not to be seen; only on the way to another list (tween.h) */
  double text_size; /* 0: 13 */
  enum fol_align align;
  bool bold, monospace;
  enum fol_role text_role; /* of a RECT's text; NONE: chosen for contrast with role */
  const char *text;        /* owned by the list; NULL: none */
  const char *name; /* for people who cannot see it: "Frame 40, free, order 3"; NULL: decoration */
  struct sim_object object; /* what it stands for; clickable if not NONE */
  /* What else belongs to it, for linked hover: objects that fall in a set of the CPU's cache. */
  const struct sim_object *related; /* owned by the list */
  guint related_count;
  /* It leads to another view of the figure: a click, or Enter, sets this option of it,
   * "empty=yes" ("": none), and selects `object`; walking onto it does neither.  Owned by
   * the list; NULL: it does not. */
  const char *leads;
  uint64_t identity;         /* same thing, same number, from state to state; 0: none */
  struct fol_raster *raster; /* owned reference; RASTER only */
};

/* Identities.  `family` (1 .. 255) is the place in a figure where such things
 * stand: the free lists, the tree.  Frames pfn .. pfn + 2^order - 1 can be split
 * there, and merged; anything else just has a number. */
static inline uint64_t
fol_identity_block (uint32_t family, uint32_t order, sim_pfn pfn)
{
  return (uint64_t) family << 40 | (uint64_t) (order + 1) << 32 | pfn;
}

static inline uint64_t
fol_identity_thing (uint32_t family, uint32_t number)
{
  return (uint64_t) family << 40 | number;
}

/* False if it is not a block's. */
static inline bool
fol_identity_read (uint64_t identity, uint32_t *family, uint32_t *order, sim_pfn *pfn)
{
  uint32_t order_and_1 = identity >> 32 & 0xff;

  *family = (uint32_t) (identity >> 40);
  *order = order_and_1 - 1;
  *pfn = (sim_pfn) identity;
  return order_and_1 != 0;
}

struct fol_shapes {
  GArray *shape;        /* of struct fol_shape */
  GStringChunk *text;   /* holds the strings */
  GPtrArray *related;   /* holds the shapes' related objects */
  double width, height; /* what the figure really took; may exceed what it was offered */
  double page_scale;    /* what it was built for (page.h); 0: a view */
  char *title,
      *summary; /* owned; summary: the whole figure in a sentence or two, for alternative text */
  char *footer; /* owned; where it comes from, for the foot of a page; NULL: nothing */
};

struct fol_shapes *fol_shapes_new (void);
void fol_shapes_free (struct fol_shapes *shapes);

/* Adds a copy; strings and related objects are copied.  Returns the index. */
guint fol_shapes_add (struct fol_shapes *shapes, const struct fol_shape *shape);
/* Takes away all but the first `count`. */
void fol_shapes_cut (struct fol_shapes *shapes, guint count);

/* Everything that many times as large, letters and distances alike.  Not for
 * rasters, whose pixels are facts. */
void fol_shapes_scale (struct fol_shapes *shapes, double by);

const struct fol_shape *fol_shapes_get (const struct fol_shapes *shapes, guint index);
guint fol_shapes_count (const struct fol_shapes *shapes);

/* Topmost shape with an object, or that leads somewhere, at a point, and that object (rasters compute the
 * frame from the place); -1 if none. */
int fol_shapes_hit (const struct fol_shapes *shapes, double x, double y, struct sim_object *object);

/* The nearest named shape in a direction from `from` (-1: the first), for arrow
 * keys; -1 if there is none.  dx, dy are -1, 0 or 1. */
int fol_shapes_neighbour (const struct fol_shapes *shapes, int from, int dx, int dy);

/* Whether `shape` stands for `object` or for something containing it (a
 * FRAME inside a BLOCK and so on) or related to it, for linked hover and selection. */
bool fol_shape_shows (const struct fol_shape *shape, struct sim_object object);
