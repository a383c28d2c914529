/* app/expression-sets.c - the table of functions about the sets of the CPU's caches. */
#include "app/cpu-lines.h"
#include "app/expression-private.h"

#define ROUNDS_MOST  1000000
#define ROUNDS_USUAL 10

/* NULL: the machine does not say what caches its CPU has. */
static const struct sim_cpu_cache *
cpu_cache (const struct fol_scope *scope, guint count, const gint64 *argument, guint at)
{
  if (scope->machine->cpu_cache_count == 0)
    return NULL;
  return &scope->machine->cpu_cache[count > at ? argument[at] : 0];
}

static gint64
call_cpu_sets (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  const struct sim_cpu_cache *cpu = cpu_cache (scope, count, argument, 0);

  return cpu != NULL ? (gint64) sim_cpu_cache_sets (cpu) : -1;
}

static gint64
call_cpu_ways (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  const struct sim_cpu_cache *cpu = cpu_cache (scope, count, argument, 0);

  return cpu != NULL ? (gint64) cpu->ways : -1;
}

static gint64
call_cpu_line (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  const struct sim_cpu_cache *cpu = cpu_cache (scope, count, argument, 0);

  return cpu != NULL ? (gint64) cpu->line_size : -1;
}

static gint64
call_cpu_set (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  const struct sim_cpu_cache *cpu = cpu_cache (scope, count, argument, 2);
  uint64_t physical = (uint64_t) argument[0] - SIM_PAGE_OFFSET;

  if (count > 1)
    physical += (uint64_t) argument[1];
  if (cpu == NULL || physical >> SIM_PAGE_SHIFT >= scope->view.layout->frame_count)
    return -1;
  return sim_cpu_cache_set (cpu, physical);
}

/* Misses of the last round; argument: cache, offset, rounds, index of the CPU cache. */
static gint64
count_misses (const struct fol_scope *scope, guint count, const gint64 *argument, bool plain)
{
  struct sim_access_pattern pattern = { .access = SIM_ACCESS_FIELD, .rounds = ROUNDS_USUAL };
  uint32_t level = count > 3 ? (uint32_t) argument[3] : 0;
  struct fol_cpu_lines read;
  gint64 misses = 0;

  if (cpu_cache (scope, count, argument, 3) == NULL ||
      (count > 1 && (argument[1] < -1 || argument[1] >= (gint64) SIM_KMALLOC_MOST)) ||
      (count > 2 && (argument[2] < 1 || argument[2] > ROUNDS_MOST)))
    return -1;
  if (count > 1 && argument[1] < 0)
    pattern.access = SIM_ACCESS_OBJECT;
  else if (count > 1)
    pattern.offset = (uint32_t) argument[1];
  if (count > 2)
    pattern.rounds = (uint32_t) argument[2];
  if (fol_cpu_lines_read (&read, &scope->view, scope->machine, (uint32_t) argument[0], level,
                          &pattern))
    misses = (gint64) read.run[plain ? 0 : 1].last[level].misses;
  fol_cpu_lines_clear (&read);
  return misses;
}

static gint64
call_misses (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_misses (scope, count, argument, false);
}

static gint64
call_plain_misses (const struct fol_scope *scope, guint count, const gint64 *argument)
{
  return count_misses (scope, count, argument, true);
}

#define CACHE     FOL_ARGUMENT_CACHE
#define CPU_CACHE FOL_ARGUMENT_CPU_CACHE
#define NUMBER    FOL_ARGUMENT_NUMBER
#define WHERE     FOL_ARGUMENT_ADDRESS

static const struct fol_function functions[] = {
  { { "cpu_sets", "[level]", "sets of the CPU's cache, the nearest or that of a level, or -1" },
    0,
    1,
    { CPU_CACHE },
    call_cpu_sets },
  { { "cpu_ways", "[level]", "lines that a set of the CPU's cache holds, or -1" },
    0,
    1,
    { CPU_CACHE },
    call_cpu_ways },
  { { "cpu_line", "[level]", "bytes of a line of the CPU's cache, or -1" },
    0,
    1,
    { CPU_CACHE },
    call_cpu_line },
  { { "cpu_set", "address, [offset], [level]",
      "set of the CPU's cache in which that byte can lie, or -1" },
    1,
    3,
    { WHERE, NUMBER, CPU_CACHE },
    call_cpu_set },
  { { "misses", "cache, [offset], [rounds], [level]",
      "reads of the last of 10 or so many rounds that miss, if byte 0 or `offset` (-1: all) of "
      "each object is read; or -1" },
    1,
    4,
    { CACHE, NUMBER, NUMBER, CPU_CACHE },
    call_misses },
  { { "plain_misses", "cache, [offset], [rounds], [level]",
      "the same if all slabs began at their first byte, without colours" },
    1,
    4,
    { CACHE, NUMBER, NUMBER, CPU_CACHE },
    call_plain_misses },
};

const struct fol_function *
fol_set_functions (guint *count)
{
  *count = G_N_ELEMENTS (functions);
  return functions;
}
