/* app/describe-slab-steps.c - words for the steps of operations on small objects.
 *
 * As app/describe-steps.c.  Places besides the names of the numbers: {frames} (pfn and order),
 * {object} (an object by pfn, the slab's, and index), {name} (of `cache`), {from_name}.
 */
#include "app/describe-private.h"
#include "app/operation-text.h"
#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>

struct places {
  const struct sim_view *view;
  const struct sim_step *step;
};

const char *
fol_describe_bug (enum sim_slab_bug bug)
{
  /* As the kernel prints them: never translated. */
  static const char *const words[SIM_BUGS] = {
    [SIM_BUG_NONE] = "",
    [SIM_BUG_LEFT_REDZONE] = "Left Redzone overwritten",
    [SIM_BUG_RIGHT_REDZONE] = "Right Redzone overwritten",
    [SIM_BUG_POISON] = "Poison overwritten",
    [SIM_BUG_PADDING] = "Object padding overwritten",
    [SIM_BUG_SLAB_PADDING] = "Padding overwritten",
    [SIM_BUG_FREE_POINTER] = "Freepointer corrupt",
    [SIM_BUG_DOUBLE_FREE] = "Object already free",
    [SIM_BUG_INVALID_FREE] = "Invalid object pointer",
    [SIM_BUG_WRONG_CACHE] = "Wrong slab cache",
    [SIM_BUG_FREELIST] = "Freechain corrupt",
    [SIM_BUG_NONE_ALLOCATED] = "Slab has 0 allocated objects but 1 are to be freed",
    [SIM_BUG_DISABLED] = "Slab disabled since SLUB metadata consistency check failed",
  };

  return bug < SIM_BUGS ? words[bug] : "";
}

const char *
fol_describe_slab_state (uint32_t state)
{
  static const char *const words[] = {
    [SIM_SLAB_DOWN] = "DOWN",
    [SIM_SLAB_PARTIAL] = "PARTIAL",
    [SIM_SLAB_PARTIAL_NODE] = "PARTIAL_NODE",
    [SIM_SLAB_UP] = "UP",
  };

  return state < G_N_ELEMENTS (words) ? words[state] : "?";
}

const char *
fol_describe_freelist_place (uint32_t place)
{
  static const char *const words[] = {
    [SIM_FREELIST_OBJECT] = N_ ("in a free object"),
    [SIM_FREELIST_ON_SLAB] = N_ ("on the slab"),
    [SIM_FREELIST_OFF_SLAB] = N_ ("off the slab"),
  };

  return place < G_N_ELEMENTS (words) ? _ (words[place]) : "?";
}

const char *
fol_describe_slab_list (uint32_t list)
{
  static const char *const words[SIM_SLAB_LISTS] = {
    [SIM_SLABS_PARTIAL] = N_ ("partial"),
    [SIM_SLABS_FULL] = N_ ("full"),
    [SIM_SLABS_FREE] = N_ ("free"),
  };

  return list < SIM_SLAB_LISTS ? _ (words[list]) : "?";
}

/* free_slob_small, ... without what they have in common. */
const char *
fol_describe_slob_list (uint32_t list)
{
  static const char *const words[SIM_SLOB_LISTS] = {
    [SIM_SLOB_SMALL] = N_ ("small"),
    [SIM_SLOB_MEDIUM] = N_ ("medium"),
    [SIM_SLOB_LARGE] = N_ ("large"),
  };

  return list < SIM_SLOB_LISTS ? _ (words[list]) : "?";
}

const char *
fol_describe_level (uint32_t level)
{
  static const char *const words[SIM_LEVELS] = {
    [SIM_LEVEL_NONE] = N_ ("no level"),
    [SIM_LEVEL_CPU] = N_ ("level 1, what the CPU has at hand"),
    [SIM_LEVEL_NODE] = N_ ("level 2, a slab that exists"),
    [SIM_LEVEL_PAGE] = N_ ("level 3, the page allocator"),
  };

  return level < SIM_LEVELS ? _ (words[level]) : "?";
}

static void
append_slab_flags (GString *text, uint32_t flags)
{
  g_autofree char *names = fol_slab_flags_to_text (flags);

  g_string_append (text, names);
}

