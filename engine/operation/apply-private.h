/* engine/operation/apply-private.h - what the files that apply operations share. */
#pragma once

#include "engine/physical/memory.h"

static const struct sim_object sim_no_object = { .kind = SIM_OBJECT_NONE };

enum sim_status sim_refuse (struct sim_result *result, enum sim_status status,
                            struct sim_object object, const uint64_t *number, uint32_t count);

#define SIM_REFUSE(status, object, ...)                                                            \
  sim_refuse (result, status, object, (const uint64_t[]){ __VA_ARGS__ },                           \
              (uint32_t) (sizeof ((const uint64_t[]){ __VA_ARGS__ }) / sizeof (uint64_t)))

/* Everything counts as an operation that gets this far. */
static inline uint32_t
sim_count_operation (struct sim_world *world)
{
  uint32_t serial = world->header->serial + 1;

  sim_put (world, &world->header->serial, serial);
  return serial;
}

/* A small object by its kernel address. */
static inline struct sim_object
sim_on_address (uint64_t address)
{
  return (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                              .a = (uint32_t) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT),
                              .b = (uint32_t) (address & ((1u << SIM_PAGE_SHIFT) - 1)) };
}

/* Operations on small objects (apply-slab.c); SIM_BAD_OPERATION for all others. */
enum sim_status sim_dispatch_slab (struct sim_world *world, const struct sim_op *op,
                                   struct sim_result *result);
