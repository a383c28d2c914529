/* app/describe-report.c - what slab debugging found, as the kernel writes it to its log. */
#include "app/describe-report.h"
#include "app/describe-private.h"

#include <inttypes.h>

#define LINE        16u
#define VMEMMAP     UINT64_C (0xffffea0000000000) /* of the struct pages */
#define STRUCT_PAGE 64u
#define OBJECT_MOST 4096u /* bytes of an object that are printed */

struct dump {
  GString *text;
  const struct sim_view *view;
  const struct sim_slab_report *report;
  struct sim_slab slab;
};

static uint64_t
address_of (const struct dump *dump, uint32_t offset)
{
  return SIM_PAGE_OFFSET + ((uint64_t) dump->slab.pfn << SIM_PAGE_SHIFT) + offset;
}

/* As it was when it was found. */
static uint8_t
byte_at (const struct dump *dump, uint32_t offset)
{
  const struct sim_slab_report *report = dump->report;
  uint32_t place = offset - report->from;

  if (offset >= report->from && offset < report->to && place < SIM_REPORT_BYTES)
    return (uint8_t) (report->bytes[place / 4] >> place % 4 * 8);
  return sim_view_slab_byte (dump->view, &dump->slab, offset);
}

/* print_section () */
static void
append_section (struct dump *dump, const char *name, uint32_t from, uint32_t to)
{
  for (uint32_t at = from; at < to; at += LINE) {
    guint count = MIN (to - at, LINE);

    g_string_append_printf (dump->text, "%-8s %016" PRIx64 ":", name, address_of (dump, at));
    for (guint i = 0; i < LINE; i++)
      if (i < count)
        g_string_append_printf (dump->text, " %02x", byte_at (dump, at + i));
      else
        g_string_append (dump->text, "   ");
    g_string_append (dump->text, "  ");
    for (guint i = 0; i < count; i++) {
      uint8_t byte = byte_at (dump, at + i);

      g_string_append_c (dump->text, g_ascii_isprint (byte) ? (char) byte : '.');
    }
    g_string_append_c (dump->text, '\n');
  }
}

static uint64_t
word_at (const struct dump *dump, uint32_t offset)
{
  uint64_t word = 0;

  for (guint i = 0; i < 8; i++)
    word |= (uint64_t) byte_at (dump, offset + i) << 8 * i;
  return word;
}

static const char *
section_name (enum sim_object_part part)
{
  switch (part) {
  case SIM_PART_LEFT_REDZONE:
  case SIM_PART_RIGHT_REDZONE:
    return "Redzone";
  case SIM_PART_OBJECT:
    return "Object";
  case SIM_PART_PADDING:
    return "Padding";
  default:
    return NULL; /* the kernel prints these in words, or not at all */
  }
}

/* print_trailer () for an object that begins at `offset` of the slab. */
static void
append_object (struct dump *dump, uint32_t offset)
{
  struct sim_object_layout layout;
  uint32_t start;

  if (!sim_view_object_layout (dump->view, dump->report->cache, &layout))
    return;
  start = offset - layout.object;
  g_string_append_printf (dump->text, "Object 0x%016" PRIx64 " @offset=%u",
                          address_of (dump, offset), offset);
  if (layout.free_pointer != UINT32_MAX)
    g_string_append_printf (dump->text, " fp=0x%016" PRIx64,
                            word_at (dump, start + layout.free_pointer));
  g_string_append (dump->text, "\n\n");
  for (uint32_t i = 0; i < layout.count; i++) {
    const char *name = section_name (layout.part[i].part);
    uint32_t to = MIN (layout.part[i].to, layout.part[i].from + OBJECT_MOST);

    if (name != NULL)
      append_section (dump, name, start + layout.part[i].from, start + to);
  }
}

static bool
tells_bytes (enum sim_slab_bug bug)
{
  return bug == SIM_BUG_LEFT_REDZONE || bug == SIM_BUG_RIGHT_REDZONE || bug == SIM_BUG_POISON ||
         bug == SIM_BUG_PADDING || bug == SIM_BUG_SLAB_PADDING;
}

char *
fol_describe_report (const struct sim_view *view, const struct sim_slab_report *report)
{
  struct dump dump = { .text = g_string_new (NULL), .view = view, .report = report };
  g_autofree char *name = fol_describe_cache (view, report->cache);
  g_autofree char *line = g_strnfill (77, '=');
  g_autofree char *thin = g_strnfill (77, '-');

  sim_view_slab (view, report->slab, &dump.slab);
  g_string_append_printf (dump.text, "%s\nBUG %s (Not tainted): %s\n%s\n\n", line, name,
                          fol_describe_bug (report->bug), thin);
  /* The slab may have gone since; then its bytes are another's. */
  if (dump.slab.cache != report->cache + 1 || dump.slab.serial > report->serial)
    return g_string_free (dump.text, FALSE);
  if (tells_bytes (report->bug))
    g_string_append_printf (dump.text,
                            "0x%016" PRIx64 "-0x%016" PRIx64
                            " @offset=%u. First byte 0x%x instead of 0x%x\n",
                            address_of (&dump, report->from), address_of (&dump, report->to - 1),
                            report->from, report->found, report->expected);
  g_string_append_printf (dump.text, "Slab 0x%016" PRIx64 " objects=%u used=%u",
                          VMEMMAP + (uint64_t) dump.slab.pfn * STRUCT_PAGE, dump.slab.objects,
                          dump.slab.inuse);
  if (dump.slab.freelist != SIM_REF_NONE)
    g_string_append_printf (dump.text, " fp=0x%016" PRIx64,
                            sim_view_ref_address (view, dump.slab.freelist));
  g_string_append (dump.text, " flags=(slab)\n");
  if (report->object != SIM_REF_NONE)
    append_object (
        &dump, (uint32_t) (sim_view_ref_address (view, report->object) - address_of (&dump, 0)));
  else if (report->bug == SIM_BUG_SLAB_PADDING)
    append_section (&dump, "Padding", report->from, report->to);
  return g_string_free (dump.text, FALSE);
}

char *
fol_describe_reports (const struct sim_view *view, uint32_t cache, uint32_t slab, sim_ref ref)
{
  GString *text = g_string_new (NULL);
  struct sim_slab_header header;
  uint32_t kept;

  sim_view_slab_header (view, &header);
  kept = MIN (header.report_count, SIM_REPORTS_MAX);
  for (uint32_t i = 1; i <= kept; i++) {
    const struct sim_slab_report *report =
        &header.report[(header.report_count - i) % SIM_REPORTS_MAX];
    g_autofree char *one = NULL;

    if ((cache != SIM_CACHE_NONE && report->cache != cache) ||
        (slab != SIM_SLAB_NONE && report->slab != slab) ||
        (ref != SIM_REF_NONE && report->object != ref))
      continue;
    one = fol_describe_report (view, report);
    g_string_append_printf (text, text->len > 0 ? "\n%s" : "%s", one);
  }
  return g_string_free (text, FALSE);
}
