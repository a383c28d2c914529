/* ui/figures/slabs-bytes.c - the bytes of one object, and what each of them is for.
 *
 * From one place of the slab to the next: red zones, the object, the free pointer,
 * the owner, padding.  Bytes that debugging would call damaged stand out.  Rows
 * that are like the one before are left out.
 */
#include "ui/figures/slabs.h"

#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#define ROW        20.0
#define LABEL      52.0 /* "+1024" */
#define CELL_MOST  30.0
#define CELL_LEAST 18.0
#define NOTES      136.0
#define ROWS_MOST  48u
#define ROWS_ALIKE 2u /* so many of a kind are shown */

/* include/linux/poison.h */
#define RED_INACTIVE 0xbbu
#define RED_ACTIVE   0xccu
#define POISON_INUSE 0x5au
#define POISON_FREE  0x6bu
#define POISON_END   0xa5u

struct bytes {
  struct fol_slabs_build *build;
  struct sim_object object;
  struct sim_located located;
  struct sim_slab slab;
  struct sim_kmem_cache cache;
  struct sim_object_layout layout;
  uint32_t start; /* of the whole place, from the slab's start */
  uint32_t columns;
  double cell;
};

static uint8_t
value_at (const struct bytes *bytes, uint32_t at)
{
  return sim_view_slab_byte (&bytes->build->view, &bytes->slab, bytes->start + at);
}

static uint32_t
part_at (const struct bytes *bytes, uint32_t at)
{
  uint32_t i = 0;

  while (i + 1 < bytes->layout.count && at >= bytes->layout.part[i].to)
    i++;
  return i;
}

static bool
is_pointer (const struct bytes *bytes, uint32_t at)
{
  uint32_t from = bytes->layout.free_pointer;
  bool free = bytes->located.place.state != SIM_PLACE_ALLOCATED;

  return free && from != UINT32_MAX && at >= from && at < from + 8;
}

/* What debugging wants to find there; false: anything. */
static bool
expected_at (const struct bytes *bytes, uint32_t at, uint8_t *value)
{
  enum sim_object_part part = bytes->layout.part[part_at (bytes, at)].part;
  bool allocated = bytes->located.place.state == SIM_PLACE_ALLOCATED;
  uint32_t flags = bytes->cache.flags, last = bytes->layout.object + bytes->cache.object_size - 1;

  if (bytes->cache.allocator != SIM_ALLOCATOR_SLUB || is_pointer (bytes, at))
    return false;
  switch (part) {
  case SIM_PART_LEFT_REDZONE:
  case SIM_PART_RIGHT_REDZONE:
    *value = allocated ? RED_ACTIVE : RED_INACTIVE;
    return (flags & SIM_SLAB_RED_ZONE) != 0;
  case SIM_PART_OBJECT:
    *value = at == last ? POISON_END : POISON_FREE;
    return !allocated && (flags & SIM_SLAB_OBJECT_POISON) != 0;
  case SIM_PART_ALIGNMENT:
  case SIM_PART_PADDING:
    *value = POISON_INUSE;
    return (flags & SIM_SLAB_POISON) != 0;
  case SIM_PART_FREE_POINTER:
  case SIM_PART_TRACK_ALLOC:
  case SIM_PART_TRACK_FREE:
  case SIM_PART_ORIG_SIZE:
  case SIM_OBJECT_PARTS:
    break;
  }
  return false;
}

static bool
is_damaged (const struct bytes *bytes, uint32_t at)
{
  uint8_t expected;

  return expected_at (bytes, at, &expected) && value_at (bytes, at) != expected;
}

static enum fol_role
role_at (const struct bytes *bytes, uint32_t at)
{
  static const enum fol_role roles[SIM_OBJECT_PARTS] = {
    [SIM_PART_LEFT_REDZONE] = FOL_ROLE_RED_ZONE,  [SIM_PART_OBJECT] = FOL_ROLE_FREE,
    [SIM_PART_RIGHT_REDZONE] = FOL_ROLE_RED_ZONE, [SIM_PART_ALIGNMENT] = FOL_ROLE_WELL,
    [SIM_PART_FREE_POINTER] = FOL_ROLE_POINTER,   [SIM_PART_TRACK_ALLOC] = FOL_ROLE_TRACK,
    [SIM_PART_TRACK_FREE] = FOL_ROLE_TRACK,       [SIM_PART_ORIG_SIZE] = FOL_ROLE_TRACK,
    [SIM_PART_PADDING] = FOL_ROLE_WELL,
  };

  if (is_damaged (bytes, at))
    return FOL_ROLE_REFUSED;
  return is_pointer (bytes, at) ? FOL_ROLE_POINTER
                                : roles[bytes->layout.part[part_at (bytes, at)].part];
}

