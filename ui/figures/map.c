/* ui/figures/map.c - figure 1, the physical memory map.
 *
 * Machines small enough show a cell for every frame, row by row (map-cells.c);
 * larger ones a raster of 4 MiB squares (map-large.c).  Here is what both
 * share: which role a frame has, the numbers, the legend.
 */
#include "ui/figures/map-build.h"

#include "app/describe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
fol_map_key_init (struct fol_map_key *key, const struct fol_state *state,
                  enum fol_map_colour colour)
{
  struct sim_view view = fol_state_view (state);

  key->colour = colour;
  memset (key->zone_type, SIM_MAX_NR_ZONES, sizeof key->zone_type);
  for (uint32_t i = 0; i < state->layout->zone_count && i < SIM_PAGE_NO_ZONE; i++) {
    struct sim_zone zone;

    sim_view_zone (&view, i, &zone);
    key->zone_type[i] = (uint8_t) zone.type;
  }
}

static enum fol_role
used_role (const struct fol_map_key *key, uint32_t flags)
{
  uint32_t asked = SIM_PAGE_ASKED (flags);
  bool owner = key->colour == FOL_MAP_BY_OWNER || key->colour == FOL_MAP_BY_MOBILITY;

  if (owner && (flags & SIM_PAGE_SLAB))
    return FOL_ROLE_SLAB;
  if (owner && (flags & SIM_PAGE_LARGE))
    return FOL_ROLE_LARGE;

  if (key->colour == FOL_MAP_BY_MOBILITY && asked < SIM_MIGRATE_TYPES)
    return FOL_ROLE_UNMOVABLE + asked;
  return FOL_ROLE_USED;
}

/* Coloured by order, only free memory has a colour: how torn it is, is the
 * question.  Coloured by zone, being free does not matter. */
enum fol_role
fol_map_role (const struct fol_map_key *key, uint32_t flags)
{
  enum sim_page_state state = SIM_PAGE_STATE (flags);
  uint32_t type = key->zone_type[SIM_PAGE_ZONE (flags)];

  switch (state) {
  case SIM_PAGE_TAIL:
  case SIM_PAGE_STATES:
    return FOL_ROLE_NONE;
  case SIM_PAGE_RESERVED:
    return FOL_ROLE_RESERVED;
  case SIM_PAGE_HOLE:
    return FOL_ROLE_HOLE;
  case SIM_PAGE_IN_HAND:
  case SIM_PAGE_FREE:
  case SIM_PAGE_PCP:
  case SIM_PAGE_USED:
  case SIM_PAGE_KERNEL:
    break;
  }
  if (key->colour == FOL_MAP_BY_ZONE && type < SIM_MAX_NR_ZONES)
    return FOL_ROLE_ZONE_0 + type;
  if (state == SIM_PAGE_IN_HAND)
    return FOL_ROLE_IN_HAND;
  if (state == SIM_PAGE_FREE)
    return key->colour == FOL_MAP_BY_ORDER
               ? FOL_ROLE_ORDER_0 + MIN (SIM_PAGE_ORDER (flags), SIM_MAX_ORDER - 1)
               : FOL_ROLE_FREE;
  if (key->colour == FOL_MAP_BY_ORDER)
    return FOL_ROLE_USED;
  if (state == SIM_PAGE_PCP)
    return FOL_ROLE_PCP;
  if (state == SIM_PAGE_KERNEL)
    return FOL_ROLE_KERNEL;
  return used_role (key, flags);
}

/* From the zones' counters: exact between operations, at no cost. */
static void
count_by_zone (const struct fol_state *state, struct fol_map_numbers *numbers)
{
  struct sim_view view = fol_state_view (state);
  uint64_t present = 0;

  for (uint32_t i = 0; i < state->layout->zone_count; i++) {
    struct sim_zone zone;

    sim_view_zone (&view, i, &zone);
    present += zone.present_pages;
    numbers->used += zone.managed_pages;
    numbers->reserved += zone.present_pages - zone.managed_pages;
    numbers->free += (uint64_t) MAX (0, sim_view_zone_free (&view, i));
    for (uint32_t cpu = 0; cpu < state->layout->cpu_count; cpu++) {
      struct sim_pcp pcp;

      sim_view_pcp (&view, i, cpu, &pcp);
      numbers->pcp += pcp.count;
    }
  }
  numbers->used -= MIN (numbers->used, numbers->free + numbers->pcp);
  numbers->hole = state->layout->frame_count - MIN (state->layout->frame_count, present);
}

