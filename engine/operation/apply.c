/* engine/operation/apply.c - checks an operation completely, then carries it out.
 *
 * Nothing is written before everything is known to be right; so a refused
 * operation leaves no trace, not even a dirty chunk.
 */
#include "engine/operation/apply-private.h"

#include <string.h>

#include "engine/physical/alloc.h"
#include "engine/physical/bulk.h"
#include "engine/physical/gfp.h"
#include "engine/physical/pcp.h"

#ifndef SIM_BULK
enum sim_status SIM_SELDOM
sim_refuse (struct sim_result *result, enum sim_status status, struct sim_object object,
            const uint64_t *number, uint32_t count)
{
  result->status = status;
  result->object = object;
  memcpy (result->number, number, count * sizeof number[0]);
  return status;
}
#endif

static struct sim_object
on_frame (sim_pfn pfn)
{
  return (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn };
}

static enum sim_status
apply_alloc (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t order = op->argument[0], gfp = op->argument[1], node = op->argument[2];

  if (order >= world->layout->max_order)
    return SIM_REFUSE (SIM_BAD_ORDER, sim_no_object, order, world->layout->max_order - 1);
  if (gfp > UINT32_MAX || !sim_gfp_valid ((uint32_t) gfp))
    return SIM_REFUSE (SIM_BAD_GFP, sim_no_object, gfp, gfp & ~(uint64_t) SIM_GFP_ALL);
  if (node == SIM_NODE_ANY)
    node = world->machine.cpu_node[world->header->cpu];
  else if (node >= world->layout->node_count)
    return SIM_REFUSE (SIM_BAD_ARGUMENT, sim_no_object, 2, node, world->layout->node_count - 1);

  result->pfn = sim_alloc_pages (world, (uint32_t) order, (uint32_t) gfp, (uint32_t) node,
                                 sim_count_operation (world));
  if (result->pfn == SIM_PFN_NONE)
    return SIM_REFUSE (SIM_NO_MEMORY, sim_no_object, order, gfp);
  result->object = sim_on_block (result->pfn, (uint32_t) order);
  return SIM_OK;
}

/* Why this frame is not the head of a used block. */
static enum sim_status SIM_SELDOM
refuse_frame (const struct sim_world *world, sim_pfn pfn, struct sim_result *result)
{
  struct sim_view view = sim_world_view (world);
  struct sim_object on_block;
  struct sim_block block;

  sim_view_block (&view, pfn, &block);
  on_block = sim_on_block (block.pfn, block.order);
  switch (block.state) {
  case SIM_PAGE_FREE:
    return SIM_REFUSE (SIM_FREE_TWICE, on_block, pfn, block.pfn, block.order);
  case SIM_PAGE_PCP:
    return SIM_REFUSE (SIM_FREE_ON_PCP, on_block, pfn, block.pfn, block.order, block.cpu);
  case SIM_PAGE_KERNEL:
    return SIM_REFUSE (SIM_FREE_FOREIGN, on_frame (pfn), pfn);
  case SIM_PAGE_RESERVED:
    return SIM_REFUSE (SIM_FREE_RESERVED, on_frame (pfn), pfn);
  case SIM_PAGE_HOLE:
    return SIM_REFUSE (SIM_FREE_HOLE, on_frame (pfn), pfn);
  case SIM_PAGE_USED:
    if (block.slab || block.large)
      return SIM_REFUSE (SIM_FREE_SLAB, on_block, pfn, block.pfn);
    return SIM_REFUSE (SIM_FREE_TAIL, on_block, pfn, block.pfn, block.order);
  case SIM_PAGE_TAIL:
  case SIM_PAGE_IN_HAND:
  case SIM_PAGE_STATES:
    break;
  }
  SIM_ASSERT (!"a block in hand between two operations");
  return SIM_OK;
}

static enum sim_status
apply_free (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t order = op->argument[1];
  uint32_t flags;
  sim_pfn pfn;

  if (op->argument[0] >= world->layout->frame_count)
    return SIM_REFUSE (SIM_BAD_FRAME, sim_no_object, op->argument[0], world->layout->frame_count);
  pfn = (sim_pfn) op->argument[0];
  if (order != SIM_ORDER_OF_BLOCK && order >= world->layout->max_order)
    return SIM_REFUSE (SIM_BAD_ORDER, on_frame (pfn), order, world->layout->max_order - 1);
  flags = world->flags[pfn];
  if (SIM_PAGE_STATE (flags) != SIM_PAGE_USED || (flags & (SIM_PAGE_SLAB | SIM_PAGE_LARGE)) != 0)
    return refuse_frame (world, pfn, result);
  if (order != SIM_ORDER_OF_BLOCK && order != SIM_PAGE_ORDER (flags))
    return SIM_REFUSE (SIM_FREE_ORDER, sim_on_block (pfn, SIM_PAGE_ORDER (flags)), pfn, order,
                       SIM_PAGE_ORDER (flags));
  result->object = sim_on_block (pfn, SIM_PAGE_ORDER (flags));
  sim_count_operation (world);
  sim_free_pages (world, pfn);
  return SIM_OK;
}

