/* app/describe-result.c - words for what an operation gave or why it was refused. */
#include "app/describe-private.h"
#include "app/operation-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

struct result_places {
  const struct sim_view *view; /* NULL: caches have numbers only */
  const struct sim_op *op;
  const struct sim_result *result;
};

static void
append_slab_flags (GString *text, uint32_t flags)
{
  g_autofree char *names = fol_slab_flags_to_text (flags);

  g_string_append (text, names);
}

/* The places of small objects: {cacheN} is the cache with number N by name, {addressN} a
 * kernel address, {allocatorN} one of the three. */
static bool
append_slab_place (GString *text, const char *name, const struct result_places *places)
{
  gsize length = strlen (name);
  uint64_t number;

  if (length == 0 || !g_ascii_isdigit (name[length - 1]) || name[length - 1] > '3')
    return false;
  number = places->result->number[name[length - 1] - '0'];
  if (g_str_has_prefix (name, "cache"))
    fol_append_cache (text, places->view, number);
  else if (g_str_has_prefix (name, "address"))
    g_string_append_printf (text, "0x%" G_GINT64_MODIFIER "x", number);
  else if (g_str_has_prefix (name, "allocator"))
    g_string_append (text, fol_allocator_name ((uint32_t) number));
  else if (g_str_has_prefix (name, "slab_flags"))
    append_slab_flags (text, (uint32_t) number);
  else
    return false;
  return true;
}

/* The place {N} is number N as such, {N-M} the frames of the block that starts
 * at number N and has the order in number M. */
static bool
append_result_place (GString *text, const char *name, gconstpointer user_data)
{
  const struct result_places *places = user_data;
  const uint64_t *number = places->result->number;

  if (g_ascii_isdigit (name[0]) && name[1] == '\0') {
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, number[name[0] - '0']);
  } else if (g_ascii_isdigit (name[0]) && name[1] == '-') {
    fol_append_frames (text, (sim_pfn) number[name[0] - '0'], (guint) number[name[2] - '0']);
  } else if (g_str_equal (name, "gfp0") || g_str_equal (name, "gfp1")) {
    g_autofree char *names = fol_gfp_to_text ((uint32_t) number[name[3] - '0']);

    g_string_append (text, names);
  } else if (g_str_equal (name, "state1")) {
    g_string_append (text, number[1] < SIM_PAGE_STATES ? fol_describe_state (number[1]) : "?");
  } else if (g_str_equal (name, "operation")) {
    g_string_append (text, sim_operations[places->op->kind].name);
  } else if (g_str_equal (name, "argument")) {
    const struct sim_operation_info *info = &sim_operations[places->op->kind];

    g_string_append (text, number[0] < info->argument_count ? info->argument[number[0]].name : "?");
  } else {
    return append_slab_place (text, name, places);
  }
  return true;
}

