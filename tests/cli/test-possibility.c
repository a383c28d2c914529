/* tests/cli/test-possibility.c - that one can do what the inspector says one can do. */
#include "app/host/history.h"
#include "app/operation-text.h"
#include "app/possibility.h"
#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

/* Two CPUs, 64 frames; 8-15 in use, 16 on a list of CPU 0, 17 in use. */
static struct fol_history *
make_history (void)
{
  const struct sim_op ops[] = {
    { SIM_OP_ALLOC_PAGES, { 3, SIM_GFP_HIGHUSER_MOVABLE, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_FREE_PAGES, { 16, SIM_ORDER_OF_BLOCK } },
  };
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;
  struct sim_result result;

  sim_machine_defaults (&machine);
  machine.cpu_count = 2;
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
  return history;
}

/* The labels, joined by " | ". */
static char *
labels (const struct sim_view *view, struct sim_object object)
{
  struct fol_possibility possible[FOL_POSSIBILITIES_MAX];
  guint count = fol_possibilities (view, object, possible);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", possible[i].label);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_labels (void)
{
  static const struct {
    struct sim_object object;
    const char *labels;
  } cases[] = {
    { { SIM_OBJECT_FRAME, 0, 0, 0 }, "Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 40, 0, 0 }, "Allocate here | Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 20, 0, 0 },
      "Allocate here | Select its buddy | Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 9, 0, 0 }, "Free block | Select its buddy | Follow it | Its pageblock" },
    { { SIM_OBJECT_FRAME, 17, 0, 0 }, "Free frame | Select its buddy | Follow it | Its pageblock" },
    { { SIM_OBJECT_BLOCK, 16, 0, 0 },
      "Allocate here | Drain the lists | Follow it | Its pageblock" },
    { { SIM_OBJECT_FREE_LIST, 0, 4, SIM_MIGRATE_MOVABLE }, "Allocate from it | Its first block" },
    { { SIM_OBJECT_FREE_LIST, 0, 4, SIM_MIGRATE_UNMOVABLE }, "Allocate from it" },
    { { SIM_OBJECT_FREE_LIST, 0, 4, SIM_MIGRATE_CMA }, "" },
    { { SIM_OBJECT_PCP, 0, 0, 0 }, "Drain these lists | Drain all CPUs" },
    { { SIM_OBJECT_PCP, 0, 1, 0 }, "Run on this CPU | Drain all CPUs" },
    { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "Allocate from it | Drain this CPU | Its first block" },
    { { SIM_OBJECT_PCP_LIST, 0, 1, 0 }, "Run on this CPU" },
    { { SIM_OBJECT_ZONE, 0, 0, 0 }, "Allocate from it | Drain the lists" },
    { { SIM_OBJECT_PAGEBLOCK, 8, 0, 0 }, "Show its frames | Follow it" },
    { { SIM_OBJECT_STEP, 1, 0, 0 }, "Go to this step" },
    { { SIM_OBJECT_NONE, 0, 0, 0 }, "" },
    { { SIM_OBJECT_FRAME, 64, 0, 0 }, "" },
    { { SIM_OBJECT_ZONE, 9, 0, 0 }, "" },
  };
  struct fol_history *history = make_history ();
  struct fol_state *state = fol_history_state (history);
  struct sim_view view = fol_state_view (state);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = labels (&view, cases[i].object);

    g_assert_cmpstr (text, ==, cases[i].labels);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

/* Does all that can be done with an object, each time with a world of its own. */
static void
do_all (struct sim_object object)
{
  struct fol_possibility possible[FOL_POSSIBILITIES_MAX];
  struct fol_history *history = make_history ();
  struct fol_state *state = fol_history_state (history);
  struct sim_view view = fol_state_view (state);
  guint count = fol_possibilities (&view, object, possible);

  for (guint i = 0; i < count; i++) {
    struct fol_operation operation = FOL_OPERATION_INIT;
    struct sim_result result;
    g_autoptr (GError) error = NULL;

    if (possible[i].effect == FOL_CAN_SELECT)
      g_assert_cmpuint (possible[i].object.a, <, view.layout->frame_count);
    if (possible[i].effect != FOL_CAN_APPLY)
      continue;
    fol_operation_parse_text (possible[i].operation, &operation, &error);
    g_assert_no_error (error);
    g_assert_cmpint (fol_history_apply (history, &operation.op, &result), ==, SIM_OK);
    fol_operation_clear (&operation);
  }
  fol_state_unref (state);
  fol_history_free (history);
}

static void
test_operations (void)
{
  for (guint pfn = 0; pfn < 64; pfn++) {
    do_all ((struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
    do_all ((struct sim_object){ .kind = SIM_OBJECT_BLOCK, .a = pfn });
    do_all ((struct sim_object){ .kind = SIM_OBJECT_PAGEBLOCK, .a = pfn });
  }
  for (guint order = 0; order < 5; order++)
    for (guint type = 0; type < SIM_MIGRATE_TYPES; type++)
      do_all ((struct sim_object){ SIM_OBJECT_FREE_LIST, 0, order, type });
  for (guint cpu = 0; cpu < 2; cpu++) {
    do_all ((struct sim_object){ SIM_OBJECT_PCP, 0, cpu, 0 });
    for (guint list = 0; list < SIM_NR_PCP_LISTS; list++)
      do_all ((struct sim_object){ SIM_OBJECT_PCP_LIST, 0, cpu, list });
  }
  do_all ((struct sim_object){ .kind = SIM_OBJECT_ZONE });
}

/* --- small objects --- */

struct small {
  struct sim_world *world;
  uint64_t own, kmalloced, freed, large; /* addresses */
  uint32_t cache, empty;                 /* numbers */
};

static struct sim_result
do_small (struct small *small, enum sim_operation_kind kind, uint64_t a, uint64_t b, uint64_t c)
{
  const struct sim_op op = { kind, { a, b, c } };
  struct sim_result result;

  g_assert_cmpint (sim_apply (small->world, &op, &result, NULL), ==, SIM_OK);
  return result;
}

/* A cache with objects and one without; objects of kmalloc, one of them given back, a large one. */
static void
open_small (struct small *small, enum sim_slab_allocator allocator)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;

  sim_machine_defaults (&machine);
  machine.cpu_count = 2;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 8u << 20 };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 1u << 20 };
  machine.slab_allocator = allocator;
  machine.slab_boot = true;
  small->world = sim_world_open (&machine, &problem);
  g_assert_nonnull (small->world);
  /* SLAB keeps the free indexes of so large objects off the slab. */
  small->cache =
      (uint32_t) do_small (small, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("own"), 800, 0).value;
  small->empty =
      (uint32_t) do_small (small, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("empty"), 72, 0).value;
  for (guint i = 0; i < 3; i++)
    small->own =
        do_small (small, SIM_OP_KMEM_CACHE_ALLOC, small->cache, SIM_GFP_KERNEL, SIM_NODE_ANY).value;
  small->freed = do_small (small, SIM_OP_KMALLOC, 100, SIM_GFP_KERNEL, SIM_NODE_ANY).value;
  small->kmalloced = do_small (small, SIM_OP_KMALLOC, 100, SIM_GFP_KERNEL, SIM_NODE_ANY).value;
  small->large = do_small (small, SIM_OP_KMALLOC, 9000, SIM_GFP_KERNEL, SIM_NODE_ANY).value;
  do_small (small, SIM_OP_KFREE, small->freed, 0, 0);
}

static struct sim_object
small_at (uint64_t address)
{
  return (struct sim_object){ SIM_OBJECT_SMALL,
                              (uint32_t) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT),
                              (uint32_t) (address & 4095), 0 };
}

static struct sim_object
slab_at (const struct sim_view *view, uint64_t address)
{
  uint32_t entry = sim_view_slab_entry (view, small_at (address).a);
  struct sim_slab slab;

  sim_view_slab (view, entry, &slab);
  sim_view_slab (view, slab.head, &slab);
  return (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = slab.pfn };
}

static void
assert_labels (const struct sim_view *view, struct sim_object object, const char *expected)
{
  g_autofree char *text = labels (view, object);

  g_assert_cmpstr (text, ==, expected);
}

/* What each allocator lets one do with its things, and with those of the kernel itself. */
static void
test_small_labels (void)
{
  static const struct {
    const char *own, *kmalloced, *freed, *cache, *empty, *kernels, *part, *other_part, *slab;
  } expected[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = {
      .own = "Free it to its cache | Free it by kfree | Write past its end | Its slab | Its cache",
      .kmalloced = "Free it by kfree | Ask its size | Double it | Write past its end | Its slab | "
                   "Its cache",
      .freed = "Write into it | Its slab | Its cache",
      .cache = "Allocate from it | Shrink it | Validate it",
      .empty = "Allocate from it | Shrink it | Validate it | Destroy it",
      .kernels = "Allocate from it | Shrink it | Validate it",
      .part = "Allocate from it | Its cache",
      .other_part = "Run on this CPU | Its cache",
      .slab = "Allocate from its cache | Its cache | Its first frame",
    },
    [SIM_ALLOCATOR_SLAB] = {
      .own = "Free it to its cache | Free it by kfree | Write past its end | Its slab | Its cache",
      .kmalloced = "Free it by kfree | Ask its size | Double it | Write past its end | Its slab | "
                   "Its cache",
      .freed = "Write into it | Its slab | Its cache",
      .cache = "Allocate from it | Shrink it | Reap",
      .empty = "Allocate from it | Shrink it | Destroy it | Reap",
      .kernels = "Allocate from it | Shrink it | Reap",
      .part = "Allocate from it | Reap | Its cache",
      .other_part = "Run on this CPU | Its cache",
      .slab = "Allocate from its cache | Its cache | Its first frame",
    },
    [SIM_ALLOCATOR_SLOB] = {
      .own = "Write past its end | Its slab",
      .kmalloced = "Free it by kfree | Ask its size | Double it | Write past its end | Its slab",
      .freed = "Its slab",
      .cache = "Allocate from it | Shrink it | Destroy it",
      .empty = "Allocate from it | Shrink it | Destroy it",
      .kernels = "Allocate from it | Shrink it",
      .part = "Allocate from it | Its cache",
      .other_part = "Run on this CPU | Its cache",
      .slab = "Its first frame",
    },
  };

  for (guint allocator = 0; allocator < SIM_ALLOCATORS; allocator++) {
    struct small small;
    struct sim_view view;
    struct sim_object frame;

    open_small (&small, allocator);
    view = sim_world_view (small.world);
    frame = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = small_at (small.large).a };
    assert_labels (&view, small_at (small.own), expected[allocator].own);
    assert_labels (&view, small_at (small.kmalloced), expected[allocator].kmalloced);
    assert_labels (&view, small_at (small.freed), expected[allocator].freed);
    assert_labels (&view, (struct sim_object){ SIM_OBJECT_CACHE, small.cache, 0, 0 },
                   expected[allocator].cache);
    assert_labels (&view, (struct sim_object){ SIM_OBJECT_CACHE, small.empty, 0, 0 },
                   expected[allocator].empty);
    assert_labels (&view, (struct sim_object){ SIM_OBJECT_CACHE, 0, 0, 0 },
                   expected[allocator].kernels);
    assert_labels (&view, (struct sim_object){ SIM_OBJECT_CACHE_CPU, small.cache, 0, 0 },
                   expected[allocator].part);
    assert_labels (&view, (struct sim_object){ SIM_OBJECT_CACHE_CPU, small.cache, 1, 0 },
                   expected[allocator].other_part);
    assert_labels (&view, slab_at (&view, small.own), expected[allocator].slab);
    assert_labels (&view, (struct sim_object){ SIM_OBJECT_CACHE, SIM_CACHES_MAX - 1, 0, 0 }, "");
    assert_labels (&view, (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = 0 }, "");
    assert_labels (&view, frame, "Free it by kfree | Select its buddy | Follow it | Its pageblock");
    sim_world_close (small.world);
  }
}

