/* ui/trace.h - what the window shows, line by line, for tests that use real input.
 *
 * With FOLIOSCOPE_TRACE=FILE in the environment every change of what a person
 * sees is appended to FILE as one line, "what key=value ...".  ui/README.md
 * lists the lines.  Without it nothing is done; nothing ever reads it back.
 */
#pragma once

#include <glib.h>

gboolean fol_trace_wanted (void);
void fol_trace (const char *format, ...) G_GNUC_PRINTF (1, 2);
