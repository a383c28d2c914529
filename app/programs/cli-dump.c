/* app/programs/cli-dump.c - a state as JSON, written as it is walked. */
#include "app/programs/cli-dump-private.h"

#include "app/describe.h"

#include <json-glib/json-glib.h>

/* 16 Mi frames make a long text, so it goes out in pieces. */
#define PIECE_BYTES 65536u

struct fol_dump {
  GOutputStream *stream; /* lent */
  GString *text;         /* owned; not yet written */
  GError *error;         /* owned; the first */
};

static const char *const type_words[SIM_MIGRATE_TYPES] = {
  [SIM_MIGRATE_UNMOVABLE] = "unmovable",
  [SIM_MIGRATE_MOVABLE] = "movable",
  [SIM_MIGRATE_RECLAIMABLE] = "reclaimable",
  [SIM_MIGRATE_HIGHATOMIC] = "highatomic",
  [SIM_MIGRATE_CMA] = "cma",
  [SIM_MIGRATE_ISOLATE] = "isolate",
};

static const char *const state_words[SIM_PAGE_STATES] = {
  [SIM_PAGE_TAIL] = "tail", [SIM_PAGE_FREE] = "free",       [SIM_PAGE_PCP] = "pcp",
  [SIM_PAGE_USED] = "used", [SIM_PAGE_KERNEL] = "kernel",   [SIM_PAGE_RESERVED] = "reserved",
  [SIM_PAGE_HOLE] = "hole", [SIM_PAGE_IN_HAND] = "in_hand",
};

static void
flush_text (struct fol_dump *dump, gsize least)
{
  if (dump->text->len < least)
    return;
  if (dump->error == NULL)
    g_output_stream_write_all (dump->stream, dump->text->str, dump->text->len, NULL, NULL,
                               &dump->error);
  g_string_truncate (dump->text, 0);
}

void
fol_dump_put (struct fol_dump *dump, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (dump->text, format, arguments);
  va_end (arguments);
  flush_text (dump, PIECE_BYTES);
}

static void
put_list (struct fol_dump *dump, const struct sim_view *view, uint32_t list)
{
  const char *separator = "";

  fol_dump_put (dump, "[");
  for (uint32_t node = sim_view_list_first (view, list); !(node & SIM_NODE_HEAD);
       node = sim_view_list_next (view, node)) {
    fol_dump_put (dump, "%s%u", separator, node);
    separator = ", ";
  }
  fol_dump_put (dump, "]");
}

static bool
list_is_empty (const struct sim_view *view, uint32_t list)
{
  return (sim_view_list_first (view, list) & SIM_NODE_HEAD) != 0;
}

static void
put_free_area (struct fol_dump *dump, const struct sim_view *view, uint32_t zone,
               const struct sim_zone *values)
{
  fol_dump_put (dump, "      \"free_area\": [");
  for (uint32_t order = 0; order < view->layout->max_order; order++) {
    fol_dump_put (dump, "%s\n        { \"order\": %u, \"nr_free\": %u", order > 0 ? "," : "", order,
                  values->area_nr_free[order]);
    for (uint32_t type = 0; type < SIM_MIGRATE_TYPES; type++) {
      uint32_t list = sim_free_list (view->layout, zone, order, type);

      if (list_is_empty (view, list))
        continue;
      fol_dump_put (dump, ", \"%s\": ", type_words[type]);
      put_list (dump, view, list);
    }
    fol_dump_put (dump, " }");
  }
  fol_dump_put (dump, "\n      ],\n");
}

static void
put_per_cpu_pages (struct fol_dump *dump, const struct sim_view *view, uint32_t zone)
{
  fol_dump_put (dump, "      \"per_cpu_pages\": [");
  for (uint32_t cpu = 0; cpu < view->layout->cpu_count; cpu++) {
    const char *separator = "";
    struct sim_pcp pcp;

    sim_view_pcp (view, zone, cpu, &pcp);
    fol_dump_put (dump,
                  "%s\n        { \"cpu\": %u, \"count\": %u, \"high\": %u, \"batch\": %u, "
                  "\"free_factor\": %u, \"vm_stat_diff\": %d,\n          \"lists\": [",
                  cpu > 0 ? "," : "", cpu, pcp.count, pcp.high, pcp.batch, pcp.free_factor,
                  (int32_t) pcp.free_diff);
    for (uint32_t number = 0; number < SIM_NR_PCP_LISTS; number++) {
      uint32_t list = sim_pcp_list_of (view->layout, zone, cpu, number);

      if (list_is_empty (view, list))
        continue;
      fol_dump_put (dump,
                    "%s\n            { \"order\": %u, \"type\": \"%s\", \"pages\": ", separator,
                    sim_pcp_list_order (number, view->layout->pageblock_order),
                    type_words[sim_pcp_list_type (number)]);
      put_list (dump, view, list);
      fol_dump_put (dump, " }");
      separator = ",";
    }
    fol_dump_put (dump, "] }");
  }
  fol_dump_put (dump, "\n      ] }");
}

