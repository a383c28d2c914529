/* ui/figures/slabs-strip.c - one slab, to scale.
 *
 * Bytes run from left to right, and on in the next row where the objects of one
 * row would be too narrow to read.  Objects that are narrower than can be pointed
 * at stand together as runs of one state, but those that are marked.
 */
#include "ui/figures/slabs.h"

#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#define LABEL_GAP  8.0
#define ROW        20.0
#define ROW_GAP    3.0
#define READABLE   24.0 /* pixels of an object in a large strip */
#define ALONE      3.0  /* pixels of an object that stands for itself */
#define PART_LEAST 2.0  /* pixels of what lies around an object */
#define ROWS_MOST  16u
#define NOTE       72.0 /* "64 B" and the badge */
#define BADGE      18.0

struct strip {
  struct fol_slabs_build *build;
  struct sim_slab slab;
  struct sim_kmem_cache cache;
  uint32_t entry;
  double x, y, width; /* of the bytes */
  uint32_t bytes, rows, row_bytes;
  double scale;            /* pixels per byte */
  struct sim_place *place; /* owned */
  uint32_t count;
};

static double
row_y (const struct strip *strip, uint32_t row)
{
  return strip->y + row * (ROW + ROW_GAP);
}

/* The part of [from, to) that lies in `row`; false: none. */
static bool
part_of (const struct strip *strip, uint32_t row, uint32_t from, uint32_t to, double *x,
         double *width)
{
  uint32_t first = row * strip->row_bytes, last = first + strip->row_bytes;

  from = MAX (from, first);
  to = MIN (to, last);
  if (from >= to)
    return false;
  *x = strip->x + (from - first) * strip->scale;
  *width = (to - from) * strip->scale;
  return true;
}

/* Boxes for a stretch of bytes; `shape` says the rest.  Words and name are on the widest. */
static void
add_stretch (const struct strip *strip, struct fol_shape *shape, uint32_t from, uint32_t to,
             double inset)
{
  uint32_t first = from / strip->row_bytes, last = (to - 1) / strip->row_bytes, widest = first;
  const char *text = shape->text, *name = shape->name;
  double x, width, best = 0;

  for (uint32_t row = first; row <= last && row < strip->rows; row++)
    if (part_of (strip, row, from, to, &x, &width) && width > best + 0.01) {
      best = width;
      widest = row;
    }
  for (uint32_t row = first; row <= last && row < strip->rows; row++) {
    if (!part_of (strip, row, from, to, &x, &width))
      continue;
    shape->x = x;
    shape->width = MAX (width - inset, 0.5);
    shape->y = row_y (strip, row) + 1;
    shape->height = ROW - 2;
    shape->radius = MIN (3, shape->width / 2);
    shape->text = row == widest ? text : NULL;
    shape->name = row == widest ? name : NULL;
    fol_shapes_add (strip->build->shapes, shape);
    fol_add_marks (strip->build->shapes, &strip->build->marking, shape);
    shape->identity = 0;
  }
}

/* The same without words: it only fills. */
static void
add_plain (const struct strip *strip, struct fol_shape *shape, uint32_t from, uint32_t to)
{
  for (uint32_t row = 0; row < strip->rows; row++) {
    if (!part_of (strip, row, from, to, &shape->x, &shape->width))
      continue;
    shape->y = row_y (strip, row) + 1;
    shape->height = ROW - 2;
    shape->radius = MIN (2, shape->width / 2);
    fol_shapes_add (strip->build->shapes, shape);
  }
}

static const char *
state_words (const struct sim_place *place)
{
  switch (place->state) {
  case SIM_PLACE_ALLOCATED:
    return _ ("allocated");
  case SIM_PLACE_FREE_CPU:
    return _ ("free, at a CPU");
  case SIM_PLACE_FREE_SHARED:
    return _ ("free, in the shared array");
  case SIM_PLACE_FREE_ALIEN:
    return _ ("free, in an alien array");
  case SIM_PLACE_LOST:
    return _ ("free, on no list that can be followed");
  case SIM_PLACE_FREE:
  case SIM_PLACE_STATES:
    break;
  }
  return _ ("free");
}

