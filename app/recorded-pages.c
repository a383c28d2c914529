/* app/recorded-pages.c - the pages that a recording's slabs were made of. */
#include "app/recorded-pages.h"

#include "engine/slab/slab.h"

#define RECORDED_NONE (UINT32_MAX - 1) /* a cache that the recording does not tell of */

#define ORDER_UNTOLD SIM_MAX_ORDER

struct mention {
  guint line;
  sim_pfn pfn;
  uint32_t order; /* of the slab, or ORDER_UNTOLD */
};

struct answer {
  uint32_t cache, order;
  sim_pfn pfn;
};

struct fol_recorded_pages {
  GHashTable *mentions;              /* number of the recorded cache -> GArray of struct mention */
  GHashTable *frames;                /* all that are told of */
  GHashTable *orders;                /* number of the recorded cache -> order of its slabs */
  GArray *answers;                   /* struct answer, by number */
  uint32_t recorded[SIM_CACHES_MAX]; /* of a cache of the model, or RECORDED_NONE */
  bool slob;
  guint line;
  bool failed, ended;
};

/* --- what the recording says --- */

static void
note_frames (struct fol_recorded_pages *pages, sim_pfn pfn, uint32_t order)
{
  for (uint32_t i = 0; i < UINT32_C (1) << order; i++)
    g_hash_table_add (pages->frames, GUINT_TO_POINTER (pfn + i));
}

static void
note (struct fol_recorded_pages *pages, guint recorded, guint line, sim_pfn pfn, uint32_t order,
      uint32_t told)
{
  GArray *list = g_hash_table_lookup (pages->mentions, GUINT_TO_POINTER (recorded));
  struct mention mention = { line, pfn, told };

  if (list == NULL) {
    list = g_array_new (FALSE, FALSE, sizeof mention);
    g_hash_table_insert (pages->mentions, GUINT_TO_POINTER (recorded), list);
  }
  g_array_append_val (list, mention);
  note_frames (pages, pfn, order);
}

/* [pfn, ...] */
static void
note_place (struct fol_recorded_pages *pages, guint recorded, guint line, JsonNode *place,
            uint32_t order)
{
  JsonArray *numbers =
      place != NULL && JSON_NODE_HOLDS_ARRAY (place) ? json_node_get_array (place) : NULL;
  guint64 pfn;

  if (numbers != NULL && json_array_get_length (numbers) > 0 &&
      fol_json_node_uint (NULL, json_array_get_element (numbers, 0), SIM_FRAMES_MAX - 1, &pfn,
                          NULL))
    note (pages, recorded, line, (sim_pfn) pfn, order, ORDER_UNTOLD);
}

static guint
number_of (JsonNode *root, const char *name, guint otherwise)
{
  JsonNode *member = fol_json_member_opt (root, name);

  return member != NULL && JSON_NODE_HOLDS_VALUE (member) ? (guint) json_node_get_int (member)
                                                          : otherwise;
}

/* Everything in a state with a "pfn". */
static void
note_slabs (struct fol_recorded_pages *pages, guint recorded, guint line, JsonNode *node,
            uint32_t order)
{
  guint64 pfn;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *list = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (list); i++)
      note_slabs (pages, recorded, line, json_array_get_element (list, i), order);
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObjectIter iter;
    JsonNode *member;
    const char *name;

    json_object_iter_init (&iter, json_node_get_object (node));
    while (json_object_iter_next (&iter, &name, &member)) {
      if (g_str_equal (name, "pfn") &&
          fol_json_node_uint (NULL, member, SIM_FRAMES_MAX - 1, &pfn, NULL))
        note (pages, recorded, line, (sim_pfn) pfn, order, number_of (node, "order", ORDER_UNTOLD));
      else
        note_slabs (pages, recorded, line, member, order);
    }
  }
}

static uint32_t
order_of_bytes (guint64 bytes)
{
  uint32_t order = 0;

  while (order + 1 < SIM_MAX_ORDER && bytes > UINT64_C (1) << (SIM_PAGE_SHIFT + order))
    order++;
  return order;
}

