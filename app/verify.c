/* app/verify.c - going through a recording; the operations are in verify-ops.c,
 * boots in verify-boot.c, small objects in verify-slab.c. */
#include "app/verify-slab.h"

#include "engine/machine/profile.h"
#include "engine/physical/load.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Sets *error; *unknown says what it was. */
static bool
not_modelled (struct fol_replay *replay, const char *name, const char *what, const char **unknown,
              GError **error)
{
  g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_NOT_MODELLED,
               _ ("%s:%u: not modelled: %s"), fol_recording_path (replay->recording),
               fol_recording_line (replay->recording), what);
  *unknown = name;
  return false;
}

/* --- the machine: do our formulas give what the kernel had? --- */

static bool
check_number (struct fol_replay *replay, FolJson *record, JsonNode *node, const char *zone,
              const char *name, guint64 got, GError **error)
{
  guint64 expected;

  if (!fol_json_uint (record, node, name, G_MAXUINT32, &expected, error))
    return false;
  fol_comparison_check (&replay->comparison, expected == got,
                        _ ("%s: %s: expected %" PRIu64 ", by formula %" PRIu64), zone, name,
                        expected, got);
  return true;
}

static bool
check_zone (struct fol_replay *replay, FolJson *record, JsonNode *node, struct sim_world *world,
            uint32_t index, GError **error)
{
  static const char *const marks[SIM_NR_WMARK] = { "min", "low", "high" };
  const char *name = fol_recorded_zone_name (&replay->machine, index);
  JsonNode *mark = fol_json_member (record, node, "wmark", error);
  struct sim_view view = sim_world_view (world);
  JsonArray *reserve, *pcps;
  struct sim_zone zone;

  if (mark == NULL || !fol_json_array (record, node, "lowmem_reserve", &reserve, error) ||
      !fol_json_array (record, node, "pcp", &pcps, error))
    return false;
  sim_view_zone (&view, index, &zone);
  for (guint i = 0; i < SIM_NR_WMARK; i++) {
    if (!check_number (replay, record, mark, name, marks[i], zone.watermark[i], error))
      return false;
  }
  for (guint i = 0; i < MIN (json_array_get_length (reserve), SIM_MAX_NR_ZONES); i++) {
    gint64 expected;

    if (!fol_recording_int (record, json_array_get_element (reserve, i), 0, G_MAXUINT32, &expected,
                            error))
      return false;
    fol_comparison_check (&replay->comparison, expected == zone.lowmem_reserve[i],
                          _ ("%s: lowmem_reserve[%u]: expected %" PRId64 ", by formula %u"), name,
                          i, expected, zone.lowmem_reserve[i]);
  }
  for (guint i = 0; i < json_array_get_length (pcps); i++) {
    JsonNode *item = json_array_get_element (pcps, i);
    struct sim_pcp pcp;
    guint64 cpu;

    if (!fol_json_uint (record, item, "cpu", replay->machine.cpu_count - 1, &cpu, error))
      return false;
    sim_view_pcp (&view, index, (uint32_t) cpu, &pcp);
    if (!check_number (replay, record, item, name, "high", pcp.high, error) ||
        !check_number (replay, record, item, name, "batch", pcp.batch, error))
      return false;
  }
  return true;
}

