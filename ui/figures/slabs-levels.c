/* ui/figures/slabs-levels.c - from all caches to the bytes of an object, and back.
 *
 *   all caches   nothing is selected, or a cache: its row is marked
 *   one cache    one of its slabs, lists, CPUs or objects is selected
 *   one object   it is selected, and the option `bytes` is set
 *
 * An option that names the cache takes the first level away.
 */
#include "ui/figures/slabs.h"

#include "ui/figures/paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define WAY_HEIGHT 20.0
#define WAY_GAP    8.0
#define REST_LEAST 120.0 /* narrower, what stands behind the way begins a row of its own */

static const struct sim_object nothing = { .kind = SIM_OBJECT_NONE };

static bool
step_in (const struct sim_view *view, struct fol_figure_options *options,
         struct sim_object *selected)
{
  struct sim_kmem_cache cache;
  struct sim_located located;

  if (selected->kind == SIM_OBJECT_CACHE && options->cache[0] == '\0' &&
      sim_view_cache (view, selected->a, &cache)) {
    *selected = (struct sim_object){ .kind = SIM_OBJECT_CACHE_CPU, .a = selected->a };
    return true;
  }
  if (options->bytes || !fol_slabs_locate (view, *selected, &located))
    return false;
  options->bytes = true;
  return true;
}

static bool
step_out (const struct sim_view *view, struct fol_figure_options *options,
          struct sim_object *selected)
{
  struct sim_located located;
  uint32_t cache = fol_slabs_cache_of (view, *selected);

  if (options->bytes && fol_slabs_locate (view, *selected, &located)) {
    options->bytes = false;
    return true;
  }
  if (selected->kind == SIM_OBJECT_NONE)
    return false;
  *selected = cache != SIM_CACHE_NONE && options->cache[0] == '\0'
                  ? (struct sim_object){ .kind = SIM_OBJECT_CACHE, .a = cache }
                  : nothing;
  return true;
}

bool
fol_slabs_step (const struct fol_state *state, struct fol_figure_options *options,
                struct sim_object *selected, int by)
{
  struct sim_view view = fol_state_view (state);
  bool inside = options->bytes || selected->kind != SIM_OBJECT_NONE;

  if (by > 0)
    return step_in (&view, options, selected);
  if (by < 0)
    return step_out (&view, options, selected);
  options->bytes = false;
  *selected = nothing;
  return inside;
}

/* "All caches ›"; where the next word may begin. */
static double
add_stop (struct fol_slabs_build *build, const char *text, const char *name,
          struct sim_object object, double x, double top)
{
  double width = ceil (fol_text_width (text, FOL_SIZE_TEXT, false, false)) + 2;
  double arrow = ceil (fol_text_width ("›", FOL_SIZE_TEXT, false, false)) + 2;

  fol_shapes_add (build->shapes, &(struct fol_shape){ .kind = FOL_SHAPE_TEXT,
                                                      .role = FOL_ROLE_LINK,
                                                      .x = x,
                                                      .y = top,
                                                      .width = width,
                                                      .height = WAY_HEIGHT,
                                                      .text_size = FOL_SIZE_TEXT,
                                                      .text = text,
                                                      .name = name,
                                                      .object = object,
                                                      .leads = "bytes=no" });
  x += width + WAY_GAP / 2;
  fol_add_text (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_TEXT, false, x, top, arrow, WAY_HEIGHT,
                FOL_ALIGN_START, "›");
  return x + arrow + WAY_GAP / 2;
}

void
fol_slabs_way (struct fol_slabs_build *build, uint32_t cache, struct sim_object inside, double *x,
               double *top)
{
  struct sim_object all = { .kind = SIM_OBJECT_CACHE, .a = cache };
  char title[SIM_CACHE_NAME_BYTES];
  g_autofree char *name = NULL;
  struct sim_kmem_cache its;

  *x = FOL_SLABS_INSET;
  if (build->options->page)
    return;
  if (build->options->cache[0] == '\0' && cache != SIM_CACHE_NONE)
    *x = add_stop (build, _ ("All caches"), _ ("Back to all caches"), all, *x, *top);
  if (inside.kind != SIM_OBJECT_NONE && cache != SIM_CACHE_NONE &&
      sim_view_cache (&build->view, cache, &its)) {
    sim_cache_name (&its, title);
    name = g_strdup_printf (_ ("Back to the cache %s"), title);
    *x = add_stop (build, title, name, inside, *x, *top);
  } else if (inside.kind != SIM_OBJECT_NONE) {
    *x = add_stop (build, _ ("All pages"), _ ("Back to all pages"), inside, *x, *top);
  }
  if (*x > FOL_SLABS_INSET && build->width - *x < REST_LEAST) {
    *x = FOL_SLABS_INSET;
    *top += WAY_HEIGHT + 4;
  }
}

double
fol_slabs_hint (struct fol_slabs_build *build, const char *text, double top)
{
  if (build->options->page || build->options->no_legend)
    return top;
  return fol_add_lines (build->shapes, FOL_ROLE_MUTED, FOL_SIZE_CAPTION, FOL_SLABS_INSET, top + 4,
                        build->width - 2 * FOL_SLABS_INSET, FOL_SLABS_LINE, text);
}
