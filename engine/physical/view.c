/* engine/physical/view.c - the reading side of all modules in engine/physical/. */
#include "engine/physical/view.h"

#include "engine/base/check.h"

uint32_t
sim_noting_word (const struct sim_noting *noting, uint64_t word)
{
  uint32_t value = sim_view_word (&noting->of, word);

  noting->note (noting->user_data, word, value);
  return value;
}

void
sim_view_block (const struct sim_view *view, sim_pfn pfn, struct sim_block *block)
{
  uint32_t flags = 0, order;
  sim_pfn head = pfn;

  SIM_ASSERT (pfn < view->layout->frame_count);
  /* In an aligned block all heads that could be nearer are tails. */
  for (order = 0; order < SIM_MAX_ORDER; order++) {
    head = pfn & ~((UINT32_C (1) << order) - 1);
    flags = sim_view_flags (view, head);
    if (SIM_PAGE_STATE (flags) != SIM_PAGE_TAIL)
      break;
  }
  if (SIM_PAGE_STATE (flags) == SIM_PAGE_TAIL || SIM_PAGE_ORDER (flags) < order) {
    /* Only inside an operation, between two writes. */
    *block = (struct sim_block){ .pfn = pfn,
                                 .state = SIM_PAGE_IN_HAND,
                                 .zone = sim_view_zone_of (view, pfn) };
    return;
  }
  *block = (struct sim_block){
    .pfn = head,
    .order = SIM_PAGE_ORDER (flags),
    .state = SIM_PAGE_STATE (flags),
    .type = SIM_PAGE_TYPE (flags),
    .asked = SIM_PAGE_ASKED (flags),
    .cpu = SIM_PAGE_CPU (flags),
    .zone = SIM_PAGE_ZONE (flags) == SIM_PAGE_NO_ZONE ? UINT32_MAX : SIM_PAGE_ZONE (flags),
  };
  if (block->state == SIM_PAGE_USED) {
    block->slab = (flags & SIM_PAGE_SLAB) != 0;
    block->large = (flags & SIM_PAGE_LARGE) != 0;
    if (!block->slab)
      block->gfp = sim_view_word (view, view->layout->links + 2u * (uint64_t) head);
    block->serial = sim_view_word (view, view->layout->links + 2u * (uint64_t) head + 1);
  }
}

static void
read_words (const struct sim_view *view, uint64_t word, void *out, size_t bytes)
{
  uint32_t *to = out;

  for (size_t i = 0; i < bytes / sizeof *to; i++)
    to[i] = sim_view_word (view, word + i);
}

void
sim_view_header (const struct sim_view *view, struct sim_header *header)
{
  read_words (view, view->layout->header, header, sizeof *header);
}

void
sim_view_zone (const struct sim_view *view, uint32_t zone, struct sim_zone *out)
{
  SIM_ASSERT (zone < view->layout->zone_count);
  read_words (view, view->layout->zones + (uint64_t) zone * view->layout->zone_words, out,
              sizeof *out);
}

void
sim_view_pcp (const struct sim_view *view, uint32_t zone, uint32_t cpu, struct sim_pcp *out)
{
  const struct sim_layout *layout = view->layout;

  SIM_ASSERT (zone < layout->zone_count && cpu < layout->cpu_count);
  read_words (view, layout->pcps + (uint64_t) (zone * layout->cpu_count + cpu) * layout->pcp_words,
              out, sizeof *out);
}

bool
sim_view_frame_lru (const struct sim_view *view, sim_pfn pfn)
{
  return (sim_view_flags (view, pfn) & SIM_PAGE_LRU) != 0;
}

uint32_t
sim_view_zone_of (const struct sim_view *view, sim_pfn pfn)
{
  const struct sim_layout *layout = view->layout;

  for (uint32_t i = 0; i < layout->zone_count; i++) {
    uint64_t zone = layout->zones + (uint64_t) i * layout->zone_words;
    uint32_t start =
        sim_view_word (view, zone + offsetof (struct sim_zone, start_pfn) / sizeof (uint32_t));
    uint32_t spanned =
        sim_view_word (view, zone + offsetof (struct sim_zone, spanned_pages) / sizeof (uint32_t));

    if (pfn >= start && pfn - start < spanned)
      return i;
  }
  return UINT32_MAX;
}

uint32_t
sim_view_pageblock_type (const struct sim_view *view, sim_pfn pfn)
{
  return sim_view_word (view, view->layout->pageblocks + (pfn >> view->layout->pageblock_order));
}

uint32_t
sim_free_list (const struct sim_layout *layout, uint32_t zone, uint32_t order, uint32_t type)
{
  return (zone * layout->max_order + order) * SIM_MIGRATE_TYPES + type;
}

uint32_t
sim_pcp_list_of (const struct sim_layout *layout, uint32_t zone, uint32_t cpu, uint32_t list)
{
  return layout->first_pcp_list + (zone * layout->cpu_count + cpu) * SIM_NR_PCP_LISTS + list;
}

uint32_t
sim_view_list_first (const struct sim_view *view, uint32_t list)
{
  return sim_view_word (view, view->layout->heads + 2u * (uint64_t) list);
}

uint32_t
sim_view_list_next (const struct sim_view *view, uint32_t node)
{
  if ((node & SIM_NODE_HEAD) != 0)
    return sim_view_list_first (view, node & ~SIM_NODE_HEAD);
  return sim_view_word (view, view->layout->links + 2u * (uint64_t) node);
}

uint32_t
sim_view_list_length (const struct sim_view *view, uint32_t list, uint32_t most)
{
  uint32_t length = 0;

  for (uint32_t node = sim_view_list_first (view, list);
       (node & SIM_NODE_HEAD) == 0 && length < most; node = sim_view_list_next (view, node))
    length++;
  return length;
}

int64_t
sim_view_zone_free (const struct sim_view *view, uint32_t zone)
{
  struct sim_zone state;
  int64_t free_pages;

  sim_view_zone (view, zone, &state);
  free_pages = (int32_t) state.nr_free;
  for (uint32_t cpu = 0; cpu < view->layout->cpu_count; cpu++) {
    struct sim_pcp pcp;

    sim_view_pcp (view, zone, cpu, &pcp);
    free_pages += (int32_t) pcp.free_diff;
  }
  return free_pages;
}

uint32_t
sim_view_unusable_index (const struct sim_view *view, uint32_t zone, uint32_t order)
{
  uint32_t first = zone == SIM_ALL_ZONES ? 0 : zone;
  uint32_t end = zone == SIM_ALL_ZONES ? view->layout->zone_count : zone + 1;
  uint64_t free_pages = 0, suitable = 0;

  for (uint32_t at = first; at < end; at++) {
    struct sim_zone state;

    sim_view_zone (view, at, &state);
    for (uint32_t i = 0; i < view->layout->max_order; i++) {
      uint64_t pages = (uint64_t) state.area_nr_free[i] << i;

      free_pages += pages;
      if (i >= order)
        suitable += pages;
    }
  }
  return free_pages == 0 ? 0 : (uint32_t) ((free_pages - suitable) * 1000 / free_pages);
}
