/* engine/operation/apply-slab.c - operations on small objects: checked, then carried out.
 *
 * As in apply.c nothing is written before everything is known to be right.  What the
 * kernel itself would not notice (freeing twice without debugging, an address inside an
 * object) is refused, because what follows in the kernel is not one future but any.
 * With SLAB_CONSISTENCY_CHECKS the kernel notices, and so it is carried out.
 */
#include "engine/operation/apply-private.h"

#include "engine/physical/alloc.h"
#include "engine/physical/gfp.h"
#include "engine/slab/cache.h"
#include "engine/slab/slob.h"

static enum sim_status
check_up (struct sim_world *world, struct sim_result *result)
{
  if (sim_slab_header (world)->state != SIM_SLAB_UP)
    return SIM_REFUSE (SIM_SLAB_IS_DOWN, sim_no_object, sim_slab_header (world)->state);
  return SIM_OK;
}

static enum sim_status
check_cache (struct sim_world *world, uint64_t cache, struct sim_result *result)
{
  enum sim_status status = check_up (world, result);

  if (status != SIM_OK)
    return status;
  if (cache >= SIM_CACHES_MAX || sim_cache_of (world, (uint32_t) cache)->role == SIM_CACHE_UNUSED)
    return SIM_REFUSE (SIM_BAD_CACHE, sim_no_object, cache);
  return SIM_OK;
}

static enum sim_status
check_gfp (struct sim_world *world, uint64_t gfp, uint64_t *node, uint32_t argument,
           struct sim_result *result)
{
  if (gfp > UINT32_MAX || !sim_gfp_valid ((uint32_t) gfp))
    return SIM_REFUSE (SIM_BAD_GFP, sim_no_object, gfp, gfp & ~(uint64_t) SIM_GFP_ALL);
  if (*node != SIM_NODE_ANY && *node >= world->layout->node_count)
    return SIM_REFUSE (SIM_BAD_ARGUMENT, sim_no_object, argument, *node,
                       world->layout->node_count - 1);
  return SIM_OK;
}

/* What an address stands for. */
struct target {
  sim_ref ref;    /* SIM_REF_NONE: a large object, at pfn */
  sim_pfn pfn;    /* SIM_PFN_NONE: NULL or ZERO_SIZE_PTR, which hold nothing */
  uint32_t cache; /* SIM_CACHE_NONE: large, or a piece of SLOB's */
  bool inside;    /* ref NONE: no object can begin there, and the cache finds that itself */
};

static bool
consistency_checked (struct sim_world *world, uint32_t cache)
{
  return cache != SIM_CACHE_NONE &&
         (sim_cache_of (world, cache)->flags & SIM_SLAB_CONSISTENCY_CHECKS) != 0;
}

static struct sim_object
object_of (struct sim_world *world, const struct target *target)
{
  return target->ref != SIM_REF_NONE ? sim_on_object (world, target->ref)
         : target->inside
             ? sim_on_slab (world,
                            sim_slab_of (world, sim_slab_entry_of (world, target->pfn))->head)
         : target->pfn != SIM_PFN_NONE
             ? sim_on_block (target->pfn, SIM_PAGE_ORDER (world->flags[target->pfn]))
             : sim_no_object;
}

/* Why no object begins at `address`, which lies in a slab. */
static enum sim_status
refuse_place (struct sim_world *world, uint64_t address, struct sim_result *result)
{
  struct sim_view view = sim_world_view (world);
  struct sim_located at;
  uint64_t start;

  sim_view_locate (&view, address, &at);
  if (!at.found)
    return SIM_REFUSE (SIM_NO_OBJECT_THERE, sim_no_object, address);
  start = address - at.byte;
  if (at.place.state != SIM_PLACE_ALLOCATED)
    return SIM_REFUSE (SIM_OBJECT_IS_FREE, sim_on_address (start), start, at.cache);
  return SIM_REFUSE (SIM_OBJECT_INSIDE, sim_on_address (start), address, start, at.cache);
}

