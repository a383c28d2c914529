/* ui/curve-picker.c - the label of the timeline's curve, and the menu of all there are. */
#include "ui/curve-picker.h"
#include "app/describe.h"
#include "ui/trace.h"
#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

struct _FolCurvePicker {
  GtkWidget parent_instance;

  GtkWidget *button, *label;
  char *machine; /* owned; whose curves the menu has: zones and orders */
};

enum { SIGNAL_CHOSEN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (FolCurvePicker, fol_curve_picker, GTK_TYPE_WIDGET)

static void
chosen_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  fol_trace ("curve-chosen text=%s", g_variant_get_string (parameter, NULL));
  g_signal_emit (widget, signals[SIGNAL_CHOSEN], 0, g_variant_get_string (parameter, NULL));
}

static void
add_item (GMenu *menu, const char *label, const struct fol_curve *curve,
          const struct fol_state *state)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_autofree char *text = fol_curve_text (curve, state);

  g_menu_item_set_action_and_target (item, "curve.choose", "s", text);
  g_menu_append_item (menu, item);
}

/* One of a kind and zone; of a kind that takes an order, a menu of them. */
static void
add_zone (GMenu *menu, const char *label, enum fol_curve_kind kind, guint32 zone,
          const struct fol_state *state)
{
  struct fol_curve curve = { .kind = kind, .zone = zone };
  g_autoptr (GMenu) orders = NULL;
  g_autofree char *page = NULL;

  if (!fol_curve_info (kind)->takes_order) {
    add_item (menu, label, &curve, state);
    return;
  }
  orders = g_menu_new ();
  for (curve.order = 0; curve.order < state->layout->max_order; curve.order++) {
    g_autofree char *order = g_strdup_printf (_ ("order %u"), curve.order);

    if (fol_curve_is_valid (&curve, state->layout))
      add_item (orders, order, &curve, state);
  }
  /* GTK finds the pages of a menu by their labels: two kinds must not both have "Zone DMA". */
  page = zone == SIM_ALL_ZONES && state->layout->zone_count == 1
             ? g_strdup (label)
             : g_strdup_printf ("%s · %s", label, _ (fol_curve_info (kind)->label));
  g_menu_append_submenu (menu, page, G_MENU_MODEL (orders));
}

static GMenuModel *
make_menu (const struct fol_state *state)
{
  struct sim_view view = fol_state_view (state);
  GMenu *menu = g_menu_new ();

  for (guint kind = 0; kind < FOL_CURVE_KINDS; kind++) {
    const char *label = _ (fol_curve_info (kind)->label);
    g_autoptr (GMenu) zones = NULL;

    if (state->layout->zone_count == 1) {
      add_zone (menu, label, kind, SIM_ALL_ZONES, state);
      continue;
    }
    zones = g_menu_new ();
    add_zone (zones, _ ("all zones"), kind, SIM_ALL_ZONES, state);
    for (guint32 i = 0; i < state->layout->zone_count; i++) {
      struct sim_object zone = { .kind = SIM_OBJECT_ZONE, .a = i };
      g_autofree char *name = fol_describe_object (&view, zone);

      add_zone (zones, name, kind, i, state);
    }
    g_menu_append_submenu (menu, label, G_MENU_MODEL (zones));
  }
  return G_MENU_MODEL (menu);
}

/* Zones and orders are the machine's: one menu for as long as it is the same. */
static void
update_menu (FolCurvePicker *self, const struct fol_state *state)
{
  g_autofree char *machine = g_strdup_printf ("%s %u %u", state->machine.name,
                                              state->layout->zone_count, state->layout->max_order);
  g_autoptr (GMenuModel) menu = NULL;

  if (g_strcmp0 (machine, self->machine) == 0)
    return;
  g_free (self->machine);
  self->machine = g_steal_pointer (&machine);
  menu = make_menu (state);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->button), menu);
}

void
fol_curve_picker_set (FolCurvePicker *self, const struct fol_state *state,
                      const struct fol_curve *curve, const struct fol_curve_values *values)
{
  const struct fol_position *at;
  g_autofree char *label = NULL, *text = NULL;
  guint64 index;
  guint32 value;

  g_return_if_fail (FOL_IS_CURVE_PICKER (self));

  gtk_widget_set_visible (GTK_WIDGET (self), state != NULL);
  if (state == NULL)
    return;
  update_menu (self, state);
  at = &state->position;
  index = at->step == FOL_STEP_END || at->index == 0 ? at->index : at->index - 1;
  label = fol_curve_label (curve, state);
  if (fol_curve_read (curve, state, values, at->branch, index, &value))
    /* Translators: a curve, its value, its unit. */
    text = g_strdup_printf (_ ("%s: %'u %s"), label, value, _ (fol_curve_info (curve->kind)->unit));
  else if (values != NULL && values->total > 0)
    /* Translators: a curve, how much of it is known. */
    text = g_strdup_printf (_ ("%s: %u %% known"), label,
                            (guint) (values->known * 100 / values->total));
  else
    text = g_strdup_printf (_ ("%s: not known yet"), label);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  fol_name_widget (self->button, text);
}

static void
fol_curve_picker_dispose (GObject *object)
{
  FolCurvePicker *self = FOL_CURVE_PICKER (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->machine, g_free);
  G_OBJECT_CLASS (fol_curve_picker_parent_class)->dispose (object);
}

static void
fol_curve_picker_class_init (FolCurvePickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_curve_picker_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "curvepicker");
  gtk_widget_class_install_action (widget_class, "curve.choose", "s", chosen_cb);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
fol_curve_picker_init (FolCurvePicker *self)
{
  GtkWidget *box = fol_box_new (GTK_ORIENTATION_HORIZONTAL, 4, NULL);

  self->label = fol_label_new (NULL, NULL);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), box);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->button), FALSE);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->button), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (self->button, _ ("Which curve the timeline shows"));
  gtk_widget_set_focus_on_click (self->button, FALSE);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
fol_curve_picker_new (void)
{
  return g_object_new (FOL_TYPE_CURVE_PICKER, NULL);
}
