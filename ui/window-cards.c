/* ui/window-cards.c - the figures: which, how many, in which order, and whose choice that was.
 *
 * Figures belong to a *place*: the free workspace, or a step of a lesson that brings figures.  What
 * a person changes there is kept for that place and comes back with it; a later step that brings
 * other figures shows those.
 */
#include "ui/figure-card.h"
#include "ui/settings.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

/* Less would crush what a card shows; the area scrolls instead. */
#define CARD_WIDTH_LEAST  260
#define CARD_HEIGHT_LEAST 124

#define SANDBOX_FIGURES "auto;map;buddy"
#define SLAB_FIGURES    "auto;map;slabs" /* of a machine that boots with its caches */

static void
set_action_state (FolWindow *self, const char *name, GVariant *state)
{
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), state);
}

static void
trace_figures (FolWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; fol_trace_wanted () && i < self->cards_shown; i++) {
    g_autofree char *one = fol_figure_card_describe (FOL_FIGURE_CARD (self->card[i]));

    g_string_append_printf (text, "%s%s", i > 0 ? ";" : "", one);
  }
  fol_trace ("figures count=%u beside=%d own=%d text=%s", self->cards_shown, self->beside,
             self->figures_own, text->str);
}

/* Panes are a tree of three lines: rows of the first, and what stands in each row. */
static void
arrange (FolWindow *self)
{
  GtkPaned *rows = GTK_PANED (self->card_panes[0]);
  GtkPaned *first = GTK_PANED (self->card_panes[1]), *second = GTK_PANED (self->card_panes[2]);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkOrientation inner = self->beside ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL;
  guint count = self->cards_shown;

  for (guint i = 0; i < FOL_CARD_LINES; i++) {
    gtk_paned_set_start_child (GTK_PANED (self->card_panes[i]), NULL);
    gtk_paned_set_end_child (GTK_PANED (self->card_panes[i]), NULL);
  }
  gtk_orientable_set_orientation (GTK_ORIENTABLE (rows),
                                  count == 2 ? inner : GTK_ORIENTATION_VERTICAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (first), inner);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (second), inner);
  if (count == FOL_CARDS) {
    gtk_paned_set_start_child (first, self->card[0]);
    gtk_paned_set_end_child (first, self->card[1]);
  }
  if (count > 2) {
    gtk_paned_set_start_child (second, self->card[count - 2]);
    gtk_paned_set_end_child (second, self->card[count - 1]);
  }
  gtk_paned_set_start_child (rows, count == FOL_CARDS ? GTK_WIDGET (first) : self->card[0]);
  if (count > 1)
    gtk_paned_set_end_child (rows, count > 2 ? GTK_WIDGET (second) : self->card[1]);
  for (guint i = 0; i < FOL_CARDS; i++)
    fol_figure_card_set_can (FOL_FIGURE_CARD (self->card[i]), count<FOL_CARDS, count> 1);
  if (focus != NULL && gtk_widget_get_root (focus) == GTK_ROOT (self))
    gtk_widget_grab_focus (focus);
}

