/* app/recording.c - lines, packed lists, and the machine record. */
#include "app/recording.h"

#include "engine/machine/profile.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

G_DEFINE_QUARK (fol - recording - error - quark, fol_recording_error)

const char fol_recording_type_letters[SIM_MIGRATE_TYPES + 1] = "UMRHCI";

struct fol_recording {
  char *path;
  GInputStream *stream;
  GFileInputStream *file; /* owned; below the stream */
  goffset size;           /* of the file; 0: not known */
  GByteArray *buffer;     /* read, but not yet given out */
  gsize at;               /* start of the next line in buffer */
  bool ended;             /* nothing more to read */
  guint line;
};

/* --- lines --- */

static bool
is_gzip (GInputStream *stream, GError **error)
{
  GBufferedInputStream *buffered = G_BUFFERED_INPUT_STREAM (stream);
  const guint8 *bytes;
  gsize count;

  if (g_buffered_input_stream_fill (buffered, 2, NULL, error) < 0)
    return false;
  bytes = g_buffered_input_stream_peek_buffer (buffered, &count);
  return count >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

FolRecording *
fol_recording_open (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) plain = g_file_read (file, NULL, error);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GInputStream) stream = NULL;
  GError *problem = NULL;
  FolRecording *recording;
  bool gzip;

  if (plain == NULL)
    return NULL;
  stream = g_buffered_input_stream_new (G_INPUT_STREAM (plain));
  gzip = is_gzip (stream, &problem);
  if (problem != NULL) {
    g_propagate_prefixed_error (error, problem, "%s: ", path);
    return NULL;
  }
  if (gzip) {
    g_autoptr (GZlibDecompressor) decompressor =
        g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    GInputStream *unpacked = g_converter_input_stream_new (stream, G_CONVERTER (decompressor));

    g_object_unref (stream);
    stream = unpacked;
  }
  recording = g_new0 (FolRecording, 1);
  recording->path = g_strdup (path);
  recording->stream = g_steal_pointer (&stream);
  info = g_file_input_stream_query_info (plain, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, NULL);
  recording->size = info != NULL ? g_file_info_get_size (info) : 0;
  recording->file = g_steal_pointer (&plain);
  recording->buffer = g_byte_array_new ();
  return recording;
}

void
fol_recording_free (FolRecording *recording)
{
  g_free (recording->path);
  g_object_unref (recording->stream);
  g_object_unref (recording->file);
  g_byte_array_unref (recording->buffer);
  g_free (recording);
}

const char *
fol_recording_path (const FolRecording *recording)
{
  return recording->path;
}

guint
fol_recording_line (const FolRecording *recording)
{
  return recording->line;
}

double
fol_recording_share (const FolRecording *recording)
{
  goffset at = g_seekable_tell (G_SEEKABLE (recording->file));

  return recording->size > 0 ? CLAMP ((double) at / (double) recording->size, 0, 1) : 0;
}

static bool
read_more (FolRecording *recording, GError **error)
{
  GError *problem = NULL;
  guint8 bytes[65536];
  gssize count;

  if (recording->at > 0) {
    g_byte_array_remove_range (recording->buffer, 0, (guint) recording->at);
    recording->at = 0;
  }
  if (recording->buffer->len > FOL_JSON_BYTES_MAX) {
    g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_FORMAT,
                 _ ("%s:%u: the line is longer than %u bytes"), recording->path,
                 recording->line + 1, FOL_JSON_BYTES_MAX);
    return false;
  }
  count = g_input_stream_read (recording->stream, bytes, sizeof bytes, NULL, &problem);
  if (count < 0) {
    g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_FORMAT, "%s:%u: %s", recording->path,
                 recording->line + 1, problem->message);
    g_error_free (problem);
    return false;
  }
  recording->ended = count == 0;
  g_byte_array_append (recording->buffer, bytes, (guint) count);
  return true;
}

/* The next line without its end; NULL at the end of the file or on error. */
static const char *
next_line (FolRecording *recording, gsize *length, GError **error)
{
  gsize searched = 0;

  for (;;) {
    const char *start = (const char *) recording->buffer->data + recording->at;
    gsize left = recording->buffer->len - recording->at;
    const char *end = left > searched ? memchr (start + searched, '\n', left - searched) : NULL;

    if (end == NULL && !recording->ended) {
      searched = left;
      if (!read_more (recording, error))
        return NULL;
      continue;
    }
    if (end == NULL && left == 0)
      return NULL;
    *length = end != NULL ? (gsize) (end - start) : left;
    recording->at += *length + (end != NULL ? 1 : 0);
    recording->line++;
    return start;
  }
}

