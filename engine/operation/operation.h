/* engine/operation/operation.h - the table of operations, and apply.
 *
 * An operation is a name with numbers: what a lesson does, a learner clicks, a
 * session saves and a recording replays.  sim_operations[] is the one table;
 * text and JSON parsers, schema, completion, forms and help derive from it.
 *
 * Applying the same operations to the same world gives the same bytes, on
 * every machine: an operation carries everything it depends on.
 */
#pragma once

#include "engine/base/step.h"
#include "engine/base/types.h"

#define SIM_ARGUMENTS_MAX 5u

enum sim_operation_kind {
  SIM_OP_ALLOC_PAGES,
  SIM_OP_FREE_PAGES,
  SIM_OP_DRAIN_LOCAL_PAGES,
  SIM_OP_DRAIN_ALL_PAGES,
  SIM_OP_SET_PAGE_LRU,
  SIM_OP_CLEAR_PAGE_LRU,
  SIM_OP_SET_CPU,
  SIM_OP_KMEM_CACHE_INIT,
  SIM_OP_KMEM_CACHE_CREATE,
  SIM_OP_KMEM_CACHE_DESTROY,
  SIM_OP_KMEM_CACHE_SHRINK,
  SIM_OP_CACHE_REAP,
  SIM_OP_KMEM_CACHE_ALLOC,
  SIM_OP_KMEM_CACHE_FREE,
  SIM_OP_KMALLOC,
  SIM_OP_KZALLOC,
  SIM_OP_KREALLOC,
  SIM_OP_KSIZE,
  SIM_OP_KFREE,
  SIM_OP_MEMSET,
  SIM_OP_VALIDATE_SLAB,
  SIM_OP_COUNT,
};

enum sim_argument_kind {
  SIM_ARGUMENT_NUMBER,
  SIM_ARGUMENT_ORDER,
  SIM_ARGUMENT_GFP,   /* written as names joined by | (engine/physical/gfp.h) or as hex */
  SIM_ARGUMENT_FRAME, /* a pfn; may be written as $name of an earlier result */
  SIM_ARGUMENT_CPU,
  SIM_ARGUMENT_NODE,
  SIM_ARGUMENT_CACHE,   /* number of a kmem_cache; may be written as $name or as the cache's name */
  SIM_ARGUMENT_ADDRESS, /* kernel address of an object; hex, or $name of an earlier result */
  SIM_ARGUMENT_NAME,    /* a word of at most 12 letters, digits, _ - . (sim_name_pack ()) */
  SIM_ARGUMENT_SLAB_FLAGS, /* names joined by | (engine/slab/slab.h) or hex */
  SIM_ARGUMENT_OFFSET,     /* bytes, may be negative: int64_t, least and most too */
  SIM_ARGUMENT_FLAG,       /* 0 or 1 */
};

struct sim_argument_info {
  const char *name; /* as the kernel calls it */
  enum sim_argument_kind kind;
  bool required;
  uint64_t otherwise;   /* value if not given */
  uint64_t least, most; /* range that can ever be right; apply () checks the rest */
};

struct sim_operation_info {
  const char *name; /* "alloc_pages" */
  bool has_result;  /* a block, cache or object, which can be named with "as" */
  uint32_t argument_count;
  struct sim_argument_info argument[SIM_ARGUMENTS_MAX];
};

extern const struct sim_operation_info sim_operations[SIM_OP_COUNT];
/* alloc_pages     order, gfp = GFP_KERNEL, nid = any
 * free_pages      pfn, order = as allocated (SIM_ORDER_OF_BLOCK)
 * drain_local_pages, drain_all_pages
 * set_page_lru    pfn, count = whole block (0)
 * clear_page_lru  pfn, count = whole block (0)
 * set_cpu         cpu
 *
 * kmem_cache_init     brings the slab layer up, cache by cache
 * kmem_cache_create   name, size, align = 0, flags = 0, ctor = 0
 * kmem_cache_destroy, kmem_cache_shrink, validate_slab_cache     cache
 * cache_reap          the CPU's turn of SLAB's reaper
 * kmem_cache_alloc    cache, gfp = GFP_KERNEL, nid = any
 * kmem_cache_free     cache, object
 * kmalloc, kzalloc    size, gfp = GFP_KERNEL, nid = any
 * krealloc            object, size, gfp = GFP_KERNEL
 * ksize, kfree        object
 * memset              object, offset, byte, count = 1: what a CPU writes
 */
