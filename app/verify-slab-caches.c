/* app/verify-slab-caches.c - the geometry of caches, and what size goes to which. */
#include "app/verify-slab.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stddef.h>

/* What the allocators note in `flags` themselves. */
#define NOTED_BY_SLUB (SIM_SLAB_OBJECT_POISON | SIM_SLAB_CMPXCHG)
#define NOTED_BY_SLAB (SIM_SLAB_CFLGS_OBJFREELIST | SIM_SLAB_CFLGS_OFF)

static uint32_t
noted_flags (uint32_t allocator)
{
  return allocator == SIM_ALLOCATOR_SLUB   ? NOTED_BY_SLUB
         : allocator == SIM_ALLOCATOR_SLAB ? NOTED_BY_SLAB
                                           : 0;
}

/* --- geometry --- */

struct geometry_member {
  const char *name;
  size_t offset; /* of a word of struct sim_kmem_cache */
};
#define MEMBER(recorded, ours)                                                                     \
  {                                                                                                \
    recorded, offsetof (struct sim_kmem_cache, ours)                                               \
  }

static const struct geometry_member of_all[] = {
  MEMBER ("size", size),
  MEMBER ("object_size", object_size),
  MEMBER ("align", align),
  { NULL, 0 },
};
static const struct geometry_member of_slub[] = {
  MEMBER ("inuse", inuse),
  MEMBER ("offset", offset),
  MEMBER ("oo_order", oo_order),
  MEMBER ("oo_objects", oo_objects),
  MEMBER ("min_order", min_order),
  MEMBER ("min_objects", min_objects),
  MEMBER ("min_partial", min_partial),
  MEMBER ("cpu_partial", cpu_partial),
  MEMBER ("cpu_partial_slabs", cpu_partial_slabs),
  MEMBER ("allocflags", allocflags),
  MEMBER ("red_left_pad", red_left_pad),
  { NULL, 0 },
};
static const struct geometry_member of_slab[] = {
  MEMBER ("num", oo_objects),
  MEMBER ("gfporder", oo_order),
  MEMBER ("colour", colour),
  MEMBER ("colour_off", colour_off),
  MEMBER ("left_over", left_over),
  MEMBER ("freelist_size", freelist_size),
  MEMBER ("limit", limit),
  MEMBER ("batchcount", batchcount),
  MEMBER ("shared", shared),
  MEMBER ("allocflags", allocflags),
  { NULL, 0 },
};

static bool
check_members (struct fol_replay *replay, FolJson *record, const char *where,
               const struct geometry_member *member, const struct sim_kmem_cache *cache,
               GError **error)
{
  for (; member->name != NULL; member++) {
    const uint32_t *word =
        (const uint32_t *) (const void *) ((const char *) cache + member->offset);

    if (!fol_slab_check_member (replay, record, fol_json_root (record), where, member->name, *word,
                                error))
      return false;
  }
  return true;
}

static const char *const freelist_places[] = {
  [SIM_FREELIST_OBJECT] = "object",
  [SIM_FREELIST_ON_SLAB] = "on_slab",
  [SIM_FREELIST_OFF_SLAB] = "off_slab",
};

static bool
check_freelist (struct fol_replay *replay, FolJson *record, const char *where,
                const struct sim_kmem_cache *cache, const struct sim_view *view, GError **error)
{
  JsonNode *root = fol_json_root (record);
  const char *place, *its, *got = freelist_places[cache->freelist_place];
  char name[SIM_CACHE_NAME_BYTES] = "";
  struct sim_kmem_cache list;

  if (!fol_json_string (record, root, "freelist_place", &place, error) ||
      !fol_json_string (record, root, "freelist_cache", &its, error))
    return false;
  fol_comparison_check (&replay->comparison, g_str_equal (place, got),
                        _ ("%s: freelist_place: expected %s, got %s"), where, place, got);
  if (cache->freelist_place == SIM_FREELIST_OFF_SLAB &&
      sim_view_cache (view, cache->freelist_cache, &list))
    sim_cache_name (&list, name);
  fol_comparison_check (&replay->comparison, g_str_equal (its, name),
                        _ ("%s: freelist_cache: expected \"%s\", got \"%s\""), where, its, name);
  return true;
}

