/* app/programs/bench.h - the performance figures: what each one measures.
 *
 * One table, fol_bench_figures[] in bench.c, names every figure with its unit
 * and target.  Every value stands beside a baseline that is measured in the
 * same run, round by round in turn with it, so that a busy or slow computer
 * moves both.  Times are CPU time of this thread; values are medians.
 *
 * Leaves out: the start of the window (tests/bench/start-time.py), which needs
 * a display.
 */
#pragma once

#include "app/programs/bench-workload.h"

#include <glib.h>

struct fol_bench_value {
  double value, baseline; /* in the figure's unit */
  char *detail;           /* owned: what they are made of, for people; NULL: nothing to say */
};

/* Kept between figures of one run, so that what two of them need is done once. */
struct fol_bench_jumps; /* bench-history.c */
struct fol_bench_runs;  /* bench-runs.c */
struct fol_bench_scrub; /* bench-map.c */
struct fol_bench {
  struct fol_bench_jumps *jumps; /* owned; NULL until needed */
  struct fol_bench_runs *runs;   /* likewise */
  struct fol_bench_scrub *scrub; /* likewise */
};

/* Measures; false and an error if it could not. */
typedef bool (*fol_bench_func) (struct fol_bench *bench, struct fol_bench_value *value,
                                GError **error);

/* bench-history.c: 1 Mi frames, see bench-workload.h for the operations. */
bool fol_bench_throughput (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_jump_median (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_jump_p99 (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_history_bytes (struct fol_bench *bench, struct fol_bench_value *value,
                              GError **error);
bool fol_bench_arena_bytes (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
void fol_bench_jumps_free (struct fol_bench_jumps *jumps);

/* bench-map.c: 16 Mi frames on 1600 x 900 pixels. */
bool fol_bench_repaint_one (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_repaint_all (struct fol_bench *bench, struct fol_bench_value *value, GError **error);

/* bench-map.c: the same with a million operations, jumping as a pointer on the timeline does. */
bool fol_bench_scrub_seek (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_scrub_paint (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
void fol_bench_scrub_free (struct fol_bench_scrub *scrub); /* NULL is allowed */

/* bench-runs.c: a million operations on 1 Mi frames. */
bool fol_bench_workload (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_small_workload (struct fol_bench *bench, struct fol_bench_value *value,
                               GError **error);
bool fol_bench_curve (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_until (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
bool fol_bench_until_steps (struct fol_bench *bench, struct fol_bench_value *value, GError **error);
void fol_bench_runs_free (struct fol_bench_runs *runs); /* NULL is allowed */

/* CPU time of this thread in seconds. */
double fol_bench_clock (void);

/* The q-quantile (0 .. 1) of the doubles; sorts them. */
double fol_bench_quantile (GArray *values, double q);
