/* engine/slab/kmalloc.c - sizes to caches, or to the page allocator.
 *
 * SLUB and SLAB round a size up to a cache of kmalloc's; above the largest, two pages, and
 * with SLOB from one page less its header on, kmalloc takes a whole block.  kmalloc (0) is
 * ZERO_SIZE_PTR, as in the kernel: an address that may be freed and resized and holds nothing.
 *
 * Leaves out: the bytes of whole blocks.  krealloc copies what is known.
 *
 * Kernel: mm/slab_common.c, include/linux/slab.h.
 */
#include "engine/physical/gfp.h"
#include "engine/slab/cache.h"
#include "engine/slab/slob.h"

#define FRAME_BYTES (1u << SIM_PAGE_SHIFT)

/* --- sizes --- */

static bool
is_large (uint32_t allocator, uint64_t size)
{
  return allocator == SIM_ALLOCATOR_SLOB ? size >= SIM_SLOB_TOO_LARGE
                                         : size > SIM_KMALLOC_CACHE_MOST;
}

/* The smallest cache: KMALLOC_SHIFT_LOW. */
static uint32_t
first_index (uint32_t allocator)
{
  return allocator == SIM_ALLOCATOR_SLAB ? 5 : 3;
}

uint32_t
sim_kmalloc_index (enum sim_slab_allocator allocator, uint64_t size)
{
  uint32_t index = first_index (allocator);

  if (allocator == SIM_ALLOCATOR_SLOB || size == 0 || is_large (allocator, size))
    return 0;
  if (size > 64 && size <= 96)
    return 1;
  if (size > 128 && size <= 192)
    return 2;
  while (size > UINT64_C (1) << index)
    index++;
  return index;
}

uint32_t
sim_kmalloc_index_size (uint32_t index)
{
  return index == 1 ? 96 : index == 2 ? 192 : UINT32_C (1) << index;
}

uint64_t
sim_kmalloc_size (enum sim_slab_allocator allocator, uint64_t size)
{
  uint64_t block = FRAME_BYTES;

  if (size == 0)
    return 0;
  if (is_large (allocator, size)) {
    while (block < size)
      block <<= 1;
    return block;
  }
  if (allocator == SIM_ALLOCATOR_SLOB)
    return (size + 1) / 2 * 2;
  return sim_kmalloc_index_size (sim_kmalloc_index (allocator, size));
}

uint64_t
sim_kmalloc_most (const struct sim_world *world)
{
  return UINT64_C (1) << (world->layout->max_order - 1 + SIM_PAGE_SHIFT);
}

/* kmalloc_type (): which of the three sets of caches. */
static uint32_t
type_of (uint32_t gfp)
{
  return (gfp & SIM_GFP_DMA) != 0 ? 2 : (gfp & SIM_GFP_RECLAIMABLE) != 0 ? 1 : 0;
}

/* kmalloc_slab () */
static uint32_t
cache_for (struct sim_world *world, uint32_t size, uint32_t gfp)
{
  const struct sim_slab_header *header = sim_slab_header (world);

  return header->kmalloc[type_of (gfp)][sim_kmalloc_index (header->allocator, size)] - 1;
}

/* --- addresses --- */

static uint64_t
address_of (sim_pfn pfn)
{
  return SIM_PAGE_OFFSET + ((uint64_t) pfn << SIM_PAGE_SHIFT);
}

static sim_pfn
frame_of (uint64_t address)
{
  return (sim_pfn) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
}

static bool
is_large_object (const struct sim_world *world, uint64_t address)
{
  return (world->flags[frame_of (address)] & SIM_PAGE_LARGE) != 0;
}

/* The cache of an object, or SIM_CACHE_SLOB for a piece. */
static uint32_t
cache_of (struct sim_world *world, sim_ref ref)
{
  return sim_slab_of (world, sim_ref_slab (world, ref))->cache - 1;
}

/* --- kmalloc --- */

static uint64_t
take_large (struct sim_world *world, uint64_t size, uint32_t gfp, uint32_t node)
{
  uint32_t allocator = sim_slab_header (world)->allocator, order = sim_order_of ((uint32_t) size);
  sim_pfn pfn;

  SIM_TELL (world, KMALLOC, KMALLOC_LARGE, SIM_NO_OBJECT, (uint32_t) size, order,
            allocator == SIM_ALLOCATOR_SLOB ? SIM_SLOB_TOO_LARGE - 1 : SIM_KMALLOC_CACHE_MOST,
            (FRAME_BYTES << order) - (uint32_t) size);
  /* kmalloc_fix_flags () takes GFP_SLAB_BUG_MASK away; SLOB has none. */
  if (allocator != SIM_ALLOCATOR_SLOB)
    gfp &= ~(uint32_t) (SIM_GFP_DMA32 | SIM_GFP_HIGHMEM);
  sim_enter (world);
  pfn = sim_large_new (world, order, gfp | SIM_GFP_COMP, node);
  if (pfn != SIM_PFN_NONE)
    SIM_TELL (world, KMALLOC_LARGE, LARGE_TAKEN, SIM_OBJECTS (sim_on_block (pfn, order)), pfn,
              order);
  sim_leave (world);
  return pfn == SIM_PFN_NONE ? 0 : address_of (pfn);
}

