/* ui/figures/slabs.c - figure 6: caches, their slabs, and the objects in them.
 *
 * From all caches to the bytes of one object.  An option or what is selected
 * says which: a slab, an object, a frame of a slab or a part of a cache shows that
 * cache, and below it the bytes of the object; a cache itself only marks its row.
 * SLOB has one view for all sizes: its three lists.
 */
#include "ui/figures/slabs.h"

#include "ui/figures/paint.h"
#include "ui/figures/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH_WIDE 480.0

bool
fol_slabs_locate (const struct sim_view *view, struct sim_object object, struct sim_located *out)
{
  if (object.kind != SIM_OBJECT_SMALL || object.a >= view->layout->frame_count)
    return false;
  sim_view_locate (view, SIM_PAGE_OFFSET + ((uint64_t) object.a << SIM_PAGE_SHIFT) + object.b, out);
  return out->found;
}

/* The slab that a frame, slab or small object is in, or SIM_SLAB_NONE. */
static uint32_t
slab_of (const struct sim_view *view, struct sim_object object)
{
  struct sim_slab slab;

  if (object.kind != SIM_OBJECT_FRAME && object.kind != SIM_OBJECT_SLAB &&
      object.kind != SIM_OBJECT_SMALL && object.kind != SIM_OBJECT_BLOCK)
    return SIM_SLAB_NONE;
  return sim_view_slab_of (view, object.a, &slab) ? slab.head : SIM_SLAB_NONE;
}

enum fol_mark
fol_slabs_concerned (const struct fol_slabs_build *build, uint32_t entry)
{
  const struct fol_marks *marks = build->marking.marks;

  for (guint i = 0; i < build->marking.now_count; i++)
    if (slab_of (&build->view, build->marking.now[i]) == entry)
      return FOL_MARK_NOW;
  for (guint i = 0; i < marks->pointed_count; i++)
    if (slab_of (&build->view, marks->pointed[i]) == entry)
      return FOL_MARK_POINTED;
  return slab_of (&build->view, marks->selected) == entry ? FOL_MARK_SELECTED : 0;
}

struct sim_object
fol_slabs_object (const struct fol_slabs_build *build, const struct sim_slab *slab, uint32_t offset)
{
  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = slab->pfn + (offset >> SIM_PAGE_SHIFT),
                              .b = offset & ((1u << SIM_PAGE_SHIFT) - 1) };
}

char *
fol_slabs_frames (const struct sim_slab *slab, bool words)
{
  sim_pfn last = slab->pfn + (1u << slab->order) - 1;

  if (slab->order == 0)
    return words ? g_strdup_printf (_ ("frame %u"), slab->pfn) : g_strdup_printf ("%u", slab->pfn);
  return words ? g_strdup_printf (_ ("frames %u–%u"), slab->pfn, last)
               : g_strdup_printf ("%u–%u", slab->pfn, last);
}

enum fol_role
fol_slabs_role (const struct sim_place *place)
{
  switch (place->state) {
  case SIM_PLACE_ALLOCATED:
    return FOL_ROLE_USED;
  case SIM_PLACE_FREE_CPU:
    return FOL_ROLE_PCP;
  case SIM_PLACE_FREE_SHARED:
  case SIM_PLACE_FREE_ALIEN:
    return FOL_ROLE_ARRAY;
  case SIM_PLACE_LOST:
    return FOL_ROLE_REFUSED;
  case SIM_PLACE_FREE:
  case SIM_PLACE_STATES:
    break;
  }
  return FOL_ROLE_FREE;
}

double
fol_slabs_heading (struct fol_slabs_build *build, double x, double y, double width,
                   const char *text, const char *facts)
{
  double wide = ceil (fol_text_width (text, FOL_SIZE_TEXT, true, false)) + 2;

  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, true, x, y, MIN (wide, width), 20,
                FOL_ALIGN_START, text);
  if (facts == NULL)
    return y + 24;
  if (x + wide + 12 + fol_text_width (facts, FOL_SIZE_CAPTION, false, false) + 2 <= x + width) {
    fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x + wide + 12, y,
                  width - wide - 12, 20, FOL_ALIGN_START, facts);
    return y + 24;
  }
  return fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, x, y + 22, width,
                        FOL_SLABS_LINE, facts) +
         4;
}

void
fol_slabs_count_slab (const struct fol_slabs_build *build, const struct fol_slab *slab,
                      struct fol_slabs_counts *out)
{
  g_autofree struct sim_place *place = g_new (struct sim_place, slab->slab.objects + 1);
  uint32_t count = sim_view_slab_places (&build->view, slab->entry, place, slab->slab.objects + 1);

