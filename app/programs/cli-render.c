/* app/programs/cli-render.c - `render`: any figure at any moment, as a file.
 *
 * A *moment* is a position in the history and what is pointed at there.  One
 * moment makes one file; a run of them makes the pages of a PDF or numbered
 * files; --all follows a lesson's script and draws the figures it shows.
 */
#include "app/find-object.h"
#include "app/host/compare.h"
#include "app/language.h"
#include "app/programs/cli-load.h"

#include "ui/figures/picture.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

struct moment {
  struct fol_position position;
  int lesson_step; /* whose targets are pointed at; -1: none */
};

struct render {
  char *figure, *at, *steps, *format, *preset, *size, *theme, *caption, *language, *out; /* owned */
  char *select;                                                                          /* owned */
  char **option;                                                                         /* owned */
  gboolean all, no_title, no_legend, no_frame_numbers, no_caption;
  gint branch, delay;
  gdouble scale;
  /* from these: */
  struct fol_picture picture;
  struct sim_object selected;  /* NONE: what the lesson selects, if it is one */
  struct fol_source *source;   /* owned */
  struct fol_compare *compare; /* owned; NULL: until the figure that compares is drawn */
};

/* Moments of a source, as a picture asks for them. */
struct visit {
  struct render *render;
  const struct moment *moment;
};

static void
render_clear (struct render *render)
{
  g_free (render->figure);
  g_free (render->at);
  g_free (render->steps);
  g_free (render->format);
  g_free (render->preset);
  g_free (render->size);
  g_free (render->theme);
  g_free (render->caption);
  g_free (render->language);
  g_free (render->out);
  g_free (render->select);
  g_strfreev (render->option);
  fol_source_free (render->source);
  fol_compare_free (render->compare);
}

static void
append_figure_names (GString *names)
{
  for (guint i = 0; i < FOL_FIGURE_COUNT; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fol_figures[i].name);
}

static void
append_theme_names (GString *names)
{
  for (guint i = 0; i < FOL_THEME_COUNT; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fol_palettes[i].name);
}

/* Which page it goes on: by name, or as a size. */
static enum fol_exit
check_page (const struct fol_command_info *info, struct render *render)
{
  struct fol_export *export = &render->picture.export;
  g_autofree char *names = fol_page_size_names ();
  int found = fol_page_size_find (render->preset);

  if (render->preset != NULL && render->size != NULL)
    return fol_cli_usage (info, _ ("expected either --preset or --size"));
  if (render->preset != NULL && found < 0)
    return fol_cli_usage (info, _ ("there is no preset “%s”; there are: %s"), render->preset,
                          names);
  if (render->preset != NULL) {
    export->width = fol_page_sizes[found].width;
    export->height = fol_page_sizes[found].height;
  }
  if (render->size != NULL && !fol_page_size_parse (render->size, &export->width, &export->height))
    return fol_cli_usage (info, _ ("--size: expected WIDTHxHEIGHT, 16 to 32767 each, not “%s”"),
                          render->size);
  return FOL_EXIT_DONE;
}

/* How it looks. */
static enum fol_exit
check_look (const struct fol_command_info *info, struct render *render)
{
  struct fol_export *export = &render->picture.export;
  g_autoptr (GString) themes = g_string_new (NULL);
  int found = render->theme != NULL ? fol_theme_find (render->theme) : FOL_THEME_LIGHT;

  append_theme_names (themes);
  if (found < 0)
    return fol_cli_usage (info, _ ("there is no theme “%s”; there are: %s"), render->theme,
                          themes->str);
  export->palette = &fol_palettes[found];
  if (render->scale < 0.1 || render->scale > FOL_SCALE_MOST)
    return fol_cli_usage (info, _ ("--scale: expected 0.1 to %.0f"), FOL_SCALE_MOST);
  export->scale = render->scale;
  if (render->delay < 1 || render->delay > (gint) FOL_DELAY_MOST)
    return fol_cli_usage (info, _ ("--delay: expected 1 to %u milliseconds"), FOL_DELAY_MOST);
  export->delay = (guint) render->delay;
  export->caption = render->caption;
  export->no_footer = render->no_caption;
  render->picture.options.no_title = render->no_title;
  render->picture.options.no_legend = render->no_legend;
  render->picture.options.frame_numbers = !render->no_frame_numbers;
  if (render->language != NULL && !fol_language_use (render->language))
    return fol_cli_usage (info, _ ("--lang: expected a language such as en or zh_CN, not “%s”"),
                          render->language);
  return FOL_EXIT_DONE;
}