static bool
check_formulas (struct fol_replay *replay, FolJson *record, GError **error)
{
  struct sim_world *world = fol_recorded_begin (record, &replay->machine, error);
  JsonNode *root = fol_json_root (record);
  struct sim_header header;
  struct sim_view view;
  guint64 ordinary = 0;
  JsonArray *zones;
  bool ok = true;

  if (world == NULL)
    return false;
  if (!fol_json_array (record, root, "zones", &zones, error))
    ok = false;
  for (guint i = 0; ok && i < json_array_get_length (zones); i++) {
    JsonNode *node = json_array_get_element (zones, i);
    guint64 present = 0;
    uint32_t index;

    if (!fol_json_uint (record, node, "present", G_MAXUINT32, &present, error))
      ok = false;
    else if (present > 0)
      ok = fol_recorded_zone_index (record, node, &replay->machine, &index, error) &&
           check_zone (replay, record, node, world, index, error);
  }
  for (guint i = 0; i < replay->machine.zone_count; i++) {
    if (replay->machine.zone[i].type <= SIM_ZONE_NORMAL)
      ordinary += replay->machine.zone[i].managed;
  }
  view = sim_world_view (world);
  sim_view_header (&view, &header);
  if (ok && fol_json_member_opt (root, "totalreserve_pages") != NULL)
    ok = check_number (replay, record, root, _ ("the machine"), "totalreserve_pages",
                       header.totalreserve_pages, error);
  /* khugepaged raises it where there are transparent huge pages. */
  if (ok && !replay->machine.thp && fol_json_member_opt (root, "min_free_kbytes") != NULL)
    ok = check_number (replay, record, root, _ ("the machine"), "min_free_kbytes",
                       sim_profile_linux_6_1.min_free_kbytes (ordinary << (SIM_PAGE_SHIFT - 10)),
                       error);
  sim_world_close (world);
  return ok;
}

static bool
take_machine (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *root = fol_json_root (record), *lru = fol_json_member_opt (root, "lru_pfns");
  const char *family = "";

  if (replay->have_machine) {
    fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                        _ ("a second machine record"));
    return false;
  }
  if (!fol_recording_machine (record, &replay->machine, error) ||
      !fol_json_string_opt (record, root, "family", &family, error) ||
      (lru != NULL &&
       !fol_recording_unpack (record, lru, SIM_FRAMES_MAX - 1, replay->lru_pfns, error)))
    return false;
  replay->have_machine = true;
  replay->boot = g_strcmp0 (family, "boot") == 0;
  return check_formulas (replay, record, error);
}

/* --- states --- */

static bool
take_state (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonNode *same_as = fol_json_member_opt (fol_json_root (record), "same_as");

  /* "As the one before": shortened by the recorder. */
  if (same_as == NULL || replay->last == NULL) {
    struct fol_recorded_state *state = fol_recorded_state_parse (record, &replay->machine, error);

    if (state == NULL)
      return false;
    g_clear_pointer (&replay->last, fol_recorded_state_free);
    replay->last = state;
  }
  if (replay->boot)
    return fol_replay_boot_state (replay, record, error);
  if (replay->world == NULL) {
    replay->world =
        fol_recorded_state_open (replay->last, record, &replay->machine, replay->lru_pfns, error);
    if (replay->world == NULL)
      return false;
  }
  fol_recorded_state_compare (replay->last, replay->world, &replay->comparison);
  replay->comparison.result->states++;
  return true;
}

static bool
parse_counts_zone (struct fol_replay *replay, FolJson *record, JsonNode *node, GError **error)
{
  struct fol_recorded_zone deltas = { 0 };
  guint64 boost, highatomic;
  struct fol_counts *counts;
  JsonArray *pcps, *orders;
  uint32_t index;
  gint64 nr_free;

  if (!fol_recorded_zone_index (record, node, &replay->machine, &index, error) ||
      !fol_recording_member_int (record, node, "nr_free", -(gint64) SIM_FRAMES_MAX, SIM_FRAMES_MAX,
                                 &nr_free, error) ||
      !fol_json_uint (record, node, "boost", G_MAXINT32, &boost, error) ||
      !fol_json_uint (record, node, "nr_highatomic", G_MAXINT32, &highatomic, error) ||
      !fol_recorded_deltas (record, node, &replay->machine, &deltas, error) ||
      !fol_json_array (record, node, "pcp", &pcps, error) ||
      !fol_json_array (record, node, "by_order", &orders, error))
    return false;
  counts = &replay->counts[index];
  *counts = (struct fol_counts){ .known = true,
                                 .nr_free = (gint32) nr_free,
                                 .boost = (guint32) boost,
                                 .highatomic = (guint32) highatomic,
                                 .has_deltas = deltas.has_deltas };
  for (guint cpu = 0; cpu < SIM_CPUS_MAX; cpu++)
    counts->delta[cpu] = (gint32) deltas.pcp[cpu].free_diff;
  for (guint i = 0; i < json_array_get_length (pcps); i++) {
    g_autoptr (GArray) triple = g_array_new (FALSE, FALSE, sizeof (guint32));

    if (!fol_recording_unpack (record, json_array_get_element (pcps, i), SIM_FRAMES_MAX, triple,
                               error))
      return false;
    if (triple->len != 3 || g_array_index (triple, guint32, 0) >= replay->machine.cpu_count) {
      fol_json_set_error (record, json_array_get_element (pcps, i), FOL_JSON_VALUE, error,
                          _ ("expected [cpu, count, free_factor]"));
      return false;
    }
    counts->pcp_count[g_array_index (triple, guint32, 0)] = g_array_index (triple, guint32, 1);
    counts->free_factor[g_array_index (triple, guint32, 0)] = g_array_index (triple, guint32, 2);
  }
  for (guint i = 0; i < MIN (json_array_get_length (orders), SIM_MAX_ORDER); i++) {
    gint64 value;

    if (!fol_recording_int (record, json_array_get_element (orders, i), 0, SIM_FRAMES_MAX, &value,
                            error))
      return false;
    counts->by_order[i] = (guint32) value;
  }
  return true;
}

