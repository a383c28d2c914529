/* engine/slab/colour.c - objects, the sets of CPU caches, and a reader of all of them.
 *
 * Rounds.  FIELD and OBJECT read the same lines in the same order in each round, so from
 * some round on nothing changes any more: a set keeps the last lines read of those that
 * fall in it.  The first level is the same from round 2 on; a level further out, which
 * sees the misses of the one before, one round later.  What follows is counted without
 * being walked through.
 */
#include "engine/slab/colour.h"

#include <string.h>

#include "engine/base/check.h"
#include "engine/physical/page.h"

/* --- what there is --- */

static bool
made_before (const struct sim_lines_slab *a, const struct sim_lines_slab *b)
{
  return a->serial != b->serial ? a->serial < b->serial : a->pfn < b->pfn;
}

/* Shell's sort: thousands of slabs, and no memory is taken. */
static void
sort_slabs (struct sim_lines_slab *slab, uint32_t count)
{
  for (uint32_t gap = count / 2; gap > 0; gap /= 2)
    for (uint32_t i = gap; i < count; i++) {
      struct sim_lines_slab moved = slab[i];
      uint32_t j = i;

      for (; j >= gap && made_before (&moved, &slab[j - gap]); j -= gap)
        slab[j] = slab[j - gap];
      slab[j] = moved;
    }
}

static void
find_slabs (const struct sim_view *view, uint32_t cache, uint32_t only, struct sim_lines *lines)
{
  struct sim_kmem_cache its;
  struct sim_slab_header header;

  if (!sim_view_cache (view, cache, &its))
    return;
  sim_view_slab_header (view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    struct sim_slab slab;
    bool coloured = its.allocator == SIM_ALLOCATOR_SLAB;

    sim_view_slab (view, entry, &slab);
    if (slab.cache != cache + 1 || slab.head != entry || (only != SIM_SLAB_NONE && only != entry))
      continue;
    if (lines->all_slabs++ >= lines->slab_most)
      continue;
    lines->slab[lines->slab_count++] = (struct sim_lines_slab){
      .entry = entry,
      .pfn = slab.pfn,
      .order = slab.order,
      .serial = slab.serial,
      .colour = coloured ? slab.colour : 0,
      .shift = coloured ? slab.s_mem : 0,
    };
  }
  sort_slabs (lines->slab, lines->slab_count);
}

