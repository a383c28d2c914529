/* engine/slab/view.c - reading small objects, live or from a snapshot. */
#include "engine/slab/slab.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/check.h"
#include "engine/slab/cache.h"

#define FRAME_BYTES (1u << SIM_PAGE_SHIFT)

static void
read_words (const struct sim_view *view, uint64_t word, void *out, size_t bytes)
{
  uint32_t *to = out;

  for (size_t i = 0; i < bytes / sizeof *to; i++)
    to[i] = sim_view_word (view, word + i);
}

#define READ(view, part, index, out)                                                               \
  read_words (view, (view)->layout->slab.part + (uint64_t) (index) * (sizeof *(out) / 4u), out,    \
              sizeof *(out))

void
sim_view_slab_header (const struct sim_view *view, struct sim_slab_header *out)
{
  READ (view, header, 0, out);
}

uint32_t
sim_view_cache_role (const struct sim_view *view, uint32_t cache)
{
  uint64_t word = view->layout->slab.caches +
                  (uint64_t) cache * (sizeof (struct sim_kmem_cache) / 4u) +
                  offsetof (struct sim_kmem_cache, role) / 4u;

  return cache < SIM_CACHES_MAX ? sim_view_word (view, word) : SIM_CACHE_UNUSED;
}

bool
sim_view_cache (const struct sim_view *view, uint32_t cache, struct sim_kmem_cache *out)
{
  *out = (struct sim_kmem_cache){ .role = SIM_CACHE_UNUSED };
  /* Most of the table is unused, and everybody walks it. */
  if (sim_view_cache_role (view, cache) == SIM_CACHE_UNUSED)
    return false;
  READ (view, caches, cache, out);
  return true;
}

void
sim_view_cache_cpu (const struct sim_view *view, uint32_t cache, uint32_t cpu,
                    struct sim_kmem_cache_cpu *out)
{
  SIM_ASSERT (cache < SIM_CACHES_MAX && cpu < view->layout->cpu_count);
  READ (view, cpus, cache * view->layout->cpu_count + cpu, out);
}

void
sim_view_cache_node (const struct sim_view *view, uint32_t cache, uint32_t node,
                     struct sim_kmem_cache_node *out)
{
  SIM_ASSERT (cache < SIM_CACHES_MAX && node < view->layout->node_count);
  READ (view, nodes, cache * view->layout->node_count + node, out);
}

void
sim_view_slab (const struct sim_view *view, uint32_t entry, struct sim_slab *out)
{
  SIM_ASSERT (entry < view->layout->slab.entry_count);
  READ (view, entries, entry, out);
}

uint32_t
sim_view_slab_entry (const struct sim_view *view, sim_pfn pfn)
{
  struct sim_block block;

  if (pfn >= view->layout->frame_count)
    return SIM_SLAB_NONE;
  sim_view_block (view, pfn, &block);
  if (!block.slab)
    return SIM_SLAB_NONE;
  return sim_view_word (view, view->layout->links + 2u * (uint64_t) pfn);
}

bool
sim_view_slab_of (const struct sim_view *view, sim_pfn pfn, struct sim_slab *out)
{
  uint32_t entry = sim_view_slab_entry (view, pfn);

  if (entry == SIM_SLAB_NONE)
    return false;
  sim_view_slab (view, entry, out);
  sim_view_slab (view, out->head, out);
  return true;
}

uint32_t
sim_view_slab_frame (const struct sim_view *view, const struct sim_slab *slab, uint32_t number)
{
  SIM_ASSERT (number < UINT32_C (1) << slab->order);
  return sim_view_word (view, view->layout->links + 2u * (uint64_t) (slab->pfn + number));
}

uint32_t
sim_view_slab_node (const struct sim_view *view, const struct sim_slab *slab)
{
  uint32_t zone = sim_view_zone_of (view, slab->pfn);
  struct sim_zone its;

  if (zone == UINT32_MAX)
    return 0;
  sim_view_zone (view, zone, &its);
  return its.node;
}

uint8_t
sim_view_slab_byte (const struct sim_view *view, const struct sim_slab *slab, uint32_t offset)
{
  uint32_t entry = sim_view_slab_frame (view, slab, offset >> SIM_PAGE_SHIFT);
  uint64_t word = view->layout->slab.contents + (uint64_t) entry * SIM_SLAB_FRAME_WORDS +
                  (offset & (FRAME_BYTES - 1)) / 4;

  return (uint8_t) (sim_view_word (view, word) >> (offset & 3) * 8);
}

uint32_t
sim_view_slab_allocated (const struct sim_view *view, const struct sim_slab *slab)
{
  uint32_t allocated = 0;

  for (uint32_t frame = 0; frame < UINT32_C (1) << slab->order; frame++) {
    uint64_t map = view->layout->slab.maps +
                   (uint64_t) sim_view_slab_frame (view, slab, frame) * SIM_SLAB_MAP_WORDS;

    for (uint32_t i = 0; i < SIM_SLAB_MAP_WORDS; i++)
      allocated += (uint32_t) __builtin_popcount (sim_view_word (view, map + i));
  }
  return allocated;
}

bool
sim_view_slab_begins (const struct sim_view *view, const struct sim_slab *slab, uint32_t offset)
{
  uint32_t entry = sim_view_slab_frame (view, slab, offset >> SIM_PAGE_SHIFT);
  uint32_t granule = (offset & (FRAME_BYTES - 1)) / 8;
  uint64_t map = view->layout->slab.maps + (uint64_t) entry * SIM_SLAB_MAP_WORDS;

  return (sim_view_word (view, map + granule / 32) >> granule % 32 & 1) != 0;
}

