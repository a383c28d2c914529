/* app/describe-slab-values.c - the values of the fields of caches, slabs and small objects. */
#include "app/describe-slab-values.h"
#include "app/describe-report.h"
#include "app/operation-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define SHOWN_MOST 64u /* members of a list */

static bool
is_slub (const struct fol_subject *subject)
{
  return subject->cache.allocator == SIM_ALLOCATOR_SLUB;
}

static bool
is_slab (const struct fol_subject *subject)
{
  return subject->cache.role != SIM_CACHE_UNUSED && subject->cache.allocator == SIM_ALLOCATOR_SLAB;
}

static void
find_slab (struct fol_subject *subject, sim_pfn pfn)
{
  if (!sim_view_slab_of (subject->view, pfn, &subject->slab))
    return;
  subject->entry = subject->slab.head;
  if (subject->slab.cache != SIM_CACHE_SLOB + 1)
    sim_view_cache (subject->view, subject->slab.cache - 1, &subject->cache);
}

bool
fol_slab_subject (struct fol_subject *subject)
{
  const struct sim_layout *layout = subject->view->layout;
  struct sim_object object = subject->object;
  struct sim_located at;

  subject->entry = SIM_SLAB_NONE;
  if (object.kind == SIM_OBJECT_CPU_SET)
    return true;
  if (object.kind != SIM_OBJECT_CACHE && object.kind != SIM_OBJECT_CACHE_CPU &&
      object.kind != SIM_OBJECT_CACHE_LIST) {
    if (object.a >= layout->frame_count)
      return false;
    find_slab (subject, object.a);
    if (object.kind == SIM_OBJECT_FRAME || object.kind == SIM_OBJECT_BLOCK)
      return true;
    if (object.kind == SIM_OBJECT_SLAB || subject->entry == SIM_SLAB_NONE)
      return subject->entry != SIM_SLAB_NONE;
    sim_view_locate (subject->view, fol_subject_address (subject), &at);
    subject->place = at.place;
    return at.found;
  }
  if (!sim_view_cache (subject->view, object.a, &subject->cache))
    return false;
  if (object.kind == SIM_OBJECT_CACHE_CPU) {
    if (object.b >= layout->cpu_count)
      return false;
    sim_view_cache_cpu (subject->view, object.a, object.b, &subject->cpu);
  } else if (object.kind == SIM_OBJECT_CACHE_LIST) {
    if (object.b >= layout->node_count || object.c >= SIM_SLAB_LISTS)
      return false;
    sim_view_cache_node (subject->view, object.a, object.b, &subject->node);
  }
  return true;
}

uint64_t
fol_subject_address (const struct fol_subject *subject)
{
  return SIM_PAGE_OFFSET + ((uint64_t) subject->object.a << SIM_PAGE_SHIFT) + subject->object.b;
}

static void
append_address (GString *value, uint64_t address)
{
  g_string_append_printf (value, "0x%" G_GINT64_MODIFIER "x", address);
}

static void
append_ref (GString *value, const struct fol_subject *subject, sim_ref ref)
{
  if (ref == SIM_REF_NONE)
    g_string_append (value, _ ("none"));
  else
    append_address (value, sim_view_ref_address (subject->view, ref));
}

static void
append_name (GString *value, const struct sim_kmem_cache *cache)
{
  char name[SIM_CACHE_NAME_BYTES];

  sim_cache_name (cache, name);
  g_string_append (value, name);
}

static struct sim_slabinfo
info_of (const struct fol_subject *subject)
{
  struct sim_slabinfo info;

  sim_view_slabinfo (subject->view, subject->object.a, &info);
  return info;
}

/* --- frames --- */

void
fol_value_page_slab_cache (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.role != SIM_CACHE_UNUSED)
    append_name (value, &subject->cache);
}

void
fol_value_page_slab (GString *value, const struct fol_subject *subject)
{
  if (subject->entry != SIM_SLAB_NONE)
    fol_append_frames (value, subject->slab.pfn, subject->slab.order);
}

