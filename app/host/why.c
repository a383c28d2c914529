/* app/host/why.c - "why is it here?": see fol_history_why () in history.h.
 *
 * A look (look.h) is remembered with the words it read.  While none of them is written, it
 * would be the same look again.  That is used twice: every kept snapshot knows which chunks
 * were written since the one before it, so whole stretches are passed over if none of them
 * has such a word; the other stretches are replayed, newest first, and the thing is looked
 * at again after each operation that changed one of the words.
 */
#include "app/host/history-private.h"

#include "engine/base/check.h"

#include <stdlib.h>
#include <string.h>

/* Operations, or stretches passed over, between two questions whether to give up. */
#define BATCH 64u

struct read_word {
  uint64_t word;
  uint32_t value;
};

struct search {
  struct fol_history *history;
  uint32_t branch;
  struct sim_object object;
  const struct fol_cancel *cancel;
  uint64_t done, total; /* operations looked at, of all on the line */
  uint64_t passed;      /* stretches */

  /* A cache is the one that has the number now; an older one was another. */
  bool one_only;
  uint32_t serial;
  bool born; /* it was not there before what was found */

  struct read_word *read; /* owned; what the last look read */
  size_t read_count, read_space;

  struct fol_touch *found; /* owned; of one stretch, a ring of `most` */
  uint64_t found_count;
  uint32_t most;
  bool dropped; /* more was found than fits */
};

/* Whether it tells nothing of the thing, though it was read with what does.  What a slab and
 * its objects owe to their cache stays as long as they; and a cache counts what it is used for. */
static bool
is_aside (const struct search *search, uint64_t word)
{
  const struct sim_layout *layout = search->history->layout;
  const size_t counts = offsetof (struct sim_kmem_cache, alloc_level) / 4u;

  if (word < layout->slab.caches || word >= layout->slab.cpus)
    return false;
  return search->object.kind != SIM_OBJECT_CACHE ||
         (word - layout->slab.caches) % (sizeof (struct sim_kmem_cache) / 4u) >= counts;
}

static void
note (void *user_data, uint64_t word, uint32_t value)
{
  struct search *search = user_data;

  if (is_aside (search, word))
    return;
  if (search->read_count == search->read_space) {
    search->read_space = search->read_space == 0 ? 256 : search->read_space * 2;
    search->read = fol_host_realloc (search->read, search->read_space * sizeof *search->read);
  }
  search->read[search->read_count++] = (struct read_word){ word, value };
}

static void
look (struct search *search, struct sim_view view, struct fol_look *out)
{
  struct sim_noting noting = { .of = view, .note = note, .user_data = search };
  struct sim_view noted = sim_noting_view (&noting);

  search->read_count = 0;
  fol_look (&noted, search->object, out);
  if (search->one_only && out->there && out->serial != search->serial)
    *out = (struct fol_look){ .there = false };
}

/* Whether nothing can have happened in the stretch before `end`. */
static bool
untouched (struct search *search, const struct fol_kept_snapshot *end)
{
  struct fol_look last;

  if (end == NULL || end->touched == NULL)
    return false;
  look (search, sim_snapshot_view (search->history->layout, end->snapshot), &last);
  for (size_t i = 0; i < search->read_count; i++) {
    size_t chunk = (size_t) (search->read[i].word >> (SIM_CHUNK_SHIFT - 2));

    if ((end->touched[chunk >> 6] >> (chunk & 63) & 1) != 0)
      return false;
  }
  return true;
}

static bool
read_same (const struct search *search)
{
  const uint32_t *words = search->history->arena->words;

  for (size_t i = 0; i < search->read_count; i++)
    if (words[search->read[i].word] != search->read[i].value)
      return false;
  return true;
}