static bool
check_geometry (struct fol_replay *replay, FolJson *record, const char *where,
                const struct sim_view *view, uint32_t number, GError **error)
{
  uint32_t known = SIM_SLAB_FLAGS_ALL | noted_flags (replay->slab->allocator);
  struct sim_kmem_cache cache;
  guint64 flags;

  sim_view_cache (view, number, &cache);
  /* Nobody can ask for it, so one of kmalloc's that was tried is without. */
  if (cache.role == SIM_CACHE_USER)
    known &= ~SIM_SLAB_KMALLOC;
  if (!check_members (replay, record, where, of_all, &cache, error) ||
      !fol_json_uint (record, fol_json_root (record), "flags", G_MAXUINT32, &flags, error))
    return false;
  /* The others change nothing that the model has. */
  fol_slab_check (replay, where, "flags", (gint64) (flags & known), cache.flags & known);
  if (replay->slab->allocator == SIM_ALLOCATOR_SLUB)
    return check_members (replay, record, where, of_slub, &cache, error);
  if (replay->slab->allocator == SIM_ALLOCATOR_SLAB)
    return check_members (replay, record, where, of_slab, &cache, error) &&
           check_freelist (replay, record, where, &cache, view, error);
  return true;
}

/* --- a cache of the recorder's own --- */

static uint32_t
create (struct fol_replay *replay, const struct sim_op *op)
{
  struct sim_result result;

  return fol_replay_apply (replay, op, &result) == SIM_OK ? (uint32_t) result.value
                                                          : SIM_CACHE_NONE;
}

/* The name, or another one where the model cannot have it. */
static guint64
name_for (struct fol_replay *replay, const char *name, guint recorded)
{
  struct sim_view view = sim_world_view (replay->world);
  g_autofree char *other = g_strdup_printf ("cache-%u", recorded % 1000000);
  guint64 packed = sim_name_pack (name);

  return packed != 0 && sim_view_cache_find (&view, name) == SIM_CACHE_NONE ? packed
                                                                            : sim_name_pack (other);
}

static bool
take_new_cache (struct fol_replay *replay, FolJson *record, const char *name, GError **error)
{
  JsonNode *root = fol_json_root (record);
  guint64 recorded, size, align, flags, ctor;
  struct sim_op op = { .kind = SIM_OP_KMEM_CACHE_CREATE };
  struct sim_view view;
  uint32_t cache;

  if (!fol_json_uint (record, root, "c", G_MAXINT32, &recorded, error) ||
      !fol_json_uint (record, root, "req_size", G_MAXUINT32, &size, error) ||
      !fol_json_uint (record, root, "req_align", G_MAXUINT32, &align, error) ||
      !fol_json_uint (record, root, "req_flags", G_MAXUINT32, &flags, error) ||
      !fol_json_uint (record, root, "ctor", 1, &ctor, error))
    return false;
  if (g_hash_table_contains (replay->slab->caches, GUINT_TO_POINTER ((guint) recorded))) {
    fol_json_set_error (record, fol_json_member_opt (root, "c"), FOL_JSON_VALUE, error,
                        _ ("cache %" PRIu64 " was recorded before"), recorded);
    return false;
  }
  op.argument[0] = name_for (replay, name, (guint) recorded);
  op.argument[1] = size;
  op.argument[2] = align;
  op.argument[3] = flags & SIM_SLAB_FLAGS_PERMITTED;
  op.argument[4] = ctor;
  cache = create (replay, &op);
  fol_comparison_check (&replay->comparison, cache != SIM_CACHE_NONE,
                        _ ("%s: the model refuses to make it"), name);
  g_hash_table_insert (replay->slab->caches, GUINT_TO_POINTER ((guint) recorded),
                       GUINT_TO_POINTER (cache != SIM_CACHE_NONE ? cache + 1 : 0));
  if (cache == SIM_CACHE_NONE)
    return true;
  fol_recorded_pages_know (replay->slab->pages, cache, (guint) recorded);
  view = sim_world_view (replay->world);
  return check_geometry (replay, record, name, &view, cache, error);
}

