/* app/verify-slab-slob.c - SLOB's lists of pages: loaded once, then compared. */
#include "app/verify-slab.h"

#include "engine/slab/load.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define PAGE_UNITS (1u << (SIM_PAGE_SHIFT - 1))

static const char *const list_names[SIM_SLOB_LISTS] = {
  [SIM_SLOB_SMALL] = "small",
  [SIM_SLOB_MEDIUM] = "medium",
  [SIM_SLOB_LARGE] = "large",
};

/* A recorded page. */
struct page {
  guint64 pfn, units;
  GArray *block; /* struct sim_slob_free; owned */
};

static bool
read_block (FolJson *record, JsonNode *node, struct sim_slob_free *block, GError **error)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gint64 offset, units;

  if (pair == NULL || json_array_get_length (pair) != 2) {
    fol_json_set_error (record, node, FOL_JSON_VALUE, error, _ ("expected [byte, units]"));
    return false;
  }
  if (!fol_recording_int (record, json_array_get_element (pair, 0), 0, (1u << SIM_PAGE_SHIFT) - 1,
                          &offset, error) ||
      !fol_recording_int (record, json_array_get_element (pair, 1), 1, PAGE_UNITS, &units, error))
    return false;
  *block = (struct sim_slob_free){ (uint32_t) offset, (uint32_t) units };
  return true;
}

static bool
read_page (FolJson *record, JsonNode *node, struct page *page, GError **error)
{
  JsonArray *list;

  if (!fol_json_uint (record, node, "pfn", SIM_FRAMES_MAX - 1, &page->pfn, error) ||
      !fol_json_uint (record, node, "units", PAGE_UNITS, &page->units, error) ||
      !fol_json_array (record, node, "free", &list, error))
    return false;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    struct sim_slob_free block;

    if (!read_block (record, json_array_get_element (list, i), &block, error))
      return false;
    g_array_append_val (page->block, block);
  }
  return true;
}

/* --- loading --- */

static bool
load_page (struct fol_replay *replay, FolJson *record, JsonNode *node, enum sim_slob_list list,
           GError **error)
{
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (struct sim_slob_free));
  struct page page = { .block = blocks };

  if (!read_page (record, node, &page, error))
    return false;
  if (sim_load_slob_page (replay->world, list, (sim_pfn) page.pfn,
                          (const struct sim_slob_free *) (void *) blocks->data, blocks->len))
    return true;
  fol_json_set_error (record, node, FOL_JSON_VALUE, error,
                      _ ("this cannot be a page of SLOB: it must be memory, on one list, and its "
                         "free blocks in order and apart"));
  return false;
}

static bool
load_lists (struct fol_replay *replay, FolJson *record, GError **error)
{
  for (guint i = 0; i < SIM_SLOB_LISTS; i++) {
    JsonArray *list;

    if (!fol_json_array (record, fol_json_root (record), list_names[i], &list, error))
      return false;
    for (guint j = 0; j < json_array_get_length (list); j++)
      if (!load_page (replay, record, json_array_get_element (list, j), i, error))
        return false;
  }
  return true;
}

/* --- comparing --- */

static gint16
unit_at (const struct sim_view *view, const struct sim_slab *slab, uint32_t at)
{
  return (gint16) (sim_view_slab_byte (view, slab, 2 * at) |
                   sim_view_slab_byte (view, slab, 2 * at + 1) << 8);
}

/* The free blocks of a page, as its bytes tell. */
static GArray *
free_blocks (const struct sim_view *view, const struct sim_slab *slab)
{
  GArray *blocks = g_array_new (FALSE, FALSE, sizeof (struct sim_slob_free));
  uint32_t at = slab->freelist / 2;

  while (at < PAGE_UNITS && blocks->len < PAGE_UNITS) {
    gint16 first = unit_at (view, slab, at);
    struct sim_slob_free block = { 2 * at, first > 0 ? (uint32_t) first : 1 };

    g_array_append_val (blocks, block);
    if (first > 0 && at + 1 == PAGE_UNITS)
      break;
    at = (uint32_t) (first > 0 ? unit_at (view, slab, at + 1) : -first);
  }
  return blocks;
}

static void
check_blocks (struct fol_replay *replay, const char *where, const GArray *expected,
              const GArray *got)
{
  fol_comparison_check (&replay->comparison, expected->len == got->len,
                        _ ("%s: expected %u free blocks, got %u"), where, expected->len, got->len);
  for (guint i = 0; i < MIN (expected->len, got->len); i++) {
    const struct sim_slob_free *want = &g_array_index (expected, struct sim_slob_free, i);
    const struct sim_slob_free *have = &g_array_index (got, struct sim_slob_free, i);

    fol_comparison_check (&replay->comparison,
                          want->offset == have->offset && want->units == have->units,
                          _ ("%s: free block %u: expected %u units at byte %u, got %u at byte %u"),
                          where, i + 1, want->units, want->offset, have->units, have->offset);
  }
}

static bool
check_list (struct fol_replay *replay, FolJson *record, enum sim_slob_list number, GError **error)
{
  struct sim_view view = sim_world_view (replay->world);
  struct sim_slab_header header;
  struct sim_slab slab;
  uint32_t entry;
  JsonArray *list;
  guint got = 0;

  if (!fol_json_array (record, fol_json_root (record), list_names[number], &list, error))
    return false;
  sim_view_slab_header (&view, &header);
  entry = header.slob[number].next;
  for (; (entry & SIM_NODE_HEAD) == 0; entry = slab.next, got++) {
    g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (struct sim_slob_free));
    g_autofree char *where = g_strdup_printf (_ ("%s, page %u"), list_names[number], got + 1);
    g_autoptr (GArray) have = NULL;
    struct page page = { .block = blocks };

    sim_view_slab (&view, entry, &slab);
    if (got >= json_array_get_length (list))
      continue;
    if (!read_page (record, json_array_get_element (list, got), &page, error))
      return false;
    have = free_blocks (&view, &slab);
    fol_slab_check (replay, where, "pfn", (gint64) page.pfn, slab.pfn);
    fol_slab_check (replay, where, "units", (gint64) page.units, slab.inuse);
    check_blocks (replay, where, blocks, have);
  }
  fol_slab_check (replay, list_names[number], _ ("pages"), json_array_get_length (list), got);
  return true;
}

bool
fol_slab_take_slobstate (struct fol_replay *replay, FolJson *record, GError **error)
{
  const char *label;

  if (replay->slab->allocator != SIM_ALLOCATOR_SLOB) {
    fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                        _ ("only a machine with SLOB has lists of SLOB's pages"));
    return false;
  }
  if (!fol_json_string (record, fol_json_root (record), "label", &label, error) ||
      (replay->slab->unloaded && !load_lists (replay, record, error)))
    return false;
  replay->slab->unloaded = false;
  replay->comparison.result->states++;
  for (guint i = 0; i < SIM_SLOB_LISTS; i++)
    if (!check_list (replay, record, i, error))
      return false;
  return true;
}