static void
read_record (struct fol_recorded_pages *pages, JsonNode *root, const char *type, guint line)
{
  guint recorded = number_of (root, "c", RECORDED_NONE);
  JsonNode *many = fol_json_member_opt (root, "objs");
  uint32_t order;

  if (g_str_equal (type, "cache")) {
    order = number_of (root, "oo_order", number_of (root, "gfporder", 0));
    g_hash_table_insert (pages->orders, GUINT_TO_POINTER (recorded),
                         GUINT_TO_POINTER (MIN (order, SIM_MAX_ORDER - 1)));
    return;
  }
  order = GPOINTER_TO_UINT (g_hash_table_lookup (pages->orders, GUINT_TO_POINTER (recorded)));
  if (pages->slob)
    recorded = FOL_RECORDED_KMALLOC;
  if (g_str_equal (type, "kstate") || g_str_equal (type, "slobstate"))
    note_slabs (pages, recorded, line, root, order);
  else if (g_str_equal (type, "op")) {
    note_place (pages, recorded, line, fol_json_member_opt (root, "obj"), order);
    note_place (pages, FOL_RECORDED_KMALLOC, line, fol_json_member_opt (root, "addr"),
                order_of_bytes (number_of (root, "size", 0)));
    for (guint i = 0; many != NULL && JSON_NODE_HOLDS_ARRAY (many) &&
                      i < json_array_get_length (json_node_get_array (many));
         i++)
      note_place (pages, recorded, line, json_array_get_element (json_node_get_array (many), i),
                  order);
  }
}

static void
read_recording (struct fol_recorded_pages *pages, const char *path)
{
  FolRecording *recording = fol_recording_open (path, NULL);

  while (recording != NULL) {
    g_autoptr (FolJson) record = NULL;
    const char *type;

    if (!fol_recording_next (recording, &record, &type, NULL) || record == NULL)
      break;
    read_record (pages, fol_json_root (record), type, fol_recording_line (recording));
  }
  g_clear_pointer (&recording, fol_recording_free);
}

struct fol_recorded_pages *
fol_recorded_pages_new (const char *path, bool slob)
{
  struct fol_recorded_pages *pages = g_new0 (struct fol_recorded_pages, 1);

  pages->slob = slob;
  pages->mentions = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  pages->frames = g_hash_table_new (NULL, NULL);
  pages->orders = g_hash_table_new (NULL, NULL);
  pages->answers = g_array_new (FALSE, FALSE, sizeof (struct answer));
  for (guint i = 0; i < SIM_CACHES_MAX; i++)
    pages->recorded[i] = RECORDED_NONE;
  if (path != NULL)
    read_recording (pages, path);
  return pages;
}

static void
pages_free (gpointer data)
{
  struct fol_recorded_pages *pages = data;

  g_hash_table_unref (pages->mentions);
  g_hash_table_unref (pages->frames);
  g_hash_table_unref (pages->orders);
  g_array_unref (pages->answers);
  g_free (pages);
}

/* --- answers --- */

/* Whether nobody has these frames, as far as is known. */
static bool
is_unused (const struct sim_view *view, sim_pfn pfn, uint32_t order)
{
  struct sim_block block;

  for (sim_pfn at = pfn; at < pfn + (UINT32_C (1) << order); at = block.pfn + (1u << block.order)) {
    if (at >= view->layout->frame_count)
      return false;
    sim_view_block (view, at, &block);
    if (block.state != SIM_PAGE_KERNEL)
      return false;
  }
  return true;
}

static bool
is_told_of (struct fol_recorded_pages *pages, sim_pfn pfn, uint32_t order)
{
  for (uint32_t i = 0; i < UINT32_C (1) << order; i++)
    if (g_hash_table_contains (pages->frames, GUINT_TO_POINTER (pfn + i)))
      return true;
  return false;
}

/* From the end of the node's memory, where a recording's own pages are not. */
static sim_pfn
other_page (struct fol_recorded_pages *pages, const struct sim_view *view, uint32_t order,
            uint32_t node)
{
  sim_pfn step = UINT32_C (1) << order;

  for (sim_pfn at = view->layout->frame_count / step * step; at >= step; at -= step) {
    sim_pfn pfn = at - step;
    uint32_t index = sim_view_zone_of (view, pfn);
    struct sim_zone zone;

    if (index == UINT32_MAX || !is_unused (view, pfn, order) || is_told_of (pages, pfn, order))
      continue;
    sim_view_zone (view, index, &zone);
    if (zone.node == node)
      return pfn;
  }
  return SIM_PFN_NONE;
}

