/* app/describe-fields.c - every field of an object: its name, meaning and encoding.
 *
 * One table, rows[], which describe-slab-fields.c continues, for the inspector, `folioscope-cli schema fields` and the
 * tests; the values are in app/describe-values.c.  Names are those of Linux 6.1
 * on x86-64; so are the offsets in struct page.
 */
#include "app/describe-slab-values.h"

#include <glib/gi18n-lib.h>

static const struct fol_field_row rows[] = {
  { { SIM_OBJECT_FRAME, "pfn", N_ ("Number of the page frame"),
      N_ ("Not stored: the place of its struct page in the array vmemmap") },
    fol_value_pfn },
  { { SIM_OBJECT_FRAME, N_ ("physical address"), N_ ("Where the frame begins"),
      N_ ("pfn << PAGE_SHIFT (12); the low 12 bits are the place inside the frame") },
    fol_value_address },
  { { SIM_OBJECT_FRAME, "zone", N_ ("The zone that manages this frame"),
      N_ ("In the highest bits of page->flags, below the node; page_zone () takes it out") },
    fol_value_zone_of_frame },
  { { SIM_OBJECT_FRAME, N_ ("state"), N_ ("What the frame's block is now"),
      N_ ("Not stored as such: follows from page_type, from flags, and from the list it is on") },
    fol_value_state },
  { { SIM_OBJECT_FRAME, N_ ("block"), N_ ("The block of 2^order frames that this frame is part of"),
      N_ ("Only the block's first frame tells its order; the block begins at a multiple of its "
          "size") },
    fol_value_block },
  { { SIM_OBJECT_FRAME, "free_list", N_ ("The buddy list that the free block stands on"),
      N_ ("buddy_list of its first frame links it into free_area[order].free_list[migratetype] of "
          "the zone") },
    fol_value_free_list },
  { { SIM_OBJECT_FRAME, "pcp list", N_ ("The per-CPU list that the block waits on"),
      N_ ("pcp_list of its first frame links it into pcp->lists[3 × order + migratetype]") },
    fol_value_pcp_list },
  { { SIM_OBJECT_FRAME, "lru", N_ ("Its neighbours on the list that the block is on"),
      N_ ("Two pointers, 16 bytes at offset 8; buddy_list and pcp_list are other names of the same "
          "place") },
    fol_value_lru },
  { { SIM_OBJECT_FRAME, N_ ("pageblock"),
      N_ ("The unit in which memory is grouped by mobility, and its migrate type"),
      N_ ("pfn >> pageblock_order; its type has 3 bits in pageblock_flags") },
    fol_value_pageblock },
  { { SIM_OBJECT_FRAME, "_refcount",
      N_ ("How many hold the frame; only the first frame of a block is counted"),
      N_ ("atomic_t, 32 bits at offset 52 of struct page; at 0 the frame is given back") },
    fol_value_refcount },
  { { SIM_OBJECT_FRAME, "_mapcount",
      N_ ("Page-table entries that map it, minus one; as page_type, -129 marks a free block's "
          "head"),
      N_ ("32 bits at offset 48, shared with page_type: PG_buddy is the bit 0x80, cleared from "
          "-1") },
    fol_value_mapcount },
  { { SIM_OBJECT_FRAME, "private", N_ ("In the first frame of a free block: the block's order"),
      N_ ("unsigned long at offset 40; the order while PageBuddy (), else what the owner wants") },
    fol_value_private },
  { { SIM_OBJECT_FRAME, "index", N_ ("On a per-CPU list: the migrate type it will be drained to"),
      N_ ("unsigned long at offset 32; later its owner keeps the place in the file here") },
    fol_value_index },
  { { SIM_OBJECT_FRAME, "flags", N_ ("Marks of this frame; buddy stands in page_type"),
      N_ ("page->flags: a bit for each mark (PG_lru 4, PG_reserved 12, PG_head 16); node and zone "
          "in the highest bits") },
    fol_value_flags },
  { { SIM_OBJECT_FRAME, N_ ("allocated by"), N_ ("The operation that handed the block out"),
      N_ ("Not kept by the kernel; debugging kernels have it (CONFIG_PAGE_OWNER)") },
    fol_value_serial },
  { { SIM_OBJECT_FRAME, "gfp", N_ ("The flags of that request"),
      N_ ("gfp_t, 32 bits: one for each flag; GFP_KERNEL and its like are several at once") },
    fol_value_gfp },

  { { SIM_OBJECT_BLOCK, N_ ("frames"), N_ ("The frames of the block"),
      N_ ("From its first frame on, a multiple of 2^order") },
    fol_value_frames },
  { { SIM_OBJECT_BLOCK, "order", N_ ("The block has 2^order frames"),
      N_ ("While it is free: page->private of its first frame") },
    fol_value_order },
  { { SIM_OBJECT_BLOCK, N_ ("size"), N_ ("In bytes, 4096 a frame"), N_ ("PAGE_SIZE << order") },
    fol_value_size },
  { { SIM_OBJECT_BLOCK, N_ ("physical address"), N_ ("Where the block begins"),
      N_ ("pfn << PAGE_SHIFT (12)") },
    fol_value_address },
  { { SIM_OBJECT_BLOCK, "zone", N_ ("The zone that manages this block"),
      N_ ("In the highest bits of its first frame's flags; a block never crosses zones") },
    fol_value_zone_of_frame },
  { { SIM_OBJECT_BLOCK, N_ ("state"), N_ ("What the block is now"),
      N_ ("Not stored as such: follows from page_type, from flags, and from the list it is on") },
    fol_value_state },
  { { SIM_OBJECT_BLOCK, "free_list", N_ ("The buddy list that it stands on"),
      N_ ("buddy_list in struct page of its first frame") },
    fol_value_free_list },
  { { SIM_OBJECT_BLOCK, "pcp list", N_ ("The per-CPU list that it waits on"),
      N_ ("pcp_list in struct page of its first frame") },
    fol_value_pcp_list },
  { { SIM_OBJECT_BLOCK, N_ ("buddy"), N_ ("The block it could merge with"),
      N_ ("First pfn XOR 2^order: one bit differs") },
    fol_value_buddy },
  { { SIM_OBJECT_BLOCK, "migratetype", N_ ("What kind of memory was asked for"),
      N_ ("From the request: gfp_migratetype () reads __GFP_MOVABLE and __GFP_RECLAIMABLE") },
    fol_value_asked },
  { { SIM_OBJECT_BLOCK, N_ ("allocated by"), N_ ("The operation that handed the block out"),
      N_ ("Not kept by the kernel; debugging kernels have it (CONFIG_PAGE_OWNER)") },
    fol_value_serial },
  { { SIM_OBJECT_BLOCK, "gfp", N_ ("The flags of that request"),
      N_ ("gfp_t, 32 bits: one for each flag; GFP_KERNEL and its like are several at once") },
    fol_value_gfp },

  { { SIM_OBJECT_FREE_LIST, N_ ("list"), N_ ("Where the list begins"),
      N_ ("struct list_head: a circle of two-way links through the blocks' first frames") },
    fol_value_list_place },
  { { SIM_OBJECT_FREE_LIST, "zone", N_ ("The zone whose free_area it belongs to"),
      N_ ("Each zone has its own free_area") },
    fol_value_list_zone },
  { { SIM_OBJECT_FREE_LIST, "order", N_ ("Each block on it has 2^order frames"),
      N_ ("Index into free_area, 0 to MAX_ORDER - 1") },
    fol_value_list_order },
  { { SIM_OBJECT_FREE_LIST, "migratetype", N_ ("What the free blocks are meant for"),
      N_ ("Index into free_list, enum migratetype") },
    fol_value_list_type },
  { { SIM_OBJECT_FREE_LIST, N_ ("blocks"), N_ ("How many blocks are on the list"),
      N_ ("Not stored: free_area[order].nr_free counts the lists of all types together") },
    fol_value_list_length },
  { { SIM_OBJECT_FREE_LIST, N_ ("frames"), N_ ("How many frames its blocks have"),
      N_ ("Blocks × 2^order") },
    fol_value_list_frames },
  { { SIM_OBJECT_FREE_LIST, N_ ("first frames"),
      N_ ("The blocks in order: the first is taken next"),
      N_ ("From free_list.next on; a block is known by its first frame") },
    fol_value_list_blocks },

  { { SIM_OBJECT_PCP, "zone", N_ ("The zone whose pages these lists keep"),
      N_ ("zone->per_cpu_pageset points to one struct per_cpu_pages for each CPU") },
    fol_value_list_zone },
  { { SIM_OBJECT_PCP, N_ ("CPU"),
      N_ ("The only CPU that uses these lists, hence no lock is shared"),
      N_ ("Not stored: which copy of the per-CPU variable it is") },
    fol_value_list_cpu },
  { { SIM_OBJECT_PCP, "count", N_ ("Pages on all lists of this CPU and zone"),
      N_ ("int; a block of order 3 counts as 8") },
    fol_value_pcp_count },
  { { SIM_OBJECT_PCP, "high", N_ ("Above this, pages go back to the buddy lists"),
      N_ ("int, from the low watermark and the number of CPUs; "
          "/proc/sys/vm/percpu_pagelist_high_fraction changes it") },
    fol_value_pcp_high },
  { { SIM_OBJECT_PCP, "batch", N_ ("Pages moved at a time between these and the buddy lists"),
      N_ ("int, from the size of the zone: zone_batchsize ()") },
    fol_value_pcp_batch },
  { { SIM_OBJECT_PCP, "free_factor",
      N_ ("Doubles the batch for each free in a row without an allocation"),
      N_ ("short: the batch is shifted left by it") },
    fol_value_pcp_free_factor },
  { { SIM_OBJECT_PCP, "vm_stat_diff[NR_FREE_PAGES]",
      N_ ("Free pages counted here and not yet added to the zone's counter"),
      N_ ("s8 in struct per_cpu_zonestat; added when it passes stat_threshold") },
    fol_value_pcp_free_diff },
  { { SIM_OBJECT_PCP, "vm_stat_diff[NR_FREE_CMA_PAGES]",
      N_ ("The same for free pages of CMA areas"), N_ ("s8 in struct per_cpu_zonestat") },
    fol_value_pcp_free_cma_diff },
  { { SIM_OBJECT_PCP, "lists",
      N_ ("Blocks on each list: for each order unmovable, movable, reclaimable"),
      N_ ("Array of list heads, index 3 × order + migratetype; those for huge pages are last") },
    fol_value_pcp_lists },

  { { SIM_OBJECT_PCP_LIST, N_ ("list"), N_ ("Where the list begins"),
      N_ ("Index 3 × order + migratetype; those for huge pages are last") },
    fol_value_list_place },
  { { SIM_OBJECT_PCP_LIST, "zone", N_ ("The zone whose pages it keeps"),
      N_ ("The zone that the struct per_cpu_pages belongs to") },
    fol_value_list_zone },
  { { SIM_OBJECT_PCP_LIST, N_ ("CPU"), N_ ("The only CPU that uses this list"),
      N_ ("Which copy of the per-CPU variable it is") },
    fol_value_list_cpu },
  { { SIM_OBJECT_PCP_LIST, "order", N_ ("Each block on it has 2^order frames"),
      N_ ("The list's index / MIGRATE_PCPTYPES (3)") },
    fol_value_list_order },
  { { SIM_OBJECT_PCP_LIST, "migratetype", N_ ("The kind of request it serves"),
      N_ ("The list's index modulo MIGRATE_PCPTYPES (3)") },
    fol_value_list_type },
  { { SIM_OBJECT_PCP_LIST, N_ ("blocks"), N_ ("How many blocks are on the list"),
      N_ ("Not stored: pcp->count counts the pages of all lists together") },
    fol_value_list_length },
  { { SIM_OBJECT_PCP_LIST, N_ ("first frames"), N_ ("The blocks in order: the first is taken next"),
      N_ ("From the list head's next on; a block is known by its first frame") },
    fol_value_list_blocks },

  { { SIM_OBJECT_ZONE, "node", N_ ("The memory node it belongs to"),
      N_ ("int zone->node, on kernels for several nodes") },
    fol_value_zone_node },
  { { SIM_OBJECT_ZONE, "zone_start_pfn", N_ ("Its first frame"), N_ ("unsigned long, a pfn") },
    fol_value_zone_start_pfn },
  { { SIM_OBJECT_ZONE, "spanned_pages", N_ ("Frames from first to last, holes included"),
      N_ ("unsigned long: end pfn minus zone_start_pfn") },
    fol_value_zone_spanned_pages },
  { { SIM_OBJECT_ZONE, "present_pages", N_ ("Frames that exist: spanned minus holes"),
      N_ ("unsigned long, counted at boot") },
    fol_value_zone_present_pages },
  { { SIM_OBJECT_ZONE, "managed_pages",
      N_ ("Frames the buddy system manages: present minus reserved"),
      N_ ("atomic_long_t; watermarks are computed from it") },
    fol_value_zone_managed_pages },
  { { SIM_OBJECT_ZONE, N_ ("free pages"), N_ ("Frames on its buddy lists now"),
      N_ ("The counter and what every CPU has not yet added: zone_page_state_snapshot ()") },
    fol_value_zone_free },
  { { SIM_OBJECT_ZONE, "vm_stat[NR_FREE_PAGES]",
      N_ ("The zone's counter; what CPUs have counted and not yet added is missing here"),
      N_ ("atomic_long_t; what the watermark check reads first") },
    fol_value_zone_nr_free },
  { { SIM_OBJECT_ZONE, "vm_stat[NR_FREE_CMA_PAGES]",
      N_ ("Free pages of CMA areas, which only movable requests may have"), N_ ("atomic_long_t") },
    fol_value_zone_nr_free_cma },
  { { SIM_OBJECT_ZONE, "_watermark[WMARK_MIN]", N_ ("Below this only urgent requests are served"),
      N_ ("Pages, without the boost; the zone's share of min_free_kbytes") },
    fol_value_zone_min },
  { { SIM_OBJECT_ZONE, "_watermark[WMARK_LOW]", N_ ("Below this kswapd is woken"),
      N_ ("Pages, without the boost; a quarter of min above min, or more on large zones") },
    fol_value_zone_low },
  { { SIM_OBJECT_ZONE, "_watermark[WMARK_HIGH]", N_ ("Up to this kswapd reclaims"),
      N_ ("Pages, without the boost; as far above low as low is above min") },
    fol_value_zone_high },
  { { SIM_OBJECT_ZONE, "watermark_boost",
      N_ ("Added to the watermarks for a while after types have mixed"),
      N_ ("Pages; wmark_pages () adds it to each watermark") },
    fol_value_zone_watermark_boost },
  { { SIM_OBJECT_ZONE, "lowmem_reserve",
      N_ ("Pages kept from requests that could use DMA, DMA32, Normal, Movable"),
      N_ ("long for each zone type; added to the watermark of a request whose highest zone is that "
          "type") },
    fol_value_zone_reserve },
  { { SIM_OBJECT_ZONE, "nr_reserved_highatomic", N_ ("Pages in high-atomic pageblocks"),
      /* xgettext:no-c-format */
      N_ ("unsigned long; whole pageblocks, up to about 1 % of the zone") },
    fol_value_zone_nr_reserved_highatomic },
  { { SIM_OBJECT_ZONE, "stat_threshold", N_ ("How far a CPU counts before it adds to the counter"),
      N_ ("s8 in struct per_cpu_zonestat, the same for every CPU; 0 with one CPU") },
    fol_value_zone_stat_threshold },
  { { SIM_OBJECT_ZONE, "flags", N_ ("What the zone is in the middle of"),
      N_ ("A bit for each of enum zone_flags") },
    fol_value_zone_flags },
  { { SIM_OBJECT_ZONE, "free_area[].nr_free", N_ ("Free blocks of each order, from order 0"),
      N_ ("unsigned long for each order; all migrate types together") },
    fol_value_zone_areas },
  { { SIM_OBJECT_ZONE, "unusable_index",
      N_ ("For each order: the share of free memory in blocks too small for it"),
      N_ ("Computed, not stored: /sys/kernel/debug/extfrag/unusable_index; 0 is best, 1 worst") },
    fol_value_zone_unusable },

  { { SIM_OBJECT_PAGEBLOCK, N_ ("number"), N_ ("Pageblocks are counted from frame 0"),
      N_ ("pfn >> pageblock_order") },
    fol_value_pageblock_number },
  { { SIM_OBJECT_PAGEBLOCK, N_ ("frames"), N_ ("The frames of the pageblock"),
      N_ ("pageblock_nr_pages: 2^pageblock_order") },
    fol_value_pageblock_frames },
  { { SIM_OBJECT_PAGEBLOCK, "migratetype", N_ ("What its memory is meant for"),
      N_ ("3 of the 4 bits that each pageblock has in pageblock_flags") },
    fol_value_pageblock_type },
  { { SIM_OBJECT_PAGEBLOCK, N_ ("free"), N_ ("Frames on buddy lists"),
      N_ ("Counted here; the kernel counts only whole zones") },
    fol_value_pageblock_free },
  { { SIM_OBJECT_PAGEBLOCK, N_ ("on per-CPU lists"), N_ ("Frames that wait on lists of CPUs"),
      N_ ("Counted here; the kernel counts only whole zones") },
    fol_value_pageblock_pcp },
  { { SIM_OBJECT_PAGEBLOCK, N_ ("in use"), N_ ("Frames that someone owns"),
      N_ ("Counted here; the kernel counts only whole zones") },
    fol_value_pageblock_used },

  { { SIM_OBJECT_STEP, N_ ("step"), N_ ("Which step of the operation"),
      N_ ("Counted here, from the call to its return") },
    fol_value_step_number },
  { { SIM_OBJECT_STEP, N_ ("function"), N_ ("The kernel function that is running"),
      N_ ("As in the kernel's source") },
    fol_value_step_function },
  { { SIM_OBJECT_STEP, N_ ("file"), N_ ("Where that function stands"),
      N_ ("In the source of Linux 6.1") },
    fol_value_step_file },
  { { SIM_OBJECT_STEP, N_ ("depth"), N_ ("Calls that lead to it"),
      N_ ("0 is the function that was called first") },
    fol_value_step_depth },
  { { SIM_OBJECT_STEP, N_ ("what happens"), N_ ("What the function does or decides here"),
      N_ ("Told by the model; the kernel has a tracepoint at few of these places") },
    fol_value_step_decision },
  { { SIM_OBJECT_STEP, N_ ("numbers"), N_ ("What it looks at"),
      N_ ("Names as in the kernel's source") },
    fol_value_step_numbers },
  { { SIM_OBJECT_STEP, N_ ("about"), N_ ("The objects concerned"),
      N_ ("As marked in the figures") },
    fol_value_step_objects },
  { { SIM_OBJECT_STEP, N_ ("changes before"),
      N_ ("Words of memory that the operation has changed so far"),
      N_ ("Kept here to go back inside an operation") },
    fol_value_step_journal },
};

