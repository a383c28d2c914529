/* app/expression-functions.c - the table of functions that lessons can ask. */
#include "app/expression-private.h"

#include <string.h>

static const char *const zone_names[SIM_MAX_NR_ZONES] = { "DMA", "DMA32", "Normal", "Movable" };

gint64
fol_zone_find (const struct sim_view *view, const char *name)
{
  for (uint32_t i = 0; i < view->layout->zone_count; i++) {
    struct sim_zone zone;

    sim_view_zone (view, i, &zone);
    if (zone.type < SIM_MAX_NR_ZONES && strcmp (zone_names[zone.type], name) == 0)
      return i;
  }
  return -1;
}

static struct sim_zone
zone_at (const struct fol_scope *scope, gint64 index)
{
  struct sim_zone zone;

  sim_view_zone (&scope->view, (uint32_t) index, &zone);
  return zone;
}

static struct sim_block
block_at (const struct fol_scope *scope, gint64 pfn)
{
  struct sim_block block;

  sim_view_block (&scope->view, (sim_pfn) pfn, &block);
  return block;
}

static uint32_t
list_of (const struct fol_scope *scope, const gint64 *argument)
{
  return sim_free_list (scope->view.layout, (uint32_t) argument[0], (uint32_t) argument[1],
                        (uint32_t) argument[2]);
}

static gint64
call_free (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return sim_view_zone_free (&scope->view, (uint32_t) argument[0]);
}

static gint64
call_managed (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return zone_at (scope, argument[0]).managed_pages;
}

static gint64
call_blocks (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  if (count == 2)
    return zone_at (scope, argument[0]).area_nr_free[argument[1]];
  return sim_view_list_length (&scope->view, list_of (scope, argument), UINT32_MAX);
}

/* The block at the head or the tail of a list, or -1. */
static gint64
list_end (const struct fol_scope *scope, uint32_t list, bool tail)
{
  uint32_t node = sim_view_list_first (&scope->view, list);
  gint64 end = -1;

  for (; (node & SIM_NODE_HEAD) == 0 && (end < 0 || tail);
       node = sim_view_list_next (&scope->view, node))
    end = node;
  return end;
}

static gint64
call_first (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return list_end (scope, list_of (scope, argument), false);
}

static gint64
call_last (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return list_end (scope, list_of (scope, argument), true);
}

static gint64
call_smallest (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  gint64 asked[3] = { argument[0], argument[1], count == 3 ? argument[2] : 0 };

  for (; asked[1] < scope->view.layout->max_order; asked[1]++)
    if (call_blocks (scope, count, asked) > 0)
      return asked[1];
  return -1;
}

static gint64
call_largest (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_zone zone = zone_at (scope, argument[0]);

  for (gint64 order = (gint64) scope->view.layout->max_order - 1; order >= 0; order--)
    if (zone.area_nr_free[order] > 0)
      return order;
  return -1;
}

static gint64
call_unusable (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return sim_view_unusable_index (&scope->view, (uint32_t) argument[0], (uint32_t) argument[1]);
}

/* __fragmentation_index () */
static gint64
call_fragmentation (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_zone zone = zone_at (scope, argument[0]);
  gint64 requested = (gint64) 1 << argument[1], free_pages = 0, blocks = 0;

  for (gint64 order = 0; order < scope->view.layout->max_order; order++) {
    free_pages += (gint64) zone.area_nr_free[order] << order;
    blocks += zone.area_nr_free[order];
    if (order >= argument[1] && zone.area_nr_free[order] > 0)
      return -1000;
  }
  return blocks == 0 ? 0 : 1000 - (1000 + free_pages * 1000 / requested) / blocks;
}

static struct sim_pcp
pcp_at (const struct fol_scope *scope, const gint64 *argument)
{
  struct sim_pcp pcp;

  sim_view_pcp (&scope->view, (uint32_t) argument[0], (uint32_t) argument[1], &pcp);
  return pcp;
}

static gint64
call_pcp (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return pcp_at (scope, argument).count;
}

