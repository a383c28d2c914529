/* ui/card-layout.h - which figures are shown and how, as one line of text for the preferences.
 *
 *   auto;map,colour=order;buddy          arrangement; figure,option,option; figure...
 *   0.43 0.50 0.00                       the shares of the lines between them
 *
 * What a person arranged is kept under a key per place ("sandbox", a step of a
 * lesson that brings figures).  Text that is not understood, because it was
 * damaged or written by a later version, counts as none.  Zoom and pan are not
 * kept: another machine has other frames there.
 */
#pragma once

#include <glib.h>

#define FOL_CARDS      4u /* figures at most */
#define FOL_CARD_LINES (FOL_CARDS - 1)

enum fol_arrangement { FOL_ARRANGE_AUTO, FOL_ARRANGE_STACKED, FOL_ARRANGE_BESIDE };

struct fol_card_layout {
  enum fol_arrangement arrangement;
  guint count;              /* 1 to FOL_CARDS */
  char *figures[FOL_CARDS]; /* owned; as fol_figure_card_describe () writes them */
};

/* FALSE: not understood; the layout is empty then. */
gboolean fol_card_layout_parse (struct fol_card_layout *layout, const char *text);
char *fol_card_layout_format (const struct fol_card_layout *layout) G_GNUC_WARN_UNUSED_RESULT;
void fol_card_layout_clear (struct fol_card_layout *layout);

/* The shares of a layout's lines, each 0 (not moved) or between 0 and 1. */
void fol_card_shares_get (const char *key, double shares[FOL_CARD_LINES]);
void fol_card_shares_set (const char *key, const double shares[FOL_CARD_LINES]);
