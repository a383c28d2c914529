/* engine/slab/slub-slab.c - SLUB: one slab, its free pointers, its making and its end. */
#include "engine/slab/slub-private.h"

#include "engine/physical/gfp.h"

#define PAGE_BYTES (1u << SIM_PAGE_SHIFT)

/* --- objects --- */

sim_ref
sim_slub_object (struct sim_world *world, uint32_t entry, uint32_t index)
{
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);

  return sim_ref_at (world, entry, index * cache->size + cache->red_left_pad);
}

uint32_t
sim_slub_index (struct sim_world *world, sim_ref ref)
{
  const struct sim_kmem_cache *cache = sim_slub_cache (world, sim_ref_slab (world, ref));

  return (sim_ref_offset (world, ref) - cache->red_left_pad) / cache->size;
}

sim_ref
sim_slub_pointer (struct sim_world *world, uint32_t entry, uint64_t address, bool *bad)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);
  uint64_t first = SIM_PAGE_OFFSET + ((uint64_t) slab->pfn << SIM_PAGE_SHIFT) + cache->red_left_pad;
  uint64_t offset = address - first;

  *bad = false;
  if (address == 0)
    return SIM_REF_NONE;
  if (address >= first && offset < (uint64_t) slab->objects * cache->size &&
      offset % cache->size == 0)
    return sim_ref_at (world, entry, (uint32_t) offset + cache->red_left_pad);
  *bad = true;
  return SIM_REF_NONE;
}

/* --- free pointers --- */

uint64_t
sim_slub_get_pointer (struct sim_world *world, sim_ref ref)
{
  uint32_t entry = sim_ref_slab (world, ref);
  uint32_t offset = sim_ref_offset (world, ref) + sim_slub_cache (world, entry)->offset;

  sim_cost_byte (world, entry, offset);
  return sim_slab_get64 (world, entry, offset);
}

void
sim_slub_set_next (struct sim_world *world, sim_ref ref, sim_ref next)
{
  uint32_t entry = sim_ref_slab (world, ref);
  uint32_t offset = sim_ref_offset (world, ref) + sim_slub_cache (world, entry)->offset;

  sim_cost_byte (world, entry, offset);
  sim_slab_put64 (world, entry, offset, next == SIM_REF_NONE ? 0 : sim_ref_address (world, next));
}

/* Where the damage is: in the pointer of `ref`, or (NONE) in the slab's list itself. */
static void
report_chain (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  struct sim_slab_report report = { .bug = SIM_BUG_FREELIST,
                                    .serial = world->header->serial,
                                    .cache = slab->cache - 1,
                                    .object = ref,
                                    .slab = entry };

  if (ref != SIM_REF_NONE) {
    report.from = sim_ref_offset (world, ref) + sim_slub_cache (world, entry)->offset;
    report.to = report.from + 8;
    report.found = sim_slab_get8 (world, entry, report.from);
  }
  sim_slab_report (world, &report);
  SIM_TELL (world, SLAB_FIX, FREELIST_CUT, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab->cache - 1, slab->pfn,
            ref == SIM_REF_NONE ? UINT32_MAX : sim_slub_index (world, ref));
}

bool
sim_slub_is_free (struct sim_world *world, sim_ref ref)
{
  if (!sim_ref_allocated (world, ref))
    return true;
  report_chain (world, sim_ref_slab (world, ref), SIM_REF_NONE);
  return false;
}

sim_ref
sim_slub_next (struct sim_world *world, sim_ref ref)
{
  uint32_t entry = sim_ref_slab (world, ref);
  sim_ref next;
  bool bad;

  next = sim_slub_pointer (world, entry, sim_slub_get_pointer (world, ref), &bad);
  if (!bad && (next == SIM_REF_NONE || (next != ref && !sim_ref_allocated (world, next))))
    return next;
  report_chain (world, entry, ref);
  sim_slub_set_next (world, ref, SIM_REF_NONE);
  return SIM_REF_NONE;
}

/* --- where a slab is --- */

void
sim_slub_put_where (struct sim_world *world, uint32_t entry, enum sim_slab_where where,
                    uint32_t detail)
{
  struct sim_slab *slab = sim_slab_of (world, entry);

  sim_put (world, &slab->where, where);
  if (where == SIM_SLAB_NODE_LIST)
    sim_put (world, &slab->list, detail);
  else
    sim_put (world, &slab->cpu, detail);
}

void
sim_slub_add_partial (struct sim_world *world, uint32_t entry, bool tail)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  struct sim_kmem_cache_node *part = sim_slub_node (world, entry);
  uint32_t node = sim_slab_node (world, entry), cache = slab->cache - 1;

  sim_slab_list_add (world, sim_slab_head (world, cache, node, SIM_SLABS_PARTIAL), entry, tail);
  sim_slub_put_where (world, entry, SIM_SLAB_NODE_LIST, SIM_SLABS_PARTIAL);
  sim_put (world, &part->nr_partial, part->nr_partial + 1);
  SIM_TELL (
      world, ADD_PARTIAL, NODE_PARTIAL_PUT,
      SIM_OBJECTS (sim_on_slab (world, entry), sim_on_cache_list (cache, node, SIM_SLABS_PARTIAL)),
      cache, node, slab->pfn, slab->inuse, tail, part->nr_partial);
}

