/* tests/figures/test-sets.c - the figure of CPU-cache sets, what it links, what can be chosen.
 *
 * Golden lists are kept as in test-figures.c.
 */
#include "tests/figures/golden.h"
#include "tests/figures/states.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"
#include "ui/figures/choices.h"
#include "ui/figures/linked.h"
#include "ui/figures/paint.h"

#include <string.h>

static const struct sim_cpu_cache small_cpu[] = { { 1, 4096, 2, 64 } };
static const struct sim_cpu_cache three_levels[] = { { 1, 32768, 8, 64 },
                                                     { 2, 1 << 20, 16, 64 },
                                                     { 3, 8 << 20, 16, 64 } };

/* `count` objects of `size` bytes in a cache of their own. */
struct scene {
  struct fol_history *history;
  struct fol_state *state;
  struct fol_figure_options options;
  uint64_t object[1024];
};

static void
set (struct scene *scene, enum sim_slab_allocator allocator, const struct sim_cpu_cache *cpu,
     uint32_t cpu_count, uint64_t size, guint count)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  uint64_t cache;

  sim_machine_defaults (&machine);
  g_strlcpy (machine.name, "sets-16m", sizeof machine.name);
  machine.cpu_count = 1;
  machine.smp = false;
  machine.boot_pcp = true;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 16 << 20 };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 64 * 4096 };
  memset (machine.zone_end, 0, sizeof machine.zone_end);
  machine.zone_end[SIM_ZONE_NORMAL] = 16 << 20;
  machine.slab_allocator = allocator;
  machine.cpu_cache_count = cpu_count;
  for (uint32_t i = 0; i < cpu_count; i++)
    machine.cpu_cache[i] = cpu[i];
  scene->history = fol_history_new (&machine, &problem);
  g_assert_nonnull (scene->history);
  fol_test_apply (scene->history, SIM_OP_KMEM_CACHE_INIT, 0, 0, 0, 0);
  cache = fol_test_apply (scene->history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("inode"), size,
                          0, 0);
  for (guint i = 0; i < count; i++)
    scene->object[i] = fol_test_apply (scene->history, SIM_OP_KMEM_CACHE_ALLOC, cache,
                                       SIM_GFP_KERNEL, SIM_NODE_ANY, 0);
  scene->state = fol_history_state (scene->history);
  scene->options = fol_figure_options_default;
  g_strlcpy (scene->options.cache, "inode", sizeof scene->options.cache);
}

/* 12 slabs of three objects, four colours; a set has two ways. */
static void
set_conflict (struct scene *scene)
{
  set (scene, SIM_ALLOCATOR_SLAB, small_cpu, G_N_ELEMENTS (small_cpu), 1280, 36);
}

static void
clear (struct scene *scene)
{
  fol_state_unref (scene->state);
  fol_history_free (scene->history);
}

static struct fol_shapes *
build (const struct scene *scene, enum fol_figure_id figure, double width, double height)
{
  struct fol_marks marks = { .calm = true };

  return fol_figure_build (figure, scene->state, &marks, &scene->options, width, height);
}

static struct sim_object
small (uint64_t address)
{
  uint64_t physical = address - SIM_PAGE_OFFSET;

  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = (uint32_t) (physical >> SIM_PAGE_SHIFT),
                              .b = (uint32_t) physical & 4095u };
}

static void
golden (const char *name, const struct scene *scene, double width, double height)
{
  struct fol_shapes *shapes = build (scene, FOL_FIGURE_SETS, width, height);

  fol_test_golden (name, shapes);
  fol_shapes_free (shapes);
}

static void
test_golden (void)
{
  struct scene scene;

  if (!fol_test_has_fonts ()) {
    g_test_skip ("needs the fonts Cantarell and DejaVu Sans Mono");
    return;
  }
  set_conflict (&scene);
  golden ("sets-conflict", &scene, 1040, 560);
  golden ("sets-conflict-narrow", &scene, 300, 560);
  scene.options.grids = FOL_SETS_WITHOUT_COLOURS;
  golden ("sets-without", &scene, 1040, 560);
  scene.options.grids = FOL_SETS_WITH_COLOURS;
  scene.options.access = SIM_ACCESS_OBJECT;
  golden ("sets-objects", &scene, 560, 560);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLAB, three_levels, G_N_ELEMENTS (three_levels), 600, 1000);
  golden ("sets-levels", &scene, 1040, 560);
  scene.options.level = 3;
  golden ("sets-large", &scene, 1040, 560);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLAB, NULL, 0, 1280, 6);
  golden ("sets-no-cpu-cache", &scene, 560, 400);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLUB, three_levels, 1, 700, 60);
  golden ("sets-slub", &scene, 1040, 560);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLOB, three_levels, 1, 700, 6);
  golden ("sets-slob", &scene, 560, 400);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLAB, small_cpu, 1, 2048, 9);
  golden ("sets-nothing-left", &scene, 1040, 560);
  clear (&scene);
}

