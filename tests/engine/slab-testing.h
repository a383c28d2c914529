/* tests/engine/slab-testing.h - short ways to small objects. */
#pragma once

#include "engine/slab/slab.h"
#include "tests/engine/testing.h"

/* A machine of `allocator`; small objects are there from the beginning. */
static inline struct sim_machine
slab_machine (struct sim_machine machine, enum sim_slab_allocator allocator)
{
  machine.slab_allocator = allocator;
  machine.slab_boot = true;
  return machine;
}

/* Checks the invariants too. */
static inline struct sim_result
small_op (struct sim_world *world, enum sim_operation_kind kind, uint64_t a, uint64_t b, uint64_t c,
          uint64_t d)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c, d } };
  struct sim_result result;

  sim_apply (world, &op, &result, NULL);
  check_world (world);
  return result;
}

static inline uint64_t
kmalloc (struct sim_world *world, uint64_t size)
{
  struct sim_result result = small_op (world, SIM_OP_KMALLOC, size, UNMOVABLE, SIM_NODE_ANY, 0);

  g_assert_cmpint (result.status, ==, SIM_OK);
  return result.value;
}

static inline void
kfree (struct sim_world *world, uint64_t address)
{
  g_assert_cmpint (small_op (world, SIM_OP_KFREE, address, 0, 0, 0).status, ==, SIM_OK);
}

static inline uint64_t
ksize (struct sim_world *world, uint64_t address)
{
  struct sim_result result = small_op (world, SIM_OP_KSIZE, address, 0, 0, 0);

  g_assert_cmpint (result.status, ==, SIM_OK);
  return result.value;
}

static inline uint32_t
cache_create (struct sim_world *world, const char *name, uint32_t size, uint32_t align,
              uint32_t flags)
{
  struct sim_result result =
      small_op (world, SIM_OP_KMEM_CACHE_CREATE, sim_name_pack (name), size, align, flags);

  g_assert_cmpint (result.status, ==, SIM_OK);
  return (uint32_t) result.value;
}

static inline uint64_t
cache_alloc (struct sim_world *world, uint32_t cache)
{
  struct sim_result result =
      small_op (world, SIM_OP_KMEM_CACHE_ALLOC, cache, UNMOVABLE, SIM_NODE_ANY, 0);

  g_assert_cmpint (result.status, ==, SIM_OK);
  return result.value;
}

/* Byte `offset` behind an address in a slab. */
static inline uint8_t
byte_at (struct sim_world *world, uint64_t address, uint32_t offset)
{
  struct sim_view view = sim_world_view (world);
  struct sim_slab slab;
  uint32_t entry;

  address += offset - SIM_PAGE_OFFSET;
  entry = sim_view_slab_entry (&view, (sim_pfn) (address >> SIM_PAGE_SHIFT));
  g_assert_cmpuint (entry, !=, SIM_SLAB_NONE);
  sim_view_slab (&view, entry, &slab);
  sim_view_slab (&view, slab.head, &slab);
  return sim_view_slab_byte (&view, &slab,
                             (uint32_t) (address - ((uint64_t) slab.pfn << SIM_PAGE_SHIFT)));
}

static inline uint32_t
offset_in_page (uint64_t address)
{
  return (uint32_t) (address & ((1u << SIM_PAGE_SHIFT) - 1));
}

static inline sim_pfn
frame_at (uint64_t address)
{
  return (sim_pfn) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
}
