/* app/programs/cli-run.c - `run`: tell what each operation gave; dump the state. */
#include "app/programs/cli-dump.h"
#include "app/programs/cli-load.h"

#include "app/describe.h"
#include "app/describe-report.h"
#include "app/session-file.h"
#include "app/slabinfo.h"
#include "app/until.h"
#include "app/workload.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

struct run_options {
  char *to, *until, *workload, *dump; /* owned */
  gint branch;
  gboolean explain, slabinfo, reports;
  struct fol_workload parsed; /* `workload` as it was understood */
};

/* The operations are played once more beside the history, one by one, since
 * results and steps are what is to be told. */
struct narrator {
  const struct fol_source *source;
  struct sim_world *world; /* owned */
  GArray *steps;           /* of struct sim_step, owned: of the operation under way */
  GHashTable *names;       /* index -> name of its result (lent); owned */
  bool explain;
};

static void
collect_step (void *user_data, const struct sim_step *step)
{
  GArray *steps = user_data;

  g_array_append_vals (steps, step, 1);
}

static GHashTable *
names_by_index (const struct fol_source *source, uint32_t branch)
{
  GHashTable *names = g_hash_table_new (NULL, NULL);
  struct fol_name name;

  for (uint32_t i = 0; source->names != NULL && fol_names_get (source->names, i, &name); i++) {
    if (name.branch == branch && name.index <= G_MAXUINT)
      g_hash_table_insert (names, GUINT_TO_POINTER ((guint) name.index), (gpointer) name.name);
  }
  return names;
}

/* The titles of the lesson's steps that begin behind operation `index`, or inside it. */
static void
print_lesson_titles (const struct fol_source *source, guint64 index)
{
  if (source->plan == NULL)
    return;
  for (guint i = 0; i < source->plan->steps->len; i++) {
    const struct fol_plan_step *planned =
        &g_array_index (source->plan->steps, struct fol_plan_step, i);
    const struct fol_lesson_step *step = g_ptr_array_index (source->lesson->steps, i);

    if (planned->before.index == index)
      fol_cli_print (_ ("\nStep %u: %s\n"), i + 1, fol_text_get (step->title, NULL));
  }
}

static void
print_steps (const struct narrator *narrator, guint most)
{
  struct sim_view view = sim_world_view (narrator->world);

  for (guint i = 0; i < MIN (narrator->steps->len, most); i++) {
    const struct sim_step *step = &g_array_index (narrator->steps, struct sim_step, i);
    g_autofree char *words = fol_describe_step (&view, step);

    fol_cli_print ("%6u %*s%s: %s\n", i + 1, 2 * step->depth, "",
                   sim_function_name (step->function), words);
  }
}

/* Applies operation `index` and prints it with its result. */
static void
narrate (struct narrator *narrator, guint64 index, const struct sim_op *op, guint steps_most)
{
  const struct sim_sink sink = { collect_step, narrator->steps };
  const char *name = g_hash_table_lookup (narrator->names, GUINT_TO_POINTER ((guint) index));
  g_autofree char *text = fol_describe_op (op);
  g_autofree char *words = NULL;
  struct sim_result result = { .status = SIM_OK };
  struct sim_view view;

  g_array_set_size (narrator->steps, 0);
  sim_apply (narrator->world, op, &result, &sink);
  view = sim_world_view (narrator->world);
  words = fol_describe_result (&view, op, &result);
  fol_cli_print ("%4" G_GUINT64_FORMAT "  %s%s%s\n      %s\n", index, name != NULL ? name : "",
                 name != NULL ? " = " : "", text, words);
  if (narrator->explain || steps_most != FOL_STEP_END)
    print_steps (narrator, steps_most);
}

