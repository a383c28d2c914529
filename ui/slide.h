/* ui/slide.h - FolSlide: what an audience sees: title, words and figures, as large as there is room.
 *
 * Everything is drawn in proportion to the widget and in the colours of one
 * palette, whatever the window's theme is; words that are too many for their
 * column become smaller, but no words are left out.  Figures are built for the
 * room they have, as for a page (ui/figures/page.h).
 *
 * Assistive technology hears all words; the figures are in the main window.
 * Leaves out: where things come from (presenter.h), and keys.
 */
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/palette.h"

#include <gtk/gtk.h>

#define FOL_SLIDE_FIGURES 4u

#define FOL_TYPE_SLIDE (fol_slide_get_type ())
G_DECLARE_FINAL_TYPE (FolSlide, fol_slide, FOL, SLIDE, GtkWidget)

/* All but the title may be NULL; texts have the marks of lessons (app/lesson.h). */
struct fol_slide_text {
  char *title, *counter; /* "Splitting", "step 3 of 14" */
  char *say, *now, *question, *verdict;
  guint done, steps; /* for the line of dashes; steps 0: none */
};

struct fol_slide_figure {
  enum fol_figure_id figure;
  struct fol_figure_options options;
};

GtkWidget *fol_slide_new (void);

/* Takes the strings over. */
void fol_slide_set_text (FolSlide *self, const struct fol_slide_text *text);

/* Takes a reference to the state; NULL: no figures. */
void fol_slide_set_figures (FolSlide *self, struct fol_state *state, const struct fol_marks *marks,
                            const struct fol_slide_figure *figures, guint count);

void fol_slide_set_palette (FolSlide *self, const struct fol_palette *palette);

/* Three figures beside the words cannot be read from the last row: unless all are asked for, the
 * first two are shown.  Or one alone, by its index; if there is none such, the first two. */
#define FOL_SLIDE_FIRST_TWO (-2)
#define FOL_SLIDE_ALL       (-1)
void fol_slide_show_figures (FolSlide *self, int which);
