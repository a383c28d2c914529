/* app/describe-steps.c - words for the steps of an operation: one template per decision.
 *
 * A template's places are the names of the decision's numbers, as the table in
 * engine/base/step.h has them, and what follows from them: {frames} (pfn and
 * order), {buddy_frames}, {merged_frames}, {merged_order}.
 */
#include "app/describe-private.h"
#include "app/operation-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct step_places {
  const struct sim_view *view;
  const struct sim_step *step;
};

bool
fol_step_number (const struct sim_step *step, const char *name, uint32_t *number)
{
  const char *at = sim_decision_numbers (step->decision);
  gsize length = strlen (name);

  for (guint i = 0; *at != '\0' && i < SIM_STEP_NUMBERS_MAX; i++) {
    gsize word = strcspn (at, ",");

    if (word == length && memcmp (at, name, length) == 0) {
      *number = step->number[i];
      return true;
    }
    at += word + (at[word] == ',');
  }
  return false;
}

static uint32_t
number_or_zero (const struct sim_step *step, const char *name)
{
  uint32_t number = 0;

  fol_step_number (step, name, &number);
  return number;
}

static bool
append_derived (GString *text, const char *name, const struct sim_step *step)
{
  uint32_t order = number_or_zero (step, "order");

  if (g_str_equal (name, "frames"))
    fol_append_frames (text, number_or_zero (step, "pfn"), order);
  else if (g_str_equal (name, "buddy_frames"))
    fol_append_frames (text, number_or_zero (step, "buddy"), order);
  else if (g_str_equal (name, "merged_frames"))
    fol_append_frames (text, number_or_zero (step, "merged"), order + 1);
  else if (g_str_equal (name, "merged_order"))
    g_string_append_printf (text, "%u", order + 1);
  else if (g_str_equal (name, "size"))
    g_string_append_printf (text, "%u", 1u << (order & 31));
  else
    return false;
  return true;
}

static bool
append_step_place (GString *text, const char *name, gconstpointer user_data)
{
  static const char *const types[] = { "type", "from", "buddy_type", NULL };
  static const char *const signed_numbers[] = { "free", "delta", NULL };
  const struct step_places *places = user_data;
  uint32_t number;

  if (append_derived (text, name, places->step))
    return true;
  if (!fol_step_number (places->step, name, &number))
    return false;

  if (g_strv_contains (types, name)) {
    g_string_append (text, fol_describe_type (number));
  } else if (g_strv_contains (signed_numbers, name)) {
    g_string_append_printf (text, "%d", (int32_t) number);
  } else if (g_str_equal (name, "zone")) {
    fol_append_zone (text, places->view, number);
  } else if (g_str_equal (name, "highest_zoneidx")) {
    g_string_append (text, fol_zone_name (number));
  } else if (g_str_equal (name, "state")) {
    g_string_append (text, number < SIM_PAGE_STATES ? fol_describe_state (number) : "?");
  } else if (g_str_equal (name, "gfp")) {
    g_autofree char *names = fol_gfp_to_text (number);

    g_string_append (text, names);
  } else {
    g_string_append_printf (text, "%u", number);
  }
  return true;
}

