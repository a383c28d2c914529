/* app/verify-slab.c - operations on small objects, replayed. */
#include "app/verify-slab.h"

#include "engine/physical/gfp.h"
#include "engine/slab/load.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

void
fol_slab_replay_free (struct fol_slab_replay *slab)
{
  if (slab == NULL)
    return;
  g_hash_table_unref (slab->caches);
  g_hash_table_unref (slab->held);
  g_clear_pointer (&slab->scratch, sim_world_close);
  g_free (slab);
}

/* --- the way in --- */

/* SLOB's lists are loaded later; they are empty until then, as if nothing had been made. */
static void
bring_up (struct fol_replay *replay)
{
  struct sim_op op = { .kind = SIM_OP_KMEM_CACHE_INIT };
  struct sim_result result;

  if (replay->slab->unloaded) {
    sim_load_slab_up (replay->world);
    return;
  }
  fol_replay_apply (replay, &op, &result);
  fol_comparison_check (&replay->comparison, result.status == SIM_OK, "kmem_cache_init: %s",
                        _ ("the model cannot bring its caches up"));
  fol_replay_note_call (replay, "kmem_cache_init");
}

static bool
begin (struct fol_replay *replay, FolJson *record, GError **error)
{
  struct fol_slab_replay *slab;

  replay->world = fol_recorded_begin (record, &replay->machine, error);
  if (replay->world == NULL)
    return false;
  slab = replay->slab = g_new0 (struct fol_slab_replay, 1);
  slab->allocator = replay->machine.slab_allocator;
  slab->unloaded = slab->allocator == SIM_ALLOCATOR_SLOB;
  slab->caches = g_hash_table_new (NULL, NULL);
  slab->held = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  slab->pages = fol_recorded_pages_new (fol_recording_path (replay->recording), slab->unloaded);
  fol_recorded_pages_give_to (slab->pages, replay->world);
  bring_up (replay);
  return true;
}

/* Whether the record can be replayed here; the first one opens the world. */
static bool
enter (struct fol_replay *replay, FolJson *record, GError **error)
{
  if (replay->slab == NULL && !begin (replay, record, error))
    return false;
  fol_recorded_pages_at (replay->slab->pages, replay->comparison.line, false);
  return true;
}

/* --- places --- */

static struct fol_place
place_of (struct fol_replay *replay, guint64 address)
{
  struct sim_view view = sim_world_view (replay->world);
  struct fol_place place = { .pfn = SIM_PFN_NONE };
  struct sim_kmem_cache cache;
  struct sim_slab slab;

  if (address == 0)
    return place;
  place.pfn = (sim_pfn) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
  place.number = place.offset = (guint32) (address & ((1u << SIM_PAGE_SHIFT) - 1));
  if (replay->slab->allocator == SIM_ALLOCATOR_SLOB || !sim_view_slab_of (&view, place.pfn, &slab))
    return place;
  if (!sim_view_cache (&view, slab.cache - 1, &cache))
    return place;
  place.offset += (place.pfn - slab.pfn) << SIM_PAGE_SHIFT;
  place.pfn = slab.pfn;
  if (replay->slab->allocator == SIM_ALLOCATOR_SLAB)
    place.number = (place.offset - slab.s_mem) / cache.size;
  else
    place.number = place.offset = place.offset / cache.size;
  return place;
}

/* As kmalloc's answers are recorded: page and byte, whatever the allocator. */
static struct fol_place
byte_of (guint64 address)
{
  if (address == 0)
    return (struct fol_place){ .pfn = SIM_PFN_NONE };
  return (struct fol_place){
    .pfn = (sim_pfn) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT),
    .number = (guint32) (address & ((1u << SIM_PAGE_SHIFT) - 1)),
    .offset = (guint32) (address & ((1u << SIM_PAGE_SHIFT) - 1)),
  };
}

/* [pfn, number in the slab], SLAB: and byte; [pfn, byte] if `bytes`; null: no memory. */
static bool
read_place (struct fol_replay *replay, FolJson *record, JsonNode *node, bool bytes,
            struct fol_place *place, GError **error)
{
  bool slab = !bytes && replay->slab->allocator == SIM_ALLOCATOR_SLAB;
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gint64 number[3] = { 0 };

