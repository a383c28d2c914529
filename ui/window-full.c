/* ui/window-full.c - one figure alone: it fills the window, and all else waits behind it.
 *
 * Nothing is rearranged: the other parts are hidden and come back as they were.
 */
#include "ui/figure-card.h"
#include "ui/trace.h"
#include "ui/window-private.h"

/* A line of panes is seen if one of its figures is. */
static gboolean
any_visible (GtkWidget *pane)
{
  GtkWidget *start = gtk_paned_get_start_child (GTK_PANED (pane));
  GtkWidget *end = gtk_paned_get_end_child (GTK_PANED (pane));

  return (start != NULL && gtk_widget_get_visible (start)) ||
         (end != NULL && gtk_widget_get_visible (end));
}

void
fol_window_apply_full (FolWindow *self)
{
  for (guint i = 0; i < FOL_CARDS; i++) {
    gboolean full = self->card[i] == self->full;

    gtk_widget_set_visible (self->card[i], self->full == NULL || full);
    fol_figure_card_set_full (FOL_FIGURE_CARD (self->card[i]), full);
  }
  for (guint i = FOL_CARD_LINES; i-- > 0;)
    gtk_widget_set_visible (self->card_panes[i],
                            self->full == NULL || any_visible (self->card_panes[i]));
  gtk_widget_set_visible (self->left, self->full == NULL);
  gtk_widget_set_visible (gtk_widget_get_parent (self->transport), self->full == NULL);
  fol_window_update_inspector (self);
}

static gboolean
is_shown (FolWindow *self, GtkWidget *card)
{
  for (guint i = 0; i < self->cards_shown; i++)
    if (self->card[i] == card)
      return TRUE;
  return FALSE;
}

void
fol_window_set_full (FolWindow *self, GtkWidget *card)
{
  if (card != NULL && !is_shown (self, card))
    card = NULL;
  if (card == self->full)
    return;
  if (card != NULL)
    fol_window_keep_shares (self);
  self->full = card;
  /* Panes that had one child lost their place: it is shared out again. */
  self->cards_placed = 0;
  fol_window_apply_full (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (card != NULL)
    gtk_widget_grab_focus (card);
  fol_trace ("full shown=%d", card != NULL);
}

void
fol_window_figure_full (FolWindow *self, const char *target)
{
  fol_window_set_full (self, self->full != NULL ? NULL : fol_window_focused_card (self));
}
