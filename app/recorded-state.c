/* app/recorded-state.c - reading and building; comparing is recorded-compare.c. */
#include "app/recorded-state.h"

#include "engine/physical/load.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static void
zone_free (gpointer data)
{
  struct fol_recorded_zone *zone = data;

  for (guint cpu = 0; cpu < SIM_CPUS_MAX; cpu++) {
    for (guint list = 0; list < SIM_NR_PCP_LISTS; list++)
      g_clear_pointer (&zone->pcp_list[cpu][list], g_array_unref);
  }
  for (guint order = 0; order < SIM_MAX_ORDER; order++) {
    for (guint type = 0; type < SIM_MIGRATE_TYPES; type++)
      g_clear_pointer (&zone->free_list[order][type], g_array_unref);
  }
  g_byte_array_unref (zone->pageblocks);
  g_free (zone);
}

void
fol_recorded_state_free (struct fol_recorded_state *state)
{
  g_free (state->label);
  g_ptr_array_unref (state->zones);
  g_free (state);
}

bool
fol_recorded_zone_index (FolJson *record, JsonNode *zone, const struct sim_machine *machine,
                         uint32_t *index, GError **error)
{
  uint32_t type;
  guint64 node;

  if (!fol_recording_zone_type (record, zone, &type, error) ||
      !fol_json_uint (record, zone, "node", SIM_NODES_MAX - 1, &node, error))
    return false;
  for (*index = 0; *index < machine->zone_count; ++*index) {
    if (machine->zone[*index].node == node && machine->zone[*index].type == type)
      return true;
  }
  fol_json_set_error (record, zone, FOL_JSON_VALUE, error,
                      _ ("the machine record has no such zone"));
  return false;
}

/* [order, type, ...] at the start of a list's record. */
static bool
list_key (FolJson *record, JsonNode *item, guint most, uint32_t *order, uint32_t *type,
          GError **error)
{
  JsonArray *array;
  gint64 value;

  if (!JSON_NODE_HOLDS_ARRAY (item) || json_array_get_length (json_node_get_array (item)) < 3 ||
      json_array_get_length (json_node_get_array (item)) > most) {
    fol_json_set_error (record, item, FOL_JSON_VALUE, error,
                        _ ("expected a list [order, type, pfns]"));
    return false;
  }
  array = json_node_get_array (item);
  if (!fol_recording_int (record, json_array_get_element (array, 0), 0, SIM_MAX_ORDER - 1, &value,
                          error) ||
      !fol_recording_type (record, json_array_get_element (array, 1), type, error))
    return false;
  *order = (uint32_t) value;
  return true;
}

static bool
given_twice (FolJson *record, JsonNode *item, GError **error)
{
  fol_json_set_error (record, item, FOL_JSON_VALUE, error, _ ("this list is given twice"));
  return false;
}

static bool
parse_free_lists (FolJson *record, JsonNode *node, const struct sim_machine *machine,
                  struct fol_recorded_zone *zone, GError **error)
{
  JsonArray *lists;

  if (!fol_json_array (record, node, "free", &lists, error))
    return false;
  for (guint i = 0; i < json_array_get_length (lists); i++) {
    JsonNode *item = json_array_get_element (lists, i);
    uint32_t order, type;

    if (!list_key (record, item, 3, &order, &type, error))
      return false;
    if (order >= machine->max_order) {
      fol_json_set_error (record, item, FOL_JSON_VALUE, error, _ ("the highest order is %u"),
                          machine->max_order - 1);
      return false;
    }
    if (zone->free_list[order][type] != NULL)
      return given_twice (record, item, error);
    zone->free_list[order][type] = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
    if (!fol_recording_unpack (record, json_array_get_element (json_node_get_array (item), 2),
                               SIM_FRAMES_MAX - 1, zone->free_list[order][type], error))
      return false;
  }
  return true;
}