void
fol_window_arrange (FolWindow *self, guint count, gboolean beside)
{
  fol_window_keep_shares (self);
  self->cards_shown = CLAMP (count, 1, FOL_CARDS);
  self->beside = beside;
  self->cards_placed = 0;
  arrange (self);
  /* What stood alone may not be among them any more. */
  fol_window_set_full (self, self->full);
  if (self->full != NULL)
    fol_window_apply_full (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gboolean
fol_window_wants_beside (FolWindow *self)
{
  int width = gtk_widget_get_width (self->cards_area);

  if (width > 0 && width < 2 * CARD_WIDTH_LEAST + FOL_CARD_SPACING)
    return FALSE;
  if (self->arrangement != FOL_ARRANGE_AUTO)
    return self->arrangement == FOL_ARRANGE_BESIDE;
  return self->cards_shown == FOL_CARDS || (self->cards_shown == 3 && self->wide);
}

/* As the cards are now: what a person would get back. */
static char *
describe (FolWindow *self)
{
  struct fol_card_layout layout = { .arrangement = self->arrangement, .count = self->cards_shown };
  char *text;

  for (guint i = 0; i < self->cards_shown; i++)
    layout.figures[i] = fol_figure_card_describe (FOL_FIGURE_CARD (self->card[i]));
  text = fol_card_layout_format (&layout);
  fol_card_layout_clear (&layout);
  return text;
}

static void
show_layout (FolWindow *self, const struct fol_card_layout *layout)
{
  self->arrangement = layout->arrangement;
  for (guint i = 0; i < layout->count; i++)
    fol_figure_card_restore (FOL_FIGURE_CARD (self->card[i]), layout->figures[i]);
  self->cards_shown = layout->count;
  fol_window_arrange (self, layout->count, fol_window_wants_beside (self));
  set_action_state (self, "figures",
                    g_variant_new_take_string (g_strdup_printf ("%u", self->cards_shown)));
}

void
fol_window_show_figures (FolWindow *self, const char *scope, const char *part, const char *given)
{
  struct fol_card_layout layout = { 0 };
  g_autofree char *own = NULL;

  fol_window_keep_shares (self);
  g_free (self->figures_scope);
  g_free (self->figures_key);
  g_free (self->figures_given);
  self->figures_scope = g_strdup (scope);
  self->figures_key = part != NULL ? g_strdup_printf ("figures.%s.%s", scope, part)
                                   : g_strdup_printf ("figures.%s", scope);
  self->figures_given = g_strdup (given != NULL ? given : SANDBOX_FIGURES);
  own = fol_settings_get (self->figures_key, NULL);
  self->figures_own = own != NULL && fol_card_layout_parse (&layout, own);
  if (!self->figures_own && !fol_card_layout_parse (&layout, self->figures_given))
    g_return_if_reached ();
  show_layout (self, &layout);
  fol_card_layout_clear (&layout);
  fol_window_update_actions (self);
  trace_figures (self);
}

void
fol_window_free_figures (FolWindow *self, gboolean anew)
{
  const struct fol_state *state = fol_window_state (self);
  const char *scope = self->space == &self->recorded ? "recording" : "sandbox";
  gboolean same = !anew && g_strcmp0 (scope, self->figures_scope) == 0;
  gboolean slabs = state != NULL && state->machine.slab_boot;
  g_autofree char *key = g_strconcat ("figures.", scope, slabs ? ".slabs" : "", NULL);

  /* While a machine is opened nobody knows yet. */
  if (same && (state == NULL || g_strcmp0 (key, self->figures_key) == 0))
    return;
  fol_window_show_figures (self, scope, slabs ? "slabs" : NULL, slabs ? SLAB_FIGURES : NULL);
}

/* The person changed something: it is theirs from now on, unless it is what was given. */
static void
changed (FolWindow *self)
{
  g_autofree char *now = describe (self);

  if (self->figures_key == NULL)
    return;
  self->figures_own = !g_str_equal (now, self->figures_given);
  fol_settings_set (self->figures_key, self->figures_own ? now : NULL);
  fol_window_update_actions (self);
  set_action_state (self, "figures",
                    g_variant_new_take_string (g_strdup_printf ("%u", self->cards_shown)));
  trace_figures (self);
  fol_window_refresh (self);
}

/* Other allocators do the operations, too, only while somebody looks at it. */
void
fol_window_ask_lanes (FolWindow *self)
{
  gboolean comparing = FALSE;

  for (guint i = 0; i < self->cards_shown; i++)
    comparing |=
        fol_figure_view_get_figure (fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[i]))) ==
        FOL_FIGURE_COMPARE;
  if (self->space != NULL && self->space->session != NULL)
    fol_session_set_comparing (self->space->session, comparing);
}

/* A figure that is not shown yet, for a card that is new. */
static enum fol_figure_id
figure_to_add (FolWindow *self)
{
  for (guint figure = 0; figure < FOL_FIGURE_COUNT; figure++) {
    gboolean shown = FALSE;

    for (guint i = 0; i < self->cards_shown; i++)
      shown |= fol_figure_view_get_figure (
                   fol_figure_card_get_view (FOL_FIGURE_CARD (self->card[i]))) == figure;
    if (!shown && fol_figure_has_data ((enum fol_figure_id) figure, fol_window_state (self)))
      return (enum fol_figure_id) figure;
  }
  return FOL_FIGURE_MAP;
}

static guint
index_of (FolWindow *self, GtkWidget *card)
{
  guint i = 0;

  while (i + 1 < FOL_CARDS && self->card[i] != card)
    i++;
  return i;
}

/* Cards change places, not figures: each keeps its own zoom and pan. */
static void
move_card (FolWindow *self, guint from, guint to)
{
  GtkWidget *card = self->card[from];

  for (guint i = from; i < to; i++)
    self->card[i] = self->card[i + 1];
  for (guint i = from; i > to; i--)
    self->card[i] = self->card[i - 1];
  self->card[to] = card;
}

static void
add_after (FolWindow *self, guint index)
{
  enum fol_figure_id figure = figure_to_add (self);

  move_card (self, self->cards_shown, index + 1);
  fol_figure_card_restore (FOL_FIGURE_CARD (self->card[index + 1]), fol_figures[figure].name);
  self->cards_shown++;
}

static void
add_cb (GtkWidget *card, FolWindow *self)
{
  if (self->cards_shown == FOL_CARDS)
    return;
  fol_window_keep_shares (self);
  add_after (self, index_of (self, card));
  fol_window_arrange (self, self->cards_shown, fol_window_wants_beside (self));
  changed (self);
}

static void
full_cb (FolFigureCard *card, FolWindow *self)
{
  fol_window_set_full (self, self->full == NULL ? GTK_WIDGET (card) : NULL);
}

