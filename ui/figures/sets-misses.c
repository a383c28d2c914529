/* ui/figures/sets-misses.c - what is read and how often it misses, with and without colours. */
#include "ui/figures/sets.h"

#include "ui/figures/paint.h"
#include "ui/figures/text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PAD       16.0
#define LINE      20.0
#define ROW       26.0
#define BAR       12.0
#define BAR_MOST  280.0
#define BAR_LEAST 40.0
#define BAR_GAP   12.0
#define NARROW    420.0

char *
fol_sets_level_name (const struct sim_cpu_cache *cpu)
{
  return cpu->level > 0 ? g_strdup_printf ("L%u", cpu->level) : g_strdup (_ ("CPU cache"));
}

static char *
pattern_words (const struct fol_sets_data *data)
{
  const struct sim_access_pattern *pattern = &data->read.run[1].pattern;
  g_autofree char *objects = fol_grouped (data->read.lines.object_count);

  if (pattern->access == SIM_ACCESS_OBJECT)
    return g_strdup_printf (ngettext ("Read all of %s objects, %u time",
                                      "Read all of %s objects, %u times", pattern->rounds),
                            objects, pattern->rounds);
  if (pattern->access == SIM_ACCESS_FIELD)
    return g_strdup_printf (ngettext ("Read byte %u of each of %s objects, %u time",
                                      "Read byte %u of each of %s objects, %u times",
                                      pattern->rounds),
                            pattern->offset, objects, pattern->rounds);
  return g_strdup_printf (ngettext ("Read byte %u of %s objects drawn at random, %u time",
                                    "Read byte %u of %s objects drawn at random, %u times",
                                    pattern->rounds),
                          pattern->offset, objects, pattern->rounds);
}

/* The sentence one should take away. */
static char *
conclusion (const struct fol_sets_data *data)
{
  uint64_t plain = data->read.run[0].last[data->level].misses;
  uint64_t coloured = data->read.run[1].last[data->level].misses;
  g_autofree char *fewer = fol_grouped (plain > coloured ? plain - coloured : coloured - plain);

  if (!data->colours && coloured == 0)
    return g_strdup (_ ("SLUB does not colour, and here nothing is lost by that: each line stays "
                        "where it is."));
  if (!data->colours)
    return g_strdup (_ ("SLUB does not colour: the first object of each slab begins at the same "
                        "byte, so equal fields of big objects fight for the same sets."));
  if (data->read.run[1].pattern.rounds == 1)
    return g_strdup (_ ("A first round misses whatever the colours: read again to see them help."));
  if (plain > coloured)
    return g_strdup_printf (_ ("Colouring saves %s misses in each round."), fewer);
  if (coloured > plain)
    return g_strdup_printf (_ ("Here colouring costs %s misses in a round."), fewer);
  if (plain == 0)
    return g_strdup (_ ("Everything fits either way: colouring changes nothing."));
  if (data->its.colour < 2)
    return g_strdup (_ ("Too little is left over in a slab to move its objects: all slabs begin "
                        "alike, and colouring changes nothing."));
  if (!data->read.run[1].fits)
    return g_strdup (_ ("There are more lines than this cache holds: colouring cannot help."));
  return g_strdup (_ ("The objects cover the sets alike with and without colours."));
}

struct miss_row {
  const char *label;
  const struct sim_lines_run *run;
  double left, width;
};

/* "24 of 24 reads miss", or "24 of 24" where beside that no bar would fit. */
static char *
miss_words (const struct sim_lines_count *last, double room)
{
  g_autofree char *misses = fol_grouped (last->misses), *reads = fol_grouped (last->reads);
  char *words = g_strdup_printf (_ ("%s of %s reads miss"), misses, reads);

  if (fol_text_width (words, FOL_SIZE_TEXT, true, false) + BAR_LEAST + BAR_GAP + 2 <= room)
    return words;
  g_free (words);
  return g_strdup_printf (_ ("%s of %s"), misses, reads);
}

static void
add_bar (struct fol_sets_build *build, const struct miss_row *row, double x, double y, double width)
{
  const struct sim_lines_count *last = &row->run->last[build->data.level];
  g_autofree char *words = miss_words (last, G_MAXDOUBLE);
  g_autofree char *name = g_strdup_printf (_ ("%s: %s in the last round"), row->label, words);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_FREE,
    .x = x,
    .y = y,
    .width = width,
    .height = BAR,
    .radius = 3,
    .name = name,
    .identity = fol_identity_thing (FOL_SETS_BAR, row->run->plain),
  };

  fol_shapes_add (build->shapes, &shape);
  if (last->misses == 0)
    return;
  shape.role = FOL_ROLE_SET_OVER;
  shape.name = NULL;
  shape.width = MAX (2, shape.width * (double) last->misses / (double) MAX (last->reads, 1));
  shape.identity = fol_identity_thing (FOL_SETS_BAR, 2 + row->run->plain);
  fol_shapes_add (build->shapes, &shape);
}

