/* engine/slab/pool.c - entries, bytes, lists and pages of slabs. */
#include "engine/slab/pool.h"

#include "engine/physical/alloc.h"
#include "engine/physical/load.h"

#define FRAME_BYTES (1u << SIM_PAGE_SHIFT)
#define LINE_BYTES  64u /* of what an operation costs, whatever CPU caches the machine has */

/* --- entries --- */

static uint32_t *
contents_of (struct sim_world *world, uint32_t entry)
{
  return world->arena.words + world->layout->slab.contents +
         (uint64_t) entry * SIM_SLAB_FRAME_WORDS;
}

static uint32_t *
map_of (struct sim_world *world, uint32_t entry)
{
  return world->arena.words + world->layout->slab.maps + (uint64_t) entry * SIM_SLAB_MAP_WORDS;
}

/* Room for `frames` more frames of slabs? */
static bool
has_room (struct sim_world *world, uint32_t frames)
{
  return world->layout->slab.entry_count - sim_slab_header (world)->entries_used >= frames;
}

static uint32_t
entry_new (struct sim_world *world)
{
  struct sim_slab_header *header = sim_slab_header (world);
  uint32_t entry = header->entry_free;

  if (entry == SIM_SLAB_NONE) {
    entry = header->entry_top;
    sim_put (world, &header->entry_top, entry + 1);
  } else {
    sim_put (world, &header->entry_free, sim_slab_of (world, entry)->next);
  }
  sim_put (world, &header->entries_used, header->entries_used + 1);
  return entry;
}

static void
entry_delete (struct sim_world *world, uint32_t entry)
{
  struct sim_slab_header *header = sim_slab_header (world);
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t *map = map_of (world, entry);

  for (uint32_t i = 0; i < SIM_SLAB_MAP_WORDS; i++)
    if (map[i] != 0)
      sim_put (world, &map[i], 0);
  sim_put (world, &slab->cache, 0);
  sim_put (world, &slab->next, header->entry_free);
  sim_put (world, &header->entry_free, entry);
  sim_put (world, &header->entries_used, header->entries_used - 1);
}

static void
entry_init (struct sim_world *world, uint32_t entry, const struct sim_slab *as)
{
  uint32_t *to = (uint32_t *) sim_slab_of (world, entry);
  const uint32_t *from = (const uint32_t *) as;

  for (size_t i = 0; i < sizeof *as / sizeof *from; i++)
    if (to[i] != from[i])
      sim_put (world, &to[i], from[i]);
}

/* --- slabs and their pages --- */

static sim_pfn
take_pages (struct sim_world *world, uint32_t cache, uint32_t order, uint32_t gfp, uint32_t node)
{
  const struct sim_page_source *source = &world->page_source;
  struct sim_view view = sim_world_view (world);
  uint32_t number = sim_slab_header (world)->pages_taken;
  sim_pfn pfn;

  if (node == SIM_NODE_ANY)
    node = world->machine.cpu_node[world->header->cpu];
  if (source->take == NULL)
    return sim_alloc_pages (world, order, gfp, node, world->header->serial);
  pfn = source->take (source->user_data, &view, number, cache, order, node);
  sim_put (world, &sim_slab_header (world)->pages_taken, number + 1);
  return pfn != SIM_PFN_NONE && sim_load_used (world, pfn, order, gfp) ? pfn : SIM_PFN_NONE;
}

/* Makes a used block a slab. */
static uint32_t
adopt (struct sim_world *world, uint32_t cache, sim_pfn pfn, uint32_t order)
{
  uint32_t head = SIM_SLAB_NONE;

  for (uint32_t i = 0; i < UINT32_C (1) << order; i++) {
    uint32_t entry = entry_new (world);

    if (i == 0)
      head = entry;
    entry_init (world, entry,
                &(struct sim_slab){ .cache = cache + 1,
                                    .head = head,
                                    .pfn = pfn + i,
                                    .order = order,
                                    .freelist = SIM_REF_NONE,
                                    .serial = world->header->serial });
    sim_put (world, &world->links[pfn + i].next, entry);
  }
  sim_put (world, &world->flags[pfn], world->flags[pfn] | SIM_PAGE_SLAB);
  return head;
}

