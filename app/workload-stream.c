/* app/workload-stream.c - the operations of a workload: see workload.h.
 *
 * Blocks and objects live in two pools: `young`, which is kept small and so is freed
 * soon, and `old`, which fills the memory up.  Its pool is drawn when a thing is asked
 * for.  A free takes any thing of its pool, all alike likely.
 */
#include "app/workload.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

#define YOUNG_MOST  64u  /* things; more means that one is freed now */
#define SLACK       100u /* a part of the memory: how far the fill may be from its target */
#define CPU_CHANGES 32u  /* operations on one CPU before the next, on average */
#define YOUNG_OF_16                                                                                \
  {                                                                                                \
    8, 15, 0                                                                                       \
  } /* by lifetime: how many of 16 things are young */

#define CACHE_MOST  4096u /* bytes of an object of a cache that the stream makes */
#define CACHE_LEAST 8u    /* the kernel makes none for less */
#define POOL_SPARE  8u    /* a part of the room for slabs that the stream leaves alone */

/* What a request gave. */
struct thing {
  guint64 where; /* pfn, or kernel address */
  guint32 freed_by, cache;
  guint8 order;
};

struct fol_workload_stream {
  struct fol_workload workload;
  guint64 seed;
  GArray *young, *old;   /* of struct thing, owned */
  guint64 target, slack; /* pages in use */
  guint64 others, held;  /* pages in use by others at the beginning, and by the pools */
  guint orders, cpus, cpu;
  bool begun;

  /* Small objects. */
  guint64 managed;  /* pages of the machine */
  bool initialised; /* kmem_cache_init is done or has been asked for */
  bool chosen;      /* `caches` is complete but for those to be made */
  GArray *caches;   /* of guint32, owned */
  guint to_make;

  /* The request whose answer is to come. */
  bool asked, failed, for_young, cache_asked;
  struct thing thing;
};