static enum fol_exit
narrate_all (const struct fol_source *source, struct fol_position to, bool explain)
{
  struct sim_machine_problem problem;
  const struct sim_machine *machine = sim_world_machine (fol_history_world (source->history));
  struct narrator narrator = { .source = source, .explain = explain };
  struct sim_op op;

  narrator.world = sim_world_open (machine, &problem);
  if (narrator.world == NULL) {
    g_autofree char *text = fol_describe_problem (&problem);

    fprintf (stderr, "%s\n", text);
    return FOL_EXIT_CONTENT;
  }
  narrator.steps = g_array_new (FALSE, FALSE, sizeof (struct sim_step));
  narrator.names = names_by_index (source, to.branch);
  fol_cli_print (_ ("Machine %s, %u frames\n"), machine->name,
                 sim_world_layout (narrator.world)->frame_count);
  for (guint64 index = 1;
       index <= to.index && fol_history_op (source->history, to.branch, index, &op); index++) {
    print_lesson_titles (source, index - 1);
    narrate (&narrator, index, &op, index == to.index ? to.step : FOL_STEP_END);
  }

  g_hash_table_unref (narrator.names);
  g_array_unref (narrator.steps);
  sim_world_close (narrator.world);
  return FOL_EXIT_DONE;
}

static bool
write_dump (struct fol_source *source, const char *path, GError **error)
{
  g_autoptr (GOutputStream) stream = NULL;
  bool written;

  /* What was printed comes first where both go to the same place. */
  fol_cli_flush ();
  stream = fol_cli_open_output (path, error);
  if (stream == NULL)
    return false;
  written = fol_dump_state (source->history, stream, error);
  return fol_cli_close_output (stream, path, written, error);
}

/* What the kernel would show of small objects there, in its own words. */
static bool
print_slabs (struct fol_source *source, const struct run_options *options)
{
  struct fol_state *state = fol_history_state (source->history);
  struct sim_view view = fol_state_view (state);
  g_autofree char *slabinfo = NULL, *reports = NULL;
  const char *why = NULL;

  if (options->slabinfo)
    slabinfo = fol_slabinfo (&view, &why);
  if (options->reports)
    reports = fol_describe_reports (&view, SIM_CACHE_NONE, SIM_SLAB_NONE, SIM_REF_NONE);
  fol_state_unref (state);
  if (slabinfo != NULL)
    fol_cli_print ("%s", slabinfo);
  if (reports != NULL)
    fol_cli_print ("%s", *reports != '\0' ? reports : _ ("Slab debugging has found nothing.\n"));
  if (why != NULL)
    fprintf (stderr, "%s\n", why);
  return why == NULL;
}

/* From the opening to the first moment at which the condition holds; *to has the
 * branch, and gets the moment. */
static bool
find_moment (struct fol_source *source, const char *text, struct fol_position *to, GError **error)
{
  struct fol_position opening = { .branch = to->branch, .step = FOL_STEP_END };
  g_autoptr (FolUntil) until = NULL;
  struct fol_condition condition;
  struct fol_state *state;

  if (!fol_source_seek (source, opening, error))
    return false;
  state = fol_history_state (source->history);
  until = fol_until_new (text, state, to->branch, source->names, error);
  fol_state_unref (state);
  if (until == NULL)
    return false;
  condition = fol_until_condition (until);
  if (fol_history_run_until (source->history, &condition, false, NULL) != FOL_RUN_REACHED) {
    g_set_error (error, FOL_EXPRESSION_ERROR, FOL_EXPRESSION_RANGE,
                 _ ("“%s” holds at no moment up to the end of the branch."), text);
    return false;
  }
  *to = fol_history_position (source->history);
  return true;
}

/* A workload whose last operation is kept, to tell why it was refused. */
struct kept_stream {
  struct fol_workload_stream *stream; /* owned */
  struct sim_op op;
};

static bool
next_kept (void *user_data, const struct sim_view *view, const struct sim_result *last,
           struct sim_op *op)
{
  struct kept_stream *kept = user_data;
  bool more = fol_workload_stream_next (kept->stream, view, last, op);

  kept->op = *op;
  return more;
}

/* Applies a workload where the history stands; *to gets the moment after it. */
static bool
apply_workload (struct fol_source *source, const struct fol_workload *workload,
                struct fol_position *to, GError **error)
{
  struct kept_stream kept = { .stream = fol_workload_stream_new (workload) };
  const struct fol_generator generator = { next_kept, &kept };
  guint64 count = workload->value[FOL_WORKLOAD_OPS];
  struct sim_result last;
  bool whole;

