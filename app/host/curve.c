/* app/host/curve.c - finding and reading curves: see curve.h.
 *
 * The store belongs to the history.  Its chunks are shared with the values that
 * were handed out while they still grow: an entry is written once, before the
 * first values that know it, and operations whose entries are known stay.
 */
#include "app/host/history-private.h"

#include "engine/base/check.h"

#include <stdlib.h>
#include <string.h>

/* --- reading --- */

struct fol_curve_values *
fol_curve_values_ref (struct fol_curve_values *values)
{
  __atomic_fetch_add (&values->refs_, 1, __ATOMIC_RELAXED);
  return values;
}

static void
chunk_unref (struct fol_curve_chunk *chunk)
{
  if (__atomic_sub_fetch (&chunk->refs_, 1, __ATOMIC_ACQ_REL) == 0)
    free (chunk);
}

void
fol_curve_values_unref (struct fol_curve_values *values)
{
  if (values == NULL || __atomic_sub_fetch (&values->refs_, 1, __ATOMIC_ACQ_REL) > 0)
    return;
  for (uint32_t i = 0; i < values->chunk_count; i++)
    chunk_unref (values->chunk[i]);
  free (values->chunk);
  free (values->stretch);
  free (values);
}

bool
fol_curve_is_valid (const struct fol_curve *curve, const struct sim_layout *layout)
{
  return curve->kind < FOL_CURVE_KINDS && curve->order < layout->max_order &&
         (curve->zone < layout->zone_count || curve->zone == SIM_ALL_ZONES);
}

bool
fol_curve_equal (const struct fol_curve *x, const struct fol_curve *y)
{
  return x->kind == y->kind && x->zone == y->zone && x->order == y->order;
}

const uint32_t *
fol_curve_run (const struct fol_curve_values *values, uint32_t branch, uint64_t index,
               uint32_t *count)
{
  const struct fol_curve_stretch *stretch;
  uint64_t last = index, at;
  uint32_t entry;

  *count = 0;
  if (branch >= values->branch_count || index == 0)
    return NULL;
  stretch = &values->stretch[branch];
  last = stretch->branch.length;
  while (branch != 0 && index <= stretch->branch.fork) {
    last = stretch->branch.fork < last ? stretch->branch.fork : last;
    branch = stretch->branch.parent;
    stretch = &values->stretch[branch];
  }
  at = index - stretch->branch.fork - 1;
  if (index > last || at >= stretch->known)
    return NULL;
  if (last > stretch->branch.fork + stretch->known)
    last = stretch->branch.fork + stretch->known;
  entry = (uint32_t) (at & (FOL_TRACK_ENTRIES - 1));
  *count = FOL_TRACK_ENTRIES - entry;
  if (*count > last - index + 1)
    *count = (uint32_t) (last - index + 1);
  return values->chunk[stretch->first_chunk + (at >> FOL_TRACK_SHIFT)]->value + entry;
}

bool
fol_curve_value (const struct fol_curve_values *values, uint32_t branch, uint64_t index,
                 uint32_t *value)
{
  const uint32_t *run;
  uint32_t count;

  if (index == 0) {
    *value = values->opening;
    return true;
  }
  run = fol_curve_run (values, branch, index, &count);
  if (run != NULL)
    *value = *run;
  return run != NULL;
}

/* --- a moment's value --- */

static uint64_t
sample_zone (const struct fol_curve *curve, const struct sim_view *view, uint32_t zone)
{
  struct sim_zone state;
  struct sim_pcp pcp;
  uint64_t pages = 0;

  switch (curve->kind) {
  case FOL_CURVE_FREE:
    return (uint64_t) sim_view_zone_free (view, zone);
  case FOL_CURVE_BLOCKS:
    sim_view_zone (view, zone, &state);
    return state.area_nr_free[curve->order];
  case FOL_CURVE_PCP:
  default:
    for (uint32_t cpu = 0; cpu < view->layout->cpu_count; cpu++) {
      sim_view_pcp (view, zone, cpu, &pcp);
      pages += pcp.count;
    }
    return pages;
  }
}

uint32_t
fol_curve_sample (const struct fol_curve *curve, const struct sim_view *view)
{
  uint64_t sum = 0;

  if (curve->kind == FOL_CURVE_UNUSABLE)
    return sim_view_unusable_index (view, curve->zone, curve->order);
  if (curve->zone != SIM_ALL_ZONES)
    return (uint32_t) sample_zone (curve, view, curve->zone);
  for (uint32_t zone = 0; zone < view->layout->zone_count; zone++)
    sum += sample_zone (curve, view, zone);
  return (uint32_t) sum;
}

/* --- the history's store --- */

static void
append (struct fol_curve_store *store, struct fol_curve_line *line, uint32_t value)
{
  uint32_t entry = (uint32_t) (line->known & (FOL_TRACK_ENTRIES - 1));

  if (entry == 0) {
    if (line->chunk_count == line->chunk_space) {
      line->chunk_space = line->chunk_space * 2 + 4;
      line->chunk = fol_host_realloc (line->chunk, line->chunk_space * sizeof *line->chunk);
    }
    line->chunk[line->chunk_count] = fol_host_alloc (sizeof **line->chunk);
    line->chunk[line->chunk_count++]->refs_ = 1;
  }
  line->chunk[line->chunk_count - 1]->value[entry] = value;
  line->known++;
  store->known++;
}

