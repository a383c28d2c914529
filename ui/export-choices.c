/* ui/export-choices.c - how pictures were last exported: kept in the settings. */
#include "ui/export-choices.h"
#include "ui/settings.h"

#include <math.h>

/* Pixels for a projector are twice as fine as the layout. */
#define SCALE_DEFAULT 2

static void
load_page (struct fol_export *export)
{
  g_autofree char *size = fol_settings_get ("export-size", fol_page_sizes[0].name);
  int known = fol_page_size_find (size);

  if (known < 0 && fol_page_size_parse (size, &export->width, &export->height))
    return;
  export->width = fol_page_sizes[MAX (known, 0)].width;
  export->height = fol_page_sizes[MAX (known, 0)].height;
}

static bool
load_switch (const char *key)
{
  return fol_settings_get_int (key, 0, 1, 1) == 1;
}

void
fol_export_choices_load (struct fol_picture *picture)
{
  struct fol_export *export = &picture->export;
  g_autofree char *format = fol_settings_get ("export-format", fol_formats[0].name);
  g_autofree char *theme = fol_settings_get ("export-theme", fol_palettes[0].name);

  export->format = (enum fol_format) MAX (fol_format_find (format), 0);
  export->palette = &fol_palettes[MAX (fol_theme_find (theme), 0)];
  load_page (export);
  export->scale = fol_settings_get_int ("export-scale", 1, (int) FOL_SCALE_MOST, SCALE_DEFAULT);
  export->delay =
      (guint) fol_settings_get_int ("export-delay", 1, FOL_DELAY_MOST, FOL_DELAY_DEFAULT);
  export->no_footer = !load_switch ("export-footer");
  picture->options.no_title = !load_switch ("export-title");
  picture->options.no_legend = !load_switch ("export-legend");
  picture->options.frame_numbers = load_switch ("export-frame-numbers");
}

/* By its name, if it has one. */
static void
save_page (const struct fol_export *export)
{
  g_autofree char *size = g_strdup_printf ("%.0fx%.0f", export->width, export->height);
  const char *name = size;

  for (guint i = 0; i < fol_page_size_count; i++)
    if (fol_page_sizes[i].width == export->width && fol_page_sizes[i].height == export->height)
      name = fol_page_sizes[i].name;
  fol_settings_set ("export-size", name);
}

void
fol_export_choices_save (const struct fol_picture *picture)
{
  const struct fol_export *export = &picture->export;

  fol_settings_set ("export-format", fol_formats[export->format].name);
  fol_settings_set ("export-theme", export->palette->name);
  save_page (export);
  fol_settings_set_int ("export-scale", (int) lround (export->scale));
  fol_settings_set_int ("export-delay", (int) export->delay);
  fol_settings_set_int ("export-footer", !export->no_footer);
  fol_settings_set_int ("export-title", !picture->options.no_title);
  fol_settings_set_int ("export-legend", !picture->options.no_legend);
  fol_settings_set_int ("export-frame-numbers", picture->options.frame_numbers);
}
