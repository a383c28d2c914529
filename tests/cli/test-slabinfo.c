/* tests/cli/test-slabinfo.c - /proc/slabinfo against a file of a real kernel, and in its order. */
#include "app/host/history.h"
#include "app/slabinfo.h"

#include "engine/physical/gfp.h"

#include <string.h>

/* As read on Linux 6.1 with SLUB, one CPU, 256 MiB: the caches of boot at the end of the file.
 * Those of kmalloc-cg are left out: the model has no control groups. */
static const struct {
  const char *name;
  guint objsize, objperslab, pagesperslab;
} real[] = {
  { "dma-kmalloc-8k", 8192, 4, 8 },  { "dma-kmalloc-4k", 4096, 8, 8 },
  { "dma-kmalloc-2k", 2048, 8, 4 },  { "dma-kmalloc-1k", 1024, 8, 2 },
  { "dma-kmalloc-512", 512, 8, 1 },  { "dma-kmalloc-256", 256, 16, 1 },
  { "dma-kmalloc-192", 192, 21, 1 }, { "dma-kmalloc-128", 128, 32, 1 },
  { "dma-kmalloc-96", 96, 42, 1 },   { "dma-kmalloc-64", 64, 64, 1 },
  { "dma-kmalloc-32", 32, 128, 1 },  { "dma-kmalloc-16", 16, 256, 1 },
  { "dma-kmalloc-8", 8, 512, 1 },    { "kmalloc-rcl-8k", 8192, 4, 8 },
  { "kmalloc-rcl-4k", 4096, 8, 8 },  { "kmalloc-rcl-2k", 2048, 8, 4 },
  { "kmalloc-rcl-1k", 1024, 8, 2 },  { "kmalloc-rcl-512", 512, 8, 1 },
  { "kmalloc-rcl-256", 256, 16, 1 }, { "kmalloc-rcl-192", 192, 21, 1 },
  { "kmalloc-rcl-128", 128, 32, 1 }, { "kmalloc-rcl-96", 96, 42, 1 },
  { "kmalloc-rcl-64", 64, 64, 1 },   { "kmalloc-rcl-32", 32, 128, 1 },
  { "kmalloc-rcl-16", 16, 256, 1 },  { "kmalloc-rcl-8", 8, 512, 1 },
  { "kmalloc-8k", 8192, 4, 8 },      { "kmalloc-4k", 4096, 8, 8 },
  { "kmalloc-2k", 2048, 8, 4 },      { "kmalloc-1k", 1024, 8, 2 },
  { "kmalloc-512", 512, 8, 1 },      { "kmalloc-256", 256, 16, 1 },
  { "kmalloc-192", 192, 21, 1 },     { "kmalloc-128", 128, 32, 1 },
  { "kmalloc-96", 96, 42, 1 },       { "kmalloc-64", 64, 64, 1 },
  { "kmalloc-32", 32, 128, 1 },      { "kmalloc-16", 16, 256, 1 },
  { "kmalloc-8", 8, 512, 1 },        { "kmem_cache_node", 64, 64, 1 },
  { "kmem_cache", 256, 16, 1 },
};
static const char *const real_head =
    "slabinfo - version: 2.1\n"
    "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables "
    "<limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>\n";
static const char *const real_line =
    "dma-kmalloc-8k         0      0   8192    4    8 : tunables    "
    "0    0    0 : slabdata      0      0      0\n";

static struct fol_history *
open_machine (enum sim_slab_allocator allocator)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;

  sim_machine_defaults (&machine);
  machine.cpu_count = 1;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, UINT64_C (256) << 20 };
  machine.slab_allocator = allocator;
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  return history;
}

static uint64_t
apply (struct fol_history *history, enum sim_operation_kind kind, uint64_t a, uint64_t b)
{
  struct sim_op op = { .kind = kind, .argument = { a, b } };
  struct sim_result result;

  g_assert_cmpint (fol_history_apply (history, &op, &result), ==, SIM_OK);
  return result.value;
}

static char *
slabinfo (struct fol_history *history, const char **why)
{
  struct fol_state *state = fol_history_state (history);
  struct sim_view view = fol_state_view (state);
  char *text = fol_slabinfo (&view, why);

  fol_state_unref (state);
  return text;
}

static void
test_real (void)
{
  struct fol_history *history = open_machine (SIM_ALLOCATOR_SLUB);
  const char *why = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint first = 2;

  apply (history, SIM_OP_KMEM_CACHE_INIT, 0, 0);
  text = slabinfo (history, &why);
  g_assert_null (why);
  g_assert_true (g_str_has_prefix (text, real_head));
  g_assert_nonnull (strstr (text, real_line));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, first + G_N_ELEMENTS (real) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (real); i++) {
    g_autofree char *geometry =
        g_strdup_printf (" %6u %4u %4u : tunables    0    0    0 : slabdata ", real[i].objsize,
                         real[i].objperslab, real[i].pagesperslab);
    g_autofree char *name = g_strdup_printf ("%-17s ", real[i].name);

    if (!g_str_has_prefix (lines[first + i], name) || strstr (lines[first + i], geometry) == NULL)
      g_error ("line %u: “%s”, in the kernel: “%s…%s”", first + i, lines[first + i], name,
               geometry);
  }
  fol_history_free (history);
}

/* The newest first, though numbers of caches that are gone are used again. */
static void
test_order (void)
{
  static const enum sim_slab_allocator allocators[] = { SIM_ALLOCATOR_SLUB, SIM_ALLOCATOR_SLAB };

  for (guint a = 0; a < G_N_ELEMENTS (allocators); a++) {
    struct fol_history *history = open_machine (allocators[a]);
    const char *why = NULL;
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;
    uint64_t gone;

    apply (history, SIM_OP_KMEM_CACHE_INIT, 0, 0);
    gone = apply (history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("gone"), 1000);
    apply (history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("older"), 600);
    apply (history, SIM_OP_KMEM_CACHE_DESTROY, gone, 0);
    apply (history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("newer"), 1400);
    text = slabinfo (history, &why);
    lines = g_strsplit (text, "\n", -1);
    g_assert_true (g_str_has_prefix (lines[2], "newer "));
    g_assert_true (g_str_has_prefix (lines[3], "older "));
    g_assert_null (strstr (text, "gone"));
    fol_history_free (history);
  }
}

static void
test_none (void)
{
  struct fol_history *history = open_machine (SIM_ALLOCATOR_SLOB);
  const char *why = NULL;

  g_assert_null (slabinfo (history, &why));
  g_assert_nonnull (strstr (why, "SLOB"));
  fol_history_free (history);
  history = open_machine (SIM_ALLOCATOR_SLUB);
  g_assert_null (slabinfo (history, &why));
  g_assert_nonnull (strstr (why, "kmem_cache_init"));
  fol_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slabinfo/real", test_real);
  g_test_add_func ("/slabinfo/order", test_order);
  g_test_add_func ("/slabinfo/none", test_none);
  return g_test_run ();
}
