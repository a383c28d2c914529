/* ui/window-range.c - what can be done to a range of frames: a small menu where the drag ended.
 *
 * Everything in it is one list of operations, applied together at the moment
 * shown.  Where operations are not the person's to choose (in a lesson) the menu
 * only looks.
 */
#include "ui/figure-card.h"
#include "ui/trace.h"
#include "ui/widgets.h"
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

/* What a range offers. */
struct range {
  FolWindow *window;       /* lent: the popover is a part of it */
  FolFigureView *view;     /* lent likewise */
  GtkWidget *popover;      /* lent */
  FolSelection *selection; /* owned */
  sim_pfn first, last;
};

#define ALLOCATE_MOST 65536u /* operations at once, by a click that may be a slip */

static GArray *
ops_to_free (const struct range *range)
{
  const struct fol_state *state = fol_window_state (range->window);
  GArray *ops = g_array_new (FALSE, FALSE, sizeof (struct sim_op));
  struct sim_view view;

  if (state == NULL)
    return ops;
  view = fol_state_view (state);
  for (uint64_t pfn = range->first; pfn <= range->last && pfn < state->layout->frame_count;) {
    struct sim_op op = { .kind = SIM_OP_FREE_PAGES };
    struct sim_block block;

    sim_view_block (&view, (sim_pfn) pfn, &block);
    op.argument[0] = block.pfn;
    op.argument[1] = SIM_ORDER_OF_BLOCK;
    pfn = (uint64_t) block.pfn + (UINT64_C (1) << block.order);
    if (block.state == SIM_PAGE_USED && block.pfn >= range->first && pfn <= range->last + 1ull)
      g_array_append_val (ops, op);
  }
  return ops;
}

static void
apply_all (const struct range *range, const GArray *ops)
{
  FolWindow *self = range->window;

  fol_window_stop (self);
  if (ops->len > 0 && self->space->session != NULL && fol_window_state (self) != NULL)
    fol_session_apply_many (self->space->session, (const struct sim_op *) (void *) ops->data,
                            ops->len);
}

static void
free_cb (struct range *range)
{
  g_autoptr (GArray) ops = ops_to_free (range);

  apply_all (range, ops);
  gtk_popover_popdown (GTK_POPOVER (range->popover));
}

static void
allocate_cb (struct range *range)
{
  g_autoptr (GArray) ops = g_array_new (FALSE, FALSE, sizeof (struct sim_op));
  struct sim_op op = fol_window_allocation ();

  for (uint64_t i = range->first; i <= range->last; i++)
    g_array_append_val (ops, op);
  apply_all (range, ops);
  gtk_popover_popdown (GTK_POPOVER (range->popover));
}

static void
zoom_cb (struct range *range)
{
  gtk_popover_popdown (GTK_POPOVER (range->popover));
  fol_figure_view_zoom_to (range->view, range->first, range->last);
}

static void
add_button (struct range *range, GtkWidget *box, const char *label, void (*callback) (void))
{
  GtkWidget *button = gtk_button_new_with_label (label);

  fol_add_classes (button, "quiet");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  g_signal_connect_swapped (button, "clicked", callback, range);
  gtk_box_append (GTK_BOX (box), button);
}

static gboolean
unparent_cb (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not at once: a button in it may be answering still. */
static void
closed_cb (struct range *range)
{
  fol_selection_clear_range (range->selection);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (range->popover),
                   g_object_unref);
}

static void
free_range (gpointer data)
{
  struct range *range = data;

  g_object_unref (range->selection);
  g_free (range);
}

static GtkWidget *
make_contents (struct range *range)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_VERTICAL, 4, "range-menu");
  uint64_t count = (uint64_t) range->last - range->first + 1;
  g_autofree char *title = NULL, *free = NULL, *allocate = NULL;

  title = count == 1 ? g_strdup_printf (_ ("Frame %u"), range->first)
                     : g_strdup_printf (_ ("Frames %u–%u"), range->first, range->last);
  gtk_box_append (GTK_BOX (box), fol_label_new (title, "card-title"));
  if (range->window->sandbox) {
    g_autoptr (GArray) ops = ops_to_free (range);

    free = g_strdup_printf (ngettext ("Free the block in it", "Free the %u blocks in it", ops->len),
                            ops->len);
    allocate = g_strdup_printf (ngettext ("Allocate one frame", "Allocate %u single frames", count),
                                (guint) count);
    if (ops->len > 0)
      add_button (range, box, free, (void (*) (void)) free_cb);
    if (count <= ALLOCATE_MOST)
      add_button (range, box, allocate, (void (*) (void)) allocate_cb);
  }
  add_button (range, box, _ ("Zoom to it"), (void (*) (void)) zoom_cb);
  return box;
}

void
fol_window_range (FolWindow *self, GtkWidget *view, sim_pfn first, sim_pfn last)
{
  GtkWidget *card = gtk_widget_get_ancestor (view, FOL_TYPE_FIGURE_CARD);
  struct range *range = g_new0 (struct range, 1);
  graphene_point_t at = GRAPHENE_POINT_INIT (0, 0);
  GdkRectangle place;

  fol_trace ("range first=%u last=%u", first, last);
  *range = (struct range){
    .window = self,
    .view = FOL_FIGURE_VIEW (view),
    .popover = gtk_popover_new (),
    .selection = g_object_ref (self->selection),
    .first = first,
    .last = last,
  };
  g_object_set_data_full (G_OBJECT (range->popover), "range", range, free_range);
  gtk_popover_set_child (GTK_POPOVER (range->popover), make_contents (range));
  gtk_widget_set_parent (range->popover, card);
  fol_figure_view_get_range_place (range->view, &place);
  if (gtk_widget_compute_point (view, card, &GRAPHENE_POINT_INIT ((float) place.x, (float) place.y),
                                &at)) {
    place.x = (int) at.x;
    place.y = (int) at.y;
  }
  gtk_popover_set_pointing_to (GTK_POPOVER (range->popover), &place);
  g_signal_connect_swapped (range->popover, "closed", G_CALLBACK (closed_cb), range);
  gtk_popover_popup (GTK_POPOVER (range->popover));
}