  *place = (struct fol_place){ .pfn = SIM_PFN_NONE };
  if (JSON_NODE_HOLDS_NULL (node))
    return true;
  if (list == NULL || json_array_get_length (list) != (slab ? 3 : 2)) {
    fol_json_set_error (record, node, FOL_JSON_VALUE, error,
                        slab    ? _ ("expected [pfn, number in the slab, byte in the slab] or null")
                        : bytes ? _ ("expected [pfn, byte in the page] or null")
                                : _ ("expected [pfn, number in the slab] or null"));
    return false;
  }
  for (guint i = 0; i < (slab ? 3 : 2); i++)
    if (!fol_recording_int (record, json_array_get_element (list, i), 0,
                            i == 0 ? SIM_FRAMES_MAX - 1 : G_MAXINT32, &number[i], error))
      return false;
  *place = (struct fol_place){ .pfn = (sim_pfn) number[0],
                               .number = (guint32) number[1],
                               .offset = (guint32) number[slab ? 2 : 1] };
  return true;
}

static bool
bytes_recorded (struct fol_replay *replay)
{
  return replay->slab->allocator == SIM_ALLOCATOR_SLOB;
}

static char *
place_text (const struct fol_place *place, bool bytes)
{
  if (place->pfn == SIM_PFN_NONE)
    return g_strdup (_ ("no memory"));
  if (bytes)
    return g_strdup_printf (_ ("byte %u of page %u"), place->number, place->pfn);
  if (place->number == place->offset)
    return g_strdup_printf (_ ("%u of slab %u"), place->number, place->pfn);
  return g_strdup_printf (_ ("%u of slab %u, at byte %u"), place->number, place->pfn,
                          place->offset);
}

/* Compares, and ends the row. */
static void
answer (struct fol_replay *replay, enum fol_played_kind kind, const char *what, guint id,
        const struct fol_place *expected, const struct fol_place *got, bool bytes, char *text)
{
  if (expected != NULL) {
    g_autofree char *want = place_text (expected, bytes), *have = place_text (got, bytes);

    fol_comparison_check (&replay->comparison,
                          expected->pfn == got->pfn &&
                              (got->pfn == SIM_PFN_NONE || (expected->number == got->number &&
                                                            expected->offset == got->offset)),
                          _ ("%s %u: expected %s, got %s"), what, id, want, have);
  }
  fol_replay_note_object (replay, kind, id, expected, got, bytes, text);
  g_free (text);
}

/* --- ids --- */

static bool
read_id (struct fol_replay *replay, FolJson *record, bool free_one, guint64 *id, GError **error)
{
  JsonNode *root = fol_json_root (record);

  if (!fol_json_uint (record, root, "id", FOL_SLAB_ID_MOST, id, error))
    return false;
  if (g_hash_table_contains (replay->slab->held, GUINT_TO_POINTER ((guint) *id)) == !free_one)
    return true;
  fol_json_set_error (record, fol_json_member_opt (root, "id"), FOL_JSON_VALUE, error,
                      free_one ? _ ("expected an id that is not in use")
                               : _ ("expected the id of an object that is allocated"));
  return false;
}

static void
hold (struct fol_replay *replay, guint id, guint64 address, guint64 cache)
{
  struct fol_slab_held *held = g_new (struct fol_slab_held, 1);

  *held = (struct fol_slab_held){ address, cache };
  g_hash_table_insert (replay->slab->held, GUINT_TO_POINTER (id), held);
}

bool
fol_slab_cache (struct fol_replay *replay, FolJson *record, guint64 *recorded, uint32_t *cache,
                GError **error)
{
  JsonNode *root = fol_json_root (record);
  gpointer value;

  if (!fol_json_uint (record, root, "c", G_MAXINT32, recorded, error))
    return false;
  if (!g_hash_table_lookup_extended (replay->slab->caches, GUINT_TO_POINTER ((guint) *recorded),
                                     NULL, &value)) {
    fol_json_set_error (record, fol_json_member_opt (root, "c"), FOL_JSON_VALUE, error,
                        _ ("expected the number of a cache that was recorded before"));
    return false;
  }
  *cache = value != NULL ? GPOINTER_TO_UINT (value) - 1 : SIM_CACHE_NONE;
  return true;
}

char *
fol_slab_cache_text (struct fol_replay *replay, uint32_t cache)
{
  struct sim_view view = sim_world_view (replay->world);
  char name[SIM_CACHE_NAME_BYTES];
  struct sim_kmem_cache its;

  if (!sim_view_cache (&view, cache, &its))
    return g_strdup (_ ("a cache that the model refused"));
  sim_cache_name (&its, name);
  return g_strdup (name);
}

