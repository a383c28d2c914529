/* engine/physical/check.c - the invariants of physical memory.
 *
 * One walk over all blocks and one over all lists; what the walks count must
 * agree with each other and with the counters.
 *
 *   P1  memory is cut into aligned blocks; every frame is in exactly one
 *   P2  a block lies in one zone, the one it says
 *   P3  LRU marks are on used frames, and the head knows of them
 *   P4  nothing is in hand between two operations
 *   B1  a free block is on the list of its zone, order and type, and on no other
 *   B2  no two free buddies of one order lie unmerged, unless their pageblocks
 *       must not mix (or did not, before a high-atomic one was given back)
 *   B3  area_nr_free counts the blocks of each order
 *   B4  nr_free and nr_free_cma with all per-CPU deltas count the pages on lists
 *   C1  a block on a per-CPU list has the order, type and CPU of the list
 *   C2  count is the sum of pages on the lists of that zone and CPU
 *   C3  deltas stay within the threshold
 *   P5  a block that is marked as a slab has an entry in the pool
 *   M1  pageblock types exist; high-atomic ones are counted in their zone
 *
 * and those of small objects, engine/slab/check.c.
 */
#include <string.h>

#include "engine/physical/buddy.h"
#include "engine/slab/slab.h"

struct census {
  uint64_t free_blocks[SIM_ZONES_MAX][SIM_MAX_ORDER];
  uint64_t pcp_pages[SIM_ZONES_MAX][SIM_CPUS_MAX];
};

static const char *
broken (struct sim_object *where, struct sim_object object, const char *invariant)
{
  *where = object;
  return invariant;
}

/* B2 for the lower or upper of two buddies alike. */
static bool
merged (const struct sim_view *view, const struct sim_block *block)
{
  sim_pfn buddy = block->pfn ^ UINT32_C (1) << block->order;
  uint32_t flags, mine, other;
  struct sim_zone zone;

  if (block->order + 1 >= view->layout->max_order || buddy >= view->layout->frame_count)
    return true;
  flags = sim_view_flags (view, buddy);
  if (SIM_PAGE_STATE (flags) != SIM_PAGE_FREE || SIM_PAGE_ORDER (flags) != block->order ||
      SIM_PAGE_ZONE (flags) != block->zone)
    return true;
  if (block->order < view->layout->pageblock_order)
    return false;
  sim_view_zone (view, block->zone, &zone);
  mine = sim_view_pageblock_type (view, block->pfn);
  other = sim_view_pageblock_type (view, buddy);
  return zone.nr_unreserved > 0 || (mine != other && !(sim_migratetype_mergeable (mine) &&
                                                       sim_migratetype_mergeable (other)));
}

static const char *
check_frames_of (const struct sim_view *view, const struct sim_block *block,
                 struct sim_object *where)
{
  bool lru = false;

  for (uint32_t i = 0; i < UINT32_C (1) << block->order; i++) {
    uint32_t flags = sim_view_flags (view, block->pfn + i);

    if (i > 0 && (flags & ~SIM_PAGE_LRU) != 0)
      return broken (where, sim_on_block (block->pfn, block->order),
                     "P1: a frame inside a block has a state of its own");
    lru |= (flags & SIM_PAGE_LRU) != 0;
  }
  if (lru && block->state != SIM_PAGE_USED && block->state != SIM_PAGE_KERNEL)
    return broken (where, sim_on_block (block->pfn, block->order),
                   "P3: an LRU mark on a frame that is not in use");
  if (lru != ((sim_view_flags (view, block->pfn) & SIM_PAGE_LRU_INSIDE) != 0))
    return broken (where, sim_on_block (block->pfn, block->order),
                   "P3: the head of a block does not know of its LRU marks");
  return NULL;
}

/* The other way round is S1. */
static bool
entry_exists (const struct sim_view *view, sim_pfn pfn)
{
  uint32_t entry = sim_view_slab_entry (view, pfn);
  struct sim_slab_header header;
  struct sim_slab slab;

  sim_view_slab_header (view, &header);
  if (entry >= header.entry_top)
    return false;
  sim_view_slab (view, entry, &slab);
  return slab.cache != 0 && slab.pfn == pfn;
}

