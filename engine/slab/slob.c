/* engine/slab/slob.c - SLOB: three lists of pages, first fit in units of two bytes.
 *
 * A free block says in its own bytes what it is, in units, as 16 bit numbers:
 *
 *   two units and more    | size | offset of the next free block |
 *   one unit              | - offset of the next |
 *
 * Offsets count from the page's start; that of the last block's next is the page's end.
 * In a slab entry `inuse` has the free units, `freelist` the first free block in bytes; a
 * page is on a list as long as it has free units.
 *
 * Where nothing says how long a piece is (a cache's has no header), the second half of the
 * entry's map does: a bit for the last eight bytes of each piece of a cache.
 *
 * Leaves out: RCU (the footer takes its room, but objects are freed at once).
 * Objects of a page and more are whole slabs here, so that they have bytes; the kernel
 * does not mark their pages.
 *
 * Kernel: mm/slob.c.
 */
#include "engine/slab/slob.h"

#include "engine/physical/gfp.h"
#include "engine/slab/cache.h"
#include "engine/slab/load.h"

#define PAGE_BYTES (1u << SIM_PAGE_SHIFT)
#define PAGE_UNITS (PAGE_BYTES / 2u)
#define NOWHERE    UINT32_MAX
#define RCU_FOOTER 24u /* struct slob_rcu */

#define SMALL_BELOW  256u  /* SLOB_BREAK1 */
#define MEDIUM_BELOW 1024u /* SLOB_BREAK2 */

static uint32_t
units_of (uint32_t bytes)
{
  return (bytes + 1) / 2;
}

static enum sim_slob_list
list_for (uint32_t bytes)
{
  return bytes < SMALL_BELOW    ? SIM_SLOB_SMALL
         : bytes < MEDIUM_BELOW ? SIM_SLOB_MEDIUM
                                : SIM_SLOB_LARGE;
}

/* --- free blocks --- */

struct block {
  uint32_t at, units, next; /* in units */
};

static int32_t
unit_at (const struct sim_view *view, uint32_t entry, uint32_t at)
{
  uint64_t word = view->layout->slab.contents + (uint64_t) entry * SIM_SLAB_FRAME_WORDS + at / 2;

  return (int16_t) (sim_view_word (view, word) >> (at & 1) * 16);
}

/* The free block at `at`; false: none can be there, its bytes were damaged. */
static bool
read_block (const struct sim_view *view, uint32_t entry, uint32_t at, struct block *block)
{
  int32_t first, next;

  if (at >= PAGE_UNITS)
    return false;
  first = unit_at (view, entry, at);
  if (first > 1 && at + 1 == PAGE_UNITS)
    return false;
  next = first > 0 ? unit_at (view, entry, at + 1) : -first;
  *block = (struct block){ at, first > 0 ? (uint32_t) first : 1, (uint32_t) next };
  return next > (int32_t) at && next <= (int32_t) PAGE_UNITS && at + block->units <= block->next;
}

static void
put_block (struct sim_world *world, uint32_t entry, uint32_t at, uint32_t units, uint32_t next)
{
  sim_cost_byte (world, entry, at * 2);
  if (units > 1) {
    sim_slab_put16 (world, entry, at * 2, (uint16_t) units);
    sim_slab_put16 (world, entry, at * 2 + 2, (uint16_t) next);
  } else {
    sim_slab_put16 (world, entry, at * 2, (uint16_t) -next);
  }
}

/* Lets the block before (at NOWHERE: the page) point to `next`. */
static void
put_next (struct sim_world *world, uint32_t entry, const struct block *before, uint32_t next)
{
  if (before->at == NOWHERE)
    sim_put (world, &sim_slab_of (world, entry)->freelist, next * 2);
  else
    put_block (world, entry, before->at, before->units, next);
}

/* The kernel would go on into nonsense; here the block is left alone. */
static void
report_damage (struct sim_world *world, uint32_t entry, uint32_t from, uint32_t to)
{
  sim_slab_report (world, &(struct sim_slab_report){ .bug = SIM_BUG_FREELIST,
                                                     .serial = world->header->serial,
                                                     .cache = SIM_CACHE_NONE,
                                                     .object = SIM_REF_NONE,
                                                     .slab = entry,
                                                     .from = from,
                                                     .to = to });
}

