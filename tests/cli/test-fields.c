/* tests/cli/test-fields.c - the table of fields: complete, and right for a known state. */
#include "app/describe.h"
#include "app/machine-reader.h"
#include "app/operation-text.h"
#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

#include <string.h>

/* 64 frames, the first 8 reserved; frames 8-15 in use, 17 in use, 16 on a per-CPU list. */
static struct fol_state *
make_state (void)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;
  struct fol_state *state;
  struct sim_result result;
  const struct sim_op ops[] = {
    { SIM_OP_ALLOC_PAGES, { 3, SIM_GFP_HIGHUSER_MOVABLE, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_FREE_PAGES, { 16, SIM_ORDER_OF_BLOCK } },
  };

  sim_machine_defaults (&machine);
  machine.max_order = 5;
  machine.pageblock_order = 3;
  machine.boot_pcp = false;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << SIM_PAGE_SHIFT };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 8u << SIM_PAGE_SHIFT };
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    g_assert_cmpint (fol_history_apply (history, &ops[i], &result), ==, SIM_OK);
  state = fol_history_state (history);
  fol_history_free (history);
  return state;
}
static const struct {
  struct sim_object object;
  const char *field, *value; /* value NULL: there is no such field */
} cases[] = {
  { { SIM_OBJECT_FRAME, 0, 0, 0 }, "flags", "reserved" },
  { { SIM_OBJECT_FRAME, 0, 0, 0 }, "private", NULL },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "_refcount", "1" },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "allocated by", "operation 1" },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "gfp", "GFP_HIGHUSER_MOVABLE" },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "lru", NULL },
  { { SIM_OBJECT_FRAME, 9, 0, 0 }, "_refcount", "0" },
  { { SIM_OBJECT_FRAME, 16, 0, 0 }, "pcp list", "CPU 0, order 0, unmovable" },
  { { SIM_OBJECT_FRAME, 16, 0, 0 }, "index", "0 (unmovable)" },
  { { SIM_OBJECT_FRAME, 16, 0, 0 }, "lru", "next: list head, prev: list head" },
  { { SIM_OBJECT_FRAME, 17, 0, 0 }, "state", "in use" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "free_list", "order 4, movable" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "lru", "next: frame 48, prev: list head" },
  { { SIM_OBJECT_FRAME, 48, 0, 0 }, "lru", "next: list head, prev: frame 32" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "private", "4" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "flags", "buddy" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "_mapcount", "-129" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "pfn", "41" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "physical address", "0x29000" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "block", "order 4, frames 32–47" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "pageblock", "5 (movable)" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "private", NULL },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "free_list", "order 4, movable" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "frames", "frames 8–15" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "order", "3" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "size", "32.0\302\240KiB" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "physical address", "0x8000" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "state", "in use" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "buddy", "frames 0–7" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "migratetype", "movable" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "allocated by", "operation 1" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "gfp", "GFP_HIGHUSER_MOVABLE" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "free_list", NULL },
  { { SIM_OBJECT_BLOCK, 16, 0, 0 }, "pcp list", "CPU 0, order 0, unmovable" },
  { { SIM_OBJECT_BLOCK, 32, 0, 0 }, "free_list", "order 4, movable" },
  { { SIM_OBJECT_BLOCK, 32, 0, 0 }, "buddy", NULL },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "list", "free_area[4].free_list[MIGRATE_MOVABLE]" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "zone", "DMA" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "order", "4" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "migratetype", "movable" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "blocks", "2" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "frames", "32" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "first frames", "32 48" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 0 }, "first frames", "empty" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "CPU", "0" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "count", "1" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "high", "4" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "batch", "1" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "free_factor", "0" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "vm_stat_diff[NR_FREE_PAGES]", "-2" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "vm_stat_diff[NR_FREE_CMA_PAGES]", "0" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "lists", "1 0 0 0 0 0 0 0 0 0 0 0 0 0" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "list", "pcp->lists[0]" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "CPU", "0" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "order", "0" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "migratetype", "unmovable" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "blocks", "1" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "first frames", "16" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 4 }, "order", "1" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 4 }, "migratetype", "movable" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "node", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "zone_start_pfn", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "spanned_pages", "64" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "present_pages", "64" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "managed_pages", "56" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "free pages", "46" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "vm_stat[NR_FREE_PAGES]", "48" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "vm_stat[NR_FREE_CMA_PAGES]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "_watermark[WMARK_MIN]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "_watermark[WMARK_LOW]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "_watermark[WMARK_HIGH]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "watermark_boost", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "lowmem_reserve", "0 0 0 0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "nr_reserved_highatomic", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "stat_threshold", "2" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "flags", "none" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "free_area[].nr_free", "0 1 1 1 2" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "unusable_index", "0.000 0.000 0.043 0.130 0.304" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "number", "2" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "frames", "frames 16–23" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "migratetype", "unmovable" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "free", "6" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "on per-CPU lists", "1" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "in use", "1" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "step", "3 of 4" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "function", "free_unref_page_commit" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "file", "mm/page_alloc.c" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "depth", "2" },
  { { SIM_OBJECT_STEP, 2, 0, 0 },
    "what happens",
    "put on the list of CPU 0 for order 0, unmovable: frame 16; its lists now hold 1 page" },
  { { SIM_OBJECT_STEP, 1, 0, 0 }, "numbers", "pfn=16 order=0" },
  { { SIM_OBJECT_STEP, 1, 0, 0 }, "about", "Block of order 0 on a list of CPU 0, frame 16" },
  { { SIM_OBJECT_STEP, 1, 0, 0 }, "changes before", "2" },
};

