/* engine/slab/slub-view.c - SLUB: what the places of a slab are, and the invariants. */
#include "engine/slab/slub-private.h"

#include <string.h>

/* A chain of free objects, read from the bytes. */
struct chain {
  const struct sim_view *view;
  const struct sim_slab *slab;
  const struct sim_kmem_cache *cache;
  uint32_t index; /* UINT32_MAX: it ends here */
  bool damaged;   /* the last pointer led to no object of the slab */
};

static void
chain_begin (struct chain *chain, sim_ref ref)
{
  const struct sim_kmem_cache *cache = chain->cache;
  struct sim_slab frame;
  uint32_t offset;

  chain->index = UINT32_MAX;
  chain->damaged = false;
  if (ref == SIM_REF_NONE)
    return;
  sim_view_slab (chain->view, SIM_REF_ENTRY (ref), &frame);
  offset = ((frame.pfn - chain->slab->pfn) << SIM_PAGE_SHIFT) + SIM_REF_OFFSET (ref) -
           cache->red_left_pad;
  /* Inside an operation a CPU's list and its slab may not be of one piece yet. */
  if (frame.head == chain->slab->head && offset / cache->size < chain->slab->objects)
    chain->index = offset / cache->size;
}

static void
chain_next (struct chain *chain)
{
  const struct sim_kmem_cache *cache = chain->cache;
  uint32_t offset = chain->index * cache->size + cache->red_left_pad + cache->offset;
  uint64_t word =
      chain->view->layout->slab.contents +
      (uint64_t) sim_view_slab_frame (chain->view, chain->slab, offset >> SIM_PAGE_SHIFT) *
          SIM_SLAB_FRAME_WORDS +
      (offset & ((1u << SIM_PAGE_SHIFT) - 1)) / 4;
  uint64_t address =
      sim_view_word (chain->view, word) | (uint64_t) sim_view_word (chain->view, word + 1) << 32;
  uint64_t first =
      SIM_PAGE_OFFSET + ((uint64_t) chain->slab->pfn << SIM_PAGE_SHIFT) + cache->red_left_pad;

  chain->index = UINT32_MAX;
  if (address == 0)
    return;
  if (address >= first && (address - first) / cache->size < chain->slab->objects &&
      (address - first) % cache->size == 0)
    chain->index = (uint32_t) ((address - first) / cache->size);
  else
    chain->damaged = true;
}

/* The CPU whose slab this is, with its part in *out, or UINT32_MAX. */
static uint32_t
cpu_of (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab,
        struct sim_kmem_cache_cpu *out)
{
  if (slab->where != SIM_SLAB_ACTIVE)
    return UINT32_MAX;
  sim_view_cache_cpu (view, slab->cache - 1, slab->cpu, out);
  return out->slab == entry ? slab->cpu : UINT32_MAX;
}

/* Marks the places on one chain; each once, however damaged the chain is. */
static void
mark_chain (struct chain *chain, sim_ref first, struct sim_place *place, uint32_t most,
            enum sim_place_state state, uint32_t cpu)
{
  uint32_t order = 0;

  for (chain_begin (chain, first); chain->index != UINT32_MAX && order < chain->slab->objects;
       chain_next (chain), order++) {
    if (chain->index >= most)
      continue;
    if (place[chain->index].state != SIM_PLACE_LOST)
      return;
    place[chain->index].state = state;
    place[chain->index].cpu = cpu;
    place[chain->index].order = order;
  }
}

uint32_t
sim_slub_places (const struct sim_view *view, uint32_t entry, struct sim_place *place,
                 uint32_t most)
{
  struct sim_kmem_cache_cpu part;
  struct sim_kmem_cache cache;
  struct sim_slab slab;
  struct chain chain = { .view = view, .slab = &slab, .cache = &cache };
  uint32_t cpu;

  sim_view_slab (view, entry, &slab);
  sim_view_cache (view, slab.cache - 1, &cache);
  for (uint32_t i = 0; i < slab.objects && i < most; i++) {
    uint32_t offset = i * cache.size + cache.red_left_pad;

    place[i] = (struct sim_place){ .index = i,
                                   .offset = offset,
                                   .size = cache.object_size,
                                   .state = sim_view_slab_begins (view, &slab, offset)
                                                ? SIM_PLACE_ALLOCATED
                                                : SIM_PLACE_LOST };
  }
  cpu = cpu_of (view, entry, &slab, &part);
  if (cpu != UINT32_MAX)
    mark_chain (&chain, part.freelist, place, most, SIM_PLACE_FREE_CPU, cpu);
  mark_chain (&chain, slab.freelist, place, most, SIM_PLACE_FREE, 0);
  return slab.objects;
}

