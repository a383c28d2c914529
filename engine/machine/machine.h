/* engine/machine/machine.h - what a machine is, before anything is allocated.
 *
 * A plain description, filled by app/machine-reader.c from data/machines/ or
 * by app/verify.c from a recording; sim_world_open () builds a world from it.
 * Bytes where not said otherwise.  Only whole pages count: a range of RAM
 * shrinks to them, a reserved one grows.
 *
 * Leaves out: device trees, TLBs, NUMA distances.
 */
#pragma once

#include "engine/base/types.h"

#define SIM_MACHINE_RANGES_MAX 64u

struct sim_range {
  uint64_t start, size;
};

/* A zone given outright, as a recording knows it.  PFNs. */
struct sim_zone_spec {
  uint32_t node, type;
  uint32_t start_pfn, spanned, present, managed;
};

/* One cache of the CPU, nearest first.  size = sets * ways * line_size; all powers of
 * two but `ways`. */
struct sim_cpu_cache {
  uint32_t level, size, ways, line_size; /* bytes */
};
#define SIM_CPU_CACHES_MAX 4u

struct sim_machine {
  char name[64];      /* id: "teaching-64" */
  uint32_t max_order; /* number of orders: 11 means 0 .. 10 */
  uint32_t pageblock_order;
  uint32_t cpu_count;
  bool smp;      /* counters have per-CPU deltas */
  bool boot_pcp; /* per CPU as in early boot: lists of high 0, batch 1, exact counters */
  bool thp;      /* transparent huge pages: pageblock_order has per-CPU lists, too */
  int32_t mobility_grouping; /* 0 off, 1 on, -1: off below 6 pageblocks, as the kernel decides */
  uint32_t cpu_node[SIM_CPUS_MAX];                 /* node of each CPU */
  int32_t min_free_kbytes;                         /* -1: by the kernel's formula */
  uint32_t watermark_scale_factor;                 /* 10 */
  uint32_t watermark_boost_factor;                 /* 15000; 0 turns boosting off */
  uint32_t lowmem_reserve_ratio[SIM_MAX_NR_ZONES]; /* 256, 256, 32, 0 */

  uint32_t slab_allocator;  /* enum sim_slab_allocator */
  bool slab_boot;           /* kmem_cache_init () ran before operation 1 */
  bool slab_merge;          /* caches that fit are merged (no slab_nomerge) */
  uint32_t cpus_possible;   /* 0: cpu_count */
  uint32_t cpu_cache_count; /* 0: one of 64 byte lines, unknown size */
  struct sim_cpu_cache cpu_cache[SIM_CPU_CACHES_MAX];

  uint32_t ram_count, reserved_count;
  struct sim_range ram[SIM_MACHINE_RANGES_MAX];      /* ascending, disjoint */
  struct sim_range reserved[SIM_MACHINE_RANGES_MAX]; /* inside ram: kernel image, firmware */

  /* First byte beyond each zone, ascending; 0: the machine has no such zone;
   * UINT64_MAX: all the rest.  A zone without memory does not exist. */
  uint64_t zone_end[SIM_MAX_NR_ZONES];

  /* If not 0, the zones are these and zone_end does not count.  Ascending by
   * node and type.  `managed` only matters where no memory is handed over
   * (engine/physical/load.h). */
  uint32_t zone_count;
  struct sim_zone_spec zone[SIM_ZONES_MAX];
};

/* What is wrong with a description: which member, and a code with its numbers. */
enum sim_machine_error {
  SIM_MACHINE_OK,
  SIM_MACHINE_NO_RAM,
  SIM_MACHINE_TOO_LARGE,    /* number: frames, limit */
  SIM_MACHINE_BAD_RANGE,    /* member "ram" or "reserved", index; empty or wrapping */
  SIM_MACHINE_OVERLAP,      /* member, index: overlaps or precedes the range before it */
  SIM_MACHINE_OUTSIDE_RAM,  /* member "reserved", index */
  SIM_MACHINE_BAD_ORDER,    /* member "max_order" or "pageblock_order"; number: value, limit */
  SIM_MACHINE_BAD_CPUS,     /* number: value, limit */
  SIM_MACHINE_BAD_ZONES,    /* member "zones", index */
  SIM_MACHINE_BAD_CACHE,    /* member "cpu_caches", index: not sets * ways * line_size */
  SIM_MACHINE_NOTHING_FREE, /* everything is reserved */
  SIM_MACHINE_NO_MEMORY,    /* the host has no memory for the arena; number: MiB */
};

struct sim_machine_problem {
  enum sim_machine_error error;
  const char *member; /* static, or NULL */
  uint32_t index;
  uint64_t number[2];
};

/* The defaults of linux-6.1 on x86-64; the caller adds RAM. */
void sim_machine_defaults (struct sim_machine *machine);

/* Checks without building; *problem may not be NULL. */
bool sim_machine_check (const struct sim_machine *machine, struct sim_machine_problem *problem);
