/* ui/figures/slabs-one.c - one cache: what its CPUs have at hand, and what its nodes keep. */
#include "ui/figures/slabs.h"

#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TWO_COLUMNS 760.0
#define CPU_SHARE   0.48
#define SHOWN_MOST  32u /* slabs of one list */
#define LARGE_MOST  3u  /* so few slabs have room for readable objects */
#define CHAIN_MOST  24u
#define COLOUR      72.0 /* "colour", above the numbers of it */

static const struct sim_object nothing = { .kind = SIM_OBJECT_NONE };

struct one {
  struct fol_slabs_build *build;
  uint32_t cache;
  struct sim_kmem_cache its;
  uint32_t slabs;  /* in all */
  double x, width; /* of the column */
  double label;
};

static struct fol_strip
strip_of (const struct one *one)
{
  return (struct fol_strip){
    .x = one->x,
    .width = one->width,
    .label = one->label,
    .large = one->slabs <= LARGE_MOST && one->its.allocator != SIM_ALLOCATOR_SLAB,
  };
}

double
fol_slabs_part (struct fol_slabs_build *build, struct sim_object object, double x, double top,
                double width, const char *text, const char *facts)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", text, facts);
  guint index = fol_shapes_count (build->shapes);
  double end;

  fol_shapes_add (build->shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_RECT,
                                     .role = FOL_ROLE_CARD,
                                     .x = x - FOL_SLABS_INSET,
                                     .y = top,
                                     .width = width + 2 * FOL_SLABS_INSET,
                                     .radius = 3,
                                     .name = name,
                                     .object = object,
                                 });
  end = fol_slabs_heading (build, x, top, width, text, facts);
  g_array_index (build->shapes->shape, struct fol_shape, index).height = end - top - 2;
  fol_add_marks (build->shapes, &build->marking,
                 &g_array_index (build->shapes->shape, struct fol_shape, index));
  return end;
}

static double
add_more (struct fol_slabs_build *build, const struct fol_strip *strip, uint32_t more, double top)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("+ %u more slab", "+ %u more slabs", more), more);

  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, strip->x, top, strip->width,
                FOL_SLABS_LINE, FOL_ALIGN_START, text);
  return top + FOL_SLABS_LINE + 4;
}

/* However long the list is, what is marked in it is shown. */
static double
add_entry (struct fol_slabs_build *build, uint32_t entry, const struct fol_strip *strip,
           uint32_t *shown, uint32_t *hidden, double top)
{
  struct fol_strip one = *strip;
  bool concerned = fol_slabs_concerned (build, entry) != 0;

  one.entry = entry;
  one.large = strip->large || concerned;
  if (*shown >= SHOWN_MOST && !concerned) {
    (*hidden)++;
    return top;
  }
  (*shown)++;
  return fol_slabs_strip (build, &one, top);
}

double
fol_slabs_list (struct fol_slabs_build *build, uint32_t first, const struct fol_strip *strip,
                double top)
{
  uint32_t entry = first, room = build->state->layout->slab.entry_count, shown = 0, hidden = 0;

  while (entry < build->state->layout->slab.entry_count && room-- > 0) {
    struct sim_slab slab;

    top = add_entry (build, entry, strip, &shown, &hidden, top);
    sim_view_slab (&build->view, entry, &slab);
    entry = slab.next;
  }
  return hidden > 0 ? add_more (build, strip, hidden, top) : top;
}

/* "3 → 7 → 12": the free objects of a CPU's slab, by their indexes. */
static char *
chain_text (const struct one *one, uint32_t entry)
{
  GString *out = g_string_new (NULL);
  struct sim_slab slab;
  struct sim_place *place;
  uint32_t count, most;

  sim_view_slab (&one->build->view, entry, &slab);
  most = SIM_FRAME_OBJECTS << slab.order;
  place = g_new (struct sim_place, most);
  count = MIN (most, sim_view_slab_places (&one->build->view, entry, place, most));
  for (uint32_t order = 0; order < CHAIN_MOST; order++) {
    uint32_t i = 0;

    while (i < count && (place[i].state != SIM_PLACE_FREE_CPU || place[i].order != order))
      i++;
    if (i == count)
      break;
    g_string_append_printf (out, "%s%u", order > 0 ? " → " : "", place[i].index);
    if (order == CHAIN_MOST - 1)
      g_string_append (out, " → …");
  }
  g_free (place);
  if (out->len == 0)
    g_string_append (out, "NULL");
  return g_string_free (out, FALSE);
}

