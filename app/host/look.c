/* app/host/look.c - looks at things: see look.h. */
#include "app/host/look.h"

#include "engine/physical/view.h"

#include <string.h>

static bool
look_at_frame (const struct sim_view *view, struct sim_object object, struct fol_look *out)
{
  out->there = true;
  out->lru = sim_view_frame_lru (view, object.a);
  sim_view_block (view, object.a, &out->block);
  return true;
}

static bool
same_frames (const struct fol_look *x, const struct fol_look *y)
{
  return x->lru == y->lru && x->block.pfn == y->block.pfn && x->block.order == y->block.order &&
         x->block.state == y->block.state && x->block.type == y->block.type &&
         x->block.asked == y->block.asked && x->block.cpu == y->block.cpu &&
         x->block.gfp == y->block.gfp && x->block.serial == y->block.serial;
}

static bool
look_for_slab (const struct sim_view *view, sim_pfn pfn, struct fol_look *out)
{
  struct sim_kmem_cache cache;

  out->there = sim_view_slab_of (view, pfn, &out->slab);
  if (!out->there)
    return false;
  out->cache = out->slab.cache - 1;
  out->allocator = SIM_ALLOCATOR_SLOB;
  if (out->cache != SIM_CACHE_SLOB && sim_view_cache (view, out->cache, &cache)) {
    out->allocator = cache.allocator;
    sim_cache_name (&cache, out->cache_name);
  }
  return true;
}

static bool
same_slab (const struct fol_look *x, const struct fol_look *y)
{
  return x->there == y->there && x->cache == y->cache && x->slab.pfn == y->slab.pfn &&
         x->slab.serial == y->slab.serial;
}

static bool
look_at_slab (const struct sim_view *view, struct sim_object object, struct fol_look *out)
{
  if (look_for_slab (view, object.a, out) && out->cache != SIM_CACHE_SLOB)
    out->allocated = sim_view_slab_allocated (view, &out->slab);
  return true;
}

static bool
same_slabs (const struct fol_look *x, const struct fol_look *y)
{
  const struct sim_slab *one = &x->slab, *other = &y->slab;
  bool on_list = one->where == SIM_SLAB_NODE_LIST;
  bool of_cpu = one->where == SIM_SLAB_ACTIVE || one->where == SIM_SLAB_CPU_LIST;

  return same_slab (x, y) && one->where == other->where && (!on_list || one->list == other->list) &&
         (!of_cpu || one->cpu == other->cpu) && one->frozen == other->frozen &&
         one->inuse == other->inuse && x->allocated == y->allocated;
}

/* With what the allocator keeps around the object. */
static void
find_extent (const struct sim_view *view, struct fol_look *out)
{
  struct sim_object_layout layout;

  out->from = out->place.offset;
  out->to = out->from + out->place.size;
  if (out->allocator == SIM_ALLOCATOR_SLOB || !sim_view_object_layout (view, out->cache, &layout))
    return;
  out->from -= layout.object;
  out->to = out->from + layout.size;
}

static bool
look_at_small (const struct sim_view *view, struct sim_object object, struct fol_look *out)
{
  uint64_t address = SIM_PAGE_OFFSET + ((uint64_t) object.a << SIM_PAGE_SHIFT) + object.b;
  struct sim_located at;

  if (object.b >> SIM_PAGE_SHIFT != 0)
    return false;
  if (!look_for_slab (view, object.a, out))
    return true;
  sim_view_locate (view, address, &at);
  out->found = at.found;
  if (!at.found)
    return true;
  out->place = at.place;
  find_extent (view, out);
  /* Who writes there writes to one of these chunks. */
  for (uint32_t byte = out->from; byte < out->to; byte = (byte | (SIM_CHUNK_BYTES - 1)) + 1)
    sim_view_slab_byte (view, &out->slab, byte);
  return true;
}

static bool
same_smalls (const struct fol_look *x, const struct fol_look *y)
{
  const struct sim_place *one = &x->place, *other = &y->place;

  if (!same_slab (x, y) || x->found != y->found || one->state != other->state)
    return false;
  /* A free block of SLOB grows and shrinks with its neighbours. */
  if (one->state == SIM_PLACE_ALLOCATED)
    return one->offset == other->offset && one->size == other->size;
  return one->cpu == other->cpu;
}

static bool
look_at_cache (const struct sim_view *view, struct sim_object object, struct fol_look *out)
{
  struct sim_kmem_cache cache;

  if (object.a >= SIM_CACHES_MAX)
    return false;
  out->there = sim_view_cache (view, object.a, &cache);
  if (!out->there)
    return true;
  out->cache = object.a;
  out->allocator = cache.allocator;
  out->serial = cache.serial;
  out->refcount = cache.refcount;
  out->object_size = cache.object_size;
  out->slabs = sim_view_cache_slabs (view, object.a);
  sim_cache_name (&cache, out->cache_name);
  return true;
}

static bool
same_caches (const struct fol_look *x, const struct fol_look *y)
{
  return x->there == y->there && x->serial == y->serial && x->refcount == y->refcount &&
         x->slabs == y->slabs;
}

static const struct {
  bool (*look) (const struct sim_view *view, struct sim_object object, struct fol_look *out);
  bool (*same) (const struct fol_look *x, const struct fol_look *y);
  bool of_frame; /* a is a pfn */
} kinds[SIM_OBJECT_KINDS] = {
  [SIM_OBJECT_FRAME] = { look_at_frame, same_frames, true },
  [SIM_OBJECT_BLOCK] = { look_at_frame, same_frames, true },
  [SIM_OBJECT_PAGEBLOCK] = { look_at_frame, same_frames, true },
  [SIM_OBJECT_SLAB] = { look_at_slab, same_slabs, true },
  [SIM_OBJECT_SMALL] = { look_at_small, same_smalls, true },
  [SIM_OBJECT_CACHE] = { look_at_cache, same_caches, false },
};

bool
fol_can_look (uint32_t kind)
{
  return kind < SIM_OBJECT_KINDS && kinds[kind].look != NULL;
}

bool
fol_look (const struct sim_view *view, struct sim_object object, struct fol_look *out)
{
  memset (out, 0, sizeof *out);
  return fol_can_look (object.kind) &&
         (!kinds[object.kind].of_frame || object.a < view->layout->frame_count) &&
         kinds[object.kind].look (view, object, out);
}

bool
fol_same_look (uint32_t kind, const struct fol_look *x, const struct fol_look *y)
{
  return kinds[kind].same (x, y);
}

bool
fol_op_writes (const struct sim_op *op, const struct fol_look *look, int64_t *from, int64_t *to)
{
  uint64_t slab = SIM_PAGE_OFFSET + ((uint64_t) look->slab.pfn << SIM_PAGE_SHIFT);
  int64_t first;

  if (op->kind != SIM_OP_MEMSET || !look->found)
    return false;
  first = (int64_t) (op->argument[0] + op->argument[1] - slab); /* offset in the slab */
  *from = first - look->place.offset;
  *to = *from + (int64_t) op->argument[3];
  return first < (int64_t) look->to && first + (int64_t) op->argument[3] > (int64_t) look->from;
}