/* The fourth item of a per-CPU list: [[type, count], ...] for its blocks. */
static bool
parse_remembered (FolJson *record, JsonNode *node, GArray *blocks, GError **error)
{
  guint at = 0;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *runs = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (runs); i++) {
      JsonNode *run = json_array_get_element (runs, i);
      uint32_t type;
      gint64 count;

      if (!JSON_NODE_HOLDS_ARRAY (run) || json_array_get_length (json_node_get_array (run)) != 2)
        break;
      if (!fol_recording_type (record, json_array_get_element (json_node_get_array (run), 0), &type,
                               error) ||
          !fol_recording_int (record, json_array_get_element (json_node_get_array (run), 1), 0,
                              blocks->len - at, &count, error))
        return false;
      for (; count > 0; count--)
        g_array_index (blocks, struct fol_recorded_block, at++).type = type;
    }
  }
  if (at == blocks->len)
    return true;
  fol_json_set_error (record, node, FOL_JSON_VALUE, error,
                      _ ("expected [type, count] for each of the %u blocks"), blocks->len);
  return false;
}

static bool
parse_pcp_list (FolJson *record, JsonNode *item, const struct sim_machine *machine,
                struct fol_recorded_zone *zone, uint32_t cpu, GError **error)
{
  g_autoptr (GArray) pfns = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  uint32_t order, type, list;
  JsonArray *array;
  GArray *blocks;

  if (!list_key (record, item, 4, &order, &type, error))
    return false;
  list = sim_pcp_list (order, type);
  if (type >= SIM_MIGRATE_PCPTYPES ||
      (order >= SIM_PCP_ORDERS && (!machine->thp || order != machine->pageblock_order))) {
    fol_json_set_error (record, item, FOL_JSON_VALUE, error,
                        _ ("there is no per-CPU list of this order and type"));
    return false;
  }
  if (zone->pcp_list[cpu][list] != NULL)
    return given_twice (record, item, error);
  array = json_node_get_array (item);
  if (!fol_recording_unpack (record, json_array_get_element (array, 2), SIM_FRAMES_MAX - 1, pfns,
                             error))
    return false;
  blocks = g_array_new (FALSE, FALSE, sizeof (struct fol_recorded_block));
  zone->pcp_list[cpu][list] = blocks;
  for (guint i = 0; i < pfns->len; i++) {
    struct fol_recorded_block block = { g_array_index (pfns, sim_pfn, i), type };

    g_array_append_val (blocks, block);
  }
  return json_array_get_length (array) < 4 ||
         parse_remembered (record, json_array_get_element (array, 3), blocks, error);
}

static bool
parse_pcps (FolJson *record, JsonNode *node, const struct sim_machine *machine,
            struct fol_recorded_zone *zone, GError **error)
{
  JsonArray *pcps;

  if (!fol_json_array (record, node, "pcp", &pcps, error))
    return false;
  for (guint i = 0; i < json_array_get_length (pcps); i++) {
    JsonNode *item = json_array_get_element (pcps, i);
    guint64 cpu, count, high, batch, free_factor;
    struct sim_pcp *pcp;
    JsonArray *lists;

    if (!fol_json_uint (record, item, "cpu", machine->cpu_count - 1, &cpu, error) ||
        !fol_json_uint (record, item, "count", SIM_FRAMES_MAX, &count, error) ||
        !fol_json_uint (record, item, "high", SIM_FRAMES_MAX, &high, error) ||
        !fol_json_uint (record, item, "batch", SIM_FRAMES_MAX, &batch, error) ||
        !fol_json_uint (record, item, "free_factor", 31, &free_factor, error) ||
        !fol_json_array (record, item, "lists", &lists, error))
      return false;
    pcp = &zone->pcp[cpu];
    zone->has_pcp[cpu] = true;
    pcp->count = (uint32_t) count;
    pcp->high = (uint32_t) high;
    pcp->batch = (uint32_t) batch;
    pcp->free_factor = (uint32_t) free_factor;
    for (guint j = 0; j < json_array_get_length (lists); j++) {
      if (!parse_pcp_list (record, json_array_get_element (lists, j), machine, zone, (uint32_t) cpu,
                           error))
        return false;
    }
  }
  return true;
}

