/* engine/slab/debug.c - SLUB: red zones, poison, owners, and checking them.
 *
 *   | 0xbb/0xcc | object 0x6b..0xa5 | 0xbb/0xcc | free pointer | tracks | 0x5a | next ...
 *     left zone                       right zone                          padding
 *
 * 0xbb: the object is free, 0xcc: it is allocated.  With debugging no CPU has a slab: each
 * object comes from a slab on the node's list, under its lock, and goes back there.  What is
 * found damaged is reported and restored; a slab whose free object was damaged is taken out
 * of use (all its objects count as used), an object whose surroundings were damaged is not
 * freed.
 *
 * slab_free_freelist_hook () clears the free pointer of whatever is freed before anything is
 * checked.  So a second free, though it is refused, cuts the slab's list behind the object
 * (the next walk along it finds the count wrong), an address inside an object loses eight
 * bytes somewhere behind it, and a damaged pointer is never seen by the free itself.
 *
 * Leaves out: stack traces (a track has the operation and the CPU), SLAB_TRACE, and the
 * request's own size, for which kmalloc's caches note the size of the object.
 *
 * Kernel: mm/slub.c under CONFIG_SLUB_DEBUG.
 */
#include "engine/slab/slub-private.h"

#define RED_INACTIVE 0xbbu
#define RED_ACTIVE   0xccu
#define POISON_INUSE 0x5au
#define POISON_FREE  0x6bu
#define POISON_END   0xa5u
#define WORD_BYTES   8u

static uint32_t
slab_bytes (const struct sim_slab *slab)
{
  return UINT32_C (1) << (SIM_PAGE_SHIFT + slab->order);
}

/* freeptr_outside_object () */
static bool
pointer_outside (const struct sim_kmem_cache *cache)
{
  return cache->offset >= cache->inuse;
}

/* get_info_end () */
static uint32_t
info_end (const struct sim_kmem_cache *cache)
{
  return pointer_outside (cache) ? cache->inuse + WORD_BYTES : cache->inuse;
}

static void
report (struct sim_world *world, uint32_t entry, const struct sim_slab_report *what)
{
  struct sim_slab_report full = *what;

  full.serial = world->header->serial;
  full.slab = entry;
  full.cache = sim_slab_of (world, entry)->cache - 1;
  sim_slab_report (world, &full);
}

/* check_bytes_and_report (): restores them, too. */
static bool
check_bytes (struct sim_world *world, uint32_t entry, sim_ref ref, enum sim_slab_bug bug,
             uint32_t from, uint32_t to, uint8_t value)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  while (from < to && sim_slab_get8 (world, entry, from) == value)
    from++;
  if (from == to)
    return true;
  while (sim_slab_get8 (world, entry, to - 1) == value)
    to--;
  report (world, entry,
          &(struct sim_slab_report){ .bug = bug,
                                     .object = ref,
                                     .from = from,
                                     .to = to,
                                     .expected = value,
                                     .found = sim_slab_get8 (world, entry, from) });
  SIM_TELL (world, RESTORE_BYTES, RESTORED, SIM_OBJECTS (sim_on_slab (world, entry)),
            slab->cache - 1, slab->pfn, from, to, value);
  sim_slab_fill (world, entry, from, value, to - from);
  return false;
}

/* --- what debugging writes --- */

/* init_object () */
static void
init_object (struct sim_world *world, sim_ref ref, bool active)
{
  uint32_t entry = sim_ref_slab (world, ref), at = sim_ref_offset (world, ref);
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);
  uint8_t red = active ? RED_ACTIVE : RED_INACTIVE;
  bool zones = (cache->flags & SIM_SLAB_RED_ZONE) != 0;

  if (zones)
    sim_slab_fill (world, entry, at - cache->red_left_pad, red, cache->red_left_pad);
  if ((cache->flags & SIM_SLAB_OBJECT_POISON) != 0) {
    sim_slab_fill (world, entry, at, POISON_FREE, cache->object_size - 1);
    sim_slab_put8 (world, entry, at + cache->object_size - 1, POISON_END);
  }
  if (zones)
    sim_slab_fill (world, entry, at + cache->object_size, red, cache->inuse - cache->object_size);
}

