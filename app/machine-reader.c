/* app/machine-reader.c - machine files: see machine-reader.h. */
#include "app/machine-private.h"

#include "app/describe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (fol - machine - error - quark, fol_machine_error)

const char *const fol_machine_zone_names[] = { "DMA", "DMA32", "Normal", "Movable", NULL };

static const char *const members[] = { "format",
                                       "name",
                                       "title",
                                       "profile",
                                       "max_order",
                                       "pageblock_order",
                                       "cpus",
                                       "cpu_nodes",
                                       "smp",
                                       "thp",
                                       "mobility_grouping",
                                       "per_cpu_lists",
                                       "min_free_kbytes",
                                       "watermark_scale_factor",
                                       "watermark_boost_factor",
                                       "lowmem_reserve_ratio",
                                       "ram",
                                       "reserved",
                                       "zones",
                                       "zone_list",
                                       "slab",
                                       "cpus_possible",
                                       "cpu_caches",
                                       NULL };

void
fol_machine_free (struct fol_machine *machine)
{
  if (machine == NULL)
    return;
  g_free (machine->title);
  g_free (machine->title_en);
  g_free (machine->title_zh);
  for (guint i = 0; i < SIM_MACHINE_RANGES_MAX; i++)
    g_free (machine->reserved_name[i]);
  g_free (machine);
}

int
fol_machine_zone_type (const char *name)
{
  for (int i = 0; fol_machine_zone_names[i] != NULL; i++)
    if (g_str_equal (fol_machine_zone_names[i], name))
      return i;
  return -1;
}

void
fol_machine_pc_zones (struct sim_machine *machine)
{
  machine->zone_end[SIM_ZONE_DMA] = UINT64_C (16) << 20;
  machine->zone_end[SIM_ZONE_DMA32] = UINT64_C (4) << 30;
  machine->zone_end[SIM_ZONE_NORMAL] = UINT64_MAX;
  machine->zone_end[SIM_ZONE_MOVABLE] = 0;
}

static bool
bad_value (struct fol_json *json, JsonNode *node, GError **error, const char *expected)
{
  fol_json_set_error (json, node, FOL_JSON_VALUE, error, "%s", expected);
  return false;
}

static bool
read_uint32 (struct fol_json *json, JsonNode *node, const char *name, guint64 most, uint32_t *out,
             GError **error)
{
  guint64 value = *out;

  if (!fol_json_uint_opt (json, node, name, most, &value, error))
    return false;
  *out = (uint32_t) value;
  return true;
}

static bool
read_name (struct fol_json *json, JsonNode *node, struct fol_machine *machine, GError **error)
{
  const char *name, *profile = "linux-6.1";
  guint64 format;

  if (!fol_json_uint (json, node, "format", G_MAXINT32, &format, error))
    return false;
  if (format != FOL_MACHINE_FORMAT)
    return bad_value (json, fol_json_member_opt (node, "format"), error,
                      _ ("this program reads machines of format 1"));
  if (!fol_json_only (json, node, members, error) ||
      !fol_json_string (json, node, "name", &name, error) ||
      !fol_json_string_opt (json, node, "profile", &profile, error))
    return false;
  if (name[0] == '\0' || strlen (name) >= sizeof machine->sim.name)
    return bad_value (json, fol_json_member_opt (node, "name"), error,
                      _ ("a machine's name has 1 to 63 bytes"));
  if (!g_str_equal (profile, "linux-6.1"))
    return bad_value (json, fol_json_member_opt (node, "profile"), error,
                      _ ("the profiles are: linux-6.1"));
  g_strlcpy (machine->sim.name, name, sizeof machine->sim.name);
  return true;
}

