/* app/expression-slab.c - the table of functions about caches, slabs and small objects. */
#include "app/expression-private.h"
#include "engine/slab/slab.h"

#define FRAME_BYTES (UINT64_C (1) << SIM_PAGE_SHIFT)

static struct sim_kmem_cache
cache_at (const struct fol_scope *scope, const gint64 *argument)
{
  struct sim_kmem_cache cache;

  sim_view_cache (&scope->view, (uint32_t) argument[0], &cache);
  return cache;
}

/* A member of struct kmem_cache as it is. */
#define DEFINE_CACHE_NUMBER(name, member)                                                          \
  static gint64 call_cache_##name (const struct fol_scope *scope, guint count,                     \
                                   const gint64 *argument)                                         \
  {                                                                                                \
    return cache_at (scope, argument).member;                                                      \
  }
DEFINE_CACHE_NUMBER (object_size, object_size)
DEFINE_CACHE_NUMBER (size, size)
DEFINE_CACHE_NUMBER (align, align)
DEFINE_CACHE_NUMBER (order, oo_order)
DEFINE_CACHE_NUMBER (per_slab, oo_objects)
DEFINE_CACHE_NUMBER (users, refcount)
DEFINE_CACHE_NUMBER (left_over, left_over)
DEFINE_CACHE_NUMBER (colours, colour)
DEFINE_CACHE_NUMBER (colour_off, colour_off)
DEFINE_CACHE_NUMBER (limit, limit)
DEFINE_CACHE_NUMBER (batch, batchcount)

static struct sim_kmem_cache_cpu
cache_cpu_at (const struct fol_scope *scope, const gint64 *argument)
{
  struct sim_kmem_cache_cpu part;

  sim_view_cache_cpu (&scope->view, (uint32_t) argument[0], (uint32_t) argument[1], &part);
  return part;
}

static struct sim_slabinfo
info_of (const struct fol_scope *scope, const gint64 *argument)
{
  struct sim_slabinfo info;

  sim_view_slabinfo (&scope->view, (uint32_t) argument[0], &info);
  return info;
}

static gint64
call_caches (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab_header header;

  sim_view_slab_header (&scope->view, &header);
  return header.cache_count;
}

static gint64
call_slab_state (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab_header header;

  sim_view_slab_header (&scope->view, &header);
  return header.state;
}

/* The address of an object that the slab layer keeps something in. */
static gint64
kept_in (const struct fol_scope *scope, uint32_t ref)
{
  return ref != SIM_REF_NONE ? (gint64) sim_view_ref_address (&scope->view, ref) : -1;
}

static gint64
call_cache_struct (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return kept_in (scope, cache_at (scope, argument).self);
}

static gint64
call_node_struct (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_kmem_cache_node node;

  sim_view_cache_node (&scope->view, (uint32_t) argument[0], count > 1 ? (uint32_t) argument[1] : 0,
                       &node);
  return kept_in (scope, node.self);
}

static gint64
call_cache (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return argument[0];
}

static gint64
call_cache_slabs (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return info_of (scope, argument).num_slabs;
}

static gint64
call_cache_total (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return info_of (scope, argument).num_objs;
}

