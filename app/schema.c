/* app/schema.c - tables of members to JSON Schemas; see schema.h. */
#include "app/schema.h"

#include "app/expression.h"
#include "app/lesson-format.h"
#include "app/lesson.h"
#include "app/machine-private.h"
#include "app/session-file.h"
#include "engine/physical/gfp.h"

#include <string.h>

const char *const fol_schema_names[] = { "lesson", "machine", "operations", "session", NULL };

static const char *const profiles[] = { "linux-6.1", NULL };
static const char *const pcp_kinds[] = { "boot", "normal", NULL };
static const char *const zone_names[] = { "DMA", "DMA32", "Normal", "Movable", NULL };
static const char *const session_type[] = { "folioscope-session", NULL };

static const struct fol_member zone_end_members[] = {
  { .name = "DMA", .kind = FOL_FORMAT_SIZE, .meaning = "first byte beyond the zone" },
  { .name = "DMA32", .kind = FOL_FORMAT_SIZE, .meaning = "first byte beyond the zone" },
  { .name = "Normal", .kind = FOL_FORMAT_SIZE, .meaning = "first byte beyond the zone" },
  { .name = "Movable", .kind = FOL_FORMAT_SIZE, .meaning = "first byte beyond the zone" },
  { 0 },
};

#define FRAMES(member, about)                                                                      \
  {                                                                                                \
    .name = member, .kind = FOL_FORMAT_UINT, .required = true, .most = SIM_FRAMES_MAX,             \
    .meaning = about                                                                               \
  }

static const struct fol_member zone_spec_members[] = {
  { .name = "node",
    .kind = FOL_FORMAT_UINT,
    .required = true,
    .most = SIM_NODES_MAX - 1,
    .meaning = "number of the node" },
  { .name = "zone",
    .kind = FOL_FORMAT_CHOICE,
    .required = true,
    .choices = zone_names,
    .meaning = "its type" },
  FRAMES ("start_pfn", "its first frame"),
  FRAMES ("spanned", "frames from its first to its last"),
  FRAMES ("present", "those of them that exist"),
  FRAMES ("managed", "those of them that the buddy system was given"),
  { 0 },
};

static const struct fol_member slab_members[] = {
  { .name = "allocator",
    .kind = FOL_FORMAT_CHOICE,
    .choices = fol_machine_allocators,
    .meaning = "who hands out small objects" },
  { .name = "boot",
    .kind = FOL_FORMAT_BOOL,
    .meaning = "kmem_cache_init has run before the first operation" },
  { .name = "merge",
    .kind = FOL_FORMAT_BOOL,
    .meaning = "a new cache may share an older one; left out: true" },
  { 0 },
};

#define CACHE_NUMBER(member, needed, limit, about)                                                 \
  {                                                                                                \
    .name = member, .kind = FOL_FORMAT_UINT, .required = needed, .least = 1, .most = limit,        \
    .meaning = about                                                                               \
  }

static const struct fol_member cpu_cache_members[] = {
  CACHE_NUMBER ("level", true, 4, "1 is nearest to the CPU"),
  CACHE_NUMBER ("size", true, G_MAXINT32, "bytes: sets * ways * line"),
  CACHE_NUMBER ("ways", true, 64, "lines in a set"),
  CACHE_NUMBER ("line", false, 1024, "bytes of a line; left out: 64"),
  { 0 },
};