/* A machine of each allocator: the cache red with one object at frame 516, checked where the
 * allocator can, and its red zone damaged and found; two objects of 70 bytes, one of them free
 * again; a large object from frame 544 on.  NODES is a SLAB machine of two CPUs on each of two
 * nodes, where the object of node 1 was freed on node 0. */
enum { SLUB, SLAB, SLOB, NODES, MACHINES };

/* Two CPUs on each of two nodes of 4 MiB. */
static void
make_two_nodes (struct sim_machine *machine)
{
  machine->cpu_count = 4;
  machine->smp = true;
  machine->cpu_node[2] = machine->cpu_node[3] = 1;
  machine->ram[0] = (struct sim_range){ 0, 8u << 20 };
  machine->zone_count = 2;
  for (guint node = 0; node < 2; node++)
    machine->zone[node] = (struct sim_zone_spec){ .node = node,
                                                  .type = SIM_ZONE_NORMAL,
                                                  .start_pfn = node * 1024,
                                                  .spanned = 1024,
                                                  .present = 1024,
                                                  .managed = 1024 };
}

static struct fol_state *
make_slab_state (guint number)
{
  static const char *const machines[MACHINES] = { "slub-4m", "slab-4m", "slob-4m", "slab-4m" };
  const char *const lines[] = {
    number == SLUB ? "c = kmem_cache_create red size=40 "
                     "flags=SLAB_RED_ZONE|SLAB_POISON|SLAB_STORE_USER|SLAB_CONSISTENCY_CHECKS"
                   : "c = kmem_cache_create red size=40",
    "r = kmem_cache_alloc $c",
    "a = kmalloc 70",
    "b = kmalloc 70",
    "kfree $a",
    "memset $r 41 255",
    number == SLUB ? "validate_slab_cache $c" : "set_cpu 0",
    number == NODES ? "n = kmem_cache_alloc $c nid=1" : "set_cpu 0",
    number == NODES ? "kmem_cache_free $c $n" : "set_cpu 0",
    "kmalloc 100000",
  };
  g_autoptr (GError) error = NULL;
  struct fol_machine *machine = fol_machine_find (machines[number], &error);
  g_autoptr (FolNames) names = fol_names_new ();
  struct sim_machine_problem problem;
  struct fol_history *history;
  struct fol_state *state;
  struct sim_result result;

  g_assert_no_error (error);
  if (number == NODES)
    make_two_nodes (&machine->sim);
  history = fol_history_new (&machine->sim, &problem);
  g_assert_nonnull (history);
  fol_machine_free (machine);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    struct fol_operation operation = FOL_OPERATION_INIT;
    struct sim_view view = sim_world_view (fol_history_world (history));

    g_assert_true (fol_operation_parse_text (lines[i], &operation, &error));
    g_assert_true (fol_operation_resolve (&operation, names, &view, &error));
    g_assert_cmpint (fol_history_apply (history, &operation.op, &result), ==, SIM_OK);
    if (operation.as != NULL)
      fol_names_add (names, operation.as, result.object, result.value, 0, i + 1);
    fol_operation_clear (&operation);
  }
  state = fol_history_state (history);
  fol_history_free (history);
  return state;
}