/* Objects of one slab that somebody has, whatever the allocator counts itself. */
static gint64
count_places (const struct sim_view *view, uint32_t entry, enum sim_place_state state)
{
  struct sim_place places[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  uint32_t count = sim_view_slab_places (view, entry, places, G_N_ELEMENTS (places));
  gint64 found = 0;

  for (uint32_t i = 0; i < count && i < G_N_ELEMENTS (places); i++)
    found += places[i].state == state;
  return found;
}

static gint64
call_cache_objects (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab_header header;
  struct sim_slab slab;
  gint64 found = 0;

  sim_view_slab_header (&scope->view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    sim_view_slab (&scope->view, entry, &slab);
    if (slab.cache == (uint32_t) argument[0] + 1 && slab.head == entry)
      found += count_places (&scope->view, entry, SIM_PLACE_ALLOCATED);
  }
  return found;
}

/* Slabs on the list `list` of all nodes. */
static gint64
count_listed (const struct fol_scope *scope, gint64 cache, enum sim_slab_list list)
{
  struct sim_slab_header header;
  struct sim_slab slab;
  gint64 found = 0;

  sim_view_slab_header (&scope->view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    sim_view_slab (&scope->view, entry, &slab);
    found += slab.cache == (uint32_t) cache + 1 && slab.head == entry &&
             slab.where == SIM_SLAB_NODE_LIST && slab.list == list;
  }
  return found;
}

static gint64
call_cache_partial (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_listed (scope, argument[0], SIM_SLABS_PARTIAL);
}

static gint64
call_cache_full (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_listed (scope, argument[0], SIM_SLABS_FULL);
}

static gint64
call_cache_free (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_listed (scope, argument[0], SIM_SLABS_FREE);
}

static gint64
call_cache_shared (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return info_of (scope, argument).sharedavail;
}

static gint64
call_cache_allocs (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return cache_at (scope, argument).alloc_level[argument[1]];
}

static gint64
call_cache_frees (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return cache_at (scope, argument).free_level[argument[1]];
}

static gint64
frame_of_entry (const struct fol_scope *scope, uint32_t entry)
{
  struct sim_slab slab;

  if (entry == SIM_SLAB_NONE)
    return -1;
  sim_view_slab (&scope->view, entry, &slab);
  return slab.pfn;
}

static gint64
call_cpu_slab (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_kmem_cache_cpu part = cache_cpu_at (scope, argument);

  return cache_at (scope, argument).allocator == SIM_ALLOCATOR_SLUB
             ? frame_of_entry (scope, part.slab)
             : -1;
}

static gint64
call_cpu_partial (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_kmem_cache_cpu part = cache_cpu_at (scope, argument);
  gint64 slabs = 0;
  struct sim_slab slab;

  if (cache_at (scope, argument).allocator != SIM_ALLOCATOR_SLUB)
    return 0;
  for (uint32_t entry = part.partial; entry != SIM_SLAB_NONE; entry = slab.next, slabs++)
    sim_view_slab (&scope->view, entry, &slab);
  return slabs;
}

/* Free objects that the CPU has at hand. */
static gint64
call_cpu_free (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_kmem_cache_cpu part = cache_cpu_at (scope, argument);
  struct sim_kmem_cache cache = cache_at (scope, argument);

  if (cache.allocator == SIM_ALLOCATOR_SLAB)
    return part.avail;
  return cache.allocator == SIM_ALLOCATOR_SLUB && part.slab != SIM_SLAB_NONE
             ? count_places (&scope->view, part.slab, SIM_PLACE_FREE_CPU)
             : 0;
}

static gint64
call_next_object (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_kmem_cache cache = cache_at (scope, argument);
  struct sim_kmem_cache_cpu part;
  struct sim_header header;
  uint32_t ref = SIM_REF_NONE;

  sim_view_header (&scope->view, &header);
  sim_view_cache_cpu (&scope->view, (uint32_t) argument[0],
                      count > 1 ? (uint32_t) argument[1] : header.cpu, &part);
  if (cache.allocator == SIM_ALLOCATOR_SLUB)
    ref = part.freelist;
  else if (cache.allocator == SIM_ALLOCATOR_SLAB && part.avail > 0)
    ref = part.entry[part.avail - 1];
  return ref == SIM_REF_NONE ? -1 : (gint64) sim_view_ref_address (&scope->view, ref);
}

struct sim_object
fol_small_at (const struct sim_view *view, uint64_t address)
{
  uint64_t start;
  struct sim_located at;

  sim_view_locate (view, address, &at);
  if (!at.found)
    return (struct sim_object){ .kind = SIM_OBJECT_NONE };
  start = address - at.byte - SIM_PAGE_OFFSET;
  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = (sim_pfn) (start >> SIM_PAGE_SHIFT),
                              .b = (uint32_t) (start % FRAME_BYTES) };
}

