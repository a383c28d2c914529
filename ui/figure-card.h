/* ui/figure-card.h - one figure with its header: which figure, coloured by what.
 *
 *   Physical memory v                    coloured by mobility v
 *   +---------------------------------------------------------+
 *   |  FolFigureView                                          |
 *
 * The title is the picker of figures.  Options come from the table fol_figures[].
 * Signal "chosen" (): the person picked a figure or an option.
 */
#pragma once

#include "ui/figure-view.h"

#define FOL_TYPE_FIGURE_CARD (fol_figure_card_get_type ())
G_DECLARE_FINAL_TYPE (FolFigureCard, fol_figure_card, FOL, FIGURE_CARD, GtkBox)

GtkWidget *fol_figure_card_new (FolSelection *selection);
FolFigureView *fol_figure_card_get_view (FolFigureCard *self); /* lent */
void fol_figure_card_set_figure (FolFigureCard *self, enum fol_figure_id figure);

/* Sets one option as text; options that the figure does not know are refused. */
gboolean fol_figure_card_set_option (FolFigureCard *self, const char *name, const char *value,
                                     GError **error);
void fol_figure_card_set_state (FolFigureCard *self, struct fol_state *state); /* takes a ref */

/* How high the card would be if the figure got `most` and left none of it empty. */
int fol_figure_card_wanted_height (FolFigureCard *self, int most);