/* set_track () */
static void
set_track (struct sim_world *world, sim_ref ref, bool freed, uint64_t serial)
{
  uint32_t entry = sim_ref_slab (world, ref);
  uint32_t at = sim_ref_offset (world, ref) + info_end (sim_slub_cache (world, entry)) +
                (freed ? SIM_TRACK_BYTES : 0);

  sim_slab_fill (world, entry, at, 0, SIM_TRACK_BYTES);
  if (serial == 0)
    return;
  sim_slab_put64 (world, entry, at + SIM_TRACK_SERIAL, serial);
  sim_slab_put8 (world, entry, at + SIM_TRACK_CPU, (uint8_t) world->header->cpu);
}

/* set_orig_size () */
static void
set_size (struct sim_world *world, sim_ref ref)
{
  uint32_t entry = sim_ref_slab (world, ref);
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);
  uint32_t at = sim_ref_offset (world, ref) + info_end (cache) + 2 * SIM_TRACK_BYTES;

  if ((cache->flags & SIM_SLAB_STORE_USER) == 0 || (cache->flags & SIM_SLAB_KMALLOC) == 0)
    return;
  sim_slab_put16 (world, entry, at, (uint16_t) cache->object_size);
  sim_slab_put16 (world, entry, at + 2, (uint16_t) (cache->object_size >> 16));
}

void
sim_debug_init_slab (struct sim_world *world, uint32_t entry)
{
  if ((sim_slub_cache (world, entry)->flags & SIM_SLAB_POISON) != 0)
    sim_slab_fill (world, entry, 0, POISON_INUSE, slab_bytes (sim_slab_of (world, entry)));
}

void
sim_debug_init_object (struct sim_world *world, sim_ref ref, bool active)
{
  uint32_t flags = sim_slub_cache (world, sim_ref_slab (world, ref))->flags;

  init_object (world, ref, active);
  if ((flags & SIM_SLAB_STORE_USER) == 0)
    return;
  set_track (world, ref, true, 0);
  set_track (world, ref, false, 0);
}

void
sim_debug_track_alloc (struct sim_world *world, sim_ref ref)
{
  if ((sim_slub_cache (world, sim_ref_slab (world, ref))->flags & SIM_SLAB_STORE_USER) != 0)
    set_track (world, ref, false, world->header->serial);
}

/* --- checks --- */

/* slab_pad_check () */
static void
check_slab_padding (struct sim_world *world, uint32_t entry)
{
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);
  uint32_t end = slab_bytes (sim_slab_of (world, entry));

  if ((cache->flags & SIM_SLAB_POISON) != 0)
    check_bytes (world, entry, SIM_REF_NONE, SIM_BUG_SLAB_PADDING, end - end % cache->size, end,
                 POISON_INUSE);
}

/* slab_err (): of the slab as a whole. */
static void
report_slab (struct sim_world *world, uint32_t entry, enum sim_slab_bug bug)
{
  report (world, entry, &(struct sim_slab_report){ .bug = bug, .object = SIM_REF_NONE });
}

/* check_slab (); false: it was taken out of use before. */
static bool
check_slab (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  if (slab->frozen != 0) {
    report_slab (world, entry, SIM_BUG_DISABLED);
    SIM_TELL (world, SLAB_BUG, SLAB_DISABLED, SIM_OBJECTS (sim_on_slab (world, entry)),
              slab->cache - 1, slab->pfn);
    return false;
  }
  check_slab_padding (world, entry);
  return true;
}

/* check_pad_bytes (): restored, and that is all. */
static void
check_padding (struct sim_world *world, sim_ref ref)
{
  uint32_t entry = sim_ref_slab (world, ref), at = sim_ref_offset (world, ref);
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);
  uint32_t end = info_end (cache);

  if ((cache->flags & SIM_SLAB_STORE_USER) != 0)
    end += 2 * SIM_TRACK_BYTES + ((cache->flags & SIM_SLAB_KMALLOC) != 0 ? 4u : 0u);
  check_bytes (world, entry, ref, SIM_BUG_PADDING, at + end, at + cache->size - cache->red_left_pad,
               POISON_INUSE);
}

