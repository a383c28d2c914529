/* app/host/compare.c - lanes: histories that follow another one: see compare.h. */
#include "app/host/compare.h"
#include "app/host/log.h"

#include "engine/base/check.h"
#include "engine/slab/slab.h"

#include <stdlib.h>

/* Operations between two questions whether to give up. */
#define BATCH 256u

/* What operations returned, by what it is in the line followed. */
struct meaning {
  uint64_t key;
  uint64_t value[SIM_ALLOCATORS]; /* NOTHING: the lane returned nothing */
};
#define NOTHING UINT64_MAX

/* After one operation of the line. */
struct mark {
  struct sim_op op;
  struct fol_position at[SIM_ALLOCATORS];
  uint32_t meanings; /* so many were known */
  uint32_t left_out[SIM_ALLOCATORS];
};

struct fol_compare {
  enum sim_slab_allocator own;
  struct fol_history *lane[SIM_ALLOCATORS]; /* owned; NULL: cannot be opened */
  struct mark *mark;                        /* owned; [0] is the opening */
  uint64_t mark_count, mark_space;
  uint64_t at; /* the lanes stand there, if they stand anywhere */
  uint32_t branch;
  struct meaning *meaning; /* owned */
  uint32_t meaning_count, meaning_space;
  uint32_t *bucket; /* owned; number + 1 of the newest meaning */
  uint32_t bucket_count;
};

/* Pages and caches are small numbers, so that their keys are apart from addresses. */
#define KEY_PFN(pfn)     (UINT64_C (1) << 40 | (pfn))
#define KEY_CACHE(cache) (UINT64_C (1) << 41 | (cache))

static uint32_t *
bucket_of (const struct fol_compare *compare, uint64_t key)
{
  uint64_t hash = key * UINT64_C (0x9e3779b97f4a7c15);

  for (uint64_t i = hash >> 20;; i++) {
    uint32_t *bucket = &compare->bucket[i & (compare->bucket_count - 1)];

    if (*bucket == 0 || compare->meaning[*bucket - 1].key == key)
      return bucket;
  }
}

static void
rebuild (struct fol_compare *compare)
{
  for (uint32_t i = 0; i < compare->bucket_count; i++)
    compare->bucket[i] = 0;
  for (uint32_t i = 0; i < compare->meaning_count; i++) {
    *bucket_of (compare, compare->meaning[i].key) = i + 1;
  }
}

static void
remember (struct fol_compare *compare, const struct meaning *meaning)
{
  if (compare->meaning_count == compare->meaning_space) {
    compare->meaning_space = compare->meaning_space * 2 + 256;
    compare->meaning =
        fol_host_realloc (compare->meaning, compare->meaning_space * sizeof compare->meaning[0]);
  }
  compare->meaning[compare->meaning_count++] = *meaning;
  if (compare->meaning_count * 2 > compare->bucket_count) {
    compare->bucket_count = compare->bucket_count == 0 ? 1024 : compare->bucket_count * 2;
    compare->bucket =
        fol_host_realloc (compare->bucket, compare->bucket_count * sizeof compare->bucket[0]);
    rebuild (compare);
    return;
  }
  *bucket_of (compare, meaning->key) = compare->meaning_count;
}

static const struct meaning *
find (const struct fol_compare *compare, uint64_t key)
{
  uint32_t *bucket = compare->bucket_count > 0 ? bucket_of (compare, key) : NULL;

  return bucket != NULL && *bucket != 0 ? &compare->meaning[*bucket - 1] : NULL;
}

static struct mark *
add_mark (struct fol_compare *compare)
{
  if (compare->mark_count == compare->mark_space) {
    compare->mark_space = compare->mark_space * 2 + 64;
    compare->mark = fol_host_realloc (compare->mark, compare->mark_space * sizeof compare->mark[0]);
  }
  return &compare->mark[compare->mark_count++];
}