static const char *
check_block (const struct sim_view *view, const struct sim_block *block, struct sim_object *where)
{
  struct sim_object object = sim_on_block (block->pfn, block->order);
  sim_pfn last = block->pfn + (UINT32_C (1) << block->order) - 1;

  if (block->state == SIM_PAGE_IN_HAND)
    return broken (where, object, "P4: a block is in hand");
  if ((block->pfn & ((UINT32_C (1) << block->order) - 1)) != 0 ||
      block->order >= view->layout->max_order || last >= view->layout->frame_count)
    return broken (where, object, "P1: a block is not aligned or too large");
  if (block->zone != sim_view_zone_of (view, block->pfn) ||
      block->zone != sim_view_zone_of (view, last))
    return broken (where, object, "P2: a block is not in the zone it says");
  if (block->state == SIM_PAGE_FREE && !merged (view, block))
    return broken (where, object, "B2: two free buddies are not merged");
  if (block->slab && !entry_exists (view, block->pfn))
    return broken (where, object, "P5: a slab has no entry in the pool");
  return check_frames_of (view, block, where);
}

static const char *
walk_blocks (const struct sim_view *view, struct census *census, struct sim_object *where)
{
  struct sim_block block;

  for (sim_pfn pfn = 0; pfn < view->layout->frame_count; pfn += UINT32_C (1) << block.order) {
    const char *problem;

    sim_view_block (view, pfn, &block);
    if (block.pfn != pfn)
      return broken (where, sim_on_block (block.pfn, block.order), "P1: two blocks overlap");
    problem = check_block (view, &block, where);
    if (problem != NULL)
      return problem;
    if (block.state == SIM_PAGE_FREE)
      census->free_blocks[block.zone][block.order]++;
    else if (block.state == SIM_PAGE_PCP)
      census->pcp_pages[block.zone][block.cpu] += UINT64_C (1) << block.order;
  }
  return NULL;
}

/* Walks one list; every node must look like `want` under `mask`.  Returns how
 * many there are, or -1. */
static int64_t
walk_list (const struct sim_view *view, uint32_t list, uint32_t mask, uint32_t want)
{
  uint32_t before = SIM_NODE_HEAD | list, node = sim_view_list_first (view, list);
  int64_t count = 0;

  while ((node & SIM_NODE_HEAD) == 0) {
    uint64_t link = view->layout->links + 2u * (uint64_t) node;

    if (node >= view->layout->frame_count || count > view->layout->frame_count ||
        (sim_view_flags (view, node) & mask) != want || sim_view_word (view, link + 1) != before)
      return -1;
    before = node;
    node = sim_view_word (view, link);
    count++;
  }
  if (node != (SIM_NODE_HEAD | list) ||
      sim_view_word (view, view->layout->heads + 2u * (uint64_t) list + 1) != before)
    return -1;
  return count;
}

static const char *
check_free_lists (const struct sim_view *view, uint32_t zone, const struct sim_zone *state,
                  const struct census *census, struct sim_object *where)
{
  uint32_t mask = SIM_PAGE_FLAGS (7, 15, 7, 0, 0, 31);
  int64_t pages = 0, cma = 0, expected = sim_view_zone_free (view, zone);
  int64_t expected_cma = (int32_t) state->nr_free_cma;

  for (uint32_t order = 0; order < view->layout->max_order; order++) {
    uint64_t blocks = 0;

    for (uint32_t type = 0; type < SIM_MIGRATE_TYPES; type++) {
      int64_t count = walk_list (view, sim_free_list (view->layout, zone, order, type), mask,
                                 SIM_PAGE_FLAGS (SIM_PAGE_FREE, order, type, 0, 0, zone));

      if (count < 0)
        return broken (where, sim_on_free_list (zone, order, type), "B1: a free list is damaged");
      blocks += (uint64_t) count;
      pages += type == SIM_MIGRATE_ISOLATE ? 0 : count << order;
      cma += type == SIM_MIGRATE_CMA ? count << order : 0;
    }
    if (blocks != census->free_blocks[zone][order])
      return broken (where, sim_on_free_list (zone, order, 0), "B1: a free block is on no list");
    if (blocks != state->area_nr_free[order])
      return broken (where, sim_on_free_list (zone, order, 0), "B3: area_nr_free is wrong");
  }
  for (uint32_t cpu = 0; cpu < view->layout->cpu_count; cpu++) {
    struct sim_pcp pcp;

    sim_view_pcp (view, zone, cpu, &pcp);
    expected_cma += (int32_t) pcp.free_cma_diff;
  }
  if (pages != expected || cma != expected_cma)
    return broken (where, sim_on_zone (zone), "B4: the free counters are wrong");
  return NULL;
}

