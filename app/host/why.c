/* app/host/why.c - "why is it here?": see fol_history_why () in history.h.
 *
 * The block of a frame is found from the flags of at most one head per order.
 * Every kept snapshot knows which chunks were written since the one before it;
 * if none of those flags was, nor the link behind any, nothing happened to the
 * block in that stretch.  The other stretches are replayed, newest first,
 * looking at the block after every operation.
 */
#include "app/host/history-private.h"

#include "engine/base/check.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 256u

struct search {
  struct fol_history *history;
  uint32_t branch;
  sim_pfn pfn;
  const struct fol_cancel *cancel;
  uint64_t done, total; /* operations looked at, of all on the line */

  struct fol_touch *found; /* of one stretch, a ring of `most` */
  uint64_t found_count;
  uint32_t most;
};

static bool
touched (const struct fol_kept_snapshot *end, uint64_t word)
{
  size_t chunk = (size_t) (word >> (SIM_CHUNK_SHIFT - 2));

  return (end->touched[chunk >> 6] >> (chunk & 63) & 1) != 0;
}

/* Whether nothing can have happened to the block of `pfn` in the stretch before `end`. */
static bool
untouched (const struct sim_layout *layout, sim_pfn pfn, const struct fol_kept_snapshot *end)
{
  if (end == NULL || end->touched == NULL)
    return false;
  for (uint32_t order = 0; order < SIM_MAX_ORDER; order++) {
    sim_pfn head = pfn & ~((UINT32_C (1) << order) - 1);

    if (touched (end, layout->flags + head) ||
        touched (end, layout->links + (uint64_t) head * (sizeof (struct sim_link) / 4)))
      return false;
  }
  return true;
}

struct look {
  struct sim_block block;
  bool lru;
};

static struct look
look (const struct search *search)
{
  struct sim_view view = sim_world_view (search->history->world);
  struct look look = { .lru = sim_view_frame_lru (&view, search->pfn) };

  sim_view_block (&view, search->pfn, &look.block);
  return look;
}

static bool
same_look (const struct look *x, const struct look *y)
{
  return x->lru == y->lru && x->block.pfn == y->block.pfn && x->block.order == y->block.order &&
         x->block.state == y->block.state && x->block.type == y->block.type &&
         x->block.asked == y->block.asked && x->block.cpu == y->block.cpu &&
         x->block.gfp == y->block.gfp && x->block.serial == y->block.serial;
}

/* Replays the operations after `from` up to `to` and notes those that touched. */
static bool
search_stretch (struct search *search, const struct fol_kept_snapshot *from, uint64_t to)
{
  struct fol_history *history = search->history;
  struct fol_line_reader reader;
  struct look before, after;
  struct sim_result result;
  struct sim_op op;

  search->found_count = 0;
  sim_arena_restore (history->arena, from->snapshot);
  sim_arena_journal_begin (history->arena, false);
  fol_line_reader_init (&reader, history, search->branch, from->index + 1);
  before = look (search);
  for (uint64_t index = from->index + 1; index <= to; index++) {
    bool there;

    if (index % BATCH == 0 &&
        fol_cancel_asked (search->cancel, search->done + (index - from->index), search->total))
      return false;
    there = fol_line_reader_next (&reader, &op);
    SIM_ASSERT (there);
    sim_apply (history->world, &op, &result, NULL);
    after = look (search);
    if (same_look (&before, &after))
      continue;
    search->found[search->found_count++ % search->most] = (struct fol_touch){
      .index = index, .op = op, .before = before.block, .after = after.block
    };
    before = after;
  }
  return true;
}

/* From the newest stretch to the opening, or until `touches` is full. */
static bool
search_line (struct search *search, uint64_t index, struct fol_touch *touches, uint32_t *count)
{
  const struct sim_layout *layout = search->history->layout;
  const struct fol_kept_snapshot *end = NULL; /* that of operation `index` */

  while (index > 0 && *count < search->most) {
    const struct fol_kept_snapshot *kept =
        fol_history_nearest (search->history, search->branch, index - 1);

    search->found_count = 0;
    if (!untouched (layout, search->pfn, end) && !search_stretch (search, kept, index))
      return false;
    for (uint64_t i = 0; i < search->found_count && i < search->most && *count < search->most; i++)
      touches[(*count)++] = search->found[(search->found_count - 1 - i) % search->most];
    search->done += index - kept->index;
    index = kept->index;
    end = kept;
  }
  return true;
}

uint32_t
fol_history_why (struct fol_history *history, sim_pfn pfn, struct fol_touch *touches, uint32_t most,
                 bool *complete, const struct fol_cancel *cancel)
{
  struct search search = { .history = history,
                           .branch = history->position.branch,
                           .pfn = pfn,
                           .cancel = cancel,
                           .most = most };
  struct sim_snapshot *here;
  uint32_t count = 0;
  bool found;

  *complete = false;
  if (pfn >= history->layout->frame_count || most == 0)
    return 0;
  /* Whoever stands inside an operation does not know yet what it will have done. */
  search.total = history->position.index - (history->position.step != FOL_STEP_END);
  fol_history_come_home (history);
  here = fol_history_snapshot (history);
  search.found = fol_host_alloc (most * sizeof *search.found);
  found = search_line (&search, search.total, touches, &count);
  if (found && count < most) {
    struct sim_view opening =
        sim_snapshot_view (history->layout, history->branch[0].kept[0].snapshot);
    struct fol_touch *touch = &touches[count++];

    *touch = (struct fol_touch){ .index = 0 };
    sim_view_block (&opening, pfn, &touch->after);
    touch->before = touch->after;
    *complete = true;
  }
  sim_arena_restore (history->arena, here);
  sim_snapshot_unref (here);
  history->journal_live = false;
  history->touched_known = false;
  free (search.found);
  return found ? count : 0;
}
