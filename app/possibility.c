/* app/possibility.c - what one can do with an object: one table for each kind of object. */
#include "app/possibility.h"
#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>

/* What the functions of the table look at. */
struct subject {
  const struct sim_view *view;
  struct sim_object object;
  struct sim_block block; /* FRAME, BLOCK */
};

/* Fills in the operation or the object; false: not possible now. */
typedef bool possible_func (const struct subject *subject, struct fol_possibility *out);

static bool
always (const struct subject *subject, struct fol_possibility *out)
{
  return true;
}

static bool
is_free (const struct subject *subject, struct fol_possibility *out)
{
  return subject->block.state == SIM_PAGE_FREE || subject->block.state == SIM_PAGE_PCP;
}

/* In use as pages: small objects and large ones have ways of their own. */
static bool
is_pages (const struct sim_block *block)
{
  return block->state == SIM_PAGE_USED && !block->slab && !block->large;
}

static bool
is_used_frame (const struct subject *subject, struct fol_possibility *out)
{
  return is_pages (&subject->block) && subject->block.order == 0;
}

static bool
is_used_block (const struct subject *subject, struct fol_possibility *out)
{
  return is_pages (&subject->block) && subject->block.order > 0;
}

static bool
is_on_pcp (const struct subject *subject, struct fol_possibility *out)
{
  g_strlcpy (out->operation, "drain_all_pages", sizeof out->operation);
  return subject->block.state == SIM_PAGE_PCP;
}

static bool
drain_all (const struct subject *subject, struct fol_possibility *out)
{
  g_strlcpy (out->operation, "drain_all_pages", sizeof out->operation);
  return true;
}

static bool
has_buddy (const struct subject *subject, struct fol_possibility *out)
{
  const struct sim_layout *layout = subject->view->layout;
  const struct sim_block *block = &subject->block;
  sim_pfn buddy = block->pfn ^ (1u << block->order);

  if ((block->state != SIM_PAGE_FREE && block->state != SIM_PAGE_USED) ||
      block->order + 1 >= layout->max_order || buddy >= layout->frame_count)
    return false;
  out->object = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = buddy };
  return true;
}

static bool
has_pageblock (const struct subject *subject, struct fol_possibility *out)
{
  guint order = subject->view->layout->pageblock_order;

  out->object =
      (struct sim_object){ .kind = SIM_OBJECT_PAGEBLOCK, .a = subject->object.a >> order << order };
  return true;
}

static bool
first_frame (const struct subject *subject, struct fol_possibility *out)
{
  out->object = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = subject->object.a };
  return true;
}

/* The flags that make a request start at a zone of this type, for memory of a migrate type. */
static bool
allocate (const struct subject *subject, guint zone, guint order, guint type,
          struct fol_possibility *out)
{
  static const char *const zones[SIM_MAX_NR_ZONES] = {
    [SIM_ZONE_DMA] = "|__GFP_DMA",
    [SIM_ZONE_DMA32] = "|__GFP_DMA32",
    [SIM_ZONE_NORMAL] = "",
    [SIM_ZONE_MOVABLE] = "|__GFP_HIGHMEM|__GFP_MOVABLE",
  };
  static const char *const types[] = { "", "|__GFP_MOVABLE", "|__GFP_RECLAIMABLE" };
  struct sim_zone values;

  sim_view_zone (subject->view, zone, &values);
  if (type >= G_N_ELEMENTS (types) ||
      (values.type == SIM_ZONE_MOVABLE && type != SIM_MIGRATE_MOVABLE))
    return false;
  g_snprintf (out->operation, sizeof out->operation, "alloc_pages order=%u gfp=GFP_KERNEL%s%s",
              order, values.type == SIM_ZONE_MOVABLE ? "" : types[type], zones[values.type]);
  return true;
}

static bool
allocate_from_zone (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_zone zone;

  sim_view_zone (subject->view, subject->object.a, &zone);
  return allocate (subject, subject->object.a, 0,
                   zone.type == SIM_ZONE_MOVABLE ? SIM_MIGRATE_MOVABLE : SIM_MIGRATE_UNMOVABLE,
                   out);
}