/* The slab that a frame number or a kernel address lies in; false: in none. */
static bool
slab_at (const struct sim_view *view, gint64 place, struct sim_slab *slab)
{
  sim_pfn pfn = (sim_pfn) (place < 0 ? ((uint64_t) place - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT
                                     : (uint64_t) place);

  return sim_view_slab_of (view, pfn, slab);
}

struct sim_object
fol_slab_at (const struct sim_view *view, gint64 place)
{
  struct sim_slab slab;

  return slab_at (view, place, &slab)
             ? (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = slab.pfn }
             : (struct sim_object){ .kind = SIM_OBJECT_NONE };
}

static gint64
call_slab (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab slab;

  return slab_at (&scope->view, argument[0], &slab) ? (gint64) slab.pfn : -1;
}

gint64
fol_cache_at (const struct sim_view *view, gint64 place)
{
  struct sim_slab slab;

  return slab_at (view, place, &slab) && slab.cache != SIM_CACHE_SLOB + 1 ? (gint64) slab.cache - 1
                                                                          : -1;
}

gint64
fol_small_address (struct sim_object object)
{
  return (gint64) (SIM_PAGE_OFFSET + object.a * FRAME_BYTES + object.b);
}

static gint64
call_cache_of (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return fol_cache_at (&scope->view, argument[0]);
}

static gint64
call_slab_objects (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab slab;

  return slab_at (&scope->view, argument[0], &slab)
             ? (gint64) sim_view_slab_places (&scope->view, slab.head, NULL, 0)
             : -1;
}

static gint64
call_slab_inuse (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab slab;

  return slab_at (&scope->view, argument[0], &slab)
             ? count_places (&scope->view, slab.head, SIM_PLACE_ALLOCATED)
             : -1;
}

static gint64
call_slab_frozen (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab slab;

  return slab_at (&scope->view, argument[0], &slab) ? slab.frozen != 0 : -1;
}

static gint64
call_slab_colour (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab slab;

  return slab_at (&scope->view, argument[0], &slab) ? (gint64) slab.colour : -1;
}

static gint64
call_slab_start (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab slab;

  return slab_at (&scope->view, argument[0], &slab) ? (gint64) slab.s_mem : -1;
}

static gint64
call_slab_order (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab slab;

  return slab_at (&scope->view, argument[0], &slab) ? (gint64) slab.order : -1;
}

static struct sim_located
located_at (const struct fol_scope *scope, gint64 address)
{
  struct sim_located at;

  sim_view_locate (&scope->view, (uint64_t) address, &at);
  return at;
}

static gint64
call_index (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_located at = located_at (scope, argument[0]);

  return at.found ? (gint64) at.place.index : -1;
}

static gint64
call_offset (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_located at = located_at (scope, argument[0]);

  return at.found ? (gint64) at.place.offset : -1;
}

static gint64
call_object_state (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_located at = located_at (scope, argument[0]);

  return at.found ? (gint64) at.place.state : -1;
}

static gint64
call_object_size (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_located at = located_at (scope, argument[0]);

  return at.found ? (gint64) at.place.size : -1;
}

static gint64
call_object_cpu (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_located at = located_at (scope, argument[0]);

  return at.found && at.place.state == SIM_PLACE_FREE_CPU ? (gint64) at.place.cpu : -1;
}

static gint64
call_object_turn (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_located at = located_at (scope, argument[0]);

  return at.found && at.place.state != SIM_PLACE_ALLOCATED ? (gint64) at.place.order : -1;
}

static gint64
call_object_at (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_place places[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  struct sim_slab slab;
  uint32_t found;

  if (!slab_at (&scope->view, argument[0], &slab))
    return -1;
  found = sim_view_slab_places (&scope->view, slab.head, places, G_N_ELEMENTS (places));
  for (uint32_t i = 0; i < found && i < G_N_ELEMENTS (places); i++)
    if (places[i].index == argument[1])
      return (gint64) (SIM_PAGE_OFFSET + ((uint64_t) slab.pfn << SIM_PAGE_SHIFT) +
                       places[i].offset);
  return -1;
}

static gint64
call_byte (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  gint64 address = argument[0] + (count > 1 ? argument[1] : 0);
  uint64_t physical = (uint64_t) address - SIM_PAGE_OFFSET;
  struct sim_slab slab;

  if (address >= 0 || (uint64_t) address < SIM_PAGE_OFFSET ||
      physical >> SIM_PAGE_SHIFT >= scope->view.layout->frame_count ||
      !slab_at (&scope->view, address, &slab))
    return -1;
  return sim_view_slab_byte (&scope->view, &slab,
                             (uint32_t) (physical - ((uint64_t) slab.pfn << SIM_PAGE_SHIFT)));
}

static gint64
call_frame (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return (gint64) (((uint64_t) argument[0] - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
}

static gint64
call_address (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return (gint64) (SIM_PAGE_OFFSET + (uint64_t) argument[0] * FRAME_BYTES);
}

static uint32_t
allocator_of (const struct fol_scope *scope)
{
  struct sim_slab_header header;

  sim_view_slab_header (&scope->view, &header);
  return header.allocator;
}

static gint64
call_kmalloc_cache (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  uint32_t index = sim_kmalloc_index (allocator_of (scope), (uint64_t) argument[0]);
  struct sim_slab_header header;

  sim_view_slab_header (&scope->view, &header);
  return index == 0 ? -1 : (gint64) header.kmalloc[0][index & 15] - 1;
}

static gint64
call_kmalloc_size (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return (gint64) sim_kmalloc_size (allocator_of (scope), (uint64_t) argument[0]);
}

static gint64
call_kmalloc_waste (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return call_kmalloc_size (scope, count, argument) - argument[0];
}

static gint64
call_report_count (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  struct sim_slab_header header;

  sim_view_slab_header (&scope->view, &header);
  return header.report_count;
}

#define CACHE  FOL_ARGUMENT_CACHE
#define CPU    FOL_ARGUMENT_CPU
#define LEVEL  FOL_ARGUMENT_LEVEL
#define PLACE  FOL_ARGUMENT_PLACE
#define WHERE  FOL_ARGUMENT_ADDRESS
#define FRAME  FOL_ARGUMENT_FRAME
#define SIZE   FOL_ARGUMENT_SIZE
#define NUMBER FOL_ARGUMENT_NUMBER

static const struct fol_function functions[] = {
  { { "caches", "", "caches there are" }, 0, 0, { 0 }, call_caches },
  { { "slab_state", "", "how far the slab layer is: 0 DOWN, 1 PARTIAL, 2 PARTIAL_NODE, 3 UP" },
    0,
    0,
    { 0 },
    call_slab_state },
  { { "cache", "cache", "number of the cache, for comparing" }, 1, 1, { CACHE }, call_cache },
  { { "cache_object_size", "cache", "bytes of an object, as asked for" },
    1,
    1,
    { CACHE },
    call_cache_object_size },
  { { "cache_struct", "cache",
      "address of the object that its struct kmem_cache lies in, or -1: a static variable" },
    1,
    1,
    { CACHE },
    call_cache_struct },
  { { "node_struct", "cache, [node]",
      "address of the object that its struct kmem_cache_node lies in, or -1: none, or static" },
    1,
    2,
    { CACHE, FOL_ARGUMENT_NODE },
    call_node_struct },
  { { "cache_size", "cache", "bytes from one object to the next" },
    1,
    1,
    { CACHE },
    call_cache_size },
  { { "cache_align", "cache", "objects begin at multiples of this, in bytes" },
    1,
    1,
    { CACHE },
    call_cache_align },
  { { "cache_order", "cache", "order of its slabs" }, 1, 1, { CACHE }, call_cache_order },
  { { "cache_per_slab", "cache", "objects in a slab" }, 1, 1, { CACHE }, call_cache_per_slab },
  { { "cache_users", "cache", "how many creations it serves: 1, and 1 for each merged into it" },
    1,
    1,
    { CACHE },
    call_cache_users },
  { { "cache_slabs", "cache", "slabs it has" }, 1, 1, { CACHE }, call_cache_slabs },
  { { "cache_objects", "cache", "objects of it that are allocated" },
    1,
    1,
    { CACHE },
    call_cache_objects },
  { { "cache_total", "cache", "places for objects in all its slabs" },
    1,
    1,
    { CACHE },
    call_cache_total },
  { { "cache_partial", "cache", "slabs on the partial lists of the nodes" },
    1,
    1,
    { CACHE },
    call_cache_partial },
  { { "cache_full", "cache", "slabs on the full lists of the nodes" },
    1,
    1,
    { CACHE },
    call_cache_full },
  { { "cache_free", "cache", "slabs on the free lists of the nodes (SLAB)" },
    1,
    1,
    { CACHE },
    call_cache_free },
  { { "cache_left_over", "cache", "bytes of a slab that no object has (SLAB)" },
    1,
    1,
    { CACHE },
    call_cache_left_over },
  { { "cache_colours", "cache", "how many colours its slabs take in turn (SLAB)" },
    1,
    1,
    { CACHE },
    call_cache_colours },
  { { "cache_colour_off", "cache", "bytes from one colour to the next (SLAB)" },
    1,
    1,
    { CACHE },
    call_cache_colour_off },
  { { "cache_limit", "cache", "most objects in the array of a CPU (SLAB)" },
    1,
    1,
    { CACHE },
    call_cache_limit },
  { { "cache_batch", "cache", "objects fetched or given back at a time (SLAB)" },
    1,
    1,
    { CACHE },
    call_cache_batch },
  { { "cache_shared", "cache", "objects in the shared arrays (SLAB)" },
    1,
    1,
    { CACHE },
    call_cache_shared },
  { { "cache_allocs", "cache, level", "allocations that had to go as far as level 1, 2 or 3" },
    2,
    2,
    { CACHE, LEVEL },
    call_cache_allocs },
  { { "cache_frees", "cache, level", "frees that had to go as far as level 1, 2 or 3" },
    2,
    2,
    { CACHE, LEVEL },
    call_cache_frees },
  { { "cpu_slab", "cache, cpu", "first frame of the CPU's slab, or -1 (SLUB)" },
    2,
    2,
    { CACHE, CPU },
    call_cpu_slab },
  { { "cpu_partial", "cache, cpu", "slabs on the CPU's partial list (SLUB)" },
    2,
    2,
    { CACHE, CPU },
    call_cpu_partial },
  { { "cpu_free", "cache, cpu",
      "free objects the CPU has at hand: on its freelist (SLUB), in its array (SLAB)" },
    2,
    2,
    { CACHE, CPU },
    call_cpu_free },
  { { "next_object", "cache, [cpu]",
      "address of the object that the CPU has at hand and hands out next, or -1: it has none" },
    1,
    2,
    { CACHE, CPU },
    call_next_object },
  { { "cache_of", "place", "number of the cache whose slab that is, or -1" },
    1,
    1,
    { PLACE },
    call_cache_of },
  { { "slab", "place", "first frame of the slab, or -1: there is none" },
    1,
    1,
    { PLACE },
    call_slab },
  { { "slab_order", "place", "order of the slab, or -1" }, 1, 1, { PLACE }, call_slab_order },
  { { "slab_objects", "place", "places for objects in the slab, or -1" },
    1,
    1,
    { PLACE },
    call_slab_objects },
  { { "slab_inuse", "place", "allocated objects in the slab, or -1" },
    1,
    1,
    { PLACE },
    call_slab_inuse },
  { { "slab_frozen", "place", "1 if the slab belongs to a CPU (SLUB), or -1" },
    1,
    1,
    { PLACE },
    call_slab_frozen },
  { { "slab_colour", "place", "colour of the slab (SLAB), or -1" },
    1,
    1,
    { PLACE },
    call_slab_colour },
  { { "slab_start", "place", "bytes before the slab's first object: s_mem (SLAB), or -1" },
    1,
    1,
    { PLACE },
    call_slab_start },
  { { "object_at", "place, index", "address of object `index` of the slab, or -1" },
    2,
    2,
    { PLACE, NUMBER },
    call_object_at },
  { { "object_index", "address", "number of the object in its slab, or -1" },
    1,
    1,
    { WHERE },
    call_index },
  { { "object_offset", "address", "bytes from the slab's start to the object, or -1" },
    1,
    1,
    { WHERE },
    call_offset },
  { { "object_size", "address", "bytes of the object that its owner may use, or -1" },
    1,
    1,
    { WHERE },
    call_object_size },
  { { "object_state", "address",
      "allocated, on_slab, on_cpu, on_shared or on_alien: where the free object waits; or -1" },
    1,
    1,
    { WHERE },
    call_object_state },
  { { "object_cpu", "address", "the CPU that has the free object at hand, or -1" },
    1,
    1,
    { WHERE },
    call_object_cpu },
  { { "object_turn", "address",
      "how many objects of its free list are handed out before it, or -1" },
    1,
    1,
    { WHERE },
    call_object_turn },
  { { "byte", "address, [offset]", "the byte there, 0 to 255, or -1: no slab is there" },
    1,
    2,
    { WHERE, NUMBER },
    call_byte },
  { { "frame", "address", "the frame that the address lies in" }, 1, 1, { WHERE }, call_frame },
  { { "address", "frame", "kernel address of the frame" }, 1, 1, { FRAME }, call_address },
  { { "kmalloc_cache", "size", "number of the cache that kmalloc takes for that size, or -1" },
    1,
    1,
    { SIZE },
    call_kmalloc_cache },
  { { "kmalloc_size", "size", "bytes that kmalloc gives for that size" },
    1,
    1,
    { SIZE },
    call_kmalloc_size },
  { { "kmalloc_waste", "size", "bytes that kmalloc gives too much for that size" },
    1,
    1,
    { SIZE },
    call_kmalloc_waste },
  { { "all_reports", "", "faults that slab debugging has found so far" },
    0,
    0,
    { 0 },
    call_report_count },
};

const struct fol_function *
fol_slab_functions (guint *count)
{
  *count = G_N_ELEMENTS (functions);
  return functions;
}
