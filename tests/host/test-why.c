/* tests/host/test-why.c - "why is it here?", against a search that looks at every moment.
 *
 * The slow search asks nothing of app/host/: it applies the operations one by one and compares
 * what can be seen of each thing before and after, with everything known about the slab.  The
 * answers must be the same operations, for random work with every allocator, over many
 * snapshots and over a branch.
 */
#include "tests/host/histories.h"

#define COUNT 3000u
/* More than those of a machine of which debug builds check every invariant after every operation:
 * here a million operations are replayed. */
#define FRAMES 8192u
#define FORK   1300u
#define MOST   24u

/* In pieces: each may end with a snapshot. */
static void
apply_all (struct fol_history *history, const struct sim_op *ops, uint64_t count)
{
  struct sim_result result;

  for (uint64_t done = 0, piece; done < count; done += piece) {
    piece = count - done < 100 ? count - done : 100;
    CHECK (fol_history_apply_many (history, ops + done, piece, &result, NULL) == piece);
  }
}

/* --- random work with small objects --- */

#define LIVE_MAX 512u

struct work {
  struct sim_world *world;
  uint64_t seed;
  uint64_t live[LIVE_MAX], freed; /* addresses; the last one freed */
  uint32_t live_count;
  uint32_t cache; /* the last one made */
};

static uint32_t
dice (struct work *work, uint32_t sides)
{
  return (uint32_t) (test_random (&work->seed) % sides);
}

static uint64_t
some_size (struct work *work)
{
  static const uint64_t sizes[] = { 24, 96, 96, 96, 192, 500, 1000, 2000, 4000, 9000 };

  return sizes[dice (work, sizeof sizes / sizeof sizes[0])];
}

static uint64_t
some_object (struct work *work)
{
  return work->live_count > 0 ? work->live[dice (work, work->live_count)] : work->freed;
}

static struct sim_op
rare_op (struct work *work)
{
  static const char *const names[] = { "red", "blue", "green" };
  uint64_t name = sim_name_pack (names[dice (work, 3)]);

  switch (dice (work, 6)) {
  case 0:
    return (struct sim_op){ SIM_OP_KMEM_CACHE_CREATE,
                            { name, 40 + dice (work, 3) * 400, 0, 0, 0 } };
  case 1:
    return (struct sim_op){ SIM_OP_KMEM_CACHE_DESTROY, { work->cache } };
  case 2:
    return (struct sim_op){ SIM_OP_KMEM_CACHE_SHRINK, { dice (work, 30) } };
  case 3:
    return (struct sim_op){ SIM_OP_CACHE_REAP, { 0 } };
  case 4:
    return (struct sim_op){ SIM_OP_DRAIN_ALL_PAGES, { 0 } };
  default:
    return (struct sim_op){ SIM_OP_SET_CPU, { dice (work, 2) } };
  }
}

/* Objects of kmalloc are freed by kfree, others by their cache: one that is refused is no harm. */
static struct sim_op
next_op (struct work *work)
{
  uint64_t gfp = sim_operations[SIM_OP_KMALLOC].argument[1].otherwise;
  uint32_t throw = dice (work, 100);

  if (throw < 8)
    return rare_op (work);
  if (throw < 14)
    return (struct sim_op){ SIM_OP_MEMSET,
                            { dice (work, 3) == 0 ? work->freed : some_object (work),
                              dice (work, 4) == 0 ? 96 : dice (work, 24), dice (work, 2) * 0x5a,
                              1 + dice (work, 12) } };
  if (throw < 18)
    return (struct sim_op){ SIM_OP_KREALLOC, { some_object (work), some_size (work), gfp } };
  if (throw < 30)
    return (struct sim_op){ SIM_OP_KMEM_CACHE_ALLOC, { work->cache, gfp, SIM_NODE_ANY } };
  if (throw < 34)
    return test_alloc (dice (work, 2));
  if (throw < 62 && work->live_count < LIVE_MAX)
    return (struct sim_op){ dice (work, 8) == 0 ? SIM_OP_KZALLOC : SIM_OP_KMALLOC,
                            { some_size (work), gfp, SIM_NODE_ANY } };
  if (throw < 94)
    return (struct sim_op){ SIM_OP_KFREE, { some_object (work) } };
  return (struct sim_op){ SIM_OP_KMEM_CACHE_FREE, { work->cache, some_object (work) } };
}

