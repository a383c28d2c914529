/* engine/operation/operation.c - the table of operations. */
#include "engine/operation/operation.h"

#include "engine/physical/gfp.h"

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
};
