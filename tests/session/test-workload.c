/* tests/session/test-workload.c - workloads: their parameters, and the operations they make. */
#include "app/describe.h"
#include "app/machine-reader.h"
#include "app/workload.h"
#include "engine/slab/slab.h"
#include "engine/world.h"

#include <string.h>

static void
test_workload_table (void)
{
  static const struct {
    const char *text, *word; /* of the error */
  } wrong[] = {
    { "ops=1", "workload" },
    { "", "workload" },
    { "workload ops", "name=value" },
    { "workload ops=0", "1" },
    { "workload size=3", "lifetime" },
    { "workload mix=odd", "geometric" },
    { "workload fill=101", "100" },
    { "workload unmovable=0 movable=0 reclaimable=0", "movable" },
    { "workload ops=-1", "ops" },
    { "workload small=101", "100" },
    { "workload whose=mine", "kernel" },
    { "workload smallest=9 largest=8", "largest" },
  };
  struct fol_workload workload, back;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (fol_workload_parse (wrong[i].text, &workload, &error));
    g_assert_nonnull (strstr (error->message, wrong[i].word));
  }
  g_assert_true (fol_workload_parse ("  workload ", &workload, NULL));
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++)
    g_assert_cmpuint (workload.value[i], ==, fol_workload_info (i)->otherwise);
  for (guint i = 0; i < FOL_WORKLOAD_PARAMETERS; i++) {
    const struct fol_workload_info *info = fol_workload_info (i);

    for (guint64 end = 0; end < 2; end++) {
      g_autofree char *text = NULL;

      fol_workload_defaults (&workload);
      workload.value[i] = end == 0 ? info->least : info->most;
      if (i == FOL_WORKLOAD_SMALLEST || i == FOL_WORKLOAD_LARGEST)
        workload.value[FOL_WORKLOAD_SMALLEST + FOL_WORKLOAD_LARGEST - i] = workload.value[i];
      g_assert_true (fol_workload_check (&workload, NULL));
      text = fol_workload_text (&workload);
      g_assert_true (fol_workload_is_text (text));
      g_assert_true (fol_workload_parse (text, &back, NULL));
      g_assert_cmpmem (&back, sizeof back, &workload, sizeof workload);
    }
    if (info->choices != NULL) {
      g_assert_cmpuint (g_strv_length ((char **) info->choices), ==, info->most + 1);
      g_assert_cmpuint (g_strv_length ((char **) info->as_labels), ==, info->most + 1);
    }
  }
  g_assert_false (fol_workload_is_text ("workloads"));
}

/* Shares, lifetimes and CPUs are what was asked for. */
static void
test_workload_stream (void)
{
  struct fol_workload workload;
  struct fol_workload_stream *stream;
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_world *world;
  struct sim_view view;
  struct sim_result result;
  struct sim_op op;
  guint orders[SIM_MAX_ORDER] = { 0 }, cpus[4] = { 0 };
  uint64_t hash = 0;

  sim_machine_defaults (&machine);
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << 20 };
  machine.cpu_count = 4;
  g_assert_true (fol_workload_parse ("workload seed=3 mix=uniform order=3 movable=0 reclaimable=0 "
                                     "lifetime=long cpus=3 fill=50",
                                     &workload, NULL));
  for (guint round = 0; round < 2; round++) {
    world = sim_world_open (&machine, &problem);
    g_assert_nonnull (world);
    view = sim_world_view (world);
    stream = fol_workload_stream_new (&workload);
    for (guint i = 0; i < 20000; i++) {
      g_assert_true (fol_workload_stream_next (stream, &view, i > 0 ? &result : NULL, &op));
      g_assert_cmpint (sim_apply (world, &op, &result, NULL), ==, SIM_OK);
      if (op.kind == SIM_OP_ALLOC_PAGES) {
        orders[op.argument[0]]++;
        g_assert_cmpuint (op.argument[1], ==, sim_operations[op.kind].argument[1].otherwise);
      } else if (op.kind == SIM_OP_SET_CPU) {
        cpus[op.argument[0]]++;
      }
    }
    fol_workload_stream_free (stream);
    if (round == 1)
      g_assert_cmpuint (sim_arena_hash (sim_world_arena (world)), ==, hash);
    hash = sim_arena_hash (sim_world_arena (world));
    sim_world_close (world);
  }
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (orders[i], >, orders[0] * 8 / 10);
  g_assert_cmpuint (orders[4], ==, 0);
  g_assert_cmpuint (MIN (cpus[0], MIN (cpus[1], cpus[2])), >, 100);
  g_assert_cmpuint (cpus[3], ==, 0);
}