static bool
read_title (struct fol_json *json, JsonNode *node, struct fol_machine *machine, GError **error)
{
  static const char *const languages[] = { "en", "zh_CN", NULL };
  JsonNode *title = fol_json_member_opt (node, "title");
  const char *en = machine->sim.name, *zh = NULL;
  JsonObject *object;

  if (title != NULL && (!fol_json_get_object (json, title, &object, error) ||
                        !fol_json_only (json, title, languages, error) ||
                        !fol_json_string (json, title, "en", &en, error) ||
                        !fol_json_string_opt (json, title, "zh_CN", &zh, error)))
    return false;
  machine->title_en = g_strdup (en);
  machine->title_zh = g_strdup (zh);
  if (zh != NULL && g_strv_contains (g_get_language_names (), "zh_CN"))
    machine->title = g_strdup (zh);
  else
    machine->title = g_strdup (en);
  return true;
}

static bool
read_range (struct fol_json *json, JsonNode *node, struct sim_range *range, char **name,
            GError **error)
{
  JsonArray *pair;
  guint count;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return bad_value (json, node, error, _ ("a range is [start, size]"));
  pair = json_node_get_array (node);
  count = json_array_get_length (pair);
  if (count != 2 && (name == NULL || count != 3))
    return bad_value (json, node, error,
                      name != NULL ? _ ("a reserved range is [start, size] or [start, size, name]")
                                   : _ ("a range is [start, size]"));
  if (!fol_json_node_uint (json, json_array_get_element (pair, 0), G_MAXUINT64, &range->start,
                           error) ||
      !fol_json_node_uint (json, json_array_get_element (pair, 1), G_MAXUINT64, &range->size,
                           error))
    return false;
  if (count == 3) {
    const char *text;

    if (!fol_json_node_string (json, json_array_get_element (pair, 2), &text, error))
      return false;
    *name = g_strdup (text);
  }
  return true;
}

static bool
read_ranges (struct fol_json *json, JsonNode *node, const char *member, struct sim_range *ranges,
             uint32_t *count, char **names, GError **error)
{
  JsonArray *array = NULL;

  if (!fol_json_array_opt (json, node, member, &array, error))
    return false;
  if (array == NULL)
    return true;
  if (json_array_get_length (array) > SIM_MACHINE_RANGES_MAX)
    return bad_value (json, fol_json_member_opt (node, member), error,
                      _ ("at most 64 ranges are possible"));
  *count = json_array_get_length (array);
  for (guint i = 0; i < *count; i++)
    if (!read_range (json, json_array_get_element (array, i), &ranges[i],
                     names != NULL ? &names[i] : NULL, error))
      return false;
  return true;
}

static bool
read_zones (struct fol_json *json, JsonNode *node, struct sim_machine *machine, GError **error)
{
  JsonNode *zones = fol_json_member_opt (node, "zones");
  JsonObject *object;

  fol_machine_pc_zones (machine);
  if (zones == NULL)
    return true;
  if (!fol_json_get_object (json, zones, &object, error) ||
      !fol_json_only (json, zones, fol_machine_zone_names, error))
    return false;
  for (guint i = 0; i < SIM_MAX_NR_ZONES; i++) {
    guint64 end = 0;

    if (!fol_json_uint_opt (json, zones, fol_machine_zone_names[i], G_MAXUINT64, &end, error))
      return false;
    machine->zone_end[i] = end;
  }
  return true;
}

/* Zones given outright: {"node", "zone", "start_pfn", "spanned", "present", "managed"}. */
static bool
read_zone_spec (struct fol_json *json, JsonNode *node, struct sim_zone_spec *spec, GError **error)
{
  static const char *const known[] = { "node",    "zone",    "start_pfn", "spanned",
                                       "present", "managed", NULL };
  JsonObject *object;
  const char *zone;
  int type;

  if (!fol_json_get_object (json, node, &object, error) ||
      !fol_json_only (json, node, known, error) ||
      !fol_json_string (json, node, "zone", &zone, error) ||
      !read_uint32 (json, node, "node", SIM_NODES_MAX - 1, &spec->node, error) ||
      !read_uint32 (json, node, "start_pfn", SIM_FRAMES_MAX, &spec->start_pfn, error) ||
      !read_uint32 (json, node, "spanned", SIM_FRAMES_MAX, &spec->spanned, error) ||
      !read_uint32 (json, node, "present", SIM_FRAMES_MAX, &spec->present, error) ||
      !read_uint32 (json, node, "managed", SIM_FRAMES_MAX, &spec->managed, error))
    return false;
  type = fol_machine_zone_type (zone);
  if (type < 0)
    return bad_value (json, fol_json_member_opt (node, "zone"), error,
                      _ ("the zones are: DMA, DMA32, Normal, Movable"));
  spec->type = (uint32_t) type;
  return true;
}

