/* app/describe-touch.c - "why is it here": what an operation did to a thing, in words.
 *
 * For slabs and caches one operation may change several things at once: each has its clause.
 */
#include "app/describe-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* --- frames --- */

/* The sentence for a change from one block to another; NULL: no rule of its own. */
static const char *
frame_template (const struct sim_block *before, const struct sim_block *after)
{
  if (after->state == SIM_PAGE_FREE) {
    if (before->state != SIM_PAGE_FREE)
      return after->order > before->order
                 ? _ ("gave back {before}; merged into a free block of order {order}, {frames}")
                 : _ ("gave back {frames}: free, order {order}, {type} list");
    if (after->order > before->order)
      return _ ("merged {before} with its buddy: order {order}, {frames}");
    if (after->order < before->order)
      return _ ("split {before} and put {frames} back on the {type} list of order {order}");
    if (after->type != before->type)
      return _ ("moved {frames} to the {type} list of order {order}");
    return _ ("moved {frames} to another place on its list");
  }
  if (after->state == SIM_PAGE_USED) {
    if (before->state == SIM_PAGE_FREE && before->order > after->order)
      return _ ("split {before} and handed out {frames}");
    if (before->state == SIM_PAGE_PCP)
      return _ ("handed out {frames} from a list of CPU {cpu}");
    return _ ("handed out {frames}");
  }
  if (after->state == SIM_PAGE_PCP) {
    if (before->state == SIM_PAGE_FREE)
      return before->order > after->order
                 ? _ ("split {before} and put {frames} on a list of CPU {cpu}")
                 : _ ("moved {frames} to a list of CPU {cpu}");
    if (before->state == SIM_PAGE_PCP)
      return _ ("moved {frames} to another place on the lists of CPU {cpu}");
    return _ ("gave back {frames}: it waits on a list of CPU {cpu}");
  }
  return NULL;
}

/* What a frame is from the beginning. */
static const char *
frame_opening (const struct sim_block *block)
{
  switch (block->state) {
  case SIM_PAGE_FREE:
    return _ ("boot handed it over to the buddy system in {frames}, order {order}");
  case SIM_PAGE_PCP:
    return _ ("on a list of CPU {cpu} from the beginning");
  case SIM_PAGE_KERNEL:
    return _ ("in use since before the first operation");
  case SIM_PAGE_RESERVED:
    return _ ("reserved at boot: the buddy system never gets it");
  case SIM_PAGE_HOLE:
    return _ ("no memory is here");
  case SIM_PAGE_USED:
    return _ ("in use from the beginning: {frames}");
  case SIM_PAGE_IN_HAND:
  case SIM_PAGE_TAIL:
  case SIM_PAGE_STATES:
    break;
  }
  g_assert_not_reached ();
}

static char *
describe_frame (const struct sim_view *view, const struct fol_touch *touch, sim_pfn pfn)
{
  const struct sim_block *before = &touch->before.block, *after = &touch->after.block;
  const char *template = touch->index == 0 ? frame_opening (after) : frame_template (before, after);

  if (template == NULL)
    return g_strdup_printf (_ ("now %s, before %s"), fol_describe_state (after->state),
                            fol_describe_state (before->state));
  return fol_fill_block (template, view, before, after, pfn);
}

/* --- slabs, small objects, caches --- */

/* Where a free object waits. */
static void
append_waiting (GString *text, const struct fol_look *look)
{
  const struct sim_place *place = &look->place;
  bool slab = look->allocator == SIM_ALLOCATOR_SLAB;

  switch (place->state) {
  case SIM_PLACE_FREE:
    g_string_append (text, look->allocator == SIM_ALLOCATOR_SLOB ? _ ("a free block of its page")
                                                                 : _ ("the free list of its slab"));
    break;
  case SIM_PLACE_FREE_CPU:
    g_string_append_printf (text, slab ? _ ("the array of CPU %u") : _ ("the free list of CPU %u"),
                            place->cpu);
    break;
  case SIM_PLACE_FREE_SHARED:
    g_string_append_printf (text, _ ("the shared array of node %u"), place->cpu);
    break;
  case SIM_PLACE_FREE_ALIEN:
    g_string_append_printf (text, _ ("an alien array of node %u"), place->cpu);
    break;
  case SIM_PLACE_ALLOCATED:
  case SIM_PLACE_LOST:
  case SIM_PLACE_STATES:
    g_string_append (text, _ ("no list"));
    break;
  }
}

/* On which list a slab is, or with whom. */
static void
append_where (GString *text, const struct fol_look *look)
{
  const struct sim_slab *slab = &look->slab;

  switch ((enum sim_slab_where) slab->where) {
  case SIM_SLAB_NOWHERE:
    g_string_append (text, _ ("full: on no list"));
    break;
  case SIM_SLAB_ACTIVE:
    g_string_append_printf (text, _ ("the slab that CPU %u uses"), slab->cpu);
    break;
  case SIM_SLAB_CPU_LIST:
    g_string_append_printf (text, _ ("on the partial list of CPU %u"), slab->cpu);
    break;
  case SIM_SLAB_NODE_LIST:
    if (look->cache == SIM_CACHE_SLOB)
      g_string_append_printf (text, _ ("on the list of pages for %s objects"),
                              fol_describe_slob_list (slab->list));
    else
      g_string_append_printf (text, _ ("on the %s list of its node"),
                              fol_describe_slab_list (slab->list));
    break;
  }
}

