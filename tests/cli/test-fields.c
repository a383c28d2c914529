/* tests/cli/test-fields.c - the table of fields: complete, and right for a known state. */
#include "app/describe.h"
#include "engine/physical/gfp.h"

#include <string.h>

/* 64 frames, the first 8 reserved; frames 8-15 in use, 17 in use, 16 on a per-CPU list. */
static struct fol_state *
make_state (void)
{
  struct sim_machine machine;
  struct sim_machine_problem problem;
  struct fol_history *history;
  struct fol_state *state;
  struct sim_result result;
  const struct sim_op ops[] = {
    { SIM_OP_ALLOC_PAGES, { 3, SIM_GFP_HIGHUSER_MOVABLE, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_ALLOC_PAGES, { 0, SIM_GFP_KERNEL, SIM_NODE_ANY } },
    { SIM_OP_FREE_PAGES, { 16, SIM_ORDER_OF_BLOCK } },
  };

  sim_machine_defaults (&machine);
  machine.max_order = 5;
  machine.pageblock_order = 3;
  machine.boot_pcp = false;
  machine.min_free_kbytes = 0;
  machine.ram_count = 1;
  machine.ram[0] = (struct sim_range){ 0, 64u << SIM_PAGE_SHIFT };
  machine.reserved_count = 1;
  machine.reserved[0] = (struct sim_range){ 0, 8u << SIM_PAGE_SHIFT };
  history = fol_history_new (&machine, &problem);
  g_assert_nonnull (history);
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    g_assert_cmpint (fol_history_apply (history, &ops[i], &result), ==, SIM_OK);
  state = fol_history_state (history);
  fol_history_free (history);
  return state;
}
static const struct {
  struct sim_object object;
  const char *field, *value; /* value NULL: there is no such field */
} cases[] = {
  { { SIM_OBJECT_FRAME, 0, 0, 0 }, "flags", "reserved" },
  { { SIM_OBJECT_FRAME, 0, 0, 0 }, "private", NULL },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "_refcount", "1" },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "allocated by", "operation 1" },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "gfp", "GFP_HIGHUSER_MOVABLE" },
  { { SIM_OBJECT_FRAME, 8, 0, 0 }, "lru", NULL },
  { { SIM_OBJECT_FRAME, 9, 0, 0 }, "_refcount", "0" },
  { { SIM_OBJECT_FRAME, 16, 0, 0 }, "pcp list", "CPU 0, order 0, unmovable" },
  { { SIM_OBJECT_FRAME, 16, 0, 0 }, "index", "0 (unmovable)" },
  { { SIM_OBJECT_FRAME, 16, 0, 0 }, "lru", "next: list head, prev: list head" },
  { { SIM_OBJECT_FRAME, 17, 0, 0 }, "state", "in use" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "free_list", "order 4, movable" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "lru", "next: frame 48, prev: list head" },
  { { SIM_OBJECT_FRAME, 48, 0, 0 }, "lru", "next: list head, prev: frame 32" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "private", "4" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "flags", "buddy" },
  { { SIM_OBJECT_FRAME, 32, 0, 0 }, "_mapcount", "-129" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "pfn", "41" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "physical address", "0x29000" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "block", "order 4, frames 32–47" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "pageblock", "5 (movable)" },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "private", NULL },
  { { SIM_OBJECT_FRAME, 41, 0, 0 }, "free_list", "order 4, movable" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "frames", "frames 8–15" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "order", "3" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "size", "32.0\302\240KiB" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "physical address", "0x8000" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "state", "in use" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "buddy", "frames 0–7" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "migratetype", "movable" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "allocated by", "operation 1" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "gfp", "GFP_HIGHUSER_MOVABLE" },
  { { SIM_OBJECT_BLOCK, 8, 0, 0 }, "free_list", NULL },
  { { SIM_OBJECT_BLOCK, 16, 0, 0 }, "pcp list", "CPU 0, order 0, unmovable" },
  { { SIM_OBJECT_BLOCK, 32, 0, 0 }, "free_list", "order 4, movable" },
  { { SIM_OBJECT_BLOCK, 32, 0, 0 }, "buddy", NULL },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "list", "free_area[4].free_list[MIGRATE_MOVABLE]" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "zone", "DMA" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "order", "4" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "migratetype", "movable" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "blocks", "2" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "frames", "32" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 1 }, "first frames", "32 48" },
  { { SIM_OBJECT_FREE_LIST, 0, 4, 0 }, "first frames", "empty" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "CPU", "0" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "count", "1" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "high", "4" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "batch", "1" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "free_factor", "0" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "vm_stat_diff[NR_FREE_PAGES]", "-2" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "vm_stat_diff[NR_FREE_CMA_PAGES]", "0" },
  { { SIM_OBJECT_PCP, 0, 0, 0 }, "lists", "1 0 0 0 0 0 0 0 0 0 0 0 0 0" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "list", "pcp->lists[0]" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "zone", "DMA" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "CPU", "0" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "order", "0" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "migratetype", "unmovable" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "blocks", "1" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 0 }, "first frames", "16" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 4 }, "order", "1" },
  { { SIM_OBJECT_PCP_LIST, 0, 0, 4 }, "migratetype", "movable" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "node", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "zone_start_pfn", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "spanned_pages", "64" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "present_pages", "64" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "managed_pages", "56" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "free pages", "46" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "vm_stat[NR_FREE_PAGES]", "48" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "vm_stat[NR_FREE_CMA_PAGES]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "_watermark[WMARK_MIN]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "_watermark[WMARK_LOW]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "_watermark[WMARK_HIGH]", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "watermark_boost", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "lowmem_reserve", "0 0 0 0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "nr_reserved_highatomic", "0" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "stat_threshold", "2" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "flags", "none" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "free_area[].nr_free", "0 1 1 1 2" },
  { { SIM_OBJECT_ZONE, 0, 0, 0 }, "unusable_index", "0.000 0.000 0.043 0.130 0.304" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "number", "2" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "frames", "frames 16–23" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "migratetype", "unmovable" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "free", "6" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "on per-CPU lists", "1" },
  { { SIM_OBJECT_PAGEBLOCK, 16, 0, 0 }, "in use", "1" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "step", "3 of 4" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "function", "free_unref_page_commit" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "file", "mm/page_alloc.c" },
  { { SIM_OBJECT_STEP, 2, 0, 0 }, "depth", "2" },
  { { SIM_OBJECT_STEP, 2, 0, 0 },
    "what happens",
    "put on the list of CPU 0 for order 0, unmovable: frame 16; its lists now hold 1 page" },
  { { SIM_OBJECT_STEP, 1, 0, 0 }, "numbers", "pfn=16 order=0" },
  { { SIM_OBJECT_STEP, 1, 0, 0 }, "about", "Block of order 0 on a list of CPU 0, frame 16" },
  { { SIM_OBJECT_STEP, 1, 0, 0 }, "changes before", "2" },
};

