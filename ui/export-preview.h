/* ui/export-preview.h - FolExportPreview: a page as it will be written, as large as there is room.
 *
 * Shows the very shapes of the file through the same painter.  Its accessible
 * description is what the file's alternative text says.
 */
#pragma once

#include "ui/figures/export.h"

#include <gtk/gtk.h>

#define FOL_TYPE_EXPORT_PREVIEW (fol_export_preview_get_type ())
G_DECLARE_FINAL_TYPE (FolExportPreview, fol_export_preview, FOL, EXPORT_PREVIEW, GtkWidget)

GtkWidget *fol_export_preview_new (void);

/* Takes `shapes` over and copies `export`. */
void fol_export_preview_set_page (FolExportPreview *self, const struct fol_export *export,
                                  struct fol_shapes *shapes);

/* The same page in other colours. */
void fol_export_preview_set_palette (FolExportPreview *self, const struct fol_palette *palette);