/* Replays the operations after `from` up to `to` and notes those that touched. */
static bool
search_stretch (struct search *search, const struct fol_kept_snapshot *from, uint64_t to)
{
  struct fol_history *history = search->history;
  struct sim_view view = sim_world_view (history->world);
  struct fol_line_reader reader;
  struct fol_look before, after;
  struct sim_result result;
  struct sim_op op;
  int64_t first, last;

  search->found_count = 0;
  sim_arena_restore (history->arena, from->snapshot);
  sim_arena_journal_begin (history->arena, false);
  fol_line_reader_init (&reader, history, search->branch, from->index + 1);
  look (search, view, &before);
  for (uint64_t index = from->index + 1; index <= to; index++) {
    bool there, wrote, same;

    if (index % BATCH == 0 &&
        fol_cancel_asked (search->cancel, search->done + (index - from->index), search->total))
      return false;
    there = fol_line_reader_next (&reader, &op);
    SIM_ASSERT (there);
    wrote = fol_op_writes (&op, &before, &first, &last);
    sim_apply (history->world, &op, &result, NULL);
    same = read_same (search);
    if (same && !wrote)
      continue;
    after = before;
    if (!same)
      look (search, view, &after);
    if (wrote || !fol_same_look (search->object.kind, &before, &after))
      search->found[search->found_count++ % search->most] =
          (struct fol_touch){ .index = index, .op = op, .before = before, .after = after };
    before = after;
  }
  return true;
}

/* From the newest stretch to the opening, or until `touches` is full. */
static bool
search_line (struct search *search, uint64_t index, struct fol_touch *touches, uint32_t *count)
{
  const struct fol_kept_snapshot *end = NULL; /* that of operation `index` */

  while (index > 0 && !search->born && !search->dropped) {
    const struct fol_kept_snapshot *kept =
        fol_history_nearest (search->history, search->branch, index - 1);

    search->found_count = 0;
    if (++search->passed % BATCH == 0 &&
        fol_cancel_asked (search->cancel, search->done, search->total))
      return false;
    if (!untouched (search, end) && !search_stretch (search, kept, index))
      return false;
    for (uint64_t i = 0; i < search->found_count && !search->dropped; i++) {
      search->dropped = *count == search->most || i == search->most;
      if (!search->dropped)
        touches[(*count)++] = search->found[(search->found_count - 1 - i) % search->most];
    }
    if (search->one_only && *count > 0 && !search->dropped)
      search->born = !touches[*count - 1].before.there;
    search->done += index - kept->index;
    index = kept->index;
    end = kept;
  }
  return true;
}

/* What there is from the beginning is because of the opening. */
static void
add_opening (struct search *search, struct fol_touch *touches, uint32_t *count)
{
  const struct fol_history *history = search->history;
  struct fol_touch touch = { .index = 0 };

  look (search, sim_snapshot_view (history->layout, history->branch[0].kept[0].snapshot),
        &touch.after);
  if (!touch.after.there)
    return;
  touch.before = touch.after;
  search->dropped = *count == search->most;
  if (!search->dropped)
    touches[(*count)++] = touch;
}

uint32_t
fol_history_why (struct fol_history *history, struct sim_object object, struct fol_touch *touches,
                 uint32_t most, bool *complete, const struct fol_cancel *cancel)
{
  struct search search = { .history = history,
                           .branch = history->position.branch,
                           .object = object,
                           .cancel = cancel,
                           .most = most };
  struct sim_snapshot *here;
  struct fol_look now;
  struct sim_view view;
  uint32_t count = 0;
  bool found;

  *complete = false;
  fol_history_come_home (history);
  view = sim_world_view (history->world);
  if (most == 0 || !fol_look (&view, object, &now))
    return 0;
  search.one_only = object.kind == SIM_OBJECT_CACHE && now.there;
  search.serial = now.serial;
  /* Whoever stands inside an operation does not know yet what it will have done. */
  search.total = history->position.index - (history->position.step != FOL_STEP_END);
  here = fol_history_snapshot (history);
  search.found = fol_host_alloc (most * sizeof *search.found);
  found = search_line (&search, search.total, touches, &count);
  if (found && !search.born && !search.dropped)
    add_opening (&search, touches, &count);
  *complete = found && !search.dropped;
  sim_arena_restore (history->arena, here);
  sim_snapshot_unref (here);
  history->journal_live = false;
  history->touched_known = false;
  free (search.found);
  free (search.read);
  return found ? count : 0;
}
