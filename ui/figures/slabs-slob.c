/* ui/figures/slabs-slob.c - SLOB: pieces of all sizes in the pages of three lists. */
#include "ui/figures/slabs.h"

#include <glib/gi18n-lib.h>

/* Pages that no list has: without a free unit. */
static double
add_full (struct fol_slabs_build *build, struct fol_strip *strip, double top)
{
  bool any = false;

  for (guint i = 0; i < build->slabs->len; i++) {
    const struct fol_slab *slab = &g_array_index (build->slabs, struct fol_slab, i);

    if (slab->slab.cache != SIM_CACHE_SLOB + 1 || slab->slab.where == SIM_SLAB_NODE_LIST)
      continue;
    if (!any)
      top = fol_slabs_heading (build, strip->x, top, strip->width, _ ("On no list"),
                               _ ("pages without a free unit"));
    any = true;
    strip->entry = slab->entry;
    strip->large = fol_slabs_concerned (build, slab->entry) != 0;
    top = fol_slabs_strip (build, strip, top);
  }
  return top;
}

double
fol_slabs_slob (struct fol_slabs_build *build, double top)
{
  static const struct {
    const char *name, *facts;
  } lists[SIM_SLOB_LISTS] = {
    { "free_slob_small", N_ ("pieces below 256 bytes") },
    { "free_slob_medium", N_ ("pieces below 1024 bytes") },
    { "free_slob_large", N_ ("larger pieces of a page") },
  };
  struct fol_strip strip = {
    .x = FOL_SLABS_INSET,
    .width = build->width - 2 * FOL_SLABS_INSET,
    .label = fol_slabs_label (build, SIM_CACHE_SLOB),
    .large = build->slabs->len <= 4,
  };

  for (uint32_t list = 0; list < SIM_SLOB_LISTS; list++) {
    struct sim_object object = { SIM_OBJECT_CACHE_LIST, SIM_CACHE_SLOB, 0, list };
    bool empty = build->header.slob[list].next >= build->state->layout->slab.entry_count;
    g_autofree char *facts = empty ? g_strdup_printf ("%s · %s", _ (lists[list].facts), _ ("empty"))
                                   : g_strdup (_ (lists[list].facts));

    top = fol_slabs_part (build, object, strip.x, top, strip.width, lists[list].name, facts);
    top = fol_slabs_list (build, build->header.slob[list].next, &strip, top) + 4;
  }
  return add_full (build, &strip, top);
}