bool
fol_recorded_deltas (FolJson *record, JsonNode *node, const struct sim_machine *machine,
                     struct fol_recorded_zone *zone, GError **error)
{
  JsonArray *deltas = NULL;

  if (!fol_json_array_opt (record, node, "pcpu_diff", &deltas, error))
    return false;
  for (guint cpu = 0; deltas != NULL && cpu < json_array_get_length (deltas); cpu++) {
    JsonNode *item = json_array_get_element (deltas, cpu);
    gint64 value[3];

    if (cpu >= machine->cpu_count || !JSON_NODE_HOLDS_ARRAY (item) ||
        json_array_get_length (json_node_get_array (item)) != 3) {
      fol_json_set_error (record, item, FOL_JSON_VALUE, error,
                          _ ("expected [free, CMA, threshold] for each of %u CPUs"),
                          machine->cpu_count);
      return false;
    }
    for (guint i = 0; i < 3; i++) {
      if (!fol_recording_int (record, json_array_get_element (json_node_get_array (item), i),
                              i == 2 ? 0 : -128, 127, &value[i], error))
        return false;
    }
    zone->has_deltas = true;
    zone->pcp[cpu].free_diff = (uint32_t) value[0];
    zone->pcp[cpu].free_cma_diff = (uint32_t) value[1];
    zone->counters.stat_threshold = (uint32_t) value[2];
  }
  return true;
}

static bool
parse_pageblocks (FolJson *record, JsonNode *node, const struct sim_machine *machine,
                  struct fol_recorded_zone *zone, GError **error)
{
  const struct sim_zone_spec *spec = &machine->zone[zone->index];
  guint first = spec->start_pfn >> machine->pageblock_order;
  guint last = (spec->start_pfn + spec->spanned - 1) >> machine->pageblock_order;
  JsonArray *runs;

  if (!fol_json_array (record, node, "pb", &runs, error))
    return false;
  for (guint i = 0; i < json_array_get_length (runs); i++) {
    JsonNode *run = json_array_get_element (runs, i);
    guint left = last - first + 1 - zone->pageblocks->len;
    uint32_t type = FOL_RECORDED_NO_TYPE;
    const char *letter;
    gint64 count;

    if (!JSON_NODE_HOLDS_ARRAY (run) || json_array_get_length (json_node_get_array (run)) != 2) {
      fol_json_set_error (record, run, FOL_JSON_VALUE, error, _ ("expected [type, count]"));
      return false;
    }
    if (!fol_json_node_string (record, json_array_get_element (json_node_get_array (run), 0),
                               &letter, error) ||
        (g_strcmp0 (letter, "-") != 0 &&
         !fol_recording_type (record, json_array_get_element (json_node_get_array (run), 0), &type,
                              error)) ||
        !fol_recording_int (record, json_array_get_element (json_node_get_array (run), 1), 0, left,
                            &count, error))
      return false;
    for (; count > 0; count--) {
      guint8 byte = (guint8) type;

      g_byte_array_append (zone->pageblocks, &byte, 1);
    }
  }
  return true;
}

static bool
parse_zone (FolJson *record, JsonNode *node, const struct sim_machine *machine,
            struct fol_recorded_zone *zone, GError **error)
{
  gint64 nr_free, nr_free_cma;
  guint64 boost, flags, highatomic;

  if (!fol_recorded_zone_index (record, node, machine, &zone->index, error) ||
      !fol_recording_member_int (record, node, "nr_free", -(gint64) SIM_FRAMES_MAX, SIM_FRAMES_MAX,
                                 &nr_free, error) ||
      !fol_recording_member_int (record, node, "nr_free_cma", -(gint64) SIM_FRAMES_MAX,
                                 SIM_FRAMES_MAX, &nr_free_cma, error) ||
      !fol_json_uint (record, node, "boost", G_MAXINT32, &boost, error) ||
      !fol_json_uint (record, node, "flags", G_MAXINT32, &flags, error) ||
      !fol_json_uint (record, node, "nr_highatomic", G_MAXINT32, &highatomic, error))
    return false;
  zone->counters.nr_free = (uint32_t) nr_free;
  zone->counters.nr_free_cma = (uint32_t) nr_free_cma;
  zone->counters.watermark_boost = (uint32_t) boost;
  zone->counters.flags = (uint32_t) flags;
  zone->counters.nr_reserved_highatomic = (uint32_t) highatomic;
  return fol_recorded_deltas (record, node, machine, zone, error) &&
         parse_pcps (record, node, machine, zone, error) &&
         parse_free_lists (record, node, machine, zone, error) &&
         parse_pageblocks (record, node, machine, zone, error);
}

