/* ui/figures/figure.c - the table of figures, and the bricks they share. */
#include "ui/figures/figure-private.h"

#include "app/describe.h"
#include "ui/figures/map-build.h"
#include "ui/figures/paint.h"
#include "ui/figures/text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

const struct fol_figure_options fol_figure_options_default = {
  .colour = FOL_MAP_BY_MOBILITY,
  .zone = UINT32_MAX,
  .cpu = UINT32_MAX,
  .block = SIM_PFN_NONE,
  .rounds = 10,
  .zoom = 1,
  .frame_numbers = true,
};

static const char *const colour_values[] = { "state", "order", "mobility", "zone", "owner", NULL };
static const char *const colour_labels[] = { N_ ("by state"), N_ ("by order"), N_ ("by mobility"),
                                             N_ ("by zone"),  N_ ("by owner"), NULL };
static const char *const switch_values[] = { "no", "yes", NULL };
static const char *const switch_labels[] = { N_ ("no"), N_ ("yes"), NULL };

static const struct fol_figure_option_info map_options[] = {
  { "colour", colour_values, colour_labels, N_ ("Colours"), N_ ("coloured %s") },
  { "zoom" },
  { "pan-x" },
  { "pan-y" },
  { "frame-numbers", switch_values, switch_labels },
  { "title", switch_values, switch_labels },
  { "legend", switch_values, switch_labels },
  { NULL },
};
static const struct fol_figure_option_info buddy_options[] = {
  { "zone", .heading = N_ ("Zone"), .said = "%s" },
  { "block" },
  { "title", switch_values, switch_labels },
  { "legend", switch_values, switch_labels },
  { NULL },
};
static const struct fol_figure_option_info zones_options[] = {
  { "zone", .heading = N_ ("Zone"), .said = "%s" },
  { "cpu" },
  { "title", switch_values, switch_labels },
  { "legend", switch_values, switch_labels },
  { NULL },
};
static const struct fol_figure_option_info slabs_options[] = {
  { "cache", .heading = N_ ("Cache"), .said = N_ ("cache: %s") },
  { "bytes", switch_values, switch_labels },
  { "empty", switch_values, switch_labels },
  { "title", switch_values, switch_labels },
  { "legend", switch_values, switch_labels },
  { NULL },
};
static const char *const access_values[] = { "field", "object", "random", NULL };
static const char *const access_labels[] = { N_ ("one field of each object"), N_ ("whole objects"),
                                             N_ ("objects at random"), NULL };
static const char *const grids_values[] = { "both", "without", "with", NULL };
static const char *const grids_labels[] = { N_ ("without and with colours"), N_ ("without colours"),
                                            N_ ("with colours"), NULL };
static const struct fol_figure_option_info sets_options[] = {
  { "access", access_values, access_labels, N_ ("What is read"), "%s" },
  { "field", .heading = N_ ("Which byte of an object"), .said = "%s" },
  { "level", .heading = N_ ("CPU cache"), .said = "%s" },
  { "grids", grids_values, grids_labels, N_ ("Grids"), "%s" },
  { "rounds", .heading = N_ ("How often"), .said = "%s" },
  { "cache", .heading = N_ ("Cache"), .said = N_ ("cache: %s") },
  { "title", switch_values, switch_labels },
  { "legend", switch_values, switch_labels },
  { NULL },
};
static const struct fol_figure_option_info calls_options[] = {
  { "title", switch_values, switch_labels },
  { NULL },
};

static const struct fol_figure_option_info compare_options[] = {
  { "title", switch_values, switch_labels },
  { "legend", switch_values, switch_labels },
  { NULL },
};