/* --- pages on lists --- */

static void
put_on_list (struct sim_world *world, uint32_t entry, enum sim_slob_list list, bool tail)
{
  struct sim_slab *slab = sim_slab_of (world, entry);

  sim_slab_list_add (world, SIM_SLOB_HEAD (list), entry, tail);
  sim_put (world, &slab->where, SIM_SLAB_NODE_LIST);
  sim_put (world, &slab->list, list);
}

static void
take_off_list (struct sim_world *world, uint32_t entry)
{
  sim_cost_list (world, &sim_slab_header (world)->slob[sim_slab_of (world, entry)->list]);
  sim_slab_list_del (world, entry);
  sim_put (world, &sim_slab_of (world, entry)->where, SIM_SLAB_NOWHERE);
}

/* slob_page_alloc (): the first block with room from an aligned place on; its unit, or
 * NOWHERE.  The object lies `ahead` bytes behind that place, and it is the object that is
 * aligned. */
static uint32_t
take_from_page (struct sim_world *world, uint32_t entry, uint32_t size, uint32_t align,
                uint32_t ahead)
{
  struct sim_view view = sim_world_view (world);
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t units = units_of (size), at, gap, left;
  struct block block, before = { .at = NOWHERE };

  sim_cost_list (world, &slab->freelist);
  for (at = slab->freelist / 2;; at = block.next) {
    sim_cost_byte (world, entry, at * 2 % PAGE_BYTES);
    if (!read_block (&view, entry, at, &block)) {
      report_damage (world, entry, at * 2, at * 2 + 4);
      return NOWHERE;
    }
    gap = ((at * 2 + ahead + align - 1) / align * align - ahead) / 2 - at;
    if (block.units >= units + gap)
      break;
    if (block.next == PAGE_UNITS) {
      SIM_TELL (world, SLOB_PAGE_ALLOC, SLOB_NO_FIT, SIM_OBJECTS (sim_on_slab (world, entry)),
                slab->pfn, units);
      return NOWHERE;
    }
    before = block;
  }
  left = block.units - gap - units;
  SIM_TELL (world, SLOB_PAGE_ALLOC, SLOB_FIT, SIM_OBJECTS (sim_on_slab (world, entry)), slab->pfn,
            (at + gap) * 2, units, gap, left);
  if (gap > 0) {
    /* What lies in front stays a free block; the rest is one for a moment, as its bytes tell. */
    put_block (world, entry, at + gap, block.units - gap, block.next);
    block.units = gap;
    before = block;
  }
  at += gap;
  put_next (world, entry, &before, left > 0 ? at + units : block.next);
  if (left > 0)
    put_block (world, entry, at + units, left, block.next);
  sim_put (world, &slab->inuse, slab->inuse - units);
  sim_cost_slab (world, entry);
  if (slab->inuse == 0) {
    SIM_TELL (world, SLOB_PAGE_ALLOC, SLOB_FULL, SIM_OBJECTS (sim_on_slab (world, entry)),
              slab->pfn, slab->list);
    take_off_list (world, entry);
  }
  return at;
}

/* Takes from the first page of the list that has room; it becomes the first of all. */
static uint32_t
take_from_list (struct sim_world *world, enum sim_slob_list list, uint32_t size, uint32_t node,
                uint32_t align, uint32_t ahead, uint32_t *entry)
{
  uint32_t head = SIM_SLOB_HEAD (list), units = units_of (size), at;

  sim_cost_list (world, &sim_slab_header (world)->slob[list]);
  sim_cost_place (world, &sim_slab_header (world)->slob[0], 0);
  for (*entry = sim_slab_list_first (world, head); *entry != SIM_SLAB_NONE;
       *entry = sim_slab_list_next (world, *entry)) {
    struct sim_slab *slab = sim_slab_of (world, *entry);

    sim_cost_slab (world, *entry);
    if (node != SIM_NODE_ANY && sim_slab_node (world, *entry) != node)
      continue;
    if (slab->inuse < units) {
      SIM_TELL (world, SLOB_ALLOC, SLOB_SHORT, SIM_OBJECTS (sim_on_slab (world, *entry)), slab->pfn,
                slab->inuse, units);
      continue;
    }
    at = take_from_page (world, *entry, size, align, ahead);
    if (at == NOWHERE)
      continue;
    if (slab->where == SIM_SLAB_NODE_LIST && sim_slab_list_first (world, head) != *entry) {
      sim_slab_list_rotate_to_front (world, head, *entry);
      SIM_TELL (world, SLOB_ALLOC, SLOB_ROTATE, SIM_OBJECTS (sim_on_slab (world, *entry)),
                slab->pfn, list);
    }
    return at;
  }
  return NOWHERE;
}

