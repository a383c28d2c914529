/* engine/slab/layout.c - what the bytes of an object's place are. */
#include "engine/slab/slab.h"

#define WORD_BYTES 8u

static void
add_part (struct sim_object_layout *layout, enum sim_object_part part, uint32_t *from, uint32_t to)
{
  if (to <= *from)
    return;
  layout->part[layout->count].part = part;
  layout->part[layout->count].from = *from;
  layout->part[layout->count].to = to;
  layout->count++;
  *from = to;
}

void
sim_object_layout (const struct sim_kmem_cache *cache, struct sim_object_layout *out)
{
  bool slub = cache->allocator == SIM_ALLOCATOR_SLUB;
  bool red = (cache->flags & SIM_SLAB_RED_ZONE) != 0;
  uint32_t start = cache->red_left_pad, at = 0;

  *out = (struct sim_object_layout){ .size = cache->size,
                                     .object = start,
                                     .free_pointer = slub ? start + cache->offset : UINT32_MAX };
  add_part (out, SIM_PART_LEFT_REDZONE, &at, start);
  add_part (out, SIM_PART_OBJECT, &at, start + cache->object_size);
  if (slub) {
    add_part (out, red ? SIM_PART_RIGHT_REDZONE : SIM_PART_ALIGNMENT, &at, start + cache->inuse);
    if (cache->offset >= cache->inuse)
      add_part (out, SIM_PART_FREE_POINTER, &at, at + WORD_BYTES);
    if ((cache->flags & SIM_SLAB_STORE_USER) != 0) {
      add_part (out, SIM_PART_TRACK_ALLOC, &at, at + SIM_TRACK_BYTES);
      add_part (out, SIM_PART_TRACK_FREE, &at, at + SIM_TRACK_BYTES);
      if ((cache->flags & SIM_SLAB_KMALLOC) != 0)
        add_part (out, SIM_PART_ORIG_SIZE, &at, at + 4u);
    }
  }
  add_part (out, SIM_PART_PADDING, &at, cache->size);
}

bool
sim_view_object_layout (const struct sim_view *view, uint32_t cache, struct sim_object_layout *out)
{
  struct sim_kmem_cache its;
  bool found = sim_view_cache (view, cache, &its);

  sim_object_layout (&its, out);
  return found;
}