static bool
append_number (GString *text, const char *name, const struct fol_touch *touch)
{
  const struct fol_look *before = &touch->before, *after = &touch->after;
  const struct {
    const char *name;
    uint32_t value;
  } numbers[] = {
    { "allocated", after->allocated },  { "allocated_before", before->allocated },
    { "inuse", after->slab.inuse },     { "inuse_before", before->slab.inuse },
    { "objects", after->slab.objects }, { "size", after->place.size },
    { "refcount", after->refcount },    { "object_size", after->object_size },
    { "slabs", after->slabs },          { "slabs_before", before->slabs },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    if (!g_str_equal (name, numbers[i].name))
      continue;
    g_string_append_printf (text, "%u", numbers[i].value);
    return true;
  }
  return false;
}

static bool
append_place (GString *text, const char *name, gconstpointer user_data)
{
  const struct fol_touch *touch = user_data;
  /* What is gone has its name and frames from before. */
  const struct fol_look *before = &touch->before, *after = &touch->after;
  const struct fol_look *there = after->there ? after : before;

  if (g_str_equal (name, "from"))
    append_waiting (text, before);
  else if (g_str_equal (name, "to"))
    append_waiting (text, after);
  else if (g_str_equal (name, "where"))
    append_where (text, after);
  else if (g_str_equal (name, "frames"))
    fol_append_frames (text, there->slab.pfn, there->slab.order);
  else if (g_str_equal (name, "cache"))
    g_string_append (text, there->cache_name[0] != '\0' ? there->cache_name : "SLOB");
  else
    return append_number (text, name, touch);
  return true;
}

/* Adds a clause. */
static void
say (GString *text, const struct fol_touch *touch, const char *template)
{
  g_autofree char *clause = fol_fill (template, append_place, touch);

  /* Translators: between two things that one operation did. */
  g_string_append_printf (text, "%s%s", text->len > 0 ? _ ("; ") : "", clause);
}

/* Whether one slab was there all the time. */
static bool
same_slab (const struct fol_look *before, const struct fol_look *after)
{
  return before->there && after->there && before->cache == after->cache &&
         before->slab.serial == after->slab.serial && before->slab.pfn == after->slab.pfn;
}

/* --- small objects --- */

/* The bytes of it that an operation wrote; nothing if it wrote none. */
static void
say_written (GString *text, const struct fol_touch *touch)
{
  const struct sim_place *place = &touch->before.place;
  guint byte = (guint) (touch->op.argument[2] & 0xff);
  g_autofree char *bytes = NULL;
  int64_t from, to, first, last;

  if (!fol_op_writes (&touch->op, &touch->before, &from, &to))
    return;
  first = MAX (from, 0);
  last = MIN (to, (int64_t) place->size) - 1;
  if (first > last) {
    g_string_append_printf (text, _ ("wrote 0x%02x beside it, where only the allocator may write"),
                            byte);
    return;
  }
  bytes = first == last ? g_strdup_printf (_ ("byte %" PRId64), first)
                        : g_strdup_printf (_ ("bytes %" PRId64 "–%" PRId64), first, last);
  g_string_append_printf (text,
                          place->state == SIM_PLACE_ALLOCATED
                              ? _ ("wrote 0x%02x to its %s")
                              : _ ("wrote 0x%02x to its %s, though it is free"),
                          byte, bytes);
}

static const char *
small_opening (const struct fol_look *look)
{
  if (!look->found)
    return _ ("from the beginning in a slab of {cache}, between its objects");
  if (look->place.state == SIM_PLACE_ALLOCATED)
    return _ ("allocated from the beginning");
  return _ ("free from the beginning; it waits in {to}");
}

/* Its slab came, went, or was exchanged. */
static const char *
small_slab_template (const struct fol_look *before, const struct fol_look *after)
{
  if (!after->there)
    return before->found && before->place.state == SIM_PLACE_ALLOCATED
               ? _ ("freed; its slab was empty then and went back to the page allocator")
               : _ ("its slab was empty and went back to the page allocator");
  if (before->there)
    return _ ("its slab went back, and one of {cache} was made of the same frames");
  if (!after->found)
    return _ ("a slab of {cache} was made here, with no object at this address");
  return after->place.state == SIM_PLACE_ALLOCATED
             ? _ ("a slab of {cache} was made, and the object allocated")
             : _ ("a slab of {cache} was made; the object went to {to}");
}