static bool
read_zone_list (struct fol_json *json, JsonNode *node, struct sim_machine *machine, GError **error)
{
  JsonArray *array = NULL;

  if (!fol_json_array_opt (json, node, "zone_list", &array, error))
    return false;
  if (array == NULL)
    return true;
  if (json_array_get_length (array) > SIM_ZONES_MAX)
    return bad_value (json, fol_json_member_opt (node, "zone_list"), error,
                      _ ("at most 16 zones are possible"));
  machine->zone_count = json_array_get_length (array);
  for (guint i = 0; i < machine->zone_count; i++)
    if (!read_zone_spec (json, json_array_get_element (array, i), &machine->zone[i], error))
      return false;
  return true;
}

static bool
read_cpus (struct fol_json *json, JsonNode *node, struct sim_machine *machine, GError **error)
{
  const char *lists = "normal";
  JsonArray *nodes = NULL;

  if (!read_uint32 (json, node, "cpus", SIM_CPUS_MAX, &machine->cpu_count, error) ||
      !fol_json_bool_opt (json, node, "smp", &machine->smp, error) ||
      !fol_json_bool_opt (json, node, "thp", &machine->thp, error) ||
      !fol_json_string_opt (json, node, "per_cpu_lists", &lists, error) ||
      !fol_json_array_opt (json, node, "cpu_nodes", &nodes, error))
    return false;
  if (!g_str_equal (lists, "normal") && !g_str_equal (lists, "boot"))
    return bad_value (json, fol_json_member_opt (node, "per_cpu_lists"), error,
                      _ ("per_cpu_lists is \"normal\" or \"boot\""));
  machine->boot_pcp = g_str_equal (lists, "boot");
  if (nodes != NULL && json_array_get_length (nodes) != machine->cpu_count)
    return bad_value (json, fol_json_member_opt (node, "cpu_nodes"), error,
                      _ ("cpu_nodes has one number for each CPU"));
  for (guint i = 0; nodes != NULL && i < machine->cpu_count; i++) {
    guint64 number;

    if (!fol_json_node_uint (json, json_array_get_element (nodes, i), SIM_NODES_MAX - 1, &number,
                             error))
      return false;
    machine->cpu_node[i] = (uint32_t) number;
  }
  return true;
}

static bool
read_tunables (struct fol_json *json, JsonNode *node, struct sim_machine *machine, GError **error)
{
  JsonArray *ratios = NULL;
  guint64 min_free = G_MAXUINT64;
  bool grouping = false;

  if (!read_uint32 (json, node, "max_order", G_MAXINT32, &machine->max_order, error) ||
      !read_uint32 (json, node, "pageblock_order", G_MAXINT32, &machine->pageblock_order, error) ||
      !fol_json_uint_opt (json, node, "min_free_kbytes", G_MAXINT32, &min_free, error) ||
      !read_uint32 (json, node, "watermark_scale_factor", 3000, &machine->watermark_scale_factor,
                    error) ||
      !read_uint32 (json, node, "watermark_boost_factor", 1000000, &machine->watermark_boost_factor,
                    error) ||
      !fol_json_bool_opt (json, node, "mobility_grouping", &grouping, error) ||
      !fol_json_array_opt (json, node, "lowmem_reserve_ratio", &ratios, error))
    return false;
  if (min_free != G_MAXUINT64)
    machine->min_free_kbytes = (int32_t) min_free;
  if (fol_json_member_opt (node, "mobility_grouping") != NULL)
    machine->mobility_grouping = grouping;
  if (ratios == NULL)
    return true;
  if (json_array_get_length (ratios) != SIM_MAX_NR_ZONES)
    return bad_value (json, fol_json_member_opt (node, "lowmem_reserve_ratio"), error,
                      _ ("lowmem_reserve_ratio has four numbers: for DMA, DMA32, Normal, Movable"));
  for (guint i = 0; i < SIM_MAX_NR_ZONES; i++) {
    guint64 number;

    if (!fol_json_node_uint (json, json_array_get_element (ratios, i), G_MAXINT32, &number, error))
      return false;
    machine->lowmem_reserve_ratio[i] = (uint32_t) number;
  }
  return true;
}

