/* ui/slide.c - FolSlide: what an audience sees. */
#include "ui/slide.h"
#include "app/lesson.h"
#include "ui/figures/page.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* In a slide of 1280 x 720. */
#define SLIDE_WIDTH  1280.0
#define SLIDE_HEIGHT 720.0
#define MARGIN       36.0
#define HEADER       56.0
#define FOOT         28.0
#define TITLE_SIZE   32.0
#define COUNTER_SIZE 18.0
#define TEXT_SIZE    25.0
#define TEXT_LEAST   0.5 /* of that, when there are many words */
#define TEXT_SHARE   0.34
#define LINE_SPACING 1.25f
#define BOX_PADDING  16.0
#define BOX_BAR      5.0
#define GAP          20.0
#define DASH         5.0

enum { PART_SAY, PART_NOW, PART_QUESTION, PART_VERDICT, PARTS };

struct part {
  PangoLayout *layout; /* owned; NULL: nothing to say */
  gboolean boxed;
  double y, height; /* with its box */
};

struct picture {
  struct fol_slide_figure what;
  struct fol_shapes *shapes; /* owned; NULL: to be built */
  struct fol_export page;    /* what it was built for */
};

/* How the figures stand. */
struct grid {
  guint count, columns;
  double width, height, gap;
};

struct _FolSlide {
  GtkWidget parent_instance;
  const struct fol_palette *palette;
  struct fol_slide_text text; /* owned */
  struct fol_state *state;    /* owned reference, or NULL */
  struct fol_marks marks;
  struct picture picture[FOL_SLIDE_FIGURES];
  guint count;
  double share;       /* the first row's of two; 0: not looked for */
  struct grid shared; /* in this grid */
  int which;          /* of the figures: FOL_SLIDE_FIRST_TWO, FOL_SLIDE_ALL or an index */
};

G_DEFINE_FINAL_TYPE (FolSlide, fol_slide, GTK_TYPE_WIDGET)

static void
clear_text (FolSlide *self)
{
  struct fol_slide_text *text = &self->text;

  g_free (text->title);
  g_free (text->counter);
  g_free (text->say);
  g_free (text->now);
  g_free (text->question);
  g_free (text->verdict);
  *text = (struct fol_slide_text){ .title = NULL };
}

static void
clear_pictures (FolSlide *self)
{
  for (guint i = 0; i < self->count; i++)
    g_clear_pointer (&self->picture[i].shapes, fol_shapes_free);
}