void
fol_history_clear_curve (struct fol_history *history)
{
  struct fol_curve_store *store = &history->curve;

  for (uint32_t i = 0; i < store->line_count; i++) {
    for (uint32_t j = 0; j < store->line[i].chunk_count; j++)
      chunk_unref (store->line[i].chunk[j]);
    free (store->line[i].chunk);
  }
  free (store->line);
  *store = (struct fol_curve_store){ .line = NULL };
}

bool
fol_history_ask_curve (struct fol_history *history, const struct fol_curve *curve, uint32_t branch)
{
  struct fol_curve_store *store = &history->curve;
  struct sim_view opening =
      sim_snapshot_view (history->layout, history->branch[0].kept[0].snapshot);

  if (curve == NULL || branch >= history->branch_count ||
      !fol_curve_is_valid (curve, history->layout)) {
    fol_history_clear_curve (history);
    return false;
  }
  if (!store->wanted || !fol_curve_equal (&store->curve, curve)) {
    fol_history_clear_curve (history);
    store->wanted = true;
    store->curve = *curve;
    store->opening = fol_curve_sample (curve, &opening);
  }
  store->branch = branch;
  return true;
}

static void
add_lines (struct fol_history *history)
{
  struct fol_curve_store *store = &history->curve;

  if (store->line_count >= history->branch_count)
    return;
  store->line = fol_host_realloc (store->line, history->branch_count * sizeof *store->line);
  while (store->line_count < history->branch_count)
    store->line[store->line_count++] = (struct fol_curve_line){ .chunk = NULL };
}

static bool
is_complete (const struct fol_history *history, uint32_t branch)
{
  const struct fol_branch *at = &history->branch[branch].at;

  return at->length ==
         at->fork + (branch < history->curve.line_count ? history->curve.line[branch].known : 0);
}

/* The branch to go on with: up the line that was asked for, then any; false if all is known. */
static bool
next_branch (const struct fol_history *history, uint32_t *out)
{
  bool found = false;

  for (uint32_t branch = history->curve.branch;; branch = history->branch[branch].at.parent) {
    if (!is_complete (history, branch)) {
      *out = branch;
      found = true;
    }
    if (branch == 0)
      break;
  }
  for (uint32_t branch = 0; !found && branch < history->branch_count; branch++)
    if (!is_complete (history, branch)) {
      *out = branch;
      found = true;
    }
  return found;
}

bool
fol_history_curve_is_pending (const struct fol_history *history)
{
  uint32_t branch;

  return history->curve.wanted && next_branch (history, &branch);
}

void
fol_history_note_curve (struct fol_history *history)
{
  struct fol_curve_store *store = &history->curve;
  uint32_t branch = history->position.branch;
  struct sim_view view = sim_world_view (history->world);

  if (!store->wanted)
    return;
  add_lines (history);
  if (history->branch[branch].at.fork + store->line[branch].known + 1 == history->position.index)
    append (store, &store->line[branch], fol_curve_sample (&store->curve, &view));
}

struct noting {
  struct fol_curve_store *store;
  struct fol_curve_line *line;
};

static bool
note_value (void *user_data, const struct fol_moment *moment)
{
  const struct noting *noting = user_data;

  append (noting->store, noting->line, fol_curve_sample (&noting->store->curve, &moment->view));
  return false;
}

bool
fol_history_advance_curve (struct fol_history *history, const struct fol_cancel *cancel)
{
  struct fol_curve_store *store = &history->curve;
  uint32_t branch;

  add_lines (history);
  while (store->wanted && next_branch (history, &branch)) {
    struct noting noting = { .store = store, .line = &store->line[branch] };
    struct fol_scan scan = { .look = note_value, .user_data = &noting, .cancel = cancel };
    const struct fol_branch *at = &history->branch[branch].at;

    scan.branch = branch;
    scan.from = at->fork + noting.line->known + 1;
    scan.to = scan.total = at->length;
    if (fol_history_scan (history, &scan) == FOL_SCAN_GIVEN_UP)
      return false;
  }
  fol_history_come_home (history);
  return true;
}

struct fol_curve_values *
fol_history_curve_values (const struct fol_history *history)
{
  const struct fol_curve_store *store = &history->curve;
  struct fol_curve_values *values = calloc (1, sizeof *values);

  SIM_ASSERT (values != NULL);
  values->refs_ = 1;
  values->curve = store->curve;
  values->opening = store->opening;
  values->branch_count = history->branch_count;
  values->stretch = fol_host_alloc (history->branch_count * sizeof *values->stretch);
  for (uint32_t i = 0; i < store->line_count; i++)
    values->chunk_count += store->line[i].chunk_count;
  values->chunk = fol_host_alloc ((values->chunk_count + 1) * sizeof *values->chunk);
  values->chunk_count = 0;
  for (uint32_t i = 0; i < history->branch_count; i++) {
    const struct fol_branch *at = &history->branch[i].at;
    struct fol_curve_stretch *stretch = &values->stretch[i];

    *stretch = (struct fol_curve_stretch){ .branch = *at, .first_chunk = values->chunk_count };
    values->total += at->length - at->fork;
    if (i >= store->line_count)
      continue;
    stretch->known = store->line[i].known;
    values->known += stretch->known;
    for (uint32_t j = 0; j < store->line[i].chunk_count; j++) {
      __atomic_fetch_add (&store->line[i].chunk[j]->refs_, 1, __ATOMIC_RELAXED);
      values->chunk[values->chunk_count++] = store->line[i].chunk[j];
    }
  }
  return values;
}