/* What is made of several numbers, or of one in another way than by its name. */
static bool
append_made (GString *text, const char *name, const struct places *places)
{
  uint32_t number = 0, order = 0;

  fol_step_number (places->step, "order", &order);
  if (g_str_equal (name, "frames") && fol_step_number (places->step, "pfn", &number))
    fol_append_frames (text, number, order);
  else if (g_str_equal (name, "name") && fol_step_number (places->step, "cache", &number))
    fol_append_cache (text, places->view, number);
  else if (g_str_equal (name, "last") && fol_step_number (places->step, "to", &number))
    g_string_append_printf (text, "%u", number - 1);
  else if (g_str_equal (name, "from_name") && fol_step_number (places->step, "from", &number))
    fol_append_cache (text, places->view, number);
  else if (g_str_equal (name, "place") && fol_step_number (places->step, "freelist_place", &number))
    g_string_append (text, fol_describe_freelist_place (number));
  else if (g_str_equal (name, "list_name") && fol_step_number (places->step, "list", &number))
    g_string_append (text, fol_describe_slab_list (number));
  else if (g_str_equal (name, "slob_name") && fol_step_number (places->step, "slob_list", &number))
    g_string_append (text, fol_describe_slob_list (number));
  else
    return false;
  return true;
}

static bool
append_place (GString *text, const char *name, gconstpointer user_data)
{
  const struct places *places = user_data;
  uint32_t number;

  if (append_made (text, name, places))
    return true;
  if (!fol_step_number (places->step, name, &number))
    return false;
  if (g_str_equal (name, "slab_flags"))
    append_slab_flags (text, number);
  else if (g_str_equal (name, "slab_state"))
    g_string_append (text, fol_describe_slab_state (number));
  else if (g_str_equal (name, "level"))
    g_string_append (text, fol_describe_level (number));
  else if (g_str_equal (name, "bug"))
    g_string_append (text, fol_describe_bug (number));
  else if (g_str_equal (name, "byte") || g_str_equal (name, "expected") ||
           g_str_equal (name, "found"))
    g_string_append_printf (text, "0x%02x", number);
  else
    g_string_append_printf (text, "%u", number);
  return true;
}

