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

#define SIM_ARGUMENTS_MAX 4u

enum sim_operation_kind {
  SIM_OP_ALLOC_PAGES,
  SIM_OP_FREE_PAGES,
  SIM_OP_DRAIN_LOCAL_PAGES,
  SIM_OP_DRAIN_ALL_PAGES,
  SIM_OP_SET_PAGE_LRU,
  SIM_OP_CLEAR_PAGE_LRU,
  SIM_OP_SET_CPU,
  SIM_OP_COUNT,
};

enum sim_argument_kind {
  SIM_ARGUMENT_NUMBER,
  SIM_ARGUMENT_ORDER,
  SIM_ARGUMENT_GFP,   /* written as names joined by | (engine/physical/gfp.h) or as hex */
  SIM_ARGUMENT_FRAME, /* a pfn; may be written as $name of an earlier result */
  SIM_ARGUMENT_CPU,
  SIM_ARGUMENT_NODE,
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
  bool has_result;  /* a pfn, which can be named with "as" */
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
  SIM_NOT_USED,      /* LRU mark on a frame that is not in use; number: pfn, state */
  SIM_STATUS_COUNT,
};

struct sim_result {
  enum sim_status status;
  sim_pfn pfn;              /* of the block, or SIM_PFN_NONE */
  uint64_t number[4];       /* as said at the status */
  struct sim_object object; /* what it is about, for showing */
};
