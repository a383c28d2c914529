/* app/cpu-lines.c - see cpu-lines.h. */
#include "app/cpu-lines.h"

#include <glib.h>

#define OBJECTS_MOST 16384u
#define LINES_MOST   65536u /* of one round */

static void
run_both (struct fol_cpu_lines *read, const struct sim_machine *machine, uint32_t level,
          const struct sim_access_pattern *pattern)
{
  uint64_t words = sim_lines_scratch (machine, read->lines.object_count);
  g_autofree uint64_t *scratch = g_new (uint64_t, words);
  uint32_t sets = sim_cpu_cache_sets (&machine->cpu_cache[level]);

  for (int i = 0; i < 2; i++) {
    read->run[i] = (struct sim_lines_run){
      .machine = machine,
      .lines = &read->lines,
      .pattern = *pattern,
      .plain = i == 0,
      .level = level,
      .set = g_new (struct sim_lines_set, sets),
      .scratch = scratch,
    };
    sim_lines_run (&read->run[i]);
    read->run[i].scratch = NULL;
  }
}

bool
fol_cpu_lines_read (struct fol_cpu_lines *read, const struct sim_view *view,
                    const struct sim_machine *machine, uint32_t cache, uint32_t level,
                    const struct sim_access_pattern *pattern)
{
  struct sim_slab_header header;
  struct sim_kmem_cache its;
  uint32_t each = 1;

  *read = (struct fol_cpu_lines){ .lines = { .slab_most = 0 } };
  sim_view_slab_header (view, &header);
  sim_view_cache (view, cache, &its);
  if (pattern->access == SIM_ACCESS_OBJECT)
    each = its.object_size / machine->cpu_cache[0].line_size + 2;
  read->lines.slab_most = MAX (header.entry_top, 1);
  read->lines.slab = g_new (struct sim_lines_slab, read->lines.slab_most);
  read->lines.object_most = MAX (MIN (OBJECTS_MOST, LINES_MOST / each), 1);
  read->lines.object = g_new (struct sim_lines_object, read->lines.object_most);
  sim_view_lines (view, cache, SIM_SLAB_NONE, &read->lines);
  if (read->lines.object_count == 0)
    return false;
  run_both (read, machine, level, pattern);
  return true;
}

void
fol_cpu_lines_clear (struct fol_cpu_lines *read)
{
  g_free (read->lines.slab);
  g_free (read->lines.object);
  g_free (read->run[0].set);
  g_free (read->run[1].set);
}
