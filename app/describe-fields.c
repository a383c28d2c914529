/* app/describe-fields.c - every field of an object: its name, its value, its meaning.
 *
 * One table, rows[], for the inspector and for dumps.  A row whose value
 * function appends nothing does not exist for that object: a frame in use is on
 * no free list.
 */
#include "app/describe-private.h"
#include "app/operation-text.h"
#include "engine/physical/gfp.h"

#include <glib/gi18n-lib.h>

/* What the value functions look at; what does not apply to a kind is zero. */
struct subject {
  const struct sim_view *view;
  struct sim_object object;
  sim_pfn pfn;            /* FRAME, BLOCK, PAGEBLOCK */
  struct sim_block block; /* FRAME, BLOCK */
  struct sim_zone zone;   /* ZONE */
  struct sim_pcp pcp;     /* PCP */
};

struct row {
  enum sim_object_kind kind;
  const char *name; /* as in the kernel, or a translatable word */
  const char *meaning;
  void (*append) (GString *value, const struct subject *subject);
};

static bool
is_head (const struct subject *subject)
{
  return subject->pfn == subject->block.pfn;
}

static void
append_pfn (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", subject->pfn);
}

static void
append_address (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "0x%" G_GINT64_MODIFIER "x",
                          (guint64) subject->pfn << SIM_PAGE_SHIFT);
}

static void
append_zone_of_frame (GString *value, const struct subject *subject)
{
  fol_append_zone (value, subject->view, subject->block.zone);
}

static void
append_state (GString *value, const struct subject *subject)
{
  g_string_append (value, fol_describe_state (subject->block.state));
}

static void
append_block (GString *value, const struct subject *subject)
{
  g_autofree char *frames = fol_describe_frames (subject->block.pfn, subject->block.order);

  g_string_append_printf (value, _ ("order %u, %s"), subject->block.order, frames);
}

static void
append_free_list (GString *value, const struct subject *subject)
{
  const struct sim_block *block = &subject->block;

  if (block->state == SIM_PAGE_FREE)
    g_string_append_printf (value, _ ("order %u, %s"), block->order,
                            fol_describe_type (block->type));
}

static void
append_pcp_list (GString *value, const struct subject *subject)
{
  const struct sim_block *block = &subject->block;

  if (block->state == SIM_PAGE_PCP)
    g_string_append_printf (value, _ ("CPU %u, order %u, %s"), block->cpu, block->order,
                            fol_describe_type (block->asked));
}

static void
append_pageblock (GString *value, const struct subject *subject)
{
  const struct sim_view *view = subject->view;

  g_string_append_printf (value, "%u (%s)", subject->pfn >> view->layout->pageblock_order,
                          fol_describe_type (sim_view_pageblock_type (view, subject->pfn)));
}

static void
append_refcount (GString *value, const struct subject *subject)
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
static void
append_mapcount (GString *value, const struct subject *subject)
{
  enum sim_page_state state = subject->block.state;

  if (state == SIM_PAGE_FREE && is_head (subject))
    g_string_append (value, "-129");
  else if (state != SIM_PAGE_KERNEL && state != SIM_PAGE_HOLE)
    g_string_append (value, "-1");
}

static void
append_private (GString *value, const struct subject *subject)
{
  if (subject->block.state == SIM_PAGE_FREE && is_head (subject))
    g_string_append_printf (value, "%u", subject->block.order);
}

static void
append_index (GString *value, const struct subject *subject)
{
  if (subject->block.state == SIM_PAGE_PCP && is_head (subject))
    g_string_append_printf (value, "%u (%s)", subject->block.type,
                            fol_describe_type (subject->block.type));
}

static void
append_flags (GString *value, const struct subject *subject)
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
  if (*separator == '\0')
    g_string_append (value, _ ("none"));
}

static void
append_gfp (GString *value, const struct subject *subject)
{
  if (subject->block.state == SIM_PAGE_USED) {
    g_autofree char *names = fol_gfp_to_text (subject->block.gfp);

    g_string_append (value, names);
  }
}

static void
append_serial (GString *value, const struct subject *subject)
{
  if (subject->block.state == SIM_PAGE_USED)
    g_string_append_printf (value, _ ("operation %u"), subject->block.serial);
}