static void
put_zone (struct fol_dump *dump, const struct sim_view *view, uint32_t zone)
{
  struct sim_zone values;

  sim_view_zone (view, zone, &values);
  fol_dump_put (dump, "    { \"name\": \"%s\", \"node\": %u,\n", fol_zone_name (values.type),
                values.node);
  fol_dump_put (dump,
                "      \"zone_start_pfn\": %u, \"spanned_pages\": %u, \"present_pages\": %u, "
                "\"managed_pages\": %u,\n",
                values.start_pfn, values.spanned_pages, values.present_pages, values.managed_pages);
  fol_dump_put (dump,
                "      \"free\": %" G_GINT64_FORMAT
                ", \"nr_free_pages\": %d, \"stat_threshold\": %u,\n",
                sim_view_zone_free (view, zone), (int32_t) values.nr_free, values.stat_threshold);
  fol_dump_put (
      dump,
      "      \"watermark\": { \"min\": %u, \"low\": %u, \"high\": %u }, \"watermark_boost\": %u,\n",
      values.watermark[SIM_WMARK_MIN], values.watermark[SIM_WMARK_LOW],
      values.watermark[SIM_WMARK_HIGH], values.watermark_boost);
  fol_dump_put (dump, "      \"lowmem_reserve\": [");
  for (uint32_t type = 0; type < SIM_MAX_NR_ZONES; type++)
    fol_dump_put (dump, "%s%u", type > 0 ? ", " : "", values.lowmem_reserve[type]);
  fol_dump_put (dump, "], \"nr_reserved_highatomic\": %u,\n", values.nr_reserved_highatomic);
  put_free_area (dump, view, zone, &values);
  put_per_cpu_pages (dump, view, zone);
}

/* Neighbouring pageblocks of one type are one entry. */
static void
put_pageblocks (struct fol_dump *dump, const struct sim_view *view)
{
  uint32_t order = view->layout->pageblock_order;
  uint32_t count = view->layout->pageblock_count;
  const char *separator = "";

  fol_dump_put (dump, "  \"pageblocks\": { \"order\": %u, \"types\": [", order);
  for (uint32_t first = 0; first < count;) {
    uint32_t type = sim_view_pageblock_type (view, first << order);
    uint32_t end = first + 1;

    while (end < count && sim_view_pageblock_type (view, end << order) == type)
      end++;
    fol_dump_put (dump, "%s\n    { \"first\": %u, \"count\": %u, \"type\": \"%s\" }", separator,
                  first, end - first, type_words[type]);
    separator = ",";
    first = end;
  }
  fol_dump_put (dump, "\n  ] },\n");
}

static void
put_block (struct fol_dump *dump, const struct sim_view *view, const struct sim_block *block)
{
  fol_dump_put (dump, "    { \"pfn\": %u, \"order\": %u, \"state\": \"%s\"", block->pfn,
                block->order, state_words[block->state]);
  if (block->state == SIM_PAGE_FREE || block->state == SIM_PAGE_PCP)
    fol_dump_put (dump, ", \"type\": \"%s\"", type_words[block->type]);
  if (block->state == SIM_PAGE_PCP)
    fol_dump_put (dump, ", \"cpu\": %u", block->cpu);
  if (block->state == SIM_PAGE_USED)
    fol_dump_put (dump, ", \"type\": \"%s\", \"gfp\": \"0x%x\", \"operation\": %u",
                  type_words[block->asked], block->gfp, block->serial);
  fol_dump_put (dump, " }");
}

static void
put_blocks (struct fol_dump *dump, const struct sim_view *view)
{
  struct sim_block block;
  const char *separator = "";

  fol_dump_put (dump, "  \"blocks\": [\n");
  for (uint64_t pfn = 0; pfn < view->layout->frame_count; pfn = block.pfn + (1ull << block.order)) {
    sim_view_block (view, (sim_pfn) pfn, &block);
    fol_dump_put (dump, "%s", separator);
    put_block (dump, view, &block);
    separator = ",\n";
  }
  fol_dump_put (dump, "\n  ]");
}

static void
put_head (struct fol_dump *dump, struct fol_history *history, const struct sim_view *view)
{
  struct fol_position position = fol_history_position (history);
  g_autoptr (JsonNode) name = json_node_new (JSON_NODE_VALUE);
  g_autofree char *quoted = NULL;
  struct sim_header header;

  sim_view_header (view, &header);
  json_node_set_string (name, sim_world_machine (fol_history_world (history))->name);
  quoted = json_to_string (name, FALSE);
  fol_dump_put (dump, "{ \"format\": 1, \"type\": \"folioscope-state\", \"machine\": %s,\n",
                quoted);
  fol_dump_put (dump, "  \"branch\": %u, \"operation\": %" G_GUINT64_FORMAT, position.branch,
                position.index);
  if (position.step != FOL_STEP_END)
    fol_dump_put (dump, ", \"step\": %u", position.step);
  fol_dump_put (dump, ",\n  \"frames\": %u, \"cpu\": %u,\n", view->layout->frame_count, header.cpu);
}

bool
fol_dump_state (struct fol_history *history, GOutputStream *stream, GError **error)
{
  struct fol_dump dump = { .stream = stream, .text = g_string_new (NULL) };
  struct sim_view view = sim_world_view (fol_history_world (history));

  put_head (&dump, history, &view);
  fol_dump_put (&dump, "  \"zones\": [\n");
  for (uint32_t zone = 0; zone < view.layout->zone_count; zone++) {
    fol_dump_put (&dump, "%s", zone > 0 ? ",\n" : "");
    put_zone (&dump, &view, zone);
  }
  fol_dump_put (&dump, "\n  ],\n");
  put_pageblocks (&dump, &view);
  put_blocks (&dump, &view);
  fol_dump_slabs (&dump, &view);
  fol_dump_put (&dump, "\n}\n");
  flush_text (&dump, 0);

  g_string_free (dump.text, TRUE);
  if (dump.error != NULL) {
    g_propagate_error (error, dump.error);
    return false;
  }
  return true;
}