struct fol_compare *
fol_compare_new (const struct sim_machine *machine)
{
  struct fol_compare *compare = fol_host_alloc (sizeof *compare);
  struct sim_machine_problem problem;
  struct mark *opening;

  *compare = (struct fol_compare){ .own = machine->slab_allocator };
  opening = add_mark (compare);
  *opening = (struct mark){ .meanings = 0 };
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++) {
    struct sim_machine variant = *machine;

    variant.slab_allocator = i;
    compare->lane[i] = fol_history_new (&variant, &problem);
    if (compare->lane[i] != NULL)
      opening->at[i] = fol_history_position (compare->lane[i]);
  }
  if (compare->lane[compare->own] != NULL)
    return compare;
  fol_compare_free (compare);
  return NULL;
}

void
fol_compare_free (struct fol_compare *compare)
{
  if (compare == NULL)
    return;
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    if (compare->lane[i] != NULL)
      fol_history_free (compare->lane[i]);
  free (compare->mark);
  free (compare->meaning);
  free (compare->bucket);
  free (compare);
}

/* The kernel's own caches have their names in common, not their numbers. */
static uint64_t
same_cache (const struct fol_compare *compare, uint32_t lane, uint64_t cache)
{
  struct sim_view own = sim_world_view (fol_history_world (compare->lane[compare->own]));
  struct sim_view other = sim_world_view (fol_history_world (compare->lane[lane]));
  struct sim_kmem_cache its;
  char name[SIM_CACHE_NAME_BYTES];
  uint32_t found;

  if (!sim_view_cache (&own, (uint32_t) cache, &its))
    return NOTHING;
  sim_cache_name (&its, name);
  found = sim_view_cache_find (&other, name);
  return found == SIM_CACHE_NONE ? NOTHING : found;
}

static bool
translate_argument (const struct fol_compare *compare, uint32_t lane, uint32_t kind,
                    uint64_t *value)
{
  const struct meaning *meaning;
  uint64_t key = *value;

  if (kind == SIM_ARGUMENT_FRAME)
    key = KEY_PFN (key);
  else if (kind == SIM_ARGUMENT_CACHE)
    key = KEY_CACHE (key);
  else if (kind != SIM_ARGUMENT_ADDRESS)
    return true;
  meaning = find (compare, key);
  if (meaning != NULL)
    *value = meaning->value[lane];
  else if (kind == SIM_ARGUMENT_CACHE)
    *value = same_cache (compare, lane, *value);
  else
    return false;
  return *value != NOTHING;
}

/* The operation as the lane has to do it; false: it cannot be said there. */
static bool
translate (const struct fol_compare *compare, uint32_t lane, const struct sim_op *op,
           struct sim_op *out)
{
  const struct sim_operation_info *info = &sim_operations[op->kind];

  *out = *op;
  for (uint32_t i = 0; i < info->argument_count; i++)
    if (!translate_argument (compare, lane, info->argument[i].kind, &out->argument[i]))
      return false;
  return true;
}

static uint64_t
value_of (const struct sim_op *op, const struct sim_result *result)
{
  if (result->status != SIM_OK)
    return NOTHING;
  return op->kind == SIM_OP_ALLOC_PAGES ? result->pfn : result->value;
}

static uint64_t
key_of (const struct sim_op *op, uint64_t value)
{
  if (op->kind == SIM_OP_ALLOC_PAGES)
    return KEY_PFN (value);
  return op->kind == SIM_OP_KMEM_CACHE_CREATE ? KEY_CACHE (value) : value;
}

static bool
took_place (enum sim_status status)
{
  return status == SIM_OK || status == SIM_NO_MEMORY;
}