static void
append_frames (GString *value, const struct subject *subject)
{
  fol_append_frames (value, subject->block.pfn, subject->block.order);
}

static void
append_order (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", subject->block.order);
}

static void
append_size (GString *value, const struct subject *subject)
{
  g_autofree char *size = g_format_size_full (
      (guint64) 1 << (subject->block.order + SIM_PAGE_SHIFT), G_FORMAT_SIZE_IEC_UNITS);

  g_string_append (value, size);
}

static void
append_buddy (GString *value, const struct subject *subject)
{
  const struct sim_block *block = &subject->block;
  sim_pfn buddy = block->pfn ^ (1u << block->order);

  if (block->order + 1 < subject->view->layout->max_order &&
      buddy < subject->view->layout->frame_count)
    fol_append_frames (value, buddy, block->order);
}

static void
append_asked (GString *value, const struct subject *subject)
{
  if (subject->block.state == SIM_PAGE_USED)
    g_string_append (value, fol_describe_type (subject->block.asked));
}

static void
append_list_zone (GString *value, const struct subject *subject)
{
  fol_append_zone (value, subject->view, subject->object.a);
}

static void
append_list_cpu (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", subject->object.b);
}

/* The list a FREE_LIST or PCP_LIST object stands for. */
static uint32_t
list_of (const struct subject *subject, guint *order, guint *type)
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

static void
append_list_order (GString *value, const struct subject *subject)
{
  guint order, type;

  list_of (subject, &order, &type);
  g_string_append_printf (value, "%u", order);
}

static void
append_list_type (GString *value, const struct subject *subject)
{
  guint order, type;

  list_of (subject, &order, &type);
  g_string_append (value, fol_describe_type (type));
}

static void
append_list_length (GString *value, const struct subject *subject)
{
  guint order, type;
  uint32_t list = list_of (subject, &order, &type);

  g_string_append_printf (value, "%u", sim_view_list_length (subject->view, list, SIM_FRAMES_MAX));
}

/* Long lists are cut: the inspector is read by people. */
#define LIST_BLOCKS_SHOWN 8u

static void
append_list_blocks (GString *value, const struct subject *subject)
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
  static void append_pcp_##member (GString *value, const struct subject *subject)                  \
  {                                                                                                \
    g_string_append_printf (value, format, (cast) subject->pcp.member);                            \
  }
DEFINE_PCP_NUMBER (count, "%u", guint)
DEFINE_PCP_NUMBER (high, "%u", guint)
DEFINE_PCP_NUMBER (batch, "%u", guint)
DEFINE_PCP_NUMBER (free_factor, "%u", guint)
DEFINE_PCP_NUMBER (free_diff, "%d", int)

#define DEFINE_ZONE_NUMBER(member)                                                                 \
  static void append_zone_##member (GString *value, const struct subject *subject)                 \
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

static void
append_zone_free (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%" G_GINT64_FORMAT,
                          sim_view_zone_free (subject->view, subject->object.a));
}

static void
append_zone_nr_free (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%d", (int32_t) subject->zone.nr_free);
}

static void
append_zone_min (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", subject->zone.watermark[SIM_WMARK_MIN]);
}

static void
append_zone_low (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", subject->zone.watermark[SIM_WMARK_LOW]);
}

static void
append_zone_high (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", subject->zone.watermark[SIM_WMARK_HIGH]);
}

static void
append_zone_reserve (GString *value, const struct subject *subject)
{
  for (guint type = 0; type < SIM_MAX_NR_ZONES; type++)
    g_string_append_printf (value, type > 0 ? " %u" : "%u", subject->zone.lowmem_reserve[type]);
}

static void
append_zone_areas (GString *value, const struct subject *subject)
{
  for (guint order = 0; order < subject->view->layout->max_order; order++)
    g_string_append_printf (value, order > 0 ? " %u" : "%u", subject->zone.area_nr_free[order]);
}

static void
append_pageblock_number (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", subject->pfn >> subject->view->layout->pageblock_order);
}

static void
append_pageblock_frames (GString *value, const struct subject *subject)
{
  fol_append_frames (value, subject->pfn, subject->view->layout->pageblock_order);
}

