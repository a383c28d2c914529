/* app/verify-slab-state.c - what SLUB and SLAB keep per CPU and per node, compared. */
#include "app/verify-slab.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* One cache being compared. */
struct at {
  struct fol_replay *replay;
  FolJson *record;
  GError **error;
  struct sim_view view;
  uint32_t number;
  struct sim_kmem_cache cache;
  char name[SIM_CACHE_NAME_BYTES];
};

static guint64
address_of (const struct sim_slab *slab)
{
  return SIM_PAGE_OFFSET + ((guint64) slab->pfn << SIM_PAGE_SHIFT);
}

/* The slab that a frame's entry belongs to. */
static struct sim_slab
slab_of (const struct at *at, uint32_t entry)
{
  struct sim_slab frame, slab;

  sim_view_slab (&at->view, entry, &frame);
  sim_view_slab (&at->view, frame.head, &slab);
  return slab;
}

static guint32
number_in (const struct at *at, const struct sim_slab *slab, guint64 address)
{
  guint32 start = at->replay->slab->allocator == SIM_ALLOCATOR_SLAB ? slab->s_mem : 0;

  return (guint32) (address - address_of (slab) - start) / at->cache.size;
}

/* --- lists of numbers --- */

/* Compares a packed list; `got` in its order. */
static bool
check_numbers (struct at *at, JsonNode *node, const char *where, const char *what,
               const GArray *got)
{
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint place = 0, most = MAX (got->len, 1);

  if (!fol_recording_unpack (at->record, node, G_MAXINT32, expected, at->error))
    return false;
  most = MAX (most, expected->len);
  while (place < MIN (got->len, expected->len) &&
         g_array_index (got, guint32, place) == g_array_index (expected, guint32, place))
    place++;
  if (place == got->len && place == expected->len) {
    fol_comparison_check (&at->replay->comparison, true, "%s", "");
  } else if (place < got->len && place < expected->len) {
    fol_comparison_check (
        &at->replay->comparison, false, _ ("%s: %s: at place %u expected %u, got %u"), where, what,
        place + 1, g_array_index (expected, guint32, place), g_array_index (got, guint32, place));
  } else {
    fol_comparison_check (&at->replay->comparison, false, _ ("%s: %s: expected %u of them, got %u"),
                          where, what, expected->len, got->len);
  }
  return true;
}

static bool
check (struct at *at, JsonNode *node, const char *where, const char *name, guint64 got)
{
  return fol_slab_check_member (at->replay, at->record, node, where, name, got, at->error);
}

static JsonNode *
member (struct at *at, JsonNode *node, const char *name)
{
  return fol_json_member (at->record, node, name, at->error);
}

static bool
wrong (struct at *at, JsonNode *node, const char *what)
{
  fol_json_set_error (at->record, node, FOL_JSON_VALUE, at->error, "%s", what);
  return false;
}

/* --- lists of slabs --- */

static GArray *
slabs_on (const struct at *at, struct sim_link head)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  struct sim_slab slab;

  for (uint32_t entry = head.next; (entry & SIM_NODE_HEAD) == 0; entry = slab.next) {
    g_array_append_val (list, entry);
    sim_view_slab (&at->view, entry, &slab);
  }
  return list;
}

typedef bool check_slab_func (struct at *at, JsonNode *node, const char *where, uint32_t entry);