#define SIM_ORDER_OF_BLOCK 255u

struct sim_op {
  uint32_t kind; /* enum sim_operation_kind */
  uint64_t argument[SIM_ARGUMENTS_MAX];
};

/* What a learner can cause.  Everything but OK and NO_MEMORY leaves the state
 * byte for byte as it was.  NO_MEMORY is the kernel's own answer (a NULL page):
 * its way there may have changed counters, as it does in the kernel. */
enum sim_status {
  SIM_OK,
  SIM_NO_MEMORY,     /* number: order, gfp */
  SIM_BAD_OPERATION, /* no such operation */
  SIM_BAD_ARGUMENT,  /* number: index of the argument, value, most */
  SIM_BAD_ORDER,     /* number: order, highest order of this machine */
  SIM_BAD_FRAME,     /* number: pfn, frame count */
  SIM_BAD_CPU,       /* number: cpu, cpu count */
  SIM_BAD_GFP,       /* number: gfp (unknown or contradictory bits), bits */
  SIM_FREE_HOLE,     /* number: pfn: no memory there */
  SIM_FREE_RESERVED, /* number: pfn */
  SIM_FREE_FOREIGN,  /* number: pfn: in use by the kernel since before the first operation */
  SIM_FREE_TWICE,    /* number: pfn, head of the free block, its order */
  SIM_FREE_ON_PCP,   /* number: pfn, head, order, cpu: freed already, waits on a per-CPU list */
  SIM_FREE_TAIL,     /* number: pfn, head of the block it is in, its order */
  SIM_FREE_ORDER,    /* number: pfn, order given, order allocated */
  SIM_FREE_SLAB,     /* number: pfn, head of the slab or large object; objects are freed by kfree */
  SIM_SLAB_IS_DOWN,  /* no small objects before kmem_cache_init; number: slab_state */
  SIM_SLAB_IS_UP,    /* kmem_cache_init once only */
  SIM_BAD_ALLOCATOR, /* not with this allocator; number: allocator */
  SIM_BAD_CACHE,     /* number: cache */
  SIM_BAD_NAME,      /* a cache has that name; number: cache */
  SIM_CACHE_IN_USE,  /* number: cache, objects that are still allocated */
  SIM_CACHE_KERNELS, /* one of the kernel's own caches; number: cache */
  SIM_BAD_SIZE,      /* number: size, least, most */
  SIM_BAD_FLAGS,     /* number: flags, those that are wrong */
  SIM_CACHES_FULL,   /* the model has no room for another cache; number: limit */
  SIM_MODEL_FULL,    /* nor for more slabs; number: frames of slabs, limit */
  SIM_NO_OBJECT_THERE, /* number: address; nothing was ever allocated there */
  SIM_OBJECT_INSIDE,   /* number: address, where the object begins, its cache */
  SIM_OBJECT_IS_FREE,  /* number: address, cache; freed already */
  SIM_OBJECT_KERNELS,  /* number: address, cache; the slab layer keeps something of its own there */
  SIM_WRONG_CACHE,     /* number: address, cache given, cache of the object */
  SIM_NOT_USED,        /* LRU mark on a frame that is not in use; number: pfn, state */
  SIM_STATUS_COUNT,
};

/* What an operation on small objects cost.  Distinct things, each counted once. */
struct sim_slab_cost {
  uint32_t level; /* enum sim_slab_level: the farthest it had to go */
  uint32_t lists; /* lists of slabs, arrays and free lists read or changed */
  uint32_t lines; /* cache lines touched: descriptors, per-CPU parts, free pointers, index lists */
  uint32_t locks; /* spin locks taken */
};

struct sim_result {
  enum sim_status status;
  sim_pfn pfn;              /* of the block, or SIM_PFN_NONE */
  uint64_t number[4];       /* as said at the status */
  struct sim_object object; /* what it is about, for showing */
  uint64_t value;           /* kernel address of an object, number of a cache, bytes of ksize */
  struct sim_slab_cost cost;
  uint32_t reports; /* faults that slab debugging found */
};

/* Names of caches are words of 12 characters in a number, so that an operation is made
 * of numbers.  0: not such a word. */
#define SIM_NAME_LENGTH 12u
uint64_t sim_name_pack (const char *name);
void sim_name_unpack (uint64_t packed, char name[SIM_NAME_LENGTH + 1]);
