/* app/programs/cli.h - folioscope-cli: its commands, and what they share.
 *
 * One table, fol_commands[] in cli.c, names every command; the overview
 * (`folioscope-cli --help`), the usage of each command and the tests derive
 * from it.  Each command parses its own options with GOptionContext.
 *
 * Exit codes, the same for all commands: see enum fol_exit.  Results go to
 * standard output; complaints go to standard error, one a line, and begin with
 * the file, line and column they are about.
 *
 * Leaves out: a display.  The program links no GTK.
 */
#pragma once

#include "app/host/history.h"
#include "app/operation-text.h"

#include <gio/gio.h>

enum fol_exit {
  FOL_EXIT_DONE = 0,
  FOL_EXIT_CONTENT = 1, /* something differs, or is wrong in the input's content */
  FOL_EXIT_USAGE = 2,
  FOL_EXIT_FILE = 3, /* cannot read or write */
};

struct fol_command_info {
  const char *name;
  const char *arguments; /* behind the name in its usage line */
  const char *summary;   /* translatable, N_(): one line */
  enum fol_exit (*run) (const struct fol_command_info *info, int argc, char **argv);
};

enum fol_exit fol_command_run (const struct fol_command_info *info, int argc, char **argv);
enum fol_exit fol_command_render (const struct fol_command_info *info, int argc, char **argv);
enum fol_exit fol_command_verify (const struct fol_command_info *info, int argc, char **argv);
enum fol_exit fol_command_lint (const struct fol_command_info *info, int argc, char **argv);
enum fol_exit fol_command_schema (const struct fol_command_info *info, int argc, char **argv);
enum fol_exit fol_command_bench (const struct fol_command_info *info, int argc, char **argv);

/* Parses argv[1..] of a command.  `rest` (NULL-terminated, owned by the caller)
 * gets what is no option; their count must lie in least .. most.  false: it was
 * said what is wrong, and the command returns FOL_EXIT_USAGE.  `entries` may be NULL. */
bool fol_cli_parse (const struct fol_command_info *info, const GOptionEntry *entries, int argc,
                    char **argv, guint least, guint most, char ***rest);

/* Says on standard error what was used wrongly; returns FOL_EXIT_USAGE. */
enum fol_exit fol_cli_usage (const struct fol_command_info *info, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* Says the error and returns the exit code its domain stands for: files and
 * streams FOL_EXIT_FILE, options FOL_EXIT_USAGE, all else FOL_EXIT_CONTENT. */
enum fol_exit fol_cli_fail (const GError *error);

/* UTF-8 to standard output, whatever the locale's charset; errors show at the end. */
void fol_cli_print (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* So that what is printed comes before what another writer says. */
void fol_cli_flush (void);

/* Flushes standard output; `code`, or FOL_EXIT_FILE with a message if that failed. */
enum fol_exit fol_cli_finish_output (enum fol_exit code);

/* A place to write: "-" is standard output; a regular file is replaced only
 * when the stream is closed without error; devices and pipes are written to. */
GOutputStream *fol_cli_open_output (const char *path, GError **error);

/* Closes it; or gives it up if `written` is false, keeping what was there. */
bool fol_cli_close_output (GOutputStream *stream, const char *path, bool written, GError **error);

/* From now on lessons that show a figure or option that does not exist are wrong. */
void fol_cli_check_figures (void);

/* "N", "N.S" or "N.end": operation N, and how many of its steps. */
bool fol_cli_parse_position (const char *text, struct fol_position *position);