void
fol_value_page_large (GString *value, const struct fol_subject *subject)
{
  const struct sim_block *block = &subject->block;
  uint64_t address = SIM_PAGE_OFFSET + ((uint64_t) block->pfn << SIM_PAGE_SHIFT);

  if (block->large)
    g_string_append_printf (value, _ ("one object of %" PRIu64 " bytes at 0x%" PRIx64),
                            UINT64_C (1) << (SIM_PAGE_SHIFT + block->order), address);
}

/* --- caches --- */

void
fol_value_cache_name (GString *value, const struct fol_subject *subject)
{
  append_name (value, &subject->cache);
}

void
fol_value_cache_allocator (GString *value, const struct fol_subject *subject)
{
  g_string_append (value, fol_allocator_name (subject->cache.allocator));
}

/* A member as a number where the allocator has it. */
#define DEFINE_CACHE_NUMBER(field, member, has)                                                    \
  void fol_value_cache_##field (GString *value, const struct fol_subject *subject)                 \
  {                                                                                                \
    if (has)                                                                                       \
      g_string_append_printf (value, "%u", subject->cache.member);                                 \
  }
#define SLOB (subject->cache.allocator == SIM_ALLOCATOR_SLOB)
DEFINE_CACHE_NUMBER (object_size, object_size, true)
DEFINE_CACHE_NUMBER (size, size, true)
DEFINE_CACHE_NUMBER (align, align, true)
DEFINE_CACHE_NUMBER (per_slab, oo_objects, !SLOB)
DEFINE_CACHE_NUMBER (order, oo_order, !SLOB)
DEFINE_CACHE_NUMBER (min_partial, min_partial, is_slub (subject))
DEFINE_CACHE_NUMBER (cpu_partial, cpu_partial, is_slub (subject))
DEFINE_CACHE_NUMBER (free_pointer, offset, is_slub (subject))
DEFINE_CACHE_NUMBER (inuse, inuse, is_slub (subject))
DEFINE_CACHE_NUMBER (red_left_pad, red_left_pad, is_slub (subject))
DEFINE_CACHE_NUMBER (colour, colour, is_slab (subject))
DEFINE_CACHE_NUMBER (colour_off, colour_off, is_slab (subject))
DEFINE_CACHE_NUMBER (left_over, left_over, is_slab (subject))
DEFINE_CACHE_NUMBER (limit, limit, is_slab (subject))
DEFINE_CACHE_NUMBER (batchcount, batchcount, is_slab (subject))
DEFINE_CACHE_NUMBER (shared, shared, is_slab (subject))

#define DEFINE_CACHE_FLAG(field, flag)                                                             \
  void fol_value_cache_##field (GString *value, const struct fol_subject *subject)                 \
  {                                                                                                \
    g_string_append_c (value, (subject->cache.flags & (flag)) != 0 ? '1' : '0');                   \
  }
DEFINE_CACHE_FLAG (hwcache_align, SIM_SLAB_HWCACHE_ALIGN)
DEFINE_CACHE_FLAG (reclaim_account, SIM_SLAB_RECLAIM_ACCOUNT)
DEFINE_CACHE_FLAG (by_rcu, SIM_SLAB_TYPESAFE_BY_RCU)
DEFINE_CACHE_FLAG (red_zone, SIM_SLAB_RED_ZONE)
DEFINE_CACHE_FLAG (poison, SIM_SLAB_POISON)
DEFINE_CACHE_FLAG (store_user, SIM_SLAB_STORE_USER)
DEFINE_CACHE_FLAG (sanity_checks, SIM_SLAB_CONSISTENCY_CHECKS)

void
fol_value_cache_slabs (GString *value, const struct fol_subject *subject)
{
  if (!SLOB)
    g_string_append_printf (value, "%u", info_of (subject).num_slabs);
}

void
fol_value_cache_objects (GString *value, const struct fol_subject *subject)
{
  if (!SLOB)
    g_string_append_printf (value, "%u", info_of (subject).active_objs);
}

void
fol_value_cache_total (GString *value, const struct fol_subject *subject)
{
  if (!SLOB)
    g_string_append_printf (value, "%u", info_of (subject).num_objs);
}

void
fol_value_cache_ctor (GString *value, const struct fol_subject *subject)
{
  g_string_append (value, subject->cache.ctor != 0 ? _ ("yes") : _ ("none"));
}

void
fol_value_cache_aliases (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->cache.refcount - 1);
}

