/* app/programs/cli.c - folioscope-cli: the table of commands, and what they share. */
#include "app/language.h"
#include "app/programs/cli.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct fol_command_info fol_commands[] = {
  { "run", "FILE", N_ ("Run a lesson or a saved session and tell what each operation gave"),
    fol_command_run },
  { "render", "FILE", N_ ("Draw a figure at any moment, or many, as SVG, PDF, PNG or text"),
    fol_command_render },
  { "verify", "FILE…", N_ ("Replay recordings of a real kernel and compare every result"),
    fol_command_verify },
  { "lint", "FILE…", N_ ("Check lessons: format, operations, assertions, answers, translations"),
    fol_command_lint },
  { "schema", "[NAME]",
    N_ ("Print the schema of lessons, sessions, machines or operations, or what fields mean"),
    fol_command_schema },
  { "bench", "[NAME]", N_ ("Measure this program, each figure beside a baseline of the same run"),
    fol_command_bench },
};

/* Why standard output could first not be written; 0: it could. */
static int output_errno;

static void
note_output (int result)
{
  if (result == EOF && output_errno == 0)
    output_errno = errno != 0 ? errno : EIO;
}

void
fol_cli_print (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  errno = 0;
  note_output (fputs (text, stdout));
}

void
fol_cli_flush (void)
{
  errno = 0;
  note_output (fflush (stdout));
}

enum fol_exit
fol_cli_finish_output (enum fol_exit code)
{
  fol_cli_flush ();
  if (output_errno == 0)
    return code;
  fprintf (stderr, _ ("standard output: cannot be written: %s\n"), g_strerror (output_errno));
  return FOL_EXIT_FILE;
}

enum fol_exit
fol_cli_fail (const GError *error)
{
  fprintf (stderr, "%s\n", error->message);
  if (error->domain == G_FILE_ERROR || error->domain == G_IO_ERROR)
    return FOL_EXIT_FILE;
  if (error->domain == G_OPTION_ERROR)
    return FOL_EXIT_USAGE;
  return FOL_EXIT_CONTENT;
}

enum fol_exit
fol_cli_usage (const struct fol_command_info *info, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "folioscope-cli %s: %s\n", info->name, text);
  fprintf (stderr, _ ("Try \"folioscope-cli %s --help\".\n"), info->name);
  return FOL_EXIT_USAGE;
}

bool
fol_cli_parse (const struct fol_command_info *info, const GOptionEntry *entries, int argc,
               char **argv, guint least, guint most, char ***rest)
{
  const GOptionEntry remaining[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *program = g_strconcat ("folioscope-cli ", info->name, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (info->arguments);
  g_autoptr (GError) error = NULL;
  guint count;

  *rest = NULL;
  g_set_prgname (program);
  g_option_context_set_summary (context, _ (info->summary));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, remaining, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    fol_cli_usage (info, "%s", error->message);
    return false;
  }

  if (*rest == NULL)
    *rest = g_new0 (char *, 1);
  count = g_strv_length (*rest);
  if (count < least) {
    fol_cli_usage (info, _ ("expected %s"), info->arguments);
    return false;
  }
  if (count > most) {
    fol_cli_usage (info, _ ("did not expect “%s”"), (*rest)[most]);
    return false;
  }
  return true;
}

bool
fol_cli_parse_position (const char *text, struct fol_position *position)
{
  const char *end;
  char *after;

  if (!g_ascii_isdigit (text[0]))
    return false;
  errno = 0;
  position->index = g_ascii_strtoull (text, &after, 10);
  if (errno != 0)
    return false;
  position->step = FOL_STEP_END;
  if (*after == '\0')
    return true;
  if (*after != '.')
    return false;

  end = after + 1;
  if (g_str_equal (end, "end"))
    return true;
  if (!g_ascii_isdigit (end[0]))
    return false;
  position->step = (uint32_t) MIN (g_ascii_strtoull (end, &after, 10), FOL_STEP_END);
  return errno == 0 && *after == '\0';
}

/* The same stream for standard output must not be closed twice, so closing it
 * only flushes. */
GOutputStream *
fol_cli_open_output (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileOutputStream) stream = NULL;

  if (g_str_equal (path, "-"))
    return g_unix_output_stream_new (STDOUT_FILENO, FALSE);

  file = g_file_new_for_path (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
      !g_file_test (path, G_FILE_TEST_IS_DIR))
    stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, error);
  else
    stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, error);
  if (stream == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  return G_OUTPUT_STREAM (g_steal_pointer (&stream));
}

/* A cancelled close leaves the file that was there. */
bool
fol_cli_close_output (GOutputStream *stream, const char *path, bool written, GError **error)
{
  g_autoptr (GCancellable) given_up = g_cancellable_new ();

  if (!written) {
    g_cancellable_cancel (given_up);
    g_output_stream_close (stream, given_up, NULL);
    if (error != NULL && *error != NULL)
      g_prefix_error (error, "%s: ", path);
    return false;
  }
  if (!g_output_stream_close (stream, NULL, error)) {
    g_prefix_error (error, "%s: ", path);
    return false;
  }
  return true;
}

static void
print_overview (void)
{
  fol_cli_print (_ ("Usage: folioscope-cli COMMAND [OPTION…] …\n"
                    "\n"
                    "Shows how Linux manages memory, without a display.\n"
                    "\n"
                    "Commands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (fol_commands); i++)
    fol_cli_print ("  %-8s %s\n", fol_commands[i].name, _ (fol_commands[i].summary));
  fol_cli_print (_ ("\n"
                    "“folioscope-cli COMMAND --help” tells a command's options.\n"
                    "\n"
                    "Exit codes: 0 done; 1 something differs, or is wrong in the input's content;\n"
                    "2 wrong usage; 3 a file cannot be read or written.\n"));
}

static enum fol_exit
refuse_command (const char *name)
{
  fprintf (stderr, _ ("folioscope-cli: there is no command “%s”; there are:"), name);
  for (guint i = 0; i < G_N_ELEMENTS (fol_commands); i++)
    fprintf (stderr, "%s %s", i > 0 ? "," : "", fol_commands[i].name);
  fputs ("\n", stderr);
  return FOL_EXIT_USAGE;
}

int
main (int argc, char **argv)
{
  fol_language_set_up ();
  /* A reader that went away is an error to report, not a reason to die silently. */
  signal (SIGPIPE, SIG_IGN);
  fol_cli_check_figures ();

  if (argc < 2) {
    fputs (_ ("folioscope-cli: expected a command; try \"folioscope-cli --help\"\n"), stderr);
    return FOL_EXIT_USAGE;
  }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") ||
      g_str_equal (argv[1], "help")) {
    print_overview ();
    return fol_cli_finish_output (FOL_EXIT_DONE);
  }
  if (g_str_equal (argv[1], "--version")) {
    fol_cli_print ("folioscope-cli %s\n", FOL_VERSION);
    return fol_cli_finish_output (FOL_EXIT_DONE);
  }

  for (guint i = 0; i < G_N_ELEMENTS (fol_commands); i++) {
    if (g_str_equal (argv[1], fol_commands[i].name))
      return fol_cli_finish_output (fol_commands[i].run (&fol_commands[i], argc - 1, argv + 1));
  }
  return refuse_command (argv[1]);
}