const struct fol_figure_info fol_figures[FOL_FIGURE_COUNT] = {
  [FOL_FIGURE_MAP] = { "map", N_ ("Physical memory"), map_options, fol_map_build },
  [FOL_FIGURE_BUDDY] = { "buddy", N_ ("Buddy system"), buddy_options, fol_buddy_build },
  [FOL_FIGURE_ZONES] = { "zones", N_ ("Zones and per-CPU lists"), zones_options, fol_zones_build },
  [FOL_FIGURE_SLABS] = { "slabs", N_ ("Slab caches"), slabs_options, fol_slabs_build },
  [FOL_FIGURE_SETS] = { "sets", N_ ("CPU-cache sets"), sets_options, fol_sets_build },
  [FOL_FIGURE_CALLS] = { "calls", N_ ("Call chain"), calls_options, fol_calls_build },
  [FOL_FIGURE_COMPARE] = { "compare", N_ ("Allocators compared"), compare_options,
                           fol_compare_build },
};

int
fol_figure_find (const char *name)
{
  for (int i = 0; i < FOL_FIGURE_COUNT; i++)
    if (g_strcmp0 (fol_figures[i].name, name) == 0)
      return i;
  return -1;
}

gboolean
fol_figure_check (const char *figure, const char *option, GError **error)
{
  struct fol_figure_options options = fol_figure_options_default;
  int id = fol_figure_find (figure);
  g_auto (GStrv) pair = NULL;

  if (id < 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("there is no figure “%s”"),
                 figure);
    return FALSE;
  }
  if (option == NULL)
    return TRUE;
  pair = g_strsplit (option, "=", 2);
  if (g_strv_length (pair) != 2) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("expected NAME=VALUE, not “%s”"), option);
    return FALSE;
  }
  return fol_figure_set_option (&options, (enum fol_figure_id) id, pair[0], pair[1], error);
}

static const struct fol_figure_option_info *
find_option (enum fol_figure_id figure, const char *name, GError **error)
{
  const struct fol_figure_option_info *option;
  g_autoptr (GString) names = g_string_new (NULL);

  for (option = fol_figures[figure].options; option->name != NULL; option++) {
    if (g_strcmp0 (option->name, name) == 0)
      return option;
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", option->name);
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
               _ ("figure “%s” has no option “%s”; it has: %s"), fol_figures[figure].name, name,
               names->str);
  return NULL;
}

static int
find_value (const struct fol_figure_option_info *option, const char *value, GError **error)
{
  g_autofree char *all = g_strjoinv (", ", (char **) option->values);

  for (int i = 0; option->values[i] != NULL; i++)
    if (g_strcmp0 (option->values[i], value) == 0)
      return i;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("option “%s” cannot be “%s”; it can be: %s"), option->name, value, all);
  return -1;
}

static bool
read_number (const struct fol_figure_option_info *option, const char *value, double most,
             double *out, GError **error)
{
  char *end;

  *out = g_ascii_strtod (value, &end);
  if (end == value || *end != '\0' || !(*out >= 0 && *out <= most)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("option “%s” cannot be “%s”; it is a number from 0 to %.0f"), option->name,
                 value, most);
    return false;
  }
  return true;
}

