/* app/programs/cli-dump-slab.c - caches, slabs and lists of a state as JSON. */
#include "app/programs/cli-dump-private.h"

#include "app/describe.h"
#include "engine/slab/slab.h"

#include <inttypes.h>

static const char *const list_words[SIM_SLAB_LISTS] = {
  [SIM_SLABS_PARTIAL] = "partial",
  [SIM_SLABS_FULL] = "full",
  [SIM_SLABS_FREE] = "free",
};
static const char *const slob_words[SIM_SLOB_LISTS] = {
  [SIM_SLOB_SMALL] = "small",
  [SIM_SLOB_MEDIUM] = "medium",
  [SIM_SLOB_LARGE] = "large",
};
static const char *const where_words[] = {
  [SIM_SLAB_NOWHERE] = "nowhere",
  [SIM_SLAB_ACTIVE] = "active",
  [SIM_SLAB_CPU_LIST] = "cpu_partial",
  [SIM_SLAB_NODE_LIST] = "node",
};
static const char *const state_words[] = {
  [SIM_SLAB_DOWN] = "DOWN",
  [SIM_SLAB_PARTIAL] = "PARTIAL",
  [SIM_SLAB_PARTIAL_NODE] = "PARTIAL_NODE",
  [SIM_SLAB_UP] = "UP",
};
static const char place_letters[SIM_PLACE_STATES + 1] = "Afcsax";

static sim_pfn
frame_of (const struct sim_view *view, uint32_t entry)
{
  struct sim_slab slab;

  sim_view_slab (view, entry, &slab);
  return slab.pfn;
}

static void
put_ref (struct fol_dump *dump, const struct sim_view *view, const char *separator, sim_ref ref)
{
  if (ref == SIM_REF_NONE)
    fol_dump_put (dump, "%snull", separator);
  else
    fol_dump_put (dump, "%s\"0x%" PRIx64 "\"", separator, sim_view_ref_address (view, ref));
}

static void
put_refs (struct fol_dump *dump, const struct sim_view *view, const uint32_t *ref, uint32_t count)
{
  fol_dump_put (dump, "[");
  for (uint32_t i = 0; i < count; i++)
    put_ref (dump, view, i > 0 ? ", " : "", ref[i]);
  fol_dump_put (dump, "]");
}

static void
put_part (struct fol_dump *dump, const struct sim_view *view, uint32_t number, uint32_t allocator,
          uint32_t cpu)
{
  struct sim_kmem_cache_cpu part;
  const char *separator = "";
  struct sim_slab slab;

  sim_view_cache_cpu (view, number, cpu, &part);
  fol_dump_put (dump, "%s{ \"cpu\": %u", cpu > 0 ? ", " : "", cpu);
  if (allocator == SIM_ALLOCATOR_SLAB) {
    fol_dump_put (dump, ", \"touched\": %u, \"entry\": ", part.touched);
    put_refs (dump, view, part.entry, part.avail);
  } else if (allocator == SIM_ALLOCATOR_SLUB) {
    fol_dump_put (dump, ", \"slab\": %" PRId64 ", \"freelist\": ",
                  part.slab == SIM_SLAB_NONE ? -1 : (int64_t) frame_of (view, part.slab));
    put_ref (dump, view, "", part.freelist);
    fol_dump_put (dump, ", \"partial\": [");
    for (uint32_t entry = part.partial; entry != SIM_SLAB_NONE; entry = slab.next) {
      sim_view_slab (view, entry, &slab);
      fol_dump_put (dump, "%s%u", separator, slab.pfn);
      separator = ", ";
    }
    fol_dump_put (dump, "]");
  }
  fol_dump_put (dump, " }");
}

static void
put_node (struct fol_dump *dump, const struct sim_view *view, uint32_t number, uint32_t allocator,
          uint32_t node)
{
  struct sim_kmem_cache_node part;
  struct sim_slab slab;

  sim_view_cache_node (view, number, node, &part);
  fol_dump_put (dump, "%s{ \"node\": %u", node > 0 ? ", " : "", node);
  for (uint32_t list = 0; list < SIM_SLAB_LISTS; list++) {
    const char *separator = "";

    fol_dump_put (dump, ", \"%s\": [", list_words[list]);
    for (uint32_t entry = part.head[list].next; (entry & SIM_NODE_HEAD) == 0; entry = slab.next) {
      sim_view_slab (view, entry, &slab);
      fol_dump_put (dump, "%s%u", separator, slab.pfn);
      separator = ", ";
    }
    fol_dump_put (dump, "]");
  }
  if (allocator == SIM_ALLOCATOR_SLAB) {
    fol_dump_put (dump,
                  ", \"free_objects\": %u, \"colour_next\": %u, \"shared\": ", part.free_objects,
                  part.colour_next);
    put_refs (dump, view, part.shared_entry, part.has_shared != 0 ? part.shared.avail : 0);
    for (uint32_t other = 0; other < view->layout->node_count; other++)
      if (part.alien[other].limit > 0) {
        fol_dump_put (dump, ", \"alien %u\": ", other);
        put_refs (dump, view, part.alien_entry[other], part.alien[other].avail);
      }
  }
  fol_dump_put (dump, " }");
}