static guint32
draw (struct fol_workload_stream *stream, guint32 limit)
{
  guint64 x = stream->seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  x = (x ^ x >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  x ^= x >> 31;
  return (guint32) ((x >> 32) * limit >> 32);
}

struct fol_workload_stream *
fol_workload_stream_new (const struct fol_workload *workload)
{
  struct fol_workload_stream *stream = g_new0 (struct fol_workload_stream, 1);

  stream->workload = *workload;
  stream->seed = workload->value[FOL_WORKLOAD_SEED];
  stream->young = g_array_new (FALSE, FALSE, sizeof (struct thing));
  stream->old = g_array_new (FALSE, FALSE, sizeof (struct thing));
  stream->caches = g_array_new (FALSE, FALSE, sizeof (guint32));
  return stream;
}

void
fol_workload_stream_free (struct fol_workload_stream *stream)
{
  if (stream == NULL)
    return;
  g_array_unref (stream->young);
  g_array_unref (stream->old);
  g_array_unref (stream->caches);
  g_free (stream);
}

static guint64
used_pages (const struct fol_workload_stream *stream, const struct sim_view *view)
{
  gint64 free_pages = 0;

  for (guint i = 0; i < view->layout->zone_count; i++)
    free_pages += sim_view_zone_free (view, i);
  return stream->managed - (guint64) CLAMP (free_pages, 0, (gint64) stream->managed);
}

static void
begin (struct fol_workload_stream *stream, const struct sim_view *view)
{
  const struct sim_layout *layout = view->layout;
  const guint64 *value = stream->workload.value;
  struct sim_header header;

  for (guint i = 0; i < layout->zone_count; i++) {
    struct sim_zone zone;

    sim_view_zone (view, i, &zone);
    stream->managed += zone.managed_pages;
  }
  sim_view_header (view, &header);
  stream->target = stream->managed * value[FOL_WORKLOAD_FILL] / 100;
  stream->slack = stream->managed / SLACK;
  stream->others = used_pages (stream, view);
  stream->orders = (guint) MIN (value[FOL_WORKLOAD_ORDER] + 1, layout->max_order);
  stream->cpus = (guint) MIN (value[FOL_WORKLOAD_CPUS], layout->cpu_count);
  stream->cpu = header.cpu;
  stream->begun = true;
}

/* The user's caches may have been merged into one. */
static void
add_cache (struct fol_workload_stream *stream, guint32 cache)
{
  for (guint i = 0; i < stream->caches->len; i++)
    if (g_array_index (stream->caches, guint32, i) == cache)
      return;
  g_array_append_val (stream->caches, cache);
}

/* What became of the request before. */
static void
hear (struct fol_workload_stream *stream, const struct sim_result *last)
{
  struct thing *thing = &stream->thing;

  if (last != NULL && stream->cache_asked && last->status == SIM_OK)
    add_cache (stream, (guint32) last->value);
  stream->cache_asked = false;
  if (!stream->asked || last == NULL)
    return;
  stream->asked = false;
  stream->failed = last->status != SIM_OK;
  if (stream->failed)
    return;
  thing->where = thing->freed_by == SIM_OP_FREE_PAGES ? last->pfn : last->value;
  if (thing->freed_by == SIM_OP_FREE_PAGES)
    stream->held += G_GUINT64_CONSTANT (1) << thing->order;
  g_array_append_val (stream->for_young ? stream->young : stream->old, *thing);
}

/* Slabs take whole pages and keep them, so that only the machine knows what is in use. */
static guint64
pages_in_use (const struct fol_workload_stream *stream, const struct sim_view *view)
{
  return stream->workload.value[FOL_WORKLOAD_SMALL] > 0 ? used_pages (stream, view)
                                                        : stream->others + stream->held;
}

/* A large machine has more memory than the model has room for slabs. */
static bool
room_is_left (const struct fol_workload_stream *stream, const struct sim_view *view)
{
  const struct sim_layout *layout = view->layout;
  struct sim_slab_header header;

  if (stream->workload.value[FOL_WORKLOAD_SMALL] == 0 ||
      layout->slab.entry_count >= layout->frame_count)
    return true;
  sim_view_slab_header (view, &header);
  return header.entries_used < layout->slab.entry_count - layout->slab.entry_count / POOL_SPARE;
}

static bool
next_is_free (struct fol_workload_stream *stream, const struct sim_view *view)
{
  guint64 used;

  if (stream->young->len + stream->old->len == 0)
    return false;
  used = pages_in_use (stream, view);
  if (stream->failed || stream->young->len >= YOUNG_MOST || used > stream->target + stream->slack ||
      !room_is_left (stream, view))
    return true;
  return draw (stream, used + stream->slack < stream->target ? 3 : 2) == 0;
}

static void
make_free (struct fol_workload_stream *stream, struct sim_op *op)
{
  bool young = stream->young->len > 0 &&
               (stream->old->len == 0 || stream->young->len >= YOUNG_MOST || draw (stream, 4) > 0);
  GArray *pool = young ? stream->young : stream->old;
  guint which = draw (stream, pool->len);
  struct thing thing = g_array_index (pool, struct thing, which);

  g_array_remove_index_fast (pool, which);
  stream->failed = false;
  *op = (struct sim_op){ .kind = thing.freed_by, .argument = { thing.where } };
  if (thing.freed_by == SIM_OP_FREE_PAGES) {
    stream->held -= G_GUINT64_CONSTANT (1) << thing.order;
    op->argument[1] = thing.order;
  } else if (thing.freed_by == SIM_OP_KMEM_CACHE_FREE) {
    op->argument[0] = thing.cache;
    op->argument[1] = thing.where;
  }
}

static guint8
draw_order (struct fol_workload_stream *stream)
{
  guint32 dice;

  if (stream->workload.value[FOL_WORKLOAD_MIX] == FOL_MIX_UNIFORM)
    return (guint8) draw (stream, stream->orders);
  /* Order k with 2^-(k+1); what is left over goes to the largest. */
  dice = draw (stream, 1u << (stream->orders - 1));
  return (guint8) (dice == 0 ? stream->orders - 1 : (guint) __builtin_ctz (dice));
}

static guint32
draw_gfp (struct fol_workload_stream *stream)
{
  const guint64 *value = stream->workload.value;
  guint32 unmovable = (guint32) value[FOL_WORKLOAD_UNMOVABLE];
  guint32 movable = (guint32) value[FOL_WORKLOAD_MOVABLE];
  guint32 dice = draw (stream, unmovable + movable + (guint32) value[FOL_WORKLOAD_RECLAIMABLE]);

  if (dice < unmovable)
    return SIM_GFP_KERNEL;
  return dice < unmovable + movable ? SIM_GFP_HIGHUSER_MOVABLE
                                    : SIM_GFP_KERNEL | SIM_GFP_RECLAIMABLE;
}

/* A size that is asked for, from `least` to `most` bytes. */
static guint64
draw_size (struct fol_workload_stream *stream, guint64 least, guint64 most)
{
  if (stream->workload.value[FOL_WORKLOAD_SIZES] == FOL_MIX_GEOMETRIC) {
    /* Each doubling with half of what is left, the last one with all of it. */
    while (least * 2 <= most && draw (stream, 2) == 0)
      least *= 2;
    most = MIN (most, least * 2 - 1);
  }
  return least + draw (stream, (guint32) (most - least + 1));
}

static void
make_kmalloc (struct fol_workload_stream *stream, const struct sim_view *view, struct sim_op *op)
{
  const guint64 *value = stream->workload.value;
  guint64 block = G_GUINT64_CONSTANT (1) << (view->layout->max_order - 1 + SIM_PAGE_SHIFT);

  stream->thing = (struct thing){ .freed_by = SIM_OP_KFREE };
  *op = (struct sim_op){ .kind = SIM_OP_KMALLOC,
                         .argument = { draw_size (stream, MIN (value[FOL_WORKLOAD_SMALLEST], block),
                                                  MIN (value[FOL_WORKLOAD_LARGEST], block)),
                                       SIM_GFP_KERNEL, SIM_NODE_ANY } };
}

static void
make_small (struct fol_workload_stream *stream, const struct sim_view *view, struct sim_op *op)
{
  guint32 cache;

  if (draw (stream, 100) >= stream->workload.value[FOL_WORKLOAD_CACHED] ||
      stream->caches->len == 0) {
    make_kmalloc (stream, view, op);
    return;
  }
  cache = g_array_index (stream->caches, guint32, draw (stream, stream->caches->len));
  stream->thing = (struct thing){ .freed_by = SIM_OP_KMEM_CACHE_FREE, .cache = cache };
  *op = (struct sim_op){ .kind = SIM_OP_KMEM_CACHE_ALLOC,
                         .argument = { cache, SIM_GFP_KERNEL, SIM_NODE_ANY } };
}

static void
make_alloc (struct fol_workload_stream *stream, const struct sim_view *view, struct sim_op *op)
{
  static const guint8 young_of_16[] = YOUNG_OF_16;
  const guint64 *value = stream->workload.value;
  guint8 order;

  if (value[FOL_WORKLOAD_SMALL] > 0 && draw (stream, 100) < value[FOL_WORKLOAD_SMALL]) {
    make_small (stream, view, op);
  } else {
    order = draw_order (stream);
    stream->thing = (struct thing){ .freed_by = SIM_OP_FREE_PAGES, .order = order };
    *op = (struct sim_op){ .kind = SIM_OP_ALLOC_PAGES, .argument = { order } };
  }
  stream->for_young = draw (stream, 16) < young_of_16[value[FOL_WORKLOAD_LIFETIME]];
  stream->asked = true;
  if (op->kind == SIM_OP_ALLOC_PAGES) {
    op->argument[1] = draw_gfp (stream);
    op->argument[2] = SIM_NODE_ANY;
  }
}

/* Some of the caches that there are: the user's in their order, the kernel's by lot. */
static void
choose_caches (struct fol_workload_stream *stream, const struct sim_view *view)
{
  const guint64 *value = stream->workload.value;
  guint most = (guint) value[FOL_WORKLOAD_CACHES];
  guint users = value[FOL_WORKLOAD_WHOSE] == FOL_CACHES_KERNEL ? 0
                : value[FOL_WORKLOAD_WHOSE] == FOL_CACHES_BOTH ? (most + 1) / 2
                                                               : most;
  g_autoptr (GArray) kernels = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 cache = 0; cache < SIM_CACHES_MAX; cache++) {
    guint32 role = sim_view_cache_role (view, cache);

    if (role == SIM_CACHE_USER && stream->caches->len < users)
      g_array_append_val (stream->caches, cache);
    else if (role != SIM_CACHE_USER && role != SIM_CACHE_UNUSED)
      g_array_append_val (kernels, cache);
  }
  stream->to_make = users - stream->caches->len;
  for (guint left = MIN (most - users, kernels->len); left > 0; left--) {
    guint which = draw (stream, kernels->len);

    g_array_append_val (stream->caches, g_array_index (kernels, guint32, which));
    g_array_remove_index_fast (kernels, which);
  }
  stream->chosen = true;
}

