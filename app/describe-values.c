/* app/describe-values.c - the values of an object's fields, as the inspector shows them. */
#include "app/describe-values.h"
#include "app/operation-text.h"
#include "engine/physical/gfp.h"

#include <glib/gi18n-lib.h>

static bool
is_head (const struct fol_subject *subject)
{
  return subject->pfn == subject->block.pfn;
}

void
fol_value_pfn (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->pfn);
}

void
fol_value_address (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "0x%" G_GINT64_MODIFIER "x",
                          (guint64) subject->pfn << SIM_PAGE_SHIFT);
}

void
fol_value_zone_of_frame (GString *value, const struct fol_subject *subject)
{
  fol_append_zone (value, subject->view, subject->block.zone);
}

void
fol_value_state (GString *value, const struct fol_subject *subject)
{
  g_string_append (value, fol_describe_state (subject->block.state));
}

void
fol_value_block (GString *value, const struct fol_subject *subject)
{
  g_autofree char *frames = fol_describe_frames (subject->block.pfn, subject->block.order);

  g_string_append_printf (value, _ ("order %u, %s"), subject->block.order, frames);
}

void
fol_value_free_list (GString *value, const struct fol_subject *subject)
{
  const struct sim_block *block = &subject->block;

  if (block->state == SIM_PAGE_FREE)
    g_string_append_printf (value, _ ("order %u, %s"), block->order,
                            fol_describe_type (block->type));
}

void
fol_value_pcp_list (GString *value, const struct fol_subject *subject)
{
  const struct sim_block *block = &subject->block;

  if (block->state == SIM_PAGE_PCP)
    g_string_append_printf (value, _ ("CPU %u, order %u, %s"), block->cpu, block->order,
                            fol_describe_type (block->asked));
}

void
fol_value_pageblock (GString *value, const struct fol_subject *subject)
{
  const struct sim_view *view = subject->view;

  g_string_append_printf (value, "%u (%s)", subject->pfn >> view->layout->pageblock_order,
                          fol_describe_type (sim_view_pageblock_type (view, subject->pfn)));
}

void
fol_value_refcount (GString *value, const struct fol_subject *subject)
{
  switch (subject->block.state) {
  case SIM_PAGE_FREE:
  case SIM_PAGE_PCP:
  case SIM_PAGE_IN_HAND:
    g_string_append (value, "0");
    break;
  case SIM_PAGE_USED:
    g_string_append (value, is_head (subject) ? "1" : "0");
    break;
  case SIM_PAGE_RESERVED:
    g_string_append (value, "1");
    break;
  case SIM_PAGE_KERNEL:
  case SIM_PAGE_HOLE:
  case SIM_PAGE_TAIL:
  case SIM_PAGE_STATES:
    break;
  }
}

/* The word is shared with page_type: the first frame of a free block has the
 * bit PG_buddy (0x80) cleared there. */
void
fol_value_mapcount (GString *value, const struct fol_subject *subject)
{
  enum sim_page_state state = subject->block.state;

  if (state == SIM_PAGE_FREE && is_head (subject))
    g_string_append (value, "-129");
  else if (state != SIM_PAGE_KERNEL && state != SIM_PAGE_HOLE)
    g_string_append (value, "-1");
}

void
fol_value_private (GString *value, const struct fol_subject *subject)
{
  if (subject->block.state == SIM_PAGE_FREE && is_head (subject))
    g_string_append_printf (value, "%u", subject->block.order);
}

/* A node of a list: a block's first frame, or the head, which belongs to the list. */
static void
append_node (GString *value, uint32_t node)
{
  if ((node & SIM_NODE_HEAD) != 0)
    g_string_append (value, _ ("list head"));
  else
    g_string_append_printf (value, _ ("frame %u"), node);
}

void
fol_value_lru (GString *value, const struct fol_subject *subject)
{
  const struct sim_view *view = subject->view;
  enum sim_page_state state = subject->block.state;
  uint64_t link = view->layout->links + 2u * (uint64_t) subject->pfn;

  if ((state != SIM_PAGE_FREE && state != SIM_PAGE_PCP) || !is_head (subject))
    return;
  g_string_append (value, "next: ");
  append_node (value, sim_view_word (view, link));
  g_string_append (value, ", prev: ");
  append_node (value, sim_view_word (view, link + 1));
}

void
fol_value_index (GString *value, const struct fol_subject *subject)
{
  if (subject->block.state == SIM_PAGE_PCP && is_head (subject))
    g_string_append_printf (value, "%u (%s)", subject->block.type,
                            fol_describe_type (subject->block.type));
}