/* Options that are whole numbers, and how far they go. */
static uint32_t *
find_number (struct fol_figure_options *options, const char *name, double *most)
{
  const struct {
    const char *name;
    uint32_t *number;
    double most;
  } numbers[] = {
    { "zone", &options->zone, SIM_ZONES_MAX - 1 },
    { "cpu", &options->cpu, SIM_CPUS_MAX - 1 },
    { "block", &options->block, SIM_FRAMES_MAX - 1 },
    { "level", &options->level, SIM_CPU_CACHES_MAX },
    { "field", &options->field, SIM_KMALLOC_MOST - 1 },
    { "rounds", &options->rounds, 1000000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_equal (numbers[i].name, name)) {
      *most = numbers[i].most;
      return numbers[i].number;
    }
  return NULL;
}

static bool
set_number (struct fol_figure_options *options, const struct fol_figure_option_info *option,
            const char *value, GError **error)
{
  double number, most;
  uint32_t *whole = find_number (options, option->name, &most);

  if (whole == &options->zone && g_str_equal (value, "auto")) {
    options->zone = UINT32_MAX;
  } else if (whole != NULL) {
    if (!read_number (option, value, most, &number, error))
      return false;
    *whole = (uint32_t) number;
  } else if (g_str_equal (option->name, "zoom")) {
    if (!read_number (option, value, 65536, &number, error))
      return false;
    options->zoom = MAX (number, 1);
  } else {
    if (!read_number (option, value, 1 << 24, &number, error))
      return false;
    *(g_str_equal (option->name, "pan-x") ? &options->pan_x : &options->pan_y) = number;
  }
  return true;
}

bool
fol_figure_set_option (struct fol_figure_options *options, enum fol_figure_id figure,
                       const char *name, const char *value, GError **error)
{
  const struct fol_figure_option_info *option;
  int index;

  g_return_val_if_fail (figure < FOL_FIGURE_COUNT, false);
  option = find_option (figure, name, error);
  if (option == NULL)
    return false;
  if (g_str_equal (name, "cache")) {
    if (strlen (value) < sizeof options->cache) {
      g_strlcpy (options->cache, value, sizeof options->cache);
      return true;
    }
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("option “%s” cannot be “%s”; it is the name of a cache, or “all”"), name,
                 value);
    return false;
  }
  if (option->values == NULL)
    return set_number (options, option, value, error);
  index = find_value (option, value, error);
  if (index < 0)
    return false;
  if (g_str_equal (name, "colour"))
    options->colour = (enum fol_map_colour) index;
  else if (g_str_equal (name, "access"))
    options->access = (enum sim_access) index;
  else if (g_str_equal (name, "grids"))
    options->grids = (enum fol_sets_grids) index;
  else if (g_str_equal (name, "frame-numbers"))
    options->frame_numbers = index == 1;
  else if (g_str_equal (name, "bytes"))
    options->bytes = index == 1;
  else if (g_str_equal (name, "empty"))
    options->empty = index == 1;
  else if (g_str_equal (name, "title"))
    options->no_title = index == 0;
  else
    options->no_legend = index == 0;
  return true;
}

bool
fol_figure_has_data (enum fol_figure_id figure, const struct fol_state *state)
{
  struct sim_slab_header header = { .state = SIM_SLAB_DOWN };
  struct sim_view view;

  if (figure != FOL_FIGURE_SLABS && figure != FOL_FIGURE_SETS && figure != FOL_FIGURE_COMPARE)
    return true;
  if (state == NULL)
    return false;
  view = fol_state_view (state);
  sim_view_slab_header (&view, &header);
  return header.state != SIM_SLAB_DOWN;
}

static void
add_changed_summary (struct fol_shapes *shapes, const struct fol_marks *marks)
{
  g_autofree char *changed = fol_changed_summary (marks);
  g_autofree char *summary = shapes->summary;

  shapes->summary =
      summary != NULL ? g_strdup_printf ("%s. %s", summary, changed) : g_strdup (changed);
}

struct fol_shapes *
fol_figure_build (enum fol_figure_id figure, const struct fol_state *state,
                  const struct fol_marks *marks, const struct fol_figure_options *options,
                  double width, double height)
{
  struct fol_marks with = { 0 };
  struct fol_difference *changed = NULL;
  struct fol_shapes *shapes;

  g_return_val_if_fail (figure < FOL_FIGURE_COUNT, NULL);
  if (marks != NULL)
    with = *marks;
  if (with.since != NULL)
    changed = fol_difference_new (with.since, state);
  with.changed = changed;
  if (options == NULL)
    options = &fol_figure_options_default;
  shapes = fol_figures[figure].build (state, &with, options, MAX (width, 64), MAX (height, 64));
  if (shapes->title == NULL)
    shapes->title = g_strdup (_ (fol_figures[figure].title));
  shapes->footer = fol_figure_footer (state);
  if (changed != NULL)
    add_changed_summary (shapes, &with);
  fol_difference_free (changed);
  return shapes;
}