/* slob_alloc (): `size` bytes; the entry of the page, or SIM_SLAB_NONE.  *at in units. */
static uint32_t
take (struct sim_world *world, uint32_t size, uint32_t gfp, uint32_t align, uint32_t node,
      uint32_t ahead, uint32_t *at)
{
  enum sim_slob_list list = list_for (size);
  uint32_t entry;

  SIM_TELL (world, SLOB_ALLOC, SLOB_LIST, SIM_NO_OBJECT, list, size, units_of (size), align);
  sim_enter (world);
  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_cost_lock (world, &sim_slab_header (world)->slob[0]);
  *at = take_from_list (world, list, size, node, align, ahead, &entry);
  if (*at == NOWHERE) {
    entry = sim_slab_new (world, SIM_CACHE_SLOB, 0, gfp & ~(uint32_t) SIM_GFP_ZERO, node);
    if (entry != SIM_SLAB_NONE) {
      sim_put (world, &sim_slab_of (world, entry)->inuse, PAGE_UNITS);
      sim_put (world, &sim_slab_of (world, entry)->freelist, 0);
      put_block (world, entry, 0, PAGE_UNITS, PAGE_UNITS);
      put_on_list (world, entry, list, false);
      SIM_TELL (world, SLOB_ALLOC, SLOB_NEW_PAGE, SIM_OBJECTS (sim_on_slab (world, entry)),
                sim_slab_of (world, entry)->pfn, list);
      *at = take_from_page (world, entry, size, align, ahead);
      SIM_ASSERT (*at != NOWHERE);
    }
  }
  sim_leave (world);
  if (entry != SIM_SLAB_NONE && (gfp & SIM_GFP_ZERO) != 0)
    sim_slab_fill (world, entry, *at * 2, 0, size);
  return entry;
}

/* --- giving back --- */

/* Whether a piece lies between two free blocks, or they are damaged. */
static bool
find_neighbours (struct sim_world *world, uint32_t entry, uint32_t at, uint32_t units,
                 struct block *before, struct block *after)
{
  struct sim_view view = sim_world_view (world);

  *before = (struct block){ .at = NOWHERE, .next = sim_slab_of (world, entry)->freelist / 2 };
  while (before->next < at) {
    sim_cost_byte (world, entry, before->next * 2);
    if (!read_block (&view, entry, before->next, before))
      return false;
  }
  *after = (struct block){ .at = before->next };
  if (before->next < PAGE_UNITS) {
    sim_cost_byte (world, entry, before->next * 2);
    if (!read_block (&view, entry, before->next, after))
      return false;
  }
  return (before->at == NOWHERE || before->at + before->units <= at) && at + units <= after->at;
}

/* Into the list of a page that has free units, in order of address; false: damaged. */
static bool
insert (struct sim_world *world, uint32_t entry, uint32_t at, uint32_t units)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  struct block before, after;
  uint32_t next;

  sim_cost_list (world, &slab->freelist);
  if (!find_neighbours (world, entry, at, units, &before, &after))
    return false;
  sim_put (world, &slab->inuse, slab->inuse + units);
  next = after.at;
  if (after.at < PAGE_UNITS && at + units == after.at) {
    units += after.units;
    next = after.next;
  }
  /* The kernel describes it in its own bytes even if the block before then takes it in. */
  put_block (world, entry, at, units, next);
  if (before.at != NOWHERE && before.at + before.units == at) {
    at = before.at;
    units += before.units;
    put_block (world, entry, at, units, next);
  } else {
    put_next (world, entry, &before, at);
  }
  SIM_TELL (world, SLOB_FREE, SLOB_BLOCK, SIM_OBJECTS (sim_on_slab (world, entry)), slab->pfn,
            at * 2, units, slab->inuse);
  return true;
}