void
fol_value_flags (GString *value, const struct fol_subject *subject)
{
  const struct sim_block *block = &subject->block;
  const char *separator = "";

  if (block->state == SIM_PAGE_FREE && is_head (subject)) {
    g_string_append (value, "buddy");
    separator = " | ";
  }
  if (sim_view_frame_lru (subject->view, subject->pfn)) {
    g_string_append_printf (value, "%slru", separator);
    separator = " | ";
  }
  if (block->state == SIM_PAGE_RESERVED) {
    g_string_append_printf (value, "%sreserved", separator);
    separator = " | ";
  }
  if (block->state == SIM_PAGE_USED && (block->gfp & SIM_GFP_COMP) != 0 && block->order > 0 &&
      is_head (subject)) {
    g_string_append_printf (value, "%shead", separator);
    separator = " | ";
  }
  if (block->slab) {
    g_string_append_printf (value, "%sslab", separator);
    separator = " | ";
  }
  if (*separator == '\0')
    g_string_append (value, _ ("none"));
}

void
fol_value_gfp (GString *value, const struct fol_subject *subject)
{
  if (subject->block.state == SIM_PAGE_USED && !subject->block.slab) {
    g_autofree char *names = fol_gfp_to_text (subject->block.gfp);

    g_string_append (value, names);
  }
}

void
fol_value_serial (GString *value, const struct fol_subject *subject)
{
  if (subject->block.state == SIM_PAGE_USED)
    g_string_append_printf (value, _ ("operation %u"), subject->block.serial);
}

void
fol_value_frames (GString *value, const struct fol_subject *subject)
{
  fol_append_frames (value, subject->block.pfn, subject->block.order);
}

void
fol_value_order (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->block.order);
}

void
fol_value_size (GString *value, const struct fol_subject *subject)
{
  g_autofree char *size = g_format_size_full (
      (guint64) 1 << (subject->block.order + SIM_PAGE_SHIFT), G_FORMAT_SIZE_IEC_UNITS);

  g_string_append (value, size);
}

void
fol_value_buddy (GString *value, const struct fol_subject *subject)
{
  const struct sim_block *block = &subject->block;
  sim_pfn buddy = block->pfn ^ (1u << block->order);

  if (block->order + 1 < subject->view->layout->max_order &&
      buddy < subject->view->layout->frame_count)
    fol_append_frames (value, buddy, block->order);
}

void
fol_value_asked (GString *value, const struct fol_subject *subject)
{
  if (subject->block.state == SIM_PAGE_USED)
    g_string_append (value, fol_describe_type (subject->block.asked));
}

void
fol_value_list_zone (GString *value, const struct fol_subject *subject)
{
  fol_append_zone (value, subject->view, subject->object.a);
}

void
fol_value_list_cpu (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->object.b);
}

/* Who counts longer lists waits, and so does whoever scrubs. */
#define LIST_COUNTED 65536u

static void
append_length_times (GString *value, const struct sim_view *view, uint32_t list, guint times)
{
  uint32_t length = sim_view_list_length (view, list, LIST_COUNTED);

  if (length == LIST_COUNTED)
    g_string_append_printf (value, _ ("%u or more"), length * times);
  else
    g_string_append_printf (value, "%u", length * times);
}

/* The list a FREE_LIST or PCP_LIST object stands for. */
static uint32_t
list_of (const struct fol_subject *subject, guint *order, guint *type)
{
  const struct sim_layout *layout = subject->view->layout;
  struct sim_object object = subject->object;

  if (object.kind == SIM_OBJECT_FREE_LIST) {
    *order = object.b;
    *type = object.c;
    return sim_free_list (layout, object.a, object.b, object.c);
  }
  *order = sim_pcp_list_order (object.c, layout->pageblock_order);
  *type = sim_pcp_list_type (object.c);
  return sim_pcp_list_of (layout, object.a, object.b, object.c);
}

void
fol_value_list_order (GString *value, const struct fol_subject *subject)
{
  guint order, type;

  list_of (subject, &order, &type);
  g_string_append_printf (value, "%u", order);
}

void
fol_value_list_type (GString *value, const struct fol_subject *subject)
{
  guint order, type;

  list_of (subject, &order, &type);
  g_string_append (value, fol_describe_type (type));
}

void
fol_value_list_length (GString *value, const struct fol_subject *subject)
{
  guint order, type;
  uint32_t list = list_of (subject, &order, &type);

  append_length_times (value, subject->view, list, 1);
}

void
fol_value_list_frames (GString *value, const struct fol_subject *subject)
{
  guint order, type;
  uint32_t list = list_of (subject, &order, &type);

  append_length_times (value, subject->view, list, 1u << order);
}