/* A list in its order.  What follows the first wrong slab is not looked at. */
static bool
check_slabs (struct at *at, JsonNode *node, const char *name, const char *where, const GArray *got,
             check_slab_func *check_slab)
{
  JsonArray *list;

  if (!fol_json_array (at->record, node, name, &list, at->error))
    return false;
  fol_comparison_check (&at->replay->comparison, json_array_get_length (list) == got->len,
                        _ ("%s: %s: expected %u slabs, got %u"), where, name,
                        json_array_get_length (list), got->len);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *item = json_array_get_element (list, i);
    g_autofree char *place = g_strdup_printf (_ ("%s, %s, slab %u"), where, name, i + 1);
    uint32_t entry;
    guint64 pfn;

    if (!fol_json_uint (at->record, item, "pfn", SIM_FRAMES_MAX - 1, &pfn, at->error))
      return false;
    if (i >= got->len)
      break;
    entry = g_array_index (got, uint32_t, i);
    if (!check (at, item, place, "pfn", slab_of (at, entry).pfn))
      return false;
    if (pfn != slab_of (at, entry).pfn)
      break;
    if (!check_slab (at, item, place, entry))
      return false;
  }
  return true;
}

/* --- SLUB --- */

/* The numbers of the free objects from `first` on, by the pointers in them. */
static GArray *
free_objects (const struct at *at, sim_ref first)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint64 address = first != SIM_REF_NONE ? sim_view_ref_address (&at->view, first) : 0;
  struct sim_slab slab;

  if (first == SIM_REF_NONE)
    return list;
  slab = slab_of (at, SIM_REF_ENTRY (first));
  while (address != 0 && list->len <= slab.objects) {
    guint32 offset = (guint32) (address - address_of (&slab));
    guint32 number = number_in (at, &slab, address);

    g_array_append_val (list, number);
    /* A damaged pointer leads anywhere. */
    if (address < address_of (&slab) || number >= slab.objects)
      break;
    address = 0;
    for (guint i = 0; i < 8; i++)
      address |= (guint64) sim_view_slab_byte (&at->view, &slab, offset + at->cache.offset + i)
                 << i * 8;
  }
  return list;
}

static bool
check_free (struct at *at, JsonNode *node, const char *where, sim_ref first)
{
  JsonNode *list = member (at, node, "freelist");
  g_autoptr (GArray) got = free_objects (at, first);

  return list != NULL && check_numbers (at, list, where, "freelist", got);
}

static bool
check_slub_slab (struct at *at, JsonNode *node, const char *where, uint32_t entry)
{
  struct sim_slab slab = slab_of (at, entry);

  return check (at, node, where, "pfn", slab.pfn) && check (at, node, where, "order", slab.order) &&
         check (at, node, where, "inuse", slab.inuse) &&
         check (at, node, where, "objects", slab.objects) &&
         check (at, node, where, "frozen", slab.frozen) &&
         check_free (at, node, where, slab.freelist);
}

static bool
check_slub_cpu (struct at *at, JsonNode *node, const char *where, uint32_t cpu)
{
  g_autoptr (GArray) partial = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  g_autofree char *place = g_strdup_printf (_ ("%s, slab"), where);
  JsonNode *active = member (at, node, "slab");
  struct sim_kmem_cache_cpu got;
  struct sim_slab slab;

  if (active == NULL)
    return false;
  sim_view_cache_cpu (&at->view, at->number, cpu, &got);
  fol_comparison_check (&at->replay->comparison,
                        JSON_NODE_HOLDS_NULL (active) == (got.slab == SIM_SLAB_NONE),
                        JSON_NODE_HOLDS_NULL (active) ? _ ("%s: expected none, got one")
                                                      : _ ("%s: expected one, got none"),
                        place);
  if (!JSON_NODE_HOLDS_NULL (active) && got.slab != SIM_SLAB_NONE &&
      !check_slub_slab (at, active, place, got.slab))
    return false;
  for (uint32_t entry = got.partial; entry != SIM_SLAB_NONE; entry = slab.next) {
    g_array_append_val (partial, entry);
    sim_view_slab (&at->view, entry, &slab);
  }
  return check_free (at, node, where, got.freelist) &&
         check (at, node, where, "partial_slabs_count", got.partial_slabs) &&
         check_slabs (at, node, "partial", where, partial, check_slub_slab);
}