/* A cache of the user's; false: there are as many as there can be. */
static bool
make_cache (struct fol_workload_stream *stream, const struct sim_view *view, struct sim_op *op)
{
  const guint64 *value = stream->workload.value;
  guint64 most = CLAMP (value[FOL_WORKLOAD_LARGEST], CACHE_LEAST, CACHE_MOST);
  char name[SIM_NAME_LENGTH + 1];
  struct sim_slab_header header;
  guint number = 1;

  sim_view_slab_header (view, &header);
  if (header.cache_count >= SIM_CACHES_MAX)
    return false;
  do
    g_snprintf (name, sizeof name, "load-%u", number++);
  while (sim_view_cache_find (view, name) != SIM_CACHE_NONE);
  stream->cache_asked = true;
  *op = (struct sim_op){
    .kind = SIM_OP_KMEM_CACHE_CREATE,
    .argument = { sim_name_pack (name),
                  draw_size (stream, CLAMP (value[FOL_WORKLOAD_SMALLEST], CACHE_LEAST, most),
                             most) },
  };
  return true;
}

/* What small objects need before there can be any; false: all is there. */
static bool
prepare (struct fol_workload_stream *stream, const struct sim_view *view, struct sim_op *op)
{
  struct sim_slab_header header;

  if (stream->workload.value[FOL_WORKLOAD_SMALL] == 0)
    return false;
  if (!stream->initialised) {
    stream->initialised = true;
    sim_view_slab_header (view, &header);
    if (header.state != SIM_SLAB_UP) {
      *op = (struct sim_op){ .kind = SIM_OP_KMEM_CACHE_INIT };
      return true;
    }
  }
  if (stream->workload.value[FOL_WORKLOAD_CACHED] == 0)
    return false;
  if (!stream->chosen)
    choose_caches (stream, view);
  while (stream->to_make > 0) {
    stream->to_make--;
    if (make_cache (stream, view, op))
      return true;
  }
  return false;
}

bool
fol_workload_stream_next (void *user_data, const struct sim_view *view,
                          const struct sim_result *last, struct sim_op *op)
{
  struct fol_workload_stream *stream = user_data;

  if (!stream->begun)
    begin (stream, view);
  hear (stream, last);
  if (prepare (stream, view, op))
    return true;
  if (stream->cpus > 1 && draw (stream, CPU_CHANGES) == 0) {
    /* Any but the one it is on. */
    stream->cpu = (stream->cpu + 1 + draw (stream, stream->cpus - 1)) % stream->cpus;
    *op = (struct sim_op){ .kind = SIM_OP_SET_CPU, .argument = { stream->cpu } };
  } else if (next_is_free (stream, view)) {
    make_free (stream, op);
  } else {
    make_alloc (stream, view, op);
  }
  return true;
}
