/* app/operation-flags.c - flags of requests and of caches by their names: see operation-text.h. */
#include "app/operation-private.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>

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

bool
fol_slab_flags_parse (const char *text, uint32_t *flags, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, "|", -1);
  uint32_t bits = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    const char *known[G_N_ELEMENTS (fol_slab_flags)] = { NULL };
    const char *word = g_strstrip (words[i]), *closest;
    uint64_t number = 0;

    for (guint k = 0; fol_slab_flags[k].name != NULL; k++) {
      known[k] = fol_slab_flags[k].name;
      if (g_str_equal (known[k], word))
        number = fol_slab_flags[k].bits;
    }
    if (number == 0 && !(fol_operation_read_number (word, &number) && number <= UINT32_MAX)) {
      closest = fol_json_closest (word, known);
      g_set_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_UNKNOWN,
                   closest != NULL ? _ ("no cache flag is called “%s”; did you mean %s?")
                                   : _ ("no cache flag is called “%s”; flags are written like "
                                        "SLAB_POISON or SLAB_HWCACHE_ALIGN, joined by |"),
                   word, closest);
      return false;
    }
    bits |= (uint32_t) number;
  }
  *flags = bits;
  return true;
}

bool
fol_gfp_parse (const char *text, uint32_t *gfp, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, "|", -1);
  uint32_t bits = 0;

  for (guint i = 0; words[i] != NULL; i++) {
    const struct sim_gfp_name *name = sim_gfp_names;
    const char *word = g_strstrip (words[i]);
    uint64_t number;

    while (name->name != NULL && !g_str_equal (name->name, word))
      name++;
    if (name->name != NULL) {
      bits |= name->bits;
    } else if (fol_operation_read_number (word, &number) && number <= UINT32_MAX) {
      bits |= (uint32_t) number;
    } else {
      g_autoptr (GPtrArray) known = g_ptr_array_new ();
      const char *closest;

      for (name = sim_gfp_names; name->name != NULL; name++)
        g_ptr_array_add (known, (gpointer) name->name);
      g_ptr_array_add (known, NULL);
      closest = fol_json_closest (word, (const char *const *) known->pdata);
      g_set_error (error, FOL_OPERATION_ERROR, FOL_OPERATION_UNKNOWN,
                   closest != NULL ? _ ("no gfp flag is called “%s”; did you mean %s?")
                                   : _ ("no gfp flag is called “%s”; flags are written like "
                                        "GFP_KERNEL or __GFP_ZERO, joined by |"),
                   word, closest);
      return false;
    }
  }
  *gfp = bits;
  return true;
}

/* The largest combination that lies within `left`; among alike ones GFP_X if it is
 * the whole request, else __GFP_X. */
static const struct sim_gfp_name *
largest_name (uint32_t gfp, uint32_t left)
{
  const struct sim_gfp_name *best = NULL;

  for (const struct sim_gfp_name *name = sim_gfp_names; name->name != NULL; name++) {
    int bits = __builtin_popcount (name->bits & left);

    if (name->bits == 0 || (name->bits & gfp) != name->bits || bits == 0)
      continue;
    if (best == NULL || bits > __builtin_popcount (best->bits & left) ||
        (name->bits == gfp && best->bits == gfp))
      best = name;
  }
  return best;
}

char *
fol_gfp_to_text (uint32_t gfp)
{
  GString *text = g_string_new (NULL);
  uint32_t left = gfp;

  while (left != 0) {
    const struct sim_gfp_name *name = largest_name (gfp, left);

    if (text->len > 0)
      g_string_append_c (text, '|');
    if (name == NULL) {
      g_string_append_printf (text, "0x%x", left);
      break;
    }
    g_string_append (text, name->name);
    left &= ~name->bits;
  }
  if (gfp == 0)
    g_string_append_c (text, '0');
  return g_string_free (text, FALSE);
}
