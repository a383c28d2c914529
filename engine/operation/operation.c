/* engine/operation/operation.c - the table of operations. */
#include "engine/operation/operation.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

#include <string.h>

#define GFP                                                                                        \
  {                                                                                                \
    .name = "gfp", .kind = SIM_ARGUMENT_GFP, .otherwise = SIM_GFP_KERNEL, .most = SIM_GFP_ALL      \
  }
#define NODE                                                                                       \
  {                                                                                                \
    .name = "nid", .kind = SIM_ARGUMENT_NODE, .otherwise = SIM_NODE_ANY, .most = SIM_NODE_ANY      \
  }
#define CACHE                                                                                      \
  {                                                                                                \
    .name = "cache", .kind = SIM_ARGUMENT_CACHE, .required = true, .most = SIM_CACHES_MAX - 1      \
  }
#define OBJECT                                                                                     \
  {                                                                                                \
    .name = "object", .kind = SIM_ARGUMENT_ADDRESS, .required = true, .most = UINT64_MAX           \
  }
#define SIZE                                                                                       \
  {                                                                                                \
    .name = "size", .kind = SIM_ARGUMENT_NUMBER, .required = true, .most = SIM_KMALLOC_MOST        \
  }
#define ANY_FRAME .least = 0, .most = SIM_FRAMES_MAX - 1

