/* app/verify-boot.c - the hand-over of free memory at boot, replayed. */
#include "app/verify-private.h"

#include "engine/physical/load.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Reserved ranges may lie outside RAM, touch and overlap; the machine wants
 * the parts inside, disjoint. */
static void
clip_reserved (struct sim_machine *machine, const struct sim_range *reserved, uint32_t count)
{
  uint64_t done = 0;

  machine->reserved_count = 0;
  for (uint32_t i = 0; i < count; i++) {
    for (uint32_t j = 0; j < machine->ram_count; j++) {
      uint64_t start = MAX (reserved[i].start, machine->ram[j].start);
      uint64_t end =
          MIN (reserved[i].start + reserved[i].size, machine->ram[j].start + machine->ram[j].size);

      start = MAX (start, done);
      if (start >= end || machine->reserved_count == SIM_MACHINE_RANGES_MAX)
        continue;
      machine->reserved[machine->reserved_count++] = (struct sim_range){ start, end - start };
      done = end;
    }
  }
}

bool
fol_replay_memblock (struct fol_replay *replay, FolJson *record, GError **error)
{
  struct sim_machine *machine = &replay->machine;
  struct sim_range reserved[SIM_MACHINE_RANGES_MAX];
  JsonNode *root = fol_json_root (record);
  JsonArray *memory, *list, *zones;
  guint64 managed = 0;
  uint32_t count;

  if (replay->world != NULL) {
    fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                        _ ("a second memblock record"));
    return false;
  }
  if (!fol_json_array (record, root, "memory", &memory, error) ||
      !fol_json_array (record, root, "reserved", &list, error) ||
      !fol_json_array (record, root, "zones_before_free", &zones, error) ||
      !fol_recording_ranges (record, memory, -1, machine->ram, &machine->ram_count, error) ||
      !fol_recording_ranges (record, list, -1, reserved, &count, error) ||
      !fol_recording_zones (record, zones, machine, error))
    return false;
  clip_reserved (machine, reserved, count);
  /* What the kernel expects to be free decides whether grouping pays. */
  for (uint32_t i = 0; i < machine->zone_count; i++)
    managed += machine->zone[i].managed;
  fol_comparison_check (&replay->comparison,
                        (managed >= (guint64) SIM_MIGRATE_TYPES << machine->pageblock_order) ==
                            (machine->mobility_grouping == 1),
                        _ ("mobility grouping: expected %s"),
                        machine->mobility_grouping == 1 ? _ ("on") : _ ("off"));
  machine->boot_pcp = true;
  replay->world = fol_recorded_begin (record, machine, error);
  return replay->world != NULL;
}

bool
fol_replay_mbfree (struct fol_replay *replay, FolJson *record, GError **error)
{
  sim_pfn at = 0;
  JsonArray *list;
  guint block = 0;
  uint32_t order;

  if (replay->world == NULL || replay->handed_over) {
    fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                        _ ("expected one memblock record before it"));
    return false;
  }
  if (!fol_json_array (record, fol_json_root (record), "list", &list, error))
    return false;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    g_autoptr (GArray) run = g_array_new (FALSE, FALSE, sizeof (guint32));

    if (!fol_recording_unpack (record, json_array_get_element (list, i), SIM_FRAMES_MAX, run,
                               error))
      return false;
    if (run->len != 3 || g_array_index (run, guint32, 1) >= SIM_MAX_ORDER) {
      fol_json_set_error (record, json_array_get_element (list, i), FOL_JSON_VALUE, error,
                          _ ("expected [pfn, order, count]"));
      return false;
    }
    for (guint j = 0; j < g_array_index (run, guint32, 2); j++, block++) {
      uint32_t want_order = g_array_index (run, guint32, 1);
      sim_pfn want = g_array_index (run, guint32, 0) + (j << want_order);
      bool more = sim_load_next_to_free (replay->world, &at, &order);

      fol_comparison_check (
          &replay->comparison, more && at == want && order == want_order,
          _ ("block %u of the hand-over: expected order %u at %u, got %s%u at %u"), block,
          want_order, want, more ? _ ("order ") : _ ("nothing after "), order, at);
      if (!more)
        break;
      at += 1u << order;
    }
  }
  fol_comparison_check (&replay->comparison, !sim_load_next_to_free (replay->world, &at, &order),
                        _ ("the hand-over: expected no more than %u blocks"), block);
  sim_load_hand_over (replay->world);
  replay->handed_over = true;
  return true;
}

bool
fol_replay_after_mem_init (struct fol_replay *replay, FolJson *record, GError **error)
{
  struct sim_view view;
  JsonArray *zones;

  replay->after_boot = true;
  if (replay->world == NULL)
    return true;
  view = sim_world_view (replay->world);
  if (!fol_json_array (record, fol_json_root (record), "zones", &zones, error))
    return false;
  for (guint i = 0; i < json_array_get_length (zones); i++) {
    JsonNode *node = json_array_get_element (zones, i);
    guint64 present, managed;
    struct sim_zone zone;
    uint32_t index;

    if (!fol_json_uint (record, node, "present", SIM_FRAMES_MAX, &present, error))
      return false;
    if (present == 0)
      continue;
    if (!fol_json_uint (record, node, "managed", SIM_FRAMES_MAX, &managed, error) ||
        !fol_recorded_zone_index (record, node, &replay->machine, &index, error))
      return false;
    sim_view_zone (&view, index, &zone);
    fol_comparison_check (&replay->comparison, managed == zone.managed_pages,
                          _ ("zone %s: managed pages: expected %" PRIu64 ", got %u"),
                          fol_recorded_zone_name (&replay->machine, index), managed,
                          zone.managed_pages);
  }
  return true;
}

bool
fol_replay_boot_state (struct fol_replay *replay, FolJson *record, GError **error)
{
  if (replay->world == NULL) {
    fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                        _ ("expected a memblock record before the states of a boot"));
    return false;
  }
  if (replay->after_boot) {
    replay->comparison.result->skipped++;
    return true;
  }
  fol_recorded_state_compare (replay->last, replay->world, &replay->comparison);
  replay->comparison.result->states++;
  return true;
}