/* slob_free () */
static void
give_back (struct sim_world *world, uint32_t entry, uint32_t at, uint32_t size)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t units = units_of (size);
  enum sim_slob_list list = list_for (size);

  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_cost_lock (world, &sim_slab_header (world)->slob[0]);
  sim_cost_slab (world, entry);
  if (at + units > PAGE_UNITS || slab->inuse + units > PAGE_UNITS) {
    report_damage (world, entry, at * 2, at * 2 + 4);
    return;
  }
  if (slab->inuse + units == PAGE_UNITS) {
    SIM_TELL (world, SLOB_FREE, SLOB_EMPTY, SIM_OBJECTS (sim_on_slab (world, entry)), slab->pfn);
    if (slab->where == SIM_SLAB_NODE_LIST)
      take_off_list (world, entry);
    sim_slab_delete (world, entry);
    return;
  }
  if (slab->where == SIM_SLAB_NODE_LIST) {
    if (!insert (world, entry, at, units))
      report_damage (world, entry, slab->freelist, slab->freelist + 4);
    return;
  }
  sim_cost_list (world, &slab->freelist);
  /* A full page: the list is that of the piece, not the one it was on before. */
  sim_put (world, &slab->inuse, units);
  sim_put (world, &slab->freelist, at * 2);
  put_block (world, entry, at, units, PAGE_UNITS);
  put_on_list (world, entry, list, false);
  SIM_TELL (world, SLOB_FREE, SLOB_PAGE_BACK, SIM_OBJECTS (sim_on_slab (world, entry)), slab->pfn,
            at * 2, units, list);
}

/* --- which pieces there are --- */

/* Bit of the entry's map; `ends` for its second half. */
static bool
map_bit (const struct sim_view *view, uint32_t entry, bool ends, uint32_t granule)
{
  uint64_t word = view->layout->slab.maps + (uint64_t) entry * SIM_SLAB_MAP_WORDS +
                  (ends ? SIM_SLAB_MAP_WORDS / 2 : 0) + granule / 32;

  return (sim_view_word (view, word) >> granule % 32 & 1) != 0;
}

static void
mark_end (struct sim_world *world, uint32_t entry, uint32_t at, uint32_t size, bool set)
{
  uint32_t granule = (at * 2 + size - 1) / 8, bit = UINT32_C (1) << granule % 32;
  uint32_t *word = world->arena.words + world->layout->slab.maps +
                   (uint64_t) entry * SIM_SLAB_MAP_WORDS + SIM_SLAB_MAP_WORDS / 2 + granule / 32;

  sim_put (world, word, set ? *word | bit : *word & ~bit);
}

struct piece {
  uint32_t from, to; /* bytes: what the user may use */
  bool cached;
};

/* The piece whose object begins at `granule`.  `limit`: where the next free block begins. */
static void
measure (const struct sim_view *view, uint32_t entry, uint32_t granule, uint32_t limit,
         struct piece *piece)
{
  uint32_t last = granule, size;

  piece->from = granule * 8;
  while (last < SIM_FRAME_OBJECTS && !map_bit (view, entry, true, last) &&
         (last == granule || !map_bit (view, entry, false, last)))
    last++;
  piece->cached = last < SIM_FRAME_OBJECTS && map_bit (view, entry, true, last) &&
                  (last == granule || !map_bit (view, entry, false, last));
  if (piece->cached) {
    piece->to = (last + 1) * 8;
  } else {
    size = granule == 0 ? 0
                        : (uint32_t) (uint16_t) unit_at (view, entry, granule * 4 - 4) |
                              (uint32_t) unit_at (view, entry, granule * 4 - 3) << 16;
    piece->to = size > PAGE_BYTES ? PAGE_BYTES : piece->from + units_of (size) * 2;
    /* The next one's header lies in front of it. */
    if (last < SIM_FRAME_OBJECTS && piece->to > last * 8)
      piece->to = last * 8;
  }
  if (piece->to > limit)
    piece->to = limit;
}