static double
add_row (struct fol_sets_build *build, const struct miss_row *row, double y)
{
  const struct sim_lines_count *last = &row->run->last[build->data.level];
  bool narrow = row->width < NARROW;
  double label =
      narrow ? row->width
             : ceil (fol_text_width (_ ("without colours"), FOL_SIZE_TEXT, false, false)) + 16;
  double x = narrow ? row->left : row->left + label, room = row->left + row->width - x;
  g_autofree char *words = miss_words (last, room);
  double width = ceil (fol_text_width (words, FOL_SIZE_TEXT, true, false)) + 2;
  double bar = MAX (BAR_LEAST, MIN (BAR_MOST, room - width - BAR_GAP));

  fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, false, row->left, y, label, ROW,
                FOL_ALIGN_START, row->label);
  if (narrow)
    y += LINE;
  add_bar (build, row, x, y + (ROW - BAR) / 2, bar);
  fol_add_text (build->shapes, last->misses > 0 ? FOL_ROLE_CONFLICT : FOL_ROLE_CALM, FOL_SIZE_TEXT,
                true, x + bar + BAR_GAP, y, width, ROW, FOL_ALIGN_START, words);
  return y + ROW;
}

/* Misses on all levels, where there are several. */
static char *
level_words (const struct fol_sets_build *build)
{
  const struct sim_machine *machine = &build->state->machine;
  GString *out = g_string_new (NULL);

  for (uint32_t i = 0; i < machine->cpu_cache_count; i++) {
    g_autofree char *name = fol_sets_level_name (&machine->cpu_cache[i]);
    g_autofree char *plain = fol_grouped (build->data.read.run[0].last[i].misses);
    g_autofree char *coloured = fol_grouped (build->data.read.run[1].last[i].misses);

    if (i > 0)
      g_string_append (out, " · ");
    if (build->data.colours)
      g_string_append_printf (out, _ ("%s: %s without, %s with"), name, plain, coloured);
    else
      g_string_append_printf (out, "%s: %s", name, coloured);
  }
  return g_string_free (out, FALSE);
}

static double
add_words (struct fol_sets_build *build, double left, double y, double width)
{
  const struct fol_sets_data *data = &build->data;
  g_autofree char *last = conclusion (data), *levels = NULL, *all = NULL;

  y = fol_add_lines (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, left, y + 2, width, LINE, last);
  if (build->state->machine.cpu_cache_count > 1) {
    all = level_words (build);
    levels = g_strdup_printf (_ ("Misses of the last round, %s"), all);
    y = fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, left, y, width, 16, levels);
  }
  if (data->read.lines.object_count < data->read.lines.all_objects) {
    g_autofree char *read = fol_grouped (data->read.lines.object_count);
    g_autofree char *objects = fol_grouped (data->read.lines.all_objects);
    g_autofree char *words = g_strdup_printf (
        _ ("Read are %s of %s objects, those in the oldest slabs."), read, objects);

    y = fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, left, y, width, 16, words);
  }
  return y;
}

/* In bold, which takes a little more than what lines are broken for. */
static double
add_pattern (struct fol_sets_build *build, double x, double y, double width)
{
  g_autofree char *pattern = pattern_words (&build->data);
  g_auto (GStrv) lines = fol_text_wrap (pattern, FOL_SIZE_TEXT, floor (width * 0.92), 4);

  for (guint i = 0; lines[i] != NULL; i++, y += LINE)
    fol_add_text (build->shapes, FOL_ROLE_LABEL, FOL_SIZE_TEXT, true, x, y, width, LINE,
                  FOL_ALIGN_START, lines[i]);
  return y;
}

double
fol_sets_misses (struct fol_sets_build *build, double left, double top, double width)
{
  const struct fol_sets_data *data = &build->data;
  guint well = fol_shapes_count (build->shapes);
  double y = top + PAD - 4;
  struct miss_row row = { .left = left + PAD, .width = width - 2 * PAD };

  fol_add_rect (build->shapes, FOL_ROLE_WELL, left, top, width, 0, 10);
  y = add_pattern (build, left + PAD, y, width - 2 * PAD) + 4;
  if (data->colours) {
    row.label = _ ("without colours");
    row.run = &data->read.run[0];
    y = add_row (build, &row, y);
  }
  row.label = data->colours ? _ ("with colours") : _ ("as it is");
  row.run = &data->read.run[1];
  y = add_row (build, &row, y);
  y = add_words (build, left + PAD, y, width - 2 * PAD);
  y += PAD - 4;
  g_array_index (build->shapes->shape, struct fol_shape, well).height = y - top;
  return y;
}
