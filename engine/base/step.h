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
  X (CALCULATE_SIZES, "calculate_sizes", "mm/slub.c")                                              \
  X (CALCULATE_ORDER, "calculate_order", "mm/slub.c")                                              \
  X (SLUB_ALLOC, "slab_alloc_node", "mm/slub.c")                                                   \
  X (SLUB_ALLOC_SLOW, "___slab_alloc", "mm/slub.c")                                                \
  X (GET_FREELIST, "get_freelist", "mm/slub.c")                                                    \
  X (GET_PARTIAL_NODE, "get_partial_node", "mm/slub.c")                                            \
  X (GET_ANY_PARTIAL, "get_any_partial", "mm/slub.c")                                              \
  X (ADD_PARTIAL, "add_partial", "mm/slub.c")                                                      \
  X (PUT_CPU_PARTIAL, "put_cpu_partial", "mm/slub.c")                                              \
  X (UNFREEZE_PARTIALS, "__unfreeze_partials", "mm/slub.c")                                        \
  X (DEACTIVATE_SLAB, "deactivate_slab", "mm/slub.c")                                              \
  X (NEW_SLAB, "new_slab", "mm/slub.c")                                                            \
  X (ALLOCATE_SLAB, "allocate_slab", "mm/slub.c")                                                  \
  X (DISCARD_SLAB, "discard_slab", "mm/slub.c")                                                    \
  X (DO_SLAB_FREE, "do_slab_free", "mm/slub.c")                                                    \
  X (SLUB_FREE, "__slab_free", "mm/slub.c")                                                        \
  X (FLUSH_CPU_SLAB, "flush_cpu_slab", "mm/slub.c")                                                \
  X (SLUB_SHRINK, "__kmem_cache_do_shrink", "mm/slub.c")                                           \
  X (ALLOC_SINGLE_FROM_PARTIAL, "alloc_single_from_partial", "mm/slub.c")                          \
  X (ALLOC_SINGLE_FROM_NEW_SLAB, "alloc_single_from_new_slab", "mm/slub.c")                        \
  X (FREE_DEBUG_PROCESSING, "free_debug_processing", "mm/slub.c")                                  \
  X (RESTORE_BYTES, "restore_bytes", "mm/slub.c")                                                  \
  X (SLAB_FIX, "slab_fix", "mm/slub.c")                                                            \
  X (VALIDATE_SLAB, "validate_slab", "mm/slub.c")                                                  \
  X (KMEM_CACHE_INIT, "kmem_cache_init", "mm/slab.h")                                              \
  X (BOOTSTRAP, "bootstrap", "mm/slub.c")                                                          \
  X (KMALLOC, "kmalloc", "mm/slab_common.c")                                                       \
  X (KMALLOC_LARGE, "kmalloc_large", "mm/slab_common.c")                                           \
  X (KREALLOC, "krealloc", "mm/slab_common.c")                                                     \
  X (KSIZE, "ksize", "mm/slab_common.c")                                                           \
  X (KFREE, "kfree", "mm/slab_common.c")                                                           \
  X (SLOB_ALLOC, "slob_alloc", "mm/slob.c")                                                        \
  X (SLOB_PAGE_ALLOC, "slob_page_alloc", "mm/slob.c")                                              \
  X (SLOB_FREE, "slob_free", "mm/slob.c")                                                          \
  X (SLAB_BUG, "slab_bug", "mm/slub.c")                                                            \
  X (CALCULATE_SLAB_ORDER, "calculate_slab_order", "mm/slab.c")                                    \
  X (ENABLE_CPUCACHE, "enable_cpucache", "mm/slab.c")                                              \
  X (CACHE_ALLOC, "____cache_alloc", "mm/slab.c")                                                  \
  X (CACHE_ALLOC_REFILL, "cache_alloc_refill", "mm/slab.c")                                        \
  X (CACHE_ALLOC_NODE, "____cache_alloc_node", "mm/slab.c")                                        \
  X (FALLBACK_ALLOC, "fallback_alloc", "mm/slab.c")                                                \
  X (ALLOC_BLOCK, "alloc_block", "mm/slab.c")                                                      \
  X (FIXUP_SLAB_LIST, "fixup_slab_list", "mm/slab.c")                                              \
  X (CACHE_GROW_BEGIN, "cache_grow_begin", "mm/slab.c")                                            \
  X (CACHE_GROW_END, "cache_grow_end", "mm/slab.c")                                                \
  X (ALLOC_SLABMGMT, "alloc_slabmgmt", "mm/slab.c")                                                \
  X (CACHE_INIT_OBJS, "cache_init_objs", "mm/slab.c")                                              \
  X (SLAB_GET_OBJ, "slab_get_obj", "mm/slab.c")                                                    \
  X (CACHE_FREE, "___cache_free", "mm/slab.c")                                                     \
  X (CACHE_FREE_ALIEN, "__cache_free_alien", "mm/slab.c")                                          \
  X (DRAIN_ALIEN_CACHE, "__drain_alien_cache", "mm/slab.c")                                        \
  X (CACHE_FLUSHARRAY, "cache_flusharray", "mm/slab.c")                                            \
  X (FREE_BLOCK, "free_block", "mm/slab.c")                                                        \
  X (SLAB_PUT_OBJ, "slab_put_obj", "mm/slab.c")                                                    \
  X (SLAB_DESTROY, "slab_destroy", "mm/slab.c")                                                    \
  X (DO_DRAIN, "do_drain", "mm/slab.c")                                                            \
  X (DRAIN_ARRAY, "drain_array", "mm/slab.c")                                                      \
  X (DRAIN_FREELIST, "drain_freelist", "mm/slab.c")                                                \
  X (CACHE_REAP, "cache_reap", "mm/slab.c")                                                        \
  X (REAP_ALIEN, "reap_alien", "mm/slab.c")                                                        \
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
  X (SLUB_ORDER, "slub-order", "cache,order,objects,least,waste,fraction")                         \
  X (SLUB_LAYOUT, "slub-layout", "cache,inuse,offset,size,red_left_pad")                           \
  X (FREELIST_TAKE, "freelist-take", "cache,cpu,pfn,index") /* the CPU's first free object */      \
  X (FREELIST_EMPTY, "freelist-empty", "cache,cpu,pfn")                                            \
  X (NO_CPU_SLAB, "no-cpu-slab", "cache,cpu")                                                      \
  X (NODE_MISMATCH, "node-mismatch", "cache,cpu,pfn,node,wanted")                                  \
  X (SLAB_TAKE_OVER, "slab-take-over",                                                             \
     "cache,cpu,pfn,count")                   /* what was freed to it from elsewhere */            \
  X (SLAB_FULL, "slab-full", "cache,cpu,pfn") /* left to itself: on no list */                     \
  X (CPU_PARTIAL_TAKE, "cpu-partial-take", "cache,cpu,pfn,left")                                   \
  X (NODE_PARTIAL_NONE, "node-partial-none", "cache,node")                                         \
  X (NODE_PARTIAL_TAKE, "node-partial-take", "cache,node,pfn,cpu,free")                            \
  X (NODE_PARTIAL_SPARE, "node-partial-spare",                                                     \
     "cache,node,pfn,cpu,slabs") /* more for the CPU's list */                                     \
  X (NODE_TOO_FEW, "node-too-few",                                                                 \
     "cache,node,nr_partial,min_partial") /* another node keeps its own */                         \
  X (SLAB_NEW, "slab-new", "cache,cpu,pfn,order,objects")                                          \
  X (ORDER_FALLBACK, "order-fallback", "cache,order,min_order")                                    \
  X (SLAB_NO_MEMORY, "slab-no-memory", "cache,order")                                              \
  X (FREE_TO_CPU, "free-to-cpu", "cache,cpu,pfn,index")            /* to the CPU's free list */    \
  X (FREE_TO_SLAB, "free-to-slab", "cache,pfn,index,inuse,frozen") /* to the slab's own */         \
  X (CPU_PARTIAL_PUT, "cpu-partial-put", "cache,cpu,pfn,slabs,limit")                              \
  X (CPU_PARTIAL_FULL, "cpu-partial-full", "cache,cpu,slabs,limit") /* all go to their nodes */    \
  X (NODE_PARTIAL_PUT, "node-partial-put", "cache,node,pfn,inuse,tail,nr_partial")                 \
  X (NODE_FULL_PUT, "node-full-put", "cache,node,pfn") /* debugging keeps track of full slabs */   \
  X (SLAB_EMPTY, "slab-empty",                                                                     \
     "cache,node,pfn,nr_partial,min_partial") /* enough partial slabs: it goes */                  \
  X (SLAB_GIVEN_BACK, "slab-given-back", "cache,pfn,order")                                        \
  X (DEACTIVATE, "deactivate", "cache,cpu,pfn,count,inuse") /* free objects go back to the slab */ \
  X (FLUSH, "flush", "cache,cpu")                                                                  \
  X (SHRINK_SORT, "shrink-sort", "cache,node,pfn,free") /* to the front, fullest first */          \
  X (FREELIST_CUT, "freelist-cut", "cache,pfn,index")   /* what lies behind is lost */             \
  X (DEBUG_TAKE, "debug-take", "cache,pfn,index,inuse") /* one object, from the slab's own list */ \
  X (DEBUG_PUT, "debug-put", "cache,pfn,index,inuse")                                              \
  X (SLAB_DISABLED, "slab-disabled", "cache,pfn") /* all its objects count as used */              \
  X (NOT_FREED, "not-freed", "cache,pfn,offset")                                                   \
  X (RESTORED, "restored", "cache,pfn,from,to,byte")                                               \
  X (VALIDATED, "validated", "cache,node,slabs")                                                   \
  X (SLAB_STATE, "slab-state", "slab_state")                                                       \
  X (STRUCT_STATIC, "struct-static", "cache") /* nothing yet to take its struct from */            \
  X (STRUCT_FROM, "struct-from", "cache,from,pfn,offset") /* struct kmem_cache: an object */       \
  X (NODE_STATIC, "node-static", "cache,node")                                                     \
  X (NODE_FROM, "node-from", "cache,node,from,pfn,offset") /* struct kmem_cache_node */            \
  X (STRUCT_MOVED, "struct-moved", "cache,pfn,offset")     /* out of the static one */             \
  X (KMALLOC_CACHE, "kmalloc-cache", "size,cache,object_size,waste")                               \
  X (KMALLOC_LARGE, "kmalloc-large", "size,order,limit,waste") /* whole pages */                   \
  X (LARGE_TAKEN, "large-taken", "pfn,order")                                                      \
  X (LARGE_FREED, "large-freed", "pfn,order")                                                      \
  X (KSIZE, "ksize", "size,bytes") /* asked for (0: not known), usable */                          \
  X (REALLOC_STAYS, "realloc-stays", "size,bytes")                                                 \
  X (REALLOC_MOVES, "realloc-moves", "size,bytes,copied")                                          \
  X (SLOB_LIST, "slob-list", "slob_list,size,units,align")                                         \
  X (SLOB_SHORT, "slob-short", "pfn,free,units") /* too few free units */                          \
  X (SLOB_NO_FIT, "slob-no-fit", "pfn,units")    /* enough, but not in one block */                \
  X (SLOB_FIT, "slob-fit", "pfn,offset,units,gap,left")                                            \
  X (SLOB_ROTATE, "slob-rotate", "pfn,slob_list") /* the next search begins there */               \
  X (SLOB_NEW_PAGE, "slob-new-page", "pfn,slob_list")                                              \
  X (SLOB_FULL, "slob-full", "pfn,slob_list")           /* off its list */                         \
  X (SLOB_BLOCK, "slob-block", "pfn,offset,units,free") /* the free block after merging */         \
  X (SLOB_PAGE_BACK, "slob-page-back", "pfn,offset,units,slob_list") /* was full */                \
  X (SLOB_EMPTY, "slob-empty", "pfn") /* back to the page allocator */                             \
  X (SLAB_BUG, "slab-bug", "bug,cache,from,to,expected,found")                                     \
  X (LIST_PLACE, "list-place",                                                                     \
     "cache,freelist_place,order,objects,left_over") /* this kind of index list serves */          \
  X (LIST_PLACE_REFUSED, "list-place-refused", "cache,freelist_place,order,objects,left_over")     \
  X (CPU_ARRAYS, "cpu-arrays", "cache,limit,batchcount,shared")                                    \
  X (ARRAY_TAKE, "array-take", "cache,cpu,pfn,index,avail")                                        \
  X (ARRAY_EMPTY, "array-empty",                                                                   \
     "cache,cpu,batchcount,touched") /* to be refilled with batchcount */                          \
  X (ARRAY_PUT, "array-put", "cache,cpu,pfn,index,avail,limit")                                    \
  X (ARRAY_FULL, "array-full",                                                                     \
     "cache,cpu,limit,batchcount")                         /* batchcount objects must go first */  \
  X (NODE_NOTHING_FREE, "node-nothing-free", "cache,node") /* a new slab at once */                \
  X (SHARED_TAKE, "shared-take", "cache,node,cpu,count,avail")                                     \
  X (SHARED_PUT, "shared-put", "cache,node,count,avail,limit")                                     \
  X (SHARED_FULL, "shared-full", "cache,node,limit")                                               \
  X (BLOCK_TAKE, "block-take", "cache,pfn,count,active,objects")    /* from a slab to the array */ \
  X (SLAB_LISTED, "slab-listed", "cache,node,pfn,list,tail,active") /* to this end of this list */ \
  X (SLAB_GROWN, "slab-grown", "cache,node,pfn,order,colour,s_mem")                                \
  X (INDEX_LIST, "index-list", "cache,pfn,freelist_place,count")                                   \
  X (INDEX_LIST_LOST, "index-list-lost",                                                           \
     "cache,pfn,index,objects") /* an index that cannot be: the rest is lost */                    \
  X (OBJECTS_INIT, "objects-init", "cache,pfn,objects,ctor")                                       \
  X (OTHER_NODE, "other-node", "cache,node,free_objects")       /* it has free objects */          \
  X (ALIEN_PUT, "alien-put", "cache,node,home,pfn,index,avail") /* home: node of the slab */       \
  X (ALIEN_FULL, "alien-full", "cache,node,home,limit")                                            \
  X (ALIEN_DRAIN, "alien-drain",                                                                   \
     "cache,node,home,shared,count") /* to the shared array; to their slabs */                     \
  X (OBJECT_BACK, "object-back", "cache,pfn,index,active") /* its index on top of the list */      \
  X (TOO_MANY_FREE, "too-many-free",                                                               \
     "cache,node,pfn,free_objects,free_limit") /* the free slab that waited longest goes */        \
  X (ARRAY_DRAIN, "array-drain", "cache,cpu,count,avail")                                          \
  X (SHARED_DRAIN, "shared-drain", "cache,node,count,avail")                                       \
  X (ARRAY_TOUCHED, "array-touched",                                                               \
     "cache,cpu") /* used since the last time: left alone this time */                             \
  X (SHARED_TOUCHED, "shared-touched", "cache,node")                                               \
  X (NODE_TOUCHED, "node-touched",                                                                 \
     "cache,node") /* free slabs were needed: left alone this time */                              \
  X (FREE_SLABS, "free-slabs", "cache,node,slabs,count") /* count of them go */                    \
  X (REAP, "reap", "cpu,node,home") /* home: node whose alien array is emptied */                  \
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
