/* ui/figures/calls.c - figure 14, the call chain of the current operation.
 *
 * A line for every kernel function entered and every decision taken there, as
 * deep as the call is.  What is happening now is amber; what comes later is
 * muted.  Long rows of the same calls are folded, except around now.
 */
#include "ui/figures/figure-private.h"
#include "ui/figures/paint.h"
#include "ui/figures/text.h"

#include "app/describe.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ROW           28.0
#define ROW_LEAST     21.0 /* on a page */
#define MARGIN        12.0 /* left of the first call */
#define INDENT        24.0
#define INDENT_LEAST  14.0
#define INDENT_NARROW 6.0
#define WORDS_LEAST   120.0 /* width for words beside a function's name; else they stand below it */
#define WRAPPED       0.7   /* height of a further line of words, in rows */
#define LINES_MOST    6u    /* of words */
#define NARROW        400.0 /* below, type is small, and all words are wrapped */
#define ROW_NARROW    24.0
#define FOLD_FROM     6u /* alike in a row, from which on they are folded */
#define FOLD_BEFORE   2u /* of them shown at the beginning; one at the end */

/* A step as a line: with its function's name if the call begins there. */
struct line {
  uint32_t depth;
  bool named;
  uint32_t end; /* the first step that no longer belongs to it */
};

struct chain {
  const struct fol_state *state;
  const struct fol_steps *steps;
  struct fol_shapes *shapes;
  struct sim_view view;
  struct line *line; /* owned; one for each step */
  uint32_t now;      /* step that is happening; UINT32_MAX: none */
  uint32_t done;     /* steps in force */
  const struct fol_marks *marks;
  double width, y, row, indent;
  double size; /* of type */
  bool narrow;
};

/* Families of identities.  Now is one thing that goes from step to step. */
enum { CALLS_WORDS = 1, CALLS_FUNCTIONS, CALLS_NOW };

#define STEPS_TOLD_APART 12 /* bits; further ones have the numbers of the next operation */

/* The third step of another operation is another thing. */
static uint64_t
step_identity (const struct chain *chain, uint32_t family, uint32_t step)
{
  uint32_t operation = (uint32_t) chain->state->position.index;

  return fol_identity_thing (family, (operation << STEPS_TOLD_APART) + step);
}

static bool
enters (const struct sim_step *step)
{
  return step->decision == SIM_DECISION_ENTER || step->decision == SIM_DECISION_ENTER_ALLOC ||
         step->decision == SIM_DECISION_ENTER_FREE || step->decision == SIM_DECISION_ENTER_BLOCK;
}

#define DEPTH_MAX 32u

/* A step belongs to a call that is open at its depth, unless it opens one. */
static void
read_lines (struct chain *chain)
{
  uint32_t open[DEPTH_MAX], depth_open = 0;

  for (uint32_t i = 0; i < chain->steps->count; i++) {
    const struct sim_step *step = &chain->steps->step[i];
    uint32_t depth = MIN (step->depth, DEPTH_MAX - 1);

    chain->line[i].depth = depth;
    chain->line[i].named = enters (step) || depth >= depth_open || open[depth] != step->function;
    while (depth_open <= depth)
      open[depth_open++] = SIM_FN_COUNT;
    depth_open = depth + 1;
    open[depth] = step->function;
  }
  for (uint32_t i = 0; i < chain->steps->count; i++) {
    const struct line *line = &chain->line[i];
    uint32_t end = i + 1;

    /* A call owns all that is deeper, and the decisions of its own depth. */
    while (end < chain->steps->count &&
           (chain->line[end].depth > line->depth ||
            (line->named && chain->line[end].depth == line->depth && !chain->line[end].named)))
      end++;
    chain->line[i].end = end;
  }
}

static double
indent_of (const struct chain *chain, const struct line *line)
{
  return MARGIN + line->depth * chain->indent;
}

static double
function_width (const struct chain *chain, const struct sim_step *step)
{
  return ceil (fol_text_width (sim_function_name (step->function), chain->size, true, true)) + 4;
}

