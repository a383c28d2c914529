/* tests/figures/test-slabs.c - the figure of slab caches, and slabs on the map.
 *
 * Golden lists are kept as in test-figures.c.
 */
#include "tests/figures/golden.h"
#include "tests/figures/states.h"

#include "engine/physical/gfp.h"
#include "engine/slab/slab.h"
#include "ui/figures/figure.h"
#include "ui/figures/map-raster.h"
#include "ui/figures/paint.h"

#include <string.h>

static struct sim_object
small (uint64_t address)
{
  uint64_t physical = address - SIM_PAGE_OFFSET;

  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = (uint32_t) (physical >> SIM_PAGE_SHIFT),
                              .b = (uint32_t) physical & 4095u };
}

/* A few allocations and frees in a cache of its own and in kmalloc's. */
struct scene {
  struct fol_history *history;
  uint32_t cache;
  uint64_t object[40];
};

static void
set (struct scene *scene, enum sim_slab_allocator allocator, uint64_t size, uint64_t flags)
{
  scene->history = fol_test_slabs (allocator);
  scene->cache = (uint32_t) fol_test_apply (scene->history, SIM_OP_KMEM_CACHE_CREATE,
                                            sim_name_pack ("inode"), size, 0, flags);
  for (guint i = 0; i < G_N_ELEMENTS (scene->object); i++)
    scene->object[i] = fol_test_apply (scene->history, SIM_OP_KMEM_CACHE_ALLOC, scene->cache,
                                       SIM_GFP_KERNEL, SIM_NODE_ANY, 0);
  for (guint i = 0; i < G_N_ELEMENTS (scene->object); i += 3)
    fol_test_apply (scene->history, SIM_OP_KMEM_CACHE_FREE, scene->cache, scene->object[i], 0, 0);
  fol_test_apply (scene->history, SIM_OP_KMALLOC, 100, SIM_GFP_KERNEL, SIM_NODE_ANY, 0);
}

static void
clear (struct scene *scene)
{
  fol_history_free (scene->history);
}

static struct fol_shapes *
build (const struct scene *scene, enum fol_figure_id figure, struct sim_object selected,
       const char *cache, bool bytes, double width, double height)
{
  struct fol_figure_options options = fol_figure_options_default;
  struct fol_marks marks = { .selected = selected, .calm = true };
  struct fol_state *state = fol_history_state (scene->history);
  struct fol_shapes *shapes;

  g_strlcpy (options.cache, cache, sizeof options.cache);
  options.bytes = bytes;
  shapes = fol_figure_build (figure, state, &marks, &options, width, height);
  fol_state_unref (state);
  return shapes;
}

static const struct sim_object nothing = { .kind = SIM_OBJECT_NONE };

static void
golden (const char *name, const struct scene *scene, struct sim_object selected, const char *cache,
        bool bytes)
{
  struct fol_shapes *shapes = build (scene, FOL_FIGURE_SLABS, selected, cache, bytes, 1040, 560);

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
  set (&scene, SIM_ALLOCATOR_SLUB, 200, 0);
  golden ("slabs-all", &scene, nothing, "", false);
  golden ("slabs-slub", &scene, small (scene.object[4]), "", false);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLAB, 700, SIM_SLAB_HWCACHE_ALIGN);
  golden ("slabs-slab", &scene, nothing, "inode", false);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLOB, 200, 0);
  golden ("slabs-slob", &scene, nothing, "", false);
  clear (&scene);
  set (&scene, SIM_ALLOCATOR_SLUB, 40, SIM_SLAB_DEBUG_FLAGS);
  fol_test_apply (scene.history, SIM_OP_MEMSET, scene.object[4], 40, 0x41, 3);
  golden ("slabs-damaged", &scene, small (scene.object[4]), "", true);
  clear (&scene);
}

static guint
count_roles (const struct fol_shapes *shapes, enum fol_role role, enum sim_object_kind kind)
{
  guint count = 0;

  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    count += shape->role == role && shape->object.kind == kind && shape->name != NULL;
  }
  return count;
}

/* Every object is shown once, as what it is. */
static void
test_objects (void)
{
  static const enum sim_slab_allocator allocators[] = { SIM_ALLOCATOR_SLUB, SIM_ALLOCATOR_SLAB };

  for (guint a = 0; a < G_N_ELEMENTS (allocators); a++) {
    struct scene scene;
    struct fol_shapes *shapes;

    set (&scene, allocators[a], 200, 0);
    shapes = build (&scene, FOL_FIGURE_SLABS, nothing, "inode", false, 1040, 560);
    g_assert_cmpuint (count_roles (shapes, FOL_ROLE_USED, SIM_OBJECT_SMALL), ==, 26);
    fol_shapes_free (shapes);
    clear (&scene);
  }
}

