/* engine/physical/view.h - reading a state: the live world or any snapshot.
 *
 * Everything that looks (figures, inspector, lessons, invariants, dumps) reads
 * through a view, so that it cannot tell now from then.  Plain values come
 * back; nothing here can change a state.
 *
 * Cost: a word is one or three loads.  Whoever walks millions of frames asks
 * for whole chunks (sim_snapshot_chunk ()) or goes block by block.
 */
#pragma once

#include "engine/base/arena.h"
#include "engine/physical/page.h"

/* Where things lie in the arena (word indexes) and how many there are.  Fixed
 * when the machine is opened; counted, shared by world and snapshots' owners. */
struct sim_layout {
  uint32_t refs_;       /* private, atomic */
  uint32_t frame_count; /* frames 0 .. frame_count - 1 have a descriptor */
  uint32_t max_order, pageblock_order, pageblock_count;
  uint32_t zone_count, cpu_count, list_count, node_count;
  bool smp, grouping_possible;
  uint64_t total_words;
  uint64_t header, zones, pcps, heads, pageblocks, flags, links; /* word indexes, chunk aligned */
  uint32_t first_pcp_list; /* number of the first per-CPU list; those of the buddy system precede */
  uint32_t zone_words;     /* from one zone to the next; likewise pcp_words */
  uint32_t pcp_words;
  /* Small objects (engine/slab/slab.h); likewise. */
  struct {
    uint64_t header, caches, cpus, nodes, entries, maps, contents;
    uint32_t entry_count; /* room in the pool */
  } slab;
};

/* At layout->header. */
struct sim_header {
  uint32_t serial; /* operations applied since opening */
  uint32_t cpu;    /* the CPU that runs operations */
  uint32_t page_group_by_mobility_disabled;
  uint32_t totalreserve_pages;
  uint32_t random[2];
};

struct sim_view {
  const struct sim_layout *layout;     /* lent */
  const uint32_t *words;               /* the live arena, or NULL */
  const struct sim_snapshot *snapshot; /* lent, or NULL */
  const struct sim_noting *noting;     /* lent, or NULL */
};

/* Is told every word that is read through the view sim_noting_view () gives: what was read is
 * all that the answer depends on. */
struct sim_noting {
  struct sim_view of;
  void (*note) (void *user_data, uint64_t word, uint32_t value);
  void *user_data;
};

static inline struct sim_view
sim_noting_view (const struct sim_noting *noting) /* lent to the view */
{
  return (struct sim_view){ .layout = noting->of.layout, .noting = noting };
}
uint32_t sim_noting_word (const struct sim_noting *noting, uint64_t word);

static inline uint32_t
sim_view_word (const struct sim_view *view, uint64_t word)
{
  if (view->words != NULL)
    return view->words[word];
  if (__builtin_expect (view->noting != NULL, 0))
    return sim_noting_word (view->noting, word);
  return sim_snapshot_word (view->snapshot, word);
}

static inline uint32_t
sim_view_flags (const struct sim_view *view, sim_pfn pfn)
{
  return sim_view_word (view, view->layout->flags + pfn);
}

/* A block of any state. */
struct sim_block {
  sim_pfn pfn;
  uint32_t order;
  enum sim_page_state state;
  uint32_t type, asked, cpu; /* see page.h for which state has which */
  uint32_t zone;             /* index, or UINT32_MAX for a hole outside all zones */
  uint32_t gfp, serial;      /* USED only; gfp 0 for a slab */
  bool slab, large;          /* USED only: a slab; one large object of kmalloc */
};

/* The block that frame `pfn` (< frame_count) belongs to. */
void sim_view_block (const struct sim_view *view, sim_pfn pfn, struct sim_block *block);

/* The block that follows, for walking all memory: start at pfn 0, go on at
 * block.pfn + (1 << block.order) until frame_count. */

void sim_view_header (const struct sim_view *view, struct sim_header *header);
void sim_view_zone (const struct sim_view *view, uint32_t zone, struct sim_zone *out);
void sim_view_pcp (const struct sim_view *view, uint32_t zone, uint32_t cpu, struct sim_pcp *out);
bool sim_view_frame_lru (const struct sim_view *view, sim_pfn pfn);

/* Index of the zone that spans `pfn`, or UINT32_MAX. */
uint32_t sim_view_zone_of (const struct sim_view *view, sim_pfn pfn);

/* enum sim_migratetype of the pageblock of `pfn`. */
uint32_t sim_view_pageblock_type (const struct sim_view *view, sim_pfn pfn);

/* List heads.  Walk: for (n = first; !(n & SIM_NODE_HEAD); n = next (n)). */
uint32_t sim_free_list (const struct sim_layout *layout, uint32_t zone, uint32_t order,
                        uint32_t type);
uint32_t sim_pcp_list_of (const struct sim_layout *layout, uint32_t zone, uint32_t cpu,
                          uint32_t list);
uint32_t sim_view_list_first (const struct sim_view *view, uint32_t list);
uint32_t sim_view_list_next (const struct sim_view *view, uint32_t node);

/* Number of blocks on a list, walking at most `most` of them. */
uint32_t sim_view_list_length (const struct sim_view *view, uint32_t list, uint32_t most);

/* Free pages on the buddy lists of a zone: nr_free plus all per-CPU deltas. */
int64_t sim_view_zone_free (const struct sim_view *view, uint32_t zone);

/* The order index into the chosen zone's fragmentation, per mille (the kernel's
 * unusable_free_index ()); that of all zones together for SIM_ALL_ZONES. */
#define SIM_ALL_ZONES UINT32_MAX
uint32_t sim_view_unusable_index (const struct sim_view *view, uint32_t zone, uint32_t order);