/* Arguments are zone, cpu, order, type.  False: no CPU keeps blocks of that kind. */
static bool
find_pcp_list (const struct fol_scope *scope, const gint64 *argument, uint32_t *list)
{
  if (argument[2] >= SIM_PCP_ORDERS || argument[3] >= SIM_MIGRATE_PCPTYPES)
    return false;
  *list = sim_pcp_list_of (scope->view.layout, (uint32_t) argument[0], (uint32_t) argument[1],
                           sim_pcp_list ((uint32_t) argument[2], (uint32_t) argument[3]));
  return true;
}

static gint64
call_pcp_blocks (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  uint32_t list;

  return find_pcp_list (scope, argument, &list)
             ? sim_view_list_length (&scope->view, list, UINT32_MAX)
             : 0;
}

static gint64
call_pcp_first (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  uint32_t list;

  return find_pcp_list (scope, argument, &list) ? list_end (scope, list, false) : -1;
}

static gint64
call_pcp_last (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  uint32_t list;

  return find_pcp_list (scope, argument, &list) ? list_end (scope, list, true) : -1;
}

static gint64
call_pcp_batch (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return pcp_at (scope, argument).batch;
}

static gint64
call_pcp_high (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return pcp_at (scope, argument).high;
}

static gint64
call_pcp_factor (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return pcp_at (scope, argument).free_factor;
}

static gint64
call_pcp_cpu (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_block block = block_at (scope, argument[0]);

  return block.state == SIM_PAGE_PCP ? (gint64) block.cpu : -1;
}

static gint64
call_min (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return zone_at (scope, argument[0]).watermark[SIM_WMARK_MIN];
}

static gint64
call_low (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return zone_at (scope, argument[0]).watermark[SIM_WMARK_LOW];
}

static gint64
call_high (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return zone_at (scope, argument[0]).watermark[SIM_WMARK_HIGH];
}

static gint64
call_order (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return block_at (scope, argument[0]).order;
}

static gint64
call_head (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return block_at (scope, argument[0]).pfn;
}

static gint64
call_state (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return block_at (scope, argument[0]).state;
}

static gint64
call_type (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_block block = block_at (scope, argument[0]);

  switch (block.state) {
  case SIM_PAGE_FREE:
  case SIM_PAGE_PCP:
    return block.type;
  case SIM_PAGE_USED:
    return block.asked;
  default:
    return -1;
  }
}

static gint64
call_pageblock (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return sim_view_pageblock_type (&scope->view, (sim_pfn) argument[0]);
}

static gint64
call_pageblocks (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_zone zone = zone_at (scope, argument[0]);
  uint32_t pages = UINT32_C (1) << scope->view.layout->pageblock_order;
  gint64 found = 0;

  for (sim_pfn pfn = zone.start_pfn; pfn < zone.start_pfn + zone.spanned_pages;
       pfn = (pfn / pages + 1) * pages)
    if (sim_view_zone_of (&scope->view, pfn) == (uint32_t) argument[0] &&
        sim_view_pageblock_type (&scope->view, pfn) == (uint32_t) argument[1])
      found++;
  return found;
}

static gint64
call_lru (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return sim_view_frame_lru (&scope->view, (sim_pfn) argument[0]);
}

/* The answer may lie outside of memory; that is for the lesson to see. */
static gint64
call_buddy (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return argument[0] ^ ((gint64) 1 << argument[1]);
}

static gint64
call_frames (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return scope->view.layout->frame_count;
}

static gint64
call_orders (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return scope->view.layout->max_order;
}

static gint64
call_cpu (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_header header;

  sim_view_header (&scope->view, &header);
  return header.cpu;
}

static gint64
call_failed (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return scope->result != NULL && scope->result->status == SIM_NO_MEMORY;
}

static gint64
count_steps (const struct fol_scope *scope, int decision)
{
  gint64 found = 0;

  for (uint32_t i = 0; i < scope->step_count; i++)
    if (decision < 0 || scope->step[i].decision == decision)
      found++;
  return found;
}

static gint64
call_steps (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_steps (scope, -1);
}

static gint64
call_result (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return scope->result != NULL ? (gint64) scope->result->value : 0;
}