static const char *const refusals[SIM_STATUS_COUNT] = {
  [SIM_NO_MEMORY] = N_ ("No memory: alloc_pages returns NULL, because no zone can give a block of "
                        "order {0} with {gfp1}."),
  [SIM_BAD_ARGUMENT] = N_ ("{operation} does not take {argument}={1}: it must be at most {2}."),
  [SIM_BAD_ORDER] = N_ ("There is no order {0} on this machine: its largest block has order {1}."),
  [SIM_BAD_FRAME] = N_ ("There is no frame {0}: this machine has {1} frames, and counts them from "
                        "0."),
  [SIM_BAD_CPU] = N_ ("There is no CPU {0}: this machine has {1}, counted from 0."),
  [SIM_BAD_GFP] = N_ ("There are no such GFP flags: {gfp1}, in {gfp0}."),
  [SIM_FREE_HOLE] = N_ ("Frame {0} cannot be given back: there is no memory at that place."),
  [SIM_FREE_RESERVED] = N_ ("Frame {0} cannot be given back: it was reserved at boot and never "
                            "belonged to the buddy system."),
  [SIM_FREE_FOREIGN] = N_ ("Frame {0} cannot be given back: it has been in use since before the "
                           "first operation, and its owner still needs it."),
  [SIM_FREE_TWICE] = N_ ("Frame {0} is free already: it lies in the free block of order {2}, "
                         "{1-2}. Given back twice, it could be handed out to two owners."),
  [SIM_FREE_ON_PCP] = N_ ("Frame {0} has been given back already: its block of order {2}, {1-2}, "
                          "waits on a list of CPU {3}. Given back twice, it could be handed out to "
                          "two owners."),
  [SIM_FREE_TAIL] = N_ ("Frame {0} is not the first of its block: it was allocated with order "
                        "{2}, {1-2}. A block is given back by its first frame, {1}."),
  [SIM_FREE_ORDER] = N_ ("The block at frame {0} was allocated with order {2} and cannot be given "
                         "back with order {1}."),
  [SIM_FREE_SLAB] = N_ ("Frame {0} cannot be given back as a page: it belongs to the slab layer, "
                        "which holds small objects or one large one from frame {1} on."),
  [SIM_SLAB_IS_DOWN] = N_ ("There are no small objects yet: the kernel's caches have not been set "
                           "up."),
  [SIM_SLAB_IS_UP] = N_ ("The kernel's caches are there already: kmem_cache_init runs once."),
  [SIM_BAD_ALLOCATOR] = N_ ("{operation} is not for {allocator0}, which this machine uses."),
  [SIM_BAD_CACHE] = N_ ("There is no cache with number {0}."),
  [SIM_BAD_NAME] = N_ ("There is a cache of that name already: {cache0}."),
  [SIM_CACHE_KERNELS] = N_ ("{cache0} is one of the kernel's own caches, and it needs it."),
  [SIM_BAD_SIZE] = N_ ("{operation} cannot give {0} bytes: the size must be {1} to {2}."),
  [SIM_BAD_FLAGS] = N_ ("kmem_cache_create takes no such flags: {slab_flags1}."),
  [SIM_CACHES_FULL] = N_ ("The model has no room for another cache: it knows at most {0}."),
  [SIM_MODEL_FULL] = N_ ("The model has no room for more slabs: it keeps the bytes of {0} frames, "
                         "and {1} is the most it can."),
  [SIM_NO_OBJECT_THERE] = N_ ("No small object is at {address0}."),
  [SIM_OBJECT_INSIDE] = N_ ("{address0} lies inside an object that begins at {address1}."),
  [SIM_OBJECT_IS_FREE] = N_ ("The object at {address0} is free already. Given back twice, it "
                             "could be handed out to two owners."),
  [SIM_OBJECT_KERNELS] = N_ ("The object at {address0} is not yours: the slab layer keeps "
                             "something of its own there."),
  [SIM_WRONG_CACHE] = N_ ("The object at {address0} is not from {cache1}: it was allocated from "
                          "{cache2}."),
  [SIM_NOT_USED] = N_ ("Frame {0} cannot be on an LRU list: only a frame in use can, and this one "
                       "is: {state1}."),
};

/* What an operation that went well gave. */
static char *
describe_success (const struct sim_view *view, const struct sim_op *op,
                  const struct sim_result *result)
{
  g_autofree char *frames = NULL;

  switch ((enum sim_operation_kind) op->kind) {
  case SIM_OP_ALLOC_PAGES:
    frames = fol_describe_frames (result->pfn, (guint) op->argument[0]);
    return g_strdup_printf (_ ("Allocated order %u: %s."), (guint) op->argument[0], frames);
  case SIM_OP_FREE_PAGES:
    frames = fol_describe_frames (result->object.a, result->object.b);
    return g_strdup_printf (_ ("Given back: %s."), frames);
  case SIM_OP_DRAIN_LOCAL_PAGES:
    return g_strdup (_ ("The lists of this CPU are empty."));
  case SIM_OP_DRAIN_ALL_PAGES:
    return g_strdup (_ ("The lists of all CPUs are empty."));
  case SIM_OP_SET_PAGE_LRU:
    return g_strdup_printf (_ ("LRU mark set from frame %u on."), (guint) op->argument[0]);
  case SIM_OP_CLEAR_PAGE_LRU:
    return g_strdup_printf (_ ("LRU mark cleared from frame %u on."), (guint) op->argument[0]);
  case SIM_OP_SET_CPU:
    return g_strdup_printf (_ ("Operations now run on CPU %u."), (guint) op->argument[0]);
  default:
    return fol_describe_slab_result (view, op, result);
  }
}