/* All is inside, and every word has the room it needs. */
static void
test_room (void)
{
  static const double sizes[][2] = { { 216, 300 }, { 300, 300 },  { 456, 300 },
                                     { 620, 350 }, { 1040, 560 }, { 1600, 900 } };

  for (int allocator = 0; allocator < SIM_ALLOCATORS; allocator++)
    for (guint cpus = 0; cpus <= 3; cpus += 3) {
      struct scene scene;

      set (&scene, allocator, three_levels, cpus, 600, 200);
      for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
        for (uint32_t level = 1; level <= 3; level++) {
          struct fol_shapes *shapes;

          scene.options.level = level;
          shapes = build (&scene, FOL_FIGURE_SETS, sizes[s][0], sizes[s][1]);
          fol_test_room (shapes);
          fol_shapes_free (shapes);
        }
      clear (&scene);
    }
}

/* Which grids are there: cells of sets, each 32. */
static void
test_grids (void)
{
  static const guint expected[] = {
    [FOL_SETS_BOTH] = 64, [FOL_SETS_WITHOUT_COLOURS] = 32, [FOL_SETS_WITH_COLOURS] = 32
  };
  struct scene scene;

  set_conflict (&scene);
  for (guint grids = 0; grids < G_N_ELEMENTS (expected); grids++) {
    guint cells = 0, most = 0;
    struct fol_shapes *shapes;

    scene.options.grids = (enum fol_sets_grids) grids;
    shapes = build (&scene, FOL_FIGURE_SETS, 1040, 560);
    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      if (shape->object.kind != SIM_OBJECT_CPU_SET)
        continue;
      cells++;
      most = MAX (most, (guint) g_ascii_strtoull (shape->text, NULL, 10));
    }
    g_assert_cmpuint (cells, ==, expected[grids]);
    /* Without colours all 12 slabs begin at one set; with four, three do. */
    g_assert_cmpuint (most, ==, grids == FOL_SETS_WITH_COLOURS ? 3 : 12);
    fol_shapes_free (shapes);
  }
  clear (&scene);
}

/* The marked shapes of that kind, by their objects. */
static guint
count_marked (const struct scene *scene, enum fol_figure_id figure, const struct fol_linked *linked,
              enum sim_object_kind kind, struct sim_object expected)
{
  struct fol_shapes *shapes = build (scene, figure, 1040, 2000);
  GArray *marked = fol_linked_shapes (linked, shapes, scene->state);
  guint count = 0;
  bool found = expected.kind == SIM_OBJECT_NONE;

  for (guint i = 0; i < marked->len; i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, g_array_index (marked, guint, i));

    g_assert_cmpint (shape->object.kind, ==, kind);
    found |= sim_object_equal (shape->object, expected);
    count++;
  }
  g_assert_true (found || count == 0);
  g_array_unref (marked);
  fol_shapes_free (shapes);
  return count;
}

static const struct sim_object nothing = { .kind = SIM_OBJECT_NONE };

/* The cell of a set: the last one that stands for it, with colours, or the first, without. */
static void
link_set (const struct scene *scene, uint32_t number, bool plain, struct fol_linked *linked)
{
  struct fol_shapes *shapes = build (scene, FOL_FIGURE_SETS, 1040, 560);

  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->object.kind != SIM_OBJECT_CPU_SET || shape->object.b != number)
      continue;
    fol_linked_set (linked, shape->object, shape->related, shape->related_count);
    if (plain)
      break;
  }
  g_assert_cmpint (linked->object.kind, ==, SIM_OBJECT_CPU_SET);
  fol_shapes_free (shapes);
}

/* A set marks the objects that fall in it: here, in the figure of slabs, and by their frames
 * on the map. */
