/* tests/engine/testing.h - what the engine's tests share: machines, short ways to
 * apply operations, and the check after each.
 *
 * Random streams take their seed from SIM_SEED if it is set and print it when
 * they start, so that a failure can be repeated.
 */
#pragma once

#include "engine/physical/gfp.h"
#include "engine/world.h"

#include <glib.h>
#include <string.h>

#define MOVABLE   (SIM_GFP_HIGHUSER_MOVABLE & ~SIM_GFP_DIRECT_RECLAIM)
#define UNMOVABLE (SIM_GFP_KERNEL & ~SIM_GFP_DIRECT_RECLAIM)

/* 64 frames, orders 0 to 4, pageblocks of 8 frames, nothing reserved. */
static inline struct sim_machine
teaching_machine (void)
{
  struct sim_machine machine;

  sim_machine_defaults (&machine);
  machine.max_order = 5;
  machine.pageblock_order = 3;
  machine.smp = false;
  machine.boot_pcp = true;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << SIM_PAGE_SHIFT };
  machine.zone_end[SIM_ZONE_DMA] = 0;
  machine.zone_end[SIM_ZONE_DMA32] = 0;
  return machine;
}

/* A PC: low RAM with the usual gap, a kernel image, the rest above 4 GiB. */
static inline struct sim_machine
pc_machine (guint mebibytes, guint mebibytes_high)
{
  struct sim_machine machine;

  sim_machine_defaults (&machine);
  machine.ram_count = 2;
  machine.ram[0] = (struct sim_range){ 0x1000, 0x9ec00 };
  machine.ram[1] = (struct sim_range){ 0x100000, ((uint64_t) mebibytes << 20) - 0x120000 };
  if (mebibytes_high > 0)
    machine.ram[machine.ram_count++] =
        (struct sim_range){ UINT64_C (4) << 30, (uint64_t) mebibytes_high << 20 };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0x1000000, 0x1200000 };
  return machine;
}

static inline struct sim_world *
open_world (const struct sim_machine *machine)
{
  struct sim_machine_problem problem;
  struct sim_world *world = sim_world_open (machine, &problem);

  g_assert_cmpint (problem.error, ==, SIM_MACHINE_OK);
  g_assert_nonnull (world);
  return world;
}

static inline void
check_world (struct sim_world *world)
{
  struct sim_view view = sim_world_view (world);
  struct sim_object where = { 0 };
  const char *broken = sim_view_check (&view, &where);

  if (broken != NULL)
    g_error ("%s (object of kind %u: %u, %u, %u)", broken, where.kind, where.a, where.b, where.c);
}

static inline struct sim_result
apply_op (struct sim_world *world, enum sim_operation_kind kind, uint64_t a, uint64_t b, uint64_t c)
{
  struct sim_op op = { .kind = kind, .argument = { a, b, c } };
  struct sim_result result;

  g_assert_cmpint (sim_apply (world, &op, &result, NULL), ==, result.status);
  return result;
}

static inline sim_pfn
alloc_block (struct sim_world *world, guint order, guint32 gfp)
{
  struct sim_result result = apply_op (world, SIM_OP_ALLOC_PAGES, order, gfp, SIM_NODE_ANY);

  g_assert_cmpint (result.status, ==, SIM_OK);
  return result.pfn;
}

static inline void
free_block (struct sim_world *world, sim_pfn pfn)
{
  g_assert_cmpint (apply_op (world, SIM_OP_FREE_PAGES, pfn, SIM_ORDER_OF_BLOCK, 0).status, ==,
                   SIM_OK);
}

/* The list's blocks as text, head first: "8 24". */
static inline char *
list_text (struct sim_world *world, uint32_t list)
{
  struct sim_view view = sim_world_view (world);
  GString *text = g_string_new (NULL);

  for (uint32_t node = sim_view_list_first (&view, list); (node & SIM_NODE_HEAD) == 0;
       node = sim_view_list_next (&view, node))
    g_string_append_printf (text, "%s%u", text->len > 0 ? " " : "", node);
  return g_string_free (text, FALSE);
}

static inline void
assert_free_list (struct sim_world *world, guint zone, guint order, guint type,
                  const char *expected)
{
  g_autofree char *text =
      list_text (world, sim_free_list (sim_world_layout (world), zone, order, type));

  g_assert_cmpstr (text, ==, expected);
}

static inline void
assert_pcp_list (struct sim_world *world, guint zone, guint cpu, guint order, guint type,
                 const char *expected)
{
  g_autofree char *text = list_text (
      world, sim_pcp_list_of (sim_world_layout (world), zone, cpu, sim_pcp_list (order, type)));

  g_assert_cmpstr (text, ==, expected);
}

/* --- seeded random numbers --- */

static inline guint64
test_seed (guint64 otherwise)
{
  const char *text = g_getenv ("SIM_SEED");
  guint64 seed = text != NULL ? g_ascii_strtoull (text, NULL, 0) : otherwise;

  g_test_message ("SIM_SEED=%" G_GUINT64_FORMAT, seed);
  return seed * 2 + 1;
}

static inline guint64
random_next (guint64 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state >> 11;
}

static inline guint
random_below (guint64 *state, guint limit)
{
  return (guint) (random_next (state) % limit);
}
