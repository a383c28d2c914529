/* ui/window-memory.c - operations: double clicks, buttons, and what they answered. */
#include "ui/lesson-pane.h"
#include "ui/sandbox-pane.h"
#include "ui/trace.h"
#include "ui/window-private.h"
#include "app/describe.h"

#include <glib/gi18n-lib.h>

/* By hand one plays a process asking for memory, unless one says otherwise. */
#define HAND_GFP "GFP_HIGHUSER_MOVABLE"

static void
apply (FolWindow *self, const struct sim_op *op)
{
  struct fol_operation operation = { .op = *op };

  fol_window_stop (self);
  if (self->space->session != NULL && fol_window_state (self) != NULL)
    fol_session_apply (self->space->session, &operation);
}

struct sim_op
fol_window_allocation (void)
{
  struct sim_op op = { .kind = SIM_OP_ALLOC_PAGES };
  uint32_t gfp = 0;
  gboolean known = fol_gfp_parse (HAND_GFP, &gfp, NULL);

  g_assert (known);
  op.argument[1] = gfp;
  op.argument[2] = sim_operations[SIM_OP_ALLOC_PAGES].argument[2].otherwise;
  return op;
}

void
fol_window_allocate (FolWindow *self, const char *target)
{
  struct sim_op op = fol_window_allocation ();

  self->wish = SIM_PFN_NONE;
  apply (self, &op);
}

/* Frees as the learner would: a whole block, named by its first frame. */
static void
free_block (FolWindow *self, const struct sim_block *block, sim_pfn pfn)
{
  struct sim_op op = { .kind = SIM_OP_FREE_PAGES };

  op.argument[0] = block->state == SIM_PAGE_USED ? block->pfn : pfn;
  op.argument[1] = SIM_ORDER_OF_BLOCK;
  apply (self, &op);
}

static gboolean
frame_of (FolWindow *self, struct sim_object object, struct sim_block *block)
{
  const struct fol_state *state = fol_window_state (self);
  struct sim_view view;

  if (state == NULL || (object.kind != SIM_OBJECT_FRAME && object.kind != SIM_OBJECT_BLOCK) ||
      object.a >= state->layout->frame_count)
    return FALSE;
  view = fol_state_view (state);
  sim_view_block (&view, object.a, block);
  return TRUE;
}

void
fol_window_activate_object (FolWindow *self, struct sim_object object)
{
  const struct fol_state *state = fol_window_state (self);
  struct sim_block block;

  if (object.kind == SIM_OBJECT_STEP && state != NULL && state->position.index > 0) {
    struct fol_position position = state->position;

    /* A step of the call chain: the memory as it was once that step was taken. */
    position.step = object.a + 1;
    fol_window_seek (self, position);
    return;
  }
  if (object.kind == SIM_OBJECT_CACHE && state != NULL) {
    /* Its figure shows a cache once something in it is selected. */
    fol_selection_set (self->selection,
                       (struct sim_object){ .kind = SIM_OBJECT_CACHE_CPU, .a = object.a });
    return;
  }
  if (!frame_of (self, object, &block))
    return;
  if (block.slab) {
    fol_selection_set (self->selection,
                       (struct sim_object){ .kind = SIM_OBJECT_SLAB, .a = block.pfn });
    return;
  }
  if (block.state == SIM_PAGE_FREE || block.state == SIM_PAGE_PCP) {
    fol_window_allocate (self, NULL);
    self->wish = object.a;
  } else {
    free_block (self, &block, object.a);
  }
}

void
fol_window_free_selected (FolWindow *self, const char *target)
{
  struct sim_object object = fol_selection_get (self->selection);
  struct sim_block block;

  if (frame_of (self, object, &block))
    free_block (self, &block, object.a);
  else
    fol_window_say (self, FOL_MESSAGE_INFO, _ ("Select a frame first: click it in the map."));
}

void
fol_window_drain (FolWindow *self, const char *target)
{
  apply (self, &(struct sim_op){ .kind = SIM_OP_DRAIN_ALL_PAGES });
}

/* A click is a wish; the kernel hands out what its lists say.  Says so. */
static char *
wish_text (FolWindow *self, const struct fol_event *event)
{
  if (self->wish == SIM_PFN_NONE || event->op.kind != SIM_OP_ALLOC_PAGES ||
      event->result.status != SIM_OK || event->result.pfn == self->wish)
    return NULL;
  return g_strdup_printf (
      _ ("You pointed at frame %u, but nobody can ask the kernel for a certain frame: it took the "
         "first one of its lists, frame %u."),
      self->wish, event->result.pfn);
}

/* The whole reason, and what to do next. */
static char *
answer_text (const struct sim_view *view, const struct fol_event *event, gboolean many)
{
  g_autofree char *text = NULL, *advice = NULL;

  if (many)
    return fol_describe_run (view, event->count, event->cancelled, &event->op, &event->result);
  text = fol_describe_result (view, &event->op, &event->result);
  advice = fol_describe_advice (&event->op, &event->result);
  return g_strjoin (" ", text, advice, NULL);
}

/* What the operation returned, to look at: the small object, or the first frame. */
static struct sim_object
given_by (const struct fol_event *event)
{
  if (event->result.object.kind == SIM_OBJECT_SMALL)
    return event->result.object;
  return (struct sim_object){ .kind = SIM_OBJECT_FRAME, .a = event->result.pfn };
}

void
fol_window_applied (FolWindow *self, struct fol_workspace *space, const struct fol_event *event,
                    const struct fol_operation *op)
{
  FolSession *session = space->session;
  const struct fol_state *state = fol_session_get_state (session);
  gboolean many = op == NULL;
  /* In the middle of many, a request without an answer is nothing to worry about. */
  gboolean good = event->result.status == SIM_OK || (many && event->result.status == SIM_NO_MEMORY);
  g_autofree char *text = NULL;
  g_autofree char *wish = wish_text (self, event);
  struct sim_view view;

  if (state == NULL)
    return;
  view = fol_state_view (state);
  text = answer_text (&view, event, many);
  self->wish = SIM_PFN_NONE;
  if (good || event->result.status == SIM_NO_MEMORY)
    space->changed = TRUE;
  fol_trace ("applied status=%d pfn=%d count=%d text=%s", event->result.status,
             (int) event->result.pfn, (int) event->count, text);
  if (space != self->space)
    return;
  if (good && !many && event->result.pfn != SIM_PFN_NONE &&
      !fol_selection_is_followed (self->selection))
    fol_selection_set (self->selection, given_by (event));
  fol_sandbox_pane_set_result (FOL_SANDBOX_PANE (self->sandbox_pane), text, good);
  if (wish != NULL)
    fol_window_say (self, FOL_MESSAGE_INFO, wish);
  else if (self->sandbox)
    fol_message_bar_hide (FOL_MESSAGE_BAR (self->message)); /* the pane says it */
  else if (!good)
    fol_window_say (self,
                    event->result.status == SIM_NO_MEMORY ? FOL_MESSAGE_WARNING : FOL_MESSAGE_ERROR,
                    text);
  else
    fol_window_say (self, FOL_MESSAGE_INFO, text);
}