/* Both parts of the table; NULL behind its end. */
static const struct fol_field_row *
row_at (guint number)
{
  const struct fol_field_row *slab;
  guint count;

  if (number < G_N_ELEMENTS (rows))
    return &rows[number];
  slab = fol_slab_rows (&count);
  number -= G_N_ELEMENTS (rows);
  return number < count ? &slab[number] : NULL;
}

/* Looks the object up; false if this state has no such object. */
static bool
find_subject (const struct sim_view *view, const struct fol_steps *steps, struct sim_object object,
              struct fol_subject *subject)
{
  const struct sim_layout *layout = view->layout;

  *subject =
      (struct fol_subject){ .view = view, .steps = steps, .object = object, .pfn = object.a };
  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_FRAME:
  case SIM_OBJECT_BLOCK:
    if (object.a >= layout->frame_count)
      return false;
    sim_view_block (view, object.a, &subject->block);
    if (object.kind == SIM_OBJECT_BLOCK)
      subject->pfn = subject->block.pfn;
    return fol_slab_subject (subject);
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
  case SIM_OBJECT_STEP:
    return steps != NULL && object.a < steps->count;
  case SIM_OBJECT_CACHE:
  case SIM_OBJECT_CACHE_CPU:
  case SIM_OBJECT_CACHE_LIST:
  case SIM_OBJECT_SLAB:
  case SIM_OBJECT_SMALL:
  case SIM_OBJECT_CPU_SET:
    return fol_slab_subject (subject);
  case SIM_OBJECT_NONE:
  case SIM_OBJECT_KINDS:
    break;
  }
  return false;
}

