/* engine/base/step.h - what an operation tells about its way: facts, no sentences.
 *
 * While an operation runs it sends one step for every kernel function it
 * enters and for every decision taken there.  A step carries codes, numbers
 * and the objects concerned; app/describe.c turns it into words.
 *
 *   depth 0  alloc_pages            SIM_STEP_ENTER
 *   depth 1    get_page_from_freelist   zone Normal passes: free 48 > 0 + 0
 *   depth 2      rmqueue
 *   depth 3        __rmqueue_smallest   found order 3 at 40
 *   depth 4          expand             put 44-47 back on order 2
 *
 * The step's place in the arena's journal says which writes came before it:
 * the memory "at step j" is the state before the operation plus those writes.
 *
 * One table (SIM_FUNCTIONS, SIM_DECISIONS in step.c) names the functions and
 * says how many numbers each decision has and what they mean.
 */
#pragma once

#include "engine/base/types.h"

#define SIM_STEP_NUMBERS_MAX 6u
#define SIM_STEP_OBJECTS_MAX 3u

/* X-macro: kernel functions of mm/ that the model walks through: id, name, file. */
#define SIM_FUNCTION_TABLE(X)                                                                      \
  X (ALLOC_PAGES, "alloc_pages", "mm/page_alloc.c")                                                \
  X (GET_PAGE_FROM_FREELIST, "get_page_from_freelist", "mm/page_alloc.c")                          \
  X (ZONE_WATERMARK_FAST, "zone_watermark_fast", "mm/page_alloc.c")                                \
  X (ALLOC_PAGES_SLOWPATH, "__alloc_pages_slowpath", "mm/page_alloc.c")                            \
  X (RMQUEUE, "rmqueue", "mm/page_alloc.c")                                                        \
  X (RMQUEUE_PCPLIST, "rmqueue_pcplist", "mm/page_alloc.c")                                        \
  X (RMQUEUE_BULK, "rmqueue_bulk", "mm/page_alloc.c")                                              \
  X (RMQUEUE_BUDDY, "rmqueue_buddy", "mm/page_alloc.c")                                            \
  X (RMQUEUE_SMALLEST, "__rmqueue_smallest", "mm/page_alloc.c")                                    \
  X (EXPAND, "expand", "mm/page_alloc.c")                                                          \
  X (RMQUEUE_FALLBACK, "__rmqueue_fallback", "mm/page_alloc.c")                                    \
  X (FIND_SUITABLE_FALLBACK, "find_suitable_fallback", "mm/page_alloc.c")                          \
  X (STEAL_SUITABLE_FALLBACK, "steal_suitable_fallback", "mm/page_alloc.c")                        \
  X (MOVE_FREEPAGES_BLOCK, "move_freepages_block", "mm/page_alloc.c")                              \
  X (SET_PAGEBLOCK_MIGRATETYPE, "set_pageblock_migratetype", "mm/page_alloc.c")                    \
  X (BOOST_WATERMARK, "boost_watermark", "mm/page_alloc.c")                                        \
  X (RESERVE_HIGHATOMIC, "reserve_highatomic_pageblock", "mm/page_alloc.c")                        \
  X (UNRESERVE_HIGHATOMIC, "unreserve_highatomic_pageblock", "mm/page_alloc.c")                    \
  X (WAKEUP_KSWAPD, "wakeup_kswapd", "mm/vmscan.c")                                                \
  X (FREE_PAGES, "__free_pages", "mm/page_alloc.c")                                                \
  X (FREE_UNREF_PAGE, "free_unref_page", "mm/page_alloc.c")                                        \
  X (FREE_UNREF_PAGE_COMMIT, "free_unref_page_commit", "mm/page_alloc.c")                          \
  X (FREE_PCPPAGES_BULK, "free_pcppages_bulk", "mm/page_alloc.c")                                  \
  X (FREE_ONE_PAGE, "__free_one_page", "mm/page_alloc.c")                                          \
  X (DRAIN_PAGES_ZONE, "drain_pages_zone", "mm/page_alloc.c")                                      \
  X (DRAIN_LOCAL_PAGES, "drain_local_pages", "mm/page_alloc.c")                                    \
  X (DRAIN_ALL_PAGES, "drain_all_pages", "mm/page_alloc.c")                                        \
  X (MOD_ZONE_PAGE_STATE, "__mod_zone_page_state", "mm/vmstat.c")                                  \
  X (SET_PAGE_LRU, "SetPageLRU", "include/linux/page-flags.h")                                     \
  X (CLEAR_PAGE_LRU, "ClearPageLRU", "include/linux/page-flags.h")                                 \
  X (SET_CPU, "set_cpus_allowed_ptr", "kernel/sched/core.c")                                       \
  X (KMEM_CACHE_CREATE, "kmem_cache_create", "mm/slab_common.c")                                   \
  X (KMEM_CACHE_DESTROY, "kmem_cache_destroy", "mm/slab_common.c")                                 \
  X (KMEM_CACHE_ALLOC, "kmem_cache_alloc", "mm/slab_common.c")                                     \
  X (KMEM_CACHE_FREE, "kmem_cache_free", "mm/slab_common.c")                                       \
  X (SLAB_BUG, "slab_bug", "mm/slub.c")                                                            \
  X (MEMSET, "memset", "arch/x86/lib/memset_64.S")