static const char *const templates[SIM_DECISION_COUNT] = {
  [SIM_DECISION_CACHE_MERGED] = N_ ("{name} has objects just as good for {size} bytes: it serves "
                                    "this one too, {refcount} in all"),
  [SIM_DECISION_CACHE_MADE] = N_ ("{name} is ready: an object every {size} bytes, {objects} in a "
                                  "slab of order {order}"),
  [SIM_DECISION_ENTER_CACHE] = N_ ("{name}, on CPU {cpu}"),
  [SIM_DECISION_OBJECT_TAKEN] = N_ ("the object at offset {offset} of frame {pfn}, by {level}"),
  [SIM_DECISION_LEVEL] = N_ ("done by {level}"),
  [SIM_DECISION_SLAB_BUG] = N_ ("{name}: {bug}; bytes {from} to {last} of the slab; first byte "
                                "{found} instead of {expected}"),

  /* SLUB */
  [SIM_DECISION_SLUB_ORDER] = N_ ("order {order} holds {objects} objects and leaves {waste} bytes, "
                                  "at most 1/{fraction} of the slab"),
  [SIM_DECISION_SLUB_LAYOUT] = N_ ("an object takes {size} bytes; its free pointer is at {offset}, "
                                   "its own bytes end at {inuse}, {red_left_pad} stand before it"),
  [SIM_DECISION_FREELIST_TAKE] =
      N_ ("object {index} of the slab at frame {pfn} is the first on the "
          "freelist of CPU {cpu}: taken without a lock"),
  [SIM_DECISION_FREELIST_EMPTY] = N_ ("the freelist of CPU {cpu} is empty; what was freed to its "
                                      "slab at frame {pfn} meanwhile?"),
  [SIM_DECISION_NO_CPU_SLAB] = N_ ("CPU {cpu} has no slab of {name}"),
  [SIM_DECISION_NODE_MISMATCH] = N_ ("the slab of CPU {cpu} at frame {pfn} is on node {node}, but "
                                     "node {wanted} is wanted: the CPU lets go of it"),
  [SIM_DECISION_SLAB_FULL] = N_ ("nothing is free in the slab at frame {pfn}: CPU {cpu} lets go of "
                                 "it, and it is on no list until an object comes back"),
  [SIM_DECISION_NODE_PARTIAL_NONE] = N_ ("node {node} has no partial slab of {name}"),
  [SIM_DECISION_NODE_TOO_FEW] =
      N_ ("node {node} has {nr_partial} partial slabs of {name}, not more "
          "than min_partial, {min_partial}: it keeps them"),
  [SIM_DECISION_ORDER_FALLBACK] = N_ ("no block of order {order}: a slab of order {min_order} does "
                                      "too"),
  [SIM_DECISION_SLAB_NO_MEMORY] = N_ ("no block of order {order} for a slab of {name}"),
  [SIM_DECISION_FREE_TO_CPU] = N_ ("object {index} of the slab at frame {pfn} becomes the first on "
                                   "the freelist of CPU {cpu}: no lock"),
  [SIM_DECISION_NODE_FULL_PUT] =
      N_ ("the slab at frame {pfn} goes to the full list of node {node}, "
          "which only debugging keeps"),
  [SIM_DECISION_SLAB_EMPTY] = N_ ("the slab at frame {pfn} is empty, and node {node} has "
                                  "{nr_partial} partial slabs, min_partial is {min_partial}: it "
                                  "goes back"),
  [SIM_DECISION_SLAB_GIVEN_BACK] = N_ ("{frames} go back to the page allocator"),
  [SIM_DECISION_FLUSH] = N_ ("CPU {cpu} gives up its slabs of {name}"),
  [SIM_DECISION_FREELIST_CUT] =
      N_ ("the free pointer of object {index}, slab at frame {pfn}, leads "
          "nowhere: the list ends there, what lay behind is lost"),
  [SIM_DECISION_DEBUG_TAKE] = N_ ("object {index} from the list of the slab at frame {pfn} itself, "
                                  "under the lock, as caches that are checked do; {inuse} in use"),
  [SIM_DECISION_DEBUG_PUT] =
      N_ ("object {index} back to the list of the slab at frame {pfn} itself; "
          "{inuse} in use"),
  [SIM_DECISION_SLAB_DISABLED] =
      N_ ("the slab at frame {pfn} is not used any more: all its objects "
          "count as in use"),
  [SIM_DECISION_NOT_FREED] = N_ ("the object at offset {offset} of frame {pfn} is not freed"),
  [SIM_DECISION_RESTORED] =
      N_ ("bytes {from} to {last} of the slab at frame {pfn} are set to {byte} "
          "again"),

  /* SLAB */
  [SIM_DECISION_LIST_PLACE] = N_ ("index list {place}: order {order} holds {objects} objects and "
                                  "leaves {left_over} bytes"),
  [SIM_DECISION_LIST_PLACE_REFUSED] =
      N_ ("not with the index list {place}: order {order} would hold "
          "{objects} objects and leave {left_over} bytes"),
  [SIM_DECISION_CPU_ARRAYS] = N_ ("the array of a CPU holds at most {limit} objects and is filled "
                                  "or emptied by {batchcount}; shared: {shared}"),
  [SIM_DECISION_ARRAY_TAKE] =
      N_ ("the newest in the array of CPU {cpu}: object {index} of the slab "
          "at frame {pfn}, without a lock; {avail} are left"),
  [SIM_DECISION_ARRAY_EMPTY] = N_ ("the array of CPU {cpu} is empty: to be refilled with "
                                   "{batchcount}"),
  [SIM_DECISION_ARRAY_PUT] = N_ ("object {index} of the slab at frame {pfn} into the array of CPU "
                                 "{cpu}, on top: {avail} of at most {limit}, no lock"),
  [SIM_DECISION_ARRAY_FULL] = N_ ("the array of CPU {cpu} is full, {limit} objects: the oldest "
                                  "{batchcount} must go first"),
  [SIM_DECISION_NODE_NOTHING_FREE] = N_ ("nothing of {name} is free on node {node}: a new slab at "
                                         "once"),
  [SIM_DECISION_SHARED_FULL] = N_ ("the shared array of node {node} is full, {limit} objects"),
  [SIM_DECISION_SLAB_GROWN] = N_ ("a new slab for node {node}: {frames}, colour {colour}, so its "
                                  "first object begins {s_mem} bytes in"),
  [SIM_DECISION_INDEX_LIST] = N_ ("the index list of the slab at frame {pfn} stands {place}: "
                                  "{count} indexes"),
  [SIM_DECISION_INDEX_LIST_LOST] = N_ ("index {index} cannot be, the slab at frame {pfn} has "
                                       "{objects} objects: the rest of its list is lost"),
  [SIM_DECISION_ALIEN_PUT] =
      N_ ("object {index} of the slab at frame {pfn} belongs to node {home}: "
          "into the alien array of node {node}, {avail} there"),
  [SIM_DECISION_ALIEN_FULL] = N_ ("the alien array of node {node} for node {home} is full, {limit} "
                                  "objects"),
  [SIM_DECISION_OBJECT_BACK] =
      N_ ("object {index} back to the slab at frame {pfn}, its index on top "
          "of the list; {active} in use"),
  [SIM_DECISION_TOO_MANY_FREE] = N_ ("node {node} has {free_objects} free objects, more than "
                                     "{free_limit}: the free slab at frame {pfn} goes"),
  [SIM_DECISION_ARRAY_TOUCHED] = N_ ("the array of CPU {cpu} for {name} was used since the last "
                                     "time: left alone"),
  [SIM_DECISION_SHARED_TOUCHED] =
      N_ ("the shared array of {name} on node {node} was used since the "
          "last time: left alone"),
  [SIM_DECISION_NODE_TOUCHED] =
      N_ ("free slabs of {name} on node {node} were needed since the last "
          "time: left alone"),
  [SIM_DECISION_REAP] = N_ ("the reaper's turn on CPU {cpu}, node {node}"),

  /* Bootstrap and kmalloc */
  [SIM_DECISION_STRUCT_STATIC] =
      N_ ("there is no cache yet to take a struct kmem_cache from: {name} "
          "has a static one"),
  [SIM_DECISION_STRUCT_FROM] = N_ ("its struct kmem_cache is an object of {from_name}: offset "
                                   "{offset} of frame {pfn}"),
  [SIM_DECISION_NODE_STATIC] =
      N_ ("the struct kmem_cache_node of {name} for node {node} is static, "
          "too"),
  [SIM_DECISION_NODE_FROM] = N_ ("its struct kmem_cache_node for node {node} is an object of "
                                 "{from_name}: offset {offset} of frame {pfn}"),
  [SIM_DECISION_STRUCT_MOVED] = N_ ("the static struct of {name} is copied into an object: offset "
                                    "{offset} of frame {pfn}"),
  [SIM_DECISION_KMALLOC_CACHE] =
      N_ ("{size} bytes fit into {name}: {object_size} bytes, {waste} too "
          "many"),
  [SIM_DECISION_KMALLOC_LARGE] = N_ ("{size} bytes are more than {limit}: whole pages of order "
                                     "{order}, {waste} bytes too many"),
  [SIM_DECISION_LARGE_TAKEN] = N_ ("one large object: {frames}"),
  [SIM_DECISION_LARGE_FREED] = N_ ("a large object, given back whole: {frames}"),
  [SIM_DECISION_REALLOC_STAYS] = N_ ("{size} bytes fit into the {bytes} it has: it stays where it "
                                     "is"),

  /* SLOB */
  [SIM_DECISION_SLOB_LIST] =
      N_ ("{size} bytes are {units} units: searched on the list of {slob_name} "
          "objects"),
  [SIM_DECISION_SLOB_SHORT] =
      N_ ("the page at frame {pfn} has {free} free units, fewer than {units}: "
          "next"),
  [SIM_DECISION_SLOB_NO_FIT] = N_ ("the page at frame {pfn} has enough free units, but not {units} "
                                   "in one piece: next"),
  [SIM_DECISION_SLOB_ROTATE] = N_ ("the next search of the {slob_name} list begins at frame {pfn}"),
  [SIM_DECISION_SLOB_NEW_PAGE] =
      N_ ("no page of the {slob_name} list fits: a new one, frame {pfn}"),
  [SIM_DECISION_SLOB_FULL] = N_ ("the page at frame {pfn} is full: off its list"),
  [SIM_DECISION_SLOB_BLOCK] =
      N_ ("the free piece at offset {offset} of frame {pfn} has {units} units "
          "now, merged with free neighbours; {free} free in the page"),
  [SIM_DECISION_SLOB_PAGE_BACK] = N_ ("the page at frame {pfn} was full: {units} units at offset "
                                      "{offset} are free, back to the {slob_name} list"),
  [SIM_DECISION_SLOB_EMPTY] = N_ ("nothing is left in the page at frame {pfn}: back to the page "
                                  "allocator"),
};