  out->slabs++;
  out->frames += 1u << slab->slab.order;
  out->objects += slab->slab.objects;
  for (uint32_t i = 0; i < MIN (count, slab->slab.objects); i++) {
    enum fol_role role = fol_slabs_role (&place[i]);

    out->allocated += role == FOL_ROLE_USED;
    out->cpu += role == FOL_ROLE_PCP;
    out->node += role == FOL_ROLE_ARRAY;
    out->free += role == FOL_ROLE_FREE;
    out->lost += role == FOL_ROLE_REFUSED;
  }
}

/* Objects that the CPUs and nodes of a SLAB cache hold free in arrays. */
static void
count_arrays (const struct fol_slabs_build *build, uint32_t cache, struct fol_slabs_counts *out)
{
  g_autofree struct sim_kmem_cache_node *node = g_new (struct sim_kmem_cache_node, 1);

  for (uint32_t cpu = 0; cpu < build->state->layout->cpu_count; cpu++) {
    struct sim_kmem_cache_cpu its;

    sim_view_cache_cpu (&build->view, cache, cpu, &its);
    out->cpu += its.avail;
  }
  for (uint32_t i = 0; i < build->state->layout->node_count; i++) {
    sim_view_cache_node (&build->view, cache, i, node);
    out->node += node->has_shared ? node->shared.avail : 0;
    for (uint32_t other = 0; other < build->state->layout->node_count; other++)
      out->node += node->alien[other].avail;
  }
}

/* A CPU has all free objects of its slab; how many, the slab's chain tells. */
static uint32_t
count_active (const struct fol_slabs_build *build, const struct fol_slab *slab)
{
  g_autofree struct sim_place *place = g_new (struct sim_place, slab->slab.objects + 1);
  uint32_t count = sim_view_slab_places (&build->view, slab->entry, place, slab->slab.objects + 1);
  uint32_t cpu = 0;

  for (uint32_t i = 0; i < MIN (count, slab->slab.objects); i++)
    cpu += place[i].state == SIM_PLACE_FREE_CPU;
  return cpu;
}

/* The same of a slab without asking for each object: what its CPU has of it, and what it
 * says is taken.  What is behind a damaged pointer still counts as free then. */
static void
add_roughly (const struct fol_slabs_build *build, const struct fol_slab *slab,
             struct fol_slabs_counts *out)
{
  uint32_t allocated = sim_view_slab_allocated (&build->view, &slab->slab);

  out->slabs++;
  out->frames += 1u << slab->slab.order;
  out->objects += slab->slab.objects;
  out->allocated += allocated;
  out->free += slab->slab.objects - slab->slab.inuse;
  /* Nobody was given these; those that are in arrays are taken off below. */
  out->lost += slab->slab.inuse - MIN (slab->slab.inuse, allocated);
  if (slab->slab.where == SIM_SLAB_ACTIVE) {
    uint32_t cpu = count_active (build, slab);

    out->cpu += cpu;
    out->lost -= MIN (out->lost, cpu);
  }
}

static void
count_all (struct fol_slabs_build *build)
{
  bool roughly = build->slabs->len > FOL_SLABS_MOST;

  build->counts = g_new0 (struct fol_slabs_counts, SIM_CACHES_MAX);
  for (guint i = 0; i < build->slabs->len; i++) {
    const struct fol_slab *slab = &g_array_index (build->slabs, struct fol_slab, i);

    if (slab->slab.cache == SIM_CACHE_SLOB + 1)
      continue;
    if (roughly)
      add_roughly (build, slab, &build->counts[slab->slab.cache - 1]);
    else
      fol_slabs_count_slab (build, slab, &build->counts[slab->slab.cache - 1]);
  }
  for (uint32_t cache = 0;
       cache < SIM_CACHES_MAX && roughly && build->header.allocator == SIM_ALLOCATOR_SLAB;
       cache++) {
    struct fol_slabs_counts *counts = &build->counts[cache];

    if (counts->slabs == 0)
      continue;
    count_arrays (build, cache, counts);
    counts->lost -= MIN (counts->lost, counts->cpu + counts->node);
  }
}

static void
collect (struct fol_slabs_build *build)
{
  build->slabs = g_array_new (FALSE, FALSE, sizeof (struct fol_slab));
  for (uint32_t entry = 0; entry < build->header.entry_top; entry++) {
    struct fol_slab slab = { .entry = entry };

    sim_view_slab (&build->view, entry, &slab.slab);
    if (slab.slab.cache != 0 && slab.slab.head == entry)
      g_array_append_val (build->slabs, slab);
  }
}