static const struct {
  guint machine;
  struct sim_object object;
  const char *field, *value;
} slab_cases[] = {
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "name", "red" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "allocator", "SLUB" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "object_size", "40" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "slab_size", "136" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "align", "8" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "objs_per_slab", "30" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "order", "0" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "objects", "1" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "total_objects", "30" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "slabs", "1" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "cpu_slabs", "0" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "partial", "1" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "min_partial", "5" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "cpu_partial", "0" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "ctor", "none" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "hwcache_align", "0" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "reclaim_account", "0" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "destroy_by_rcu", "0" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "sanity_checks", "1" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "red_zone", "1" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "poison", "1" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "store_user", "1" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "aliases", "0" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "offset", "48" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "inuse", "48" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "red_left_pad", "8" },
  { SLUB,
    { SIM_OBJECT_CACHE, 41, 0, 0 },
    "allocations",
    "0 from the CPU, 0 from a slab, 1 from pages" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "frees", "none yet" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "struct kmem_cache", "0xffff888000203900" },
  { SLUB, { SIM_OBJECT_CACHE, 41, 0, 0 }, "made by", "operation 1" },
  { SLUB, { SIM_OBJECT_FRAME, 516, 0, 0 }, "flags", "slab" },
  { SLUB, { SIM_OBJECT_FRAME, 516, 0, 0 }, "slab_cache", "red" },
  { SLUB, { SIM_OBJECT_FRAME, 516, 0, 0 }, "slab", "frame 516" },
  { SLUB, { SIM_OBJECT_BLOCK, 516, 0, 0 }, "slab_cache", "red" },
  { SLUB,
    { SIM_OBJECT_FRAME, 544, 0, 0 },
    "kmalloc",
    "one object of 131072 bytes at 0xffff888000220000" },
  { SLUB,
    { SIM_OBJECT_BLOCK, 544, 0, 0 },
    "kmalloc",
    "one object of 131072 bytes at 0xffff888000220000" },
  { SLUB, { SIM_OBJECT_CACHE_CPU, 18, 0, 0 }, "cache", "kmalloc-rcl-64" },
  { SLUB, { SIM_OBJECT_CACHE_CPU, 18, 0, 0 }, "CPU", "0" },
  { SLUB, { SIM_OBJECT_CACHE_CPU, 18, 0, 0 }, "slab", "none" },
  { SLUB, { SIM_OBJECT_CACHE_CPU, 18, 0, 0 }, "freelist", "none" },
  { SLUB, { SIM_OBJECT_CACHE_CPU, 18, 0, 0 }, "free objects", "0" },
  { SLUB, { SIM_OBJECT_CACHE_CPU, 18, 0, 0 }, "partial", "empty" },
  { SLUB, { SIM_OBJECT_CACHE_LIST, 41, 0, 0 }, "cache", "red" },
  { SLUB, { SIM_OBJECT_CACHE_LIST, 41, 0, 0 }, "node", "0" },
  { SLUB, { SIM_OBJECT_CACHE_LIST, 41, 0, 0 }, "list", "partial" },
  { SLUB, { SIM_OBJECT_CACHE_LIST, 41, 0, 0 }, "slabs on it", "1" },
  { SLUB, { SIM_OBJECT_CACHE_LIST, 41, 0, 0 }, "first frames", "516" },
  { SLUB, { SIM_OBJECT_CACHE_LIST, 41, 0, 0 }, "nr_partial", "1" },
  { SLUB, { SIM_OBJECT_CACHE_LIST, 41, 0, 0 }, "nr_slabs", "1" },
  { SLUB, { SIM_OBJECT_SLAB, 516, 0, 0 }, "frames", "frame 516" },
  { SLUB, { SIM_OBJECT_SLAB, 516, 0, 0 }, "slab_cache", "red" },
  { SLUB, { SIM_OBJECT_SLAB, 517, 0, 0 }, "where", "the slab that CPU 0 uses" },
  { SLUB, { SIM_OBJECT_SLAB, 517, 0, 0 }, "allocated", "1" },
  { SLUB, { SIM_OBJECT_SLAB, 516, 0, 0 }, "objects", "30" },
  { SLUB, { SIM_OBJECT_SLAB, 517, 0, 0 }, "inuse", "42" },
  { SLUB, { SIM_OBJECT_SLAB, 517, 0, 0 }, "frozen", "1" },
  { SLUB, { SIM_OBJECT_SLAB, 516, 0, 0 }, "freelist", "0xffff888000204090" },
  { SLUB, { SIM_OBJECT_SLAB, 516, 0, 0 }, "made by", "operation 2" },
  { SLUB, { SIM_OBJECT_SMALL, 516, 8, 0 }, "address", "0xffff888000204008" },
  { SLUB, { SIM_OBJECT_SMALL, 517, 0, 0 }, "state", "free, at hand of CPU 0" },
  { SLUB, { SIM_OBJECT_SMALL, 516, 8, 0 }, "slab_cache", "red" },
  { SLUB, { SIM_OBJECT_SMALL, 516, 8, 0 }, "slab", "frame 516" },
  { SLUB, { SIM_OBJECT_SMALL, 516, 8, 0 }, "index", "0 of 30" },
  { SLUB, { SIM_OBJECT_SMALL, 516, 8, 0 }, "offset", "8" },
  { SLUB, { SIM_OBJECT_SMALL, 516, 8, 0 }, "usable", "40" },
  { SLUB, { SIM_OBJECT_SMALL, 516, 8, 0 }, "added", "96" },
  { SLUB,
    { SIM_OBJECT_SMALL, 516, 8, 0 },
    "bytes",
    "6b 6b 6b 6b 6b 6b 6b 6b\n6b 6b 6b 6b 6b 6b 6b 6b\n"
    "6b 6b 6b 6b 6b 6b 6b 6b\n6b 6b 6b 6b 6b 6b 6b 6b …" },
  { SLUB, { SIM_OBJECT_SMALL, 517, 0, 0 }, "turn", "the next of its list" },
  { SLUB, { SIM_OBJECT_SMALL, 517, 0, 0 }, "free pointer", "0xffff8880002050c0" },
  { SLUB, { SIM_OBJECT_CPU_SET, 0, 5, 0 }, "CPU cache", "L1" },
  { SLUB, { SIM_OBJECT_CPU_SET, 0, 5, 0 }, "set", "5" },
  { SLAB, { SIM_OBJECT_CACHE, 34, 0, 0 }, "colour", "0" },
  { SLAB, { SIM_OBJECT_CACHE, 34, 0, 0 }, "colour_off", "64" },
  { SLAB, { SIM_OBJECT_CACHE, 34, 0, 0 }, "left over", "37" },
  { SLAB, { SIM_OBJECT_CACHE, 34, 0, 0 }, "freelist", "on the slab, 99 bytes" },
  { SLAB, { SIM_OBJECT_CACHE, 34, 0, 0 }, "limit", "120" },
  { SLAB, { SIM_OBJECT_CACHE, 34, 0, 0 }, "batchcount", "60" },
  { SLAB, { SIM_OBJECT_CACHE, 34, 0, 0 }, "shared", "0" },
  { SLAB, { SIM_OBJECT_CACHE_CPU, 34, 0, 0 }, "avail", "15" },
  { SLAB, { SIM_OBJECT_CACHE_CPU, 34, 0, 0 }, "limit", "120" },
  { SLAB, { SIM_OBJECT_CACHE_CPU, 34, 0, 0 }, "batchcount", "60" },
  { SLAB, { SIM_OBJECT_CACHE_CPU, 34, 0, 0 }, "touched", "1" },
  { SLAB, { SIM_OBJECT_CACHE_CPU, 18, 0, 0 }, "entry", "empty" },
  { SLAB, { SIM_OBJECT_CACHE_LIST, 34, 0, 0 }, "free_objects", "83, at most 219" },
  { SLAB, { SIM_OBJECT_CACHE_LIST, 34, 0, 0 }, "colour_next", "0" },
  { SLAB, { SIM_OBJECT_SLAB, 516, 0, 0 }, "s_mem", "0xffff888000204000" },
  { SLAB, { SIM_OBJECT_SLAB, 516, 0, 0 }, "colour", "none: all slabs begin alike" },
  { SLOB, { SIM_OBJECT_SLAB, 512, 0, 0 }, "units", "1957" },
  { NODES, { SIM_OBJECT_CACHE_LIST, 34, 0, 0 }, "shared", "0, at most 480" },
  { NODES, { SIM_OBJECT_CACHE_LIST, 34, 0, 0 }, "alien", "of node 1: 1, at most 12" },
};

