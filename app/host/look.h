/* app/host/look.h - what one sees of a thing at a moment; two looks tell whether it changed.
 *
 * A thing is a place, whatever is there: a frame by its number, a slab by any frame of it, a
 * small object by an address in it, a cache by its number.  So a slab that went back and
 * another one made of the same frames are one thing with one history, wherever the pool of
 * slabs (engine/slab/slab.h) keeps them.
 *
 *   kind                      it is another look when these differ
 *   FRAME, BLOCK, PAGEBLOCK   the frame's block: extent, state, type, owner; its LRU mark
 *   SLAB                      whether one is there and which, its list, CPU, counts
 *   SMALL                     which slab is there, whether the object is allocated, or where it
 *                             waits; not its turn there, nor what its bytes are
 *   CACHE                     whether it is there and which, its users, its slabs
 *
 * A look is a function of the words it reads, and of nothing else.
 */
#pragma once

#include "engine/operation/operation.h"
#include "engine/slab/slab.h"

struct fol_look {
  bool there; /* a frame always is; SLAB, SMALL: a slab; CACHE: a cache */

  /* FRAME, BLOCK, PAGEBLOCK */
  struct sim_block block;
  bool lru;

  /* SLAB, SMALL, CACHE, if it is there */
  uint32_t cache;                        /* number; SIM_CACHE_SLOB for a page of SLOB's lists */
  char cache_name[SIM_CACHE_NAME_BYTES]; /* at that moment; empty for SLOB's pages */
  uint32_t allocator;

  /* SLAB, SMALL */
  struct sim_slab slab;
  uint32_t allocated; /* SLAB: objects; 0 for SLOB's pages */

  /* SMALL; false: the slab has nothing at this address */
  bool found;
  struct sim_place place;
  uint32_t from, to; /* bytes of the slab: the object and what the allocator keeps around it */

  /* CACHE */
  uint32_t serial, refcount, slabs, object_size;
};

/* Whether things of this kind can be looked at. */
bool fol_can_look (uint32_t kind);

/* false: no such kind, or no such place on this machine; *out is zero. */
bool fol_look (const struct sim_view *view, struct sim_object object, struct fol_look *out);
bool fol_same_look (uint32_t kind, const struct fol_look *x, const struct fol_look *y);

/* Whether `op`, done to the small object that was looked at, writes one of its bytes or of those
 * around it.  [*from, *to): all bytes that it writes, counted from the object's first. */
bool fol_op_writes (const struct sim_op *op, const struct fol_look *look, int64_t *from,
                    int64_t *to);