void
fol_value_cache_cpu_slabs (GString *value, const struct fol_subject *subject)
{
  const struct sim_layout *layout = subject->view->layout;
  struct sim_kmem_cache_cpu part;
  struct sim_slab slab;
  guint slabs = 0;

  for (guint cpu = 0; is_slub (subject) && cpu < layout->cpu_count; cpu++) {
    sim_view_cache_cpu (subject->view, subject->object.a, cpu, &part);
    slabs += part.slab != SIM_SLAB_NONE;
    for (uint32_t entry = part.partial; entry != SIM_SLAB_NONE; entry = slab.next, slabs++)
      sim_view_slab (subject->view, entry, &slab);
  }
  if (is_slub (subject))
    g_string_append_printf (value, "%u", slabs);
}

void
fol_value_cache_partial (GString *value, const struct fol_subject *subject)
{
  struct sim_kmem_cache_node part;
  guint slabs = 0;

  for (guint node = 0; node < subject->view->layout->node_count; node++) {
    sim_view_cache_node (subject->view, subject->object.a, node, &part);
    slabs += part.nr_partial;
  }
  if (is_slub (subject))
    g_string_append_printf (value, "%u", slabs);
}

void
fol_value_cache_freelist (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject))
    g_string_append_printf (value, _ ("%s, %u bytes"),
                            fol_describe_freelist_place (subject->cache.freelist_place),
                            subject->cache.freelist_size);
}

static void
append_levels (GString *value, const uint32_t *count)
{
  if (count[SIM_LEVEL_CPU] + count[SIM_LEVEL_NODE] + count[SIM_LEVEL_PAGE] + count[0] == 0)
    g_string_append (value, _ ("none yet"));
  else
    g_string_append_printf (value, _ ("%u from the CPU, %u from a slab, %u from pages"),
                            count[SIM_LEVEL_CPU], count[SIM_LEVEL_NODE], count[SIM_LEVEL_PAGE]);
}

void
fol_value_cache_allocs (GString *value, const struct fol_subject *subject)
{
  if (!SLOB)
    append_levels (value, subject->cache.alloc_level);
}

void
fol_value_cache_frees (GString *value, const struct fol_subject *subject)
{
  const uint32_t *count = subject->cache.free_level;

  if (SLOB)
    return;
  if (count[SIM_LEVEL_CPU] + count[SIM_LEVEL_NODE] + count[SIM_LEVEL_PAGE] + count[0] == 0)
    g_string_append (value, _ ("none yet"));
  else
    g_string_append_printf (value, _ ("%u to the CPU, %u to a slab, %u to pages"),
                            count[SIM_LEVEL_CPU], count[SIM_LEVEL_NODE], count[SIM_LEVEL_PAGE]);
}

void
fol_value_cache_struct (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.self == SIM_REF_NONE)
    g_string_append (value, _ ("static"));
  else
    append_ref (value, subject, subject->cache.self);
}

void
fol_value_cache_serial (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.serial > 0)
    g_string_append_printf (value, _ ("operation %u"), subject->cache.serial);
  else
    g_string_append (value, _ ("boot"));
}

static void
append_reports (GString *value, const struct fol_subject *subject, uint32_t cache, uint32_t entry,
                sim_ref ref)
{
  g_autofree char *reports = fol_describe_reports (subject->view, cache, entry, ref);

  g_string_append (value, reports);
}

void
fol_value_cache_reports (GString *value, const struct fol_subject *subject)
{
  append_reports (value, subject, subject->object.a, SIM_SLAB_NONE, SIM_REF_NONE);
}

/* --- the part of a CPU --- */

void
fol_value_part_cpu (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->object.b);
}

static void
append_frames_of (GString *value, const struct fol_subject *subject, uint32_t entry)
{
  struct sim_slab slab;

  if (entry == SIM_SLAB_NONE) {
    g_string_append (value, _ ("none"));
    return;
  }
  sim_view_slab (subject->view, entry, &slab);
  fol_append_frames (value, slab.pfn, slab.order);
}

void
fol_value_part_slab (GString *value, const struct fol_subject *subject)
{
  if (is_slub (subject))
    append_frames_of (value, subject, subject->cpu.slab);
}