/* Everything about the options that needs no file. */
static enum fol_exit
check_options (const struct fol_command_info *info, struct render *render)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *formats = fol_format_names ();
  enum fol_exit code;
  int found;

  append_figure_names (names);
  if (render->out == NULL)
    return fol_cli_usage (info, _ ("expected -o FILE: where to write"));
  if (!render->all && render->figure == NULL)
    return fol_cli_usage (info, _ ("expected --figure NAME, one of: %s"), names->str);
  if (render->all && (render->at != NULL || render->steps != NULL || render->figure != NULL ||
                      render->select != NULL))
    return fol_cli_usage (
        info, _ ("--all follows the lesson: it takes no --figure, --at, --steps, --select"));
  if (render->at != NULL && render->steps != NULL)
    return fol_cli_usage (info, _ ("expected either --at or --steps"));
  if (render->figure != NULL) {
    found = fol_figure_find (render->figure);
    if (found < 0)
      return fol_cli_usage (info, _ ("there is no figure “%s”; there are: %s"), render->figure,
                            names->str);
    render->picture.figure = (enum fol_figure_id) found;
  }
  if (render->all && render->format == NULL)
    render->format = g_strdup (fol_formats[FOL_PICTURE_SVG].name);
  found =
      render->format != NULL ? fol_format_find (render->format) : fol_format_of_path (render->out);
  if (found < 0)
    return fol_cli_usage (info, _ ("expected --format, one of: %s"), formats);
  render->picture.export.format = (enum fol_format) found;
  code = check_page (info, render);
  return code == FOL_EXIT_DONE ? check_look (info, render) : code;
}

static bool
set_figure_options (struct render *render, GError **error)
{
  for (char **option = render->option; option != NULL && *option != NULL; option++) {
    char *equals = strchr (*option, '=');
    g_autofree char *name = NULL;

    if (equals == NULL) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--option: expected NAME=VALUE, not “%s”"), *option);
      return false;
    }
    name = g_strndup (*option, (gsize) (equals - *option));
    if (!fol_figure_set_option (&render->picture.options, render->picture.figure, name, equals + 1,
                                error)) {
      if (error != NULL && *error != NULL) {
        (*error)->domain = G_OPTION_ERROR;
        (*error)->code = G_OPTION_ERROR_BAD_VALUE;
      }
      return false;
    }
  }
  return true;
}

/* What the lesson points at in `moment`. */
static void
fill_marks (const struct render *render, const struct moment *moment, const struct fol_state *state,
            struct fol_marks *marks)
{
  const struct fol_lesson_step *step;
  struct fol_scope scope;

  *marks = (struct fol_marks){ .selected = { .kind = SIM_OBJECT_NONE } };
  if (moment->lesson_step < 0)
    return;
  step = g_ptr_array_index (render->source->lesson->steps, moment->lesson_step);
  scope = fol_scope_of_state (
      state,
      g_array_index (render->source->plan->steps, struct fol_plan_step, moment->lesson_step).names);
  if (step->show == NULL)
    return;
  for (guint i = 0; i < step->show->point->len; i++) {
    struct sim_object object;

    if (marks->pointed_count < G_N_ELEMENTS (marks->pointed) &&
        fol_target_evaluate (g_ptr_array_index (step->show->point, i), &scope, &object, NULL))
      marks->pointed[marks->pointed_count++] = object;
  }
  if (step->show->select != NULL)
    fol_target_evaluate (step->show->select, &scope, &marks->selected, NULL);
}

/* What --select means at the last of the moments; it is the same object in all of them. */
static bool
find_selected (struct render *render, struct fol_position last, GError **error)
{
  g_autoptr (FolNames) names = NULL;
  struct fol_found found;
  struct fol_state *state;

  if (render->select == NULL)
    return true;
  if (!fol_source_seek (render->source, last, error))
    return false;
  state = fol_history_state (render->source->history);
  if (render->source->names != NULL)
    names = fol_names_at (render->source->names, state);
  fol_find_object (render->select, state, names, &found);
  fol_state_unref (state);
  if (found.kind == FOL_FOUND_OBJECT)
    render->selected = found.object;
  else if (found.kind == FOL_FOUND_WRONG)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--select: %s"), found.words);
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("--select: expected an object, such as “frame 40” or “$a”, not “%s”"),
                 render->select);
  fol_found_clear (&found);
  return render->selected.kind != SIM_OBJECT_NONE;
}

static void
add_lanes (struct render *render, struct fol_state *state)
{
  if (render->picture.figure != FOL_FIGURE_COMPARE)
    return;
  if (render->compare == NULL)
    render->compare = fol_compare_new (&state->machine);
  if (render->compare != NULL)
    fol_compare_add_lanes (render->compare, state, NULL);
}