static const char *
field_value (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++) {
    const struct fol_field *field = g_ptr_array_index (fields, i);

    if (g_str_equal (field->info.name, name))
      return field->value;
  }
  return NULL;
}

static void
test_values (void)
{
  struct fol_state *state = make_state ();
  struct sim_view view = fol_state_view (state);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) fields = fol_describe_fields (&view, state->steps, cases[i].object);

    g_assert_cmpstr (field_value (fields, cases[i].field), ==, cases[i].value);
  }
  fol_state_unref (state);
}

static void
test_slab_values (void)
{
  for (guint machine = 0; machine < MACHINES; machine++) {
    struct fol_state *state = make_slab_state (machine);
    struct sim_view view = fol_state_view (state);

    for (guint i = 0; i < G_N_ELEMENTS (slab_cases); i++) {
      g_autoptr (GPtrArray) fields = fol_describe_fields (&view, NULL, slab_cases[i].object);

      if (slab_cases[i].machine == machine)
        g_assert_cmpstr (field_value (fields, slab_cases[i].field), ==, slab_cases[i].value);
    }
    fol_state_unref (state);
  }
}

/* What debugging found stands with its cache, slab and object, as in the kernel's log. */
static void
test_reports (void)
{
  static const struct sim_object objects[] = { { SIM_OBJECT_CACHE, 41, 0, 0 },
                                               { SIM_OBJECT_SLAB, 516, 0, 0 },
                                               { SIM_OBJECT_SMALL, 516, 8, 0 } };
  struct fol_state *state = make_slab_state (SLUB);
  struct sim_view view = fol_state_view (state);

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++) {
    g_autoptr (GPtrArray) fields = fol_describe_fields (&view, NULL, objects[i]);
    const char *text = field_value (fields, "reports");

    g_assert_nonnull (text);
    g_assert_nonnull (strstr (text, "\nBUG red (Not tainted): Right Redzone overwritten\n"));
    g_assert_nonnull (strstr (text, "0xffff888000204031-0xffff888000204031 @offset=49. First byte "
                                    "0xff instead of 0xcc\n"));
    g_assert_nonnull (strstr (text, "\nRedzone  ffff888000204030: cc ff cc cc cc cc cc cc "));
  }
  fol_state_unref (state);
}