static void
test_set_to_objects (void)
{
  struct fol_linked linked = { .count = 0 };
  struct scene scene;

  set_conflict (&scene);
  /* The first slab has colour 1, and its first object is handed out last. */
  link_set (&scene, 1, false, &linked);
  g_assert_cmpuint (linked.count, ==, 3);
  g_assert_true (fol_linked_has (&linked, small (scene.object[2])));
  g_assert_false (fol_linked_has (&linked, small (scene.object[1])));
  g_assert_cmpuint (
      count_marked (&scene, FOL_FIGURE_SLABS, &linked, SIM_OBJECT_SMALL, small (scene.object[2])),
      ==, 3);
  g_assert_cmpuint (
      count_marked (&scene, FOL_FIGURE_SETS, &linked, SIM_OBJECT_SMALL, small (scene.object[2])),
      ==, 3);
  /* As if nothing were coloured: the first of all 12 slabs in set 0, none in set 1. */
  link_set (&scene, 0, true, &linked);
  g_assert_cmpuint (
      count_marked (&scene, FOL_FIGURE_SLABS, &linked, SIM_OBJECT_SMALL, small (scene.object[2])),
      ==, 12);
  link_set (&scene, 1, true, &linked);
  g_assert_cmpuint (linked.count, ==, 0);
  g_assert_cmpuint (count_marked (&scene, FOL_FIGURE_SLABS, &linked, SIM_OBJECT_SMALL, nothing), ==,
                    0);
  fol_linked_clear (&linked);
  clear (&scene);
}

static void
test_set_to_frames (void)
{
  struct fol_linked linked = { .count = 0 };
  struct scene scene;
  struct fol_shapes *shapes;
  GArray *frames, *marked;

  set_conflict (&scene);
  link_set (&scene, 1, false, &linked);
  frames = fol_linked_frames (&linked, scene.state);
  g_assert_cmpuint (frames->len, ==, 3);
  for (guint i = 1; i < frames->len; i++)
    g_assert_cmpuint (g_array_index (frames, sim_pfn, i - 1), <,
                      g_array_index (frames, sim_pfn, i));
  /* The map zoomed in, so that it has a shape for each frame. */
  scene.options.zoom = 64;
  shapes = build (&scene, FOL_FIGURE_MAP, 1040, 560);
  marked = fol_linked_shapes (&linked, shapes, scene.state);
  for (guint i = 0; i < marked->len; i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, g_array_index (marked, guint, i));
    bool expected = false;

    for (guint f = 0; f < frames->len; f++)
      expected |= shape->object.a == g_array_index (frames, sim_pfn, f);
    g_assert_true (expected);
  }
  g_array_unref (marked);
  g_array_unref (frames);
  fol_shapes_free (shapes);
  fol_linked_clear (&linked);
  clear (&scene);
}

/* In the figure of one slab cache's rows of another cache nothing is marked; where objects are
 * too small to be drawn, their slabs are. */
static void
test_slabs_for_objects (void)
{
  struct fol_linked linked = { .count = 0 };
  struct scene scene;

  set (&scene, SIM_ALLOCATOR_SLAB, small_cpu, 1, 32, 372);
  link_set (&scene, 2, false, &linked);
  g_assert_cmpuint (linked.count, >, 1);
  g_assert_cmpuint (count_marked (&scene, FOL_FIGURE_SETS, &linked, SIM_OBJECT_SLAB, nothing), ==,
                    3);
  fol_linked_clear (&linked);
  clear (&scene);
}

/* An object marks the sets in which its lines fall, in both grids. */
static void
test_object_to_sets (void)
{
  struct fol_linked linked = { .count = 0 };
  struct scene scene;
  struct sim_object set_1 = { .kind = SIM_OBJECT_CPU_SET, .a = 0, .b = 1 };
  struct sim_view view;

  set_conflict (&scene);
  view = fol_state_view (scene.state);
  set_1.c = sim_view_cache_find (&view, "inode") + 1;
  fol_linked_set (&linked, small (scene.object[2]), NULL, 0);
  g_assert_cmpuint (count_marked (&scene, FOL_FIGURE_SETS, &linked, SIM_OBJECT_CPU_SET, set_1), ==,
                    2);
  /* 1280 bytes are 20 lines. */
  scene.options.access = SIM_ACCESS_OBJECT;
  g_assert_cmpuint (count_marked (&scene, FOL_FIGURE_SETS, &linked, SIM_OBJECT_CPU_SET, set_1), ==,
                    40);
  g_assert_cmpuint (count_marked (&scene, FOL_FIGURE_SLABS, &linked, SIM_OBJECT_NONE, nothing), ==,
                    0);
  fol_linked_clear (&linked);
  clear (&scene);
}

static const struct fol_figure_option_info *
option (enum fol_figure_id figure, const char *name)
{
  const struct fol_figure_option_info *info = fol_figures[figure].options;

  while (!g_str_equal (info->name, name))
    info++;
  return info;
}

/* "value value* value", with a star behind the current one. */
static char *
list_choices (const struct scene *scene, enum fol_figure_id figure, const char *name, bool state)
{
  GArray *choices = fol_figure_choices (figure, option (figure, name), state ? scene->state : NULL,
                                        &scene->options);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < choices->len; i++) {
    const struct fol_figure_choice *choice = &g_array_index (choices, struct fol_figure_choice, i);
    struct fol_figure_options options = scene->options;

    g_assert_cmpuint (strlen (choice->label), >, 0);
    g_assert_true (fol_figure_set_option (&options, figure, name, choice->value, NULL));
    g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", choice->value,
                            choice->current ? "*" : "");
  }
  g_array_unref (choices);
  return g_string_free (text, FALSE);
}