uint64_t
sim_kmalloc (struct sim_world *world, uint64_t size, uint32_t gfp, uint32_t node)
{
  uint32_t allocator = sim_slab_header (world)->allocator, cache;
  sim_ref ref;

  if (size == 0)
    return SIM_ZERO_SIZE_PTR;
  if (is_large (allocator, size))
    return take_large (world, size, gfp, node);
  if (allocator == SIM_ALLOCATOR_SLOB) {
    ref = sim_slob_kmalloc (world, (uint32_t) size, gfp, node);
  } else {
    cache = cache_for (world, (uint32_t) size, gfp);
    if (cache == SIM_CACHE_NONE)
      return 0;
    SIM_TELL (world, KMALLOC, KMALLOC_CACHE, SIM_OBJECTS (sim_on_cache (cache)), (uint32_t) size,
              cache, sim_cache_of (world, cache)->object_size,
              sim_cache_of (world, cache)->object_size - (uint32_t) size);
    sim_enter (world);
    ref = sim_cache_alloc (world, cache, gfp, node);
    sim_leave (world);
  }
  return ref == SIM_REF_NONE ? 0 : sim_ref_address (world, ref);
}

uint64_t
sim_ksize (struct sim_world *world, uint64_t address)
{
  uint32_t cache;
  sim_ref ref;

  if (address == SIM_ZERO_SIZE_PTR || address == 0)
    return 0;
  if (is_large_object (world, address))
    return (uint64_t) FRAME_BYTES << SIM_PAGE_ORDER (world->flags[frame_of (address)]);
  ref = sim_ref_of_address (world, address);
  cache = cache_of (world, ref);
  return cache == SIM_CACHE_SLOB
             ? sim_slob_ksize (world, ref)
             : sim_allocator_of (sim_cache_of (world, cache)->allocator)->ksize (world, cache, ref);
}

void
sim_kfree (struct sim_world *world, uint64_t address)
{
  uint32_t cache;
  sim_pfn pfn;
  sim_ref ref;

  if (address == SIM_ZERO_SIZE_PTR || address == 0)
    return;
  pfn = frame_of (address);
  if (is_large_object (world, address)) {
    SIM_TELL (world, KFREE, LARGE_FREED,
              SIM_OBJECTS (sim_on_block (pfn, SIM_PAGE_ORDER (world->flags[pfn]))), pfn,
              SIM_PAGE_ORDER (world->flags[pfn]));
    sim_enter (world);
    sim_large_delete (world, pfn);
    sim_leave (world);
    return;
  }
  ref = sim_ref_of_address (world, address);
  cache = cache_of (world, ref);
  if (cache == SIM_CACHE_SLOB)
    sim_slob_kfree (world, ref);
  else
    sim_cache_free (world, cache, ref);
}

/* --- krealloc --- */

/* memcpy () of what both objects' slabs hold; bytes of whole blocks are not kept. */
static uint32_t
copy (struct sim_world *world, uint64_t to, uint64_t from, uint64_t count)
{
  uint32_t source, target, at, end, offset;
  sim_ref ref;

  if (is_large_object (world, from) || is_large_object (world, to))
    return 0;
  ref = sim_ref_of_address (world, from);
  source = sim_ref_slab (world, ref);
  at = sim_ref_offset (world, ref);
  /* A damaged header may say more than there is. */
  end = FRAME_BYTES << sim_slab_of (world, source)->order;
  if (count < end - at)
    end = at + (uint32_t) count;
  ref = sim_ref_of_address (world, to);
  target = sim_ref_slab (world, ref);
  offset = sim_ref_offset (world, ref) - at;
  count = end - at;
  for (; at + 8 <= end; at += 8)
    sim_slab_put64 (world, target, at + offset, sim_slab_get64 (world, source, at));
  for (; at < end; at++)
    sim_slab_put8 (world, target, at + offset, sim_slab_get8 (world, source, at));
  return (uint32_t) count;
}

/* With __GFP_ZERO the bytes that are now to spare are cleared. */
static void
clear_spare (struct sim_world *world, uint64_t address, uint32_t from, uint32_t to)
{
  uint32_t entry, at, end;
  sim_ref ref;

  if (is_large_object (world, address))
    return;
  ref = sim_ref_of_address (world, address);
  entry = sim_ref_slab (world, ref);
  at = sim_ref_offset (world, ref);
  /* A damaged header may say more than there is. */
  end = (FRAME_BYTES << sim_slab_of (world, entry)->order) - at;
  if (to < end)
    end = to;
  if (from < end)
    sim_slab_fill (world, entry, at + from, 0, end - from);
}

uint64_t
sim_krealloc (struct sim_world *world, uint64_t address, uint64_t size, uint32_t gfp)
{
  uint64_t usable, moved;
  uint32_t copied;

  if (size == 0) {
    sim_kfree (world, address);
    return SIM_ZERO_SIZE_PTR;
  }
  usable = sim_ksize (world, address);
  if (usable >= size) {
    SIM_TELL (world, KREALLOC, REALLOC_STAYS, SIM_NO_OBJECT, (uint32_t) size, (uint32_t) usable);
    if ((gfp & SIM_GFP_ZERO) != 0)
      clear_spare (world, address, (uint32_t) size, (uint32_t) usable);
    return address;
  }
  sim_enter (world);
  moved = sim_kmalloc (world, size, gfp, SIM_NODE_ANY);
  sim_leave (world);
  if (moved == 0 || usable == 0)
    return moved;
  copied = copy (world, moved, address, usable);
  SIM_TELL (world, KREALLOC, REALLOC_MOVES, SIM_NO_OBJECT, (uint32_t) size, (uint32_t) usable,
            copied);
  sim_enter (world);
  sim_kfree (world, address);
  sim_leave (world);
  return moved;
}
