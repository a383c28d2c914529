/* app/machine-make.c - machines by name and size, and back to JSON: see machine-reader.h. */
#include "app/machine-private.h"

#include "app/paths.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KIB UINT64_C (1024)
#define MIB (KIB * 1024)
#define GIB (MIB * 1024)

#define PC_BYTES_LEAST (32 * MIB)
#define PC_BYTES_MOST  (64 * GIB)

static uint64_t
align_down (uint64_t value, uint64_t to)
{
  return value / to * to;
}

static uint64_t
align_up (uint64_t value, uint64_t to)
{
  return align_down (value + to - 1, to);
}

static void
add_ram (struct sim_machine *machine, uint64_t start, uint64_t size)
{
  machine->ram[machine->ram_count++] = (struct sim_range){ .start = start, .size = size };
}

static void
reserve (struct fol_machine *machine, uint64_t start, uint64_t size, const char *name)
{
  machine->reserved_name[machine->sim.reserved_count] = g_strdup (name);
  machine->sim.reserved[machine->sim.reserved_count++] =
      (struct sim_range){ .start = start, .size = size };
}

/* As firmware describes a PC: a hole for the BIOS below 1 MiB, one for devices
 * below 4 GiB, tables of the firmware at the end of low memory. */
static void
lay_out_ram (struct sim_machine *machine, uint64_t bytes)
{
  uint64_t low = MIN (bytes, 3 * GIB);
  uint64_t high = MIN (bytes - low, PC_BYTES_MOST - 4 * GIB);

  add_ram (machine, 0x1000, 0x9e000);
  add_ram (machine, MIB, low - MIB - 128 * KIB);
  if (high > 0)
    add_ram (machine, 4 * GIB, high);
}

/* What a 6.1 kernel holds before the buddy system gets the rest: its image, 64
 * bytes for each frame at the end of memory, bounce buffers for devices that
 * cannot reach above 4 GiB, and small things. */
static void
lay_out_reserved (struct fol_machine *machine, uint64_t bytes)
{
  const struct sim_range *last = &machine->sim.ram[machine->sim.ram_count - 1];
  uint64_t top = last->start + last->size;
  uint64_t descriptors = align_up (bytes / 4096 * 64, 2 * MIB);
  uint64_t small = 304 * KIB;

  reserve (machine, 0x1000, 0x9e000, _ ("low memory, kept from the kernel"));
  reserve (machine, bytes < 48 * MIB ? 2 * MIB : 16 * MIB, 0xe06000, _ ("kernel image"));
  if (bytes > 3 * GIB && descriptors + 4 * MIB > last->size)
    reserve (machine, align_down (3 * GIB - 66 * MIB - descriptors, 2 * MIB), descriptors,
             _ ("page descriptors"));
  if (bytes > 3 * GIB)
    reserve (machine, machine->sim.ram[1].start + machine->sim.ram[1].size - 64 * MIB, 64 * MIB,
             _ ("bounce buffers (swiotlb)"));
  /* Where little lies above 4 GiB, the descriptors of all stay below. */
  if (descriptors + 4 * MIB <= last->size)
    reserve (machine, align_down (top - small, 2 * MIB) - descriptors, descriptors,
             _ ("page descriptors"));
  if (small < last->size)
    reserve (machine, top - small, small, _ ("boot-time data"));
}

struct fol_machine *
fol_machine_of_size (const char *kind, guint64 bytes, GError **error)
{
  g_autoptr (FolMachine) machine = NULL;
  struct sim_machine_problem problem;
  g_autofree char *size = g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);

  if (!g_str_equal (kind, "pc")) {
    g_set_error (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_UNKNOWN,
                 _ ("machines by size are called pc:SIZE, like pc:512M; “%s” is not known"), kind);
    return NULL;
  }
  if (bytes < PC_BYTES_LEAST || bytes > PC_BYTES_MOST || bytes % MIB != 0) {
    g_set_error (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_SIZE,
                 _ ("a PC can have 32 MiB to 64 GiB, in whole MiB, not %s"), size);
    return NULL;
  }
  machine = g_new0 (struct fol_machine, 1);
  sim_machine_defaults (&machine->sim);
  if (bytes % GIB == 0)
    g_snprintf (machine->sim.name, sizeof machine->sim.name, "pc:%" G_GUINT64_FORMAT "G",
                bytes / GIB);
  else
    g_snprintf (machine->sim.name, sizeof machine->sim.name, "pc:%" G_GUINT64_FORMAT "M",
                bytes / MIB);
  machine->title_en = g_strdup_printf ("PC, %s", size);
  machine->title = g_strdup_printf (_ ("PC, %s"), size);
  machine->sim.smp = true;
  fol_machine_pc_zones (&machine->sim);
  lay_out_ram (&machine->sim, bytes);
  lay_out_reserved (machine, bytes);
  if (!sim_machine_check (&machine->sim, &problem)) {
    g_autofree char *text = fol_machine_problem_text (&problem);

    g_set_error_literal (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_INVALID, text);
    return NULL;
  }
  return g_steal_pointer (&machine);
}

/* "512M", "16G"; false if it is anything else. */
static bool
parse_size (const char *text, guint64 *bytes)
{
  char *end;
  guint64 number;

  if (!g_ascii_isdigit (*text))
    return false;
  number = g_ascii_strtoull (text, &end, 10);
  if (g_str_equal (end, "M") || g_str_equal (end, "MiB"))
    *bytes = number * MIB;
  else if (g_str_equal (end, "G") || g_str_equal (end, "GiB"))
    *bytes = number * GIB;
  else
    return false;
  return number <= 64 * 1024;
}

