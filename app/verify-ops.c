/* app/verify-ops.c - the operations of a recording, applied to the model. */
#include "app/verify-slab.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define ID_MOST (G_MAXINT32)

enum sim_status
fol_replay_apply (struct fol_replay *replay, const struct sim_op *op, struct sim_result *result)
{
  replay->comparison.result->operations++;
  /* What is done before the first state belongs to the opening. */
  if (replay->played == NULL || (replay->slab != NULL && replay->slab->unloaded))
    return sim_apply (replay->world, op, result, NULL);
  if (replay->history == NULL)
    replay->history = fol_history_new_for_world (replay->world);
  replay->applied += fol_history_apply_many (replay->history, op, 1, result, NULL);
  return result->status;
}

static enum sim_status
apply (struct fol_replay *replay, enum sim_operation_kind kind, guint64 a, guint64 b, guint64 c,
       struct sim_result *result)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c } };

  return fol_replay_apply (replay, &op, result);
}

static void
hold (struct fol_replay *replay, guint id, sim_pfn pfn)
{
  g_hash_table_insert (replay->ids, GUINT_TO_POINTER (id), GUINT_TO_POINTER (pfn + 1));
}

/* The model's frame of an id, or SIM_PFN_NONE. */
static sim_pfn
held (struct fol_replay *replay, guint id)
{
  gpointer value = g_hash_table_lookup (replay->ids, GUINT_TO_POINTER (id));

  return value == NULL ? SIM_PFN_NONE : GPOINTER_TO_UINT (value) - 1;
}

static char *
pfn_text (sim_pfn pfn)
{
  return pfn == SIM_PFN_NONE ? g_strdup (_ ("no memory")) : g_strdup_printf ("%u", pfn);
}

static void
check_pfn (struct fol_replay *replay, const char *what, guint id, sim_pfn expected, sim_pfn got)
{
  g_autofree char *want = pfn_text (expected), *have = pfn_text (got);

  fol_comparison_check (&replay->comparison, expected == got, _ ("%s %u: expected %s, got %s"),
                        what, id, want, have);
}

/* One request; whatever the flags that the model does not know, it is refused. */
static bool
request (struct fol_replay *replay, FolJson *record, guint64 order, guint64 gfp, guint64 node,
         sim_pfn *pfn, GError **error)
{
  struct sim_result result;
  enum sim_status status = apply (replay, SIM_OP_ALLOC_PAGES, order, gfp, node, &result);

  *pfn = result.pfn;
  if (status == SIM_OK || status == SIM_NO_MEMORY)
    return true;
  fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                      _ ("a request that this machine refuses: order %" PRIu64 ", gfp 0x%" PRIx64),
                      order, gfp);
  return false;
}

static bool
request_arguments (FolJson *record, guint64 *order, guint64 *gfp, guint64 *node, GError **error)
{
  JsonNode *root = fol_json_root (record), *mask = fol_json_member (record, root, "gfp", error);

  *node = SIM_NODE_ANY;
  return mask != NULL && fol_json_node_uint (record, mask, G_MAXUINT32, gfp, error) &&
         fol_json_uint (record, root, "order", SIM_MAX_ORDER - 1, order, error) &&
         fol_json_uint_opt (record, root, "nid", SIM_NODES_MAX - 1, node, error);
}

static bool
op_alloc (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record), *answer = fol_json_member (record, root, "pfn", error);
  guint64 id, order, gfp, node, expected = SIM_PFN_NONE;
  sim_pfn got;

  if (answer == NULL || !fol_json_uint (record, root, "id", ID_MOST, &id, error) ||
      !request_arguments (record, &order, &gfp, &node, error) ||
      (!JSON_NODE_HOLDS_NULL (answer) &&
       !fol_json_node_uint (record, answer, SIM_FRAMES_MAX - 1, &expected, error)) ||
      !request (replay, record, order, gfp, node, &got, error))
    return false;
  check_pfn (replay, "alloc", (guint) id, (sim_pfn) expected, got);
  if (got != SIM_PFN_NONE)
    hold (replay, (guint) id, got);
  fol_replay_note (replay, FOL_PLAYED_ALLOC, (guint) id, (guint) order, (sim_pfn) expected, got);
  return true;
}