static void
put_cache (struct fol_dump *dump, const struct sim_view *view, uint32_t number,
           const struct sim_kmem_cache *cache)
{
  char name[SIM_CACHE_NAME_BYTES];

  sim_cache_name (cache, name);
  fol_dump_put (dump,
                "      { \"number\": %u, \"name\": \"%s\", \"allocator\": \"%s\", "
                "\"object_size\": %u, \"size\": %u, \"align\": %u, \"order\": %u, "
                "\"objects\": %u, \"flags\": \"0x%x\", \"refcount\": %u,\n",
                number, name, fol_allocator_name (cache->allocator), cache->object_size,
                cache->size, cache->align, cache->oo_order, cache->oo_objects, cache->flags,
                cache->refcount);
  fol_dump_put (dump, "        \"cpus\": [");
  for (uint32_t cpu = 0; cpu < view->layout->cpu_count; cpu++)
    put_part (dump, view, number, cache->allocator, cpu);
  fol_dump_put (dump, "],\n        \"nodes\": [");
  for (uint32_t node = 0; node < view->layout->node_count; node++)
    put_node (dump, view, number, cache->allocator, node);
  fol_dump_put (dump, "] }");
}

static void
put_slab (struct fol_dump *dump, const struct sim_view *view, uint32_t entry,
          const struct sim_slab *slab)
{
  struct sim_place places[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  uint32_t count = sim_view_slab_places (view, entry, places, G_N_ELEMENTS (places));
  bool slob = slab->cache == SIM_CACHE_SLOB + 1;
  g_autoptr (GString) letters = g_string_new (NULL);

  fol_dump_put (dump,
                "      { \"pfn\": %u, \"order\": %u, \"cache\": %" PRId64 ", \"operation\": %u, "
                "\"inuse\": %u, \"where\": \"%s\"",
                slab->pfn, slab->order, slob ? -1 : (int64_t) slab->cache - 1, slab->serial,
                slab->inuse, where_words[slab->where]);
  if (slab->where == SIM_SLAB_NODE_LIST)
    fol_dump_put (dump, ", \"list\": \"%s\"",
                  slob ? slob_words[slab->list] : list_words[slab->list]);
  if (slab->where == SIM_SLAB_ACTIVE || slab->where == SIM_SLAB_CPU_LIST)
    fol_dump_put (dump, ", \"cpu\": %u", slab->cpu);
  if (!slob)
    fol_dump_put (dump, ", \"frozen\": %u, \"s_mem\": %u, \"colour\": %u", slab->frozen,
                  slab->s_mem, slab->colour);
  for (uint32_t i = 0; i < count && i < G_N_ELEMENTS (places); i++) {
    if (slob)
      g_string_append_printf (letters, "%c%u ", place_letters[places[i].state], places[i].size);
    else
      g_string_append_c (letters, place_letters[places[i].state]);
  }
  fol_dump_put (dump, ", \"objects\": \"%s\" }", g_strchomp (letters->str));
}

void
fol_dump_slabs (struct fol_dump *dump, const struct sim_view *view)
{
  struct sim_slab_header header;
  struct sim_kmem_cache cache;
  const char *separator = "";
  struct sim_slab slab;

  sim_view_slab_header (view, &header);
  if (header.state == SIM_SLAB_DOWN)
    return;
  fol_dump_put (dump,
                ",\n  \"slab\": { \"state\": \"%s\", \"allocator\": \"%s\", \"reports\": %u,\n"
                "    \"caches\": [\n",
                state_words[header.state], fol_allocator_name (header.allocator),
                header.report_count);
  for (uint32_t number = 0; number < SIM_CACHES_MAX; number++) {
    if (!sim_view_cache (view, number, &cache))
      continue;
    fol_dump_put (dump, "%s", separator);
    put_cache (dump, view, number, &cache);
    separator = ",\n";
  }
  fol_dump_put (dump, "\n    ],\n    \"slabs\": [\n");
  separator = "";
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    sim_view_slab (view, entry, &slab);
    if (slab.cache == 0 || slab.head != entry)
      continue;
    fol_dump_put (dump, "%s", separator);
    put_slab (dump, view, entry, &slab);
    separator = ",\n";
  }
  fol_dump_put (dump, "\n    ] }");
}