static const char *
field_value (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++) {
    const struct fol_field *field = g_ptr_array_index (fields, i);

    if (g_str_equal (field->info.name, name))
      return field->value;
  }
  return NULL;
}

static void
test_values (void)
{
  struct fol_state *state = make_state ();
  struct sim_view view = fol_state_view (state);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) fields = fol_describe_fields (&view, state->steps, cases[i].object);

    g_assert_cmpstr (field_value (fields, cases[i].field), ==, cases[i].value);
  }
  fol_state_unref (state);
}

/* Every field of the table has words, a name of its own, and a value that is tested above. */
static void
test_table (void)
{
  guint kinds = 0;
  struct fol_field_info info, other;

  for (guint i = 0; fol_field_info (i, &info); i++) {
    gboolean tested = FALSE;

    g_assert_true (*info.name != '\0' && g_utf8_validate (info.name, -1, NULL));
    g_assert_true (strlen (info.meaning) > 8 && g_utf8_validate (info.meaning, -1, NULL));
    g_assert_true (strlen (info.encoding) > 8 && g_utf8_validate (info.encoding, -1, NULL));
    g_assert_cmpstr (info.meaning, !=, info.encoding);
    for (guint j = 0; j < i && fol_field_info (j, &other); j++)
      g_assert_false (info.kind == other.kind && g_str_equal (info.name, other.name));
    for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
      tested |= cases[j].object.kind == info.kind && cases[j].value != NULL &&
                g_str_equal (cases[j].field, info.name);
    if (!tested)
      g_error ("no case has a value of field %u: %s", i, info.name);
    kinds |= 1u << info.kind;
  }
  for (guint kind = SIM_OBJECT_NONE + 1; kind < SIM_OBJECT_KINDS; kind++) {
    g_assert_true (kind > SIM_OBJECT_STEP || (kinds & (1u << kind)) != 0);
    g_assert_cmpuint (strlen (fol_describe_kind (kind)), >, 0);
  }
}

/* Objects that a state does not have give no fields and no crash. */
static void
test_no_such_object (void)
{
  static const struct sim_object objects[] = {
    { SIM_OBJECT_FRAME, 64, 0, 0 },     { SIM_OBJECT_BLOCK, UINT32_MAX, 0, 0 },
    { SIM_OBJECT_ZONE, 9, 0, 0 },       { SIM_OBJECT_FREE_LIST, 0, 11, 0 },
    { SIM_OBJECT_FREE_LIST, 0, 0, 99 }, { SIM_OBJECT_PCP, 0, 5, 0 },
    { SIM_OBJECT_PCP_LIST, 0, 0, 99 },  { SIM_OBJECT_PAGEBLOCK, 64, 0, 0 },
    { SIM_OBJECT_STEP, 99, 0, 0 },      { SIM_OBJECT_NONE, 0, 0, 0 },
  };
  struct fol_state *state = make_state ();
  struct sim_view view = fol_state_view (state);
  const struct sim_object step = { SIM_OBJECT_STEP, 0, 0, 0 };
  g_autoptr (GPtrArray) no_steps = fol_describe_fields (&view, NULL, step);

  g_assert_cmpuint (no_steps->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++) {
    g_autoptr (GPtrArray) fields = fol_describe_fields (&view, state->steps, objects[i]);

    g_assert_cmpuint (fields->len, ==, 0);
  }
  fol_state_unref (state);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fields/table", test_table);
  g_test_add_func ("/fields/values", test_values);
  g_test_add_func ("/fields/no-such-object", test_no_such_object);
  return g_test_run ();
}