static void
free_frame (struct fol_replay *replay, guint id, sim_pfn pfn)
{
  struct sim_result result;

  apply (replay, SIM_OP_FREE_PAGES, pfn, SIM_ORDER_OF_BLOCK, 0, &result);
  fol_comparison_check (&replay->comparison, result.status == SIM_OK,
                        _ ("free %u: frame %u is not in use in the model"), id, pfn);
  g_hash_table_remove (replay->ids, GUINT_TO_POINTER (id));
}

static bool
op_free (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record);
  guint64 id, expected;
  sim_pfn pfn;

  if (!fol_json_uint (record, root, "id", ID_MOST, &id, error) ||
      !fol_json_uint (record, root, "pfn", SIM_FRAMES_MAX - 1, &expected, error))
    return false;
  pfn = held (replay, (guint) id);
  check_pfn (replay, "free", (guint) id, (sim_pfn) expected, pfn);
  if (pfn != SIM_PFN_NONE)
    free_frame (replay, (guint) id, pfn);
  fol_replay_note (replay, FOL_PLAYED_FREE, (guint) id, 0, (sim_pfn) expected, pfn);
  return true;
}

static bool
op_alloc_many (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record), *list = fol_json_member (record, root, "pfns", error);
  g_autoptr (GArray) pfns = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  guint64 id0, max, order, gfp, node;
  guint n = 0;

  if (list == NULL || !fol_json_uint (record, root, "id0", ID_MOST, &id0, error) ||
      !fol_json_uint (record, root, "max", ID_MOST - id0, &max, error) ||
      !request_arguments (record, &order, &gfp, &node, error) ||
      !fol_recording_unpack (record, list, SIM_FRAMES_MAX - 1, pfns, error))
    return false;
  for (; n < max; n++) {
    sim_pfn got, want = n < pfns->len ? g_array_index (pfns, sim_pfn, n) : SIM_PFN_NONE;

    if (!request (replay, record, order, gfp, node, &got, error))
      return false;
    check_pfn (replay, "alloc_many", (guint) id0 + n, want, got);
    fol_replay_note (replay, FOL_PLAYED_ALLOC, (guint) id0 + n, (guint) order, want, got);
    if (got == SIM_PFN_NONE)
      break;
    hold (replay, (guint) id0 + n, got);
  }
  /* When the model gave up early, the rest of the answers is missing. */
  for (n++; n < pfns->len; n++) {
    sim_pfn want = g_array_index (pfns, sim_pfn, n);

    check_pfn (replay, "alloc_many", (guint) id0 + n, want, SIM_PFN_NONE);
    fol_replay_note (replay, FOL_PLAYED_ALLOC, (guint) id0 + n, (guint) order, want, SIM_PFN_NONE);
  }
  return true;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

/* The held ids in [id0, id1) with (id - id0) mod step = phase, ascending. */
static GArray *
chosen_ids (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record);
  guint64 id0, id1, step = 1, phase = 0;
  GHashTableIter iter;
  gpointer key;
  GArray *ids;

  if (!fol_json_uint (record, root, "id0", ID_MOST, &id0, error) ||
      !fol_json_uint (record, root, "id1", ID_MOST, &id1, error) ||
      !fol_json_uint_opt (record, root, "step", ID_MOST, &step, error) ||
      !fol_json_uint_opt (record, root, "phase", ID_MOST, &phase, error))
    return NULL;
  if (step == 0) {
    fol_json_set_error (record, fol_json_member_opt (root, "step"), FOL_JSON_VALUE, error,
                        _ ("expected a step of at least 1"));
    return NULL;
  }
  ids = g_array_new (FALSE, FALSE, sizeof (guint));
  g_hash_table_iter_init (&iter, replay->ids);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    guint id = GPOINTER_TO_UINT (key);

    if (id >= id0 && id < id1 && (id - id0) % step == phase)
      g_array_append_val (ids, id);
  }
  g_array_sort (ids, compare_ids);
  return ids;
}

