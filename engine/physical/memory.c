/* engine/physical/memory.c - the cold side of memory.h: sending steps. */
#include "engine/physical/memory.h"

#include <string.h>

void
sim_tell (struct sim_world *world, enum sim_function function, enum sim_decision decision,
          const struct sim_object *objects, uint32_t object_count, const uint32_t *numbers,
          uint32_t number_count)
{
  struct sim_step step = { 0 };

  SIM_ASSERT (object_count <= SIM_STEP_OBJECTS_MAX && number_count <= SIM_STEP_NUMBERS_MAX);
  step.function = (uint16_t) function;
  step.decision = (uint16_t) decision;
  step.depth = (uint16_t) world->depth;
  step.object_count = (uint16_t) object_count;
  step.journal = (uint32_t) world->arena.journal_count;
  memcpy (step.number, numbers, number_count * sizeof numbers[0]);
  if (object_count > 0)
    memcpy (step.object, objects, object_count * sizeof objects[0]);
  world->sink->step (world->sink->user_data, &step);
}

void
sim_zone_fold_told (struct sim_world *world, uint32_t zone, uint32_t cpu, int32_t delta)
{
  sim_enter (world);
  SIM_TELL (world, MOD_ZONE_PAGE_STATE, COUNTER_FOLD, SIM_OBJECTS (sim_on_zone (zone)), zone, cpu,
            (uint32_t) delta, world->zones[zone].stat_threshold);
  sim_leave (world);
}