/* What the last operation cost. */
#define DEFINE_COST(name)                                                                          \
  static gint64 call_##name (const struct fol_scope *scope, guint count, const gint64 *argument)   \
  {                                                                                                \
    return scope->result != NULL ? scope->result->cost.name : 0;                                   \
  }
DEFINE_COST (level)
DEFINE_COST (lists)
DEFINE_COST (lines)
DEFINE_COST (locks)

static gint64
call_reports (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return scope->result != NULL ? scope->result->reports : 0;
}

static gint64
call_splits (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_steps (scope, SIM_DECISION_PUT_BACK);
}

static gint64
call_merges (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_steps (scope, SIM_DECISION_BUDDY_FREE);
}

#define ZONE  FOL_ARGUMENT_ZONE
#define ORDER FOL_ARGUMENT_ORDER
#define TYPE  FOL_ARGUMENT_TYPE
#define FRAME FOL_ARGUMENT_FRAME
#define CPU   FOL_ARGUMENT_CPU

static const struct fol_function functions[] = {
  { { "free", "zone", "free frames on the buddy lists of the zone" }, 1, 1, { ZONE }, call_free },
  { { "managed", "zone", "frames of the zone that the buddy system was given" },
    1,
    1,
    { ZONE },
    call_managed },
  { { "blocks", "zone, order, [type]", "free blocks of that order, of all types or of one" },
    2,
    3,
    { ZONE, ORDER, TYPE },
    call_blocks },
  { { "first", "zone, order, type", "first frame of the block at the head of that list, or -1" },
    3,
    3,
    { ZONE, ORDER, TYPE },
    call_first },
  { { "last", "zone, order, type", "first frame of the block at the tail of that list, or -1" },
    3,
    3,
    { ZONE, ORDER, TYPE },
    call_last },
  { { "smallest", "zone, order, [type]",
      "the smallest order, not below the one given, that has a free block, or -1" },
    2,
    3,
    { ZONE, ORDER, TYPE },
    call_smallest },
  { { "largest", "zone", "the largest order that has a free block, or -1" },
    1,
    1,
    { ZONE },
    call_largest },
  { { "unusable", "zone, order",
      "share of the free memory that lies in blocks too small for the order, per mille" },
    2,
    2,
    { ZONE, ORDER },
    call_unusable },
  { { "fragmentation", "zone, order",
      "why the order cannot be had, per mille: towards 0 too little memory, towards 1000 too "
      "small pieces; -1000: it can" },
    2,
    2,
    { ZONE, ORDER },
    call_fragmentation },
  { { "pcp", "zone, cpu", "frames on the per-CPU lists" }, 2, 2, { ZONE, CPU }, call_pcp },
  { { "pcp_blocks", "zone, cpu, order, type", "blocks on that one list of the CPU" },
    4,
    4,
    { ZONE, CPU, ORDER, TYPE },
    call_pcp_blocks },
  { { "pcp_first", "zone, cpu, order, type",
      "first frame of the block at the head of that list, the next to be taken, or -1" },
    4,
    4,
    { ZONE, CPU, ORDER, TYPE },
    call_pcp_first },
  { { "pcp_last", "zone, cpu, order, type",
      "first frame of the block at the tail of that list, the next to go back, or -1" },
    4,
    4,
    { ZONE, CPU, ORDER, TYPE },
    call_pcp_last },
  { { "pcp_batch", "zone, cpu", "frames fetched or given back at a time" },
    2,
    2,
    { ZONE, CPU },
    call_pcp_batch },
  { { "pcp_high", "zone, cpu", "frames on the per-CPU lists from which on some go back" },
    2,
    2,
    { ZONE, CPU },
    call_pcp_high },
  { { "pcp_factor", "zone, cpu", "how often the batch that goes back next is doubled" },
    2,
    2,
    { ZONE, CPU },
    call_pcp_factor },
  { { "pcp_cpu", "frame", "the CPU on whose list the frame waits, or -1" },
    1,
    1,
    { FRAME },
    call_pcp_cpu },
  { { "min", "zone", "the zone's min watermark, in frames" }, 1, 1, { ZONE }, call_min },
  { { "low", "zone", "the zone's low watermark, in frames" }, 1, 1, { ZONE }, call_low },
  { { "high", "zone", "the zone's high watermark, in frames" }, 1, 1, { ZONE }, call_high },
  { { "order", "frame", "order of the block that the frame is in" }, 1, 1, { FRAME }, call_order },
  { { "head", "frame", "first frame of the block that the frame is in" },
    1,
    1,
    { FRAME },
    call_head },
  { { "state", "frame", "state of the frame's block: free, used, pcp, kernel, reserved or hole" },
    1,
    1,
    { FRAME },
    call_state },
  { { "type", "frame",
      "migrate type of the list a free block is on, or that a used block was "
      "asked for with; else -1" },
    1,
    1,
    { FRAME },
    call_type },
  { { "pageblock", "frame", "migrate type of the frame's pageblock" },
    1,
    1,
    { FRAME },
    call_pageblock },
  { { "pageblocks", "zone, type", "pageblocks of the zone that have that migrate type" },
    2,
    2,
    { ZONE, TYPE },
    call_pageblocks },
  { { "lru", "frame", "1 if the frame has the LRU mark" }, 1, 1, { FRAME }, call_lru },
  { { "buddy", "frame, order", "the frame number with bit `order` flipped" },
    2,
    2,
    { FRAME, ORDER },
    call_buddy },
  { { "frames", "", "frames of the machine" }, 0, 0, { 0 }, call_frames },
  { { "orders", "", "number of orders of the machine; the largest is one less" },
    0,
    0,
    { 0 },
    call_orders },
  { { "cpu", "", "the CPU that runs operations" }, 0, 0, { 0 }, call_cpu },
  { { "failed", "", "1 if the last operation got no memory" }, 0, 0, { 0 }, call_failed },
  { { "steps", "", "steps of the last operation" }, 0, 0, { 0 }, call_steps, true },
  { { "splits", "", "how often the last operation cut a block in half" },
    0,
    0,
    { 0 },
    call_splits,
    true },
  { { "merges", "", "how often the last operation joined two buddies" },
    0,
    0,
    { 0 },
    call_merges,
    true },
  { { "result", "", "what the last operation returned: address, number of a cache, bytes" },
    0,
    0,
    { 0 },
    call_result },
  { { "level", "", "how far the last operation had to go: 1 the CPU, 2 the node, 3 pages; or 0" },
    0,
    0,
    { 0 },
    call_level },
  { { "lists", "", "lists that the last operation read or changed" }, 0, 0, { 0 }, call_lists },
  { { "lines", "", "cache lines that the last operation touched" }, 0, 0, { 0 }, call_lines },
  { { "locks", "", "locks that the last operation took" }, 0, 0, { 0 }, call_locks },
  { { "reports", "", "faults that slab debugging found in the last operation" },
    0,
    0,
    { 0 },
    call_reports },
};