uint32_t
fol_slabs_cache_of (const struct sim_view *view, struct sim_object object)
{
  struct sim_kmem_cache cache;
  struct sim_slab slab;
  uint32_t entry = slab_of (view, object);

  if (object.kind == SIM_OBJECT_CACHE_CPU || object.kind == SIM_OBJECT_CACHE_LIST)
    return sim_view_cache (view, object.a, &cache) ? object.a : SIM_CACHE_NONE;
  if (entry == SIM_SLAB_NONE)
    return SIM_CACHE_NONE;
  sim_view_slab (view, entry, &slab);
  return slab.cache == SIM_CACHE_SLOB + 1 || slab.cache == 0 ? SIM_CACHE_NONE : slab.cache - 1;
}

static uint32_t
choose_cache (const struct fol_slabs_build *build)
{
  const char *name = build->options->cache;

  if (g_str_equal (name, "all"))
    return SIM_CACHE_NONE;
  if (name[0] != '\0')
    return sim_view_cache_find (&build->view, name);
  return fol_slabs_cache_of (&build->view, build->marking.marks->selected);
}

static guint
legend_items (const struct fol_slabs_build *build, struct fol_legend_item *items)
{
  static const struct {
    enum fol_role role;
    const char *label;
  } all[] = {
    { FOL_ROLE_USED, N_ ("allocated") },
    { FOL_ROLE_PCP, N_ ("free, at a CPU") },
    { FOL_ROLE_ARRAY, N_ ("free, in an array of the node") },
    { FOL_ROLE_FREE, N_ ("free; 1 is handed out first") },
    { FOL_ROLE_RED_ZONE, N_ ("red zone") },
    { FOL_ROLE_POINTER, N_ ("free pointer or index list") },
    { FOL_ROLE_TRACK, N_ ("owner") },
    { FOL_ROLE_COLOUR_0, N_ ("colour: what the objects are moved by") },
    { FOL_ROLE_RESERVED, N_ ("left over, alignment, padding") },
    { FOL_ROLE_REFUSED, N_ ("lost, or not as debugging expects") },
  };
  bool slob = build->header.allocator == SIM_ALLOCATOR_SLOB;
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    if (build->seen[all[i].role] == 0)
      continue;
    items[count] = (struct fol_legend_item){
      .role = all[i].role,
      .label = _ (all[i].label),
      .count = -1,
    };
    if (all[i].role == FOL_ROLE_FREE && slob)
      items[count].label = _ ("free; 1 is tried first");
    if (all[i].role == FOL_ROLE_RESERVED && slob)
      items[count].label = _ ("headers of kmalloc, alignment");
    if (all[i].role != FOL_ROLE_FREE)
      g_strlcpy (items[count].letter, fol_role_letter (all[i].role), sizeof items[count].letter);
    count++;
  }
  return count;
}

/* No caches yet: what to do about it. */
static double
add_nothing (struct fol_slabs_build *build, const char *text, double top)
{
  g_auto (GStrv) lines = fol_text_wrap (text, FOL_SIZE_TEXT, build->width - 32, 8);
  double height = 21 * g_strv_length (lines) + 24;

  fol_shapes_add (build->shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_RECT,
                                     .role = FOL_ROLE_WELL,
                                     .y = top,
                                     .width = build->width,
                                     .height = height,
                                     .radius = 8,
                                     .name = text,
                                 });
  for (guint i = 0; lines[i] != NULL; i++)
    fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, false, 16, top + 12 + 21 * i,
                  build->width - 32, 21, FOL_ALIGN_START, lines[i]);
  return top + height;
}

static char *
cache_summary (const struct fol_slabs_build *build, const char *allocator, uint32_t chosen,
               const struct sim_kmem_cache *cache)
{
  struct fol_slabs_counts counts = build->counts[chosen];
  char name[SIM_CACHE_NAME_BYTES];
  g_autofree char *allocated = NULL, *slabs = NULL, *lost = NULL;

  sim_cache_name (cache, name);
  allocated = g_strdup_printf (
      ngettext ("%u of %u object allocated", "%u of %u objects allocated", counts.objects),
      counts.allocated, counts.objects);
  slabs = g_strdup_printf (ngettext ("%u slab", "%u slabs", counts.slabs), counts.slabs);
  if (counts.lost > 0)
    lost = g_strdup_printf (_ ("%u lost"), counts.lost);
  return lost != NULL ? g_strjoin (" · ", allocator, name, allocated, lost, slabs, NULL)
                      : g_strjoin (" · ", allocator, name, allocated, slabs, NULL);
}

