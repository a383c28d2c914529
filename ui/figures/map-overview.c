/* ui/figures/map-overview.c - see map-overview.h. */
#include "ui/figures/map-overview.h"

#include "ui/figures/map-build.h"

bool
fol_map_overview (const struct fol_state *state, const struct fol_figure_options *options,
                  double width, double height, struct fol_map_overview *overview)
{
  struct fol_map_build build;

  *overview = (struct fol_map_overview){ .colour = options->colour };
  fol_map_build_init (&build, state, options, width, height);
  if (!fol_map_cells_overview (&build, overview))
    fol_map_large_overview (&build, overview);
  return overview->width < 1 || overview->height < 1;
}

void
fol_map_overview_size (const struct fol_map_overview *overview, int most_width, int most_height,
                       int *width, int *height)
{
  double scale = MIN (most_width / overview->map_width, most_height / overview->map_height);
  int wide = (int) (overview->map_width * scale), high = (int) (overview->map_height * scale);

  if (overview->columns > 0 && wide >= (int) overview->columns)
    wide -= wide % (int) overview->columns;
  if (overview->rows > 0 && high >= (int) overview->rows)
    high -= high % (int) overview->rows;
  *width = MAX (wide, 1);
  *height = MAX (high, 1);
}

void
fol_map_overview_paint (cairo_t *cr, const struct fol_state *state,
                        const struct fol_map_overview *overview, const struct fol_palette *palette,
                        int width, int height)
{
  struct sim_view view = fol_state_view (state);
  uint32_t frames = state->layout->frame_count;
  double wide = (double) width / overview->columns, high = (double) height / overview->rows;
  struct fol_map_key key;

  fol_map_key_init (&key, state, overview->colour);
  for (sim_pfn pfn = 0; pfn < frames;) {
    struct sim_block block;
    struct fol_colour colour;
    enum fol_role role;
    sim_pfn end;

    sim_view_block (&view, pfn, &block);
    role = fol_map_role (&key, sim_view_flags (&view, block.pfn));
    colour = fol_style_flat (&palette->style[role == FOL_ROLE_NONE ? FOL_ROLE_HOLE : role]);
    end = MIN (frames, block.pfn + (1u << block.order));
    for (; pfn < end; pfn++)
      cairo_rectangle (cr, pfn % overview->columns * wide, pfn / overview->columns * high, wide,
                       high);
    cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
    cairo_fill (cr);
  }
}

struct fol_raster *
fol_map_overview_raster (const struct fol_state *state, const struct fol_map_overview *overview,
                         int most_width, int most_height)
{
  struct fol_raster_place place = overview->place;
  struct fol_raster *raster = NULL;
  int width, height;

  place.gap = 0;
  place.pan_x = place.pan_y = 0;
  place.side = MIN (place.side, 32);
  place.side = 1u << (31 - __builtin_clz (place.side));
  place.fold = 2;
  for (;;) {
    raster = fol_raster_new (state, &place);
    fol_raster_size (raster, &width, &height);
    if ((width <= most_width && height <= most_height) || place.side == 1)
      return raster;
    place.side /= 2;
    fol_raster_unref (raster);
  }
}