static void
forget_object (struct work *work, uint64_t address)
{
  for (uint32_t i = 0; i < work->live_count; i++)
    if (work->live[i] == address)
      work->live[i--] = work->live[--work->live_count];
  work->freed = address;
}

/* Applies it; false if it was refused. */
static bool
do_op (struct work *work, const struct sim_op *op)
{
  struct sim_result result;

  sim_apply (work->world, op, &result, NULL);
  if (result.status != SIM_OK)
    return result.status == SIM_NO_MEMORY;
  if (op->kind == SIM_OP_KFREE || op->kind == SIM_OP_KREALLOC)
    forget_object (work, op->argument[0]);
  if (op->kind == SIM_OP_KMEM_CACHE_FREE)
    forget_object (work, op->argument[1]);
  if (op->kind == SIM_OP_KMEM_CACHE_CREATE)
    work->cache = (uint32_t) result.value;
  if ((op->kind == SIM_OP_KMALLOC || op->kind == SIM_OP_KZALLOC || op->kind == SIM_OP_KREALLOC ||
       op->kind == SIM_OP_KMEM_CACHE_ALLOC) &&
      work->live_count < LIVE_MAX && result.value >= SIM_PAGE_OFFSET)
    work->live[work->live_count++] = result.value;
  return true;
}

/* `count` operations, of which the first `same` are those of `like`; malloc'ed. */
static struct sim_op *
small_operations (const struct sim_machine *machine, const struct sim_op *like, uint64_t same,
                  uint64_t seed)
{
  struct sim_machine_problem problem;
  struct work work = { .world = sim_world_open (machine, &problem), .seed = seed };
  struct sim_op *ops = calloc (COUNT, sizeof *ops);

  CHECK (work.world != NULL && ops != NULL);
  for (uint64_t i = 0; i < COUNT;) {
    ops[i] = i < same ? like[i] : next_op (&work);
    if (do_op (&work, &ops[i]))
      i++;
    else
      CHECK (i >= same);
  }
  sim_world_close (work.world);
  return ops;
}

static struct sim_machine
slab_machine (enum sim_slab_allocator allocator)
{
  struct sim_machine machine = test_machine (FRAMES, 11);

  machine.smp = true;
  machine.cpu_count = 2;
  machine.slab_allocator = allocator;
  machine.slab_boot = true;
  return machine;
}

/* --- the slow search --- */

/* What can be seen of a thing, all of it that counts, as numbers; the rest stays 0. */
struct seen {
  uint64_t number[12];
};

static uint64_t
address_of (struct sim_object object)
{
  return SIM_PAGE_OFFSET + ((uint64_t) object.a << SIM_PAGE_SHIFT) + object.b;
}

static bool
find_slab (const struct sim_view *view, sim_pfn pfn, uint32_t *entry, struct sim_slab *slab)
{
  *entry = sim_view_slab_entry (view, pfn);
  if (*entry == SIM_SLAB_NONE)
    return false;
  sim_view_slab (view, *entry, slab);
  *entry = slab->head;
  sim_view_slab (view, *entry, slab);
  return true;
}