bool
fol_figure_step (enum fol_figure_id figure, const struct fol_state *state,
                 struct fol_figure_options *options, struct sim_object *selected, int by)
{
  return figure == FOL_FIGURE_SLABS && state != NULL &&
         fol_slabs_step (state, options, selected, by);
}

void
fol_figure_pan_by (enum fol_figure_id figure, const struct fol_state *state,
                   struct fol_figure_options *options, double width, double height, double dx,
                   double dy)
{
  struct fol_map_window window;

  if (figure != FOL_FIGURE_MAP)
    return;
  options->pan_x = MAX (0, options->pan_x + dx);
  options->pan_y = MAX (0, options->pan_y + dy);
  fol_map_place (state, options, width, height, 0, &window);
  /* What went beyond the edge is forgotten; what is less than a cell adds up. */
  options->pan_x = MIN (options->pan_x, window.pan_x + FOL_MAP_STEP);
  options->pan_y = MIN (options->pan_y, window.pan_y + FOL_MAP_STEP);
}

void
fol_figure_zoom_at (enum fol_figure_id figure, const struct fol_state *state,
                    struct fol_figure_options *options, double width, double height, double x,
                    double y, double factor)
{
  struct fol_shapes *shapes;
  struct fol_map_window window;
  struct sim_object object;
  uint32_t order;
  sim_pfn pfn;

  if (figure != FOL_FIGURE_MAP)
    return;
  shapes = fol_figure_build (figure, state, NULL, options, width, height);
  fol_shapes_hit (shapes, x, y, &object);
  fol_shapes_free (shapes);
  options->zoom = factor > 0 ? CLAMP (options->zoom * factor, 1, 65536) : 1;
  if (options->zoom == 1)
    options->pan_x = options->pan_y = 0;
  if (options->zoom == 1 || !fol_object_frames (state, object, &pfn, &order))
    return;
  fol_map_place (state, options, width, height, pfn, &window);
  options->pan_x = MAX (0, window.x - x);
  options->pan_y = MAX (0, window.y - y);
  fol_figure_pan_by (figure, state, options, width, height, 0, 0);
}

guint
fol_add_text (struct fol_shapes *shapes, enum fol_role role, double size, bool bold, double x,
              double y, double width, double height, enum fol_align align, const char *text)
{
  return fol_shapes_add (shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_TEXT,
                                     .role = role,
                                     .x = x,
                                     .y = y,
                                     .width = width,
                                     .height = height,
                                     .text_size = size,
                                     .bold = bold,
                                     .align = align,
                                     .text = text,
                                 });
}

guint
fol_add_mono (struct fol_shapes *shapes, enum fol_role role, double x, double y, double width,
              double height, enum fol_align align, const char *text)
{
  return fol_shapes_add (shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_TEXT,
                                     .role = role,
                                     .x = x,
                                     .y = y,
                                     .width = width,
                                     .height = height,
                                     .text_size = FOL_SIZE_CAPTION,
                                     .monospace = true,
                                     .align = align,
                                     .text = text,
                                 });
}

static void
add_box (struct fol_shapes *shapes, enum fol_shape_kind kind, enum fol_role role, double x,
         double y, double width, double height, double radius)
{
  fol_shapes_add (shapes, &(struct fol_shape){
                              .kind = kind,
                              .role = role,
                              .x = x,
                              .y = y,
                              .width = width,
                              .height = height,
                              .radius = radius,
                          });
}

void
fol_add_rect (struct fol_shapes *shapes, enum fol_role role, double x, double y, double width,
              double height, double radius)
{
  add_box (shapes, FOL_SHAPE_RECT, role, x, y, width, height, radius);
}

void
fol_add_outline (struct fol_shapes *shapes, enum fol_role role, double x, double y, double width,
                 double height, double radius)
{
  add_box (shapes, FOL_SHAPE_FRAME, role, x, y, width, height, radius);
}

void
fol_add_line (struct fol_shapes *shapes, enum fol_role role, double x, double y, double width,
              double height)
{
  add_box (shapes, FOL_SHAPE_LINE, role, x, y, width, height, 0);
}

