/* ui/figures/palette.h - how roles look: one struct per theme.
 *
 * Colour never carries meaning alone: every memory state also has a letter or
 * a pattern.  Text on any fill has a contrast of 4.5:1 or more, of 7:1 in the
 * palettes of high contrast (a test checks it, also for the common kinds of
 * colour blindness' lightness).
 */
#pragma once

#include "ui/figures/shapes.h"

struct fol_colour {
  double red, green, blue;
};

enum fol_pattern { FOL_PATTERN_NONE, FOL_PATTERN_HATCH, FOL_PATTERN_CROSS, FOL_PATTERN_DOTS };

struct fol_style {
  struct fol_colour fill, stroke, text; /* text: on this fill */
  double stroke_width;                  /* 0: none */
  enum fol_pattern pattern;
};

struct fol_palette {
  const char *name;  /* "light", "dark", "print", ... */
  const char *title; /* translatable */
  struct fol_colour ground, surface, raised, line, ink, muted, accent;
  struct fol_style style[FOL_ROLE_COUNT];
};

enum fol_theme {
  FOL_THEME_LIGHT,
  FOL_THEME_DARK,
  FOL_THEME_PRINT,
  FOL_THEME_CONTRAST_LIGHT, /* high contrast: 7:1 and more, all shapes outlined */
  FOL_THEME_CONTRAST_DARK,
  FOL_THEME_PROJECTOR, /* for a beamer in a room that is not dark: thick lines, deep colours */
  FOL_THEME_COUNT
};
extern const struct fol_palette fol_palettes[FOL_THEME_COUNT];

int fol_theme_find (const char *name);                          /* -1 if there is none */
double fol_contrast (struct fol_colour a, struct fol_colour b); /* WCAG ratio, 1 .. 21 */
double fol_luminance (struct fol_colour colour);                /* WCAG, 0 .. 1 */

/* What stands for a style where there is no room for its pattern: one pixel of a raster. */
struct fol_colour fol_style_flat (const struct fol_style *style);

/* As people with a colour vision deficiency see it (Machado 2009, complete). */
enum fol_vision { FOL_VISION_USUAL, FOL_VISION_PROTAN, FOL_VISION_DEUTAN, FOL_VISION_TRITAN };
struct fol_colour fol_colour_seen (struct fol_colour colour, enum fol_vision vision);
