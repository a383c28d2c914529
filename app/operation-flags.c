/* app/operation-flags.c - the flags of caches by their names: see operation-text.h. */
#include "app/operation-text.h"

#include "engine/slab/slab.h"

const struct fol_slab_flag fol_slab_flags[] = {
  { "SLAB_CONSISTENCY_CHECKS", SIM_SLAB_CONSISTENCY_CHECKS },
  { "SLAB_RED_ZONE", SIM_SLAB_RED_ZONE },
  { "SLAB_POISON", SIM_SLAB_POISON },
  { "SLAB_STORE_USER", SIM_SLAB_STORE_USER },
  { "SLAB_HWCACHE_ALIGN", SIM_SLAB_HWCACHE_ALIGN },
  { "SLAB_CACHE_DMA", SIM_SLAB_CACHE_DMA },
  { "SLAB_RECLAIM_ACCOUNT", SIM_SLAB_RECLAIM_ACCOUNT },
  { "SLAB_TYPESAFE_BY_RCU", SIM_SLAB_TYPESAFE_BY_RCU },
  { "SLAB_PANIC", SIM_SLAB_PANIC },
  { "SLAB_MEM_SPREAD", SIM_SLAB_MEM_SPREAD },
  { "SLAB_KMALLOC", SIM_SLAB_KMALLOC },
  { NULL, 0 },
};

char *
fol_slab_flags_to_text (uint32_t flags)
{
  GString *text = g_string_new (NULL);

  for (const struct fol_slab_flag *flag = fol_slab_flags; flag->name != NULL; flag++)
    if ((flags & flag->bits) != 0) {
      g_string_append_printf (text, "%s%s", text->len > 0 ? "|" : "", flag->name);
      flags &= ~flag->bits;
    }
  if (text->len == 0 && flags == 0)
    g_string_append_c (text, '0');
  if (flags != 0)
    g_string_append_printf (text, "%s0x%x", text->len > 0 ? "|" : "", flags);
  return g_string_free (text, FALSE);
}