/* check_object (): the first damage that counts ends it. */
static bool
check_object (struct sim_world *world, sim_ref ref, bool active)
{
  uint32_t entry = sim_ref_slab (world, ref), at = sim_ref_offset (world, ref);
  const struct sim_kmem_cache *cache = sim_slub_cache (world, entry);
  uint32_t end = at + cache->object_size;
  uint8_t red = active ? RED_ACTIVE : RED_INACTIVE;
  bool bad;

  if ((cache->flags & SIM_SLAB_RED_ZONE) != 0 &&
      (!check_bytes (world, entry, ref, SIM_BUG_LEFT_REDZONE, at - cache->red_left_pad, at, red) ||
       !check_bytes (world, entry, ref, SIM_BUG_RIGHT_REDZONE, end, at + cache->inuse, red)))
    return false;
  /* "Alignment padding": restored, and no more. */
  if ((cache->flags & SIM_SLAB_POISON) != 0 && (cache->flags & SIM_SLAB_RED_ZONE) == 0)
    check_bytes (world, entry, ref, SIM_BUG_PADDING, end, at + cache->inuse, POISON_INUSE);
  if (!active && (cache->flags & SIM_SLAB_OBJECT_POISON) != 0 &&
      (!check_bytes (world, entry, ref, SIM_BUG_POISON, at, end - 1, POISON_FREE) ||
       !check_bytes (world, entry, ref, SIM_BUG_POISON, end - 1, end, POISON_END)))
    return false;
  if ((cache->flags & SIM_SLAB_POISON) != 0)
    check_padding (world, ref);
  if (active && !pointer_outside (cache))
    return true;
  sim_slub_pointer (world, entry, sim_slub_get_pointer (world, ref), &bad);
  if (!bad)
    return true;
  report (world, entry,
          &(struct sim_slab_report){ .bug = SIM_BUG_FREE_POINTER,
                                     .object = ref,
                                     .from = at + cache->offset,
                                     .to = at + cache->offset + WORD_BYTES,
                                     .found = sim_slab_get8 (world, entry, at + cache->offset) });
  SIM_TELL (world, SLAB_FIX, FREELIST_CUT, SIM_OBJECTS (sim_on_slab (world, entry)),
            sim_slab_of (world, entry)->cache - 1, sim_slab_of (world, entry)->pfn,
            sim_slub_index (world, ref));
  sim_slub_set_next (world, ref, SIM_REF_NONE);
  return false;
}

/* on_freelist (): whether `ref` is on the slab's list; mends list and count on the way.  With
 * SIM_REF_NONE it only does that. */
static bool
on_freelist (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  sim_ref last = SIM_REF_NONE, at = slab->freelist;
  uint32_t count = 0, used;
  bool bad = false;

  while (at != SIM_REF_NONE && count <= slab->objects) {
    if (at == ref)
      return true;
    last = at;
    at = sim_slub_pointer (world, entry, sim_slub_get_pointer (world, at), &bad);
    count++;
  }
  if (bad) {
    report (world, entry,
            &(struct sim_slab_report){ .bug = SIM_BUG_FREELIST,
                                       .object = last,
                                       .from = sim_ref_offset (world, last) +
                                               sim_slub_cache (world, entry)->offset,
                                       .to = sim_ref_offset (world, last) +
                                             sim_slub_cache (world, entry)->offset + WORD_BYTES });
    sim_slub_set_next (world, last, SIM_REF_NONE);
  }
  /* A circle counts one more than there are; the kernel takes that for -1 objects in use. */
  used = count > slab->objects ? 0 : slab->objects - count;
  if (slab->inuse != used || count > slab->objects) {
    report (world, entry,
            &(struct sim_slab_report){ .bug = SIM_BUG_FREELIST,
                                       .object = SIM_REF_NONE,
                                       .expected = used,
                                       .found = slab->inuse });
    sim_put (world, &slab->inuse, used);
  }
  return false;
}