static void
assert_choices (const struct scene *scene, enum fol_figure_id figure, const char *name,
                const char *expected)
{
  g_autofree char *all = list_choices (scene, figure, name, true);
  g_autofree char *unknown = list_choices (scene, figure, name, false);

  g_assert_cmpstr (all, ==, expected);
  g_assert_true (g_str_has_prefix (all, unknown));
}

static void
assert_said (const struct scene *scene, enum fol_figure_id figure, const char *expected)
{
  g_autofree char *said = fol_figure_choices_said (figure, scene->state, &scene->options);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_choices (void)
{
  struct scene scene;

  set (&scene, SIM_ALLOCATOR_SLAB, three_levels, 3, 600, 10);
  assert_choices (&scene, FOL_FIGURE_SETS, "access", "field* object random");
  assert_choices (&scene, FOL_FIGURE_SETS, "grids", "both* without with");
  assert_choices (&scene, FOL_FIGURE_SETS, "level", "1* 2 3");
  assert_choices (&scene, FOL_FIGURE_SETS, "rounds", "1 2 10* 100");
  assert_choices (&scene, FOL_FIGURE_SETS, "field", "0* 64 128 256 512 1024");
  assert_choices (&scene, FOL_FIGURE_ZONES, "zone", "0*");
  assert_choices (&scene, FOL_FIGURE_MAP, "colour", "state order mobility* zone owner");
  assert_said (&scene, FOL_FIGURE_SETS, "one field of each object · cache: inode");
  assert_said (&scene, FOL_FIGURE_MAP, "coloured by mobility");
  assert_said (&scene, FOL_FIGURE_BUDDY, "zone Normal");
  assert_said (&scene, FOL_FIGURE_CALLS, NULL);

  /* The nearest where there is no such level, and a number that is not in the list. */
  scene.options.level = 4;
  scene.options.rounds = 3;
  scene.options.field = 2000;
  scene.options.access = SIM_ACCESS_OBJECT;
  g_strlcpy (scene.options.cache, "gone", sizeof scene.options.cache);
  assert_choices (&scene, FOL_FIGURE_SETS, "level", "1* 2 3");
  assert_choices (&scene, FOL_FIGURE_SETS, "rounds", "1 2 3* 10 100");
  assert_choices (&scene, FOL_FIGURE_SETS, "field", "0 64 128 256 512 1024 2000*");
  scene.options.field = 0;
  assert_said (&scene, FOL_FIGURE_SETS, "whole objects · 3 rounds · cache: gone");
  scene.options.level = 2;
  scene.options.cache[0] = '\0';
  assert_said (&scene, FOL_FIGURE_SETS, "whole objects · L2 · 3 rounds");
  assert_said (&scene, FOL_FIGURE_SLABS, "cache: as selected");
  clear (&scene);
}

/* A cache that somebody made goes before those of boot, and only with slabs. */
static void
test_cache_choices (void)
{
  struct scene scene;
  g_autofree char *sets = NULL, *slabs = NULL, *gone = NULL;

  set (&scene, SIM_ALLOCATOR_SLAB, three_levels, 3, 600, 10);
  sets = list_choices (&scene, FOL_FIGURE_SETS, "cache", true);
  slabs = list_choices (&scene, FOL_FIGURE_SLABS, "cache", true);
  g_assert_true (g_str_has_prefix (sets, " inode* "));
  g_assert_true (g_str_has_prefix (slabs, " all inode* "));
  g_assert_nonnull (strstr (slabs, " kmem_cache "));
  g_assert_null (strstr (slabs, "kmalloc-8k"));
  g_strlcpy (scene.options.cache, "gone", sizeof scene.options.cache);
  gone = list_choices (&scene, FOL_FIGURE_SETS, "cache", true);
  g_assert_true (g_str_has_suffix (gone, " gone*"));
  clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sets/golden", test_golden);
  g_test_add_func ("/sets/room", test_room);
  g_test_add_func ("/sets/grids", test_grids);
  g_test_add_func ("/sets/set-to-objects", test_set_to_objects);
  g_test_add_func ("/sets/set-to-frames", test_set_to_frames);
  g_test_add_func ("/sets/slabs-for-objects", test_slabs_for_objects);
  g_test_add_func ("/sets/object-to-sets", test_object_to_sets);
  g_test_add_func ("/sets/choices", test_choices);
  g_test_add_func ("/sets/cache-choices", test_cache_choices);
  return g_test_run ();
}