char *
fol_describe_result (const struct sim_view *view, const struct sim_op *op,
                     const struct sim_result *result)
{
  struct result_places places = { .view = view, .op = op, .result = result };

  if (result->status == SIM_BAD_OPERATION || op->kind >= SIM_OP_COUNT)
    return g_strdup_printf (_ ("There is no operation number %u."), op->kind);
  if (result->status == SIM_OK)
    return describe_success (view, op, result);

  g_return_val_if_fail (result->status < SIM_STATUS_COUNT, NULL);
  if (result->status == SIM_BAD_GFP && result->number[1] == 0)
    return fol_fill (_ ("The GFP flags {gfp0} contradict each other."), append_result_place,
                     &places);
  if (result->status == SIM_NO_MEMORY && op->kind != SIM_OP_ALLOC_PAGES)
    return fol_fill (_ ("No memory: {operation} returns NULL, because no slab could be had from "
                        "the page allocator."),
                     append_result_place, &places);
  if (result->status == SIM_CACHE_IN_USE)
    return fol_fill (ngettext ("{cache0} cannot go: {1} of its objects is still allocated.",
                               "{cache0} cannot go: {1} of its objects are still allocated.",
                               (gulong) result->number[1]),
                     append_result_place, &places);
  return fol_fill (_ (refusals[result->status]), append_result_place, &places);
}

char *
fol_describe_advice (const struct sim_op *op, const struct sim_result *result)
{
  static const char *const advice[SIM_STATUS_COUNT] = {
    [SIM_NO_MEMORY] = N_ ("Free something, drain the per-CPU lists, or ask for a smaller order."),
    [SIM_BAD_ORDER] = N_ ("Ask for order {1} or less."),
    [SIM_FREE_HOLE] = N_ ("Choose a frame that is in use."),
    [SIM_FREE_RESERVED] = N_ ("Choose a frame that is in use."),
    [SIM_FREE_FOREIGN] = N_ ("Choose a block that an operation has allocated."),
    [SIM_FREE_TWICE] = N_ ("Allocate it again before you free it."),
    [SIM_FREE_ON_PCP] = N_ ("Allocate it again before you free it."),
    [SIM_FREE_TAIL] = N_ ("Free frame {1} instead."),
    [SIM_FREE_ORDER] = N_ ("Leave the order out, or give order {2}."),
    [SIM_FREE_SLAB] = N_ ("Give the objects back with kfree or kmem_cache_free."),
    [SIM_SLAB_IS_DOWN] = N_ ("Run kmem_cache_init first."),
    [SIM_BAD_NAME] = N_ ("Choose another name."),
    [SIM_CACHE_IN_USE] = N_ ("Give its objects back first."),
    [SIM_OBJECT_INSIDE] = N_ ("Give {address1}, where it begins."),
    [SIM_OBJECT_IS_FREE] = N_ ("Allocate it again before you free it."),
    [SIM_OBJECT_KERNELS] = N_ ("Free one that an operation of yours returned."),
    [SIM_WRONG_CACHE] = N_ ("Give it back to {cache2}, or use kfree."),
    [SIM_NOT_USED] = N_ ("Allocate it first."),
  };
  struct result_places places = { .op = op, .result = result };

  if (result->status >= SIM_STATUS_COUNT || advice[result->status] == NULL)
    return NULL;
  return fol_fill (_ (advice[result->status]), append_result_place, &places);
}