uint32_t
sim_slab_new (struct sim_world *world, uint32_t cache, uint32_t order, uint32_t gfp, uint32_t node)
{
  sim_pfn pfn;

  if (!has_room (world, UINT32_C (1) << order)) {
    world->slab_pool_full = true;
    return SIM_SLAB_NONE;
  }
  sim_cost_level (world, SIM_LEVEL_PAGE);
  pfn = take_pages (world, cache, order, gfp, node);
  return pfn == SIM_PFN_NONE ? SIM_SLAB_NONE : adopt (world, cache, pfn, order);
}

uint32_t
sim_slab_load (struct sim_world *world, uint32_t cache, sim_pfn pfn, uint32_t order)
{
  if (!has_room (world, UINT32_C (1) << order) || !sim_load_used (world, pfn, order, 0))
    return SIM_SLAB_NONE;
  return adopt (world, cache, pfn, order);
}

static void
give_pages (struct sim_world *world, sim_pfn pfn)
{
  if (world->page_source.take == NULL)
    sim_free_pages (world, pfn);
  else
    sim_load_unused (world, pfn);
}

void
sim_slab_delete (struct sim_world *world, uint32_t entry)
{
  uint32_t order = sim_slab_of (world, entry)->order;
  sim_pfn pfn = sim_slab_of (world, entry)->pfn;

  SIM_ASSERT (sim_slab_of (world, entry)->head == entry);
  sim_cost_level (world, SIM_LEVEL_PAGE);
  for (uint32_t i = UINT32_C (1) << order; i-- > 0;)
    entry_delete (world, world->links[pfn + i].next);
  sim_put (world, &world->flags[pfn], world->flags[pfn] & ~SIM_PAGE_SLAB);
  give_pages (world, pfn);
}

sim_pfn
sim_large_new (struct sim_world *world, uint32_t order, uint32_t gfp, uint32_t node)
{
  sim_pfn pfn;

  sim_cost_level (world, SIM_LEVEL_PAGE);
  pfn = take_pages (world, SIM_CACHE_NONE, order, gfp, node);
  if (pfn != SIM_PFN_NONE)
    sim_put (world, &world->flags[pfn], world->flags[pfn] | SIM_PAGE_LARGE);
  return pfn;
}

void
sim_large_delete (struct sim_world *world, sim_pfn pfn)
{
  sim_cost_level (world, SIM_LEVEL_PAGE);
  sim_put (world, &world->flags[pfn], world->flags[pfn] & ~SIM_PAGE_LARGE);
  give_pages (world, pfn);
}

uint32_t
sim_order_of (uint32_t bytes)
{
  uint32_t order = 0;

  while (bytes > FRAME_BYTES << order)
    order++;
  return order;
}

uint32_t
sim_slab_node (const struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab =
      (const struct sim_slab *) (world->arena.words + world->layout->slab.entries) + entry;
  uint32_t zone = SIM_PAGE_ZONE (world->flags[slab->pfn]);

  return zone == SIM_PAGE_NO_ZONE ? 0 : world->zones[zone].node;
}

uint32_t
sim_slab_entry_of (const struct sim_world *world, sim_pfn pfn)
{
  struct sim_view view = sim_world_view (world);

  return sim_view_slab_entry (&view, pfn);
}

/* --- bytes --- */

static uint32_t *
word_at (struct sim_world *world, uint32_t entry, uint32_t offset)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  SIM_ASSERT (offset < FRAME_BYTES << slab->order);
  if (offset >= FRAME_BYTES)
    entry = world->links[slab->pfn + (offset >> SIM_PAGE_SHIFT)].next;
  return contents_of (world, entry) + (offset & (FRAME_BYTES - 1)) / 4;
}

static uint32_t
get_bits (struct sim_world *world, uint32_t entry, uint32_t offset, uint32_t mask)
{
  return *word_at (world, entry, offset) >> (offset & 3) * 8 & mask;
}

static void
put_bits (struct sim_world *world, uint32_t entry, uint32_t offset, uint32_t mask, uint32_t value)
{
  uint32_t *word = word_at (world, entry, offset), shift = (offset & 3) * 8;

  sim_put (world, word, (*word & ~(mask << shift)) | value << shift);
}