/* Does what can be done with `object`, each time in the same state; returns how much frees it. */
static guint
try_all (struct small *small, struct sim_snapshot *snapshot, struct sim_object object)
{
  struct fol_possibility possible[FOL_POSSIBILITIES_MAX];
  struct sim_view view = sim_world_view (small->world);
  guint count = fol_possibilities (&view, object, possible), frees = 0;

  for (guint i = 0; i < count; i++) {
    struct fol_operation operation = FOL_OPERATION_INIT;
    struct fol_possibility there[FOL_POSSIBILITIES_MAX];
    struct sim_result result;
    g_autoptr (GError) error = NULL;

    if (possible[i].effect == FOL_CAN_SELECT)
      g_assert_cmpuint (fol_possibilities (&view, possible[i].object, there), >, 0);
    if (possible[i].effect != FOL_CAN_APPLY)
      continue;
    fol_operation_parse_text (possible[i].operation, &operation, &error);
    g_assert_no_error (error);
    if (sim_apply (small->world, &operation.op, &result, NULL) > SIM_NO_MEMORY)
      g_error ("%s is refused: %d", possible[i].operation, result.status);
    frees += operation.op.kind == SIM_OP_KFREE || operation.op.kind == SIM_OP_KMEM_CACHE_FREE;
    sim_arena_restore (sim_world_arena (small->world), snapshot);
    fol_operation_clear (&operation);
  }
  return frees;
}

