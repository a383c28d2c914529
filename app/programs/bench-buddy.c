/* app/programs/bench-buddy.c - a bare buddy allocator on linked lists, as a baseline. */
#include "app/programs/bench-buddy.h"

#include <stdlib.h>

struct bare_frame {
  uint32_t next, prev; /* on a free list; list heads are the frames behind the last */
  uint32_t order;
  uint32_t free;
};

struct bare_buddy {
  uint32_t frames;
  uint32_t filled; /* bit per order: its list is not empty */
  struct bare_frame frame[];
};

static void
push (struct bare_buddy *buddy, uint32_t pfn, uint32_t order)
{
  uint32_t head = buddy->frames + order;
  uint32_t next = buddy->frame[head].next;

  buddy->frame[pfn] = (struct bare_frame){ .next = next, .prev = head, .order = order, .free = 1 };
  buddy->frame[next].prev = pfn;
  buddy->frame[head].next = pfn;
  buddy->filled |= 1u << order;
}

static void
unlink_block (struct bare_buddy *buddy, uint32_t pfn)
{
  struct bare_frame *frame = &buddy->frame[pfn];

  buddy->frame[frame->next].prev = frame->prev;
  buddy->frame[frame->prev].next = frame->next;
  frame->free = 0;
  if (frame->next == frame->prev)
    buddy->filled &= ~(1u << frame->order);
}

struct bare_buddy *
bare_buddy_new (uint32_t frames)
{
  const uint32_t largest = SIM_MAX_ORDER - 1;
  struct bare_buddy *buddy =
      calloc (1, sizeof *buddy + (frames + SIM_MAX_ORDER) * sizeof (struct bare_frame));

  if (buddy == NULL)
    return NULL;
  buddy->frames = frames;
  for (uint32_t order = 0; order < SIM_MAX_ORDER; order++)
    buddy->frame[frames + order].next = buddy->frame[frames + order].prev = frames + order;
  for (uint32_t pfn = frames; pfn >= 1u << largest; pfn -= 1u << largest)
    push (buddy, pfn - (1u << largest), largest);
  return buddy;
}

void
bare_buddy_free (struct bare_buddy *buddy)
{
  free (buddy);
}

uint32_t
bare_buddy_take (struct bare_buddy *buddy, uint32_t order)
{
  uint32_t fitting = buddy->filled >> order << order;
  uint32_t at, pfn;

  if (fitting == 0)
    return SIM_PFN_NONE;
  at = (uint32_t) __builtin_ctz (fitting);
  pfn = buddy->frame[buddy->frames + at].next;
  unlink_block (buddy, pfn);
  while (at > order) {
    at--;
    push (buddy, pfn + (1u << at), at);
  }
  return pfn;
}

void
bare_buddy_give (struct bare_buddy *buddy, uint32_t pfn, uint32_t order)
{
  while (order < SIM_MAX_ORDER - 1) {
    uint32_t other = pfn ^ (1u << order);

    if (!buddy->frame[other].free || buddy->frame[other].order != order)
      break;
    unlink_block (buddy, other);
    pfn &= ~(1u << order);
    order++;
  }
  push (buddy, pfn, order);
}