/* Plays a workload on a machine and counts what it does.  Every free is of what the workload
 * got before, and no operation is refused. */
struct played {
  guint64 count; /* operations */
  guint kind[SIM_OP_COUNT], without_memory;
  guint held;                              /* things, at the end */
  guint64 least, most, small_sizes, sizes; /* asked of kmalloc; up to 64 bytes, and all */
  GHashTable *cache;                       /* of kmem_cache_alloc -> role; owned */
  enum sim_status status;                  /* of the operation that ended it */
  char *why;                               /* owned; the sentence for it */
  uint64_t hash;
};

static void
played_clear (struct played *played)
{
  g_hash_table_unref (played->cache);
  g_free (played->why);
}
typedef struct played Played; /* for g_auto () */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Played, played_clear)

static char *
thing_of (const struct sim_op *op, const struct sim_result *result)
{
  switch ((enum sim_operation_kind) op->kind) {
  case SIM_OP_ALLOC_PAGES:
    return g_strdup_printf ("page %u %" G_GUINT64_FORMAT, result->pfn, op->argument[0]);
  case SIM_OP_FREE_PAGES:
    return g_strdup_printf ("page %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, op->argument[0],
                            op->argument[1]);
  case SIM_OP_KMALLOC:
    return g_strdup_printf ("kmalloc %" G_GUINT64_FORMAT, result->value);
  case SIM_OP_KFREE:
    return g_strdup_printf ("kmalloc %" G_GUINT64_FORMAT, op->argument[0]);
  case SIM_OP_KMEM_CACHE_ALLOC:
    return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, op->argument[0],
                            result->value);
  case SIM_OP_KMEM_CACHE_FREE:
    return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, op->argument[0],
                            op->argument[1]);
  default:
    return NULL;
  }
}

static void
count_played (struct played *played, const struct sim_view *view, const struct sim_op *op,
              const struct sim_result *result, GHashTable *things)
{
  g_autofree char *thing = thing_of (op, result);

  played->count++;
  played->kind[op->kind]++;
  played->without_memory += result->status == SIM_NO_MEMORY;
  if (op->kind == SIM_OP_KMALLOC) {
    played->least = MIN (played->least, op->argument[0]);
    played->most = MAX (played->most, op->argument[0]);
    played->small_sizes += op->argument[0] <= 64;
    played->sizes++;
  }
  if (op->kind == SIM_OP_KMEM_CACHE_ALLOC)
    g_hash_table_insert (played->cache, GUINT_TO_POINTER ((guint) op->argument[0]),
                         GUINT_TO_POINTER (sim_view_cache_role (view, (uint32_t) op->argument[0])));
  if (thing == NULL || result->status != SIM_OK)
    return;
  if (sim_operations[op->kind].has_result)
    g_assert_true (g_hash_table_add (things, g_steal_pointer (&thing)));
  else
    g_assert_true (g_hash_table_remove (things, thing));
}

static void
play (const struct sim_machine *machine, const char *text, struct played *played)
{
  g_autoptr (GHashTable) things = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  struct fol_workload_stream *stream;
  struct sim_machine_problem problem;
  struct fol_workload workload;
  struct sim_result result;
  struct sim_world *world = sim_world_open (machine, &problem);
  struct sim_view view;
  struct sim_object where;
  struct sim_op op;

  g_assert_nonnull (world);
  g_assert_true (fol_workload_parse (text, &workload, NULL));
  *played = (struct played){ .least = G_MAXUINT64, .cache = g_hash_table_new (NULL, NULL) };
  view = sim_world_view (world);
  stream = fol_workload_stream_new (&workload);
  while (played->count < workload.value[FOL_WORKLOAD_OPS]) {
    g_assert_true (
        fol_workload_stream_next (stream, &view, played->count > 0 ? &result : NULL, &op));
    played->status = sim_apply (world, &op, &result, NULL);
    if (played->status != SIM_OK && played->status != SIM_NO_MEMORY) {
      played->why = fol_describe_run (&view, played->count, false, &op, &result);
      break;
    }
    count_played (played, &view, &op, &result, things);
  }
  g_assert_cmpstr (sim_view_check (&view, &where), ==, NULL);
  played->held = g_hash_table_size (things);
  played->hash = sim_arena_hash (sim_world_arena (world));
  fol_workload_stream_free (stream);
  sim_world_close (world);
}