static void
append_pageblock_type (GString *value, const struct subject *subject)
{
  g_string_append (value,
                   fol_describe_type (sim_view_pageblock_type (subject->view, subject->pfn)));
}

/* Frames of the pageblock in `state`; blocks may be larger than a pageblock. */
static guint
count_in_pageblock (const struct subject *subject, enum sim_page_state state)
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

static void
append_pageblock_free (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", count_in_pageblock (subject, SIM_PAGE_FREE));
}

static void
append_pageblock_pcp (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u", count_in_pageblock (subject, SIM_PAGE_PCP));
}

static void
append_pageblock_used (GString *value, const struct subject *subject)
{
  g_string_append_printf (value, "%u",
                          count_in_pageblock (subject, SIM_PAGE_USED) +
                              count_in_pageblock (subject, SIM_PAGE_KERNEL));
}

static const struct row rows[] = {
  { SIM_OBJECT_FRAME, "pfn", N_ ("Number of the page frame: its physical address divided by 4096"),
    append_pfn },
  { SIM_OBJECT_FRAME, N_ ("physical address"), N_ ("Where the frame begins"), append_address },
  { SIM_OBJECT_FRAME, "zone", N_ ("The zone that manages this frame"), append_zone_of_frame },
  { SIM_OBJECT_FRAME, N_ ("state"), N_ ("What the frame's block is now"), append_state },
  { SIM_OBJECT_FRAME, N_ ("block"), N_ ("The block of 2^order frames that this frame is part of"),
    append_block },
  { SIM_OBJECT_FRAME, "free_list", N_ ("The buddy list that the free block stands on"),
    append_free_list },
  { SIM_OBJECT_FRAME, "pcp list", N_ ("The per-CPU list that the block waits on"),
    append_pcp_list },
  { SIM_OBJECT_FRAME, N_ ("pageblock"),
    N_ ("The unit in which memory is grouped by mobility, and its migrate type"),
    append_pageblock },
  { SIM_OBJECT_FRAME, "_refcount",
    N_ ("How many hold the frame; only the first frame of a block is counted"), append_refcount },
  { SIM_OBJECT_FRAME, "_mapcount",
    N_ ("Page-table entries that map it, minus one; as page_type, -129 marks a free block's head"),
    append_mapcount },
  { SIM_OBJECT_FRAME, "private", N_ ("In the first frame of a free block: the block's order"),
    append_private },
  { SIM_OBJECT_FRAME, "index", N_ ("On a per-CPU list: the migrate type it will be drained to"),
    append_index },
  { SIM_OBJECT_FRAME, "flags", N_ ("Marks of this frame; buddy stands in page_type"),
    append_flags },
  { SIM_OBJECT_FRAME, N_ ("allocated by"), N_ ("The operation that handed the block out"),
    append_serial },
  { SIM_OBJECT_FRAME, "gfp", N_ ("The flags of that request"), append_gfp },

  { SIM_OBJECT_BLOCK, N_ ("frames"), N_ ("The frames of the block"), append_frames },
  { SIM_OBJECT_BLOCK, "order", N_ ("The block has 2^order frames"), append_order },
  { SIM_OBJECT_BLOCK, N_ ("size"), N_ ("In bytes, 4096 a frame"), append_size },
  { SIM_OBJECT_BLOCK, N_ ("physical address"), N_ ("Where the block begins"), append_address },
  { SIM_OBJECT_BLOCK, "zone", N_ ("The zone that manages this block"), append_zone_of_frame },
  { SIM_OBJECT_BLOCK, N_ ("state"), N_ ("What the block is now"), append_state },
  { SIM_OBJECT_BLOCK, "free_list", N_ ("The buddy list that it stands on"), append_free_list },
  { SIM_OBJECT_BLOCK, "pcp list", N_ ("The per-CPU list that it waits on"), append_pcp_list },
  { SIM_OBJECT_BLOCK, N_ ("buddy"), N_ ("The block it could merge with: first pfn XOR 2^order"),
    append_buddy },
  { SIM_OBJECT_BLOCK, "migratetype", N_ ("What kind of memory was asked for"), append_asked },
  { SIM_OBJECT_BLOCK, N_ ("allocated by"), N_ ("The operation that handed the block out"),
    append_serial },
  { SIM_OBJECT_BLOCK, "gfp", N_ ("The flags of that request"), append_gfp },

  { SIM_OBJECT_FREE_LIST, "zone", N_ ("The zone whose free_area it belongs to"), append_list_zone },
  { SIM_OBJECT_FREE_LIST, "order", N_ ("Each block on it has 2^order frames"), append_list_order },
  { SIM_OBJECT_FREE_LIST, "migratetype", N_ ("What the free blocks are meant for"),
    append_list_type },
  { SIM_OBJECT_FREE_LIST, N_ ("blocks"), N_ ("How many blocks are on the list"),
    append_list_length },
  { SIM_OBJECT_FREE_LIST, N_ ("first frames"), N_ ("The blocks in order: the first is taken next"),
    append_list_blocks },

  { SIM_OBJECT_PCP, "zone", N_ ("The zone whose pages these lists keep"), append_list_zone },
  { SIM_OBJECT_PCP, N_ ("CPU"), N_ ("The only CPU that uses these lists, hence no lock is shared"),
    append_list_cpu },
  { SIM_OBJECT_PCP, "count", N_ ("Pages on all lists of this CPU and zone"), append_pcp_count },
  { SIM_OBJECT_PCP, "high", N_ ("Above this, pages go back to the buddy lists"), append_pcp_high },
  { SIM_OBJECT_PCP, "batch", N_ ("Pages moved at a time between these and the buddy lists"),
    append_pcp_batch },
  { SIM_OBJECT_PCP, "free_factor",
    N_ ("Doubles the batch for each free in a row without an allocation"), append_pcp_free_factor },
  { SIM_OBJECT_PCP, "vm_stat_diff",
    N_ ("Free pages counted here and not yet added to the zone's counter"), append_pcp_free_diff },

  { SIM_OBJECT_PCP_LIST, "zone", N_ ("The zone whose pages it keeps"), append_list_zone },
  { SIM_OBJECT_PCP_LIST, N_ ("CPU"), N_ ("The only CPU that uses this list"), append_list_cpu },
  { SIM_OBJECT_PCP_LIST, "order", N_ ("Each block on it has 2^order frames"), append_list_order },
  { SIM_OBJECT_PCP_LIST, "migratetype", N_ ("The kind of request it serves"), append_list_type },
  { SIM_OBJECT_PCP_LIST, N_ ("blocks"), N_ ("How many blocks are on the list"),
    append_list_length },
  { SIM_OBJECT_PCP_LIST, N_ ("first frames"), N_ ("The blocks in order: the first is taken next"),
    append_list_blocks },

  { SIM_OBJECT_ZONE, "node", N_ ("The memory node it belongs to"), append_zone_node },
  { SIM_OBJECT_ZONE, "zone_start_pfn", N_ ("Its first frame"), append_zone_start_pfn },
  { SIM_OBJECT_ZONE, "spanned_pages", N_ ("Frames from first to last, holes included"),
    append_zone_spanned_pages },
  { SIM_OBJECT_ZONE, "present_pages", N_ ("Frames that exist: spanned minus holes"),
    append_zone_present_pages },
  { SIM_OBJECT_ZONE, "managed_pages",
    N_ ("Frames the buddy system manages: present minus reserved"), append_zone_managed_pages },
  { SIM_OBJECT_ZONE, N_ ("free pages"), N_ ("Frames on its buddy lists now"), append_zone_free },
  { SIM_OBJECT_ZONE, "NR_FREE_PAGES",
    N_ ("The zone's counter; what CPUs have counted and not yet added is missing here"),
    append_zone_nr_free },
  { SIM_OBJECT_ZONE, "_watermark[WMARK_MIN]", N_ ("Below this only urgent requests are served"),
    append_zone_min },
  { SIM_OBJECT_ZONE, "_watermark[WMARK_LOW]", N_ ("Below this kswapd is woken"), append_zone_low },
  { SIM_OBJECT_ZONE, "_watermark[WMARK_HIGH]", N_ ("Up to this kswapd reclaims"),
    append_zone_high },
  { SIM_OBJECT_ZONE, "watermark_boost",
    N_ ("Added to the watermarks for a while after types have mixed"),
    append_zone_watermark_boost },
  { SIM_OBJECT_ZONE, "lowmem_reserve",
    N_ ("Pages kept from requests that could use DMA, DMA32, Normal, Movable"),
    append_zone_reserve },
  { SIM_OBJECT_ZONE, "nr_reserved_highatomic", N_ ("Pages in high-atomic pageblocks"),
    append_zone_nr_reserved_highatomic },
  { SIM_OBJECT_ZONE, "stat_threshold", N_ ("How far a CPU counts before it adds to the counter"),
    append_zone_stat_threshold },
  { SIM_OBJECT_ZONE, "free_area[].nr_free", N_ ("Free blocks of each order, from order 0"),
    append_zone_areas },

  { SIM_OBJECT_PAGEBLOCK, N_ ("number"), N_ ("Pageblocks are counted from frame 0"),
    append_pageblock_number },
  { SIM_OBJECT_PAGEBLOCK, N_ ("frames"), N_ ("The frames of the pageblock"),
    append_pageblock_frames },
  { SIM_OBJECT_PAGEBLOCK, "migratetype", N_ ("What its memory is meant for"),
    append_pageblock_type },
  { SIM_OBJECT_PAGEBLOCK, N_ ("free"), N_ ("Frames on buddy lists"), append_pageblock_free },
  { SIM_OBJECT_PAGEBLOCK, N_ ("on per-CPU lists"), N_ ("Frames that wait on lists of CPUs"),
    append_pageblock_pcp },
  { SIM_OBJECT_PAGEBLOCK, N_ ("in use"), N_ ("Frames that someone owns"), append_pageblock_used },
};