const struct sim_operation_info sim_operations[SIM_OP_COUNT] = {
  [SIM_OP_ALLOC_PAGES] = {
    .name = "alloc_pages",
    .has_result = true,
    .argument_count = 3,
    .argument = {
      { .name = "order", .kind = SIM_ARGUMENT_ORDER, .required = true, .most = SIM_MAX_ORDER - 1 },
      { .name = "gfp", .kind = SIM_ARGUMENT_GFP, .otherwise = SIM_GFP_KERNEL, .most = SIM_GFP_ALL },
      { .name = "nid", .kind = SIM_ARGUMENT_NODE, .otherwise = SIM_NODE_ANY,
        .most = SIM_NODE_ANY },
    },
  },
  [SIM_OP_FREE_PAGES] = {
    .name = "free_pages",
    .argument_count = 2,
    .argument = {
      { .name = "pfn", .kind = SIM_ARGUMENT_FRAME, .required = true, ANY_FRAME },
      { .name = "order", .kind = SIM_ARGUMENT_ORDER, .otherwise = SIM_ORDER_OF_BLOCK,
        .most = SIM_ORDER_OF_BLOCK },
    },
  },
  [SIM_OP_DRAIN_LOCAL_PAGES] = { .name = "drain_local_pages" },
  [SIM_OP_DRAIN_ALL_PAGES] = { .name = "drain_all_pages" },
  [SIM_OP_SET_PAGE_LRU] = {
    .name = "set_page_lru",
    .argument_count = 2,
    .argument = {
      { .name = "pfn", .kind = SIM_ARGUMENT_FRAME, .required = true, ANY_FRAME },
      { .name = "count", .kind = SIM_ARGUMENT_NUMBER, .most = 1u << (SIM_MAX_ORDER - 1) },
    },
  },
  [SIM_OP_CLEAR_PAGE_LRU] = {
    .name = "clear_page_lru",
    .argument_count = 2,
    .argument = {
      { .name = "pfn", .kind = SIM_ARGUMENT_FRAME, .required = true, ANY_FRAME },
      { .name = "count", .kind = SIM_ARGUMENT_NUMBER, .most = 1u << (SIM_MAX_ORDER - 1) },
    },
  },
  [SIM_OP_SET_CPU] = {
    .name = "set_cpu",
    .argument_count = 1,
    .argument = {
      { .name = "cpu", .kind = SIM_ARGUMENT_CPU, .required = true, .most = SIM_CPUS_MAX - 1 },
    },
  },
  [SIM_OP_KMEM_CACHE_INIT] = { .name = "kmem_cache_init" },
  [SIM_OP_KMEM_CACHE_CREATE] = {
    .name = "kmem_cache_create",
    .has_result = true,
    .argument_count = 5,
    .argument = {
      { .name = "name", .kind = SIM_ARGUMENT_NAME, .required = true, .least = 1,
        .most = UINT64_MAX },
      { .name = "size", .kind = SIM_ARGUMENT_NUMBER, .required = true, .least = 1,
        .most = SIM_KMALLOC_MOST },
      { .name = "align", .kind = SIM_ARGUMENT_NUMBER, .most = 1u << SIM_PAGE_SHIFT },
      { .name = "flags", .kind = SIM_ARGUMENT_SLAB_FLAGS,
        .most = SIM_SLAB_FLAGS_PERMITTED },
      { .name = "ctor", .kind = SIM_ARGUMENT_FLAG, .most = 1 },
    },
  },
  [SIM_OP_KMEM_CACHE_DESTROY] = { .name = "kmem_cache_destroy", .argument_count = 1,
                                  .argument = { CACHE } },
  [SIM_OP_KMEM_CACHE_SHRINK] = { .name = "kmem_cache_shrink", .argument_count = 1,
                                 .argument = { CACHE } },
  [SIM_OP_CACHE_REAP] = { .name = "cache_reap" },
  [SIM_OP_KMEM_CACHE_ALLOC] = { .name = "kmem_cache_alloc", .has_result = true,
                                .argument_count = 3, .argument = { CACHE, GFP, NODE } },
  [SIM_OP_KMEM_CACHE_FREE] = { .name = "kmem_cache_free", .argument_count = 2,
                               .argument = { CACHE, OBJECT } },
  [SIM_OP_KMALLOC] = { .name = "kmalloc", .has_result = true, .argument_count = 3,
                       .argument = { SIZE, GFP, NODE } },
  [SIM_OP_KZALLOC] = { .name = "kzalloc", .has_result = true, .argument_count = 3,
                       .argument = { SIZE, GFP, NODE } },
  [SIM_OP_KREALLOC] = { .name = "krealloc", .has_result = true, .argument_count = 3,
                        .argument = { OBJECT, SIZE, GFP } },
  [SIM_OP_KSIZE] = { .name = "ksize", .argument_count = 1, .argument = { OBJECT } },
  [SIM_OP_KFREE] = { .name = "kfree", .argument_count = 1, .argument = { OBJECT } },
  [SIM_OP_MEMSET] = {
    .name = "memset",
    .argument_count = 4,
    .argument = {
      OBJECT,
      { .name = "offset", .kind = SIM_ARGUMENT_OFFSET, .least = (uint64_t) -65536,
        .most = SIM_KMALLOC_MOST },
      { .name = "byte", .kind = SIM_ARGUMENT_NUMBER, .most = 255 },
      { .name = "count", .kind = SIM_ARGUMENT_NUMBER, .otherwise = 1, .least = 1,
        .most = 65536 },
    },
  },
  [SIM_OP_VALIDATE_SLAB] = { .name = "validate_slab_cache", .argument_count = 1,
                             .argument = { CACHE } },
};

/* 40 characters, the first ends the word; 40^12 < 2^64. */
static const char letters[] = " abcdefghijklmnopqrstuvwxyz0123456789_-.";

uint64_t
sim_name_pack (const char *name)
{
  uint64_t packed = 0, scale = 1;

  for (uint32_t i = 0; name[i] != '\0'; i++, scale *= sizeof letters - 1) {
    const char *letter = strchr (letters, name[i]);

    if (i >= SIM_NAME_LENGTH || name[i] == letters[0] || letter == NULL)
      return 0;
    packed += scale * (uint64_t) (letter - letters);
  }
  return packed;
}

void
sim_name_unpack (uint64_t packed, char name[SIM_NAME_LENGTH + 1])
{
  uint32_t i = 0;

  for (; i < SIM_NAME_LENGTH && packed != 0; i++, packed /= sizeof letters - 1)
    name[i] = letters[packed % (sizeof letters - 1)];
  name[i] = '\0';
}