  whole = fol_history_apply_generated (source->history, &generator, count, &last, NULL) == count;
  fol_workload_stream_free (kept.stream);
  *to = fol_history_position (source->history);
  if (!whole) {
    struct sim_view view = sim_world_view (fol_history_world (source->history));
    g_autofree char *words = fol_describe_result (&view, &kept.op, &last);

    g_set_error_literal (error, FOL_WORKLOAD_ERROR, FOL_WORKLOAD_VALUE, words);
  }
  return whole;
}

static enum fol_exit
run_file (const char *file, const struct run_options *options, struct fol_position to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FolSource) source = fol_source_load (file, &error);
  enum fol_exit code;

  if (source == NULL)
    return fol_cli_fail (error);
  if (options->to == NULL) {
    to = source->position;
    if (options->branch >= 0)
      to = (struct fol_position){ .branch = (uint32_t) options->branch, .step = FOL_STEP_END };
    if (options->branch >= 0 && to.branch < fol_history_branch_count (source->history))
      to.index = fol_source_length (source, to.branch);
  } else {
    to.branch = options->branch >= 0 ? (uint32_t) options->branch : source->position.branch;
  }
  if (options->until != NULL ? !find_moment (source, options->until, &to, &error)
                             : !fol_source_seek (source, to, &error))
    return fol_cli_fail (error);
  if (options->workload != NULL && !apply_workload (source, &options->parsed, &to, &error))
    return fol_cli_fail (error);

  code = narrate_all (source, to, options->explain);
  if (code == FOL_EXIT_DONE && !print_slabs (source, options))
    code = FOL_EXIT_CONTENT;
  if (code == FOL_EXIT_DONE && options->dump != NULL && !write_dump (source, options->dump, &error))
    return fol_cli_fail (error);
  return code == FOL_EXIT_DONE ? fol_cli_report_problems (source) : code;
}

enum fol_exit
fol_command_run (const struct fol_command_info *info, int argc, char **argv)
{
  struct run_options options = { .branch = -1 };
  const GOptionEntry entries[] = {
    { "to", 't', 0, G_OPTION_ARG_STRING, &options.to,
      N_ ("stop after operation N, or after its step S"), "N[.S]" },
    { "until", 'u', 0, G_OPTION_ARG_STRING, &options.until,
      N_ ("stop at the first moment at which the expression holds"), "EXPRESSION" },
    { "branch", 'b', 0, G_OPTION_ARG_INT, &options.branch,
      N_ ("the branch of a session; otherwise where it stood"), "B" },
    { "workload", 'w', 0, G_OPTION_ARG_STRING, &options.workload,
      N_ ("go on from there with operations made by a seed, as “workload ops=20 small=50”"),
      "TEXT" },
    { "explain", 'e', 0, G_OPTION_ARG_NONE, &options.explain,
      N_ ("tell every kernel function and decision"), NULL },
    { "slabinfo", 's', 0, G_OPTION_ARG_NONE, &options.slabinfo,
      N_ ("print /proc/slabinfo as it is there"), NULL },
    { "reports", 'r', 0, G_OPTION_ARG_NONE, &options.reports,
      N_ ("print what slab debugging found, as the kernel would"), NULL },
    { "dump", 'd', 0, G_OPTION_ARG_FILENAME, &options.dump,
      N_ ("write the state there as JSON; - is standard output"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  struct fol_position to = { .step = FOL_STEP_END };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  enum fol_exit code = FOL_EXIT_USAGE;

  if (fol_cli_parse (info, entries, argc, argv, 1, 1, &files)) {
    if (options.to != NULL && options.until != NULL)
      code = fol_cli_usage (info, _ ("--to and --until: only one of them"));
    else if (options.to != NULL && !fol_cli_parse_position (options.to, &to))
      code = fol_cli_usage (info, _ ("--to: expected N or N.S, not “%s”"), options.to);
    else if (options.workload != NULL &&
             !fol_workload_parse (options.workload, &options.parsed, &error))
      code = fol_cli_usage (info, "%s", error->message);
    else
      code = run_file (files[0], &options, to);
  }
  g_free (options.to);
  g_free (options.until);
  g_free (options.workload);
  g_free (options.dump);
  return code;
}