char *
fol_slab_state_text (struct fol_replay *replay, FolJson *record, const char *label)
{
  g_autofree char *name = NULL;
  guint64 recorded;
  uint32_t cache;

  if (!fol_slab_cache (replay, record, &recorded, &cache, NULL))
    return g_strdup (label);
  name = fol_slab_cache_text (replay, cache);
  return g_strdup_printf (_ ("%s: %s"), name, label);
}

static uint32_t
node_count (struct fol_replay *replay)
{
  return sim_world_view (replay->world).layout->node_count;
}

/* --- operations --- */

static guint64
apply (struct fol_replay *replay, enum sim_operation_kind kind, guint64 a, guint64 b, guint64 c,
       enum sim_status *status)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c } };
  struct sim_result result;

  *status = fol_replay_apply (replay, &op, &result);
  return *status == SIM_OK ? result.value : 0;
}

/* One object of a cache; 0: no memory. */
static guint64
allocate (struct fol_replay *replay, uint32_t cache, guint64 node)
{
  enum sim_status status;

  return cache == SIM_CACHE_NONE
             ? 0
             : apply (replay, SIM_OP_KMEM_CACHE_ALLOC, cache, SIM_GFP_KERNEL, node, &status);
}

static bool
op_kalloc (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record), *object = fol_json_member (record, root, "obj", error);
  guint64 id, recorded, node = SIM_NODE_ANY, address;
  bool bytes = bytes_recorded (replay);
  struct fol_place want, got;
  uint32_t cache;

  if (object == NULL || !fol_slab_cache (replay, record, &recorded, &cache, error) ||
      !read_id (replay, record, true, &id, error) ||
      !fol_json_uint_opt (record, root, "nid", node_count (replay) - 1, &node, error) ||
      !read_place (replay, record, object, bytes, &want, error))
    return false;
  fol_recorded_pages_at (replay->slab->pages, replay->comparison.line, want.pfn == SIM_PFN_NONE);
  address = allocate (replay, cache, node);
  got = place_of (replay, address);
  if (want.pfn != SIM_PFN_NONE || address != 0)
    hold (replay, (guint) id, address, recorded);
  answer (replay, FOL_PLAYED_KALLOC, "kalloc", (guint) id, &want, &got, bytes,
          fol_slab_cache_text (replay, cache));
  return true;
}

static bool
op_kalloc_many (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record);
  guint64 id0, recorded, node = SIM_NODE_ANY;
  bool bytes = bytes_recorded (replay);
  JsonArray *objects;
  uint32_t cache;

  if (!fol_slab_cache (replay, record, &recorded, &cache, error) ||
      !fol_json_uint (record, root, "id0", FOL_SLAB_ID_MOST, &id0, error) ||
      !fol_json_uint_opt (record, root, "nid", node_count (replay) - 1, &node, error) ||
      !fol_json_array (record, root, "objs", &objects, error))
    return false;
  for (guint i = 0; i < json_array_get_length (objects); i++) {
    JsonNode *object = json_array_get_element (objects, i);
    struct fol_place want, got;
    guint id = (guint) id0 + i;
    guint64 address;

    if (!read_place (replay, record, object, bytes, &want, error))
      return false;
    if (g_hash_table_contains (replay->slab->held, GUINT_TO_POINTER (id))) {
      fol_json_set_error (record, object, FOL_JSON_VALUE, error,
                          _ ("its id, %u, is in use already"), id);
      return false;
    }
    fol_recorded_pages_at (replay->slab->pages, replay->comparison.line, want.pfn == SIM_PFN_NONE);
    address = allocate (replay, cache, node);
    got = place_of (replay, address);
    if (want.pfn != SIM_PFN_NONE || address != 0)
      hold (replay, id, address, recorded);
    answer (replay, FOL_PLAYED_KALLOC, "kalloc_many", id, &want, &got, bytes,
            fol_slab_cache_text (replay, cache));
  }
  return true;
}

