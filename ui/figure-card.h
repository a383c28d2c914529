/* ui/figure-card.h - one figure with its header: which figure, coloured by what.
 *
 *   Physical memory v             coloured by mobility v   + x
 *   +---------------------------------------------------------+
 *   |  FolFigureView                                          |
 *
 * The title is the picker of figures.  Options come from the table fol_figures[].
 * Signals: "chosen" (): the person picked a figure or an option; "add" () and
 * "remove" (): wants another figure after this one, or not this one any more;
 * "full" (): wants to be the only one, or one of them again.
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

/* Which figure and the options it was given, "map,colour=order": what restores it.  Options that
 * nobody set are not in it. */
char *fol_figure_card_describe (FolFigureCard *self) G_GNUC_WARN_UNUSED_RESULT;
/* Options not named, or not known, are as in the beginning; zoom and pan stay if the figure does. */
void fol_figure_card_restore (FolFigureCard *self, const char *description);

/* The same as a table (figure-table.h), in place of the drawing; a button in the header does it, too. */
void fol_figure_card_set_table (FolFigureCard *self, gboolean table);
gboolean fol_figure_card_get_table (FolFigureCard *self);

/* Whether it stands alone now: what its button says. */
void fol_figure_card_set_full (FolFigureCard *self, gboolean full);

/* Which of "+" and "x" its header has. */
void fol_figure_card_set_can (FolFigureCard *self, gboolean add, gboolean remove);
GtkWidget *fol_figure_card_get_button (FolFigureCard *self, gboolean add);     /* lent; for tests */
GtkWidget *fol_figure_card_get_option (FolFigureCard *self);                   /* the same */
void fol_figure_card_set_state (FolFigureCard *self, struct fol_state *state); /* takes a ref */

/* How high the card would be if the figure got `most` and left none of it empty. */
int fol_figure_card_wanted_height (FolFigureCard *self, int most);