struct fol_recorded_state *
fol_recorded_state_parse (FolJson *record, const struct sim_machine *machine, GError **error)
{
  JsonNode *root = fol_json_root (record);
  struct fol_recorded_state *state;
  const char *label = "";
  guint64 cpu = 0;
  JsonArray *zones;

  if (!fol_json_string_opt (record, root, "label", &label, error) ||
      !fol_json_uint_opt (record, root, "cpu", machine->cpu_count - 1, &cpu, error) ||
      !fol_json_array (record, root, "zones", &zones, error))
    return NULL;
  state = g_new0 (struct fol_recorded_state, 1);
  state->label = g_strdup (label);
  state->cpu = (uint32_t) cpu;
  state->zones = g_ptr_array_new_with_free_func (zone_free);
  for (guint i = 0; i < json_array_get_length (zones); i++) {
    struct fol_recorded_zone *zone = g_new0 (struct fol_recorded_zone, 1);

    zone->pageblocks = g_byte_array_new ();
    g_ptr_array_add (state->zones, zone);
    if (!parse_zone (record, json_array_get_element (zones, i), machine, zone, error)) {
      fol_recorded_state_free (state);
      return NULL;
    }
  }
  return state;
}

/* --- building --- */

static bool
impossible (FolJson *record, const struct sim_machine *machine, uint32_t zone, sim_pfn pfn,
            uint32_t order, GError **error)
{
  fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                      _ ("zone %s cannot have a free block of order %u at %u: "
                         "not aligned, not memory, or listed twice"),
                      fol_recorded_zone_name (machine, zone), order, pfn);
  return false;
}

static bool
load_lists (const struct fol_recorded_zone *zone, FolJson *record, struct sim_world *world,
            GError **error)
{
  const struct sim_machine *machine = sim_world_machine (world);

  for (uint32_t order = 0; order < machine->max_order; order++) {
    for (uint32_t type = 0; type < SIM_MIGRATE_TYPES; type++) {
      const GArray *pfns = zone->free_list[order][type];

      for (guint i = 0; pfns != NULL && i < pfns->len; i++) {
        sim_pfn pfn = g_array_index (pfns, sim_pfn, i);

        if (!sim_load_free (world, zone->index, order, type, pfn))
          return impossible (record, machine, zone->index, pfn, order, error);
      }
    }
  }
  for (uint32_t cpu = 0; cpu < machine->cpu_count; cpu++) {
    for (uint32_t list = 0; list < SIM_NR_PCP_LISTS; list++) {
      const GArray *blocks = zone->pcp_list[cpu][list];

      for (guint i = 0; blocks != NULL && i < blocks->len; i++) {
        const struct fol_recorded_block *block =
            &g_array_index (blocks, struct fol_recorded_block, i);

        if (!sim_load_pcp_block (world, zone->index, cpu, list, block->type, block->pfn))
          return impossible (record, machine, zone->index, block->pfn,
                             sim_pcp_list_order (list, machine->pageblock_order), error);
      }
    }
  }
  return true;
}