void
fol_value_part_freelist (GString *value, const struct fol_subject *subject)
{
  if (is_slub (subject))
    append_ref (value, subject, subject->cpu.freelist);
}

/* Places of the slab at `entry` in that state. */
static guint
count_places (const struct fol_subject *subject, uint32_t entry, enum sim_place_state state)
{
  struct sim_place places[SIM_FRAME_OBJECTS << SIM_SLAB_ORDER_MOST];
  uint32_t count = sim_view_slab_places (subject->view, entry, places, G_N_ELEMENTS (places));
  guint found = 0;

  for (uint32_t i = 0; i < count && i < G_N_ELEMENTS (places); i++)
    found += places[i].state == state;
  return found;
}

void
fol_value_part_free (GString *value, const struct fol_subject *subject)
{
  if (is_slub (subject))
    g_string_append_printf (value, "%u",
                            subject->cpu.slab == SIM_SLAB_NONE
                                ? 0
                                : count_places (subject, subject->cpu.slab, SIM_PLACE_FREE_CPU));
}

void
fol_value_part_partial (GString *value, const struct fol_subject *subject)
{
  struct sim_slab slab;
  guint count = 0;

  if (!is_slub (subject))
    return;
  for (uint32_t entry = subject->cpu.partial; entry != SIM_SLAB_NONE && count < SHOWN_MOST;
       entry = slab.next, count++) {
    sim_view_slab (subject->view, entry, &slab);
    g_string_append (value, count > 0 ? "; " : "");
    fol_append_frames (value, slab.pfn, slab.order);
  }
  if (count == 0)
    g_string_append (value, _ ("empty"));
}

void
fol_value_part_avail (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject))
    g_string_append_printf (value, "%u", subject->cpu.avail);
}

void
fol_value_part_limit (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject))
    g_string_append_printf (value, "%u", subject->cache.limit);
}

void
fol_value_part_touched (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject))
    g_string_append_printf (value, "%u", subject->cpu.touched);
}

void
fol_value_part_entries (GString *value, const struct fol_subject *subject)
{
  if (!is_slab (subject))
    return;
  for (guint i = subject->cpu.avail; i > 0; i--) {
    if (subject->cpu.avail - i == SHOWN_MOST) {
      g_string_append (value, " …");
      return;
    }
    g_string_append (value, i < subject->cpu.avail ? " " : "");
    append_ref (value, subject, subject->cpu.entry[i - 1]);
  }
  if (subject->cpu.avail == 0)
    g_string_append (value, _ ("empty"));
}

/* --- lists of slabs --- */

void
fol_value_slabs_node (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->object.b);
}

void
fol_value_slabs_list (GString *value, const struct fol_subject *subject)
{
  g_string_append (value, fol_describe_slab_list (subject->object.c));
}

/* Walks the list; `value` gets the first frames, unless it is NULL. */
static guint
walk_slabs (GString *value, const struct fol_subject *subject)
{
  uint32_t entry = subject->node.head[subject->object.c].next;
  struct sim_slab slab;
  guint count = 0;

  for (; (entry & SIM_NODE_HEAD) == 0; entry = slab.next, count++) {
    sim_view_slab (subject->view, entry, &slab);
    if (value != NULL && count < SHOWN_MOST)
      g_string_append_printf (value, count > 0 ? " %u" : "%u", slab.pfn);
    else if (value != NULL && count == SHOWN_MOST)
      g_string_append (value, " …");
  }
  return count;
}

void
fol_value_slabs_count (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", walk_slabs (NULL, subject));
}

void
fol_value_slabs_frames (GString *value, const struct fol_subject *subject)
{
  if (walk_slabs (value, subject) == 0)
    g_string_append (value, _ ("empty"));
}

void
fol_value_slabs_nr_partial (GString *value, const struct fol_subject *subject)
{
  if (is_slub (subject))
    g_string_append_printf (value, "%u", subject->node.nr_partial);
}

void
fol_value_slabs_total (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->node.nr_slabs);
}

void
fol_value_slabs_free_objects (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject))
    g_string_append_printf (value, _ ("%u, at most %u"), subject->node.free_objects,
                            subject->node.free_limit);
}

void
fol_value_slabs_colour_next (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject))
    g_string_append_printf (value, "%u", subject->node.colour_next);
}