static bool
allocate_of_list (const struct subject *subject, struct fol_possibility *out)
{
  return allocate (subject, subject->object.a, subject->object.b, subject->object.c, out);
}

static bool
is_own_cpu (const struct subject *subject)
{
  struct sim_header header;

  sim_view_header (subject->view, &header);
  return header.cpu == subject->object.b;
}

static bool
allocate_of_pcp_list (const struct subject *subject, struct fol_possibility *out)
{
  guint order = sim_pcp_list_order (subject->object.c, subject->view->layout->pageblock_order);

  return is_own_cpu (subject) &&
         allocate (subject, subject->object.a, order, sim_pcp_list_type (subject->object.c), out);
}

static bool
drain_own (const struct subject *subject, struct fol_possibility *out)
{
  g_strlcpy (out->operation, "drain_local_pages", sizeof out->operation);
  return is_own_cpu (subject);
}

static bool
run_there (const struct subject *subject, struct fol_possibility *out)
{
  g_snprintf (out->operation, sizeof out->operation, "set_cpu cpu=%u", subject->object.b);
  return !is_own_cpu (subject);
}

static bool
select_first (const struct subject *subject, uint32_t list, struct fol_possibility *out)
{
  uint32_t node = sim_view_list_first (subject->view, list);

  out->object = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = node };
  return (node & SIM_NODE_HEAD) == 0;
}

static bool
first_of_list (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_object object = subject->object;

  return select_first (subject, sim_free_list (subject->view->layout, object.a, object.b, object.c),
                       out);
}

static bool
first_of_pcp_list (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_object object = subject->object;

  return select_first (subject,
                       sim_pcp_list_of (subject->view->layout, object.a, object.b, object.c), out);
}

static uint32_t
ref_at (const struct sim_view *view, sim_pfn pfn, uint32_t offset)
{
  uint32_t entry = sim_view_slab_entry (view, pfn);

  return entry != SIM_SLAB_NONE ? SIM_REF (entry, offset / 8) : SIM_REF_NONE;
}

/* Whether it is where SLAB keeps the free indexes of some slab. */
static bool
is_index_list (const struct sim_view *view, uint32_t ref)
{
  struct sim_slab_header header;
  struct sim_kmem_cache cache;
  struct sim_slab slab;

  sim_view_slab_header (view, &header);
  for (uint32_t entry = 0; header.allocator == SIM_ALLOCATOR_SLAB && entry < header.entry_top;
       entry++) {
    sim_view_slab (view, entry, &slab);
    if (slab.cache != 0 && slab.head == entry && slab.freelist == ref &&
        sim_view_cache (view, slab.cache - 1, &cache) &&
        cache.freelist_place == SIM_FREELIST_OFF_SLAB)
      return true;
  }
  return false;
}

/* Whether the slab layer keeps something of its own in the object: nobody else may free it. */
static bool
is_kernels (const struct sim_view *view, sim_pfn pfn, uint32_t offset)
{
  uint32_t ref = ref_at (view, pfn, offset);
  struct sim_kmem_cache_node node;
  struct sim_kmem_cache cache;

  for (uint32_t i = 0; i < SIM_CACHES_MAX; i++) {
    if (!sim_view_cache (view, i, &cache))
      continue;
    if (cache.self == ref)
      return true;
    for (uint32_t k = 0; k < view->layout->node_count; k++) {
      sim_view_cache_node (view, i, k, &node);
      if (node.self == ref)
        return true;
    }
  }
  return is_index_list (view, ref);
}

/* A place for a small object, allocated or not; false: none begins there. */
static bool
find_place (const struct subject *subject, struct sim_located *at, guint64 *address)
{
  *address = SIM_PAGE_OFFSET + ((guint64) subject->object.a << SIM_PAGE_SHIFT) + subject->object.b;
  sim_view_locate (subject->view, *address, at);
  return at->found && at->byte == 0;
}

/* One that is allocated, and not to the slab layer itself. */
static bool
locate (const struct subject *subject, struct sim_located *at, guint64 *address)
{
  return find_place (subject, at, address) && at->place.state == SIM_PLACE_ALLOCATED &&
         !is_kernels (subject->view, subject->object.a, subject->object.b);
}

