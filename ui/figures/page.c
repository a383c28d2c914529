/* ui/figures/page.c - where a picture lies on its page, and how large it can be. */
#include "ui/figures/page.h"

#include "ui/figures/paint-private.h"
#include "ui/figures/text.h"

#include <math.h>

/* A page of this size has margins of MARGIN; a larger one is a poster. */
#define PAGE_WIDTH  1280.0
#define PAGE_HEIGHT 720.0
#define MARGIN      48.0
#define FOOTER      24.0

/* Own words above the footer. */
#define CAPTION_SIZE  16.0
#define CAPTION_LINE  22.0
#define CAPTION_LINES 3u

/* Scales that are tried, for a page of that size: words of 21 down to 6 pixels. */
#define SCALE_MOST  1.6
#define SCALE_GOOD  1.2 /* smaller ones only if they must be */
#define SCALE_LEAST 0.5
#define SCALE_STEP  0.05
#define STEPS(s)    ((int) lround ((s) / SCALE_STEP))

/* As large as the page, whichever way it stands; a strip has small margins. */
static double
page_unit (double width, double height)
{
  double area = sqrt (width * height / (PAGE_WIDTH * PAGE_HEIGHT));

  return MAX (0.05, MIN (area, 1.6 * MIN (width / PAGE_WIDTH, height / PAGE_HEIGHT)));
}

static double
margin_of (const struct fol_export *export)
{
  return export->no_margin ? 0 : MARGIN;
}

static char **
caption_lines (const struct fol_export *export, double width, double unit)
{
  if (export->caption == NULL || export->caption[0] == '\0')
    return g_new0 (char *, 1);
  return fol_text_wrap (export->caption, CAPTION_SIZE * unit, width, CAPTION_LINES);
}

/* Height of the foot, beyond the margin, on a page whose text is `width` wide. */
static double
foot_height (const struct fol_export *export, double width, double unit)
{
  g_auto (GStrv) lines = caption_lines (export, width, unit);

  return ((export->no_footer ? 0 : FOOTER) + g_strv_length (lines) * CAPTION_LINE) * unit;
}

/* What is left of the page when its margins and its foot are taken off. */
static void
room_on (const struct fol_export *export, double *room_width, double *room_height)
{
  double unit = page_unit (export->width, export->height);

  *room_width = MAX (1, export->width - 2 * margin_of (export) * unit);
  *room_height = MAX (1, export->height - 2 * margin_of (export) * unit -
                             foot_height (export, *room_width, unit));
}

static bool
has_page (const struct fol_export *export)
{
  return export->width > 0 && export->height > 0;
}

void
fol_page_place (const struct fol_export *export, const struct fol_shapes *shapes,
                struct fol_page *page)
{
  double width, height;

  *page =
      (struct fol_page){ .x = margin_of (export), .y = margin_of (export), .scale = 1, .unit = 1 };
  page->width = ceil (shapes->width + 2 * margin_of (export));
  page->height =
      ceil (shapes->height + 2 * margin_of (export) + foot_height (export, shapes->width, 1));
  if (!has_page (export))
    return;
  page->width = export->width;
  page->height = export->height;
  page->unit = page_unit (page->width, page->height);
  page->x = page->y = round (margin_of (export) * page->unit);
  room_on (export, &width, &height);
  page->scale = MIN (width / MAX (shapes->width, 1), height / MAX (shapes->height, 1));
  /* What was built for a scale is shown at it, and a small picture is no poster. */
  page->scale = CLAMP (page->scale, 0.01,
                       shapes->page_scale > 0 ? shapes->page_scale : SCALE_MOST * page->unit);
}

static void
add_foot_line (struct fol_shapes *foot, const struct fol_page *page, const char *text, double size,
               double baseline, enum fol_role role)
{
  const struct fol_shape line = {
    .kind = FOL_SHAPE_TEXT,
    .role = role,
    .text_size = size,
    .text = text,
    .x = page->x,
    .y = baseline - fol_paint_baseline (0, 0, size),
    .width = page->width - 2 * page->x,
  };

  fol_shapes_add (foot, &line);
}