void
fol_value_slabs_shared (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject) && subject->node.has_shared != 0)
    g_string_append_printf (value, _ ("%u, at most %u"), subject->node.shared.avail,
                            subject->node.shared.limit);
}

void
fol_value_slabs_alien (GString *value, const struct fol_subject *subject)
{
  for (guint node = 0; is_slab (subject) && node < subject->view->layout->node_count; node++)
    if (subject->node.alien[node].limit > 0)
      g_string_append_printf (value, _ ("%sof node %u: %u, at most %u"), value->len > 0 ? "; " : "",
                              node, subject->node.alien[node].avail,
                              subject->node.alien[node].limit);
}

/* --- slabs --- */

void
fol_value_slab_inuse (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", count_places (subject, subject->entry, SIM_PLACE_ALLOCATED));
}

void
fol_value_slab_objects (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.role != SIM_CACHE_UNUSED)
    g_string_append_printf (value, "%u", subject->slab.objects);
}

void
fol_value_slab_counted (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.role != SIM_CACHE_UNUSED)
    g_string_append_printf (value, "%u", subject->slab.inuse);
}

void
fol_value_slab_frozen (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.role != SIM_CACHE_UNUSED && is_slub (subject))
    g_string_append_printf (value, "%u", subject->slab.frozen);
}

void
fol_value_slab_freelist (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject) && subject->cache.freelist_place == SIM_FREELIST_ON_SLAB)
    g_string_append (value, fol_describe_freelist_place (SIM_FREELIST_ON_SLAB));
  else if (subject->cache.role != SIM_CACHE_UNUSED)
    append_ref (value, subject, subject->slab.freelist);
}

void
fol_value_slab_s_mem (GString *value, const struct fol_subject *subject)
{
  if (is_slab (subject))
    append_address (value, SIM_PAGE_OFFSET + ((uint64_t) subject->slab.pfn << SIM_PAGE_SHIFT) +
                               subject->slab.s_mem);
}

void
fol_value_slab_colour (GString *value, const struct fol_subject *subject)
{
  if (!is_slab (subject))
    return;
  /* The kernel counts no colour where less than one is left over, and one is as good as none. */
  if (subject->cache.colour < 2)
    g_string_append (value, _ ("none: all slabs begin alike"));
  else
    g_string_append_printf (value, _ ("%u of %u, %u bytes in"), subject->slab.colour,
                            subject->cache.colour, subject->slab.s_mem);
}

void
fol_value_slab_where (GString *value, const struct fol_subject *subject)
{
  const struct sim_slab *slab = &subject->slab;

  if (subject->cache.role == SIM_CACHE_UNUSED) {
    if (slab->where == SIM_SLAB_NODE_LIST)
      g_string_append_printf (value, _ ("list of pages for %s objects"),
                              fol_describe_slob_list (slab->list));
    else
      g_string_append (value, _ ("full: on no list"));
    return;
  }
  switch ((enum sim_slab_where) slab->where) {
  case SIM_SLAB_NOWHERE:
    g_string_append (value, _ ("full: on no list"));
    break;
  case SIM_SLAB_ACTIVE:
    g_string_append_printf (value, _ ("the slab that CPU %u uses"), slab->cpu);
    break;
  case SIM_SLAB_CPU_LIST:
    g_string_append_printf (value, _ ("on the partial list of CPU %u"), slab->cpu);
    break;
  case SIM_SLAB_NODE_LIST:
    g_string_append_printf (value, _ ("on the %s list of its node"),
                            fol_describe_slab_list (slab->list));
    break;
  }
}

void
fol_value_slab_serial (GString *value, const struct fol_subject *subject)
{
  if (subject->slab.serial > 0)
    g_string_append_printf (value, _ ("operation %u"), subject->slab.serial);
  else
    g_string_append (value, _ ("boot"));
}

void
fol_value_slab_units (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.role == SIM_CACHE_UNUSED)
    g_string_append_printf (value, "%u", subject->slab.inuse);
}

void
fol_value_slab_reports (GString *value, const struct fol_subject *subject)
{
  append_reports (value, subject, SIM_CACHE_NONE, subject->entry, SIM_REF_NONE);
}
