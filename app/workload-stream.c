/* app/workload-stream.c - the operations of a workload: see workload.h.
 *
 * Blocks live in two pools: `young`, which is kept small and so is freed soon, and
 * `old`, which fills the memory up.  A block's pool is drawn when it is asked for.
 * A free takes any block of its pool, all alike likely.
 */
#include "app/workload.h"

#include "engine/physical/gfp.h"

#define YOUNG_MOST  64u  /* blocks; more means that one is freed now */
#define SLACK       100u /* a part of the memory: how far the fill may be from its target */
#define CPU_CHANGES 32u  /* operations on one CPU before the next, on average */
#define YOUNG_OF_16                                                                                \
  {                                                                                                \
    8, 15, 0                                                                                       \
  } /* by lifetime: how many of 16 blocks are young */

struct block {
  sim_pfn pfn;
  guint8 order;
};

struct fol_workload_stream {
  struct fol_workload workload;
  guint64 seed;
  GArray *young, *old;   /* of struct block, owned */
  guint64 target, slack; /* pages in use */
  guint64 others, held;  /* pages in use by others at the beginning, and by the pools */
  guint orders, cpus, cpu;
  bool begun;

  /* The request whose answer is to come. */
  bool asked, failed, for_young;
  guint8 order;
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
  stream->young = g_array_new (FALSE, FALSE, sizeof (struct block));
  stream->old = g_array_new (FALSE, FALSE, sizeof (struct block));
  return stream;
}

void
fol_workload_stream_free (struct fol_workload_stream *stream)
{
  if (stream == NULL)
    return;
  g_array_unref (stream->young);
  g_array_unref (stream->old);
  g_free (stream);
}

static void
begin (struct fol_workload_stream *stream, const struct sim_view *view)
{
  const struct sim_layout *layout = view->layout;
  const guint64 *value = stream->workload.value;
  guint64 managed = 0;
  gint64 free_pages = 0;
  struct sim_header header;

  for (guint i = 0; i < layout->zone_count; i++) {
    struct sim_zone zone;

    sim_view_zone (view, i, &zone);
    managed += zone.managed_pages;
    free_pages += sim_view_zone_free (view, i);
  }
  sim_view_header (view, &header);
  stream->target = managed * value[FOL_WORKLOAD_FILL] / 100;
  stream->slack = managed / SLACK;
  stream->others = managed - (guint64) CLAMP (free_pages, 0, (gint64) managed);
  stream->orders = (guint) MIN (value[FOL_WORKLOAD_ORDER] + 1, layout->max_order);
  stream->cpus = (guint) MIN (value[FOL_WORKLOAD_CPUS], layout->cpu_count);
  stream->cpu = header.cpu;
  stream->begun = true;
}

/* What became of the request before. */
static void
hear (struct fol_workload_stream *stream, const struct sim_result *last)
{
  struct block block = { .order = stream->order };

  if (!stream->asked || last == NULL)
    return;
  stream->asked = false;
  stream->failed = last->status != SIM_OK;
  if (stream->failed)
    return;
  block.pfn = last->pfn;
  stream->held += G_GUINT64_CONSTANT (1) << block.order;
  g_array_append_val (stream->for_young ? stream->young : stream->old, block);
}

static bool
next_is_free (struct fol_workload_stream *stream)
{
  guint64 used = stream->others + stream->held;

  if (stream->young->len + stream->old->len == 0)
    return false;
  if (stream->failed || stream->young->len >= YOUNG_MOST || used > stream->target + stream->slack)
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
  struct block block = g_array_index (pool, struct block, which);

  g_array_remove_index_fast (pool, which);
  stream->held -= G_GUINT64_CONSTANT (1) << block.order;
  stream->failed = false;
  *op = (struct sim_op){ .kind = SIM_OP_FREE_PAGES, .argument = { block.pfn, block.order } };
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

static void
make_alloc (struct fol_workload_stream *stream, struct sim_op *op)
{
  static const guint8 young_of_16[] = YOUNG_OF_16;

  stream->order = draw_order (stream);
  stream->for_young =
      draw (stream, 16) < young_of_16[stream->workload.value[FOL_WORKLOAD_LIFETIME]];
  stream->asked = true;
  *op = (struct sim_op){ .kind = SIM_OP_ALLOC_PAGES,
                         .argument = { stream->order, draw_gfp (stream), SIM_NODE_ANY } };
}

bool
fol_workload_stream_next (void *user_data, const struct sim_view *view,
                          const struct sim_result *last, struct sim_op *op)
{
  struct fol_workload_stream *stream = user_data;

  if (!stream->begun)
    begin (stream, view);
  hear (stream, last);
  if (stream->cpus > 1 && draw (stream, CPU_CHANGES) == 0) {
    /* Any but the one it is on. */
    stream->cpu = (stream->cpu + 1 + draw (stream, stream->cpus - 1)) % stream->cpus;
    *op = (struct sim_op){ .kind = SIM_OP_SET_CPU, .argument = { stream->cpu } };
  } else if (next_is_free (stream)) {
    make_free (stream, op);
  } else {
    make_alloc (stream, op);
  }
  return true;
}