static bool
is_kmalloc_cache (const struct sim_view *view, uint32_t cache)
{
  uint32_t role = cache < SIM_CACHES_MAX ? sim_view_cache_role (view, cache) : SIM_CACHE_UNUSED;

  return role == SIM_CACHE_KMALLOC || role == SIM_CACHE_KMALLOC_RECLAIM ||
         role == SIM_CACHE_KMALLOC_DMA;
}

static bool
free_object (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_located at;
  guint64 address;

  if (!locate (subject, &at, &address) || at.place.cached)
    return false;
  g_snprintf (out->operation, sizeof out->operation, "kfree object=0x%" G_GINT64_MODIFIER "x",
              address);
  return true;
}

static bool
free_to_cache (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_located at;
  guint64 address;

  if (!locate (subject, &at, &address) || at.cache >= SIM_CACHES_MAX ||
      is_kmalloc_cache (subject->view, at.cache))
    return false;
  g_snprintf (out->operation, sizeof out->operation,
              "kmem_cache_free cache=%u object=0x%" G_GINT64_MODIFIER "x", at.cache, address);
  return true;
}

/* What kmalloc gave, as its own functions take it. */
static bool
of_kmalloc (const struct subject *subject, struct sim_located *at, guint64 *address)
{
  if (!locate (subject, at, address))
    return false;
  return at->cache < SIM_CACHES_MAX ? is_kmalloc_cache (subject->view, at->cache)
                                    : !at->place.cached;
}

static bool
ask_size (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_located at;
  guint64 address;

  if (!of_kmalloc (subject, &at, &address))
    return false;
  g_snprintf (out->operation, sizeof out->operation, "ksize object=0x%" G_GINT64_MODIFIER "x",
              address);
  return true;
}

static bool
resize (const struct subject *subject, struct fol_possibility *out)
{
  guint64 most = G_GUINT64_CONSTANT (1) << (subject->view->layout->max_order - 1 + SIM_PAGE_SHIFT);
  struct sim_located at;
  guint64 address;

  if (!of_kmalloc (subject, &at, &address) || at.place.size * 2ull > most)
    return false;
  g_snprintf (out->operation, sizeof out->operation,
              "krealloc object=0x%" G_GINT64_MODIFIER "x size=%u", address, at.place.size * 2);
  return true;
}

static bool
slab_of_object (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_slab slab;

  if (!sim_view_slab_of (subject->view, subject->object.a, &slab))
    return false;
  out->object = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = slab.pfn };
  return true;
}

/* The cache whose slab that is; false: SLOB has none there. */
static bool
cache_of_slab (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_slab slab;

  if (!sim_view_slab_of (subject->view, subject->object.a, &slab))
    return false;
  out->object = (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = slab.cache - 1 };
  return slab.cache != SIM_CACHE_SLOB + 1;
}

static bool
cache_of_part (const struct subject *subject, struct fol_possibility *out)
{
  out->object = (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = subject->object.a };
  return sim_view_cache_role (subject->view, subject->object.a) != SIM_CACHE_UNUSED;
}

/* Nobody has it now: a write is the mistake of somebody who had it. */
static bool
write_freed (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_located at;
  guint64 address;

  if (!find_place (subject, &at, &address) || at.place.state == SIM_PLACE_ALLOCATED)
    return false;
  g_snprintf (out->operation, sizeof out->operation,
              "memset object=0x%" G_GINT64_MODIFIER "x offset=0 byte=255", address);
  return true;
}

static bool
write_past_end (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_located at;
  guint64 address;

  if (!locate (subject, &at, &address))
    return false;
  g_snprintf (out->operation, sizeof out->operation,
              "memset object=0x%" G_GINT64_MODIFIER "x offset=%u byte=255", address, at.place.size);
  return true;
}

/* An operation on the cache; `out` has it even if it is not possible. */
static bool
on_cache (const struct subject *subject, const char *operation, struct fol_possibility *out)
{
  struct sim_kmem_cache cache;

  g_snprintf (out->operation, sizeof out->operation, "%s cache=%u", operation, subject->object.a);
  return sim_view_cache (subject->view, subject->object.a, &cache);
}