static bool
check_slub_node (struct at *at, JsonNode *node, const char *where, uint32_t number)
{
  g_autoptr (GArray) partial = NULL;
  struct sim_kmem_cache_node got;

  sim_view_cache_node (&at->view, at->number, number, &got);
  partial = slabs_on (at, got.head[SIM_SLABS_PARTIAL]);
  return check (at, node, where, "nr_partial", got.nr_partial) &&
         check (at, node, where, "nr_slabs", got.nr_slabs) &&
         check (at, node, where, "total_objects", got.total_objects) &&
         check_slabs (at, node, "partial", where, partial, check_slub_slab);
}

/* --- SLAB --- */

static JsonArray *
array_at (struct at *at, JsonNode *list, guint index)
{
  JsonNode *item = json_array_get_element (json_node_get_array (list), index);

  if (JSON_NODE_HOLDS_ARRAY (item) && json_array_get_length (json_node_get_array (item)) == 2)
    return json_node_get_array (item);
  wrong (at, item, _ ("expected [pfn, number in the slab]"));
  return NULL;
}

/* Objects of an array, bottom first. */
static bool
check_entries (struct at *at, JsonNode *node, const char *where, const sim_ref *ref, uint32_t count)
{
  JsonNode *list = member (at, node, "entry");
  guint length;

  if (list == NULL)
    return false;
  if (!JSON_NODE_HOLDS_ARRAY (list))
    return wrong (at, list, _ ("expected a list of objects"));
  length = json_array_get_length (json_node_get_array (list));
  fol_comparison_check (&at->replay->comparison, length == count,
                        _ ("%s: entry: expected %u of them, got %u"), where, length, count);
  for (guint i = 0; i < length; i++) {
    JsonArray *pair = array_at (at, list, i);
    struct sim_slab slab;
    gint64 pfn, number;

    if (pair == NULL ||
        !fol_recording_int (at->record, json_array_get_element (pair, 0), 0, SIM_FRAMES_MAX - 1,
                            &pfn, at->error) ||
        !fol_recording_int (at->record, json_array_get_element (pair, 1), 0, G_MAXINT32, &number,
                            at->error))
      return false;
    if (i >= count)
      continue;
    slab = slab_of (at, SIM_REF_ENTRY (ref[i]));
    fol_comparison_check (
        &at->replay->comparison,
        pfn == slab.pfn &&
            number == number_in (at, &slab, sim_view_ref_address (&at->view, ref[i])),
        _ ("%s: entry %u: expected %" PRId64 " of slab %" PRId64 ", got %u of slab %u"), where, i,
        number, pfn, number_in (at, &slab, sim_view_ref_address (&at->view, ref[i])), slab.pfn);
  }
  return true;
}

static bool
check_slab_cpu (struct at *at, JsonNode *node, const char *where, uint32_t cpu)
{
  JsonNode *array = member (at, node, "array");
  struct sim_kmem_cache_cpu got;

  if (array == NULL)
    return false;
  sim_view_cache_cpu (&at->view, at->number, cpu, &got);
  return check (at, array, where, "avail", got.avail) &&
         check (at, array, where, "limit", at->cache.limit) &&
         check (at, array, where, "batchcount", at->cache.batchcount) &&
         check (at, array, where, "touched", got.touched) &&
         check_entries (at, array, where, got.entry, got.avail);
}

/* shared, or one of alien; `there`: the model has it. */
static bool
check_array (struct at *at, JsonNode *node, const char *where, bool there,
             const struct sim_array *array, const sim_ref *ref)
{
  fol_comparison_check (&at->replay->comparison, JSON_NODE_HOLDS_NULL (node) != there,
                        there ? _ ("%s: expected none, got one") : _ ("%s: expected one, got none"),
                        where);
  if (JSON_NODE_HOLDS_NULL (node) || !there)
    return true;
  return check (at, node, where, "avail", array->avail) &&
         check (at, node, where, "limit", array->limit) &&
         check_entries (at, node, where, ref, array->avail);
}