/* Deep calls leave room for words, or where it is narrow at least for their names. */
static void
choose_indent (struct chain *chain)
{
  double least = INDENT_LEAST, most = INDENT_LEAST;
  uint32_t deepest = 1;

  for (uint32_t i = 0; chain->narrow && i < chain->steps->count; i++)
    if (chain->line[i].named && chain->line[i].depth > 0) {
      double room = chain->width - MARGIN - function_width (chain, &chain->steps->step[i]);

      most = MIN (most, floor (room / chain->line[i].depth));
    }
  if (chain->narrow)
    least = MAX (most, INDENT_NARROW);
  for (uint32_t i = 0; i < chain->steps->count; i++)
    deepest = MAX (deepest, chain->line[i].depth);
  chain->indent = CLAMP (floor ((chain->width - 2 * WORDS_LEAST) / deepest), least, INDENT);
}

/* A hairline from the caller's line down to this one. */
static void
add_connector (struct chain *chain, const struct line *line, double parent_y)
{
  double x = indent_of (chain, line) - chain->indent + 6, middle = chain->y + chain->row / 2;

  fol_add_line (chain->shapes, FOL_ROLE_LINE, x, parent_y + chain->row - 1, 0,
                middle - parent_y - chain->row + 1);
  fol_add_line (chain->shapes, FOL_ROLE_LINE, x, middle, MAX (chain->indent - 12, 2), 0);
}

static void
add_now (struct chain *chain, uint32_t step, double x, double height)
{
  fol_shapes_add (chain->shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_RECT,
                                     .role = FOL_ROLE_NOW,
                                     .x = x - 8,
                                     .y = chain->y + 1,
                                     .width = chain->width - x + 8,
                                     .height = height - 2,
                                     .radius = 8,
                                     .object = { .kind = SIM_OBJECT_STEP, .a = step },
                                     .identity = fol_identity_thing (CALLS_NOW, 0),
                                 });
}

/* Outlines of a step that a lesson points at, or that is selected. */
static void
add_marks (struct chain *chain, struct sim_object object, double x, double height)
{
  double y = chain->y + 1, width = chain->width - x + 8;

  for (uint32_t i = 0; i < chain->marks->pointed_count; i++)
    if (sim_object_equal (chain->marks->pointed[i], object))
      fol_add_outline (chain->shapes, FOL_ROLE_NOW, x - 8, y, width, height - 2, 8);
  if (sim_object_equal (chain->marks->selected, object))
    fol_add_outline (chain->shapes, FOL_ROLE_SELECTION, x - 8, y, width, height - 2, 8);
}

static void
add_line_shape (struct chain *chain, const struct fol_shape *shape)
{
  struct fol_shape copy = *shape;

  copy.kind = FOL_SHAPE_TEXT;
  copy.y += chain->y;
  copy.height = chain->row;
  copy.text_size = chain->size;
  fol_shapes_add (chain->shapes, &copy);
}

/* The words of a step, in as many lines as they are given. */
struct words {
  char *line[LINES_MOST]; /* owned */
  guint count;
  double x[LINES_MOST], y[LINES_MOST]; /* y: below the step's own row */
  bool bold;
};

static void
words_clear (struct words *words)
{
  for (guint i = 0; i < words->count; i++)
    g_free (words->line[i]);
}

/* What happens now is wrapped, and where it is narrow all is; else it is one line, cut at its
 * end. */
static void
lay_words (const struct chain *chain, struct words *words, const char *text, double x, double below,
           bool wrap)
{
  double y = 0, right = chain->width - 8;

  if (right - x < WORDS_LEAST && x > below) {
    x = below;
    y = floor (chain->row * WRAPPED);
  }
  do {
    size_t length = strlen (text);

    if (wrap && words->count + 1 < LINES_MOST)
      length = fol_text_first_line (text, chain->size, words->bold, right - x);
    words->line[words->count] = g_strchomp (g_strndup (text, length));
    words->x[words->count] = x;
    words->y[words->count++] = y;
    text += length + strspn (text + length, " ");
    x = below;
    y += floor (chain->row * WRAPPED);
  } while (*text != '\0');
}