/* The list as an expression of C. */
void
fol_value_list_place (GString *value, const struct fol_subject *subject)
{
  static const char *const types[SIM_MIGRATE_TYPES] = {
    [SIM_MIGRATE_UNMOVABLE] = "MIGRATE_UNMOVABLE",
    [SIM_MIGRATE_MOVABLE] = "MIGRATE_MOVABLE",
    [SIM_MIGRATE_RECLAIMABLE] = "MIGRATE_RECLAIMABLE",
    [SIM_MIGRATE_HIGHATOMIC] = "MIGRATE_HIGHATOMIC",
    [SIM_MIGRATE_CMA] = "MIGRATE_CMA",
    [SIM_MIGRATE_ISOLATE] = "MIGRATE_ISOLATE",
  };
  struct sim_object object = subject->object;

  if (object.kind == SIM_OBJECT_FREE_LIST)
    g_string_append_printf (value, "free_area[%u].free_list[%s]", object.b, types[object.c]);
  else
    g_string_append_printf (value, "pcp->lists[%u]", object.c);
}

/* Long lists are cut: the inspector is read by people. */
#define LIST_BLOCKS_SHOWN 8u

void
fol_value_list_blocks (GString *value, const struct fol_subject *subject)
{
  guint order, type, count = 0;
  uint32_t list = list_of (subject, &order, &type);

  for (uint32_t node = sim_view_list_first (subject->view, list); !(node & SIM_NODE_HEAD);
       node = sim_view_list_next (subject->view, node)) {
    if (count++ == LIST_BLOCKS_SHOWN) {
      g_string_append (value, " …");
      return;
    }
    g_string_append_printf (value, count > 1 ? " %u" : "%u", node);
  }
  if (count == 0)
    g_string_append (value, _ ("empty"));
}

#define DEFINE_PCP_NUMBER(member, format, cast)                                                    \
  void fol_value_pcp_##member (GString *value, const struct fol_subject *subject)                  \
  {                                                                                                \
    g_string_append_printf (value, format, (cast) subject->pcp.member);                            \
  }
DEFINE_PCP_NUMBER (count, "%u", guint)
DEFINE_PCP_NUMBER (high, "%u", guint)
DEFINE_PCP_NUMBER (batch, "%u", guint)
DEFINE_PCP_NUMBER (free_factor, "%u", guint)
DEFINE_PCP_NUMBER (free_diff, "%d", int)
DEFINE_PCP_NUMBER (free_cma_diff, "%d", int)

void
fol_value_pcp_lists (GString *value, const struct fol_subject *subject)
{
  const struct sim_layout *layout = subject->view->layout;

  for (guint i = 0; i < SIM_NR_PCP_LISTS; i++) {
    uint32_t list = sim_pcp_list_of (layout, subject->object.a, subject->object.b, i);

    g_string_append_printf (value, i > 0 ? " %u" : "%u",
                            sim_view_list_length (subject->view, list, layout->frame_count));
  }
}

#define DEFINE_ZONE_NUMBER(member)                                                                 \
  void fol_value_zone_##member (GString *value, const struct fol_subject *subject)                 \
  {                                                                                                \
    g_string_append_printf (value, "%u", subject->zone.member);                                    \
  }
DEFINE_ZONE_NUMBER (node)
DEFINE_ZONE_NUMBER (start_pfn)
DEFINE_ZONE_NUMBER (spanned_pages)
DEFINE_ZONE_NUMBER (present_pages)
DEFINE_ZONE_NUMBER (managed_pages)
DEFINE_ZONE_NUMBER (watermark_boost)
DEFINE_ZONE_NUMBER (nr_reserved_highatomic)
DEFINE_ZONE_NUMBER (stat_threshold)

void
fol_value_zone_free (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%" G_GINT64_FORMAT,
                          sim_view_zone_free (subject->view, subject->object.a));
}

void
fol_value_zone_nr_free (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%d", (int32_t) subject->zone.nr_free);
}

void
fol_value_zone_nr_free_cma (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%d", (int32_t) subject->zone.nr_free_cma);
}

void
fol_value_zone_min (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->zone.watermark[SIM_WMARK_MIN]);
}

void
fol_value_zone_low (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->zone.watermark[SIM_WMARK_LOW]);
}

void
fol_value_zone_high (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->zone.watermark[SIM_WMARK_HIGH]);
}

void
fol_value_zone_reserve (GString *value, const struct fol_subject *subject)
{
  for (guint type = 0; type < SIM_MAX_NR_ZONES; type++)
    g_string_append_printf (value, type > 0 ? " %u" : "%u", subject->zone.lowmem_reserve[type]);
}

void
fol_value_zone_areas (GString *value, const struct fol_subject *subject)
{
  for (guint order = 0; order < subject->view->layout->max_order; order++)
    g_string_append_printf (value, order > 0 ? " %u" : "%u", subject->zone.area_nr_free[order]);
}