const struct fol_member fol_machine_members[] = {
  { .name = "format",
    .kind = FOL_FORMAT_VERSION,
    .required = true,
    .most = 1,
    .meaning = "version of the format" },
  { .name = "name", .kind = FOL_FORMAT_STRING, .required = true, .meaning = "\"teaching-64\"" },
  { .name = "title", .kind = FOL_FORMAT_TEXT, .meaning = "what people read" },
  { .name = "profile",
    .kind = FOL_FORMAT_CHOICE,
    .choices = profiles,
    .meaning = "the kernel it behaves as" },
  { .name = "max_order",
    .kind = FOL_FORMAT_UINT,
    .least = 1,
    .most = SIM_MAX_ORDER,
    .meaning = "number of orders: 11 means 0 to 10" },
  { .name = "pageblock_order",
    .kind = FOL_FORMAT_UINT,
    .most = SIM_MAX_ORDER,
    .meaning = "order of a pageblock" },
  { .name = "cpus", .kind = FOL_FORMAT_UINT, .least = 1, .most = SIM_CPUS_MAX, .meaning = "CPUs" },
  { .name = "cpu_nodes",
    .kind = FOL_FORMAT_UINT,
    .array = true,
    .most = SIM_CPUS_MAX,
    .meaning = "the node of each CPU" },
  { .name = "smp", .kind = FOL_FORMAT_BOOL, .meaning = "counters have per-CPU deltas" },
  { .name = "thp", .kind = FOL_FORMAT_BOOL, .meaning = "huge pages have per-CPU lists" },
  { .name = "mobility_grouping",
    .kind = FOL_FORMAT_BOOL,
    .meaning = "pageblocks are grouped by migrate type" },
  { .name = "per_cpu_lists",
    .kind = FOL_FORMAT_CHOICE,
    .choices = pcp_kinds,
    .meaning = "boot: they keep nothing, as during early boot" },
  { .name = "min_free_kbytes",
    .kind = FOL_FORMAT_UINT,
    .most = G_MAXINT32,
    .meaning = "left out: by the kernel's formula" },
  { .name = "watermark_scale_factor",
    .kind = FOL_FORMAT_UINT,
    .most = G_MAXUINT32,
    .meaning = "distance of the watermarks, in 1/10000 of the zone" },
  { .name = "watermark_boost_factor",
    .kind = FOL_FORMAT_UINT,
    .most = G_MAXUINT32,
    .meaning = "0 turns boosting off" },
  { .name = "lowmem_reserve_ratio",
    .kind = FOL_FORMAT_UINT,
    .array = true,
    .most = SIM_MAX_NR_ZONES,
    .meaning = "one for each type of zone" },
  { .name = "ram",
    .kind = FOL_FORMAT_RANGE,
    .required = true,
    .array = true,
    .least = 1,
    .most = SIM_MACHINE_RANGES_MAX,
    .meaning = "ascending, disjoint" },
  { .name = "reserved",
    .kind = FOL_FORMAT_RANGE,
    .array = true,
    .most = SIM_MACHINE_RANGES_MAX,
    .meaning = "inside ram: kernel image, firmware" },
  { .name = "zones",
    .kind = FOL_FORMAT_OBJECT,
    .members = zone_end_members,
    .meaning = "left out: as on a PC" },
  { .name = "zone_list",
    .kind = FOL_FORMAT_OBJECT,
    .array = true,
    .most = SIM_ZONES_MAX,
    .members = zone_spec_members,
    .meaning = "zones given outright, as a recording knows them" },
  { .name = "slab",
    .kind = FOL_FORMAT_OBJECT,
    .members = slab_members,
    .meaning = "small objects; left out: SLUB, not brought up" },
  { .name = "cpus_possible",
    .kind = FOL_FORMAT_UINT,
    .least = 1,
    .most = FOL_MACHINE_CPUS_POSSIBLE,
    .meaning = "CPUs that could be plugged in; left out: as many as there are" },
  { .name = "cpu_caches",
    .kind = FOL_FORMAT_OBJECT,
    .array = true,
    .most = SIM_CPU_CACHES_MAX,
    .members = cpu_cache_members,
    .meaning = "nearest first; left out: one of 32 KiB, 8 ways, lines of 64 bytes" },
  { 0 },
};

const struct fol_member fol_session_members[] = {
  { .name = "format",
    .kind = FOL_FORMAT_VERSION,
    .required = true,
    .most = FOL_SESSION_FORMAT,
    .meaning = "version of the format" },
  { .name = "type",
    .kind = FOL_FORMAT_CONSTANT,
    .required = true,
    .choices = session_type,
    .meaning = "says what the file is" },
  { .name = "machine",
    .kind = FOL_FORMAT_OBJECT,
    .required = true,
    .members = fol_machine_members,
    .meaning = "the whole description" },
  { 0 },
};

#define PLACE(member, needed, about)                                                               \
  {                                                                                                \
    .name = member, .kind = FOL_FORMAT_UINT, .required = needed, .meaning = about                  \
  }
static const struct fol_member branch_members[] = {
  PLACE ("branch", true, "what follows belongs to it"),
  PLACE ("parent", false, "of a new branch: where it forked"),
  PLACE ("fork", false, "of a new branch: the last operation it shares"),
  { 0 },
};
static const struct fol_member bookmark_members[] = {
  { .name = "bookmark", .kind = FOL_FORMAT_STRING, .required = true, .meaning = "its label" },
  PLACE ("branch", false, "0 if left out"),
  PLACE ("index", true, "operations since opening"),
  PLACE ("step", false, "kernel steps of that operation; all if left out"),
  { 0 },
};
static const struct fol_member view_members[] = {
  { .name = "view", .kind = FOL_FORMAT_STRING, .required = true, .meaning = "\"map-colour\", ..." },
  { .name = "value", .kind = FOL_FORMAT_STRING, .required = true, .meaning = "its setting" },
  { 0 },
};
static const struct fol_member place_members[] = {
  PLACE ("branch", false, "0 if left out"),
  PLACE ("index", true, "operations since opening"),
  PLACE ("step", false, "kernel steps of that operation; all if left out"),
  { 0 },
};
static const struct fol_member position_members[] = {
  { .name = "position",
    .kind = FOL_FORMAT_OBJECT,
    .required = true,
    .members = place_members,
    .meaning = "where one stood; the last one counts" },
  { 0 },
};

