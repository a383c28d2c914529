/* ui/leftover.c - a session that a killed program left behind, in words. */
#include "ui/leftover.h"
#include "app/machine-reader.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Reading more would delay the page; "more than" says the rest. */
#define READ_MOST (1u << 20)

char *
fol_leftover_when (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = NULL;
  GStatBuf about;

  if (g_stat (path, &about) != 0)
    return g_strdup (_ ("gone"));
  then = g_date_time_new_from_unix_local (about.st_mtime);
  if (g_date_time_get_year (now) == g_date_time_get_year (then) &&
      g_date_time_get_day_of_year (now) == g_date_time_get_day_of_year (then))
    /* For strftime (): the time of day. */
    return g_date_time_format (then, _ ("Today, %H:%M"));
  /* For strftime (): day, month, year and time. */
  return g_date_time_format (then, _ ("%-d %B %Y, %H:%M"));
}

static char *
machine_of (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("\"name\"\\s*:\\s*\"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (FolMachine) machine = NULL;
  g_autofree char *name = NULL;

  if (!g_regex_match (regex, text, 0, &match))
    return g_strdup (_ ("a machine"));
  name = g_match_info_fetch (match, 1);
  machine = fol_machine_find (name, NULL);
  return g_strdup (machine != NULL && machine->title != NULL ? machine->title : name);
}

char *
fol_leftover_what (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *text = g_malloc0 (READ_MOST + 1);
  g_autofree char *machine = NULL;
  gsize length = 0;
  guint count = 0;

  if (stream != NULL)
    g_input_stream_read_all (G_INPUT_STREAM (stream), text, READ_MOST, &length, NULL, NULL);
  machine = machine_of (text);
  for (const char *at = strstr (text, "\n{\"op\""); at != NULL; at = strstr (at + 1, "\n{\"op\""))
    count++;
  if (length == READ_MOST)
    return g_strdup_printf (_ ("%s · more than %u operations"), machine, count);
  return g_strdup_printf (ngettext ("%s · %u operation", "%s · %u operations", count), machine,
                          count);
}
