/* engine/slab/colour.h - in which sets of the CPU's caches objects fall, and what reading them costs.
 *
 * Three steps, each into buffers of the caller:
 *
 *   view --sim_view_lines ()--> objects --sim_lines_run ()--> lines per set, hits and misses
 *                                  |
 *                                  +--sim_lines_of ()--> lines that a reader of one object touches
 *
 * A run reads the objects in the order of their slabs (oldest first) and addresses,
 * `rounds` times.  It can be told to read them where they lie, or where they would lie
 * without colouring: the first object of every slab at the slab's first byte.  SLUB and
 * SLOB do not colour; for them the two are the same.
 *
 * The caches are those of struct sim_machine: all levels empty at first, each asked in
 * turn, each filled on the way back, the line used longest ago leaves (true LRU).  Sets
 * are chosen by the physical address: line / line size mod sets.
 *
 * Leaves out: one CPU only, data only; no prefetching, no victim or exclusive levels, no
 * slices of the last level; nothing else is read in between (not the slab's lists, not
 * struct page).  A read is of the first byte of a line of the nearest cache, which matters
 * where levels have lines of other sizes.  A machine without CPU caches has no sets: nothing here may be asked then.
 *
 * Integers only, no memory is taken.  Cost: a read is one walk through the ways of a set
 * for each level it misses.
 */
#pragma once

#include "engine/machine/machine.h"
#include "engine/slab/slab.h"

/* What is read in a round. */
enum sim_access {
  SIM_ACCESS_FIELD,  /* one byte of every object, at the same offset */
  SIM_ACCESS_OBJECT, /* every line of every object */
  SIM_ACCESS_RANDOM, /* the field of as many objects as there are, drawn at random */
  SIM_ACCESSES,
};

struct sim_access_pattern {
  enum sim_access access;
  uint32_t offset; /* FIELD, RANDOM: bytes; beyond an object's end: its last byte */
  uint32_t rounds; /* 0 counts as 1 */
  uint64_t seed;   /* RANDOM */
};

/* A slab of the cache, in the order in which they were made. */
struct sim_lines_slab {
  uint32_t entry, pfn, order, serial;
  uint32_t colour, shift; /* number, and bytes before the first object; 0 without colouring */
  uint32_t first, count;  /* its allocated objects, in sim_lines.object */
};

/* An allocated object. */
struct sim_lines_object {
  uint64_t physical; /* address */
  uint32_t size;     /* bytes a user may touch */
  uint32_t slab;     /* index in sim_lines.slab */
};

struct sim_lines {
  /* Given: room.  A slab is in whole or not at all: `slab` is cut where either is full. */
  struct sim_lines_slab *slab;
  struct sim_lines_object *object;
  uint32_t slab_most, object_most;
  /* Found. */
  uint32_t slab_count, object_count;
  uint32_t all_slabs, all_objects; /* the cache's, with those for which there was no room */
};

/* Allocated objects of a cache; `slab`: an entry, of this slab only, or SIM_SLAB_NONE.  With
 * less room than slabs it finds some of the slabs, not always the oldest. */
void sim_view_lines (const struct sim_view *view, uint32_t cache, uint32_t slab,
                     struct sim_lines *lines);

static inline uint32_t
sim_cpu_cache_sets (const struct sim_cpu_cache *cache)
{
  return cache->size / (cache->ways * cache->line_size);
}

/* The set of an address. */
static inline uint32_t
sim_cpu_cache_set (const struct sim_cpu_cache *cache, uint64_t physical)
{
  return (uint32_t) (physical / cache->line_size % sim_cpu_cache_sets (cache));
}

/* The lines that the pattern reads of an object: number of the first (address / line size),
 * and how many follow each other.  `plain`: without colouring. */
uint64_t sim_lines_of (const struct sim_lines *lines, uint32_t object,
                       const struct sim_access_pattern *pattern, uint32_t line_size, bool plain,
                       uint32_t *count);

/* One set of the level asked for. */
struct sim_lines_set {
  uint32_t lines;  /* different lines of the pattern that fall in it */
  uint32_t misses; /* in the last round */
};

/* Reads that came to a level. */
struct sim_lines_count {
  uint64_t reads, misses;
  uint64_t first; /* misses of lines never read before: no colouring avoids them */
};

struct sim_lines_run {
  /* Given. */
  const struct sim_machine *machine;
  const struct sim_lines *lines;
  struct sim_access_pattern pattern;
  bool plain;                /* without colouring */
  uint32_t level;            /* index of the CPU cache whose sets are told */
  struct sim_lines_set *set; /* room for all its sets */
  uint64_t *scratch;         /* room for sim_lines_scratch () words */
  /* Found. */
  struct sim_lines_count all[SIM_CPU_CACHES_MAX];  /* levels by index, all rounds */
  struct sim_lines_count last[SIM_CPU_CACHES_MAX]; /* the last round */
  uint32_t lines_read;                             /* different lines, of the level's size */
  uint32_t used_sets;                              /* sets in which any falls */
  uint32_t full_sets; /* sets in which more fall than there are ways: they compete */
  uint32_t most;      /* lines in the fullest set */
  bool fits;          /* the whole cache would have room for all lines: with `full_sets`, misses
                         * after the first round are conflicts and nothing else */
};

/* Words of scratch for `objects` objects on this machine. */
uint64_t sim_lines_scratch (const struct sim_machine *machine, uint32_t objects);

void sim_lines_run (struct sim_lines_run *run);
