/* ui/flow.c - two parts side by side, or one below the other where there is no room. */
#include "ui/flow.h"

#include "ui/appearance.h"

#include <stdbool.h>

struct _FolFlow {
  GtkWidget parent_instance;

  GtkWidget *part[2]; /* children */
  double share;
  int least, spacing;
};

G_DEFINE_FINAL_TYPE (FolFlow, fol_flow, GTK_TYPE_WIDGET)

static int
least_of (GtkWidget *part)
{
  int minimum;

  gtk_widget_measure (part, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* The widths of both if they stand side by side; false if they do not. */
static bool
beside (FolFlow *self, int width, int widths[2])
{
  double scale = fol_appearance_text_scale (fol_appearance_get_default ());

  widths[0] = (int) ((width - self->spacing) * self->share);
  widths[1] = width - self->spacing - widths[0];
  return width >= self->least * scale && widths[0] >= least_of (self->part[0]) &&
         widths[1] >= least_of (self->part[1]);
}

static GtkSizeRequestMode
fol_flow_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (FolFlow *self, int *minimum, int *natural)
{
  int least[2], wanted[2];

  for (int i = 0; i < 2; i++)
    gtk_widget_measure (self->part[i], GTK_ORIENTATION_HORIZONTAL, -1, &least[i], &wanted[i], NULL,
                        NULL);
  *minimum = MAX (least[0], least[1]);
  *natural = wanted[0] + self->spacing + wanted[1];
}

static void
measure_height (FolFlow *self, int width, int *minimum, int *natural)
{
  int widths[2] = { -1, -1 }, least[2], wanted[2];
  bool side_by_side = width < 0 || beside (self, width, widths);

  for (int i = 0; i < 2; i++)
    gtk_widget_measure (self->part[i], GTK_ORIENTATION_VERTICAL, side_by_side ? widths[i] : width,
                        &least[i], &wanted[i], NULL, NULL);
  *minimum = side_by_side ? MAX (least[0], least[1]) : least[0] + self->spacing + least[1];
  *natural = side_by_side ? MAX (wanted[0], wanted[1]) : wanted[0] + self->spacing + wanted[1];
}

static void
fol_flow_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (FOL_FLOW (widget), minimum, natural);
  else
    measure_height (FOL_FLOW (widget), for_size, minimum, natural);
}

static void
fol_flow_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FolFlow *self = FOL_FLOW (widget);
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation place[2] = { { 0, 0, width, height }, { 0, 0, width, height } };
  int widths[2];

  if (beside (self, width, widths)) {
    place[0].width = widths[0];
    place[1].width = widths[1];
    place[rtl ? 0 : 1].x = width - widths[rtl ? 0 : 1];
  } else {
    gtk_widget_measure (self->part[0], GTK_ORIENTATION_VERTICAL, width, NULL, &place[0].height,
                        NULL, NULL);
    place[1].y = place[0].height + self->spacing;
    place[1].height = MAX (height - place[1].y, 0);
  }
  for (int i = 0; i < 2; i++)
    gtk_widget_size_allocate (self->part[i], &place[i], -1);
}

static void
fol_flow_dispose (GObject *object)
{
  FolFlow *self = FOL_FLOW (object);

  for (int i = 0; i < 2; i++)
    g_clear_pointer (&self->part[i], gtk_widget_unparent);
  G_OBJECT_CLASS (fol_flow_parent_class)->dispose (object);
}

static void
fol_flow_class_init (FolFlowClass *klass)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_flow_dispose;
  widget->get_request_mode = fol_flow_get_request_mode;
  widget->measure = fol_flow_measure;
  widget->size_allocate = fol_flow_size_allocate;
}

static void
fol_flow_init (FolFlow *self)
{
}

GtkWidget *
fol_flow_new (GtkWidget *first, GtkWidget *second, double share, int least, int spacing)
{
  FolFlow *self = g_object_new (FOL_TYPE_FLOW, NULL);

  self->part[0] = first;
  self->part[1] = second;
  self->share = share;
  self->least = least;
  self->spacing = spacing;
  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