static enum sim_status
find_target (struct sim_world *world, uint64_t address, struct target *target,
             struct sim_result *result)
{
  uint64_t pfn = (address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT;
  struct sim_view view = sim_world_view (world);
  enum sim_status status = check_up (world, result);
  struct sim_block block;
  uint32_t entry;

  *target = (struct target){ .ref = SIM_REF_NONE, .pfn = SIM_PFN_NONE, .cache = SIM_CACHE_NONE };
  if (status != SIM_OK)
    return status;
  if (address == SIM_ZERO_SIZE_PTR || address == 0)
    return SIM_OK;
  if (address < SIM_PAGE_OFFSET || pfn >= world->layout->frame_count)
    return SIM_REFUSE (SIM_NO_OBJECT_THERE, sim_no_object, address);
  target->pfn = (sim_pfn) pfn;
  sim_view_block (&view, target->pfn, &block);
  if (block.large && block.pfn == pfn && address % (1u << SIM_PAGE_SHIFT) == 0)
    return SIM_OK;
  if (block.large)
    return SIM_REFUSE (SIM_OBJECT_INSIDE, sim_on_block (block.pfn, block.order), address,
                       SIM_PAGE_OFFSET + ((uint64_t) block.pfn << SIM_PAGE_SHIFT), SIM_CACHE_NONE);
  entry = sim_slab_entry_of (world, target->pfn);
  if (entry == SIM_SLAB_NONE)
    return SIM_REFUSE (SIM_NO_OBJECT_THERE, sim_no_object, address);
  target->cache = sim_slab_of (world, sim_slab_of (world, entry)->head)->cache - 1;
  if (target->cache == SIM_CACHE_SLOB)
    target->cache = SIM_CACHE_NONE;
  target->ref = sim_ref_of_address (world, address);
  if (target->ref != SIM_REF_NONE && sim_ref_allocated (world, target->ref) &&
      sim_ref_is_kernels (world, target->ref))
    return SIM_REFUSE (SIM_OBJECT_KERNELS, sim_on_address (address), address, target->cache);
  if (target->ref != SIM_REF_NONE &&
      (sim_ref_allocated (world, target->ref) || consistency_checked (world, target->cache)))
    return SIM_OK;
  target->inside = target->ref == SIM_REF_NONE && consistency_checked (world, target->cache);
  return target->inside ? SIM_OK : refuse_place (world, address, result);
}

/* What kmalloc gave.  SLOB takes a cache's object for one of kmalloc's and reads its size from
 * whatever lies in front of it. */
static enum sim_status
find_kmalloced (struct sim_world *world, uint64_t address, struct target *target,
                struct sim_result *result)
{
  enum sim_status status = find_target (world, address, target, result);
  bool cached;

  if (status == SIM_OK && target->ref != SIM_REF_NONE && target->cache == SIM_CACHE_NONE &&
      sim_slob_piece (world, target->ref, &cached) > 0 && cached)
    return SIM_REFUSE (SIM_WRONG_CACHE, sim_on_address (address), address, SIM_CACHE_NONE,
                       SIM_CACHE_NONE);
  return status;
}

/* The same for an object whose size or bytes are asked for. */
static enum sim_status
find_whole (struct sim_world *world, uint64_t address, struct target *target,
            struct sim_result *result)
{
  enum sim_status status = find_kmalloced (world, address, target, result);