static void
play_on (const char *name, const char *text, struct played *played)
{
  g_autoptr (FolMachine) machine = fol_machine_find (name, NULL);

  g_assert_nonnull (machine);
  play (&machine->sim, text, played);
}

/* With each allocator: only small objects of the kinds asked for, frees of them, the same
 * again from the same seed and others from another. */
static void
test_small (gconstpointer data)
{
  const char *name = data;
  g_auto (Played) first = { 0 }, again = { 0 }, other = { 0 }, half = { 0 }, none = { 0 };

  play_on (name, "workload ops=1500 small=100 cached=0", &first);
  g_assert_cmpuint (first.count, ==, 1500);
  g_assert_cmpuint (first.kind[SIM_OP_KMALLOC] + first.kind[SIM_OP_KFREE], ==, 1500);
  g_assert_cmpuint (first.kind[SIM_OP_KFREE], >, 400);
  g_assert_cmpuint (first.held, >, 0);
  g_assert_cmpuint (first.least, ==, 8);
  g_assert_cmpuint (first.most, <=, 1024);
  g_assert_cmpuint (first.most, >, 512);
  g_assert_cmpuint (first.small_sizes, >, first.sizes * 7 / 10);
  play_on (name, "workload ops=1500 small=100 cached=0", &again);
  g_assert_cmpuint (first.hash, ==, again.hash);
  play_on (name, "workload ops=1500 small=100 cached=0 seed=2 sizes=uniform", &other);
  g_assert_cmpuint (first.hash, !=, other.hash);
  g_assert_cmpuint (other.small_sizes, <, other.sizes / 10);

  play_on (name, "workload ops=1500 small=50 cached=50 fill=60", &half);
  g_assert_cmpuint (half.count, ==, 1500);
  for (guint i = 0; i < 2; i++) {
    static const enum sim_operation_kind kinds[][3] = {
      { SIM_OP_ALLOC_PAGES, SIM_OP_KMALLOC, SIM_OP_KMEM_CACHE_ALLOC },
      { SIM_OP_FREE_PAGES, SIM_OP_KFREE, SIM_OP_KMEM_CACHE_FREE },
    };
    guint small = half.kind[kinds[i][1]] + half.kind[kinds[i][2]];

    g_assert_cmpuint (half.kind[kinds[i][0]], >, small * 7 / 10);
    g_assert_cmpuint (half.kind[kinds[i][0]], <, small * 13 / 10);
    g_assert_cmpuint (half.kind[kinds[i][1]], >, half.kind[kinds[i][2]] * 7 / 10);
    g_assert_cmpuint (half.kind[kinds[i][1]], <, half.kind[kinds[i][2]] * 13 / 10);
  }
  play_on (name, "workload ops=1000 cached=100 whose=both", &none);
  g_assert_cmpuint (none.kind[SIM_OP_ALLOC_PAGES] + none.kind[SIM_OP_FREE_PAGES], ==, 1000);
}

static guint
caches_with (const struct played *played, bool users)
{
  GHashTableIter each;
  gpointer role;
  guint count = 0;

  g_hash_table_iter_init (&each, played->cache);
  while (g_hash_table_iter_next (&each, NULL, &role))
    count += (GPOINTER_TO_UINT (role) == SIM_CACHE_USER) == users;
  return count;
}

/* Whose caches, and how many; those of the user's that are missing are made. */
static void
test_whose (gconstpointer data)
{
  const char *name = data;
  g_autoptr (FolMachine) machine = fol_machine_find (name, NULL);
  bool slob = machine->sim.slab_allocator == SIM_ALLOCATOR_SLOB;
  g_auto (Played) user = { 0 }, kernel = { 0 }, both = { 0 };

  /* A size much like another's is merged with it: a seed whose six stay apart. */
  play_on (name, "workload ops=800 small=100 cached=100 caches=6 sizes=uniform seed=3", &user);
  g_assert_cmpuint (user.kind[SIM_OP_KMEM_CACHE_CREATE], ==, 6);
  g_assert_cmpuint (caches_with (&user, true), ==, 6);
  g_assert_cmpuint (caches_with (&user, false), ==, 0);
  g_assert_cmpuint (user.kind[SIM_OP_KMALLOC], ==, 0);
  g_assert_cmpuint (user.kind[SIM_OP_KMEM_CACHE_FREE], >, 200);

  play_on (name, "workload ops=800 small=100 cached=100 caches=6 whose=kernel", &kernel);
  g_assert_cmpuint (kernel.kind[SIM_OP_KMEM_CACHE_CREATE], ==, 0);
  g_assert_cmpuint (caches_with (&kernel, true), ==, 0);
  /* SLOB has one cache, that of caches. */
  g_assert_cmpuint (caches_with (&kernel, false), ==, slob ? 1 : 6);

  play_on (name, "workload ops=800 small=100 cached=100 caches=5 whose=both sizes=uniform seed=3",
           &both);
  g_assert_cmpuint (caches_with (&both, true), ==, 3);
  g_assert_cmpuint (caches_with (&both, false), ==, slob ? 1 : 2);
}

