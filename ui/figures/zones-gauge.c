/* ui/figures/zones-gauge.c - free pages of a zone against what each request must leave.
 *
 * All rows of a zone have the same scale.  A row shows, from 0, what is kept
 * from this request: lowmem_reserve, then min, then up to low; and as a bar how
 * many pages it may count on.  A bar that ends in the first two is a refusal.
 */
#include "ui/figures/zones.h"

#include "app/describe.h"
#include "engine/physical/alloc.h"
#include "engine/physical/gfp.h"
#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#define CHIP    36.0  /* "yes" */
#define VERDICT 200.0 /* chip and numbers */
#define TRACK   80.0  /* the least */
#define NUMBERS 84.0  /* what is left of VERDICT where it is narrow */
/* Of a track: what must stay above, what there is below. */
#define BAR_SHARE 0.36

/* Who asks: one of each that the watermark test tells apart. */
static const struct request_class {
  const char *name; /* as in the kernel */
  uint32_t gfp;
} classes[] = {
  { "GFP_HIGHUSER_MOVABLE", SIM_GFP_HIGHUSER_MOVABLE },
  { "GFP_KERNEL", SIM_GFP_KERNEL },
  { "GFP_ATOMIC", SIM_GFP_ATOMIC_REQUEST },
  { "GFP_KERNEL | GFP_DMA32", SIM_GFP_KERNEL | SIM_GFP_DMA32 },
  { "GFP_KERNEL | GFP_DMA", SIM_GFP_KERNEL | SIM_GFP_DMA },
};

struct gauge {
  uint32_t zone;
  struct sim_zone state;
  double x, width;           /* of the tracks */
  double scale;              /* pixels per page */
  double names;              /* width of what they are for */
  double line, drop;         /* height of that, and how much further down the track is */
  double chip_x;             /* "yes" */
  double numbers_x, numbers; /* and why, with its width */
};

/* Stretches from 0 up, and how far the bar reaches. */
struct track {
  enum fol_role role[3];
  double end[4]; /* in pages; end[0] = 0 */
  enum fol_role bar;
  int64_t pages;
};

/* Requests for a zone that the machine does not have are nothing of their own. */
static bool
is_asked (const struct fol_zones_build *build, const struct request_class *class)
{
  uint32_t highest = sim_gfp_highest_zone (class->gfp);

  if (highest >= SIM_ZONE_NORMAL)
    return true;
  for (uint32_t i = 0; i < build->state->layout->zone_count; i++) {
    struct sim_zone zone;

    sim_view_zone (&build->view, i, &zone);
    if (zone.type == highest)
      return true;
  }
  return false;
}

char *
fol_zones_refused (const struct fol_zones_build *build)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    bool served = !is_asked (build, &classes[i]);

    for (uint32_t zone = 0; !served && zone < build->state->layout->zone_count; zone++) {
      struct sim_outlook outlook;

      sim_view_outlook (&build->view, zone, classes[i].gfp, &outlook);
      served = outlook.reaches && sim_zone_margin (&outlook.last) > 0;
    }
    if (!served)
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", classes[i].name);
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

char *
fol_zones_name (const struct fol_zones_build *build, uint32_t index)
{
  struct sim_zone zone;

  sim_view_zone (&build->view, index, &zone);
  if (build->state->layout->node_count < 2)
    return g_strdup (fol_zone_name (zone.type));
  return g_strdup_printf (_ ("%s, node %u"), fol_zone_name (zone.type), zone.node);
}

/* Three times high leaves room for a boost; free memory beyond is only told in
 * numbers.  The scale does not depend on what is free, so that bars move and
 * marks do not. */
static double
pages_shown (const struct sim_zone *zone)
{
  double reserve = 0, wanted;

  for (uint32_t type = 0; type < SIM_MAX_NR_ZONES; type++)
    reserve = MAX (reserve, zone->lowmem_reserve[type]);
  wanted = 3.0 * zone->watermark[SIM_WMARK_HIGH] + 1.5 * reserve;
  if (wanted == 0 || wanted > zone->managed_pages)
    wanted = zone->managed_pages;
  return MAX (wanted, 1);
}

/* What lies between two numbers of pages, as far as the track reaches. */
static void
add_span (struct fol_zones_build *build, const struct gauge *gauge, enum fol_role role, double from,
          double to, double y, double height)
{
  double x = MIN (from * gauge->scale, gauge->width);
  double end = MIN (to * gauge->scale, gauge->width);

  if (to <= from)
    return;
  build->seen[role]++;
  /* What is there is seen, be it narrower than a pixel. */
  end = MIN (MAX (end, x + 1.5), gauge->width);
  x = MIN (x, end - 1.5);
  fol_add_rect (build->shapes, role, gauge->x + x, y, end - x, height, 0);
}