/* The place that the address is in, among all places of the slab. */
static bool
find_place (const struct sim_view *view, uint32_t entry, const struct sim_slab *slab,
            uint64_t address, struct sim_place *out)
{
  static struct sim_place places[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  uint32_t count = sim_view_slab_places (view, entry, places, sizeof places / sizeof places[0]);
  uint64_t offset = address - SIM_PAGE_OFFSET - ((uint64_t) slab->pfn << SIM_PAGE_SHIFT);

  for (uint32_t i = 0; i < count; i++)
    if (offset >= places[i].offset && offset < places[i].offset + places[i].size) {
      *out = places[i];
      return true;
    }
  return false;
}

static void
see_small (const struct sim_view *view, struct sim_object object, struct seen *seen)
{
  struct sim_place place;
  struct sim_slab slab;
  uint32_t entry;

  if (!find_slab (view, object.a, &entry, &slab))
    return;
  seen->number[0] = 1;
  seen->number[1] = slab.pfn;
  seen->number[2] = slab.serial;
  seen->number[3] = slab.cache;
  if (!find_place (view, entry, &slab, address_of (object), &place))
    return;
  seen->number[4] = 1 + place.state;
  if (place.state == SIM_PLACE_ALLOCATED) {
    seen->number[5] = place.offset;
    seen->number[6] = place.size;
  } else {
    seen->number[7] = place.cpu;
  }
}

static void
see_slab (const struct sim_view *view, struct sim_object object, struct seen *seen)
{
  struct sim_slab slab;
  uint32_t entry;

  if (!find_slab (view, object.a, &entry, &slab))
    return;
  seen->number[0] = 1;
  seen->number[1] = slab.pfn;
  seen->number[2] = slab.serial;
  seen->number[3] = slab.cache;
  seen->number[4] = slab.where;
  seen->number[5] = slab.where == SIM_SLAB_NODE_LIST ? slab.list : 0;
  seen->number[6] = slab.where == SIM_SLAB_ACTIVE || slab.where == SIM_SLAB_CPU_LIST ? slab.cpu : 0;
  seen->number[7] = slab.inuse;
  seen->number[8] = slab.frozen;
  if (slab.cache != SIM_CACHE_SLOB + 1)
    seen->number[9] = sim_view_slab_allocated (view, &slab);
}

/* object.c: the serial that the cache has in the end, or UINT32_MAX. */
static void
see_cache (const struct sim_view *view, struct sim_object object, struct seen *seen)
{
  struct sim_kmem_cache_node node;
  struct sim_kmem_cache cache;

  if (!sim_view_cache (view, object.a, &cache) ||
      (object.c != UINT32_MAX && cache.serial != object.c))
    return;
  seen->number[0] = 1;
  seen->number[1] = cache.serial;
  seen->number[2] = cache.refcount;
  for (uint32_t i = 0; i < view->layout->node_count; i++) {
    sim_view_cache_node (view, object.a, i, &node);
    seen->number[3] += node.nr_slabs;
  }
}

static void
see_frame (const struct sim_view *view, struct sim_object object, struct seen *seen)
{
  struct sim_block block;

  sim_view_block (view, object.a, &block);
  *seen = (struct seen){ { 1, block.pfn, block.order, block.state, block.type, block.asked,
                           block.cpu, block.gfp, block.serial } };
}

static struct seen
see (const struct sim_world *world, struct sim_object object)
{
  struct sim_view view = sim_world_view (world);
  struct seen seen = { { 0 } };

  if (object.kind == SIM_OBJECT_SMALL)
    see_small (&view, object, &seen);
  else if (object.kind == SIM_OBJECT_SLAB)
    see_slab (&view, object, &seen);
  else if (object.kind == SIM_OBJECT_CACHE)
    see_cache (&view, object, &seen);
  else
    see_frame (&view, object, &seen);
  return seen;
}

/* Whether the operation writes to the object or what the allocator keeps around it. */
static bool
writes (const struct sim_world *world, const struct sim_op *op, struct sim_object object)
{
  struct sim_view view = sim_world_view (world);
  uint64_t start, end, first = op->argument[0] + op->argument[1];
  struct sim_object_layout layout;
  struct sim_place place;
  struct sim_slab slab;
  uint32_t entry;

  if (op->kind != SIM_OP_MEMSET || object.kind != SIM_OBJECT_SMALL ||
      !find_slab (&view, object.a, &entry, &slab) ||
      !find_place (&view, entry, &slab, address_of (object), &place))
    return false;
  start = SIM_PAGE_OFFSET + ((uint64_t) slab.pfn << SIM_PAGE_SHIFT) + place.offset;
  end = start + place.size;
  if (slab.cache != SIM_CACHE_SLOB + 1 &&
      sim_world_machine (world)->slab_allocator != SIM_ALLOCATOR_SLOB) {
    CHECK (sim_view_object_layout (&view, slab.cache - 1, &layout));
    start -= layout.object;
    end = start + layout.size;
  }
  return first < end && first + op->argument[3] > start;
}

struct thing {
  struct sim_object object;
  struct seen seen;
  uint64_t index[COUNT + 1]; /* of the operations that touched it, ascending */
  uint32_t count;
};

static void
search_slowly (const struct sim_machine *machine, const struct sim_op *ops, uint64_t op_count,
               struct thing *things, uint32_t count)
{
  struct sim_machine_problem problem;
  struct sim_world *world = sim_world_open (machine, &problem);
  bool *wrote = calloc (count, sizeof *wrote);

  for (uint32_t i = 0; i < count; i++) {
    things[i].seen = see (world, things[i].object);
    things[i].count = 0;
    if (things[i].seen.number[0] != 0)
      things[i].index[things[i].count++] = 0;
  }
  for (uint64_t op = 0; op < op_count; op++) {
    struct sim_result result;

    for (uint32_t i = 0; i < count; i++)
      wrote[i] = writes (world, &ops[op], things[i].object);
    sim_apply (world, &ops[op], &result, NULL);
    for (uint32_t i = 0; i < count; i++) {
      struct seen seen = see (world, things[i].object);

      if (wrote[i] || memcmp (&seen, &things[i].seen, sizeof seen) != 0)
        things[i].index[things[i].count++] = op + 1;
      things[i].seen = seen;
    }
  }
  free (wrote);
  sim_world_close (world);
}

/* --- the tests --- */

#define THINGS 90u

/* Objects that were handed out, places beside them, their slabs; all caches. */
static void
choose (const struct sim_machine *machine, const struct sim_op *ops, uint64_t count,
        struct thing *things, uint64_t seed)
{
  struct sim_machine_problem problem;
  struct sim_world *world = sim_world_open (machine, &problem);
  struct sim_view view = sim_world_view (world);
  uint32_t chosen = 0, next = 0;

  for (uint64_t i = 0; i < count; i++) {
    struct sim_result result;
    uint64_t offset;

    sim_apply (world, &ops[i], &result, NULL);
    if (result.status != SIM_OK || result.object.kind != SIM_OBJECT_SMALL ||
        ops[i].kind == SIM_OP_KFREE || test_random (&seed) % (COUNT / 90) != 0)
      continue;
    offset = result.value - SIM_PAGE_OFFSET + test_random (&seed) % 4 * 40;
    if (result.value < SIM_PAGE_OFFSET || chosen + 2 >= THINGS - 30)
      continue;
    things[chosen++].object = (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                                                   .a = (sim_pfn) (offset >> SIM_PAGE_SHIFT),
                                                   .b = offset & 4095 };
    things[chosen++].object =
        (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = (sim_pfn) (offset >> SIM_PAGE_SHIFT) };
  }
  CHECK (chosen >= count / 60);
  while (chosen < THINGS) {
    struct sim_kmem_cache cache;

    things[chosen].object =
        (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = next, .c = UINT32_MAX };
    if (sim_view_cache (&view, next++, &cache))
      things[chosen].object.c = cache.serial;
    chosen++;
  }
  sim_world_close (world);
}

/* Asks for all of them where the history stands; returns how many touches there were. */
static uint64_t
compare (struct fol_history *history, const struct thing *things, uint32_t *longest)
{
  static struct fol_touch touch[MOST];
  uint64_t hash = test_hash (history), sum = 0;
  struct fol_position position = fol_history_position (history);

  for (uint32_t i = 0; i < THINGS; i++) {
    const struct thing *thing = &things[i];
    struct sim_object object = thing->object;
    uint32_t count;
    bool complete;

    if (object.kind == SIM_OBJECT_CACHE)
      object.c = 0;
    count = fol_history_why (history, object, touch, MOST, &complete, NULL);
    CHECK (count == (thing->count < MOST ? thing->count : MOST));
    CHECK (complete == (thing->count <= MOST));
    for (uint32_t j = 0; j < count; j++)
      CHECK (touch[j].index == thing->index[thing->count - 1 - j]);
    for (uint32_t j = 0; j + 1 < count; j++)
      CHECK (fol_same_look (object.kind, &touch[j].before, &touch[j + 1].after));
    CHECK (test_hash (history) == hash && fol_history_position (history).step == position.step);
    sum += count;
    *longest = thing->count > *longest ? thing->count : *longest;
  }
  return sum;
}

/* Over snapshots, a branch, and from inside an operation. */
static void
test_small (enum sim_slab_allocator allocator, const char *name)
{
  struct sim_machine machine = slab_machine (allocator);
  struct sim_op *ops = small_operations (&machine, NULL, 0, 5 + allocator);
  struct sim_op *others = small_operations (&machine, ops, FORK, 77 + allocator);
  struct fol_history *history = test_open_history (&machine);
  struct thing *things = calloc (THINGS, sizeof *things);
  uint32_t longest = 0;

  apply_all (history, ops, COUNT);
  CHECK (history->branch[0].kept_count > 20);
  choose (&machine, ops, COUNT, things, 3);
  search_slowly (&machine, ops, COUNT, things, THINGS);
  CHECK (compare (history, things, &longest) > THINGS * 2 && longest > MOST);

  CHECK (fol_history_seek (history, test_at (0, FORK), NULL));
  apply_all (history, others + FORK, COUNT - FORK);
  CHECK (fol_history_position (history).branch == 1);
  choose (&machine, others, COUNT, things, 4);
  search_slowly (&machine, others, COUNT, things, THINGS);
  CHECK (compare (history, things, &longest) > THINGS * 2);

  /* One stands inside the last operation: it has not happened yet. */
  CHECK (fol_history_seek (history, (struct fol_position){ 1, COUNT - 1, 1 }, NULL) &&
         fol_history_seek (history, (struct fol_position){ 0, 900, 0 }, NULL));
  choose (&machine, ops, 899, things, 5);
  search_slowly (&machine, ops, 899, things, THINGS);
  compare (history, things, &longest);
  fol_history_free (history);
  free (things);
  free (others);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed (name);
}

static void
test_frames (void)
{
  struct sim_machine machine = test_machine (FRAMES, 11);
  struct sim_op *ops = test_operations (&machine, COUNT, 9);
  struct fol_history *history = test_open_history (&machine);
  struct thing *things = calloc (THINGS, sizeof *things);
  uint32_t longest = 0;

  apply_all (history, ops, COUNT);
  CHECK (history->branch[0].kept_count > 20);
  CHECK (fol_history_seek (history, (struct fol_position){ 0, COUNT, 1 }, NULL));
  for (uint32_t i = 0; i < THINGS; i++)
    things[i].object = test_frame (i * 45);
  search_slowly (&machine, ops, COUNT - 1, things, THINGS);
  CHECK (compare (history, things, &longest) > THINGS && longest > MOST);
  fol_history_free (history);
  free (things);
  free (ops);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("frames");
}

static bool
count_asked (void *user_data, uint64_t done, uint64_t total)
{
  ++*(uint32_t *) user_data;
  return false;
}

/* Stretches in which nothing was written that the thing is known by are not replayed. */
static void
test_passes_over (enum sim_slab_allocator allocator)
{
  struct sim_machine machine = slab_machine (allocator);
  const struct sim_op small = { SIM_OP_KMALLOC, { 96, 0xcc0, SIM_NODE_ANY } };
  struct fol_history *history = test_open_history (&machine);
  const struct sim_op large = { SIM_OP_KMALLOC, { 2000, 0xcc0, SIM_NODE_ANY } };
  struct sim_op *writes = calloc (COUNT, sizeof *writes);
  struct sim_object object[3];
  struct sim_located located;
  struct sim_result result;
  struct sim_view view;

  CHECK (fol_history_apply (history, &small, &result) == SIM_OK);
  CHECK (result.object.kind == SIM_OBJECT_SMALL);
  view = sim_world_view (fol_history_world (history));
  sim_view_locate (&view, result.value, &located);
  object[0] = result.object;
  object[1] = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = result.object.a };
  object[2] = (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = located.cache };
  CHECK (fol_history_apply (history, &large, &result) == SIM_OK);
  for (uint32_t i = 0; i < COUNT; i++)
    writes[i] = (struct sim_op){ SIM_OP_MEMSET, { result.value, i % 2000, i & 0xff, 1 } };
  writes[COUNT / 2] = (struct sim_op){ SIM_OP_MEMSET, { address_of (object[0]), 95, 1, 1 } };
  apply_all (history, writes, COUNT);
  CHECK (history->branch[0].kept_count > 20);
  for (uint32_t i = 0; i < (allocator == SIM_ALLOCATOR_SLOB ? 2 : 3); i++) {
    uint32_t asked = 0;
    struct fol_cancel cancel = { .asked = count_asked, .user_data = &asked };
    struct fol_touch touch[4];
    bool complete;
    uint32_t count = fol_history_why (history, object[i], touch, 4, &complete, &cancel);

    CHECK (count >= 1 && complete && touch[i == 0].index == 1);
    CHECK (i > 0 || touch[0].index == 3 + COUNT / 2);
    CHECK (asked <= 6); /* of all stretches it would be every 64 operations */
  }
  free (writes);
  fol_history_free (history);
  CHECK (sim_snapshot_count_alive () == 0);
  test_passed ("passing over");
}