/* Where the first free block behind `from` bytes begins, or the page ends. */
static uint32_t
next_free (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab, uint32_t from)
{
  struct block block = { .next = slab->inuse > 0 ? slab->freelist / 2 : PAGE_UNITS };

  while (block.next < PAGE_UNITS && block.next * 2 < from)
    if (!read_block (view, entry, block.next, &block))
      return PAGE_BYTES;
  return block.next * 2;
}

uint32_t
sim_slob_piece (struct sim_world *world, sim_ref ref, bool *cached)
{
  struct sim_view view = sim_world_view (world);
  uint32_t entry = SIM_REF_ENTRY (ref), from = SIM_REF_OFFSET (ref);
  struct piece piece;

  *cached = false;
  if (!sim_ref_allocated (world, ref))
    return 0;
  measure (&view, entry, from / 8, next_free (&view, entry, sim_slab_of (world, entry), from),
           &piece);
  *cached = piece.cached;
  return piece.to - piece.from;
}

/* --- the doors --- */

static enum sim_status
slob_check_size (const struct sim_world *world, const struct sim_cache_request *request)
{
  return request->size + RCU_FOOTER > sim_kmalloc_most (world) ? SIM_BAD_SIZE : SIM_OK;
}

static enum sim_status
slob_create (struct sim_world *world, uint32_t cache)
{
  struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t size = its->object_size;

  if ((its->flags & SIM_SLAB_TYPESAFE_BY_RCU) != 0)
    size += RCU_FOOTER;
  sim_put (world, &its->size, units_of (size) * 2);
  sim_put (world, &its->oo_order, sim_order_of (its->size));
  sim_put (world, &its->oo_objects, its->size < PAGE_BYTES ? 0 : 1);
  return SIM_OK;
}

static sim_ref
slob_alloc (struct sim_world *world, uint32_t cache, uint32_t gfp, uint32_t node)
{
  const struct sim_kmem_cache *its = sim_cache_of (world, cache);
  uint32_t entry, at = 0;
  sim_ref ref;

  if (its->size < PAGE_BYTES) {
    entry = take (world, its->size, gfp, its->align, node, 0, &at);
    if (entry != SIM_SLAB_NONE)
      mark_end (world, entry, at, its->size, true);
  } else {
    entry = sim_slab_new (world, cache, its->oo_order, gfp & ~(uint32_t) SIM_GFP_ZERO, node);
    if (entry != SIM_SLAB_NONE)
      sim_put (world, &sim_slab_of (world, entry)->objects, 1);
  }
  if (entry == SIM_SLAB_NONE)
    return SIM_REF_NONE;
  ref = sim_ref_at (world, entry, at * 2);
  sim_cache_construct (world, cache, ref);
  return ref;
}

static bool
slob_free (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  uint32_t entry = SIM_REF_ENTRY (ref), size = sim_cache_of (world, cache)->size;

  if (sim_slab_of (world, entry)->cache == cache + 1) {
    sim_slab_delete (world, entry);
    return true;
  }
  mark_end (world, entry, SIM_REF_OFFSET (ref) / 2, size, false);
  give_back (world, entry, SIM_REF_OFFSET (ref) / 2, size);
  return true;
}

/* There is nothing to shrink, and nothing a cache owns. */
static void
slob_nothing (struct sim_world *world, uint32_t cache)
{
}

static uint32_t
slob_ksize (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  return sim_cache_of (world, cache)->size;
}

sim_ref
sim_slob_kmalloc (struct sim_world *world, uint32_t size, uint32_t gfp, uint32_t node)
{
  bool power = (size & (size - 1)) == 0;
  uint32_t entry, at;
  sim_ref ref;

  entry =
      take (world, size + SIM_SLOB_HEADER, gfp,
            power && size > SIM_SLOB_HEADER ? size : SIM_SLOB_HEADER, node, SIM_SLOB_HEADER, &at);
  if (entry == SIM_SLAB_NONE)
    return SIM_REF_NONE;
  sim_cost_byte (world, entry, at * 2);
  sim_slab_put16 (world, entry, at * 2, (uint16_t) size);
  sim_slab_put16 (world, entry, at * 2 + 2, 0);
  ref = sim_ref_at (world, entry, at * 2 + SIM_SLOB_HEADER);
  sim_ref_set_allocated (world, ref, true);
  return ref;
}