static void
fol_slide_init (FolSlide *self)
{
  self->palette = &fol_palettes[FOL_THEME_LIGHT];
  self->which = FOL_SLIDE_FIRST_TWO;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

static void
fol_slide_finalize (GObject *object)
{
  FolSlide *self = FOL_SLIDE (object);

  clear_text (self);
  clear_pictures (self);
  fol_state_unref (self->state);
  G_OBJECT_CLASS (fol_slide_parent_class)->finalize (object);
}

static GdkRGBA
rgba (struct fol_colour colour)
{
  return (GdkRGBA){ (float) colour.red, (float) colour.green, (float) colour.blue, 1 };
}

static void
fill (GtkSnapshot *snapshot, struct fol_colour colour, double x, double y, double width,
      double height)
{
  GdkRGBA flat = rgba (colour);

  gtk_snapshot_append_color (
      snapshot, &flat, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static PangoLayout *
make_layout (FolSlide *self, const char *text, double size, gboolean bold, double width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoFontDescription *font = pango_font_description_copy (
      pango_context_get_font_description (pango_layout_get_context (layout)));
  g_autofree char *markup = fol_text_to_markup (text);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_markup (layout, markup, -1);
  if (width > 0) {
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing (layout, LINE_SPACING);
  } else {
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  }
  return layout;
}

static void
append_layout (GtkSnapshot *snapshot, PangoLayout *layout, double x, double y,
               struct fol_colour colour)
{
  GdkRGBA flat = rgba (colour);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &flat);
  gtk_snapshot_restore (snapshot);
}

static void
clear_parts (struct part *parts)
{
  for (guint i = 0; i < PARTS; i++)
    g_clear_object (&parts[i].layout);
}

/* Lays the words out at this size; returns their height. */
static double
lay_out (FolSlide *self, struct part *parts, double size, double unit, double width)
{
  const char *const texts[PARTS] = { self->text.say, self->text.now, self->text.question,
                                     self->text.verdict };
  double y = 0;

  for (guint i = 0; i < PARTS; i++) {
    gboolean boxed = i != PART_SAY;
    double padding = boxed ? BOX_PADDING * unit : 0;
    int height;

    parts[i] = (struct part){ .boxed = boxed };
    if (texts[i] == NULL || texts[i][0] == '\0')
      continue;
    parts[i].layout = make_layout (self, texts[i], size, i == PART_QUESTION, width - 2 * padding);
    pango_layout_get_pixel_size (parts[i].layout, NULL, &height);
    parts[i].y = y + (y > 0 ? GAP * unit : 0);
    parts[i].height = height + 2 * padding;
    y = parts[i].y + parts[i].height;
  }
  return y;
}

static gboolean
has_words (FolSlide *self)
{
  return self->text.say != NULL || self->text.now != NULL || self->text.question != NULL ||
         self->text.verdict != NULL;
}

static void
append_words (FolSlide *self, GtkSnapshot *snapshot, double unit, double x, double y, double width,
              double height)
{
  const struct fol_palette *palette = self->palette;
  struct part parts[PARTS];
  double share = 1;

  while (lay_out (self, parts, TEXT_SIZE * unit * share, unit, width) > height &&
         share > TEXT_LEAST) {
    clear_parts (parts);
    share -= 0.04;
  }
  for (guint i = 0; i < PARTS; i++) {
    double padding = parts[i].boxed ? BOX_PADDING * unit : 0;

    if (parts[i].layout == NULL)
      continue;
    if (parts[i].boxed) {
      fill (snapshot, palette->raised, x, y + parts[i].y, width, parts[i].height);
      fill (snapshot, i == PART_VERDICT ? palette->accent : palette->style[FOL_ROLE_NOW].stroke, x,
            y + parts[i].y, BOX_BAR * unit, parts[i].height);
    }
    append_layout (snapshot, parts[i].layout, x + padding, y + parts[i].y + padding, palette->ink);
  }
  clear_parts (parts);
}

static void
append_header (FolSlide *self, GtkSnapshot *snapshot, double unit, double width)
{
  double x = MARGIN * unit, y = MARGIN * unit * 0.8, right = width - x;
  g_autoptr (PangoLayout) title = NULL;

  if (self->text.counter != NULL) {
    g_autoptr (PangoLayout) counter =
        make_layout (self, self->text.counter, COUNTER_SIZE * unit, FALSE, 0);
    int counter_width, counter_height;

    pango_layout_get_pixel_size (counter, &counter_width, &counter_height);
    right -= counter_width;
    append_layout (snapshot, counter, right, y + (TITLE_SIZE * 1.3 - COUNTER_SIZE * 1.3) * unit,
                   self->palette->muted);
    right -= GAP * unit;
  }
  if (self->text.title == NULL)
    return;
  title = make_layout (self, self->text.title, TITLE_SIZE * unit, TRUE, 0);
  pango_layout_set_width (title, (int) (MAX (1, right - x) * PANGO_SCALE));
  append_layout (snapshot, title, x, y, self->palette->ink);
}

static void
append_dashes (FolSlide *self, GtkSnapshot *snapshot, double unit, double width, double height)
{
  double gap = 4 * unit, x = MARGIN * unit;
  double each = (width - 2 * x + gap) / MAX (1, self->text.steps) - gap;

  for (guint i = 0; i < self->text.steps; i++)
    fill (snapshot,
          i < self->text.done    ? self->palette->accent
          : i == self->text.done ? self->palette->style[FOL_ROLE_NOW].stroke
                                 : self->palette->line,
          x + i * (each + gap), height - 0.5 * MARGIN * unit, each, DASH * unit);
}

static struct fol_export
page_of (FolSlide *self, double width, double height)
{
  return (struct fol_export){ .palette = self->palette,
                              .width = floor (width),
                              .height = floor (height),
                              .no_footer = true,
                              .no_margin = true };
}

/* Built anew only if the state or the room is another. */
static void
build_picture (FolSlide *self, struct picture *picture, double width, double height)
{
  struct fol_export page = page_of (self, width, height);

  if (picture->shapes != NULL && picture->page.width == page.width &&
      picture->page.height == page.height) {
    picture->page.palette = self->palette;
    return;
  }
  g_clear_pointer (&picture->shapes, fol_shapes_free);
  picture->page = page;
  picture->shapes = fol_page_build (&page, picture->what.figure, self->state, &self->marks,
                                    &picture->what.options, 0);
}

static void
append_picture (FolSlide *self, GtkSnapshot *snapshot, struct picture *picture, double x, double y,
                double width, double height)
{
  double page_width, page_height;
  cairo_t *cr;

  if (width < FOL_PAGE_LEAST || height < FOL_PAGE_LEAST)
    return;
  build_picture (self, picture, width, height);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
  cairo_translate (cr, x, y);
  fol_export_paint (cr, &picture->page, picture->shapes, &page_width, &page_height);
  cairo_destroy (cr);
}

/* How large the smallest figure of a row comes out. */
static double
row_scale (FolSlide *self, const struct grid *grid, guint row, double height)
{
  guint first = row * grid->columns, here = MIN (grid->columns, grid->count - first);
  double width = (grid->width - (here - 1) * grid->gap) / here, least = G_MAXDOUBLE;

  for (guint i = first; i < first + here; i++) {
    const struct fol_export page = page_of (self, width, height);
    double scale = fol_page_scale (&page, self->picture[i].what.figure, self->state, &self->marks,
                                   &self->picture[i].what.options);

    least = MIN (least, scale);
  }
  return least;
}

/* The first row's share of two, so that the smallest words are as large as they can be.  It
 * stays while figures and room do: pictures that grow and shrink at each step distract. */
static double
find_share (FolSlide *self, const struct grid *grid)
{
  double share = 0.5, step = 0.1, best = 0, room = grid->height - grid->gap;

  if (self->share > 0 && memcmp (grid, &self->shared, sizeof *grid) == 0)
    return self->share;
  for (int i = 0; i < 4; i++, step /= 2) {
    double first = row_scale (self, grid, 0, room * share);
    double second = row_scale (self, grid, 1, room * (1 - share));

    if (MIN (first, second) > best) {
      best = MIN (first, second);
      self->share = share;
    }
    share += first < second ? step : -step;
  }
  self->shared = *grid;
  return self->share;
}

/* One, two above each other, or rows of two; a last one alone has its row. */
static void
append_pictures (FolSlide *self, GtkSnapshot *snapshot, double unit, double x, double y,
                 double width, double height)
{
  guint count = self->which == FOL_SLIDE_ALL ? self->count : MIN (self->count, 2);
  gboolean beside = count == 2 && width > 2.2 * height;
  struct grid grid;
  guint rows;

  if (self->which >= 0 && self->which < (int) self->count) {
    append_picture (self, snapshot, &self->picture[self->which], x, y, width, height);
    return;
  }
  memset (&grid, 0, sizeof grid); /* it is compared */
  grid.count = count;
  grid.columns = count > 2 || beside ? 2 : 1;
  grid.width = width;
  grid.height = height;
  grid.gap = GAP * unit;
  rows = (count + grid.columns - 1) / grid.columns;
  for (guint row = 0; row < rows; row++) {
    double share = rows == 1 ? 1 : row == 0 ? find_share (self, &grid) : 1 - self->share;
    double row_height = (height - (rows - 1) * grid.gap) * share;
    guint here = MIN (grid.columns, count - row * grid.columns);
    double each = (width - (here - 1) * grid.gap) / here;

    for (guint column = 0; column < here; column++)
      append_picture (self, snapshot, &self->picture[row * grid.columns + column],
                      x + column * (each + grid.gap), y, each, row_height);
    y += row_height + grid.gap;
  }
}

static void
fol_slide_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FolSlide *self = FOL_SLIDE (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double unit = MIN (width / SLIDE_WIDTH, height / SLIDE_HEIGHT);
  double x = MARGIN * unit, y = (MARGIN + HEADER) * unit, room;

  fill (snapshot, self->palette->surface, 0, 0, width, height);
  append_header (self, snapshot, unit, width);
  append_dashes (self, snapshot, unit, width, height);
  room = height - y - (FOOT + GAP) * unit;
  if (has_words (self)) {
    double column = self->state != NULL ? width * TEXT_SHARE : width - 2 * x;

    append_words (self, snapshot, unit, x, y, column - x, room);
    x = column + GAP * 1.5 * unit;
  }
  if (self->state != NULL)
    append_pictures (self, snapshot, unit, x, y, width - x - MARGIN * unit, room);
}

static void
fol_slide_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 180;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) SLIDE_WIDTH : (int) SLIDE_HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
fol_slide_class_init (FolSlideClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = fol_slide_finalize;
  widget_class->measure = fol_slide_measure;
  widget_class->snapshot = fol_slide_snapshot;
  gtk_widget_class_set_css_name (widget_class, "slide");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

GtkWidget *
fol_slide_new (void)
{
  return g_object_new (FOL_TYPE_SLIDE, NULL);
}

static void
append_sentence (GString *out, const char *text)
{
  if (text == NULL || text[0] == '\0')
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, text);
}

static void
update_description (FolSlide *self)
{
  g_autoptr (GString) words = g_string_new (NULL);

  append_sentence (words, self->text.counter);
  append_sentence (words, self->text.say);
  append_sentence (words, self->text.now);
  append_sentence (words, self->text.question);
  append_sentence (words, self->text.verdict);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->text.title != NULL ? self->text.title : _ ("Slide"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words->str, -1);
}

void
fol_slide_set_text (FolSlide *self, const struct fol_slide_text *text)
{
  clear_text (self);
  self->text = *text;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_slide_set_figures (FolSlide *self, struct fol_state *state, const struct fol_marks *marks,
                       const struct fol_slide_figure *figures, guint count)
{
  clear_pictures (self);
  for (guint i = 0; i < MIN (count, FOL_SLIDE_FIGURES); i++)
    if (i >= self->count || self->picture[i].what.figure != figures[i].figure)
      self->share = 0;
  if (state != NULL)
    fol_state_ref (state);
  fol_state_unref (self->state);
  self->state = state;
  self->marks = *marks;
  self->count = state != NULL ? MIN (count, FOL_SLIDE_FIGURES) : 0;
  for (guint i = 0; i < self->count; i++)
    self->picture[i] = (struct picture){ .what = figures[i] };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_slide_set_palette (FolSlide *self, const struct fol_palette *palette)
{
  self->palette = palette;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_slide_show_figures (FolSlide *self, int which)
{
  self->which = which;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