/* How many pages there are; longer than the track, it ends in dots. */
static void
add_bar (struct fol_zones_build *build, const struct gauge *gauge, enum fol_role role,
         int64_t pages, double y, double height, guint row)
{
  static const double dots[] = { 13, 5 };
  double length = MAX ((double) pages * gauge->scale, 0);
  bool beyond = length > gauge->width + 1;
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = role,
    .x = gauge->x,
    .y = y,
    .width = beyond ? gauge->width - 16 : MIN (length, gauge->width),
    .height = height,
    .radius = MIN (2, length / 2),
    .identity = FOL_ZONES_BAR (gauge->zone, row),
  };

  if (length > 0)
    fol_shapes_add (build->shapes, &shape);
  for (guint i = 0; beyond && i < G_N_ELEMENTS (dots); i++)
    fol_add_rect (build->shapes, role, gauge->x + gauge->width - dots[i], y, 5, height, 2);
}

/* The lane of a row, what must stay in it, and what there is. */
static void
add_track (struct fol_zones_build *build, const struct gauge *gauge, const struct track *track,
           double y, double height, guint row)
{
  double bar = round (height * BAR_SHARE), spans = height - bar - 1;

  for (guint i = 0; i + 1 < G_N_ELEMENTS (track->end); i++)
    add_span (build, gauge, track->role[i], track->end[i], track->end[i + 1], y, spans);
  add_bar (build, gauge, track->bar, track->pages, y + height - bar, bar, row);
}

/* The chip says the rest. */
static char *
short_numbers (const struct sim_zone_terms *terms)
{
  int64_t margin = sim_zone_margin (terms);
  g_autofree char *number = fol_grouped ((uint64_t) (margin > 0 ? margin : MAX (terms->usable, 0)));
  g_autofree char *needed = fol_grouped ((uint64_t) (terms->mark + terms->reserve));

  return margin > 0 ? g_strdup_printf (_ ("%s more"), number)
                    : g_strdup_printf ("%s ≤ %s", number, needed);
}

static char *
verdict_numbers (const struct sim_outlook *outlook, bool narrow)
{
  g_autofree char *usable = fol_grouped ((uint64_t) MAX (outlook->last.usable, 0));
  g_autofree char *mark = fol_grouped ((uint64_t) outlook->last.mark);
  g_autofree char *reserve = fol_grouped ((uint64_t) outlook->last.reserve);
  g_autofree char *margin = NULL;

  if (narrow)
    return short_numbers (&outlook->last);
  if (sim_zone_margin (&outlook->last) <= 0)
    return outlook->last.reserve > 0 ? g_strdup_printf ("%s ≤ %s + %s", usable, mark, reserve)
                                     : g_strdup_printf ("%s ≤ %s", usable, mark);
  margin = fol_grouped ((uint64_t) sim_zone_margin (&outlook->last));
  if (sim_zone_margin (&outlook->first) > 0)
    return g_strdup_printf (_ ("may take %s more"), margin);
  return g_strdup_printf (_ ("%s more, wakes kswapd"), margin);
}

/* The whole reason in words, for those who cannot see the row. */
static char *
row_name (const struct fol_zones_build *build, const struct request_class *class, uint32_t zone,
          const struct sim_outlook *outlook)
{
  g_autofree char *zone_name = fol_zones_name (build, zone);
  const struct sim_zone_terms *last = &outlook->last;
  int64_t margin = sim_zone_margin (last);

  if (margin <= 0)
    return g_strdup_printf (_ ("%s would be refused by zone %s: %" PRId64
                               " usable pages are not more than min %" PRId64
                               " and lowmem_reserve %" PRId64),
                            class->name, zone_name, last->usable, last->mark, last->reserve);
  if (sim_zone_margin (&outlook->first) > 0)
    return g_strdup_printf (
        _ ("%s is served by zone %s at once, and may take %" PRId64 " more pages"), class->name,
        zone_name, margin);
  return g_strdup_printf (_ ("%s is served by zone %s after waking kswapd, and may take "
                             "%" PRId64 " more pages"),
                          class->name, zone_name, margin);
}