/* Frees what an id stands for, and forgets it. */
static void
release (struct fol_replay *replay, guint id)
{
  const struct fol_slab_held *held =
      g_hash_table_lookup (replay->slab->held, GUINT_TO_POINTER (id));
  enum sim_status status = SIM_NO_OBJECT_THERE;

  if (held->address != 0 && held->cache == FOL_SLAB_KMALLOC)
    apply (replay, SIM_OP_KFREE, held->address, 0, 0, &status);
  else if (held->address != 0)
    apply (replay, SIM_OP_KMEM_CACHE_FREE,
           GPOINTER_TO_UINT (
               g_hash_table_lookup (replay->slab->caches, GUINT_TO_POINTER ((guint) held->cache))) -
               1,
           held->address, 0, &status);
  fol_comparison_check (&replay->comparison, status == SIM_OK,
                        _ ("free %u: the model has no such object"), id);
  g_hash_table_remove (replay->slab->held, GUINT_TO_POINTER (id));
}

static bool
op_kfree (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record), *object = fol_json_member (record, root, "obj", error);
  bool bytes = bytes_recorded (replay);
  const struct fol_slab_held *held;
  struct fol_place want, got;
  guint64 id, recorded;
  uint32_t cache;

  if (object == NULL || !fol_slab_cache (replay, record, &recorded, &cache, error) ||
      !read_id (replay, record, false, &id, error) ||
      !read_place (replay, record, object, bytes, &want, error))
    return false;
  held = g_hash_table_lookup (replay->slab->held, GUINT_TO_POINTER ((guint) id));
  if (held->cache != recorded) {
    fol_json_set_error (record, fol_json_member_opt (root, "c"), FOL_JSON_VALUE, error,
                        _ ("object %" PRIu64 " is not of this cache"), id);
    return false;
  }
  got = place_of (replay, held->address);
  release (replay, (guint) id);
  answer (replay, FOL_PLAYED_KFREE, "kfree", (guint) id, &want, &got, bytes, NULL);
  return true;
}

static bool
op_kfree_many (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *list = fol_json_member (record, fol_json_root (record), "ids", error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  bool bytes = bytes_recorded (replay);

  if (list == NULL || !fol_recording_unpack (record, list, FOL_SLAB_ID_MOST, ids, error))
    return false;
  for (guint i = 0; i < ids->len; i++) {
    guint id = g_array_index (ids, guint32, i);
    const struct fol_slab_held *held =
        g_hash_table_lookup (replay->slab->held, GUINT_TO_POINTER (id));
    struct fol_place got;

    if (held == NULL) {
      fol_json_set_error (record, list, FOL_JSON_VALUE, error,
                          _ ("expected ids of objects that are allocated, but %u is not"), id);
      return false;
    }
    got = held->cache == FOL_SLAB_KMALLOC ? byte_of (held->address)
                                          : place_of (replay, held->address);
    bytes = bytes_recorded (replay) || held->cache == FOL_SLAB_KMALLOC;
    release (replay, id);
    answer (replay, FOL_PLAYED_KFREE, "kfree_many", id, NULL, &got, bytes, NULL);
  }
  return true;
}

static bool
op_kshrink (struct fol_replay *replay, FolJson *record, GError **error)
{
  enum sim_status status = SIM_BAD_CACHE;
  g_autofree char *name = NULL, *text = NULL;
  guint64 recorded;
  uint32_t cache;

  if (!fol_slab_cache (replay, record, &recorded, &cache, error))
    return false;
  name = fol_slab_cache_text (replay, cache);
  if (cache != SIM_CACHE_NONE)
    apply (replay, SIM_OP_KMEM_CACHE_SHRINK, cache, 0, 0, &status);
  fol_comparison_check (&replay->comparison, status == SIM_OK,
                        _ ("kshrink %s: the model refuses it"), name);
  text = g_strdup_printf ("kmem_cache_shrink %s", name);
  fol_replay_note_call (replay, text);
  return true;
}

static bool
op_kmalloc (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record), *object = fol_json_member (record, root, "addr", error),
           *mask = fol_json_member (record, root, "gfp", error);
  guint64 id, size, gfp, ksize, node = SIM_NODE_ANY, address;
  enum sim_status status;
  struct fol_place want, got;

  if (object == NULL || mask == NULL || !read_id (replay, record, true, &id, error) ||
      !fol_json_uint (record, root, "size", SIM_KMALLOC_MOST, &size, error) ||
      !fol_json_node_uint (record, mask, G_MAXUINT32, &gfp, error) ||
      !fol_json_uint_opt (record, root, "nid", node_count (replay) - 1, &node, error) ||
      !read_place (replay, record, object, true, &want, error))
    return false;
  fol_recorded_pages_at (replay->slab->pages, replay->comparison.line, want.pfn == SIM_PFN_NONE);
  address = apply (replay, SIM_OP_KMALLOC, size, gfp, node, &status);
  if (status == SIM_BAD_GFP) {
    fol_json_set_error (record, mask, FOL_JSON_VALUE, error,
                        _ ("the model does not know all these flags"));
    return false;
  }
  got = byte_of (address);
  if (want.pfn != SIM_PFN_NONE || address != 0)
    hold (replay, (guint) id, address, FOL_SLAB_KMALLOC);
  if (fol_json_member_opt (root, "ksize") != NULL && address != 0) {
    if (!fol_json_uint (record, root, "ksize", SIM_KMALLOC_MOST, &ksize, error))
      return false;
    fol_slab_check (replay, "kmalloc", "ksize", (gint64) ksize,
                    (gint64) apply (replay, SIM_OP_KSIZE, address, 0, 0, &status));
  }
  answer (replay, FOL_PLAYED_KALLOC, "kmalloc", (guint) id, &want, &got, true,
          g_strdup_printf ("kmalloc, %" PRIu64, size));
  return true;
}

