/* ui/squeeze.c - FolSqueeze: words where they fit, something smaller where they do not. */
#include "ui/squeeze.h"

struct _FolSqueeze {
  GtkWidget parent_instance;

  GtkWidget *wide, *narrow; /* children */
  gboolean is_wide;
};

G_DEFINE_FINAL_TYPE (FolSqueeze, fol_squeeze, GTK_TYPE_WIDGET)

static void
fol_squeeze_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  FolSqueeze *self = FOL_SQUEEZE (widget);
  int least = 0, wanted = 0;

  gtk_widget_measure (self->wide, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->narrow, orientation, -1, &least, &wanted, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MIN (least, *natural);
  } else {
    *minimum = MAX (least, *minimum);
    *natural = MAX (wanted, *natural);
  }
}

static void
fol_squeeze_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FolSqueeze *self = FOL_SQUEEZE (widget);
  int wanted;

  gtk_widget_measure (self->wide, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
  self->is_wide = width >= wanted;
  gtk_widget_set_child_visible (self->wide, self->is_wide);
  gtk_widget_set_child_visible (self->narrow, !self->is_wide);
  gtk_widget_size_allocate (self->is_wide ? self->wide : self->narrow,
                            &(GtkAllocation){ 0, 0, width, height }, -1);
}

static void
fol_squeeze_dispose (GObject *object)
{
  FolSqueeze *self = FOL_SQUEEZE (object);

  g_clear_pointer (&self->wide, gtk_widget_unparent);
  g_clear_pointer (&self->narrow, gtk_widget_unparent);
  G_OBJECT_CLASS (fol_squeeze_parent_class)->dispose (object);
}

static void
fol_squeeze_class_init (FolSqueezeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fol_squeeze_dispose;
  widget_class->measure = fol_squeeze_measure;
  widget_class->size_allocate = fol_squeeze_size_allocate;
}

static void
fol_squeeze_init (FolSqueeze *self)
{
}

gboolean
fol_squeeze_is_wide (FolSqueeze *self)
{
  g_return_val_if_fail (FOL_IS_SQUEEZE (self), FALSE);

  return self->is_wide;
}

GtkWidget *
fol_squeeze_new (GtkWidget *wide, GtkWidget *narrow)
{
  FolSqueeze *self = g_object_new (FOL_TYPE_SQUEEZE, NULL);

  self->wide = wide;
  gtk_widget_set_parent (wide, GTK_WIDGET (self));
  self->narrow = narrow;
  gtk_widget_set_parent (narrow, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