static bool
check_aliens (struct at *at, JsonNode *node, const char *where,
              const struct sim_kmem_cache_node *got)
{
  JsonArray *list;

  if (!fol_json_array (at->record, node, "alien", &list, at->error))
    return false;
  if (json_array_get_length (list) != 0 &&
      json_array_get_length (list) != at->view.layout->node_count)
    return wrong (at, fol_json_member_opt (node, "alien"),
                  _ ("expected an array for each node, or none at all"));
  for (uint32_t other = 0; other < at->view.layout->node_count; other++) {
    g_autofree char *place = g_strdup_printf (_ ("%s, alien of node %u"), where, other);
    bool there = got->alien[other].limit > 0;

    if (json_array_get_length (list) == 0)
      fol_comparison_check (&at->replay->comparison, !there, _ ("%s: expected none, got one"),
                            place);
    else if (!check_array (at, json_array_get_element (list, other), place, there,
                           &got->alien[other], got->alien_entry[other]))
      return false;
  }
  return true;
}

/* Where the list of free numbers of a slab begins, in a slab: *holder.  False: it has none. */
static bool
find_free_list (const struct at *at, const struct sim_slab *slab, struct sim_slab *holder,
                uint32_t *offset)
{
  *holder = *slab;
  if (at->cache.freelist_place == SIM_FREELIST_ON_SLAB) {
    *offset = (UINT32_C (1) << (SIM_PAGE_SHIFT + slab->order)) - at->cache.freelist_size;
    return true;
  }
  if (slab->freelist == SIM_REF_NONE)
    return false;
  *holder = slab_of (at, SIM_REF_ENTRY (slab->freelist));
  *offset = (uint32_t) (sim_view_ref_address (&at->view, slab->freelist) - address_of (holder));
  return true;
}

static bool
check_free_list_at (struct at *at, JsonNode *node, const char *where, bool there, uint32_t offset)
{
  bool off = at->cache.freelist_place == SIM_FREELIST_OFF_SLAB;
  const char *text;

  if (JSON_NODE_HOLDS_NULL (node)) {
    fol_comparison_check (&at->replay->comparison, !there,
                          _ ("%s: freelist_at: expected none, got one"), where);
    return true;
  }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING) {
    text = json_node_get_string (node);
    if (!g_str_equal (text, "off"))
      return wrong (at, node, _ ("expected a byte in the slab, \"off\" or null"));
    fol_comparison_check (&at->replay->comparison, there && off,
                          _ ("%s: freelist_at: expected it off the slab"), where);
    return true;
  }
  fol_comparison_check (&at->replay->comparison, there && !off,
                        _ ("%s: freelist_at: expected it on the slab"), where);
  if (there && !off)
    return fol_recording_int (at->record, node, 0, G_MAXINT32, &(gint64){ 0 }, at->error) &&
           (fol_slab_check (at->replay, where, "freelist_at", json_node_get_int (node), offset),
            true);
  return true;
}

static bool
check_slab_slab (struct at *at, JsonNode *node, const char *where, uint32_t entry)
{
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint32));
  JsonNode *place = member (at, node, "freelist_at"), *numbers = member (at, node, "free");
  struct sim_slab slab = slab_of (at, entry), holder;
  uint32_t offset = 0;
  bool there;

  if (place == NULL || numbers == NULL)
    return false;
  there = find_free_list (at, &slab, &holder, &offset);
  for (uint32_t i = slab.inuse; there && i < at->cache.oo_objects; i++) {
    guint32 number = sim_view_slab_byte (&at->view, &holder, offset + i);

    g_array_append_val (got, number);
  }
  if (!check (at, node, where, "s_mem", slab.s_mem) ||
      !check (at, node, where, "active", slab.inuse) ||
      !check_free_list_at (at, place, where, there, offset))
    return false;
  return JSON_NODE_HOLDS_NULL (numbers) || check_numbers (at, numbers, where, "free", got);
}

