/* ui/trace.c - what the window shows, line by line, for tests that use real input. */
#include "ui/trace.h"

#include <stdio.h>

static FILE *
trace_file (void)
{
  static gsize once;
  static FILE *stream;

  if (g_once_init_enter (&once)) {
    const char *path = g_getenv ("FOLIOSCOPE_TRACE");

    if (path != NULL && *path != '\0')
      stream = fopen (path, "ae");
    g_once_init_leave (&once, 1);
  }
  return stream;
}

gboolean
fol_trace_wanted (void)
{
  return trace_file () != NULL;
}

void
fol_trace (const char *format, ...)
{
  FILE *stream = trace_file ();
  g_autofree char *line = NULL;
  va_list arguments;

  if (stream == NULL)
    return;
  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strdelimit (line, "\n", ' ');
  fprintf (stream, "%s\n", line);
  fflush (stream);
}