static bool
allocate_of_cache (const struct subject *subject, struct fol_possibility *out)
{
  return on_cache (subject, "kmem_cache_alloc", out);
}

static bool
shrink_cache (const struct subject *subject, struct fol_possibility *out)
{
  return on_cache (subject, "kmem_cache_shrink", out);
}

/* Whether somebody has an object of the cache. */
static bool
is_in_use (const struct sim_view *view, uint32_t cache)
{
  struct sim_slab_header header;
  struct sim_slab slab;

  sim_view_slab_header (view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    sim_view_slab (view, entry, &slab);
    if (slab.cache == cache + 1 && slab.head == entry && sim_view_slab_allocated (view, &slab) > 0)
      return true;
  }
  return false;
}

/* One of several that share it may go at any time. */
static bool
destroy_cache (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_kmem_cache cache;

  return on_cache (subject, "kmem_cache_destroy", out) &&
         sim_view_cache (subject->view, subject->object.a, &cache) &&
         cache.role == SIM_CACHE_USER &&
         (cache.refcount > 1 || !is_in_use (subject->view, subject->object.a));
}

static bool
reap (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_slab_header header;

  sim_view_slab_header (subject->view, &header);
  g_strlcpy (out->operation, "cache_reap", sizeof out->operation);
  return header.allocator == SIM_ALLOCATOR_SLAB && cache_of_part (subject, out);
}

static bool
reap_here (const struct subject *subject, struct fol_possibility *out)
{
  return is_own_cpu (subject) && reap (subject, out);
}

static bool
allocate_of_slab (const struct subject *subject, struct fol_possibility *out)
{
  struct fol_possibility cache;

  if (!cache_of_slab (subject, &cache))
    return false;
  g_snprintf (out->operation, sizeof out->operation, "kmem_cache_alloc cache=%u", cache.object.a);
  return true;
}

static bool
allocate_of_part (const struct subject *subject, struct fol_possibility *out)
{
  return is_own_cpu (subject) && on_cache (subject, "kmem_cache_alloc", out);
}

static bool
run_at_part (const struct subject *subject, struct fol_possibility *out)
{
  return cache_of_part (subject, out) && run_there (subject, out);
}

static bool
first_of_slabs (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_kmem_cache_node node;
  struct sim_slab slab;
  uint32_t entry;

  if (!cache_of_part (subject, out))
    return false;
  sim_view_cache_node (subject->view, subject->object.a, subject->object.b, &node);
  entry = node.head[subject->object.c].next;
  if ((entry & SIM_NODE_HEAD) != 0)
    return false;
  sim_view_slab (subject->view, entry, &slab);
  out->object = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = slab.pfn };
  return true;
}

/* A frame of a slab, and one of a large object, are not given back as pages. */
static bool
slab_of_frame (const struct subject *subject, struct fol_possibility *out)
{
  return subject->block.slab && slab_of_object (subject, out);
}

static bool
free_large (const struct subject *subject, struct fol_possibility *out)
{
  g_snprintf (out->operation, sizeof out->operation, "kfree object=0x%" G_GINT64_MODIFIER "x",
              SIM_PAGE_OFFSET + ((guint64) subject->block.pfn << SIM_PAGE_SHIFT));
  return subject->block.large;
}

static bool
validate_cache (const struct subject *subject, struct fol_possibility *out)
{
  struct sim_kmem_cache cache;

  return on_cache (subject, "validate_slab_cache", out) &&
         sim_view_cache (subject->view, subject->object.a, &cache) &&
         cache.allocator == SIM_ALLOCATOR_SLUB;
}

