/* ui/window-layout.c - who gets how much room: figures, inspector, wide and narrow windows. */
#include "ui/figure-card.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/window-private.h"

#include <math.h>

/* Below this width the inspector is shown only when asked for. */
#define NARROW_WIDTH 1080
/* From here on the second and third figure stand side by side. */
#define WIDE_WIDTH       1700
#define INSPECTOR_WIDTH  272
#define LAST_CARD_HEIGHT 152  /* the third figure's, if nobody has said otherwise */
#define CARD_SPACING     16   /* of the line between two figures; data/style.css */
#define MOVED_SHARE      0.02 /* a line this far from where it was put was dragged */

static double
line_share (FolWindow *self, guint i)
{
  GtkPaned *line = GTK_PANED (self->card_panes[i]);
  gboolean across =
      gtk_orientable_get_orientation (GTK_ORIENTABLE (line)) == GTK_ORIENTATION_HORIZONTAL;
  int size =
      across ? gtk_widget_get_width (GTK_WIDGET (line)) : gtk_widget_get_height (GTK_WIDGET (line));

  return size > 0 ? gtk_paned_get_position (line) / (double) size : 0;
}

/* Before another layout is shown: a line that is no longer where it was put was dragged. */
static void
keep_shares (FolWindow *self)
{
  for (guint i = 0; self->placed_tick == 0 && i + 1 < self->cards_placed; i++) {
    double share = line_share (self, i);

    if (self->placed[i] > 0 && fabs (share - self->placed[i]) > MOVED_SHARE)
      self->chosen[self->wide][self->cards_placed][i] = share;
  }
}

void
fol_window_show_cards (FolWindow *self, guint count)
{
  count = CLAMP (count, 1, FOL_CARDS);
  if (count != self->cards_shown && self->cards_placed == self->cards_shown)
    keep_shares (self);
  self->cards_shown = count;
  for (guint i = 0; i < FOL_CARDS; i++)
    gtk_widget_set_visible (self->card[i], i < self->cards_shown);
  gtk_widget_set_visible (self->card_panes[1], self->cards_shown > 1);
  gtk_widget_queue_resize (self->card_panes[0]);
}

void
fol_window_update_inspector (FolWindow *self)
{
  gboolean shown = self->narrow ? self->inspector_over : self->inspector_wanted;

  /* In a narrow window the text makes room for it. */
  if (self->narrow && shown && !gtk_widget_get_visible (self->inspector)) {
    self->left_width = gtk_paned_get_position (GTK_PANED (self->panes));
    gtk_paned_set_position (GTK_PANED (self->panes), FOL_LEFT_WIDTH_LEAST);
  } else if (!shown && self->left_width > 0) {
    gtk_paned_set_position (GTK_PANED (self->panes), self->left_width);
    self->left_width = 0;
  }
  gtk_widget_set_visible (self->inspector, shown);
}

void
fol_window_inspector (FolWindow *self, const char *target)
{
  if (self->narrow) {
    self->inspector_over = !self->inspector_over;
  } else {
    self->inspector_wanted = !self->inspector_wanted;
    fol_settings_set_int ("inspector", self->inspector_wanted);
  }
  fol_window_update_inspector (self);
  fol_trace ("inspector shown=%d", gtk_widget_get_visible (self->inspector));
}

/* What the first figure needs is its own height, up to a share of all. */
static int
first_height (FolWindow *self, int height)
{
  double most = self->wide ? 0.46 : self->cards_shown == 2 ? 0.43 : 0.33;
  FolFigureCard *card = FOL_FIGURE_CARD (self->card[0]);

  return fol_figure_card_wanted_height (card, (int) (height * most));
}

/* The first frame lays out; what came of it is known in the second. */
static gboolean
placed_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  FolWindow *self = FOL_WINDOW (widget);

  if (self->frames_to_placed-- > 0)
    return G_SOURCE_CONTINUE;
  self->placed_tick = 0;
  gtk_paned_set_resize_start_child (GTK_PANED (self->card_panes[1]), TRUE);
  for (guint i = 0; i < FOL_CARDS - 1; i++)
    self->placed[i] = line_share (self, i);
  return G_SOURCE_REMOVE;
}

/* The lines between the figures: as the person left them, else the first figure
 * gets what it needs, the last one enough for a few rows, and the middle the rest. */
static void
place_cards (FolWindow *self)
{
  GtkWidget *outer = self->card_panes[0], *inner = self->card_panes[1];
  const double *chosen = self->chosen[self->wide][self->cards_shown];
  int height = gtk_widget_get_height (outer), width = gtk_widget_get_width (outer);
  int first, rest, second, last;

  if (height <= 0)
    return;
  if (self->cards_placed == 0)
    gtk_paned_set_position (GTK_PANED (self->right_panes),
                            gtk_widget_get_width (self->right_panes) - INSPECTOR_WIDTH - 16);
  /* Until there is something to see, what a figure needs is not known. */
  self->cards_placed = fol_window_state (self) != NULL ? self->cards_shown : 0;
  first = chosen[0] > 0 ? (int) (height * chosen[0]) : first_height (self, height);
  rest = height - first - CARD_SPACING;
  last = MAX ((int) (rest * 0.41), MIN (LAST_CARD_HEIGHT, rest / 2 - CARD_SPACING));
  gtk_paned_set_position (GTK_PANED (outer), first);
  if (self->wide)
    second = (int) (width * (chosen[1] > 0 ? chosen[1] : 0.5));
  else
    second = chosen[1] > 0 ? (int) (rest * chosen[1]) : rest - CARD_SPACING - last;
  if (self->cards_shown == 3) {
    /* The inner pane has its old size yet; until it has the new one, the line must not go along. */
    gtk_paned_set_resize_start_child (GTK_PANED (inner), FALSE);
    gtk_paned_set_position (GTK_PANED (inner), second);
  }
  self->frames_to_placed = 1;
  if (self->placed_tick == 0)
    self->placed_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), placed_cb, NULL, NULL);
}

static gboolean
fit_cb (gpointer user_data)
{
  FolWindow *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean narrow = width > 0 && width < NARROW_WIDTH;

  if ((width >= WIDE_WIDTH) != self->wide) {
    keep_shares (self);
    self->wide = width >= WIDE_WIDTH;
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->card_panes[1]),
                                    self->wide ? GTK_ORIENTATION_HORIZONTAL
                                               : GTK_ORIENTATION_VERTICAL);
    self->cards_placed = 0;
  }
  if (self->cards_placed != self->cards_shown)
    place_cards (self);
  if (narrow != self->narrow) {
    self->narrow = narrow;
    self->inspector_over = FALSE;
    fol_header_set_narrow (&self->header, narrow);
    if (narrow)
      gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
    else
      gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
    fol_window_update_inspector (self);
  }
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

void
fol_window_fit (FolWindow *self, int width)
{
  if (self->cards_placed != self->cards_shown || (width < NARROW_WIDTH) != self->narrow ||
      (width >= WIDE_WIDTH) != self->wide)
    g_idle_add (fit_cb, g_object_ref (self)); /* not while GTK is placing things */
}
