/* app/describe.c - words for states, types, objects, operations and their results. */
#include "app/describe-private.h"
#include "app/operation-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

char *
fol_fill (const char *template, fol_place_func place, gconstpointer user_data)
{
  GString *text = g_string_new (NULL);
  const char *at = template;

  while (*at != '\0') {
    const char *open = strchr (at, '{');
    const char *close = open != NULL ? strchr (open, '}') : NULL;
    g_autofree char *name = NULL;

    if (close == NULL) {
      g_string_append (text, at);
      break;
    }
    g_string_append_len (text, at, open - at);
    name = g_strndup (open + 1, (gsize) (close - open - 1));
    if (!place (text, name, user_data))
      g_string_append_len (text, open, close - open + 1);
    at = close + 1;
  }
  return g_string_free (text, FALSE);
}

const char *
fol_describe_state (enum sim_page_state state)
{
  static const char *const words[SIM_PAGE_STATES] = {
    [SIM_PAGE_TAIL] = N_ ("part of a block"),
    [SIM_PAGE_FREE] = N_ ("free"),
    [SIM_PAGE_PCP] = N_ ("on a per-CPU list"),
    [SIM_PAGE_USED] = N_ ("in use"),
    [SIM_PAGE_KERNEL] = N_ ("in use since before the first operation"),
    [SIM_PAGE_RESERVED] = N_ ("reserved"),
    [SIM_PAGE_HOLE] = N_ ("no memory"),
    [SIM_PAGE_IN_HAND] = N_ ("on its way, on no list"),
  };

  g_return_val_if_fail (state < SIM_PAGE_STATES, "");
  return _ (words[state]);
}

const char *
fol_describe_type (guint type)
{
  static const char *const words[SIM_MIGRATE_TYPES] = {
    [SIM_MIGRATE_UNMOVABLE] = N_ ("unmovable"),
    [SIM_MIGRATE_MOVABLE] = N_ ("movable"),
    [SIM_MIGRATE_RECLAIMABLE] = N_ ("reclaimable"),
    [SIM_MIGRATE_HIGHATOMIC] = N_ ("high-atomic"),
    [SIM_MIGRATE_CMA] = N_ ("CMA"),
    [SIM_MIGRATE_ISOLATE] = N_ ("isolated"),
  };

  return type < SIM_MIGRATE_TYPES ? _ (words[type]) : _ ("no type");
}

char
fol_type_letter (guint type)
{
  return type < SIM_MIGRATE_TYPES ? "UMRHCI"[type] : '?';
}

const char *
fol_zone_name (guint zone_type)
{
  static const char *const names[SIM_MAX_NR_ZONES] = {
    [SIM_ZONE_DMA] = "DMA",
    [SIM_ZONE_DMA32] = "DMA32",
    [SIM_ZONE_NORMAL] = "Normal",
    [SIM_ZONE_MOVABLE] = "Movable",
  };

  return zone_type < SIM_MAX_NR_ZONES ? names[zone_type] : "?";
}

void
fol_append_zone (GString *text, const struct sim_view *view, uint32_t zone)
{
  struct sim_zone values;

  if (view == NULL || zone >= view->layout->zone_count) {
    g_string_append (text, _ ("none"));
    return;
  }
  sim_view_zone (view, zone, &values);
  if (view->layout->node_count > 1)
    g_string_append_printf (text, _ ("%s on node %u"), fol_zone_name (values.type), values.node);
  else
    g_string_append (text, fol_zone_name (values.type));
}

void
fol_append_frames (GString *text, sim_pfn pfn, guint order)
{
  if (pfn == SIM_PFN_NONE)
    g_string_append (text, _ ("no frame"));
  else if (order == 0)
    g_string_append_printf (text, _ ("frame %u"), pfn);
  else
    g_string_append_printf (text, _ ("frames %u–%u"), pfn, pfn + (1u << order) - 1);
}

char *
fol_describe_frames (sim_pfn pfn, guint order)
{
  GString *text = g_string_new (NULL);

  fol_append_frames (text, pfn, order);
  return g_string_free (text, FALSE);
}

char *
fol_describe_op (const struct sim_op *op)
{
  return fol_op_to_text (op);
}