static char *
place_name (const struct strip *strip, const struct sim_place *place)
{
  uint64_t address =
      SIM_PAGE_OFFSET + ((uint64_t) strip->slab.pfn << SIM_PAGE_SHIFT) + place->offset;
  g_autofree char *where = g_strdup_printf ("0x%" PRIx64, address);

  if (place->state == SIM_PLACE_ALLOCATED || place->state == SIM_PLACE_LOST)
    return g_strdup_printf (_ ("Object %u at %s, %u bytes, %s"), place->index, where, place->size,
                            state_words (place));
  if (strip->slab.cache == SIM_CACHE_SLOB + 1)
    return g_strdup_printf (_ ("Hole %u at %s, %u bytes, tried as number %u on its page"),
                            place->index, where, place->size, place->order + 1);
  return g_strdup_printf (_ ("Object %u at %s, %u bytes, %s, handed out as number %u of its list"),
                          place->index, where, place->size, state_words (place), place->order + 1);
}

/* The letter of its state, and its number in the list it is free in. */
static void
place_text (const struct strip *strip, const struct sim_place *place, enum fol_role role,
            char text[16])
{
  double room = place->size * strip->scale - 4;

  if (role == FOL_ROLE_USED || role == FOL_ROLE_REFUSED)
    g_strlcpy (text, fol_role_letter (role), 16);
  else
    g_snprintf (text, 16, "%s%u", fol_role_letter (role), place->order + 1);
  if (fol_text_width (text, FOL_SIZE_CAPTION, true, true) <= room)
    return;
  g_strlcpy (text, fol_role_letter (role), 16);
  if (text[0] == '\0' || fol_text_width (text, FOL_SIZE_CAPTION, true, true) > room)
    text[0] = '\0';
}

static void
add_place (const struct strip *strip, const struct sim_place *place)
{
  struct fol_slabs_build *build = strip->build;
  enum fol_role role = fol_slabs_role (place);
  uint32_t frame =
      sim_view_slab_frame (&build->view, &strip->slab, place->offset >> SIM_PAGE_SHIFT);
  g_autofree char *name = place_name (strip, place);
  char text[16];
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = role,
    .text_size = FOL_SIZE_CAPTION,
    .monospace = true,
    .bold = role == FOL_ROLE_USED || place->order == 0,
    .name = name,
    .object = fol_slabs_object (build, &strip->slab, place->offset),
    .identity = fol_identity_thing (
        FOL_SLABS_OBJECTS, SIM_REF (frame, (place->offset & ((1u << SIM_PAGE_SHIFT) - 1)) / 8)),
  };

  build->seen[role]++;
  place_text (strip, place, role, text);
  shape.text = text[0] != '\0' ? text : NULL;
  add_stretch (strip, &shape, place->offset, place->offset + MAX (place->size, 1),
               place->size * strip->scale > 6 ? 1 : 0);
}

static bool
is_marked (const struct strip *strip, const struct sim_place *place)
{
  const struct fol_marking *marking = &strip->build->marking;
  struct sim_object object = fol_slabs_object (strip->build, &strip->slab, place->offset);

  for (guint i = 0; i < marking->now_count; i++)
    if (sim_object_equal (marking->now[i], object))
      return true;
  for (guint i = 0; i < marking->marks->pointed_count; i++)
    if (sim_object_equal (marking->marks->pointed[i], object))
      return true;
  return sim_object_equal (marking->marks->selected, object);
}

/* What lies around the objects: red zones, the free pointer, the owners.  They are to scale, so
 * only drawn where they can be seen. */
static void
add_parts (const struct strip *strip)
{
  static const enum fol_role roles[SIM_OBJECT_PARTS] = {
    [SIM_PART_LEFT_REDZONE] = FOL_ROLE_RED_ZONE, [SIM_PART_RIGHT_REDZONE] = FOL_ROLE_RED_ZONE,
    [SIM_PART_FREE_POINTER] = FOL_ROLE_POINTER,  [SIM_PART_TRACK_ALLOC] = FOL_ROLE_TRACK,
    [SIM_PART_TRACK_FREE] = FOL_ROLE_TRACK,      [SIM_PART_ORIG_SIZE] = FOL_ROLE_TRACK,
    [SIM_PART_ALIGNMENT] = FOL_ROLE_RESERVED,    [SIM_PART_PADDING] = FOL_ROLE_RESERVED,
  };
  struct sim_object_layout layout;

  if (strip->cache.role == SIM_CACHE_UNUSED)
    return;
  sim_object_layout (&strip->cache, &layout);
  for (uint32_t i = 0; i < layout.count; i++) {
    enum fol_role role = roles[layout.part[i].part];
    uint32_t size = layout.part[i].to - layout.part[i].from;

    if (role == FOL_ROLE_NONE || size * strip->scale < PART_LEAST)
      continue;
    strip->build->seen[role]++;
    for (uint32_t k = 0; k < strip->count; k++) {
      uint32_t from = strip->place[k].offset - layout.object + layout.part[i].from;
      struct fol_shape shape = {
        .kind = FOL_SHAPE_RECT,
        .role = role,
        .object = fol_slabs_object (strip->build, &strip->slab, strip->place[k].offset),
      };

      add_plain (strip, &shape, from, from + size);
    }
  }
}