static void
remove_cb (GtkWidget *card, FolWindow *self)
{
  guint index = index_of (self, card);

  if (self->cards_shown == 1)
    return;
  fol_window_keep_shares (self);
  move_card (self, index, self->cards_shown - 1);
  self->cards_shown--;
  fol_window_arrange (self, self->cards_shown, fol_window_wants_beside (self));
  changed (self);
}

void
fol_window_figures (FolWindow *self, const char *target)
{
  guint count = (guint) g_ascii_strtoull (target, NULL, 10);

  fol_window_keep_shares (self);
  while (self->cards_shown < MIN (count, FOL_CARDS))
    add_after (self, self->cards_shown - 1);
  self->cards_shown = CLAMP (count, 1, FOL_CARDS);
  fol_window_arrange (self, self->cards_shown, fol_window_wants_beside (self));
  changed (self);
}

void
fol_window_beside (FolWindow *self, const char *target)
{
  self->arrangement = self->beside ? FOL_ARRANGE_STACKED : FOL_ARRANGE_BESIDE;
  fol_window_arrange (self, self->cards_shown, fol_window_wants_beside (self));
  changed (self);
}

struct own_figures {
  char *key, *text; /* owned */
};

static void
own_figures_free (gpointer data)
{
  struct own_figures *own = data;

  g_free (own->key);
  g_free (own->text);
  g_free (own);
}

static void
undo_reset (FolWindow *self, gpointer data)
{
  const struct own_figures *own = data;
  struct fol_card_layout layout;

  fol_settings_set (own->key, own->text);
  if (g_strcmp0 (own->key, self->figures_key) != 0 || !fol_card_layout_parse (&layout, own->text))
    return;
  show_layout (self, &layout);
  fol_card_layout_clear (&layout);
  changed (self);
}

void
fol_window_reset_figures (FolWindow *self, const char *target)
{
  struct own_figures *own;
  struct fol_card_layout layout;

  if (!self->figures_own || !fol_card_layout_parse (&layout, self->figures_given))
    return;
  own = g_new (struct own_figures, 1);
  own->key = g_strdup (self->figures_key);
  own->text = describe (self);
  show_layout (self, &layout);
  fol_card_layout_clear (&layout);
  changed (self);
  fol_window_say_undo (self,
                       self->space->run != NULL ? _ ("These are the lesson’s figures again.")
                                                : _ ("These are the usual figures again."),
                       undo_reset, own, own_figures_free);
}

static void
chosen_cb (GtkWidget *card, FolWindow *self)
{
  changed (self);
}

GtkWidget *
fol_window_make_cards (FolWindow *self)
{
  for (guint i = 0; i < FOL_CARDS; i++) {
    self->card[i] = g_object_ref_sink (fol_figure_card_new (self->selection));
    gtk_widget_set_size_request (self->card[i], CARD_WIDTH_LEAST, CARD_HEIGHT_LEAST);
    g_signal_connect (self->card[i], "chosen", G_CALLBACK (chosen_cb), self);
    g_signal_connect (self->card[i], "add", G_CALLBACK (add_cb), self);
    g_signal_connect (self->card[i], "remove", G_CALLBACK (remove_cb), self);
    g_signal_connect (self->card[i], "full", G_CALLBACK (full_cb), self);
  }
  for (guint i = 0; i < FOL_CARD_LINES; i++) {
    self->card_panes[i] = g_object_ref_sink (gtk_paned_new (GTK_ORIENTATION_VERTICAL));
    gtk_paned_set_shrink_start_child (GTK_PANED (self->card_panes[i]), FALSE);
    gtk_paned_set_shrink_end_child (GTK_PANED (self->card_panes[i]), FALSE);
  }
  gtk_widget_set_vexpand (self->card_panes[0], TRUE);
  gtk_widget_set_hexpand (self->card_panes[0], TRUE);
  self->cards_area = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->cards_area), self->card_panes[0]);
  gtk_widget_set_size_request (self->cards_area, CARD_WIDTH_LEAST, -1);
  self->figures_given = g_strdup (SANDBOX_FIGURES);
  return self->cards_area;
}

void
fol_window_drop_cards (FolWindow *self)
{
  for (guint i = 0; i < FOL_CARDS; i++)
    g_clear_object (&self->card[i]);
  for (guint i = 0; i < FOL_CARD_LINES; i++)
    g_clear_object (&self->card_panes[i]);
  g_clear_pointer (&self->figures_scope, g_free);
  g_clear_pointer (&self->figures_key, g_free);
  g_clear_pointer (&self->figures_given, g_free);
  g_clear_pointer (&self->placed_key, g_free);
}

GtkWidget *
fol_window_focused_card (FolWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  for (guint i = 0; i < self->cards_shown; i++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, self->card[i]))
      return self->card[i];
  return self->card[0];
}

void
fol_window_figure_table (FolWindow *self, const char *target)
{
  FolFigureCard *card = FOL_FIGURE_CARD (fol_window_focused_card (self));

  fol_figure_card_set_table (card, !fol_figure_card_get_table (card));
}