/* --- invariants --- */

static const char *
broken (struct sim_object *where, const struct sim_slab *slab, const char *what)
{
  *where = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = slab->pfn };
  return what;
}

/* Each object is allocated or on exactly one chain, and `inuse` counts those that are not on
 * the slab's own.  Bytes that somebody wrote over may make it less. */
static const char *
check_objects (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab,
               const struct sim_kmem_cache *cache, bool exact, struct sim_object *where)
{
  struct chain chain = { .view = view, .slab = slab, .cache = cache };
  struct sim_kmem_cache_cpu part;
  sim_ref first[2] = { slab->freelist, SIM_REF_NONE };
  uint32_t count[2] = { 0, 0 }, allocated = 0;

  for (uint32_t i = 0; i < slab->objects; i++)
    allocated += sim_view_slab_begins (view, slab, i * cache->size + cache->red_left_pad);
  if (cpu_of (view, entry, slab, &part) != UINT32_MAX)
    first[1] = part.freelist;
  for (int i = 0; i < 2; i++) {
    for (chain_begin (&chain, first[i]); chain.index != UINT32_MAX && count[i] <= slab->objects;
         chain_next (&chain)) {
      if (exact &&
          sim_view_slab_begins (view, slab, chain.index * cache->size + cache->red_left_pad))
        return broken (where, slab, "U3: an allocated object is on a free list");
      count[i]++;
    }
    if (exact && chain.damaged)
      return broken (where, slab, "U3: a free pointer leads nowhere");
  }
  if (exact && count[0] + slab->inuse != slab->objects)
    return broken (where, slab, "U3: inuse does not count the objects off the slab's list");
  if (exact && count[0] + count[1] + allocated != slab->objects)
    return broken (where, slab, "U3: an object is neither allocated nor free, or both");
  return NULL;
}

/* What one slab says of itself. */
static const char *
check_slab (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab,
            const struct sim_kmem_cache *cache, bool exact, struct sim_object *where)
{
  bool frozen = slab->where == SIM_SLAB_ACTIVE || slab->where == SIM_SLAB_CPU_LIST;
  bool full = slab->freelist == SIM_REF_NONE;
  bool disabled = sim_slub_debugged (cache) && slab->where == SIM_SLAB_NOWHERE && full;

  if (slab->objects != (UINT32_C (1) << (SIM_PAGE_SHIFT + slab->order)) / cache->size ||
      slab->inuse > slab->objects)
    return broken (where, slab, "U1: a slab with a wrong number of objects");
  if ((slab->frozen != 0) != frozen && !disabled)
    return broken (where, slab, "U2: a slab is frozen, but no CPU has it, or not, but one has");
  if (slab->where == SIM_SLAB_NOWHERE && !full)
    return broken (where, slab, "U2: a slab with free objects is on no list");
  if (slab->where == SIM_SLAB_NODE_LIST && (slab->list == SIM_SLABS_FULL) != full)
    return broken (where, slab, "U2: a slab is on the wrong list");
  return check_objects (view, entry, slab, cache, exact && slab->frozen == frozen, where);
}