void
fol_identify (struct fol_shapes *shapes, uint64_t identity)
{
  g_array_index (shapes->shape, struct fol_shape, shapes->shape->len - 1).identity = identity;
}

/* Above all families that a figure has. */
void
fol_identify_mark (struct fol_shapes *shapes, enum fol_mark mark, uint64_t marked)
{
  if (marked != 0)
    fol_identify (shapes, (uint64_t) mark << 56 | marked);
}

#define LINES_MOST 8

double
fol_add_lines (struct fol_shapes *shapes, enum fol_role role, double size, double x, double y,
               double width, double line, const char *text)
{
  g_auto (GStrv) lines = fol_text_wrap (text, size, width, LINES_MOST);

  for (guint i = 0; lines[i] != NULL; i++, y += line)
    fol_add_text (shapes, role, size, false, x, y, width, line, FOL_ALIGN_START, lines[i]);
  return y;
}

double
fol_add_header (struct fol_shapes *shapes, const struct fol_figure_options *options,
                const char *title, const char *subtitle, double width)
{
  if (options->no_title)
    return 0;
  fol_add_text (shapes, FOL_ROLE_TITLE, FOL_SIZE_TITLE, true, 0, 0, width, 28, FOL_ALIGN_START,
                title);
  if (subtitle == NULL)
    return 48;
  fol_add_text (shapes, FOL_ROLE_MUTED, FOL_SIZE_TEXT, false, 0, 32, width, 20, FOL_ALIGN_START,
                subtitle);
  return 72;
}

char *
fol_more_text (uint32_t length, uint32_t shown, bool narrow)
{
  uint32_t more = length - shown;

  if (narrow)
    return g_strdup_printf (length >= FOL_LIST_MOST ? ">%u" : "+%u", more);
  return g_strdup_printf (length >= FOL_LIST_MOST ? _ ("+ over %u more") : _ ("+ %u more"), more);
}

double
fol_more_width (uint32_t length, bool narrow)
{
  g_autofree char *text = narrow ? fol_more_text (length, 0, true) : NULL;

  if (narrow)
    return ceil (fol_text_width (text, FOL_SIZE_CAPTION, false, false)) + 2;
  return ceil (fol_text_width (_ ("+ over 4096 more"), FOL_SIZE_CAPTION, false, false)) + 8;
}

#define LEGEND_ROW    24.0
#define LEGEND_SWATCH 16.0
#define LEGEND_INNER  6.0 /* between swatch and words */
#define LEGEND_GAP    12.0

static char *
legend_label (const struct fol_legend_item *item)
{
  g_autofree char *number = NULL;

  if (item->count < 0)
    return g_strdup (item->label);
  number = fol_grouped ((uint64_t) item->count);
  return g_strdup_printf ("%s %s", number, item->label);
}

/* Lays the items out; adds them if there is a list to add to. */
static double
legend (struct fol_shapes *shapes, const struct fol_legend_item *items, guint count, double left,
        double top, double width)
{
  double x = left, y = top;

  for (guint i = 0; i < count; i++) {
    g_autofree char *label = legend_label (&items[i]);
    double wide = fol_text_width (label, FOL_SIZE_CAPTION, false, false) + 2;

    if (x > left && x + LEGEND_SWATCH + LEGEND_INNER + wide > left + width) {
      x = left;
      y += LEGEND_ROW;
    }
    if (shapes != NULL) {
      fol_shapes_add (
          shapes, &(struct fol_shape){
                      .kind = items[i].role == FOL_ROLE_CHANGED ? FOL_SHAPE_FRAME : FOL_SHAPE_RECT,
                      .role = items[i].role,
                      .x = x,
                      .y = y + 4,
                      .width = LEGEND_SWATCH,
                      .height = LEGEND_SWATCH,
                      .radius = 4,
                      .text_size = FOL_SIZE_CAPTION,
                      .bold = true,
                      .text = items[i].letter,
                  });
      fol_add_text (shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false,
                    x + LEGEND_SWATCH + LEGEND_INNER, y, wide, LEGEND_ROW, FOL_ALIGN_START, label);
    }
    x += LEGEND_SWATCH + LEGEND_INNER + wide + LEGEND_GAP;
  }
  return y + LEGEND_ROW - top;
}