char *
fol_describe_run (const struct sim_view *view, uint64_t count, bool cancelled,
                  const struct sim_op *last, const struct sim_result *result)
{
  g_autofree char *applied = NULL, *free_now = NULL, *refused = NULL;
  bool failed = result->status != SIM_OK && result->status != SIM_NO_MEMORY;
  gint64 free_pages = 0;

  for (guint zone = 0; zone < view->layout->zone_count; zone++)
    free_pages += sim_view_zone_free (view, zone);
  applied =
      cancelled
          ? g_strdup_printf (ngettext ("Stopped: %" PRIu64 " operation was applied "
                                       "and stays.",
                                       "Stopped: %" PRIu64 " operations were applied "
                                       "and stay.",
                                       (gulong) count),
                             count)
          : g_strdup_printf (ngettext ("%" PRIu64 " operation was applied.",
                                       "%" PRIu64 " operations were applied.", (gulong) count),
                             count);
  free_now = g_strdup_printf (ngettext ("%" PRId64 " frame is free on the buddy lists.",
                                        "%" PRId64 " frames are free on the buddy lists.",
                                        (gulong) free_pages),
                              free_pages);
  if (failed && !cancelled)
    refused = fol_describe_result (view, last, result);
  return g_strjoin (" ", applied, free_now, refused, NULL);
}

static bool
append_problem_place (GString *text, const char *name, gconstpointer user_data)
{
  const struct sim_machine_problem *problem = user_data;

  if (g_str_equal (name, "member"))
    g_string_append (text, problem->member != NULL ? problem->member : "?");
  else if (g_str_equal (name, "place"))
    g_string_append_printf (text, "%u", problem->index + 1);
  else if (g_str_equal (name, "0"))
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, problem->number[0]);
  else if (g_str_equal (name, "1"))
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, problem->number[1]);
  else
    return false;
  return true;
}

char *
fol_describe_problem (const struct sim_machine_problem *problem)
{
  static const char *const templates[] = {
    [SIM_MACHINE_OK] = N_ ("Nothing is wrong with the machine."),
    [SIM_MACHINE_NO_RAM] = N_ ("The machine has no RAM: \"ram\" needs at least one range."),
    [SIM_MACHINE_TOO_LARGE] = N_ ("The machine has {0} frames; at most {1} can be simulated."),
    [SIM_MACHINE_BAD_RANGE] = N_ ("Range {place} of \"{member}\" must not be empty, must be whole "
                                  "pages of 4096 bytes, and must end below 2^64."),
    [SIM_MACHINE_OVERLAP] = N_ ("Range {place} of \"{member}\" must begin behind the end of the "
                                "range before it."),
    [SIM_MACHINE_OUTSIDE_RAM] = N_ ("Range {place} of \"{member}\" does not lie inside RAM."),
    [SIM_MACHINE_BAD_ORDER] = N_ ("\"{member}\" is {0}; the largest value possible here is {1}."),
    [SIM_MACHINE_BAD_CPUS] = N_ ("\"cpus\" is {0}; it must be 1 to {1}."),
    [SIM_MACHINE_BAD_ZONES] = N_ ("Zone {place} of \"zones\" does not fit: zones must ascend, must "
                                  "not overlap, and must lie inside the machine's memory."),
    [SIM_MACHINE_BAD_CACHE] =
        N_ ("CPU cache {place} of \"{member}\" does not fit: its size must be "
            "sets × ways × line, with sets and line powers of two."),
    [SIM_MACHINE_NOTHING_FREE] = N_ ("All RAM is reserved: nothing is left to allocate."),
    [SIM_MACHINE_NO_MEMORY] =
        N_ ("This computer cannot spare the {0} MiB of memory that simulating "
            "such a machine takes."),
  };

  g_return_val_if_fail (problem->error < G_N_ELEMENTS (templates), NULL);
  if (problem->error == SIM_MACHINE_NOTHING_FREE && g_strcmp0 (problem->member, "slab") == 0)
    return g_strdup (_ ("The kernel's own caches do not find the memory they need."));
  return fol_fill (_ (templates[problem->error]), append_problem_place, problem);
}
