/* app/slabinfo.c - /proc/slabinfo, as Linux prints it (mm/slab_common.c, slab_show ()). */
#include "app/slabinfo.h"

#include <glib/gi18n-lib.h>

/* Where a cache stands on slab_caches, the oldest with the lowest number. */
struct listed {
  uint32_t number;
  uint32_t serial, place; /* of what one operation made: in this order */
};

static int
compare_listed (const void *a, const void *b)
{
  const struct listed *one = a, *two = b;

  if (one->serial != two->serial)
    return one->serial < two->serial ? 1 : -1;
  return one->place < two->place ? 1 : -1;
}

/* Caches come to the head of the list.  SLUB lists its first two again when it moves them out of
 * their static descriptors, and kmem_cache goes first then (bootstrap ()). */
static GArray *
list_caches (const struct sim_view *view)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (struct listed));
  struct sim_kmem_cache cache;

  for (uint32_t number = 0; number < SIM_CACHES_MAX; number++) {
    struct listed listed = { .number = number, .place = number };

    if (!sim_view_cache (view, number, &cache))
      continue;
    listed.serial = cache.serial;
    if (cache.allocator == SIM_ALLOCATOR_SLUB && cache.role == SIM_CACHE_KMEM_CACHE)
      listed.place = 0;
    if (cache.allocator == SIM_ALLOCATOR_SLUB && cache.role == SIM_CACHE_KMEM_CACHE_NODE)
      listed.place = 1;
    g_array_append_val (list, listed);
  }
  g_array_sort (list, compare_listed);
  return list;
}

static void
append_cache (GString *text, const struct sim_view *view, uint32_t number,
              const struct sim_kmem_cache *cache)
{
  char name[SIM_CACHE_NAME_BYTES];
  struct sim_slabinfo info;

  sim_cache_name (cache, name);
  sim_view_slabinfo (view, number, &info);
  g_string_append_printf (text, "%-17s %6u %6u %6u %4u %4u", name, info.active_objs, info.num_objs,
                          info.objsize, info.objperslab, info.pagesperslab);
  g_string_append_printf (text, " : tunables %4u %4u %4u", info.limit, info.batchcount,
                          info.shared);
  g_string_append_printf (text, " : slabdata %6u %6u %6u\n", info.active_slabs, info.num_slabs,
                          info.sharedavail);
}

char *
fol_slabinfo (const struct sim_view *view, const char **why)
{
  g_autoptr (GArray) list = NULL;
  struct sim_slab_header header;
  struct sim_kmem_cache cache;
  GString *text;

  sim_view_slab_header (view, &header);
  if (header.allocator == SIM_ALLOCATOR_SLOB) {
    *why = _ ("A kernel with SLOB has no /proc/slabinfo: SLOB keeps no count of its caches.");
    return NULL;
  }
  if (header.cache_count == 0) {
    *why = _ ("There are no caches yet: run kmem_cache_init first.");
    return NULL;
  }
  *why = NULL;
  text = g_string_new ("slabinfo - version: 2.1\n"
                       "# name            <active_objs> <num_objs> <objsize> <objperslab> "
                       "<pagesperslab>"
                       " : tunables <limit> <batchcount> <sharedfactor>"
                       " : slabdata <active_slabs> <num_slabs> <sharedavail>\n");
  list = list_caches (view);
  for (guint i = 0; i < list->len; i++) {
    uint32_t number = g_array_index (list, struct listed, i).number;

    if (sim_view_cache (view, number, &cache))
      append_cache (text, view, number, &cache);
  }
  return g_string_free (text, FALSE);
}
