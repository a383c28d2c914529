/* tests/slab-machine.h - a machine for tests of small objects above the engine. */
#pragma once

#include "engine/machine/machine.h"

/* 4 MiB, whose caches are there from the beginning. */
static inline struct sim_machine
test_slab_machine (enum sim_slab_allocator allocator, uint32_t cpu_count)
{
  struct sim_machine machine;

  sim_machine_defaults (&machine);
  machine.min_free_kbytes = 0;
  machine.smp = cpu_count > 1;
  machine.cpu_count = cpu_count;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 4u << 20 };
  machine.slab_allocator = allocator;
  machine.slab_boot = true;
  return machine;
}