static void
compare_counts (struct fol_replay *replay, uint32_t index)
{
  const char *name = fol_recorded_zone_name (&replay->machine, index);
  const struct fol_counts *want = &replay->counts[index];
  struct sim_view view = sim_world_view (replay->world);
  struct fol_comparison *comparison = &replay->comparison;
  struct sim_zone zone;

  sim_view_zone (&view, index, &zone);
  fol_comparison_check (comparison, want->nr_free == (gint32) zone.nr_free,
                        _ ("zone %s: nr_free: expected %d, got %d"), name, want->nr_free,
                        (gint32) zone.nr_free);
  fol_comparison_check (comparison, want->boost == zone.watermark_boost,
                        _ ("zone %s: watermark boost: expected %u, got %u"), name, want->boost,
                        zone.watermark_boost);
  fol_comparison_check (comparison, want->highatomic == zone.nr_reserved_highatomic,
                        _ ("zone %s: high-atomic pages: expected %u, got %u"), name,
                        want->highatomic, zone.nr_reserved_highatomic);
  for (uint32_t cpu = 0; cpu < replay->machine.cpu_count; cpu++) {
    struct sim_pcp pcp;

    sim_view_pcp (&view, index, cpu, &pcp);
    fol_comparison_check (comparison, want->pcp_count[cpu] == pcp.count,
                          _ ("zone %s, CPU %u: count: expected %u, got %u"), name, cpu,
                          want->pcp_count[cpu], pcp.count);
    fol_comparison_check (comparison, want->free_factor[cpu] == pcp.free_factor,
                          _ ("zone %s, CPU %u: free_factor: expected %u, got %u"), name, cpu,
                          want->free_factor[cpu], pcp.free_factor);
    fol_comparison_check (comparison,
                          !want->has_deltas || want->delta[cpu] == (gint32) pcp.free_diff,
                          _ ("zone %s, CPU %u: delta of free pages: expected %d, got %d"), name,
                          cpu, want->delta[cpu], (gint32) pcp.free_diff);
  }
  for (uint32_t order = 0; order < replay->machine.max_order; order++)
    fol_comparison_check (comparison, want->by_order[order] == zone.area_nr_free[order],
                          _ ("zone %s: free blocks of order %u: expected %u, got %u"), name, order,
                          want->by_order[order], zone.area_nr_free[order]);
}

static bool
take_counts (struct fol_replay *replay, FolJson *record, GError **error)
{
  JsonArray *zones;

  if (!fol_json_array (record, fol_json_root (record), "zones", &zones, error))
    return false;
  for (guint i = 0; i < json_array_get_length (zones); i++) {
    if (!parse_counts_zone (replay, record, json_array_get_element (zones, i), error))
      return false;
  }
  if (replay->world == NULL)
    return true;
  /* A zone that is left out is as it was at the counts before. */
  for (uint32_t i = 0; i < replay->machine.zone_count; i++) {
    if (replay->counts[i].known)
      compare_counts (replay, i);
  }
  replay->comparison.result->states++;
  return true;
}