/* Of the slab that mention `from` is about, as the first state after it tells; ORDER_UNTOLD:
 * no state does. */
static uint32_t
told_order (const GArray *list, guint from)
{
  sim_pfn pfn = g_array_index (list, struct mention, from).pfn;

  for (guint i = from; i < list->len; i++) {
    const struct mention *mention = &g_array_index (list, struct mention, i);

    if (mention->pfn == pfn && mention->order != ORDER_UNTOLD)
      return mention->order;
  }
  return ORDER_UNTOLD;
}

/* The next one told of a recorded cache.  *none: the slab there is smaller than that, so the
 * kernel found no such block and made do with less. */
static sim_pfn
told_page (struct fol_recorded_pages *pages, const struct sim_view *view, guint recorded,
           uint32_t order, bool *none)
{
  const GArray *list = g_hash_table_lookup (pages->mentions, GUINT_TO_POINTER (recorded));
  guint low = 0, high = list != NULL ? list->len : 0;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (list, struct mention, middle).line < pages->line)
      low = middle + 1;
    else
      high = middle;
  }
  for (; list != NULL && low < list->len; low++) {
    sim_pfn told = g_array_index (list, struct mention, low).pfn;
    sim_pfn pfn = told & ~((UINT32_C (1) << order) - 1);

    if (order > 0 && is_unused (view, told, 0) && told_order (list, low) < order) {
      *none = true;
      return SIM_PFN_NONE;
    }
    if (is_unused (view, pfn, order))
      return pfn;
  }
  return SIM_PFN_NONE;
}

static guint
recorded_of (struct fol_recorded_pages *pages, const struct sim_view *view, uint32_t cache)
{
  struct sim_kmem_cache its;

  if (cache == SIM_CACHE_SLOB || cache == SIM_CACHE_NONE)
    return FOL_RECORDED_KMALLOC;
  if (pages->recorded[cache] != RECORDED_NONE || !sim_view_cache (view, cache, &its))
    return pages->recorded[cache];
  return its.role >= SIM_CACHE_KMALLOC ? FOL_RECORDED_KMALLOC : RECORDED_NONE;
}

static sim_pfn
take_cb (void *user_data, const struct sim_view *view, uint32_t number, uint32_t cache,
         uint32_t order, uint32_t node)
{
  struct fol_recorded_pages *pages = user_data;
  guint recorded = recorded_of (pages, view, cache);
  struct answer answer = { cache, order, SIM_PFN_NONE };
  bool none = false;

  if (number < pages->answers->len) {
    const struct answer *known = &g_array_index (pages->answers, struct answer, number);

    if (known->cache == cache && known->order == order &&
        (known->pfn == SIM_PFN_NONE || is_unused (view, known->pfn, order)))
      return known->pfn;
  }
  if (!pages->ended && recorded != RECORDED_NONE) {
    none = pages->failed;
    if (!none)
      answer.pfn = told_page (pages, view, recorded, order, &none);
  }
  if (answer.pfn == SIM_PFN_NONE && !none)
    answer.pfn = other_page (pages, view, order, node);
  if (!pages->ended)
    g_array_append_val (pages->answers, answer);
  return answer.pfn;
}

void
fol_recorded_pages_give_to (struct fol_recorded_pages *pages, struct sim_world *world)
{
  struct sim_page_source source = { take_cb, pages_free, pages };

  sim_load_page_source (world, &source);
}

void
fol_recorded_pages_know (struct fol_recorded_pages *pages, uint32_t cache, guint recorded)
{
  pages->recorded[cache] = recorded;
}

void
fol_recorded_pages_at (struct fol_recorded_pages *pages, guint line, bool failed)
{
  pages->line = line;
  pages->failed = failed;
}

void
fol_recorded_pages_end (struct fol_recorded_pages *pages)
{
  pages->ended = true;
}