void
sim_slub_remove_partial (struct sim_world *world, uint32_t entry)
{
  struct sim_kmem_cache_node *part = sim_slub_node (world, entry);

  sim_cost_list (world, &part->head[SIM_SLABS_PARTIAL]);
  sim_slab_list_del (world, entry);
  sim_slub_put_where (world, entry, SIM_SLAB_NOWHERE, 0);
  sim_put (world, &part->nr_partial, part->nr_partial - 1);
}

void
sim_slub_count (struct sim_world *world, uint32_t entry, bool more)
{
  struct sim_kmem_cache_node *part = sim_slub_node (world, entry);
  uint32_t objects = sim_slab_of (world, entry)->objects;

  sim_slub_cost_node (world, part, false);
  sim_cost_slab (world, entry);
  sim_put (world, &part->nr_slabs, more ? part->nr_slabs + 1 : part->nr_slabs - 1);
  sim_put (world, &part->total_objects,
           more ? part->total_objects + objects : part->total_objects - objects);
}

bool
sim_slub_has_enough (struct sim_world *world, uint32_t entry)
{
  const struct sim_kmem_cache_node *part = sim_slub_node (world, entry);
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);
  const struct sim_slab *slab = sim_slab_of (world, entry);

  if (part->nr_partial < cache->min_partial)
    return false;
  SIM_TELL (world, DISCARD_SLAB, SLAB_EMPTY, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab->cache - 1, sim_slab_node (world, entry), slab->pfn, part->nr_partial,
            cache->min_partial);
  return true;
}

/* --- making and giving back --- */

/* alloc_slab_page () of the wished order, then of the least. */
static uint32_t
take_pages (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node, uint32_t *objects)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t first = (gfp | SIM_GFP_NOWARN | SIM_GFP_NORETRY) & ~(uint32_t) SIM_GFP_NOFAIL;
  uint32_t entry;

  /* A larger block is not worth waiting for. */
  if ((first & SIM_GFP_DIRECT_RECLAIM) != 0 && its->oo_order > its->min_order)
    first = (first | SIM_GFP_NOMEMALLOC) & ~(uint32_t) SIM_GFP_RECLAIM;
  *objects = its->oo_objects;
  entry = sim_slab_new (world, cache, its->oo_order, first, node);
  if (entry != SIM_SLAB_NONE)
    return entry;
  *objects = its->min_objects;
  if (its->min_order < its->oo_order)
    SIM_TELL (world, ALLOCATE_SLAB, ORDER_FALLBACK, SIM_OBJECTS (sim_on_cache (cache)), cache,
              its->oo_order, its->min_order);
  entry = sim_slab_new (world, cache, its->min_order, gfp, node);
  if (entry == SIM_SLAB_NONE)
    SIM_TELL (world, NEW_SLAB, SLAB_NO_MEMORY, SIM_OBJECTS (sim_on_cache (cache)), cache,
              its->min_order);
  return entry;
}

/* allocate_slab () */
uint32_t
sim_slub_new_slab (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  const uint32_t kept = SIM_GFP_RECLAIM | SIM_GFP_HIGH | SIM_GFP_IO | SIM_GFP_FS | SIM_GFP_NOWARN |
                        SIM_GFP_RETRY_MAYFAIL | SIM_GFP_NOFAIL | SIM_GFP_NORETRY |
                        SIM_GFP_MEMALLOC | SIM_GFP_NOMEMALLOC | SIM_GFP_ATOMIC | SIM_GFP_HARDWALL |
                        SIM_GFP_THISNODE;
  uint32_t allocflags = sim_cache_of (world, cache)->allocflags, objects, entry;
  struct sim_slab *slab;

  sim_enter (world);
  entry = take_pages (world, cache, (gfp & kept) | allocflags, node, &objects);
  sim_leave (world);
  if (entry == SIM_SLAB_NONE)
    return entry;
  slab = sim_slab_of (world, entry);
  sim_put (world, &slab->objects, objects);
  sim_put (world, &slab->inuse, 0);
  sim_put (world, &slab->frozen, 0);
  sim_debug_init_slab (world, entry);
  for (uint32_t i = 0; i < objects; i++) {
    sim_ref ref = sim_slub_object (world, entry, i);

    sim_debug_init_object (world, ref, false);
    sim_cache_construct (world, cache, ref);
    sim_slub_set_next (world, ref,
                       i + 1 < objects ? sim_slub_object (world, entry, i + 1) : SIM_REF_NONE);
  }
  sim_put (world, &slab->freelist, sim_slub_object (world, entry, 0));
  SIM_TELL (world, NEW_SLAB, SLAB_NEW, SIM_OBJECTS (sim_on_slab (world, entry)), cache,
            world->header->cpu, slab->pfn, slab->order, objects);
  return entry;
}

void
sim_slub_free_slab (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  sim_debug_check_free_slab (world, entry);
  SIM_TELL (world, DISCARD_SLAB, SLAB_GIVEN_BACK, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab->cache - 1, slab->pfn, slab->order);
  sim_enter (world);
  sim_slab_delete (world, entry);
  sim_leave (world);
}

void
sim_slub_discard_slab (struct sim_world *world, uint32_t entry)
{
  sim_slub_count (world, entry, false);
  sim_slub_free_slab (world, entry);
}
