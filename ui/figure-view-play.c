/* ui/figure-view-play.c - from one state to the next: when that is shown, and how far it is. */
#include "ui/figure-view-private.h"

/* The branch on which the operation after (branch, index) of `from` stands in `to`. */
static bool
grew_from (const struct fol_state *to, uint32_t branch, const struct fol_position *from)
{
  const struct fol_branch *grown = &to->track[branch]->branch;

  return grown->parent == from->branch && grown->fork == from->index;
}

/* Whether one step leads from one to the other, forwards or back. */
static bool
neighbours (const struct fol_state *a, const struct fol_state *b)
{
  const struct fol_position *p = &a->position, *q = &b->position;
  uint64_t apart = p->index > q->index ? p->index - q->index : q->index - p->index;

  if (a->layout != b->layout || !a->settled || !b->settled || apart > 1)
    return false;
  if (p->branch == q->branch)
    return true;
  return p->index < q->index ? q->branch < b->branch_count && grew_from (b, q->branch, p)
                             : p->branch < a->branch_count && grew_from (a, p->branch, q);
}

void
fol_figure_view_play_stop (FolFigureView *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->motion, fol_motion_free);
  g_clear_pointer (&self->from, fol_shapes_free);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  FolFigureView *self = FOL_FIGURE_VIEW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock), whole;

  whole = fol_motion_duration () * (gint64) 1000;
  if (self->play_began == 0)
    self->play_began = now;
  gtk_widget_queue_draw (widget);
  if (now - self->play_began >= whole) {
    self->tick = 0;
    fol_figure_view_play_stop (self);
    return G_SOURCE_REMOVE;
  }
  self->progress = (double) (now - self->play_began) / (double) whole;
  return G_SOURCE_CONTINUE;
}

void
fol_figure_view_play_begin (FolFigureView *self, const struct fol_state *next)
{
  gint64 now = g_get_monotonic_time (), last = self->state_came;
  gint64 whole = fol_motion_duration () * (gint64) 1000;

  self->state_came = now;
  fol_figure_view_play_stop (self);
  if (whole == 0 || now - last < whole || next == NULL || self->state == NULL ||
      self->shapes == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !neighbours (self->state, next))
    return;
  self->from = g_steal_pointer (&self->shapes);
  self->progress = 0;
  self->play_began = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
draw_cb (gpointer view, GtkSnapshot *snapshot, const struct fol_shape *shapes, guint count)
{
  fol_figure_view_append (view, snapshot, shapes, count);
}

bool
fol_figure_view_play_snapshot (FolFigureView *self, GtkSnapshot *snapshot)
{
  double top = gtk_adjustment_get_value (self->scroll_y);

  if (self->from == NULL || self->shapes == NULL)
    return false;
  if (self->motion == NULL) {
    fol_figure_view_set_stretch (self);
    fol_nodes_begin (self->nodes, &fol_palettes[self->theme],
                     gtk_widget_get_scale_factor (GTK_WIDGET (self)));
    self->motion = fol_motion_new (self->from, self->shapes, &fol_palettes[self->theme],
                                   self->body_top, self->body_bottom, draw_cb, self);
    fol_nodes_end (self->nodes);
  }
  /* Nothing to play; or scrolled to where nothing was drawn. */
  if (self->motion == NULL || top < self->body_top ||
      top + self->built_height > self->body_bottom) {
    fol_figure_view_play_stop (self);
    return false;
  }
  fol_motion_snapshot (self->motion, snapshot, self->progress);
  return true;
}