bool
fol_recording_next (FolRecording *recording, FolJson **record, const char **type, GError **error)
{
  GError *problem = NULL;
  const char *text;
  gsize length;

  *record = NULL;
  *type = NULL;
  text = next_line (recording, &length, &problem);
  if (text == NULL) {
    if (problem != NULL) {
      g_propagate_error (error, problem);
      return false;
    }
    if (recording->line > 0)
      return true;
    g_set_error (error, FOL_RECORDING_ERROR, FOL_RECORDING_FORMAT,
                 _ ("%s: the file is empty; expected a recording"), recording->path);
    return false;
  }
  *record = fol_json_parse (recording->path, recording->line, text, (gssize) length, NULL, error);
  if (*record == NULL)
    return false;
  if (fol_json_string (*record, fol_json_root (*record), "t", type, error))
    return true;
  g_clear_pointer (record, fol_json_free);
  return false;
}

/* --- values --- */

bool
fol_recording_int (FolJson *record, JsonNode *node, gint64 least, gint64 most, gint64 *out,
                   GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64) {
    fol_json_set_error (record, node, FOL_JSON_TYPE, error, _ ("expected an integer"));
    return false;
  }
  *out = json_node_get_int (node);
  if (*out >= least && *out <= most)
    return true;
  fol_json_set_error (record, node, FOL_JSON_VALUE, error,
                      _ ("expected a number from %" PRId64 " to %" PRId64 ", but this is %" PRId64),
                      least, most, *out);
  return false;
}

bool
fol_recording_member_int (FolJson *record, JsonNode *object, const char *name, gint64 least,
                          gint64 most, gint64 *out, GError **error)
{
  JsonNode *member = fol_json_member (record, object, name, error);

  return member != NULL && fol_recording_int (record, member, least, most, out, error);
}

static bool
unpack_run (FolJson *record, JsonNode *node, guint32 most, GArray *out, GError **error)
{
  JsonArray *run = json_node_get_array (node);
  gint64 start, count, step;

  if (json_array_get_length (run) != 3) {
    fol_json_set_error (record, node, FOL_JSON_VALUE, error, _ ("expected [start, count, step]"));
    return false;
  }
  if (!fol_recording_int (record, json_array_get_element (run, 0), 0, most, &start, error) ||
      !fol_recording_int (record, json_array_get_element (run, 1), 0, SIM_FRAMES_MAX, &count,
                          error) ||
      !fol_recording_int (record, json_array_get_element (run, 2), -(gint64) most, most, &step,
                          error))
    return false;
  if (count > 0 && (start + (count - 1) * step < 0 || start + (count - 1) * step > most)) {
    fol_json_set_error (record, node, FOL_JSON_VALUE, error,
                        _ ("the run leaves the range from 0 to %u"), most);
    return false;
  }
  for (gint64 i = 0; i < count; i++) {
    guint32 value = (guint32) (start + i * step);

    g_array_append_val (out, value);
  }
  return true;
}

bool
fol_recording_unpack (FolJson *record, JsonNode *node, guint32 most, GArray *out, GError **error)
{
  JsonArray *list;

  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    fol_json_set_error (record, node, FOL_JSON_TYPE, error, _ ("expected a list of numbers"));
    return false;
  }
  list = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *item = json_array_get_element (list, i);

    if (JSON_NODE_HOLDS_ARRAY (item)) {
      if (!unpack_run (record, item, most, out, error))
        return false;
    } else {
      gint64 value;
      guint32 number;

      if (!fol_recording_int (record, item, 0, most, &value, error))
        return false;
      number = (guint32) value;
      g_array_append_val (out, number);
    }
    if (out->len > SIM_FRAMES_MAX) {
      fol_json_set_error (record, node, FOL_JSON_LIMIT, error, _ ("more than %u numbers"),
                          SIM_FRAMES_MAX);
      return false;
    }
  }
  return true;
}

bool
fol_recording_type (FolJson *record, JsonNode *node, uint32_t *type, GError **error)
{
  const char *letter;

  if (!fol_json_node_string (record, node, &letter, error))
    return false;
  if (letter[0] != '\0' && letter[1] == '\0' && strchr (fol_recording_type_letters, letter[0])) {
    *type =
        (uint32_t) (strchr (fol_recording_type_letters, letter[0]) - fol_recording_type_letters);
    return true;
  }
  fol_json_set_error (record, node, FOL_JSON_VALUE, error,
                      _ ("expected a migrate type, one of U M R H C I"));
  return false;
}