void
sim_debug_check_free_slab (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  if ((sim_slub_cache (world, entry)->flags & SIM_SLAB_CONSISTENCY_CHECKS) == 0 || slab->inuse > 0)
    return;
  check_slab_padding (world, entry);
  for (uint32_t i = 0; i < slab->objects; i++)
    check_object (world, sim_slub_object (world, entry, i), false);
}

/* --- allocating --- */

/* alloc_debug_processing () */
static bool
alloc_processing (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  struct sim_slab *slab = sim_slab_of (world, entry);

  if ((sim_slub_cache (world, entry)->flags & SIM_SLAB_CONSISTENCY_CHECKS) != 0 &&
      (!check_slab (world, entry) || !check_object (world, ref, false))) {
    sim_put (world, &slab->inuse, slab->objects);
    sim_put (world, &slab->freelist, SIM_REF_NONE);
    sim_put (world, &slab->frozen, 1);
    SIM_TELL (world, SLAB_FIX, SLAB_DISABLED, SIM_OBJECTS (sim_on_slab (world, entry)),
              slab->cache - 1, slab->pfn);
    return false;
  }
  set_size (world, ref);
  init_object (world, ref, true);
  return true;
}

/* The first object leaves the slab's list.  A pointer that leads nowhere is the check's
 * matter; where nobody checks, the rest of the slab is lost.  A list that ends too early was
 * cut, and the kernel would fault at the next request; here the slab then counts as full. */
static sim_ref
take_first (struct sim_world *world, uint32_t entry)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  bool checked = (sim_slub_cache (world, entry)->flags & SIM_SLAB_CONSISTENCY_CHECKS) != 0,
       bad = false;
  sim_ref ref = slab->freelist;
  sim_ref next = sim_slub_pointer (world, entry, sim_slub_get_pointer (world, ref), &bad);

  if (!bad || !checked)
    next = sim_slub_next (world, ref);
  sim_put (world, &slab->freelist, next);
  sim_put (world, &slab->inuse, next == SIM_REF_NONE ? slab->objects : slab->inuse + 1);
  return ref;
}

static void
add_full (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  uint32_t cache = slab->cache - 1, node = sim_slab_node (world, entry);

  sim_slub_put_where (world, entry, SIM_SLAB_NOWHERE, 0);
  if ((sim_slub_cache (world, entry)->flags & SIM_SLAB_STORE_USER) == 0)
    return;
  sim_slab_list_add (world, sim_slab_head (world, cache, node, SIM_SLABS_FULL), entry, false);
  sim_slub_put_where (world, entry, SIM_SLAB_NODE_LIST, SIM_SLABS_FULL);
  SIM_TELL (world, ALLOC_SINGLE_FROM_PARTIAL, NODE_FULL_PUT,
            SIM_OBJECTS (sim_on_slab (world, entry)), cache, node, slab->pfn);
}

sim_ref
sim_debug_alloc_from_partial (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  sim_ref ref = take_first (world, entry);

  SIM_TELL (world, ALLOC_SINGLE_FROM_PARTIAL, DEBUG_TAKE, SIM_OBJECTS (sim_on_object (world, ref)),
            slab->cache - 1, slab->pfn, sim_slub_index (world, ref), slab->inuse);
  if (!alloc_processing (world, entry, ref)) {
    sim_slub_remove_partial (world, entry);
    return SIM_REF_NONE;
  }
  if (slab->inuse == slab->objects) {
    sim_slub_remove_partial (world, entry);
    add_full (world, entry);
  }
  return ref;
}