static void
field_free (gpointer data)
{
  struct fol_field *field = data;

  g_free (field->value);
  g_free (field);
}

GPtrArray *
fol_describe_fields (const struct sim_view *view, const struct fol_steps *steps,
                     struct sim_object object)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (field_free);
  const struct fol_field_row *row;
  struct fol_subject subject;

  if (!find_subject (view, steps, object, &subject))
    return fields;

  for (guint i = 0; (row = row_at (i)) != NULL; i++) {
    g_autoptr (GString) value = g_string_new (NULL);
    struct fol_field *field;

    if (row->info.kind != (enum sim_object_kind) object.kind)
      continue;
    row->append (value, &subject);
    if (value->len == 0)
      continue;
    field = g_new (struct fol_field, 1);
    fol_field_info (i, &field->info);
    field->value = g_string_free (g_steal_pointer (&value), FALSE);
    g_ptr_array_add (fields, field);
  }
  return fields;
}

bool
fol_field_info (guint number, struct fol_field_info *out)
{
  const struct fol_field_row *row = row_at (number);

  if (row == NULL)
    return false;
  *out = (struct fol_field_info){ .kind = row->info.kind,
                                  .name = _ (row->info.name),
                                  .meaning = _ (row->info.meaning),
                                  .encoding = _ (row->info.encoding) };
  return true;
}
