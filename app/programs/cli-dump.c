/* app/programs/cli-dump.c - a state as JSON, written as it is walked. */
#include "app/programs/cli-dump.h"

#include "app/describe.h"

#include <json-glib/json-glib.h>

/* 16 Mi frames make a long text, so it goes out in pieces. */
#define PIECE_BYTES 65536u

struct dump {
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
flush_text (struct dump *dump, gsize least)
{
  if (dump->text->len < least)
    return;
  if (dump->error == NULL)
    g_output_stream_write_all (dump->stream, dump->text->str, dump->text->len, NULL, NULL,
                               &dump->error);
  g_string_truncate (dump->text, 0);
}

static void put (struct dump *dump, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
put (struct dump *dump, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (dump->text, format, arguments);
  va_end (arguments);
  flush_text (dump, PIECE_BYTES);
}

static void
put_list (struct dump *dump, const struct sim_view *view, uint32_t list)
{
  const char *separator = "";

  put (dump, "[");
  for (uint32_t node = sim_view_list_first (view, list); !(node & SIM_NODE_HEAD);
       node = sim_view_list_next (view, node)) {
    put (dump, "%s%u", separator, node);
    separator = ", ";
  }
  put (dump, "]");
}

static bool
list_is_empty (const struct sim_view *view, uint32_t list)
{
  return (sim_view_list_first (view, list) & SIM_NODE_HEAD) != 0;
}

static void
put_free_area (struct dump *dump, const struct sim_view *view, uint32_t zone,
               const struct sim_zone *values)
{
  put (dump, "      \"free_area\": [");
  for (uint32_t order = 0; order < view->layout->max_order; order++) {
    put (dump, "%s\n        { \"order\": %u, \"nr_free\": %u", order > 0 ? "," : "", order,
         values->area_nr_free[order]);
    for (uint32_t type = 0; type < SIM_MIGRATE_TYPES; type++) {
      uint32_t list = sim_free_list (view->layout, zone, order, type);

      if (list_is_empty (view, list))
        continue;
      put (dump, ", \"%s\": ", type_words[type]);
      put_list (dump, view, list);
    }
    put (dump, " }");
  }
  put (dump, "\n      ],\n");
}

static void
put_per_cpu_pages (struct dump *dump, const struct sim_view *view, uint32_t zone)
{
  put (dump, "      \"per_cpu_pages\": [");
  for (uint32_t cpu = 0; cpu < view->layout->cpu_count; cpu++) {
    const char *separator = "";
    struct sim_pcp pcp;

    sim_view_pcp (view, zone, cpu, &pcp);
    put (dump,
         "%s\n        { \"cpu\": %u, \"count\": %u, \"high\": %u, \"batch\": %u, "
         "\"free_factor\": %u, \"vm_stat_diff\": %d,\n          \"lists\": [",
         cpu > 0 ? "," : "", cpu, pcp.count, pcp.high, pcp.batch, pcp.free_factor,
         (int32_t) pcp.free_diff);
    for (uint32_t number = 0; number < SIM_NR_PCP_LISTS; number++) {
      uint32_t list = sim_pcp_list_of (view->layout, zone, cpu, number);

      if (list_is_empty (view, list))
        continue;
      put (dump, "%s\n            { \"order\": %u, \"type\": \"%s\", \"pages\": ", separator,
           sim_pcp_list_order (number, view->layout->pageblock_order),
           type_words[sim_pcp_list_type (number)]);
      put_list (dump, view, list);
      put (dump, " }");
      separator = ",";
    }
    put (dump, "] }");
  }
  put (dump, "\n      ] }");
}

static void
put_zone (struct dump *dump, const struct sim_view *view, uint32_t zone)
{
  struct sim_zone values;

  sim_view_zone (view, zone, &values);
  put (dump, "    { \"name\": \"%s\", \"node\": %u,\n", fol_zone_name (values.type), values.node);
  put (dump,
       "      \"zone_start_pfn\": %u, \"spanned_pages\": %u, \"present_pages\": %u, "
       "\"managed_pages\": %u,\n",
       values.start_pfn, values.spanned_pages, values.present_pages, values.managed_pages);
  put (dump,
       "      \"free\": %" G_GINT64_FORMAT ", \"nr_free_pages\": %d, \"stat_threshold\": %u,\n",
       sim_view_zone_free (view, zone), (int32_t) values.nr_free, values.stat_threshold);
  put (
      dump,
      "      \"watermark\": { \"min\": %u, \"low\": %u, \"high\": %u }, \"watermark_boost\": %u,\n",
      values.watermark[SIM_WMARK_MIN], values.watermark[SIM_WMARK_LOW],
      values.watermark[SIM_WMARK_HIGH], values.watermark_boost);
  put (dump, "      \"lowmem_reserve\": [");
  for (uint32_t type = 0; type < SIM_MAX_NR_ZONES; type++)
    put (dump, "%s%u", type > 0 ? ", " : "", values.lowmem_reserve[type]);
  put (dump, "], \"nr_reserved_highatomic\": %u,\n", values.nr_reserved_highatomic);
  put_free_area (dump, view, zone, &values);
  put_per_cpu_pages (dump, view, zone);
}

/* Neighbouring pageblocks of one type are one entry. */
static void
put_pageblocks (struct dump *dump, const struct sim_view *view)
{
  uint32_t order = view->layout->pageblock_order;
  uint32_t count = view->layout->pageblock_count;
  const char *separator = "";

  put (dump, "  \"pageblocks\": { \"order\": %u, \"types\": [", order);
  for (uint32_t first = 0; first < count;) {
    uint32_t type = sim_view_pageblock_type (view, first << order);
    uint32_t end = first + 1;

    while (end < count && sim_view_pageblock_type (view, end << order) == type)
      end++;
    put (dump, "%s\n    { \"first\": %u, \"count\": %u, \"type\": \"%s\" }", separator, first,
         end - first, type_words[type]);
    separator = ",";
    first = end;
  }
  put (dump, "\n  ] },\n");
}

static void
put_block (struct dump *dump, const struct sim_view *view, const struct sim_block *block)
{
  put (dump, "    { \"pfn\": %u, \"order\": %u, \"state\": \"%s\"", block->pfn, block->order,
       state_words[block->state]);
  if (block->state == SIM_PAGE_FREE || block->state == SIM_PAGE_PCP)
    put (dump, ", \"type\": \"%s\"", type_words[block->type]);
  if (block->state == SIM_PAGE_PCP)
    put (dump, ", \"cpu\": %u", block->cpu);
  if (block->state == SIM_PAGE_USED)
    put (dump, ", \"type\": \"%s\", \"gfp\": \"0x%x\", \"operation\": %u", type_words[block->asked],
         block->gfp, block->serial);
  put (dump, " }");
}

static void
put_blocks (struct dump *dump, const struct sim_view *view)
{
  struct sim_block block;
  const char *separator = "";

  put (dump, "  \"blocks\": [\n");
  for (uint64_t pfn = 0; pfn < view->layout->frame_count; pfn = block.pfn + (1ull << block.order)) {
    sim_view_block (view, (sim_pfn) pfn, &block);
    put (dump, "%s", separator);
    put_block (dump, view, &block);
    separator = ",\n";
  }
  put (dump, "\n  ]\n}\n");
}

static void
put_head (struct dump *dump, struct fol_history *history, const struct sim_view *view)
{
  struct fol_position position = fol_history_position (history);
  g_autoptr (JsonNode) name = json_node_new (JSON_NODE_VALUE);
  g_autofree char *quoted = NULL;
  struct sim_header header;

  sim_view_header (view, &header);
  json_node_set_string (name, sim_world_machine (fol_history_world (history))->name);
  quoted = json_to_string (name, FALSE);
  put (dump, "{ \"format\": 1, \"type\": \"folioscope-state\", \"machine\": %s,\n", quoted);
  put (dump, "  \"branch\": %u, \"operation\": %" G_GUINT64_FORMAT, position.branch,
       position.index);
  if (position.step != FOL_STEP_END)
    put (dump, ", \"step\": %u", position.step);
  put (dump, ",\n  \"frames\": %u, \"cpu\": %u,\n", view->layout->frame_count, header.cpu);
}

bool
fol_dump_state (struct fol_history *history, GOutputStream *stream, GError **error)
{
  struct dump dump = { .stream = stream, .text = g_string_new (NULL) };
  struct sim_view view = sim_world_view (fol_history_world (history));

  put_head (&dump, history, &view);
  put (&dump, "  \"zones\": [\n");
  for (uint32_t zone = 0; zone < view.layout->zone_count; zone++) {
    put (&dump, "%s", zone > 0 ? ",\n" : "");
    put_zone (&dump, &view, zone);
  }
  put (&dump, "\n  ],\n");
  put_pageblocks (&dump, &view);
  put_blocks (&dump, &view);
  flush_text (&dump, 0);

  g_string_free (dump.text, TRUE);
  if (dump.error != NULL) {
    g_propagate_error (error, dump.error);
    return false;
  }
  return true;
}
