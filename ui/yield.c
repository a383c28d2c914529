/* ui/yield.c - FolYield: two widgets in a row, of which the second gives way first. */
#include "ui/yield.h"

struct _FolYield {
  GtkWidget parent_instance;

  GtkWidget *first, *second; /* children */
  int spacing;
};

G_DEFINE_FINAL_TYPE (FolYield, fol_yield, GTK_TYPE_WIDGET)

static void
fol_yield_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  FolYield *self = FOL_YIELD (widget);
  int least, wanted;

  gtk_widget_measure (self->first, orientation, -1, minimum, natural, NULL, NULL);
  if (!gtk_widget_should_layout (self->second))
    return;
  gtk_widget_measure (self->second, orientation, -1, &least, &wanted, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum += self->spacing + least;
    *natural += self->spacing + wanted;
  } else {
    *minimum = MAX (*minimum, least);
    *natural = MAX (*natural, wanted);
  }
}

static void
fol_yield_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FolYield *self = FOL_YIELD (widget);
  int least, wanted, taken, first;

  if (gtk_widget_should_layout (self->second)) {
    gtk_widget_measure (self->first, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &first, NULL, NULL);
    gtk_widget_measure (self->second, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
    taken = width >= first + self->spacing + wanted ? wanted : least;
    gtk_widget_size_allocate (self->second, &(GtkAllocation){ width - taken, 0, taken, height },
                              -1);
    width -= taken + self->spacing;
  }
  gtk_widget_size_allocate (self->first, &(GtkAllocation){ 0, 0, width, height }, -1);
}

static void
fol_yield_dispose (GObject *object)
{
  FolYield *self = FOL_YIELD (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (fol_yield_parent_class)->dispose (object);
}

static void
fol_yield_class_init (FolYieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_yield_dispose;
  widget_class->measure = fol_yield_measure;
  widget_class->size_allocate = fol_yield_size_allocate;
}

static void
fol_yield_init (FolYield *self)
{
}

GtkWidget *
fol_yield_new (GtkWidget *first, GtkWidget *second, int spacing)
{
  FolYield *self = g_object_new (FOL_TYPE_YIELD, NULL);

  self->first = first;
  self->second = second;
  self->spacing = spacing;
  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
