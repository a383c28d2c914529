/* app/slabinfo.c - /proc/slabinfo, as Linux prints it (mm/slab_common.c, slab_show ()). */
#include "app/slabinfo.h"

#include <glib/gi18n-lib.h>

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
  for (uint32_t number = SIM_CACHES_MAX; number-- > 0;)
    if (sim_view_cache (view, number, &cache))
      append_cache (text, view, number, &cache);
  return g_string_free (text, FALSE);
}