static enum sim_status SIM_SELDOM
apply_lru (struct sim_world *world, const struct sim_op *op, struct sim_result *result, bool set)
{
  struct sim_view view = sim_world_view (world);
  uint64_t count = op->argument[1];
  struct sim_block block;
  uint32_t left;
  sim_pfn pfn;

  if (op->argument[0] >= world->layout->frame_count)
    return SIM_REFUSE (SIM_BAD_FRAME, sim_no_object, op->argument[0], world->layout->frame_count);
  pfn = (sim_pfn) op->argument[0];
  sim_view_block (&view, pfn, &block);
  if (block.state != SIM_PAGE_USED)
    return SIM_REFUSE (SIM_NOT_USED, on_frame (pfn), pfn, block.state);
  left = block.pfn + (UINT32_C (1) << block.order) - pfn;
  if (count > left)
    return SIM_REFUSE (SIM_BAD_ARGUMENT, sim_on_block (block.pfn, block.order), 1, count, left);
  if (count == 0)
    count = left;
  sim_count_operation (world);
  sim_mark_lru (world, block.pfn, pfn, (uint32_t) count, set);
  result->object = sim_on_block (block.pfn, block.order);
  if (set)
    SIM_TELL (world, SET_PAGE_LRU, LRU, SIM_OBJECTS (result->object), pfn, (uint32_t) count, 1);
  else
    SIM_TELL (world, CLEAR_PAGE_LRU, LRU, SIM_OBJECTS (result->object), pfn, (uint32_t) count, 0);
  return SIM_OK;
}

static enum sim_status SIM_SELDOM
apply_drain (struct sim_world *world, bool all)
{
  uint32_t cpu = world->header->cpu;

  sim_count_operation (world);
  if (!all) {
    SIM_TELL (world, DRAIN_LOCAL_PAGES, CPU, SIM_NO_OBJECT, cpu);
    sim_pcp_drain (world, cpu);
    return SIM_OK;
  }
  SIM_TELL (world, DRAIN_ALL_PAGES, CPU, SIM_NO_OBJECT, cpu);
  for (cpu = 0; cpu < world->layout->cpu_count; cpu++)
    sim_pcp_drain (world, cpu);
  return SIM_OK;
}

static enum sim_status SIM_SELDOM
apply_cpu (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t cpu = op->argument[0];

  if (cpu >= world->layout->cpu_count)
    return SIM_REFUSE (SIM_BAD_CPU, sim_no_object, cpu, world->layout->cpu_count);
  sim_count_operation (world);
  sim_put (world, &world->header->cpu, (uint32_t) cpu);
  SIM_TELL (world, SET_CPU, CPU, SIM_NO_OBJECT, (uint32_t) cpu);
  return SIM_OK;
}

enum sim_status
sim_dispatch (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  switch (op->kind) {
  case SIM_OP_ALLOC_PAGES:
    return apply_alloc (world, op, result);
  case SIM_OP_FREE_PAGES:
    return apply_free (world, op, result);
  case SIM_OP_DRAIN_LOCAL_PAGES:
    return apply_drain (world, false);
  case SIM_OP_DRAIN_ALL_PAGES:
    return apply_drain (world, true);
  case SIM_OP_SET_PAGE_LRU:
    return apply_lru (world, op, result, true);
  case SIM_OP_CLEAR_PAGE_LRU:
    return apply_lru (world, op, result, false);
  case SIM_OP_SET_CPU:
    return apply_cpu (world, op, result);
  default:
    return sim_dispatch_slab (world, op, result);
  }
}

#ifndef SIM_BULK

void
sim_prefetch (const struct sim_world *world, const struct sim_op *op)
{
  uint64_t pfn = op->argument[0];

  if (op->kind != SIM_OP_FREE_PAGES || pfn >= world->layout->frame_count)
    return;
  __builtin_prefetch (&world->flags[pfn], 1);
  __builtin_prefetch (&world->links[pfn], 1);
}

#ifdef SIM_CHECKED
/* Debug and sanitizer builds check every invariant after every operation, where
 * that is quick. */
#define CHECKED_FRAMES_MAX 4096u

static void
check (const struct sim_world *world)
{
  struct sim_view view = sim_world_view (world);
  struct sim_object where;
  const char *broken = NULL;

  if (world->layout->frame_count <= CHECKED_FRAMES_MAX)
    broken = sim_view_check (&view, &where);
  if (broken != NULL)
    fprintf (stderr, "operation %u: %s, at %u\n", world->header->serial, broken, where.a);
  SIM_ASSERT (broken == NULL);
}
#else
#define check(world)
#endif

enum sim_status
sim_apply (struct sim_world *world, const struct sim_op *op, struct sim_result *result,
           const struct sim_sink *sink)
{
  *result = (struct sim_result){ .pfn = SIM_PFN_NONE };
  if (sink == NULL && !world->arena.journal_on) {
    result->status = sim_bulk_dispatch (world, op, result);
  } else {
    world->sink = sink;
    world->depth = 0;
    result->status = sim_dispatch (world, op, result);
    world->sink = NULL;
  }
  check (world);
  return result->status;
}

#endif