/* The allocated objects of a slab; how many there are, be there room for them or not. */
static uint32_t
add_objects (const struct sim_view *view, struct sim_lines *lines, uint32_t index, bool room)
{
  struct sim_place place[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  struct sim_lines_slab *slab = &lines->slab[index];
  uint32_t most = sizeof place / sizeof place[0], allocated = 0;
  uint32_t count = sim_view_slab_places (view, slab->entry, place, most);

  if (count > most)
    count = most;
  slab->first = lines->object_count;
  for (uint32_t i = 0; i < count; i++) {
    if (place[i].state != SIM_PLACE_ALLOCATED)
      continue;
    if (room && lines->object_count < lines->object_most)
      lines->object[lines->object_count++] = (struct sim_lines_object){
        .physical = ((uint64_t) slab->pfn << SIM_PAGE_SHIFT) + place[i].offset,
        .size = place[i].size,
        .slab = index,
      };
    allocated++;
  }
  slab->count = lines->object_count - slab->first;
  if (slab->count == allocated)
    return allocated;
  /* No room for all: none. */
  lines->object_count = slab->first;
  slab->count = 0;
  return allocated;
}

void
sim_view_lines (const struct sim_view *view, uint32_t cache, uint32_t slab, struct sim_lines *lines)
{
  uint32_t kept;
  bool room = true;

  lines->slab_count = lines->object_count = lines->all_slabs = lines->all_objects = 0;
  find_slabs (view, cache, slab, lines);
  kept = lines->slab_count;
  for (uint32_t i = 0; i < lines->slab_count; i++) {
    uint32_t allocated = add_objects (view, lines, i, room);

    if (room && allocated > lines->slab[i].count) {
      room = false;
      kept = i;
    }
    lines->all_objects += allocated;
  }
  lines->slab_count = kept;
}

uint64_t
sim_lines_of (const struct sim_lines *lines, uint32_t object,
              const struct sim_access_pattern *pattern, uint32_t line_size, bool plain,
              uint32_t *count)
{
  const struct sim_lines_object *its = &lines->object[object];
  uint64_t start = its->physical - (plain ? lines->slab[its->slab].shift : 0);
  uint32_t last = its->size > 0 ? its->size - 1 : 0;

  if (pattern->access == SIM_ACCESS_OBJECT) {
    *count = (uint32_t) ((start + last) / line_size - start / line_size) + 1;
    return start / line_size;
  }
  *count = 1;
  return (start + (pattern->offset < last ? pattern->offset : last)) / line_size;
}

/* --- reading it --- */

/* The caches at work.  A tag is the number of a line + 1, or 0: empty; those of a set lie
 * together, the one used last first. */
struct caches {
  struct sim_lines_run *run;
  uint64_t *tag[SIM_CPU_CACHES_MAX];
  uint32_t sets[SIM_CPU_CACHES_MAX];
  uint64_t *seen; /* a bit for each object: its field was read */
  struct sim_lines_count *count;
  bool last_round;
};

static uint64_t
tags (const struct sim_cpu_cache *cache)
{
  return (uint64_t) sim_cpu_cache_sets (cache) * cache->ways;
}

uint64_t
sim_lines_scratch (const struct sim_machine *machine, uint32_t objects)
{
  uint64_t words = objects / 64u + 1u;

  for (uint32_t i = 0; i < machine->cpu_cache_count; i++)
    words += tags (&machine->cpu_cache[i]);
  return words;
}

static void
open_caches (struct caches *caches, struct sim_lines_run *run)
{
  uint64_t *room = run->scratch;

  memset (room, 0, sim_lines_scratch (run->machine, run->lines->object_count) * sizeof *room);
  *caches = (struct caches){ .run = run, .seen = room };
  room += run->lines->object_count / 64u + 1u;
  for (uint32_t i = 0; i < run->machine->cpu_cache_count; i++) {
    caches->sets[i] = sim_cpu_cache_sets (&run->machine->cpu_cache[i]);
    caches->tag[i] = room;
    room += tags (&run->machine->cpu_cache[i]);
  }
}

/* Whether the line was there; it is the one used last from now on. */
static bool
touch (uint64_t *way, uint32_t ways, uint64_t tag)
{
  uint32_t i = 0;
  bool hit;

  while (i < ways - 1 && way[i] != tag)
    i++;
  hit = way[i] == tag;
  memmove (way + 1, way, i * sizeof *way);
  way[0] = tag;
  return hit;
}

/* One read, of the byte at line * line size of the first level. */
static void
read_line (struct caches *caches, uint64_t line, bool first)
{
  const struct sim_machine *machine = caches->run->machine;
  uint64_t physical = line * machine->cpu_cache[0].line_size;

  for (uint32_t i = 0; i < machine->cpu_cache_count; i++) {
    const struct sim_cpu_cache *cache = &machine->cpu_cache[i];
    uint64_t its = physical / cache->line_size;
    uint32_t set = (uint32_t) (its % caches->sets[i]);

    caches->count[i].reads++;
    if (touch (caches->tag[i] + (uint64_t) set * cache->ways, cache->ways, its + 1))
      return;
    caches->count[i].misses++;
    if (first)
      caches->count[i].first++;
    if (caches->last_round && i == caches->run->level)
      caches->run->set[set].misses++;
  }
}

/* Objects of a slab lie in order, and slabs begin on lines of their own: a line that was met
 * before was met just now. */
static void
read_in_order (struct caches *caches, bool first_round)
{
  struct sim_lines_run *run = caches->run;
  uint32_t line_size = run->machine->cpu_cache[0].line_size;
  uint64_t met = UINT64_MAX;

  for (uint32_t i = 0; i < run->lines->object_count; i++) {
    uint32_t count;
    uint64_t line = sim_lines_of (run->lines, i, &run->pattern, line_size, run->plain, &count);

    for (; count > 0; count--, line++) {
      read_line (caches, line, first_round && line != met);
      met = line;
    }
  }
}

/* Whether no object with this field's line was drawn before; `object`'s is now. */
static bool
is_first (struct caches *caches, uint32_t object, uint64_t line)
{
  struct sim_lines_run *run = caches->run;
  uint32_t line_size = run->machine->cpu_cache[0].line_size, count;

  /* The first of those that share the line stands for all. */
  while (object > 0 && sim_lines_of (run->lines, object - 1, &run->pattern, line_size, run->plain,
                                     &count) == line)
    object--;
  if ((caches->seen[object / 64] >> object % 64 & 1) != 0)
    return false;
  caches->seen[object / 64] |= UINT64_C (1) << object % 64;
  return true;
}

/* A number below `most`, from a state that goes on (SplitMix64). */
static uint32_t
draw (uint64_t *state, uint32_t most)
{
  uint64_t z = *state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return (uint32_t) (((z ^ z >> 31) >> 32) * most >> 32);
}

static void
read_at_random (struct caches *caches, uint64_t *random)
{
  struct sim_lines_run *run = caches->run;
  uint32_t line_size = run->machine->cpu_cache[0].line_size;

  for (uint32_t i = 0; i < run->lines->object_count; i++) {
    uint32_t object = draw (random, run->lines->object_count), count;
    uint64_t line = sim_lines_of (run->lines, object, &run->pattern, line_size, run->plain, &count);

    read_line (caches, line, is_first (caches, object, line));
  }
}

/* Lines per set of the level asked for. */
static void
fill_sets (struct sim_lines_run *run)
{
  const struct sim_cpu_cache *cache = &run->machine->cpu_cache[run->level];
  uint32_t sets = sim_cpu_cache_sets (cache);
  uint64_t met = UINT64_MAX;

  memset (run->set, 0, sets * sizeof *run->set);
  run->lines_read = run->used_sets = run->full_sets = run->most = 0;
  for (uint32_t i = 0; i < run->lines->object_count; i++) {
    uint32_t count;
    uint64_t line =
        sim_lines_of (run->lines, i, &run->pattern, cache->line_size, run->plain, &count);

    for (; count > 0; count--, line++) {
      if (line != met) {
        run->set[line % sets].lines++;
        run->lines_read++;
      }
      met = line;
    }
  }
  for (uint32_t i = 0; i < sets; i++) {
    run->used_sets += run->set[i].lines > 0;
    run->full_sets += run->set[i].lines > cache->ways;
    if (run->set[i].lines > run->most)
      run->most = run->set[i].lines;
  }
  run->fits = run->lines_read <= sets * cache->ways;
}

static void
add_counts (struct sim_lines_run *run, const struct sim_lines_count *round, uint32_t times)
{
  for (uint32_t i = 0; i < run->machine->cpu_cache_count; i++) {
    run->all[i].reads += round[i].reads * times;
    run->all[i].misses += round[i].misses * times;
    run->all[i].first += round[i].first * times;
    run->last[i] = round[i];
  }
}

void
sim_lines_run (struct sim_lines_run *run)
{
  uint32_t rounds = run->pattern.rounds > 0 ? run->pattern.rounds : 1;
  bool random = run->pattern.access == SIM_ACCESS_RANDOM;
  uint32_t walked = run->machine->cpu_cache_count + 1;
  uint64_t state = run->pattern.seed;
  struct caches caches;

  SIM_ASSERT (run->level < run->machine->cpu_cache_count);
  if (random || walked > rounds)
    walked = rounds;
  memset (run->all, 0, sizeof run->all);
  memset (run->last, 0, sizeof run->last);
  fill_sets (run);
  open_caches (&caches, run);
  for (uint32_t i = 0; i < walked; i++) {
    struct sim_lines_count round[SIM_CPU_CACHES_MAX] = { { 0 } };

    caches.count = round;
    caches.last_round = i == walked - 1;
    if (random)
      read_at_random (&caches, &state);
    else
      read_in_order (&caches, i == 0);
    add_counts (run, round, caches.last_round ? rounds - walked + 1 : 1);
  }
}
