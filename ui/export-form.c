/* ui/export-form.c - what can be chosen about an export: a form, and what it says as a picture. */
#include "ui/export-form.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* Text has no place on a slide: the last format is for terminals. */
#define FORMATS FOL_PICTURE_TEXT

static const char *const row_names[FOL_EXPORT_ROWS] = {
  [FOL_EXPORT_ROW_FIGURE] = N_ ("Figure"),   [FOL_EXPORT_ROW_MOMENTS] = N_ ("Moments"),
  [FOL_EXPORT_ROW_SPAN] = N_ ("From, to"),   [FOL_EXPORT_ROW_FORMAT] = N_ ("Format"),
  [FOL_EXPORT_ROW_SIZE] = N_ ("Page"),       [FOL_EXPORT_ROW_CUSTOM] = N_ ("Width, height"),
  [FOL_EXPORT_ROW_PIXELS] = N_ ("Pixels"),   [FOL_EXPORT_ROW_DELAY] = N_ ("Seconds each"),
  [FOL_EXPORT_ROW_THEME] = N_ ("Colours"),   [FOL_EXPORT_ROW_SHOW] = N_ ("Show"),
  [FOL_EXPORT_ROW_CAPTION] = N_ ("Caption"),
};

/* As many as the settings' scales that make sense on a slide. */
#define PIXEL_SCALES 4u

static guint
selected (const struct fol_export_form *form, enum fol_export_row row)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (form->control[row]));
}

static void
show_row (struct fol_export_form *form, enum fol_export_row row, gboolean shown)
{
  gtk_widget_set_visible (form->label[row], shown);
  gtk_widget_set_visible (form->control[row], shown);
}

static gboolean
is_custom (const struct fol_export_form *form)
{
  return selected (form, FOL_EXPORT_ROW_SIZE) == fol_page_size_count;
}

static double
number_in (GtkWidget *spin)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin));
}

static void
tell (struct fol_export_form *form, enum fol_export_change change)
{
  form->changed (form->user_data, change);
}

static void
layout_cb (struct fol_export_form *form)
{
  tell (form, FOL_EXPORT_CHANGE_LAYOUT);
}

static void
look_cb (struct fol_export_form *form)
{
  tell (form, FOL_EXPORT_CHANGE_LOOK);
}

static void
file_cb (struct fol_export_form *form)
{
  tell (form, FOL_EXPORT_CHANGE_FILE);
}

static void
update_pixels (struct fol_export_form *form)
{
  GtkDropDown *drop_down = GTK_DROP_DOWN (form->control[FOL_EXPORT_ROW_PIXELS]);
  guint chosen = gtk_drop_down_get_selected (drop_down);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  struct fol_export_span span;
  struct fol_picture picture;

  fol_export_form_read (form, &picture, &span);
  for (guint i = 1; i <= PIXEL_SCALES; i++) {
    g_autofree char *text =
        g_strdup_printf ("%.0f × %.0f", picture.export.width * i, picture.export.height * i);

    gtk_string_list_append (list, text);
  }
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (drop_down, MIN (chosen, PIXEL_SCALES - 1));
}

static void
size_cb (struct fol_export_form *form)
{
  show_row (form, FOL_EXPORT_ROW_CUSTOM, is_custom (form));
  update_pixels (form);
  layout_cb (form);
}

static void
format_cb (struct fol_export_form *form)
{
  enum fol_format format = selected (form, FOL_EXPORT_ROW_FORMAT);
  GListModel *moments =
      gtk_drop_down_get_model (GTK_DROP_DOWN (form->control[FOL_EXPORT_ROW_MOMENTS]));

  show_row (form, FOL_EXPORT_ROW_PIXELS, fol_formats[format].pixels);
  show_row (form, FOL_EXPORT_ROW_DELAY, format == FOL_PICTURE_APNG);
  /* One moment does not move. */
  if (format == FOL_PICTURE_APNG && selected (form, FOL_EXPORT_ROW_MOMENTS) == FOL_EXPORT_MOMENT &&
      g_list_model_get_n_items (moments) > 1)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (form->control[FOL_EXPORT_ROW_MOMENTS]),
                                form->state->steps->count > 0 ? FOL_EXPORT_STEPS
                                                              : FOL_EXPORT_OPERATIONS);
  file_cb (form);
}