/* Decisions whose sentence depends on their numbers; NULL: not one of them. */
static const char *
template_of_slub (const struct sim_step *step)
{
  const uint32_t *number = step->number;

  switch ((enum sim_decision) step->decision) {
  case SIM_DECISION_SLAB_TAKE_OVER:
    return ngettext ("CPU {cpu} takes over {count} object that was freed to its slab at frame "
                     "{pfn} from elsewhere",
                     "CPU {cpu} takes over {count} objects that were freed to its slab at frame "
                     "{pfn} from elsewhere",
                     number[3]);
  case SIM_DECISION_CPU_PARTIAL_TAKE:
    return ngettext ("the slab at frame {pfn} from the partial list of CPU {cpu}; {left} is left",
                     "the slab at frame {pfn} from the partial list of CPU {cpu}; {left} are left",
                     number[3]);
  case SIM_DECISION_NODE_PARTIAL_TAKE:
    return ngettext ("the slab at frame {pfn}, from the partial list of node {node}, becomes that "
                     "of CPU {cpu}: {free} free object",
                     "the slab at frame {pfn}, from the partial list of node {node}, becomes that "
                     "of CPU {cpu}: {free} free objects",
                     number[4]);
  case SIM_DECISION_NODE_PARTIAL_SPARE:
    return ngettext (
        "the slab at frame {pfn} too, for the partial list of CPU {cpu}: {slabs} slab",
        "the slab at frame {pfn} too, for the partial list of CPU {cpu}: {slabs} slabs", number[4]);
  case SIM_DECISION_SLAB_NEW:
    return ngettext ("a new slab for CPU {cpu}: {frames}, room for {objects} object",
                     "a new slab for CPU {cpu}: {frames}, room for {objects} objects", number[4]);
  case SIM_DECISION_FREE_TO_SLAB:
    return number[4] != 0 ? _ ("object {index} goes to the list of the slab at frame {pfn} itself, "
                               "which belongs to a CPU; {inuse} in use")
                          : _ ("object {index} goes to the list of the slab at frame {pfn} itself; "
                               "{inuse} in use");
  case SIM_DECISION_CPU_PARTIAL_PUT:
    return ngettext (
        "the slab at frame {pfn} waits on the partial list of CPU {cpu}: {slabs} slab "
        "there, at most {limit}",
        "the slab at frame {pfn} waits on the partial list of CPU {cpu}: {slabs} slabs "
        "there, at most {limit}",
        number[3]);
  case SIM_DECISION_CPU_PARTIAL_FULL:
    return ngettext ("the partial list of CPU {cpu} is full, {slabs} slab of at most {limit}: it "
                     "goes to its node",
                     "the partial list of CPU {cpu} is full, {slabs} slabs of at most {limit}: all "
                     "go to their nodes",
                     number[2]);
  case SIM_DECISION_NODE_PARTIAL_PUT:
    return number[4] != 0 ? _ ("the slab at frame {pfn}, {inuse} in use, goes to the tail of the "
                               "partial list of node {node}: {nr_partial} there")
                          : _ ("the slab at frame {pfn}, {inuse} in use, goes to the head of the "
                               "partial list of node {node}: {nr_partial} there");
  case SIM_DECISION_DEACTIVATE:
    return ngettext ("CPU {cpu} lets go of the slab at frame {pfn}: {count} free object goes back "
                     "to its list; {inuse} in use",
                     "CPU {cpu} lets go of the slab at frame {pfn}: {count} free objects go back "
                     "to its list; {inuse} in use",
                     number[3]);
  case SIM_DECISION_SHRINK_SORT:
    return ngettext ("the slab at frame {pfn}, {free} object free, to the front of the partial "
                     "list of node {node}: the fullest come first",
                     "the slab at frame {pfn}, {free} objects free, to the front of the partial "
                     "list of node {node}: the fullest come first",
                     number[3]);
  case SIM_DECISION_VALIDATED:
    return ngettext ("{slabs} slab on node {node} was looked at",
                     "{slabs} slabs on node {node} were looked at", number[2]);
  default:
    return NULL;
  }
}