static void
add_words (struct chain *chain, const struct words *words, enum fol_role role,
           struct sim_object object, const char *name)
{
  for (guint i = 0; i < words->count; i++)
    add_line_shape (chain,
                    &(struct fol_shape){
                        .role = role,
                        .x = words->x[i],
                        .y = words->y[i],
                        .width = MAX (24, chain->width - words->x[i] - 8),
                        .bold = words->bold,
                        .text = words->line[i],
                        .name = i == 0 ? name : NULL,
                        .object = object,
                        .identity = i == 0 ? step_identity (chain, CALLS_WORDS, object.a) : 0,
                    });
}

static void
add_step (struct chain *chain, uint32_t index, double parent_y)
{
  const struct sim_step *step = &chain->steps->step[index];
  const struct line *line = &chain->line[index];
  const char *function = sim_function_name (step->function);
  g_autofree char *text = fol_describe_step (&chain->view, step);
  g_autofree char *name = g_strdup_printf (_ ("Step %u, %s: %s"), index + 1, function, text);
  enum fol_role role = index < chain->done ? FOL_ROLE_LABEL : FOL_ROLE_MUTED;
  struct sim_object object = { .kind = SIM_OBJECT_STEP, .a = index };
  bool now = index == chain->now;
  struct words words = { .bold = now && !line->named };
  double x = indent_of (chain, line), named = 0, height, below;

  if (line->named)
    named = function_width (chain, step);
  below = x + (chain->narrow ? 10 : 16);
  lay_words (chain, &words, text, line->named ? x + named + 12 : below, below,
             now || chain->narrow);
  height = chain->row + words.y[words.count - 1];
  if (now)
    add_now (chain, index, x, height);
  if (line->depth > 0 && line->named)
    add_connector (chain, line, parent_y);
  if (line->named)
    add_line_shape (
        chain, &(struct fol_shape){ .role = role,
                                    .x = x,
                                    .width = MIN (named, chain->width - x),
                                    .bold = index < chain->done,
                                    .monospace = true,
                                    .text = function,
                                    .object = object,
                                    .identity = step_identity (chain, CALLS_FUNCTIONS, index) });
  add_words (chain, &words, line->named && !now ? FOL_ROLE_MUTED : role, object, name);
  add_marks (chain, object, x, height);
  words_clear (&words);
  chain->y += height;
}

static bool
alike (const struct chain *chain, uint32_t a, uint32_t b)
{
  const struct sim_step *x = &chain->steps->step[a], *y = &chain->steps->step[b];

  return x->function == y->function && x->depth == y->depth &&
         chain->line[a].named == chain->line[b].named &&
         (chain->line[a].named || x->decision == y->decision);
}

static bool
holds_now (const struct chain *chain, uint32_t from, uint32_t end)
{
  return chain->now >= from && chain->now < end;
}

static void
add_fold (struct chain *chain, uint32_t first, uint32_t count)
{
  const struct line *line = &chain->line[first];
  const char *function = sim_function_name (chain->steps->step[first].function);
  g_autofree char *text = NULL;

  if (line->named)
    text = g_strdup_printf (ngettext ("… %u more call of %s", "… %u more calls of %s", count),
                            count, function);
  else
    text = g_strdup_printf (ngettext ("… %u more like it", "… %u more like it", count), count);
  add_line_shape (chain, &(struct fol_shape){
                             .role = FOL_ROLE_MUTED,
                             .x = indent_of (chain, line) + (line->named ? 0 : 16),
                             .width = MAX (24, chain->width - indent_of (chain, line) - 16),
                             .text = text,
                             .name = text,
                             .object = { .kind = SIM_OBJECT_STEP, .a = first },
                         });
  chain->y += chain->row;
}

static void add_range (struct chain *chain, uint32_t from, uint32_t end, double parent_y);

static void
add_item (struct chain *chain, uint32_t index, double parent_y)
{
  double y = chain->y;

  add_step (chain, index, parent_y);
  add_range (chain, index + 1, chain->line[index].end, y);
}

