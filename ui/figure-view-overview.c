/* ui/figure-view-overview.c - the overview in a corner of a zoomed map. */
#include "ui/figure-view-private.h"

#include "ui/figure-overview.h"

#define MARGIN 10

static void
moved_cb (FolFigureView *self, double x, double y)
{
  struct fol_map_overview seen;

  if (self->state == NULL ||
      !fol_map_overview (self->state, &self->options, self->built_width / self->scale,
                         self->built_height / self->scale, &seen))
    return;
  fol_figure_view_set_pan (self, (x - seen.width / 2) * seen.map_width,
                           (y - seen.height / 2) * seen.map_height);
}

void
fol_figure_view_overview_add (FolFigureView *self)
{
  self->overview = fol_figure_overview_new ();
  gtk_widget_set_parent (self->overview, GTK_WIDGET (self));
  gtk_widget_set_child_visible (self->overview, FALSE);
  g_signal_connect_object (self->overview, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
}

void
fol_figure_view_overview_update (FolFigureView *self)
{
  struct fol_map_overview seen;
  bool shown = self->figure == FOL_FIGURE_MAP && self->state != NULL && self->options.zoom > 1 &&
               fol_map_overview (self->state, &self->options, self->built_width / self->scale,
                                 self->built_height / self->scale, &seen);

  fol_figure_overview_set (FOL_FIGURE_OVERVIEW (self->overview), shown ? self->state : NULL, &seen,
                           &fol_palettes[self->theme]);
  gtk_widget_set_child_visible (self->overview, shown);
}

void
fol_figure_view_overview_allocate (FolFigureView *self, int width, int height)
{
  graphene_rect_t current = fol_figure_view_place (self, self->current, self->current_object);
  GtkAllocation corner;
  int wide, high;

  if (!gtk_widget_get_child_visible (self->overview))
    return;
  gtk_widget_measure (self->overview, GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);
  gtk_widget_measure (self->overview, GTK_ORIENTATION_VERTICAL, -1, &high, NULL, NULL, NULL);
  corner = (GtkAllocation){ MAX (width - wide - MARGIN, 0), MAX (height - high - MARGIN, 0), wide,
                            high };
  /* Not over what one is looking at. */
  if (current.size.width > 0 && current.origin.x + current.size.width > corner.x &&
      current.origin.y + current.size.height > corner.y)
    corner.y = MIN (MARGIN, corner.y);
  gtk_widget_size_allocate (self->overview, &corner, -1);
}