static const struct row {
  enum sim_object_kind kind;
  enum fol_possibility_effect effect;
  possible_func *possible;
  const char *label, *help;
} rows[] = {
  { SIM_OBJECT_FRAME, FOL_CAN_ACTIVATE, is_free, N_ ("Allocate here"),
    N_ ("Asks the kernel for one movable frame; which one it gives is its own choice") },
  { SIM_OBJECT_FRAME, FOL_CAN_ACTIVATE, is_used_frame, N_ ("Free frame"),
    N_ ("Gives it back to the kernel") },
  { SIM_OBJECT_FRAME, FOL_CAN_ACTIVATE, is_used_block, N_ ("Free block"),
    N_ ("Gives the whole block back to the kernel") },
  { SIM_OBJECT_FRAME, FOL_CAN_APPLY, free_large, N_ ("Free it by kfree"),
    N_ ("Gives the large object back") },
  { SIM_OBJECT_FRAME, FOL_CAN_SELECT, slab_of_frame, N_ ("Its slab"),
    N_ ("Selects the slab that it is part of") },
  { SIM_OBJECT_FRAME, FOL_CAN_APPLY, is_on_pcp, N_ ("Drain the lists"),
    N_ ("Gives all frames on per-CPU lists back to the buddy system") },
  { SIM_OBJECT_FRAME, FOL_CAN_SELECT, has_buddy, N_ ("Select its buddy"),
    N_ ("The block that its block could merge with") },
  { SIM_OBJECT_FRAME, FOL_CAN_FOLLOW, always, N_ ("Follow it"),
    N_ ("Keeps it selected and in sight, whatever happens") },
  { SIM_OBJECT_FRAME, FOL_CAN_SELECT, has_pageblock, N_ ("Its pageblock"),
    N_ ("Selects the pageblock that it belongs to") },

  { SIM_OBJECT_BLOCK, FOL_CAN_ACTIVATE, is_free, N_ ("Allocate here"),
    N_ ("Asks the kernel for one movable frame; which one it gives is its own choice") },
  { SIM_OBJECT_BLOCK, FOL_CAN_ACTIVATE, is_used_frame, N_ ("Free frame"),
    N_ ("Gives it back to the kernel") },
  { SIM_OBJECT_BLOCK, FOL_CAN_ACTIVATE, is_used_block, N_ ("Free block"),
    N_ ("Gives the whole block back to the kernel") },
  { SIM_OBJECT_BLOCK, FOL_CAN_APPLY, free_large, N_ ("Free it by kfree"),
    N_ ("Gives the large object back") },
  { SIM_OBJECT_BLOCK, FOL_CAN_SELECT, slab_of_frame, N_ ("Its slab"),
    N_ ("Selects the slab that it is part of") },
  { SIM_OBJECT_BLOCK, FOL_CAN_APPLY, is_on_pcp, N_ ("Drain the lists"),
    N_ ("Gives all frames on per-CPU lists back to the buddy system") },
  { SIM_OBJECT_BLOCK, FOL_CAN_SELECT, has_buddy, N_ ("Select its buddy"),
    N_ ("The block that it could merge with") },
  { SIM_OBJECT_BLOCK, FOL_CAN_FOLLOW, always, N_ ("Follow it"),
    N_ ("Keeps it selected and in sight, whatever happens") },
  { SIM_OBJECT_BLOCK, FOL_CAN_SELECT, has_pageblock, N_ ("Its pageblock"),
    N_ ("Selects the pageblock that it belongs to") },

  { SIM_OBJECT_FREE_LIST, FOL_CAN_APPLY, allocate_of_list, N_ ("Allocate from it"),
    N_ ("Asks for a block of this order and type, from this zone downwards") },
  { SIM_OBJECT_FREE_LIST, FOL_CAN_SELECT, first_of_list, N_ ("Its first block"),
    N_ ("Selects the block that would be taken next") },

  { SIM_OBJECT_PCP, FOL_CAN_APPLY, drain_own, N_ ("Drain these lists"),
    N_ ("Gives what is on this CPU's lists back to the buddy system") },
  { SIM_OBJECT_PCP, FOL_CAN_APPLY, run_there, N_ ("Run on this CPU"),
    N_ ("Operations from now on happen on this CPU") },
  { SIM_OBJECT_PCP, FOL_CAN_APPLY, drain_all, N_ ("Drain all CPUs"),
    N_ ("Gives all frames on per-CPU lists back to the buddy system") },

  { SIM_OBJECT_PCP_LIST, FOL_CAN_APPLY, allocate_of_pcp_list, N_ ("Allocate from it"),
    N_ ("Asks for a block of this order and type, from this zone downwards") },
  { SIM_OBJECT_PCP_LIST, FOL_CAN_APPLY, run_there, N_ ("Run on this CPU"),
    N_ ("Operations from now on happen on this CPU") },
  { SIM_OBJECT_PCP_LIST, FOL_CAN_APPLY, drain_own, N_ ("Drain this CPU"),
    N_ ("Gives what is on this CPU's lists back to the buddy system") },
  { SIM_OBJECT_PCP_LIST, FOL_CAN_SELECT, first_of_pcp_list, N_ ("Its first block"),
    N_ ("Selects the block that would be taken next") },

  { SIM_OBJECT_ZONE, FOL_CAN_APPLY, allocate_from_zone, N_ ("Allocate from it"),
    N_ ("Asks for one frame, from this zone downwards") },
  { SIM_OBJECT_ZONE, FOL_CAN_APPLY, drain_all, N_ ("Drain the lists"),
    N_ ("Gives all frames on per-CPU lists back to the buddy system") },

  { SIM_OBJECT_PAGEBLOCK, FOL_CAN_SELECT, first_frame, N_ ("Show its frames"),
    N_ ("Selects its first frame and brings it into sight") },
  { SIM_OBJECT_PAGEBLOCK, FOL_CAN_FOLLOW, always, N_ ("Follow it"),
    N_ ("Keeps it selected and in sight, whatever happens") },

  { SIM_OBJECT_CACHE, FOL_CAN_APPLY, allocate_of_cache, N_ ("Allocate from it"),
    N_ ("Asks for one object of this cache") },
  { SIM_OBJECT_CACHE, FOL_CAN_APPLY, shrink_cache, N_ ("Shrink it"),
    N_ ("Gives its empty slabs back to the page allocator") },
  { SIM_OBJECT_CACHE, FOL_CAN_APPLY, validate_cache, N_ ("Validate it"),
    N_ ("Looks at every object for damage, where the cache is debugged") },
  { SIM_OBJECT_CACHE, FOL_CAN_APPLY, destroy_cache, N_ ("Destroy it"),
    N_ ("Possible once all its objects have been given back") },

  { SIM_OBJECT_CACHE, FOL_CAN_APPLY, reap, N_ ("Reap"),
    N_ ("The CPU's turn of the reaper: it takes from all caches what they have not used") },

  { SIM_OBJECT_CACHE_CPU, FOL_CAN_APPLY, allocate_of_part, N_ ("Allocate from it"),
    N_ ("Asks for one object of this cache") },
  { SIM_OBJECT_CACHE_CPU, FOL_CAN_APPLY, run_at_part, N_ ("Run on this CPU"),
    N_ ("Operations from now on happen on this CPU") },
  { SIM_OBJECT_CACHE_CPU, FOL_CAN_APPLY, reap_here, N_ ("Reap"),
    N_ ("The CPU's turn of the reaper: it takes from all caches what they have not used") },
  { SIM_OBJECT_CACHE_CPU, FOL_CAN_SELECT, cache_of_part, N_ ("Its cache"),
    N_ ("Selects the cache that it belongs to") },

  { SIM_OBJECT_CACHE_LIST, FOL_CAN_SELECT, first_of_slabs, N_ ("Its first slab"),
    N_ ("Selects the slab that would be taken next") },
  { SIM_OBJECT_CACHE_LIST, FOL_CAN_SELECT, cache_of_part, N_ ("Its cache"),
    N_ ("Selects the cache that it belongs to") },

  { SIM_OBJECT_SLAB, FOL_CAN_APPLY, allocate_of_slab, N_ ("Allocate from its cache"),
    N_ ("Asks for one object; from which slab it comes is for the cache to say") },
  { SIM_OBJECT_SLAB, FOL_CAN_SELECT, cache_of_slab, N_ ("Its cache"),
    N_ ("Selects the cache that it belongs to") },
  { SIM_OBJECT_SLAB, FOL_CAN_SELECT, first_frame, N_ ("Its first frame"),
    N_ ("Selects the frame that it begins with") },

  { SIM_OBJECT_SMALL, FOL_CAN_APPLY, free_to_cache, N_ ("Free it to its cache"),
    N_ ("Gives it back by kmem_cache_free") },
  { SIM_OBJECT_SMALL, FOL_CAN_APPLY, free_object, N_ ("Free it by kfree"),
    N_ ("Gives it back; kfree finds the cache itself") },
  { SIM_OBJECT_SMALL, FOL_CAN_APPLY, ask_size, N_ ("Ask its size"),
    N_ ("ksize: how many bytes its owner may use") },
  { SIM_OBJECT_SMALL, FOL_CAN_APPLY, resize, N_ ("Double it"),
    N_ ("krealloc: a larger one with the same contents") },
  { SIM_OBJECT_SMALL, FOL_CAN_APPLY, write_past_end, N_ ("Write past its end"),
    N_ ("One byte too far, as a mistake in a program would") },
  { SIM_OBJECT_SMALL, FOL_CAN_APPLY, write_freed, N_ ("Write into it"),
    N_ ("Nobody has it now: a mistake of somebody who had it") },
  { SIM_OBJECT_SMALL, FOL_CAN_SELECT, slab_of_object, N_ ("Its slab"),
    N_ ("Selects the slab that it lies in") },
  { SIM_OBJECT_SMALL, FOL_CAN_SELECT, cache_of_slab, N_ ("Its cache"),
    N_ ("Selects the cache that it belongs to") },

  { SIM_OBJECT_STEP, FOL_CAN_ACTIVATE, always, N_ ("Go to this step"),
    N_ ("Shows memory as it was once this step was taken") },
};