/* Every field of the table has words, a name of its own, and a value that is tested above. */
static void
test_table (void)
{
  guint kinds = 0;
  struct fol_field_info info, other;

  for (guint i = 0; fol_field_info (i, &info); i++) {
    gboolean tested = FALSE;

    g_assert_true (*info.name != '\0' && g_utf8_validate (info.name, -1, NULL));
    g_assert_true (strlen (info.meaning) > 8 && g_utf8_validate (info.meaning, -1, NULL));
    g_assert_true (strlen (info.encoding) > 8 && g_utf8_validate (info.encoding, -1, NULL));
    g_assert_cmpstr (info.meaning, !=, info.encoding);
    for (guint j = 0; j < i && fol_field_info (j, &other); j++)
      g_assert_false (info.kind == other.kind && g_str_equal (info.name, other.name));
    for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
      tested |= cases[j].object.kind == info.kind && cases[j].value != NULL &&
                g_str_equal (cases[j].field, info.name);
    for (guint j = 0; j < G_N_ELEMENTS (slab_cases); j++)
      tested |= slab_cases[j].object.kind == info.kind && slab_cases[j].value != NULL &&
                g_str_equal (slab_cases[j].field, info.name);
    /* Its text is long: test_reports () looks at it. */
    tested |= g_str_equal (info.name, "reports");
    if (!tested)
      g_error ("no case has a value of field %u: %s", i, info.name);
    kinds |= 1u << info.kind;
  }
  for (guint kind = SIM_OBJECT_NONE + 1; kind < SIM_OBJECT_KINDS; kind++) {
    g_assert_true ((kinds & (1u << kind)) != 0);
    g_assert_cmpuint (strlen (fol_describe_kind (kind)), >, 0);
  }
}