/* Between the pieces of a page of SLOB: what belongs to them but is not the user's. */
static void
add_gaps (const struct strip *strip)
{
  uint32_t end = 0;

  for (uint32_t i = 0; i < strip->count; i++) {
    const struct sim_place *place = &strip->place[i];
    struct fol_shape shape = { .kind = FOL_SHAPE_RECT,
                               .role = FOL_ROLE_RESERVED,
                               .object =
                                   fol_slabs_object (strip->build, &strip->slab, place->offset) };

    if (place->offset > end && (place->offset - end) * strip->scale >= PART_LEAST) {
      strip->build->seen[FOL_ROLE_RESERVED]++;
      add_plain (strip, &shape, end, place->offset);
    }
    end = place->offset + place->size;
  }
}

/* Behind the last object: too little for another one. */
static void
add_left_over (const struct strip *strip)
{
  bool on_slab = strip->cache.allocator == SIM_ALLOCATOR_SLAB &&
                 strip->cache.freelist_place == SIM_FREELIST_ON_SLAB;
  uint32_t end = strip->bytes - (on_slab ? strip->cache.freelist_size : 0);
  uint32_t from = strip->slab.s_mem + strip->count * strip->cache.size;
  g_autofree char *name = NULL;
  struct fol_shape shape = { .kind = FOL_SHAPE_RECT,
                             .role = FOL_ROLE_RESERVED,
                             .object = { .kind = SIM_OBJECT_SLAB, .a = strip->slab.pfn } };

  if (strip->cache.role == SIM_CACHE_UNUSED || from >= end)
    return;
  name = g_strdup_printf (ngettext ("Left over: %u byte, too little for an object",
                                    "Left over: %u bytes, too little for an object", end - from),
                          end - from);
  strip->build->seen[FOL_ROLE_RESERVED]++;
  shape.name = name;
  add_stretch (strip, &shape, from, end, 0);
}

/* Objects of one state that follow each other, as one box. */
static uint32_t
add_run (const struct strip *strip, uint32_t first)
{
  enum fol_role role = fol_slabs_role (&strip->place[first]);
  uint32_t end = first + 1, bytes;
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = role,
    .object = { .kind = SIM_OBJECT_SLAB, .a = strip->slab.pfn },
  };

  while (end < strip->count && fol_slabs_role (&strip->place[end]) == role)
    end++;
  bytes = end < strip->count ? strip->place[end].offset
                             : strip->place[end - 1].offset + strip->place[end - 1].size;
  strip->build->seen[role]++;
  add_plain (strip, &shape, strip->place[first].offset, bytes);
  return end;
}

static void
add_places (const struct strip *strip)
{
  for (uint32_t i = 0; i < strip->count;)
    if (strip->place[i].size * strip->scale >= ALONE)
      add_place (strip, &strip->place[i++]);
    else
      i = add_run (strip, i);
  for (uint32_t i = 0; i < strip->count; i++)
    if (strip->place[i].size * strip->scale < ALONE && is_marked (strip, &strip->place[i]))
      add_place (strip, &strip->place[i]);
}

static void
add_colour (const struct strip *strip)
{
  g_autofree char *name = g_strdup_printf (_ ("Colour %u: objects begin at byte %u"),
                                           strip->slab.colour, strip->slab.s_mem);
  enum fol_role role = FOL_ROLE_COLOUR_0 + strip->slab.colour % FOL_COLOURS;
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = role,
    .name = name,
    .object = { .kind = SIM_OBJECT_SLAB, .a = strip->slab.pfn },
    .identity = fol_identity_thing (FOL_SLABS_PARTS, strip->entry * 2),
  };

  strip->build->seen[FOL_ROLE_COLOUR_0]++;
  shape.x = strip->x;
  shape.y = strip->y + 1;
  shape.width = MAX (strip->slab.s_mem * strip->scale - 1, 1);
  shape.height = ROW - 2;
  shape.radius = MIN (2, shape.width / 2);
  fol_shapes_add (strip->build->shapes, &shape);
}