enum sim_function {
#define X(id, name, file) SIM_FN_##id,
  SIM_FUNCTION_TABLE (X)
#undef X
      SIM_FN_COUNT,
};

/* X-macro: decisions: id, short tag for dumps, names of its numbers (comma separated).
 * A number called zone, order, type, pfn, cpu ... is printed as such. */
#define SIM_DECISION_TABLE(X)                                                                      \
  X (ENTER_ALLOC, "enter-alloc", "order,gfp,type,highest_zoneidx,cpu")                             \
  X (ENTER_FREE, "enter-free", "pfn,order")                                                        \
  X (ENTER_BLOCK, "enter-block", "pfn,order")                                                      \
  X (ENTER, "enter", "zone")                                                                       \
  X (PASS, "pass", "pass,flags") /* 1: low watermark, 2: min watermark */                          \
  X (ZONE_OK, "zone-ok", "zone,free,mark,reserve,order")                                           \
  X (ZONE_LOW, "zone-low", "zone,free,mark,reserve,order")  /* refused: too little is free */      \
  X (ZONE_NO_BLOCK, "zone-no-block", "zone,order")          /* refused: no block that large */     \
  X (ZONE_NOFRAGMENT, "zone-nofragment", "zone,order,type") /* would steal; next zone first */     \
  X (PCP_USE, "pcp-use", "zone,cpu,order,type,count")                                              \
  X (PCP_EMPTY, "pcp-empty", "zone,cpu,order,type,batch") /* to be refilled with batch */          \
  X (PCP_TAKE, "pcp-take", "pfn,zone,cpu,order,type,count")                                        \
  X (PCP_ADD, "pcp-add", "pfn,zone,cpu,order,type,count")                                          \
  X (PCP_HIGH, "pcp-high", "zone,cpu,count,high,returned,free_factor")                             \
  X (DRAIN, "drain", "zone,cpu,count") /* everything on the lists goes back */                     \
  X (PCP_RETURN, "pcp-return", "pfn,order,zone,cpu,type")                                          \
  X (LIST_EMPTY, "list-empty", "zone,order,type")                                                  \
  X (FOUND, "found", "pfn,zone,order,type,wanted")                                                 \
  X (PUT_BACK, "put-back", "pfn,order,zone,type") /* upper half of a split */                      \
  X (NO_BLOCK, "no-block", "zone,order,type")                                                      \
  X (FALLBACK, "fallback", "zone,order,type,from,whole") /* a block of type `from` to take */      \
  X (STEAL_BLOCK, "steal-block", "pfn,order,type,from")  /* this block only */                     \
  X (STEAL_PAGEBLOCK, "steal-pageblock", "pfn,type,from,moved,free,alike")                         \
  X (CLAIM, "claim", "pfn,type,from") /* the pageblock changes its type */                         \
  X (BOOST, "boost", "zone,boost,limit")                                                           \
  X (RESERVE, "reserve", "pfn,zone,reserved,limit") /* becomes a high-atomic pageblock */          \
  X (UNRESERVE, "unreserve", "pfn,zone,type")                                                      \
  X (WAKE, "wake", "zone,order")                                                                   \
  X (BUDDY_FREE, "buddy-free", "pfn,buddy,order,merged") /* merge: merged has order + 1 */         \
  X (BUDDY_BUSY, "buddy-busy", "pfn,buddy,order,state")  /* no merge: not free */                  \
  X (BUDDY_SMALLER, "buddy-smaller", "pfn,buddy,order,buddy_order") /* free, but split */          \
  X (BUDDY_OUTSIDE, "buddy-outside", "pfn,buddy,order")             /* other zone or no memory */  \
  X (BUDDY_TYPE, "buddy-type", "pfn,buddy,order,type,buddy_type")   /* pageblocks must not mix */  \
  X (MAX_ORDER_REACHED, "max-order", "pfn,order")                                                  \
  X (ADD_HEAD, "add-head", "pfn,zone,order,type")                                                  \
  X (ADD_TAIL, "add-tail", "pfn,zone,order,type,parent") /* next merge likely: to the tail */      \
  X (COUNTER_FOLD, "counter-fold", "zone,cpu,delta,threshold")                                     \
  X (DONE, "done", "pfn,order")                                                                    \
  X (FAILED, "failed", "order,gfp")                                                                \
  X (LRU, "lru", "pfn,count,set")                                                                  \
  X (CPU, "cpu", "cpu")                                                                            \
  X (CACHE_NEW, "cache-new", "cache,size,align,slab_flags")                                        \
  X (CACHE_MERGED, "cache-merged", "cache,size,refcount") /* an older one serves */                \
  X (CACHE_MADE, "cache-made", "cache,size,order,objects,left_over")                               \
  X (CACHE_GONE, "cache-gone", "cache,refcount")                                                   \
  X (ENTER_CACHE, "enter-cache", "cache,cpu")                                                      \
  X (OBJECT_TAKEN, "object-taken", "cache,pfn,offset,level")                                       \
  X (LEVEL, "level", "cache,level") /* how far a free had to go */                                 \
  X (SLAB_BUG, "slab-bug", "bug,cache,from,to,expected,found")                                     \
  X (WRITE, "write", "pfn,offset,count,byte")

enum sim_decision {
#define X(id, tag, numbers) SIM_DECISION_##id,
  SIM_DECISION_TABLE (X)
#undef X
      SIM_DECISION_COUNT,
};

struct sim_step {
  uint16_t function; /* enum sim_function */
  uint16_t decision; /* enum sim_decision */
  uint16_t depth;
  uint16_t object_count;
  uint32_t journal; /* entries of the arena's journal written before this step */
  uint32_t number[SIM_STEP_NUMBERS_MAX]; /* signed ones as two's complement */
  struct sim_object object[SIM_STEP_OBJECTS_MAX];
};

/* Receives the steps of one operation, in order.  NULL where nobody listens. */
struct sim_sink {
  void (*step) (void *user_data, const struct sim_step *step);
  void *user_data;
};

const char *sim_function_name (enum sim_function function); /* as in the kernel */
const char *sim_function_file (enum sim_function function);
const char *sim_decision_tag (enum sim_decision decision);
const char *sim_decision_numbers (enum sim_decision decision);