sim_ref
sim_debug_alloc_from_new (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);
  sim_ref ref = take_first (world, entry);

  SIM_TELL (world, ALLOC_SINGLE_FROM_NEW_SLAB, DEBUG_TAKE, SIM_OBJECTS (sim_on_object (world, ref)),
            slab->cache - 1, slab->pfn, sim_slub_index (world, ref), slab->inuse);
  sim_slub_count (world, entry, true);
  sim_slub_cost_node (world, sim_slub_node (world, entry), true);
  if (!alloc_processing (world, entry, ref))
    return SIM_REF_NONE;
  if (slab->inuse == slab->objects)
    add_full (world, entry);
  else
    sim_slub_add_partial (world, entry, false);
  return ref;
}

/* --- freeing --- */

uint32_t
sim_debug_cache_of (struct sim_world *world, uint32_t cache, sim_ref ref)
{
  uint32_t entry = sim_ref_slab (world, ref), its = sim_slab_of (world, entry)->cache - 1;

  if (its == cache)
    return cache;
  SIM_ASSERT ((sim_cache_of (world, cache)->flags & SIM_SLAB_CONSISTENCY_CHECKS) != 0);
  sim_slab_report (world, &(struct sim_slab_report){ .bug = SIM_BUG_WRONG_CACHE,
                                                     .serial = world->header->serial,
                                                     .cache = cache,
                                                     .object = ref,
                                                     .slab = entry });
  return its;
}

/* What slab_free_freelist_hook () does to whatever begins at `at`, an object or not. */
static void
clear_pointer (struct sim_world *world, uint32_t entry, uint32_t at)
{
  uint32_t from = at + sim_slub_cache (world, entry)->offset;

  for (uint32_t i = 0; i < WORD_BYTES; i++)
    if (from + i < slab_bytes (sim_slab_of (world, entry)))
      sim_slab_put8 (world, entry, from + i, 0);
}

/* free_consistency_checks () */
static bool
check_free (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  uint32_t at = sim_ref_offset (world, ref);
  enum sim_slab_bug bug = SIM_BUG_NONE;
  bool bad;

  sim_slub_pointer (world, entry, sim_ref_address (world, ref), &bad);
  if (bad)
    bug = SIM_BUG_INVALID_FREE;
  else if (on_freelist (world, entry, ref))
    bug = SIM_BUG_DOUBLE_FREE;
  if (bug == SIM_BUG_NONE)
    return check_object (world, ref, true);
  report (world, entry,
          &(struct sim_slab_report){ .bug = bug, .object = ref, .from = at, .to = at + 1 });
  return false;
}

/* The object goes on the slab's list, and the slab to the list where it belongs. */
static void
put_back (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  struct sim_slab *slab = sim_slab_of (world, entry);
  bool was_full = slab->freelist == SIM_REF_NONE, enough;

  sim_put (world, &slab->inuse, slab->inuse - 1);
  sim_slub_set_next (world, ref, slab->freelist);
  sim_put (world, &slab->freelist, ref);
  SIM_TELL (world, FREE_DEBUG_PROCESSING, DEBUG_PUT, SIM_OBJECTS (sim_on_object (world, ref)),
            slab->cache - 1, slab->pfn, sim_slub_index (world, ref), slab->inuse);
  enough = slab->inuse == 0 && sim_slub_has_enough (world, entry);
  if (was_full) {
    if (slab->where == SIM_SLAB_NODE_LIST)
      sim_slab_list_del (world, entry);
    if (!enough)
      sim_slub_add_partial (world, entry, true);
  } else if (enough) {
    sim_slub_remove_partial (world, entry);
  }
  if (enough)
    sim_slub_discard_slab (world, entry);
}

/* free_to_partial_list () takes the node's lock; the pointer was cleared before. */
static void
free_begins (struct sim_world *world, uint32_t entry, uint32_t at)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  sim_cost_level (world, SIM_LEVEL_NODE);
  sim_slub_cost_node (world, sim_slub_node (world, entry), true);
  sim_cost_slab (world, entry);
  sim_cost_list (world, &slab->freelist);
  clear_pointer (world, entry, at);
}