struct fol_machine *
fol_machine_find (const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = NULL, *all = NULL;
  g_auto (GStrv) names = NULL;
  guint64 bytes;

  if (g_str_has_prefix (name, "pc:")) {
    if (parse_size (name + 3, &bytes))
      return fol_machine_of_size ("pc", bytes, error);
    g_set_error (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_SIZE,
                 _ ("“%s”: a size is a number with M or G, like pc:512M or pc:16G"), name);
    return NULL;
  }
  if (strchr (name, '/') != NULL || g_str_has_suffix (name, ".json"))
    return fol_machine_load (name, error);
  path = fol_paths_find ("machines", file);
  if (path != NULL && name[0] != '\0' && name[0] != '.')
    return fol_machine_load (path, error);
  names = fol_machine_names ();
  all = g_strjoinv (", ", names);
  g_set_error (error, FOL_MACHINE_ERROR, FOL_MACHINE_ERROR_UNKNOWN,
               _ ("no machine is called “%s”; there are %s, pc:SIZE, and files ending in .json"),
               name, all);
  return NULL;
}

static guint64
ram_of (const char *name)
{
  g_autoptr (FolMachine) machine = fol_machine_find (name, NULL);
  guint64 bytes = 0;

  for (guint i = 0; machine != NULL && i < machine->sim.ram_count; i++)
    bytes += machine->sim.ram[i].size;
  return bytes;
}

static int
compare_sizes (gconstpointer x, gconstpointer y)
{
  const char *const *first = x, *const *second = y;
  guint64 a = ram_of (*first), b = ram_of (*second);

  return a < b ? -1 : a > b ? 1 : strcmp (*first, *second);
}

GStrv
fol_machine_names (void)
{
  GStrv names = fol_paths_list ("machines", ".json");

  qsort (names, g_strv_length (names), sizeof *names, compare_sizes);
  return names;
}

static void
append_ranges (GString *json, const char *member, const struct sim_range *ranges, uint32_t count)
{
  if (count == 0)
    return;
  g_string_append_printf (json, ",\"%s\":[", member);
  for (uint32_t i = 0; i < count; i++)
    g_string_append_printf (json, "%s[\"0x%" G_GINT64_MODIFIER "x\",\"0x%" G_GINT64_MODIFIER "x\"]",
                            i > 0 ? "," : "", ranges[i].start, ranges[i].size);
  g_string_append_c (json, ']');
}

static void
append_zones (GString *json, const struct sim_machine *machine)
{
  const char *comma = "";

  g_string_append (json, ",\"zones\":{");
  for (guint i = 0; i < SIM_MAX_NR_ZONES; i++)
    if (machine->zone_end[i] != 0) {
      g_string_append_printf (json, "%s\"%s\":\"0x%" G_GINT64_MODIFIER "x\"", comma,
                              fol_machine_zone_names[i], machine->zone_end[i]);
      comma = ",";
    }
  g_string_append_c (json, '}');
  if (machine->zone_count == 0)
    return;
  g_string_append (json, ",\"zone_list\":[");
  for (guint i = 0; i < machine->zone_count; i++) {
    const struct sim_zone_spec *zone = &machine->zone[i];

    g_string_append_printf (json,
                            "%s{\"node\":%u,\"zone\":\"%s\",\"start_pfn\":%u,\"spanned\":%u,"
                            "\"present\":%u,\"managed\":%u}",
                            i > 0 ? "," : "", zone->node, fol_machine_zone_names[zone->type],
                            zone->start_pfn, zone->spanned, zone->present, zone->managed);
  }
  g_string_append_c (json, ']');
}

/* A name may hold anything: quotes and control characters are escaped. */
static void
append_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_printf (json, "\\%c", *text);
    else if ((unsigned char) *text < 0x20)
      g_string_append_printf (json, "\\u%04x", (unsigned char) *text);
    else
      g_string_append_c (json, *text);
  }
  g_string_append_c (json, '"');
}

char *
fol_machine_to_json (const struct sim_machine *machine)
{
  GString *json = g_string_new ("{\"format\":1,\"name\":");
  const uint32_t *ratio = machine->lowmem_reserve_ratio;

  append_string (json, machine->name);
  g_string_append_printf (json,
                          ",\"profile\":\"linux-6.1\",\"max_order\":%u,\"pageblock_order\":%u,"
                          "\"cpus\":%u,\"cpu_nodes\":[",
                          machine->max_order, machine->pageblock_order, machine->cpu_count);
  for (guint i = 0; i < machine->cpu_count; i++)
    g_string_append_printf (json, "%s%u", i > 0 ? "," : "", machine->cpu_node[i]);
  g_string_append_printf (json, "],\"smp\":%s,\"thp\":%s,\"per_cpu_lists\":\"%s\"",
                          machine->smp ? "true" : "false", machine->thp ? "true" : "false",
                          machine->boot_pcp ? "boot" : "normal");
  if (machine->mobility_grouping >= 0)
    g_string_append_printf (json, ",\"mobility_grouping\":%s",
                            machine->mobility_grouping ? "true" : "false");
  if (machine->min_free_kbytes >= 0)
    g_string_append_printf (json, ",\"min_free_kbytes\":%d", machine->min_free_kbytes);
  g_string_append_printf (json,
                          ",\"watermark_scale_factor\":%u,\"watermark_boost_factor\":%u,"
                          "\"lowmem_reserve_ratio\":[%u,%u,%u,%u]",
                          machine->watermark_scale_factor, machine->watermark_boost_factor,
                          ratio[0], ratio[1], ratio[2], ratio[3]);
  append_ranges (json, "ram", machine->ram, machine->ram_count);
  append_ranges (json, "reserved", machine->reserved, machine->reserved_count);
  append_zones (json, machine);
  fol_machine_append_slab (json, machine);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