struct fol_shapes *
fol_page_foot (const struct fol_export *export, const struct fol_shapes *shapes,
               const struct fol_page *page)
{
  struct fol_shapes *foot = fol_shapes_new ();
  g_auto (GStrv) lines = caption_lines (export, page->width - 2 * page->x, page->unit);
  double baseline = page->height - 0.6 * MARGIN * page->unit;

  if (shapes->footer != NULL && !export->no_footer) {
    add_foot_line (foot, page, shapes->footer, FOL_FOOTER_SIZE * page->unit, baseline,
                   FOL_ROLE_MUTED);
    baseline -= FOOTER * page->unit;
  }
  for (guint i = g_strv_length (lines); i-- > 0; baseline -= CAPTION_LINE * page->unit)
    add_foot_line (foot, page, lines[i], CAPTION_SIZE * page->unit, baseline, FOL_ROLE_LABEL);
  return foot;
}

static struct fol_shapes *
build_at (const struct fol_export *export, enum fol_figure_id figure, const struct fol_state *state,
          const struct fol_marks *marks, const struct fol_figure_options *options, double scale)
{
  struct fol_figure_options own = options != NULL ? *options : fol_figure_options_default;
  struct fol_shapes *shapes;
  double width, height;

  if (!has_page (export))
    return fol_figure_build (figure, state, marks, &own, 960, 540);
  room_on (export, &width, &height);
  own.page = true;
  shapes =
      fol_figure_build (figure, state, marks, &own, floor (width / scale), floor (height / scale));
  shapes->page_scale = scale;
  return shapes;
}

/* Words that end in an ellipsis. */
static guint
count_cut (const struct fol_shapes *shapes)
{
  guint count = 0;

  for (guint i = 0; i < fol_shapes_count (shapes); i++) {
    const struct fol_shape *shape = fol_shapes_get (shapes, i);

    if (shape->kind == FOL_SHAPE_TEXT && shape->text != NULL)
      count += fol_text_width (shape->text, shape->text_size, shape->bold, shape->monospace) >
               shape->width + 0.5;
  }
  return count;
}

/* The largest scale that fits is the best, unless a smaller one fills the page
 * so much better that one sees more, as maps do whose squares have few sizes.
 * If nothing fits with every word whole, one that cuts words is better than one
 * that nobody can read. */
double
fol_page_scale (const struct fol_export *export, enum fol_figure_id figure,
                const struct fol_state *state, const struct fol_marks *marks,
                const struct fol_figure_options *options)
{
  double unit, width, height, whole = 0, cut = 0, most = 0;

  if (!has_page (export))
    return 1;
  unit = page_unit (export->width, export->height);
  room_on (export, &width, &height);
  for (int step = STEPS (SCALE_MOST); step >= STEPS (SCALE_LEAST); step--) {
    double scale = step * SCALE_STEP * unit, worth;
    struct fol_shapes *shapes;

    if (step < STEPS (SCALE_GOOD) && whole > 0)
      return whole;
    shapes = build_at (export, figure, state, marks, options, scale);
    worth = scale * shapes->height * scale;
    if (shapes->width * scale <= width + 0.5 && shapes->height * scale <= height + 0.5) {
      if (cut == 0)
        cut = scale;
      if (worth > most && count_cut (shapes) == 0) {
        most = worth;
        whole = scale;
      }
    }
    fol_shapes_free (shapes);
  }
  if (whole > 0)
    return whole;
  return cut > 0 ? MIN (cut, unit) : SCALE_LEAST * unit;
}

struct fol_shapes *
fol_page_build (const struct fol_export *export, enum fol_figure_id figure,
                const struct fol_state *state, const struct fol_marks *marks,
                const struct fol_figure_options *options, double scale)
{
  if (scale <= 0)
    scale = fol_page_scale (export, figure, state, marks, options);
  return build_at (export, figure, state, marks, options, scale);
}