uint8_t
sim_slab_get8 (struct sim_world *world, uint32_t entry, uint32_t offset)
{
  return (uint8_t) get_bits (world, entry, offset, 0xff);
}

void
sim_slab_put8 (struct sim_world *world, uint32_t entry, uint32_t offset, uint8_t value)
{
  put_bits (world, entry, offset, 0xff, value);
}

uint16_t
sim_slab_get16 (struct sim_world *world, uint32_t entry, uint32_t offset)
{
  SIM_ASSERT (offset % 2 == 0);
  return (uint16_t) get_bits (world, entry, offset, 0xffff);
}

void
sim_slab_put16 (struct sim_world *world, uint32_t entry, uint32_t offset, uint16_t value)
{
  SIM_ASSERT (offset % 2 == 0);
  put_bits (world, entry, offset, 0xffff, value);
}

uint64_t
sim_slab_get64 (struct sim_world *world, uint32_t entry, uint32_t offset)
{
  const uint32_t *word = word_at (world, entry, offset);

  SIM_ASSERT (offset % 8 == 0);
  return word[0] | (uint64_t) word[1] << 32;
}

void
sim_slab_put64 (struct sim_world *world, uint32_t entry, uint32_t offset, uint64_t value)
{
  uint32_t *word = word_at (world, entry, offset);

  SIM_ASSERT (offset % 8 == 0);
  sim_put (world, &word[0], (uint32_t) value);
  sim_put (world, &word[1], (uint32_t) (value >> 32));
}

void
sim_slab_fill (struct sim_world *world, uint32_t entry, uint32_t offset, uint8_t value,
               uint32_t count)
{
  uint32_t end = offset + count;

  while (offset < end) {
    if (offset % 4 == 0 && end - offset >= 4) {
      sim_put (world, word_at (world, entry, offset), UINT32_C (0x01010101) * value);
      offset += 4;
    } else {
      sim_slab_put8 (world, entry, offset++, value);
    }
  }
}

/* --- refs --- */

sim_ref
sim_ref_at (const struct sim_world *world, uint32_t entry, uint32_t offset)
{
  const struct sim_slab *slab =
      (const struct sim_slab *) (world->arena.words + world->layout->slab.entries) + entry;

  SIM_ASSERT (offset % 8 == 0 && offset < FRAME_BYTES << slab->order);
  return SIM_REF (world->links[slab->pfn + (offset >> SIM_PAGE_SHIFT)].next,
                  (offset & (FRAME_BYTES - 1)) / 8);
}

uint32_t
sim_ref_slab (struct sim_world *world, sim_ref ref)
{
  return sim_slab_of (world, SIM_REF_ENTRY (ref))->head;
}

uint32_t
sim_ref_offset (struct sim_world *world, sim_ref ref)
{
  const struct sim_slab *frame = sim_slab_of (world, SIM_REF_ENTRY (ref));

  return (frame->pfn - sim_slab_of (world, frame->head)->pfn) * FRAME_BYTES + SIM_REF_OFFSET (ref);
}

uint64_t
sim_ref_address (struct sim_world *world, sim_ref ref)
{
  return SIM_PAGE_OFFSET +
         ((uint64_t) sim_slab_of (world, SIM_REF_ENTRY (ref))->pfn << SIM_PAGE_SHIFT) +
         SIM_REF_OFFSET (ref);
}