  return status == SIM_OK && target->inside ? refuse_place (world, address, result) : status;
}

/* kfree () of such an address. */
static void
free_inside (struct sim_world *world, const struct target *target, uint64_t address)
{
  uint32_t entry = sim_slab_of (world, sim_slab_entry_of (world, target->pfn))->head;
  uint64_t start = SIM_PAGE_OFFSET + ((uint64_t) sim_slab_of (world, entry)->pfn << SIM_PAGE_SHIFT);

  sim_slub_free_misaligned (world, target->cache, entry, (uint32_t) (address - start));
}

/* Whether the object can be one of `cache`; SLOB itself does not know, and frees as many
 * bytes as the cache says. */
static bool
fits_cache (struct sim_world *world, const struct target *target, uint32_t cache)
{
  uint32_t bytes;
  bool cached;

  if (target->cache != SIM_CACHE_NONE)
    return target->cache == cache || consistency_checked (world, cache);
  bytes = sim_slob_piece (world, target->ref, &cached);
  return cached && bytes == sim_cache_of (world, cache)->size;
}

static enum sim_status
give (struct sim_world *world, uint64_t address, struct sim_result *result)
{
  struct sim_view view = sim_world_view (world);
  struct sim_block block;

  if (address == 0)
    return world->slab_pool_full
               ? SIM_REFUSE (SIM_MODEL_FULL, sim_no_object, sim_slab_header (world)->entries_used,
                             world->layout->slab.entry_count)
               : SIM_REFUSE (SIM_NO_MEMORY, sim_no_object, 0, 0);
  result->value = address;
  if (address == SIM_ZERO_SIZE_PTR)
    return SIM_OK;
  result->pfn = (sim_pfn) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
  sim_view_block (&view, result->pfn, &block);
  result->object = block.large ? sim_on_block (block.pfn, block.order) : sim_on_address (address);
  return SIM_OK;
}

static enum sim_status
apply_init (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  enum sim_status status;

  if (sim_slab_header (world)->state != SIM_SLAB_DOWN)
    return SIM_REFUSE (SIM_SLAB_IS_UP, sim_no_object, sim_slab_header (world)->state);
  sim_count_operation (world);
  status = sim_kmem_cache_init (world);
  if (status != SIM_OK)
    return SIM_REFUSE (status, sim_no_object, 0, 0);
  return SIM_OK;
}

static enum sim_status
apply_create (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t size = op->argument[1], align = op->argument[2], flags = op->argument[3];
  uint32_t ignored = sim_allocator_of (sim_slab_header (world)->allocator)->flags_ignored;
  struct sim_cache_request request = { .role = SIM_CACHE_USER,
                                       .name = op->argument[0],
                                       .allocator = sim_slab_header (world)->allocator,
                                       .size = (uint32_t) size,
                                       .align = (uint32_t) align,
                                       .flags = (uint32_t) flags & ~ignored,
                                       .ctor = op->argument[4] != 0 };
  enum sim_status status = check_up (world, result);
  uint32_t cache;

  if (status != SIM_OK)
    return status;
  if (size < 1 || size > SIM_KMALLOC_MOST)
    return SIM_REFUSE (SIM_BAD_SIZE, sim_no_object, size, 1, SIM_KMALLOC_MOST);
  if ((align & (align - 1)) != 0 || align > 1u << SIM_PAGE_SHIFT)
    return SIM_REFUSE (SIM_BAD_ARGUMENT, sim_no_object, 2, align, 1u << SIM_PAGE_SHIFT);
  if ((flags & ~(uint64_t) SIM_SLAB_FLAGS_PERMITTED) != 0)
    return SIM_REFUSE (SIM_BAD_FLAGS, sim_no_object, flags,
                       flags & ~(uint64_t) SIM_SLAB_FLAGS_PERMITTED);
  for (cache = 0; cache < SIM_CACHES_MAX; cache++) {
    const struct sim_kmem_cache *its = sim_cache_of (world, cache);

    if (its->role == SIM_CACHE_USER &&
        (its->name[0] | (uint64_t) its->name[1] << 32) == request.name)
      return SIM_REFUSE (SIM_BAD_NAME, sim_on_cache (cache), cache);
  }
  if (sim_slab_header (world)->cache_count == SIM_CACHES_MAX)
    return SIM_REFUSE (SIM_CACHES_FULL, sim_no_object, SIM_CACHES_MAX);
  status = sim_cache_check (world, &request);
  if (status != SIM_OK)
    return SIM_REFUSE (status, sim_no_object, size, 1, SIM_KMALLOC_MOST);
  sim_count_operation (world);
  status = sim_cache_create (world, &request, &cache);
  if (status != SIM_OK)
    return SIM_REFUSE (status, sim_no_object, 0, 0);
  result->value = cache;
  result->object = sim_on_cache (cache);
  return SIM_OK;
}

static enum sim_status
apply_destroy (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  enum sim_status status = check_cache (world, op->argument[0], result);
  uint32_t cache = (uint32_t) op->argument[0], held;

  if (status != SIM_OK)
    return status;
  result->object = sim_on_cache (cache);
  /* One of the kernel's may serve others, too, which were merged with it. */
  if (sim_cache_of (world, cache)->role != SIM_CACHE_USER &&
      sim_cache_of (world, cache)->refcount <= 1)
    return SIM_REFUSE (SIM_CACHE_KERNELS, sim_on_cache (cache), cache);
  held = sim_cache_of (world, cache)->refcount > 1 ? 0 : sim_cache_allocated (world, cache);
  if (held > 0)
    return SIM_REFUSE (SIM_CACHE_IN_USE, sim_on_cache (cache), cache, held);
  sim_count_operation (world);
  sim_cache_destroy (world, cache);
  return SIM_OK;
}

static enum sim_status
apply_shrink (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  enum sim_status status = check_cache (world, op->argument[0], result);
  uint32_t cache = (uint32_t) op->argument[0];

  if (status != SIM_OK)
    return status;
  result->object = sim_on_cache (cache);
  sim_count_operation (world);
  sim_allocator_of (sim_cache_of (world, cache)->allocator)->shrink (world, cache);
  return SIM_OK;
}

static enum sim_status
apply_reap (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  enum sim_status status = check_up (world, result);

  if (status != SIM_OK)
    return status;
  if (sim_slab_header (world)->allocator != SIM_ALLOCATOR_SLAB)
    return SIM_REFUSE (SIM_BAD_ALLOCATOR, sim_no_object, sim_slab_header (world)->allocator);
  sim_count_operation (world);
  sim_slab_reap (world);
  return SIM_OK;
}

static enum sim_status
apply_cache_alloc (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t node = op->argument[2];
  enum sim_status status = check_cache (world, op->argument[0], result);
  sim_ref ref;

  if (status == SIM_OK)
    status = check_gfp (world, op->argument[1], &node, 2, result);
  if (status != SIM_OK)
    return status;
  sim_count_operation (world);
  ref = sim_cache_alloc (world, (uint32_t) op->argument[0], (uint32_t) op->argument[1],
                         (uint32_t) node);
  return give (world, ref == SIM_REF_NONE ? 0 : sim_ref_address (world, ref), result);
}

static enum sim_status
apply_cache_free (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  enum sim_status status = check_cache (world, op->argument[0], result);
  uint32_t cache = (uint32_t) op->argument[0];
  struct target target;

  if (status == SIM_OK)
    status = find_target (world, op->argument[1], &target, result);
  if (status != SIM_OK)
    return status;
  if (target.ref == SIM_REF_NONE && !target.inside)
    return SIM_REFUSE (SIM_NO_OBJECT_THERE, sim_no_object, op->argument[1]);
  if (target.inside && target.cache != cache)
    return refuse_place (world, op->argument[1], result);
  if (!target.inside && !fits_cache (world, &target, cache))
    return SIM_REFUSE (SIM_WRONG_CACHE, sim_on_address (op->argument[1]), op->argument[1], cache,
                       target.cache);
  result->object = target.inside ? object_of (world, &target) : sim_on_address (op->argument[1]);
  sim_count_operation (world);
  if (target.inside)
    free_inside (world, &target, op->argument[1]);
  else
    sim_cache_free (world, cache, target.ref);
  return SIM_OK;
}

static enum sim_status
apply_kmalloc (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t size = op->argument[0], gfp = op->argument[1], node = op->argument[2];
  enum sim_status status = check_up (world, result);

  if (status == SIM_OK)
    status = check_gfp (world, gfp, &node, 2, result);
  if (status != SIM_OK)
    return status;
  if (size > sim_kmalloc_most (world))
    return SIM_REFUSE (SIM_BAD_SIZE, sim_no_object, size, 1, sim_kmalloc_most (world));
  sim_count_operation (world);
  if (op->kind == SIM_OP_KZALLOC)
    gfp |= SIM_GFP_ZERO;
  return give (world, sim_kmalloc (world, size, (uint32_t) gfp, (uint32_t) node), result);
}

static enum sim_status
apply_krealloc (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t size = op->argument[1], node = SIM_NODE_ANY;
  struct target target;
  enum sim_status status = find_whole (world, op->argument[0], &target, result);

  if (status == SIM_OK)
    status = check_gfp (world, op->argument[2], &node, 2, result);
  if (status != SIM_OK)
    return status;
  if (size > sim_kmalloc_most (world))
    return SIM_REFUSE (SIM_BAD_SIZE, sim_no_object, size, 1, sim_kmalloc_most (world));
  sim_count_operation (world);
  return give (world, sim_krealloc (world, op->argument[0], size, (uint32_t) op->argument[2]),
               result);
}

static enum sim_status
apply_ksize (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  struct target target;
  enum sim_status status = find_whole (world, op->argument[0], &target, result);

  if (status != SIM_OK)
    return status;
  result->object = object_of (world, &target);
  sim_count_operation (world);
  result->value = sim_ksize (world, op->argument[0]);
  return SIM_OK;
}

static enum sim_status
apply_kfree (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  struct target target;
  enum sim_status status = find_kmalloced (world, op->argument[0], &target, result);

  if (status != SIM_OK)
    return status;
  result->object = object_of (world, &target);
  sim_count_operation (world);
  if (target.inside)
    free_inside (world, &target, op->argument[0]);
  else
    sim_kfree (world, op->argument[0]);
  return SIM_OK;
}

/* Any byte of any slab may be written, whether an object is there or not. */
static enum sim_status
apply_memset (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  uint64_t from = op->argument[0] + op->argument[1], count = op->argument[3];
  uint64_t pfn = (from - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT, start;
  enum sim_status status = check_up (world, result);
  uint32_t entry = SIM_SLAB_NONE;
  const struct sim_slab *slab;

  if (status != SIM_OK)
    return status;
  if (from >= SIM_PAGE_OFFSET && pfn < world->layout->frame_count)
    entry = sim_slab_entry_of (world, (sim_pfn) pfn);
  if (entry == SIM_SLAB_NONE)
    return SIM_REFUSE (SIM_NO_OBJECT_THERE, sim_no_object, from);
  entry = sim_slab_of (world, entry)->head;
  slab = sim_slab_of (world, entry);
  start = from - SIM_PAGE_OFFSET - ((uint64_t) slab->pfn << SIM_PAGE_SHIFT);
  if (count > (UINT64_C (1) << (SIM_PAGE_SHIFT + slab->order)) - start)
    return SIM_REFUSE (SIM_BAD_ARGUMENT, sim_on_slab (world, entry), 3, count,
                       (UINT64_C (1) << (SIM_PAGE_SHIFT + slab->order)) - start);
  sim_count_operation (world);
  if (sim_slab_write_breaks (world, entry, (uint32_t) start, (uint32_t) (start + count)))
    sim_put (world, &sim_slab_header (world)->tampered, 1);
  sim_slab_fill (world, entry, (uint32_t) start, (uint8_t) op->argument[2], (uint32_t) count);
  result->object = sim_on_address (op->argument[0]);
  SIM_TELL (world, MEMSET, WRITE, SIM_OBJECTS (sim_on_slab (world, entry)), (uint32_t) pfn,
            (uint32_t) (from & ((1u << SIM_PAGE_SHIFT) - 1)), (uint32_t) count,
            (uint32_t) op->argument[2]);
  return SIM_OK;
}

static enum sim_status
apply_validate (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  enum sim_status status = check_cache (world, op->argument[0], result);
  uint32_t cache = (uint32_t) op->argument[0];

  if (status != SIM_OK)
    return status;
  if (sim_cache_of (world, cache)->allocator != SIM_ALLOCATOR_SLUB)
    return SIM_REFUSE (SIM_BAD_ALLOCATOR, sim_on_cache (cache),
                       sim_cache_of (world, cache)->allocator);
  result->object = sim_on_cache (cache);
  sim_count_operation (world);
  sim_slub_validate (world, cache);
  return SIM_OK;
}

enum sim_status
sim_dispatch_slab (struct sim_world *world, const struct sim_op *op, struct sim_result *result)
{
  static enum sim_status (*const apply[SIM_OP_COUNT]) (
      struct sim_world * world, const struct sim_op *op, struct sim_result *result) = {
    [SIM_OP_KMEM_CACHE_INIT] = apply_init,
    [SIM_OP_KMEM_CACHE_CREATE] = apply_create,
    [SIM_OP_KMEM_CACHE_DESTROY] = apply_destroy,
    [SIM_OP_KMEM_CACHE_SHRINK] = apply_shrink,
    [SIM_OP_CACHE_REAP] = apply_reap,
    [SIM_OP_KMEM_CACHE_ALLOC] = apply_cache_alloc,
    [SIM_OP_KMEM_CACHE_FREE] = apply_cache_free,
    [SIM_OP_KMALLOC] = apply_kmalloc,
    [SIM_OP_KZALLOC] = apply_kmalloc,
    [SIM_OP_KREALLOC] = apply_krealloc,
    [SIM_OP_KSIZE] = apply_ksize,
    [SIM_OP_KFREE] = apply_kfree,
    [SIM_OP_MEMSET] = apply_memset,
    [SIM_OP_VALIDATE_SLAB] = apply_validate,
  };
  struct sim_cost cost;
  enum sim_status status;

  if (op->kind >= SIM_OP_COUNT || apply[op->kind] == NULL)
    return SIM_REFUSE (SIM_BAD_OPERATION, sim_no_object, op->kind);
  cost.sum = (struct sim_slab_cost){ .level = SIM_LEVEL_NONE };
  cost.count = 0;
  world->cost = &cost;
  world->slab_pool_full = false;
  world->reports = 0;
  status = apply[op->kind](world, op, result);
  world->cost = NULL;
  result->cost = cost.sum;
  result->reports = world->reports;
  return status;
}