static const char *
template_of_slab (const struct sim_step *step)
{
  const uint32_t *number = step->number;

  switch ((enum sim_decision) step->decision) {
  case SIM_DECISION_SHARED_TAKE:
    return ngettext ("{count} object from the shared array of node {node} to CPU {cpu}; {avail} "
                     "left there",
                     "{count} objects from the shared array of node {node} to CPU {cpu}; {avail} "
                     "left there",
                     number[3]);
  case SIM_DECISION_SHARED_PUT:
    return ngettext (
        "{count} object to the shared array of node {node}: {avail} of at most {limit}",
        "{count} objects to the shared array of node {node}: {avail} of at most "
        "{limit}",
        number[2]);
  case SIM_DECISION_BLOCK_TAKE:
    return ngettext ("{count} object from the slab at frame {pfn} to the array: {active} of "
                     "{objects} in use",
                     "{count} objects from the slab at frame {pfn} to the array: {active} of "
                     "{objects} in use",
                     number[2]);
  case SIM_DECISION_SLAB_LISTED:
    return number[4] != 0 ? _ ("the slab at frame {pfn}, {active} in use, to the tail of the "
                               "{list_name} list of node {node}")
                          : _ ("the slab at frame {pfn}, {active} in use, to the head of the "
                               "{list_name} list of node {node}");
  case SIM_DECISION_OBJECTS_INIT:
    return number[3] != 0 ? _ ("all {objects} objects of the slab at frame {pfn} go through the "
                               "constructor, and onto the index list")
                          : _ ("all {objects} objects of the slab at frame {pfn} go onto the index "
                               "list, in order");
  case SIM_DECISION_OTHER_NODE:
    return ngettext ("node {node} has {free_objects} free object of {name}",
                     "node {node} has {free_objects} free objects of {name}", number[2]);
  case SIM_DECISION_ALIEN_DRAIN:
    return _ ("the alien array of node {node} for node {home} is emptied: {shared} to the shared "
              "array there, {count} to their slabs");
  case SIM_DECISION_ARRAY_DRAIN:
    return ngettext ("{count} object of {name} leaves the array of CPU {cpu}; {avail} left",
                     "{count} objects of {name} leave the array of CPU {cpu}; {avail} left",
                     number[2]);
  case SIM_DECISION_SHARED_DRAIN:
    return ngettext (
        "{count} object of {name} leaves the shared array of node {node}; {avail} left",
        "{count} objects of {name} leave the shared array of node {node}; {avail} left", number[2]);
  case SIM_DECISION_FREE_SLABS:
    return ngettext ("{count} of {slabs} free slab of {name} on node {node} goes back",
                     "{count} of {slabs} free slabs of {name} on node {node} go back", number[2]);
  default:
    return NULL;
  }
}