/* One kind of request. */
static void
add_row (struct fol_zones_build *build, const struct gauge *gauge, guint which, double y)
{
  const struct request_class *class = &classes[which];
  double height = build->row - 10, chip = MIN (18, gauge->line - 4), y_track = y + gauge->drop;
  g_autofree char *numbers = NULL, *name = NULL;
  struct sim_outlook outlook;
  bool refused, at_once;
  struct track track;
  double reserve;

  sim_view_outlook (&build->view, gauge->zone, class->gfp, &outlook);
  reserve = outlook.last.reserve;
  refused = sim_zone_margin (&outlook.last) <= 0;
  at_once = sim_zone_margin (&outlook.first) > 0;
  numbers = verdict_numbers (&outlook, build->narrow);
  name = row_name (build, class, gauge->zone, &outlook);
  track = (struct track){
    .role = { FOL_ROLE_RESERVED, FOL_ROLE_BELOW_MIN, FOL_ROLE_BELOW_LOW },
    .end = { 0, reserve, reserve + outlook.last.mark, reserve + outlook.first.mark },
    .bar = refused ? FOL_ROLE_REFUSED : FOL_ROLE_ACCENT,
    .pages = outlook.last.usable,
  };
  fol_add_mono (build->shapes, FOL_ROLE_VALUE, 0, y, gauge->names, gauge->line, FOL_ALIGN_START,
                class->name);
  fol_add_rect (build->shapes, FOL_ROLE_WELL, gauge->x, y_track + 5, gauge->width, height, 3);
  add_track (build, gauge, &track, y_track + 5, height, which + 1);
  fol_shapes_add (build->shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_RECT,
                                     .role = refused   ? FOL_ROLE_REFUSED
                                             : at_once ? FOL_ROLE_ACCENT
                                                       : FOL_ROLE_BELOW_LOW,
                                     .x = gauge->chip_x,
                                     .y = y + (gauge->line - chip) / 2,
                                     .width = CHIP,
                                     .height = chip,
                                     .radius = 5,
                                     .text_size = FOL_SIZE_CAPTION,
                                     .bold = true,
                                     .text = refused   ? _ ("no")
                                             : at_once ? _ ("yes")
                                                       : _ ("slow"),
                                     .name = name,
                                     .object = { SIM_OBJECT_ZONE, gauge->zone },
                                     .identity = FOL_ZONES_BAR (gauge->zone, which + 0x81),
                                 });
  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_CAPTION, false, gauge->numbers_x, y_track,
                gauge->numbers, build->row, build->narrow ? FOL_ALIGN_END : FOL_ALIGN_START,
                numbers);
}

static char *
marks_text (const struct sim_zone *zone)
{
  g_autofree char *min = fol_grouped (zone->watermark[SIM_WMARK_MIN]);
  g_autofree char *low = fol_grouped (zone->watermark[SIM_WMARK_LOW]);
  g_autofree char *high = fol_grouped (zone->watermark[SIM_WMARK_HIGH]);
  g_autofree char *boost = fol_grouped (zone->watermark_boost);

  if (zone->watermark_boost > 0)
    return g_strdup_printf (_ ("min %s · low %s · high %s · each raised by a boost of %s"), min,
                            low, high, boost);
  return g_strdup_printf (_ ("min %s · low %s · high %s"), min, low, high);
}

/* "zone Normal" with its colour, and the marks in numbers; where that ends. */
static double
add_title (struct fol_zones_build *build, const struct gauge *gauge, double y, double width)
{
  enum fol_role role = FOL_ROLE_ZONE_0 + gauge->state.type;
  g_autofree char *zone = fol_zones_name (build, gauge->zone);
  g_autofree char *title = g_strdup_printf (_ ("zone %s"), zone);
  g_autofree char *marks = marks_text (&gauge->state);

  fol_shapes_add (build->shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_RECT,
                                     .role = role,
                                     .x = 0,
                                     .y = y + 3,
                                     .width = 20,
                                     .height = 18,
                                     .radius = 5,
                                     .text_size = FOL_SIZE_CAPTION,
                                     .bold = true,
                                     .text = fol_role_letter (role),
                                 });
  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, true, 28, y,
                (build->narrow ? width : FOL_ZONES_LABEL) - 28, FOL_ZONES_ROW, FOL_ALIGN_START,
                title);
  y += FOL_ZONES_ROW;
  if (build->narrow)
    return fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, 0, y, width,
                          FOL_ZONES_LINE, marks);
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, gauge->x, y - FOL_ZONES_ROW,
                width - gauge->x, FOL_ZONES_ROW, FOL_ALIGN_START, marks);
  return y;
}