static const char *
check_pcp_lists (const struct sim_view *view, uint32_t zone, uint32_t cpu,
                 const struct sim_zone *state, const struct census *census,
                 struct sim_object *where)
{
  uint32_t mask = SIM_PAGE_FLAGS (7, 15, 0, 7, 15, 31);
  int64_t pages = 0, threshold = state->stat_threshold;
  struct sim_pcp pcp;

  for (uint32_t list = 0; list < SIM_NR_PCP_LISTS; list++) {
    uint32_t order = sim_pcp_list_order (list, view->layout->pageblock_order);
    int64_t count =
        walk_list (view, sim_pcp_list_of (view->layout, zone, cpu, list), mask,
                   SIM_PAGE_FLAGS (SIM_PAGE_PCP, order, 0, sim_pcp_list_type (list), cpu, zone));

    if (count < 0)
      return broken (where, sim_on_pcp_list (zone, cpu, list), "C1: a per-CPU list is damaged");
    pages += count << order;
  }
  sim_view_pcp (view, zone, cpu, &pcp);
  if (pages != (int64_t) census->pcp_pages[zone][cpu])
    return broken (where, sim_on_pcp (zone, cpu), "C1: a block is on no per-CPU list");
  if (pages != pcp.count)
    return broken (where, sim_on_pcp (zone, cpu), "C2: the count of a per-CPU list is wrong");
  if ((int32_t) pcp.free_diff > threshold || (int32_t) pcp.free_diff < -threshold)
    return broken (where, sim_on_pcp (zone, cpu), "C3: a per-CPU delta exceeds the threshold");
  return NULL;
}

static const char *
check_pageblocks (const struct sim_view *view, struct sim_object *where)
{
  uint64_t reserved[SIM_ZONES_MAX] = { 0 };

  for (uint32_t i = 0; i < view->layout->pageblock_count; i++) {
    sim_pfn pfn = i << view->layout->pageblock_order;
    uint32_t type = sim_view_pageblock_type (view, pfn);
    uint32_t zone = sim_view_zone_of (view, pfn);

    if (type >= SIM_MIGRATE_TYPES)
      return broken (where, (struct sim_object){ .kind = SIM_OBJECT_PAGEBLOCK, .a = pfn },
                     "M1: a pageblock has no migrate type");
    if (type == SIM_MIGRATE_HIGHATOMIC && zone < SIM_ZONES_MAX)
      reserved[zone] += UINT64_C (1) << view->layout->pageblock_order;
  }
  for (uint32_t zone = 0; zone < view->layout->zone_count; zone++) {
    struct sim_zone state;

    sim_view_zone (view, zone, &state);
    /* It may be more: a page that remembers an older type on its per-CPU list
     * merges a high-atomic pageblock with its neighbour, and who then claims
     * the two does not take it off the count.  So it is in Linux 6.1. */
    if (reserved[zone] > state.nr_reserved_highatomic)
      return broken (where, sim_on_zone (zone), "M1: nr_reserved_highatomic is too small");
  }
  return NULL;
}

const char *
sim_view_check (const struct sim_view *view, struct sim_object *where)
{
  struct census census;
  const char *problem;

  memset (&census, 0, sizeof census);
  problem = walk_blocks (view, &census, where);
  if (problem == NULL)
    problem = check_pageblocks (view, where);
  for (uint32_t zone = 0; problem == NULL && zone < view->layout->zone_count; zone++) {
    struct sim_zone state;

    sim_view_zone (view, zone, &state);
    problem = check_free_lists (view, zone, &state, &census, where);
    for (uint32_t cpu = 0; problem == NULL && cpu < view->layout->cpu_count; cpu++)
      problem = check_pcp_lists (view, zone, cpu, &state, &census, where);
  }
  return problem != NULL ? problem : sim_view_slab_check (view, where);
}
