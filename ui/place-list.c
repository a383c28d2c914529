/* ui/place-list.c - all bookmarks and branches of a session, to go to one. */
#include "ui/place-list.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define LIST_WIDTH  320
#define LIST_HEIGHT 260 /* most */

struct places {
  fol_place_func chosen;
  gpointer user_data;
};

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  struct places *places = user_data;
  const struct fol_position *position = g_object_get_data (G_OBJECT (row), "position");

  if (position != NULL) {
    struct fol_position at = *position; /* the row may go */

    places->chosen (places->user_data, &at);
  }
}

/* The first row of each kind carries the title. */
static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *title = g_object_get_data (G_OBJECT (row), "title");
  GtkWidget *label;

  if (title == NULL || gtk_list_box_row_get_header (row) != NULL)
    return;
  label = fol_label_new (title, "section-caption");
  gtk_widget_set_margin_top (label, 8);
  gtk_widget_set_margin_start (label, 6);
  gtk_list_box_row_set_header (row, label);
}

/* `title`: of what begins with this row, or NULL. */
static void
add_place (GtkWidget *list, const char *title, const char *name, const char *caption,
           const struct fol_position *position, gboolean here)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 12, NULL);
  GtkWidget *label = fol_label_new (name, here ? "strong" : NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), fol_label_new (caption, "muted"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "position", g_memdup2 (position, sizeof *position),
                          g_free);
  g_object_set_data (G_OBJECT (row), "title", (gpointer) title);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  if (here)
    gtk_list_box_select_row (GTK_LIST_BOX (list), GTK_LIST_BOX_ROW (row));
}

static int
compare_bookmarks (gconstpointer a, gconstpointer b)
{
  const struct fol_position *x = &(*(const struct fol_bookmark *const *) a)->position;
  const struct fol_position *y = &(*(const struct fol_bookmark *const *) b)->position;

  if (x->index != y->index)
    return x->index < y->index ? -1 : 1;
  return x->step < y->step ? -1 : x->step > y->step;
}

static void
add_bookmarks (GtkWidget *list, const struct fol_state *state,
               const struct fol_session_notes *notes)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; notes != NULL && i < notes->bookmarks->len; i++)
    g_ptr_array_add (sorted, &g_array_index (notes->bookmarks, struct fol_bookmark, i));
  g_ptr_array_sort (sorted, compare_bookmarks);
  for (guint i = 0; i < sorted->len; i++) {
    const struct fol_bookmark *bookmark = sorted->pdata[i];
    g_autofree char *caption = g_strdup_printf (_ ("operation %" PRIu64), bookmark->position.index);

    add_place (list, i == 0 ? _ ("Bookmarks") : NULL, bookmark->label, caption, &bookmark->position,
               fol_position_equal (&bookmark->position, &state->position));
  }
}

static void
add_branches (GtkWidget *list, FolTimeline *timeline, const struct fol_state *state)
{
  if (state->branch_count < 2)
    return;
  for (guint i = 0; i < state->branch_count; i++) {
    const struct fol_branch *branch = &state->track[i]->branch;
    guint64 own = branch->length - (i > 0 ? branch->fork : 0);
    g_autofree char *name = fol_timeline_branch_name (timeline, i), *caption = NULL;
    struct fol_position end = { .branch = i, .index = branch->length, .step = FOL_STEP_END };

    if (i == 0)
      caption =
          g_strdup_printf (ngettext ("%" PRIu64 " operation", "%" PRIu64 " operations", own), own);
    else
      caption = g_strdup_printf (ngettext ("%" PRIu64 " operation after #%" PRIu64,
                                           "%" PRIu64 " operations after #%" PRIu64, own),
                                 own, branch->fork);
    add_place (list, i == 0 ? _ ("Branches") : NULL, name, caption, &end,
               i == state->position.branch);
  }
}

GtkWidget *
fol_place_list_show (FolTimeline *timeline, const GdkRectangle *at, const struct fol_state *state,
                     const struct fol_session_notes *notes, fol_place_func chosen,
                     gpointer user_data)
{
  struct places *places = g_new0 (struct places, 1);
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();
  GtkListBoxRow *here;

  places->chosen = chosen;
  places->user_data = user_data;
  g_object_set_data_full (G_OBJECT (popover), "places", places, g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Bookmarks and branches"), -1);
  gtk_list_box_set_header_func (GTK_LIST_BOX (list), header_cb, NULL, NULL);
  gtk_list_box_set_placeholder (
      GTK_LIST_BOX (list),
      fol_text_new (_ ("No bookmarks and no branches yet. B sets a bookmark here; "
                       "doing something else in the past starts a branch."),
                    "muted"));
  add_bookmarks (list, state, notes);
  add_branches (list, timeline, state);
  g_signal_connect (list, "row-activated", G_CALLBACK (activated_cb), places);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), at);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_TOP);
  gtk_widget_set_parent (popover, GTK_WIDGET (timeline));
  gtk_popover_popup (GTK_POPOVER (popover));
  here = gtk_list_box_get_selected_row (GTK_LIST_BOX (list));
  gtk_widget_grab_focus (here != NULL ? GTK_WIDGET (here) : list);
  fol_trace ("popover name=places");
  return popover;
}