/* Where a mark stands without the boost. */
static void
add_unraised (struct fol_zones_build *build, const struct gauge *gauge, double y, double height)
{
  for (guint i = 0; i < SIM_NR_WMARK; i++) {
    double x = gauge->x + MIN (gauge->state.watermark[i] * gauge->scale, gauge->width - 1);

    fol_add_line (build->shapes, FOL_ROLE_LABEL, x, y, 0, height);
  }
}

static void
add_gauge (struct fol_zones_build *build, const struct gauge *gauge, double y)
{
  const struct sim_zone *zone = &gauge->state;
  double boost = zone->watermark_boost, height = build->row - 6, y_track = y + gauge->drop + 3;
  int64_t free_pages = MAX ((int32_t) zone->nr_free, 0);
  g_autofree char *free = fol_grouped ((uint64_t) free_pages);
  g_autofree char *managed = fol_grouped (zone->managed_pages);
  g_autofree char *text = g_strdup_printf (_ ("%s of %s free"), free, managed);
  g_autofree char *title = fol_zones_name (build, gauge->zone);
  g_autofree char *marks = marks_text (zone);
  g_autofree char *name = g_strdup_printf (_ ("Zone %s: %s pages, %s"), title, text, marks);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_WELL,
    .x = gauge->x,
    .y = y_track,
    .width = gauge->width,
    .height = height,
    .radius = 4,
    .object = { SIM_OBJECT_ZONE, gauge->zone },
  };
  struct track track = {
    .role = { FOL_ROLE_BELOW_MIN, FOL_ROLE_BELOW_LOW, FOL_ROLE_BELOW_HIGH },
    .bar = FOL_ROLE_KERNEL,
    .pages = free_pages,
  };
  double right = gauge->numbers_x + gauge->numbers, value = VERDICT;

  if (build->narrow)
    value = ceil (fol_text_width (text, FOL_SIZE_CAPTION, true, false)) + 1;
  shape.name = name;
  for (guint i = 0; i < SIM_NR_WMARK; i++)
    track.end[i + 1] = zone->watermark[i] + boost;
  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_CAPTION, false, 0, y,
                build->narrow ? right - value - 8 : gauge->names, gauge->line, FOL_ALIGN_START,
                _ ("free pages"));
  fol_shapes_add (build->shapes, &shape);
  add_track (build, gauge, &track, y_track, height, 0);
  if (boost > 0)
    add_unraised (build, gauge, y_track, height);
  fol_add_marks (build->shapes, &build->marking, &shape);
  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_CAPTION, true,
                build->narrow ? right - value : gauge->chip_x, y, value, gauge->line,
                build->narrow ? FOL_ALIGN_END : FOL_ALIGN_START, text);
}

/* Side by side, or names and chips above, gauges and numbers below. */
static void
lay_out (const struct fol_zones_build *build, struct gauge *gauge, double width)
{
  if (build->narrow) {
    gauge->width = width - NUMBERS - 8;
    gauge->names = width - CHIP - 8;
    gauge->line = FOL_ZONES_LINE;
    gauge->drop = FOL_ZONES_LINE - 4;
    gauge->chip_x = width - CHIP;
    gauge->numbers_x = width - NUMBERS;
    gauge->numbers = NUMBERS;
    return;
  }
  gauge->x = FOL_ZONES_LABEL + 8;
  gauge->width = MAX (width - gauge->x - FOL_ZONES_GAP - VERDICT, TRACK);
  gauge->names = FOL_ZONES_LABEL;
  gauge->line = build->row;
  gauge->chip_x = gauge->x + gauge->width + FOL_ZONES_GAP;
  gauge->numbers_x = gauge->chip_x + CHIP + 8;
  gauge->numbers = VERDICT - CHIP - 8;
}

double
fol_zones_gauge (struct fol_zones_build *build, uint32_t zone, double top, double width)
{
  struct gauge gauge = { .zone = zone };
  double row;

  lay_out (build, &gauge, width);
  row = build->row + gauge.drop + (build->narrow ? 4 : 0);
  sim_view_zone (&build->view, zone, &gauge.state);
  gauge.scale = gauge.width / pages_shown (&gauge.state);
  top = add_title (build, &gauge, top, width);
  add_gauge (build, &gauge, top);
  top += row;
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++) {
    if (!is_asked (build, &classes[i]) || sim_gfp_highest_zone (classes[i].gfp) < gauge.state.type)
      continue;
    add_row (build, &gauge, i, top);
    top += row;
  }
  return top;
}