static void add_object (JsonBuilder *builder, const struct fol_member *members);

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, guint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) MIN (value, G_MAXINT64));
}

static void
add_bool (JsonBuilder *builder, const char *name, bool value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_strings (JsonBuilder *builder, const char *name, const char *const *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (; *values != NULL; values++)
    json_builder_add_string_value (builder, *values);
  json_builder_end_array (builder);
}

static void
add_reference (JsonBuilder *builder, const char *name)
{
  g_autofree char *target = g_strconcat ("#/$defs/", name, NULL);

  add_string (builder, "$ref", target);
}

/* The members of a schema for one value, inside an open object. */
static void
add_kind (JsonBuilder *builder, const struct fol_member *member)
{
  switch (member->kind) {
  case FOL_FORMAT_VERSION:
    add_int (builder, "const", member->most);
    return;
  case FOL_FORMAT_CONSTANT:
    add_string (builder, "const", member->choices[0]);
    return;
  case FOL_FORMAT_STRING:
    add_string (builder, "type", "string");
    add_int (builder, "minLength", 1);
    return;
  case FOL_FORMAT_ID:
    add_string (builder, "type", "string");
    add_string (builder, "pattern", "^[a-z0-9]+(-[a-z0-9]+)*$");
    add_int (builder, "maxLength", 60);
    return;
  case FOL_FORMAT_CHOICE:
    add_strings (builder, "enum", member->choices);
    return;
  case FOL_FORMAT_UINT:
    add_string (builder, "type", "integer");
    add_int (builder, "minimum", member->array ? 0 : member->least);
    if (member->most > 0 && !member->array)
      add_int (builder, "maximum", member->most);
    return;
  case FOL_FORMAT_BOOL:
    add_string (builder, "type", "boolean");
    return;
  case FOL_FORMAT_SIZE:
    add_reference (builder, "size");
    return;
  case FOL_FORMAT_TEXT:
    add_reference (builder, "text");
    return;
  case FOL_FORMAT_EXPRESSION:
    add_reference (builder, "expression");
    return;
  case FOL_FORMAT_TARGET:
    add_reference (builder, "target");
    return;
  case FOL_FORMAT_OPERATION:
    add_reference (builder, "operation");
    return;
  case FOL_FORMAT_RANGE:
    add_reference (builder, "range");
    return;
  case FOL_FORMAT_OBJECT:
    add_object (builder, member->members);
    return;
  }
}

static void
add_member (JsonBuilder *builder, const struct fol_member *member)
{
  json_builder_set_member_name (builder, member->name);
  json_builder_begin_object (builder);
  if (member->meaning != NULL)
    add_string (builder, "description", member->meaning);
  if (member->array) {
    add_string (builder, "type", "array");
    if (member->least > 0)
      add_int (builder, "minItems", member->least);
    if (member->most > 0)
      add_int (builder, "maxItems", member->most);
    json_builder_set_member_name (builder, "items");
    json_builder_begin_object (builder);
    add_kind (builder, member);
    json_builder_end_object (builder);
  } else {
    add_kind (builder, member);
  }
  json_builder_end_object (builder);
}

/* Inside an open object. */
static void
add_object (JsonBuilder *builder, const struct fol_member *members)
{
  add_string (builder, "type", "object");
  json_builder_set_member_name (builder, "properties");
  json_builder_begin_object (builder);
  for (const struct fol_member *member = members; member->name != NULL; member++)
    add_member (builder, member);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "required");
  json_builder_begin_array (builder);
  for (const struct fol_member *member = members; member->name != NULL; member++)
    if (member->required)
      json_builder_add_string_value (builder, member->name);
  json_builder_end_array (builder);
  add_bool (builder, "additionalProperties", false);
}

