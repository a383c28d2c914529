/* app/describe-slab.c - words for caches, their allocators, and operations on small objects. */
#include "app/describe-private.h"

#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

const char *
fol_allocator_name (uint32_t allocator)
{
  static const char *const names[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = "SLUB",
    [SIM_ALLOCATOR_SLAB] = "SLAB",
    [SIM_ALLOCATOR_SLOB] = "SLOB",
  };

  return allocator < SIM_ALLOCATORS ? names[allocator] : "?";
}

char *
fol_describe_cache (const struct sim_view *view, uint64_t cache)
{
  char name[SIM_CACHE_NAME_BYTES];
  struct sim_kmem_cache values;

  if (view == NULL || cache >= SIM_CACHES_MAX || !sim_view_cache (view, (uint32_t) cache, &values))
    return g_strdup_printf (_ ("cache number %" PRIu64), cache);
  sim_cache_name (&values, name);
  return g_strdup (name);
}

void
fol_append_cache (GString *text, const struct sim_view *view, uint64_t cache)
{
  g_autofree char *name = fol_describe_cache (view, cache);

  g_string_append (text, name);
}

char *
fol_describe_slab_object (const struct sim_view *view, struct sim_object object)
{
  g_autofree char *cache = NULL;

  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_CACHE:
    cache = fol_describe_cache (view, object.a);
    return g_strdup_printf (_ ("Cache %s"), cache);
  case SIM_OBJECT_CACHE_CPU:
    cache = fol_describe_cache (view, object.a);
    return g_strdup_printf (_ ("Cache %s on CPU %u"), cache, object.b);
  case SIM_OBJECT_CACHE_LIST:
    cache = fol_describe_cache (view, object.a);
    return g_strdup_printf (_ ("List of slabs of %s, node %u"), cache, object.b);
  case SIM_OBJECT_SLAB:
    return g_strdup_printf (_ ("Slab at frame %u"), object.a);
  case SIM_OBJECT_SMALL:
    return g_strdup_printf (_ ("Object at 0x%" PRIx64),
                            SIM_PAGE_OFFSET + ((uint64_t) object.a << SIM_PAGE_SHIFT) + object.b);
  case SIM_OBJECT_CPU_SET:
    return g_strdup_printf (_ ("Set %u of CPU cache %u"), object.b, object.a + 1);
  default:
    return g_strdup (_ ("Nothing"));
  }
}

/* The address of an object, and the cache it is from or the frames it takes. */
static char *
describe_object_given (const struct sim_view *view, const struct sim_result *result)
{
  g_autofree char *address = g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", result->value);
  g_autofree char *from = NULL;
  struct sim_located at;

  if (result->object.kind == SIM_OBJECT_BLOCK) {
    from = fol_describe_frames (result->object.a, result->object.b);
    return g_strdup_printf (_ ("Allocated %s, a large object: %s."), address, from);
  }
  if (view == NULL)
    return g_strdup_printf (_ ("Allocated %s."), address);
  sim_view_locate (view, result->value, &at);
  if (at.cache >= SIM_CACHES_MAX)
    return g_strdup_printf (_ ("Allocated %s."), address);
  from = fol_describe_cache (view, at.cache);
  return g_strdup_printf (_ ("Allocated %s from %s."), address, from);
}

/* What an operation on small objects gave. */
char *
fol_describe_slab_result (const struct sim_view *view, const struct sim_op *op,
                          const struct sim_result *result)
{
  g_autofree char *cache = NULL;

  switch ((enum sim_operation_kind) op->kind) {
  case SIM_OP_KMEM_CACHE_INIT:
    return g_strdup (_ ("The kernel's caches are there: small objects can be allocated."));
  case SIM_OP_KMEM_CACHE_CREATE:
    cache = fol_describe_cache (view, (uint32_t) result->value);
    return g_strdup_printf (_ ("Made: %s."), cache);
  case SIM_OP_KMEM_CACHE_DESTROY:
    return g_strdup (_ ("The cache is gone, or has one user less."));
  case SIM_OP_KMEM_CACHE_SHRINK:
    cache = fol_describe_cache (view, (uint32_t) op->argument[0]);
    return g_strdup_printf (_ ("Empty slabs of %s went back."), cache);
  case SIM_OP_CACHE_REAP:
    return g_strdup (_ ("The reaper had its turn on this CPU."));
  case SIM_OP_KMEM_CACHE_ALLOC:
  case SIM_OP_KMALLOC:
  case SIM_OP_KZALLOC:
  case SIM_OP_KREALLOC:
    return describe_object_given (view, result);
  case SIM_OP_KMEM_CACHE_FREE:
    return g_strdup_printf (_ ("Given back: 0x%" PRIx64 "."), op->argument[1]);
  case SIM_OP_KFREE:
    return g_strdup_printf (_ ("Given back: 0x%" PRIx64 "."), op->argument[0]);
  case SIM_OP_KSIZE:
    return g_strdup_printf (ngettext ("%" PRIu64 " byte may be used.",
                                      "%" PRIu64 " bytes may be used.", (gulong) result->value),
                            result->value);
  case SIM_OP_MEMSET:
    return g_strdup_printf (ngettext ("%" PRIu64 " byte written.", "%" PRIu64 " bytes written.",
                                      (gulong) op->argument[3]),
                            op->argument[3]);
  case SIM_OP_VALIDATE_SLAB:
    if (result->reports == 0)
      return g_strdup (_ ("Every object was looked at: nothing is damaged."));
    return g_strdup_printf (ngettext ("Every object was looked at: %u fault was found.",
                                      "Every object was looked at: %u faults were found.",
                                      result->reports),
                            result->reports);
  default:
    return g_strdup (_ ("Done."));
  }
}