static void
moments_cb (struct fol_export_form *form)
{
  const struct fol_state *state = form->state;
  guint range = selected (form, FOL_EXPORT_ROW_MOMENTS);
  double most = range == FOL_EXPORT_STEPS
                    ? state->steps->count
                    : (double) state->track[state->position.branch]->branch.length;
  double to = range == FOL_EXPORT_STEPS ? most : (double) state->position.index;

  show_row (form, FOL_EXPORT_ROW_SPAN, range != FOL_EXPORT_MOMENT);
  if (range != FOL_EXPORT_MOMENT) {
    gtk_spin_button_set_range (GTK_SPIN_BUTTON (form->from), 0, most);
    gtk_spin_button_set_range (GTK_SPIN_BUTTON (form->to), 0, most);
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (form->to), to);
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (form->from), MAX (0, to - FOL_MOMENTS_MOST + 1));
  }
  layout_cb (form);
}

/* The other end gives way. */
static void
from_cb (struct fol_export_form *form)
{
  double from = number_in (form->from), to = number_in (form->to);

  if (to < from || to >= from + FOL_MOMENTS_MOST)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (form->to),
                               CLAMP (to, from, from + FOL_MOMENTS_MOST - 1));
  layout_cb (form);
}

static void
to_cb (struct fol_export_form *form)
{
  double from = number_in (form->from), to = number_in (form->to);

  if (to < from || to >= from + FOL_MOMENTS_MOST)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (form->from),
                               CLAMP (from, MAX (0, to - FOL_MOMENTS_MOST + 1), to));
  layout_cb (form);
}

static void
custom_cb (struct fol_export_form *form)
{
  update_pixels (form);
  layout_cb (form);
}

void
fol_export_form_read (const struct fol_export_form *form, struct fol_picture *picture,
                      struct fol_export_span *span)
{
  guint size = selected (form, FOL_EXPORT_ROW_SIZE);
  const char *caption = gtk_editable_get_text (GTK_EDITABLE (form->caption));

  *picture = (struct fol_picture){
    .figure = selected (form, FOL_EXPORT_ROW_FIGURE),
    .options = form->options,
    .export = {
      .format = selected (form, FOL_EXPORT_ROW_FORMAT),
      .palette = &fol_palettes[selected (form, FOL_EXPORT_ROW_THEME)],
      .width = is_custom (form) ? number_in (form->width) : fol_page_sizes[size].width,
      .height = is_custom (form) ? number_in (form->height) : fol_page_sizes[size].height,
      .scale = selected (form, FOL_EXPORT_ROW_PIXELS) + 1,
      .delay = (guint) lround (1000 * number_in (form->control[FOL_EXPORT_ROW_DELAY])),
      .no_footer = !gtk_check_button_get_active (GTK_CHECK_BUTTON (form->footer)),
      .caption = caption[0] != '\0' ? caption : NULL,
    },
  };
  picture->options.no_title = !gtk_check_button_get_active (GTK_CHECK_BUTTON (form->title));
  picture->options.no_legend = !gtk_check_button_get_active (GTK_CHECK_BUTTON (form->legend));
  picture->options.frame_numbers =
      gtk_check_button_get_active (GTK_CHECK_BUTTON (form->frame_numbers));
  span->range = selected (form, FOL_EXPORT_ROW_MOMENTS);
  span->from = (uint64_t) number_in (form->from);
  span->to = (uint64_t) number_in (form->to);
}

static GtkWidget *
make_drop_down (guint count, const char *(*label) (guint index), guint chosen)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (guint i = 0; i < count; i++)
    gtk_string_list_append (list, label (i));
  drop_down = gtk_drop_down_new (G_LIST_MODEL (list), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), chosen);
  return drop_down;
}

static const char *
figure_label (guint index)
{
  return _ (fol_figures[index].title);
}

static const char *
format_label (guint index)
{
  return _ (fol_formats[index].title);
}

