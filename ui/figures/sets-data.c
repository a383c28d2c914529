/* ui/figures/sets-data.c - which objects the figure of CPU-cache sets is about, and the two runs.
 */
#include "ui/figures/sets.h"

static uint32_t
cache_at (const struct sim_view *view, sim_pfn pfn)
{
  struct sim_slab slab;

  return sim_view_slab_of (view, pfn, &slab) ? slab.cache - 1 : SIM_CACHE_NONE;
}

static uint32_t
cache_of (const struct sim_view *view, struct sim_object object)
{
  struct sim_kmem_cache cache;
  uint32_t number = SIM_CACHE_NONE;

  if (object.kind == SIM_OBJECT_CACHE || object.kind == SIM_OBJECT_CACHE_CPU ||
      object.kind == SIM_OBJECT_CACHE_LIST)
    number = object.a;
  else if (object.kind == SIM_OBJECT_SLAB || object.kind == SIM_OBJECT_SMALL)
    number = cache_at (view, object.a);
  else if (object.kind == SIM_OBJECT_CPU_SET)
    number = object.c - 1;
  return sim_view_cache (view, number, &cache) ? number : SIM_CACHE_NONE;
}

/* The one with most objects; those that somebody made go before those of boot. */
static uint32_t
fullest_cache (const struct sim_view *view)
{
  uint64_t objects[SIM_CACHES_MAX] = { 0 }, most = 0;
  uint32_t found = SIM_CACHE_NONE;
  struct sim_slab_header header;

  sim_view_slab_header (view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    struct sim_slab slab;

    sim_view_slab (view, entry, &slab);
    if (slab.head == entry && slab.cache > 0 && slab.cache <= SIM_CACHES_MAX)
      objects[slab.cache - 1] += slab.inuse;
  }
  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
    struct sim_kmem_cache cache;
    uint64_t weight;

    if (!sim_view_cache (view, i, &cache))
      continue;
    weight = objects[i] + 1;
    if (cache.role == SIM_CACHE_USER)
      weight += UINT64_C (1) << 32;
    if (weight > most) {
      most = weight;
      found = i;
    }
  }
  return found;
}

/* The one asked for; else what is selected, what happens now, what there is. */
static uint32_t
choose_cache (const struct sim_view *view, const struct fol_state *state,
              const struct fol_marks *marks, const struct fol_figure_options *options)
{
  struct sim_object now[4];
  uint32_t found, count;

  if (options->cache[0] != '\0' && !g_str_equal (options->cache, "all"))
    return sim_view_cache_find (view, options->cache);
  found = cache_of (view, marks->selected);
  count = fol_now_objects (state, now);
  for (uint32_t i = 0; i < count && found == SIM_CACHE_NONE; i++)
    found = cache_of (view, now[i]);
  return found != SIM_CACHE_NONE ? found : fullest_cache (view);
}

uint32_t
fol_sets_level (const struct sim_machine *machine, uint32_t asked)
{
  for (uint32_t i = 0; i < machine->cpu_cache_count; i++)
    if (machine->cpu_cache[i].level == asked)
      return i;
  return 0;
}

static enum fol_sets_lack
find_lack (struct fol_sets_data *data, const struct sim_view *view, const struct fol_state *state,
           const struct fol_marks *marks, const struct fol_figure_options *options)
{
  struct sim_slab_header header;

  if (state->machine.cpu_cache_count == 0)
    return FOL_SETS_NO_CPU_CACHE;
  sim_view_slab_header (view, &header);
  if (header.state == SIM_SLAB_DOWN)
    return FOL_SETS_DOWN;
  data->cache = choose_cache (view, state, marks, options);
  if (!sim_view_cache (view, data->cache, &data->its))
    return header.allocator == SIM_ALLOCATOR_SLOB ? FOL_SETS_SLOB : FOL_SETS_NO_CACHE;
  sim_cache_name (&data->its, data->name);
  return data->its.allocator == SIM_ALLOCATOR_SLOB ? FOL_SETS_SLOB : FOL_SETS_NOTHING_LACKS;
}

void
fol_sets_data_init (struct fol_sets_data *data, const struct fol_state *state,
                    const struct fol_marks *marks, const struct fol_figure_options *options)
{
  const struct sim_access_pattern pattern = { .access = options->access,
                                              .offset = options->field,
                                              .rounds = MAX (options->rounds, 1),
                                              .seed = 1 };
  struct sim_view view = fol_state_view (state);

  *data = (struct fol_sets_data){ .cache = SIM_CACHE_NONE };
  data->lack = find_lack (data, &view, state, marks, options);
  if (data->lack != FOL_SETS_NOTHING_LACKS)
    return;
  data->level = fol_sets_level (&state->machine, options->level);
  data->cpu = &state->machine.cpu_cache[data->level];
  data->sets = sim_cpu_cache_sets (data->cpu);
  data->colours = data->its.allocator == SIM_ALLOCATOR_SLAB;
  if (!fol_cpu_lines_read (&data->read, &view, &state->machine, data->cache, data->level, &pattern))
    data->lack = FOL_SETS_NO_OBJECTS;
}

void
fol_sets_data_clear (struct fol_sets_data *data)
{
  fol_cpu_lines_clear (&data->read);
}

struct sim_object
fol_sets_object (const struct fol_sets_data *data, uint32_t object)
{
  uint64_t physical = data->read.lines.object[object].physical;

  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = (uint32_t) (physical >> SIM_PAGE_SHIFT),
                              .b = (uint32_t) physical & ((1u << SIM_PAGE_SHIFT) - 1) };
}