/* The layer is brought up first; where it finds no memory, that is what is said. */
static void
test_layer_down (void)
{
  g_auto (Played) up = { 0 }, poor = { 0 };
  struct sim_machine machine;

  for (guint allocator = 0; allocator < SIM_ALLOCATORS; allocator++) {
    g_auto (Played) played = { 0 };

    sim_machine_defaults (&machine);
    machine.ram_count = 1;
    machine.ram[0] = (struct sim_range){ 0, 4u << 20 };
    machine.slab_allocator = allocator;
    machine.slab_boot = false;
    play (&machine, "workload ops=500 small=50", &played);
    g_assert_cmpuint (played.count, ==, 500);
    g_assert_cmpuint (played.kind[SIM_OP_KMEM_CACHE_INIT], ==, 1);
    g_assert_cmpuint (played.kind[SIM_OP_KMALLOC], >, 20);
  }
  machine.slab_allocator = SIM_ALLOCATOR_SLUB;
  play (&machine, "workload ops=500", &up);
  g_assert_cmpuint (up.kind[SIM_OP_KMEM_CACHE_INIT], ==, 0);

  machine.ram[0].size = 4u << SIM_PAGE_SHIFT;
  machine.max_order = 1;
  machine.pageblock_order = 0;
  play (&machine, "workload ops=500 small=100", &poor);
  g_assert_cmpuint (poor.kind[SIM_OP_KMEM_CACHE_INIT], ==, 1);
  g_assert_cmpuint (poor.count, ==, 1);
  g_assert_cmpint (poor.status, ==, SIM_SLAB_IS_DOWN);
  g_assert_nonnull (strstr (poor.why, "no small objects yet"));
}

/* Sizes beyond a cache, memory that runs out, more slabs than the model has room for, and
 * several CPUs: nothing is refused. */
static void
test_extremes (void)
{
  static const struct {
    const char *machine, *text;
    bool runs_out; /* of memory, for certain */
  } extremes[] = {
    { "slub-4m", "workload ops=2000 small=100 largest=65536 sizes=uniform fill=100", true },
    { "slab-4m", "workload ops=2000 small=70 largest=65536 sizes=uniform fill=100", true },
    { "slob-4m", "workload ops=2000 small=70 largest=65536 sizes=uniform fill=100", true },
    { "slub-2cpu", "workload ops=2000 small=100 caches=32 cpus=2 whose=both lifetime=long", false },
    { "pc:128M", "workload ops=40000 small=100 smallest=4096 largest=4096 lifetime=long fill=100",
      false },
  };

  for (guint i = 0; i < G_N_ELEMENTS (extremes); i++) {
    g_auto (Played) played = { 0 };

    play_on (extremes[i].machine, extremes[i].text, &played);
    if (played.why != NULL)
      g_error ("%s: %s", extremes[i].text, played.why);
    g_assert_true (played.without_memory > 0 || !extremes[i].runs_out);
  }
}

int
main (int argc, char **argv)
{
  static const char *const machines[] = { "slub-4m", "slab-4m", "slob-4m" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workload/table", test_workload_table);
  g_test_add_func ("/workload/stream", test_workload_stream);
  for (guint i = 0; i < G_N_ELEMENTS (machines); i++) {
    g_autofree char *small = g_strconcat ("/workload/small/", machines[i], NULL);
    g_autofree char *whose = g_strconcat ("/workload/whose/", machines[i], NULL);

    g_test_add_data_func (small, machines[i], test_small);
    g_test_add_data_func (whose, machines[i], test_whose);
  }
  g_test_add_func ("/workload/layer-down", test_layer_down);
  g_test_add_func ("/workload/extremes", test_extremes);
  return g_test_run ();
}