/* The header's size, whatever it says. */
static uint32_t
header_size (struct sim_world *world, sim_ref ref)
{
  uint32_t entry = SIM_REF_ENTRY (ref), at = SIM_REF_OFFSET (ref) - SIM_SLOB_HEADER;

  sim_cost_byte (world, entry, at);
  return sim_slab_get16 (world, entry, at) | (uint32_t) sim_slab_get16 (world, entry, at + 2) << 16;
}

void
sim_slob_kfree (struct sim_world *world, sim_ref ref)
{
  uint32_t entry = SIM_REF_ENTRY (ref), at = SIM_REF_OFFSET (ref) - SIM_SLOB_HEADER;
  uint32_t size = header_size (world, ref);

  sim_ref_set_allocated (world, ref, false);
  if (size > PAGE_BYTES)
    report_damage (world, entry, at, at + 4);
  else
    give_back (world, entry, at / 2, size + SIM_SLOB_HEADER);
}

uint32_t
sim_slob_ksize (struct sim_world *world, sim_ref ref)
{
  uint32_t size = header_size (world, ref);

  return size / 2 * 2 + size % 2 * 2;
}

/* --- reading --- */

static uint32_t
add_place (struct sim_place *place, uint32_t most, uint32_t count, uint32_t from, uint32_t to,
           enum sim_place_state state, uint32_t order)
{
  if (count < most)
    place[count] = (struct sim_place){
      .index = count, .offset = from, .size = to - from, .state = state, .order = order
    };
  return count + 1;
}

/* Pieces and free blocks in order of address. */
static uint32_t
slob_places (const struct sim_view *view, uint32_t entry, struct sim_place *place, uint32_t most)
{
  uint32_t count = 0, order = 0;
  struct block block;
  struct piece piece;
  struct sim_slab slab;
  bool more;

  sim_view_slab (view, entry, &slab);
  if (slab.cache != SIM_CACHE_SLOB + 1)
    return add_place (place, most, 0, 0, PAGE_BYTES << slab.order, SIM_PLACE_ALLOCATED, 0);
  more = slab.inuse > 0 && read_block (view, entry, slab.freelist / 2, &block);
  for (uint32_t granule = 0; granule < SIM_FRAME_OBJECTS; granule++) {
    while (more && block.at < (granule + 1) * 4) {
      count = add_place (place, most, count, block.at * 2, (block.at + block.units) * 2,
                         SIM_PLACE_FREE, order++);
      more = block.next < PAGE_UNITS && read_block (view, entry, block.next, &block);
    }
    if (!map_bit (view, entry, false, granule))
      continue;
    measure (view, entry, granule, more ? block.at * 2 : PAGE_BYTES, &piece);
    count = add_place (place, most, count, piece.from, piece.to, SIM_PLACE_ALLOCATED, 0);
    if (count <= most)
      place[count - 1].cached = piece.cached;
  }
  return count;
}

static const char *
broken (struct sim_object *where, const struct sim_slab *slab, const char *invariant)
{
  *where = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = slab->pfn };
  return invariant;
}

/* No piece begins before `from` and ends behind `to`, from granule *granule on. */
static bool
pieces_between (const struct sim_view *view, uint32_t entry, uint32_t from, uint32_t to,
                uint32_t *granule)
{
  struct piece piece;

  for (; *granule < SIM_FRAME_OBJECTS && *granule * 8 < to; ++*granule) {
    if (!map_bit (view, entry, false, *granule))
      continue;
    measure (view, entry, *granule, PAGE_BYTES, &piece);
    /* The map knows the end of a cache's piece to eight bytes. */
    if (piece.from < from || piece.to - (piece.cached ? 7 : 0) > to)
      return false;
    from = piece.to;
  }
  return true;
}

/* Free blocks ascend and do not touch, pieces lie between them, `inuse` is their sum. */
static const char *
check_page (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab,
            struct sim_object *where)
{
  struct block block = { .next = slab->inuse > 0 ? slab->freelist / 2 : PAGE_UNITS };
  uint32_t sum = 0, end = 0, granule = 0;