static const char *
size_label (guint index)
{
  return index < fol_page_size_count ? _ (fol_page_sizes[index].title) : _ ("Other size");
}

static const char *
theme_label (guint index)
{
  return _ (fol_palettes[index].title);
}

/* Only one where the line cannot be replayed. */
static GtkWidget *
make_moments (const struct fol_state *state)
{
  GtkStringList *list = gtk_string_list_new (NULL);
  g_autofree char *steps =
      g_strdup_printf (_ ("Steps of operation %" PRIu64), state->position.index);

  gtk_string_list_append (list, _ ("This moment"));
  if (state->from_machine && state->position.index > 0) {
    gtk_string_list_append (list, steps);
    gtk_string_list_append (list, _ ("Operations"));
  }
  return gtk_drop_down_new (G_LIST_MODEL (list), NULL);
}

/* Two numbers beside each other; `what` names them for those who cannot see it. */
static GtkWidget *
make_pair (GtkWidget **first, GtkWidget **second, const char *first_name, const char *second_name,
           double least, double most)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 8, NULL);

  *first = gtk_spin_button_new_with_range (least, most, 1);
  *second = gtk_spin_button_new_with_range (least, most, 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*first), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  first_name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*second), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  second_name, -1);
  gtk_editable_set_width_chars (GTK_EDITABLE (*first), 5);
  gtk_editable_set_width_chars (GTK_EDITABLE (*second), 5);
  gtk_widget_set_hexpand (*first, TRUE);
  gtk_widget_set_hexpand (*second, TRUE);
  gtk_box_append (GTK_BOX (box), *first);
  gtk_box_append (GTK_BOX (box), *second);
  return box;
}

static GtkWidget *
make_switch (struct fol_export_form *form, GtkWidget *grid, int place, const char *name,
             gboolean active)
{
  GtkWidget *check = gtk_check_button_new_with_label (name);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (layout_cb), form);
  gtk_grid_attach (GTK_GRID (grid), check, place % 2, place / 2, 1, 1);
  return check;
}

static GtkWidget *
make_show (struct fol_export_form *form, const struct fol_picture *picture)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  form->title = make_switch (form, grid, 0, _ ("Title"), !picture->options.no_title);
  form->legend = make_switch (form, grid, 1, _ ("Legend"), !picture->options.no_legend);
  form->frame_numbers =
      make_switch (form, grid, 2, _ ("Frame numbers"), picture->options.frame_numbers);
  form->footer = make_switch (form, grid, 3, _ ("Origin"), !picture->export.no_footer);
  gtk_widget_set_tooltip_text (form->footer,
                               _ ("The line at the foot that says where the picture comes from"));
  return grid;
}

static GtkWidget *
make_custom (struct fol_export_form *form, const struct fol_export *export)
{
  GtkWidget *box = make_pair (&form->width, &form->height, _ ("Width"), _ ("Height"),
                              FOL_PAGE_LEAST, FOL_PAGE_MOST);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (form->width), export->width);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (form->height), export->height);
  g_signal_connect_swapped (form->width, "value-changed", G_CALLBACK (custom_cb), form);
  g_signal_connect_swapped (form->height, "value-changed", G_CALLBACK (custom_cb), form);
  return box;
}

static GtkWidget *
make_delay (const struct fol_export *export)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0.1, FOL_DELAY_MOST / 1000.0, 0.1);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), export->delay / 1000.0);
  return spin;
}

static guint
size_of (const struct fol_export *export)
{
  guint i = 0;

  while (i < fol_page_size_count &&
         (fol_page_sizes[i].width != export->width || fol_page_sizes[i].height != export->height))
    i++;
  return i;
}