static const char *const templates[SIM_DECISION_COUNT] = {
  [SIM_DECISION_ENTER_FREE] = N_ ("{frames}, order {order}, given back"),
  [SIM_DECISION_ENTER_BLOCK] = N_ ("{frames}, order {order}"),
  [SIM_DECISION_ENTER] = N_ ("zone {zone}"),
  [SIM_DECISION_ZONE_OK] = N_ (
      "zone {zone} may serve order {order}: {free} usable > watermark {mark} + reserve {reserve}"),
  [SIM_DECISION_ZONE_LOW] = N_ ("zone {zone} may not serve order {order}: {free} usable ≤ "
                                "watermark {mark} + reserve {reserve}"),
  [SIM_DECISION_ZONE_NO_BLOCK] = N_ ("zone {zone} has enough free frames, but no block of order "
                                     "{order} or larger that this request may take"),
  [SIM_DECISION_ZONE_NOFRAGMENT] = N_ ("zone {zone} could serve order {order}, {type}, only by "
                                       "mixing types in a pageblock: other zones first"),
  [SIM_DECISION_LIST_EMPTY] = N_ ("the {type} list of order {order} is empty"),
  [SIM_DECISION_PUT_BACK] = N_ ("the upper half is not needed: back on the {type} list of order "
                                "{order}, {frames}"),
  [SIM_DECISION_NO_BLOCK] = N_ ("zone {zone} has no {type} block of order {order} or larger"),
  [SIM_DECISION_PCP_RETURN] = N_ ("from the list of CPU {cpu} back to the buddy lists: {frames}"),
  [SIM_DECISION_STEAL_BLOCK] =
      N_ ("this block of order {order} alone goes from the {from} to the {type} list: {frames}"),
  [SIM_DECISION_CLAIM] = N_ ("the pageblock at frame {pfn} changes its type from {from} to {type}"),
  [SIM_DECISION_UNRESERVE] = N_ ("the high-atomic pageblock at frame {pfn} is given up: {type} "
                                 "again"),
  [SIM_DECISION_WAKE] = N_ ("kswapd is woken to reclaim in zone {zone}, order {order}"),
  [SIM_DECISION_BUDDY_FREE] = N_ ("the buddy is free too, {buddy_frames}: they merge to order "
                                  "{merged_order}, {merged_frames}"),
  [SIM_DECISION_BUDDY_BUSY] = N_ ("no merge: the buddy, {buddy_frames}, is not free ({state})"),
  [SIM_DECISION_BUDDY_SMALLER] = N_ ("no merge: the buddy, {buddy_frames}, is split; the free "
                                     "block at frame {buddy} has only order {buddy_order}"),
  [SIM_DECISION_BUDDY_OUTSIDE] = N_ ("no merge: the buddy would be {buddy_frames}, which is no "
                                     "memory of this zone"),
  [SIM_DECISION_BUDDY_TYPE] = N_ ("no merge: the buddy, {buddy_frames}, is free, but its pageblock "
                                  "is {buddy_type} and this one {type}"),
  [SIM_DECISION_MAX_ORDER_REACHED] = N_ ("no merge: order {order} is the largest there is"),
  [SIM_DECISION_ADD_HEAD] = N_ ("to the head of the {type} list of order {order}: {frames}"),
  [SIM_DECISION_FAILED] = N_ ("no page: order {order}, {gfp}, returns NULL"),
};

/* What depends on a number: plural forms and alternatives. */
static const char *
template_by_number (const struct sim_step *step)
{
  const uint32_t *number = step->number;

  switch ((enum sim_decision) step->decision) {
  case SIM_DECISION_ENTER_ALLOC:
    return ngettext ("order {order}, {size} frame, {gfp}: {type}, from zone {highest_zoneidx} "
                     "downwards, on CPU {cpu}",
                     "order {order}, {size} frames, {gfp}: {type}, from zone {highest_zoneidx} "
                     "downwards, on CPU {cpu}",
                     1u << (number[0] & 31));
  case SIM_DECISION_PASS:
    return number[0] == 1 ? _ ("first try: a zone must stay above its low watermark")
                          : _ ("second try: down to the min watermark");
  case SIM_DECISION_PCP_USE:
    return ngettext ("the list of CPU {cpu} first: order {order}, {type}, zone {zone}; its lists "
                     "hold {count} page",
                     "the list of CPU {cpu} first: order {order}, {type}, zone {zone}; its lists "
                     "hold {count} pages",
                     number[4]);
  case SIM_DECISION_PCP_EMPTY:
    return ngettext ("the list of CPU {cpu} for order {order}, {type}, is empty: {batch} block is "
                     "to be fetched from the buddy lists",
                     "the list of CPU {cpu} for order {order}, {type}, is empty: up to {batch} "
                     "blocks are to be fetched from the buddy lists",
                     number[4]);
  case SIM_DECISION_PCP_TAKE:
    return ngettext ("taken from the list of CPU {cpu}: {frames}; its lists now hold {count} page",
                     "taken from the list of CPU {cpu}: {frames}; its lists now hold {count} pages",
                     number[5]);
  case SIM_DECISION_PCP_ADD:
    return ngettext ("put on the list of CPU {cpu} for order {order}, {type}: {frames}; its lists "
                     "now hold {count} page",
                     "put on the list of CPU {cpu} for order {order}, {type}: {frames}; its lists "
                     "now hold {count} pages",
                     number[5]);
  case SIM_DECISION_PCP_HIGH:
    return ngettext ("the lists of CPU {cpu} hold {count} pages, {high} are allowed: {returned} "
                     "page goes back to the buddy lists (free_factor {free_factor})",
                     "the lists of CPU {cpu} hold {count} pages, {high} are allowed: {returned} "
                     "pages go back to the buddy lists (free_factor {free_factor})",
                     number[4]);
  case SIM_DECISION_FOUND:
    return number[2] == number[4]
               ? _ ("found on the {type} list of order {order}, just the size: {frames}")
               : _ ("found on the {type} list of order {order}, to be split down to order "
                    "{wanted}: {frames}");
  case SIM_DECISION_FALLBACK:
    return number[4] != 0
               ? _ ("no {type} block: take {from} of order {order}; the pageblock may change over")
               : _ ("no {type} block: take {from} of order {order}; its pageblock stays {from}");
  case SIM_DECISION_STEAL_PAGEBLOCK:
    return ngettext ("{moved} free frame of the pageblock at frame {pfn} goes from {from} to "
                     "{type} lists",
                     "{moved} free frames of the pageblock at frame {pfn} go from {from} to {type} "
                     "lists",
                     number[3]);
  default:
    return NULL;
  }
}