double
fol_legend_height (const struct fol_legend_item *items, guint count, double width)
{
  return count > 0 ? legend (NULL, items, count, 0, 0, width) : 0;
}

void
fol_add_legend (struct fol_shapes *shapes, const struct fol_legend_item *items, guint count,
                double x, double y, double width)
{
  legend (shapes, items, count, x, y, width);
}

char *
fol_figure_footer (const struct fol_state *state)
{
  GString *out = g_string_new ("Folioscope · Linux 6.1");

  if (state->machine.name[0] != '\0')
    g_string_append_printf (out, " · %s", state->machine.name);
  if (state->position.index == 0)
    g_string_append_printf (out, " · %s", _ ("after boot"));
  else if (state->position.step == FOL_STEP_END)
    g_string_append_printf (out, _ (" · operation %" PRIu64), state->position.index);
  else
    g_string_append_printf (out, _ (" · operation %" PRIu64 ", step %u of %u"),
                            state->position.index, state->position.step, state->steps->count);
  return g_string_free (out, FALSE);
}

guint
fol_now_objects (const struct fol_state *state, struct sim_object objects[4])
{
  uint32_t step = state->position.step;
  guint count = 0;

  if (state->position.index == 0 || step == 0)
    return 0;
  if (step == FOL_STEP_END) {
    if (state->result.object.kind == SIM_OBJECT_NONE)
      return 0;
    objects[0] = state->result.object;
    return 1;
  }
  if (step > state->steps->count)
    return 0;
  for (; count < MIN (state->steps->step[step - 1].object_count, SIM_STEP_OBJECTS_MAX); count++)
    objects[count] = state->steps->step[step - 1].object[count];
  return count;
}

guint
fol_marked_now (const struct fol_state *state, const struct fol_marks *marks,
                struct sim_object objects[4])
{
  if (marks->calm && state->position.step == FOL_STEP_END)
    return 0;
  return fol_now_objects (state, objects);
}

void
fol_marking_init (struct fol_marking *marking, const struct fol_state *state,
                  const struct fol_marks *marks)
{
  marking->marks = marks;
  marking->now_count = fol_marked_now (state, marks, marking->now);
}

static bool
is_marked (const struct fol_shape *shape, struct sim_object object)
{
  return object.kind != SIM_OBJECT_NONE &&
         (sim_object_equal (shape->object, object) ||
          (object.kind == SIM_OBJECT_FRAME && fol_shape_shows (shape, object)));
}

static void
add_mark (struct fol_shapes *shapes, enum fol_mark mark, const struct fol_shape *shape,
          struct sim_object object)
{
  if (!is_marked (shape, object))
    return;
  fol_add_outline (shapes, mark == FOL_MARK_SELECTED ? FOL_ROLE_SELECTION : FOL_ROLE_NOW, shape->x,
                   shape->y, shape->width, shape->height, shape->radius);
  fol_identify_mark (shapes, mark, shape->identity);
}

void
fol_add_marks (struct fol_shapes *shapes, const struct fol_marking *marking,
               const struct fol_shape *shape)
{
  fol_add_changed (shapes, marking->marks, shape);
  for (guint i = 0; i < marking->now_count; i++)
    add_mark (shapes, FOL_MARK_NOW, shape, marking->now[i]);
  for (guint i = 0; i < marking->marks->pointed_count; i++)
    add_mark (shapes, FOL_MARK_POINTED, shape, marking->marks->pointed[i]);
  add_mark (shapes, FOL_MARK_SELECTED, shape, marking->marks->selected);
}