/* The types a value may have in JSON, and its bounds as a number. */
static void
add_argument_type (JsonBuilder *builder, const struct sim_argument_info *argument)
{
  bool number = argument->kind != SIM_ARGUMENT_NAME && argument->kind != SIM_ARGUMENT_ADDRESS;

  json_builder_set_member_name (builder, "type");
  json_builder_begin_array (builder);
  if (number)
    json_builder_add_string_value (builder, "integer");
  json_builder_add_string_value (builder, "string");
  if (argument->kind == SIM_ARGUMENT_FLAG)
    json_builder_add_string_value (builder, "boolean");
  json_builder_end_array (builder);
  if (number && argument->kind != SIM_ARGUMENT_GFP && argument->kind != SIM_ARGUMENT_SLAB_FLAGS) {
    json_builder_set_member_name (builder, "minimum");
    json_builder_add_int_value (builder, (gint64) argument->least);
    add_int (builder, "maximum", argument->most);
  }
}

static void
add_argument (JsonBuilder *builder, const struct sim_argument_info *argument)
{
  g_autoptr (GString) about = g_string_new (NULL);

  json_builder_set_member_name (builder, argument->name);
  json_builder_begin_object (builder);
  switch (argument->kind) {
  case SIM_ARGUMENT_GFP:
    g_string_append (about, "names joined by |, or a number: ");
    for (const struct sim_gfp_name *gfp = sim_gfp_names; gfp->name != NULL; gfp++)
      g_string_append_printf (about, "%s%s", gfp == sim_gfp_names ? "" : " ", gfp->name);
    break;
  case SIM_ARGUMENT_SLAB_FLAGS:
    g_string_append (about, "names joined by |, or a number: ");
    for (const struct fol_slab_flag *flag = fol_slab_flags; flag->name != NULL; flag++)
      g_string_append_printf (about, "%s%s", flag == fol_slab_flags ? "" : " ", flag->name);
    break;
  case SIM_ARGUMENT_FRAME:
    g_string_append (about, "a frame number, or $name of an earlier result");
    break;
  case SIM_ARGUMENT_CACHE:
    g_string_append (about, "the cache's name, its number, or $name of an earlier result");
    break;
  case SIM_ARGUMENT_ADDRESS:
    g_string_append (about, "a kernel address as \"0xffff...\", or $name of an earlier result");
    break;
  case SIM_ARGUMENT_NAME:
    g_string_append_printf (about, "at most %u of a-z, 0-9, _ - .", SIM_NAME_LENGTH);
    break;
  case SIM_ARGUMENT_FLAG:
    g_string_append (about, "true or false, 1 or 0");
    break;
  case SIM_ARGUMENT_OFFSET:
    g_string_append_printf (about, "%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                            (gint64) argument->least, (gint64) argument->most);
    break;
  default:
    g_string_append_printf (about, "%" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, argument->least,
                            argument->most);
    break;
  }
  add_string (builder, "description", about->str);
  add_argument_type (builder, argument);
  json_builder_end_object (builder);
}

static void
add_operation_object (JsonBuilder *builder, const struct sim_operation_info *info)
{
  json_builder_begin_object (builder);
  add_string (builder, "type", "object");
  json_builder_set_member_name (builder, "properties");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "op");
  json_builder_begin_object (builder);
  add_string (builder, "const", info->name);
  json_builder_end_object (builder);
  for (uint32_t i = 0; i < info->argument_count; i++)
    add_argument (builder, &info->argument[i]);
  if (info->has_result) {
    json_builder_set_member_name (builder, "as");
    json_builder_begin_object (builder);
    add_string (builder, "description", "the result's name, for $name later");
    add_string (builder, "type", "string");
    add_string (builder, "pattern", "^[A-Za-z][A-Za-z0-9_]{0,31}$");
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "required");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, "op");
  for (uint32_t i = 0; i < info->argument_count; i++)
    if (info->argument[i].required)
      json_builder_add_string_value (builder, info->argument[i].name);
  json_builder_end_array (builder);
  add_bool (builder, "additionalProperties", false);
  json_builder_end_object (builder);
}

/* oneOf all operations as objects; `text`: or a line of text. */
static void
add_operations (JsonBuilder *builder, bool text)
{
  json_builder_set_member_name (builder, "oneOf");
  json_builder_begin_array (builder);
  if (text) {
    json_builder_begin_object (builder);
    add_string (builder, "type", "string");
    add_string (builder, "description",
                "[NAME =] OPERATION [ARGUMENT=]VALUE ..., as in \"a = alloc_pages order=3\"");
    json_builder_end_object (builder);
  }
  for (guint i = 0; i < SIM_OP_COUNT; i++)
    add_operation_object (builder, &sim_operations[i]);
  json_builder_end_array (builder);
}

