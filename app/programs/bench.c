/* app/programs/bench.c - `bench`: the table of figures, and how they are told. */
#include "app/programs/bench.h"

#include "app/programs/cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <time.h>

struct figure {
  const char *name, *unit;
  double target;
  bool higher; /* is better */
  fol_bench_func measure;
};

static const struct figure fol_bench_figures[] = {
  { "history_throughput_ratio", "ratio", 0.33, true, fol_bench_throughput },
  { "jump_median_ms", "ms", 8, false, fol_bench_jump_median },
  { "jump_p99_ms", "ms", 16, false, fol_bench_jump_p99 },
  { "history_bytes_per_operation", "bytes", 96, false, fol_bench_history_bytes },
  { "arena_bytes_per_frame", "bytes", 32, false, fol_bench_arena_bytes },
  { "workload_million_s", "s", 2, false, fol_bench_workload },
  { "small_workload_million_s", "s", 2, false, fol_bench_small_workload },
  { "curve_million_s", "s", 1, false, fol_bench_curve },
  { "until_million_s", "s", 2, false, fol_bench_until },
  { "until_steps_million_s", "s", 4, false, fol_bench_until_steps },
  { "map_repaint_one_ms", "ms", 2, false, fol_bench_repaint_one },
  { "map_repaint_all_ms", "ms", 25, false, fol_bench_repaint_all },
  { "scrub_seek_ms", "ms", 16, false, fol_bench_scrub_seek },
  { "scrub_paint_ms", "ms", 16, false, fol_bench_scrub_paint },
};

double
fol_bench_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec * 1e-9;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
fol_bench_quantile (GArray *values, double q)
{
  guint index = (guint) (q * (values->len - 1) + 0.5);

  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, index);
}

/* Numbers as JSON has them, whatever the locale's decimal point. */
static const char *
number_text (char *buffer, gsize size, double number)
{
  return g_ascii_formatd (buffer, (int) size, "%.4g", number);
}

static void
print_json (const struct figure *figure, const struct fol_bench_value *value, bool first)
{
  char number[3][G_ASCII_DTOSTR_BUF_SIZE];

  fol_cli_print ("%s\n  { \"name\": \"%s\", \"value\": %s, \"unit\": \"%s\", \"baseline\": %s, "
                 "\"target\": %s, \"better\": \"%s\" }",
                 first ? "" : ",", figure->name,
                 number_text (number[0], sizeof number[0], value->value), figure->unit,
                 number_text (number[1], sizeof number[1], value->baseline),
                 number_text (number[2], sizeof number[2], figure->target),
                 figure->higher ? "higher" : "lower");
}

static void
print_row (const struct figure *figure, const struct fol_bench_value *value)
{
  bool met = figure->higher ? value->value >= figure->target : value->value <= figure->target;

  fol_cli_print ("%-28s %9.3g %-6s %9.3g  %s %-5.3g  %-7s %s\n", figure->name, value->value,
                 figure->unit, value->baseline, figure->higher ? "≥" : "≤", figure->target,
                 met ? _ ("met") : _ ("missed"), value->detail != NULL ? value->detail : "");
}

static enum fol_exit
measure_figures (const char *name, bool json)
{
  struct fol_bench bench = { .jumps = NULL };
  enum fol_exit code = FOL_EXIT_DONE;
  bool first = true;

  if (json)
    fol_cli_print ("{ \"figures\": [");
  else
    fol_cli_print ("%-28s %9s %-6s %9s  %-7s\n", _ ("figure"), _ ("value"), _ ("unit"),
                   _ ("baseline"), _ ("target"));
  for (guint i = 0; i < G_N_ELEMENTS (fol_bench_figures) && code == FOL_EXIT_DONE; i++) {
    const struct figure *figure = &fol_bench_figures[i];
    struct fol_bench_value value = { .detail = NULL };
    g_autoptr (GError) error = NULL;

    if (name != NULL && !g_str_equal (name, figure->name))
      continue;
    if (!figure->measure (&bench, &value, &error)) {
      code = fol_cli_fail (error);
    } else if (json) {
      print_json (figure, &value, first);
    } else {
      print_row (figure, &value);
      fol_cli_flush ();
    }
    g_free (value.detail);
    first = false;
  }
  if (json)
    fol_cli_print ("\n] }\n");
  fol_bench_jumps_free (bench.jumps);
  fol_bench_runs_free (bench.runs);
  fol_bench_scrub_free (bench.scrub);
  return code;
}

enum fol_exit
fol_command_bench (const struct fol_command_info *info, int argc, char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, N_ ("for programs"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GString) names = g_string_new (NULL);
  g_auto (GStrv) chosen = NULL;
  bool known = false;

  if (!fol_cli_parse (info, entries, argc, argv, 0, 1, &chosen))
    return FOL_EXIT_USAGE;
  for (guint i = 0; i < G_N_ELEMENTS (fol_bench_figures); i++) {
    known = known || chosen[0] == NULL || g_str_equal (chosen[0], fol_bench_figures[i].name);
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", fol_bench_figures[i].name);
  }
  if (!known)
    return fol_cli_usage (info, _ ("there is no figure “%s”; there are: %s"), chosen[0],
                          names->str);
  return measure_figures (chosen[0], json);
}
