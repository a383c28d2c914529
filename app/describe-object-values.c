/* app/describe-object-values.c - the values of the fields of a small object. */
#include "app/describe-report.h"
#include "app/describe-slab-values.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define BYTES_SHOWN   32u
#define BYTES_IN_LINE 8u

void
fol_value_object_address (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "0x%" G_GINT64_MODIFIER "x", fol_subject_address (subject));
}

void
fol_value_object_index (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.role != SIM_CACHE_UNUSED)
    g_string_append_printf (value, _ ("%u of %u"), subject->place.index, subject->slab.objects);
}

void
fol_value_object_offset (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->place.offset);
}

void
fol_value_object_state (GString *value, const struct fol_subject *subject)
{
  const struct sim_place *place = &subject->place;

  switch (place->state) {
  case SIM_PLACE_ALLOCATED:
    g_string_append (value, _ ("allocated"));
    break;
  case SIM_PLACE_FREE:
    g_string_append (value, _ ("free, on the list of its slab"));
    break;
  case SIM_PLACE_FREE_CPU:
    g_string_append_printf (value, _ ("free, at hand of CPU %u"), place->cpu);
    break;
  case SIM_PLACE_FREE_SHARED:
    g_string_append_printf (value, _ ("free, in the shared array of node %u"), place->cpu);
    break;
  case SIM_PLACE_FREE_ALIEN:
    g_string_append_printf (value, _ ("free, in an alien array of node %u"), place->cpu);
    break;
  case SIM_PLACE_LOST:
    g_string_append (value, _ ("lost: no free list leads to it"));
    break;
  case SIM_PLACE_STATES:
    break;
  }
}

void
fol_value_object_turn (GString *value, const struct fol_subject *subject)
{
  if (subject->place.state == SIM_PLACE_ALLOCATED || subject->cache.role == SIM_CACHE_UNUSED)
    return;
  if (subject->place.order == 0)
    g_string_append (value, _ ("the next of its list"));
  else
    g_string_append_printf (value,
                            ngettext ("after %u other of its list", "after %u others of its list",
                                      subject->place.order),
                            subject->place.order);
}

void
fol_value_object_size (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->place.size);
}

void
fol_value_object_waste (GString *value, const struct fol_subject *subject)
{
  if (subject->cache.role != SIM_CACHE_UNUSED && subject->cache.size > subject->place.size)
    g_string_append_printf (value, "%u", subject->cache.size - subject->place.size);
}

static uint64_t
word_at (const struct fol_subject *subject, uint32_t offset)
{
  uint64_t word = 0;

  for (guint i = 0; i < 8; i++)
    word |= (uint64_t) sim_view_slab_byte (subject->view, &subject->slab, offset + i) << 8 * i;
  return word;
}

/* SLUB links free objects through themselves. */
void
fol_value_object_pointer (GString *value, const struct fol_subject *subject)
{
  uint64_t pointer;

  if (subject->cache.role == SIM_CACHE_UNUSED || subject->place.state == SIM_PLACE_ALLOCATED ||
      subject->cache.allocator != SIM_ALLOCATOR_SLUB)
    return;
  pointer = word_at (subject, subject->place.offset + subject->cache.offset);
  if (pointer == 0)
    g_string_append (value, _ ("NULL: the last of its list"));
  else
    g_string_append_printf (value, "0x%" G_GINT64_MODIFIER "x", pointer);
}

void
fol_value_object_bytes (GString *value, const struct fol_subject *subject)
{
  guint count = MIN (subject->place.size, BYTES_SHOWN);

  for (guint i = 0; i < count; i++) {
    if (i > 0)
      g_string_append_c (value, i % BYTES_IN_LINE == 0 ? '\n' : ' ');
    g_string_append_printf (
        value, "%02x",
        sim_view_slab_byte (subject->view, &subject->slab, subject->place.offset + i));
  }
  if (count < subject->place.size)
    g_string_append (value, " …");
}

void
fol_value_object_reports (GString *value, const struct fol_subject *subject)
{
  sim_ref ref =
      SIM_REF (sim_view_slab_entry (subject->view, subject->object.a), subject->object.b / 8);
  g_autofree char *reports =
      fol_describe_reports (subject->view, SIM_CACHE_NONE, subject->entry, ref);

  g_string_append (value, reports);
}

void
fol_value_set_number (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "%u", subject->object.b);
}

void
fol_value_set_cache (GString *value, const struct fol_subject *subject)
{
  g_string_append_printf (value, "L%u", subject->object.a + 1);
}
