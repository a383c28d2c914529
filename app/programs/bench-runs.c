/* app/programs/bench-runs.c - long work in the background: workloads, curves, runs until.
 *
 * A million operations each, on 1 Mi frames, as a learner would ask for them in
 * the sandbox; the baseline is the plain replay of the same operations, without
 * anything being made, looked at or kept.
 */
#include "app/programs/bench.h"

#include "app/curve.h"
#include "app/describe.h"
#include "app/until.h"
#include "app/workload.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#define FRAMES     (1u << 20)
#define OPERATIONS 1000000u
#define ROUNDS     3u

struct fol_bench_runs {
  struct fol_history *history; /* owned; with the operations of the last workload */
  /* Of double, seconds; owned. */
  GArray *workload, *curve, *until, *steps, *plain, *small, *small_plain;
};

void
fol_bench_runs_free (struct fol_bench_runs *runs)
{
  if (runs == NULL)
    return;
  fol_history_free (runs->history);
  g_array_unref (runs->workload);
  g_array_unref (runs->curve);
  g_array_unref (runs->until);
  g_array_unref (runs->steps);
  g_array_unref (runs->plain);
  g_array_unref (runs->small);
  g_array_unref (runs->small_plain);
  g_free (runs);
}

static void
add_time (GArray *times, double begin)
{
  double time = fol_bench_clock () - begin;

  g_array_append_val (times, time);
}

/* A history of its own, since a workload is followed where it was applied before. */
static bool
time_workload (struct fol_bench_runs *runs, const char *line, GArray *times, GError **error)
{
  struct fol_workload workload;
  struct fol_workload_stream *stream;
  struct fol_generator generator = { .next = fol_workload_stream_next };
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_result last;
  double begin;

  g_clear_pointer (&runs->history, fol_history_free);
  bench_machine (&machine, FRAMES);
  runs->history = fol_history_new (&machine, &problem);
  if (runs->history == NULL) {
    g_autofree char *text = fol_describe_problem (&problem);

    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, text);
    return false;
  }
  if (!fol_workload_parse (line, &workload, error))
    return false;
  stream = fol_workload_stream_new (&workload);
  generator.user_data = stream;
  begin = fol_bench_clock ();
  fol_history_apply_generated (runs->history, &generator, OPERATIONS, &last, NULL);
  add_time (times, begin);
  fol_workload_stream_free (stream);
  return true;
}

/* The operations alone, on a world of their own. */
static void
time_plain (struct fol_bench_runs *runs, GArray *times)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct sim_world *world;
  struct sim_result result;
  g_autofree struct sim_op *ops = g_new (struct sim_op, OPERATIONS);
  double begin;

  for (guint i = 0; i < OPERATIONS; i++)
    fol_history_op (runs->history, 0, i + 1, &ops[i]);
  bench_machine (&machine, FRAMES);
  world = sim_world_open (&machine, &problem);
  if (world == NULL)
    return;
  begin = fol_bench_clock ();
  for (guint i = 0; i < OPERATIONS; i++)
    sim_apply (world, &ops[i], &result, NULL);
  add_time (times, begin);
  sim_world_close (world);
}

static void
time_curve (struct fol_bench_runs *runs)
{
  const struct fol_curve curve = { .kind = FOL_CURVE_UNUSABLE, .zone = SIM_ALL_ZONES, .order = 3 };
  double begin = fol_bench_clock ();

  fol_history_ask_curve (runs->history, &curve, 0);
  fol_history_advance_curve (runs->history, NULL);
  add_time (runs->curve, begin);
}

/* From the opening to the end, in vain. */
static bool
time_until (struct fol_bench_runs *runs, const char *text, GArray *times, GError **error)
{
  struct fol_condition condition;
  struct fol_state *state;
  struct fol_until *until;
  double begin;

  fol_history_seek (runs->history, (struct fol_position){ .step = FOL_STEP_END }, NULL);
  state = fol_history_state (runs->history);
  until = fol_until_new (text, state, 0, NULL, error);
  fol_state_unref (state);
  if (until == NULL)
    return false;
  condition = fol_until_condition (until);
  begin = fol_bench_clock ();
  fol_history_run_until (runs->history, &condition, false, NULL);
  add_time (times, begin);
  fol_until_free (until);
  return true;
}

static bool
need_runs (struct fol_bench *bench, GError **error)
{
  struct fol_bench_runs *runs;

  if (bench->runs != NULL)
    return true;
  bench->runs = runs = g_new0 (struct fol_bench_runs, 1);
  runs->workload = g_array_new (FALSE, FALSE, sizeof (double));
  runs->curve = g_array_new (FALSE, FALSE, sizeof (double));
  runs->until = g_array_new (FALSE, FALSE, sizeof (double));
  runs->steps = g_array_new (FALSE, FALSE, sizeof (double));
  runs->plain = g_array_new (FALSE, FALSE, sizeof (double));
  runs->small = g_array_new (FALSE, FALSE, sizeof (double));
  runs->small_plain = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint round = 0; round < ROUNDS; round++) {
    if (!time_workload (runs, "workload small=80", runs->small, error))
      return false;
    time_plain (runs, runs->small_plain);
    if (!time_workload (runs, "workload", runs->workload, error))
      return false;
    time_plain (runs, runs->plain);
    time_curve (runs);
    if (!time_until (runs, "free(DMA32) < 100 and failed()", runs->until, error) ||
        !time_until (runs, "splits() < 0", runs->steps, error))
      return false;
  }
  return true;
}

static void
set_value (GArray *times, GArray *plain, struct fol_bench_value *value)
{
  value->value = fol_bench_quantile (times, 0.5);
  value->baseline = fol_bench_quantile (plain, 0.5);
  value->detail = g_strdup (_ ("baseline: the million operations alone"));
}

bool
fol_bench_workload (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_runs (bench, error))
    return false;
  set_value (bench->runs->workload, bench->runs->plain, value);
  return true;
}

bool
fol_bench_small_workload (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_runs (bench, error))
    return false;
  set_value (bench->runs->small, bench->runs->small_plain, value);
  return true;
}

bool
fol_bench_curve (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_runs (bench, error))
    return false;
  set_value (bench->runs->curve, bench->runs->plain, value);
  return true;
}

bool
fol_bench_until (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_runs (bench, error))
    return false;
  set_value (bench->runs->until, bench->runs->plain, value);
  return true;
}

bool
fol_bench_until_steps (struct fol_bench *bench, struct fol_bench_value *value, GError **error)
{
  if (!need_runs (bench, error))
    return false;
  set_value (bench->runs->steps, bench->runs->plain, value);
  return true;
}