static void
begin_definition (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_text_definition (JsonBuilder *builder)
{
  begin_definition (builder, "text");
  add_string (builder, "description",
              "a text in each language; {expression} is a live value, `x` code, *x* strong");
  add_string (builder, "type", "object");
  json_builder_set_member_name (builder, "patternProperties");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "^[a-z]{2,3}(_[A-Z]{2})?$");
  json_builder_begin_object (builder);
  add_string (builder, "type", "string");
  add_int (builder, "minLength", 1);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "required");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, "en");
  json_builder_end_array (builder);
  add_bool (builder, "additionalProperties", false);
  json_builder_end_object (builder);
}

static void
add_size_definitions (JsonBuilder *builder)
{
  begin_definition (builder, "size");
  add_string (builder, "description", "bytes: a number, or a string \"0x...\"");
  json_builder_set_member_name (builder, "type");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, "integer");
  json_builder_add_string_value (builder, "string");
  json_builder_end_array (builder);
  add_int (builder, "minimum", 0);
  add_string (builder, "pattern", "^(0[xX][0-9a-fA-F]+|[0-9]+)$");
  json_builder_end_object (builder);

  begin_definition (builder, "range");
  add_string (builder, "description", "[start, size] or [start, size, \"name\"]");
  add_string (builder, "type", "array");
  add_int (builder, "minItems", 2);
  add_int (builder, "maxItems", 3);
  json_builder_set_member_name (builder, "prefixItems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < 3; i++) {
    json_builder_begin_object (builder);
    if (i < 2)
      add_reference (builder, "size");
    else
      add_string (builder, "type", "string");
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_expression_definitions (JsonBuilder *builder)
{
  g_autoptr (GString) about =
      g_string_new ("integers, $names, + - * / % ^ <<, comparisons, and or not, and:");
  struct fol_function_info info;

  for (guint i = 0; fol_expression_function (i, &info); i++)
    g_string_append_printf (about, "\n%s(%s): %s", info.name, info.arguments, info.meaning);
  begin_definition (builder, "expression");
  add_string (builder, "description", about->str);
  add_string (builder, "type", "string");
  add_int (builder, "minLength", 1);
  json_builder_end_object (builder);

  begin_definition (builder, "target");
  add_string (builder, "description",
              "frame EXPR, block EXPR, list ZONE, ORDER, TYPE, pcp ZONE, CPU, zone ZONE, pageblock "
              "EXPR, cache CACHE, cache_cpu CACHE, CPU, partial_slabs, full_slabs or free_slabs "
              "CACHE, NODE, slab EXPR, object EXPR or set EXPR");
  add_string (builder, "type", "string");
  add_string (
      builder, "pattern",
      "^(frame|block|list|pcp|zone|pageblock|cache|cache_cpu|partial_slabs|full_slabs|free_slabs|"
      "slab|object|set)\\s");
  json_builder_end_object (builder);
}

static void
add_definitions (JsonBuilder *builder, bool lesson)
{
  json_builder_set_member_name (builder, "$defs");
  json_builder_begin_object (builder);
  add_text_definition (builder);
  add_size_definitions (builder);
  if (lesson) {
    add_expression_definitions (builder);
    begin_definition (builder, "operation");
    add_operations (builder, true);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
}

/* A session is a file of lines; each line is one of these. */
static void
add_session (JsonBuilder *builder)
{
  static const struct fol_member *const lines[] = { fol_session_members, branch_members,
                                                    bookmark_members, view_members,
                                                    position_members };

  add_string (builder, "description",
              "JSON Lines: the first line names format, type and machine; every other line is an "
              "operation, a branch, a bookmark, a view or a position");
  json_builder_set_member_name (builder, "oneOf");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    json_builder_begin_object (builder);
    add_object (builder, lines[i]);
    json_builder_end_object (builder);
  }
  json_builder_begin_object (builder);
  add_operations (builder, false);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

char *
fol_schema_text (const char *name)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  JsonNode *root;

  if (!g_strv_contains (fol_schema_names, name))
    return NULL;
  builder = json_builder_new ();
  title = g_strconcat ("Folioscope ", name, NULL);
  json_builder_begin_object (builder);
  add_string (builder, "$schema", "https://json-schema.org/draft/2020-12/schema");
  add_string (builder, "title", title);
  if (strcmp (name, "lesson") == 0)
    add_object (builder, fol_lesson_members);
  else if (strcmp (name, "machine") == 0)
    add_object (builder, fol_machine_members);
  else if (strcmp (name, "operations") == 0)
    add_operations (builder, false);
  else
    add_session (builder);
  add_definitions (builder, strcmp (name, "lesson") == 0);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  json_node_unref (root);
  return g_strconcat (text, "\n", NULL);
}
