/* app/recorded-compare.c - the model's state against a recorded one, value by value. */
#include "app/recorded-state.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

void
fol_comparison_check (struct fol_comparison *comparison, bool same, const char *format, ...)
{
  struct fol_verification *result = comparison->result;

  result->checked++;
  if (same)
    return;
  result->differ++;
  if (result->notes->len < FOL_VERIFY_NOTES_MAX || comparison->notes != NULL) {
    g_autofree char *what = NULL;
    va_list arguments;

    va_start (arguments, format);
    what = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (result->notes->len < FOL_VERIFY_NOTES_MAX)
      g_ptr_array_add (result->notes,
                       g_strdup_printf ("%s:%u: %s", comparison->path, comparison->line, what));
    if (comparison->notes != NULL && comparison->noted++ < comparison->notes_most)
      g_string_append_printf (comparison->notes, "%s%s", comparison->notes->len > 0 ? "\n" : "",
                              what);
  }
}

const char *
fol_recorded_zone_name (const struct sim_machine *machine, uint32_t index)
{
  static const char *const names[SIM_NODES_MAX][SIM_MAX_NR_ZONES] = {
    { "DMA", "DMA32", "Normal", "Movable" },
    { "DMA (node 1)", "DMA32 (node 1)", "Normal (node 1)", "Movable (node 1)" },
    { "DMA (node 2)", "DMA32 (node 2)", "Normal (node 2)", "Movable (node 2)" },
    { "DMA (node 3)", "DMA32 (node 3)", "Normal (node 3)", "Movable (node 3)" },
  };

  return names[machine->zone[index].node][machine->zone[index].type];
}

static void
compare_number (struct fol_comparison *comparison, const char *zone, const char *what,
                gint64 expected, gint64 got)
{
  fol_comparison_check (comparison, expected == got,
                        _ ("zone %s: %s: expected %" PRId64 ", got %" PRId64), zone, what, expected,
                        got);
}

static void
append_pfn (GString *text, sim_pfn pfn, uint32_t type)
{
  if (pfn == SIM_PFN_NONE)
    g_string_append (text, _ ("the end of the list"));
  else
    g_string_append_printf (text, "%u (%c)", pfn, fol_recording_type_letters[type]);
}

/* One list in its order.  `expected` may be NULL: an empty list. */
static void
compare_list (struct fol_comparison *comparison, const struct sim_view *view, const char *name,
              uint32_t list, const struct fol_recorded_block *expected, guint count)
{
  uint32_t node = sim_view_list_first (view, list);
  guint at = 0;

  for (;; at++) {
    sim_pfn want = at < count ? expected[at].pfn : SIM_PFN_NONE;
    uint32_t want_type = at < count ? expected[at].type : 0, got_type = 0;
    sim_pfn got = (node & SIM_NODE_HEAD) != 0 ? SIM_PFN_NONE : node;

    if (got != SIM_PFN_NONE)
      got_type = SIM_PAGE_TYPE (sim_view_flags (view, got));
    if (got != want || got_type != want_type) {
      g_autoptr (GString) text = g_string_new (NULL);

      g_string_append_printf (text, _ ("%s: at place %u expected "), name, at + 1);
      append_pfn (text, want, want_type);
      g_string_append (text, _ (", got "));
      append_pfn (text, got, got_type);
      fol_comparison_check (comparison, false, "%s", text->str);
      return;
    }
    if (got == SIM_PFN_NONE)
      break;
    node = sim_view_list_next (view, node);
  }
  fol_comparison_check (comparison, true, "%s", "");
}

static void
compare_free_lists (struct fol_comparison *comparison, const struct sim_view *view,
                    const struct fol_recorded_zone *zone, const char *zone_name)
{
  for (uint32_t order = 0; order < view->layout->max_order; order++) {
    for (uint32_t type = 0; type < SIM_MIGRATE_TYPES; type++) {
      g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (struct fol_recorded_block));
      const GArray *pfns = zone->free_list[order][type];
      g_autofree char *name = g_strdup_printf (_ ("zone %s, free list of order %u, type %c"),
                                               zone_name, order, fol_recording_type_letters[type]);

      for (guint i = 0; pfns != NULL && i < pfns->len; i++) {
        struct fol_recorded_block block = { g_array_index (pfns, sim_pfn, i), type };

        g_array_append_val (blocks, block);
      }
      compare_list (comparison, view, name, sim_free_list (view->layout, zone->index, order, type),
                    (const struct fol_recorded_block *) (void *) blocks->data, blocks->len);
    }
  }
}