static char *
summary (const struct fol_slabs_build *build, uint32_t chosen)
{
  static const char *const allocators[] = { "SLUB", "SLAB", "SLOB" };
  const char *allocator = allocators[MIN (build->header.allocator, SIM_ALLOCATORS - 1)];
  g_autofree char *caches = NULL, *slabs = NULL, *in_frames = NULL;
  struct sim_kmem_cache cache;
  guint frames = 0;

  if (build->header.state == SIM_SLAB_DOWN)
    return g_strdup (_ ("no caches yet"));
  if (chosen != SIM_CACHE_NONE && sim_view_cache (&build->view, chosen, &cache))
    return cache_summary (build, allocator, chosen, &cache);
  for (guint i = 0; i < build->slabs->len; i++)
    frames += 1u << g_array_index (build->slabs, struct fol_slab, i).slab.order;
  caches = g_strdup_printf (ngettext ("%u cache", "%u caches", build->header.cache_count),
                            build->header.cache_count);
  slabs = g_strdup_printf (ngettext ("%u slab", "%u slabs", build->slabs->len), build->slabs->len);
  in_frames = g_strdup_printf (ngettext ("%u frame", "%u frames", frames), frames);
  /* Translators: SLUB · 42 caches · 13 slabs in 22 frames */
  return g_strdup_printf (_ ("%s · %s · %s in %s"), allocator, caches, slabs, in_frames);
}

/* Whether the view has any to go into: of the cache, or of SLOB. */
static bool
has_objects (const struct fol_slabs_build *build, uint32_t chosen)
{
  if (build->header.allocator == SIM_ALLOCATOR_SLOB)
    return build->slabs->len > 0;
  return chosen != SIM_CACHE_NONE && build->counts[chosen].slabs > 0;
}

static double
add_view (struct fol_slabs_build *build, uint32_t chosen, double top)
{
  struct sim_object selected = build->marking.marks->selected;
  struct sim_located located;
  bool object = fol_slabs_locate (&build->view, selected, &located);

  if (build->header.state == SIM_SLAB_DOWN)
    return add_nothing (
        build,
        _ ("There are no slab caches yet. The operation kmem_cache_init makes the first of them."),
        top);
  if (build->options->bytes && object)
    return fol_slabs_bytes (build, selected, top);
  if (build->options->bytes)
    top = add_nothing (build, _ ("Select an object to see its bytes."), top) + FOL_SLABS_GAP;
  if (build->options->cache[0] != '\0' && chosen == SIM_CACHE_NONE &&
      !g_str_equal (build->options->cache, "all")) {
    g_autofree char *text =
        g_strdup_printf (_ ("There is no cache %s at this moment."), build->options->cache);

    return add_nothing (build, text, top);
  }
  if (build->header.allocator == SIM_ALLOCATOR_SLOB)
    top = fol_slabs_slob (build, top);
  else if (chosen == SIM_CACHE_NONE)
    top = fol_slabs_all (build, top);
  else
    top = fol_slabs_one (build, chosen, top);
  if (object && (build->header.allocator == SIM_ALLOCATOR_SLOB || located.cache == chosen))
    top = fol_slabs_bytes (build, selected, top + FOL_SLABS_GAP);
  if (has_objects (build, chosen))
    top = fol_slabs_hint (build,
                          _ ("Double-click an object, or press Enter on it, for its bytes. Escape "
                             "leads back."),
                          top);
  return top;
}

struct fol_shapes *
fol_slabs_build (const struct fol_state *state, const struct fol_marks *marks,
                 const struct fol_figure_options *options, double width, double height)
{
  struct fol_legend_item items[16];
  struct fol_slabs_build build = {
    .state = state,
    .options = options,
    .shapes = fol_shapes_new (),
    .view = fol_state_view (state),
  };
  uint32_t chosen;
  guint count;
  double y;

  build.narrow = !options->page && width < WIDTH_WIDE;
  build.width = floor (MAX (width, build.narrow ? FOL_NARROWEST : WIDTH_WIDE));
  fol_marking_init (&build.marking, state, marks);
  sim_view_slab_header (&build.view, &build.header);
  collect (&build);
  count_all (&build);
  chosen = choose_cache (&build);
  build.shapes->title = g_strdup (_ ("Slab caches"));
  build.shapes->summary = summary (&build, chosen);
  y = fol_add_header (build.shapes, options, build.shapes->title, build.shapes->summary,
                      build.width);
  y = add_view (&build, chosen, y);
  count = options->no_legend ? 0 : legend_items (&build, items);
  if (count > 0) {
    y += 12;
    fol_add_legend (build.shapes, items, count, FOL_SLABS_INSET, y,
                    build.width - 2 * FOL_SLABS_INSET);
    y += fol_legend_height (items, count, build.width - 2 * FOL_SLABS_INSET);
  }
  build.shapes->width = build.width;
  build.shapes->height = y + 2;
  g_array_unref (build.slabs);
  g_free (build.counts);
  return build.shapes;
}
