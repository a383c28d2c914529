/* app/object-path.c - what an object is part of, to go up from it. */
#include "app/object-path.h"
#include "app/describe-private.h"

#include <glib/gi18n-lib.h>

static void
add (struct fol_path *path, enum sim_object_kind kind, uint32_t a, uint32_t b)
{
  path->object[path->count++] = (struct sim_object){ .kind = kind, .a = a, .b = b };
}

static void
add_zone (struct fol_path *path, const struct sim_view *view, uint32_t zone)
{
  if (zone < view->layout->zone_count)
    add (path, SIM_OBJECT_ZONE, zone, 0);
}

static void
add_cache (struct fol_path *path, const struct sim_view *view, uint32_t cache)
{
  if (sim_view_cache_role (view, cache) != SIM_CACHE_UNUSED)
    add (path, SIM_OBJECT_CACHE, cache, 0);
}

static void
of_memory (const struct sim_view *view, struct sim_object object, struct fol_path *path)
{
  guint pageblock_order = view->layout->pageblock_order;
  struct sim_slab slab;

  if (sim_view_slab_of (view, object.a, &slab)) {
    if (object.kind != SIM_OBJECT_PAGEBLOCK)
      add_cache (path, view, slab.cache - 1);
    if (object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK) {
      add (path, SIM_OBJECT_SLAB, slab.pfn, 0);
      return;
    }
    if (object.kind == SIM_OBJECT_SMALL)
      add (path, SIM_OBJECT_SLAB, slab.pfn, 0);
  }
  if (object.kind == SIM_OBJECT_SLAB || object.kind == SIM_OBJECT_SMALL) {
    add (path, SIM_OBJECT_FRAME, object.a, 0);
    return;
  }
  add_zone (path, view, sim_view_zone_of (view, object.a));
  if (object.kind != SIM_OBJECT_PAGEBLOCK)
    add (path, SIM_OBJECT_PAGEBLOCK, object.a >> pageblock_order << pageblock_order, 0);
}

void
fol_object_path (const struct sim_view *view, struct sim_object object, struct fol_path *path)
{
  path->count = 0;
  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_FRAME:
  case SIM_OBJECT_BLOCK:
  case SIM_OBJECT_PAGEBLOCK:
  case SIM_OBJECT_SLAB:
  case SIM_OBJECT_SMALL:
    if (object.a < view->layout->frame_count)
      of_memory (view, object, path);
    break;
  case SIM_OBJECT_CACHE_CPU:
  case SIM_OBJECT_CACHE_LIST:
    add_cache (path, view, object.a);
    break;
  case SIM_OBJECT_PCP_LIST:
    add_zone (path, view, object.a);
    if (path->count > 0 && object.b < view->layout->cpu_count)
      add (path, SIM_OBJECT_PCP, object.a, object.b);
    break;
  case SIM_OBJECT_PCP:
  case SIM_OBJECT_FREE_LIST:
    add_zone (path, view, object.a);
    break;
  case SIM_OBJECT_NONE:
  case SIM_OBJECT_ZONE:
  case SIM_OBJECT_CACHE:
  case SIM_OBJECT_STEP:
  case SIM_OBJECT_CPU_SET:
  case SIM_OBJECT_KINDS:
    break;
  }
}

char *
fol_describe_briefly (const struct sim_view *view, struct sim_object object)
{
  g_autoptr (GString) text = NULL;

  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_CACHE:
    return fol_describe_cache (view, object.a);
  case SIM_OBJECT_SLAB:
    return g_strdup_printf (_ ("slab %u"), object.a);
  case SIM_OBJECT_FRAME:
    return fol_describe_frames (object.a, 0);
  case SIM_OBJECT_PAGEBLOCK:
    return g_strdup_printf (_ ("pageblock %u"), object.a >> view->layout->pageblock_order);
  case SIM_OBJECT_PCP:
    return g_strdup_printf (_ ("CPU %u"), object.b);
  case SIM_OBJECT_ZONE:
    text = g_string_new (NULL);
    fol_append_zone (text, view, object.a);
    return g_string_free (g_steal_pointer (&text), FALSE);
  default:
    return fol_describe_object (view, object);
  }
}