static void
test_no_answer (void)
{
  struct sim_machine machine = slab_machine (SIM_ALLOCATOR_SLUB);
  static const struct sim_object wrong[] = {
    { SIM_OBJECT_NONE, 0, 0, 0 },           { SIM_OBJECT_ZONE, 0, 0, 0 },
    { SIM_OBJECT_KINDS, 0, 0, 0 },          { SIM_OBJECT_FRAME, FRAMES, 0, 0 },
    { SIM_OBJECT_SLAB, FRAMES, 0, 0 },      { SIM_OBJECT_SMALL, UINT32_MAX, 0, 0 },
    { SIM_OBJECT_SMALL, 100, 1u << 31, 0 }, { SIM_OBJECT_CACHE, SIM_CACHES_MAX, 0, 0 },
  };
  struct fol_history *history = test_open_history (&machine);
  struct fol_touch touch[2];
  bool complete;

  for (uint32_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    CHECK (fol_history_why (history, wrong[i], touch, 2, &complete, NULL) == 0 && !complete);
  /* Nothing was ever there: that is an answer. */
  CHECK (fol_history_why (history, (struct sim_object){ SIM_OBJECT_CACHE, 190, 0, 0 }, touch, 2,
                          &complete, NULL) == 0 &&
         complete);
  fol_history_free (history);
  test_passed ("no answer");
}

int
main (void)
{
  test_frames ();
  test_small (SIM_ALLOCATOR_SLUB, "SLUB");
  test_small (SIM_ALLOCATOR_SLAB, "SLAB");
  test_small (SIM_ALLOCATOR_SLOB, "SLOB");
  for (uint32_t allocator = 0; allocator < SIM_ALLOCATORS; allocator++)
    test_passes_over (allocator);
  test_no_answer ();
  return 0;
}