bool
fol_recording_zone_type (FolJson *record, JsonNode *zone, uint32_t *type, GError **error)
{
  static const char *const names[SIM_MAX_NR_ZONES] = { "DMA", "DMA32", "Normal", "Movable" };
  const char *name;

  if (!fol_json_string (record, zone, "zone", &name, error))
    return false;
  for (*type = 0; *type < SIM_MAX_NR_ZONES; ++*type) {
    if (g_strcmp0 (name, names[*type]) == 0)
      return true;
  }
  fol_json_set_error (record, fol_json_member_opt (zone, "zone"), FOL_JSON_VALUE, error,
                      _ ("expected a zone: DMA, DMA32, Normal or Movable"));
  return false;
}

/* --- the machine --- */

static int
compare_ranges (const void *a, const void *b)
{
  const struct sim_range *x = a, *y = b;

  return x->start < y->start ? -1 : x->start > y->start;
}

bool
fol_recording_ranges (FolJson *record, JsonArray *list, int kind, struct sim_range *range,
                      uint32_t *count, GError **error)
{
  *count = 0;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *item = json_array_get_element (list, i);
    gint64 start, size, third;

    if (!JSON_NODE_HOLDS_ARRAY (item) || json_array_get_length (json_node_get_array (item)) < 3 ||
        *count == SIM_MACHINE_RANGES_MAX) {
      fol_json_set_error (record, item, FOL_JSON_VALUE, error,
                          _ ("expected at most %u ranges [start, size, ...]"),
                          SIM_MACHINE_RANGES_MAX);
      return false;
    }
    if (!fol_recording_int (record, json_array_get_element (json_node_get_array (item), 0), 0,
                            G_MAXINT64, &start, error) ||
        !fol_recording_int (record, json_array_get_element (json_node_get_array (item), 1), 0,
                            G_MAXINT64, &size, error) ||
        !fol_recording_int (record, json_array_get_element (json_node_get_array (item), 2), 0,
                            G_MAXINT32, &third, error))
      return false;
    if (size > 0 && (kind < 0 || third == kind))
      range[(*count)++] = (struct sim_range){ (uint64_t) start, (uint64_t) size };
  }
  qsort (range, *count, sizeof range[0], compare_ranges);
  return true;
}

bool
fol_recording_zones (FolJson *record, JsonArray *list, struct sim_machine *machine, GError **error)
{
  machine->zone_count = 0;
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *item = json_array_get_element (list, i);
    struct sim_zone_spec *zone = &machine->zone[machine->zone_count];
    guint64 node, start, spanned, present, managed;

    if (machine->zone_count == SIM_ZONES_MAX) {
      fol_json_set_error (record, item, FOL_JSON_VALUE, error, _ ("expected at most %u zones"),
                          SIM_ZONES_MAX);
      return false;
    }
    if (!fol_recording_zone_type (record, item, &zone->type, error) ||
        !fol_json_uint (record, item, "node", SIM_NODES_MAX - 1, &node, error) ||
        !fol_json_uint (record, item, "start_pfn", SIM_FRAMES_MAX, &start, error) ||
        !fol_json_uint (record, item, "spanned", SIM_FRAMES_MAX, &spanned, error) ||
        !fol_json_uint (record, item, "present", SIM_FRAMES_MAX, &present, error) ||
        !fol_json_uint (record, item, "managed", SIM_FRAMES_MAX, &managed, error))
      return false;
    if (present == 0)
      continue;
    zone->node = (uint32_t) node;
    zone->start_pfn = (uint32_t) start;
    zone->spanned = (uint32_t) spanned;
    zone->present = (uint32_t) present;
    zone->managed = (uint32_t) managed;
    machine->zone_count++;
  }
  return true;
}

static bool
says_yes (JsonNode *config, const char *name)
{
  JsonNode *member = config != NULL ? fol_json_member_opt (config, name) : NULL;

  return member != NULL && JSON_NODE_HOLDS_VALUE (member) &&
         json_node_get_value_type (member) == G_TYPE_STRING &&
         g_strcmp0 (json_node_get_string (member), "y") == 0;
}

