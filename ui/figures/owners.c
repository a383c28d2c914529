/* ui/figures/owners.c - whose frames: what objects, slabs and blocks are about. */
#include "ui/figures/figure-private.h"

#include "app/describe.h"
#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>

#define FRAME_BYTES (UINT64_C (1) << SIM_PAGE_SHIFT)

/* A small object has the frame it lies in; one that crosses frames has all of its slab. */
static bool
small_frames (const struct sim_view *view, struct sim_object object, sim_pfn *pfn, uint32_t *order)
{
  uint64_t at = ((uint64_t) object.a << SIM_PAGE_SHIFT) + object.b, first;
  struct sim_located located;
  struct sim_block block;

  *pfn = object.a;
  *order = 0;
  sim_view_locate (view, SIM_PAGE_OFFSET + at, &located);
  if (!located.found)
    return true;
  first = (at - located.byte) >> SIM_PAGE_SHIFT;
  if (first == (at - located.byte + MAX (located.place.size, 1) - 1) >> SIM_PAGE_SHIFT)
    return true;
  sim_view_block (view, object.a, &block);
  *pfn = block.pfn;
  *order = block.order;
  return true;
}

bool
fol_object_frames (const struct fol_state *state, struct sim_object object, sim_pfn *pfn,
                   uint32_t *order)
{
  struct sim_view view = fol_state_view (state);
  struct sim_block block;

  *pfn = object.a;
  *order = object.kind == SIM_OBJECT_BLOCK ? object.b : 0;
  if (object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK)
    return true;
  if (object.kind != SIM_OBJECT_SLAB && object.kind != SIM_OBJECT_SMALL)
    return false;
  if (object.a >= state->layout->frame_count)
    return false;
  if (object.kind == SIM_OBJECT_SMALL)
    return small_frames (&view, object, pfn, order);
  sim_view_block (&view, object.a, &block);
  *order = block.pfn == object.a ? block.order : 0;
  return true;
}

bool
fol_slab_cache_name (const struct sim_view *view, sim_pfn pfn, char name[SIM_CACHE_NAME_BYTES])
{
  struct sim_kmem_cache cache;
  struct sim_slab slab;

  name[0] = '\0';
  if (!sim_view_slab_of (view, pfn, &slab))
    return false;
  if (slab.cache == SIM_CACHE_SLOB + 1)
    g_strlcpy (name, "SLOB", SIM_CACHE_NAME_BYTES);
  else if (slab.cache > 0 && sim_view_cache (view, slab.cache - 1, &cache))
    sim_cache_name (&cache, name);
  return name[0] != '\0';
}

static char *
state_words (const struct sim_view *view, const struct sim_block *block)
{
  char cache[SIM_CACHE_NAME_BYTES];

  if (block->slab && fol_slab_cache_name (view, block->pfn, cache))
    return g_strdup_printf (_ ("slab of %s"), cache);
  if (block->large)
    return g_strdup (_ ("one large object of kmalloc"));
  if (block->state == SIM_PAGE_USED)
    return g_strdup_printf (_ ("%s, %s"), fol_describe_state (block->state),
                            fol_describe_type (block->asked));
  return g_strdup (fol_describe_state (block->state));
}

char *
fol_frame_name (const struct sim_view *view, const struct sim_block *block, sim_pfn pfn)
{
  g_autofree char *words = state_words (view, block);

  if (block->order == 0)
    return g_strdup_printf (_ ("Frame %u, %s"), pfn, words);
  return g_strdup_printf (_ ("Frame %u, %s, in a block of order %u, frames %u–%u"), pfn, words,
                          block->order, block->pfn, block->pfn + (1u << block->order) - 1);
}

char *
fol_block_name (const struct sim_view *view, const struct sim_block *block)
{
  g_autofree char *words = state_words (view, block);
  g_autofree char *frames = fol_describe_frames (block->pfn, block->order);

  return g_strdup_printf (_ ("Block of order %u, %s, %s"), block->order, frames, words);
}
