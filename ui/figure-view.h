/* ui/figure-view.h - one figure on screen: drawn, zoomed, panned, pointed at, walked.
 *
 * Stateless towards the model: for a given state, options and marks it shows
 * the same whatever it showed before.  It never calls the engine; it reports
 * what the user did:
 *
 *   "activated" (FolFigureView, gpointer object)  double click, Enter: allocate or free
 *   "picked"    (FolFigureView, gpointer object)  a click, after the selection was set
 *   "options-changed" (FolFigureView)             zoomed or panned
 *   "range-selected" (FolFigureView, guint first, guint last)  frames of a map, by a drag or
 *                                                 Shift and arrows; marked until cleared
 *
 * `object` is a const struct sim_object *, good for the call.
 *
 * Hover and selection go through the shared FolSelection: what is hovered in
 * one view is outlined in all.  Keyboard: arrows walk the shapes and select
 * what they reach, Enter activates it, Home goes to the first, + - 0 zoom,
 * Page Up/Down pan; Shift+arrows pan a zoomed map and mark frames of one that is
 * all seen, Enter then selects the range; Escape clears range and selection.
 * Space is left to the window.
 *
 * A figure with levels (fol_figure_step ()) is gone into instead: a double click, Enter or + one
 * level in, Escape or - one out, 0 out to all.  Words that lead to another level are clicked,
 * or reached by the arrows and followed with Enter.
 *
 * A real, focusable child stands over the current shape and carries its name,
 * since GTK 4.8 exposes only widgets to assistive technology; pointer, keyboard
 * and reader share this one cursor.
 *
 * What does not fit is scrolled here, by scroll bars of the view's own (no
 * GtkScrolledWindow around it): the figure is told the view's width, and is
 * only as wide or as high as it must be.  The map zooms instead: the wheel
 * zooms at the pointer, a drag pans; of a map that is all seen it marks frames, and
 * with Shift always.  Shapes are built in the frame's layout,
 * at most once per frame.  Rasters: every 256 x 256 tile keeps its own render
 * node; only dirty tiles are redrawn.
 *
 * Between neighbouring moments shapes split, merge, move and fade (figures/tween.h)
 * for a short while, unless animations are turned off; what is asked of the view
 * is always about the new state.  A state that comes before the last one has
 * been shown for that long is shown at once, so that scrubbing never lags.
 *
 * Letters are as large as the person wants them (appearance.h), and all else of a
 * figure with them; only a map drawn pixel by pixel stays as it is.
 *
 * A zoomed map has an overview in its corner (figure-overview.h), which moves it.
 */
#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/palette.h"
#include "ui/selection.h"

#include <gtk/gtk.h>

#define FOL_TYPE_FIGURE_VIEW (fol_figure_view_get_type ())
G_DECLARE_FINAL_TYPE (FolFigureView, fol_figure_view, FOL, FIGURE_VIEW, GtkWidget)

GtkWidget *fol_figure_view_new (FolSelection *selection);
void fol_figure_view_set_figure (FolFigureView *self, enum fol_figure_id figure);
enum fol_figure_id fol_figure_view_get_figure (FolFigureView *self);
void fol_figure_view_set_options (FolFigureView *self, const struct fol_figure_options *options);
const struct fol_figure_options *fol_figure_view_get_options (FolFigureView *self);
void fol_figure_view_set_state (FolFigureView *self,
                                struct fol_state *state); /* takes a ref; NULL: empty */
void fol_figure_view_set_points (FolFigureView *self, const struct sim_object *objects,
                                 guint count);
/* Leaves out what the finished operation did; see struct fol_marks. */
void fol_figure_view_set_calm (FolFigureView *self, bool calm);
/* The moment that is compared with, or NULL; see struct fol_marks.  Takes a reference. */
void fol_figure_view_set_since (FolFigureView *self, struct fol_state *since);
void fol_figure_view_set_theme (FolFigureView *self, enum fol_theme theme);
void fol_figure_view_zoom (FolFigureView *self, double factor); /* 0: fit */

/* The largest zoom at which frames first .. last are seen, in the middle; figures but the map stay. */
void fol_figure_view_zoom_to (FolFigureView *self, sim_pfn first, sim_pfn last);

/* Where the last range ended, in the widget: for what is to point at it. */
void fol_figure_view_get_range_place (FolFigureView *self, GdkRectangle *place);

/* The shapes now shown, for export and tests; lent until the main loop runs; NULL without a state. */
const struct fol_shapes *fol_figure_view_get_shapes (FolFigureView *self);

/* How much of `height` the figure would fill at the width the view has now. */
int fol_figure_view_wanted_height (FolFigureView *self, int height);

/* Scrolls up or down until the shape of `object` is seen; nothing happens if there is none. */
void fol_figure_view_show_object (FolFigureView *self, struct sim_object object);

/* Where the shapes' origin lies in the widget: minus what is scrolled away. */
void fol_figure_view_get_offset (FolFigureView *self, double *x, double *y);
