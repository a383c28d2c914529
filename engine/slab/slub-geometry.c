/* engine/slab/slub-geometry.c - SLUB: where things lie in an object, and slabs of which order. */
#include "engine/slab/slub-private.h"

#include "engine/physical/gfp.h"

#define WORD_BYTES       8u
#define PAGE_BYTES       (1u << SIM_PAGE_SHIFT)
#define OBJECTS_MOST     32767u /* 15 bits of the page descriptor */
#define MIN_PARTIAL      5u
#define MAX_PARTIAL      10u
#define NO_CMPXCHG_FLAGS (SIM_SLAB_CONSISTENCY_CHECKS | SIM_SLAB_STORE_USER)

static uint32_t
round_up (uint32_t value, uint32_t to)
{
  return (value + to - 1) / to * to;
}

/* fls (): 1 + the number of the highest bit. */
static uint32_t
bits_of (uint32_t value)
{
  return value == 0 ? 0 : 32u - (uint32_t) __builtin_clz (value);
}

/* get_order () */
static uint32_t
order_of (uint64_t bytes)
{
  uint32_t order = 0;

  while ((uint64_t) PAGE_BYTES << order < bytes)
    order++;
  return order;
}

static uint32_t
objects_in (uint32_t order, uint32_t size)
{
  return (PAGE_BYTES << order) / size;
}

/* calc_slab_order (): the lowest order for `least` objects that wastes at most 1/fraction of
 * the slab; more than `most` if there is none. */
static uint32_t
slab_order (uint32_t size, uint32_t least, uint32_t most, uint32_t fraction)
{
  uint32_t order = order_of ((uint64_t) least * size);

  if (objects_in (0, size) > OBJECTS_MOST)
    return order_of ((uint64_t) size * OBJECTS_MOST) - 1;
  while (order <= most && (PAGE_BYTES << order) % size > (PAGE_BYTES << order) / fraction)
    order++;
  return order;
}

struct choice {
  uint32_t order, least, fraction;
};

/* calculate_order () */
static bool
choose_order (const struct sim_world *world, uint32_t size, struct choice *choice)
{
  uint32_t cpus = world->machine.cpu_count, most = objects_in (SIM_SLAB_ORDER_MOST, size);

  if (cpus <= 1 && world->machine.cpus_possible > 0)
    cpus = world->machine.cpus_possible;
  choice->least = 4u * (bits_of (cpus) + 1);
  if (choice->least > most)
    choice->least = most;
  for (; choice->least > 1; choice->least--) {
    for (choice->fraction = 16; choice->fraction >= 4; choice->fraction /= 2) {
      choice->order = slab_order (size, choice->least, SIM_SLAB_ORDER_MOST, choice->fraction);
      if (choice->order <= SIM_SLAB_ORDER_MOST)
        return true;
    }
  }
  choice->least = choice->fraction = 1;
  choice->order = slab_order (size, 1, SIM_SLAB_ORDER_MOST, 1);
  if (choice->order > SIM_SLAB_ORDER_MOST)
    choice->order = slab_order (size, 1, world->layout->max_order, 1);
  return choice->order < world->layout->max_order;
}

