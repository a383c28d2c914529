/* tests/figures/golden.h - shapes as they were, in files beside the tests. */
#pragma once

#include "ui/figures/shapes.h"

/* Whether the fonts are there that the golden lists were made with. */
bool fol_test_has_fonts (void);

/* Fails at the first line that differs from golden/NAME.txt, or, with
 * FOLIOSCOPE_UPDATE_GOLDEN set, writes that. */
void fol_test_golden (const char *name, const struct fol_shapes *shapes);

/* All is inside the figure, and every word has the room it needs; but a title, and the line
 * below it, may be cut. */
void fol_test_room (const struct fol_shapes *shapes);