/* NULL: it is as it was. */
static const char *
small_template (const struct fol_look *before, const struct fol_look *after)
{
  bool was = before->found && before->place.state == SIM_PLACE_ALLOCATED;
  bool is = after->found && after->place.state == SIM_PLACE_ALLOCATED;

  if (fol_same_look (SIM_OBJECT_SMALL, before, after))
    return NULL;
  if (!same_slab (before, after))
    return small_slab_template (before, after);
  if (!after->found)
    return was ? _ ("freed; no object is at this address any more")
               : _ ("no object is at this address any more");
  if (was && is)
    return _ ("freed, and allocated again with {size} bytes");
  if (is)
    return before->found ? _ ("allocated from {from}") : _ ("allocated");
  if (after->place.state == SIM_PLACE_LOST)
    return was ? _ ("freed, but no free list leads to it") : _ ("lost: no free list leads to it");
  if (was)
    return _ ("freed, back to {to}");
  return before->found ? _ ("moved from {from} to {to}") : _ ("became part of {to}");
}

static void
say_small (GString *text, const struct fol_touch *touch)
{
  const char *template = touch->index == 0 ? small_opening (&touch->after)
                                           : small_template (&touch->before, &touch->after);

  if (touch->index > 0)
    say_written (text, touch);
  if (template != NULL)
    say (text, touch, template);
}

/* --- slabs --- */

static void
say_slab_made (GString *text, const struct fol_touch *touch)
{
  const struct fol_look *after = &touch->after;

  if (touch->before.there && touch->index > 0)
    g_string_append (text, _ ("went back to the page allocator"));
  if (touch->index == 0)
    say (text, touch, _ ("a slab of {cache} from the beginning: {frames}"));
  else if (after->cache == SIM_CACHE_SLOB)
    say (text, touch, _ ("made a page of SLOB: {frames}"));
  else
    say (text, touch,
         ngettext ("made for {cache}: {frames}, {objects} object",
                   "made for {cache}: {frames}, {objects} objects", after->slab.objects));
  say (text, touch, _ ("now {where}"));
}

static bool
same_where (const struct fol_look *x, const struct fol_look *y)
{
  g_autoptr (GString) one = g_string_new (NULL), other = g_string_new (NULL);

  append_where (one, x);
  append_where (other, y);
  return g_string_equal (one, other);
}

static void
say_slab_change (GString *text, const struct fol_touch *touch)
{
  const struct fol_look *before = &touch->before, *after = &touch->after;

  if (before->allocated != after->allocated)
    say (text, touch, _ ("{allocated} of {objects} objects allocated, {allocated_before} before"));
  else if (before->slab.inuse != after->slab.inuse)
    say (text, touch,
         after->cache == SIM_CACHE_SLOB
             ? _ ("{inuse} units free, {inuse_before} before")
             : _ ("{inuse} of {objects} objects off its free list, {inuse_before} before"));
  if (!same_where (before, after))
    say (text, touch, _ ("now {where}"));
  else if (before->slab.frozen != after->slab.frozen)
    say (text, touch, after->slab.frozen != 0 ? _ ("frozen") : _ ("no longer frozen"));
}

static void
say_slab (GString *text, const struct fol_touch *touch)
{
  const struct fol_look *before = &touch->before, *after = &touch->after;

  if (!after->there)
    say (text, touch, _ ("went back to the page allocator: {frames} of {cache}"));
  else if (touch->index == 0 || !same_slab (before, after))
    say_slab_made (text, touch);
  else
    say_slab_change (text, touch);
}

/* --- caches --- */

static void
say_cache (GString *text, const struct fol_touch *touch)
{
  const struct fol_look *before = &touch->before, *after = &touch->after;

  if (touch->index == 0)
    say (text, touch, _ ("there from the beginning"));
  else if (!after->there)
    say (text, touch, _ ("destroyed: {cache}"));
  else if (before->there && before->serial != after->serial)
    say (text, touch, _ ("destroyed; its number went to {cache}"));
  else if (!before->there)
    say (text, touch,
         ngettext ("made: {cache}, objects of {object_size} byte",
                   "made: {cache}, objects of {object_size} bytes", after->object_size));
  else if (after->refcount > before->refcount)
    say (text, touch, _ ("another cache was merged into it: {refcount} users"));
  else if (after->refcount < before->refcount)
    say (text, touch,
         ngettext ("one user is gone: {refcount} left", "one user is gone: {refcount} left",
                   after->refcount));
  if (touch->index > 0 && after->there && after->slabs != before->slabs)
    say (text, touch,
         after->slabs > before->slabs ? _ ("got slabs: {slabs}, {slabs_before} before")
                                      : _ ("gave slabs back: {slabs}, {slabs_before} before"));
}

char *
fol_describe_touch (const struct sim_view *view, const struct fol_touch *touch,
                    struct sim_object object)
{
  g_autoptr (GString) text = g_string_new (NULL);

  switch ((enum sim_object_kind) object.kind) {
  case SIM_OBJECT_SMALL:
    say_small (text, touch);
    break;
  case SIM_OBJECT_SLAB:
    say_slab (text, touch);
    break;
  case SIM_OBJECT_CACHE:
    say_cache (text, touch);
    break;
  default:
    return describe_frame (view, touch, object.a);
  }
  return g_strdup (text->str);
}