static struct fol_state *
visit_moment (void *user_data, guint index, struct fol_marks *marks, GError **error)
{
  const struct visit *visit = user_data;
  struct fol_state *state;

  if (!fol_source_seek (visit->render->source, visit->moment[index].position, error))
    return NULL;
  state = fol_history_state (visit->render->source->history);
  add_lanes (visit->render, state);
  fill_marks (visit->render, &visit->moment[index], state, marks);
  if (visit->render->selected.kind != SIM_OBJECT_NONE)
    marks->selected = visit->render->selected;
  return state;
}

static bool
write_to_output (const struct fol_picture *picture, const struct fol_moments *moments,
                 GError **error)
{
  g_autoptr (GOutputStream) stream = NULL;
  bool written;

  if (fol_picture_files (picture->export.format, moments->count) > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("standard output takes one picture, or many as pdf or apng"));
    return false;
  }
  stream = fol_cli_open_output ("-", error);
  if (stream == NULL)
    return false;
  written = fol_picture_write (picture, moments, stream, NULL, error);
  return fol_cli_close_output (stream, "-", written, error);
}

static bool
write_moments (struct render *render, const struct moment *moment, guint count, const char *path,
               GError **error)
{
  struct visit visit = { render, moment };
  const struct fol_moments moments = { count, visit_moment, &visit };

  if (g_str_equal (path, "-"))
    return write_to_output (&render->picture, &moments, error);
  return fol_picture_save (&render->picture, &moments, path, NULL, error);
}

static bool
add_moment (GArray *moments, struct fol_position position, int lesson_step, GError **error)
{
  const struct moment moment = { .position = position, .lesson_step = lesson_step };

  if (moments->len == FOL_MOMENTS_MOST) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("--steps: expected at most %u pages"), FOL_MOMENTS_MOST);
    return false;
  }
  g_array_append_val (moments, moment);
  return true;
}

/* A lesson's moments: the memory before and after what each of its steps does. */
static bool
list_lesson (const struct render *render, GArray *moments, GError **error)
{
  GArray *steps = render->source->plan->steps;

  for (guint i = 0; i < steps->len; i++) {
    const struct fol_plan_step *step = &g_array_index (steps, struct fol_plan_step, i);

    if (!add_moment (moments, step->before, (int) i, error))
      return false;
    if (fol_plan_compare (step->after, step->before) > 0 &&
        !add_moment (moments, step->after, (int) i, error))
      return false;
  }
  return true;
}

/* Every step inside every operation from `from` to `to`. */
static bool
list_inside (struct render *render, struct fol_position from, struct fol_position to,
             GArray *moments, GError **error)
{
  for (struct fol_position at = from; at.index <= to.index; at.index++, at.step = 0) {
    const struct fol_position whole = { at.branch, at.index, FOL_STEP_END };
    struct fol_state *state;
    uint32_t last;

    if (!fol_source_seek (render->source, whole, error))
      return false;
    state = fol_history_state (render->source->history);
    last = at.index == to.index ? MIN (to.step, state->steps->count) : state->steps->count;
    fol_state_unref (state);
    for (at.step = at.step == FOL_STEP_END ? last : at.step; at.step <= last; at.step++) {
      if (!add_moment (moments, at, -1, error))
        return false;
    }
  }
  return true;
}

static bool
list_moments (struct render *render, GArray *moments, GError **error)
{
  struct fol_position from = { .step = FOL_STEP_END }, to = { .step = FOL_STEP_END };
  const char *dots = strstr (render->steps, "..");
  g_autofree char *first = dots != NULL ? g_strndup (render->steps, dots - render->steps) : NULL;

  if (g_str_equal (render->steps, "all")) {
    if (render->source->kind == FOL_SOURCE_LESSON)
      return list_lesson (render, moments, error);
    to.index = fol_source_length (render->source, render->source->position.branch);
  } else if (dots == NULL || !fol_cli_parse_position (first, &from) ||
             !fol_cli_parse_position (dots + 2, &to) || from.index > to.index) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("--steps: expected A..B with A before B, or all, not “%s”"), render->steps);
    return false;
  }
  from.branch = to.branch = render->source->position.branch;
  if (from.step != FOL_STEP_END || to.step != FOL_STEP_END)
    return list_inside (render, from, to, moments, error);
  for (; from.index <= to.index; from.index++) {
    if (!add_moment (moments, from, -1, error))
      return false;
  }
  return true;
}