static const char *
part_words (enum sim_object_part part)
{
  static const char *const words[SIM_OBJECT_PARTS] = {
    [SIM_PART_LEFT_REDZONE] = N_ ("left red zone"),
    [SIM_PART_OBJECT] = N_ ("object"),
    [SIM_PART_RIGHT_REDZONE] = N_ ("right red zone"),
    [SIM_PART_ALIGNMENT] = N_ ("alignment"),
    [SIM_PART_FREE_POINTER] = N_ ("free pointer"),
    [SIM_PART_TRACK_ALLOC] = N_ ("who allocated it"),
    [SIM_PART_TRACK_FREE] = N_ ("who freed it"),
    [SIM_PART_ORIG_SIZE] = N_ ("size asked for"),
    [SIM_PART_PADDING] = N_ ("padding"),
  };

  return _ (words[part]);
}

static char *
part_name (const struct bytes *bytes, uint32_t part)
{
  uint32_t from = bytes->layout.part[part].from, to = bytes->layout.part[part].to, damaged = 0;
  int first = (int) from - (int) bytes->layout.object;
  const char *words = part_words (bytes->layout.part[part].part);

  for (uint32_t at = from; at < to; at++)
    damaged += is_damaged (bytes, at);
  if (damaged > 0)
    return g_strdup_printf (ngettext ("%s, %u bytes from %d on: %u byte is not as expected",
                                      "%s, %u bytes from %d on: %u bytes are not as expected",
                                      damaged),
                            words, to - from, first, damaged);
  return g_strdup_printf (ngettext ("%s, %u byte from %d on", "%s, %u bytes from %d on", to - from),
                          words, to - from, first);
}

static void
add_cell (const struct bytes *bytes, uint32_t at, double x, double y)
{
  struct fol_slabs_build *build = bytes->build;
  uint32_t part = part_at (bytes, at);
  enum fol_role role = role_at (bytes, at);
  g_autofree char *name = at == bytes->layout.part[part].from ? part_name (bytes, part) : NULL;
  g_autofree char *text = g_strdup_printf ("%02x", value_at (bytes, at));

  if (role != FOL_ROLE_FREE && role != FOL_ROLE_WELL)
    build->seen[role]++;
  fol_shapes_add (build->shapes, &(struct fol_shape){
                                     .kind = FOL_SHAPE_RECT,
                                     .role = role,
                                     .x = x,
                                     .y = y,
                                     .width = bytes->cell - 1,
                                     .height = ROW - 2,
                                     .radius = 2,
                                     .text_size = FOL_SIZE_CAPTION,
                                     .monospace = true,
                                     .bold = role == FOL_ROLE_REFUSED,
                                     .text = text,
                                     .name = name,
                                     .object = bytes->object,
                                     .identity = fol_identity_thing (FOL_SLABS_BYTES, at),
                                 });
}

static uint64_t
number_at (const struct bytes *bytes, uint32_t at, uint32_t size)
{
  uint64_t number = 0;

  for (uint32_t i = size; i-- > 0;)
    number = number << 8 | value_at (bytes, at + i);
  return number;
}

/* Where the free pointer leads. */
static char *
pointer_note (const struct bytes *bytes)
{
  uint64_t address = number_at (bytes, bytes->layout.free_pointer, 8);
  struct sim_located located = { .found = false };

  if (address == 0)
    return g_strdup_printf (_ ("%s → none"), part_words (SIM_PART_FREE_POINTER));
  if (address >= SIM_PAGE_OFFSET)
    sim_view_locate (&bytes->build->view, address, &located);
  if (!located.found || located.slab != bytes->located.slab)
    return g_strdup_printf (_ ("%s → outside the slab"), part_words (SIM_PART_FREE_POINTER));
  return g_strdup_printf (_ ("%s → object %u"), part_words (SIM_PART_FREE_POINTER),
                          located.place.index);
}