static const struct {
  const char *letter, *label;
} roles[FOL_ROLE_COUNT] = {
  [FOL_ROLE_FREE] = { "", N_ ("free") },
  [FOL_ROLE_UNMOVABLE] = { "U", N_ ("unmovable") },
  [FOL_ROLE_MOVABLE] = { "M", N_ ("movable") },
  [FOL_ROLE_RECLAIMABLE] = { "R", N_ ("reclaimable") },
  [FOL_ROLE_HIGHATOMIC] = { "H", N_ ("high-atomic") },
  [FOL_ROLE_CMA] = { "C", N_ ("CMA") },
  [FOL_ROLE_ISOLATE] = { "I", N_ ("isolated") },
  [FOL_ROLE_PCP] = { "P", N_ ("on a per-CPU list") },
  [FOL_ROLE_KERNEL] = { "K", N_ ("in use since boot") },
  [FOL_ROLE_USED] = { "A", N_ ("in use") },
  [FOL_ROLE_SLAB] = { "S", N_ ("a slab of small objects") },
  [FOL_ROLE_LARGE] = { "L", N_ ("one large object") },
  [FOL_ROLE_ARRAY] = { "N", N_ ("free, in an array of the node") },
  [FOL_ROLE_RED_ZONE] = { "Z", N_ ("red zone") },
  [FOL_ROLE_POINTER] = { "F", N_ ("free pointer") },
  [FOL_ROLE_TRACK] = { "T", N_ ("owner") },
  [FOL_ROLE_REFUSED] = { "X", N_ ("lost or damaged") },
  [FOL_ROLE_IN_HAND] = { "", N_ ("in the allocator’s hands") },
  [FOL_ROLE_RESERVED] = { "", N_ ("reserved") },
  [FOL_ROLE_HOLE] = { "", N_ ("no memory") },
  [FOL_ROLE_ORDER_0] = { "0", N_ ("free in order 0") },
  [FOL_ROLE_ORDER_0 + 1] = { "1", N_ ("in order 1") },
  [FOL_ROLE_ORDER_0 + 2] = { "2", N_ ("in order 2") },
  [FOL_ROLE_ORDER_0 + 3] = { "3", N_ ("in order 3") },
  [FOL_ROLE_ORDER_0 + 4] = { "4", N_ ("in order 4") },
  [FOL_ROLE_ORDER_0 + 5] = { "5", N_ ("in order 5") },
  [FOL_ROLE_ORDER_0 + 6] = { "6", N_ ("in order 6") },
  [FOL_ROLE_ORDER_0 + 7] = { "7", N_ ("in order 7") },
  [FOL_ROLE_ORDER_0 + 8] = { "8", N_ ("in order 8") },
  [FOL_ROLE_ORDER_0 + 9] = { "9", N_ ("in order 9") },
  [FOL_ROLE_ORDER_0 + 10] = { "10", N_ ("in order 10") },
  [FOL_ROLE_ZONE_0 + SIM_ZONE_DMA] = { "D", N_ ("zone DMA") },
  [FOL_ROLE_ZONE_0 + SIM_ZONE_DMA32] = { "32", N_ ("zone DMA32") },
  [FOL_ROLE_ZONE_0 + SIM_ZONE_NORMAL] = { "N", N_ ("zone Normal") },
  [FOL_ROLE_ZONE_0 + SIM_ZONE_MOVABLE] = { "M", N_ ("zone Movable") },
};

const char *
fol_role_letter (enum fol_role role)
{
  return roles[role].letter != NULL ? roles[role].letter : "";
}

const char *
fol_role_label (enum fol_role role)
{
  return roles[role].label != NULL ? _ (roles[role].label) : "";
}

char *
fol_grouped (uint64_t number)
{
  g_autofree char *digits = g_strdup_printf ("%" PRIu64, number);
  size_t length = strlen (digits);
  GString *out = g_string_new (NULL);

  for (size_t i = 0; i < length; i++) {
    if (i > 0 && length > 4 && (length - i) % 3 == 0)
      g_string_append (out, "\u202f");
    g_string_append_c (out, digits[i]);
  }
  return g_string_free (out, FALSE);
}