static double
add_slub_cpu (const struct one *one, uint32_t cpu, double top)
{
  struct sim_object object = { SIM_OBJECT_CACHE_CPU, one->cache, cpu };
  g_autofree char *title = g_strdup_printf (_ ("CPU %u"), cpu), *facts = NULL, *chain = NULL;
  g_autofree char *partial = NULL;
  struct fol_strip strip = strip_of (one);
  struct sim_kmem_cache_cpu its;

  sim_view_cache_cpu (&one->build->view, one->cache, cpu, &its);
  if (its.slab == SIM_SLAB_NONE) {
    top = fol_slabs_part (one->build, object, one->x, top, one->width, title, _ ("no active slab"));
  } else {
    chain = chain_text (one, its.slab);
    facts = g_strdup_printf (_ ("active slab · freelist %s"), chain);
    top = fol_slabs_part (one->build, object, one->x, top, one->width, title, facts);
    strip.entry = its.slab;
    strip.large = true;
    top = fol_slabs_strip (one->build, &strip, top);
  }
  if (its.partial == SIM_SLAB_NONE)
    return top + 4;
  partial = g_strdup_printf (_ ("partial slabs of CPU %u: %u of at most %u"), cpu,
                             its.partial_slabs, one->its.cpu_partial_slabs);
  fol_add_text (one->build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, one->x, top,
                one->width, FOL_SLABS_LINE, FOL_ALIGN_START, partial);
  strip.large = strip_of (one).large;
  return fol_slabs_list (one->build, its.partial, &strip, top + FOL_SLABS_LINE) + 4;
}

static double
add_slab_cpu (const struct one *one, uint32_t cpu, double top)
{
  g_autofree char *title = g_strdup_printf (_ ("CPU %u"), cpu);
  struct sim_kmem_cache_cpu its;
  struct fol_slabs_array array = {
    .object = { SIM_OBJECT_CACHE_CPU, one->cache, cpu },
    .label = title,
    .refs = its.entry,
    .limit = one->its.limit,
    .batchcount = one->its.batchcount,
    .role = FOL_ROLE_PCP,
    .x = one->x,
    .width = one->width,
  };

  sim_view_cache_cpu (&one->build->view, one->cache, cpu, &its);
  array.avail = MIN (its.avail, SIM_ARRAY_MOST);
  return fol_slabs_array (one->build, &array, top);
}

static double
add_cpus (const struct one *one, double top)
{
  for (uint32_t cpu = 0; cpu < one->build->state->layout->cpu_count; cpu++)
    top = one->its.allocator == SIM_ALLOCATOR_SLAB ? add_slab_cpu (one, cpu, top)
                                                   : add_slub_cpu (one, cpu, top);
  return top;
}

/* Slabs that no list knows: SLUB forgets full ones unless it debugs. */
static double
add_unlisted (const struct one *one, double top)
{
  struct fol_strip strip = strip_of (one);
  uint32_t shown = 0, hidden = 0, count = 0;
  g_autofree char *facts = NULL;

  for (int draw = 0; draw <= 1; draw++)
    for (guint i = 0; i < one->build->slabs->len; i++) {
      const struct fol_slab *slab = &g_array_index (one->build->slabs, struct fol_slab, i);

      if (slab->slab.cache != one->cache + 1 || slab->slab.where != SIM_SLAB_NOWHERE)
        continue;
      if (draw == 0) {
        count++;
        continue;
      }
      if (facts == NULL) {
        facts = g_strdup_printf (ngettext ("%u full slab", "%u full slabs", count), count);
        top = fol_slabs_heading (one->build, one->x, top, one->width, _ ("On no list"), facts);
      }
      top = add_entry (one->build, slab->entry, &strip, &shown, &hidden, top);
    }
  return hidden > 0 ? add_more (one->build, &strip, hidden, top) : top;
}

static uint32_t
length_of (const struct one *one, uint32_t first)
{
  uint32_t count = 0;

  while (first < one->build->state->layout->slab.entry_count && count < FOL_LIST_MOST) {
    struct sim_slab slab;

    sim_view_slab (&one->build->view, first, &slab);
    first = slab.next;
    count++;
  }
  return count;
}

static double
add_node_list (const struct one *one, const struct sim_kmem_cache_node *node, uint32_t number,
               enum sim_slab_list list, double top)
{
  static const char *const names[SIM_SLAB_LISTS] = { N_ ("partial"), N_ ("full"), N_ ("free") };
  struct sim_object object = { SIM_OBJECT_CACHE_LIST, one->cache, number, list };
  g_autofree char *title = g_strdup_printf (_ ("Node %u, %s"), number, _ (names[list]));
  g_autofree char *facts = NULL;
  struct fol_strip strip = strip_of (one);
  uint32_t length = length_of (one, node->head[list].next);
  bool coloured = one->its.allocator == SIM_ALLOCATOR_SLAB && !one->build->narrow;

  if (length == 0)
    return fol_slabs_part (one->build, object, one->x, top, one->width, title, _ ("empty")) + 4;
  facts = g_strdup_printf (ngettext ("%u slab", "%u slabs", length), length);
  if (coloured)
    fol_add_text (one->build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false,
                  one->x + one->width - COLOUR, top, COLOUR, 20, FOL_ALIGN_END, _ ("colour"));
  top = fol_slabs_part (one->build, object, one->x, top, one->width - (coloured ? COLOUR : 0),
                        title, facts);
  return fol_slabs_list (one->build, node->head[list].next, &strip, top) + 4;
}