static bool
exists (const struct sim_view *view, struct sim_object object)
{
  const struct sim_layout *layout = view->layout;

  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_FRAME:
  case SIM_OBJECT_BLOCK:
  case SIM_OBJECT_PAGEBLOCK:
    return object.a < layout->frame_count;
  case SIM_OBJECT_FREE_LIST:
    return object.a < layout->zone_count && object.b < layout->max_order &&
           object.c < SIM_MIGRATE_TYPES;
  case SIM_OBJECT_PCP:
    return object.a < layout->zone_count && object.b < layout->cpu_count;
  case SIM_OBJECT_PCP_LIST:
    return object.a < layout->zone_count && object.b < layout->cpu_count &&
           object.c < SIM_NR_PCP_LISTS;
  case SIM_OBJECT_ZONE:
    return object.a < layout->zone_count;
  case SIM_OBJECT_STEP:
    return true;
  case SIM_OBJECT_CACHE:
    return object.a < SIM_CACHES_MAX;
  case SIM_OBJECT_CACHE_CPU:
    return object.a < SIM_CACHES_MAX && object.b < layout->cpu_count;
  case SIM_OBJECT_CACHE_LIST:
    return object.a < SIM_CACHES_MAX && object.b < layout->node_count && object.c < SIM_SLAB_LISTS;
  case SIM_OBJECT_SLAB:
  case SIM_OBJECT_SMALL:
    return object.a < layout->frame_count && sim_view_slab_entry (view, object.a) != SIM_SLAB_NONE;
  case SIM_OBJECT_CPU_SET:
  case SIM_OBJECT_NONE:
  case SIM_OBJECT_KINDS:
    break;
  }
  return false;
}

guint
fol_possibilities (const struct sim_view *view, struct sim_object object,
                   struct fol_possibility *out)
{
  struct subject subject = { .view = view, .object = object };
  guint count = 0;

  if (!exists (view, object))
    return 0;
  if (object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK)
    sim_view_block (view, object.a, &subject.block);
  for (guint i = 0; i < G_N_ELEMENTS (rows) && count < FOL_POSSIBILITIES_MAX; i++) {
    out[count] = (struct fol_possibility){ .effect = rows[i].effect,
                                           .label = _ (rows[i].label),
                                           .help = _ (rows[i].help) };
    if (rows[i].kind == (enum sim_object_kind) object.kind &&
        rows[i].possible (&subject, &out[count]))
      count++;
  }
  return count;
}