/* calculate_sizes () up to the order: what lies in one object's place. */
static void
lay_out (struct sim_kmem_cache *cache)
{
  uint32_t flags = cache->flags, size = round_up (cache->object_size, WORD_BYTES);

  if ((flags & SIM_SLAB_POISON) != 0 && (flags & SIM_SLAB_TYPESAFE_BY_RCU) == 0 && cache->ctor == 0)
    cache->flags |= SIM_SLAB_OBJECT_POISON;
  /* A red zone needs bytes between the object and what follows. */
  if ((flags & SIM_SLAB_RED_ZONE) != 0 && size == cache->object_size)
    size += WORD_BYTES;
  cache->inuse = size;
  if ((flags & (SIM_SLAB_TYPESAFE_BY_RCU | SIM_SLAB_POISON)) != 0 || cache->ctor != 0 ||
      ((flags & SIM_SLAB_RED_ZONE) != 0 && cache->object_size < WORD_BYTES)) {
    cache->offset = size;
    size += WORD_BYTES;
  } else {
    /* In the middle, away from the neighbours' overruns. */
    cache->offset = cache->object_size / 2 / WORD_BYTES * WORD_BYTES;
  }
  if ((flags & SIM_SLAB_STORE_USER) != 0) {
    size += 2 * SIM_TRACK_BYTES;
    if ((flags & SIM_SLAB_KMALLOC) != 0)
      size += 4u; /* the size asked for */
  }
  if ((flags & SIM_SLAB_RED_ZONE) != 0) {
    cache->red_left_pad = round_up (WORD_BYTES, cache->align);
    size += WORD_BYTES + cache->red_left_pad;
  }
  cache->size = round_up (size, cache->align);
}

/* set_cpu_partial () */
static void
set_cpu_partial (struct sim_kmem_cache *cache)
{
  if (sim_slub_debugged (cache))
    cache->cpu_partial = 0;
  else if (cache->size >= PAGE_BYTES)
    cache->cpu_partial = 6;
  else if (cache->size >= 1024)
    cache->cpu_partial = 24;
  else
    cache->cpu_partial = cache->size >= 256 ? 52 : 120;
  cache->cpu_partial_slabs = (cache->cpu_partial * 2 + cache->oo_objects - 1) / cache->oo_objects;
}

static bool
calculate (const struct sim_world *world, struct sim_kmem_cache *cache, struct choice *choice)
{
  lay_out (cache);
  if (!choose_order (world, cache->size, choice))
    return false;
  cache->oo_order = choice->order;
  cache->oo_objects = objects_in (choice->order, cache->size);
  cache->min_order = order_of (cache->size);
  cache->min_objects = objects_in (cache->min_order, cache->size);
  cache->left_over = (PAGE_BYTES << choice->order) % cache->size;
  cache->allocflags = (choice->order > 0 ? SIM_GFP_COMP : 0u) |
                      ((cache->flags & SIM_SLAB_CACHE_DMA) != 0 ? SIM_GFP_DMA : 0u) |
                      ((cache->flags & SIM_SLAB_RECLAIM_ACCOUNT) != 0 ? SIM_GFP_RECLAIMABLE : 0u);
  if ((cache->flags & NO_CMPXCHG_FLAGS) == 0)
    cache->flags |= SIM_SLAB_CMPXCHG;
  cache->min_partial = (bits_of (cache->size) - 1) / 2;
  if (cache->min_partial > MAX_PARTIAL)
    cache->min_partial = MAX_PARTIAL;
  if (cache->min_partial < MIN_PARTIAL)
    cache->min_partial = MIN_PARTIAL;
  set_cpu_partial (cache);
  return true;
}

bool
sim_slub_calculate (struct sim_world *world, uint32_t cache, struct sim_kmem_cache *its)
{
  struct choice choice;

  if (!calculate (world, its, &choice))
    return false;
  SIM_TELL (world, CALCULATE_SIZES, SLUB_LAYOUT, SIM_OBJECTS (sim_on_cache (cache)), cache,
            its->inuse, its->offset, its->size, its->red_left_pad);
  SIM_TELL (world, CALCULATE_ORDER, SLUB_ORDER, SIM_OBJECTS (sim_on_cache (cache)), cache,
            choice.order, its->oo_objects, choice.least, its->left_over, choice.fraction);
  return true;
}

enum sim_status
sim_slub_check_size (const struct sim_world *world, const struct sim_cache_request *request)
{
  struct sim_kmem_cache cache = { .object_size = request->size,
                                  .flags = request->flags,
                                  .ctor = request->ctor };
  struct choice choice;

  cache.align = sim_cache_alignment (world, request->flags, request->align, request->size);
  return calculate (world, &cache, &choice) ? SIM_OK : SIM_BAD_SIZE;
}
