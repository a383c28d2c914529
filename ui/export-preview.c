/* ui/export-preview.c - FolExportPreview: a page as it will be written. */
#include "ui/export-preview.h"

#include <glib/gi18n-lib.h>

#define LEAST_WIDTH  240
#define LEAST_HEIGHT 160
#define WIDTH        520
#define HEIGHT       340

struct _FolExportPreview {
  GtkWidget parent_instance;
  struct fol_shapes *shapes; /* owned; NULL: nothing yet */
  struct fol_export export;  /* its caption is owned */
};

G_DEFINE_TYPE (FolExportPreview, fol_export_preview, GTK_TYPE_WIDGET)

static void
fol_export_preview_init (FolExportPreview *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

static void
forget (FolExportPreview *self)
{
  g_clear_pointer (&self->shapes, fol_shapes_free);
  g_free ((char *) self->export.caption);
  self->export.caption = NULL;
}

static void
fol_export_preview_finalize (GObject *object)
{
  forget (FOL_EXPORT_PREVIEW (object));
  G_OBJECT_CLASS (fol_export_preview_parent_class)->finalize (object);
}

static void
fol_export_preview_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
fol_export_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FolExportPreview *self = FOL_EXPORT_PREVIEW (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double page_width, page_height, scale;
  cairo_t *cr;

  if (self->shapes == NULL || width < 1 || height < 1)
    return;
  fol_export_paint (NULL, &self->export, self->shapes, &page_width, &page_height);
  scale = MIN (width / page_width, height / page_height);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_translate (cr, (width - page_width * scale) / 2, (height - page_height * scale) / 2);
  cairo_rectangle (cr, 0, 0, page_width * scale, page_height * scale);
  cairo_clip (cr);
  cairo_scale (cr, scale, scale);
  fol_export_paint (cr, &self->export, self->shapes, &page_width, &page_height);
  cairo_destroy (cr);
}

static void
fol_export_preview_class_init (FolExportPreviewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = fol_export_preview_finalize;
  widget_class->measure = fol_export_preview_measure;
  widget_class->snapshot = fol_export_preview_snapshot;
  gtk_widget_class_set_css_name (widget_class, "exportpreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

GtkWidget *
fol_export_preview_new (void)
{
  GtkWidget *widget = g_object_new (FOL_TYPE_EXPORT_PREVIEW, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Preview"), -1);
  return widget;
}

void
fol_export_preview_set_page (FolExportPreview *self, const struct fol_export *export,
                             struct fol_shapes *shapes)
{
  forget (self);
  self->shapes = shapes;
  self->export = *export;
  self->export.caption = g_strdup (export->caption);
  if (shapes->summary != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    shapes->summary, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
fol_export_preview_set_palette (FolExportPreview *self, const struct fol_palette *palette)
{
  self->export.palette = palette;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