static void
count_by_frame (const struct fol_state *state, struct fol_map_numbers *numbers)
{
  struct sim_view view = fol_state_view (state);
  uint32_t pfn = 0;

  while (pfn < state->layout->frame_count) {
    uint32_t flags = sim_view_flags (&view, pfn);
    uint32_t frames = 1u << MIN (SIM_PAGE_ORDER (flags), 15);

    switch (SIM_PAGE_STATE (flags)) {
    case SIM_PAGE_FREE:
      numbers->free += frames;
      break;
    case SIM_PAGE_PCP:
      numbers->pcp += frames;
      break;
    case SIM_PAGE_RESERVED:
      numbers->reserved += frames;
      break;
    case SIM_PAGE_HOLE:
      numbers->hole += frames;
      break;
    case SIM_PAGE_IN_HAND:
      numbers->in_hand += frames;
      break;
    case SIM_PAGE_USED:
    case SIM_PAGE_KERNEL:
      numbers->used += frames;
      break;
    case SIM_PAGE_TAIL:
    case SIM_PAGE_STATES:
      frames = 1;
      break;
    }
    pfn += frames;
  }
}

static void
append_part (GString *out, uint64_t count, const char *what)
{
  g_autofree char *number = fol_grouped (count);

  if (count > 0)
    g_string_append_printf (out, " · %s %s", number, what);
}

static char *
numbers_text (const struct fol_state *state, const struct fol_map_numbers *numbers)
{
  static const char *const by[] = { N_ ("coloured by state"), N_ ("coloured by order"),
                                    N_ ("coloured by mobility"), N_ ("coloured by zone"),
                                    N_ ("coloured by owner") };
  g_autofree char *frames = fol_grouped (state->layout->frame_count);
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, _ ("%s frames of 4 KiB"), frames);
  append_part (out, numbers->free, _ ("free"));
  append_part (out, numbers->used, _ ("in use"));
  append_part (out, numbers->pcp, _ ("on per-CPU lists"));
  append_part (out, numbers->in_hand, _ ("in the allocator’s hands"));
  append_part (out, numbers->reserved, _ ("reserved"));
  append_part (out, numbers->hole, _ ("without memory"));
  g_string_append_printf (out, " · %s", _ (by[numbers->colour]));
  return g_string_free (out, FALSE);
}

guint
fol_map_legend (const uint64_t count[FOL_ROLE_COUNT], struct fol_legend_item *items, bool counts)
{
  /* What can be had first, then what is taken, then what never can. */
  static const struct {
    int first, last;
  } parts[] = {
    { FOL_ROLE_FREE, FOL_ROLE_FREE },
    { FOL_ROLE_ORDER_0, FOL_ROLE_ZONE_LAST },
    { FOL_ROLE_UNMOVABLE, FOL_ROLE_HOLE },
  };
  guint n = 0;

  for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
    for (int role = parts[part].first; role <= parts[part].last; role++) {
      if (count[role] == 0 || n == FOL_MAP_LEGEND_MAX - 1)
        continue;
      items[n] = (struct fol_legend_item){
        .role = role,
        .label = fol_role_label (role),
        .count = counts ? (int64_t) count[role] : -1,
      };
      g_strlcpy (items[n].letter, fol_role_letter (role), sizeof items[n].letter);
      n++;
    }
  return n;
}

/* Height of title and numbers: the same whatever they say. */
static double
top_of (const struct fol_figure_options *options)
{
  struct fol_shapes *scratch = fol_shapes_new ();
  double top = fol_add_header (scratch, options, "", "", 64);

  fol_shapes_free (scratch);
  return top;
}

void
fol_map_build_init (struct fol_map_build *build, const struct fol_state *state,
                    const struct fol_figure_options *options, double width, double height)
{
  *build = (struct fol_map_build){
    .state = state,
    .options = options,
    .width = floor (MAX (width, 64)),
    .height = floor (MAX (height, 64)),
    .top = top_of (options),
  };
  fol_map_key_init (&build->key, state, options->colour);
}

void
fol_map_place (const struct fol_state *state, const struct fol_figure_options *options,
               double width, double height, sim_pfn pfn, struct fol_map_window *window)
{
  struct fol_map_build build;

  fol_map_build_init (&build, state, options, width, height);
  if (!fol_map_cells_place (&build, pfn, window))
    fol_map_large_place (&build, pfn, window);
}

struct fol_shapes *
fol_map_build (const struct fol_state *state, const struct fol_marks *marks,
               const struct fol_figure_options *options, double width, double height)
{
  struct fol_map_numbers numbers = { .colour = options->colour };
  struct fol_map_build build = {
    .state = state,
    .marks = marks,
    .options = options,
    .shapes = fol_shapes_new (),
    .width = floor (width),
    .height = floor (height),
  };

  if (state->layout->frame_count <= FOL_MAP_CELLS_MAX)
    count_by_frame (state, &numbers);
  else
    count_by_zone (state, &numbers);
  build.shapes->title = g_strdup (_ ("Physical memory"));
  build.shapes->summary = numbers_text (state, &numbers);
  build.top = fol_add_header (build.shapes, options, build.shapes->title, build.shapes->summary,
                              build.width);
  fol_map_key_init (&build.key, state, options->colour);
  if (!fol_map_cells_build (&build))
    fol_map_large_build (&build);
  return build.shapes;
}