char *
fol_describe_op_short (const struct sim_op *op)
{
  const char *name;

  if (op->kind >= SIM_OP_COUNT)
    return g_strdup (_ ("unknown operation"));

  name = sim_operations[op->kind].name;
  switch ((enum sim_operation_kind) op->kind) {
  case SIM_OP_ALLOC_PAGES:
    return g_strdup_printf (_ ("%s order %u"), name, (guint) op->argument[0]);
  case SIM_OP_FREE_PAGES:
  case SIM_OP_SET_PAGE_LRU:
  case SIM_OP_CLEAR_PAGE_LRU:
    return g_strdup_printf (_ ("%s frame %u"), name, (guint) op->argument[0]);
  case SIM_OP_SET_CPU:
    return g_strdup_printf (_ ("%s CPU %u"), name, (guint) op->argument[0]);
  case SIM_OP_KMALLOC:
  case SIM_OP_KZALLOC:
    return g_strdup_printf (_ ("%s %u"), name, (guint) op->argument[0]);
  case SIM_OP_KMEM_CACHE_CREATE: {
    char word[SIM_NAME_LENGTH + 1];

    sim_name_unpack (op->argument[0], word);
    return g_strdup_printf (_ ("%s %s"), name, word);
  }
  default: /* the others are told by their name alone */
    return g_strdup (name);
  }
}

/* Places of a sentence about blocks: what the block was, is, and where. */
struct block_places {
  const struct sim_view *view;
  const struct sim_block *before, *block;
  sim_pfn pfn;
};

static bool
append_block_place (GString *text, const char *name, gconstpointer user_data)
{
  const struct block_places *places = user_data;
  const struct sim_block *block = places->block;

  if (g_str_equal (name, "frames"))
    fol_append_frames (text, block->pfn, block->order);
  else if (g_str_equal (name, "before"))
    fol_append_frames (text, places->before->pfn, places->before->order);
  else if (g_str_equal (name, "pfn"))
    g_string_append_printf (text, "%u", places->pfn);
  else if (g_str_equal (name, "order"))
    g_string_append_printf (text, "%u", block->order);
  else if (g_str_equal (name, "order_before"))
    g_string_append_printf (text, "%u", places->before->order);
  else if (g_str_equal (name, "type"))
    g_string_append (text, fol_describe_type (block->type));
  else if (g_str_equal (name, "asked"))
    g_string_append (text, fol_describe_type (block->asked));
  else if (g_str_equal (name, "cpu"))
    g_string_append_printf (text, "%u", block->cpu);
  else if (g_str_equal (name, "zone"))
    fol_append_zone (text, places->view, block->zone);
  else
    return false;
  return true;
}

char *
fol_fill_block (const char *template, const struct sim_view *view, const struct sim_block *before,
                const struct sim_block *block, sim_pfn pfn)
{
  struct block_places places = { .view = view, .before = before, .block = block, .pfn = pfn };

  return fol_fill (template, append_block_place, &places);
}

static char *
describe_block (const struct sim_view *view, sim_pfn pfn)
{
  static const char *const templates[SIM_PAGE_STATES] = {
    [SIM_PAGE_FREE] = N_ ("Free block of order {order}, {frames}"),
    [SIM_PAGE_PCP] = N_ ("Block of order {order} on a list of CPU {cpu}, {frames}"),
    [SIM_PAGE_USED] = N_ ("Block of order {order} in use ({asked}), {frames}"),
    [SIM_PAGE_KERNEL] = N_ ("Block of order {order}, in use since before the first operation, "
                            "{frames}"),
    [SIM_PAGE_RESERVED] = N_ ("Reserved memory, {frames}"),
    [SIM_PAGE_HOLE] = N_ ("No memory, {frames}"),
    [SIM_PAGE_IN_HAND] = N_ ("Block of order {order} on its way, {frames}"),
  };
  struct sim_block block;

  sim_view_block (view, pfn, &block);
  return fol_fill_block (_ (templates[block.state]), view, &block, &block, pfn);
}

/* Places of a sentence about a list. */
struct list_places {
  const struct sim_view *view;
  uint32_t zone, cpu, order, type;
};