/* The red zone's three bytes that were overwritten, and no others. */
static void
test_damage (void)
{
  struct scene scene;
  struct fol_shapes *shapes;
  guint damaged = 0;

  set (&scene, SIM_ALLOCATOR_SLUB, 40, SIM_SLAB_DEBUG_FLAGS);
  for (int round = 0; round <= 1; round++) {
    damaged = 0;
    shapes = build (&scene, FOL_FIGURE_SLABS, small (scene.object[4]), "", true, 1040, 560);
    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      damaged += shape->role == FOL_ROLE_REFUSED && shape->object.kind == SIM_OBJECT_SMALL;
    }
    g_assert_cmpuint (damaged, ==, round == 0 ? 0 : 3);
    fol_shapes_free (shapes);
    fol_test_apply (scene.history, SIM_OP_MEMSET, scene.object[4], 40, 0x41, 3);
  }
  clear (&scene);
}

/* A free pointer that was overwritten: what it led to is lost, and nobody's. */
static void
test_lost (void)
{
  struct scene scene;
  struct fol_shapes *shapes;

  set (&scene, SIM_ALLOCATOR_SLUB, 200, 0);
  shapes = build (&scene, FOL_FIGURE_SLABS, nothing, "inode", false, 1040, 560);
  g_assert_nonnull (strstr (shapes->summary, "26 of 40 objects allocated · 2 slabs"));
  fol_shapes_free (shapes);
  /* Of a free object in the active slab; SLUB keeps the pointer in its middle. */
  fol_test_apply (scene.history, SIM_OP_MEMSET, scene.object[39], 0, 0x41, 200);
  shapes = build (&scene, FOL_FIGURE_SLABS, nothing, "inode", false, 1040, 560);
  g_assert_nonnull (strstr (shapes->summary, "26 of 40 objects allocated · 6 lost"));
  g_assert_cmpuint (count_roles (shapes, FOL_ROLE_REFUSED, SIM_OBJECT_SMALL), ==, 6);
  fol_shapes_free (shapes);
  clear (&scene);
}

/* Where there are too many slabs to ask for each object, the counts are the same. */
static void
test_many (void)
{
  static const enum sim_slab_allocator allocators[] = { SIM_ALLOCATOR_SLUB, SIM_ALLOCATOR_SLAB };

  for (guint a = 0; a < G_N_ELEMENTS (allocators); a++) {
    struct scene scene = { .history = fol_test_slabs_in (allocators[a], 2048) };
    g_autofree struct sim_op *ops = g_new0 (struct sim_op, 2600);
    struct sim_result last;
    struct fol_shapes *shapes;
    struct fol_state *state;

    scene.cache = (uint32_t) fol_test_apply (scene.history, SIM_OP_KMEM_CACHE_CREATE,
                                             sim_name_pack ("inode"), 800, 0, 0);
    for (guint i = 0; i < 2600; i++)
      ops[i] = (struct sim_op){ .kind = SIM_OP_KMEM_CACHE_ALLOC,
                                .argument = { scene.cache, SIM_GFP_KERNEL, SIM_NODE_ANY } };
    fol_history_apply_many (scene.history, ops, 2600, &last, NULL);
    g_assert_cmpint (last.status, ==, SIM_OK);
    for (guint i = 0; i < G_N_ELEMENTS (scene.object); i++)
      scene.object[i] = fol_test_apply (scene.history, SIM_OP_KMEM_CACHE_ALLOC, scene.cache,
                                        SIM_GFP_KERNEL, SIM_NODE_ANY, 0);
    for (guint i = 0; i < G_N_ELEMENTS (scene.object); i += 4)
      fol_test_apply (scene.history, SIM_OP_KMEM_CACHE_FREE, scene.cache, scene.object[i], 0, 0);
    state = fol_history_state (scene.history);
    g_assert_cmpuint (fol_test_count_slabs (state), >, 256);
    fol_state_unref (state);
    shapes = build (&scene, FOL_FIGURE_SLABS, nothing, "inode", false, 1040, 560);
    g_assert_nonnull (strstr (shapes->summary, "inode · 2630 of "));
    g_assert_null (strstr (shapes->summary, "lost"));
    fol_shapes_free (shapes);
    clear (&scene);
  }
}