/* What free_debug_processing () looks at before the object. */
static bool
check_before_free (struct sim_world *world, uint32_t entry)
{
  if ((sim_slub_cache (world, entry)->flags & SIM_SLAB_CONSISTENCY_CHECKS) != 0 &&
      !check_slab (world, entry))
    return false;
  if (sim_slab_of (world, entry)->inuse > 0)
    return true;
  report_slab (world, entry, SIM_BUG_NONE_ALLOCATED);
  return false;
}

void
sim_slub_free_misaligned (struct sim_world *world, uint32_t cache, uint32_t entry, uint32_t at)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  sim_cost_level (world, SIM_LEVEL_CPU);
  sim_cost_place (world, sim_cache_cpu_of (world, cache, world->header->cpu), 0);
  free_begins (world, entry, at);
  if (check_before_free (world, entry))
    report (world, entry,
            &(struct sim_slab_report){
                .bug = SIM_BUG_INVALID_FREE, .object = SIM_REF_NONE, .from = at, .to = at + 1 });
  SIM_TELL (world, SLAB_FIX, NOT_FREED, SIM_OBJECTS (sim_on_slab (world, entry)), slab->cache - 1,
            slab->pfn, at);
}

bool
sim_debug_free (struct sim_world *world, sim_ref ref)
{
  uint32_t entry = sim_ref_slab (world, ref), flags = sim_slub_cache (world, entry)->flags;
  const struct sim_slab *slab = sim_slab_of (world, entry);

  free_begins (world, entry, sim_ref_offset (world, ref));
  if (!check_before_free (world, entry) ||
      ((flags & SIM_SLAB_CONSISTENCY_CHECKS) != 0 && !check_free (world, entry, ref))) {
    SIM_TELL (world, SLAB_FIX, NOT_FREED, SIM_OBJECTS (sim_on_object (world, ref)), slab->cache - 1,
              slab->pfn, sim_ref_offset (world, ref));
    return false;
  }
  if ((flags & SIM_SLAB_STORE_USER) != 0)
    set_track (world, ref, true, world->header->serial);
  init_object (world, ref, false);
  put_back (world, entry, ref);
  return true;
}

/* --- all of a cache --- */

/* Whether `ref` is on the slab's list, which leads nowhere else.  If it leads back to itself
 * the kernel walks it for ever. */
static bool
is_listed (struct sim_world *world, uint32_t entry, sim_ref ref)
{
  bool bad;
  sim_ref at = sim_slab_of (world, entry)->freelist;

  for (uint32_t i = sim_slab_of (world, entry)->objects; i > 0 && at != SIM_REF_NONE && at != ref;
       i--)
    at = sim_slub_pointer (world, entry, sim_slub_get_pointer (world, at), &bad);
  return at == ref;
}

static void
validate_slab (struct sim_world *world, uint32_t entry)
{
  const struct sim_slab *slab = sim_slab_of (world, entry);

  if (!check_slab (world, entry))
    return;
  on_freelist (world, entry, SIM_REF_NONE);
  for (uint32_t i = 0; i < slab->objects; i++) {
    sim_ref ref = sim_slub_object (world, entry, i);

    if (!check_object (world, ref, !is_listed (world, entry, ref)))
      return;
  }
}

void
sim_slub_validate (struct sim_world *world, uint32_t cache)
{
  static const enum sim_slab_list lists[] = { SIM_SLABS_PARTIAL, SIM_SLABS_FULL };

  /* The kernel refuses caches without debugging: there is nothing to see. */
  if (!sim_slub_debugged (sim_cache_of (world, cache)))
    return;
  for (uint32_t node = 0; node < world->layout->node_count; node++) {
    uint32_t count = 0;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
      for (uint32_t entry =
               sim_slab_list_first (world, sim_slab_head (world, cache, node, lists[i]));
           entry != SIM_SLAB_NONE; entry = sim_slab_list_next (world, entry), count++)
        validate_slab (world, entry);
    SIM_TELL (world, VALIDATE_SLAB, VALIDATED,
              SIM_OBJECTS (sim_on_cache_list (cache, node, SIM_SLABS_PARTIAL)), cache, node, count);
  }
}