/* A run of items alike: the first ones, the one where now is, the last. */
static uint32_t
add_run (struct chain *chain, uint32_t from, uint32_t end, double parent_y)
{
  uint32_t count = 0, after = from, at = from, folded = 0, fold_first = from;

  while (after < end && alike (chain, from, after)) {
    after = chain->line[after].end;
    count++;
  }
  for (uint32_t i = 0; i < count; i++, at = chain->line[at].end) {
    bool shown = count < FOLD_FROM || i < FOLD_BEFORE || i + 1 == count ||
                 holds_now (chain, at, chain->line[at].end);

    if (!shown && folded++ == 0)
      fold_first = at;
    if (!shown)
      continue;
    if (folded > 0)
      add_fold (chain, fold_first, folded);
    folded = 0;
    add_item (chain, at, parent_y);
  }
  return after;
}

static void
add_range (struct chain *chain, uint32_t from, uint32_t end, double parent_y)
{
  while (from < end)
    from = add_run (chain, from, end, parent_y);
}

static char *
subtitle (const struct fol_state *state, const struct sim_view *view)
{
  g_autofree char *op = NULL, *result = NULL;

  if (state->position.index == 0)
    return g_strdup (_ ("No operation yet: memory is as boot left it."));
  op = fol_describe_op (&state->op);
  /* Inside, the result is yet to come. */
  if (state->position.step != FOL_STEP_END)
    return g_strdup_printf (_ ("%s · step %u of %u"), op, state->position.step,
                            state->steps->count);
  result = fol_describe_result (view, &state->op, &state->result);
  return g_strdup_printf ("%s · %s", op, result);
}

/* Rows stand as far apart as `height` allows; 0: as in a view. */
static void
add_lines (struct chain *chain, double height)
{
  guint before = fol_shapes_count (chain->shapes);
  double top = chain->y, rows;
  bool boot = chain->state->position.index == 0;

  if (boot || chain->steps->count == 0) {
    const char *text = boot ? _ ("Run an operation, and its way through the kernel stands here.")
                            : _ ("Step into the operation to see its way through the kernel.");

    chain->y = fol_add_lines (chain->shapes, FOL_ROLE_MUTED, FOL_SIZE_TEXT, 0, chain->y,
                              chain->width, chain->row, text);
  }
  add_range (chain, 0, chain->steps->count, chain->y);
  rows = (chain->y - top) / chain->row;
  if (height <= 0 || chain->y + 4 <= height)
    return;
  chain->row = MAX (ROW_LEAST, floor ((height - 4 - top) / MAX (rows, 1)));
  chain->y = top;
  fol_shapes_cut (chain->shapes, before);
  add_lines (chain, 0);
}

struct fol_shapes *
fol_calls_build (const struct fol_state *state, const struct fol_marks *marks,
                 const struct fol_figure_options *options, double width, double height)
{
  bool narrow = !options->page && width < NARROW;
  struct chain chain = {
    .state = state,
    .steps = state->steps,
    .shapes = fol_shapes_new (),
    .view = fol_state_view (state),
    .line = g_new0 (struct line, state->steps->count + 1),
    .now = UINT32_MAX,
    .done = state->position.step,
    .marks = marks,
    .width = floor (MAX (width, narrow ? FOL_NARROWEST : 240)),
    .row = ROW,
    .size = FOL_SIZE_TEXT,
    .narrow = narrow,
  };

  if (chain.narrow) {
    chain.row = ROW_NARROW;
    chain.size = FOL_SIZE_CAPTION;
  }
  if (state->position.step != FOL_STEP_END && state->position.step > 0)
    chain.now = state->position.step - 1;
  chain.shapes->title = g_strdup (_ ("Call chain"));
  chain.shapes->summary = subtitle (state, &chain.view);
  chain.y = fol_add_header (chain.shapes, options, chain.shapes->title, chain.shapes->summary,
                            chain.width);
  read_lines (&chain);
  choose_indent (&chain);
  add_lines (&chain, options->page ? floor (height) : 0);
  chain.shapes->width = chain.width;
  chain.shapes->height = chain.y + 4;
  g_free (chain.line);
  return chain.shapes;
}