static void
make_controls (struct fol_export_form *form, const struct fol_picture *picture)
{
  const struct fol_export *export = &picture->export;
  GtkWidget **control = form->control;

  control[FOL_EXPORT_ROW_FIGURE] = make_drop_down (FOL_FIGURE_COUNT, figure_label, picture->figure);
  control[FOL_EXPORT_ROW_MOMENTS] = make_moments (form->state);
  control[FOL_EXPORT_ROW_SPAN] = make_pair (&form->from, &form->to, _ ("From"), _ ("To"), 0, 0);
  control[FOL_EXPORT_ROW_FORMAT] =
      make_drop_down (FORMATS, format_label, MIN (export->format, FORMATS - 1));
  control[FOL_EXPORT_ROW_SIZE] =
      make_drop_down (fol_page_size_count + 1, size_label, size_of (export));
  control[FOL_EXPORT_ROW_CUSTOM] = make_custom (form, export);
  control[FOL_EXPORT_ROW_PIXELS] = gtk_drop_down_new (NULL, NULL);
  control[FOL_EXPORT_ROW_DELAY] = make_delay (export);
  control[FOL_EXPORT_ROW_THEME] =
      make_drop_down (FOL_THEME_COUNT, theme_label, (guint) (export->palette - fol_palettes));
  control[FOL_EXPORT_ROW_SHOW] = make_show (form, picture);
  control[FOL_EXPORT_ROW_CAPTION] = form->caption = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (form->caption), _ ("Your own words, if any"));
  gtk_entry_set_activates_default (GTK_ENTRY (form->caption), TRUE);
}

static void
connect (struct fol_export_form *form, enum fol_export_row row, const char *signal,
         void (*callback) (struct fol_export_form *form))
{
  g_signal_connect_swapped (form->control[row], signal, G_CALLBACK (callback), form);
}

void
fol_export_form_init (struct fol_export_form *form, const struct fol_state *state,
                      const struct fol_picture *picture, fol_export_changed_func changed,
                      gpointer user_data)
{
  form->state = state;
  form->options = picture->options;
  form->changed = changed;
  form->user_data = user_data;
  form->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (form->grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (form->grid), 16);
  /* Room for the ring of what has the focus. */
  gtk_widget_set_margin_start (form->grid, 4);
  gtk_widget_set_margin_end (form->grid, 4);
  make_controls (form, picture);
  for (int row = 0; row < FOL_EXPORT_ROWS; row++) {
    form->label[row] = fol_label_new (_ (row_names[row]), "form-label");
    gtk_widget_set_hexpand (form->control[row], TRUE);
    gtk_grid_attach (GTK_GRID (form->grid), form->label[row], 0, row, 1, 1);
    gtk_grid_attach (GTK_GRID (form->grid), form->control[row], 1, row, 1, 1);
    gtk_accessible_update_property (GTK_ACCESSIBLE (form->control[row]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _ (row_names[row]), -1);
  }
  update_pixels (form);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (form->control[FOL_EXPORT_ROW_PIXELS]),
                              (guint) CLAMP (picture->export.scale, 1, PIXEL_SCALES) - 1);
  connect (form, FOL_EXPORT_ROW_FIGURE, "notify::selected", layout_cb);
  connect (form, FOL_EXPORT_ROW_MOMENTS, "notify::selected", moments_cb);
  connect (form, FOL_EXPORT_ROW_FORMAT, "notify::selected", format_cb);
  connect (form, FOL_EXPORT_ROW_SIZE, "notify::selected", size_cb);
  connect (form, FOL_EXPORT_ROW_PIXELS, "notify::selected", file_cb);
  connect (form, FOL_EXPORT_ROW_DELAY, "value-changed", file_cb);
  connect (form, FOL_EXPORT_ROW_THEME, "notify::selected", look_cb);
  connect (form, FOL_EXPORT_ROW_CAPTION, "changed", layout_cb);
  g_signal_connect_swapped (form->from, "value-changed", G_CALLBACK (from_cb), form);
  g_signal_connect_swapped (form->to, "value-changed", G_CALLBACK (to_cb), form);
  show_row (form, FOL_EXPORT_ROW_SPAN, FALSE);
  show_row (form, FOL_EXPORT_ROW_CUSTOM, is_custom (form));
  format_cb (form);
}

void
fol_export_form_set_format (struct fol_export_form *form, enum fol_format format)
{
  if (format < FORMATS)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (form->control[FOL_EXPORT_ROW_FORMAT]), format);
}