/* The slabs of a chain or list say that they are there. */
static const char *
check_list (const struct sim_view *view, uint32_t first, const struct sim_slab *as,
            uint32_t expected, struct sim_object *where)
{
  uint32_t count = 0;
  struct sim_slab slab;

  for (uint32_t entry = first; (entry & SIM_NODE_HEAD) == 0; entry = slab.next, count++) {
    if (count > view->layout->slab.entry_count || entry >= view->layout->slab.entry_count)
      return "U4: a list of slabs is damaged";
    sim_view_slab (view, entry, &slab);
    if (slab.cache != as->cache || slab.head != entry || slab.where != as->where ||
        (as->where == SIM_SLAB_NODE_LIST ? slab.list != as->list : slab.cpu != as->cpu))
      return broken (where, &slab, "U4: a slab is on a list that it does not know of");
  }
  if (count != expected)
    return "U4: a count of slabs is wrong";
  return NULL;
}

struct counts {
  uint32_t slabs, objects, on_full, on_partial, on_cpu;
};

static const char *
check_slabs (const struct sim_view *view, uint32_t cache, const struct sim_kmem_cache *its,
             struct counts *counts, struct sim_object *where)
{
  struct sim_slab_header header;
  struct sim_slab slab;

  sim_view_slab_header (view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    const char *wrong;
    struct counts *node;

    sim_view_slab (view, entry, &slab);
    if (slab.cache != cache + 1 || slab.head != entry)
      continue;
    wrong = check_slab (view, entry, &slab, its, header.tampered == 0 && header.report_count == 0,
                        where);
    if (wrong != NULL)
      return wrong;
    node = &counts[sim_view_slab_node (view, &slab)];
    node->slabs++;
    node->objects += slab.objects;
    if (slab.where == SIM_SLAB_NODE_LIST)
      *(slab.list == SIM_SLABS_FULL ? &node->on_full : &node->on_partial) += 1;
    node->on_cpu += slab.where == SIM_SLAB_CPU_LIST;
  }
  return NULL;
}

const char *
sim_slub_check (const struct sim_view *view, uint32_t cache, struct sim_object *where)
{
  struct counts counts[SIM_NODES_MAX] = { { 0 } };
  uint32_t on_cpus = 0, on_cpu_lists = 0;
  struct sim_kmem_cache its;
  const char *wrong;

  *where = (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = cache };
  sim_view_cache (view, cache, &its);
  wrong = check_slabs (view, cache, &its, counts, where);
  for (uint32_t cpu = 0; cpu < view->layout->cpu_count && wrong == NULL; cpu++) {
    struct sim_kmem_cache_cpu part;
    struct sim_slab slab;

    sim_view_cache_cpu (view, cache, cpu, &part);
    if (part.slab == SIM_SLAB_NONE && part.freelist != SIM_REF_NONE)
      return "U5: a CPU has free objects of no slab";
    if (part.slab != SIM_SLAB_NONE) {
      sim_view_slab (view, part.slab, &slab);
      if (slab.where != SIM_SLAB_ACTIVE || slab.cpu != cpu || slab.cache != cache + 1)
        return broken (where, &slab, "U5: a CPU's slab does not know of it");
    }
    wrong = check_list (
        view, part.partial,
        &(struct sim_slab){ .cache = cache + 1, .where = SIM_SLAB_CPU_LIST, .cpu = cpu },
        part.partial_slabs, where);
    on_cpus += part.partial_slabs;
  }
  for (uint32_t node = 0; node < view->layout->node_count && wrong == NULL; node++) {
    struct sim_kmem_cache_node part;
    struct sim_slab as = { .cache = cache + 1, .where = SIM_SLAB_NODE_LIST };

    sim_view_cache_node (view, cache, node, &part);
    on_cpu_lists += counts[node].on_cpu;
    if (part.nr_slabs != counts[node].slabs || part.total_objects != counts[node].objects ||
        part.nr_partial != counts[node].on_partial)
      return "U4: a node counts its slabs wrong";
    as.list = SIM_SLABS_PARTIAL;
    wrong = check_list (view, part.head[SIM_SLABS_PARTIAL].next, &as, part.nr_partial, where);
    as.list = SIM_SLABS_FULL;
    if (wrong == NULL)
      wrong = check_list (view, part.head[SIM_SLABS_FULL].next, &as, counts[node].on_full, where);
  }
  if (wrong == NULL && on_cpus != on_cpu_lists)
    return "U4: a slab of a CPU's list is on none";
  return wrong;
}