/* Red zones and the like are to scale beside each object of a strip; left-over is behind. */
static void
test_parts (void)
{
  struct scene scene;
  struct fol_shapes *shapes;
  guint zones = 0, tracks = 0, left_over = 0;

  set (&scene, SIM_ALLOCATOR_SLUB, 40, SIM_SLAB_DEBUG_FLAGS);
  shapes = build (&scene, FOL_FIGURE_SLABS, nothing, "inode", false, 1040, 560);
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    zones += shape->role == FOL_ROLE_RED_ZONE && shape->object.kind == SIM_OBJECT_SMALL;
    tracks += shape->role == FOL_ROLE_TRACK && shape->object.kind == SIM_OBJECT_SMALL;
    left_over += shape->name != NULL && g_str_has_prefix (shape->name, "Left over: 16 bytes");
  }
  /* Two slabs of 30; a part that ends a row goes on in the next. */
  g_assert_cmpuint (zones, >=, 2 * 60);
  g_assert_cmpuint (tracks, >=, 2 * 60);
  g_assert_cmpuint (left_over, ==, 2);
  fol_shapes_free (shapes);
  clear (&scene);
}

/* The kernel's empty caches fold up, and unfold; but not what is selected or made by hand. */
static void
test_fold (void)
{
  struct scene scene;
  struct fol_figure_options options = fol_figure_options_default;
  struct fol_marks marks = { .calm = true };
  struct fol_state *state;
  guint rows[3];

  set (&scene, SIM_ALLOCATOR_SLUB, 200, 0);
  fol_test_apply (scene.history, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack ("idle"), 72, 0, 0);
  state = fol_history_state (scene.history);
  for (int round = 0; round < 3; round++) {
    struct fol_shapes *shapes;
    bool idle = false, fold = false;

    options.empty = round == 1;
    /* kmalloc-8 */
    marks.selected = round == 2 ? (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = 2 } : nothing;
    shapes = fol_figure_build (FOL_FIGURE_SLABS, state, &marks, &options, 620, 350);
    rows[round] = count_roles (shapes, FOL_ROLE_CARD, SIM_OBJECT_CACHE);
    for (guint i = 0; i < fol_shapes_count (shapes); i++) {
      const struct fol_shape *shape = fol_shapes_get (shapes, i);

      idle |= shape->name != NULL && g_str_has_prefix (shape->name, "Cache idle,");
      fold |= shape->name != NULL &&
              g_strcmp0 (shape->leads, round == 1 ? "empty=no" : "empty=yes") == 0;
    }
    g_assert_true (idle);
    g_assert_true (fold);
    fol_shapes_free (shapes);
  }
  g_assert_cmpuint (rows[0], ==, 5);
  g_assert_cmpuint (rows[1], ==, 43);
  g_assert_cmpuint (rows[2], ==, 6);
  fol_state_unref (state);
  clear (&scene);
}

/* In from all caches to the bytes of an object, and out again, level by level. */
static void
test_levels (void)
{
  struct scene scene;
  struct fol_figure_options options = fol_figure_options_default;
  struct sim_object selected, cache, object;
  struct fol_state *state;

  set (&scene, SIM_ALLOCATOR_SLUB, 200, 0);
  state = fol_history_state (scene.history);
  cache = (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = scene.cache };
  object = small (scene.object[4]);

  selected = nothing;
  g_assert_false (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, 1));
  g_assert_false (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, -1));
  g_assert_false (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, 0));
  selected = cache;
  g_assert_false (fol_figure_step (FOL_FIGURE_MAP, state, &options, &selected, 1));
  g_assert_true (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, 1));
  g_assert_cmpint (selected.kind, ==, SIM_OBJECT_CACHE_CPU);
  g_assert_cmpuint (selected.a, ==, scene.cache);
  g_assert_false (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, 1));
  selected = object;
  g_assert_true (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, 1));
  g_assert_true (options.bytes);
  g_assert_false (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, 1));

  g_assert_true (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, -1));
  g_assert_false (options.bytes);
  g_assert_true (sim_object_equal (selected, object));
  g_assert_true (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, -1));
  g_assert_true (sim_object_equal (selected, cache));
  g_assert_true (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, -1));
  g_assert_cmpint (selected.kind, ==, SIM_OBJECT_NONE);

  selected = object;
  options.bytes = true;
  g_assert_true (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, 0));
  g_assert_cmpint (selected.kind, ==, SIM_OBJECT_NONE);
  g_assert_false (options.bytes);
  /* Where an option names the cache, there is no way out of it. */
  g_strlcpy (options.cache, "inode", sizeof options.cache);
  selected = object;
  g_assert_true (fol_figure_step (FOL_FIGURE_SLABS, state, &options, &selected, -1));
  g_assert_cmpint (selected.kind, ==, SIM_OBJECT_NONE);
  fol_state_unref (state);
  clear (&scene);
}

