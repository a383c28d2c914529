/* ui/figures/zones.c - figure 3: who would be refused now, and what CPUs keep.
 *
 * Zones stand in the order in which a request tries them, the highest first.
 * Where there is width the lists stand beside the gauge, else below it; where
 * there is little, names stand above their gauges.
 */
#include "ui/figures/zones.h"

#include "app/describe.h"
#include "ui/figures/map-build.h"
#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH_WIDE  456.0 /* names, gauges and numbers side by side */
#define WIDTH_TWO   900.0 /* gauge and lists side by side */
#define GAUGE_SHARE 0.56
#define COMPACT     20.0

static bool
is_shown (uint32_t asked, uint32_t count, uint32_t index)
{
  return asked >= count || asked == index;
}

static double
add_lists (struct fol_zones_build *build, const struct fol_figure_options *options, uint32_t zone,
           double left, double top, double width)
{
  uint32_t cpus = build->state->layout->cpu_count;

  for (uint32_t cpu = 0; cpu < cpus; cpu++)
    if (is_shown (options->cpu, cpus, cpu))
      top = fol_zones_lists (build, zone, cpu, left, top, width);
  return top;
}

static double
add_zone (struct fol_zones_build *build, const struct fol_figure_options *options, uint32_t zone,
          double top, double width)
{
  double gauge = width, y;

  if (width < WIDTH_TWO) {
    y = fol_zones_gauge (build, zone, top, width);
    return add_lists (build, options, zone, 0, y + FOL_ZONES_GAP / 2, width);
  }
  gauge = floor (width * GAUGE_SHARE);
  y = fol_zones_gauge (build, zone, top, gauge);
  top = add_lists (build, options, zone, gauge + 2 * FOL_ZONES_GAP, top,
                   width - gauge - 2 * FOL_ZONES_GAP);
  return MAX (y, top);
}

static double
add_zones (struct fol_zones_build *build, const struct fol_figure_options *options, double top,
           double width)
{
  uint32_t count = build->state->layout->zone_count;
  bool first = true;

  for (uint32_t zone = count; zone-- > 0;) {
    if (!is_shown (options->zone, count, zone))
      continue;
    if (!first) {
      fol_add_line (build->shapes, FOL_ROLE_LINE, 0, top + FOL_ZONES_GAP / 2, width, 0);
      top += FOL_ZONES_GAP;
    }
    top = add_zone (build, options, zone, top, width);
    first = false;
  }
  return top;
}

static char *
subtitle (const struct fol_zones_build *build)
{
  const struct sim_layout *layout = build->state->layout;
  g_autofree char *refused = fol_zones_refused (build), *kept_text = NULL;
  GString *out = g_string_new (NULL);
  uint64_t kept = 0;

  for (uint32_t zone = 0; zone < layout->zone_count; zone++)
    for (uint32_t cpu = 0; cpu < layout->cpu_count; cpu++) {
      struct sim_pcp pcp;

      sim_view_pcp (&build->view, zone, cpu, &pcp);
      kept += pcp.count;
    }
  kept_text = fol_grouped (kept);
  if (refused == NULL)
    g_string_append (out, _ ("every request for a page would be served now"));
  else
    g_string_append_printf (out, _ ("no page now for %s"), refused);
  if (kept > 0)
    g_string_append_printf (
        out, ngettext (" · %s page on per-CPU lists", " · %s pages on per-CPU lists", kept),
        kept_text);
  return g_string_free (out, FALSE);
}

/* What the regions of a gauge mean; after them the types of lists. */
static guint
legend_items (const struct fol_zones_build *build, struct fol_legend_item *items)
{
  static const struct {
    enum fol_role role;
    const char *label;
  } regions[] = {
    { FOL_ROLE_RESERVED, N_ ("lowmem_reserve") },
    { FOL_ROLE_BELOW_MIN, N_ ("below min") },
    { FOL_ROLE_BELOW_LOW, N_ ("below low") },
    { FOL_ROLE_BELOW_HIGH, N_ ("below high") },
  };
  uint64_t seen[FOL_ROLE_COUNT] = { 0 };
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    if (build->seen[regions[i].role] > 0)
      items[count++] = (struct fol_legend_item){
        .role = regions[i].role,
        .label = _ (regions[i].label),
        .count = -1,
      };
  for (int role = FOL_ROLE_UNMOVABLE; role <= FOL_ROLE_PCP; role++)
    seen[role] = build->seen[role];
  return count + fol_map_legend (seen, items + count, false);
}

struct fol_shapes *
fol_zones_build (const struct fol_state *state, const struct fol_marks *marks,
                 const struct fol_figure_options *options, double width, double height)
{
  struct fol_legend_item items[4 + FOL_MAP_LEGEND_MAX];
  struct fol_zones_build build = {
    .state = state,
    .shapes = fol_shapes_new (),
    .view = fol_state_view (state),
    .row = FOL_ZONES_ROW,
  };
  double y, top;
  guint count;

  build.narrow = !options->page && width < WIDTH_WIDE;
  width = floor (MAX (width, build.narrow ? FOL_NARROWEST : WIDTH_WIDE));
  fol_marking_init (&build.marking, state, marks);
  sim_view_header (&build.view, &build.header);
  build.shapes->title = g_strdup (_ ("Zones and per-CPU lists"));
  build.shapes->summary = subtitle (&build);
  top = fol_add_header (build.shapes, options, build.shapes->title, build.shapes->summary, width);
  count = fol_shapes_count (build.shapes);
  y = add_zones (&build, options, top, width);
  /* Where it is too high, rows stand closer. */
  if (y + (options->no_legend ? 0 : 40) > height) {
    fol_shapes_cut (build.shapes, count);
    build.row = COMPACT;
    y = add_zones (&build, options, top, width);
  }
  if (!options->no_legend) {
    count = legend_items (&build, items);
    y += 12;
    fol_add_legend (build.shapes, items, count, 0, y, width);
    y += fol_legend_height (items, count, width);
  }
  build.shapes->width = width;
  build.shapes->height = y + 2;
  return build.shapes;
}