static void
add_index (const struct strip *strip)
{
  g_autofree char *name = g_strdup_printf (_ ("Index list of free objects: the last %u bytes"),
                                           strip->cache.freelist_size);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_POINTER,
    .name = name,
    .object = { .kind = SIM_OBJECT_SLAB, .a = strip->slab.pfn },
    .identity = fol_identity_thing (FOL_SLABS_PARTS, strip->entry * 2 + 1),
  };

  if (strip->cache.freelist_size == 0 || strip->cache.freelist_size > strip->bytes)
    return;
  strip->build->seen[FOL_ROLE_POINTER]++;
  shape.y = row_y (strip, strip->rows - 1) + 1;
  shape.width = MIN (strip->cache.freelist_size, strip->row_bytes) * strip->scale;
  shape.x = strip->x + strip->width - shape.width;
  shape.height = ROW - 2;
  shape.radius = MIN (2, shape.width / 2);
  fol_shapes_add (strip->build->shapes, &shape);
}

/* Right of the strip: by how much the objects are moved, and the number of the colour. */
static void
add_note (const struct strip *strip)
{
  g_autofree char *bytes = g_strdup_printf (_ ("%u B"), strip->slab.s_mem);
  g_autofree char *number = g_strdup_printf ("%u", strip->slab.colour);
  double x = strip->x + strip->width + 8;

  fol_add_mono (strip->build->shapes, FOL_ROLE_MUTED, x, strip->y, NOTE - 8 - BADGE - 4, ROW,
                FOL_ALIGN_END, bytes);
  fol_shapes_add (strip->build->shapes,
                  &(struct fol_shape){
                      .kind = FOL_SHAPE_RECT,
                      .role = FOL_ROLE_COLOUR_0 + strip->slab.colour % FOL_COLOURS,
                      .x = x + NOTE - 8 - BADGE,
                      .y = strip->y + (ROW - BADGE) / 2,
                      .width = BADGE,
                      .height = BADGE,
                      .radius = BADGE / 2,
                      .text_size = FOL_SIZE_CAPTION,
                      .bold = true,
                      .text = number,
                  });
}

static char *
strip_name (const struct strip *strip)
{
  g_autofree char *frames = fol_slabs_frames (&strip->slab, true);
  uint32_t allocated = 0;
  char cache[SIM_CACHE_NAME_BYTES];

  for (uint32_t i = 0; i < strip->count; i++)
    allocated += strip->place[i].state == SIM_PLACE_ALLOCATED;
  if (strip->slab.cache == SIM_CACHE_SLOB + 1)
    return g_strdup_printf (_ ("Page of SLOB, %s: %u pieces allocated, %u units free"), frames,
                            allocated, strip->slab.inuse);
  sim_cache_name (&strip->cache, cache);
  return g_strdup_printf (_ ("Slab of %s, %s: %u of %u objects allocated"), cache, frames,
                          allocated, strip->count);
}

/* The ground of the slab; what no object covers stays to be seen as left over. */
static void
add_ground (const struct strip *strip)
{
  g_autofree char *name = strip_name (strip);
  struct fol_shape shape = {
    .kind = FOL_SHAPE_RECT,
    .role = FOL_ROLE_WELL,
    .x = strip->x,
    .width = strip->width,
    .height = ROW,
    .radius = 3,
    .name = name,
    .object = { .kind = SIM_OBJECT_SLAB, .a = strip->slab.pfn },
    .identity = fol_identity_thing (FOL_SLABS_SLABS, strip->entry),
  };

  for (uint32_t row = 0; row < strip->rows; row++) {
    shape.y = row_y (strip, row);
    fol_shapes_add (strip->build->shapes, &shape);
    shape.name = NULL;
    shape.identity = 0;
  }
}

