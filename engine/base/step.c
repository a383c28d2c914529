/* engine/base/step.c - the names of functions and decisions, from the tables of step.h. */
#include "engine/base/step.h"

#include "engine/base/check.h"

static const char *const function_names[SIM_FN_COUNT] = {
#define X(id, name, file) [SIM_FN_##id] = name,
  SIM_FUNCTION_TABLE (X)
#undef X
};

static const char *const function_files[SIM_FN_COUNT] = {
#define X(id, name, file) [SIM_FN_##id] = file,
  SIM_FUNCTION_TABLE (X)
#undef X
};

static const char *const decision_tags[SIM_DECISION_COUNT] = {
#define X(id, tag, numbers) [SIM_DECISION_##id] = tag,
  SIM_DECISION_TABLE (X)
#undef X
};

static const char *const decision_numbers[SIM_DECISION_COUNT] = {
#define X(id, tag, numbers) [SIM_DECISION_##id] = numbers,
  SIM_DECISION_TABLE (X)
#undef X
};

const char *
sim_function_name (enum sim_function function)
{
  SIM_ASSERT (function < SIM_FN_COUNT);
  return function_names[function];
}

const char *
sim_function_file (enum sim_function function)
{
  SIM_ASSERT (function < SIM_FN_COUNT);
  return function_files[function];
}

const char *
sim_decision_tag (enum sim_decision decision)
{
  SIM_ASSERT (decision < SIM_DECISION_COUNT);
  return decision_tags[decision];
}

const char *
sim_decision_numbers (enum sim_decision decision)
{
  SIM_ASSERT (decision < SIM_DECISION_COUNT);
  return decision_numbers[decision];
}
