/* ui/figures/choices.h - what an option of a figure can be at a moment, for a menu.
 *
 * The table of figures knows the options; some have values that only a machine or a state
 * has: its zones, its CPU caches, its slab caches.
 */
#pragma once

#include "ui/figures/figure.h"

struct fol_figure_choice {
  char *value, *label; /* owned; for fol_figure_set_option (), and translated */
  bool current;        /* what `options` have */
  bool usual;          /* what they have by themselves */
};

/* Of struct fol_figure_choice; the caller owns the array.  `state` may be NULL: then only what
 * any machine has.  Empty for a number that has no values worth a list. */
GArray *fol_figure_choices (enum fol_figure_id figure, const struct fol_figure_option_info *option,
                            const struct fol_state *state,
                            const struct fol_figure_options *options);

/* What the header of a card says of the choices: "one field of each object · L2"; what is as
 * usual is not told, but for the first option.  The caller owns it; NULL: the figure has no
 * option worth a place there. */
char *fol_figure_choices_said (enum fol_figure_id figure, const struct fol_state *state,
                               const struct fol_figure_options *options);