void
fol_value_zone_unusable (GString *value, const struct fol_subject *subject)
{
  for (guint order = 0; order < subject->view->layout->max_order; order++) {
    guint index = sim_view_unusable_index (subject->view, subject->object.a, order);

    g_string_append_printf (value, order > 0 ? " %u.%03u" : "%u.%03u", index / 1000, index % 1000);
  }
}

void
fol_value_zone_flags (GString *value, const struct fol_subject *subject)
{
  guint flags = subject->zone.flags;

  if ((flags & SIM_ZONE_BOOSTED_WATERMARK) != 0)
    g_string_append (value, "ZONE_BOOSTED_WATERMARK");
  if ((flags & SIM_ZONE_RECLAIM_ACTIVE) != 0)
    g_string_append_printf (value, "%sZONE_RECLAIM_ACTIVE", value->len > 0 ? " | " : "");
  if (value->len == 0)
    g_string_append (value, _ ("none"));
}

void
fol_value_pageblock_number (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->pfn >> subject->view->layout->pageblock_order);
}

void
fol_value_pageblock_frames (GString *value, const struct fol_subject *subject)
{
  fol_append_frames (value, subject->pfn, subject->view->layout->pageblock_order);
}

void
fol_value_pageblock_type (GString *value, const struct fol_subject *subject)
{
  g_string_append (value,
                   fol_describe_type (sim_view_pageblock_type (subject->view, subject->pfn)));
}

/* Frames of the pageblock in `state`; blocks may be larger than a pageblock. */
static guint
count_in_pageblock (const struct fol_subject *subject, enum sim_page_state state)
{
  const struct sim_layout *layout = subject->view->layout;
  guint64 end =
      MIN ((guint64) subject->pfn + (1u << layout->pageblock_order), (guint64) layout->frame_count);
  guint count = 0;
  struct sim_block block;

  for (guint64 pfn = subject->pfn; pfn < end;) {
    guint64 block_end;

    sim_view_block (subject->view, (sim_pfn) pfn, &block);
    block_end = MIN (end, (guint64) block.pfn + (1u << block.order));
    if (block.state == state)
      count += (guint) (block_end - pfn);
    pfn = block_end;
  }
  return count;
}

void
fol_value_pageblock_free (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", count_in_pageblock (subject, SIM_PAGE_FREE));
}

void
fol_value_pageblock_pcp (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", count_in_pageblock (subject, SIM_PAGE_PCP));
}

void
fol_value_pageblock_used (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u",
                          count_in_pageblock (subject, SIM_PAGE_USED) +
                              count_in_pageblock (subject, SIM_PAGE_KERNEL));
}

static const struct sim_step *
step_of (const struct fol_subject *subject)
{
  return &subject->steps->step[subject->object.a];
}

void
fol_value_step_number (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, _ ("%u of %u"), subject->object.a + 1, subject->steps->count);
}

void
fol_value_step_function (GString *value, const struct fol_subject *subject)
{
  g_string_append (value, sim_function_name (step_of (subject)->function));
}

void
fol_value_step_file (GString *value, const struct fol_subject *subject)
{
  g_string_append (value, sim_function_file (step_of (subject)->function));
}

void
fol_value_step_depth (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", step_of (subject)->depth);
}

void
fol_value_step_decision (GString *value, const struct fol_subject *subject)
{
  g_autofree char *words = fol_describe_step (subject->view, step_of (subject));

  g_string_append (value, words);
}

/* "zone=0 free=48": the names of the decision's numbers are in engine/base/step.h. */
void
fol_value_step_numbers (GString *value, const struct fol_subject *subject)
{
  const struct sim_step *step = step_of (subject);
  g_auto (GStrv) names = g_strsplit (sim_decision_numbers (step->decision), ",", -1);

  for (guint i = 0; names[i] != NULL && i < SIM_STEP_NUMBERS_MAX; i++) {
    if (value->len > 0)
      g_string_append_c (value, ' ');
    if (g_str_equal (names[i], "gfp")) {
      g_autofree char *gfp = fol_gfp_to_text (step->number[i]);

      g_string_append_printf (value, "gfp=%s", gfp);
    } else if (g_str_equal (names[i], "delta") || g_str_equal (names[i], "free")) {
      g_string_append_printf (value, "%s=%d", names[i], (int32_t) step->number[i]);
    } else {
      g_string_append_printf (value, "%s=%u", names[i], step->number[i]);
    }
  }
}

void
fol_value_step_objects (GString *value, const struct fol_subject *subject)
{
  const struct sim_step *step = step_of (subject);

  for (guint i = 0; i < step->object_count; i++) {
    g_autofree char *object = fol_describe_object (subject->view, step->object[i]);

    g_string_append_printf (value, i > 0 ? "; %s" : "%s", object);
  }
}

void
fol_value_step_journal (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", step_of (subject)->journal);
}