/* Applies operation `op` of the line in every lane.  `watched`: it is where to stand. */
static void
step (struct fol_compare *compare, const struct sim_op *op, bool watched)
{
  const struct mark *before = &compare->mark[compare->mark_count - 1];
  struct meaning meaning = { .key = 0 };
  struct mark mark = *before;
  struct sim_result result;
  struct sim_op its;

  mark.op = *op;
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++) {
    meaning.value[i] = NOTHING;
    if (compare->lane[i] == NULL)
      continue;
    result.status = SIM_BAD_OPERATION;
    if (i == compare->own)
      its = *op;
    if (i == compare->own || translate (compare, i, op, &its)) {
      if (watched)
        fol_history_apply (compare->lane[i], &its, &result);
      else
        fol_history_apply_many (compare->lane[i], &its, 1, &result, NULL);
      meaning.value[i] = value_of (&its, &result);
    }
    mark.left_out[i] += !took_place (result.status);
    mark.at[i] = fol_history_position (compare->lane[i]);
  }
  if (sim_operations[op->kind].has_result && meaning.value[compare->own] != NOTHING) {
    meaning.key = key_of (op, meaning.value[compare->own]);
    remember (compare, &meaning);
  }
  mark.meanings = compare->meaning_count;
  *add_mark (compare) = mark;
  compare->at = compare->mark_count - 1;
}

/* Forgets what came after operation `index`. */
static void
go_back (struct fol_compare *compare, uint64_t index)
{
  if (compare->mark_count == index + 1)
    return;
  compare->mark_count = index + 1;
  compare->meaning_count = compare->mark[index].meanings;
  rebuild (compare);
}

static bool
stand (struct fol_compare *compare, uint64_t index, const struct fol_cancel *cancel)
{
  if (compare->at == index)
    return true;
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    if (compare->lane[i] != NULL &&
        !fol_history_seek (compare->lane[i], compare->mark[index].at[i], cancel))
      return false;
  compare->at = index;
  return true;
}

/* How many of the first `most` operations of the line are those followed already. */
static uint64_t
in_common (const struct fol_compare *compare, const struct fol_state *state, uint64_t most)
{
  uint32_t branch = state->position.branch;
  struct sim_op op;
  uint64_t i = 1;

  if (most > compare->mark_count - 1)
    most = compare->mark_count - 1;
  /* On one branch nothing but its end is ever taken back. */
  if (branch == compare->branch && most > 0 && fol_state_op (state, branch, most, &op) &&
      fol_op_equal (&op, &compare->mark[most].op))
    return most;
  while (i <= most && fol_state_op (state, branch, i, &op) &&
         fol_op_equal (&op, &compare->mark[i].op))
    i++;
  return i - 1;
}

bool
fol_compare_follow (struct fol_compare *compare, const struct fol_state *state,
                    const struct fol_cancel *cancel)
{
  uint64_t index = state->position.index, common;
  struct sim_op op;

  if (index > 0 && state->position.step != FOL_STEP_END)
    index--;
  common = in_common (compare, state, index);
  compare->branch = state->position.branch;
  if (!stand (compare, common, cancel))
    return false;
  if (common == index)
    return true;
  go_back (compare, common);
  for (uint64_t i = common + 1; i <= index; i++) {
    bool there = fol_state_op (state, state->position.branch, i, &op);

    SIM_ASSERT (there);
    if (i % BATCH == 0 && cancel != NULL && cancel->asked (cancel->user_data, i, index))
      return false;
    step (compare, &op, i == index);
  }
  return true;
}

struct fol_state *
fol_compare_state (struct fol_compare *compare, enum sim_slab_allocator allocator)
{
  return compare->lane[allocator] != NULL ? fol_history_state (compare->lane[allocator]) : NULL;
}

uint64_t
fol_compare_left_out (const struct fol_compare *compare, enum sim_slab_allocator allocator)
{
  return compare->mark[compare->at].left_out[allocator];
}

bool
fol_compare_add_lanes (struct fol_compare *compare, struct fol_state *state,
                       const struct fol_cancel *cancel)
{
  if (!state->from_machine || !fol_compare_follow (compare, state, cancel))
    return false;
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++) {
    state->lane[i] = fol_compare_state (compare, i);
    state->lane_left_out[i] = fol_compare_left_out (compare, i);
  }
  return true;
}
