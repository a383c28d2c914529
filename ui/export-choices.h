/* ui/export-choices.h - how pictures were last exported: kept in the settings.
 *
 * The dialog begins with it, and "copy figure" uses it as it is.  Leaves out
 * what belongs to one picture only: the figure, its moments, its caption.
 */
#pragma once

#include "ui/figures/picture.h"

/* Page, format, colours and what is shown; the rest of the picture is left as it is. */
void fol_export_choices_load (struct fol_picture *picture);
void fol_export_choices_save (const struct fol_picture *picture);