/* All tables, one behind the other; NULL at the end. */
static const struct fol_function *
function_at (guint number)
{
  const struct fol_function *slab, *set;
  guint slabs, sets;

  if (number < G_N_ELEMENTS (functions))
    return &functions[number];
  number -= G_N_ELEMENTS (functions);
  slab = fol_slab_functions (&slabs);
  if (number < slabs)
    return &slab[number];
  number -= slabs;
  set = fol_set_functions (&sets);
  return number < sets ? &set[number] : NULL;
}

const struct fol_function *
fol_function_find (const char *name)
{
  const struct fol_function *function;

  for (guint i = 0; (function = function_at (i)) != NULL; i++)
    if (strcmp (function->info.name, name) == 0)
      return function;
  return NULL;
}

const char **
fol_function_names (void)
{
  const struct fol_function *function;
  const char **names;
  guint count = 0;

  while (function_at (count) != NULL)
    count++;
  names = g_new0 (const char *, count + 1);
  for (guint i = 0; (function = function_at (i)) != NULL; i++)
    names[i] = function->info.name;
  return names;
}

bool
fol_expression_function (guint number, struct fol_function_info *info)
{
  const struct fol_function *function = function_at (number);

  if (function == NULL)
    return false;
  *info = function->info;
  return true;
}