static void
load_counters (const struct fol_recorded_zone *zone, struct sim_world *world)
{
  const struct sim_machine *machine = sim_world_machine (world);
  sim_pfn start = machine->zone[zone->index].start_pfn >> machine->pageblock_order
                                                              << machine->pageblock_order;
  struct sim_view view = sim_world_view (world);
  struct sim_zone counters;

  /* Watermarks and reserves stay those of the formulas. */
  sim_view_zone (&view, zone->index, &counters);
  counters.nr_free = zone->counters.nr_free;
  counters.nr_free_cma = zone->counters.nr_free_cma;
  counters.watermark_boost = zone->counters.watermark_boost;
  counters.flags = zone->counters.flags;
  counters.nr_reserved_highatomic = zone->counters.nr_reserved_highatomic;
  if (zone->has_deltas)
    counters.stat_threshold = zone->counters.stat_threshold;
  sim_load_zone (world, zone->index, &counters);
  for (uint32_t cpu = 0; cpu < machine->cpu_count; cpu++) {
    if (zone->has_pcp[cpu])
      sim_load_pcp (world, zone->index, cpu, &zone->pcp[cpu]);
  }
  for (guint i = 0; i < zone->pageblocks->len; i++) {
    if (zone->pageblocks->data[i] != FOL_RECORDED_NO_TYPE)
      sim_load_pageblock (world, start + (i << machine->pageblock_order),
                          (enum sim_migratetype) zone->pageblocks->data[i]);
  }
}

struct sim_world *
fol_recorded_begin (FolJson *record, const struct sim_machine *machine, GError **error)
{
  struct sim_machine_problem problem;
  struct sim_world *world = sim_load_begin (machine, &problem);

  if (world == NULL)
    fol_json_set_error (
        record, fol_json_root (record), FOL_JSON_VALUE, error,
        _ ("this machine cannot be built: \"%s\", entry %u (%" PRIu64 ", %" PRIu64 ")"),
        problem.member != NULL ? problem.member : "machine", problem.index, problem.number[0],
        problem.number[1]);
  return world;
}

struct sim_world *
fol_recorded_state_open (const struct fol_recorded_state *state, FolJson *record,
                         const struct sim_machine *machine, const GArray *lru_pfns, GError **error)
{
  struct sim_world *world = fol_recorded_begin (record, machine, error);

  if (world == NULL)
    return NULL;
  for (guint i = 0; i < state->zones->len; i++) {
    const struct fol_recorded_zone *zone = g_ptr_array_index (state->zones, i);

    if (!load_lists (zone, record, world, error)) {
      sim_world_close (world);
      return NULL;
    }
    load_counters (zone, world);
  }
  sim_load_cpu (world, state->cpu);
  for (guint i = 0; lru_pfns != NULL && i < lru_pfns->len; i++)
    sim_load_lru (world, g_array_index (lru_pfns, sim_pfn, i));
  return world;
}

struct sim_world *
fol_recording_open_world (const char *path, GError **error)
{
  g_autoptr (FolRecording) recording = fol_recording_open (path, error);
  g_autoptr (GArray) lru_pfns = g_array_new (FALSE, FALSE, sizeof (sim_pfn));
  struct sim_machine machine = { 0 };

  if (recording == NULL)
    return NULL;
  for (;;) {
    g_autoptr (FolJson) record = NULL;
    const char *type;

    if (!fol_recording_next (recording, &record, &type, error))
      return NULL;
    if (record == NULL) {
      g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_FORMAT,
                   _ ("%s: the recording ends before its first state"), path);
      return NULL;
    }
    if (g_strcmp0 (type, "machine") == 0) {
      JsonNode *lru = fol_json_member_opt (fol_json_root (record), "lru_pfns");

      if (!fol_recording_machine (record, &machine, error) ||
          (lru != NULL && !fol_recording_unpack (record, lru, SIM_FRAMES_MAX - 1, lru_pfns, error)))
        return NULL;
    } else if (machine.zone_count == 0) {
      fol_json_set_error (record, fol_json_root (record), FOL_JSON_VALUE, error,
                          _ ("expected a machine record first"));
      return NULL;
    } else if (g_strcmp0 (type, "state") == 0) {
      struct fol_recorded_state *state = fol_recorded_state_parse (record, &machine, error);
      struct sim_world *world;

      if (state == NULL)
        return NULL;
      world = fol_recorded_state_open (state, record, &machine, lru_pfns, error);
      fol_recorded_state_free (state);
      return world;
    }
  }
}