/* Which figures a lesson shows at its step: those last asked for. */
static const GArray *
figures_of_step (const struct render *render, int step)
{
  for (; step >= 0; step--) {
    const struct fol_lesson_step *written = g_ptr_array_index (render->source->lesson->steps, step);

    if (written->show != NULL && written->show->figures->len > 0)
      return written->show->figures;
  }
  return NULL;
}

/* "03-one-frame-after-map.svg"; the second map of a step is "03-one-frame-after-map-2.svg". */
static char *
lesson_file_name (const struct render *render, const struct moment *moment, const char *figure,
                  guint again)
{
  const struct fol_lesson_step *step =
      g_ptr_array_index (render->source->lesson->steps, moment->lesson_step);
  const struct fol_plan_step *planned =
      &g_array_index (render->source->plan->steps, struct fol_plan_step, moment->lesson_step);
  const char *when = fol_plan_compare (moment->position, planned->before) == 0 ? "before" : "after";
  g_autofree char *number = again > 0 ? g_strdup_printf ("-%u", again + 1) : g_strdup ("");
  g_autofree char *name =
      g_strdup_printf ("%02d-%s-%s-%s%s.%s", moment->lesson_step + 1, step->id, when, figure,
                       number, fol_formats[render->picture.export.format].ending);

  return g_build_filename (render->out, name, NULL);
}

/* How often the step has shown the same figure before number `index`. */
static guint
shown_before (const GArray *figures, guint index)
{
  const char *name = g_array_index (figures, struct fol_shown_figure, index).figure;
  guint count = 0;

  for (guint i = 0; i < index; i++)
    count += g_str_equal (g_array_index (figures, struct fol_shown_figure, i).figure, name);
  return count;
}

static bool
write_lesson_moment (struct render *render, const struct moment *moment, GError **error)
{
  const GArray *figures = figures_of_step (render, moment->lesson_step);
  const struct fol_figure_options general = render->picture.options;

  for (guint i = 0; i < (figures != NULL ? figures->len : 1); i++) {
    const struct fol_shown_figure *shown =
        figures != NULL ? &g_array_index (figures, struct fol_shown_figure, i) : NULL;
    const char *name = shown != NULL ? shown->figure : fol_figures[FOL_FIGURE_MAP].name;
    int id = fol_figure_find (name);
    g_autofree char *path =
        lesson_file_name (render, moment, name, shown != NULL ? shown_before (figures, i) : 0);

    if (id < 0) {
      g_set_error (error, FOL_JSON_ERROR, FOL_JSON_VALUE, _ ("%s: there is no figure “%s”"),
                   render->source->lesson->path, name);
      return false;
    }
    render->picture.figure = (enum fol_figure_id) id;
    render->picture.options = general;
    for (guint k = 0; shown != NULL && shown->options != NULL && k < shown->options->len; k++) {
      g_auto (GStrv) pair = g_strsplit (g_ptr_array_index (shown->options, k), "=", 2);

      if (g_strv_length (pair) != 2 ||
          !fol_figure_set_option (&render->picture.options, render->picture.figure, pair[0],
                                  pair[1], error))
        return false;
    }
    if (!write_moments (render, moment, 1, path, error))
      return false;
  }
  render->picture.options = general;
  return true;
}

static bool
write_lesson (struct render *render, GError **error)
{
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (struct moment));

  if (render->source->kind != FOL_SOURCE_LESSON) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _ ("--all: expected a lesson"));
    return false;
  }
  if (g_mkdir_with_parents (render->out, 0777) != 0) {
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                 _ ("%s: the folder cannot be made: %s"), render->out, g_strerror (errno));
    return false;
  }
  if (!list_lesson (render, moments, error))
    return false;
  for (guint i = 0; i < moments->len; i++) {
    if (!write_lesson_moment (render, &g_array_index (moments, struct moment, i), error))
      return false;
  }
  return true;
}

static bool
render_source (struct render *render, GError **error)
{
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (struct moment));
  struct moment moment = { .position = render->source->position, .lesson_step = -1 };

  if (render->branch >= 0) {
    struct fol_position tip = { .branch = (uint32_t) render->branch, .step = FOL_STEP_END };

    if (tip.branch < fol_history_branch_count (render->source->history))
      tip.index = fol_source_length (render->source, tip.branch);
    render->source->position = moment.position = tip;
  }
  if (render->all)
    return write_lesson (render, error);
  if (!set_figure_options (render, error))
    return false;
  if (render->steps != NULL)
    return list_moments (render, moments, error) &&
           find_selected (render, g_array_index (moments, struct moment, moments->len - 1).position,
                          error) &&
           write_moments (render, (const struct moment *) (void *) moments->data, moments->len,
                          render->out, error);
  if (render->at != NULL) {
    if (!fol_cli_parse_position (render->at, &moment.position)) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--at: expected N or N.S, not “%s”"), render->at);
      return false;
    }
    moment.position.branch = render->source->position.branch;
  }
  return find_selected (render, moment.position, error) &&
         write_moments (render, &moment, 1, render->out, error);
}