  while (block.next < PAGE_UNITS) {
    if (!read_block (view, entry, block.next, &block))
      return broken (where, slab, "O1: the free blocks of a page of SLOB lead nowhere");
    if (block.at == end && sum > 0)
      return broken (where, slab, "O2: two free blocks touch and are not merged");
    if (!pieces_between (view, entry, end * 2, block.at * 2, &granule))
      return broken (where, slab, "O3: a piece is allocated and free");
    end = block.at + block.units;
    sum += block.units;
  }
  if (!pieces_between (view, entry, end * 2, PAGE_BYTES, &granule))
    return broken (where, slab, "O3: a piece is allocated and free");
  if (sum != slab->inuse)
    return broken (where, slab, "O4: free units are not what the page says");
  if ((sum > 0) != (slab->where == SIM_SLAB_NODE_LIST))
    return broken (where, slab, "O5: a page is on a list if and only if it has free units");
  return NULL;
}

/* All pages, once, with cache SIM_CACHE_SLOB; a cache has nothing of its own but whole
 * slabs, each one object. */
static const char *
slob_check (const struct sim_view *view, uint32_t cache, struct sim_object *where)
{
  uint32_t pages = 0, listed = 0, entry;
  struct sim_slab_header header;
  struct sim_slab slab;
  const char *invariant;

  sim_view_slab_header (view, &header);
  for (entry = 0; entry < header.entry_top; entry++) {
    sim_view_slab (view, entry, &slab);
    if (slab.cache != cache + 1 || slab.head != entry)
      continue;
    if (cache != SIM_CACHE_SLOB) {
      if (slab.where != SIM_SLAB_NOWHERE || !map_bit (view, entry, false, 0))
        return broken (where, &slab, "O6: a whole slab of SLOB without its object");
      continue;
    }
    pages += slab.where == SIM_SLAB_NODE_LIST;
    invariant = check_page (view, entry, &slab, where);
    if (invariant != NULL)
      return invariant;
  }
  if (cache != SIM_CACHE_SLOB)
    return NULL;
  for (uint32_t list = 0; list < SIM_SLOB_LISTS; list++)
    for (entry = header.slob[list].next; (entry & SIM_NODE_HEAD) == 0; entry = slab.next) {
      sim_view_slab (view, entry, &slab);
      if (slab.cache != SIM_CACHE_SLOB + 1 || slab.list != list || ++listed > pages)
        return broken (where, &slab, "O7: a list of SLOB has a page that is not its own");
    }
  if (listed != pages)
    return broken (where, &slab, "O8: a page says it is on a list and is not");
  return NULL;
}

const struct sim_allocator sim_slob = {
  .flags_ignored = SIM_SLAB_DEBUG_FLAGS | SIM_SLAB_RECLAIM_ACCOUNT | SIM_SLAB_MEM_SPREAD,
  .check_size = slob_check_size,
  .create = slob_create,
  .alloc = slob_alloc,
  .free = slob_free,
  .shrink = slob_nothing,
  .shutdown = slob_nothing,
  .ksize = slob_ksize,
  .places = slob_places,
  .check = slob_check,
};

/* --- loading --- */

bool
sim_load_slob_page (struct sim_world *world, enum sim_slob_list list, sim_pfn pfn,
                    const struct sim_slob_free *block, uint32_t count)
{
  uint32_t end = 0, sum = 0, entry;

  for (uint32_t i = 0; i < count; i++) {
    uint32_t at = block[i].offset / 2;

    if (block[i].offset % 2 != 0 || block[i].units == 0 || (i > 0 && at <= end) ||
        at >= PAGE_UNITS || block[i].units > PAGE_UNITS - at)
      return false;
    end = at + block[i].units;
    sum += block[i].units;
  }
  if (sum == 0)
    return false;
  entry = sim_slab_load (world, SIM_CACHE_SLOB, pfn, 0);
  if (entry == SIM_SLAB_NONE)
    return false;
  sim_put (world, &sim_slab_of (world, entry)->inuse, sum);
  sim_put (world, &sim_slab_of (world, entry)->freelist, block[0].offset);
  for (uint32_t i = 0; i < count; i++)
    put_block (world, entry, block[i].offset / 2, block[i].units,
               i + 1 < count ? block[i + 1].offset / 2 : PAGE_UNITS);
  put_on_list (world, entry, list, true);
  return true;
}