static const char *
template_of_others (const struct sim_step *step)
{
  const uint32_t *number = step->number;

  switch ((enum sim_decision) step->decision) {
  case SIM_DECISION_CACHE_NEW:
    return number[3] == 0 ? _ ("a new cache for objects of {size} bytes")
                          : _ ("a new cache for objects of {size} bytes, {slab_flags}");
  case SIM_DECISION_CACHE_GONE:
    return number[1] == 0 ? _ ("nobody uses {name} any more: it goes")
                          : ngettext ("{name} stays: {refcount} other user needs it",
                                      "{name} stays: {refcount} other users need it", number[1]);
  case SIM_DECISION_WRITE:
    return ngettext ("{count} byte {byte} is written at offset {offset} of frame {pfn}",
                     "{count} bytes {byte} are written from offset {offset} of frame {pfn} on",
                     number[2]);
  case SIM_DECISION_SLAB_STATE:
    return number[0] == SIM_SLAB_UP ? _ ("slab_state is now {slab_state}: kmalloc works")
                                    : _ ("slab_state is now {slab_state}");
  case SIM_DECISION_KSIZE:
    return number[0] == 0 ? _ ("{bytes} bytes may be used")
                          : _ ("{bytes} bytes may be used, {size} were asked for");
  case SIM_DECISION_REALLOC_MOVES:
    return number[2] == 0 ? _ ("{size} bytes do not fit into {bytes}: a new object")
                          : _ ("{size} bytes do not fit into {bytes}: a new object, {copied} bytes "
                               "copied");
  case SIM_DECISION_SLOB_FIT:
    return number[3] == 0 ? _ ("first fit: {units} units at offset {offset} of frame {pfn}; {left} "
                               "free units left in that piece")
                          : _ ("first fit: {units} units at offset {offset} of frame {pfn}, {gap} "
                               "left out before it; {left} free units left in that piece");
  default:
    return NULL;
  }
}

char *
fol_describe_slab_step (const struct sim_view *view, const struct sim_step *step)
{
  struct places places = { .view = view, .step = step };
  const char *template = template_of_slub (step);

  if (template == NULL)
    template = template_of_slab (step);
  if (template == NULL)
    template = template_of_others (step);
  if (template == NULL && templates[step->decision] != NULL)
    template = _ (templates[step->decision]);
  return template != NULL ? fol_fill (template, append_place, &places) : NULL;
}