/* Objects that a state does not have give no fields and no crash. */
static void
test_no_such_object (void)
{
  static const struct sim_object objects[] = {
    { SIM_OBJECT_FRAME, 64, 0, 0 },     { SIM_OBJECT_BLOCK, UINT32_MAX, 0, 0 },
    { SIM_OBJECT_ZONE, 9, 0, 0 },       { SIM_OBJECT_FREE_LIST, 0, 11, 0 },
    { SIM_OBJECT_FREE_LIST, 0, 0, 99 }, { SIM_OBJECT_PCP, 0, 5, 0 },
    { SIM_OBJECT_PCP_LIST, 0, 0, 99 },  { SIM_OBJECT_PAGEBLOCK, 64, 0, 0 },
    { SIM_OBJECT_STEP, 99, 0, 0 },      { SIM_OBJECT_NONE, 0, 0, 0 },
  };
  struct fol_state *state = make_state ();
  struct sim_view view = fol_state_view (state);
  const struct sim_object step = { SIM_OBJECT_STEP, 0, 0, 0 };
  g_autoptr (GPtrArray) no_steps = fol_describe_fields (&view, NULL, step);

  g_assert_cmpuint (no_steps->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++) {
    g_autoptr (GPtrArray) fields = fol_describe_fields (&view, state->steps, objects[i]);

    g_assert_cmpuint (fields->len, ==, 0);
  }
  fol_state_unref (state);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fields/table", test_table);
  g_test_add_func ("/fields/values", test_values);
  g_test_add_func ("/fields/slab-values", test_slab_values);
  g_test_add_func ("/fields/reports", test_reports);
  g_test_add_func ("/fields/no-such-object", test_no_such_object);
  return g_test_run ();
}