/* --- a cache of the kernel's --- */

static bool
open_scratch (struct fol_replay *replay, FolJson *record, GError **error)
{
  struct sim_op op = { .kind = SIM_OP_KMEM_CACHE_INIT };
  struct sim_result result;

  if (replay->slab->scratch != NULL)
    return true;
  replay->slab->scratch = fol_recorded_begin (record, &replay->machine, error);
  if (replay->slab->scratch == NULL)
    return false;
  fol_recorded_pages_give_to (fol_recorded_pages_new (NULL, false), replay->slab->scratch);
  sim_apply (replay->slab->scratch, &op, &result, NULL);
  return true;
}

/* Whether it must have a constructor, which is not recorded here: then what the allocator
 * keeps in free objects lies outside of them. */
static bool
seems_constructed (FolJson *record, guint64 flags)
{
  JsonNode *root = fol_json_root (record);
  guint64 offset = 0, inuse = 1;
  const char *place = "object";

  if ((flags & SIM_SLAB_TYPESAFE_BY_RCU) != 0)
    return false;
  return fol_json_uint_opt (record, root, "offset", G_MAXUINT32, &offset, NULL) &&
         fol_json_uint_opt (record, root, "inuse", G_MAXUINT32, &inuse, NULL) &&
         fol_json_string_opt (record, root, "freelist_place", &place, NULL) &&
         (offset >= inuse || !g_str_equal (place, "object"));
}

/* Made as it must have been asked for, looked at, and destroyed. */
static bool
try_cache (struct fol_replay *replay, FolJson *record, const char *name, GError **error)
{
  JsonNode *root = fol_json_root (record);
  struct sim_op op = { .kind = SIM_OP_KMEM_CACHE_CREATE, .argument = { sim_name_pack ("tried") } };
  guint64 size, align, flags;
  struct sim_result result;
  struct sim_view view;
  bool ok;

  if (!fol_json_uint (record, root, "object_size", G_MAXUINT32, &size, error) ||
      !fol_json_uint (record, root, "align", G_MAXUINT32, &align, error) ||
      !fol_json_uint (record, root, "flags", G_MAXUINT32, &flags, error) ||
      !open_scratch (replay, record, error))
    return false;
  op.argument[1] = size;
  op.argument[2] = align;
  op.argument[3] = flags & SIM_SLAB_FLAGS_PERMITTED & ~noted_flags (replay->slab->allocator);
  op.argument[4] = seems_constructed (record, flags);
  sim_apply (replay->slab->scratch, &op, &result, NULL);
  fol_comparison_check (&replay->comparison, result.status == SIM_OK,
                        _ ("%s: the model refuses to make it"), name);
  if (result.status != SIM_OK)
    return true;
  view = sim_world_view (replay->slab->scratch);
  ok = check_geometry (replay, record, name, &view, (uint32_t) result.value, error);
  op = (struct sim_op){ .kind = SIM_OP_KMEM_CACHE_DESTROY, .argument = { result.value } };
  sim_apply (replay->slab->scratch, &op, &result, NULL);
  return ok;
}

bool
fol_slab_take_cache (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record);
  struct sim_view view = sim_world_view (replay->world);
  struct sim_kmem_cache cache;
  const char *name;
  uint32_t number;

  if (!fol_json_string (record, root, "name", &name, error))
    return false;
  replay->comparison.result->states++;
  if (fol_json_member_opt (root, "c") != NULL)
    return take_new_cache (replay, record, name, error);
  number = sim_view_cache_find (&view, name);
  if (sim_view_cache (&view, number, &cache) && cache.role != SIM_CACHE_USER)
    return check_geometry (replay, record, name, &view, number, error);
  return try_cache (replay, record, name, error);
}