static bool
op_free_many (struct fol_replay *replay, FolJson *record, GError **error)
{
  guint64 reverse = 0, expected;
  g_autoptr (GArray) ids = NULL;

  if (!fol_json_uint_opt (record, fol_json_root (record), "reverse", 1, &reverse, error) ||
      !fol_json_uint (record, fol_json_root (record), "n", ID_MOST, &expected, error))
    return false;
  ids = chosen_ids (replay, record, error);
  if (ids == NULL)
    return false;
  fol_comparison_check (&replay->comparison, expected == ids->len,
                        _ ("free_many: expected %" PRIu64 " blocks, got %u"), expected, ids->len);
  for (guint i = 0; i < ids->len; i++) {
    guint id = g_array_index (ids, guint, reverse ? ids->len - 1 - i : i);
    sim_pfn pfn = held (replay, id);

    free_frame (replay, id, pfn);
    fol_replay_note (replay, FOL_PLAYED_FREE, id, 0, FOL_PLAYED_NOT_SAID, pfn);
  }
  return true;
}

static bool
op_mark_lru (struct fol_replay *replay, FolJson *record, GError **error)
{
  g_autoptr (GArray) ids = chosen_ids (replay, record, error);

  if (ids == NULL)
    return false;
  for (guint i = 0; i < ids->len; i++) {
    struct sim_result result;

    apply (replay, SIM_OP_SET_PAGE_LRU, held (replay, g_array_index (ids, guint, i)), 0, 0,
           &result);
  }
  fol_replay_note (replay, FOL_PLAYED_MARK, 0, 0, SIM_PFN_NONE, SIM_PFN_NONE);
  return true;
}

static bool
op_drain (struct fol_replay *replay, FolJson *record, GError **error)
{
  struct fol_played_row *row;
  struct sim_result result;
  const char *name;

  if (!fol_json_string (record, fol_json_root (record), "op", &name, error))
    return false;
  apply (replay,
         g_strcmp0 (name, "drain_all") == 0 ? SIM_OP_DRAIN_ALL_PAGES : SIM_OP_DRAIN_LOCAL_PAGES, 0,
         0, 0, &result);
  row = fol_replay_note (replay, FOL_PLAYED_DRAIN, 0, 0, SIM_PFN_NONE, SIM_PFN_NONE);
  if (row != NULL)
    row->text = g_strdup (name);
  return true;
}

static const struct {
  const char *name;
  bool (*run) (struct fol_replay *replay, FolJson *record, GError **error);
} operations[] = {
  { "alloc", op_alloc },         { "free", op_free },         { "alloc_many", op_alloc_many },
  { "free_many", op_free_many }, { "mark_lru", op_mark_lru }, { "drain_local", op_drain },
  { "drain_all", op_drain },
};

bool
fol_replay_set_cpu (struct fol_replay *replay, FolJson *record, guint64 otherwise, GError **error)
{
  struct sim_view view = sim_world_view (replay->world);
  struct sim_header header;
  struct sim_result result;
  guint64 cpu = otherwise;

  if (!fol_json_uint_opt (record, fol_json_root (record), "cpu", replay->machine.cpu_count - 1,
                          &cpu, error))
    return false;
  sim_view_header (&view, &header);
  if (header.cpu != cpu)
    apply (replay, SIM_OP_SET_CPU, cpu, 0, 0, &result);
  return true;
}

bool
fol_replay_op (struct fol_replay *replay, FolJson *record, const char **unknown, GError **error)
{
  const char *name;

  if (!fol_json_string (record, fol_json_root (record), "op", &name, error))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++) {
    if (g_strcmp0 (operations[i].name, name) != 0)
      continue;
    /* Before the first state there is nothing to apply it to; the state then
     * shows its effect. */
    if (replay->world == NULL)
      return true;
    /* Recordings of small objects know nothing of the page allocator. */
    if (replay->slab != NULL)
      break;
    return fol_replay_set_cpu (replay, record, replay->last->cpu, error) &&
           operations[i].run (replay, record, error);
  }
  return fol_slab_op (replay, record, name, unknown, error);
}