static bool
read_numbers (FolJson *record, struct sim_machine *machine, GError **error)
{
  JsonNode *root = fol_json_root (record);
  guint64 max_order = SIM_MAX_ORDER, pageblock_order, cpus = 1, kbytes = G_MAXUINT64;
  guint64 possible = 0;
  guint64 scale = machine->watermark_scale_factor, boost = machine->watermark_boost_factor;
  bool grouping = true;

  if (!fol_json_uint_opt (record, root, "max_order", SIM_MAX_ORDER, &max_order, error) ||
      !fol_json_uint (record, root, "pageblock_order", SIM_MAX_ORDER - 1, &pageblock_order,
                      error) ||
      !fol_json_uint_opt (record, root, "cpus_online", SIM_CPUS_MAX, &cpus, error) ||
      !fol_json_uint_opt (record, root, "cpus_possible", SIM_CPUS_MAX, &possible, error) ||
      !fol_json_uint_opt (record, root, "min_free_kbytes", G_MAXINT32, &kbytes, error) ||
      !fol_json_uint_opt (record, root, "watermark_scale_factor", 3000, &scale, error) ||
      !fol_json_uint_opt (record, root, "watermark_boost_factor", G_MAXINT32, &boost, error) ||
      !fol_json_bool_opt (record, root, "mobility_grouping", &grouping, error))
    return false;
  machine->max_order = (uint32_t) max_order;
  machine->pageblock_order = (uint32_t) pageblock_order;
  machine->cpu_count = (uint32_t) cpus;
  machine->cpus_possible = (uint32_t) possible;
  if (kbytes != G_MAXUINT64)
    machine->min_free_kbytes = (int32_t) kbytes;
  machine->watermark_scale_factor = (uint32_t) scale;
  machine->watermark_boost_factor = (uint32_t) boost;
  machine->mobility_grouping = grouping ? 1 : 0;
  return true;
}

static bool
read_lists (FolJson *record, struct sim_machine *machine, GError **error)
{
  JsonNode *root = fol_json_root (record);
  JsonArray *ratio = NULL, *cpu_node = NULL;
  gint64 value;

  if (!fol_json_array_opt (record, root, "lowmem_reserve_ratio", &ratio, error) ||
      !fol_json_array_opt (record, root, "cpu_node", &cpu_node, error))
    return false;
  for (guint i = 0; ratio != NULL && i < MIN (json_array_get_length (ratio), SIM_MAX_NR_ZONES);
       i++) {
    if (!fol_recording_int (record, json_array_get_element (ratio, i), 0, G_MAXINT32, &value,
                            error))
      return false;
    machine->lowmem_reserve_ratio[i] = (uint32_t) value;
  }
  for (guint i = 0; cpu_node != NULL && i < MIN (json_array_get_length (cpu_node), SIM_CPUS_MAX);
       i++) {
    if (!fol_recording_int (record, json_array_get_element (cpu_node, i), 0, SIM_NODES_MAX - 1,
                            &value, error))
      return false;
    machine->cpu_node[i] = (uint32_t) value;
  }
  return true;
}

/* Which allocator small objects have, and whether caches are merged. */
static bool
read_slab (FolJson *record, JsonNode *config, struct sim_machine *machine, GError **error)
{
  static const char *const options[SIM_ALLOCATORS] = {
    [SIM_ALLOCATOR_SLUB] = "SLUB",
    [SIM_ALLOCATOR_SLAB] = "SLAB",
    [SIM_ALLOCATOR_SLOB] = "SLOB",
  };
  const char *cmdline = "";

  if (!fol_json_string_opt (record, fol_json_root (record), "cmdline", &cmdline, error))
    return false;
  for (uint32_t i = 0; i < SIM_ALLOCATORS; i++)
    if (says_yes (config, options[i]))
      machine->slab_allocator = i;
  machine->slab_merge = says_yes (config, "SLAB_MERGE_DEFAULT");
  if (strstr (cmdline, "slab_nomerge") != NULL || strstr (cmdline, "slub_nomerge") != NULL)
    machine->slab_merge = false;
  return true;
}

bool
fol_recording_machine (FolJson *record, struct sim_machine *machine, GError **error)
{
  JsonNode *root = fol_json_root (record), *config = fol_json_member_opt (root, "config");
  const char *build = "";
  JsonArray *e820, *zones;

  sim_machine_defaults (machine);
  if (!read_numbers (record, machine, error) || !read_lists (record, machine, error) ||
      !fol_json_string_opt (record, root, "build", &build, error) ||
      !read_slab (record, config, machine, error) ||
      !fol_json_array (record, root, "e820", &e820, error) ||
      !fol_json_array (record, root, "zones", &zones, error))
    return false;
  g_snprintf (machine->name, sizeof machine->name, "recorded-%s", build);
  machine->smp = says_yes (config, "SMP");
  machine->thp = says_yes (config, "TRANSPARENT_HUGEPAGE");
  return fol_recording_ranges (record, e820, 1, machine->ram, &machine->ram_count, error) &&
         fol_recording_zones (record, zones, machine, error);
}