static double
add_node_arrays (const struct one *one, const struct sim_kmem_cache_node *node, uint32_t number,
                 double top)
{
  g_autofree char *title = g_strdup_printf (_ ("Node %u, shared"), number);
  struct fol_slabs_array array = {
    .object = { SIM_OBJECT_CACHE_LIST, one->cache, number, SIM_SLABS_PARTIAL },
    .label = title,
    .refs = node->shared_entry,
    .avail = MIN (node->shared.avail, SIM_SHARED_MOST),
    .limit = node->shared.limit,
    .role = FOL_ROLE_ARRAY,
    .x = one->x,
    .width = one->width,
  };

  if (node->has_shared)
    top = fol_slabs_array (one->build, &array, top);
  for (uint32_t other = 0; other < one->build->state->layout->node_count; other++) {
    g_autofree char *alien = g_strdup_printf (_ ("Node %u, alien of node %u"), number, other);

    if (node->alien[other].limit == 0)
      continue;
    array.label = alien;
    array.refs = node->alien_entry[other];
    array.avail = MIN (node->alien[other].avail, SIM_ALIEN_MOST);
    array.limit = node->alien[other].limit;
    top = fol_slabs_array (one->build, &array, top);
  }
  return top;
}

static double
add_node (const struct one *one, uint32_t number, double top)
{
  g_autofree struct sim_kmem_cache_node *node = g_new (struct sim_kmem_cache_node, 1);
  bool slab = one->its.allocator == SIM_ALLOCATOR_SLAB;

  sim_view_cache_node (&one->build->view, one->cache, number, node);
  if (slab)
    top = add_node_arrays (one, node, number, top);
  top = add_node_list (one, node, number, SIM_SLABS_PARTIAL, top);
  if (slab || (one->its.flags & SIM_SLAB_STORE_USER) != 0)
    top = add_node_list (one, node, number, SIM_SLABS_FULL, top);
  return slab ? add_node_list (one, node, number, SIM_SLABS_FREE, top) : top;
}

/* Bytes of a slab that neither an object nor the index list has: colours move into them. */
static uint32_t
left_over (const struct sim_kmem_cache *its)
{
  uint64_t bytes = UINT64_C (1) << (SIM_PAGE_SHIFT + its->oo_order);
  uint64_t taken = (uint64_t) its->oo_objects * its->size;

  if (its->allocator == SIM_ALLOCATOR_SLAB && its->freelist_place == SIM_FREELIST_ON_SLAB)
    taken += its->freelist_size;
  return (uint32_t) (bytes - MIN (bytes, taken));
}

/* What the cache is, in the kernel's words. */
static char *
facts_of (const struct one *one)
{
  const struct sim_kmem_cache *its = &one->its;
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "object_size %u · size %u · align %u", its->object_size, its->size,
                          its->align);
  if (its->allocator == SIM_ALLOCATOR_SLAB)
    g_string_append_printf (
        out, " · gfporder %u · num %u · colour %u × %u · limit %u · batchcount %u", its->oo_order,
        its->oo_objects, its->colour, its->colour_off, its->limit, its->batchcount);
  else
    g_string_append_printf (out, " · oo %u × order %u · min_partial %u · cpu_partial %u",
                            its->oo_objects, its->oo_order, its->min_partial, its->cpu_partial);
  g_string_append_printf (out, _ (" · left over %u"), left_over (its));
  return g_string_free (out, FALSE);
}

double
fol_slabs_one (struct fol_slabs_build *build, uint32_t cache, double top)
{
  struct one one = { .build = build,
                     .cache = cache,
                     .x = FOL_SLABS_INSET,
                     .width = build->width - 2 * FOL_SLABS_INSET };
  struct sim_object object = { .kind = SIM_OBJECT_CACHE, .a = cache };
  char title[SIM_CACHE_NAME_BYTES];
  g_autofree char *facts = NULL;
  double left, x;

  sim_view_cache (&build->view, cache, &one.its);
  sim_cache_name (&one.its, title);
  one.slabs = build->counts[cache].slabs;
  one.label = fol_slabs_label (build, cache);
  facts = facts_of (&one);
  /* Where selecting the cache would lead out of it, walking past its name must not. */
  if (build->options->cache[0] == '\0')
    object = nothing;
  fol_slabs_way (build, cache, nothing, &x, &top);
  top =
      fol_slabs_part (build, object, x, top, build->width - FOL_SLABS_INSET - x, title, facts) + 4;
  if (build->width >= TWO_COLUMNS) {
    one.width = floor ((one.width - 2 * FOL_SLABS_GAP) * CPU_SHARE);
    left = add_cpus (&one, top);
    one.x += one.width + 2 * FOL_SLABS_GAP;
    one.width = build->width - FOL_SLABS_INSET - one.x;
  } else {
    left = top = add_cpus (&one, top) + 4;
  }
  for (uint32_t node = 0; node < build->state->layout->node_count; node++)
    top = add_node (&one, node, top);
  top = add_unlisted (&one, top);
  return MAX (left, top);
}
