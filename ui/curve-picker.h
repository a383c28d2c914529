/* ui/curve-picker.h - the label of the timeline's curve, and the menu of all there are.
 *
 *   Fragmentation, order 3: 412 ‰ of the free memory  v
 *
 * Signal: "chosen" (FolCurvePicker, const char *text): as fol_curve_parse () reads it.
 * The menu comes from the table of curves and from the machine's zones and orders.
 */
#pragma once

#include "app/curve.h"

#include <gtk/gtk.h>

#define FOL_TYPE_CURVE_PICKER (fol_curve_picker_get_type ())
G_DECLARE_FINAL_TYPE (FolCurvePicker, fol_curve_picker, FOL, CURVE_PICKER, GtkWidget)

GtkWidget *fol_curve_picker_new (void);

/* What is shown, and its value where we are; `values` as fol_curve_read () takes them. */
void fol_curve_picker_set (FolCurvePicker *self, const struct fol_state *state,
                           const struct fol_curve *curve, const struct fol_curve_values *values);
