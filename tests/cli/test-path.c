/* tests/cli/test-path.c - what each kind of object is part of. */
#include "tests/slab-machine.h"

#include "app/object-path.h"
#include "app/host/history.h"
#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"

/* As the inspector shows it. */
static char *
path_of (const struct sim_view *view, struct sim_object object)
{
  g_autoptr (GString) text = g_string_new (NULL);
  struct fol_path path;

  fol_object_path (view, object, &path);
  for (guint i = 0; i < path.count; i++) {
    g_autofree char *words = fol_describe_briefly (view, path.object[i]);

    g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", words);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check (const struct sim_view *view, enum sim_object_kind kind, guint a, guint b, guint c,
       const char *expected)
{
  g_autofree char *path = path_of (view, (struct sim_object){ kind, a, b, c });

  g_assert_cmpstr (path, ==, expected);
}

static struct sim_world *
open_world (enum sim_slab_allocator allocator)
{
  struct sim_machine machine = test_slab_machine (allocator, 2);
  struct sim_machine_problem problem;
  struct sim_world *world;

  world = sim_world_open (&machine, &problem);
  g_assert_nonnull (world);
  return world;
}

static guint64
kmalloc (struct sim_world *world, guint64 size)
{
  struct sim_op op = { SIM_OP_KMALLOC, { size, SIM_GFP_KERNEL, SIM_NODE_ANY } };
  struct sim_result result;

  sim_apply (world, &op, &result, NULL);
  g_assert_cmpint (result.status, ==, SIM_OK);
  return result.value - SIM_PAGE_OFFSET;
}

static void
test_memory (void)
{
  struct sim_world *world = open_world (SIM_ALLOCATOR_SLUB);
  struct sim_view view = sim_world_view (world);

  check (&view, SIM_OBJECT_FRAME, 1000, 0, 0, "DMA | pageblock 1");
  check (&view, SIM_OBJECT_BLOCK, 512, 9, 0, "DMA | pageblock 1");
  check (&view, SIM_OBJECT_FRAME, 1024, 0, 0, "");
  check (&view, SIM_OBJECT_PAGEBLOCK, 512, 0, 0, "DMA");
  check (&view, SIM_OBJECT_FREE_LIST, 0, 3, 0, "DMA");
  check (&view, SIM_OBJECT_PCP, 0, 1, 0, "DMA");
  check (&view, SIM_OBJECT_PCP_LIST, 0, 1, 2, "DMA | CPU 1");
  check (&view, SIM_OBJECT_PCP_LIST, 7, 1, 2, "");
  check (&view, SIM_OBJECT_ZONE, 0, 0, 0, "");
  check (&view, SIM_OBJECT_STEP, 1, 0, 0, "");
  check (&view, SIM_OBJECT_NONE, 0, 0, 0, "");
  sim_world_close (world);
}

static void
test_slabs (void)
{
  struct sim_world *world = open_world (SIM_ALLOCATOR_SLUB);
  struct sim_view view = sim_world_view (world);
  guint64 small = kmalloc (world, 700), twice = small + 3072;
  sim_pfn pfn = (sim_pfn) (small >> SIM_PAGE_SHIFT);
  uint32_t cache = sim_view_cache_find (&view, "kmalloc-1k");
  g_autofree char *of_small = g_strdup_printf ("kmalloc-1k | slab %u | frame %u", pfn, pfn);
  g_autofree char *of_slab = g_strdup_printf ("kmalloc-1k | frame %u", pfn);
  g_autofree char *of_frame = g_strdup_printf ("kmalloc-1k | slab %u", pfn);

  check (&view, SIM_OBJECT_SMALL, pfn, small & 4095, 0, of_small);
  check (&view, SIM_OBJECT_SMALL, pfn, twice & 4095, 0, of_small);
  check (&view, SIM_OBJECT_SLAB, pfn, 0, 0, of_slab);
  check (&view, SIM_OBJECT_FRAME, pfn, 0, 0, of_frame);
  check (&view, SIM_OBJECT_BLOCK, pfn, 0, 0, of_frame);
  check (&view, SIM_OBJECT_PAGEBLOCK, pfn & ~511u, 0, 0, "DMA");
  check (&view, SIM_OBJECT_CACHE, cache, 0, 0, "");
  check (&view, SIM_OBJECT_CACHE_CPU, cache, 0, 0, "kmalloc-1k");
  check (&view, SIM_OBJECT_CACHE_LIST, cache, 0, 0, "kmalloc-1k");
  check (&view, SIM_OBJECT_CACHE_CPU, SIM_CACHES_MAX, 0, 0, "");
  /* No slab is there (any more): the frame remains. */
  check (&view, SIM_OBJECT_SMALL, 1000, 64, 0, "frame 1000");
  sim_world_close (world);
}

/* Its pages are nobody's: they belong to no cache. */
static void
test_slob (void)
{
  struct sim_world *world = open_world (SIM_ALLOCATOR_SLOB);
  struct sim_view view = sim_world_view (world);
  guint64 small = kmalloc (world, 100);

  g_assert_cmpuint (small >> SIM_PAGE_SHIFT, ==, 0);
  check (&view, SIM_OBJECT_SMALL, 0, small & 4095, 0, "slab 0 | frame 0");
  check (&view, SIM_OBJECT_SLAB, 0, 0, 0, "frame 0");
  check (&view, SIM_OBJECT_FRAME, 0, 0, 0, "slab 0");
  sim_world_close (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path/memory", test_memory);
  g_test_add_func ("/path/slabs", test_slabs);
  g_test_add_func ("/path/slob", test_slob);
  return g_test_run ();
}