/* Looks the object up; false if this state has no such object. */
static bool
find_subject (const struct sim_view *view, struct sim_object object, struct subject *subject)
{
  const struct sim_layout *layout = view->layout;

  *subject = (struct subject){ .view = view, .object = object, .pfn = object.a };
  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_FRAME:
  case SIM_OBJECT_BLOCK:
    if (object.a >= layout->frame_count)
      return false;
    sim_view_block (view, object.a, &subject->block);
    if (object.kind == SIM_OBJECT_BLOCK)
      subject->pfn = subject->block.pfn;
    return true;
  case SIM_OBJECT_PAGEBLOCK:
    if (object.a >= layout->frame_count)
      return false;
    subject->pfn = object.a >> layout->pageblock_order << layout->pageblock_order;
    return true;
  case SIM_OBJECT_FREE_LIST:
    return object.a < layout->zone_count && object.b < layout->max_order &&
           object.c < SIM_MIGRATE_TYPES;
  case SIM_OBJECT_PCP:
    if (object.a >= layout->zone_count || object.b >= layout->cpu_count)
      return false;
    sim_view_pcp (view, object.a, object.b, &subject->pcp);
    return true;
  case SIM_OBJECT_PCP_LIST:
    return object.a < layout->zone_count && object.b < layout->cpu_count &&
           object.c < SIM_NR_PCP_LISTS;
  case SIM_OBJECT_ZONE:
    if (object.a >= layout->zone_count)
      return false;
    sim_view_zone (view, object.a, &subject->zone);
    return true;
  case SIM_OBJECT_NONE:
  case SIM_OBJECT_STEP:
  case SIM_OBJECT_KINDS:
    break;
  }
  return false;
}

static void
field_free (gpointer data)
{
  struct fol_field *field = data;

  g_free (field->name);
  g_free (field->value);
  g_free (field->meaning);
  g_free (field);
}

GPtrArray *
fol_describe_fields (const struct sim_view *view, struct sim_object object)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (field_free);
  struct subject subject;

  if (!find_subject (view, object, &subject))
    return fields;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) value = g_string_new (NULL);
    struct fol_field *field;

    if (rows[i].kind != (enum sim_object_kind) object.kind)
      continue;
    rows[i].append (value, &subject);
    if (value->len == 0)
      continue;

    field = g_new (struct fol_field, 1);
    field->name = g_strdup (_ (rows[i].name));
    field->value = g_strdup (value->str);
    field->meaning = g_strdup (_ (rows[i].meaning));
    g_ptr_array_add (fields, field);
  }
  return fields;
}