static void
mark_whole (const struct strip *strip, struct sim_object object, enum fol_mark mark)
{
  sim_pfn end = strip->slab.pfn + (1u << strip->slab.order);

  if ((object.kind != SIM_OBJECT_FRAME && object.kind != SIM_OBJECT_SLAB &&
       object.kind != SIM_OBJECT_BLOCK) ||
      object.a < strip->slab.pfn || object.a >= end)
    return;
  fol_add_outline (strip->build->shapes,
                   mark == FOL_MARK_SELECTED ? FOL_ROLE_SELECTION : FOL_ROLE_NOW, strip->x,
                   strip->y, strip->width, row_y (strip, strip->rows - 1) + ROW - strip->y, 3);
  fol_identify_mark (strip->build->shapes, mark,
                     fol_identity_thing (FOL_SLABS_SLABS, strip->entry));
}

static void
add_marks (const struct strip *strip)
{
  const struct fol_marking *marking = &strip->build->marking;

  for (guint i = 0; i < marking->now_count; i++)
    mark_whole (strip, marking->now[i], FOL_MARK_NOW);
  for (guint i = 0; i < marking->marks->pointed_count; i++)
    mark_whole (strip, marking->marks->pointed[i], FOL_MARK_POINTED);
  mark_whole (strip, marking->marks->selected, FOL_MARK_SELECTED);
}

static void
choose_rows (struct strip *strip, bool large)
{
  uint32_t size = strip->cache.object_size > 0 ? strip->cache.object_size : 64;

  strip->rows = 1;
  while (large && strip->rows < ROWS_MOST && strip->bytes / strip->rows >= 2 * size &&
         size * strip->width * strip->rows / strip->bytes < READABLE)
    strip->rows *= 2;
  strip->row_bytes = strip->bytes / strip->rows;
  strip->scale = strip->width / strip->row_bytes;
}

static void
read_slab (struct strip *strip)
{
  const struct sim_view *view = &strip->build->view;
  uint32_t most;

  sim_view_slab (view, strip->entry, &strip->slab);
  if (strip->slab.cache != SIM_CACHE_SLOB + 1)
    sim_view_cache (view, strip->slab.cache - 1, &strip->cache);
  strip->bytes = 1u << (SIM_PAGE_SHIFT + strip->slab.order);
  most = SIM_FRAME_OBJECTS << strip->slab.order;
  strip->place = g_new (struct sim_place, most);
  strip->count = MIN (most, sim_view_slab_places (view, strip->entry, strip->place, most));
}

double
fol_slabs_label (const struct fol_slabs_build *build, uint32_t cache)
{
  double most = 28;

  for (guint i = 0; i < build->slabs->len; i++) {
    const struct fol_slab *slab = &g_array_index (build->slabs, struct fol_slab, i);
    g_autofree char *frames = NULL;

    if (slab->slab.cache != cache + 1)
      continue;
    frames = fol_slabs_frames (&slab->slab, false);
    most = MAX (most, ceil (fol_text_width (frames, FOL_SIZE_CAPTION, false, true)) + 2);
  }
  return most;
}

double
fol_slabs_strip (struct fol_slabs_build *build, const struct fol_strip *asked, double top)
{
  struct strip strip = { .build = build, .entry = asked->entry, .y = top };
  g_autofree char *frames = NULL;
  bool slab;

  read_slab (&strip);
  slab = strip.cache.role != SIM_CACHE_UNUSED && strip.cache.allocator == SIM_ALLOCATOR_SLAB;
  frames = fol_slabs_frames (&strip.slab, false);
  fol_add_mono (build->shapes, FOL_ROLE_MUTED, asked->x, top, asked->label, ROW, FOL_ALIGN_START,
                frames);
  strip.x = asked->x + asked->label + LABEL_GAP;
  strip.width = asked->width - asked->label - LABEL_GAP - (slab ? NOTE : 0);
  choose_rows (&strip, asked->large);
  add_ground (&strip);
  if (slab && strip.slab.s_mem > 0)
    add_colour (&strip);
  if (strip.cache.size * strip.scale >= ALONE)
    add_parts (&strip);
  add_left_over (&strip);
  if (strip.slab.cache == SIM_CACHE_SLOB + 1)
    add_gaps (&strip);
  add_places (&strip);
  if (slab && strip.cache.freelist_place == SIM_FREELIST_ON_SLAB)
    add_index (&strip);
  if (slab)
    add_note (&strip);
  add_marks (&strip);
  g_free (strip.place);
  return row_y (&strip, strip.rows - 1) + ROW + 6;
}