/* "who freed it: operation 40, CPU 0" */
static char *
track_note (const struct bytes *bytes, uint32_t part)
{
  uint32_t from = bytes->layout.part[part].from;
  const char *words = part_words (bytes->layout.part[part].part);
  uint64_t serial = number_at (bytes, from + SIM_TRACK_SERIAL, 8);

  if (serial == 0)
    return g_strdup_printf (_ ("%s: nobody yet"), words);
  return g_strdup_printf (_ ("%s: operation %u, CPU %u"), words, (guint) serial,
                          (guint) number_at (bytes, from + SIM_TRACK_CPU, 4));
}

static char *
part_note (const struct bytes *bytes, uint32_t part, bool long_form)
{
  enum sim_object_part kind = bytes->layout.part[part].part;
  bool free = bytes->located.place.state != SIM_PLACE_ALLOCATED;

  if (long_form && (kind == SIM_PART_TRACK_ALLOC || kind == SIM_PART_TRACK_FREE))
    return track_note (bytes, part);
  if (long_form && kind == SIM_PART_FREE_POINTER && free)
    return pointer_note (bytes);
  if (long_form && kind == SIM_PART_OBJECT && free &&
      (bytes->cache.flags & SIM_SLAB_OBJECT_POISON) != 0)
    return g_strdup (_ ("object, poisoned"));
  return g_strdup (part_words (kind));
}

/* What begins in this row, right of it. */
static char *
row_notes (const struct bytes *bytes, uint32_t from, uint32_t to, bool long_form)
{
  GString *out = g_string_new (NULL);

  for (uint32_t at = from; at < to; at++) {
    uint32_t part = part_at (bytes, at);
    g_autofree char *note = NULL, *inside = NULL;

    if (at == bytes->layout.part[part].from)
      note = part_note (bytes, part, long_form);
    if (at == bytes->layout.free_pointer && is_pointer (bytes, at) &&
        bytes->layout.part[part].part != SIM_PART_FREE_POINTER)
      inside = long_form ? pointer_note (bytes) : g_strdup (part_words (SIM_PART_FREE_POINTER));
    if (note != NULL)
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", note);
    if (inside != NULL)
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", inside);
  }
  return g_string_free (out, FALSE);
}

/* As much as there is room for. */
static void
add_notes (const struct bytes *bytes, uint32_t from, uint32_t to, double x, double y)
{
  double room = bytes->build->width - FOL_SLABS_INSET - x;

  for (int long_form = 1; long_form >= 0; long_form--) {
    g_autofree char *notes = row_notes (bytes, from, to, long_form == 1);

    if (notes[0] == '\0')
      return;
    if (fol_text_width (notes, FOL_SIZE_CAPTION, false, false) > room)
      continue;
    fol_add_text (bytes->build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, x, y, room,
                  ROW - 2, FOL_ALIGN_START, notes);
    return;
  }
}

static void
add_row (const struct bytes *bytes, uint32_t from, double y)
{
  uint32_t to = MIN (from + bytes->columns, bytes->layout.size);
  g_autofree char *label = g_strdup_printf ("%+d", (int) from - (int) bytes->layout.object);
  double x = LABEL, end = LABEL + bytes->columns * bytes->cell + 8;

  fol_add_mono (bytes->build->shapes, FOL_ROLE_MUTED, 0, y, LABEL - 8, ROW - 2, FOL_ALIGN_END,
                label);
  for (uint32_t at = from; at < to; at++, x += bytes->cell)
    add_cell (bytes, at, x, y);
  if (!bytes->build->narrow)
    add_notes (bytes, from, to, end, y);
}

static bool
rows_alike (const struct bytes *bytes, uint32_t a, uint32_t b)
{
  if (b + bytes->columns > bytes->layout.size)
    return false;
  for (uint32_t i = 0; i < bytes->columns; i++)
    if (value_at (bytes, a + i) != value_at (bytes, b + i) ||
        role_at (bytes, a + i) != role_at (bytes, b + i) ||
        part_at (bytes, a + i) != part_at (bytes, b + i))
      return false;
  return true;
}

static double
add_left_out (const struct bytes *bytes, const char *text, double y)
{
  fol_add_text (bytes->build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, false, LABEL, y,
                bytes->build->width - LABEL, ROW - 2, FOL_ALIGN_START, text);
  return y + ROW;
}