/* All places of a slab: what cannot be freed is free, of a cache of SLOB, or the kernel's own. */
static void
try_places (struct small *small, struct sim_snapshot *snapshot, uint32_t entry,
            const struct sim_slab *slab)
{
  static struct sim_place place[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  struct sim_view view = sim_world_view (small->world);
  uint32_t count = sim_view_slab_places (&view, entry, place, G_N_ELEMENTS (place));

  for (uint32_t i = 0; i < count; i++) {
    uint64_t address = SIM_PAGE_OFFSET + ((uint64_t) slab->pfn << SIM_PAGE_SHIFT) + place[i].offset;
    const struct sim_op op = { SIM_OP_KFREE, { address } };
    struct sim_result result;

    if (try_all (small, snapshot, small_at (address)) > 0 ||
        place[i].state != SIM_PLACE_ALLOCATED || place[i].cached)
      continue;
    g_assert_cmpint (sim_apply (small->world, &op, &result, NULL), ==, SIM_OBJECT_KERNELS);
  }
}

static void
test_small_operations (void)
{
  for (guint allocator = 0; allocator < SIM_ALLOCATORS; allocator++) {
    struct small small;
    struct sim_snapshot *snapshot;
    struct sim_view view;
    guint slabs = 0;

    open_small (&small, allocator);
    view = sim_world_view (small.world);
    snapshot = sim_arena_snapshot (sim_world_arena (small.world));
    for (uint32_t cache = 0; cache < SIM_CACHES_MAX; cache++) {
      try_all (&small, snapshot, (struct sim_object){ SIM_OBJECT_CACHE, cache, 0, 0 });
      for (uint32_t i = 0; i < 3; i++) {
        try_all (&small, snapshot, (struct sim_object){ SIM_OBJECT_CACHE_CPU, cache, i, 0 });
        try_all (&small, snapshot, (struct sim_object){ SIM_OBJECT_CACHE_LIST, cache, 0, i });
      }
    }
    for (sim_pfn pfn = 0; pfn < view.layout->frame_count; pfn++) {
      uint32_t entry = sim_view_slab_entry (&view, pfn);
      struct sim_slab slab;

      if (entry == SIM_SLAB_NONE)
        continue;
      sim_view_slab (&view, entry, &slab);
      try_all (&small, snapshot, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
      try_all (&small, snapshot, (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = pfn });
      if (slab.head != entry)
        continue;
      try_places (&small, snapshot, entry, &slab);
      slabs++;
    }
    g_assert_cmpuint (slabs, >=, allocator == SIM_ALLOCATOR_SLOB ? 1 : 5);
    sim_snapshot_unref (snapshot);
    sim_world_close (small.world);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/possibility/labels", test_labels);
  g_test_add_func ("/possibility/operations", test_operations);
  g_test_add_func ("/possibility/small-labels", test_small_labels);
  g_test_add_func ("/possibility/small-operations", test_small_operations);
  return g_test_run ();
}
