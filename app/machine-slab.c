/* app/machine-slab.c - who hands out small objects, and the caches of the CPU, in machine files. */
#include "app/machine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *const fol_machine_allocators[] = { "slub", "slab", "slob", NULL };

static bool
read_slab (struct fol_json *json, JsonNode *node, struct sim_machine *machine, GError **error)
{
  static const char *const known[] = { "allocator", "boot", "merge", NULL };
  const char *allocator = fol_machine_allocators[machine->slab_allocator];
  JsonNode *slab = fol_json_member_opt (node, "slab");
  JsonObject *object;
  guint number = 0;

  if (slab == NULL)
    return true;
  if (!fol_json_get_object (json, slab, &object, error) ||
      !fol_json_only (json, slab, known, error) ||
      !fol_json_string_opt (json, slab, "allocator", &allocator, error) ||
      !fol_json_bool_opt (json, slab, "boot", &machine->slab_boot, error) ||
      !fol_json_bool_opt (json, slab, "merge", &machine->slab_merge, error))
    return false;
  while (number < SIM_ALLOCATORS && !g_str_equal (allocator, fol_machine_allocators[number]))
    number++;
  if (number == SIM_ALLOCATORS) {
    fol_json_set_error (json, fol_json_member_opt (slab, "allocator"), FOL_JSON_VALUE, error,
                        _ ("the allocators of small objects are: slub, slab, slob"));
    return false;
  }
  machine->slab_allocator = number;
  return true;
}

static bool
read_cache (struct fol_json *json, JsonNode *node, struct sim_cpu_cache *cache, GError **error)
{
  static const char *const known[] = { "level", "size", "ways", "line", NULL };
  guint64 level, size, ways, line = 64;
  JsonObject *object;

  if (!fol_json_get_object (json, node, &object, error) ||
      !fol_json_only (json, node, known, error) ||
      !fol_json_uint (json, node, "level", 4, &level, error) ||
      !fol_json_uint (json, node, "size", G_MAXINT32, &size, error) ||
      !fol_json_uint (json, node, "ways", 64, &ways, error) ||
      !fol_json_uint_opt (json, node, "line", 1024, &line, error))
    return false;
  *cache = (struct sim_cpu_cache){
    .level = (uint32_t) level,
    .size = (uint32_t) size,
    .ways = (uint32_t) ways,
    .line_size = (uint32_t) line,
  };
  return true;
}

bool
fol_machine_read_slab (struct fol_json *json, JsonNode *node, struct sim_machine *machine,
                       GError **error)
{
  guint64 possible = machine->cpus_possible;
  JsonArray *caches = NULL;

  if (!read_slab (json, node, machine, error) ||
      !fol_json_uint_opt (json, node, "cpus_possible", FOL_MACHINE_CPUS_POSSIBLE, &possible,
                          error) ||
      !fol_json_array_opt (json, node, "cpu_caches", &caches, error))
    return false;
  if (fol_json_member_opt (node, "cpus_possible") != NULL && possible < machine->cpu_count) {
    fol_json_set_error (json, fol_json_member_opt (node, "cpus_possible"), FOL_JSON_VALUE, error,
                        _ ("cpus_possible is at least the number of CPUs, %u"), machine->cpu_count);
    return false;
  }
  machine->cpus_possible = (uint32_t) possible;
  if (caches == NULL)
    return true;
  if (json_array_get_length (caches) > SIM_CPU_CACHES_MAX) {
    fol_json_set_error (json, fol_json_member_opt (node, "cpu_caches"), FOL_JSON_VALUE, error,
                        _ ("at most %u CPU caches are possible"), SIM_CPU_CACHES_MAX);
    return false;
  }
  machine->cpu_cache_count = json_array_get_length (caches);
  for (guint i = 0; i < machine->cpu_cache_count; i++)
    if (!read_cache (json, json_array_get_element (caches, i), &machine->cpu_cache[i], error))
      return false;
  return true;
}

void
fol_machine_append_slab (GString *json, const struct sim_machine *machine)
{
  struct sim_machine usual;

  sim_machine_defaults (&usual);
  if (machine->slab_allocator != usual.slab_allocator || machine->slab_boot != usual.slab_boot ||
      machine->slab_merge != usual.slab_merge)
    g_string_append_printf (json, ",\"slab\":{\"allocator\":\"%s\",\"boot\":%s,\"merge\":%s}",
                            fol_machine_allocators[machine->slab_allocator],
                            machine->slab_boot ? "true" : "false",
                            machine->slab_merge ? "true" : "false");
  if (machine->cpus_possible != 0)
    g_string_append_printf (json, ",\"cpus_possible\":%u", machine->cpus_possible);
  if (machine->cpu_cache_count == usual.cpu_cache_count &&
      memcmp (machine->cpu_cache, usual.cpu_cache,
              usual.cpu_cache_count * sizeof usual.cpu_cache[0]) == 0)
    return;
  g_string_append (json, ",\"cpu_caches\":[");
  for (guint i = 0; i < machine->cpu_cache_count; i++) {
    const struct sim_cpu_cache *cache = &machine->cpu_cache[i];

    g_string_append_printf (json, "%s{\"level\":%u,\"size\":%u,\"ways\":%u,\"line\":%u}",
                            i > 0 ? "," : "", cache->level, cache->size, cache->ways,
                            cache->line_size);
  }
  g_string_append_c (json, ']');
}