/* --- the whole --- */

bool
fol_replay_record (struct fol_replay *replay, FolJson *record, const char *type,
                   const char **unknown, GError **error)
{
  g_autofree char *what = NULL;
  const char *name = NULL;

  if (g_strcmp0 (type, "machine") == 0)
    return take_machine (replay, record, error);
  if (!replay->have_machine) {
    fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                        _ ("expected a machine record first"));
    return false;
  }
  if (replay->slab == NULL && g_strcmp0 (type, "state") == 0)
    return take_state (replay, record, error);
  if (replay->slab == NULL && g_strcmp0 (type, "counts") == 0)
    return take_counts (replay, record, error);
  if (g_strcmp0 (type, "op") == 0) {
    if (!fol_replay_op (replay, record, &name, error))
      return name != NULL ? not_modelled (replay, name, name, unknown, error) : false;
    return true;
  }
  if (replay->boot && g_strcmp0 (type, "memblock") == 0)
    return fol_replay_memblock (replay, record, error);
  if (replay->boot && g_strcmp0 (type, "mbfree") == 0)
    return fol_replay_mbfree (replay, record, error);
  if (replay->boot && g_strcmp0 (type, "after_mem_init") == 0)
    return fol_replay_after_mem_init (replay, record, error);
  if (fol_slab_record (replay, record, type, &name, error))
    return true;
  if (name == NULL)
    return false;
  what = g_strdup_printf (_ ("a record of type \"%s\""), type);
  return not_modelled (replay, type, what, unknown, error);
}

bool
fol_replay_open (struct fol_replay *replay, const char *path, struct fol_verification *result,
                 GError **error)
{
  *result = (struct fol_verification){ .notes = g_ptr_array_new_with_free_func (g_free) };
  replay->comparison = (struct fol_comparison){ .result = result, .path = path };
  replay->recording = fol_recording_open (path, error);
  replay->ids = g_hash_table_new (NULL, NULL);
  replay->lru_pfns = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  return replay->recording != NULL;
}

void
fol_replay_close (struct fol_replay *replay)
{
  g_clear_pointer (&replay->last, fol_recorded_state_free);
  g_clear_pointer (&replay->slab, fol_slab_replay_free);
  if (replay->history != NULL)
    g_clear_pointer (&replay->history, fol_history_free);
  else
    g_clear_pointer (&replay->world, sim_world_close);
  g_hash_table_unref (replay->ids);
  g_array_unref (replay->lru_pfns);
  g_clear_pointer (&replay->recording, fol_recording_free);
}

struct fol_history *
fol_replay_take_history (struct fol_replay *replay)
{
  struct fol_history *history = g_steal_pointer (&replay->history);

  if (history == NULL && replay->world != NULL)
    history = fol_history_new_for_world (replay->world);
  if (replay->slab != NULL)
    fol_recorded_pages_end (replay->slab->pages);
  replay->world = NULL;
  return history;
}

static bool
run (struct fol_replay *replay, GError **error)
{
  for (;;) {
    g_autoptr (FolJson) record = NULL;
    const char *type, *unknown;

    if (!fol_recording_next (replay->recording, &record, &type, error))
      return false;
    if (record == NULL)
      break;
    replay->comparison.line = fol_recording_line (replay->recording);
    if (!fol_replay_record (replay, record, type, &unknown, error))
      return false;
  }
  if (replay->world != NULL)
    return true;
  g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_FORMAT,
               _ ("%s: the recording ends before its first state"),
               fol_recording_path (replay->recording));
  return false;
}

bool
fol_verify_file (const char *path, struct fol_verification *result, GError **error)
{
  struct fol_replay replay = { 0 };
  bool ok = fol_replay_open (&replay, path, result, error) && run (&replay, error);

  fol_replay_close (&replay);
  return ok;
}

void
fol_verification_clear (struct fol_verification *result)
{
  g_clear_pointer (&result->notes, g_ptr_array_unref);
}
