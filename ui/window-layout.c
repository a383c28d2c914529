/* ui/window-layout.c - who gets how much room: figures, inspector, wide and narrow windows. */
#include "ui/appearance.h"
#include "ui/figure-card.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/window-private.h"

#include <math.h>

/* Below this width the inspector is shown only when asked for; larger text needs more. */
#define NARROW_WIDTH 1080
/* From here on the second and third figure stand side by side. */
#define WIDE_WIDTH       1700
#define INSPECTOR_WIDTH  272
#define LAST_CARD_HEIGHT 152  /* the third figure's, if nobody has said otherwise */
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

/* Which lines there are: the first between rows, one in each row that has two figures. */
static gboolean
has_line (guint count, guint line)
{
  return line == 0 ? count > 1 : line == 1 ? count == FOL_CARDS : count > 2;
}

/* A line that is no longer where it was put was dragged. */
void
fol_window_keep_shares (FolWindow *self)
{
  double shares[FOL_CARD_LINES];
  gboolean moved = FALSE;

  if (self->placed_tick != 0 || self->placed_key == NULL || self->cards_placed == 0 ||
      self->full != NULL)
    return;
  fol_card_shares_get (self->placed_key, shares);
  for (guint i = 0; i < FOL_CARD_LINES; i++) {
    double share = has_line (self->cards_placed, i) ? line_share (self, i) : 0;

    if (share > 0 && self->placed[i] > 0 && fabs (share - self->placed[i]) > MOVED_SHARE) {
      shares[i] = self->placed[i] = share;
      moved = TRUE;
    }
  }
  if (moved)
    fol_card_shares_set (self->placed_key, shares);
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
  gtk_widget_set_visible (self->inspector, shown && self->full == NULL);
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
  double most = self->cards_shown == 2 ? 0.43 : self->beside ? 0.46 : 0.33;
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
  for (guint i = 0; i < FOL_CARD_LINES; i++) {
    gtk_paned_set_resize_start_child (GTK_PANED (self->card_panes[i]), TRUE);
    self->placed[i] = line_share (self, i);
  }
  return G_SOURCE_REMOVE;
}

static void
put_line (FolWindow *self, guint line, int position)
{
  /* An inner pane has its old size yet; until it has the new one, the line must not go along. */
  gtk_paned_set_resize_start_child (GTK_PANED (self->card_panes[line]), line == 0);
  gtk_paned_set_position (GTK_PANED (self->card_panes[line]), position);
}

/* As it was left, else in the middle. */
static int
shared (int size, double share)
{
  return share > 0 ? (int) (size * share) : (size - FOL_CARD_SPACING) / 2;
}

/* The lines between the figures: as the person left them, else the first figure
 * gets what it needs, the last one enough for a few rows, and the middle the rest. */
static void
place_cards (FolWindow *self)
{
  guint count = self->cards_shown;
  int height = gtk_widget_get_height (self->card_panes[0]);
  int width = gtk_widget_get_width (self->card_panes[0]);
  gboolean across = count == 2 && self->beside;
  int first, rest, last;
  double shares[FOL_CARD_LINES];

  if (height <= 0)
    return;
  if (self->placed_key == NULL)
    gtk_paned_set_position (GTK_PANED (self->right_panes),
                            gtk_widget_get_width (self->right_panes) - INSPECTOR_WIDTH - 16);
  g_free (self->placed_key);
  self->placed_key =
      g_strdup_printf ("shares.%s.%u%s", self->figures_scope, count, self->beside ? "-beside" : "");
  fol_card_shares_get (self->placed_key, shares);
  /* Until there is something to see, what a figure needs is not known. */
  self->cards_placed = fol_window_state (self) != NULL ? count : 0;
  if (shares[0] == 0 && !across && count < FOL_CARDS)
    first = first_height (self, height);
  else
    first = shared (across ? width : height, shares[0]);
  rest = height - first - FOL_CARD_SPACING;
  put_line (self, 0, first);
  if (count == FOL_CARDS)
    put_line (self, 1, shared (self->beside ? width : first, shares[1]));
  last = MAX ((int) (rest * 0.41), MIN (LAST_CARD_HEIGHT, rest / 2 - FOL_CARD_SPACING));
  if (count == 3 && !self->beside && shares[2] == 0)
    put_line (self, 2, rest - FOL_CARD_SPACING - last);
  else if (count > 2)
    put_line (self, 2, shared (self->beside ? width : rest, shares[2]));
  self->frames_to_placed = 1;
  if (self->placed_tick == 0)
    self->placed_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), placed_cb, NULL, NULL);
}

static gboolean
is_narrow (int width)
{
  double text = fol_appearance_text_scale (fol_appearance_get_default ());

  return width > 0 && width < NARROW_WIDTH * (1 + text) / 2;
}

static gboolean
fit_cb (gpointer user_data)
{
  FolWindow *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean narrow = is_narrow (width);

  self->wide = width >= WIDE_WIDTH;
  if (fol_window_wants_beside (self) != self->beside)
    fol_window_arrange (self, self->cards_shown, !self->beside);
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
  if (self->cards_placed != self->cards_shown || is_narrow (width) != self->narrow ||
      (width >= WIDE_WIDTH) != self->wide || fol_window_wants_beside (self) != self->beside)
    g_idle_add (fit_cb, g_object_ref (self)); /* not while GTK is placing things */
}

static gboolean
text_cb (gpointer user_data)
{
  FolWindow *self = user_data;

  fol_header_set_narrow (&self->header, self->narrow);
  fol_window_fit (self, gtk_widget_get_width (GTK_WIDGET (self)));
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

/* Not while GTK is measuring text anew. */
static void
text_changed_cb (FolWindow *self)
{
  g_idle_add (text_cb, g_object_ref (self));
}

void
fol_window_follow_text (FolWindow *self)
{
  g_signal_connect_object (fol_appearance_get_default (), "changed", G_CALLBACK (text_changed_cb),
                           self, G_CONNECT_SWAPPED);
  fol_header_set_narrow (&self->header, self->narrow);
}