uint64_t
sim_view_ref_address (const struct sim_view *view, sim_ref ref)
{
  struct sim_slab slab;

  sim_view_slab (view, SIM_REF_ENTRY (ref), &slab);
  return SIM_PAGE_OFFSET + ((uint64_t) slab.pfn << SIM_PAGE_SHIFT) + SIM_REF_OFFSET (ref);
}

uint32_t
sim_view_cache_slabs (const struct sim_view *view, uint32_t cache)
{
  uint64_t word = view->layout->slab.nodes + offsetof (struct sim_kmem_cache_node, nr_slabs) / 4u;
  uint32_t slabs = 0, node_count = view->layout->node_count;

  if (sim_view_cache_role (view, cache) == SIM_CACHE_UNUSED)
    return 0;
  for (uint32_t node = 0; node < node_count; node++)
    slabs += sim_view_word (view, word + (uint64_t) (cache * node_count + node) *
                                             (sizeof (struct sim_kmem_cache_node) / 4u));
  return slabs;
}

/* kmalloc_info[]: what the sizes are called. */
static const char *const kmalloc_names[] = { "0",   "96",  "192", "8",  "16", "32", "64",  "128",
                                             "256", "512", "1k",  "2k", "4k", "8k", "16k", "32k" };

void
sim_cache_name (const struct sim_kmem_cache *cache, char name[SIM_CACHE_NAME_BYTES])
{
  static const char *const prefix[SIM_CACHE_ROLES] = {
    [SIM_CACHE_KMALLOC] = "kmalloc-",
    [SIM_CACHE_KMALLOC_RECLAIM] = "kmalloc-rcl-",
    [SIM_CACHE_KMALLOC_DMA] = "dma-kmalloc-",
    [SIM_CACHE_KMEM_CACHE] = "kmem_cache",
    [SIM_CACHE_KMEM_CACHE_NODE] = "kmem_cache_node",
  };

  if (cache->role == SIM_CACHE_USER)
    sim_name_unpack (cache->name[0] | (uint64_t) cache->name[1] << 32, name);
  else if (cache->role < SIM_CACHE_ROLES && prefix[cache->role] != NULL)
    snprintf (name, SIM_CACHE_NAME_BYTES, "%s%s", prefix[cache->role],
              cache->role >= SIM_CACHE_KMALLOC ? kmalloc_names[cache->number & 15u] : "");
  else
    name[0] = '\0';
}

uint32_t
sim_view_cache_find (const struct sim_view *view, const char *name)
{
  struct sim_kmem_cache cache;
  char its[SIM_CACHE_NAME_BYTES];

  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
    if (!sim_view_cache (view, i, &cache))
      continue;
    sim_cache_name (&cache, its);
    if (strcmp (its, name) == 0)
      return i;
  }
  return SIM_CACHE_NONE;
}

uint32_t
sim_view_slab_places (const struct sim_view *view, uint32_t entry, struct sim_place *place,
                      uint32_t most)
{
  struct sim_kmem_cache cache;
  struct sim_slab slab;

  sim_view_slab (view, entry, &slab);
  if (slab.cache == SIM_CACHE_SLOB + 1)
    return sim_slob.places (view, entry, place, most);
  if (slab.cache == 0 || !sim_view_cache (view, slab.cache - 1, &cache))
    return 0;
  return sim_allocator_of (cache.allocator)->places (view, entry, place, most);
}

/* The allocated object that byte `offset` of a slab is in.  That the map tells it spares a walk
 * along the free lists, and the answer does not depend on them.  false: it is in none, or they
 * lie as they come (SLOB). */
static bool
locate_allocated (const struct sim_view *view, const struct sim_slab *slab, uint32_t offset,
                  struct sim_located *out)
{
  struct sim_kmem_cache cache;
  uint32_t start, index;

  if (slab->cache == SIM_CACHE_SLOB + 1 || !sim_view_cache (view, slab->cache - 1, &cache) ||
      cache.allocator == SIM_ALLOCATOR_SLOB || cache.size == 0)
    return false;
  start = slab->s_mem + cache.red_left_pad;
  if (offset < start)
    return false;
  index = (offset - start) / cache.size;
  start += index * cache.size;
  if (index >= slab->objects || offset - start >= cache.object_size ||
      !sim_view_slab_begins (view, slab, start))
    return false;
  out->found = true;
  out->place = (struct sim_place){
    .index = index, .offset = start, .size = cache.object_size, .state = SIM_PLACE_ALLOCATED
  };
  out->byte = offset - start;
  return true;
}

void
sim_view_locate (const struct sim_view *view, uint64_t address, struct sim_located *out)
{
  uint64_t pfn = (address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT;
  struct sim_place places[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  struct sim_slab slab;
  uint32_t count, offset;

  *out = (struct sim_located){ .cache = SIM_CACHE_NONE, .slab = SIM_SLAB_NONE };
  if (address < SIM_PAGE_OFFSET || pfn >= view->layout->frame_count ||
      !sim_view_slab_of (view, (sim_pfn) pfn, &slab))
    return;
  out->slab = slab.head;
  if (slab.cache != SIM_CACHE_SLOB + 1)
    out->cache = slab.cache - 1;
  offset = (uint32_t) (address - SIM_PAGE_OFFSET - ((uint64_t) slab.pfn << SIM_PAGE_SHIFT));
  if (locate_allocated (view, &slab, offset, out))
    return;
  count = sim_view_slab_places (view, slab.head, places, sizeof places / sizeof places[0]);
  for (uint32_t i = 0; i < count && i < sizeof places / sizeof places[0]; i++) {
    if (offset < places[i].offset || offset - places[i].offset >= places[i].size)
      continue;
    out->found = true;
    out->place = places[i];
    out->byte = offset - places[i].offset;
  }
}