static const char *
template_of_counters (const struct sim_step *step)
{
  const uint32_t *number = step->number;

  switch ((enum sim_decision) step->decision) {
  case SIM_DECISION_BOOST:
    return ngettext ("types mix, so the watermarks of zone {zone} rise by {boost} page, at most "
                     "{limit}, until kswapd has reclaimed",
                     "types mix, so the watermarks of zone {zone} rise by {boost} pages, at most "
                     "{limit}, until kswapd has reclaimed",
                     number[1]);
  case SIM_DECISION_RESERVE:
    return ngettext ("the pageblock at frame {pfn} becomes high-atomic; zone {zone} now reserves "
                     "{reserved} frame of at most {limit}",
                     "the pageblock at frame {pfn} becomes high-atomic; zone {zone} now reserves "
                     "{reserved} frames of at most {limit}",
                     number[2]);
  case SIM_DECISION_ADD_TAIL:
    return number[4] == SIM_PFN_NONE
               ? _ ("to the tail of the {type} list of order {order}: {frames}")
               : _ ("to the tail of the {type} list of order {order}: {frames}; kept for last, "
                    "since as soon as its buddy is free the two would merge with a third");
  case SIM_DECISION_COUNTER_FOLD:
    return _ ("CPU {cpu} has counted {delta} for zone {zone}, beyond its threshold of {threshold}: "
              "added to the zone's own counter");
  case SIM_DECISION_DRAIN:
    return ngettext ("{count} page on the lists of CPU {cpu} goes back to zone {zone}",
                     "{count} pages on the lists of CPU {cpu} go back to zone {zone}", number[2]);
  case SIM_DECISION_CPU:
    if (step->function == SIM_FN_DRAIN_LOCAL_PAGES)
      return _ ("the lists of CPU {cpu} are emptied");
    if (step->function == SIM_FN_DRAIN_ALL_PAGES)
      return _ ("CPU {cpu} has the lists of all CPUs emptied");
    return _ ("operations now run on CPU {cpu}");
  case SIM_DECISION_DONE:
    return step->function == SIM_FN_ALLOC_PAGES ? _ ("returns order {order}: {frames}")
                                                : _ ("given back, order {order}: {frames}");
  case SIM_DECISION_LRU:
    if (number[2] != 0)
      return ngettext ("{count} frame from frame {pfn} on is marked as being on an LRU list",
                       "{count} frames from frame {pfn} on are marked as being on an LRU list",
                       number[1]);
    return ngettext ("{count} frame from frame {pfn} on loses its LRU mark",
                     "{count} frames from frame {pfn} on lose their LRU mark", number[1]);
  default:
    return NULL;
  }
}

/* "cache-gone: cache 3, refcount 0": the facts, of a decision that has no sentence. */
static char *
describe_facts (const struct sim_step *step)
{
  g_auto (GStrv) names = g_strsplit (sim_decision_numbers (step->decision), ",", -1);
  GString *text = g_string_new (sim_decision_tag (step->decision));

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (text, "%s %s %u", i == 0 ? ":" : ",", names[i], step->number[i]);
  return g_string_free (text, FALSE);
}

char *
fol_describe_step (const struct sim_view *view, const struct sim_step *step)
{
  struct step_places places = { .view = view, .step = step };
  const char *template;

  g_return_val_if_fail (step->decision < SIM_DECISION_COUNT, NULL);

  template = template_by_number (step);
  if (template == NULL)
    template = template_of_counters (step);
  if (template == NULL && templates[step->decision] == NULL) {
    char *words = fol_describe_slab_step (view, step);

    return words != NULL ? words : describe_facts (step);
  }
  if (template == NULL)
    template = _ (templates[step->decision]);
  return fol_fill (template, append_step_place, &places);
}
