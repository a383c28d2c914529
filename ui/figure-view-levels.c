/* ui/figure-view-levels.c - into what is selected and out again, for figures that have levels. */
#include "ui/figure-view-private.h"

/* Another level is another picture: it is seen from its beginning on, and what is selected in it. */
static void
show (FolFigureView *self, const struct fol_figure_options *options, struct sim_object selected)
{
  bool level = options->bytes != self->options.bytes ||
               !sim_object_equal (selected, fol_selection_get (self->selection));

  fol_figure_view_play_stop (self);
  self->options = *options;
  fol_figure_view_invalidate (self);
  fol_selection_set (self->selection, selected);
  if (level) {
    gtk_adjustment_set_value (self->scroll_y, 0);
    fol_figure_view_show_object (self, selected);
  }
  fol_figure_view_emit_options (self);
}

bool
fol_figure_view_step (FolFigureView *self, int by)
{
  struct fol_figure_options options = self->options;
  struct sim_object selected = fol_selection_get (self->selection);

  if (!fol_figure_step (self->figure, self->state, &options, &selected, by))
    return false;
  show (self, &options, selected);
  return true;
}

bool
fol_figure_view_lead (FolFigureView *self, int shape, struct sim_object object)
{
  const char *leads = shape >= 0 && self->shapes != NULL
                          ? fol_shapes_get (self->shapes, (guint) shape)->leads
                          : NULL;
  struct fol_figure_options options = self->options;
  g_auto (GStrv) pair = NULL;

  if (leads == NULL)
    return false;
  pair = g_strsplit (leads, "=", 2);
  if (g_strv_length (pair) == 2)
    fol_figure_set_option (&options, self->figure, pair[0], pair[1], NULL);
  if (object.kind == SIM_OBJECT_NONE)
    object = fol_selection_get (self->selection);
  show (self, &options, object);
  return true;
}