/* --- sizes of kmalloc --- */

/* `from`: the smallest size that is not told of yet. */
static bool
check_range (struct fol_replay *replay, FolJson *record, JsonNode *item, uint32_t type,
             gint64 *from, GError **error)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (item) ? json_node_get_array (item) : NULL;
  struct sim_view view = sim_world_view (replay->world);
  struct sim_slab_header header;
  gint64 first, last, bytes;
  const char *name;

  if (list == NULL || json_array_get_length (list) != 4) {
    fol_json_set_error (record, item, FOL_JSON_VALUE, error,
                        _ ("expected [first size, last size, cache, object size]"));
    return false;
  }
  if (!fol_recording_int (record, json_array_get_element (list, 0), *from, SIM_KMALLOC_MOST, &first,
                          error) ||
      !fol_recording_int (record, json_array_get_element (list, 1), first, SIM_KMALLOC_MOST, &last,
                          error) ||
      !fol_json_node_string (record, json_array_get_element (list, 2), &name, error) ||
      !fol_recording_int (record, json_array_get_element (list, 3), 1, SIM_KMALLOC_MOST, &bytes,
                          error))
    return false;
  sim_view_slab_header (&view, &header);
  for (gint64 size = first; size <= last; size++) {
    uint32_t index = sim_kmalloc_index (replay->slab->allocator, (guint64) size);
    uint32_t number = index < 16 ? header.kmalloc[type][index] : 0;
    char its[SIM_CACHE_NAME_BYTES] = "";
    struct sim_kmem_cache cache = { 0 };

    if (index > 0 && number > 0 && sim_view_cache (&view, number - 1, &cache))
      sim_cache_name (&cache, its);
    fol_comparison_check (
        &replay->comparison, g_str_equal (its, name) && cache.object_size == bytes,
        _ ("kmalloc (%" PRId64 "): expected %s with %" PRId64 " bytes, got \"%s\" with %u"), size,
        name, bytes, its, cache.object_size);
  }
  *from = last + 1;
  return true;
}

bool
fol_slab_take_kmalloc_map (struct fol_replay *replay, FolJson *record, GError **error)
{
  static const char *const types[SIM_KMALLOC_TYPES] = { "normal", "reclaimable", "dma" };
  JsonNode *root = fol_json_root (record);
  guint64 most, largest = 0;
  const char *type;
  JsonArray *ranges;
  uint32_t number = 0;
  gint64 from = 1;

  if (!fol_json_string (record, root, "type", &type, error) ||
      !fol_json_array (record, root, "ranges", &ranges, error) ||
      !fol_json_uint (record, root, "max_cache_size", SIM_KMALLOC_MOST, &most, error))
    return false;
  while (number < SIM_KMALLOC_TYPES && !g_str_equal (types[number], type))
    number++;
  if (number == SIM_KMALLOC_TYPES) {
    fol_json_set_error (record, fol_json_member_opt (root, "type"), FOL_JSON_VALUE, error,
                        _ ("expected a type of kmalloc: normal, reclaimable or dma"));
    return false;
  }
  for (guint i = 0; i < json_array_get_length (ranges); i++)
    if (!check_range (replay, record, json_array_get_element (ranges, i), number, &from, error))
      return false;
  replay->comparison.result->states++;
  for (guint64 size = 1; size <= SIM_KMALLOC_MOST; size *= 2)
    if (sim_kmalloc_index (replay->slab->allocator, size) > 0)
      largest = size;
  fol_slab_check (replay, "kmalloc", "max_cache_size", (gint64) most, (gint64) largest);
  return true;
}
