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

/* How far a request had to go, as the beginning of a sentence. */
enum way { WAY_TAKEN, WAY_TAKEN_LARGE, WAY_GIVEN };

static const char *
describe_way (enum way way, uint32_t level, bool slob)
{
  if (level == SIM_LEVEL_CPU)
    return way == WAY_GIVEN ? _ ("To the CPU’s own stock") : _ ("From the CPU’s own stock");
  if (way == WAY_TAKEN_LARGE)
    return _ ("From the buddy system");
  if (level == SIM_LEVEL_NODE && slob)
    return way == WAY_GIVEN ? _ ("To its page") : _ ("From a page that was there");
  if (level == SIM_LEVEL_NODE)
    return way == WAY_GIVEN ? _ ("To a slab") : _ ("From a slab that was there");
  if (way == WAY_GIVEN)
    return _ ("On to the buddy system");
  return slob ? _ ("From a new page of the buddy system")
              : _ ("From a new slab of the buddy system");
}

/* That, and what it touched on the way: numbers that the engine counts. */
static void
append_cost (GString *text, const struct sim_view *view, enum way way,
             const struct sim_slab_cost *cost)
{
  g_autofree char *lists = NULL, *lines = NULL, *locks = NULL;
  struct sim_slab_header header = { .allocator = SIM_ALLOCATORS };
  const char *words;

  if (cost->level == SIM_LEVEL_NONE || cost->level >= SIM_LEVELS)
    return;
  if (view != NULL)
    sim_view_slab_header (view, &header);
  words = describe_way (way, cost->level, header.allocator == SIM_ALLOCATOR_SLOB);
  g_string_append_c (text, ' ');
  if (cost->lists + cost->lines + cost->locks == 0) {
    /* TRANSLATORS: %s is a phrase, "From the buddy system"; this makes a sentence of it. */
    g_string_append_printf (text, _ ("%s."), words);
    return;
  }
  lists = cost->lists == 0
              ? g_strdup (_ ("no list"))
              : g_strdup_printf (ngettext ("%u list", "%u lists", cost->lists), cost->lists);
  lines = g_strdup_printf (ngettext ("%u cache line", "%u cache lines", cost->lines), cost->lines);
  locks = cost->locks == 0
              ? g_strdup (_ ("no lock"))
              : g_strdup_printf (ngettext ("%u lock", "%u locks", cost->locks), cost->locks);
  g_string_append_printf (text,
                          /* TRANSLATORS: how far it had to go, and then what it touched: "From the
                           * CPU's own stock: 2 lists, 3 cache lines, 1 lock." */
                          _ ("%s: %s, %s, %s."), words, lists, lines, locks);
}

/* What kmalloc gave beyond what was asked for. */
static void
append_waste (GString *text, guint64 asked, guint64 given_bytes)
{
  if (given_bytes <= asked)
    return;
  g_string_append_c (text, ' ');
  g_string_append_printf (
      text,
      ngettext ("%" PRIu64 " byte was asked for; %" PRIu64 " of %" PRIu64 " are wasted.",
                "%" PRIu64 " bytes were asked for; %" PRIu64 " of %" PRIu64 " are wasted.",
                (gulong) asked),
      asked, given_bytes - asked, given_bytes);
}

/* Bytes that were asked for; 0: it is not for the caller to say. */
static guint64
bytes_asked (const struct sim_op *op)
{
  return op->kind == SIM_OP_KMEM_CACHE_ALLOC ? 0
                                             : op->argument[op->kind == SIM_OP_KREALLOC ? 1 : 0];
}

/* The address of an object, the cache it is from or the frames it takes, and what that cost. */
static char *
describe_object_given (const struct sim_view *view, const struct sim_op *op,
                       const struct sim_result *result)
{
  GString *text = g_string_new (NULL);
  bool large = result->object.kind == SIM_OBJECT_BLOCK;
  guint64 asked = bytes_asked (op), size = 0;
  g_autofree char *from = NULL;
  struct sim_located at = { .cache = SIM_CACHE_NONE };

  if (result->value == SIM_ZERO_SIZE_PTR) {
    g_string_free (text, TRUE);
    return g_strdup_printf (_ ("No bytes: 0x%" PRIx64 " is ZERO_SIZE_PTR, where nothing lies."),
                            result->value);
  }
  if (view != NULL)
    sim_view_locate (view, result->value, &at);
  if (large) {
    from = fol_describe_frames (result->object.a, result->object.b);
    size = G_GUINT64_CONSTANT (1) << (result->object.b + SIM_PAGE_SHIFT);
    g_string_append_printf (text, _ ("Allocated 0x%" PRIx64 ", a large object: %s."), result->value,
                            from);
  } else if (at.cache >= SIM_CACHES_MAX) {
    g_string_append_printf (text, _ ("Allocated 0x%" PRIx64 "."), result->value);
  } else {
    from = fol_describe_cache (view, at.cache);
    g_string_append_printf (text, _ ("Allocated 0x%" PRIx64 " from %s."), result->value, from);
  }
  if (!large && view != NULL && at.found)
    size = at.place.size;
  if (asked > 0)
    append_waste (text, asked, size);
  append_cost (text, view, large ? WAY_TAKEN_LARGE : WAY_TAKEN, &result->cost);
  return g_string_free (text, FALSE);
}

static char *
describe_object_back (const struct sim_view *view, guint64 address, const struct sim_result *result)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("Given back: 0x%" PRIx64 "."), address);
  append_cost (text, view, WAY_GIVEN, &result->cost);
  return g_string_free (text, FALSE);
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
    return describe_object_given (view, op, result);
  case SIM_OP_KMEM_CACHE_FREE:
    return describe_object_back (view, op->argument[1], result);
  case SIM_OP_KFREE:
    return describe_object_back (view, op->argument[0], result);
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