static bool
check_slab_node (struct at *at, JsonNode *node, const char *where, uint32_t number)
{
  static const char *const names[SIM_SLAB_LISTS] = {
    [SIM_SLABS_PARTIAL] = "slabs_partial",
    [SIM_SLABS_FULL] = "slabs_full",
    [SIM_SLABS_FREE] = "slabs_free",
  };
  g_autofree char *place = g_strdup_printf (_ ("%s, shared"), where);
  JsonNode *shared = member (at, node, "shared");
  struct sim_kmem_cache_node got;

  sim_view_cache_node (&at->view, at->number, number, &got);
  if (shared == NULL || !check (at, node, where, "total_slabs", got.nr_slabs) ||
      !check (at, node, where, "free_slabs", got.free_slabs) ||
      !check (at, node, where, "free_objects", got.free_objects) ||
      !check (at, node, where, "free_limit", got.free_limit) ||
      !check (at, node, where, "colour_next", got.colour_next) ||
      !check_array (at, shared, place, got.has_shared != 0, &got.shared, got.shared_entry) ||
      !check_aliens (at, node, where, &got))
    return false;
  for (guint i = 0; i < SIM_SLAB_LISTS; i++) {
    g_autoptr (GArray) slabs = slabs_on (at, got.head[i]);

    if (!check_slabs (at, node, names[i], where, slabs, check_slab_slab))
      return false;
  }
  return true;
}

/* --- the whole --- */

static bool
check_parts (struct at *at, const char *list_name, const char *name, uint32_t count,
             bool (*check_part) (struct at *at, JsonNode *node, const char *where, uint32_t number))
{
  JsonArray *list;

  if (!fol_json_array (at->record, fol_json_root (at->record), list_name, &list, at->error))
    return false;
  if (json_array_get_length (list) != count) {
    fol_json_set_error (at->record, fol_json_member_opt (fol_json_root (at->record), list_name),
                        FOL_JSON_VALUE, at->error, _ ("expected %u of them"), count);
    return false;
  }
  for (uint32_t i = 0; i < count; i++) {
    JsonNode *item = json_array_get_element (list, i);
    g_autofree char *where = g_strdup_printf ("%s, %s %u", at->name, name, i);
    guint64 number;

    if (!fol_json_uint (at->record, item, name, count - 1, &number, at->error))
      return false;
    if (number != i)
      return wrong (at, item, _ ("expected them in order"));
    if (!check_part (at, item, where, i))
      return false;
  }
  return true;
}

bool
fol_slab_take_kstate (struct fol_replay *replay, FolJson *record, GError **error)
{
  struct at at = { .replay = replay, .record = record, .error = error };
  JsonNode *root = fol_json_root (record);
  uint32_t allocator = replay->slab->allocator;
  const char *label;
  guint64 recorded;

  if (allocator == SIM_ALLOCATOR_SLOB) {
    fol_json_set_error (record, root, FOL_JSON_VALUE, error,
                        _ ("SLOB has no state of a cache; expected slobstate"));
    return false;
  }
  if (!fol_slab_cache (replay, record, &recorded, &at.number, error) ||
      !fol_json_string (record, root, "label", &label, error) ||
      !fol_json_uint (record, root, "on_cpu", replay->machine.cpu_count - 1, &replay->slab->cpu,
                      error))
    return false;
  at.view = sim_world_view (replay->world);
  if (!sim_view_cache (&at.view, at.number, &at.cache)) {
    fol_comparison_check (&replay->comparison, false, _ ("%s: the model has no such cache"), label);
    return true;
  }
  sim_cache_name (&at.cache, at.name);
  replay->comparison.result->states++;
  return check_parts (&at, "cpus", "cpu", at.view.layout->cpu_count,
                      allocator == SIM_ALLOCATOR_SLUB ? check_slub_cpu : check_slab_cpu) &&
         check_parts (&at, "nodes", "node", at.view.layout->node_count,
                      allocator == SIM_ALLOCATOR_SLUB ? check_slub_node : check_slab_node);
}
