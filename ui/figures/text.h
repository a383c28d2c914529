/* ui/figures/text.h - fonts of the painters (private to ui/figures).
 *
 * Text is laid out by Pango without hinted widths, so that a figure has the
 * same widths on screen, in a file and in a test at every scale.
 */
#pragma once

#include <pango/pangocairo.h>
#include <stdbool.h>

/* Cantarell where it is, else what the desktop has. */
#define FOL_FONT_TEXT "Cantarell, sans"
#define FOL_FONT_MONO "monospace"

void fol_text_prepare_context (PangoContext *context);
void fol_text_set_font (PangoLayout *layout, double size, bool bold, bool monospace);

/* Lines of at most `width`, broken between words where possible; what does not
 * fit into `most` lines stays in the last.  The caller owns the vector. */
char **fol_text_wrap (const char *text, double size, double width, guint most);

/* How many bytes of a text stand in its first line at such a width: whole words, and at
 * least one.  Any thread. */
size_t fol_text_first_line (const char *text, double size, bool bold, double width);