static void
compare_pcp (struct fol_comparison *comparison, const struct sim_view *view,
             const struct fol_recorded_zone *zone, const char *zone_name, uint32_t cpu)
{
  const struct sim_pcp *want = &zone->pcp[cpu];
  struct sim_pcp got;

  sim_view_pcp (view, zone->index, cpu, &got);
  if (zone->has_deltas) {
    compare_number (comparison, zone_name, _ ("per-CPU delta of free pages"),
                    (int32_t) want->free_diff, (int32_t) got.free_diff);
    compare_number (comparison, zone_name, _ ("per-CPU delta of free CMA pages"),
                    (int32_t) want->free_cma_diff, (int32_t) got.free_cma_diff);
  }
  if (!zone->has_pcp[cpu])
    return;
  compare_number (comparison, zone_name, _ ("count of the per-CPU lists"), want->count, got.count);
  compare_number (comparison, zone_name, _ ("high of the per-CPU lists"), want->high, got.high);
  compare_number (comparison, zone_name, _ ("batch of the per-CPU lists"), want->batch, got.batch);
  compare_number (comparison, zone_name, _ ("free_factor of the per-CPU lists"), want->free_factor,
                  got.free_factor);
  for (uint32_t list = 0; list < SIM_NR_PCP_LISTS; list++) {
    const GArray *blocks = zone->pcp_list[cpu][list];
    g_autofree char *name =
        g_strdup_printf (_ ("zone %s, per-CPU list of CPU %u, order %u, type %c"), zone_name, cpu,
                         sim_pcp_list_order (list, view->layout->pageblock_order),
                         fol_recording_type_letters[sim_pcp_list_type (list)]);

    compare_list (comparison, view, name, sim_pcp_list_of (view->layout, zone->index, cpu, list),
                  blocks != NULL ? (const struct fol_recorded_block *) (void *) blocks->data : NULL,
                  blocks != NULL ? blocks->len : 0);
  }
}

static void
compare_pageblocks (struct fol_comparison *comparison, const struct sim_view *view,
                    const struct fol_recorded_zone *zone, const struct sim_machine *machine,
                    const char *zone_name)
{
  sim_pfn start = machine->zone[zone->index].start_pfn >> machine->pageblock_order;

  for (guint i = 0; i < zone->pageblocks->len; i++) {
    sim_pfn pfn = (start + i) << machine->pageblock_order;
    guint8 want = zone->pageblocks->data[i];
    uint32_t got;

    if (want == FOL_RECORDED_NO_TYPE)
      continue;
    got = sim_view_pageblock_type (view, pfn);
    fol_comparison_check (comparison, want == got,
                          _ ("zone %s, pageblock at %u: expected type %c, got %c"), zone_name, pfn,
                          fol_recording_type_letters[want], fol_recording_type_letters[got]);
  }
}

void
fol_recorded_state_compare (const struct fol_recorded_state *state, struct sim_world *world,
                            struct fol_comparison *comparison)
{
  const struct sim_machine *machine = sim_world_machine (world);
  struct sim_view view = sim_world_view (world);

  for (guint i = 0; i < state->zones->len; i++) {
    const struct fol_recorded_zone *zone = g_ptr_array_index (state->zones, i);
    const char *name = fol_recorded_zone_name (machine, zone->index);
    struct sim_zone got;

    sim_view_zone (&view, zone->index, &got);
    compare_number (comparison, name, "nr_free", (int32_t) zone->counters.nr_free,
                    (int32_t) got.nr_free);
    compare_number (comparison, name, "nr_free_cma", (int32_t) zone->counters.nr_free_cma,
                    (int32_t) got.nr_free_cma);
    compare_number (comparison, name, _ ("watermark boost"), zone->counters.watermark_boost,
                    got.watermark_boost);
    compare_number (comparison, name, _ ("zone flags"), zone->counters.flags, got.flags);
    compare_number (comparison, name, _ ("high-atomic pages"),
                    zone->counters.nr_reserved_highatomic, got.nr_reserved_highatomic);
    if (zone->has_deltas)
      compare_number (comparison, name, _ ("threshold of the per-CPU deltas"),
                      zone->counters.stat_threshold, got.stat_threshold);
    for (uint32_t cpu = 0; cpu < machine->cpu_count; cpu++)
      compare_pcp (comparison, &view, zone, name, cpu);
    compare_free_lists (comparison, &view, zone, name);
    compare_pageblocks (comparison, &view, zone, machine, name);
  }
}
