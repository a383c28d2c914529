/* app/find-object.c - objects and moments by what people type. */
#include "app/find-object.h"
#include "app/describe.h"
#include "engine/slab/slab.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define WORDS_MAX  4u
#define LISTED_MAX 12u /* of what there is, where something is wrong */

struct search {
  const struct fol_state *state;
  const struct fol_names *names;
  struct sim_view view;
  char **word; /* words[0] names the kind; ends with NULL */
  guint count;
  struct fol_found *found;
};

void
fol_found_clear (struct fol_found *found)
{
  g_clear_pointer (&found->words, g_free);
  found->kind = FOL_FOUND_NOTHING;
}

static void
found_object (struct search *search, struct sim_object object)
{
  search->found->kind = FOL_FOUND_OBJECT;
  search->found->object = object;
  search->found->words = fol_describe_object (&search->view, object);
}

G_GNUC_PRINTF (2, 3)
static void
found_wrong (struct search *search, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  search->found->kind = FOL_FOUND_WRONG;
  search->found->words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

/* Decimal, or hexadecimal with 0x; NULL is no number. */
static gboolean
parse_number (const char *text, guint64 *number)
{
  gboolean hex = text != NULL && g_ascii_strncasecmp (text, "0x", 2) == 0;

  return text != NULL && g_ascii_string_to_unsigned (hex ? text + 2 : text, hex ? 16 : 10, 0,
                                                     G_MAXUINT64, number, NULL);
}

static void
find_frame (struct search *search, const char *text, enum sim_object_kind kind)
{
  guint32 count = search->view.layout->frame_count;
  guint64 pfn;

  if (!parse_number (text, &pfn) || pfn >= count)
    found_wrong (search, _ ("Frames are numbered from 0 to %u (0x%x)."), count - 1, count - 1);
  else
    found_object (search, (struct sim_object){ .kind = kind, .a = (sim_pfn) pfn });
}

static void
find_pageblock (struct search *search)
{
  const struct sim_layout *layout = search->view.layout;
  guint32 last = (layout->frame_count - 1) >> layout->pageblock_order;
  guint64 number;

  if (!parse_number (search->word[1], &number) || number > last)
    found_wrong (search, _ ("Pageblocks are numbered from 0 to %u."), last);
  else
    found_object (search, (struct sim_object){ .kind = SIM_OBJECT_PAGEBLOCK,
                                               .a = (sim_pfn) number << layout->pageblock_order });
}

/* A zone by name or number; UINT32_MAX: there is none, and *found says so. */
static guint32
parse_zone (struct search *search, const char *text)
{
  const struct sim_layout *layout = search->view.layout;
  g_autoptr (GString) known = g_string_new (NULL);
  struct sim_zone zone;
  guint64 number;

  if (parse_number (text, &number) && number < layout->zone_count)
    return (guint32) number;
  for (guint32 i = 0; i < layout->zone_count; i++) {
    sim_view_zone (&search->view, i, &zone);
    if (text != NULL && g_ascii_strcasecmp (text, fol_zone_name (zone.type)) == 0)
      return i;
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", fol_zone_name (zone.type));
  }
  found_wrong (search, _ ("The zones of this machine are: %s."), known->str);
  return UINT32_MAX;
}

/* The zone a request without conditions begins with: the highest one. */
static guint32
main_zone (const struct search *search)
{
  return search->view.layout->zone_count - 1;
}

static void
find_zone (struct search *search)
{
  guint32 zone = parse_zone (search, search->word[1]);

  if (zone != UINT32_MAX)
    found_object (search, (struct sim_object){ .kind = SIM_OBJECT_ZONE, .a = zone });
}

/* The type whose kernel name begins with what was typed; SIM_MIGRATE_TYPES: none. */
static guint
parse_type (const char *text)
{
  static const char *const names[SIM_MIGRATE_TYPES] = {
    [SIM_MIGRATE_UNMOVABLE] = "unmovable",
    [SIM_MIGRATE_MOVABLE] = "movable",
    [SIM_MIGRATE_RECLAIMABLE] = "reclaimable",
    [SIM_MIGRATE_HIGHATOMIC] = "highatomic",
    [SIM_MIGRATE_CMA] = "cma",
    [SIM_MIGRATE_ISOLATE] = "isolate",
  };
  guint type = 0;

  while (type < SIM_MIGRATE_TYPES && g_ascii_strncasecmp (names[type], text, strlen (text)) != 0)
    type++;
  return type;
}

static void
find_list (struct search *search)
{
  guint max_order = search->view.layout->max_order;
  guint type = search->count > 2 ? parse_type (search->word[2]) : SIM_MIGRATE_MOVABLE;
  guint32 zone = main_zone (search);
  guint64 order;

  if (!parse_number (search->word[1], &order) || order >= max_order) {
    found_wrong (search, _ ("Free lists have orders from 0 to %u."), max_order - 1);
    return;
  }
  if (type == SIM_MIGRATE_TYPES) {
    found_wrong (search, _ ("Migrate types are: %s."),
                 "unmovable, movable, reclaimable, highatomic, cma, isolate");
    return;
  }
  if (search->count > 3)
    zone = parse_zone (search, search->word[3]);
  if (zone != UINT32_MAX)
    found_object (search,
                  (struct sim_object){
                      .kind = SIM_OBJECT_FREE_LIST, .a = zone, .b = (guint32) order, .c = type });
}

static void
find_cpu (struct search *search)
{
  guint32 count = search->view.layout->cpu_count;
  guint64 cpu;

  if (!parse_number (search->word[1], &cpu) || cpu >= count)
    found_wrong (search,
                 ngettext ("This machine has %u CPU, counted from 0.",
                           "This machine has %u CPUs, counted from 0.", count),
                 count);
  else
    found_object (
        search,
        (struct sim_object){ .kind = SIM_OBJECT_PCP, .a = main_zone (search), .b = (guint32) cpu });
}

/* --- small objects --- */

static gboolean
has_caches (struct search *search)
{
  struct sim_slab_header header;

  sim_view_slab_header (&search->view, &header);
  if (header.state != SIM_SLAB_DOWN)
    return TRUE;
  found_wrong (search, "%s", _ ("There are no caches yet: run kmem_cache_init first."));
  return FALSE;
}

/* "a, b, c" */
static void
list_word (GString *list, guint number, const char *word)
{
  if (number < LISTED_MAX)
    g_string_append_printf (list, "%s%s", number > 0 ? ", " : "", word);
}

/* "a, b, c and 20 more" */
static void
list_end (GString *list, guint count)
{
  if (count > LISTED_MAX)
    g_string_append_printf (list, ngettext (" and %u more", " and %u more", count - LISTED_MAX),
                            count - LISTED_MAX);
}

static void
find_cache (struct search *search)
{
  const char *text = search->word[1];
  uint32_t cache = sim_view_cache_find (&search->view, text);
  g_autoptr (GString) known = g_string_new (NULL);
  guint64 number;
  guint count = 0;

  if (!has_caches (search))
    return;
  if (cache == SIM_CACHE_NONE && parse_number (text, &number) && number < SIM_CACHES_MAX &&
      sim_view_cache_role (&search->view, (uint32_t) number) != SIM_CACHE_UNUSED)
    cache = (uint32_t) number;
  if (cache != SIM_CACHE_NONE) {
    found_object (search, (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = cache });
    return;
  }
  /* Those that one has made come first. */
  for (uint32_t i = 0; i < 2 * SIM_CACHES_MAX; i++) {
    uint32_t role = sim_view_cache_role (&search->view, i % SIM_CACHES_MAX);
    g_autofree char *name = NULL;

    if (role == SIM_CACHE_UNUSED || (role == SIM_CACHE_USER) != (i < SIM_CACHES_MAX))
      continue;
    name = fol_describe_cache (&search->view, i % SIM_CACHES_MAX);
    list_word (known, count++, name);
  }
  list_end (known, count);
  found_wrong (search, _ ("The caches here are: %s."), known->str);
}

/* First frame of the slab that a frame is part of; SIM_PFN_NONE: of none. */
static sim_pfn
slab_of (const struct search *search, sim_pfn pfn)
{
  struct sim_slab slab;

  return sim_view_slab_of (&search->view, pfn, &slab) ? slab.pfn : SIM_PFN_NONE;
}

static void
say_slabs (struct search *search, sim_pfn pfn)
{
  g_autoptr (GString) known = g_string_new (NULL);
  struct sim_slab_header header;
  struct sim_slab slab;
  guint count = 0;

  sim_view_slab_header (&search->view, &header);
  for (uint32_t entry = 0; entry < header.entry_top; entry++) {
    char number[16];

    sim_view_slab (&search->view, entry, &slab);
    if (slab.cache == 0 || slab.head != entry)
      continue;
    g_snprintf (number, sizeof number, "%u", slab.pfn);
    list_word (known, count++, number);
  }
  list_end (known, count);
  if (count > 0)
    found_wrong (search, _ ("Frame %u is no part of a slab. Slabs begin at the frames %s."), pfn,
                 known->str);
  else
    found_wrong (search, _ ("Frame %u is no part of a slab: there is none."), pfn);
}

static void
find_slab (struct search *search)
{
  guint32 count = search->view.layout->frame_count;
  guint64 number;
  sim_pfn head;

  if (!has_caches (search))
    return;
  if (!parse_number (search->word[1], &number) || number >= count) {
    found_wrong (search, _ ("Frames are numbered from 0 to %u (0x%x)."), count - 1, count - 1);
    return;
  }
  head = slab_of (search, (sim_pfn) number);
  if (head != SIM_PFN_NONE)
    found_object (search, (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = head });
  else
    say_slabs (search, (sim_pfn) number);
}

/* The small object at the address; false: none is there. */
static gboolean
find_small (struct search *search, guint64 address)
{
  struct sim_located at;
  struct sim_slab slab;
  guint64 start;

  sim_view_locate (&search->view, address, &at);
  if (!at.found)
    return FALSE;
  sim_view_slab (&search->view, at.slab, &slab);
  start = ((guint64) slab.pfn << SIM_PAGE_SHIFT) + at.place.offset;
  found_object (search, (struct sim_object){ .kind = SIM_OBJECT_SMALL,
                                             .a = (sim_pfn) (start >> SIM_PAGE_SHIFT),
                                             .b = start & ((1u << SIM_PAGE_SHIFT) - 1) });
  return TRUE;
}

/* `wanted`: an object, and not any frame that is there. */
static void
find_address (struct search *search, const char *text, gboolean wanted)
{
  guint64 end = SIM_PAGE_OFFSET + ((guint64) search->view.layout->frame_count << SIM_PAGE_SHIFT);
  struct sim_block block;
  guint64 address;
  sim_pfn pfn;

  if (!parse_number (text, &address) || address < SIM_PAGE_OFFSET || address >= end) {
    found_wrong (search, _ ("Memory is at the addresses from 0x%" PRIx64 " to 0x%" PRIx64 "."),
                 SIM_PAGE_OFFSET, end - 1);
    return;
  }
  if (find_small (search, address))
    return;
  pfn = (sim_pfn) ((address - SIM_PAGE_OFFSET) >> SIM_PAGE_SHIFT);
  sim_view_block (&search->view, pfn, &block);
  if (block.large)
    found_object (
        search, (struct sim_object){ .kind = SIM_OBJECT_BLOCK, .a = block.pfn, .b = block.order });
  else if (!wanted)
    found_object (search, (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = pfn });
  else if (block.slab)
    found_wrong (search,
                 _ ("No object is at 0x%" PRIx64 ", only what the slab at frame %u has "
                    "around its objects."),
                 address, slab_of (search, pfn));
  else if (has_caches (search))
    say_slabs (search, pfn);
}

/* --- moments and names --- */

static void
find_moment (struct search *search, const char *text)
{
  guint64 last = search->state->track[search->state->position.branch]->branch.length;
  guint64 index;
  struct sim_op op;

  if (!parse_number (text, &index) || index > last) {
    found_wrong (search, _ ("The operations of this branch are numbered from 1 to %" PRIu64 "."),
                 last);
    return;
  }
  search->found->kind = FOL_FOUND_MOMENT;
  search->found->index = index;
  if (index == 0) {
    search->found->words = g_strdup (_ ("Before the first operation"));
  } else if (fol_state_op (search->state, search->state->position.branch, index, &op)) {
    g_autofree char *words = fol_describe_op_short (&op);

    search->found->words = g_strdup_printf (_ ("Operation %" PRIu64 ": %s"), index, words);
  } else {
    search->found->words = g_strdup_printf (_ ("Operation %" PRIu64), index);
  }
}

static void
find_name (struct search *search, const char *name)
{
  struct fol_name named;

  if (fol_names_lookup (search->names, name, &named))
    found_object (search, named.object);
  else
    found_wrong (search, _ ("Nothing has the name $%s at this moment."), name);
}

/* A word that is a cache's name; others are words like any. */
static void
find_cache_name (struct search *search)
{
  uint32_t cache = sim_view_cache_find (&search->view, search->word[0]);

  if (cache != SIM_CACHE_NONE)
    found_object (search, (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = cache });
}

static void
find_by_keyword (struct search *search)
{
  static const struct {
    const char *word;
    enum sim_object_kind kind; /* NONE: a moment */
  } keywords[] = {
    { "frame", SIM_OBJECT_FRAME }, { "pfn", SIM_OBJECT_FRAME },
    { "block", SIM_OBJECT_BLOCK }, { "pageblock", SIM_OBJECT_PAGEBLOCK },
    { "zone", SIM_OBJECT_ZONE },   { "list", SIM_OBJECT_FREE_LIST },
    { "cpu", SIM_OBJECT_PCP },     { "cache", SIM_OBJECT_CACHE },
    { "slab", SIM_OBJECT_SLAB },   { "object", SIM_OBJECT_SMALL },
    { "op", SIM_OBJECT_NONE },     { "operation", SIM_OBJECT_NONE },
  };
  guint i = 0;

  while (i < G_N_ELEMENTS (keywords) && g_ascii_strcasecmp (search->word[0], keywords[i].word) != 0)
    i++;
  if (i == G_N_ELEMENTS (keywords))
    return;
  switch (keywords[i].kind) {
  case SIM_OBJECT_FRAME:
  case SIM_OBJECT_BLOCK:
    find_frame (search, search->word[1], keywords[i].kind);
    break;
  case SIM_OBJECT_PAGEBLOCK:
    find_pageblock (search);
    break;
  case SIM_OBJECT_ZONE:
    find_zone (search);
    break;
  case SIM_OBJECT_FREE_LIST:
    find_list (search);
    break;
  case SIM_OBJECT_PCP:
    find_cpu (search);
    break;
  case SIM_OBJECT_CACHE:
    find_cache (search);
    break;
  case SIM_OBJECT_SLAB:
    find_slab (search);
    break;
  case SIM_OBJECT_SMALL:
    find_address (search, search->word[1], TRUE);
    break;
  default:
    find_moment (search, search->word[1]);
    break;
  }
}

/* The words of a line without the empty ones, at most WORDS_MAX. */
static guint
split (const char *text, char **words)
{
  g_auto (GStrv) all = g_strsplit_set (text, " \t", -1);
  guint count = 0;

  for (guint i = 0; all[i] != NULL && count < WORDS_MAX; i++)
    if (*all[i] != '\0')
      words[count++] = g_strdup (all[i]);
  words[count] = NULL;
  return count;
}

void
fol_find_object (const char *text, const struct fol_state *state, const struct fol_names *names,
                 struct fol_found *found)
{
  char *words[WORDS_MAX + 1] = { NULL };
  struct search search = { .state = state, .names = names, .word = words, .found = found };
  guint64 number;

  *found = (struct fol_found){ .kind = FOL_FOUND_NOTHING };
  if (state == NULL)
    return;
  search.view = fol_state_view (state);
  search.count = split (text, words);
  if (search.count == 1 && words[0][0] == '$' && words[0][1] != '\0')
    find_name (&search, words[0] + 1);
  else if (search.count == 1 && words[0][0] == '#' && words[0][1] != '\0')
    find_moment (&search, words[0] + 1);
  else if (search.count == 1 && parse_number (words[0], &number) && number >= SIM_PAGE_OFFSET)
    find_address (&search, words[0], FALSE);
  else if (search.count == 1 && parse_number (words[0], &number))
    find_frame (&search, words[0], SIM_OBJECT_FRAME);
  else if (search.count == 1)
    find_cache_name (&search);
  else if (search.count > 1)
    find_by_keyword (&search);
  for (guint i = 0; i < search.count; i++)
    g_free (words[i]);
}

const char *
fol_find_object_examples (void)
{
  return _ ("Or type what you look for: pfn 0x28, frame 40, zone Normal, pageblock 3, list 3 "
            "movable, cache kmalloc-96, slab 0x28, object 0xffff888000028060, op 12, $a");
}