static bool
op_kmfree (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record), *object = fol_json_member (record, root, "addr", error);
  const struct fol_slab_held *held;
  struct fol_place want, got;
  guint64 id;

  if (object == NULL || !read_id (replay, record, false, &id, error) ||
      !read_place (replay, record, object, true, &want, error))
    return false;
  held = g_hash_table_lookup (replay->slab->held, GUINT_TO_POINTER ((guint) id));
  if (held->cache != FOL_SLAB_KMALLOC) {
    fol_json_set_error (record, fol_json_member_opt (root, "id"), FOL_JSON_VALUE, error,
                        _ ("object %" PRIu64 " is not of kmalloc"), id);
    return false;
  }
  got = byte_of (held->address);
  release (replay, (guint) id);
  answer (replay, FOL_PLAYED_KFREE, "kmfree", (guint) id, &want, &got, true, NULL);
  return true;
}

/* --- dispatch --- */

static const struct {
  const char *name;
  bool (*run) (struct fol_replay *replay, FolJson *record, GError **error);
} operations[] = {
  { "kalloc", op_kalloc },       { "kalloc_many", op_kalloc_many },
  { "kfree", op_kfree },         { "kfree_many", op_kfree_many },
  { "kshrink", op_kshrink },     { "kmalloc", op_kmalloc },
  { "kmfree", op_kmfree },
}, records[] = {
  { "cache", fol_slab_take_cache },
  { "kmalloc_map", fol_slab_take_kmalloc_map },
  { "kstate", fol_slab_take_kstate },
  { "slobstate", fol_slab_take_slobstate },
};

bool
fol_slab_op (struct fol_replay *replay, FolJson *record, const char *name, const char **unknown,
             GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++) {
    guint64 cpu;

    if (!g_str_equal (operations[i].name, name) || (replay->world != NULL && replay->slab == NULL))
      continue;
    if (!enter (replay, record, error))
      return false;
    /* What is not loaded by now is empty. */
    replay->slab->unloaded = false;
    cpu = replay->slab->cpu;
    return fol_replay_set_cpu (replay, record, cpu, error) &&
           operations[i].run (replay, record, error);
  }
  *unknown = name;
  return false;
}

bool
fol_slab_record (struct fol_replay *replay, FolJson *record, const char *type, const char **unknown,
                 GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    if (g_str_equal (records[i].name, type) && (replay->world == NULL || replay->slab != NULL))
      return enter (replay, record, error) && records[i].run (replay, record, error);
  *unknown = type;
  return false;
}

/* --- comparing --- */

void
fol_slab_check (struct fol_replay *replay, const char *where, const char *what, gint64 expected,
                gint64 got)
{
  fol_comparison_check (&replay->comparison, expected == got,
                        _ ("%s: %s: expected %" PRId64 ", got %" PRId64), where, what, expected,
                        got);
}

bool
fol_slab_check_member (struct fol_replay *replay, FolJson *record, JsonNode *node,
                       const char *where, const char *name, guint64 got, GError **error)
{
  guint64 expected;

  if (!fol_json_uint (record, node, name, G_MAXUINT32, &expected, error))
    return false;
  fol_slab_check (replay, where, name, (gint64) expected, (gint64) got);
  return true;
}