/* Whether a selection's outline covers the middle of a shape of this object. */
static bool
is_outlined (const struct fol_shapes *shapes, struct sim_object object)
{
  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (!sim_object_equal (shape->object, object))
      continue;
    for (guint j = 0; j < fol_shapes_count (shapes); j++) {
      const struct fol_shape *outline = fol_shapes_get (shapes, j);
      double x = shape->x + shape->width / 2, y = shape->y + shape->height / 2;

      if (outline->kind == FOL_SHAPE_FRAME && outline->role == FOL_ROLE_SELECTION &&
          x >= outline->x && x <= outline->x + outline->width && y >= outline->y &&
          y <= outline->y + outline->height)
        return true;
    }
  }
  return false;
}

/* An object marks its frame on the map; a frame marks its slab here. */
static void
test_links (void)
{
  struct scene scene;
  struct sim_object object, frame, slab;
  struct fol_shapes *shapes;

  set (&scene, SIM_ALLOCATOR_SLUB, 200, 0);
  object = small (scene.object[4]);
  frame = (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = object.a };
  slab = (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = object.a };
  shapes = build (&scene, FOL_FIGURE_MAP, object, "", false, 1040, 560);
  g_assert_true (is_outlined (shapes, frame));
  fol_shapes_free (shapes);
  shapes = build (&scene, FOL_FIGURE_SLABS, frame, "", false, 1040, 560);
  g_assert_true (is_outlined (shapes, slab));
  fol_shapes_free (shapes);
  shapes = build (&scene, FOL_FIGURE_SLABS, object, "", false, 1040, 560);
  g_assert_true (is_outlined (shapes, object));
  fol_shapes_free (shapes);
  clear (&scene);
}

/* All is inside, and every word has the room it needs, in a card as on a page. */
static void
test_room (void)
{
  static const double sizes[][2] = { { 216, 300 }, { 300, 300 },  { 456, 300 },
                                     { 620, 350 }, { 1040, 560 }, { 1600, 900 } };

  for (int allocator = 0; allocator < SIM_ALLOCATORS; allocator++) {
    struct scene scene;

    set (&scene, allocator, 200, 0);
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (int view = 0; view < 3; view++) {
        struct fol_shapes *shapes =
            build (&scene, FOL_FIGURE_SLABS, view == 0 ? nothing : small (scene.object[4]), "",
                   view == 2, sizes[s][0], sizes[s][1]);

        fol_test_room (shapes);
        fol_shapes_free (shapes);
      }
    clear (&scene);
  }
}

/* Slabs and large objects have their place on the map of cells and on rasters alike. */
static void
test_map (void)
{
  struct scene scene;
  struct fol_state *state;
  struct sim_view view;
  uint64_t count[FOL_ROLE_COUNT], slabs = 0, large = 0;

  set (&scene, SIM_ALLOCATOR_SLUB, 200, 0);
  fol_test_apply (scene.history, SIM_OP_KMALLOC, 20000, SIM_GFP_KERNEL, SIM_NODE_ANY, 0);
  state = fol_history_state (scene.history);
  view = fol_state_view (state);
  for (sim_pfn pfn = 0; pfn < state->layout->frame_count;) {
    struct sim_block block;

    sim_view_block (&view, pfn, &block);
    slabs += block.slab ? UINT64_C (1) << block.order : 0;
    large += block.large ? UINT64_C (1) << block.order : 0;
    pfn = block.pfn + (1u << block.order);
  }
  g_assert_cmpuint (slabs, >, 0);
  g_assert_cmpuint (large, ==, 8);
  for (int colour = 0; colour < FOL_MAP_COLOURS; colour++) {
    bool told = colour == FOL_MAP_BY_MOBILITY || colour == FOL_MAP_BY_OWNER;
    struct fol_raster *raster = fol_raster_new (
        state, &(struct fol_raster_place){
                   .colour = (enum fol_map_colour) colour, .columns = 1, .side = 32 });

    memset (count, 0, sizeof count);
    fol_raster_count (raster, count);
    g_assert_cmpuint (count[FOL_ROLE_SLAB], ==, told ? slabs : 0);
    g_assert_cmpuint (count[FOL_ROLE_LARGE], ==, told ? large : 0);
    fol_raster_unref (raster);
  }
  fol_state_unref (state);
  clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slabs/golden", test_golden);
  g_test_add_func ("/slabs/objects", test_objects);
  g_test_add_func ("/slabs/damage", test_damage);
  g_test_add_func ("/slabs/lost", test_lost);
  g_test_add_func ("/slabs/many", test_many);
  g_test_add_func ("/slabs/parts", test_parts);
  g_test_add_func ("/slabs/fold", test_fold);
  g_test_add_func ("/slabs/levels", test_levels);
  g_test_add_func ("/slabs/links", test_links);
  g_test_add_func ("/slabs/room", test_room);
  g_test_add_func ("/slabs/map", test_map);
  return g_test_run ();
}