/* Lines of the help that list what there is. */
struct help {
  char *formats, *presets, *themes; /* owned */
};

static bool
parse_arguments (const struct fol_command_info *info, struct render *render,
                 const struct help *help, int argc, char **argv, char ***files)
{
  const GOptionEntry entries[] = {
    { "figure", 'f', 0, G_OPTION_ARG_STRING, &render->figure, N_ ("which figure"), "NAME" },
    { "option", 0, 0, G_OPTION_ARG_STRING_ARRAY, &render->option,
      N_ ("an option of the figure; may be given several times"), "NAME=VALUE" },
    { "select", 0, 0, G_OPTION_ARG_STRING, &render->select,
      N_ ("what is selected in it: $a, frame 40, and whatever else finds an object"), "OBJECT" },
    { "at", 'a', 0, G_OPTION_ARG_STRING, &render->at,
      N_ ("after operation N, or after its step S; otherwise at the end"), "N[.S]" },
    { "steps", 's', 0, G_OPTION_ARG_STRING, &render->steps,
      N_ ("a run of moments: pages of a PDF, an animated PNG, else numbered files; or all"),
      "A..B" },
    { "branch", 'b', 0, G_OPTION_ARG_INT, &render->branch,
      N_ ("the branch of a session; otherwise where it stood"), "B" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &render->all,
      N_ ("every figure that a lesson shows, into the folder -o"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &render->format, help->formats, "FORMAT" },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &render->preset, help->presets, "NAME" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &render->size, N_ ("size of the page, in 1/96 inch"),
      "WxH" },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &render->scale,
      N_ ("of png and apng: pixels for 1/96 inch, otherwise 1"), "N" },
    { "delay", 0, 0, G_OPTION_ARG_INT, &render->delay,
      N_ ("of apng: how long each moment stays, in milliseconds, otherwise 1000"), "MS" },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &render->theme, help->themes, "NAME" },
    { "caption", 0, 0, G_OPTION_ARG_STRING, &render->caption,
      N_ ("your own words below the figure"), "TEXT" },
    { "no-caption", 0, 0, G_OPTION_ARG_NONE, &render->no_caption,
      N_ ("without the line that says where it comes from"), NULL },
    { "no-title", 0, 0, G_OPTION_ARG_NONE, &render->no_title, N_ ("without title"), NULL },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &render->no_legend, N_ ("without legend"), NULL },
    { "no-frame-numbers", 0, 0, G_OPTION_ARG_NONE, &render->no_frame_numbers,
      N_ ("without frame numbers"), NULL },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &render->language, N_ ("language of the words in it"),
      "LL" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &render->out,
      N_ ("where to write; - is standard output"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };

  return fol_cli_parse (info, entries, argc, argv, 1, 1, files);
}

static bool
parse_with_help (const struct fol_command_info *info, struct render *render, int argc, char **argv,
                 char ***files)
{
  g_autoptr (GString) themes = g_string_new (NULL);
  g_autofree char *formats = fol_format_names (), *presets = fol_page_size_names ();
  struct help help;
  bool parsed;

  append_theme_names (themes);
  help.formats = g_strdup_printf (_ ("one of: %s; otherwise by the ending of -o"), formats);
  help.presets = g_strdup_printf (_ ("size of the page, one of: %s"), presets);
  help.themes = g_strdup_printf (_ ("one of: %s"), themes->str);
  parsed = parse_arguments (info, render, &help, argc, argv, files);
  g_free (help.formats);
  g_free (help.presets);
  g_free (help.themes);
  return parsed;
}

enum fol_exit
fol_command_render (const struct fol_command_info *info, int argc, char **argv)
{
  struct render render = {
    .branch = -1,
    .scale = 1,
    .delay = FOL_DELAY_DEFAULT,
    .picture = { .options = fol_figure_options_default, .export = { .width = 960, .height = 540 } },
  };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  enum fol_exit code = FOL_EXIT_USAGE;

  if (parse_with_help (info, &render, argc, argv, &files))
    code = check_options (info, &render);
  if (files != NULL && files[0] != NULL && code == FOL_EXIT_DONE) {
    render.source = fol_source_load (files[0], &error);
    if (render.source != NULL && render_source (&render, &error))
      code = fol_cli_report_problems (render.source);
    else
      code = fol_cli_fail (error);
  }
  render_clear (&render);
  return code;
}