static bool
append_list_place (GString *text, const char *name, gconstpointer user_data)
{
  const struct list_places *places = user_data;

  if (g_str_equal (name, "zone"))
    fol_append_zone (text, places->view, places->zone);
  else if (g_str_equal (name, "cpu"))
    g_string_append_printf (text, "%u", places->cpu);
  else if (g_str_equal (name, "order"))
    g_string_append_printf (text, "%u", places->order);
  else if (g_str_equal (name, "type"))
    g_string_append (text, fol_describe_type (places->type));
  else
    return false;
  return true;
}

char *
fol_describe_object (const struct sim_view *view, struct sim_object object)
{
  struct list_places places = { .view = view, .zone = object.a };
  guint pageblock_order = view->layout->pageblock_order;

  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_FRAME:
    return g_strdup_printf (_ ("Frame %u"), object.a);
  case SIM_OBJECT_BLOCK:
    if (object.a >= view->layout->frame_count)
      return g_strdup_printf (_ ("Frame %u"), object.a);
    return describe_block (view, object.a);
  case SIM_OBJECT_FREE_LIST:
    places.order = object.b;
    places.type = object.c;
    return fol_fill (_ ("Free list of order {order}, {type}, zone {zone}"), append_list_place,
                     &places);
  case SIM_OBJECT_PCP:
    places.cpu = object.b;
    return fol_fill (_ ("Lists of CPU {cpu}, zone {zone}"), append_list_place, &places);
  case SIM_OBJECT_PCP_LIST:
    places.cpu = object.b;
    places.order = sim_pcp_list_order (object.c, pageblock_order);
    places.type = sim_pcp_list_type (object.c);
    return fol_fill (_ ("List of CPU {cpu}: order {order}, {type}, zone {zone}"), append_list_place,
                     &places);
  case SIM_OBJECT_ZONE:
    return fol_fill (_ ("Zone {zone}"), append_list_place, &places);
  case SIM_OBJECT_PAGEBLOCK:
    return g_strdup_printf (_ ("Pageblock %u, frames %u–%u"), object.a >> pageblock_order,
                            object.a >> pageblock_order << pageblock_order,
                            object.a | ((1u << pageblock_order) - 1));
  case SIM_OBJECT_STEP:
    return g_strdup_printf (_ ("Step %u"), object.a + 1);
  case SIM_OBJECT_CACHE:
  case SIM_OBJECT_CACHE_CPU:
  case SIM_OBJECT_CACHE_LIST:
  case SIM_OBJECT_SLAB:
  case SIM_OBJECT_SMALL:
  case SIM_OBJECT_CPU_SET:
    return fol_describe_slab_object (view, object);
  case SIM_OBJECT_NONE:
  case SIM_OBJECT_KINDS:
    break;
  }
  return g_strdup (_ ("Nothing"));
}

const char *
fol_describe_kind (enum sim_object_kind kind)
{
  static const char *const words[SIM_OBJECT_KINDS] = {
    [SIM_OBJECT_NONE] = N_ ("nothing"),
    [SIM_OBJECT_FRAME] = N_ ("frame"),
    [SIM_OBJECT_BLOCK] = N_ ("block"),
    [SIM_OBJECT_FREE_LIST] = N_ ("free list"),
    [SIM_OBJECT_PCP] = N_ ("per-CPU lists"),
    [SIM_OBJECT_PCP_LIST] = N_ ("per-CPU list"),
    [SIM_OBJECT_ZONE] = N_ ("zone"),
    [SIM_OBJECT_PAGEBLOCK] = N_ ("pageblock"),
    [SIM_OBJECT_STEP] = N_ ("step of an operation"),
    [SIM_OBJECT_CACHE] = N_ ("cache"),
    [SIM_OBJECT_CACHE_CPU] = N_ ("cache on a CPU"),
    [SIM_OBJECT_CACHE_LIST] = N_ ("list of slabs"),
    [SIM_OBJECT_SLAB] = N_ ("slab"),
    [SIM_OBJECT_SMALL] = N_ ("object"),
    [SIM_OBJECT_CPU_SET] = N_ ("set of a CPU cache"),
  };

  g_return_val_if_fail (kind < SIM_OBJECT_KINDS, "");
  return _ (words[kind]);
}