static double
add_rows (const struct bytes *bytes, double y)
{
  uint32_t shown = 0;

  for (uint32_t from = 0; from < bytes->layout.size;) {
    uint32_t alike = 1;
    g_autofree char *text = NULL;

    if (shown == ROWS_MOST) {
      text = g_strdup_printf (_ ("+ %u more bytes"), bytes->layout.size - from);
      return add_left_out (bytes, text, y);
    }
    while (rows_alike (bytes, from, from + alike * bytes->columns))
      alike++;
    for (uint32_t i = 0; i < MIN (alike, ROWS_ALIKE); i++, shown++, y += ROW)
      add_row (bytes, from + i * bytes->columns, y);
    if (alike > ROWS_ALIKE) {
      text = g_strdup_printf (ngettext ("⋯ %u more row like this one",
                                        "⋯ %u more rows like this one", alike - ROWS_ALIKE),
                              alike - ROWS_ALIKE);
      y = add_left_out (bytes, text, y);
    }
    from += alike * bytes->columns;
  }
  return y;
}

/* SLAB and SLOB leave nothing between objects that one could name. */
static void
choose_layout (struct bytes *bytes)
{
  const struct sim_place *place = &bytes->located.place;

  if (bytes->located.cache != SIM_CACHE_NONE &&
      sim_view_cache (&bytes->build->view, bytes->located.cache, &bytes->cache) &&
      sim_view_object_layout (&bytes->build->view, bytes->located.cache, &bytes->layout) &&
      bytes->layout.object <= place->offset) {
    bytes->start = place->offset - bytes->layout.object;
    return;
  }
  bytes->start = place->offset;
  bytes->layout = (struct sim_object_layout){
    .size = place->size,
    .free_pointer = UINT32_MAX,
    .count = 1,
    .part[0] = { SIM_PART_OBJECT, 0, place->size },
  };
}

static char *
facts_of (const struct bytes *bytes)
{
  const struct sim_place *place = &bytes->located.place;
  uint64_t address =
      SIM_PAGE_OFFSET + ((uint64_t) bytes->slab.pfn << SIM_PAGE_SHIFT) + place->offset;
  g_autofree char *frames = fol_slabs_frames (&bytes->slab, true);

  return g_strdup_printf (place->state == SIM_PLACE_ALLOCATED
                              ? _ ("0x%" PRIx64 " · %u bytes, allocated · %s")
                              : _ ("0x%" PRIx64 " · %u bytes, free · %s"),
                          address, place->size, frames);
}

/* Alone: how one got here, and where in its slab the object is. */
static double
add_alone (struct bytes *bytes, const char *title, const char *facts, double top)
{
  struct fol_slabs_build *build = bytes->build;
  uint32_t cache = bytes->located.cache != SIM_CACHE_NONE ? bytes->located.cache : SIM_CACHE_SLOB;
  struct fol_strip strip = {
    .entry = bytes->located.slab,
    .x = FOL_SLABS_INSET,
    .width = build->width - 2 * FOL_SLABS_INSET,
    .label = fol_slabs_label (build, cache),
  };
  double x;

  fol_slabs_way (build, bytes->located.cache, bytes->object, &x, &top);
  top = fol_slabs_heading (build, x, top, build->width - FOL_SLABS_INSET - x, title, facts);
  return fol_slabs_strip (build, &strip, top) + 4;
}

double
fol_slabs_bytes (struct fol_slabs_build *build, struct sim_object object, double top)
{
  struct bytes bytes = { .build = build, .object = object };
  g_autofree char *title = NULL, *facts = NULL;
  double room = build->width - LABEL - (build->narrow ? 0 : NOTES);

  if (!fol_slabs_locate (&build->view, object, &bytes.located))
    return top;
  sim_view_slab (&build->view, bytes.located.slab, &bytes.slab);
  choose_layout (&bytes);
  bytes.columns = room >= 16 * CELL_LEAST ? 16 : 8;
  bytes.cell = MIN (CELL_MOST, floor (room / bytes.columns));
  title = g_strdup_printf (_ ("Bytes of object %u"), bytes.located.place.index);
  facts = facts_of (&bytes);
  if (!build->options->bytes)
    return add_rows (&bytes, fol_slabs_heading (build, FOL_SLABS_INSET, top,
                                                build->width - 2 * FOL_SLABS_INSET, title, facts)) +
           4;
  top = add_rows (&bytes, add_alone (&bytes, title, facts, top)) + 4;
  return fol_slabs_hint (build, _ ("Escape leads back to its slab."), top);
}