sim_ref
sim_ref_of_address (const struct sim_world *world, uint64_t address)
{
  uint64_t pfn = (address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT;
  uint32_t entry;

  if (address < SIM_PAGE_OFFSET || pfn >= world->layout->frame_count || address % 8 != 0)
    return SIM_REF_NONE;
  entry = sim_slab_entry_of (world, (sim_pfn) pfn);
  return entry == SIM_SLAB_NONE ? SIM_REF_NONE
                                : SIM_REF (entry, (uint32_t) (address & (FRAME_BYTES - 1)) / 8);
}

bool
sim_ref_allocated (struct sim_world *world, sim_ref ref)
{
  uint32_t granule = ref & (SIM_FRAME_OBJECTS - 1);

  return (map_of (world, SIM_REF_ENTRY (ref))[granule / 32] >> granule % 32 & 1) != 0;
}

void
sim_ref_set_allocated (struct sim_world *world, sim_ref ref, bool allocated)
{
  uint32_t granule = ref & (SIM_FRAME_OBJECTS - 1), bit = UINT32_C (1) << granule % 32;
  uint32_t *word = &map_of (world, SIM_REF_ENTRY (ref))[granule / 32];

  sim_put (world, word, allocated ? *word | bit : *word & ~bit);
}

/* --- lists --- */

static struct sim_link *
head_of (struct sim_world *world, uint32_t head)
{
  uint32_t lists = SIM_SLAB_LISTS, nodes = world->layout->node_count;

  if (head >= SIM_SLOB_HEAD (0))
    return &sim_slab_header (world)->slob[head - SIM_SLOB_HEAD (0)];
  return &sim_cache_node_of (world, head / lists / nodes, head / lists % nodes)->head[head % lists];
}

static void
put_next (struct sim_world *world, uint32_t node, uint32_t next)
{
  if ((node & SIM_NODE_HEAD) != 0)
    sim_put (world, &head_of (world, node & ~SIM_NODE_HEAD)->next, next);
  else
    sim_put (world, &sim_slab_of (world, node)->next, next);
}

static void
put_prev (struct sim_world *world, uint32_t node, uint32_t prev)
{
  if ((node & SIM_NODE_HEAD) != 0)
    sim_put (world, &head_of (world, node & ~SIM_NODE_HEAD)->prev, prev);
  else
    sim_put (world, &sim_slab_of (world, node)->prev, prev);
}

/* Changing a link touches who has it.  All heads of a node, and those of SLOB, share a line. */
static void
touch (struct sim_world *world, uint32_t node)
{
  uint32_t head = node & ~SIM_NODE_HEAD;

  if ((node & SIM_NODE_HEAD) == 0)
    sim_cost_slab (world, node);
  else if (head >= SIM_SLOB_HEAD (0))
    sim_cost_place (world, head_of (world, SIM_SLOB_HEAD (0)), 0);
  else
    sim_cost_place (world, head_of (world, head - head % SIM_SLAB_LISTS), 0);
}

static uint32_t
slab_or_none (uint32_t node)
{
  return (node & SIM_NODE_HEAD) != 0 ? SIM_SLAB_NONE : node;
}

void
sim_slab_list_init (struct sim_world *world, uint32_t head)
{
  struct sim_link *link = head_of (world, head);

  sim_put (world, &link->next, SIM_NODE_HEAD | head);
  sim_put (world, &link->prev, SIM_NODE_HEAD | head);
}

uint32_t
sim_slab_list_first (struct sim_world *world, uint32_t head)
{
  return slab_or_none (head_of (world, head)->next);
}

uint32_t
sim_slab_list_last (struct sim_world *world, uint32_t head)
{
  return slab_or_none (head_of (world, head)->prev);
}

uint32_t
sim_slab_list_next (struct sim_world *world, uint32_t entry)
{
  return slab_or_none (sim_slab_of (world, entry)->next);
}

void
sim_slab_list_add (struct sim_world *world, uint32_t head, uint32_t entry, bool tail)
{
  struct sim_link *link = head_of (world, head);
  uint32_t before = tail ? link->prev : SIM_NODE_HEAD | head;
  uint32_t after = tail ? SIM_NODE_HEAD | head : link->next;

  sim_cost_list (world, link);
  touch (world, before);
  touch (world, entry);
  touch (world, after);
  sim_put (world, &sim_slab_of (world, entry)->next, after);
  sim_put (world, &sim_slab_of (world, entry)->prev, before);
  put_next (world, before, entry);
  put_prev (world, after, entry);
}

void
sim_slab_list_del (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  touch (world, slab->prev);
  touch (world, entry);
  touch (world, slab->next);
  put_next (world, slab->prev, slab->next);
  put_prev (world, slab->next, slab->prev);
}

void
sim_slab_list_rotate_to_front (struct sim_world *world, uint32_t head, uint32_t entry)
{
  struct sim_link *link = head_of (world, head);
  uint32_t before;

  if (link->next == entry)
    return;
  /* The head leaves its place and comes back in front of the entry. */
  touch (world, SIM_NODE_HEAD | head);
  touch (world, link->prev);
  touch (world, link->next);
  touch (world, entry);
  touch (world, sim_slab_of (world, entry)->prev);
  put_next (world, link->prev, link->next);
  put_prev (world, link->next, link->prev);
  before = sim_slab_of (world, entry)->prev;
  sim_put (world, &link->next, entry);
  sim_put (world, &link->prev, before);
  put_next (world, before, SIM_NODE_HEAD | head);
  put_prev (world, entry, SIM_NODE_HEAD | head);
}

/* --- what an operation costs --- */

enum { KIND_LIST = 1, KIND_LOCK, KIND_LINE };

/* true: not counted before. */
static bool
is_new (struct sim_cost *cost, uint64_t thing)
{
  for (uint32_t i = 0; i < cost->count; i++)
    if (cost->thing[i] == thing)
      return false;
  if (cost->count < SIM_COST_THINGS)
    cost->thing[cost->count++] = thing;
  return true;
}

static uint64_t
thing_of (const struct sim_world *world, const void *what, uint32_t kind)
{
  return (uint64_t) ((const uint32_t *) what - world->arena.words) << 2 | kind;
}

void
sim_cost_level (struct sim_world *world, enum sim_slab_level level)
{
  if (world->cost != NULL && world->cost->sum.level < level)
    world->cost->sum.level = level;
}

void
sim_cost_list (struct sim_world *world, const void *what)
{
  if (world->cost != NULL && is_new (world->cost, thing_of (world, what, KIND_LIST)))
    world->cost->sum.lists++;
}

void
sim_cost_lock (struct sim_world *world, const void *what)
{
  if (world->cost != NULL && is_new (world->cost, thing_of (world, what, KIND_LOCK)))
    world->cost->sum.locks++;
}

void
sim_cost_place (struct sim_world *world, const void *what, uint32_t at)
{
  uint64_t line = (uint64_t) (at / LINE_BYTES) << 48;

  if (world->cost != NULL && is_new (world->cost, line | thing_of (world, what, KIND_LINE)))
    world->cost->sum.lines++;
}

void
sim_cost_byte (struct sim_world *world, uint32_t entry, uint32_t offset)
{
  uint32_t in_line = offset % LINE_BYTES / 4;

  if (world->cost != NULL)
    sim_cost_place (world, word_at (world, entry, offset) - in_line, 0);
}

void
sim_cost_slab (struct sim_world *world, uint32_t entry)
{
  sim_cost_place (world, sim_slab_of (world, entry), 0);
}

void
sim_slab_report (struct sim_world *world, const struct sim_slab_report *report)
{
  struct sim_slab_header *header = sim_slab_header (world);
  uint32_t *to = (uint32_t *) &header->report[header->report_count % SIM_REPORTS_MAX];
  struct sim_slab_report full = *report;
  const uint32_t *from = (const uint32_t *) &full;

  /* What is found is mended afterwards; who reads the report wants to see it. */
  for (uint32_t i = 0; report->slab != SIM_SLAB_NONE && i < SIM_REPORT_BYTES; i++)
    if (report->from + i < report->to)
      full.bytes[i / 4] |= (uint32_t) sim_slab_get8 (world, report->slab, report->from + i)
                           << i % 4 * 8;
  for (size_t i = 0; i < sizeof full / sizeof *from; i++)
    sim_put (world, &to[i], from[i]);
  sim_put (world, &header->report_count, header->report_count + 1);
  world->reports++;
  SIM_TELL (world, SLAB_BUG, SLAB_BUG,
            SIM_OBJECTS (report->object != SIM_REF_NONE  ? sim_on_object (world, report->object)
                         : report->slab != SIM_SLAB_NONE ? sim_on_slab (world, report->slab)
                                                         : sim_on_cache (report->cache)),
            report->bug, report->cache, report->from, report->to, report->expected, report->found);
}