/* The place in the file that sim_machine_check () complains about. */
static JsonNode *
blamed_node (JsonNode *node, const struct sim_machine_problem *problem)
{
  JsonNode *member = NULL;
  JsonArray *array;

  if (problem->member != NULL)
    member = fol_json_member_opt (node, problem->member);
  if (member == NULL)
    return node;
  if (!JSON_NODE_HOLDS_ARRAY (member))
    return member;
  array = json_node_get_array (member);
  return problem->index < json_array_get_length (array)
             ? json_array_get_element (array, problem->index)
             : member;
}

/* Ranges that were checked are disjoint, and what is reserved is RAM. */
static bool
all_reserved (const struct sim_machine *machine)
{
  guint64 ram = 0, reserved = 0;

  for (guint i = 0; i < machine->ram_count; i++)
    ram += machine->ram[i].size;
  for (guint i = 0; i < machine->reserved_count; i++)
    reserved += machine->reserved[i].size;
  return reserved >= ram;
}

static bool
read_all (struct fol_json *json, JsonNode *node, struct fol_machine *machine, GError **error)
{
  struct sim_machine_problem problem = { .error = SIM_MACHINE_OK };
  struct sim_machine *sim = &machine->sim;
  JsonObject *object;

  if (!fol_json_get_object (json, node, &object, error) ||
      !read_name (json, node, machine, error) || !read_title (json, node, machine, error) ||
      !read_cpus (json, node, sim, error) || !read_tunables (json, node, sim, error) ||
      !read_ranges (json, node, "ram", sim->ram, &sim->ram_count, NULL, error) ||
      !read_ranges (json, node, "reserved", sim->reserved, &sim->reserved_count,
                    machine->reserved_name, error) ||
      !read_zones (json, node, sim, error) || !read_zone_list (json, node, sim, error) ||
      !fol_machine_read_slab (json, node, sim, error))
    return false;
  if (sim_machine_check (sim, &problem) && sim->zone_count == 0 && all_reserved (sim))
    problem = (struct sim_machine_problem){ .error = SIM_MACHINE_NOTHING_FREE,
                                            .member = "reserved",
                                            .index = UINT32_MAX };
  if (problem.error != SIM_MACHINE_OK) {
    g_autofree char *text = fol_machine_problem_text (&problem);

    fol_json_set_error (json, blamed_node (node, &problem), FOL_JSON_VALUE, error, "%s", text);
    return false;
  }
  return true;
}

struct fol_machine *
fol_machine_read (struct fol_json *json, JsonNode *node, GError **error)
{
  g_autoptr (FolMachine) machine = g_new0 (struct fol_machine, 1);

  sim_machine_defaults (&machine->sim);
  if (!read_all (json, node, machine, error))
    return NULL;
  return g_steal_pointer (&machine);
}

struct fol_machine *
fol_machine_load (const char *path, GError **error)
{
  g_autoptr (FolJson) json = fol_json_load (path, NULL, error);

  return json != NULL ? fol_machine_read (json, fol_json_root (json), error) : NULL;
}

char *
fol_machine_problem_text (const struct sim_machine_problem *problem)
{
  return fol_describe_problem (problem);
}
